"""A value as a tree of tagged lists.

What is not carried: changes in place of a set, of an array of objects, and of a subclass, which
crosses as the plain thing that it holds; and half of a surrogate pair in a text, which becomes "?".
"""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.inside.wire import arrays, chance
from autograder.inside.wire.handles import (
    CALLABLE,
    FUNCTION,
    ITERABLE,
    ITERATOR,
    OBJECT,
    Handles,
)
from autograder.inside.wire.limits import (
    MAX_ARRAY,
    MAX_DEPTH,
    MAX_DIMENSIONS,
    MAX_ITEMS,
    MAX_TEXT,
    WireError,
    counted_keys,
)
from autograder.inside.wire.shared import TYPES, Shared, content
from autograder.inside.wire.shared_chance import SharedChance

_MANY = 1000  # things that are looked through for the one that cannot cross
_BYTES = (bytes, bytearray, memoryview, np.ndarray)  # of their items nothing is told
# Subclasses cross as what they are made of: whatever they redefine stays behind.
_PLAIN: dict[type, Callable[[Any], Any]] = {
    int: lambda v: int.__add__(v, 0),
    float: lambda v: float.__pos__(v),
    complex: lambda v: complex.__pos__(v),
    str: lambda v: str.__str__(v),
    list: lambda v: list(list.__iter__(v)),
    dict: lambda v: dict(dict.items(v)),
    set: lambda v: set(set.__iter__(v)),
    frozenset: lambda v: frozenset(frozenset.__iter__(v)),
}


class TreeWriter:
    """Writes what one end sends, and shares it.

    name_of : the (module, name) of a function that both ends know, or None
    """

    def __init__(
        self, shared: Shared, handles: Handles, chances: SharedChance,
        name_of: Callable[[Any], tuple[str, str] | None],
    ) -> None:  # fmt: skip
        self._shared, self._handles, self._chances = shared, handles, chances
        # What is asked for each value of each message is at hand here.
        self._numbers, self._theirs, self._name_of = shared.numbers, handles.theirs, name_of
        self._items = self._keys = 0

    def write(self, value: Any) -> Any:
        """The tree of a value.

        What `News.tell` has to say comes first: the other end reads in that order, and so it
        counts. Raises WireError if it is too large or too deep; of several things it says which.
        """
        self._items = self._keys = 0
        before, spans = len(self._shared.objects), self._shared.spans[:]
        try:
            return self._write(value, 0)
        except WireError as error:
            self._shared.forget(before, spans)
            raise WireError(f"{self._place(value)}{error}") from None

    def begin(self) -> None:
        """Count from here on: a message may hold so much, however many trees it has."""
        self._items = self._keys = 0

    def _place(self, value: Any, levels: int = 2) -> str:
        """Which of several things cannot cross; "" if it is one thing, or all of them together."""
        kind = type(value)
        if kind not in (tuple, list, dict) or not levels:
            return ""
        things = list(value.values()) if kind is dict else value
        shared = self._shared
        before, spans = len(shared.objects), shared.spans[:]
        for i, thing in enumerate(things[:_MANY]):
            self.begin()
            try:
                self._write(thing, 1)
                shared.forget(before, spans)
            except (WireError, MemoryError):
                shared.forget(before, spans)
                key = f"value {i + 1}" if kind is dict else f"item {i + 1}"
                return f"{key} of {len(things)} is {self._place(thing, levels - 1)}"
        return ""

    def _write(self, value: Any, depth: int) -> Any:
        self._items += 1
        if depth > MAX_DEPTH:
            raise WireError(f"nested more than {MAX_DEPTH} deep")
        if self._items > MAX_ITEMS:
            raise WireError(f"more than {MAX_ITEMS:,} values at once")
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value
        if kind is str:
            if len(value) > MAX_TEXT:
                raise WireError(f"a text of more than {MAX_TEXT:,} characters")
            return value
        if kind is int:
            return value if -(2**63) <= value < 2**63 else _large(value)
        if kind in TYPES and id(value) in self._numbers:
            self._shared.tangled = self._shared.tangled or kind is not np.ndarray
            return ["=", self._numbers[id(value)]]
        if issubclass(kind, np.ndarray):
            return self._array(value, depth)
        if kind is list or kind is dict:
            self._shared.add(value, content(value))
            return self.content(value, depth)
        if issubclass(kind, np.generic):
            return self._number(value, depth)
        return self._other(value, kind, depth)

    def content(self, value: Any, depth: int) -> Any:
        """The tree of a list or dict that is shared already. Raises WireError."""
        # Whatever is written may run code of the student's, which may change the container.
        if type(value) is dict:
            self._keys = counted_keys(self._keys + len(value))
            pairs = list(value.items())
            return ["d", [[self._write(k, depth + 1), self._write(v, depth + 1)] for k, v in pairs]]
        return ["l", [self._write(v, depth + 1) for v in list(value)]]

    def _number(self, value: Any, depth: int) -> Any:
        if value.dtype.char in arrays.KINDS:
            return ["n", arrays.native(value.dtype), value.tobytes()]
        if value.dtype.kind in "fc":  # longer than a double
            double = np.float64 if value.dtype.kind == "f" else np.complex128
            return self._number(double(value), depth)
        return self._other(value, type(value), depth)

    def _array(self, value: Any, depth: int) -> Any:
        a = value if type(value) is np.ndarray else np.ndarray.view(value, np.ndarray)
        if a.ndim > MAX_DIMENSIONS:
            raise WireError(f"an array of {a.ndim} dimensions")
        if a.dtype.char == "O":
            return ["o", list(a.shape), [self._write(v, depth + 1) for v in a.ravel().tolist()]]
        if a.dtype.char not in arrays.KINDS:
            if a.dtype.kind not in "fc":
                return self._handles.give(value, OBJECT)
            a = a.astype(np.complex128 if a.dtype.kind == "c" else np.float64)
        if a.nbytes > MAX_ARRAY:
            raise WireError(f"an array of {a.nbytes:,} bytes, of which {MAX_ARRAY:,} can cross")
        window = self._shared.window(a)
        if window:
            return window
        data = a.tobytes()
        self._shared.add_array(a, data)
        how = arrays.layout(a)
        return ["a", arrays.native(a.dtype), list(a.shape), arrays.swapped(a, data), how]

    def _other(self, value: Any, kind: type, depth: int) -> Any:
        if id(value) in self._theirs:
            return ["yours", self._theirs[id(value)]]
        if issubclass(kind, tuple):
            return ["t", [self._write(v, depth + 1) for v in tuple.__iter__(value)]]
        if chance.kind(value):
            return self._chances.give(value, depth, self._write)
        if kind in (set, frozenset):
            self._keys = counted_keys(self._keys + len(value))
            tag = "set" if kind is set else "frozen"
            return [tag, [self._write(v, depth + 1) for v in value]]
        if kind is complex:
            return ["c", value.real, value.imag]
        if kind is range:
            return _range(value)
        for base, plain in _PLAIN.items():
            if issubclass(kind, base):
                return self._write(plain(value), depth)
        known = self._name_of(value)
        if known:
            return ["name", *known]
        return self._handles.give(value, _kind(value))


def _large(value: int) -> list[Any]:
    if value.bit_length() > 10_000:
        raise WireError("an integer of more than 10,000 bits")
    return ["i", hex(value)]


def _range(value: range) -> list[Any]:
    ends = [value.start, value.stop, value.step]
    if not all(-(2**62) <= n < 2**62 for n in ends) or len(value) > MAX_ITEMS:
        raise WireError(f"a range of more than {MAX_ITEMS:,} numbers")
    return ["range", *ends]


def _kind(value: Any) -> str:
    """What of a thing that crosses as a handle the other end may do."""
    kind = type(value)
    if hasattr(kind, "__next__"):
        return ITERATOR
    if kind is types.FunctionType:
        return FUNCTION
    if callable(value):
        return CALLABLE
    return ITERABLE if hasattr(kind, "__iter__") and not isinstance(value, _BYTES) else OBJECT
