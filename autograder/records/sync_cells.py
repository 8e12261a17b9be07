"""The gradebook learns which cells a chapter has, also when some came or went after grading."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader import api
from nbgrader.preprocessors import SaveCells
from sqlalchemy import delete, select, update

from autograder.authoring.frame import within
from autograder.records import beside, dropping
from autograder.shared import grade_ids


class SyncCells(SaveCells):  # type: ignore[misc]
    """Stands before nbgrader's SaveCells, which refuses cells added or removed once work is graded.

    A cell under another name keeps its rows. A cell that is gone loses them, with all points and
    comments on it; a copy of the gradebook is kept if a person gave some. A cell that is new has
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
        new = {
            api.GradeCell: self.new_grade_cells, api.SolutionCell: self.new_solution_cells,
            api.TaskCell: self.new_task_cells, api.SourceCell: self.new_source_cells,
        }  # fmt: skip
        self._rename(notebook.id, new)
        held = {kind: self._held(kind, notebook.id) for kind in new}
        gone = {kind: [held[kind][name] for name in held[kind].keys() - new[kind]] for kind in new}
        self._warn(self._by_hand([row for kind in gone for row in gone[kind]]))
        for kind, cells in new.items():
            if gone[kind]:
                self._remove(kind, gone[kind])
            for name in cells.keys() - held[kind].keys():
                db.add(kind(name=name, notebook_id=notebook.id, **_told(cells[name])))
        db.commit()

    def _rename(self, notebook: str, new: Mapping[Any, Mapping[str, Any]]) -> None:
        """Give the rows of cells that have another name that name."""
        db, source = self.gradebook.db, api.SourceCell
        held = {
            row.name: row
            for row in db.execute(select(source).filter_by(notebook_id=notebook)).scalars()
        }
        before = {name: (row.cell_type, row.source or "") for name, row in held.items()}
        cells = new[source]
        now = {name: (cell["cell_type"], cell["source"]) for name, cell in cells.items()}
        names = renamed(before, now, [*new[api.SolutionCell]])
        answers = []
        for old, name in names.items():
            for kind in new:
                rows = self._held(kind, notebook)
                if old in rows and name in new[kind]:
                    table = source.__table__ if kind is source else api.BaseCell.__table__
                    db.execute(update(table).where(table.c.id == rows[old]).values(name=name))
                    if kind is api.SolutionCell:
                        answers.append((old, name))
            self.log.warning(
                "%s is %s now; what it got by the grader or a person stays with it.", old, name
            )
        dropping.renamed(db, self.assignment_id, answers)
        db.expire_all()

    def _held(self, kind: Any, notebook: str) -> dict[str, str]:
        """Ids by name of the cells of one kind that the gradebook has."""
        rows = select(kind.name, kind.id).where(kind.notebook_id == notebook)
        return dict(self.gradebook.db.execute(rows).all())

    def _remove(self, kind: Any, ids: Sequence[str]) -> None:
        """Delete cells, and what was said of them, from the rows that refer to others down."""
        db = self.gradebook.db
        if kind is not api.SourceCell:
            said = (api.Grade.__table__, api.Comment.__table__)
            for table in (*said, beside.dropped_grade, beside.dropped_cell):
                db.execute(delete(table).where(table.c.cell_id.in_(ids)))
        db.execute(delete(kind.__table__).where(kind.__table__.c.id.in_(ids)))
        if kind is not api.SourceCell:
            base = api.BaseCell.__table__
            db.execute(delete(base).where(base.c.id.in_(ids)))

    def _by_hand(self, ids: Sequence[str]) -> list[str]:
        """The name of a cell for each submission in which a person gave it points or a comment."""
        found: set[tuple[str, str]] = set()
        for table, own in (
            (api.Grade.__table__, "manual_score"), (api.Comment.__table__, "manual_comment"),
            (beside.dropped_grade, "manual_score"),
        ):  # fmt: skip
            rows = select(api.BaseCell.name, table.c.notebook_id)
            rows = rows.join(table, table.c.cell_id == api.BaseCell.id)
            rows = rows.where(api.BaseCell.id.in_(ids), table.c[own].is_not(None))
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


class KeepDropped(SaveCells):  # type: ignore[misc]
    """Stands after nbgrader's SaveCells, which gives every cell the points that the chapter says.

    Those of a dropped exercise go on to count nothing, and its new cells do not count either.
    """

    def _create_notebook(self, nb: NotebookNode) -> None:
        cells = {**self.new_grade_cells, **self.new_task_cells}
        points = {
            cell.metadata.nbgrader["grade_id"]: float(cell.metadata.nbgrader["points"])
            for cell in nb.cells
            if cell.metadata.get("nbgrader", {}).get("grade_id") in cells
        }
        dropping.settle(self.gradebook.db, self.assignment_id, points)
        self.gradebook.db.commit()


def _told(cell: Mapping[str, Any]) -> dict[str, Any]:
    """What a new row holds beside its name; its own id is drawn."""
    return {key: value for key, value in cell.items() if key != "id"}


def renamed(
    before: Mapping[str, tuple[str, str]], now: Mapping[str, tuple[str, str]],
    answers: Sequence[str],
) -> dict[str, str]:  # fmt: skip
    """Which cells have another name, the old one first: only those of which it is certain.

    before, now : kind and text of the cells by name
    answers     : names of the answers' cells
    The text must be the same, the exercise's own name aside, and no other cell's that came or went.
    """
    gone, new = before.keys() - now.keys(), now.keys() - before.keys()
    found = {}
    keys_before = {name: _key(name, *before[name], [*before]) for name in gone}
    keys_now = {name: _key(name, *now[name], answers) for name in new}
    often = Counter(keys_before.values()), Counter(keys_now.values())
    by_key = {key: name for name, key in keys_now.items()}
    for name, key in keys_before.items():
        if often[0][key] == often[1][key] == 1:
            found[name] = by_key[key]
    return found


def _key(name: str, kind: str, text: str, answers: Sequence[str]) -> tuple[str, str]:
    exercise = grade_ids.exercise(name, answers)
    return kind, re.sub(rf"(?<!\w){re.escape(exercise)}(?!\w)", "\0", within(text))
