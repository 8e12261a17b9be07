"""The only thing that crosses between a student's code and the tests: plain data, in frames.

Both ends hold a `Heap`. A value is written as a tree of msgpack's own types, every list tagged, so
nothing is ever executed, looked up or unpickled while it is read:

    None, bool, int, float, str          as they are; other integers as text
    ("t" | "l" | "set", items)           tuple, list, set
    ("d", pairs)                         dict, in its order
    ("a", dtype, shape, bytes, layout)   array of a dtype in KINDS; ("o", shape, items) of objects
    ("n", dtype, bytes)                  NumPy number
    ("c", real, imag), ("range", a, b, c), ("rng", ...)
    ("=", k)                             the k-th object that both ends share, itself
    ("v", k, offset, dtype, shape, strides)  a window into shared array k
    ("mine", ...)                        something of the sender's that only it can use: a handle
    ("yours", token)                     a handle, handed back
    ("name", module, name)               a function that both ends know by its name

Lists, dicts and arrays of a call are *shared* while the call runs: both ends number them alike,
each keeps its own copy, and what one end changes in place the other is told before it goes on.
So identity, shared memory and changed arguments look as they would in one process.

Nothing of the project but this module is imported by the worker.
"""

from __future__ import annotations

import array
import os
import socket
import struct
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgpack
import numpy as np

KINDS = frozenset("?bhilqBHILQefdFD")  # of arrays that cross, by dtype.char; no objects, no times
MAX_FRAME = 256 * 2**20  # bytes of one message
MAX_DEPTH = 60  # of nested containers
MAX_ITEMS = 2_000_000  # containers and scalars in one message
MAX_TEXT = 2**22
FUNCTION, CALLABLE, ITERATOR, OBJECT = "function", "callable", "iterator", "object"

_BIT_GENERATORS = {"PCG64": np.random.PCG64, "PCG64DXSM": np.random.PCG64DXSM}
_SHARED = (list, dict, np.ndarray)


class WireError(Exception):
    """A message that is not what the format allows, or more than it allows."""


class Handle:
    """An object of the other end: it can be handed back, and nothing else."""

    def __init__(self, heap: Heap, token: int, name: str) -> None:
        self._heap, self._token, self._name = heap, token, name

    def __repr__(self) -> str:
        return f"<{self._name} {self._token}>"


def _length(shape: tuple[int, ...]) -> int:
    total = 1
    for n in shape:
        total *= n
    return total


class Heap:
    """One end's view of what both ends share.

    foreign : makes the stand-in for a handle of the other end, from (kind, token, name, extra)
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
        self.theirs: dict[int, tuple[Any, int]] = {}  # id -> (stand-in, its token)
        self.stand_ins: dict[int, Any] = {}  # token of the other end -> stand-in
        self.shared: list[Any] = []
        self.numbers: dict[int, int] = {}  # id -> place in `shared`
        self.seen: list[Any] = []  # what each shared object was when both ends agreed
        # (owner, token) -> a generator that both ends have, and its state when they agreed
        self.generators: dict[tuple[str, int], np.random.Generator] = {}
        self.states: dict[tuple[str, int], list[Any]] = {}
        self.items = 0

    # --- frames of calls --------------------------------------------------------------------

    @contextmanager
    def scope(self) -> Iterator[None]:
        """Objects shared from here on are shared until the end of the block."""
        depth = len(self.shared)
        try:
            yield
        finally:
            for value in self.shared[depth:]:
                if self.numbers.get(id(value), -1) >= depth:
                    del self.numbers[id(value)]
            del self.shared[depth:], self.seen[depth:]

    def _share(self, value: Any, state: Any) -> None:
        self.numbers[id(value)] = len(self.shared)
        self.shared.append(value)
        self.seen.append(state)

    # --- writing ----------------------------------------------------------------------------

    def write(self, value: Any) -> Any:
        """The value as a tree of tagged lists. Raises WireError if it is too large or too deep."""
        self.items = 0
        return self._write(value, 0)

    def changes(self) -> list[Any]:
        """What this end has changed in place since both ends agreed: [[k, content], ...]."""
        self.items = 0
        found = []
        for k in range(len(self.shared)):
            value = self.shared[k]
            if type(value) is np.ndarray:
                now = value.tobytes() if value.nbytes else b""
                if (value.shape, now) != self.seen[k]:
                    self.seen[k] = (value.shape, now)
                    found.append([k, ["a", value.dtype.str, list(value.shape), now]])
            elif not _same(_state(value), self.seen[k]):
                self.seen[k] = _state(value)
                found.append([k, self._content(value, 0)])
        return found

    def _write(self, value: Any, depth: int) -> Any:
        self.items += 1
        if depth > MAX_DEPTH:
            raise WireError(f"nested more than {MAX_DEPTH} deep")
        if self.items > MAX_ITEMS:
            raise WireError(f"more than {MAX_ITEMS} values at once")
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value
        if kind is str:
            if len(value) > MAX_TEXT:
                raise WireError("a text that is too long")
            return value.encode("utf-8", "replace").decode()
        if kind is int:
            return value if -(2**63) <= value < 2**63 else self._large(value)
        if issubclass(kind, np.generic) and value.dtype.char in KINDS:
            return ["n", value.dtype.str, value.tobytes()]
        if kind in _SHARED and id(value) in self.numbers:
            return ["=", self.numbers[id(value)]]
        if issubclass(kind, np.ndarray):
            return self._array(value, depth)
        if kind is list or kind is dict:
            self._share(value, _state(value))
            return self._content(value, depth)
        return self._other(value, kind, depth)

    def _content(self, value: Any, depth: int) -> Any:
        if type(value) is dict:
            pairs = list(value.items())
            return ["d", [[self._write(k, depth + 1), self._write(v, depth + 1)] for k, v in pairs]]
        return ["l", [self._write(v, depth + 1) for v in list(value)]]

    @staticmethod
    def _large(value: int) -> Any:
        if value.bit_length() > 10_000:
            raise WireError("an integer of more than 10,000 bits")
        return ["i", hex(value)]

    def _array(self, value: Any, depth: int) -> Any:
        a = np.asarray(value)
        if type(a) is not np.ndarray:
            a = np.ndarray.view(value, np.ndarray)
        if a.dtype.char == "O":
            return ["o", list(a.shape), [self._write(v, depth + 1) for v in a.ravel().tolist()]]
        if a.dtype.char not in KINDS:
            if a.dtype.kind not in "fc":
                return self._keep(value, OBJECT)
            a = a.astype(np.complex128 if a.dtype.kind == "c" else np.float64)
        if a.nbytes > MAX_FRAME // 2:
            raise WireError(f"an array of {a.nbytes:,} bytes")
        window = self._window(a)
        if window:
            return window
        data = a.tobytes()
        if type(value) is np.ndarray and a is value:
            self._share(value, (a.shape, data))
        else:
            self._share(a, (a.shape, data))
        return ["a", a.dtype.newbyteorder("=").str, list(a.shape), _native(a, data), _layout(a)]

    def _window(self, a: np.ndarray[Any, Any]) -> Any:
        """`a` as a window into a shared array that holds its memory."""
        if not a.size:
            return None
        low, high = _bounds(a)
        for k, whole in enumerate(self.shared):
            if type(whole) is np.ndarray and whole.flags.c_contiguous and whole.size:
                start = whole.__array_interface__["data"][0]
                if start <= low and high <= start + whole.nbytes:
                    at = a.__array_interface__["data"][0] - start
                    return ["v", k, at, a.dtype.str, list(a.shape), list(a.strides)]
        return None

    def _other(self, value: Any, kind: type, depth: int) -> Any:
        if id(value) in self.theirs:
            return ["yours", self.theirs[id(value)][1]]
        if issubclass(kind, tuple):
            return ["t", [self._write(v, depth + 1) for v in tuple.__iter__(value)]]
        if kind is np.random.Generator:
            return self._generator(value)
        if kind in (set, frozenset):
            return ["set", [self._write(v, depth + 1) for v in value]]
        if kind is complex:
            return ["c", value.real, value.imag]
        if kind is range:
            return ["range", value.start, value.stop, value.step]
        for base, plain in _PLAIN.items():
            if issubclass(kind, base):
                return self._write(plain(value), depth)
        known = self.name_of(value)
        if known:
            return ["name", *known]
        if kind.__name__ in _ITERATORS:
            return self._keep(value, ITERATOR)
        if kind is types.FunctionType:
            return self._keep(value, FUNCTION)
        return self._keep(value, CALLABLE if callable(value) else OBJECT)

    def _generator(self, value: np.random.Generator) -> Any:
        name = type(value.bit_generator).__name__
        if name not in _BIT_GENERATORS:
            return self._keep(value, OBJECT)
        key = ("mine", self._token(value))
        self.generators[key] = value
        self.states[key] = state = _numbers_of(value)
        return ["rng", key[1], name, *state]

    def _keep(self, value: Any, kind: str) -> Any:
        names = _parameters(value) if kind == FUNCTION else []
        called = getattr(value, "__name__", None) if kind in (FUNCTION, CALLABLE) else None
        name = called[:100] if type(called) is str else type(value).__name__[:100]
        return ["mine", kind, self._token(value), name.encode("utf-8", "replace").decode(), names]

    def _token(self, value: Any) -> int:
        token = self.tokens.get(id(value))
        if token is None:
            token = self.tokens[id(value)] = len(self.mine) + 1
            self.mine[token] = value
        return token

    def rngs(self) -> list[Any]:
        """The states of shared random generators that have moved: [[owner, token, ...], ...]."""
        moved = []
        for key, value in self.generators.items():
            state = _numbers_of(value)
            if state != self.states.get(key):
                self.states[key] = state
                moved.append([*key, *state])
        return moved

    # --- reading ----------------------------------------------------------------------------

    def read(self, tree: Any) -> Any:
        """The value of a tree. Raises WireError for anything that is not of the format."""
        self.items = 0
        try:
            return self._read(tree, 0)
        except (TypeError, ValueError, IndexError, KeyError, OverflowError) as error:
            raise WireError(f"not of the format: {type(error).__name__}") from None

    def update(self, changes: Any, rngs: Any) -> None:
        """Take over what the other end has changed in place. Raises WireError."""
        self.items = 0
        try:
            for k, content in changes:
                self._update(_index(k, len(self.shared)), content)
            for owner, token, *state in rngs:
                self._set_generator(owner, token, state)
        except (TypeError, ValueError, IndexError, KeyError, OverflowError) as error:
            raise WireError(f"not of the format: {type(error).__name__}") from None

    def _update(self, k: int, content: Any) -> None:
        value, tag = self.shared[k], content[0]
        if type(value) is np.ndarray and tag == "a":
            new = self._plain_array(content)
            if new.shape != value.shape:
                value.shape = new.shape
            writable = value.flags.writeable
            if not writable:
                raise WireError("a change of an array that cannot be written")
            value[...] = new
            self.seen[k] = (value.shape, value.tobytes())
            return
        if type(value) is list and tag == "l":
            value[:] = [self._read(v, 1) for v in _items(content[1])]
        elif type(value) is dict and tag == "d":
            pairs = [(self._read(a, 1), self._read(b, 1)) for a, b in _items(content[1])]
            value.clear()
            value.update(pairs)
        else:
            raise WireError("a change of another kind")
        self.seen[k] = _state(value)

    def _read(self, tree: Any, depth: int) -> Any:
        self.items += 1
        if depth > MAX_DEPTH or self.items > MAX_ITEMS:
            raise WireError("too deep, or too many values at once")
        if tree is None or type(tree) in (bool, int, float, str):
            return tree
        if type(tree) is not list:
            raise WireError("not of the format")
        read = _READERS.get(tree[0])
        if read is None:
            raise WireError("an unknown tag")
        return read(self, tree, depth)

    def _read_list(self, tree: Any, depth: int) -> Any:
        made: list[Any] = []
        self._share(made, ())
        k = len(self.shared) - 1
        made += [self._read(v, depth + 1) for v in _items(tree[1])]
        self.seen[k] = _state(made)
        return made

    def _read_dict(self, tree: Any, depth: int) -> Any:
        made: dict[Any, Any] = {}
        self._share(made, ())
        k = len(self.shared) - 1
        for key, value in _items(tree[1]):
            made[self._read(key, depth + 1)] = self._read(value, depth + 1)
        self.seen[k] = _state(made)
        return made

    def _read_tuple(self, tree: Any, depth: int) -> Any:
        return tuple(self._read(v, depth + 1) for v in _items(tree[1]))

    def _read_set(self, tree: Any, depth: int) -> Any:
        return {self._read(v, depth + 1) for v in _items(tree[1])}

    def _read_large(self, tree: Any, _depth: int) -> Any:
        if type(tree[1]) is not str or len(tree[1]) > 2600:
            raise WireError("an integer that is too long")
        return int(tree[1], 16)

    def _read_complex(self, tree: Any, _depth: int) -> Any:
        return complex(_float(tree[1]), _float(tree[2]))

    def _read_range(self, tree: Any, _depth: int) -> Any:
        return range(*(_int(v) for v in tree[1:4]))

    def _read_number(self, tree: Any, _depth: int) -> Any:
        return self._plain_array(["a", tree[1], [], tree[2]])[()]

    def _read_array(self, tree: Any, _depth: int) -> Any:
        made = _laid_out(self._plain_array(tree), tree[4])
        self._share(made, (made.shape, tree[3]))
        return made

    @staticmethod
    def _plain_array(tree: Any) -> np.ndarray[Any, Any]:
        dtype, shape, data = _dtype(tree[1]), tuple(_int(n) for n in tree[2]), tree[3]
        if len(shape) > 32 or any(n < 0 for n in shape):
            raise WireError("an array of an impossible shape")
        if type(data) is not bytes or _length(shape) * dtype.itemsize != len(data):
            raise WireError("an array whose bytes do not fill its shape")
        made = np.frombuffer(bytearray(data), dtype=dtype).reshape(shape)
        if dtype.char == "?":
            # A byte other than 0 and 1 is no truth value.
            made = (made.view(np.uint8) != 0).reshape(shape)
        return made.copy()

    def _read_objects(self, tree: Any, depth: int) -> Any:
        shape = tuple(_int(n) for n in tree[1])
        values = [self._read(v, depth + 1) for v in _items(tree[2])]
        if len(shape) > 32 or any(n < 0 for n in shape) or _length(shape) != len(values):
            raise WireError("an array whose values do not fill its shape")
        made = np.empty(len(values), dtype=object)
        for i, value in enumerate(values):
            made[i] = value
        return made.reshape(shape)

    def _read_same(self, tree: Any, _depth: int) -> Any:
        return self.shared[_index(tree[1], len(self.shared))]

    def _read_window(self, tree: Any, _depth: int) -> Any:
        whole = self.shared[_index(tree[1], len(self.shared))]
        if type(whole) is not np.ndarray:
            raise WireError("a window into something that is no array")
        dtype = _dtype(tree[3])
        shape, strides = (tuple(_int(n) for n in part) for part in tree[4:6])
        if len(shape) > 32 or len(strides) != len(shape) or any(n < 0 for n in shape):
            raise WireError("a window of an impossible shape")
        base = whole if whole.flags.c_contiguous else np.ascontiguousarray(whole)
        raw = base.reshape(-1).view(np.uint8)
        # NumPy refuses a window that would reach beyond the buffer.
        return np.ndarray(shape, dtype, buffer=raw.data, offset=_int(tree[2]), strides=strides)

    def _read_generator(self, tree: Any, _depth: int) -> Any:
        token, name = _int(tree[1]), tree[2]
        if token not in self.stand_ins:
            made = np.random.Generator(_BIT_GENERATORS[name]())
            self._adopt(token, made)
            self.generators["yours", token] = made
        self._set_generator("mine", token, tree[3:])
        return self.stand_ins[token]

    def _read_yours(self, tree: Any, _depth: int) -> Any:
        return self.mine[_int(tree[1])]

    def _read_foreign(self, tree: Any, _depth: int) -> Any:
        _, kind, token, name, names = tree
        token = _int(token)
        if (
            kind not in (FUNCTION, CALLABLE, ITERATOR, OBJECT)
            or type(name) is not str
            or len(name) > 100
        ):
            raise WireError("not of the format")
        if len(names) > 50 or not all(type(n) is str and len(n) < 120 for n in names):
            raise WireError("not of the format")
        if token not in self.stand_ins:
            if len(self.stand_ins) > 100_000:
                raise WireError("too many handles")
            self._adopt(token, self.foreign(kind, token, name, names))
        return self.stand_ins[token]

    def _adopt(self, token: int, stand_in: Any) -> None:
        self.stand_ins[token] = stand_in
        self.theirs[id(stand_in)] = (stand_in, token)

    def _read_named(self, tree: Any, _depth: int) -> Any:
        module, name = tree[1], tree[2]
        found = self.named(module, name) if type(module) is type(name) is str else None
        if found is None:
            raise WireError("an unknown name")
        return found

    def _set_generator(self, owner: str, token: Any, state: Any) -> None:
        # What is theirs to them is a stand-in of ours here, and the other way round.
        key = ("yours" if owner == "mine" else "mine", _int(token))
        _restore(self.generators[key], state)
        self.states[key] = list(state)


_READERS: dict[str, Callable[[Heap, Any, int], Any]] = {
    "l": Heap._read_list,
    "d": Heap._read_dict,
    "t": Heap._read_tuple,
    "set": Heap._read_set,
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
    bool: bool,
    int: lambda v: int.__add__(v, 0),
    float: lambda v: float.__add__(v, 0.0),
    str: lambda v: str.__str__(v),
    list: lambda v: list(list.__iter__(v)),
    dict: lambda v: dict(dict.items(v)),
}
_ITERATORS = frozenset(
    ["generator", "zip", "map", "filter", "enumerate", "list_iterator", "tuple_iterator",
     "reversed", "chain", "islice", "range_iterator", "list_reverseiterator"]
)  # fmt: skip


def _state(value: Any) -> tuple[Any, ...]:
    if type(value) is dict:
        return tuple(part for pair in value.items() for part in pair)
    return tuple(value)


def _same(a: tuple[Any, ...], b: Any) -> bool:
    return len(a) == len(b) and all(x is y for x, y in zip(a, b, strict=True))


def _native(a: np.ndarray[Any, Any], data: bytes) -> bytes:
    return data if a.dtype.isnative else a.astype(a.dtype.newbyteorder("=")).tobytes()


def _layout(a: np.ndarray[Any, Any]) -> str:
    """How the array lies in memory: "C" by rows, "F" by columns, "S" with gaps."""
    return "C" if a.flags.c_contiguous else "F" if a.flags.f_contiguous else "S"


def _laid_out(a: np.ndarray[Any, Any], layout: Any) -> np.ndarray[Any, Any]:
    """The array laid out so that `ravel` and `reshape` copy where they would have copied."""
    if layout == "F":
        return np.asfortranarray(a)
    if layout == "S" and a.ndim:
        spread = np.zeros((*a.shape[:-1], 2 * a.shape[-1]), dtype=a.dtype)[..., ::2]
        spread[...] = a
        return spread
    return a


def _bounds(a: np.ndarray[Any, Any]) -> tuple[int, int]:
    low = high = a.__array_interface__["data"][0]
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


def _dtype(text: Any) -> np.dtype[Any]:
    if type(text) is not str or len(text) > 4:
        raise WireError("an unknown dtype")
    dtype = np.dtype(text)
    if dtype.char not in KINDS:
        raise WireError("a dtype that does not cross")
    return dtype


def _numbers_of(generator: np.random.Generator) -> list[Any]:
    state: Any = generator.bit_generator.state
    inner = state["state"]
    return [hex(inner["state"]), hex(inner["inc"]), state["has_uint32"], state["uinteger"]]


def _restore(generator: np.random.Generator, numbers: Any) -> None:
    state, inc, half, rest = numbers
    if not all(type(v) is str and len(v) <= 40 for v in (state, inc)):
        raise WireError("not of the format")
    if half not in (0, 1) or not 0 <= _int(rest) < 2**32:
        raise WireError("not of the format")
    words = {"state": int(state, 16) % 2**128, "inc": int(inc, 16) % 2**128}
    name = type(generator.bit_generator).__name__
    generator.bit_generator.state = {
        "bit_generator": name, "state": words, "has_uint32": int(half), "uinteger": rest,
    }  # fmt: skip


# --- frames on a socket ------------------------------------------------------------------------


def send(channel: socket.socket, message: Any, pass_on: int | None = None) -> None:
    """Send one message, and an open file descriptor with it if one is given.

    Raises WireError if it is too long, OSError if the other end is gone.
    """
    try:
        body = msgpack.packb(message, use_bin_type=True)
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
    """The next message. Raises EOFError when the other end is gone, WireError if it is no frame."""
    message, passed = receive_with(channel)
    if passed is not None:
        os.close(passed)
    return message


def receive_with(channel: socket.socket) -> tuple[Any, int | None]:
    """The next message and the file descriptor that came with it, if one did."""
    space = socket.CMSG_SPACE(4)
    head, ancillary, _, _ = channel.recvmsg(4, space)
    passed = None
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS and len(data) >= 4:
            passed = struct.unpack("i", data[:4])[0]
    if not head:
        raise EOFError("the other end is gone")
    head += _exactly(channel, 4 - len(head))
    (length,) = struct.unpack("!I", head)
    if length > MAX_FRAME:
        raise WireError(f"a message of {length:,} bytes")
    try:
        message = msgpack.unpackb(
            _exactly(channel, length), raw=False, strict_map_key=True,
            max_ext_len=0, max_map_len=0,
        )  # fmt: skip
    except (ValueError, msgpack.exceptions.UnpackException, RecursionError) as error:
        raise WireError(f"not of the format: {type(error).__name__}") from None
    return message, passed


def _exactly(channel: socket.socket, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = channel.recv(min(length - len(parts), 2**20))
        if not part:
            raise EOFError("the other end is gone")
        parts += part
    return bytes(parts)
