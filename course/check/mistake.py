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
SWAPPED = Mistake("swapped outputs", "It is what another of the results should be.")
