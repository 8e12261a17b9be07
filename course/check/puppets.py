"""Part of the checks of chapter 6: a rehearsal of `train` with puppets for the functions in it.

No argument of a puppet is ignored: what is handed on wrongly shows in the weight, in the history,
or in the calls that the puppets write down. Whatever checks raises `CheckFailed`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from course import check
from course.check.pairs import need_pairs
from course.check.phrases import counted


class Rehearsal(NamedTuple):
    """What came of `train` among puppets.

    weight  : the first weight at the end
    history : as `train` gave it
    calls   : the arguments of each call of a puppet, by name, as name -> value
    bias    : (1,) at the end; each step adds 1
    right   : weight, history and bias as they must be
    given   : what `train` was given: params, x, y, cfg, seed
    """

    weight: float
    history: Any
    calls: Mapping[str, list[dict[str, Any]]]
    bias: Any
    right: tuple[float, dict[str, list[float]], float]
    given: tuple[Any, Any, Any, dict[str, Any], int]


def play(
    f: Any, epochs: int, seed: int = 0, *, n: int = 4, d: int = 1, start: float = 0.0
) -> Rehearsal:
    """Run `train` on one layer, with puppets for the four functions it is made of.

    An epoch has two mini-batches, each of one sample. With m the mean of x plus that of y in a
    mini-batch, one step makes each weight w into w + lr m (w + 1), and the bias b into b + 1.

    n, d  : samples, and numbers in each; other than 4 and 1, all is drawn from seed, cfg too
    start : of each weight

    Raises CheckFailed.
    """
    x, y = np.array([[2.0], [1.0], [5.0], [6.0]]), np.array([0, 3, 1, 2])
    cfg = {"lr": 0.5, "epochs": epochs, "batch_size": 3, "lam": 0.25, "act": np.tanh}
    if (n, d) != (4, 1):
        chance = np.random.default_rng(seed + 1)
        x, y = chance.uniform(1, 3, (n, d)), chance.permutation(n) % 4
        cfg |= {"lr": chance.uniform(0.1, 1), "batch_size": int(chance.integers(2, 99))}
        cfg |= {"lam": chance.uniform(0.1, 1)}
    params = [(np.full((d, 1), start), np.zeros(1))]
    calls, puppets = _listening()
    with check.spy(f, **puppets):
        args = params, x, y, cfg, np.random.default_rng(seed)
        trained, history = check.call(f, *args, returns=("params", "history"))
    message = "The second result must be the dictionary history."
    fits = type(history) is dict and {"loss", "accuracy"} <= set(history)
    check.that(fits, message, mistake="not params and history")
    need_pairs("params", trained, 1)
    check.shape("w", trained[0][0], (d, 1))
    given, weight = (params, x, y, cfg, seed), float(trained[0][0][0, 0])
    return Rehearsal(weight, history, calls, trained[0][1], _as_it_must_be(*given), given)


def _listening() -> tuple[dict[str, list[dict[str, Any]]], dict[str, Callable[..., Any]]]:
    """The puppets, and where they write down by name what they are given."""
    calls: dict[str, list[dict[str, Any]]] = {name: [] for name in PUPPETS}

    def listening(name: str, puppet: Callable[..., Any]) -> Callable[..., Any]:
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
    loss = float(w[0, 0] + (m - 5) + (lam - 0.25) + (act(np.float64(0.5)) - np.tanh(0.5)))
    return loss, [(m * (w + 1), np.ones(1))]


def _step(params: Any, grads: Any, lr: Any) -> Any:
    return [(w + lr * dw, b + db) for (w, b), (dw, db) in zip(params, grads, strict=True)]


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
    _, x, y, cfg, _ = run.given
    for name in ("minibatches", "loss_and_grads", "sgd_step"):
        called = run.calls[name] or not cfg["epochs"]
        check.that(called, f"`{name}` was never called.", mistake="a part left out")
    losses = run.calls["loss_and_grads"]
    given = {
        'cfg["batch_size"]': all(c["size"] == cfg["batch_size"] for c in run.calls["minibatches"]),
        'cfg["lam"]': all(c["lam"] == cfg["lam"] for c in losses),
        'cfg["act"]': all(_is_tanh(c["act"]) for c in losses),
        'cfg["lr"]': all(c["lr"] == cfg["lr"] for c in run.calls["sgd_step"]),
    }
    for name, fits in given.items():
        check.that(fits, f"Something else than {name} was handed on.", mistake="cfg not used")
    batches = [c for c in losses if len(c["x"]) < len(x)]
    message = "`loss_and_grads` was given labels that do not belong to the x of the mini-batch."
    fits = all(_together(c["x"], c["y"], x, y) for c in batches)
    check.that(fits, message, mistake="labels of other samples")
    steps = len(run.calls["sgd_step"])
    times, per = counted(len(batches), "time"), counted(steps, "step")
    message = f"`loss_and_grads` ran {times} on mini-batches, for {per}."
    once = len(batches) < 2 * max(steps, 1)
    check.that(once, message, mistake="called twice for a mini-batch")


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
    check.that(fits, message, mistake="rng not used")
    last = _step(**run.calls["sgd_step"][-1])[0][0][0, 0] if run.calls["sgd_step"] else np.nan
    message = "The params that came back are not those of the last `sgd_step`."
    check.that(np.isclose(run.weight, last), message, mistake="not the params of the last step")
