"""Classes made of the course's kept answers, in which some may have copied."""

from __future__ import annotations

import functools
import random
from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nbgrader.utils import is_solution

from autograder.shared import nbcells
from autograder.similar import evidence, strangers, texts
from autograder.similar.population import Kept, Population, kept
from support.chapters import ROOT, released_notebook

Written = dict[str, str]


@functools.cache
def kept_of(chapter: str) -> dict[texts.Key, Kept]:
    return kept(ROOT, [chapter])


def a_class(chapter: str, count: int, seed: int) -> list[Written]:
    """Strangers: no two have the same answer, but for the reference's."""
    rng, written = random.Random(seed), [Written() for _ in range(count)]
    for (_, name), of in kept_of(chapter).items():
        pool = [*of.right, *of.wrong]
        rng.shuffle(pool)
        for student in written:
            reference = rng.random() < strangers.REFERENCE or not pool
            student[name] = of.reference if reference else pool.pop()
    return written


def population(chapters: Mapping[str, list[Written]]) -> Population:
    """A class as it is read, without notebooks."""
    found = texts.Texts()
    for chapter, written in chapters.items():
        for cell in released_notebook(chapter).cells:
            if is_solution(cell):
                found.blanks[chapter, nbcells.grade_id(cell)] = cell.source
        for number, student in enumerate(written):
            for name, text in student.items():
                found.answers[f"{number:04}", (chapter, name)] = texts.fit(text)
    return Population.of(found, dict(ChainMap(*map(kept_of, chapters))))


@dataclass(frozen=True)
class Copied:
    """Of made classes: pairs of strangers, those flagged; copies of everything, those shown."""

    pairs: int
    flagged: int
    copies: int
    shown: int


def with_copies(chapters: Sequence[str], students: int, classes: int, copies: int) -> Copied:
    """Made classes of each chapter, without and with so many in each who copied all of another's.

    Each text is several students' where there are more students than kept answers.
    """
    pairs = flagged = shown = number = 0
    for made in _made(chapters, students, classes):
        pairs, number = pairs + made.pairs, number + copies
        flagged += len(evidence.alike(made, 1.0))
        who = {(one, students - 1 - one) for one in range(copies)}
        exercises = [
            replace(each, written=each.written | {to: each.written[of] for of, to in who})
            for each in made.exercises
        ]
        found = evidence.alike(Population(made.students, exercises), 1.0)
        shown += len({(pair.one, pair.other) for pair in found} & who)
    return Copied(pairs, flagged, number, shown)


def _made(chapters: Sequence[str], students: int, classes: int) -> Iterator[Population]:
    for chapter in chapters:
        every = strangers.classes(population({chapter: [{}]}), students)
        yield from (next(every) for _ in range(classes))
