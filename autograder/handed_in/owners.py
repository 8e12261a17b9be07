"""Whose each file of an archive is, by the names that a platform or a person gave the outermost.

What stands further in is the student's own and decides nothing: a folder called `ada` in Eve's
folder is Eve's.  What is not certain is refused by name, since a notebook that is put down to
somebody else costs two people their points.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from autograder.handed_in import archive, intake
from autograder.shared import filenames
from autograder.shared.harmless import shown

SAY = "say whose it is with --student-id"


@dataclass(frozen=True)
class Owner:
    """A student, and what else the platform's name says.

    number : the platform's own for the student, "" if there is none
    turn   : of the hand-in, higher for later ones
    time   : of the hand-in, as it stands in the name, without a zone
    """

    student: str
    platform: str = ""
    number: str = ""
    turn: int = 0
    time: datetime | None = None
    late: bool = False


@dataclass(frozen=True)
class Refusal:
    """Why it is not certain whose a file is, the rest of a row."""

    why: str


@dataclass
class Room:
    """What is known beside the archive.

    chapters  : names that are no student's
    submitted : name of the folder of submissions
    known     : ids of students who have handed in before
    """

    chapters: Sequence[str]
    submitted: str = "submitted"
    known: Collection[str] = ()

    @property
    def no_students(self) -> set[str]:
        """Names of folders that are the course's own."""
        return {*self.chapters, self.submitted, "source", "release", "course", "dist"}


Found = Mapping[str, Owner | Refusal]


@dataclass(frozen=True)
class _Platform:
    """How a platform names what is each student's.

    folders, files : whether such a name may be that of a folder, or of a file
    """

    pattern: re.Pattern[str]
    folders: bool
    files: bool


_BRIGHTSPACE_TIME = r"[A-Z][a-z]{2,8} \d{1,2}, \d{4} \d{1,2}:?\d\d [AP]M"
PLATFORMS = {
    "Moodle": _Platform(
        re.compile(r"(?P<student>.+?)_(?P<number>\d+)_assignsubmission_[a-z]+(?:_.*)?"), True, True
    ),
    "Brightspace": _Platform(
        re.compile(
            rf"(?P<number>\d+)-\d+ ?- ?(?P<student>.+?)"
            rf"(?: ?- ?(?P<time>{_BRIGHTSPACE_TIME})| - [^-]*\d{{4}}[^-]*)"
        ),
        True,
        False,
    ),
    "Blackboard": _Platform(
        re.compile(r"(?P<student>.+?)_attempt_(?P<time>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?:[_.].*)?"),
        False,
        True,
    ),
    "Canvas": _Platform(
        re.compile(r"(?P<student>[^_]+)_(?P<late>LATE_)?(?P<number>\d+)_(?P<turn>\d+)_.+"),
        False,
        True,
    ),
    "Sakai": _Platform(re.compile(r".+, .*\S\((?P<student>[^()]+)\)"), True, False),
    "Gradescope": _Platform(re.compile(r"submission_(?P<student>\d+)"), True, False),
}


def owners(names: Sequence[str], room: Room, tell: Callable[[str], None]) -> Found:
    """Whose each of an archive's paths is, of those that are notebooks or archives.

    tell : is told how the archive was read, where that is not plain
    """
    files = [name for name in names if archive.may_hold_answers(name)]
    tops, why = _tops(names, room)
    if why:
        return dict.fromkeys(files, Refusal(why))
    if tops:
        tell(f"Students are what lies in {shown('/'.join(tops))}/.")
    level = len(tops)
    items = dict.fromkeys(_Item.of(name, level) for name in files)
    platforms = Counter(name for item in items if (name := item.platform))
    if platforms:
        ranked = platforms.most_common(2)
        main = "" if len(ranked) > 1 and ranked[0][1] == ranked[1][1] else ranked[0][0]
        found = {item: _by_platform(item, main) for item in items}
        if main == "Blackboard":
            found = _without_title(found)
    else:
        found = {item: _plain(item, room) for item in items}
        found = _repositories(found, names, tops, room, tell)
    found = {item: _named(one) for item, one in found.items()}
    found = _distinct(found, room)
    found = _unrelated(found, room, alone=not platforms)
    return {name: found[_Item.of(name, level)] for name in files}


def searched(names: Sequence[str], pattern: re.Pattern[str]) -> Found:
    """The same by an expression with a group `student_id`, searched in each path.

    Where the group stands deeper in a path than in another's, the name there is a student's own.
    """
    files = [name for name in names if archive.may_hold_answers(name)]
    matches = {name: found for name in files if (found := pattern.search(name))}
    depths = {name: name[: found.start("student_id")].count("/") for name, found in matches.items()}
    level = min(depths.values(), default=0)
    tops: dict[str, set[str]] = {}
    result: dict[str, Owner | Refusal] = {}
    for name in files:
        if name not in matches or not matches[name]["student_id"]:
            result[name] = Refusal("--student-id finds no id in its path")
        elif depths[name] > level:
            result[name] = Refusal("--student-id finds the id deeper in its path than in others'")
        else:
            result[name] = one = _named(Owner(matches[name]["student_id"]))
            if isinstance(one, Owner):
                above = "/".join(name.split("/")[:level])
                tops.setdefault(one.student, set()).add(above)
    for name, one in result.items():
        if isinstance(one, Owner) and len(tops[one.student]) > 1:
            places = " and in ".join(shown(top) for top in sorted(tops[one.student])[:3])
            result[name] = Refusal(f"{shown(one.student)} is named in {places}; which is theirs?")
    return result


@dataclass(frozen=True)
class _Item:
    """A folder or file that stands for a student: its name, and whether it is a folder."""

    name: str
    folder: bool

    @classmethod
    def of(cls, path: str, level: int) -> _Item:
        """The one that a path belongs to, so many folders down."""
        parts = path.split("/")
        return cls(parts[level], len(parts) > level + 1)

    @property
    def platform(self) -> str:
        """The platform that names its students' things so, or ""."""
        for name, platform in PLATFORMS.items():
            if (platform.folders if self.folder else platform.files) and platform.pattern.fullmatch(
                self.name
            ):
                return name
        return ""


def _tops(names: Sequence[str], room: Room) -> tuple[list[str], str]:
    """The folders above the students' names, and why that is not certain, or ""."""
    tops: list[str] = []
    while True:
        items = _items(names, len(tops))
        if len(items) != 1:
            return tops, ""
        (top,) = items
        if not top.folder:
            alone = archive.is_archive(top.name) and not tops and not top.platform
            return tops, (
                f"there is nothing but this archive; if it is the class's, take it out and collect "
                f"it; if it is a student's, {SAY}"
                if alone
                else ""
            )
        holds, why = _holds_students(top, names, len(tops), room)
        if why or not holds:
            return tops, why
        tops.append(top.name)


def _items(names: Sequence[str], level: int) -> set[_Item]:
    """What lies so many folders down: all folders, and the files that count."""
    return {
        _Item.of(name, level)
        for name in names
        if name.count("/") > level or (name.count("/") == level and archive.may_hold_answers(name))
    }


def _holds_students(top: _Item, names: Sequence[str], level: int, room: Room) -> tuple[bool, str]:
    """Whether the one folder that all is in holds the students', and why that is not certain."""
    if top.platform and top.platform != "Gradescope":
        return False, ""
    if top.name in room.no_students:
        return True, ""
    inside = _items(names, level + 1)
    folders = {item for item in inside if item.folder}
    files = inside - folders
    unsure = (
        f"all is in the one folder {shown(top.name)}, and whether that is a student or holds the "
        "students' does not show; say it with --student-id, "
        f"'^(?P<student_id>[^/]+)/' or '^[^/]+/(?P<student_id>[^/]+)'"
    )
    theirs = room.no_students - {room.submitted}
    if any(item.name == room.submitted for item in folders) and not files:
        return len(inside) == 1, "" if len(inside) == 1 else unsure
    if top.name in room.known:
        return (
            (False, "") if not {item.name for item in inside} & set(room.known) else (False, unsure)
        )
    if any(item.name in theirs for item in folders):
        return False, ""
    platforms = {item.platform for item in inside}
    if "" not in platforms:
        return (True, "") if len(inside) > 1 and len(platforms) == 1 else (False, unsure)
    if platforms != {""}:
        return False, unsure
    if files:
        named = all(any(filenames.is_called(f.name, c) for c in room.chapters) for f in files)
        return False, "" if named or len(inside) == 1 else unsure
    return (True, "") if len(folders) > 1 else (False, unsure)


def _by_platform(item: _Item, main: str) -> Owner | Refusal:
    if not main:
        return Refusal(f"some names here are {' and some '.join(PLATFORMS)}'s; {SAY}")
    if item.platform != main:
        return Refusal(f"it is not named as {main} names what it hands out, as others are; {SAY}")
    if main == "Gradescope":
        return Refusal(
            "Gradescope names hand-ins by numbers, not by students; rename the folders by its "
            "submission_metadata.yml, or take the numbers for ids: "
            "--student-id '(?P<student_id>submission_\\d+)'"
        )
    found = PLATFORMS[main].pattern.fullmatch(item.name)
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
    )


def _time(text: str) -> datetime | None:
    """A time as Brightspace or Blackboard writes it in a name."""
    text = re.sub(r"^(\w{3})\w*", r"\1", text) if text[:1].isalpha() else text
    text = re.sub(r" (\d{1,2}):?(\d\d) ([AP]M)$", r" \1:\2 \3", text)
    for form in ("%b %d, %Y %I:%M %p", "%Y-%m-%d-%H-%M-%S"):
        with suppress(ValueError):
            return datetime.strptime(text, form)
    return None


def _without_title(found: Mapping[_Item, Owner | Refusal]) -> dict[_Item, Owner | Refusal]:
    """Blackboard's owners without the assignment's title, which stands before each id."""
    return {item: _untitled(one) if isinstance(one, Owner) else one for item, one in found.items()}


def _untitled(owner: Owner) -> Owner | Refusal:
    title, _, student = owner.student.partition("_")
    if not title or not student or "_" in student:
        return Refusal(
            "where the title ends and the id begins does not show in Blackboard's name; "
            "say it with --student-id, 'TITLE_(?P<student_id>.+?)_attempt_'"
        )
    return replace(owner, student=student)


def _plain(item: _Item, room: Room) -> Owner | Refusal:
    """The owner that a folder or a file is simply named after."""
    if item.folder:
        if item.name in room.no_students:
            return Refusal(f"{shown(item.name)} is a folder of the course, not a student; {SAY}")
        return Owner(item.name)
    if archive.is_archive(item.name):
        stem = re.sub(r"(?i)(\.tar)?\.\w+$", "", item.name)
    else:
        stem = re.split(r"(?i)\.ipynb", item.name)[0]
    if filenames.plain_name(f"{stem}.ipynb") != f"{_plainly(stem)}.ipynb":
        return Refusal(f"its name is that of a copy; {SAY}")
    for chapter in room.chapters:
        stem = re.sub(rf"(?i)[ _-]*{re.escape(chapter)}[ _-]*", "", stem)
    if not stem or re.fullmatch(r"\(?\d*\)?", stem) or stem in room.no_students:
        return Refusal("whose it is does not show; say so with --student-id")
    return Owner(stem)


def _plainly(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _repositories(
    found: dict[_Item, Owner | Refusal], names: Sequence[str], tops: Sequence[str], room: Room,
    tell: Callable[[str], None],
) -> dict[_Item, Owner | Refusal]:  # fmt: skip
    """The same, with a word on folders that are repositories, named `assignment-student`.

    Refused if the assignment before this one was collected with its name as a part of the ids.
    """
    level = len(tops)
    students = sorted({one.student for one in found.values() if isinstance(one, Owner)})
    inner = {parts[level + 1] for name in names if len(parts := name.split("/")) > level + 2}
    common = os.path.commonprefix(students)
    prefix = common[: common.rfind("-") + 1]
    if len(students) < 2 or "release" not in inner or not prefix:
        return found
    say = f"--student-id '^{'[^/]+/' * level}{re.escape(prefix)}(?P<student_id>[^/]+)'"
    like = re.compile(re.sub(r"\d+", r"\\d+", re.escape(prefix)) + ".+")
    if any(like.fullmatch(one) and not one.startswith(prefix) for one in room.known):
        why = f"its name begins with the assignment's, as another's in {room.submitted}/; say {say}"
        return {i: Refusal(why) if isinstance(one, Owner) else one for i, one in found.items()}
    tell(f"All ids begin with {shown(prefix)}; if that is the assignment's name, say {say}.")
    return found


def _named(one: Owner | Refusal) -> Owner | Refusal:
    """The owner with an id that can be a folder's name."""
    if isinstance(one, Refusal):
        return one
    student = unicodedata.normalize("NFC", one.student).strip()
    if problem := intake.name_problem(student):
        return Refusal(f"the student's id {shown(student)!r} {problem}")
    return replace(one, student=student)


def _distinct(found: Mapping[_Item, Owner | Refusal], room: Room) -> dict[_Item, Owner | Refusal]:
    """The same with a platform's number added to the ids of students of the same name."""
    numbers: dict[str, set[str]] = {}
    for one in found.values():
        if isinstance(one, Owner):
            numbers.setdefault(one.student, set()).add(one.number)
    doubled = {name for name, some in numbers.items() if len(some) > 1}
    result: dict[_Item, Owner | Refusal] = {}
    for item, one in found.items():
        if isinstance(one, Owner) and one.student in doubled:
            numbered = f"{one.student}_{one.number}"
            if numbered not in room.known and (before := _same_name(one.student, room.known)):
                result[item] = Refusal(
                    f"several students are called {shown(one.student)}, and which of them is "
                    f"{shown(before)} in {room.submitted}/ does not show; {SAY}"
                )
            else:
                result[item] = replace(one, student=numbered)
        else:
            result[item] = one
    return result


def _same_name(student: str, known: Collection[str]) -> str:
    own = re.compile(rf"{re.escape(student)}(_\d+)?")
    return next((one for one in sorted(known) if own.fullmatch(one)), "")


def _unrelated(
    found: Mapping[_Item, Owner | Refusal], room: Room, alone: bool
) -> dict[_Item, Owner | Refusal]:
    """The same without students who may be one person under two names, or two under one.

    alone : whether only names tell students apart, and no numbers of a platform
    """
    here = {one.student for one in found.values() if isinstance(one, Owner)}
    related = _Related([*here, *room.known])
    result: dict[_Item, Owner | Refusal] = {}
    for item, one in found.items():
        result[item] = one
        if not isinstance(one, Owner):
            continue
        others = [
            other
            for other in related.of(one)
            if (alone or other not in here) and not {other, one.student} <= set(room.known)
        ]
        if others and one.student not in room.known:
            result[item] = Refusal(
                f"whether {shown(one.student)} and {shown(others[0])} are one person does not "
                f"show; if they are two, make the folder {room.submitted}/{shown(one.student)}, "
                "if they are one, give both the same name"
            )
    return result


@dataclass
class _Related:
    """Ids that may be the same person's: one has all words of the other."""

    ids: Sequence[str]
    by_word: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.ids:
            for word in _words(one):
                self.by_word.setdefault(word, set()).add(one)

    def of(self, owner: Owner) -> Iterator[str]:
        """The others that an owner may be."""
        own, number = _words(owner.student), owner.number
        near = set[str]().union(*(self.by_word[word] for word in own if word in self.by_word))
        for other in sorted(near):
            words = _words(other)
            same_words = own <= words or words <= own
            same_number = owner.platform == "Canvas" and number in words
            if (same_words or same_number) and not _alike(other, owner.student):
                yield other


def _alike(one: str, other: str) -> bool:
    """Whether two ids differ in nothing but capital letters, as two students' may."""
    return one.casefold() == other.casefold()


def _words(name: str) -> frozenset[str]:
    return frozenset(re.split(r"[\W_]+", name.casefold())) - {""}
