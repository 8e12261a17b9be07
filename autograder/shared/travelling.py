"""A chapter's known mistakes as one text, which travels with each submission to its judge."""

from __future__ import annotations

import base64
import functools
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

from autograder.shared.trial import TrialCell


@dataclass(frozen=True)
class KnownMistake:
    """A wrong answer to an exercise.

    name, why : what a student is told
    source    : the answer
    visible   : grade ids of the tests whose visible numbers tell it already
    """

    title: str
    name: str
    why: str
    source: str
    visible: tuple[str, ...] = ()


ByExercise = Mapping[str, Sequence[KnownMistake]]


def pack(cells: Sequence[TrialCell], mistakes: ByExercise) -> str:
    """All that the judge needs of a chapter.

    cells    : locked ones, and answers with the reference in them; no tests
    mistakes : by exercise, the commoner first
    """
    content = [
        [astuple(one) for one in cells],
        {exercise: [astuple(one) for one in ones] for exercise, ones in mistakes.items()},
    ]
    packed = zlib.compress(json.dumps(content, ensure_ascii=False).encode(), 9)
    return base64.b85encode(packed).decode()


@functools.lru_cache(maxsize=8)
def unpacked(packed: str) -> tuple[list[TrialCell], ByExercise]:
    """What was packed; nothing from an empty text."""
    if not packed:
        return [], {}
    cells, mistakes = json.loads(zlib.decompress(base64.b85decode(packed)))
    return [TrialCell(*one) for one in cells], {
        exercise: [KnownMistake(*one) for one in ones] for exercise, ones in mistakes.items()
    }
