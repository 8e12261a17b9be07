"""Shrink the network, or keep it large and penalise its weights?"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from course import data
from course.numerals import number
from course.widgets import network
from course.widgets.boundary import Plane
from course.widgets.canvas import LINE, Canvas, Panel
from course.widgets.figure import Control, Frame, Interactive, Values
from course.widgets.live import live
from course.widgets.network import Box, diagram, numbers_at_rest
from course.widgets.samples import HINT, Samples
from course.widgets.touch import Mark, Touch
from course.widgets.training import LossAndGrads, Net, SgdStep

STRENGTHS = (0.0, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0)
SMALL = (1, 2, 3, 4, 6, 8)
LARGE = 20  # units of the penalised network
RATE = 1.0
STEPS = 20_000  # after so many a run is over
JUDGED = 500  # steps between two verdicts
TOLD = 1000  # steps for which the reader's own deed is told
EARLY = 2000  # steps after a change before a run is judged
PARTS = ((0, 0, 398, 478), (408, 0, 312, 478))  # the networks; what they say
LEFT, SIDE = 420, 190  # of the maps, and their edge
TOP = {"large": 38.0, "small": 260.0}  # of each network, and the names of their areas
BUTTONS = LEFT + SIDE - 68, 19  # where the class that a click adds is chosen


def penalty(
    loss_and_grads: LossAndGrads | None = None, sgd_step: SgdStep | None = None
) -> Interactive:
    """The figure of the penalty: 20 units with it, beside a small network without.

    loss_and_grads : the student's, (params, x, y, act, lam) -> (loss, grads)
    sgd_step       : the student's, (params, grads, lr) -> params
    Without them, or while they are blank, the course trains the networks.
    """
    texts = [number(s) for s in STRENGTHS]
    controls = [
        Control("lam", "strength \N{GREEK SMALL LETTER LAMDA}", STRENGTHS, 0.001, texts=texts),
        Control("small", "units of the small net", SMALL, 3),
    ]
    question = (
        "Would you rather shrink the net or penalise it? Let both learn with strength 0, then "
        "raise it while they run."
    )
    run = Pair(loss_and_grads, sgd_step)
    figure = live("penalty", question, controls, run, touched=run.touched, hint=HINT)
    return numbers_at_rest(figure, run)


class Pair:
    """A large network with a penalty and a small one without, on the same noisy samples."""

    resets = frozenset({"small", "seed"})
    pace = 30
    length = STEPS

    def __init__(self, loss_and_grads: LossAndGrads | None, sgd_step: SgdStep | None) -> None:
        self._functions, self.playing = (loss_and_grads, sgd_step), False
        self.samples = Samples(*data.moons(60, noise=0.3))
        self._new = data.moons(2000, rng=1, noise=0.3)
        self._plane = Plane(self.samples.x, side=64)

    def reset(self, values: Values) -> None:
        """Two new networks, at random."""
        rng = np.random.default_rng(values["seed"])
        self.large = Net([2, LARGE, 2], rng, "tanh", *self._functions)
        self.small = Net([2, values["small"], 2], rng, "tanh", *self._functions)
        self.steps, self._changed, self._strength = 0, 0, values["lam"]
        self.said, self.lost, self._squares = "", False, squares(self.large)

    def step(self, values: Values) -> bool:
        """One step downhill for each; False when a loss is no number or the run is over."""
        if values["lam"] != self._strength:
            self._strength, self._changed, self.said = values["lam"], self.steps, ""
            self._squares = squares(self.large)
        x, y = self.samples.x, self.samples.y
        losses = (
            self.large.step(x, y, RATE, values["lam"]),
            self.small.step(x, y, RATE),
        )
        self.steps += 1
        self.lost = not all(map(math.isfinite, losses))
        if self.steps % JUDGED == 0:
            if self.steps - self._changed >= EARLY:
                large, small = self.shares(self.large), self.shares(self.small)
                self.said = _verdict(large, small, values, self.samples.own)
            if self.steps - self._changed > TOLD:
                self.samples.said = ""
        return not self.lost and self.steps < STEPS

    def shares(self, net: Net) -> tuple[float, float]:
        """The shares of the samples and of 2000 new ones that a network has right."""
        x, y = self._new
        own = self.samples
        return net.right(own.x, own.y) / len(own.x), net.right(x, y) / len(x)

    def _told(self, values: Values) -> str:
        """What there is to see of it now; after a while, what has come of it."""
        if self.lost:
            return "Diverged: a loss is not a number. Begin anew with a smaller strength."
        if self.steps == 0:
            told = (
                f"Two new nets, of {LARGE} and of {values['small']} units, start from random "
                "weights."
            )
        else:
            told = self._blank(values) or self.said or self._learns(values)
        return f"{self.samples.said} {told}".strip()

    def _blank(self, values: Values) -> str:
        """That the large network says the same everywhere, if it does."""
        lead = np.diff(self.large.logits(self._plane.points)[::7])
        if not values["lam"] or (lead > 0).any() and (lead <= 0).any():
            return ""
        return (
            f"Far too strong: the penalty has pressed the weights to almost 0, and {LARGE} units "
            "say the same everywhere."
        )

    def _learns(self, values: Values) -> str:
        (right, _), (other, _) = self.shares(self.large), self.shares(self.small)
        few = f"{values['small']} unit{'s' * (values['small'] > 1)} {other:.0%}"
        told = f"Both nets learn: {LARGE} units have {right:.0%} of the samples right, {few}."
        if not values["lam"]:
            return told
        now, before = squares(self.large), self._squares
        way = "shrink" if now < before else "grow"
        ends = f"from {number(round(before, 3))} to {number(round(now, 3))}"
        return f"{told} The squared weights {way} {ends} in all."

    def frame(self, values: Values) -> Frame:
        """Both networks, each with its answers and its numbers beside it."""
        canvas, told = Canvas(720, 478, PARTS), self._told(values)
        parts = []
        for name, net in self._nets():
            title = _title(name, values)
            shares, total = self.shares(net), number(round(squares(net), 3))
            self._network(canvas, net, name, title)
            _numbers(canvas, TOP[name], len(self.samples.x), shares, total)
            parts.append(
                f"{title}: right are {shares[0]:.0%} of the samples and {shares[1]:.1%} of new "
                f"ones, sum of squared weights {total}"
            )
        self.samples.buttons(canvas, *BUTTONS)
        network.legend(canvas, 12, 470)
        canvas.text(708, 470, f"step {self.steps}", LINE, anchor="end")
        few = f"{len(self.samples.x)} noisy moons" if not self.samples.own else "your samples"
        alt = f"Two networks on {few} after {self.steps} steps. {'; '.join(parts)}. {told}"
        return Frame(canvas.svg(alt), f"{told} {self.large.note}", self._marks())

    def _nets(self) -> tuple[tuple[str, Net], tuple[str, Net]]:
        return ("large", self.large), ("small", self.small)

    def _network(self, canvas: Canvas, net: Net, name: str, title: str) -> None:
        lead, maps = self._plane.answers(net)
        panel = self._panels(canvas)[name]
        canvas.text(12, TOP[name] - 12, title, weight="600")
        asleep = np.zeros(len(maps), dtype=bool)
        _diagram(name, net).draw(canvas, net.params, maps, 1, asleep, self._plane.inputs)
        self._plane.draw(panel, lead)
        panel.frame(ticks=0)
        self.samples.draw(panel)

    def _panels(self, canvas: Canvas) -> dict[str, Panel]:
        plane = self._plane
        return {
            name: Panel(canvas, LEFT, top, SIDE, SIDE, plane.xs, plane.ys)
            for name, top in TOP.items()
        }

    def _marks(self) -> list[Mark]:
        """What can be touched; the numbers only at rest, when they can be read."""
        marks = self.samples.marks(self._panels(Canvas(0, 0)), *BUTTONS)
        if not self.playing:
            for name, net in self._nets():
                tips = _diagram(name, net).tips(net.params)
                marks += [replace(tip, name=f"{name} {tip.name}") for tip in tips]
        return marks

    def touched(self, what: Touch, values: Values) -> bool:
        """Do to the samples what the reader wants; whether there is now something else to learn.

        A run that had come to its end starts anew.
        """
        before = self.samples.changes
        self.samples.touched(what, self._panels(Canvas(0, 0)))
        changed = self.samples.changes != before
        if changed:
            self._changed, self.said = self.steps, ""
            if self.steps >= STEPS or self.lost:
                self.reset(values)
        return changed


def _title(name: str, values: Values) -> str:
    lam, units = values["lam"], values["small"]
    if name == "small":
        return f"{units} unit{'s' * (units > 1)}, no penalty"
    return f"{LARGE} units, strength {number(lam)}" if lam else f"{LARGE} units, no penalty"


def _numbers(
    canvas: Canvas, top: float, count: int, shares: tuple[float, float], total: str
) -> None:
    right, new = shares
    rows = ("right of", f"{count} samples", f"{right:.0%}", "2000 new", f"{new:.1%}")
    for row, text in enumerate(rows):
        canvas.text(626, top + 16 + 22 * row, text, weight="600" if row in (2, 4) else None)
    canvas.text(626, top + 136, "sum of", LINE)
    canvas.text(626, top + 156, "squared w", LINE)
    canvas.text(626, top + 178, total, weight="600")


def _diagram(name: str, net: Net) -> network.Diagram:
    box = Box(12, TOP[name], 384, SIDE)
    return diagram(box, ("x1", "x2"), net.params[0][1].size, ("0", "1"))


def _verdict(
    large: tuple[float, float], small: tuple[float, float], values: Values, own: bool
) -> str:
    """What has come of a strength.

    large, small : the shares of the samples and of new ones that each network has right
    own          : whether the samples are the reader's, of which the new ones know nothing
    """
    lam, units, (right, new) = values["lam"], values["small"], large
    if own:
        return (
            f"Of your samples {LARGE} units have {right:.0%} right, {units} unit"
            f"{'s have' if units > 1 else ' has'} {small[0]:.0%}."
        )
    against = _against(new, small[1], units)
    if lam == 0 and right - new > 0.03:
        return f"No penalty: {LARGE} units learn the noise by heart. {against}"
    if lam == 0:
        return f"No penalty: {LARGE} units bend their boundary as the samples ask. {against}"
    if right < 0.88:
        return f"Strong: the boundary is stiff, almost a straight line. {against}"
    if right - new > 0.03:
        return f"Weak: the penalty holds {LARGE} units back only a little. {against}"
    return (
        f"A strength that fits: {LARGE} units bend for the moons and not for the noise. {against}"
    )


def squares(net: Net) -> float:
    """The sum of all squared weights of a network, without the biases."""
    return float(sum(np.square(w).sum() for w, _ in net.params))


def _against(new: float, other: float, units: int) -> str:
    small = f"{units} unit{'s' * (units > 1)}"
    if new > other + 0.01:
        return f"On new samples it beats the net of {small}."
    if new < other - 0.01:
        return f"On new samples the net of {small} is better."
    return f"On new samples it is as good as the net of {small}."
