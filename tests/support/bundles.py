"""What a slot is given to run: a chapter as somebody wrote it, or two small exercises."""

from __future__ import annotations

from dataclasses import replace

from nbformat import NotebookNode

from autograder.authoring import answers
from autograder.handed_in import submission
from autograder.handed_in.bundling import bundle_of
from autograder.judging.bundle import ANSWER, FIGURE, LOCKED, OWN, TEST, Bundle, CodeCell, Record
from autograder.shared import nbcells

SETUP = "import os, signal, sys, threading, time\nimport numpy as np\nfrom course import check"
RIGHT = {"twice": "def twice(x):\n    return 2 * x", "line": "def line(x):\n    return x + 1"}
TESTS = {
    "twice": "check.close('twice(x)', check.call(twice, np.ones(2)), np.full(2, 2.0))",
    "line": "check.close('line(x)', check.call(line, np.ones(2)), np.full(2, 2.0))",
}
FULL = {"test_twice": 1.0, "test_line": 1.0}
SECONDS = 30.0


def packed(
    source: NotebookNode, chapter: str, texts: dict[str, str], tier: str, seconds: float = 60.0
) -> Bundle:
    """The bundle of a student who wrote these answers and looked at no figure."""
    form = nbcells.blank(source)
    rebuilt = submission.rebuild(form, answers.solved(source, texts))
    made = bundle_of(chapter, form, rebuilt, seconds, tier)
    return replace(made, cells=tuple(c for c in made.cells if c.kind != FIGURE))


def bundle(
    *, first: str = "", between: str = "", last: str = "", seconds: float = SECONDS, **texts: str
) -> Bundle:
    """Two exercises, each with its test, and cells of the student's own around them."""
    written = RIGHT | texts
    cells = [CodeCell(0, LOCKED, "setup", SETUP)]
    parts = [(OWN, "", first), (ANSWER, "twice", written["twice"]), (TEST, "twice", ""),
             (OWN, "", between), (LOCKED, "given", "given = np.arange(3)"),
             (ANSWER, "line", written["line"]), (TEST, "line", ""), (OWN, "", last)]  # fmt: skip
    for place, (kind, name, source) in enumerate(parts, 1):
        if kind == TEST:
            cells.append(CodeCell(place, TEST, f"test_{name}", TESTS[name], 1.0))
        elif source:
            cells.append(CodeCell(place, kind, name, source))
    return Bundle("chapter", tuple(cells), seconds, "", seed="5eed")


def said(record: Record, place: int) -> str:
    """What the outputs of a cell say."""
    shown = record.outputs.get(str(place), [])
    return "\n".join(str(o.get("text") or o.get("evalue") or "") for o in shown)
