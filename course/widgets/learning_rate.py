"""One learning rate, seen three ways: on digits, in the hidden units, and on a landscape."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import data
from course.numerals import number
from course.widgets import training
from course.widgets.canvas import (
    DEAD,
    INK,
    LINE,
    ONE,
    PAPER,
    TEST,
    TRAINING,
    WRONG,
    Canvas,
    Panel,
    legend,
)
from course.widgets.figure import Control, Frame, Interactive, Values
from course.widgets.live import live
from course.widgets.touch import Touch
from course.widgets.valley import Valley

RATES = tuple(float(f"{10 ** (k / 8):.2g}") for k in range(-32, 9))
N_UNITS, BATCH_SIZE = 32, 16
PORTIONS, EPOCHS = 9, 30  # of an epoch; an epoch has 71 mini-batches
PARTS = ((0, 0, 412, 408), (404, 0, 316, 386))  # the run; the landscape
KNOWS_NOTHING = math.log(10)


def learning_rate(loss_and_grads: training.LossAndGrads, sgd_step: training.SgdStep) -> Interactive:
    """The learning rate figure: a network that learns digits, its units, and a path downhill.

    loss_and_grads : the student's, (params, x, y, act, lam) -> (loss, grads)
    sgd_step       : the student's, (params, grads, lr) -> params
    """
    texts = tuple(map(number, RATES))
    control = Control("lr", "learning rate", RATES, 0.1, texts=texts)
    question = "Where does it stop learning, and why?"
    hint = (
        "In the landscape, drag the start or press where it is to be; let go, and your "
        "<code>sgd_step</code> takes one step after the other. Arrow keys move the start, too. "
        "Reset starts anew and clears earlier paths."
    )
    run = _Digits(loss_and_grads, sgd_step)
    return live(
        "learning_rate", question, [control], run, touched=run.touched, forget=run.forget,
        hint=hint,
    )  # fmt: skip


@dataclass
class _History:
    """What was seen at the beginning and after each ninth of an epoch."""

    epochs: list[float] = field(default_factory=list)
    train: list[float] = field(default_factory=list)
    valid: list[float] = field(default_factory=list)
    changes: list[tuple[float, float]] = field(default_factory=list)  # (epoch, learning rate)

    def change(self, epoch: float, lr: float) -> None:
        """Remember a new learning rate; one move of the slider is one change."""
        if self.changes and self.changes[-1][1] == lr:
            return
        if self.changes and epoch - self.changes[-1][0] < 0.5:
            epoch, _ = self.changes.pop()
        self.changes.append((epoch, lr))


@dataclass(frozen=True)
class _State:
    """What the figure says of the network now.

    awake : for each hidden unit the share of the training digits for which it is not 0
    """

    right: float
    awake: NDArray[np.float64]
    finite: bool

    @property
    def dead(self) -> int:
        return int((self.awake == 0).sum())


class _Digits:
    """A network of 64, 32 and 10 on the 8x8 digits."""

    resets: frozenset[str] = frozenset()
    pace = 1
    length = PORTIONS * EPOCHS

    def __init__(self, loss_and_grads: training.LossAndGrads, sgd_step: training.SgdStep) -> None:
        self._functions = loss_and_grads, sgd_step
        x, y, x_valid, y_valid = data.validation()
        whole = len(x) // BATCH_SIZE * BATCH_SIZE  # no mini-batch of a single digit, which jumps
        self._data = data.Split(x[:whole], y[:whole], x_valid, y_valid)
        self.valley = Valley(sgd_step)
        self._drawn: tuple[int, _State] | None = None

    def reset(self, values: Values) -> None:
        seed = values["seed"]
        dims = [self._data.x_train.shape[1], N_UNITS, 10]
        self.net = training.Net(dims, np.random.default_rng(seed), "relu", *self._functions)
        self._rng = np.random.default_rng([seed, 1])
        self._waiting: list[NDArray[np.int64]] = []
        self.history, self._drawn = _History(), None
        self._note(self.net.loss(self._data.x_train, self._data.y_train))
        self.valley.begin(values["lr"])

    def forget(self) -> None:
        """No earlier paths on the landscape."""
        self.valley.ball.forget()

    def touched(self, what: Touch, values: Values) -> bool:
        """The start on the landscape is moved; whether there is something to run."""
        return self.valley.touched(what, values["lr"])

    def step(self, values: Values) -> bool:
        """A ninth of an epoch, and a step on the landscape; False when both have ended."""
        learns = self._learns() and self._learn(values)
        return self.valley.roll(values["lr"]) or learns

    def _learns(self) -> bool:
        seen = self.history
        finite = math.isfinite(seen.train[-1]) and math.isfinite(seen.valid[-1])
        return finite and len(seen.epochs) <= PORTIONS * EPOCHS

    def _note(self, loss: float) -> None:
        """Remember the losses now; the training loss is that of the samples just learned from."""
        seen = self.history
        seen.epochs.append(len(seen.epochs) / PORTIONS)
        seen.train.append(loss)
        seen.valid.append(self.net.loss(self._data.x_test, self._data.y_test))

    def _learn(self, values: Values) -> bool:
        """A ninth of an epoch; False when the run is over."""
        if not self._waiting:
            order = self._rng.permutation(len(self._data.x_train))
            self._waiting = np.split(order, range(8 * BATCH_SIZE, len(order), 8 * BATCH_SIZE))
        rows, lr = self._waiting.pop(0), values["lr"]
        self.history.change(self.history.epochs[-1], lr)
        x_train, y_train = self._data.x_train[rows], self._data.y_train[rows]
        self._note(self.net.steps(x_train, y_train, BATCH_SIZE, lr))
        return self._learns()

    def state(self) -> _State:
        """What the network can do now, computed once for each step."""
        at = len(self.history.epochs)
        if self._drawn is None or self._drawn[0] != at:
            x_train, _, x_test, y_test = self._data
            awake = np.count_nonzero(self.net.hidden(x_train), axis=0) / len(x_train)
            right = self.net.right(x_test, y_test) / len(y_test)
            losses = self.history.train[-1:] + self.history.valid[-1:]
            self._drawn = at, _State(right, awake, bool(np.isfinite(losses).all()))
        return self._drawn[1]

    def frame(self, values: Values) -> Frame:
        state = self.state()
        verdict = _verdict(state, self.history)
        picture = _scene(state, self.history, self.valley, values["lr"], verdict)
        return Frame(picture, f"{verdict} {self.net.note}", self.valley.marks())


def _verdict(state: _State, seen: _History) -> str:
    """The regime, in words that stay while the regime stays."""
    if len(seen.epochs) == 1:
        return "Not trained yet: it reads the digits by chance."
    if not state.finite:
        return "Diverged: the loss is not a number. Lower the learning rate."
    if state.dead == N_UNITS:
        return (
            f"All {N_UNITS} units are dead: each is 0 for every digit, so no gradient reaches its "
            "weights. Nothing will wake them, whatever the learning rate."
        )
    if 2 * state.dead >= N_UNITS:
        return (
            "Too large: steps threw most units off to where they are dead, and a lower learning "
            "rate does not bring them back."
        )
    # A single bad mini-batch does not make a network unlearn.
    if state.right >= 0.9 or np.mean(seen.train[-PORTIONS // 2 :]) < 0.4:
        price = "learned, but a quarter of the units or more are dead."
        return f"Good: {price if 4 * state.dead >= N_UNITS else 'it has learned the digits.'}"
    trend = _trend(seen)
    if trend > 1.1:
        return "Unsteady: steps overshoot, and the loss jumps up again."
    if trend > 0.975:
        return "Too small: the loss hardly moves from one epoch to the next."
    return "Learning: the loss is on its way down."


def _trend(seen: _History) -> float:
    """By what the loss was multiplied from one epoch to the next; 0 before it can be told."""
    recent = seen.train[-2 * PORTIONS :]
    half = len(recent) // 2
    if not half:
        return 0.0
    return float(np.mean(recent[half:]) / np.mean(recent[:half]))


def _scene(
    state: _State, seen: _History, valley: Valley, lr: float, verdict: str
) -> str:  # fmt: skip
    canvas = Canvas(720, 408, PARTS)
    _losses(canvas, seen)
    valley.draw(canvas)
    _meter(canvas, state)
    rows = [
        f"epoch {seen.epochs[-1]:.1f} of {EPOCHS}",
        f"reads {state.right:.1%} in validation" if state.finite else "not a number",
    ]
    for i, row in enumerate(rows):
        canvas.text(56 + 138 * i, 398, row, weight="600")
    losses = [number(curve[-1]) for curve in (seen.train, seen.valid)]
    alt = (
        f"A network learning digits at learning rate {number(lr)}. Training loss {losses[0]}, "
        f"validation loss {losses[1]}, {state.right:.0%} of the validation digits right, "
        f"{state.dead} of {N_UNITS} units dead. A ball on a landscape of two weights: "
        f"{valley.told()}. {verdict}"
    )
    return canvas.svg(alt)


def _losses(canvas: Canvas, seen: _History) -> None:
    panel = Panel(canvas, 56, 34, 312, 206, (-0.4, EPOCHS + 0.4), (0.001, 30), "y")
    panel.frame("loss", "epochs", "")
    panel.curve(panel.xs, [KNOWS_NOTHING] * 2, LINE, 1, "2 3")
    curves = (np.array(seen.valid), TEST, "6 3"), (_smooth(seen.train), TRAINING, None)
    for losses, colour, dash in curves:
        until = _finite(losses)
        panel.curve(seen.epochs[:until], losses[:until], colour, 2, dash)
        if 0 < until == len(losses):
            hollow = colour == TEST
            panel.points(seen.epochs[-1:], losses[-1:], colour, hollow, radius=5 if hollow else 3)
        elif until < len(losses):
            _plate(canvas, panel.x + 12, panel.y + 130, _lost(seen.epochs[until]), WRONG, "600")
    right, line = panel.x + panel.width - 6, float(panel.down(KNOWS_NOTHING))
    _changes(panel, seen)
    _plate(canvas, right - 122, line - 6, "knows nothing: ln 10", LINE)
    foot = panel.y + panel.height
    canvas.rectangle(panel.x + 6, foot - 46, 112, 40, PAPER, opacity=0.85)
    entries = [("training", TRAINING, None), ("validation", TEST, "6 3")]
    legend(canvas, panel.x + 10, foot - 30, entries)


def _lost(epoch: float) -> str:
    return f"not a number from epoch {epoch:.1f}"


def _plate(
    canvas: Canvas, x: float, y: float, text: str, colour: str, weight: str | None = None
) -> None:  # fmt: skip
    """Words that no curve runs through."""
    canvas.rectangle(x - 3, y - 11, 6.2 * len(text) + 6, 15, PAPER, opacity=0.85)
    canvas.text(x, y, text, colour, 12, weight=weight)


def _finite(values: ArrayLike) -> int:
    """How many values there are before the first that is not a number."""
    return int(np.cumprod(np.isfinite(np.asarray(values, float))).sum())


def _smooth(losses: list[float], over: int = PORTIONS // 2) -> NDArray[np.float64]:
    """The mean over the last half epoch, at each ninth of an epoch."""
    with np.errstate(all="ignore"):
        total = np.cumsum([0.0, *losses])
    ends = np.arange(1, len(losses) + 1)
    begins = np.maximum(ends - over, 0)
    return np.asarray((total[ends] - total[begins]) / (ends - begins))


def _changes(panel: Panel, seen: _History) -> None:
    """Marks where the learning rate was changed; their values in two rows, the newest first."""
    free = [panel.x + panel.width + 60] * 2
    for epoch, _ in seen.changes:  # all lines first: no label is struck through
        if epoch:
            at = float(panel.across(epoch))
            panel.canvas.line(at, panel.y, at, panel.y + panel.height, LINE, 1, "1 3")
    for epoch, lr in reversed(seen.changes):
        at, label = float(panel.across(epoch)), f"lr {number(lr)}"
        # At the right edge a label stands before its mark.
        begin = min(at + 4, panel.x + panel.width - 7 * len(label))
        for row in (0, 1):
            if begin + 7 * len(label) <= free[row]:
                _plate(panel.canvas, begin, panel.y + 13 + 15 * row, label, INK)
                free[row] = begin
                break


def _meter(canvas: Canvas, state: _State) -> None:
    x, y, wide, high = 56.0, 304.0, 312 / N_UNITS, 56.0
    title = f"{N_UNITS} hidden units" + (f": {state.dead} dead" if state.finite else "")
    canvas.text(x, y - 8, title, weight="600")
    canvas.line(x, y + high, x + 312, y + high)
    if not state.finite:
        canvas.text(x + 156, y + high / 2, "not a number", INK, anchor="middle")
        return
    for i, share in enumerate(state.awake):
        left = x + i * wide
        if share:
            canvas.rectangle(left + 1, y + high * (1 - share), wide - 2, high * share, ONE)
        else:
            middle, foot = left + wide / 2, y + high - 6
            canvas.line(middle - 3, foot - 3, middle + 3, foot + 3, DEAD, 2)
            canvas.line(middle - 3, foot + 3, middle + 3, foot - 3, DEAD, 2)
    canvas.text(x, y + high + 15, "bar: share of digits that wake it", LINE, 12)
    canvas.text(x + 312, y + high + 15, "\N{MULTIPLICATION X} dead", DEAD, 12, "end")
