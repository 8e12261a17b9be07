"""A plane with two classes of samples in it, and what a network says everywhere."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from course.widgets.canvas import Panel
from course.widgets.training import Net

Floats = NDArray[np.float64]


class Plane:
    """The surroundings of samples in the plane, as points of a grid.

    x    : (N, 2), which lie inside
    side : points along each edge of the grid

    points : (side * side, 2), row by row from below
    """

    def __init__(self, x: Floats, side: int) -> None:
        self.side = side
        low, high = x.min(axis=0), x.max(axis=0)
        margin = 0.08 * (high - low)
        (left, bottom), (right, top) = low - margin, high + margin
        self.xs, self.ys = (float(left), float(right)), (float(bottom), float(top))
        across, up = np.meshgrid(np.linspace(left, right, side), np.linspace(bottom, top, side))
        self.points: Floats = np.column_stack([across.ravel(), up.ravel()])
        ramp = np.linspace(-1, 1, 32)
        self.inputs: Floats = np.stack(np.meshgrid(ramp, ramp[::-1]))
        """(2, 32, 32) the two inputs themselves, as maps."""

    def answers(self, net: Net) -> tuple[Floats, Floats]:
        """By how much class 1 leads, (side, side), and what each unit gives, (M, side, side).

        The first row is the uppermost.
        """
        hidden, (w, b) = net.hidden(self.points), net.params[-1]
        with np.errstate(all="ignore"):
            lead = hidden @ (w[:, 1] - w[:, 0]) + (b[1] - b[0])
        maps = hidden.reshape(self.side, self.side, -1)[::-1].transpose(2, 0, 1)
        return lead.reshape(self.side, self.side)[::-1], maps

    def draw(self, panel: Panel, lead: Floats) -> None:
        """The map of a network's answers: by how much class 1 leads, as `answers` gives it."""
        with np.errstate(all="ignore"):
            # A step at the boundary makes it visible, a slope shows how sure the net is.
            panel.heat((0.25 * np.sign(lead) + 0.45 * np.tanh(lead / 2))[::-1])
        if not np.isfinite(lead).all():
            panel.note("not a number")
