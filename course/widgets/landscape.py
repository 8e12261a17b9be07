"""The landscape of a loss over two weights, and a ball that rolls down by measured slopes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course.check import failure
from course.numerals import fixed, number
from course.widgets import students, terrain
from course.widgets.ball import Ball
from course.widgets.canvas import GRADIENT, INK, LINE, RIGHT, Canvas, Panel
from course.widgets.figure import Control, Frame, Interactive, Values
from course.widgets.live import live
from course.widgets.terrain import Terrain
from course.widgets.touch import Touch

Floats = NDArray[np.float64]
Loss = Callable[[Floats], Any]

ENDS = (-6.0, 6.0)
START = (-4.5, -4.0)
PARTS = ((0, 0, 420, 424), (426, 0, 294, 390))  # the ground; the loss
SIDES = (41, 31, 21, 11)  # heights along each weight: the most for which there is time
QUICK, PATIENCE = 0.15, 3.0  # seconds for them: as they should be, and at the most
PROBES = 5  # heights that are measured again to see whether the reader's function is another now
STEP = 0.25  # by which a slope is multiplied to make a step
NUDGE = 1e-4
STEPS = 300  # after so many the ball is left where it is
FLAT = 1e-4  # a slope below which it is at rest, in shares of the landscape's height
NEAR = 0.36  # how far from the lowest point it has found it
RIM = 0.02  # a lowest point that near to the end of the picture is not the lowest there is
PLATEAU = 0.4  # of the landscape's height: what is flat above it is no valley


def landscape(
    losses: Mapping[str, Loss], start: tuple[float, float] = START
) -> Interactive:  # fmt: skip
    """The figure of a loss over two weights, with a ball that rolls down it.

    losses : name -> the student's function of the two weights (2,), which gives a number
    start  : where the ball starts, two weights from -6 to 6
    """
    names = tuple(losses)
    controls = [Control("loss", "loss", names, names[0], kind="choice")] if len(names) > 1 else []
    question = (
        "The ball feels the slope under it and nothing else. "
        "From where does it reach the lowest point, and from where does it stay?"
    )
    hint = (
        "Drag the start, or press where the ball is to start; let go, and it rolls. "
        "Arrow keys move the start, too."
    )
    run = _Roll(dict(losses), start)
    return live(
        "landscape", question, controls, run, seeded=False, touched=run.touched,
        forget=run.forget, hint=hint,
    )  # fmt: skip


def _panel(canvas: Canvas) -> Panel:
    return Panel(canvas, 64, 32, 340, 340, ENDS, ENDS)


class _Roll:
    """A ball on the landscape of one of the losses."""

    resets: frozenset[str] = frozenset({"loss"})
    pace = 1
    length = STEPS

    def __init__(self, losses: dict[str, Loss], start: tuple[float, float]) -> None:
        self._losses, self._known = losses, dict[str, Terrain]()
        self.ball, self.heights = Ball(start, _panel(Canvas(0, 0))), list[float]()

    def reset(self, values: Values) -> None:
        """Back to the start, on the landscape as the reader's function makes it now."""
        self.name = values.get("loss", next(iter(self._losses)))
        self.ball.begin(self.name)
        self.ground = self._ground()
        self._begun()

    def forget(self) -> None:
        """No earlier paths."""
        self.ball.forget()

    def touched(self, what: Touch, values: Values) -> bool:
        """Move the start; whether the ball rolls now."""
        if not self.ball.held:
            self.ground = self._ground()
        rolls = self.ball.touched(what, self._next)
        self._begun()
        return rolls

    def step(self, values: Values) -> bool:
        """One step downhill; False when there is none, or it leaves the picture."""
        if not self.ball.held:
            self.ball.roll(self._next)
            self._measured()
        return self.state() == "rolls"

    def _height(self, w: Floats) -> float:
        return float(students.ask(self._losses[self.name], w, shape=()))

    def _slope(self, w: Floats) -> Floats:
        """Measured from both sides, (2,)."""
        nudges = NUDGE * np.eye(2)
        rises = [self._height(w + n) - self._height(w - n) for n in nudges]
        return np.array(rises) / (2 * NUDGE)

    def _next(self, w: Floats) -> Floats:
        return np.asarray(w - STEP * self._slope(w))

    def _begun(self) -> None:
        self.heights = []
        self._measured()

    def _measured(self) -> None:
        """The height and the slope where the ball is now."""
        at = self.ball.path[-1]
        self.heights.append(self._height(at))
        self.slope = math.hypot(*self._slope(at))

    def _ground(self) -> Terrain:
        """The landscape of the chosen loss; the one that is known, if the function is the same."""
        known = self._known.get(self.name)
        if known is not None and self._holds(known):
            return known
        made = Terrain(ENDS, ENDS, self._measure())
        if made.lowest is not None:
            made = replace(made, bottom=self._bottom(made))
        self._known[self.name] = made
        return made

    def _bottom(self, ground: Terrain) -> tuple[float, float, float] | None:
        """The lowest point between the places that were measured: ever smaller steps around it."""
        if ground.lowest is None:
            return None
        *at, low = ground.lowest
        reach = (ENDS[1] - ENDS[0]) / len(ground.heights)
        for way in reach * 0.5 ** np.repeat(np.arange(8), 2):
            for dx, dy in ((way, 0), (-way, 0), (0, way), (0, -way)):
                new = np.clip([at[0] + dx, at[1] + dy], *ENDS)
                if (height := self._height(new)) < low:
                    at, low = [float(v) for v in new], height
        return at[0], at[1], low

    def _holds(self, known: Terrain) -> bool:
        """Whether some of its heights are what the function gives now."""
        ticks, side = known.ticks[0], len(known.heights)
        places = [(7 * k % side, 11 * k % side) for k in range(1, PROBES + 1)]
        now = [self._height(np.array([ticks[u], ticks[v]])) for u, v in places]
        return np.array_equal(
            _drawable(now), [known.heights[v, u] for u, v in places], equal_nan=True
        )

    def _measure(self) -> Floats:
        """Heights (side, side), as many as there is time for."""
        times = [perf_counter()]
        for place in (-6.0, -2.0, 3.0):
            self._height(np.array([place, 0.5 * place]))
            times.append(perf_counter())
        each = float(np.diff(times).min())  # of a machine that is busy with other things, too
        if each * SIDES[-1] ** 2 > PATIENCE:
            raise failure.failed(
                f"One height of this landscape takes {number(each, 2)} seconds to compute: "
                "too long to roll on it."
            )
        side = next((n for n in SIDES if n * n * each < QUICK), SIDES[-1])
        ticks = np.linspace(*ENDS, side)
        return _drawable([[self._height(np.array([u, v])) for u in ticks] for v in ticks])

    def state(self) -> str:
        """Rolls, or where and how it has stopped."""
        at, (low, high) = self.ball.path[-1], self.ground.ends
        tall, height = high - low, self.heights[-1]
        if not (np.isfinite(at).all() and math.isfinite(height) and math.isfinite(self.slope)):
            return "lost"
        if np.any(np.abs(at) > ENDS[1]):
            return "left"
        share = (height - low) / tall
        lowest = self.ground.lowest
        if lowest is None:
            return "level"
        over = self.ball.steps >= STEPS
        near = math.dist(at, lowest[:2]) < NEAR
        if self.slope < FLAT * tall or over:
            if share > PLATEAU:
                return "plateau" if over or self.slope == 0 else "rolls"
            if near or height <= low:
                return "lowest"
            return "creeps" if over else "rests"
        return "rolls"

    def frame(self, values: Values) -> Frame:
        """The landscape, the ball, and how high it was on its way."""
        words = self._words()
        canvas = Canvas(720, 424, PARTS)
        panel = _panel(canvas)
        self.ground.draw(panel)
        earlier = [(name if name != self.name else "", path) for name, path in self.ball.earlier]
        terrain.paths(panel, np.array(self.ball.path), earlier, self.ball.ahead, self.ground)
        panel.frame(f"{self.name} over two weights", "first weight", "second weight")
        self._way(canvas)
        self._numbers(canvas)
        at = " and ".join(fixed(v, 1) for v in self.ball.start)
        alt = (
            f"{self.name} as heights over two weights, with a ball that started at {at} and has "
            f"taken {self.ball.steps} steps. {words}"
        )
        return Frame(canvas.svg(alt), words, self.ball.marks())

    def _way(self, canvas: Canvas) -> None:
        low, high = self.ground.ends
        ends = (-0.03 * STEPS, 1.03 * STEPS), (min(low, 0) - 0.04 * high, 1.04 * high)
        panel = Panel(canvas, 480, 32, 224, 168, *ends)
        panel.frame("loss on its way", "steps", "", ticks=3)
        if self.ground.lowest is not None:
            panel.curve(panel.xs, [low, low], RIGHT, 1.2, "5 4")
        heights = _drawable(self.heights)
        panel.curve(np.arange(len(heights)), heights, GRADIENT, 2)
        if math.isfinite(heights[-1]):
            panel.points([len(heights) - 1], heights[-1:], INK, radius=5)

    def _numbers(self, canvas: Canvas) -> None:
        at, lowest = self.ball.path[-1], self.ground.lowest
        rows = [
            ("weights", f"{_place(at[0])}, {_place(at[1])}"),
            ("loss", number(self.heights[-1])),
            ("slope", number(self.slope, 2)),
        ]
        for i, (name, value) in enumerate(rows):
            canvas.text(540, 270 + 24 * i, name, LINE, 14, "end")
            canvas.text(552, 270 + 24 * i, value, size=14, weight="600")
        if lowest is not None:
            canvas.add(f'<polygon points="464,347 478,347 471,360" fill="{RIGHT}"/>')
            place = f"{fixed(lowest[0], 1)}, {fixed(lowest[1], 1)}"
            canvas.text(486, 358, f"lowest: {number(lowest[2])} at {place}")
            if self._open():
                canvas.text(486, 378, "still lower beyond the picture", LINE)

    def _open(self) -> bool:
        """Whether the ground is lowest at its rim, so that a valley may lead out of it."""
        lowest = self.ground.lowest
        return lowest is not None and max(map(abs, lowest[:2])) > ENDS[1] - RIM

    def _words(self) -> str:
        if self.ball.held:
            return "Let go, and the ball rolls: by the slope under it, and by nothing else."
        state, low = self.state(), self.ground.lowest
        if self.ball.steps == 0 and state in ("rolls", "plateau"):
            return f"The ball waits at its start, where the loss is {number(self.heights[0])}."
        far = number(float(math.dist(self.ball.start, self.ball.path[-1])), 2)
        height, slope, steps = number(self.heights[-1]), number(self.slope, 2), self.ball.steps
        least = number(low[2]) if low else ""
        return {
            "rolls": "It rolls: each step is a quarter of the slope, downhill.",
            "lost": "The loss or its slope is not a number here: the ball does not know where to.",
            "left": "It rolls out of the picture, where the slope leads it.",
            "level": "The loss is the same for all weights: no slope, and the ball stays.",
            "plateau": f"It stays on the plateau: {steps} steps have brought it {far} far. The "
            f"loss is {height}, {least} at the lowest point, but a slope of {slope} moves nothing.",
            "lowest": f"It has found the lowest point in {steps} steps: the loss is {height}.",
            "creeps": f"It creeps along the valley: after {steps} steps the loss is {height}, "
            f"{least} at the lowest point, and the slope is down to {slope}."
            if not self._open()
            else f"It creeps along the valley: after {steps} steps the loss is {height}, the "
            f"slope {slope}, and the valley leads out of the picture.",
            "rests": f"It rests where the slope is {slope}, though not at the lowest point: the "
            f"loss is {height}, {least} there.",
        }[state]


def _place(weight: float) -> str:
    return fixed(weight, 2) if math.isfinite(weight) and abs(weight) < 1e4 else number(weight)


def _drawable(values: Any) -> Floats:
    """Heights that a picture survives: at most a million in size, what is no number nan."""
    values = np.asarray(values, dtype=float)
    return np.where(np.isfinite(values), np.clip(values, -1e6, 1e6), np.nan)
