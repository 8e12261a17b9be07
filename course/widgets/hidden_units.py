"""What one more hidden unit buys: a network that learns, and every unit of it."""

from __future__ import annotations

import functools
import math

import numpy as np

from course.numerals import fixed, number
from course.widgets import network
from course.widgets.boundary import Plane
from course.widgets.canvas import LINE, ONE, PAPER, TEST, TRAINING, Canvas, Panel, legend
from course.widgets.figure import Control, Frame, Interactive, Values
from course.widgets.lesson import Bools, Floats, Lesson, task
from course.widgets.live import live
from course.widgets.network import Box, diagram, numbers_at_rest
from course.widgets.samples import HINT
from course.widgets.touch import Mark, Touch
from course.widgets.training import LossAndGrads, SgdStep

UNITS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64)
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
BOX = Box(12, 44, 424, 378)  # of the network
PARTS = ((0, 0, 460, 456), (466, 0, 254, 456))  # the network; what it says
LEFT, SIDE = 488, 204  # of the map, and its edge
ANSWERS = "answers"  # the area of the samples
BUTTONS = LEFT + SIDE - 68, 22  # where the class that a click adds is chosen
FINE, COARSE = 64, 48  # points along an edge of the map; of many units each has a small picture
REACH = {"plane": 1.5, "digits": 0.5}  # what is as bright as can be in a unit's map


def hidden_units(
    loss_and_grads: LossAndGrads | None = None, sgd_step: SgdStep | None = None
) -> Interactive:
    """The figure of the hidden units.

    loss_and_grads : the student's, (params, x, y, act, lam) -> (loss, grads)
    sgd_step       : the student's, (params, grads, lr) -> params
    Without them, or while they are blank, the course trains the network.
    """
    controls = [
        Control("units", "hidden units", UNITS, 3),
        Control("data", "data", ("moons", "spiral", "digits"), "moons", kind="choice"),
        Control("lr", "learning rate", RATES, 0.3, texts=[number(lr) for lr in RATES]),
    ]
    question = (
        "What does one more unit buy? Let 1, 2, 3 and 8 units learn, then 64. "
        "Watch which of the two losses still falls."
    )
    run = Learner(loss_and_grads, sgd_step)
    figure = live("hidden_units", question, controls, run, touched=run.touched, hint=HINT)
    return numbers_at_rest(figure, run)


class Learner(Lesson):
    """A network that learns, and its picture."""

    def touched(self, what: Touch, values: Values) -> bool:
        """What the reader does to the samples; whether there is now something else to learn."""
        panels = {ANSWERS: self._panel(Canvas(0, 0))} if self.task.flat else {}
        return self.touch(what, panels, values)

    def _panel(self, canvas: Canvas) -> Panel:
        plane = _plane(self._data)
        return Panel(canvas, LEFT, BOX.y, SIDE, SIDE, plane.xs, plane.ys)

    def frame(self, values: Values) -> Frame:
        """The network, its answers and its losses."""
        if not self.samples.held:
            self.follow()
        units, dead, canvas = values["units"], self.dead(), Canvas(720, 456, PARTS)
        told = self.told(units, dead)
        draw = self._plane if self.task.flat else self._digits
        shares = draw(canvas, dead)
        self._curves(canvas)
        network.legend(canvas, BOX.x, 448)
        trained, test = (self.losses[part][-1] for part in ("training", "test"))
        alt = (
            f"{values['data']}, {units} hidden units, learning rate {number(values['lr'])}, after "
            f"{self.steps} steps: training loss {number(trained)}, test loss {number(test)}; "
            f"{shares}. {told}"
        )
        return Frame(canvas.svg(alt), f"{told} {self.net.note}", self._marks())

    def _marks(self) -> list[Mark]:
        """What can be touched; the numbers only at rest, when they can be read."""
        marks: list[Mark] = []
        if self.task.flat:
            marks = self.samples.marks({ANSWERS: self._panel(Canvas(0, 0))}, *BUTTONS)
        return marks if self.playing else marks + self._diagram().tips(self.net.params)

    def _diagram(self) -> network.Diagram:
        (_, b), (_, c) = self.net.params
        inputs = ("x1", "x2") if self.task.flat else ("64 pixels",)
        return diagram(BOX, inputs, len(b), tuple(map(str, range(len(c)))))

    def _network(self, canvas: Canvas, shown: Floats, maps: Floats, dead: Bools) -> None:
        units = len(dead)
        canvas.text(12, 26, f"{units} hidden unit{'s' * (units > 1)}", weight="600")
        reach = REACH["plane" if self.task.flat else "digits"]
        self._diagram().draw(canvas, self.net.params, maps, reach, dead, shown)

    def _plane(self, canvas: Canvas, dead: Bools) -> str:
        """The network and its boundary; how many samples are on the right side."""
        t, panel, now = self.task, self._panel(canvas), self.samples
        plane = _plane(self._data, FINE if len(dead) <= network.MOST else COARSE)
        lead, maps = plane.answers(self.net)
        self._network(canvas, plane.inputs, maps, dead)
        plane.draw(panel, lead)
        panel.frame(ticks=0)
        canvas.text(LEFT, 26, "What it says", weight="600")
        now.draw(panel)
        now.buttons(canvas, *BUTTONS)
        right, new = self.net.right(now.x, now.y) / len(now.x), self.new_right()
        canvas.text(LEFT, 268, f"right: {right:.0%} of {len(now.x)} samples,")
        canvas.text(LEFT, 286, f"{new:.0%} of {len(t.x_test)} new ones")
        return f"right are {right:.0%} of the samples and {new:.0%} of new ones"

    def _digits(self, canvas: Canvas, dead: Bools) -> str:
        """The network, the weights of a unit in it, and how many of each digit are read."""
        t, w = self.task, self.net.params[0][0]
        self._network(canvas, t.x_test[:1].reshape(1, 8, 8), w.T.reshape(-1, 8, 8), dead)
        read = self.net.logits(t.x_test).argmax(axis=1) == t.y_test
        canvas.text(LEFT, 26, "New digits read right", weight="600")
        row = SIDE / 10
        for digit in range(10):
            share, at = float(read[t.y_test == digit].mean()), BOX.y - 10 + row * digit
            canvas.text(LEFT, at + 15, str(digit), weight="600")
            canvas.rectangle(LEFT + 18, at + 3, 140, row - 6, stroke=LINE)
            canvas.rectangle(LEFT + 18, at + 3, 140 * share, row - 6, fill=ONE)
            canvas.text(LEFT + SIDE, at + 15, f"{share:.0%}", size=12, anchor="end")
        canvas.text(LEFT, 268, f"together: {self.new_right():.0%} of {len(t.x_test)}")
        return f"of new digits {self.new_right():.0%} are read right"

    def _curves(self, canvas: Canvas) -> None:
        """Both losses, over axes that stay while it runs."""
        t = self.task
        panel = Panel(canvas, LEFT, 322, SIDE, 86, (0, t.steps), t.losses, t.log)
        panel.frame(f"Loss, step {self.steps}", ticks=2)
        at = np.array(self.at)
        thin = np.append(np.arange(0, len(at), -(-len(at) // 200)), len(at) - 1)
        styles = ((TRAINING, None), (TEST, "6 3"))
        for x, (part, losses), (colour, dash) in zip(
            (LEFT - 8, LEFT + 112), self.losses.items(), styles, strict=True
        ):
            # What is beyond the axis runs along its end.
            seen = np.clip(np.array(losses)[thin], *t.losses)
            panel.curve(at[thin], seen, colour, dash=dash)
            place = float(panel.across(at[-1])), float(panel.down(seen[-1]))
            if math.isfinite(losses[-1]):
                canvas.circle(*place, 3.5, PAPER if dash else colour, colour, 1.5)
            legend(canvas, x, 448, [(f"{part} {_short(losses[-1])}", colour, dash)])


def _short(loss: float) -> str:
    """A loss in a few places, so that nothing beside it moves."""
    if not math.isfinite(loss):
        return "lost"
    return fixed(loss, 3) if loss < 10 else number(loss, 2)


@functools.cache
def _plane(name: str, side: int = FINE) -> Plane:
    return Plane(task(name).x, side)
