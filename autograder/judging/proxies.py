"""What a test cell holds in place of the student's functions and objects.

Calling a `Proxy` sends plain data to the sandbox and gets plain data back. Nothing that comes back
is executed, and no class of the student's exists here, so no `__eq__`, `__array__` or `__class__`
of theirs can say that a wrong result is right. What may come back is what `wire` reads: numbers,
texts, arrays, lists, tuples, sets and dicts of them, and handles of what cannot cross. A handle
becomes one of the kinds below: something to call, to go through item by item, or only to hand back
to the student's code, as a cache is. It has no attributes of theirs, or whatever a test looks at
would be what their code says it is.
"""

from __future__ import annotations

import math
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from inspect import Parameter, Signature
from typing import Any

import numpy as np

from autograder.inside.wire import handles
from autograder.inside.wire.conversation import Conversation, Raised
from autograder.inside.wire.heap import Heap
from autograder.inside.wire.limits import WireError
from autograder.judging.budget import GRACE
from autograder.judging.namespace import LockedCellError
from autograder.judging.rebuilt import MalformedError, checked, like, traced
from course.check import printable

MALFORMED = "not of the format"
HEARD = 10**6  # characters of what an answer prints that a test cell gets to see


class CellTimeoutError(BaseException):
    """The student's code did not come back in time; named as nbclient names it."""


class SandboxError(BaseException):
    """The student's process ended, or spoke nonsense, in the middle of a test."""


class CannotPassError(SandboxError):
    """What the answer gave is nothing that can cross, for the reason `why`."""

    def __init__(self, why: str) -> None:
        super().__init__(f"What the answer gave cannot be passed on: {why}.")
        self.why = why


class Proxy:
    """A function of the student's, in the sandbox."""

    def __init__(self, end: JudgeEnd, name: str, parameters: Sequence[str]) -> None:
        self._end, self.__name__ = end, name
        self.__globals__ = NotebookNames(end)
        names = [n for n in dict.fromkeys(parameters) if n.isidentifier()]
        if names:
            # `check` says an argument's name in its messages. It is a name only: whether the call
            # fits is found out where the function is.
            kind = Parameter.POSITIONAL_OR_KEYWORD
            self.__signature__ = Signature([Parameter(n, kind) for n in names])

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """What the function at the other end returns, or an exception like the one it raised."""
        return self._end.call(self, args, kwargs)


class NotebookNames:
    """The names of the student's notebook, as a function's `__globals__`.

    `check.spy` exchanges what stands there, in the student's kernel a dict; here each access is a
    request.
    """

    def __init__(self, end: JudgeEnd) -> None:
        self._end = end

    def chance(self) -> Any:
        """Two states of NumPy's global generator at the other end; see `probes.chance`."""
        return self._end.ask("chance")

    def __contains__(self, name: object) -> bool:
        return self._end.ask("has", name) is True

    def __getitem__(self, name: str) -> Any:
        return self._end.ask("get", name)

    def __setitem__(self, name: str, value: Any) -> None:
        self._end.ask("put", name, value)

    def __delitem__(self, name: str) -> None:
        self._end.ask("del", name)

    def put(self, stand_ins: dict[str, Any]) -> tuple[Callable[[], None], set[str]]:
        """As `exchange.put` does, there: with our functions in the place of theirs."""
        answer = self._end.ask("put in", stand_ins)
        if type(answer) is not list or not all(type(name) is str for name in answer):
            raise CannotPassError(MALFORMED)
        return lambda: self._end.ask("put back"), set(answer)


class JudgeEnd:
    """The judge's end of the conversation with one fork of the student's process."""

    def __init__(self, channel: socket.socket, locked: Mapping[str, Any]) -> None:
        self._locked = locked
        self._raised: dict[int, BaseException] = {}
        self._known = {id(v): name for name, v in locked.items() if _is_function(v)}
        heap = Heap(self._foreign, self._named, self._name_of)
        self.conversation = Conversation(
            channel, heap, self._report, self._serve, noted=self._printed
        )
        self._room = HEARD
        # From here on the student's process may have been stopped for being slow.
        self._late = time.monotonic() + 0.8 * ((channel.gettimeout() or math.inf) - GRACE)

    def call(self, function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function of the student's; raises what it raised, as one of ours."""
        try:
            return self._guarded(self.conversation.call, function, args, kwargs)
        except Raised as raised:
            error = self._rebuilt(raised.report)
        finally:
            # Only while a call is under way can the student's code let an exception of ours pass.
            if not self.conversation.heap.shared.depth:
                self._raised.clear()
        raise error

    def _printed(self, text: str) -> None:
        sys.stdout.write(text[: self._room])
        self._room = max(self._room - len(text), 0)

    def ask(self, kind: str, *values: Any) -> Any:
        """Make another request of the sandbox. Raises StopIteration for an iterator's end."""
        try:
            return self._guarded(self.conversation.ask, kind, *values)
        except Raised as raised:
            error = self._rebuilt(raised.report)
        raise error

    def lend(self, names: list[str]) -> dict[str, Any]:
        """The student's functions of these names: most of what tests use, in one request."""
        found = self.ask("lend", names)
        if type(found) is not dict or not found.keys() <= set(names):
            raise CannotPassError(MALFORMED)
        return found

    def lend_one(self, name: str) -> Any:
        """The student's value of a name. Raises KeyError if there is none, SandboxError."""
        try:
            return self.ask("get", name)
        except CannotPassError as error:
            raise SandboxError(
                f"The test needs `{name}`, which cannot be passed on to it: {error.why}."
            ) from None

    def _guarded(self, request: Any, *args: Any) -> Any:
        try:
            return request(*args)
        except TimeoutError:
            raise CellTimeoutError from None
        except (EOFError, OSError):
            if time.monotonic() > self._late:
                raise CellTimeoutError from None  # it was stopped between two requests
            raise SandboxError("The answer ended its own process, or ran out of memory.") from None
        except (WireError, RecursionError) as error:
            raise CannotPassError(str(error)) from None

    def _foreign(self, kind: str, token: int, name: str, extra: list[str]) -> Any:
        if kind in (handles.FUNCTION, handles.CALLABLE):
            return Proxy(self, name, extra)
        named = name if name.isidentifier() else "object"
        if kind in (handles.ITERATOR, handles.ITERABLE):
            base = _Items if kind == handles.ITERATOR else _Iterable
            made = type(named, (base,), {})(token, named)
            made._end = self
            return made
        return type(named, (handles.Handle,), {})(token, named)

    def _named(self, module: str, name: str) -> Any:
        # A name is an answer, too: it may only be that of what is harmless to call.
        if module == "numpy":
            found = getattr(np, name, None)
            return found if type(found) is np.ufunc else None
        return self._locked.get(name) if _is_function(self._locked.get(name)) else None

    def _name_of(self, value: Any) -> tuple[str, str] | None:
        if isinstance(value, np.ufunc):
            name = str(getattr(value, "__name__", ""))
            return ("numpy", name) if getattr(np, name, None) is value else None
        known = self._known.get(id(value))
        return None if known is None else ("", known)

    def _report(self, error: BaseException) -> list[Any]:
        """What the student's code sees of an exception in one of our functions: its kind."""
        if isinstance(error, (CellTimeoutError, SandboxError, LockedCellError, KeyboardInterrupt)):
            raise error  # nothing that the student's code could catch
        token = len(self._raised) + 1
        self._raised[token] = error
        return [[cls.__name__ for cls in type(error).__mro__], "", [], token]

    def _serve(self, kind: str, values: list[Any]) -> Any:
        raise WireError(f"an unknown request {kind[:20]}")

    def _rebuilt(self, report: Any) -> BaseException:
        """What a report tells of, as one of ours. Raises CellTimeoutError, SandboxError."""
        try:
            told = checked(report)
        except MalformedError:
            raise CannotPassError(MALFORMED) from None
        if told.token in self._raised:
            # Of its way only their part is told: the rest is the test's.
            return self._raised[told.token].with_traceback(traced(told.frames))
        if told.kind == "TooSlow":
            raise CellTimeoutError
        if told.kind in ("WireError", "MemoryError"):
            full = "the memory that a submission may use is full"
            raise CannotPassError(printable.quoted(told.text, 200) if told.text else full)
        return like(told)


class _Items(handles.Handle):
    """An iterator of the student's: item by item, one request each."""

    _end: JudgeEnd

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        return self._end.ask("next", self)


class _Iterable(handles.Handle):
    """An object of the student's that can be gone through, each time from its beginning."""

    _end: JudgeEnd

    def __iter__(self) -> Iterator[Any]:
        found = self._end.ask("iter", self)
        if not isinstance(found, (_Items, list, tuple)):
            raise TypeError(f"iter() returned no iterator of type {type(self).__name__!r}")
        return iter(found)


def _is_function(value: Any) -> bool:
    return type(value).__name__ == "function"
