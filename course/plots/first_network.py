"""Chapter 1's glimpse of the end: a trained network of 64-32-10 that reads one digit.

`first_network.npz` holds it, float32: w1 (64, 32), b1 (32,), w2 (32, 10), b2 (10,), and with
digit (64,) the pixels of one digit that it never saw in training. It was trained on the digits of
`course.data` by docs/first_network.py, which makes the file again.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course.plots.sketch import Sketch
from course.widgets.canvas import INK, LINE, ONE, PAPER, Canvas

FILE = Path(__file__).with_name("first_network.npz")
WIDTH, HEIGHT = 760, 450
MIDDLE, BOTTOM = 205.0, HEIGHT - 12  # of the columns of neurons, and the line of words below them
PIXEL = 27.0
PIXELS_X, HIDDEN_X, OUTPUT_X = 10.0, 370.0, 545.0
COLUMN = 380.0  # the height of the columns of neurons
SHADES = 12  # of the lines between neurons
FAINT = "#c8c8c8"

Floats = NDArray[np.float64]


def network() -> dict[str, Floats]:
    """The network and its digit: w1 (64, 32), b1 (32,), w2 (32, 10), b2 (10,), digit (64,)."""
    with np.load(FILE) as kept:
        return {name: kept[name].astype(np.float64) for name in kept.files}


def read(x: ArrayLike, net: Mapping[str, Floats] | None = None) -> tuple[Floats, Floats]:
    """What a network makes of images x (N, 64): hidden outputs (N, 32), shares (N, 10).

    net : as `network` gives it, which is taken if none is given
    """
    net = net or network()
    a1 = np.maximum(np.asarray(x, float) @ net["w1"] + net["b1"], 0.0)
    z2 = a1 @ net["w2"] + net["b2"]
    e = np.exp(z2 - z2.max(axis=1, keepdims=True))
    return a1, e / e.sum(axis=1, keepdims=True)


def glimpse(digit: ArrayLike | None = None) -> Sketch:
    """The network at work on one digit.

    digit : (64,) brightness in 0 .. 1, row by row; the one that comes with the network if not given
    """
    net = network()
    pixels = net["digit"] if digit is None else np.asarray(digit, float)
    a1, shares = (part[0] for part in read(pixels[None]))
    at, canvas = _places(pixels), Canvas(WIDTH, HEIGHT)
    hidden, output = _column(HIDDEN_X, len(a1), COLUMN), _column(OUTPUT_X, 10, COLUMN - 18)
    _edges(canvas, at, hidden, pixels[:, None] * net["w1"], most=0.3)
    _edges(canvas, hidden, output, a1[:, None] * net["w2"], most=0.5)
    _pixels(canvas, at, pixels)
    _neurons(canvas, hidden, a1)
    _bars(canvas, output, shares)
    for x, words in (
        (PIXELS_X + 4 * PIXEL, "64 pixels"),
        (HIDDEN_X, "32 neurons"),
        (OUTPUT_X + 92, "10 neurons, one for each digit"),
    ):
        canvas.text(x, BOTTOM, words, LINE, 15, "middle")
    first, second = np.argsort(shares)[::-1][:2]
    return Sketch(
        canvas,
        "A network reads a handwritten digit. 64 pixels are joined to 32 neurons, of which "
        f"{int(np.sum(a1 > 0))} answer with more than 0, and those to ten bars, one for each "
        f"digit: the {first} has {shares[first]:.0%}, next comes the {second} with "
        f"{shares[second]:.0%}.",
    )


def _places(pixels: Floats) -> Floats:
    """The middle of each pixel, (64, 2)."""
    side = round(len(pixels) ** 0.5)
    rows, columns = np.divmod(np.arange(len(pixels)), side)
    x = PIXELS_X + (columns + 0.5) * PIXEL
    return np.stack([x, MIDDLE + (rows + 0.5 - side / 2) * PIXEL], axis=1)


def _column(x: float, n: int, height: float) -> Floats:
    """The middles of n neurons, one below the other, (n, 2)."""
    ys = np.linspace(MIDDLE - height / 2, MIDDLE + height / 2, n)
    return np.stack([np.full(n, x), ys], axis=1)


def _pixels(canvas: Canvas, at: Floats, pixels: Floats) -> None:
    corners = at - PIXEL / 2
    left, top = corners[0]
    canvas.rectangle(left, top, 8 * PIXEL, 8 * PIXEL, PAPER)
    for (x, y), brightness in zip(corners, pixels, strict=True):
        ink = min(max(float(brightness), 0.0), 1.0)
        canvas.rectangle(x, y, PIXEL, PIXEL, INK, FAINT, round(ink, 3))


def _edges(canvas: Canvas, start: Floats, end: Floats, flow: Floats, most: float) -> None:
    """A line from each start to each end, the darker the more it carries; flow (starts, ends)."""
    share = np.abs(flow) / max(float(np.abs(flow).max()), 1e-9)
    shade = np.ceil(share * SHADES).astype(int)
    for darkness in range(SHADES + 1):  # the darkest on top, all of one shade in one path
        lines = "".join(
            f"M{start[i, 0]:.0f} {start[i, 1]:.1f}L{end[j, 0]:.0f} {end[j, 1]:.1f}"
            for i, j in np.argwhere(shade == darkness)
        )
        opacity = 0.02 + (most - 0.02) * darkness / SHADES
        if lines:
            canvas.add(f'<path d="{lines}" stroke="{LINE}" stroke-opacity="{opacity:.3f}"/>')


def _neurons(canvas: Canvas, at: Floats, answers: Floats) -> None:
    """A circle for each hidden neuron, the bluer the more it answers."""
    for (x, y), share in zip(at, answers / max(float(answers.max()), 1e-9), strict=True):
        canvas.circle(x, y, 4.5, PAPER)
        canvas.add(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{ONE}" fill-opacity="{share:.3f}" '
            f'stroke="{LINE}"/>'
        )


def _bars(canvas: Canvas, output: Floats, shares: Floats) -> None:
    """The ten neurons, and beside each how sure it is of its digit."""
    best = int(np.argmax(shares))
    for digit, ((x, y), share) in enumerate(zip(output, shares, strict=True)):
        chosen = digit == best
        colour, weight = (ONE, "600") if chosen else (LINE, None)
        canvas.circle(x, y, 6, ONE if chosen else PAPER, colour)
        canvas.text(x + 24, y + 5, str(digit), colour, 15, "middle", weight)
        canvas.rectangle(x + 42, y - 10, 100, 20, PAPER, FAINT)
        canvas.rectangle(x + 42, y - 10, 100 * share, 20, colour)
        if share >= 0.005:
            canvas.text(x + 150, y + 5, f"{share:.0%}", colour, 15, weight=weight)
