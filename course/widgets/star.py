"""Five units vote at every place of a square, and a bias says how many of them must agree."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course.data import square
from course.numerals import added, fixed, number, plus
from course.widgets import students, touch
from course.widgets.canvas import LINE, ONE, PAPER, ZERO, Canvas, Panel, png
from course.widgets.figure import Control, Frame, Interactive, Values
from course.widgets.touch import Mark, Touch

Floats = NDArray[np.float64]
Params = Sequence[tuple[Floats, Floats]]

BIASES = tuple(-6.0 + 0.5 * i for i in range(25))
N = 100
REACH = 1.1
POINTS = square(N, REACH)
PLACE = "place"
BEGIN = (0.0, 0.62)
SMALL, APART = 92, 104  # a unit's picture, and from one to the next
LEFT, TOP = 28, 34
OUTPUT = (398.0, 34.0, 272.0)  # left, top, side
PARTS = ((16, 0, 340, 376), (380, 0, 306, 330))  # the votes; the shape
LONGEST = 6  # votes that are written out


def star(
    forward: Callable[..., Any], params: Params, count: Callable[[list[int]], Sequence[int]]
) -> Interactive:
    """The figure of the votes.

    forward : the student's network, (x (N, 2), params, act) -> (logits (N, M), caches)
    params  : a network with one hidden layer, whose output weights are 1, and its bias
    count   : the student's counter, sizes -> (weights, biases, both together)
    """
    bias = min(BIASES, key=lambda known: abs(known - float(params[-1][1][0])))
    texts = [fixed(value, 1) for value in BIASES]
    control = Control("bias", "bias of the output", BIASES, bias, texts=texts)
    question = (
        "Which bias demands all five votes, and which is content with three? "
        "What is left of the star with all five?"
    )
    hint = "Drag the point to see the votes at its place, or move it with the arrow keys."
    asked = [BEGIN]

    def touched(what: Touch, values: Values) -> Values:
        panel = _output(Canvas(0, 0))
        at = np.array(touch.value(panel, what))
        if what.phase == touch.KEY:
            at = np.array(asked[0]) + touch.by(panel, what)
        x, y = np.clip(at, -REACH, REACH).tolist()
        asked[0] = (x, y)
        return {}

    def draw(values: Values) -> Frame:
        hidden, logits = _ask(forward, params, values["bias"])
        total = int(students.ask(count, _sizes(params), shape=(3,))[2])
        return _frame(hidden, logits, values["bias"], total, asked[0])

    return Interactive("star", question, [control], draw, touched=touched, hint=hint)


def _sizes(params: Params) -> list[int]:
    return [len(params[0][0]), *(len(b) for _, b in params)]


def _ask(forward: Callable[..., Any], params: Params, bias: float) -> tuple[Floats, Floats]:
    """What the hidden units and the output say at POINTS, (N * N, M) and (N * N,)."""
    returns = ("logits", "caches")
    shape = (len(POINTS), len(params[0][1]))
    given = POINTS, list(params[:1]), np.tanh
    sums = students.ask(forward, *given, shape=shape, returns=returns)
    whole = [*params[:1], (params[1][0], np.array([bias]))]
    given = POINTS, whole, np.tanh
    logits = students.ask(forward, *given, shape=(len(POINTS), 1), returns=returns)
    return np.tanh(sums), logits[:, 0]


def _output(canvas: Canvas) -> Panel:
    left, top, side = OUTPUT
    return Panel(canvas, left, top, side, side, (-REACH, REACH), (-REACH, REACH))


def _frame(
    hidden: Floats, logits: Floats, bias: float, total: int, at: tuple[float, float]
) -> Frame:
    canvas = Canvas(700, 376, PARTS)
    nearest = int(np.argmin(np.abs(POINTS - at).sum(axis=1)))
    votes, logit = hidden[nearest], float(logits[nearest])
    for k in range(hidden.shape[1]):
        left, top = LEFT + APART * (k % 3), TOP + (APART + 20) * (k // 3)
        _unit(canvas, left, top, hidden[:, k], k, float(votes[k]), at)
    panel = _output(canvas)
    inside = np.clip(6 * logits, 0, 1)  # with an edge that is not of steps
    panel.heat(inside.reshape(N, N)[::-1])
    panel.frame(f"above 0: {_shape(bias, hidden.shape[1])}", ticks=0)
    x, y = float(panel.across(at[0])), float(panel.down(at[1]))
    canvas.circle(x, y, 3, PAPER)
    sum_ = " ".join([*map(_vote, votes[:LONGEST]), *(["…"] if len(votes) > LONGEST else [])])
    sum_ = f"{sum_} {added(bias)} = {number(logit, 2)}"
    where = "inside" if logit > 0 else "outside"
    canvas.text(28, 306, "at the point", LINE, 13)
    canvas.text(28, 332, sum_, size=17, weight="600")
    canvas.text(28, 356, f"{'above' if logit > 0 else 'not above'} 0: {where}", size=14)
    words = _words(bias, hidden.shape[1], float(np.mean(logits > 0)), total)
    alt = f"Five units' votes over a square, and where their sum is above 0. {words}"
    label = "a place of the square"
    says = f"({fixed(at[0], 2)}, {fixed(at[1], 2)}), {sum_}, {where}"
    mark: Mark = touch.handle(panel, PLACE, at, label, says, (0.05, 0.05))
    return Frame(canvas.svg(alt), words, [mark])


def _unit(
    canvas: Canvas, left: float, top: float, values: Floats, k: int, vote: float,
    at: tuple[float, float],
) -> None:  # fmt: skip
    panel = Panel(canvas, left, top, SMALL, SMALL, (-REACH, REACH), (-REACH, REACH))
    canvas.image(left, top, SMALL, SMALL, png(values.reshape(N, N)[::2, ::2]), smooth=True)
    canvas.rectangle(left, top, SMALL, SMALL, stroke=LINE)
    canvas.text(left, top - 7, f"unit {k + 1}", size=12)
    canvas.text(left + SMALL, top - 7, _vote(vote), size=12, anchor="end", weight="600")
    x, y = float(panel.across(at[0])), float(panel.down(at[1]))
    canvas.circle(x, y, 4, ONE if vote > 0 else PAPER, PAPER if vote > 0 else ZERO, 1.5)


def _vote(value: float) -> str:
    return plus(float(f"{value:.1f}"))


def _least(bias: float, units: int) -> int:
    """How many of the votes must be for it, so that the sum is above 0."""
    return max(math.floor((units - bias) / 2) + 1, 0)


def _shape(bias: float, units: int) -> str:
    least = _least(bias, units)
    if least > units:
        return "nowhere"
    if least == 0:
        return "everywhere"
    return "all agree" if least == units else f"at least {least} of {units} agree"


def _words(bias: float, units: int, share: float, total: int) -> str:
    least, part = _least(bias, units), f"{share:.0%} of the square, from {total} numbers"
    if least > units:
        return "The bias is below what all votes together can make: no place is above 0."
    if least == 0:
        return "Even with all votes against it the sum is above 0: the whole square."
    if least == units:
        return f"All {units} must agree: what is left is the pentagon in the middle, {part}."
    if least == units - 1:
        return f"{least} of {units} must agree, one may be against it: a star, {part}."
    return f"{least} of {units} votes are enough: {part}."
