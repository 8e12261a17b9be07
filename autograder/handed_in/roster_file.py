"""A roster as a platform or a person writes it, read: who is in the class.

The names of the columns tell which platform wrote it. All of a file is taken or nothing: whatever
is wrong is said at once, each with its line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.handed_in import intake
from autograder.handed_in.people import Person
from autograder.shared import sheets
from autograder.shared.errors import CourseError
from autograder.shared.harmless import shown
from autograder.shared.sheets import Line, Sheet

LONGEST = 128  # characters of what nbgrader's gradebook keeps of a student
SAID = 20  # problems that are told

FIRST = ("first name", "firstname", "given name", "vorname", "prénom", "nombre", "nome")
LAST = ("last name", "lastname", "surname", "family name", "nachname", "nom", "apellido s",
        "apellidos", "cognome")  # fmt: skip
FULL = ("full name", "name", "student name", "display name", "vollständiger name", "nom complet",
        "nombre completo")  # fmt: skip
EMAIL = ("email", "email address", "e mail", "mail", "e mail address", "e mail adresse",
         "adresse de courriel", "dirección de correo")  # fmt: skip


@dataclass(frozen=True)
class Format:
    """How a platform names the columns of a list of students.

    signs  : columns of which each file of it has one for each group
    ids    : columns that name a student, the best first
    number : column of the platform's own number
    full   : columns of a whole name
    """

    signs: tuple[tuple[str, ...], ...]
    ids: tuple[str, ...]
    number: tuple[str, ...] = ()
    full: tuple[str, ...] = FULL


# In this order: the first of which a file has all signs.
FORMATS = {
    # Grades, Export entire gradebook. Who may not see logins gets none.
    "Canvas": Format(
        (("student",), ("id",), ("section", "sis login id", "sis user id")),
        ("sis login id", "sis user id", "id"), ("id",), ("student",),
    ),
    "Brightspace": Format((("orgdefinedid",),), ("username", "orgdefinedid"), ("orgdefinedid",)),
    "GitHub Classroom": Format(
        (("identifier",), ("github username",)), ("identifier",), ("github username",)
    ),
    # Numbers of "Participant 12" are of one assignment and no student's own.
    "Moodle": Format(
        (("id number", "id nummer", "identifier", "numéro d identification", "número de id"),
         ("email address", "e mail adresse", "adresse de courriel", "dirección de correo")),
        ("username", "anmeldename", "id number", "id nummer", "numéro d identification",
         "número de id", *EMAIL),
    ),
    "Blackboard": Format(
        (("username",), ("student id", "last access", "availability")),
        ("username",), ("student id",),
    ),
    "Gradescope": Format((("sid",), ("email",)), ("sid", "email"), ("sid",)),
    "plain": Format(
        (),
        ("id", "student id", "username", "user name", "login", "user", "student", "netid",
         "matriculation number", "matrikelnummer", *EMAIL),
        ("lms user id", "number", "user id", "lms id", "canvas id"),
    ),
}  # fmt: skip


@dataclass
class RosterFile:
    """What a file says.

    platform : that wrote it, "plain" for none that is known
    said     : how it was read, in sentences
    """

    platform: str
    people: list[Person]
    said: list[str] = field(default_factory=list)


def platform(sheet: Sheet) -> str:
    """The platform whose columns a table has."""
    return next(
        name
        for name, one in FORMATS.items()
        if all(sheet.column(*group) is not None for group in one.signs)
    )


def read(path: Path) -> RosterFile:
    """The students in a file. Raises CourseError, with every line that is wrong, for a bad one."""
    sheet = sheets.read(path)
    name = platform(sheet)
    form = FORMATS[name]
    if all(sheet.column(one) is None for one in form.ids):
        raise CourseError(
            f"{path}: no column is named as one of ids ({', '.join(form.ids[:4])} ...); it has "
            f"{', '.join(shown(one) for one in sheet.header[:8])}. Name the column with ids `id`."
        )
    found = RosterFile(name, [], [how] if (how := sheet.how) else [])
    reader = _Reader(sheet, form, name)
    for line in sheet.lines:
        reader.take(line)
    reader.check_numbers()
    if reader.problems:
        raise CourseError(_told(path, reader.problems))
    found.people = [one for _, one in reader.taken.values()]
    found.said += reader.said()
    if not found.people:
        raise CourseError(f"{path} names no student.")
    return found


def _told(path: Path, problems: Sequence[str]) -> str:
    more = [f"... and {len(problems) - SAID} more"] if len(problems) > SAID else []
    return "\n".join(
        [
            f"{path} is not imported; correct it, and run the same command again:",
            *problems[:SAID],
            *more,
        ]
    )


@dataclass
class _Reader:
    """Takes the lines of a table one by one."""

    sheet: Sheet
    form: Format
    platform: str
    taken: dict[str, tuple[int, Person]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    twice: int = 0
    nobody: int = 0

    def take(self, line: Line) -> None:
        """Take a line: a student, or none of the class, or a problem."""
        if self._is_nobody(line):
            self.nobody += 1
            return
        person = self._person(line)
        problem = self._problem(person)
        if person.id in self.taken and not problem:
            before, other = self.taken[person.id]
            if other == person:
                self.twice += 1
                return
            problem = f"is that of line {before}, too, which says something else"
        if problem:
            what = f"the id {shown(person.id)!r}" if person.id else "its id"
            self.problems.append(f"  line {line.number}: {what} {problem}")
        else:
            self.taken[person.id] = line.number, person

    def check_numbers(self) -> None:
        """Two students of one number are a problem: an archive's names could mean either."""
        seen: dict[str, str] = {}
        for number, person in self.taken.values():
            if person.number and seen.setdefault(person.number, person.id) != person.id:
                self.problems.append(
                    f"  line {number}: the number {shown(person.number)!r} is that of "
                    f"{shown(seen[person.number])}, too"
                )

    def said(self) -> list[str]:
        """What was passed over."""
        said = []
        if self.twice:
            said.append(f"Rows that say what another says, and count once: {self.twice}.")
        if self.nobody:
            said.append(f"Rows left out, the platform's own or no student's: {self.nobody}.")
        return said

    def _is_nobody(self, line: Line) -> bool:
        if self.platform == "Canvas":
            student = self._said(line, *self.form.full) or ""
            return not self._said(line, *self.form.ids) or student == "Student, Test"
        role = self._said(line, "role", "roles")
        return bool(role) and self.platform == "Gradescope" and role != "Student"

    def _said(self, line: Line, *columns: str) -> str | None:
        """What the first of the columns that is there and not empty says; None without any."""
        places = [p for name in columns if (p := self.sheet.column(name)) is not None]
        if not places:
            return None
        texts = [unicodedata.normalize("NFC", " ".join(line.cells[p].split())) for p in places]
        # Brightspace writes `#` before what a spreadsheet could take for a number.
        texts = [t.removeprefix("#") if self.platform == "Brightspace" else t for t in texts]
        return next(filter(None, texts), "")

    def _person(self, line: Line) -> Person:
        first, last = self._said(line, *FIRST), self._said(line, *LAST)
        whole = None
        if first is None and last is None:
            whole = self._said(line, *self.form.full)
            first, last = (None, None) if whole is None else parted(whole)
        number = self._said(line, *self.form.number) if self.form.number else None
        return Person(
            self._said(line, *self.form.ids) or "",
            first,
            last,
            self._said(line, *EMAIL),
            number,
            parted=bool(whole),
        )

    def _problem(self, person: Person) -> str:
        if not person.id:
            return "is empty"
        if problem := intake.name_problem(person.id):
            return f"{problem}, and can be no folder's name"
        parts = (person.first_name, person.last_name, person.email, person.number)
        if any(len(part or "") > LONGEST for part in parts):
            return f"has a name, address or number of more than {LONGEST} characters"
        return ""


def parted(name: str) -> tuple[str, str]:
    """First and last name of a whole one: "Lovelace, Ada", "Ada Lovelace", "Martin King, Jr."."""
    last, comma, first = (part.strip() for part in name.partition(","))
    if comma and not re.fullmatch(r"(?i)[js]r\.?|i{2,3}|iv", first):
        return first, last
    begins, _, ends = last.rpartition(" ")
    return begins, f"{ends}, {first}" if comma else ends
