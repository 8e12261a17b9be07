"""Which column of a platform's gradebook file is a chapter's, and how many points it takes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.handed_in import roster_file
from autograder.shared.errors import CourseError
from autograder.shared.harmless import shown
from autograder.shared.sheets import Sheet, plain
from course.results import outline

GRADE = ("grade", "bewertung", "note", "calificación")
MAXIMUM = ("maximum grade", "bestwertung", "note maximale", "calificación máxima")
# What the gradebook's own columns are called besides those of chapters.
KEPT = {
    "canvas": {"student", "id", "sis user id", "sis login id", "integration id", "root account",
               "section"},
    "brightspace": {"orgdefinedid", "username", "last name", "first name", "email",
                    "end of line indicator"},
}  # fmt: skip
_TITLE = {
    "canvas": re.compile(r"(?P<title>.*\S)\s*\(\d+\)"),
    "brightspace": re.compile(r"(?P<title>.*\S)\s+Points Grade\b.*", re.IGNORECASE),
}
_POINTS = re.compile(r"MaxPoints:\s*([\d.,]+)", re.IGNORECASE)


@dataclass(frozen=True)
class ChapterColumn:
    """A chapter's column: its place, and the points that it takes, None if that is not told."""

    chapter: str
    place: int
    maximum: float | None


def check_platform(sheet: Sheet, platform: str) -> None:
    """Raise CourseError for a file that another platform wrote, or none."""
    found = roster_file.platform(sheet)
    if found.casefold() != platform:
        of = "no platform's that is known" if found == "plain" else f"{found}'s"
        raise CourseError(
            f"{sheet.path}: its columns are {of}, not those of {platform.title()}. "
            f"{WANTED[platform]}"
        )


WANTED = {
    "canvas": "Download it in Canvas by Grades, Export, Export Entire Gradebook.",
    "moodle": "Download it in Moodle from the assignment: Download grading worksheet.",
    "brightspace": "Download it in Brightspace by Grades, Enter Grades, Export, with both key "
    "fields.",
}


def find(
    sheet: Sheet, platform: str, chapters: Sequence[str], told: Mapping[str, str]
) -> list[ChapterColumn]:
    """The columns of the chapters that have one.

    told : a column's name by chapter, where the instructor says so
    Raises CourseError if none has, one has several, or two have the same.
    """
    if platform == "moodle":
        return [_worksheet(sheet, chapters)]
    titles = {n: _title(name, platform) for n, name in enumerate(sheet.header)}
    titles = {n: title for n, title in titles.items() if title}
    found = [
        ChapterColumn(chapter, place, _maximum(sheet, platform, place))
        for chapter in chapters
        if (place := _place(sheet, titles, chapter, told.get(chapter))) is not None
    ]
    there = ", ".join(shown(sheet.header[n]) for n in titles) or "none"
    if not found:
        raise CourseError(
            f"{sheet.path}: no column is named after {', '.join(chapters)}; say which is, as "
            f"--column '{chapters[0]}=NAME'. Its columns of grades are: {there}."
        )
    places = [one.place for one in found]
    if len(set(places)) < len(places):
        raise CourseError(f"{sheet.path}: two chapters would go into one column; say --column.")
    return found


def _worksheet(sheet: Sheet, chapters: Sequence[str]) -> ChapterColumn:
    place = sheet.column(*GRADE)
    if place is None:
        raise CourseError(f"{sheet.path} has no column Grade. {WANTED['moodle']}")
    if len(chapters) != 1:
        raise CourseError(
            "A worksheet of Moodle's is one assignment's; say which chapter, as "
            f"`export --for moodle {sheet.path.name} --chapter ch01_neurons`."
        )
    at = sheet.column(*MAXIMUM)
    values = {line.cells[at].strip() for line in sheet.lines} if at is not None else set()
    told = next(iter(values)) if len(values) == 1 else ""
    return ChapterColumn(chapters[0], place, _number(told))


def _title(name: str, platform: str) -> str:
    if plain(name) in KEPT[platform]:
        return ""
    found = _TITLE[platform].fullmatch(name)
    return plain(found["title"]) if found else ""


def _place(sheet: Sheet, titles: Mapping[int, str], chapter: str, told: str | None) -> int | None:
    if told is not None:
        named = [n for n, name in enumerate(sheet.header) if told.strip() == name]
        named = named or [n for n, title in titles.items() if title == plain(told)]
        if len(named) != 1:
            raise CourseError(f"{sheet.path}: {len(named)} columns are named {shown(told)!r}.")
        return named[0]
    listed = {one.name: one.title for one in outline.chapters()}
    title = plain(listed.get(chapter, ""))
    head, _, rest = plain(chapter).partition(" ")
    exact = {plain(chapter), title, head, re.sub(r"^ch0*", "chapter ", head), rest} - {""}
    places = [n for n, name in titles.items() if name in exact]
    ends = {rest, title} - {""}
    places = places or [n for n, name in titles.items() if any(e in name for e in ends)]
    if len(places) > 1:
        several = ", ".join(shown(sheet.header[n]) for n in places)
        raise CourseError(
            f"{sheet.path}: {several} may all be {chapter}; say which is, as "
            f"--column '{chapter}={sheet.header[places[0]]}'."
        )
    return places[0] if places else None


def _maximum(sheet: Sheet, platform: str, place: int) -> float | None:
    if platform == "brightspace":
        found = _POINTS.search(sheet.header[place])
        return _number(found[1]) if found else None
    for line in sheet.lines:
        if line.cells[0].strip() == "Points Possible":
            return _number(line.cells[place])
    return None


def _number(text: str) -> float | None:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None
