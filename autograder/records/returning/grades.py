"""Grades for a learning platform, written into the gradebook file that was downloaded from it.

The platform's names of rows and columns stay as they are, since it knows them by these. Who is
meant by a row is decided as `collect` decides it; who is not certain gets nothing, and is named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.handed_in.classroom import Classroom
from autograder.handed_in.people import People, Person
from autograder.handed_in.roster_file import EMAIL, FIRST, FULL, LAST
from autograder.records import opening, students
from autograder.records.export import CsvExport
from autograder.records.report import standings
from autograder.records.report.standings import ChapterStandings
from autograder.records.returning import columns
from autograder.records.returning.columns import ChapterColumn
from autograder.shared import atomic, catalogue, sheets
from autograder.shared.errors import CourseError
from autograder.shared.harmless import shown
from autograder.shared.sheets import Line, Sheet

PLATFORMS = ("canvas", "moodle", "brightspace", "csv")
NUMBERS = {"canvas": ("id",), "moodle": (), "brightspace": ("orgdefinedid",)}
IDS = {
    "canvas": ("sis login id", "sis user id", "id"),
    "moodle": ("username", "id number", "id nummer"),
    "brightspace": ("username", "orgdefinedid"),
}


@dataclass(frozen=True)
class Grade:
    """A student's points of a chapter, penalty taken off; `waiting` while some are to come."""

    points: float
    waiting: bool


@dataclass
class Filled:
    """What became of the export.

    path    : the file that was written
    said    : how the file was read and what was written, in sentences
    unsure  : rows of which it is not certain whose they are, each with why
    absent  : ids of those with points and without a row
    """

    path: Path
    said: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)


def plainly(root: Path, chapters: Sequence[str], to: Path | None) -> Filled:
    """Write every chapter of everybody in the columns of nbgrader's own export."""
    room, path = Classroom(root), to or root / "grades.csv"
    asked = catalogue.select(root, chapters)
    with opening.opened(room, opening.NOTHING_GRADED) as connection:
        book = connection.book
        with_chapters = {"assignment": asked} if chapters else {}
        connection.patiently(lambda: CsvExport(to=str(path), **with_chapters).export(book))
    return Filled(path)


def fill(
    root: Path, platform: str, file: Path, chapters: Sequence[str], told: Mapping[str, str],
    scale: bool | None, to: Path | None,
) -> Filled:  # fmt: skip
    """Write the points of chapters into a copy of a platform's gradebook file.

    chapters : all that have a column if none is named
    told     : a column's name by chapter
    scale    : whether points are turned into those that the platform has; None refuses to choose
    to       : a file, `grades-PLATFORM.csv` in the course's folder if it is None
    Raises CourseError for what cannot be read or is not the platform's; nothing is written then.
    """
    room = Classroom(root)
    asked = catalogue.select(root, [*chapters, *told])
    sheet = sheets.read(file)
    columns.check_platform(sheet, platform)
    found = columns.find(sheet, platform, asked, told)
    graded, everybody = _graded(room, [one.chapter for one in found])
    grades = {
        name: {s.student: _grade(one, s) for s in one.submissions} for name, one in graded.items()
    }
    if not any(grades.values()):
        raise CourseError(f"Nothing is graded yet of {', '.join(grades)}; run `make grade`.")
    found = [one for one in found if grades[one.chapter]]  # of others nothing is graded yet
    factors = {one.chapter: _factor(sheet, one, graded[one.chapter], scale) for one in found}
    done = Filled(to or root / f"grades-{platform}.csv", [how] if (how := sheet.how) else [])
    rows = _Rows(sheet, platform, everybody, done)
    comma = platform == "moodle" and _commas(sheet)
    for line, person in rows.people():
        for one in found:
            if grade := grades[one.chapter].get(person.id):
                text = f"{grade.points * factors[one.chapter]:.4f}".rstrip("0").rstrip(".")
                line.cells[one.place] = text.replace(".", ",") if comma else text
    done.absent = sorted(set().union(*grades.values()) - rows.seen)
    done.said += [_said(sheet, one, grades[one.chapter], rows.seen) for one in found]
    try:
        atomic.write(done.path.resolve(), _text(sheet, platform, {one.place for one in found}))
    except OSError as error:
        raise CourseError(f"{done.path} cannot be written ({error.strerror}).") from None
    return done


def _graded(room: Classroom, chapters: Sequence[str]) -> tuple[dict[str, ChapterStandings], People]:
    with opening.opened(room, opening.NOTHING_GRADED) as connection:
        db = connection.book.db
        found = connection.patiently(lambda: [standings.read(db, name) for name in chapters])
        everybody = connection.patiently(lambda: students.everybody(db))
    return {one.chapter: one for one in found}, everybody


def _grade(chapter: ChapterStandings, one: standings.Submission) -> Grade:
    points = [one.points(cell) for cell in chapter.cells if cell.counts]
    return Grade(one.total(chapter.cells), None in points)


def _factor(
    sheet: Sheet, one: ChapterColumn, chapter: ChapterStandings, scale: bool | None
) -> float:
    maximum = chapter.maximum
    dropped = sorted({cell.exercise for cell in chapter.cells if not cell.counts})
    without = f" without {' and '.join(dropped)}, dropped" if dropped else ""
    if not scale and (scale is False or one.maximum is None or one.maximum == maximum):
        return 1.0
    if scale and one.maximum and maximum:
        return one.maximum / maximum
    if scale and not maximum:
        raise CourseError(f"{one.chapter} has 0 points{without}, which nothing turns into others.")
    if scale:
        raise CourseError(f"{sheet.path} does not say how many points {one.chapter} has there.")
    raise CourseError(
        f"{shown(sheet.header[one.place])} has {one.maximum:g} points, and {one.chapter} "
        f"{maximum:g}{without}: correct it there and download the file again, or say --scale to "
        "turn one into the other, or --no-scale to write the points as they are. Nothing was "
        "written."
    )


def _said(sheet: Sheet, one: ChapterColumn, grades: Mapping[str, Grade], seen: set[str]) -> str:
    there = [grade for student, grade in grades.items() if student in seen]
    waiting = sum(grade.waiting for grade in there)
    more = f"; {waiting} of them have answers that a person has yet to grade" if waiting else ""
    return f"{one.chapter}: {len(there)} grades in {shown(sheet.header[one.place])}{more}."


@dataclass
class _Rows:
    """The rows of a gradebook file, and whose each is."""

    sheet: Sheet
    platform: str
    everybody: People
    done: Filled
    seen: set[str] = field(default_factory=set)

    def people(self) -> list[tuple[Line, Person]]:
        """Each row that is certainly one person's, and of no other row's."""
        found: dict[str, list[tuple[Line, Person]]] = {}
        for line in self.sheet.lines:
            several = self._meant(line)
            if len(several) == 1:
                found.setdefault(several[0].id, []).append((line, several[0]))
            elif several:
                who = ", ".join(person.shown for person in several[:3])
                self.done.unsure.append(f"line {line.number} may be {who}")
        for rows in found.values():
            if len(rows) > 1:
                numbers = ", ".join(str(line.number) for line, _ in rows)
                self.done.unsure.append(f"lines {numbers} are all {rows[0][1].shown}")
        certain = [rows[0] for rows in found.values() if len(rows) == 1]
        self.seen = {person.id for _, person in certain}
        return certain

    def _meant(self, line: Line) -> list[Person]:
        """Who may be meant: by numbers, ids and addresses; by a name only where none is known."""
        people, strong = self.everybody, dict[str, Person]()
        for look, names in (
            (people.by_number, NUMBERS[self.platform]),
            (people.by_id, IDS[self.platform]),
            (people.by_email, EMAIL),
        ):
            for text in self._texts(line, names):
                strong |= {person.id: person for person in look(text)}
        if strong:
            return list(strong.values())
        name = " ".join(self._texts(line, FIRST)[:1] + self._texts(line, LAST)[:1])
        name = name or next(iter(self._texts(line, ("student", *FULL))), "")
        if not name or name == "Points Possible":
            return []
        # Without a roster an id is the name, or with Canvas the name and the number.
        number = next(iter(self._texts(line, NUMBERS[self.platform])), "")
        numbered = [p for p in people.all if number and p.id.endswith(f"_{number}")]
        return numbered or people.by_id(name) or people.called(name)

    def _texts(self, line: Line, names: Sequence[str]) -> list[str]:
        places = [p for name in names if (p := self.sheet.column(name)) is not None]
        texts = [line.cells[place].strip() for place in places]
        if self.platform == "brightspace":
            texts = [text.removeprefix("#") for text in texts]
        return [text for text in texts if text]


def _commas(sheet: Sheet) -> bool:
    """Whether a worksheet writes 12,50 for 12.5."""
    place = sheet.column(*columns.MAXIMUM)
    return place is not None and any("," in line.cells[place] for line in sheet.lines)


def _text(sheet: Sheet, platform: str, filled: set[int]) -> str:
    """The file: of a whole gradebook only who is meant and what was filled in.

    Or the platform would take back what has changed there since it was downloaded.
    """
    kept = columns.KEPT.get(platform)
    places = [
        place
        for place, name in enumerate(sheet.header)
        if kept is None or place in filled or sheets.plain(name) in kept
    ]
    rows = [sheet.header, *(line.cells for line in sheet.lines)]
    text = sheets.written(
        ([_safe(row[place]) for place in places] for row in rows), sheet.delimiter
    )
    return f"\ufeff{text}" if sheet.marked else text


def _safe(cell: str) -> str:
    """A cell as `sheets.cell`; Moodle's dash for nothing stays."""
    return cell if re.fullmatch(r"\s*-?\s*", cell) else sheets.cell(cell)
