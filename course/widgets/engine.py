"""The course's own steps downhill: they train a figure's network until the student's functions do.

No chapter's functions: all weights and biases lie in one row of numbers, so that a step is one
subtraction, and what a step needs is overwritten by the next.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Params = list[tuple[Floats, Floats]]

ALONE = 200_000  # multiplications that OpenBLAS leaves to one thread


def relu(x: ArrayLike) -> Floats:
    """The positive part of every number, for when the notebook has no `relu`."""
    return np.asarray(np.clip(np.asarray(x, dtype=float), 0, None))


# The slope of each activation, by what it gave.
_HIDDEN: dict[str, tuple[Callable[[Floats], Floats], Callable[[Floats], Floats]]] = {
    "relu": (lambda z: np.maximum(z, 0), lambda a: (a > 0).astype(float)),
    "tanh": (np.tanh, lambda a: 1 - a * a),
}


def product(x: Floats, w: Floats) -> Floats:
    """x @ w, (N, D) and (D, M), in pieces that one thread computes.

    On a machine that is busy the threads of a larger product wait for one another longer than they
    compute: 8 ms for half a million multiplications.
    """
    rows = max(1, ALONE // w.size)
    if len(x) <= rows:
        return np.asarray(x @ w)
    return np.concatenate([x[at : at + rows] @ w for at in range(0, len(x), rows)])


class Engine:
    """A network of (w (D, M), b (M,)) layers that takes plain steps of gradient descent.

    params : the start, which is copied; act : what the hidden layers do
    """

    def __init__(self, params: Params, act: Literal["relu", "tanh"]) -> None:
        arrays = [each for layer in params for each in layer]
        ends = np.cumsum([each.size for each in arrays])[:-1]
        self._all = np.concatenate([each.ravel() for each in arrays])
        self._slopes, self._decay = np.empty_like(self._all), np.zeros_like(self._all)

        def layered(row: Floats) -> Params:
            parts = [
                part.reshape(each.shape)
                for part, each in zip(np.split(row, ends), arrays, strict=True)
            ]
            return list(zip(parts[::2], parts[1::2], strict=True))

        self.params, self._grads = layered(self._all), layered(self._slopes)
        for w, _ in layered(self._decay):
            w[:] = 1  # a penalty is on weights, not on biases
        self._act, self._slope = _HIDDEN[act]

    def steps(self, x: Floats, y: NDArray[np.int64], size: int, lr: float, lam: float) -> float:
        """Steps on mini-batches of `size`, in the order of x: the mean of their losses."""
        losses = []
        for at in range(0, len(x), size):
            losses.append(self._slide(x[at : at + size], y[at : at + size]))
            if lam:
                losses[-1] += lam / 2 * float(self._decay @ self._all**2)
                self._slopes += lam * self._decay * self._all
            self._all -= lr * self._slopes
        return float(np.mean(losses))

    def loss(self, x: Floats, y: NDArray[np.int64]) -> float:
        """The mean cross-entropy, without a penalty."""
        return _surprise(self._through(x)[-1], y)[0]

    def _through(self, x: Floats) -> list[Floats]:
        """What enters each layer, and the logits."""
        out = [x]
        for i, (w, b) in enumerate(self.params, start=1):
            z = product(out[-1], w) + b
            out.append(z if i == len(self.params) else self._act(z))
        return out

    def _slide(self, x: Floats, y: NDArray[np.int64]) -> float:
        """The loss of a mini-batch; its slopes along all weights and biases are kept."""
        *entered, logits = self._through(x)
        loss, back = _surprise(logits, y)
        for i in reversed(range(len(self.params))):
            for kept, slopes in zip(
                self._grads[i], (entered[i].T @ back, back.sum(0)), strict=True
            ):
                kept[:] = slopes
            if i:
                back = back @ self.params[i][0].T * self._slope(entered[i])
        return loss


def _surprise(logits: Floats, y: NDArray[np.int64]) -> tuple[float, Floats]:
    """The mean cross-entropy of logits (N, C) with labels y (N,), and its slopes (N, C)."""
    rows = np.arange(len(y))
    lifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    sums = lifted.sum(axis=1)
    loss = np.mean(np.log(sums) + logits.max(axis=1) - logits[rows, y])
    slopes = lifted / sums[:, None]
    slopes[rows, y] -= 1
    return float(loss), slopes / len(y)
