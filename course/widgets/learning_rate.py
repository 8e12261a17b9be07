"""One learning rate, seen three ways: on digits, in the hidden units, and on a bowl."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import data
from course.numerals import number
from course.widgets import students, training
from course.widgets.canvas import BLUE, INK, LINE, ORANGE, PAPER, Canvas, Panel, legend
from course.widgets.figure import Control, Frame, Interactive, Values
from course.widgets.live import live

RATES = tuple(float(f"{10 ** (k / 8):.2g}") for k in range(-32, 9))
N_UNITS, BATCH_SIZE = 32, 16
PORTIONS, EPOCHS = 10, 30  # of an epoch; an epoch has 90 mini-batches
KNOWS_NOTHING = math.log(10)

# A bowl with two weights: curved like this, it throws a step out above a learning rate of 1.1,
# near where the network loses its units.
CURVATURE = np.array([[0.15], [1.8]])
BOWL_START = np.array([[-4.3], [1.1]])
BOWL_STEPS = 20


def learning_rate(loss_and_grads: training.LossAndGrads, sgd_step: training.SgdStep) -> Interactive:
    """The learning rate figure: a network that learns digits, its units, and a path on a bowl.

    loss_and_grads : the student's, (params, x, y, act, lam) -> (loss, grads)
    sgd_step       : the student's, (params, grads, lr) -> params
    """
    texts = tuple(f"{rate:g}" for rate in RATES)
    control = Control("lr", "learning rate", RATES, 0.1, texts=texts)
    question = "Where does it stop learning, and why?"
    return live("learning_rate", question, [control], _Digits(loss_and_grads, sgd_step))


@dataclass
class _History:
    """What was seen after each tenth of an epoch."""

    epochs: list[float] = field(default_factory=list)
    train: list[float] = field(default_factory=list)
    test: list[float] = field(default_factory=list)
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
    pace = 2

    def __init__(self, loss_and_grads: training.LossAndGrads, sgd_step: training.SgdStep) -> None:
        self._functions = loss_and_grads, sgd_step
        self._data = data.digits()
        self._drawn: tuple[int, _State] | None = None

    def reset(self, values: Values) -> None:
        seed = values["seed"]
        dims = [self._data.x_train.shape[1], N_UNITS, 10]
        self.net = training.Net(dims, np.random.default_rng(seed), "relu", *self._functions)
        self._rng = np.random.default_rng([seed, 1])
        self._waiting: list[NDArray[np.int64]] = []
        self.history, self._drawn = _History(), None

    def step(self, values: Values) -> bool:
        if not self._waiting:
            order = self._rng.permutation(len(self._data.x_train))
            self._waiting = np.split(order, range(9 * BATCH_SIZE, len(order), 9 * BATCH_SIZE))
        rows, seen, lr = self._waiting.pop(0), self.history, values["lr"]
        epoch = len(seen.epochs) / PORTIONS
        seen.change(epoch, lr)
        x_train, y_train, x_test, y_test = self._data
        seen.train.append(self.net.steps(x_train[rows], y_train[rows], BATCH_SIZE, lr))
        seen.test.append(self.net.loss(x_test, y_test))
        seen.epochs.append(epoch + 1 / PORTIONS)
        finite = math.isfinite(seen.train[-1]) and math.isfinite(seen.test[-1])
        return finite and len(seen.epochs) < PORTIONS * EPOCHS

    def state(self) -> _State:
        """What the network can do now, computed once for each step."""
        at = len(self.history.epochs)
        if self._drawn is None or self._drawn[0] != at:
            x_train, _, x_test, y_test = self._data
            awake = np.count_nonzero(self.net.hidden(x_train), axis=0) / len(x_train)
            right = self.net.right(x_test, y_test) / len(y_test)
            losses = self.history.train[-1:] + self.history.test[-1:]
            self._drawn = at, _State(right, awake, bool(np.isfinite(losses).all()))
        return self._drawn[1]

    def frame(self, values: Values) -> Frame:
        state, path = self.state(), _walk(self._functions[1], values["lr"])
        verdict = _verdict(state, self.history)
        picture = _scene(state, self.history, path, values["lr"], verdict)
        return Frame(picture, f"{verdict} {self.net.note}")


def _verdict(state: _State, seen: _History) -> str:
    """The regime, in words that stay while the regime stays."""
    if not seen.epochs:
        return "Not trained yet. Press Play, or move the learning rate."
    if not state.finite:
        return (
            "Diverged: the loss is not a number. Lower the learning rate; "
            "your next move starts anew."
        )
    if state.dead == N_UNITS:
        return (
            f"All {N_UNITS} units are dead: each is 0 for every digit, so no gradient reaches its "
            "weights. Nothing will wake them, whatever the learning rate; start anew with Reset."
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


def _walk(sgd_step: training.SgdStep, lr: float) -> NDArray[np.float64] | None:
    """The student's steps down the bowl, (BOWL_STEPS + 1, 2); None while the function is blank."""
    return _walked(students.newest(sgd_step), lr)


@functools.lru_cache(maxsize=128)
def _walked(sgd_step: training.SgdStep, lr: float) -> NDArray[np.float64] | None:
    w, path = BOWL_START, [BOWL_START[:, 0]]
    try:
        for _ in range(BOWL_STEPS):
            grads = [(CURVATURE * w, np.zeros(1))]
            [(w, _b)] = training.stepped(sgd_step, [(w, np.zeros(1))], grads, lr)
            path.append(w[:, 0])
    except students.Asleep:
        return None
    return np.array(path)


def _manner(path: NDArray[np.float64]) -> str:
    """How the path goes down the bowl."""
    steep = path[:, 1]
    if not np.isfinite(path).all() or abs(steep[-1]) > abs(steep[0]):
        return "is thrown out"
    if (steep[1:] * steep[:-1] < 0).sum() > 2 and abs(steep[3]) > 0.02:
        return "zigzags"
    if np.linalg.norm(path[-1]) > 0.9 * np.linalg.norm(path[0]):
        return "hardly moves"
    return "goes down"


def _scene(
    state: _State, seen: _History, path: NDArray[np.float64] | None, lr: float, verdict: str
) -> str:
    canvas = Canvas(720, 372)
    _losses(canvas, seen)
    _bowl(canvas, path, lr)
    _meter(canvas, state)
    rows = [
        f"epoch {seen.epochs[-1] if seen.epochs else 0:.1f} of {EPOCHS}",
        f"reads {state.right:.1%} of the test digits" if state.finite else "not a number",
    ]
    for i, row in enumerate(rows):
        canvas.text(60 + 150 * i, 358, row, weight="600")
    losses = [number(curve[-1]) for curve in (seen.train, seen.test) if curve]
    told = f"Training loss {losses[0]}, test loss {losses[1]}, " if losses else ""
    alt = (
        f"A network learning digits at learning rate {lr:g}. {told}"
        f"{state.right:.0%} of the test digits right, {state.dead} of {N_UNITS} units dead. "
        f"A path on a bowl with two weights {'waits' if path is None else _manner(path)}. "
        f"{verdict}"
    )
    return canvas.svg(alt)


def _losses(canvas: Canvas, seen: _History) -> None:
    panel = Panel(canvas, 60, 34, 340, 264, (0, EPOCHS), (0.001, 10), "y")
    panel.frame("loss", "epochs", "")
    panel.curve([0, EPOCHS], [KNOWS_NOTHING] * 2, LINE, 1, "2 3")
    right, line = panel.x + panel.width - 6, float(panel.down(KNOWS_NOTHING))
    canvas.text(right, line + 16, "knows nothing: ln 10", LINE, 12, "end")
    _changes(panel, seen)
    for losses, colour, dash in ((_smooth(seen.train), BLUE, None), (seen.test, ORANGE, "6 3")):
        until = _finite(losses)
        if until:
            panel.curve(seen.epochs[:until], losses[:until], colour, 2, dash)
        if until < len(losses):
            at = f"not a number from epoch {seen.epochs[until]:.1f}"
            canvas.text(panel.x + 12, panel.y + 150, at, ORANGE, weight="600")
    canvas.rectangle(panel.x + 8, panel.y + panel.height - 52, 100, 46, PAPER)
    legend(
        canvas,
        panel.x + 12,
        panel.y + panel.height - 32,
        [("training", BLUE, None), ("test", ORANGE, "6 3")],
    )


def _finite(values: ArrayLike) -> int:
    """How many values there are before the first that is not a number."""
    return int(np.cumprod(np.isfinite(np.asarray(values, float))).sum())


def _smooth(losses: list[float], over: int = PORTIONS // 2) -> NDArray[np.float64]:
    """The mean over the last half epoch, at each tenth of an epoch."""
    with np.errstate(all="ignore"):
        total = np.cumsum([0.0, *losses])
    ends = np.arange(1, len(losses) + 1)
    begins = np.maximum(ends - over, 0)
    return np.asarray((total[ends] - total[begins]) / (ends - begins))


def _changes(panel: Panel, seen: _History) -> None:
    """Marks where the learning rate was changed; their values in two rows, the newest first."""
    free = [panel.x + panel.width + 60] * 2
    for epoch, lr in reversed(seen.changes):
        at, label = float(panel.across(epoch)), f"lr {lr:g}"
        if epoch:
            panel.canvas.line(at, panel.y, at, panel.y + panel.height, LINE, 1, "1 3")
        # At the right edge a label stands before its mark.
        begin = min(at + 4, panel.x + panel.width - 7 * len(label))
        for row in (0, 1):
            if begin + 7 * len(label) <= free[row]:
                panel.canvas.text(begin, panel.y + 15 + 16 * row, label, INK, 12)
                free[row] = begin
                break


def _bowl(canvas: Canvas, path: NDArray[np.float64] | None, lr: float) -> None:
    panel = Panel(canvas, 452, 34, 248, 150, (-5, 5), (-2, 2))
    panel.frame("a bowl with two weights", ticks=0)
    if path is None:
        panel.note("wakes up once sgd_step works", INK)
        return
    for level in (0.05, 0.3, 0.9, 1.8):
        rx, ry = np.sqrt(2 * level / CURVATURE[:, 0]) * (panel.width / 10, panel.height / 4)
        middle = f'cx="{panel.across(0):.1f}" cy="{panel.down(0):.1f}"'
        shape = f'{middle} rx="{rx:.1f}" ry="{ry:.1f}" fill="none"'
        canvas.add(f'<ellipse {shape} stroke="{LINE}" stroke-width="0.7"/>')
    told = f"{BOWL_STEPS} steps at lr {lr:g}: it {_manner(path)}"
    canvas.text(panel.x, panel.y + panel.height + 17, told, LINE, 12)
    path = path[: _finite(abs(path).max(axis=1))]
    panel.curve(path[:, 0], path[:, 1], BLUE, 1.5)
    panel.points(path[1:, 0], path[1:, 1], BLUE)
    panel.points(path[:1, 0], path[:1, 1], ORANGE, hollow=True, radius=5)


def _meter(canvas: Canvas, state: _State) -> None:
    x, y, wide, high = 452.0, 240.0, 248 / N_UNITS, 70.0
    title = f"{N_UNITS} hidden units" + (f": {state.dead} dead" if state.finite else "")
    canvas.text(x, y - 12, title, weight="600")
    canvas.line(x, y + high, x + 248, y + high)
    if not state.finite:
        canvas.text(x + 124, y + high / 2, "not a number", INK, anchor="middle")
        return
    for i, share in enumerate(state.awake):
        left = x + i * wide
        if share:
            canvas.rectangle(left + 1, y + high * (1 - share), wide - 2, high * share, BLUE)
        else:
            middle, foot = left + wide / 2, y + high - 6
            canvas.line(middle - 3, foot - 3, middle + 3, foot + 3, ORANGE, 2)
            canvas.line(middle - 3, foot + 3, middle + 3, foot - 3, ORANGE, 2)
    canvas.text(x, y + high + 17, "bar: share of digits that wake it", LINE, 12)
    canvas.text(x + 248, y + high + 17, "\N{MULTIPLICATION X} dead", ORANGE, 12, "end")
