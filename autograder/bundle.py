"""What is needed to grade one submission, and what comes of it: plain data, no gradebook.

A bundle holds the rebuilt notebook's code cells in order, and the limits. Two equal bundles have
equal results up to the seed, so a bundle's key says whether it was graded already.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import nbformat
from nbgrader.utils import is_grade, is_locked, is_solution

from autograder.submission import grade_id

LOCKED, ANSWER, OWN, TEST = "locked", "answer", "own", "test"


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

    seconds : that a cell may take      seed : hexadecimal, of this run; secret until it is over
    """

    chapter: str
    cells: tuple[Cell, ...]
    seconds: float
    tier: str
    seed: str = ""

    @property
    def key(self) -> str:
        """The same for the same work: source, answers, tests, limits and tier."""
        content = {**asdict(self), "seed": ""}
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    def asdict(self) -> dict[str, Any]:
        """Plain data, for the wire and the journal."""
        return asdict(self)


@dataclass(frozen=True)
class Record:
    """What running a bundle came to: outcome and reason, outputs by place, points by name."""

    outcome: str
    reason: str | None = None
    outputs: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    points: Mapping[str, float] = field(default_factory=dict)
    seconds: float = 0.0

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
    idle = {c.place for c in cells if c.kind == OWN and c.source in untouched}
    names = {c.place: _names(c.source) for c in cells if c.kind != TEST}
    while True:
        used = {n for place, (_, loaded) in names.items() if place not in idle for n in loaded}
        woken = {place for place in idle if names[place][0] & used}
        if not woken:
            return [c for c in cells if c.place not in idle]
        idle -= woken


def _names(source: str) -> tuple[set[str], set[str]]:
    """Names that a cell gives values to, and names that it uses."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return set(), set()
    found = [n for n in ast.walk(tree) if isinstance(n, ast.Name)]
    stored = {n.id for n in found if not isinstance(n.ctx, ast.Load)}
    stored |= {
        n.name
        for n in ast.walk(tree)
        if isinstance(n, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef))
    }
    imports = (n for n in ast.walk(tree) if isinstance(n, (ast.Import, ast.ImportFrom)))
    stored |= {a.asname or a.name.split(".")[0] for n in imports for a in n.names}
    return stored, {n.id for n in found if isinstance(n.ctx, ast.Load)}
