"""Shape and dtype are right and the values are not: the rules, in the order they are tried in."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from course.check.comparing import agree, differs
from course.check.diagnosis import factors, places, terms
from course.check.diagnosis.dtypes import TRUNCATION, truncated
from course.check.diagnosis.rules import Case, Rule, as_float, binary, varied
from course.check.diagnosis.shapes import TRANSPOSED
from course.check.mistake import OVERFLOW

LEFT_OUT = "The difference is exactly one `{}`."


def _not_finite(c: Case) -> bool:
    return bool(np.any(~np.isfinite(c.got) & np.isfinite(c.expected)))


def _nan_hidden(c: Case) -> bool:
    """Whether all is right but that a nan which should be there is a number."""
    hidden = np.isnan(as_float(c.expected)) & ~np.isnan(as_float(c.got))
    others = np.where(hidden, c.expected, c.got)
    return bool(hidden.any()) and agree(others, c.expected, c.tol)


def _unchanged(c: Case) -> str | None:
    names = [n for n, a in c.inputs.items() if a.size > 1 and varied(a, 3) and c.is_now(a)]
    return names[0] if len(names) == 1 else None


def _zeros(c: Case) -> bool:
    return c.got.size > 1 and not c.got.any()


def _plus_minus(c: Case) -> bool:
    signs = 2 * as_float(c.expected) - 1
    return c.expected.size > 1 and binary(c.expected) and (c.is_now(signs) or c.is_now(-signs))


def _complement(c: Case) -> bool:
    e = as_float(c.expected)
    return bool(((e >= 0) & (e <= 1)).all()) and c.is_now(1 - e)


def _rounded(c: Case) -> bool:
    if c.expected.dtype.kind != "f" or not c.got.any():
        return False
    e, g, several = as_float(c.expected), as_float(c.got), varied(c.got, 2)
    # Of a single number the last digit must be left: 2.0 for 1.95 has other reasons.
    return any(
        agree(g, np.round(e, d), 1e-9) and (several or not agree(g, np.round(g, d - 1), 1e-12))
        for d in range(0 if several else 1, 5)
    )


def _power(power: float) -> Callable[[Case], bool]:
    def test(c: Case) -> bool:
        e = as_float(c.expected)
        with np.errstate(all="ignore"):
            return varied(e, 2) and c.is_now(e**power)

    return test


def _unfilled(c: Case) -> str | None:
    e, g = c.expected, c.got
    if e.ndim == 0 or len(e) < 3 or not varied(e):
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


def _partly_unchanged(c: Case) -> str | None:
    """The input that the answer is wherever it is wrong, if it is right elsewhere."""
    wrong = differs(c.got, c.expected, c.tol)
    if wrong.all() or not varied(c.expected):
        return None
    for name, a in c.inputs.items():
        if a.shape != c.expected.shape or not varied(a) or np.isin(np.abs(a[wrong]), (0, 1)).all():
            continue
        if agree(c.got[wrong], a[wrong], c.tol):
            return name
    return None


def _integer_nan(c: Case) -> bool:
    signed = c.got.dtype.kind == "i" and c.expected.dtype.kind == "i"
    return signed and bool((c.got == np.iinfo(c.got.dtype).min).any())


VALUE_RULES = (
    Rule(*OVERFLOW, _not_finite),
    Rule(
        "nan hidden",
        "A nan that came in left as a number, as a comparison or `nan_to_num` makes it: "
        "it must come out as nan.",
        _nan_hidden,
    ),
    Rule(
        "nan made an integer",
        "0 was divided by 0, or infinity by itself, which is nan; no integer can hold that.",
        _integer_nan,
    ),
    Rule(
        *TRANSPOSED,
        lambda c: c.expected.ndim > 1 and varied(c.expected) and c.is_now(c.expected.T),
    ),
    Rule(
        "reshaped instead of transposed",
        "The shape is right, but the values were poured into it row by row.",
        places.cut_differently,
    ),
    Rule(
        "all zeros",
        "Every value is 0: has the result been filled in, and is each condition ever true?",
        _zeros,
    ),
    Rule(
        "`{}` returned unchanged",
        "The result is the input `{}` itself: nothing that was calculated has gone into it.",
        _unchanged,
    ),
    Rule(
        "wrong sign",
        "All is right except for the sign.",
        lambda c: c.is_now(-as_float(c.expected)),
    ),
    Rule(
        "-1 and 1 instead of 0 and 1",
        "The two answers are told apart rightly, but called by other numbers.",
        _plus_minus,
    ),
    Rule(
        "0 and 1 swapped",
        "Every yes is a no, and every no is a yes.",
        lambda c: c.expected.size > 1 and binary(c.expected) and _complement(c),
    ),
    Rule("off by one", "Something is counted once too often or once too little.", terms.off_by_one),
    Rule(
        "summed instead of averaged",
        "The result grows with the number of values: it is as many times too large.",
        factors.cause("summed"),
    ),
    Rule(
        "averaged instead of summed",
        "The result is too small by a number of values: it was divided by them, or multiplied by "
        "too few.",
        factors.cause("averaged"),
    ),
    Rule(
        "logarithm to another base",
        "`np.log` is to base e; see whether the text asks for another, as 2 or 10.",
        factors.cause("logarithm"),
    ),
    Rule(
        "multiplied by `{}` once too often",
        "The factor between the result and the expected one is `{}`.",
        factors.cause("times"),
    ),
    Rule(
        "not multiplied by `{}`",
        "What is missing is the factor `{}`, or it was divided by.",
        factors.cause("over"),
    ),
    Rule(
        "off by a factor of {}",
        "Every value is {} times the expected one: a factor is missing, or there twice.",
        factors.simple_factor,
    ),
    Rule(
        "off by a constant factor",
        "Every value is the same multiple of the expected one.",
        lambda c: varied(c.expected) and factors.factor(c) is not None,
    ),
    Rule(
        "one minus the answer",
        "The result and the expected value add up to 1.",
        lambda c: bool((c.expected % 1 != 0).any()) and _complement(c),
    ),
    Rule(
        "wrong axis",
        "Rows were treated as columns, or columns as rows.",
        places.other_axis,
    ),
    Rule("`{}` left out", LEFT_OUT, terms.counted(-1)),
    Rule(
        "`{}` subtracted instead of added", "The difference is exactly two `{}`.", terms.counted(-2)
    ),
    Rule("`{}` added once too often", LEFT_OUT, terms.counted(1)),
    Rule(
        "`{}` added instead of subtracted", "The difference is exactly two `{}`.", terms.counted(2)
    ),
    Rule(
        "`{}` added once per entry",
        "`{}` came into a sum with every one of its terms.",
        terms.counted_per_entry,
    ),
    Rule(*TRUNCATION, truncated),
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
    Rule("off by a constant", "The same number has been added everywhere.", terms.shifted),
    Rule(
        "reversed order",
        "The values are right, but run from the last to the first.",
        places.reversed_order,
    ),
    Rule(
        "shifted by one place", "Each value stands next to where it should be.", places.one_place_on
    ),
    Rule(
        "rows in another order", "The rows are right, but not in their order.", places.shuffled(0)
    ),
    Rule(
        "columns in another order",
        "The columns are right, but not in their order.",
        places.shuffled(1),
    ),
    Rule(
        "values in another order", "All the right values, not in their places.", places.other_order
    ),
    Rule(
        "`{}` left as it was in places",
        "Where it is wrong, it is `{}` itself: is that where the loop, or a condition, ends?",
        _partly_unchanged,
    ),
    Rule(
        "{} not filled in",
        "What is there is right; the rest is still 0: does the loop, or the mask, reach it, and "
        "does no `return` end it early?",
        _unfilled,
    ),
)
