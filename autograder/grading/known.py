"""The gradebook learns a chapter's cells as its text is now, before a submission is recorded."""

from __future__ import annotations

from collections.abc import Iterable

from autograder.authoring import release
from autograder.authoring.forms import Forms
from autograder.handed_in.classroom import Classroom
from autograder.records.gradebook import Gradebook
from autograder.shared.errors import CourseError


def make_known(
    classroom: Classroom, book: Gradebook, forms: Forms, chapters: Iterable[str]
) -> None:
    """Have the gradebook learn those chapters whose cells are not what it holds.

    By nbgrader's own generate_assignment, so that what it holds is what nbgrader's commands expect.
    Raises CourseError if that does not reach this gradebook.
    """
    for chapter in sorted(set(chapters)):
        if book.knows(chapter, forms[chapter]):
            continue
        address = classroom.directory.db_url
        release.release(classroom.root, [chapter], publish=False, gradebook=address)
        if not book.knows(chapter, forms[chapter]):
            raise CourseError(
                f"The gradebook does not know {chapter} as its text is now; run "
                f"`nbgrader generate_assignment {chapter}` with the same settings."
            )
