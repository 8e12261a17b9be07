"""The check of chapter 1's wiring: is a function made of neurons and of nothing else?

It is listened to: every number in it is followed. Notebooks import it as `wiring`, and find the
checks of weights here, too. Like `course.check`, it raises `CheckFailed` with a message for the
student.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Any

import numpy as np

from course import check
from course.check.gates import CORNERS, GATES
from course.check.gates import again as again  # notebooks call these
from course.check.gates import gate as gate
from course.check.gates import two_again as two_again
from course.check.gates import two_neurons as two_neurons
from course.check.mistake import Mistake

SAMPLES = 3
UNKNOWN = "An input of a neuron is neither a column of x nor the answer of a neuron."
NOT_BY_NEURONS = Mistake(
    "fed with something else",
    "Was one of the neurons computed without `perceptron_predict`, or its answer changed?",
)
NOT_A_NEURONS = "What you returned was given by no call of `perceptron_predict`."
PICKED = "What you returned was picked from the answers of several neurons."
PYTHONS_WORK = Mistake(
    "the last step is not a neuron",
    "Products, differences, comparisons and choices are Python's work; let a neuron do the last "
    "step, and return its answer as it is.",
)
NO_CALL = "perceptron_predict was not called."
NO_NEURONS = Mistake(
    "computed without neurons", "In this exercise a neuron is a call of `perceptron_predict`."
)
IDLE_NEURON = "The answer of a neuron is neither returned nor an input of another."
VARIES = "A neuron's w or b changes with x."
JOINED = "A neuron got the two answers as one long row; the inputs of a neuron are columns."
ONE_BIAS = "A neuron has one bias, the same for every row."
SIZES = "A neuron takes x (N, D), w (D,) and a number b."
ROWS = "A neuron got the two answers as rows of its x; the inputs of a neuron are columns."
ONE_AXIS = (
    "A neuron got an x of one axis; its x has a row for each sample, a column for each input."
)
EMPTY = "Without rows a neuron got an empty list as its x; an array keeps its two columns."
COLUMNS = (
    "A neuron got one column as x and another as w; the two together, side by side, are its x."
)
SWAPPED = "A neuron got a number as w and an array as b; gate_weights gives w first."
PAIR = "A neuron got w and b as one pair; the star in `*gate_weights(name)` takes them apart."


def run(f: Any, x: Any) -> Any:
    """What `f` gives for x (N, 2) while right neurons and gates stand in for the student's.

    Raises CheckFailed.
    """
    check.stand_in(perceptron_predict=perceptron_predict, gate_weights=gate_weights)
    return check.call(f, x)


def perceptron_predict(x: Any, w: Any, b: Any = None) -> Any:
    """A neuron that decides rightly, (N,) integers, for x (N, D), w (D,) and a number b.

    Raises CheckFailed for inputs of which it is known what they lack, and TypeError without b.
    """
    _need_inputs(x, w, b)
    return ((np.asarray(x) * w).sum(axis=1) + b > 0).astype(int)


def gate_weights(name: str) -> tuple[Any, float]:
    """Weights (2,) and a bias for a gate. OR's inputs differ, where sums of them are passed on.

    Raises CheckFailed for another name.
    """
    _need_gate(name)
    return {
        "AND": (np.array([2.0, 2.0]), -3.0),
        "OR": (np.array([3.0, 1.0]), -0.5),
        "NAND": (np.array([-2.0, -2.0]), 3.0),
    }[name]


def _need_gate(name: Any) -> None:
    known = name in GATES
    said = f"gate_weights was asked for {check.shown(name)}; it gives AND, OR and NAND."
    check.that(known, said, mistake="no such gate")


def _need_inputs(x: Any, w: Any, b: Any) -> None:
    if b is None:
        check.that(type(w) is not tuple, PAIR, mistake="w and b not taken apart")
        raise TypeError("perceptron_predict() missing 1 required positional argument: 'b'")
    check.that(np.ndim(w) or not np.ndim(b), SWAPPED, mistake="w and b swapped")
    rows = np.ndim(x) == 2 and np.shape(x)[:1] == np.shape(w) < np.shape(x)[1:]
    check.that(not rows, ROWS, mistake="stacked as rows, not as columns")
    check.that(type(x) is not list or x, EMPTY, mistake="an empty list")
    columns = np.ndim(x) == 1 and np.shape(x) == np.shape(w) != (2,)  # weights have two entries
    check.that(not columns, COLUMNS, mistake="a column given as weights")
    check.that(np.ndim(x) != 1, ONE_AXIS, mistake="x of one axis")
    fits = np.ndim(x) != 2 or np.ndim(w) != 1 or np.shape(x)[1:] == np.shape(w)
    said = f"A neuron got {np.size(w)} weights for x of shape {np.shape(x)}: one for each column."
    check.that(fits, said, mistake="not a weight for each column")


def network(f: Any) -> None:
    """`f`, a function of x (N, 2), must make its result out of neurons, none of them idle.

    Every row and every answer has other numbers, which tell where they come from.

    Raises CheckFailed.
    """
    numbers = check.rng().permutation(9000) + 1000
    x = numbers[: 2 * SAMPLES].reshape(SAMPLES, 2)
    x[-1] = x[-1, 0]  # for whom would compare the two
    corners = np.array(CORNERS)  # for whom would look for zeros and ones
    neurons = _Neurons(x, numbers[2 * SAMPLES :])
    try:
        returned = neurons.run(f, x)
    except check.CheckFailed:
        _need_neurons(f, corners)
        raise
    idle = neurons.answered - neurons.used - returned
    check.that(not idle, IDLE_NEURON, mistake="an idle neuron")
    alone = len(neurons.answered) <= SAMPLES
    check.that(not alone, "There is one neuron alone.", mistake="one neuron cannot do XOR")
    fixed = all(rows % SAMPLES == 0 for rows in neurons.programs.values())
    check.that(fixed, VARIES, mistake="weights that depend on the row")
    _Neurons(corners, numbers[2 * SAMPLES :]).run(f, corners)


def _need_neurons(f: Any, x: Any) -> None:
    """A function that gets through without a neuron may stop at other numbers than 0 and 1."""
    with check.spy(f, perceptron_predict=perceptron_predict, gate_weights=gate_weights) as calls:
        try:
            check.call(f, x)
        except check.CheckFailed:
            return
    check.that(calls["perceptron_predict"], NO_CALL, mistake=NO_NEURONS)


def _any_gate(name: str) -> tuple[Any, float]:
    """Weights by which a neuron can be told from others; they make no gate."""
    _need_gate(name)
    return np.full(2, 2.0 + len(str(name))), 0.0


_any_gate.__qualname__ = "gate_weights"  # as an exception calls it


class _Neurons:
    """Stand-ins for all neurons, and what they were given and answered."""

    def __init__(self, x: Any, numbers: Any) -> None:
        # Of two answers neither is the smaller in every row, for whom would pick by size.
        half = len(numbers) // 2
        self.rising = iter(np.sort(numbers[:half]))
        self.falling = iter(np.sort(numbers[half:])[::-1])
        self.known = set(_numbers(x))  # what an input may be
        self.used: set[Any] = set()
        self.answers: list[Set[Any]] = []  # of each call
        self.programs: dict[Any, int] = {}  # weights and bias -> rows that they were used for

    def run(self, f: Any, x: Any) -> Set[Any]:
        """Let `f` work with these neurons, and give what it returned: answers of theirs.

        Raises CheckFailed.
        """
        with check.spy(f, perceptron_predict=self.neuron(), gate_weights=_any_gate) as calls:
            out = check.call(f, x)
        check.that(calls["perceptron_predict"], NO_CALL, mistake=NO_NEURONS)
        late = np.ndim(out) == 1 and len(out) > len(x) and _numbers(out[-len(x) :]) <= self.answered
        more = "There are more results than rows; the right ones come last."
        check.that(not late, more, mistake="earlier results still there")
        check.shape("the result", out, (len(x),))
        returned = _numbers(out)
        check.that(returned <= self.answered, NOT_A_NEURONS, mistake=PYTHONS_WORK)
        check.that(not self.partly_idle(returned), PICKED, mistake=PYTHONS_WORK)
        return returned

    @property
    def answered(self) -> Set[Any]:
        """The answers of all calls."""
        return set[Any]().union(*self.answers)

    def neuron(self) -> Any:
        """What is called in a neuron's place, under a neuron's name."""

        def perceptron_predict(x: Any, w: Any, b: Any = None) -> Any:
            return self.answer(x, w, b)

        perceptron_predict.__qualname__ = perceptron_predict.__name__
        return perceptron_predict

    def answer(self, x: Any, w: Any, b: Any) -> Any:
        """A new number for every row of x."""
        joined = np.shape(x) == (2 * SAMPLES,)
        check.that(not joined, JOINED, mistake="joined end to end, not side by side")
        _need_inputs(x, w, b)
        check.that(np.size(b) == 1, ONE_BIAS, mistake="a bias for each row")
        fits = np.ndim(x) == 2 and np.shape(w) == np.shape(x)[1:]
        check.that(fits, SIZES, mistake="shapes do not fit")
        fed = _numbers(x)
        opposite = {1 - v for v in self.known}  # 1 - p is NOT, and may be written so
        check.that(fed <= self.known | opposite, UNKNOWN, mistake=NOT_BY_NEURONS)
        out = np.array([next(self.falling if i % 2 else self.rising) for i in range(len(x))])
        self.known |= _numbers(out)
        self.answers.append(_numbers(out))
        self.used |= fed | {1 - v for v in fed}
        program = (*np.ravel(w).tolist(), *np.ravel(b).tolist())
        self.programs[program] = self.programs.get(program, 0) + len(out)
        return out

    def partly_idle(self, returned: Set[Any]) -> bool:
        """Whether some of the answers that one call gave were returned, and others left."""
        busy = self.used | returned
        return any(answers & returned and answers - busy for answers in self.answers)


def _numbers(a: Any) -> Set[Any]:
    return set(np.ravel(a).tolist())
