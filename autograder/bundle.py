"""What is needed to grade one submission, and what comes of it: plain data, no gradebook.

A bundle holds the rebuilt notebook's code cells in order, and the limits. Two equal bundles have
equal results up to the seed, so a bundle's key says whether it was graded already.
"""

from __future__ import annotations

import hashlib
import json
import re
import symtable
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import nbformat
from nbgrader.utils import is_grade, is_locked, is_solution

from autograder.confine import NONE
from autograder.submission import grade_id

LOCKED, ANSWER, OWN, TEST = "locked", "answer", "own", "test"
_WORD = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True)
class Cell:
    """A code cell of the rebuilt notebook.

    place : its index in the notebook      kind : LOCKED, ANSWER, OWN or TEST
    name  : its grade id, or ""            points : the most it can give; 0 unless it is a test
    """

    place: int
    kind: str
    name: str
    source: str
    points: float = 0.0


@dataclass(frozen=True)
class Bundle:
    """A submission ready to be run.

    seconds : that a cell may take
    tier    : of the sandbox, "" for the best that the machine has which runs it
    seed    : hexadecimal, of this run; secret until it is over
    """

    chapter: str
    cells: tuple[Cell, ...]
    seconds: float
    tier: str
    seed: str = ""

    @property
    def key(self) -> str:
        """The same for the same work: source, answers, tests, limits, and whether walled off.

        Which wall it is says nothing about the grades, and differs from machine to machine.
        """
        content = {**asdict(self), "seed": "", "tier": NONE if self.tier == NONE else ""}
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    def asdict(self) -> dict[str, Any]:
        """Plain data, for the wire and the journal."""
        return asdict(self)


@dataclass(frozen=True)
class Record:
    """What running a bundle came to: outcome and reason, outputs by place, points by name.

    tier : of the sandbox that ran it; "" if none did
    """

    outcome: str
    reason: str | None = None
    outputs: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    points: Mapping[str, float] = field(default_factory=dict)
    seconds: float = 0.0
    tier: str = ""

    def asdict(self) -> dict[str, Any]:
        """Plain data, for the wire and the journal."""
        return asdict(self)


def bundle(
    chapter: str, form: nbformat.NotebookNode, rebuilt: nbformat.NotebookNode,
    seconds: float, tier: str,
) -> Bundle:  # fmt: skip
    """The bundle of a rebuilt notebook; seed it before it is run.

    Cells of the chapter that the student left as they were, and whose names no cell of the
    student's uses, are left out: they are figures and trials that no test looks at.
    """
    untouched = {cell.source for cell in form.cells if cell.cell_type == "code"}
    cells = [
        Cell(place, _kind(cell), grade_id(cell), cell.source, _points(cell))
        for place, cell in enumerate(rebuilt.cells)
        if cell.cell_type == "code"
    ]
    return Bundle(chapter, tuple(_needed(cells, untouched)), seconds, tier)


def from_dict(data: Mapping[str, Any]) -> Bundle:
    """The bundle that `asdict` wrote."""
    return Bundle(**{**data, "cells": tuple(Cell(**cell) for cell in data["cells"])})


def _kind(cell: nbformat.NotebookNode) -> str:
    if is_grade(cell) and not is_solution(cell):
        return TEST
    if is_solution(cell):
        return ANSWER
    return LOCKED if is_locked(cell) else OWN


def _points(cell: nbformat.NotebookNode) -> float:
    return float(cell.metadata.nbgrader.points) if _kind(cell) == TEST else 0.0


def _needed(cells: list[Cell], untouched: set[str]) -> list[Cell]:
    """The cells that can matter: of the untouched ones, those that later cells build upon."""
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


def _names(source: str) -> tuple[set[str], set[str]]:
    """Names of the notebook that a cell gives values to, and those that it uses."""
    try:
        tables = [symtable.symtable(source, "<cell>", "exec")]
    except (SyntaxError, ValueError, RecursionError):
        words = set(_WORD.findall(source))  # a magic, which is no Python
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
