"""Chapter 2: two weights on their way, where all inputs have one sign and where they have both."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from course.colours import INK, LINE, PAPER, RIGHT
from course.numerals import number
from course.plots.picture import Picture

Floats = NDArray[np.float64]
START, GOAL = np.array([-1.0, 1.0]), np.array([1.0, -1.0])  # of the two weights
ARRIVED = 0.1  # of the whole way: so near counts as there


def zigzag(inputs: Mapping[str, ArrayLike]) -> Picture:
    """The path of two weights from the upper left to the lower right, sample by sample.

    inputs : by title, (S, 2) the two inputs of each sample

    The neuron is linear and the goal known to every sample: each moves the weights along its own
    inputs until the sum is right for it (S. Kaczmarz, 1937).
    """
    figure = Figure(figsize=(4.1 * max(len(inputs), 1), 4.3), layout="constrained")
    walks = {title: _walk(np.asarray(rows, float).reshape(-1, 2)) for title, rows in inputs.items()}
    farthest = max([1.0, *(float(np.abs(path).max()) for path, _ in walks.values())])
    words = []
    for i, (title, (path, arrived)) in enumerate(walks.items()):
        ax = figure.add_subplot(1, len(walks), i + 1)
        _path(ax, path, 0.3 + 1.1 * farthest)
        told = f"{len(path) - 1} steps" if arrived else f"not there after {len(path) - 1} steps"
        ax.set_title(f"{title}: {told}", fontsize=11)
        turns = np.sum(np.abs(np.diff(path, axis=0)), axis=0)
        words.append(f"{title}: {told}, {turns[0]:.1f} to the sides and {turns[1]:.1f} up and down")
    straight = np.abs(GOAL - START)
    return Picture(
        figure,
        f"Paths of two weights, the first of which must grow by {number(straight[0])} and the "
        f"second shrink by {number(straight[1])}. " + "; ".join(words) + ".",
    )


def _walk(rows: Floats) -> tuple[Floats, bool]:
    """The weights after each step, up to the goal, (K, 2); and whether they came there."""
    path, whole = [START], float(np.linalg.norm(GOAL - START))
    for x in rows[np.isfinite(rows).all(axis=1)]:
        size = float(x @ x)
        path.append(path[-1] + (float((GOAL - path[-1]) @ x) / size * x if size else 0 * x))
        if np.linalg.norm(GOAL - path[-1]) < ARRIVED * whole:
            return np.array(path), True
    return np.array(path), False


def _path(ax: Axes, path: Floats, reach: float) -> None:
    ax.plot(*np.array([START, GOAL]).T, ":", color=LINE, lw=2)
    ax.plot(*path.T, "-", color=INK, lw=1.4)
    ax.plot(*path[1:].T, "o", color=INK, ms=3)
    _ends_of_the_way(ax, reach)
    ax.set(xticks=[-1, 0, 1], yticks=[-1, 0, 1])


def _ends_of_the_way(ax: Axes, reach: float) -> None:
    """Start and goal, in a square of two weights."""
    ax.plot(*START, "o", mfc=PAPER, mec=LINE, mew=2, ms=9)
    ax.plot(*GOAL, "*", color=RIGHT, ms=16)
    ax.annotate(
        "start", (START[0], START[1]), (-7, 7), textcoords="offset points", ha="right", va="bottom"
    )
    ax.annotate(
        "goal", (GOAL[0], GOAL[1]), (12, 0), textcoords="offset points", ha="left", va="center"
    )
    ax.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal", xticks=[], yticks=[])
    ax.set(xlabel="first weight", ylabel="second weight")
