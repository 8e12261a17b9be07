"""What a network makes of one drawing, and what one step of its backward pass changes.

The network is a student's: whatever it raises or gives, the figure goes on.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course import data
from course.check import calling, limits
from course.check.failure import CheckFailed
from course.network import Network

Floats = NDArray[np.float64]

LIMIT = 2.0  # seconds for a network to answer at all
LONGEST = 160  # characters of what an error says
PATIENCE = 0.25  # seconds for a network to read a digit, if it is to be asked for all of them


class Trouble(Exception):
    """Why a network could not be asked, in a sentence."""


@dataclass(frozen=True)
class Reading:
    """What a network makes of a drawing.

    gives   : what each layer gives, (M,), ..., (C,); [] if it could not be asked
    trouble : what is wrong with it, in a sentence; "" if nothing
    seconds : that it took
    """

    gives: Sequence[Floats]
    trouble: str = ""
    seconds: float = 0.0

    @property
    def best(self) -> int:
        """The digit that is read."""
        return int(np.argmax(np.nan_to_num(self.gives[-1])))


def weights(network: Network) -> list[Floats]:
    """w1 (D, M), w2, ... of a network. Raises Trouble if it has none, or some that do not fit."""
    try:
        known = network.params
        found = [np.asarray(known[f"w{i}"], float) for i in range(1, len(known) // 2 + 1)]
        fit = [w.shape[0] == before.shape[1] for before, w in zip(found, found[1:], strict=False)]
    except (AttributeError, KeyError, TypeError, ValueError, IndexError) as error:
        raise Trouble(f"A network needs params w1, b1, w2, ...: {told(error)}.") from None
    if not found or not all(fit) or any(w.ndim != 2 for w in found):
        raise Trouble("The network's weights do not fit together: see the shapes of its params.")
    return found


def read(network: Network, x: Floats) -> Reading:
    """What a network makes of a drawing x (D,)."""
    began = time.perf_counter()
    try:
        layers = asked(network.layers, x[None])
        gives = [np.asarray(layer, float)[0] for layer in layers]
        shapes = [(w.shape[1],) for w in weights(network)]
    except Trouble as why:
        return Reading([], f"{why} So nothing is read.", time.perf_counter() - began)
    except (TypeError, ValueError, IndexError):
        return Reading([], "The network's `layers` gave no arrays, so nothing is read.")
    if [g.shape for g in gives] != shapes:
        given = ", ".join(str((1, *g.shape)) for g in gives)
        return Reading([], f"The network's layers gave shapes {given}, so nothing is read.")
    return Reading(gives, _doubt(gives), time.perf_counter() - began)


def _doubt(gives: Sequence[Floats]) -> str:
    """What is wrong with the numbers."""
    *hidden, shares = gives
    if not all(np.isfinite(layer).all() for layer in hidden):
        return "A hidden layer gave what is not a number, so the bars mean nothing."
    if not np.isfinite(shares).all():
        return (
            "The bars are not numbers: a softmax does that when it divides infinity by infinity; "
            "subtract the largest logit first."
        )
    total = float(shares.sum())
    if not np.isclose(total, 1, atol=1e-3) or shares.min() < 0:
        return f"The bars add up to {total:.2f}, so they are no probabilities."
    return ""


def asked(f: Callable[..., Any], *args: Any) -> Any:
    """What a student's function gives. Raises Trouble for whatever it raises."""
    try:
        with limits.within(LIMIT), calling.quiet():
            result, error = calling.run(f, args, {})
    except limits.Stopped as why:
        raise Trouble(f"The network {why}.") from None
    except CheckFailed as why:
        raise Trouble(_line(str(why))) from None
    if error is not None:
        raise Trouble(f"The network stopped with {told(error)}.")
    return result


def told(error: BaseException) -> str:
    """An exception in a few words."""
    kind, said = type(error).__name__, _line(str(error)).rstrip(".")
    return f"{kind} ({said})" if said else kind


def _line(text: str) -> str:
    return (text.strip().splitlines() or [""])[0][:LONGEST]


def stepped(network: Network, x: Floats, y: int, lr: float) -> Network:
    """The network after one step on x (D,), which is a y. Raises Trouble."""
    after: Network = asked(network.step, x[None], np.array([y]), lr)
    before, now = weights(network), weights(after)
    if [w.shape for w in before] != [w.shape for w in now]:
        raise Trouble("The step gave a network of another shape, so it is not taken.")
    if not all(np.isfinite(w).all() for w in now):
        raise Trouble("The step gave weights that are not numbers, so it is not taken.")
    return after


def slopes(
    before: Network, after: Network, inputs: Sequence[Floats], lr: float
) -> list[Floats]:  # fmt: skip
    """The loss's slope at the sums of each layer, (M,), ..., (C,), by what the step changed.

    inputs : what goes into each layer, (D,), (M,), ...

    A weight changes by lr times its input times the slope behind it: the largest input tells.
    """
    found = []
    for i, (a, b, came) in enumerate(zip(weights(before), weights(after), inputs, strict=True), 1):
        most = int(np.argmax(np.abs(came)))
        if came[most]:
            found.append((a - b)[most] / (lr * came[most]))
        else:  # a layer before it gives nothing at all
            biases = (np.asarray(n.params[f"b{i}"], float) for n in (before, after))
            found.append((next(biases) - next(biases)) / lr)
    return found


@functools.lru_cache(maxsize=2)
def held_out(size: int) -> tuple[Floats, NDArray[np.int64]] | None:
    """Digits that no network of that many inputs learned from; None where their files are not."""
    if size == 784:
        split = data.mnist_test_split() if data.has_mnist_test() else None
    else:
        split = data.digits()
    return (split.x_test[:1000], split.y_test[:1000]) if split else None


def right(network: Network, size: int) -> float | None:
    """The share of the held-out digits that a network reads; None if it cannot be had."""
    known = held_out(size)
    if known is None:
        return None
    try:
        logits = np.asarray(asked(network.forward, known[0])[0], float)
    except (Trouble, TypeError, ValueError, IndexError):
        return None
    return float(np.mean(logits.argmax(axis=1) == known[1])) if np.isfinite(logits).all() else None
