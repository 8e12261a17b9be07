"""One logit, several losses: how wrong each finds it, and how steep each is there."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course.check.failure import CheckFailed
from course.numerals import fixed, number
from course.widgets import students, touch
from course.widgets.canvas import GRADIENT, INK, LINE, ONE, PAPER, Canvas, Panel
from course.widgets.figure import Control, Frame, Interactive, Values
from course.widgets.touch import Handle, Mark, Touch

STOPS = tuple(i / 4 for i in range(-24, 25))
GRID = np.linspace(-6, 6, 97)
NUDGE = 1e-5
TANGENT = 40  # half of its length on the canvas

Function = Callable[..., Any]
Ends = tuple[float, float]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class View:
    """What is asked, where the logit may be, and what the two panels show.

    stops          : the logits to choose from
    xs             : ends of both panels
    losses, slopes : the heights of the one and of the other
    """

    question: str
    stops: Sequence[float]
    xs: Ends
    losses: Ends
    slopes: Ends


WRONG_AND_RIGHT = View(
    "How steep is each loss where the network is confidently wrong?",
    STOPS, (-6.4, 6.4), (-0.4, 7.4), (-1.15, 0.2),
)  # fmt: skip
RIGHT_ONLY = View(
    "Which loss lets the neuron rest, once it is right?",
    STOPS[len(STOPS) // 2 :], (-0.2, 6.2), (-0.025, 0.45), (-0.34, 0.03),
)  # fmt: skip


@dataclass
class Loss:
    """A loss as a function of the logit of the right class, and how it is drawn.

    name, colour, dash : its name and its line
    functions          : the student's functions that `value` calls
    value              : from the logit to the loss, numbers
    """

    name: str
    colour: str
    dash: str | None
    functions: Sequence[Function]
    value: Callable[[float], float]
    _asked: list[Function] = field(default_factory=list, init=False)
    _drawn: tuple[Floats, Floats] | Exception = field(default_factory=ValueError, init=False)

    def curves(self) -> tuple[Floats, Floats]:
        """The loss and its slope over GRID, (97,) each, by the functions as they stand now.

        At a corner the slope is that on its right. Raises as `students.ask` does
        """
        now = [students.newest(f) for f in self.functions]
        if self._asked != now:
            self._asked = now
            try:
                self._drawn = self._draw()
            except (students.Asleep, CheckFailed) as error:  # and not once more for each move
                self._drawn = error
        if isinstance(self._drawn, Exception):
            raise self._drawn
        return self._drawn

    def _draw(self) -> tuple[Floats, Floats]:
        places = [*GRID, *(GRID + NUDGE)]
        values, nudged = np.split(students.along(self.functions[-1], places, self.value), 2)
        with np.errstate(all="ignore"):
            return values, (nudged - values) / NUDGE


@dataclass(frozen=True)
class Reading:
    """A loss at the present logit; without curves while its function is blank.

    asleep : what it waits for, "" if it is awake
    """

    loss: Loss
    curves: tuple[Floats, Floats] | None
    value: float
    slope: float
    asleep: str


def one_logit(
    *,
    softmax: Function,
    mse: Function,
    cross_entropy: Function | None = None,
    bce_with_logits: Function | None = None,
    hinge: Function | None = None,
    start: float = 2.0,
    right: bool = False,
) -> Interactive:
    """The figure of one logit z, that of the right class, and what losses make of it.

    All are the student's; a loss that is not given is left out.

    softmax         : (N, C) -> (N, C), called with the logits [[z, 0]]
    mse             : (pred (1,), target (1,)) -> number, called with the probability and 1
    cross_entropy   : (logits (1, 2), y (1,)) -> number
    bce_with_logits : (z (1,), y (1,)) -> number, called with label 1
    hinge           : (z (1,), y_pm (1,)) -> number, called with label 1
    start           : the logit to begin with, one of STOPS
    right           : whether only logits from 0 on are shown, and small losses large
    """

    def chance(z: float) -> float:
        return float(students.ask(softmax, np.array([[z, 0.0]]), shape=(1, 2))[0, 0])

    def losses() -> list[Loss]:
        one = np.array([1])
        made = []
        if cross_entropy:
            ask = _asker(cross_entropy, lambda z: (np.array([[z, 0.0]]), np.array([0])))
            made.append(Loss("cross-entropy", ONE, None, [cross_entropy], ask))
        if bce_with_logits:
            ask = _asker(bce_with_logits, lambda z: (np.array([z]), one))
            made.append(Loss("logistic loss", ONE, None, [bce_with_logits], ask))
        ask = _asker(mse, lambda z: (np.array([chance(z)]), np.array([1.0])))
        made.append(Loss("squared error", INK, "8 4", [softmax, mse], ask))
        if hinge:
            ask = _asker(hinge, lambda z: (np.array([z]), one))
            made.append(Loss("hinge", LINE, "2 3", [hinge], ask))
        return made

    drawn = losses()
    view = RIGHT_ONLY if right else WRONG_AND_RIGHT
    hint = "Drag a point along its curve, or move it with the arrow keys."
    texts = [fixed(z, 2) for z in view.stops]
    control = Control("z", "logit z of the right class", view.stops, start, texts=texts)

    def draw(values: Values) -> Frame:
        return _frame(values, drawn, chance, view)

    def touched(what: Touch, values: Values) -> Values:
        return _touched(what, values, view)

    return Interactive("one_logit", view.question, [control], draw, touched=touched, hint=hint)


def _panels(canvas: Canvas, view: View) -> tuple[Panel, Panel]:
    """Where the losses are drawn, and their slopes."""
    return (
        Panel(canvas, 46, 28, 282, 190, view.xs, view.losses),
        Panel(canvas, 404, 28, 282, 190, view.xs, view.slopes),
    )


def _touched(what: Touch, values: Values, view: View) -> Values:
    """The logit that a point was dragged to."""
    panel = _panels(Canvas(0, 0), view)[what.name == "slope"]
    if what.phase == touch.KEY:
        z = values["z"] + touch.by(panel, what)[0]
    else:
        z = touch.value(panel, what)[0]
    return {"z": min(view.stops, key=lambda stop: abs(stop - z))}


def _marks(z: float, readings: list[Reading], view: View) -> list[Mark]:
    """The points of the first loss that is awake, on its curve and on that of its slope."""
    reading = next(r for r in readings if r.curves)
    says = f"z = {fixed(z, 2)}, {_told([reading])}"
    marks: list[Mark] = []
    for panel, name, ys in zip(
        _panels(Canvas(0, 0), view), ("loss", "slope"), reading.curves or (), strict=True
    ):
        shown = (panel.xs[0] <= GRID) & (panel.xs[1] >= GRID)
        x, y = _rail(panel, GRID[shown], ys[shown])
        at = int(np.argmin(np.abs(GRID[shown] - z)))
        step = float(panel.across(STOPS[1]) - panel.across(STOPS[0]))
        within = (x[0], panel.y, x[-1], panel.y + panel.height)
        label = f"point of the {reading.loss.name} on the curve of the {name}"
        marks.append(
            Handle(
                name, x[at], y[at], label, says, (step, 0), within, tuple(zip(x, y, strict=True))
            )
        )
    return marks


def _rail(panel: Panel, xs: Floats, ys: Floats) -> tuple[list[float], list[float]]:
    """The places of a curve's points on the canvas; what is not on the panel lies at its edge."""
    with np.errstate(all="ignore"):
        inside = np.clip(np.nan_to_num(ys), *panel.ys)
    return np.round(panel.across(xs), 1).tolist(), np.round(panel.down(inside), 1).tolist()


def _asker(function: Function, arguments: Callable[[float], Any]) -> Callable[[float], float]:
    return lambda z: float(students.ask(function, *arguments(z), shape=()))


def _frame(
    values: Values, losses: list[Loss], chance: Callable[[float], float], view: View
) -> Frame:
    z = float(values["z"])
    readings = [_read(loss, z) for loss in losses]
    if all(reading.asleep for reading in readings):
        raise students.Asleep(f"This figure {readings[0].asleep}")
    try:
        p = number(chance(z))
    except students.Asleep:
        p = "?"
    words = f"{_regime(z)}: {_verdict(z, readings)}."
    return Frame(_scene(z, p, readings, words, view), words, _marks(z, readings, view))


def _read(loss: Loss, z: float) -> Reading:
    try:
        curves = loss.curves()
    except students.Asleep as error:
        return Reading(loss, None, math.nan, math.nan, str(error).removeprefix("This figure "))
    at = int(np.argmin(np.abs(GRID - z)))
    return Reading(loss, curves, float(curves[0][at]), float(curves[1][at]), "")


def _regime(z: float) -> str:
    for end, name in ((-3, "Confidently wrong"), (-1, "Wrong, but not sure")):
        if z <= end:
            return name
    return "Undecided" if z < 1 else "Right with a margin" if z < 3 else "Confidently right"


# The size of a slope from which on it is called so, for one loss and for several.
STEEPNESS = (
    (0.95, "has a slope near \N{MINUS SIGN}1", "have slopes near \N{MINUS SIGN}1"),
    (0.1, "falls", "fall"),
    (1e-6, "hardly falls", "hardly fall"),
    (-1e-6, "is flat", "are flat"),
    (-math.inf, "rises", "rise"),
)


def _verdict(z: float, readings: list[Reading]) -> str:
    groups: dict[tuple[str, str], list[str]] = {}
    for reading in readings:
        if not reading.asleep:
            groups.setdefault(_steepness(reading.slope), []).append(f"the {reading.loss.name}")
    told = [f"{_listed(names)} {how[len(names) > 1]}" for how, names in groups.items()]
    faint = any("hardly" in how[0] for how in groups)
    return "; ".join(told) + (", just where there is most to learn" if z <= -3 and faint else "")


def _steepness(slope: float) -> tuple[str, str]:
    if not math.isfinite(slope):
        return "gives no number", "give no number"
    return next((one, more) for least, one, more in STEEPNESS if -slope >= least)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _signed(value: float) -> str:
    """With four decimals, so that the losses compare; very large ones in few digits."""
    return fixed(value, 4) if abs(value) < 1000 else number(value)


def _mark(panel: Panel, z: float, value: float, colour: str) -> None:
    if panel.ys[0] <= value <= panel.ys[1]:
        x, y = float(panel.across(z)), float(panel.down(value))
        panel.canvas.circle(x, y, 6, colour, PAPER, 1.5)


def _tangent(panel: Panel, z: float, reading: Reading) -> None:
    """A piece of the tangent at the point, as long whatever its slope."""
    if not math.isfinite(reading.value + reading.slope):
        return
    wide = panel.width / (panel.xs[1] - panel.xs[0])
    high = panel.height / (panel.ys[1] - panel.ys[0])
    far = TANGENT / math.hypot(wide, high * reading.slope)
    ends = np.array([-far, far])
    panel.curve(z + ends, reading.value + reading.slope * ends, GRADIENT, 3.5)


def _scene(z: float, p: str, readings: list[Reading], words: str, view: View) -> str:
    high = 282 + 24 * len(readings)
    canvas = Canvas(700, high, ((0, 0, 340, high), (360, 0, 340, high)))
    left, right = _panels(canvas, view)
    for panel, title, which in (
        (left, "loss, and its tangent", 0),
        (right, "slope of the loss", 1),
    ):
        panel.frame(title, xlabel="logit z", ticks=7)
        at = float(panel.across(z))
        canvas.line(at, panel.y, at, panel.y + panel.height, LINE, 1, "2 3")
        if panel is right:
            _steepest(right, z, readings)
        for reading in readings:
            if reading.curves:
                loss = reading.loss
                panel.curve(GRID, reading.curves[which], loss.colour, 2.5, loss.dash)
        for reading in readings:
            if panel is left:
                _tangent(left, z, reading)
        for reading in reversed(readings):  # on top the one that is dragged
            _mark(panel, z, (reading.value, reading.slope)[which], reading.loss.colour)
    canvas.text(16, 272, f"z = {fixed(z, 2)}: p = {p}", weight="600")
    canvas.text(252, 272, "loss", LINE, anchor="end")
    canvas.text(330, 272, "slope", GRADIENT, anchor="end")
    canvas.text(404, 272, "size of the slope, full at 1", GRADIENT)
    for i, reading in enumerate(readings):
        _row(canvas, 296 + 24 * i, reading)
    return canvas.svg(
        f"Losses and their slopes at z = {fixed(z, 2)}, p = {p}. {_told(readings)} {words}"
    )


def _steepest(panel: Panel, z: float, readings: list[Reading]) -> None:
    """The line of slope 0, and how far from it the farthest of the slopes is."""
    zero = float(panel.down(0))
    panel.canvas.line(panel.x, zero, panel.x + panel.width, zero, LINE)
    slopes = [r.slope for r in readings if math.isfinite(r.slope)]
    panel.curve([z, z], [0, min(slopes, default=0)], GRADIENT, 3.5)


def _row(canvas: Canvas, y: float, reading: Reading) -> None:
    loss, slope = reading.loss, reading.slope
    canvas.line(16, y - 4, 44, y - 4, loss.colour, 2.5, loss.dash)
    canvas.text(52, y, loss.name)
    if reading.asleep:
        canvas.text(180, y, reading.asleep, LINE)
        return
    if math.isfinite(reading.value):
        canvas.text(252, y, _signed(reading.value), anchor="end", weight="600")
    canvas.text(330, y, _signed(slope), GRADIENT, anchor="end", weight="600")
    canvas.rectangle(404, y - 12, 282, 14, stroke=LINE, corner=2)
    if not math.isfinite(slope) or slope > 1e-6:
        canvas.text(410, y - 1, "wrong way" if slope > 0 else "not a number", INK, 12)
    else:
        canvas.rectangle(404, y - 12, 282 * max(0, min(-slope, 1)), 14, GRADIENT, corner=2)


def _told(readings: list[Reading]) -> str:
    return " ".join(
        f"{r.loss.name} {_signed(r.value)} with slope {_signed(r.slope)}."
        for r in readings
        if not r.asleep
    )
