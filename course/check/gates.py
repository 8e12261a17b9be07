"""The checks of chapter 1's weights: is a neuron with them this gate, are two of them XOR?

They are judged by what neurons do with them. What is wrong raises `CheckFailed` with a message for
the student.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from course import check
from course.check import cell, phrases
from course.check.kinds import REAL
from course.check.mistake import Mistake

CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))
GATES = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "NAND": (1, 1, 1, 0)}  # at the corners
A_BIT = 1e-9  # by which a bias is raised, to see whether a corner lies on the line
THIS_IS_OR = Mistake("this is OR", "It fires at (1, 1), too, where XOR is silent.")


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
    terms = [v[0], v[1], *[v[2]] * first, c]
    said = (
        f"{seen}: at (1, 1) the first neuron {verb}, so the second one's sum is "
        f"{phrases.added_up(terms)} = {sum(terms):g}, and it must not be above 0."
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
