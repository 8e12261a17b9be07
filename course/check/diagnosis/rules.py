"""A case, and the rules that may explain it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod
from typing import NamedTuple

import numpy as np

from course.check.comparing import agree
from course.check.kinds import Array
from course.check.mistake import Mistake


@dataclass(frozen=True)
class Case:
    """One comparison: `got` and `expected` as arrays, and the named inputs of the function."""

    got: Array
    expected: Array
    inputs: Mapping[str, Array]
    tol: float

    def is_now(self, what: Array) -> bool:
        """Whether the answer is `what`, shape and values."""
        return agree(self.got, what, self.tol)

    def sizes(self) -> set[int]:
        """Numbers a sum may have been divided by: lengths of axes and numbers of elements."""
        arrays = list(self.inputs.values()) or [self.expected] * (self.expected.ndim > 1)
        # A factor of 2 has too many other causes to be blamed on an axis of length 2.
        return {n for a in arrays for n in (*a.shape, prod(a.shape)) if n > 2}


class Rule(NamedTuple):
    """A name, a sentence, and a test; both texts may hold `{}` for a word that the test gives."""

    name: str
    why: str
    test: Callable[[Case], str | bool | None]

    def apply(self, case: Case) -> Mistake | None:
        """The mistake, if the test holds for this case."""
        found = self.test(case)
        if not found:
            return None
        return Mistake(self.name.format(found), self.why.format(found))


def varied(a: Array, n: int = 3) -> bool:
    """Whether `a` has at least `n` different finite magnitudes: too many for a coincidence."""
    return len(np.unique(np.abs(a[np.isfinite(a)]))) >= n


def as_float(a: Array) -> Array:
    """In float64, where a difference of integers or booleans neither wraps round nor fails."""
    return a.astype(np.float64)


def binary(a: Array) -> bool:
    """Whether `a` holds 0 and 1, both, and nothing else."""
    return set(np.unique(a).tolist()) == {0, 1}
