"""The check of chapter 1's last exercises: is a function a network of neurons?

It listens to the neurons and follows every number. Notebooks import it as `wiring`. Like
`course.check`, it raises `CheckFailed` with a message for the student.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any

import numpy as np

from course import check

SAMPLES = 3
UNKNOWN = "An input of a neuron is neither a column of x nor the answer of a neuron."
NOT_A_NEURONS = "What is returned is not what a neuron answered."
IDLE_NEURON = "The answer of a neuron is neither returned nor an input of another."
VARIES = "A neuron's w or b changes with x."
SIZES = "A neuron takes x (N, D), w (D,) and a number b."


def network(f: Any, **parts: Any) -> None:
    """`f`, a function of x (N, 2), must make its result out of neurons, none of them idle.

    Every row and every answer has other numbers, which tell where they come from.

    parts : stand-ins for the other functions that `f` may call

    Raises CheckFailed.
    """
    neurons = _Neurons(iter(check.rng().permutation(9000) + 1000))
    x = np.array([[next(neurons.numbers), next(neurons.numbers)] for _ in range(SAMPLES)])
    x[-1] = x[-1, 0]  # for whom would compare the two
    neurons.known |= _numbers(x)
    with check.spy(f, **parts, perceptron_predict=neurons.answer):
        out = check.call(f, x)
    check.shape("the result", out, (SAMPLES,))
    returned = _numbers(out)
    right = returned <= neurons.answered
    check.that(right, NOT_A_NEURONS, mistake="the result is not the answer of a neuron")
    idle = neurons.answered - neurons.used - returned
    check.that(not idle, IDLE_NEURON, mistake="an idle neuron")
    fixed = all(rows % SAMPLES == 0 for rows in neurons.programs.values())
    check.that(fixed, VARIES, mistake="weights that depend on the row")


class _Neurons:
    """Stand-ins for all neurons, and what they were given and answered."""

    def __init__(self, numbers: Iterator[Any]) -> None:
        self.numbers = numbers
        self.known: set[Any] = set()  # what an input may be
        self.used: set[Any] = set()
        self.answered: set[Any] = set()
        self.programs: dict[Any, int] = {}  # weights and bias -> rows that they were used for

    def answer(self, x: Any, w: Any, b: Any) -> Any:
        """A new number for every row of x."""
        fits = np.ndim(x) == 2 and np.shape(w) == np.shape(x)[1:] and np.size(b) == 1
        check.that(fits, SIZES, mistake="shapes do not fit")
        fed = _numbers(x)
        opposite = {1 - v for v in self.known}  # 1 - p is NOT, and may be written so
        check.that(fed <= self.known | opposite, UNKNOWN, mistake="fed with something else")
        out = np.array([next(self.numbers) for _ in x])
        self.known |= _numbers(out)
        self.answered |= _numbers(out)
        self.used |= fed | {1 - v for v in fed}
        program = (*np.ravel(w).tolist(), *np.ravel(b).tolist())
        self.programs[program] = self.programs.get(program, 0) + len(out)
        return out


def _numbers(a: Any) -> Set[Any]:
    return set(np.ravel(a).tolist())
