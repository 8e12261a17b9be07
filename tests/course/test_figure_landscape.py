"""Chapter 4's figure of landscapes: heights, slopes, and where the ball comes to rest."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from nbgrader.utils import is_grade, is_locked, is_solution
from support.chapters import source_notebook
from support.solved import alt, worked

from autograder.authoring import answers
from course import widgets
from course.widgets.figure import Interactive
from course.widgets.touch import Touch

pytestmark = pytest.mark.ch04_loss

# The package gives the name to the function.
module: Any = import_module("course.widgets.landscape")
CHAPTER = "ch04_loss"
Loss = Callable[[Any], Any]


def losses(**written: str) -> dict[str, Loss]:
    """The payoff's four, of the reference's functions; some written otherwise."""
    source, space = source_notebook(CHAPTER), {"__name__": "__main__"}
    solved = answers.reference(source) | written
    for cell in source.cells:
        if is_solution(cell):
            exec(solved[cell.metadata.nbgrader.grade_id], space)
        elif cell.cell_type == "code" and is_locked(cell) and not is_grade(cell):
            exec(cell.source, space)
    y, b = np.arange(40) % 2, np.zeros(1)
    x = np.random.default_rng(11).normal(size=(40, 2))
    x += np.where(y == 1, 1, -1)[:, None] * [1.5, 0.9]
    mse, softmax, hinge = space["mse"], space["softmax"], space["hinge"]
    logistic = space["bce_with_logits"]
    return {
        "squared error": lambda w: mse(softmax(np.stack([x @ w, 0 * y], axis=1))[:, 0], y),
        "hinge": lambda w: hinge(x @ w, 2 * y - 1),
        "logistic": lambda w: logistic(x @ w, y),
        "logistic + penalty": lambda w: (
            logistic(x @ w, y) + space["l2_penalty"]([(w[:, None], b)], 0.1)
        ),
    }


def run(figure: Interactive) -> Any:
    return figure._draw.__self__._run  # type: ignore[attr-defined]


def bowl(w: Any) -> float:
    return float((w[0] - 1) ** 2 + 2 * (w[1] + 2) ** 2)


def touch(w: tuple[float, float], phase: str, name: str = "start") -> Touch:
    panel = module._panel(None)
    return Touch(name, float(panel.across(w[0])), float(panel.down(w[1])), phase)


@pytest.mark.parametrize(
    "name, told",
    [
        ("squared error", "It stays on the plateau: 300 steps"),
        ("hinge", "It has found the lowest point"),
        ("logistic", "It creeps along the valley"),
        ("logistic + penalty", "It has found the lowest point"),
    ],
)
def test_where_the_ball_comes_to_on_each_landscape(name: str, told: str) -> None:
    figure = widgets.landscape(losses())
    frame = figure.at(loss=name)
    assert frame.words.startswith(told)
    at, function = run(figure).ball.path[-1], losses()[name]
    # By hand, with the same slopes.
    w = np.array([-4.5, -4.0])
    for _ in range(run(figure).ball.steps):
        nudges = 1e-4 * np.eye(2)
        w = w - 0.25 * np.array([function(w + n) - function(w - n) for n in nudges]) / 2e-4
    assert at == pytest.approx(w, abs=1e-9)


def left_alone(function: Loss, at: Any, steps: int) -> Any:
    """Where the ball comes to by itself."""
    for _ in range(steps):
        nudges = 1e-4 * np.eye(2)
        at = at - 0.25 * np.array([function(at + n) - function(at - n) for n in nudges]) / 2e-4
    return at


def test_only_the_penalty_ends_what_the_logistic_loss_goes_on_with() -> None:
    """What chapter 4 says of its payoff: the ball starts where all forty are wrong."""
    figure = widgets.landscape(losses(), start=(-5.0, -5.0))
    plateau = figure.at(loss="squared error").words
    assert "300 steps have brought it 0.21 far. The loss is 0.995" in plateau
    figure.at(loss="hinge")
    assert run(figure).heights[-1] == 0 == run(figure).slope
    rolled = figure.at(loss="logistic")
    at, function = run(figure).ball.path[-1], losses()["logistic"]
    assert at == pytest.approx([3.0, 1.8], abs=0.05) and run(figure).slope > 0.01
    assert "and the valley leads out of the picture" in rolled.words
    assert "still lower beyond the picture" in rolled.svg
    at = left_alone(function, at, 2700)
    assert at == pytest.approx([4.7, 4.1], abs=0.05)
    squared = losses()["squared error"]
    late = left_alone(squared, np.array([-5.0, -5.0]), 1500)
    assert squared(late) > 0.94 and squared(left_alone(squared, late, 300)) < 0.1
    figure.at(loss="logistic + penalty")
    assert run(figure).ball.path[-1] == pytest.approx([1.1, 0.7], abs=0.06)


def test_the_lowest_point_is_marked_where_it_is() -> None:
    made = run(widgets.landscape({"bowl": bowl}))
    assert made.ground.lowest == pytest.approx((1, -2, 0), abs=2e-3)
    assert "lowest: " in made.frame({}).svg and "beyond" not in made.frame({}).svg


def test_one_landscape_has_no_list_and_several_have_one() -> None:
    assert [c.name for c in widgets.landscape({"bowl": bowl}).dials] == ["speed"]
    assert [c.name for c in widgets.landscape(losses()).dials] == ["loss", "speed"]


def test_a_start_that_is_dragged_shows_where_the_ball_would_roll() -> None:
    async def scene() -> None:
        figure = widgets.landscape({"bowl": bowl})
        figure.touch(touch((4, 4), "press", "ground"))
        figure.touch(touch((5, 3), "move", "ground"))
        assert figure.words.startswith("Let go") and not figure.playing
        ahead = run(figure).ball.ahead
        assert ahead[0] == pytest.approx([5, 3]) and bowl(ahead[-1]) < bowl(ahead[0]) / 2
        figure.touch(touch((5, 3), "end", "ground"))
        assert figure.playing and run(figure).ball.ahead is None
        await asyncio.sleep(0.3)
        figure.press("play")
        assert run(figure).ball.path[1] == pytest.approx([5 - 0.25 * 8, 3 - 0.25 * 20])
        figure.touch(Touch("start", 8.5, 0, "key"))
        assert run(figure).ball.start == pytest.approx([5.3, 3]) and figure.playing
        figure.press("play")

    asyncio.run(scene())


def test_earlier_paths_stay_until_reset() -> None:
    figure = widgets.landscape({"bowl": bowl})
    steps = [lambda: figure.press("step")] * 8
    worked(figure, *steps, lambda: figure.touch(touch((4, 4), "end")), *steps)
    assert [path[0].tolist() for _, path in run(figure).ball.earlier] == [[-4.5, -4.0]]
    worked(figure, lambda: figure.press("reset"))
    assert not run(figure).ball.earlier and run(figure).ball.start == pytest.approx([4, 4])


def test_a_move_costs_little_and_a_landscape_is_measured_once() -> None:
    calls = 0

    def counted(w: Any) -> float:
        nonlocal calls
        calls += 1
        return bowl(w)

    figure = widgets.landscape({"bowl": counted})
    assert calls > 1000
    calls = 0
    figure.touch(touch((3, 3), "move"))
    figure.touch(touch((3, 2), "move"))
    assert calls < 350


def test_a_function_that_was_mended_gives_another_landscape() -> None:
    slopes = {"along": 1.0}
    figure = widgets.landscape({"plane": lambda w: slopes["along"] * w[0]})
    before = run(figure).ground.heights
    slopes["along"] = -2.0
    worked(figure, lambda: figure.press("reset"))
    assert run(figure).ground.heights == pytest.approx(-2 * before)


@pytest.mark.parametrize(
    "loss, told",
    [
        (lambda w: 3.0, "The loss is the same for all weights"),
        (lambda w: np.nan, "not a number here"),
        (lambda w: np.log(w[0] + 2), "not a number here"),
        (lambda w: -w[0], "It rolls out of the picture"),
        (lambda w: 1e300 * w[0] ** 3, ""),
        (lambda w: np.inf, "not a number here"),
        (lambda w: np.abs(w).sum() > 3, ""),
        (lambda w: np.minimum(0.1 * w @ w, 1.0), "It stays on the plateau"),
        (lambda w: 0.1 * (w[0] + 3) ** 2 * (w[0] - 3) ** 2 + 0.5 * w[0] + w[1] ** 2, "It"),
    ],
)
def test_strange_landscapes_are_drawn_and_spoken_of(loss: Loss, told: str) -> None:
    figure = widgets.landscape({"strange": loss}, start=(-3.0, 3.0))
    worked(figure, *[lambda: figure.press("step")] * 2)
    for frame in (figure.frame(), figure.at()):
        assert frame.svg.startswith("<svg")
        assert not re.search(r' (?!aria-|href)[\w-]+="[^"]*\b(nan|inf)\b', frame.svg)
    assert told in frame.words


def test_a_valley_beside_the_lowest_one_holds_the_ball() -> None:
    def wells(w: Any) -> float:
        return float(0.05 * (w[0] ** 2 - 9) ** 2 - 0.3 * w[0] + w[1] ** 2)

    figure = widgets.landscape({"wells": wells}, start=(-4.0, 3.0))
    assert figure.at().words.startswith("It rests where the slope is")


@pytest.mark.parametrize(
    "loss, told",
    [
        (lambda w: 1 / 0, "division by zero"),
        (lambda w: w, "the figure needs shape ()"),
        (lambda w: None, "None"),
        (lambda w: "high", "high"),
        (lambda w: time.sleep(0.05), "seconds to compute"),
    ],
)
def test_a_broken_function_is_shown_and_another_landscape_still_works(
    loss: Loss, told: str
) -> None:
    async def scene() -> None:
        figure = widgets.landscape({"broken": loss, "bowl": bowl})
        assert "course-error" in figure.scene and told in figure.scene
        figure.touch(touch((1, 1), "end"))
        assert "course-error" in figure.scene and not figure.playing
        figure.set(loss="bowl")
        assert figure.scene.startswith("<svg") and figure.playing
        figure.press("play")

    if "seconds" in told:
        slow = lambda w: time.sleep(0.05) or 1.0  # noqa: E731
        figure = widgets.landscape({"slow": slow})
        assert told in figure.scene
        return
    asyncio.run(scene())


def test_it_breaks_while_it_is_dragged_and_recovers() -> None:
    broken = {"now": False}

    def loss(w: Any) -> float:
        return 1 / 0 if broken["now"] else bowl(w)

    figure = widgets.landscape({"bowl": loss})
    figure.touch(touch((2, 2), "move"))
    broken["now"] = True
    figure.touch(touch((2, 3), "move"))
    assert "division by zero" in figure.scene
    broken["now"] = False
    worked(figure, lambda: figure.press("reset"))
    assert figure.scene.startswith("<svg")


def test_a_blank_is_named_and_the_others_can_be_chosen() -> None:
    blank = "def softmax(x):\n    raise NotImplementedError"
    figure = widgets.landscape(losses(softmax=blank))
    assert "This figure wakes up once `softmax` works." in figure.scene
    worked(figure, lambda: figure.set(loss="hinge"))
    assert figure.scene.startswith("<svg")


def test_the_alternative_text_says_what_is_seen() -> None:
    text = alt(widgets.landscape(losses()))
    assert text.startswith("squared error as heights over two weights, with a ball")
    assert "\u22124.5 and \u22124.0" in text and "The ball waits at its start" in text
