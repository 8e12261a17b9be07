"""What only the graded notebooks tell: how each submission ended, and what a mistake looked like.

They hold what students wrote, so they are read in a process with limits; of each only the end, but
for one of each mistake that is told.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder.handed_in.classroom import Classroom
from autograder.judging.bundle import STAMP
from autograder.records.parts import told
from autograder.records.report.measures import ChapterMeasures
from autograder.shared import bounded
from course.check import mistake_in

SECONDS, MEMORY = 300, 2**30
TAIL = 2**14  # bytes at a file's end in which its own metadata are looked for
TRIED = 3  # notebooks that are read for the example of a mistake
NONE = "not run"  # the outcome of what has no graded notebook: invalid, or the grader failed
# A file is written in the order of its keys, so the last metadata are its own, after all cells.
# No text of a student's has quotes like these: those in a text have a backslash before them.
_METADATA = re.compile(r'"metadata":\s*(?=\{)')


@dataclass(frozen=True)
class Told:
    """Outcomes by chapter and student; a message by chapter, exercise and mistake."""

    outcomes: dict[str, dict[str, str]]
    examples: dict[str, str]

    def example(self, chapter: str, exercise: str, mistake: str) -> str:
        """What a student was told of the mistake; "" if none was found."""
        return self.examples.get(_key(chapter, exercise, mistake), "")


def read(room: Classroom, measured: Sequence[ChapterMeasures]) -> Told:
    """Read them; what cannot be read within the limits is left out."""
    try:
        return Told(**bounded.once(lambda: _read(room, measured), SECONDS, MEMORY))
    except bounded.TooMuchError:
        return Told({}, {})


def _key(*parts: str) -> str:
    return "\n".join(parts)


def _read(room: Classroom, measured: Sequence[ChapterMeasures]) -> dict[str, object]:
    outcomes, examples = {}, {}
    for chapter in measured:
        name = chapter.chapter
        outcomes[name] = {
            one.student: _outcome(room.autograded(one.student, name)) for one in chapter.submissions
        }
        for exercise in chapter.exercises:
            for cause in exercise.causes:
                for student in cause.students[:TRIED]:
                    path = room.autograded(student, name)
                    if found := _example(path, exercise.name, cause.name):
                        examples[_key(name, exercise.name, cause.name)] = found
                        break
    return {"outcomes": outcomes, "examples": examples}


def _outcome(path: Path) -> str:
    with suppress(OSError, ValueError, KeyError, TypeError):
        with path.open("rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - TAIL))
            end = file.read().decode("utf-8", "replace")
        with suppress(KeyError, TypeError, ValueError):
            *_, last = _METADATA.finditer(end)
            return str(json.JSONDecoder().raw_decode(end, last.end())[0][STAMP]["outcome"])
        return str(json.loads(path.read_text("utf-8"))["metadata"][STAMP]["outcome"])
    return NONE


def _example(path: Path, exercise: str, mistake: str) -> str:
    """What a test of the exercise says of the mistake, in a graded notebook."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
            if not name.startswith(f"test_{exercise}"):
                continue
            for output in cell.get("outputs", []):
                said = told(nbformat.from_dict(output))
                if said and mistake_in(said) == mistake:
                    return said
    return ""
