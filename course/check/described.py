"""Any value in a few words, whatever a student returns: never by its own `__repr__`."""

from __future__ import annotations

import numpy as np

from course.check import printable
from course.check.kinds import REAL, Array, as_array, is_a

SHORT = 6  # elements of an argument that is shown whole

HOLDS = {
    "b": "booleans",
    "i": "integers",
    "u": "integers",
    "f": "floats",
    "c": "complex numbers",
    "U": "text",
    "S": "text",
    "O": "Python objects",
}


def numbers(a: Array) -> str:
    """A small array on one line, each number as it stands alone."""
    return f"[{', '.join(map(numbers, a))}]" if a.ndim else number(a)


def number(a: Array, digits: int = 6) -> str:
    """A 0-d array as text, a float always with its point."""
    if a.dtype.kind == "O":
        return "a number beyond all bounds"
    value = a.item()
    if type(value) is not float:
        return printable.line(str(value), 60)
    text = f"{value:.{digits}g}"
    return f"{text}.0" if text.lstrip("-").isdigit() else text


def value(thing: object) -> str:
    """A few words for any value: a number as it is, an array by its shape, the rest by kind."""
    if is_a(thing, str):
        return repr(printable.line(str.__str__(thing), 40))
    a = as_array(thing)
    if a is not None and a.ndim == 0:
        return number(a)
    if a is not None:
        return numbers(a) if a.size <= 4 and a.dtype.kind in REAL else f"an array {a.shape}"
    if thing is None:
        return "None"
    if type(thing) is np.ufunc:
        return f"np.{thing.__name__}"
    if type(thing) in (list, tuple):
        return f"a {type(thing).__name__} of {len(thing)}"  # type: ignore[arg-type]
    if type(thing).__name__ == "ndarray":  # of text, say: what stands for it while it is graded
        return "an array that holds no numbers"
    return f"a {printable.name(type(thing).__name__, 'thing', 40)}"


def argument(name: str, thing: object) -> str:
    """An argument of a call: arrays by shape alone, unless they are short rows."""
    if shapes := _shapes(thing):
        return f"{name} of shapes {shapes}"
    a = as_array(thing)
    if a is None or a.ndim == 0:
        return f"{name} = {value(thing)}"
    if a.ndim == 1 and a.size <= SHORT and a.dtype.kind in REAL:
        return f"{name} = {numbers(a)}"
    return f"{name} of shape {a.shape}"


def _shapes(thing: object) -> str:
    """The shapes of the arrays in a pair, as a cache is one; empty if it is something else."""
    if type(thing) is not tuple or len(thing) != 2:
        return ""
    pair = [as_array(part) for part in thing]
    held = [a.shape for a in pair if a is not None and a.ndim]
    return " and ".join(map(str, held)) if len(held) == len(thing) else ""


def kind(a: Array) -> str:
    """What an array holds, with its dtype."""
    return f"{HOLDS.get(a.dtype.kind, 'other things')} ({a.dtype})"
