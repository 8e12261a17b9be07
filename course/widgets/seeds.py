"""Luck: many small networks and many large ones, each from a start of its own."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from course import data
from course.numerals import fixed, number
from course.widgets import touch
from course.widgets.boundary import Plane
from course.widgets.canvas import INK, LINE, ONE, PAPER, ZERO, Canvas, Panel
from course.widgets.figure import Control, Frame, Interactive, Values
from course.widgets.live import live
from course.widgets.touch import Tip, Touch
from course.widgets.training import LossAndGrads, Net, SgdStep

# The dots, their medians, the losses, the network.
PARTS = ((0, 0, 562, 280), (562, 0, 158, 250), (0, 284, 390, 168), (408, 284, 312, 168))
SMALL, LARGE = (1, 2, 3, 4, 5, 6, 8), (8, 12, 16, 20, 32, 64)
STEPS = 150  # steps downhill for each network, on all samples
RATE = 2.0
RUNS = 30  # networks of each size
FIRST_NETWORKS = 5  # networks of each size before they are compared


def seeds(
    loss_and_grads: LossAndGrads | None = None, sgd_step: SgdStep | None = None
) -> Interactive:
    """The figure of the seeds: every step trains one more small and one more large network.

    loss_and_grads : the student's, (params, x, y, act, lam) -> (loss, grads)
    sgd_step       : the student's, (params, grads, lr) -> params
    Without them, or while they are blank, the course trains the networks.
    """
    controls = [
        Control("small", "units of the small net", SMALL, 3),
        Control("large", "units of the large net", LARGE, 20),
    ]
    question = (
        "How much of a result is luck? Every dot is one more net from another start, "
        "trained alike on the same 60 samples."
    )
    hint = "Point at a dot to see its seed; a click on it shows its net and how it learned."
    run = Lottery(loss_and_grads, sgd_step)
    return live("seeds", question, controls, run, touched=run.touched, hint=hint)


@dataclass
class Ticket:
    """A network and how it fared.

    which  : "small" or "large"
    seed   : what its start is drawn from
    losses : on all samples, before each step and after the last
    height : where its dot lies on its strip, so that dots that are alike do not hide each other
    """

    which: str
    seed: int
    net: Net
    losses: list[float]
    height: float = 0.0

    @property
    def loss(self) -> float:
        """The last of them."""
        return self.losses[-1]


class Lottery:
    """Networks of two sizes, and the losses that they ended with."""

    resets = frozenset({"small", "large", "seed"})
    pace = 1
    length = 2 * RUNS

    def __init__(self, loss_and_grads: LossAndGrads | None, sgd_step: SgdStep | None) -> None:
        self._functions = loss_and_grads, sgd_step
        self._x, self._y = data.moons(60, noise=0.3)
        self._plane = Plane(self._x, side=48)

    def reset(self, values: Values) -> None:
        """No network is trained yet, and the first one waits; a new sequence of starts."""
        self.tickets: dict[str, list[Ticket]] = {"small": [], "large": []}
        self.chosen: Ticket | None = None
        self.next = self._drawn("small", values)
        self.note = self.next.net.note

    @property
    def ends(self) -> dict[str, list[float]]:
        """The final losses, by size."""
        return {which: [t.loss for t in tickets] for which, tickets in self.tickets.items()}

    def _drawn(self, which: str, values: Values) -> Ticket:
        """An untrained network."""
        seed = RUNS * values["seed"] + len(self.tickets[which])
        rng = np.random.default_rng(seed)
        net = Net([2, values[which], 2], rng, "relu", *self._functions)
        return Ticket(which, seed, net, [net.loss(self._x, self._y)])

    def step(self, values: Values) -> bool:
        """Train one more network, small and large in turn; False after `RUNS` of each."""
        ticket, small, large = self.next, *self.tickets.values()
        losses: list[float] = []
        while len(losses) < STEPS and (not losses or math.isfinite(losses[-1])):
            losses.append(ticket.net.step(self._x, self._y, RATE))
        ticket.losses = [*losses, ticket.net.loss(self._x, self._y)]
        ticket.height = _free(ticket, self.tickets[ticket.which])
        self.tickets[ticket.which].append(ticket)
        if len(large) == RUNS:
            return False
        self.next = self._drawn("small" if len(small) <= len(large) else "large", values)
        return True

    def touched(self, what: Touch, _values: Values) -> bool:
        """Highlight the run whose dot is pressed, or again the newest; nothing is to be run."""
        found = [t for t in self._all() if _name(t) == what.name]
        if found and what.phase == touch.PRESS:
            self.chosen = None if found[0] is self.chosen else found[0]
        return False

    def _all(self) -> list[Ticket]:
        return [*self.tickets["small"], *self.tickets["large"]]

    @property
    def shown(self) -> Ticket:
        """The run that is highlighted: the reader's choice, or the newest."""
        small, large = self.tickets.values()
        newest = (large if len(large) == len(small) else small)[-1:]
        return self.chosen or (newest[0] if newest else self.next)

    def frame(self, values: Values) -> Frame:
        """Two strips of dots, what they come to, and one of the networks."""
        ends = {which: np.array(losses) for which, losses in self.ends.items()}
        told = compare(ends["small"], ends["large"], values["small"], values["large"])
        canvas = Canvas(720, 452, PARTS)
        strip = _strips(canvas)
        canvas.text(562, 26, "median", LINE, 12)
        canvas.text(620, 26, "best to worst", LINE, 12)
        parts = []
        for which, level, colour, hollow in ROWS:
            parts.append(f"{_units(values[which])}: {_numbers(ends[which])}")
            _strip(strip, which, values[which], level, self.tickets[which], colour, hollow)
        shown = self.shown
        _curves(canvas, self._all(), shown)
        about = self._net(canvas, shown, values[shown.which])
        x, y = _place(strip, shown)
        if len(shown.losses) == 1:
            canvas.circle(x, y, 4.2, PAPER, LINE, 1.5)
        canvas.circle(x, y, 8, stroke=INK, width=2.5)
        alt = (
            f"Losses of networks after {STEPS} steps. {'; '.join(reversed(parts))}. "
            f"Highlighted: {about}. {told}"
        )
        marks = [_tip(strip, ticket) for ticket in self._all()]
        return Frame(canvas.svg(alt), f"{told} {self.note}", marks)

    def _net(self, canvas: Canvas, shown: Ticket, units: int) -> str:
        """What the highlighted network says everywhere; the same in words."""
        panel = Panel(canvas, 420, 306, 126, 126, self._plane.xs, self._plane.ys)
        self._plane.draw(panel, self._plane.answers(shown.net)[0])
        panel.frame(ticks=0)
        zero, one = self._x[self._y == 0], self._x[self._y == 1]
        panel.points(zero[:, 0], zero[:, 1], ZERO, hollow=True)
        panel.points(one[:, 0], one[:, 1], ONE)
        right = shown.net.right(self._x, self._y)
        trained = len(shown.losses) > 1
        canvas.text(420, 298, "the net from this start", weight="600")
        rows = [
            f"seed {shown.seed}",
            f"{shown.which}: {_units(units)}",
            f"loss {number(shown.loss)}" if trained else "not trained yet",
            f"{right} of {len(self._x)} right",
        ]
        for i, row in enumerate(rows):
            canvas.text(558, 330 + 24 * i, row, weight=None if i else "600")
        return ", ".join(rows)


# The strips, from below: size, where on the axis, colour, whether hollow.
ROWS = (("large", 0.5, ONE, False), ("small", 1.5, ZERO, True))
LEVELS = {which: level for which, level, _, _ in ROWS}
AXIS = 0.12, 0.72
APART = 8.5  # between two dots of a strip, in the canvas's units
OFFSETS = sorted((APART * 0.5 * k for k in range(-9, 10)), key=abs)


def _strips(canvas: Canvas) -> Panel:
    """Both strips, with numbers along the axis of losses alone."""
    panel = Panel(canvas, 150, 34, 404, 204, AXIS, (0, 2))
    panel.frame("Loss after training, a dot for each net", ticks=0)
    bottom = panel.y + panel.height
    for value in np.arange(2, 8) / 10:
        at = float(panel.across(value))
        canvas.line(at, bottom, at, bottom + 4)
        canvas.text(at, bottom + 17, number(value), LINE, 12, "middle")
    canvas.text(panel.x + panel.width / 2, bottom + 34, "loss: left is better", anchor="middle")
    return panel


def _name(ticket: Ticket) -> str:
    return f"{ticket.which}{ticket.seed}"


def _place(panel: Panel, ticket: Ticket) -> tuple[float, float]:
    """Where its dot is on the canvas; a loss beyond the axis lies at its end."""
    loss = min(max(np.nan_to_num(ticket.loss, nan=np.inf), AXIS[0]), AXIS[1])
    return float(panel.across(loss)), float(panel.down(LEVELS[ticket.which])) + ticket.height


def _free(ticket: Ticket, others: Sequence[Ticket]) -> float:
    """How far from the middle of its strip a new dot hides no other, or the fewest."""
    panel = _strips(Canvas(0, 0))
    there = np.array([_place(panel, other) for other in others]).reshape(-1, 2)
    x, y = _place(panel, ticket)

    def room(offset: float) -> float:
        return float(np.hypot(there[:, 0] - x, there[:, 1] - y - offset).min(initial=APART))

    return max(OFFSETS, key=room)


def _tip(panel: Panel, ticket: Ticket) -> Tip:
    x, y = _place(panel, ticket)
    label = f"seed {ticket.seed}, {ticket.which} net: loss {number(ticket.loss)}"
    return Tip(_name(ticket), x, y, label, x, y, pressed=True)


def _strip(
    panel: Panel, which: str, units: int, level: float, tickets: Sequence[Ticket], colour: str,
    hollow: bool,
) -> None:  # fmt: skip
    """The dots of one size of network, its median as a stroke, and its numbers."""
    canvas, y = panel.canvas, float(panel.down(level))
    losses = np.array([ticket.loss for ticket in tickets])
    canvas.text(14, y - 2, f"{which}: {_units(units)}", weight="600")
    fine, lost = np.isfinite(losses), int(np.sum(~np.isfinite(losses)))
    canvas.text(14, y + 18, f"{len(losses)} of {RUNS} trained", LINE, 12)
    if lost:
        canvas.text(14, y + 36, f"{lost} diverged", size=12)
    panel.canvas.line(panel.x, y, panel.x + panel.width, y, LINE, 0.5, "2 4")
    if fine.any():
        middle = float(panel.across(np.clip(np.median(losses[fine]), *AXIS)))
        canvas.line(middle, y - 49, middle, y + 49, INK, 2)
    for ticket in tickets:
        if math.isfinite(ticket.loss):
            fill, stroke = (PAPER, colour) if hollow else (colour, PAPER)
            canvas.circle(*_place(panel, ticket), 4.2, fill, stroke, 1.5 if hollow else 0.8)
    if not fine.any():
        return
    canvas.text(570, y + 5, number(float(np.median(losses[fine]))), weight="600")
    canvas.text(628, y + 5, f"{fixed(losses[fine].min(), 2)} to {fixed(losses[fine].max(), 2)}")


def _curves(canvas: Canvas, tickets: Sequence[Ticket], shown: Ticket) -> None:
    """How each loss fell, the highlighted one strong."""
    panel = Panel(canvas, 60, 306, 316, 104, (-3, STEPS + 3), (0.1, 4), "y")
    panel.frame("Loss while each net learns", "steps", "", ticks=3)
    for which, _, colour, hollow in ROWS:
        lines = "".join(_line(panel, t.losses) for t in tickets if t.which == which)
        dash = ' stroke-dasharray="3 3"' if hollow else ""
        canvas.add(f'<path d="{lines}" fill="none" stroke="{colour}" opacity="0.4"{dash}/>')
    losses = _until_lost(shown.losses)
    if losses:
        panel.curve(np.arange(len(losses))[::2], losses[::2], INK, 2.5)
        panel.points([len(losses) - 1], losses[-1:], INK, radius=4)


def _line(panel: Panel, losses: list[float], every: int = 10) -> str:
    """A path's text of every tenth loss."""
    kept = _until_lost(losses)[::every]
    across = panel.across(every * np.arange(len(kept)))
    down = panel.down(np.clip(kept, *panel.ys))
    places = [f"{x:.0f} {y:.0f}" for x, y in zip(across, down, strict=True)]
    return f"M{'L'.join(places)}" if places else ""


def _until_lost(losses: list[float]) -> list[float]:
    return losses[: int(np.cumprod(np.isfinite(losses)).sum())]


def _units(count: int) -> str:
    return f"{count} unit{'s' * (count > 1)}"


def _numbers(losses: NDArray[np.float64]) -> str:
    fine = losses[np.isfinite(losses)]
    if not fine.size:
        return f"{len(losses)} trained"
    lost = f", {len(losses) - len(fine)} diverged" if len(fine) < len(losses) else ""
    low, median, high = (fixed(v, 2) for v in (fine.min(), np.median(fine), fine.max()))
    return f"{len(losses)} trained, median {median}, from {low} to {high}{lost}"


def compare(
    small: NDArray[np.float64], large: NDArray[np.float64], few: int, many: int
) -> str:  # fmt: skip
    """What the losses of small and of large networks say about luck.

    small, large : final losses of the networks
    few, many    : their units
    """
    if len(small) + len(large) == 0:
        return f"New nets of {few} and of {_units(many)}, each from a start of its own."
    if min(len(small), len(large)) < FIRST_NETWORKS:
        return f"Nets of {few} and of {_units(many)}: too few as yet to compare."
    lost = [_units(n) for n, ends in ((few, small), (many, large)) if not np.isfinite(ends).all()]
    if lost:
        return f"Some nets of {' and of '.join(lost)} diverged: their loss is not a number."
    if few >= many:
        return f"{few} units against {many}: the same nets twice, their seeds are the same."
    spread = float(np.ptp(small)), float(np.ptp(large))
    level = _level(float(np.median(small)), float(np.median(large)))
    if spread[0] > 1.5 * spread[1]:
        return (
            f"With {_units(few)} the start decides: the losses are far apart. "
            f"With {many} they lie closer together, and the large net {level}."
        )
    if spread[1] > 1.5 * spread[0]:
        return (
            f"With {_units(few)} the losses are closer together than with {many}: "
            f"small nets may be alike and yet miss the pattern. The large net {level}."
        )
    return f"Nets of {few} and of {_units(many)} spread about alike; the large net {level}."


def _level(small: float, large: float) -> str:
    """How the large net's median stands to the small one's."""
    if large < 0.95 * small:
        return "has the lower median"
    return "has the higher median" if large > 1.05 * small else "is no better at the median"
