"""Chapter 5: a neuron as a graph of gates, and how much work paths and one backward pass are."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyBboxPatch
from numpy.typing import ArrayLike, NDArray

from course.colours import GRADIENT, INK, LINE, ONE, PAPER
from course.numerals import known
from course.plots.picture import Picture, axes

Floats = NDArray[np.float64]
Place = tuple[float, float]

GATE, BOX = 0.36, (1.5, 0.56)  # a gate's radius; a box's width and height
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
        f" The copies add up: {known(float(dz @ x[:, 0]), 3)} for w1, "
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
        return {"w1": (0.0, 1.6), "w2": (0.0, 0.0), "b": (0.0, -1.6)}
    return {"w1": (0.0, 0.85), "w2": (0.0, -1.05), "b": (2.7, -2.1)}


def _sample(
    ax: Axes,
    shared: dict[str, Place],
    middle: float,
    several: bool,
    numbers: tuple[Floats, Floats, float, float, float, float],
) -> None:
    """One sample's way through its own gates."""
    x, w, z, a, dz, upstream = numbers
    begin = 5.6 if several else 2.7
    rows = (middle + 1.5, middle - 0.6) if several else (middle + 1.25, middle - 0.75)
    plus, sigma, end = ((begin + d, middle) for d in (2.6, 4.5, 6.6))
    aside, up = (1.75, 0.0) if several else (begin, 0.6)
    times, inputs = [(begin, y) for y in rows], [(begin - aside, y + up) for y in rows]
    for i, (place, gate, name) in enumerate(zip(inputs, times, ("w1", "w2"), strict=True)):
        _wire(ax, place, gate)
        _wire(ax, shared[name], gate, f"[{known(dz * x[i], 3)}]" if several else "")
        _wire(ax, gate, plus)
        _box(ax, place, f"$x_{i + 1}$ = {known(x[i], 3)}", float(dz * w[i]), above=several)
        _gate(ax, gate, "×", x[i] * w[i], dz)
    _wire(ax, shared["b"], plus, f"[{known(dz, 3)}]" if several else "")
    _wire(ax, plus, sigma)
    _wire(ax, sigma, end)
    _gate(ax, plus, "+", z, dz)
    _gate(ax, sigma, "σ", None, None)
    _box(ax, end, f"$a$ = {known(a, 3)}", float(upstream))


def _wire(ax: Axes, start: Place, end: Place, slope: str = "") -> None:
    """A line under the nodes, and on it the slope that comes back along this copy."""
    ax.plot(*zip(start, end, strict=True), color=LINE, lw=1.4, zorder=1)
    if slope:
        share = 0.35
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


def multiplications(networks: Sequence[Sequence[int]]) -> Picture:
    """What the slopes of all weights cost, path by path and in one backward pass, for one sample.

    networks : for each its numbers of inputs, hidden units layer by layer, and outputs
    """
    names = ["-".join(map(str, dims)) for dims in networks]
    rows = [(_by_paths(dims), _by_pass(dims)) for dims in networks]
    figure, ax = axes(8.4, 0.9 + 0.95 * len(rows))
    for i, (paths, once) in enumerate(rows):
        times = f", {float(f'{paths / once:.1e}'):,.0f} times as many"
        bars = ((0.2, paths, times, LINE), (-0.2, once, "", ONE))
        for offset, count, more, colour in bars:
            y = -i + offset
            ax.barh(y, float(count), 0.36, color=colour)  # too large for 32 bits
            ax.text(count * 1.3, y, f"{count:,}{more}", color=INK, fontsize=10, va="center")
    ax.barh(0, 0, color=LINE, label="each weight along all its paths")
    ax.barh(0, 0, color=ONE, label="one backward pass")
    low, top = min(once for _, once in rows) / 10, max(paths for paths, _ in rows)
    ax.set(xscale="log", xlim=(low, 1e5 * top), yticks=-np.arange(len(rows)), yticklabels=names)
    ax.set(xlabel="multiplications for one sample", ylim=(0.6 - len(rows), 0.6))
    ax.legend(loc="upper right", fontsize=9)
    told = "; ".join(
        f"{name}: {paths:,} along all paths, {once:,} in one backward pass"
        for name, (paths, once) in zip(names, rows, strict=True)
    )
    return Picture(figure, f"Multiplications for the slopes of all weights. {told}.")


def _by_paths(dims: Sequence[int]) -> int:
    """Each path from a logit down to a weight: w and g' in each layer passed, then the input."""
    last = len(dims) - 1
    return sum(
        dims[k] * dims[k + 1] * prod(dims[k + 2 :]) * (2 * (last - k - 1) + 1) for k in range(last)
    )


def _by_pass(dims: Sequence[int]) -> int:
    """dw in each layer, dx in each but the first, and g' in each hidden unit."""
    sizes = [a * b for a, b in zip(dims, dims[1:], strict=False)]
    return sum(sizes) + sum(sizes[1:]) + sum(dims[1:-1])
