"""The checks of chapter 6: lists of layers, mini-batches, dropout, and whole training loops.

Notebooks import it as `rehearse`, for `train` rehearses with puppets before it trains in earnest.
Like `course.check`, it raises `CheckFailed` with a message for the student. A student's function
is always handed in, and called through `check.call`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from course import check
from course.check.pairs import Layers, is_pairs, need_pairs, parts_of
from course.check.phrases import counted
from course.check.puppets import drawn, play, settings
from course.versions import OldNotebookError

__all__ = [
    "built",
    "by_seed",
    "digits",
    "drawn",
    "dropout",
    "epoch",
    "layers",
    "network",
    "order",
    "play",
    "settings",
    "slope_error",
    "slopes",
    "training",
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
    need_pairs(what, got, len(right))
    names = ", ".join(f"{what} w{i}, {what} b{i}" for i in range(1, len(right) + 1))
    named = {name: parts_of(wrong) for name, wrong in (mistakes or {}).items()}
    try:
        check.close(names, parts_of(got), parts_of(right), mistakes=named)
    except check.CheckFailed as failed:
        check.that(failed.mistake, str(failed), mistake=otherwise)
        raise


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
    rng = check.rng()
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

    for i, got in enumerate(parts_of(grads)):

        def loss(v: Any, i: int = i) -> Any:
            moved = [*parts[:i], v, *parts[i + 1 :]]
            layers = list(zip(moved[::2], moved[1::2], strict=True))
            return ours(layers, x, y, act, lam) if ours else theirs(layers)

        what = f"gradient of {'wb'[i % 2]}{i // 2 + 1}"
        how = {"tol": 1e-4} if ours else IN_FLOAT32
        try:
            check.gradient(what, got, loss, parts[i], inputs={"x": x}, **how)
        except check.CheckFailed as failed:
            otherwise = "slopes of another loss" if ours else "loss and gradient disagree"
            check.that(failed.mistake, str(failed), mistake=otherwise)
            raise


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
    check.that(is_pairs(batches), message, mistake="not pairs")
    _need_sizes(batches, size, sizes, n)
    for i, k in enumerate(sizes):
        check.shape(f"x of mini-batch {i}", batches[i][0], (k, d))
        check.shape(f"y of mini-batch {i}", batches[i][1], (k,))
        whole = np.asarray(batches[i][1]).dtype.kind in "iu"
        message = f"y of mini-batch {i} must hold whole numbers, as y does."
        check.that(whole, message, mistake="floats instead of integers")
    rows, labels = (np.concatenate(parts) for parts in zip(*batches, strict=True))
    message = "Sorted, the labels of one epoch must be those of y."
    right = np.array_equal(np.sort(labels), np.sort(y))
    check.that(right, message, mistake="samples missing or repeated")
    places = np.argsort(y)[np.searchsorted(np.sort(y), labels)]
    message = "A row of x came with the label of another row."
    check.that(np.array_equal(rows, x[places]), message, mistake="x and y shuffled apart")
    return places


def _need_sizes(batches: Sequence[Any], size: int, sizes: Sequence[int], n: int) -> None:
    """The mini-batches must be as many, and as large, as `sizes` says."""
    got, right = [np.shape(x)[:1] for x, _ in batches], [(k,) for k in sizes]
    first = [np.shape(x) for x, _ in batches[:1]]
    message = "Where x_batch should stand is y_batch."
    swapped = first == [(sizes[0],)] and np.ndim(batches[0][1]) == 2
    check.that(not swapped, message, mistake="x and y swapped")
    check.that((0,) not in got, "A mini-batch has no samples.", mistake="an empty mini-batch")
    counts = {
        "it never ends": len(got) == 5 * n,
        "single samples instead of mini-batches": first == [(2,)] and len(got) == n,
        "a mini-batch from every sample on": len(got) == n,
        "last batch left out": got == right[:-1],
        "a single mini-batch": len(got) == 1,
        "`size` taken as their number": len(got) == size,
    }
    cause = next((name for name, fits in counts.items() if fits), None)
    message = f"{counted(len(got), 'mini-batch')} came, expected {len(sizes)}."
    check.that(len(got) == len(sizes), message, mistake=cause)
    sized = {
        "last batch filled up": got == [(size,)] * len(got),
        "a sample too many in each": got[0] == (sizes[0] + 1,),
        "samples spread evenly": all(got) and np.ptp(got) <= 1 < np.ptp(sizes),
    }
    cause = next((name for name, fits in sized.items() if fits), None)
    message = f"The sizes are {[k[0] for k in got if k]}, expected {list(sizes)}."
    check.that(not cause or got == right, message, mistake=cause)


def by_seed(what: str, run: Callable[[int], Any], seed: int = 7) -> None:
    """`run(seed)` must give the same for the same seed, and something else for the next.

    Raises CheckFailed.
    """
    first, again, other = (run(s) for s in (seed, seed, seed + 1))
    because, mistake = "rng has the same seed", "chance that does not come from rng"
    check.same(what, first, again, because=because, mistake=mistake)
    message = f"From two seeds {what} came out the same."
    check.that(not np.array_equal(first, other), message, mistake="rng not used")


def order(f: Any, seed: int = 3) -> None:
    """`minibatches` must mix all samples, and take chance from its rng. Raises CheckFailed."""
    rng = np.random.default_rng(seed)
    places = epoch(f, 20, 5, [5] * 4, rng)
    moved = np.any(places != np.arange(20))
    check.that(moved, "The samples come in their old order.", mistake="not shuffled")
    mixed = any(len(set(part // 5)) > 1 for part in places.reshape(4, 5))
    message = "Samples 0 to 4 share a mini-batch, and 5 to 9, and so on; all samples should mix."
    check.that(mixed, message, mistake="the same samples always share a batch")
    # Of 20 mixed ones, a tenth are followed by a neighbour of before; of blocks that were mixed,
    # most are.
    message = "Most samples are still followed by the same neighbour; all samples should mix."
    stay = np.mean(np.abs(np.diff(places)) == 1)
    check.that(stay < 0.5, message, mistake="neighbours stay together")
    by_seed("the order", lambda seed: epoch(f, 20, 5, [5] * 4, seed), seed + 4)
    new = np.any(places != epoch(f, 20, 5, [5] * 4, rng))
    message = "A second epoch came in the order of the first, though rng had moved on."
    check.that(new, message, mistake="the same order every epoch")


def dropout(f: Any, p: float, scale: float, seed: int = 0, draws: bool = True) -> None:
    """`dropout_forward` on 4000 numbers: what it drops, the mask, and chance from its rng.

    scale : what a number that stays is multiplied by
    draws : whether to look at what its draws depend on

    Raises CheckFailed.
    """
    x, both = np.arange(4000.0).reshape(100, 40) + 1, ("out", "mask")

    def run(seed: int) -> Any:
        return check.call(f, x, p, np.random.default_rng(seed), True, returns=both)

    out, mask = run(seed)
    check.shape("mask", mask, x.shape)
    message = "mask holds True and False, expected floats."
    check.that(mask.dtype.kind != "b", message, mistake="booleans instead of numbers")
    # The share of 4000 entries has a standard deviation of at most 0.5 / 4000**0.5 = 0.008. 0.05 is
    # more than six of them: nobody will meet a seed that costs a right answer its points.
    kept = float(np.mean(np.asarray(mask) != 0))
    message = f"{kept:.0%} of the entries are kept, expected {1 - p:.0%}."
    cause = "`p` kept instead of dropped" if abs(kept - p) < 0.05 else "wrong share dropped"
    check.that(abs(kept - 1 + p) < 0.05, message, mistake=cause)
    some = np.array([0.0, scale]) if p else np.array([scale])
    values, mistakes = np.unique(np.round(mask, 9)), {"not scaled up": [0.0, 1.0]}
    check.close("the values in mask", values, some, mistakes=mistakes)
    check.shape("out", out, x.shape)
    message = "The zeros in out are not where mask has them."
    check.that(np.array_equal(out == 0, mask == 0), message, mistake="out belongs to another mask")
    unscaled = {"out is not scaled, mask is": x * (mask != 0)}
    check.close("out", out, x * mask, mistakes=unscaled)
    if draws:
        _by_chance(run, mask, seed)
    out, mask = check.call(f, x, p, np.random.default_rng(seed), False, returns=both)
    check.shape("mask without training", mask, x.shape)
    dropped = {"dropped without training": x * mask, "scaled without training": x * (1 - p)}
    check.close("out without training", out, x, mistakes=dropped)
    check.close("mask without training", mask, np.ones(x.shape))


def _by_chance(run: Callable[[int], Any], mask: Any, seed: int) -> None:
    """Each entry of a mask must have a draw of its own, from rng."""
    # Of one draw for a row or column nearly all are alike; of single ones hardly any.
    alike = [np.mean(np.ptp(mask, axis=axis) == 0) for axis in (0, 1)]
    message = "Whole rows or columns share a draw."
    check.that(max(alike) < 0.5, message, mistake="one draw for several entries")
    by_seed("out", lambda seed: run(seed)[0], seed + 7)
    masks = [mask, *(run(seed + k)[1] for k in range(1, 4))]
    counts = {int(np.count_nonzero(mask)) for mask in masks}
    message = f"Exactly {min(counts)} of the 4000 entries stay, whatever the seed."
    check.that(len(counts) > 1, message, mistake="exactly the share p dropped")


def built(f: Any, x: Any, y: Any, seed: int = 0) -> None:
    """`train_digits` must give fresh params, x and y to `train`, and return what comes of it.

    Raises CheckFailed.
    """
    (params, history), calls = _among_puppets(f, x, y, seed)
    check.that(calls, "`train` was never called.", mistake="trained without train")
    old, name = calls[-1]["params"], "not the params that train gave"
    layers("trained", params, [(w + 7, b) for w, b in old], {name: old})
    given = list(history["loss"])[-1:] if type(history) is dict and "loss" in history else None
    message = "The history is not the one that `train` gave."
    check.that(given == [2.3], message, mistake="not the history that train gave")
    for call in calls:
        fits = _alike(call["x"], call["y"], x, y)
        message = f"`train` was not given the {len(x)} samples of x, each with its label in y."
        check.that(fits, message, mistake="not the given x")
    ends = [np.shape(old[0][0])[:1], np.shape(old[-1][1])]
    message = f"x has {x.shape[1]} pixels, but the first weights are for {ends[0]}."
    check.that(ends[0] == x.shape[1:], message, mistake="not made for the pixels of x")
    message = f"There are 10 classes, but the params end with {ends[1]}."
    check.that(ends[1] == (10,), message, mistake="not 10 classes")


def _among_puppets(f: Any, x: Any, y: Any, seed: int) -> tuple[Any, list[dict[str, Any]]]:
    """What `train_digits` gives with a puppet for `train`, and what the puppet was given.

    Of the rng, what it draws.
    """
    calls: list[dict[str, Any]] = []

    def train(params: Any, x: Any, y: Any, cfg: Any, rng: Any) -> Any:
        calls.append({"params": params, "x": x, "y": y, "cfg": cfg, "drawn": rng.random(3)})
        return [(w + 7, b) for w, b in params], {"loss": [2.3], "accuracy": [0.1]}

    with check.spy(f, train=train):
        args = x, y, np.random.default_rng(seed)
        return check.call(f, *args, returns=("params", "history")), calls


def _alike(x_given: Any, y_given: Any, x: Any, y: Any) -> bool:
    """Whether samples and labels are those of x and y, in whatever order."""
    if np.shape(x_given) != np.shape(x) or np.shape(y_given) != np.shape(y):
        return False
    scores = np.random.default_rng(0).uniform(1, 2, x.shape[1] + 1)
    rows = (np.column_stack([a, b]) @ scores for a, b in ((x_given, y_given), (x, y)))
    got, right = map(np.sort, rows)
    return bool(np.allclose(got, right, rtol=1e-5, atol=1e-5))


# Seeds for `digits`, always the same: what is read must not depend on the secret of a run, and
# a single start may be unlucky.
START_SEEDS = (9, 10, 11, 12, 13)


def digits(
    f: Any, parts: Mapping[str, Any], read: Callable[..., Any], split: Any, seed: int = 7
) -> None:
    """`train_digits` must read those that are held out, and take chance from its rng.

    parts : stand-ins for the functions it calls
    read  : (params, x) -> logits
    split : the digits, as `data.digits` gives them

    Raises CheckFailed.
    """

    def run(n: int, seed: int) -> Any:
        args = split.x_train[:n], split.y_train[:n], np.random.default_rng(seed)
        with check.spy(f, **parts):
            return check.call(f, *args, returns=("params", "history"))

    def share(params: Any, x: Any, y: Any) -> float:
        return float(np.mean(read(params, x).argmax(axis=1) == y))

    by_seed("the losses", lambda seed: [float(loss) for loss in run(20, seed)[1]["loss"]], seed)
    best = 0.0
    for start in START_SEEDS:
        params, _ = run(len(split.x_train), start)
        best = max(best, share(params, split.x_test, split.y_test))
        if best >= 0.97:
            break
    else:
        calls = _among_puppets(f, split.x_train, split.y_train, seed)[1]
        size = float(np.abs(read(calls[0]["params"], split.x_test)).mean()) if calls else 0.0
        _below(best, share(run(20, seed)[0], split.x_train[:20], split.y_train[:20]), size)
    _fresh(f, split.x_train, split.y_train, seed)


def _below(right: float, learned: float, size: float) -> None:
    """Say that too few digits are read, and what may be the reason. Raises CheckFailed.

    right, learned : share of those held out that are read, and of 20 that it was trained on
    size           : mean magnitude of the first logits
    """
    names = {
        "20 digits not learned by heart": learned < 1,
        "first loss far from ln 10": size > 5,
        "below 97 %": True,
    }
    message = (
        f"{right:.1%} of the held-out digits are read, expected at least 97 %. Of 20 digits to "
        f"learn from, {learned:.0%} are read. At the start the logits are {size:.2g} on average."
    )
    check.that(False, message, mistake=next(name for name, fits in names.items() if fits))


def _fresh(f: Any, x: Any, y: Any, seed: int) -> None:
    """`train` must get all samples; its params and its draws must come of rng.

    Raises CheckFailed.
    """
    whole = _among_puppets(f, x, y, seed)[1]
    fits = all(_alike(call["x"], call["y"], x, y) for call in whole)
    message = f"`train` was not given all {len(x)} samples of x, each with its label in y."
    check.that(fits, message, mistake="not the given x")
    starts = [_among_puppets(f, x[:9], y[:9], s)[1] for s in (seed, seed + 1)]
    for calls in zip(*starts, strict=False):
        first, drawn = ([call[k] for call in calls] for k in ("params", "drawn"))
        message = "From two seeds `train` was given the same {}."
        same = np.array_equal(first[0][0][0], first[1][0][0])
        check.that(not same, message.format("first weights"), mistake="rng not used")
        same = np.array_equal(*drawn)
        check.that(not same, message.format("random numbers"), mistake="rng not handed on")


def network(rng: np.random.Generator, dims: Sequence[int]) -> list[tuple[Any, Any]]:
    """Random params of a network with these layer sizes, weights and biases alike."""
    sizes = zip(dims, dims[1:], strict=False)
    return [(rng.normal(size=size), rng.normal(size=size[1])) for size in sizes]


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
