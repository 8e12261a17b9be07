"""Chapter 1's glimpse of the end: a trained network of 64-32-10 that reads one digit.

`first_network.npz` holds it, float32: w1 (64, 32), b1 (32,), w2 (32, 10), b2 (10,), and with
digit (64,) the pixels of one digit that it never saw in training. It was trained on the digits of
`course.data` by docs/first_network.py, which makes the file again.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from course.colours import LINE, ONE, PAPER
from course.plots.picture import FAINT, RISING, Picture, axes

FILE = Path(__file__).with_name("first_network.npz")
PIXEL = 0.6  # of a unit of the axes
HIDDEN_X, OUTPUT_X = 8.0, 11.9
TOP = 4.2  # half the height of the columns of neurons

Floats = NDArray[np.float64]


def network() -> dict[str, Floats]:
    """The network and its digit: w1 (64, 32), b1 (32,), w2 (32, 10), b2 (10,), digit (64,)."""
    with np.load(FILE) as kept:
        return {name: kept[name].astype(np.float64) for name in kept.files}


def read(x: ArrayLike, net: Mapping[str, Floats] | None = None) -> tuple[Floats, Floats]:
    """What a network makes of images x (N, 64): hidden outputs (N, 32), shares (N, 10).

    net : as `network` gives it, which is taken if none is given
    """
    net = net or network()
    a1 = np.maximum(np.asarray(x, float) @ net["w1"] + net["b1"], 0.0)
    z2 = a1 @ net["w2"] + net["b2"]
    e = np.exp(z2 - z2.max(axis=1, keepdims=True))
    return a1, e / e.sum(axis=1, keepdims=True)


def glimpse(digit: ArrayLike | None = None) -> Picture:
    """The network at work on one digit.

    digit : (64,) brightness in 0 .. 1, row by row; the one that comes with the network if not given
    """
    net = network()
    pixels = net["digit"] if digit is None else np.asarray(digit, float)
    a1, shares = (part[0] for part in read(pixels[None]))
    figure, ax = axes(9.2, 4.7)
    ax.set_axis_off()
    ax.set(xlim=(-0.2, 16.6), ylim=(-5.3, 4.75), aspect="equal")
    at = _places(pixels)
    hidden = np.stack([np.full(len(a1), HIDDEN_X), np.linspace(TOP, -TOP, len(a1))], axis=1)
    output = np.stack([np.full(10, OUTPUT_X), np.linspace(TOP - 0.2, 0.2 - TOP, 10)], axis=1)
    _edges(ax, at, hidden, pixels[:, None] * net["w1"], most=0.3)
    _edges(ax, hidden, output, a1[:, None] * net["w2"], most=0.5)
    _pixels(ax, at, pixels)
    shade = a1 / max(float(a1.max()), 1e-9)
    ax.scatter(
        hidden[:, 0],
        hidden[:, 1],
        s=38,
        c=shade,
        cmap=RISING,
        vmin=0,
        vmax=1,
        ec=LINE,
        lw=0.8,
        zorder=3,
    )
    _bars(ax, output, shares)
    for x, words in (
        (2.4, "64 pixels"),
        (HIDDEN_X, "32 neurons"),
        (13.8, "10 neurons, one for each digit"),
    ):
        ax.text(x, -4.95, words, ha="center", va="center", fontsize=11, color=LINE)
    first, second = np.argsort(shares)[::-1][:2]
    return Picture(
        figure,
        "A network reads a handwritten digit. 64 pixels are joined to 32 neurons, of which "
        f"{int(np.sum(a1 > 0))} answer with more than 0, and those to ten bars, one for each "
        f"digit: the {first} has {shares[first]:.0%}, next comes the {second} with "
        f"{shares[second]:.0%}.",
    )


def _places(pixels: Floats) -> Floats:
    """The middle of each pixel, (64, 2)."""
    side = round(len(pixels) ** 0.5)
    rows, columns = np.divmod(np.arange(len(pixels)), side)
    return np.stack([columns + 0.5, side / 2 - rows - 0.5], axis=1) * PIXEL


def _pixels(ax: Axes, at: Floats, pixels: Floats) -> None:
    for (x, y), brightness in zip(at, pixels, strict=True):
        corner = (x - PIXEL / 2, y - PIXEL / 2)
        ink = str(1 - min(max(float(brightness), 0.0), 1.0))
        ax.add_patch(Rectangle(corner, PIXEL, PIXEL, fc=ink, ec=FAINT, lw=0.6, zorder=3))


def _edges(ax: Axes, start: Floats, end: Floats, flow: Floats, most: float) -> None:
    """A line from each start to each end, the darker the more it carries; flow (starts, ends)."""
    lines = [(a, b) for a in start for b in end]
    strength = np.abs(flow).ravel() / max(float(np.abs(flow).max()), 1e-9)
    alpha = 0.02 + (most - 0.02) * strength
    ax.add_collection(LineCollection(lines, colors=LINE, lw=0.7, alpha=alpha, zorder=1))


def _bars(ax: Axes, output: Floats, shares: Floats) -> None:
    """The ten neurons, and beside each how sure it is of its digit."""
    best = int(np.argmax(shares))
    for digit, ((x, y), share) in enumerate(zip(output, shares, strict=True)):
        chosen = digit == best
        colour, weight = (ONE, "bold") if chosen else (LINE, "normal")
        face = ONE if chosen else PAPER
        ax.plot(x, y, "o", ms=9, mfc=face, mec=colour, zorder=3)
        ax.text(x + 0.55, y, str(digit), ha="center", va="center", color=colour, weight=weight)
        ax.add_patch(Rectangle((x + 0.95, y - 0.22), 2.2, 0.44, fc="none", ec=FAINT, lw=0.8))
        ax.add_patch(Rectangle((x + 0.95, y - 0.22), 2.2 * share, 0.44, fc=colour, ec="none"))
        if share >= 0.005:
            ax.text(x + 3.3, y, f"{share:.0%}", va="center", color=colour, weight=weight)
