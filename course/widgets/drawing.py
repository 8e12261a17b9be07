"""A drawing as the strokes of a pen, and as a network sees it: fitted as its training data were.

The 8x8 digits are NIST's: each was squeezed into 20 x 32 pixels, its slant taken out and its lines
made so thick or thin that all have about the same ink, and the ink was counted in 4 x 4 blocks (M.
Garris et al., "NIST form-based handprint recognition system", 1994; `data.digits`). MNIST's were
fitted to 20 x 20 pixels, as they are, and laid into 28 x 28 by their centre of mass (`data.mnist`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Strokes = Sequence[Floats]  # of each the places (K, 2), x and y, where the pen was

WIDTH, HEIGHT, BITMAP, BLOCK = 20, 32, 32, 4
STRETCHED = 3  # times that a digit is widened or narrowed at most: a 1 stays narrow
INK = 19 / 64  # the share of the bitmap that is black
PENS = 1.5, 10.0  # pixels: the thinnest and the thickest pen that is tried for it
SLANT = 0.7  # across for each pixel down, the most that is taken out
EDGE = 0.06  # of the height: what counts as the first and the last row
FITTED, MIDDLE, PEN = 20, 14, 2.4  # MNIST's
LEAST = 0.04  # of the pad: what is smaller is a dot
LONGEST = 6.0  # diagonals of its box that the line of a digit is long, if it is not made thick
FILLED = 0.45  # of its box that it covers, if the pen is thin
APART, TALL = 0.08, 0.45  # of the height: the gap between two digits, and how tall each is at least
FINE = 4  # pixels of what is drawn for one of the bitmap


@dataclass(frozen=True)
class Seen:
    """What a network is given of a drawing.

    x      : (D,) brightness in 0 .. 1, row by row
    bitmap : (32, 32) what was counted for it; None where nothing is counted
    doubt  : what is odd about the drawing, in a sentence; "" if nothing
    """

    x: Floats
    bitmap: Floats | None
    doubt: str


def seen(strokes: Strokes, size: int, pad: float) -> Seen:
    """A drawing as a network of `size` inputs, 64 or 784, sees it.

    pad : the edge of what was drawn on, in the strokes' units
    """
    strokes = [s for s in strokes if len(s)]
    if not strokes:
        return Seen(np.zeros(size), None, "The pad is empty: draw a digit, as large as you like.")
    return Seen(*PREPARED[size](strokes), _doubt(strokes, pad))


def _eighths(strokes: Strokes) -> tuple[Floats, Floats]:
    """(64,) counts of black pixels in 4 x 4 blocks over 16, and the bitmap (32, 32)."""
    upright = [s + BITMAP / 2 for s in _centred(_upright(strokes))]
    thin, thick = PENS
    for _ in range(5):  # the more pen, the more ink: halve where it is
        pen = (thin + thick) / 2
        bitmap = _drawn(_squeezed(upright, pen), pen, BITMAP)
        if bitmap.mean() < INK:
            thin = pen
        else:
            thick = pen
    return _blocks(bitmap, BLOCK).ravel(), bitmap


def _twenty_eight(strokes: Strokes) -> tuple[Floats, None]:
    """(784,), fitted to 20 x 20, its centre of mass in the middle of 28 x 28."""
    fitted = _centred(strokes)
    span = max(float(np.ptp(np.concatenate(fitted), axis=0).max()), 1e-9)
    fitted = [s * (FITTED - PEN) / span + MIDDLE for s in fitted]
    ink = _drawn(fitted, PEN, 2 * MIDDLE)
    at = np.arange(2 * MIDDLE) + 0.5
    mass = np.array([ink.sum(axis=0) @ at, ink.sum(axis=1) @ at]) / max(ink.sum(), 1e-9)
    return _drawn([s + MIDDLE - mass for s in fitted], PEN, 2 * MIDDLE).ravel(), None


PREPARED: dict[int, Callable[[Strokes], tuple[Floats, Floats | None]]] = {
    64: _eighths,
    784: _twenty_eight,
}


def _centred(strokes: Strokes) -> list[Floats]:
    """The strokes around the middle of their box."""
    places = np.concatenate(strokes)
    return [s - (places.min(axis=0) + places.max(axis=0)) / 2 for s in strokes]


def _upright(strokes: Strokes) -> list[Floats]:
    """The strokes sheared until the left ends of the first and the last row are in one column."""
    places = np.concatenate([_filled(s) for s in strokes])
    across, down = places.T
    top, bottom = down.min(), down.max()
    tall = max(float(bottom - top), 1e-9)
    first = across[down <= top + EDGE * tall].min()
    last = across[down >= bottom - EDGE * tall].min()
    slant = float(np.clip((last - first) / tall, -SLANT, SLANT))
    return [np.column_stack([s[:, 0] - slant * (s[:, 1] - top), s[:, 1]]) for s in strokes]


def _filled(stroke: Floats, steps: int = 12) -> Floats:
    """The stroke with places between its places."""
    if len(stroke) == 1:
        return stroke
    shares = np.arange(steps)[:, None, None] / steps
    between = stroke[:-1] + shares * np.diff(stroke, axis=0)
    return np.concatenate([between.reshape(-1, 2), stroke[-1:]])


def _squeezed(centred: Strokes, pen: float) -> list[Floats]:
    """The strokes, around the middle of the bitmap, fitted to it for a pen of that width."""
    middle = BITMAP / 2
    wide, tall = np.maximum(np.ptp(np.concatenate(centred), axis=0), 1e-9)
    across, down = (WIDTH - pen) / wide, (HEIGHT - pen) / tall
    across, down = min(across, STRETCHED * down), min(down, STRETCHED * across)
    return [(s - middle) * (across, down) + middle for s in centred]


def _drawn(strokes: Strokes, pen: float, size: int) -> Floats:
    """(size, size) the share of each pixel that a round pen blackens."""
    from PIL import Image, ImageDraw

    image = Image.new("L", (size * FINE, size * FINE))
    draw, wide = ImageDraw.Draw(image), pen * FINE
    for stroke in strokes:
        places = [(x, y) for x, y in (stroke * FINE).tolist()]
        if len(places) > 1:
            draw.line(places, fill=255, width=max(round(wide), 1))
        for x, y in places:
            r = wide / 2
            draw.ellipse((x - r, y - r, x + r - 1, y + r - 1), fill=255)
    return _blocks(np.asarray(image, dtype=float) / 255, FINE)


def _blocks(image: Floats, edge: int) -> Floats:
    """The mean of each block."""
    side = len(image) // edge
    means: Floats = image.reshape(side, edge, side, edge).mean(axis=(1, 3))
    return means


def _doubt(strokes: Strokes, pad: float) -> str:
    """What is odd about a drawing, in a sentence; "" if nothing."""
    places = np.concatenate(strokes)
    wide, tall = np.ptp(places, axis=0).tolist()
    if max(wide, tall) < LEAST * pad:
        return "This is a dot, and blown up to a digit's size it says little: draw a larger one."
    long = sum(float(np.hypot(*np.diff(s, axis=0).T).sum()) for s in strokes)
    if long > LONGEST * math.hypot(wide, tall) and _filling(strokes) > FILLED:
        return (
            "This is a scribble, and a network cannot say so: it has ten answers, and none is “no "
            "digit”."
        )
    if _two(strokes, tall):
        return (
            "These look like two digits, squeezed into the room of one: the network can say only "
            "one. Clear, and draw one of them."
        )
    if max(wide, tall) < pad / 4:
        times = (pad * 0.7) / max(wide, tall)
        return f"It was drawn small, so it was enlarged about {times:.0f} times and centred."
    return ""


def _filling(strokes: Strokes) -> float:
    """The share of its box that a thin pen blackens."""
    thin = PENS[0]
    fitted = _squeezed([s + BITMAP / 2 for s in _centred(strokes)], thin)
    box = np.ptp(np.concatenate(fitted), axis=0) + thin
    return float(_drawn(fitted, thin, BITMAP).sum() / box.prod())


def _two(strokes: Strokes, tall: float) -> bool:
    """Whether the strokes fall in two tall parts with a gap between them."""
    boxes = sorted((s.min(axis=0).tolist(), s.max(axis=0).tolist()) for s in strokes)
    for i in range(1, len(boxes)):
        left, right = boxes[:i], boxes[i:]
        gap = min(low[0] for low, _ in right) - max(high[0] for _, high in left)
        heights = [
            max(high[1] for _, high in part) - min(low[1] for low, _ in part)
            for part in (left, right)
        ]
        if gap > APART * tall and min(heights) > TALL * tall:
            return True
    return False
