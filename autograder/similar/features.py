"""What two texts can share: runs of tokens as they are written, of code whatever its names, and of
words.

White space and line ends count for nothing; comments and docstrings are words, apart from the code.
"""

from __future__ import annotations

import builtins
import functools
import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pygments.lexers import PythonLexer  # type: ignore[import-untyped]
from pygments.token import Comment, Name, String  # type: ignore[import-untyped]

RUN = 5  # tokens, or words, that are shared one after another before it counts
OF_PYTHON = {*dir(builtins), *keyword.kwlist, "np", "plt"}
SOME_NAME = "\N{BULLET}"  # stands for a name of the student's own choice
_LEXER = PythonLexer()
_WORD = re.compile(r"\w+")

Places = list[tuple[int, int]]  # where each token of a stream begins and ends


class Run(tuple[str, ...]):
    """Tokens one after another."""


class Whole(Run):
    """All tokens of a text: an answer of a line or two has few runs, or none."""


@dataclass(frozen=True)
class Stream:
    """Tokens of a text in their order, and where they stand in it.

    whole : whether a text is one thing, too, besides its runs
    """

    tokens: tuple[str, ...]
    places: Places
    whole: bool = False

    @functools.cached_property
    def runs(self) -> frozenset[Run]:
        """What of it can be shared."""
        whole = {Whole(self.tokens)} if self.whole and self.tokens else frozenset()
        return frozenset(self._each()) | whole

    def _each(self) -> Iterator[Run]:
        for first in range(len(self.tokens) - RUN + 1):
            yield Run(self.tokens[first : first + RUN])

    def where(self, runs: frozenset[Run], text: str) -> Places:
        """Where its text has one of these runs, as one what nothing but white space parts."""
        marked: set[int] = set()
        if self.whole and Whole(self.tokens) in runs:
            marked.update(range(len(self.tokens)))
        for first, run in enumerate(self._each()):
            if run in runs:
                marked.update(range(first, first + RUN))
        found: Places = []
        for begin, end in (self.places[number] for number in sorted(marked)):
            if found and not text[found[-1][1] : begin].strip():
                begin = found.pop()[0]
            found.append((begin, end))
        return found


@dataclass(frozen=True)
class Features:
    """A text as code, as code whatever its names, and as words."""

    code: Stream
    shape: Stream
    words: Stream


def of(text: str, prose: bool, known: frozenset[str] = frozenset()) -> Features:
    """The features of a text.

    prose : that it is all words      known : names that no student chose
    """
    known = known | OF_PYTHON
    code: list[str] = []
    shape: list[str] = []
    places: Places = []
    words: list[str] = []
    word_places: Places = []
    for at, kind, value in [(0, Comment, text)] if prose else _LEXER.get_tokens_unprocessed(text):
        if kind in Comment or kind in String.Doc:
            for found in _WORD.finditer(value):
                words.append(found[0].lower())
                word_places.append((at + found.start(), at + found.end()))
        elif written := value.strip():
            chosen = kind in Name and written not in known and code[-1:] != ["."]
            code.append(written)
            shape.append(SOME_NAME if chosen else written)
            begin = at + value.index(written)
            places.append((begin, begin + len(written)))
    return Features(
        Stream(tuple(code), places), Stream(tuple(shape), places, whole=True),
        Stream(tuple(words), word_places),
    )  # fmt: skip


def names(text: str) -> frozenset[str]:
    """The names that a text has, which whoever fills it in did not choose."""
    found = _LEXER.get_tokens_unprocessed(text)
    return frozenset(value for _, kind, value in found if kind in Name)
