"""Part of the checks of chapter 6: a rehearsal of `train` with puppets for the functions in it.

No argument of a puppet is ignored: what is handed on wrongly shows in the weight, in the history,
or in the calls that the puppets write down. Whatever checks raises `CheckFailed`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from course import check
from course.check.failure import renamed
from course.check.mistake import Mistake
from course.check.pairs import need_pairs
from course.check.phrases import counted
from course.check.repeats import by_seed

OVERWRITTEN = Mistake(
    "x and y overwritten",
    "A mini-batch that is called `x` and `y` takes the place of all samples: give it other names.",
)
FROM_THE_FIRST = Mistake(
    "every step from the first params",
    "The next step goes on from what `sgd_step` gave, so that has to take the place of `params`.",
)
BY_RECORD = Mistake(
    "recorded on mini-batches",
    "`record` stands in the inner loop; it takes all samples, once after each epoch.",
)
BOTH_HANDED_ON = Mistake(
    "loss still beside the gradients",
    "`loss_and_grads` returns two things, `(loss, grads)`; only the second are the gradients.",
)
LOSS_HANDED_ON = Mistake(
    "loss in place of the gradients", "`loss_and_grads` returns the loss first, then the gradients."
)
MIXED_UP = Mistake(
    "arguments in another order", "`sgd_step` takes `(params, grads, lr)`, in this order."
)
FIRST_BATCH_ONLY = Mistake(
    "stops after the first mini-batch", "Is `return` inside the loop over the mini-batches?"
)
WITHOUT_RNG = Mistake("rng not used", "Hand `rng` on to `minibatches`, as it came.")
LAST_EPOCH_ONLY = Mistake(
    "mini-batches of the last epoch only",
    "The loop over the mini-batches stands behind the one over the epochs, not inside it.",
)
NO_ACCURACY = Mistake("accuracy not recorded", "`record` appends to both lists of history.")
FIRST_EPOCH_ONLY = Mistake(
    "stops after the first epoch",
    "`cfg['epochs']` says more: is there no loop, does it count too few, or is `return` inside?",
)


class Rehearsal(NamedTuple):
    """What came of `train` among puppets.

    weight  : the first weight at the end
    history : as `train` gave it
    calls   : the arguments of each call of a puppet, by name, as name -> value
    bias    : (1,) at the end; each step adds 1
    right   : weight, history and bias as they must be
    given   : what `train` was given: params, x, y, cfg, seed
    rng     : the generator that it was given
    """

    weight: float
    history: Any
    calls: Mapping[str, list[dict[str, Any]]]
    bias: Any
    right: tuple[float, dict[str, list[float]], float]
    given: tuple[Any, Any, Any, dict[str, Any], int]
    rng: np.random.Generator


def play(
    f: Any, epochs: int, seed: int = 5, *, n: int = 4, d: int = 1, start: float = 0.0
) -> Rehearsal:
    """Run `train` on one layer, with puppets for the four functions it is made of.

    An epoch has two mini-batches, each of one sample. With m the mean of x plus that of y in a
    mini-batch, one step makes each weight w into w + lr m (w + 1), and the bias b into b + 1.

    n, d  : samples, and numbers in each; other than 4 and 1, all is drawn from seed, cfg too
    start : of each weight

    Raises CheckFailed.
    """
    x, y = np.array([[1.0], [2.0], [6.0], [5.0]]), np.array([3, 0, 2, 1])
    cfg = {"lr": 0.5, "epochs": epochs, "batch_size": 3, "lam": 0.25, "act": np.tanh}
    if (n, d) != (4, 1):
        chance = np.random.default_rng(seed + 1)
        x, y = chance.uniform(1, 3, (n, d)), chance.permutation(n) % 4
        cfg |= {"lr": chance.uniform(0.1, 1), "batch_size": int(chance.integers(2, 99))}
        cfg |= {"lam": chance.uniform(0.1, 1)}
    params = [(np.full((d, 1), start), np.zeros(1))]
    calls, puppets = _listening()
    rng = np.random.default_rng(seed)
    with check.spy(f, **puppets):
        args = params, x, y, cfg, rng
        trained, history = _trained(f, args, calls)
    _need_history(trained, history)
    need_pairs("params", trained, 1)
    shape = np.shape(trained[0][0])
    message = f"w that came back has shape {shape}, that of the given params {(d, 1)}."
    check.that(shape == (d, 1), message, mistake="another network than the one given")
    given, weight = (params, x, y, cfg, seed), float(trained[0][0][0, 0])
    return Rehearsal(weight, history, calls, trained[0][1], _as_it_must_be(*given), given, rng)


def _trained(f: Any, args: Any, calls: Mapping[str, list[dict[str, Any]]]) -> Any:
    """What `train` gives among the puppets."""
    try:
        return check.call(f, *args, returns=("params", "history"))
    except check.CheckFailed as failed:
        error = failed
    causes = {tuple: BOTH_HANDED_ON, float: LOSS_HANDED_ON}
    for call in calls["sgd_step"][-1:]:
        mixed = type(call.get("grads")) is float and type(call.get("lr")) is not float
        if cause := MIXED_UP if mixed else causes.get(type(call.get("grads"))):
            error = renamed(error, cause)
    raise error


def _need_history(trained: Any, history: Any) -> None:
    """The second result of `train` must be the dictionary of two lists."""
    swapped = type(trained) is dict and type(history) is not dict
    message = "The first result is a dictionary; the params come first, then history."
    check.that(not swapped, message, mistake="history before params")
    message = "The second result must be the dictionary history."
    fits = type(history) is dict and {"loss", "accuracy"} <= set(history)
    check.that(fits, message, mistake="not params and history")
    for name in ("loss", "accuracy"):
        message = f"history['{name}'] must be a list."
        check.that(type(history[name]) is list, message, mistake="no lists in history")


def history(f: Any, epochs: int) -> dict[str, list[Any]]:
    """The history that `train` gives among puppets, after a second run has given it again.

    Raises CheckFailed.
    """
    run, other = play(f, epochs), play(f, epochs)
    first, again = ([list(r.history[name]) for name in ("loss", "accuracy")] for r in (run, other))
    longer = len(again[0]) > len(first[0]) > 0 or run.history is other.history
    message = "A second call of `train` went on with the history of the first."
    check.that(not longer, message, mistake="history kept from call to call")
    because, mistake = "rng has the same seed", "chance that does not come from rng"
    check.same("history['loss']", first[0], again[0], because=because, mistake=mistake)
    message = "history holds nothing: `record` was never called."
    check.that(first[0] or first[1], message, mistake="never recorded")
    message = "history['accuracy'] is empty, history['loss'] is not."
    check.that(first[1], message, mistake=NO_ACCURACY)
    if first[0] != run.right[1]["loss"]:
        steps(run)  # if this fails, it is the reason
    return {"loss": first[0], "accuracy": first[1]}


def by_rng(f: Any, epochs: int, seed: int = 7, **sizes: int) -> None:
    """The weight that `train` gives must depend on its rng, and on no other chance.

    sizes : n and d, as in `play`

    Raises CheckFailed.
    """
    try:
        by_seed("the weight", lambda seed: play(f, epochs, seed, **sizes).weight, seed)
        return
    except check.CheckFailed as failure:
        error = failure
    steps(play(f, epochs, seed, **sizes))  # if this fails, it is the reason
    raise error


def _listening() -> tuple[dict[str, list[dict[str, Any]]], dict[str, Callable[..., Any]]]:
    """The puppets, and where they write down by name what they are given."""
    calls: dict[str, list[dict[str, Any]]] = {name: [] for name in PUPPETS}

    def listening(name: str, puppet: Callable[..., Any]) -> Callable[..., Any]:
        puppet.__qualname__ = name  # so Python calls it where its arguments do not fit
        names = puppet.__code__.co_varnames

        def listen(*args: Any, **kwargs: Any) -> Any:
            calls[name].append(dict(zip(names, args, strict=False)) | kwargs)
            return puppet(*args, **kwargs)

        return listen

    return calls, {name: listening(name, puppet) for name, puppet in PUPPETS.items()}


def _two_samples(x: Any, y: Any, size: Any, rng: Any) -> Any:
    return [(x[[i]], y[[i]]) for i in rng.permutation(len(x))[:2]]


def _loss(params: Any, x: Any, y: Any, act: Any, lam: Any) -> Any:
    """A number that each argument changes, and slopes that depend on the samples alone."""
    w, m = params[0][0], np.mean(x) + np.mean(y)
    if callable(lam):  # told of by `settings`
        act, lam = lam, act
    loss = float(w[0, 0] + (m - 5) + (lam - 0.25) + (act(np.float64(0.5)) - np.tanh(0.5)))
    return loss, [(m * (w + 1), np.ones(1))]


def _step(params: Any, grads: Any, lr: Any) -> Any:
    return [(w + lr * dw, b + db) for (w, b), (dw, db) in zip(params, grads, strict=False)]


def _share(logits: Any, y: Any) -> float:
    return float(np.sum(logits[:, 0] + y >= 1.5)) / 4


PUPPETS: dict[str, Callable[..., Any]] = {
    "minibatches": _two_samples,
    "loss_and_grads": _loss,
    "sgd_step": _step,
    "accuracy": _share,
}


def _as_it_must_be(
    params: Any, x: Any, y: Any, cfg: dict[str, Any], seed: int
) -> tuple[float, dict[str, list[float]], float]:
    """The last weight, the history and the last bias, played by the puppets alone."""
    rng = np.random.default_rng(seed)
    history: dict[str, list[float]] = {"loss": [], "accuracy": []}
    [(w, b)], m = params, x.mean(axis=1) + y
    for k in range(cfg["epochs"] + 1):
        for i in rng.permutation(len(x))[:2] if k else ():
            w, b = w + cfg["lr"] * m[i] * (w + 1), b + 1
        history["loss"].append(_loss([(w, b)], x, y, cfg["act"], cfg["lam"])[0])
        history["accuracy"].append(_share(x @ w + b, y))
    return float(w[0, 0]), history, float(b[0])


def settings(run: Rehearsal) -> None:
    """What `train` called, and with which samples and settings of cfg. Raises CheckFailed."""
    _, x, y, cfg, seed = run.given
    losses, steps, asked = (run.calls[n] for n in ("loss_and_grads", "sgd_step", "minibatches"))
    batches = [c for c in losses if len(c["x"]) < len(x)]
    _need_all_samples(asked, x)
    skipped = asked and losses and len(x) > 1 and not (batches or steps or not cfg["epochs"])
    message = "No mini-batch was given to `loss_and_grads`, and `sgd_step` was never called."
    check.that(not skipped, message, mistake="every mini-batch skipped")
    for name in ("minibatches", "loss_and_grads", "sgd_step"):
        called = run.calls[name] or not cfg["epochs"]
        check.that(called, f"`{name}` was never called.", mistake="a part left out")
    message = "`loss_and_grads` was given lam where act belongs, and act where lam does."
    exchanged = any(callable(c["lam"]) for c in losses)
    check.that(not exchanged, message, mistake="lam and act exchanged")
    given = {
        "batch_size": all(c["size"] == cfg["batch_size"] for c in asked),
        "lam": all(c["lam"] == cfg["lam"] for c in losses),
        "act": all(_is_tanh(c["act"]) for c in losses),
        "lr": all(c["lr"] == cfg["lr"] for c in steps),
    }
    for name, fits in given.items():
        message = f"Something else than cfg['{name}'] was handed on."
        check.that(fits, message, mistake=f"another {name} than in cfg")
    message = "`loss_and_grads` was given labels that do not belong to the x of the mini-batch."
    fits = all(_together(c["x"], c["y"], x, y) for c in batches)
    check.that(fits, message, mistake="labels of other samples")
    first = x[np.random.default_rng(seed).permutation(len(x))[:1]]
    message = "The first mini-batch is not the one that `minibatches` gives with this rng."
    fits = not batches or len(x) == 1 or _alike(batches[0]["x"], first)
    _need_rng(run, fits, message)


def _need_all_samples(asked: list[dict[str, Any]], x: Any) -> None:
    """`minibatches` must not be given what it gave itself an epoch before."""
    sizes = [len(np.atleast_1d(c["x"])) for c in asked]
    lost = sizes[:1] == [len(x)] and min(sizes) < len(x)
    message = (
        f"`minibatches` was given {counted(min(sizes, default=0), 'sample')} in a later epoch."
    )
    check.that(not lost, message, mistake=OVERWRITTEN)


def _need_rng(run: Rehearsal, fits: bool, message: str) -> None:
    """Say why the mini-batches are not those of rng, if they do not fit."""
    if fits:
        return
    _, x, _, _, seed = run.given
    asked = run.calls["minibatches"]
    rng = np.random.default_rng(seed)
    orders = [rng.permutation(len(x))[:1] for _ in asked]
    batches = [c["x"] for c in run.calls["loss_and_grads"] if len(c["x"]) < len(x)]
    last = len(asked) > 1 and batches and _alike(batches[0], x[orders[-1]])
    told = "The first mini-batch is of the last epoch: the others were made and not used."
    check.that(not last or len(batches) > 2, told, mistake=LAST_EPOCH_ONLY)
    same = all(_alike(c["x"], x) for c in asked)
    told = "`minibatches` was given other samples than x, or x in another order."
    check.that(same, told, mistake="another x handed to `minibatches`")
    others = not asked or any(c["rng"] is not run.rng for c in asked)
    told = "Something else was drawn from rng; only `minibatches` draws from it."
    check.that(others, told, mistake="drawn from rng elsewhere")
    check.that(False, message, mistake=WITHOUT_RNG)


def steps(run: Rehearsal) -> None:
    """As `settings`; and each mini-batch must make one step, from where the last one ended."""
    settings(run)
    params, x, _, cfg, seed = run.given
    epochs, taken = cfg["epochs"], run.calls["sgd_step"]
    if not epochs:
        return
    # Of a single sample, a mini-batch is not told from all samples.
    losses = [len(c["x"]) for c in run.calls["loss_and_grads"]]
    asked, batches = len(run.calls["minibatches"]), sum(n < len(x) for n in losses)
    whole = epochs * min(2, len(x))  # steps that must be taken
    used_up = 0 < batches < whole and losses.count(len(x)) == epochs + 1
    names = {
        "minibatches called once for all epochs": asked == 1 < epochs
        and (batches == whole or used_up),
        "epochs or mini-batches skipped": asked < epochs and 0 < batches < whole,
        "minibatches called twice an epoch": asked == 2 * epochs > 2 and len(taken) == whole,
        "one mini-batch an epoch": asked == batches == len(taken) == epochs < whole,
        "all samples in every step": not batches and len(x) > 1 and len(taken) == whole,
        "called twice for a mini-batch": batches == 2 * whole and len(taken) == whole,
        "one step an epoch": batches == whole and len(taken) == epochs < whole,
        "two steps for a mini-batch": batches == whole and len(taken) == 2 * whole,
    }
    # Of `record`, which calls `loss_and_grads` as well, one more number in history each time.
    inner = batches == 2 * whole and len(run.history["loss"]) >= whole > epochs
    calls = (
        f"{counted(asked, 'call')} of `minibatches` (expected {epochs}), "
        f"{batches} of `loss_and_grads` on mini-batches (expected {whole}), "
        f"{len(taken)} of `sgd_step` (expected {whole})."
    )
    message = f"{counted(epochs, 'epoch')}: {calls}"
    recorded = losses.count(len(x))
    one = asked == 1 < epochs and batches == len(taken) == whole // epochs and recorded in (1, 2)
    check.that(not one or used_up, message, mistake=FIRST_EPOCH_ONLY)
    alone = asked == batches == len(taken) == 1 < epochs
    check.that(not alone, message, mistake=FIRST_BATCH_ONLY)
    for name, fits in names.items():
        check.that(not fits, message, mistake=BY_RECORD if inner and fits else name)
    if batches == whole:
        _need_its_order(run, seed)
    if len(taken) == whole > 1:
        _need_a_walk(run, params, taken)


def _need_its_order(run: Rehearsal, seed: int) -> None:
    """The mini-batches must be those that the puppet gives with the seed."""
    _, x, _, cfg, _ = run.given
    rng = np.random.default_rng(seed)
    order = [i for _ in range(cfg["epochs"]) for i in rng.permutation(len(x))[:2]]
    got = [c["x"][0] for c in run.calls["loss_and_grads"] if len(c["x"]) < len(x)]
    message = "The mini-batches are not those that `minibatches` gives with this rng."
    _need_rng(run, all(map(_alike, got, x[order])), message)


def _alike(got: Any, wanted: Any) -> bool:
    return np.shape(got) == np.shape(wanted) and bool(np.allclose(got, wanted))


def _need_a_walk(run: Rehearsal, params: Any, taken: list[dict[str, Any]]) -> None:
    """Each step must be given what the step before it gave; `train` must give what the last did."""
    starts, ends = ([_first_weight(c["params"]) for c in calls] for calls in (taken, _after(taken)))
    start = _first_weight(params)
    stood = bool(np.all(np.isclose(starts, start)))
    message = "Every step began at the first params; what `sgd_step` returned was not kept."
    cause = "new params not kept" if np.isclose(run.weight, start) else FROM_THE_FIRST
    check.that(not stood, message, mistake=cause)
    walked = np.allclose(starts[1:], ends[:-1])
    message = "The params that came back are not those of the last `sgd_step`."
    last = not walked or np.isclose(run.weight, ends[-1])
    check.that(last, message, mistake="not the params of the last step")


def _after(taken: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"params": _step(**call)} for call in taken]


def _first_weight(params: Any) -> float:
    return float(np.ravel(params[0][0])[0])


def _is_tanh(act: Any) -> bool:
    return bool(np.isclose(act(np.array([0.5, -1.0])), [0.462117, -0.761594]).all())


def _together(x_batch: Any, y_batch: Any, x: Any, y: Any) -> bool:
    """Whether each row of a mini-batch has a label that this row has in x and y."""
    if np.shape(y_batch) != np.shape(x_batch)[:1]:
        return False
    pairs = zip(x_batch, y_batch, strict=True)
    return all(np.any(np.isclose(x, row).all(axis=1) & (y == label)) for row, label in pairs)


def drawn(run: Rehearsal) -> None:
    """Mini-batches must come of rng, and the params of the last step. Raises CheckFailed."""
    _, x, _, _, seed = run.given
    wanted = x[np.random.default_rng(seed).permutation(len(x))[:2]]
    shape = (1, x.shape[1])
    rows = [c["x"][0] for c in run.calls["loss_and_grads"] if np.shape(c["x"]) == shape]
    # A mini-batch that is looked at twice in a row is a mistake of its own.
    seen = [row for k, row in enumerate(rows) if not k or np.any(row != rows[k - 1])]
    message = "The first mini-batches are not those that `minibatches` gives with this rng."
    fits = len(seen) >= 2 and np.allclose(seen[:2], wanted)
    if not fits:
        steps(run)  # if this fails, it is the reason
    check.that(fits, message, mistake=WITHOUT_RNG)
    last = _step(**run.calls["sgd_step"][-1])[0][0][0, 0] if run.calls["sgd_step"] else np.nan
    message = "The params that came back are not those of the last `sgd_step`."
    check.that(np.isclose(run.weight, last), message, mistake="not the params of the last step")
