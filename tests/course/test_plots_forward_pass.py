"""The still figures of chapter 3: what they draw of their arrays, and what they say of it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from matplotlib.patches import FancyBboxPatch
from support.chapters import ROOT

from course import data, plots
from course.numerals import signed
from course.widgets import plain_network

pytestmark = pytest.mark.ch03_forward_pass

RNG = np.random.default_rng(0)


def words(picture: plots.Picture) -> list[str]:
    return [text.get_text() for ax in picture.figure.axes for text in ax.texts]


def test_affine_frames_a_row_of_x_and_a_column_of_w_with_what_they_make() -> None:
    x, w, b = RNG.normal(size=(4, 3)), RNG.normal(size=(3, 2)), [0.5, 1.5]
    names = "abcd", "pqr", ("u", "v")
    picture = plots.affine(x, w, b, *names, framed=(2, 1))
    (ax,) = picture.figure.axes
    frames = [one for one in ax.patches if one.get_linewidth() > 1.5]
    sizes = [(one.get_width(), one.get_height()) for one in frames]  # type: ignore[attr-defined]
    assert sizes == [(3, 1), (1, 3), (1, 1), (1, 1)]
    assert picture.alt.endswith(
        "Framed: row c of x, column v of w and of b, and what they make in out."
    )
    assert "Framed" not in plots.affine(x, w, b, *names).alt


def test_affine_computes_what_the_layer_gives() -> None:
    picture = plots.affine([[0.9, 0.6]], [[2, -3], [3, -1]], [-2, 1], ["s"], "pq", "uv")
    assert "out (1, 2)" in picture.alt and "s: u 1.6, v -2.3" in picture.alt.replace("−", "-")


def passing(n: int, *dims: int) -> plots.Picture:
    """A picture of a network with these sizes, and any numbers."""
    pairs = list(zip(dims, dims[1:], strict=False))
    params = [(RNG.normal(size=(d, m)), RNG.normal(size=m)) for d, m in pairs]
    sums = [RNG.normal(size=(n, m)) for m in dims[1:]]
    return plots.layers(RNG.normal(size=(n, dims[0])), params, sums, sums[:-1], "tanh")


def test_layers_names_each_array_with_its_shape_and_what_is_kept() -> None:
    picture = passing(5, 3, 4, 2)
    for name, shape in {"x": (5, 3), "w1": (3, 4), "b1": (4,), "z1": (5, 4), "a1": (5, 4),
                        "w2": (4, 2), "b2": (2,), "z2 = logits": (5, 2)}.items():  # fmt: skip
        assert f"{name}\n{shape}" in words(picture)
    assert "caches[0]\n((x, w1), a1, tanh)" in words(picture)
    assert "caches[1]\n((a1, w2), None, None)" in words(picture)
    assert "w1 (3, 4) and b1 (4,) makes z1 (5, 4), then a1 (5, 4) by tanh" in picture.alt


def test_layers_can_leave_out_what_is_kept() -> None:
    x, params = [[1.0, -2.0]], [(np.eye(2), np.zeros(2))]
    picture = plots.layers(x, params, [[[1.5, 0.5]]], [], kept=False)
    assert not any("caches" in one for one in words(picture))
    assert "keeps" not in picture.alt and "makes z1 (1, 2)" in picture.alt


def test_layers_asks_where_a_number_is_left_open() -> None:
    x, params = [[1.0, -2.0]], [(np.eye(2), np.zeros(2))]
    picture = plots.layers(x, params, [[[1.5, np.nan]]], [])
    assert words(picture).count("?") == 1 and "1.5" in words(picture)
    assert picture.alt.endswith("The logits are 1.5, ?.")


@pytest.mark.parametrize("dims", [(1, 1), (2, 2, 1), (3, 4, 1, 2), (1, 6, 1)])
@pytest.mark.parametrize("n", [1, 7])
def test_layers_keeps_all_within_the_picture_and_its_layers_apart(
    n: int, dims: tuple[int, ...]
) -> None:
    picture = passing(n, *dims)
    (ax,) = picture.figure.axes
    picture.png()
    for thing in [*ax.texts, *ax.patches]:
        low, high = ax.transData.inverted().transform(thing.get_window_extent())
        assert low[0] >= ax.get_xlim()[0] - 0.1 and high[0] <= ax.get_xlim()[1] + 0.1
        assert low[1] >= ax.get_ylim()[0] - 0.1 and high[1] <= ax.get_ylim()[1] + 0.1
    boxes = [one for one in ax.patches if isinstance(one, FancyBboxPatch)]
    frames = sorted((box.get_x(), box.get_x() + box.get_width()) for box in boxes)[::2]
    assert all(end < start for (_, end), (start, _) in zip(frames, frames[1:], strict=False))


@pytest.mark.parametrize("m", [1, 3, 20])
@pytest.mark.parametrize("size", [0.0, 1e-3, 1.0, 1e9])
def test_sheets_are_drawn_for_few_and_many_units_of_any_size(m: int, size: float) -> None:
    places = plots.square()
    hidden = np.maximum(size * places @ RNG.normal(size=(2, m)), 0)
    picture = plots.sheets(hidden, hidden.sum(axis=1, keepdims=True), "their sum")
    assert picture.png().startswith(b"\x89PNG")
    assert len(picture.figure.axes) == min(m, 6) + 1
    assert picture.alt.startswith(f"{m} hidden units")


def test_sheets_label_round_numbers() -> None:
    largest = plots.square().max(axis=1, keepdims=True)
    picture = plots.sheets(np.maximum(plots.square(), 0), largest, "the larger")
    picture.png()
    assert words(picture) == [signed("-0.8"), signed("-0.4"), "0", "0.4", "0.8"]


def test_zigzags_count_the_straight_pieces() -> None:
    t = np.linspace(0, 1, 65)[:, None]
    fold = 1 - abs(2 * t - 1)
    picture = plots.zigzags(t, {1: fold, 2: 1 - abs(2 * fold - 1), 3: 0 * t})
    titles = [ax.get_title() for ax in picture.figure.axes]
    assert titles[:2] == ["1 fold: 2 units, 2 pieces", "2 folds: 4 units, 4 pieces"]
    assert titles[2].endswith("1 piece")
    assert picture.png().startswith(b"\x89PNG")


def first(dims: list[int], rng: np.random.Generator, scheme: str) -> list[tuple[Any, Any]]:
    gain = {"normal001": 0.01, "xavier": 0.1, "he": 0.02**0.5}[scheme]
    return [(gain * rng.normal(size=(d, m)), np.zeros(m)) for d, m in pairwise(dims)]


def sums(x: Any, params: list[tuple[Any, Any]], act: Any) -> tuple[Any, None]:
    for w, b in params[:-1]:
        x = act(x @ w + b)
    return x @ params[-1][0] + params[-1][1], None


def test_readings_show_each_image_above_its_logits() -> None:
    theirs, x = plain_network.in_columns(), data.digits().x_test[4:9]
    logits = x
    for w, b in theirs:
        logits = (np.maximum(logits, 0) @ w.T) + b[:, 0]
    picture = plots.readings(x, logits)
    # What chapter 3 says: all are read right, and the first has the smallest lead.
    titles = [ax.get_title() for ax in picture.figure.axes[5:]]
    assert titles == [f"reads {y}" for y in data.digits().y_test[4:9]]
    leads = np.diff(np.sort(logits, axis=1)[:, -2:], axis=1)[:, 0]
    assert titles[0] == "reads 8" and np.argsort(logits[0])[-2] == 1
    assert leads.argmin() == 0 and leads[0] < leads[1:].min() / 2
    bars = picture.figure.axes[5].patches
    assert [bar.get_height() for bar in bars] == pytest.approx(logits[0])  # type: ignore[attr-defined]
    assert picture.alt.count(" before ") == 5 and "8 with 9.2 before 1 with 6.8" in picture.alt
    assert plots.readings(x[:1], logits[:1, :1]).png().startswith(b"\x89PNG")


def test_strengths_are_those_of_the_text() -> None:
    said = plots.strengths(sums).alt.replace("\N{MINUS SIGN}", "-")
    rows = [row.rstrip(".").split(": ")[-1].split(", ") for row in said.split("; ")]
    assert [row[0] for row in rows[:2]] == ["0.099", "0.96"]
    assert rows[2][0] == "0.63" and 0.315 < float(rows[2][-1]) < 0.325
    a = RNG.normal(size=(500, 100))
    for _ in range(50):
        a = np.tanh(a @ RNG.normal(0, 0.1, (100, 100)))
    assert 0.07 < np.sqrt(np.mean(a**2)) < 0.105  # "about 0.09 after fifty"
    assert rows[3][0] == "0.99" and 0.8 < float(rows[3][-1]) < 1.2


def test_through_depth_measures_each_start_with_its_activation() -> None:
    picture = plots.through_depth(first, sums)
    picture.png()
    rows = picture.alt.split("; ")
    assert [row.split(": ")[0].split(", ")[-2:] for row in rows] == [
        ["tanh", "spread 0.01"], ["tanh", "spread root of 1/D"], ["tanh", "spread 1"],
        ["ReLU", "spread root of 2/D"],
    ]  # fmt: skip
    said = [row.rstrip(".").split(", ")[-1] for row in rows]
    assert said[0].endswith("·10⁻⁶")
    last = [0.0, *map(float, said[1:])]
    assert 0.2 < last[1] < 0.4 and last[2] > 0.9 and 0.5 < last[3] < 1.5
    assert sum("are 0" in one for one in words(picture)) == 5
    titles = [ax.get_title() for ax in picture.figure.axes]
    assert len(titles) == 20 and all(title.startswith("strength ") for title in titles)


@pytest.mark.parametrize("n", [1, 2, 3, 5, 6, 8])
def test_a_tree_has_a_gate_for_each_pair_and_one_value_on_top(n: int) -> None:
    levels, gates = [[1] * n], 0
    while len(levels[-1]) > 1:
        row = levels[-1]
        pairs = [p ^ q for p, q in zip(row[::2], row[1::2], strict=False)]
        gates += len(pairs)
        levels.append(pairs + row[2 * len(pairs) :])
    picture = plots.xor_tree(levels)
    picture.png()
    assert words(picture).count("XOR") == gates == n - 1
    assert picture.alt.endswith(f"{n % 2}.")


def test_one_layer_of_eight_says_the_parity_of_eight_bits() -> None:
    bits = np.indices((2,) * 8).reshape(8, -1).T
    at_least = bits.sum(axis=1, keepdims=True) + 0.5 - np.arange(1, 9) > 0
    says = at_least @ np.tile([1, -1], 4) - 0.5 > 0
    assert (says == bits.sum(axis=1) % 2).all()
    weights, in_a_tree = 8 * 8 + 8, 7 * (2 * 2 + 2)
    text = (ROOT / "source/ch03_forward_pass/ch03_forward_pass.py").read_text("utf-8")
    assert f"9 neurons do what the tree does with {7 * 3}" in text
    assert f"depth saved weights, {in_a_tree} against {weights}, but no neurons" in text
