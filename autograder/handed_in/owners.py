"""Whose each file of an archive is, by the names that a platform or a person gave the outermost.

The outermost name that differs between students decides, for it is the last one that a student
could not choose: what stands further in came out of their own hands, and a folder called `ada` in
Eve's folder is Eve's.  What is not certain is refused by name, since a notebook that is put down to
somebody else costs two people their points.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.handed_in import archive, gradescope, intake
from autograder.handed_in.enrolled import enrolled, known
from autograder.handed_in.namesakes import distinct, unrelated
from autograder.handed_in.people import People
from autograder.handed_in.platforms import SAY, Owner, Refusal, owner_of, platform_of, untitled
from autograder.handed_in.roster import Roster
from autograder.shared import filenames
from autograder.shared.harmless import shown

Found = Mapping[str, Owner | Refusal]


def owners(
    names: Sequence[str], roster: Roster, tell: Callable[[str], None],
    read: Callable[[str], bytes] = lambda path: b"",
) -> Found:  # fmt: skip
    """Whose each of an archive's paths is, of those that are notebooks or archives.

    tell : is told how the archive was read, where that is not plain
    read : what a small file of the archive holds, b"" if it cannot be read
    """
    files = [name for name in names if archive.may_hold_answers(name)]
    tops, why = _tops(names, roster)
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
        found = {item: owner_of(item.name, item.platform, main) for item in items}
        if main == "Blackboard":
            found = {
                i: untitled(o, roster.people) if isinstance(o, Owner) else o
                for i, o in found.items()
            }
        beside = "/".join([*tops, gradescope.LIST])
        if main == "Gradescope" and beside in names and (told := gradescope.listed(read(beside))):
            found = {i: told.get(i.name, one) for i, one in found.items()}
    else:
        found = {item: _plain(item, roster) for item in items}
        found = _repositories(found, names, tops, roster, tell)
    # A name may be no folder's, as with "Jr." at its end; the id that it leads to is one.
    found = enrolled(found, roster.people)
    found = {item: _named(one) for item, one in found.items()}
    found = distinct(found, roster)
    found = unrelated(found, roster, alone=not platforms)
    return {name: _at(found[_Item.of(name, level)], name, level) for name in files}


def _at(one: Owner | Refusal, path: str, level: int) -> Owner | Refusal:
    """The owner with the folder or file, so many folders down, that is named after them."""
    at = "/".join(path.split("/")[: level + 1])
    return replace(one, at=at) if isinstance(one, Owner) else one


def searched(names: Sequence[str], pattern: re.Pattern[str], people: People) -> Found:
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
            one = _named(Owner(matches[name]["student_id"], why="--student-id says so"))
            result[name] = one = _at(known(one, people), name, level)
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
        return platform_of(self.name, self.folder)


def _tops(names: Sequence[str], roster: Roster) -> tuple[list[str], str]:
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
        holds, why = _holds_students(top, names, len(tops), roster)
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


def _holds_students(
    top: _Item, names: Sequence[str], level: int, roster: Roster
) -> tuple[bool, str]:
    """Whether the one folder that all is in holds the students', and why that is not certain."""
    if top.platform and top.platform != "Gradescope":
        return False, ""
    if top.name in roster.no_students:
        return True, ""
    inside = _items(names, level + 1)
    folders = {item for item in inside if item.folder}
    files = inside - folders
    unsure = (
        f"all is in the one folder {shown(top.name)}, and whether that is a student or holds the "
        "students' does not show; say it with --student-id, "
        f"'^(?P<student_id>[^/]+)/' or '^[^/]+/(?P<student_id>[^/]+)'"
    )
    theirs = roster.no_students - {roster.submitted}
    if any(item.name == roster.submitted for item in folders) and not files:
        return len(inside) == 1, "" if len(inside) == 1 else unsure
    if top.name in roster.known:
        return (
            (False, "")
            if not {item.name for item in inside} & set(roster.known)
            else (False, unsure)
        )
    if any(item.name in theirs for item in folders):
        return False, ""
    platforms = {item.platform for item in inside}
    if "" not in platforms:
        return (True, "") if len(inside) > 1 and len(platforms) == 1 else (False, unsure)
    if platforms != {""}:
        return False, unsure
    if files:
        named = all(any(filenames.is_called(f.name, c) for c in roster.chapters) for f in files)
        return False, "" if named or len(inside) == 1 else unsure
    return (True, "") if len(folders) > 1 else (False, unsure)


def _plain(item: _Item, roster: Roster) -> Owner | Refusal:
    """The owner that a folder or a file is simply named after."""
    if item.folder:
        if item.name in roster.no_students:
            return Refusal(f"{shown(item.name)} is a folder of the course, not a student; {SAY}")
        return Owner(item.name)
    if archive.is_archive(item.name):
        stem = re.sub(r"(?i)(\.tar)?\.\w+$", "", item.name)
    else:
        stem = re.split(r"(?i)\.ipynb", item.name)[0]
    if filenames.plain_name(f"{stem}.ipynb") != f"{_plainly(stem)}.ipynb":
        return Refusal(f"its name is that of a copy; {SAY}")
    for chapter in roster.chapters:
        stem = re.sub(rf"(?i)[ _-]*{re.escape(chapter)}[ _-]*", "", stem)
    if not stem or re.fullmatch(r"\(?\d*\)?", stem) or stem in roster.no_students:
        return Refusal("whose it is does not show; say so with --student-id")
    return Owner(stem)


def _plainly(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _repositories(
    found: dict[_Item, Owner | Refusal], names: Sequence[str], tops: Sequence[str], roster: Roster,
    tell: Callable[[str], None],
) -> dict[_Item, Owner | Refusal]:  # fmt: skip
    """The same, with a word on folders that are repositories, named `assignment-student`.

    Refused if the assignment before this one was collected with its name as a part of the ids.
    """
    level = len(tops)
    students = sorted({one.student for one in found.values() if isinstance(one, Owner)})
    inner = {parts[level + 1] for name in names if len(parts := name.split("/")) > level + 2}
    if "release" in inner and (titles := _titles(students, roster.people)):
        title = titles[0]
        tell(f"All folders are repositories that begin with {shown(title)}, which is no student's.")
        return {
            i: replace(one, student=one.student[len(title) :]) if isinstance(one, Owner) else one
            for i, one in found.items()
        }
    common = os.path.commonprefix(students)
    prefix = common[: common.rfind("-") + 1]
    if len(students) < 2 or "release" not in inner or not prefix:
        return found
    say = f"--student-id '^{'[^/]+/' * level}{re.escape(prefix)}(?P<student_id>[^/]+)'"
    like = re.compile(re.sub(r"\d+", r"\\d+", re.escape(prefix)) + ".+")
    if any(like.fullmatch(one) and not one.startswith(prefix) for one in roster.known):
        why = (
            f"its name begins with the assignment's, as another's in {roster.submitted}/; say {say}"
        )
        return {i: Refusal(why) if isinstance(one, Owner) else one for i, one in found.items()}
    tell(f"All ids begin with {shown(prefix)}; if that is the assignment's name, say {say}.")
    return found


def _titles(students: Sequence[str], people: People) -> list[str]:
    """What stands before the ids of people on the roster in all of these, if that is certain."""

    def on_roster(name: str) -> bool:
        return len(people.by_id(name) or people.by_number(name)) == 1

    if not people or any(map(on_roster, students)):
        return []
    common = os.path.commonprefix(students)
    starts = [common[: n + 1] for n, letter in enumerate(common) if letter == "-"]
    counts = {start: sum(on_roster(one[len(start) :]) for one in students) for start in starts}
    most = max(counts.values(), default=0)
    best = [start for start, count in counts.items() if count == most > 0]
    return best if len(best) == 1 else []


def _named(one: Owner | Refusal) -> Owner | Refusal:
    """The owner with an id that can be a folder's name."""
    if isinstance(one, Refusal):
        return one
    student = unicodedata.normalize("NFC", one.student).strip()
    if problem := intake.name_problem(student):
        return Refusal(f"the student's id {shown(student)!r} {problem}")
    return replace(one, student=student)
