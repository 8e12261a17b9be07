"""The picture of an interactive figure: SVG text, and small PNGs for maps of colour.

No matplotlib while something moves: a scene is a string that the browser paints. Colours are
CSS variables with a fallback, so one scene fits a light page, a dark one, and no page at all.
A value that is not finite never vanishes silently: a curve ends there with a marked "nan".
"""

from __future__ import annotations

import base64
import html
import io
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from course import colours
from course.numerals import number

INK = f"var(--course-ink, {colours.INK})"
PAPER = f"var(--course-paper, {colours.PAPER})"
LINE = f"var(--course-line, {colours.LINE})"

# One meaning for one colour, in every figure: see figure.css for the dark ones.
ONE = f"var(--course-one, {colours.ONE})"  # the class 1, firing, positive
ZERO = f"var(--course-zero, {colours.ZERO})"  # the class 0, silent, negative
TRAINING = INK
TEST = f"var(--course-test, {colours.TEST})"
GRADIENT = f"var(--course-gradient, {colours.GRADIENT})"
RIGHT = f"var(--course-right, {colours.RIGHT})"
WRONG = f"var(--course-wrong, {colours.WRONG})"
DEAD = LINE

Part = tuple[float, float, float, float]  # x, y, width, height

# From orange over nothing to blue, by opacity: the page shows through, whatever its colour.
CLEAR = 127  # the place in the palette of a map where nothing is
NOT_A_NUMBER = 2 * CLEAR + 1
_RAMP = np.concatenate([np.arange(CLEAR, -1, -1), np.arange(1, CLEAR + 1)]) / CLEAR
PALETTE = [*((213, 94, 0) * CLEAR), *((0, 114, 178) * (CLEAR + 1)), 128, 128, 128]
_OPACITY = bytes([*(np.round(255 * _RAMP).astype(int)), 255])
PALE = 0.78  # of all images: figure.css takes it back where the page is dark


def png(values: ArrayLike, low: float = -1.0, high: float = 1.0) -> str:
    """An array (rows, columns) as a PNG data address: orange at low, blue at high.

    The middle is clear; what is not a number is grey.
    """
    from PIL import Image

    v = np.asarray(values, dtype=float)
    with np.errstate(all="ignore"):
        place = np.clip((v - low) / (high - low), 0, 1) * 2 * CLEAR
    index = np.where(np.isfinite(place), np.round(np.nan_to_num(place)), NOT_A_NUMBER).astype(
        np.uint8
    )
    image = Image.fromarray(index, mode="P")
    image.putpalette(PALETTE)
    buffer = io.BytesIO()
    # The first levels take half of the time and a twentieth more room.
    image.save(buffer, format="png", transparency=_OPACITY, compress_level=3)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


def _f(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _attributes(**given: Any) -> str:
    return "".join(
        f' {k.rstrip("_").replace("_", "-")}="{v}"' for k, v in given.items() if v is not None
    )


class Canvas:
    """A picture that is being drawn.

    width, height : in units of about one CSS pixel
    parts         : boxes (x, y, width, height) that a narrow page shows below one another, in
                    order; what lies in none of them is not shown there. () if it stays whole
    even          : whether there each part is made as wide as the widest
    """

    def __init__(
        self, width: float, height: float, parts: Sequence[Part] = (), even: bool = False
    ) -> None:  # fmt: skip
        self.width, self.height, self.parts, self.even = width, height, parts, even
        self._parts: list[str] = []

    def add(self, markup: str) -> None:
        """Put a piece of SVG on top."""
        self._parts.append(markup)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, colour: str = LINE, width: float = 1,
        dash: str | None = None, arrow: bool = False,
    ) -> None:  # fmt: skip
        """A straight line, or an arrow, between two places of the canvas."""
        marks = _attributes(stroke=colour, stroke_width=width, stroke_dasharray=dash)
        self.add(f'<line x1="{_f(x1)}" y1="{_f(y1)}" x2="{_f(x2)}" y2="{_f(y2)}"{marks}/>')
        if arrow:
            angle = math.atan2(y2 - y1, x2 - x1)
            wings = [(x2, y2)]
            wings += [
                (x2 - 9 * math.cos(angle + turn), y2 - 9 * math.sin(angle + turn))
                for turn in (0.4, -0.4)
            ]
            points = " ".join(f"{_f(x)},{_f(y)}" for x, y in wings)
            self.add(f'<polygon points="{points}" fill="{colour}"/>')

    def rectangle(
        self, x: float, y: float, width: float, height: float, fill: str = "none",
        stroke: str | None = None, opacity: float | None = None, corner: float | None = None,
    ) -> None:  # fmt: skip
        """A rectangle by its upper left corner."""
        marks = _attributes(fill=fill, stroke=stroke, fill_opacity=opacity, rx=corner)
        size = f'width="{_f(max(width, 0))}" height="{_f(max(height, 0))}"'
        self.add(f'<rect x="{_f(x)}" y="{_f(y)}" {size}{marks}/>')

    def circle(
        self, x: float, y: float, radius: float, fill: str = "none", stroke: str | None = None,
        width: float | None = None,
    ) -> None:  # fmt: skip
        """A circle by its centre."""
        marks = _attributes(fill=fill, stroke=stroke, stroke_width=width)
        self.add(f'<circle cx="{_f(x)}" cy="{_f(y)}" r="{_f(radius)}"{marks}/>')

    def text(
        self, x: float, y: float, text: str, colour: str = INK, size: float = 13,
        anchor: str = "start", weight: str | None = None, turn: float | None = None,
    ) -> None:  # fmt: skip
        """Words at a place: `anchor` is start, middle or end; `turn` is in degrees."""
        turned = f"rotate({turn} {_f(x)} {_f(y)})" if turn else None
        marks = _attributes(
            fill=colour, font_size=size, font_weight=weight, transform=turned,
            text_anchor=None if anchor == "start" else anchor,
        )  # fmt: skip
        self.add(f'<text x="{_f(x)}" y="{_f(y)}"{marks}>{html.escape(text)}</text>')

    def image(
        self, x: float, y: float, width: float, height: float, address: str, smooth: bool = False,
        true: bool = False,
    ) -> None:  # fmt: skip
        """A picture given by its data address, stretched to the size.

        true : whether its colours are its own, the same on a light page and on a dark one
        """
        style = "filter:none" if true else None if smooth else "image-rendering:pixelated"
        marks = _attributes(
            x=_f(x), y=_f(y), width=_f(width), height=_f(height), href=address,
            preserveAspectRatio="none", style=style, opacity=None if true else PALE,
            class_=colours.TRUE if true else None,
        )  # fmt: skip
        self.add(f"<image{marks}/>")

    @contextmanager
    def moving(self, by: tuple[float, float], after: float | None = None) -> Iterator[None]:
        """What is drawn within moves once, when the picture's moment has come; see figure.css.

        by    : how far from where it is drawn it ends, and is seen on its way alone
        after : or, in seconds: when it begins to come from there to where it is drawn, to stay
        """
        x, y = map(_f, by)
        style = f"--course-by: {x}px, {y}px"
        if after is None:
            self.add(f'<g class="course-leaving" opacity="0" style="{style}">')
        else:
            self.add(f'<g class="course-arriving" style="{style}; --course-after: {after}s">')
        yield
        self.add("</g>")

    def live(self, other: Canvas) -> None:
        """What only makes sense where the picture can be touched: figure.css shows it there."""
        self.add(f'<g class="course-live" display="none">{"".join(other._parts)}</g>')

    def svg(self, alt: str, moment: str | None = None) -> str:
        """The whole picture.

        alt    : what it shows, for those who cannot see it
        moment : what has to differ from the picture before for what moves to move: see `moving`
        """
        parts = ";".join(" ".join(map(_f, box)) for box in self.parts)
        even = self.even or None
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{html.escape(alt)}" '
            f'viewBox="0 0 {_f(self.width)} {_f(self.height)}" font-family="system-ui, sans-serif"'
            f"{_attributes(data_moment=moment, data_parts=parts or None, data_even=even)}>"
        )
        ground = f'<rect width="100%" height="100%" fill="{PAPER}"/>'
        return head + ground + "".join(self._parts) + "</svg>"


@dataclass(frozen=True)
class Panel:
    """A rectangle of a canvas with two axes.

    canvas, x, y, width, height : the inner rectangle, labels come outside of it
    xs, ys                      : (low, high) of the axes; data beyond them are cut off
    log                         : "", "x", "y" or "xy", the axes that are logarithmic
    """

    canvas: Canvas
    x: float
    y: float
    width: float
    height: float
    xs: tuple[float, float]
    ys: tuple[float, float]
    log: str = ""

    def across(self, value: ArrayLike) -> Any:
        """Places on the canvas of values along the horizontal axis."""
        return self.x + self.width * _share(value, self.xs, "x" in self.log)

    def down(self, value: ArrayLike) -> Any:
        """Places on the canvas of values along the vertical axis."""
        return self.y + self.height * (1 - _share(value, self.ys, "y" in self.log))

    def frame(self, title: str = "", xlabel: str = "", ylabel: str = "", ticks: int = 5) -> None:
        """The box, its ticks with numbers, and the labels; `ticks` 0 leaves the numbers out."""
        c, bottom = self.canvas, self.y + self.height
        c.rectangle(self.x, self.y, self.width, self.height, stroke=LINE)
        if ticks:
            for value in _ticks(self.xs, "x" in self.log, ticks):
                at = float(self.across(value))
                c.line(at, bottom, at, bottom + 4)
                c.text(at, bottom + 17, _label(value, "x" in self.log), LINE, 12, "middle")
            for value in _ticks(self.ys, "y" in self.log, ticks):
                at = float(self.down(value))
                c.line(self.x - 4, at, self.x, at)
                c.text(self.x - 7, at + 4, _label(value, "y" in self.log), LINE, 12, "end")
        if title:
            c.text(self.x, self.y - 8, title, weight="600")
        if xlabel:
            c.text(self.x + self.width / 2, bottom + (34 if ticks else 18), xlabel, anchor="middle")
        if ylabel:
            aside = self.x - (42 if ticks else 10)
            c.text(aside, self.y + self.height / 2, ylabel, anchor="middle", turn=-90)

    def curve(
        self, xs: ArrayLike, ys: ArrayLike, colour: str = ONE, width: float = 2,
        dash: str | None = None,
    ) -> None:  # fmt: skip
        """A curve, cut off at the axes' ends; where it stops being finite stands "nan"."""
        px, py = np.asarray(xs, float), np.asarray(ys, float)
        with np.errstate(all="ignore"):
            fine = np.isfinite(px) & np.isfinite(py)
            # A logarithmic axis has no place for 0: it is drawn at the bottom.
            across = np.clip(self.across(px), self.x - 2e3, self.x + self.width + 2e3)
            down = np.clip(np.nan_to_num(self.down(py)), self.y - 2e3, self.y + self.height + 2e3)
        marks = _attributes(stroke=colour, stroke_width=width, stroke_dasharray=dash)
        lines = ""
        for run in _runs(fine):
            pairs = zip(across[run], down[run], strict=True)
            points = " ".join(f"{_f(a)},{_f(b)}" for a, b in pairs)
            lines += f'<polyline points="{points}" fill="none"{marks}/>'
        self._inside(lines)
        if not fine.all():
            first = int(np.argmin(fine))
            at = float(across[first]) if math.isfinite(across[first]) else self.x
            at = min(max(at, self.x), self.x + self.width)
            self.canvas.line(at, self.y, at, self.y + self.height, colour, 1, "2 3")
            side = "end" if at > self.x + self.width / 2 else "start"
            self.canvas.text(at, self.y + 14, " nan ", colour, 12, side, "600")

    def points(
        self, xs: ArrayLike, ys: ArrayLike, colour: str = ONE, hollow: bool = False,
        radius: float = 3.5,
    ) -> None:  # fmt: skip
        """Dots, filled or hollow, so that colour is never the only signal."""
        with np.errstate(all="ignore"):
            places = np.column_stack([self.across(xs), self.down(ys)])
        fill, stroke, width = (PAPER, colour, 1.5) if hollow else (colour, PAPER, 0.8)
        marks = _attributes(fill=fill, stroke=stroke, stroke_width=width)
        circles = "".join(
            f'<circle cx="{_f(a)}" cy="{_f(b)}" r="{radius}"/>'
            for a, b in places[np.isfinite(places).all(axis=1)]
        )
        self._inside(f"<g{marks}>{circles}</g>")

    def heat(self, values: ArrayLike, low: float = -1.0, high: float = 1.0) -> None:
        """A map (rows, columns) over the whole panel; the last row lies at the top."""
        address = png(np.asarray(values)[::-1], low, high)
        self.canvas.image(self.x, self.y, self.width, self.height, address, smooth=True)

    def note(self, text: str, colour: str = LINE) -> None:
        """Words in the middle of the panel, for when there is nothing to draw yet."""
        middle = self.x + self.width / 2, self.y + self.height / 2
        self.canvas.text(*middle, text, colour, anchor="middle")

    def _inside(self, markup: str) -> None:
        """Draw what is cut off at the panel's edges."""
        x, y, w, h = (_f(v) for v in (self.x, self.y, self.width, self.height))
        box = f'x="{x}" y="{y}" width="{w}" height="{h}" viewBox="{x} {y} {w} {h}"'
        self.canvas.add(f"<svg {box}>{markup}</svg>")


def legend(
    canvas: Canvas, x: float, y: float, entries: Sequence[tuple[str, str, str | None]]
) -> None:
    """Short lines with their names, one below the other: (name, colour, dash)."""
    for i, (name, colour, dash) in enumerate(entries):
        at = y + 18 * i
        canvas.line(x, at - 4, x + 24, at - 4, colour, 2.5, dash)
        canvas.text(x + 30, at, name, size=12)


def _share(value: ArrayLike, ends: tuple[float, float], log: bool) -> Any:
    v = np.asarray(value, dtype=float)
    low, high = ends
    if log:
        with np.errstate(all="ignore"):
            v = np.log10(np.maximum(v, np.finfo(float).tiny))
        low, high = math.log10(low), math.log10(high)
    return (v - low) / (high - low)


def _ticks(ends: tuple[float, float], log: bool, count: int) -> list[float]:
    """Round numbers between the ends, in about `count` steps: matplotlib's choice, too."""
    if log:
        low, high = (math.log10(end) for end in ends)
        stride = max(math.floor(high - low) // count, 1)
        return [10.0**n for n in range(math.ceil(low), math.floor(high) + 1) if n % stride == 0]
    low, high = ends
    least = (high - low) / count * (1 - 1e-9)
    power = 10.0 ** math.floor(math.log10(least))
    steps = [m * power for m in (0.5, 1, 2, 2.5, 5, 10)]
    at = next(i for i, step in enumerate(steps) if step >= least)
    for step in (steps[at], steps[at - 1]):
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last > first:
            break
    return [n * step for n in range(first, last + 1)]


def _label(value: float, log: bool = False) -> str:
    """A tick's number; what is next to 0 on an axis that holds 0 is 0."""
    return number(0.0 if not log and abs(value) < 1e-12 else value, 4)


def _runs(fine: np.ndarray) -> list[slice]:
    """The stretches of True, as slices."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], fine.astype(int), [0]])))
    return [slice(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
