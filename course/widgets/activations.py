"""An activation: its curve, its slope, and what long chains of it leave of a nudge."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course.numerals import fixed, number
from course.widgets import students, touch
from course.widgets.canvas import DEAD, GRADIENT, INK, LINE, ONE, PAPER, Canvas, Panel
from course.widgets.figure import Control, Frame, Interactive, Values
from course.widgets.touch import Handle, Touch

ALPHAS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0)
SPREADS = (0.1, 0.2, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0)
LAYERS = np.arange(1, 11)
INPUT_REACH = 8.0
FLAT = 0.05  # of the largest slope: below it an input counts as saturated
NUDGE = 1e-4
GRID = np.linspace(-INPUT_REACH, INPUT_REACH, 321)  # with 0 in it, where most curves are steepest
PLACES = tuple(float(round(s, 1)) for s in GRID[::2])  # where the point can be
POINT = "point"
PARTS = ((0, 0, 366, 398), (368, 0, 332, 380))  # the curve; the layers
TANGENT = 44  # its half length on the canvas
# How the three chains of layers are drawn: colour, dash, whether their dots are hollow.
CHAINS = {
    "at best": (GRADIENT, "6 4", True),
    "on average": (GRADIENT, None, False),
    "at the point": (INK, "2 4", True),
}

Floats = NDArray[np.float64]
Function = Callable[..., Any]


@dataclass(frozen=True)
class CurveValues:
    """What was measured of one activation.

    value, slope : (321,) on GRID
    slopes       : (2000,) at the inputs
    """

    value: Floats
    slope: Floats
    slopes: Floats

    @property
    def finite(self) -> bool:
        """Whether every value and every slope is a number."""
        return all(np.isfinite(a).all() for a in (self.value, self.slope, self.slopes))

    @property
    def largest(self) -> float:
        """The steepest slope on the grid, whatever its sign."""
        return float(np.abs(self.slope).max())

    @property
    def mean(self) -> float:
        """The mean size of the slopes at the inputs."""
        return float(np.abs(self.slopes).mean())

    @property
    def saturated(self) -> float:
        """The share of the inputs whose slope is under 5 % of the largest."""
        return float(np.mean(np.abs(self.slopes) < FLAT * self.largest))


def activations(
    sigmoid: Function,
    tanh: Function | None = None,
    relu: Function | None = None,
    leaky_relu: Function | None = None,
    elu: Function | None = None,
    *,
    sigmoid_grad: Function | None = None,
    relu_grad: Function | None = None,
    start: str = "sigmoid",
) -> Interactive:
    """The activations figure, over the student's functions; those not given are not offered.

    sigmoid, tanh, relu : x (N,) -> (N,)
    leaky_relu, elu     : x (N,), alpha -> (N,)
    sigmoid_grad        : outputs of sigmoid (N,) -> slopes (N,)
    relu_grad           : inputs of relu (N,) -> slopes (N,)
    start               : the name of the activation shown first, as the list has it

    A slope whose function is not given is taken by central differences. Inputs are the 2000
    quantiles of a normal distribution around 0, so the same settings give the same picture.
    Raises ValueError if `start` is not among the functions given
    """
    named = {"sigmoid": sigmoid, "tanh": tanh, "ReLU": relu, "leaky ReLU": leaky_relu, "ELU": elu}
    given = {name: f for name, f in named.items() if f is not None}
    grads = {"sigmoid": sigmoid_grad, "ReLU": relu_grad}
    bent = [name for name in ("leaky ReLU", "ELU") if name in given]
    if start not in given:
        raise ValueError(f"start is {start!r}; there are {', '.join(given)}.")

    def draw(values: Values) -> Frame:
        name = values.get("function", start)
        f, grad = given[name], grads.get(name)
        more = (values["alpha"],) if name in bent else ()
        seen = _look(f, more, grad, from_output=name == "sigmoid", spread=values["spread"])
        title = f"{name}, alpha {number(more[0])}" if more else name
        words, at = _words(title, seen), values["at"]
        return Frame(_scene(title, seen, values["spread"], at, words), words, [_point(seen, at)])

    question = "Where does a nudge get through the curve, and where does it end?"
    if len(given) > 1:
        question += " And with the others?"
    hint = "Drag the point along the curve: its slope there, layer after layer, is the dotted line."
    return Interactive(
        "activations", question, _controls(tuple(given), bent, start), draw, touched=_moved,
        hint=hint,
    )  # fmt: skip


def _controls(names: Sequence[str], bent: Sequence[str], start: str) -> list[Control]:
    """The list of activations if there are several, and the sliders.

    bent : the names of those that take an alpha
    """
    controls = []
    if len(names) > 1:
        controls.append(Control("function", "activation", names, start, kind="choice"))
    spreads = [fixed(spread, 1) for spread in SPREADS]
    controls.append(Control("spread", "spread of the inputs", SPREADS, 1.0, texts=spreads))
    places = [fixed(place, 1) for place in PLACES]
    controls.append(Control("at", "point at input", PLACES, -1.0, texts=places))
    if bent:
        alphas, when = [number(alpha) for alpha in ALPHAS], {"function": bent}
        when = when if len(names) > 1 else {}
        controls.append(Control("alpha", "alpha", ALPHAS, 0.1, texts=alphas, when=when))
    return controls


def _moved(what: Touch, values: Values) -> Values:
    """The place of the point, after its handle was dragged or moved by a key."""
    panel = _panel(Canvas(0, 0))
    if what.phase == touch.KEY:
        x = values["at"] + touch.by(panel, what)[0]
    else:
        x = touch.value(panel, what)[0]
    return {"at": min(PLACES, key=lambda place: abs(place - x))}


def _read(seen: CurveValues, at: float) -> tuple[float, float]:
    """The value and the slope at a place of `PLACES`."""
    i = 2 * PLACES.index(at)
    return float(seen.value[i]), float(seen.slope[i])


def _point(seen: CurveValues, at: float) -> Handle:
    """The handle that rides on the curve."""
    panel, (value, slope) = _panel(Canvas(0, 0)), _read(seen, at)
    low, high = panel.ys
    height = min(max(value, low), high) if np.isfinite(value) else 0.0
    says = f"input {number(at)}, output {number(value)}, slope {number(slope)}"
    label, curve = "point on the curve", (GRID[::2], seen.value[::2])
    return touch.handle(panel, POINT, (at, height), label, says, (0.1, 0), curve)


@functools.cache
def bell() -> Floats:
    """2000 values that share a normal distribution evenly among them."""
    from statistics import NormalDist

    return np.array([NormalDist().inv_cdf((i + 0.5) / 2000) for i in range(2000)])


def _look(
    f: Function, more: tuple[float, ...], grad: Function | None, from_output: bool, spread: float
) -> CurveValues:
    x = np.concatenate([GRID, spread * bell()])
    n, k = len(x), len(GRID)
    if grad is None:
        points = np.concatenate([x, x - NUDGE, x + NUDGE])
        value, low, high = students.ask(f, points, *more, shape=(3 * n,)).reshape(3, n)
        with np.errstate(all="ignore"):
            slope = (high - low) / (2 * NUDGE)
    else:
        value = students.ask(f, x, *more, shape=(n,))
        slope = students.ask(grad, value if from_output else x, shape=(n,))
    return CurveValues(value[:k], slope[:k], slope[k:])


def _words(title: str, seen: CurveValues) -> str:
    """What the setting shows; the sentences change only where the verdict does."""
    if not seen.finite:
        return f"{title}: not a number or infinite at some inputs; nothing can be learned there."
    return f"{title}: {_at_best(seen)} {_flat(seen)}"


def _at_best(seen: CurveValues) -> str:
    largest = seen.largest
    if largest == 0:
        return "flat everywhere: not one layer passes anything on."
    if seen.slope.max() - seen.slope.min() < 1e-6:
        return "a straight line. Its slope never changes, and layers of it are one layer."
    left = f"{number(largest)}\N{SUPERSCRIPT FIVE} = {number(largest**5, 2)}"
    if abs(largest - 1) < 1e-3:
        return f"at best nothing is lost, {left} after five layers."
    if largest < 1:
        return f"after five layers at best {left} of a nudge is left."
    return f"a nudge can grow, at best to {left} after five layers."


def _flat(seen: CurveValues) -> str:
    sizes, share = np.abs(seen.slopes), seen.saturated
    dead = float(np.mean(sizes < 1e-9))
    if dead >= 0.45:
        if dead > 0.55:
            return "Dead: most inputs pass nothing on at all."
        return "Dead half: half of the inputs pass nothing on at all."
    how_many = "Hardly any input is" if share < FLAT else "Some inputs are"
    how_many = "Half of the inputs are" if abs(share - 0.5) <= 0.02 else how_many
    how_many = "Most inputs are" if share > 0.52 else how_many
    safe = share >= FLAT and sizes.min() > 0.005
    alive = f", and no slope is below {number(float(sizes.min()), 2)}: none can die" if safe else ""
    return f"{how_many} saturated{alive}."


def _scene(title: str, seen: CurveValues, spread: float, at: float, words: str) -> str:
    canvas = Canvas(700, 398, PARTS)
    _curves(canvas, title, seen, at)
    _inputs(canvas, seen, spread, at)
    value, slope = _read(seen, at)
    _chain(canvas, seen, abs(slope))
    read = f"at {number(at)}: output {number(value)}, slope {number(slope)}"
    canvas.text(40, 366, read, weight="600")
    if seen.finite:
        canvas.text(40, 388, f"saturated: {seen.saturated:.0%}", weight="600")
        canvas.text(168, 388, f"(slope under {FLAT:.0%} of the peak)", LINE, 12)
    shown = "An activation, its slope, and nudges through ten layers of it."
    return canvas.svg(f"{shown} {words} The point: {read}.")


def _panel(canvas: Canvas) -> Panel:
    """Where the curve and its slope are drawn."""
    return Panel(canvas, 40, 42, 316, 200, (-INPUT_REACH, INPUT_REACH), (-1.6, 2.0))


def _curves(canvas: Canvas, title: str, seen: CurveValues, at: float) -> None:
    panel = _panel(canvas)
    right, low = panel.x + panel.width, panel.y + panel.height
    with np.errstate(all="ignore"):
        bands = _saturated_bands(panel, np.abs(seen.slope) < FLAT * seen.largest)
    panel.frame(ticks=0)
    canvas.text(panel.x, 20, title, weight="600")
    for x, name, colour, dash in ((226, "output", ONE, None), (300, "slope", GRADIENT, "6 4")):
        canvas.line(x, 16, x + 20, 16, colour, 2.5, dash)
        canvas.text(x + 25, 20, name, size=12)
    zero, left = float(panel.down(0)), float(panel.across(0))
    canvas.line(panel.x, zero, right, zero, LINE, 0.7)
    canvas.line(left, panel.y, left, low, LINE, 0.7)
    for value in (-1, 0, 1, 2):
        height = float(panel.down(value))
        canvas.line(panel.x - 4, height, panel.x, height)
        canvas.text(panel.x - 8, height + 4, number(value), LINE, 12, "end")
    panel.curve(GRID[::2], seen.slope[::2], GRADIENT, 2.5, "6 4")
    panel.curve(GRID[::2], seen.value[::2], ONE, 2.5)
    _reading(panel, at, *_read(seen, at))
    for middle in bands:  # at the foot, below the levels at which curves flatten out
        canvas.rectangle(middle - 31, low - 19, 62, 15, PAPER, opacity=0.85, corner=3)
        canvas.text(middle, low - 7, "saturated", INK, 12, "middle")


def _reading(panel: Panel, at: float, value: float, slope: float) -> None:
    """The point on the curve with its tangent, and on the slope below or above it."""
    x = float(panel.across(at))
    panel.canvas.line(x, panel.y, x, panel.y + panel.height, LINE, 1, "2 4")
    if not np.isfinite([value, slope]).all():
        return
    steep = slope * panel.height / (panel.ys[1] - panel.ys[0])  # pixels for each unit of input
    wide = panel.width / (panel.xs[1] - panel.xs[0])
    reach = TANGENT / np.hypot(wide, steep)
    panel.curve([at - reach, at + reach], [value - slope * reach, value + slope * reach], INK, 2)
    panel.points([at], [slope], GRADIENT, hollow=True, radius=4.5)
    panel.points([at], [value], INK, hollow=True, radius=5)


def _saturated_bands(panel: Panel, flat: NDArray[np.bool_]) -> list[float]:
    """Shade where the slope is under 5 % of the largest; the middles of the wide bands."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flat.astype(int), [0]])))
    middles = []
    for first, after in zip(edges[::2], edges[1::2], strict=True):
        x1, x2 = (float(panel.across(GRID[i])) for i in (first, after - 1))
        panel.canvas.rectangle(x1, panel.y, x2 - x1, panel.height, DEAD, opacity=0.14)
        if x2 - x1 > 64:
            middles.append((x1 + x2) / 2)
    return middles


def _inputs(canvas: Canvas, seen: CurveValues, spread: float, place: float) -> None:
    """The inputs as a heap on the same axis, the saturated ones hollow."""
    above = _panel(canvas)
    panel = Panel(canvas, above.x, 250, above.width, 56, above.xs, (0.0, 1.1))
    left, right, low = panel.x, panel.x + panel.width, panel.y + panel.height
    density = np.exp(-0.5 * (GRID / spread) ** 2)
    with np.errstate(all="ignore"):
        steep = np.abs(seen.slope) >= FLAT * seen.largest
    for x, height in zip(GRID[steep][::2], density[steep][::2], strict=True):
        if height > 0.01:
            at, top = float(panel.across(x)), float(panel.down(height))
            canvas.line(at, low, at, top, ONE, 1.2)
    panel.curve(GRID[::2], density[::2], INK, 1.5)
    at = float(panel.across(place))
    canvas.line(at, panel.y, at, low, LINE, 1, "2 4")
    canvas.line(left, low, right, low)
    for value in (-8, -4, 0, 4, 8):
        at = float(panel.across(value))
        canvas.line(at, low, at, low + 4)
        canvas.text(at, low + 17, number(value), LINE, 12, "middle")
    canvas.text((left + right) / 2, low + 36, "input (a weighted sum)", anchor="middle")


def _chain(canvas: Canvas, seen: CurveValues, here: float) -> None:
    """What is left after one to ten layers, as lines and in numbers.

    here : the size of the slope at the point
    """
    panel = Panel(canvas, 436, 42, 250, 200, (0.5, 10.5), (1e-12, 10.0), "y")
    panel.frame(ticks=0)
    canvas.text(panel.x, 20, "what is left of a nudge", weight="600")
    _chain_ticks(panel)
    if not seen.finite:
        panel.note("not a number")
        return
    five = float(panel.across(5))
    canvas.line(five, panel.y, five, panel.y + panel.height, LINE, 1, "2 4")
    slopes = dict(zip(CHAINS, (seen.largest, seen.mean, here), strict=True))
    for name, (colour, dash, hollow) in CHAINS.items():
        left = slopes[name] ** LAYERS
        panel.curve(LAYERS, left, colour, 2, dash)
        panel.points(LAYERS, left, colour, hollow=hollow, radius=3 if colour == INK else 4)
    _chain_table(canvas, slopes)


def _chain_ticks(panel: Panel) -> None:
    canvas, low = panel.canvas, panel.y + panel.height
    for value in (1.0, 1e-3, 1e-6, 1e-9, 1e-12):
        at = float(panel.down(value))
        canvas.line(panel.x - 4, at, panel.x, at)
        canvas.text(panel.x - 8, at + 4, number(value), LINE, 12, "end")
    for layer in LAYERS:
        canvas.text(float(panel.across(layer)), low + 17, str(layer), LINE, 12, "middle")
    canvas.text(panel.x + panel.width / 2, low + 36, "layers", anchor="middle")


def _chain_table(canvas: Canvas, slopes: dict[str, float]) -> None:
    """The same in numbers, a row for each line of the panel."""
    columns = ((546, 1, "one layer"), (622, 5, "five"), (694, 10, "ten"))
    for x, _, head in columns:
        canvas.text(x, 312, head, LINE, 12, "end")
    for i, (name, slope) in enumerate(slopes.items()):
        y, (colour, dash, hollow) = 335 + 22 * i, CHAINS[name]
        canvas.line(374, y - 4, 400, y - 4, colour, 2.5, dash)
        canvas.circle(387, y - 4, 3.5, PAPER if hollow else colour, colour, 1.5)
        canvas.text(406, y, name)
        for x, layers, _ in columns:
            canvas.text(x, y, number(slope**layers, 2), anchor="end")
