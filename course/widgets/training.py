"""A small network that a figure trains: by the student's own functions where they work.

Until then the course's own engine takes the steps: the same start, the same loss, the same plain
gradient descent (tests/course/test_training.py holds the two against each other).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from course.check import calling, described, failure
from course.widgets import students
from course.widgets.engine import Engine, Floats, Params, product, relu

LossAndGrads = Callable[..., Any]
SgdStep = Callable[..., Any]


def start(dims: Sequence[int], rng: np.random.Generator) -> Params:
    """Random weights and no biases: a layer keeps the mean square of what a ReLU hands it.

    dims : sizes from the inputs to the logits
    After K. He and others, *Delving Deep into Rectifiers* (2015).
    """
    sizes = zip(dims[:-1], dims[1:], strict=True)
    return [(rng.normal(scale=np.sqrt(2 / d), size=(d, m)), np.zeros(m)) for d, m in sizes]


def stepped(sgd_step: SgdStep, params: Params, grads: Params, lr: float) -> Params:
    """What the student's `sgd_step` makes of params.

    Raises Asleep while it is blank, CheckFailed if it raises or gives something of another form
    """
    return _layers(sgd_step, "", students.ask(sgd_step, params, grads, lr), params)


class Net:
    """A network that learns in mini-batches, and can be looked at in between.

    dims           : sizes from the inputs to the logits, such as [64, 32, 10]
    act            : "relu" or "tanh", for the hidden layers
    loss_and_grads : the student's, (params, x, y, act, lam) -> (loss, grads)
    sgd_step       : the student's, (params, grads, lr) -> params

    own  : whether the student's two functions train it; they do if both are given and written
    note : a sentence that tells the reader who trains it
    Raises CheckFailed if one of them is written and raises, or gives something of another form
    """

    def __init__(
        self,
        dims: Sequence[int],
        rng: np.random.Generator,
        act: Literal["relu", "tanh"] = "relu",
        loss_and_grads: LossAndGrads | None = None,
        sgd_step: SgdStep | None = None,
    ) -> None:
        begin = start(dims, rng)
        self.own, until = False, ""
        if loss_and_grads is not None and sgd_step is not None:
            blank = _blank(begin, act, loss_and_grads, sgd_step)
            self.own, until = not blank, f" until your <code>{blank}</code> works"
        self._engine: _Own | Engine
        if self.own and loss_and_grads and sgd_step:
            self._engine = _Own(begin, act, loss_and_grads, sgd_step)
            self.note = "Trained by your <code>loss_and_grads</code> and <code>sgd_step</code>."
        else:
            self._engine = Engine(begin, act)
            self.note = f"Trained by the course{until}."
        self._act = np.tanh if act == "tanh" else relu

    @property
    def params(self) -> Params:
        """The list of (w (D, M), b (M,)); only for reading."""
        return self._engine.params

    def step(self, x: Floats, y: NDArray[np.int64], lr: float, lam: float = 0.0) -> float:
        """One step downhill on a mini-batch: its loss before the step, penalty included.

        The loss of a run that went astray is nan or inf. Raises CheckFailed for what the
        student's functions raise.
        """
        return self.steps(x, y, len(x), lr, lam)

    def steps(
        self, x: Floats, y: NDArray[np.int64], size: int, lr: float, lam: float = 0.0
    ) -> float:
        """Steps on mini-batches of `size` samples, in the order of x: the mean of their losses."""
        with np.errstate(all="ignore"):
            return self._engine.steps(x, y, size, lr, lam)

    def loss(self, x: Floats, y: NDArray[np.int64]) -> float:
        """The mean cross-entropy on samples, without the penalty; may be nan or inf."""
        with np.errstate(all="ignore"):
            return self._engine.loss(x, y)

    def hidden(self, x: Floats) -> Floats:
        """What the first hidden layer gives, (N, M)."""
        with np.errstate(all="ignore"):
            return self._through(x, self.params[0])

    def logits(self, x: Floats) -> Floats:
        """The sums of the last layer, (N, C)."""
        *hidden, (w, b) = self.params
        with np.errstate(all="ignore"):
            for layer in hidden:
                x = self._through(x, layer)
            return np.asarray(product(x, w) + b)

    def right(self, x: Floats, y: NDArray[np.int64]) -> int:
        """How many of the samples it classifies right; none once it is not a number."""
        logits = self.logits(x)
        if not np.isfinite(logits).all():
            return 0
        return int((logits.argmax(axis=1) == y).sum())

    def _through(self, x: Floats, layer: tuple[Floats, Floats]) -> Floats:
        w, b = layer
        return np.asarray(self._act(product(x, w) + b))


class _Own:
    """The student's functions, always as they stand in the notebook."""

    def __init__(
        self, params: Params, act: str, loss_and_grads: LossAndGrads, sgd_step: SgdStep
    ) -> None:
        self.params = params
        self._act, self._loss_and_grads, self._sgd_step = act, loss_and_grads, sgd_step

    def _ask(self, x: Floats, y: NDArray[np.int64], lam: float) -> tuple[float, Any]:
        f = self._loss_and_grads
        result = students.ask(f, self.params, x, y, _activation(f, self._act), lam)
        return _loss_and_grads(f, result, self.params)

    def steps(self, x: Floats, y: NDArray[np.int64], size: int, lr: float, lam: float) -> float:
        losses = []
        for first in range(0, len(x), size):
            loss, grads = self._ask(x[first : first + size], y[first : first + size], lam)
            self.params = stepped(self._sgd_step, self.params, grads, lr)
            losses.append(loss)
        return float(np.mean(losses))

    def loss(self, x: Floats, y: NDArray[np.int64]) -> float:
        return self._ask(x, y, 0.0)[0]


def _blank(params: Params, act: str, loss_and_grads: LossAndGrads, sgd_step: SgdStep) -> str:
    """The name of the first function that is still blank, or "": tried on two samples of zeros."""
    trial = _Own(params, act, loss_and_grads, sgd_step)
    samples = np.zeros((2, len(params[0][0]))), np.zeros(2, dtype=np.int64)
    trials: dict[str, Callable[[], object]] = {
        "loss_and_grads": lambda: trial.loss(*samples),
        "sgd_step": lambda: stepped(sgd_step, params, params, 0.0),
    }
    for name, run in trials.items():
        try:
            run()
        except students.Asleep:
            return name
    return ""


def _activation(f: LossAndGrads, act: str) -> Any:
    """The activation as the chapter's functions know it: the notebook's `relu`, or np.tanh."""
    scope = getattr(students.newest(f), "__globals__", {})
    return np.tanh if act == "tanh" else scope.get("relu", relu)


def _loss_and_grads(f: LossAndGrads, result: Any, params: Params) -> tuple[float, Params]:
    """The student's loss and grads, in the form that training needs."""
    if not isinstance(result, tuple) or len(result) != 2 or np.ndim(result[0]) != 0:
        got = described.value(result)
        raise failure.failed(f"{calling.called(f)} gave {got}; the figure needs loss and grads.")
    loss, grads = result
    return float(loss), _layers(f, "grads: ", grads, params)


def _layers(f: Callable[..., Any], part: str, layers: Any, params: Params) -> Params:
    """Pairs of arrays, each as large as its weights or biases."""
    try:
        pairs = [(np.asarray(w, dtype=float), np.asarray(b, dtype=float)) for w, b in layers]
    except (TypeError, ValueError):
        pairs = []
    wanted = [(w.shape, b.shape) for w, b in params]
    if [(w.shape, b.shape) for w, b in pairs] != wanted:
        got = described.value(layers)
        raise failure.failed(
            f"{calling.called(f)} gave {part}{got}; the figure needs a list of (w, b) "
            f"of the shapes {wanted}."
        )
    return pairs
