"""What a feedback page shows of a graded notebook: exercises with their tests, and other cells."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import Markup
from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution, is_task

from autograder.authoring import rules
from autograder.judging.outputs import PICTURE
from autograder.records import standing
from autograder.records.allowance import Allowance
from autograder.records.marks import Marks
from autograder.records.whereabouts import Place
from autograder.shared import grade_ids, harmless, nbcells
from course.check import mistake_in, rendered
from course.check.message import CAUSE, DRAWN, NOT_WRITTEN
from course.results.marks import BLANK, PARTLY, RIGHT, WAITING, WRONG

NO_RESPONSE = "No response."
DID_NOT_RUN = (
    "The answer did not run, so there is nothing to test; what stopped it stands below it."
)


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
class Shown:
    """A cell: its source, and its outputs as text or picture."""

    source: str
    code: bool
    outputs: list[dict[str, str]]


@dataclass
class Test:
    """Tests that say the same: their labels, points, and the message as HTML.

    explained : the exercise at which the cause is explained, "" if it is here
    """

    labels: list[str]
    points: float
    maximum: float
    said: str
    message: Markup
    explained: str = ""

    @cached_property
    def state(self) -> str:
        """One of the marks."""
        blank = mistake_in(self.said) == NOT_WRITTEN if self.said else False
        return standing.of([self.points], self.maximum, blank, bool(self.said))

    @property
    def label(self) -> str:
        """What the tests are called."""
        named = [label for label in self.labels if label]
        if len(named) < len(self.labels):
            return f"Test, and {', '.join(named)}" if named else "Test"
        return f"Test{'s' if len(named) > 1 else ''} of {', '.join(named)}"

    @property
    def verdict(self) -> str:
        """Points of the maximum, in words."""
        return standing.in_points(self.points, self.maximum)


@dataclass
class Part:
    """An exercise with its name, or another cell of the student's without one.

    counts  : whether it is in the total
    earlier : whether a person gave points to it before it was handed in anew
    """

    name: str = ""
    place: Place = Place()
    comment: str = ""
    cell: Shown | None = None
    answers: list[Shown] = field(default_factory=list)
    tests: list[Test] = field(default_factory=list)
    points: list[float | None] = field(default_factory=list)
    maximum: float = 0.0
    counts: bool = True
    earlier: bool = False

    @property
    def remark(self) -> str:
        """The comment, unless it only repeats what a test says below."""
        said = [test.said for test in self.tests]
        repeated = {_comment(mistake) for one in said if (mistake := mistake_in(one))}
        return "" if self.comment in repeated else self.comment

    @cached_property
    def state(self) -> str:
        """One of the marks."""
        said = [test.said for test in self.tests if test.said]
        empty = bool(said) and all(mistake_in(one) == NOT_WRITTEN for one in said)
        blank = empty or self.comment == NO_RESPONSE
        return standing.of(self.points, self.maximum, blank, bool(said))

    @property
    def unanswered(self) -> bool:
        """Whether it is as it was handed out, so that there is no answer to show."""
        return self.state == BLANK and self.comment == NO_RESPONSE

    @property
    def verdict(self) -> str:
        """Points of the maximum, in words."""
        return self._of or standing.in_points(self.got, self.maximum)

    @property
    def short(self) -> str:
        """The same for a column of points."""
        return self._of or standing.in_column(self.got, self.maximum)

    @property
    def _of(self) -> str:
        if not self.counts:
            return "does not count"
        return "a person reads this" if None in self.points else ""

    @property
    def got(self) -> float:
        """Points reached."""
        return sum(p or 0.0 for p in self.points)

    @property
    def to_read(self) -> bool:
        """Whether it is worth reading the chapter again."""
        return bool(self.place.section) and self.state in (PARTLY, WRONG, BLANK)

    @property
    def telling(self) -> list[Test]:
        """The tests worth telling: none of an exercise of which there is nothing to say."""
        several = len(self.tests) > 1 and self.state not in (RIGHT, WAITING)
        return self.tests if several or any(test.said for test in self.tests) else []


def _comment(mistake: str) -> str:
    """What `graded.comments` says of an answer with the mistake."""
    return NO_RESPONSE if mistake == NOT_WRITTEN else f"Usual cause: {mistake}."


def of(
    notebook: NotebookNode, marked: Marks, places: Mapping[str, Place], allowance: Allowance
) -> Iterator[Part]:
    """Exercises, and the student's other cells that show something, as their answers stand."""
    marked_cells = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    names = [nbcells.grade_id(c) for c in marked_cells if is_solution(c) or is_task(c)]
    found: dict[str, Part] = {}
    others: list[Part] = []
    causes: dict[str, str] = {}
    task: Part | None = None  # what is written below a task is its answer
    for cell in notebook.cells:
        name = nbcells.grade_id(cell)
        if name:
            task = None
        if name and (is_solution(cell) or is_task(cell) or is_grade(cell)):
            exercise = grade_ids.exercise(name, names)
            if exercise not in found:
                found[exercise] = Part(exercise, places.get(exercise, Place()))
            _add(found[exercise], cell, marked, allowance, causes)
            task = found[exercise] if is_task(cell) else None
        elif task and cell.cell_type == "markdown":
            task.answers.append(_shown(cell, allowance))
        elif not name and cell.get("outputs") and (seen := _shown(cell, allowance)).outputs:
            others.append(Part(cell=seen))
    yield from found.values()
    yield from others


def _add(
    part: Part, cell: NotebookNode, marked: Marks, allowance: Allowance, causes: dict[str, str]
) -> None:
    name = nbcells.grade_id(cell)
    if is_grade(cell) or is_task(cell):
        got, maximum = marked.points.get(name, 0.0), float(cell.metadata.nbgrader.points)
        part.points.append(got)
        part.maximum += maximum
        part.counts = part.counts and name not in marked.dropped
        part.earlier = part.earlier or name in marked.earlier
        if not is_solution(cell) and not is_task(cell):
            _add_test(part, cell, got or 0.0, maximum, allowance, causes)
    if is_solution(cell) or is_task(cell):
        part.answers.append(_shown(_asked(cell) if is_task(cell) else cell, allowance))
        part.comment = marked.comments.get(name) or part.comment


def _asked(task: NotebookNode) -> NotebookNode:
    """A task as students see it, without what those who grade it go by."""
    return NotebookNode(task, source=rules.released(task.source))


def _add_test(
    part: Part, cell: NotebookNode, points: float, maximum: float,
    allowance: Allowance, causes: dict[str, str],
) -> None:  # fmt: skip
    label = nbcells.grade_id(cell).removeprefix(f"test_{part.name}").strip("_").replace("_", " ")
    messages = () if points >= maximum > 0 else map(told, cell.get("outputs", []))
    said = allowance.text(next(filter(None, messages), ""))
    if said.startswith("NameError") and any(shown.outputs for shown in part.answers):
        said = DID_NOT_RUN
    for test in part.tests:
        if said and test.said == said:
            test.labels.append(label)
            test.points, test.maximum = test.points + points, test.maximum + maximum
            return
    where = causes.setdefault(said.splitlines()[-1], part.name) if said else part.name
    shorter = once(said, [test.said for test in part.tests], where != part.name)
    html = rendered.result(rendered.kind_of(said), shorter) if said else ""
    message = Markup(html)  # noqa: S704, for it is all escaped
    explained = where if where != part.name and shorter != said else ""
    part.tests.append(Test([label], points, maximum, said, message, explained))


def once(said: str, before: list[str], elsewhere: bool = False) -> str:
    """What is said, without the reason of a cause that stands above already.

    before    : what other tests of the exercise said; where one had the same cause, only what was
                seen first is said again
    elsewhere : the same cause is explained at another exercise
    """
    lines = said.splitlines()
    cause = CAUSE.match(lines[-1]) if lines else None
    if cause is None:
        return said
    name = f"Usual cause: {cause[1]}."
    if any(one.endswith(lines[-1]) for one in before):
        seen = lines[:1] if lines[0] != lines[-1] and not lines[0].startswith(DRAWN) else []
        return "\n".join([*seen, name])
    return "\n".join([*lines[:-1], name]) if elsewhere else said


def _shown(cell: NotebookNode, allowance: Allowance) -> Shown:
    found = (_output(output, allowance) for output in cell.get("outputs", []))
    code = cell.cell_type == "code"
    source = allowance.code(cell.source) if code else allowance.text(cell.source)
    return Shown(source, code, [one for one in found if one])


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
