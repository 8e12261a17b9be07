"""What a student is told, and the page that shows it: one file, safe to open, loading nothing.

The page holds how each exercise stands, what the student wrote and the named mistake; not the
hidden tests, and nothing of the student's as markup or script. nbgrader's own
`generate_feedback` writes the same page, by `nbgrader_feedback`.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from autograder.judging.bundle import STAMP
from autograder.judging.result import Outcome
from autograder.records import parts, standing, whereabouts
from autograder.records.allowance import Allowance
from autograder.records.marks import Marks
from autograder.records.parts import Part, told
from autograder.records.templates import template
from autograder.shared import anchors, harmless
from autograder.shared.harmless import shown
from autograder.shared.highlight import STYLE
from course.check import message, rendered
from course.results import marks, outline
from course.results.marks import RIGHT, WAITING
from course.results.outline import ChapterOutline

__all__ = ["digest", "made_of", "page", "told"]

HERE = Path(__file__).parent
# What decides how a page looks: when one of them changes, each page is made again.
DECIDING = (
    HERE / "feedback.py", HERE / "feedback.html.j2", HERE / "feedback.css", HERE / "allowance.py",
    HERE / "parts.py", HERE / "standing.py", HERE / "templates.py", HERE / "whereabouts.py",
    Path(anchors.__file__), Path(harmless.__file__), STYLE,
    Path(rendered.__file__), Path(message.__file__), rendered.STYLE,
    Path(marks.__file__), Path(outline.__file__), outline.EXERCISES,
)  # fmt: skip


@dataclass(frozen=True)
class _Next:
    """The exercise to go on with: here, or the first of the next chapter."""

    exercise: str
    number: str = ""
    chapter: str = ""


def page(
    notebook: NotebookNode, student: str, marked: Marks, made_of: str = "",
    said: str | None = None, pages: str = "",
) -> str:  # fmt: skip
    """The feedback page of a graded notebook, as HTML.

    made_of : what `digest` gives, kept in the page
    said    : what is to be said above all, instead of the reason for an outcome that is not ok
    pages   : the address that the pages of `make pages` were put at; "" if they were not
    """
    allowance, title = Allowance(), whereabouts.title(notebook)
    found = list(parts.of(notebook, marked, whereabouts.places(notebook), allowance))
    exercises = [part for part in found if part.name]
    counting = [part for part in exercises if part.counts]
    states, points = [part.state for part in counting], sum(part.got for part in counting)
    possible = sum(part.maximum for part in counting)
    full = 0.0 if marked.penalty else possible
    graded = notebook.metadata.get(STAMP, {})
    reason = said or (graded.get("reason") if graded.get("outcome") != Outcome.OK else None)
    chapter = whereabouts.chapter(title, [part.name for part in exercises])
    links = {part.name: whereabouts.address(pages, chapter, part.place.section) for part in found}
    return str(
        template(HERE / "feedback.html.j2").render(
            title=title or "Feedback", student=shown(student), style=_style(), made_of=made_of,
            score=max(points - marked.penalty, 0.0), max_score=possible,
            penalty=marked.penalty, late=marked.late, waiting=states.count(WAITING), reason=reason,
            left_out=allowance.said(), summary=standing.summary(states, points, full),
            next=_next(counting, chapter), exercises=exercises, links=links,
            others=[part.cell for part in found if part.cell],
            shapes={state: marks.SHAPES[state] for state in sorted({*_of_parts(exercises)})},
        )
    )  # fmt: skip


def _of_parts(found: Sequence[Part]) -> set[str]:
    tests = {test.state for part in found for test in part.telling}
    return tests | {part.state for part in found}


def _next(exercises: Sequence[Part], chapter: ChapterOutline | None) -> _Next | None:
    for part in exercises:
        if part.state not in (RIGHT, WAITING):
            return _Next(part.name, part.place.number)
    following = whereabouts.after(chapter) if chapter and exercises else None
    if following is None or not following.exercises:
        return None
    first = following.exercises[0]
    return _Next(first.name, first.number, following.title)


def digest(graded: str, student: str, marked: Marks, pages: str = "") -> str:
    """What decides about a page: the text of the graded notebook, the marks, and this code.

    pages : as `page` takes it
    """
    about = json.dumps([student, marked.plain(), pages], sort_keys=True)
    made = hashlib.sha256(_version())
    for part in (graded, about):
        made.update(part.encode(errors="replace") + b"\0")
    return made.hexdigest()


def made_of(path: Path) -> str:
    """The digest that is kept in a page; "" if there is no page, or none of ours."""
    try:
        with path.open("rb") as file:
            found = _MADE_OF.search(file.read(1_000))
    except OSError:
        return ""
    return found[1].decode() if found else ""


_MADE_OF = re.compile(rb'<html lang="en" data-made-of="([0-9a-f]{64})">')


@functools.cache
def _version() -> bytes:
    return b"\0".join(path.read_bytes() for path in DECIDING)


@functools.cache
def _style() -> str:
    own = (HERE / "feedback.css").read_text("utf-8")
    return STYLE.read_text("utf-8") + rendered.STYLE.read_text("utf-8") + own
