"""Call a student's function, and say in a sentence what went wrong on the way.

Nothing here looks into the function: it may just as well be a stand-in that runs the real one
in another process. Signatures and source lines make messages better where they exist.
"""

from __future__ import annotations

import builtins
import contextlib
import functools
import io
import linecache
import os
import sys
import sysconfig
import warnings
from collections.abc import Iterator, Sequence
from inspect import signature
from types import TracebackType
from typing import Any, TextIO

import numpy as np

from course.check import described, exceptions, printable
from course.check.exceptions import explained
from course.check.failure import CheckFailed, failed, not_written
from course.check.kinds import is_a
from course.check.mistake import Mistake
from course.check.stopped import Stopped


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
def quiet() -> Iterator[_Heard]:
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

    returns : names of the things it must return, handed back as a tuple; without it, one value

    Prints pass through; warnings and stderr do not. Raises CheckFailed if `f` is still blank or
    no function, raises anything, changes an argument in place, or returns None or another
    number of things. KeyboardInterrupt and a CheckFailed from within pass through.
    """
    before = [_frozen(a) for a in (*args, *kwargs.values())]
    with quiet() as heard:
        result, error = run(f, args, kwargs)
    if error is not None:
        raise stopped(f, error, args, kwargs)
    _need_unchanged(f, before, args, kwargs)
    if result is None:
        raise _nothing(f, heard.anything)
    if returns is not None:
        need_tuple(called(f), result, returns)
        return tuple(result)
    return result


def run(f: Any, args: Any, kwargs: Any) -> tuple[Any, BaseException | None]:
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
    return printable.name(name, "the function")


def called(f: Any) -> str:
    """How a sentence about the function begins."""
    name = _name(f)
    return "The function" if " " in name else f"`{name}`"


def _no_function(f: Any) -> CheckFailed:
    why = "A name that was a function has been given a value; run its cell again."
    return failed(
        f"A function was to be called, but its name now holds {described.value(f)}.",
        cause=Mistake("function overwritten", why),
    )


def _nothing(f: Any, printed: bool) -> CheckFailed:
    if printed:
        why = "`print` shows a value and forgets it; `return` hands it on."
        return failed(
            f"{called(f)} printed something and returned None.",
            cause=Mistake("printed instead of returned", why),
        )
    why = "So does a function without `return`, and one whose `return` is in an `if` not entered."
    return failed(f"{called(f)} returned None.", cause=Mistake("nothing returned", why))


def need_tuple(who: str, got: object, names: Sequence[str]) -> None:
    """`got` must hold as many things as there are names, in a tuple or a list.

    Raises CheckFailed.
    """
    wanted = f"{len(names)} things: ({', '.join(names)})"
    if not is_a(got, tuple, list):
        why = "Several things are returned as a tuple, with commas: `return a, b`."
        cause = Mistake("one thing instead of a tuple", why)
        raise failed(f"{who} gave {described.value(got)}, expected {wanted}.", cause=cause)
    if len(got) != len(names):  # type: ignore[arg-type]
        cause = Mistake("wrong number of results", "Count the things after `return`.")
        raise failed(f"{who} gave {described.value(got)}, expected {wanted}.", cause=cause)


# --- arguments that must not change ------------------------------------------------------------


def _frozen(value: object, depth: int = 8) -> Any:
    """A copy of all plain data in `value` that can be compared; other things by identity."""
    if is_a(value, np.ndarray):
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


def inputs(f: Any, args: Any, kwargs: Any) -> dict[str, Any]:
    """The arguments of a call, by the names that a message gives them."""
    return dict(zip(_argument_names(f, args, kwargs), (*args, *kwargs.values()), strict=True))


ARRAYS = (
    "`a += b`, `a[...] = b`, `a.sort()` and `rng.shuffle(a)` write into the caller's array; make a "
    "new one."
)
LISTS = "`append`, `pop`, `a[...] = b` and `a += b` change the caller's own; work on a copy."


def _need_unchanged(f: Any, before: list[Any], args: Any, kwargs: Any) -> None:
    for i, value in enumerate((*args, *kwargs.values())):
        if _frozen(value) != before[i]:
            name = _argument_names(f, args, kwargs)[i]
            why = LISTS if is_a(value, list, dict) else ARRAYS
            raise failed(
                f"{called(f)} changed its input {printable.tick(printable.line(name, 60))}.",
                cause=Mistake("input changed in place", why),
            )


# --- exceptions of a student's function --------------------------------------------------------


def stopped(f: Any, error: BaseException, args: Any, kwargs: Any) -> CheckFailed:
    """What to say of an exception that came out of a student's function."""
    theirs = students_frames(error)
    if _is_blank(error, theirs):
        return _still_blank(f, theirs)
    text, named = _text(error), kind_of(error)
    given = dict(zip(_argument_names(f, args, kwargs), (*args, *kwargs.values()), strict=True))
    shown = ", ".join(described.argument(name, value) for name, value in given.items())
    kind = exceptions.kind(*(cls.__name__ for cls in type(error).__mro__))
    line, within, lines = "", "", tuple(map(_line, theirs))
    if theirs:
        line, within = _line(theirs[-1]), theirs[-1].tb_frame.f_code.co_name
    return failed(
        f"{called(f)} stopped with {named}: {printable.quoted(text)}"
        if text
        else f"{called(f)} raised {named}.",
        *_where(theirs),
        f"{called(f)} was called with {printable.line(shown, 200)}." if given else None,
        cause=explained(Stopped(kind, text, line, within, _name(f), given, lines)),
    )


def students_frames(error: BaseException) -> list[TracebackType]:
    """Where an exception came through code that a student may have written, outermost first."""
    frames = _frames(error.__traceback__)
    return [frame for frame in frames if is_students(frame.tb_frame.f_code.co_filename)]


def blank_in(error: BaseException, theirs: list[TracebackType]) -> str:
    """The name of the function still blank that raised this, "" if none did."""
    if not theirs or not _is_blank(error, theirs):
        return ""
    name = theirs[-1].tb_frame.f_code.co_name
    return name if name.isidentifier() else ""


def _is_blank(error: BaseException, theirs: list[TracebackType]) -> bool:
    """Whether a blank's own line raised it, not a library that a student's function called."""
    if not is_a(error, NotImplementedError):
        return False
    return not theirs or _frames(error.__traceback__)[-1] is theirs[-1]


def kind_of(error: BaseException) -> str:
    """What an exception is called; in backticks if it is none of Python's own."""
    name = printable.name(type(error).__name__, "an exception", 40)
    return name if hasattr(builtins, name) or " " in name else f"`{name}`"


def _text(error: BaseException) -> str:
    try:
        return printable.line(str(error))
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
    ours = os.path.dirname(os.path.dirname(__file__))
    folders |= {os.path.dirname(np.__file__), ours, os.path.join(ours, "..", "autograder")}
    return tuple(os.path.join(os.path.normpath(folder), "") for folder in folders)


def is_students(file: str) -> bool:
    """Whether a student may have written what is in a file, by its name in a traceback."""
    compiled = file.startswith(("<frozen", "<__array_function__")) or file.endswith(".pyx")
    return not compiled and not file.startswith(_not_theirs())


def _still_blank(f: Any, theirs: list[TracebackType]) -> CheckFailed:
    named = [n for t in theirs if (n := printable.name(t.tb_frame.f_code.co_name, ""))]
    own = _name(f)
    blank = named[-1] if named else own
    if blank == own:
        return not_written(f"{called(f)} is not written yet.")
    if " " in own:
        return not_written(f"`{blank}` is not written yet.")
    return not_written(f"`{own}` needs `{blank}`, which is not written yet.")


def _where(theirs: list[TracebackType]) -> list[str]:
    """The student's own lines on the way: in the function that was called, and where it stopped.

    Where both are one line, as with a comprehension, it is the function's.
    """
    ends = [*theirs[-1:], *theirs[:1]]
    # Not by the name of the file: in the grader each line has one of its own.
    lines = {(frame.tb_lineno, _line(frame)): frame for frame in ends}
    return [_place(frame) for frame in reversed(lines.values())]


def _place(frame: TracebackType) -> str:
    code, number = frame.tb_frame.f_code, frame.tb_lineno
    text = _line(frame)
    # A comprehension or a lambda has no name that its writer knows.
    within = f"{printable.code(code.co_name, 60)}, " if code.co_name.isidentifier() else ""
    place = f"In {within}line {number}"
    return f"{place}: {printable.code(text)}" if text else f"{place}."


def _line(frame: TracebackType) -> str:
    file, number = frame.tb_frame.f_code.co_filename, frame.tb_lineno
    return printable.line(linecache.getline(file, number, frame.tb_frame.f_globals))
