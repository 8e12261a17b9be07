"""The prose of a chapter, taken apart: its lines, paragraphs, lists and links, with places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from autograder.authoring.minutes import words
from autograder.authoring.text import TextCell

# What ends with a full stop and ends no sentence: initials and abbreviations.
_ABBREVIATED = r"(?<!\bet al)(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\b[A-Z])"
_SENTENCE_ENDS = re.compile(rf"{_ABBREVIATED}[.!?][\"”*)`$]*\s+(?=[\"“(*`$]*[A-Z])|[!?]\s+(?=\S)")
_LABEL = re.compile(r"^\s*(?:[-*]\s|\d+\.\s)?\s*(?:<[^>]*>)*(?:\*\*[^*]+\*\*)?\s*")
_ITEM = re.compile(r"^\s*(?:[-*]|\d+\.)\s")
_FORMULA = re.compile(r"\$\$.*?\$\$", re.DOTALL)
_INLINE = re.compile(r"\$[^$]+\$|`[^`]+`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Piece:
    """A paragraph, an item of a list, a heading or a table; `line` is where it begins."""

    line: int
    source: str

    @property
    def words(self) -> int:
        return words(self.source)

    @property
    def is_prose(self) -> bool:
        """Whether it is read from left to right: no table and no heading."""
        return not self.source.lstrip().startswith(("|", "#", "<details", "</details"))


def pieces(cells: Iterable[TextCell]) -> Iterator[Piece]:
    """All pieces of the Markdown cells, in order. Formulas on lines of their own are left out."""
    for cell in cells:
        if cell.cell_type == "markdown":
            yield from _pieces(cell.first, cell.source)


def _pieces(first: int, source: str) -> Iterator[Piece]:
    source = _FORMULA.sub(lambda formula: "\n" * formula[0].count("\n"), source)
    begun: list[tuple[int, str]] = []
    for number, line in enumerate([*source.split("\n"), ""], first):
        ends = not line.strip() or _ITEM.match(line) or line.startswith(("#", "<"))
        if ends and begun:
            yield Piece(begun[0][0], "\n".join(text for _, text in begun))
            begun = []
        if line.strip():
            begun.append((number, line))


def crowded(pieces: Iterable[Piece]) -> list[tuple[int, str]]:
    """Lines of the prose on which more than one sentence stands."""
    return [
        (number, line)
        for piece in pieces
        if piece.is_prose
        for number, line in enumerate(piece.source.split("\n"), piece.line)
        if _SENTENCE_ENDS.search(_INLINE.sub("Xx", _LABEL.sub("", line)).rstrip())
    ]


def links(source: str) -> list[str]:
    """The addresses that prose links to, in order."""
    return _LINK.findall(source)
