"""Words for values of any kind: short, printable, and safe whatever a student returns."""

from __future__ import annotations

from typing import Any

import numpy as np

from course.check.diagnose import REAL, Array

SHORT = 6  # elements of an argument that is shown whole

KINDS = {
    "b": "booleans",
    "i": "integers",
    "u": "integers",
    "f": "floats",
    "c": "complex numbers",
    "U": "text",
    "S": "text",
    "O": "Python objects",
}


def is_a(value: object, *types: type) -> bool:
    """`isinstance` that no `__class__` can talk round."""
    return issubclass(type(value), types)


def tick(what: str) -> str:
    """A name in backticks; a phrase as it is."""
    return what if " " in what else f"`{what}`"


def clean(text: str) -> str:
    """Text of several lines without control characters and those that turn the reading round."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def line(text: str, width: int = 160) -> str:
    """Foreign text on one short line of printable characters."""
    text = " ".join("".join(c if c.isprintable() else " " for c in text[: 10 * width]).split())
    return text if len(text) <= width else text[: width - 3] + "..."


def quoted(text: str, width: int = 160) -> str:
    """Words of a student's in quotation marks, which they cannot close, on one short line."""
    return '"' + line(text, width).replace('"', "'") + '"'


def code(text: str, width: int = 160) -> str:
    """A line of a student's code in backticks, which it cannot close."""
    return "`" + line(text, width).replace("`", "'") + "`"


def name(text: object, otherwise: str, width: int = 60) -> str:
    """A name that a student chose, or other words where it is none."""
    return text[:width] if type(text) is str and text.isidentifier() else otherwise


def numbers(a: Array, digits: int = 4) -> str:
    """An array as text, whatever print options a notebook has set."""
    plain: dict[str, Any] = {"suppress": False, "floatmode": "maxprec", "legacy": False}
    with np.printoptions(**plain, formatter=None, sign="-", nanstr="nan", infstr="inf"):
        return np.array2string(
            a, separator=", ", precision=digits, threshold=100, max_line_width=90
        )


def number(a: Array, digits: int = 6) -> str:
    """A 0-d array as text, a float always with its point."""
    if a.dtype.kind == "O":
        return "a number beyond all bounds"
    value = a.item()
    if type(value) is not float:
        return line(str(value), 60)
    text = f"{value:.{digits}g}"
    return f"{text}.0" if text.lstrip("-").isdigit() else text


def describe(value: object) -> str:
    """A few words for any value: a number as it is, an array by its shape, the rest by kind."""
    if is_a(value, str):
        return repr(line(str.__str__(value), 40))
    a = array(value)
    if a is not None and a.ndim == 0:
        return number(a)
    if a is not None:
        return numbers(a) if a.size <= 4 and a.dtype.kind in REAL else f"an array {a.shape}"
    if value is None:
        return "None"
    if type(value) in (list, tuple):
        return f"a {type(value).__name__} of {len(value)}"  # type: ignore[arg-type]
    return f"a {name(type(value).__name__, 'thing', 40)}"


def argument(name: str, value: object) -> str:
    """An argument of a call: arrays by shape alone, unless they are short rows."""
    a = array(value)
    if a is None or a.ndim == 0:
        return f"{name} = {describe(value)}"
    if a.ndim == 1 and a.size <= SHORT and a.dtype.kind in REAL:
        return f"{name} = {numbers(a)}"
    return f"{name} of shape {a.shape}"


def array(value: object) -> Array | None:
    """A plain array or number as an array; None for every other thing."""
    if type(value) is np.ndarray:
        return value
    if is_a(value, np.generic, bool, int, float, complex):
        return np.asarray(value)
    return None


def shape(a: Array) -> str:
    """The shape as text; a number has none."""
    return f"{a.shape}" if a.ndim else "() (a number)"


def kind(a: Array) -> str:
    """What an array holds, with its dtype."""
    return f"{KINDS.get(a.dtype.kind, 'other things')} ({a.dtype})"
