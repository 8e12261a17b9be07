"""One still figure of each kind, with numbers that fill it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from course import plots

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(30, 2)), RNG.integers(0, 2, 30)
SENSES = ["clouds", "wind", "damp"]
ANIMALS = ["cat", "dog", "owl"]
IMAGES = RNG.random((6, 64))
LOGITS = np.array([1.0, 2.0, 5.0])
PARAMS = [
    (np.array([[2.0, -1.0], [1.0, 3.0]]), np.array([-1.0, 2.0])),
    (np.ones((2, 2)), LOGITS[:2]),
]
GOING = [[1.0, -2.0], [-1.0, 3.0], [0.0, 3.0], [4.0, -5.0]]
TICKS = np.arange(-5, 6)
TABLE = np.add.outer(np.arange(6), np.arange(6))


def _relu(z: Any) -> Any:
    return np.maximum(z, 0)


def _sigmoid(z: Any) -> Any:
    return np.asarray(1 / (1 + np.exp(-z)))


def _sums(x: Any, params: Any, act: Any) -> Any:
    for w, b in params[:-1]:
        x = act(x @ w + b)
    return x @ params[-1][0] + params[-1][1], None


def _first(dims: list[int], rng: np.random.Generator, how: str) -> Any:
    return [
        (rng.normal(0, 0.1, pair), np.zeros(pair[1])) for pair in zip(dims, dims[1:], strict=False)
    ]


def _hat(x: Any, left: float, peak: float, right: float) -> Any:
    return np.interp(x, [left, peak, right], [0, 1, 0])


def _loss(z: Any, y: Any) -> float:
    return float(-np.mean(z[np.arange(len(y)), y]))


def _plane(weights: Any) -> float:
    return float(weights @ weights)


def _maxout(x: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
    return np.maximum(x @ w1 + b1, x @ w2 + b2)


LINE = np.linspace(0, 1, 64)
SQUARE = plots.square(20)
ARRAYS = {"w": np.array([[1.0, -2.0], [0.5, 3.0], [2.0, 0.0]]), "dout": np.array([[1.0, -1.0]] * 4)}

STILLS: dict[str, Callable[[], plots.Picture]] = {
    "activation_curves": lambda: plots.activation_curves({"sigmoid": _sigmoid, "ReLU": _relu}),
    "adder": lambda: plots.adder(1, 0, 1),
    "affine": lambda: plots.affine(
        X[:2], ARRAYS["w"][:2], [0.5, -1], "ab", "pq", "uv", framed=(0, 1)
    ),
    "affine_backward": lambda: plots.affine_backward(
        np.ones((4, 3)), ARRAYS["w"], ARRAYS["dout"], np.ones((4, 3)), ARRAYS["w"], [2.0, -2.0],
        of_w=(3, 2), of_x=(2, 2),
    ),
    "agreement": lambda: plots.agreement(X[:, 0], [X[:, 0], X[:, 1]], ["right", "wrong"]),
    "before_after": lambda: plots.before_after(
        {"one layer": [[0.8, 0.9], [0.7, 0.8]], "two": [[0.9, 0.95], [0.9, 0.8]]}, ("a", "b"), "%"
    ),
    "between_layers": lambda: plots.between_layers(
        [np.ones((2, 2)), [-0.5, -1.5], [[1.0], [-1.0]], [-0.2]], {"ReLU": _relu}
    ),
    "boundaries": lambda: plots.boundaries({"line": lambda p: p[:, 0]}, X, Y),
    "constant_answers": lambda: plots.constant_answers({"a": [1, 2, 1]}, [0, 1, 2], ANIMALS, _loss),
    "damaged_moons": plots.damaged_moons,
    "descent": lambda: plots.descent(np.square, {"a": [3, 2, 1], "b": [3, 1], "c": [3, 4]}),
    "digits": lambda: plots.digits(np.eye(4), [1, 2, 3, 4]),
    "epochs": lambda: plots.epochs({"first": [[0, 1], [1, 1]], "second": [[1], [0, 0]]}),
    "firing_rate": lambda: plots.firing_rate(TICKS, _sigmoid(TICKS), _sigmoid),
    "gallery": lambda: plots.gallery(lambda seed: np.full((400, 3), 0.1 * seed), (1, 2, 3)),
    "gates": lambda: plots.gates({"AND": ([1, 1], -1.5), "OR": ([1, 1], -0.5)}),
    "gradient_signs": lambda: plots.gradient_signs({"all": X}),
    "hearts": lambda: plots.hearts({"one": LINE}),
    "hidden_and_output": lambda: plots.hidden_and_output(SQUARE, SQUARE[:, :1], "a shape"),
    "layers": lambda: plots.layers(X[:2], PARAMS, [X[:2], [[1, np.nan], [2, 3]]], [X[:2]]),
    "learning_curves": lambda: plots.learning_curves(
        {"training": [0.1, 0.9, 0.95], "held out": [0.1, 0.8, 0.9]}
    ),
    "line": lambda: plots.line([2.0, 1.0], -1.5),
    "loop": plots.loop,
    "loss_curves": lambda: plots.loss_curves(LINE, {"a": np.square, "b": abs, "c": float}, "x"),
    "loss_landscapes": lambda: plots.loss_landscapes({"a": _plane}, n=9),
    "max_of_lines": lambda: plots.max_of_lines(_maxout, (-0.8, -0.6), (0.5, 0.2)),
    "misread": lambda: plots.misread(IMAGES, np.arange(6), np.arange(6)[::-1]),
    "misses": lambda: plots.misses([2, 4, 9, 1], [3, 4, 5, 1]),
    "moved": lambda: plots.moved([[0, 1], [1, 1], [1, 1], [1, 0]], [1, 1], -1.5),
    "multiplications": lambda: plots.multiplications([[9, 5, 2], [9, 5, 5, 2]]),
    "neuron": lambda: plots.neuron(SENSES, [0.9, 0.6, 0.3], [2.0, 3.0, -1.0], -2.0),
    "neuron_graph": lambda: plots.neuron_graph([[2, -1], [-4, 0.5]], [0.5, 2], 1, [4, -8]),
    "nudge": lambda: plots.nudge(_sigmoid, [0.0, 5.0]),
    "nudges": lambda: plots.nudges(np.exp, 1.0, 0.3),
    "one_answer": lambda: plots.one_answer([1, 2, 3, 4, 20]),
    "pieces": lambda: plots.pieces(LINE, {"a": LINE, "b": -LINE}),
    "readings": lambda: plots.readings(IMAGES, np.hstack([IMAGES, -IMAGES])),
    "regions": lambda: plots.regions(plots.grid()[:, 0], [0, 1, 1, 0], "half"),
    "scatter": lambda: plots.scatter({"small": X[:, 0], "large": X[:, 1]}, "loss"),
    "shares": lambda: plots.shares({"first": [0.2, 0.3, 0.5]}, ANIMALS, truth="owl"),
    "sheets": lambda: plots.sheets(_relu(SQUARE), SQUARE[:, :1], "the first"),
    "slid": lambda: plots.slid(np.log(LOGITS), ANIMALS),
    "sum_of_hats": lambda: plots.sum_of_hats(_hat, np.linspace(-4, 4, 9), np.sin),
    "strengths": lambda: plots.strengths(_sums, layers=2),
    "surprise": lambda: plots.surprise({"first": 0.9, "second": 0.4, "third": 0.02}),
    "table": lambda: plots.table(TABLE, "sums", TABLE + (TABLE == 4), ("p", "q")),
    "template": lambda: plots.template(IMAGES[0] - 0.5, IMAGES[:2], [1.5, -2.0]),
    "templates": lambda: plots.templates(IMAGES.T - 0.5, names=range(6)),
    "through_depth": lambda: plots.through_depth(_first, _sums, layers=2),
    "two_neurons": lambda: plots.two_neurons(
        plots.grid()[:, 0], [1.0, 1.0], -1.5, [1.0, 1.0, -2.0], -0.5
    ),
    "two_paths": lambda: plots.two_paths([3, 5], [2, -1]),
    "unwinding": lambda: plots.unwinding(PARAMS, GOING, GOING, PARAMS),
    "valley": lambda: plots.valley(lambda p: (p * p).sum(axis=-1), {"a": X * 3}),
    "xor_tree": lambda: plots.xor_tree([[1, 0, 1], [1, 1], [0]]),
    "zigzag": lambda: plots.zigzag({"all": X, "positive": abs(X)}),
    "zigzags": lambda: plots.zigzags(LINE, {1: 1 - abs(2 * LINE - 1)}),
}  # fmt: skip
