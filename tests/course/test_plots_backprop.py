"""Chapter 5's still figures say in words what they show, and stand other sizes than the text's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from course import check, nets, plots

pytestmark = pytest.mark.ch05_backprop


def layer(n: int, d: int, m: int) -> tuple[Any, ...]:
    """x, w, dout, dx, dw and db of an affine layer, drawn anew."""
    rng = np.random.default_rng(0)
    x, w, dout = rng.integers(-4, 5, (n, d)), rng.normal(size=(d, m)), rng.normal(size=(n, m))
    dx = np.einsum("nm,dm->nd", dout, w)
    return x, w, dout, dx, np.einsum("nd,nm->dm", x, dout), dout.sum(axis=0)


def test_the_lines_of_nudges_say_their_slopes() -> None:
    alt = plots.nudges(lambda w: (10 * w - 7) ** 2, at=1.0, h=0.3).alt
    assert "Nudged up by 0.3 the line rises by 90 per unit, nudged both ways by 60." in alt
    assert "The tangent rises by 60." in alt


def test_where_chord_and_tangent_differ_both_are_told() -> None:
    alt = plots.nudges(lambda w: w**3, at=2.0, h=1.0).alt
    assert "nudged both ways by 13. The tangent rises by 12." in alt


def test_what_meets_in_an_affine_layer_is_told_with_its_sums() -> None:
    x, w = [[1, 2, 3], [0, -1, 4]], [[1, 0.5], [-1, 2], [0, 1]]
    dout, dx = [[1, -2], [0.5, 4]], [[0, -5, -2], [2.5, 7.5, 4]]
    dw, db = [[1, -2], [1.5, -8], [5, 10]], [1.5, 2]
    alt = plots.affine_backward(x, w, dout, dx, dw, db, of_w=(3, 2), of_x=(2, 2)).alt
    alt = alt.replace("\N{MINUS SIGN}", "-")
    assert "column 3 of x meets column 2 of dout, sample by sample, 3 · (-2) + 4 · 4 = 10" in alt
    assert "row 2 of dout meets row 2 of w, unit by unit, 0.5 · (-1) + 4 · 2 = 7.5" in alt
    assert "adds up to db: -2 + 4 = 2" in alt


@pytest.mark.parametrize("sizes", [(1, 1, 1), (4, 1, 2), (1, 3, 4)])
def test_an_affine_layer_of_other_sizes_is_drawn(sizes: tuple[int, int, int]) -> None:
    n, d, m = sizes
    assert plots.affine_backward(*layer(n, d, m), of_w=(d, m), of_x=(n, d)).png()


def test_what_is_asked_in_an_affine_layer_is_not_told() -> None:
    x, w, dout = [[1, 2, 3], [0, -1, 4]], [[1, 0.5], [-1, 2], [0, 1]], [[1, -2], [0.5, 4]]
    alt = plots.affine_backward(x, w, dout, of_w=(3, 2), of_x=(2, 2)).alt
    assert "dw in row 3, column 2 is asked for" in alt
    assert not any(word in alt for word in ("meets", "10", "7.5"))
    assert plots.affine_backward(*layer(4, 1, 2)[:3], of_w=(1, 2), of_x=(4, 1)).png()


def test_paths_from_a_unit_say_all_but_the_slope_that_is_asked() -> None:
    picture = plots.two_paths(weights=[3, 5], slopes=[2, -1])
    alt = picture.alt.replace("\N{MINUS SIGN}", "-")
    assert "u with the weight 3, where the slope is 2" in alt
    assert "v with the weight 5, where the slope is -1" in alt
    assert "along a is a question mark" in alt
    assert plots.two_paths([-0.5], [4]).png()
    assert plots.two_paths([1, 2, 3], [0, 1, -1]).png()


def test_slopes_of_the_stack_that_are_not_known_are_question_marks() -> None:
    params, values, _, _ = network(2, 1, 1)
    slopes, grads = [[None] * 2, [None], [3.0], [2.0]], [([[None]] * 2, [None]), ([[2]], [2])]
    picture = plots.unwinding(params, values, slopes, grads)
    assert "da1 [3], dz1 [?], dx [?, ?]" in picture.alt
    assert "layer 1 leaves dw [[?], [?]] and db [?]" in picture.alt
    assert picture.png()


def network(*dims: int) -> tuple[Any, ...]:
    """What `unwinding` draws, of a network with weights of 1, whose units all fire."""
    params: list[Any] = [(np.ones(s), np.zeros(s[1])) for s in zip(dims, dims[1:], strict=False)]
    flowing = [np.ones(dims[0])]
    for k, (_, b) in enumerate(params):
        flowing += [np.ones(len(b))] * (1 if k == len(params) - 1 else 2)
    return params, flowing, flowing, params


def test_the_stack_is_told_with_its_numbers() -> None:
    params = [([[1, -1, 2], [1, 0, -1]], [0, 0, 1]), ([[2], [5], [-1]], [0])]
    values = [1, 2], [3, -1, 1], [3, 0, 1], [5]
    slopes = [0, 6], [4, 0, -2], [4, 10, -2], [2]
    grads = [([[4, 0, -2], [8, 0, -4]], [4, 0, -2]), ([[6], [0], [2]], [2])]
    alt = plots.unwinding(params, values, slopes, grads).alt.replace("\N{MINUS SIGN}", "-")
    assert "x [1, 2], z1 [3, -1, 1], a1 [3, 0, 1], z2 [5]" in alt
    assert "dz2 [2], da1 [4, 10, -2], dz1 [4, 0, -2], dx [0, 6]" in alt
    assert "layer 2 leaves dw [[6], [0], [2]] and db [2]" in alt


@pytest.mark.parametrize("dims", [(2, 1), (1, 1, 1), (2, 3, 2, 1)])
def test_a_stack_of_any_depth_is_drawn(dims: tuple[int, ...]) -> None:
    assert plots.unwinding(*network(*dims)).png()


def test_the_title_of_a_forgery_tells_its_error_as_the_text_does() -> None:
    errors = iter((1e-6, 1.0, 2.04, 31.0))
    titles = nets.forgeries(
        lambda params, x, y: 0.0,
        lambda params, x: np.zeros(len(x)),
        {name: lambda params, x, y: np.zeros(2410) for name in "abcd"},
        lambda f, v: np.ones(2410),
        lambda a, n: next(errors),
    )[2]
    ends = [title.splitlines()[-1] for title in titles]
    assert ends == ["error 1e-06", "error 1", "error 2", "error 3e+01"]


def test_each_forgery_is_another_gradient_than_the_right_one() -> None:
    rng = np.random.default_rng(1)
    x, a = rng.normal(size=(5, 64)), np.maximum(0, rng.normal(size=(5, 32)))
    caches = [((x, rng.normal(size=(64, 32))), a, np.sign), ((a, np.ones((32, 10))), None, None)]

    def backward(dlogits: Any, caches: Any) -> Any:
        (first, out, _), (last, _, _) = caches
        down = (dlogits @ last[1].T) * (out > 0)
        return [(first[0].T @ down, down.sum(0)), (last[0].T @ dlogits, dlogits.sum(0))], None

    dlogits = rng.normal(size=(5, 10))
    ways = nets.forged(backward, np.sign)
    found = {name: nets.flat(way(dlogits, caches)[0]) for name, way in ways.items()}
    right = found.pop("yours")
    check.close("the right one", right, nets.flat(backward(dlogits, caches)[0]))
    assert len(found) == 3
    assert all(np.abs(forged - right).max() > 1e-3 for forged in found.values())


def test_a_neuron_as_a_graph_tells_its_slopes_and_what_copies_add() -> None:
    both = plots.neuron_graph([[2, -1], [-4, 0.5]], [0.5, 2], 1, [4, -8])
    alt = both.alt.replace("\N{MINUS SIGN}", "-")
    assert "back come 4 to a and 1 to z, so 2 to w1, -1 to w2, 0.5 to x1, 2 to x2" in alt
    assert alt.endswith("The copies add up: 10 for w1, -2 for w2, -1 for b.") and both.png()
    one = plots.neuron_graph([[2, -1]], [0.5, 2], 1, [4])
    assert "copies" not in one.alt and one.png()


def counted(dims: list[int]) -> tuple[int, int]:
    """Every path of every weight walked by itself; the backward pass's products by their sizes."""
    paths = once = 0
    for k in range(len(dims) - 1):
        ways = 1
        for wide in dims[k + 2 :]:
            ways *= wide
        for _ in range(dims[k] * dims[k + 1] * ways):
            paths += 1 + 2 * (len(dims) - 2 - k)
        once += dims[k] * dims[k + 1] + (dims[k] * dims[k + 1] + dims[k] if k else 0)
    return paths, once


@pytest.mark.parametrize("dims", [[4, 2], [4, 3, 2], [5, 4, 3, 2]])
def test_multiplications_are_counted(dims: list[int]) -> None:
    paths, once = counted(dims)
    assert (
        f"{paths:,} along all paths, {once:,} in one backward pass"
        in plots.multiplications([dims]).alt
    )


def test_the_counts_of_chapter_5() -> None:
    dims = [[784, 50, 10], [784, 50, 50, 50, 10]]
    picture = plots.multiplications(dims)
    assert "1,176,500 along all paths, 40,250 in one backward pass" in picture.alt
    assert "6,866,325,500 along all paths, 50,350 in one backward pass" in picture.alt
    assert picture.png()
