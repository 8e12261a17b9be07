"""A new chapter that builds: one exercise, right and wrong answers, to be written over."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from autograder.authoring import answers, build, readme, text
from autograder.shared import catalogue
from autograder.shared.errors import CourseError
from autograder.shared.harmless import shown

NAME = re.compile(r"ch(\d\d)_([a-z][a-z0-9]*(?:_[a-z0-9]+)*)")
LONGEST = 40  # characters of a name: it stands in names of files, archives and cells


def write(root: Path, chapter: str) -> list[Path]:
    """Write `source/CHAPTER/`, whole or not at all; the paths of its files.

    chapter : ch07_title, with the next number
    Raises CourseError for a name that is none, that is taken, or whose number is not the next.
    """
    known = catalogue.chapters(root)
    title = _title(root, chapter, known)
    name = f"{title}_centred"
    if theirs := [one for one in known if name in _exercises(root, one)]:
        raise CourseError(
            f"{theirs[0]} has an exercise `{name}` already, as the new chapter's would be called; "
            "give the new chapter another name. Nothing was written."
        )
    number = _next(known)
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined,
        keep_trailing_newline=True, autoescape=False,  # noqa: S701, for it makes no page
    )  # fmt: skip
    told = {
        "number": number, "exercise": min(number - 1, 1), "name": name,
        "title": title.replace("_", " ").capitalize(),
        "first": (known[0], readme.title(root, known[0])) if known else None,
    }  # fmt: skip
    files = {
        Path(f"{chapter}.py"): "chapter.py.j2",
        Path(answers.FOLDER, f"{name}.py"): "answers.py.j2",
    }
    folder = root / "source" / chapter
    try:
        folder.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=folder.parent) as scratch:
            for path, template in files.items():
                there = Path(scratch) / chapter / path
                there.parent.mkdir(parents=True, exist_ok=True)
                content = environment.get_template(template).render(told)
                there.write_text(content, encoding="utf-8")
            shutil.move(Path(scratch) / chapter, folder)
    except OSError as error:
        raise CourseError(f"{folder} cannot be written ({error.strerror}).") from None
    return [folder / path for path in files]


def _title(root: Path, chapter: str, known: list[str]) -> str:
    """What follows the number in a chapter's name. Raises CourseError, as `write`."""
    following = f"ch{_next(known):02}"
    match = NAME.fullmatch(chapter)
    if not match or len(chapter) > LONGEST:
        raise CourseError(
            f"{shown(chapter)!r} is no name of a chapter: it is ch, two digits, an underscore, and "
            f"small letters, digits and single underscores, such as {following}_title, at most "
            f"{LONGEST} characters. Nothing was written."
        )
    if (root / "source" / chapter).exists():
        raise CourseError(
            f"source/{chapter} is there already; it is left as it is. Take another name, or move "
            "it away."
        )
    digits, title = match.groups()
    if taken := [one for one in known if one.startswith(f"ch{digits}_")]:
        raise CourseError(
            f"Number {int(digits)} is taken by {taken[0]}; the next is {following}_{title}. "
            "Nothing was written."
        )
    if f"ch{digits}" != following:
        raise CourseError(
            f"Chapters are numbered one after another: the next is {following}_{title}. Nothing "
            "was written."
        )
    return title


def _next(known: list[str]) -> int:
    """The first number that no chapter has."""
    taken = {int(found[1]) for name in known if (found := NAME.fullmatch(name))}
    return next(number for number in range(1, 100) if number not in taken)


def _exercises(root: Path, chapter: str) -> set[str]:
    path = build.text_path(root, chapter)
    cells = text.parse(path).cells if path.is_file() else ()
    return {cell.grade_id for cell in cells if cell.role == "solution" and cell.grade_id}
