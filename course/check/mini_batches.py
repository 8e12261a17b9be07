"""Part of the checks of chapter 6: the mini-batches of an epoch, and their order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course import check
from course.check.mistake import Mistake
from course.check.pairs import is_pairs
from course.check.repeats import by_seed

ONE_PAIR = Mistake(
    "the first mini-batch alone",
    "Only one pair came: `return` ends the function; `yield` goes on, or a list holds all pairs.",
)
ROW_NUMBERS = Mistake(
    "row numbers instead of samples", "They only say which rows: `x[rows]` and `y[rows]` pick them."
)
TWO_LISTS = Mistake(
    "two lists instead of pairs", "One list holds the pairs: each x_batch with the y_batch to it."
)
NOT_CUT = Mistake("not cut into mini-batches", "All samples come at once; a mini-batch has `size`.")
NOT_ONCE_EACH = Mistake(
    "samples missing or repeated",
    "Does the loop draw anew for each mini-batch? One order drawn before it has each sample once.",
)
SHUFFLED_APART = Mistake(
    "x and y shuffled apart", "One order serves both: draw row numbers once, for `x` and for `y`."
)
NO_LABELS = Mistake(
    "labels that y does not have", "Row numbers are no labels: `y[rows]` picks them."
)
LAST_LEFT_OUT = Mistake(
    "last batch left out",
    "What is left after the full mini-batches is a mini-batch, too: the loop must come to it.",
)
OVERLAP = Mistake(
    "mini-batches overlap", "A sample stands in two of them; each begins where the last one ended."
)
NOT_SHUFFLED = Mistake(
    "not shuffled", "An order that is drawn must also pick the rows: `x` and `y` stay as they are."
)
SHARED = "the same samples always share a batch"
FLOAT_LABELS = Mistake(
    "floats instead of integers",
    "Classes stay whole numbers; an array that holds `x` as well makes floats of them.",
)


def epoch(
    f: Any, n: int, size: int, sizes: Sequence[int], seed: int | np.random.Generator, d: int = 2
) -> NDArray[Any]:
    """One epoch of `minibatches` over n samples of d numbers, each with a label of its own.

    size  : of the mini-batches
    sizes : of those that must come out
    seed  : of the generator that it is given, or that generator

    Returns the places that the samples had, in their new order, (n,). Raises CheckFailed.
    """
    # Neither the samples nor their labels tell where they stand.
    chance = np.random.default_rng(n)
    x, y = chance.permutation(n * d).reshape(n, d) / 2, 3 * chance.permutation(n) + 5
    batches = check.call(f, x, y, size, np.random.default_rng(seed))

    def minibatches(batches: Any, x: Any, y: Any) -> list[Any]:
        return [pair for pair, _ in zip(batches, range(5 * n), strict=False)]

    batches = check.call(minibatches, batches, x, y)
    message = "A mini-batch must be a pair (x_batch, y_batch)."
    check.that(is_pairs(batches), message, mistake=_no_pairs(batches, n))
    _need_sizes(batches, size, sizes, y)
    for i, k in enumerate(sizes):
        check.shape(f"x of mini-batch {i}", batches[i][0], (k, d))
        check.shape(f"y of mini-batch {i}", batches[i][1], (k,))
        whole = np.asarray(batches[i][1]).dtype.kind in "iu"
        message = f"y of mini-batch {i} must hold whole numbers, as y does."
        check.that(whole, message, mistake=FLOAT_LABELS)
    rows, labels = (np.concatenate(parts) for parts in zip(*batches, strict=True))
    message = "y of the mini-batches holds numbers that are no labels in y."
    check.that(set(labels) <= set(y), message, mistake=NO_LABELS)
    message = "Some samples are missing from the epoch, or come twice."
    right = np.array_equal(np.sort(labels), np.sort(y))
    check.that(right, message, mistake=NOT_ONCE_EACH)
    places = np.argsort(y)[np.searchsorted(np.sort(y), labels)]
    turned = np.array_equal(np.sort(rows), np.sort(x[places])) and np.any(rows != x[places])
    message = "The numbers in a row of x have changed places; only whole rows change theirs."
    check.that(not turned, message, mistake="columns of x shuffled")
    message = "A row of x came with the label of another row."
    check.that(np.array_equal(rows, x[places]), message, mistake=SHUFFLED_APART)
    return places


def _no_pairs(batches: Any, n: int) -> Mistake:
    """What was given instead of pairs, for all that is sure."""
    ndims = [np.ndim(part) for part in batches if type(part) is np.ndarray]
    if ndims == [2, 1] and len(batches) == 2 and len(batches[0]) == len(batches[1]):
        return ONE_PAIR if len(batches[0]) < n else NOT_CUT
    kinds = [part.dtype.kind for part in batches if type(part) is np.ndarray]
    if ndims and ndims == [1] * len(batches) and set(kinds) <= {"i", "u"}:
        return ROW_NUMBERS
    lists = [len(part) for part in batches if type(part) is list]
    if len(lists) == len(batches) == 2 and lists[0] == lists[1]:
        return TWO_LISTS
    return Mistake("not pairs")


def _need_sizes(batches: Sequence[Any], size: int, sizes: Sequence[int], y: Any) -> None:
    """The mini-batches must be as many, and as large, as `sizes` says."""
    got = [np.shape(x)[:1] for x, _ in batches]
    message = "Where x_batch should stand is y_batch."
    swapped = got[:1] == [(sizes[0],)] and [np.ndim(a) for a in batches[0]] == [1, 2]
    check.that(not swapped, message, mistake="x and y swapped")
    message = f"Of {len(y)} samples in mini-batches of {size}, one mini-batch has none."
    check.that((0,) not in got, message, mistake="an empty mini-batch")
    message = f"There are {len(got)} mini-batches, expected {len(sizes)}."
    ends = len(got) < 5 * len(y)
    check.that(ends or len(sizes) == len(got), message, mistake="it never ends")
    if any(np.ndim(x) != 2 or np.ndim(labels) != 1 for x, labels in batches):
        single = len(got) == len(y) and all(np.ndim(labels) == 0 for _, labels in batches)
        cause = "single samples instead of mini-batches" if single else None
        check.that(len(got) == len(sizes), message, mistake=cause)
        return  # in which of them, is seen one by one
    lengths = [len(x) for x, _ in batches]
    if lengths != list(sizes):
        counted = f"The mini-batches have {lengths} samples, expected {list(sizes)}."
        check.that(False, counted, mistake=_other_sizes(batches, size, sizes, y))


def _other_sizes(
    batches: Sequence[Any], size: int, sizes: Sequence[int], y: Any
) -> str | Mistake | None:
    """Why the mini-batches have other sizes than these."""
    got, labels = [len(x) for x, _ in batches], [set(np.ravel(part)) for _, part in batches]
    whole = sum(map(len, labels)) == len(set().union(*labels)) == sum(got)
    at = {label: i for i, label in enumerate(y)}
    in_rows = all(
        np.all(np.diff([at.get(one, -9) for one in np.ravel(p)]) == 1) for _, p in batches
    )
    names: dict[str | Mistake, bool] = {
        SHARED: whole and in_rows and sorted(got) == sorted(sizes),
        LAST_LEFT_OUT: whole and got == list(sizes[:-1]),
        "a single mini-batch": got in ([size], [sizes[-1]]),
        "all samples in a single mini-batch": got == [len(y)],
        "last batch filled up": got == [size] * len(sizes) and len(set().union(*labels)) == len(y),
        "a mini-batch from every sample on": len(got) == len(y),
        "a sample too many in each": not whole and got[:1] == [sizes[0] + 1],
        OVERLAP: not whole,
        "samples left out": sum(got) < len(y),
        "the smaller mini-batch first": got == list(sizes[::-1]),
        "the rest joined to the last mini-batch": got == [*sizes[:-2], sum(sizes[-2:])],
        "samples spread evenly": len(got) == len(sizes) and np.ptp(got) <= 1 < np.ptp(sizes),
        "one mini-batch too few": len(got) == len(sizes) - 1 and sum(got) == len(y),
        "`size` taken as their number": len(got) == size,
    }
    return next((name for name, fits in names.items() if fits), None)


def order(f: Any, seed: int = 3) -> None:
    """`minibatches` must mix all samples, and take chance from its rng. Raises CheckFailed."""
    rng = np.random.default_rng(seed)
    places = epoch(f, 20, 5, [5] * 4, rng)
    moved = np.any(places != np.arange(20))
    check.that(moved, "The samples come in their old order.", mistake=NOT_SHUFFLED)
    mixed = any(len(set(part // 5)) > 1 for part in places.reshape(4, 5))
    message = "Samples 0 to 4 share a mini-batch, and 5 to 9, and so on; all samples should mix."
    check.that(mixed, message, mistake=SHARED)
    # Of 20 mixed ones, a tenth are followed by a neighbour of before; of blocks that were mixed,
    # most are.
    message = "Most samples are still followed by the same neighbour; all samples should mix."
    stay = np.mean(np.abs(np.diff(places)) == 1)
    check.that(stay < 0.5, message, mistake="neighbours stay together")
    by_seed("the order", lambda seed: epoch(f, 20, 5, [5] * 4, seed), seed + 4)
    new = np.any(places != epoch(f, 20, 5, [5] * 4, rng))
    message = "A second epoch came in the order of the first, though rng had moved on."
    check.that(new, message, mistake="the same order every epoch")
