"""The exercises of the course and their checks, as the chapters' texts list them."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EXERCISES = Path(__file__).parents[1] / "exercises.json"
"""Written by `make release` from the chapters' texts; see autograder/authoring/exercises.py."""


@dataclass(frozen=True)
class Check:
    """A test cell: the label that its last line prints, and its points."""

    label: str
    points: float


@dataclass(frozen=True)
class Exercise:
    """An exercise: "Exercise 3" or "Bonus", the function's name, and its checks in order."""

    number: str
    name: str
    checks: tuple[Check, ...]

    @property
    def points(self) -> float:
        """The points of all its checks."""
        return sum(check.points for check in self.checks)


@dataclass(frozen=True)
class ChapterOutline:
    """A chapter: its folder's name, such as "ch01_neurons", its title and its exercises."""

    name: str
    title: str
    exercises: tuple[Exercise, ...]

    @property
    def number(self) -> int:
        """The chapter's number."""
        return int(self.name[2:4])

    @property
    def labels(self) -> Iterator[str]:
        """The labels of all checks, in order."""
        return (check.label for exercise in self.exercises for check in exercise.checks)


@functools.cache
def chapters() -> tuple[ChapterOutline, ...]:
    """All chapters, in order."""
    listed = json.loads(EXERCISES.read_text(encoding="utf-8"))
    return tuple(_chapter(one) for one in listed)


def _chapter(one: dict[str, Any]) -> ChapterOutline:
    exercises = tuple(_exercise(e) for e in one["exercises"])
    return ChapterOutline(one["chapter"], one["title"], exercises)


def _exercise(one: dict[str, Any]) -> Exercise:
    checks = tuple(Check(c["label"], c["points"]) for c in one["checks"])
    return Exercise(one["number"], one["name"], checks)
