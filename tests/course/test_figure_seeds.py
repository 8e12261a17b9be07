"""Chapter 6's figure of the seeds: its dots, its numbers and what it says of luck."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from support.solved import alt, blank, broken, functions, spoilt, trained, worked

from course import data, widgets
from course.widgets.seeds import LARGE, RUNS, SMALL, STEPS, Lottery, compare
from course.widgets.touch import Touch

pytestmark = pytest.mark.ch06_training_loop

FIRST = {"small": 3, "large": 20, "seed": 0}


def test_the_small_net_depends_on_luck_and_the_large_one_does_not() -> None:
    run = trained(Lottery(*functions()), FIRST, 2 * RUNS)
    small, large = (np.array(run.ends[which]) for which in ("small", "large"))
    assert len(small) == len(large) == RUNS
    assert np.ptp(small) > 1.5 * np.ptp(large) and np.median(large) < 0.95 * np.median(small)
    frame = run.frame(FIRST)
    assert "With 3 units the start decides" in frame.words
    assert "the large net has the lower median" in frame.words
    for losses in (small, large):
        told = f"median {np.median(losses):.2f}, from {losses.min():.2f} to {losses.max():.2f}"
        assert told in frame.svg
    assert len(frame.marks) == 2 * RUNS


def test_a_dot_is_what_the_students_functions_come_to() -> None:
    loss_and_grads, sgd_step = functions()
    seen: list[float] = []

    def counted(params: Any, grads: Any, lr: float) -> Any:
        seen.append(lr)
        return sgd_step(params, grads, lr)

    run = trained(Lottery(loss_and_grads, counted), FIRST, 2)
    assert len([lr for lr in seen if lr]) == 2 * STEPS
    x, y = data.moons(60, noise=0.3)
    plain = trained(Lottery(None, None), FIRST, 2)
    for which in ("small", "large"):
        assert len(run.ends[which]) == 1
        assert run.ends[which] == pytest.approx(plain.ends[which], rel=1e-6)
    assert len(x) == len(y) == 60


def test_steps_add_small_and_large_in_turn_and_sizes_begin_anew() -> None:
    figure = widgets.seeds(*functions())
    assert "3 units: 0 trained; 20 units: 0 trained" in alt(figure)
    worked(figure, *[lambda: figure.press("step")] * 3)
    assert "3 units: 2 trained" in alt(figure) and "20 units: 1 trained" in alt(figure)
    worked(figure, lambda: figure.set(small=2))
    assert "2 units: 0 trained; 20 units: 0 trained" in alt(figure)
    assert "New nets of 2 and of 20 units" in figure.words


@pytest.mark.parametrize("small, large", [(SMALL[0], LARGE[-1]), (SMALL[-1], LARGE[0])])
def test_both_ends_give_a_picture(small: int, large: int) -> None:
    values = {"small": small, "large": large, "seed": 9}
    for steps in (0, 1, 12):
        frame = trained(Lottery(*functions()), values, steps).frame(values)
        assert frame.svg.startswith("<svg") and len(frame.marks) == steps
        assert frame.words


def test_the_same_seed_gives_the_same_dots() -> None:
    ends = [trained(Lottery(*functions()), FIRST | {"seed": s}, 4).ends for s in (0, 0, 1)]
    assert ends[0] == ends[1] != ends[2]


def test_lost_networks_are_counted() -> None:
    run = trained(Lottery(functions()[0], spoilt), FIRST, 12)
    frame = run.frame(FIRST)
    told = "Some nets of 3 units and of 20 units diverged: their loss is not a number."
    assert told in frame.words
    assert "6 diverged" in frame.svg


ALIKE = np.array([0.2, 0.21, 0.22, 0.23, 0.24])
APART = np.array([0.2, 0.3, 0.4, 0.5, 0.6])


@pytest.mark.parametrize(
    "small, large, told",
    [
        (APART, ALIKE, "the start decides"),
        (ALIKE, APART, "the losses are closer together than with 20"),
        (ALIKE, ALIKE, "spread about alike; the large net is no better at the median"),
        (APART, APART - 0.1, "spread about alike; the large net has the lower median"),
        (ALIKE[:3], ALIKE[:3], "too few as yet"),
        (ALIKE, ALIKE + 0.1, "spread about alike; the large net has the higher median"),
    ],
)
def test_the_words_compare(small: Any, large: Any, told: str) -> None:
    assert told in compare(small, large, 3, 20)


def test_it_compares_a_size_with_itself() -> None:
    assert "the same nets twice" in compare(ALIKE, APART, 8, 8)


def test_the_words_speak_of_one_unit_as_of_one() -> None:
    for small, large in ((ALIKE[:0], ALIKE[:0]), (ALIKE[:1], ALIKE[:0]), (ALIKE, ALIKE)):
        assert "1 units" not in compare(small, large, 1, 20)
    assert "1 units" not in compare(np.full(5, np.nan), ALIKE, 1, 20)


def test_a_dot_tells_its_seed_and_a_press_shows_its_net() -> None:
    figure = widgets.seeds(*functions())
    assert "Highlighted: seed 0, small: 3 units, not trained yet" in alt(figure)
    worked(figure, *[lambda: figure.press("step")] * 7)
    newest = figure.scene
    assert "Highlighted: seed 3, small: 3 units, loss" in alt(figure)
    tip = next(m for m in figure.marks if m["name"] == "large1")
    found = Lottery(*functions())
    worked_alike = trained(found, FIRST, 7)
    loss = worked_alike.ends["large"][1]
    assert tip["label"] == f"seed 1, large net: loss {loss:.3g}" and tip["pressed"]
    figure.touch(Touch("large1", 0, 0, "press"))
    assert "Highlighted: seed 1, large: 20 units" in alt(figure) and not figure.playing
    figure.touch(Touch("nonsense", 0, 0, "press"))
    figure.touch(Touch("small0", 0, 0, "move"))
    assert "Highlighted: seed 1, large" in alt(figure)
    worked(figure, lambda: figure.press("step"))
    assert "Highlighted: seed 1, large" in alt(figure)  # until it is pressed once more
    figure.touch(Touch("large1", 0, 0, "press"))
    assert "Highlighted: seed 3, large" in alt(figure) and figure.scene != newest


def test_a_seed_is_the_start_that_numpy_draws_from_it() -> None:
    from course.widgets import training

    run = Lottery(*functions())
    run.reset(FIRST | {"seed": 2})
    assert run.next.seed == 60
    for (w, _), (v, _) in zip(
        run.next.net.params, training.start([2, 3, 2], np.random.default_rng(60)), strict=True
    ):
        assert np.array_equal(w, v)


def test_no_dot_hides_another_and_none_moves_when_one_comes() -> None:
    run = Lottery(*functions())
    run.reset(FIRST)
    before: dict[str, tuple[float, float]] = {}
    for _ in range(2 * RUNS):
        run.step(FIRST)
        now = {m.name: (m.x, m.y) for m in run.frame(FIRST).marks}
        assert before.items() <= now.items()
        before = now
    for which in ("small", "large"):
        places = np.array([at for name, at in before.items() if name.startswith(which)])
        apart = np.hypot(*(places[:, None] - places).transpose(2, 0, 1)) + 99 * np.eye(RUNS)
        assert (apart.min(axis=1) > 4).all()


def test_blank_and_broken_functions_are_told_of() -> None:
    assert "Trained by the course" in widgets.seeds(functions()[0], blank).words
    figure = widgets.seeds(functions()[0], broken)
    worked(figure, lambda: figure.press("step"))
    assert "course-error" in figure.scene and "by nothing" in figure.scene
