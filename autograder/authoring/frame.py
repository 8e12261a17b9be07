"""The first line of each locked cell, and the last of each check cell, which the build writes.

The first says that the cell is ours, since Jupyter shows no lock; a check cell's says what is
checked and for how many points, too, and its last line that it passed. A chapter that does not
import `check`, and a cell whose author has written such lines, are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy

from nbformat import NotebookNode

from autograder.authoring import text
from autograder.shared import grade_ids, nbcells

LAST = "check.passed()"
OURS = "  # ours: your answer goes above"
LOCKED = "# Ours: run this cell as it is."

_IMPORTED = re.compile(r"^from course import .*\bcheck\b", re.MULTILINE)
_WRITTEN = re.compile(r"^\s*check\.(begin|passed)\(", re.MULTILINE)


def has_check(sources: Iterable[str]) -> bool:
    """Whether one of a chapter's cells imports `check`."""
    return any(_IMPORTED.search(source) for source in sources)


def is_written(source: str) -> bool:
    """Whether the author of a check cell has written a line of the frame."""
    return bool(_WRITTEN.search(source))


def frame(nodes: Sequence[NotebookNode]) -> None:
    """Put these lines into the locked cells of a chapter."""
    if not has_check(node.source for node in nodes if node.cell_type == "code"):
        return
    exercises = _exercises(nodes)
    for node in nodes:
        first = _first(node, exercises)
        if first and not is_written(node.source):
            node.source = f"{first}\n{node.source}\n{LAST}"
        elif _is_plain(node):
            node.source = f"{LOCKED}\n{node.source}"


def unframed(nodes: Sequence[NotebookNode]) -> list[NotebookNode]:
    """Copies of a chapter's cells without these lines."""
    exercises, copies = _exercises(nodes), deepcopy(list(nodes))
    for node in copies:
        first, lines = _first(node, exercises), node.source.split("\n")
        if first:
            node.source = within(node.source)
        elif lines[0] == LOCKED:
            node.source = "\n".join(lines[1:])
    return copies


def within(check: str) -> str:
    """What the author wrote of a check cell: all of it, or what stands between these lines."""
    lines = check.split("\n")
    ours = lines[0].startswith("check.begin(") and lines[0].endswith(OURS)
    return "\n".join(lines[1:-1]) if ours and lines[-1] == LAST else check


def _exercises(nodes: Iterable[NotebookNode]) -> list[str]:
    return [nbcells.grade_id(node) for node in nodes if text.role_of(node) == "solution"]


def _is_plain(node: NotebookNode) -> bool:
    """Whether it is a locked cell that is no check; given ones say already whose they are."""
    locked = node.cell_type == "code" and text.role_of(node) == "readonly"
    return locked and not text.is_given(node.metadata.nbgrader)


def _first(node: NotebookNode, exercises: Sequence[str]) -> str:
    grade_id = nbcells.grade_id(node)
    exercise = grade_ids.exercise(grade_id, exercises)
    if text.role_of(node) != "tests" or exercise not in exercises:
        return ""
    part = grade_id.removeprefix(f"test_{exercise}").strip("_").replace("_", " ")
    told = f', part="{part}"' if part else ""
    return f'check.begin("{exercise}", points={node.metadata.nbgrader.points:g}{told}){OURS}'
