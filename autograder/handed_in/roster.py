"""What is known of the class before an archive is read: who is in it, and what is nobody's name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from autograder.handed_in.people import People


@dataclass
class Roster:
    """Names of the class and of its course.

    chapters  : names that are no student's
    submitted : name of the folder of submissions
    known     : ids of students who have handed in before
    people    : who is on the roster; nobody if there is none
    """

    chapters: Sequence[str]
    submitted: str = "submitted"
    known: Collection[str] = ()
    people: People = field(default_factory=People)

    @property
    def no_students(self) -> set[str]:
        """Names of folders that are the course's own."""
        return {*self.chapters, self.submitted, "source", "release", "course", "dist"}
