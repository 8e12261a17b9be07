"""A mistake by its name: what a failure calls its usual cause."""

from __future__ import annotations

from typing import NamedTuple


class Mistake(NamedTuple):
    """A named mistake: a short lower-case phrase, and one sentence on what it means."""

    name: str
    why: str = ""


OVERFLOW = Mistake(
    "not a number or overflow",
    "Somewhere on the way a value became too large, or was divided by 0.",
)
SWAPPED = Mistake(
    "swapped outputs", "One result stands in another's place: look at the order after `return`."
)
NOT_RAISED = Mistake(
    "no error raised", "No `if` caught this case: look for it before anything is calculated."
)
RETURNED = Mistake(
    "error returned instead of raised",
    "`return ValueError(...)` hands the error over like a result; it takes `raise` to stop.",
)
