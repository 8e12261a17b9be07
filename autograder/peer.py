"""One end of a conversation about calls: both ends speak it alike.

    ["call", target, args, kwargs]      target is a tree of the wire's; answered by one of
    ["value", tree]                     what it returned
    ["error", report]                   what it raised
    ["get", name], ["put", name, tree], ["del", name], ["has", name]   names of the notebook
    ["next", tree]                      the next item of an iterator; ["value", ...] or ["end"]

Every message carries what its sender has changed in place, and the states of the random
generators that both ends hold. While a call runs, the other end may ask back: so an answer is
waited for in a loop that serves requests.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

from autograder import wire


class Raised(Exception):
    """What the other end raised, as it reported it."""

    def __init__(self, report: list[Any]) -> None:
        super().__init__("raised at the other end")
        self.report = report


class Peer:
    """The conversation over one channel.

    heap   : what both ends share
    report : an exception of this end as a report, plain data
    serve  : handles a request that is no call: (kind, rest) -> the answer's value
    """

    def __init__(
        self,
        channel: socket.socket,
        heap: wire.Heap,
        report: Callable[[BaseException], list[Any]],
        serve: Callable[[str, list[Any]], Any],
    ) -> None:
        self.channel, self.heap, self.report, self.serve = channel, heap, report, serve

    def call(self, target: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function of the other end. Raises Raised, WireError, EOFError, TimeoutError."""
        with self.heap.scope():
            write = self.heap.write
            message = ["call", write(target), [write(a) for a in args]]
            self._send([*message, [[str(k), write(v)] for k, v in kwargs.items()]])
            return self._answer()

    def ask(self, kind: str, *values: Any) -> Any:
        """Make another request. Raises as `call` does, and StopIteration."""
        with self.heap.scope():
            self._send([kind, *map(self.heap.write, values)])
            return self._answer()

    def listen(self) -> None:
        """Serve requests until the other end is gone."""
        while True:
            try:
                message = self._receive()
            except EOFError:
                return
            self._handle(message)

    def _answer(self) -> Any:
        while True:
            kind, *rest = message = self._receive()
            if kind == "value":
                return self.heap.read(rest[0])
            if kind == "end":
                raise StopIteration
            if kind == "error":
                raise Raised(rest[0])
            self._handle(message)

    def _handle(self, message: list[Any]) -> None:
        kind, *rest = message
        with self.heap.scope():
            try:
                answer = self._value(kind, rest)
            except StopIteration:
                answer = ["end"] if kind == "next" else ["error", self.report(RuntimeError())]
            except (EOFError, TimeoutError, OSError):
                raise
            except BaseException as error:
                answer = ["error", self.report(error)]
            self._send(answer)

    def _value(self, kind: str, rest: list[Any]) -> list[Any]:
        read = self.heap.read
        if kind == "call":
            target, args, named = read(rest[0]), [read(a) for a in rest[1]], rest[2]
            kwargs = {name: read(v) for name, v in named}
            return ["value", self.heap.write(target(*args, **kwargs))]
        values = [read(v) for v in rest]
        result = next(values[0]) if kind == "next" else self.serve(kind, values)
        return ["value", self.heap.write(result)]

    def _send(self, message: list[Any]) -> None:
        wire.send(self.channel, [message, self.heap.changes(), self.heap.rngs()])

    def _receive(self) -> list[Any]:
        received = wire.receive(self.channel)
        if type(received) is not list or len(received) != 3:
            raise wire.WireError("not of the format")
        message, changes, rngs = received
        if type(message) is not list or not message or type(message[0]) is not str:
            raise wire.WireError("not of the format")
        self.heap.update(changes, rngs)
        return message
