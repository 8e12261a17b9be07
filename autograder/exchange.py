"""`nbgrader release_feedback` for classes in which some hand in by upload."""

from __future__ import annotations

import re
from glob import escape, glob
from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseFeedback

from autograder.handed_in.classroom import SECRET
from autograder.shared.harmless import shown

NAMED = 20  # students that a sentence names
NEEDED = (SECRET, "timestamp.txt")  # beside a page: what nbgrader's own command opens


class ReleaseFeedback(ExchangeReleaseFeedback):  # type: ignore[misc]
    """nbgrader's own, which ends with an error at the first who has nothing in the exchange.

    They have no secret there, by which it knows who may fetch a page. They are passed over and
    named; all others get their page. `c.ExchangeFactory.release_feedback` has nbgrader and
    Formgrader use it.
    """

    src_path: str

    def copy_files(self) -> None:
        """Copy the pages of those who handed in through the exchange."""
        every: str = self.src_path
        uploaded = []
        for folder in sorted({Path(page).parent for page in glob(f"{every}/*.html")}):
            if all((folder / name).is_file() for name in NEEDED):
                self.src_path = escape(str(folder))
                super().copy_files()
            else:
                uploaded.append(self._student(folder))
        self.src_path = every
        if uploaded:
            named = ", ".join(map(shown, uploaded[:NAMED]))
            more = f" and {len(uploaded) - NAMED} more" if len(uploaded) > NAMED else ""
            self.log.warning(
                "%d handed in by upload, so there is nothing for them to fetch from the exchange: "
                "%s%s. `python -m autograder return %s ARCHIVE` packs their pages.",
                len(uploaded), named, more, self.coursedir.assignment_id,
            )  # fmt: skip

    def _student(self, folder: Path) -> str:
        course = self.coursedir
        step, chapter = course.feedback_directory, course.assignment_id
        found = re.match(course.format_path(step, "(?P<who>.*)", chapter, escape=True), str(folder))
        return found["who"] if found else str(folder)
