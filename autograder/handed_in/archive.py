"""Read an archive or folder that others made, as if it were made to do harm.

Nothing is unpacked. Plain files are read one by one, within limits that do not believe the sizes
that an archive quotes; no name in it reaches a disk, and no link is followed. What one student
handed in has a quota of its own, so that it cannot use up what the others' files need. All of this
runs in a process with limits (`collect`): Python's readers of tar and zip have had endless loops
(CVE-2019-20907, CVE-2024-8088), and there will be more.
"""

from __future__ import annotations

import gzip
import io
import lzma
import os
import re
import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO

from autograder.handed_in import intake
from autograder.handed_in.intake import InvalidSubmissionError, Limits
from autograder.shared import filenames
from autograder.shared.errors import CourseError
from autograder.shared.harmless import shown

ARCHIVE = 4 * 2**30  # bytes of the archive itself
INNER = 200 * 2**20  # of an archive inside it
TOTAL = 4 * 2**30  # bytes that are read out of an archive, of all that is in it
THEIRS = 300 * 2**20  # of these, of what one student handed in
SMALL = 20 * 2**20  # of a platform's own list beside the files
DIRECTORY = 10 * 2**20  # of a zip's list of entries
ARCHIVE_ENTRIES = 50_000
THEIR_ENTRIES = 5_000  # of these, in one student's own archives
RATIO = 200  # how much more may come out than went in
RATIO_FROM = 5 * 2**20  # bytes that may come out of anything, before that counts
NESTED = 2
ARCHIVES = (".zip", ".tar.gz", ".tgz", ".tar")
OTHERS = (".7z", ".rar", ".bz2", ".xz", ".gz", ".zst")
NOT_THEIRS = ("__MACOSX", ".ipynb_checkpoints", ".DS_Store", ".git")
NOT_A_NOTEBOOK, SYSTEMS = "no notebook", "made by a system, not by a student"
OTHER_KIND = "a kind of archive that is not read; unpack it and hand in zip or .ipynb"


@dataclass(frozen=True)
class File:
    """A file that was handed in, or an entry that was not read.

    path   : in the archive, through archives inside it
    owner  : the path as far as the platform wrote it, up to the first archive inside
    inside : the archive inside that holds it, "" if none does
    """

    path: str
    owner: str
    inside: str = ""

    @property
    def name(self) -> str:
        """The path in the archive that holds it."""
        return self.path[len(self.inside) + 1 :] if self.inside else self.path


class _Refused(Exception):
    """Why an archive or an entry is not read, the rest of a row."""


@dataclass
class Quota:
    """Bytes and entries that may still be read. Its methods raise when nothing is left."""

    left: int = TOTAL
    entries: int = ARCHIVE_ENTRIES

    @property
    def spent(self) -> bool:
        """Whether no more is to be read."""
        return self.left < 0 or self.entries < 0

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
            raise _Refused(f"there are more than {ARCHIVE_ENTRIES:,} entries; the rest is unread")


@dataclass
class Share(Quota):
    """The same of what one student handed in."""

    left: int = THEIRS
    entries: int = THEIR_ENTRIES

    def spend(self, size: int) -> None:
        """Count bytes that came out."""
        self.left -= size
        if self.left < 0:
            raise _Refused(
                f"the student's files are more than {THEIRS >> 20} MB; the rest is unread"
            )

    def count(self) -> None:
        """Count an entry."""
        self.entries -= 1
        if self.entries < 0:
            raise _Refused(
                f"the student's files are more than {THEIR_ENTRIES:,}; the rest is unread"
            )


@dataclass
class ArchiveReader:
    """Files out of a folder or an archive.

    source : the folder or archive
    whose  : the student that an outer path belongs to, whose quota it is read on
    left   : what is left out, and why
    """

    source: Path
    limits: Limits
    whose: Callable[[str], str] = str
    left: list[tuple[File, str]] = field(default_factory=list)
    quota: Quota = field(default_factory=Quota)
    shares: dict[str, Share] = field(default_factory=dict)

    def names(self) -> list[str]:
        """Every outer path that a person or a platform made, also of what will not be read.

        Raises CourseError if the archive is none, or not whole.
        """
        paths = self._below() if self.source.is_dir() else (path for path, _ in self._outer())
        kept = islice(paths, self.quota.entries)
        return [path for path in kept if _unwanted(path) in (None, NOT_A_NOTEBOOK, OTHER_KIND)]

    def small(self, path: str) -> bytes:
        """What a file that is no notebook holds; b"" if it is not there, not whole or too large."""
        for name, load in self._folder() if self.source.is_dir() else self._outer():
            if name == path:
                try:
                    return b"".join(load(SMALL))
                except _Refused:
                    return b""
        return b""

    def files(self) -> Iterator[tuple[File, bytes]]:
        """The notebooks and what each holds, one at a time. Raises CourseError as `names` does."""
        for path, load in self._folder() if self.source.is_dir() else self._outer():
            share = self.shares.setdefault(self.whose(path), Share())
            yield from self._one(File(path, path), load, [self.quota, share], 0)
            if self.quota.spent:
                return

    def _below(self) -> Iterator[str]:
        """Paths of the files below the folder; links are not followed."""
        for where, folders, names in os.walk(self.source):
            folders[:] = sorted(name for name in folders if name not in NOT_THEIRS)
            for name in sorted(names):
                yield Path(where, name).relative_to(self.source).as_posix()

    def _folder(self) -> Iterator[Entry]:
        for path in self._below():

            def load(limit: int, path: str = path) -> Iterator[bytes]:
                try:
                    yield intake.load(self.source / path, limit)
                except InvalidSubmissionError as error:
                    raise _Refused(str(error)) from None

            yield path, load

    def _outer(self) -> Iterator[Entry]:
        if self.source.lstat().st_size > ARCHIVE:
            raise CourseError(
                f"{self.source} is larger than {ARCHIVE >> 30} GB; unpack it, name its folder."
            )
        with self.source.open("rb") as stream:
            try:
                yield from _entries(stream, self.source.name)
            except _Refused as error:
                raise CourseError(f"{self.source}: {error}.") from None

    def _one(
        self, file: File, load: Load, quotas: Sequence[Quota], depth: int
    ) -> Iterator[tuple[File, bytes]]:
        """The file if it is a notebook, what is in it if it is an archive."""
        try:
            for quota in quotas:
                quota.count()
            if (why := _unwanted(file.name)) is not None:
                raise _Refused(why)
            if not is_archive(file.path):
                content = io.BytesIO()
                _copy(load(self.limits.bytes), content, quotas)
                yield file, content.getvalue()
            elif depth >= NESTED:
                raise _Refused("an archive too deep inside archives")
            else:
                with tempfile.TemporaryFile() as stream:
                    _copy(load(INNER), stream, quotas)
                    for path, inner in _entries(stream, file.path, quotas):
                        found = File(f"{file.path}/{path}", file.owner, file.path)
                        yield from self._one(found, inner, quotas, depth + 1)
                        if any(quota.spent for quota in quotas):
                            return
        except _Refused as error:
            self.left.append((file, str(error)))


def _copy(parts: Iterable[bytes], into: IO[bytes], quotas: Sequence[Quota]) -> None:
    for part in parts:
        for quota in quotas:
            quota.spend(len(part))
        into.write(part)


def _said(error: BaseException) -> str:
    return shown(str(error).splitlines()[0] if str(error) else type(error).__name__, 80)


def is_archive(name: str) -> bool:
    """Whether a file of this name is an archive that is read."""
    return name.lower().endswith(ARCHIVES)


def may_hold_answers(path: str) -> bool:
    """Whether a file of this name is a notebook or an archive, of a kind that is read or not."""
    return _unwanted(path) in (None, OTHER_KIND)


def _unwanted(path: str) -> str | None:
    """Why an entry of this name is not even read; None if it is."""
    parts = path.split("/")
    if path.startswith("/") or "\\" in path or re.match(r"[A-Za-z]:", path) or ".." in parts:
        return "its name leads out of the archive"
    if len(path) > 1_000 or len(parts) > 30:
        return "its name is too long"
    if any(part in NOT_THEIRS for part in parts) or parts[-1].startswith("."):
        return SYSTEMS
    if is_archive(path) or filenames.is_notebook(parts[-1]):
        return None
    return OTHER_KIND if path.lower().endswith(OTHERS) else NOT_A_NOTEBOOK


Packed = IO[bytes] | gzip.GzipFile
# The parts of an entry, up to a limit.
Load = Callable[[int], Iterator[bytes]]
Entry = tuple[str, Load]
_DAMAGES = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, OSError, EOFError,
    NotImplementedError, RuntimeError, ValueError, MemoryError,
)  # fmt: skip


def _entries(stream: IO[bytes], name: str, quotas: Sequence[Quota] = ()) -> Iterator[Entry]:
    """The paths in a zip or tar and what reads each; of a tar, all that comes out is counted."""
    zipped = zipfile.is_zipfile(stream)
    stream.seek(0)
    try:
        yield from _zipped(stream) if zipped else _tarred(stream, quotas)
    except _DAMAGES as error:
        if isinstance(error, (NotImplementedError, RuntimeError, ValueError, MemoryError)):
            raise _Refused(f"{shown(name)} cannot be read ({_said(error)})") from None
        raise _Refused(f"{shown(name)} is no whole zip or tar.gz ({_said(error)})") from None


def _zipped(stream: IO[bytes]) -> Iterator[Entry]:
    # ZipFile makes an object of every entry as soon as it is opened.
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

            def load(limit: int, info: zipfile.ZipInfo = info) -> Iterator[bytes]:
                if info.flag_bits & 1:
                    raise _Refused("it is encrypted; unpack it with its password")
                kind = stat.S_IFMT(info.external_attr >> 16)
                if kind not in (0, stat.S_IFREG):
                    raise _Refused("a link or a special file")
                try:
                    with archive.open(info) as file:
                        yield from _limited(file, limit, info.compress_size)
                except _DAMAGES as error:
                    raise _Refused(f"it is damaged ({_said(error)})") from None

            yield info.filename, load


def _refuse_overlaps(infos: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse entries that share bytes: a few kB read a million times over, each within its limit.

    Fifield, A better zip bomb, WOOT 2019.
    """
    end = 0
    for info in sorted(infos, key=lambda one: one.header_offset):
        if info.header_offset < end:
            raise _Refused("entries lie over each other, as in an archive that is made to do harm")
        end = info.header_offset + 30 + info.compress_size


def _limited(file: IO[bytes], limit: int, packed: int | None = None) -> Iterator[bytes]:
    size = 0
    while part := file.read(2**18):
        size += len(part)
        if size > limit:
            raise _Refused(f"larger than {limit / 2**20:.4g} MB")
        if packed is not None and size > RATIO_FROM + RATIO * packed:
            raise _Refused(f"it swells to more than {RATIO} times its packed size")
        yield part


def _tarred(stream: IO[bytes], quotas: Sequence[Quota]) -> Iterator[Entry]:
    """The same of a tar or tar.gz, read once from front to back."""
    packed = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    zipped = stream.read(2) == b"\x1f\x8b"
    stream.seek(0)
    raw: Packed = gzip.GzipFile(fileobj=stream) if zipped else stream
    counted = _Counted(raw, RATIO_FROM + RATIO * packed, quotas)
    with tarfile.open(fileobj=counted, mode="r|") as archive:  # type: ignore[call-overload]
        for member in archive:
            archive.members.clear()  # or all that was ever seen is kept
            if member.isdir():
                continue

            def load(limit: int, member: tarfile.TarInfo = member) -> Iterator[bytes]:
                if not member.isreg() or member.issparse():
                    raise _Refused("a link or a special file")
                try:
                    tarfile.data_filter(member, os.curdir)
                    file = archive.extractfile(member)
                    yield from _limited(file, limit) if file else ()
                except tarfile.FilterError as error:
                    raise _Refused(_said(error)) from None
                except _DAMAGES as error:
                    raise _Refused(f"it is damaged ({_said(error)})") from None

            yield member.name.removeprefix("./"), load


class _Counted:
    """A stream that ends with an error when more comes out than may.

    Of a tar.gz all is unpacked on the way to an entry, so what is passed over counts, too.
    """

    def __init__(self, stream: Packed, limit: int, quotas: Sequence[Quota]) -> None:
        self.stream, self.left, self.quotas = stream, limit, quotas

    def read(self, size: int) -> bytes:
        """At most size bytes."""
        part = self.stream.read(min(size, 2**20))
        self.left -= len(part)
        for quota in self.quotas:
            quota.spend(len(part))
        if self.left < 0:
            raise _Refused(f"it swells to more than {RATIO} times its packed size")
        return part
