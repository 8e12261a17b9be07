"""A landscape of two weights that the student's own step walks down, at some learning rate.

A narrow valley with a shallow hollow and a deeper one. Across, it is curved so that a step is
thrown out above a learning rate of 1.1, near where the network loses its units.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from course.numerals import number
from course.widgets import students, terrain, training
from course.widgets.ball import SHORT, Ball
from course.widgets.canvas import INK, LINE, PAPER, RIGHT, Canvas, Panel
from course.widgets.terrain import Terrain
from course.widgets.touch import Mark, Touch

Floats = NDArray[np.float64]

ENDS = ((-5.0, 5.0), (-5.0, 5.0))
START = (-3.0, 4.2)
STEPS = 300
ACROSS = 1.8  # how the valley is curved across
HOLLOWS = 2.6  # how far from the middle the hollows are, along the valley
HILL = 0.006  # how high the ground between and beyond them is
TILT = 0.06  # how much deeper the one is
TURN = math.radians(24)
SIDE = 45
AT_REST = 0.01  # a slope at which nothing moves that could be seen
FAR = 30.0  # thrown out

_AXES = np.array([[math.cos(TURN), -math.sin(TURN)], [math.sin(TURN), math.cos(TURN)]])


def height(w: Floats) -> Floats:
    """How high it is at weights (..., 2)."""
    along, across = np.moveaxis(w @ _AXES, -1, 0)
    hill = HILL * (along**2 - HOLLOWS**2) ** 2 - TILT * along
    return np.asarray(hill + ACROSS / 2 * across**2)


def slope(w: Floats) -> Floats:
    """The gradient there, (2,)."""
    along, across = w @ _AXES
    rises = 4 * HILL * along * (along**2 - HOLLOWS**2) - TILT, ACROSS * across
    return np.asarray(_AXES @ np.array(rises))


def panel(canvas: Canvas) -> Panel:
    """Where it lies on the figure's canvas."""
    return Panel(canvas, 412, 34, 292, 292, *ENDS)


def _ground() -> Terrain:
    places = np.stack(np.meshgrid(*(np.linspace(*ends, SIDE) for ends in ENDS)), axis=-1)
    return Terrain(*ENDS, height(places))


class Valley:
    """A ball that takes the student's steps, one after the other.

    awake : whether `sgd_step` is written
    """

    _terrain = _ground()

    def __init__(self, sgd_step: training.SgdStep) -> None:
        self._sgd_step, self.awake = sgd_step, False
        self.ball = Ball(START, panel(Canvas(0, 0)))

    def begin(self, lr: float) -> None:
        """A new path from the start; the old one is kept."""
        try:
            self._next(self.ball.start, lr)
            self.awake = True
        except students.Asleep:
            self.awake = False
        self.ball.begin(_label(lr))

    def roll(self, lr: float) -> bool:
        """One step; False when there is no more to be seen."""
        if not self.awake:
            return False
        if self.ball.label != _label(lr):
            self.begin(lr)
        if not self.ball.held and self._goes():
            self.ball.roll(lambda w: self._next(w, lr))
        return self._goes()

    def touched(self, what: Touch, lr: float) -> bool:
        """The start is moved; whether the ball rolls now."""
        self.ball.label = self.ball.label or _label(lr)
        return self.awake and self.ball.touched(what, lambda w: self._next(w, lr))

    def marks(self) -> list[Mark]:
        """What of it can be touched."""
        return self.ball.marks() if self.awake else []

    def _next(self, w: Floats, lr: float) -> Floats:
        layer, grads = (w[:, None], np.zeros(1)), (slope(w)[:, None], np.zeros(1))
        [(new, _bias)] = training.stepped(self._sgd_step, [layer], [grads], lr)
        return np.asarray(new[:, 0])

    def _goes(self) -> bool:
        return self.ball.steps < STEPS and bool(np.abs(self.ball.path[-1]).max() < FAR)

    def told(self) -> str:
        """The path so far, in words."""
        if not self.awake:
            return "waits"
        ball = self.ball
        if ball.held:
            return f"at {ball.label}: let go, and it rolls"
        if not ball.steps:
            return f"at {ball.label}: it waits"
        count = f"{ball.steps} step{'s' * (ball.steps > 1)}"
        return f"{count} at {ball.label}: it {manner(np.array(ball.path))}"

    def draw(self, canvas: Canvas) -> None:
        """The landscape, earlier paths and this one."""
        there, ball = panel(canvas), self.ball
        self._terrain.draw(there)
        if self.awake:
            terrain.paths(there, np.array(ball.path), ball.earlier, ball.ahead, self._terrain)
        else:
            canvas.rectangle(there.x + 34, there.y + 130, 224, 26, PAPER, corner=4)
            there.note("wakes up once sgd_step works", INK)
        there.frame("a landscape of two weights", ticks=0)
        if self.awake:
            foot = there.y + there.height
            for i, row in enumerate(self.told().split(": ")):
                canvas.text(there.x, foot + 19 + 18 * i, row, weight=None if i else "600")
        right = there.x + there.width
        sign = f"{right - 54},22 {right - 42},22 {right - 48},32"
        canvas.add(f'<polygon points="{sign}" fill="{RIGHT}"/>')
        canvas.text(right, 31, "lowest", LINE, 12, "end")


def manner(path: Floats) -> str:
    """How a path (n, 2) goes down the landscape."""
    last = path[-1]
    if not np.isfinite(last).all() or np.abs(last).max() >= FAR:
        return "is thrown out"
    across = path @ _AXES[:, 1]
    turns = np.flatnonzero((across[1:] * across[:-1] < 0) & (np.abs(across[1:]) > 0.02))
    zigzags, late = len(turns) > 2, len(turns) > 2 and turns[-1] >= len(path) - 4
    if zigzags and abs(across[-1]) > abs(across[0]):
        return "is thrown out"
    if zigzags and late:
        return "zigzags"
    if np.linalg.norm(slope(last)) < AT_REST:
        return f"{'zigzags, then ' if zigzags else ''}rests {_hollow(last)}"
    if len(path) > SHORT and np.linalg.norm(last - path[0]) < 0.005 * len(path):
        return "hardly moves"
    return "goes down"


def _hollow(w: Floats) -> str:
    along = float(w @ _AXES[:, 0])
    if abs(along) < HOLLOWS / 2:
        return "on the ridge between the hollows"
    return "in the deeper hollow" if along > 0 else "in the shallow hollow"


def _label(lr: float) -> str:
    return f"lr {number(lr)}"
