"""How often those are flagged who have nothing to do with each other: tried with made classes.

A stranger gives to each exercise the reference answer or a kept one of another hand, right or
wrong, drawn by lot. So two may come to the same answer, as in a class. Half of the kept answers,
another half in each class, is drawn from, and the other half is what is known to be common: no
answer is used both ways. Kept answers have no comments, so of words nothing is measured.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.similar import evidence
from autograder.similar.population import Exercise, Population

# Of a made class: in one of more, each kept answer would be many students', and thus common. A
# pair of a larger class must be more alike to be flagged, so that this is the most it can be there.
FEWEST, MOST = 10, 40
CLASSES = 20
REFERENCE, RIGHT, WRONG = 0.4, 0.35, 0.25  # of the answers of a made class
_SEED = 17


@dataclass(frozen=True)
class Measured:
    """Made classes of so many students, their pairs in all, and how many of these were flagged."""

    classes: int
    students: int
    pairs: int
    flagged: int


def measured(population: Population, expected: float) -> Measured | None:
    """Of made classes with the same exercises, as large as this one, or as MOST.

    None without kept answers.
    """
    students = min(max(len(population.students), FEWEST), MOST)
    made = list(classes(population, students))
    if not made:
        return None
    flagged = sum(len(evidence.alike(each, expected)) for each in made)
    return Measured(len(made), students, sum(each.pairs for each in made), flagged)


def classes(population: Population, students: int) -> Iterator[Population]:
    """Made classes of so many, with the same exercises; none without kept answers."""
    exercises = [one for one in population.exercises if one.key in population.kept]
    if not any(population.kept[one.key].right for one in exercises):
        return
    names = [str(number) for number in range(students)]
    for number in range(CLASSES):
        rng = random.Random(f"{_SEED} {number}")
        yield Population(names, [_made(population, one, students, rng) for one in exercises])


def _made(population: Population, one: Exercise, students: int, rng: random.Random) -> Exercise:
    kept = population.kept[one.key]
    right, other_right = _halves(kept.right, rng)
    wrong, other_wrong = _halves(kept.wrong, rng)
    written = {}
    for student in range(students):
        (of,) = rng.choices([[kept.reference], right, wrong], [REFERENCE, RIGHT, WRONG])
        written[student] = rng.choice(of or [kept.reference])
    return Exercise(one.key, one.prose, one.given, written, (*other_right, *other_wrong))


def _halves(answers: list[str], rng: random.Random) -> tuple[list[str], list[str]]:
    mixed = rng.sample(answers, len(answers))
    half = (len(mixed) + 1) // 2
    return mixed[:half], mixed[half:]
