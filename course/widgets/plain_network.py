"""A network in plain NumPy, the one that comes with the course, and what it is with a part broken.

`plain_network.npz` holds the weights of 64-48-24-10 in half precision, trained by
docs/plain_network.py on the digits of `course.data` and on copies as other hands might draw them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FILE = Path(__file__).with_name("plain_network.npz")

WHOLE, NO_BIASES, NO_RELU = "nothing", "no biases", "ReLU passes all"
RANDOM, SHUFFLED = "random matrices on the way back", "shuffled weights"
BREAKS = (WHOLE, NO_BIASES, NO_RELU, RANDOM, SHUFFLED)
"""What can be broken, as the list in the figure has it."""


@dataclass
class Plain:
    """ReLU between the layers, softmax at the end; a `course.network.Network`.

    params : "w1" (D, M), "b1" (M,), "w2", ...
    biases : whether it has any; without them b1, b2, ... are 0, and stay so
    passes : whether ReLU lets everything pass
    back   : what takes the place of w2, w3, ... on the way back, by their names
    """

    params: dict[str, Floats]
    biases: bool = True
    passes: bool = False
    back: Mapping[str, Floats] = field(default_factory=dict)

    @property
    def depth(self) -> int:
        """The number of layers."""
        return len(self.params) // 2

    def forward(self, x: Floats) -> tuple[Floats, list[Floats]]:
        """Logits (N, C) of samples x (N, D), and what went into each layer."""
        went: list[Floats] = []
        for i in range(1, self.depth + 1):
            went.append(x)
            x = x @ self.params[f"w{i}"] + self.params[f"b{i}"]
            if i < self.depth and not self.passes:
                x = np.maximum(x, 0)
        return x, went

    def layers(self, x: Floats) -> list[Floats]:
        """What each layer gives for x (N, D), the last being probabilities (N, C)."""
        logits, went = self.forward(x)
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        return [*went[1:], e / e.sum(axis=1, keepdims=True)]

    def step(self, x: Floats, y: Ints, lr: float) -> Plain:
        """The network after one step of the backward pass on x (N, D) and y (N,)."""
        *hidden, p = self.layers(x)
        inputs, new = [x, *hidden], dict(self.params)
        dz = (p - np.eye(p.shape[1])[y]) / len(x)
        for i in range(self.depth, 0, -1):
            w, b, a = f"w{i}", f"b{i}", inputs[i - 1]
            new[w] = self.params[w] - lr * a.T @ dz
            if self.biases:
                new[b] = self.params[b] - lr * dz.sum(axis=0)
            dz = dz @ self.back.get(w, self.params[w]).T
            dz = dz if self.passes else dz * (a > 0)
        return replace(self, params=new)


def bundled() -> Plain:
    """The network that comes with the course."""
    with np.load(FILE) as kept:
        return Plain({name: kept[name].astype(np.float64) for name in kept.files})


def in_columns() -> list[tuple[Floats, Floats]]:
    """Its layers as books with samples in columns write them: W (M, D) and b (M, 1)."""
    net = bundled()
    layers = range(1, net.depth + 1)
    return [(net.params[f"w{i}"].T, net.params[f"b{i}"].reshape(-1, 1)) for i in layers]


def broken(params: Mapping[str, Any], how: str) -> Plain:
    """The network with these params and a part broken, one of `BREAKS`; always in the same way."""
    rng = np.random.default_rng(0)
    own = {name: np.asarray(value, dtype=float) for name, value in params.items()}
    if how == NO_BIASES:
        bare = {name: v if name.startswith("w") else np.zeros_like(v) for name, v in own.items()}
        return Plain(bare, biases=False)
    weights = {name: v for name, v in own.items() if name.startswith("w")}
    if how == RANDOM:
        back = {name: v.std() * rng.normal(size=v.shape) for name, v in weights.items()}
        return Plain(own, back=back)
    if how == SHUFFLED:
        # The same numbers, at other places.
        mixed = {name: rng.permutation(v.ravel()).reshape(v.shape) for name, v in weights.items()}
        return Plain(own | mixed)
    return Plain(own, passes=how == NO_RELU)
