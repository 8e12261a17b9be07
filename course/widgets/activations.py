"""An activation: its curve, its slope, and what long chains of it leave of a gradient."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course.numerals import number
from course.widgets import students
from course.widgets.canvas import BLUE, INK, LINE, ORANGE, Canvas, Panel, legend
from course.widgets.figure import Control, Frame, Interactive, Values

ALPHAS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0)
SPREADS = (0.1, 0.2, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0)
LAYERS = np.arange(1, 11)
INPUT_REACH = 8.0
FLAT = 0.05  # of the largest slope: below it an input counts as saturated
NUDGE = 1e-4
GRID = np.linspace(-INPUT_REACH, INPUT_REACH, 321)  # with 0 in it, where most curves are steepest

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
    controls = []
    if len(given) > 1:
        controls.append(Control("function", "activation", tuple(given), start, kind="choice"))
    if bent:
        controls.append(Control("alpha", f"alpha of {' and '.join(bent)}", ALPHAS, 0.1))
    controls.append(Control("spread", "spread of the inputs", SPREADS, 1.0))

    def draw(values: Values) -> Frame:
        name = values.get("function", start)
        f, grad = given[name], grads.get(name)
        more = (values["alpha"],) if name in bent else ()
        seen = _look(f, more, grad, from_output=name == "sigmoid", spread=values["spread"])
        title = f"{name}, alpha {more[0]:g}" if more else name
        words = _words(title, seen)
        return Frame(_scene(title, seen, values["spread"], words), words)

    question = "What is left of a gradient after five sigmoids?"
    if len(given) > 1:
        question += " And after five of the others?"
    return Interactive("activations", question, controls, draw)


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
        return f"after five layers at best {left} of a gradient is left."
    return f"a gradient can grow, at best to {left} after five layers."


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


def _scene(title: str, seen: CurveValues, spread: float, words: str) -> str:
    canvas = Canvas(700, 376)
    _curves(canvas, title, seen)
    _inputs(canvas, seen, spread)
    _chain(canvas, seen)
    return canvas.svg(f"An activation, its slope, and gradients through ten layers of it. {words}")


def _curves(canvas: Canvas, title: str, seen: CurveValues) -> None:
    panel = Panel(canvas, 40, 30, 300, 210, (-INPUT_REACH, INPUT_REACH), (-1.25, 2.0))
    with np.errstate(all="ignore"):
        _saturated_bands(panel, np.abs(seen.slope) < FLAT * seen.largest)
    panel.frame(f"{title}: output and slope", ticks=0)
    zero, left = float(panel.down(0)), float(panel.across(0))
    canvas.line(40, zero, 340, zero, LINE, 0.7)
    canvas.line(left, 30, left, 240, LINE, 0.7)
    for value in (-1, 0, 1, 2):
        at = float(panel.down(value))
        canvas.line(36, at, 40, at)
        canvas.text(32, at + 4, str(value).replace("-", "\N{MINUS SIGN}"), LINE, 12, "end")
    panel.curve(GRID, seen.slope, ORANGE, 2.5, "6 4")
    panel.curve(GRID, seen.value, BLUE, 2.5)
    if seen.finite:
        legend(canvas, 50, 50, [("output", BLUE, None), ("slope", ORANGE, "6 4")])


def _saturated_bands(panel: Panel, flat: NDArray[np.bool_]) -> None:
    """Where the slope is under 5 % of the largest."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flat.astype(int), [0]])))
    for first, after in zip(edges[::2], edges[1::2], strict=True):
        x1, x2 = (float(panel.across(GRID[i])) for i in (first, after - 1))
        panel.canvas.rectangle(x1, panel.y, x2 - x1, panel.height, ORANGE, opacity=0.12)
        if x2 - x1 > 60:
            at = float(panel.down(0.45))  # between the levels at which curves flatten out
            panel.canvas.text((x1 + x2) / 2, at, "saturated", ORANGE, 12, "middle")


def _inputs(canvas: Canvas, seen: CurveValues, spread: float) -> None:
    """The inputs as a heap on the same axis, the saturated ones hollow."""
    panel = Panel(canvas, 40, 248, 300, 56, (-INPUT_REACH, INPUT_REACH), (0.0, 1.1))
    density = np.exp(-0.5 * (GRID / spread) ** 2)
    with np.errstate(all="ignore"):
        steep = np.abs(seen.slope) >= FLAT * seen.largest
    for x, height in zip(GRID[steep][::2], density[steep][::2], strict=True):
        if height > 0.01:
            at, top = float(panel.across(x)), float(panel.down(height))
            canvas.line(at, panel.y + panel.height, at, top, BLUE, 1.2)
    panel.curve(GRID, density, INK, 1.5)
    canvas.line(40, 304, 340, 304)
    for value in (-8, -4, 0, 4, 8):
        at = float(panel.across(value))
        canvas.line(at, 304, at, 308)
        canvas.text(at, 321, str(value).replace("-", "\N{MINUS SIGN}"), LINE, 12, "middle")
    canvas.text(190, 340, "input (a weighted sum)", anchor="middle")
    if seen.finite:
        canvas.text(40, 366, f"saturated: {seen.saturated:.0%}", weight="600")
        canvas.text(158, 366, f"(slope under {FLAT:.0%} of the largest)", LINE, 12)


def _chain(canvas: Canvas, seen: CurveValues) -> None:
    panel = Panel(canvas, 420, 30, 262, 210, (0.5, 10.5), (1e-12, 10.0), "y")
    panel.frame("what is left of a gradient", ticks=0)
    _chain_ticks(panel)
    if not seen.finite:
        panel.note("not a number")
        return
    five = float(panel.across(5))
    canvas.line(five, panel.y, five, panel.y + panel.height, LINE, 1, "2 4")
    chains = {
        "at best": (seen.largest, ORANGE, "6 4"),
        "on average": (seen.mean, BLUE, None),
    }
    for slope, colour, dash in chains.values():
        panel.curve(LAYERS, slope**LAYERS, colour, 2, dash)
        panel.points(LAYERS, slope**LAYERS, colour, hollow=dash is not None, radius=4)
    _chain_table(canvas, {name: slope for name, (slope, *_) in chains.items()})


def _chain_ticks(panel: Panel) -> None:
    canvas, low = panel.canvas, panel.y + panel.height
    for value, text in ((1.0, "1"), (1e-3, "0.001"), (1e-6, "1e\N{MINUS SIGN}6"),
                        (1e-9, "1e\N{MINUS SIGN}9"), (1e-12, "1e\N{MINUS SIGN}12")):  # fmt: skip
        at = float(panel.down(value))
        canvas.line(panel.x - 4, at, panel.x, at)
        canvas.text(panel.x - 8, at + 4, text, LINE, 12, "end")
    for layer in LAYERS:
        canvas.text(float(panel.across(layer)), low + 17, str(layer), LINE, 12, "middle")
    canvas.text(panel.x + panel.width / 2, low + 36, "layers", anchor="middle")


def _chain_table(canvas: Canvas, slopes: dict[str, float]) -> None:
    """The same in numbers, a row for each line of the panel."""
    for x, head in ((550, "one layer"), (614, "five"), (686, "ten")):
        canvas.text(x, 306, head, LINE, 12, "end")
    for i, (name, slope) in enumerate(slopes.items()):
        y, best = 330 + 24 * i, name == "at best"
        canvas.line(378, y - 4, 404, y - 4, ORANGE if best else BLUE, 2.5, "6 4" if best else None)
        canvas.text(410, y, name)
        for x, layers in ((550, 1), (614, 5), (686, 10)):
            canvas.text(x, y, _short(slope**layers), size=13, anchor="end")


def _short(value: float) -> str:
    """Two digits, and no zero in the exponent: 0.00098, 9.5e-7."""
    text = number(value, 2)
    if "e" in text:
        mantissa, power = text.split("e")
        text = f"{mantissa}e{int(power)}"
    return text.replace("-", "\N{MINUS SIGN}")
