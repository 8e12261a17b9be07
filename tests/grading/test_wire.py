"""What crosses between student and tests: exactly what was sent, and nothing that harms."""

from __future__ import annotations

import ast
import copy
import enum
import gc
import math
import os
import pickle
import socket
import struct
import threading
import time
import tracemalloc
from collections import OrderedDict, namedtuple
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgpack
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from support.sweeps import first_of_each

from autograder.inside.running.report import report
from autograder.inside.wire import arrays, chance, conversation, frames, handles, limits
from autograder.inside.wire.heap import Heap
from autograder.inside.wire.limits import WireError
from autograder.judging import judge, proxies, sandbox, version

MB = 2**20


class Token:
    """A stand-in for what only the other end can use."""

    def __init__(self, kind: str, name: str, names: list[str]) -> None:
        self.kind, self.name, self.names = kind, name, names


def heap() -> Heap:
    return Heap(lambda kind, token, name, names: Token(kind, name, names))


def passed(message: Any) -> Any:
    """A message after a trip through a socket."""
    here, there = socket.socketpair()
    with here, there:
        sender = threading.Thread(target=frames.send, args=(here, message))
        sender.start()
        try:
            return frames.receive(there)
        finally:
            sender.join()


def crossed(value: Any) -> Any:
    return heap().read(passed(heap().write(value)))


class Pair:
    """Two ends in the middle of one call: what `a` sends, `b` reads, and the other way round."""

    def __init__(self) -> None:
        self.a, self.b = heap(), heap()
        self._open = [end.scope() for end in (self.a, self.b)]
        for scope in self._open:
            scope.__enter__()

    def close(self) -> None:
        for scope in self._open:
            scope.__exit__(None, None, None)

    def over(self, *values: Any) -> Any:
        return self._move(self.a, self.b, values)

    def back(self, *values: Any) -> Any:
        return self._move(self.b, self.a, values)

    @staticmethod
    def _move(sender: Heap, reader: Heap, values: tuple[Any, ...]) -> Any:
        news = sender.news()
        news, trees = passed([news, [sender.write(v) for v in values]])
        reader.update(news)
        read = [reader.read(tree) for tree in trees]
        return read[0] if len(read) == 1 else read


@pytest.fixture
def pair() -> Pair:
    return Pair()


def assert_same(got: Any, sent: Any) -> None:
    """Equal in type, dtype, shape, bytes and order; NaN is NaN and -0.0 is -0.0."""
    assert type(got) is type(sent)
    if isinstance(sent, np.ndarray | np.generic):
        assert got.dtype == sent.dtype.newbyteorder("=")
        assert got.shape == sent.shape
        if got.dtype.char == "O":
            for g, s in zip(got.flat, sent.flat, strict=True):
                assert_same(g, s)
        else:
            assert got.tobytes() == sent.astype(sent.dtype.newbyteorder("=")).tobytes()
    elif isinstance(sent, float):
        assert struct.pack("d", got) == struct.pack("d", sent) or got != got and sent != sent
    elif isinstance(sent, complex):
        assert_same((got.real, got.imag), (sent.real, sent.imag))
    elif isinstance(sent, list | tuple):
        assert len(got) == len(sent)
        for g, s in zip(got, sent, strict=True):
            assert_same(g, s)
    elif isinstance(sent, dict):
        assert_same(list(got.items()), list(sent.items()))
    else:
        assert got == sent


# --- what survives ------------------------------------------------------------------------------

DTYPES = st.sampled_from([np.dtype(c) for c in sorted(arrays.KINDS)]).flatmap(
    lambda dtype: st.sampled_from([dtype, dtype.newbyteorder("S")])
)
SHAPES = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)


@st.composite
def any_arrays(draw: st.DrawFn) -> np.ndarray:
    """Arrays of every dtype that crosses, in C and F order, strided, reversed and 0-d."""
    dtype = draw(DTYPES)
    a = draw(hnp.arrays(dtype, SHAPES))
    form = draw(st.sampled_from(["C", "F", "gaps", "reversed", "turned", "locked"]))
    if form == "F":
        return np.asfortranarray(a)
    if form == "gaps" and a.ndim:
        return np.repeat(a, 2, axis=0)[::2]
    if form == "reversed" and a.ndim:
        return a[::-1]
    if form == "turned":
        return a.T
    if form == "locked":
        a.flags.writeable = False
    return a


NUMBERS = st.sampled_from([np.dtype(c) for c in sorted(arrays.KINDS)]).flatmap(
    lambda dtype: hnp.from_dtype(dtype).map(np.dtype(dtype.str).type)
)
WHOLE = st.text(st.characters(exclude_categories=["Cs"]))
KEYS = st.none() | st.booleans() | st.integers() | WHOLE | st.floats(allow_nan=False)
KEYS = KEYS | st.tuples(KEYS, KEYS) | st.frozensets(KEYS, max_size=3)
RANGES = st.builds(
    range,
    st.integers(-(2**61), -(2**61) + 99) | st.integers(-9, 9),
    st.integers(-99, 99).map(lambda n: n) | st.just(0),
    st.integers(2**55, 2**60) | st.integers(1, 9) | st.integers(-9, -1),
).filter(lambda r: (r.stop - r.start) // r.step < limits.MAX_ITEMS)
LEAVES = (
    st.none() | st.booleans() | st.integers(-(2**9000), 2**9000) | st.floats() | WHOLE
    | st.complex_numbers() | RANGES | NUMBERS | any_arrays() | st.sets(KEYS, max_size=4)
)  # fmt: skip


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    few = st.lists(inner, max_size=4)
    return few | few.map(tuple) | st.dictionaries(KEYS, inner, max_size=4) | few.map(objects)


def objects(values: list[Any]) -> np.ndarray:
    made = np.empty(len(values), dtype=object)
    for i, value in enumerate(values):
        made[i] = value
    return made


VALUES = st.recursive(LEAVES, nested, max_leaves=12)


@given(VALUES)
@settings(max_examples=400, deadline=None)
def test_every_value_arrives_as_it_was_sent(value: Any) -> None:
    assert_same(crossed(value), value)


@given(VALUES)
@settings(max_examples=100, deadline=None)
def test_a_value_handed_back_is_the_same_object_and_nobody_reports_a_change(value: Any) -> None:
    pair = Pair()
    with pair.a.scope():
        there = pair.over(value)
        again = pair.back(there)
        assert pair.a.news()[:2] == pair.b.news()[:2] == [[], []]
        assert again is value or type(value) not in (list, dict, np.ndarray) or has_objects(value)
    pair.close()
    assert pair.a.shared.objects == pair.b.shared.objects == pair.a.shared.spans == []
    assert pair.a.shared.numbers == pair.b.shared.numbers == {}


def has_objects(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.char == "O"


@given(any_arrays())
@settings(deadline=None)
def test_an_array_keeps_its_layout_and_its_lock(a: np.ndarray) -> None:
    got = crossed(a)
    assert got.flags.c_contiguous == a.flags.c_contiguous
    assert got.flags.f_contiguous == a.flags.f_contiguous
    assert got.flags.writeable == a.flags.writeable


Point = namedtuple("Point", "x y")


class Level(enum.IntEnum):
    HIGH = 3


class Loud(float):
    def __add__(self, other: object) -> Any:
        raise AssertionError("a redefined method was used")

    __radd__ = __eq__ = __float__ = __add__
    __hash__ = float.__hash__


class Sheet(np.ndarray):
    def __array_finalize__(self, base: object) -> None:
        pass

    def tobytes(self, order: Any = "C") -> bytes:
        raise AssertionError("a redefined method was used")


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Point(1, 2.0), (1, 2.0)),
        (Level.HIGH, 3),
        (Loud(-0.0), -0.0),
        (OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
        (type("Words", (list,), {"__iter__": None})([1, 2]), [1, 2]),
        (type("Text", (str,), {"__str__": None})("ab"), "ab"),
        (type("Turn", (complex,), {})(1, -0.0), complex(1, -0.0)),
        (type("Bag", (set,), {"__iter__": None})([1]), {1}),
        (np.str_("ab"), "ab"),
        (np.longdouble(0.5), np.float64(0.5)),
        (np.clongdouble(0.5j), np.complex128(0.5j)),
        (np.arange(3, dtype=np.longdouble), np.arange(3.0)),
        (np.ones((2, 2)).view(np.matrix), np.ones((2, 2))),
        (np.ma.masked_array([1.0, 2.0], [True, False]), np.array([1.0, 2.0])),
        (np.arange(3.0).view(Sheet), np.arange(3.0)),
    ],
    ids=lambda v: type(v).__name__,
)  # fmt: skip
def test_a_subclass_arrives_as_the_plain_thing_it_holds(value: Any, plain: Any) -> None:
    assert_same(crossed(value), plain)


def test_half_a_surrogate_pair_becomes_a_question_mark_and_stops_nothing() -> None:
    assert crossed(["a\ud800b", {"\udfff": 1}]) == ["a?b", {"?": 1}]


class OwnBits(np.random.PCG64):
    pass


@pytest.mark.parametrize(
    ("value", "kind", "name", "names"),
    [
        (lambda x, rate: None, handles.FUNCTION, "<lambda>", ["x", "rate"]),
        (len, handles.CALLABLE, "len", []),
        (int, handles.CALLABLE, "int", []),
        (iter([1]), handles.ITERATOR, "list_iterator", []),
        ((i for i in "a"), handles.ITERATOR, "generator", []),
        (object(), handles.OBJECT, "object", []),
        (b"bytes", handles.OBJECT, "bytes", []),
        (np.array(["text"]), handles.OBJECT, "ndarray", []),
        (np.datetime64("2020-01-01"), handles.OBJECT, "datetime64", []),
        (np.random.Generator(OwnBits()), handles.OBJECT, "Generator", []),
    ],
    ids=lambda v: str(v)[:20],
)
def test_what_is_no_plain_data_arrives_as_a_handle(
    pair: Pair, value: Any, kind: str, name: str, names: list[str]
) -> None:
    handle = pair.over(value)
    assert (handle.kind, handle.name, handle.names) == (kind, name, names)
    assert pair.over(value) is handle
    assert pair.back(handle) is value


@pytest.mark.parametrize(
    "value",
    [
        2**10_001,
        "a" * (limits.MAX_TEXT + 1),
        [0] * limits.MAX_ITEMS,
        range(10**18),
        range(10**40),
        range(-(2**63), -(2**63) + 2),
        np.broadcast_to(0.0, (2**40,)),
        set(range(limits.MAX_KEYS + 1)),
        dict.fromkeys(range(limits.MAX_KEYS + 1)),
        np.zeros((1,) * 33),
    ],
    ids=lambda v: type(v).__name__,
)
def test_what_is_too_large_is_refused_by_its_sender(value: Any) -> None:
    with pytest.raises(WireError):
        heap().write(value)


def test_a_nest_that_is_too_deep_is_refused_by_its_sender() -> None:
    deep: Any = ()
    for _ in range(limits.MAX_DEPTH + 1):
        deep = (deep,)
    with pytest.raises(WireError, match="deep"):
        heap().write(deep)


# --- identity, shared memory, changes in place ---------------------------------------------------


def test_the_same_array_twice_is_the_same_array_twice(pair: Pair) -> None:
    x = np.ones(3)
    first, second, third = pair.over(x, x, np.ones(3))
    assert first is second
    assert third is not first


def test_a_list_that_contains_itself_crosses_and_comes_back(pair: Pair) -> None:
    ring: list[Any] = [1]
    ring.append(ring)
    there = pair.over(ring)
    assert there[1] is there and there[0] == 1
    assert pair.back(there) is ring


@pytest.mark.parametrize(
    "window",
    [
        lambda x: x[1:],
        lambda x: x[::-1],
        lambda x: x.T,
        lambda x: x[:, 1],
        lambda x: x[::2, ::-3],
        lambda x: x.reshape(-1),
        lambda x: np.broadcast_to(x[0], (5, 4)),
        lambda x: x[1, 2, None],
        lambda x: x.view(np.int64),
        lambda x: x[:],
        lambda x: np.lib.stride_tricks.sliding_window_view(x, (2, 2)),
    ],
)
def test_a_view_shares_memory_with_its_array_at_the_other_end(pair: Pair, window: Any) -> None:
    x = np.arange(12.0).reshape(3, 4)
    view = window(x)
    there, seen = pair.over(x, view)
    assert_same(seen, view)
    assert seen.flags.writeable == view.flags.writeable
    assert np.shares_memory(there, seen)
    there += 100
    assert_same(seen, window(there))
    assert pair.back(seen) is view
    assert x[0, 0] == 100


def test_a_view_of_truth_values_as_bytes_is_an_array_of_its_own(pair: Pair) -> None:
    x = np.array([True, False])
    there, seen = pair.over(x, x.view(np.uint8))
    assert not np.shares_memory(there, seen)
    assert_same(seen, np.array([1, 0], np.uint8))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 10)), max_size=8))
@settings(deadline=None)
def test_views_of_views_arrive_with_their_values_in_any_order(cuts: list[tuple[int, int]]) -> None:
    x = np.arange(10)
    views = [x[start : start + length] for start, length in cuts]
    pair = Pair()
    got = pair.over([*views, x, *views])
    assert_same(got, [*views, x, *views])
    for view in got[len(views) + 1 :]:
        assert np.shares_memory(view, got[len(views)]) or np.any([c is view for c in got])


@given(
    any_arrays().filter(lambda a: a.size and a.flags.writeable),
    st.binary(min_size=16, max_size=16),
)
@settings(deadline=None)
def test_an_array_changed_in_place_is_changed_at_the_other_end(x: np.ndarray, raw: bytes) -> None:
    pair = Pair()
    there = pair.over(x)
    there[...] = np.frombuffer(raw * 2, there.dtype)[0] if there.dtype.char != "?" else ~there
    pair.back(None)
    assert_same(x.astype(there.dtype), there)
    x[...] = 0
    pair.over(None)
    assert_same(there, np.zeros(x.shape, there.dtype))


def test_an_array_given_a_new_shape_in_place_has_it_at_the_other_end(pair: Pair) -> None:
    x = np.arange(6.0)
    there = pair.over(x)
    there.shape = (2, 3)
    there[0, 0] = 7
    pair.back(None)
    assert x.shape == (2, 3) and x[0, 0] == 7


def test_lists_and_dicts_changed_in_place_are_changed_at_the_other_end(pair: Pair) -> None:
    inner = {"w": np.zeros(2), "n": 1}
    outer = [inner, "a"]
    there = pair.over(outer)
    there.append(there[0])
    there[0]["w"] = np.ones(2)
    del there[0]["n"]
    pair.back(None)
    assert outer[0] is outer[2] is inner
    assert_same(inner, {"w": np.ones(2)})
    inner["w"][0] = 5
    outer.clear()
    pair.over(None)
    assert there == []


def test_what_is_new_in_a_change_is_the_same_object_in_the_answer(pair: Pair) -> None:
    x: list[Any] = [1]
    there = pair.over(x)
    made = np.ones(3)
    there.append(made)
    got, (again,) = pair.back(made, [made])
    assert x[1] is got is again
    got += 1
    pair.over(None)
    assert_same(made, np.full(3, 2.0))


def test_an_inner_call_leaves_the_outer_calls_numbers_alone(pair: Pair) -> None:
    x = np.zeros(2)
    there = pair.over(x)
    with pair.a.scope(), pair.b.scope():
        pair.back(np.ones(1), [there])
        there += 1
        pair.back(None)
    assert_same(x, np.ones(2))
    y = np.arange(2)
    assert pair.back(pair.over(y)) is y


BITS = [np.random.PCG64, np.random.PCG64DXSM, np.random.MT19937, np.random.Philox, np.random.SFC64]
DRAWS = [1, 3, 4, 5, 624, 623, 625, 1000, 5000]  # few, about as many as a state holds, many


@pytest.mark.parametrize("of", BITS)
def test_a_random_generator_draws_on_where_the_other_end_left_it(pair: Pair, of: Any) -> None:
    rng, twin = np.random.Generator(of(7)), np.random.Generator(of(7))
    there = pair.over(rng)
    assert isinstance(there, np.random.Generator)
    assert there.random() == twin.random()
    assert there.integers(9, dtype=np.uint32) == twin.integers(9, dtype=np.uint32)
    assert (there.normal(size=1000) == twin.normal(size=1000)).all()
    pair.back(None)
    assert rng.random() == twin.random()
    pair.over(None)
    assert there.random() == twin.random()
    assert pair.back(there) is rng
    assert pair.over(rng) is there
    assert copy.deepcopy(there).random() == twin.random()


def test_a_generator_that_the_other_end_made_stays_one_and_the_same(pair: Pair) -> None:
    theirs = np.random.default_rng(1)
    here = pair.back(theirs)
    theirs.random(3)
    assert pair.back(theirs) is here
    assert here.random() == np.random.default_rng(1).random(4)[3]
    pair.over(None)
    assert theirs.random() == np.random.default_rng(1).random(5)[4]


SEEDS = [7, 2**200, [1, 2**40, 3], np.int64(5), np.arange(3)]


@pytest.mark.parametrize("of", BITS)
@pytest.mark.parametrize("seed", SEEDS, ids=str)
def test_a_generator_crosses_with_its_seed_sequence(pair: Pair, of: Any, seed: Any) -> None:
    def made() -> np.random.Generator:
        sequence = np.random.SeedSequence(seed, spawn_key=(3, 1), pool_size=6)
        sequence.spawn(2)
        rng = np.random.Generator(of(sequence))
        rng.random(1000)
        return rng

    rng, twin = made(), made()
    there = pair.over(rng)
    assert [r.random() for r in there.spawn(3)] == [r.random() for r in twin.spawn(3)]
    there.bit_generator.seed_seq.spawn(2)
    twin.bit_generator.seed_seq.spawn(2)
    here, home = (r.bit_generator.seed_seq.state for r in (there, twin))
    assert np.array_equal(here.pop("entropy"), home.pop("entropy"))
    assert here == home
    assert (there.random(5) == twin.random(5)).all()
    pair.back(None)
    assert rng.bit_generator.seed_seq.n_children_spawned == 7
    assert rng.spawn(1)[0].random() == twin.spawn(1)[0].random()
    pair.over(None)
    assert there.spawn(1)[0].random() == twin.spawn(1)[0].random()
    grown = pair.back(there.spawn(1)[0])
    assert grown.random() == twin.spawn(1)[0].random()
    assert grown.spawn(1)[0].random() == np.random.Generator(of(
        np.random.SeedSequence(seed, spawn_key=(3, 1, 9, 0), pool_size=6))).random()  # fmt: skip


def test_parts_of_a_generator_cross_as_the_parts_that_they_are(pair: Pair) -> None:
    rng = np.random.default_rng(3)
    there, bits, seed = pair.over(rng, rng.bit_generator, rng.bit_generator.seed_seq)
    assert there.bit_generator is bits
    assert bits.seed_seq is seed
    assert pair.back(bits, seed) == [rng.bit_generator, rng.bit_generator.seed_seq]
    assert pair.back(np.random.Generator(bits)).bit_generator is rng.bit_generator
    seed.spawn(1)
    pair.back(None)
    assert rng.bit_generator.seed_seq.n_children_spawned == 1


def test_a_generator_of_the_old_kind_crosses_with_the_half_of_a_pair_that_it_keeps(
    pair: Pair,
) -> None:
    old, twin = np.random.RandomState(5), np.random.RandomState(5)
    there = pair.over(old)
    assert isinstance(there, np.random.RandomState)
    assert (there.normal(size=3) == twin.normal(size=3)).all()
    pair.back(None)
    assert (old.normal(size=2) == twin.normal(size=2)).all()
    assert (old.permutation(9) == twin.permutation(9)).all()


def test_a_generator_whose_seed_cannot_cross_draws_and_says_that_it_cannot_spawn(
    pair: Pair,
) -> None:
    class Own(np.random.SeedSequence):
        pass

    there = pair.over(np.random.Generator(np.random.PCG64(Own(5))))
    assert there.random() == np.random.default_rng(5).random()
    with pytest.raises(TypeError, match="does not implement spawning"):
        there.spawn(1)


def test_generators_that_can_be_copied_and_packed_at_home_can_be_so_here(pair: Pair) -> None:
    there = pair.over(np.random.default_rng(3))
    for twin in (copy.deepcopy(there), pickle.loads(pickle.dumps(there))):
        assert twin.random() == np.random.default_rng(3).random()
        assert twin.spawn(1)[0].random() == np.random.default_rng(3).spawn(1)[0].random()


# --- what is let go ------------------------------------------------------------------------------


def test_a_handle_lives_as_long_as_its_stand_in(pair: Pair) -> None:
    kept, lost = pair.over(lambda: 1, lambda: 2)
    assert len(pair.a.handles.mine) == 2
    del lost
    pair.back(None)
    assert list(pair.a.handles.mine.values())[0]() == 1
    assert (
        len(pair.a.handles.mine) == len(pair.a.handles.tokens) == len(pair.b.handles.stand_ins) == 1
    )
    assert pair.back(kept)() == 1


def test_a_handle_that_is_sent_again_after_it_was_forgotten_can_be_used(pair: Pair) -> None:
    def f() -> None:
        pass

    pair.over(f)  # forgotten at once, but not told yet
    again = pair.over(f)
    pair.back(None)
    assert pair.back(again) is f


def test_how_far_a_generator_moved_is_told_though_the_call_that_had_it_is_over() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        other = conversation.Conversation(
            theirs, heap(), report, lambda _kind, _names: lambda rng: rng.random()
        )
        thread = threading.Thread(target=other.listen)
        thread.start()
        draw = proxies.JudgeEnd(ours, {}).ask("get", "draw")
        rng, twin = np.random.default_rng(5), np.random.default_rng(5)
        for _ in range(3):
            assert draw(rng) == twin.random()
            assert rng.random() == twin.random()
        ours.close()
        thread.join()


def test_a_random_generator_is_let_go_with_its_stand_in(pair: Pair) -> None:
    pair.over(np.random.default_rng())
    pair.close()
    gc.collect()
    pair.back(None)
    assert pair.a.handles.states == pair.b.handles.states == pair.a.handles.mine == {}


# --- a hostile other end -------------------------------------------------------------------------


def spoils(x: np.ndarray, notes: list[Any], seen: dict[str, Any]) -> Iterator[np.ndarray]:
    """A generator that writes into all its arguments, before its first item and after it."""
    for k in range(len(x)):
        x[k] = -1.0
        notes.append(k)
        seen["last"] = k
        yield x[k:]


def test_what_a_generator_writes_into_its_arguments_is_written_here_item_by_item() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        other = conversation.Conversation(
            theirs, heap(), report, lambda _kind, names: {"spoils": spoils}[names[0]]
        )
        thread = threading.Thread(target=other.listen)
        thread.start()
        function = proxies.JudgeEnd(ours, {}).ask("get", "spoils")
        first, second = ((np.arange(3.0), [], {}) for _ in range(2))
        one, two = function(*first), function(*second)
        for k in range(3):
            for mine, (x, notes, seen) in ((one, first), (two, second)):
                rest = next(mine)
                assert x.tolist() == [-1.0] * (k + 1) + [*range(k + 1, 3)]
                assert notes == [*range(k + 1)]
                assert seen == {"last": k}
                assert rest.tolist() == x[k:].tolist()
        assert list(one) == list(two) == []
        assert not other.heap.iterators.kept, "nothing is kept of a generator that has ended"
        ours.shutdown(socket.SHUT_RDWR)
        thread.join(10)


def asks(x: np.ndarray, f: Any) -> Iterator[np.ndarray]:
    """A generator that calls a function of the tests' before each item."""
    for k in range(len(x)):
        x[k] = f(x[k:])
        yield x[k:]


def test_what_a_generator_shares_outlasts_its_calls_of_the_tests_functions() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:

        class Lent:
            def __call__(self, *args: Any) -> Any:
                return other.call(self, args, {})

        end = Heap(lambda kind, token, name, names: Lent())
        other = conversation.Conversation(theirs, end, report, lambda _kind, _names: asks)
        thread = threading.Thread(target=other.listen)
        thread.start()
        x, seen = np.arange(3.0), []
        items = proxies.JudgeEnd(ours, {}).ask("get", "asks")(
            x, lambda part: seen.append(part) or -1.0
        )
        for k in range(3):
            rest = next(items)
            assert np.shares_memory(rest, x) and np.shares_memory(seen[k], x)
            assert x.tolist() == [-1.0] * (k + 1) + [*range(k + 1, 3)]
        assert list(items) == []
        ours.shutdown(socket.SHUT_RDWR)
        thread.join(10)


def shared(*values: Any) -> Heap:
    """An end that has told the other of these values, in a call that goes on."""
    end = heap()
    end.scope().__enter__()
    for value in values:
        end.write(value)
    return end


TAGS = ["l", "d", "t", "set", "frozen", "i", "c", "range", "n", "a", "o", "=", "v", "rng"]
TAGS += ["yours", "mine", "name", "", "f8", "PCG64", "0x1", "C", "<f8", "|b1", "O", "function"]
HOSTILE = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | WHOLE
    | st.binary(max_size=64) | st.sampled_from(TAGS) | st.integers(-2, 9),
    lambda inner: st.lists(inner, max_size=6)
    | st.builds(lambda tag, rest: [tag, *rest], st.sampled_from(TAGS), st.lists(inner, max_size=6)),
    max_leaves=30,
)  # fmt: skip
PLAIN = frozenset(
    [type(None), bool, int, float, complex, str, list, dict, tuple, set, frozenset, range]
    + [np.ndarray, Token, *chance.OURS.values()]
)


def assert_plain(value: Any, seen: set[int]) -> None:
    """Nothing but base types of Python and NumPy, and stand-ins, ourselves made."""
    if id(value) in seen:
        return
    seen.add(id(value))
    assert type(value) in PLAIN or type(value).__module__ == "numpy"
    if type(value) in (list, tuple, set, frozenset):
        for part in value:
            assert_plain(part, seen)
    if type(value) is dict:
        assert_plain(list(value.items()), seen)
    if type(value) is np.ndarray:
        assert value.dtype.char == "O" or value.dtype.char in arrays.KINDS
        assert value.nbytes <= limits.MAX_ARRAY
        value.tobytes()  # would read whatever a window looks at


@given(HOSTILE)
@settings(max_examples=600, deadline=None)
def test_no_tree_is_more_than_refused(tree: Any) -> None:
    rng = np.random.default_rng()
    end = shared([1, {}], np.zeros(4), {"k": np.zeros((2, 2))}, rng)
    try:
        value = end.read(tree)
    except WireError:
        return
    # A tree may name what we shared; these are the very objects, not others of their types.
    assert_plain(value, {id(rng), id(rng.bit_generator), id(rng.bit_generator.seed_seq)})


def mutated(tree: Any, draw: Any) -> Any:
    """A valid tree with one part of it exchanged."""
    if type(tree) is not list or not tree or draw(st.integers(0, 3)) == 0:
        return draw(HOSTILE)
    at = draw(st.integers(0, len(tree) - 1))
    return [*tree[:at], mutated(tree[at], draw), *tree[at + 1 :]]


@given(VALUES, st.data())
@settings(max_examples=400, deadline=None)
def test_no_tree_that_is_nearly_right_is_more_than_refused(value: Any, data: st.DataObject) -> None:
    tree = mutated(heap().write([value, np.arange(4), value]), data.draw)
    with suppress(WireError):
        assert_plain(shared([1], np.zeros(4)).read(tree), set())


@given(HOSTILE, HOSTILE, HOSTILE)
@settings(max_examples=300, deadline=None)
def test_no_news_is_more_than_refused(changes: Any, moved: Any, dropped: Any) -> None:
    x, rng = np.zeros(4), np.random.default_rng(0)
    end = shared([1], x, {}, rng)
    before = rng.bit_generator.state
    for news in ([changes, [], []], [[[0, changes], [1, moved]], [], []], [[], [moved], dropped]):
        with suppress(WireError):
            end.update(news)
    assert x.dtype == float and x.nbytes == 32
    assert rng.bit_generator.state == before


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_no_bytes_are_more_than_refused(body: bytes) -> None:
    here, there = socket.socketpair()
    with here, there:
        here.sendall(struct.pack("!I", len(body)) + body)
        with suppress(WireError):
            heap().read(frames.receive(there))


ZEROS = bytes(32)
PCG = ["0x1", "0x1", 0, 0]
SEED = ["rng", 9, "SeedSequence", [0], [["one", "0x1"], [], 4], None]
BAD_TREES = {
    "a shape without bytes": ["a", "<f8", [2**40], b"1234", "C"],
    "a shape that overflows": ["a", "<f8", [2**62, 4], b"", "C"],
    "a negative shape": ["a", "<f8", [-1, -4], ZEROS, "C"],
    "too many dimensions": ["a", "<f8", [1] * 33, ZEROS[:8], "C"],
    "a very long shape": ["a", "<f8", [2**40] * 100_000, b"", "C"],
    "a shape of floats": ["a", "<f8", [4.0], ZEROS, "C"],
    "a shape of truth values": ["a", "|b1", [True], b"1", "C"],
    "an unknown layout": ["a", "<f8", [4], ZEROS, "CF"],
    "text for bytes": ["a", "|i1", [4], "1234", "C"],
    "half a number": ["n", "<f8", b"1234"],
    "objects too few": ["o", [2**40], [1]],
    "an integer that is too long": ["i", "0x" + "f" * 2600],
    "no integer": ["i", "__import__('os')"],
    "a range without a step": ["range", 0, 1, 0],
    "a range that is too long": ["range", 0, 10**18, 1],
    "a list as key": ["d", [[["l", []], 1]]],
    "an array as key": ["d", [[["a", "<f8", [0], b"", "C"], 1]]],
    "a text for a pair": ["d", ["ab"]],
    "a list in a set": ["set", [["l", []]]],
    "a number that is not shared": ["=", 99],
    "a negative number": ["=", -1],
    "a truth value for a number": ["=", True],
    "an empty list": [],
    "a list as tag": [["l", []]],
    "bytes": b"bytes",
    "a handle that was never given": ["yours", 5],
    "an unknown kind of handle": ["mine", "module", 1, "os", []],
    "a name that is too long": ["mine", "function", 1, "f" * 101, []],
    "too many parameters": ["mine", "function", 1, "f", ["x"] * 51],
    "a name that nobody knows": ["name", "os", "system"],
    "an unknown bit generator": ["rng", 1, "Own", PCG, [], None],
    "a state that is too large": ["rng", 1, "PCG64", ["0x1" + "0" * 32, "0x1", 0, 0], [], None],
    "a state that is negative": ["rng", 1, "PCG64", ["-0x1", "0x1", 0, 0], [], None],
    "a generator that stands still": ["rng", 1, "PCG64", ["0x0", "0x0", 0, 0], [], None],
    "a remainder that is too large": ["rng", 1, "PCG64", ["0x1", "0x1", 1, 2**32], [], None],
    "a generator without a state": ["rng", 1, "PCG64", [], [], None],
    "a generator with parts": ["rng", 1, "PCG64", PCG, [1], None],
    "a generator upon nothing": ["rng", 1, "Generator", [], [], None],
    "a generator upon a list": ["rng", 1, "Generator", [], [], ["l", []]],
    "a generator upon a seed": ["rng", 1, "Generator", [], [], SEED],
    "bits upon bits": ["rng", 1, "PCG64", PCG, [], ["rng", 2, "PCG64", PCG, [], None]],
    "a seed upon a seed": ["rng", 1, "SeedSequence", [0], [["one", "0x1"], [], 3], SEED],
    "another's number": ["t", [SEED, ["rng", 9, "PCG64", PCG, [], None]]],
    "a place beyond the key": ["rng", 1, "MT19937", [bytes(2496), 625], [], None],
    "a place before the key": ["rng", 1, "MT19937", [bytes(2496), -1], [], None],
    "a key that is too short": ["rng", 1, "MT19937", [bytes(2495), 1], [], None],
    "a place beyond the buffer": ["rng", 1, "Philox", [
        bytes(32), bytes(16), bytes(32), 5, 0, 0], [], None],
    "a place before the buffer": ["rng", 1, "Philox", [
        bytes(32), bytes(16), bytes(32), -1, 0, 0], [], None],
    "a counter of text": ["rng", 1, "SFC64", ["0" * 32, 0, 0], [], None],
    "a gauss that is no float": ["rng", 1, "RandomState", [1, 2], [], [
        "rng", 2, "PCG64", PCG, [], None]],
    "a negative seed": ["rng", 1, "SeedSequence", [0], [["one", "-0x1"], [], 4], None],
    "a seed of text": ["rng", 1, "SeedSequence", [0], [["one", "7"], [], 4], None],
    "two seeds for one": ["rng", 1, "SeedSequence", [0], [["one", "0x1", "0x2"], [], 4], None],
    "a seed that is too long": ["rng", 1, "SeedSequence", [0], [
        ["many", *["0x1"] * 1001], [], 4], None],
    "a key that is too long": ["rng", 1, "SeedSequence", [0], [
        ["one", "0x1"], ["0x1"] * 1001, 4], None],
    "a pool that is too small": ["rng", 1, "SeedSequence", [0], [["one", "0x1"], [], 3], None],
    "a pool that is too large": ["rng", 1, "SeedSequence", [0], [["one", "0x1"], [], 129], None],
    "countless children": ["rng", 1, "SeedSequence", [2**32], [["one", "0x1"], [], 4], None],
    **{
        f"dtype {text!r}": ["a", text, [1], ZEROS[:8], "C"]
        for text in ["f8,f8", ",", "O", "V8", "S8", "U2", "M8[s]", "m8", "8", "", "float", ">f8",
                     "2f4", "f8", "i,", "=f8", "g", "|O", 3, None, ["<f8"]]
    },
}  # fmt: skip


@pytest.mark.parametrize("tree", BAD_TREES.values(), ids=BAD_TREES.keys())
def test_a_bad_tree_is_refused(tree: Any) -> None:
    with pytest.raises(WireError):
        shared([1]).read(tree)


WINDOWS = {
    "beyond the end": [0, "<f8", [5], [8]],
    "before the beginning": [0, "<f8", [2], [-8]],
    "a negative offset": [-8, "<f8", [1], [8]],
    "an offset behind the end": [32, "<f8", [1], [8]],
    "half a number at the end": [28, "<f8", [1], [8]],
    "steps whose sum overflows": [0, "|u1", [2**32 + 1], [2**32]],
    "steps that cancel": [0, "<f8", [2**33 + 1, 2], [2**31, 8]],
    "a step that is no machine word": [0, "<f8", [1], [2**64 - 1]],
    "an offset that is no machine word": [2**64 - 1, "<f8", [1], [8]],
    "more than any memory, by standing still": [0, "<f8", [2**40], [0]],
    "too few steps": [0, "<f8", [2, 2], [8]],
    "nothing": [0, "<f8", [0], [8]],
    "a negative length": [0, "<f8", [-1], [8]],
    "numbers as truth values": [0, "|b1", [4], [1]],
    "objects": [0, "|O", [1], [8]],
}


@pytest.mark.parametrize("window", WINDOWS.values(), ids=WINDOWS.keys())
def test_a_window_beyond_its_array_is_refused(window: list[Any]) -> None:
    with pytest.raises(WireError):
        shared(np.zeros(4)).read(["v", 0, *window, True])


@pytest.mark.parametrize("whole", [np.zeros(0), np.zeros((4, 4))[::2, ::2], [1], {}])
def test_what_has_no_window_lets_nobody_look_in(whole: Any) -> None:
    with pytest.raises(WireError):
        shared(whole).read(["v", 0, 0, "<f8", [1], [8], True])


CHANGES = {
    "another dtype": ["a", "<i8", [4], ZEROS],
    "another size": ["a", "<f8", [5], ZEROS + ZEROS[:8]],
    "a shape its bytes do not fill": ["a", "<f8", [2**40], ZEROS],
    "a list": ["l", []],
    "no content": [],
    "objects": ["o", [4], [1, 2, 3, 4]],
}


@pytest.mark.parametrize("content", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_of_an_array_into_something_else_is_refused(content: list[Any]) -> None:
    x = np.ones(4)
    with pytest.raises(WireError):
        shared(x).update([[[0, content]], [], []])
    assert_same(x, np.ones(4))


def test_a_locked_array_and_a_window_cannot_be_changed() -> None:
    x, locked = np.ones(4), np.ones(4)
    locked.flags.writeable = False
    end = shared(locked, x, x[1:])
    for k, n in [(0, 4), (2, 3)]:
        with pytest.raises(WireError, match="cannot be written"):
            end.update([[[k, ["a", "<f8", [n], ZEROS[: 8 * n]]]], [], []])
    assert_same([x, locked], [np.ones(4), np.ones(4)])


def test_a_turned_array_that_cannot_take_a_shape_is_refused_the_change() -> None:
    with pytest.raises(WireError):
        shared(np.zeros((4, 4)).T[::2]).update([[[0, ["a", "<f8", [8], bytes(64)]]], [], []])


def test_truth_values_are_0_or_1_whatever_bytes_come() -> None:
    end = shared(x := np.array([True, True]))
    got = end.read(["a", "|b1", [3], b"\x00\x02\xff", "C"])
    number = end.read(["n", "|b1", b"\x07"])
    end.update([[[0, ["a", "|b1", [2], b"\x00\x09"]]], [], []])
    assert got.tobytes() == b"\x00\x01\x01"
    assert number.tobytes() == b"\x01"
    assert x.tobytes() == b"\x00\x01"


@pytest.mark.parametrize("of", first_of_each(BITS))
@pytest.mark.parametrize("draws", first_of_each(DRAWS, lambda draws: len(str(draws))))
def test_the_tests_generator_only_moves_on_by_drawing(of: Any, draws: int) -> None:
    rng, end = of(3), heap()
    rng.random_raw(2)
    _, token, _, start, *_ = end.write(rng)
    moved = copy.deepcopy(rng)
    moved.random_raw(draws)
    later, another = (heap().write(bits)[3] for bits in (moved, of(4)))
    forged = [[flipped(v) if i == k else v for i, v in enumerate(later)] for k in range(len(later))]
    half = 2 if of is not np.random.MT19937 else 0  # one draw of 32 bits that was kept: any
    for state in [another, *forged[: len(forged) - half]]:
        with pytest.raises(WireError, match="drawing|state"):
            end.update([[], [["yours", token, state]], []])
    assert heap().write(rng)[3] == start
    end.update([[], [["yours", token, later]], []])
    assert rng.random_raw() == moved.random_raw()
    with pytest.raises(WireError, match="drawing"):  # and never back
        end.update([[], [["yours", token, start]], []])


def flipped(part: Any) -> Any:
    """A part of a state, with a bit of it turned over."""
    if type(part) is bytes:
        return part[:-2] + bytes([part[-2] ^ 1]) + part[-1:]
    return hex(int(part, 16) ^ 2**100) if type(part) is str else part + 2**10


def test_a_generator_is_not_followed_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chance, "MAX_DRAWS", 5000)
    monkeypatch.setattr(chance, "MAX_REPLAYED", 5000)
    for of in BITS:
        end, rng = heap(), of(3)
        _, token, *_ = end.write(rng)
        far = copy.deepcopy(rng)
        far.random_raw(2**16)
        with pytest.raises(WireError, match="drawing"):
            end.update([[], [["yours", token, heap().write(far)[3]]], []])


def test_a_seed_only_gets_more_children_and_not_countless_at_once() -> None:
    end, seed = heap(), np.random.SeedSequence(5)
    seed.spawn(3)
    _, token, *_ = end.write(seed)
    for told in ([2], [-1], [2**32], [10_004], [True], ["4"], []):
        with pytest.raises(WireError):
            end.update([[], [["yours", token, told]], []])
    end.update([[], [["yours", token, [10_003]]], []])
    assert seed.n_children_spawned == 10_003


def test_lists_that_mention_each_other_do_not_grow_without_end() -> None:
    # Each of them twice in the next: 2 ** 40 values, for whoever looks through them.
    tree: list[Any] = ["l", [["l", [1]]]]
    for k in range(1, 41):
        tree[1].append(["l", [["=", k], ["=", k]]])
    with pytest.raises(WireError, match="too often"):
        heap().read(tree)


def test_a_list_that_contains_itself_twice_is_refused() -> None:
    with pytest.raises(WireError, match="more than one way"):
        heap().read(["l", [["=", 0], ["=", 0]]])
    with pytest.raises(WireError, match="more than one way"):
        heap().read(["l", [["t", [["=", 0]]], ["d", [["a", ["=", 0]]]]]])


def test_lists_tied_together_by_changes_are_refused_too() -> None:
    end = shared([], [])
    with pytest.raises(WireError, match="more than one way"):
        end.update([[[0, ["l", [["=", 1], ["=", 1]]]], [1, ["l", [["=", 0]]]]], [], []])
    chain = shared(*([] for _ in range(500)))
    changes = [[k, ["l", [["=", k + 1]]]] for k in range(499)]
    with pytest.raises(WireError, match="deep|too often"):
        chain.update([changes, [], []])


def test_a_list_that_grows_inside_a_list_of_its_mentions_is_refused() -> None:
    inner: list[Any] = []
    end = shared([inner] * 2000)
    with pytest.raises(WireError, match="too often"):
        end.update([[[1, ["l", [0] * 1000]]], [], []])


def test_keys_that_all_collide_are_too_few_to_matter() -> None:
    colliding = [["i", hex(k * (2**61 - 1))] for k in range(limits.MAX_KEYS + 1)]
    for tree in (["set", colliding], ["d", [[key, 0] for key in colliding]]):
        with pytest.raises(WireError, match="keys"):
            heap().read(tree)
    halves = [["set", colliding[::2]], ["set", colliding[1::2]]]
    assert len(colliding) == limits.MAX_KEYS + 1
    with pytest.raises(WireError, match="keys"):
        heap().read(["t", [["set", [1, 2]], *reversed([["set", []], *halves])]])


def test_more_handles_than_are_held_at_once_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handles, "MAX_HANDLES", 10)
    end = heap()
    tree = ["t", [["mine", "object", k, "x", []] for k in range(10)]]
    kept = end.read(tree)
    assert len(kept) == 10
    with pytest.raises(WireError, match="handles"):
        end.read(["mine", "object", 10, "x", []])


# --- memory ---------------------------------------------------------------------------------------


def peak(work: Any) -> int:
    tracemalloc.start()
    try:
        work()
    finally:
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return most


def read_frame(body: bytes) -> None:
    with pytest.raises(WireError):
        heap().read(frames._unpacked(bytearray(body)))


@pytest.mark.parametrize(
    "tree",
    [
        ["a", "<f8", [2**40], b"1234", "C"],
        ["range", 0, 10**18, 1],
        ["o", [10**9], []],
        ["v", 0, 0, "<f8", [2**40], [0], True],
    ],
    ids=lambda tree: tree[0],
)
def test_a_large_claim_costs_no_memory(tree: Any) -> None:
    end = shared(np.zeros(1))

    def read() -> None:
        with pytest.raises(WireError):
            end.read(tree)

    assert peak(read) < MB


FRAMES = {
    "a list that claims 4 thousand million items": b"\xdd\xff\xff\xff\xff" + bytes(8),
    "bytes that claim 4 GB": b"\xc6\xff\xff\xff\xff" + bytes(8),
    "a text that claims 4 GB": b"\xdb\xff\xff\xff\xff" + bytes(8),
    "a map": b"\xdf\x00\x10\x00\x00" + bytes(8),
    "a time stamp": b"\xd6\xff" + bytes(4),
    "lists in lists, each of which claims to be long": b"\xdd\x00\x03\x00\x00" * 1000
    + bytes(2**18),
    "a very deep list": b"\x91" * 100_000,
    "two messages": b"\xc0\xc0",
    "no message": b"",
    "text that is no UTF-8": b"\xa2\xff\xfe",
}


@pytest.mark.parametrize("body", FRAMES.values(), ids=FRAMES.keys())
def test_a_bad_frame_is_refused_and_costs_little(body: bytes) -> None:
    assert peak(lambda: read_frame(body)) < 16 * MB


@pytest.mark.sweep
def test_a_frame_of_countless_empty_lists_is_refused_before_they_fill_the_memory() -> None:
    # 16 MB that would be 2 GB of lists.
    inner = b"\xdd\x00\x0f\x00\x00" + b"\x90" * 0x0F0000
    assert peak(lambda: read_frame(b"\xdc\x00\x10" + inner * 16)) < 500 * MB


def test_a_frame_longer_than_allowed_is_refused_unread() -> None:
    here, there = socket.socketpair()
    with here, there:
        here.sendall(struct.pack("!I", limits.MAX_FRAME + 1))
        with pytest.raises(WireError, match="message of"):
            frames.receive(there)
        with pytest.raises(WireError, match="message of"):
            frames.send(here, bytes(limits.MAX_FRAME + 1))


# --- frames -------------------------------------------------------------------------------------


def test_a_large_array_passes_through_a_socket() -> None:
    x = np.arange(2 * MB)
    got = heap().read(passed(heap().write(x)))
    assert_same(got, x)


def test_what_no_message_may_hold_is_refused_before_anything_is_sent() -> None:
    here, there = socket.socketpair()
    with here, there:
        for message in (2**64, {1, 2}, object()):
            with pytest.raises(WireError):
                frames.send(here, message)
        there.setblocking(False)
        with pytest.raises(BlockingIOError):
            there.recv(1)


def first(channel: socket.socket) -> object:
    """As a conversation takes its first message."""
    return frames.receive_ahead(channel, b"")[0]


@pytest.mark.parametrize("size", [1, 3, 5, 100, 2**17])
def test_messages_that_come_together_are_taken_one_by_one(size: int) -> None:
    messages = [["call", "x" * 40], None, list(range(30)), "the end"]
    packed = [msgpack.packb(message) for message in messages]
    stream = b"".join(struct.pack("!I", len(body)) + body for body in packed)
    here, there = socket.socketpair()

    def trickle() -> None:
        for at in range(0, len(stream), size):
            here.sendall(stream[at : at + size])

    writing = threading.Thread(target=trickle)
    with here, there:
        writing.start()
        ahead, got = b"", []
        for _ in messages:
            message, ahead = frames.receive_ahead(there, ahead)
            got.append(message)
        writing.join()
    assert got == messages and ahead == b""


@pytest.mark.parametrize("sent", [b"", b"\0", struct.pack("!I", 9), struct.pack("!I", 9) + b"12"])
def test_an_end_that_goes_away_is_told_as_the_end(sent: bytes) -> None:
    for receive in (frames.receive, frames.receive_with, first):
        here, there = socket.socketpair()
        with there:
            here.sendall(sent)
            here.close()
            with pytest.raises(EOFError):
                receive(there)


@pytest.mark.parametrize("sent", [b"", b"\0", struct.pack("!I", 9) + b"12"])
def test_an_end_that_stalls_is_not_waited_for_beyond_the_timeout(sent: bytes) -> None:
    for receive in (frames.receive, frames.receive_with, first):
        here, there = socket.socketpair()
        with here, there:
            there.settimeout(0.05)
            here.sendall(sent)
            with pytest.raises(TimeoutError):
                receive(there)
            assert there.gettimeout() == 0.05


def test_an_end_that_sends_a_byte_now_and_then_stretches_no_timeout() -> None:
    here, there = socket.socketpair()
    stop = threading.Event()

    def drip() -> None:
        here.sendall(struct.pack("!I", 10_000))
        while not stop.wait(0.02):
            here.sendall(b"\0")

    dripping = threading.Thread(target=drip)
    with here, there:
        there.settimeout(0.3)
        dripping.start()
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            frames.receive(there)
        took = time.monotonic() - began
        stop.set()
        dripping.join()
    assert 0.25 < took < 2


def descriptors() -> set[str]:
    return set(os.listdir("/proc/self/fd"))


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="open files are counted in /proc")
@pytest.mark.parametrize("body", [msgpack.packb(1), b"\xc1", b""])
def test_a_descriptor_that_nobody_asked_for_is_closed(body: bytes) -> None:
    here, there = socket.socketpair()
    with here, there, open(os.devnull) as lent:
        rights = struct.pack("3i", *3 * [lent.fileno()])
        before = descriptors()
        for receive in (frames.receive, frames.receive_with):
            passing = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)]
            here.sendmsg([struct.pack("!I", len(body))], passing)
            here.sendmsg([body or b"\0"], passing)
            with suppress(WireError):
                message = receive(there)
                if receive is frames.receive_with:
                    os.close(message[1])
            assert descriptors() == before
            if not body:
                there.recv(1)


def test_a_descriptor_that_was_asked_for_arrives_and_is_not_handed_down() -> None:
    here, there = socket.socketpair()
    read, write = os.pipe()
    with here, there:
        frames.send(here, ["fork", 1.0], write)
        message, got = frames.receive_with(there)
        assert message == ["fork", 1.0] and got is not None
        assert not os.get_inheritable(got)
        os.write(got, b"x")
        assert os.read(read, 1) == b"x"
        frames.send(here, None)
        assert frames.receive_with(there) == (None, None)
    for descriptor in (read, write, got):
        os.close(descriptor)


def test_many_arrays_in_one_message_take_time_in_proportion() -> None:
    def seconds(n: int) -> float:
        arrays = [np.ones(1) for _ in range(n)]
        began = time.process_time()
        crossed(arrays)
        return time.process_time() - began

    few = min(seconds(1000) for _ in range(3))
    assert seconds(16_000) < 16 * 6 * few  # each looked up among all would be 256 times


def test_numbers_that_are_not_finite_stay_what_they_are() -> None:
    got = crossed([math.inf, -math.inf, math.nan, np.float32("nan"), np.array([-0.0, np.nan])])
    assert got[:2] == [math.inf, -math.inf]
    assert math.isnan(got[2]) and np.isnan(got[3]) and type(got[3]) is np.float32
    assert np.signbit(got[4][0]) and np.isnan(got[4][1])


ROOM = version.PROJECT / "autograder" / "inside"
MODULES = sorted(ROOM.rglob("*.py"))


def named(path: Path) -> set[str]:
    """What a module imports, by its first line or late, in full."""
    tree = ast.parse(path.read_text("utf-8"))
    froms = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    assert not any(n.level for n in froms), "names are written out"
    plain = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    return plain | {f"{n.module}.{a.name}" for n in froms for a in n.names}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOM)))
def test_what_a_student_sees_imports_nothing_of_the_grader_but_itself(path: Path) -> None:
    graders = {name for name in named(path) if name.split(".")[0] in ("autograder", "tests")}
    assert {name for name in graders if not name.startswith("autograder.inside.")} == set()


@pytest.mark.parametrize("module", [judge, proxies, sandbox])
def test_what_decides_about_points_is_in_the_version_of_the_grader(module: Any) -> None:
    found = version.deciding()
    assert set(MODULES) <= {*found}
    assert Path(module.__file__) in found
    ours = {name.rpartition(".")[0] for name in named(Path(module.__file__))}
    files = {version.PROJECT / f"{name.replace('.', '/')}.py" for name in ours}
    assert {f for f in files if f.is_file() and f.is_relative_to(ROOM.parent)} <= set(found)
