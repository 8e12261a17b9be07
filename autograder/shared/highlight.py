"""Python with its syntax marked, for every page that shows some."""

from __future__ import annotations

import functools
from pathlib import Path

from pygments import highlight  # type: ignore[import-untyped]
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
from pygments.lexers import PythonLexer  # type: ignore[import-untyped]

STYLE = Path(__file__).with_name("page.css")  # the colours, and all else that pages look like
_LEXER, _FORMATTER = PythonLexer(), HtmlFormatter(nowrap=True)


@functools.lru_cache(maxsize=256)  # much of what a class writes is the same
def python(code: str) -> str:
    """Code with its syntax marked, to stand in a `pre`; page.css has the colours."""
    return str(highlight(code, _LEXER, _FORMATTER)).rstrip("\n")
