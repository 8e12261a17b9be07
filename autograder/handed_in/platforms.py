"""How learning platforms name what each student has handed in."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from autograder.handed_in.people import People

SAY = "say whose it is with --student-id"


@dataclass(frozen=True)
class Owner:
    """A student, and what else the platform's name says.

    number : the platform's own for the student, "" if there is none
    turn   : of the hand-in, higher for later ones
    time   : of the hand-in, as it stands in the name, without a zone; in UTC if that is told
    sure   : whether it is the id of one person on the roster
    why    : what tells whose it is
    at     : the folder or file of the archive that is named so
    """

    student: str
    platform: str = ""
    number: str = ""
    turn: int = 0
    time: datetime | None = None
    late: bool = False
    email: str = ""
    sure: bool = False
    why: str = "its name says so"
    at: str = ""


@dataclass(frozen=True)
class Refusal:
    """Why it is not certain whose a file is, the rest of a row."""

    why: str


@dataclass(frozen=True)
class Platform:
    """How a platform names what is each student's.

    folders, files : whether such a name may be that of a folder, or of a file
    """

    pattern: re.Pattern[str]
    folders: bool
    files: bool


_BRIGHTSPACE_TIME = r"[A-Z][a-z]{2,8} \d{1,2}, \d{4} \d{1,2}:?\d\d [AP]M"
PLATFORMS = {
    # "Ada Lovelace_4711_assignsubmission_file_"; before a file's name where there are no folders.
    "Moodle": Platform(
        re.compile(r"(?P<student>.+?)_(?P<number>\d+)_assignsubmission_[a-z]+(?:_.*)?"), True, True
    ),
    # "4711-815 - Ada Lovelace - Sep 14, 2025 1159 PM", in the language of the site.
    "Brightspace": Platform(
        re.compile(
            rf"(?P<number>\d+)-\d+ ?- ?(?P<student>.+?)"
            rf"(?: ?- ?(?P<time>{_BRIGHTSPACE_TIME})| - [^-]*\d{{4}}[^-]*)"
        ),
        True,
        False,
    ),
    # "Chapter 1_ada_attempt_2025-09-14-23-59-00_ch01_neurons.ipynb".
    "Blackboard": Platform(
        re.compile(r"(?P<student>.+?)_attempt_(?P<time>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?:[_.].*)?"),
        False,
        True,
    ),
    # "lovelaceada_LATE_4711_815_ch01_neurons.ipynb"; the second number grows with time.
    "Canvas": Platform(
        re.compile(r"(?P<student>[^_]+)_(?P<late>LATE_)?(?P<number>\d+)_(?P<turn>\d+)_.+"),
        False,
        True,
    ),
    # "Lovelace, Ada(ada)".
    "Sakai": Platform(re.compile(r".+, .*\S\((?P<student>[^()]+)\)"), True, False),
    # "submission_4711", which names nobody.
    "Gradescope": Platform(re.compile(r"submission_(?P<student>\d+)"), True, False),
}


def platform_of(name: str, folder: bool) -> str:
    """The platform that names its students' folders, or their files, so; or ""."""
    for platform, one in PLATFORMS.items():
        if (one.folders if folder else one.files) and one.pattern.fullmatch(name):
            return platform
    return ""


def owner_of(name: str, platform: str, main: str) -> Owner | Refusal:
    """Whose a folder or file is.

    platform : that names things as this one is named, "" if none does
    main     : that the archive comes from, "" if that is not certain
    """
    if not main:
        return Refusal(f"some names here are {' and some '.join(PLATFORMS)}'s; {SAY}")
    if platform != main:
        return Refusal(f"it is not named as {main} names what it hands out, as others are; {SAY}")
    if main == "Gradescope":
        return Refusal(
            "Gradescope names hand-ins by numbers, not by students, and its "
            "submission_metadata.yml is not beside them, or cannot be read; put it there, or take "
            "the numbers for ids: "
            "--student-id '(?P<student_id>submission_\\d+)'"
        )
    found = PLATFORMS[main].pattern.fullmatch(name)
    assert found is not None
    groups = found.groupdict(default="")
    student = found["student"].strip()
    if main == "Moodle" and student == "Participant":
        return Refusal(f"Moodle hides the names here; reveal identities, or {SAY}")
    number = groups.get("number", "")
    return Owner(
        student=f"{student}_{number}" if main == "Canvas" else student,
        platform=main,
        number=number,
        turn=int(groups.get("turn") or 0),
        time=_time(groups.get("time", "")),
        late=bool(groups.get("late")),
        why=f"{main} named it so",
    )


def _time(text: str) -> datetime | None:
    """A time as Brightspace or Blackboard writes it in a name."""
    text = re.sub(r"^(\w{3})\w*", r"\1", text) if text[:1].isalpha() else text
    text = re.sub(r" (\d{1,2}):?(\d\d) ([AP]M)$", r" \1:\2 \3", text)
    for form in ("%b %d, %Y %I:%M %p", "%Y-%m-%d-%H-%M-%S"):
        with suppress(ValueError):
            return datetime.strptime(text, form)
    return None


def untitled(owner: Owner, people: People) -> Owner | Refusal:
    """Blackboard's owner without the assignment's title, which stands before the id.

    Either may hold an underscore; then the one id that is on the roster counts.
    """
    parts = owner.student.split("_")
    ends = ["_".join(parts[n:]) for n in range(1, len(parts))]
    on_roster = [end for end in ends if len(people.by_id(end)) == 1]
    if len(on_roster) == 1:
        return replace(owner, student=on_roster[0])
    title, _, student = owner.student.partition("_")
    if not title or not student or "_" in student:
        return Refusal(
            "where the title ends and the id begins does not show in Blackboard's name; "
            "say it with --student-id, 'TITLE_(?P<student_id>.+?)_attempt_'"
        )
    return replace(owner, student=student)
