"""What the running notebook knows that its file may not: answers run since, and the given cell."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from course.mine import sources
from course.mine.notebooks import GIVEN
from course.results import outline


def names() -> dict[str, Any]:
    """The names of the running notebook; none outside of one."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return dict(shell.user_ns) if shell else {}


def cells(space: Mapping[str, Any]) -> list[str]:
    """The texts of all cells that ran here, in order."""
    ran = space.get("In", [])
    return [str(text) for text in ran] if isinstance(ran, list) else []


def answers(space: Mapping[str, Any]) -> dict[str, str]:
    """The cell that each exercise's function was last defined in, by exercise.

    Functions that were given with the chapter are not among them.
    """
    exercises = {e.name for c in outline.chapters() for e in c.exercises}
    last = {
        name: text
        for text in cells(space)
        for one in sources.tried(text)
        for name in one.names
        if name in exercises and not one.imports
    }
    return {
        name: text
        for name, text in last.items()
        if callable(space.get(name)) and not text.startswith(GIVEN)
    }


def given(space: Mapping[str, Any]) -> list[str]:
    """The cells with the course's own answers that have run here, the last one first."""
    return [text for text in reversed(cells(space)) if text.startswith(GIVEN)]
