"""Pairs of answers that are more alike than chance: a page for a person to look at, never a grade.

`texts` reads what was handed in, `features` says what of a text can be shared, `evidence` how much
it says that two share it, `strangers` how often those are flagged who never met, and `page` draws.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.handed_in.classroom import Classroom
from autograder.shared import atomic, bounded, catalogue
from autograder.shared.errors import CourseError
from autograder.similar import evidence, page, strangers, texts
from autograder.similar.population import Population, kept
from autograder.similar.texts import Texts

EXPECTED = 1.0  # pairs of strangers in a class that may be as alike as those that are flagged
SECONDS, MEMORY = 600, 3 * 2**30


@dataclass(frozen=True)
class Done:
    """The page, how many pairs are on it and how many submissions were compared, and what could
    not be read, a sentence for each.
    """

    path: Path
    pairs: int
    compared: int
    unread: list[str]


def write(root: Path, asked: Sequence[str], to: Path | None, expected: float = EXPECTED) -> Done:
    """Write the page of these chapters, whose evidence is added up.

    to       : a folder, `similar/` of the course if it is None
    expected : how many pairs of strangers, in a class of this size, may be as alike
    Raises CourseError for an unknown chapter, and with fewer than two submissions.
    """
    room, chapters = Classroom(root), catalogue.select(root, asked)
    read = texts.read(room, chapters)
    if len({student for student, _ in read.answers}) < 2:
        raise CourseError(_nothing(room, chapters, read))
    population = Population.of(read, kept(root, chapters))
    made = _bounded(lambda: _made(population, expected))
    path = (to or root / "similar") / f"{'+'.join(chapters)}.html"
    try:
        atomic.write(path, made["page"])
    except OSError as error:
        raise CourseError(f"{path.parent} cannot be written ({error.strerror}).") from None
    return Done(path, made["pairs"], len(population.students), read.unread)


def _made(population: Population, expected: float) -> dict[str, Any]:
    found = evidence.alike(population, expected)
    measured = strangers.measured(population, expected)
    return {"page": page.page(population, found, measured, expected), "pairs": len(found)}


def _bounded(work: Callable[[], Any]) -> Any:
    try:
        return bounded.once(work, SECONDS, MEMORY)
    except bounded.TooMuchError as error:
        raise CourseError(
            f"To compare all that was handed in takes {error}; name fewer chapters at once."
        ) from None


def _nothing(room: Classroom, chapters: Sequence[str], read: Texts) -> str:
    named = ", ".join(chapters)
    if read.unread:
        return f"Fewer than two submissions of {named} can be read. {read.unread[0]}"
    place = room.folder("submitted", "STUDENT", chapters[0]) / f"{chapters[0]}.ipynb"
    return (
        f"There are no two submissions of {named} to compare: each student's notebook belongs at "
        f"{os.path.relpath(place, room.root)}, STUDENT being their id."
    )
