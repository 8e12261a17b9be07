"""A chapter's known mistakes as one text, which travels with each submission to its judge."""

from __future__ import annotations

import base64
import functools
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field
from typing import Any

from autograder.shared.trial import TrialCell


@dataclass(frozen=True)
class KnownMistake:
    """A wrong answer to an exercise: its title, what a student is told, and the answer."""

    title: str
    name: str
    why: str
    source: str


@dataclass(frozen=True)
class KnownMistakes:
    """All that the judge needs of a chapter.

    cells  : locked ones, and answers with the reference in them; no tests
    ones   : by exercise, the commoner first
    tables : by exercise, what they give on visible numbers, as in `course/mistakes/`
    """

    cells: Sequence[TrialCell] = ()
    ones: Mapping[str, Sequence[KnownMistake]] = field(default_factory=dict)
    tables: Mapping[str, Any] = field(default_factory=dict)


def pack(known: KnownMistakes) -> str:
    """As text, short enough to go along with every submission."""
    content = [
        [astuple(one) for one in known.cells],
        {exercise: [astuple(one) for one in ones] for exercise, ones in known.ones.items()},
        known.tables,
    ]
    packed = zlib.compress(json.dumps(content, ensure_ascii=False).encode(), 9)
    return base64.b85encode(packed).decode()


@functools.lru_cache(maxsize=8)
def unpacked(packed: str) -> KnownMistakes:
    """What was packed; nothing from an empty text."""
    if not packed:
        return KnownMistakes()
    cells, ones, tables = json.loads(zlib.decompress(base64.b85decode(packed)))
    read = {exercise: [KnownMistake(*one) for one in several] for exercise, several in ones.items()}
    return KnownMistakes([TrialCell(*one) for one in cells], read, tables)
