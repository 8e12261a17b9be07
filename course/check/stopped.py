"""What is known of the place where a student's function stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class Stopped(NamedTuple):
    """Where a student's function stopped.

    kind      : the exception, or the nearest of Python's own that it is
    text      : what it says, on one line
    line      : the student's last line on the way there, "" if none is known
    within    : name of the function that this line is in
    function  : name of the function that was called
    arguments : what it was called with, by name
    lines     : all of the student's lines on the way there
    """

    kind: type[BaseException]
    text: str
    line: str = ""
    within: str = ""
    function: str = ""
    arguments: Mapping[str, Any] = {}
    lines: Sequence[str] = ()
