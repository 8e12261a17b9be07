"""What each student has written, exercise by exercise, as text that is fit to be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.utils import is_solution

from autograder.authoring import forms
from autograder.authoring.forms import Forms
from autograder.handed_in import celltext, intake, submission
from autograder.handed_in.classroom import Classroom, Handed
from autograder.handed_in.intake import InvalidSubmissionError, Limits
from autograder.shared import harmless, nbcells
from autograder.shared.bounded import Bounded, JobError, Refused, TooMuchError

LONGEST = 8_000  # characters of an answer that are compared
OWN = ""  # the name under which a student's own cells of a chapter are compared
Key = tuple[str, str]  # chapter, and exercise or OWN


@dataclass
class Texts:
    """What was written.

    answers : by student and by chapter and exercise, what is not blank
    blanks  : by chapter and exercise, the released text; of own cells, all of the chapter's
    prose   : the exercises that are answered in words
    unread  : who is left out and why, a sentence each
    """

    answers: dict[tuple[str, Key], str] = field(default_factory=dict)
    blanks: dict[Key, str] = field(default_factory=dict)
    prose: set[Key] = field(default_factory=set)
    unread: list[str] = field(default_factory=list)


def read(room: Classroom, chapters: Sequence[str]) -> Texts:
    """All that was handed in for these chapters.

    Each submission is read in a process with limits; one that cannot be is told, and left out.
    """
    of_chapters = {name: form for name, form in forms.read(room.root).items() if name in chapters}
    found = Texts()
    for chapter, form in of_chapters.items():
        _blank(found, chapter, form)
    handed = (one for one in room.submissions() if one.chapter in of_chapters)
    limits = Limits.of(room.config)
    with Bounded({"texts": partial(_texts, of_chapters, limits)}) as process:
        for one in sorted(handed, key=lambda one: (one.chapter, one.student)):
            try:
                written = process.do("texts", one.student, one.chapter, str(one.folder))
            except (Refused, JobError) as error:
                found.unread.append(_left_out(one, str(error)))
            except TooMuchError as error:
                found.unread.append(_left_out(one, f"reading it took {error}"))
            else:
                for name, text in written.items():
                    found.answers[one.student, (one.chapter, name)] = text
    return found


def _left_out(one: Handed, why: str) -> str:
    return f"{harmless.shown(one.student)}, {one.chapter}, is left out: {why.rstrip('.')}."


def _blank(found: Texts, chapter: str, form: NotebookNode) -> None:
    for cell in form.cells:
        if is_solution(cell):
            key = chapter, nbcells.grade_id(cell)
            found.blanks[key] = fit(cell.source)
            if cell.cell_type != "code":
                found.prose.add(key)
    found.blanks[chapter, OWN] = "\n".join(
        cell.source for cell in form.cells if cell.cell_type == "code"
    )


def _texts(
    of_chapters: Forms, limits: Limits, student: str, chapter: str, folder: str
) -> dict[str, str]:
    try:
        path = intake.find(Path(folder), chapter, top=Path(folder).parents[1])
        submitted = intake.read(path, limits)
    except InvalidSubmissionError as error:
        raise Refused(str(error)) from None
    form = of_chapters[chapter]
    if submission.identify(submitted, {chapter: form}) is None:
        raise Refused(f"{harmless.shown(path.name)} has no exercise of {chapter}.")
    return _by_exercise(form, submission.rebuild(form, submitted))


def _by_exercise(form: NotebookNode, rebuilt: NotebookNode) -> dict[str, str]:
    """What is the student's, by exercise; a function that stands elsewhere is its exercise's."""
    blanks = {nbcells.grade_id(cell): cell.source for cell in form.cells if is_solution(cell)}
    theirs: dict[str, list[str]] = {}
    given = {celltext.plain(cell.source) for cell in form.cells}
    for cell in rebuilt.cells:
        name = nbcells.grade_id(cell)
        if name in blanks:
            text = celltext.plain(cell.source)
            gave_way = "\n" not in text and text.endswith(submission.ELSEWHERE)
            if not gave_way and text not in ("", celltext.plain(blanks[name])):
                theirs.setdefault(name, []).append(cell.source)
        elif not name and cell.cell_type == "code" and celltext.plain(cell.source) not in given:
            theirs.setdefault(_whose(cell.source, blanks), []).append(cell.source)
    return {name: fit("\n".join(parts)) for name, parts in theirs.items()}


def _whose(source: str, blanks: Mapping[str, str]) -> str:
    """The exercise whose function a cell defines, or OWN."""
    defined = celltext.defined(source)
    asked = (name for name, blank in blanks.items() if celltext.defined(blank) & defined)
    return next(asked, OWN)


def fit(text: str) -> str:
    """A text as it is compared and shown: its beginning, and nothing in it that acts."""
    return harmless.code(text[:LONGEST])
