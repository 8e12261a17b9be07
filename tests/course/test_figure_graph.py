"""Chapter 5's figure of a graph: what each step writes, and what it leaves to the reader."""

from __future__ import annotations

import html
import itertools
import math
import re
from typing import Any

import pytest

from course import widgets
from course.widgets.figure import Interactive
from course.widgets.graph import STAGES, STOPS

pytestmark = pytest.mark.ch05_backprop

MINUS = "\N{MINUS SIGN}"


def right(x: float, y: float, z: float) -> tuple[float, float, float]:
    return z, z, x + y


def blank(x: float, y: float, z: float) -> Any:
    raise NotImplementedError


def written(figure: Interactive) -> list[str]:
    """All texts of the picture, with plain minus signs."""
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", figure.scene)
    return [html.unescape(text).replace(MINUS, "-") for text in texts]


def walk(grads: Any = None, **inputs: float) -> list[list[str]]:
    figure = widgets.graph(x=-2, y=5, z=-4, grads=grads)
    figure.set(**inputs)
    steps = []
    for stage in range(len(STAGES)):
        figure.set(stage=stage)
        steps.append(written(figure))
    return steps


def test_values_walk_forward_and_gradients_backward() -> None:
    known = (
        ("x = -2", "y = 5", "z = -4", "q", "f"),
        ("x = -2", "y = 5", "z = -4", "q = 3", "f"),
        ("q = 3", "f = -12"),
        ("f = -12", "[1]"),
        ("[1]", "[-4]", "[3]"),
        ("[1]", "[-4]", "[3]"),
    )
    steps = walk(right)
    for step, expected in zip(steps, known, strict=True):
        assert set(expected) <= set(step)
    brackets = [sum(text.startswith("[") for text in step) for step in steps]
    assert brackets == [0, 0, 0, 1, 3, 5]


def test_the_sums_of_a_step_stand_below() -> None:
    steps = walk(right)
    assert "q = x + y = -2 + 5 = 3" in steps[1]
    assert "f = q · z = 3 · (-4) = -12" in steps[2]
    assert "to q: upstream × local slope z = 1 × (-4) = -4" in steps[4]
    assert "to y: upstream × local slope 1 = -4 × 1 = -4" in steps[5]


@pytest.mark.parametrize("grads", [None, blank])
def test_nothing_of_the_answer_shows_without_the_function(grads: Any) -> None:
    steps = walk(grads, x=2.0, y=3.0, z=-1.0)
    assert [sum(text == "[?]" for text in step) for step in steps] == [0, 0, 0, 0, 2, 4]
    for step in steps:
        assert {text for text in step if text.startswith("[")} <= {"[1]", "[?]"}
        assert not any("×" in text and "?" not in text and len(text) > 1 for text in step)


def test_a_blank_says_what_it_waits_for() -> None:
    figure = widgets.graph(x=-2, y=5, z=-4, grads=blank)
    figure.set(stage=2)
    assert "f = -12" in written(figure)
    figure.set(stage=5)
    assert figure.words.endswith("These numbers wake up once `blank` works.")
    assert "Fastest" not in figure.words


@pytest.mark.parametrize(
    "inputs, verdict",
    [
        ((-2, 5, -4), "Fastest: nudge x down or y down."),
        ((1, 2, 2), "Fastest: nudge z up."),
        ((1, 2, 3), "Fastest: nudge x up or y up or z up."),
        ((-6, -6, -6), "Fastest: nudge z down."),
        ((6, 6, 6), "Fastest: nudge z up."),
        ((6, -6, 0), "All slopes are 0: no small nudge of one input moves f."),
    ],
)
def test_the_last_step_says_which_nudge_is_fastest(
    inputs: tuple[int, int, int], verdict: str
) -> None:
    figure = widgets.graph(*inputs, grads=right)
    figure.set(stage=5)
    assert figure.words.endswith(verdict)


def test_the_fastest_nudge_is_fastest_for_all_inputs() -> None:
    figure = widgets.graph(grads=right)
    figure.set(stage=5)
    for x, y, z in itertools.product(STOPS[::3], repeat=3):
        figure.set(x=x, y=y, z=z)
        gain = {
            f"{name} {way}": (x + y + h * (name in "xy")) * (z + h * (name == "z")) - (x + y) * z
            for name in "xyz"
            for way, h in (("up", 1e-6), ("down", -1e-6))
        }
        best = max(gain.values())
        if best <= 1e-9:
            assert "All slopes are 0" in figure.words
        else:
            named = re.findall(r"[xyz] (?:up|down)", figure.words.split("Fastest:")[1])
            assert set(named) == {k for k, v in gain.items() if v > best - 1e-9}


def test_wrong_gradients_are_held_against_a_nudge() -> None:
    def swapped(x: float, y: float, z: float) -> tuple[float, float, float]:
        return x + y, z, z

    figure = widgets.graph(x=-2, y=5, z=-4, grads=swapped)
    figure.set(stage=4)
    assert "a nudge of z moves f differently" in figure.words
    figure.set(stage=5)
    assert "a nudge of x and z moves f differently" in figure.words
    assert "Fastest" not in figure.words


def test_no_number_is_said_in_words_and_is_never_right() -> None:
    figure = widgets.graph(x=-2, y=5, z=-4, grads=lambda x, y, z: (math.nan, math.inf, z))
    figure.set(stage=5)
    assert "[not a number]" in written(figure)
    assert "[infinite]" in written(figure)
    assert "a nudge of x and y and z moves f differently" in figure.words


def test_exceptions_and_wrong_shapes_are_shown() -> None:
    def raising(x: float, y: float, z: float) -> Any:
        raise KeyError("z")

    figure = widgets.graph(grads=raising)
    assert figure.scene.startswith("<svg")
    figure.set(stage=4)
    assert "stopped with KeyError" in figure.scene
    pair = widgets.graph(grads=lambda x, y, z: (z, z))
    pair.set(stage=5)
    assert "the figure needs shape (3,)" in pair.scene


def test_the_alternative_text_follows_the_walk() -> None:
    figure = widgets.graph(x=-2, y=5, z=-4, grads=right)
    assert "Gradients" not in figure.still()["text/plain"]
    figure.set(stage=5)
    alt = figure.still()["text/plain"].replace(MINUS, "-")
    assert "x = -2, y = 5, z = -4, q = 3, f = -12" in alt
    assert "f 1, q -4, z 3, x -4, y -4" in alt
