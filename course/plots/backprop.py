"""Chapter 5: slopes by nudging, and how well two gradients agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from course.plots.picture import BLUE, GREY, ORANGE, Picture, axes

Floats = NDArray[np.float64]


def nudges(f: Callable[[float], float], at: float, h: float) -> Picture:
    """A curve, and the two lines that a nudge up and a nudge both ways draw through it.

    f  : number -> number
    at : where the slope is wanted
    h  : size of the nudge
    """
    figure, ax = axes(6, 3.8)
    ticks = np.linspace(at - 2 * h, at + 2 * h, 101)
    ax.plot(ticks, [f(t) for t in ticks], color=GREY, lw=3, label="the loss")
    up = _chord(ax, f, (at, at + h), ORANGE, "o--", "up only")
    both = _chord(ax, f, (at - h, at + h), BLUE, "s-", "both ways")
    ax.plot(at, f(at), "o", ms=11, mfc="white", mec=GREY, mew=2, label="here")
    ax.set(xlabel="weight", ylabel="loss", title=f"nudges of {h:g}")
    ax.legend()
    return Picture(
        figure,
        f"A curve and two lines through it around {at:g}. Nudged up by {h:g} the line "
        f"rises by {up:.4g} per unit, nudged both ways by {both:.4g}.",
    )


def _chord(
    ax: Axes,
    f: Callable[[float], float],
    ends: tuple[float, float],
    colour: str,
    style: str,
    word: str,
) -> float:
    """Draw the line through two points of the curve and return its slope."""
    left, right = ends
    rise = (f(right) - f(left)) / (right - left) if right != left else float("nan")
    ax.plot(ends, [f(left), f(right)], style, color=colour, lw=2, label=f"{word}: {rise:.4g}")
    return float(rise)


def agreement(
    numeric: ArrayLike, analytic: Sequence[ArrayLike], titles: Sequence[str], alt: str = ""
) -> Picture:
    """Measured slopes against calculated ones: right ones lie on the diagonal.

    numeric  : (P,) one slope for each parameter
    analytic : one (P,) for each panel
    titles   : one for each panel
    """
    numeric = np.asarray(numeric, float).ravel()
    panels = [np.asarray(a, float).ravel() for a in analytic]
    figure = Figure(figsize=(2.7 * max(len(panels), 1), 3.2), layout="constrained")
    counts = []
    for i, (a, title) in enumerate(zip(panels, titles, strict=True)):
        ax = figure.add_subplot(1, len(panels), i + 1)
        counts.append(_compare(ax, numeric, a))
        ax.set(title=title, xlabel="measured", ylabel="calculated" if i == 0 else "")
        ax.title.set_fontsize(10)
    words = "; ".join(
        f"{' '.join(t.split())}: {n} of {numeric.size} slopes off the diagonal"
        for t, n in zip(titles, counts, strict=True)
    )
    return Picture(figure, f"{alt} Measured against calculated slopes. {words}.".strip())


def _compare(ax: Axes, numeric: Floats, analytic: Floats) -> int:
    """One panel; returns how many slopes lie visibly off the diagonal."""
    size = float(np.abs(numeric[np.isfinite(numeric)]).max(initial=0.0)) or 1.0
    off = ~(np.abs(analytic - numeric) <= 1e-3 * size)
    ax.axline((0, 0), slope=1, color=GREY, lw=1)
    ax.plot(numeric[~off], analytic[~off], "o", ms=3, color=BLUE)
    ax.plot(numeric[off], analytic[off], "x", ms=5, color=ORANGE)
    ax.set(xlim=(-1.1 * size, 1.1 * size), ylim=(-1.1 * size, 1.1 * size), xticks=[0], yticks=[0])
    return int(off.sum())
