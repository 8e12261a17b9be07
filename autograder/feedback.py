"""What a student is told, and the page that shows it: one file, safe to open, loading nothing.

The page holds what the student wrote, the verdict on each exercise and the named mistake; not the
hidden tests, and nothing of the student's as markup or script. `c.GenerateFeedback.exporter_class`
has nbgrader's own `generate_feedback` write the same page.
"""

from __future__ import annotations

import base64
import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from textwrap import wrap
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from nbconvert.exporters import Exporter
from nbconvert.exporters.exporter import FilenameExtension
from nbformat import NotebookNode
from nbgrader import api
from nbgrader.utils import is_grade, is_solution, is_task

from autograder import harmless, submission
from autograder.bundle import PICTURE, STAMP
from autograder.gradebook import Marks, marks
from autograder.result import Outcome, number

HERE = Path(__file__).parent
WIDTH = 80
LONGEST = 100_000  # characters of a cell that is coloured as code


def told(output: NotebookNode) -> str | None:
    """What an output that costs the points says, without colours and traceback; else None."""
    if output.output_type == "stream" and output.name == "stderr":
        return _plain(output.text)
    if output.output_type != "error":
        return None
    if output.ename == "CellTimeoutError":
        return "This took too long and was stopped: is there a loop that never ends?"
    if output.ename == "CheckFailed":
        return _plain(output.evalue)
    # Only a check's own message names a cause.
    return _plain(f"{output.ename}: {output.evalue}").replace("Usual cause:", "Usual cause")


def _plain(text: str) -> str:
    return harmless.text(text).strip()


@dataclass(frozen=True)
class _Shown:
    source: str
    code: bool
    outputs: list[dict[str, str]]


@dataclass(frozen=True)
class _Check:
    label: str
    verdict: str
    message: str


@dataclass
class _Part:
    """An exercise with its name, or another cell of the student's without one."""

    name: str = ""
    comment: str = ""
    cell: _Shown | None = None
    answers: list[_Shown] = field(default_factory=list)
    checks: list[_Check] = field(default_factory=list)
    points: list[float | None] = field(default_factory=list)
    maximum: float = 0.0

    @property
    def verdict(self) -> str:
        """Points of the maximum, in words."""
        if None in self.points:
            return "a person reads this"
        return _of(sum(p or 0.0 for p in self.points), self.maximum)


def _of(points: float, maximum: float) -> str:
    return f"{number(points)} of {number(maximum)} point{'s' if maximum != 1 else ''}"


def page(notebook: NotebookNode, student: str, marked: Marks) -> str:
    """The feedback page of a graded notebook, as HTML."""
    parts = list(_parts(notebook, marked))
    exercises = [part for part in parts if part.name]
    waiting = sum(None in part.points for part in exercises)
    points = sum(p or 0.0 for part in exercises for p in part.points)
    graded = notebook.metadata.get(STAMP, {})
    reason = graded.get("reason") if graded.get("outcome") != Outcome.OK else None
    return str(
        _template().render(
            title=_title(notebook), student=student, style=_style(),
            score=max(points - marked.penalty, 0.0), max_score=sum(p.maximum for p in exercises),
            penalty=marked.penalty, waiting=waiting, reason=reason,
            exercises=exercises, parts=parts,
        )
    )  # fmt: skip


def _title(notebook: NotebookNode) -> str:
    lines = str(notebook.cells[0].source).splitlines() if notebook.cells else []
    return lines[0].lstrip("# ") if lines and lines[0].startswith("# ") else "Feedback"


def _parts(notebook: NotebookNode, marked: Marks) -> Iterator[_Part]:
    """Exercises where their answers stand, and the student's other cells that show something."""
    names = [submission.grade_id(c) for c in notebook.cells if is_solution(c) or is_task(c)]
    found: dict[str, _Part] = {}
    others: list[_Part] = []
    for cell in notebook.cells:
        name = submission.grade_id(cell)
        if is_solution(cell) or is_task(cell) or is_grade(cell):
            exercise = submission.exercise(name, names)
            if exercise not in found:
                found[exercise] = _Part(exercise)
                others.append(found[exercise])
            _add(found[exercise], cell, marked)
        elif cell.cell_type == "code" and not name and (shown := _shown(cell)).outputs:
            others.append(_Part(cell=shown))
    yield from others


def _add(part: _Part, cell: NotebookNode, marked: Marks) -> None:
    name = submission.grade_id(cell)
    if is_grade(cell) or is_task(cell):
        got, maximum = marked.points.get(name, 0.0), float(cell.metadata.nbgrader.points)
        part.points.append(got)
        part.maximum += maximum
        if not is_solution(cell) and not is_task(cell):
            part.checks.append(_check(part.name, cell, got or 0.0, maximum))
    if is_solution(cell) or is_task(cell):
        part.answers.append(_shown(cell))
        part.comment = marked.comments.get(name) or part.comment


def _check(exercise: str, cell: NotebookNode, points: float, maximum: float) -> _Check:
    label = submission.grade_id(cell).removeprefix(f"test_{exercise}").strip("_").replace("_", " ")
    messages = () if points >= maximum > 0 else map(told, cell.get("outputs", []))
    said = next(filter(None, messages), "")
    message = "\n".join(part for line in said.splitlines() for part in _folded(line))
    return _Check(f"Test, {label}" if label else "Test", _of(points, maximum), message)


def _folded(line: str) -> list[str]:
    """A long sentence in lines that fit the page; tables of numbers keep their spaces."""
    return wrap(line, WIDTH) if len(line) > WIDTH else [line]


def _shown(cell: NotebookNode) -> _Shown:
    outputs = [shown for output in cell.get("outputs", []) if (shown := _output(output))]
    return _Shown(cell.source, cell.cell_type == "code", outputs)


def _output(output: NotebookNode) -> dict[str, str] | None:
    """An output as text, or as a picture: inside `img`, SVG runs no script and loads nothing."""
    if picture := output.get("data", {}).get(PICTURE):
        content = base64.b64encode(str(picture).encode(errors="replace")).decode()
        source = f"data:image/svg+xml;base64,{content}"
        return {"picture": source, "text": str(output.data.get("text/plain", ""))}
    text = _plain(output.text) if output.output_type == "stream" else told(output)
    text = text or str(output.get("data", {}).get("text/plain", ""))
    return {"picture": "", "text": text} if text else None


def _python(code: str) -> Markup:
    """Code with its syntax marked; what is no code or endless stays as it is."""
    from autograder.pages.markdown import python

    code = harmless.code(code)
    return Markup(python(code) if len(code) < LONGEST else escape(code))  # noqa: S704


def _safe(value: Any) -> Any:
    return harmless.text(value) if type(value) is str else value


@functools.cache
def _template() -> Any:
    environment = Environment(
        loader=FileSystemLoader(HERE), undefined=StrictUndefined, autoescape=True, finalize=_safe
    )
    environment.filters.update(points=number, python=_python)
    return environment.get_template("feedback.html.j2")


@functools.cache
def _style() -> str:
    return (HERE / "pages" / "page.css").read_text("utf-8")


class FeedbackExporter(Exporter):  # type: ignore[misc]
    """The page as `nbgrader generate_feedback` writes it: `c.GenerateFeedback.exporter_class`."""

    output_mimetype = "text/html"

    file_extension = FilenameExtension(".html").tag(config=True)

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **settings: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page of a graded notebook, and the resources."""
        graded, resources = super().from_notebook_node(nb, resources, **settings)
        about = resources["nbgrader"]
        with api.Gradebook(about["db_url"]) as book:
            found = marks(book.db, about["student"], about["assignment"])
        return page(graded, about["student"], found), resources
