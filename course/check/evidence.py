"""What a failed check saw, in a form that can be written down and compared.

The build keeps what each known mistake gives on a chapter's visible numbers; while a class is
graded, the judge does so on the hidden ones. A student's failure is the same mistake if the same
check saw the same value.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from course.check.comparing import agree
from course.check.kinds import REAL, Array, as_array, is_a, kind_fits

DIGITS = 9  # significant ones that are written down; another machine's last bits differ
LARGEST_KEPT = 4096  # elements in all; larger results are not written down
LONGEST_TEXT = 1000  # characters
DEEPEST = 4  # tuples and lists within each other
HUGE = 1e12  # what is larger came from an exponential gone wrong: the rest is looked at by itself


class Seen(NamedTuple):
    """A check that failed: what was looked at, what it was, and what it should have been.

    got, expected : an array, a number, or a tuple of them, for `close`; a plain value for `equal`
    """

    what: str
    got: Any
    expected: Any

    def written(self, largest: int = LARGEST_KEPT) -> list[Any]:
        """As JSON has it, None for what cannot be written down; `largest` as in `written`."""
        got = written(self.got, largest) if _same_kind(self.got, self.expected) else None
        return [self.what, got, written(self.expected, largest)]


def of(error: BaseException, largest: int = LARGEST_KEPT) -> list[Any] | None:
    """What a failed check saw, as JSON has it; None if no value, or none that can be written."""
    seen: Seen | None = getattr(error, "seen", None)
    parts = [None] if seen is None else seen.written(largest)
    return None if None in parts else parts


def written(value: Any, largest: int = LARGEST_KEPT, depth: int = DEEPEST) -> Any:
    """A value as JSON has it: numbers, texts and lists; None if it cannot be written down.

    An array is a list of lists, and one without elements its shape.
    largest : elements in all
    """
    a = as_array(value)
    if a is not None:
        return _array(a) if a.dtype.kind in REAL and a.size <= largest else None
    if is_a(value, str):
        return str.__str__(value) if str.__len__(value) <= LONGEST_TEXT else None
    if not depth or type(value) not in (list, tuple) or len(value) > largest:
        return None
    parts = []
    for part in value:
        parts.append(written(part, largest, depth - 1))
        largest -= _elements(part)
        if parts[-1] is None or largest < 0:
            return None
    return parts


def _elements(value: Any) -> int:
    """How many elements a value has that was written down."""
    if type(value) in (list, tuple):
        return sum(map(_elements, value))
    a = as_array(value)
    return 1 if a is None else max(a.size, 1)


def _array(a: Array) -> Any:
    if not a.size:
        return {"shape": list(a.shape)}
    if a.dtype.kind != "f":
        return a.tolist()
    sizes = np.abs(a.astype(np.float64))
    largest = float(np.max(sizes[sizes < HUGE], initial=0.0))
    return _rounded(a.astype(np.float64).tolist(), largest * 10.0**-DIGITS)


def _rounded(values: Any, least: float) -> Any:
    """Floats with DIGITS digits; what is tiny beside the largest is a rest of rounding."""
    if isinstance(values, list):
        return [_rounded(value, least) for value in values]
    if not math.isfinite(values):
        return values
    return float(f"{values:.{DIGITS}g}") if abs(values) > 1e-6 * least else 0.0


def _same_kind(got: Any, expected: Any) -> bool:
    """Whether arrays stand where arrays are expected; a list there is a mistake by itself."""
    if type(expected) in (tuple, list):
        if type(got) not in (tuple, list):
            return False
        if len(got) != len(expected):  # of plain values there may be too many or too few
            return not any(is_a(part, np.ndarray) for part in (*got, *expected))
        return all(_same_kind(g, e) for g, e in zip(got, expected, strict=True))
    if is_a(expected, str):  # in place of a name often stands the number that belongs to it
        return True
    return (as_array(got) is None) == (as_array(expected) is None)


def read(kept: Any) -> Any:
    """The value that was written down, where it is numbers an array; tuples come as lists."""
    if isinstance(kept, dict):
        return np.empty(kept["shape"])
    if _shape(kept) is not None:
        return np.array(kept)
    return [read(part) for part in kept] if isinstance(kept, list) else kept


def alike(value: Any, kept: Any, wanted: Any = None, tol: float = 1e-5) -> bool:
    """Whether a value is the one that was written down, whatever its precision.

    wanted : what was expected in its place
    tol    : relative tolerance, as in `comparing.differs`
    """
    a = as_array(value)
    if a is not None:
        return _is_array(a, kept, as_array(wanted), tol)
    if as_array(wanted) is not None:
        return False
    if isinstance(kept, list) and type(value) in (list, tuple) and len(value) == len(kept):
        parts = wanted if type(wanted) in (list, tuple) and len(wanted) == len(kept) else kept
        return all(alike(v, k, w, tol) for v, k, w in zip(value, kept, parts, strict=True))
    return is_a(value, str) and value == kept


def same(seen: Sequence[Any], kept: Sequence[Any]) -> bool:
    """Whether the same check saw the same; both as `Seen.written` gives them."""
    what, got, expected = (read(part) for part in seen)
    return bool(what == kept[0]) and alike(expected, kept[2]) and alike(got, kept[1], expected)


def _is_array(a: Array, kept: Any, wanted: Array | None, tol: float) -> bool:
    if isinstance(kept, dict):
        return bool(list(a.shape) == kept["shape"])
    if a.dtype.kind not in REAL or _shape(kept) != a.shape:
        return False
    other = np.array(kept)
    if (a.dtype.kind == "b") != (other.dtype.kind == "b"):
        return False
    # A wrong dtype is a mistake of its own, unless the known one makes it, too.
    same_kind = {"u": "i"}.get(a.dtype.kind, a.dtype.kind) == other.dtype.kind
    if not (same_kind or (wanted is not None and kind_fits(a, wanted))):
        return False
    usual = np.abs(other) < HUGE  # in the presence of huge entries others would hardly count
    return agree(a, other, tol) and agree(a[usual], other[usual], tol)


def _shape(kept: Any) -> tuple[int, ...] | None:
    """The shape of nested lists of numbers; None if they are of different lengths, or hold text."""
    if not isinstance(kept, list):
        return () if isinstance(kept, bool | int | float) else None
    shapes = {_shape(part) for part in kept}
    inner = shapes.pop() if len(shapes) == 1 else None
    return None if inner is None else (len(kept), *inner)
