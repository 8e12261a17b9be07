"""What a person gave to an answer that was then handed in anew.

nbgrader keeps points and comments of a person when a submission is graded again, and rightly; but
a student who has mended an answer shall not be sent what was said of the old one as if it were of
the new. So the gradebook keeps a digest of each answer that was graded. When one has changed, the
person's comment begins with the words below, on every page and in Formgrader, where they can be
taken out; and the points are told to be of an earlier answer until somebody saves them again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from autograder.records import beside

EARLIER = "On an earlier version of this answer: "
_t = beside.answered
_OF_NOTEBOOK = _t.c.notebook_id == bindparam("notebook")
_FIND = select(_t.c.answers, _t.c.earlier).where(_OF_NOTEBOOK)
_PUT = insert(_t)
_SET = (
    update(_t)
    .where(_OF_NOTEBOOK)
    .values(answers=bindparam("answers"), earlier=bindparam("earlier"))
)


def digest(answer: str) -> str:
    """What is kept of an answer."""
    return hashlib.sha256(answer.strip().encode(errors="replace")).hexdigest()[:32]


def on_earlier(comment: str) -> str:
    """A person's comment on an answer that was handed in anew since."""
    return comment if comment.startswith(EARLIER) else EARLIER + comment


class Answers:
    """The answers of one submitted notebook that were graded, in a session of SQLAlchemy."""

    def __init__(self, db: Any, notebook: str) -> None:
        self._db, self._notebook = db, notebook
        row = db.execute(_FIND, {"notebook": notebook}).first()
        self._new = row is None
        self.digests: dict[str, str] = json.loads(row.answers) if row else {}
        self.earlier: list[str] = json.loads(row.earlier) if row else []

    def changed(self, digests: Mapping[str, str]) -> set[str]:
        """Ids of the cells whose answers are others than before."""
        return {cell for cell, one in digests.items() if self.digests.get(cell, one) != one}

    def write(self, digests: Mapping[str, str], earlier: Collection[str]) -> None:
        """Keep the answers that are graded now, and the cells whose points are of earlier ones."""
        values = {
            "answers": json.dumps(self.digests | dict(digests)),
            "earlier": json.dumps(sorted(earlier)),
        }
        if self._new:
            self._db.execute(_PUT, {"notebook_id": self._notebook, **values})
        elif (dict(digests), sorted(earlier)) != (self.digests, self.earlier):
            self._db.execute(_SET, {"notebook": self._notebook, **values})
