"""What grading one submission comes to: plain data, and its JSON."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
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
    """

    grade_id: str
    exercise: str
    points: float | None
    max_points: float
    mistake: str | None = None
    message: str | None = None

    def asdict(self) -> dict[str, object]:
        """The cell as it stands in the JSON."""
        return {
            "grade_id": self.grade_id,
            "points": self.points,
            "max_points": self.max_points,
            "mistake": self.mistake,
            "message": self.message,
        }


@dataclass(frozen=True)
class Result:
    """One submission graded; reason is a sentence when the outcome is not ok.

    penalty, late  : points taken off for handing in late, and when that was
    due, zone      : when the chapter is due, and where times that name no zone are read
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
    unchanged: bool = field(default=False, compare=False)
    recorded: bool = True

    @property
    def points(self) -> float:
        """Points so far: manual cells that wait count nothing."""
        return sum(cell.points or 0 for cell in self.cells)

    @property
    def max_points(self) -> float:
        """Points that could be had."""
        return sum(cell.max_points for cell in self.cells)

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
