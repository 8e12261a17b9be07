"""The shape is right and the dtype is not: booleans for numbers, integers for floats, ..."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from course.check.comparing import agree
from course.check.diagnosis.rules import Case, Rule, as_float, binary, varied
from course.check.kinds import REAL

TRUNCATION = (
    "integer truncation",
    "What stands behind the decimal point has been cut off; an array made like one of whole "
    "numbers holds no others.",
)
BOOLEANS = "booleans instead of numbers"


def truncated(c: Case) -> bool:
    """Whether `got` is `expected` without what stands behind the decimal point."""
    if c.expected.dtype.kind != "f" or c.got.dtype.kind not in "iuf":
        return False
    e = as_float(c.expected)
    seen = (np.abs(e) > 1) & (np.abs(e) % 1 > 1e-4)  # a number below 1 may be 0 in other ways
    if c.got.dtype.kind == "f" and not (seen.any() and varied(c.got, 2)):
        return False
    whole = agree(e, np.round(e), c.tol)
    return not whole and any(agree(as_float(c.got), cut(e), 1e-12) for cut in (np.trunc, np.floor))


def _signs(c: Case) -> bool:
    """Whether, in floats, each 1 is there and each 0 is -1 or 0, some of them -1."""
    if c.got.dtype.kind != "f" or c.expected.dtype.kind not in "iu" or not binary(c.expected):
        return False
    silent = c.expected == 0
    below = np.isin(c.got[silent], (-1, 0)).all() and (c.got[silent] == -1).any()
    return bool(below and (c.got[~silent] == 1).all())


def _kinds(got: str, expected: str) -> Callable[[Case], bool]:
    return lambda c: c.got.dtype.kind in got and c.expected.dtype.kind in expected


DTYPE_RULES = (
    Rule(
        BOOLEANS,
        "True and False look like 1 and 0, but the text asks for integers.",
        _kinds("b", "iu"),
    ),
    Rule(
        BOOLEANS,
        "True and False look like 1 and 0, but the text asks for numbers.",
        _kinds("b", "f"),
    ),
    Rule(
        "numbers instead of booleans",
        "A yes or no is wanted, True or False.",
        _kinds("iuf", "b"),
    ),
    Rule(*TRUNCATION, truncated),
    Rule(
        "integers instead of floats",
        "An array of integers cuts off every fraction that is later written into it.",
        _kinds("iu", "f"),
    ),
    Rule(
        "-1 instead of 0",
        "The yes and no are told apart rightly, but no must be 0, and both must be integers.",
        _signs,
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
