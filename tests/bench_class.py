"""How long report, export and a regrade's gradebook take: `python tests/bench_class.py [STUDENTS]`.

On a made gradebook of all chapters in SQLite, with a graded notebook for each submission.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from support import big_class
from support.chapters import ROOT

from autograder.handed_in.classroom import Classroom
from autograder.judging.bundle import STAMP
from autograder.records import report
from autograder.records.gradebook import Gradebook
from autograder.records.returning import grades
from course.results import outline


def make(root: Path, students: int) -> None:
    """The gradebook, and a released notebook as everybody's graded one."""
    big_class.make(root / "gradebook.db", students)
    room = Classroom(root)
    for chapter in outline.chapters():
        (root / "source" / chapter.name).mkdir(parents=True)
        path = ROOT / "release" / chapter.name / f"{chapter.name}.ipynb"
        notebook = json.loads(path.read_text("utf-8"))
        notebook["metadata"][STAMP] = {"outcome": "ok"}
        content = json.dumps(notebook, sort_keys=True)
        for number in range(students):
            graded = room.autograded(f"s{number:05}", chapter.name)
            graded.parent.mkdir(parents=True)
            graded.write_text(content, "utf-8")


def renew(root: Path, students: int) -> None:
    """What a regrade in which nothing has changed asks of the gradebook."""
    with Gradebook(Classroom(root)) as book:
        for chapter in outline.chapters():
            for number in range(students):
                book.renewed(f"s{number:05}", chapter.name, "")


def timed(what: str, work: Callable[[], object]) -> None:
    """Print how long something takes."""
    began, used = time.monotonic(), time.process_time()
    work()
    print(
        f"{what:<8}{time.monotonic() - began:>7.1f} s, {time.process_time() - used:.1f} of one core"
    )


def main(students: int) -> None:
    """Make the class and time both."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make(root, students)
        print(f"{students} students, {len(outline.chapters())} chapters")
        timed("report", lambda: report.write(root, [], None, False))
        timed("export", lambda: grades.plainly(root, [], None))
        timed("regrade", lambda: renew(root, students))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
