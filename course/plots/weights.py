"""Chapter 2: two weights on their way, where all inputs have one sign and where they have both."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from course.colours import INK, LINE, ONE, ONE_INK, PAPER, RIGHT
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


def first_steps(samples: ArrayLike) -> Picture:
    """The first step of two weights on the way of `zigzag`, a panel for each sample.

    samples : (K, 2) the two inputs of each sample, not both 0

    The step ends on the line of all weights with which the sum is right for the sample.
    """
    rows = np.asarray(samples, float).reshape(-1, 2)
    figure = Figure(figsize=(4.1 * max(len(rows), 1), 4.3), layout="constrained")
    words = []
    for i, x in enumerate(rows):
        after = _walk(x[None])[0][-1]
        ax = figure.add_subplot(1, len(rows), i + 1)
        (_open_quarters if x[0] * x[1] > 0 else _other_quarters)(ax, REACH)
        _one_step(ax, x, after)
        told, to, moved = f"{number(x[0])} and {number(x[1])}", _pair(after), _pair(after - START)
        ax.set_title(f"inputs {told}\nfrom {_pair(START)} to {to}", fontsize=11)
        words.append(f"inputs {_pair(x)} move the weights by {moved}, to {to}")
    return Picture(
        figure,
        f"The first step from the weights {_pair(START)}; the right ones are {_pair(GOAL)}. "
        f"{'; '.join(words)}.",
    )


REACH = 2.4  # of the panels of one step


def _one_step(ax: Axes, x: Floats, after: Floats) -> None:
    along = 9 * np.array([-x[1], x[0]]) / max(float(np.hypot(*x)), 1e-9)
    ax.plot(*np.array([GOAL - along, GOAL + along]).T, "--", color=ONE, lw=1.5)
    arrow = {"arrowstyle": "-|>", "color": INK, "lw": 2.5, "shrinkA": 5, "shrinkB": 0}
    ax.annotate("", (after[0], after[1]), (START[0], START[1]), arrowprops=arrow)
    _ends_of_the_way(ax, REACH)
    ax.set(xticks=[-1, 0, 1], yticks=[-1, 0, 1])


def _pair(v: Floats) -> str:
    return f"({number(round(float(v[0]), 2))}, {number(round(float(v[1]), 2))})"


def _walk(rows: Floats) -> tuple[Floats, bool]:
    """The weights after each step, up to the goal, (K, 2); and whether they came there."""
    path, whole = [START], float(np.linalg.norm(GOAL - START))
    for x in rows[np.isfinite(rows).all(axis=1)]:
        size = float(x @ x)
        path.append(path[-1] + (float((GOAL - path[-1]) @ x) / size * x if size else 0 * x))
        if np.linalg.norm(GOAL - path[-1]) < ARRIVED * whole:
            return np.array(path), True
    return np.array(path), False


def _open_quarters(ax: Axes, reach: float) -> None:
    """Where the first step can lead if both inputs are positive: both weights up, or both down."""
    for low, high in ((START, np.full(2, reach)), (np.full(2, -reach), START)):
        ax.fill_between([low[0], high[0]], low[1], high[1], color=ONE, alpha=0.1, lw=0)
    far = reach - 0.08
    ax.text(far, far, "both up", color=ONE_INK, ha="right", va="top")
    ax.text(-far, -far, "both down", color=ONE_INK, ha="left", va="bottom")


def _other_quarters(ax: Axes, reach: float) -> None:
    """Where the first step can lead if one input is positive and one negative."""
    ax.fill_between([-reach, START[0]], START[1], reach, color=ONE, alpha=0.1, lw=0)
    ax.fill_between([START[0], reach], -reach, START[1], color=ONE, alpha=0.1, lw=0)
    ax.text(START[0] + 0.08, -1.3, "one up,\none down", color=ONE_INK, va="bottom")


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
