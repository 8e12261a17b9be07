"""Chapter 4: how wrong an answer is, and how hard a loss pushes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from course.plots.picture import BLUE, GREY, Picture

Floats = NDArray[np.float64]


def shares(
    guesses: Mapping[str, ArrayLike],
    names: Sequence[str],
    truth: str = "",
    ylabel: str = "probability",
) -> Picture:
    """Bars for each of several guesses, side by side; the true class is filled.

    guesses : title -> (C,) one number for each class
    names   : C names of the classes
    truth   : the name of the true class, if it is known
    """
    figure, panels = _row(len(guesses), 2.6, 2.7)
    words = []
    for ax, (title, values) in zip(panels, guesses.items(), strict=True):
        heights = np.asarray(values, float)
        bars = ax.bar(range(len(names)), heights, color="white", edgecolor=GREY, linewidth=2)
        for bar, name in zip(bars, names, strict=True):
            if name == truth:
                bar.set(facecolor=BLUE, edgecolor=BLUE)
        ax.bar_label(bars, fmt="%.2f", padding=2, fontsize=9)
        ax.set_xticks(range(len(names)), names)
        ax.margins(y=0.15)
        ax.set_title(title)
        told = ", ".join(f"{n} {v:.2f}" for n, v in zip(names, heights, strict=True))
        words.append(f"{title}: {told}.")
    panels[0].set_ylabel(ylabel)
    known = f" The true class is {truth}." if truth else ""
    return Picture(figure, f"Bars of {ylabel}. {' '.join(words)}{known}")


def _row(n: int, width: float, height: float) -> tuple[Figure, list[Axes]]:
    """A figure of n panels in a row, each of that size in inches."""
    figure = Figure(figsize=(width * max(n, 1), height), layout="constrained")
    return figure, list(figure.subplots(1, max(n, 1), squeeze=False)[0])
