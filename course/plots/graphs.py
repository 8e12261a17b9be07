"""Chapter 5: a neuron as a graph of gates."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyBboxPatch
from numpy.typing import ArrayLike, NDArray

from course.colours import GRADIENT, INK, LINE, PAPER
from course.numerals import known
from course.plots.picture import Picture, axes

Floats = NDArray[np.float64]
Place = tuple[float, float]

GATE, BOX = 0.36, (1.5, 0.56)  # a gate's radius; a box's width and height
COPIED, COPY = 1.3, 0.12  # from a shared number to its copy gate, and the gate's radius
APART = 3.3  # of two samples, from the middle


def neuron_graph(x: ArrayLike, w: ArrayLike, b: float, upstream: ArrayLike) -> Picture:
    """A neuron of two inputs, a = sigmoid(x w + b), as gates: values forward, slopes backward.

    x        : (1, 2) or (2, 2), one sample in each row; two share the weights by copies
    w, b     : (2,) and a number
    upstream : one number for each sample, the slope of the loss along its a
    """
    x, w, upstream = (np.asarray(v, float) for v in (x, w, upstream))
    z = x @ w + b
    a = 1 / (1 + np.exp(-z))
    dz = upstream * a * (1 - a)
    several = len(x) > 1
    figure, ax = axes(9.6, 6.6 if several else 4.2)
    at = _shared(several)
    for name, place, value, slope in (
        ("$w_1$", at["w1"], w[0], dz @ x[:, 0]),
        ("$w_2$", at["w2"], w[1], dz @ x[:, 1]),
        ("$b$", at["b"], b, dz.sum()),
    ):
        _box(ax, place, f"{name} = {known(value, 3)}", float(slope))
        if several:
            gate = _copy(place)
            _wire(ax, place, gate)
            ax.add_patch(Circle(gate, COPY, fc=INK, ec=INK, zorder=3))
    if several:
        ax.text(COPIED, at["w1"][1] + 0.3, "copy", fontsize=10, color=INK, ha="center")
    for k, middle in enumerate((APART, -APART) if several else (0.0,)):
        _sample(ax, at, middle, several, (x[k], w, z[k], a[k], dz[k], upstream[k]))
    right, high = (13.1, 5.5) if several else (10.1, 2.5)
    ax.set(xlim=(-1.0, right), ylim=(-high - 0.2, high), aspect="equal")
    ax.set_axis_off()
    samples = "; ".join(
        f"sample {k + 1} has x {known(one[0], 3)} and {known(one[1], 3)}, z {known(z[k], 3)}, "
        f"a {known(a[k], 3)}; back come {known(upstream[k], 3)} to a and {known(dz[k], 3)} to z, "
        f"so {known(dz[k] * one[0], 3)} to w1, {known(dz[k] * one[1], 3)} to w2, "
        f"{known(dz[k] * w[0], 3)} to x1, {known(dz[k] * w[1], 3)} to x2"
        for k, one in enumerate(x)
    )
    added = (
        " Black dots are copy gates, which add up what comes back: "
        f"{known(float(dz @ x[:, 0]), 3)} for w1, "
        f"{known(float(dz @ x[:, 1]), 3)} for w2, {known(float(dz.sum()), 3)} for b."
    )
    return Picture(
        figure,
        f"A neuron as a graph of gates, with the weights {known(w[0], 3)} and {known(w[1], 3)} "
        f"and the bias {known(b, 3)}: {samples}.{added if several else ''}",
    )


def _shared(several: bool) -> dict[str, Place]:
    """Where the weights and the bias stand: beside their sample, or between two."""
    if several:
        return {"w1": (0.0, 2.2), "w2": (0.0, -0.9), "b": (0.0, -2.7)}
    return {"w1": (0.0, 0.85), "w2": (0.0, -1.05), "b": (2.7, -2.1)}


def _copy(place: Place) -> Place:
    """Where a shared number is copied for the samples."""
    return place[0] + COPIED, place[1]


def _sample(
    ax: Axes,
    shared: dict[str, Place],
    middle: float,
    several: bool,
    numbers: tuple[Floats, Floats, float, float, float, float],
) -> None:
    """One sample's way through its own gates."""
    x, w, z, a, dz, upstream = numbers
    starts = {name: _copy(at) if several else at for name, at in shared.items()}
    begin = 5.6 if several else 2.7
    rows = (middle + 1.5, middle - 0.6) if several else (middle + 1.25, middle - 0.75)
    plus, sigma, end = ((begin + d, middle) for d in (2.6, 4.5, 6.6))
    aside, up = (1.75, 0.0) if several else (begin, 0.6)
    times, inputs = [(begin, y) for y in rows], [(begin - aside, y + up) for y in rows]
    for i, (place, gate, name) in enumerate(zip(inputs, times, ("w1", "w2"), strict=True)):
        _wire(ax, place, gate)
        _wire(ax, starts[name], gate, f"[{known(dz * x[i], 3)}]" if several else "")
        _wire(ax, gate, plus)
        _box(ax, place, f"$x_{i + 1}$ = {known(x[i], 3)}", float(dz * w[i]), above=several)
        _gate(ax, gate, "×", x[i] * w[i], dz)
    _wire(ax, starts["b"], plus, f"[{known(dz, 3)}]" if several else "", share=0.13)
    _wire(ax, plus, sigma)
    _wire(ax, sigma, end)
    _gate(ax, plus, "+", z, dz)
    _gate(ax, sigma, "σ", None, None)
    _box(ax, end, f"$a$ = {known(a, 3)}", float(upstream))


def _wire(ax: Axes, start: Place, end: Place, slope: str = "", share: float = 0.2) -> None:
    """A line under the nodes, and on it, after a share, the slope that comes back on this copy."""
    ax.plot(*zip(start, end, strict=True), color=LINE, lw=1.4, zorder=1)
    if slope:
        x, y = (s + share * (e - s) for s, e in zip(start, end, strict=True))
        behind = {"fc": PAPER, "ec": "none", "pad": 1.2}
        ax.text(
            x, y, slope, color=GRADIENT, fontsize=10, ha="center", va="center", bbox=behind
        )  # fmt: skip


def _box(ax: Axes, place: Place, words: str, slope: float, above: bool = False) -> None:
    """A number that goes in or comes out, and beside it the slope of the loss along it."""
    (x, y), (width, height) = place, BOX
    box = FancyBboxPatch(
        (x - width / 2, y - height / 2), width, height,
        boxstyle="round,pad=0,rounding_size=0.12", fc=PAPER, ec=INK, lw=1.2, zorder=3,
    )  # fmt: skip
    ax.add_patch(box)
    ax.text(x, y, words, color=INK, fontsize=11, ha="center", va="center", zorder=4)
    _slope(ax, (x, y + (1 if above else -1) * (height / 2 + 0.2)), slope)


def _gate(ax: Axes, place: Place, sign: str, out: float | None, slope: float | None) -> None:
    """A gate; above it what it gives, below it the slope that it receives."""
    ax.add_patch(Circle(place, GATE, fc=PAPER, ec=INK, lw=1.4, zorder=3))
    ax.text(*place, sign, fontsize=15, color=INK, ha="center", va="center", zorder=4)
    if out is not None and slope is not None:
        x, y = place
        behind = {"fc": PAPER, "ec": "none", "pad": 0.6}
        ax.text(
            x + 0.1, y + GATE + 0.2, known(out, 3), color=INK, fontsize=11, ha="center",
            va="center", bbox=behind, zorder=2,
        )  # fmt: skip
        _slope(ax, (x + 0.1, y - GATE - 0.2), slope)


def _slope(ax: Axes, place: Place, slope: float) -> None:
    behind = {"fc": PAPER, "ec": "none", "pad": 0.6}
    words = f"[{known(slope, 3)}]"
    ax.text(
        *place, words, color=GRADIENT, fontsize=11, weight="bold", ha="center", va="center",
        bbox=behind, zorder=5,
    )  # fmt: skip
