"""Whose answers are compared, among which others: the class, and the answers that are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.authoring import answers, build
from autograder.handed_in import celltext
from autograder.similar.texts import OWN, Key, Texts, fit


@dataclass(frozen=True)
class Kept:
    """The kept answers to an exercise: the reference, and right and wrong ones of other hands."""

    reference: str
    right: list[str]
    wrong: list[str]


def kept(root: Path, chapters: Sequence[str]) -> dict[Key, Kept]:
    """The answers that the course keeps, by chapter and exercise."""
    found: dict[Key, Kept] = {}
    for chapter in chapters:
        for name, source in answers.reference(build.notebook(root, chapter)).items():
            found[chapter, name] = Kept(fit(source), [], [])
        for one in answers.load(root, chapter):
            of = found[chapter, one.exercise]
            (of.right if one.right else of.wrong).append(fit(one.source))
    return found


@dataclass(frozen=True)
class Exercise:
    """An exercise in a class.

    given   : texts that everybody has: the released one, the reference
    written : the students' texts, by their number
    others  : answers of nobody here, by which it is known what is common
    """

    key: Key
    prose: bool
    given: tuple[str, ...]
    written: dict[int, str]
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Population:
    """A class: the students in the order of their numbers, and what they have of each exercise."""

    students: list[str]
    exercises: list[Exercise]
    kept: Mapping[Key, Kept] = field(default_factory=dict)

    @classmethod
    def of(cls, read: Texts, kept: Mapping[Key, Kept]) -> Population:
        """The class of what was read; answers that are kept stand for more students."""
        students = sorted({student for student, _ in read.answers})
        numbers = {student: number for number, student in enumerate(students)}
        written: dict[Key, dict[int, str]] = {key: {} for key in read.blanks}
        for (student, key), text in read.answers.items():
            written[key][numbers[student]] = text
        exercises = []
        for key, blank in read.blanks.items():
            of = kept.get(key, Kept("", [], []))
            references = [one.reference for k, one in kept.items() if key == (k[0], OWN)]
            given = (blank, of.reference, *references)
            others = (*of.right, *of.wrong)
            exercises.append(Exercise(key, key in read.prose, given, written[key], others))
        return cls(students, exercises, kept)

    @property
    def pairs(self) -> int:
        """How many pairs of students there are."""
        return len(self.students) * (len(self.students) - 1) // 2

    def functions(self, chapter: str) -> frozenset[str]:
        """The functions that a chapter asks for."""
        of = (one for one in self.exercises if one.key[0] == chapter)
        return frozenset(name for one in of for name in celltext.defined(one.given[0]))
