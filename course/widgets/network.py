"""A network with one hidden layer as a picture: a map in every unit, a line for every weight.

A line is the wider the larger its weight is, solid where it is positive and dashed where it is
negative. The scale is always the same, so that a network that shrinks is seen to shrink.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from course.numerals import number
from course.widgets.canvas import DEAD, INK, LINE, ONE, PAPER, ZERO, Canvas, png
from course.widgets.engine import Params
from course.widgets.figure import Interactive
from course.widgets.touch import Mark, Tip

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST, OF_MORE = 24, 16  # units that can have their lines, and those of a larger network that do
LEAST = 26  # from a unit to the one below it
NOTHING = 0.003  # what is smaller is drawn as 0
DENSE = 60  # lines that hide one another
SMALL, GAP = 20, 2  # edge of the other ones' maps, and the room between them
WIDEST = 12  # of a line, in halves of a unit
DASH = "6 3"
REACH = 5  # how near the pointer must come to a line


@dataclass(frozen=True)
class Box:
    """A rectangle of the canvas."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Nodes:
    """Squares of one size.

    corners : (K, 2) upper left ones, whole numbers
    size    : their edge
    """

    corners: Ints
    size: int

    @property
    def left(self) -> Floats:
        """(K, 2) the middles of the left edges."""
        return np.asarray(self.corners + (0, self.size / 2))

    @property
    def right(self) -> Floats:
        """(K, 2) the middles of the right edges."""
        return np.asarray(self.corners + (self.size, self.size / 2))

    @property
    def middle(self) -> Floats:
        """(K, 2)"""
        return np.asarray(self.corners + self.size / 2)

    def outlines(self) -> str:
        """All squares as one path."""
        s = self.size
        return "".join(f"M{x} {y}h{s}v{s}h{-s}z" for x, y in self.corners.tolist())

    @staticmethod
    def around(middles: Floats, size: int) -> Nodes:
        """Squares around their middles."""
        return Nodes(np.round(middles - size / 2).astype(np.int64), size)


class Diagram:
    """Where the parts of a network stand; one for all states of a network.

    box     : where it is drawn
    inputs  : names of the inputs; one name for many that are drawn as one
    units   : of the hidden layer
    outputs : names of the outputs
    """

    def __init__(self, box: Box, inputs: Sequence[str], units: int, outputs: Sequence[str]) -> None:
        self.box, self.input_names, self.output_names = box, inputs, outputs
        drawn = units if units <= MOST else OF_MORE
        rows = -(-(units - drawn) * (SMALL + GAP) // int(box.width))
        height = box.height - (rows * (SMALL + GAP) + 22 if rows else 0)
        self.units = _columns(box, height, drawn)
        self.rest = _strip(box, box.y + box.height, rows, units - drawn)
        self.inputs = _column(box.x + 24, box.y, height, len(inputs), 40)
        self.outputs = _column(box.x + box.width - 20, box.y, height, len(outputs), 32)
        self._into = _lines(self.inputs.right, self.units.left)
        self._out = _lines(self.units.right, self.outputs.left)

    @property
    def drawn(self) -> int:
        """Units that have their lines; those after them are small and have none."""
        return len(self.units.corners)

    def draw(
        self, canvas: Canvas, params: Params, pictures: Floats, reach: float,
        dead: NDArray[np.bool_], shown: Floats,
    ) -> None:  # fmt: skip
        """The network as it is now.

        pictures : (M, rows, columns), what is in the units; the first row on top
        reach    : what is as bright as can be in them, always the same: a map does not change
                   because another one does
        dead     : (M,) the units that are crossed out
        shown    : (I, rows, columns) from -1 to 1, what is in the inputs
        """
        (w, b), (v, c) = params
        n = self.drawn
        joined = len(w) == len(self.input_names)
        self._wires(canvas, self._into, w[:, :n] if joined else None)
        self._wires(canvas, self._out, v[:n])
        _maps(canvas, self.inputs, shown, 1)
        _maps(canvas, self.units, pictures[:n], reach)
        _maps(canvas, self.rest, pictures[n:], reach)
        _crosses(canvas, self.units, dead[:n])
        _crosses(canvas, self.rest, dead[n:])
        _biases(canvas, self.units, b[:n])
        self._ends(canvas, c)
        if len(self.rest.corners):
            _plate(canvas, self.box.x, float(self.rest.corners[0, 1]) - 7, len(self.rest.corners))

    def _wires(self, canvas: Canvas, paths: list[str], weights: Floats | None) -> None:
        """Lines with these weights, in the order of the paths; grey ones without."""
        if weights is None:
            path = "".join(paths)
            canvas.add(f'<path d="{path}" stroke="{LINE}" stroke-opacity="0.5"/>')
            return
        flat = weights.ravel()
        with np.errstate(all="ignore"):
            wide = np.clip(np.ceil(4.4 * np.sqrt(np.abs(flat))), 1, WIDEST)
        key = np.where(np.abs(flat) >= NOTHING, np.sign(flat) * wide, 0)
        key = np.where(np.isfinite(flat), key, 0).astype(int)
        for one in sorted(set(key.tolist()), key=abs):
            path = "".join(paths[i] for i in np.flatnonzero(key == one))
            colour = ONE if one > 0 else ZERO if one else LINE
            dash = f' stroke-dasharray="{DASH}"' if one < 0 else ""
            opacity = (0.35 + 0.05 * abs(one)) * (1 if len(paths) < DENSE else 0.6)
            canvas.add(
                f'<path d="{path}" stroke="{colour}" stroke-width="{max(abs(one), 1) / 2:g}" '
                f'stroke-opacity="{opacity:.2f}"{dash}/>'
            )

    def _ends(self, canvas: Canvas, biases: Floats) -> None:
        """Names of the inputs, and the outputs as what they stand for."""
        for name, (x, y) in zip(self.input_names, self.inputs.corners.tolist(), strict=True):
            canvas.text(x + self.inputs.size / 2, y - 6, name, size=12, anchor="middle")
        size, two = self.outputs.size, len(self.output_names) == 2
        for i, (name, (x, y)) in enumerate(
            zip(self.output_names, self.outputs.middle.tolist(), strict=True)
        ):
            colour = (ZERO, ONE)[i] if two else LINE
            fill, ink = (colour, PAPER) if two and i else (PAPER, INK)
            canvas.circle(x, y, size / 2 - 1, fill, colour, 2.5 if two else 1.2)
            canvas.text(x, y + 5, name, ink, 14, "middle", "600")
        _biases(canvas, self.outputs, biases)

    def tips(self, params: Params) -> list[Mark]:
        """The number of every weight and bias, where it is drawn."""
        (w, b), (v, c) = params
        unit = [f"unit {i + 1}" for i in range(len(b))]
        ends = [f"output {name}" for name in self.output_names]
        marks: list[Mark] = []
        if len(w) == len(self.input_names):
            marks += _weights("into", self.input_names, unit, w, self.inputs, self.units)
        marks += _weights("out", unit, ends, v, self.units, self.outputs)
        for nodes, first in ((self.units, 0), (self.rest, self.drawn)):
            for i, (x, y) in enumerate(nodes.middle.tolist(), first):
                told = f"{unit[i]}: bias {number(b[i])}"
                if nodes is self.rest or len(w) != len(self.input_names):
                    told += self._told(w[:, i], v[i])
                marks.append(Tip(f"unit{i}", x, y, told, x, y, nodes.size / 2))
        for i, (x, y) in enumerate(self.outputs.middle.tolist()):
            told = f"{ends[i]}: bias {number(c[i])}"
            marks.append(Tip(f"end{i}", x, y, told, x, y, self.outputs.size / 2))
        return marks

    def _told(self, w: Floats, v: Floats) -> str:
        """A unit's weights in words, of many the two most decided ones."""
        if len(w) == len(self.input_names):
            names = [
                *(f"from {n}" for n in self.input_names),
                *(f"to {n}" for n in self.output_names),
            ]
            weights = zip(names, [*w, *v], strict=True)
            return "; weights " + ", ".join(f"{name} {number(x)}" for name, x in weights)
        most, least = int(np.argmax(v)), int(np.argmin(v))
        ends = self.output_names
        return f"; weights to {ends[most]} {number(v[most])}, to {ends[least]} {number(v[least])}"


@functools.cache
def diagram(box: Box, inputs: tuple[str, ...], units: int, outputs: tuple[str, ...]) -> Diagram:
    """The diagram of a network of that size, made once."""
    return Diagram(box, inputs, units, outputs)


def legend(canvas: Canvas, x: float, y: float) -> None:
    """What the lines mean."""
    canvas.line(x, y - 4, x + 26, y - 4, ONE, 3)
    canvas.text(x + 32, y, "positive weight", size=12)
    canvas.line(x + 136, y - 4, x + 162, y - 4, ZERO, 3, DASH)
    canvas.text(x + 168, y, "negative; the wider, the larger", size=12)


def _column(x: float, top: float, height: float, count: int, most: int) -> Nodes:
    """Squares one below the other, in the middle of the height."""
    pitch = min(height / count, 2.6 * most)
    ys = top + height / 2 + pitch * (np.arange(count) - (count - 1) / 2)
    return Nodes.around(np.column_stack([np.full(count, x), ys]), min(most, int(0.85 * pitch)))


def _columns(box: Box, height: float, count: int) -> Nodes:
    """The hidden units: one column, or some that stand in the gaps of one another."""
    x = box.x + box.width / 2
    columns = next(n for n in range(1, count + 1) if n == count or height / -(-count // n) >= LEAST)
    if columns == 1:
        return _column(x, box.y, height, count, 52)
    rows = -(-count // columns)
    row, column = np.divmod(np.arange(count), columns)
    size = min(int(height / (rows + 1 - 1 / columns)) - 3, 44)
    pitch = (height - size) / (rows - 1 / columns)
    xs = x + (size + 20) * (column - (columns - 1) / 2)
    ys = box.y + size / 2 + pitch * (row + column / columns)
    return Nodes.around(np.column_stack([xs, ys]), size)


def _strip(box: Box, bottom: float, rows: int, count: int) -> Nodes:
    """The units that have no lines, in rows at the bottom."""
    across = -(-count // rows) if rows else 1
    at = np.arange(count)
    pitch = SMALL + GAP
    places = np.column_stack(
        [
            box.x + SMALL / 2 + pitch * (at % across),
            bottom - pitch * rows + SMALL / 2 + pitch * (at // across),
        ]
    )
    return Nodes.around(places, SMALL)


def _lines(starts: Floats, ends: Floats) -> list[str]:
    """A path from each of the starts to each of the ends."""
    return [f"M{a:g} {b:g}L{x:g} {y:g}" for a, b in starts for x, y in ends]


def _weights(
    where: str, sources: Sequence[str], targets: Sequence[str], weights: Floats, starts: Nodes,
    ends: Nodes,
) -> list[Mark]:  # fmt: skip
    """A tip on each of a layer's lines that are drawn."""
    marks: list[Mark] = []
    for i, (a, b) in enumerate(starts.right.tolist()):
        for j, (x, y) in enumerate(ends.left.tolist()):
            told = f"{sources[i]} to {targets[j]}: weight {number(weights[i, j])}"
            marks.append(Tip(f"{where}{i}-{j}", a, b, told, x, y, REACH))
    return marks


def _maps(canvas: Canvas, nodes: Nodes, pictures: Floats, reach: float) -> None:
    """Pictures in squares, all in one image: a browser paints one faster than many."""
    if not len(nodes.corners):
        return
    _, high, wide = pictures.shape
    s = nodes.size
    rows, columns = (np.arange(s) * n // s for n in (high, wide))
    left, top = nodes.corners.min(axis=0)
    right, bottom = nodes.corners.max(axis=0) + s
    sheet = np.zeros((bottom - top, right - left))
    for (x, y), picture in zip(nodes.corners - (left, top), pictures, strict=True):
        sheet[y : y + s, x : x + s] = picture[rows][:, columns]
    outlines = nodes.outlines()
    canvas.add(f'<path d="{outlines}" fill="{PAPER}"/>')
    canvas.image(left, top, right - left, bottom - top, png(sheet, -reach, reach), smooth=high > s)
    canvas.add(f'<path d="{outlines}" fill="none" stroke="{LINE}"/>')


def _crosses(canvas: Canvas, nodes: Nodes, dead: NDArray[np.bool_]) -> None:
    s = nodes.size
    lines = "".join(f"M{x} {y}l{s} {s}m0 {-s}l{-s} {s}" for x, y in nodes.corners[dead].tolist())
    if lines:
        canvas.add(f'<path d="{lines}" fill="none" stroke="{DEAD}" stroke-width="1.5"/>')


def _biases(canvas: Canvas, nodes: Nodes, biases: Floats) -> None:
    """A small square at the lower left corner of each: filled if positive, hollow if negative."""
    size = 6 if nodes.size > 14 else 4
    for colour, fill, marked in ((ONE, ONE, biases > NOTHING), (ZERO, PAPER, -biases > NOTHING)):
        squares = "".join(
            f"M{x - size // 2} {y + nodes.size - size // 2}h{size}v{-size}h{-size}z"
            for x, y in nodes.corners[marked].tolist()
        )
        if squares:
            canvas.add(f'<path d="{squares}" fill="{fill}" stroke="{colour}" stroke-width="1.2"/>')


def _plate(canvas: Canvas, x: float, y: float, count: int) -> None:
    words = f"{count} more, connected in the same way"
    canvas.text(x, y, words, LINE, 12)


class Playing(Protocol):
    """A run that is told whether it plays."""

    playing: bool


def numbers_at_rest(figure: Interactive, run: Playing) -> Interactive:
    """The figure, which shows its weights' numbers when it comes to rest."""

    def changed(change: Any) -> None:
        run.playing = change.new
        if not run.playing:
            figure.show()

    figure.observe(changed, names="playing")
    return figure
