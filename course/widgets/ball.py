"""A ball on a landscape: where it starts is dragged, it rolls a step at a time, its paths stay."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from course.numerals import fixed
from course.widgets import touch
from course.widgets.canvas import Panel
from course.widgets.touch import Mark, Touch

Floats = NDArray[np.float64]
Step = Callable[[Floats], Floats]

START, GROUND = "start", "ground"
KEPT = 4  # earlier paths
SHORT = 6  # steps of a path that is not worth keeping
AHEAD = 30  # steps that are shown of the path from a start that is held
PATIENCE = 0.006  # seconds to look ahead


class Ball:
    """A start, the path from it so far, and paths from before.

    start   : (2,)
    path    : the places since, the start first
    ahead   : (n, 2), where it would roll, while the start is held; None if it is not
    earlier : label and path (n, 2), the newest last
    """

    def __init__(self, start: tuple[float, float], panel: Panel) -> None:
        self.start, self._panel = np.array(start, dtype=float), panel
        self.forget()

    @property
    def held(self) -> bool:
        """Whether the reader holds the start."""
        return self.ahead is not None

    @property
    def steps(self) -> int:
        """How many it has taken."""
        return len(self.path) - 1

    def forget(self) -> None:
        """As if nothing had ever rolled."""
        self.earlier: list[tuple[str, Floats]] = []
        self.label = ""
        self.path = [self.start]
        self.ahead: Floats | None = None

    def begin(self, label: str) -> None:
        """Back to the start, for a path of that name; the one until now is kept."""
        if self.steps >= SHORT:
            mine = self.label, np.array(self.path)
            others = [old for old in self.earlier if not _same(old, mine)]
            self.earlier = [*others, mine][-KEPT:]
        self.label, self.ahead = label, None
        self.path = [self.start]

    def roll(self, step: Step) -> None:
        """Take one step."""
        self.path.append(step(self.path[-1]))

    def marks(self) -> list[Mark]:
        """The start as a handle, and the whole ground to put it down on."""
        (left, right), (low, high) = self._panel.xs, self._panel.ys
        says = f"weights {fixed(self.start[0], 1)} and {fixed(self.start[1], 1)}"
        at = float(self.start[0]), float(self.start[1])
        step = (right - left) / 40, (high - low) / 40
        return [
            touch.area(self._panel, GROUND, "the landscape: press to start from there"),
            touch.handle(self._panel, START, at, "start", says, step),
        ]

    def touched(self, what: Touch, step: Step) -> bool:
        """The start is moved; whether it has been let go, and the ball rolls."""
        if what.phase == touch.ERASE or (what.name == GROUND and what.phase == touch.KEY):
            return False
        panel = self._panel
        if what.phase == touch.KEY:
            to = self.start + touch.by(panel, what)
            to = np.clip(to, [panel.xs[0], panel.ys[0]], [panel.xs[1], panel.ys[1]])
        else:
            to = np.array(touch.value(panel, what))
        self.begin(self.label)
        self.start, self.path = to, [to]
        if what.phase in (touch.MOVE, touch.PRESS):
            self.ahead = ahead(to, step)
        return not self.held


def ahead(start: Floats, step: Step) -> Floats:
    """Where the next steps lead, (n, 2); fewer where they take long."""
    path, end = [start], perf_counter() + PATIENCE
    while len(path) <= AHEAD and perf_counter() < end and np.isfinite(path[-1]).all():
        path.append(step(path[-1]))
    return np.array(path)


def _same(one: tuple[str, Floats], other: tuple[str, Floats]) -> bool:
    return one[0] == other[0] and bool(np.array_equal(one[1][0], other[1][0]))
