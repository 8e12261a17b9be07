"""Foreign text made fit for a message: short, printable, and closed in by its quotation marks.

A student's names, lines of code and exceptions end up in messages, which stand in notebooks, in
terminals and on feedback pages. None may look like a line of ours or turn the reading round.
"""

from __future__ import annotations

import re

# What of a phrase is code: a call, an entry, a name with an underscore, or one of those that the
# chapters give to arrays, but for words of English such as the article.
_CODE = re.compile(
    r"(?<![\w`'.(-])(?<!\bthe )("
    r"[A-Za-z_]\w+\((?!s\))(?:[^()]|\([^()]*\))*\)"
    r"|\w+\[[^\]]*\]"
    r"|[A-Za-z]+_\w+"
    r"|d?[b-zB-HJ-Z]\d?"
    r"|dlogits|logits|out|grads|mask|caches?|params"
    r"|sigmoid|relu|elu|maxout|softmax|psnr|accuracy|mse|mae|sse"
    r")(?![\w`'(-])"
)


def tick(what: str) -> str:
    """A name in backticks; of a phrase the names in it, unless it says itself which they are."""
    if "`" in what:
        return what
    return _CODE.sub(r"`\1`", what) if " " in what else f"`{what}`"


def clean(text: str) -> str:
    """Text of several lines without control characters and those that turn the reading round."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def line(text: str, width: int = 160) -> str:
    """Foreign text on one short line of printable characters."""
    text = " ".join("".join(c if c.isprintable() else " " for c in text[: 10 * width]).split())
    return text if len(text) <= width else text[: width - 3] + "..."


def quoted(text: str, width: int = 160) -> str:
    """Words of a student's in quotation marks, which they cannot close, on one short line."""
    return '"' + line(text, width).replace('"', "'") + '"'


def code(text: str, width: int = 160) -> str:
    """A line of a student's code in backticks, which it cannot close."""
    return "`" + line(text, width).replace("`", "'") + "`"


def name(text: object, otherwise: str, width: int = 60) -> str:
    """A name that a student chose, or other words where it is none."""
    return text[:width] if type(text) is str and text.isidentifier() else otherwise
