"""A network that learns while it is watched: its task, its samples and its losses so far."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from course import data
from course.widgets.canvas import Panel
from course.widgets.figure import Values
from course.widgets.samples import Samples
from course.widgets.touch import Touch
from course.widgets.training import LossAndGrads, Net, SgdStep
from course.widgets.verdict import SAID, judge

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

RECORD_EVERY = 10  # steps between two records of the losses
JUDGED = 100  # steps between two verdicts
TOLD = 1000  # steps for which the reader's own deed is told


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


class Lesson:
    """A network with one hidden layer of ReLUs, and its losses so far."""

    resets = frozenset({"units", "data", "seed"})
    pace = 25

    def __init__(self, loss_and_grads: LossAndGrads | None, sgd_step: SgdStep | None) -> None:
        self._functions = loss_and_grads, sgd_step
        self._data, self.playing, self.risen = "", False, 0.0

    @property
    def length(self) -> int:
        """Steps of a whole run on these samples."""
        return self.task.steps

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
        self.follow()
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
        self.said, self.risen = judge(at, losses, self.dead(), self.task.high, lr, self.said)
        if first and self.said == "begun":
            self.said = "changed"

    def follow(self) -> None:
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

    def dead(self) -> Bools:
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

    def touch(self, what: Touch, panels: Mapping[str, Panel], values: Values) -> bool:
        """Do to the samples what the reader wants; whether there is now something else to learn.

        A run that had come to its end starts anew.
        """
        before = self.samples.changes
        self.samples.touched(what, panels)
        changed = self.samples.changes != before
        if changed and (self.steps >= self.task.steps or self.said == "diverged"):
            self.reset(values)
        return changed

    def told(self, units: int, dead: Bools) -> str:
        """What there is to see of it now, in words."""
        net, which = f"{units} unit{'s' * (units > 1)}", "The" if self._since else "A new"
        told = SAID[self.said].format(which=which, net=net, risen=f"{self.risen:.0%}")
        if 0 < dead.sum() < units:
            verb = "is" if dead.sum() == 1 else "are"
            told += f" {dead.sum()} of {units} {verb} dead, 0 for every sample: crossed out."
        return f"{self.samples.said} {told}".strip()

    def new_right(self) -> float:
        """The share of new samples that the network has right."""
        t = self.task
        return self.net.right(t.x_test, t.y_test) / len(t.x_test)
