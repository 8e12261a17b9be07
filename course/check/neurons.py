"""The checks of chapter 1's last exercises: which gate is a neuron, and is this a network of them?

The weights of a gate are judged by what a neuron does with them. A network is listened to: every
number in it is followed. Notebooks import it as `wiring`. Like `course.check`, it raises
`CheckFailed` with a message for the student.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence, Set
from typing import Any

import numpy as np

from course import check
from course.check import cell
from course.check.kinds import REAL
from course.check.mistake import Mistake

CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))
GATES = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "NAND": (1, 1, 1, 0)}  # at the corners
A_BIT = 1e-9  # by which a bias is raised, to see whether a corner lies on the line

SAMPLES = 3
UNKNOWN = "An input of a neuron is neither a column of x nor the answer of a neuron."
NOT_A_NEURONS = (
    "What came back is the answer of none of your neurons (each answered with numbers of its own, "
    "so that we see). Products, differences and comparisons are Python's work: end with a neuron."
)
PICKED = "What is returned is picked from the answers of several neurons; that is Python's work."
THIS_IS_OR = Mistake("this is OR", "It fires at (1, 1), too, where XOR is silent.")
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


# --- gates --------------------------------------------------------------------------------------


def gate(name: str, w: Any, b: Any, *, fires: Sequence[int]) -> None:
    """A neuron with the weights `w` (2,) and the bias `b` must do this at the corners.

    name  : of the gate
    fires : what it should do at (0, 0), (0, 1), (1, 0) and (1, 1)

    Raises CheckFailed.
    """
    check.that(np.ndim(w) >= np.ndim(b), "Return w first, then b.", mistake="swapped outputs")
    single = np.ndim(w) == 0 and np.asarray(w).dtype.kind in REAL
    said = f"w for {name} is a single number; each of the two inputs has a weight."
    check.that(not single, said, mistake="one weight for two inputs")
    three = np.shape(w) == (3,)
    said = f"w for {name} has three numbers; it holds two weights, and the bias stands in b alone."
    check.that(not three, said, mistake="the bias among the weights")
    table = np.shape(w) == (len(CORNERS),)
    said = f"w for {name} has a number for each corner; a neuron has a weight for each input."
    check.that(not table, said, mistake="a truth table instead of weights")
    said = (
        f"w for {name} has shape {np.shape(w)}, expected (2,): two numbers in one pair of brackets."
    )
    flat = np.shape(w) not in ((2, 1), (1, 2))
    check.that(flat, said, mistake="two axes instead of one")
    check.shape(f"w for {name}", w, (2,))
    _need_bias(f"b for {name}", b)
    check.finite(f"w for {name}", w)
    check.finite(f"b for {name}", b)
    w, b = np.array(w, dtype=float), float(b)  # a copy: w may change in later calls
    done = _fires(w, b)
    if np.array_equal(done, fires):
        return
    seen = f"A neuron with your {name} weights answers {check.shown(done)} at the corners"
    flipped = np.array_equal(_fires(w, -b), fires)
    said = f"{seen}; with the other sign in front of b they are {name}'s."
    check.that(not flipped, said, mistake="bias sign flipped")
    upside = np.array_equal(_fires(-w, b), fires)
    changed = f"{seen}: asked again, after other gates, gate_weights gives other weights."
    steady = not upside or _is_steady(name, w, b)
    check.that(steady, changed, mistake="depends on earlier calls")
    said = f"{seen}: should an input of 1 speak for firing, or against it?"
    check.that(not upside, said, mistake="weights of the wrong sign")
    on_line = np.array_equal(_fires(w, b + A_BIT), fires)
    said = (
        f"{seen}: where the sum should be above 0 it is exactly 0, and that is silence. "
        "A slightly larger b lifts it."
    )
    check.that(not on_line, said, mistake="a corner is on the line")
    twin = _twin(name, w, b)
    said = (
        f"gate_weights gives the same for {name} as for {twin}: "
        "which lines of the code does each name reach?"
    )
    check.that(twin is None, said, mistake="two names, the same weights")
    check.close(f"a neuron with your {name} weights", done, np.array(fires))


def _twin(name: str, w: Any, b: float) -> str | None:
    """The other gate whose weights these are, by what the student's function says of it."""
    called = cell.last_call()
    done = tuple(_fires(w, b).tolist())
    other = next((gate for gate, fires in GATES.items() if fires == done != GATES[name]), None)
    if called and other:
        with contextlib.suppress(check.CheckFailed):
            w_other, b_other = check.call(called[0], other, returns=("w", "b"))
            if np.array_equal(w, w_other) and np.array_equal(b, b_other):
                return other
    return None


def _need_bias(name: str, b: Any) -> None:
    many = np.size(b) > 1 and np.asarray(b).dtype.kind in REAL
    said = f"{name} holds {np.size(b)} numbers; a neuron has one bias."
    check.that(not many, said, mistake="several biases")
    check.shape(name, b, ())


def _is_steady(name: str, w: Any, b: float) -> bool:
    """Whether the student's function gives these weights still, after it gave other gates'."""
    called = cell.last_call()
    if not called:
        return True
    for gate in sorted(GATES, key=lambda gate: gate == name):  # this one last
        with contextlib.suppress(check.CheckFailed):
            w_now, b_now = check.call(called[0], gate, returns=("w", "b"))
            if gate == name:
                return np.array_equal(w, w_now) and np.array_equal(b, b_now)
    return True


def again(gate_weights: Any, name: str, *, fires: Sequence[int]) -> None:
    """Asked for a second time, and once more after all others, a gate has its weights still.

    Raises CheckFailed.
    """
    _need_still(gate_weights, name, fires, "a second time")
    for other in GATES:
        if other != name:
            with contextlib.suppress(check.CheckFailed):  # that costs the other gate's point
                check.call(gate_weights, other, returns=("w", "b"))
    _need_still(gate_weights, name, fires, "again, after other gates")


def _need_still(gate_weights: Any, name: str, fires: Sequence[int], when: str) -> None:
    w, b = check.call(gate_weights, name, returns=("w", "b"))
    same = np.shape(w) == (2,) and np.shape(b) == () and np.array_equal(_fires(w, b), fires)
    seen = f"Asked for {name} {when}, gate_weights gives other weights."
    check.that(same, seen, mistake="depends on earlier calls")


def _fires(w: Any, b: Any) -> Any:
    p, q = np.array(CORNERS).T
    return (p * w[0] + q * w[1] > -b).astype(int)


# --- two neurons --------------------------------------------------------------------------------


def two_neurons(
    w_first: Any, b_first: Any, w_second: Any, b_second: Any, *, fires: Sequence[int]
) -> None:
    """Two neurons, the second of which also sees the first one's answer, must do this.

    w_first  : (2,) its weights of the inputs
    w_second : (3,) its weights of the inputs and of the first neuron's answer
    fires    : what the second should do at (0, 0), (0, 1), (1, 0) and (1, 1)

    Raises CheckFailed.
    """
    given = {"w_first": w_first, "b_first": b_first, "w_second": w_second, "b_second": b_second}
    _need_forms(given)
    w, b, v, c = (np.asarray(one, dtype=float) for one in given.values())
    done = _second_fires(w, b, v, c)
    if np.array_equal(done, fires):
        return
    seen = f"The second neuron answers {check.shown(done)} at the corners"
    for message, mistake, others in _near_misses(w, b, v, c):
        hit = any(np.array_equal(_second_fires(*other), fires) for other in others)
        check.that(not hit, f"{seen}{message}", mistake=mistake)
    first = _fires(w, b)
    said = (
        f"The first neuron answers {check.shown(first)} at the corners, and the weight of that is "
        f"{v[2]:g}: it changes nothing, and the second neuron is alone."
    )
    alone = v[2] == 0 or len({*first.tolist()}) == 1
    check.that(not alone, said, mistake="one neuron cannot do XOR")
    _need_silence(seen, v, c, int(first[-1]), done)
    check.close("the second neuron's answers", done, np.array(fires))


def _need_silence(seen: str, v: Any, c: Any, first: int, done: Any) -> None:
    """An OR has only one thing to mend: the sum at (1, 1), which is told.

    v, c  : the second neuron's weights (3,) and bias
    first : the first neuron's answer at (1, 1)
    """
    verb = "fires" if first else "is silent"
    added = f" + ({v[2]:g})" if first else ""
    total = v[0] + v[1] + v[2] * first + c
    said = (
        f"{seen}: at (1, 1) the first neuron {verb}, so the second one's sum is "
        f"{v[0]:g} + ({v[1]:g}){added} + ({c:g}) = {total:g}, and it must not be above 0."
    )
    check.that(not np.array_equal(done, GATES["OR"]), said, mistake=THIS_IS_OR)


def _need_forms(given: dict[str, Any]) -> None:
    """Both weights and both biases must have their shapes, and hold numbers."""
    order = "Return w_first, b_first, w_second and b_second, in this order."
    numbers = [name for name in given if np.ndim(given[name]) == 0]
    in_order = not {"w_first", "w_second"} & {*numbers} or {"b_first", "b_second"} <= {*numbers}
    check.that(in_order, order, mistake="swapped outputs")
    sizes = np.shape(given["w_first"]), np.shape(given["w_second"])
    said = "The first neuron sees two inputs, the second three; here it is the other way round."
    check.that(sizes != ((3,), (2,)), said, mistake="the two neurons swapped")
    said = "w_second has two weights; the third is that of the first neuron's answer."
    check.that(sizes[1] != (2,), said, mistake="no weight for the first neuron's answer")
    for name, count in (("w_first", 2), ("w_second", 3)):
        _need_weights(name, given[name], count)
    for name in ("b_first", "b_second"):
        _need_bias(name, given[name])
    for name, one in given.items():
        check.finite(name, one)


def _need_weights(name: str, w: Any, count: int) -> None:
    single = np.ndim(w) == 0 and np.asarray(w).dtype.kind in REAL
    said = f"{name} is a single number; each of the {count} inputs has a weight."
    check.that(not single, said, mistake="one weight for all inputs")
    said = f"{name} has {count + 1} numbers; the bias stands in b_{name[2:]} alone."
    check.that(np.shape(w) != (count + 1,), said, mistake="the bias among the weights")
    said = f"{name} has shape {np.shape(w)}, expected ({count},): one pair of brackets."
    flat = np.shape(w) not in ((count, 1), (1, count))
    check.that(flat, said, mistake="two axes instead of one")
    check.shape(name, w, (count,))


def _near_misses(w: Any, b: Any, v: Any, c: Any) -> list[tuple[str, str, list[Any]]]:
    """What else is said, its mistake, and the weights with which that one thing is mended."""
    up = A_BIT
    on_line = [(w, b + up, v, c), (w, b, v, c + up), (w, b + up, v, c + up)]
    flipped = [(w, -b, v, c), (w, b, v, -c), (w, -b, v, -c)]
    turned = v * [1, 1, -1]
    return [
        (": a sum is exactly 0 there, and that is silence.", "a corner is on the line", on_line),
        ("; with the other sign in front of a bias it is XOR.", "bias sign flipped", flipped),
        (
            ": the first neuron's answer pushes the second one the wrong way.",
            "weights of the wrong sign",
            [(w, b, turned, c)],
        ),
        (
            ": in w_second the weight of the first neuron's answer stands last.",
            "the weights in another order",
            [(w, b, np.roll(v, -1), c), (w, b, v[[0, 2, 1]], c)],
        ),
    ]


def two_again(xor_weights: Any, *, fires: Sequence[int]) -> None:
    """Called for a second and a third time, it gives such weights still.

    Raises CheckFailed.
    """
    for _ in range(2):
        names = ("w_first", "b_first", "w_second", "b_second")
        w, b, v, c = check.call(xor_weights, returns=names)
        same = [np.shape(one) for one in (w, b, v, c)] == [(2,), (), (3,), ()]
        same = same and np.array_equal(_second_fires(w, b, v, c), fires)
        seen = "Called again, xor_weights gives other weights."
        check.that(same, seen, mistake="depends on earlier calls")


def _second_fires(w: Any, b: Any, v: Any, c: Any) -> Any:
    p, q = np.array(CORNERS).T
    return (p * v[0] + q * v[1] + _fires(w, b) * v[2] > -c).astype(int)


# --- networks -----------------------------------------------------------------------------------


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
        mistake = "the result is not the answer of a neuron"
        check.that(returned <= self.answered, NOT_A_NEURONS, mistake=mistake)
        check.that(not self.partly_idle(returned), PICKED, mistake=mistake)
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
        check.that(fed <= self.known | opposite, UNKNOWN, mistake="fed with something else")
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
