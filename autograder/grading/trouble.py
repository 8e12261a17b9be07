"""What is said when something fails for one submission, and what is told to all."""

from __future__ import annotations

import errno

from autograder.shared.errors import CourseError
from autograder.shared.harmless import shown

# What a full or broken disk, or a machine without files or memory to spare, says: to everybody.
FOR_ALL = {
    errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM,
}  # fmt: skip


def of_one(error: Exception, what: str) -> str:
    """The sentence for what went wrong with one submission.

    Raises CourseError if it concerns all of them: each of those that follow would be given no
    points for what is no fault of theirs.
    """
    if isinstance(error, CourseError):
        raise error
    if isinstance(error, OSError) and error.errno in FOR_ALL:
        raise CourseError(
            f"Grading cannot go on: {error.strerror}. What was graded before is kept; see to it "
            "and run the same command again to go on."
        ) from None
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"{what} ({type(error).__name__}: {shown(said, 200)})."
