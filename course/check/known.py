"""The known mistakes of an exercise, by what they give on the numbers that a student can see.

The build makes one file for each exercise in `course/mistakes/`, from the wrong answers that the
authors keep. It is read when a check has failed, and not before.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from course.check import cell, evidence
from course.check.evidence import Seen
from course.check.failure import CheckFailed, renamed
from course.check.mistake import Mistake

FOLDER: Path | None = Path(__file__).parents[1] / "mistakes"  # None: no mistake is known
SURE = 1e-4  # a check may be lenient; a cause that is named must be sure


def named(error: CheckFailed, seen: Seen, tol: float) -> CheckFailed:
    """The failure with what was seen, under the name of the known mistake that makes it, if any.

    tol : how near the value must come to the one that is known
    """
    mistake = usual_cause(seen, tol)
    if mistake:
        error = renamed(error, mistake)
    error.seen, error.known = seen, mistake is not None
    return error


def usual_cause(seen: Seen, tol: float = 1e-5) -> Mistake | None:
    """The mistake of the current cell's exercise that gives this; the first that is written."""
    current = cell.current()
    if FOLDER is None or current is None:
        return None
    for path in sorted(FOLDER.glob(f"*/{current.exercise}.json")):
        if found := in_table(_table(path), seen, tol):
            return found
    return None


@functools.cache
def _table(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def in_table(table: Mapping[str, Any], seen: Seen, tol: float = 1e-5) -> Mistake | None:
    """The first mistake of an exercise's file that gives what was seen."""
    for check in (one for checks in table["checks"].values() for one in checks):
        if check["what"] != seen.what or not evidence.alike(seen.expected, check["expected"]):
            continue
        for title, gave in check["gave"].items():
            if evidence.alike(seen.got, gave, seen.expected, tol):
                return Mistake(*table["told"][title])
    return None
