"""What one more hidden unit buys: a network that learns, and every unit of it."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from course import data
from course.numerals import number
from course.widgets.boundary import Plane
from course.widgets.canvas import BLUE, INK, LINE, PURPLE, Canvas, Panel, legend, png
from course.widgets.figure import Control, Frame, Interactive, Values
from course.widgets.live import live
from course.widgets.training import LossAndGrads, Net, SgdStep

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

UNITS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64)
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
RECORD_EVERY = 10  # steps between two records of the losses
JUDGED = 100  # steps between two verdicts
EARLY, RESTING = 200, 600  # steps before which a run is not judged, nor said to rest
TOO_FEW_UNITS = 6  # units that may be too few
MAP_SIDE = 220  # edge of a map on the canvas
SAID = {
    "new": "A new net of {net} starts from random weights.",
    "begun": "A new net of {net}, from random weights, has begun to learn.",
    "falling": "A new net of {net}: both losses are falling.",
    "fits": "A new net of {net} fits: both losses are low, it has found the pattern.",
    "overfits": "A new net of {net} overfits: the training loss went on falling while the test "
    "loss rose. It learns the noise by heart.",
    "few": "A new net of {net}: too few. Both losses have stopped falling, both are still high.",
    "stuck": "A new net of {net} is stuck: both losses have stopped falling, both are still high.",
    "slow": "A new net of {net}: slow. The learning rate is small, both losses are still high.",
    "unsteady": "A new net of {net}: unsteady. The steps are so large that the loss jumps.",
    "diverging": "A new net of {net} diverges: the steps are so large that the loss is far above "
    "where it began.",
    "diverged": "Diverged: the loss is not a number. Lower the learning rate and press Reset.",
    "dead": "All {net} are dead: each is 0 for every sample, and no step can wake it. Lower the "
    "learning rate or take another seed, then press Reset.",
    "dead one": "The only unit is dead: it is 0 for every sample, and no step can wake it. Lower "
    "the learning rate or take another seed, then press Reset.",
}


@dataclass(frozen=True)
class Task:
    """Samples to learn from, and what counts as having learned them.

    x, y           : (N, D) and (N,)
    x_test, y_test : held out
    batch          : samples in a step; all, if it is N
    steps          : after so many the run is over
    high           : a training loss above it is that of a net which has missed the pattern
    """

    x: Floats
    y: Ints
    x_test: Floats
    y_test: Ints
    batch: int
    steps: int
    high: float


@functools.cache
def task(name: str) -> Task:
    """The samples of "moons", "spiral" or "digits"; few and noisy ones in the plane."""
    if name == "moons":
        return Task(*data.moons(60, noise=0.3), *data.moons(500, rng=1, noise=0.3), 60, 6000, 0.27)
    if name == "spiral":
        few, new = (data.spiral(n, rng, 0.7, classes=2) for n, rng in ((60, 0), (500, 1)))
        return Task(*few, *new, 60, 6000, 0.2)
    return Task(*data.digits(), 50, 3000, 0.3)


def hidden_units(
    loss_and_grads: LossAndGrads | None = None, sgd_step: SgdStep | None = None
) -> Interactive:
    """The figure of the hidden units.

    loss_and_grads : the student's, (params, x, y, act, lam) -> (loss, grads)
    sgd_step       : the student's, (params, grads, lr) -> params
    Without them, or while they are blank, scikit-learn trains the network.
    """
    controls = [
        Control("units", "hidden units", UNITS, 3),
        Control("data", "data", ("moons", "spiral", "digits"), "moons", kind="choice"),
        Control("lr", "learning rate", RATES, 0.3, texts=[f"{lr:g}" for lr in RATES]),
    ]
    question = (
        "What does one more unit buy? Let 1, 2, 3 and 8 units learn, then 64. "
        "Watch which of the two losses still falls."
    )
    return live("hidden_units", question, controls, Learner(loss_and_grads, sgd_step))


class Learner:
    """A network with one hidden layer of ReLUs, and its losses so far."""

    resets = frozenset({"units", "data", "seed"})
    pace = 25

    def __init__(self, loss_and_grads: LossAndGrads | None, sgd_step: SgdStep | None) -> None:
        self._functions = loss_and_grads, sgd_step

    def reset(self, values: Values) -> None:
        """A new network, at random."""
        self.task = task(values["data"])
        # The second number of the seed is chosen so that the first pictures show living units.
        self._rng = np.random.default_rng([values["seed"], 3])
        dims = [self.task.x.shape[1], values["units"], int(self.task.y.max()) + 1]
        self.net = Net(dims, self._rng, "relu", *self._functions)
        self.steps, self.at = 0, list[int]()
        self.losses: dict[str, list[float]] = {"training": [], "test": []}
        self.said = "new"
        self._record()

    def step(self, values: Values) -> bool:
        """One mini-batch; False when the run is over or its loss no number any more."""
        t = self.task
        rows = slice(None) if t.batch == len(t.x) else self._rng.integers(0, len(t.x), t.batch)
        loss = self.net.step(t.x[rows], t.y[rows], values["lr"])
        self.steps += 1
        lost = not math.isfinite(loss)
        if lost or self.steps % RECORD_EVERY == 0:
            self._record(loss if lost else None)
        if lost or self.steps == 1 or self.steps % JUDGED == 0:
            high, lr = t.high, values["lr"]
            self.said = judge(self.steps, self.losses, self._dead(), high, lr, self.said)
        return not lost and self.steps < t.steps

    def _dead(self) -> NDArray[np.bool_]:
        """(M,) whether a unit gives 0 for every sample."""
        return np.asarray(np.all(self.net.hidden(self.task.x) == 0, axis=0))

    def _record(self, lost: float | None = None) -> None:
        """Both losses now; where a step lost the network, that step's."""
        t = self.task
        self.at.append(self.steps)
        for part, x, y in (("training", t.x, t.y), ("test", t.x_test, t.y_test)):
            value = self.net.loss(x[:500], y[:500]) if lost is None else lost
            self.losses[part].append(value)

    def frame(self, values: Values) -> Frame:
        """The network's answers, its units, and its losses."""
        t, units = self.task, values["units"]
        dead = self._dead()
        told = SAID[self.said].format(net=f"{units} unit{'s' * (units > 1)}")
        if 0 < dead.sum() < units:
            verb = "is" if dead.sum() == 1 else "are"
            told += f" {dead.sum()} of {units} {verb} dead, 0 for every sample: crossed out."
        canvas = Canvas(720, 318)
        if t.x.shape[1] == 2:
            shares = self._plane(canvas, values["data"], dead)
        else:
            shares = self._digits(canvas, dead)
        self._curves(canvas)
        trained, test = (self.losses[part][-1] for part in ("training", "test"))
        alt = (
            f"{values['data']}, {units} hidden units, learning rate {values['lr']:g}, after "
            f"{self.steps} steps: training loss {number(trained)}, test loss {number(test)}; "
            f"{shares}. {told}"
        )
        return Frame(canvas.svg(alt), f"{told} {self.net.note}")

    def _plane(self, canvas: Canvas, name: str, dead: NDArray[np.bool_]) -> str:
        """The boundary, and what each unit adds to it; how many samples are on the right side."""
        t, plane = self.task, _plane(name)
        hidden, (w, b) = self.net.hidden(plane.points), self.net.params[-1]
        with np.errstate(all="ignore"):
            logits = hidden @ w + b
            columns = math.ceil(math.sqrt(len(w)))
            coarse = max(1, columns // 2)
            votes = hidden.reshape(plane.side, plane.side, -1)[::-coarse, ::coarse]
            votes = votes * (w[:, 1] - w[:, 0])
            # The square root lets a weak vote be seen beside a strong one.
            votes = np.sign(votes) * np.sqrt(np.abs(votes))
        plane.draw(canvas, 12, 34, MAP_SIDE, logits, "What the net says")
        _sheet(canvas, votes.transpose(2, 0, 1), dead, "What each unit adds", smooth=True)
        right, new = self.net.right(t.x, t.y) / len(t.x), self._new()
        canvas.text(12, 274, f"right: {right:.0%} of {len(t.x)} samples,")
        canvas.text(12, 293, f"{new:.0%} of {len(t.x_test)} new ones")
        canvas.text(252, 274, "blue: for the filled class,", size=12)
        canvas.text(252, 293, "orange: for the hollow one", size=12)
        return f"right are {right:.0%} of the samples and {new:.0%} of new ones"

    def _digits(self, canvas: Canvas, dead: NDArray[np.bool_]) -> str:
        """How many of each digit are read, and the weights of each unit as an image."""
        t, w = self.task, self.net.params[0][0]
        read = self.net.logits(t.x_test).argmax(axis=1) == t.y_test
        canvas.text(12, 26, "New digits read right", weight="600")
        row = MAP_SIDE / 10
        for digit in range(10):
            share, at = float(read[t.y_test == digit].mean()), 34 + row * digit
            canvas.text(14, at + 16, str(digit), weight="600")
            canvas.rectangle(32, at + 3, 156, row - 6, stroke=LINE)
            canvas.rectangle(32, at + 3, 156 * share, row - 6, fill=BLUE)
            canvas.text(232, at + 16, f"{share:.0%}", size=12, anchor="end")
        _sheet(canvas, w.T.reshape(-1, 8, 8), dead, "The weights of each unit", smooth=False)
        canvas.text(12, 274, f"together: {self._new():.0%} of {len(t.x_test)}")
        canvas.text(252, 274, "blue: a bright pixel excites,", size=12)
        canvas.text(252, 293, "orange: it inhibits", size=12)
        return f"of new digits {self._new():.0%} are read right"

    def _new(self) -> float:
        t = self.task
        return self.net.right(t.x_test, t.y_test) / len(t.x_test)

    def _curves(self, canvas: Canvas) -> None:
        at = np.array(self.at)
        values = np.array(list(self.losses.values()))
        fine = values[np.isfinite(values) & (values > 0)]
        low, high = (fine.min(), fine.max()) if fine.size else (0.1, 1.0)
        ends = 10.0 ** math.floor(math.log10(low)), 10.0 ** math.ceil(math.log10(1.01 * high))
        across = 250 * 2 ** math.ceil(math.log2(max(250, self.steps) / 250))
        panel = Panel(canvas, 528, 34, 168, MAP_SIDE - 36, (0, across), ends, "y")
        panel.frame(f"Loss, step {self.steps}", ticks=2)
        if len(at) == 1:
            panel.note("Play draws the curves")
        thin = slice(None, None, -(-len(at) // 300))
        styles = ((INK, None), (PURPLE, "6 3"))
        entries = []
        for (part, losses), (colour, dash) in zip(self.losses.items(), styles, strict=True):
            panel.curve(
                np.append(at[thin], at[-1]), np.append(losses[thin], losses[-1]), colour, dash=dash
            )
            entries.append((f"{part} {number(losses[-1])}", colour, dash))
        legend(canvas, 528, 275, entries)


@functools.cache
def _plane(name: str) -> Plane:
    t = task(name)
    return Plane(t.x, t.y, side=64)


def _sheet(
    canvas: Canvas, pictures: Floats, dead: NDArray[np.bool_], title: str, smooth: bool
) -> None:
    """All units' pictures, (M, rows, columns), on one image; the dead ones crossed out."""
    count, side, _ = pictures.shape
    columns = math.ceil(math.sqrt(count))
    gap = 0 if count == 1 else max(1, side // 12)
    sheet = np.zeros((columns * (side + gap) - gap,) * 2)
    for i, picture in enumerate(pictures):
        top, left = (side + gap) * (i // columns), (side + gap) * (i % columns)
        sheet[top : top + side, left : left + side] = picture
    strengths = np.abs(pictures[np.isfinite(pictures)])
    reach = float(np.quantile(strengths, 1 if smooth else 0.98)) if strengths.size else 1.0
    reach = reach or 1.0
    x, y, scale = 252.0, 34.0, MAP_SIDE / len(sheet)
    canvas.text(x, y - 8, title, weight="600")
    canvas.image(x, y, MAP_SIDE, MAP_SIDE, png(sheet, -reach, reach), smooth)
    edge, boxes, crosses = scale * side, "", ""
    for i in range(count):
        left, top = (
            x + scale * (side + gap) * (i % columns),
            y + scale * (side + gap) * (i // columns),
        )
        boxes += f"M{left:.1f} {top:.1f}h{edge:.1f}v{edge:.1f}h{-edge:.1f}z"
        if dead[i]:
            crosses += f"M{left:.1f} {top:.1f}l{edge:.1f} {edge:.1f}m0 {-edge:.1f}"
            crosses += f"l{-edge:.1f} {edge:.1f}"
    canvas.add(f'<path d="{boxes}" fill="none" stroke="{LINE}" stroke-width="0.8"/>')
    canvas.add(f'<path d="{crosses}" fill="none" stroke="{INK}" stroke-width="1.5"/>')


def judge(
    at: int, losses: dict[str, list[float]], dead: NDArray[np.bool_], high: float, lr: float,
    before: str = "new",
) -> str:  # fmt: skip
    """Which of the `SAID` a run is.

    at     : steps taken
    losses : "training" and "test", as recorded every `RECORD_EVERY` steps
    dead   : (M,) whether a unit is 0 for every sample
    high   : a training loss above it is that of a net which has missed the pattern
    before : what was said last; it takes more to leave a verdict than to keep it
    """
    train, test = np.array(losses["training"]), np.array(losses["test"])
    if not np.isfinite(train[-1]):
        return "diverged"
    if dead.all():
        return "dead" if len(dead) > 1 else "dead one"
    if at < EARLY:
        return "begun"
    late = train[-(len(train) // 3) :]
    if np.median(late) > 1.5 * max(train[0], 1):
        return "diverging"
    if train[-1] < 1.5 * high and _overfits(train, test, 1.1 if before == "overfits" else 1.15):
        return "overfits"
    jumps = np.median(np.abs(np.diff(late))) / np.median(late)
    if lr >= 1 and jumps > (0.02 if before == "unsteady" else 0.05):
        return "unsteady"
    if train[-3:].mean() < high:
        return "fits"
    if lr < 0.03:
        return "slow"
    if at < RESTING:
        return "begun"
    rested = before in ("few", "stuck")
    if late[:5].mean() - late[-5:].mean() > (0.25 if rested else 0.05) * late[-5:].mean():
        return "falling"
    return "few" if len(dead) <= TOO_FEW_UNITS else "stuck"


def _overfits(train: Floats, test: Floats, factor: float) -> bool:
    """Whether the test loss has left its lowest point while the training loss went on falling."""
    best = int(np.argmin(test))
    risen = test[-3:].mean() > factor * test[best] + 0.02
    return bool(risen and train[-3:].mean() < train[best])
