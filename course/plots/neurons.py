"""Chapter 1: a neuron, its line, and what a few of them compute."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from course.data import CORNERS
from course.plots.picture import BLUE, GREY, ORANGE, Picture, axes


def neuron(
    names: Sequence[str], x: ArrayLike, w: ArrayLike, b: float, answers: Sequence[str] = ("", "")
) -> Picture:
    """One neuron at work: its inputs, weights, bias and sum.

    names   : D names of the inputs
    x, w    : (D,)
    b       : number
    answers : what silence and firing mean
    """
    x, w = np.asarray(x, float), np.asarray(w, float)
    total = float(np.dot(x, w) + b)
    figure, ax = axes(8, 0.75 * len(names) + 1.2)
    ax.set_axis_off()
    ax.set(xlim=(-0.4, 9.6), ylim=(-1.0, len(names) - 0.5))
    middle = (len(names) - 1) / 2
    for row, (name, value, weight) in enumerate(zip(names, x, w, strict=True)):
        _synapse(ax, len(names) - 1 - row, middle, name, value, weight)
    ax.text(
        5,
        middle,
        f"sum\n{total:.1f}",
        ha="center",
        va="center",
        fontsize=13,
        bbox={"boxstyle": "circle,pad=0.5", "fc": "white", "ec": GREY, "lw": 2},
    )
    ax.plot([5, 5], [middle, -0.7], color=GREY, lw=1.5, zorder=1)
    ax.text(5, -0.75, f"bias {b:+.1f}", ha="center", va="top", fontsize=11)
    fires = total > 0
    word = f"{'fires' if fires else 'stays silent'}: {answers[fires]}".rstrip(": ")
    arrow = {"arrowstyle": "->", "lw": 2.5, "color": BLUE if fires else GREY}
    ax.annotate("", (7.4, middle), (5.5, middle), arrowprops=arrow)
    ax.text(7.5, middle, word, va="center", fontsize=13, color=BLUE if fires else GREY)
    parts = ", ".join(f"{n} {v:.1f} times {u:+.1f}" for n, v, u in zip(names, x, w, strict=True))
    return Picture(figure, f"A neuron. {parts}, bias {b:+.1f}: sum {total:.1f}, it {word}.")


def _synapse(ax: Axes, y: float, middle: float, name: str, value: float, weight: float) -> None:
    colour, line = (BLUE, "-") if weight >= 0 else (ORANGE, "--")
    ax.text(0, y, f"{name}\n{value:.1f}", ha="center", va="center", fontsize=11)
    ax.plot([0.8, 5], [y, middle], line, color=colour, lw=0.5 + 1.5 * abs(weight), zorder=1)
    ax.text(
        2.2,
        y + (middle - y) * 0.333,
        f"× {weight:+.1f}",
        ha="center",
        va="center",
        color=colour,
        bbox={"fc": "white", "ec": "none", "pad": 1.5},
    )


def line(w: ArrayLike, b: float, table: ArrayLike, title: str = "") -> Picture:
    """The line on which a neuron's sum is 0, over the four corners of a gate.

    w     : (2,)
    b     : number
    table : (4,) what the gate wants at (0, 0), (0, 1), (1, 0), (1, 1)
    """
    w, table = np.asarray(w, float), np.asarray(table)
    figure, ax = axes(4.2, 3.9)
    _shade(ax, _height(grid(), w, b))
    _corners(ax, table)
    ax.set_title(title)
    right = int(np.sum((_height(CORNERS, w, b) > 0) == (table > 0)))
    return Picture(
        figure,
        f"{title}: the line {w[0]:+.1f} x1 {w[1]:+.1f} x2 {b:+.1f} = 0 "
        f"over the four corners; {right} of 4 are on the side the gate wants.",
    )


def regions(values: ArrayLike, table: ArrayLike, title: str) -> Picture:
    """Where in the square a network fires.

    values : (n * n,) the network's answers on `grid(n)`, above 0.5 where it fires
    table  : (4,) what it should answer at the corners
    """
    values, table = np.asarray(values, float), np.asarray(table)
    figure, ax = axes(4.2, 3.9)
    _shade(ax, values - 0.5)
    _corners(ax, table)
    ax.set_title(title)
    points = grid(round(values.size**0.5))
    nearest = [int(np.argmin(np.sum((points - corner) ** 2, axis=1))) for corner in CORNERS]
    right = int(np.sum((values[nearest] > 0.5) == (table > 0)))
    return Picture(
        figure,
        f"{title}: the square around the four corners; the network fires in "
        f"{np.mean(values > 0.5):.0%} of it and is right at {right} of 4 corners.",
    )


def grid(n: int = 101) -> NDArray[np.float64]:
    """Points of the square around the four corners, (n * n, 2)."""
    ticks = np.linspace(-0.4, 1.4, n)
    return np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)


def _height(points: NDArray[Any], w: NDArray[np.float64], b: float) -> NDArray[np.float64]:
    """How far above the line each point of the plane is, (n,)."""
    height: NDArray[np.float64] = w[0] * points[:, 0] + w[1] * points[:, 1] + b
    return height


def _shade(ax: Axes, score: NDArray[np.float64]) -> None:
    n = round(len(score) ** 0.5)
    ticks = np.linspace(-0.4, 1.4, n)
    surface = score.reshape(n, n)
    ax.contourf(
        ticks, ticks, surface > 0, levels=[-0.5, 0.5, 1.5], colors=["white", BLUE], alpha=0.18
    )
    if surface.min() < 0 < surface.max():
        ax.contour(ticks, ticks, surface, levels=[0], colors=[BLUE], linewidths=2)


def _corners(ax: Axes, table: NDArray[np.generic]) -> None:
    for (p, q), wanted in zip(CORNERS, table, strict=True):
        face = BLUE if wanted > 0 else "white"
        edge = BLUE if wanted > 0 else ORANGE
        ax.plot(p, q, "o", ms=17, mfc=face, mec=edge, mew=3)
        ax.text(
            p,
            q,
            str(int(wanted)),
            ha="center",
            va="center",
            color="white" if wanted > 0 else ORANGE,
        )
    ax.set(xlim=(-0.4, 1.4), ylim=(-0.4, 1.4), xticks=[0, 1], yticks=[0, 1], aspect="equal")
    ax.set(xlabel="$x_1$", ylabel="$x_2$")


def table(values: ArrayLike, title: str) -> Picture:
    """A table of whole numbers, each in a square as dark as it is large.

    values : (rows, columns)
    """
    values = np.asarray(values)
    figure, ax = axes(6.4, 6.4)
    ax.imshow(values, cmap="Blues")
    for (row, column), value in np.ndenumerate(values):
        dark = value > values.max() * 0.6
        ax.text(
            column,
            row,
            str(value),
            ha="center",
            va="center",
            fontsize=8,
            color="white" if dark else "black",
        )
    ax.set(xticks=range(values.shape[1]), yticks=range(values.shape[0]), title=title)
    ax.tick_params(length=0)
    rows, columns = values.shape
    return Picture(
        figure,
        f"{title}: a table of {rows} by {columns} numbers, from {values.min()} to {values.max()}.",
    )
