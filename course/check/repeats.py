"""Calls that are made again: what must come out the same, and what must not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from course import check
from course.check.mistake import Mistake

NOT_USED = Mistake("rng not used", "All that is drawn must come from the `rng` that is given.")


def twice(f: Any, *args: Any) -> Any:
    """What `f` gives, after a second call with the same arguments has given the same.

    Raises CheckFailed.
    """
    first, again = (check.call(f, *args) for _ in range(2))
    lazy = type(first) in (tuple, list) and any(hasattr(part, "__next__") for part in first)
    if type(first) in (tuple, list) and not lazy:  # else it is told of by who looks at it
        because, mistake = "it is given the same", "something kept from call to call"
        check.same("what it gives", first, again, because=because, mistake=mistake)
    return first


def by_seed(
    what: str, run: Callable[[int], Any], seed: int = 7, alike: str | Mistake = NOT_USED
) -> None:
    """`run(seed)` must give the same for the same seed, and something else for the next.

    alike : the mistake, or its name, if it does not

    Raises CheckFailed.
    """
    first, again, other = (run(s) for s in (seed, seed, seed + 1))
    because, mistake = "rng has the same seed", "chance that does not come from rng"
    check.same(what, first, again, because=because, mistake=mistake)
    message = f"From two seeds {what} came out the same."
    check.that(not np.array_equal(first, other), message, mistake=alike)
