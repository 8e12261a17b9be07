"""Which cell of a submission stands for which cell of the form, as far as name or text is certain.

Names come first: an editor keeps them, and a text may stand in a chapter twice. A cell that is
another exercise's answer under a copied name is not taken for what the name says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution

from autograder.handed_in import celltext
from autograder.shared import nbcells


@dataclass(eq=False)
class Piece:
    """A cell of the submission.

    place : of the form's cell that it stands for, None for the student's own
    gone  : whether it gives nothing: a second copy, or part of another piece
    """

    cell: NotebookNode
    index: int
    text: str
    place: int | None = None
    gone: bool = False

    @property
    def code(self) -> bool:
        """Whether it is code."""
        return str(self.cell.cell_type) == "code"

    @property
    def loose(self) -> bool:
        """Whether it stands for no cell of the form, and gives something."""
        return self.place is None and not self.gone


class FormCell:
    """A cell of the form, and what the submission has for it.

    wanted        : names that an answer gives values to
    text          : of the answer, None if there is none
    before, after : cells that are put around it
    """

    def __init__(self, cell: NotebookNode) -> None:
        self.cell, self.blank = cell, celltext.plain(cell.source)
        self.code = str(cell.cell_type) == "code"
        self.answer, self.graded = bool(is_solution(cell)), bool(is_grade(cell))
        self.free = self.code and not nbcells.grade_id(cell)  # a cell to play in
        self.wanted = celltext.defined(cell.source) if self.answer and self.code else set()
        self.before: list[NotebookNode] = []
        self.text: str | None = None
        self.after: list[NotebookNode] = []

    def is_blank(self, text: str) -> bool:
        """Whether a text is the form's own, or empty."""
        return celltext.plain(text) in ("", self.blank)


class Matching:
    """Both notebooks side by side.

    form   : its cells, in copies
    asked  : names that the form's answers give values to
    pieces : cells of the submission, in order
    """

    def __init__(self, form: NotebookNode, submitted: NotebookNode) -> None:
        self.form = [FormCell(nbformat.from_dict(cell)) for cell in form.cells]
        self.asked = {name for ours in self.form for name in ours.wanted}
        self.pieces = [Piece(cell, n, cell.source) for n, cell in enumerate(submitted.cells)]
        self._by_name()
        self._by_text()

    def at(self, place: int) -> list[Piece]:
        """The pieces that stand for a cell of the form."""
        return [p for p in self.pieces if p.place == place and not p.gone]

    def between(self, place: int, counts: Callable[[FormCell], bool]) -> tuple[int, int]:
        """Where in the submission a cell of the form belongs: after the first, before the last."""
        first, last = -1, len(self.pieces)
        for piece in self.pieces:
            if piece.place is None or piece.gone or not counts(self.form[piece.place]):
                continue
            if piece.place < place:
                first = piece.index
            elif piece.place > place:
                last = min(last, piece.index)
        return (first, last) if first < last else (-1, len(self.pieces))

    def _by_name(self) -> None:
        """Pieces that still carry their grade id, or the id of a cell without one."""
        names = {_key(ours.cell): place for place, ours in enumerate(self.form)}
        seen: set[int] = set()
        for piece in self.pieces:
            place = names.get(_key(piece.cell))
            if place is None and nbcells.grade_id(piece.cell).startswith("given_"):
                # Given functions under an earlier release's id: the form has its own.
                piece.gone = not celltext.defined(celltext.code(piece.cell)) & self.asked
            if place is None or self._strays(piece, self.form[place]):
                continue
            ours = self.form[place]
            if ours.answer or place not in seen:
                piece.place = place
            elif nbcells.grade_id(piece.cell):
                piece.gone = True  # a second copy of a locked cell
            if ours.wanted:
                piece.text = celltext.code(piece.cell)
            seen.add(place)

    def _strays(self, piece: Piece, ours: FormCell) -> bool:
        """Whether a piece is not what its name says: a copy that became another's answer."""
        if not nbcells.grade_id(ours.cell):
            return str(piece.cell.cell_type) != str(ours.cell.cell_type)
        defined = celltext.defined(celltext.code(piece.cell)) if ours.wanted else set()
        return bool(defined & self.asked) and not defined & ours.wanted

    def _by_text(self) -> None:
        """Pieces without a name that say what a cell of the form says which is not there yet."""
        present = {piece.place for piece in self.pieces}
        texts: dict[str, list[int]] = {}
        for place, ours in enumerate(self.form):
            if place not in present:
                # Students never saw the hidden tests that the form's cell holds.
                texts.setdefault(celltext.released(ours.cell), []).append(place)
        for piece in self.pieces:
            places = texts.get(celltext.plain(piece.text))
            if piece.loose and places:
                piece.place = places.pop(0)


def _key(cell: NotebookNode) -> str:
    return nbcells.grade_id(cell) or f"id {cell.get('id')}"
