"""Chapter 2's figure of activations: slopes, saturation, and what is left of a nudge."""

from __future__ import annotations

import math
import re
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from course import widgets
from course.numerals import number
from course.widgets.activations import ALPHAS, GRID, PLACES, SPREADS, bell
from course.widgets.figure import Interactive
from course.widgets.touch import Touch

pytestmark = pytest.mark.ch02_activations

MINUS = "\N{MINUS SIGN}"


def sigmoid(x: Any) -> Any:
    return 0.5 + 0.5 * np.tanh(x / 2)


def sigmoid_grad_from_output(a: Any) -> Any:
    return a * (1 - a)


def tanh(x: Any) -> Any:
    return np.tanh(x)


def relu(x: Any) -> Any:
    return np.maximum(x, 0)


def relu_grad(x: Any) -> Any:
    return (x > 0).astype(float)


def leaky_relu(x: Any, alpha: Any = 0.01) -> Any:
    return np.where(x > 0, x, alpha * x)


def elu(x: Any, alpha: Any = 1.0) -> Any:
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def blank(x: Any, alpha: Any = 0.0) -> Any:
    raise NotImplementedError


def whole(**changed: Any) -> Interactive:
    given = {
        "sigmoid": sigmoid,
        "tanh": tanh,
        "relu": relu,
        "leaky_relu": leaky_relu,
        "elu": elu,
        "sigmoid_grad": sigmoid_grad_from_output,
        "relu_grad": relu_grad,
    }
    return widgets.activations(**(given | changed))


def plain(text: str) -> float:
    """The value of a number as the figure writes it."""
    mantissa, _, power = text.replace(MINUS, "-").partition("10")
    if not power:
        return float(text.replace(MINUS, "-"))
    raised = power.translate(str.maketrans("\u207b⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return float(f"{mantissa.rstrip('·') or 1}e{raised}")


def rows(figure: Interactive) -> dict[str, list[float]]:
    """What the table says is left after one, five and ten layers."""
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", figure.scene)
    return {
        name: [plain(v) for v in texts[texts.index(name) + 1 :][:3]]
        for name in ("at best", "on average", "at the point")
    }


def saturated(figure: Interactive) -> float:
    found = re.search(r"saturated: (\d+)%", figure.scene)
    assert found
    return float(found[1]) / 100


def test_five_sigmoids_leave_at_best_a_thousandth() -> None:
    figure = widgets.activations(sigmoid, sigmoid_grad=sigmoid_grad_from_output)
    assert "0.25\N{SUPERSCRIPT FIVE} = 0.00098" in figure.words
    assert rows(figure)["at best"] == [0.25, 0.00098, 9.5e-7]


@pytest.mark.parametrize("spread", [SPREADS[0], 1.0, SPREADS[-1]])
def test_the_average_is_the_mean_slope_to_the_power_of_the_layers(spread: float) -> None:
    figure = whole()
    figure.set(spread=spread)
    z = np.linspace(-8, 8, 40001)
    weight = np.exp(-(z**2) / 2)
    slope = 1 / (2 + 2 * np.cosh(spread * z))
    mean = float((weight * slope).sum() / weight.sum())
    for layers, left in zip((1, 5, 10), rows(figure)["on average"], strict=True):
        assert math.isclose(left, mean**layers, rel_tol=0.06)


@pytest.mark.parametrize("spread", SPREADS)
def test_the_saturated_share_of_tanh_is_that_of_its_far_inputs(spread: float) -> None:
    figure = whole()
    figure.set(function="tanh", spread=spread)
    edge = math.acosh(math.sqrt(20))  # where 1 - tanh(s)^2 is a twentieth
    share = 2 * NormalDist(0, spread).cdf(-edge)
    assert abs(saturated(figure) - share) < 0.008
    assert ("Most inputs" in figure.words) == (share > 0.52)


@pytest.mark.parametrize("spread", [SPREADS[0], SPREADS[-1]])
def test_relu_loses_nothing_at_best_and_has_a_dead_half(spread: float) -> None:
    figure = whole(start="ReLU")
    figure.set(spread=spread)
    assert "nothing is lost" in figure.words and "Dead half" in figure.words
    assert rows(figure) == {
        "at best": [1, 1, 1],
        "on average": [0.5, 0.031, 0.00098],
        "at the point": [0, 0, 0],
    }
    assert saturated(figure) == 0.5


def test_a_leaky_relu_has_no_dead_half() -> None:
    figure = whole(start="leaky ReLU")
    figure.set(alpha=ALPHAS[0])
    assert "Dead" not in figure.words
    assert "no slope is below 0.01: none can die" in figure.words
    assert rows(figure)["on average"] == [0.51, 0.033, 0.0011]  # (1 + 0.01) / 2


def test_a_leaky_relu_with_alpha_1_is_a_straight_line() -> None:
    figure = whole(start="leaky ReLU")
    figure.set(alpha=ALPHAS[-1])
    assert "a straight line" in figure.words


def test_alpha_bends_the_elu() -> None:
    figure = whole(start="ELU")
    means = []
    for alpha in (ALPHAS[0], ALPHAS[-1]):
        figure.set(alpha=alpha)
        means.append(rows(figure)["on average"][0])
    tail = math.exp(0.5) * NormalDist().cdf(-1)  # the mean of e^s where s < 0
    assert means == pytest.approx([0.5 + 0.01 * tail, 0.5 + tail], abs=0.006)


@pytest.mark.parametrize("function", ["sigmoid", "tanh", "ReLU", "leaky ReLU", "ELU"])
def test_both_ends_of_every_control_are_drawn(function: str) -> None:
    figure = whole()
    for alpha in (ALPHAS[0], ALPHAS[-1]):
        for spread in (SPREADS[0], SPREADS[-1]):
            figure.set(function=function, alpha=alpha, spread=spread)
            assert figure.scene.startswith("<svg") and "nan" not in figure.scene
            assert figure.words.startswith(function)
            assert "nudges through ten layers" in figure.still()["text/plain"]
            assert figure.words in figure.still()["text/plain"]


def test_the_slopes_come_from_the_readers_own_function() -> None:
    figure = whole(sigmoid_grad=lambda a: 1 - a**2)
    assert "0.25\N{SUPERSCRIPT FIVE}" not in figure.words
    assert rows(figure)["at best"][0] == 1


def test_slopes_without_a_function_are_differences() -> None:
    assert rows(whole(sigmoid_grad=None)) == rows(whole())


@pytest.mark.parametrize(("argument", "name"), [("tanh", "tanh"), ("relu", "ReLU"), ("elu", "ELU")])
def test_a_blank_function_sleeps_while_the_others_work(argument: str, name: str) -> None:
    figure = whole(**{argument: blank})
    assert figure.scene.startswith("<svg")
    figure.set(function=name)
    assert "wakes up once `blank` works" in figure.scene and figure.words == ""
    figure.set(function="leaky ReLU")
    assert figure.scene.startswith("<svg")


def test_a_blank_slope_puts_its_activation_to_sleep() -> None:
    assert "wakes up once `blank` works" in whole(sigmoid_grad=blank).scene


def test_only_what_is_given_is_offered() -> None:
    figure = widgets.activations(sigmoid)
    assert [c["name"] for c in figure.controls] == ["spread", "at"]
    assert "others" not in figure.question
    assert "sigmoid: " in figure.words
    with pytest.raises(ValueError, match="start is 'tanh'; there are sigmoid"):
        widgets.activations(sigmoid, start="tanh")


def test_what_a_function_raises_and_a_wrong_shape_are_shown() -> None:
    def slip(x: Any) -> Any:
        raise ValueError("too steep")

    assert "ValueError: &quot;too steep" in widgets.activations(slip).scene
    assert "the figure needs shape" in widgets.activations(lambda x: x[:3]).scene


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_what_is_not_a_number_is_said(value: float) -> None:
    figure = widgets.activations(lambda x: np.where(x < 1, value, x))
    assert "not a number" in figure.words
    assert ">nan<" in re.sub(r"\s", "", figure.scene)
    assert "saturated" not in figure.scene


def test_a_flat_and_a_growing_activation_are_named() -> None:
    assert "flat everywhere" in widgets.activations(lambda x: 0 * x).words
    grows = widgets.activations(lambda x: 2 * relu(x))
    assert "can grow" in grows.words and "2\N{SUPERSCRIPT FIVE} = 32" in grows.words


def test_the_inputs_are_normal_and_the_grid_holds_zero() -> None:
    assert abs(bell().mean()) < 1e-9 and abs(bell().std() - 1) < 2e-3
    assert 0.0 in GRID


def alpha_when(figure: Interactive) -> dict[str, list[str]]:
    (spec,) = [c for c in figure.controls if c["name"] == "alpha"]
    return dict(spec.get("when", {}))


def test_alpha_is_there_for_the_functions_that_take_it() -> None:
    assert alpha_when(whole()) == {"function": ["leaky ReLU", "ELU"]}
    assert alpha_when(whole(elu=None)) == {"function": ["leaky ReLU"]}
    assert "when" not in str(whole(leaky_relu=None, elu=None).controls)


@pytest.mark.parametrize("place", [PLACES[0], -1.2, 0.0, 3.0, PLACES[-1]])
def test_at_the_point_stand_the_value_and_the_slope_of_that_input(place: float) -> None:
    figure = whole()
    figure.set(at=place)
    said = re.search(r"output ([^,]*), slope ([^<]*)</text>", figure.scene)
    value = 1 / (1 + math.exp(-place))
    assert said and plain(said[1]) == pytest.approx(value, rel=0.01)
    assert plain(said[2]) == pytest.approx(value * (1 - value), rel=0.01)
    assert rows(figure)["at the point"][0] == pytest.approx(plain(said[2]), rel=0.05)


def test_where_the_slope_is_largest_the_point_is_at_best() -> None:
    figure = whole(start="tanh")
    figure.set(at=0.0)
    assert rows(figure)["at the point"] == rows(figure)["at best"]


def test_the_point_is_dragged_along_the_curve() -> None:
    figure = whole()
    (mark,) = figure.marks
    rail = np.array(mark["rail"])
    for x, phase in ((60, "move"), (250, "move"), (301.3, "end"), (9e3, "move"), (-5, "end")):
        figure.touch(Touch("point", float(x), 0.0, phase))
        (mark,) = figure.marks
        assert mark["y"] == pytest.approx(np.interp(mark["x"], *rail.T), abs=0.2)
        assert f"input {number(figure.settings['at'])}, output" in mark["says"]
    assert figure.settings["at"] == PLACES[0]
    assert "widgets.activations()" in figure.code and "at=-8.0" in figure.code


def test_an_arrow_key_moves_the_point_by_a_tenth() -> None:
    figure = whole()
    for times in (1, -1, 5):
        before = figure.settings["at"]
        (mark,) = figure.marks
        figure.touch(Touch("point", times * mark["step"][0], 0.0, "key"))
        assert figure.settings["at"] == pytest.approx(before + times / 10)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_the_point_stays_within_reach_where_there_is_no_value(value: float) -> None:
    figure = widgets.activations(lambda x: np.where(x < 1, value, x))
    (mark,) = figure.marks
    assert 0 < mark["y"] < 300 and ("infinite" in mark["says"] or "not a number" in mark["says"])
    figure.touch(Touch("point", 300.0, 50.0, "end"))
    assert figure.marks[0]["says"].startswith("input 5")


def test_a_function_that_raises_while_it_is_dragged_is_told_and_the_figure_recovers() -> None:
    broken: list[int] = []

    def fragile(x: Any) -> Any:
        if broken:
            raise ValueError("oh")
        return x

    figure = widgets.activations(fragile)
    broken.append(1)
    figure.touch(Touch("point", 100.0, 50.0, "move"))
    assert "ValueError" in figure.scene and figure.marks == []
    broken.clear()
    figure.touch(Touch("point", 120.0, 50.0, "end"))
    assert figure.scene.startswith("<svg") and len(figure.marks) == 1
