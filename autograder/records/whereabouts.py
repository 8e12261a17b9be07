"""Where an exercise stands in its chapter, and what comes after the chapter.

Read from the headings of a graded notebook, whose prose is the chapter's own but for what a
student wrote below a task. So a heading is shown as all words from outside are, and leads nowhere
but into the chapter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nbformat import NotebookNode
from nbgrader.utils import is_solution, is_task

from autograder.shared.anchors import anchor
from autograder.shared.harmless import shown
from course.results import outline
from course.results.outline import ChapterOutline

LONGEST = 80  # characters of a heading that are shown
_HEADING = re.compile(r"^###?[ \t]+(\S.*)$", re.MULTILINE)
_EXERCISE = re.compile(r"(Exercise \d{1,4}|Bonus) · `(\w+)`")


@dataclass(frozen=True)
class Place:
    """An exercise's number, such as "Exercise 3", and the heading above it; "" if there is none."""

    number: str = ""
    section: str = ""


def title(notebook: NotebookNode) -> str:
    """The chapter's title; "" if it has none."""
    lines = str(notebook.cells[0].source).splitlines() if notebook.cells else []
    return shown(lines[0].lstrip("# "), 200) if lines and lines[0].startswith("# ") else ""


def places(notebook: NotebookNode) -> dict[str, Place]:
    """The places of the exercises that have a heading, by name; of two the first counts."""
    found: dict[str, Place] = {}
    section = ""
    for cell in notebook.cells:
        if cell.cell_type != "markdown" or "## " not in cell.source:
            continue
        if is_solution(cell) or is_task(cell):
            continue
        for heading in _HEADING.findall(cell.source):
            exercise = _EXERCISE.match(heading)
            if exercise is None:
                section = shown(heading.strip(), LONGEST)
            else:
                found.setdefault(exercise[2], Place(exercise[1], section))
    return found


def chapter(title: str, exercises: Sequence[str]) -> ChapterOutline | None:
    """The chapter of this course that a notebook is, by its title and one of its exercises."""
    for one in outline.chapters():
        if one.title == title and {e.name for e in one.exercises} & set(exercises):
            return one
    return None


def after(chapter: ChapterOutline) -> ChapterOutline | None:
    """The chapter that comes next; None after the last."""
    return next((one for one in outline.chapters() if one.number == chapter.number + 1), None)


def address(pages: str, chapter: ChapterOutline | None, section: str) -> str:
    """Where a section can be read on the web; "" if it is not known.

    pages : the folder's address that the pages of `make pages` were put at, or ""
    """
    if not (pages.startswith(("https://", "http://")) and chapter and section):
        return ""
    return f"{pages.rstrip('/')}/{chapter.name}.html#{anchor(section)}"
