"""How much may cross at once. What is larger is refused where it is written, and where it is read.

The writer's refusal is for an honest student, who is told which value it was; the reader's is for
the other kind. None of them can be reached by an answer to an exercise.
"""

from __future__ import annotations

MAX_FRAME = 256 * 2**20  # bytes of one message
MAX_ARRAY = MAX_FRAME // 2  # bytes of one array, and of what a window seems to hold
# Writing and reading recur, a few of Python's frames for each level: far below what it allows.
MAX_DEPTH = 60  # of nested containers
MAX_DIMENSIONS = 32
# Each is an object of Python's, so a frame of few bytes could claim a multiple of its memory.
MAX_ITEMS = 1_000_000  # containers and scalars in one message
# Keys may be chosen so that all collide, and then the time grows as the square of their number.
MAX_KEYS = 20_000  # of dicts and sets in one message
MAX_TEXT = 2**22
# A stand-in is made for each; a student could otherwise return them until the judge is full.
MAX_HANDLES = 100_000  # of the other end's that are alive at once


class WireError(Exception):
    """A message that is not what the format allows, or more than it allows."""


def counted_keys(count: int) -> int:
    """So many keys of dicts and sets. Raises WireError if they are too many for one message."""
    if count > MAX_KEYS:
        raise WireError(f"more than {MAX_KEYS:,} keys of dicts and sets at once")
    return count
