"""What usually leads to an exception that a student's function raised.

It goes by what is known in any process, so that a grader, which only hears of the exception, says
the same as the student's own kernel: its class and text, the line of code, and the arguments.
"""

from __future__ import annotations

import builtins
import functools
import json
import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import numpy as np

from course.check import cell, described, misfits, unpacking
from course.check.exception_table import ROWS, SHAPES, SHAPES_WHY, TYPES
from course.check.mistake import Mistake
from course.check.stopped import Stopped

EXERCISES = Path(__file__).parents[1] / "exercises.json"
KEYS_SHOWN = 8

IMPORTED = ("collections", "functools", "itertools", "math", "random", "sys")
WRITTEN = {"true": "True", "false": "False", "none": "None", "null": "None"}
CONSTANTS = ("pi", "inf", "nan", "newaxis")


def explained(stop: Stopped) -> Mistake | None:
    """The usual cause of an exception, None if it is not known."""
    own = "assert" if stop.kind is AssertionError else "raise"
    theirs = stop.within == stop.function and issubclass(stop.kind, Exception)
    if theirs and re.match(rf"{own}\b", stop.line):
        why = "Its own `raise` or `assert` was reached, with an input that is allowed."
        return Mistake("refused by the function itself", why)
    special = SPECIAL.get(stop.kind)
    if stop.kind is not NameError and (mixed := _mixed_up(stop)):
        return mixed
    return (special and special(stop)) or _by_table(stop) or _by_type(stop)


def kind(*names: str) -> type[BaseException]:
    """The first of Python's own exceptions among the names of a class and its bases.

    By name, for in a grader there are only names: an exception of NumPy's is rebuilt upon it.
    """
    for name in names:
        found = getattr(builtins, name, None)
        if isinstance(found, type) and issubclass(found, BaseException):
            return found
    return BaseException


def _by_table(stop: Stopped) -> Mistake | None:
    for exception, text, line, name, why in ROWS:
        if issubclass(stop.kind, exception) and re.search(line, stop.line):
            found = re.search(text, stop.text)
            if found:
                return Mistake(name, why.format(*found.groups()) if found.groups() else why)
    return None


def _by_type(stop: Stopped) -> Mistake | None:
    """By the type of what an operation was given and does not know."""
    if not issubclass(stop.kind, (TypeError, AttributeError)):
        return None
    met = set(re.findall(r"'([\w.]+)'|(?:type|concatenate|not|non-iterable) '?([\w.]+)", stop.text))
    names = {name for pair in met for name in pair}
    if stop.kind is AttributeError:
        names.discard("str")  # text has attributes of its own
    return next((Mistake(name, why) for type_, name, why in TYPES if type_ in names), None)


# --- names that are not defined ------------------------------------------------------------------


def _unknown_name(stop: Stopped) -> Mistake | None:
    found = re.match(r"name '(\w+)' is not defined", stop.text)
    why = found and next(filter(None, _reasons(found[1], stop)), None)
    return Mistake("name not defined", why) if why else None


def _reasons(name: str, stop: Stopped) -> Iterator[str | None]:
    yield _of_an_exercise(name, stop.function)
    if name == "np":
        yield "The first cell of the notebook imports NumPy; run it."
    if name in IMPORTED:
        yield f"A module has to be imported first: `import {name}`."
    if name in WRITTEN:
        yield f"Python writes it `{WRITTEN[name]}`."
    known = getattr(np, name, None)
    if name in CONSTANTS or (callable(known) and re.search(rf"\b{name}\(", stop.line)):
        yield f"What is NumPy's has `np.` in front: `np.{name}`."
    if name.isupper() and len(name) > 1:
        yield f'If a text is meant, it stands in quotation marks: `"{name}"`.'
    near = get_close_matches(name, list(stop.arguments), 1, 0.7)
    if near:
        yield f"The function gets something called `{near[0]}`; is that meant?"


def _of_an_exercise(name: str, function: str) -> str | None:
    chapters = _chapters()
    if name not in chapters:
        return None
    begun = cell.current()
    here = chapters.get(begun.exercise if begun else function)
    if chapters[name] == here:
        return f"`{name}` is an exercise of this chapter: run the cell in which you wrote it."
    if here is None:  # a figure asks, in whatever chapter
        return f"`{name}` is an exercise of chapter {chapters[name]}: run the cell that defines it."
    from_there = f"`{name}` comes from chapter {chapters[name]}"
    return f"{from_there}: run the cell that begins with `# Given` and names it."


@functools.cache
def _chapters() -> dict[str, int]:
    """The number of the chapter that each exercise is in."""
    return {e["name"]: int(one["chapter"][2:4]) for one in _course() for e in one["exercises"]}


@functools.cache
def _course() -> list[dict[str, Any]]:
    """The chapters with their exercises and functions, as the build lists them."""
    listed: list[dict[str, Any]] = json.loads(EXERCISES.read_text(encoding="utf-8"))
    return listed


# --- arguments in another order ------------------------------------------------------------------


FUNCTIONS, NUMBERS = ("act", "f"), ("alpha", "h", "lam", "lr")  # by the names of arguments


def _mixed_up(stop: Stopped) -> Mistake | None:
    """A call with two arguments that are called like others of its function, as (params, x).

    Or one with a number where a function belongs, or the other way round.
    """
    for line in reversed(stop.lines):
        for name, given in re.findall(r"(?<![\w.])(?<!def )(\w+)\(([^()]*)\)", line):
            takes = _functions().get(name, [])
            places = [(part.strip(), i) for i, part in enumerate(given.split(","))]
            astray = [n for n, i in places if n in takes and takes.index(n) != i]
            if len(astray) > 1:
                why = f"`{name}` takes `({', '.join(takes)})`, in this order."
                return Mistake("arguments in another order", why)
            given_to = {takes[i]: stop.arguments.get(n) for n, i in places if i < len(takes)}
            if any(_exchanged(wanted, value) for wanted, value in given_to.items()):
                why = (
                    f"`{name}` takes `({', '.join(takes)})`; a function and a number have changed "
                    "places, in this line or behind `def`."
                )
                return Mistake("arguments in another order", why)
    return None


def _exchanged(wanted: str, value: object) -> bool:
    """Whether a number was given for what is a function by its name, or a function for a number."""
    number = isinstance(value, int | float)
    return (wanted in FUNCTIONS and number) or (wanted in NUMBERS and callable(value))


@functools.cache
def _functions() -> dict[str, list[str]]:
    """The functions of the course, each with the names of its arguments."""
    return {name: takes for one in _course() for name, takes in one.get("functions", {}).items()}


# --- keys and rows that are not there ------------------------------------------------------------


def _missing_key(stop: Stopped) -> Mistake | None:
    used = set(re.findall(r"\w+", stop.line))
    for name, value in stop.arguments.items():
        if name not in used:  # it may be another dictionary's key
            continue
        for where, keys in _dicts(f"`{name}`", value, 3):
            if keys and stop.text not in map(repr, keys):
                shown = ", ".join(described.value(key) for key in keys[:KEYS_SHOWN])
                more = ", ..." if len(keys) > KEYS_SHOWN else ""
                return Mistake("a key that is not there", f"The keys of {where} are {shown}{more}.")
    return None


def _dicts(where: str, value: object, depth: int) -> Iterator[tuple[str, list[object]]]:
    if type(value) is dict:
        yield where, list(value)
    elif type(value) in (tuple, list) and depth:
        for part in value[:20]:  # type: ignore[index]
            inner = where if where.startswith("a ") else f"a dictionary in {where}"
            yield from _dicts(inner, part, depth - 1)


def _missing_row(stop: Stopped) -> Mistake | None:
    found = re.search(r"index (\d+) is out of bounds for axis 0 with size", stop.text)
    if not found:
        return None
    index = int(found[1])
    for name, value in stop.arguments.items():
        columns = value.shape[1] if type(value) is np.ndarray and value.ndim == 2 else 0
        if index < columns and re.search(rf"\b{re.escape(name)}\[{index}\]", stop.line):
            why = f"`{name}[{index}]` is a row; the column of that number is `{name}[:, {index}]`."
            return Mistake("rows taken for columns", why)
    return None


# --- values that do not fit -----------------------------------------------------------------------


def _value(stop: Stopped) -> Mistake | None:
    tries = (unpacking.explained, _labels, _misfit, _scaled)
    return next(filter(None, (attempt(stop) for attempt in tries)), None)


# --- labels, the numbers of classes -------------------------------------------------------------


def _labels(stop: Stopped) -> Mistake | None:
    if not re.search(r"together with shapes \((\d+),\) \(\1,\d+\)", stop.text):
        return None
    for name, y in stop.arguments.items():
        if type(y) is not np.ndarray or y.ndim != 1 or y.dtype.kind not in "iu":
            continue
        picked = re.search(rf"\b(\w+)\[{re.escape(name)}\]", stop.line)
        if picked and np.ndim(stop.arguments.get(picked[1], 0)) == 2:
            why = f"`{picked[0]}` is a whole row for each label; a single entry takes two indices."
            return Mistake("whole rows picked", why)
        if name == "y" and re.search(r"\by \*(?!\*)|(?<!\*)\* y\b", stop.line):
            why = "`y` holds the numbers of the classes: they pick entries, and multiply nothing."
            return Mistake("labels taken for rows of 0 and 1", why)
    return None


# --- products of a number and an array ----------------------------------------------------------


def _scaled(stop: Stopped) -> Mistake | None:
    """Shapes that do not fit, where no `*` of the line multiplies two arrays."""
    if "broadcast" not in stop.text:
        return None
    products = re.findall(r"([\w.]+|[)\]])\s*(?<!\*)\*(?!\*)\s*(?=([\w.]+|\())", stop.line)
    numbers = {n for n, a in stop.arguments.items() if isinstance(a, (int, float, np.number))}
    scaled = [any(re.match(r"\d", one) or one in numbers for one in pair) for pair in products]
    return Mistake(SHAPES, SHAPES_WHY) if scaled and all(scaled) else None


# --- shapes that do not fit ----------------------------------------------------------------------


def _misfit(stop: Stopped) -> Mistake | None:
    if stop.within != stop.function:  # there the same names may stand for other things
        if not stop.within.isidentifier() or not re.search("core dim|not aligned", stop.text):
            return None
        why = f"In `{stop.within}` two arrays do not fit: is each of its arguments the one meant?"
        return Mistake(SHAPES, why)
    return misfits.explained(stop.text, stop.line, stop.arguments)


# --- a call without an argument that may be left out ---------------------------------------------


def _no_default(stop: Stopped) -> Mistake | None:
    """The exercise's own call lacks an argument that the blank's first line gave a value."""
    found = re.search(r"(\w+)\(\) missing 1 required positional argument: '(\w+)'", stop.text)
    if not found or stop.line or found[1] != stop.function:
        return None
    takes = _functions().get(stop.function, [])
    if found[2] not in takes:
        return None
    first = ", ".join([*takes[: takes.index(found[2])], f"{found[2]}=..."])
    why = (
        f"`{found[2]}` may be left out in a call; the first line holds the number that then takes "
        f"its place: `def {stop.function}({first}):`."
    )
    return Mistake("no default value", why)


SPECIAL = {
    TypeError: _no_default,
    NameError: _unknown_name,
    KeyError: _missing_key,
    IndexError: _missing_row,
    ValueError: _value,
}
