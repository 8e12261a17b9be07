"""Put a notebook into submitted/, whatever lies there already.

That may have been unpacked from a student's archive, so each folder is entered by a descriptor and
no link is followed: one could have the grader write anywhere.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.utils import parse_utc

from autograder.handed_in import intake
from autograder.handed_in.archive import INNER
from autograder.handed_in.classroom import Classroom
from autograder.handed_in.platforms import Owner

TIMESTAMP = "%Y-%m-%d %H:%M:%S.%f UTC"


def place(
    room: Classroom, chapter: str, owner: Owner, content: bytes, time: datetime | None, force: bool
) -> tuple[bool, str]:
    """Write the notebook and its time, each in one step; whether it was done, and what is said."""
    folder = room.folder("submitted", owner.student, chapter)
    parts = room.folder("submitted", "STUDENT", "CHAPTER").parts
    top = Path(*parts[: min(parts.index("STUDENT"), parts.index("CHAPTER"))])
    said = f"time from {owner.platform}, {time:%Y-%m-%d %H:%M} UTC" if time else "no time told"
    inside = _entered(top, folder.relative_to(top).parts)
    try:
        name = f"{chapter}.ipynb"
        old = _held(inside, name)
        if old == content and not force:
            return True, "there already"
        if old is not None and not force:
            before = _when(_held(inside, "timestamp.txt"))
            if before is None or time is None:
                return False, "left out: one is there, and which is newer is not known; --force"
            if time <= before:
                return False, "left out: the one that is there is as new; --force"
        if time is None:
            with suppress(FileNotFoundError):
                os.unlink("timestamp.txt", dir_fd=inside)
        _written(inside, name, content)
        if time is not None:
            _written(inside, "timestamp.txt", time.strftime(TIMESTAMP).encode())
        return True, f"{'replaced' if old is not None else 'collected'}; {said}"
    finally:
        os.close(inside)


def _entered(top: Path, parts: Sequence[str]) -> int:
    """A descriptor of the folder below top, made where it is missing; no link is followed."""
    top.mkdir(parents=True, exist_ok=True)
    here = os.open(top, os.O_RDONLY | os.O_DIRECTORY)
    for part in parts:
        try:
            with suppress(FileExistsError):
                os.mkdir(part, dir_fd=here)
            there = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=here)
        finally:
            os.close(here)
        here = there
    return here


def _held(folder: int, name: str) -> bytes | None:
    """What a plain file in the folder holds; None if there is none."""
    try:
        found = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except FileNotFoundError:
        return None
    except OSError:
        return b""
    with open(found, "rb") as file:
        return file.read(INNER) if stat.S_ISREG(os.fstat(found).st_mode) else b""


def _when(content: bytes | None) -> datetime | None:
    with suppress(ValueError, OverflowError, TypeError):
        if content and intake.TIME.fullmatch(text := content.decode().strip()):
            found: datetime = parse_utc(text)
            return found.replace(tzinfo=UTC)
    return None


def _written(folder: int, name: str, content: bytes) -> None:
    """Write a file so that at any instant the old or the new one is there, whole."""
    part = f".{name}.part"
    with suppress(FileNotFoundError):
        os.unlink(part, dir_fd=folder)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with open(os.open(part, flags, 0o644, dir_fd=folder), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, name, src_dir_fd=folder, dst_dir_fd=folder)
