"""Chapter 6: how a network learns, what it learned, and what it still gets wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from course.plots.picture import BLUE, GREY, ORANGE, Picture

Floats = NDArray[np.float64]

STYLES = ((BLUE, "-", "o"), (ORANGE, "--", "s"), (GREY, ":", "^"))


def descent(loss: Callable[[Floats], Any], paths: Mapping[str, Sequence[float]]) -> Picture:
    """A loss with one weight, and beside it how the loss changes along some paths.

    loss  : function of an array of weights
    paths : up to three; label -> the weight at each step
    """
    figure, (left, right) = _row(2, 4.2, 3.2)
    span = np.linspace(-4, 4, 201)
    left.plot(span, loss(span), color="black", lw=1)
    words = []
    for (label, path), (colour, line, marker) in zip(paths.items(), STYLES, strict=False):
        weights = np.asarray(path, float)
        losses = np.asarray(loss(weights), float)
        style: dict[str, Any] = {"color": colour, "ls": line, "marker": marker, "ms": 4, "lw": 1.5}
        left.plot(weights[:6], losses[:6], **style)
        right.plot(losses, **style, label=label)
        words.append(f"{label}: {losses[0]:.3g} to {losses[-1]:.3g}")
    left.set(xlim=(-4, 4), ylim=(0, 16), xlabel="weight", ylabel="loss", title="five steps")
    right.set(yscale="log", xlabel="step", ylabel="loss", title="all steps")
    right.legend(frameon=False)
    return Picture(figure, f"The loss on the way downhill, after all steps. {'; '.join(words)}.")


def _row(n: int, width: float, height: float) -> tuple[Figure, list[Axes]]:
    """A figure of n panels in a row, each of that size in inches."""
    figure = Figure(figsize=(width * max(n, 1), height), layout="constrained")
    return figure, list(figure.subplots(1, max(n, 1), squeeze=False)[0])
