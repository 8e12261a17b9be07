"""What grading one submission comes to: plain data, and its JSON."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Outcome(StrEnum):
    """How grading a submission ended; a closed set, and the words of the JSON."""

    OK = "ok"
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out of memory"
    KILLED = "killed"
    INVALID = "invalid"
    INTERNAL_ERROR = "internal error"


@dataclass(frozen=True)
class GradedCell:
    """One graded cell: a test cell, or one that a person grades.

    points is None while a manual cell waits for its grader.  mistake names the usual cause when
    one is known, message is what the student is told; both are None when nothing is to be said.
    counts is false while its exercise is dropped.
    """

    grade_id: str
    exercise: str
    points: float | None
    max_points: float
    mistake: str | None = None
    message: str | None = None
    counts: bool = True

    def asdict(self) -> dict[str, object]:
        """The cell as it stands in the JSON."""
        return {
            "grade_id": self.grade_id,
            "points": self.points,
            "max_points": self.max_points,
            "mistake": self.mistake,
            "message": self.message,
            "counts": self.counts,
        }


@dataclass(frozen=True)
class Result:
    """One submission graded; reason is a sentence when the outcome is not ok.

    penalty, late  : points taken off for handing in late, and when that was
    due, zone      : when the chapter is due, and where times that name no zone are read
    earlier        : exercises for which a person gave points or a comment before they were handed
                     in anew
    unchanged      : whether it was graded before, and nothing has changed since
    recorded       : whether the gradebook has it
    """

    student: str
    chapter: str
    outcome: Outcome
    cells: tuple[GradedCell, ...]
    reason: str | None = None
    penalty: float = 0.0
    late: str = ""
    due: str = ""
    zone: str = ""
    earlier: tuple[str, ...] = ()
    unchanged: bool = field(default=False, compare=False)
    recorded: bool = True

    @property
    def points(self) -> float:
        """Points so far: manual cells that wait count nothing."""
        return sum(cell.points or 0 for cell in self.cells if cell.counts)

    @property
    def max_points(self) -> float:
        """Points that could be had."""
        return sum(cell.max_points for cell in self.cells if cell.counts)

    def with_rulings(self, dropped: Collection[str], earlier: Collection[str]) -> Result:
        """The same, with the cells that do not count and those graded by hand before; by name."""
        cells = tuple(replace(one, counts=one.grade_id not in dropped) for one in self.cells)
        before = {one.exercise: None for one in cells if {one.grade_id, one.exercise} & {*earlier}}
        return replace(self, cells=cells, earlier=tuple(before))

    def asdict(self) -> dict[str, object]:
        """The result as it stands in the JSON."""
        return {
            "student": self.student,
            "chapter": self.chapter,
            "outcome": str(self.outcome),
            "cells": [cell.asdict() for cell in self.cells],
        }


def to_json(results: Iterable[Result]) -> str:
    """The documented JSON: a list with one object per submission."""
    text = json.dumps([result.asdict() for result in results], indent=2, ensure_ascii=False)
    # What a terminal or an editor would act upon stands as an escape, which says the same.
    safe = (c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)
    return "".join(safe) + "\n"
