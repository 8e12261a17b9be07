"""A network by its sizes: the shape of every array, and what each size costs in parameters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course.numerals import number
from course.widgets import students
from course.widgets.canvas import BLUE, GREEN, INK, LINE, ORANGE, PAPER, PURPLE, Canvas
from course.widgets.figure import Control, Frame, Interactive, Values

Floats = NDArray[np.float64]

INPUTS = (1, 2, 3, 4, 8, 16, 32, 64, 196, 392, 784, 1568, 3072)
HIDDEN = (0, 1, 2, 3, 4, 5, 8, 10, 16, 25, 50, 100, 200, 400)
OUTPUTS = (1, 2, 3, 4, 5, 10, 20, 50, 100, 1000)
BATCHES = (1, 2, 3, 10, 50, 100, 200, 1000)

MOST = 12  # circles of a layer that are drawn; of a larger one, five above and five below
TOP, BOTTOM = 52, 206
COLOURS = (BLUE, PURPLE, GREEN)


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
        Control("inputs", "inputs", INPUTS, dims[0]),
        Control("first", "hidden 1", HIDDEN, hidden[0]),
        Control("second", "hidden 2", HIDDEN, hidden[1]),
        Control("outputs", "outputs", OUTPUTS, dims[-1]),
        Control("batch", "batch N", BATCHES, batch),
    ]
    question = (
        "Which size costs the most parameters when it is doubled? "
        "Can you find a network where it is the inputs?"
    )
    return Interactive("shapes", question, controls, lambda values: _frame(values, count))


def _frame(values: Values, count: Callable[..., Any]) -> Frame:
    sizes = {
        "inputs": values["inputs"],
        "hidden layer 1": values["first"],
        "hidden layer 2": values["second"],
        "outputs": values["outputs"],
    }
    sizes = {name: size for name, size in sizes.items() if size}
    dims = list(sizes.values())

    def ask(dims: Sequence[int]) -> Floats:
        return np.asarray(students.ask(count, list(dims), shape=(3,)))

    whole = ask(dims)
    layers = [ask(pair) for pair in _pairs(dims)]
    doubled = [ask([*dims[:i], 2 * d, *dims[i + 1 :]])[2] for i, d in enumerate(dims)]
    with np.errstate(invalid="ignore"):
        more = np.array(doubled) - whole[2]
    name = getattr(count, "__name__", "the counter")
    words = _doubt(name, dims, whole, layers) or _dearest(list(sizes), more)
    canvas = _scene(list(sizes), dims, values["batch"], whole, layers, more)
    return Frame(canvas.svg(f"{_described(dims, values['batch'], whole)} {words}"), words)


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
    middle = (TOP + BOTTOM) / 2
    if size > MOST:
        near = np.linspace(22, (BOTTOM - TOP) / 2, 5)
        return np.concatenate([middle - near[::-1], middle + near])
    half = min(28.0, (BOTTOM - TOP) / max(size - 1, 1)) * (size - 1) / 2
    return np.linspace(middle - half, middle + half, size)


def _links(pair: tuple[int, int]) -> list[tuple[float, float]]:
    """The heights of both ends of each link that is drawn between two layers."""
    return list(product(_places(pair[0]).tolist(), _places(pair[1]).tolist()))


def _scene(
    names: Sequence[str], dims: Sequence[int], n: int, whole: Floats, layers: Sequence[Floats],
    more: Floats,
) -> Canvas:  # fmt: skip
    canvas = Canvas(720, 380)
    columns = np.linspace(90, 630, len(dims)).tolist()
    for pair, left, right in zip(_pairs(dims), columns, columns[1:], strict=False):
        links = _links(pair)
        steps = "".join(f"M{left:.0f} {p:.1f}L{right:.0f} {q:.1f}" for p, q in links)
        look = f'stroke="{LINE}" stroke-width="{0.6 if len(links) > 30 else 1.2}"'
        canvas.add(f'<path d="{steps}" {look} stroke-opacity="0.6"/>')
    for i, (name, size, x) in enumerate(zip(names, dims, columns, strict=True)):
        _layer(canvas, x, size, inputs=i == 0)
        canvas.text(x, 18, f"{name}: {size:,}", anchor="middle", weight="600")
        dear = more[i] == max(more)
        cost = f"doubled: {_whole(more[i]) if more[i] < 0 else '+' + _whole(more[i])}"
        canvas.text(x, 36, cost + (", most" if dear else ""), ORANGE if dear else LINE, 12,
                    "middle", "600" if dear else None)  # fmt: skip
    _arrays(canvas, columns, dims, n, layers)
    _shares(canvas, layers)
    w, b, both = map(_whole, whole)
    weights, biases = "weight" if w == "1" else "weights", "bias" if b == "1" else "biases"
    sums = f"{w} {weights} + {b} {biases} = {both} parameters"
    canvas.text(30, 350, sums, weight="600", size=14)
    canvas.text(30, 371, "N stands in no w and in no b: a larger batch costs no parameters.", LINE)
    return canvas


def _layer(canvas: Canvas, x: float, size: int, inputs: bool) -> None:
    """The circles of a layer; inputs are hollow squares, as they do not compute."""
    for y in _places(size):
        if inputs:
            canvas.rectangle(x - 5, y - 5, 10, 10, PAPER, BLUE)
        else:
            canvas.circle(x, y, 5.5, BLUE, PAPER, 1)
    if size > MOST:
        for dot in (-7, 0, 7):
            canvas.circle(x, (TOP + BOTTOM) / 2 + dot, 1.8, INK)


def _arrays(
    canvas: Canvas, columns: Sequence[float], dims: Sequence[int], n: int, layers: Sequence[Floats]
) -> None:
    """Below the layers what flows, between them what it meets there."""
    for i, (x, size) in enumerate(zip(columns, dims, strict=True)):
        canvas.text(x, 236, f"{'out' if i else 'x'} ({n}, {size})", anchor="middle")
    for i, (d, m) in enumerate(_pairs(dims)):
        left, right = columns[i] + 60, columns[i + 1] - 62
        middle, colour = (left + right) / 2, COLOURS[i]
        canvas.line(left, 232, right, 232, LINE, 1.2, arrow=True)
        canvas.text(middle, 256, f"w ({d}, {m})", anchor="middle")
        canvas.text(middle, 274, f"b ({m},)", anchor="middle")
        said = f"layer {i + 1}: {_whole(layers[i][2])}"
        canvas.text(middle, 295, said, colour, anchor="middle", weight="600")


def _shares(canvas: Canvas, layers: Sequence[Floats]) -> None:
    """A bar of all parameters, cut in the layers' shares."""
    totals = np.array([layer[2] for layer in layers])
    if not (np.isfinite(totals).all() and (totals >= 0).all() and totals.sum() > 0):
        return
    x = 30.0
    for i, share in enumerate(totals / totals.sum()):
        width = 660 * float(share)
        canvas.rectangle(x, 306, width, 22, COLOURS[i], PAPER)
        if width > 90:
            text = f"layer {i + 1}: {share:.0%}"
            canvas.text(x + width / 2, 321, text, PAPER, 12, "middle", "600")
        x += width
