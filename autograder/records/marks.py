"""What goes into the gradebook about a submission, and what it says of one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from autograder.shared import times


class EntryError(Exception):
    """What the gradebook does not take of one submission; the text says why."""


@dataclass(frozen=True)
class Entry:
    """What grading a submission writes.

    scores   : points by graded cell; None where a person has to look
    comments : the grader's own words by answer cell; None for nothing to say
    answers  : `revisits.digest` of each answer; None if they are not known, as nothing was read
    """

    student: str
    chapter: str
    timestamp: str
    scores: Mapping[str, float | None]
    comments: Mapping[str, str | None] = field(default_factory=dict)
    answers: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Marks:
    """What the gradebook says of a submission.

    points   : by graded cell; None while a person has to look
    comments : by answer cell, a person's or else the grader's own; "" for none
    penalty  : points taken off for handing in late
    late     : when it was handed in and when it was due, if that was earlier, in words; else ""
    dropped  : graded cells that do not count; their points are what they would be
    earlier  : cells for which a person gave points or a comment before they were handed in anew
    trouble  : why the penalty is not known, a sentence; "" if it is
    """

    points: Mapping[str, float | None]
    comments: Mapping[str, str]
    penalty: float = 0.0
    late: str = ""
    dropped: Collection[str] = ()
    earlier: Collection[str] = ()
    trouble: str = ""

    @property
    def counting(self) -> dict[str, float | None]:
        """Points by graded cell, of those that count."""
        return {name: one for name, one in self.points.items() if name not in self.dropped}

    def plain(self) -> dict[str, Any]:
        """What a student's page shows of it, as JSON has it; `Marks(**plain)` is the same.

        It does not show when something was handed in late for which nothing is taken off.
        """
        return {
            "points": self.points, "comments": self.comments, "penalty": self.penalty,
            "late": self.late if self.penalty else "", "dropped": sorted(self.dropped),
            "earlier": sorted(self.earlier),
        }  # fmt: skip


@dataclass(frozen=True)
class Late:
    """When a late submission was handed in and was due, extension and all; in UTC."""

    handed: datetime
    due: datetime
    extended: bool = False

    def told(self, zone: str) -> str:
        """Both in words, in a zone that they name."""
        handed, due = times.shown(self.handed, zone), times.shown(self.due, zone)
        return f"handed in {handed}, due {due}{' with an extension' if self.extended else ''}"
