"""What the test cells of chapter 6 share: judging lists of layers, epochs and training loops.

Like `course.check`, it raises `CheckFailed` with a message for the student. A student's function
is always handed in, and called through `check.call`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course import check

Layers = Sequence[Sequence[Any]]

# How slopes are measured where a loss may have been calculated in float32.
IN_FLOAT32: dict[str, Any] = {"h": 2**-7, "eps": 4 * float(np.finfo(np.float32).eps), "tol": 1e-3}


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
    _need_pairs(what, got, len(right))
    names = ", ".join(f"{what} w{i}, {what} b{i}" for i in range(1, len(right) + 1))
    named = {name: _flat(wrong) for name, wrong in (mistakes or {}).items()}
    try:
        check.close(names, _flat(got), _flat(right), mistakes=named)
    except check.CheckFailed as failed:
        check.that(failed.mistake, str(failed), mistake=otherwise)
        raise


def _need_pairs(what: str, got: Any, n: int) -> None:
    pairs = _is_pairs(got)
    message = f"The {what} must be a list with a pair (w, b) for each layer."
    check.that(pairs, message, mistake="not a list of (w, b)")
    message = f"There are {n} layers, but {len(got)} in the {what}."
    check.that(len(got) == n, message, mistake="layers missing or too many")


def _is_pairs(got: Any) -> bool:
    return type(got) in (list, tuple) and all(
        type(pair) in (list, tuple) and len(pair) == 2 for pair in got
    )


def _flat(pairs: Layers) -> tuple[Any, ...]:
    return tuple(part for pair in pairs for part in pair)


def slopes(f: Any, dims: Sequence[int], act: Any, lam: float, n: int = 5) -> None:
    """The gradients of `loss_and_grads` must be the measured slopes of its own loss.

    dims : layer sizes of the random network that it is tried on
    n    : number of samples

    Raises CheckFailed.
    """
    rng = check.rng()
    x, y = rng.integers(-3, 4, (n, dims[0])) / 2, rng.integers(0, dims[-1], n)
    # Values on a grid that keeps the sums of a first layer away from the kink of ReLU.
    sizes = zip(dims, dims[1:], strict=False)
    params = [(rng.integers(-8, 9, s) / 8, rng.integers(-4, 4, s[1]) / 16 + 1 / 32) for s in sizes]
    grads = check.call(f, params, x, y, act, lam, returns=("loss", "grads"))[1]
    _need_pairs("gradient", grads, len(params))
    flat = list(_flat(params))
    for i, got in enumerate(_flat(grads)):

        def loss(v: Any, i: int = i) -> Any:
            parts = [*flat[:i], v, *flat[i + 1 :]]
            moved = list(zip(parts[::2], parts[1::2], strict=True))
            return check.call(f, moved, x, y, act, lam, returns=("loss", "grads"))[0]

        what = f"gradient of {'wb'[i % 2]}{i // 2 + 1}"
        try:
            check.gradient(what, got, loss, flat[i], inputs={"x": x}, **IN_FLOAT32)
        except check.CheckFailed as failed:
            check.that(failed.mistake, str(failed), mistake="loss and gradient disagree")
            raise


def epoch(f: Any, n: int, size: int, sizes: Sequence[int], seed: int) -> NDArray[Any]:
    """One epoch of `minibatches` over n samples, whose labels are 0 to n - 1.

    size  : of the mini-batches
    sizes : of those that must come out

    Returns the labels in their new order, (n,). Raises CheckFailed.
    """
    x, y = np.arange(2.0 * n).reshape(n, 2), np.arange(n)
    batches = check.call(f, x, y, size, np.random.default_rng(seed))

    def minibatches(batches: Any, x: Any, y: Any) -> list[Any]:
        return [pair for pair, _ in zip(batches, range(5 * n), strict=False)]

    batches = check.call(minibatches, batches, x, y)
    message = "A mini-batch must be a pair (x_batch, y_batch)."
    check.that(_is_pairs(batches), message, mistake="not pairs")
    _need_sizes(batches, size, sizes, n)
    for i, k in enumerate(sizes):
        check.shape(f"x of mini-batch {i}", batches[i][0], (k, 2))
        check.shape(f"y of mini-batch {i}", batches[i][1], (k,))
        whole = np.asarray(batches[i][1]).dtype.kind in "iu"
        message = f"y of mini-batch {i} must hold whole numbers, as y does."
        check.that(whole, message, mistake="floats instead of integers")
    rows, labels = (np.concatenate(parts) for parts in zip(*batches, strict=True))
    message = "Sorted, the labels of one epoch must be those of y."
    check.that(np.array_equal(np.sort(labels), y), message, mistake="samples missing or repeated")
    message = "A row of x came with the label of another row."
    check.that(np.array_equal(rows, x[labels]), message, mistake="x and y shuffled apart")
    return labels


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
    message = f"There are {len(got)} mini-batches, expected {len(sizes)}."
    check.that(len(got) == len(sizes), message, mistake=cause)
    sized = {
        "last batch filled up": got == [(size,)] * len(got),
        "a sample too many in each": got[0] == (sizes[0] + 1,),
        "samples spread evenly": all(got) and np.ptp(got) <= 1 < np.ptp(sizes),
    }
    cause = next((name for name, fits in sized.items() if fits), None)
    message = f"The sizes are {[k[0] for k in got if k]}, expected {list(sizes)}."
    check.that(not cause or got == right, message, mistake=cause)


def settings(calls: Mapping[str, Any]) -> None:
    """What `training` saw `train` call, and with which settings of cfg. Raises CheckFailed."""
    for name in ("minibatches", "loss_and_grads", "sgd_step"):
        check.that(calls[name], f"`{name}` was never called.", mistake="a part left out")
    given = {
        'cfg["batch_size"]': all(call[2] == 3 for call in calls["minibatches"]),
        'cfg["lam"]': all(call[4] == 0.25 for call in calls["loss_and_grads"]),
        'cfg["act"]': all(_is_tanh(call[3]) for call in calls["loss_and_grads"]),
        'cfg["lr"]': all(call[2] == 0.5 for call in calls["sgd_step"]),
    }
    for name, fits in given.items():
        check.that(fits, f"Something else than {name} was handed on.", mistake="cfg not used")


def _is_tanh(act: Any) -> bool:
    return bool(np.isclose(act(np.array([0.5, -1.0])), [0.462117, -0.761594]).all())


def training(f: Any, epochs: int, seed: int = 0) -> tuple[float, Any, Mapping[str, Any]]:
    """Run `train` on one weight, with puppets for the four functions it is made of.

    An epoch has two mini-batches, each of one sample. With the mean m of x in a mini-batch, one
    step makes the weight w into w + 0.5 m (w + 1); the loss is w, the accuracy N / 8.

    Returns the last weight, the history, and the calls of the puppets by name. Raises
    CheckFailed.
    """
    settings = {"lr": 0.5, "epochs": epochs, "batch_size": 3, "lam": 0.25, "act": np.tanh}
    x, params = np.array([[2.0], [4.0], [6.0], [8.0]]), [(np.zeros((1, 1)), np.zeros(1))]
    args = params, x, np.arange(4), settings, np.random.default_rng(seed)
    with check.spy(f, **PUPPETS) as calls:
        trained, history = check.call(f, *args, returns=("params", "history"))
    right = type(history) is dict and {"loss", "accuracy"} <= set(history)
    message = "The second result must be the dictionary history."
    check.that(right, message, mistake="not params and history")
    _need_pairs("params", trained, 1)
    check.shape("w", trained[0][0], (1, 1))
    return float(trained[0][0][0, 0]), history, calls


def _two_samples(x: Any, y: Any, size: Any, rng: Any) -> Any:
    return [(x[[i]], y[[i]]) for i in rng.permutation(len(x))[:2]]


def _loss(params: Any, x: Any, y: Any, act: Any, lam: Any) -> Any:
    w = params[0][0]
    return float(w[0, 0]), [(x.mean() * (w + 1), np.zeros(1))]


def _step(params: Any, grads: Any, lr: Any) -> Any:
    return [(params[0][0] + lr * grads[0][0], params[0][1])]


PUPPETS: dict[str, Callable[..., Any]] = {
    "minibatches": _two_samples,
    "loss_and_grads": _loss,
    "sgd_step": _step,
    "accuracy": lambda logits, y: len(y) / 8,
}


def by_seed(what: str, run: Callable[[int], Any]) -> None:
    """`run(seed)` must give the same for the same seed, and something else for another.

    Raises CheckFailed.
    """
    first, again, other = (run(seed) for seed in (7, 7, 8))
    because, mistake = "rng has the same seed", "chance that does not come from rng"
    check.same(what, first, again, because=because, mistake=mistake)
    message = f"From two seeds {what} came out the same."
    check.that(not np.array_equal(first, other), message, mistake="rng not used")


def order(f: Any) -> None:
    """`minibatches` must mix all samples, and take chance from its rng. Raises CheckFailed."""
    labels = epoch(f, 40, 5, [5] * 8, seed=3)
    moved = np.any(labels != np.arange(40))
    check.that(moved, "The samples come in their old order.", mistake="not shuffled")
    mixed = any(len(set(part // 5)) > 1 for part in labels.reshape(8, 5))
    message = "Samples 0 to 4 share a mini-batch, and 5 to 9, and so on; all samples should mix."
    check.that(mixed, message, mistake="the same samples always share a batch")
    message = "Most samples are still followed by the same neighbour; all samples should mix."
    stay = np.mean(np.abs(np.diff(labels)) == 1)
    check.that(stay < 0.5, message, mistake="neighbours stay together")
    by_seed("the order", lambda seed: epoch(f, 40, 5, [5] * 8, seed))


def dropout(f: Any, p: float, scale: float) -> None:
    """`dropout_forward` on 4000 numbers: what it drops, the mask, and chance from its rng.

    scale : what a number that stays is multiplied by

    Raises CheckFailed.
    """
    x, both = np.arange(4000.0).reshape(100, 40) + 1, ("out", "mask")

    def run(seed: int) -> Any:
        return check.call(f, x, p, np.random.default_rng(seed), True, returns=both)

    out, mask = run(0)
    check.shape("mask", mask, x.shape)
    message = "mask holds True and False, expected floats."
    check.that(mask.dtype.kind != "b", message, mistake="booleans instead of numbers")
    kept = float(np.mean(np.asarray(mask) != 0))
    message = f"{kept:.0%} of the entries are kept, expected {1 - p:.0%}."
    check.that(abs(kept - p) > 0.05, message, mistake="`p` kept instead of dropped")
    check.that(abs(kept - 1 + p) < 0.05, message, mistake="wrong share dropped")
    values, mistakes = np.unique(np.round(mask, 9)), {"not scaled up": [0.0, 1.0]}
    check.close("the values in mask", values, np.array([0.0, scale]), mistakes=mistakes)
    whole = np.ptp(mask, axis=0).min() == 0 or np.ptp(mask, axis=1).min() == 0
    message = "Whole rows or columns share a draw."
    check.that(not whole, message, mistake="one draw for several entries")
    check.shape("out", out, x.shape)
    message = "The zeros in out are not where mask has them."
    check.that(np.array_equal(out == 0, mask == 0), message, mistake="out belongs to another mask")
    unscaled = {"out is not scaled, mask is": x * (mask != 0)}
    check.close("out", out, x * mask, mistakes=unscaled)
    by_seed("out", lambda seed: run(seed)[0])
    out, mask = check.call(f, x, p, np.random.default_rng(0), False, returns=both)
    check.shape("mask without training", mask, x.shape)
    dropped = {"dropped without training": x * mask, "scaled without training": x * (1 - p)}
    check.close("out without training", out, x, mistakes=dropped)
    check.close("mask without training", mask, np.ones(x.shape))


def built(f: Any, x: Any, y: Any) -> None:
    """`train_digits` must give x and y to `train`, and return its params. Raises CheckFailed."""

    def puppet(params: Any, x: Any, y: Any, cfg: Any, rng: Any) -> Any:
        return [(w + 7, b) for w, b in params], {"loss": [2.3], "accuracy": [0.1]}

    with check.spy(f, train=puppet) as calls:
        args = x, y, np.random.default_rng(0)
        params, _ = check.call(f, *args, returns=("params", "history"))
    check.that(calls["train"], "`train` was never called.", mistake="trained without train")
    old, name = calls["train"][-1][0], "not the params that train gave"
    layers("trained", params, [(w + 7, b) for w, b in old], {name: old})
    fits = all(len(call[1]) == len(x) for call in calls["train"])
    check.that(fits, f"`train` was not given the {len(x)} samples of x.", mistake="not the given x")


def digits(f: Any, parts: Mapping[str, Any], read: Callable[..., Any], split: Any) -> None:
    """`train_digits` must learn 20 digits by heart, and read those that are held out.

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

    by_seed("the losses", lambda seed: [float(loss) for loss in run(20, seed)[1]["loss"]])
    learned = share(run(20, 7)[0], split.x_train[:20], split.y_train[:20])
    message = f"{learned:.0%} of 20 digits are learned, expected all."
    check.that(learned == 1, message, mistake="20 digits not learned by heart")
    params, history = run(len(split.x_train), 9)
    first = history["loss"][0]
    message = f"The first loss is {first:.2f}, expected 2 to 3."
    check.that(2 <= first <= 3, message, mistake="first loss far from ln 10")
    right = share(params, split.x_test, split.y_test)
    message = f"{right:.1%} of the held-out digits are read, expected at least 97 %."
    check.that(right >= 0.97, message, mistake="below 97 %")


def network(rng: np.random.Generator, dims: Sequence[int]) -> list[tuple[Any, Any]]:
    """Random params of a network with these layer sizes, weights and biases alike."""
    sizes = zip(dims, dims[1:], strict=False)
    return [(rng.normal(size=size), rng.normal(size=size[1])) for size in sizes]


def slope_error(
    f: Any, params: Layers, x: Any, y: Any, act: Any, n: int = 40, h: float = 1e-5
) -> float:
    """How far the gradients of `loss_and_grads` are from measured slopes on a large network.

    n : number of parameters that are tried, half of them weights and half of them biases

    Returns the largest difference, as a share of the largest measured slope.
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
