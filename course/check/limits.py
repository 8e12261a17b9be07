"""A limit of time on a student's function in this very process, where no other process can be had.

A function of ours that is asked at every line of theirs ends an endless loop of theirs. It cannot
end a call that never comes back from NumPy or from `time.sleep`; a process can, see `mine.trial`.
"""

from __future__ import annotations

import builtins
import contextlib
import functools
import io
import os
import sys
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from course.check import calling

PROGRAM = "<your network>"
"""The file's name of all code that is made of a student's answers."""

_until = [float("inf")]  # when the limits that are in force end, the outermost first

_LOUD = 1_000_000  # characters after which a function that prints is stopped


class Stopped(BaseException):
    """A student's function was stopped; says why, to follow its name.

    No Exception, or theirs that catches all of these would go on.
    """


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise Stopped in a student's code that is still running after so many seconds.

    Within another limit the one that ends first counts. What runs neither hears nor says anything,
    and cannot end this process. Raises Stopped.
    """
    before, now = sys.gettrace(), time.monotonic()
    until = min(now + seconds, _until[-1])
    told = f"was still running after {max(until - now, 0):.2g} seconds"

    def line(frame: FrameType, event: str, arg: Any) -> Any:
        if time.monotonic() > until:
            raise Stopped(told)
        return line

    def called(frame: FrameType, event: str, arg: Any) -> Any:
        return line(frame, event, arg) if _is_students(frame.f_code.co_filename) else None

    _until.append(until)
    with _alone():
        sys.settrace(called)
        try:
            yield
        finally:
            sys.settrace(before)
            _until.pop()


_is_students = functools.lru_cache(calling.is_students)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Nobody to ask, nobody to tell, and no way to end the process."""
    kept = builtins.input, os._exit
    setattr(builtins, "input", _refused("asked for input, and there is nobody to answer"))  # noqa: B010
    setattr(os, "_exit", _refused("tried to end Python"))  # noqa: B010
    sink = _Sink()
    try:
        with contextlib.redirect_stdout(sink), contextlib.redirect_stderr(sink):
            yield
    finally:
        builtins.input, os._exit = kept


def _refused(why: str) -> Callable[..., Any]:
    def refuse(*args: Any, **kwargs: Any) -> Any:
        raise Stopped(why)

    return refuse


class _Sink(io.TextIOBase):
    """Takes what is printed and keeps none of it."""

    def __init__(self) -> None:
        self._taken = 0

    def write(self, text: str) -> int:
        self._taken += len(text)
        if self._taken > _LOUD:
            raise Stopped("printed without end")
        return len(text)
