"""The form of a message: what can be read back out of the text of a failed check.

Lines of prose come first, then the usual cause. A line that begins with two spaces is part of a
picture in text, such as two arrays side by side, and keeps its spaces.
"""

from __future__ import annotations

import re

BLANK = re.compile(r"\bis not (written|defined) yet\.$|^This cell wakes up once `")
CAUSE = re.compile(r"^Usual cause: (.+?)\.(?: |$)")
NOT_WRITTEN = "not written yet"
DRAWN = "  "  # how a line of a picture in text begins
MARKED = re.compile(r"\*([^*\s]+)\*")  # an entry that differs, in such a picture


class Message(str):
    """The text of a `CheckFailed`: its lines are the checks' own, and may be used again."""

    __slots__ = ()


def mistake_in(message: str) -> str | None:
    """The name of the mistake in the message of a `CheckFailed`, or None if it names none."""
    lines = message.splitlines() or [""]
    if BLANK.search(lines[0]):
        return NOT_WRITTEN
    named = CAUSE.match(lines[-1])
    return named[1] if named else None
