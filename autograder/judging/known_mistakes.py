"""The name of a mistake that shows on hidden numbers only.

When a hidden check has failed, the chapter's known mistakes run through the same test cell, with
the same secret inputs, and the one of which the same check saw the same value gives its name. It is
the course's own code, run outside of the sandbox in a process of its own, once for each cell and
run, whoever fails there.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from autograder.judging.bundle import TEST, Bundle, Record
from autograder.judging.outputs import raised
from autograder.judging.run import seed_of
from autograder.shared import bounded, grade_ids, travelling, trial
from autograder.shared.bounded import JobError, TooMuchError
from autograder.shared.errors import CourseError
from autograder.shared.travelling import KnownMistake
from autograder.shared.trial import Trial, TrialCell
from course.check import CheckFailed, evidence, known
from course.check.evidence import Seen
from course.check.failure import renamed
from course.check.mistake import Mistake

SECONDS, MEMORY = 20, 2**30  # of processor time, and bytes, for all mistakes in one cell

NO_TABLE: dict[str, Any] = {"told": {}, "checks": {}}

Evidence = tuple[tuple[Mistake, list[Any]], ...]


def name(bundle: Bundle, record: Record) -> Record:
    """The record with the names of known mistakes in the outputs of the tests that failed."""
    outputs = dict(record.outputs)
    tests = [cell for cell in bundle.cells if cell.kind == TEST and cell.name in record.seen]
    for test in tests:
        seed = seed_of(bundle.seed, test.name)
        if mistake := cause(bundle.known, test.name, test.source, seed, record.seen[test.name]):
            found = outputs[str(test.place)]
            outputs[str(test.place)] = [_renamed(output, mistake) for output in found]
    return replace(record, outputs=outputs)


def _renamed(output: dict[str, Any], mistake: Mistake) -> dict[str, Any]:
    if output["output_type"] != "error":
        return output
    said = str(renamed(CheckFailed(output["evalue"]), mistake))
    return raised(output["ename"], said, said)


def cause(
    packed: str, grade_id: str, source: str, seed: Sequence[int], seen: Sequence[Any]
) -> Mistake | None:
    """The known mistake of which a test cell sees the same, None if there is none.

    packed : the chapter's known mistakes      seed : of the cell's hidden inputs
    seen   : what the check saw that failed, as [what, got, expected]
    """
    chapter = travelling.unpacked(packed)
    exercise = grade_ids.exercise(grade_id, list(chapter.ones))
    what, got, expected = (evidence.read(part) for part in seen)
    if told := known.in_table(chapter.tables.get(exercise, NO_TABLE), Seen(what, got, expected)):
        return told
    found = _evidence(packed, grade_id, source, tuple(seed))
    return next((mistake for mistake, kept in found if evidence.same(seen, kept)), None)


@functools.lru_cache(maxsize=256)
def _evidence(packed: str, grade_id: str, source: str, seed: tuple[int, ...]) -> Evidence:
    """What the first check that fails sees of each mistake."""
    chapter = travelling.unpacked(packed)
    exercise = grade_ids.exercise(grade_id, list(chapter.ones))
    checks = chapter.tables.get(exercise, NO_TABLE)["checks"].get(grade_id, ())
    visible = {title for found in checks for title in found["gave"]}
    waiting = [one for one in chapter.ones.get(exercise, ()) if one.title not in visible]
    if not waiting:
        return ()
    cells = chapter.cells
    test = TrialCell(grade_id, trial.TEST, source)
    try:
        seen = bounded.once(lambda: _seen([*cells, test], exercise, waiting, seed), SECONDS, MEMORY)
    except (CourseError, TooMuchError, JobError):  # a name is no reason to lose a verdict
        return ()
    told_of = {one.title: Mistake(one.name, one.why) for one in waiting}
    return tuple((told_of[title], what) for title, what in seen)


def _seen(
    cells: Sequence[TrialCell], exercise: str, mistakes: Sequence[KnownMistake],
    seed: tuple[int, ...],
) -> list[Any]:  # fmt: skip
    known.FOLDER = None  # in this process: the value is asked for, not the name
    return [
        [one.title, seen]
        for one in mistakes
        for failure in Trial(cells, {exercise: one.source}).failures([seed])
        if (seen := evidence.of(failure.error))
    ]
