"""How large values are that mention the same lists and dicts again and again.

A few lists that hold each other twice unfold to more than any memory holds: whoever looks through
them would never come back. One list may contain itself; two ways round are too many.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from autograder.inside.wire.limits import MAX_DEPTH, MAX_ITEMS, WireError
from autograder.inside.wire.shared import content

SCALARS = frozenset([bool, int, float, str])


def unfold(values: Iterable[Any]) -> None:
    """Look at values with all that they hold. Raises WireError if that is too much."""
    seen = _Unfolded()
    for value in values:
        seen.add(value, 0)


class _Unfolded:
    """What has been looked at: each list once, however often it is mentioned."""

    def __init__(self) -> None:
        self.known: dict[int, tuple[int, int]] = {}  # id -> (values inside, depth inside)
        self.open: set[int] = set()
        self.endless: set[int] = set()
        self.turns = 0

    def add(self, value: Any, depth: int) -> tuple[int, int]:
        """Values in one more thing, and how deep they go. Raises WireError if it is too large."""
        parts = _parts(value)
        if parts is None:
            return 1, 0
        if depth > 2 * MAX_DEPTH:
            raise WireError("lists that hold each other too deep")
        key, self.turns = id(value), self.turns if depth else 0
        if key in self.open or (key in self.endless and depth):
            self.turns += 1
            if self.turns > 1:
                raise WireError("lists that contain themselves in more than one way")
            self.endless |= self.open
            return 1, 0
        if key not in self.known:
            self.open.add(key)
            size, height = 1, 0
            for part in parts:
                # A text or number is counted at once: most of what is looked through is those.
                more, below = (1, 0) if type(part) in SCALARS else self.add(part, depth + 1)
                size, height = size + more, max(height, below + 1)
            self.open.discard(key)
            self.known[key] = size, height
        size, height = self.known[key]
        if depth + height > 2 * MAX_DEPTH or size > MAX_ITEMS:
            raise WireError("lists that mention each other too often")
        return size, height


def _parts(value: Any) -> Any:
    """What a container holds, or None for anything else."""
    kind = type(value)
    if kind is dict:
        return content(value)
    if kind in (list, tuple, set, frozenset):
        return value
    return value.flat if kind is np.ndarray and value.dtype.char == "O" else None
