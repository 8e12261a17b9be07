"""Chapter 6's figure of the penalty: its boundaries, its numbers and its verdicts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from support.solved import alt, blank, broken, functions, spoilt, trained, worked

from course import data, widgets
from course.numerals import number
from course.widgets.penalty import LARGE, SMALL, STRENGTHS, Pair, squares

pytestmark = pytest.mark.ch06_training_loop

FIRST = {"lam": 0.0, "small": 3, "seed": 0}


def share(net: Any, x: Any, y: Any) -> float:
    """The share a tanh network has right, by other code."""
    (w, b), (v, c) = net.params
    return float(np.mean(np.diff(np.tanh(x @ w + b) @ v + c)[:, 0] * (2 * y - 1) > 0))


@pytest.mark.parametrize(
    "lam, told",
    [
        (0.0, "No penalty: 20 units learn the noise by heart."),
        (0.001, "A strength that fits"),
        (0.1, "Strong: the boundary is stiff"),
        (1.0, "Far too strong: the penalty has pressed the weights to almost 0"),
    ],
)
def test_the_words_name_the_strength(lam: float, told: str) -> None:
    values = FIRST | {"lam": lam}
    assert told in trained(Pair(*functions()), values, 4000).frame(values).words


def test_the_numbers_are_those_of_the_networks() -> None:
    values = FIRST | {"lam": 0.001}
    run = trained(Pair(*functions()), values, 3000)
    few, new = data.moons(60, noise=0.3), data.moons(2000, rng=1, noise=0.3)
    svg = run.frame(values).svg
    for net in (run.large, run.small):
        assert f">{share(net, *few):.0%}<" in svg and f">{share(net, *new):.1%}<" in svg
        total = sum((w**2).sum() for w, _ in net.params)
        assert squares(net) == pytest.approx(total)
        assert f">{total:.3g}<" in svg


def test_the_penalty_raises_the_accuracy_on_new_samples_and_shrinks_the_weights() -> None:
    new = data.moons(2000, rng=1, noise=0.3)
    free, held = (
        trained(Pair(*functions()), FIRST | {"lam": lam}, 5000).large for lam in (0.0, 0.001)
    )
    assert share(held, *new) > share(free, *new) + 0.02
    assert squares(held) < squares(free) / 5


def test_the_strength_takes_effect_in_the_same_networks() -> None:
    run = trained(Pair(*functions()), FIRST, 3000)
    assert "by heart" in run.frame(FIRST).words
    before, strong = squares(run.large), FIRST | {"lam": 0.1}
    for _ in range(200):
        run.step(strong)
    assert run.steps == 3200
    assert squares(run.large) < before / 10
    assert "by heart" not in run.frame(strong).words


def test_moving_the_strength_goes_on_and_another_small_net_begins_anew() -> None:
    figure = widgets.penalty(*functions())
    worked(figure, *[lambda: figure.press("step")] * 3, lambda: figure.set(lam=0.1))
    assert "after 3 steps" in alt(figure) and "strength 0.1" in alt(figure)
    worked(figure, lambda: figure.set(small=6))
    assert "after 0 steps" in alt(figure) and "6 units, no penalty" in alt(figure)
    assert f"Two new nets, of {LARGE} and of 6 units, start from random weights." in figure.words


@pytest.mark.parametrize("lam", [STRENGTHS[0], STRENGTHS[-1]])
@pytest.mark.parametrize("small", [SMALL[0], SMALL[-1]])
def test_both_ends_give_a_picture(lam: float, small: int) -> None:
    values = {"lam": lam, "small": small, "seed": 9}
    for steps in (0, 1, 100):
        frame = trained(Pair(*functions()), values, steps).frame(values)
        assert frame.svg.startswith("<svg") and frame.svg.count("<image") == 6
        assert frame.words and len(frame.svg) < 55_000


def test_a_lost_network_is_told_of_and_ends() -> None:
    run = Pair(functions()[0], spoilt)
    run.reset(FIRST)
    assert [run.step(FIRST) for _ in range(2)] == [True, False]
    frame = run.frame(FIRST)
    assert frame.words.startswith("Diverged: a loss is not a number.")
    assert "not a number" in frame.svg


def test_the_same_settings_give_the_same_picture() -> None:
    svgs = [
        trained(Pair(*functions()), FIRST | {"seed": s}, 50).frame(FIRST).svg for s in (0, 0, 1)
    ]
    assert svgs[0] == svgs[1] != svgs[2]


def test_blank_and_broken_functions_are_told_of() -> None:
    assert "Trained by the course" in widgets.penalty(functions()[0], blank).words
    figure = widgets.penalty(functions()[0], broken)
    worked(figure, lambda: figure.press("step"))
    assert "course-error" in figure.scene and "by nothing" in figure.scene


@pytest.mark.parametrize("steps", [30, 300, 2100])
def test_a_large_net_that_says_the_same_everywhere_is_said_to_from_the_first_second(
    steps: int,
) -> None:
    values = FIRST | {"lam": 1.0}
    words = trained(Pair(*functions()), values, steps).frame(values).words
    assert words.startswith("Far too strong") and "Both nets learn" not in words


def test_while_it_is_not_judged_it_tells_what_there_is_to_see() -> None:
    run = trained(Pair(*functions()), FIRST, 1000)
    before, strong = squares(run.large), FIRST | {"lam": 0.03}
    for _ in range(300):
        run.step(strong)
    words, right = run.frame(strong).words, run.shares(run.large)[0]
    assert f"20 units have {right:.0%} of the samples right" in words
    assert (
        f"shrink from {number(round(before, 3))} to {number(round(squares(run.large), 3))}" in words
    )
