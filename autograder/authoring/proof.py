"""Before a release: the course's right answers must get full points from the chapter's own tests.

A wrong number in a test would cost a whole class the point, under the name of a mistake that
nobody made.  So the reference and every right answer that is kept go through all test cells, with
the hidden tests' inputs from several seeds, and once through what students see of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from nbformat import NotebookNode

from autograder.authoring import answers, build, proved, text
from autograder.authoring.answers import Answer
from autograder.shared import bounded, catalogue, nbcells
from autograder.shared.errors import CourseError
from autograder.shared.trial import Failure, Trial
from course import check

TRIED_SEEDS = ((11,), (5, 2027), (3, 1, 4, 1))
CHAPTER_SECONDS, CHAPTER_MEMORY = 900, 4 * 2**30  # of processor time and bytes, for a chapter


def problems(root: Path, chapters: Sequence[str] = ()) -> list[str]:
    """A sentence for each test cell of the chapters (none named: all) that fails a right answer.

    A chapter is not run again while nothing that its tests depend on has changed.
    """
    found = []
    for name in catalogue.select(root, chapters):
        key = proved.key(root, name)
        if not proved.holds(key):
            wrong = _chapter(root, name)
            found += wrong
            if not wrong:
                proved.remember(key)
    return found


def require(root: Path, chapters: Sequence[str] = ()) -> None:
    """Raise CourseError if a test of the chapters costs a right answer its points."""
    if wrong := problems(root, chapters):
        raise CourseError("\n".join([*wrong, "Nothing was released; correct the tests."]))


def _chapter(root: Path, chapter: str) -> list[str]:
    source = build.notebook(root, chapter)
    kept = [one for one in answers.load(root, chapter) if one.right]
    try:
        failed: dict[str, str] = bounded.once(
            lambda: _failures(source, kept, chapter), CHAPTER_SECONDS, CHAPTER_MEMORY
        )
    except bounded.TooMuchError as error:
        return [f"source/{chapter}/{chapter}.py: running its tests on right answers takes {error}."]
    lines = {cell.grade_id: cell.line for cell in text.parse(build.text_path(root, chapter)).cells}
    return [
        f"source/{chapter}/{chapter}.py:{lines.get(grade_id, 1)}: `{grade_id}` {what}"
        for grade_id, what in failed.items()
    ]


def _failures(source: NotebookNode, kept: Sequence[Answer], chapter: str) -> dict[str, str]:
    """Grade id -> what is wrong with the cell, for each that fails; the first answer speaks."""
    cells, seen = nbcells.on_trial(source), nbcells.on_trial(answers.released(source))
    reference = answers.reference(source)
    failed: dict[str, str] = {}
    _note("the reference answer", Trial(cells, reference).failures(TRIED_SEEDS), failed)
    if not failed:
        who = "the reference answer, as students see the test"
        _note(who, Trial(seen, reference).failures(TRIED_SEEDS[:1]), failed)
    for one in kept if not failed else ():
        who = f"the right answer `{one.title}` of {answers.place(chapter, one.exercise)}"
        written = reference | {one.exercise: one.source}
        _note(who, Trial(cells, written).failures(TRIED_SEEDS, one.exercise), failed)
    return failed


def _note(who: str, failures: Iterable[Failure], failed: dict[str, str]) -> None:
    for failure in failures:
        said = str(failure.error)
        if not isinstance(failure.error, check.CheckFailed):
            said = f"{type(failure.error).__name__}: {said}"
        when = "" if failure.seed is None else f" (seed {', '.join(map(str, failure.seed))})"
        failed.setdefault(failure.grade_id, f"fails {who}{when}: {said}")
