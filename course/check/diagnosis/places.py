"""Shape and dtype are right, and so are the values, but they stand in other places."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from course.check.comparing import LARGEST_COMPARED, agree
from course.check.diagnosis.rules import Case, binary, varied
from course.check.kinds import Array


def cut_differently(c: Case) -> bool:
    """Whether the values of the transpose were poured into the right shape row by row."""
    e = c.expected
    return e.ndim == 2 and varied(e) and c.is_now(np.ascontiguousarray(e.T).reshape(e.shape))


def _other_sum(c: Case) -> bool:
    """Reduced along the other axis of an input, where both axes are equally long."""
    for a in c.inputs.values():
        if a.ndim != 2 or a.shape[0] != a.shape[1] or a.size > LARGEST_COMPARED:
            continue
        for reduce in (np.sum, np.mean, np.max, np.argmax):
            first, second = np.asarray(reduce(a, axis=0)), np.asarray(reduce(a, axis=1))
            for right, wrong in ((first, second), (second, first)):
                if agree(c.expected, right, c.tol) and c.is_now(wrong):
                    return True
    return False


def _other_normal(c: Case) -> bool:
    """Sums of 1 run along the other axis, as after a softmax of columns instead of rows."""
    if c.expected.ndim != 2 or min(c.expected.shape) < 2 or binary(c.expected):
        return False

    def sums_to_one(a: Array, axis: int) -> bool:
        sums = a.sum(axis=axis, dtype=np.float64)
        return agree(sums, np.ones_like(sums), 1e-4)

    return any(
        sums_to_one(c.expected, i) and sums_to_one(c.got, 1 - i) and not sums_to_one(c.got, i)
        for i in (0, 1)
    )


def _all_different(a: Array) -> bool:
    """Enough distinct values for an order to be recognised."""
    return a.ndim > 0 and a.size > 2 and len(np.unique(a)) == a.size


def other_axis(c: Case) -> bool:
    """Whether rows were treated as columns, or columns as rows."""
    return _other_sum(c) or _other_normal(c)


def reversed_order(c: Case) -> bool:
    """Whether one axis runs from its last entry to its first."""
    axes = range(c.expected.ndim)
    return _all_different(c.expected) and any(c.is_now(np.flip(c.expected, i)) for i in axes)


def one_place_on(c: Case) -> bool:
    """Whether each row stands where the one before it should, or the one after it."""
    e, g = c.expected, c.got
    if not _all_different(e) or len(e) < 3:
        return False
    return agree(g[1:], e[:-1], c.tol) or agree(g[:-1], e[1:], c.tol)


def _sorted_rows(a: Array) -> Array:
    return a[np.argsort(a[:, 0])]


def shuffled(axis: int) -> Callable[[Case], bool]:
    """A test of whether a table is right but for the order of its rows (axis 0) or columns (1)."""

    def test(c: Case) -> bool:
        e, g = np.moveaxis(c.expected, axis, 0), np.moveaxis(c.got, axis, 0)
        return agree(_sorted_rows(g), _sorted_rows(e), c.tol)

    return lambda c: c.expected.ndim == 2 and _all_different(c.expected) and test(c)


def other_order(c: Case) -> bool:
    """Whether all the right values are there, not in their places."""
    e, g = np.sort(c.expected, axis=None), np.sort(c.got, axis=None)
    return _all_different(c.expected) and agree(g, e, c.tol)
