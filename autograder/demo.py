"""A class in a temporary folder: released, handed in, graded, with feedback."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import nbformat

from autograder import grade
from autograder.authoring import answers, build, release
from autograder.authoring.answers import Answer
from autograder.records.table import table
from autograder.shared import catalogue
from course.naming import NAME

OTHER_STYLES = ("dora", "emil")
MISTAKEN = ("farid", "greta", "hugo", "ines")


def demo(root: Path, chapters: Sequence[str] = ()) -> None:
    """Play a class on a copy of the course (no chapters named: the first), print the table.

    The folder stays, for its feedback pages and for Formgrader.  The course itself is not touched.
    Raises CourseError for an unknown chapter.
    """
    chapters = catalogue.select(root, chapters or catalogue.chapters(root)[:1])
    folder = Path(tempfile.mkdtemp(prefix=f"{NAME}-"))
    print(f"A class of {len(_students())} in {folder}")
    shutil.copytree(root / "source", folder / "source", ignore=shutil.ignore_patterns("*.ipynb"))
    shutil.copy(root / "nbgrader_config.py", folder)
    # The course's own gradebook may be set by name, here or where Jupyter keeps settings.
    with (folder / "nbgrader_config.py").open("a", encoding="utf-8") as settings:
        settings.write(f"\nc.CourseDirectory.db_url = {f'sqlite:///{folder}/gradebook.db'!r}\n")
    release.release(folder, chapters)
    for chapter in chapters:
        hand_in(folder, chapter, answers.load(root, chapter))
    results = grade.grade(folder, chapters)
    print(f"\n{table(results)}\n\nFeedback pages:")
    for page in sorted(folder.glob("feedback/*/*/*.html")):
        print(f"  {page}")


def hand_in(root: Path, chapter: str, kept: Sequence[Answer]) -> None:
    """Put the class's notebooks of a chapter into submitted/."""
    source = build.notebook(root, chapter)
    for student, written in _class(answers.reference(source), kept):
        path = root / "submitted" / student / chapter / f"{chapter}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(answers.solved(source, written), path)


def _students() -> list[str]:
    return ["ada", "blank", *OTHER_STYLES, *MISTAKEN]


def _class(
    reference: Mapping[str, str], kept: Sequence[Answer]
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every student with their answers: all right, none, in other words, or mistaken."""
    yield "ada", reference
    yield "blank", {}
    for number, student in enumerate(OTHER_STYLES):
        yield student, {**reference, **other_style(kept, number)}
    for number, student in enumerate(MISTAKEN):
        yield student, {**reference, **mistakes(kept, number)}


def other_style(kept: Sequence[Answer], number: int) -> dict[str, str]:
    """For every exercise, one of its right answers in other words."""
    return {
        exercise: found[number % len(found)].source
        for exercise, found in _by_exercise(kept, right=True).items()
    }


def mistakes(kept: Sequence[Answer], number: int) -> dict[str, str]:
    """Wrong answers to every fourth exercise, beginning at another one for each student."""
    chosen = list(_by_exercise(kept, right=False).items())[number :: len(MISTAKEN)]
    return {exercise: found[number % len(found)].source for exercise, found in chosen}


def _by_exercise(kept: Sequence[Answer], *, right: bool) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = {}
    for answer in kept:
        if answer.right == right:
            found.setdefault(answer.exercise, []).append(answer)
    return found
