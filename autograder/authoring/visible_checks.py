"""The check cells that students see, kept for `course.mine`, which runs them once more."""

import json
from pathlib import Path
from typing import Any

from nbgrader.utils import is_grade, is_locked, is_solution

from autograder.authoring import answers, build, rules
from autograder.shared import atomic, catalogue, grade_ids, nbcells
from course.results import record

CHECKS_FILE = Path("course", "mine", "checks.json")


def dumps(root: Path) -> str:
    """The file's content, of all chapters of the course."""
    kept = {name: _chapter(root, name) for name in catalogue.chapters(root)}
    return json.dumps(kept, indent=1, ensure_ascii=False) + "\n"


def write(root: Path) -> None:
    """Write the file, where the course has the package that reads it."""
    if (root / CHECKS_FILE.parent).is_dir():
        atomic.write(root / CHECKS_FILE, dumps(root))


def check(root: Path) -> list[str]:
    """What is wrong with the file, a sentence; nothing if it is what the texts say."""
    path = root / CHECKS_FILE
    if not path.parent.is_dir():
        return []
    same = path.exists() and path.read_text(encoding="utf-8") == dumps(root)
    name = CHECKS_FILE.as_posix()
    return [] if same else [f"{name} differs from a fresh one; run `make release` and commit."]


def _chapter(root: Path, name: str) -> dict[str, Any]:
    """The chapter's locked cells, and each exercise's check cells as they are released."""
    notebook = answers.released(build.notebook(root, name))
    names = nbcells.answers(notebook)
    locked: list[str] = []
    checks: dict[str, list[dict[str, str]]] = {one: [] for one in names}
    for cell in notebook.cells:
        if cell.cell_type != "code" or is_solution(cell) or not is_locked(cell):
            continue
        if not is_grade(cell):
            if not cell.source.startswith("# Given"):  # those are answers
                locked.append(cell.source)
            continue
        exercise = grade_ids.exercise(nbcells.grade_id(cell), names)
        for label in record.labels(rules.without_markers(cell.source)):
            checks[exercise].append({"label": label, "source": cell.source})
    return {"locked": locked, "checks": {k: v for k, v in checks.items() if v}}
