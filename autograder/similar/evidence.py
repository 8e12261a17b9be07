"""How much it says that two students share something, in bits, and whose it says too much of.

What one in 2^b has, strangers share by chance once in 2^b pairs: it counts b bits. So of all pairs
of a class, pairs / 2^bits are expected to be as alike by chance; this number is what a pair is
flagged by. That is how a search for sequences tells a find from chance (Altschul et al. 1990). An
exercise counts at most as much as the rarest that two share in it, however long it is, for what
follows upon the same idea is no surprise any more.
"""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from autograder.similar import features
from autograder.similar.features import Stream
from autograder.similar.layer import Layer
from autograder.similar.population import Exercise, Population
from autograder.similar.texts import Key

CODE, WORDS = "code", "words"
PARTS = 3  # that two must share: no exercise alone, and no two of them, flag anybody
LEAST = 2.0  # bits from which a part is counted
_of = functools.lru_cache(maxsize=2**16)(features.of)


@dataclass(frozen=True)
class Shared:
    """What two share of an exercise.

    others : how many other answers, of the class or kept, have the rarest of it
    marks  : where it stands in the text of the one and of the other
    """

    key: Key
    kind: str
    bits: float
    others: int
    marks: tuple[features.Places, features.Places]


@dataclass(frozen=True)
class Pair:
    """Two students by their numbers, how many pairs as alike chance gives, and what they share."""

    one: int
    other: int
    expected: float
    shared: list[Shared]


def alike(population: Population, expected: float) -> list[Pair]:
    """The pairs as alike as at most `expected` pairs of strangers would be, the most alike first.

    expected : a number of pairs in a class of this size
    """
    parts = [part for part in _parts(population) if len(part.keys)]
    keys = np.concatenate([part.keys for part in parts] or [np.zeros(0, dtype=np.int64)])
    bits = np.concatenate([part.bits for part in parts] or [np.zeros(0)])
    pairs, back = np.unique(keys, return_inverse=True)
    total = np.bincount(back, bits, len(pairs))
    counted = np.bincount(back, bits >= LEAST, len(pairs))
    ways = np.array([math.comb(len(parts), k) for k in range(len(parts) + 1)], dtype=float)
    chance = population.pairs * ways[counted.astype(int)] * 2.0**-total
    chosen = np.flatnonzero((chance <= expected) & (counted >= PARTS))
    n = len(population.students)
    found = []
    for at in chosen[np.argsort(chance[chosen], kind="stable")]:
        one, other = divmod(int(pairs[at]), n)
        shared = [s for part in parts if (s := part.shared(one, other)) and s.bits >= LEAST]
        found.append(Pair(one, other, float(chance[at]), shared))
    return found


def _parts(population: Population) -> Iterator[_Part]:
    for exercise in population.exercises:
        known = features.names(exercise.given[0]) | population.functions(exercise.key[0])
        for kind in (WORDS,) if exercise.prose else (CODE, WORDS):
            yield _Part(exercise, kind, known, len(population.students))


def _stream(stream: str, prose: bool, known: frozenset[str], text: str) -> Stream:
    found: Stream = getattr(_of(text, prose, known), stream)
    return found


class _Part:
    """The code of an exercise, or the words of it, in a class of n students.

    keys, bits : of the pairs that share some of it: the numbers of the two as one, and how much
    """

    def __init__(self, exercise: Exercise, kind: str, known: frozenset[str], n: int) -> None:
        self._exercise, self._kind = exercise, kind
        # Kept answers have no comments, and who writes none shares none with anybody.
        everybody = kind == CODE
        self._layers = [
            Layer(exercise, functools.partial(_stream, stream, exercise.prose, known), n, everybody)
            for stream in (("code", "shape") if kind == CODE else ("words",))
        ]
        found = [layer.compared() for layer in self._layers]
        keys = np.concatenate([keys for keys, _ in found])
        bits = np.concatenate([bits for _, bits in found])
        self.keys, back = np.unique(keys, return_inverse=True)
        self.bits = np.zeros(len(self.keys))
        np.maximum.at(self.bits, back, bits)

    def shared(self, one: int, other: int) -> Shared | None:
        """What two students share of it."""
        written = self._exercise.written
        if one not in written or other not in written:
            return None
        told = [layer.told(written[one], written[other]) for layer in self._layers]
        bits, others, marks = max(told, key=lambda each: each[0])
        return Shared(self._exercise.key, self._kind, bits, others, marks) if bits else None


def rings(pairs: Sequence[Pair]) -> list[list[int]]:
    """Students that are flagged with one another, more than two of them, the largest first."""
    with_whom: dict[int, set[int]] = defaultdict(set)
    for pair in pairs:
        joined = {pair.one, pair.other} | with_whom[pair.one] | with_whom[pair.other]
        for student in joined:
            with_whom[student] = joined
    found = {tuple(sorted(ring)) for ring in with_whom.values() if len(ring) > 2}
    return [list(ring) for ring in sorted(found, key=lambda ring: (-len(ring), ring))]
