"""Hear how a student's function calls others, and answer in their place."""

from __future__ import annotations

import contextlib
import functools
import sys
from collections.abc import Iterator
from types import FunctionType
from typing import Any

from course.check import cell, exchange
from course.check.calling import called
from course.check.failure import CheckFailed, failed
from course.check.printable import tick

DEEP = 20  # decorators and the like around a function

_heard: list[frozenset[str]] = []  # names that are listened to at present, block by block


class HeardCalls(list[tuple[Any, ...]]):
    """The calls of one function that were heard: their argument tuples.

    sure : whether none can have stayed unheard
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name, self.sure = name, True

    def unheard(self) -> CheckFailed:
        """What to say instead of "never called" where that is not sure."""
        return failed(
            f"We heard no call of {tick(self.name)}, which is no function made with `def`: "
            "call it by this name, for by another we cannot hear it."
        )


@contextlib.contextmanager
def spy(f: Any, **stand_ins: Any) -> Iterator[dict[str, HeardCalls]]:
    """Put stand-ins in the place of functions of `f`'s notebook, and hear how they are called.

        with check.spy(xor_from_gates, perceptron_predict=perceptron_predict) as calls:
            check.call(xor_from_gates, x)
        check.that(calls["perceptron_predict"], "xor_from_gates called no neuron.")

    Gives a dict: name -> list of the calls' argument tuples (keyword arguments come last, by
    value). A call is heard by whatever name the function is reached; where that is not sure,
    `check.that` says so instead of its message. What a stand-in itself calls, while it runs, is
    the function as it was, and is not heard. All is as it was after the block, whatever happens
    in it. Raises CheckFailed if `f` comes from no notebook.
    """
    calls, names = {name: HeardCalls(name) for name in stand_ins}, _namespace(f)
    _let_stand(names)  # below these, which are taken away again
    put = getattr(names, "put", None) or functools.partial(exchange.put, names)
    undo, sure = put({n: _recorder(n, s, calls[n]) for n, s in stand_ins.items()})
    _heard.append(frozenset(stand_ins))
    try:
        for name, heard in calls.items():
            heard.sure = name in sure
        yield calls
    finally:
        _heard.pop()
        undo()


def standing_in(f: Any) -> contextlib.AbstractContextManager[Any]:
    """The functions of `cell.stand_in`, if any, in the place of those of `f`'s notebook."""
    stand_ins = cell.stand_ins()
    if not stand_ins or cell.is_standing() or _let_stand(_namespace(f)):
        return contextlib.nullcontext()
    # The notebook's own kernel, where other cells follow. What a test listens to stays heard.
    heard = frozenset[str]().union(*_heard)
    others = {name: other for name, other in stand_ins.items() if name not in heard}
    return spy(f, **others)


def _let_stand(names: Any) -> bool:
    """Let the functions of `cell.stand_in` take their places until the cell ends, in the judge.

    The notebook is in a process there that ends with the cell, and each exchange is a request.
    """
    stand_ins, put = cell.stand_ins(), getattr(names, "put", None)
    if put is None or not stand_ins or cell.is_standing():
        return False
    put(stand_ins)
    cell.let_stand()
    return True


def _recorder(name: str, stand_in: Any, calls: list[tuple[Any, ...]]) -> Any:
    def record(*args: Any, **kwargs: Any) -> Any:
        calls.append((*args, *kwargs.values()))
        return stand_in(*args, **kwargs)

    record.__name__ = name
    return record


def _namespace(f: Any) -> Any:
    """The names of the notebook in which `f` was made. Raises CheckFailed if it was in none."""
    found = [n for g in _layers(f) if (n := getattr(g, "__globals__", None)) is not None]
    for names in found:
        if type(names) is not dict or names.get("__name__") == "__main__":
            return names
    frame = sys._getframe(1)
    while frame is not None:  # the notebook holds it, whatever it is made of
        if any(value is f for value in frame.f_globals.values()):
            return frame.f_globals
        frame = frame.f_back  # type: ignore[assignment]
    if not found:
        raise failed(f"{called(f)} must be a function made with `def`.")
    return found[-1]


def _layers(f: Any) -> Iterator[Any]:
    """A callable, and what it is wrapped around, from the outside in."""
    for _ in range(DEEP):
        yield f
        inner = (getattr(f, name, None) for name in ("__wrapped__", "__func__", "func", "pyfunc"))
        call = getattr(type(f), "__call__", None)  # noqa: B004
        f = next((g for g in inner if callable(g)), call if type(call) is FunctionType else None)
        if f is None:
            return
