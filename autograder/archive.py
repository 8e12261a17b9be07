"""Read an archive or folder that others made, as if it were made to do harm.

Nothing is unpacked. Plain files are read one by one, within limits that do not believe the sizes
that an archive quotes; no name in it reaches a disk, and no link is followed.
"""

from __future__ import annotations

import gzip
import io
import os
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from autograder import intake
from autograder.errors import CourseError
from autograder.intake import InvalidSubmissionError, Limits, shown

ARCHIVE = 4 * 2**30  # bytes of the archive itself
INNER = 200 * 2**20  # of an archive inside it
TOTAL = 4 * 2**30  # bytes that are read out of an archive, of all that is in it
DIRECTORY = 30 * 2**20  # of a zip's list of entries
ENTRIES = 50_000
RATIO, FREE = 200, 5 * 2**20  # how much more comes out than went in, beyond what is free
NESTED = 2
ARCHIVES = (".zip", ".tar.gz", ".tgz", ".tar")
OTHERS = (".7z", ".rar", ".bz2", ".xz", ".gz", ".zst")
NOT_THEIRS = ("__MACOSX", ".ipynb_checkpoints", ".DS_Store", ".git")


@dataclass(frozen=True)
class File:
    """A file that was handed in.

    path  : in the archive, through archives inside it
    owner : the path as far as the platform wrote it, up to the first archive inside
    time  : when it was changed, told : by whom we know, "" if the time is not to be used
    """

    path: str
    owner: str
    content: bytes
    time: datetime | None = None
    told: str = ""


class _Refused(Exception):
    """Why an archive or an entry is not read, the rest of a row."""


@dataclass
class Budget:
    """Bytes and entries that may still be read. Its methods raise when nothing is left."""

    left: int = TOTAL
    entries: int = ENTRIES

    def spend(self, size: int) -> None:
        """Count bytes that came out."""
        self.left -= size
        if self.left < 0:
            raise _Refused(
                f"more than {TOTAL >> 30} GB come out of the archive; the rest is unread"
            )

    def count(self) -> None:
        """Count an entry."""
        self.entries -= 1
        if self.entries < 0:
            raise _Refused(f"there are more than {ENTRIES:,} entries; the rest is unread")


@dataclass
class Reader:
    """Files out of a folder or an archive.

    left : what is left out, (path, why)
    """

    limits: Limits
    left: list[tuple[str, str]] = field(default_factory=list)
    budget: Budget = field(default_factory=Budget)

    def leave(self, path: str, why: str) -> None:
        """Note that a file is left out."""
        self.left.append((path, why))

    def folder(self, top: Path) -> Iterator[File]:
        """The files below a folder; links are not followed."""
        for where, folders, names in os.walk(top):
            folders[:] = sorted(name for name in folders if name not in NOT_THEIRS)
            for name in sorted(names):
                path = Path(where, name)
                inside = path.relative_to(top).as_posix()
                try:
                    self.budget.count()
                    limit = INNER if _is_archive(name) else self.limits.bytes
                    if (why := _unwanted(inside)) is not None:
                        raise _Refused(why)
                    content = intake.load(path, limit)
                except (_Refused, InvalidSubmissionError) as error:
                    self.leave(inside, str(error))
                    continue
                changed = datetime.fromtimestamp(path.lstat().st_mtime, UTC)
                yield from self._inner(File(inside, inside, content, changed), 0)

    def archive(self, path: Path) -> Iterator[File]:
        """The files in the archive at path."""
        if path.lstat().st_size > ARCHIVE:
            raise CourseError(
                f"{path} is larger than {ARCHIVE >> 30} GB; unpack it, name its folder."
            )
        with path.open("rb") as stream:
            try:
                yield from self._entries(stream, path.name, "", None, 0)
            except _Refused as error:
                raise CourseError(f"{path}: {error}.") from None

    def _entries(
        self, stream: IO[bytes], name: str, at: str, outer: File | None, depth: int
    ) -> Iterator[File]:
        kind = _zipped if zipfile.is_zipfile(stream) else _tarred
        stream.seek(0)
        try:
            for path, time, load in kind(stream, self.budget):
                inside = f"{at}{path}"
                try:
                    self.budget.count()
                    if (why := _unwanted(path)) is not None:
                        raise _Refused(why)
                    content = load(INNER if _is_archive(path) else self.limits.bytes)
                except _Refused as error:
                    self.leave(inside, str(error))
                    if self.budget.left < 0 or self.budget.entries < 0:
                        return
                    continue
                # A student's own archive may claim any time.
                found = File(inside, inside, content, time)
                if outer is not None:
                    found = replace(found, owner=outer.owner, time=outer.time)
                yield from self._inner(found, depth)
        except (zipfile.BadZipFile, tarfile.TarError, zlib.error, OSError, EOFError) as error:
            raise _Refused(f"{shown(name)} is no whole zip or tar.gz ({_said(error)})") from None
        except (NotImplementedError, RuntimeError, ValueError, MemoryError) as error:
            raise _Refused(f"{shown(name)} cannot be read ({_said(error)})") from None

    def _inner(self, file: File, depth: int) -> Iterator[File]:
        """The file itself, or if it is an archive what is in it."""
        if not _is_archive(file.path):
            yield file
        elif depth >= NESTED:
            self.leave(file.path, "an archive too deep inside archives")
        else:
            try:
                stream = io.BytesIO(file.content)
                yield from self._entries(stream, file.path, f"{file.path}/", file, depth + 1)
            except _Refused as error:
                self.leave(file.path, str(error))


def _said(error: BaseException) -> str:
    return shown(str(error).splitlines()[0] if str(error) else type(error).__name__, 80)


def _is_archive(name: str) -> bool:
    return name.lower().endswith(ARCHIVES)


def _unwanted(path: str) -> str | None:
    """Why an entry of this name is not even read; None if it is."""
    parts = path.split("/")
    if path.startswith("/") or "\\" in path or re.match(r"[A-Za-z]:", path) or ".." in parts:
        return "its name leads out of the archive"
    if len(path) > 1_000 or len(parts) > 30:
        return "its name is too long"
    if any(part in NOT_THEIRS for part in parts) or parts[-1].startswith("."):
        return "made by a system, not by a student"
    if _is_archive(path) or path.lower().endswith(".ipynb"):
        return None
    if path.lower().endswith(OTHERS):
        return "a kind of archive that is not read; unpack it and hand in zip or .ipynb"
    return "no notebook"


Packed = IO[bytes] | gzip.GzipFile
Entry = tuple[str, datetime | None, Callable[[int], bytes]]


def _zipped(stream: IO[bytes], budget: Budget) -> Iterator[Entry]:
    """Names of a zip's files, their times, and what reads one up to a limit."""
    end = zipfile._EndRecData(stream)  # type: ignore[attr-defined]
    if end and end[5] > DIRECTORY:
        raise _Refused("its list of entries is too long")
    stream.seek(0)
    with zipfile.ZipFile(stream) as archive:
        infos = archive.infolist()
        _refuse_overlaps(infos)
        for info in infos:
            if info.is_dir():
                continue

            def load(limit: int, info: zipfile.ZipInfo = info) -> bytes:
                if info.flag_bits & 1:
                    raise _Refused("it is encrypted; unpack it with its password")
                kind = stat.S_IFMT(info.external_attr >> 16)
                if kind not in (0, stat.S_IFREG):
                    raise _Refused("a link or a special file")
                try:
                    with archive.open(info) as file:
                        return _limited(file, limit, info.compress_size, budget)
                except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
                    raise _Refused(f"it is damaged ({_said(error)})") from None

            yield info.filename, _zip_time(info), load


def _refuse_overlaps(infos: Sequence[zipfile.ZipInfo]) -> None:
    end = 0
    for info in sorted(infos, key=lambda one: one.header_offset):
        if info.header_offset < end:
            raise _Refused("entries lie over each other, as in an archive that is made to do harm")
        end = info.header_offset + 30 + info.compress_size


def _zip_time(info: zipfile.ZipInfo) -> datetime | None:
    """An entry's time, which a zip tells in local time of an unknown place: taken for ours."""
    with suppress(ValueError, OverflowError, OSError):
        return datetime(*info.date_time).astimezone(UTC)
    return None


def _limited(file: IO[bytes], limit: int, packed: int, budget: Budget) -> bytes:
    content = bytearray()
    while part := file.read(2**18):
        content += part
        budget.spend(len(part))
        if len(content) > limit:
            raise _Refused(f"larger than {limit / 2**20:.4g} MB")
        if len(content) > FREE + RATIO * packed:
            raise _Refused(f"it swells to more than {RATIO} times its packed size")
    return bytes(content)


def _tarred(stream: IO[bytes], budget: Budget) -> Iterator[Entry]:
    """The same of a tar or tar.gz, read once from front to back."""
    packed = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    zipped = stream.read(2) == b"\x1f\x8b"
    stream.seek(0)
    raw: Packed = gzip.GzipFile(fileobj=stream) if zipped else stream
    counted = _Counted(raw, FREE + RATIO * packed, budget)
    with tarfile.open(fileobj=counted, mode="r|") as archive:  # type: ignore[call-overload]
        for member in archive:
            if member.isdir():
                continue

            def load(limit: int, member: tarfile.TarInfo = member) -> bytes:
                if not member.isreg() or member.issparse():
                    raise _Refused("a link or a special file")
                try:
                    tarfile.data_filter(member, os.curdir)
                except tarfile.FilterError as error:
                    raise _Refused(_said(error)) from None
                file = archive.extractfile(member)
                content = file.read(limit + 1) if file else b""
                if len(content) > limit or member.size > limit:
                    raise _Refused(f"larger than {limit / 2**20:.4g} MB")
                return content

            time = None
            with suppress(ValueError, OverflowError, OSError):
                time = datetime.fromtimestamp(member.mtime, UTC)
            yield member.name.removeprefix("./"), time, load


class _Counted:
    """A stream that ends with an error when more comes out than may."""

    def __init__(self, stream: Packed, limit: int, budget: Budget) -> None:
        self.stream, self.left, self.budget = stream, limit, budget

    def read(self, size: int) -> bytes:
        """At most size bytes."""
        part = self.stream.read(min(size, 2**20))
        self.left -= len(part)
        self.budget.spend(len(part))
        if self.left < 0:
            raise _Refused(f"it swells to more than {RATIO} times its packed size")
        return part
