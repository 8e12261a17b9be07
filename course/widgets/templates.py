"""What the units of a first layer look for, as pictures of the pixels."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST = 64  # units that are shown


def looks_for(params: Mapping[str, Floats], x: Floats) -> Floats:
    """(M, D) of each unit how much each pixel changes it, in these samples x (N, D).

    The weight of a pixel that never has ink says nothing, and is as it was drawn at random.
    """
    return np.asarray((params["w1"] * x.std(axis=0)[:, None]).T)


def in_order(params: Mapping[str, Floats]) -> list[int]:
    """The units of the first layer, at most MOST: by the digit that each speaks for most.

    If one can say that: in a network of one hidden layer.
    """
    w, after = params["w1"], params.get("w2")
    if after is None:
        return [*range(w.shape[1])][:MOST]
    speaks = after.argmax(axis=1) if after.shape[1] == 10 else np.zeros(len(after))
    strength = np.linalg.norm(w, axis=0)
    kept = np.sort(np.argsort(-strength, kind="stable")[:MOST])
    return [int(kept[i]) for i in np.lexsort((-strength[kept], speaks[kept]))]
