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


# What the gates want at (0, 0), (0, 1), (1, 0) and (1, 1).
_TABLES = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "NAND": (1, 1, 1, 0), "XOR": (0, 1, 1, 0)}
_ENDS = (-0.4, 1.4)  # of the square around the four corners
_WIDE = (-0.75, 1.75)  # of the square around the points that are half a unit apart
_HALVES = np.arange(-0.5, 2.0, 0.5)


def line(w: ArrayLike, b: float, table: ArrayLike | None = None, title: str = "") -> Picture:
    """The line on which a neuron's sum is 0: over the four corners of a gate, or among the sums.

    w     : (2,)
    b     : number
    table : (4,) what the gate wants at (0, 0), (0, 1), (1, 0), (1, 1); without it the sums
            themselves are shown, at points of the plane
    title : the weights if not given
    """
    w = np.asarray(w, float)
    title = title or f"w = ({w[0]:g}, {w[1]:g}), b = {b:g}"
    figure, ax = axes(4.2, 3.9)
    where = f"{title}: the line {_equation(w, b)}"
    if table is None:
        ax.set_title(title)
        return Picture(figure, f"{where} in the plane; {_sums(ax, w, b)}.")
    shade(ax, _height(grid(), w, b))
    corners(ax, np.asarray(table))
    ax.set_title(title)
    right = _right(w, b, table)
    said = f"over the four corners; {right} of 4 are on the side the gate wants."
    return Picture(figure, f"{where} {said}")


def gates(weights: Mapping[str, tuple[ArrayLike, float]]) -> Picture:
    """The lines of several gates side by side.

    weights : name of a gate -> its w (2,) and b
    """
    figure = Figure(figsize=(2.9 * len(weights), 3.2), layout="constrained")
    said = []
    for ax, (name, (w, b)) in zip(figure.subplots(1, len(weights)), weights.items(), strict=True):
        w, table = np.asarray(w, float), np.array(_TABLES[name])
        shade(ax, _height(grid(), w, b))
        corners(ax, table)
        ax.set_title(name)
        said.append(f"{name}: the line {_equation(w, b)}, {_right(w, b, table)} of 4 corners right")
    return Picture(figure, f"Lines of gates over the four corners. {'; '.join(said)}.")


def _equation(w: NDArray[np.float64], b: float) -> str:
    return f"{w[0]:+.1f} x1 {w[1]:+.1f} x2 {b:+.1f} = 0"


def _right(w: NDArray[np.float64], b: float, table: ArrayLike) -> int:
    """At how many of the four corners the neuron does what the table (4,) says."""
    return int(np.sum((_height(CORNERS, w, b) > 0) == (np.asarray(table) > 0)))


def _sums(ax: Axes, w: NDArray[np.float64], b: float) -> str:
    """A neuron's sum at points of the plane, its line, and both in words."""
    shade(ax, _height(grid(ends=_WIDE), w, b), _WIDE)
    points = np.stack(np.meshgrid(_HALVES, _HALVES), axis=-1).reshape(-1, 2)
    sums = _height(points, w, b)
    for (x, y), s in zip(points, sums, strict=True):
        colour = BLUE if s > 0 else ORANGE if s < 0 else "black"
        box = {"fc": "white", "ec": "black", "boxstyle": "round,pad=0.25"} if s == 0 else None
        words = f"{s:+.1f}".replace("-", "\N{MINUS SIGN}") if s else "0"
        ax.text(x, y, words, ha="center", va="center", color=colour, bbox=box, fontsize=10)
    ax.set(xlim=_WIDE, ylim=_WIDE, xticks=_HALVES, yticks=_HALVES, aspect="equal")
    ax.set(xlabel="$x_1$", ylabel="$x_2$")
    return (
        f"of the sums at {len(sums)} points around it {np.sum(sums > 0)} are above 0, "
        f"{np.sum(sums == 0)} are 0 and {np.sum(sums < 0)} are below"
    )


def regions(values: ArrayLike, table: ArrayLike, title: str) -> Picture:
    """Where in the square a network fires.

    values : (n * n,) the network's answers on `grid(n)`, above 0.5 where it fires
    table  : (4,) what it should answer at the corners
    """
    values, table = np.asarray(values, float), np.asarray(table)
    figure, ax = axes(4.2, 3.9)
    shade(ax, values - 0.5)
    corners(ax, table)
    ax.set_title(title)
    return Picture(figure, _fired(values, table, title))


def two_neurons(
    values: ArrayLike, w_first: ArrayLike, b_first: float, w_second: ArrayLike, b_second: float
) -> Picture:
    """Where the second of two neurons fires, and the lines that it has beside XOR's corners.

    values   : (n * n,) its answers on `grid(n)`
    w_first  : (2,) the first neuron's weights of the inputs
    w_second : (3,) the second one's, of the inputs and of the first one's answer
    """
    values, w, v = (np.asarray(a, float) for a in (values, w_first, w_second))
    figure, ax = axes(6.2, 3.9)
    _fill(ax, values - 0.5)
    points = grid(round(values.size**0.5))
    fires = _height(points, w, b_first) > 0
    title = "XOR, by two neurons"
    said = [_fired(values, np.array(_TABLES["XOR"]), title)]
    _edge(ax, _height(points, w, b_first), GREY, "--", "the first neuron's")
    for on, style, words in ((False, "-", "is silent"), (True, "-.", "fires")):
        height = _height(points, v[:2], b_second + on * v[2])
        _edge(
            ax,
            np.where(fires == on, height, np.nan),
            BLUE,
            style,
            f"the second's, while\nthe first {words}",
        )
        line = _equation(v[:2], b_second + on * v[2])
        said.append(f"Where the first neuron {words}, the second one's line is {line}.")
    corners(ax, np.array(_TABLES["XOR"]))
    ax.set_title(title)
    figure.legend(
        loc="outside right center", frameon=False, fontsize=10, title="lines", labelspacing=0.9
    )
    return Picture(figure, " ".join(said))


def _fired(values: NDArray[np.float64], table: NDArray[Any], title: str) -> str:
    points = grid(round(values.size**0.5))
    nearest = [int(np.argmin(np.sum((points - corner) ** 2, axis=1))) for corner in CORNERS]
    right = int(np.sum((values[nearest] > 0.5) == (table > 0)))
    return (
        f"{title}: the square around the four corners; the network fires in "
        f"{np.mean(values > 0.5):.0%} of it and is right at {right} of 4 corners."
    )


def grid(n: int = 101, ends: tuple[float, float] = _ENDS) -> NDArray[np.float64]:
    """Points of the square around the four corners, (n * n, 2)."""
    ticks = np.linspace(*ends, n)
    return np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)


def _height(points: NDArray[Any], w: NDArray[np.float64], b: float) -> NDArray[np.float64]:
    """How far above the line each point of the plane is, (n,)."""
    height: NDArray[np.float64] = w[0] * points[:, 0] + w[1] * points[:, 1] + b
    return height


def shade(ax: Axes, score: NDArray[np.float64], ends: tuple[float, float] = _ENDS) -> None:
    """Shade where the score (n * n,) is above 0, and draw the edge."""
    _fill(ax, score, ends)
    _edge(ax, score, BLUE, "-", ends=ends)


def _fill(ax: Axes, score: NDArray[np.float64], ends: tuple[float, float] = _ENDS) -> None:
    ticks, surface = _surface(score, ends)
    ax.contourf(
        ticks, ticks, surface > 0, levels=[-0.5, 0.5, 1.5], colors=["white", BLUE], alpha=0.18
    )


def _edge(
    ax: Axes,
    score: NDArray[np.float64],
    colour: str,
    style: str,
    label: str = "",
    ends: tuple[float, float] = _ENDS,
) -> None:
    """The line on which the score (n * n,) is 0, where it is a number."""
    ticks, surface = _surface(score, ends)
    known = surface[np.isfinite(surface)]
    if known.size and known.min() < 0 < known.max():
        ax.contour(
            ticks, ticks, surface, levels=[0], colors=[colour], linewidths=2, linestyles=[style]
        )
    if label:
        ax.plot([], [], color=colour, lw=2, ls=style, label=label)


def _surface(
    score: NDArray[np.float64], ends: tuple[float, float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    n = round(len(score) ** 0.5)
    return np.linspace(*ends, n), score.reshape(n, n)


def corners(
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


def table(
    values: ArrayLike,
    title: str,
    expected: ArrayLike | None = None,
    names: tuple[str, str] = ("", ""),
) -> Picture:
    """A table of whole numbers, each in a square as dark as it is large.

    values   : (rows, columns)
    expected : (rows, columns) what they should be; where they are not, a number is crossed out
    names    : what counts the rows and the columns
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
    ax.set(ylabel=names[0], xlabel=names[1])
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
    corners(before, table)
    _names(before, np.asarray(CORNERS, float))
    before.set_title("before: no line is enough")
    right = int(np.sum((_height(hidden, w, b) > 0) == (table > 0)))
    shade(after, _height(grid(), w, b))
    corners(after, table, hidden)
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
    "XOR 1": ((2.9, 2.7), "p", "q"),
    "AND 1": ((2.9, 1.1), "p", "q"),
    "XOR 2": ((6.6, 2.9), "carry", "XOR 1"),
    "AND 2": ((6.6, 1.5), "carry", "XOR 1"),
    "OR": ((8.9, 0.9), "AND 2", "AND 1"),
}
_WIRES = {
    "p": [[(0.0, 2.9), (2.4, 2.9)], [(1.6, 2.9), (1.6, 1.3), (2.4, 1.3)]],
    "q": [[(0.0, 2.5), (2.4, 2.5)], [(1.0, 2.5), (1.0, 0.9), (2.4, 0.9)]],
    "carry": [
        [(0.0, 3.9), (5.3, 3.9), (5.3, 3.1), (6.1, 3.1)],
        [(5.3, 3.1), (5.3, 1.7), (6.1, 1.7)],
    ],
    "XOR 1": [[(3.4, 2.7), (6.1, 2.7)], [(4.75, 2.7), (4.75, 1.3), (6.1, 1.3)]],
    "XOR 2": [[(7.1, 2.9), (10.3, 2.9)]],
    "AND 2": [[(7.1, 1.5), (7.9, 1.5), (7.9, 1.1), (8.4, 1.1)]],
    "AND 1": [[(3.4, 1.1), (4.15, 1.1), (4.15, 0.5), (7.9, 0.5), (7.9, 0.7), (8.4, 0.7)]],
    "OR": [[(9.4, 0.9), (10.3, 0.9)]],
}
_HALF_ADDERS = {
    "first half adder": (0.6, 0.65, 3.8, 3.25),
    "second half adder": (4.4, 0.9, 7.5, 3.5),
}
_WORKS = {"XOR": lambda p, q: p ^ q, "AND": lambda p, q: p & q, "OR": lambda p, q: p | q}


def adder(p: int | None = None, q: int = 0, carry: int = 0) -> Picture:
    """The wiring of one place of an adder, five gates, with a bit on every wire.

    p, q, carry : 0 or 1; without them the wires carry nothing yet
    """
    bits = {} if p is None else {"p": p, "q": q, "carry": carry}
    for name, (_, first, second) in _GATES.items() if bits else ():
        bits[name] = _WORKS[name.split()[0]](bits[first], bits[second])
    figure, ax = axes(8.8, 3.9)
    ax.set_axis_off()
    ax.set(xlim=(-1.4, 12.0), ylim=(-0.05, 4.1))
    for words, corners in _HALF_ADDERS.items():
        _box(ax, words, *corners)
    for name, ways in _WIRES.items():
        for way in ways:
            _wire(ax, way, bits.get(name))
        if len(ways) > 1:
            ax.plot(*ways[1][0], "o", ms=4.5, color=_paint(bits.get(name))[0], zorder=3)
    for name, ((x, y), _, _) in _GATES.items():
        _gate(ax, x, y, name.split()[0], bits.get(name))
    for words, name in {"carry": "carry", "digit p": "p", "digit q": "q"}.items():
        ax.text(-0.15, _WIRES[name][0][0][1], words, ha="right", va="center", fontsize=10)
    for words, name in {"digit to write": "XOR 2", "next carry": "OR"}.items():
        ax.text(10.45, _WIRES[name][0][-1][1], words, va="center", fontsize=10)
    return Picture(figure, _adder_words(bits))


def _box(ax: Axes, words: str, left: float, low: float, right: float, high: float) -> None:
    """A shaded part of the wiring, and its name below."""
    box = FancyBboxPatch((left, low), right - left, high - low, boxstyle="round,pad=0.1", lw=0)
    box.set(facecolor=GREY, alpha=0.1, zorder=0)
    ax.add_patch(box)
    ax.text((left + right) / 2, 0.32, words, ha="center", va="top", fontsize=10, color=GREY)


def _paint(bit: int | None) -> tuple[str, str]:
    if bit is None:
        return GREY, "-"
    return (BLUE, "-") if bit else (ORANGE, "--")


def _wire(ax: Axes, way: Sequence[tuple[float, float]], bit: int | None) -> None:
    """A wire through the points of its way, and its bit before its end."""
    colour, line = _paint(bit)
    ax.plot(*np.array(way).T, line, color=colour, lw=1.8, zorder=1, solid_joinstyle="round")
    if bit is None:
        return
    (x0, y), (x1, _) = way[-2:]
    box = {"fc": "white", "ec": "none", "pad": 1.2}
    at = max(x0 + 0.32, x1 - 0.45)
    ax.text(at, y, str(bit), ha="center", va="center", color=colour, bbox=box, zorder=2)


def _gate(ax: Axes, x: float, y: float, name: str, bit: int | None) -> None:
    colour, _ = _paint(bit)
    face, ink = (BLUE, "white") if bit else ("white", colour)
    box = FancyBboxPatch((x - 0.45, y - 0.3), 0.9, 0.6, boxstyle="round,pad=0.05", lw=1.8)
    box.set(facecolor=face, edgecolor=colour, zorder=4)
    ax.add_patch(box)
    ax.text(x, y, name, ha="center", va="center", color=ink, weight="bold", zorder=5)


def _adder_words(bits: Mapping[str, int]) -> str:
    if not bits:
        return (
            "The wiring of an adder, from left to right. First half adder: an XOR and an AND, both "
            "of the digits p and q. Second half adder: an XOR and an AND, both of the first XOR's "
            "answer and the carry. The second XOR is the digit to write; an OR of the two ANDs is "
            "the next carry."
        )
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
