"""The vocabulary of every test cell: call a student's function and judge what it gives.

A check that holds says nothing; one that does not raises `CheckFailed`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from course.check import words
from course.check.calling import call, called, kind_of, need_tuple, quiet, run, stopped
from course.check.diagnose import (
    OVERFLOW,
    REAL,
    Array,
    Mistake,
    diagnose,
    diagnose_shape,
    differs,
    kind_fits,
    wrong_thing,
)
from course.check.failure import CheckFailed, Message, failed, mistake_in
from course.check.probes import numbers, sizes
from course.check.spying import Calls, spy

__all__ = [
    "CheckFailed",
    "call",
    "close",
    "equal",
    "finite",
    "gradient",
    "mistake_in",
    "numbers",
    "passed",
    "raises",
    "rng",
    "same",
    "shape",
    "shown",
    "sizes",
    "spy",
    "that",
]

SEED: int | Sequence[int] = 0  # of `rng`; whoever grades puts a secret one here

SMALL = 12  # elements of an array that is shown whole
WIDE = 500  # characters of a message of `that`
LARGEST = 10**7  # elements of an array that is looked at
SWAPPED = Mistake("swapped outputs", "It is what another of the results should be.")


def close(
    what: str,
    got: Any,
    expected: Any,
    *,
    inputs: Mapping[str, Any] | None = None,
    mistakes: Mapping[str, Any] | None = None,
    tol: float = 1e-5,
) -> None:
    """`got` must be an array (or number) like `expected`: shape, kind of dtype, then values.

    what     : its name, as the student knows it; of several, "dx, dw, db"
    expected : array of any shape, number, or tuple of them, for a tuple of that many
    inputs   : what the function was given, by name, for the diagnosis
    mistakes : wrong value by name of the mistake that makes it
    tol      : relative tolerance; see `diagnose.differs` for what may be added by rounding

    Raises CheckFailed. Nothing is ever broadcast: (N, 1) is not (N,).
    """
    if isinstance(expected, tuple):
        _close_all(what, got, expected, inputs or {}, mistakes or {}, tol)
    else:
        _close(what, got, np.asarray(expected), inputs, mistakes, tol)


def _close(
    what: str,
    got: Any,
    expected: Array,
    inputs: Mapping[str, Any] | None,
    mistakes: Mapping[str, Any] | None,
    tol: float,
    atol: float = 0.0,
    cause: Mistake | None = None,
) -> None:
    if expected.dtype.kind not in REAL:
        raise TypeError(
            f"check.close cannot expect {words.kind(expected)} for {what}; see check.equal"
        )
    a = _comparable(what, got, "array" if expected.ndim else "number")
    seen = _difference(what, a, expected, tol, atol)
    if seen:
        raise failed(*seen, cause=cause or diagnose(a, expected, inputs, mistakes, tol))


def _close_all(
    what: str,
    got: Any,
    expected: tuple[Any, ...],
    inputs: Mapping[str, Any],
    mistakes: Mapping[str, Any],
    tol: float,
) -> None:
    names = [name.strip() for name in what.strip("() ").split(",")]
    if len(names) != len(expected):
        raise TypeError(f"`what` must name {len(expected)} things, with commas: {what!r}")
    need_tuple("The function", got, names)
    for i, (name, right) in enumerate(zip(names, expected, strict=True)):
        wrong = {m: values[i] for m, values in mistakes.items() if _all_like(got, values, tol)}
        others = expected[:i] + expected[i + 1 :]
        swapped = not wrong and any(_like(got[i], e, tol) for e in others)
        cause = SWAPPED if swapped else None
        _close(name, got[i], np.asarray(right), inputs, wrong, tol, cause=cause)


def shape(
    what: str, got: Any, expected: tuple[int, ...], *, inputs: Mapping[str, Any] | None = None
) -> None:
    """`got` must be an array of numbers of the shape `expected`; () is a number.

    For answers that may hold more than one set of values. Raises CheckFailed.
    """
    a = _comparable(what, got, "array" if expected else "number")
    if a.dtype.kind not in REAL:
        raise failed(f"{words.tick(what)} holds {words.kind(a)}, expected numbers.")
    if a.shape != expected:
        wanted = np.empty(expected)
        line = f"{words.tick(what)} has shape {words.shape(a)}, expected {words.shape(wanted)}."
        raise failed(line, cause=diagnose_shape(a, wanted, inputs))


def _like(got: Any, expected: Any, tol: float) -> bool:
    a = words.array(got)
    if a is None or a.shape != np.shape(expected) or a.dtype.kind not in REAL:
        return False
    return not differs(a, np.asarray(expected), tol).any()


def _all_like(got: Any, values: Any, tol: float) -> bool:
    return all(_like(g, v, tol) for g, v in zip(got, values, strict=True))


def _comparable(what: str, got: Any, wanted: str) -> Array:
    """`got` as an array, or CheckFailed if it is a list, None, text, ..."""
    a = words.array(got)
    article = "an" if wanted == "array" else "a"
    if a is None:
        cause = wrong_thing(got, wanted)
        raise failed(
            f"{words.tick(what)} is {words.describe(got)}, expected {article} {wanted}.",
            cause=cause,
        )
    if a.size > LARGEST:
        raise failed(f"{words.tick(what)} has shape {a.shape}, far too large to be right.")
    return a


def _difference(
    what: str, got: Array, expected: Array, tol: float, atol: float = 0.0
) -> list[str] | None:
    """The lines that tell what differs first: shape, else dtype, else values."""
    if got.shape != expected.shape:
        return [
            f"{words.tick(what)} has shape {words.shape(got)}, expected {words.shape(expected)}."
        ]
    if not kind_fits(got, expected):
        return [f"{words.tick(what)} holds {words.kind(got)}, expected {words.kind(expected)}."]
    wrong = differs(got, expected, tol, atol)
    return _values(what, got, expected, wrong) if wrong.any() else None


def _values(what: str, got: Array, expected: Array, wrong: Array) -> list[str]:
    if got.ndim == 0:
        return [f"{words.tick(what)} is {_apart(words.number, got, expected)}."]
    at = tuple(int(i) for i in np.argwhere(wrong)[0])
    place = ", ".join(str(i) for i in at)
    first = _apart(words.number, got[at], expected[at])
    if wrong.size == 1:
        return [f"{words.tick(what)} holds {first}."]
    count = f"{wrong.sum()} of {wrong.size} values"
    lines = [f"{words.tick(what)} differs in {count}, first at [{place}]: {first}."]
    if got.size <= SMALL and got.ndim <= 2:
        lines += [_labelled("got", got), _labelled("expected", expected)]
    return lines


def _labelled(label: str, a: Array) -> str:
    return f"{label + ':':<10}" + words.numbers(a).replace("\n", "\n" + 10 * " ")


def _apart(show: Callable[[Array, int], str], got: Any, expected: Any) -> str:
    """Both numbers, with as many digits as it takes to see them differ."""
    g, e = np.asarray(got), np.asarray(expected)
    digits = next((d for d in (6, 10) if show(g, d) != show(e, d)), 17)
    return f"{show(g, digits)}, expected {show(e, digits)}"


def equal(what: str, got: Any, expected: Any, *, mistakes: Mapping[str, Any] | None = None) -> None:
    """`got` must be the plain value `expected`, type and all: int, str, bool, tuple, list, dict.

    NumPy's integers count as int and its booleans as bool; True is not 1 and 1.0 is not 1.
    Raises CheckFailed; TypeError if `expected` holds an array (use `close`).
    """
    _need_plain(expected)
    if _same_plain(got, expected):
        return
    named = [Mistake(name) for name, v in (mistakes or {}).items() if _same_plain(got, v)]
    cause = named[0] if named else _plain_cause(got, expected)
    shown = (words.line(_plain(got), 80), words.line(_plain(expected), 80))
    raise failed(f"{words.tick(what)} is {shown[0]}, expected {shown[1]}.", cause=cause)


PLAIN: tuple[tuple[type, tuple[type, ...], str], ...] = (
    (bool, (bool, np.bool_), "boolean"),
    (int, (int, np.integer), "integer"),
    (float, (float, np.floating), "float"),
    (str, (str,), "text"),
    (tuple, (tuple,), "tuple"),
    (list, (list,), "list"),
    (dict, (dict,), "dictionary"),
    (type(None), (type(None),), "None"),
)


def _plain_type(value: object) -> type | None:
    return next((kind for kind, types, _ in PLAIN if words.is_a(value, *types)), None)


def _same_type(a: object, b: object) -> bool:
    return _plain_type(a) is _plain_type(b)


def _need_plain(expected: Any) -> None:
    kind = _plain_type(expected)
    if kind is None:
        raise TypeError(f"check.equal cannot expect a {type(expected).__name__}; see check.close")
    if kind in (tuple, list):
        for part in expected:
            _need_plain(part)


def _same_plain(got: Any, expected: Any) -> bool:
    kind = _plain_type(expected)
    if kind is None or _plain_type(got) is not kind:
        return False
    if kind in (tuple, list):
        pairs = zip(got, expected, strict=False)
        return len(got) == len(expected) and all(_same_plain(g, e) for g, e in pairs)
    if kind is dict:
        keys = expected.keys()
        return got.keys() == keys and all(_same_plain(got[k], expected[k]) for k in keys)
    return expected is None or bool(kind(got) == kind(expected))


def _plain(value: Any, depth: int = 3) -> str:
    """`repr` without NumPy's type names, and without a foreign `__repr__`."""
    kind = _plain_type(value)
    if kind in (tuple, list) and depth and len(value) <= 20:
        parts = ", ".join(_plain(v, depth - 1) for v in value)
        if kind is list:
            return f"[{parts}]"
        return f"({parts},)" if len(value) == 1 else f"({parts})"
    return words.describe(value)


def _plain_cause(got: Any, expected: Any) -> Mistake | None:
    kinds = (_plain_type(got), _plain_type(expected))
    if {*kinds} == {tuple} and len(expected) == 2 and _same_plain(got, expected[::-1]):
        return SWAPPED
    if kinds[0] is kinds[1] and kinds[0] in (tuple, list) and len(got) == len(expected):
        pairs = zip(got, expected, strict=True)
        return next((_plain_cause(g, e) for g, e in pairs if not _same_type(g, e)), None)
    a, numbers = words.array(got), (bool, int, float)
    if a is not None and a.ndim == 0 and kinds[1] in numbers and kinds[0] in numbers:
        wanted = np.asarray(expected)
        if kinds == (int, float):
            return Mistake("integers instead of floats", "A float is wanted, as 1.0 is.")
        return diagnose(a, wanted) if a.dtype.kind in REAL and wanted.dtype.kind in REAL else None
    if kinds[0] is kinds[1]:
        return None
    return wrong_thing(got, next(word for kind, _, word in PLAIN if kind is kinds[1]))


def same(what: str, a: Any, b: Any, *, because: str, mistake: str | None = None) -> None:
    """Two results of the student's own must agree: arrays, numbers, or tuples or lists of them.

    because : the reason, after "because"
    mistake : name of the mistake if they do not

    Raises CheckFailed.
    """
    seen = _disagreement(a, b)
    if seen is not None:
        cause = Mistake(mistake) if mistake else None
        raise failed(
            f"{words.tick(what)} must come out the same, because {because}.", seen, cause=cause
        )


def _disagreement(a: Any, b: Any, depth: int = 8) -> str | None:
    if depth and type(a) in (tuple, list) and type(b) is type(a):
        if len(a) != len(b):
            return f"It was {words.describe(a)}, then {words.describe(b)}."
        parts = (_disagreement(x, y, depth - 1) for x, y in zip(a, b, strict=True))
        return next((seen for seen in parts if seen), None)
    x, y = words.array(a), words.array(b)
    if x is None or y is None:
        alike = not words.is_a(a, tuple, list, dict) and _same_plain(a, b)
        return None if alike else f"It was {words.describe(a)}, then {words.describe(b)}."
    if x.shape != y.shape:
        return f"It had shape {words.shape(x)}, then {words.shape(y)}."
    if x.dtype.kind not in REAL or y.dtype.kind not in REAL:
        return f"It held {words.kind(x)} and {words.kind(y)}, which are no numbers to compare."
    if x.size > LARGEST:
        return f"It has shape {words.shape(x)}, far too large to be right."
    wrong = differs(x, y)
    if not wrong.any():
        return None
    at = tuple(int(i) for i in np.argwhere(wrong)[0]) if x.ndim else ()
    first = _apart(words.number, x[at], y[at]).replace("expected", "then")
    return f"It was {first}" + (f" at {list(at)}." if at else ".")


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
    # It is there however small the gradient is.
    noise = 1e-9 + eps * (largest if size is None else size) / h
    _close(what, analytic, numeric, inputs, mistakes, tol, noise)


def _central_differences(f: Any, x: Array, h: float) -> tuple[Array, float]:
    """The numeric gradient, and the largest magnitude of f that was met."""
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
        raise failed(f"The value to differentiate is {words.describe(value)}, expected one number.")
    finite("the value to differentiate", value)
    return float(a)


# --- other properties --------------------------------------------------------------------------


def raises(exception: type[BaseException], f: Any, *args: Any, when: str, **kwargs: Any) -> None:
    """`f(*args)` must raise `exception`. `when` says in which case, after "when".

    Raises CheckFailed if it returns, raises something else, or is still blank.
    """
    with quiet():
        result, error = run(f, args, kwargs)
    if words.is_a(error, exception):
        return
    rule = f"{called(f)} must raise {exception.__name__} when {when}"
    if error is None:
        why = "The case has to be looked for before anything is calculated."
        raise failed(
            f"{rule}, but gave {words.describe(result)}.", cause=Mistake("no error raised", why)
        )
    seen = stopped(f, error, args, kwargs)
    if seen.mistake == "not written yet":
        raise seen
    other = Mistake(f"{kind_of(error)} instead of {exception.__name__}")
    details = [line for line in str(seen).splitlines() if not line.startswith("Usual cause:")]
    raise failed(f"{rule}.", *details, cause=other)


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
        raise failed(f"{words.tick(what)} holds {words.kind(a)}, expected numbers.")
    bad = ~np.isfinite(a)
    if bad.any():
        at = [int(i) for i in np.argwhere(bad)[0]] if a.ndim else []
        place = f" at {at}, as are {bad.sum()} of {bad.size} values" if at else ""
        raise failed(f"{words.tick(what)} is {words.number(a[tuple(at)])}{place}.", cause=OVERFLOW)


def that(ok: Any, message: str, *, mistake: str | None = None) -> None:
    """Any other property: raises CheckFailed with `message` unless `ok` is true.

    ok      : of an empty list of calls that a `spy` heard, it is told if some may be unheard
    message : put on one line and cut, for it may hold what a student chose; see `shown`. That of
              another CheckFailed, `str(error)`, stays as it is
    """
    try:
        holds = bool(ok)
    except Exception:  # an array of several truths, or an object that will not tell
        holds = False
    if not holds and type(ok) is Calls and not ok.sure:
        raise ok.unheard()
    if not holds:
        said = message if type(message) is Message else words.line(message, WIDE)
        raise failed(said, cause=Mistake(mistake) if mistake else None)


def shown(value: Any) -> str:
    """Whatever a student returned, for a message: on one line, cut, and text in quotation marks."""
    a = words.array(value)
    if a is not None and a.dtype.kind in REAL and a.size <= SMALL:
        return words.line(words.numbers(a), 80)
    return words.line(_plain(value), 80)


def rng() -> np.random.Generator:
    """A fresh generator for the inputs of hidden tests, seeded with `check.SEED`."""
    return np.random.default_rng(SEED)


def passed(what: str) -> None:
    """Say so: the last line of a test cell."""
    print(f"{words.tick(what)}: passed.")
