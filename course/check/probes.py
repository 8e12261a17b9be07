"""Inputs of hidden tests by design: what no wrong answer may owe to chance.

Random numbers seldom lie close to a kink, are never a half, and their arrays have the sizes that
somebody thought of. These have all of it, whatever the seed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

EXACT_NUMBERS = (2.0**-90, 2.0**-20, 0.5, 1.0, 1.5, 2.5)  # a tiny number, a small one, halves
ROUGH_NUMBERS = (0.001, 0.01, 0.03, 0.09, 0.3, 0.45, 0.55, 0.8, 3.0, 6.5, 11.0)  # give or take 3 %
LENGTHS = (5, 3, 4, 2)


def numbers(rng: np.random.Generator) -> NDArray[np.float64]:
    """Numbers close to 0 and far from it, on both sides, and 0 twice, in random order: (36,)."""
    rough = np.array(ROUGH_NUMBERS) * rng.uniform(0.97, 1.03, size=(2, len(ROUGH_NUMBERS)))
    sides = [np.array([*EXACT_NUMBERS, *some]) for some in rough]
    return rng.permutation(np.concatenate([sides[0], -sides[1], np.zeros(2)]))


def chance(f: Any) -> tuple[Any, Any]:
    """The state of NumPy's global generator where `f` runs: as it was found, and as it is left.

    It is moved on between the two, or who seeds it with the same number again would not show.
    """
    ask = getattr(getattr(f, "__globals__", None), "chance", None)
    if ask:
        found, left = ask()
        return found, left
    found = _state()
    np.random.random_sample()
    return found, _state()


def _state() -> tuple[int, Any]:
    state: Any = np.random.get_state()
    return hash(state[1].tobytes()), state[2:]


def sizes(n: int) -> list[tuple[int, ...]]:
    """Lengths of n axes, up to four: all different, each 1 in its turn, all 1, and all equal."""
    lengths = LENGTHS[:n]
    ones = [(*lengths[:i], 1, *lengths[i + 1 :]) for i in range(n)]
    return [lengths, *ones, (1,) * n, (3,) * n]
