"""The checks of chapter 5: backward halves and whole networks, held against measured slopes.

Notebooks import it as `nets`. Every function is handed in, and so is what it is measured on: the
forward half. What checks raises `CheckFailed` with a message for the student.
"""

from __future__ import annotations

import timeit
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from course import check
from course.check import known
from course.check.claims import names_found as names_found  # notebooks call these
from course.check.evidence import Seen
from course.check.failure import renamed
from course.check.forgeries import forged as forged
from course.check.forgeries import forgeries as forgeries
from course.check.mistake import Mistake
from course.check.one_row import Floats, Params
from course.check.one_row import flat as flat
from course.check.one_row import unflat as unflat

Network = tuple[Params, Floats, Floats]

GRADIENTS = ("dx", "dw", "db")
NO_ACTIVATION = "'NoneType' object has no attribute '__name__'"  # of activation_backward
ON_THE_LAST = Mistake(
    "an activation on the last layer",
    "The last layer has none: in its entry None stands in place of an activation and its output.",
)
WHOLE_ENTRY = Mistake(
    "a whole entry for the cache",
    "`affine_backward` takes the cache of the affine layer, `(x, w)`: the first part of an entry.",
)
MIXED_UP = Mistake(
    "dout and cache mixed up", "`affine_backward` takes the gradient first, then the cache."
)
OF_A_METHOD = Mistake("what a list's method gives", "Return the list itself.")
PROMISED = Mistake(
    "values only promised",
    "`reversed` and `zip` give their values one after another; `list(...)` holds them all.",
)
TRIPLES = Mistake(
    "dx in each pair",
    "`dx` is handed down; only the last one is returned, beside the list and not in it.",
)
NEVER_REACHED = Mistake(
    "a layer never reached", "Its pair was not put in: look at where the loop begins and ends."
)
EXAMPLE = 3  # seed of `example`; under it known mistakes differ, also where all sizes are 2


class Shapes(list[tuple[int, ...]]):
    """The shapes of the arrays that a function was given, call by call."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: set[bytes] = set()

    @property
    def places(self) -> int:
        """How many different arrays there were."""
        return len(self._seen)

    def hear(self, v: Floats) -> None:
        """Note what the function is given now."""
        self.append(np.shape(v))
        self._seen.add(np.asarray(v, dtype=np.float64).tobytes())


def heard(f: Callable[[Floats], Any]) -> tuple[Callable[[Floats], Any], Shapes]:
    """A function of an array, and a list that grows by the array's shape whenever it runs."""
    shapes = Shapes()

    def listening(v: Floats) -> Any:
        shapes.hear(v)
        return f(v)

    return listening, shapes


def seconds(f: Callable[..., Any], *args: Any, times: int = 100) -> float:
    """How long `f(*args)` takes, at best of so many times."""
    return min(timeit.repeat(lambda: f(*args), number=1, repeat=times))


def activation_slopes(what: str, backward: Any, forward: Any) -> None:
    """`backward(dout, a)` must give the slopes of `forward`, whose output is a.

    Raises CheckFailed.
    """
    rng = check.rng()
    for shape in ((4, 3), (1, 1), (1,), (2, 1, 2)):
        # Not at the kink of ReLU, where a measured slope would be 1/2, and backward gives 0 or 1.
        x = rng.choice([-1, 1], shape) * rng.uniform(0.1, 2, shape)
        _activation_slopes(what, backward, forward, x, rng.normal(size=shape))


def _activation_slopes(what: str, backward: Any, forward: Any, x: Floats, dout: Floats) -> None:
    dx = check.call(backward, dout, forward(x))
    check.gradient(what, dx, lambda v: (dout * forward(v)).sum(), x)


def affine_slopes(name: str, backward: Any, forward: Any) -> None:
    """One result of `affine_backward` must hold the slopes of `affine_forward`.

    name     : "dx", "dw" or "db"
    backward : (dout, (x, w)) -> (dx, dw, db)
    forward  : (x, w, b) -> (out, cache)

    Raises CheckFailed.
    """
    x, w = np.array([[1.0, 2.0, 3.0], [0.0, -1.0, 4.0]]), np.array([[1.0, 0.5], [-1, 2], [0, 1]])
    _affine_slopes(name, backward, forward, np.array([[1.0, -2.0], [0.5, 4.0]]), x, w)
    rng = check.rng()
    for n, d, m in ((3, 3, 3), (1, 4, 3), (4, 1, 2), (5, 3, 1), (1, 1, 1)):
        x, w = rng.integers(-3, 4, (n, d)), rng.integers(-3, 4, (d, m))
        _affine_slopes(name, backward, forward, rng.normal(size=(n, m)), x, w)


def _affine_slopes(name: str, backward: Any, forward: Any, dout: Floats, x: Any, w: Any) -> None:
    got = check.call(backward, dout, (x, w), returns=GRADIENTS)[GRADIENTS.index(name)]
    right = dict(zip(GRADIENTS, _halved(forward, dout, x, w), strict=True))
    check.close(name, got, right[name])


def _halved(forward: Any, dout: Floats, x: Any, w: Any) -> tuple[Floats, ...]:
    """The slopes of a layer along x, w and b, none of which it multiplies by itself."""
    layer = (x, w, np.zeros(w.shape[1]))
    out = (len(x), w.shape[1])
    if dout.shape != out:
        raise ValueError(f"shape mismatch: dout is {dout.shape}, but the layer's output is {out}")
    return tuple(
        _linear(lambda v, i=i: (dout * forward(*layer[:i], v, *layer[i + 1 :])[0]).sum(), a.shape)
        for i, a in enumerate(layer)
    )


def _linear(f: Callable[..., Any], shape: tuple[int, ...]) -> Floats:
    """The slopes of a linear function: what each entry adds when it is 1 and the others are 0.

    Exact, where differences with a small step would leave a rounding error to make room for.
    """
    units = np.eye(int(np.prod(shape))).reshape(-1, *shape)
    start = f(np.zeros(shape))
    return np.array([f(unit) - start for unit in units]).reshape(shape)


def halves(affine: Any, relu: Any, sigmoid: Any) -> dict[str, Any]:
    """Stand-ins for the backward halves, measured on the forward halves that are handed in.

    So a mistake in an earlier exercise costs nothing in `mlp_backward`.
    """

    # The best step of a central difference is about the cube root of float64's eps, 2**-17.3.
    def through(act: Any, inverse: Any, h: float = 2.0**-17) -> Any:
        def backward(dout: Floats, a: Floats) -> Any:
            a, dout = np.asarray(a, float), np.asarray(dout, float)  # float32 would drown it
            x = inverse(a)  # gives a, and lies at no kink
            return (act(x + h * dout) - act(x - h * dout)) / (2 * h)

        return backward

    def affine_backward(dout: Any, cache: Any) -> Any:
        x, w = cache
        return _halved(affine, dout, x, w)

    def sigmoid_backward(dout: Floats, a: Floats) -> Any:
        inside = (np.asarray(a) > 0) & (np.asarray(a) < 1)  # else it is no sigmoid's output
        slope = through(sigmoid, lambda a: np.log(a / (1 - a)))
        return np.where(inside, slope(dout, np.where(inside, a, 0.5)), dout * a * (1 - a))

    affine_backward.__qualname__ = "affine_backward"  # as Python calls it

    return {
        "affine_backward": affine_backward,
        "relu_backward": through(relu, lambda a: np.where(a > 0, a, -1.0)),
        "sigmoid_backward": sigmoid_backward,
    }


def network(dims: Sequence[int], n: int = 3) -> Network:
    """A random network of these sizes: params, n samples x, and dlogits.

    With halves everywhere and these biases no sum is near the kink of a ReLU.
    """
    rng = check.rng()
    params, x = _halves_and_biases(rng, dims, n)
    return params, x, rng.normal(size=(n, dims[-1]))


def example(dims: Sequence[int], n: int = 2) -> Network:
    """A network like those of `network`, with the same short numbers whenever it is asked for."""
    rng = np.random.default_rng(EXAMPLE)
    params, x = _halves_and_biases(rng, dims, n)
    return params, x, rng.permutation(np.arange(1.0, 1 + n * dims[-1])).reshape(n, -1)


def _halves_and_biases(
    rng: np.random.Generator, dims: Sequence[int], n: int
) -> tuple[Params, Floats]:
    sizes = enumerate(zip(dims, dims[1:], strict=False))
    params = [(rng.integers(-3, 4, s) / 2, np.full(s[1], 0.125 / 4**i)) for i, s in sizes]
    return params, rng.integers(-3, 4, (n, dims[0])) / 2


def network_slopes(
    backward: Any,
    forward: Any,
    act: Any,
    parts: Mapping[str, Any],
    params: Params,
    x: Floats,
    dlogits: Floats,
) -> None:
    """As `network_gradients`, with stand-ins for the functions that `backward` calls, by name.

    Notebooks of version 0.1 call it; a cell says `check.stand_in` now.
    """
    with check.spy(backward, **parts):
        network_gradients(backward, forward, act, params, x, dlogits)


def network_gradients(
    backward: Any, forward: Any, act: Any, params: Params, x: Floats, dlogits: Floats
) -> None:
    """`mlp_backward` must give the slopes of a network, for a batch and for its parts.

    forward : (x, params, act) -> (logits, caches), an entry of which is ((x, w), a, act)
    x       : (N, D)
    dlogits : (N, C)

    Raises CheckFailed.
    """

    def run(rows: slice) -> tuple[Any, Any]:
        caches = forward(x[rows], params, act)[1]
        grads, dx = _went_back(backward, dlogits[rows], caches)
        return grads, dx

    grads, dx = run(slice(None))
    try:
        _need_pairs(grads, dx, params)
        inputs = [entry[0][0] for entry in forward(x, params, act)[1]]
        for i in reversed(range(len(params))):
            for j in (0, 1):
                _layer_slopes(grads, forward, act, params, inputs[i], dlogits, (i, j))
        check.gradient("dx", dx, lambda v: (dlogits * forward(v, params, act)[0]).sum(), x)
        return _need_sums(run, grads, len(x), params)
    except check.CheckFailed as failed:
        error = failed
    # Many a mistake begins to show in the same array as another: all of them together tell which.
    raise known.named(error, _all_of(grads, dx, params, x), known.SURE)


def _went_back(backward: Any, dlogits: Floats, caches: Any) -> Any:
    """What `mlp_backward` returns."""
    try:
        return check.call(backward, dlogits, caches, returns=("grads", "dx"))
    except check.CheckFailed as failed:
        error = failed
    if NO_ACTIVATION in str(error):
        raise renamed(error, ON_THE_LAST)
    handed = _handed_on(backward, dlogits, caches) if "stopped with" in str(error) else None
    raise renamed(error, handed) if handed else error


def _handed_on(backward: Any, dlogits: Floats, caches: Any) -> Mistake | None:
    """What `affine_backward` is given first, if that is not dout and a layer's cache."""
    found: list[Mistake] = []

    def affine_backward(dout: Any, cache: Any) -> Any:
        whole = type(cache) is tuple and [type(part) for part in cache[:1]] == [tuple]
        mixed = type(dout) is tuple and type(cache) is np.ndarray
        found.extend([WHOLE_ENTRY] * whole + [MIXED_UP] * mixed)
        raise ValueError("stopped")

    with check.spy(backward, affine_backward=affine_backward):
        try:
            check.call(backward, dlogits, caches)
        except check.CheckFailed:
            return found[0] if found else None
    return None


def _all_of(grads: Any, dx: Any, params: Params, x: Floats) -> Seen:
    """All that was returned. What is expected is known by what it belongs to."""
    pairs = grads if type(grads) in (list, tuple) else [grads]
    return Seen("grads, dx", (pairs, [dx]), (params, [x]))


def _need_pairs(grads: Any, dx: Any, params: Params) -> None:
    """Each gradient must have the shape of its parameter."""
    both = {type(grads), type(dx)} <= {list, tuple}
    alone = both and all(isinstance(a, np.ndarray) for pair in (grads, dx) for a in pair)
    told = "dx is missing: the two things returned are the pairs of grads, not (grads, dx)."
    check.that(not alone, told, mistake="dx missing")
    around = isinstance(grads, np.ndarray) and type(dx) in (list, tuple)
    check.that(not around, "dx stands first: return (grads, dx).", mistake="dx before grads")
    listed = type(grads) in (list, tuple)
    told = "grads is None: a list is changed by `append`, `insert` and `reverse`, not handed back."
    check.that(grads is not None, told, mistake=OF_A_METHOD)
    lazy = type(grads).__name__.endswith(("iterator", "generator", "map", "zip"))
    check.that(not lazy, "grads must be a list of pairs.", mistake=PROMISED)
    shapes = [getattr(a, "shape", None) for a in grads] if listed else []
    alone = shapes == [w.shape for w, _ in params]
    told = "grads must be a list of pairs (dw, db); each entry is an array like the weights."
    check.that(not alone, told, mistake="db left out")
    empty = [str(i + 1) for i, pair in enumerate(grads) if pair is None] if listed else []
    told = f"grads holds None for layer {' and '.join(empty)}."
    check.that(not empty, told, mistake=NEVER_REACHED)
    pairs = listed and {*map(type, grads)} <= {list, tuple}
    check.that(pairs, "grads must be a list of pairs.", mistake="no list of pairs")
    right = [tuple(a.shape for a in pair) for pair in params]
    got = [tuple(np.shape(a) for a in pair) for pair in grads]
    told = "Each entry of grads holds three things; it is a pair (dw, db)."
    check.that([pair[-2:] for pair in got if len(pair) == 3] != right, told, mistake=TRIPLES)
    check.equal("grads by shape", got, right)


def _need_sums(run: Callable[[slice], tuple[Any, Any]], grads: Any, n: int, params: Params) -> None:
    """The gradients of the first of n samples and of the others must add up to those of all."""
    whole, apart = flat(grads), np.zeros(flat(grads).shape)
    for rows in (slice(1), slice(1, None)) if n > 1 else ():
        part, dx = run(rows)
        _need_pairs(part, dx, params)
        apart += flat(part)
    if n > 1:
        check.close("grads of the first sample and of the others, summed", apart, whole)


def _layer_slopes(
    grads: Any,
    forward: Any,
    act: Any,
    params: Params,
    x: Floats,
    dlogits: Floats,
    place: tuple[int, int],
) -> None:
    """The gradient of the weights (place[1] 0) or biases (1) of a layer, whose input is x."""
    i, j = place
    last, v = i == len(params) - 1, params[i][j]

    def f(v: Any) -> Any:
        layer = (params[i][0], v) if j else (v, params[i][1])
        return (dlogits * forward(x, [layer, *params[i + 1 :]], act)[0]).sum()

    try:
        check.gradient(f"{GRADIENTS[j + 1]} of layer {i + 1}", grads[i][j], f, v)
        return
    except check.CheckFailed as failed:
        error = failed
    if not error.mistake and not last:
        above, here = f"layer {i + 2}", f"layer {i + 1}"
        why = f"All is right down to {above}; follow what it hands down to {here}."
        error = renamed(error, Mistake(f"lost between {above} and {here}", why))
    raise error
