"""Inputs that a function must refuse, by raising an exception of a certain kind."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from course.check import described, exceptions, known
from course.check.calling import called, kind_of, quiet, run, stopped
from course.check.evidence import Seen
from course.check.failure import CheckFailed, failed
from course.check.kinds import is_a
from course.check.message import NOT_WRITTEN
from course.check.mistake import NOT_RAISED, RETURNED, of_another_kind

# What happened in a case of `raises_in_each`, where nothing else of the student's own did.
RAISED, NOT_CAUGHT = "raised", "not caught"


def raises(exception: type[BaseException], f: Any, *args: Any, when: str, **kwargs: Any) -> None:
    """`f(*args)` must raise `exception`. `when` says in which case, after "when".

    Raises CheckFailed if it returns, raises something else, or is still blank.
    """
    _, error = _unless_raised(exception, f, args, kwargs, when)
    if error:
        raise error


def raises_in_each(
    exception: type[BaseException], f: Any, cases: Mapping[str, Sequence[Any]]
) -> None:
    """`f` must raise `exception` in each case; the first in which it does not is told.

    cases : arguments by the case, as it is said after "when"

    Which cases were caught and which not tells the known mistakes apart.

    Raises CheckFailed as `raises` does.
    """
    found = [_unless_raised(exception, f, args, {}, when) for when, args in cases.items()]
    error = next((error for _, error in found if error), None)
    if error:
        what = f"{exception.__name__} by {called(f)}"
        happened, wanted = (tuple(one) for one in ([h for h, _ in found], [RAISED] * len(found)))
        raise known.named(error, Seen(what, happened, wanted), known.SURE)


def _unless_raised(
    exception: type[BaseException], f: Any, args: Sequence[Any], kwargs: Any, when: str
) -> tuple[str, CheckFailed | None]:
    """What happened, in a word, and what is wrong with it."""
    with quiet():
        result, error = run(f, args, kwargs)
    if is_a(error, exception):
        return RAISED, None
    rule = f"{called(f)} must raise {exception.__name__} when {when}"
    if error is None:
        # Of an error that was returned, a grader has the name of its class.
        named = exceptions.kind(type(result).__name__) is not BaseException
        returned = named or is_a(result, BaseException)
        cause = RETURNED if returned else NOT_RAISED
        happened = cause.name if returned else NOT_CAUGHT
        return happened, failed(f"{rule}, but gave {described.value(result)}.", cause=cause)
    seen = stopped(f, error, args, kwargs)
    if seen.mistake == NOT_WRITTEN:
        raise seen
    kind = kind_of(error)
    details = [line for line in str(seen).splitlines() if not line.startswith("Usual cause:")]
    own = any(re.match(r"In .*line \d+: `raise\b", line) for line in details)
    cause = of_another_kind(kind, exception.__name__, own)
    # Whether NumPy stops at what was not caught, or gives something, makes no difference.
    happened = kind if own or is_a(error, AssertionError) else NOT_CAUGHT
    return happened, failed(f"{rule}.", *details, cause=cause)
