"""Read the JSON of a notebook without its outputs, whatever size they have.

The bytes may be those of a file mapped into memory: they are passed over once, and only what stays
is copied.  What stays is measured before anything is made of it.
"""

import json
import mmap
import re
from collections.abc import Iterator
from typing import Any

Content = bytes | mmap.mmap

DROPPED = {b"outputs", b"attachments", b"widgets"}

# Possessive repetition, and an end for a string that has none: no input makes it step back.
_JSON_TOKEN = re.compile(rb'"([^"\\]*+(?:\\.[^"\\]*+)*+)(?:"\s*+(:)?|\\?\Z)|[\[\]{},]', re.DOTALL)
# Up to the next bracket that is not in a string; lists and objects of nothing but scalars, of which
# there may be millions, are passed over.
_FLAT = rb'(?:[^"\[\]{}]++|"[^"\\]*+(?:\\.[^"\\]*+)*+")'
_BRACKET = re.compile(rb"(?:%b|[\[{]%b*+[\]}])*+[\[\]{}]" % (_FLAT, _FLAT), re.DOTALL)
_SOMETHING = re.compile(rb"[^ \t\r\n\0\xef\xbb\xbf\xff\xfe]")
_OPEN, _CLOSED = frozenset(b"[{"), frozenset(b"]}")


class OverLimitError(Exception):
    """What is too much, the rest of a sentence that starts with the file's name."""


def is_empty(content: Content) -> bool:
    """Whether there is nothing but white space and byte order marks."""
    return _SOMETHING.search(content) is None


def loads(content: Content, size: int, depth: int, values: int) -> Any:
    """What the JSON says, without what is dropped.

    size, depth, values : bytes, nesting and number of values that it may have without that
    Raises OverLimitError, or ValueError for what is no JSON.
    """
    encoding = json.detect_encoding(content[:4])
    if not encoding.startswith("utf-8"):  # a redirection in PowerShell writes UTF-16
        if len(content) > 2 * size:
            raise OverLimitError(too_big(size))
        content = content[:].decode(encoding).encode()
    kept, length = [], 0
    for start, end in _kept(content, depth, values):
        length += end - start
        if length > size:
            raise OverLimitError(too_big(size))
        kept.append(content[start:end])
    return json.loads(
        b"null".join(kept).decode("utf-8-sig"),
        strict=False,  # a tab or line end inside a string
        parse_int=lambda digits: int(digits) if len(digits) < 20 else 0,
        parse_float=lambda digits: float(digits) if len(digits) < 40 else 0.0,
        parse_constant=lambda _: None,  # NaN and the infinities
    )


def too_big(size: int) -> str:
    """The rest of a sentence about a notebook that has more than so many bytes."""
    return (
        f"is larger than {size / 2**20:.4g} MB without its outputs; take long data out of it and "
        "hand it in again (instructor: c.Intake.megabytes)."
    )


def _kept(content: Content, deepest: int, values: int) -> Iterator[tuple[int, int]]:
    """Where each part begins and ends between lists and objects that are dropped."""
    start = position = depth = count = 0
    key = b""
    while token := _JSON_TOKEN.search(content, position):
        position = token.end()
        first = content[token.start()]
        if first in _OPEN and key in DROPPED:
            yield start, token.start()
            start = position = _after(content, token.end())
        elif first in _OPEN:
            depth += 1
            if depth > deepest:
                raise OverLimitError(f"has lists more than {deepest} deep within each other.")
        elif first in _CLOSED:
            depth -= 1
        count += first not in _CLOSED
        if count > values:
            raise OverLimitError(f"holds more than {values:,} values besides outputs.")
        named = token[2] is not None and token.end(1) - token.start(1) < 20
        key = token[1] if named else b""
    yield start, len(content)


def _after(content: Content, position: int) -> int:
    """Where the list or object has ended whose first bracket stands before position."""
    depth = 1
    while found := _BRACKET.match(content, position):
        position = found.end()
        depth += 1 if content[position - 1] in _OPEN else -1
        if depth == 0:
            return position
    raise ValueError("it ends in the middle")
