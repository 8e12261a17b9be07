"""Trains the network that chapter 1 shows, and writes it to course/plots/first_network.npz.

python docs/first_network.py    gives the same file again, up to the last digits of a processor

It is what a reader has by chapter 6: 64 pixels, 32 ReLU units, 10 classes; weights drawn with a
variance of 2 / D, mini-batches of 16, plain steps of 0.2 for 40 epochs, cross-entropy.
"""

from __future__ import annotations

import numpy as np

from course import data
from course.plots import first_network

SEED, UNITS, EPOCHS, BATCH, LR = 0, 32, 40, 16, 0.2
SHOWN = 198  # the held-out digit that the picture shows, by its place: a 3 that might be a 9


def trained(x: np.ndarray, y: np.ndarray) -> dict[str, np.ndarray]:
    """The weights of a network that was trained on x (N, D) and y (N,)."""
    rng = np.random.default_rng(SEED)
    d, c = x.shape[1], y.max() + 1
    w1, b1 = rng.normal(scale=np.sqrt(2 / d), size=(d, UNITS)), np.zeros(UNITS)
    w2, b2 = rng.normal(scale=np.sqrt(2 / UNITS), size=(UNITS, c)), np.zeros(c)
    for _ in range(EPOCHS):
        for rows in np.array_split(rng.permutation(len(x)), len(x) // BATCH):
            a1 = np.maximum(x[rows] @ w1 + b1, 0)
            z2 = a1 @ w2 + b2
            p = np.exp(z2 - z2.max(axis=1, keepdims=True))
            dz2 = (p / p.sum(axis=1, keepdims=True) - np.eye(c)[y[rows]]) / len(rows)
            dz1 = (dz2 @ w2.T) * (a1 > 0)
            for param, slope in (
                (w2, a1.T @ dz2),
                (b2, dz2.sum(axis=0)),
                (w1, x[rows].T @ dz1),
                (b1, dz1.sum(axis=0)),
            ):
                param -= LR * slope
    return {"w1": w1, "b1": b1, "w2": w2, "b2": b2}


def main() -> None:
    """Train, and write the network with one digit that it never saw."""
    x_train, y_train, x_test, y_test = data.digits()
    network = trained(x_train, y_train) | {"digit": x_test[SHOWN]}
    np.savez_compressed(
        first_network.FILE, **{name: a.astype(np.float32) for name, a in network.items()}
    )
    read = first_network.read(x_test, network)[1].argmax(axis=1)
    print(f"{first_network.FILE.name}: {np.mean(read == y_test):.1%} of {len(y_test)} digits read")
    print(f"the digit shown is a {y_test[SHOWN]}, read as {read[SHOWN]}")


if __name__ == "__main__":
    main()
