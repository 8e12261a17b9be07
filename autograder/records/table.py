"""Results as a table for a terminal."""

import textwrap
from collections.abc import Iterable, Sequence
from itertools import groupby
from string import ascii_lowercase

from autograder.judging.result import GradedCell, Outcome, Result
from autograder.shared.harmless import shown

WIDTH = 100
POINTS = 5  # characters of a column of points, or more where they need more
NAME = 40  # characters of a student's or chapter's name
NOTE = 400  # characters of a note below a student
DROPPED = "\u00a0(dropped,\u00a0does\u00a0not\u00a0count)"
AGAIN = "see to its points and comment again, in Formgrader"


def table(results: Iterable[Result]) -> str:
    """Students by exercise, chapter by chapter, with the named mistakes below each student."""
    by_chapter = groupby(sorted(results, key=lambda r: r.chapter), key=lambda r: r.chapter)
    return "\n\n".join(_chapter_table(chapter, list(group)) for chapter, group in by_chapter)


def _chapter_table(chapter: str, results: Sequence[Result]) -> str:
    exercises = list(dict.fromkeys(cell.exercise for r in results for cell in r.cells))
    best = max(results, key=lambda r: (len(r.cells), r.recorded))
    dropped = {cell.exercise for cell in best.cells if not cell.counts}
    names = max(len(shown(name, NAME)) for name in [chapter, *(r.student for r in results)])
    maxima = _by_exercise(best, exercises, maximum=True)
    points = [_by_exercise(result, exercises, maximum=False) for result in results]
    wide = names, max([POINTS, *(len(p) + 1 for row in (maxima, *points) for p in row)])
    lines = [
        _row(chapter, wide, list(ascii_lowercase[: len(exercises)]), "total"),
        _row("  of", wide, maxima, number(best.max_points)),
    ]
    for result, row in zip(results, points, strict=True):
        lines += [_row(result.student, wide, row, number(result.points)), *_notes(result)]
    said = {name: f"{name}{DROPPED if name in dropped else ''}" for name in exercises}
    named = "  ".join(
        f"{a}\u00a0{said[name]}" for a, name in zip(ascii_lowercase, exercises, strict=False)
    )
    return "\n".join([*lines, *_wrapped(named, "  "), *_due(best)])


def _due(result: Result) -> list[str]:
    """When the chapter is due, and how times of handing in were read."""
    if not result.due:
        return []
    read = f"times that name no zone are read in {result.zone} (c.Collect.timezone)"
    return _wrapped(f"due {result.due}; {read}", "  ")


def _row(name: str, wide: tuple[int, int], points: Sequence[str], total: str) -> str:
    names, width = wide
    columns = "".join(f"{p:>{width}}" for p in points)
    return f"{shown(name, NAME):<{names}} {columns}{total:>7}"


def _by_exercise(result: Result, exercises: Sequence[str], *, maximum: bool) -> list[str]:
    return [_share([c for c in result.cells if c.exercise == e], maximum) for e in exercises]


def _share(cells: Sequence[GradedCell], maximum: bool) -> str:
    if not cells:
        return "-"
    if maximum:
        share = number(sum(cell.max_points for cell in cells))
    elif any(cell.points is None for cell in cells):
        share = "?"
    else:
        share = number(sum(cell.points or 0 for cell in cells))
    return share if all(cell.counts for cell in cells) else f"({share})"


def number(points: float) -> str:
    """Points as they are written: 2, 2.5."""
    return f"{points:.1f}".removesuffix(".0")


def _notes(result: Result) -> list[str]:
    late = []
    if result.late:
        off = f"{number(result.penalty)} point{'s' if result.penalty != 1 else ''} taken off"
        late = _wrapped(f"late: {off}; {result.late}", "    ")
    by_hand = [
        _wrapped(f"{name}: graded by hand before it was handed in anew; {AGAIN}", "    ")
        for name in result.earlier
    ]
    return [*late, *_causes(result), *(line for note in by_hand for line in note)]


def _causes(result: Result) -> list[str]:
    if result.outcome is not Outcome.OK and result.reason:
        return _wrapped(f"{result.outcome}: {shown(result.reason, NOTE)}", "    ")
    causes: dict[str, list[str]] = {}
    for cell in result.cells:
        if cell.message and cell.points is not None:
            cause = cell.mistake or cell.message.split("\n", 1)[0]
            where = causes.setdefault(shown(cause, NOTE), [])
            where += [] if cell.exercise in where else [cell.exercise]
    notes = [_wrapped(f"{', '.join(where)}: {cause}", "    ") for cause, where in causes.items()]
    return [line for note in notes for line in note]


def _wrapped(text: str, indent: str) -> list[str]:
    lines = textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ")
    return [line.replace("\u00a0", " ") for line in lines]
