"""Chapter 1: a neuron, its line, and what a few of them compute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from course.colours import INK, LINE, ONE, ONE_INK, PAPER, WRONG, ZERO, ZERO_INK
from course.data import CORNERS
from course.numerals import fixed, number, plus
from course.plots.picture import RISING, Picture, axes


def neuron(
    names: Sequence[str], x: ArrayLike, w: ArrayLike, b: float, answers: Sequence[str] = ()
) -> Picture:
    """One neuron at work: its inputs, weights, bias and sum.

    names   : D names of the inputs
    x, w    : (D,)
    b       : number
    answers : what silence and firing mean; without them there is the sum, and no decision
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
        f"sum\n{fixed(total, 1)}",
        ha="center",
        va="center",
        fontsize=13,
        bbox={"boxstyle": "circle,pad=0.5", "fc": PAPER, "ec": LINE, "lw": 2},
    )
    ax.plot([5, 5], [middle, -0.7], color=LINE, lw=1.5, zorder=1)
    ax.text(5, -0.75, f"bias {plus(b, 1)}", ha="center", va="top", fontsize=11)
    decided = ""
    if answers:
        fires = total > 0
        word, colour = f"{('stays silent', 'fires')[fires]}: {answers[fires]}", (LINE, ONE)[fires]
        arrow = {"arrowstyle": "->", "lw": 2.5, "color": colour}
        ax.annotate("", (7.4, middle), (5.5, middle), arrowprops=arrow)
        ax.text(7.5, middle, word, va="center", fontsize=13, color=colour)
        decided = f", it {word}"
    parts = ", ".join(
        f"{n} {fixed(v, 1)} times {plus(u, 1)}" for n, v, u in zip(names, x, w, strict=True)
    )
    return Picture(figure, f"A neuron. {parts}, bias {plus(b, 1)}: sum {fixed(total, 1)}{decided}.")


def _synapse(ax: Axes, y: float, middle: float, name: str, value: float, weight: float) -> None:
    colour, line = (ONE, "-") if weight >= 0 else (ZERO, "--")
    ax.text(0, y, f"{name}\n{fixed(value, 1)}", ha="center", va="center", fontsize=11)
    ax.plot([0.8, 5], [y, middle], line, color=colour, lw=0.5 + 1.5 * abs(weight), zorder=1)
    ax.text(
        2.2,
        y + (middle - y) * 0.333,
        f"× {plus(weight, 1)} = {plus(value * weight, 1)}",
        ha="center",
        va="center",
        color=ONE_INK if weight >= 0 else ZERO_INK,
        bbox={"fc": PAPER, "ec": "none", "pad": 1.5},
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
    title = title or f"w = ({number(w[0])}, {number(w[1])}), b = {number(b)}"
    figure, ax = axes(4.2, 3.9)
    where = f"{title}: the line {_equation(w, b)}"
    if table is None:
        ax.set_title(title)
        said = f"{_sums(ax, w, b)}{_arrow(ax, w, b)}"
        return Picture(figure, f"{where} in the plane; {said}.")
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
    return f"{plus(w[0], 1)} x1 {plus(w[1], 1)} x2 {plus(b, 1)} = 0"


def _right(w: NDArray[np.float64], b: float, table: ArrayLike) -> int:
    """At how many of the four corners the neuron does what the table (4,) says."""
    return int(np.sum((_height(CORNERS, w, b) > 0) == (np.asarray(table) > 0)))


def _sums(ax: Axes, w: NDArray[np.float64], b: float) -> str:
    """A neuron's sum at points of the plane, its line, and both in words."""
    shade(ax, _height(grid(ends=_WIDE), w, b), _WIDE)
    points = np.stack(np.meshgrid(_HALVES, _HALVES), axis=-1).reshape(-1, 2)
    sums = _height(points, w, b)
    for (x, y), s in zip(points, sums, strict=True):
        colour = ONE_INK if s > 0 else ZERO_INK if s < 0 else INK
        box = {"fc": PAPER, "ec": INK, "boxstyle": "round,pad=0.25"} if s == 0 else None
        words = plus(s, 1) if s else "0"
        ax.text(x, y, words, ha="center", va="center", color=colour, bbox=box, fontsize=10)
    ax.set(xlim=_WIDE, ylim=_WIDE, xticks=_HALVES, yticks=_HALVES, aspect="equal")
    ax.set(xlabel="$x_1$", ylabel="$x_2$")
    return (
        f"of the sums at {len(sums)} points around it {np.sum(sums > 0)} are above 0, "
        f"{np.sum(sums == 0)} are 0 and {np.sum(sums < 0)} are below"
    )


_AMONG = (0.25, 0.75)  # where the arrow leaves the line, so that it meets no number


def _arrow(ax: Axes, w: NDArray[np.float64], b: float) -> str:
    """The direction of the weights, an arrow from the line, and what to say of it.

    Nothing where the line does not pass the middle of the picture.
    """
    size, steep = float(np.hypot(*w)), abs(w[0]) >= abs(w[1])
    if not size:
        return ""
    way, foot = w / size, np.array(_AMONG)
    across, along = (0, 1) if steep else (1, 0)
    foot[across] = -(b + w[along] * foot[along]) / w[across]
    if not -0.25 <= foot[across] <= 1.25:
        return ""
    tip = foot + 0.5 * way
    name = (foot + tip) / 2 + 0.11 * np.array([way[1], -way[0]])
    arrow = {"arrowstyle": "-|>", "lw": 2.5, "color": INK, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", (tip[0], tip[1]), (foot[0], foot[1]), arrowprops=arrow)
    ax.text(name[0], name[1], "$w$", ha="center", va="center", fontsize=13)
    return ", and an arrow in the direction of w stands at right angles to the line"


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
    _edge(ax, _height(points, w, b_first), LINE, "--", "the first neuron's")
    for on, style, words in ((False, "-", "is silent"), (True, "-.", "fires")):
        height = _height(points, v[:2], b_second + on * v[2])
        _edge(
            ax,
            np.where(fires == on, height, np.nan),
            ONE,
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
    _edge(ax, score, ONE, "-", ends=ends)


def _fill(ax: Axes, score: NDArray[np.float64], ends: tuple[float, float] = _ENDS) -> None:
    ticks, surface = _surface(score, ends)
    ax.contourf(ticks, ticks, surface > 0, levels=[-0.5, 0.5, 1.5], colors=[PAPER, ONE], alpha=0.18)


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
        face = ONE if wanted > 0 else PAPER
        edge = ONE if wanted > 0 else ZERO
        ax.plot(p, q, "o", ms=17, mfc=face, mec=edge, mew=3)
        ax.text(
            p,
            q,
            str(int(wanted)),
            ha="center",
            va="center",
            color=PAPER if wanted > 0 else INK,
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
    ax.imshow(
        np.where(wrong, np.nan, values), cmap=RISING, vmin=values.min(), vmax=PALE * values.max()
    )
    for (row, column), value in np.ndenumerate(values):
        colour = WRONG if wrong[row, column] else INK
        ax.text(column, row, number(value), ha="center", va="center", fontsize=8, color=colour)
        if wrong[row, column]:
            ends = np.array([-0.28, 0.28])
            ax.plot(column + ends, row - ends, color=WRONG, lw=0.8, alpha=0.6)
    ax.set(xticks=range(values.shape[1]), yticks=range(values.shape[0]), title=title)
    ax.set(ylabel=names[0], xlabel=names[1])
    ax.tick_params(length=0)
    rows, columns = values.shape
    said = "" if expected is None else f"; {wrong.sum()} of {wrong.size} are wrong, crossed out"
    return Picture(
        figure,
        f"{title}: a table of {rows} by {columns} numbers, "
        f"from {number(values.min())} to {number(values.max())}{said}.",
    )


PALE = 2.2  # so much more would be the full colour, on which nothing could be read


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
        f"({p}, {q}) goes to ({number(u)}, {number(v)})"
        for (p, q), (u, v) in zip(CORNERS, hidden, strict=True)
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
            color=LINE,
        )
