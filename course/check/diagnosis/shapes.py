"""The shape is wrong: which axis was lost, kept, summed or stretched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np

from course.check.comparing import agree
from course.check.diagnosis.rules import Case, Rule, varied
from course.check.mistake import Mistake

EMPTY = Mistake(
    "an empty array", "An axis has length 0, as a slice `a[:0]` leaves it; a column is `a[:, 0]`."
)
TRANSPOSED = (
    "transposed",
    "Rows and columns have changed places.",
)


def _without(shape: tuple[int, ...]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each axis of `shape`, with the shape that is left when it is taken away."""
    return ((i, shape[:i] + shape[i + 1 :]) for i in range(len(shape)))


def _has_extra_ones(longer: tuple[int, ...], shorter: tuple[int, ...]) -> bool:
    """Whether `longer` is `shorter` with axes of length 1 put in."""
    ones = [i for i, n in enumerate(longer) if n == 1]
    missing = len(longer) - len(shorter)
    return missing > 0 and any(
        tuple(n for i, n in enumerate(longer) if i not in gone) == shorter
        for gone in combinations(ones, missing)
    )


def _column(c: Case) -> bool:
    n = c.expected.size
    return n > 0 and c.expected.shape == (n,) and c.got.shape == (n, 1)


def _kept(c: Case) -> bool:
    # (1,) for a number and (1, 1) for (1,) have likelier names further down.
    sure = c.got.ndim > 1 and c.expected.shape != (1,)
    return sure and _has_extra_ones(c.got.shape, c.expected.shape)


def _lost(c: Case) -> bool:
    return _has_extra_ones(c.expected.shape, c.got.shape)


def _at(place: int) -> Callable[[Case], bool]:
    """A test of whether a single number came back, the one of a place among several."""

    def test(c: Case) -> bool:
        e = c.expected
        if c.got.ndim or not varied(e) or not c.is_now(np.asarray(e.flat[place])):
            return False
        return not any(c.is_now(np.asarray(f(e))) for f in (np.sum, np.mean, np.max, np.min))

    return test


def _other_axis(c: Case) -> bool:
    for a in c.inputs.values():
        right = {i for i, rest in _without(a.shape) if rest == c.expected.shape}
        wrong = {i for i, rest in _without(a.shape) if rest == c.got.shape}
        if a.ndim > 1 and right and wrong:
            return True
    return False


def _stretched(c: Case) -> bool:
    n = c.expected.size
    square = n > 1 and c.expected.shape == (n,) and c.got.shape == (n, n)
    return square and all(a.shape != (n, n) for a in c.inputs.values())


def _missing_row(c: Case) -> str | None:
    if c.expected.ndim == 0 or len(c.expected) < 3:  # one of two rows may be there by itself
        return None
    if c.is_now(c.expected[:-1]):
        return "last" if not c.is_now(c.expected[1:]) else None
    return "first" if c.is_now(c.expected[1:]) else None


def _earlier(c: Case) -> bool:
    e, g = c.expected, c.got
    longer = e.ndim > 0 and g.ndim == e.ndim and len(g) > len(e)
    return longer and e.size > 2 and varied(e, 2) and agree(g[len(g) - len(e) :], e, c.tol)


def _reshaped(c: Case) -> bool:
    return c.got.size > 1 and agree(c.got.ravel(), c.expected.ravel(), c.tol)


SHAPE_RULES = (
    Rule(
        "objects instead of numbers",
        "The array holds a thing that is no number, such as a generator, whose values nobody drew.",
        lambda c: c.got.dtype.kind == "O" and c.got.ndim == 0,
    ),
    Rule(*TRANSPOSED, lambda c: c.got.ndim > 1 and c.is_now(c.expected.T)),
    Rule(
        "(N, 1) instead of (N,)",
        "A column is not a row of N numbers: where the two meet, NumPy makes an (N, N) table.",
        _column,
    ),
    Rule(
        "kept dimensions",
        "An axis of length 1 is left over, as `keepdims` or a slice leaves one.",
        _kept,
    ),
    Rule(
        "lost a dimension",
        "An axis of length 1 is missing: a single row, column or entry still has its axis.",
        _lost,
    ),
    Rule(
        "only the first value",
        "The first of several values came back alone: does a `return` stand in the loop?",
        _at(0),
    ),
    Rule(
        "only the last value",
        "The last of several values came back alone: does each round write over the one before?",
        _at(-1),
    ),
    Rule(
        "number instead of array",
        "One number came back for all: was everything taken together, or does a `return` stand in "
        "a loop?",
        lambda c: c.got.ndim == 0,
    ),
    Rule(
        "array instead of number",
        "The number came in an array of its own; give it by itself, without brackets.",
        lambda c: c.expected.ndim == 0 and c.got.size == 1,
    ),
    Rule(
        "array instead of number",
        "One number is wanted for all: is everything summed? Python's own `sum`, and one along an "
        "`axis`, leave an array.",
        lambda c: c.expected.ndim == 0,
    ),
    Rule(
        "wrong axis",
        "The result has one value for each entry of another axis of the input.",
        _other_axis,
    ),
    Rule(
        "stretched by broadcasting",
        "A column met a row, and NumPy paired every entry of one with every entry of the other.",
        _stretched,
    ),
    Rule(
        "{} row missing",
        "All other rows are there and right: look at where the counting begins and ends.",
        _missing_row,
    ),
    Rule(
        "earlier results still there",
        "The right values come last: something outside of the function keeps what it gave before.",
        _earlier,
    ),
    Rule(
        "one axis too many",
        "There are several values where one is wanted: an axis is left that should be gone.",
        lambda c: any(rest == c.expected.shape for _, rest in _without(c.got.shape)),
    ),
    Rule(
        "one axis too few",
        "There is one value where several are wanted: an axis is gone that should be left.",
        lambda c: any(rest == c.got.shape for _, rest in _without(c.expected.shape)),
    ),
    Rule("reshaped", "The values are right and in order, but cut into another shape.", _reshaped),
)
