"""The vocabulary of every test cell: call a student's function and judge what it gives.

A check that holds says nothing; one that does not raises `CheckFailed`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from course.check import (
    calling,
    cell,
    described,
    kernel,
    known,
    passing,
    plain,
    printable,
    spying,
)
from course.check.calling import need_tuple
from course.check.cell import stand_in
from course.check.comparing import differs
from course.check.diagnosis import diagnose, diagnose_shape
from course.check.diagnosis.things import wrong_thing
from course.check.differences import (
    SHOWN_WHOLE,
    TOO_LARGE,
    difference,
    disagreement,
    shapes,
    unlike,
)
from course.check.evidence import Seen
from course.check.failure import CheckFailed, failed, not_written
from course.check.kinds import REAL, Array, as_array
from course.check.message import Message, mistake_in
from course.check.mistake import OVERFLOW, SWAPPED, Mistake
from course.check.phrases import about
from course.check.printable import tick
from course.check.probes import numbers, sizes
from course.check.refusals import raises, raises_in_each
from course.check.spying import HeardCalls, spy

__all__ = [
    "CheckFailed",
    "begin",
    "call",
    "close",
    "equal",
    "finite",
    "gradient",
    "mistake_in",
    "numbers",
    "passed",
    "raises",
    "raises_in_each",
    "rng",
    "same",
    "shape",
    "shown",
    "sizes",
    "spy",
    "stand_in",
    "that",
]

SEED: int | Sequence[int] = 0  # of `rng`; whoever grades puts a secret one here

MESSAGE_WIDTH = 500  # characters of a message of `that`


def begin(exercise: str, points: float, part: str = "") -> None:
    """Say what the cell that begins here checks: the first line of a check cell.

    Raises CheckFailed if the notebook has no such name yet.
    """
    cell.begin(exercise, points, part)
    if kernel.lacks(exercise):
        todo = "Run the cell with your answer first; after a restart of the kernel, run all above."
        raise not_written(f"{printable.tick(exercise)} is not defined yet.\n{todo}")


def call(f: Any, *args: Any, returns: Sequence[str] | None = None, **kwargs: Any) -> Any:
    """Run a student's function and hand back what it returned; see `calling.call`.

    returns : names of the things it must return, handed back as a tuple; without it, one value

    While it runs, the functions of `stand_in` take the place of other exercises'.

    Raises CheckFailed.
    """
    with spying.standing_in(f):
        result = calling.call(f, *args, returns=returns, **kwargs)
    cell.note_call(f, args, kwargs, result if returns is not None else ())
    return result


def close(
    what: str,
    got: Any,
    expected: Any,
    *,
    inputs: Mapping[str, Any] | None = None,
    mistakes: Mapping[str, Any] | None = None,
    tol: float = 1e-5,
    sure: float = known.SURE,
) -> None:
    """`got` must be an array (or number) like `expected`: shape, kind of dtype, then values.

    what     : its name, as the student knows it; of several, "dx, dw, db", or "dx, dy of a gate"
    expected : array of any shape, number, or tuple of them, for a tuple of that many
    inputs   : what the function was given, by name, for the diagnosis; of the last `call` if None
    mistakes : wrong value by name of the mistake that makes it
    tol      : relative tolerance; see `comparing.differs` for what may be added by rounding
    sure     : how near a known mistake must come; more than usual where chance plays a part

    Raises CheckFailed. Nothing is ever broadcast: (N, 1) is not (N,).
    """
    if isinstance(expected, tuple):
        expected = tuple(np.asarray(part) for part in expected)
    else:
        expected = np.asarray(expected)
    try:
        if isinstance(expected, tuple):
            _close_all(what, got, expected, inputs, mistakes or {}, tol)
        else:
            # Why it fails is asked only when it does: most checks hold.
            swapped = functools.partial(_is_another_result, got, expected, tol)
            _close(what, got, expected, inputs, mistakes, tol, swapped=swapped)
        return
    except CheckFailed as failure:
        error = known.named(failure, Seen(what, got, expected), min(tol, sure))
    raise error


def _close(
    what: str,
    got: Any,
    expected: Array,
    inputs: Mapping[str, Any] | None,
    mistakes: Mapping[str, Any] | None,
    tol: float,
    atol: float = 0.0,
    swapped: Callable[[], bool] = lambda: False,
) -> None:
    if expected.dtype.kind not in REAL:
        raise TypeError(
            f"check.close cannot expect {described.kind(expected)} for {what}; see check.equal"
        )
    a = _comparable(what, got, "array" if expected.ndim else "number", swapped)
    seen = difference(what, a, expected, tol, atol)
    if not seen:
        return
    if inputs is None and (last := cell.last_call()):
        inputs = calling.inputs(*last)
    cause = SWAPPED if swapped() else diagnose(a, expected, inputs, mistakes, tol)
    raise failed(*seen, cause=cause)


def _close_all(
    what: str,
    got: Any,
    expected: tuple[Any, ...],
    inputs: Mapping[str, Any] | None,
    mistakes: Mapping[str, Any],
    tol: float,
) -> None:
    names, labels = _names(what)
    if len(names) != len(expected):
        raise TypeError(f"`what` must name {len(expected)} things, with commas: {what!r}")
    need_tuple("The function", got, names)
    for i, (name, right) in enumerate(zip(labels, expected, strict=True)):
        wrong = {m: values[i] for m, values in mistakes.items() if _all_like(got, values, tol)}
        others = expected[:i] + expected[i + 1 :] if not wrong else ()
        swapped = functools.partial(_swapped, got, i, right, others, tol)
        _close(name, got[i], np.asarray(right), inputs, wrong, tol, swapped=swapped)


def _names(what: str) -> tuple[list[str], list[str]]:
    """The names in "dx, dy of the add gate", and each with what it is of, for a message."""
    names = [name.strip() for name in what.strip("() ").split(",")]
    *others, last = names
    name, of, owner = last.partition(" of ")
    if not of or any(" " in one for one in (*others, name)):
        return names, names
    names = [*others, name]
    return names, [f"{tick(one)}{of}{owner}" for one in names]


def shape(
    what: str, got: Any, expected: tuple[int, ...], *, inputs: Mapping[str, Any] | None = None
) -> None:
    """`got` must be an array of numbers of the shape `expected`; () is a number.

    For answers that may hold more than one set of values. Raises CheckFailed.
    """
    a = _comparable(what, got, "array" if expected else "number")
    if a.dtype.kind not in REAL:
        raise failed(f"{about(what, 'holds')} {described.kind(a)}, expected numbers.")
    if a.shape != expected:
        wanted = np.empty(expected)
        raise failed(shapes(what, a.shape, expected), cause=diagnose_shape(a, wanted, inputs))


def _swapped(got: Sequence[Any], i: int, right: Any, others: Sequence[Any], tol: float) -> bool:
    """Whether the i-th is what another of the results should be, and another what it should be."""
    elsewhere = any(_like(one, right, tol) for k, one in enumerate(got) if k != i)
    return elsewhere and any(_like(got[i], other, tol) for other in others)


def _is_another_result(got: Any, expected: Any, tol: float) -> bool:
    """Whether what is expected was returned in another place; of single numbers, by chance."""
    if as_array(got) is not None and np.ndim(expected) == 0:
        return False
    others = [one for one in cell.last_results() if one is not got]
    return len(others) < len(cell.last_results()) and any(_like(o, expected, tol) for o in others)


def _like(got: Any, expected: Any, tol: float) -> bool:
    a = as_array(got)
    if a is None or a.shape != np.shape(expected) or a.dtype.kind not in REAL:
        return False
    return not differs(a, np.asarray(expected), tol).any()


def _all_like(got: Any, values: Any, tol: float) -> bool:
    return all(_like(g, v, tol) for g, v in zip(got, values, strict=True))


def _comparable(
    what: str, got: Any, wanted: str, swapped: Callable[[], bool] = lambda: False
) -> Array:
    """`got` as an array, or CheckFailed if it is a list, None, text, ..."""
    a = as_array(got)
    article = "an" if wanted == "array" else "a"
    if a is None:
        raise failed(
            f"{about(what, 'is')} {described.value(got)}, expected {article} {wanted}.",
            cause=SWAPPED if swapped() else wrong_thing(got, wanted),
        )
    if a.size > TOO_LARGE:
        raise failed(f"{about(what, 'has')} shape {a.shape}, far too large to be right.")
    return a


def equal(what: str, got: Any, expected: Any, *, mistakes: Mapping[str, Any] | None = None) -> None:
    """`got` must be the plain value `expected`, type and all: int, str, bool, tuple, list, dict.

    NumPy's integers count as int and its booleans as bool; True is not 1 and 1.0 is not 1.
    Raises CheckFailed; TypeError if `expected` holds an array (use `close`).
    """
    plain.need_plain(expected)
    if plain.same(got, expected):
        return
    named = [Mistake(name) for name, v in (mistakes or {}).items() if plain.same(got, v)]
    cause = named[0] if named else plain.usual_cause(got, expected)
    error = failed(*unlike(what, got, expected), cause=cause)
    raise known.named(error, Seen(what, got, expected), known.SURE)


def same(what: str, a: Any, b: Any, *, because: str, mistake: str | Mistake | None = None) -> None:
    """Two results of the student's own must agree: arrays, numbers, or tuples or lists of them.

    because : the reason, after "because"
    mistake : the mistake if they do not, or its name

    Raises CheckFailed.
    """
    seen = disagreement(a, b)
    if seen is not None:
        cause = Mistake(mistake) if isinstance(mistake, str) else mistake
        rule = f"{about(what, 'must')} come out the same, because {because}."
        raise failed(rule, seen, cause=cause)


def gradient(
    what: str,
    analytic: Any,
    f: Callable[[Array], Any],
    x: Any,
    *,
    h: float = 1e-5,
    eps: float = 1e-15,
    tol: float = 1e-5,
    size: float | None = None,
    mistakes: Mapping[str, Any] | None = None,
    inputs: Mapping[str, Any] | None = None,
) -> None:
    """`analytic` must be the gradient of the scalar function `f` at `x`.

    analytic : array of the shape of x
    f        : array like x -> number, in float64; runs 2 * x.size times, on copies of x
    h        : step of the central difference (f(x + h) - f(x - h)) / 2h, whose error is O(h**2)
    eps      : how much of its size f may be off by rounding, which over h is an error as well
    size     : how large f is where it is right; without it, the largest value met. To be given
               for an f of the student's, or a large one makes room for any gradient

    Raises CheckFailed, also if `f` raises or gives no finite number.
    """
    numeric, largest = _central_differences(f, np.array(x, dtype=np.float64), h)
    # The error of the measurement itself, however small the gradient is: what rounding of f makes
    # over h, and 60 times h**2 / 6 at the usual h, for third derivatives that are not small.
    noise = 1e-9 + eps * (largest if size is None else size) / h
    try:
        _close(what, analytic, numeric, inputs, mistakes, tol, noise)
        return
    except CheckFailed as failure:
        error = known.named(failure, Seen(what, analytic, numeric), min(tol, known.SURE))
    raise error


def _central_differences(f: Any, x: Array, h: float) -> tuple[Array, float]:
    """The numeric gradient, and the largest magnitude of f that was met."""
    # In float64 the total error is least near h = (2**-52) ** (1 / 3) = 6e-6, where truncation
    # (h**2) and rounding (1 / h) are equally large. One-sided, truncation would be of the order of
    # h, and at its best half of all digits would be lost. Where f has a kink between x - h and
    # x + h, the result is the slope of neither side: whoever chooses x keeps it away from there.
    numeric, largest = np.zeros_like(x), 0.0
    for i in np.ndindex(x.shape):
        values = []
        for step in (h, -h):
            moved = x.copy()
            moved[i] += step
            values.append(_scalar(call(f, moved)))
        numeric[i] = (values[0] - values[1]) / (2 * h)
        largest = max(largest, *map(abs, values))
    return numeric, largest


def _scalar(value: Any) -> float:
    a = _comparable("the value to differentiate", value, "number")
    if a.ndim or a.dtype.kind not in "iuf":
        raise failed(
            f"The value to differentiate is {described.value(value)}, expected one number."
        )
    finite("the value to differentiate", value)
    return float(a)


# --- other properties --------------------------------------------------------------------------


def finite(what: str, got: Any) -> None:
    """No `nan` and no `inf` in an array, a number, or a tuple or list of them.

    Raises CheckFailed, also for things that are neither.
    """
    _finite(what, got, 8)


def _finite(what: str, got: Any, depth: int) -> None:
    if depth and type(got) in (tuple, list):
        for i, part in enumerate(got):
            _finite(f"{what}[{i}]", part, depth - 1)
        return
    a = _comparable(what, got, "array")
    if a.dtype.kind not in REAL + "c":
        raise failed(f"{about(what, 'holds')} {described.kind(a)}, expected numbers.")
    bad = ~np.isfinite(a)
    if bad.any():
        at = [int(i) for i in np.argwhere(bad)[0]] if a.ndim else []
        place = f" at {at}; not finite: {bad.sum()} of {bad.size} values" if at else ""
        raise failed(
            f"{about(what, 'is')} {described.number(a[tuple(at)])}{place}.", cause=OVERFLOW
        )


def that(ok: Any, message: str, *, mistake: str | Mistake | None = None) -> None:
    """Any other property: raises CheckFailed with `message` unless `ok` is true.

    ok      : of an empty list of calls that a `spy` heard, it is told if some may be unheard
    message : put on one line and cut, for it may hold what a student chose; see `shown`. That of
              another CheckFailed, `str(error)`, stays as it is
    mistake : the mistake if it is not, or its name
    """
    try:
        holds = bool(ok)
    except Exception:  # an array of several truths, or an object that will not tell
        holds = False
    if not holds and type(ok) is HeardCalls and not ok.sure:
        raise ok.unheard()
    if not holds:
        said = message if type(message) is Message else printable.line(message, MESSAGE_WIDTH)
        cause = Mistake(mistake) if isinstance(mistake, str) else mistake
        raise failed(said, cause=cause)


def shown(value: Any) -> str:
    """Whatever a student returned, for a message: on one line, cut, and text in quotation marks."""
    a = as_array(value)
    if a is not None and a.dtype.kind in REAL and a.size <= SHOWN_WHOLE:
        return printable.line(described.numbers(a), 80)
    return printable.line(plain.written(value), 80)


def rng() -> np.random.Generator:
    """A fresh generator for the inputs of hidden tests, seeded with `check.SEED`."""
    return np.random.default_rng(SEED)


def passed(what: str = "") -> None:
    """Say so: the last line of a check cell.

    what : what is said to pass, where the cell did not begin with `begin`
    """
    passing.say(what)
