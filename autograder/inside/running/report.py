"""An exception of the student's, as plain data that the grader can show."""

from __future__ import annotations

import linecache
import os
import traceback
from typing import Any

MAX_LINES = 12  # frames of a traceback that are told, at each of its ends


def report(error: BaseException, token: int = 0) -> list[Any]:
    """An exception as plain data: [mro, text, frames, token]; a frame is [file, name, no, line]."""
    mro = [cls.__name__[:100] for cls in type(error).__mro__][:20]
    try:
        text = (_syntax(error) if isinstance(error, SyntaxError) else str(error))[:2000]
    except BaseException:
        text = ""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        line = linecache.getline(code.co_filename, trace.tb_lineno, trace.tb_frame.f_globals)
        frames.append(
            [str(code.co_filename)[:200], code.co_name[:100], trace.tb_lineno or 0, line[:400]]
        )
        trace = trace.tb_next
    own = [f for f in frames if not {"autograder", "course"} & {*str(f[0]).split(os.sep)}]
    return [mro, text, own[:MAX_LINES] + own[MAX_LINES:][-MAX_LINES:], token]


def _syntax(error: SyntaxError) -> str:
    """What is wrong, in which line, and below it the line with a mark; no name of a file."""
    if error.lineno is None:
        return str(error.msg)
    shown = "".join(traceback.format_exception_only(error)[1:-1])
    return f"{error.msg} (line {error.lineno})\n{shown}".rstrip()
