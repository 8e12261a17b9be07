"""Whether this copy of the project is whole; it imports nothing of it, or it could not say so.

A checkout, a download or a copy that was interrupted lacks folders or files. Without this whatever
first misses one tells the instructor so: by a traceback, or by an internal error for each
submission.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = {
    "autograder": (
        "authoring", "grading", "handed_in", "inside", "inside/running", "inside/wall",
        "inside/wire", "judging", "publishing", "publishing/pages", "publishing/site",
        "records", "records/report", "records/returning", "shared", "similar",
    ),
    "course": ("check", "check/diagnosis", "mine", "plots", "results", "widgets"),
}  # fmt: skip


def missing(root: Path = ROOT) -> list[str]:
    """The folders of code that are not there, or are empty: `autograder/records`."""
    everything = [*ROOMS, *(f"{package}/{room}" for package in ROOMS for room in ROOMS[package])]
    absent = [name for name in everything if not (root / name / "__init__.py").is_file()]
    # Of a folder that is missing it goes without saying what is in it.
    return [name for name in absent if not any(name.startswith(f"{one}/") for one in absent)]


def lost(error: ImportError, root: Path = ROOT) -> str:
    """The file of the project's own that an import missed; "" if it failed for another reason."""
    parts = (error.name or "").split(".")
    if parts[0] not in ROOMS:
        return ""
    found = re.match(r"cannot import name '(\w+)'", str(error))
    if found and root.joinpath(*parts).is_dir():
        parts.append(found[1])
    path = root.joinpath(*parts)
    return "" if path.is_dir() or path.with_suffix(".py").is_file() else f"{'/'.join(parts)}.py"


def sentence(absent: Sequence[str], root: Path = ROOT) -> str:
    """What is said of a copy that is not whole."""
    are = "is" if len(absent) == 1 else "are"
    return (
        f"{root} is no whole copy of the project: {', '.join(absent)} {are} missing, as after a "
        "checkout or a copy that was interrupted. Nothing was done, and nothing is lost; bring it "
        "back (`git restore autograder course`, or copy the project again) and run the same "
        "command again."
    )
