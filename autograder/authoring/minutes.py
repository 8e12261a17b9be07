"""How long a chapter takes, written by the build where the text says `{minutes}`.

Reading is the words of all prose, and a minute for each cell that is run to look at and for each
question; writing is the minutes that the headers of the answers give.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from nbformat import NotebookNode

from autograder.authoring.text import TextCell
from autograder.shared import nbcells

WORDS_A_MINUTE = 90  # formulas are slow to read; what first readers took
NEAREST = 5  # minutes are told as people tell them

_OPEN = "{minutes}"
_QUESTION = re.compile(r"\*\*(?:Question|Check the claim)\b")
_TOLD = re.compile(r"About \d+ minutes of reading and \d+ of writing\.")
_ONE_WORD = re.compile(r"\$\$.*?\$\$|\$[^$]+\$|`[^`]+`", re.DOTALL)
_NO_WORD = re.compile(r"<[^>]*>|\]\([^)]*\)|[|#*_\[]|(?<!\S)-+(?!\S)|-{3,}")


def words(prose: str) -> int:
    """How many words a reader meets in Markdown: a formula or a piece of code counts as one."""
    return len(_NO_WORD.sub(" ", _ONE_WORD.sub(" formula ", prose)).split())


def told(cells: Sequence[TextCell]) -> str:
    """The sentence about a chapter's minutes."""
    prose = nbcells.prose(cells)
    looking = sum(cell.cell_type == "code" and not cell.role for cell in cells)
    reading = words(prose) / WORDS_A_MINUTE + looking + len(_QUESTION.findall(prose))
    writing = sum(cell.minutes for cell in cells)
    return f"About {_rounded(reading)} minutes of reading and {_rounded(writing)} of writing."


def said(prose: str) -> str:
    """The sentence that a chapter's prose has about its minutes; "" if it has none."""
    found = _TOLD.search(prose)
    return found[0] if found else ""


def fill(nodes: Sequence[NotebookNode], cells: Sequence[TextCell]) -> None:
    """Write the sentence into the prose of a chapter, wherever it is asked for."""
    sentence = told(cells)
    for node in nodes:
        if node.cell_type == "markdown":
            node.source = node.source.replace(_OPEN, sentence)


def emptied(nodes: Iterable[NotebookNode]) -> list[NotebookNode]:
    """The cells as a text has them, without the sentence. Those given are changed."""
    nodes = list(nodes)
    for node in nodes:
        if node.cell_type == "markdown":
            node.source = _TOLD.sub(_OPEN, node.source)
    return nodes


def _rounded(minutes: float) -> int:
    return max(NEAREST, round(minutes / NEAREST) * NEAREST)
