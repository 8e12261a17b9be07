"""The figure of `course.progress()`: a table of exercises, each with a mark for every check."""

from __future__ import annotations

import html
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from course.results import marks, outline, record
from course.results.outline import ChapterOutline, Exercise
from course.results.record import BLANK, FAILS, PASSES, CheckResult

GREY = marks.COLOURS[marks.UNSEEN]
NEXT = "#2f7fb8"  # as strong as the marks, on white and on a dark theme's ground

STATE_MARKS = {PASSES: marks.RIGHT, FAILS: marks.WRONG, BLANK: marks.BLANK, "": marks.UNSEEN}
"""The mark of a check by its state: tick, cross, dash, and a dotted box for one not run yet."""

STATE_NAMES = {PASSES: "passes", FAILS: "fails", BLANK: "not written yet", "": "not run yet"}

ALL_PASS = "Every exercise of this chapter passes."

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

    @property
    def next_one(self) -> str:
        """The exercise to go on with, by name: of this chapter, else of those that follow."""
        for exercise in self.chapter.exercises:
            if exercise.checks and not passes(exercise, self.results):
                return f"Next: {_title(exercise)}"
        for other in outline.chapters():
            for exercise in other.exercises if other.number > self.chapter.number else ():
                if exercise.checks and not passes(exercise, self.results):
                    return f"{ALL_PASS} Next: {other.title}, {_title(exercise)}"
        return ALL_PASS

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
            (_title(e), state_in_words(e, self.results), points([e], self.results))
            for e in self.chapter.exercises
        ]
        others = self._others()
        first, second = (max(len(row[i]) for row in [*rows, *others]) for i in (0, 1))
        lines = [f"{a:<{first}}  {b:<{second}}  {c}" for a, b, c in [*rows, ("", "", ""), *others]]
        head = [self.summary, self.next_one]
        return "\n".join([*head, "", *map(str.rstrip, lines), "", *self.notes])

    def _repr_html_(self) -> str:
        rows = "".join(self._row(exercise) for exercise in self.chapter.exercises)
        others = "".join(_cells(title, "", state, of) for title, state, of in self._others())
        head = "".join(
            f'<th scope="col" style="{_CELL}{align}">{name}</th>'
            for name, align in (("Exercise", ""), ("Checks", ""), ("State", ""), ("Points", _RIGHT))
        )
        between = f'<tr><th scope="colgroup" colspan="4" style="{_CELL}">Other chapters</th></tr>'
        notes = "".join(f'<p style="{_NOTE}">{html.escape(note)}</p>' for note in self.notes)
        return (
            f'<div class="course-progress" style="{_BOX}">{_bar(self)}'
            f'<p style="{_NEXT}">{html.escape(self.next_one)}</p>'
            f'<table style="{_TABLE}"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody>'
            f"<tbody>{between}{others}</tbody></table>{notes}</div>"
        )

    def _row(self, exercise: Exercise) -> str:
        drawn = _marks(states(exercise, self.results))
        said = state_in_words(exercise, self.results)
        return _cells(_title(exercise), drawn, said, self._points(exercise))

    def _points(self, exercise: Exercise) -> str:
        return points([exercise], self.results)


def _title(exercise: Exercise) -> str:
    return f"{exercise.number} · {exercise.name}"


# Colours of text are the page's own: what inherits is as readable in one theme as in another.
_BOX = "max-width:720px;margin:8px 0;font-size:14px;line-height:1.5;color:inherit"
_TABLE = "border-collapse:collapse;table-layout:auto;width:100%;margin:8px 0;color:inherit"
_LEFT, _RIGHT = "text-align:left;", "text-align:right;padding-right:0;"
_CELL = f"{_LEFT}padding:5px 10px 5px 0;border-bottom:1px solid {GREY};vertical-align:top;"
_NOTE = "margin:4px 0;font-size:13px"
_NEXT = f"margin:10px 0;padding:2px 0 2px 12px;border-left:4px solid {NEXT}"


def _cells(title: str, drawn: str, state: str, of: str) -> str:
    state = html.escape(state)
    # A narrow notebook breaks the line between the number and the name.
    number, dot, named = html.escape(title).partition(" · ")
    name = f'<span style="white-space:nowrap">{number}{dot[:-1]}</span>{dot[-1:]}{named}'
    plain = f"{_CELL}font-weight:400;white-space:normal;max-width:none;overflow-wrap:anywhere;"
    return (
        f'<tr style="background:none"><th scope="row" style="{plain}">{name}</th>'
        f'<td style="{plain}">{drawn}</td><td style="{plain}">{state}</td>'
        f'<td style="{plain}{_RIGHT}white-space:nowrap;'
        f'font-variant-numeric:tabular-nums">{of}</td></tr>'
    )


def _marks(found: Sequence[str]) -> str:
    """A mark for each check, and the same in words."""
    step = marks.SIDE + 2
    drawn = "".join(_mark(state, i * step) for i, state in enumerate(found))
    alt = ", ".join(STATE_NAMES[state] for state in found)
    return _image(drawn, len(found) * step, marks.SIDE, alt) if found else ""


def _mark(state: str, x: int) -> str:
    mark = STATE_MARKS[state]
    colour, shape = marks.COLOURS[mark], marks.SHAPES[mark]
    return f'<g transform="translate({x} 0)" color="{colour}">{shape}</g>'


def _bar(overview: Overview) -> str:
    """The chapter's summary, and a bar of the points reached."""
    exercises, results = overview.chapter.exercises, overview.results
    possible = sum(exercise.points for exercise in exercises)
    width = 240 * reached(exercises, results) / possible if possible else 0
    box = f'<rect x="0.8" y="0.8" width="238.4" height="8.4" rx="4" fill="none" stroke="{GREY}"/>'
    fill = marks.COLOURS[marks.RIGHT]
    bar = f'<rect x="0" y="0" width="{width:.1f}" height="10" rx="4.5" fill="{fill}"/>'
    alt = f"A bar of the points reached: {points(exercises, results)}"
    return (
        f'<p style="margin:4px 0;font-size:15px;font-weight:600">{html.escape(overview.summary)}'
        f'</p><p style="margin:4px 0">{_image(box + bar, 240, 10, alt)}</p>'
    )


def _image(drawn: str, width: int, height: int, alt: str) -> str:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">{drawn}</svg>'
    )
    size = f'width="{width}" height="{height}" style="vertical-align:-4px;max-width:none"'
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
