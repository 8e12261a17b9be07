"""The engine of this version: nbgrader's own autograde, its gradebook and its feedback."""

import hashlib
import logging
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbgrader.api import Gradebook, MissingEntry, SubmittedNotebook
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute
from nbgrader.utils import determine_grade, is_task
from sqlalchemy.exc import SAWarning
from traitlets import Instance
from traitlets.config import Config, PyFileConfigLoader

from autograder.feedback import PREPROCESSORS
from autograder.release import tools_on_path
from autograder.result import Outcome
from autograder.submission import grade_id, graded

STAMP = "graded"

_log = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())
_log.propagate = False


@dataclass(frozen=True)
class Run:
    """What became of running one notebook: its cells with outputs, and points by grade_id."""

    outcome: Outcome
    reason: str | None = None
    notebook: nbformat.NotebookNode | None = None
    points: Mapping[str, float | None] = field(default_factory=dict)


def config(root: Path) -> Config:
    """The course's own nbgrader_config.py; nbgrader's defaults when there is none."""
    name = "nbgrader_config.py"
    if not (root / name).is_file():
        return Config()
    return PyFileConfigLoader(name, path=str(root)).load_config()


class Course:
    """An nbgrader course folder, its gradebook and what nbgrader does with them."""

    def __init__(self, root: Path) -> None:
        """Read the course's settings; the gradebook is opened when it is needed."""
        self.config = config(root)
        self.config.CourseDirectory.root = str(root.resolve())
        self._directory = CourseDirectory(config=self.config, log=_log)

    def folder(self, step: str, student: str, chapter: str) -> Path:
        """Where nbgrader keeps a step ("submitted", "autograded", "feedback") of a submission."""
        name = getattr(self._directory, f"{step}_directory")
        return Path(self._directory.format_path(name, student, chapter))

    def knows(self, chapter: str, form: nbformat.NotebookNode) -> bool:
        """Whether the gradebook holds exactly the answer and test cells of the form."""
        with self._gradebook() as gradebook:
            try:
                cells = gradebook.find_notebook(chapter, chapter).source_cells
            except MissingEntry:
                return False
            held = {cell.name: cell.checksum for cell in cells}
        return held == {
            grade_id(c): c.metadata.nbgrader.get("checksum") for c in form.cells if grade_id(c)
        }

    def graded_already(
        self, student: str, chapter: str, notebook: nbformat.NotebookNode, timestamp: str
    ) -> Run | None:
        """The earlier run of the same notebook and timestamp, or None."""
        path = self._autograded(student, chapter)
        if not path.is_file():
            return None
        earlier = nbformat.read(path, as_version=4)
        if earlier.metadata.get(STAMP) != _fingerprint(notebook, timestamp):
            return None
        return self._read_back(student, chapter)

    def grade(
        self, student: str, chapter: str, notebook: nbformat.NotebookNode, timestamp: str
    ) -> Run:
        """Run the notebook through nbgrader's autograde and read back what it recorded."""
        self.reset(student, chapter)
        with tempfile.TemporaryDirectory() as staged:
            directory = CourseDirectory(
                config=self.config,
                log=_log,
                submitted_directory=staged,
                assignment_id=chapter,
                student_id=student,
            )
            folder = Path(directory.format_path(staged, student, chapter))
            folder.mkdir(parents=True)
            nbformat.write(notebook, folder / f"{chapter}.ipynb")
            if timestamp:
                (folder / "timestamp.txt").write_text(timestamp, encoding="utf-8")
            converter = _Autograde(coursedir=directory, config=self.config, log=_log, force=True)
            converter.stamp = _fingerprint(notebook, timestamp)
            try:
                with _quiet():
                    converter.start()
            except Exception as error:
                return failed(converter.failure or error)
        return self._read_back(student, chapter)

    def reset(self, student: str, chapter: str) -> None:
        """Take back what an earlier run left, so that a failure cannot keep an old score.

        Points given by a person stay.
        """
        for step in ("autograded", "feedback"):
            folder = self.folder(step, student, chapter)
            if folder.exists():
                shutil.rmtree(folder)
        with self._gradebook() as gradebook:
            gradebook.update_or_create_student(student)
            gradebook.update_or_create_submission(chapter, student)
            for grade in self._submission(gradebook, student, chapter).grades:
                grade.auto_score = 0.0
                grade.needs_manual_grade = False
            gradebook.db.commit()

    def feedback(self, student: str, chapter: str, mistakes: Mapping[str, str]) -> None:
        """Write the student's page, with a comment on each answer whose mistake has a name."""
        with self._gradebook() as gradebook:
            for comment in self._submission(gradebook, student, chapter).comments:
                if comment.name in mistakes:
                    comment.auto_comment = mistakes[comment.name]
            gradebook.db.commit()
        settings = deepcopy(self.config)
        if "preprocessors" not in settings.GenerateFeedback:
            settings.GenerateFeedback.preprocessors = PREPROCESSORS
        directory = CourseDirectory(
            config=self.config, log=_log, assignment_id=chapter, student_id=student
        )
        with _quiet():
            GenerateFeedback(coursedir=directory, config=settings, log=_log, force=True).start()

    def _autograded(self, student: str, chapter: str) -> Path:
        return self.folder("autograded", student, chapter) / f"{chapter}.ipynb"

    def _read_back(self, student: str, chapter: str) -> Run:
        notebook = nbformat.read(self._autograded(student, chapter), as_version=4)
        with self._gradebook() as gradebook:
            grades = self._submission(gradebook, student, chapter).grades
            points = {
                grade.name: None
                if grade.auto_score is None and grade.manual_score is None
                else grade.score
                for grade in grades
            }
        return _ended(notebook, points)

    @staticmethod
    def _submission(gradebook: Gradebook, student: str, chapter: str) -> SubmittedNotebook:
        return gradebook.find_submission_notebook(chapter, chapter, student)

    @contextmanager
    def _gradebook(self) -> Iterator[Gradebook]:
        url, course_id = self._directory.db_url, self._directory.course_id
        with tools_on_path(), _quiet(), Gradebook(url, course_id) as gradebook:
            yield gradebook


def execute(notebook: nbformat.NotebookNode, settings: Config) -> Run:
    """Run a notebook as nbgrader's autograde does, in an empty folder, without a gradebook."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            ran, _ = Execute(config=settings, log=_log).preprocess(
                deepcopy(notebook), {"metadata": {"path": folder}}
            )
        except Exception as error:
            return failed(error)
    return _ended(ran, {grade_id(cell): _points(cell) for cell in graded(ran)})


def _points(cell: nbformat.NotebookNode) -> float | None:
    points = None if is_task(cell) else determine_grade(cell, _log)[0]
    return None if points is None else float(points)


def failed(error: Exception) -> Run:
    """The outcome that an error means, with a sentence for people."""
    if isinstance(error, DeadKernelError):
        return Run(Outcome.KILLED, "The notebook ended its own kernel, or ran out of memory.")
    if isinstance(error, CellTimeoutError):
        return Run(Outcome.TIMEOUT, "A cell ran too long and could not be interrupted.")
    return Run(Outcome.INTERNAL_ERROR, f"{type(error).__name__}: {error}")


@contextmanager
def _quiet() -> Iterator[None]:
    """Without SQLAlchemy's warnings about nbgrader's way of adding a submission."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)
        yield


class _Autograde(Autograde):  # type: ignore[misc]
    """nbgrader's, which also remembers why it failed and stamps what it has finished."""

    failure = Instance(Exception, allow_none=True)
    stamp = ""

    def convert_single_notebook(self, notebook_filename: str) -> None:
        try:
            super().convert_single_notebook(notebook_filename)
        except Exception as error:
            self.failure = error
            raise
        path = Path(self.writer.build_directory) / Path(notebook_filename).name
        notebook = nbformat.read(path, as_version=4)
        notebook.metadata[STAMP] = self.stamp
        nbformat.write(notebook, path)


def _stopped(cell: nbformat.NotebookNode) -> bool:
    return any(o.get("ename") == "CellTimeoutError" for o in cell.get("outputs", []))


def _ended(notebook: nbformat.NotebookNode, points: Mapping[str, float | None]) -> Run:
    if any(map(_stopped, notebook.cells)):
        slow = next(c for c in notebook.cells if _stopped(c)).source.strip().splitlines()
        where = f"The cell `{slow[0]}` ran too long and was stopped."
        return Run(Outcome.TIMEOUT, where, notebook, points)
    return Run(Outcome.OK, None, notebook, points)


def _fingerprint(notebook: nbformat.NotebookNode, timestamp: str) -> str:
    return hashlib.sha256(f"{nbformat.writes(notebook)}{timestamp}".encode()).hexdigest()
