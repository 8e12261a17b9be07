"""The checks of chapter 5: backward halves and whole networks, held against measured slopes.

Notebooks import it as `nets`. Every function is handed in, and so is what it is measured on: the
forward half. What checks raises `CheckFailed` with a message for the student.
"""

from __future__ import annotations

import timeit
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course import check, data

Floats = NDArray[np.float64]
Params = list[tuple[Floats, Floats]]

GRADIENTS = ("dx", "dw", "db")
OTHER_ACTIVATION = "slope of another activation"


def flat(params: Sequence[Sequence[ArrayLike]]) -> Floats:
    """All numbers of a list of (w, b) in one long array, (P,)."""
    return np.concatenate([np.ravel(np.asarray(a, float)) for pair in params for a in pair])


def unflat(v: Floats, dims: Sequence[int]) -> Params:
    """The list of (w, b) of a network out of one long array, (P,).

    dims : sizes from the inputs to the logits
    """
    shapes = list(zip(dims, dims[1:], strict=False))
    parts = np.split(v, np.cumsum([n for d, m in shapes for n in (d * m, m)]))
    pairs = zip(shapes, parts[::2], parts[1::2], strict=False)
    return [(w.reshape(shape), b) for shape, w, b in pairs]


def heard(f: Callable[[Floats], Any]) -> tuple[Callable[[Floats], Any], list[tuple[int, ...]]]:
    """A function of an array, and a list that grows by the array's shape whenever it runs."""
    shapes: list[tuple[int, ...]] = []

    def listening(v: Floats) -> Any:
        shapes.append(np.shape(v))
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
    forgotten = dict(zip(GRADIENTS, _halved(forward, np.ones_like(dout), x, w), strict=True))
    mistakes = {
        "upstream gradient forgotten": forgotten[name],
        "averaged instead of summed": right[name] / len(x),
        "swapped outputs": right[{"dx": "dw", "dw": "dx", "db": "dw"}[name]],
    }
    if name == "dx":
        mistakes["reshaped instead of transposed"] = dout @ w.reshape(w.shape[::-1])
    else:
        last = {"dw": np.outer(x[-1], dout[-1]), "db": dout[-1]}
        mistakes["last sample only"] = last[name]
    if name == "dw":
        mistakes["reshaped instead of transposed"] = x.reshape(x.shape[::-1]) @ dout
    if name == "db":
        mistakes |= {"wrong axis": dout.sum(axis=1), "not summed over samples": dout}
    check.close(name, got, right[name], mistakes=mistakes)


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

    return {
        "affine_backward": lambda dout, cache: _halved(affine, dout, *cache),
        "relu_backward": through(relu, lambda a: np.where(a > 0, a, -1.0)),
        "sigmoid_backward": through(sigmoid, lambda a: np.log(a / (1 - a))),
    }


def network(dims: Sequence[int], n: int = 3) -> tuple[Params, Floats, Floats]:
    """A random network of these sizes: params, n samples x, and dlogits.

    With halves everywhere and these biases no sum is near the kink of a ReLU.
    """
    rng, sizes = check.rng(), enumerate(zip(dims, dims[1:], strict=False))
    params = [(rng.integers(-3, 4, s) / 2, np.full(s[1], 0.125 / 4**i)) for i, s in sizes]
    return params, rng.integers(-3, 4, (n, dims[0])) / 2, rng.normal(size=(n, dims[-1]))


def network_slopes(
    backward: Any,
    forward: Any,
    act: Any,
    parts: Mapping[str, Any],
    params: Params,
    x: Floats,
    dlogits: Floats,
) -> None:
    """`mlp_backward` must give the slopes of a network, for a batch and for its parts.

    forward : (x, params, act) -> (logits, caches), an entry of which is ((x, w), a, act)
    parts   : stand-ins for the functions that `backward` calls, by name
    x       : (N, D)
    dlogits : (N, C)

    Raises CheckFailed.
    """

    def run(rows: slice) -> tuple[Any, Any]:
        return _backwards(backward, forward(x[rows], params, act)[1], params, dlogits[rows])

    batches = [slice(1), slice(1, None)] if len(x) > 1 else []
    with check.spy(backward, **parts):
        (grads, dx), *each = map(run, [slice(None), *batches])
    inputs = [entry[0][0] for entry in forward(x, params, act)[1]]
    for i in reversed(range(len(params))):
        for j in (0, 1):
            _layer_slopes(grads, forward, act, params, inputs[i], dlogits, (i, j))
    mistakes = {
        "dlogits returned as dx": dlogits,
        "stops before the first layer": np.atleast_2d(grads[0][1]),
    }
    check.gradient(
        "dx", dx, lambda v: (dlogits * forward(v, params, act)[0]).sum(), x, mistakes=mistakes
    )
    if each:
        apart = sum(flat(part) for part, _ in each)
        check.close("grads of the first sample and of the others, summed", apart, flat(grads))


def _backwards(backward: Any, caches: Any, params: Params, dlogits: Floats) -> tuple[Any, Any]:
    """Run `mlp_backward`: each gradient must have the shape of its parameter."""
    grads, dx = check.call(backward, dlogits, caches, returns=("grads", "dx"))
    both = {type(grads), type(dx)} <= {list, tuple}
    alone = both and all(isinstance(a, np.ndarray) for pair in (grads, dx) for a in pair)
    told = "dx is missing: the two things returned are the pairs of grads, not (grads, dx)."
    check.that(not alone, told, mistake="dx missing")
    listed = type(grads) in (list, tuple)
    pairs = listed and {*map(type, grads)} <= {list, tuple}
    check.that(pairs, "grads must be a list of pairs.", mistake="no list of pairs")
    right = [tuple(a.shape for a in pair) for pair in params]
    mistakes = {
        "last layer first": right[::-1],
        "db before dw": [pair[::-1] for pair in right],
        "first layer left out": right[1:],
        "last layer left out": right[:-1],
    }
    shapes = [tuple(np.shape(a) for a in pair) for pair in grads]
    check.equal("the shapes in grads", shapes, right, mistakes=mistakes)
    return grads, dx


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

    def f(v: Any, act: Any = act) -> Any:
        layer = (params[i][0], v) if j else (v, params[i][1])
        return (dlogits * forward(x, [layer, *params[i + 1 :]], act)[0]).sum()

    mistakes = {"bias gradients left out": 0 * v} if j else {}
    mistakes |= {} if i else {"first layer not filled in": 0 * v}
    otherwise = OTHER_ACTIVATION
    if getattr(act, "__name__", "") == "relu":
        otherwise = f"lost between layer {i + 2} and layer {i + 1}"
        mistakes["activation left out"] = _linear(lambda v: f(v, np.asarray), v.shape)
    try:
        check.gradient(f"{GRADIENTS[j + 1]} of layer {i + 1}", grads[i][j], f, v, mistakes=mistakes)
    except check.CheckFailed as failed:
        check.that(failed.mistake or last, str(failed), mistake=otherwise)
        raise


def forgeries(
    loss: Callable[..., float],
    read: Callable[..., ArrayLike],
    gradients: Mapping[str, Callable[..., Floats]],
    measure: Callable[..., ArrayLike],
    error: Callable[..., float],
) -> tuple[Floats, list[Floats], list[str]]:
    """Let a network of 64, 32 and 10 learn digits with each gradient, and check each gradient.

    loss      : (params, x, y) -> number
    read      : (params, x) -> (N,) classes
    gradients : by name; (params, x, y) -> (P,) slopes
    measure   : (f, v) -> (P,) slopes by nudging
    error     : (a, n) -> relative error of a gradient

    Returns the measured slopes at the start, those of each gradient, and a title for each: what
    `plots.agreement` draws.
    """
    dims, rng = [64, 32, 10], np.random.default_rng(0)
    scale = np.repeat([(2 / 64) ** 0.5, 0, (2 / 32) ** 0.5, 0], [2048, 32, 320, 10])
    start = scale * rng.normal(size=scale.size)
    x, y, x_test, y_test = data.digits()
    few = x[:20], y[:20]
    measured = np.asarray(measure(lambda v: loss(unflat(v, dims), *few), start))
    found, titles = [], []
    for name, gradient in gradients.items():
        found.append(gradient(unflat(start, dims), *few))
        end = _descend(lambda v, *b, g=gradient: g(unflat(v, dims), *b), start, x, y)
        right = int((np.asarray(read(unflat(end, dims), x_test)) == y_test).sum())
        off = f"gradient error {error(found[-1], measured):.0e}"
        titles.append(f"{name}\n{right} of {len(y_test)} right\n{off}")
    return measured, found, titles


def _descend(
    slope: Callable[..., Floats], v: Floats, x: Floats, y: NDArray[np.int64], times: int = 30
) -> Floats:
    """Go down along the slope at 45 batches, so many times over."""
    for batch in times * np.array_split(np.arange(len(x)), 45):
        v = v - 0.1 * slope(v, x[batch], y[batch])
    return v
