"""The vocabulary of every test cell: call a student's function and judge what it gives.

A check that holds says nothing. One that does not raises `CheckFailed`, whose text is the whole
message: what was seen and what was expected, then details, then the usual cause by name if
one is known:

    `db` has shape (1, 4), expected (4,).
    Usual cause: kept dimensions. An axis that was summed or picked from is still there, ...

Nothing here looks into a student's function: it may just as well be a stand-in that runs the
real one in another process. Signatures and source lines make messages better where they exist.
"""

from __future__ import annotations

import contextlib
import functools
import io
import linecache
import os
import re
import sys
import sysconfig
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from inspect import signature
from types import TracebackType
from typing import Any, TextIO

import numpy as np

from course.diagnose import (
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

SEED: int | Sequence[int] = 0  # of `rng`; whoever grades puts a secret one here

SMALL = 12  # elements of an array that is shown whole
LARGEST = 10**7  # elements of an array that is looked at
SWAPPED = Mistake("swapped outputs", "It is what another of the results should be.")
BLANK = re.compile(r"\bis not written yet\.$")
CAUSE = re.compile(r"^Usual cause: (.+?)\.(?: |$)")


class CheckFailed(AssertionError):  # noqa: N818 (read by students, who have met no errors yet)
    """A check did not hold. `str(e)` is the whole message, `e.mistake` the mistake's name."""

    def __init__(self, message: str, mistake: str | None = None) -> None:
        """Keep the whole message and the name of the mistake."""
        super().__init__(message)
        self.mistake = mistake

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback, which would be of our code, not theirs."""
        return [str(self)]


def mistake_in(message: str) -> str | None:
    """The name of the mistake in the message of a `CheckFailed`, or None if it names none."""
    lines = message.splitlines() or [""]
    if BLANK.search(lines[0]):
        return "not written yet"
    named = CAUSE.match(lines[-1])
    return named[1] if named else None


def _failed(*lines: str | None, cause: Mistake | None = None) -> CheckFailed:
    """A `CheckFailed` from its lines (None is left out) and the cause, which comes last."""
    shown = [line for line in lines if line]
    if cause:
        shown.append(f"Usual cause: {cause.name}. {cause.why}".rstrip())
    return CheckFailed("\n".join(shown), cause.name if cause else None)


def _blank(line: str) -> CheckFailed:
    return CheckFailed(line, "not written yet")


# --- words for values --------------------------------------------------------------------------


def _is(value: object, *types: type) -> bool:
    """`isinstance` that no `__class__` can talk round."""
    return issubclass(type(value), types)


def _tick(what: str) -> str:
    return what if " " in what else f"`{what}`"


def _line(text: str, width: int = 160) -> str:
    """Foreign text on one short line of printable characters."""
    text = " ".join("".join(c if c.isprintable() else " " for c in text[: 10 * width]).split())
    return text if len(text) <= width else text[: width - 3] + "..."


def _numbers(a: Array, digits: int = 4) -> str:
    """An array as text, whatever print options a notebook has set."""
    plain: dict[str, Any] = {"suppress": False, "floatmode": "maxprec", "legacy": False}
    with np.printoptions(**plain, formatter=None, sign="-", nanstr="nan", infstr="inf"):
        return np.array2string(
            a, separator=", ", precision=digits, threshold=100, max_line_width=90
        )


def _number(a: Array, digits: int = 6) -> str:
    if a.dtype.kind == "O":
        return "a number beyond all bounds"
    value = a.item()
    if type(value) is not float:
        return _line(str(value), 60)
    text = f"{value:.{digits}g}"
    return f"{text}.0" if text.lstrip("-").isdigit() else text


def _value(value: object) -> str:
    """A few words for any value: a number as it is, an array by its shape, the rest by kind."""
    if _is(value, str):
        return repr(_line(str.__str__(value), 40))
    a = _array(value)
    if a is not None and a.ndim == 0:
        return _number(a)
    if a is not None:
        return _numbers(a) if a.size <= 4 and a.dtype.kind in REAL else f"an array {a.shape}"
    if value is None:
        return "None"
    if type(value) in (list, tuple):
        return f"a {type(value).__name__} of {len(value)}"  # type: ignore[arg-type]
    return f"a {_line(type(value).__name__, 40)}"


def _given(name: str, value: object) -> str:
    """An argument of a call: arrays by shape alone."""
    a = _array(value)
    return f"{name} of shape {a.shape}" if a is not None and a.ndim else f"{name} = {_value(value)}"


def _array(value: object) -> Array | None:
    """A plain array or number as an array; None for every other thing."""
    if type(value) is np.ndarray:
        return value
    if _is(value, np.generic, bool, int, float, complex):
        return np.asarray(value)
    return None


# --- calling a student's function --------------------------------------------------------------


class _Heard:
    """Passes a stream through and remembers whether anything was printed."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.anything = False

    def write(self, text: str) -> int:
        self.anything = self.anything or bool(text.strip())
        return self.stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


@contextlib.contextmanager
def _quiet() -> Iterator[_Heard]:
    """Let prints through and keep warnings and stderr back: they must never cost a point."""
    heard = _Heard(sys.stdout)
    with (
        contextlib.redirect_stdout(heard),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        yield heard


def call(f: Any, *args: Any, returns: Sequence[str] | None = None, **kwargs: Any) -> Any:
    """Run a student's function and hand back what it returned.

    returns : names of the things it must return, as a tuple of that many; without it, one value

    Prints pass through; warnings and stderr do not. Raises CheckFailed if `f` is still blank or
    no function, raises anything, changes an argument in place, or returns None or another
    number of things. KeyboardInterrupt and a CheckFailed from within pass through.
    """
    before = [_frozen(a) for a in (*args, *kwargs.values())]
    with _quiet() as heard:
        result, error = _run(f, args, kwargs)
    if error is not None:
        raise _stopped(f, error, args, kwargs)
    _need_unchanged(f, before, args, kwargs)
    if result is None:
        raise _nothing(f, heard.anything)
    if returns is not None:
        _need_tuple(_called(f), result, returns)
    return result


def _run(f: Any, args: Any, kwargs: Any) -> tuple[Any, BaseException | None]:
    """The result or the exception, so that ours is later raised outside of any `except`."""
    if not callable(f):
        raise _no_function(f)
    try:
        return f(*args, **kwargs), None
    except CheckFailed:
        raise
    except (Exception, SystemExit, GeneratorExit) as error:
        return None, error


def _name(f: Any) -> str:
    try:
        name = f.__name__
    except Exception:
        return "the function"
    return _line(name, 60) if type(name) is str and name.isidentifier() else "the function"


def _called(f: Any) -> str:
    name = _name(f)
    return "The function" if " " in name else f"`{name}`"


def _no_function(f: Any) -> CheckFailed:
    why = "A name that was a function has been given a value; run its cell again."
    return _failed(
        f"A function was to be called, but its name now holds {_value(f)}.",
        cause=Mistake("function overwritten", why),
    )


def _nothing(f: Any, printed: bool) -> CheckFailed:
    if printed:
        why = "`print` shows a value and forgets it; `return` hands it on."
        return _failed(
            f"{_called(f)} printed something and returned None.",
            cause=Mistake("printed instead of returned", why),
        )
    why = "A function without `return`, or with a bare one, returns None."
    return _failed(f"{_called(f)} returned None.", cause=Mistake("nothing returned", why))


def _need_tuple(who: str, got: object, names: Sequence[str]) -> None:
    wanted = f"{len(names)} things: ({', '.join(names)})"
    if not _is(got, tuple):
        why = "Several things are returned as a tuple, with commas: `return a, b`."
        kind = "list" if _is(got, list) else "one thing"
        cause = Mistake(f"{kind} instead of tuple", why)
        raise _failed(f"{who} gave {_value(got)}, expected {wanted}.", cause=cause)
    if len(got) != len(names):  # type: ignore[arg-type]
        cause = Mistake("wrong number of results", "Count the things after `return`.")
        raise _failed(f"{who} gave {_value(got)}, expected {wanted}.", cause=cause)


# --- arguments that must not change ------------------------------------------------------------


def _frozen(value: object, depth: int = 8) -> Any:
    """A copy of all plain data in `value` that can be compared; other things by identity."""
    if _is(value, np.ndarray):
        a = np.asarray(value)
        return a.shape, a.dtype.str, a.tobytes()
    if depth and type(value) in (list, tuple):
        return [_frozen(v, depth - 1) for v in value]  # type: ignore[attr-defined]
    if depth and type(value) is dict:
        return [(id(k), _frozen(v, depth - 1)) for k, v in value.items()]
    if type(value) in (bool, int, str):
        return value
    return float.hex(value) if type(value) is float else id(value)


def _argument_names(f: Any, args: Any, kwargs: Any) -> list[str]:
    """The parameters' names where `f` tells them, else their places."""
    try:
        given = list(signature(f).bind(*args).arguments)
    except Exception:
        given = []
    places = [f"argument {i + 1}" for i in range(len(args))]
    return (given if len(given) == len(args) else places) + list(kwargs)


def _need_unchanged(f: Any, before: list[Any], args: Any, kwargs: Any) -> None:
    names = _argument_names(f, args, kwargs)
    for name, old, value in zip(names, before, (*args, *kwargs.values()), strict=True):
        if _frozen(value) != old:
            why = "`a += b` and `a[...] = b` write into the caller's array; make a new one."
            raise _failed(
                f"{_called(f)} changed its input {_tick(name)}.",
                cause=Mistake("input changed in place", why),
            )


# --- exceptions of a student's function --------------------------------------------------------

# exception, pattern in its text, mistake; the first row that fits
HELP: tuple[tuple[type[BaseException], str, str, str], ...] = (
    (
        UnboundLocalError,
        "",
        "name not defined",
        "The function uses a variable before it gives it a value.",
    ),
    (
        NameError,
        "",
        "name not defined",
        "A slip of the pen, or a cell further up that has not been run.",
    ),
    (
        TypeError,
        r"positional argument|keyword argument|required argument",
        "wrong number of arguments",
        "A function was called with more or fewer arguments than its first line names.",
    ),
    (
        TypeError,
        r"only (length-1|0-dimensional|size-1)|must be real number",
        "array where a number is needed",
        "Functions of `math` take one number; those of NumPy take whole arrays.",
    ),
    (
        TypeError,
        r"NoneType",
        "None used as a value",
        "Something that should give a value here gives None.",
    ),
    (
        TypeError,
        r"Cannot cast ufunc|same_kind",
        "floats written into integers",
        "An array of integers cannot take up floats; make it an array of floats.",
    ),
    (
        ValueError,
        r"truth value of an array",
        "one truth value for a whole array",
        "`if` and `and` want one True or False, and an array has many.",
    ),
    (
        ValueError,
        r"read-only",
        "input changed in place",
        "The function tried to write into an array that belongs to its caller.",
    ),
    (
        ValueError,
        r"mismatch|broadcast|not aligned|inhomogeneous|setting an array element",
        "shapes do not fit",
        "Write the shape of each array in this line next to it: two of them cannot meet.",
    ),
    (
        IndexError,
        "",
        "index out of range",
        "The index runs along another axis, or past the end of this one.",
    ),
    (
        OverflowError,
        "",
        "not a number or overflow",
        "A value on the way became too large for a float.",
    ),
    (
        FloatingPointError,
        "",
        "not a number or overflow",
        "A value on the way became too large, or was divided by 0.",
    ),
    (RecursionError, "", "calls itself without end", "The function never stops calling itself."),
    (SystemExit, "", "exit called", "`exit` ends the whole program; `return` ends a function."),
)


def _stopped(f: Any, error: BaseException, args: Any, kwargs: Any) -> CheckFailed:
    """What to say of an exception that came out of a student's function."""
    frames = _frames(error.__traceback__)
    theirs = [frame for frame in frames if _is_students(frame)]
    if _is(error, NotImplementedError) and (not theirs or frames[-1] is theirs[-1]):
        return _not_written(f, theirs)
    text = _text(error)
    kind = type(error).__name__
    names = _argument_names(f, args, kwargs)
    given = [_given(n, v) for n, v in zip(names, (*args, *kwargs.values()), strict=True)]
    return _failed(
        f"{_called(f)} stopped with {kind}: {text}" if text else f"{_called(f)} raised {kind}.",
        _where(theirs),
        "It was called with " + _line(", ".join(given), 200) + "." if given else None,
        cause=_help(error, text),
    )


def _help(error: BaseException, text: str) -> Mistake:
    for kind, pattern, name, why in HELP:
        if _is(error, kind) and re.search(pattern, text):
            return Mistake(name, why)
    return Mistake(f"raised {type(error).__name__}")


def _text(error: BaseException) -> str:
    try:
        return _line(str(error))
    except Exception:
        return ""


def _frames(tb: TracebackType | None) -> list[TracebackType]:
    frames = []
    while tb is not None:
        frames.append(tb)
        tb = tb.tb_next
    return frames


@functools.cache
def _not_theirs() -> tuple[str, ...]:
    """Folders whose code no student wrote: Python, its packages, this one."""
    paths = sysconfig.get_paths()
    folders = {paths[k] for k in ("stdlib", "platstdlib", "purelib", "platlib")}
    ours = os.path.dirname(__file__)
    folders |= {os.path.dirname(np.__file__), ours, os.path.join(ours, "..", "autograder")}
    return tuple(os.path.join(os.path.normpath(folder), "") for folder in folders)


def _is_students(frame: TracebackType) -> bool:
    file = frame.tb_frame.f_code.co_filename
    return not file.startswith(("<frozen", "<__array_function__", *_not_theirs()))


def _not_written(f: Any, theirs: list[TracebackType]) -> CheckFailed:
    named = [n for t in theirs if (n := t.tb_frame.f_code.co_name).isidentifier()]
    own = _name(f)
    blank = named[-1] if named else own
    if blank == own:
        return _blank(f"{_called(f)} is not written yet.")
    if " " in own:
        return _blank(f"`{blank}` is not written yet.")
    return _blank(f"`{own}` needs `{blank}`, which is not written yet.")


def _where(theirs: list[TracebackType]) -> str | None:
    if not theirs:
        return None
    code, number = theirs[-1].tb_frame.f_code, theirs[-1].tb_lineno
    text = _line(linecache.getline(code.co_filename, number, theirs[-1].tb_frame.f_globals))
    place = f"In {_tick(code.co_name)}, line {number}"
    return f"{place}: {text}" if text else f"{place}."


# --- values ------------------------------------------------------------------------------------


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
    tol      : relative tolerance; float32 answers pass where float32 can be that accurate

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
        raise TypeError(f"check.close cannot expect {_kind(expected)} for {what}; see check.equal")
    a = _comparable(what, got, "array" if expected.ndim else "number")
    seen = _difference(what, a, expected, tol, atol)
    if seen:
        raise _failed(*seen, cause=cause or diagnose(a, expected, inputs, mistakes, tol))


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
    _need_tuple("The function", got, names)
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
        raise _failed(f"{_tick(what)} holds {_kind(a)}, expected numbers.")
    if a.shape != expected:
        wanted = np.empty(expected)
        line = f"{_tick(what)} has shape {_shape(a)}, expected {_shape(wanted)}."
        raise _failed(line, cause=diagnose_shape(a, wanted, inputs))


def _like(got: Any, expected: Any, tol: float) -> bool:
    a = _array(got)
    if a is None or a.shape != np.shape(expected) or a.dtype.kind not in REAL:
        return False
    return not differs(a, np.asarray(expected), tol).any()


def _all_like(got: Any, values: Any, tol: float) -> bool:
    return all(_like(g, v, tol) for g, v in zip(got, values, strict=True))


def _comparable(what: str, got: Any, wanted: str) -> Array:
    """`got` as an array, or CheckFailed if it is a list, None, text, ..."""
    a = _array(got)
    article = "an" if wanted == "array" else "a"
    if a is None:
        cause = wrong_thing(got, wanted)
        raise _failed(f"{_tick(what)} is {_value(got)}, expected {article} {wanted}.", cause=cause)
    if a.size > LARGEST:
        raise _failed(f"{_tick(what)} has shape {a.shape}, far too large to be right.")
    return a


def _difference(
    what: str, got: Array, expected: Array, tol: float, atol: float = 0.0
) -> list[str] | None:
    """The lines that tell what differs first: shape, else dtype, else values."""
    if got.shape != expected.shape:
        return [f"{_tick(what)} has shape {_shape(got)}, expected {_shape(expected)}."]
    if not kind_fits(got, expected):
        return [f"{_tick(what)} holds {_kind(got)}, expected {_kind(expected)}."]
    wrong = differs(got, expected, tol, atol)
    return _values(what, got, expected, wrong) if wrong.any() else None


def _shape(a: Array) -> str:
    return f"{a.shape}" if a.ndim else "() (a number)"


def _kind(a: Array) -> str:
    words = {
        "b": "booleans",
        "i": "integers",
        "u": "integers",
        "f": "floats",
        "c": "complex numbers",
    }
    words |= {"U": "text", "S": "text", "O": "Python objects"}
    return f"{words.get(a.dtype.kind, 'other things')} ({a.dtype})"


def _values(what: str, got: Array, expected: Array, wrong: Array) -> list[str]:
    if got.ndim == 0:
        return [f"{_tick(what)} is {_apart(_number, got, expected)}."]
    at = tuple(int(i) for i in np.argwhere(wrong)[0])
    place = ", ".join(str(i) for i in at)
    first = _apart(_number, got[at], expected[at])
    count = f"{wrong.sum()} of {wrong.size} values" if wrong.size > 1 else "its value"
    lines = [f"{_tick(what)} differs in {count}, first at [{place}]: {first}."]
    if 1 < got.size <= SMALL and got.ndim <= 2:
        lines += [_labelled("got", got), _labelled("expected", expected)]
    return lines


def _labelled(label: str, a: Array) -> str:
    return f"{label + ':':<10}" + _numbers(a).replace("\n", "\n" + 10 * " ")


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
    shown = (_line(_plain(got), 80), _line(_plain(expected), 80))
    raise _failed(f"{_tick(what)} is {shown[0]}, expected {shown[1]}.", cause=cause)


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
    return next((kind for kind, types, _ in PLAIN if _is(value, *types)), None)


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
    return _value(value)


def _plain_cause(got: Any, expected: Any) -> Mistake | None:
    kinds = (_plain_type(got), _plain_type(expected))
    if {*kinds} == {tuple} and len(expected) == 2 and _same_plain(got, expected[::-1]):
        return SWAPPED
    a, numbers = _array(got), (bool, int, float)
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
        raise _failed(
            f"{_tick(what)} must come out the same, because {because}.", seen, cause=cause
        )


def _disagreement(a: Any, b: Any, depth: int = 8) -> str | None:
    if depth and type(a) in (tuple, list) and type(b) is type(a):
        if len(a) != len(b):
            return f"It was {_value(a)}, then {_value(b)}."
        parts = (_disagreement(x, y, depth - 1) for x, y in zip(a, b, strict=True))
        return next((seen for seen in parts if seen), None)
    x, y = _array(a), _array(b)
    if x is None or y is None:
        alike = not _is(a, tuple, list, dict) and _same_plain(a, b)
        return None if alike else f"It was {_value(a)}, then {_value(b)}."
    if x.shape != y.shape:
        return f"It had shape {_shape(x)}, then {_shape(y)}."
    if x.dtype.kind not in REAL or y.dtype.kind not in REAL:
        return f"It held {_kind(x)} and {_kind(y)}, which are no numbers to compare."
    if x.size > LARGEST:
        return f"It has shape {_shape(x)}, far too large to be right."
    wrong = differs(x, y)
    if not wrong.any():
        return None
    at = tuple(int(i) for i in np.argwhere(wrong)[0]) if x.ndim else ()
    first = _apart(_number, x[at], y[at]).replace("expected", "then")
    return f"It was {first}" + (f" at {list(at)}." if at else ".")


def gradient(
    what: str,
    analytic: Any,
    f: Callable[[Array], Any],
    x: Any,
    *,
    h: float = 1e-5,
    tol: float = 1e-5,
    mistakes: Mapping[str, Any] | None = None,
    inputs: Mapping[str, Any] | None = None,
) -> None:
    """`analytic` must be the gradient of the scalar function `f` at `x`.

    analytic : array of the shape of x
    f        : array like x -> number, in float64; runs 2 * x.size times, on copies of x
    h        : step of the central difference (f(x + h) - f(x - h)) / 2h, whose error is O(h**2)

    Raises CheckFailed, also if `f` raises or gives no finite number.
    """
    numeric, largest = _central_differences(f, np.array(x, dtype=np.float64), h)
    # Rounding in f, over 2h, is there however small the gradient is.
    noise = 1e-9 + 1e-15 * largest / h
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
        raise _failed(f"The value to differentiate is {_value(value)}, expected one number.")
    finite("the value to differentiate", value)
    return float(a)


# --- other properties --------------------------------------------------------------------------


def raises(exception: type[BaseException], f: Any, *args: Any, when: str, **kwargs: Any) -> None:
    """`f(*args)` must raise `exception`. `when` says in which case, after "when".

    Raises CheckFailed if it returns, raises something else, or is still blank.
    """
    with _quiet():
        result, error = _run(f, args, kwargs)
    if _is(error, exception):
        return
    rule = f"{_called(f)} must raise {exception.__name__} when {when}"
    if error is None:
        why = "The case has to be looked for before anything is calculated."
        raise _failed(f"{rule}, but gave {_value(result)}.", cause=Mistake("no error raised", why))
    seen = _stopped(f, error, args, kwargs)
    if seen.mistake == "not written yet":
        raise seen
    other = Mistake(f"{type(error).__name__} instead of {exception.__name__}")
    details = [line for line in str(seen).splitlines() if not line.startswith("Usual cause:")]
    raise _failed(f"{rule}.", *details, cause=other)


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
        raise _failed(f"{_tick(what)} holds {_kind(a)}, expected numbers.")
    bad = ~np.isfinite(a)
    if bad.any():
        at = [int(i) for i in np.argwhere(bad)[0]] if a.ndim else []
        place = f" at {at}, as are {bad.sum()} of {bad.size} values" if at else ""
        raise _failed(f"{_tick(what)} is {_number(a[tuple(at)])}{place}.", cause=OVERFLOW)


def that(ok: Any, message: str, *, mistake: str | None = None) -> None:
    """Any other property: raises CheckFailed with `message` unless `ok` is true."""
    try:
        holds = bool(ok)
    except Exception:  # an array of several truths, or an object that will not tell
        holds = False
    if not holds:
        raise _failed(message, cause=Mistake(mistake) if mistake else None)


@contextlib.contextmanager
def spy(f: Any, **stand_ins: Any) -> Iterator[dict[str, list[tuple[Any, ...]]]]:
    """Replace names that `f` looks up in its notebook, and record how they are called.

        with check.spy(xor_from_gates, perceptron_predict=perceptron_predict) as calls:
            check.call(xor_from_gates, x)
        check.that(calls["perceptron_predict"], "...")

    Gives a dict: name -> list of the calls' argument tuples (keyword arguments come last, by
    value). The old values are back after the block, whatever happens in it. Raises CheckFailed
    if `f` is no function written in a notebook.
    """
    names = getattr(f, "__globals__", None)
    if names is None:
        raise _failed(f"{_called(f)} must be a function made with `def`.")
    calls: dict[str, list[tuple[Any, ...]]] = {name: [] for name in stand_ins}
    old = {name: names[name] for name in stand_ins if name in names}
    try:
        for name, stand_in in stand_ins.items():
            names[name] = _recorder(name, stand_in, calls[name])
        yield calls
    finally:
        for name in stand_ins:
            _put_back(names, name, old)


def _recorder(name: str, stand_in: Any, calls: list[tuple[Any, ...]]) -> Any:
    def record(*args: Any, **kwargs: Any) -> Any:
        calls.append((*args, *kwargs.values()))
        return stand_in(*args, **kwargs)

    record.__name__ = name
    return record


def _put_back(names: Any, name: str, old: dict[str, Any]) -> None:
    if name in old:
        names[name] = old[name]
    elif name in names:
        del names[name]


def rng() -> np.random.Generator:
    """A fresh generator for the inputs of hidden tests, seeded with `check.SEED`."""
    return np.random.default_rng(SEED)


def passed(what: str) -> None:
    """Say so: the last line of a test cell."""
    print(f"{_tick(what)}: passed.")
