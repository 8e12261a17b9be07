"""Chapter 5: a sample on its way up through a network, and the slopes on their way down."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch, Rectangle
from numpy.typing import ArrayLike, NDArray

from course.colours import GRADIENT, INK, LINE, ONE, ZERO
from course.numerals import known
from course.plots.backprop import listed
from course.plots.picture import Picture, axes

Floats = NDArray[np.float64]
Pairs = Sequence[tuple[ArrayLike, ArrayLike]]

# The lanes of `unwinding`, by their middles: values go up the first, slopes come down the third.
UP, BETWEEN, DOWN, LEFT_BEHIND = 2.2, 6.9, 11.4, 17.4
HIGH = 0.72  # of a cell that is 1 wide
GAP = 1.0  # where an arrow runs
RELU = 1.2  # of its gate


def unwinding(
    params: Pairs, values: Sequence[ArrayLike], slopes: Sequence[ArrayLike], grads: Pairs
) -> Picture:
    """A sample on its way up through a network of ReLUs, and the slopes on their way down.

    params : list of (w, b), (D, M) and (M,), first layer first
    values : x, z1, a1, z2, ..., what flows between the gates, from the input up
    slopes : of the loss along each of these
    grads  : list of (dw, db), shaped like params

    None in place of a slope is drawn as a question mark.
    """
    layers = [tuple(np.asarray(a, float) for a in pair) for pair in params]
    left_behind = [tuple(np.asarray(a, float) for a in pair) for pair in grads]
    going = [np.asarray(v, float) for v in values]
    coming = [np.asarray(v, float) for v in slopes]
    names = ["x", *(f"{v}{k // 2 + 1}" for k, v in enumerate("za" * len(layers)))][: len(going)]
    figure, ax = axes(9.6, 8.2)
    y = 0.0
    for k, (value, slope, name) in enumerate(zip(going, coming, names, strict=True)):
        last = k == len(going) - 1
        _row(ax, (UP, y), value, f"{name} = logits" if last else name)
        _row(ax, (DOWN, y), slope, "dlogits" if last else f"d{name}")
        y += HIGH
        if last:
            break
        _arrows(ax, y)
        if k % 2:
            height = _relu_gate(ax, y + GAP, names[k + 1])
        else:
            height = _affine_gate(
                ax, y + GAP, layers[k // 2], left_behind[k // 2], k // 2 + 1, name
            )
            top = y + GAP + height + (0 if k + 2 == len(going) else 2 * GAP + HIGH + RELU)
            _on_the_stack(ax, y + GAP, top, k // 2)
        y += GAP + height
        _arrows(ax, y)
        y += GAP
    ax.text(UP, y + 0.5, "forward, up", ha="center", fontsize=11)
    ax.text(DOWN, y + 0.5, "backward, down", ha="center", fontsize=11)
    ax.text(LEFT_BEHIND, y + 0.5, "left behind", ha="center", fontsize=11)
    ax.set(xlim=(-2.2, 19.4), ylim=(-0.4, y + 1.2))
    ax.set_axis_off()
    up = ", ".join(f"{n} {listed(v)}" for n, v in zip(names, going, strict=True))
    down = ", ".join(f"d{n} {listed(v)}" for n, v in [*zip(names, coming, strict=True)][::-1])
    kept = "; ".join(
        f"layer {i + 1} leaves dw {listed(dw)} and db {listed(db)}"
        for i, (dw, db) in [*enumerate(left_behind)][::-1]
    )
    words = f"A sample goes up through {len(layers)} layers: {up}. The slopes come down: {down}."
    return Picture(figure, f"{words} On the way {kept}.")


def _row(ax: Axes, place: tuple[float, float], values: Floats, name: str) -> None:
    """A vector, or a matrix, in the middle above a place, and its name on its left."""
    cells = np.atleast_2d(values)
    left, top = place[0] - cells.shape[1] / 2, place[1] + HIGH * len(cells)
    for (i, j), value in np.ndenumerate(cells):
        colour = ONE if value > 0 else ZERO if value < 0 else LINE
        corner = left + j, top - HIGH * (i + 1)
        ax.add_patch(Rectangle(corner, 1, HIGH, fc=colour, alpha=0.18, ec="none", lw=0))
        ax.text(corner[0] + 0.5, corner[1] + HIGH / 2, known(value, 4), ha="center", va="center")
    ax.add_patch(Rectangle((left, place[1]), cells.shape[1], top - place[1], fc="none", ec=LINE))
    middle = (top + place[1]) / 2
    ax.text(left - 0.2, middle, name, ha="right", va="center", family="monospace", fontsize=10)


def _arrows(ax: Axes, y: float) -> None:
    """Up in the first lane, down in the third, over a gap that begins at y."""
    up = {"arrowstyle": "-|>", "color": INK, "lw": 2}
    down = {"arrowstyle": "-|>", "color": GRADIENT, "lw": 2, "ls": "--"}
    ax.annotate("", (UP, y + GAP - 0.08), (UP, y + 0.08), arrowprops=up)
    ax.annotate("", (DOWN, y + 0.08), (DOWN, y + GAP - 0.08), arrowprops=down)


def _gate(ax: Axes, y: float, height: float) -> None:
    box = FancyBboxPatch(
        (0, y), DOWN + 2.2, height, boxstyle="round,pad=0,rounding_size=0.25", fc="none", ec=LINE
    )
    ax.add_patch(box)


def _in_the_gate(ax: Axes, middle: float, name: str, keeps: str, backward: str) -> None:
    ax.text(UP, middle + 0.05, name, ha="center", va="bottom", fontsize=11)
    ax.text(UP, middle - 0.05, f"keeps {keeps}", ha="center", va="top", fontsize=9, color=LINE)
    ax.text(DOWN, middle, backward, ha="center", va="center", family="monospace", fontsize=10)


def _relu_gate(ax: Axes, y: float, keeps: str) -> float:
    _gate(ax, y, RELU)
    _in_the_gate(ax, y + RELU / 2, "ReLU", keeps, "relu_backward")
    return RELU


def _affine_gate(
    ax: Axes,
    y: float,
    layer: tuple[Floats, ...],
    grads: tuple[Floats, ...],
    number: int,
    keeps: str,
) -> float:
    """A layer with its weights, and beside it their slopes in the same form; gives its height."""
    height = HIGH * (len(layer[0]) + 1) + 0.9
    _gate(ax, y, height)
    _in_the_gate(ax, y + height / 2, f"layer {number}", f"{keeps}, w{number}", "affine_backward")
    for middle, (w, b), prefix in ((BETWEEN, layer, ""), (LEFT_BEHIND, grads, "d")):
        _row(ax, (middle, y + 0.3), b, f"{prefix}b{number}")
        _row(ax, (middle, y + 0.6 + HIGH), w, f"{prefix}w{number}")
    out = {"arrowstyle": "-|>", "color": GRADIENT, "lw": 2, "ls": "--"}
    edge, middle = DOWN + 2.2, y + height / 2
    ax.annotate("", (edge + 1.2, middle), (edge + 0.05, middle), arrowprops=out)
    return height


def _on_the_stack(ax: Axes, bottom: float, top: float, place: int) -> None:
    """Beside a layer and its activation, the entry of the stack that they share."""
    ax.plot([-0.5, -0.8, -0.8, -0.5], [bottom, bottom, top, top], color=INK, lw=1.2)
    words, middle = f"caches[{place}]", (bottom + top) / 2
    ax.text(-1.3, middle, words, rotation=90, ha="center", va="center", family="monospace")
