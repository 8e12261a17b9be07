"""The work on a student's bytes, reading submissions and making pages, in a process with limits.

Bytes that somebody else wrote may be made to take hours or all of the memory, be it by JSON, by
Markdown or by a page of them. The supervisor has the gradebook open and other submissions under
way, so it must not be where that happens.

The one who asks gets plain data back, of a bounded size, and looks at no bytes of a student's.
"""

from __future__ import annotations

import glob
import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4.rwbase import rejoin_lines

from autograder.authoring.forms import Forms
from autograder.handed_in import intake, submission
from autograder.handed_in.bundling import bundle_of
from autograder.handed_in.classroom import Handed
from autograder.handed_in.intake import LIMITS, InvalidSubmissionError, Limits
from autograder.judging.bundle import Bundle, CodeCell
from autograder.records import feedback
from autograder.records.marks import Marks
from autograder.shared import harmless
from autograder.shared.bounded import Bounded, Jobs, Refused, TooMuchError
from autograder.shared.closing import Closing


@dataclass(frozen=True)
class Prepared:
    """A submission ready to be run: the rebuilt notebook, and its bundle without a seed."""

    chapter: str
    notebook: nbformat.NotebookNode
    bundle: Bundle


class BoundedWork(Closing):
    """Reads submissions against the forms, and makes feedback pages, in a process with limits.

    limits : of a notebook       seconds, tier : of the bundles
    """

    def __init__(
        self, forms: Forms, limits: Limits = LIMITS, seconds: float = 0, tier: str = ""
    ) -> None:
        jobs: Jobs = {
            "handed": partial(_handed, forms, limits, seconds, tier),
            "file": partial(_file, forms, limits, seconds, tier),
            "page": _page,
        }
        self._bounded = Bounded(jobs, _node)

    def prepare(self, one: Handed) -> Prepared:
        """What is to be run of a submission.

        Raises InvalidSubmissionError for what cannot be graded, also because it takes too much to
        read it, and JobError if reading failed.
        """
        return self._prepared("handed", one.student, one.chapter, str(one.folder))

    def prepare_file(self, path: Path) -> Prepared:
        """The same of a notebook of any chapter, which is known by its cells."""
        return self._prepared("file", str(path))

    def _prepared(self, job: str, *given: str) -> Prepared:
        try:
            chapter, notebook, bundle = self._bounded.do(job, *given)
        except Refused as error:
            raise InvalidSubmissionError(str(error)) from None
        except TooMuchError as error:
            raise InvalidSubmissionError(
                f"Reading the notebook took {error}; take out what is not needed and hand it in "
                "again."
            ) from None
        cells = tuple(
            CodeCell(place, kind, name, notebook.cells[place].source, points)
            for place, kind, name, points in bundle.pop("cells")
        )
        return Prepared(chapter, notebook, Bundle(cells=cells, **bundle))

    def page(self, graded: str, student: str, marks: Marks, made_of: str, pages: str = "") -> str:
        """The feedback page of a graded notebook, given as text; see `feedback.page`.

        If it takes too much to make, it is a page of points and comments that says so.
        """
        about = (student, marks.plain(), made_of, pages)
        try:
            return str(self._bounded.do("page", graded, *about, None))
        except TooMuchError as error:
            said = f"What was handed in is not shown here, for that took {error}."
        bare = _read(graded)
        for cell in bare["cells"]:
            cell.update(source="", **({"outputs": []} if cell["cell_type"] == "code" else {}))
        return str(self._bounded.do("page", json.dumps(bare), *about, said))

    def close(self) -> None:
        """End the process; the next job has a new one."""
        self._bounded.close()


def _handed(
    forms: Forms, limits: Limits, seconds: float, tier: str,
    student: str, chapter: str, folder: str,
) -> list[Any]:  # fmt: skip
    try:
        submitted = _submitted(Handed(student, chapter, Path(folder)), forms, limits)
    except InvalidSubmissionError as error:
        raise Refused(str(error)) from None
    return _prepare(chapter, forms[chapter], submitted, seconds, tier)


def _submitted(one: Handed, forms: Forms, limits: Limits) -> nbformat.NotebookNode:
    """The notebook handed in.

    Raises InvalidSubmissionError if it is none, or another chapter's, or comes with no time that
    could be read.
    """
    if glob.escape(one.student) != one.student:
        raise InvalidSubmissionError(
            "nbgrader cannot work with *, ? and [ in a student's id; rename the folder."
        )
    one.check_time()
    path = intake.find(one.folder, one.chapter, top=one.folder.parents[1])
    notebook = intake.read(path, limits)
    chapter = submission.identify(notebook, forms)
    if chapter != one.chapter:
        what = f"is the notebook of {chapter}" if chapter else "has no exercise of this course"
        raise InvalidSubmissionError(
            f"{harmless.shown(path.name)} {what}; the notebook of {one.chapter} belongs here."
        )
    return notebook


def _file(forms: Forms, limits: Limits, seconds: float, tier: str, path: str) -> list[Any]:
    try:
        submitted = intake.read(Path(path), limits)
    except InvalidSubmissionError as error:
        raise Refused(str(error)) from None
    chapter = submission.identify(submitted, forms)
    if chapter is None:
        raise Refused(
            f"{harmless.shown(path, 300)} holds no exercise of this course ({', '.join(forms)}). "
            "Is it a notebook from release/, with the answer cells still in it?"
        )
    return _prepare(chapter, forms[chapter], submitted, seconds, tier)


def _prepare(
    chapter: str, form: nbformat.NotebookNode, submitted: nbformat.NotebookNode,
    seconds: float, tier: str,
) -> list[Any]:  # fmt: skip
    """The chapter, the rebuilt notebook, and a bundle whose cells' sources are found in it."""
    rebuilt = submission.rebuild(form, submitted)
    bundle = bundle_of(chapter, form, rebuilt, seconds, tier)
    cells = [(cell.place, cell.kind, cell.name, cell.points) for cell in bundle.cells]
    return [chapter, rebuilt, vars(bundle) | {"cells": cells}]


def _page(
    graded: str, student: str, marks: dict[str, Any], made_of: str, pages: str, said: str | None
) -> str:
    return feedback.page(_read(graded), student, Marks(**marks), made_of, said, pages)


def _read(graded: str) -> nbformat.NotebookNode:
    """As `nbformat.reads`, which would check it against the whole schema."""
    return rejoin_lines(json.loads(graded, object_hook=_node))


def _node(found: dict[str, Any]) -> nbformat.NotebookNode:
    """As `nbformat.from_dict`, which takes its time with each key."""
    made = nbformat.NotebookNode()
    dict.update(made, found)
    return made
