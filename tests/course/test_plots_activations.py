"""Chapter 2's still figures: what they say is what was drawn, also of functions that are wrong."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from course import plots
from course.check import CheckFailed, curves
from course.plots.weights import _walk

pytestmark = pytest.mark.ch02_activations

CORNERS = np.array([[1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])


def sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def relu(x: Any) -> Any:
    return np.maximum(x, 0)


def hat(x: Any, left: float, peak: float, right: float) -> Any:
    up, down = 1 / (peak - left), 1 / (right - peak)
    return up * relu(x - left) - (up + down) * relu(x - peak) + down * relu(x - right)


def test_a_zigzag_is_walked_until_it_arrives() -> None:
    picture = plots.zigzag({"straight": CORNERS})
    assert "straight: 2 steps" in picture.alt
    assert picture.png().startswith(b"\x89PNG")


@pytest.mark.parametrize("rows", [np.ones((3, 2)), np.zeros((2, 2)), np.full((2, 2), np.nan)])
def test_a_path_that_leads_nowhere_says_so(rows: Any) -> None:
    assert "not there after" in plots.zigzag({"nowhere": rows}).alt


def test_positive_inputs_take_the_longer_way() -> None:
    x = np.random.default_rng(1464).normal(size=(100, 2))
    said = plots.zigzag({"a": sigmoid(x), "b": x}).alt
    assert "a: 26 steps" in said
    assert "b: 4 steps" in said


def test_the_samples_of_the_zigzag_are_ordinary_ones() -> None:
    drawn = [np.random.default_rng(seed).normal(size=(300, 2)) for seed in range(1000)]
    for f, middle in ((sigmoid, 26), (np.asarray, 4), (relu, 5)):
        assert np.median([len(_walk(f(x))[0]) - 1 for x in drawn]) == middle


def test_the_step_of_the_text_makes_the_sum_right() -> None:
    path, _ = _walk(np.array([[0.6, 0.8]]))
    assert np.allclose(path[1] - path[0], [-0.24, -0.32]) and np.isclose(path[1] @ [0.6, 0.8], -0.2)


def test_the_step_is_divided_by_the_sum_of_the_squares() -> None:
    x = np.array([3.0, 4.0])
    path, _ = _walk(x[None])
    error = (path[0] - [1.0, -1.0]) @ x
    assert np.allclose(path[0] - path[1], error * x / np.sum(x**2))
    assert np.isclose(path[1] @ x, -1.0)


def left_of_a_nudge(weight: float, bias: float, layers: int = 10) -> float:
    """What a chain of sigmoids leaves on average, where the first sums have a spread of 1."""
    z, left = np.random.default_rng(0).normal(size=100_000), 1.0
    for i in range(layers):
        a = sigmoid(z)
        left = left * a * (1 - a) * (weight if i else 1)
        z = weight * a + bias
    return float(np.mean(left))


def test_large_weights_save_a_nudge_only_where_the_biases_keep_the_sums_small() -> None:
    assert left_of_a_nudge(1, -0.5) < 1e-6
    assert left_of_a_nudge(4, -2.0) == pytest.approx(0.12, abs=0.005)
    assert left_of_a_nudge(4, -0.5) < 1e-6 and left_of_a_nudge(4, -4.0) < 1e-6


def test_pieces_are_added_up() -> None:
    x = np.linspace(-3, 3, 7)
    said = plots.pieces(x, {"relu(x + 1)": relu(x + 1), "-relu(x)": -relu(x)}).alt
    assert "0 at x = \N{MINUS SIGN}1, 1 at x = 0, 1 at x = 1" in said
    assert plots.pieces(x, {}).png()


def test_hats_meet_the_points_of_a_curve() -> None:
    said = plots.sum_of_hats(hat, [-1.0, 0.0, 1.0], np.square).alt
    assert "3 hats and their sum: 1 at \N{MINUS SIGN}1, 0 at 0, 1 at 1." in said
    assert "misses the curve by at most 0.25" in said
    assert plots.sum_of_hats(hat, [1.0], np.square).png()
    assert plots.sum_of_hats(lambda x, *_: np.full(x.shape, np.nan), [0.0, 1.0], np.square).png()


def test_two_layers_with_nothing_between_them_lose_xor() -> None:
    layers = [np.array(part) for part in ([[3, -1], [2, -1]], [-1.5, 1.5], [[1], [1]], [-1.5])]
    said = plots.between_layers(layers, {"jump": lambda z: z > 0, "nothing": lambda z: z}).alt
    assert "jump: right at 4 of 4 corners; nothing: right at 2 of 4 corners" in said
    assert plots.between_layers(layers, {"nan": lambda z: z + np.nan}).png()


def test_a_nudge_shrinks_by_each_slope() -> None:
    picture = plots.nudge(sigmoid, [0.0, 5.0])
    moved = "moving it by 0.01 moves the outputs by"
    assert f"a first sum of 0, {moved} 0.0025, 0.000625, 0.000156;" in picture.alt
    assert f"a first sum of 5, {moved} 0.0000662," in picture.alt
    assert picture.png().startswith(b"\x89PNG")


@pytest.mark.parametrize("f", [np.zeros_like, lambda z: z + np.nan, lambda z: -9 * z])
def test_a_nudge_through_a_wrong_curve_is_drawn_too(f: Any) -> None:
    assert plots.nudge(f, [0.0]).png()


def test_hearts_are_counted_and_folds_drawn() -> None:
    t = np.linspace(0, 1, 384)
    picture = plots.hearts({"one": t, "four": 1 - np.abs(2 * t - 1), "nan": t + np.nan})
    assert "one: 1; four: 4; nan: 0" in picture.alt
    assert picture.png()


# --- what a hat is made of ------------------------------------------------------------------------


def name_of(f: Any) -> str | None:
    with pytest.raises(CheckFailed) as caught:
        curves.made_of_relu(f)
    return caught.value.mistake


def test_a_hat_of_relus_passes_however_it_is_written() -> None:
    curves.made_of_relu(hat)
    curves.made_of_relu(lambda x, a, b, c: relu(x - a) - 2 * relu(x - b))  # its values are wrong


@pytest.mark.parametrize(
    ("f", "mistake"),
    [
        (lambda x, *k: np.interp(x, k, [0.0, 1.0, 0.0]), "computed without relu"),
        (lambda x, a, b, c: hat(x, a, b, c) + x, "not made of relu alone"),
        (lambda x, a, b, c: 0 * relu(x), "relu makes no difference"),
        (lambda x, a, b, c: hat(x, a, b, c) + 1, "a number of its own added"),
        (lambda x, a, b, c: relu(np.minimum(x - a, c - x)), "bent before relu"),
        (lambda x, a, b, c: relu(1 - np.abs(x - b)), "bent before relu"),
        (lambda x, a, b, c: relu(1 - relu(x - b) - relu(b - x)), "not a sum of ReLUs"),
        (lambda x, a, b, c: np.minimum(relu(x - a), relu(c - x)), "not a sum of ReLUs"),
        (lambda x, a, b, c: relu(x - a) * relu(c - x), "not a sum of ReLUs"),
    ],
)
def test_a_hat_of_anything_else_does_not(f: Any, mistake: str) -> None:
    assert name_of(f) == mistake
