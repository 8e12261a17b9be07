"""The checks of chapter 3: lists of pairs (w, b), first weights, and the entries of caches.

Notebooks import it as `forward`. Like `course.check`, it raises `CheckFailed` with a message for
the student.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from course import check
from course.check import described, probes
from course.check.comparing import agree, differs
from course.check.failure import renamed, with_line
from course.check.kinds import REAL, Array, as_array
from course.check.mistake import SWAPPED, Mistake

MANY_DEVIATIONS = 7  # so many standard errors off is no chance any more
NEAR_ONE = 0.02  # how far a measured deviation may be from the one that a known mistake gives
WITHIN_ONE = 0.683  # part of normal numbers that lie within one standard deviation

NOT_A_PAIR = Mistake("not a pair", "A layer's `w` and `b` stand in a tuple, by place, not by name.")
NOT_A_LIST = Mistake("not a list", "What belongs to the layers, one by one, stands in a list.")
REPEATED = Mistake("numbers repeated", "Every weight is drawn for itself, by `rng.normal`.")
ROWS_OF_UNITS = Mistake(
    "a row for each unit", "`w` has a row for each input, and a column for each unit."
)
OTHER_SIZE = Mistake(
    "not a column for each unit", "`w` has a column for each unit, and `b` a number for each."
)
NOT_NORMAL = Mistake("not normal around 0", "The spread is right; `rng.normal` also has the shape.")
NOT_ZERO = Mistake("biases not zero", "The biases start at 0.0, whatever the scheme is.")
NOT_ZEROS = Mistake("weights not zero", 'With "zeros" every weight is exactly 0.')
ALIKE = Mistake(
    "one number for all weights",
    "Each weight is drawn for itself; `rng.normal(a, s)` takes the mean first, then the deviation.",
)
NO_TABLE = Mistake(
    "weights without rows and columns",
    "`size=(d, m)` draws a row for each input, a column for each unit.",
)
ALL_ZERO = Mistake(
    "all weights 0", "With a standard deviation of 0 all numbers are alike; `1 // D` is 0."
)
NOT_USED = Mistake("`rng` not used", "Every number must be drawn from the generator that is given.")
SHARED = Mistake("layers share numbers", "Every layer draws numbers of its own.")
OTHER_CHANCE = Mistake(
    "chance that does not come from rng", "All random numbers come from `rng`, and no other one."
)
SEVERAL = Mistake(
    "several entries for a layer, or some of an earlier call",
    "Each layer has one entry, and each call begins with an empty list.",
)
ONE_FOR_ALL = Mistake(
    "one cache for several layers", "Each layer needs an entry of its own, made for it alone."
)
NOT_THREE = Mistake(
    "not an entry of three", "An entry is a tuple of three things, also that of the last layer."
)
MISPLACED = Mistake(
    "an entry in another layer's place", "The entries stand in order, the first layer's first."
)
NOT_A_CACHE = Mistake(
    "not the layer's cache",
    "A layer remembers the pair `(x, w)`, what went in and the weights.",
)
NOT_NONE = Mistake(
    "an activation in the last entry",
    "The last layer has no activation: its entry is `(cache, None, None)`.",
)
NOT_ACT = Mistake(
    "not the activation itself", "The third thing is the function `act`, as it came, not called."
)
NO_ACT = Mistake(
    "the activation left out",
    "A hidden layer's third thing is the function `act` that made its `a`.",
)
ANOTHER_ACT = Mistake(
    "another function than `act`",
    "The third thing is `act`, whichever function was handed in, and no other one by name.",
)
FED_AGAIN = Mistake(
    "a later layer gets the inputs",
    "Each layer gets what the one before it hands on; here a later one got `x`.",
)
KEPT_AGAIN = Mistake(
    "the inputs kept by every layer",
    "A layer keeps what went into it, which is `x` only in the first.",
)
BIASES_IN_A_ROW = Mistake(
    "biases in a table of one row", "`b` has a single axis, of the shape `(M,)`, not `(1, M)`."
)
LIFTED = Mistake(
    "a bias that lifts numbers of some size only",
    "A large bias keeps a unit above 0 up to the bias's own size; numbers may be larger than any.",
)
FLAT = Mistake(
    "weights without rows and columns",
    "`w` has a row for each input and a column for each unit, also where there is only one.",
)

Layers = Sequence[Sequence[Any]]
Activation = Callable[[Array], Array]


# --- a list with a pair for each layer ----------------------------------------------------------


def pairs(got: Any, expected: Layers) -> None:
    """`got` must be a list of pairs of arrays, like `expected`. Raises CheckFailed."""
    need_pairs(got, len(expected))
    for i, (pair, (w, b)) in enumerate(zip(got, expected, strict=True)):
        check.close(f"w, b of layer {i + 1}", tuple(pair), (w, b))


def need_pairs(got: Any, n: int) -> None:
    """`got` must be a list with a pair for each of n layers. Raises CheckFailed."""
    is_list = isinstance(got, (list, tuple)) or (isinstance(got, np.ndarray) and got.ndim > 0)
    seen = f"params is {described.value(got)}, expected a list."
    check.that(is_list, seen, mistake=NOT_A_LIST)
    for i, pair in enumerate(got):
        seen = f"Layer {i + 1} has {described.value(pair)}, expected a pair of arrays."
        check.that(not isinstance(pair, dict), seen, mistake=NOT_A_PAIR)
    check.equal("the lengths of the pairs", [_length(pair) for pair in got], [2] * n)


def network(params: Any, dims: Sequence[int | None]) -> Any:
    """`params` must be a network of the sizes `dims`, of finite numbers; None is any size.

    Gives `params`. Raises CheckFailed.
    """
    need_pairs(params, len(dims) - 1)
    inputs = dims[0]
    for i, ((w, b), units) in enumerate(zip(params, dims[1:], strict=True), 1):
        inputs, units = inputs or 0, _size(w, b) if units is None else units
        if as_array(w) is not None and as_array(b) is not None:
            _need_columns(f"Layer {i}", np.shape(w), np.shape(b), (inputs, units))
        check.shape(f"w of layer {i}", w, (inputs, units))
        check.shape(f"b of layer {i}", b, (units,))
        check.finite(f"layer {i}", (w, b))
        inputs = units
    return params


def larger(what: str, params: Any, x: Array, right: Any) -> None:
    """A network of one hidden layer of ReLUs must say `right` for x (N, 2), the larger of each row.

    Raises CheckFailed; of the first row that is wrong it also says what the hidden units give.
    """
    hidden, out = _through(params, x)
    try:
        check.close(what, out, right)
        return
    except check.CheckFailed as error:
        failure = error
    if _holds_near_zero(params, x):
        raise renamed(failure, LIFTED)
    if failure.mistake or out.dtype.kind not in REAL:
        raise failure
    row = int(np.flatnonzero(differs(out, np.asarray(right)))[0])
    pair, units = (check.shown(a[row]) for a in (x, hidden))
    raise with_line(failure, f"For the pair {pair} the hidden units give {units}.")


def _through(params: Any, x: Array) -> tuple[Array, Array]:
    (w1, b1), (w2, b2) = params
    hidden = np.maximum(x @ w1 + b1, 0)
    return hidden, hidden @ w2 + b2


def _holds_near_zero(params: Any, x: Array) -> bool:
    """Whether the same rows, made small, come out right: then a bias is too small for these."""
    small = 1e-3 * x / np.abs(x).max()
    (_, b1), (w2, _) = params
    rounding = 1e-14 * float((np.abs(b1) @ np.abs(w2)).sum())
    out = _through(params, small)[1]
    return bool(np.any(b1)) and np.allclose(
        out, small.max(axis=1, keepdims=True), atol=1e-8 + rounding
    )


def _size(w: Any, b: Any) -> int:
    """How many units a layer has: by its biases, or by its weights where `b` is a single number."""
    if as_array(b) is None:
        return 0
    return int(np.shape(w)[1]) if np.ndim(b) == 0 and np.ndim(w) == 2 else int(np.size(b))


def _need_columns(
    layer: str, w: tuple[int, ...], b: tuple[int, ...], expected: tuple[int, int]
) -> None:
    """The shapes of a layer's arrays, as far as a wrong one has a name."""
    check.that(len(w) >= len(b), f"{layer} is (b, w), expected (w, b).", mistake=SWAPPED)
    seen = f"{layer}: w has shape {w}, expected {expected}."
    check.that(len(w) > 1, seen, mistake=FLAT)
    check.that(w != expected[::-1] or w == expected, seen, mistake=ROWS_OF_UNITS)
    check.that(w[1:] in ((), expected[1:]), seen, mistake=OTHER_SIZE)


def _length(thing: Any) -> int:
    try:
        return len(thing)
    except TypeError:
        return 0


# --- first weights ------------------------------------------------------------------------------


def first_params(params: Any, dims: Sequence[int], scheme: str) -> None:
    """What a scheme gives must be pairs of the right shapes; zeros where zeros belong.

    Raises CheckFailed.
    """
    need_pairs(params, len(dims) - 1)
    for d, m, (w, b) in zip(dims, dims[1:], params, strict=False):
        if as_array(w) is not None and np.size(w) > 1:
            _need_a_table(f"w for {scheme}", w, b)
        zero = scheme != "zeros" or not np.any(w)
        check.that(zero, "w for zeros is not zero.", mistake=NOT_ZEROS)
        check.that(not np.any(b), f"b for {scheme} is not zero.", mistake=NOT_ZERO)
        row = np.ndim(b) == 2 and np.shape(b) == (1, m) == (1, np.size(b))
        seen = f"b for {scheme} has shape {np.shape(b)}, expected ({m},)."
        check.that(not row, seen, mistake=BIASES_IN_A_ROW)
        # Of random weights only the shape and the dtype are known.
        known = w if as_array(w) is None else 0 * w
        names, right = f"w for {scheme}, b for {scheme}", (np.zeros((d, m)), np.zeros(m))
        check.close(names, (known, b), right)


def _in_a_list(params: Any) -> Any:
    """What another cell takes a point for, a generator in place of a list, costs none here."""
    return list(params) if hasattr(params, "__next__") else params


def spread(params: Any, sizes: Sequence[float], scheme: str) -> None:
    """The weights must be normal around 0, with the standard deviation `sizes` in each layer.

    Raises CheckFailed.
    """
    params = _in_a_list(params)
    need_pairs(params, len(sizes))
    for i, ((w, b), size) in enumerate(zip(params, sizes, strict=True)):
        name = f"w of layer {i + 1} for {scheme}"
        check.finite(name, w)
        _need_a_table(name, w, b)
        _need_chance(name, w)
        repeats = np.unique(w).size < 0.9 * np.size(w)
        check.that(not repeats, f"{name}: numbers repeat themselves.", mistake=REPEATED)
        # A standard deviation that is measured on n numbers is off by 1 part in sqrt(2n).
        chance = MANY_DEVIATIONS / np.sqrt(2 * np.size(w))
        what = f"the standard deviation of {name}"
        check.close(what, float(np.std(w)), size, tol=chance, sure=NEAR_ONE)
        inside = np.mean(abs(w - np.mean(w)) < size) + abs(np.mean(w) / size)
        normal = abs(inside - WITHIN_ONE) < 0.05
        check.that(normal, f"{name} is not normal around 0.", mistake=NOT_NORMAL)


def _need_a_table(name: str, w: Any, b: Any) -> None:
    mistake = SWAPPED if np.ndim(b) == 2 else NO_TABLE
    check.that(np.ndim(w) == 2, f"{name} has no rows and columns.", mistake=mistake)


def _need_chance(name: str, w: Any) -> None:
    mistake = ALIKE if np.any(w) else ALL_ZERO
    check.that(np.ptp(w) > 0, f"{name} holds the same number everywhere.", mistake=mistake)


def drawn_from_rng(one: Any, again: Any, other: Any) -> None:
    """Of two equal generators must come the same params, of another one others; no layer repeats.

    one, again, other : params of a network with three layers of the same size

    Raises CheckFailed.
    """
    one, again, other = (_in_a_list(params) for params in (one, again, other))
    need_pairs(one, 3)
    first, second, third = (w for w, _ in one)
    _need_a_table("w", *one[0])
    _need_chance("w", first)
    for i, ((w, _), (same, _), (new, _)) in enumerate(zip(one, again, other, strict=True)):
        name = f"w of layer {i + 1}"
        check.same(name, w, same, because="seeds agree", mistake=NOT_USED)
        check.that(np.any(w != new), f"Two seeds give the same {name}.", mistake=NOT_USED)
    differ = np.any(first != second) and np.any(second != third)
    check.that(differ, "Two layers have the same w.", mistake=SHARED)


@contextlib.contextmanager
def only_rng(f: Any) -> Iterator[None]:
    """What `f` does here must leave NumPy's global generator alone. Raises CheckFailed."""
    _, before = probes.chance(f)
    yield
    seen = "NumPy's global generator, the one of np.random.seed, was seeded or drawn from."
    same = probes.chance(f)[0] == before
    check.that(same, seen, mistake=OTHER_CHANCE)


# --- what layers remember -----------------------------------------------------------------------


def cache(got: Any, x: Array, w: Array) -> None:
    """`got` must be the pair (x, w). Raises CheckFailed."""
    seen = f"`cache` is {described.value(got)}, expected the pair (x, w)."
    check.that(_is_of(got, 2), seen, mistake=NOT_A_CACHE)
    check.close("x, w of cache", got, (x, w))


def caches(f: Any, x: Array, params: Layers, act: Activation, outs: Sequence[Any]) -> None:
    """`f(x, params, act)` must keep ((x, w), a, act) of each layer, (..., None, None) of the last.

    outs : what each hidden layer hands on, its `a` and the next layer's `x`

    Raises CheckFailed.
    """
    n = len(params)
    logits, entries = check.call(f, x, params, act, returns=("logits", "caches"))
    seen = f"caches is {described.value(entries)}, expected a list."
    mistake = SWAPPED if isinstance(logits, list) else NOT_A_LIST
    check.that(isinstance(entries, list), seen, mistake=mistake)
    seen = f"caches has {len(entries)} entries for {n} layer{'s' * (n > 1)}."
    check.that(len(entries) <= n, seen, mistake=SEVERAL)
    check.equal("the number of entries in caches", len(entries), n)
    for i, entry in enumerate(entries):
        seen = f"caches[{i}] is {described.value(entry)}, expected a tuple of three."
        check.that(_is_of(entry, 3), seen, mistake=NOT_THREE)
    alone = len({str(entry) for entry in entries}) == n
    check.that(alone, "Two entries of caches are alike.", mistake=ONE_FOR_ALL)
    turned = n > 1 and entries[0][2] is None and entries[-1][2] is act
    check.that(not turned, "caches[0] is the last layer's entry.", mistake=MISPLACED)
    names: list[str] = []
    for i, entry in enumerate(entries):
        _need_entry(f"caches[{i}]", entry, act if i < n - 1 else None)
        names += [f"`{one}` of caches[{i}]" for one in "xwa"]
    _need_what_went_in(x, params, act, outs, logits, entries)
    # All at once, for what is wrong in an entry has its cause elsewhere.
    kept = [(x, w, a) for (x, w), a, _ in entries]
    right = [(x, w, a) for x, (w, _), a in zip((x, *outs), params, (*outs, None), strict=True)]
    got, expected = ([one for three in all_ for one in three][:-1] for all_ in (kept, right))
    check.close(", ".join(names[:-1]), tuple(got), tuple(expected))


def _need_what_went_in(
    x: Array, params: Layers, act: Activation, outs: Sequence[Any], logits: Any, entries: Layers
) -> None:
    """No later layer may have kept the network's own inputs. Raises CheckFailed."""
    handed_on = [as_array(entry[1]) for entry in entries[:-1]] + [as_array(logits)]
    for i in range(1, len(params)):
        kept, right = as_array(entries[i][0][0]), np.asarray(outs[i - 1], float)
        if kept is None or not agree(kept, x) or agree(kept, right):
            continue
        w, b = params[i]
        sums = x @ w + b
        fed, got = sums if i == len(params) - 1 else act(sums), handed_on[i]
        mistake = (
            FED_AGAIN if got is not None and agree(got, np.asarray(fed, float)) else KEPT_AGAIN
        )
        seen = (
            f"`x` of caches[{i}] is what went into the first layer, not what layer {i} handed on."
        )
        check.that(False, seen, mistake=mistake)


def _need_entry(name: str, entry: Any, act: Activation | None) -> None:
    """An entry must be ((x, w), a, act), or (.., None, None); of what x, w and a are, any thing."""
    pair, a, kept = entry
    seen = f"The first of {name} is {described.value(pair)}, expected the pair (x, w)."
    check.that(_is_of(pair, 2), seen, mistake=NOT_A_CACHE)
    if act is None:
        seen = f"`{name}`, the last layer's, must be (cache, None, None)."
        check.that(a is None and kept is None, seen, mistake=NOT_NONE)
    else:
        seen = f"The third of {name} is {described.value(kept)}, expected `act`."
        other = NO_ACT if kept is None else ANOTHER_ACT if callable(kept) else NOT_ACT
        check.that(kept is act, seen, mistake=other)


def _is_of(thing: Any, n: int) -> bool:
    return isinstance(thing, (tuple, list)) and len(thing) == n
