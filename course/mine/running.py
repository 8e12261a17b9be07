"""What the running notebook knows that its file may not: answers run since, and the given cell."""

from __future__ import annotations

import linecache
import sys
from collections.abc import Mapping
from typing import Any

from course.mine.notebooks import GIVEN
from course.results import outline


def names() -> dict[str, Any]:
    """The names of the running notebook; none outside of one."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return dict(shell.user_ns) if shell else {}


def answers(space: Mapping[str, Any]) -> dict[str, str]:
    """The cell that each exercise's function was last defined in, by exercise.

    Functions that were given with the chapter are not among them.
    """
    exercises = [e.name for c in outline.chapters() for e in c.exercises]
    texts = {name: _cell(space[name]) for name in exercises if name in space}
    return {name: text for name, text in texts.items() if text and not text.startswith(GIVEN)}


def given(space: Mapping[str, Any]) -> list[str]:
    """The cells with the course's own answers that have run here, the last one first."""
    ran = space.get("In", [])
    cells = [str(text) for text in ran] if isinstance(ran, list) else []
    return [text for text in reversed(cells) if text.startswith(GIVEN)]


def _cell(function: Any) -> str:
    code = getattr(function, "__code__", None)
    file = getattr(code, "co_filename", "")
    return "".join(linecache.getlines(file)) if "ipykernel" in file or file[:1] == "<" else ""
