"""One hidden layer of ReLUs that follows a curve: choose the curve and the number of units."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course.numerals import number
from course.widgets import students
from course.widgets.canvas import BLUE, INK, LINE, ORANGE, PAPER, PURPLE, Canvas, Panel
from course.widgets.figure import Control, Frame, Interactive, Values

Floats = NDArray[np.float64]
Params = list[tuple[Floats, Floats]]

CURVES: dict[str, Callable[[Floats], Floats]] = {
    "gentle": lambda x: 1.2 * np.sin(3 * x),
    "wavy": lambda x: np.sin(6 * x) + 0.5 * np.cos(15 * x),
    "ever faster": lambda x: 1.3 * np.sin(4 * x**2),
}
UNITS = tuple(range(1, 41))
NEAR = 0.1
MISSED = 0.5
X = np.linspace(0, 2, 401)
COARSE = X[::4]
# The two panels share the horizontal axis.
LEFT, WIDTH = 56, 640
ACROSS, TALL = (-0.02, 2.02), (-1.9, 1.9)


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
        Control("curve", "curve", tuple(CURVES), "wavy", kind="choice"),
        Control("units", "hidden units", UNITS, units),
    ]
    question = f"How many hidden units does each curve need to be off by at most {NEAR}?"
    return Interactive(
        "bumps", question, controls, lambda values: _frame(values, forward, join, act)
    )


def _frame(
    values: Values, forward: Callable[..., Any], join: Callable[..., Any], act: Callable[..., Any]
) -> Frame:
    curve, n = CURVES[values["curve"]], values["units"]

    def follow(x: Floats, params: Params, columns: int = 1) -> Floats:
        shape = (len(x), columns)
        return np.asarray(
            students.ask(
                forward, x[:, None], params, act, shape=shape, returns=("logits", "caches")
            )
        )

    def build(n: int) -> tuple[Floats, Params]:
        places = np.linspace(0, 2, n + 1)
        return places, students.ask(join, places, curve(places))

    places, params = build(n)
    answer, bends = follow(X, params)[:, 0], follow(places, params)[:, 0]
    (w, b), (out, _) = params
    each = follow(COARSE, [(w, b), (np.diag(np.ravel(out)), np.zeros(n))], n)
    error, halved = _off(answer, curve(X)), np.inf
    if error <= NEAR and n > 1:
        halved = _off(follow(X, build(n // 2)[1])[:, 0], curve(X))
    verdict = _verdict(error, halved, bool(np.allclose(bends, curve(places), atol=1e-3)))
    alt = (
        f"A curve, {values['curve']}, and a network with {_units(n)} that follows it. "
        f"Its largest error is {number(error, 2)}. {verdict}"
    )
    return Frame(_scene(n, answer, curve(X), (places, bends), each).svg(alt), verdict)


def _units(n: int) -> str:
    return f"{n} hidden unit" if n == 1 else f"{n} hidden units"


def _off(answer: Floats, wanted: Floats) -> float:
    """The largest error."""
    return float(np.abs(answer - wanted).max())


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
    if halved > NEAR:
        return f"Enough: the network stays within {NEAR} of the curve everywhere."
    return "More than enough: half as many units would do, and each further one buys very little."


def _scene(
    n: int, answer: Floats, wanted: Floats, points: tuple[Floats, Floats], each: Floats
) -> Canvas:
    """The picture.

    answer, wanted : (401,) at X
    points         : places (n + 1,) and the network's answers there (n + 1,)
    each           : (101, n) what each hidden unit adds to the answer, at COARSE
    """
    canvas = Canvas(720, 380)
    top = Panel(canvas, LEFT, 40, WIDTH, 182, ACROSS, TALL)
    _band(top, wanted)
    top.frame(ylabel="answer", ticks=4)
    top.curve(X, answer, BLUE, 2)
    top.points(*points, BLUE, hollow=True, radius=3)
    _error(top, answer, wanted)
    _key(canvas, n, _off(answer, wanted))
    low = Panel(canvas, LEFT, 274, WIDTH, 64, ACROSS, TALL)
    title = "What each unit adds: nothing up to its bend, then a straight line"
    low.frame(title=title, xlabel="input", ticks=4)
    for k in range(n):
        low.curve(COARSE, each[:, k], PURPLE, 1)
    return canvas


def _band(panel: Panel, wanted: Floats) -> None:
    """All places within `NEAR` of the curve, and the curve as a line in the middle."""
    across = np.concatenate([X, X[::-1]])
    down = np.concatenate([wanted + NEAR, wanted[::-1] - NEAR])
    pairs = zip(panel.across(across), panel.down(down), strict=True)
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in pairs)
    panel.canvas.add(f'<polygon points="{points}" fill="{INK}" fill-opacity="0.2"/>')
    panel.curve(X, wanted, LINE, 1)


def _error(panel: Panel, answer: Floats, wanted: Floats) -> None:
    """A bar from the curve to the network's answer where they are farthest apart."""
    if not np.isfinite(answer).all():
        return
    i = int(np.argmax(np.abs(answer - wanted)))
    x, ends = float(panel.across(X[i])), panel.down(np.clip([wanted[i], answer[i]], *TALL))
    panel.canvas.line(x, ends[0], x, ends[1], ORANGE, 4)


def _key(canvas: Canvas, n: int, off: float) -> None:
    """What the marks of the upper panel mean, with the numbers of this setting."""
    canvas.rectangle(LEFT, 14, 26, 10, INK, opacity=0.2)
    canvas.line(LEFT, 19, LEFT + 26, 19, LINE)
    canvas.text(LEFT + 32, 24, f"the curve, {NEAR} to either side")
    canvas.line(LEFT + 222, 19, LEFT + 248, 19, BLUE, 2)
    canvas.circle(LEFT + 235, 19, 3, PAPER, BLUE, 1.5)
    canvas.text(LEFT + 254, 24, f"network, {_units(n)}")
    canvas.line(LEFT + 440, 12, LEFT + 440, 26, ORANGE, 4)
    canvas.text(LEFT + 450, 24, f"largest error {number(off, 2)}", weight="600")
