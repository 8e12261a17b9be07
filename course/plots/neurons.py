"""Chapter 1: a neuron, its line, and what a few of them compute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch
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
        f"× {weight:+.1f} = {value * weight:+.1f}",
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
    title : the weights if not given
    """
    w, table = np.asarray(w, float), np.asarray(table)
    title = title or f"w = ({w[0]:g}, {w[1]:g}), b = {b:g}"
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


def _corners(
    ax: Axes, table: NDArray[np.generic], points: NDArray[np.float64] | None = None
) -> None:
    """The corners, filled where a neuron should fire; at `points` (4, 2), if they were moved."""
    for (p, q), wanted in zip(CORNERS if points is None else points, table, strict=True):
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


def table(values: ArrayLike, title: str, expected: ArrayLike | None = None) -> Picture:
    """A table of whole numbers, each in a square as dark as it is large.

    values   : (rows, columns)
    expected : (rows, columns) what they should be; where they are not, a number is crossed out
    """
    values = np.asarray(values)
    wrong = np.zeros(values.shape, bool) if expected is None else values != np.asarray(expected)
    figure, ax = axes(6.4, 6.4)
    ax.imshow(np.where(wrong, np.nan, values), cmap="Blues", vmin=values.min(), vmax=values.max())
    for (row, column), value in np.ndenumerate(values):
        dark = value > values.max() * 0.6 and not wrong[row, column]
        colour = ORANGE if wrong[row, column] else "white" if dark else "black"
        ax.text(column, row, f"{value:g}", ha="center", va="center", fontsize=8, color=colour)
        if wrong[row, column]:
            ends = np.array([-0.28, 0.28])
            ax.plot(column + ends, row - ends, color=ORANGE, lw=0.8, alpha=0.6)
    ax.set(xticks=range(values.shape[1]), yticks=range(values.shape[0]), title=title)
    ax.tick_params(length=0)
    rows, columns = values.shape
    said = "" if expected is None else f"; {wrong.sum()} of {wrong.size} are wrong, crossed out"
    return Picture(
        figure,
        f"{title}: a table of {rows} by {columns} numbers, "
        f"from {values.min():g} to {values.max():g}{said}.",
    )


def moved(hidden: ArrayLike, w: ArrayLike, b: float) -> Picture:
    """The four corners of XOR as the inputs have them, and as a hidden layer hands them on.

    hidden : (4, 2) what OR and NAND answer at (0, 0), (0, 1), (1, 0), (1, 1)
    w, b   : (2,) and a number, the output neuron; its line is drawn on the right
    """
    hidden, w = np.asarray(hidden, float), np.asarray(w, float)
    table = np.array([0, 1, 1, 0])
    figure = Figure(figsize=(8.6, 4.1), layout="constrained")
    before, after = figure.subplots(1, 2)
    _corners(before, table)
    _names(before, np.asarray(CORNERS, float))
    before.set_title("before: no line is enough")
    right = int(np.sum((_height(hidden, w, b) > 0) == (table > 0)))
    _shade(after, _height(grid(), w, b))
    _corners(after, table, hidden)
    _names(after, hidden)
    after.set(xlabel="OR", ylabel="NAND")
    verdict = "one line is enough" if right == 4 else f"the line is right at {right} of 4"
    after.set_title(f"after the hidden layer: {verdict}")
    places = ", ".join(
        f"({p}, {q}) goes to ({u:g}, {v:g})" for (p, q), (u, v) in zip(CORNERS, hidden, strict=True)
    )
    return Picture(
        figure,
        "Left, the four corners of XOR, which no line separates. Right, where OR and NAND "
        f"put them: {places}; the output neuron's line is right at {right} of 4.",
    )


def _names(ax: Axes, points: NDArray[np.float64]) -> None:
    """Beside each point the corners that lie there."""
    for x, y in np.unique(points, axis=0):
        here = [f"({p}, {q})" for p, q in CORNERS[(points == (x, y)).all(axis=1)]]
        below = y < 0.5
        ax.text(
            x,
            y + (-0.15 if below else 0.15),
            " and ".join(here),
            ha="center",
            va="top" if below else "bottom",
            fontsize=9,
            color=GREY,
        )


# The adder: where each gate stands, its two inputs, and each wire's way from where it begins.
_GATES = {
    "XOR 1": ((3.1, 2.9), "p", "q"),
    "XOR 2": ((6.2, 2.7), "XOR 1", "carry"),
    "AND 2": ((6.2, 1.2), "XOR 1", "carry"),
    "AND 1": ((6.2, 0.0), "p", "q"),
    "OR": ((8.7, 0.6), "AND 2", "AND 1"),
}
_WIRES = {
    "p": [[(0.0, 3.1), (2.6, 3.1)], [(1.5, 3.1), (1.5, 0.2), (5.7, 0.2)]],
    "q": [[(0.0, 2.7), (2.6, 2.7)], [(0.9, 2.7), (0.9, -0.2), (5.7, -0.2)]],
    "carry": [
        [(0.0, 1.6), (4.85, 1.6), (4.85, 2.5), (5.7, 2.5)],
        [(4.85, 1.6), (4.85, 1.0), (5.7, 1.0)],
    ],
    "XOR 1": [[(3.6, 2.9), (5.7, 2.9)], [(4.4, 2.9), (4.4, 1.4), (5.7, 1.4)]],
    "XOR 2": [[(6.7, 2.7), (10.3, 2.7)]],
    "AND 2": [[(6.7, 1.2), (7.5, 1.2), (7.5, 0.8), (8.2, 0.8)]],
    "AND 1": [[(6.7, 0.0), (7.5, 0.0), (7.5, 0.4), (8.2, 0.4)]],
    "OR": [[(9.2, 0.6), (10.3, 0.6)]],
}
_WORKS = {"XOR": lambda p, q: p ^ q, "AND": lambda p, q: p & q, "OR": lambda p, q: p | q}


def adder(p: int = 1, q: int = 1, carry: int = 1) -> Picture:
    """The wiring of one place of an adder, five gates, with a bit on every wire.

    p, q, carry : 0 or 1
    """
    bits = {"p": p, "q": q, "carry": carry}
    for name, (_, first, second) in _GATES.items():
        bits[name] = _WORKS[name.split()[0]](bits[first], bits[second])
    figure, ax = axes(8.8, 3.7)
    ax.set_axis_off()
    ax.set(xlim=(-1.3, 11.9), ylim=(-0.7, 3.6))
    for name, ways in _WIRES.items():
        for way in ways:
            _wire(ax, way, bits[name])
        if len(ways) > 1:
            ax.plot(*ways[1][0], "o", ms=4.5, color=_paint(bits[name])[0], zorder=3)
    for name, ((x, y), _, _) in _GATES.items():
        _gate(ax, x, y, name.split()[0], bits[name])
    ends = {"first digit": "p", "second digit": "q", "carry": "carry"}
    for words, name in ends.items():
        ax.text(-0.15, _WIRES[name][0][0][1], words, ha="right", va="center", fontsize=10)
    for words, name in {"digit to write": "XOR 2", "next carry": "OR"}.items():
        ax.text(10.45, _WIRES[name][0][-1][1], words, va="center", fontsize=10)
    return Picture(figure, _adder_words(bits))


def _paint(bit: int) -> tuple[str, str]:
    return (BLUE, "-") if bit else (ORANGE, "--")


def _wire(ax: Axes, way: Sequence[tuple[float, float]], bit: int) -> None:
    """A wire through the points of its way, and its bit before its end."""
    colour, line = _paint(bit)
    ax.plot(*np.array(way).T, line, color=colour, lw=1.8, zorder=1, solid_joinstyle="round")
    (x0, y), (x1, _) = way[-2:]
    box = {"fc": "white", "ec": "none", "pad": 1.2}
    at = max(x0 + 0.32, x1 - 0.45)
    ax.text(at, y, str(bit), ha="center", va="center", color=colour, bbox=box, zorder=2)


def _gate(ax: Axes, x: float, y: float, name: str, bit: int) -> None:
    colour, _ = _paint(bit)
    face, ink = (BLUE, "white") if bit else ("white", ORANGE)
    box = FancyBboxPatch((x - 0.45, y - 0.3), 0.9, 0.6, boxstyle="round,pad=0.05", lw=1.8)
    box.set(facecolor=face, edgecolor=colour, zorder=4)
    ax.add_patch(box)
    ax.text(x, y, name, ha="center", va="center", color=ink, weight="bold", zorder=5)


def _adder_words(bits: Mapping[str, int]) -> str:
    total = bits["p"] + bits["q"] + bits["carry"]
    gates = "; ".join(
        f"{name.split()[0]} of {bits[first]} and {bits[second]} answers {bits[name]}"
        for name, (_, first, second) in _GATES.items()
    )
    return (
        f"The wiring of an adder: {bits['p']} + {bits['q']} with a carry of {bits['carry']} makes "
        f"{total}. In order: {gates}. The second XOR is the digit to write, {bits['XOR 2']}, "
        f"the OR the next carry, {bits['OR']}."
    )
