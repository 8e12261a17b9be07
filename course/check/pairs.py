"""Lists of pairs (w, b), one for each layer, as a student's functions of chapter 6 give them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from course import check
from course.check.phrases import counted

Layers = Sequence[Sequence[Any]]


def need_pairs(what: str, got: Any, n: int) -> None:
    """`got` must be a list with a pair for each of n layers. Raises CheckFailed."""
    pairs = is_pairs(got)
    message = f"The {what} must be a list with a pair (w, b) for each layer."
    check.that(pairs, message, mistake="not a list of (w, b)")
    message = f"The network has {counted(n, 'layer')}, but there are {len(got)} in the {what}."
    check.that(len(got) == n, message, mistake="layers missing or too many")


def is_pairs(got: Any) -> bool:
    """Whether it is a list or tuple of pairs."""
    return type(got) in (list, tuple) and all(
        type(pair) in (list, tuple) and len(pair) == 2 for pair in got
    )


def parts_of(pairs: Layers) -> tuple[Any, ...]:
    """All parts of the pairs, in order."""
    return tuple(part for pair in pairs for part in pair)
