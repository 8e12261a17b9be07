"""From a wrong answer to the name of the mistake.

`diagnose` compares what a student's function gave with what was expected and looks for the
one relation that explains the difference: the transpose, a factor, a lost axis, a term left
out. Each relation is a row of one of three tables (`shapes`, `dtypes`, `values`), tried in
order; the first row whose test holds gives the name. A wrong name sends the reader the wrong
way, so a test must be sure: if two explanations fit the same numbers, no row may claim one of
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from course.check.comparing import LARGEST_COMPARED, agree
from course.check.diagnosis.dtypes import DTYPE_RULES
from course.check.diagnosis.rules import Case, Rule
from course.check.diagnosis.shapes import EMPTY, SHAPE_RULES
from course.check.diagnosis.values import VALUE_RULES
from course.check.kinds import REAL, Array, kind_fits
from course.check.mistake import Mistake


def diagnose(
    got: Array,
    expected: Array,
    inputs: Mapping[str, Any] | None = None,
    mistakes: Mapping[str, Any] | None = None,
    tol: float = 1e-5,
) -> Mistake | None:
    """Name the mistake that leads from `expected` to `got`, or None if none fits for sure.

    got, expected : arrays of any shape; numbers are 0-d arrays
    inputs        : what the function was given, by name; other things than numbers and
                    arrays are left out of account
    mistakes      : wrong values by the name of the mistake that makes them; where one is
                    `got`, in shape and kind too, it goes before the general rules
    tol           : relative tolerance, as in `differs`
    """
    if agree(got, expected, tol) and kind_fits(got, expected):
        return None
    tol = min(tol, 1e-4)  # a check may be lenient; a cause that is named must be sure
    named = _named(got, expected, mistakes or {}, tol)
    if named or expected.dtype.kind not in REAL:
        return named
    if got.size == 0:
        return EMPTY if expected.size and got.ndim > 1 else None
    case = Case(got, expected, _numbers(inputs or {}), tol)
    with np.errstate(all="ignore"):
        found = (rule.apply(case) for rule in _rules(got, expected))
        return next((mistake for mistake in found if mistake), None)


def diagnose_shape(
    got: Array, expected: Array, inputs: Mapping[str, Any] | None = None
) -> Mistake | None:
    """As `diagnose`, for a wrong shape when only the shape of `expected` is known."""
    nowhere = np.full(expected.shape, np.inf)  # no answer has these values
    return diagnose(np.zeros(got.shape), nowhere, inputs) if got.size <= LARGEST_COMPARED else None


def _rules(got: Array, expected: Array) -> tuple[Rule, ...]:
    if got.shape != expected.shape:
        return SHAPE_RULES
    return VALUE_RULES if kind_fits(got, expected) else DTYPE_RULES


def _named(got: Array, expected: Array, mistakes: Mapping[str, Any], tol: float) -> Mistake | None:
    for name, value in mistakes.items():
        wrong = np.asarray(value)
        # A wrong dtype is a mistake of its own, unless the named one is known to make it.
        comparable = got.dtype.kind == wrong.dtype.kind or kind_fits(got, expected)
        both_bool = (got.dtype.kind == "b") == (wrong.dtype.kind == "b")
        if comparable and both_bool and agree(got, wrong, tol):
            return Mistake(name)
    return None


def _numbers(inputs: Mapping[str, Any]) -> dict[str, Array]:
    plain = (np.ndarray, np.generic, int, float)
    arrays = {n: np.asarray(a) for n, a in inputs.items() if isinstance(a, plain)}
    return {n: a for n, a in arrays.items() if a.dtype.kind in REAL and a.size}
