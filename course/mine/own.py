"""A network of gathered functions: it reads, learns and takes single steps, as `Network` says."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course.check import calling, described, limits
from course.check.failure import CheckFailed, failed
from course.mine import examined, fit, program
from course.mine.gathering import Gathered

if TYPE_CHECKING:
    from course.network import Network

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Params = dict[str, Floats]
Pairs = list[tuple[Floats, Floats]]

PATIENCE = 10.0  # seconds for a call of a student's function


def pairs(params: Mapping[str, Floats]) -> Pairs:
    """[(w1, b1), (w2, b2), ...], as chapters 3 to 6 have them."""
    layers = sum(name.startswith("w") for name in params)
    return [(params[f"w{i}"], params[f"b{i}"]) for i in range(1, layers + 1)]


def named(layers: Any, like: Sequence[tuple[int, ...]] = ()) -> Params:
    """{"w1": ..., "b1": ..., ...} of a list of (w, b). Raises CheckFailed if it is none.

    like : the shapes of w1, b1, w2, ..., where they are known
    """
    try:
        found = {
            f"{letter}{i}": np.array(part, dtype=float)
            for i, (w, b) in enumerate(layers, 1)
            for letter, part in (("w", w), ("b", b))
        }
    except (TypeError, ValueError):
        raise failed(f"The params are {described.value(layers)}, expected pairs (w, b).") from None
    shapes = [one.shape for one in found.values()]
    if like and shapes != [*like]:
        raise failed(f"The params have shapes {shapes}, expected {[*like]}.")
    return found


class Functions:
    """The functions of a network as they run: every call has a limit, and fails in a sentence.

    whole : whether all that training takes is there
    Raises CheckFailed if what reads a digit is not there.
    """

    def __init__(self, gathered: Gathered) -> None:
        self.gathered, known = gathered, gathered.known
        lacks = [n for n in program.needed(fit.roots(known), known) if n not in known]
        if lacks:
            names = ", ".join(f"`{name}`" for name in lacks)
            raise failed(
                f"The network still lacks {names}, and the course's own was not found.",
                "Run the cell that gives the functions of earlier chapters, then this one again.",
            )
        self.roots = program.roots(known)
        self.whole = "train" in self.roots
        self.space = examined.space_of(program.assembled(self.roots, known))

    def __contains__(self, name: str) -> bool:
        return name in self.space

    def __getitem__(self, name: str) -> Any:
        return self.space[name]

    def ask(self, name: str, *args: Any, seconds: float | None = None) -> Any:
        """Call a function. Raises CheckFailed for whatever it raises, and if it takes too long."""
        f = self.space[name]
        try:
            with limits.within(seconds or PATIENCE), np.errstate(all="ignore"):
                result, error = calling.run(f, args, {})
        except limits.Stopped as why:
            raise failed(f"`{name}` {why}.") from None
        if error is not None:
            raise calling.stopped(f, error, args, {})
        return result


@dataclass(eq=False)
class OwnNetwork:
    """A student's network; satisfies `network.Network`.

    params    : "w1" (D, M), "b1" (M,), "w2", ...
    functions : what it reads and learns with
    """

    params: Params
    functions: Functions = field(repr=False)

    def forward(self, x: ArrayLike) -> tuple[Floats, Any]:
        """Logits (N, C) of samples x (N, D), and the caches. Raises CheckFailed."""
        return self._forward(np.asarray(x, dtype=float), pairs(self.params))

    def layers(self, x: ArrayLike) -> list[Floats]:
        """What each layer gives for x (N, D), the last being probabilities (N, C)."""
        x, layers = np.asarray(x, dtype=float), pairs(self.params)
        sums = [self._forward(x, layers[:i])[0] for i in range(1, len(layers) + 1)]
        hidden = [self._shaped("relu", z.shape, z) for z in sums[:-1]]
        return [*hidden, self._shaped("softmax", sums[-1].shape, sums[-1])]

    def step(self, x: ArrayLike, y: ArrayLike, lr: float) -> Network:
        """The network after one step downhill on these samples, x (N, D) and y (N,)."""
        return self.stepped(x, y, lr)

    def stepped(self, x: ArrayLike, y: ArrayLike, lr: float) -> OwnNetwork:
        """The same, as one that knows its functions. Raises CheckFailed."""
        x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=np.int64)
        layers, ask = pairs(self.params), self.functions.ask
        if "loss_and_grads" in self.functions:
            got = ask("loss_and_grads", layers, x, y, self.functions["relu"], 0.0)
            calling.need_tuple("`loss_and_grads`", got, ("loss", "grads"))
            grads = got[1]
        else:
            logits, caches = self.forward(x)
            got = ask("mlp_backward", ask("softmax_ce_backward", logits, y), caches)
            calling.need_tuple("`mlp_backward`", got, ("grads", "dx"))
            grads = got[0]
        shapes = [one.shape for one in self.params.values()]
        if "sgd_step" in self.functions:
            return self.of(named(ask("sgd_step", layers, grads, lr), shapes))
        slopes = named(grads, shapes)
        return self.of({name: value - lr * slopes[name] for name, value in self.params.items()})

    def of(self, params: Params) -> OwnNetwork:
        """The same functions with other params."""
        return OwnNetwork(params, self.functions)

    def right(self, x: ArrayLike, y: ArrayLike) -> float:
        """The share of samples that it reads; 0 once it is not a number."""
        logits, _ = self.forward(x)
        if not np.isfinite(logits).all():
            return 0.0
        return float(np.mean(logits.argmax(axis=1) == y))

    def _forward(self, x: Floats, layers: Pairs) -> tuple[Floats, Any]:
        got = self.functions.ask("mlp_forward", x, layers, self.functions["relu"])
        calling.need_tuple("`mlp_forward`", got, ("logits", "caches"))
        return _array("mlp_forward", got[0], (len(x), layers[-1][0].shape[1])), got[1]

    def _shaped(self, name: str, shape: tuple[int, ...], *args: Any) -> Floats:
        return _array(name, self.functions.ask(name, *args), shape)


def _array(name: str, value: Any, shape: tuple[int, ...]) -> Floats:
    try:
        found = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        found = np.empty(0)
    if found.shape != shape:
        raise failed(f"`{name}` gave {described.value(value)}, expected shape {shape}.")
    return found


def started(functions: Functions, sizes: Sequence[int], rng: np.random.Generator) -> OwnNetwork:
    """A network before it has learned: by `init_params`, or at random if there is none."""
    shapes = [s for d, m in itertools.pairwise(sizes) for s in ((d, m), (m,))]
    if "init_params" in functions:
        try:
            layers = functions.ask("init_params", [*sizes], rng, "he")
            return OwnNetwork(named(layers, shapes), functions)
        except CheckFailed:
            pass
    spread = {f"w{i}": (2 / d) ** 0.5 for i, d in enumerate(sizes[:-1], 1)}
    params = {f"{'bw'[len(s) - 1]}{i // 2 + 1}": np.zeros(s) for i, s in enumerate(shapes)}
    return OwnNetwork(
        {n: rng.normal(size=p.shape) * spread.get(n, 0.0) for n, p in params.items()}, functions
    )
