"""What a student wrote, made fit to be shown wherever a graded notebook is opened.

Formgrader and other viewers give Markdown to the browser as it is, colour code with patterns that
never end on some lines, and print what commands a terminal. Each function here keeps the text
readable, gives the same text for what was harmless, and takes a time that grows with its length.
Of Markdown and TeX, what may act is listed, and all else is made to be nothing but text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.entities import html5
from typing import TYPE_CHECKING

from autograder.shared import tex

if TYPE_CHECKING:
    from nbformat import NotebookNode

LONGEST_LINE = 1_000  # characters of a line of code
LONGEST_CODE = 60_000  # characters of a cell of code
LONGEST_PROSE = 20_000  # characters of an answer in words
EMPTY = 20  # empty lines, one after another
INSTEAD = "\N{REPLACEMENT CHARACTER}"

_SEQUENCES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?)")
# Control characters, halves of characters, and what shows the text that follows in another order.
_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
# Each pattern ends where something begins that may act, unless it is listed; a space goes there.
_ACTS = (
    # HTML: only a new line, an index or an exponent.
    re.compile(r"<(?=[A-Za-z/!?])(?!(?:br|/?su[bp])>)"),
    # Links: only to pages of the web. Pictures: none.
    re.compile(r"\](?=\((?!https?://)|:(?!\s*+https?://))|!(?=\[)"),
)
# Characters by number or name: only those without which they could not be written at all.
_ENTITY = re.compile(r"&(?:#|[A-Za-z][A-Za-z0-9]{0,40}+;)")
ENTITIES = {"&amp;", "&lt;", "&gt;", "&quot;", "&nbsp;"}
# Blocks of code: only those that are coloured as Python, if at all.
_FENCE = re.compile(
    r"^([^A-Za-z`~\n]*+(?:```+(?![^`\n]*`)|~~~+)[ \t]*+)(?=[^\s`~])"
    r"(?!(?:python3?|py|ipython3?|text|txt)[ \t]*+$)", re.MULTILINE
)  # fmt: skip


def text(said: str) -> str:
    """A text without commands for a terminal, control characters, and turns of direction."""
    if said.isprintable():  # most that is shown: one line without any of them
        return said
    plain = _SEQUENCES.sub("", said).replace("\r\n", "\n").replace("\r", "\n")
    return _ACTING.sub(INSTEAD, plain)


def shown(name: str, length: int = 60) -> str:
    """A name or words from outside on one line of a terminal, a log or a sentence: cut, and what
    cannot be seen (control and bidi characters, line ends, halves of characters) as an escape.
    """
    if len(name) <= length and name.isprintable():
        return name
    beginning = name[:length]
    safe = "".join(c if c.isprintable() else _escaped(c) for c in beginning)
    return safe if len(safe) <= length and len(name) <= length else f"{safe[: length - 1]}…"


def lines(said: str, length: int = 2_000) -> str:
    """Each line of a text as `shown`."""
    return "\n".join(shown(line, length) for line in said.split("\n"))


def escapes(value: str) -> str:
    """A text with every control and bidi character but the ends of lines as an escape."""
    return _ACTING.sub(lambda found: found[0] if found[0] == "\r" else _escaped(found[0]), value)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode()


def code(source: str) -> str:
    """Code as `text`, its longest lines and longest gaps cut."""
    return "\n".join(_closed_up(map(_cut, text(_shortened(source, LONGEST_CODE)).split("\n"))))


def _cut(line: str) -> str:
    return _shortened(line, LONGEST_LINE, " ")


def _shortened(long: str, length: int, gap: str = "\n\n") -> str:
    more = len(long) - length
    return long if more <= 0 else f"{long[:length]}{gap}... ({more:,} characters more)"


def _closed_up(lines: Iterable[str]) -> Iterator[str]:
    """Lines without those that only make a text longer: what colours code may look far ahead."""
    empty = 0
    for line in lines:
        empty = 0 if line.strip() else empty + 1
        if empty <= EMPTY:
            yield line


def prose(source: str) -> str:
    """Markdown as `text` in which nothing acts but what is listed here and in `tex`."""
    plain = "\n".join(_closed_up(text(_shortened(source, LONGEST_PROSE)).split("\n")))
    for pattern in _ACTS:
        plain = pattern.sub(lambda found: f"{found[0]} ", plain)
    plain = _ENTITY.sub(_unnamed, plain)
    return tex.literal(_FENCE.sub(r"\1text ", plain))


def _unnamed(found: re.Match[str]) -> str:
    named = found[0] == "&#" or found[0][1:] in html5
    return f"& {found[0][1:]}" if named and found[0] not in ENTITIES else found[0]


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
