"""Whether two arrays or numbers are equal, give or take what rounding may have done to them.

The values of a right answer depend on how it was written: sums in another order, `x * x` for
`x**2`, float32 where the reference is in float64. Whoever compares has to forgive all of that,
and as little else as possible.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from course.check.kinds import REAL, Array

LARGEST_COMPARED = 10**6  # elements; the values of larger answers are not looked at

# What float32 leaves of a calculation with numbers around 1. One operation is off by half an eps,
# 6e-8; a sum of some dozens of terms, or a softmax, by some dozens of them.
ROUNDING = 64 * float(np.finfo(np.float32).eps)


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
        # Both in float64: in float32 the difference itself would be rounded.
        g, e = got.astype(np.float64), expected.astype(np.float64)
        finite = np.isfinite(e)
        size = np.abs(np.where(finite, e, 0.0))
        # An element near 0 in an array of large ones is often what is left of two large terms that
        # cancelled. Its error is that of the terms, so `tol` of the element itself would refuse
        # right answers, and 0 would have to be met exactly.
        single = got.dtype.kind == "f" and got.dtype.itemsize < 8
        part = max(tol / 100, ROUNDING if single else 0.0)
        # The terms may be larger than anything in `expected`: those of 1 - p and of p - y, as in
        # a softmax and its gradient, are around 1. That holds for a float64 as well, which may
        # have been calculated in float32. A smaller `tol` asks for more digits and gets them.
        rounding = max(part * size.max(initial=0.0), min(tol, ROUNDING))
        near = np.abs(g - e) <= tol * size + rounding + atol
        # inf - inf is nan, which is near to nothing: these are compared as they are.
        return np.asarray(~np.where(finite, near, (g == e) | (np.isnan(g) & np.isnan(e))))


def agree(got: Array, expected: Array, tol: float = 1e-5) -> bool:
    """Whether two arrays have the same shape (nothing is broadcast) and the same values."""
    if got.shape != expected.shape or got.size > LARGEST_COMPARED:
        return False
    if got.dtype.kind not in REAL or expected.dtype.kind not in REAL:
        return False
    return not differs(got, expected, tol).any()
