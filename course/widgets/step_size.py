"""How small a nudge should be: the error of a measured slope, and the digits that cancel."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course.numerals import number
from course.widgets import students
from course.widgets.canvas import BLUE, GREEN, INK, LINE, ORANGE, Canvas, Panel, legend
from course.widgets.figure import Control, Frame, Interactive, Values

# From 1e-15 to 1, four to a decade, in round numbers.
STOPS = tuple(float(f"{10 ** (i / 4):.1e}") for i in range(-60, 1))
AT = 1.3
TRUE_SLOPE = math.exp(AT) * (math.sin(AT) + math.cos(AT))
DECIMALS = 16

Floats = NDArray[np.float64]
Slope = Callable[[Callable[[Floats], float], Floats, float], Any]


@dataclass(frozen=True)
class Errors:
    """Errors of the slope of e^x sin x at 1.3, one for each of STOPS.

    both : (61,) by the student's function
    up   : (61,) by a nudge to one side
    """

    both: Floats
    up: Floats

    @property
    def best(self) -> int:
        """The place of the valley of `both`; the middle of three decides, luck does not."""
        return int(np.nanargmin(_smooth(self.both)))

    def verdict(self, at: int) -> str:
        """What the nudge at that place of STOPS suffers from."""
        if not np.isfinite(self.both[at]):
            return "no number"
        usable = _smooth(self.both)
        if not np.nanmin(usable) < 1e-3:
            return "never right"
        if self.both[at] >= 0.01 * TRUE_SLOPE and at < self.best:
            return "lost"
        if usable[at] <= 50 * usable[self.best]:
            return "valley"
        return "bend" if at > self.best else "cancels"


SENTENCES = {
    "no number": "The measured slope is not a number here.",
    "never right": "No nudge gives the right slope here: look at the function again.",
    "lost": (
        "Lost: the two values agree in nearly all digits, and x + h itself is rounded. "
        "Divided by h, not even two digits of the slope are right."
    ),
    "cancels": (
        "Too small: leading digits cancel when the two values are subtracted, and dividing by h "
        "blows up the rounding error in those that are left."
    ),
    "valley": "The valley: small enough for the bend, large enough to keep digits.",
    "bend": "Too large: within the nudge the curve bends, and the chord is not the tangent.",
}


def step_size(slope: Slope) -> Interactive:
    """The figure of the step h of a numerical gradient, for e^x sin x at 1.3.

    slope : the student's `numerical_gradient`, (f, x (1,), h) -> (1,), where f takes (1,)
            and gives a number
    """
    known: list[tuple[Slope, Errors]] = []

    def errors() -> Errors:
        now = students.newest(slope)
        if not known or known[-1][0] is not now:
            known[:] = [(now, _errors(slope))]
        return known[-1][1]

    texts = [f"{h:g}" for h in STOPS]
    control = Control("h", "nudge h", STOPS, 1e-2, texts=texts)
    question = (
        "Why not <code>h = 1e-12</code>? Move <code>h</code> there from the right, "
        "and watch the digits."
    )
    return Interactive("step_size", question, [control], lambda values: _frame(values, errors()))


def _wave(x: Any) -> Any:
    return np.exp(x) * np.sin(x)


def _number(x: Floats) -> float:
    return float(np.sum(_wave(x)))


def _errors(slope: Slope) -> Errors:
    both = [students.ask(slope, _number, np.array([AT]), h, shape=(1,))[0] for h in STOPS]
    h = np.array(STOPS)
    up = (_wave(AT + h) - _wave(AT)) / h
    return Errors(np.abs(np.array(both) - TRUE_SLOPE), np.abs(up - TRUE_SLOPE))


def _smooth(errors: Floats) -> Floats:
    """Each error, raised to the middle one of it and its neighbours."""
    padded = np.pad(errors, 1, mode="edge")
    middle: Floats = np.median([padded[:-2], errors, padded[2:]], axis=0)
    return np.maximum(errors, middle)


def _frame(values: Values, errors: Errors) -> Frame:
    h = float(values["h"])
    at = STOPS.index(h)
    words = SENTENCES[errors.verdict(at)]
    canvas = Canvas(700, 360)
    _valley(canvas, errors, at)
    _zoom(canvas, h)
    high, low = float(_wave(AT + h)), float(_wave(AT - h))
    kept = _digits(canvas, high, low)
    error = number(float(errors.both[at]), 2)
    alt = (
        f"Error of a measured slope against the nudge h. At h = {h:g} the error both ways is "
        f"{error}, up only {number(float(errors.up[at]), 2)}; of the digits of the two values "
        f"{kept} are left in their difference. {words}"
    )
    return Frame(canvas.svg(alt), words)


def _valley(canvas: Canvas, errors: Errors, at: int) -> None:
    panel = Panel(canvas, 62, 28, 330, 200, (5e-16, 2), (1e-13, 10), log="xy")
    panel.frame("error of the slope of e\u02e3 sin x at 1.3", "nudge h", "", ticks=6)
    h = np.array(STOPS)
    panel.curve(h, errors.up, ORANGE, 2, "6 4")
    panel.curve(h, errors.both, BLUE, 2)
    here, bottom = float(panel.across(h[at])), panel.y + panel.height
    canvas.line(here, min(bottom, _upper(panel, errors, at)), here, bottom, LINE, 1, "2 3")
    panel.points([h[at]], [errors.up[at]], ORANGE, hollow=True, radius=6)
    panel.points([h[at]], [errors.both[at]], BLUE, radius=6)
    rows = (("up only", ORANGE, "6 4", errors.up), ("both ways, yours", BLUE, None, errors.both))
    entries = [(f"{name}: {number(float(e[at]), 2)}", c, dash) for name, c, dash, e in rows]
    legend(canvas, 140, 48, entries)


def _upper(panel: Panel, errors: Errors, at: int) -> float:
    """Where the higher of the two marks stands."""
    highest = np.nanmax([errors.up[at], errors.both[at], panel.ys[0]])
    return max(panel.y, float(panel.down(min(highest, panel.ys[1]))))


def _zoom(canvas: Canvas, h: float) -> None:
    """The curve around 1.3 with its chord, so near that h is always as wide.

    Across stands where one wants to look; the heights are those of the nearest floats.
    """
    panel = Panel(canvas, 446, 28, 240, 200, (-1.6, 1.6), (-1.9, 1.9))
    panel.frame("the curve under a lens", ticks=0)
    across, ends = np.linspace(-1.6, 1.6, 321), np.array([-1.0, 1.0])
    panel.curve(across[[0, -1]], across[[0, -1]], LINE, 1.5, "2 3")
    panel.curve(across, _heights(across, h), GREEN, 3)
    panel.curve(ends, _heights(ends, h), BLUE, 2)
    panel.points(ends, _heights(ends, h), BLUE, radius=5)
    legend(
        canvas, 456, 48, [("curve", GREEN, None), ("chord", BLUE, None), ("tangent", LINE, "2 3")]
    )
    for place, text in ((-1, "x \N{MINUS SIGN} h"), (0, "x"), (1, "x + h")):
        at = float(panel.across(place))
        canvas.line(at, 228, at, 232)
        canvas.text(at, 246, text, LINE, 12, "middle")


def _heights(across: Floats, h: float) -> Floats:
    """How far the curve has risen at 1.3 + across * h, in units of what its slope gives for h."""
    heights: Floats = (_wave(AT + h * across) - _wave(AT)) / (h * TRUE_SLOPE)
    return heights


def _digits(canvas: Canvas, high: float, low: float) -> int:
    """The two values and their difference below each other; returns how many digits are left."""
    first, second, rest = (f"{v:.{DECIMALS}f}" for v in (high, low, high - low))
    common = 0
    while common < len(first) and first[common] == second[common]:
        common += 1
    stripped = rest.lstrip("0.\N{HYPHEN-MINUS}")
    kept = sum(c.isdigit() for c in stripped)
    rows = (("f(x + h)", first, common), ("f(x \N{MINUS SIGN} h)", second, common))
    for i, (name, text, gone) in enumerate(
        (*rows, ("difference", rest, len(rest) - len(stripped)))
    ):
        y = 290 + 24 * i + (8 if i == 2 else 0)
        canvas.text(150, y, name, anchor="end")
        _spaced(canvas, 166, y, text, gone)
    canvas.line(62, 324, 410, 324)
    canvas.text(430, 290, "grey: the same in both, so it cancels", LINE)
    canvas.text(430, 314, "bold: where they differ")
    canvas.text(430, 346, f"{kept} digits left, of {len(first) - 1}", weight="600")
    return kept


def _spaced(canvas: Canvas, x: float, y: float, text: str, gone: int) -> None:
    """Digits of equal width, the first `gone` of them grey, the others bold."""
    place = f'x="{x}" y="{y}" textLength="{11 * len(text)}"'
    canvas.add(
        f'<text {place} font-size="16" font-family="monospace">'
        f'<tspan fill="{LINE}">{text[:gone]}</tspan>'
        f'<tspan fill="{INK}" font-weight="700">{text[gone:]}</tspan></text>'
    )
