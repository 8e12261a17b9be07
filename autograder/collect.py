"""Put what a learning platform hands out into submitted/: behind `python -m autograder collect`.

`archive` reads the files; here it is decided whose each is, and which of a student's counts.  An
archive inside the archive belongs to one student, whose files in it speak for no one else.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.utils import parse_utc

from autograder import build, intake, submission
from autograder.archive import INNER, File, Reader
from autograder.classroom import Classroom
from autograder.errors import CourseError
from autograder.intake import InvalidSubmissionError, Limits, shown

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
class _Handed:
    file: File
    student: str
    number: str = ""
    turn: tuple[int, ...] = ()
    note: str = ""


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
    room = Classroom(root)
    reader = Reader(Limits.of(room.config))
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
    rows = [Row(path, "", False, f"left out: {why}") for path, why in reader.left]
    for student in sorted({one.student for one in handed}):
        theirs = [one for one in handed if one.student == student]
        rows += _student(room, chapter, student, theirs, forms, reader.limits, force)
    return sorted(rows, key=lambda row: (row.student == "", row.student, not row.done, row.file))


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


def _timed(files: Sequence[File], archive: bool) -> list[File]:
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
    files: Sequence[File], chapter: str, pattern: re.Pattern[str] | None, reader: Reader
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


def _searched(file: File, pattern: re.Pattern[str]) -> _Handed | None:
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


def _known(file: File, chapter: str, common: int) -> _Handed | None:
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


def _by_platform(file: File, name: str, found: re.Match[str]) -> _Handed:
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
    room: Classroom, chapter: str, student: str, handed: Sequence[_Handed],
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


def _other_chapter(file: File, forms: Mapping[str, NotebookNode], limits: Limits) -> str | None:
    """The chapter that a notebook is of; None also if it cannot be read: grading says why."""
    try:
        return submission.identify(intake.parse(file.content, file.path, limits), forms)
    except InvalidSubmissionError:
        return None


def _place(
    room: Classroom, chapter: str, student: str, file: File, force: bool
) -> tuple[bool, str]:
    """Write the notebook and its time, each in one step; whether it was done, and what is said."""
    folder = room.folder("submitted", student, chapter)
    parts = room.folder("submitted", "STUDENT", "CHAPTER").parts
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
