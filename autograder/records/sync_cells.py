"""The gradebook learns which cells a chapter has, also when some came or went after grading."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader import api
from nbgrader.preprocessors import SaveCells
from sqlalchemy import delete, select


class SyncCells(SaveCells):  # type: ignore[misc]
    """Stands before nbgrader's SaveCells, which refuses cells added or removed once work is graded.

    A cell that is gone loses its rows, with all points and comments on it; a copy of the gradebook
    is kept if a person gave some. A cell that is new has none until a submission is graded. What
    stays keeps its rows, a person's points and comments with it. All in one transaction, and of
    this notebook alone. SaveCells writes what is in the cells afterwards.
    """

    def _create_notebook(self, nb: NotebookNode) -> None:
        db = self.gradebook.db
        try:
            notebook = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        except api.MissingEntry:
            return
        if not notebook.submissions:
            return  # SaveCells begins anew
        new = {
            api.GradeCell: self.new_grade_cells, api.SolutionCell: self.new_solution_cells,
            api.TaskCell: self.new_task_cells, api.SourceCell: self.new_source_cells,
        }  # fmt: skip
        held = {kind: self._held(kind, notebook.id) for kind in new}
        gone = {kind: [held[kind][name] for name in held[kind].keys() - new[kind]] for kind in new}
        self._warn(self._by_hand([row for kind in gone for row in gone[kind]]))
        for kind, cells in new.items():
            if gone[kind]:
                self._remove(kind, gone[kind])
            for name in cells.keys() - held[kind].keys():
                db.add(kind(name=name, notebook_id=notebook.id, **_told(cells[name])))
        db.commit()

    def _held(self, kind: Any, notebook: str) -> dict[str, str]:
        """Ids by name of the cells of one kind that the gradebook has."""
        rows = select(kind.name, kind.id).where(kind.notebook_id == notebook)
        return dict(self.gradebook.db.execute(rows).all())

    def _remove(self, kind: Any, ids: Sequence[str]) -> None:
        """Delete cells, and what was said of them, from the rows that refer to others down."""
        db = self.gradebook.db
        if kind is not api.SourceCell:
            for table in (api.Grade, api.Comment):
                db.execute(delete(table.__table__).where(table.cell_id.in_(ids)))
        db.execute(delete(kind.__table__).where(kind.__table__.c.id.in_(ids)))
        if kind is not api.SourceCell:
            base = api.BaseCell.__table__
            db.execute(delete(base).where(base.c.id.in_(ids)))

    def _by_hand(self, ids: Sequence[str]) -> list[str]:
        """The name of a cell for each submission in which a person gave it points or a comment."""
        found: set[tuple[str, str]] = set()
        for table, own in ((api.Grade, "manual_score"), (api.Comment, "manual_comment")):
            rows = select(api.BaseCell.name, table.notebook_id)
            rows = rows.join(table, table.cell_id == api.BaseCell.id)
            rows = rows.where(api.BaseCell.id.in_(ids), getattr(table, own).is_not(None))
            found.update(map(tuple, self.gradebook.db.execute(rows)))
        return [name for name, _ in found]

    def _warn(self, names: Sequence[str]) -> None:
        """Say which cells go that a person has worked on, and keep the gradebook as it was."""
        if not names:
            return
        kept = self._kept()
        for name in sorted(set(names)):
            self.log.warning(
                "%s is no longer in the chapter; points that a person gave for it, or comments, in "
                "%d submissions, went with it%s.", name, names.count(name), kept,
            )  # fmt: skip

    def _kept(self) -> str:
        """Copy an SQLite gradebook as `nbgrader db upgrade` does; where it is, for a sentence.

        The copy has what was committed, so nothing of this transaction. A server's gradebook is for
        its own back-ups.
        """
        url = self.gradebook.engine.url
        if url.get_backend_name() != "sqlite" or not url.database:
            return ""
        path = Path(url.database)
        copy = path.with_name(f"{path.name}.{datetime.now():%Y-%m-%d-%H%M%S.%f}")
        with closing(sqlite3.connect(path)) as now, closing(sqlite3.connect(copy)) as then:
            now.backup(then)
        return f"; the gradebook as it was is {copy}"


def _told(cell: Mapping[str, Any]) -> dict[str, Any]:
    """What a new row holds beside its name; its own id is drawn."""
    return {key: value for key, value in cell.items() if key != "id"}
