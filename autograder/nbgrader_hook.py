"""The judge behind nbgrader's own commands: `nbgrader autograde`, and Formgrader's button.

nbgrader_config.py names three classes of this module. nbgrader keeps its own part: which
submissions are due, students, dates, folders; what reads, runs and scores a notebook is ours.

    c.Autograde.exporter_class = "autograder.nbgrader_hook.Rebuild"
    c.Autograde.sanitize_preprocessors = []
    c.Autograde.autograde_preprocessors = [
        "autograder.nbgrader_hook.Judge",
        "autograder.nbgrader_hook.Save",
    ]

nbgrader itself opens no file of a student's: it is shown a folder that holds, for each submission,
an empty notebook of the right name, and what the exchange put beside the real one.
"""

from __future__ import annotations

import atexit
import json
import re
import secrets
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import replace
from fnmatch import fnmatch
from glob import glob
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode
from traitlets.config import Config

from autograder.authoring.forms import known as known_mistakes
from autograder.authoring.forms import read as blank_forms
from autograder.grading.known import make_known
from autograder.grading.preparation import NotGradedError, Preparation
from autograder.grading.trouble import of_one
from autograder.handed_in.classroom import Classroom, Handed
from autograder.judging import sandbox
from autograder.judging.bundle import STAMP, Bundle, Record
from autograder.judging.result import Outcome
from autograder.judging.slot import Slot
from autograder.records import graded
from autograder.records.gradebook import Gradebook
from autograder.records.graded import Graded
from autograder.records.marks import Entry
from autograder.records.table import NOTE
from autograder.shared import harmless, times
from autograder.shared.errors import CourseError

IDLE_SECONDS = 120.0  # for which a sandbox that nobody needs stays ready, in a Jupyter server

Resources = dict[str, Any]


class Rebuild(NotebookExporter):  # type: ignore[misc]
    """Reads what was handed in, and gives nbgrader the notebook rebuilt from the source.

    Raises NbGraderException, before anything is changed, if the course cannot be graded: no
    sandbox, or an assignment that is no chapter of it.
    """

    def __init__(self, config: Config | None = None, **kw: Any) -> None:
        super().__init__(config, **kw)
        self.run: _ConverterRun | None = None
        if isinstance(self.parent, Autograde):
            try:
                self.run = _ConverterRun(self.parent, Judge(parent=self).sandbox or None)
            except CourseError as error:
                self.parent.log.error(harmless.lines(str(error)))
                raise NbGraderException(str(error)) from None

    def from_filename(
        self, filename: str, resources: Resources | None = None, **kw: Any
    ) -> tuple[str, Resources]:
        """The notebook that is graded, and then the graded one, as text."""
        if self.run is None or not self.parent._sanitizing:
            return super().from_filename(filename, resources, **kw)  # type: ignore[no-any-return]
        resources = resources or {}
        path = Path(filename)
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        rebuilt = self.run.rebuilt(self.run.of(resources))
        return self.from_notebook_node(rebuilt, resources, **kw)  # type: ignore[no-any-return]


class Judge(NbGraderPreprocessor):  # type: ignore[misc]
    """Runs the student's cells in the sandbox and the tests outside of it.

    The outputs that it puts into the notebook are such that nbgrader's own rules give the points
    that the judge gave. `--no-execute` changes nothing: saved outputs never count.
    """

    sandbox = Unicode(
        "",
        help="What walls off students' code: bwrap, landlock or none; '' for the best that works "
        "here, never none.",
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Grade one rebuilt notebook. Raises NotGradedError if it could not be run."""
        run = _run(self)
        resources["nbgrader"]["graded"] = run.judge(run.of(resources), nb)
        return nb, resources


class Save(NbGraderPreprocessor):  # type: ignore[misc]
    """Writes points, comments and late penalty of a judged notebook in one transaction.

    Instead of nbgrader's SaveAutoGrades and AssignLatePenalties, which write cell by cell; what
    ends up in the gradebook is the same, and the named mistakes with it.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Record one notebook."""
        run = _run(self)
        run.save(resources["nbgrader"]["graded"])
        return nb, resources


def _run(step: NbGraderPreprocessor) -> _ConverterRun:
    run = step.parent.run if isinstance(step.parent, Rebuild) else None
    if run is None:
        raise NbGraderException(
            f"{type(step).__name__} needs c.Autograde.exporter_class = "
            '"autograder.nbgrader_hook.Rebuild" in nbgrader_config.py.'
        )
    return run


def _names(one: Handed) -> tuple[str, str]:
    return harmless.shown(one.student), harmless.shown(one.chapter)


class _ConverterRun:
    """One run of nbgrader's converter: the course, what was handed in, and how to grade it."""

    def __init__(self, converter: Autograde, tier: str | None) -> None:
        course = converter.coursedir
        settings = deepcopy(converter.config)
        settings.CourseDirectory.db_url = course.db_url
        self.log, self.classroom = converter.log, Classroom(Path(course.root), settings)
        self.seed = secrets.token_hex(16)
        self.handed = {(one.student, one.chapter): one for one in _handed_in(converter)}
        chapters = sorted({one.chapter for one in self.handed.values()})
        self.forms = blank_forms(self.classroom.root, settings)
        for chapter in chapters:
            if chapter not in self.forms:
                raise CourseError(
                    f"{chapter} is no chapter of this course: there is no "
                    f"source/{chapter}/{chapter}.py to judge it by. Its submissions are not run."
                )
        self.known = known_mistakes(self.classroom.root, chapters)
        self.tier, self._alone = SLOT.choose(tier), ExitStack()
        self.log.info("Sandbox: %s.", self.tier)
        with self.classroom.alone():
            with Gradebook(self.classroom) as book:
                make_known(self.classroom, book, self.forms, chapters)
            self._stage(converter)

    def of(self, resources: Resources) -> Handed:
        """The submission that nbgrader is at."""
        names = resources["nbgrader"]
        return self.handed[names["student"], names["assignment"]]

    def _stage(self, converter: Autograde) -> None:
        """Show nbgrader a folder of ours instead of what was handed in."""
        self._staged = tempfile.TemporaryDirectory(prefix="nbgrader-")
        converter.assignments = {}
        for one in self.handed.values():
            folder = Path(self._staged.name, one.student, one.chapter)
            folder.mkdir(parents=True)
            notebook = folder / f"{one.chapter}.ipynb"
            notebook.touch()
            for name, text in one.exchanged.items():
                (folder / name).write_text(text, encoding="utf-8")
            converter.assignments[str(folder)] = [str(notebook)]
            if not self._finished(one):
                earlier = self.classroom.autograded(one.student, one.chapter).parent
                shutil.rmtree(earlier, ignore_errors=True)
        converter.coursedir = _Staged.instead_of(converter.coursedir, self._staged.name)

    def _finished(self, one: Handed) -> bool:
        """Whether a submission was graded to the end, as it is now; else nbgrader would skip it."""
        path = self.classroom.autograded(one.student, one.chapter)
        try:
            stamp = json.loads(path.read_bytes())["metadata"][STAMP]
            return bool(stamp["timestamp"] == one.timestamp)
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def rebuilt(self, one: Handed) -> NotebookNode:
        """What is graded of a submission.

        Raises NotGradedError for one that cannot be read, CourseError if `grade` runs meanwhile.
        """
        self._alone.close()
        self._alone.enter_context(self.classroom.alone())
        # A process for this one alone: a Jupyter server grades one, and then none for hours.
        ready = Preparation(self.forms, self.classroom.config, self.tier, self.seed, self.known)
        with self._failing(one), ready:
            self._job = ready.of(one)
        return self._job.notebook

    def judge(self, one: Handed, notebook: NotebookNode) -> Graded:
        """Run and judge a rebuilt notebook, and put what came of it there.

        Raises NotGradedError if it could not be run.
        """
        with self._failing(one):
            made = self._judged(notebook)
        if made.reason:
            said = harmless.shown(made.reason, NOTE)
            self.log.warning("%s, %s: %s: %s", *_names(one), made.outcome, said)
        return made

    def _judged(self, notebook: NotebookNode) -> Graded:
        try:
            record = SLOT.run(self._job.bundle)
            # nbgrader has a copy, and goes on with that.
            return replace(self._job, notebook=notebook).graded(record)
        except NotGradedError:
            raise
        except Exception as error:
            reason = of_one(error, "It could not be run")
            raise NotGradedError(Outcome.INTERNAL_ERROR, reason) from error

    def save(self, made: Graded) -> None:
        """Write what a record gives, in place of what an earlier run gave."""
        self._write(made.entry())

    @contextmanager
    def _failing(self, one: Handed) -> Iterator[None]:
        """Leave no points of an earlier run if it fails; points given by a person stay."""
        try:
            yield
        except NotGradedError as why:
            self._write(graded.no_points(one, self.forms[one.chapter]))
            self.log.error("%s, %s: %s", *_names(one), why)
            raise
        except BaseException:  # it concerns all, and nothing is written
            self._alone.close()
            raise

    def _write(self, entry: Entry) -> None:
        with self._alone.pop_all(), Gradebook(self.classroom) as book:
            # A page of an earlier run would tell the earlier points.
            folder = self.classroom.folder("feedback", entry.student, entry.chapter)
            shutil.rmtree(folder, ignore_errors=True)
            book.write(entry)


def _handed_in(converter: Autograde) -> Iterator[Handed]:
    """The submissions that nbgrader was asked for, also those in which it finds no notebook."""
    course = converter.coursedir
    excluded = course.student_id_exclude.split(",")
    parts = converter._format_source("(?P<assignment>.*)", "(?P<student>.*)", escape=True)
    for folder in sorted(glob(converter._format_source(course.assignment_id, course.student_id))):
        found = re.fullmatch(parts, folder)
        if found is None or not fnmatch(found["assignment"], course.notebook_id):
            continue
        if found["student"] not in excluded:
            zone = times.setting(converter.config)
            yield Handed(found["student"], found["assignment"], Path(folder), zone)


class _Staged(CourseDirectory):  # type: ignore[misc]
    """The course's folders, but for what was handed in."""

    staged = Unicode()

    @classmethod
    def instead_of(cls, course: CourseDirectory, staged: str) -> _Staged:
        """The same settings and the same choice of students."""
        same = {name: getattr(course, name) for name in course.trait_names(config=True)}
        return cls(parent=course.parent, log=course.log, staged=staged, **same)

    def format_path(
        self, nbgrader_step: str, student_id: str, assignment_id: str, escape: bool = False
    ) -> str:
        """Where a step of a submission lies."""
        if nbgrader_step != self.submitted_directory:
            path = super().format_path(nbgrader_step, student_id, assignment_id, escape)
            return str(path)
        top = re.escape(self.staged) if escape else self.staged
        return "/".join([top, student_id, assignment_id])


class _SharedSlot:
    """One slot for the whole process: a button of Formgrader's grades a single submission.

    It is ended when nobody has needed it for a while, and with the process.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._slot: Slot | None = None
        self._timer: threading.Timer | None = None
        self._chosen: dict[str | None, str] = {}
        atexit.register(self.close)

    def choose(self, asked: str | None) -> str:
        """The tier to use, tried once. Raises SandboxUnavailableError."""
        if asked not in self._chosen:
            self._chosen[asked] = sandbox.choose(asked)
        return self._chosen[asked]

    def run(self, work: Bundle) -> Record:
        """The record of a bundle."""
        with self._lock:
            self._stop_waiting()
            if self._slot is None or self._slot.tier != work.tier:
                self._end()
                self._slot = Slot(work.tier)
            try:
                return self._slot.run(work)
            finally:
                self._timer = threading.Timer(IDLE_SECONDS, self.close)
                self._timer.daemon = True
                self._timer.start()

    def close(self) -> None:
        """End the slot; the next bundle gets a new one."""
        with self._lock:
            self._stop_waiting()
            self._end()

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _end(self) -> None:
        if self._slot is not None:
            self._slot.close()
            self._slot = None


SLOT = _SharedSlot()
