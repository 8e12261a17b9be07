"""Which two arrays of a line cannot meet, by the names in it and the shapes of the arguments.

A name may stand for something else by the time that the line runs. So nothing is said unless the
exception speaks of the same sizes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from course.check.exception_table import SHAPES
from course.check.kinds import as_array
from course.check.mistake import Mistake

Shape = tuple[int, ...]

_ONE = r"\b(?P<{0}>[a-zA-Z_]\w*)(?P<{0}_turned>\.T)?"
_LEFT, _RIGHT = _ONE.format("left"), _ONE.format("right")
_END = r"(?![\w.(\[])"
PRODUCTS = tuple(
    re.compile(rf"(?<![\w.])(?={pattern})")
    for pattern in (
        rf"{_LEFT} *@ *{_RIGHT}{_END}",
        rf"np\.(?:dot|matmul)\({_LEFT}, *{_RIGHT}\)",
        rf"{_LEFT}\.dot\({_RIGHT}\)",
    )
)
SUMS = re.compile(rf"(?<![\w.])(?={_LEFT} *[+-] *{_RIGHT}{_END})")

ORDER = "multiplied in the wrong order"
TURNED = "transposed without need"


class _Operand(NamedTuple):
    """An argument in a line: its name as it stands there, its shape, and that without `.T`."""

    name: str
    shape: Shape
    upright: Shape


def explained(text: str, line: str, arguments: Mapping[str, Any]) -> Mistake | None:
    """What two arguments that stand next to each other in a line do not fit by.

    text : of the exception
    """
    if found := re.search(r"\(size (\d+) is different from (\d+)\)", text):
        return _product(int(found[2]), int(found[1]), line, arguments)
    if found := re.search(r"not aligned: (\d+) \(dim \d+\) != (\d+)", text):
        return _product(int(found[1]), int(found[2]), line, arguments)
    if found := re.search(r"together with shapes (\(\d+,\d+\)) (\(\d+,\d+\)) ?$", text):
        return _sum(found[1], found[2], line, arguments)
    if found := re.search(r"together with shapes \((\d+),(\d+)\) \(\1,\) ?$", text):
        return _biases(int(found[1]), int(found[2]), line, arguments)
    return None


def _product(width: int, height: int, line: str, arguments: Mapping[str, Any]) -> Mistake | None:
    """Of a product whose left factor has `width` columns, and whose right one has `height` rows."""
    for pattern in PRODUCTS:
        for a, b in _pairs(pattern, line, arguments):
            if a.shape[-1] == width and _rows(b.shape) == height:
                return _of_factors(a, b)
    return None


def _of_factors(a: _Operand, b: _Operand) -> Mistake:
    for one, fits in ((a, _fit(a.upright, b.shape)), (b, _fit(a.shape, b.upright))):
        if one.shape != one.upright and fits:
            why = f"`{one.name}` has shape {one.shape}; as it stands, without `.T`, it would fit."
            return Mistake(TURNED, why)
    tables = len(a.shape) == len(b.shape) == 2
    if (tables or b.name == "x") and _fit(b.shape, a.shape):
        why = f"Shape {a.shape} times shape {b.shape} does not fit: `{b.name}` is the left factor."
        return Mistake(ORDER, why)
    turned = a.shape != a.upright or b.shape != b.upright
    if turned and _fit(b.upright, a.upright):
        first, second = (one.name.removesuffix(".T") for one in (b, a))
        why = (
            f"As they come, without `.T`, they fit with `{first}` as the left factor of `{second}`."
        )
        return Mistake(ORDER, why)
    across = "columns" if len(a.shape) > 1 else "entries"
    down = "rows" if len(b.shape) > 1 else "entries"
    why = (
        f"This product needs as many {across} in `{a.name}` as {down} in `{b.name}`; there are "
        f"{a.shape[-1]} and {_rows(b.shape)}."
    )
    return Mistake(SHAPES, why)


def _sum(left: str, right: str, line: str, arguments: Mapping[str, Any]) -> Mistake | None:
    """Of a sum or a difference of tables of these shapes, as NumPy writes them."""
    for a, b in _pairs(SUMS, line, arguments):
        if [str(shape).replace(" ", "") for shape in (a.shape, b.shape)] == [left, right]:
            why = f"`{a.name}` and `{b.name}` can only be added or subtracted entry by entry"
            return Mistake(SHAPES, f"{why}, and have unlike shapes.")
    return None


def _biases(units: int, samples: int, line: str, arguments: Mapping[str, Any]) -> Mistake | None:
    """Of a table with a row for each unit, to which one of the arguments adds the biases."""
    added = re.search(rf"[+] *([a-zA-Z_]\w*){_END}", line)
    b = added and as_array(arguments.get(added[1]))
    if b is None or b.shape != (units,):
        return None
    tables = [a.shape for a in map(as_array, arguments.values()) if a is not None and a.ndim == 2]
    if not any(s[0] == samples and w[1] == units and s is not w for s in tables for w in tables):
        return None
    why = (
        f"The product has a row for each of the {units} units; a row belongs to a sample. "
        "Is a `.T` too much, or are the factors in the wrong order?"
    )
    return Mistake("transposed", why)


def _pairs(
    pattern: re.Pattern[str], line: str, arguments: Mapping[str, Any]
) -> Iterator[tuple[_Operand, _Operand]]:
    for found in pattern.finditer(line):
        pair = [_operand(found[s], found[f"{s}_turned"], arguments) for s in ("left", "right")]
        if pair[0] and pair[1]:
            yield pair[0], pair[1]


def _operand(name: str, turned: str | None, arguments: Mapping[str, Any]) -> _Operand | None:
    a = as_array(arguments.get(name))
    if a is None or not a.ndim:
        return None
    return _Operand(name + (turned or ""), a.T.shape if turned else a.shape, a.shape)


def _rows(shape: Shape) -> int:
    return shape[-2] if len(shape) > 1 else shape[0]


def _fit(left: Shape, right: Shape) -> bool:
    return left[-1] == _rows(right)
