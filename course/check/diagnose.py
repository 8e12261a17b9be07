"""From a wrong answer to the name of the mistake.

`diagnose` compares what a student's function gave with what was expected and looks for the
one relation that explains the difference: the transpose, a factor, a lost axis, a term left
out. Each relation is a row of one of the three tables below, tried in order; the first row
whose test holds gives the name. A wrong name sends the reader the wrong way, so a test must
be sure: if two explanations fit the same numbers, no row may claim one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

REAL = "biuf"  # dtype kinds whose values can be compared
LARGEST = 10**6  # elements; larger answers are judged by their shape alone
ROUNDING = 64 * float(np.finfo(np.float32).eps)  # of what is calculated with numbers around 1
LOGARITHMS = (np.log(2), np.log(10), np.log2(10))


class Mistake(NamedTuple):
    """A named mistake: a short lower-case phrase, and one sentence on what it means."""

    name: str
    why: str = ""


def differs(got: Array, expected: Array, tol: float = 1e-5, atol: float = 0.0) -> NDArray[np.bool_]:
    """Where two real arrays of the same shape differ, as a mask of that shape.

    Whole numbers and booleans must be equal. Floats may be off by `tol` relative to the element,
    by a much smaller part of the largest finite magnitude in `expected` (larger for float32,
    which cannot do better), and by what float32 may have left of terms of the order of 1 that
    cancelled; by `atol` besides. `inf` and `nan` must be in the same places.
    """
    if got.dtype.kind != "f" and expected.dtype.kind != "f":
        return np.asarray(got != expected)
    with np.errstate(all="ignore"):
        g, e = got.astype(np.float64), expected.astype(np.float64)
        finite = np.isfinite(e)
        size = np.abs(np.where(finite, e, 0.0))
        single = got.dtype.kind == "f" and got.dtype.itemsize < 8
        part = max(tol / 100, ROUNDING if single else 0.0)
        rounding = max(part * size.max(initial=0.0), min(tol, ROUNDING))
        near = np.abs(g - e) <= tol * size + rounding + atol
        return np.asarray(~np.where(finite, near, (g == e) | (np.isnan(g) & np.isnan(e))))


def agree(got: Array, expected: Array, tol: float = 1e-5) -> bool:
    """Whether two arrays have the same shape (nothing is broadcast) and the same values."""
    if got.shape != expected.shape or got.size > LARGEST:
        return False
    if got.dtype.kind not in REAL or expected.dtype.kind not in REAL:
        return False
    return not differs(got, expected, tol).any()


def kind_fits(got: Array, expected: Array) -> bool:
    """Whether the dtype of `got` is of the kind of `expected`.

    Any float will do for floats and any signed or unsigned integer for integers. A single
    whole number may stand for a float, as 0 does for 0.0; an array of integers may not.
    """
    kind = {"u": "i"}.get(got.dtype.kind, got.dtype.kind)
    wanted = {"u": "i"}.get(expected.dtype.kind, expected.dtype.kind)
    return kind == wanted or (kind == "i" and wanted == "f" and expected.ndim == 0)


# --- a case and its rules ----------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """One comparison: `got` and `expected` as arrays, and the named inputs of the function."""

    got: Array
    expected: Array
    inputs: Mapping[str, Array]
    tol: float

    def is_now(self, what: Array) -> bool:
        """Whether the answer is `what`, shape and values."""
        return agree(self.got, what, self.tol)

    def sizes(self) -> set[int]:
        """Numbers a sum may have been divided by: lengths of axes and numbers of elements."""
        arrays = list(self.inputs.values()) or [self.expected] * (self.expected.ndim > 1)
        # A factor of 2 has too many other causes to be blamed on an axis of length 2.
        return {n for a in arrays for n in (*a.shape, prod(a.shape)) if n > 2}


OVERFLOW = Mistake(
    "not a number or overflow",
    "Somewhere on the way a value became too large, or was divided by 0.",
)


class Rule(NamedTuple):
    """A name, a sentence, and a test; both texts may hold `{}` for a word that the test gives."""

    name: str
    why: str
    test: Callable[[Case], str | bool | None]

    def apply(self, case: Case) -> Mistake | None:
        """The mistake, if the test holds for this case."""
        found = self.test(case)
        if not found:
            return None
        return Mistake(self.name.format(found), self.why.format(found))


def _varied(a: Array, n: int = 3) -> bool:
    """Whether `a` has at least `n` different finite magnitudes: too many for a coincidence."""
    return len(np.unique(np.abs(a[np.isfinite(a)]))) >= n


def _float(a: Array) -> Array:
    return a.astype(np.float64)


def _binary(a: Array) -> bool:
    return set(np.unique(a).tolist()) == {0, 1}


# --- the shape is wrong ------------------------------------------------------------------------


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
    if c.expected.ndim == 0 or len(c.expected) < 2:
        return None
    if c.is_now(c.expected[:-1]):
        return "last" if not c.is_now(c.expected[1:]) else None
    return "first" if c.is_now(c.expected[1:]) else None


def _reshaped(c: Case) -> bool:
    return c.got.size > 1 and agree(c.got.ravel(), c.expected.ravel(), c.tol)


TRANSPOSED = (
    "transposed",
    "Rows and columns have changed places.",
)

SHAPE_RULES = (
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
        "An axis of length 1 has disappeared; one sample or one feature still has its axis.",
        _lost,
    ),
    Rule(
        "number instead of array",
        "Everything has been boiled down to a single number.",
        lambda c: c.got.ndim == 0,
    ),
    Rule(
        "array instead of number",
        "One number is wanted for all, and here is still a whole array.",
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


# --- the shape is right, the dtype is wrong ----------------------------------------------------


def _truncated(c: Case) -> bool:
    if c.expected.dtype.kind != "f" or c.got.dtype.kind not in "iuf":
        return False
    if c.got.dtype.kind == "f" and not _varied(c.got, 2):
        return False  # zeros everywhere tell nothing
    e = _float(c.expected)
    whole = agree(e, np.round(e), c.tol)
    return not whole and any(agree(_float(c.got), cut(e), 1e-12) for cut in (np.trunc, np.floor))


def _kinds(got: str, expected: str) -> Callable[[Case], bool]:
    return lambda c: c.got.dtype.kind in got and c.expected.dtype.kind in expected


TRUNCATION = (
    "integer truncation",
    "Whatever stands behind the decimal point has been cut off.",
)

KIND_RULES = (
    Rule(
        "booleans instead of numbers",
        "True and False look like 1 and 0, but they do not calculate like them.",
        _kinds("b", "iuf"),
    ),
    Rule(
        "numbers instead of booleans",
        "A yes or no is wanted, True or False.",
        _kinds("iuf", "b"),
    ),
    Rule(*TRUNCATION, _truncated),
    Rule(
        "integers instead of floats",
        "An array of integers cuts off every fraction that is later written into it.",
        _kinds("iu", "f"),
    ),
    Rule(
        "floats instead of integers",
        "Whole numbers are wanted; a float cannot count or be an index.",
        _kinds("f", "iu"),
    ),
    Rule(
        "complex instead of real",
        "The numbers have an imaginary part; a root or power of a negative number can do that.",
        _kinds("c", REAL),
    ),
    Rule(
        "text instead of numbers",
        "The digits are characters, and characters do not calculate.",
        _kinds("US", REAL),
    ),
    Rule(
        "objects instead of numbers",
        "The array holds Python objects: rows of unequal length, None, or a list in a list.",
        _kinds("O", REAL),
    ),
)


# --- shape and dtype are right, the values are wrong -------------------------------------------


def _not_finite(c: Case) -> bool:
    return bool(np.any(~np.isfinite(c.got) & np.isfinite(c.expected)))


def _unchanged(c: Case) -> str | None:
    names = [n for n, a in c.inputs.items() if a.size > 1 and _varied(a, 3) and c.is_now(a)]
    return names[0] if len(names) == 1 else None


def _cut_differently(c: Case) -> bool:
    e = c.expected
    return e.ndim == 2 and _varied(e) and c.is_now(np.ascontiguousarray(e.T).reshape(e.shape))


def _zeros(c: Case) -> bool:
    return c.got.size > 1 and not c.got.any()


def _plus_minus(c: Case) -> bool:
    return c.expected.size > 1 and _binary(c.expected) and c.is_now(2 * c.expected - 1)


def _complement(c: Case) -> bool:
    e = _float(c.expected)
    return bool(((e >= 0) & (e <= 1)).all()) and c.is_now(1 - e)


def _off_by_one(c: Case) -> bool:
    if c.expected.dtype.kind not in "iu" or _binary(c.expected):
        return False
    step = _float(c.got) - _float(c.expected)
    # A single 1 for 2, or 2 for 1, may be a factor just as well.
    sure = _varied(c.expected, 2) or not _two_for_one(c)
    return (
        sure
        and bool(np.abs(c.expected).max() > 1)
        and bool((step == step.flat[0]).all())
        and abs(step.flat[0]) == 1
    )


def _factor(c: Case) -> float | None:
    """The number by which all of `expected` has to be multiplied to give `got`."""
    e, g = _float(c.expected), _float(c.got)
    if not (np.isfinite(e).all() and np.isfinite(g).all() and e.any()):
        return None
    at = np.abs(e).argmax()
    k = float(g.flat[at] / e.flat[at])
    far = k != 0 and abs(k - 1) > 1e-2
    return k if far and agree(c.got, k * e, c.tol) else None


def _close(k: float, value: float) -> bool:
    return abs(k - value) <= 1e-5 * abs(value)


def _causes(c: Case, k: float) -> set[str]:
    """Every special factor that `k` may be; more than one means that nobody can tell."""
    found = set()
    if any(_close(k, n) for n in c.sizes()):
        found.add("summed")
    if any(_close(k, 1 / n) for n in c.sizes()):
        found.add("averaged")
    if any(_close(k, v) or _close(k, 1 / v) for v in LOGARITHMS):
        found.add("logarithm")
    for name, v in _scalars(c):
        if _close(k, v):
            found.add(f"times {name}")
        if _close(k, 1 / v):
            found.add(f"over {name}")
    return found


def _scalars(c: Case) -> Iterator[tuple[str, float]]:
    """Inputs that are single numbers, except for those whose factor has likelier causes."""
    for name, a in c.inputs.items():
        if a.ndim == 0 and abs(a) not in (0, 0.5, 1, 2) and np.isfinite(a):
            yield name, float(a)


def _cause(word: str) -> Callable[[Case], str | bool | None]:
    """A test for one of the factors of `_causes`; gives the input's name if there is one."""

    def test(c: Case) -> str | bool | None:
        k = _factor(c)
        causes = _causes(c, k) if k is not None else set()
        first = next(iter(causes), "")
        return len(causes) == 1 and first.startswith(word) and (first[len(word) :].strip() or True)

    return test


def _named_factor(c: Case) -> str | None:
    k = _factor(c)
    if k is None or k == -1:
        return None
    near = Fraction(k).limit_denominator(1000)
    simple = near.denominator <= 12 or near.numerator in (1, -1)
    if not simple or near.denominator * abs(near.numerator) > 1000 or not _close(k, float(near)):
        return None
    plain = abs(near) in (2, 100, Fraction(1, 2), Fraction(1, 100)) or _causes(c, k)
    return str(near) if _varied(c.expected, 2) or (plain and not _otherwise(c)) else None


def _otherwise(c: Case) -> bool:
    """Whether two single numbers, which always have some ratio, may differ for other reasons."""
    d = _float(c.got) - _float(c.expected)
    counted = c.expected.dtype.kind in "iu" and _two_for_one(c)
    return counted or any(_multiple(d, a, c) is not None for a in c.inputs.values() if a.size == 1)


def _two_for_one(c: Case) -> bool:
    return {abs(int(c.got.flat[0])), abs(int(c.expected.flat[0]))} == {1, 2}


def _other_sum(c: Case) -> bool:
    """Reduced along the other axis of an input, where both axes are equally long."""
    for a in c.inputs.values():
        if a.ndim != 2 or a.shape[0] != a.shape[1] or a.size > LARGEST:
            continue
        for reduce in (np.sum, np.mean, np.max, np.argmax):
            first, second = np.asarray(reduce(a, axis=0)), np.asarray(reduce(a, axis=1))
            for right, wrong in ((first, second), (second, first)):
                if agree(c.expected, right, c.tol) and c.is_now(wrong):
                    return True
    return False


def _other_normal(c: Case) -> bool:
    """Sums of 1 run along the other axis, as after a softmax of columns instead of rows."""
    if c.expected.ndim != 2 or min(c.expected.shape) < 2 or _binary(c.expected):
        return False

    def sums_to_one(a: Array, axis: int) -> bool:
        sums = a.sum(axis=axis, dtype=np.float64)
        return agree(sums, np.ones_like(sums), 1e-4)

    return any(
        sums_to_one(c.expected, i) and sums_to_one(c.got, 1 - i) and not sums_to_one(c.got, i)
        for i in (0, 1)
    )


def _times_in(c: Case) -> tuple[str, int] | None:
    """The one input whose whole multiple is what `got` has too much, and that multiple."""
    if c.expected.size < 2 or not _varied(c.expected, 2):
        return None
    d = _float(c.got) - _float(c.expected)
    found = [(n, k) for n, a in c.inputs.items() if (k := _multiple(d, a, c))]
    return found[0] if len(found) == 1 else None


def _stretches(shape: tuple[int, ...], to: tuple[int, ...]) -> bool:
    ends = zip(reversed(shape), reversed(to), strict=False)
    return len(shape) <= len(to) and all(n in (1, m) for n, m in ends)


def _multiple(d: Array, a: Array, c: Case) -> int | None:
    if a.size > LARGEST or not _stretches(a.shape, d.shape):
        return None
    a = np.broadcast_to(_float(a), d.shape)
    if not (np.isfinite(a).all() and np.isfinite(d).all() and a.any()):
        return None
    at = np.abs(a).argmax()
    ratio = float(d.flat[at] / a.flat[at])
    if not np.isfinite(ratio):  # a tiny input under a large difference
        return None
    k = round(ratio)
    # Rounding is relative to the numbers that were subtracted, not to what is left of them.
    slack = 1e-5 * max(np.abs(c.expected).max(), np.abs(c.got).max())
    near = bool((np.abs(d - k * a) <= slack).all())
    return k if near and k and np.abs(a).max() > 100 * slack else None


def _counted(*multiples: int) -> Callable[[Case], str | None]:
    def test(c: Case) -> str | None:
        found = _times_in(c)
        hidden = found and found[1] > 1 and found[1] + 1 in c.sizes()
        return found[0] if found and found[1] in multiples and not hidden else None

    return test


def _counted_per_entry(c: Case) -> str | None:
    found = _times_in(c)
    return found[0] if found and found[1] > 1 and found[1] + 1 in c.sizes() else None


def _rounded(c: Case) -> bool:
    if c.expected.dtype.kind != "f" or not c.got.any():
        return False
    places = range(0 if _varied(c.got, 2) else 1, 5)
    return any(agree(c.got, np.round(_float(c.expected), d), 1e-9) for d in places)


def _power(power: float) -> Callable[[Case], bool]:
    def test(c: Case) -> bool:
        e = _float(c.expected)
        with np.errstate(all="ignore"):
            return _varied(e, 2) and c.is_now(e**power)

    return test


def _shifted_all(c: Case) -> bool:
    e, d = _float(c.expected), _float(c.got) - _float(c.expected)
    if not (np.isfinite(d).all() and _varied(e)):
        return False
    return agree(c.got, e + d.flat[0], c.tol)


def _all_different(a: Array) -> bool:
    """Enough distinct values for an order to be recognised."""
    return a.ndim > 0 and a.size > 2 and len(np.unique(a)) == a.size


def _reversed(c: Case) -> bool:
    axes = range(c.expected.ndim)
    return _all_different(c.expected) and any(c.is_now(np.flip(c.expected, i)) for i in axes)


def _one_place_on(c: Case) -> bool:
    e, g = c.expected, c.got
    if not _all_different(e) or len(e) < 3:
        return False
    return agree(g[1:], e[:-1], c.tol) or agree(g[:-1], e[1:], c.tol)


def _sorted_rows(a: Array) -> Array:
    return a[np.argsort(a[:, 0])]


def _shuffled(axis: int) -> Callable[[Case], bool]:
    def test(c: Case) -> bool:
        e, g = np.moveaxis(c.expected, axis, 0), np.moveaxis(c.got, axis, 0)
        return agree(_sorted_rows(g), _sorted_rows(e), c.tol)

    return lambda c: c.expected.ndim == 2 and _all_different(c.expected) and test(c)


def _other_order(c: Case) -> bool:
    e, g = np.sort(c.expected, axis=None), np.sort(c.got, axis=None)
    return _all_different(c.expected) and agree(g, e, c.tol)


def _unfilled(c: Case) -> str | None:
    e, g = c.expected, c.got
    if e.ndim == 0 or len(e) < 3 or not _varied(e):
        return None
    rows = e.reshape(len(e), -1).any(axis=1)
    if not rows.all():
        return None
    empty = [i for i, row in enumerate(g) if not row.any()]
    full = [i for i in range(len(e)) if i not in empty]
    ends = {0: "the first row", len(e) - 1: "the last row"}
    where = ends.get(empty[0]) if len(empty) == 1 else None
    if full == [0]:
        where = "every row but the first"
    return where if agree(g[full], e[full], c.tol) else None


LEFT_OUT = "The difference is exactly one `{}`."

VALUE_RULES = (
    Rule(*OVERFLOW, _not_finite),
    Rule(
        *TRANSPOSED,
        lambda c: c.expected.ndim > 1 and _varied(c.expected) and c.is_now(c.expected.T),
    ),
    Rule(
        "reshaped instead of transposed",
        "The shape is right, but the values were poured into it row by row.",
        _cut_differently,
    ),
    Rule("all zeros", "Every value is 0: has the result been filled in?", _zeros),
    Rule("`{}` returned unchanged", "The result is the input `{}` itself.", _unchanged),
    Rule(
        "wrong sign",
        "Every value is right except for its sign.",
        lambda c: c.is_now(-_float(c.expected)),
    ),
    Rule(
        "-1 and 1 instead of 0 and 1",
        "The two answers are told apart rightly, but called by other numbers.",
        _plus_minus,
    ),
    Rule(
        "0 and 1 swapped",
        "Every yes is a no, and every no is a yes.",
        lambda c: c.expected.size > 1 and _binary(c.expected) and _complement(c),
    ),
    Rule("off by one", "Something is counted once too often or once too little.", _off_by_one),
    Rule(
        "summed instead of averaged",
        "The result grows with the number of values: it is as many times too large.",
        _cause("summed"),
    ),
    Rule(
        "averaged instead of summed",
        "The result has been divided by a number of values, and should not have been.",
        _cause("averaged"),
    ),
    Rule(
        "logarithm to another base",
        "The factor is the one that lies between logarithms to two bases.",
        _cause("logarithm"),
    ),
    Rule(
        "multiplied by `{}` once too often",
        "The factor between the result and the expected one is `{}`.",
        _cause("times"),
    ),
    Rule(
        "not multiplied by `{}`",
        "What is missing is the factor `{}`, or it was divided by.",
        _cause("over"),
    ),
    Rule(
        "off by a factor of {}",
        "Every value is {} times the expected one: a factor is missing, or there twice.",
        _named_factor,
    ),
    Rule(
        "off by a constant factor",
        "Every value is the same multiple of the expected one.",
        lambda c: _varied(c.expected) and _factor(c) is not None,
    ),
    Rule(
        "one minus the answer",
        "The result and the expected value add up to 1.",
        lambda c: bool((c.expected % 1 != 0).any()) and _complement(c),
    ),
    Rule(
        "wrong axis",
        "Rows were treated as columns, or columns as rows.",
        lambda c: _other_sum(c) or _other_normal(c),
    ),
    Rule("`{}` left out", LEFT_OUT, _counted(-1)),
    Rule("`{}` subtracted instead of added", "The difference is exactly two `{}`.", _counted(-2)),
    Rule("`{}` added once too often", LEFT_OUT, _counted(1)),
    Rule("`{}` added instead of subtracted", "The difference is exactly two `{}`.", _counted(2)),
    Rule(
        "`{}` added once per entry",
        "`{}` came into a sum with every one of its terms.",
        _counted_per_entry,
    ),
    Rule(*TRUNCATION, _truncated),
    Rule("rounded", "Digits were dropped that the result still needs.", _rounded),
    Rule(
        "negative values cut off",
        "What should be below zero has become zero.",
        lambda c: bool(c.got.any()) and c.is_now(np.maximum(c.expected, 0)),
    ),
    Rule(
        "sign lost",
        "The magnitudes are right, but what should be negative is positive.",
        lambda c: c.is_now(np.abs(c.expected)),
    ),
    Rule("squared", "Every value is the square of the expected one.", _power(2)),
    Rule("square root", "Every value is the square root of the expected one.", _power(0.5)),
    Rule("off by a constant", "The same number has been added everywhere.", _shifted_all),
    Rule("reversed order", "The values are right, but run from the last to the first.", _reversed),
    Rule("shifted by one place", "Each value stands next to where it should be.", _one_place_on),
    Rule("rows in another order", "The rows are right, but not in their order.", _shuffled(0)),
    Rule(
        "columns in another order", "The columns are right, but not in their order.", _shuffled(1)
    ),
    Rule("values in another order", "All the right values, not in their places.", _other_order),
    Rule(
        "{} not filled in",
        "What is there is right; the rest is still 0: look at where the loop ends.",
        _unfilled,
    ),
)


# --- the answer is no array at all -------------------------------------------------------------

THINGS: tuple[tuple[str, str, str], ...] = (
    # type's name, word, sentence
    ("NoneType", "None", "Nothing has been put into it."),
    ("list", "list", "A list does not calculate: `+` makes it longer, and `*` repeats it."),
    ("tuple", "tuple", "Several things in brackets; is there a comma too many?"),
    ("matrix", "np.matrix", "A matrix multiplies differently and never has fewer than two axes."),
    ("MaskedArray", "masked array", "An array with holes; a plain one is wanted."),
    ("str", "text", "Digits in quotation marks do not calculate."),
    ("dict", "dictionary", "Its values have names; here they are wanted by place."),
    ("set", "set", "A set has no order."),
    ("range", "range", "It only promises numbers; an array holds them."),
    ("generator", "generator", "It only promises values and has not calculated any."),
    ("map", "map", "It only promises values and has not calculated any."),
    ("function", "function", "A function that was named but not called: `f` is not `f(x)`."),
    (
        "builtin_function_or_method",
        "function",
        "A function that was named but not called: `a.sum` is not `a.sum()`.",
    ),
    ("method", "function", "A function that was named but not called: `a.sum` is not `a.sum()`."),
)


def wrong_thing(got: object, wanted: str) -> Mistake:
    """The mistake of giving a list, a string, None, ... where `wanted` is an array or a number."""
    kind = type(got).__name__
    for name, word, why in THINGS:
        if kind == name:
            return Mistake(f"{word} instead of {wanted}", why)
    return Mistake(f"object instead of {wanted}", "It is of a kind that cannot be compared.")


# --- the whole ---------------------------------------------------------------------------------


def diagnose(
    got: Array,
    expected: Array,
    inputs: Mapping[str, Any] | None = None,
    mistakes: Mapping[str, Any] | None = None,
    tol: float = 1e-5,
) -> Mistake | None:
    """Name the mistake that leads from `expected` to `got`, or None if none fits for sure.

    got, expected : arrays of any shape; numbers are 0-d arrays
    inputs        : what the function was given, by name; other things than numbers and
                    arrays are left out of account
    mistakes      : wrong values by the name of the mistake that makes them; where one is
                    `got`, in shape and kind too, it goes before the general rules
    tol           : relative tolerance, as in `differs`
    """
    if agree(got, expected, tol) and kind_fits(got, expected):
        return None
    tol = min(tol, 1e-4)
    named = _named(got, expected, mistakes or {}, tol)
    if named or expected.dtype.kind not in REAL or got.size == 0:
        return named
    case = Case(got, expected, _numbers(inputs or {}), tol)
    with np.errstate(all="ignore"):
        found = (rule.apply(case) for rule in _rules(got, expected))
        return next((mistake for mistake in found if mistake), None)


def diagnose_shape(
    got: Array, expected: Array, inputs: Mapping[str, Any] | None = None
) -> Mistake | None:
    """As `diagnose`, for a wrong shape when only the shape of `expected` is known."""
    nowhere = np.full(expected.shape, np.inf)  # no answer has these values
    return diagnose(np.zeros(got.shape), nowhere, inputs) if got.size <= LARGEST else None


def _rules(got: Array, expected: Array) -> tuple[Rule, ...]:
    if got.shape != expected.shape:
        return SHAPE_RULES
    return VALUE_RULES if kind_fits(got, expected) else KIND_RULES


def _named(got: Array, expected: Array, mistakes: Mapping[str, Any], tol: float) -> Mistake | None:
    for name, value in mistakes.items():
        wrong = np.asarray(value)
        # A wrong dtype is a mistake of its own, unless the named one is known to make it.
        comparable = got.dtype.kind == wrong.dtype.kind or kind_fits(got, expected)
        both_bool = (got.dtype.kind == "b") == (wrong.dtype.kind == "b")
        if comparable and both_bool and agree(got, wrong, tol):
            return Mistake(name)
    return None


def _numbers(inputs: Mapping[str, Any]) -> dict[str, Array]:
    plain = (np.ndarray, np.generic, int, float)
    arrays = {n: np.asarray(a) for n, a in inputs.items() if isinstance(a, plain)}
    return {n: a for n, a in arrays.items() if a.dtype.kind in REAL and a.size}
