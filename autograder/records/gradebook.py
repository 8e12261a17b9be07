"""The gradebook: nbgrader's own, through one session, with one transaction a submission.

Whatever is interrupted leaves a submission as it was before or as it is after. Points that a
person has given are never touched.
"""

from __future__ import annotations

import contextlib
import logging
import math
import random
import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, TypeVar

import nbformat
from nbgrader import api
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import bindparam, event, insert, select, update
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    SAWarning,
)

from autograder.handed_in.classroom import Classroom
from autograder.records.marks import Entry, EntryError, Late, Marks
from autograder.shared import harmless, times
from autograder.shared.errors import CourseError
from autograder.shared.nbcells import grade_id
from autograder.shared.nbsettings import tools_on_path

PATIENCE = 60.0  # seconds for which a locked or unreachable gradebook is tried again
QUIET = 2.0  # seconds of them before anything is said
LOCK_WAIT = 1000  # milliseconds that SQLite itself waits for a lock, each time
REACH = 10  # seconds in which a server must answer
# What a server says of a connection that no waiting makes better.
FINAL = ("authentication failed", "does not exist", "pg_hba.conf", "not translate host name")

_log = logging.getLogger(__name__)

_T = TypeVar("_T")

# Made once: to make a statement anew takes longer than to run it.
_student, _submission, _notebook, _grade, _comment, _cell, _assignment = (
    table.__table__
    for table in (
        api.Student, api.SubmittedAssignment, api.SubmittedNotebook, api.Grade, api.Comment,
        api.BaseCell, api.Assignment,
    )
)  # fmt: skip
_FIND_STUDENT = select(_student.c.id).where(_student.c.id == bindparam("student"))
_FIND_SUBMISSION = select(_submission.c.id).where(
    _submission.c.assignment_id == bindparam("assignment_id"),
    _submission.c.student_id == bindparam("student_id"),
)
_FIND_NOTEBOOK = select(_notebook.c.id).where(
    _notebook.c.assignment_id == bindparam("assignment_id"),
    _notebook.c.notebook_id == bindparam("notebook_id"),
)
_FIND_GRADES = select(
    _grade.c.cell_id, _grade.c.id, _grade.c.manual_score, _grade.c.extra_credit
).where(_grade.c.notebook_id == bindparam("notebook"))
_FIND_COMMENTS = select(_comment.c.cell_id, _comment.c.id, _comment.c.manual_comment).where(
    _comment.c.notebook_id == bindparam("notebook")
)
_FIND_MARKED = (
    select(
        *(_notebook.c.id, _notebook.c.late_submission_penalty, _submission.c.id),
        *(_submission.c.timestamp, _submission.c.extension, _assignment.c.duedate),
    )
    .join(_submission, _submission.c.id == _notebook.c.assignment_id)
    .join(_assignment, _assignment.c.id == _submission.c.assignment_id)
    .where(
        _submission.c.student_id == bindparam("student"),
        _assignment.c.name == bindparam("chapter"),
    )
)
_FIND_DUE = (
    select(_submission.c.extension, _assignment.c.duedate)
    .join(_assignment, _assignment.c.id == _submission.c.assignment_id)
    .where(_submission.c.id == bindparam("submission"))
)
_FIND_POINTS = (
    select(_cell.c.name, _grade.c.auto_score, _grade.c.manual_score, _grade.c.extra_credit)
    .join(_cell, _cell.c.id == _grade.c.cell_id)
    .where(_grade.c.notebook_id == bindparam("notebook"))
)
_FIND_WORDS = (
    select(_cell.c.name, _comment.c.auto_comment, _comment.c.manual_comment)
    .join(_cell, _cell.c.id == _comment.c.cell_id)
    .where(_comment.c.notebook_id == bindparam("notebook"))
)
_SET_TIMESTAMP, _SET_PENALTY, _SET_GRADE, _SET_COMMENT = (
    update(table)
    .where(table.c.id == bindparam("row"))
    .values({name: bindparam(name) for name in names})
    for table, names in (
        (_submission, ["timestamp"]), (_notebook, ["late_submission_penalty"]),
        (_grade, ["auto_score", "needs_manual_grade"]), (_comment, ["auto_comment"]),
    )
)  # fmt: skip


_Row = tuple[str | None, dict[str, Any]]


@dataclass(frozen=True)
class _Chapter:
    """Ids of a chapter in the gradebook."""

    assignment: str
    notebook: str
    graded: Mapping[str, str]
    commented: Mapping[str, str]


class Gradebook:
    """nbgrader's gradebook, open for a whole run.

    A gradebook that is locked, or whose server is away, is tried again for a while (PATIENCE).
    Raises CourseError, with what to do, if it cannot be opened, read or written.
    """

    def __init__(self, room: Classroom) -> None:
        self._room = room
        self._penalties = AssignLatePenalties(config=room.config)
        self._penalties.init_plugin()
        self._chapters: dict[str, _Chapter] = {}
        self._book: Any = None
        self._book = self._patiently(self._open)

    def _open(self) -> api.Gradebook:
        with tools_on_path(), warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)
            try:
                book = api.Gradebook(self._room.directory.db_url, self._room.directory.course_id)
            except (ArgumentError, ModuleNotFoundError) as error:
                raise CourseError(
                    f"c.CourseDirectory.db_url in nbgrader_config.py cannot be used: {error}. "
                    "PostgreSQL's is postgresql+psycopg2://USER:PASSWORD@HOST/NAME; it needs the "
                    "project's extra `cluster`."
                ) from None
        own: dict[str, tuple[str, Callable[..., None]]]
        own = {"pysqlite": ("connect", _wait), "psycopg2": ("do_connect", _notice_loss)}
        if (driver := book.engine.dialect.driver) in own:
            when, what = own[driver]
            event.listen(book.engine, when, what)
            book.engine.dispose()
        return book

    def close(self) -> None:
        """Close the connection."""
        with contextlib.suppress(DBAPIError):  # one that is lost is closed
            self._book.close()

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()

    def knows(self, chapter: str, form: nbformat.NotebookNode) -> bool:
        """Whether the gradebook holds exactly the answer and test cells of the form."""
        return self._patiently(lambda: self._knows(chapter, form))

    def _knows(self, chapter: str, form: nbformat.NotebookNode) -> bool:
        try:
            cells = self._book.find_notebook(chapter, chapter).source_cells
        except api.MissingEntry:
            return False
        held = {cell.name: cell.checksum for cell in cells}
        self._book.db.rollback()
        return held == {
            grade_id(c): c.metadata.nbgrader.get("checksum") for c in form.cells if grade_id(c)
        }

    def problem(self, student: str) -> str | None:
        """Why the gradebook cannot hold a student's id, the rest of a sentence; None if it can."""
        try:
            student.encode()
        except UnicodeEncodeError:
            return "is no text in UTF-8, as after an archive that was unpacked in another alphabet"
        longest = _student.c.id.type.length
        if self._book.engine.dialect.name != "sqlite" and len(student) > longest:
            return f"is longer than the {longest} characters that the gradebook takes"
        return None

    def deadline(self, chapter: str) -> datetime | None:
        """When a chapter is due, in UTC."""

        def find() -> datetime | None:
            found: datetime | None = self._book.db.execute(
                select(_assignment.c.duedate).where(_assignment.c.name == chapter)
            ).scalar()
            self._book.db.rollback()
            return found

        return self._patiently(find)

    def marks(self, student: str, chapter: str) -> Marks:
        """Points, comments and penalty of a submission."""
        return self._patiently(lambda: marks(self._book.db, student, chapter))

    def renewed(self, student: str, chapter: str, timestamp: str) -> Marks:
        """The marks of a submission that is not graded again, with the penalty of today's rules.

        A deadline, extension, zone or rule may have changed since it was graded.
        """
        return self._patiently(lambda: self._renew(student, chapter, timestamp))

    def write(self, entry: Entry) -> Marks:
        """Take back what an earlier run gave this submission and write this, or nothing.

        What a person gave it stays, and is in the marks that come of it. Raises EntryError for
        what no gradebook of this kind takes; nothing is written then.
        """
        return self._patiently(lambda: self._write(entry))

    def _renew(self, student: str, chapter: str, timestamp: str) -> Marks:
        db = self._book.db
        held = db.execute(_FIND_MARKED, {"student": student, "chapter": chapter}).first()
        if held is None:
            return Marks({}, {})
        notebook, before, submission, stored, extension, duedate = held
        grades = db.execute(_FIND_POINTS, {"notebook": notebook}).all()
        said = db.execute(_FIND_WORDS, {"notebook": notebook}).all()
        points = {name: _points(*given) for name, *given in grades}
        handed = self._time(timestamp)
        late = _late(handed, extension, duedate)
        penalty, trouble = self._penalty(student, points, late)
        penalty = before if trouble else penalty
        if handed is not None and handed != stored:
            db.execute(_SET_TIMESTAMP, {"row": submission, "timestamp": handed})
        if penalty != before:
            db.execute(_SET_PENALTY, {"row": notebook, "late_submission_penalty": penalty})
        db.commit()
        words = {name: _words(*given) for name, *given in said}
        return Marks(points, words, penalty or 0.0, late, trouble)

    def _write(self, entry: Entry) -> Marks:
        db, chapter = self._book.db, self._ids(entry.chapter)
        if db.execute(_FIND_STUDENT, {"student": entry.student}).first() is None:
            db.execute(insert(_student), {"id": entry.student})
        timestamp = self._time(entry.timestamp)
        place = {"assignment_id": chapter.assignment, "student_id": entry.student}
        held = db.execute(_FIND_SUBMISSION, place).scalar()
        if held is None:
            held = self._insert(_submission, **place, timestamp=timestamp)
        elif timestamp is not None:
            db.execute(_SET_TIMESTAMP, {"row": held, "timestamp": timestamp})
        place = {"assignment_id": held, "notebook_id": chapter.notebook}
        notebook = db.execute(_FIND_NOTEBOOK, place).scalar() or self._insert(_notebook, **place)
        points = self._scores(chapter, notebook, entry.scores)
        comments = self._comments(chapter, notebook, entry.comments)
        extension, duedate = db.execute(_FIND_DUE, {"submission": held}).one()
        late = _late(timestamp, extension, duedate)
        penalty, trouble = self._penalty(entry.student, points, late)
        db.execute(_SET_PENALTY, {"row": notebook, "late_submission_penalty": penalty})
        db.commit()
        return Marks(points, comments, penalty or 0.0, late, trouble)

    def _scores(
        self, chapter: _Chapter, notebook: str, scores: Mapping[str, float | None]
    ) -> dict[str, float | None]:
        rows = self._book.db.execute(_FIND_GRADES, {"notebook": notebook})
        held = {cell: given for cell, *given in rows}
        found, points = {}, {}
        for name, cell in chapter.graded.items():
            score = scores.get(name, 0.0)
            row, manual, extra = held.get(cell, (None, None, None))
            waits = score is None or manual is not None
            found[cell] = row, {"auto_score": score, "needs_manual_grade": waits}
            points[name] = _points(score, manual, extra)
        self._put(_grade, _SET_GRADE, notebook, found)
        return points

    def _comments(
        self, chapter: _Chapter, notebook: str, comments: Mapping[str, str | None]
    ) -> dict[str, str]:
        rows = self._book.db.execute(_FIND_COMMENTS, {"notebook": notebook})
        held = {cell: given for cell, *given in rows}
        found, said = {}, {}
        for name, cell in chapter.commented.items():
            auto = harmless.text(comments.get(name) or "") or None
            row, manual = held.get(cell, (None, None))
            found[cell] = row, {"auto_comment": auto}
            said[name] = _words(auto, manual)
        self._put(_comment, _SET_COMMENT, notebook, found)
        return said

    def _put(self, table: Any, change: Any, notebook: str, found: Mapping[str, _Row]) -> None:
        """Write a submission's rows in two statements.

        found : by cell, the row's id, None for one that is not there yet, and its values
        """
        place = {"notebook_id": notebook}
        new = [
            {**values, **place, "cell_id": cell, "id": api.new_uuid()}
            for cell, (row, values) in found.items()
            if row is None
        ]
        old = [{**values, "row": row} for row, values in found.values() if row is not None]
        if new:
            self._book.db.execute(insert(table), new)
        if old:
            self._book.db.execute(change, old)

    def _time(self, timestamp: str) -> datetime | None:
        """When a submission was handed in; None if that is not known."""
        with contextlib.suppress(ValueError):
            return times.utc(timestamp, self._room.zone)
        return None

    def _penalty(
        self, student: str, points: Mapping[str, float | None], late: Late | None
    ) -> tuple[float | None, str]:
        """The late penalty that the course's plugin sets, as nbgrader's own autograde does.

        And why it sets none, if it fails: that takes no points from anybody.
        """
        if late is None:
            return None, ""
        score = math.fsum(given or 0.0 for given in points.values())
        seconds = (late.handed - late.due).total_seconds()
        try:
            penalty = self._penalties.plugin_inst.late_submission_penalty(student, score, seconds)
            if penalty is None:
                return None, ""
            if not math.isfinite(penalty):
                raise ValueError(f"it says {penalty}")
        except Exception as error:
            return None, (
                "The points are kept, but the late submission plugin sets no penalty "
                f"({type(error).__name__}: {error})."
            )
        return min(max(float(penalty), 0.0), score), ""

    def _ids(self, chapter: str) -> _Chapter:
        if chapter not in self._chapters:
            assignment = self._book.find_assignment(chapter)
            notebook = self._book.find_notebook(chapter, chapter)
            tasks = {c.name: c.id for c in notebook.task_cells}
            self._chapters[chapter] = _Chapter(
                assignment.id, notebook.id,
                {c.name: c.id for c in notebook.grade_cells} | tasks,
                {c.name: c.id for c in notebook.solution_cells} | tasks,
            )  # fmt: skip
        return self._chapters[chapter]

    def _insert(self, table: Any, **values: Any) -> str:
        made = api.new_uuid()
        self._book.db.execute(insert(table), {"id": made, **values})
        return str(made)

    def _patiently(self, do: Callable[[], _T]) -> _T:
        """Do it again while the gradebook is locked or cannot be reached, for a while."""
        began, pause, told = time.monotonic(), 0.05, False
        while True:
            try:
                return do()
            except DBAPIError as error:
                self._forget()
                if isinstance(error, (DataError, IntegrityError)) and not _passes(error):
                    raise EntryError(f"The gradebook does not take it: {_said(error)}.") from None
                spent = time.monotonic() - began
                if spent > PATIENCE or not _passes(error):
                    raise CourseError(_told(error, self._room.directory.db_url)) from None
                if spent > min(QUIET, PATIENCE) and not told:
                    told = True
                    _log.warning(
                        "The gradebook does not answer (%s); waiting up to %.0f s for it.",
                        _said(error), PATIENCE,
                    )  # fmt: skip
                time.sleep(pause * random.uniform(0.5, 1.5))
                pause = min(2 * pause, 2.0)
            except UnicodeError as error:
                self._forget()
                what = f"{type(error).__name__}: {error}"
                raise EntryError(f"The gradebook does not take it: {what}.") from None
            except Exception:
                self._forget()
                raise

    def _forget(self) -> None:
        """Take nothing of an attempt that failed into the next one."""
        self._chapters.clear()
        if self._book is not None:
            with contextlib.suppress(DBAPIError):
                self._book.db.rollback()
            self._book.db.remove()


def marks(db: Any, student: str, chapter: str) -> Marks:
    """Points, comments and penalty of a submission, from a session of SQLAlchemy."""
    held = db.execute(_FIND_MARKED, {"student": student, "chapter": chapter}).first()
    if held is None:
        return Marks({}, {})
    grades = db.execute(_FIND_POINTS, {"notebook": held[0]}).all()
    said = db.execute(_FIND_WORDS, {"notebook": held[0]}).all()
    db.rollback()
    return Marks(
        {name: _points(*given) for name, *given in grades},
        {name: _words(*given) for name, *given in said},
        held[1] or 0.0,
        _late(*held[3:]),
    )


def _late(
    handed: datetime | None, extension: timedelta | None, due: datetime | None
) -> Late | None:
    """Whether, and how, a submission is late; never where no deadline or no time is known."""
    if handed is None or due is None:
        return None
    due += extension or timedelta()
    return Late(handed, due) if handed > due else None


def _points(auto: float | None, manual: float | None, extra: float | None) -> float | None:
    """What counts: a person's points before the grader's; None while a person has to look."""
    score = auto if manual is None else manual
    return None if score is None else score + (extra or 0.0)


def _words(auto: str | None, manual: str | None) -> str:
    """What is said: a person's comment before the grader's."""
    return (auto if manual is None else manual) or ""


def _wait(connection: Any, _record: object) -> None:
    connection.execute(f"PRAGMA busy_timeout = {LOCK_WAIT}")


def _notice_loss(_dialect: object, _record: object, _args: object, options: Any) -> None:
    """Have a server that is gone be noticed within a minute, also when nothing says so."""
    for name, value in {
        "connect_timeout": REACH, "keepalives_idle": REACH, "keepalives_interval": REACH,
        "keepalives_count": 3, "tcp_user_timeout": 3000 * REACH,
    }.items():  # fmt: skip
        options.setdefault(name, value)


def _passes(error: DBAPIError) -> bool:
    """Whether trying again may help: a lock, a lost connection, somebody who was faster."""
    said = str(error.orig)
    if "sqlite" in type(error.orig).__module__:
        return "locked" in said or "busy" in said
    if error.connection_invalidated:
        return True
    code = getattr(error.orig, "pgcode", None)
    if code is not None:
        # Duplicate key, deadlock and the like, no free connection, being shut down or started.
        return code == "23505" or code[:2] in ("40", "57") or code in ("53300", "55P03")
    return isinstance(error, (OperationalError, InterfaceError)) and not any(
        word in said for word in FINAL
    )


def _said(error: DBAPIError) -> str:
    lines = str(error.orig).strip().splitlines()
    return lines[0].rstrip(".") if lines else "no reason given"


def _told(error: DBAPIError, url: str) -> str:
    where = url.split("@")[-1].split("?")[0]
    return (
        f"The gradebook ({where}) cannot be used: {_said(error)}. Nothing of what was graded "
        "before is lost; see to it (is it open elsewhere, is the disk full, does its server run?) "
        "and run the same command again."
    )
