"""The only thing that crosses between a student's code and the tests: plain data, in frames.

Both ends hold a `Heap`. A value is written as a tree of msgpack's own types, every list tagged, so
nothing is ever executed, looked up or unpickled while it is read:

    None, bool, int, float, str          as they are; other integers as ("i", text)
    ("t" | "l" | "set" | "frozen", items)   tuple, list, set, frozenset
    ("d", pairs)                         dict, in its order
    ("a", dtype, shape, bytes, layout)   array of a dtype in KINDS; ("o", shape, items) of objects
    ("n", dtype, bytes)                  NumPy number
    ("c", real, imag), ("range", a, b, c)
    ("rng", token, kind, state, parts, upon)   a random generator, whole: see `chance`
    ("=", k)                             the k-th object that both ends share, itself
    ("v", k, offset, dtype, shape, strides, writeable)   a window into shared array k
    ("mine", ...)                        something of the sender's that only it can use: a handle
    ("yours", token)                     a handle, handed back
    ("name", module, name)               a function that both ends know by its name

Lists, dicts and arrays of a call are *shared* while the call runs: both ends number them alike,
each keeps its own copy, and what one end changes in place the other is told before it goes on.
So identity, shared memory and changed arguments look as they would in one process. What is not
carried: changes in place of a set, of an array of objects, and of a subclass, which crosses as the
plain thing that it holds; and half of a surrogate pair in a text, which becomes "?".

A handle lives as long as the other end's stand-in for it: with the next message its owner is told
that nobody can name it any more. Messages strictly alternate, so none can cross another on the way.

Of the project it imports `chance` alone: both are inside the wall, too.
"""

from __future__ import annotations

import array
import math
import os
import socket
import struct
import time
import types
import weakref
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from operator import is_
from typing import Any

import msgpack
import numpy as np

from autograder.inside import chance

KINDS = frozenset("?bhilqBHILQefdFD")  # of arrays that cross, by dtype.char; no objects, no times
MAX_FRAME = 256 * 2**20  # bytes of one message
MAX_ARRAY = MAX_FRAME // 2  # bytes of one array, and of what a window seems to hold
MAX_DEPTH = 60  # of nested containers
MAX_DIMENSIONS = 32
MAX_ITEMS = 1_000_000  # containers and scalars in one message
MAX_KEYS = 20_000  # of dicts and sets in one message: keys may be chosen so that all collide
MAX_TEXT = 2**22
MANY = 1000  # things that are looked through for the one that cannot cross
MAX_HANDLES = 100_000  # of the other end's that are alive at once
FUNCTION, CALLABLE, ITERATOR = "function", "callable", "iterator"
ITERABLE, OBJECT = "iterable", "object"

_SHARED = (list, dict, np.ndarray)
_SCALARS = frozenset([bool, int, float, str])
_WINDOW = "window"  # what is remembered of one: the array below is what changes
_SCANNED = 2**14  # bytes from which a message is looked through before it is taken apart


class WireError(Exception):
    """A message that is not what the format allows, or more than it allows."""


class Handle:
    """An object of the other end: it can be handed back, and nothing else."""

    def __init__(self, heap: Heap, token: int, name: str) -> None:
        self._heap, self._token, self._name = heap, token, name

    def __repr__(self) -> str:
        return f"<{self._name} {self._token}>"


class Heap:
    """One end's view of what both ends share.

    foreign : makes the stand-in for a handle of the other end, from (kind, token, name, extra);
              a new object that can be weakly referred to
    named   : the function that both ends know as (module, name), or None
    name_of : the (module, name) of a function that both ends know, or None
    """

    def __init__(
        self,
        foreign: Callable[[str, int, str, list[str]], Any],
        named: Callable[[str, str], Any] = lambda module, name: None,
        name_of: Callable[[Any], tuple[str, str] | None] = lambda value: None,
    ) -> None:
        self.foreign, self.named, self.name_of = foreign, named, name_of
        self.mine: dict[int, Any] = {}  # token -> object of ours that the other end holds
        self.tokens: dict[int, int] = {}  # id -> token, of these
        self.theirs: dict[int, int] = {}  # id of a stand-in -> its token at the other end
        self.stand_ins: dict[int, weakref.ref[Any]] = {}  # and the other way round
        self.dropped: set[int] = set()  # tokens of stand-ins that are gone, not yet told
        self.shared: list[Any] = []
        self.numbers: dict[int, int] = {}  # id -> place in `shared`
        self.seen: list[Any] = []  # what each shared object was when both ends agreed
        self.spans: list[tuple[int, int, int]] = []  # memory of shared arrays: (from, to, place)
        # Of ("mine" | "yours", token), a random object that both ends have: its state, as agreed.
        self.states: dict[tuple[str, int], list[Any]] = {}
        # Generators read in the scopes that are open: how far they moved is told before they go.
        self.held: list[Any] = []
        # Of an iterator, ("mine" | "yours", token): what the call that made it shares with it.
        self.frames: dict[tuple[str, int], list[tuple[Any, Any]]] = {}
        self.resumed: tuple[Any, int] | None = None
        self.depth = 0  # of scopes that are open
        self.made = self.items = self.keys = 0
        self.tangled = False  # whether a list or dict has been mentioned twice

    # --- frames of calls --------------------------------------------------------------------

    def scope(self) -> _Scope:
        """Objects shared from here on are shared until the end of the block."""
        return _Scope(self)

    def unshare(self, before: int, spans: list[tuple[int, int, int]]) -> None:
        """Share no more than the first objects, whose memory the spans are of."""
        for value in self.shared[before:]:
            if self.numbers.get(id(value), -1) >= before:
                del self.numbers[id(value)]
        del self.shared[before:], self.seen[before:]
        self.spans = spans

    def keep(self, iterator: Any, length: int | None = None) -> None:
        """Remember for an iterator what this scope shares, or the first `length` objects of it.

        A generator goes on to use its arguments after the call that made it; so they are shared
        again, by `resume`, whenever it is asked for an item. Only the outermost scope can be kept.
        """
        key = self._key(iterator)
        if key is not None and self.depth == 1 and hasattr(type(iterator), "__next__"):
            self.frames[key] = list(zip(self.shared, self.seen, strict=True))[:length]

    def resume(self, iterator: Any) -> None:
        """Share again what was kept for an iterator, at the beginning of a scope."""
        key = self._key(iterator)
        if key not in self.frames or self.depth != 1 or self.shared:
            return
        frame = self.frames.pop(key)
        self.resumed = iterator, len(frame)
        for value, state in frame:
            if type(value) is np.ndarray and state is not _WINDOW:
                self._share_array(value, state[1])
                self.seen[-1] = state
            else:
                self._share(value, state)
                self.tangled = self.tangled or type(value) is not np.ndarray

    def suspend(self) -> None:
        """Keep what was resumed in this scope, as both ends have agreed upon it since."""
        if self.resumed is not None:
            self.keep(*self.resumed)
            self.resumed = None

    def _key(self, value: Any) -> tuple[str, int] | None:
        if id(value) in self.theirs:
            return "yours", self.theirs[id(value)]
        return ("mine", self.tokens[id(value)]) if id(value) in self.tokens else None

    def _share(self, value: Any, state: Any) -> None:
        self.numbers[id(value)] = len(self.shared)
        self.shared.append(value)
        self.seen.append(state)

    def _share_array(self, value: np.ndarray[Any, Any], data: bytes) -> None:
        self._share(value, (value.shape, data))
        if value.size and value.flags.c_contiguous:
            low, high = _bounds(value)
            # Of two of which one holds the other, the larger can have all windows.
            first = last = bisect_left(self.spans, (low, 0, 0))
            while last < len(self.spans) and self.spans[last][1] <= high:
                last += 1
            self.spans[first:last] = [(low, high, len(self.shared) - 1)]

    # --- writing ----------------------------------------------------------------------------

    def write(self, value: Any) -> Any:
        """The value as a tree of tagged lists.

        What `news` has to tell comes first: the other end reads in that order. Raises WireError
        if it is too large or too deep; of several things it says which.
        """
        self.items = self.keys = 0
        before, spans = len(self.shared), self.spans[:]
        try:
            return self._write(value, 0)
        except WireError as error:
            self.unshare(before, spans)
            raise WireError(f"{self._place(value)}{error}") from None

    def _place(self, value: Any, levels: int = 2) -> str:
        """Which of several things cannot cross; "" if it is one thing, or all of them together."""
        kind = type(value)
        if kind not in (tuple, list, dict) or not levels:
            return ""
        things = list(value.values()) if kind is dict else value
        before, spans = len(self.shared), self.spans[:]
        for i, thing in enumerate(things[:MANY]):
            self.items = self.keys = 0
            try:
                self._write(thing, 1)
                self.unshare(before, spans)
            except (WireError, MemoryError):
                self.unshare(before, spans)
                key = f"value {i + 1}" if kind is dict else f"item {i + 1}"
                return f"{key} of {len(things)} is {self._place(thing, levels - 1)}"
        return ""

    def news(self) -> list[Any]:
        """What the other end must know before it reads on. Raises WireError as `write` does.

        [[[k, content], ...]          shared objects changed in place,
         [[owner, token, state], ...] random generators that have moved,
         [token, ...]]                handles that nothing here refers to any more
        """
        dropped, self.dropped = self.dropped, set()
        for token in dropped:
            self.frames.pop(("yours", token), None)
        return [self._changes(), self._moved(), list(dropped)]

    def _changes(self) -> list[Any]:
        self.items = self.keys = 0
        found = []
        for k in range(len(self.shared)):
            value, seen = self.shared[k], self.seen[k]
            if seen is _WINDOW:
                continue
            if type(value) is np.ndarray:
                now = value.tobytes()
                if now != seen[1] or value.shape != seen[0]:
                    self.seen[k] = (value.shape, now)
                    content = [_native(value.dtype), list(value.shape), _swapped(value, now)]
                    found.append([k, ["a", *content]])
            elif not _same(_state(value), seen):
                self.seen[k] = _state(value)
                found.append([k, self._content(value, 0)])
        return found

    def _moved(self) -> list[Any]:
        found = []
        for key, state in list(self.states.items()):
            value = self._generator_at(key)
            if value is not None and (now := chance.state(value)) != state:
                self.states[key] = now
                found.append([*key, now])
        return found

    def _write(self, value: Any, depth: int) -> Any:
        self.items += 1
        if depth > MAX_DEPTH:
            raise WireError(f"nested more than {MAX_DEPTH} deep")
        if self.items > MAX_ITEMS:
            raise WireError(f"more than {MAX_ITEMS:,} values at once")
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value
        if kind is str:
            if len(value) > MAX_TEXT:
                raise WireError(f"a text of more than {MAX_TEXT:,} characters")
            return value
        if kind is int:
            return value if -(2**63) <= value < 2**63 else self._large(value)
        if kind in _SHARED and id(value) in self.numbers:
            self.tangled = self.tangled or kind is not np.ndarray
            return ["=", self.numbers[id(value)]]
        if issubclass(kind, np.ndarray):
            return self._array(value, depth)
        if kind is list or kind is dict:
            self._share(value, _state(value))
            return self._content(value, depth)
        if issubclass(kind, np.generic):
            return self._number(value, depth)
        return self._other(value, kind, depth)

    def _content(self, value: Any, depth: int) -> Any:
        if type(value) is dict:
            self._count_keys(len(value))
            pairs = list(value.items())
            return ["d", [[self._write(k, depth + 1), self._write(v, depth + 1)] for k, v in pairs]]
        return ["l", [self._write(v, depth + 1) for v in list(value)]]

    def _count_keys(self, more: int) -> None:
        self.keys += more
        if self.keys > MAX_KEYS:
            raise WireError(f"more than {MAX_KEYS:,} keys of dicts and sets at once")

    @staticmethod
    def _large(value: int) -> Any:
        if value.bit_length() > 10_000:
            raise WireError("an integer of more than 10,000 bits")
        return ["i", hex(value)]

    def _number(self, value: Any, depth: int) -> Any:
        if value.dtype.char in KINDS:
            return ["n", _native(value.dtype), value.tobytes()]
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
        if a.dtype.char not in KINDS:
            if a.dtype.kind not in "fc":
                return self._keep(value, OBJECT)
            a = a.astype(np.complex128 if a.dtype.kind == "c" else np.float64)
        if a.nbytes > MAX_ARRAY:
            raise WireError(f"an array of {a.nbytes:,} bytes, of which {MAX_ARRAY:,} can cross")
        window = self._window(a)
        if window:
            return window
        data = a.tobytes()
        self._share_array(a, data)
        return ["a", _native(a.dtype), list(a.shape), _swapped(a, data), _layout(a)]

    def _window(self, a: np.ndarray[Any, Any]) -> Any:
        """`a` as a window into a shared array that holds its memory."""
        if not a.size or not self.spans or not a.dtype.isnative:
            return None
        low, high = _bounds(a)
        # No span holds another, so the last that begins at or before `low` reaches farthest.
        at = bisect_right(self.spans, (low, math.inf, 0)) - 1
        if at < 0 or self.spans[at][1] < high:
            return None
        start, _, k = self.spans[at]
        whole = self.shared[k]
        if not whole.dtype.isnative or (a.dtype.char == "?") != (whole.dtype.char == "?"):
            return None
        offset = a.__array_interface__["data"][0] - start
        self._share(a, _WINDOW)
        where = [offset, _native(a.dtype), list(a.shape), list(a.strides), a.flags.writeable]
        return ["v", k, *where]

    def _other(self, value: Any, kind: type, depth: int) -> Any:
        if id(value) in self.theirs:
            return ["yours", self.theirs[id(value)]]
        if issubclass(kind, tuple):
            return ["t", [self._write(v, depth + 1) for v in tuple.__iter__(value)]]
        if chance.kind(value):
            return self._generator(value, depth)
        if kind in (set, frozenset):
            self._count_keys(len(value))
            tag = "set" if kind is set else "frozen"
            return [tag, [self._write(v, depth + 1) for v in value]]
        if kind is complex:
            return ["c", value.real, value.imag]
        if kind is range:
            return self._range(value)
        for base, plain in _PLAIN.items():
            if issubclass(kind, base):
                return self._write(plain(value), depth)
        known = self.name_of(value)
        if known:
            return ["name", *known]
        if hasattr(kind, "__next__"):
            return self._keep(value, ITERATOR)
        if kind is types.FunctionType:
            return self._keep(value, FUNCTION)
        if callable(value):
            return self._keep(value, CALLABLE)
        iterable = hasattr(kind, "__iter__") and not isinstance(value, _BYTES)
        return self._keep(value, ITERABLE if iterable else OBJECT)

    @staticmethod
    def _range(value: range) -> Any:
        ends = [value.start, value.stop, value.step]
        if not all(-(2**62) <= n < 2**62 for n in ends) or len(value) > MAX_ITEMS:
            raise WireError(f"a range of more than {MAX_ITEMS:,} numbers")
        return ["range", *ends]

    def _generator(self, value: Any, depth: int) -> Any:
        below = chance.upon(value)
        tree = None if below is None else self._write(below, depth + 1)
        key = ("mine", self._token(value))
        self.states[key] = state = chance.state(value)
        return ["rng", key[1], chance.kind(value), state, chance.parts(value), tree]

    def _generator_at(self, key: tuple[str, int]) -> Any:
        owner, token = key
        return self.mine[token] if owner == "mine" else self._stand_in(token)

    def _keep(self, value: Any, kind: str) -> Any:
        names = _parameters(value) if kind == FUNCTION else []
        called = getattr(value, "__name__", None) if kind in (FUNCTION, CALLABLE) else None
        name = called[:100] if type(called) is str else type(value).__name__[:100]
        return ["mine", kind, self._token(value), name, names]

    def _token(self, value: Any) -> int:
        token = self.tokens.get(id(value))
        if token is None:
            self.made += 1
            token = self.tokens[id(value)] = self.made
            self.mine[token] = value
        return token

    # --- reading ----------------------------------------------------------------------------

    def read(self, tree: Any) -> Any:
        """The value of a tree. Raises WireError for anything that is not of the format."""
        self.items = self.keys = 0
        with _Strict():
            value = self._read(tree, 0)
            if self.tangled:
                _Unfolded().add(value, 0)
        return value

    def update(self, news: Any) -> None:
        """Take over what the other end has changed in place, and let go. Raises WireError."""
        self.items = self.keys = 0
        with _Strict():
            changes, moved, dropped = news
            for token in _items(dropped):
                self._let_go(_int(token))
            for k, content in _items(changes):
                self._update(_index(k, len(self.shared)), content)
            for owner, token, state in _items(moved):
                self._move(owner, _int(token), state)
            if changes and self.tangled:
                unfolded = _Unfolded()
                for value in self.shared:
                    unfolded.add(value, 0)

    def _update(self, k: int, content: Any) -> None:
        value, (tag, *rest) = self.shared[k], content
        if type(value) is np.ndarray and tag == "a":
            self._update_array(k, value, rest)
            return
        if type(value) is list and tag == "l":
            value[:] = [self._read(v, 1) for v in _items(rest[0])]
        elif type(value) is dict and tag == "d":
            pairs = [self._read_pair(pair, 0) for pair in self._read_keys(rest[0])]
            value.clear()
            value.update(pairs)
        else:
            raise WireError("a change of another kind")
        self.seen[k] = _state(value)

    def _update_array(self, k: int, value: np.ndarray[Any, Any], content: Any) -> None:
        new = _plain_array(*content)
        if new.dtype != value.dtype.newbyteorder("=") or new.size != value.size:
            raise WireError("a change of an array's dtype or size")
        if self.seen[k] is _WINDOW or not value.flags.writeable:
            raise WireError("a change of an array that cannot be written")
        if new.shape != value.shape:
            value.shape = new.shape
        value[...] = new
        self.seen[k] = (value.shape, value.tobytes())

    def _let_go(self, token: int) -> None:
        if token in self.mine:
            del self.tokens[id(self.mine[token])], self.mine[token]
            self.states.pop(("mine", token), None)
            self.frames.pop(("mine", token), None)

    def _read(self, tree: Any, depth: int) -> Any:
        self.items += 1
        if depth > MAX_DEPTH or self.items > MAX_ITEMS:
            raise WireError("too deep, or too many values at once")
        if tree is None or type(tree) in _SCALARS:
            return tree
        if type(tree) is not list:
            raise WireError("not of the format")
        read = _READERS.get(tree[0])
        if read is None:
            raise WireError("an unknown tag")
        return read(self, tree, depth)

    def _read_list(self, tree: Any, depth: int) -> Any:
        made: list[Any] = []
        k = len(self.shared)
        self._share(made, ())
        made += [self._read(v, depth + 1) for v in _items(tree[1])]
        self.seen[k] = _state(made)
        return made

    def _read_dict(self, tree: Any, depth: int) -> Any:
        made: dict[Any, Any] = {}
        k = len(self.shared)
        self._share(made, ())
        for pair in self._read_keys(tree[1]):
            key, value = self._read_pair(pair, depth)
            made[key] = value
        self.seen[k] = _state(made)
        return made

    def _read_keys(self, tree: Any) -> list[Any]:
        self._count_keys(len(_items(tree)))
        return _items(tree)

    def _read_pair(self, pair: Any, depth: int) -> tuple[Any, Any]:
        key, value = _items(pair)
        return self._read(key, depth + 1), self._read(value, depth + 1)

    def _read_tuple(self, tree: Any, depth: int) -> Any:
        return tuple(self._read(v, depth + 1) for v in _items(tree[1]))

    def _read_set(self, tree: Any, depth: int) -> Any:
        return {self._read(v, depth + 1) for v in self._read_keys(tree[1])}

    def _read_frozen(self, tree: Any, depth: int) -> Any:
        return frozenset(self._read_set(tree, depth))

    def _read_large(self, tree: Any, _depth: int) -> Any:
        if type(tree[1]) is not str or len(tree[1]) > 2600:
            raise WireError("an integer that is too long")
        return int(tree[1], 16)

    def _read_complex(self, tree: Any, _depth: int) -> Any:
        return complex(_float(tree[1]), _float(tree[2]))

    def _read_range(self, tree: Any, _depth: int) -> Any:
        made = range(*(_int(v) for v in tree[1:4]))
        if len(made) > MAX_ITEMS:
            raise WireError("a range that is too long")
        return made

    def _read_number(self, tree: Any, _depth: int) -> Any:
        return _plain_array(tree[1], [], tree[2])[()]

    def _read_array(self, tree: Any, _depth: int) -> Any:
        _, dtype, shape, data, layout = tree
        made = _laid_out(_plain_array(dtype, shape, data), layout)
        self._share_array(made, made.tobytes() if dtype == "|b1" else data)
        return made

    def _read_objects(self, tree: Any, depth: int) -> Any:
        shape, items = _shape(tree[1]), _items(tree[2])
        if math.prod(shape) != len(items):
            raise WireError("an array whose values do not fill its shape")
        made = np.empty(len(items), dtype=object)
        for i, item in enumerate(items):
            made[i] = self._read(item, depth + 1)
        return made.reshape(shape)

    def _read_same(self, tree: Any, _depth: int) -> Any:
        value = self.shared[_index(tree[1], len(self.shared))]
        self.tangled = self.tangled or type(value) is not np.ndarray
        return value

    def _read_window(self, tree: Any, _depth: int) -> Any:
        _, k, offset, text, lengths, steps, writeable = tree
        whole, dtype = self.shared[_index(k, len(self.shared))], _dtype(text)
        if type(whole) is not np.ndarray or not whole.flags.c_contiguous:
            raise WireError("a window into something that has none")
        if (dtype.char == "?") != (whole.dtype.char == "?"):
            raise WireError("truth values are seen as truth values only")
        shape, strides = _shape(lengths), tuple(_int(n) for n in _items(steps))
        # NumPy's own check lets through what overflows, and whatever looks into an empty array.
        reach = [(n - 1) * stride for n, stride in zip(shape, strides, strict=True)]
        low = _int(offset) + sum(min(0, r) for r in reach)
        high = offset + sum(max(0, r) for r in reach) + dtype.itemsize
        if 0 in shape or low < 0 or high > whole.nbytes:
            raise WireError("a window beyond its array")
        if math.prod(shape) * dtype.itemsize > MAX_ARRAY:
            raise WireError("a window that seems too large")
        raw = whole.reshape(-1).view(np.uint8)
        made: np.ndarray[Any, Any] = np.ndarray(shape, dtype, raw.data, offset, strides)
        if writeable is False:
            made.flags.writeable = False
        self._share(made, _WINDOW)
        return made

    def _read_generator(self, tree: Any, depth: int) -> Any:
        _, token, kind, state, parts, upon = tree
        below = None if upon is None else self._read(upon, depth + 1)
        made = self._stand_in(_int(token))
        if made is None:
            made = self._adopt(token, chance.made(kind, state, parts, below))
        elif chance.kind(made) != kind or chance.upon(made) is not below:
            raise WireError("not of the format")
        else:
            chance.restore(made, state)
        self.states["yours", token] = chance.state(made)
        self.held.append(made)
        return made

    def _read_yours(self, tree: Any, _depth: int) -> Any:
        return self.mine[_int(tree[1])]

    def _read_foreign(self, tree: Any, _depth: int) -> Any:
        _, kind, token, name, names = tree
        if kind not in (FUNCTION, CALLABLE, ITERATOR, ITERABLE, OBJECT):
            raise WireError("not of the format")
        if type(name) is not str or len(name) > 100 or len(_items(names)) > 50:
            raise WireError("not of the format")
        if not all(type(n) is str and len(n) < 120 for n in names):
            raise WireError("not of the format")
        made = self._stand_in(_int(token))
        return self._adopt(token, self.foreign(kind, token, name, names)) if made is None else made

    def _stand_in(self, token: int) -> Any:
        known = self.stand_ins.get(token)
        return None if known is None else known()

    def _adopt(self, token: int, stand_in: Any) -> Any:
        if len(self.stand_ins) >= MAX_HANDLES:
            raise WireError("too many handles")
        key = id(stand_in)

        def gone(_: object) -> None:
            del self.theirs[key], self.stand_ins[token]
            self.states.pop(("yours", token), None)
            self.dropped.add(token)

        self.dropped.discard(token)
        self.theirs[key] = token
        self.stand_ins[token] = weakref.ref(stand_in, gone)
        return stand_in

    def _read_named(self, tree: Any, _depth: int) -> Any:
        module, name = tree[1], tree[2]
        found = self.named(module, name) if type(module) is type(name) is str else None
        if found is None:
            raise WireError("an unknown name")
        return found

    def _move(self, owner: Any, token: int, state: Any) -> None:
        # What is theirs to them is a stand-in of ours here, and the other way round.
        key = ("yours" if owner == "mine" else "mine", token)
        if key[0] == "yours" and token in self.dropped:
            return  # the other end has not been told yet that it is gone here
        agreed, value = self.states[key], self._generator_at(key)
        if key[0] == "mine":
            chance.follow(value, agreed, state)
        else:
            chance.restore(value, state)
        self.states[key] = chance.state(value)


_READERS: dict[str, Callable[[Heap, Any, int], Any]] = {
    "l": Heap._read_list,
    "d": Heap._read_dict,
    "t": Heap._read_tuple,
    "set": Heap._read_set,
    "frozen": Heap._read_frozen,
    "i": Heap._read_large,
    "c": Heap._read_complex,
    "range": Heap._read_range,
    "n": Heap._read_number,
    "a": Heap._read_array,
    "o": Heap._read_objects,
    "=": Heap._read_same,
    "v": Heap._read_window,
    "rng": Heap._read_generator,
    "yours": Heap._read_yours,
    "mine": Heap._read_foreign,
    "name": Heap._read_named,
}

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
_BYTES = (bytes, bytearray, memoryview, np.ndarray)  # of their items nothing is told
_DTYPES = {text: np.dtype(text) for text in (np.dtype(c).str for c in KINDS)}


class _Unfolded:
    """How large values are that mention the same lists and dicts again and again.

    A few lists that hold each other twice unfold to more than any memory holds: whoever looks
    through them would never come back. One list may contain itself; two ways round are too many.
    """

    def __init__(self) -> None:
        self.known: dict[int, tuple[int, int]] = {}  # id -> (values inside, depth inside)
        self.open: set[int] = set()
        self.endless: set[int] = set()
        self.turns = 0

    def add(self, value: Any, depth: int) -> tuple[int, int]:
        """Values in one more thing, and how deep they go. Raises WireError if it is too large."""
        parts = _parts(value)
        if parts is None:
            return 1, 0
        if depth > 2 * MAX_DEPTH:
            raise WireError("lists that hold each other too deep")
        key, self.turns = id(value), self.turns if depth else 0
        if key in self.open or (key in self.endless and depth):
            self.turns += 1
            if self.turns > 1:
                raise WireError("lists that contain themselves in more than one way")
            self.endless |= self.open
            return 1, 0
        if key not in self.known:
            self.open.add(key)
            size, height = 1, 0
            for part in parts:
                # A text or number is counted at once: most of what is looked through is those.
                more, below = (1, 0) if type(part) in _SCALARS else self.add(part, depth + 1)
                size, height = size + more, max(height, below + 1)
            self.open.discard(key)
            self.known[key] = size, height
        size, height = self.known[key]
        if depth + height > 2 * MAX_DEPTH or size > MAX_ITEMS:
            raise WireError("lists that mention each other too often")
        return size, height


def _parts(value: Any) -> Any:
    """What a container holds, or None for anything else."""
    kind = type(value)
    if kind is dict:
        return _state(value)
    if kind in (list, tuple, set, frozenset):
        return value
    return value.flat if kind is np.ndarray and value.dtype.char == "O" else None


class _Scope:
    """A block of `Heap.scope`. A class, since every message opens one or two."""

    def __init__(self, heap: Heap) -> None:
        self._heap, self._before, self._spans = heap, len(heap.shared), heap.spans[:]
        self._held = len(heap.held)

    def __enter__(self) -> None:
        self._heap.depth += 1

    def __exit__(self, *_: object) -> None:
        heap, before = self._heap, self._before
        heap.depth -= 1
        heap.resumed = heap.resumed if heap.depth else None
        heap.unshare(before, self._spans)
        del heap.held[self._held :]
        heap.tangled = heap.tangled and before > 0


class _Strict:
    """Whatever is wrong with what is read becomes a WireError."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, chance.ChanceError):
            raise WireError(str(error)) from None
        if isinstance(error, Exception) and not isinstance(error, WireError):
            raise WireError(f"not of the format: {type(error).__name__}") from None


def _state(value: Any) -> tuple[Any, ...]:
    if type(value) is dict:
        return tuple(part for pair in value.items() for part in pair)
    return tuple(value)


def _same(a: tuple[Any, ...], b: Any) -> bool:
    return len(a) == len(b) and all(map(is_, a, b))


def _native(dtype: np.dtype[Any]) -> str:
    return dtype.str if dtype.isnative else dtype.newbyteorder("=").str


def _swapped(a: np.ndarray[Any, Any], data: bytes) -> bytes:
    """The array's bytes in this machine's order; `data` are those in its own."""
    return data if a.dtype.isnative else a.astype(a.dtype.newbyteorder("=")).tobytes()


def _layout(a: np.ndarray[Any, Any]) -> str:
    """How the array lies in memory: "C" by rows, "F" by columns, "S" with gaps; small: locked."""
    layout = "C" if a.flags.c_contiguous else "F" if a.flags.f_contiguous else "S"
    return layout if a.flags.writeable else layout.lower()


def _laid_out(a: np.ndarray[Any, Any], layout: Any) -> np.ndarray[Any, Any]:
    """The array laid out so that `ravel` and `reshape` copy where they would have copied."""
    if type(layout) is not str or layout not in ("C", "F", "S", "c", "f", "s"):
        raise WireError("an unknown layout")
    made = a
    if layout in "Ff":
        made = np.asfortranarray(a)
    elif layout in "Ss" and a.ndim:
        made = np.zeros((*a.shape[:-1], 2 * a.shape[-1]), dtype=a.dtype)[..., ::2]
        made[...] = a
    if layout.islower():
        made.flags.writeable = False
    return made


def _bounds(a: np.ndarray[Any, Any]) -> tuple[int, int]:
    low = high = a.__array_interface__["data"][0]
    if a.flags.c_contiguous:
        return low, high + a.nbytes
    for n, stride in zip(a.shape, a.strides, strict=True):
        low, high = low + min(0, (n - 1) * stride), high + max(0, (n - 1) * stride)
    return low, high + a.itemsize


def _parameters(function: Any) -> list[str]:
    """Names of a plain function's parameters, for messages; [] when they cannot be had."""
    code = getattr(function, "__code__", None)
    names = getattr(code, "co_varnames", ())
    count = getattr(code, "co_argcount", 0)
    if type(names) is not tuple or type(count) is not int:
        return []
    return [n for n in names[:count] if type(n) is str and len(n) < 120][:50]


def _items(tree: Any) -> list[Any]:
    if type(tree) is not list:
        raise WireError("not of the format")
    return tree


def _int(value: Any) -> int:
    if type(value) is not int:
        raise WireError("not of the format")
    return value


def _float(value: Any) -> float:
    if type(value) is not float:
        raise WireError("not of the format")
    return value


def _index(k: Any, length: int) -> int:
    if type(k) is not int or not 0 <= k < length:
        raise WireError("not of the format")
    return k


def _shape(tree: Any) -> tuple[int, ...]:
    if len(_items(tree)) > MAX_DIMENSIONS or not all(_int(n) >= 0 for n in tree):
        raise WireError("an impossible shape")
    return tuple(tree)


def _dtype(text: Any) -> np.dtype[Any]:
    dtype = _DTYPES.get(text) if type(text) is str else None
    if dtype is None:
        raise WireError("a dtype that does not cross")
    return dtype


def _plain_array(text: Any, lengths: Any, data: Any) -> np.ndarray[Any, Any]:
    """A new array by rows. Raises WireError if the bytes do not fill the shape exactly."""
    dtype, shape = _dtype(text), _shape(lengths)
    if type(data) is not bytes or math.prod(shape) * dtype.itemsize != len(data):
        raise WireError("an array whose bytes do not fill its shape")
    if not data:
        return np.empty(shape, dtype)
    if dtype.char == "?":
        # A byte other than 0 and 1 is no truth value.
        return np.asarray(np.frombuffer(data, np.uint8) != 0).reshape(shape)
    return np.ndarray(shape, dtype, data).copy()


# --- frames on a socket ------------------------------------------------------------------------


def send(channel: socket.socket, message: Any, pass_on: int | None = None) -> None:
    """Send one message, and an open file descriptor with it if one is given.

    Raises WireError, before anything is sent, if it is too long or holds what no message may;
    OSError if the other end is gone, TimeoutError if it does not read.
    """
    try:
        body = msgpack.packb(message, use_bin_type=True, unicode_errors="replace")
    except (ValueError, TypeError, OverflowError) as error:
        raise WireError(f"not of the format: {error}") from None
    if len(body) > MAX_FRAME:
        raise WireError(f"a message of {len(body):,} bytes")
    head = struct.pack("!I", len(body))
    if pass_on is None:
        channel.sendall(head + body)
        return
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [pass_on]))]
    channel.sendmsg([head], rights)
    channel.sendall(body)


def receive(channel: socket.socket) -> Any:
    """The next message, whole within the channel's timeout, without any descriptor.

    Raises EOFError when the other end is gone, TimeoutError, WireError if it is no frame.
    """
    # A descriptor that comes with bytes read by `recv` is closed by the kernel.
    return _Arrival(channel).message(b"")


def receive_with(channel: socket.socket) -> tuple[Any, int | None]:
    """The next message and the file descriptor that came with it, if one did."""
    arrival = _Arrival(channel)
    flags = getattr(socket, "MSG_CMSG_CLOEXEC", 0)
    head, ancillary, _, _ = channel.recvmsg(4, socket.CMSG_SPACE(4), flags)
    passed: list[int] = []
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            passed += array.array("i", data[: len(data) // 4 * 4])
    try:
        if not head:
            raise EOFError("the other end is gone")
        message = arrival.message(head)
    except BaseException:
        _close(passed)
        raise
    _close(passed[1:])
    return message, passed[0] if passed else None


def _close(descriptors: list[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)


def wait(channel: socket.socket, seconds: float | None) -> None:
    """Set a channel's timeout, to a hundredth: to set it at every step would cost system calls."""
    now = channel.gettimeout()
    if now is None or seconds is None:
        changed = now is not seconds
    else:
        changed = abs(now - seconds) > 0.01 * seconds
    if changed:
        channel.settimeout(seconds)


class _Arrival:
    """One message, however slowly it comes: the channel's timeout is for all of it."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel, self._timeout = channel, channel.gettimeout()
        self._end = time.monotonic() + (self._timeout or math.inf)

    def message(self, head: bytes) -> Any:
        """The message whose frame begins with `head`."""
        try:
            head += self._bytes(4 - len(head))
            (length,) = struct.unpack("!I", head)
            if length > MAX_FRAME:
                raise WireError(f"a message of {length:,} bytes")
            body = self._bytes(length)
        finally:
            wait(self._channel, self._timeout)
        return _unpacked(body)

    def _bytes(self, length: int) -> bytearray:
        parts = bytearray()
        while len(parts) < length:
            if self._timeout:
                left = self._end - time.monotonic()
                if left <= 0:
                    raise TimeoutError("the other end was too slow")
                wait(self._channel, left)
            part = self._channel.recv(min(length - len(parts), 2**20))
            if not part:
                raise EOFError("the other end is gone")
            parts += part
        return parts


def _unpacked(body: bytearray) -> Any:
    """The message in a frame. Raises WireError, before memory is spent on more than it may hold."""
    count = 0

    def counted(items: list[Any]) -> list[Any]:
        nonlocal count
        count += 1 + len(items)
        if count > 4 * MAX_ITEMS:
            raise WireError("too many values at once")
        return items

    try:
        if len(body) > _SCANNED:
            # Nested lists that each claim a length would all be made before one is found short.
            scan = msgpack.Unpacker(max_buffer_size=MAX_FRAME)
            scan.feed(body)
            scan.skip()
        return msgpack.unpackb(
            body, raw=False, strict_map_key=True, max_ext_len=0, max_map_len=0,
            max_str_len=min(len(body), 4 * MAX_TEXT), max_array_len=min(len(body), MAX_ITEMS),
            list_hook=counted if len(body) > _SCANNED else None,
        )  # fmt: skip
    except (ValueError, msgpack.exceptions.UnpackException, RecursionError, MemoryError) as error:
        raise WireError(f"not of the format: {type(error).__name__}") from None
