"""Arrays as bytes in this machine's order: how they lie, and windows from one into another."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograder.inside.wire.limits import MAX_ARRAY, MAX_DIMENSIONS, WireError
from autograder.inside.wire.strict import integer, items

KINDS = frozenset("?bhilqBHILQefdFD")  # of arrays that cross, by dtype.char; no objects, no times
# NumPy makes a dtype of almost any text, objects and records among them: only these are looked up.
_DTYPES = {text: np.dtype(text) for text in (np.dtype(c).str for c in KINDS)}


def native(dtype: np.dtype[Any]) -> str:
    """A dtype's text, in this machine's byte order."""
    return dtype.str if dtype.isnative else dtype.newbyteorder("=").str


def swapped(a: np.ndarray[Any, Any], data: bytes) -> bytes:
    """The array's bytes in this machine's order; `data` are those in its own."""
    return data if a.dtype.isnative else a.astype(a.dtype.newbyteorder("=")).tobytes()


def layout(a: np.ndarray[Any, Any]) -> str:
    """How the array lies in memory: "C" by rows, "F" by columns, "S" with gaps; small: locked."""
    found = "C" if a.flags.c_contiguous else "F" if a.flags.f_contiguous else "S"
    return found if a.flags.writeable else found.lower()


def laid_out(a: np.ndarray[Any, Any], layout: Any) -> np.ndarray[Any, Any]:
    """The array laid out so that `ravel` and `reshape` copy where they would have copied."""
    if type(layout) is not str or layout not in ("C", "F", "S", "c", "f", "s"):
        raise WireError("an unknown layout")
    made = a
    if layout in "Ff":
        made = np.asfortranarray(a)
    elif layout in "Ss" and a.ndim:
        made = np.zeros((*a.shape[:-1], 2 * a.shape[-1]), dtype=a.dtype)[..., ::2]
        made[...] = a
    if layout.islower():
        made.flags.writeable = False
    return made


def bounds(a: np.ndarray[Any, Any]) -> tuple[int, int]:
    """Addresses of the first byte that the array looks at, and of the first behind the last."""
    low = high = a.__array_interface__["data"][0]
    if a.flags.c_contiguous:
        return low, high + a.nbytes
    for n, stride in zip(a.shape, a.strides, strict=True):
        low, high = low + min(0, (n - 1) * stride), high + max(0, (n - 1) * stride)
    return low, high + a.itemsize


def shape(tree: Any) -> tuple[int, ...]:
    """A shape that was read."""
    if len(items(tree)) > MAX_DIMENSIONS or not all(integer(n) >= 0 for n in tree):
        raise WireError("an impossible shape")
    return tuple(tree)


def dtype(text: Any) -> np.dtype[Any]:
    """The dtype of a text that was read; one of KINDS."""
    found = _DTYPES.get(text) if type(text) is str else None
    if found is None:
        raise WireError("a dtype that does not cross")
    return found


def plain(text: Any, lengths: Any, data: Any) -> np.ndarray[Any, Any]:
    """A new array by rows. Raises WireError if the bytes do not fill the shape exactly."""
    of, sides = dtype(text), shape(lengths)
    if type(data) is not bytes or math.prod(sides) * of.itemsize != len(data):
        raise WireError("an array whose bytes do not fill its shape")
    if not data:
        return np.empty(sides, of)
    if of.char == "?":
        # A byte other than 0 and 1 is no truth value.
        return np.asarray(np.frombuffer(data, np.uint8) != 0).reshape(sides)
    return np.ndarray(sides, of, data).copy()


def window(
    whole: Any, offset: Any, text: Any, lengths: Any, steps: Any, writeable: Any
) -> np.ndarray[Any, Any]:
    """An array that looks into another's memory. Raises WireError if it would look beyond it.

    offset : bytes from the beginning of the whole array, which lies by rows
    steps  : bytes, one number for each dimension
    """
    of = dtype(text)
    if type(whole) is not np.ndarray or not whole.flags.c_contiguous:
        raise WireError("a window into something that has none")
    if (of.char == "?") != (whole.dtype.char == "?"):
        raise WireError("truth values are seen as truth values only")
    sides, strides = shape(lengths), tuple(integer(n) for n in items(steps))
    # NumPy's own check lets through what overflows, and whatever looks into an empty array.
    reach = [(n - 1) * stride for n, stride in zip(sides, strides, strict=True)]
    low = integer(offset) + sum(min(0, r) for r in reach)
    high = offset + sum(max(0, r) for r in reach) + of.itemsize
    if 0 in sides or low < 0 or high > whole.nbytes:
        raise WireError("a window beyond its array")
    # Steps of 0 let a few bytes seem to be more than any memory, which a copy would ask for.
    if math.prod(sides) * of.itemsize > MAX_ARRAY:
        raise WireError("a window that seems too large")
    raw = whole.reshape(-1).view(np.uint8)
    made: np.ndarray[Any, Any] = np.ndarray(sides, of, raw.data, offset, strides)
    if writeable is False:
        made.flags.writeable = False
    return made
