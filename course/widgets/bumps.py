"""One hidden layer of ReLUs that follows a curve: choose it or draw it, and choose the units."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course.numerals import number
from course.widgets import students, touch
from course.widgets.canvas import INK, LINE, ONE, PAPER, WRONG, ZERO, Canvas, Panel
from course.widgets.figure import Control, Frame, Interactive, Values
from course.widgets.touch import Handle, Mark, Tip, Touch

Floats = NDArray[np.float64]
Curve = Callable[[Floats], Floats]
Params = list[tuple[Floats, Floats]]

CURVES: dict[str, Curve] = {
    "gentle": lambda x: 1.2 * np.sin(3 * x),
    "wavy": lambda x: np.sin(6 * x) + 0.5 * np.cos(15 * x),
    "ever faster": lambda x: 1.3 * np.sin(4 * x**2),
}
OWN = "drawn by hand"
# What is drawn by hand before the reader draws: places and heights of a skyline.
SKYLINE = (
    (0.0, 0.24, 0.46, 0.64, 0.82, 0.98, 1.23, 1.4, 1.6, 1.75, 2.0),
    (-1.2, -0.9, 0.6, 0.2, 1.3, 1.3, -0.3, -0.3, 0.7, 0.2, 0.2),
)
UNITS = tuple(range(1, 41))
TRIED = (1, 2, 3, 4, 5, 6, 8, 11, 16, 22, 30, 40)  # for the curve of errors
NEAR = 0.1
MISSED = 0.5
X = np.linspace(0, 2, 401)
COARSE = X[::4]
# The two panels share the horizontal axis.
LEFT, WIDTH = 46, 462
PARTS = ((0, 0, 520, 412), (530, 8, 190, 404))  # the curve; its errors
ACROSS, TALL, ADDED = (-0.02, 2.02), (-1.9, 1.9), (-3.8, 3.8)
ERRORS = (0.002, 4.0)
PATIENCE = 0.25  # seconds for the curve of errors, if the reader's function is slow

DRAW, PEN, COUNT = "draw", "pen", "count"
STEP = (0.05, 0.1)  # how far an arrow key moves the grip, and the curve below it
DOT, BRUSH = 0.04, 0.16  # half as wide as what a click and an arrow key move


def bumps(
    forward: Callable[..., Any],
    join: Callable[[Floats, Floats], Params],
    act: Callable[[Floats], ArrayLike],
    units: int = 3,
) -> Interactive:
    """The figure of a curve and a network that joins evenly spaced points on it.

    forward : the student's network, (x (N, 1), params, act) -> (logits (N, M), caches)
    join    : (places (n + 1,), heights (n + 1,)) -> params of a network with n hidden units
    act     : the activation of the hidden units
    units   : 1 to 40, to begin with
    """
    controls = [
        Control("curve", "curve", (*CURVES, OWN), "wavy", kind="choice"),
        Control("units", "hidden units", UNITS, units),
    ]
    question = f"How many hidden units does each curve need to be off by at most {NEAR}?"
    hint = (
        "Draw over the large picture: the network follows. By keys, move the grip on the curve. "
        "Point at a line below to see what one unit does. Drag the dot on the right for more units."
    )
    pen, network = Pen(), Network(forward, join, act)

    def draw(values: Values) -> Frame:
        return _frame(values, pen, network)

    def touched(what: Touch, values: Values) -> Values:
        return _counted(what, values) if what.name == COUNT else pen.touched(what, values)

    return Interactive("bumps", question, controls, draw, touched=touched, hint=hint)


class Pen:
    """The reader's hand: the curve that it has drawn, and where it stands.

    heights : (401,) the drawn curve at X
    at      : the input at which the grip is
    """

    def __init__(self) -> None:
        self.heights: Floats = np.interp(X, *SKYLINE)
        self.at = 1.0
        self._last: tuple[float, float] | None = None

    def curve(self, name: str) -> Curve:
        """The curve of that name."""
        drawn = self.heights
        return CURVES.get(name, lambda x: np.interp(x, X, drawn))

    def touched(self, what: Touch, values: Values) -> Values:
        """Draw, and give the control that says so; the curve shown is what is drawn on."""
        top = _top(Canvas(0, 0))
        if what.phase == touch.KEY:
            across, up = touch.by(top, what)
            self.at = min(max(self.at + across, X[0]), X[-1])
            if not up:
                return {}
            self._take(values)
            self._pull(self.at, up, BRUSH)
            return {"curve": OWN}
        ends = [Touch(what.name, x, y, what.phase) for x, y in what.way] or [what]
        places = [touch.value(top, end) for end in ends]
        self._take(values)
        for place in places:
            self._stroke(*place)
        self.at = float(np.clip(places[-1][0], X[0], X[-1]))
        if what.phase == touch.END:
            self._last = None
        return {"curve": OWN}

    def _take(self, values: Values) -> None:
        """Go on from the curve that is shown."""
        self.heights = self.curve(values["curve"])(X)

    def _stroke(self, x: float, y: float) -> None:
        """Draw straight from the last place to this one; a dot if it is the first."""
        if self._last is None:
            i = int(np.abs(X - x).argmin())
            self._pull(x, y - self.heights[i], DOT)
        else:
            (x1, y1), (x2, y2) = sorted([self._last, (x, y)])
            passed = (x1 <= X) & (x2 >= X)
            self.heights[passed] = np.interp(X[passed], [x1, x2], [y1, y2])
        self._last = x, y

    def _pull(self, x: float, up: float, wide: float) -> None:
        """Raise or lower the curve at a place and, less and less, beside it."""
        near = np.clip(np.abs(X - x) / wide, 0, 1)
        self.heights = np.clip(self.heights + up * (0.5 + 0.5 * np.cos(np.pi * near)), *TALL)


def _counted(what: Touch, values: Values) -> Values:
    """The number of units, after the dot on the curve of errors was moved."""
    panel, n = _right(Canvas(0, 0)), values["units"]
    if what.phase == touch.KEY:
        n += round(what.x / float(panel.across(n + 1) - panel.across(n)))
    else:
        n = round(touch.value(panel, what)[0])
    return {"units": min(max(n, UNITS[0]), UNITS[-1])}


@dataclass(frozen=True)
class Fit:
    """What a network makes of a curve.

    wanted, answer : (401,) at X
    places, bends  : (n + 1,) the points that it was built from, and its answers there
    each           : (101, n) what each hidden unit adds to the answer, at COARSE
    through        : whether the answer goes through the points
    """

    wanted: Floats
    answer: Floats
    places: Floats
    bends: Floats
    each: Floats
    through: bool

    @property
    def n(self) -> int:
        """The number of hidden units."""
        return len(self.places) - 1

    @property
    def error(self) -> float:
        """The largest error."""
        return _off(self.answer, self.wanted)

    @property
    def slopes(self) -> Floats:
        """(n,) by how much each unit has changed the slope at the end."""
        with np.errstate(all="ignore"):
            return np.asarray((self.each[-1] - self.each[-2]) / (COARSE[-1] - COARSE[-2]))


class Network:
    """The student's functions, and how far off they are with each number of units."""

    def __init__(
        self, forward: Callable[..., Any], join: Callable[..., Any], act: Callable[..., Any]
    ) -> None:
        self.forward, self.join, self.act = forward, join, act
        self._of: tuple[Any, ...] = ()
        self._errors: dict[int, float] = {}

    def fit(self, curve: Curve, n: int) -> Fit:
        """Join n + 1 points of the curve."""
        places, params = self._built(curve, n)
        answer, bends = self._follow(X, params)[:, 0], self._follow(places, params)[:, 0]
        (w, b), (out, _) = params
        each = self._follow(COARSE, [(w, b), (np.diag(np.ravel(out)), np.zeros(n))], n)
        through = bool(np.allclose(bends, curve(places), atol=1e-3))
        return Fit(curve(X), answer, places, bends, each, through)

    def errors(self, fit: Fit, curve: Curve) -> dict[int, float]:
        """The largest error for some numbers of units; where it cannot be had it is left out.

        Those of the numbers that there was no time for are left to the next picture.
        """
        of = (fit.wanted.tobytes(), *map(students.newest, (self.forward, self.join)))
        if of != self._of:
            self._of, self._errors = of, {}
        self._errors[fit.n] = fit.error
        until = time.perf_counter() + PATIENCE
        for n in (fit.n // 2, *TRIED):
            if n in UNITS and n not in self._errors and time.perf_counter() < until:
                self._errors[n] = self._tried(curve, n)
        return self._errors

    def _tried(self, curve: Curve, n: int) -> float:
        try:
            return _off(self._follow(X, self._built(curve, n)[1])[:, 0], curve(X))
        except Exception:  # it is told where this number of units is asked for
            return float("nan")

    def _built(self, curve: Curve, n: int) -> tuple[Floats, Params]:
        places = np.linspace(0, 2, n + 1)
        return places, students.ask(self.join, places, curve(places))

    def _follow(self, x: Floats, params: Params, columns: int = 1) -> Floats:
        given, shape = (x[:, None], params, self.act), (len(x), columns)
        returns = ("logits", "caches")
        return np.asarray(students.ask(self.forward, *given, shape=shape, returns=returns))


def _off(answer: Floats, wanted: Floats) -> float:
    return float(np.abs(answer - wanted).max())


def _frame(values: Values, pen: Pen, network: Network) -> Frame:
    curve, n = pen.curve(values["curve"]), values["units"]
    fit = network.fit(curve, n)
    errors = network.errors(fit, curve)
    verdict = _verdict(fit.error, errors.get(n // 2, np.inf), fit.through)
    # The numbers that have been passed by on the way would make another curve than the others do.
    errors = {m: errors[m] for m in sorted({n, *TRIED}) if m in errors}
    alt = (
        f"A curve, {values['curve']}, and a network with {_units(n)} that follows it. "
        f"Its largest error is {number(fit.error, 2)}. {verdict}"
    )
    return Frame(_scene(fit, errors).svg(alt), verdict, _marks(fit, errors, pen.at))


def _units(n: int) -> str:
    return f"{n} hidden unit" if n == 1 else f"{n} hidden units"


def _verdict(error: float, halved: float, through: bool) -> str:
    """What the fit is like, in words.

    error   : the largest distance between the curve and the network's answer
    halved  : the same with half as many units
    through : whether the answer goes through the points that the network was built from
    """
    if not np.isfinite(error):
        return "Broken: the network's answer is not a finite number everywhere."
    if not through:
        return "Astray: the network misses even the points that it was built to go through."
    if error > MISSED:
        return "Too few: hills or valleys of the curve are missed or cut off."
    if error > NEAR:
        return f"Nearly: the bends are there, but straight pieces cut corners by more than {NEAR}."
    if not halved <= NEAR:
        return f"Enough: the network stays within {NEAR} of the curve everywhere."
    return "More than enough: half as many units would do, and each further one buys very little."


def _top(canvas: Canvas) -> Panel:
    return Panel(canvas, LEFT, 40, WIDTH, 206, ACROSS, TALL)


def _low(canvas: Canvas) -> Panel:
    return Panel(canvas, LEFT, 294, WIDTH, 76, ACROSS, ADDED)


def _right(canvas: Canvas) -> Panel:
    return Panel(canvas, 574, 66, 134, 304, (0.8, 50), ERRORS, "xy")


def _marks(fit: Fit, errors: dict[int, float], at: float) -> list[Mark]:
    """The sheet to draw on, the grip on the curve, each unit's line, the dot for the units."""
    top, low, right = (panel(Canvas(0, 0)) for panel in (_top, _low, _right))
    height = float(np.interp(at, X, fit.wanted))
    says = f"input {number(at)}, height {number(height, 2)}"
    pen = touch.handle(
        top, PEN, (at, height), "curve: move along it, raise or lower it", says, STEP
    )
    dot = min(max(fit.error, ERRORS[0]), ERRORS[1]) if np.isfinite(fit.error) else NEAR
    says = f"{_units(fit.n)}, largest error {number(fit.error, 2)}"
    along = list(errors), np.clip(list(errors.values()), *ERRORS)
    count: Handle = touch.handle(right, COUNT, (fit.n, dot), "hidden units", says, (1, 0), along)
    return [touch.sheet(top, DRAW, "curve"), pen, *_tips(top, low, fit), count]


def _tips(top: Panel, low: Panel, fit: Fit) -> list[Tip]:
    """A strip of the lower panel for each unit; what it lights up is in both panels."""
    if not np.isfinite(fit.answer).all():
        return []
    bends, slopes = top.down(fit.bends), fit.slopes
    xs = top.across(fit.places)
    reach = float(min(24, (xs[1] - xs[0]) / 2))
    tips = []
    for k in range(fit.n):
        x, y = float(xs[k]), float(bends[k])
        ring = f"M{x - 6:.1f} {y:.1f}a6 6 0 1 0 12 0a6 6 0 1 0 -12 0"
        piece = f"M{x:.1f} {y:.1f}L{xs[k + 1]:.1f} {bends[k + 1]:.1f}"
        line = _path(low, *_thin(COARSE, fit.each[:, k]))
        label = (
            f"unit {k + 1} of {fit.n}: silent up to {number(fit.places[k])}, "
            f"then it changes the slope by {number(slopes[k])}"
        )
        # From the one panel's foot to the other's, so that what it tells covers no line.
        ends = top.y + top.height + reach, low.y + low.height - reach
        tips.append(Tip(f"unit{k}", x, ends[0], label, x, ends[1], reach, ring + piece + line))
    return tips


def _path(panel: Panel, xs: Floats, ys: Floats) -> str:
    """A line as an SVG path, that ends where it leaves the panel."""
    with np.errstate(all="ignore"):
        beyond = np.flatnonzero(np.abs(ys) > ADDED[1])
    if beyond.size and (i := int(beyond[0])):
        share = (np.copysign(ADDED[1], ys[i]) - ys[i - 1]) / (ys[i] - ys[i - 1])
        xs = np.append(xs[:i], xs[i - 1] + share * (xs[i] - xs[i - 1]))
        ys = np.append(ys[:i], np.copysign(ADDED[1], ys[i]))
    pairs = zip(panel.across(xs), panel.down(ys), strict=True)
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in pairs)


def _thin(xs: Floats, ys: Floats) -> tuple[Floats, Floats]:
    """The points of a line at which it bends, and its ends."""
    with np.errstate(all="ignore"):
        straight = np.abs(np.diff(ys, 2)) < 1e-9
    keep = np.concatenate([[True], ~straight, [True]])
    return xs[keep], ys[keep]


def _scene(fit: Fit, errors: dict[int, float]) -> Canvas:
    canvas = Canvas(720, 412, PARTS)
    top = _top(canvas)
    _band(top, fit.wanted)
    top.frame(ticks=4)
    top.curve(*_thin(X, fit.answer), ONE, 2)
    top.points(fit.places, fit.bends, ONE, hollow=True, radius=3)
    _error(top, fit)
    _key(canvas, fit)
    low = _low(canvas)
    title = "Each unit adds a line from its bend on (cut off here)"
    low.frame(title=title, xlabel="input", ticks=4)
    for k, slope in enumerate(fit.slopes):
        low.curve(*_thin(COARSE, fit.each[:, k]), ZERO if slope < 0 else ONE, 1.2)
    _buys(_right(canvas), fit, errors)
    return canvas


def _band(panel: Panel, wanted: Floats) -> None:
    """All places within `NEAR` of the curve, and the curve as a line in the middle."""
    x, y = X[::2], wanted[::2]
    across, down = np.concatenate([x, x[::-1]]), np.concatenate([y + NEAR, y[::-1] - NEAR])
    pairs = zip(panel.across(across), np.clip(panel.down(down), 40, 246), strict=True)
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in pairs)
    panel.canvas.add(f'<polygon points="{points}" fill="{INK}" fill-opacity="0.2"/>')
    panel.curve(x, y, LINE, 1)


def _error(panel: Panel, fit: Fit) -> None:
    """A bar from the curve to the network's answer where they are farthest apart."""
    if not np.isfinite(fit.answer).all():
        return
    i = int(np.argmax(np.abs(fit.answer - fit.wanted)))
    x, ends = float(panel.across(X[i])), (fit.wanted[i], fit.answer[i])
    y1, y2 = map(float, panel.down(np.clip(ends, *TALL)))
    panel.canvas.line(x, y1, x, y2, WRONG, 4)


def _key(canvas: Canvas, fit: Fit) -> None:
    """What the marks of the upper panel mean."""
    canvas.rectangle(LEFT, 14, 26, 10, INK, opacity=0.2)
    canvas.line(LEFT, 19, LEFT + 26, 19, LINE)
    canvas.text(LEFT + 32, 24, f"the curve, {NEAR} to either side")
    canvas.line(LEFT + 222, 19, LEFT + 248, 19, ONE, 2)
    canvas.circle(LEFT + 235, 19, 3, PAPER, ONE, 1.5)
    canvas.text(LEFT + 254, 24, f"network, {_units(fit.n)}")


def _buys(panel: Panel, fit: Fit, errors: dict[int, float]) -> None:
    """The largest error against the number of units, both in powers: straight down is a power."""
    canvas, bottom = panel.canvas, panel.y + panel.height
    canvas.line(panel.x - 30, 12, panel.x - 30, 26, WRONG, 4)
    canvas.text(panel.x - 20, 24, f"largest error {number(fit.error, 2)}", weight="600")
    canvas.text(panel.x - 30, 46, "by the number of units", LINE, 12)
    near = float(panel.down(NEAR))
    canvas.rectangle(panel.x, near, panel.width, bottom - near, INK, opacity=0.1)
    canvas.text(panel.x + 6, bottom - 7, "all in the grey band", LINE, 12)
    panel.frame(ticks=0)
    for units in (1, 2, 5, 10, 20, 40):
        x = float(panel.across(units))
        canvas.line(x, bottom, x, bottom + 4)
        canvas.text(x, bottom + 17, str(units), LINE, 12, "middle")
    for error in (0.01, 0.1, 1.0):
        y = float(panel.down(error))
        canvas.line(panel.x - 4, y, panel.x, y)
        canvas.text(panel.x - 7, y + 4, number(error), LINE, 12, "end")
    canvas.text(panel.x + panel.width / 2, bottom + 34, "hidden units", anchor="middle")
    known = {n: error for n, error in errors.items() if np.isfinite(error)}
    panel.curve(list(known), list(known.values()), WRONG, 2)
    if np.isfinite(fit.error):
        panel.points([fit.n], [fit.error], WRONG, hollow=True, radius=4)
