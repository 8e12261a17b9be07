"""Put what a learning platform hands out into submitted/: behind `python -m autograder collect`.

`archive` reads the files, `owners` tells whose each is, `placing` writes, and here it is decided
which of a student's counts.  All of it runs in a process with limits, since every byte is a
stranger's: what can make a reader of zip or JSON take hours or all memory ends that process and not
the command, which says so.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from nbformat import NotebookNode

from autograder.authoring.forms import read as blank_forms
from autograder.handed_in import archive, intake, owners, submission
from autograder.handed_in.archive import ArchiveReader, File
from autograder.handed_in.classroom import Classroom
from autograder.handed_in.intake import InvalidSubmissionError, Limits
from autograder.handed_in.people import People
from autograder.handed_in.placing import place
from autograder.handed_in.platforms import Owner
from autograder.handed_in.roster import Roster
from autograder.shared import bounded, catalogue, filenames
from autograder.shared.errors import CourseError
from autograder.shared.harmless import shown

ARCHIVE_SECONDS, ARCHIVE_MEMORY = 900, 2**30
LONGEST = 1_000  # characters of a file's name that are shown, as many as are read
NOTEBOOK_SECONDS, NOTEBOOK_MEMORY = 20, 700 * 2**20


@dataclass(frozen=True)
class Row:
    """What became of a file.

    student : "" if unknown        done : whether it is in submitted/ now
    why     : what tells whose it is, "" if unknown
    refused : whether somebody has to look, because a student may lack what they handed in
    """

    file: str
    student: str
    done: bool
    what: str
    refused: bool = False
    why: str = ""


@dataclass(frozen=True)
class Item:
    """A folder or file of an archive that is a student's, as its platform named it.

    turn, when : of the hand-in, higher for later ones
    """

    path: str
    student: str
    platform: str
    folder: bool
    turn: int
    when: str


@dataclass(frozen=True)
class _Notebook:
    """A notebook of a student's.

    number : its place in the archive    chapter : that its cells are of, None if that is not known
    """

    file: File
    owner: Owner
    number: int
    digest: str
    chapter: str | None


def collect(
    root: Path, chapter: str, source: Path, student_id: str | None = None, force: bool = False,
    timezone: str | None = None, tell: Callable[[str], None] = lambda line: None,
    people: People | None = None,
) -> list[Row]:  # fmt: skip
    """Put the notebooks of a chapter in an archive or folder into submitted/.

    student_id : a regular expression with a group `student_id`, searched in each path inside
                 (as far as the first archive inside); None knows the names of several platforms,
                 and folders or files named after the student
    force      : replace what is there even if it is not older
    timezone   : that times in names are told in; `c.Collect.timezone` if it is not given
    tell       : is told how the archive was read
    people     : the roster, which decides who is who; None or nobody: names are ids
    Raises CourseError for an unknown chapter, zone or pattern, a source that is no archive, and
    one that takes too much time or memory.
    """
    catalogue.select(root, [chapter])
    pattern = _compiled(student_id)
    room = Classroom(root)
    zone = _zone(timezone or room.config.get("Collect", {}).get("timezone"))
    _check_source(source)
    forms = blank_forms(root)
    work = _Collection(room, chapter, source, pattern, force, zone, forms, people or People())
    found = _bounded(work.run, source)
    for line in found["said"]:
        tell(line)
    rows = [Row(**row) for row in found["rows"]]
    return sorted(rows, key=lambda row: (row.student == "", row.student, not row.done, row.file))


def items(
    root: Path, source: Path, student_id: str | None, people: People | None
) -> tuple[list[Item], list[str]]:
    """What in an archive is whose, and sentences on what is not certain; nothing is written.

    The arguments are those of `collect`, and so is what is raised.
    """
    pattern = _compiled(student_id)
    _check_source(source)
    room = Classroom(root)
    work = _Collection(room, "", source, pattern, False, None, {}, people or People())
    found = _bounded(work.items, source)
    return [Item(**one) for one in found["items"]], found["unsure"]


def _check_source(source: Path) -> None:
    try:
        mode = source.stat().st_mode
    except OSError as error:
        raise CourseError(f"{source} cannot be read ({error.strerror}).") from None
    if not (stat.S_ISDIR(mode) or stat.S_ISREG(mode)):
        raise CourseError(f"{source} is neither a folder nor an archive.")


def _bounded(work: Callable[[], dict[str, Any]], source: Path) -> dict[str, Any]:
    """What work on an archive gives, from a process with limits."""
    try:
        found: dict[str, Any] = bounded.once(work, ARCHIVE_SECONDS, ARCHIVE_MEMORY)
    except bounded.TooMuchError as error:
        raise CourseError(
            f"Reading {source} took {error}, and was stopped. What is in submitted/ is whole; "
            "unpack the archive and collect its folders in smaller numbers."
        ) from None
    return found


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


def _zone(name: object) -> ZoneInfo | None:
    if not name:
        return None
    try:
        return ZoneInfo(str(name))
    except (OSError, ValueError, KeyError):
        raise CourseError(
            f"There is no time zone {str(name)!r}; write one such as Europe/Berlin or UTC."
        ) from None


@dataclass
class _Collection:
    """One run, which ends in rows and in lines that say how the archive was read."""

    room: Classroom
    chapter: str
    source: Path
    pattern: re.Pattern[str] | None
    force: bool
    zone: ZoneInfo | None
    forms: Mapping[str, NotebookNode]
    people: People

    def run(self) -> dict[str, Any]:
        """Collect, in three looks at the archive, so that one notebook is held at a time."""
        limits = Limits.of(self.room.config)
        said: list[str] = []
        found = self._owners(ArchiveReader(self.source, limits), said.append)
        reader = ArchiveReader(self.source, limits, lambda path: _student_of(found.get(path)))
        handed, rows = self._read(reader, found)
        rows += [_left(file, why, found) for file, why in reader.left]
        if any(one.owner.time and one.owner.time.tzinfo is None for one in handed):
            said.append(_said_of_times(self.zone))
        chosen: dict[int, _Notebook] = {}
        for student in sorted({one.owner.student for one in handed}):
            theirs = [one for one in handed if one.owner.student == student]
            best, others = _choose(theirs, self.chapter)
            chosen |= {best.number: best} if best else {}
            rows += others
        rows += self._placed(ArchiveReader(self.source, limits, reader.whose), chosen)
        return {"rows": [asdict(row) for row in _weighed(rows)], "said": said}

    def items(self) -> dict[str, Any]:
        """Whose each folder or file is, and what is not certain."""
        reader = ArchiveReader(self.source, Limits.of(self.room.config))
        found = self._owners(reader, lambda line: None)
        certain = {one.at: (one, path) for path, one in found.items() if isinstance(one, Owner)}
        unsure = {
            f"{shown(path, LONGEST)}: {one.why}"
            for path, one in found.items()
            if not isinstance(one, Owner)
        }
        made = [
            Item(at, one.student, one.platform, path != at, one.turn, str(one.time or ""))
            for at, (one, path) in certain.items()
        ]
        return {"items": [asdict(one) for one in made], "unsure": sorted(unsure)}

    def _owners(self, reader: ArchiveReader, tell: Callable[[str], None]) -> owners.Found:
        names = reader.names()
        if self.pattern is not None:
            return owners.searched(names, self.pattern, self.people)
        submitted = str(self.room.directory.submitted_directory)
        chapters = catalogue.chapters(self.room.root)
        roster = Roster(chapters, submitted, _known(self.room), self.people)
        return owners.owners(names, roster, tell, reader.small)

    def _read(
        self, reader: ArchiveReader, found: owners.Found
    ) -> tuple[list[_Notebook], list[Row]]:
        """The notebooks whose owners are known, and rows of the others."""
        handed, rows = [], []
        spent: dict[str, float] = {}
        for number, (file, content) in enumerate(reader.files()):
            owner = found[file.owner]
            if isinstance(owner, Owner):
                chapter = self._identified(content, file, spent, owner.student)
                digest = hashlib.sha256(content).hexdigest()
                handed.append(_Notebook(file, owner, number, digest, chapter))
            else:
                rows.append(Row(file.path, "", False, f"left out: {owner.why}", refused=True))
        return handed, rows

    def _identified(
        self, content: bytes, file: File, spent: dict[str, float], student: str
    ) -> str | None:
        """The chapter that a notebook is of; None also if it cannot be read: grading says why.

        spent : seconds that each student's notebooks took so far
        """
        # Or one student's hundred slow notebooks would use up the time of the whole archive.
        if spent.get(student, 0) > 3 * NOTEBOOK_SECONDS:
            return None
        limits = Limits.of(self.room.config)
        before = os.times()
        try:
            made: str | None = bounded.once(
                lambda: _chapter_of(content, file, self.forms, limits),
                NOTEBOOK_SECONDS,
                NOTEBOOK_MEMORY,
            )
            return made
        except bounded.TooMuchError:
            return None
        finally:
            after = os.times()
            used = after.children_user - before.children_user
            spent[student] = spent.get(student, 0) + used

    def _placed(self, reader: ArchiveReader, chosen: Mapping[int, _Notebook]) -> Iterator[Row]:
        """Put the chosen ones into submitted/."""
        missing = dict(chosen)
        last = max(missing, default=-1)
        for number, (_, content) in zip(range(last + 1), reader.files(), strict=False):
            one = missing.pop(number, None)
            if one is None:
                continue
            if hashlib.sha256(content).hexdigest() != one.digest:
                missing[number] = one
                break
            yield self._row(one, content)
        for one in missing.values():
            what = f"left out: {shown(self.source.name)} changed while it was read"
            yield Row(one.file.path, one.owner.student, False, what, True, one.owner.why)

    def _row(self, one: _Notebook, content: bytes) -> Row:
        owner = one.owner
        time = None
        if owner.time and self.zone and owner.time.tzinfo is None:
            time = owner.time.replace(tzinfo=self.zone).astimezone(UTC)
        if owner.time and owner.time.tzinfo:
            time = owner.time
        try:
            done, what = place(self.room, self.chapter, owner, content, time, self.force)
        except OSError as error:
            done, what = False, f"left out: cannot be written ({error.strerror})"
        notes = [what]
        if owner.number and owner.student.endswith(f"_{owner.number}") and not owner.turn:
            notes.append("another has the same name")
        if owner.late:
            notes.append("Canvas says late, and not when: no penalty is taken off without a time")
        if owner.time and not time:
            notes.append(f"its name says {owner.time:%Y-%m-%d %H:%M}, in an unknown zone")
        why = owner.why
        if not _base(one).endswith(f"{self.chapter}.ipynb"):
            why = f"{why}; taken for {self.chapter}.ipynb"
        return Row(one.file.path, owner.student, done, "; ".join(notes), not done, why)


def _student_of(owner: object) -> str:
    return owner.student if isinstance(owner, Owner) else ""


def _said_of_times(zone: ZoneInfo | None) -> str:
    if zone is None:
        return (
            "The names tell times, but in which zone is not known, so none is noted: say it, as "
            "--timezone Europe/Berlin or c.Collect.timezone."
        )
    return f"Times in names are those of the zone {zone.key}."


def _known(room: Classroom) -> set[str]:
    """Ids that have a folder in submitted/."""
    parts = room.folder("submitted", "STUDENT", "CHAPTER").parts
    at = parts.index("STUDENT")
    top = Path(*parts[:at])
    if "CHAPTER" in top.parts:
        return {path.name for path in Path(*parts[: parts.index("CHAPTER")]).glob("*/*")}
    return {path.name for path in top.iterdir() if path.is_dir()} if top.is_dir() else set()


def _chapter_of(
    content: bytes, file: File, forms: Mapping[str, NotebookNode], limits: Limits
) -> str | None:
    try:
        return submission.identify(intake.parse(content, file.path, limits), forms)
    except InvalidSubmissionError:
        return None


def _left(file: File, why: str, found: owners.Found) -> Row:
    """The row of what was not read. Whose it is shows in the path, if anybody's."""
    harmless = why in (archive.NOT_A_NOTEBOOK, archive.SYSTEMS)
    owner = found.get(file.owner)
    told = owner.why if isinstance(owner, Owner) else ""
    return Row(file.path, _student_of(owner), False, f"left out: {why}", not harmless, told)


def _weighed(rows: Sequence[Row]) -> list[Row]:
    """The rows, where what a student has besides a notebook that was taken is no refusal."""
    served = {row.student for row in rows if row.done}
    return [
        replace(row, refused=False) if row.refused and row.student in served else row
        for row in rows
    ]


def _choose(handed: Sequence[_Notebook], chapter: str) -> tuple[_Notebook | None, list[Row]]:
    """The one of a student's notebooks that counts, if that is certain, and rows of the others."""
    rows = [
        _row_left(one, f"it is the notebook of {one.chapter}")
        for one in handed
        if one.chapter not in (None, chapter)
    ]
    ours = [one for one in handed if one.chapter in (None, chapter)]
    if not ours:
        return None, rows
    recognised = [one for one in ours if one.chapter]
    called = [one for one in ours if filenames.is_called(_base(one), chapter)]
    # What can be read and is the chapter's counts before what is only called so, and that before
    # what cannot be read: a broken copy beside a whole notebook must not cost it its place.
    pool = recognised or called or ours
    latest = max(_turn(one) for one in pool)
    newest = [one for one in pool if _turn(one) == latest]
    best = _only(newest, chapter)
    if best is None:
        why = (
            f"{len(newest)} notebooks are this student's, and which counts does not show; keep one"
        )
        return None, rows + [_row_left(one, why, refused=True) for one in ours]
    newer = len({_turn(one) for one in ours}) > 1
    why = "a newer one of the student's counts" if newer else f"{shown(best.file.path)} counts"
    return best, rows + [_row_left(one, why) for one in ours if one is not best]


def _turn(one: _Notebook) -> tuple[int, datetime]:
    return one.owner.turn, (one.owner.time or datetime.min).replace(tzinfo=None)


def _only(handed: Sequence[_Notebook], chapter: str) -> _Notebook | None:
    """The one that counts: all are the same, or it alone has the chapter's name."""
    exact = [one for one in handed if _base(one) == f"{chapter}.ipynb"]
    called = [one for one in handed if filenames.is_called(_base(one), chapter)]
    for some in (handed, exact, called):
        if some and len({one.digest for one in some}) == 1:
            return some[0]
    return None


def _base(one: _Notebook) -> str:
    return one.file.path.rsplit("/", 1)[-1]


def _row_left(one: _Notebook, why: str, refused: bool = False) -> Row:
    what = f"left out: {why}"
    return Row(one.file.path, one.owner.student, False, what, refused, one.owner.why)


def table(rows: Sequence[Row]) -> str:
    """What went where, whose it was taken to be and why, and what was left out and why."""
    done, refused = sum(row.done for row in rows), sum(row.refused for row in rows)
    width = min(30, max((len(shown(row.student, LONGEST)) for row in rows), default=0))
    lines = []
    for row in rows:
        lines.append(f"{shown(row.student, LONGEST):<{width}}  {shown(row.file, LONGEST)}")
        lines += [f"{'':<{width}}    whose: {shown(row.why, LONGEST)}"] if row.why else []
        lines.append(f"{'':<{width}}    {'REFUSED, ' if row.refused else ''}{row.what}")
    if refused:
        lines.append(f"{refused} REFUSED, so that nobody gets another's points: look at these.")
    return "\n".join([*lines, f"{done} in submitted/, {len(rows) - done} left out."])
