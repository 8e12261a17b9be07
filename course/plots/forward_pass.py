"""Chapter 3: a layer as a product, a network by its sizes, and what flows through it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from course.plots.picture import BLUE, GREY, ORANGE, Picture, axes

Floats = NDArray[np.float64]


def affine(
    x: ArrayLike,
    w: ArrayLike,
    b: ArrayLike,
    out: ArrayLike,
    samples: Sequence[str],
    inputs: Sequence[str],
    units: Sequence[str],
) -> Picture:
    """The four arrays of a layer side by side, as tables of their numbers.

    x, w, b, out : (N, D), (D, M), (M,), (N, M)
    samples      : N names
    inputs       : D names
    units        : M names
    """
    tables = {
        "x": np.asarray(x, float),
        "w": np.asarray(w, float),
        "b": np.asarray(b, float),
        "out": np.asarray(out, float),
    }
    names = {"x": (samples, inputs), "w": (inputs, units), "b": ([""], units)}
    names["out"] = (samples, units)
    height = max(len(samples), len(inputs))
    left = 0.0
    figure, ax = axes(9.5, 0.55 * height + 1.5)
    for (name, values), sign in zip(tables.items(), ("·", "+", "=", ""), strict=True):
        left = _table(ax, left, name, values, *names[name])
        ax.text(left + 0.2, 0, sign, fontsize=16, ha="center", va="center")
        left += 1.6
    ax.set(xlim=(-1.3, left - 1.2), ylim=(-height / 2 - 1.3, height / 2 + 1.1))
    ax.set_axis_off()
    shapes = ", ".join(f"{name} {values.shape}" for name, values in tables.items())
    rows = "; ".join(
        f"{sample}: " + ", ".join(f"{u} {v:.1f}" for u, v in zip(units, row, strict=True))
        for sample, row in zip(samples, tables["out"], strict=True)
    )
    return Picture(figure, f"A layer as arrays: {shapes}. Its output for {rows}.")


def _table(
    ax: Axes, left: float, name: str, values: Floats, rows: Sequence[str], columns: Sequence[str]
) -> float:
    """Draw one table in the middle of the height; gives its right edge."""
    cells = np.atleast_2d(values)
    top = len(cells) / 2
    for (i, j), value in np.ndenumerate(cells):
        colour = BLUE if value > 0 else ORANGE if value < 0 else GREY
        ax.add_patch(Rectangle((left + j, top - i - 1), 1, 1, fc=colour, alpha=0.15, ec="none"))
        ax.text(left + j + 0.5, top - i - 0.5, f"{value:.1f}", ha="center", va="center")
    for i, row in enumerate(rows):
        ax.text(left - 0.1, top - i - 0.5, row, ha="right", va="center", fontsize=8, color=GREY)
    for j, column in enumerate(columns):
        x = left + j + 0.5
        ax.text(x, top + 0.1, column, ha="center", fontsize=8, color=GREY)
    right = float(left + cells.shape[1])
    ax.text((left + right) / 2, -top - 0.6, f"{name} {values.shape}", ha="center", fontsize=11)
    return right
