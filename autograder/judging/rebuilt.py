"""Exceptions of the student's code, made anew on the judge's side from what is told of them.

An exception object of the student's could hold any code: its `__str__` runs when a message is
made. So what crosses is a report, plain data, and what a test cell catches is an exception of ours
with the same name, the same nearest base of Python's own, the same text, and a traceback that shows
the student's lines.
"""

from __future__ import annotations

import builtins
import linecache
from dataclasses import dataclass
from itertools import count
from typing import Any

from tblib import Traceback

from course.check.calling import is_students

KEPT_LINES = 1000  # of answers, for tracebacks
MODULE = "the answer"  # of the exceptions that stand for those of a student's code
_NUMBERS = count()


class MalformedError(Exception):
    """What came is not of the format."""


@dataclass(frozen=True)
class Report:
    """What is told of an exception.

    names  : of its class and of that class's bases, nearest first
    frames : of its traceback: [file, function, line number, line]
    token  : of the exception of ours that it was at first, 0 if it was none
    """

    names: list[str]
    text: str
    frames: list[list[Any]]
    token: int

    @property
    def kind(self) -> str:
        """Name of its class."""
        return self.names[0]


def checked(report: Any) -> Report:
    """The report in what a process sent that may send anything. Raises MalformedError."""
    try:
        mro, text, frames, token = report
        fine = all(type(n) is str for n in mro) and mro and type(text) is str
        fine = fine and type(token) is int and len(frames) <= 50
        for file, name, number, line in frames:
            fine = fine and type(file) is type(name) is type(line) is str
            fine = fine and type(number) is int and 0 <= number < 100_000
    except (TypeError, ValueError):
        fine = False
    if not fine:
        raise MalformedError
    return Report([n[:100] for n in mro[:20]], text[:2000], frames, token)


def like(told: Report) -> BaseException:
    """An exception of ours that looks like theirs."""
    base = next((b for n in told.names if (b := _exception(n)) is not None), Exception)
    name = told.kind if told.kind.isidentifier() else base.__name__
    body = {"__str__": lambda self: told.text, "__init__": _nothing, "__module__": MODULE}
    made = type(name, (base,), body)
    error: BaseException = made()
    return error.with_traceback(traced(told.frames))


def _nothing(self: object, *args: object) -> None:
    pass


def _exception(name: str) -> type[BaseException] | None:
    found = getattr(builtins, name, None)
    if found in (StopIteration, StopAsyncIteration):
        return RuntimeError  # in a test's loop it would look like the end of the loop
    allowed = (Exception, SystemExit, GeneratorExit)
    return found if isinstance(found, type) and issubclass(found, allowed) else None


class _Line(list[str]):
    """A file of which one line is known."""

    def __init__(self, number: int, text: str) -> None:
        super().__init__([text])
        self._number = number

    def __len__(self) -> int:
        return self._number

    def __getitem__(self, index: Any) -> Any:
        return super().__getitem__(0) if index == self._number - 1 else ""


def traced(frames: list[list[Any]]) -> Any:
    """A traceback through functions and lines that never ran here."""
    chain: dict[str, Any] | None = None
    for file, name, number, line in reversed(frames):
        if is_students(file):  # NumPy's and Python's lines stay theirs, and are not shown
            n = next(_NUMBERS)
            file = f"<answer {n}>"
            linecache.cache.pop(f"<answer {n - KEPT_LINES}>", None)
            linecache.cache[file] = (1, None, _Line(number, line[:400] + "\n"), file)
        code = {"co_filename": file, "co_name": name if name.isidentifier() else "<cell>"}
        frame = {"f_globals": {}, "f_code": code, "f_lineno": number}
        chain = {"tb_frame": frame, "tb_lineno": number, "tb_next": chain}
    return Traceback.from_dict(chain).as_traceback() if chain else None
