"""The people of a class, and who is meant by an id, a number, an address or a name.

Two names are the same if they have the same words, in whatever order and with whatever between
them: "Lovelace, Ada" is "Ada Lovelace", and "Martin King, Jr." is not "Martin King".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from autograder.shared.harmless import shown


@dataclass(frozen=True)
class Person:
    """A student as nbgrader's gradebook has them; None where a source says nothing.

    number : the learning platform's own for them, `lms_user_id` in the gradebook
    parted : whether the name was told as a whole, so that where the last one begins is a guess
    """

    id: str
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    number: str | None = None
    parted: bool = field(default=False, compare=False)

    @property
    def name(self) -> str:
        """First and last name, as far as they are known."""
        return " ".join(filter(None, (self.first_name, self.last_name)))

    @property
    def shown(self) -> str:
        """Id and name on one line of a terminal."""
        return f"{shown(self.id)} ({shown(self.name)})" if self.name else shown(self.id)


class People:
    """All on a roster; empty if there is none. Each look-up gives all who may be meant."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self.all = sorted(people, key=lambda one: one.id)

    def __bool__(self) -> bool:
        return bool(self.all)

    def by_id(self, text: str) -> list[Person]:
        """Who has this id; where capital letters alone differ, that one if there is one only."""
        exact = [one for one in self._ids.get(_same(text), []) if one.id == _composed(text)]
        return exact or self._ids.get(_same(text), [])

    def by_number(self, text: str) -> list[Person]:
        """Who has this number on the platform."""
        return self._numbers.get(_same(text), [])

    def by_email(self, text: str) -> list[Person]:
        """Who has this address."""
        return self._emails.get(_same(text), [])

    def called(self, name: str) -> list[Person]:
        """Who has this name."""
        return self._names.get(words(name), [])

    def run_together(self, name: str) -> list[Person]:
        """Whose last and first name, without what is between them, are this: "lovelaceada"."""
        return self._together.get(_squeezed(name), [])

    def like(self, name: str) -> list[Person]:
        """Whose name has all words of this one, or the other way round: who may be meant."""
        asked = set(words(name))
        return [
            p for p in self.all if (own := set(words(p.name))) and (own <= asked or asked <= own)
        ]

    @cached_property
    def _ids(self) -> dict[str, list[Person]]:
        return _indexed(self.all, lambda one: _same(one.id))

    @cached_property
    def _numbers(self) -> dict[str, list[Person]]:
        return _indexed(self.all, lambda one: _same(one.number or ""))

    @cached_property
    def _emails(self) -> dict[str, list[Person]]:
        return _indexed(self.all, lambda one: _same(one.email or ""))

    @cached_property
    def _names(self) -> dict[tuple[str, ...], list[Person]]:
        return _indexed(self.all, lambda one: words(one.name))

    @cached_property
    def _together(self) -> dict[str, list[Person]]:
        return _indexed(self.all, lambda o: _squeezed(f"{o.last_name or ''}{o.first_name or ''}"))


def _indexed(people: Iterable[Person], key: Callable[[Person], object]) -> dict[Any, list[Person]]:
    found: dict[Any, list[Person]] = {}
    for one in people:
        if about := key(one):
            found.setdefault(about, []).append(one)
    return found


def words(name: str) -> tuple[str, ...]:
    """The words of a name, in an order that does not depend on theirs."""
    return tuple(sorted(re.findall(r"[^\W_]+", _same(name))))


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _same(text: str) -> str:
    return _composed(text).casefold()


def _squeezed(name: str) -> str:
    return "".join(re.findall(r"[^\W_]+", _same(name)))
