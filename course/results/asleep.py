"""A plain cell that meets a blank says so in one sentence, where IPython would show a traceback.

Figures and results between the exercises call functions that the reader has yet to write. Such a
cell fails as any other does, and what it says is no error of the reader's.
"""

from __future__ import annotations

import ast
import linecache
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the checks are imported when a cell has failed: they take long to load
    from course.check.failure import CheckFailed

_waiting: dict[str, str] = {}
"""Names that a sleeping cell would have defined, and the blank that it waits for."""


def watch() -> None:
    """Have IPython ask here first about what a blank raises; outside of it nothing happens."""
    from IPython import get_ipython

    shell = get_ipython()
    if shell is not None:
        shell.set_custom_exc((NotImplementedError, NameError), _show)


def _show(
    shell: Any, kind: type, error: BaseException, tb: TracebackType, tb_offset: int | None = None
) -> None:
    asleep = None
    with suppress(Exception):  # then IPython tells what was raised, as it always does
        asleep = told(error)
    if asleep is None:
        shell.showtraceback((kind, error, tb), tb_offset=tb_offset)
    else:
        shell.showtraceback((type(asleep), asleep, tb), tb_offset=tb_offset)


def told(error: BaseException) -> CheckFailed | None:
    """What to say of an exception that left a cell; None if no blank is its cause.

    That is a blank that was called, or a name that an earlier cell would have defined had it not
    met one.
    """
    from course.check import calling
    from course.check.failure import not_written

    frames = calling.students_frames(error)
    if not frames:
        return None
    if isinstance(error, NameError):
        blank = _waiting.get(error.name or "", "")
        blank = blank if _is_open(frames[0].tb_frame.f_globals.get(blank)) else ""
    else:
        blank = calling.blank_in(error, frames)
    if not blank:
        return None
    _waiting.update(dict.fromkeys(_defined(frames[0].tb_frame.f_code.co_filename), blank))
    return not_written(f"This cell wakes up once `{blank}` works.")


def _is_open(function: object) -> bool:
    """Whether a function is still the blank that it was handed out as."""
    code = getattr(function, "__code__", None)
    return code is not None and "NotImplementedError" in code.co_names


def _defined(file: str) -> set[str]:
    """The names that a cell gives something, by the file that IPython calls it."""
    try:
        tree = ast.parse("".join(linecache.getlines(file)))
    except SyntaxError:  # IPython's own commands are no Python
        return set()
    defining = (ast.FunctionDef, ast.ClassDef)
    found = {node.name for node in ast.walk(tree) if isinstance(node, defining)}
    names = (node for node in ast.walk(tree) if isinstance(node, ast.Name))
    return found | {node.id for node in names if isinstance(node.ctx, ast.Store)}
