"""Luck: many small networks and many large ones, each from a start of its own."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from course import data
from course.numerals import number
from course.widgets.canvas import BLUE, INK, LINE, ORANGE, Canvas, Panel
from course.widgets.figure import Control, Frame, Interactive, Values
from course.widgets.live import live
from course.widgets.training import LossAndGrads, Net, SgdStep

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
    Without them, or while they are blank, scikit-learn trains the networks.
    """
    controls = [
        Control("small", "units of the small net", SMALL, 3),
        Control("large", "units of the large net", LARGE, 20),
    ]
    question = (
        "How much of a result is luck? Every dot is one more net from another start, "
        "trained alike on the same 60 samples."
    )
    return live("seeds", question, controls, Lottery(loss_and_grads, sgd_step))


class Lottery:
    """The losses that networks of two sizes ended with."""

    resets = frozenset({"small", "large", "seed"})
    pace = 1

    def __init__(self, loss_and_grads: LossAndGrads | None, sgd_step: SgdStep | None) -> None:
        self._functions = loss_and_grads, sgd_step
        self._x, self._y = data.moons(60, noise=0.3)

    def reset(self, values: Values) -> None:
        """No network yet; a new sequence of starts."""
        self._rng = np.random.default_rng(values["seed"])
        self.ends: dict[str, list[float]] = {"small": [], "large": []}
        self.note = Net([2, 1, 2], np.random.default_rng(0), "relu", *self._functions).note

    def step(self, values: Values) -> bool:
        """Train one more network, small and large in turn; False after `RUNS` of each."""
        small, large = self.ends.values()
        which = "small" if len(small) <= len(large) else "large"
        net = Net([2, values[which], 2], self._rng, "relu", *self._functions)
        for _ in range(STEPS):
            if not math.isfinite(net.step(self._x, self._y, RATE)):
                break
        self.ends[which].append(net.loss(self._x, self._y))
        return len(self.ends["large"]) < RUNS

    def frame(self, values: Values) -> Frame:
        """Two strips of dots, and what they come to."""
        ends = {which: np.array(losses) for which, losses in self.ends.items()}
        told = compare(ends["small"], ends["large"], values["small"], values["large"])
        canvas = Canvas(720, 300)
        strip = Panel(canvas, 190, 34, 350, 210, _axis(ends), (0, 2))
        strip.frame("Loss after training, a dot for each net", ticks=0)
        _ticks(strip)
        canvas.text(556, 26, "median", LINE, 12)
        canvas.text(620, 26, "best to worst", LINE, 12)
        parts = []
        rows = (("large", 0.5, BLUE, False), ("small", 1.5, ORANGE, True))
        for which, level, colour, hollow in rows:
            parts.append(f"{_units(values[which])}: {_numbers(ends[which])}")
            _strip(strip, which, values[which], level, ends[which], colour, hollow)
        canvas.text(365, 288, "loss: left is better", anchor="middle")
        alt = f"Losses of networks after {STEPS} steps. {'; '.join(reversed(parts))}. {told}"
        return Frame(canvas.svg(alt), f"{told} {self.note}")


def _axis(ends: dict[str, NDArray[np.float64]]) -> tuple[float, float]:
    """From 0 to a little more than the largest loss."""
    losses = np.concatenate(list(ends.values()))
    fine = losses[np.isfinite(losses)]
    return 0.0, max(0.4, 0.1 * math.ceil(10.5 * float(fine.max(initial=0.0))))


def _ticks(panel: Panel) -> None:
    """Numbers along the axis of losses alone."""
    high = panel.xs[1]
    step = 0.1 if high <= 1 else math.ceil(high) / 5
    for value in np.arange(0, high + step / 2, step):
        at, bottom = float(panel.across(value)), panel.y + panel.height
        panel.canvas.line(at, bottom, at, bottom + 4)
        panel.canvas.text(at, bottom + 18, f"{value:.3g}", LINE, 12, "middle")


def _strip(
    panel: Panel, which: str, units: int, level: float, losses: NDArray[np.float64], colour: str,
    hollow: bool,
) -> None:  # fmt: skip
    """The dots of one size of network, its median as a stroke, and its numbers."""
    canvas, y = panel.canvas, float(panel.down(level))
    canvas.text(14, y - 2, f"{which}: {_units(units)}", weight="600")
    fine, lost = np.isfinite(losses), int(np.sum(~np.isfinite(losses)))
    canvas.text(14, y + 18, f"{len(losses)} of {RUNS} trained", LINE, 12)
    if lost:
        canvas.text(14, y + 36, f"{lost} diverged", size=12)
    panel.canvas.line(panel.x, y, panel.x + panel.width, y, LINE, 0.5, "2 4")
    heights = level + 0.28 * np.sin(2.4 * np.arange(len(losses)))
    panel.points(losses[fine], heights[fine], colour, hollow, radius=4.5)
    if not fine.any():
        return
    middle = float(panel.across(np.median(losses[fine])))
    canvas.line(middle, y - 42, middle, y + 42, INK, 2.5)
    canvas.text(556, y + 5, number(float(np.median(losses[fine]))), weight="600")
    canvas.text(620, y + 5, f"{losses[fine].min():.2f} to {losses[fine].max():.2f}")


def _units(count: int) -> str:
    return f"{count} unit{'s' * (count > 1)}"


def _numbers(losses: NDArray[np.float64]) -> str:
    fine = losses[np.isfinite(losses)]
    if not fine.size:
        return f"{len(losses)} trained"
    lost = f", {len(losses) - len(fine)} diverged" if len(fine) < len(losses) else ""
    low, median, high = fine.min(), np.median(fine), fine.max()
    return f"{len(losses)} trained, median {median:.2f}, from {low:.2f} to {high:.2f}{lost}"


def compare(
    small: NDArray[np.float64], large: NDArray[np.float64], few: int, many: int
) -> str:  # fmt: skip
    """What the losses of small and of large networks say about luck.

    small, large : final losses of the networks
    few, many    : their units
    """
    if min(len(small), len(large)) < FIRST_NETWORKS:
        return (
            f"New nets of {few} and of {many} units, each from a start of its own. Press Play."
            if len(small) + len(large) == 0
            else f"{few} units and {many}: too few nets as yet to compare."
        )
    lost = [str(n) for n, ends in ((few, small), (many, large)) if not np.isfinite(ends).all()]
    if lost:
        return f"Some nets of {' and '.join(lost)} units diverged: their loss is not a number."
    if few >= many:
        return f"{few} units against {many}: nothing to choose, both spread alike."
    spread = float(np.ptp(small)), float(np.ptp(large))
    median = float(np.median(small)), float(np.median(large))
    level = "has the lower median" if median[1] < 0.95 * median[0] else "is no better at the median"
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
    return f"{few} units and {many} spread about alike; the large net {level}."
