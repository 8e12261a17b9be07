"""A sheet of paper, folded both ways again and again: one heart is drawn, and many are there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course.check import calling
from course.numerals import added, fixed, number
from course.widgets import students
from course.widgets.canvas import INK, LINE, ONE, Canvas, Panel, png
from course.widgets.figure import Control, Frame, Interactive, Values

Floats = NDArray[np.float64]
Fold = Callable[[Floats], ArrayLike]
Affine = tuple[Floats, Floats]

MOST = 5  # folds
T = np.linspace(0, 1, 384)  # places on a side of the sheet
FAR = 9.0  # where what is no number is put: beyond every heart
RELU, NOTHING = "ReLU", "nothing"
# What a fold is without its ReLU: two sums, and their sum.
FOLD = np.ones((1, 2)), np.array([0.0, -0.5]), np.array([[2.0], [-4.0]]), np.zeros(1)
PARTS = ((20, 0, 340, 372), (376, 0, 310, 372))  # the sheet; a side of it
SHEET = (44.0, 32.0, 290.0)  # left, top, side


def hearts(fold: Fold, collapse_linear: Callable[..., Any]) -> Interactive:
    """The figure of the folded sheet.

    fold            : the reader's, t (S,) -> (S,), which lays the right half on the left one
    collapse_linear : the student's, (w1, b1, w2, b2) -> (w, b), for the folds without a ReLU
    """
    controls = [
        Control("folds", "folds each way", tuple(range(MOST + 1)), 0),
        Control("between", "between the sums", (RELU, NOTHING), RELU, kind="choice"),
    ]
    question = (
        "How many hearts will be there after two folds each way, and after four? "
        "And how many after four without the ReLU?"
    )

    def draw(values: Values) -> Frame:
        return _frame(values["folds"], values["between"], fold, collapse_linear)

    return Interactive("hearts", question, controls, draw)


def heart(t: Floats) -> Floats:
    """How dark the heart is at every pair of t, (S, S); 0 to 1 are its ends, and it stands."""
    x, y = np.meshgrid(2.6 * t - 1.3, 2.7 * t - 1.15)
    return np.asarray(np.clip(9 * (1 - x**2 - (1.15 * y - 0.7 * np.sqrt(np.abs(x))) ** 2), 0, 1))


def drawable(t: ArrayLike) -> Floats:
    """Places that a sheet survives, one for each of T; what is no number lies beyond."""
    places = np.nan_to_num(np.asarray(t, float).reshape(-1), nan=FAR)
    return np.asarray(places.clip(-FAR, FAR))


def in_a_row(t: Floats) -> int:
    """How many hearts there are along a side: the ways of t through its middle."""
    return int(np.count_nonzero(np.diff(t > 0.5)))


def _folded(folds: int, fold: Fold) -> Floats:
    """Where the places of T lie after so many folds."""
    t, lain = T, np.asarray(students.ask(fold, T, shape=T.shape))  # asked even if none is needed
    for i in range(folds):
        t = lain if i == 0 else np.asarray(students.ask(fold, t, shape=T.shape))
    return t


def _flat(folds: int, collapse_linear: Callable[..., Any]) -> Affine:
    """The one layer, (1, 1) and (1,), that so many folds without a ReLU are."""

    def collapse(*layers: Floats) -> Affine:
        found = students.ask(collapse_linear, *layers)
        calling.need_tuple(calling.called(students.newest(collapse_linear)), found, ("w", "b"))
        w, b = (np.asarray(part, float) for part in found)
        return w.reshape(1, 1), b.reshape(1)

    once = collapse(*FOLD)
    layer = np.eye(1), np.zeros(1)
    for i in range(folds):
        layer = once if i == 0 else collapse(*layer, *once)
    return layer


def _frame(folds: int, between: str, fold: Fold, collapse_linear: Callable[..., Any]) -> Frame:
    layers = "no layer" if folds == 0 else "1 layer" if folds == 1 else f"{folds} layers"
    if between == RELU:
        t = drawable(_folded(folds, fold))
        made = f"{layers}, {4 * folds} ReLUs" if folds else "no layer, no ReLU"
        words = f"{_counted(in_a_row(t))}."
        if folds:
            words += " Along a side, each way from 0 to 1, or back, is one; a fold doubles them."
    else:
        w, b = _flat(folds, collapse_linear)
        with np.errstate(all="ignore"):
            t = drawable(T * w[0, 0] + b[0])
        made = f"{layers} without ReLU"
        words = (
            f"{_counted(in_a_row(t))}. The layers together are the one layer "
            f"{number(w[0, 0])}t {added(b[0])}, which only moves and shrinks it."
        )
    canvas = Canvas(700, 372, PARTS)
    _sheet(canvas, t, made)
    _side(canvas, t)
    alt = f"A sheet after {made}, with {_counted(in_a_row(t))}. {words}"
    return Frame(canvas.svg(alt), words)


def _counted(row: int) -> str:
    total = row * row
    hearts = "1 heart" if total == 1 else f"{total or 'No'} hearts"
    return f"{hearts}, {row} along each side" if row > 1 else hearts


def _sheet(canvas: Canvas, t: Floats, title: str) -> None:
    left, top, side = SHEET
    canvas.text(left, top - 10, title, weight="600")
    canvas.image(left, top, side, side, png(heart(t)[::-1]), smooth=True)
    canvas.rectangle(left, top, side, side, stroke=LINE)
    row = in_a_row(t)
    told = f"{row} \N{MULTIPLICATION SIGN} {row} = {row * row}" if row else "none"
    canvas.text(left + side / 2, top + side + 28, told, INK, 19, "middle", "600")


def _side(canvas: Canvas, t: Floats) -> None:
    """Where each place on a side of the sheet comes to lie."""
    panel = Panel(canvas, 420, SHEET[1], 250, SHEET[2], (0, 1), (-0.15, 1.15))
    low, high = float(panel.down(0)), float(panel.down(1))
    canvas.rectangle(panel.x, high, panel.width, low - high, ONE, opacity=0.12)
    panel.frame("where a side comes to lie", ticks=0)
    for value in (0, 1):
        text = fixed(value, 0)
        canvas.text(panel.x - 7, float(panel.down(value)) + 4, text, LINE, 12, "end")
        canvas.text(float(panel.across(value)), SHEET[1] + SHEET[2] + 17, text, LINE, 12, "middle")
    panel.curve(T, t, ONE, 2)
    canvas.text(
        panel.x + panel.width / 2, SHEET[1] + SHEET[2] + 28, "place on the side", anchor="middle"
    )
    canvas.text(panel.x - 22, SHEET[1] + SHEET[2] / 2, "folded to", anchor="middle", turn=-90)
