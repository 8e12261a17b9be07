"""How small a nudge should be: the error of a measured slope, and the digits that cancel."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course.check.failure import CheckFailed
from course.numerals import fixed, number
from course.widgets import students, touch
from course.widgets.canvas import INK, LINE, ONE, Canvas, Panel, legend
from course.widgets.figure import Control, Frame, Interactive, Values
from course.widgets.touch import Handle, Mark, Touch

# From 1e-15 to 1, four to a decade, in round numbers.
STOPS = tuple(float(f"{10 ** (i / 4):.1e}") for i in range(-60, 1))
AT = 1.3
TRUE_SLOPE = math.exp(AT) * (math.sin(AT) + math.cos(AT))
DECIMALS = 15  # with the one before the point, the 16 digits of a float
# The errors, the lens, the digits, what is left of them.
PARTS = ((0, 0, 440, 290), (426, 0, 274, 256), (0, 292, 430, 94), (424, 292, 276, 94))

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
    known: list[tuple[Slope, Errors | Exception]] = []

    def errors() -> Errors:
        now = students.newest(slope)
        if not known or known[-1][0] is not now:
            known[:] = [(now, _errors_or_why(slope))]
        found = known[-1][1]
        if isinstance(found, Exception):
            raise found
        return found

    texts = [number(h, 2) for h in STOPS]
    control = Control("h", "nudge h", STOPS, 1e-2, texts=texts)
    question = (
        f"Why not <i>h</i> = {number(1e-12)}? Move <i>h</i> there from the right, "
        "and watch the digits."
    )
    hint = "Drag the point along the curve of the error, or move it with the arrow keys."

    def draw(values: Values) -> Frame:
        return _frame(values, errors())

    return Interactive("step_size", question, [control], draw, touched=_touched, hint=hint)


def _wave(x: Any) -> Any:
    return np.exp(x) * np.sin(x)


def _number(x: Floats) -> float:
    return float(np.sum(_wave(x)))


def _errors_or_why(slope: Slope) -> Errors | Exception:
    """The errors, or what the function raised: it is not asked once more for each move."""
    try:
        return _errors(slope)
    except (students.Asleep, CheckFailed) as error:
        return error


def _errors(slope: Slope) -> Errors:
    def both(h: float) -> float:
        return float(students.ask(slope, _number, np.array([AT]), h, shape=(1,))[0])

    h = np.array(STOPS)
    up = (_wave(AT + h) - _wave(AT)) / h
    measured = students.along(slope, STOPS, both)
    return Errors(np.abs(measured - TRUE_SLOPE), np.abs(up - TRUE_SLOPE))


def _smooth(errors: Floats) -> Floats:
    """Each error, raised to the middle one of it and its neighbours."""
    padded = np.pad(errors, 1, mode="edge")
    middle: Floats = np.median([padded[:-2], errors, padded[2:]], axis=0)
    return np.maximum(errors, middle)


def _frame(values: Values, errors: Errors) -> Frame:
    h = float(values["h"])
    at = STOPS.index(h)
    words = SENTENCES[errors.verdict(at)]
    canvas = Canvas(700, 386, PARTS)
    _valley(canvas, errors, at)
    _zoom(canvas, h)
    high, low = float(_wave(AT + h)), float(_wave(AT - h))
    kept = _digits(canvas, high, low)
    error = number(float(errors.both[at]), 2)
    alt = (
        f"Error of a measured slope against the nudge h. At h = {number(h, 2)} the error both ways "
        f"is {error}, up only {number(float(errors.up[at]), 2)}; of the digits of the two values "
        f"{kept} are left in their difference. {words}"
    )
    return Frame(canvas.svg(alt), words, [_mark(errors, at)])


def _panel(canvas: Canvas) -> Panel:
    return Panel(canvas, 62, 28, 330, 200, (5e-16, 2), (1e-13, 10), log="xy")


def _touched(what: Touch, values: Values) -> Values:
    """The nudge that the point was dragged to."""
    panel = _panel(Canvas(0, 0))
    x = what.x + (float(panel.across(values["h"])) if what.phase == touch.KEY else 0)
    asked, _ = touch.value(panel, Touch(what.name, x, what.y, what.phase))
    return {"h": min(STOPS, key=lambda stop: abs(math.log(stop / asked)))}


def _mark(errors: Errors, at: int) -> Mark:
    """The point on the curve of the student's errors; what is no number lies on the floor."""
    panel = _panel(Canvas(0, 0))
    with np.errstate(all="ignore"):
        heights = np.clip(np.nan_to_num(errors.both), *panel.ys)
    x, y = (np.round(v, 1).tolist() for v in (panel.across(STOPS), panel.down(heights)))
    rail = tuple(zip(x, y, strict=True))
    says = f"h = {number(STOPS[at], 2)}, error {number(float(errors.both[at]), 2)}"
    within = (x[0], panel.y, x[-1], panel.y + panel.height)
    step = ((x[-1] - x[0]) / (len(STOPS) - 1), 0.0)
    return Handle("h", x[at], y[at], "point on the curve of the error", says, step, within, rail)


def _valley(canvas: Canvas, errors: Errors, at: int) -> None:
    panel = _panel(canvas)
    panel.frame("error of the slope of e\u02e3 sin x at 1.3", "nudge h", "", ticks=5)
    h = np.array(STOPS)
    panel.curve(h, errors.up, INK, 2, "6 4")
    panel.curve(h, errors.both, ONE, 2.5)
    here, bottom = float(panel.across(h[at])), panel.y + panel.height
    canvas.line(here, min(bottom, _upper(panel, errors, at)), here, bottom, LINE, 1, "2 3")
    panel.points([h[at]], [errors.up[at]], INK, hollow=True, radius=6)
    panel.points([h[at]], [errors.both[at]], ONE, radius=6)
    _key(canvas, 62, "up only", errors.up[at], INK, "6 4")
    _key(canvas, 226, "both ways, yours", errors.both[at], ONE)


def _key(
    canvas: Canvas, x: float, name: str, error: float, colour: str, dash: str | None = None
) -> None:
    """A curve's line, name and number below the panel, where no curve comes."""
    canvas.line(x, 276, x + 24, 276, colour, 2.5, dash)
    canvas.text(x + 30, 280, f"{name}: {number(float(error), 2)}", size=13)


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
    panel.curve(across[[0, -1]], across[[0, -1]], INK, 1.5, "2 3")
    panel.curve(across, _heights(across, h), LINE, 5)
    panel.curve(ends, _heights(ends, h), ONE, 2)
    panel.points(ends, _heights(ends, h), ONE, radius=5)
    entries = [("curve", LINE, None), ("chord", ONE, None), ("tangent", INK, "2 3")]
    legend(canvas, 456, 50, entries)
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
    first, second = (fixed(v, DECIMALS) for v in (high, low))
    rest = f"{Decimal(first) - Decimal(second):.{DECIMALS}f}"  # of what is shown, digit by digit
    common = 0
    while common < len(first) and first[common] == second[common]:
        common += 1
    stripped = rest.lstrip("0.")
    kept = sum(c.isdigit() for c in stripped)
    rows = (("f(x + h)", first, common), ("f(x \N{MINUS SIGN} h)", second, common))
    for i, (name, text, gone) in enumerate(
        (*rows, ("difference", rest, len(rest) - len(stripped)))
    ):
        y = 316 + 24 * i + (8 if i == 2 else 0)
        canvas.text(150, y, name, anchor="end")
        _spaced(canvas, 166, y, text, gone)
    canvas.line(62, 350, 410, 350)
    canvas.text(430, 316, "grey: the same in both, so it cancels", LINE)
    canvas.text(430, 340, "bold: where they differ")
    canvas.text(430, 372, f"{kept} digits left, of {len(first) - 1}", weight="600")
    return kept


def _spaced(canvas: Canvas, x: float, y: float, text: str, gone: int) -> None:
    """Digits of equal width, the first `gone` of them grey, the others bold."""
    place = f'x="{x}" y="{y}" textLength="{11 * len(text)}"'
    canvas.add(
        f'<text {place} font-size="16" font-family="monospace">'
        f'<tspan fill="{LINE}">{text[:gone]}</tspan>'
        f'<tspan fill="{INK}" font-weight="700">{text[gone:]}</tspan></text>'
    )
