"""Put what a learning platform hands out into submitted/: behind `python -m autograder collect`.

Nothing of an archive is unpacked.  Its plain files are read one by one, within limits that do not
believe the sizes it quotes, and written under names made here; so no name in it reaches a disk.
An archive inside the archive belongs to one student, whose files in it speak for no one else.
"""

import gzip
import io
import os
import re
import stat
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc
from traitlets.config import Config, PyFileConfigLoader

from autograder import build, intake, submission
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
STAMP = "%Y-%m-%d %H:%M:%S.%f UTC"

# Each is matched with one folder or file name, the outermost first.
PLATFORMS = {
    "Canvas": re.compile(r"(?P<student_id>[^_]+_(?:LATE_)?\d+)_(?P<turn>\d+)_.+"),
    "Brightspace": re.compile(r"(?P<number>\d+)-\d+ ?- ?(?P<student_id>.+?) ?- ?(?P<time>\w.*)"),
    "Moodle": re.compile(r"(?P<student_id>.+?)_(?P<number>\d+)_assignsubmission_[a-z]+(?:_.*)?"),
}


@dataclass(frozen=True)
class Row:
    """What became of a file.  student: "" if unknown; done: whether it is in submitted/ now."""

    file: str
    student: str
    done: bool
    what: str


@dataclass(frozen=True)
class _File:
    """A file that was handed in: path in the archive, how deep in archives, bytes, and when.

    owner : the path as far as the platform wrote it, up to the first archive inside
    """

    path: str
    owner: str
    content: bytes
    time: datetime | None = None
    told: str = ""


@dataclass(frozen=True)
class _Handed:
    file: _File
    student: str
    number: str = ""
    turn: tuple[int, ...] = ()
    note: str = ""


class _Refused(Exception):
    """Why an archive or an entry is not read, the rest of a row."""


@dataclass
class _Budget:
    left: int = TOTAL
    entries: int = ENTRIES

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise _Refused(
                f"more than {TOTAL >> 30} GB come out of the archive; the rest is unread"
            )

    def count(self) -> None:
        self.entries -= 1
        if self.entries < 0:
            raise _Refused(f"there are more than {ENTRIES:,} entries; the rest is unread")


@dataclass
class _Reader:
    """Files out of a folder or an archive; what is left out is noted."""

    limits: Limits
    rows: list[Row] = field(default_factory=list)
    budget: _Budget = field(default_factory=_Budget)

    def leave(self, path: str, why: str) -> None:
        """Note that a file is left out."""
        self.rows.append(Row(path, "", False, f"left out: {why}"))

    def folder(self, top: Path) -> Iterator[_File]:
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
                yield from self._inner(_File(inside, inside, content, changed), 0)

    def archive(self, path: Path) -> Iterator[_File]:
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
        self, stream: IO[bytes], name: str, at: str, outer: _File | None, depth: int
    ) -> Iterator[_File]:
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
                found = _File(inside, inside, content, time)
                if outer is not None:
                    found = replace(found, owner=outer.owner, time=outer.time)
                yield from self._inner(found, depth)
        except (zipfile.BadZipFile, tarfile.TarError, zlib.error, OSError, EOFError) as error:
            raise _Refused(f"{shown(name)} is no whole zip or tar.gz ({_said(error)})") from None
        except (NotImplementedError, RuntimeError, ValueError, MemoryError) as error:
            raise _Refused(f"{shown(name)} cannot be read ({_said(error)})") from None

    def _inner(self, file: _File, depth: int) -> Iterator[_File]:
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


def _zipped(stream: IO[bytes], budget: _Budget) -> Iterator[Entry]:
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


def _limited(file: IO[bytes], limit: int, packed: int, budget: _Budget) -> bytes:
    content = bytearray()
    while part := file.read(2**18):
        content += part
        budget.spend(len(part))
        if len(content) > limit:
            raise _Refused(f"larger than {limit / 2**20:.4g} MB")
        if len(content) > FREE + RATIO * packed:
            raise _Refused(f"it swells to more than {RATIO} times its packed size")
    return bytes(content)


def _tarred(stream: IO[bytes], budget: _Budget) -> Iterator[Entry]:
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

    def __init__(self, stream: Packed, limit: int, budget: _Budget) -> None:
        self.stream, self.left, self.budget = stream, limit, budget

    def read(self, size: int) -> bytes:
        """At most size bytes."""
        part = self.stream.read(min(size, 2**20))
        self.left -= len(part)
        self.budget.spend(len(part))
        if self.left < 0:
            raise _Refused(f"it swells to more than {RATIO} times its packed size")
        return part


def collect(
    root: Path, chapter: str, source: Path, student_id: str | None = None, force: bool = False
) -> list[Row]:
    """Put the notebooks of a chapter in an archive or folder into submitted/.

    student_id : a regular expression with a group `student_id`, searched in each path inside
                 (as far as the first archive inside); None knows Moodle, Canvas, Brightspace, and
                 folders or files named after the student
    force      : replace what is there even if it is not older
    Raises CourseError for an unknown chapter, a wrong pattern, and a source that is no archive.
    """
    build.select(root, [chapter])
    pattern = _compiled(student_id)
    room = _room(root)
    reader = _Reader(Limits.of(room.config))
    try:
        mode = source.stat().st_mode
    except OSError as error:
        raise CourseError(f"{source} cannot be read ({error.strerror}).") from None
    if not (stat.S_ISDIR(mode) or stat.S_ISREG(mode)):
        raise CourseError(f"{source} is neither a folder nor an archive.")
    files = list(reader.folder(source) if stat.S_ISDIR(mode) else reader.archive(source))
    files = _timed(files, archive=stat.S_ISREG(mode))
    handed = _distinct(list(_owned(files, chapter, pattern, reader)))
    forms = {name: submission.blank(build.notebook(root, name)) for name in build.chapters(root)}
    rows = reader.rows
    for student in sorted({one.student for one in handed}):
        theirs = [one for one in handed if one.student == student]
        rows += _student(room, chapter, student, theirs, forms, reader.limits, force)
    return sorted(rows, key=lambda row: (row.student == "", row.student, not row.done, row.file))


def _room(root: Path) -> CourseDirectory:
    """The course's folders as its settings name them."""
    name = "nbgrader_config.py"
    there = (root / name).is_file()
    settings = PyFileConfigLoader(name, path=str(root)).load_config() if there else Config()
    settings.CourseDirectory.root = str(root.resolve())
    return CourseDirectory(config=settings)


def _compiled(pattern: str | None) -> re.Pattern[str] | None:
    if pattern is None:
        return None
    try:
        made = re.compile(pattern)
    except re.error as error:
        raise CourseError(f"--student-id {pattern!r} is no regular expression: {error}.") from None
    if "student_id" not in made.groupindex:
        raise CourseError(
            "--student-id needs a group (?P<student_id>...) that is the student's id."
        )
    return made


def _timed(files: Sequence[_File], archive: bool) -> list[_File]:
    """The files with times that may be those of handing in.

    A folder's times are when it was copied; those of an archive whose files are all of the same
    minutes are when it was packed.  Such a time would make everyone late.
    """
    now = datetime.now(UTC)
    times = {file.owner: file.time for file in files if file.time is not None}
    spread = max(times.values()) - min(times.values()) if times else timedelta()
    packed = len(times) > 1 and spread <= timedelta(minutes=2)
    made = []
    for file in files:
        usable = file.time is not None and datetime(2000, 1, 1, tzinfo=UTC) < file.time <= now
        if not archive or packed or not usable:
            kept = file.time if usable and not packed else None
            made.append(replace(file, time=kept))
        else:
            made.append(replace(file, told="archive"))
    return made


def _owned(
    files: Sequence[_File], chapter: str, pattern: re.Pattern[str] | None, reader: _Reader
) -> Iterator[_Handed]:
    common = _common([file.owner for file in files])
    for file in files:
        found = _searched(file, pattern) if pattern else _known(file, chapter, common)
        if found is None:
            reader.leave(file.path, "whose it is does not show; say so with --student-id")
            continue
        student = unicodedata.normalize("NFC", found.student).strip()
        if problem := intake.name_problem(student):
            reader.leave(file.path, f"the student's id {shown(student)!r} {problem}")
            continue
        yield replace(found, student=student)


def _searched(file: _File, pattern: re.Pattern[str]) -> _Handed | None:
    found = pattern.search(file.owner)
    return _Handed(file, found["student_id"]) if found and found["student_id"] else None


def _common(paths: Sequence[str]) -> int:
    """How many folders all paths are in, the platforms' own aside."""
    parts = [path.split("/")[:-1] for path in paths]
    count = 0
    while parts and all(len(p) > count and p[count] == parts[0][count] for p in parts):
        if len(parts) == 1 or any(p.fullmatch(parts[0][count]) for p in PLATFORMS.values()):
            break
        count += 1
    return count


def _known(file: _File, chapter: str, common: int) -> _Handed | None:
    """Whose a file is by the ways of the platforms, or a folder's or file's name."""
    parts = file.owner.split("/")
    for part in parts:
        for name, pattern in PLATFORMS.items():
            if found := pattern.fullmatch(part):
                return _by_platform(file, name, found)
    if chapter in parts[1:-1]:
        return _Handed(file, parts[parts.index(chapter, 1) - 1])
    if len(parts) - common > 1:
        return _Handed(file, parts[common])
    stem = re.sub(r"(\.tar)?\.\w+$", "", parts[-1])
    stem = re.sub(rf"[ _-]*{re.escape(chapter)}[ _-]*", "", stem)
    return _Handed(file, stem) if stem and not re.fullmatch(r"\(?\d*\)?", stem) else None


def _by_platform(file: _File, name: str, found: re.Match[str]) -> _Handed:
    groups = found.groupdict()
    student, turn = found["student_id"], int(groups.get("turn") or 0)
    late = "_LATE_" in student
    made = _Handed(file, student.replace("_LATE_", "_"), groups.get("number") or "", (turn,))
    if late:
        made = replace(made, note="Canvas says late")
    when = _brightspace_time(groups.get("time") or "")
    if when is not None:
        made = replace(made, file=replace(file, time=when, told="Brightspace"))
    return made


def _brightspace_time(text: str) -> datetime | None:
    found = re.match(r"(\w{3})\w* (\d{1,2}), (\d{4}) (\d{1,2}):?(\d\d) ([AP]M)", text)
    if not found:
        return None
    month, day, year, hour, minute, half = found.groups()
    with suppress(ValueError):
        text = f"{month} {day} {year} {hour}:{minute} {half}"
        return datetime.strptime(text, "%b %d %Y %I:%M %p").astimezone(UTC)
    return None


def _distinct(handed: Sequence[_Handed]) -> list[_Handed]:
    """The same with a platform's number added to the ids of students of the same name."""
    numbers: dict[str, set[str]] = {}
    for one in handed:
        numbers.setdefault(one.student, set()).add(one.number)
    return [
        replace(one, student=f"{one.student}_{one.number}", note="another has the same name")
        if one.number and len(numbers[one.student]) > 1
        else one
        for one in handed
    ]


def _student(
    room: CourseDirectory, chapter: str, student: str, handed: Sequence[_Handed],
    forms: Mapping[str, NotebookNode], limits: Limits, force: bool,
) -> Iterator[Row]:  # fmt: skip
    """Choose one of a student's files and put it in its place."""
    candidates = []
    for one in handed:
        other = _other_chapter(one.file, forms, limits)
        if other not in (None, chapter):
            yield Row(one.file.path, student, False, f"left out: it is the notebook of {other}")
        else:
            candidates.append((other is not None, one))
    if not candidates:
        return
    recognised = [one for known, one in candidates if known]
    named = [one for _, one in candidates if chapter in one.file.path.rsplit("/", 1)[-1]]
    chosen = max(recognised or named or [one for _, one in candidates], key=_newness)
    for _, one in candidates:
        if one is not chosen:
            yield Row(
                one.file.path, student, False, "left out: a newer one of the student's counts"
            )
    try:
        done, what = _place(room, chapter, student, chosen.file, force)
    except OSError as error:
        done, what = False, f"left out: cannot be written ({error.strerror})"
    notes = [what, *([chosen.note] if chosen.note else [])]
    yield Row(chosen.file.path, student, done, "; ".join(notes))


def _newness(one: _Handed) -> tuple[object, ...]:
    """Later times count more, then later turns, then the platform's `-2` after a name."""
    stem = one.file.path.rsplit("/", 1)[-1].removesuffix(".ipynb")
    again = re.search(r"(?:-| ?\()(\d{1,3})\)?$", stem)
    time = one.file.time.timestamp() if one.file.time else 0.0
    return one.turn, time, int(again[1]) if again else 0, one.file.path


def _other_chapter(file: _File, forms: Mapping[str, NotebookNode], limits: Limits) -> str | None:
    """The chapter that a notebook is of; None also if it cannot be read: grading says why."""
    try:
        return submission.identify(intake.parse(file.content, file.path, limits), forms)
    except InvalidSubmissionError:
        return None


def _place(
    room: CourseDirectory, chapter: str, student: str, file: _File, force: bool
) -> tuple[bool, str]:
    """Write the notebook and its time, each in one step; whether it was done, and what is said."""
    folder = Path(room.format_path(room.submitted_directory, student, chapter))
    parts = Path(room.format_path(room.submitted_directory, "STUDENT", "CHAPTER")).parts
    top = Path(*parts[: min(parts.index("STUDENT"), parts.index("CHAPTER"))])
    time = file.time if file.told else None
    said = f"time from {file.told}, {time:%Y-%m-%d %H:%M} UTC" if time else "no time told"
    inside = _entered(top, folder.relative_to(top).parts)
    try:
        name = f"{chapter}.ipynb"
        old = _held(inside, name)
        if old == file.content and not force:
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
        _written(inside, name, file.content)
        if time is not None:
            _written(inside, "timestamp.txt", time.strftime(STAMP).encode())
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


def table(rows: Sequence[Row]) -> str:
    """What went where, and what was left out and why."""
    done = sum(row.done for row in rows)
    width = max((len(shown(row.student, 30)) for row in rows), default=0)
    lines = [
        f"{shown(row.student, 30):<{width}}  {shown(row.file)}\n{'':<{width}}    {row.what}"
        for row in rows
    ]
    return "\n".join([*lines, f"{done} in submitted/, {len(rows) - done} left out."])
