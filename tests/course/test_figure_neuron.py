"""Chapter 1's figure of one neuron: its errors, its line, and what functions do to it."""

from __future__ import annotations

import html
import itertools
import re
from typing import Any

import numpy as np
import pytest

from course import widgets
from course.widgets.neuron import GATES, STOPS

pytestmark = pytest.mark.ch01_neurons

CORNERS = [(0, 0), (0, 1), (1, 0), (1, 1)]


def perceptron_predict(x: Any, w: Any, b: Any) -> Any:
    return (x @ w + b > 0).astype(int)


def fires(w1: float, w2: float, b: float) -> tuple[int, ...]:
    return tuple(int(p * w1 + q * w2 + b > 0) for p, q in CORNERS)


@pytest.mark.parametrize("gate", GATES)
@pytest.mark.parametrize(
    ("w1", "w2", "b"), [(1.0, 1.0, -1.5), (1.0, 1.0, -0.5), (-1.0, -1.0, 1.5), (1.0, -1.0, 0.0)]
)
def test_the_words_name_the_corners_that_are_wrong(
    gate: str, w1: float, w2: float, b: float
) -> None:
    figure = widgets.neuron(gate, (w1, w2), b, predict=perceptron_predict)
    wrong = [
        str(c) for c, a, t in zip(CORNERS, fires(w1, w2, b), GATES[gate], strict=True) if a != t
    ]
    said = re.findall(r"\(\d, \d\)", figure.words)
    assert said == wrong
    assert ("zero errors" in figure.words) == (not wrong)
    assert figure.scene.count(">wrong<") == 2 * len(wrong)


def test_xor_never_gets_to_zero_errors_and_the_other_gates_do() -> None:
    reached = {fires(*stops) for stops in itertools.product(STOPS, repeat=3)}
    never = {name for name, table in GATES.items() if table not in reached}
    assert never == {"XOR", "XNOR"} and len(set(GATES.values())) == 16


def test_every_sum_of_stops_is_exact() -> None:
    assert all(4 * v == round(4 * v) for v in STOPS)
    figure = widgets.neuron("AND", (0.25, 0.5), -0.75, predict=perceptron_predict)
    assert figure.words.startswith("AND: 1 error, at (1, 1).")


def line(scene: str) -> list[float]:
    """x1, y1, x2, y2 of the heavy line."""
    found = re.search(r'<line x1="(.+?)" y1="(.+?)" x2="(.+?)" y2="(.+?)"[^>]*width="2"/>', scene)
    return [float(v) for v in found.groups()] if found else []


@pytest.mark.parametrize(
    ("w1", "w2", "b"), [(1.0, 0.5, -0.25), (3.0, 3.0, -3.0), (1.0, 0.0, -0.5), (0.25, -3.0, 1.0)]
)
def test_the_sum_is_zero_along_the_line(w1: float, w2: float, b: float) -> None:
    ends = line(widgets.neuron("OR", (w1, w2), b).scene)
    assert len(ends) == 4
    for x, y in (ends[:2], ends[2:]):
        x1, x2 = (x - 52) / 262 * 1.8 - 0.4, 1.4 - (y - 12) / 262 * 1.8
        assert abs(w1 * x1 + w2 * x2 + b) < 0.005 * (abs(w1) + abs(w2))


def test_a_sum_of_exactly_zero_is_silence() -> None:
    figure = widgets.neuron("AND", (1.0, 1.0), -1.0, predict=perceptron_predict)
    assert figure.words == "AND: zero errors, all four corners are right."


@pytest.mark.parametrize(
    ("bias", "regime"), [(-3.0, "silent at every corner"), (3.0, "fires at every corner")]
)
def test_a_bias_that_outweighs_the_weights_is_named(bias: float, regime: str) -> None:
    assert regime in widgets.neuron("AND", (0.25, 0.25), bias).words


@pytest.mark.parametrize("bias", [-3.0, 0.0, 3.0])
def test_without_weights_there_is_no_line(bias: float) -> None:
    figure = widgets.neuron("XOR", (0.0, 0.0), bias)
    assert not line(figure.scene)
    assert "the bias alone decides" in figure.words
    shaded = re.search(r'<polygon points="(.*?)"', figure.scene)
    assert shaded and len(shaded[1].split()) == (4 if bias > 0 else 0)


@pytest.mark.parametrize("ends", list(itertools.product((STOPS[0], STOPS[-1]), repeat=3)))
def test_both_ends_of_every_slider_are_drawn(ends: tuple[float, float, float]) -> None:
    figure = widgets.neuron()
    figure.set(**dict(zip(("w1", "w2", "b"), ends, strict=True)), gate="XOR")
    assert figure.scene.startswith("<svg") and "nan" not in figure.scene
    assert figure.words in html.unescape(figure.still()["text/plain"])


def test_a_blank_function_puts_the_figure_to_sleep() -> None:
    def blank(x: Any, w: Any, b: Any) -> Any:
        raise NotImplementedError

    figure = widgets.neuron(predict=blank)
    assert "wakes up once `blank` works" in figure.scene and figure.words == ""


def test_what_a_function_raises_is_shown() -> None:
    def slip(x: Any, w: Any, b: Any) -> Any:
        raise ValueError("no such <gate>")

    assert "ValueError: &quot;no such &lt;gate&gt;" in widgets.neuron(predict=slip).scene


def test_a_wrong_shape_is_told() -> None:
    figure = widgets.neuron(predict=lambda x, w, b: np.zeros((4, 1)))
    assert "the figure needs shape (4,)" in figure.scene


def test_answers_that_are_no_numbers_are_wrong_and_disagree() -> None:
    figure = widgets.neuron("AND", (1.0, 1.0), -1.5, predict=lambda x, w, b: np.full(4, np.nan))
    assert "4 errors" in figure.words and "the picture disagree at (0, 0)" in figure.words
    assert figure.scene.count(">nan<") == 4


def test_a_function_that_fires_at_zero_disagrees_with_the_picture() -> None:
    def predict(x: Any, w: Any, b: Any) -> Any:
        return (x @ w + b >= 0).astype(int)

    figure = widgets.neuron("AND", (1.0, 1.0), -1.0, predict=predict)
    assert "`predict` and the picture disagree at (0, 1), (1, 0)." in figure.words


def test_a_start_between_the_stops_is_refused() -> None:
    with pytest.raises(ValueError):
        widgets.neuron("AND", (0.3, 1.0), 0.0)
