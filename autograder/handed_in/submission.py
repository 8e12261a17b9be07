"""From what a student handed in to the notebook that is graded.

The graded notebook is made from the instructor's source.  A submission gives only the text of its
answer cells and of the code cells that are the student's own, so a cell that was deleted, doubled,
split, moved or edited where it should not be costs nothing and stops nothing.

A cell is known by its grade id.  Where that is lost, it is known by its text (`matching`), an
answer by the function that it defines, and at last by its place and likeness (`choosing`).
"""

import copy
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import is_locked, is_solution, is_task

from autograder.handed_in import celltext
from autograder.handed_in.additions import added
from autograder.handed_in.choosing import choose
from autograder.handed_in.matching import FormCell, Matching, Piece
from autograder.shared import harmless, nbcells

ELSEWHERE = "written in a cell above"  # the end of what stands in a blank that gave way


def identify(notebook: NotebookNode, forms: Mapping[str, NotebookNode]) -> str | None:
    """The chapter whose graded and answer cells the notebook has most of, or None.

    If not one is left by name, the functions to be written and the chapter's own texts count.
    """
    present = {nbcells.grade_id(cell) for cell in notebook.cells} - {""}
    shared = {
        chapter: len(
            present & {*nbcells.answers(form), *map(nbcells.grade_id, nbcells.graded(form))}
        )
        for chapter, form in forms.items()
    }
    if not any(shared.values()):
        texts = {celltext.plain(cell.source) for cell in notebook.cells} - {""}
        defined = {
            name for cell in notebook.cells for name in celltext.defined(celltext.code(cell))
        }
        shared = {name: _likeness(form, texts, defined) for name, form in forms.items()}
    best = max(shared, key=lambda chapter: shared[chapter], default=None)
    return best if best is not None and shared[best] else None


def _likeness(form: NotebookNode, texts: set[str], defined: set[str]) -> int:
    wanted = {
        name for cell in form.cells if is_solution(cell) for name in celltext.defined(cell.source)
    }
    return len(wanted & defined) + len({celltext.released(cell) for cell in form.cells} & texts)


def rebuild(form: NotebookNode, submitted: NotebookNode) -> NotebookNode:
    """The blank form with the student's answers in it, and their own code cells in position.

    An own code cell keeps its place before the next cell of the form.  Of several cells that
    stand for one answer the last that defines what is asked for is the answer, and the others run
    beside it in their order; cells left blank do not count.  A blank whose function is to be
    found in an earlier cell only gives way to it.
    """
    matching = Matching(form, submitted)
    choose(matching)
    rest = _give_places(matching)
    rebuilt = NotebookNode({**form, "metadata": copy.deepcopy(form.metadata)})
    rebuilt.cells = [*_filled(matching.form), *rest]
    for number, cell in enumerate(rebuilt.cells):
        cell.id = f"{number:04d}"  # the same submission must give the same bytes again
    return rebuilt


def _give_places(matching: Matching) -> list[NotebookNode]:
    """Give every cell of the student's own its place before the next cell of the form.

    Those that come after the last are handed back.
    """
    waiting: list[NotebookNode] = []
    task = False
    for piece in matching.pieces:
        if piece.gone:
            continue
        if piece.place is not None:
            ours = matching.form[piece.place]
            ours.before += waiting
            waiting, task = [], bool(is_task(ours.cell))
            _keep(ours, piece)
        elif piece.code and piece.text.strip():
            waiting.append(_code_cell(piece.text))
        elif task and piece.text.strip():
            waiting.append(_prose_cell(harmless.prose(piece.text)))
    return waiting


def _filled(form: Sequence[FormCell]) -> list[NotebookNode]:
    """The form's cells with their answers, and what goes before and after each."""
    cells: list[NotebookNode] = []
    defined: set[str] = set()
    for ours in form:
        defined |= {name for cell in ours.before for name in celltext.defined(cell.source)}
        if ours.text is not None:
            ours.cell.source = ours.text
            defined |= celltext.defined(ours.text)
        elif ours.wanted and ours.wanted <= defined:
            names = ", ".join(f"`{name}`" for name in sorted(ours.wanted))
            ours.cell.source = f"# {names}: {ELSEWHERE}"
        new = [cell for cell in ours.after if not ours.is_blank(cell.source)]
        defined |= {name for cell in new for name in celltext.defined(cell.source)}
        cells += [*ours.before, *([] if ours.free else [ours.cell]), *ours.after]
    return cells


def _keep(ours: FormCell, piece: Piece) -> None:
    """Take what is no answer: a cell to play in, an essay, what was added to a locked cell."""
    if ours.free:
        ours.after.append(_code_cell(piece.text))
    elif is_task(ours.cell) and not ours.is_blank(piece.text):
        ours.after.append(_prose_cell(harmless.prose(piece.text)))
    elif ours.code and is_locked(ours.cell) and piece.code:
        new = added(ours.cell.source, piece.text)
        # A test shall find what was written into its cell; what stands in a cell that defines
        # something may build upon that.
        (ours.before if ours.graded else ours.after).extend([_code_cell(new)] if new else [])


def _code_cell(source: str) -> NotebookNode:
    return _cell("code", source, outputs=[], execution_count=None)


def _prose_cell(source: str) -> NotebookNode:
    return _cell("markdown", source)


def _cell(kind: str, source: str, **more: Any) -> NotebookNode:
    """A new cell; nbformat's own functions would check each against the whole schema."""
    made = {"cell_type": kind, "id": uuid4().hex[:8], "metadata": {}, "source": source, **more}
    return nbformat.from_dict(made)
