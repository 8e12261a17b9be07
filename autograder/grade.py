"""The supervisor: behind `python -m autograder grade` and `try`.

prepare (read, rebuild, bundle) -> run (in a pool; knows no gradebook) -> record (one writer).
A submission counts as graded when the gradebook and its graded notebook both say so, in this
order; so a run that was killed at any instant goes on where it stopped when it is started again.
"""

from __future__ import annotations

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

from autograder import build, confine, feedback, forks, marking, release, sandbox, submission
from autograder.bundle import STAMP, Bundle, Record
from autograder.classroom import Classroom, Handed, config, seconds
from autograder.disk import patient, reserved
from autograder.errors import CourseError
from autograder.gradebook import Entry, Gradebook, Marks
from autograder.marking import Forms
from autograder.pack import pack
from autograder.pool import Cluster, Local, Pool
from autograder.result import Cell, Outcome, Result, table, to_json
from autograder.slot import Slot

__all__ = ["Cell", "Outcome", "Result", "Settings", "grade", "table", "to_json", "try_notebook"]

_log = logging.getLogger(__name__)

Tell = Callable[[Result, bool], None]


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
    root: Path, chapters: Sequence[str] = (), student: str | None = None,
    settings: Settings | None = None, tell: Callable[[int], Tell] | None = None,
) -> list[Result]:  # fmt: skip
    """Grade the submissions of the chapters (none named: all), and write feedback pages.

    A submission that was graded already and has not changed is not run again, unless forced;
    its points are read from the gradebook. Points given by a person are kept in any case.
    tell : given the number of submissions, makes what is called with each result, and whether
           it is a fresh one
    Raises CourseError for an unknown chapter or student, when there is nothing to grade, when
    another run grades this course, and when no sandbox can be had.
    """
    settings = settings or Settings()
    chapters = build.select(root, chapters)
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
        forms = marking.forms(root)
        for chapter in sorted({one.chapter for one in handed}):
            if not book.knows(chapter, forms[chapter]):
                release.release(root, [chapter], publish=False)
        run = _Run(room, book, forms, tier, settings)
        often = gc.get_threshold()
        forks.settle()
        try:
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
            told(ready, ready.outcome is not Outcome.OK)
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
    if tier == confine.NONE:
        return "none; students' code runs with your rights, as --sandbox none asked for"
    return tier


class _Run:
    """What preparing and recording share in one run."""

    def __init__(
        self, room: Classroom, book: Gradebook, forms: Forms, tier: str, settings: Settings
    ) -> None:
        self.room, self.book, self.forms, self.tier = room, book, forms, tier
        self.seed = settings.seed or secrets.token_hex(16)
        self.force, self.seconds = settings.force, seconds(room.config)

    def prepare(self, one: Handed) -> _Job | Result:
        """What is to be run, or the result that needs no running: graded already, or invalid."""
        form = self.forms[one.chapter]
        try:
            notebook = submission.rebuild(form, marking.read(one, self.forms))
            work = pack(one.chapter, form, notebook, self.seconds, self.tier)
        except submission.InvalidSubmissionError as error:
            return self.fail(one, Outcome.INVALID, str(error))
        except Exception as error:
            return self.fail(one, Outcome.INTERNAL_ERROR, f"{type(error).__name__}: {error}")
        earlier = None if self.force else self._earlier(one, work)
        return earlier or _Job(one, notebook, replace(work, seed=self.seed))

    def _earlier(self, one: Handed, work: Bundle) -> Result | None:
        path = self.room.autograded(one.student, one.chapter)
        if not path.is_file():
            return None
        try:
            notebook = nbformat.read(path, as_version=4)
        except Exception:
            return None
        stamp = notebook.metadata.get(STAMP)
        if not isinstance(stamp, dict) or stamp.get("key") != work.key:
            return None
        if stamp.get("timestamp") != one.timestamp:
            return None
        outcome, reason = Outcome(stamp["outcome"]), stamp.get("reason")
        marks = self.book.marks(one.student, one.chapter)
        if not marks.points:
            return None
        self._page(one, notebook, marks)
        form = self.forms[one.chapter]
        return marking.result(one, form, notebook, marks.points, outcome, reason)

    def collect(self, under_way: dict[Future[Record], _Job], told: Tell) -> Iterator[Result]:
        """Record what has come in, at least one."""
        ready, _ = wait(under_way, return_when=FIRST_COMPLETED)
        for future in ready:
            result = self.record(under_way.pop(future), future.result())
            told(result, True)
            yield result

    @patient
    def record(self, job: _Job, record: Record) -> Result:
        """Write the gradebook, then the graded notebook and the page: in this order it counts."""
        one = job.handed
        outcome = Outcome(record.outcome)
        if outcome is Outcome.INTERNAL_ERROR:
            return self.fail(one, outcome, record.reason or "")
        graded = marking.shown(job.notebook, record)
        scores = marking.scores(graded, record.points)
        try:
            result = marking.result(
                one, self.forms[one.chapter], graded, scores, outcome, record.reason
            )
            self._forget(one)
            comments = marking.comments(self.forms[one.chapter], graded, result)
            entry = Entry(one.student, one.chapter, one.timestamp, scores, comments)
            marks = self.book.write(entry)
            graded.metadata[STAMP] = marking.stamp(job.bundle, one.timestamp, record)
            path = self.room.autograded(one.student, one.chapter)
            _pass_on(one, path.parent)
            # Without line breaks, which cost nbformat eight times as long.
            build.write(path, json.dumps(graded, ensure_ascii=False, sort_keys=True))
            self._page(one, graded, marks)
            # A person may have given points before.
            result = marking.result(
                one, self.forms[one.chapter], graded, marks.points, outcome, record.reason
            )
        except OSError as error:
            raise CourseError(
                f"{one.student}'s graded notebook cannot be written: {error.strerror or error}. "
                "What was graded before is kept; run the same command again to go on."
            ) from None
        return result

    def _page(self, one: Handed, graded: nbformat.NotebookNode, marks: Marks) -> None:
        """Write the student's page."""
        path = self.room.folder("feedback", one.student, one.chapter) / f"{one.chapter}.html"
        build.write(path, feedback.page(graded, one.student, marks))
        _pass_on(one, path.parent)

    @patient
    def fail(self, one: Handed, outcome: Outcome, reason: str) -> Result:
        """Leave neither points nor pages of an earlier run; points given by a person stay."""
        form = self.forms[one.chapter]
        scores = {submission.grade_id(cell): 0.0 for cell in submission.graded(form)}
        result = marking.result(one, form, None, scores, outcome, reason)
        self._forget(one)
        self.book.write(Entry(one.student, one.chapter, one.timestamp, scores))
        return result

    def _forget(self, one: Handed) -> None:
        for step in ("autograded", "feedback"):
            folder = self.room.folder(step, one.student, one.chapter)
            if folder.exists():
                shutil.rmtree(folder)


def _pass_on(one: Handed, folder: Path) -> None:
    """Put beside what is returned what nbgrader's exchange needs to return it."""
    for name, text in one.exchanged.items():
        build.write(folder / name, text)


def try_notebook(root: Path, path: Path, settings: Settings | None = None) -> list[Result]:
    """Grade one notebook file by itself; nothing below root is read but the source, or written.

    The chapter is recognised by its cells, whatever the file is called; the student is "try".
    Raises CourseError when path is no notebook of the course.
    """
    settings = settings or Settings()
    if not path.is_file():
        raise CourseError(f"There is no file {path}.")
    forms = marking.forms(root)
    try:
        notebook = submission.read(path)
    except submission.InvalidSubmissionError as error:
        raise CourseError(str(error)) from None
    chapter = submission.identify(notebook, forms)
    if chapter is None:
        raise CourseError(
            f"{path} holds no exercise of this course ({', '.join(forms)}). "
            "Is it a notebook from release/, with the answer cells still in it?"
        )
    form = forms[chapter]
    rebuilt = submission.rebuild(form, notebook)
    tier = sandbox.choose(settings.sandbox)
    work = pack(chapter, form, rebuilt, seconds(config(root)), tier)
    with Slot(tier) as slot:
        record = slot.run(replace(work, seed=settings.seed or secrets.token_hex(16)))
    graded = marking.shown(rebuilt, record)
    one = Handed("try", chapter, path.parent)
    scores = marking.scores(graded, record.points)
    return [marking.result(one, form, graded, scores, Outcome(record.outcome), record.reason)]
