"""Shrink the network, or keep it large and penalise its weights?"""

from __future__ import annotations

import math

import numpy as np

from course import data
from course.numerals import number
from course.widgets.boundary import Plane
from course.widgets.canvas import LINE, Canvas
from course.widgets.figure import Control, Frame, Interactive, Values
from course.widgets.live import live
from course.widgets.training import LossAndGrads, Net, SgdStep

STRENGTHS = (0.0, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0)
SMALL = (1, 2, 3, 4, 6, 8)
LARGE = 20  # units of the penalised network
RATE = 1.0
STEPS = 20_000  # after so many a run is over
JUDGED = 500  # steps between two verdicts
EARLY = 2000  # steps after a change before a run is judged
SIZE = 240  # edge of a map on the canvas


def penalty(
    loss_and_grads: LossAndGrads | None = None, sgd_step: SgdStep | None = None
) -> Interactive:
    """The figure of the penalty: 20 units with it, beside a small network without.

    loss_and_grads : the student's, (params, x, y, act, lam) -> (loss, grads)
    sgd_step       : the student's, (params, grads, lr) -> params
    Without them, or while they are blank, scikit-learn trains the networks.
    """
    texts = ["0", *(f"{s:g}" for s in STRENGTHS[1:])]
    controls = [
        Control("lam", "strength \N{GREEK SMALL LETTER LAMDA}", STRENGTHS, 0.001, texts=texts),
        Control("small", "units of the small net", SMALL, 3),
    ]
    question = (
        "Would you rather shrink the net or penalise it? Let both learn with strength 0, then "
        "raise it while they run."
    )
    return live("penalty", question, controls, Pair(loss_and_grads, sgd_step))


class Pair:
    """A large network with a penalty and a small one without, on the same noisy samples."""

    resets = frozenset({"small", "seed"})
    pace = 30

    def __init__(self, loss_and_grads: LossAndGrads | None, sgd_step: SgdStep | None) -> None:
        self._functions = loss_and_grads, sgd_step
        self._x, self._y = data.moons(60, noise=0.3)
        self._new = data.moons(2000, rng=1, noise=0.3)
        self._plane = Plane(self._x, self._y)

    def reset(self, values: Values) -> None:
        """Two new networks, at random."""
        rng = np.random.default_rng(values["seed"])
        self.large = Net([2, LARGE, 2], rng, "tanh", *self._functions)
        self.small = Net([2, values["small"], 2], rng, "tanh", *self._functions)
        self.steps, self._changed, self._strength = 0, 0, values["lam"]
        self.said, self.lost = "", False

    def step(self, values: Values) -> bool:
        """One step downhill for each; False when a loss is no number or the run is over."""
        if values["lam"] != self._strength:
            self._strength, self._changed, self.said = values["lam"], self.steps, ""
        losses = (
            self.large.step(self._x, self._y, RATE, values["lam"]),
            self.small.step(self._x, self._y, RATE),
        )
        self.steps += 1
        self.lost = not all(map(math.isfinite, losses))
        if self.steps % JUDGED == 0:
            self.said = self._verdict(values)
        return not self.lost and self.steps < STEPS

    def shares(self, net: Net) -> tuple[float, float]:
        """The shares of the 60 samples and of 2000 new ones that a network has right."""
        x, y = self._new
        return net.right(self._x, self._y) / len(self._x), net.right(x, y) / len(x)

    def _verdict(self, values: Values) -> str:
        lam, units = values["lam"], values["small"]
        if self.steps - self._changed < EARLY:
            return ""
        (right, new), (_, other) = self.shares(self.large), self.shares(self.small)
        against = _against(new, other, units)
        if lam == 0 and right - new > 0.03:
            return f"No penalty: {LARGE} units learn the noise by heart. {against}"
        if lam == 0:
            return f"No penalty: {LARGE} units bend their boundary as the samples ask. {against}"
        if not self.large.params[0][0].any() or squares(self.large) < 1e-3:
            return (
                f"Far too strong: the penalty has pressed all weights to 0, and {LARGE} units say "
                f"the same everywhere. {against}"
            )
        if right < 0.88:
            return f"Strong: the boundary is stiff, almost a straight line. {against}"
        if right - new > 0.03:
            return f"Weak: the penalty holds {LARGE} units back only a little. {against}"
        return (
            f"A strength that fits: {LARGE} units bend for the moons and not for the noise. "
            f"{against}"
        )

    def frame(self, values: Values) -> Frame:
        """Two boundaries side by side, and their numbers."""
        lam, units = values["lam"], values["small"]
        canvas = Canvas(720, 312)
        names = (
            f"{LARGE} units, strength {lam:g}" if lam else f"{LARGE} units, no penalty",
            f"{units} unit{'s' * (units > 1)}, no penalty",
        )
        parts = []
        for x, net, name in zip((12, 376), (self.large, self.small), names, strict=True):
            (right, new), total = self.shares(net), number(round(squares(net), 3))
            self._plane.draw(canvas, x, 34, SIZE, net.logits(self._plane.points), name)
            rows = ("right of", "60 samples", f"{right:.0%}", "2000 new", f"{new:.1%}")
            for row, text in enumerate(rows):
                bold = "600" if row in (2, 4) else None
                canvas.text(x + SIZE + 10, 54 + 22 * row, text, weight=bold)
            canvas.text(x + SIZE + 10, 180, "sum of", LINE)
            canvas.text(x + SIZE + 10, 200, "squared w", LINE)
            canvas.text(x + SIZE + 10, 222, total, weight="600")
            parts.append(
                f"{name}: right are {right:.0%} of the samples and {new:.1%} of new ones, "
                f"sum of squared weights {total}"
            )
        canvas.text(12, 298, f"step {self.steps}", LINE)
        told = self._told(values)
        alt = f"Boundaries on 60 noisy moons after {self.steps} steps. {'; '.join(parts)}. {told}"
        note = self.large.note
        return Frame(canvas.svg(alt), f"{told} {note}")

    def _told(self, values: Values) -> str:
        if self.lost:
            return "Diverged: a loss is not a number. Choose a smaller strength, then press Reset."
        if self.steps == 0:
            return (
                f"Two new nets, of {LARGE} and of {values['small']} units, start from random "
                "weights. Press Play."
            )
        return self.said or "Both nets learn."


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
