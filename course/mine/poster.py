"""A picture of somebody's network to show around: what it looks for, reads, and is written as."""

from __future__ import annotations

import base64
import functools
import html
import io
import math
import os
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from course.colours import LINE, ONE, ZERO
from course.mine.gathering import BESIDE, Gathered
from course.mine.learning import Run
from course.mine.own import Floats
from course.mine.pieces import YOURS
from course.mine.program import AS_OURS
from course.mine.saving import Program, Saved
from course.plots.picture import SIGNED
from course.widgets import templates

WIDE, HIGH = 1080, 1350  # units of the page, as many as a picture to share has pixels
DPI = 100
SHARP = 2  # pixels of the file for each unit
PAPER, INK = "#fbfaf6", "#1a1a1a"
MARGIN = 64
LONGEST_NAME = 40
SERIF = "STIXGeneral"
FOR_NAMES = (
    "DejaVu Sans", "Noto Sans", "Noto Sans CJK JP", "Noto Sans CJK SC", "Hiragino Sans",
    "Arial Unicode MS", "Microsoft YaHei", "Malgun Gothic", "Nirmala UI", "Segoe UI",
)  # fmt: skip
TOP, SQUARE = 312, 460  # of the templates, and of the program beside them
LETTER = 0.602  # width of a letter of the program, of its size
INKED = LinearSegmentedColormap.from_list("inked", [PAPER, INK])
SIGNATURE = b"neural-networks-by-hand"


@dataclass(frozen=True)
class Poster:
    """The picture, as a PNG, and in words; `note` is what could not be done, or ""."""

    png: bytes
    alt: str
    note: str = ""

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.png).decode()
        return (
            f'<img alt="{html.escape(self.alt)}" src="data:image/png;base64,{data}" '
            'style="display:block;width:100%;max-width:540px;margin:8px auto">'
            f"<p>{html.escape(self.note)}</p>"
        )

    def __repr__(self) -> str:
        return self.alt

    def save(self, name: str | os.PathLike[str] = "my_network.png", *, over: bool = False) -> Saved:
        """Write it; over a file that is not one of ours only with over=True."""
        path = Path(name).expanduser().with_suffix(".png")
        try:
            if path.exists() and not over and SIGNATURE not in path.read_bytes()[:2000]:
                return Saved(
                    f"{path.name} is there already, and not written by this course: nothing was "
                    "saved. Choose another name, or say over=True to write over it."
                )
            path.write_bytes(self.png)
        except OSError as error:
            return Saved(f"{path.name} cannot be written ({(error.strerror or '').lower()}).")
        return Saved(f"Saved {path.name}. It is on your machine only; show it to whom you like.")


def drawn(gathered: Gathered, run: Run, program: Program, name: str) -> Poster:
    """The poster of a network that has learned.

    name : of who wrote it, "" for nobody's
    """
    who, note = " ".join(name.split())[:LONGEST_NAME], ""
    if not _writable(who):
        who, note = "", "No font here can write that name, so it was left out."
    page = _Page()
    _head(page, run, who)
    _templates(page, run)
    _text(page, program)
    _digits(page, run)
    _foot(page, gathered, run)
    by = f" by {who}" if who else ""
    share = run.epochs[-1].new
    alt = (
        f"A network{by} that reads {share:.1%} of {len(run.samples.y_test)} digits it had never "
        f"seen: what its hidden units look for, its program of {program.lines} lines, and ten "
        "digits with what it says of them."
    )
    return Poster(page.png(), alt, note)


@functools.cache
def _fonts() -> tuple[str, ...]:
    """What a name is written in: the title's letters, and for others what the machine has."""
    installed = {*font_manager.fontManager.get_font_names()}
    return (SERIF, *(name for name in FOR_NAMES if name in installed))


def _writable(name: str) -> bool:
    paths = [font_manager.findfont(font) for font in _fonts()]
    letters = {code for path in paths for code in font_manager.get_font(path).get_charmap()}
    return all(ord(letter) in letters for letter in name)


class _Page:
    """A page measured from its upper left corner."""

    def __init__(self) -> None:
        self.figure = Figure(figsize=(WIDE / DPI, HIGH / DPI), dpi=DPI, facecolor=PAPER)

    def text(
        self, x: float, y: float, text: str, size: float = 16, colour: str = INK,
        align: str = "left", weight: str = "normal",
        family: str | Sequence[str] = "DejaVu Sans",
    ) -> None:  # fmt: skip
        """Words on a base line; size in units of the page."""
        self.figure.text(
            x / WIDE, 1 - y / HIGH, text, fontsize=size * 72 / DPI, color=colour, ha=align,
            va="baseline", fontweight=weight, fontfamily=family, parse_math=False,
        )  # fmt: skip

    def axes(self, x: float, y: float, width: float, height: float) -> Axes:
        """Axes without frame, for a picture; x and y of the upper left corner."""
        box = x / WIDE, 1 - (y + height) / HIGH, width / WIDE, height / HIGH
        ax = self.figure.add_axes(box)
        ax.set_axis_off()
        return ax

    def line(self, x1: float, x2: float, y: float, colour: str = INK, width: float = 1) -> None:
        """A line from left to right."""
        from matplotlib.lines import Line2D

        ends = [x1 / WIDE, x2 / WIDE], [1 - y / HIGH] * 2
        self.figure.add_artist(Line2D(*ends, color=colour, linewidth=width * 72 / DPI))

    def png(self) -> bytes:
        """The page as a PNG, the same bytes on every run."""
        buffer = io.BytesIO()
        self.figure.savefig(
            buffer, format="png", dpi=DPI * SHARP, facecolor=PAPER,
            metadata={"Software": SIGNATURE.decode()},
        )  # fmt: skip
        return buffer.getvalue()


def _head(page: _Page, run: Run, who: str) -> None:
    page.text(MARGIN, 120, "A network that", 58, weight="bold", family=SERIF)
    page.text(MARGIN, 182, "reads digits", 58, weight="bold", family=SERIF)
    by = f"written by {who}, in NumPy" if who else "written by hand, in NumPy"
    page.text(MARGIN, 222, by, 21, LINE, family=_fonts())
    right = WIDE - MARGIN
    page.text(right, 160, f"{run.epochs[-1].new:.1%}", 92, ONE, "right", "bold", SERIF)
    said = f"of {len(run.samples.y_test)} digits it had never seen"
    page.text(right, 196, said, 19, INK, "right", family=SERIF)
    page.line(MARGIN, right, 252)


def _templates(page: _Page, run: Run) -> None:
    """What each unit of the first layer looks for."""
    params = run.epochs[-1].network.params
    shown, units = templates.looks_for(params, run.samples.x_train), params["w1"].shape[1]
    many = min(units, templates.MOST)
    columns = math.ceil(math.sqrt(many))
    side = SQUARE / columns
    gap = side * 0.1
    for place, unit in enumerate(templates.in_order(params)):
        row, column = divmod(place, columns)
        at = MARGIN + column * side, TOP + row * side
        _image(page.axes(*at, side - gap, side - gap), shown[unit])
    kind = "hidden units" if "w2" in params else "units"
    page.text(MARGIN, TOP - 20, f"{units} {kind} look for", 17)
    right = MARGIN + SQUARE - gap
    page.text(right, TOP - 20, "no ink", 17, ZERO, "right", "bold")
    page.text(right - 66, TOP - 20, "or", 17, INK, "right")
    page.text(right - 92, TOP - 20, "ink", 17, ONE, "right", "bold")


def _image(ax: Axes, pixels: Floats, signed: bool = True) -> None:
    side = math.isqrt(len(pixels))
    picture = np.nan_to_num(pixels[: side * side].reshape(side, side))
    if signed:
        top = float(np.abs(picture).max()) or 1.0
        ax.imshow(picture, cmap=SIGNED, vmin=-top, vmax=top, interpolation="bicubic")
    else:
        ax.imshow(picture, cmap=INKED, vmin=0, vmax=1, interpolation="nearest")


def _text(page: _Page, program: Program) -> None:
    """The whole program, small, in two columns: the student's lines in ink, the others in grey."""
    left, between = MARGIN + SQUARE + 32, 16
    wide = (WIDE - MARGIN - left - between) / 2
    rows, size = _set(program.text, wide)
    half = _broken_at(rows)
    step = min(SQUARE / half, size * 1.25)
    for i, (text, ours) in enumerate(rows):
        column, line = (0, i) if i < half else (1, i - half)
        at = left + column * (wide + between), TOP + 6 + line * step
        page.text(*at, text, size, LINE if ours else INK, family="DejaVu Sans Mono")
    page.text(left, TOP - 20, f"and all of it, {program.lines} lines", 17)


def _broken_at(rows: Sequence[tuple[str, bool]]) -> int:
    """How many lines the first column has: it ends where a function does, about the middle."""
    half = math.ceil(len(rows) / 2)
    near = [i for i in range(half, len(rows)) if not rows[i][0].startswith(" ")]
    return near[0] if near and near[0] < half * 1.12 else half


def _set(text: str, wide: float) -> tuple[list[tuple[str, bool]], float]:
    """The program's lines, broken to fit a column, and the size of its letters.

    With each whether it is no line of the student's. The largest size at which all of them fit.
    """
    lines = _printed(text)
    grey = _not_theirs(lines)
    for tenth in range(95, 29, -1):
        size = tenth / 10
        across = int(wide / (LETTER * size))
        rows = [(row, i in grey) for i, line in enumerate(lines) for row in _broken(line, across)]
        if _broken_at(rows) * size * 1.16 <= SQUARE:
            break
    return rows, size


def _broken(line: str, across: int) -> list[str]:
    """A line in pieces of so many letters, those after the first further in."""
    inner = line[: len(line) - len(line.lstrip())] + "      "
    return textwrap.wrap(
        line, across, subsequent_indent=inner[: across // 2], drop_whitespace=True,
        break_on_hyphens=False,
    )  # fmt: skip


def _printed(text: str) -> list[str]:
    """The program's lines but for the words at its head, the empty ones left out."""
    body = text.split('"""', 2)[-1]
    return [line for line in body.splitlines() if line.strip()]


def _not_theirs(lines: Sequence[str]) -> set[int]:
    """Where comments and the course's own functions stand."""
    found, ours = set[int](), False
    for i, line in enumerate(lines):
        if line.startswith("# "):
            ours = line.endswith(AS_OURS)
            found.add(i)
        elif ours:
            found.add(i)
    return found


def _digits(page: _Page, run: Run) -> None:
    """One digit of each kind that it had never seen, and below them those that it misread."""
    x, y = run.samples.x_test, run.samples.y_test
    chances = np.nan_to_num(run.epochs[-1].network.layers(x)[-1])
    said = chances.argmax(axis=1)
    right = [np.flatnonzero((y == d) & (said == d)) for d in np.unique(y)[:10]]
    rows = [int(some[0]) for some in right if len(some)]
    page.text(MARGIN, 822, "Digits it had never seen, and what it says they are", 17)
    for i, row in enumerate(rows):
        middle = _digit(page, x[row], i, 842, 84)
        page.text(middle, 966, str(said[row]), 34, INK, "center", "bold", SERIF)
        sure = min(int(100 * chances[row].max()), 99)
        page.text(middle, 986, f"{sure}% sure", 12.5, LINE, "center")
    wrong = np.flatnonzero(said != y)
    shown = wrong[:10]
    first = f"The {len(wrong)} it misread" if len(wrong) != 1 else "The one it misread"
    if len(wrong) > len(shown):
        first = f"Ten of the {len(wrong)} it misread"
    page.text(MARGIN, 1036, first if len(wrong) else "It misread none of them", 17)
    for i, row in enumerate(shown):
        middle = _digit(page, x[row], i, 1054, 66)
        page.text(middle, 1140, f"{said[row]}, not {y[row]}", 15, ZERO, "center", "bold")


def _digit(page: _Page, pixels: Floats, place: int, top: float, side: float) -> float:
    """Draw a digit in its column; gives the column's middle."""
    middle = MARGIN + (place + 0.5) * (WIDE - 2 * MARGIN) / 10
    _image(page.axes(middle - side / 2, top, side, side), pixels, signed=False)
    return middle


def _foot(page: _Page, gathered: Gathered, run: Run) -> None:
    rows = [row for row in gathered.rows if row.exercise not in BESIDE]
    mine = sum(row.owner == YOURS for row in rows)
    many = sum(part.size for part in run.epochs[-1].network.params.values())
    facts = (
        (f"{many:,}", "weights and biases"),
        (f"{mine} of {len(rows)}", "functions written by hand"),
        (f"{len(run.epochs) - 1} epochs", f"of {len(run.samples.y_train):,} digits"),
        ("NumPy", "and nothing else"),
    )
    page.line(MARGIN, WIDE - MARGIN, 1180)
    wide = (WIDE - 2 * MARGIN) / len(facts)
    for i, (large, small) in enumerate(facts):
        at = MARGIN + i * wide
        page.text(at, 1230, large, 32, INK, weight="bold", family=SERIF)
        page.text(at, 1256, small, 15, LINE)
    page.text(MARGIN, 1308, "Neural networks by hand", 15, LINE, family=SERIF)
