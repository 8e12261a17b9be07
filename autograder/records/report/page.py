"""The class report as HTML: one file, in the look of the feedback page, that loads nothing."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from autograder.judging.result import Outcome
from autograder.records import feedback
from autograder.records.report import drawing, graded_files
from autograder.records.report.graded_files import Told
from autograder.records.report.measures import STATES, ChapterMeasures, ExerciseMeasures
from autograder.records.templates import template
from autograder.shared import harmless, times
from autograder.shared.highlight import STYLE
from course.check import rendered
from course.results import marks
from course.results.marks import WAITING

HERE = Path(__file__).parent
NAMED = 200  # students that are named at one place
LITTLE, CLEARLY = 0.1, 0.3  # correlations below and from which a word is said


@dataclass(frozen=True)
class _Cause:
    """A mistake: how many made it, what one was told as HTML, and who, if names are asked for."""

    name: str
    count: int
    message: Markup
    students: str


@dataclass(frozen=True)
class _Chapter:
    """A chapter and what is drawn of it."""

    measures: ChapterMeasures
    drawing: Markup
    due: str
    outcomes: list[tuple[str, int, str]]
    causes: dict[str, list[_Cause]]
    names: bool

    @property
    def states(self) -> list[str]:
        """The states that have a column: a person reads only where there is something to read."""
        waiting = self.measures.waiting
        return [state for state in STATES if state != WAITING or waiting]

    @property
    def missing(self) -> str:
        """Who has handed in nothing, if names are asked for."""
        return _named(self.measures.missing or []) if self.names else ""


def page(measured: Sequence[ChapterMeasures], told: Told, zone: str, names: bool) -> str:
    """The page.

    zone  : in which times are shown
    names : whether students are named
    """
    chapters = [_chapter(one, told, zone, names) for one in measured]
    return str(
        template(HERE / "report.html.j2").render(
            chapters=chapters, style=_style(), states=STATES, meaning=MEANING,
            shapes={state: marks.SHAPES[state] for state in STATES}, apart=_apart, zone=zone,
            names=names, named=_named, percent=_percent,
        )
    )  # fmt: skip


MEANING = {
    marks.RIGHT: "passed", marks.PARTLY: "partly", marks.WRONG: "not", marks.BLANK: "blank",
    WAITING: "to read",
}  # fmt: skip


def _chapter(one: ChapterMeasures, told: Told, zone: str, names: bool) -> _Chapter:
    drawn = drawing.when_and_points(one.timed, one.maximum, one.due, zone) if one.timed else ""
    return _Chapter(
        one, Markup(drawn), times.shown(one.due, zone) if one.due else "",  # noqa: S704
        _outcomes(told.outcomes.get(one.chapter, {}), names),
        {each.name: list(_causes(one, each, told, names)) for each in one.exercises}, names,
    )  # fmt: skip


def _causes(
    chapter: ChapterMeasures, exercise: ExerciseMeasures, told: Told, names: bool
) -> list[_Cause]:
    found = []
    for cause in exercise.causes:
        said = told.example(chapter.chapter, exercise.name, cause.name)
        html = rendered.result(rendered.kind_of(said), harmless.text(said)) if said else ""
        message = Markup(html)  # noqa: S704, for it is all escaped
        who = _named(cause.students) if names else ""
        found.append(_Cause(cause.name, len(cause.students), message, who))
    return found


def _outcomes(of_students: dict[str, str], names: bool) -> list[tuple[str, int, str]]:
    """Each outcome, how often, and whose it was where that is asked for and nothing usual."""
    counts = Counter(of_students.values())
    order = [*map(str, Outcome), graded_files.NONE]
    found = []
    for outcome in sorted(counts, key=lambda o: order.index(o) if o in order else len(order)):
        who = [student for student, its in of_students.items() if its == outcome]
        usual = not names or outcome == Outcome.OK
        found.append((harmless.shown(outcome), counts[outcome], "" if usual else _named(who)))
    return found


def _named(students: Sequence[str]) -> str:
    more = f" and {len(students) - NAMED} more" if len(students) > NAMED else ""
    return ", ".join(map(harmless.shown, students[:NAMED])) + more


def _apart(value: float | None) -> str:
    """A correlation, and what it says in a word."""
    if value is None:
        return "–"
    word = "against the others" if value < 0 else "little" if value < LITTLE else ""
    word = word or ("clearly" if value >= CLEARLY else "somewhat")
    return f"{value:.2f}".replace("-", "\N{MINUS SIGN}") + f" {word}"


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else ""


@functools.cache
def _style() -> str:
    sheets = (STYLE, rendered.STYLE, feedback.HERE / "feedback.css", HERE / "report.css")
    return "".join(path.read_text("utf-8") for path in sheets)
