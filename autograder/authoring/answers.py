"""Right and wrong answers kept for checking the checks, and notebooks that hold them."""

import copy
import functools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import ClearHiddenTests
from nbgrader.utils import is_solution

from autograder.authoring import rules
from autograder.shared import nbcells
from autograder.shared.errors import CourseError

FOLDER = "answers"  # of a chapter's folder in source/

_PAIR = r'(\w+)=("(?:[^"\\]|\\.)*")'
_HEADER = re.compile(rf"# %%(?: {_PAIR})+")


@dataclass(frozen=True)
class Answer:
    """One answer of source/CHAPTER/answers/EXERCISE.py: the whole text of the answer cell.

    mistake : the name that a student should be told, None for a right answer
    why     : one sentence for the student on what it means, "" where the checks have one
    loses   : grade ids of the cells whose points it costs, empty for all of the exercise's
    """

    chapter: str
    exercise: str
    title: str
    source: str
    mistake: str | None = None
    why: str = ""
    loses: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Whether full marks are due."""
        return self.mistake is None


def place(chapter: str, exercise: str) -> str:
    """Where the answers to an exercise stand, from the course's folder."""
    return f"source/{chapter}/{FOLDER}/{exercise}.py"


def load(root: Path, chapter: str) -> list[Answer]:
    """All answers of a chapter of the course, by exercise, in the order in which they are written.

    Raises CourseError for a cell whose header has neither right= nor wrong=.
    """
    folder = root / "source" / chapter / FOLDER
    return [one for path in sorted(folder.glob("*.py")) for one in _file(path, chapter)]


def _file(path: Path, chapter: str) -> tuple[Answer, ...]:
    return _parsed(path, chapter, path.read_text(encoding="utf-8"))


@functools.lru_cache(maxsize=256)
def _parsed(path: Path, chapter: str, text: str) -> tuple[Answer, ...]:
    cells = _plain(text)
    if cells is None:
        import jupytext

        read = jupytext.reads(text, fmt="py:percent").cells
        cells = [(cell.metadata, cell.source) for cell in read if cell.cell_type == "code"]
    return tuple(_answer(path, chapter, *cell) for cell in cells)


def _plain(text: str) -> list[tuple[dict[str, Any], str]] | None:
    """Headers and sources as jupytext reads them, which takes 80 times as long.

    None unless it is plain: every line that begins with # is a header of names and texts.
    """
    cells: list[tuple[dict[str, Any], list[str]]] = []
    for line in text.splitlines():
        if line.startswith("#"):
            if not _HEADER.fullmatch(line):
                return None
            cells.append(({name: json.loads(said) for name, said in re.findall(_PAIR, line)}, []))
        elif cells:
            cells[-1][1].append(line)
        elif line.strip():
            return None
    return [(header, "\n".join(lines).rstrip("\n")) for header, lines in cells]


def _answer(path: Path, chapter: str, header: Mapping[str, Any], source: str) -> Answer:
    wrong, title = header.get("wrong"), header.get("right", header.get("wrong"))
    if title is None or ("right" in header) == ("wrong" in header):
        raise CourseError(
            f'{path}: the cell {source[:40]!r} needs a header # %% right="..." or # %% wrong="..."'
        )
    return Answer(
        chapter=chapter,
        exercise=path.stem,
        title=header.get("title", title),
        source=source,
        mistake=None if wrong is None else header.get("told", wrong),
        why=header.get("why", ""),
        loses=tuple(header.get("loses", "").split()),
    )


def reference(source: nbformat.NotebookNode) -> dict[str, str]:
    """The source notebook's own answers by grade_id, markers removed."""
    return {
        cell.metadata.nbgrader.grade_id: rules.without_markers(cell.source)
        for cell in source.cells
        if is_solution(cell)
    }


def released(source: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """What a student opens: answers and hidden tests removed."""
    notebook, _ = ClearHiddenTests().preprocess(nbcells.blank(source), {})
    return notebook


def solved(source: nbformat.NotebookNode, answers: Mapping[str, str]) -> nbformat.NotebookNode:
    """What a student hands in who wrote the answers, by grade_id, and left the rest blank.

    Raises CourseError for an answer to an exercise that the chapter does not have.
    """
    notebook = copy.deepcopy(released(source))
    cells = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if is_solution(cell)}
    for name, text in answers.items():
        if name not in cells:
            raise CourseError(f"There is no answer cell {name}; there are {', '.join(cells)}.")
        cells[name].source = text
    return notebook
