"""What a network must offer to be drawn for, and a run: the promise of `mine` to the figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from course.data import Split

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


class Epoch(Protocol):
    """A network after an epoch, and the shares that it reads of both kinds of digits."""

    @property
    def network(self) -> Network:
        """As it was then."""

    @property
    def own(self) -> float:
        """Of the digits that it learns from."""

    @property
    def new(self) -> float:
        """Of those that are held out."""


class Run(Protocol):
    """How a network learned: as it was before the first epoch and after each, and from what."""

    @property
    def epochs(self) -> Sequence[Epoch]:
        """Before the first epoch, and after each."""

    @property
    def samples(self) -> Split:
        """What it learned from, and what was held out."""
