"""What came of a submission, written down: gradebook, then graded notebook, then page.

In this order: a submission counts as graded when the gradebook and its graded notebook both say so.
If a run is killed between the two, the next one grades it again, and takes back what was given; the
other way round there would be a graded notebook whose points nobody has. The page comes last, for
it is made of both, and is made again whenever it shows something else.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import nbformat

from autograder.authoring.forms import Forms
from autograder.grading.bounded_work import BoundedWork
from autograder.grading.preparation import Job, NotGradedError
from autograder.grading.trouble import of_one
from autograder.handed_in.classroom import Classroom, Handed
from autograder.judging.bundle import STAMP, Record
from autograder.judging.result import Outcome, Result
from autograder.judging.version import walls
from autograder.records import feedback, graded
from autograder.records.gradebook import Gradebook
from autograder.records.graded import Graded
from autograder.records.marks import Marks
from autograder.shared import atomic, nbcells, nbsettings, times
from autograder.shared.disk import patient

NO_NOTEBOOK = "the graded notebook cannot be written, and is tried again next time"
NO_PAGE = "the feedback page cannot be made, and is tried again next time"
STALE = "what an earlier run wrote cannot be removed"


class Recorder:
    """Writes down results, one at a time; a run has one, which alone writes the gradebook.

    bounded : makes pages
    """

    def __init__(
        self, classroom: Classroom, book: Gradebook, forms: Forms, bounded: BoundedWork
    ) -> None:
        self._classroom, self._book, self._forms = classroom, book, forms
        self._bounded = bounded
        self._due: dict[str, str] = {}
        self._pages = nbsettings.pages(classroom.config)
        self.root = classroom.root

    @patient
    def record(self, job: Job, record: Record) -> Result:
        """Write what a record makes of a submission."""
        one = job.handed
        try:
            return self._write(job.graded(record))
        except NotGradedError as error:
            return self.fail(one, error)
        except Exception as error:
            reason = of_one(error, "It cannot be recorded")
            return self.fail(one, NotGradedError(Outcome.INTERNAL_ERROR, reason))

    def _write(self, made: Graded) -> Result:
        one, entry = made.handed, made.entry()
        # Before the points change: a page of an earlier run would tell the earlier ones.
        trouble = self._try(lambda: self._forget(one), STALE)
        marks = self._book.write(entry)
        # Without line breaks, which cost nbformat eight times as long.
        text = json.dumps(made.notebook, ensure_ascii=False, sort_keys=True)
        trouble = trouble or self._try(lambda: self._notebook(one, text), NO_NOTEBOOK)
        trouble = trouble or self._try(lambda: self._page(one, text, marks), NO_PAGE)
        # A person may have given points before.
        return self._told(made.result(marks.points), marks, trouble)

    def unchanged(self, job: Job, tier: str) -> Result | None:
        """What an earlier run recorded of the same work; None if it has to be run.

        tier : on which it would be run; "" on a cluster, where each machine has walls of its own
        """
        one = job.handed
        path = self._classroom.autograded(one.student, one.chapter)
        try:
            text = path.read_text("utf-8")
            notebook = nbformat.reads(text, as_version=4)
            stamp = notebook.metadata[STAMP]
            outcome, reason = Outcome(stamp["outcome"]), stamp.get("reason")
            same = (stamp["key"], stamp["timestamp"]) == (job.bundle.key, one.timestamp)
            same = same and (not tier or stamp.get("walls") == walls(tier))
        except Exception:  # none, one cut off, one that is nobody's: then it is run
            return None
        if not same:
            return None
        marks = self._book.renewed(one.student, one.chapter, one.timestamp)
        if marks.points.keys() != {nbcells.grade_id(cell) for cell in nbcells.graded(job.form)}:
            return None
        trouble = self._try(lambda: self._page(one, text, marks), NO_PAGE)
        result = graded.result(one, job.form, notebook, marks.points, outcome, reason)
        return replace(self._told(result, marks, trouble), unchanged=True)

    @patient
    def fail(self, one: Handed, why: NotGradedError) -> Result:
        """Leave neither points nor pages of an earlier run; points given by a person stay."""
        form = self._forms[one.chapter]
        self._try(lambda: self._forget(one), STALE)
        try:
            marks = self._book.write(graded.no_points(one, form))
        except Exception as error:
            reason = of_one(error, f"{why.reason} It is not in the gradebook")
            return self.unrecorded(one, NotGradedError(Outcome.INTERNAL_ERROR, reason))
        return self._told(why.result(one, form, marks.points), marks, "")

    def unrecorded(self, one: Handed, why: NotGradedError) -> Result:
        """The result of a submission that the gradebook cannot hold."""
        self._try(lambda: self._forget(one), STALE)
        return replace(why.result(one, self._forms[one.chapter]), recorded=False)

    def _try(self, step: Callable[[], None], what: str) -> str:
        """Do a step after which the points stay as they are; why it failed, "" if it did not."""
        try:
            step()
        except Exception as error:
            return of_one(error, f"The points are kept, but {what}")
        return ""

    def _told(self, result: Result, marks: Marks, trouble: str) -> Result:
        """The result with its late penalty, and with what went wrong after judging."""
        due, zone = self._deadline(result.chapter), self._classroom.zone
        result = replace(result, penalty=marks.penalty, late=marks.late, due=due, zone=zone)
        result = result.with_rulings(marks.dropped, marks.earlier)
        trouble = trouble or marks.trouble
        if trouble:
            result = replace(result, outcome=Outcome.INTERNAL_ERROR, reason=trouble)
        return result

    def _deadline(self, chapter: str) -> str:
        """When a chapter is due, as it is shown; "" if no time is set."""
        if chapter not in self._due:
            when = self._book.deadline(chapter)
            self._due[chapter] = times.shown(when, self._classroom.zone) if when else ""
        return self._due[chapter]

    def _notebook(self, one: Handed, text: str) -> None:
        """Write the graded notebook."""
        path = self._classroom.autograded(one.student, one.chapter)
        _pass_on(one, path.parent)
        atomic.write(path, text)

    def _page(self, one: Handed, text: str, marks: Marks) -> None:
        """Write the student's page, unless the one that is there shows the same."""
        folder = self._classroom.folder("feedback", one.student, one.chapter)
        path, pages = folder / f"{one.chapter}.html", self._pages
        made_of = feedback.digest(text, one.student, marks, pages)
        if feedback.made_of(path) != made_of:
            atomic.write(path, self._bounded.page(text, one.student, marks, made_of, pages))
        _pass_on(one, folder)

    def _forget(self, one: Handed) -> None:
        for step in ("autograded", "feedback"):
            folder = self._classroom.folder(step, one.student, one.chapter)
            if folder.is_symlink() or folder.is_file():
                folder.unlink()
            elif folder.exists():
                shutil.rmtree(folder)


def _pass_on(one: Handed, folder: Path) -> None:
    """Put beside what is returned what nbgrader's exchange needs to return it."""
    for name, text in one.exchanged.items():
        atomic.write(folder / name, text)
