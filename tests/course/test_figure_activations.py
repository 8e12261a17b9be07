"""Chapter 2's figure of activations: slopes, saturation, and what is left of a gradient."""

from __future__ import annotations

import math
import re
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from course import widgets
from course.widgets.activations import ALPHAS, GRID, SPREADS, bell
from course.widgets.figure import Interactive

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


def rows(figure: Interactive) -> dict[str, list[float]]:
    """What the table says is left after one, five and ten layers."""
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", figure.scene.replace(MINUS, "-"))
    return {
        name: [float(v) for v in texts[texts.index(name) + 1 :][:3]]
        for name in ("at best", "on average")
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
    assert rows(figure) == {"at best": [1, 1, 1], "on average": [0.5, 0.031, 0.00098]}
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
            assert "gradients through ten layers" in figure.still()["text/plain"]
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
    assert [c["name"] for c in figure.controls] == ["spread"]
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
