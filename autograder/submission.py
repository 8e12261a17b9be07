"""From what a student handed in to the notebook that is graded.

The graded notebook is made from the instructor's source.  A submission gives only the text of its
answer cells and of the code cells that are the student's own, so a cell that was deleted, doubled,
split, moved or edited where it should not be costs nothing and stops nothing.
"""

import ast
import copy
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell
from nbgrader.preprocessors import ClearOutput, ClearSolutions, ComputeChecksums
from nbgrader.utils import is_grade, is_solution, is_task
from traitlets.config import Config

END = ""  # stands for the place after the last cell of a form


class InvalidSubmissionError(Exception):
    """A submission that cannot be graded; the text is a sentence for student and instructor."""


def blank(source: nbformat.NotebookNode, config: Config | None = None) -> nbformat.NotebookNode:
    """The chapter as nbgrader's gradebook holds it: answers removed, hidden tests kept."""
    notebook = copy.deepcopy(source)
    for step in (ClearSolutions, ClearOutput, ComputeChecksums):
        notebook, _ = step(config=config or Config()).preprocess(notebook, {})
    return notebook


def grade_id(cell: nbformat.NotebookNode) -> str:
    """nbgrader's name of a cell, or ""."""
    found = cell.metadata.get("nbgrader")
    return str(found.get("grade_id") or "") if isinstance(found, dict) else ""


def answers(notebook: nbformat.NotebookNode) -> list[str]:
    """Grade ids of the cells that a student writes, in order."""
    return [grade_id(cell) for cell in notebook.cells if is_solution(cell)]


def graded(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """The cells that carry points, in order: test cells, manual answers, tasks."""
    return [cell for cell in notebook.cells if is_grade(cell) or is_task(cell)]


def exercise(name: str, solutions: Sequence[str]) -> str:
    """The exercise that the graded cell called name belongs to."""
    stems = [s for s in solutions if name == f"test_{s}" or name.startswith(f"test_{s}_")]
    return max(stems, key=len, default=name)


def find(folder: Path, chapter: str) -> Path:
    """The notebook handed in in folder: the one named after the chapter, or the only one.

    Raises InvalidSubmissionError when there is none, or none by that name among several.
    """
    here = [path for path in sorted(folder.glob("*.ipynb")) if not path.is_symlink()]
    notebooks = [path for path in here if path.is_file()]
    for path in notebooks:
        if path.name == f"{chapter}.ipynb":
            return path
    if not notebooks:
        raise InvalidSubmissionError(f"The folder holds no notebook; {chapter}.ipynb is expected.")
    if len(notebooks) > 1:
        names = ", ".join(path.name for path in notebooks)
        raise InvalidSubmissionError(
            f"There are several notebooks ({names}) and none is called {chapter}.ipynb; "
            "keep the one to be graded."
        )
    return notebooks[0]


def read(path: Path) -> nbformat.NotebookNode:
    """The notebook in a file, in nbformat 4.

    Raises InvalidSubmissionError when the file is empty, not JSON or not a notebook.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidSubmissionError(f"{path.name} cannot be read as text ({error}).") from None
    if not text.strip():
        raise InvalidSubmissionError(f"{path.name} is empty.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            notebook = nbformat.reads(text, as_version=4)
            return _well_formed(notebook)
    except Exception as error:  # nbformat raises KeyError, AttributeError, ... for odd content
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InvalidSubmissionError(
            f"{path.name} is not a Jupyter notebook ({said[:120]}); save it again from JupyterLab "
            "and hand in the .ipynb file."
        ) from None


def _well_formed(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    for number, cell in enumerate(notebook.cells, 1):
        if not (isinstance(cell.source, str) and isinstance(cell.metadata, dict)):
            raise ValueError(f"cell {number} has no text")
    return notebook


def identify(
    notebook: nbformat.NotebookNode, blanks: Mapping[str, nbformat.NotebookNode]
) -> str | None:
    """The chapter whose graded and answer cells the notebook has most of, or None."""
    present = {grade_id(cell) for cell in notebook.cells} - {""}
    shared = {
        chapter: len(present & {*answers(form), *map(grade_id, graded(form))})
        for chapter, form in blanks.items()
    }
    best = max(shared, key=lambda chapter: shared[chapter], default=None)
    return best if best is not None and shared[best] else None


def rebuild(form: nbformat.NotebookNode, submitted: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The blank form with the student's answers in it, and their own code cells in position.

    An own code cell keeps its place before the next cell of the form, so a function written
    outside its answer cell runs after the blank it stands for.
    """
    keys = [_key(cell) for cell in form.cells]
    own = {_key(c) for c in form.cells if c.cell_type == "code" and not grade_id(c)}
    written, extra, plain = _sort(submitted, set(keys) - own, own)
    rebuilt = copy.deepcopy(form)
    rebuilt.cells = []
    for key, cell in zip(keys, copy.deepcopy(form.cells), strict=True):
        rebuilt.cells += extra.get(key, [])
        if key in own:
            rebuilt.cells += plain.get(key, [])
        else:
            rebuilt.cells.append(_answered(cell, written.get(key, [])))
    rebuilt.cells += extra.get(END, [])
    for number, cell in enumerate(rebuilt.cells):
        cell.id = f"{number:04d}"  # the same submission must give the same bytes again
    return rebuilt


Cells = dict[str, list[nbformat.NotebookNode]]


def _key(cell: nbformat.NotebookNode) -> str:
    return grade_id(cell) or str(cell.get("id"))


def _sort(
    submitted: nbformat.NotebookNode, known: set[str], own: set[str]
) -> tuple[dict[str, list[str]], Cells, Cells]:
    """Texts by form cell; own cells by the form cell that follows; cells left free to play in."""
    written: dict[str, list[str]] = {}
    extra: Cells = {}
    plain: Cells = {}
    waiting: list[nbformat.NotebookNode] = []
    for cell in submitted.cells:
        key = _key(cell)
        if key in known or key in own:
            extra.setdefault(key, []).extend(waiting)
            waiting = []
        if key in known:
            written.setdefault(key, []).append(cell.source)
        elif cell.cell_type == "code":
            (plain.setdefault(key, []) if key in own else waiting).append(
                new_code_cell(cell.source)
            )
    extra.setdefault(END, []).extend(waiting)
    return written, extra, plain


def _answered(cell: nbformat.NotebookNode, texts: Sequence[str]) -> nbformat.NotebookNode:
    if is_solution(cell) and texts:
        cell.source = _joined([t for t in texts if t != cell.source], cell.cell_type) or cell.source
    return cell


def _joined(texts: Sequence[str], cell_type: str) -> str:
    """One text for an answer found in several cells: the parts of a split cell, or the last."""
    together = "\n".join(texts)
    if len(texts) < 2 or cell_type != "code" or _is_python(together):
        return together
    return texts[-1]


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True
