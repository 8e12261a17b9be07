"""A tree as a value: strictly, for whoever sent it may mean harm."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.inside.wire import arrays
from autograder.inside.wire.handles import Handles
from autograder.inside.wire.limits import MAX_DEPTH, MAX_ITEMS, WireError, counted_keys
from autograder.inside.wire.shared import WINDOW, Shared, content
from autograder.inside.wire.shared_chance import SharedChance
from autograder.inside.wire.strict import STRICT, index, integer, items, real
from autograder.inside.wire.unfolded import SCALARS, unfold


class TreeReader:
    """Reads what one end receives, and shares it.

    named : the function that both ends know as (module, name), or None
    """

    def __init__(
        self, shared: Shared, handles: Handles, chances: SharedChance,
        named: Callable[[str, str], Any],
    ) -> None:  # fmt: skip
        self._shared, self._handles, self._chances = shared, handles, chances
        self._named = named
        self._items = self._keys = 0

    def read(self, tree: Any) -> Any:
        """The value of a tree. Raises WireError for anything that is not of the format."""
        self._items = self._keys = 0
        with STRICT:
            value = self._read(tree, 0)
            # Only what is mentioned twice can unfold to more than was read.
            if self._shared.tangled:
                unfold([value])
        return value

    def begin(self) -> None:
        """Count from here on: a message may hold so much, however many trees it has."""
        self._items = self._keys = 0

    def items(self, tree: Any) -> list[Any]:
        """What a list that is shared already holds now."""
        return [self._read(v, 1) for v in items(tree)]

    def pairs(self, tree: Any) -> list[tuple[Any, Any]]:
        """What a dict that is shared already holds now."""
        return [self._read_pair(pair, 0) for pair in self._read_keys(tree)]

    def _read(self, tree: Any, depth: int) -> Any:
        self._items += 1
        if depth > MAX_DEPTH or self._items > MAX_ITEMS:
            raise WireError("too deep, or too many values at once")
        if tree is None or type(tree) in SCALARS:
            return tree
        if type(tree) is not list:
            raise WireError("not of the format")
        read = _READERS.get(tree[0])
        if read is None:
            raise WireError("an unknown tag")
        return read(self, tree, depth)

    def _read_list(self, tree: Any, depth: int) -> Any:
        made: list[Any] = []
        k = len(self._shared.objects)
        # Shared before its items are read: it may contain itself.
        self._shared.add(made, ())
        made += [self._read(v, depth + 1) for v in items(tree[1])]
        self._shared.agreed[k] = content(made)
        return made

    def _read_dict(self, tree: Any, depth: int) -> Any:
        made: dict[Any, Any] = {}
        k = len(self._shared.objects)
        self._shared.add(made, ())
        for pair in self._read_keys(tree[1]):
            key, value = self._read_pair(pair, depth)
            made[key] = value
        self._shared.agreed[k] = content(made)
        return made

    def _read_keys(self, tree: Any) -> list[Any]:
        self._keys = counted_keys(self._keys + len(items(tree)))
        return items(tree)

    def _read_pair(self, pair: Any, depth: int) -> tuple[Any, Any]:
        key, value = items(pair)
        return self._read(key, depth + 1), self._read(value, depth + 1)

    def _read_tuple(self, tree: Any, depth: int) -> Any:
        return tuple(self._read(v, depth + 1) for v in items(tree[1]))

    def _read_set(self, tree: Any, depth: int) -> Any:
        return {self._read(v, depth + 1) for v in self._read_keys(tree[1])}

    def _read_frozen(self, tree: Any, depth: int) -> Any:
        return frozenset(self._read_set(tree, depth))

    def _read_array(self, tree: Any, _depth: int) -> Any:
        _, dtype, shape, data, layout = tree
        made = arrays.laid_out(arrays.plain(dtype, shape, data), layout)
        self._shared.add_array(made, made.tobytes() if dtype == "|b1" else data)
        return made

    def _read_objects(self, tree: Any, depth: int) -> Any:
        shape, parts = arrays.shape(tree[1]), items(tree[2])
        if math.prod(shape) != len(parts):
            raise WireError("an array whose values do not fill its shape")
        made = np.empty(len(parts), dtype=object)
        for i, part in enumerate(parts):
            made[i] = self._read(part, depth + 1)
        return made.reshape(shape)

    def _read_same(self, tree: Any, _depth: int) -> Any:
        value = self._shared.objects[index(tree[1], len(self._shared.objects))]
        self._shared.tangled = self._shared.tangled or type(value) is not np.ndarray
        return value

    def _read_window(self, tree: Any, _depth: int) -> Any:
        _, k, *where = tree
        made = arrays.window(self._shared.objects[index(k, len(self._shared.objects))], *where)
        self._shared.add(made, WINDOW)
        return made

    def _read_generator(self, tree: Any, depth: int) -> Any:
        return self._chances.take(tree, depth, self._read)

    def _read_yours(self, tree: Any, _depth: int) -> Any:
        return self._handles.mine[integer(tree[1])]

    def _read_mine(self, tree: Any, _depth: int) -> Any:
        return self._handles.take(tree)

    def _read_named(self, tree: Any, _depth: int) -> Any:
        module, name = tree[1], tree[2]
        found = self._named(module, name) if type(module) is type(name) is str else None
        if found is None:
            raise WireError("an unknown name")
        return found


def _read_large(_reader: TreeReader, tree: Any, _depth: int) -> Any:
    if type(tree[1]) is not str or len(tree[1]) > 2600:
        raise WireError("an integer that is too long")
    return int(tree[1], 16)


def _read_complex(_reader: TreeReader, tree: Any, _depth: int) -> Any:
    return complex(real(tree[1]), real(tree[2]))


def _read_range(_reader: TreeReader, tree: Any, _depth: int) -> Any:
    made = range(*(integer(v) for v in tree[1:4]))
    if len(made) > MAX_ITEMS:
        raise WireError("a range that is too long")
    return made


def _read_number(_reader: TreeReader, tree: Any, _depth: int) -> Any:
    return arrays.plain(tree[1], [], tree[2])[()]


_READERS: dict[str, Callable[[TreeReader, Any, int], Any]] = {
    "l": TreeReader._read_list,
    "d": TreeReader._read_dict,
    "t": TreeReader._read_tuple,
    "set": TreeReader._read_set,
    "frozen": TreeReader._read_frozen,
    "i": _read_large,
    "c": _read_complex,
    "range": _read_range,
    "n": _read_number,
    "a": TreeReader._read_array,
    "o": TreeReader._read_objects,
    "=": TreeReader._read_same,
    "v": TreeReader._read_window,
    "rng": TreeReader._read_generator,
    "yours": TreeReader._read_yours,
    "mine": TreeReader._read_mine,
    "name": TreeReader._read_named,
}
