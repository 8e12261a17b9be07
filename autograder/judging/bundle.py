"""What is needed to grade one submission, and what comes of it: plain data, no gradebook.

A bundle holds the rebuilt notebook's code cells in order, and the limits; figures come last, so
that whatever they do costs nobody a point. What else is shown of the submission or graded by a
person stands in the bundle as a digest. Two equal bundles have equal results up to the seed, so a
bundle's key says whether it was graded already.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.inside.wall.tiers import NONE

LOCKED, ANSWER, OWN, FIGURE, TEST = "locked", "answer", "own", "figure", "test"
STAMP = "graded"  # in the metadata of a graded notebook: how its grading went
_MORE = re.compile(
    r"\bplots\s*\.|\b(matplotlib|pyplot|pylab|plt|ipywidgets|IPython|get_ipython)\b"
    r"|^[ \t]*+[%!?]|\?[ \t]*+$", re.MULTILINE
)  # fmt: skip


@dataclass(frozen=True)
class CodeCell:
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
    version : of what decides, which must be the same where it is run
    words   : digest of the answers in words, and of the student's other texts that are shown
    known   : the chapter's known mistakes, as `known_mistakes.pack` makes it
    """

    chapter: str
    cells: tuple[CodeCell, ...]
    seconds: float
    tier: str
    seed: str = ""
    version: str = ""
    words: str = ""
    known: str = ""

    @property
    def full(self) -> bool:
        """Whether a cell of the student's may need IPython or matplotlib: then they are ready."""
        return any(_MORE.search(c.source) for c in self.cells if c.kind in (OWN, ANSWER))

    @property
    def key(self) -> str:
        """The same for the same work: source, answers, tests, limits, version, whether walled off.

        Which wall it is differs from machine to machine: a record says what ran it.
        """
        content = self.asdict() | {"seed": "", "tier": NONE if self.tier == NONE else ""}
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    def asdict(self) -> dict[str, Any]:
        """Plain data, for the wire."""
        return vars(self) | {"cells": [vars(cell) for cell in self.cells]}


@dataclass(frozen=True)
class Record:
    """What running a bundle came to: outcome and reason, outputs by place, points by name.

    tier  : of the sandbox that ran it; "" if none did
    walls : the tier with the versions of what it is made of
    seen  : by the test's name, what a check saw that failed and has no name yet, as
            [what, got, expected]; it stays in the slot
    """

    outcome: str
    reason: str | None = None
    outputs: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    points: Mapping[str, float] = field(default_factory=dict)
    seconds: float = 0.0
    tier: str = ""
    walls: str = ""
    seen: Mapping[str, list[Any]] = field(default_factory=dict)

    def asdict(self) -> dict[str, Any]:
        """Plain data, for the wire."""
        return {key: value for key, value in vars(self).items() if key != "seen"}


def from_dict(data: Mapping[str, Any]) -> Bundle:
    """The bundle that `asdict` wrote."""
    return Bundle(**{**data, "cells": tuple(CodeCell(**cell) for cell in data["cells"])})
