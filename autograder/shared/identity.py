"""What this course is called and where it is on the web, from one place: [tool.course]."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from autograder.shared.errors import CourseError

FILE = "pyproject.toml"


@dataclass(frozen=True)
class Identity:
    """A course's title, what it is in a sentence, and the address of its home on the web.

    Of the last two "" says that there is none.
    """

    title: str = "A course of notebooks"
    about: str = ""
    address: str = ""


UNNAMED = Identity()


def of(root: Path) -> Identity:
    """What `[tool.course]` of a course's pyproject.toml says; the defaults of what it leaves out.

    Raises CourseError for a file that is no TOML, and for an entry that cannot be shown.
    """
    path = root / FILE
    try:
        whole = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except ValueError as error:
        raise CourseError(f"{path} cannot be read: {error}.") from None
    given = whole.get("tool", {}).get("course", {})
    title, about, address = (given.get(f.name, f.default) for f in fields(Identity))
    if not _is_line(title) or not title.strip():
        raise CourseError(f"{path}, [tool.course]: `title` must be one line of text.")
    if not _is_line(about):
        raise CourseError(f"{path}, [tool.course]: `about` must be one line of text, or empty.")
    web = isinstance(address, str) and address.startswith(("https://", "http://"))
    if address != "" and not (web and len(address.split()) == 1):
        told = 'must begin with https:// and have no space; "" if there is none'
        raise CourseError(f"{path}, [tool.course]: `address` {told}.")
    return Identity(title.strip(), about.strip(), address)


def _is_line(given: object) -> bool:
    return isinstance(given, str) and len(given.splitlines()) < 2
