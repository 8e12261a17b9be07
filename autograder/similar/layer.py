"""All answers to an exercise as one kind of tokens: which runs are whose, and which are rare."""

from __future__ import annotations

import functools
import math
from collections import Counter, defaultdict
from collections.abc import Callable

import numpy as np

from autograder.similar.features import RUN, Places, Run, Stream, Whole
from autograder.similar.population import Exercise

COMMON, MOST, FEWEST = 10, 50, 3  # what one in so many has, or so many, is common; never so few
STRANGERS = 20  # whose words are taken to be others: of two who write any, one phrase is much
_places = functools.lru_cache(maxsize=2 * MOST)(lambda count: np.triu_indices(count, 1))


class Layer:
    """The runs of an exercise's answers, without those that are given and those that are common.

    stream    : of a text
    n         : students of the class
    everybody : whether all who answered could have any of it, or only who has some of it, as of
                comments: then STRANGERS more are taken to have other ones
    """

    def __init__(
        self, exercise: Exercise, stream: Callable[[str], Stream], n: int, everybody: bool
    ) -> None:
        self._stream, self._n = stream, n
        self._most = max(FEWEST, min(n // COMMON, MOST))
        self._given = frozenset(run for text in exercise.given for run in stream(text).runs)
        self._others = Counter(run for text in exercise.others for run in self._own(text))
        by_text: dict[str, list[int]] = defaultdict(list)
        for student, text in sorted(exercise.written.items()):
            by_text[text].append(student)
        self._students = list(by_text.values())
        self._holders: dict[Run, list[int]] = defaultdict(list)  # numbers of texts
        answered = len(exercise.others) if everybody else STRANGERS
        for number, text in enumerate(by_text):
            own = self._own(text)
            for run in own:
                self._holders[run].append(number)
            answered += len(by_text[text]) if own or everybody else 0
        self._answered = answered

    def _own(self, text: str) -> frozenset[Run]:
        return self._stream(text).runs - self._given

    def _count(self, run: Run) -> int:
        """How many students have it."""
        return sum(len(self._students[number]) for number in self._holders[run])

    def _bits(self, holders: int, others: int) -> float:
        """What it counts that two of the holders share something; others are kept answers."""
        return max(0.0, math.log2(max(1, self._answered - 1) / (holders - 2 + others + 1)))

    def compared(self) -> tuple[np.ndarray, np.ndarray]:
        """Pairs that share some of it, the numbers of the two as one, and how many bits it is."""
        alike: Counter[tuple[tuple[int, ...], int]] = Counter()
        for run, numbers in self._holders.items():
            if 2 <= self._count(run) <= self._most:
                alike[tuple(numbers), self._others[run]] += _weight(run)
        keys, sums, most = [np.zeros(0, dtype=np.int64)], [np.zeros(0)], [np.zeros(0)]
        for (texts, others), weight in sorted(alike.items()):
            holders = np.sort(np.concatenate([self._students[number] for number in texts]))
            bits = self._bits(len(holders), others)
            first, second = _places(len(holders))
            keys.append(holders[first] * self._n + holders[second])
            sums.append(np.full(len(first), bits * weight / RUN))
            most.append(np.full(len(first), bits))
        pairs, back = np.unique(np.concatenate(keys), return_inverse=True)
        rarest = np.zeros(len(pairs))
        np.maximum.at(rarest, back, np.concatenate(most))
        total = np.bincount(back, np.concatenate(sums), len(pairs))
        return pairs, np.minimum(total, rarest)

    def told(self, one: str, other: str) -> tuple[float, int, tuple[Places, Places]]:
        """Bits of what two share, how many others have the rarest of it, where it stands in both.

        Of those that are as rare, others are the fewest.
        """
        shared = [
            run for run in self._own(one) & self._own(other) if self._count(run) <= self._most
        ]
        if not shared:
            return 0.0, 0, ([], [])
        counts = [(self._count(run), self._others[run], _weight(run)) for run in shared]
        bits = [(self._bits(holders, others), weight) for holders, others, weight in counts]
        total = math.fsum(bit * weight for bit, weight in bits) / RUN
        rarest = min(holders - 2 + others for holders, others, _ in counts)
        runs = frozenset(shared)
        first, second = (self._stream(text).where(runs, text) for text in (one, other))
        return min(total, max(bits)[0]), rarest, (first, second)


def _weight(run: Run) -> int:
    """Runs overlap: as many as one is long count for one. All of a text counts for itself."""
    return RUN if type(run) is Whole else 1
