"""Random generators as plain data: what they are made of, where they stand, how far they moved.

A generator crosses whole: NumPy's `Generator` and `RandomState`, the bit generator inside, and its
seed sequence with entropy, spawn key, size of the pool and number of children. Each of the three
is an object of its own, with parts that never change, a state that does, and the object it is
built upon:

    object                state                                parts                     upon
    Generator             []                                   []                        bits
    RandomState           [has_gauss, gauss]                   []                        bits
    PCG64, PCG64DXSM      [state, inc, has_uint32, uinteger]   []                        seed, None
    MT19937               [key, pos]                           []                        seed, None
    Philox                [counter, key, buffer, pos, has_uint32, uinteger]   []         seed, None
    SFC64                 [state, has_uint32, uinteger]        []                        seed, None
    SeedSequence          [number of children]                 [entropy, spawn key, pool size]

Whatever is read is looked at before anything is built from it. Whoever could choose the state of
the tests' generator would choose what it draws next: so it only ever follows by drawing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.inside.wire.limits import WireError

MAX_DRAWS = 2**40  # that a shared generator may move ahead at once, where steps can be counted
MAX_REPLAYED = 2**24  # and where they have to be made again: MT19937, SFC64
MAX_CHILDREN = 10_000  # that a shared seed sequence may have more at once
MAX_WORDS = 1000  # of a seed's entropy and spawn key
MAX_BITS = 10_000  # of one of them
MAX_POOL = 128

State = list[Any]


# Unlike NumPy's own, these can be weakly referred to. A bit generator's state names its class.
class Generator(np.random.Generator):
    """A generator of the other end."""


class RandomState(np.random.RandomState):
    """A generator of the old kind, of the other end."""


class SeedSequence(np.random.SeedSequence):
    """A seed sequence of the other end; so are its children."""


class PCG64(np.random.PCG64):
    """A bit generator of the other end."""


class PCG64DXSM(np.random.PCG64DXSM):
    """A bit generator of the other end."""


class MT19937(np.random.MT19937):
    """A bit generator of the other end."""


class Philox(np.random.Philox):
    """A bit generator of the other end."""


class SFC64(np.random.SFC64):
    """A bit generator of the other end."""


class _Unseeded(np.random.bit_generator.ISeedSequence):
    """The seed of a bit generator whose own cannot cross, or that has none: nothing to spawn."""

    def generate_state(self, n_words: int, dtype: Any = np.uint32) -> Any:
        """Zeros: the state is set afterwards."""
        return np.zeros(n_words, dtype)


OURS: dict[str, type[Any]] = {
    c.__name__: c
    for c in (Generator, RandomState, SeedSequence, PCG64, PCG64DXSM, MT19937, Philox, SFC64)
}
_BITS = frozenset(["PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"])
_KINDS: dict[type, str] = {c: name for name, c in OURS.items()}
_KINDS |= {getattr(np.random, name): name for name in OURS}
_STEP = {"PCG64": 0x2360ED051FC65DA44385DF649FCCF645, "PCG64DXSM": 0xDA942042E4DD58B5}


def kind(value: Any) -> str | None:
    """The name under which a random object can cross, or None for anything else."""
    name = _KINDS.get(type(value))
    if name in ("Generator", "RandomState"):
        return name if _KINDS.get(type(upon(value))) in _BITS else None
    if name == "SeedSequence":
        return name if _plain_seed(value) is not None else None
    return name


def upon(value: Any) -> Any:
    """The random object that another is built upon, or None."""
    name = _KINDS.get(type(value))
    if name == "Generator":
        return value.bit_generator
    if name == "RandomState":
        return value._bit_generator
    seed = value.seed_seq if name in _BITS else None
    return None if kind(seed) is None else seed


def parts(value: Any) -> list[Any]:
    """What of a random object never changes."""
    return _plain_seed(value) or [] if _KINDS[type(value)] == "SeedSequence" else []


def state(value: Any) -> State:
    """What of it moves."""
    name = _KINDS[type(value)]
    if name == "Generator":
        return []
    if name == "SeedSequence":
        return [int(value.n_children_spawned)]
    if name == "RandomState":
        old = value.get_state(legacy=False)
        return [int(old["has_gauss"]), float(old["gauss"])]
    return _FORMS[name][0](value.state)


def made(name: Any, told: Any, parts: Any, upon: Any) -> Any:
    """A new random object in the state told. Raises WireError."""
    if name == "SeedSequence":
        return _seed(*_list(told, 1), *_list(parts, 3))
    _list(parts, 0)
    if name in _BITS and (upon is None or kind(upon) == "SeedSequence"):
        new = OURS[name](_Unseeded() if upon is None else upon)
    elif name in ("Generator", "RandomState") and kind(upon) in _BITS:
        new = OURS[name](upon)
    else:
        raise WireError("not a random generator")
    restore(new, told)
    return new


def _seed(children: Any, entropy: Any, key: Any, size: Any) -> SeedSequence:
    if len(_list(entropy)) > MAX_WORDS + 1 or len(_list(key)) > MAX_WORDS:
        raise WireError("a seed that is too long")
    several = [_number(n, MAX_BITS) for n in entropy[1:]]
    if entropy[:1] != ["many"] and (entropy[:1] != ["one"] or len(several) != 1):
        raise WireError("not a seed")
    return SeedSequence(
        several if entropy[0] == "many" else several[0],
        spawn_key=tuple(_number(n, 64) for n in key),
        pool_size=_within(size, 4, MAX_POOL),
        n_children_spawned=_within(children, 0, 2**32 - 1),
    )


def restore(value: Any, told: Any) -> None:
    """Set what moves. Raises WireError, before anything is set, if it is no state."""
    name = _KINDS[type(value)]
    if name == "Generator":
        _list(told, 0)
    elif name == "SeedSequence":
        _spawn(value, told)
    elif name == "RandomState":
        has, gauss = _list(told, 2)
        if type(gauss) is not float:
            raise WireError("not a random generator's state")
        new = {"has_gauss": _within(has, 0, 1), "gauss": gauss}
        value.set_state(value.get_state(legacy=False) | new)
    else:
        value.state = {"bit_generator": name} | _FORMS[name][1](told)


def follow(value: Any, agreed: State, told: Any) -> None:
    """Move a generator of ours to where the other end says that it drew from the agreed state.

    Raises WireError unless drawing leads from one to the other.
    """
    ahead = _AHEAD.get(_KINDS[type(value)])
    if ahead is not None:
        form = _FORMS[_KINDS[type(value)]][1]
        if not ahead(_KINDS[type(value)], form(agreed), form(told)):
            raise WireError("a random generator that did not come here by drawing")
    restore(value, told)


def _spawn(seed: Any, told: Any) -> None:
    more = _within(_list(told, 1)[0], 0, 2**32 - 1) - seed.n_children_spawned
    if more < 0 or more > MAX_CHILDREN:
        raise WireError(f"a seed sequence that spawned {more:,} more at once")
    seed.spawn(more)


def _plain_seed(seed: Any) -> list[Any] | None:
    """Entropy, spawn key and pool size as plain data; None if they are too odd or too large."""
    one = isinstance(seed.entropy, (int, np.integer))
    try:
        several = [int(n) for n in ([seed.entropy] if one else seed.entropy)]
        key = [int(n) for n in seed.spawn_key]
    except (TypeError, ValueError):
        return None
    fits = all(0 <= n < 2**MAX_BITS for n in several) and all(0 <= n < 2**64 for n in key)
    if not fits or max(len(several), len(key)) > MAX_WORDS or seed.pool_size > MAX_POOL:
        return None
    entropy = ["one" if one else "many", *map(hex, several)]
    return [entropy, [hex(n) for n in key], int(seed.pool_size)]


# --- what is read ------------------------------------------------------------------------------


def _list(value: Any, length: int | None = None) -> list[Any]:
    if type(value) is not list or (length is not None and len(value) != length):
        raise WireError("not a random generator")
    return value


def _within(value: Any, low: int, high: int) -> int:
    if type(value) is not int or not low <= value <= high:
        raise WireError("not a random generator's state")
    return value


def _number(text: Any, bits: int) -> int:
    if type(text) is not str or len(text) > bits // 4 + 3 or not text.startswith("0x"):
        raise WireError("not a random generator's state")
    try:
        number = int(text, 16)
    except ValueError:
        raise WireError("not a random generator's state") from None
    return _within(number, 0, 2**bits - 1)


def _words(data: Any, dtype: str, count: int) -> Any:
    if type(data) is not bytes or len(data) != np.dtype(dtype).itemsize * count:
        raise WireError("not a random generator's state")
    return np.frombuffer(data, dtype).copy()


def _half(has: Any, rest: Any) -> dict[str, Any]:
    """The half of a draw that is kept for the next number of 32 bits."""
    return {"has_uint32": _within(has, 0, 1), "uinteger": _within(rest, 0, 2**32 - 1)}


# --- the state of each bit generator: written, and read into NumPy's own form --------------------


def _pcg(now: Any) -> State:
    inner = now["state"]
    return [hex(inner["state"]), hex(inner["inc"]), now["has_uint32"], now["uinteger"]]


def _read_pcg(told: Any) -> dict[str, Any]:
    state, inc, *half = _list(told, 4)
    inner = {"state": _number(state, 128), "inc": _number(inc, 128)}
    if inner["inc"] % 2 == 0:
        raise WireError("not a random generator's state")
    return {"state": inner} | _half(*half)


def _mersenne(now: Any) -> State:
    return [now["state"]["key"].tobytes(), int(now["state"]["pos"])]


def _read_mersenne(told: Any) -> dict[str, Any]:
    key, pos = _list(told, 2)
    return {"state": {"key": _words(key, "<u4", 624), "pos": _within(pos, 0, 624)}}


def _philox(now: Any) -> State:
    inner = now["state"]["counter"].tobytes(), now["state"]["key"].tobytes()
    pos = int(now["buffer_pos"])
    return [*inner, now["buffer"].tobytes(), pos, now["has_uint32"], now["uinteger"]]


def _read_philox(told: Any) -> dict[str, Any]:
    counter, key, buffer, pos, *half = _list(told, 6)
    inner = {"counter": _words(counter, "<u8", 4), "key": _words(key, "<u8", 2)}
    ready = {"buffer": _words(buffer, "<u8", 4), "buffer_pos": _within(pos, 0, 4)}
    return {"state": inner} | ready | _half(*half)


def _chaotic(now: Any) -> State:
    return [now["state"]["state"].tobytes(), now["has_uint32"], now["uinteger"]]


def _read_chaotic(told: Any) -> dict[str, Any]:
    words, *half = _list(told, 3)
    return {"state": {"state": _words(words, "<u8", 4)}} | _half(*half)


_FORMS: dict[str, tuple[Callable[[Any], State], Callable[[Any], dict[str, Any]]]] = {
    "PCG64": (_pcg, _read_pcg),
    "PCG64DXSM": (_pcg, _read_pcg),
    "MT19937": (_mersenne, _read_mersenne),
    "Philox": (_philox, _read_philox),
    "SFC64": (_chaotic, _read_chaotic),
}


# --- whether drawing leads from one state to another ---------------------------------------------


def _pcg_ahead(name: str, agreed: Any, told: Any) -> bool:
    state, wanted = agreed["state"]["state"], told["state"]["state"]
    step, plus, bit = _STEP[name], agreed["state"]["inc"], 1
    # How many steps apart two states are, a binary digit at a time: digit i of the state depends
    # on the digits up to i of the number of steps alone.
    while state != wanted and bit < MAX_DRAWS:
        if (state ^ wanted) & bit:
            state = (state * step + plus) % 2**128
        step, plus, bit = step * step % 2**128, plus * (step + 1) % 2**128, 2 * bit
    return bool(state == wanted and agreed["state"]["inc"] == told["state"]["inc"])


def _mersenne_ahead(_name: str, agreed: Any, told: Any) -> bool:
    twin, wanted = np.random.MT19937(0), told["state"]
    twin.state = {"bit_generator": "MT19937"} | agreed
    # A draw that finds all 624 numbers used makes 624 new ones.
    now, drawn = agreed["state"], 0
    while not np.array_equal(now["key"], wanted["key"]):
        if drawn > MAX_REPLAYED:
            return False
        twin.random_raw(625 - now["pos"], output=False)
        drawn, now = drawn + 624, twin.state["state"]
    return bool(now["pos"] <= wanted["pos"])


def _philox_ahead(_name: str, agreed: Any, told: Any) -> bool:
    before, after = (_whole(one["state"]["counter"]) for one in (agreed, told))
    if not np.array_equal(agreed["state"]["key"], told["state"]["key"]):
        return False
    if before == after:
        alike = np.array_equal(agreed["buffer"], told["buffer"])
        return bool(alike and agreed["buffer_pos"] <= told["buffer_pos"])
    if (after - before) % 2**256 > MAX_DRAWS or told["buffer_pos"] == 0:
        return False
    # What is in the buffer follows from the counter alone.
    twin = np.random.Philox(0)
    last = np.frombuffer(((after - 1) % 2**256).to_bytes(32, "little"), "<u8")
    inner = {"counter": last, "key": told["state"]["key"]}
    twin.state = {"bit_generator": "Philox"} | told | {"state": inner, "buffer_pos": 4}
    twin.random_raw()
    return bool(np.array_equal(twin.state["buffer"], told["buffer"]))


def _whole(words: Sequence[Any]) -> int:
    return sum(int(word) << 64 * i for i, word in enumerate(words))


def _chaotic_ahead(_name: str, agreed: Any, told: Any) -> bool:
    here, there = agreed["state"]["state"], told["state"]["state"]
    steps = (int(there[3]) - int(here[3])) % 2**64  # the last word counts the draws
    if steps > MAX_REPLAYED:
        return False
    twin = np.random.SFC64(0)
    twin.state = {"bit_generator": "SFC64"} | agreed
    twin.random_raw(steps, output=False)
    return bool(np.array_equal(twin.state["state"]["state"], there))


_AHEAD: dict[str, Callable[[str, Any, Any], bool]] = {
    "PCG64": _pcg_ahead,
    "PCG64DXSM": _pcg_ahead,
    "MT19937": _mersenne_ahead,
    "Philox": _philox_ahead,
    "SFC64": _chaotic_ahead,
}
