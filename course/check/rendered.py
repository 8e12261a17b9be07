"""The result of a check as HTML, in the same words as its plain text.

Used below a cell in JupyterLab and on feedback pages, whose colours it takes where they have names.
What stands in a message is escaped: words of a student's are among them.
"""

from __future__ import annotations

import functools
import html
import re
from itertools import groupby
from pathlib import Path

from course.check.message import CAUSE, DRAWN, MARKED, NOT_WRITTEN, mistake_in

PASSED, FAILED, BLANK = "passed", "failed", "blank"
SIGNS = {PASSED: ("✓", "Passed"), FAILED: ("✗", "Not right yet"), BLANK: ("○", "Still blank")}
STYLE = Path(__file__).with_name("result.css")

NARROW = 20  # characters of a picture in text that fit every screen, one of 320 pixels too

_CODE = re.compile(r"`([^`]+)`")


def kind_of(message: str) -> str:
    """Whether the message of a `CheckFailed` says that something is wrong, or still blank."""
    return BLANK if mistake_in(message) == NOT_WRITTEN else FAILED


def result(kind: str, message: str) -> str:
    """The result of a check, one of PASSED, FAILED, BLANK, and what it says."""
    sign, meaning = SIGNS[kind]
    return (
        f'<div class="check-result check-{kind}">'
        f'<span class="check-sign" role="img" aria-label="{meaning}">{sign}</span>'
        f'<div class="check-words">{_body(message)}</div></div>'
    )


def shown(kind: str, message: str) -> str:
    """The result with its own style, for a notebook, which has none."""
    return f"<style>{_style()}</style>{result(kind, message)}"


@functools.cache
def _style() -> str:
    return " ".join(STYLE.read_text("utf-8").split())


def _body(message: str) -> str:
    parts = ""
    for drawn, group in groupby(message.splitlines(), lambda line: line.startswith(DRAWN)):
        lines = list(group)
        parts += _picture(lines) if drawn else "".join(map(_sentence, lines))
    return parts


def _sentence(line: str) -> str:
    cause = CAUSE.match(line)
    if cause is None:
        return f"<p>{prose(line)}</p>"
    name, why = line[: cause.end(1) + 1].removeprefix("Usual cause: "), line[cause.end(1) + 1 :]
    return f'<p class="check-cause">Usual cause: <strong>{prose(name)}</strong>{prose(why)}</p>'


def prose(text: str) -> str:
    """A sentence as HTML, with what stands in backticks as code."""
    return _CODE.sub(r"<code>\1</code>", html.escape(text))


def _picture(lines: list[str]) -> str:
    # The stars keep their places, for columns, for readers aloud, and where there is no style.
    text = html.escape("\n".join(line.removeprefix(DRAWN) for line in lines))
    star = '<span class="check-star">*</span>'
    marked = MARKED.sub(rf"<mark>{star}\1{star}</mark>", text)
    # What a narrow screen has no room for is reached by scrolling, and so by keys.
    focus = ' tabindex="0"' if max(map(len, lines)) > NARROW else ""
    return f'<pre class="check-values"{focus}>{marked}</pre>'
