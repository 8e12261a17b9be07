"""The supervisor: behind `python -m autograder grade` and `try`.

prepare (read, rebuild, bundle) -> run (in a pool; knows no gradebook) -> record (one writer).
A submission counts as graded when the gradebook and its graded notebook both say so, in this
order; so a run that was killed at any instant goes on where it stopped when it is started again.
Whatever goes wrong with one submission is that submission's result; only what concerns all, a
CourseError, ends the run.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.authoring import release
from autograder.authoring.forms import Forms
from autograder.authoring.forms import known as known_mistakes
from autograder.authoring.forms import read as blank_forms
from autograder.grading.known import make_known
from autograder.grading.preparation import Job, NotGradedError, Preparation
from autograder.grading.recorder import Recorder
from autograder.grading.trouble import of_one
from autograder.handed_in.classroom import Classroom, Handed
from autograder.inside import forks
from autograder.inside.wall.tiers import NONE
from autograder.judging import sandbox
from autograder.judging.bundle import Record
from autograder.judging.pool import Cluster, Local, Pool
from autograder.judging.result import Outcome, Result
from autograder.judging.slot import Slot, failed
from autograder.records.gradebook import Gradebook
from autograder.shared import catalogue, nbsettings
from autograder.shared.disk import reserved
from autograder.shared.errors import CourseError

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
    classroom = Classroom(root)
    handed = classroom.handed_in(chapters, student)
    tier = settings.sandbox or ""
    if not settings.scheduler:
        tier = sandbox.choose(settings.sandbox)
        _log.info("Sandbox: %s.", _described(tier))
    told = tell(len(handed)) if tell else lambda result, fresh: None
    # The pool first: it warms up while the rest is read.
    with (
        classroom.alone(), reserved(root), closing(_pool(tier, settings, len(handed))) as pool,
        Gradebook(classroom) as book,
    ):  # fmt: skip
        release.sweep(root)
        forms, present = blank_forms(root), {one.chapter for one in handed}
        make_known(classroom, book, forms, present)
        known = known_mistakes(root, present)
        supervisor = _Supervisor(classroom, book, forms, known, tier, settings)
        often = gc.get_threshold()
        forks.settle()
        try:
            with supervisor.preparation:
                results = list(_each(supervisor, handed, pool, told))
        finally:
            gc.set_threshold(*often)
            gc.unfreeze()
    return sorted(results, key=lambda r: (r.chapter, r.student))


def _each(
    supervisor: _Supervisor, handed: Sequence[Handed], pool: Pool, told: Tell
) -> Iterator[Result]:
    """The results as they come; a few submissions are under way at a time, never all."""
    under_way: dict[Future[Record], Job] = {}
    for one in handed:
        ready = supervisor.prepare(one)
        if isinstance(ready, Result):
            told(ready, not ready.unchanged)
            yield ready
            continue
        under_way[pool.submit(ready.bundle)] = ready
        while len(under_way) >= 2 * pool.size + 1:
            yield from supervisor.collect(under_way, told)
    while under_way:
        yield from supervisor.collect(under_way, told)


def _pool(tier: str, settings: Settings, most: int) -> Pool:
    if settings.scheduler:
        cluster = Cluster(settings.scheduler, tier)
        _log.info("Sandbox: %s.", ", ".join(map(_described, cluster.tiers)))
        return cluster
    return Local(tier, settings.workers, most)


def _described(tier: str) -> str:
    if tier == NONE:
        return "none; students' code runs with your rights, as --sandbox none asked for"
    return tier


class _Supervisor:
    """Prepares the submissions of one run, and has recorded what comes back of them."""

    def __init__(
        self, classroom: Classroom, book: Gradebook, forms: Forms, known: Mapping[str, str],
        tier: str, settings: Settings,
    ) -> None:  # fmt: skip
        self._book, self._tier, self._force = book, tier, settings.force
        self.preparation = Preparation(forms, classroom.config, tier, settings.seed, known)
        self._recorder = Recorder(classroom, book, forms, self.preparation.bounded)

    def prepare(self, one: Handed) -> Job | Result:
        """What is to be run, or the result that needs no running: graded already, or invalid."""
        if problem := self._book.problem(one.student):
            reason = f"The folder's name {problem}; rename it."
            return self._recorder.unrecorded(one, NotGradedError(Outcome.INVALID, reason))
        try:
            job = self.preparation.of(one)
        except NotGradedError as error:
            return self._recorder.fail(one, error)
        earlier = None if self._force else self._recorder.unchanged(job, self._tier)
        return earlier or job

    def collect(self, under_way: dict[Future[Record], Job], told: Tell) -> Iterator[Result]:
        """Record what has come in, at least one."""
        ready, _ = wait(under_way, return_when=FIRST_COMPLETED)
        for future in ready:
            job = under_way.pop(future)
            try:
                record = future.result()
            except Exception as error:
                record = failed(of_one(error, "It could not be run"))
            result = self._recorder.record(job, record)
            told(result, True)
            yield result


def try_notebook(root: Path, path: Path, settings: Settings | None = None) -> list[Result]:
    """Grade one notebook file by itself; nothing below root is read but the source, or written.

    The chapter is recognised by its cells, whatever the file is called; the student is "try".
    Raises CourseError when path is no notebook of the course.
    """
    settings = settings or Settings()
    if not path.is_file():
        raise CourseError(f"There is no file {path}.")
    forms = blank_forms(root)
    known = known_mistakes(root, forms)
    preparation = Preparation(forms, nbsettings.read(root), seed=settings.seed, known=known)
    try:
        with preparation:
            job = preparation.of_file(path)
    except NotGradedError as error:
        raise CourseError(error.reason) from None
    tier = sandbox.choose(settings.sandbox)
    with Slot(tier) as slot:
        record = slot.run(replace(job.bundle, tier=tier))
    try:
        return [job.graded(record).result()]
    except NotGradedError as error:
        return [error.result(job.handed, job.form)]
