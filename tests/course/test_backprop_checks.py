"""What the checks of chapter 5 say of backward halves and of whole networks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from course import check, data, nets
from course.check import CheckFailed, forgeries

Cache = tuple[Any, Any, Any]


def forward(x: Any, params: Any, act: Any) -> tuple[Any, list[Cache]]:
    """As in chapter 3."""
    caches: list[Cache] = []
    for i, (w, b) in enumerate(params):
        z, cache = x @ w + b, (x, w)
        x = z if i == len(params) - 1 else act(z)
        caches.append((cache, None, None) if i == len(params) - 1 else (cache, x, act))
    return x, caches


def mlp_backward(dout: Any, caches: Any, down: Callable[[Any, Any], Any] | None = None) -> Any:
    """The reference; `down` gives what a layer hands down, from dout and w."""
    grads: list[Any] = []
    for (x, w), a, act in reversed(caches):
        dout = dout if act is None else dout * (1 - a**2)
        grads.insert(0, (x.T @ dout, dout.sum(axis=0)))
        dout = dout @ w.T if down is None else down(dout, w)
    return grads, dout


def said(backward: Any, *network: Any) -> CheckFailed:
    with pytest.raises(CheckFailed) as caught:
        nets.network_gradients(backward, forward, np.tanh, *network)
    return caught.value


@pytest.mark.parametrize("dims", [[2, 2, 2], [2, 2, 2, 2], [3, 5, 2], [3, 2], [1, 1]])
def test_the_gradients_of_an_example_pass_and_are_the_same_again(dims: list[int]) -> None:
    nets.network_gradients(mlp_backward, forward, np.tanh, *nets.example(dims))
    (params, *batch), (again, *other) = nets.example(dims), nets.example(dims)
    assert np.array_equal(nets.flat(params), nets.flat(again))
    assert all(np.array_equal(a, b) for a, b in zip(batch, other, strict=True))


def test_weights_turn_towards_the_random_matrix_that_sends_their_slopes_back() -> None:
    """What chapter 5 calls feedback alignment; by the true slopes nothing of the kind happens."""
    noise = np.random.default_rng(1).normal(size=(32, 10))  # as in `forged`
    dims, scale = [64, 32, 10], np.repeat([(2 / 64) ** 0.5, 0, 0.25, 0], [2048, 32, 320, 10])
    start = scale * np.random.default_rng(0).normal(size=scale.size)
    x, y, *_ = data.digits()

    def alike(v: Any) -> float:
        w = nets.unflat(v, dims)[1][0]
        return float((w * noise).sum() / np.linalg.norm(w) / np.linalg.norm(noise))

    def ends(backward: Any) -> float:
        def slope(v: Any, x: Any, y: Any) -> Any:
            logits, caches = forward(x, nets.unflat(v, dims), np.tanh)
            chances = np.exp(logits - logits.max(axis=1, keepdims=True))
            chances /= chances.sum(axis=1, keepdims=True)
            return nets.flat(backward((chances - np.eye(10)[y]) / len(y), caches)[0])

        return alike(forgeries._descend(slope, start, x, y, times=10))

    found = nets.forged(mlp_backward, np.tanh)
    assert abs(alike(start)) < 0.1 > abs(ends(found["yours"]))
    assert ends(found["random matrix"]) > 0.4


def test_what_no_known_mistake_gives_is_told_by_its_place() -> None:
    def bent(dout: Any, caches: Any) -> Any:
        return mlp_backward(dout, caches, lambda dout, w: np.sin(dout @ w.T) + 3)

    error = said(bent, *nets.example([3, 4, 5, 2]))
    assert error.mistake == "lost between layer 3 and layer 2"
    assert "`dw` of layer 2 differs" in str(error)
    assert "All is right down to layer 3; follow what it hands down" in str(error)


def test_all_that_was_returned_is_evidence_whatever_it_lacks() -> None:
    params, x, dlogits = nets.example([2, 2, 2])

    def first_left_out(dout: Any, caches: Any) -> Any:
        grads, dx = mlp_backward(dout, caches)
        return grads[1:], dx

    error = said(first_left_out, params, x, dlogits)
    (grads, (dx,)), _ = error.seen.got, error.seen.expected
    assert (len(grads), dx.shape) == (1, (2, 2))
    assert None not in error.seen.written()


@pytest.mark.parametrize(
    ("returned", "name"),
    [
        (lambda grads, dx: (dx, grads), "dx before grads"),
        (lambda grads, dx: ([a for pair in grads for a in pair], dx), "no list of pairs"),
        (lambda grads, dx: tuple(grads), "dx missing"),
    ],
)
def test_what_is_returned_in_another_form_has_a_name(returned: Any, name: str) -> None:
    error = said(lambda *args: returned(*mlp_backward(*args)), *nets.example([2, 2, 2]))
    assert error.mistake == name


def test_an_activation_on_the_last_layer_is_told_as_that() -> None:
    def everywhere(dout: Any, caches: Any) -> Any:
        return [act.__name__ for _, _, act in reversed(caches)], dout

    assert said(everywhere, *nets.example([2, 2])).mistake == "an activation on the last layer"


def test_a_function_that_is_heard_gives_what_it_gives_and_its_shapes() -> None:
    f, shapes = nets.heard(np.sum)
    assert (f(np.ones((2, 3))), f(np.ones(4)), shapes) == (6, 4, [(2, 3), (4,)])


def test_a_result_says_what_it_is_of() -> None:
    with pytest.raises(CheckFailed, match="^`dy` of the add gate is 1, expected 3"):
        check.close("dx, dy of the add gate", (3, 1), (3.0, 3.0))
    with pytest.raises(CheckFailed, match="^The w of layer 1 is 1.0, expected 2.0"):
        check.close("the w of layer 1, the b of layer 1", (1.0, 3.0), (2.0, 3.0))


OF = {"plain": (1.0, 2), "tiny": (1e-12, 5), "bent": (1.0, 5)}
LOSSES = {name: lambda x, s=s, k=k: s * (x**k).sum() for name, (s, k) in OF.items()}
RIGHT = {name: lambda x, s=s, k=k: s * k * x ** (k - 1) for name, (s, k) in OF.items()}
X = np.array([0.5, -1.0, 0.75])


def wrong_by(factor: float, *names: str) -> dict[str, Any]:
    return {name: lambda x, g=RIGHT[name]: factor * g(x) for name in names}


def first_beyond(limit: float, absolute: bool = False) -> Callable[..., Any]:
    """A `wrong_slope` that returns the first name beyond a limit, and else nothing."""

    def wrong_slope(losses: Any, slopes: Any, x: Any) -> Any:
        for name in losses:
            a, n = slopes[name](x), RIGHT[name](x)
            if np.max(np.abs(a - n) / (1 if absolute else np.abs(n))) > limit:
                return name
        return None

    return wrong_slope


def test_each_wrong_slope_is_put_in_its_turn_and_the_names_come_back() -> None:
    wrong = wrong_by(1.001, "tiny", "plain")
    assert nets.names_found(first_beyond(1e-5), LOSSES, RIGHT, wrong, X) == ["tiny", "plain"]


@pytest.mark.parametrize(
    ("find", "wrong", "mistake", "words"),
    [
        (
            first_beyond(1e-2),
            wrong_by(2, "plain") | wrong_by(1.0004, "bent"),
            "a limit that lets small errors pass",
            "'bent' are wrong: their relative error is 0.0004",
        ),
        (
            first_beyond(1e-8, absolute=True),
            wrong_by(1.001, "plain", "tiny"),
            "a tolerance for tiny numbers",
            "'tiny' are wrong",
        ),
        (
            lambda losses, slopes, x: first_beyond(3)(losses, slopes, x),
            wrong_by(9, "plain") | wrong_by(2, "bent"),
            "nothing returned",
            "'bent' are wrong",
        ),
        (
            first_beyond(1e-2),
            wrong_by(1.001, "plain", "bent"),
            "a limit that lets small errors pass",
            "'plain' are wrong: their relative error is 0.001",
        ),
        (lambda losses, slopes, x: None, wrong_by(2, "plain"), "nothing returned", "returned None"),
    ],
)
def test_where_some_wrong_slopes_are_found_it_is_told_which_is_not(
    find: Any, wrong: dict[str, Any], mistake: str, words: str
) -> None:
    with pytest.raises(CheckFailed, match=words) as caught:
        nets.names_found(find, LOSSES, RIGHT, wrong, X)
    assert caught.value.mistake == mistake


def test_a_mistake_of_another_kind_is_told_at_once() -> None:
    def wrong_slope(losses: Any, slopes: Any, x: Any) -> Any:
        raise KeyError("plain")

    with pytest.raises(CheckFailed, match="KeyError"):
        nets.names_found(wrong_slope, LOSSES, RIGHT, wrong_by(2, "plain"), X)
