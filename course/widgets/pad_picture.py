"""The pad's picture: what was drawn, what the network sees, its units, and a bar for each digit."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from course.widgets import ink
from course.widgets.canvas import (
    GRADIENT,
    INK,
    LINE,
    ONE,
    PAPER,
    RIGHT,
    WRONG,
    ZERO,
    Canvas,
    Part,
)
from course.widgets.network import DASH, Box, Nodes

Floats = NDArray[np.float64]
Place = tuple[float, float]

SPACE = "\N{NO-BREAK SPACE}"
PAD = Box(12, 34, 276, 276)
BROAD = 13.0  # of the pen
BITMAP, SEEN = 96, 100  # edges of what is counted, and of what the network sees
SPLIT, RIGHT_EDGE = 300, 720  # where the network's part begins and ends
INPUTS, OUTPUTS = 308, 588  # where the inputs begin, and the middle of the outputs
BARS, LONGEST = 606, 60
ROWS, MOST = 24, 144  # units of a column, and of a layer, that are drawn
EDGES = 48  # of a layer that are drawn: those that carry most
FAINT = 0.04  # of the largest slope: what is smaller is not marked
ARRIVES = 0.6  # seconds from a layer to the one before it


@dataclass(frozen=True)
class View:
    """What there is to see.

    strokes : of the drawing, in the canvas's units
    image   : (side, side) what stands on the pad instead, a digit that was held out; or None
    bitmap  : (32, 32) what was counted; or None
    x       : (D,) what the network sees
    weights : w1 (D, M), w2, ...
    gives   : what each layer gives, (M,), ..., (C,); [] if nothing can be read
    after   : (C,) the probabilities after one step, or None
    slopes  : the loss's slope at each layer's sums, (M,), ..., (C,); [] without a step
    back    : what the slopes went back through, the shapes of w1, w2, ...
    said    : the digit that it was, by the reader
    opened  : the unit that is looked into: its layer, from 1, and its place, from 0
    small   : whether there is no room for more than the network
    """

    strokes: Sequence[Floats]
    image: Floats | None
    bitmap: Floats | None
    x: Floats
    weights: Sequence[Floats]
    gives: Sequence[Floats]
    after: Floats | None = None
    slopes: Sequence[Floats] = field(default_factory=list)
    back: Sequence[Floats] = field(default_factory=list)
    said: int | None = None
    opened: tuple[int, int] | None = None
    small: bool = False

    @property
    def sizes(self) -> tuple[int, ...]:
        """Of the inputs and of each layer."""
        return (len(self.x), *(w.shape[1] for w in self.weights))

    @property
    def height(self) -> int:
        """Of the picture, without a unit's arithmetic."""
        return 324 if self.small else 446


class Layout:
    """Where the parts of a network stand.

    sizes  : of the inputs and of each layer
    height : of the picture
    """

    def __init__(self, sizes: Sequence[int], height: int) -> None:
        self.top, self.bottom = 36.0, height - (16.0 if height < 400 else 42.0)
        middle = (self.top + self.bottom) / 2
        self.side = math.isqrt(sizes[0])
        self.pixel = SEEN / self.side
        self.seen = Box(INPUTS, middle - SEEN / 2, SEEN, SEEN)
        *hidden, outputs = sizes[1:]
        gap = (OUTPUTS - INPUTS - SEEN) / (len(hidden) + 1)
        self.layers = [
            self._column(min(n, MOST), INPUTS + SEEN + gap * i) for i, n in enumerate(hidden, 1)
        ]
        pitch = min((self.bottom - self.top) / outputs, 36)
        ys = middle + pitch * (np.arange(outputs) - (outputs - 1) / 2)
        self.layers.append(Nodes.around(np.column_stack([np.full(outputs, OUTPUTS), ys]), 22))
        self.pitch = pitch

    def _column(self, count: int, x: float) -> Nodes:
        columns = -(-count // ROWS)
        rows = -(-count // columns)
        pitch = min((self.bottom - self.top) / rows, 24.0)
        row, column = np.divmod(np.arange(count), columns)
        ys = (self.top + self.bottom) / 2 + pitch * (row - (rows - 1) / 2)
        xs = x + pitch * (column - (columns - 1) / 2)
        return Nodes.around(np.column_stack([xs, ys]), max(int(pitch) - 3, 4))

    def starts(self, layer: int) -> Floats:
        """(D, 2) where a layer's lines begin: at the pixels, or at the units before it."""
        if layer:
            return self.layers[layer - 1].right
        row, column = np.divmod(np.arange(self.side**2), self.side)
        corner = (self.seen.x + self.pixel / 2, self.seen.y + self.pixel / 2)
        return np.column_stack([column, row]) * self.pixel + corner


@functools.cache
def layout(sizes: tuple[int, ...], height: int) -> Layout:
    """The layout of a network of that size, made once."""
    return Layout(sizes, height)


def parts(view: View) -> list[Part]:
    """For a narrow page: the pad, the network, and the halves of a unit's arithmetic."""
    h = view.height
    two: list[Part] = [(0, 0, SPLIT, h), (SPLIT, 0, RIGHT_EDGE - SPLIT, h)]
    return [*two, (16, h, 420, 160), (440, h, 272, 160)] if view.opened else two


def draw(canvas: Canvas, view: View, title: str) -> None:
    """All of it but a unit's arithmetic.

    title : what is read, above the bars
    """
    place = layout(view.sizes, view.height)
    _pad(canvas, view)
    if not view.small:
        _counted(canvas, view)
    for layer in range(len(view.weights)):
        if view.gives:
            _flow(canvas, view, place, layer)
        else:
            _idle(canvas, place, layer)
    for layer in range(len(view.weights)):
        if view.slopes:
            _slopes_back(canvas, view, place, layer)
    _sees(canvas, view, place)
    _units(canvas, view, place)
    _bars(canvas, view, place, title)
    if view.slopes:
        _arrivals(canvas, view, place)
    _legend(canvas, view)


def _pad(canvas: Canvas, view: View) -> None:
    box = PAD
    canvas.text(box.x, 22, "The drawing", weight="600")
    canvas.rectangle(box.x, box.y, box.width, box.height, PAPER, LINE, corner=4)
    if view.image is not None:
        edge = 0.86 * box.width
        inset = (box.width - edge) / 2
        ink.image(canvas, view.image, box.x + inset, box.y + inset, edge)
    for stroke in view.strokes:
        _stroke(canvas, stroke)


def _stroke(canvas: Canvas, stroke: Floats) -> None:
    """A line of the pen; a single place is a dot."""
    if len(stroke) == 1:
        x, y = stroke[0].tolist()
        canvas.circle(x, y, BROAD / 2, INK)
        return
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in stroke.tolist())
    canvas.add(
        f'<polyline points="{way}" fill="none" stroke="{INK}" stroke-width="{BROAD:g}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _counted(canvas: Canvas, view: View) -> None:
    """How the drawing is made what the network sees, as its training data were."""
    x, y = PAD.x, PAD.y + PAD.height + 16
    if len(view.x) != 64:
        mnist = "fitted to 20 × 20 pixels, and laid", "into 28 × 28 by its centre of mass,"
        _lines(canvas, x, y + 14, [*mnist, "as MNIST's digits were"])
        return
    canvas.rectangle(x, y, BITMAP, BITMAP, PAPER, LINE)
    if view.bitmap is not None:
        ink.image(canvas, view.bitmap, x, y, BITMAP)
        step = BITMAP / 8
        grid = "".join(
            f"M{x + step * i:g} {y}v{BITMAP}M{x} {y + step * i:g}h{BITMAP}" for i in range(1, 8)
        )
        canvas.add(f'<path d="{grid}" stroke="{LINE}" stroke-width="0.6" stroke-opacity="0.7"/>')
    words = ["made upright, fitted to", "20 × 32 of 32 × 32 pixels,", "with lines of one ink;"]
    if view.image is not None:
        words = ["a held-out digit: it", "was counted by NIST,", "in the same way;"]
    _lines(
        canvas,
        x + BITMAP + 12,
        y + 14,
        [*words, "the black pixels in each", "block of 4 × 4 count"],
    )


def _lines(canvas: Canvas, x: float, y: float, lines: Sequence[str]) -> None:
    for i, line in enumerate(lines):
        canvas.text(x, y + 18 * i, line, LINE, 12)


def _sees(canvas: Canvas, view: View, place: Layout) -> None:
    box = place.seen
    canvas.rectangle(box.x, box.y, box.width, box.height, PAPER, LINE)
    ink.image(canvas, view.x.reshape(place.side, place.side), box.x, box.y, box.width)
    middle = box.x + box.width / 2
    above, below = box.y - 42, box.y + box.height + 4
    canvas.rectangle(box.x, above, box.width, 40, PAPER, opacity=0.85)
    canvas.text(middle, above + 16, "as the", LINE, 12, "middle")
    canvas.text(middle, above + 32, "network sees it", LINE, 12, "middle")
    canvas.rectangle(box.x, below, box.width, 20, PAPER, opacity=0.85)
    size = f"{place.side} × {place.side} pixels"
    canvas.text(middle, below + 14, size, LINE, 12, "middle")


def _idle(canvas: Canvas, place: Layout, layer: int) -> None:
    """A layer's lines while nothing flows: every unit to its neighbours, thin."""
    starts, ends = place.starts(layer), place.layers[layer].left
    most = 12
    some = [starts[:: max(len(starts) // most, 1)], ends[:: max(len(ends) // most, 1)]]
    path = "".join(_line(a, b) for a in some[0].tolist() for b in some[1].tolist())
    canvas.add(f'<path d="{path}" stroke="{LINE}" stroke-width="0.5" stroke-opacity="0.35"/>')


def _line(a: Sequence[float], b: Sequence[float]) -> str:
    return f"M{a[0]:.0f} {a[1]:.0f}L{b[0]:.0f} {b[1]:.0f}"


def _largest(values: Floats, count: int) -> Floats:
    """(K, 2) rows and columns of the entries of largest size, those next to 0 left out."""
    flat = np.abs(np.nan_to_num(values)).ravel()
    some = np.argpartition(flat, -min(count, len(flat)))[-count:]
    some = some[flat[some] > 0.02 * max(float(flat.max()), 1e-12)]
    return np.column_stack(np.unravel_index(np.sort(some), values.shape))


def _flow(canvas: Canvas, view: View, place: Layout, layer: int) -> None:
    """The lines of a layer that carry most, input times weight: the more, the wider."""
    ends = place.layers[layer].left
    came = (view.x if layer == 0 else view.gives[layer - 1])[: len(place.starts(layer))]
    carried = came[:, None] * view.weights[layer][: len(came), : len(ends)]
    faint = 0.35 if view.slopes else 1.0
    _wires(canvas, place.starts(layer), ends, carried, faint)


def _wires(canvas: Canvas, starts: Floats, ends: Floats, carried: Floats, faint: float) -> None:
    most = max(float(np.abs(np.nan_to_num(carried)).max()), 1e-12)
    groups: dict[int, str] = {}
    for i, j in _largest(carried, EDGES).tolist():
        wide = math.ceil(6 * abs(carried[i, j]) / most)
        key = wide if carried[i, j] > 0 else -wide
        groups[key] = groups.get(key, "") + _line(starts[i], ends[j])
    for key, path in sorted(groups.items(), key=lambda group: abs(group[0])):
        colour, dash = (ONE, "") if key > 0 else (ZERO, f' stroke-dasharray="{DASH}"')
        opacity = faint * (0.3 + 0.09 * abs(key))
        canvas.add(
            f'<path d="{path}" stroke="{colour}" stroke-width="{0.5 + 0.45 * abs(key):g}" '
            f'stroke-opacity="{opacity:.2f}"{dash}/>'
        )


def _slopes_back(canvas: Canvas, view: View, place: Layout, layer: int) -> None:
    """The lines along which most of the gradient has come."""
    ends = place.layers[layer].left
    slopes = view.slopes[layer][: len(ends)]
    if layer:
        came = view.back[layer][: len(place.starts(layer)), : len(ends)] * slopes
        came = came * (np.abs(view.slopes[layer - 1][: len(came)]) > 0)[:, None]
    else:
        came = view.x[:, None] * slopes
    pairs = _largest(came, EDGES // 2)
    path = "".join(_line(place.starts(layer)[i], ends[j]) for i, j in pairs.tolist())
    if path:
        look = f'stroke="{GRADIENT}" stroke-width="1.4" stroke-dasharray="2 3"'
        canvas.add(f'<path d="{path}" {look} stroke-opacity="0.8"/>')


def _arrivals(canvas: Canvas, view: View, place: Layout) -> None:
    """The slope at each unit as a dot that has come along the line that brings most of it."""
    depth = len(view.weights)
    for layer in range(depth - 1, -1, -1):
        nodes = place.layers[layer]
        slopes = view.slopes[layer][: len(nodes.corners)]
        most = max(float(np.abs(np.nan_to_num(slopes)).max()), 1e-12)
        for unit in np.flatnonzero(np.abs(slopes) > FAINT * most).tolist():
            at = nodes.right[unit]
            if layer == depth - 1:
                _slope(canvas, (at[0] - 3, at[1] - 9), slopes[unit], most)
                continue
            after = place.layers[layer + 1]
            brought = (
                view.back[layer + 1][unit][: len(after.left)]
                * view.slopes[layer + 1][: len(after.left)]
            )
            by = after.left[int(np.argmax(np.abs(np.nan_to_num(brought))))] - at
            with canvas.moving((float(by[0]), float(by[1])), ARRIVES * (depth - 2 - layer)):
                _slope(canvas, (at[0] + 1, at[1]), slopes[unit], most)


def _slope(canvas: Canvas, at: tuple[float, float], slope: float, most: float) -> None:
    """Filled where the unit should give less, hollow where it should give more."""
    radius = 1.8 + 2.7 * abs(slope) / most
    canvas.circle(*at, radius, GRADIENT if slope > 0 else PAPER, GRADIENT, 1.4)


def _units(canvas: Canvas, view: View, place: Layout) -> None:
    """Squares, the fuller the more they give; those that give nothing are empty."""
    for layer, nodes in enumerate(place.layers[:-1]):
        s, total = nodes.size, view.sizes[layer + 1]
        canvas.add(f'<path d="{nodes.outlines()}" fill="{PAPER}" stroke="{LINE}"/>')
        if view.gives:
            _lit(canvas, nodes, view.gives[layer][: len(nodes.corners)])
        x = float(nodes.middle[:, 0].mean())
        many = f"{total} units" if len(place.layers) < 4 else str(total)
        canvas.text(x, 22, many, LINE, 12, "middle")
        if total > len(nodes.corners):
            more = f"{total - len(nodes.corners)} more"
            canvas.text(x, float(nodes.corners[:, 1].max()) + s + 14, more, LINE, 12, "middle")
    if view.opened and view.opened[0] <= len(place.layers):
        nodes = place.layers[view.opened[0] - 1]
        x, y = nodes.middle[view.opened[1]].tolist()
        canvas.circle(x, y, nodes.size / 2 + 6, stroke=INK, width=2)


def _lit(canvas: Canvas, nodes: Nodes, gives: Floats) -> None:
    inside, known = nodes.size - 2, np.nan_to_num(gives)
    most = max(float(np.abs(known).max()), 1e-12)
    for colour, lit in ((ONE, known > 0), (ZERO, known < 0)):
        path = ""
        for i in np.flatnonzero(lit).tolist():
            edge = max(inside * math.sqrt(abs(known[i]) / most), 1.5)
            x, y = (nodes.middle[i] - edge / 2).tolist()
            path += f"M{x:.1f} {y:.1f}h{edge:.1f}v{edge:.1f}h{-edge:.1f}z"
        if path:
            canvas.add(f'<path d="{path}" fill="{colour}"/>')


def _bars(canvas: Canvas, view: View, place: Layout, title: str) -> None:
    """A bar for each digit, before and after the step; the one that is read stands out."""
    canvas.text(RIGHT_EDGE - 8, 22, title, size=14, anchor="end", weight="600")
    nodes = place.layers[-1]
    gives = np.nan_to_num(view.gives[-1]) if view.gives else None
    now = gives if view.after is None else np.nan_to_num(view.after)
    best = -1 if now is None else int(np.argmax(now))
    high = min(place.pitch - 12, 16.0)
    for digit, (x, y) in enumerate(nodes.middle.tolist()):
        chosen = digit == best
        canvas.circle(x, y, 11, INK if chosen else PAPER, INK if chosen else LINE, 1.2)
        weight = "600" if chosen else None
        canvas.text(x, y + 5, str(digit), PAPER if chosen else INK, 14, "middle", "600")
        canvas.rectangle(BARS, y - high / 2, LONGEST, high, PAPER, LINE)
        if now is None:
            continue
        share = float(np.clip(now[digit], 0, 1))
        colour = ONE if chosen else LINE
        if view.said is not None:
            colour = RIGHT if digit == view.said else WRONG if chosen else LINE
        canvas.rectangle(BARS, y - high / 2, LONGEST * share, high, colour)
        if view.after is not None and gives is not None and gives[digit] > 0.005:
            at = BARS + LONGEST * float(np.clip(gives[digit], 0, 1))
            canvas.line(at, y - high / 2 - 3, at, y + high / 2 + 3, INK, 2)
        canvas.text(RIGHT_EDGE - 8, y + 5, percent(share), anchor="end", size=12, weight=weight)


def percent(share: float) -> str:
    """A share as people say it: what is nearly nothing, or all, stays nearly."""
    if not math.isfinite(share):
        return "no number"
    if 0 < share < 0.005:
        return f"<1{SPACE}%"
    return f">99{SPACE}%" if 0.995 <= share < 1 else f"{100 * share:.0f}{SPACE}%"


def _legend(canvas: Canvas, view: View) -> None:
    if view.small:
        return
    y = view.height - 10.0
    if not view.slopes:
        network_words = (("speaks for it", ONE, None), ("against it", ZERO, DASH))
        for x, (words, colour, dash) in zip((INPUTS, INPUTS + 118), network_words, strict=True):
            canvas.line(x, y - 4, x + 24, y - 4, colour, 3, dash)
            canvas.text(x + 30, y, words, size=12)
        canvas.text(INPUTS + 222, y, "the wider, the more it carries", LINE, 12)
        return
    canvas.line(INPUTS, y - 4, INPUTS + 22, y - 4, GRADIENT, 1.6, "2 3")
    canvas.text(INPUTS + 28, y, "gradient", GRADIENT, 12, weight="600")
    for x, words, slope in ((94, "should give less", 1.0), (208, "more", -1.0)):
        _slope(canvas, (INPUTS + x, y - 4), slope, 1.0)
        canvas.text(INPUTS + x + 9, y, words, size=12)
    canvas.line(INPUTS + 262, y - 11, INPUTS + 262, y + 2, INK, 2)
    canvas.text(INPUTS + 268, y, "before the step", size=12)
