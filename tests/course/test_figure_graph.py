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
from course.widgets.touch import END, KEY, MOVE, Touch

pytestmark = pytest.mark.ch05_backprop

LEAVING = re.compile(r'<g class="course-leaving".*?</g>')
MINUS = "\N{MINUS SIGN}"


def right(x: float, y: float, z: float) -> tuple[float, float, float]:
    return z, z, x + y


def blank(x: float, y: float, z: float) -> Any:
    raise NotImplementedError


def written(figure: Interactive) -> list[str]:
    """All texts of the picture at rest, with plain minus signs."""
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", LEAVING.sub("", figure.scene))
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


def knob(figure: Interactive, name: str) -> dict[str, Any]:
    return next(dict(mark) for mark in figure.marks if mark["name"] == name)


def test_next_and_back_walk_in_a_circle() -> None:
    figure = widgets.graph(grads=right)
    seen = []
    for button in ["next"] * 6 + ["back"] * 6:
        figure.press(button)
        seen.append(figure.settings["stage"])
    assert seen == [1, 2, 3, 4, 5, 0, 5, 4, 3, 2, 1, 0]


@pytest.mark.parametrize("name", ["x", "y", "z"])
@pytest.mark.parametrize("phase", [MOVE, END])
def test_a_knob_is_dragged_to_each_number(name: str, phase: str) -> None:
    figure = widgets.graph(x=0, y=0, z=0, grads=right)
    for value in STOPS:
        figure.set(**{name: value})
        x, y = knob(figure, name)["x"], knob(figure, name)["y"]
        figure.set(**{name: 0.0})
        figure.touch(Touch(name, x + 300, y + 2, phase))
        assert figure.settings == {"stage": 0, "x": 0.0, "y": 0.0, "z": 0.0} | {name: value}
        assert knob(figure, name)["y"] == y
    for y, value in ((-9e9, 6.0), (9e9, -6.0)):
        figure.touch(Touch(name, 0, y, phase))
        assert figure.settings[name] == value


@pytest.mark.parametrize("name", ["x", "y", "z"])
def test_an_arrow_key_moves_a_number_by_one_and_shift_by_five(name: str) -> None:
    figure = widgets.graph(x=0, y=0, z=0)
    across, step = knob(figure, name)["step"]
    for times, value in ((-1, 1.0), (1, 0.0), (-5, 5.0), (-5, 6.0), (5, 1.0)):
        figure.touch(Touch(name, 0, times * step, KEY))
        assert figure.settings[name] == value
        assert knob(figure, name)["says"] == str(int(value))
    assert across == 0, "a knob goes up and down only"


def test_knobs_are_24_pixels_apart_at_the_smallest_size() -> None:
    smallest = 608 / 700
    low = [(knob(f, n)["y"], n) for f in [widgets.graph(x=-6, y=6, z=6)] for n in "xyz"]
    (x, _), (y, _), (z, _) = low
    assert (y - x) * smallest >= 24 and (z - y) * smallest >= 24


def moving(figure: Interactive) -> tuple[int, int]:
    """How many numbers are on their way, and how many arrive."""
    return figure.scene.count('class="course-leaving"'), figure.scene.count("course-arriving")


def test_numbers_travel_into_a_gate_and_out_of_it() -> None:
    figure = widgets.graph(grads=right)
    seen = []
    for stage in range(len(STAGES)):
        figure.set(stage=stage)
        seen.append(moving(figure))
        assert f'data-moment="{stage}"' in figure.scene
    assert seen == [(0, 0), (2, 1), (2, 1), (0, 1), (1, 2), (1, 2)]


def test_a_number_that_changes_is_no_new_moment() -> None:
    figure = widgets.graph(grads=right)
    figure.set(stage=4)
    for name in "xyz":
        figure.set(**{name: 3.0})
        assert 'data-moment="4"' in figure.scene


def test_the_still_picture_shows_nothing_that_is_on_its_way() -> None:
    figure = widgets.graph(grads=right)
    figure.set(stage=5)
    for tag in re.findall(r'<g class="course-leaving"[^>]*>', figure.still()["image/svg+xml"]):
        assert 'opacity="0"' in tag


def test_a_function_that_raises_at_one_number_leaves_the_knobs_to_be_dragged_on() -> None:
    def brittle(x: float, y: float, z: float) -> Any:
        return z / z, 1 / int(z), x

    figure = widgets.graph(x=1, y=2, z=1, grads=brittle)
    figure.set(stage=5)
    figure.touch(Touch("z", 0, knob(figure, "z")["y"] + 5.5, MOVE))
    assert figure.settings["z"] == 0
    assert "stopped with ZeroDivisionError" in figure.words
    assert "[?]" in written(figure) and len(figure.marks) == 3
    figure.touch(Touch("z", 0, knob(figure, "z")["y"] + 5.5, END))
    assert "stopped" not in figure.words and "[?]" not in written(figure)


def test_what_a_function_raises_is_no_markup() -> None:
    def slip(x: float, y: float, z: float) -> Any:
        raise ValueError("<b>no</b>")

    figure = widgets.graph(grads=slip)
    figure.set(stage=5)
    assert "&lt;b&gt;no" in figure.words and "<b>" not in figure.words + figure.scene
