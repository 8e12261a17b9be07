"""The chapters that a course has."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from autograder.shared.errors import CourseError


def chapters(root: Path) -> list[str]:
    """Names of the chapters in `source/`, in their order."""
    source = root / "source"
    folders = source.iterdir() if source.is_dir() else ()
    return sorted(p.name for p in folders if p.is_dir() and p.name[0] not in "._")


def select(root: Path, asked: Sequence[str]) -> list[str]:
    """The chapters asked for (none asked: all), in their order.

    Raises CourseError for a name that is no chapter.
    """
    known = chapters(root)
    if unknown := [name for name in asked if name not in known]:
        there = ", ".join(known) or "none yet; `make new CHAPTER=ch01_name` begins one"
        raise CourseError(f"No chapter {', '.join(unknown)}. The chapters are: {there}.")
    return [name for name in known if not asked or name in asked]
