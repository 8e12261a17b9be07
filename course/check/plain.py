"""Plain values of Python: whether two are the same, type and all, and how they look in a message.

Plain are int, float, bool, str, None, and tuples, lists and dicts of them. NumPy's own numbers
count as the Python type they stand for, since a student seldom sees which of the two they hold.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from course.check import described
from course.check.diagnosis import diagnose
from course.check.diagnosis.things import wrong_thing
from course.check.kinds import REAL, as_array, is_a
from course.check.mistake import SWAPPED, Mistake

PLAIN_TYPES: tuple[tuple[type, tuple[type, ...], str], ...] = (
    (bool, (bool, np.bool_), "boolean"),
    (int, (int, np.integer), "integer"),
    (float, (float, np.floating), "float"),
    (str, (str,), "text"),
    (tuple, (tuple,), "tuple"),
    (list, (list,), "list"),
    (dict, (dict,), "dictionary"),
    (type(None), (type(None),), "None"),
)


def _type(value: object) -> type | None:
    return next((kind for kind, types, _ in PLAIN_TYPES if is_a(value, *types)), None)


def need_plain(expected: Any) -> None:
    """`expected` must be plain, with all that is in it; TypeError if it is not."""
    kind = _type(expected)
    if kind is None:
        raise TypeError(f"check.equal cannot expect a {type(expected).__name__}; see check.close")
    if kind in (tuple, list):
        for part in expected:
            need_plain(part)


def same(got: Any, expected: Any) -> bool:
    """Whether both are the same plain value, of the same types all the way down."""
    kind = _type(expected)
    if kind is None or _type(got) is not kind:
        return False
    if kind in (tuple, list):
        pairs = zip(got, expected, strict=False)
        return len(got) == len(expected) and all(same(g, e) for g, e in pairs)
    if kind is dict:
        keys = expected.keys()
        return got.keys() == keys and all(same(got[k], expected[k]) for k in keys)
    return expected is None or bool(kind(got) == kind(expected))


def written(value: Any, depth: int = 3) -> str:
    """`repr` without NumPy's type names, and without a foreign `__repr__`."""
    kind = _type(value)
    if kind in (tuple, list) and depth and len(value) <= 20:
        parts = ", ".join(written(v, depth - 1) for v in value)
        if kind is list:
            return f"[{parts}]"
        return f"({parts},)" if len(value) == 1 else f"({parts})"
    return described.value(value)


def usual_cause(got: Any, expected: Any) -> Mistake | None:
    """The mistake that leads from one plain value to another, None if none is sure."""
    kinds = (_type(got), _type(expected))
    if {*kinds} == {tuple} and len(expected) == 2 and same(got, expected[::-1]):
        return SWAPPED
    if kinds[0] is kinds[1] and kinds[0] in (tuple, list) and len(got) == len(expected):
        pairs = zip(got, expected, strict=True)
        return next((usual_cause(g, e) for g, e in pairs if _type(g) is not _type(e)), None)
    a, numbers = as_array(got), (bool, int, float)
    if a is not None and a.ndim == 0 and kinds[1] in numbers and kinds[0] in numbers:
        wanted = np.asarray(expected)
        if kinds == (int, float):
            return Mistake("integers instead of floats", "A float is wanted, as 1.0 is.")
        return diagnose(a, wanted) if a.dtype.kind in REAL and wanted.dtype.kind in REAL else None
    if kinds[0] is kinds[1]:
        return None
    return wrong_thing(got, next(word for kind, _, word in PLAIN_TYPES if kind is kinds[1]))
