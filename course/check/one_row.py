"""All weights and biases of a network in one row of numbers, and back again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Params = list[tuple[Floats, Floats]]


def flat(params: Sequence[Sequence[ArrayLike]]) -> Floats:
    """All numbers of a list of (w, b) in one long array, (P,)."""
    return np.concatenate([np.ravel(np.asarray(a, float)) for pair in params for a in pair])


def unflat(v: Floats, dims: Sequence[int]) -> Params:
    """The list of (w, b) of a network out of one long array, (P,).

    dims : sizes from the inputs to the logits
    """
    shapes = list(zip(dims, dims[1:], strict=False))
    parts = np.split(v, np.cumsum([n for d, m in shapes for n in (d * m, m)]))
    pairs = zip(shapes, parts[::2], parts[1::2], strict=False)
    return [(w.reshape(shape), b) for shape, w, b in pairs]
