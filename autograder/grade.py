"""The supervisor: behind `python -m autograder grade` and `try`.

prepare (read, rebuild, bundle) -> run (in a pool; knows no gradebook) -> record (one writer).
A submission counts as graded when the gradebook and its graded notebook both say so, in this
order; so a run that was killed at any instant goes on where it stopped when it is started again.
Whatever goes wrong with one submission is that submission's result; only what concerns all, a
CourseError, ends the run.
"""

from __future__ import annotations

import errno
import gc
import json
import logging
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat

from autograder.authoring import release
from autograder.authoring.forms import Forms
from autograder.authoring.forms import read as blank_forms
from autograder.desk import Desk
from autograder.handed_in import intake
from autograder.handed_in.classroom import Classroom, Handed
from autograder.handed_in.intake import Limits
from autograder.inside import forks
from autograder.inside.wall.tiers import NONE
from autograder.judging import sandbox
from autograder.judging.bundle import STAMP, Bundle, Record
from autograder.judging.pool import Cluster, Local, Pool
from autograder.judging.result import GradedCell, Outcome, Result, to_json
from autograder.judging.slot import Slot, failed
from autograder.judging.version import walls
from autograder.records import feedback, marking
from autograder.records.gradebook import Gradebook
from autograder.records.marks import Entry, Marks
from autograder.records.table import table
from autograder.shared import atomic, catalogue, nbcells, nbsettings, times
from autograder.shared.bounded import JobError
from autograder.shared.disk import patient, reserved
from autograder.shared.errors import CourseError
from autograder.shared.harmless import shown

__all__ = [
    "GradedCell",
    "Outcome",
    "Result",
    "Settings",
    "grade",
    "table",
    "to_json",
    "try_notebook",
]

_log = logging.getLogger(__name__)

Tell = Callable[[Result, bool], None]

# What a full or broken disk, or a machine without files or memory to spare, says: to everybody.
FOR_ALL = {
    errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM,
}  # fmt: skip


@dataclass(frozen=True)
class Settings:
    """How to run.

    force     : grade again what is graded already
    workers   : processes of this machine; one for each processor if None
    sandbox   : tier; the best that works here if None
    scheduler : address of a Dask cluster, instead of this machine's processes
    seed      : hexadecimal, of the hidden tests' random inputs; a new secret one if None
    """

    force: bool = False
    workers: int | None = None
    sandbox: str | None = None
    scheduler: str | None = None
    seed: str | None = None


@dataclass(frozen=True)
class _Job:
    handed: Handed
    notebook: nbformat.NotebookNode
    bundle: Bundle


def grade(
    root: Path, chapters: Sequence[str] = (), student: str | Sequence[str] | None = None,
    settings: Settings | None = None, tell: Callable[[int], Tell] | None = None,
) -> list[Result]:  # fmt: skip
    """Grade the submissions of the chapters (none named: all), and write feedback pages.

    A submission that was graded already and has not changed is not run again, unless forced;
    its points are read from the gradebook, and its late penalty is computed anew. Points given
    by a person are kept in any case.
    student : the ids of one or several; all if None
    tell    : given the number of submissions, makes what is called with each result, and whether
              it is a fresh one
    Raises CourseError for an unknown chapter or student, when there is nothing to grade, when
    another run grades this course, and when no sandbox can be had.
    """
    settings = settings or Settings()
    chapters = catalogue.select(root, chapters)
    room = Classroom(root)
    handed = room.handed_in(chapters, student)
    tier = settings.sandbox or ""
    if not settings.scheduler:
        tier = sandbox.choose(settings.sandbox)
        _log.info("Sandbox: %s.", _described(tier))
    told = tell(len(handed)) if tell else lambda result, fresh: None
    # The pool first: it warms up while the rest is read.
    with (
        room.alone(), reserved(root), closing(_pool(tier, settings)) as pool,
        Gradebook(room) as book,
    ):  # fmt: skip
        release.sweep(root)
        forms = blank_forms(root)
        for chapter in sorted({one.chapter for one in handed}):
            if not book.knows(chapter, forms[chapter]):
                known = room.directory.db_url
                release.release(root, [chapter], publish=False, gradebook=known)
        run = _Run(room, book, forms, tier, settings)
        often = gc.get_threshold()
        forks.settle()
        try:
            with run.desk:
                results = list(_each(run, handed, pool, told))
        finally:
            gc.set_threshold(*often)
            gc.unfreeze()
    return sorted(results, key=lambda r: (r.chapter, r.student))


def _each(run: _Run, handed: Sequence[Handed], pool: Pool, told: Tell) -> Iterator[Result]:
    """The results as they come; a few submissions are under way at a time, never all."""
    under_way: dict[Future[Record], _Job] = {}
    for one in handed:
        ready = run.prepare(one)
        if isinstance(ready, Result):
            told(ready, not ready.unchanged)
            yield ready
            continue
        under_way[pool.submit(ready.bundle)] = ready
        while len(under_way) >= 2 * pool.size + 1:
            yield from run.collect(under_way, told)
    while under_way:
        yield from run.collect(under_way, told)


def _pool(tier: str, settings: Settings) -> Pool:
    if settings.scheduler:
        cluster = Cluster(settings.scheduler, tier)
        _log.info("Sandbox: %s.", ", ".join(map(_described, cluster.tiers)))
        return cluster
    return Local(tier, settings.workers)


def _described(tier: str) -> str:
    if tier == NONE:
        return "none; students' code runs with your rights, as --sandbox none asked for"
    return tier


class _Run:
    """What preparing and recording share in one run."""

    def __init__(
        self, room: Classroom, book: Gradebook, forms: Forms, tier: str, settings: Settings
    ) -> None:
        self.room, self.book, self.forms, self.tier = room, book, forms, tier
        self.seed = settings.seed or secrets.token_hex(16)
        self.force = settings.force
        self.desk = Desk(forms, Limits.of(room.config), nbsettings.seconds(room.config), tier)
        self.due: dict[str, str] = {}

    def prepare(self, one: Handed) -> _Job | Result:
        """What is to be run, or the result that needs no running: graded already, or invalid."""
        if problem := self.book.problem(one.student):
            return self.unrecorded(one, Outcome.INVALID, f"The folder's name {problem}; rename it.")
        try:
            ready = self.desk.prepare(one)
        except intake.InvalidSubmissionError as error:
            return self.fail(one, Outcome.INVALID, str(error))
        except JobError as error:
            return self.fail(one, Outcome.INTERNAL_ERROR, str(error))
        except Exception as error:
            return self.fail(one, Outcome.INTERNAL_ERROR, _of_one(error, "It cannot be read"))
        earlier = None if self.force else self._earlier(one, ready.bundle)
        return earlier or _Job(one, ready.notebook, replace(ready.bundle, seed=self.seed))

    def _earlier(self, one: Handed, work: Bundle) -> Result | None:
        path, form = self.room.autograded(one.student, one.chapter), self.forms[one.chapter]
        try:
            text = path.read_text("utf-8")
            notebook = nbformat.reads(text, as_version=4)
            stamp = notebook.metadata[STAMP]
            outcome, reason = Outcome(stamp["outcome"]), stamp.get("reason")
            same = (stamp["key"], stamp["timestamp"]) == (work.key, one.timestamp)
            # On a cluster each machine has walls of its own.
            same = same and (not self.tier or stamp.get("walls") == walls(self.tier))
        except Exception:
            return None
        if not same:
            return None
        marks = self.book.renewed(one.student, one.chapter, one.timestamp)
        if marks.points.keys() != {nbcells.grade_id(cell) for cell in nbcells.graded(form)}:
            return None
        trouble = self._try(lambda: self._page(one, text, marks), PAGE)
        result = marking.result(one, form, notebook, marks.points, outcome, reason)
        return replace(self._told(result, marks, trouble), unchanged=True)

    def collect(self, under_way: dict[Future[Record], _Job], told: Tell) -> Iterator[Result]:
        """Record what has come in, at least one."""
        ready, _ = wait(under_way, return_when=FIRST_COMPLETED)
        for future in ready:
            job = under_way.pop(future)
            try:
                record = future.result()
            except Exception as error:
                record = failed(_of_one(error, "It could not be run"))
            result = self.record(job, record)
            told(result, True)
            yield result

    @patient
    def record(self, job: _Job, record: Record) -> Result:
        """Write the gradebook, then the graded notebook and the page: in this order it counts."""
        one, outcome = job.handed, Outcome(record.outcome)
        if outcome is Outcome.INTERNAL_ERROR:
            return self.fail(one, outcome, record.reason or "")
        try:
            return self._record(one, job, record)
        except Exception as error:
            return self.fail(one, Outcome.INTERNAL_ERROR, _of_one(error, "It cannot be recorded"))

    def _record(self, one: Handed, job: _Job, record: Record) -> Result:
        form, outcome = self.forms[one.chapter], Outcome(record.outcome)
        graded = marking.shown(job.notebook, record)
        scores = marking.scores(graded, record.points)
        result = marking.result(one, form, graded, scores, outcome, record.reason)
        trouble = self._try(lambda: self._forget(one), FORGET)
        comments = marking.comments(form, graded, result)
        marks = self.book.write(Entry(one.student, one.chapter, one.timestamp, scores, comments))
        graded.metadata[STAMP] = marking.stamp(job.bundle, one.timestamp, record)
        # Without line breaks, which cost nbformat eight times as long.
        text = json.dumps(graded, ensure_ascii=False, sort_keys=True)
        trouble = trouble or self._try(lambda: self._notebook(one, text), NOTEBOOK)
        trouble = trouble or self._try(lambda: self._page(one, text, marks), PAGE)
        # A person may have given points before.
        result = marking.result(one, form, graded, marks.points, outcome, record.reason)
        return self._told(result, marks, trouble)

    def _try(self, step: Callable[[], None], what: str) -> str:
        """Do a step after which the points stay as they are; why it failed, "" if it did not."""
        try:
            step()
        except Exception as error:
            return _of_one(error, f"The points are kept, but {what}")
        return ""

    def _told(self, result: Result, marks: Marks, trouble: str) -> Result:
        """The result with its late penalty, and with what went wrong after judging."""
        zone, late = self.room.zone, ""
        if when := marks.late:
            late = f"handed in {times.shown(when.handed, zone)}, due {times.shown(when.due, zone)}"
        due = self._due(result.chapter)
        result = replace(result, penalty=marks.penalty, late=late, due=due, zone=zone)
        trouble = trouble or marks.trouble
        if trouble:
            result = replace(result, outcome=Outcome.INTERNAL_ERROR, reason=trouble)
        return result

    def _due(self, chapter: str) -> str:
        """When a chapter is due, as it is shown; "" if no time is set."""
        if chapter not in self.due:
            when = self.book.deadline(chapter)
            self.due[chapter] = times.shown(when, self.room.zone) if when else ""
        return self.due[chapter]

    def _notebook(self, one: Handed, graded: str) -> None:
        """Write the graded notebook."""
        path = self.room.autograded(one.student, one.chapter)
        _pass_on(one, path.parent)
        atomic.write(path, graded)

    def _page(self, one: Handed, graded: str, marks: Marks) -> None:
        """Write the student's page, unless the one that is there shows the same."""
        path = self.room.folder("feedback", one.student, one.chapter) / f"{one.chapter}.html"
        made_of = feedback.digest(graded, one.student, marks)
        if feedback.made_of(path) != made_of:
            atomic.write(path, self.desk.page(graded, one.student, marks, made_of))
        _pass_on(one, path.parent)

    @patient
    def fail(self, one: Handed, outcome: Outcome, reason: str) -> Result:
        """Leave neither points nor pages of an earlier run; points given by a person stay."""
        form = self.forms[one.chapter]
        scores: dict[str, float | None]
        scores = {nbcells.grade_id(cell): 0.0 for cell in nbcells.graded(form)}
        self._try(lambda: self._forget(one), FORGET)
        try:
            marks = self.book.write(Entry(one.student, one.chapter, one.timestamp, scores))
        except Exception as error:
            reason = _of_one(error, f"{reason} It is not in the gradebook")
            return self.unrecorded(one, Outcome.INTERNAL_ERROR, reason)
        result = marking.result(one, form, None, marks.points, outcome, reason)
        return self._told(result, marks, "")

    def unrecorded(self, one: Handed, outcome: Outcome, reason: str) -> Result:
        """The result of a submission that the gradebook cannot hold."""
        form = self.forms[one.chapter]
        self._try(lambda: self._forget(one), FORGET)
        result = marking.result(one, form, None, {}, outcome, reason)
        return replace(result, recorded=False)

    def _forget(self, one: Handed) -> None:
        for step in ("autograded", "feedback"):
            folder = self.room.folder(step, one.student, one.chapter)
            if folder.is_symlink() or folder.is_file():
                folder.unlink()
            elif folder.exists():
                shutil.rmtree(folder)


NOTEBOOK = "the graded notebook cannot be written, and is tried again next time"
PAGE = "the feedback page cannot be made, and is tried again next time"
FORGET = "what an earlier run wrote cannot be removed"


def _of_one(error: Exception, what: str) -> str:
    """The sentence for what went wrong with one submission.

    Raises CourseError if it concerns all of them.
    """
    if isinstance(error, CourseError):
        raise error
    if isinstance(error, OSError) and error.errno in FOR_ALL:
        raise CourseError(
            f"Grading cannot go on: {error.strerror}. What was graded before is kept; see to it "
            "and run the same command again to go on."
        ) from None
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"{what} ({type(error).__name__}: {shown(said, 200)})."


def _pass_on(one: Handed, folder: Path) -> None:
    """Put beside what is returned what nbgrader's exchange needs to return it."""
    for name, text in one.exchanged.items():
        atomic.write(folder / name, text)


def try_notebook(root: Path, path: Path, settings: Settings | None = None) -> list[Result]:
    """Grade one notebook file by itself; nothing below root is read but the source, or written.

    The chapter is recognised by its cells, whatever the file is called; the student is "try".
    Raises CourseError when path is no notebook of the course.
    """
    settings = settings or Settings()
    if not path.is_file():
        raise CourseError(f"There is no file {path}.")
    forms, course = blank_forms(root), nbsettings.read(root)
    try:
        with Desk(forms, Limits.of(course), nbsettings.seconds(course)) as desk:
            ready = desk.prepare_file(path)
    except (intake.InvalidSubmissionError, JobError) as error:
        raise CourseError(str(error)) from None
    chapter, form, rebuilt = ready.chapter, forms[ready.chapter], ready.notebook
    tier = sandbox.choose(settings.sandbox)
    work = replace(ready.bundle, tier=tier, seed=settings.seed or secrets.token_hex(16))
    with Slot(tier) as slot:
        record = slot.run(work)
    graded = marking.shown(rebuilt, record)
    one = Handed("try", chapter, path.parent)
    scores = marking.scores(graded, record.points)
    return [marking.result(one, form, graded, scores, Outcome(record.outcome), record.reason)]
