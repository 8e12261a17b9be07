"""Whether the halves of a network fit together: the slopes of its loss, measured and claimed.

What a cache holds is a student's own affair, so no check of one function can tell. A tiny network
does: its loss is nudged along each weight and bias, and what the backward pass says must be that.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course.check import calling
from course.mine import examined, pieces, program
from course.mine.pieces import Piece
from course.numerals import number

Floats = NDArray[np.float64]
Params = list[tuple[Floats, Floats]]
Known = Mapping[str, Piece]

SUSPECTS = (
    "mlp_backward", "affine_backward", "softmax_ce_backward", "relu_backward", "loss_and_grads",
    "l2_penalty", "cross_entropy", "softmax", "affine_forward", "mlp_forward", "relu",
)  # fmt: skip
"""What may be at fault, in the order in which it is suspected: the way back before the forward."""

NETS = (((3, 4, 3), 5), ((2, 3, 3, 2), 4))
"""Sizes of the layers, and how many samples."""

H = 2.0**-8  # of a nudge: a loss in single precision shows it, too
OFF = 3e-3  # more than both roundings make
FAR = 0.06  # every sum is so far from the kink of a ReLU that no nudge reaches it

SLOW = 0.004  # seconds of a step that are too many: an hour's patience for a few thousand of them
TRIES = 6  # of which the quickest counts: others may be busy on this machine
BATCH, SIZES = 16, (64, 64, 10)
SEARCH = 6.0  # seconds for looking whose fault it is


@dataclass(frozen=True)
class Fitting:
    """What is to be put together: the student's functions, and the course's own."""

    yours: Known
    course: Known


def roots(known: Known) -> list[str]:
    """What a network of these functions is asked for, first the reading."""
    step = ["loss_and_grads"] if "loss_and_grads" in known else [*pieces.BACK]
    return [*pieces.READING, *step]


def slopes(space: Mapping[str, Any], params: Params, x: Floats, y: Any, lam: float) -> Any:
    """The loss of a network of these functions, and its gradients as they say."""
    if "loss_and_grads" in space:
        return space["loss_and_grads"](params, x, y, space["relu"], lam)
    logits, caches = space["mlp_forward"](x, params, space["relu"])
    back = space["mlp_backward"](space["softmax_ce_backward"](logits, y), caches)
    return space["cross_entropy"](logits, y), back[0]


def fitting(task: Fitting) -> dict[str, Any]:
    """Which of the student's functions have to give way, and why.

    unfit : names of the fewest with which the slopes are right, [] if all are
    why   : what was seen without that, "" if nothing
    slow  : seconds of a step by the name of the function that takes them
    """
    known = {**task.course, **task.yours}
    why = off(known)
    unfit = _fewest(task, known) if why else []
    known = _without(unfit, known, task)
    return {"unfit": unfit, "why": why, "slow": _slow(task, known)}


def _without(names: Sequence[str], known: Known, task: Fitting) -> dict[str, Piece]:
    """The functions with the course's own in place of some; what it has none of is left out."""
    rest = {name: piece for name, piece in known.items() if name not in names}
    return rest | {name: task.course[name] for name in names if name in task.course}


def _suspects(task: Fitting, known: Known) -> list[str]:
    used = program.needed(roots(known), known, pieces.glue())
    return [n for n in SUSPECTS if n in task.yours and n in used and known[n] is task.yours[n]]


def _fewest(task: Fitting, known: Known) -> list[str]:
    suspects, until = _suspects(task, known), time.monotonic() + SEARCH
    for many in range(1, len(suspects) + 1):
        for some in itertools.combinations(suspects, many):
            if time.monotonic() > until:
                return suspects
            if not off(_without(some, known, task)):
                return [*some]
    return suspects


def off(known: Known) -> str:
    """Where a network of these functions says another slope than is measured, "" if nowhere."""
    try:
        space = examined.space_of(program.assembled(roots(known), known))
        for dims, n in NETS:
            params, x, y = example(dims, n)
            for lam in (0.0, 0.3):
                if said := _off(space, params, x, y, lam):
                    return said
    except KeyError as error:
        return f"`{error.args[0]}` is missing" if error.args else "something is missing"
    except (Exception, SystemExit) as error:
        return f"together they stop with {calling.kind_of(error)}"
    return ""


def _off(space: Mapping[str, Any], params: Params, x: Floats, y: Any, lam: float) -> str:
    with np.errstate(all="ignore"):
        _, grads = slopes(space, params, x, y, lam)
        for layer, ((w, b), (dw, db)) in enumerate(zip(params, grads, strict=True)):
            for name, part, claimed in (("weight", w, dw), ("bias", b, db)):
                claimed = np.asarray(claimed, dtype=float)
                if claimed.shape != part.shape:
                    what = f"{name}s of layer {layer + 1}: shape {part.shape}"
                    return f"{what}, their slopes {claimed.shape}"
                for i in np.ndindex(part.shape):
                    right = _nudged(space, params, layer, name, i, x, y, lam)
                    if not abs(right - claimed[i]) <= OFF * max(1.0, abs(right)):
                        said = f"a {name} of layer {layer + 1} has the slope {number(right)}"
                        return f"{said}, and the way back says {number(float(claimed[i]))}"
    return ""


def _nudged(
    space: Mapping[str, Any], params: Params, layer: int, name: str, i: tuple[int, ...],
    x: Floats, y: Any, lam: float,
) -> float:  # fmt: skip
    values = []
    for h in (H, -H):
        moved = [(w.copy(), b.copy()) for w, b in params]
        moved[layer][name == "bias"][i] += h
        values.append(float(slopes(space, moved, x, y, lam)[0]))
    return (values[0] - values[1]) / (2 * H)


def example(dims: Sequence[int], n: int) -> tuple[Params, Floats, NDArray[np.int64]]:
    """A network whose sums are all far from 0, and samples for it; always the same."""
    return next(one for one in _examples(dims, n) if _far(*one[:2]))


def _examples(
    dims: Sequence[int], n: int
) -> Iterator[tuple[Params, Floats, NDArray[np.int64]]]:  # fmt: skip
    for seed in itertools.count():
        rng = np.random.default_rng(seed)
        params = [
            (rng.normal(size=(d, m)), rng.normal(size=m)) for d, m in itertools.pairwise(dims)
        ]
        yield params, rng.normal(size=(n, dims[0])), np.arange(n) % dims[-1]


def _far(params: Params, x: Floats) -> bool:
    for w, b in params[:-1]:
        z = x @ w + b
        if abs(z).min() < FAR:
            return False
        x = z.clip(0)
    return True


def _slow(task: Fitting, known: Known) -> dict[str, float]:
    """The functions without which a step is quick enough, and what a step takes with each."""
    found: dict[str, float] = {}
    takes = _seconds(known)
    while takes > SLOW:
        name, without = _slowest(task, known, takes)
        if not name:
            break
        found[name] = takes
        known, takes = _without([name], known, task), without
    return found


def _slowest(task: Fitting, known: Known, takes: float) -> tuple[str, float]:
    """The function that takes most of a step, and what the step takes without; "" if none does."""
    best = "", 0.8 * takes
    for name in sorted(_suspects(task, known), key=lambda n: n != "loss_and_grads"):
        without = _seconds(_without([name], known, task))
        if without < best[1]:
            best = name, without
        if without <= SLOW:
            break
    return best


def _seconds(known: Known) -> float:
    """What a step of the digits' network takes, at best."""
    rng = np.random.default_rng(0)
    params = [(rng.normal(size=(d, m)) / 8, np.zeros(m)) for d, m in itertools.pairwise(SIZES)]
    x, y = rng.random((BATCH, SIZES[0])), np.arange(BATCH) % SIZES[-1]
    best = float("inf")
    try:
        space = examined.space_of(program.assembled(roots(known), known))
        for _ in range(TRIES):
            began = time.perf_counter()
            slopes(space, params, x, y, 0.0)
            best = min(best, time.perf_counter() - began)
            if not SLOW < best < 100 * SLOW:
                break
    except (Exception, SystemExit):
        return 0.0
    return best
