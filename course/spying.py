"""Hear how a student's function calls others, and answer in their place."""

from __future__ import annotations

import contextlib
import functools
import sys
from collections.abc import Iterator
from types import FunctionType
from typing import Any

from course import exchange, words
from course.calling import called
from course.diagnose import Mistake
from course.failure import failed

DEEP = 20  # decorators and the like around a function


class Heard(dict[str, list[tuple[Any, ...]]]):
    """The calls that were heard: name -> list of their argument tuples.

    sure : the names of which no call can have stayed unheard
    """

    def __init__(self, *names: str) -> None:
        super().__init__({name: [] for name in names})
        self.sure: set[str] = set()


@contextlib.contextmanager
def spy(f: Any, **stand_ins: Any) -> Iterator[Heard]:
    """Put stand-ins in the place of functions of `f`'s notebook, and hear how they are called.

        with check.spy(xor_from_gates, perceptron_predict=perceptron_predict) as calls:
            check.call(xor_from_gates, x)
        check.heard(calls, "perceptron_predict", "xor_from_gates called no neuron.")

    Gives `Heard`: name -> list of the calls' argument tuples (keyword arguments come last, by
    value). A call is heard by whatever name the function is reached; what a stand-in itself
    calls, while it runs, is the function as it was, and is not heard. All is as it was after the
    block, whatever happens in it. Raises CheckFailed if `f` comes from no notebook.
    """
    heard, names = Heard(*stand_ins), _namespace(f)
    put = getattr(names, "put", None) or functools.partial(exchange.put, names)
    undo, heard.sure = put({n: _recorder(n, s, heard[n]) for n, s in stand_ins.items()})
    try:
        yield heard
    finally:
        undo()


def _recorder(name: str, stand_in: Any, calls: list[tuple[Any, ...]]) -> Any:
    def record(*args: Any, **kwargs: Any) -> Any:
        calls.append((*args, *kwargs.values()))
        return stand_in(*args, **kwargs)

    record.__name__ = name
    return record


def heard(calls: Heard, name: str, message: str, *, mistake: str | None = None) -> None:
    """A call of `name` must have been heard by a `spy`.

    message : what to say of a function that never called it, `mistake` its name

    Raises CheckFailed. Where a call may have stayed unheard, it says that instead.
    """
    if calls[name]:
        return
    if name in calls.sure:
        raise failed(message, cause=Mistake(mistake) if mistake else None)
    raise failed(
        f"We heard no call of {words.tick(name)}, which is no function made with `def`: "
        "call it by this name, for by another we cannot hear it."
    )


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
