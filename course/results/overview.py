"""The figure of `course.progress()`: a table of exercises, each with a mark for every check."""

from __future__ import annotations

import html
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from course.results import outline, record
from course.results.outline import ChapterOutline, Exercise
from course.results.record import BLANK, FAILS, PASSES, CheckResult

MARK_SIDE = 18  # of a mark, in CSS pixels
# Strong enough on white and on a dark theme's ground; the shapes say the same without colour.
BLUE, ORANGE, GREY = "#1f7fbf", "#d5702a", "#808080"

STATE_MARKS = {
    PASSES: f'<rect x="2" y="2" width="14" height="14" rx="3" fill="{BLUE}"/>'
    '<path d="M5 9.5l3 3 5.5-7" fill="none" stroke="#fff" stroke-width="2"/>',
    FAILS: f'<rect x="2.8" y="2.8" width="12.4" height="12.4" rx="3" fill="none" stroke="{ORANGE}"'
    f' stroke-width="1.6"/><path d="M6 6l6 6m0-6l-6 6" stroke="{ORANGE}" stroke-width="2"/>',
    BLANK: f'<rect x="2.8" y="2.8" width="12.4" height="12.4" rx="3" fill="none" stroke="{GREY}"'
    f' stroke-width="1.6"/><path d="M6 9h6" stroke="{GREY}" stroke-width="2"/>',
    "": f'<rect x="2.8" y="2.8" width="12.4" height="12.4" rx="3" fill="none" stroke="{GREY}"'
    ' stroke-width="1.6" stroke-dasharray="2 2"/>',
}
"""SVG of a check by its state: tick, cross, dash, and a dotted box for one that has not run."""

STATE_NAMES = {PASSES: "passes", FAILS: "fails", BLANK: "not written yet", "": "not run yet"}

ResultsByLabel = Mapping[str, CheckResult]


def states(exercise: Exercise, results: ResultsByLabel) -> list[str]:
    """The state of each check of an exercise, "" for one that has not run."""
    return [results[c.label].state if c.label in results else "" for c in exercise.checks]


def reached(exercises: Sequence[Exercise], results: ResultsByLabel) -> float:
    """Points of the checks that pass."""
    return sum(
        check.points
        for exercise in exercises
        for check, state in zip(exercise.checks, states(exercise, results), strict=True)
        if state == PASSES
    )


def passes(exercise: Exercise, results: ResultsByLabel) -> bool:
    """Whether all checks of an exercise pass."""
    return bool(exercise.checks) and set(states(exercise, results)) == {PASSES}


def state_in_words(exercise: Exercise, results: ResultsByLabel) -> str:
    """The state of an exercise in words."""
    found = states(exercise, results)
    if not found:
        return "read by a person"
    good, bad, blank, unseen = (found.count(state) for state in (PASSES, FAILS, BLANK, ""))
    if good == len(found):
        return "passes"
    if good:
        rest = [(bad, "fails" if bad == 1 else "fail"), (blank, "not written yet")]
        told = [f", {n} {what}" for n, what in [*rest, (unseen, "not run yet")] if n]
        return f"partly: {good} of {len(found)} checks pass{''.join(told)}"
    if bad:
        return "fails" if bad == len(found) else f"fails: {bad} of {len(found)} checks"
    return "not written yet" if blank else "not run yet"


def points(exercises: Sequence[Exercise], results: ResultsByLabel) -> str:
    """Points reached, of those that can be."""
    possible = sum(exercise.points for exercise in exercises)
    if not possible:
        return "no points"
    return f"{reached(exercises, results):g} of {possible:g}"


@dataclass(frozen=True)
class Overview:
    """The figure: a row for each exercise of a chapter, and a row for each other chapter."""

    chapter: ChapterOutline
    results: ResultsByLabel
    notes: tuple[str, ...]

    @property
    def summary(self) -> str:
        """The chapter's state in a sentence."""
        chapter = self.chapter
        points_ = points(chapter.exercises, self.results)
        return f"{chapter.title}: {self._passing(chapter)}, {points_} points."

    def _passing(self, chapter: ChapterOutline) -> str:
        good = sum(passes(exercise, self.results) for exercise in chapter.exercises)
        return f"{good} of {len(chapter.exercises)} exercises pass"

    def _others(self) -> list[tuple[str, str, str]]:
        return [
            (other.title, self._state(other), points(other.exercises, self.results))
            for other in outline.chapters()
            if other != self.chapter
        ]

    def _state(self, chapter: ChapterOutline) -> str:
        ran = any(label in self.results for label in chapter.labels)
        return self._passing(chapter) if ran else "not run yet"

    def __repr__(self) -> str:
        """The figure as plain text."""
        rows = [
            (f"{e.number} · {e.name}", state_in_words(e, self.results), points([e], self.results))
            for e in self.chapter.exercises
        ]
        others = self._others()
        first, second = (max(len(row[i]) for row in [*rows, *others]) for i in (0, 1))
        lines = [f"{a:<{first}}  {b:<{second}}  {c}" for a, b, c in [*rows, ("", "", ""), *others]]
        return "\n".join([self.summary, "", *map(str.rstrip, lines), "", *self.notes])

    def _repr_html_(self) -> str:
        rows = "".join(self._row(exercise) for exercise in self.chapter.exercises)
        others = "".join(_cells(title, "", state, of) for title, state, of in self._others())
        head = "".join(
            f'<th scope="col" style="{_CELL}{align}">{name}</th>'
            for name, align in (("Exercise", ""), ("Checks", ""), ("State", ""), ("Points", _RIGHT))
        )
        between = f'<tr><th scope="colgroup" colspan="4" style="{_CELL}">Other chapters</th></tr>'
        notes = "".join(f'<p style="margin:4px 0">{html.escape(note)}</p>' for note in self.notes)
        return (
            f'<div class="course-progress" style="{_BOX}">{_bar(self)}'
            f'<table style="{_TABLE}"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody>'
            f"<tbody>{between}{others}</tbody></table>{notes}</div>"
        )

    def _row(self, exercise: Exercise) -> str:
        title = f"{exercise.number} · {exercise.name}"
        marks = _marks(states(exercise, self.results))
        return _cells(title, marks, state_in_words(exercise, self.results), self._points(exercise))

    def _points(self, exercise: Exercise) -> str:
        return points([exercise], self.results)


_BOX = "max-width:720px;margin:8px 0;font-size:14px;line-height:1.5"
_TABLE = "border-collapse:collapse;table-layout:auto;width:100%;margin:8px 0;color:inherit"
_LEFT, _RIGHT = "text-align:left;", "text-align:right;"
_CELL = f"{_LEFT}padding:3px 12px 3px 0;border-bottom:1px solid {GREY};vertical-align:middle;"


def _cells(title: str, marks: str, state: str, of: str) -> str:
    name, state = html.escape(title), html.escape(state)
    plain = f"{_CELL}font-weight:400;"
    return (
        f'<tr style="background:none"><th scope="row" style="{plain}white-space:nowrap">{name}</th>'
        f'<td style="{plain}white-space:nowrap">{marks}</td><td style="{plain}">{state}</td>'
        f'<td style="{plain}{_RIGHT}white-space:nowrap">{of}</td></tr>'
    )


def _marks(found: Sequence[str]) -> str:
    """A mark for each check, and the same in words."""
    drawn = "".join(
        f'<g transform="translate({i * (MARK_SIDE + 2)} 0)">{STATE_MARKS[state]}</g>'
        for i, state in enumerate(found)
    )
    alt = ", ".join(STATE_NAMES[state] for state in found)
    return _image(drawn, len(found) * (MARK_SIDE + 2), MARK_SIDE, alt) if found else ""


def _bar(overview: Overview) -> str:
    """The chapter's summary, and a bar of the points reached."""
    exercises, results = overview.chapter.exercises, overview.results
    possible = sum(exercise.points for exercise in exercises)
    width = 240 * reached(exercises, results) / possible if possible else 0
    box = f'<rect x="0.8" y="0.8" width="238.4" height="12.4" rx="3" fill="none" stroke="{GREY}"/>'
    bar = f'<rect x="0" y="0" width="{width:.1f}" height="14" rx="3" fill="{BLUE}"/>'
    alt = f"A bar of the points reached: {points(exercises, results)}"
    return (
        f'<p style="margin:4px 0;font-weight:600">{html.escape(overview.summary)}</p>'
        f'<p style="margin:4px 0">{_image(box + bar, 240, 14, alt)}</p>'
    )


def _image(drawn: str, width: int, height: int, alt: str) -> str:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">{drawn}</svg>'
    )
    size = f'width="{width}" height="{height}" style="vertical-align:middle;max-width:none"'
    return f'<img alt="{html.escape(alt)}" {size} src="data:image/svg+xml,{quote(svg)}">'


WHAT_COUNTS = "Each mark is the last run of a check. Whoever grades the notebook runs more checks."
LOCAL = "Nothing leaves your machine."


def progress(chapter: int | None = None, *, forget: bool = False) -> Overview:
    """What `course.progress` gives; see there."""
    wanted = None if chapter is None else _numbered(chapter)
    failed = record.RESULTS.forget() if forget else ""
    results, problem = record.RESULTS.look()
    notes = [f"Every result is forgotten. {failed}".strip()] if forget else []
    return Overview(
        wanted or _present(results),
        results,
        (*notes, WHAT_COUNTS, f"{problem or _where()} {LOCAL}"),
    )


def _where() -> str:
    path = record.place()
    if path is None:
        return "Results are kept in memory until the kernel stops."
    return f"Results are kept in {record.shown(path)}."


def _numbered(number: int) -> ChapterOutline:
    known = {chapter.number: chapter for chapter in outline.chapters()}
    if number not in known:
        raise ValueError(f"There is no chapter {number}; there are {', '.join(map(str, known))}.")
    return known[number]


def _present(results: ResultsByLabel) -> ChapterOutline:
    """The chapter of this kernel: of its last check, or its notebook's name, or the last run."""
    known = outline.chapters()
    for chapter in known:
        if record.RESULTS.last in chapter.labels:
            return chapter
    opened = Path(os.environ.get("JPY_SESSION_NAME", "")).stem
    for chapter in known:
        if chapter.name in opened:
            return chapter
    newest = max(results, key=lambda label: results[label].at, default="")
    return next((c for c in known if newest in c.labels), known[0])
