"""Pictures that networks paint from their first weights alone: larger weights, sharper pictures."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course.numerals import number
from course.widgets import students
from course.widgets.canvas import INK, LINE, PAPER, Canvas
from course.widgets.figure import Control, Frame, Interactive, Values
from course.widgets.touch import Mark, Spot, Touch

Floats = NDArray[np.float64]
Paint = Callable[[int, float, int], ArrayLike]

FACTORS = (0.25, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0)
SHOWN, COLUMNS = 9, 3  # small pictures, and how many stand in a row
SEEDS = tuple(range(5 * SHOWN))
LARGE, SMALL = 100, 28  # points along a side
PARTS = ((20, 0, 330, 356), (356, 0, 330, 340))  # one picture; all nine
BIG = (30.0, 34.0, 306.0)  # left, top, side of the large picture
FIRST, SIDE, APART = (366.0, 34.0), 96.0, 105.0  # of the small ones
SEED = "seed"
FOG, GLASS = 0.1, 0.5


def paintings(paint: Paint, seed: int = 4, factor: float = 2.5) -> Interactive:
    """The figure of the painting networks.

    paint  : the reader's, (seed, factor, n) -> (n * n, 3), red, green and blue from 0 to 1 at the
             points of a square, row by row from the top
    seed   : which of the networks is shown large, to begin with
    factor : how many times as large as a start has them its weights are, to begin with

    Raises ValueError for a seed or a factor that is not among the stops
    """
    texts = [number(value) for value in FACTORS]
    controls = [
        Control("factor", "factor of all weights", FACTORS, factor, texts=texts),
        Control(SEED, "seed", SEEDS, seed),
    ]
    question = "What will a factor of 1 paint, and one of 8?"
    hint = "Press a small picture to see it large."

    def touched(what: Touch, values: Values) -> Values:
        return {SEED: int(what.name.removeprefix(SEED))}

    def draw(values: Values) -> Frame:
        return _frame(paint, values[SEED], values["factor"])

    return Interactive("paintings", question, controls, draw, touched=touched, hint=hint)


def _painted(paint: Paint, seed: int, factor: float, n: int) -> Floats:
    """A picture, (n, n, 3), from 0 to 1; what is no number is black."""
    found = students.ask(paint, seed, factor, n, shape=(n * n, 3))
    return np.asarray(np.nan_to_num(found, nan=0.0).clip(0, 1).reshape(n, n, 3))


def address(picture: Floats) -> str:
    """A picture (n, n, 3), from 0 to 1, as the data address of a JPEG."""
    from PIL import Image

    buffer = io.BytesIO()
    image = Image.fromarray(np.round(255 * picture).astype(np.uint8))
    image.save(buffer, format="jpeg", quality=90, subsampling=0)
    return "data:image/jpeg;base64," + base64.b64encode(buffer.getvalue()).decode()


def _frame(paint: Paint, seed: int, factor: float) -> Frame:
    large = _painted(paint, seed, factor, LARGE)
    canvas = Canvas(700, 356, PARTS)
    left, top, side = BIG
    canvas.text(left, top - 10, f"seed {seed}, factor {number(factor)}", weight="600")
    canvas.image(left, top, side, side, address(large), smooth=True, true=True)
    marks = _small(canvas, paint, seed, factor)
    red, green, blue = (f"{share:.0%}" for share in large.mean(axis=(0, 1)))
    words = _words(large)
    alt = (
        f"A picture painted by a network with seed {seed}, and small ones beside it. Mean red "
        f"{red}, green {green}, blue {blue}. {words}"
    )
    return Frame(canvas.svg(alt), words, marks)


def _small(canvas: Canvas, paint: Paint, seed: int, factor: float) -> list[Mark]:
    """The seeds around this one, in rows."""
    marks: list[Mark] = []
    begin = seed // SHOWN * SHOWN
    canvas.text(FIRST[0], FIRST[1] - 10, f"seeds {begin} to {begin + SHOWN - 1}", weight="600")
    for i in range(SHOWN):
        row, column = divmod(i, COLUMNS)
        x, y = FIRST[0] + APART * column, FIRST[1] + APART * row
        picture = _painted(paint, begin + i, factor, SMALL)
        canvas.image(x, y, SIDE, SIDE, address(picture), smooth=True, true=True)
        chosen = begin + i == seed
        canvas.rectangle(x, y, SIDE, SIDE, stroke=INK if chosen else LINE)
        if chosen:
            canvas.rectangle(x - 2.5, y - 2.5, SIDE + 5, SIDE + 5, stroke=INK, corner=2)
        canvas.rectangle(x, y + SIDE - 18, 26, 18, PAPER)
        canvas.text(x + 13, y + SIDE - 4, str(begin + i), INK, 12, "middle")
        label = f"seed {begin + i}{', shown large' if chosen else ''}"
        marks.append(Spot(f"{SEED}{begin + i}", x + SIDE / 2, y + SIDE / 2, label, "seeds"))
    return marks


def _words(picture: Floats) -> str:
    spread = float(np.abs(picture - 0.5).mean())
    ends = float(np.mean((picture < 0.05) | (picture > 0.95)))
    if spread < FOG:
        return "Fog: the logits stay near 0, and each colour near its half."
    if ends > GLASS:
        return (
            f"Stained glass: {ends:.0%} of the colours are nearly full or nearly none, "
            "for the units jump from end to end."
        )
    return "Between fog and stained glass: the colours have room, and the units still bend softly."
