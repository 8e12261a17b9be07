"""Lists of pairs (w, b), one for each layer, as a student's functions of chapter 6 give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from course import check
from course.check.failure import renamed
from course.check.mistake import Mistake
from course.check.phrases import counted

Layers = Sequence[Sequence[Any]]

# What a check calls by one word, as the start of a sentence.
RETURNED = {"new": "What `sgd_step` returns", "gradient": "`grads`"}


OLD_ARRAYS = Mistake(
    "old arrays handed back",
    "Calculating, as in `a - b`, makes a new array; `a -= b` and `a` itself do not.",
)
OTHER_NUMBER = "layers missing or too many"
LAST_LAYER = Mistake(
    "the last layer only", "The list is begun anew for each layer: begin it once, before the loop."
)
EACH_WITH_EACH = Mistake(
    "each layer with all slopes",
    "One loop inside the other pairs everything; `zip` goes through both lists side by side.",
)
ALL_WEIGHTS_FIRST = Mistake(
    "all weights, then all biases", "Each layer has a pair (w, b) of its own; here are two lists."
)
ONE_LAYER = Mistake(
    "one layer only",
    "Every layer has a pair: is `return` inside the loop, does it end early, or is there none?",
)
NOT_TAKEN_APART = Mistake(
    "dx still beside the gradients",
    "`mlp_backward` returns two things, `(grads, dx)`; only the first are the gradients.",
)


def need_pairs(what: str, got: Any, n: int) -> None:
    """`got` must be a list with a pair for each of n layers. Raises CheckFailed."""
    name = RETURNED.get(what.split()[0], f"`{what}`")
    message = f"{name} must be a list with a pair (w, b) for each layer."
    check.that(not _two_lists(got, n), message, mistake=ALL_WEIGHTS_FIRST)
    check.that(is_pairs(got), message, mistake=_no_pairs(got, n))
    pairs = f"{name[0].lower() + name[1:]} has {counted(len(got), 'pair')}"
    message = f"The network has {counted(n, 'layer')}, but {pairs}."
    known = {1: ONE_LAYER, n * n: EACH_WITH_EACH}
    check.that(len(got) == n, message, mistake=known.get(len(got), OTHER_NUMBER))


def _two_lists(got: Any, n: int) -> bool:
    """Whether all weights stand in one list and all biases in another."""
    if type(got) not in (list, tuple) or [type(part) for part in got] != [list, list]:
        return False
    return [[np.ndim(a) for a in part] for part in got] == [[2] * n, [1] * n]


def _no_pairs(got: Any, n: int) -> str | Mistake:
    """What it is instead of a list of n pairs, for all that is sure."""
    if type(got) is tuple and len(got) == 2 and is_pairs(got[0]) and type(got[1]) is np.ndarray:
        return NOT_TAKEN_APART
    if type(got).__name__ in ("generator", "map", "zip"):
        return "a generator instead of a list"
    flat = type(got) in (list, tuple) and len(got) == 2 * n
    arrays = flat and all(type(part) not in (list, tuple) for part in got)
    return "one flat list" if arrays else "not a list of (w, b)"


def is_pairs(got: Any) -> bool:
    """Whether it is a list or tuple of pairs."""
    return type(got) in (list, tuple) and all(
        type(pair) in (list, tuple) and len(pair) == 2 for pair in got
    )


def parts_of(pairs: Layers) -> tuple[Any, ...]:
    """All parts of the pairs, in order."""
    return tuple(part for pair in pairs for part in pair)


def layers(
    what: str,
    got: Any,
    right: Layers,
    mistakes: Mapping[str, Layers] | None = None,
    otherwise: str | None = None,
) -> None:
    """`got` must be a list with a pair (w, b) for each layer, like `right`.

    mistakes  : wrong lists by name of the mistake
    otherwise : name of the mistake where no other is known

    Raises CheckFailed.
    """
    if len(right) > 1 and is_pairs(got) and [_shapes(pair) for pair in got] == [_shapes(right[-1])]:
        message = f"The network has {counted(len(right), 'layer')}, and only the last came back."
        check.that(_shapes(right[0]) == _shapes(right[-1]), message, mistake=LAST_LAYER)
    need_pairs(what, got, len(right))
    names = ", ".join(f"{what} w{i}, {what} b{i}" for i in range(1, len(right) + 1))
    named = {name: parts_of(wrong) for name, wrong in (mistakes or {}).items()}
    try:
        check.close(names, parts_of(got), parts_of(right), mistakes=named)
        return
    except check.CheckFailed as failure:
        error = named_otherwise(failure, otherwise)
    raise error


def named_otherwise(failure: check.CheckFailed, name: str | None) -> check.CheckFailed:
    """The failure under this name if it has none."""
    return failure if failure.mistake or not name else renamed(failure, Mistake(name))


def _shapes(pair: Sequence[Any]) -> list[tuple[int, ...]]:
    return [np.shape(part) for part in pair]


def stays(f: Any, params: Layers) -> None:
    """`sgd_step` must give equal params in new arrays, where lr or all slopes are 0.

    Raises CheckFailed.
    """
    flat = [tuple(0 * part for part in pair) for pair in params]
    for why, grads, lr in (("slopes of 0", flat, 0.5), ("lr = 0", params, 0.0)):
        same = check.call(f, params, grads, lr)
        layers(f"new with {why}", same, params, otherwise=f"moves with {why}")
        _need_new(params, same, f"With {why} the arrays are the old ones.")


def rests(f: Any, params: Layers) -> None:
    """`momentum_step` must give equal params, and new arrays, where nothing moves or pushes.

    Raises CheckFailed.
    """
    grads, velocity = ([tuple(0.0 * part for part in pair) for pair in params] for _ in range(2))
    new, moved = check.call(f, params, grads, velocity, 0.5, 0.9, returns=("params", "velocity"))
    for what, got, right in (("params", new, params), ("velocity", moved, velocity)):
        layers(f"{what} at rest", got, right, otherwise="moves at rest")
        seen = f"With velocities and slopes of 0, the arrays of {what} are the old ones."
        _need_new(right, got, seen)


def _need_new(old: Layers, new: Layers, message: str) -> None:
    pairs = zip(parts_of(old), parts_of(new), strict=True)
    shared = any(np.shares_memory(before, after) for before, after in pairs)
    check.that(not shared, message, mistake=OLD_ARRAYS)
