"""What a class's standings come to: counts, causes, times, and how an exercise tells apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import mean, median

import numpy as np

from autograder.handed_in.people import People
from autograder.records.report.standings import CAUSE, ChapterStandings, Submission
from course.results import outline
from course.results.marks import BLANK, PARTLY, RIGHT, WAITING, WRONG

STATES = (RIGHT, PARTLY, WRONG, BLANK, WAITING)
FEWEST = 10  # submissions that a correlation is told of
COMMONEST = 5  # causes that are told of an exercise


@dataclass(frozen=True)
class CommonCause:
    """A named mistake of an exercise: how many made it, and who, by id."""

    name: str
    students: list[str]


@dataclass(frozen=True)
class ExerciseMeasures:
    """An exercise in a class.

    number : "Exercise 3" or "Bonus", "" where it is not known
    counts : students by state
    causes : the commonest first      unnamed : how many lost points and no cause is known
    apart  : correlation of its points with those of the others, None where that says nothing
    waiting: ids of those whose answer a person has yet to grade
    dropped: whether it does not count
    """

    name: str
    number: str
    maximum: float
    counts: Counter[str]
    causes: list[CommonCause]
    unnamed: int
    apart: float | None
    waiting: list[str]
    dropped: bool = False


@dataclass(frozen=True)
class ChapterMeasures:
    """A chapter in a class.

    points  : of each submission, penalty taken off; answers to be graded count nothing yet
    missing : ids of those on the roster who have handed in nothing; None without a roster
    """

    chapter: str
    title: str
    maximum: float
    exercises: list[ExerciseMeasures]
    submissions: list[Submission]
    points: list[float]
    missing: list[str] | None

    @property
    def mean(self) -> float:
        """Of the points."""
        return mean(self.points)

    @property
    def median(self) -> float:
        """Of the points."""
        return median(self.points)

    @property
    def waiting(self) -> int:
        """How many answers a person has yet to grade."""
        return sum(len(one.waiting) for one in self.exercises if not one.dropped)

    @property
    def due(self) -> datetime | None:
        """When most were due, in UTC."""
        known = Counter(one.due for one in self.submissions if one.due)
        return known.most_common(1)[0][0] if known else None

    @property
    def late(self) -> int:
        """How many were handed in late."""
        return sum(bool(o.timestamp and o.due and o.timestamp > o.due) for o in self.submissions)

    @property
    def timed(self) -> list[tuple[datetime, float]]:
        """Times of handing in that are known, with the points."""
        both = zip(self.submissions, self.points, strict=True)
        return [(one.timestamp, points) for one, points in both if one.timestamp]


def of(found: ChapterStandings, people: People) -> ChapterMeasures:
    """A chapter measured; an empty roster tells nobody's absence."""
    listed = {one.name: one for one in outline.chapters()}.get(found.chapter)
    numbers = {one.name: one.number for one in listed.exercises} if listed else {}
    names = sorted(found.exercises, key=lambda n: list(numbers).index(n) if n in numbers else 999)
    shares = _shares(found, names)
    dropped = [n for n, name in enumerate(names) if name in found.dropped]
    handed = {one.student for one in found.submissions}
    return ChapterMeasures(
        found.chapter, listed.title if listed else found.chapter, found.maximum,
        [
            _exercise(found, name, numbers.get(name, ""), apart(shares, n, dropped))
            for n, name in enumerate(names)
        ],
        found.submissions, [one.total(found.cells) for one in found.submissions],
        [one.id for one in people.all if one.id not in handed] if people else None,
    )  # fmt: skip


def _shares(found: ChapterStandings, names: Sequence[str]) -> np.ndarray:
    """(submissions, exercises) points reached; nan while a person has to look."""
    shares = np.zeros((len(found.submissions), len(names)))
    for column, name in enumerate(names):
        cells = found.of(name)
        for row, one in enumerate(found.submissions):
            points = [one.points(cell) for cell in cells]
            shares[row, column] = np.nan if None in points else sum(p or 0.0 for p in points)
    return shares


def _exercise(
    found: ChapterStandings, name: str, number: str, tells: float | None
) -> ExerciseMeasures:
    cells = found.of(name)
    states = [found.state(one, name, cells) for one in found.submissions]
    causes: dict[str, list[str]] = {}
    unnamed = 0
    for one, state in zip(found.submissions, states, strict=True):
        said = one.said.get(name, "")
        if state in (PARTLY, WRONG) and said.startswith(CAUSE):
            cause = said.removeprefix(CAUSE).removesuffix(".")
            causes.setdefault(cause, []).append(one.student)
        elif state in (PARTLY, WRONG):
            unnamed += 1
    common = sorted(causes.items(), key=lambda item: (-len(item[1]), item[0]))
    return ExerciseMeasures(
        name, number, sum(cell.maximum for cell in cells), Counter(states),
        [CommonCause(*item) for item in common[:COMMONEST]], unnamed, tells,
        [o.student for o, s in zip(found.submissions, states, strict=True) if s == WAITING],
        name in found.dropped,
    )  # fmt: skip


def apart(points: np.ndarray, column: int, dropped: Sequence[int] = ()) -> float | None:
    """Item-rest correlation: whether those who have one exercise have the others, too.

    points  : (submissions, exercises), nan for what is not known
    dropped : columns of exercises that are none of the others, for they do not count
    None with fewer than FEWEST submissions, and where all have the same.
    """
    item = points[:, column]
    others = np.delete(points, [column, *dropped], axis=1)
    known = ~np.isnan(item) & ~np.isnan(others).all(axis=1)
    if known.sum() < FEWEST or not others.size:
        return None
    item, rest = item[known], np.nansum(others[known], axis=1)
    if np.ptp(item) == 0 or np.ptp(rest) == 0:
        return None
    return float(np.corrcoef(item, rest)[0, 1])
