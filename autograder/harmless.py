"""What a student wrote, made fit to be shown wherever a graded notebook is opened.

Formgrader and other viewers give Markdown to the browser as it is, colour code with patterns that
never end on some lines, and print what commands a terminal. Each function here keeps the text
readable and gives the same text for what was harmless.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode

LONGEST_LINE = 1_000  # characters of a line of code
LONGEST_PROSE = 20_000  # characters of an answer in words
INSTEAD = "\N{REPLACEMENT CHARACTER}"

_SEQUENCES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?)")
# Control characters, halves of characters, and what shows the text that follows in another order.
_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_TAG = re.compile(r"<(?=[A-Za-z/!?])(?!(?:br|/?su[bp])>)")
# A link that leads somewhere else than to a page of the web, and every picture.
_LINK = re.compile(r"\](?=\((?!https?://)|:(?!\s*https?://))|!(?=\[)")
# MathJax's commands for links, styles and extensions.
_COMMAND = re.compile(r"\\(?=(?:href|url|require|style|class|cssId|unicode|bbox|html\w*)\b)")


def text(said: str) -> str:
    """A text without commands for a terminal, control characters, and turns of direction."""
    plain = _SEQUENCES.sub("", said).replace("\r\n", "\n").replace("\r", "\n")
    return _ACTING.sub(INSTEAD, plain)


def code(source: str) -> str:
    """Code as `text`, its longest lines cut."""
    return "\n".join(map(_cut, text(source).split("\n")))


def _cut(line: str) -> str:
    more = len(line) - LONGEST_LINE
    return line if more <= 0 else f"{line[:LONGEST_LINE]} ... ({more:,} characters more)"


def prose(source: str) -> str:
    """Markdown as `text`, without HTML, pictures and links but those to web pages.

    A space takes their meaning away.
    """
    plain = text(source)
    more = len(plain) - LONGEST_PROSE
    if more > 0:
        plain = f"{plain[:LONGEST_PROSE]}\n\n... ({more:,} characters more)"
    for pattern in (_TAG, _LINK, _COMMAND):
        plain = pattern.sub(lambda found: f"{found[0]} ", plain)
    return plain


def output(shown: NotebookNode) -> NotebookNode:
    """An output with its words as `text`."""
    for part in ("text", "ename", "evalue"):
        if part in shown:
            shown[part] = text(shown[part])
    if "traceback" in shown:
        shown.traceback = [text(line) for line in shown.traceback]
    if "text/plain" in shown.get("data", {}):
        shown.data["text/plain"] = text(shown.data["text/plain"])
    return shown
