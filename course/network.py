"""What a network must offer to be drawn for: the promise between `mine` and the figures."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Network(Protocol):
    """A network that reads digits, by whatever functions.

    params : "w1" (D, M), "b1" (M,), "w2", "b2", ... as in chapters 3 to 6, first layer first
    """

    @property
    def params(self) -> dict[str, Floats]:
        """Its weights and biases, to be read."""

    def forward(self, x: Floats) -> tuple[Floats, Any]:
        """Logits (N, C) of samples x (N, D), and the caches."""

    def layers(self, x: Floats) -> list[Floats]:
        """What each layer gives for x (N, D), the last being probabilities (N, C)."""

    def step(self, x: Floats, y: NDArray[np.int64], lr: float) -> Network:
        """The network after one step of the backward pass on these samples; self stays.

        x : (N, D)   y : (N,) the right classes
        """
