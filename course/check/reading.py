"""Part of the checks of chapter 6: a network that reads digits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course import check, data
from course.check.kinds import is_a
from course.check.mistake import Mistake
from course.check.pairs import Layers, layers
from course.check.phrases import counted
from course.check.repeats import NOT_USED, by_seed

STEPS_TOO_LARGE = Mistake(
    "steps too large",
    "They throw the weights off, or units to where they are dead: a smaller `lr`.",
)
STEPS_TOO_SMALL = Mistake(
    "steps too few or too small",
    "Learning ends early: a larger `lr`, more epochs or smaller mini-batches lead further.",
)
STEPS_TOO_FEW = Mistake(
    STEPS_TOO_SMALL.name, "Learning ends early, though `lr` is large enough: more epochs lead on."
)
NOT_GIVEN = Mistake(
    "not the given x", "All of the `x` and `y` that were handed in are to be learned from."
)
PENALTY_TOO_STRONG = Mistake(
    "too strong a penalty", "The weights are smaller than at the start: a smaller `lam`, or none."
)
WEIGHTS_WITHOUT_RNG = Mistake(
    "first weights not drawn from rng", "`init_params` was given another generator; hand on `rng`."
)
NO_HIDDEN_LAYER = Mistake(
    "no hidden layer", "The logits come straight from the pixels; a hidden layer lies between."
)
FEW_UNITS = Mistake(
    "few hidden units",
    "A hidden layer of so few units is narrow for the 10 classes that it leads to: more read more.",
)
NARROW = 14  # hidden units; with fewer, even those that learn for long seldom read enough
LARGE = 0.1  # a learning rate that is no reason for reading too little

ZEROS = Mistake(
    "first weights of 0", "From zeros only the last biases learn; `init_params` can draw weights."
)
NOT_HANDED_ON = Mistake("rng not handed on", "`train` draws, too: give it the same `rng`.")
ANOTHER_ACTIVATION = Mistake(
    "another activation than relu",
    "The network is read with `relu`, so it must have learned with it: `cfg['act']` is `relu`.",
)
ENOUGH = 0.96  # of the validation digits


def reads(f: Any, logits: Callable[..., Any]) -> None:
    """`train_digits` must read the validation digits, as `digits` says.

    logits : (params, x) -> logits

    Raises CheckFailed.
    """
    digits(f, {}, logits, data.validation(), int(check.rng().integers(10**6)))


def built(f: Any, x: Any, y: Any, seed: int = 0) -> None:
    """`train_digits` must give fresh params, x and y to `train`, and return what comes of it.

    Raises CheckFailed.
    """
    (params, history), calls = _among_puppets(f, x, y, seed)
    _need_both(params, history)
    check.that(calls, "`train` was never called.", mistake="trained without train")
    chosen = next((call for call in calls if _are(params, call["params"], 7)), calls[-1])
    old, name = chosen["params"], "not the params that train gave"
    untrained = any(_are(params, call["params"]) for call in calls)
    check.that(not untrained, "The params are those that `train` was given.", mistake=name)
    layers("trained", params, [(w + 7, b) for w, b in old], otherwise=name)
    message = "The history is not the one that `train` gave."
    fits = list(history["loss"])[-1:] == [2.3]
    check.that(fits, message, mistake="not the history that train gave")
    for call in calls:
        fits = _holds(call["x"], call["y"], x, y)
        message = f"`train` was not given the {len(x)} samples of x, each with its label in y."
        check.that(fits, message, mistake=NOT_GIVEN)
    ends = [np.shape(old[0][0])[:1], np.shape(old[-1][1])]
    message = f"x has {x.shape[1]} pixels, but the first weights are for {ends[0][0]}."
    check.that(ends[0] == x.shape[1:], message, mistake="not made for the pixels of x")
    message = f"There are 10 classes, but the params end with {ends[1][0]}."
    check.that(ends[1] == (10,), message, mistake="not 10 classes")


def _need_both(params: Any, history: Any) -> None:
    """`train_digits` must give params and history, in this order. Raises CheckFailed."""
    message = "The first result is a dictionary; the params come first, then history."
    check.that(type(params) is not dict, message, mistake="history before params")
    message = "The second result must be the history that `train` gave."
    fits = type(history) is dict and "loss" in history
    check.that(fits, message, mistake="not the history that train gave")


def _are(params: Any, old: Layers, more: float = 0.0) -> bool:
    """Whether they are the old ones, each weight so much larger."""
    try:
        layers("params", params, [(w + more, b) for w, b in old])
    except check.CheckFailed:
        return False
    return True


def _among_puppets(f: Any, x: Any, y: Any, seed: int) -> tuple[Any, list[dict[str, Any]]]:
    """What `train_digits` gives with a puppet for `train`, and what the puppet was given.

    Of the rng, what it draws.
    """
    calls: list[dict[str, Any]] = []

    def train(params: Any, x: Any, y: Any, cfg: Any, rng: Any) -> Any:
        calls.append({"params": params, "x": x, "y": y, "cfg": cfg, "drawn": rng.random(3)})
        return [(w + 7, b) for w, b in params], {"loss": [2.3], "accuracy": [0.1]}

    train.__qualname__ = "train"  # so Python calls it where its arguments do not fit
    with check.spy(f, train=train):
        args = x, y, np.random.default_rng(seed)
        result = check.call(f, *args, returns=("params", "history"))
    for call in calls:
        _need_settings(call["cfg"])
    return result, calls


def _need_settings(cfg: Any) -> None:
    """`cfg` must have all that `train` looks up in it. Raises CheckFailed."""
    given = cfg if is_a(cfg, dict) else {}
    missing = [key for key in ("lr", "epochs", "batch_size", "lam", "act") if key not in given]
    names = ", ".join(f"cfg['{key}']" for key in missing)
    message = f"`train` was given no {names}."
    check.that(not missing, message, mistake="a setting missing from cfg")


def _holds(x_given: Any, y_given: Any, x: Any, y: Any) -> bool:
    """Whether all samples and labels of x and y are there, perhaps among others, in any order."""
    if np.shape(x_given)[1:] != np.shape(x)[1:] or np.shape(y_given) != np.shape(x_given)[:1]:
        return False
    got, right = (np.sort(_scores(*pair)) for pair in ((x_given, y_given), (x, y)))
    return len(got) >= len(right) and bool(_near(right, got).all())


def _scores(x: Any, y: Any) -> NDArray[np.float64]:
    """A number for each sample with its label: (N,), of another sample another one."""
    weights = np.random.default_rng(0).uniform(1, 2, np.shape(x)[1] + 1)
    return np.asarray(np.column_stack([x, y]) @ weights, dtype=np.float64)


def _rows(x: Any) -> set[bytes]:
    """The samples, in float32."""
    return {row.tobytes() for row in np.asarray(x, dtype=np.float32) + np.float32(0)}


def _near(scores: Any, among: Any) -> NDArray[np.bool_]:
    """Which scores are among the sorted others, give or take what float32 does to them."""
    at = np.searchsorted(among, scores)
    ends = np.clip([at - 1, at], 0, len(among) - 1)
    return np.asarray(np.isclose(among[ends], scores, rtol=1e-5, atol=1e-5).any(axis=0))


# Seeds for `digits`, always the same: what is read must not depend on the secret of a run, and
# a single start may be unlucky.
START_SEEDS = (9, 10, 11, 12, 13)
FAR_LOGITS = 5.0  # first logits of this size make a first loss far from ln 10


def digits(
    f: Any, parts: Mapping[str, Any], read: Callable[..., Any], split: Any, seed: int = 7
) -> None:
    """`train_digits` must read those that are held out, and take chance from its rng.

    parts : stand-ins for the functions it calls
    read  : (params, x) -> logits
    split : the digits, as `data.validation` gives them

    Raises CheckFailed.
    """

    def run(rows: Any, seed: int) -> Any:
        args = split.x_train[rows], split.y_train[rows], np.random.default_rng(seed)
        with check.spy(f, **parts):
            params, history = check.call(f, *args, returns=("params", "history"))
        _need_both(params, history)
        return params, history

    def share(params: Any, x: Any, y: Any) -> float:
        return float(np.mean(read(params, x).argmax(axis=1) == y))

    _fresh(f, split, seed)
    every, few = slice(None), slice(20)
    alike = "not the history that train gave"  # for `train` was given something else, see _fresh
    by_seed("the losses", lambda k: [float(loss) for loss in run(few, k)[1]["loss"]], seed, alike)
    best, trained, whole = 0.0, [], {}
    for start in START_SEEDS:
        trained, whole = run(every, start)
        best = max(best, share(trained, split.x_test, split.y_test))
        if best >= ENOUGH:
            return
    calls = _among_puppets(f, split.x_train, split.y_train, seed)[1]
    steps = sum(_steps(call) for call in calls)
    first = calls[0]["params"] if calls else []
    size = float(np.abs(read(first, split.x_test)).mean()) if calls else 0.0
    # Each of the 20 as often as it takes for as many steps as all digits make.
    params, history = run(np.arange(len(split.x_train)) % 20, seed)
    learned = share(params, split.x_train[:20], split.y_train[:20])
    reasons: list[tuple[str | Mistake, bool]] = [
        ("not the params that train gave", learned < 0.9 and list(history["accuracy"])[-1] == 1),
        ("not the params that train gave", bool(steps) and _are(params, first)),
        (STEPS_TOO_LARGE, not history["loss"][-1] < 2 * history["loss"][0]),
        (ANOTHER_ACTIVATION, any(_name(call["cfg"]["act"]) != "relu" for call in calls)),
        ("first loss far from ln 10", size > FAR_LOGITS),
        *_of_the_network(first, trained, calls, split, whole["loss"][-1]),
        ("20 digits not learned by heart", learned < 1),
    ]
    message = (
        f"{best:.1%} of the validation digits are read after {counted(steps, 'step')}, expected "
        f"at least {ENOUGH:.0%}; of the hidden units {_silent(trained, split.x_train):.0%} are "
        "dead."
    )
    if learned < 1:
        message += f" Even 20 digits alone are not learned in so many steps: {learned:.0%}."
    if size > FAR_LOGITS:
        message += f" Before the first step the logits are already {size:.2g} in size, on average."
    check.that(False, message, mistake=next((name for name, fits in reasons if fits), None))


def _name(act: Any) -> str:
    return str(getattr(act, "__name__", ""))


def _steps(call: dict[str, Any]) -> int:
    """How many steps `train` takes that was called like this."""
    return int(-(-len(call["x"]) // call["cfg"]["batch_size"]) * call["cfg"]["epochs"])


def _of_the_network(
    first: Layers, trained: Layers, calls: list[dict[str, Any]], split: Any, loss: float
) -> list[tuple[Mistake, bool]]:
    """Why it reads too little, as its weights tell and what was chosen, and whether that holds."""
    units = [len(b) for _, b in trained[:-1]]
    before, after = (sum(float(np.sum(w**2)) for w, _ in params) for params in (first, trained))
    settings = [call["cfg"] for call in calls]
    gone = sum(call["cfg"]["lr"] * _steps(call) for call in calls)
    early = bool(settings) and gone < 100 and loss > 0.05
    narrow = bool(units) and min(units) < NARROW
    early_because = STEPS_TOO_FEW if all(c["lr"] >= LARGE for c in settings) else STEPS_TOO_SMALL
    return [
        (NO_HIDDEN_LAYER, not units),
        (PENALTY_TOO_STRONG, any(cfg["lam"] for cfg in settings) and after < before),
        # After few steps the loss still falls, and nobody can tell what more units would do.
        (early_because, narrow and early),
        (FEW_UNITS, narrow),
        (STEPS_TOO_LARGE, _silent(trained, split.x_train) > 0.5),
        (early_because, early),
    ]


def _silent(params: Layers, x: Any) -> float:
    """The largest share of dead units in a hidden layer."""
    shares, a = [0.0], x
    for w, b in params[:-1]:
        a = np.maximum(a @ w + b, 0)
        shares.append(float(np.mean(~np.any(a, axis=0))))
    return max(shares)


def _fresh(f: Any, split: Any, seed: int) -> None:
    """`train` must get all samples and none held out; its params and draws must come of rng.

    Raises CheckFailed.
    """
    x, y = split.x_train, split.y_train
    held_out = (_rows(split.x_test) | _rows(data.digits().x_test)) - _rows(x)
    for call in _among_puppets(f, x, y, seed)[1]:
        fits = _holds(call["x"], call["y"], x, y)
        message = f"`train` was not given all {len(x)} samples of x, each with its label in y."
        check.that(fits, message, mistake=NOT_GIVEN)
        seen = len(call["x"]) > len(x) and _rows(call["x"]) & held_out
        message = "`train` was given digits that are held out; of those it must know nothing."
        check.that(not seen, message, mistake="trained on held-out digits")
    starts = [_among_puppets(f, x[:9], y[:9], s)[1] for s in (seed, seed + 1)]
    for calls in zip(*starts, strict=False):
        first, drawn = ([call[k] for call in calls] for k in ("params", "drawn"))
        message = "From two seeds `train` was given the same {}."
        same = np.array_equal(first[0][0][0], first[1][0][0])
        none = "The first weights are 0, whatever the seed."
        check.that(not same or np.any(first[0][0][0]), none, mistake=ZEROS)
        alike = np.array_equal(*drawn)
        cause = NOT_USED if alike else WEIGHTS_WITHOUT_RNG
        check.that(not same, message.format("first weights"), mistake=cause)
        check.that(not alike, message.format("random numbers"), mistake=NOT_HANDED_ON)
