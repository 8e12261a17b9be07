"""What of a figure's picture can be touched, and what came of touching it.

Marks lie over the picture at places of its canvas. Each can be reached and worked from the keyboard
as well as by mouse, finger or pen. touch.js draws them and lets the one that is dragged follow the
pointer at once; the kernel is told at most thirty times a second, and always where it ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from course.widgets.canvas import Panel

MOVE, END, KEY, PRESS, ERASE = "move", "end", "key", "press", "erase"
LONGEST_WAY = 2000  # places of one message that are looked at
PHASES = (MOVE, END, KEY, PRESS, ERASE)


@dataclass(frozen=True)
class Touch:
    """What the reader does to a mark.

    name  : of the mark
    x, y  : where, in the canvas's units; for a mark that does not move its own place, for an arrow
            key how far from where the handle is
    phase : MOVE while it is dragged, END when it is let go, KEY when an arrow key moved it;
            PRESS for a click, a tap or Enter; ERASE for the Delete key
    way   : of a sheet, the places since the last message, in order; its own place is the last
    """

    name: str
    x: float
    y: float
    phase: str
    way: tuple[tuple[float, float], ...] = ()

    @staticmethod
    def read(content: Any) -> Touch | None:
        """A message of the browser's; None if it is none of touch.js's."""
        try:
            way = tuple((float(x), float(y)) for x, y in content.get("way", ())[-LONGEST_WAY:])
            name, x, y = str(content["touch"]), float(content["x"]), float(content["y"])
            touch = Touch(name, x, y, content["phase"], way)
        except (KeyError, TypeError, ValueError):
            return None
        return touch if touch.phase in PHASES else None


@dataclass(frozen=True)
class Mark:
    """A place of the picture that can be touched.

    name  : by which `touched` knows it
    x, y  : its place, in the canvas's units
    label : what it is, read aloud
    """

    name: str
    x: float
    y: float
    label: str

    def spec(self) -> dict[str, Any]:
        """What touch.js needs of it: the kind is the class's name."""
        return {"kind": type(self).__name__.lower(), **asdict(self)}


@dataclass(frozen=True)
class Handle(Mark):
    """A grip that is dragged, or moved by arrow keys.

    says     : where it stands, in words
    step     : how far an arrow key moves it across and down, in the canvas's units; with Shift
               five times as far. 0 in a direction in which it does not move
    within   : (left, top, right, bottom), where it can be
    rail     : places (x, y) of a curve, from left to right, which it does not leave; () if none
    """

    says: str
    step: tuple[float, float]
    within: tuple[float, float, float, float]
    rail: Sequence[tuple[float, float]] = ()


@dataclass(frozen=True)
class Spot(Mark):
    """A place that is pressed, as a button is.

    group : spots of one group are one stop for the Tab key, and the arrow keys go between them
    """

    group: str = ""


@dataclass(frozen=True)
class Area(Mark):
    """A rectangle that takes points: by a click, or at a cursor that the arrow keys move.

    x, y          : its upper left corner
    width, height : its size
    step          : how far an arrow key moves the cursor
    """

    width: float
    height: float
    step: float


@dataclass(frozen=True)
class Sheet(Mark):
    """A rectangle that is drawn on with the pointer, and by keys with a cursor or another handle.

    x, y          : its upper left corner
    width, height : its size
    pen           : how wide the line is that follows the pointer
    step          : how far an arrow key moves its cursor, which Space puts down and lifts; 0 if it
                    has none, and then there must be a handle for the keys
    """

    width: float
    height: float
    pen: float = 2
    step: float = 0


@dataclass(frozen=True)
class Tip(Mark):
    """A part of the picture that tells its number while it is pointed at or focused.

    glow    : an SVG path, in the canvas's units, that is drawn as long as it tells
    x, y    : its place, or where a line begins
    x2, y2  : where the line ends; the place itself if it is no line
    reach   : how near the pointer must come; of several the nearest tells
    pressed : whether it is a button, too
    """

    x2: float
    y2: float
    reach: float = 12
    glow: str = ""
    group: str = "tips"
    pressed: bool = False


def handle(
    panel: Panel, name: str, at: tuple[float, float], label: str, says: str,
    step: tuple[float, float], along: tuple[ArrayLike, ArrayLike] | None = None,
) -> Handle:  # fmt: skip
    """A handle on a panel, by values of its axes instead of places on the canvas.

    along : xs and ys of the curve that it rides on, if it does
    """
    x, y = float(panel.across(at[0])), float(panel.down(at[1]))
    dx = abs(float(panel.across(at[0] + step[0])) - x)
    dy = abs(float(panel.down(at[1] + step[1])) - y)
    within = (panel.x, panel.y, panel.x + panel.width, panel.y + panel.height)
    return Handle(name, x, y, label, says, (dx, dy), within, _rail(panel, along) if along else ())


def _rail(panel: Panel, curve: tuple[ArrayLike, ArrayLike]) -> tuple[tuple[float, float], ...]:
    """Where a curve is on the canvas, kept within the panel; gaps in it are left out."""
    with np.errstate(all="ignore"):
        across, down = (
            np.asarray(v, float) for v in (panel.across(curve[0]), panel.down(curve[1]))
        )
    down = np.clip(down, panel.y, panel.y + panel.height)
    places = np.round(np.column_stack([across, down]), 1)
    return tuple((x, y) for x, y in places[np.isfinite(places).all(axis=1)].tolist())


def sheet(panel: Panel, name: str, label: str) -> Sheet:
    """The whole of a panel to be drawn on."""
    return Sheet(name, panel.x, panel.y, label, panel.width, panel.height)


def area(panel: Panel, name: str, label: str, step: float = 10) -> Area:
    """The whole of a panel as an area."""
    return Area(name, panel.x, panel.y, label, panel.width, panel.height, step)


def by(panel: Panel, touch: Touch) -> tuple[float, float]:
    """How far an arrow key moves a handle, along a panel's axes that are not logarithmic."""
    (left, right), (low, high) = panel.xs, panel.ys
    return (
        touch.x / panel.width * (right - left),
        -touch.y / panel.height * (high - low),
    )


def value(panel: Panel, touch: Touch) -> tuple[float, float]:
    """Where on a panel's axes it was touched, within their ends."""
    return (
        _between(panel.xs, (touch.x - panel.x) / panel.width, "x" in panel.log),
        _between(panel.ys, 1 - (touch.y - panel.y) / panel.height, "y" in panel.log),
    )


def _between(ends: tuple[float, float], share: float, log: bool) -> float:
    low, high = ends
    share = min(max(share, 0.0), 1.0)
    return float(low * (high / low) ** share) if log else low + (high - low) * share
