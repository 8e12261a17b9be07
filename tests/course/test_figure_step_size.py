"""Chapter 5's figure of the step size: its errors, its digits and its verdicts."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from course import widgets
from course.widgets.figure import Interactive
from course.widgets.step_size import SENTENCES, STOPS

pytestmark = pytest.mark.ch05_backprop


def both(f: Any, x: Any, h: float = 1e-5) -> Any:
    return np.array([(f(x + h) - f(x - h)) / (2 * h)])


def up(f: Any, x: Any, h: float) -> Any:
    return np.array([(f(x + h) - f(x)) / h])


def at(h: float, slope: Any = both) -> Interactive:
    figure = widgets.step_size(slope)
    figure.set(h=h)
    return figure


def errors(figure: Interactive) -> tuple[float, float]:
    found = re.search(r"both ways is ([\d.e-]+), up only ([\d.e-]+);", figure.still()["text/plain"])
    assert found, figure.still()
    return float(found[1]), float(found[2])


# Measured once with other code, and noted in the course's design.
@pytest.mark.parametrize(
    "h, central, forward",
    [
        (1e-4, 8.5e-9, 9.8e-5),
        (1e-5, 5.7e-11, 9.8e-6),
        (1e-8, 2.7e-8, 4.9e-8),
        (1e-12, 1.6e-4, 1.6e-4),
    ],
)
def test_the_errors_are_the_known_ones(h: float, central: float, forward: float) -> None:
    assert errors(at(h)) == pytest.approx((central, forward), rel=0.02)


@pytest.mark.parametrize(
    "h, verdict",
    [
        (1.0, "bend"),
        (0.1, "bend"),
        (1e-3, "bend"),
        (1e-5, "valley"),
        (1e-8, "cancels"),
        (1e-12, "cancels"),
        (1e-15, "lost"),
    ],
)
def test_the_words_name_what_a_nudge_suffers_from(h: float, verdict: str) -> None:
    assert at(h).words == SENTENCES[verdict]


def test_the_verdicts_follow_each_other_in_order() -> None:
    figure, said = widgets.step_size(both), []
    for h in STOPS:
        figure.set(h=h)
        said.append(next(name for name, words in SENTENCES.items() if words == figure.words))
    order = [name for i, name in enumerate(said) if i == 0 or said[i - 1] != name]
    assert order == ["lost", "cancels", "valley", "bend"]


def test_a_nudge_up_only_has_its_valley_elsewhere() -> None:
    assert at(1e-5, up).words == SENTENCES["bend"]
    assert at(1e-8, up).words == SENTENCES["valley"]


@pytest.mark.parametrize("h", STOPS)
def test_the_digits_add_up(h: float) -> None:
    spans = re.findall(r"<tspan[^>]*>([\d.-]*)</tspan><tspan[^>]*>([\d.]*)</tspan>", at(h).scene)
    (high, low, rest), texts = spans, ["".join(span) for span in spans]
    for text, x in zip(texts, (1.3 + h, 1.3 - h), strict=False):
        assert float(text) == pytest.approx(math.exp(x) * math.sin(x), abs=1e-15)
    assert high[0] == low[0], "what is grey is the same in both"
    assert high[1][:1] != low[1][:1], "what is bold begins where they differ"
    gap = Fraction(texts[0]) - Fraction(texts[1])
    assert abs(gap - Fraction(texts[2])) <= Fraction(2, 10**16)
    assert set(rest[0]) <= set("0.")
    assert f"{len(rest[1].replace('.', ''))} digits left, of 17" in at(h).scene


def test_five_digits_are_left_where_the_question_asks() -> None:
    assert "5 digits left, of 17" in at(1e-12).scene
    assert "12 digits left, of 17" in at(1e-5).scene


def test_a_blank_leaves_the_figure_asleep() -> None:
    def numerical_gradient(f: Any, x: Any, h: float) -> Any:
        raise NotImplementedError

    figure = widgets.step_size(numerical_gradient)
    assert "This figure wakes up once `numerical_gradient` works." in figure.scene
    assert not figure.words


def test_a_function_that_was_mended_is_taken_anew() -> None:
    scope: dict[str, Any] = {"np": np}
    exec("def numerical_gradient(f, x, h):\n    raise NotImplementedError", scope)
    figure = widgets.step_size(scope["numerical_gradient"])
    exec(
        "def numerical_gradient(f, x, h):\n    return (f(x + h) - f(x - h)) / (2 * h) + 0 * x",
        scope,
    )
    figure.set(h=1e-5)
    assert figure.words == SENTENCES["valley"]


def test_wrong_functions_are_told() -> None:
    assert at(1e-5, lambda f, x, h: np.zeros(1)).words == SENTENCES["never right"]
    assert at(1e-5, lambda f, x, h: 2 * h * both(f, x, h)).words == SENTENCES["never right"]
    assert "the figure needs shape (1,)" in at(1e-5, lambda f, x, h: 3.0).scene
    assert "stopped with ZeroDivisionError" in at(1e-5, lambda f, x, h: 1 / 0).scene


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_no_number_is_said(value: float) -> None:
    figure = at(1e-5, lambda f, x, h: np.full(1, value))
    assert figure.words == SENTENCES["no number"]
    assert ">both ways, yours: not a number<" in figure.scene or math.isinf(value)
    assert "<svg" in figure.scene and " nan " in figure.scene


def test_no_number_in_part_leaves_the_rest_its_verdicts() -> None:
    def part(f: Any, x: Any, h: float) -> Any:
        return both(f, x, h) if h > 1e-9 else np.full(1, math.nan)

    assert at(1e-15, part).words == SENTENCES["no number"]
    assert at(1e-5, part).words == SENTENCES["valley"]
    assert at(1.0, part).words == SENTENCES["bend"]


def test_every_step_is_the_students() -> None:
    seen = []

    def spied(f: Any, x: Any, h: float) -> Any:
        seen.append((x.shape, h))
        return both(f, x, h)

    figure = widgets.step_size(spied)
    figure.set(h=1e-12)
    assert seen == [((1,), h) for h in STOPS], "once for each step, and not again for a move"


def test_the_lens_shows_the_floats_as_stairs() -> None:
    def heights(h: float) -> set[str]:
        (curve,) = re.findall(r'points="([^"]+)" fill="none" stroke="[^"]*green[^"]*"', at(h).scene)
        return {point.split(",")[1] for point in curve.split()}

    assert len(heights(1e-15)) < 20
    assert len(heights(1e-5)) > 200
