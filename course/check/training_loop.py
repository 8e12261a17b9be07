"""The checks of chapter 6: lists of layers, mini-batches, dropout, and whole training loops.

Notebooks import it as `rehearse`, for `train` rehearses with puppets before it trains in earnest.
Like `course.check`, it raises `CheckFailed` with a message for the student. A student's function
is always handed in, and called through `check.call`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import numpy as np

from course import check
from course.check import known
from course.check.calling import called, need_tuple
from course.check.dropping import dropout
from course.check.evidence import Seen
from course.check.failure import renamed
from course.check.kinds import is_a
from course.check.mini_batches import epoch, order
from course.check.pairs import (
    NOT_TAKEN_APART,
    Layers,
    is_pairs,
    layers,
    named_otherwise,
    need_pairs,
    parts_of,
    rests,
    stays,
)
from course.check.puppets import by_rng, drawn, history, play, settings, steps
from course.check.reading import built, digits, reads
from course.check.repeats import by_seed, twice
from course.versions import OldNotebookError

__all__ = [
    "both",
    "built",
    "by_rng",
    "by_seed",
    "digits",
    "drawn",
    "dropout",
    "epoch",
    "history",
    "layers",
    "network",
    "of_its_loss",
    "order",
    "play",
    "reads",
    "rests",
    "rolling",
    "settings",
    "slope_error",
    "slopes",
    "stays",
    "steps",
    "training",
    "twice",
]


def training(*_: Any, **__: Any) -> NoReturn:
    """What notebooks of version 0.1 call. They unpack its result, and expect other numbers in it.

    Raises OldNotebookError.
    """
    raise OldNotebookError(6, "0.1", "`train`")


# How slopes are measured where a loss may have been calculated in float32. The best step is about
# the cube root of the precision, (1.2e-7) ** (1 / 3) = 2**-7.7; as a power of two it moves the
# parameters of `slopes`, which lie on a grid, without rounding them. A loss is a sum of some terms,
# hence 4 eps; it is one of `slopes`, and no larger than `size` where it is right.
IN_FLOAT32: dict[str, Any] = {
    "h": 2**-7,
    "eps": 4 * float(np.finfo(np.float32).eps),
    "tol": 1e-3,
    "size": 12.0,
}


def slopes(
    f: Any,
    dims: Sequence[int],
    act: Any,
    lam: float,
    n: int = 5,
    ours: Callable[..., Any] | None = None,
) -> None:
    """The gradients of `loss_and_grads` must be the measured slopes of its own loss, or of ours.

    dims : layer sizes of the random network that it is tried on
    n    : number of samples
    ours : (params, x, y, act, lam) -> number, the right loss

    Raises CheckFailed.
    """
    # Compared with a loss of the student's own, it is visible: numbers of which mistakes are known.
    rng = check.rng() if ours else np.random.default_rng(0)
    x, y = rng.integers(-3, 4, (n, dims[0])) / 2, rng.integers(0, dims[-1], n)
    # Values on a grid that keeps the sums of a first layer away from the kink of ReLU: x is in
    # halves, w in eighths and b in odd 32nds, so a sum is at least 1/32 from 0, and no step of a
    # single parameter (2**-7 times an x of at most 1.5) reaches that far.
    sizes = zip(dims, dims[1:], strict=False)
    params = [(rng.integers(-8, 9, s) / 8, rng.integers(-4, 4, s[1]) / 16 + 1 / 32) for s in sizes]
    grads = check.call(f, params, x, y, act, lam, returns=("loss", "grads"))[1]
    need_pairs("gradient", grads, len(params))
    parts = list(parts_of(params))

    def theirs(moved: Layers) -> Any:
        return check.call(f, moved, x, y, act, lam, returns=("loss", "grads"))[0]

    if not ours:
        first = _need_moving(theirs, params)
    for i, got in enumerate(parts_of(grads)):

        def loss(v: Any, i: int = i) -> Any:
            moved = [*parts[:i], v, *parts[i + 1 :]]
            layers = list(zip(moved[::2], moved[1::2], strict=True))
            return ours(layers, x, y, act, lam) if ours else theirs(layers)

        what = f"gradient of {'wb'[i % 2]}{i // 2 + 1}"
        what += "" if ours else ", beside the slopes of your own loss,"
        how = {"tol": 1e-4} if ours else IN_FLOAT32
        try:
            check.gradient(what, got, loss, parts[i], inputs={"x": x}, **how)
            continue
        except check.CheckFailed as failure:
            otherwise = "slopes of another loss" if ours else "loss and gradient disagree"
            error = named_otherwise(failure, otherwise)
        if ours:
            raise error
        # A penalty that is missing looks like one of another layer, until the loss is seen as well.
        seen = Seen("gradients and loss", (*parts_of(grads), first), (*parts, 0.0))
        raise known.named(error, seen, known.SURE)


def network(rng: np.random.Generator, dims: Sequence[int]) -> list[tuple[Any, Any]]:
    """Random params of a network with these layer sizes, weights and biases alike."""
    sizes = zip(dims, dims[1:], strict=False)
    return [(rng.normal(size=size), rng.normal(size=size[1])) for size in sizes]


def _need_moving(loss: Callable[[Layers], Any], params: Layers) -> float:
    """Other params must have another loss, or a slope of 0 would be right. Returns the loss."""
    moved = [(w + 0.25, b - 0.25 * np.arange(b.size)) for w, b in params]
    first, other = loss(params), loss(moved)
    check.shape("loss", first, ())
    message = "The loss is the same for other weights and biases."
    check.that(np.any(first != other), message, mistake="the same loss every time")
    return float(first)


def both(f: Any, *args: Any) -> tuple[Any, Any]:
    """Loss and gradients that `loss_and_grads` gives, twice the same. Raises CheckFailed."""
    result = _run_twice(f, *args)
    alone = type(result) is list and is_pairs(result) and np.ndim(result[0][0]) == 2
    message = "Only the pairs of grads came back; the loss comes first, then grads."
    check.that(not alone, message, mistake="loss left out")
    swapped = type(result) in (tuple, list) and [type(r) is list for r in result] == [True, False]
    message = "The first result is a list; loss comes first, then grads."
    check.that(not swapped, message, mistake="swapped outputs")
    need_tuple(called(f), result, ("loss", "grads"))
    return result[0], result[1]


def rolling(f: Any, *args: Any) -> tuple[Any, Any]:
    """Params and velocity that `momentum_step` gives, twice the same. Raises CheckFailed."""
    result = twice(f, *args)
    alone = is_pairs(result) and bool(result) and is_a(result[0][0], np.ndarray)
    message = "Only one list of pairs came back; the new params come first, then the new velocity."
    check.that(not alone, message, mistake="velocity left out")
    need_tuple(called(f), result, ("params", "velocity"))
    return result[0], result[1]


def _run_twice(f: Any, *args: Any) -> Any:
    """As `twice`. Where `f` stops, say so if it would go on with a `mlp_backward` without dx."""
    try:
        return twice(f, *args)
    except check.CheckFailed as failure:
        error = failure

    def without_dx(dlogits: Any, caches: Any) -> Any:
        return [(np.zeros(np.shape(w)), np.zeros(np.shape(w)[1])) for (_, w), _, _ in caches]

    if "stopped with" not in str(error):
        raise error
    with check.spy(f, mlp_backward=without_dx) as calls:
        try:
            result = check.call(f, *args)
        except check.CheckFailed:
            raise error from None
    if calls["mlp_backward"] and type(result) in (list, tuple) and len(result) == 2:
        error = renamed(error, NOT_TAKEN_APART)
    raise error


def of_its_loss(f: Any, grads: Any, right: Layers, acts: Sequence[Any]) -> None:
    """The gradients of `loss_and_grads` must be right, and the measured slopes of its own loss.

    grads : of the worked example
    acts  : activations, of networks with one, two and three layers whose slopes are measured

    Raises CheckFailed.
    """
    layers("gradient", grads, right, otherwise="loss and gradient disagree")
    sizes = ((3, 2), (2, 3, 2), (3, 2, 2), (2, 3, 1, 3))
    for dims, act in zip(sizes, acts, strict=True):
        slopes(f, dims, act, 0.0)


def slope_error(
    f: Any, params: Layers, x: Any, y: Any, act: Any, n: int = 40, h: float = 1e-5
) -> float:
    """How far the gradients of `loss_and_grads` are from measured slopes on a large network.

    n : number of parameters that are tried, half of them weights and half of them biases

    Returns the largest difference, as a share of the largest measured slope: element by element,
    slopes near 0 would show nothing but the rounding of the loss.
    """
    rng, grads = np.random.default_rng(0), f(params, x, y, act, 0.0)[1]
    claimed, measured = [], []
    for k in range(n):
        layer, part = k // 2 % len(params), k % 2
        at = tuple(rng.integers(params[layer][part].shape))
        ends = []
        for step in (h, -h):
            moved = [[np.array(a) for a in pair] for pair in params]
            moved[layer][part][at] += step
            ends.append(f([tuple(pair) for pair in moved], x, y, act, 0.0)[0])
        measured.append((ends[0] - ends[1]) / (2 * h))
        claimed.append(grads[layer][part][at])
    scale = float(np.abs(measured).max())
    return float(np.abs(np.subtract(claimed, measured)).max()) / (scale or 1.0)
