"""Room on the disk for what a run records: kept from its beginning, and waited for when it is gone.

A submission may fill the disk for a moment before it is ended, and so may anybody else; nothing of
what was judged shall be lost by that.
"""

from __future__ import annotations

import errno
import functools
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from autograder.shared.errors import CourseError

RESERVE = 2 * 2**20  # bytes kept free for the gradebook, a notebook and a page
RESERVE_FILE = ".grading-room"  # the file that keeps them, in the course's folder
FULL_PATIENCE = 60.0  # seconds for which room is waited for

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


@contextmanager
def reserved(root: Path) -> Iterator[None]:
    """Keep some room in a course's folder while the block runs. Raises CourseError if none is left.

    Only one run at a time may do so.
    """
    try:
        _reserve(root)
        yield
    finally:
        (root / RESERVE_FILE).unlink(missing_ok=True)


def _reserve(root: Path) -> None:
    try:
        file = os.open(root / RESERVE_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise _full(root) if is_full(error) else error from None
    try:
        os.posix_fallocate(file, 0, RESERVE)
    except OSError as error:
        if is_full(error):
            raise _full(root) from None
        _log.debug("no room can be kept in %s: %s", root, error)  # not every disk can do it
    finally:
        os.close(file)


def _full(root: Path) -> CourseError:
    return CourseError(
        f"The disk is full: {root.resolve()} has less than {RESERVE // 2**20} MB left, so nothing "
        "was graded now, and nothing of what was graded before is lost; make room and run the same "
        "command again."
    )


def is_full(error: BaseException | None) -> bool:
    """Whether an error, or one that it came of, says that a disk is full."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if "disk is full" in str(error) or "No space left" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def patient(record: Callable[..., _T]) -> Callable[..., _T]:
    """Have a method that records something do it again while the disk is full, for a while.

    The method's object has a `root`, the course's folder; what it does may be done twice.
    """

    @functools.wraps(record)
    def waiting(self: Any, *arguments: Any) -> _T:
        end, told, root = time.monotonic() + FULL_PATIENCE, False, self.root
        while True:
            try:
                done = record(self, *arguments)
            except (CourseError, OSError) as error:
                if not is_full(error) or time.monotonic() > end:
                    raise
            else:
                if told:
                    with suppress(OSError, CourseError):
                        _reserve(root)
                return done
            (root / RESERVE_FILE).unlink(missing_ok=True)
            if not told:
                told = True
                _log.warning(
                    "The disk of %s is full; waiting up to %.0f s for room. Nothing is lost: make "
                    "room, or stop with Ctrl-C and run the same command again later.",
                    root.resolve(), FULL_PATIENCE,
                )  # fmt: skip
                continue  # with the room that was kept
            time.sleep(min(0.5, FULL_PATIENCE))

    return waiting
