"""A bitmap of a digit as strokes of a pen: its skeleton, walked along.

So that digits of a file can be drawn by hand: see tests/browser/test_drawn_digits.py.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Pixel = tuple[int, int]

FINE = 3  # pixels of the skeleton for one of the image
INK = 0.4  # what is brighter is ink
EVERY = 3  # of the skeleton's pixels one is a place of the stroke
AROUND = [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j]
# The neighbours in their order around a pixel, as shifts, from the one above it.
RING = ((1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1))


def strokes(image: Floats) -> list[Floats]:
    """An image (D,) as strokes, each (K, 2) with x and y in its pixels."""
    side = round(len(image) ** 0.5)
    padded = np.pad(image.reshape(side, side), 1)
    large = ndimage.zoom(padded, FINE, order=1, grid_mode=True, mode="grid-constant")
    drawn = [_smooth(np.array(way, float)) / FINE - 1 for way in _ways(thinned(large > INK))]
    return [way for way in drawn if len(way) > 2] or drawn


def thinned(ink: Bools) -> Bools:
    """The skeleton of what is True, by Zhang and Suen (1984)."""
    now = np.pad(ink, 1).astype(np.uint8)
    changed = True
    while changed:
        changed = False
        for first in (True, False):
            ring = [np.roll(now, shift, (0, 1)) for shift in RING]
            count = np.sum(ring, axis=0)
            turns = sum((ring[i - 1] == 0) & (ring[i] == 1) for i in range(8))
            up, right, down, left = ring[::2]
            corner = (
                (up * right * down == 0) & (right * down * left == 0)
                if first
                else (up * right * left == 0) & (up * down * left == 0)
            )
            gone = (now == 1) & (count >= 2) & (count <= 6) & (turns == 1) & corner
            changed |= bool(gone.any())
            now[gone] = 0
    return now[1:-1, 1:-1].astype(bool)


def _near(at: Pixel, among: Iterable[Pixel]) -> list[Pixel]:
    return [to for i, j in AROUND if (to := (at[0] + i, at[1] + j)) in among]


def _ways(skeleton: Bools) -> list[list[Pixel]]:
    """The skeleton's pixels as ways that begin at its ends, and go straight on where they can."""
    left = {(int(i), int(j)) for i, j in np.argwhere(skeleton)}
    all_of_it, ways = set(left), []
    while left:
        way = [min([at for at in left if len(_near(at, left)) <= 1] or left)]
        left.discard(way[0])
        # A branch begins where it leaves what is drawn already.
        way = [*_near(way[0], all_of_it - left - {way[0]})[:1], *way]
        while onward := _near(way[-1], left):
            way.append(_straightest(way, onward))
            left.discard(way[-1])
        if len(way) > 6:  # a loop is closed
            way += _near(way[-1], all_of_it - set(way[-3:]))[:1]
        ways.append(way)
    return ways


def _straightest(way: list[Pixel], onward: list[Pixel]) -> Pixel:
    at, before = np.array(way[-1]), np.array(way[max(-5, -len(way))])
    steps = np.array(onward) - at
    lengths = np.hypot(*steps.T)
    return onward[int(np.argmax(steps @ (at - before) / lengths - 0.01 * lengths))]


def _smooth(way: Floats) -> Floats:
    """Some places of a way, x before y, without the skeleton's steps."""
    places = way[:, ::-1] + 0.5
    if len(places) > 4:
        middle = (places[:-2] + places[1:-1] + places[2:]) / 3
        places = np.concatenate([places[:1], middle, places[-1:]])
    kept = sorted({*range(0, len(places), EVERY), len(places) - 1})
    return places[kept]
