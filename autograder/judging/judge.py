"""Outside the sandbox: runs the test cells against stand-ins for the student's names.

A test cell is ordinary Python that calls a function and `check`. Here the function is a `Remote`:
calling it sends plain data to the sandbox and gets plain data back. Nothing that comes back is
executed, and no class of the student's exists here, so no `__eq__`, `__array__` or `__class__` of
theirs can say that a wrong result is right.
"""

from __future__ import annotations

import ast
import builtins
import functools
import io
import linecache
import math
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from inspect import Parameter, Signature
from itertools import count
from types import CodeType
from typing import Any

import numpy as np
from tblib import Traceback

from autograder.inside import peer, wire
from autograder.judging.names import LockedCellError, Names, copies, loaded
from course import check
from course.check import printable

GRACE = 2.0  # seconds beyond a cell's limit until it is taken for lost
MAX_PRINTED = 10**6  # characters of what an answer prints that a test cell gets to see
KEPT_LINES = 1000  # of answers, for tracebacks
LONGEST = 500  # characters of an exception that is no check's
ANSWERS = "the answer"  # module of the exceptions that stand for those of a student's code
_NUMBERS = count()


class CellTimeoutError(BaseException):
    """The student's code did not come back in time; named as nbclient names it."""


class SandboxError(BaseException):
    """The student's process ended, or spoke nonsense, in the middle of a test."""


class CannotPassError(SandboxError):
    """What the answer gave is nothing that can cross, for the reason `why`."""

    def __init__(self, why: str) -> None:
        super().__init__(f"What the answer gave cannot be passed on: {why}.")
        self.why = why


@dataclass(frozen=True)
class Verdict:
    """What a test cell came to.

    points  : 0 to the cell's maximum
    outputs : of the cell, in nbformat's form, by the judge alone
    failure : "", or why something else than the test ended the cell: "timeout" and "killed" are
              the sandbox's, "grader" is a locked cell's that had not made what the test needs
    """

    points: float
    outputs: list[dict[str, Any]] = field(default_factory=list)
    failure: str = ""


class Remote:
    """A function of the student's, in the sandbox."""

    def __init__(self, calls: Calls, name: str, parameters: Sequence[str]) -> None:
        self._calls, self.__name__ = calls, name
        self.__globals__ = Scope(calls)
        names = [n for n in dict.fromkeys(parameters) if n.isidentifier()]
        if names:
            kind = Parameter.POSITIONAL_OR_KEYWORD
            self.__signature__ = Signature([Parameter(n, kind) for n in names])

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """What the function at the other end returns, or an exception like the one it raised."""
        return self._calls.call(self, args, kwargs)


class Scope:
    """The names of the student's notebook, as a function's `__globals__`."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def chance(self) -> Any:
        """Two states of NumPy's global generator at the other end; see `probes.chance`."""
        return self._calls.ask("chance")

    def __contains__(self, name: object) -> bool:
        return self._calls.ask("has", name) is True

    def __getitem__(self, name: str) -> Any:
        return self._calls.ask("get", name)

    def __setitem__(self, name: str, value: Any) -> None:
        self._calls.ask("put", name, value)

    def __delitem__(self, name: str) -> None:
        self._calls.ask("del", name)

    def put(self, stand_ins: dict[str, Any]) -> tuple[Callable[[], None], set[str]]:
        """As `exchange.put` does, there: with our functions in the place of theirs."""
        answer = self._calls.ask("put in", stand_ins)
        if type(answer) is not list or not all(type(name) is str for name in answer):
            raise CannotPassError("not of the format")
        return lambda: self._calls.ask("put back"), set(answer)


class Calls:
    """The judge's end of the conversation with one fork of the student's process."""

    def __init__(self, channel: socket.socket, locked: Mapping[str, Any]) -> None:
        self._locked = locked
        self._raised: dict[int, BaseException] = {}
        self._known = {id(v): name for name, v in locked.items() if _is_function(v)}
        heap = wire.Heap(self._foreign, self._named, self._name_of)
        self.peer = peer.Peer(channel, heap, self._report, self._serve, noted=self._printed)
        self._room = MAX_PRINTED
        # From here on the student's process may have been stopped for being slow.
        self._late = time.monotonic() + 0.8 * ((channel.gettimeout() or math.inf) - GRACE)

    def call(self, function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function of the student's; raises what it raised, as one of ours."""
        try:
            return self._guarded(self.peer.call, function, args, kwargs)
        except peer.Raised as raised:
            error = self._rebuilt(raised.report)
        finally:
            if not self.peer.heap.depth:
                self._raised.clear()
        raise error

    def _printed(self, text: str) -> None:
        sys.stdout.write(text[: self._room])
        self._room = max(self._room - len(text), 0)

    def ask(self, kind: str, *values: Any) -> Any:
        """Make another request of the sandbox. Raises StopIteration for an iterator's end."""
        try:
            return self._guarded(self.peer.ask, kind, *values)
        except peer.Raised as raised:
            error = self._rebuilt(raised.report)
        raise error

    def lend(self, names: list[str]) -> dict[str, Any]:
        """The student's functions of these names: most of what tests use, in one request."""
        found = self.ask("lend", names)
        if type(found) is not dict or not found.keys() <= set(names):
            raise CannotPassError("not of the format")
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
        except (wire.WireError, RecursionError) as error:
            raise CannotPassError(str(error)) from None

    def _foreign(self, kind: str, token: int, name: str, extra: list[str]) -> Any:
        if kind in (wire.FUNCTION, wire.CALLABLE):
            return Remote(self, name, extra)
        named = name if name.isidentifier() else "object"
        if kind in (wire.ITERATOR, wire.ITERABLE):
            base = _Items if kind == wire.ITERATOR else _Iterable
            made = type(named, (base,), {})(self.peer.heap, token, named)
            made._calls = self
            return made
        return type(named, (wire.Handle,), {})(self.peer.heap, token, named)

    def _named(self, module: str, name: str) -> Any:
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
        raise wire.WireError(f"an unknown request {kind[:20]}")

    def _rebuilt(self, report: Any) -> BaseException:
        """An exception of ours that looks like theirs. Raises CellTimeoutError, SandboxError."""
        mro, text, frames, token = _checked(report)
        if token in self._raised:
            return self._raised[token]
        if mro[0] == "TooSlow":
            raise CellTimeoutError
        if mro[0] in ("WireError", "MemoryError"):
            full = "the memory that a submission may use is full"
            raise CannotPassError(printable.quoted(text, 200) if text else full)
        base = next((b for n in mro if (b := _exception(n)) is not None), Exception)
        name = mro[0] if mro[0].isidentifier() else base.__name__
        like = {"__str__": lambda self: text, "__init__": _nothing, "__module__": ANSWERS}
        made = type(name, (base,), like)
        error: BaseException = made()
        return error.with_traceback(_trace(frames))


class _Items(wire.Handle):
    """An iterator of the student's: item by item, one request each."""

    _calls: Calls

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        return self._calls.ask("next", self)


class _Iterable(wire.Handle):
    """An object of the student's that can be gone through, each time from its beginning."""

    _calls: Calls

    def __iter__(self) -> Iterator[Any]:
        found = self._calls.ask("iter", self)
        if not isinstance(found, (_Items, list, tuple)):
            raise TypeError(f"iter() returned no iterator of type {type(self).__name__!r}")
        return iter(found)


def _nothing(self: object, *args: object) -> None:
    pass


def _is_function(value: Any) -> bool:
    return type(value).__name__ == "function"


def _exception(name: str) -> type[BaseException] | None:
    found = getattr(builtins, name, None)
    if found in (StopIteration, StopAsyncIteration):
        return RuntimeError  # in a test's loop it would look like the end of the loop
    allowed = (Exception, SystemExit, GeneratorExit)
    return found if isinstance(found, type) and issubclass(found, allowed) else None


def _checked(report: Any) -> tuple[list[str], str, list[list[Any]], int]:
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
        raise CannotPassError("not of the format")
    return [n[:100] for n in mro[:20]], text[:2000], frames, token


class _Line(list[str]):
    """A file of which one line is known."""

    def __init__(self, number: int, text: str) -> None:
        super().__init__([text])
        self._number = number

    def __len__(self) -> int:
        return self._number

    def __getitem__(self, index: Any) -> Any:
        return super().__getitem__(0) if index == self._number - 1 else ""


def _trace(frames: list[list[Any]]) -> Any:
    """A traceback through functions and lines that never ran here."""
    chain: dict[str, Any] | None = None
    for _, name, number, line in reversed(frames):
        n = next(_NUMBERS)
        file = f"<answer {n}>"
        linecache.cache.pop(f"<answer {n - KEPT_LINES}>", None)
        linecache.cache[file] = (1, None, _Line(number, line[:400] + "\n"), file)
        code = {"co_filename": file, "co_name": name if name.isidentifier() else "<cell>"}
        frame = {"f_globals": {}, "f_code": code, "f_lineno": number}
        chain = {"tb_frame": frame, "tb_lineno": number, "tb_next": chain}
    return Traceback.from_dict(chain).as_traceback() if chain else None


@dataclass(frozen=True)
class _Compiled:
    """A test cell, ready to be run.

    names : that it uses before it has given them a value itself
    """

    names: frozenset[str]
    body: CodeType
    last: CodeType | None

    def run(self, names: dict[str, Any]) -> Any:
        """Run it; the value of its last line, if that is an expression."""
        exec(self.body, names)
        return None if self.last is None else eval(self.last, names)


@functools.lru_cache(maxsize=256)
def compiled(source: str) -> _Compiled:
    """A test cell, compiled once for all submissions."""
    tree = ast.parse(source)
    names, last = frozenset(loaded(tree)), None
    if tree.body and isinstance(ending := tree.body[-1], ast.Expr):
        tree.body.pop()
        last = compile(ast.Expression(ending.value), "<test cell>", "eval")
    return _Compiled(names, compile(tree, "<test cell>", "exec"), last)


class Chapter:
    """A chapter's trusted half: what its locked cells define, and its test cells.

    locked : sources of the locked cells that carry no points, in order
    """

    def __init__(self, locked: Sequence[str]) -> None:
        self.names, self._wanted = Names(), set[str]()
        for source in locked:
            self._wanted |= loaded(ast.parse(source))
            self.names.run_locked(source)
        self.defined = [n for n in self.names if not n.startswith("__")]

    def test(
        self, source: str, maximum: float, channel: socket.socket, seed: Sequence[int]
    ) -> Verdict:
        """Run one test cell against the student's process at the other end of the channel.

        It gets copies of the locked cells' data, which an answer may change where it lies.
        """
        cell, calls = compiled(source), Calls(channel, self.names)
        before = dict(self.names)
        self.names.update(copies(before))
        printed, check.SEED = io.StringIO(), list(seed)
        points, failure = 0.0, ""
        try:
            with redirect_stdout(printed), redirect_stderr(io.StringIO()):
                self.names.update(calls.lend(self.names.wanted(cell.names | self._wanted)))
                self.names.lend = calls.lend_one
                points, outputs = _share(cell.run(self.names), maximum), []
        except CellTimeoutError as error:
            outputs, failure = [_error(error)], "timeout"
        except SandboxError as error:
            outputs, failure = [_error(error)], "killed"
        except LockedCellError as error:
            outputs, failure = [_error(error)], "grader"
        except (Exception, SystemExit, GeneratorExit) as error:
            outputs = [_error(error)]
        finally:
            self.names.lend = None
            self.names.clear()
            self.names.update(before)
        return Verdict(points, outputs, failure)


def _share(value: Any, maximum: float) -> float:
    """Points for a cell that ran to its end: all, or the number its last line gave."""
    if type(value) not in (int, float, np.float64, np.int64):
        return maximum
    return min(max(float(value), 0.0), maximum) if math.isfinite(value) else 0.0


def _error(error: BaseException) -> dict[str, Any]:
    """An exception as a cell's output; a check's has no traceback, any other only its last line."""
    name, text = type(error).__name__, str(error)
    if isinstance(error, check.CheckFailed):
        said = text
    else:
        # An answer's own error may be called so, too.
        name = AssertionError.__name__ if name == check.CheckFailed.__name__ else name
        theirs = type(error).__module__ == ANSWERS
        text = printable.quoted(text, LONGEST) if theirs and text else printable.line(text, LONGEST)
        said = f"{name}: {text}"
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": [said]}
