"""What one more hidden unit buys: a network that learns, and every unit of it."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from course import data
from course.numerals import fixed, number
from course.widgets import network
from course.widgets.boundary import Plane
from course.widgets.canvas import LINE, ONE, PAPER, TEST, TRAINING, Canvas, Panel, legend
from course.widgets.figure import Control, Frame, Interactive, Values
from course.widgets.live import live
from course.widgets.network import Box, diagram, numbers_at_rest
from course.widgets.samples import HINT, Samples
from course.widgets.touch import Mark, Touch
from course.widgets.training import LossAndGrads, Net, SgdStep
from course.widgets.verdict import SAID, judge

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

UNITS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64)
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
RECORD_EVERY = 10  # steps between two records of the losses
JUDGED = 100  # steps between two verdicts
TOLD = 1000  # steps for which the reader's own deed is told
BOX = Box(12, 44, 424, 378)  # of the network
LEFT, SIDE = 488, 204  # of the map, and its edge
ANSWERS = "answers"  # the area of the samples
BUTTONS = LEFT + SIDE - 68, 22  # where the class that a click adds is chosen
FINE, COARSE = 64, 48  # points along an edge of the map; of many units each has a small picture
REACH = {"plane": 1.5, "digits": 0.5}  # what is as bright as can be in a unit's map


@dataclass(frozen=True)
class Task:
    """Samples to learn from, and what counts as having learned them.

    x, y           : (N, D) and (N,)
    x_test, y_test : held out
    batch          : samples in a step; all, if it is 0
    steps          : after so many the run is over
    high           : a training loss above it is that of a net which has missed the pattern
    losses         : the ends of the axis of the losses
    log            : "y" if that axis is logarithmic
    """

    x: Floats
    y: Ints
    x_test: Floats
    y_test: Ints
    batch: int
    steps: int
    high: float
    losses: tuple[float, float]
    log: str = ""

    @property
    def flat(self) -> bool:
        """Whether its samples lie in the plane."""
        return bool(self.x.shape[1] == 2)


@functools.cache
def task(name: str) -> Task:
    """The samples of "moons", "spiral" or "digits"; few and noisy ones in the plane."""
    if name == "moons":
        few, new = data.moons(60, noise=0.3), data.moons(500, rng=1, noise=0.3)
        return Task(*few, *new, 0, 6000, 0.27, (0, 1.2))
    if name == "spiral":
        few, new = (data.spiral(n, rng, 0.7, classes=2) for n, rng in ((60, 0), (500, 1)))
        return Task(*few, *new, 0, 6000, 0.2, (0, 1.2))
    return Task(*data.digits(), 50, 3000, 0.3, (0.001, 10), "y")


def hidden_units(
    loss_and_grads: LossAndGrads | None = None, sgd_step: SgdStep | None = None
) -> Interactive:
    """The figure of the hidden units.

    loss_and_grads : the student's, (params, x, y, act, lam) -> (loss, grads)
    sgd_step       : the student's, (params, grads, lr) -> params
    Without them, or while they are blank, scikit-learn trains the network.
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


class Learner:
    """A network with one hidden layer of ReLUs, and its losses so far."""

    resets = frozenset({"units", "data", "seed"})
    pace = 25

    def __init__(self, loss_and_grads: LossAndGrads | None, sgd_step: SgdStep | None) -> None:
        self._functions = loss_and_grads, sgd_step
        self._data, self.playing, self.risen = "", False, 0.0

    def reset(self, values: Values) -> None:
        """A new network, at random; the samples stay as the reader has them."""
        if values["data"] != self._data:
            self._data = values["data"]
            self.task = task(self._data)
            self.samples = Samples(self.task.x, self.task.y)
        # The second number of the seed is chosen so that the first pictures show living units.
        self._rng = np.random.default_rng([values["seed"], 3])
        dims = [self.task.x.shape[1], values["units"], int(self.task.y.max()) + 1]
        self.net = Net(dims, self._rng, "relu", *self._functions)
        self.steps, self.at = 0, list[int]()
        self.losses: dict[str, list[float]] = {"training": [], "test": []}
        self.said, self._since, self._seen = "new", 0, self.samples.changes
        self._keep(self._losses())

    def step(self, values: Values) -> bool:
        """One mini-batch; False when the run is over or its loss no number any more."""
        self._follow()
        t, x, y = self.task, self.samples.x, self.samples.y
        rows = self._rng.integers(0, len(x), t.batch) if t.batch else slice(None)
        loss = self.net.step(x[rows], y[rows], values["lr"])
        self.steps += 1
        lost = not math.isfinite(loss)
        if lost or self.steps % RECORD_EVERY == 0:
            self._keep((loss, loss) if lost else self._losses())
        if lost or self.steps == 1 or self.steps % JUDGED == 0:
            self._judge(values["lr"])
        return not lost and self.steps < t.steps

    def _judge(self, lr: float) -> None:
        """A verdict over what was recorded of these samples."""
        first = self._since
        losses = {part: values[first:] for part, values in self.losses.items()}
        at = self.steps - self.at[first]
        if at >= TOLD:
            self.samples.said = ""
        self.said, self.risen = judge(at, losses, self._dead(), self.task.high, lr, self.said)
        if first and self.said == "begun":
            self.said = "changed"

    def _follow(self) -> None:
        """Look at the losses anew where the samples have changed."""
        if self._seen == self.samples.changes:
            return
        losses = self._losses()  # a student's function may raise here: then nothing has happened
        if self.at[-1] == self.steps:
            self.at.pop()
            for kept in self.losses.values():
                kept.pop()
        self._keep(losses)
        self._seen = self.samples.changes
        self.said, self._since = "changed", len(self.at) - 1

    def _dead(self) -> Bools:
        """(M,) whether a unit gives 0 for every sample."""
        return np.asarray(np.all(self.net.hidden(self.samples.x[:500]) == 0, axis=0))

    def _losses(self) -> tuple[float, float]:
        """The training loss and the test loss now."""
        t, now = self.task, self.samples
        test = self.net.loss(t.x_test[:500], t.y_test[:500])
        return self.net.loss(now.x[:500], now.y[:500]), test

    def _keep(self, losses: tuple[float, float]) -> None:
        self.at.append(self.steps)
        for kept, loss in zip(self.losses.values(), losses, strict=True):
            kept.append(loss)

    def touched(self, what: Touch, values: Values) -> bool:
        """Do to the samples what the reader wants; whether there is now something else to learn.

        A run that had come to its end starts anew.
        """
        if not self.task.flat:
            return False
        before = self.samples.changes
        self.samples.touched(what, {ANSWERS: self._panel(Canvas(0, 0))})
        changed = self.samples.changes != before
        if changed and (self.steps >= self.task.steps or self.said == "diverged"):
            self.reset(values)
        return changed

    def _panel(self, canvas: Canvas) -> Panel:
        plane = _plane(self._data)
        return Panel(canvas, LEFT, BOX.y, SIDE, SIDE, plane.xs, plane.ys)

    def frame(self, values: Values) -> Frame:
        """The network, its answers and its losses."""
        if not self.samples.held:
            self._follow()
        units, dead, canvas = values["units"], self._dead(), Canvas(720, 456)
        told = self._told(units, dead)
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

    def _told(self, units: int, dead: Bools) -> str:
        net, which = f"{units} unit{'s' * (units > 1)}", "The" if self._since else "A new"
        told = SAID[self.said].format(which=which, net=net, risen=f"{self.risen:.0%}")
        if 0 < dead.sum() < units:
            verb = "is" if dead.sum() == 1 else "are"
            told += f" {dead.sum()} of {units} {verb} dead, 0 for every sample: crossed out."
        return f"{self.samples.said} {told}".strip()

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
        right, new = self.net.right(now.x, now.y) / len(now.x), self._new()
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
        canvas.text(LEFT, 268, f"together: {self._new():.0%} of {len(t.x_test)}")
        return f"of new digits {self._new():.0%} are read right"

    def _new(self) -> float:
        t = self.task
        return self.net.right(t.x_test, t.y_test) / len(t.x_test)

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
