"""The gradebook learns which cells a chapter has, also when some came or went after grading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from nbformat import NotebookNode
from nbgrader import api
from nbgrader.preprocessors import SaveCells
from sqlalchemy import delete, select


class SyncCells(SaveCells):  # type: ignore[misc]
    """Stands before nbgrader's SaveCells, which refuses cells added or removed once work is graded.

    A cell that is gone loses its rows, with all points and comments on it; one that is new has
    none until a submission is graded. What stays keeps its rows, a person's points and comments
    with it. All in one transaction, and of this notebook alone. SaveCells writes what is in the
    cells afterwards.
    """

    def _create_notebook(self, nb: NotebookNode) -> None:
        db = self.gradebook.db
        try:
            notebook = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        except api.MissingEntry:
            return
        if not notebook.submissions:
            return  # SaveCells begins anew
        for kind, cells in (
            (api.GradeCell, self.new_grade_cells),
            (api.SolutionCell, self.new_solution_cells),
            (api.TaskCell, self.new_task_cells),
            (api.SourceCell, self.new_source_cells),
        ):
            held = dict(
                db.execute(select(kind.name, kind.id).where(kind.notebook_id == notebook.id)).all()
            )
            gone = {name: held[name] for name in sorted(held.keys() - cells.keys())}
            if gone:
                self._remove(kind, gone)
            for name in cells.keys() - held.keys():
                db.add(kind(name=name, notebook_id=notebook.id, **_told(cells[name])))
        db.commit()

    def _remove(self, kind: Any, gone: Mapping[str, str]) -> None:
        """Delete cells, and what was said of them, from the rows that refer to others down."""
        db, ids = self.gradebook.db, list(gone.values())
        if kind is not api.SourceCell:
            given = select(api.BaseCell.name).join(api.Grade, api.Grade.cell_id == api.BaseCell.id)
            given = given.where(api.BaseCell.id.in_(ids), api.Grade.manual_score.is_not(None))
            self._warn(db.scalars(given))
            for table in (api.Grade, api.Comment):
                db.execute(delete(table.__table__).where(table.cell_id.in_(ids)))
        db.execute(delete(kind.__table__).where(kind.__table__.c.id.in_(ids)))
        if kind is not api.SourceCell:
            base = api.BaseCell.__table__
            db.execute(delete(base).where(base.c.id.in_(ids)))

    def _warn(self, names: Iterable[str]) -> None:
        found = list(names)
        for name in sorted(set(found)):
            self.log.warning(
                "%s is no longer in the chapter; points that a person gave for it, in %d "
                "submissions, went with it.", name, found.count(name),
            )  # fmt: skip


def _told(cell: Mapping[str, Any]) -> dict[str, Any]:
    """What a new row holds beside its name; its own id is drawn."""
    return {key: value for key, value in cell.items() if key != "id"}
