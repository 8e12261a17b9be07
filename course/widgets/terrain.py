"""A landscape over two weights: shades and contours of a height, and paths across it."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from course.widgets.canvas import GRADIENT, INK, LINE, PAPER, RIGHT, Panel

Floats = NDArray[np.float64]

LEVELS = (np.arange(1, 12) / 12) ** 2  # of the way from the lowest point up: denser where it is low
HIGH = 0.99  # what lies above this share of the heights is all alike
SLATE = [104, 124, 156]
THICK = 175  # of 255, how much the highest shade covers
LETTER = 7.0  # width of a letter of a label
DASHES = ("1 3", "6 3", "2 2 7 2", "10 3")
NAN = 127


@dataclass(frozen=True)
class Terrain:
    """Heights over a rectangle of two weights.

    xs, ys  : (low, high) of the first weight and of the second
    heights : (rows, columns), the first row where the second weight is low; nan where there is none
    bottom  : the lowest point as `lowest` gives it, where it is known better than by the heights
    """

    xs: tuple[float, float]
    ys: tuple[float, float]
    heights: Floats
    bottom: tuple[float, float, float] | None = None

    @cached_property
    def ends(self) -> tuple[float, float]:
        """The lowest height, and one that nearly all lie below; (0, 1) if there are none."""
        fine = self.heights[np.isfinite(self.heights)]
        if not fine.size:
            return 0.0, 1.0
        low, high = float(fine.min()), float(np.quantile(fine, HIGH))
        return low, high if high > low else low + 1.0

    @cached_property
    def lowest(self) -> tuple[float, float, float] | None:
        """The lowest point, both weights and the height; None where all are alike or none is."""
        fine = np.isfinite(self.heights)
        if not fine.any() or np.ptp(self.heights[fine]) == 0:
            return None
        if self.bottom is not None:
            return self.bottom
        row, column = np.unravel_index(
            np.where(fine, self.heights, np.inf).argmin(), self.heights.shape
        )
        across, up = self.ticks
        return float(across[column]), float(up[row]), float(self.heights[row, column])

    @property
    def ticks(self) -> tuple[Floats, Floats]:
        """The weights at which heights are known, (columns,) and (rows,)."""
        rows, columns = self.heights.shape
        return np.linspace(*self.xs, columns), np.linspace(*self.ys, rows)

    @cached_property
    def _shares(self) -> Floats:
        low, high = self.ends
        return np.sqrt(np.clip((self.heights - low) / (high - low), 0, 1))

    @cached_property
    def _shades(self) -> str:
        """A PNG whose opacity grows with the height: the page shows through where it is low."""
        from PIL import Image

        place = np.where(np.isfinite(self._shares), np.nan_to_num(self._shares) * (NAN - 1), NAN)
        image = Image.fromarray(np.round(place[::-1]).astype(np.uint8), mode="P")
        image.putpalette([*(SLATE * NAN), 128, 128, 128])
        opacity = [*np.linspace(0, THICK, NAN).astype(int), 255]
        buffer = io.BytesIO()
        image.save(buffer, format="png", transparency=bytes(opacity))
        return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()

    @cached_property
    def _contours(self) -> list[Floats]:
        """Lines of equal height, (n, 2) each, in weights."""
        from contourpy import contour_generator

        low, high = self.ends
        finder = contour_generator(*self.ticks, np.ma.masked_invalid(self.heights))
        lines = [finder.lines(low + (high - low) * level) for level in LEVELS]
        return [np.asarray(line, dtype=float) for some in lines for line in some]

    def draw(self, panel: Panel) -> None:
        """Shades, contours, and a mark where it is lowest."""
        canvas = panel.canvas
        canvas.image(panel.x, panel.y, panel.width, panel.height, self._shades, smooth=True)
        lines = "".join(
            _line(panel.across(line[:, 0]), panel.down(line[:, 1])) for line in self._contours
        )
        canvas.add(
            f'<path d="{lines}" fill="none" stroke="{LINE}" stroke-width="0.8" opacity="0.8"/>'
        )
        if self.lowest is not None:
            x, y = float(panel.across(self.lowest[0])), float(panel.down(self.lowest[1]))
            shape = f"{x - 7:.1f},{y - 7:.1f} {x + 7:.1f},{y - 7:.1f} {x:.1f},{y + 6:.1f}"
            style = f'fill="{RIGHT}" stroke="{PAPER}" stroke-width="1.5"'
            canvas.add(f'<polygon points="{shape}" {style}/>')


def _line(across: Floats, down: Floats) -> str:
    """A path's text by whole tenths of a unit, each place told from the one before."""
    places = np.round(10 * np.column_stack([across, down])).astype(int)
    (x, y), *steps = [places[0], *np.diff(places, axis=0)]
    moves = " ".join(f"{dx / 10:g} {dy / 10:g}" for dx, dy in steps)
    return f"M{x / 10:g} {y / 10:g}l{moves}".replace(" -", "-")


def paths(
    panel: Panel, path: Floats, earlier: Sequence[tuple[str, Floats]], ahead: Floats | None,
    ground: Terrain,
) -> None:  # fmt: skip
    """The way of a ball, and of those before it.

    path    : (n, 2), the start first; a dot for each step, a ball where it has come to
    earlier : labels and paths, faint
    ahead   : (n, 2), where it would roll, if it is still held
    ground  : whose lowest point no label hides
    """
    path = seen(panel, path)
    lowest = [ground.lowest[:2]] if ground.lowest else []
    labels = _earlier(panel, earlier, np.array([path[0], path[-1], *lowest]))
    if ahead is not None:
        ahead = seen(panel, ahead)
        panel.curve(ahead[:, 0], ahead[:, 1], GRADIENT, 1.2, "2 3")
        dots = ahead[1:][_apart(panel, ahead[1:])]
        panel.points(dots[:, 0], dots[:, 1], GRADIENT, hollow=True, radius=2.5)
    way = path[_apart(panel, path, 0.5)]
    panel.curve(way[:, 0], way[:, 1], GRADIENT, 1.8)
    dots = path[1:][_apart(panel, path[1:])]
    panel.points(dots[:, 0], dots[:, 1], GRADIENT, radius=2.5)
    panel.points(path[:1, 0], path[:1, 1], INK, hollow=True, radius=6)
    if len(path) > 1:
        panel.points(path[-1:, 0], path[-1:, 1], INK, radius=6.5)
    for label, x, y in labels:
        panel.canvas.rectangle(x, y - 13, LETTER * len(label) + 6, 17, PAPER, LINE, 0.9, 3)
        panel.canvas.text(x + 3, y, label, INK, 12)


def _earlier(
    panel: Panel, earlier: Sequence[tuple[str, Floats]], free: Floats
) -> list[tuple[str, float, float]]:
    """Earlier paths; their labels with their places, where there is room for them.

    free : (n, 2), places that no label may hide
    """
    taken = [
        (float(x) - 9, float(y) + 5, 18.0)
        for x, y in zip(panel.across(free[:, 0]), panel.down(free[:, 1]), strict=True)
    ]
    labels = []
    for (label, path), dash in zip(earlier, DASHES, strict=False):
        path = seen(panel, path)
        path = path[_apart(panel, path, 0.5)]
        panel.curve(path[:, 0], path[:, 1], LINE, 1.5, dash)
        width = LETTER * len(label) + 6
        if label and (place := _room(panel, path, width, taken)):
            taken.append((*place, width))
            labels.append((label, *place))
    return labels


def _apart(panel: Panel, path: Floats, gap: float = 4) -> list[int]:
    """Which steps of a path lie so far apart that a dot for each can be told from the next."""
    kept, last = [], np.full(2, np.inf)
    for i, place in enumerate(np.column_stack([panel.across(path[:, 0]), panel.down(path[:, 1])])):
        if np.abs(place - last).max() > gap:
            kept.append(i)
            last = place
    return kept


def _room(
    panel: Panel, path: Floats, width: float, taken: list[tuple[float, float, float]]
) -> tuple[float, float] | None:
    """Where along a path a label of that width lies on no other one; the later the better."""
    inside = path[
        (path > [panel.xs[0], panel.ys[0]]).all(axis=1)
        & (path < [panel.xs[1], panel.ys[1]]).all(axis=1)
    ]
    for share in (1, 0.75, 0.5, 0.3, 0.15):
        for right in (True, False):
            if not len(inside):
                return None
            at = inside[round(share * (len(inside) - 1))]
            x = float(panel.across(at[0])) + (10 if right else -10 - width)
            y = float(panel.down(at[1])) - 6
            fits = panel.x < x and x + width < panel.x + panel.width and y > panel.y + 14
            free = all(x + width < u or u + wide < x or abs(y - v) > 18 for u, v, wide in taken)
            if fits and free:
                return x, y
    return None


def seen(panel: Panel, path: Floats) -> Floats:
    """The path up to the first place that is no number or so far off that it cannot be drawn."""
    reach = 20 * max(np.ptp(panel.xs), np.ptp(panel.ys))
    with np.errstate(all="ignore"):
        fine = (np.abs(path) < reach).all(axis=1)
    return path[: max(int(np.cumprod(fine).sum()), 1)]
