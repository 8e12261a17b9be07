"""Who on the roster is meant by what a platform calls a student.

A number of the platform's, or an id, is somebody's or nobody's; a name may be that of two. Whoever
is not certainly one person of the roster is refused by name, with those who may be meant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from autograder.handed_in.people import People, Person
from autograder.handed_in.platforms import SAY, Owner, Refusal
from autograder.shared.harmless import shown

_Item = TypeVar("_Item")  # a folder or file of an archive
MAY_BE = 3  # people that a refusal names


def enrolled(
    found: Mapping[_Item, Owner | Refusal], people: People
) -> dict[_Item, Owner | Refusal]:
    """The owners under the ids of the roster; as they are if there is no roster."""
    if not people:
        return dict(found)
    made = {item: _placed(one, people) for item, one in found.items()}
    # Of two students of one name the roster may have one only: whose is whose does not show.
    numbers: dict[str, set[str]] = {}
    for item, one in made.items():
        if isinstance(one, Owner) and one.sure:
            before = found[item]
            assert isinstance(before, Owner)
            numbers.setdefault(one.student, set()).add(before.number)
    doubled = {student for student, some in numbers.items() if len(some) > 1}
    return {
        item: Refusal(
            f"several students here are called as {shown(one.student)} on the roster, and which "
            f"of them that is does not show; {SAY}"
        )
        if isinstance(one, Owner) and one.sure and one.student in doubled
        else one
        for item, one in made.items()
    }


def _placed(one: Owner | Refusal, people: People) -> Owner | Refusal:
    if isinstance(one, Refusal):
        return one
    return _BY_PLATFORM.get(one.platform, _plain)(one, people)


def _canvas(one: Owner, people: People) -> Owner | Refusal:
    if any(person.number for person in people.all):
        return _only(one, people.by_number(one.number), f"the number {one.number}", people)
    name = one.student.removesuffix(f"_{one.number}")
    return _only(one, people.run_together(name), f"the name {shown(name)}", people)


def _by_name(one: Owner, people: People) -> Owner | Refusal:
    found = people.called(one.student)
    if len(found) > 1:
        found = [person for person in found if person.number == one.number] or found
    return _only(one, found, f"the name {shown(one.student)}", people)


def _by_id(one: Owner, people: People) -> Owner | Refusal:
    found = people.by_id(one.student) or people.by_number(one.student)
    found = found or people.by_email(one.email)
    return _only(one, found, f"the id {shown(one.student)}", people)


def _plain(one: Owner, people: People) -> Owner | Refusal:
    """Named by a person: an id, a number, an address, or a name; else a new id, if it is no part
    of anybody's name.
    """
    name = one.student
    found = people.by_id(name) or people.by_number(name) or people.by_email(name)
    if found or (found := people.called(name)):
        return _only(one, found, f"the name {shown(name)}", people)
    if like := people.like(name):
        return _nobody(f"nobody on the roster is {shown(name)}", like)
    return replace(one, why=f"{one.why}; on no roster")


def known(one: Owner | Refusal, people: People) -> Owner | Refusal:
    """The same of an id that the instructor told to look for: it is taken as it is."""
    if isinstance(one, Refusal) or not people:
        return one
    found = people.by_id(one.student) or people.by_number(one.student)
    if len(found) == 1:
        return _only(one, found, f"the id {shown(one.student)}", people)
    return replace(one, why=f"{one.why}; on no roster")


def _only(one: Owner, found: list[Person], what: str, people: People) -> Owner | Refusal:
    """The owner as the one person that was found."""
    if len(found) == 1:
        (person,) = found
        why = f"{what} is {person.shown} on the roster"
        return replace(one, student=person.id, number="", sure=True, why=why)
    if found:
        return _nobody(f"{what} is that of several on the roster", found)
    return _nobody(f"{what} is nobody's on the roster", people.like(one.student))


def _nobody(why: str, may_be: list[Person]) -> Refusal:
    meant = ", ".join(person.shown for person in may_be[:MAY_BE])
    meant = f" (it may be {meant}{' ...' if len(may_be) > MAY_BE else ''})" if meant else ""
    return Refusal(f"{why}{meant}; import a roster that says it, or {SAY}, or use --no-roster")


_BY_PLATFORM: dict[str, Callable[[Owner, People], Owner | Refusal]] = {
    "Canvas": _canvas, "Moodle": _by_name, "Brightspace": _by_name, "Blackboard": _by_id,
    "Sakai": _by_id, "Gradescope": _by_id,
}  # fmt: skip
