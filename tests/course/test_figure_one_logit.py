"""Chapter 4's figure of one logit: its numbers, its words, and what functions do to it."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from course import widgets
from course.widgets import students
from course.widgets.figure import Interactive
from course.widgets.one_logit import GRID, STOPS, TANGENT
from course.widgets.touch import END, KEY, MOVE, Touch

pytestmark = pytest.mark.ch04_loss

MINUS = "\N{MINUS SIGN}"


def softmax(logits: Any) -> Any:
    e = np.exp(logits)
    return e / e.sum(axis=1, keepdims=True)


def mse(pred: Any, target: Any) -> Any:
    return np.mean((pred - target) ** 2)


def cross_entropy(logits: Any, y: Any) -> Any:
    return np.mean(-np.log(softmax(logits)[np.arange(len(y)), y]))


def bce_with_logits(z: Any, y: Any) -> Any:
    return np.mean(np.log(1 + np.exp(z)) - y * z)


def hinge(z: Any, y_pm: Any) -> Any:
    return np.mean(np.maximum(0, 1 - y_pm * z))


def blank(*_arguments: Any) -> Any:
    raise NotImplementedError


def three(**functions: Callable[..., Any]) -> Interactive:
    own = {"softmax": softmax, "mse": mse, "bce_with_logits": bce_with_logits, "hinge": hinge}
    return widgets.one_logit(**(own | functions))  # type: ignore[arg-type]


def readings(figure: Interactive) -> dict[str, tuple[float, float]]:
    """The loss and the slope of each loss, as the alternative text has them."""
    alt = figure.still()["text/plain"].replace(MINUS, "-")
    found = re.findall(r"([a-z][a-z -]+?) (-?[\d.]+) with slope (-?[\d.]+)\.", alt)
    return {name.strip(): (float(loss), float(slope)) for name, loss, slope in found}


@pytest.mark.parametrize("z", STOPS)
def test_losses_and_slopes_are_those_of_the_formulas(z: float) -> None:
    p = 1 / (1 + math.exp(-z))
    figure = three()
    figure.set(z=z)
    expected = {
        "logistic loss": (-math.log(p), p - 1),
        "squared error": ((1 - p) ** 2, -2 * p * (1 - p) ** 2),
        "hinge": (max(0.0, 1 - z), -1.0 if z < 1 else 0.0),
    }
    shown = readings(figure)
    assert shown.keys() == expected.keys()
    for name, pair in expected.items():
        assert shown[name] == pytest.approx(pair, abs=1e-4), name
    assert f"p = {p:.3g}" in figure.scene


def test_two_logits_and_one_logit_have_the_same_loss() -> None:
    two, one = widgets.one_logit(softmax=softmax, mse=mse, cross_entropy=cross_entropy), three()
    for z in (-6.0, -0.5, 6.0):
        two.set(z=z)
        one.set(z=z)
        assert readings(two)["cross-entropy"] == readings(one)["logistic loss"]
        assert "hinge" not in two.scene


@pytest.mark.parametrize(
    "z, words",
    [
        (
            -6.0,
            "Confidently wrong: the logistic loss and the hinge have slopes near \N{MINUS SIGN}1; "
            "the squared error hardly falls, just where there is most to learn.",
        ),
        (
            0.0,
            "Undecided: the logistic loss and the squared error fall; "
            "the hinge has a slope near \N{MINUS SIGN}1.",
        ),
        (
            1.0,
            "Right with a margin: the logistic loss and the squared error fall; the hinge is flat.",
        ),
        (
            6.0,
            "Confidently right: the logistic loss and the squared error hardly fall; "
            "the hinge is flat.",
        ),
    ],
)
def test_the_words_say_how_steep_each_is(z: float, words: str) -> None:
    figure = three()
    figure.set(z=z)
    assert figure.words == words


def test_the_words_change_only_with_the_verdict() -> None:
    figure, said = three(), []
    for z in STOPS:
        figure.set(z=z)
        said.append(figure.words)
    assert len(set(said)) < 12
    changes = sum(a != b for a, b in zip(said, said[1:], strict=False))
    assert changes == len(set(said)) - 1


def test_the_bar_is_as_long_as_the_slope() -> None:
    figure = three()
    figure.set(z=-0.75)
    widths = [float(w) for w in re.findall(r'width="([\d.]+)" height="14" fill="var', figure.scene)]
    p = 1 / (1 + math.exp(0.75))
    assert np.allclose(widths, 282 * np.array([1 - p, 2 * p * (1 - p) ** 2, 1]), atol=0.1)


def test_a_blank_loss_waits_and_leaves_the_others_awake() -> None:
    figure = three(hinge=blank)
    assert "wakes up once `blank` works" in figure.scene
    assert set(readings(figure)) == {"logistic loss", "squared error"}
    assert "hinge" not in figure.words


def test_a_blank_softmax_costs_the_probability_and_the_squared_error_alone() -> None:
    figure = three(softmax=blank)
    assert set(readings(figure)) == {"logistic loss", "hinge"}
    assert "p = ?" in figure.scene


def test_nothing_but_blanks_leaves_the_figure_asleep() -> None:
    figure = widgets.one_logit(softmax=blank, mse=blank, cross_entropy=blank)
    assert figure.scene == (
        '<div class="course-error">This figure wakes up once `blank` works.</div>'
    )
    assert not figure.words


def test_a_function_that_was_mended_is_taken_anew() -> None:
    scope: dict[str, Any] = {"np": np}
    exec("def hinge(z, y_pm):\n    raise NotImplementedError", scope)
    figure = three(hinge=scope["hinge"])
    assert "hinge" not in readings(figure)
    exec("def hinge(z, y_pm):\n    return np.maximum(0, 1 - z * y_pm).mean()", scope)
    figure.set(z=-6.0)
    assert readings(figure)["hinge"] == (7.0, -1.0)


def test_an_exception_and_a_wrong_shape_are_shown() -> None:
    def raising(z: Any, y: Any) -> Any:
        raise ZeroDivisionError("by nothing")

    assert "stopped with ZeroDivisionError: &quot;by nothing&quot;" in three(hinge=raising).scene
    scene = three(hinge=lambda z, y: 1 - z * y).scene
    assert "the figure needs shape ()" in scene


def test_no_number_and_the_wrong_way_are_said() -> None:
    figure = three(hinge=lambda z, y: math.nan, mse=lambda pred, target: pred.item())
    figure.set(z=0.0)
    assert "the hinge gives no number" in figure.words
    assert "the squared error rises" in figure.words
    for text in ("not a number", "wrong way", " nan "):
        assert f">{text}<" in figure.scene
    endless = three(hinge=lambda z, y: math.inf)
    assert "the hinge gives no number" in endless.words


def point(figure: Interactive, name: str) -> dict[str, Any]:
    return next(dict(mark) for mark in figure.marks if mark["name"] == name)


@pytest.mark.parametrize("name", ["loss", "slope"])
@pytest.mark.parametrize("phase", [MOVE, END])
def test_a_point_is_dragged_along_its_curve_and_both_follow(name: str, phase: str) -> None:
    figure = three()
    for z in STOPS[::5]:
        figure.set(z=z)
        places = {n: (point(figure, n)["x"], point(figure, n)["y"]) for n in ("loss", "slope")}
        figure.set(z=0.0)
        figure.touch(Touch(name, places[name][0] + 2, 9e9, phase))
        assert figure.settings == {"z": z}
        for other, place in places.items():
            assert place in [tuple(at) for at in point(figure, other)["rail"]]
            assert place == (point(figure, other)["x"], point(figure, other)["y"])


@pytest.mark.parametrize("name", ["loss", "slope"])
def test_an_arrow_key_moves_a_point_to_the_next_stop_and_shift_five_farther(name: str) -> None:
    figure = three()
    step, down = point(figure, name)["step"]
    for times, z in ((1, 2.25), (-1, 2.0), (5, 3.25), (-5, 2.0)):
        figure.touch(Touch(name, times * step, 0, KEY))
        assert figure.settings == {"z": z}
    for x, z in ((-9e9, -6.0), (9e9, 6.0)):
        figure.touch(Touch(name, x, 0, MOVE))
        assert figure.settings == {"z": z}
    assert down == 0


def test_a_point_says_where_it_stands() -> None:
    figure = three()
    figure.set(z=-1.0)
    says = f"z = {MINUS}1.00, logistic loss 1.3133 with slope {MINUS}0.7311."
    assert point(figure, "loss")["says"] == point(figure, "slope")["says"] == says
    assert "logistic loss" in point(figure, "loss")["label"]


def test_the_first_loss_that_is_awake_is_the_one_that_is_dragged() -> None:
    figure = three(bce_with_logits=blank)
    assert "squared error" in point(figure, "loss")["label"]


def tangents(figure: Interactive) -> list[tuple[float, float]]:
    """How far each tangent goes across and down, from end to end."""
    lines = re.findall(
        r'points="([^" ]+) ([^" ]+)" fill="none" stroke="[^"]*gradient', figure.scene
    )
    ends = [[[float(v) for v in end.split(",")] for end in line] for line in lines]
    return [(b[0] - a[0], b[1] - a[1]) for a, b in ends]


@pytest.mark.parametrize("z", [-4.0, -1.0, 0.5, 3.0])
def test_tangents_touch_their_curves_and_are_of_one_length(z: float) -> None:
    figure = three()
    figure.set(z=z)
    drawn = tangents(figure)[:3]
    for (across, down), (_, slope) in zip(drawn, readings(figure).values(), strict=True):
        assert math.hypot(across, down) == pytest.approx(2 * TANGENT, abs=0.3)
        steep = (down / 190 * 7.8) / (across / 282 * 12.8)
        assert -steep == pytest.approx(slope, abs=0.02)


def test_no_number_leaves_the_points_to_be_dragged() -> None:
    figure = three(bce_with_logits=lambda z, y: math.inf if z[0] > 0 else math.nan)
    for name in ("loss", "slope"):
        assert all(np.isfinite(place).all() for place in point(figure, name)["rail"])
        assert len(point(figure, name)["rail"]) == len(GRID)


def test_nothing_is_minus_nothing() -> None:
    figure = three(hinge=lambda z, y: -0.0 * z[0], mse=lambda pred, target: -1e-9)
    for z in STOPS[::4]:
        figure.set(z=z)
        texts = re.findall(r">([^<>]+)</text>", figure.scene)
        assert not [t for t in texts if re.fullmatch(f"[-{MINUS}]0[.0]*", t)]


def test_a_function_that_takes_seconds_is_told_once_and_not_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(students, "PATIENCE", 0.05)

    def slow(z: Any, y: Any) -> Any:
        time.sleep(0.02)
        return hinge(z, y)

    figure = three(hinge=slow)
    assert "`slow` is too slow for a figure" in figure.scene
    began = time.monotonic()
    figure.set(z=0.0)
    assert time.monotonic() - began < 0.1


def test_where_the_network_is_right_small_losses_are_large() -> None:
    figure = widgets.one_logit(
        softmax=softmax, mse=mse, bce_with_logits=bce_with_logits, hinge=hinge, right=True
    )
    assert figure.question == "Which loss lets the neuron rest, once it is right?"

    def height() -> float:
        """Of the point of the logistic loss on the canvas."""
        return next(mark for mark in figure.frame().marks if mark.name == "loss").y

    at_two = height()
    assert readings(figure)["logistic loss"][0] == pytest.approx(0.1269, abs=1e-4)
    figure.set(z=4.0)
    assert readings(figure)["logistic loss"][0] == pytest.approx(0.0181, abs=1e-4)
    assert height() - at_two > 40 and "the hinge is flat" in figure.words
    with pytest.raises(ValueError):
        figure.set(z=-1.0)
