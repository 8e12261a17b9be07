"""A network by its sizes: the shape of every array, and what each size costs in parameters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course.numerals import number
from course.widgets import one_unit, students
from course.widgets.canvas import INK, LINE, ONE, PAPER, ZERO, Canvas, Part
from course.widgets.figure import Control, Frame, Interactive, Values
from course.widgets.one_unit import MOST, Unit, drawn
from course.widgets.touch import Mark, Spot, Tip, Touch

Floats = NDArray[np.float64]

INPUTS = (1, 2, 3, 4, 8, 16, 32, 64, 196, 392, 784, 1568, 3072)
HIDDEN = (0, 1, 2, 3, 4, 5, 8, 10, 16, 25, 50, 100, 200, 400)
OUTPUTS = (1, 2, 3, 4, 5, 10, 20, 50, 100, 1000)
BATCHES = (1, 2, 3, 10, 50, 100, 200, 1000)

TOP, BOTTOM = 56, 196
ROUND = 8  # a unit's radius
SHADES = (0.16, 0.3, 0.1)  # of the layers' shares


def shapes(
    count: Callable[[list[int]], Sequence[int]],
    dims: Sequence[int] = (784, 50, 10),
    batch: int = 100,
) -> Interactive:
    """The figure of a network with up to two hidden layers.

    count : the student's counter, sizes -> (weights, biases, both together)
    dims  : two to four sizes that the sliders have, the inputs first, to begin with
    batch : samples in a batch, to begin with
    """
    hidden = [*dims[1:-1], 0, 0]
    controls = [
        _sizes("inputs", "inputs", INPUTS, dims[0]),
        _sizes("first", "hidden 1", HIDDEN, hidden[0]),
        _sizes("second", "hidden 2", HIDDEN, hidden[1]),
        _sizes("outputs", "outputs", OUTPUTS, dims[-1]),
        _sizes("batch", "batch N", BATCHES, batch),
    ]
    question = (
        "Which size costs the most parameters when it is doubled? "
        "Can you find a network where it is the inputs?"
    )
    hint = (
        "Press a unit to open it: below stands what it computes from one sample. "
        "Point at a line into it to read its weight."
    )
    opened = Opened()

    def draw(values: Values) -> Frame:
        return _frame(values, count, opened)

    def touched(what: Touch, values: Values) -> Values:
        opened.press(what.name)
        return {}

    return Interactive("shapes", question, controls, draw, touched=touched, hint=hint)


def _sizes(name: str, label: str, sizes: Sequence[int], size: int) -> Control:
    return Control(name, label, sizes, size, texts=[f"{n:,}" for n in sizes])


@dataclass
class Opened:
    """Which unit the reader looks into: its layer, 1 for the first, and its number, from 0."""

    depth: int = 1
    place: int = 0

    def press(self, name: str) -> None:
        """Open the unit of that mark."""
        self.depth, self.place = map(int, name.removeprefix("unit").split("_"))

    def within(self, dims: Sequence[int]) -> tuple[int, int]:
        """The unit of a network that comes nearest to it and is drawn."""
        depth = min(self.depth, len(dims) - 1)
        return depth, min(drawn(dims[depth]), key=lambda place: abs(place - self.place))


def _frame(values: Values, count: Callable[..., Any], opened: Opened) -> Frame:
    sizes = {
        "inputs": values["inputs"],
        "hidden layer 1": values["first"],
        "hidden layer 2": values["second"],
        "outputs": values["outputs"],
    }
    sizes = {name: size for name, size in sizes.items() if size}
    names, dims = list(sizes), list(sizes.values())

    def ask(dims: Sequence[int]) -> Floats:
        return np.asarray(students.ask(count, list(dims), shape=(3,)))

    whole = ask(dims)
    layers = [ask(pair) for pair in _pairs(dims)]
    doubled = [ask([*dims[:i], 2 * d, *dims[i + 1 :]])[2] for i, d in enumerate(dims)]
    with np.errstate(invalid="ignore"):
        more = np.array(doubled) - whole[2]
    name = getattr(count, "__name__", "the counter")
    unit = Unit.of(dims, names, *opened.within(dims))
    words = f"{_doubt(name, dims, whole, layers) or _dearest(names, more)} {unit.told()}"
    canvas = _scene(names, dims, values["batch"], whole, layers, more, unit)
    alt = f"{_described(dims, values['batch'], whole)} {words}"
    return Frame(canvas.svg(alt), words, _marks(names, dims, unit))


def _marks(names: Sequence[str], dims: Sequence[int], unit: Unit) -> list[Mark]:
    """The inputs and the lines into the open unit tell their numbers; units can be pressed."""
    columns, through = _columns(dims), one_unit.values(tuple(dims))
    tips: list[Mark] = []
    for i, y in zip(drawn(dims[0]), _places(dims[0]).tolist(), strict=True):
        label = f"x[0, {i}] = {number(through[0][i])}: input {i} of sample 0"
        tips.append(Tip(f"input{i}", columns[0], y, label, columns[0], y))
    for i, ends in _into(dims, unit):
        weight = f"w[{i}, {unit.place}] = {number(unit.weights[i])}"
        label = f"{weight}; {unit.factors(i)} = {number(unit.products[i])}"
        glow = f"M{ends[0]:.1f} {ends[1]:.1f}L{ends[2]:.1f} {ends[3]:.1f}"
        # Clear of the units at its ends, which are marks of their own.
        (x1, y1), (x2, y2) = _between(ends, 0.2), _between(ends, 0.8)
        tips.append(Tip(f"into{i}", x1, y1, label, x2, y2, 6, glow))
    spots: list[Mark] = []
    for depth, (name, size, x) in enumerate(zip(names, dims, columns, strict=True)):
        for place, y in zip(drawn(size), _places(size).tolist(), strict=True):
            if depth:
                now = "open" if (depth, place) == (unit.depth, unit.place) else "press to open it"
                gives = f"gives {number(through[depth][place])}"
                label = f"{name}, unit {place}, {gives}: {now}"
                spots.append(Spot(f"unit{depth}_{place}", x, y, label, "units"))
    return [*tips, *spots]


def _between(ends: tuple[float, float, float, float], share: float) -> tuple[float, float]:
    x1, y1, x2, y2 = ends
    return x1 + share * (x2 - x1), y1 + share * (y2 - y1)


def _into(dims: Sequence[int], unit: Unit) -> list[tuple[int, tuple[float, float, float, float]]]:
    """The lines into a unit that are drawn: from which unit, and (x1, y1, x2, y2)."""
    columns, size = _columns(dims), dims[unit.depth - 1]
    x1, x2 = columns[unit.depth - 1], columns[unit.depth]
    y2 = float(_places(dims[unit.depth])[drawn(dims[unit.depth]).index(unit.place)])
    starts = zip(drawn(size), _places(size).tolist(), strict=True)
    return [(i, (x1, y1, x2, y2)) for i, y1 in starts]


def _columns(dims: Sequence[int]) -> list[float]:
    """Where the layers stand, from the left: two of them no farther apart than three."""
    least, most = (90, 630) if len(dims) > 2 else (225, 495)
    return [float(x) for x in np.linspace(least, most, len(dims))]


def _whole(value: float) -> str:
    return f"{value:,.0f}" if np.isfinite(value) else number(value)


def _described(dims: Sequence[int], n: int, whole: Floats) -> str:
    arrays = [f"x ({n}, {dims[0]})"]
    arrays += [f"w ({d}, {m}), b ({m},), out ({n}, {m})" for d, m in _pairs(dims)]
    name = "-".join(map(str, dims))
    return f"A {name} network: {', then '.join(arrays)}; {_whole(whole[2])} parameters."


def _doubt(name: str, dims: Sequence[int], whole: Floats, layers: Sequence[Floats]) -> str:
    """What the student's counts contradict, each other or the drawing; empty if nothing.

    whole  : (3,) weights, biases and both of the network
    layers : the same for each of its layers alone
    """
    weights, biases, total = whole
    parts = [layer[2] for layer in layers]
    if not np.isfinite([whole, *layers]).all():
        return f"Disagrees: {name} gives a count that is not a finite number."
    if weights + biases != total:
        both = f"{_whole(weights)} weights and {_whole(biases)} biases"
        return f"Disagrees: {name} says {both}, but {_whole(total)} together."
    for i, (pair, counted) in enumerate(zip(_pairs(dims), layers, strict=True), start=1):
        links, units = len(_links(pair)), len(_places(pair[1]))
        if max(pair) <= MOST and (counted[0] != links or counted[1] != units):
            said = f"{_whole(counted[0])} weights and {_whole(counted[1])} biases"
            drawn = f"{links} links to {units} {'unit' if units == 1 else 'units'}"
            return f"Disagrees: {name} says {said} for layer {i} alone; the drawing has {drawn}."
    if sum(parts) != total:
        added = " + ".join(map(_whole, parts))
        return (
            f"Disagrees: {name} says {_whole(total)} for the network, "
            f"but {added} for its layers one by one."
        )
    return ""


def _dearest(names: Sequence[str], more: Floats) -> str:
    """Which size costs most when doubled, and why.

    more : (len(names),) the parameters that doubling each size adds
    """
    most = [name for name, cost in zip(names, more, strict=True) if cost == max(more)]
    start = "" if len(names) > 2 else "A single layer, as in chapter 1's linear classifier. "
    if len(most) > 1:
        return f"{start}Equally dear to double: {' and '.join(most)}."
    why = {
        names[0]: "each new input brings a weight for every unit after it",
        names[-1]: "each new unit brings a bias and a weight from everything before it",
    }
    both = "each new unit brings a bias and weights on both sides"
    return f"{start}Dearest to double: {most[0]}; {why.get(most[0], both)}."


def _pairs(dims: Sequence[int]) -> list[tuple[int, int]]:
    return list(zip(dims, dims[1:], strict=False))


def _places(size: int) -> Floats:
    """The heights of the circles that are drawn of a layer, from the top."""
    middle, half = (TOP + BOTTOM) / 2, (BOTTOM - TOP) / 2
    if size > MOST:
        near = np.linspace(half - 48, half, MOST // 2)
        return np.concatenate([middle - near[::-1], middle + near])
    reach = min(28.0, 2 * half / max(size - 1, 1)) * (size - 1) / 2
    return np.linspace(middle - reach, middle + reach, size)


def _links(pair: tuple[int, int]) -> list[tuple[float, float]]:
    """The heights of both ends of each link that is drawn between two layers."""
    return list(product(_places(pair[0]).tolist(), _places(pair[1]).tolist()))


def _scene(
    names: Sequence[str], dims: Sequence[int], n: int, whole: Floats, layers: Sequence[Floats],
    more: Floats, unit: Unit,
) -> Canvas:  # fmt: skip
    canvas = Canvas(720, 498, _parts(dims))
    _network(canvas, names, dims, unit)
    for i, x in enumerate(_columns(dims)):
        dear = more[i] == max(more)
        cost = f"doubled: {_whole(more[i]) if more[i] < 0 else '+' + _whole(more[i])}"
        canvas.text(x, 36, cost + (", most" if dear else ""), INK if dear else LINE, 12,
                    "middle", "600" if dear else None)  # fmt: skip
    _arrays(canvas, dims, n, layers)
    _shares(canvas, layers)
    w, b, both = map(_whole, whole)
    weights, biases = "weight" if w == "1" else "weights", "bias" if b == "1" else "biases"
    sums = f"{w} {weights} + {b} {biases} = {both} parameters"
    canvas.text(30, 322, sums, weight="600", size=14)
    canvas.text(690, 322, "a larger batch costs none", LINE, anchor="end")
    one_unit.draw(canvas, unit)
    return canvas


def _parts(dims: Sequence[int]) -> list[Part]:
    """For a narrow page: each pair of layers, the sum, the halves of a unit's arithmetic."""
    columns = _columns(dims)
    pairs: list[Part] = [(a - 80, 0, b - a + 160, 278) for a, b in pairwise(columns)]
    return [*pairs, (20, 304, 420, 28), (16, 338, 420, 160), (440, 338, 272, 160)]


def _network(canvas: Canvas, names: Sequence[str], dims: Sequence[int], unit: Unit) -> None:
    """The layers and the links between them, those into the open unit by sign and size."""
    columns, through = _columns(dims), one_unit.values(tuple(dims))
    for pair, left, right in zip(_pairs(dims), columns, columns[1:], strict=False):
        links = _links(pair)
        steps = "".join(f"M{left:.0f} {p:.1f}L{right:.0f} {q:.1f}" for p, q in links)
        look = f'stroke="{LINE}" stroke-width="{0.6 if len(links) > 12 else 1}"'
        canvas.add(f'<path d="{steps}" {look} stroke-opacity="0.6"/>')
    largest = float(np.abs(unit.products[drawn(len(unit.inputs))]).max()) or 1.0
    for i, ends in _into(dims, unit):
        value = float(unit.products[i])
        colour, dash = (ONE, None) if value >= 0 else (ZERO, "5 3")
        canvas.line(*ends, colour, 1 + 3 * abs(value) / largest, dash)
    for depth, (name, size, x) in enumerate(zip(names, dims, columns, strict=True)):
        _layer(canvas, x, size, through[depth], inputs=depth == 0)
        canvas.text(x, 18, f"{name}: {size:,}", anchor="middle", weight="600")
    ends = _into(dims, unit)[0][1]
    canvas.circle(ends[2], ends[3], ROUND + 4, stroke=INK, width=2)


def _layer(canvas: Canvas, x: float, size: int, values: Floats, inputs: bool) -> None:
    """The units of a layer, the fuller the larger what they give; inputs are squares."""
    largest = float(np.abs(values).max()) or 1.0
    corner = 2 if inputs else ROUND
    for i, y in zip(drawn(size), _places(size), strict=True):
        value = float(values[i])
        colour = LINE if value == 0 else (ONE if value > 0 else ZERO)
        box = (x - ROUND, y - ROUND, 2 * ROUND, 2 * ROUND)
        canvas.rectangle(*box, PAPER, corner=corner)
        full = 0.85 * abs(value) / largest
        canvas.rectangle(*box, colour, colour, opacity=round(full, 2), corner=corner)
    if size > MOST:
        for dot in (-7, 0, 7):
            canvas.circle(x, (TOP + BOTTOM) / 2 + dot, 1.8, INK)


def _arrays(canvas: Canvas, dims: Sequence[int], n: int, layers: Sequence[Floats]) -> None:
    """Below the layers what flows, on the arrows between them what it meets there."""
    columns = _columns(dims)
    for i, (x, size) in enumerate(zip(columns, dims, strict=True)):
        canvas.text(x, 217, f"{'out' if i else 'x'} ({n}, {size})", anchor="middle")
    for i, (d, m) in enumerate(_pairs(dims)):
        middle = (columns[i] + columns[i + 1]) / 2
        canvas.line(columns[i] + 8, 241, columns[i + 1] - 8, 241, LINE, 1.2, arrow=True)
        canvas.text(middle, 235, f"w ({d}, {m})", anchor="middle")
        canvas.text(middle, 256, f"b ({m},)", anchor="middle")
        said = f"layer {i + 1}: {_whole(layers[i][2])}"
        canvas.text(middle, 275, said, anchor="middle", weight="600")


def _shares(canvas: Canvas, layers: Sequence[Floats]) -> None:
    """A bar of all parameters, cut in the layers' shares; a single layer has no shares."""
    totals = np.array([layer[2] for layer in layers])
    if len(totals) < 2:
        return
    if not (np.isfinite(totals).all() and (totals >= 0).all() and totals.sum() > 0):
        return
    x = 30.0
    for i, share in enumerate(totals / totals.sum()):
        width = 660 * float(share)
        canvas.rectangle(x, 282, width, 20, INK, opacity=SHADES[i])
        canvas.rectangle(x, 282, width, 20, stroke=INK)
        if width > 90:
            text = f"layer {i + 1}: {share:.0%}"
            canvas.text(x + width / 2, 296, text, INK, 12, "middle", "600")
        x += width
