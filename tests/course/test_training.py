"""The engine of the figures that train: its two ways of training are the same."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from support import solved

from course.check.failure import CheckFailed
from course.widgets import students, training
from course.widgets.training import Net


@pytest.fixture
def notebook() -> dict[str, Any]:
    """Chapter 6's names with the reference's answers, as they stand in a solved notebook."""
    return solved.notebook()


def net(space: dict[str, Any], dims: list[int], act: Any = "relu", seed: int = 0) -> Net:
    functions = space["loss_and_grads"], space["sgd_step"]
    return Net(dims, np.random.default_rng(seed), act, *functions)


def batch(dims: list[int], n: int = 17) -> tuple[Any, Any]:
    rng = np.random.default_rng(5)
    return rng.normal(size=(n, dims[0])), rng.integers(0, dims[-1], n)


def gap(a: Net, b: Net) -> float:
    return max(
        float(abs(p - q).max())
        for one, other in zip(a.params, b.params, strict=True)
        for p, q in zip(one, other, strict=True)
    )


@pytest.mark.ch06_training_loop
@pytest.mark.parametrize("lam", [0.0, 0.3])
@pytest.mark.parametrize("act", ["relu", "tanh"])
@pytest.mark.parametrize("dims", [[5, 7, 4], [2, 6, 2], [3, 4, 5, 3], [2, 1, 2], [4, 3]])
def test_the_course_steps_as_the_students_functions_do(
    notebook: dict[str, Any], dims: list[int], act: Any, lam: float
) -> None:
    ours, theirs = net(notebook, dims, act), Net(dims, np.random.default_rng(0), act)
    assert ours.own and not theirs.own
    assert gap(ours, theirs) == 0
    x, y = batch(dims)
    # The learning rate and the size of the batch change from step to step.
    for n, lr in ((17, 0.05), (3, 0.4), (1, 0.1), (17, 1e-4)):
        losses = [each.step(x[:n], y[:n], lr, lam) for each in (ours, theirs)]
        assert losses[0] == pytest.approx(losses[1], abs=1e-8)
        assert gap(ours, theirs) < 1e-8
    assert gap(ours, Net(dims, np.random.default_rng(0), act)) > 1e-3
    assert ours.loss(x, y) == pytest.approx(theirs.loss(x, y), abs=1e-8)
    assert abs(ours.logits(x) - theirs.logits(x)).max() < 1e-8
    assert abs(ours.hidden(x) - theirs.hidden(x)).max() < 1e-8


@pytest.mark.ch06_training_loop
@pytest.mark.parametrize("who", ["student", "course"])
@pytest.mark.parametrize("size", [1, 4, 5, 17, 40])
def test_many_steps_are_one_after_the_other(notebook: dict[str, Any], who: str, size: int) -> None:
    dims = [3, 6, 3]
    once, each = (
        net(notebook, dims) if who == "student" else Net(dims, np.random.default_rng(0))
        for _ in range(2)
    )
    x, y = batch(dims)
    mean = once.steps(x, y, size, 0.2, 0.1)
    rows = [slice(at, at + size) for at in range(0, len(x), size)]
    losses = [each.step(x[at], y[at], 0.2, 0.1) for at in rows]
    assert gap(once, each) < 1e-12
    assert mean == pytest.approx(np.mean(losses), abs=1e-12)


@pytest.mark.ch06_training_loop
def test_what_is_drawn_is_what_the_chapters_forward_pass_gives(notebook: dict[str, Any]) -> None:
    drawn = net(notebook, [3, 4, 5, 2])
    x, y = batch([3, 2])
    logits, caches = notebook["mlp_forward"](x, drawn.params, notebook["relu"])
    assert np.allclose(drawn.logits(x), logits)
    assert np.allclose(drawn.hidden(x), caches[0][1])
    assert drawn.right(x, y) == round(len(y) * notebook["accuracy"](logits, y))


def test_the_start_is_of_the_right_size_and_the_same_for_a_seed() -> None:
    params = training.start([200, 300, 10], np.random.default_rng(1))
    assert params[0][0].std() == pytest.approx((2 / 200) ** 0.5, rel=0.02)
    assert not params[0][1].any() and not params[1][1].any()
    assert (
        gap(Net([4, 5, 3], np.random.default_rng(1)), Net([4, 5, 3], np.random.default_rng(1))) == 0
    )


@pytest.mark.ch06_training_loop
@pytest.mark.parametrize("who", ["student", "course"])
def test_a_run_that_diverges_gives_a_loss_that_is_not_a_number(
    notebook: dict[str, Any], who: str, recwarn: pytest.WarningsRecorder
) -> None:
    dims = [3, 8, 3]
    diverging = net(notebook, dims) if who == "student" else Net(dims, np.random.default_rng(0))
    x, y = batch(dims)
    losses = [diverging.step(1e6 * x, y, 1e200) for _ in range(6)]
    assert not np.isfinite(losses[-1])
    assert not np.isfinite(diverging.loss(x, y))
    assert diverging.right(x, y) == 0
    assert not [w for w in recwarn if issubclass(w.category, RuntimeWarning)]


@pytest.mark.ch06_training_loop
@pytest.mark.parametrize("blank", ["loss_and_grads", "sgd_step"])
def test_the_course_trains_until_both_functions_are_written(
    notebook: dict[str, Any], blank: str
) -> None:
    written = notebook[blank]
    exec(f"def {blank}(*args):\n    raise NotImplementedError", notebook)
    old = notebook["loss_and_grads"], notebook["sgd_step"]
    waiting = net(notebook, [3, 4, 3])
    assert not waiting.own
    assert waiting.note == f"Trained by the course until your <code>{blank}</code> works."
    x, y = batch([3, 3])
    assert np.isfinite(waiting.step(x, y, 0.1))
    # The figure keeps the blank function; the notebook has the written one now.
    notebook[blank] = written
    again = Net([3, 4, 3], np.random.default_rng(0), "relu", *old)
    assert again.own and "your <code>loss_and_grads</code>" in again.note


@pytest.mark.ch06_training_loop
@pytest.mark.parametrize(
    "name, body, told",
    [
        ("loss_and_grads", "return 1 / 0", "ZeroDivisionError"),
        ("sgd_step", "return params[5]", "IndexError"),
        ("loss_and_grads", "return 0.5", "needs loss and grads"),
        ("loss_and_grads", "return 0.5, params[:1]", "gave grads"),
        ("loss_and_grads", "return 0.5, [(w.T, b) for w, b in params]", "gave grads"),
        ("sgd_step", "return None", "`sgd_step` gave None"),
        ("sgd_step", "return [(w, b[:1]) for w, b in params]", "of the shapes"),
    ],
)
def test_a_broken_function_is_told_of(
    notebook: dict[str, Any], name: str, body: str, told: str
) -> None:
    exec(f"def {name}(params, *rest):\n    {body}", notebook)
    with pytest.raises(CheckFailed, match=told):
        net(notebook, [3, 4, 3])


@pytest.mark.ch06_training_loop
def test_a_function_that_breaks_on_the_way_is_told_of(notebook: dict[str, Any]) -> None:
    running = net(notebook, [3, 4, 3])
    x, y = batch([3, 3])
    running.step(x, y, 0.1)
    exec("def sgd_step(params, grads, lr):\n    raise NotImplementedError", notebook)
    with pytest.raises(students.Asleep):
        running.step(x, y, 0.1)
