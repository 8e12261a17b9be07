"""The student's own functions inside a figure: always the newest, and their errors in words."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course.check import calling, described, failure

PATIENCE = 5.0  # seconds that a figure waits for a curve


class Asleep(Exception):
    """A figure waits for a function that is still blank."""


def newest(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function of that name as it stands in the notebook now.

    A figure made before the student mended a function would otherwise keep the old one.
    """
    scope = getattr(function, "__globals__", {})
    now = scope.get(getattr(function, "__name__", ""), function)
    return now if callable(now) else function


def _waits_for(f: Callable[..., Any], error: BaseException) -> str:
    """The blank's name: the function's own, or what it has called."""
    blank = calling.blank_in(error, calling.students_frames(error))
    return f"`{blank}`" if blank else calling.called(f)


def ask(
    function: Callable[..., Any],
    *args: Any,
    shape: tuple[int, ...] | None = None,
    returns: Sequence[str] = (),
) -> Any:
    """Call the student's function as it stands now.

    shape   : what a single array must look like, and the result is one of floats then;
              without it the result is handed on as it is
    returns : names of the things that it must return; the first of them is the result
    Raises Asleep while the function is blank, CheckFailed if it raises or gives something else
    """
    f = newest(function)
    with calling.quiet():
        result, error = calling.run(f, args, {})
    if error is not None:
        told = calling.stopped(f, error, args, {})
        if told.mistake == "not written yet":
            raise Asleep(f"This figure wakes up once {_waits_for(f, error)} works.")
        raise told
    if returns:
        calling.need_tuple(calling.called(f), result, returns)
        result = result[0]
    if shape is None:
        return result
    try:
        # NumPy would take None for a number that is none.
        array = None if result is None else np.asarray(result, dtype=float)
    except (TypeError, ValueError):
        array = None
    if array is None or array.shape != shape:
        gave = f"{calling.called(f)} gave {described.value(result)}"
        part = f" as {returns[0]}" if returns else ""
        raise failure.failed(f"{gave}{part}; the figure needs shape {shape}.")
    return array


def along(
    function: Callable[..., Any], places: Sequence[float], at: Callable[[float], float]
) -> NDArray[np.float64]:
    """A curve of the student's: what `at`, which calls their function, gives at each place.

    Raises CheckFailed if that takes more than PATIENCE
    """
    began, found = time.monotonic(), []
    for place in places:
        found.append(at(place))
        if time.monotonic() - began > PATIENCE and len(found) < len(places):
            told = f"{calling.called(newest(function))} is too slow for a figure"
            raise failure.failed(f"{told}: {len(found)} calls took {PATIENCE:g} seconds.")
    return np.array(found, dtype=float)
