"""Two students of one name, and one student under two names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from autograder.handed_in.platforms import SAY, Owner, Refusal
from autograder.handed_in.roster import Roster
from autograder.shared.harmless import shown

_Item = TypeVar("_Item")  # a folder or file of an archive


def distinct(
    found: Mapping[_Item, Owner | Refusal], roster: Roster
) -> dict[_Item, Owner | Refusal]:
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
            if numbered not in roster.known and (before := _same_name(one.student, roster.known)):
                result[item] = Refusal(
                    f"several students are called {shown(one.student)}, and which of them is "
                    f"{shown(before)} in {roster.submitted}/ does not show; {SAY}"
                )
            else:
                result[item] = replace(one, student=numbered)
        else:
            result[item] = one
    return result


def _same_name(student: str, known: Collection[str]) -> str:
    own = re.compile(rf"{re.escape(student)}(_\d+)?")
    return next((one for one in sorted(known) if own.fullmatch(one)), "")


def unrelated(
    found: Mapping[_Item, Owner | Refusal], roster: Roster, alone: bool
) -> dict[_Item, Owner | Refusal]:
    """The same without students who may be one person under two names, or two under one.

    Whom the roster knows is certain.

    alone : whether only names tell students apart, and no numbers of a platform
    """
    here = {one.student for one in found.values() if isinstance(one, Owner)}
    related = _Related([*here, *roster.known])
    result: dict[_Item, Owner | Refusal] = {}
    for item, one in found.items():
        result[item] = one
        if not isinstance(one, Owner) or one.sure:
            continue
        others = [
            other
            for other in related.of(one)
            if (alone or other not in here) and not {other, one.student} <= set(roster.known)
        ]
        if others and one.student not in roster.known:
            result[item] = Refusal(
                f"whether {shown(one.student)} and {shown(others[0])} are one person does not "
                f"show; if they are two, make the folder {roster.submitted}/{shown(one.student)}, "
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
