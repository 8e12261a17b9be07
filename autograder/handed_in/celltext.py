"""What the text of a cell tells of it: the names it defines, whether it is Python, its likeness.

Texts come from students: nothing here is executed, long ones are not parsed, and no expression
steps back over what it has read.
"""

from __future__ import annotations

import ast
import difflib
import functools
import re
import warnings

from nbformat import NotebookNode
from nbgrader.utils import is_grade

LONGEST_PARSED = 60_000  # characters of a text that is looked at as Python
COMPARED = 200  # words of a text that are compared with another's
ALIKE = 0.4  # share of words that a cell without a name has in common with the blank it stands for


def plain(text: str) -> str:
    """A text without what an editor changes: white space at the ends of lines, empty lines."""
    return "\n".join(line.rstrip().expandtabs(4) for line in text.splitlines() if line.strip())


_HIDDEN = re.compile(
    r"^[ \t]*### BEGIN HIDDEN TESTS.*?^[ \t]*### END HIDDEN TESTS[^\n]*\n?", re.S | re.M
)


def released(cell: NotebookNode) -> str:
    """The plain text of a form's cell as students were given it."""
    return plain(_HIDDEN.sub("", cell.source) if is_grade(cell) else cell.source)


_DEFINES = re.compile(
    r"^(?:async[ \t]+def|def|class)[ \t]+([^\W\d]\w*)|^([^\W\d]\w*)[ \t]*(?::[^=\n]+)?=(?!=)", re.M
)


def defined(text: str) -> set[str]:
    """Names that the outermost lines of a text give functions, classes or values to."""
    return {first or second for first, second in _DEFINES.findall(text)}


def code(cell: NotebookNode, text: str | None = None) -> str:
    """The code in a cell, also when the cell has become prose by accident, fences and all."""
    text = str(cell.source if text is None else text)
    if cell.cell_type == "code":
        return text
    return _fenced(text) if len(text) <= LONGEST_PARSED else ""


def _fenced(text: str) -> str:
    """What stands between fences of Markdown; the text itself if it has none."""
    inside: list[str] = []
    fence = ""
    any_fence = False
    for line in text.splitlines():
        mark = line.strip()[:3]
        if mark in ("```", "~~~") and mark == (fence or mark):
            fence, any_fence = "" if fence else mark, True
        elif fence:
            inside.append(line)
    return "\n".join(inside) if any_fence else text


def likeness(one: str, other: str) -> float:
    """The share of words that the beginnings of two texts have in common, 0 to 1."""
    first, second = (text[: 20 * COMPARED].split()[:COMPARED] for text in (one, other))
    match = difflib.SequenceMatcher(None, first, second, autojunk=False)
    return match.ratio() if match.quick_ratio() >= ALIKE else 0.0


_MAGIC = re.compile(r"^([ \t]*)(?:[%!?].*|[\w.]+\?\??[ \t]*)$", re.M)


def parsed(text: str) -> ast.Module | None:
    """The text as Python, its magics passed over; None if it is none, or too long."""
    if len(text) > LONGEST_PARSED:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for candidate in (text, _MAGIC.sub(r"\1pass", text)):
            try:
                return ast.parse(candidate)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
    return None


@functools.lru_cache(maxsize=32)
def is_python(text: str) -> bool:
    """Whether a text is Python, magics aside."""
    return parsed(text) is not None
