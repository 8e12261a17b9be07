"""Of what kind a value is, whatever it says of itself."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

REAL = "biuf"  # dtype kinds whose values can be compared: booleans, integers, floats


def is_a(value: object, *types: type) -> bool:
    """`isinstance` that no `__class__` can talk round."""
    return issubclass(type(value), types)


def as_array(value: object) -> Array | None:
    """A plain array or number as an array; None for every other thing.

    A subclass is none: `np.matrix` multiplies otherwise, and a masked array hides values.
    """
    if type(value) is np.ndarray:
        return value
    if is_a(value, np.generic, bool, int, float, complex):
        return np.asarray(value)
    return None


def kind_fits(got: Array, expected: Array) -> bool:
    """Whether the dtype of `got` is of the kind of `expected`.

    Any float will do for floats and any signed or unsigned integer for integers. A single
    whole number may stand for a float, as 0 does for 0.0; an array of integers may not, for it
    cuts off every fraction that is written into it.
    """
    kind = {"u": "i"}.get(got.dtype.kind, got.dtype.kind)
    wanted = {"u": "i"}.get(expected.dtype.kind, expected.dtype.kind)
    return kind == wanted or (kind == "i" and wanted == "f" and expected.ndim == 0)
