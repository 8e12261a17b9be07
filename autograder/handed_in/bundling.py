"""From a rebuilt notebook to its bundle: the code cells that can matter, in order."""

from __future__ import annotations

import functools
import hashlib
import json
import re
import symtable
from dataclasses import replace

import nbformat
from nbgrader.utils import is_grade, is_locked, is_solution, is_task

from autograder.judging.bundle import ANSWER, FIGURE, LOCKED, OWN, TEST, Bundle, CodeCell
from autograder.judging.version import version
from autograder.shared.nbcells import grade_id, shows_figure

_IDENTIFIER = re.compile(r"[^\W\d]\w*")


def bundle_of(
    chapter: str, form: nbformat.NotebookNode, rebuilt: nbformat.NotebookNode,
    seconds: float, tier: str,
) -> Bundle:  # fmt: skip
    """The bundle of a rebuilt notebook; seed it before it is run.

    Cells of the chapter that the student left as they were, and whose names no other cell uses,
    are left out: they are trials that no test looks at. Figures in cells that the student wrote
    or changed come last, once more if they stand in cells that are needed anyway: they are drawn
    for the feedback page. The chapter's own show where they begin, which is about no answer.
    """
    untouched = {cell.source for cell in form.cells if cell.cell_type == "code"}
    cells = [
        CodeCell(place, _kind(cell), grade_id(cell), cell.source, _points(cell))
        for place, cell in enumerate(rebuilt.cells)
        if cell.cell_type == "code"
    ]
    figures = _figures(cells, untouched)
    needed = _needed(cells, untouched)
    words = _words(form, rebuilt)
    return Bundle(chapter, (*needed, *figures), seconds, tier, version=version(), words=words)


def _words(form: nbformat.NotebookNode, rebuilt: nbformat.NotebookNode) -> str:
    """A digest of what is no code and may be the student's: answers in words, essays, notes."""
    given = {cell.source for cell in form.cells if cell.cell_type != "code"}
    theirs = [
        [grade_id(cell), cell.source]
        for cell in rebuilt.cells
        if cell.cell_type != "code"
        and (cell.source not in given or is_solution(cell) or is_task(cell))
    ]
    return hashlib.sha256(json.dumps(theirs).encode()).hexdigest()[:16]


def _kind(cell: nbformat.NotebookNode) -> str:
    if is_grade(cell) and not is_solution(cell):
        return TEST
    if is_solution(cell):
        return ANSWER
    return LOCKED if is_locked(cell) else OWN


def _points(cell: nbformat.NotebookNode) -> float:
    return float(cell.metadata.nbgrader.points) if _kind(cell) == TEST else 0.0


def _figures(cells: list[CodeCell], untouched: set[str]) -> list[CodeCell]:
    """Figures in cells that the student wrote or changed."""
    return [
        replace(cell, kind=FIGURE)
        for cell in cells
        if cell.kind == OWN and cell.source not in untouched and shows_figure(cell.source)
    ]


def _needed(cells: list[CodeCell], untouched: set[str]) -> list[CodeCell]:
    """The cells that can matter: of the untouched ones, those that later cells build upon."""
    # An untouched cell draws or trains for the reader, which may take longer than all the tests.
    idle = {c.place for c in cells if c.kind == OWN and c.source in untouched}
    last = max((c.place for c in cells if c.place not in idle), default=-1)
    cells = [c for c in cells if c.place <= last]
    names = {c.place: _names(c.source) for c in cells if c.kind != TEST}
    idle &= names.keys()
    while True:
        used = {n for place, (_, loaded) in names.items() if place not in idle for n in loaded}
        woken = {place for place in idle if names[place][0] & used}
        if not woken:
            return [c for c in cells if c.place not in idle]
        idle -= woken


@functools.lru_cache(maxsize=1024)  # most cells are the chapter's own, the same for everybody
def _names(source: str) -> tuple[set[str], set[str]]:
    """Names of the notebook that a cell gives values to, and those that it uses."""
    try:
        tables = [symtable.symtable(source, "<cell>", "exec")]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        words = set(_IDENTIFIER.findall(source))  # a magic, which is no Python
        return words, words
    stored: set[str] = set()
    loaded: set[str] = set()
    for table in tables:
        top = table.get_type() == "module"
        tables += table.get_children()
        for symbol in table.get_symbols():
            if top or symbol.is_global():
                name = symbol.get_name()
                stored |= {name} if symbol.is_assigned() or symbol.is_imported() else set()
                loaded |= {name} if symbol.is_referenced() else set()
    return stored, loaded
