"""Chapter 5's figure of the step size: its errors, its digits and its verdicts."""

from __future__ import annotations

import html
import math
import re
import time
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from course import widgets
from course.widgets import students
from course.widgets.figure import Interactive
from course.widgets.step_size import SENTENCES, STOPS
from course.widgets.touch import END, KEY, MOVE, Touch

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
    found = re.search(r"both ways is (\S+), up only (\S+);", figure.still()["text/plain"])
    assert found, figure.still()
    return read(found[1]), read(found[2])


RAISED = str.maketrans(
    "\u207b\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", "-0123456789"
)


def read(text: str) -> float:
    """A number as people write it."""
    mantissa, times, power = text.partition("10" if text.startswith("10") else "·10")
    return float(f"{mantissa or 1}e{power.translate(RAISED)}") if times else float(mantissa)


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
    assert gap == Fraction(texts[2])
    assert set(rest[0]) <= set("0.")
    assert f"{len(rest[1].replace('.', ''))} digits left, of 16" in at(h).scene


def test_four_digits_are_left_where_the_question_asks() -> None:
    assert "4 digits left, of 16" in at(1e-12).scene
    assert "11 digits left, of 16" in at(1e-5).scene


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
        (curve,) = re.findall(r'points="([^"]+)" fill="none" [^>]*stroke-width="5"', at(h).scene)
        return {point.split(",")[1] for point in curve.split()}

    assert len(heights(1e-15)) < 20
    assert len(heights(1e-5)) > 200


def grip(figure: Interactive) -> dict[str, Any]:
    (mark,) = figure.marks
    return dict(mark)


@pytest.mark.parametrize("phase", [MOVE, END])
def test_the_point_is_dragged_along_the_logarithmic_axis(phase: str) -> None:
    figure = at(1e-2)
    for h in STOPS[::7]:
        figure.set(h=h)
        x, y = grip(figure)["x"], grip(figure)["y"]
        figure.set(h=1.0)
        figure.touch(Touch("h", x + 2, -500, phase))
        assert figure.settings == {"h": h}
        assert [x, y] in [list(place) for place in grip(figure)["rail"]], "it stays on its curve"


def test_a_pointer_that_leaves_the_picture_ends_at_an_end() -> None:
    figure = at(1e-2)
    for x, h in ((-9e9, STOPS[0]), (9e9, STOPS[-1])):
        figure.touch(Touch("h", x, 0, MOVE))
        assert figure.settings == {"h": h}


def test_an_arrow_key_goes_to_the_next_nudge_and_shift_five_farther() -> None:
    figure = at(1e-2)
    step = grip(figure)["step"][0]
    for times, by in ((1, 1), (-1, -1), (5, 5), (-5, -5)):
        before = STOPS.index(figure.settings["h"])
        figure.touch(Touch("h", times * step, 0, KEY))
        assert STOPS.index(figure.settings["h"]) == before + by
    figure.set(h=STOPS[-1])
    figure.touch(Touch("h", step, 0, KEY))
    assert figure.settings == {"h": STOPS[-1]}


def test_the_point_says_where_it_stands() -> None:
    assert grip(at(1e-12))["says"] == "h = 10⁻¹², error 0.00016"


def test_an_error_that_is_no_number_leaves_the_point_to_be_dragged() -> None:
    figure = at(1e-5, lambda f, x, h: np.full(1, math.inf if h < 1e-6 else math.nan))
    assert all(np.isfinite(place).all() for place in grip(figure)["rail"])
    assert grip(figure)["says"] == "h = 0.00001, error not a number"


def test_numbers_are_written_as_people_write_them() -> None:
    figure = at(1e-15)
    for h in STOPS:
        figure.set(h=h)
        for text in (figure.question, figure.words, html.unescape(figure.scene)):
            assert not re.search(r"\d[eE][-+]?\d|>-\d|\N{MINUS SIGN}0\.?0*\b", text)
    stops = figure.controls[0]["stops"]
    assert stops[0] == "10⁻¹⁵" and stops[-1] == "1" and "0.00001" in stops


def test_a_function_that_takes_seconds_is_told_once_and_not_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(students, "PATIENCE", 0.05)

    def slow(f: Any, x: Any, h: float) -> Any:
        time.sleep(0.02)
        return both(f, x, h)

    figure = widgets.step_size(slow)
    assert "`slow` is too slow for a figure" in figure.scene and not figure.marks
    began = time.monotonic()
    figure.set(h=1e-5)
    assert time.monotonic() - began < 0.05
