"""One sample on its way through a network with made-up numbers, and what one unit does with it."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from course.numerals import number
from course.widgets.canvas import INK, LINE, ONE, ZERO, Canvas, Panel

Floats = NDArray[np.float64]

MOST = 6  # units of a layer that are drawn; of a larger one, three above and three below
OVERLAP = 41
TOP, ROW = 372, 17  # of the products, on the canvas


def drawn(size: int) -> list[int]:
    """Which units of a layer are drawn, counted from 0."""
    half = MOST // 2
    return list(range(size)) if size <= MOST else [*range(half), *range(size - half, size)]


@functools.lru_cache(maxsize=8)
def _layer(depth: int, d: int, m: int) -> tuple[Floats, Floats]:
    """Weights (d, m) and biases (m,) with few digits; the more inputs, the smaller the weights."""
    rng = np.random.default_rng([depth, m])
    b = rng.integers(-5, 6, m) / 10
    size = next(s for s in (1, 2, 5, 10, 20, 50) if s >= np.sqrt(d) / 2)
    # Rows of a large layer overlap: to draw a million numbers would take too long.
    step = min(m, OVERLAP)
    numbers = rng.integers(-9, 10, step * (d - 1) + m) / (10 * size)
    return np.lib.stride_tricks.sliding_window_view(numbers, m)[::step], b


@functools.lru_cache(maxsize=8)
def values(dims: tuple[int, ...]) -> list[Floats]:
    """The sample, and what each layer makes of it: ReLU between the layers, sums at the end."""
    a = np.random.default_rng(7).integers(0, 10, dims[0]) / 10
    through = [a]
    for depth, (d, m) in enumerate(zip(dims, dims[1:], strict=False), start=1):
        w, b = _layer(depth, d, m)
        a = a @ w + b
        if depth < len(dims) - 1:
            a = np.maximum(a, 0)
        through.append(a)
    return through


@dataclass(frozen=True)
class Unit:
    """One unit at work on one sample.

    depth, place : its layer, 1 for the first, and its number in there, counted from 0
    last         : whether it is of the last layer
    name         : of its layer
    inputs       : (d,) what comes in
    weights      : (d,) its column of w
    bias         : its entry of b
    largest      : whether its largest products are drawn, not its first and last ones
    passes       : whether ReLU is broken and lets everything pass
    """

    depth: int
    place: int
    last: bool
    name: str
    inputs: Floats
    weights: Floats
    bias: float
    largest: bool = False
    passes: bool = False

    @staticmethod
    def of(dims: Sequence[int], names: Sequence[str], depth: int, place: int) -> Unit:
        """A unit of the network with these sizes."""
        w, b = _layer(depth, dims[depth - 1], dims[depth])
        inputs = values(tuple(dims))[depth - 1]
        last = depth == len(dims) - 1
        return Unit(depth, place, last, names[depth], inputs, w[:, place], float(b[place]))

    @property
    def products(self) -> Floats:
        """(d,) each input times its weight."""
        return self.inputs * self.weights

    @property
    def sum(self) -> float:
        """All products and the bias."""
        return float(self.products.sum()) + self.bias

    @property
    def shown(self) -> list[int]:
        """Which products are drawn, by their inputs, counted from 0."""
        if not self.largest:
            return drawn(len(self.inputs))
        order = np.argsort(-np.abs(np.nan_to_num(self.products)), kind="stable")
        return sorted(order[:MOST].tolist())

    @property
    def out(self) -> float:
        """What it hands on."""
        return self.sum if self.last or self.passes else max(self.sum, 0.0)

    def factors(self, i: int) -> str:
        """The product of the i-th input as it stands in the arrays."""
        return f"{'out' if self.depth > 1 else 'x'}[0, {i}] · w[{i}, {self.place}]"

    def told(self) -> str:
        """What it does, in words."""
        unit = f"Output {self.place}" if self.last else f"Unit {self.place} of {self.name}"
        if self.last:
            return f"{unit} hands on its sum, {number(self.sum)}: no activation at the end."
        if self.passes:
            return f"{unit} hands on its sum, {number(self.sum)}: ReLU lets everything pass."
        if self.sum > 0:
            return f"{unit} fires: its sum is {number(self.sum)}, and ReLU lets that through."
        return f"{unit} is silent: its sum is {number(self.sum)}, and ReLU makes that 0."


def draw(canvas: Canvas, unit: Unit) -> None:
    """The unit's arithmetic, from the left to the right: products, sum, activation."""
    canvas.line(30, TOP - 38, 690, TOP - 38)
    title = f"{unit.name}, unit {unit.place}, and sample 0 of the batch"
    canvas.text(30, TOP - 18, title[0].upper() + title[1:], weight="600")
    canvas.text(690, TOP - 18, "counted from 0, as Python does", LINE, 12, "end")
    _products(canvas, unit)
    _sum(canvas, unit)
    _activation(canvas, unit)


def _products(canvas: Canvas, unit: Unit) -> None:
    """A line for each product that is drawn, and one for all the others together."""
    products, shown = unit.products, unit.shown
    more = len(products) - len(shown)
    after = MOST if unit.largest else MOST // 2  # those that stand above all the others together
    longest = float(np.abs(products[shown]).max()) or 1.0
    y = float(TOP + 6)
    for count, i in enumerate([*shown, None], start=1):
        if count == after + 1 and more:
            rest = float(np.delete(products, shown).sum())
            canvas.text(30, y, f"and {more:,} more together", LINE, 12)
            canvas.text(312, y, "=", LINE)
            canvas.text(386, y, number(rest), LINE, anchor="end")
            y += ROW
        if i is None:
            break
        canvas.text(30, y, unit.factors(i), LINE, 12)
        factors = f"{number(unit.inputs[i], 2)} · {number(unit.weights[i], 2)}"
        canvas.text(306, y, factors, anchor="end")
        canvas.text(312, y, "=")
        canvas.text(386, y, number(products[i]), anchor="end")
        wide = 26 * float(products[i]) / longest
        canvas.rectangle(418 + min(wide, 0), y - 9, abs(wide), 9, ONE if wide > 0 else ZERO)
        y += ROW
    canvas.line(418, TOP - 6, 418, y - ROW + 3)


def _sum(canvas: Canvas, unit: Unit) -> None:
    canvas.line(450, TOP + 20, 462, TOP + 20, LINE, 1.2, arrow=True)
    rows = (
        ("product" if len(unit.inputs) == 1 else "products", unit.products.sum(), None),
        (f"+ b[{unit.place}]", unit.bias, None),
        ("sum", unit.sum, "600"),
    )
    for i, (name, value, weight) in enumerate(rows):
        y = TOP + 24 + 22 * i + 6 * (i == 2)
        canvas.text(470, y, name, weight=weight)
        canvas.text(580, y, number(float(value)), anchor="end", weight=weight)
    canvas.line(470, TOP + 54, 580, TOP + 54)


def _activation(canvas: Canvas, unit: Unit) -> None:
    """ReLU with the sum as a point on it; an output unit has none."""
    canvas.line(590, TOP + 20, 606, TOP + 20, LINE, 1.2, arrow=True)
    if unit.last:
        for i, text in enumerate(("no activation", "at the end:", "the sum is the", "answer")):
            canvas.text(616, TOP + 10 + 17 * i, text, LINE, 12)
        canvas.text(616, TOP + 104, f"out {number(unit.sum)}", weight="600")
        return
    panel = Panel(canvas, 616, TOP - 4, 76, 76, (-2, 2), (-0.6, 2.2))
    panel.frame(ticks=0)
    canvas.line(panel.x, float(panel.down(0)), panel.x + 76, float(panel.down(0)), LINE, 0.7)
    canvas.line(float(panel.across(0)), panel.y, float(panel.across(0)), panel.y + 76, LINE, 0.7)
    panel.curve([-2, 0, 2], [-2 if unit.passes else 0, 0, 2], INK, 2)
    at = float(np.clip(unit.sum, -0.5 if unit.passes else -1.9, 1.9))
    fires = unit.sum > 0
    panel.points(
        [at],
        [at if unit.passes else max(at, 0)],
        ONE if fires else ZERO,
        hollow=not fires,
        radius=5,
    )
    canvas.text(panel.x + 4, panel.y + 15, "ReLU", size=12)
    canvas.text(panel.x, TOP + 104, f"out {number(unit.out)}", weight="600")
