"""Backward passes with a fault, and how well a network learns with each; for chapter 5's end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import data
from course.check.one_row import Floats, unflat


def forged(backward: Any, relu: Any) -> dict[str, Callable[[Floats, Any], Any]]:
    """`mlp_backward` and three forgeries of it, by name, for a network of 64, 32 and 10.

    backward : (dlogits, caches) -> (grads, dx)
    relu     : the activation of the hidden layer, which the caches name
    """
    noise = np.random.default_rng(1).normal(size=(32, 10))

    def without_biases(dlogits: Floats, caches: Any) -> Any:
        grads, dx = backward(dlogits, caches)
        return [(dw, 0 * db) for dw, db in grads], dx

    def passing_all(dlogits: Floats, caches: Any) -> Any:
        (affine, a, _), last = caches
        return backward(dlogits, [(affine, 1 + a, relu), last])

    def random_matrix(dlogits: Floats, caches: Any) -> Any:
        hidden, ((a, _), *none) = caches
        return backward(dlogits, [hidden, ((a, noise), *none)])

    return {
        "yours": backward,
        "no bias gradients": without_biases,
        "ReLU passes all": passing_all,
        "random matrix": random_matrix,
    }


def forgeries(
    loss: Callable[..., float],
    read: Callable[..., ArrayLike],
    gradients: Mapping[str, Callable[..., Floats]],
    measure: Callable[..., ArrayLike],
    error: Callable[..., float],
) -> tuple[Floats, list[Floats], list[str]]:
    """Let a network of 64, 32 and 10 learn digits with each gradient, and check each gradient.

    loss      : (params, x, y) -> number
    read      : (params, x) -> (N,) classes
    gradients : by name; (params, x, y) -> (P,) slopes
    measure   : (f, v) -> (P,) slopes by nudging
    error     : (a, n) -> relative error of a gradient

    Returns the measured slopes at the start, those of each gradient, and a title for each: what
    `plots.agreement` draws.
    """
    dims, rng = [64, 32, 10], np.random.default_rng(0)
    scale = np.repeat([(2 / 64) ** 0.5, 0, (2 / 32) ** 0.5, 0], [2048, 32, 320, 10])
    start = scale * rng.normal(size=scale.size)
    x, y, x_new, y_new = data.validation()  # the test digits wait for chapter 6
    few = x[:20], y[:20]
    measured = np.asarray(measure(lambda v: loss(unflat(v, dims), *few), start))
    found, titles = [], []
    for name, gradient in gradients.items():
        found.append(gradient(unflat(start, dims), *few))
        end = _descend(lambda v, *b, g=gradient: g(unflat(v, dims), *b), start, x, y)
        right = int((np.asarray(read(unflat(end, dims), x_new)) == y_new).sum())
        off = f"error {_rough(error(found[-1], measured))}"
        titles.append(f"{name}\n{right} of {len(y_new)} right\n{off}")
    return measured, found, titles


def _rough(error: float) -> str:
    """An error by its first digit: 2, or as a power of ten where it is small."""
    return f"{error:.0f}" if 1 <= error < 10 else f"{error:.0e}"


def _descend(
    slope: Callable[..., Floats], v: Floats, x: Floats, y: NDArray[np.int64], times: int = 30
) -> Floats:
    """Go down along the slope at 45 batches, so many times over."""
    for batch in times * np.array_split(np.arange(len(x)), 45):
        v = v - 0.1 * slope(v, x[batch], y[batch])
    return v
