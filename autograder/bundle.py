"""What is needed to grade one submission, and what comes of it: plain data, no gradebook.

A bundle holds the rebuilt notebook's code cells in order, and the limits; figures come last, so
that whatever they do costs nobody a point. Two equal bundles have equal results up to the seed, so
a bundle's key says whether it was graded already.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.confine import NONE

LOCKED, ANSWER, OWN, FIGURE, TEST = "locked", "answer", "own", "figure", "test"
STAMP = "graded"  # in the metadata of a graded notebook: how its grading went
PICTURE = "application/vnd.course.picture"  # MIME type of a figure's still picture, as SVG
_MORE = re.compile(
    r"\bplots\s*\.|\b(matplotlib|pyplot|pylab|plt|ipywidgets|IPython|get_ipython)\b"
    r"|^\s*[%!?]|\?\s*$", re.MULTILINE
)  # fmt: skip
HERE = Path(__file__).resolve().parent
DECIDING = (
    "chance.py",
    "judge.py",
    "names.py",
    "peer.py",
    "run.py",
    "wire.py",
    "worker.py",
)  # beside all of course/


@dataclass(frozen=True)
class Cell:
    """A code cell of the rebuilt notebook.

    place : its index in the notebook      kind : LOCKED, ANSWER, OWN, FIGURE or TEST
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
    version : of the code that decides, which must be the same where it is run
    """

    chapter: str
    cells: tuple[Cell, ...]
    seconds: float
    tier: str
    seed: str = ""
    version: str = ""

    @property
    def full(self) -> bool:
        """Whether a cell of the student's may need IPython or matplotlib: then they are ready."""
        return any(_MORE.search(c.source) for c in self.cells if c.kind in (OWN, ANSWER))

    @property
    def key(self) -> str:
        """The same for the same work: source, answers, tests, limits, code, whether walled off.

        Which wall it is says nothing about the grades, and differs from machine to machine.
        """
        content = self.asdict() | {"seed": "", "tier": NONE if self.tier == NONE else ""}
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    def asdict(self) -> dict[str, Any]:
        """Plain data, for the wire."""
        return vars(self) | {"cells": [vars(cell) for cell in self.cells]}


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
        """Plain data, for the wire."""
        return dict(vars(self))


def from_dict(data: Mapping[str, Any]) -> Bundle:
    """The bundle that `asdict` wrote."""
    return Bundle(**{**data, "cells": tuple(Cell(**cell) for cell in data["cells"])})


@functools.cache
def version() -> str:
    """A digest of the code that decides about points: `course` and the grader's core."""
    paths = sorted((HERE.parent / "course").rglob("*.py")) + [HERE / name for name in DECIDING]
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
