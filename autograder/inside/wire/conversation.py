"""One end of a conversation about calls: both ends speak it alike.

    ["call", target, args, kwargs]      target is a handle, handed back; answered by one of
    ["value", tree]                     what it returned
    ["error", report]                   what it raised
    ["get", name], ["put", name, tree], ["del", name], ["has", name]   names of the notebook
    ["put in", {name: function}], ["put back"]   stand-ins for a while (`course.check.exchange`)
    ["lend", names]                     those of the names that are plain functions, {name: value}
    ["next", tree]                      the next item of an iterator; ["value", ...] or ["end"]
    ["chance"]                          NumPy's global generator, before and after a draw

Every message comes with the heap's news, what its sender has changed in place and what it holds
no longer, and with a note: a text, such as what was printed meanwhile. While a call runs, the
other end may ask back: so an answer is waited for in a loop that serves requests.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import Any

from autograder.inside.wire import frames
from autograder.inside.wire.heap import Heap
from autograder.inside.wire.limits import WireError

_NO_NEWS: list[list[Any]] = [[], [], []]


class Raised(Exception):
    """What the other end raised, as it reported it."""

    def __init__(self, report: Any) -> None:
        super().__init__("raised at the other end")
        self.report = report


class Conversation:
    """One end of a conversation over a channel; the channel's timeout, if any, is for all of it.

    heap   : what both ends share
    report : an exception of this end as a report, plain data; what it raises ends the conversation
    serve  : handles a request that is no call: (kind, values) -> the answer's value
    note   : the text to go with the next message
    noted  : takes a text that came with one, before anything else is done about it
    """

    def __init__(
        self,
        channel: socket.socket,
        heap: Heap,
        report: Callable[[BaseException], list[Any]],
        serve: Callable[[str, list[Any]], Any],
        note: Callable[[], str] = lambda: "",
        noted: Callable[[str], object] = lambda text: None,
    ) -> None:
        self.channel, self.heap, self.report, self.serve = channel, heap, report, serve
        self.note, self.noted = note, noted
        self._ahead = b""
        timeout = channel.gettimeout()
        self._end = None if timeout is None else time.monotonic() + timeout

    def call(self, target: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function of the other end. Raises Raised, WireError, EOFError, TimeoutError."""
        # What is new in older objects belongs to their scope: at the other end, too.
        news, write = self.heap.news(), self.heap.write
        with self.heap.scope():
            message = ["call", write(target), [write(a) for a in args]]
            self._send([*message, [[str(k), write(v)] for k, v in kwargs.items()]], news)
            result = self._answer("call")
            self.heap.keep(result)
            return result

    def ask(self, kind: str, *values: Any) -> Any:
        """Make another request. Raises as `call` does, and StopIteration if it asks for "next"."""
        news = self.heap.news()
        with self.heap.scope():
            if kind == "next":
                self.heap.resume(values[0])
            self._send([kind, *map(self.heap.write, values)], news)
            answer = self._answer(kind)
            self.heap.suspend()
            return answer

    def listen(self) -> None:
        """Serve requests until the other end is gone."""
        while True:
            try:
                message = self._receive()
            except EOFError:
                return
            self._handle(message)

    def _answer(self, request: str) -> Any:
        while True:
            message = self._receive()
            kind, *rest = message
            if kind == "end" and request == "next":
                raise StopIteration
            if kind not in ("value", "end", "error"):
                self._handle(message)
            elif len(rest) != 1:
                raise WireError("not of the format")
            elif kind == "error":
                raise Raised(rest[0])
            else:
                return self.heap.read(rest[0])

    def _handle(self, message: list[Any]) -> None:
        kind, *rest = message
        # Looked at before the scope is opened: only in a call that was one do both ends keep count.
        if kind == "call" and not _is_call(rest):
            raise WireError("not of the format")
        with self.heap.scope():
            try:
                result = self._value(kind, rest)
                # Numbers of what the answer shares go on from those of the news.
                news = self.heap.news()
                answer = ["value", self.heap.write(result)]
                if kind == "call":
                    self.heap.keep(result)
                self.heap.suspend()
            except BaseException as error:
                answer, news = self._failure(kind, error)
            try:
                self._send(answer, news)
            except WireError as error:  # too long as a whole; nothing of it has been sent
                self._send(["error", self.report(error)], _NO_NEWS)

    def _failure(self, kind: str, error: BaseException) -> tuple[list[Any], list[Any]]:
        ended = kind == "next" and isinstance(error, StopIteration)
        answer = ["end"] if ended else ["error", self.report(error)]
        try:
            return answer, self.heap.news()
        except WireError as lost:
            return ["error", self.report(lost)], _NO_NEWS

    def _value(self, kind: str, rest: list[Any]) -> Any:
        read = self.heap.read
        if kind == "next":
            return self._next(*[read(v) for v in rest])
        if kind != "call":
            return self.serve(kind, [read(v) for v in rest])
        target, args, named = read(rest[0]), [read(a) for a in rest[1]], rest[2]
        return target(*args, **{name: read(v) for name, v in named})

    def _next(self, iterator: Any) -> Any:
        self.heap.resume(iterator)
        return next(iterator)

    def _send(self, message: list[Any], news: list[Any]) -> None:
        self._wait_no_longer()
        frames.send(self.channel, [message, news, self.note()])

    def _receive(self) -> list[Any]:
        self._wait_no_longer()
        # Two messages come at once from a call that was stopped while it asked back.
        received, self._ahead = frames.receive_ahead(self.channel, self._ahead)
        if type(received) is not list or len(received) != 3:
            raise WireError("not of the format")
        message, news, note = received
        if type(message) is not list or not message or type(message[0]) is not str:
            raise WireError("not of the format")
        if type(note) is not str:
            raise WireError("not of the format")
        if note:
            self.noted(note)
        self.heap.update(news)
        return message

    def _wait_no_longer(self) -> None:
        """Leave the channel what is left of its time, so that no chatter can stretch it."""
        if self._end is not None:
            left = self._end - time.monotonic()
            if left <= 0:
                raise TimeoutError("the time of this conversation is over")
            frames.wait(self.channel, left)


def _is_call(rest: list[Any]) -> bool:
    """Whether a request is [handle of the receiver's, [argument, ...], [[name, value], ...]]."""
    if len(rest) != 3 or not all(type(part) is list for part in rest):
        return False
    named = all(type(p) is list and len(p) == 2 and type(p[0]) is str for p in rest[2])
    return named and rest[0][:1] == ["yours"]
