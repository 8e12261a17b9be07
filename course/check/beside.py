"""Two arrays of the same shape side by side in text, the entries that differ in stars.

     got                   expected
     1.5   *-2.0*   3.7     1.5   -2.25   3.7
     0.3     1.0    0.0     0.3    1.0    0.0

Numbers are aligned at their points; a single row stands above the one that was expected.
"""

from __future__ import annotations

from collections.abc import Iterable

from course.check import described
from course.check.kinds import Array
from course.check.message import DRAWN

WIDEST = 92  # characters of a line
GOT, EXPECTED = "got", "expected"
BETWEEN = "   "

_Row = list[tuple[str, str]]


def lines(got: Array, expected: Array, wrong: Array, digits: int) -> list[str]:
    """The lines of a message that show both.

    got, expected, wrong : of the same shape, with one axis or two; wrong holds booleans
    digits               : significant ones of a float
    """
    pair = [_split(got, digits), _split(expected, digits)]
    columns = [*zip(*pair[0], *pair[1], strict=True)]
    widths = [[max(len(parts[i]) for parts in column) for i in (0, 1)] for column in columns]
    marks = wrong.reshape(-1, wrong.shape[-1]) & ~wrong.all()  # all in stars say no more than none
    seen = [_aligned(row, widths, marked) for row, marked in zip(pair[0], marks, strict=True)]
    right = [_aligned(row, widths, [False] * len(row)) for row in pair[1]]
    return _above(seen[0], right[0]) if len(seen) == 1 else _beside(seen, right)


def _aligned(row: _Row, widths: list[list[int]], marked: Iterable[bool]) -> list[str]:
    """The texts of a row, each as wide as its column."""
    return [
        f"{star + whole:>{left + 1}}{rest + star:<{right + 1}}"
        for (whole, rest), (left, right), star in zip(
            row, widths, ("*" if mark else " " for mark in marked), strict=True
        )
    ]


def _beside(seen: list[list[str]], right: list[list[str]]) -> list[str]:
    ours, theirs = ([" ".join(row) for row in one] for one in (seen, right))
    width = max(len(ours[0]), len(GOT) + 1)
    if 2 * width + len(BETWEEN) > WIDEST:
        return [*_labelled(GOT, ours), *_labelled(EXPECTED, theirs)]
    both = zip([f" {GOT}", *ours], [f" {EXPECTED}", *theirs], strict=True)
    return [f"{DRAWN}{a:<{width}}{BETWEEN}{b}".rstrip() for a, b in both]


def _split(a: Array, digits: int) -> list[_Row]:
    """Each number in two parts, before its point and from there on."""
    rows = a.reshape(-1, a.shape[-1])
    texts = ((described.number(value, digits) for value in row) for row in rows)
    return [[_parts(text) for text in row] for row in texts]


def _parts(text: str) -> tuple[str, str]:
    end = min(i for i in (text.find("."), text.find("e"), len(text)) if i > 0)
    return text[:end], text[end:]


def _above(seen: list[str], right: list[str]) -> list[str]:
    """A row above another, in as many parts as it takes."""
    found, room = [], WIDEST - len(EXPECTED) - 1
    while seen:
        count = _fitting(seen, room)
        found += _labelled(GOT, [" ".join(seen[:count])])
        found += _labelled(EXPECTED, [" ".join(right[:count])])
        seen, right = seen[count:], right[count:]
    return found


def _fitting(cells: list[str], room: int) -> int:
    """How many cells from the first one on fit a line, at least one."""
    total = 0
    for count, cell in enumerate(cells):
        total += len(cell) + 1
        if count and total > room:
            return count
    return len(cells)


def _labelled(label: str, rows: list[str]) -> list[str]:
    labels = [label, *[""] * (len(rows) - 1)]
    return [
        f"{DRAWN}{label:<{len(EXPECTED)}} {row}".rstrip()
        for label, row in zip(labels, rows, strict=True)
    ]
