"""In what two values differ first, in the lines of a message."""

from __future__ import annotations

from typing import Any

import numpy as np

from course.check import beside, described, plain
from course.check.comparing import differs
from course.check.kinds import REAL, Array, as_array, is_a, kind_fits
from course.check.printable import tick

SHOWN_WHOLE = 12  # elements of an array that is shown whole
TOO_LARGE = 10**7  # elements of an array whose values are not looked at


def difference(
    what: str, got: Array, expected: Array, tol: float, atol: float = 0.0
) -> list[str] | None:
    """The lines that tell what differs first: shape, else dtype, else values."""
    if got.shape != expected.shape:
        return [
            f"{tick(what)} has shape {described.shape(got)}, expected {described.shape(expected)}."
        ]
    if not kind_fits(got, expected):
        return [f"{tick(what)} holds {described.kind(got)}, expected {described.kind(expected)}."]
    wrong = differs(got, expected, tol, atol)
    return _values(what, got, expected, wrong) if wrong.any() else None


def _values(what: str, got: Array, expected: Array, wrong: Array) -> list[str]:
    if got.ndim == 0:
        return [f"{tick(what)} is {apart(got, expected)}."]
    at = tuple(int(i) for i in np.argwhere(wrong)[0])
    place = ", ".join(str(i) for i in at)
    first = apart(got[at], expected[at])
    if wrong.size == 1:
        return [f"{tick(what)} holds {first}."]
    count = f"{wrong.sum()} of {wrong.size} values"
    lines = [f"{tick(what)} differs in {count}, first at [{place}]: {first}."]
    if got.size <= SHOWN_WHOLE and got.ndim <= 2:
        digits = max(map(_digits, got[wrong], expected[wrong]))
        lines += beside.lines(got, expected, wrong, digits)
    return lines


def _digits(got: Any, expected: Any) -> int:
    """How many digits it takes to see two numbers differ."""
    # 17 digits tell any two float64 apart; most mistakes show within 6, which are easier to read.
    show = described.number
    return next((d for d in (6, 10) if show(got, d) != show(expected, d)), 17)


def apart(got: Any, expected: Any, between: str = "expected") -> str:
    """Both numbers, with as many digits as it takes to see them differ."""
    g, e = np.asarray(got), np.asarray(expected)
    digits = _digits(g, e)
    return f"{described.number(g, digits)}, {between} {described.number(e, digits)}"


def disagreement(a: Any, b: Any, depth: int = 8) -> str | None:
    """In what two results of the same function differ, None if in nothing."""
    if depth and type(a) in (tuple, list) and type(b) is type(a):
        if len(a) != len(b):
            return f"It was {described.value(a)}, then {described.value(b)}."
        parts = (disagreement(x, y, depth - 1) for x, y in zip(a, b, strict=True))
        return next((seen for seen in parts if seen), None)
    x, y = as_array(a), as_array(b)
    if x is None or y is None:
        alike = not is_a(a, tuple, list, dict) and plain.same(a, b)
        return None if alike else f"It was {described.value(a)}, then {described.value(b)}."
    if x.shape != y.shape:
        return f"It had shape {described.shape(x)}, then {described.shape(y)}."
    if x.dtype.kind not in REAL or y.dtype.kind not in REAL:
        return (
            f"It held {described.kind(x)} and {described.kind(y)}, which are no numbers to compare."
        )
    if x.size > TOO_LARGE:
        return f"It has shape {described.shape(x)}, far too large to be right."
    wrong = differs(x, y)
    if not wrong.any():
        return None
    at = tuple(int(i) for i in np.argwhere(wrong)[0]) if x.ndim else ()
    first = apart(x[at], y[at], "then")
    return f"It was {first}" + (f" at {list(at)}." if at else ".")
