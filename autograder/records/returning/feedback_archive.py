"""Feedback pages in an archive that a platform takes back, named as it named what it handed out."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.handed_in.classroom import Classroom
from autograder.handed_in.collect import Item, items
from autograder.records import students
from autograder.shared import catalogue
from autograder.shared.errors import CourseError

# Where a platform looks for what goes back, below a student's folder.
BELOW = {"Sakai": "Feedback Attachment(s)/"}
_ENDING = re.compile(r"(?i)(\.ipynb.*|\.tar\.gz|\.tgz|\.tar|\.zip)$")


@dataclass
class Returned:
    """What became of it.

    path    : the archive that was written
    pages   : ids of those whose page is in it
    without : ids of those in the archive who have no page
    unsure  : names in the archive of which it is not certain whose they are, each with why
    others  : how many have a page, and nothing in this archive
    """

    path: Path
    pages: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    others: int = 0


def write(
    root: Path, chapter: str, source: Path, student_id: str | None, to: Path | None,
    with_roster: bool,
) -> Returned:  # fmt: skip
    """Write the feedback pages of whoever is in a platform's archive, named as there.

    source      : the archive as it was downloaded, or a folder
    student_id  : as `collect` takes it
    to          : a file, `feedback-CHAPTER-SOURCE.zip` in the course's folder if it is None
    with_roster : whether the roster says who is meant, as for `collect`
    Raises CourseError if it cannot be read, or nobody in it has a page.
    """
    catalogue.select(root, [chapter])
    room = Classroom(root)
    people = students.roster(room) if with_roster else None
    found, unsure = items(root, source, student_id, people)
    # Named after the archive: a class of two platforms has two.
    done = Returned(to or root / f"feedback-{chapter}-{source.stem}.zip", unsure=unsure)
    pages: dict[str, Path] = {}
    for item in _latest(found):
        page = room.folder("feedback", item.student, chapter) / f"{chapter}.html"
        if page.is_file() and not page.is_symlink():
            pages[_name(item, chapter)] = page
            done.pages.append(item.student)
        else:
            done.without.append(item.student)
    if not pages:
        raise CourseError(
            f"Nobody in {source} has a feedback page of {chapter}: run `make grade`, and name the "
            "archive that was collected."
        )
    made = {one.student for one in room.submissions() if one.chapter == chapter}
    with_page = [s for s in made if (room.folder("feedback", s, chapter)).is_dir()]
    done.others = len(set(with_page) - set(done.pages))
    _packed(pages, done.path)
    return done


def _latest(found: Sequence[Item]) -> list[Item]:
    """Of what a student handed in several times, the last."""
    last: dict[str, Item] = {}
    for item in sorted(found, key=lambda one: (one.turn, one.when, one.path)):
        last[item.student] = item
    return sorted(last.values(), key=lambda one: one.student)


def _name(item: Item, chapter: str) -> str:
    if item.folder:
        return f"{item.path}/{BELOW.get(item.platform, '')}{chapter}.html"
    return f"{_ENDING.sub('', item.path)}.html"


def _packed(pages: dict[str, Path], to: Path) -> None:
    """Write the archive whole or not at all."""
    part = to.with_name(f".{to.name}.{os.getpid()}.tmp")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, page in pages.items():
                archive.write(page, name)
        os.replace(part, to)
    except OSError as error:
        raise CourseError(f"{to} cannot be written ({error.strerror}).") from None
    finally:
        part.unlink(missing_ok=True)
