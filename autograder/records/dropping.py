"""Exercises taken out of the total, and put back.

What counts must be the same for everybody who reads the gradebook: Formgrader, nbgrader's export,
ours. All of them add up nbgrader's rows, so those of a dropped exercise say 0 of 0 points, and
nothing in it is left for a person to grade. What they said before, and what is graded meanwhile,
is set aside (`beside`), and is there again when the exercise counts again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import bindparam, delete, exists, insert, select, update

from autograder.records import beside, chapter_cells
from autograder.records import statements as sql
from autograder.records.chapter_cells import KINDS

_g, _aside, _cells = sql.grade, beside.dropped_grade, beside.dropped_cell
NOTHING = {
    "auto_score": 0.0, "manual_score": None, "extra_credit": None, "needs_manual_grade": False,
}  # fmt: skip
"""What nbgrader's row of a grade says while its cell does not count."""

_SCORES = tuple(NOTHING)

_BY_HAND = _g.c.manual_score.is_not(None) | _g.c.extra_credit.is_not(None)
_FIND_BY_HAND = (
    select(_g.c.notebook_id, _g.c.cell_id, _g.c.manual_score, _g.c.extra_credit)
    .join(_aside, (_aside.c.notebook_id == _g.c.notebook_id) & (_aside.c.cell_id == _g.c.cell_id))
    .where(_BY_HAND)
)
_FIND_CELLS = select(_cells.c.cell_id)
_OF_NOTEBOOK = _FIND_BY_HAND.where(_g.c.notebook_id == bindparam("notebook"))


def listed(db: Any) -> list[tuple[str, str]]:
    """Chapter and exercise of all that do not count."""
    rows = db.execute(select(beside.dropped).order_by("chapter", "exercise")).all()
    return [(chapter, exercise) for chapter, exercise in rows]


def drop(db: Any, chapter: str, exercise: str) -> None:
    """Have an exercise no longer count; whoever calls it commits."""
    db.execute(insert(beside.dropped), {"chapter": chapter, "exercise": exercise})
    settle(db, chapter)


def undo(db: Any, chapter: str, exercise: str) -> None:
    """Have it count again, with all that was set aside; whoever calls it commits."""
    place = beside.dropped.c
    db.execute(delete(beside.dropped).where(place.chapter == chapter, place.exercise == exercise))
    settle(db, chapter)


def settle(db: Any, chapter: str, maxima: Mapping[str, float] | None = None) -> None:
    """Have the rows of a chapter's cells be as its dropped exercises say.

    Also after cells came or changed their points; then maxima says the points by the cell's name.
    """
    names = {exercise for name, exercise in listed(db) if name == chapter}
    cells = chapter_cells.of(db, chapter)
    new = {one.id: (maxima or {}).get(one.name, one.maximum) for one in cells}
    down = [one.id for one in cells if one.exercise in names]
    up = [one.id for one in cells if one.exercise not in names and not one.counts]
    if up:
        _give_back(db, up)
        _set_maxima(db, {cell: new[cell] for cell in up})
        for table in (_aside, _cells):
            db.execute(delete(table).where(table.c.cell_id.in_(up)))
    if down:
        db.execute(delete(_cells).where(_cells.c.cell_id.in_(down)))
        db.execute(insert(_cells), [{"cell_id": cell, "max_score": new[cell]} for cell in down])
        _set_aside(db, down)
        _set_maxima(db, dict.fromkeys(down, 0.0))


def _set_aside(db: Any, cells: Collection[str]) -> None:
    """Of all submissions; of a row that says nothing what counts lies aside already."""
    _by_hand(db, db.execute(_FIND_BY_HAND.where(_g.c.cell_id.in_(cells))).all())
    there = exists().where(
        _aside.c.notebook_id == _g.c.notebook_id, _aside.c.cell_id == _g.c.cell_id
    )
    names = ("notebook_id", "cell_id", *_SCORES)
    rows = select(*(_g.c[name] for name in names)).where(_g.c.cell_id.in_(cells), ~there)
    db.execute(insert(_aside).from_select(names, rows))
    db.execute(update(_g).where(_g.c.cell_id.in_(cells)).values(NOTHING))


def _by_hand(db: Any, given: Iterable[Any]) -> None:
    """Set aside what a person gave in Formgrader since the cells no longer count."""
    for notebook, cell, manual, extra in given:
        at = {"notebook_id": notebook, "cell_id": cell}
        values = {"manual_score": manual, "extra_credit": extra, "needs_manual_grade": False}
        db.execute(update(_aside).filter_by(**at).values(values))
        db.execute(update(_g).filter_by(**at).values(NOTHING))


def _give_back(db: Any, cells: Collection[str]) -> None:
    """What a person gave since counts before what lay aside."""
    _by_hand(db, db.execute(_FIND_BY_HAND.where(_g.c.cell_id.in_(cells))).all())
    rows = [
        {name: getattr(row, name) for name in _SCORES} | {"of": row.notebook_id, "at": row.cell_id}
        for row in db.execute(select(_aside).where(_aside.c.cell_id.in_(cells)))
    ]
    if rows:
        place = (_g.c.notebook_id == bindparam("of")) & (_g.c.cell_id == bindparam("at"))
        values: dict[str, Any] = {name: bindparam(name) for name in _SCORES}
        db.connection().execute(update(_g).where(place).values(values), rows)


def _set_maxima(db: Any, maxima: Mapping[str, float]) -> None:
    for kind in KINDS:
        table = kind.__table__
        change = update(table).where(table.c.id == bindparam("cell"))
        rows = [{"cell": cell, "points": points} for cell, points in maxima.items()]
        db.connection().execute(change.values(max_score=bindparam("points")), rows)


class Aside:
    """What one submitted notebook has for cells that do not count, in a session of SQLAlchemy."""

    def __init__(self, db: Any, notebook: str) -> None:
        self._db, self._notebook = db, notebook

    def cells(self) -> set[str]:
        """Ids of all cells that do not count, of whatever chapter."""
        return set(self._db.execute(_FIND_CELLS).scalars())

    def by_hand(self) -> None:
        """Set aside what a person gave in Formgrader for a cell that does not count."""
        _by_hand(self._db, self._db.execute(_OF_NOTEBOOK, {"notebook": self._notebook}).all())

    def held(self) -> dict[str, tuple[float | None, float | None]]:
        """By cell, what a person gave and what was added."""
        rows = select(_aside.c.cell_id, _aside.c.manual_score, _aside.c.extra_credit)
        found = self._db.execute(rows.where(_aside.c.notebook_id == self._notebook)).all()
        return {cell: (manual, extra) for cell, manual, extra in found}

    def write(self, scores: Mapping[str, float | None]) -> None:
        """Write the grader's points of these cells; a person's stay."""
        if not scores:
            return
        held = self.held()
        at = (_aside.c.notebook_id == self._notebook) & _aside.c.cell_id.in_(list(scores))
        self._db.execute(delete(_aside).where(at))
        rows = []
        for cell, score in scores.items():
            manual, extra = held.get(cell, (None, None))
            waits = score is None or manual is not None
            rows.append(
                {
                    "notebook_id": self._notebook,
                    "cell_id": cell,
                    "auto_score": score,
                    "manual_score": manual,
                    "extra_credit": extra,
                    "needs_manual_grade": waits,
                }  # fmt: skip
            )
        self._db.execute(insert(_aside), rows)


def renamed(db: Any, chapter: str, names: Iterable[tuple[str, str]]) -> None:
    """Follow exercises to their new names; whoever calls it commits."""
    place = beside.dropped.c
    for old, new in names:
        row = update(beside.dropped).where(place.chapter == chapter, place.exercise == old)
        db.execute(row.values(exercise=new))
