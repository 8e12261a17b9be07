"""Samples that the reader adds, moves and removes, and what the figures make of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from support.solved import functions, notebook, worked

from course import widgets
from course.widgets.canvas import Canvas, Panel
from course.widgets.figure import Interactive
from course.widgets.hidden_units import ANSWERS
from course.widgets.samples import GRIP, MOST, STILL, Samples
from course.widgets.touch import END, ERASE, MOVE, PRESS, Touch

PANEL = Panel(Canvas(0, 0), 100, 50, 200, 200, (0, 1), (0, 1))
X = np.array([[0.2, 0.2], [0.8, 0.8], [0.5, 0.5]])
Y = np.array([0, 1, 0])


def at(x: float, y: float) -> tuple[float, float]:
    return float(PANEL.across(x)), float(PANEL.down(y))


def do(samples: Samples, *hands: tuple[str, float, float]) -> Samples:
    for phase, x, y in hands:
        samples.touched(Touch("map", x, y, phase), {"map": PANEL})
    return samples


def fresh() -> Samples:
    return Samples(X.copy(), Y.copy())


@pytest.mark.parametrize("kind", [0, 1])
def test_a_click_where_none_is_adds_a_sample_of_the_chosen_class(kind: int) -> None:
    samples = fresh()
    samples.touched(Touch(f"class{kind}", 0, 0, PRESS), {})
    do(samples, (PRESS, *at(0.3, 0.9)), (END, *at(0.3, 0.9)))
    assert samples.x[-1] == pytest.approx([0.3, 0.9]) and samples.y[-1] == kind
    assert len(samples.x) == 4 and f"Added a sample of class {kind}: 4 now." in samples.said
    assert samples.own and not samples.held


def test_a_click_on_a_sample_removes_it_though_the_hand_trembles() -> None:
    x, y = at(0.8, 0.8)
    samples = do(fresh(), (PRESS, x + 3, y), (MOVE, x + 3 + STILL / 2, y), (END, x + 3, y))
    assert samples.x.tolist() == X[[0, 2]].tolist() and samples.y.tolist() == [0, 0]
    assert samples.said == "Removed a sample of class 1: 2 left."


def test_a_sample_is_dragged_and_keeps_its_class() -> None:
    samples = do(fresh(), (PRESS, *at(0.8, 0.8)), (MOVE, *at(0.6, 0.7)))
    assert samples.held and samples.x[1] == pytest.approx([0.6, 0.7])
    do(samples, (END, *at(0.1, 0.9)))
    assert samples.x[1] == pytest.approx([0.1, 0.9]) and samples.y.tolist() == [0, 1, 0]
    assert samples.said == "Moved a sample of class 1 to (0.10, 0.90)." and not samples.held


def test_a_new_sample_follows_the_pointer_until_it_is_let_go() -> None:
    samples = do(fresh(), (PRESS, *at(0.3, 0.9)), (MOVE, *at(0.4, 0.9)), (END, *at(0.4, 0.8)))
    assert len(samples.x) == 4 and samples.x[-1] == pytest.approx([0.4, 0.8])


def test_delete_removes_the_sample_at_the_cursor_or_says_that_there_is_none() -> None:
    samples = do(fresh(), (ERASE, *at(0.9, 0.1)))
    assert len(samples.x) == 3 and samples.said == "There is no sample at the cursor."
    x, y = at(0.2, 0.2)
    do(samples, (ERASE, x + GRIP - 1, y))
    assert samples.x.tolist() == X[1:].tolist()


def test_a_pointer_that_leaves_the_picture_keeps_the_sample_inside() -> None:
    samples = do(fresh(), (PRESS, *at(0.5, 0.5)), (MOVE, -1e6, 1e9), (END, np.inf, -np.inf))
    assert ((samples.x >= 0) & (samples.x <= 1)).all()


def test_the_last_sample_stays_and_there_are_not_more_than_can_be() -> None:
    samples = fresh()
    for x, y in X.tolist() * 2:
        do(samples, (ERASE, *at(x, y)))
    assert len(samples.x) == 1 and samples.said.startswith("The last sample stays")
    rng = np.random.default_rng(0)
    for _ in range(3 * MOST):
        do(samples, (PRESS, *at(*rng.random(2))), (MOVE, *at(*rng.random(2))), (END, *at(0.9, 0.1)))
    assert len(samples.x) <= MOST


def test_what_comes_late_changes_nothing() -> None:
    samples = do(fresh(), (MOVE, *at(0.5, 0.5)), (END, *at(0.5, 0.5)))
    assert samples.x.tolist() == X.tolist() and samples.changes == 0
    do(samples, (PRESS, *at(0.5, 0.5)), (ERASE, *at(0.5, 0.5)), (MOVE, *at(0, 0)), (END, *at(0, 0)))
    assert samples.x.tolist() == X[:2].tolist()


def test_the_first_samples_come_back() -> None:
    samples = do(fresh(), (ERASE, *at(0.2, 0.2)), (PRESS, *at(0.1, 0.9)), (END, *at(0.1, 0.9)))
    assert "again" in [mark.name for mark in samples.marks({"map": PANEL}, 0, 0)]
    samples.touched(Touch("again", 0, 0, PRESS), {"map": PANEL})
    assert samples.x.tolist() == X.tolist() and samples.y.tolist() == Y.tolist() and not samples.own
    assert "again" not in [mark.name for mark in samples.marks({"map": PANEL}, 0, 0)]


def test_many_on_one_spot_are_counted() -> None:
    samples = fresh()
    for _ in range(100):
        do(samples, (PRESS, *at(0.1, 0.9)), (MOVE, *at(0.1, 0.7)), (END, *at(0.5, 0.5)))
    canvas = Canvas(0, 0)
    samples.draw(Panel(canvas, 100, 50, 200, 200, (0, 1), (0, 1)))
    assert len(samples.x) == 103 and ">\N{MULTIPLICATION SIGN}101<" in canvas.svg("")


def run_of(figure: Interactive) -> Any:
    """The run behind a figure."""
    return figure._touched.__self__._run  # type: ignore[attr-defined]


def places(figure: Interactive, area: str) -> dict[str, Any]:
    return next(mark for mark in figure.marks if mark["name"] == area)


@pytest.mark.ch06_training_loop
@pytest.mark.parametrize("make, area", [("hidden_units", ANSWERS), ("penalty", "small")])
def test_a_touch_trains_on_with_the_readers_samples(make: str, area: str) -> None:
    figure = getattr(widgets, make)(*functions())
    box, run = places(figure, area), run_of(figure)
    here = box["x"] + 3, box["y"] + 3

    def add() -> None:
        figure.touch(Touch(area, *here, PRESS))
        figure.touch(Touch(area, *here, END))

    playing = []
    worked(figure, *[lambda: figure.press("step")] * 3, add, lambda: playing.append(figure.playing))
    assert playing == [True] and not figure.playing
    assert run.steps == 3 and len(run.samples.x) == 61
    assert "Added a sample of class 1: 61 now." in figure.words
    figure.press("reset")
    assert run.steps == 0 and len(run.samples.x) == 61


@pytest.mark.ch06_training_loop
@pytest.mark.parametrize("make", ["hidden_units", "penalty"])
def test_numbers_are_told_only_while_nothing_plays(make: str) -> None:
    figure = getattr(widgets, make)(*functions())
    told = []

    def look() -> None:
        figure.show()
        told.append(any(mark["kind"] == "tip" for mark in figure.marks))

    worked(figure, look, lambda: figure.press("play"), look, lambda: figure.press("play"), look)
    assert told == [True, False, True]
    assert any(mark["kind"] == "tip" for mark in figure.marks)


@pytest.mark.ch06_training_loop
def test_all_on_one_spot_and_one_class_alone_are_learned_or_not_but_drawn() -> None:
    figure = widgets.hidden_units(*functions())
    run = run_of(figure)
    for x, y in ((np.zeros((100, 2)), np.arange(100) % 2), (np.ones((1, 2)), np.ones(1, int))):
        run.samples._put(x, y, "")
        for _ in range(300):
            run.step(figure.settings)
        figure.show()
        assert figure.scene.startswith("<svg") and ">nan<" not in figure.scene


@pytest.mark.ch06_training_loop
def test_a_function_that_raises_while_a_sample_is_dragged_is_told_of_and_recovers() -> None:
    space = notebook()
    figure = widgets.hidden_units(space["loss_and_grads"], space["sgd_step"])
    box, right = places(figure, ANSWERS), space["loss_and_grads"]

    def wrong(*given: Any) -> Any:
        raise ZeroDivisionError("by nothing")

    wrong.__globals__["loss_and_grads"] = right
    run = run_of(figure)
    run.net._engine._loss_and_grads = wrong
    here = box["x"] + 3, box["y"] + 3
    worked(figure, *[lambda p=p: figure.touch(Touch(ANSWERS, *here, p)) for p in (PRESS, END)])
    assert "by nothing" in figure.scene
    figure.press("reset")
    assert figure.scene.startswith("<svg") and len(run.samples.x) == 61


@pytest.mark.ch06_training_loop
def test_on_digits_there_is_nothing_to_drop_a_sample_on() -> None:
    figure = widgets.hidden_units(*functions())
    worked(figure, lambda: figure.set(data="digits"))
    assert ANSWERS not in [mark["name"] for mark in figure.marks]
    worked(figure, lambda: figure.touch(Touch(ANSWERS, 500, 100, PRESS)))
    assert figure.scene.startswith("<svg") and "digits" in figure.scene


@pytest.mark.ch06_training_loop
@pytest.mark.parametrize("make", ["hidden_units", "penalty"])
def test_buttons_in_the_picture_are_hidden_where_nobody_can_press_them(make: str) -> None:
    figure = getattr(widgets, make)(*functions())
    assert '<g class="course-live" display="none"><text' in figure.scene
