"""nbgrader's gradebook, opened; and what is done with it tried again while it does not answer.

A gradebook is shared: Formgrader has it open, a colleague's run writes to it, its server is
restarted in the middle of a class. All that passes within a minute, and a run that ended for it
would have to be started again by a person; so it waits, and says that it does.
"""

from __future__ import annotations

import contextlib
import logging
import random
import time
import warnings
from collections.abc import Callable
from typing import Any, TypeVar

from nbgrader import api
from sqlalchemy import event
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    SAWarning,
)

from autograder.records import indexes
from autograder.records.marks import EntryError
from autograder.shared import nbschema
from autograder.shared.closing import Closing
from autograder.shared.errors import CourseError
from autograder.shared.nbsettings import GRADEBOOK_PATIENCE, tools_on_path

QUIET = 2.0  # seconds of them before anything is said
# Milliseconds that SQLite itself waits for a lock, each time: short, for it hears no Ctrl-C then.
LOCK_MILLISECONDS = 1000
SERVER_SECONDS = 10  # seconds in which a server must answer
# What a server says of a connection that no waiting makes better.
FINAL = ("authentication failed", "does not exist", "pg_hba.conf", "not translate host name")
# What SQLite says of a file that was cut off or written over.
DAMAGED = ("malformed", "not a database")

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class Connection(Closing):
    """A gradebook that is open for a whole run.

    Raises CourseError, with what to do, if it cannot be opened, or has not the tables of this
    version of nbgrader.
    """

    def __init__(self, address: str, course: str) -> None:
        self._address, self._course = address, course
        self._book: Any = None
        self._book = self.patiently(self._open)

    @property
    def book(self) -> api.Gradebook:
        """nbgrader's own object; its `db` is the session."""
        return self._book

    def _open(self) -> api.Gradebook:
        with tools_on_path(), warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)
            try:
                book = api.Gradebook(self._address, self._course)
            except (ArgumentError, ModuleNotFoundError) as error:
                raise CourseError(
                    f"c.CourseDirectory.db_url in nbgrader_config.py cannot be used: {error}. "
                    "PostgreSQL's is postgresql+psycopg2://USER:PASSWORD@HOST/NAME; it needs the "
                    "project's extra `cluster`."
                ) from None
            # Before anything is written: what lacks a column shows it only where that is used.
            if columns := nbschema.lacking(book.engine):
                lack = f"it has no {', '.join(columns)}"
                raise CourseError(nbschema.outdated(self._address, lack))
            indexes.create(book.engine)
        own: dict[str, tuple[str, Callable[..., None]]]
        own = {"pysqlite": ("connect", _wait), "psycopg2": ("do_connect", _notice_loss)}
        if (driver := book.engine.dialect.driver) in own:
            when, what = own[driver]
            event.listen(book.engine, when, what)
            book.engine.dispose()  # connections made before do not have it yet
        return book

    def close(self) -> None:
        """Close the connection."""
        with contextlib.suppress(DBAPIError):  # one that is lost is closed
            self._book.close()

    def patiently(self, do: Callable[[], _T]) -> _T:
        """What `do` gives; it is done again while the gradebook is locked or cannot be reached.

        Raises EntryError for what no gradebook of this kind takes, CourseError if it cannot be used
        or the patience is over. `do` is one transaction: of an attempt that failed nothing stays.
        """
        began, pause, told = time.monotonic(), 0.05, False
        while True:
            try:
                return do()
            except DBAPIError as error:
                self._forget()
                if isinstance(error, (DataError, IntegrityError)) and not _passes(error):
                    raise EntryError(f"The gradebook does not take it: {_said(error)}.") from None
                spent = time.monotonic() - began
                if spent > GRADEBOOK_PATIENCE or not _passes(error):
                    raise CourseError(_told(error, self._address)) from None
                if spent > min(QUIET, GRADEBOOK_PATIENCE) and not told:
                    told = True
                    _log.warning(
                        "The gradebook does not answer (%s); waiting up to %.0f s for it.",
                        _said(error), GRADEBOOK_PATIENCE,
                    )  # fmt: skip
                # Two that wait for each other do not wake up together.
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
        if self._book is not None:
            with contextlib.suppress(DBAPIError):
                self._book.db.rollback()
            self._book.db.remove()


def _wait(connection: Any, _record: object) -> None:
    connection.execute(f"PRAGMA busy_timeout = {LOCK_MILLISECONDS}")


def _notice_loss(_dialect: object, _record: object, _args: object, options: Any) -> None:
    """Have a server that is gone be noticed within a minute, also when nothing says so.

    A cable that is pulled closes no connection: without these the run would wait for hours.
    """
    for name in ("connect_timeout", "keepalives_idle", "keepalives_interval"):
        options.setdefault(name, SERVER_SECONDS)
    options.setdefault("keepalives_count", 3)
    options.setdefault("tcp_user_timeout", 3000 * SERVER_SECONDS)  # milliseconds


def _passes(error: DBAPIError) -> bool:
    """Whether trying again may help: a lock, a lost connection, somebody who was faster."""
    said = str(error.orig)
    if "sqlite" in type(error.orig).__module__:
        return "locked" in said or "busy" in said
    if error.connection_invalidated:
        return True
    code = getattr(error.orig, "pgcode", None)
    if code is not None:
        # Duplicate key or table, no free connection, a lock; deadlock and the like, shut down.
        return code in ("23505", "42P07", "53300", "55P03") or code[:2] in ("40", "57")
    return isinstance(error, (OperationalError, InterfaceError)) and not any(
        word in said for word in FINAL
    )


def _said(error: DBAPIError) -> str:
    lines = str(error.orig).strip().splitlines()
    return lines[0].rstrip(".") if lines else "no reason given"


def _told(error: DBAPIError, url: str) -> str:
    where = nbschema.place(url)
    if any(words in _said(error) for words in DAMAGED):
        return (
            f"The gradebook ({where}) is damaged: {_said(error)}. Nothing was changed. Put your "
            "copy of it back. Without one, move it away and run `make release` and `make grade`: "
            "the grader's points come back; the roster, deadlines, and what a person gave do not."
        )
    return (
        f"The gradebook ({where}) cannot be used: {_said(error)}. Nothing of what was graded "
        "before is lost; see to it (is it open elsewhere, is the disk full, does its server run?) "
        "and run the same command again."
    )
