"""Part of the checks of chapter 5: formulas that claim to be slopes, of which one is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course import check
from course.check.failure import CheckFailed, failed
from course.check.mistake import Mistake
from course.numerals import number

Floats = NDArray[np.float64]
Losses = Mapping[str, Callable[[Floats], Any]]

NOTHING = Mistake(
    "nothing returned", "A function whose `return` is in an `if` not entered returns None."
)
LIMIT = Mistake(
    "a limit that lets small errors pass",
    "The wrong one may be off by as little as 0.0001; right ones stay far below that.",
)
TOLERANCE = Mistake(
    "a tolerance for tiny numbers",
    "An absolute tolerance, such as the `atol` of `np.allclose`, lets any tiny slope pass.",
)


def names_found(find: Any, losses: Losses, right: Losses, wrong: Losses, x: Floats) -> list[Any]:
    """What `find(losses, slopes, x)` returns, where one after the other of `right` is wrong.

    find   : a student's `wrong_slope`
    losses : name -> function of an array like x, gives a number
    right  : name -> its slopes
    wrong  : name -> slopes that are not, in place of the right ones

    Raises CheckFailed as `check.call`; where names come back, but not for one, it is told which.
    """
    found: dict[str, Any] = {}
    missed: dict[str, CheckFailed] = {}
    for name, slope in wrong.items():
        try:
            found[name] = check.call(find, losses, {**right, name: slope}, x)
        except CheckFailed as error:
            if error.mistake != NOTHING.name:  # as `check.call` calls it
                raise
            missed[name] = error
    for name, none in missed.items():
        if found or _finds_what_is_upside_down(find, losses, right, x):
            raise _passed_over(name, losses[name], wrong[name](x), x)
        raise none
    return list(found.values())


def _finds_what_is_upside_down(find: Any, losses: Losses, right: Losses, x: Floats) -> bool:
    """Whether `find` returns a name at all: that of slopes with the wrong sign, for some loss."""
    for name, slope in right.items():
        try:
            check.call(find, losses, {**right, name: lambda x, g=slope: -g(x)}, x)
        except CheckFailed:
            continue
        return True
    return False


def _passed_over(
    name: str, loss: Callable[[Floats], Any], claimed: Floats, x: Floats
) -> CheckFailed:
    """What to say where a wrong slope was not found, but others were."""
    nudges = 1e-5 * np.eye(x.size).reshape(-1, *x.shape)
    slopes = np.reshape([(loss(x + n) - loss(x - n)) / 2e-5 for n in nudges], x.shape)
    size = np.maximum(np.abs(claimed), np.abs(slopes))
    off = float(np.max(np.abs(claimed - slopes) / np.where(size > 0, size, 1)))
    least, most = number(off, 2), number(float(size.max()), 2)
    said = (
        f"`wrong_slope` returned None, but the slopes of {name!r} are wrong: their relative error "
        f"is {least}, and the largest slope {most}."
    )
    return failed(said, cause=TOLERANCE if size.max() < 1e-6 else LIMIT if off < 0.01 else NOTHING)
