"""The list of exercises and their checks that `course.progress()` goes by, from the texts."""

import ast
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_locked, is_solution

from autograder.authoring import build, rules
from autograder.shared import atomic, catalogue, grade_ids, nbcells
from course.results import record

EXERCISES_FILE = Path("course", "exercises.json")

_EXERCISE_HEADING = re.compile(r"^## (Exercise \d+|Bonus) · `(\w+)`", re.MULTILINE)


def dumps(root: Path) -> str:
    """The file's content, of all chapters of the course."""
    listed = [_chapter(root, name) for name in catalogue.chapters(root)]
    return json.dumps(listed, indent=1, ensure_ascii=False) + "\n"


def write(root: Path) -> None:
    """Write the file, where the course has the package that reads it."""
    if (root / EXERCISES_FILE.parent).is_dir():
        atomic.write(root / EXERCISES_FILE, dumps(root))


def check(root: Path) -> list[str]:
    """What is wrong with the file, a sentence; nothing if it is what the texts say."""
    path, again = root / EXERCISES_FILE, "run `make release` and commit"
    if not path.parent.is_dir():
        return []
    if not path.exists():
        return [f"{EXERCISES_FILE.as_posix()} is missing; {again}."]
    same = path.read_text(encoding="utf-8") == dumps(root)
    return [] if same else [f"{EXERCISES_FILE.as_posix()} differs from a fresh one; {again}."]


def _chapter(root: Path, name: str) -> dict[str, Any]:
    notebook = build.notebook(root, name)
    cells, answers = notebook.cells, nbcells.answers(notebook)
    prose = nbcells.prose(cells)
    title = re.search(r"^# (.+)", prose, re.MULTILINE)
    exercises = [
        {"number": number, "name": exercise, "checks": list(_checks(cells, exercise, answers))}
        for number, exercise in _EXERCISE_HEADING.findall(prose)
    ]
    heading = title[1] if title else name
    functions = dict(_functions(cells))
    return {"chapter": name, "title": heading, "exercises": exercises, "functions": functions}


def _functions(cells: Sequence[NotebookNode]) -> Iterator[tuple[str, list[str]]]:
    """The functions that a chapter asks for or defines as ours, with the names of their arguments.

    Those of earlier chapters, which it gives, are not among them.
    """
    for cell in cells:
        ours = is_locked(cell) and not cell.source.startswith("# Given")
        if cell.cell_type != "code" or is_grade(cell) or not (is_solution(cell) or ours):
            continue
        try:
            body = ast.parse(cell.source).body
        except SyntaxError:  # IPython's own commands are no Python
            continue
        for node in body:
            if isinstance(node, ast.FunctionDef):
                yield node.name, [a.arg for a in (*node.args.posonlyargs, *node.args.args)]


def _checks(
    cells: Sequence[NotebookNode], exercise: str, answers: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """Label and points of the exercise's test cells; one that prints no label is left out."""
    for cell in cells:
        if is_grade(cell) and grade_ids.exercise(nbcells.grade_id(cell), answers) == exercise:
            for label in record.labels(rules.without_markers(cell.source)):
                yield {"label": label, "points": cell.metadata.nbgrader.points}
