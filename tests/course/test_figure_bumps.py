"""The bumps figure: the fit that it draws, the verdict, and other people's code in it."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from course import widgets
from course.widgets.bumps import CURVES, OWN, UNITS, X
from course.widgets.figure import Interactive
from course.widgets.touch import Touch

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


def marks(made: Interactive, kind: str) -> list[dict[str, Any]]:
    return [mark for mark in made.marks if mark["kind"] == kind]


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
    assert made.scene.count("<polyline") == 2 + n + 1  # the last is the curve of errors
    assert made.scene.count("<circle") == n + 1 + 2  # one in the key, one on the curve of errors
    assert len(marks(made, "tip")) == n
    assert f"network, {n} hidden unit{'s' * (n > 1)}<" in made.scene


def test_the_units_lines_add_up_to_the_answer() -> None:
    asked: list[tuple[Any, Any]] = []

    def forward(x: Any, params: Any, act: Any) -> Any:
        asked.append((x, params))
        return through(x, params, act)

    figure(forward, curve="wavy", units=5)
    x, split = next((x, p) for x, p in asked if p[1][0].shape == (5, 5))
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


def height(made: Interactive, x: float) -> float:
    """How high the curve that is followed is at an input, read off its grip there."""
    pen = next(m for m in made.marks if m["name"] == "pen")
    made.touch(Touch("pen", (x - at(made)) * 462 / 2.04, 0.0, "key"))
    pen = next(m for m in made.marks if m["name"] == "pen")
    return float(1.9 - (pen["y"] - 40) / 206 * 3.8)


def at(made: Interactive) -> float:
    (found,) = [re.findall(r"input (\S+),", m["says"]) for m in made.marks if m["name"] == "pen"]
    return float(found[0].replace("\N{MINUS SIGN}", "-"))


def place(x: float, y: float) -> tuple[float, float]:
    """Where on the canvas a point of the upper panel is."""
    return 46 + 462 * (x + 0.02) / 2.04, 40 + 206 * (1.9 - y) / 3.8


def draw(made: Interactive, *points: tuple[float, float], mark: str = "draw") -> None:
    places = [place(*point) for point in points]
    made.touch(Touch(mark, *places[0], "press", (places[0],)))
    for there in places[1:]:
        made.touch(Touch(mark, *there, "move", (there,)))
    made.touch(Touch(mark, *places[-1], "end"))


def test_what_is_drawn_is_the_curve_to_follow() -> None:
    made = figure(curve="gentle", units=40)
    draw(made, (0.5, 0.0), (1.0, 1.5), (1.5, -1.0))
    assert made.settings["curve"] == OWN
    for x, y in ((0.5, 0.0), (0.75, 0.75), (1.0, 1.5), (1.25, 0.25), (1.5, -1.0)):
        assert height(made, x) == pytest.approx(y, abs=0.05)
    # What was not drawn is the curve that it was drawn on.
    for x in (0.1, 0.3, 1.7, 1.9):
        assert height(made, x) == pytest.approx(CURVES["gentle"](np.array(x)), abs=0.05)


@pytest.mark.parametrize("way", [1, -1])
def test_many_places_in_one_message_make_the_same_line_as_one_by_one(way: int) -> None:
    points = [(0.4 + 0.1 * i, np.sin(i)) for i in range(9)][::way]
    one, other = figure(), figure()
    draw(one, *points)
    places = tuple(place(*point) for point in points)
    other.touch(Touch("draw", *places[-1], "move", places))
    other.touch(Touch("draw", *places[-1], "end"))
    for x in (0.5, 0.83, 1.1):
        assert height(one, x) == pytest.approx(height(other, x), abs=0.02)


def test_a_second_line_begins_where_the_pen_comes_down() -> None:
    made = figure()
    draw(made, (0.2, 1.0), (0.4, 1.0))
    draw(made, (1.6, -1.0), (1.8, -1.0))
    assert height(made, 1.0) == pytest.approx(CURVES["wavy"](np.array(1.0)), abs=0.05)


def test_a_click_pulls_the_curve_there_and_a_hundred_do_nothing_more() -> None:
    made = figure(curve="gentle")
    for _ in range(100):
        draw(made, (1.0, -1.5))
    assert height(made, 1.0) == pytest.approx(-1.5, abs=0.05)
    assert height(made, 1.2) == pytest.approx(CURVES["gentle"](np.array(1.2)), abs=0.05)


def test_a_pointer_that_leaves_the_picture_draws_along_its_edge() -> None:
    made = figure()
    made.touch(Touch("draw", -50.0, 4000.0, "press", ((-50.0, 4000.0),)))
    made.touch(Touch("draw", 9999.0, -500.0, "move", ((9999.0, -500.0),)))
    made.touch(Touch("draw", 9999.0, -500.0, "end"))
    assert made.scene.startswith("<svg")
    assert height(made, 0.0) < -1.5 and height(made, 2.0) > 1.5


def test_by_keys_the_grip_moves_along_the_curve_and_raises_it() -> None:
    made = figure(curve="gentle")
    pen = next(m for m in made.marks if m["name"] == "pen")
    across, up = pen["step"]
    made.touch(Touch("pen", 5 * across, 0.0, "key"))
    assert made.settings["curve"] == "gentle" and at(made) == pytest.approx(1.25)
    before = height(made, 1.25)
    for _ in range(3):
        made.touch(Touch("pen", 0.0, -up, "key"))
    assert made.settings["curve"] == OWN
    assert height(made, 1.25) == pytest.approx(before + 0.3, abs=0.03)
    made.touch(Touch("pen", -999.0, 0.0, "key"))
    assert at(made) == 0


def test_the_grip_itself_draws_when_it_is_dragged() -> None:
    made = figure(curve="gentle")
    x, y = place(1.2, 1.0)
    made.touch(Touch("pen", x, y, "move"))
    made.touch(Touch("pen", x, y, "end"))
    assert height(made, 1.2) == pytest.approx(1.0, abs=0.05)


def test_another_curve_in_the_list_leaves_what_was_drawn_for_later() -> None:
    made = figure()
    draw(made, (0.5, 1.5), (1.5, 1.5))
    drawn = made.scene
    made.set(curve="gentle")
    made.set(curve=OWN)
    assert made.scene == drawn


@pytest.mark.parametrize("n", [1, 6, 40])
def test_the_dot_on_the_curve_of_errors_is_the_number_of_units(n: int) -> None:
    made = figure(units=n)
    dot = next(m for m in made.marks if m["name"] == "count")
    for times in (1, -1):
        made.set(units=n)
        made.touch(Touch("count", times * dot["step"][0], 0.0, "key"))
        assert made.settings["units"] == min(max(n + times, 1), 40)
    made.touch(Touch("count", dot["x"], 0.0, "end"))
    assert made.settings["units"] == n
    assert f"{n} hidden unit" in next(m["says"] for m in made.marks if m["name"] == "count")


def test_each_unit_tells_its_bend_and_what_it_changes() -> None:
    made = figure(curve="gentle", units=4)
    labels = [tip["label"] for tip in marks(made, "tip")]
    places, heights = np.linspace(0, 2, 5), CURVES["gentle"](np.linspace(0, 2, 5))
    slopes = np.diff(np.diff(heights) / np.diff(places), prepend=0.0)
    for k, label in enumerate(labels):
        found = re.match(r"unit (\d) of 4: silent up to (\S+), .* slope by (\S+)", label)
        assert found and (int(found[1]), float(found[2])) == (k + 1, places[k])
        said = float(found[3].replace("\N{MINUS SIGN}", "-"))
        assert said == pytest.approx(slopes[k], rel=0.01)


@pytest.mark.parametrize("n", [1, 40])
@pytest.mark.parametrize("curve", [*CURVES, OWN])
def test_what_a_unit_lights_up_stays_within_the_panels(n: int, curve: str) -> None:
    for tip in marks(figure(curve=curve, units=n), "tip"):
        heights = [float(y) for y in re.findall(r"[ML][\d.]+ (-?[\d.]+)", tip["glow"])]
        assert heights and all(39 <= y <= 371 for y in heights)


def test_a_network_that_fails_for_other_numbers_of_units_is_drawn_for_this_one() -> None:
    def particular(places: Any, heights: Any) -> Any:
        if len(places) != 4:
            raise ValueError("only three")
        return joined(places, heights)

    made = figure(join=particular, units=3)
    assert made.scene.startswith("<svg") and made.words.startswith("Too few")
    made.set(units=4)
    assert "only three" in made.scene


def test_a_slow_network_is_not_asked_for_every_number_of_units_at_once() -> None:
    asked: list[int] = []

    def slow(x: Any, params: Any, act: Any) -> Any:
        asked.append(len(params[0][1]))
        time.sleep(0.06)
        return through(x, params, act)

    made = figure(slow)
    first = len(asked)
    assert first < 24
    for _ in range(4):
        made.show()
    assert {1, 2, 3, 4, 5, 6, 8, 11, 16, 22, 30, 40} <= set(asked)


def test_a_join_that_raises_while_it_is_drawn_is_told_and_the_figure_recovers() -> None:
    def steep(places: Any, heights: Any) -> Any:
        if np.max(heights) > 1.6:
            raise ValueError("too high")
        return joined(places, heights)

    made = figure(join=steep, curve="gentle", units=2)
    draw(made, (1.0, 1.8))
    assert "too high" in made.scene and made.marks == []
    made.set(curve="gentle")
    assert made.scene.startswith("<svg") and made.marks


def test_the_grid_that_is_drawn_on_reaches_from_end_to_end() -> None:
    assert (X[0], X[-1]) == (0, 2)
