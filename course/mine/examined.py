"""What happens to a function when it is tried: its chapter's check cells run, in a fresh space."""

from __future__ import annotations

import linecache
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from course.check.limits import PROGRAM, Stopped

LONGEST = 300  # characters of a reason


@dataclass(frozen=True)
class Job:
    """A function to be tried.

    name  : whose verdict it is
    codes : its text, with all that it and the check cells need; the first that passes counts
    cells : label and text of each check cell
    """

    name: str
    codes: Sequence[str]
    cells: Sequence[tuple[str, str]]


Verdict = dict[str, str]
"""By the check cell's label, why it fails; nothing of those that pass. "" is the code itself."""


def examine(job: Job) -> Verdict:
    """Run a job here: what is said of the first code, or nothing if another passes.

    Raises limits.Stopped where that is in force.
    """
    first: Verdict | None = None
    for code in job.codes:
        found = _examined(code, job.cells)
        if not found:
            return found
        first = found if first is None else first
    return first or {}


def _examined(code: str, cells: Sequence[tuple[str, str]]) -> Verdict:
    found: Verdict = {}
    try:
        space = space_of(code)
    except (Exception, SystemExit) as error:
        return {"": _told(error)}
    for label, text in cells:
        try:
            exec(compile(text, "<check>", "exec"), dict(space))
        except Stopped:
            raise
        except (Exception, SystemExit) as error:
            found[label] = _told(error)
    return found


def space_of(code: str) -> dict[str, Any]:
    """The names that a program defines."""
    space: dict[str, Any] = {"__name__": "__main__network__"}
    linecache.cache[PROGRAM] = (len(code), None, code.splitlines(keepends=True), PROGRAM)
    exec(compile(code, PROGRAM, "exec"), space)
    return space


def _told(error: BaseException) -> str:
    """A reason in one line: what the check says first, and its usual cause."""
    from course.check import CheckFailed

    if not isinstance(error, CheckFailed):
        kind = type(error).__name__
        return f"{kind}: {error}"[:LONGEST].split("\n")[0].rstrip(": ")
    lines = str(error).splitlines()
    cause = f" ({error.mistake})" if error.mistake and lines[0].find(error.mistake) < 0 else ""
    return lines[0][:LONGEST].rstrip(".") + cause


def cells(names: Sequence[Mapping[str, str]]) -> list[tuple[str, str]]:
    """Check cells as a job takes them."""
    return [(one["label"], one["source"]) for one in names]
