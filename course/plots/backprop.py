"""Chapter 5: slopes by nudging, gradients on a small graph, and how well two gradients agree."""

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


def step_sizes(slope: Callable[..., ArrayLike]) -> Picture:
    """The error of the slope of exp(x) sin(x) at 1.3, against the size of the nudge.

    slope : function of (f, x, h), such as the reader's central difference
    """
    at, h = np.array([1.3]), 10.0 ** -np.arange(1.0, 14.0)
    exact = np.exp(1.3) * (np.sin(1.3) + np.cos(1.3))
    forward = np.array([abs((_wave(at + k) - _wave(at)) / k - exact) for k in h])
    both = np.array([abs(np.ravel(slope(_wave, at.copy(), float(k)))[0] - exact) for k in h])
    figure, ax = axes(6.4, 4)
    ax.plot(h, _drawable(forward), "o--", color=ORANGE, lw=2, label="up only")
    ax.plot(h, _drawable(both), "s-", color=BLUE, lw=2, label="both ways (yours)")
    ax.set(xscale="log", yscale="log", xlabel="nudge h", ylabel="error of the slope")
    ax.legend()
    return Picture(
        figure,
        "Error of a measured slope against the nudge. "
        f"Up only: {_best(h, forward)}. Both ways: {_best(h, both)}.",
    )


def _wave(x: Floats) -> float:
    return float((np.exp(x) * np.sin(x)).sum())


def _drawable(a: Floats) -> Floats:
    """The errors as a logarithmic axis can show them: 0 becomes tiny, and no error too large."""
    return np.clip(a, 1e-17, 1e17)


def _best(h: Floats, error: Floats) -> str:
    if not np.isfinite(error).any():
        return "no value"
    i = int(np.nanargmin(error))
    return f"smallest at h = {h[i]:.0e} with {error[i]:.0e}"


def xyz_graph(x: float, y: float, z: float, grads: Sequence[float] | None = None) -> Picture:
    """The graph of f = (x + y) z: values above the lines, gradients below them.

    x, y, z : numbers
    grads   : the gradients of f with respect to x, y and z; without them, question marks
    """
    total = x + y
    figure, ax = axes(7.2, 3.2)
    ax.set_axis_off()
    ax.set(xlim=(-0.6, 8.2), ylim=(-0.2, 3.9))
    shown = ["?"] * 3 if grads is None else [f"{float(g):g}" for g in grads]
    for tail, head in (((0, 3.4), (3, 2.5)), ((0, 1.6), (3, 2.5)), ((0, 0.4), (6, 1.5))):
        _arrow(ax, tail, head)
    _arrow(ax, (3, 2.5), (6, 1.5))
    _arrow(ax, (6, 1.5), (8.1, 1.5))
    _gate(ax, 3, 2.5, "+")
    _gate(ax, 6, 1.5, "×")
    _wire(ax, 0.7, 3.2, f"x = {x:g}", shown[0])
    _wire(ax, 0.7, 1.8, f"y = {y:g}", shown[1])
    _wire(ax, 0.7, 0.5, f"z = {z:g}", shown[2])
    _wire(ax, 4.6, 2.0, f"x + y = {total:g}", "?" if grads is None else f"{z:g}")
    _wire(ax, 7.2, 1.5, f"f = {total * z:g}", "1")
    last = "not yet known" if grads is None else ", ".join(shown)
    return Picture(
        figure,
        f"A graph: x = {x:g} and y = {y:g} meet in a plus, its result {total:g} meets z = {z:g} "
        f"in a times, giving f = {total * z:g}. Gradients of x, y, z: {last}.",
    )


def _arrow(ax: Axes, tail: tuple[float, float], head: tuple[float, float]) -> None:
    style = {"arrowstyle": "->", "lw": 1.5, "color": GREY, "shrinkA": 2, "shrinkB": 14}
    ax.annotate("", head, tail, arrowprops=style)


def _gate(ax: Axes, x: float, y: float, sign: str) -> None:
    box = {"boxstyle": "circle,pad=0.35", "fc": "white", "ec": GREY, "lw": 2}
    ax.text(x, y, sign, ha="center", va="center", fontsize=15, bbox=box)


def _wire(ax: Axes, x: float, y: float, value: str, gradient: str) -> None:
    """Value above, gradient below in brackets: position tells them apart, not only colour."""
    plate = {"fc": "white", "ec": "none", "pad": 1}
    ax.text(x, y + 0.06, value, ha="center", va="bottom", color=BLUE, fontsize=12, bbox=plate)
    ax.text(
        x, y - 0.06, f"[{gradient}]", ha="center", va="top", color=ORANGE, fontsize=12, bbox=plate
    )


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
