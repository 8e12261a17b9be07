"""A mistake by its name: what a failure calls its usual cause."""

from __future__ import annotations

from typing import NamedTuple


class Mistake(NamedTuple):
    """A named mistake: a short lower-case phrase, and one sentence on what it means."""

    name: str
    why: str = ""


OVERFLOW = Mistake(
    "not a number or overflow",
    "On the way a value became too large, was divided by 0, or has no root or logarithm.",
)
SWAPPED = Mistake(
    "swapped outputs", "One result stands in another's place: look at the order after `return`."
)
NOT_RAISED = Mistake(
    "no error raised",
    "No `if` with a `raise` caught this case; look for it before anything is calculated.",
)
RETURNED = Mistake(
    "error returned instead of raised",
    "`return ValueError(...)` hands the error over like a result; it takes `raise` to stop.",
)


def of_another_kind(named: str, wanted: str, own: bool) -> Mistake:
    """That an exception of another kind came than the one that is asked for.

    own : whether the student's own `raise` raised it
    """
    if named == "AssertionError":
        why = f"`assert` raises an error of its own kind; it takes `raise {wanted}(...)`."
    elif own:
        why = f"`raise {wanted}(...)` names the kind of error that is asked for."
    else:
        why = "It stopped by itself: no `if` with a `raise` had caught this case."
    return Mistake(f"{named} instead of {wanted}", why)
