"""What goes into the gradebook about a submission, and what it says of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


class EntryError(Exception):
    """What the gradebook does not take of one submission; the text says why."""


@dataclass(frozen=True)
class Entry:
    """What grading a submission writes.

    scores   : points by graded cell; None where a person has to look
    comments : the grader's own words by answer cell; None for nothing to say
    """

    student: str
    chapter: str
    timestamp: str
    scores: Mapping[str, float | None]
    comments: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Marks:
    """What the gradebook says of a submission.

    points   : by graded cell; None while a person has to look
    comments : by answer cell, a person's or else the grader's own; "" for none
    penalty  : points taken off for handing in late
    late     : when it was handed in and when it was due, if that was earlier
    trouble  : why the penalty is not known, a sentence; "" if it is
    """

    points: Mapping[str, float | None]
    comments: Mapping[str, str]
    penalty: float = 0.0
    late: Late | None = None
    trouble: str = ""

    def plain(self) -> dict[str, Any]:
        """What a student's page shows of it, as JSON has it: not the times, which are for a table.

        `Marks(**plain)` is the same without them.
        """
        return {"points": self.points, "comments": self.comments, "penalty": self.penalty}


@dataclass(frozen=True)
class Late:
    """When a late submission was handed in and was due, extension and all; in UTC."""

    handed: datetime
    due: datetime
