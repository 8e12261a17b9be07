"""Chapter 3: what a network reads in images of digits, logit by logit."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from course.colours import INK, LINE, ONE
from course.numerals import number
from course.plots.picture import Picture

Floats = NDArray[np.float64]


def readings(x: ArrayLike, logits: ArrayLike) -> Picture:
    """Images side by side, and under each its logits, the largest in another colour.

    x      : (N, side * side) brightness
    logits : (N, C)
    """
    images, rows = np.asarray(x, float), np.nan_to_num(np.asarray(logits, float))
    side = round(images.shape[1] ** 0.5)
    figure = Figure(figsize=(1.9 * len(images), 3.4), layout="constrained")
    panels = figure.subplots(2, len(images), sharey="row", squeeze=False, height_ratios=[1, 1.1])
    words = []
    for image, row, above, below in zip(images, rows, *panels, strict=True):
        above.imshow(image.reshape(side, side), cmap="Greys", vmin=0, vmax=1)
        above.set_axis_off()
        best = np.argsort(row)[::-1][:2]
        _logits(below, row, int(best[0]))
        words.append(" before ".join(f"{k} with {number(row[k], 2)}" for k in best))
    panels[1][0].set_ylabel("logit")
    told = "; ".join(words)
    return Picture(figure, f"Images of digits, and the largest two logits of each: {told}.")


def _logits(ax: Axes, row: Floats, read: int) -> None:
    """A bar for each logit."""
    places = np.arange(len(row))
    ax.bar(places, row, color=[ONE if place == read else LINE for place in places])
    ax.axhline(0, color=INK, lw=0.6)
    ax.set_xticks(places)
    ax.tick_params(labelsize=7, length=2)
    ax.set_title(f"reads {read}", fontsize=10)
