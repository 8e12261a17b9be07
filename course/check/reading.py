"""Part of the checks of chapter 6: a network that reads digits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from course import check, data
from course.check import calling
from course.check.pairs import layers
from course.check.repeats import by_seed


def reads(f: Any, logits: Callable[..., Any]) -> None:
    """`train_digits` must read the held-out digits, as `digits` says.

    logits : (params, x) -> logits

    Raises CheckFailed.
    """
    digits(f, {}, logits, data.digits(), int(check.rng().integers(10**6)))


def built(f: Any, x: Any, y: Any, seed: int = 0) -> None:
    """`train_digits` must give fresh params, x and y to `train`, and return what comes of it.

    Raises CheckFailed.
    """
    (params, history), calls = _among_puppets(f, x, y, seed)
    swapped = type(params) is dict and type(history) is not dict
    message = "The first result is a dictionary; the params come first, then history."
    check.that(not swapped, message, mistake="history before params")
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

    # `check.call` would put what stands in for `train` in this cell in the puppet's place.
    with check.spy(f, train=train):
        args = x, y, np.random.default_rng(seed)
        return calling.call(f, *args, returns=("params", "history")), calls


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
