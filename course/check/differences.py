"""In what two values differ first, in the lines of a message."""

from __future__ import annotations

from typing import Any

import numpy as np

from course.check import beside, described, plain, printable
from course.check.comparing import differs
from course.check.kinds import REAL, Array, as_array, is_a, kind_fits
from course.check.phrases import about

SHORT = 4  # entries of a list that are told apart at a glance
SHOWN_WHOLE = 12  # elements of an array that is shown whole
TOO_LARGE = 10**7  # elements of an array whose values are not looked at


def difference(
    what: str, got: Array, expected: Array, tol: float, atol: float = 0.0
) -> list[str] | None:
    """The lines that tell what differs first: shape, else dtype, else values."""
    if got.shape != expected.shape:
        return [shapes(what, got.shape, expected.shape)]
    if not kind_fits(got, expected):
        kinds = f"{described.kind(got)}, expected {described.kind(expected)}"
        return [f"{about(what, 'holds')} {kinds}."]
    wrong = differs(got, expected, tol, atol)
    return _values(what, got, expected, wrong) if wrong.any() else None


def shapes(what: str, got: tuple[int, ...], expected: tuple[int, ...]) -> str:
    """The sentence on two shapes that differ, of which one may be () for a number."""
    if not got:
        return f"{about(what, 'is')} a single number, expected an array of shape {expected}."
    wanted = expected or "a single number"
    return f"{about(what, 'has')} shape {got}, expected {wanted}."


def _values(what: str, got: Array, expected: Array, wrong: Array) -> list[str]:
    if got.ndim == 0:
        return [f"{about(what, 'is')} {apart(got, expected)}."]
    at = tuple(int(i) for i in np.argwhere(wrong)[0])
    place = ", ".join(str(i) for i in at)
    first = apart(got[at], expected[at])
    if wrong.size == 1:
        return [f"{about(what, 'holds')} {first}."]
    count = f"{wrong.sum()} of {wrong.size} values"
    lines = [f"{about(what, 'differs')} in {count}, first at [{place}]: {first}."]
    if got.size <= SHOWN_WHOLE and got.ndim <= 2:
        digits = max(map(_digits, got[wrong], expected[wrong]))
        lines += beside.lines(got, expected, wrong, digits)
    return lines


def unlike(what: str, got: Any, expected: Any) -> list[str]:
    """The lines that tell two plain values apart; long rows of numbers stand above each other."""
    rows = [_numbers(value) for value in (got, expected)]
    if type(got) is type(expected) and len({row.shape for row in rows}) == 1 and rows[0].size:
        return _values(what, rows[0], rows[1], rows[0] != rows[1])
    shown = [printable.line(plain.written(value), 80) for value in (got, expected)]
    return [f"{about(what, 'is')} {shown[0]}, expected {shown[1]}."]


def _numbers(value: Any) -> Array:
    """A list or tuple as an array, if it is a long one of whole numbers; else an empty one."""
    if type(value) in (list, tuple) and SHORT < len(value) <= SHOWN_WHOLE:
        whole = all(is_a(v, int, np.integer) and not is_a(v, bool) for v in value)
        if whole and max(map(abs, value)) < 2**63:
            return np.asarray(value)
    return np.zeros(0)


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
        return f"It had shape {x.shape}, then {y.shape}."
    if x.dtype.kind not in REAL or y.dtype.kind not in REAL:
        return (
            f"It held {described.kind(x)} and {described.kind(y)}, which are no numbers to compare."
        )
    if x.size > TOO_LARGE:
        return f"It has shape {x.shape}, far too large to be right."
    wrong = differs(x, y)
    if not wrong.any():
        return None
    at = tuple(int(i) for i in np.argwhere(wrong)[0]) if x.ndim else ()
    first = apart(x[at], y[at], "then")
    return f"It was {first}" + (f" at {list(at)}." if at else ".")
