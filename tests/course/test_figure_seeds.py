"""Chapter 6's figure of the seeds: its dots, its numbers and what it says of luck."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from support.solved import alt, blank, broken, functions, spoilt, trained, worked

from course import data, widgets
from course.widgets.seeds import LARGE, RUNS, SMALL, Lottery, compare

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
    assert frame.svg.count("<circle") == 2 * RUNS


def test_a_dot_is_what_the_students_functions_come_to() -> None:
    loss_and_grads, sgd_step = functions()
    seen: list[float] = []

    def counted(params: Any, grads: Any, lr: float) -> Any:
        seen.append(lr)
        return sgd_step(params, grads, lr)

    run = trained(Lottery(loss_and_grads, counted), FIRST, 2)
    assert len([lr for lr in seen if lr]) == 300
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
        assert frame.svg.startswith("<svg") and frame.svg.count("<circle") == steps
        assert frame.words


def test_the_same_seed_gives_the_same_dots() -> None:
    ends = [trained(Lottery(*functions()), FIRST | {"seed": s}, 4).ends for s in (0, 0, 1)]
    assert ends[0] == ends[1] != ends[2]


def test_lost_networks_are_counted() -> None:
    run = trained(Lottery(functions()[0], spoilt), FIRST, 12)
    frame = run.frame(FIRST)
    assert "Some nets of 3 and 20 units diverged: their loss is not a number." in frame.words
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
        (ALIKE[:3], ALIKE[:3], "too few nets as yet"),
    ],
)
def test_the_words_compare(small: Any, large: Any, told: str) -> None:
    assert told in compare(small, large, 3, 20)


def test_it_compares_a_size_with_itself() -> None:
    assert "nothing to choose" in compare(ALIKE, APART, 8, 8)


def test_blank_and_broken_functions_are_told_of() -> None:
    assert "Trained by scikit-learn" in widgets.seeds(functions()[0], blank).words
    figure = widgets.seeds(functions()[0], broken)
    worked(figure, lambda: figure.press("step"))
    assert "course-error" in figure.scene and "by nothing" in figure.scene
