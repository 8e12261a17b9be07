"""What a student is told, and the page that shows it: one file, safe to open, loading nothing.

The page holds what the student wrote, the verdict on each exercise and the named mistake; not the
hidden tests, and nothing of the student's as markup or script. nbgrader's own
`generate_feedback` writes the same page, by `nbgrader_feedback`.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution, is_task

from autograder.judging.bundle import STAMP
from autograder.judging.outputs import PICTURE
from autograder.judging.result import Outcome
from autograder.records.allowance import Allowance
from autograder.records.marks import Marks
from autograder.records.table import number
from autograder.shared import grade_ids, harmless, nbcells
from autograder.shared.harmless import shown
from autograder.shared.highlight import STYLE, python
from course.check import message, mistake_in, rendered
from course.check.message import CAUSE, NOT_WRITTEN

HERE = Path(__file__).parent
# What decides how a page looks: when one of them changes, each page is made again.
DECIDING = (
    HERE / "feedback.py", HERE / "feedback.html.j2", HERE / "allowance.py",
    HERE.parent / "shared" / "harmless.py", STYLE,
    Path(rendered.__file__), Path(message.__file__), rendered.STYLE,
)  # fmt: skip


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
    message: Markup


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
    said: list[str] = field(default_factory=list)

    @property
    def remark(self) -> str:
        """The comment, unless it only repeats what a check says below."""
        repeated = {_comment(mistake) for said in self.said if (mistake := mistake_in(said))}
        return "" if self.comment in repeated else self.comment

    @property
    def verdict(self) -> str:
        """Points of the maximum, in words."""
        if None in self.points:
            return "a person reads this"
        return _of(sum(p or 0.0 for p in self.points), self.maximum)


def _comment(mistake: str) -> str:
    """What `graded.comments` says of an answer with the mistake."""
    return "No response." if mistake == NOT_WRITTEN else f"Usual cause: {mistake}."


def _of(points: float, maximum: float) -> str:
    return f"{number(points)} of {number(maximum)} point{'s' if maximum != 1 else ''}"


def page(
    notebook: NotebookNode, student: str, marked: Marks, made_of: str = "", said: str | None = None
) -> str:
    """The feedback page of a graded notebook, as HTML.

    made_of : what `digest` gives, kept in the page
    said    : what is to be said above all, instead of the reason for an outcome that is not ok
    """
    allowance = Allowance()
    parts = list(_parts(notebook, marked, allowance))
    exercises = [part for part in parts if part.name]
    waiting = sum(None in part.points for part in exercises)
    points = sum(p or 0.0 for part in exercises for p in part.points)
    graded = notebook.metadata.get(STAMP, {})
    reason = said or (graded.get("reason") if graded.get("outcome") != Outcome.OK else None)
    return str(
        _template().render(
            title=_title(notebook), student=shown(student), style=_style(), made_of=made_of,
            score=max(points - marked.penalty, 0.0), max_score=sum(p.maximum for p in exercises),
            penalty=marked.penalty, waiting=waiting, reason=reason, left_out=allowance.said(),
            exercises=exercises, parts=parts,
        )
    )  # fmt: skip


def digest(graded: str, student: str, marked: Marks) -> str:
    """What decides about a page: the text of the graded notebook, the marks, and this code."""
    marks = json.dumps([student, marked.plain()], sort_keys=True)
    made = hashlib.sha256(_version())
    for part in (graded, marks):
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


def _title(notebook: NotebookNode) -> str:
    lines = str(notebook.cells[0].source).splitlines() if notebook.cells else []
    return lines[0].lstrip("# ") if lines and lines[0].startswith("# ") else "Feedback"


def _parts(notebook: NotebookNode, marked: Marks, allowance: Allowance) -> Iterator[_Part]:
    """Exercises where their answers stand, and the student's other cells that show something."""
    names = [nbcells.grade_id(c) for c in notebook.cells if is_solution(c) or is_task(c)]
    found: dict[str, _Part] = {}
    others: list[_Part] = []
    for cell in notebook.cells:
        name = nbcells.grade_id(cell)
        if is_solution(cell) or is_task(cell) or is_grade(cell):
            exercise = grade_ids.exercise(name, names)
            if exercise not in found:
                found[exercise] = _Part(exercise)
                others.append(found[exercise])
            _add(found[exercise], cell, marked, allowance)
        elif cell.cell_type == "code" and not name and (seen := _shown(cell, allowance)).outputs:
            others.append(_Part(cell=seen))
    yield from others


def _add(part: _Part, cell: NotebookNode, marked: Marks, allowance: Allowance) -> None:
    name = nbcells.grade_id(cell)
    if is_grade(cell) or is_task(cell):
        got, maximum = marked.points.get(name, 0.0), float(cell.metadata.nbgrader.points)
        part.points.append(got)
        part.maximum += maximum
        if not is_solution(cell) and not is_task(cell):
            part.checks.append(_check(part, cell, got or 0.0, maximum, allowance))
    if is_solution(cell) or is_task(cell):
        part.answers.append(_shown(cell, allowance))
        part.comment = marked.comments.get(name) or part.comment


def _check(
    part: _Part, cell: NotebookNode, points: float, maximum: float, allowance: Allowance
) -> _Check:
    label = nbcells.grade_id(cell).removeprefix(f"test_{part.name}").strip("_").replace("_", " ")
    messages = () if points >= maximum > 0 else map(told, cell.get("outputs", []))
    said = allowance.text(next(filter(None, messages), ""))
    html = rendered.result(rendered.kind_of(said), _once(said, part.said)) if said else ""
    part.said.append(said)
    shown = Markup(html)  # noqa: S704, for it is all escaped
    return _Check(f"Test, {label}" if label else "Test", _of(points, maximum), shown)


def _once(said: str, before: list[str]) -> str:
    """What is said, without what stands above already: all of it, or the reason of its cause."""
    if said in before:
        return "The same as above."
    lines = said.splitlines()
    cause = CAUSE.match(lines[-1])
    if cause and any(one.endswith(lines[-1]) for one in before):
        lines[-1] = f"Usual cause: {cause[1]}."
    return "\n".join(lines)


def _shown(cell: NotebookNode, allowance: Allowance) -> _Shown:
    found = (_output(output, allowance) for output in cell.get("outputs", []))
    code = cell.cell_type == "code"
    source = allowance.code(cell.source) if code else allowance.text(cell.source)
    return _Shown(source, code, [one for one in found if one])


def _output(output: NotebookNode, allowance: Allowance) -> dict[str, str] | None:
    """An output as text, or as a picture: inside `img`, SVG runs no script and loads nothing."""
    data = output.get("data", {})
    words = str(data.get("text/plain", ""))
    if picture := data.get(PICTURE):
        if not allowance.picture(str(picture)):
            return {"picture": "", "text": f"{words} (a figure that is left out)"}
        content = base64.b64encode(str(picture).encode(errors="replace")).decode()
        return {"picture": f"data:image/svg+xml;base64,{content}", "text": allowance.text(words)}
    text = _plain(output.text) if output.output_type == "stream" else told(output)
    text = allowance.text(text or words)
    return {"picture": "", "text": text} if text else None


def _python(code: str) -> Markup:
    """Code with its syntax marked; an `Allowance` has seen to it that it is short enough."""
    return Markup(python(harmless.code(code)))  # noqa: S704


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
    return STYLE.read_text("utf-8") + rendered.STYLE.read_text("utf-8")
