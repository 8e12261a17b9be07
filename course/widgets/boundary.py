"""A plane with two classes of samples in it, and what a network says everywhere."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from course.widgets.canvas import BLUE, ORANGE, Canvas, Panel

Floats = NDArray[np.float64]


class Plane:
    """The surroundings of samples in the plane, as points of a grid.

    x, y : (N, 2) and (N,), classes 0 and 1
    side : points along each edge of the grid

    points : (side * side, 2), row by row from below
    """

    def __init__(self, x: Floats, y: NDArray[np.int64], side: int = 80) -> None:
        self.x, self.y, self.side = x, y, side
        low, high = x.min(axis=0), x.max(axis=0)
        margin = 0.08 * (high - low)
        (left, bottom), (right, top) = low - margin, high + margin
        self.xs, self.ys = (float(left), float(right)), (float(bottom), float(top))
        across, up = np.meshgrid(np.linspace(left, right, side), np.linspace(bottom, top, side))
        self.points: Floats = np.column_stack([across.ravel(), up.ravel()])

    def draw(
        self, canvas: Canvas, x: float, y: float, size: float, logits: Floats, title: str
    ) -> None:
        """The map of a network's answers, blue for class 1, with the samples on it.

        x, y, size : upper left corner and edge of the square
        logits     : (side * side, 2) at the grid's points
        """
        panel = Panel(canvas, x, y, size, size, self.xs, self.ys)
        with np.errstate(all="ignore"):
            lead = (logits[:, 1] - logits[:, 0]).reshape(self.side, self.side)
            # A step at the boundary makes it visible, a slope shows how sure the net is.
            panel.heat(0.2 * np.sign(lead) + 0.4 * np.tanh(lead / 2))
        panel.frame(title, ticks=0)
        zero, one = self.x[self.y == 0], self.x[self.y == 1]
        panel.points(zero[:, 0], zero[:, 1], ORANGE, hollow=True)
        panel.points(one[:, 0], one[:, 1], BLUE)
        if not np.isfinite(lead).all():
            panel.note("not a number")
