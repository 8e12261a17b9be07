"""Several names before an `=`, or after a `for`, and not as many things to give to them."""

from __future__ import annotations

import re

import numpy as np

from course.check.mistake import Mistake
from course.check.phrases import counted
from course.check.stopped import Stopped

UNPACKED = re.compile(
    r"(?:too many|not enough) values to unpack \(expected (\d+)(?:, got (\d+))?\)"
)
TAKEN_APART = re.compile(r"[^=]*[^=!<>+*/-]=\s*(\w+)(\.shape)?;?\s*(?:#.*)?$")
GIVEN_BACK = re.compile(r"[^=]*[^=!<>+*/-]=\s*([A-Za-z_]\w*)\([^()]*\);?\s*(?:#.*)?$")
GONE_THROUGH = re.compile(r"\bfor\b(.+?)\bin\b")
OF_PYTHON = ("enumerate", "filter", "list", "map", "reversed", "sorted", "tuple", "zip")


def explained(stop: Stopped) -> Mistake | None:
    """Which names there are for which things."""
    return _a_list_of_them(stop) or _wrong_number(stop)


def _a_list_of_them(stop: Stopped) -> Mistake | None:
    """A list of pairs taken for a pair."""
    names, _, whole = (part.strip() for part in stop.line.partition("="))
    value = stop.arguments.get(whole)
    several = re.fullmatch(r"\(?\s*\w+(\s*,\s*\w+)+\s*\)?", names)
    if "values to unpack" not in stop.text or not several or not isinstance(value, (list, tuple)):
        return None
    lengths = {len(part) if type(part) in (list, tuple) else 0 for part in value}
    if lengths != {names.count(",") + 1}:
        return None
    why = f"`{whole}` holds {len(value)} of them: take them apart one by one, in a loop."
    return Mistake("a whole list taken for one of its entries", why)


def _wrong_number(stop: Stopped) -> Mistake | None:
    found = UNPACKED.match(stop.text)
    if not found:
        return None
    names = int(found[1])
    if gone_through := GONE_THROUGH.search(stop.line):
        listed = "(" in gone_through[1] or "enumerate(" in stop.line  # they have rows of their own
        if listed or _names_before(gone_through[1]) != names:
            return None
        there = f"there are {found[2] or 'more'} at a time"
        return Mistake("wrong number of parts", f"{names} names stand after `for`, but {there}.")
    if _names_before(stop.line) != names:
        return None
    why = _argument_taken_apart(stop, names) or _result_taken_apart(stop.line, names, found[2])
    return Mistake("wrong number of parts", why) if why else None


def _names_before(line: str) -> int:
    """How many names stand before the `=`, those in one pair of brackets counted as one."""
    left, depth, commas = line.partition("=")[0].strip().rstrip(","), 0, 0
    for letter in left:
        depth += (letter in "([") - (letter in ")]")
        commas += letter == "," and not depth
    return commas + 1


def _argument_taken_apart(stop: Stopped, names: int) -> str | None:
    """What to say of `a, b = caches`, where caches is what the function was called with."""
    line = TAKEN_APART.match(stop.line)
    value = stop.arguments.get(line[1]) if line and stop.within == stop.function else None
    if line is None or type(value) not in (list, tuple, np.ndarray):
        return None
    axes = np.shape(value) if line[2] and type(value) is np.ndarray else None
    n = len(axes if axes is not None else value)  # type: ignore[arg-type]
    if n == names:  # of its parts, one was taken apart
        return None
    has = f"{n} axis" if axes and n == 1 else f"{n} axes" if axes else counted(n, "part")
    loop = " A loop takes any number." if type(value) is list else ""
    return f"`{line[1]}` has {has} here, and {names} names stand before the `=`.{loop}"


def _result_taken_apart(line: str, names: int, got: str | None) -> str | None:
    """What to say of `dw, db = affine_backward(dout, cache)`."""
    call = GIVEN_BACK.match(line)
    if call is None or call[1] in OF_PYTHON:
        return None
    gives = got or "more"
    return f"{names} names stand before the `=`, but `{call[1]}` gives {gives}."
