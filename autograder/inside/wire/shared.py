"""Lists, dicts and arrays that both ends of a call have, each its own copy, under one number.

They are *shared* while the call runs: so identity, shared memory and arguments that are changed in
place look as they would in one process. Nobody hands numbers out: each end counts what it writes
and what it reads, in the order of the messages, which strictly alternate, and so both count alike.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from operator import is_
from typing import Any

import numpy as np

from autograder.inside.wire import arrays

TYPES = (list, dict, np.ndarray)  # of what is shared
WINDOW = "window"  # what is agreed upon of one: the array below is what changes


class Shared:
    """One end's half of what both share, as far as the scopes that are open have come."""

    def __init__(self) -> None:
        self.objects: list[Any] = []
        self.numbers: dict[int, int] = {}  # id -> place in `objects`
        # What each object was when both ends had last told each other of it: see `content`, for an
        # array its shape and bytes.
        self.agreed: list[Any] = []
        self.spans: list[tuple[int, int, int]] = []  # memory of arrays: (from, to, place)
        # Random generators read in the scopes that are open: how far they moved is told before
        # they go.
        self.held: list[Any] = []
        self.depth = 0  # of scopes that are open
        self.tangled = False  # whether a list or dict has been mentioned twice

    def add(self, value: Any, state: Any) -> None:
        """Share one more object, of which both ends know the state."""
        self.numbers[id(value)] = len(self.objects)
        self.objects.append(value)
        self.agreed.append(state)

    def add_array(self, value: np.ndarray[Any, Any], data: bytes) -> None:
        """Share one more array, of which these are the bytes."""
        self.add(value, (value.shape, data))
        if value.size and value.flags.c_contiguous:
            low, high = arrays.bounds(value)
            # Of two of which one holds the other, the larger can have all windows.
            first = last = bisect_left(self.spans, (low, 0, 0))
            while last < len(self.spans) and self.spans[last][1] <= high:
                last += 1
            self.spans[first:last] = [(low, high, len(self.objects) - 1)]

    def window(self, a: np.ndarray[Any, Any]) -> list[Any] | None:
        """`a` as a window into a shared array that holds its memory, if one does: its tree.

        Found by addresses and not by `a.base`: of two views of one array neither is the other's.
        """
        if not a.size or not self.spans or not a.dtype.isnative:
            return None
        low, high = arrays.bounds(a)
        # No span holds another, so the last that begins at or before `low` reaches farthest.
        at = bisect_right(self.spans, (low, math.inf, 0)) - 1
        if at < 0 or self.spans[at][1] < high:
            return None
        start, _, k = self.spans[at]
        whole = self.objects[k]
        if not whole.dtype.isnative or (a.dtype.char == "?") != (whole.dtype.char == "?"):
            return None
        offset = a.__array_interface__["data"][0] - start
        self.add(a, WINDOW)
        where = [offset, arrays.native(a.dtype), list(a.shape), list(a.strides), a.flags.writeable]
        return ["v", k, *where]

    def forget(self, before: int, spans: list[tuple[int, int, int]]) -> None:
        """Share no more than the first objects, whose memory the spans are of."""
        for value in self.objects[before:]:
            # What has a number from before keeps it.
            if self.numbers.get(id(value), -1) >= before:
                del self.numbers[id(value)]
        del self.objects[before:], self.agreed[before:]
        self.spans = spans


def content(value: list[Any] | dict[Any, Any]) -> tuple[Any, ...]:
    """What a list or dict holds: a key after the other, each followed by its value.

    The things themselves, so that none of them is gone, and its id another's, when it is compared.
    """
    if type(value) is dict:
        return tuple(part for pair in value.items() for part in pair)
    return tuple(value)


def same(a: tuple[Any, ...], b: Any) -> bool:
    """Whether two contents are the same things; `==` would run the student's code, or be fooled."""
    return len(a) == len(b) and all(map(is_, a, b))
