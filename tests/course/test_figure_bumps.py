"""The bumps figure: the fit that it draws, the verdict, and other people's code in it."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from course import widgets
from course.widgets.bumps import CURVES, UNITS
from course.widgets.figure import Interactive

pytestmark = pytest.mark.ch03_forward_pass


def through(x: Any, params: Any, act: Any) -> tuple[Any, list[None]]:
    for w, b in params[:-1]:
        x = act(x @ w + b)
    return x @ params[-1][0] + params[-1][1], [None] * len(params)


def hinge(z: Any) -> Any:
    return np.maximum(z, 0)


def joined(places: Any, heights: Any) -> Any:
    slopes = np.diff(heights) / np.diff(places)
    changes = np.diff(slopes, prepend=0.0)[:, None]
    return [(np.ones((1, len(slopes))), -places[:-1]), (changes, heights[:1])]


def figure(
    forward: Callable[..., Any] = through, join: Callable[..., Any] = joined, **values: Any
) -> Interactive:
    made = widgets.bumps(forward, join, hinge)
    made.set(**values)
    return made


def largest_error(curve: str, n: int) -> float:
    """What joining n + 1 points by hand is off by."""
    x, places, f = np.linspace(0, 2, 4001), np.linspace(0, 2, n + 1), CURVES[curve]
    return float(np.abs(np.interp(x, places, f(places)) - f(x)).max())


@pytest.mark.parametrize("curve", CURVES)
@pytest.mark.parametrize("n", [1, 2, 7, 20, 40])
def test_the_largest_error_is_what_straight_pieces_leave(curve: str, n: int) -> None:
    shown = re.search("largest error ([0-9.]+)", figure(curve=curve, units=n).scene)
    assert shown and float(shown[1]) == pytest.approx(largest_error(curve, n), rel=0.06)


@pytest.mark.parametrize("curve, need", [("gentle", 8), ("wavy", 27), ("ever faster", 38)])
def test_the_verdict_turns_where_the_curve_is_followed(curve: str, need: int) -> None:
    assert largest_error(curve, need) <= 0.1 < largest_error(curve, need - 1)
    assert figure(curve=curve, units=need - 1).words.startswith("Nearly")
    assert figure(curve=curve, units=need).words.startswith("Enough")


@pytest.mark.parametrize("curve", CURVES)
def test_more_units_never_make_the_verdict_worse(curve: str) -> None:
    made, order = figure(curve=curve), ["Too few", "Nearly", "Enough", "More than enough"]
    ranks = []
    for n in UNITS:
        made.set(units=n)
        ranks.append(next(i for i, word in enumerate(order) if made.words.startswith(word)))
    assert ranks == sorted(ranks) and ranks[0] == 0 and ranks[-1] >= 2


def test_more_than_enough_means_that_half_would_do() -> None:
    assert figure(curve="gentle", units=15).words.startswith("Enough")
    assert figure(curve="gentle", units=16).words.startswith("More than enough: half as many")


@pytest.mark.parametrize("n", [1, 3, 40])
def test_each_unit_has_its_line_and_each_bend_its_mark(n: int) -> None:
    made = figure(units=n)
    assert made.scene.count("<polyline") == 2 + n
    assert made.scene.count("<circle") == n + 1 + 1  # one in the key
    assert f"network, {n} hidden unit{'s' * (n > 1)}<" in made.scene


def test_the_units_lines_add_up_to_the_answer() -> None:
    asked: list[tuple[Any, Any]] = []

    def forward(x: Any, params: Any, act: Any) -> Any:
        asked.append((x, params))
        return through(x, params, act)

    figure(forward, curve="wavy", units=5)
    x, split = next((x, p) for x, p in asked[::-1] if p[1][0].shape == (5, 5))
    each, _ = through(x, split, hinge)
    heights = CURVES["wavy"](np.linspace(0, 2, 6))
    fit = np.interp(x[:, 0], np.linspace(0, 2, 6), heights)
    np.testing.assert_allclose(each.sum(axis=1) + heights[0], fit, atol=1e-12)


def test_its_words_for_those_who_cannot_see_hold_the_error() -> None:
    still = figure(curve="gentle", units=1).still()
    assert "a network with 1 hidden unit that follows it" in still["text/plain"]
    assert "largest error is 1.3." in still["text/plain"]
    assert "Too few" in still["text/plain"]
    source = re.search('base64,([^"]+)"', still["text/html"])
    assert source and base64.b64decode(source[1]).startswith(b"<svg")


@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("n", [1, 40])
def test_an_answer_that_is_no_number_is_said_in_words(value: float, n: int) -> None:
    def broken(x: Any, params: Any, act: Any) -> Any:
        logits, caches = through(x, params, act)
        return np.where(x > 1, value, logits), caches

    made = figure(broken, units=n)
    assert made.words.startswith("Broken")
    assert "> nan <" in made.scene


def test_a_network_that_misses_its_points_is_not_blamed_on_the_units() -> None:
    def bent_at_the_end(x: Any, params: Any, act: Any) -> Any:
        logits, caches = through(x, params, act)
        return act(logits), caches

    for n in (3, 40):
        assert figure(bent_at_the_end, units=n).words.startswith("Astray")


def test_it_sleeps_while_the_network_is_blank() -> None:
    def mlp_forward(x: Any, params: Any, act: Any) -> Any:
        raise NotImplementedError

    made = figure(mlp_forward)
    assert "This figure wakes up once `mlp_forward` works." in made.scene
    assert made.words == ""


@pytest.mark.parametrize(
    "forward, told",
    [
        (lambda x, params, act: 1 // 0, "ZeroDivisionError"),
        (lambda x, params, act: through(x, params, act)[0], "expected 2 things: (logits, caches)"),
        (lambda x, params, act: (x[:5], []), "the figure needs shape (401, 1)"),
        (lambda x, params, act: (None, []), "as logits; the figure needs shape"),
    ],
)
def test_it_shows_what_went_wrong(forward: Callable[..., Any], told: str) -> None:
    made = figure(forward)
    assert told in made.scene and 'class="course-error"' in made.scene


def test_a_join_of_the_readers_own_may_fail_too() -> None:
    assert "ZeroDivisionError" in figure(join=lambda places, heights: 1 // 0).scene
    made = figure(join=lambda places, heights: joined(places, heights)[:1])
    assert "gave an array (401, 3) as logits" in made.scene


def test_a_network_in_single_precision_is_good_enough() -> None:
    def single(x: Any, params: Any, act: Any) -> Any:
        lower = [(w.astype(np.float32), b.astype(np.float32)) for w, b in params]
        return through(x.astype(np.float32), lower, act)

    assert figure(single, units=40).words == figure(units=40).words
