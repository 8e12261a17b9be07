"""The student's end of the conversation with the judge, which calls the student's functions."""

from __future__ import annotations

import builtins
import io
import socket
import types
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

import numpy as np

from autograder.inside.running.notebook import Notebook, Printed
from autograder.inside.running.report import report
from autograder.inside.running.time_limit import limit
from autograder.inside.wire import handles
from autograder.inside.wire.conversation import Conversation, Raised
from autograder.inside.wire.heap import Heap
from course.check import exchange

_TOKEN = "_raised_by_the_tests"  # on an exception: which of the tests' it stands for


class CallBack:
    """A function of the tests', callable from the student's code."""

    def __init__(self, end: StudentEnd, name: str) -> None:
        self._end, self.__name__ = end, name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """What the function at the other end returns, or an exception like the one it raised."""
        return self._end.back(self, args, kwargs)


class StudentEnd:
    """Answers the judge: calls the student's functions, hands out their names' values."""

    def __init__(self, notebook: Notebook, channel: socket.socket, seconds: float) -> None:
        self.notebook, self.seconds = notebook, seconds
        self.printed = Printed()
        self.undo: list[Callable[[], None]] = []
        heap = Heap(self._foreign, self._named, self._name_of)
        self.conversation = Conversation(
            channel, heap, self._report, self._serve, note=self._printed
        )

    def listen(self) -> None:
        """Serve until the judge hangs up, or the time is over."""
        with redirect_stdout(self.printed), redirect_stderr(io.StringIO()), limit(self.seconds):
            self.conversation.listen()

    def back(self, target: CallBack, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function of the tests'."""
        try:
            return self.conversation.call(target, args, kwargs)
        except Raised as raised:
            mro, text, _, token = raised.report
            known = (getattr(builtins, name, None) for name in mro)
            fits = (c for c in known if isinstance(c, type) and issubclass(c, Exception))
            error = next(fits, Exception)(text)
            error.__dict__[_TOKEN] = token
        raise error

    # An exception of the tests' that comes back through the student's code is the same one there.
    def _report(self, error: BaseException) -> list[Any]:
        return report(error, error.__dict__.get(_TOKEN, 0))

    def _printed(self) -> str:
        text, self.printed.text = self.printed.text, ""
        return text

    def _foreign(self, kind: str, token: int, name: str, _extra: list[str]) -> Any:
        if kind in (handles.FUNCTION, handles.CALLABLE):
            return CallBack(self, name)
        return handles.Handle(token, name)

    def _named(self, module: str, name: str) -> Any:
        return getattr(np, name) if module == "numpy" else self.notebook.names[name]

    def _name_of(self, value: Any) -> tuple[str, str] | None:
        name = str(getattr(value, "__name__", ""))
        if isinstance(value, np.ufunc):
            return ("numpy", name) if getattr(np, name, None) is value else None
        given = self.notebook.given.get(id(value))
        return ("", given) if given and self.notebook.names.get(given) is value else None

    def _serve(self, kind: str, values: list[Any]) -> Any:
        names = self.notebook.names
        if kind == "lend":  # most of what a test uses, in one request
            found = {name: names.get(name) for name in values[0]}
            return {k: v for k, v in found.items() if type(v) is types.FunctionType}
        if kind == "has":
            return values[0] in names
        if kind == "get":
            return names[values[0]]
        if kind == "chance":
            return _moved()
        if kind == "iter":
            return iter(values[0])
        if kind == "put":
            names[values[0]] = values[1]
        elif kind == "del":
            names.pop(values[0], None)
        elif kind == "put in":
            undo, sure = exchange.put(names, values[0])
            self.undo.append(undo)
            return sorted(sure)
        elif kind == "put back":
            self.undo.pop()()
        else:
            raise ValueError(kind)
        return None


def _moved() -> list[Any]:
    """The state of NumPy's global generator, and the one that it is moved on to by a draw."""
    found: Any = np.random.get_state()
    np.random.random_sample()
    left: Any = np.random.get_state()
    return [[hash(state[1].tobytes()), state[2:]] for state in (found, left)]
