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
from course.check.kinds import Array, as_array
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
FORGETS = Mistake(
    "an entry that remembers nothing", "An entry holds something of what went into its layer."
)
MISPLACED = Mistake(
    "an entry in another layer's place", "The entries stand in order, the first layer's first."
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
        size = int(np.size(b)) if as_array(b) is not None else 0
        inputs, units = inputs or 0, size if units is None else units
        if as_array(w) is not None and as_array(b) is not None:
            _need_columns(f"Layer {i}", np.shape(w), np.shape(b), (inputs, units))
        check.shape(f"w of layer {i}", w, (inputs, units))
        check.shape(f"b of layer {i}", b, (units,))
        check.finite(f"layer {i}", (w, b))
        inputs = units
    return params


def _need_columns(
    layer: str, w: tuple[int, ...], b: tuple[int, ...], expected: tuple[int, int]
) -> None:
    """The shapes of a layer's arrays, as far as a wrong one has a name."""
    check.that(len(w) >= len(b), f"{layer} is (b, w), expected (w, b).", mistake=SWAPPED)
    seen = f"{layer}: w has shape {w}, expected {expected}."
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


def one_entry_for_each_layer(f: Any, x: Array, params: Layers, act: Activation) -> None:
    """`f(x, params, act)` must give a list of caches with an entry for each layer, all different.

    Raises CheckFailed.
    """
    n = len(params)
    logits, caches = check.call(f, x, params, act, returns=("logits", "caches"))
    seen = f"caches is {described.value(caches)}, expected a list."
    mistake = SWAPPED if isinstance(logits, list) else NOT_A_LIST
    check.that(isinstance(caches, list), seen, mistake=mistake)
    seen = f"caches has {len(caches)} entries for {n} layer{'s' * (n > 1)}."
    check.that(len(caches) <= n, seen, mistake=SEVERAL)
    check.equal("the number of entries in caches", len(caches), n)
    alone = len({str(entry) for entry in caches}) == n
    check.that(alone, "Two entries of caches are alike.", mistake=ONE_FOR_ALL)


def remembering(f: Any, rng: np.random.Generator) -> None:
    """Each entry of the caches of `f` must depend on what goes into its layer, on none behind it.

    Raises CheckFailed.
    """
    x, sizes = rng.uniform(0.5, 1, (2, 3)), ((3, 2), (2, 4))
    first, last = ((rng.uniform(0.5, 1, size), np.zeros(size[1])) for size in sizes)
    turned = (-first[0], first[1])
    held = []  # or what is printed by its address may come to lie where an earlier one was

    def entries(x: Array, *params: Any) -> list[str]:
        _, caches = check.call(f, x, [*params], np.tanh, returns=("logits", "caches"))
        check.equal("the number of entries in caches", len(caches), 2)
        held.append(caches)
        return [str(entry) for entry in caches]

    old = entries(x, first, last)
    # The first layer's inputs, and so its sums, change their sign; then those of the second.
    for i, new in enumerate((entries(-x, first, last), entries(x, turned, last))):
        seen = f"Entry {i} of caches stays the same when its layer gets other inputs."
        check.that(old[i] != new[i], seen, mistake=FORGETS)
    # Things that are printed by their address are never the same.
    told = old[0] == entries(x, first, last)[0]
    later = entries(x, first, (last[0] + 1, last[1] + 1))[0]
    seen = "Entry 0 of caches changes with the weights of the second layer."
    check.that(not told or old[0] == later, seen, mistake=MISPLACED)
