"""The learning rate figure: what it says of a run, held against the chapter's own functions."""

from __future__ import annotations

import asyncio
import functools
import re
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from support import solved

from course import data, widgets
from course.numerals import number
from course.widgets import training
from course.widgets.figure import Frame, Interactive
from course.widgets.learning_rate import RATES
from course.widgets.touch import Touch
from course.widgets.valley import _AXES, ENDS, START, STEPS, height, manner, panel, slope

pytestmark = pytest.mark.ch06_training_loop


# The package gives the name to the function.
learning_rate: Any = import_module("course.widgets.learning_rate")


def figure(**written: str) -> Interactive:
    space = solved.notebook(**written)
    return widgets.learning_rate(space["loss_and_grads"], space["sgd_step"])


@functools.cache
def trained(lr: float, seed: int = 0) -> Frame:
    return figure().at(lr=lr, seed=seed)


def texts(frame: Frame) -> str:
    return "\n".join(re.findall(r"<text[^>]*>([^<]*)</text>", frame.svg))


def share(frame: Frame) -> float:
    return float(re.findall(r"reads ([\d.]+)%", texts(frame))[0])


def dead(frame: Frame) -> int:
    return int(re.findall(r"32 hidden units: (\d+) dead", texts(frame))[0])


def expected(lr: float, seed: int = 0) -> tuple[float, int]:
    """The same run by the chapter's functions: percent right, and units that are dead."""
    space, (x, y, x_valid, y_valid) = solved.notebook(), data.validation()
    x, y = x[:1136], y[:1136]  # 71 whole mini-batches
    params = training.start([64, 32, 10], np.random.default_rng(seed))
    rng = np.random.default_rng([seed, 1])
    for _ in range(30):
        order = rng.permutation(len(x))
        for first in range(0, len(x), 16):
            rows = order[first : first + 16]
            grads = space["loss_and_grads"](params, x[rows], y[rows], space["relu"], 0.0)[1]
            params = space["sgd_step"](params, grads, lr)
    right = space["accuracy"](space["mlp_forward"](x_valid, params, space["relu"])[0], y_valid)
    hidden = space["relu"](space["affine_forward"](x, *params[0])[0])
    return 100 * right, round(32 * space["dead_fraction"](hidden))


def test_the_rates_go_from_a_ten_thousandth_to_ten() -> None:
    assert (RATES[0], RATES[-1]) == (1e-4, 10)
    assert {0.001, 0.01, 0.1, 1.0} < set(RATES)
    assert np.allclose(np.diff(np.log10(RATES)), 1 / 8, atol=0.02)


@pytest.mark.parametrize("lr", [1e-4, 0.1, 1, 10])
def test_what_it_counts_is_what_the_chapters_functions_count(lr: float) -> None:
    right, units = expected(lr)
    assert share(trained(lr)) == pytest.approx(right, abs=0.051)
    assert dead(trained(lr)) == units


@pytest.mark.parametrize(
    "lr, seed, verdict, least, most",
    [
        (1e-4, 0, "Too small", 0, 30),
        (0.01, 0, "Good: it has learned", 90, 100),
        (0.56, 0, "Good: it has learned", 97, 100),
        (1, 1, "Too large: steps threw most units off", 10, 100),
        (1.8, 0, "All 32 units are dead", 0, 20),
        (10, 0, "All 32 units are dead", 0, 20),
    ],
)
def test_each_regime_has_its_words(
    lr: float, seed: int, verdict: str, least: float, most: float
) -> None:
    frame = trained(lr, seed)
    assert frame.words.startswith(verdict)
    assert least <= share(frame) <= most
    alt = re.findall('aria-label="([^"]*)"', frame.svg)[0]
    assert f"learning rate {number(lr)}" in alt and f"{dead(frame)} of 32 units dead" in alt


@pytest.mark.parametrize(
    "losses, right, verdict",
    [
        ([2.3] * 20, 0.2, "Too small"),
        ([2.3] * 10 + [2.29] * 10, 0.2, "Too small"),
        ([2.3] * 10 + [2.0] * 10, 0.5, "Learning"),
        ([1.0] * 10 + [1.6] * 10, 0.7, "Unsteady"),
        ([2.3], 0.1, "Not trained yet"),
        ([2.3, 2.2], 0.1, "Learning"),
        ([0.2] * 19 + [0.9], 0.83, "Good"),  # one bad step after it has learned
        ([0.5] * 20, 0.95, "Good"),
    ],
)
def test_the_verdict_follows_the_loss(losses: list[float], right: float, verdict: str) -> None:
    seen = learning_rate._History(epochs=[0.1] * len(losses), train=losses, valid=losses)
    state = learning_rate._State(right, np.full(32, 0.5), True)
    assert learning_rate._verdict(state, seen).startswith(verdict)


def test_the_same_seed_gives_the_same_picture_and_another_one_another() -> None:
    assert figure().at(lr=0.1).svg == trained(0.1).svg
    assert trained(0.1, 1).svg != trained(0.1).svg


@pytest.mark.parametrize(
    "lr, told",
    [
        (1e-4, "it hardly moves"),
        (0.1, "it rests in the shallow hollow"),
        (1, "it zigzags, then rests in the shallow hollow"),
        (1.3, "it is thrown out"),
    ],
)
def test_the_path_on_the_landscape_has_its_words(lr: float, told: str) -> None:
    # By hand: across the valley each step multiplies by 1 - 1.8 lr.
    assert (abs(1 - 1.8 * lr) > 1) == ("thrown" in told)
    shown = texts(trained(lr)).splitlines()
    assert told in shown and any(row.endswith(f"at lr {number(lr)}") for row in shown)


@pytest.mark.parametrize("w", [START, (0.0, 0.0), (4.5, -4.0)])
def test_the_slope_is_that_of_the_landscape(w: tuple[float, float]) -> None:
    at, nudges = np.array(w), 1e-5 * np.eye(2)
    rises = [height(at + n) - height(at - n) for n in nudges]
    assert slope(at) == pytest.approx(np.array(rises) / 2e-5, rel=1e-5, abs=1e-6)


def test_every_manner_is_known() -> None:
    def path(*places: tuple[float, float]) -> Any:  # along the valley, and across it
        return np.array(places) @ _AXES.T

    late = [(-2.0, (-0.9) ** k) for k in range(10)]
    assert manner(path(*late)) == "zigzags"
    assert manner(path((0, 3), (1, 2))) == "goes down"
    assert manner(path(*[(0, 3)] * 20)) == "hardly moves"
    assert manner(path(*[(-2.0, (-1.1) ** k) for k in range(10)])) == "is thrown out"
    assert manner(np.array([[0, 1.0], [np.nan, 0]])) == "is thrown out"
    rest = np.linspace(-3, 3, 6001)
    flat = [u for u in rest if np.linalg.norm(slope(_AXES @ [u, 0])) < 0.005]
    told = {manner(path((u, 0), (u, 0))) for u in flat}
    assert told == {
        "rests in the shallow hollow",
        "rests in the deeper hollow",
        "rests on the ridge between the hollows",
    }


def touch(w: tuple[float, float], phase: str, name: str = "start") -> Touch:
    there = panel(None)  # type: ignore[arg-type]
    return Touch(name, float(there.across(w[0])), float(there.down(w[1])), phase)


def path_of(made: Interactive) -> Any:
    return np.array(made._draw.__self__._run.valley.ball.path)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["start", "ground"])
def test_a_start_that_is_dragged_shows_its_way_and_rolls_when_it_is_let_go(name: str) -> None:
    async def scene() -> None:
        made = figure()
        begin = "move" if name == "start" else "press"
        made.touch(touch((1, 1), begin, name))
        made.touch(touch((3, 4), "move", name))
        assert "let go, and it rolls" in texts(made.frame()) and not made.playing
        assert len(path_of(made)) == 1 and path_of(made)[0] == pytest.approx([3, 4])
        made.touch(touch((3.5, 4), "end", name))
        assert made.playing
        made.press("step")
        [first, second] = path_of(made)
        assert first == pytest.approx([3.5, 4])
        assert second == pytest.approx(first - 0.1 * slope(first))
        for _ in range(STEPS + 10):
            made._draw.__self__._run.valley.roll(0.1)  # type: ignore[attr-defined]
        assert "rests in the deeper hollow" in texts(made.frame())

    asyncio.run(scene())


def test_arrow_keys_move_the_start_and_it_stays_in_the_picture() -> None:
    async def scene() -> None:
        made = figure()
        handle = made.marks[1]
        made.touch(Touch("start", handle["step"][0], -2 * handle["step"][1], "key"))
        made.press("play")
        assert path_of(made)[0] == pytest.approx([START[0] + 0.25, START[1] + 0.5])
        for _ in range(30):
            made.touch(Touch("start", -5 * handle["step"][0], 0, "key"))
        made.press("play")
        assert path_of(made)[0][0] == ENDS[0][0]
        assert "weights \u22125.0" in made.marks[1]["says"]

    asyncio.run(scene())


def test_earlier_paths_stay_with_their_rates_until_reset() -> None:
    async def scene() -> None:
        made = figure()
        for lr in (0.1, 0.01, 0.56, 0.1, 1.0, 1.3, 0.001):
            made.set(lr=lr)
            for _ in range(8):
                made.press("step")
        earlier = made._draw.__self__._run.valley.ball.earlier  # type: ignore[attr-defined]
        assert [label for label, _ in earlier] == ["lr 0.56", "lr 0.1", "lr 1", "lr 1.3"]
        assert "lr 0.56" in texts(made.frame())
        made.press("reset")
        made.press("step")
        assert not made._draw.__self__._run.valley.ball.earlier  # type: ignore[attr-defined]
        assert "lr 0.56" not in texts(made.frame())

    asyncio.run(scene())


def test_it_greets_with_the_untrained_networks_losses() -> None:
    made = figure()
    space, (x, y, x_valid, y_valid) = solved.notebook(), data.validation()
    x, y = x[:1136], y[:1136]  # 71 whole mini-batches
    params = training.start([64, 32, 10], np.random.default_rng(0))
    seen = made._draw.__self__._run.history  # type: ignore[attr-defined]
    for rows, labels, [loss] in ((x, y, seen.train), (x_valid, y_valid, seen.valid)):
        right = space["loss_and_grads"](params, rows, labels, space["relu"], 0.0)[0]
        assert loss == pytest.approx(right)
    assert "epoch 0.0 of 30" in texts(made.frame()) and made.scene.count("<circle") >= 3


def test_a_lower_learning_rate_wakes_no_dead_unit() -> None:
    async def scene() -> None:
        made = figure()
        made.set(lr=10)
        for _ in range(12):
            made.press("step")
        made.set(lr=0.1)
        for _ in range(40):
            made.press("step")
        frame = made.frame()
        assert frame.words.startswith("All 32 units are dead")
        assert "lr 0.1" in texts(frame).splitlines()  # the mark of the change
        made.press("reset")
        assert made.words.startswith("Not trained yet")
        assert "epoch 0.0 of 30" in made.scene

    asyncio.run(scene())


def test_sweeping_the_slider_leaves_one_mark() -> None:
    async def scene() -> None:
        made = figure()
        for lr in RATES[10:20]:
            made.set(lr=lr)
            made.press("step")
        labels = [t for t in texts(made.frame()).splitlines() if t.startswith("lr ")]
        assert sorted(labels) == [f"lr {RATES[14]:g}", f"lr {RATES[19]:g}"]

    asyncio.run(scene())


def test_until_sgd_step_is_written_the_course_trains_and_the_landscape_waits() -> None:
    made = figure(sgd_step="def sgd_step(params, grads, lr):\n    raise NotImplementedError")
    assert "Trained by the course until your <code>sgd_step</code> works." in made.words
    assert "wakes up once sgd_step works" in made.scene and made.marks == []
    right, units = expected(0.1)
    frame = made.at(lr=0.1)
    assert share(frame) == pytest.approx(right, abs=0.051) and dead(frame) == units


def test_until_loss_and_grads_is_written_the_landscape_is_there_already() -> None:
    made = figure(loss_and_grads="def loss_and_grads(*args):\n    raise NotImplementedError")
    assert "until your <code>loss_and_grads</code> works" in made.words
    assert {"at lr 0.1", "it waits"} <= set(texts(made.frame()).splitlines())
    assert len(made.marks) == 2


@pytest.mark.parametrize(
    "name, written, told",
    [
        ("sgd_step", "def sgd_step(params, grads, lr):\n    return params[7]", "IndexError"),
        ("sgd_step", "def sgd_step(params, grads, lr):\n    pass", "gave None"),
        ("loss_and_grads", "def loss_and_grads(*args):\n    return 1.0", "needs loss and grads"),
        (
            "loss_and_grads",
            "def loss_and_grads(params, *rest):\n    return 1.0, [(w.T, b) for w, b in params]",
            "of the shapes",
        ),
    ],
)
def test_a_broken_function_is_shown_in_the_figure(name: str, written: str, told: str) -> None:
    made = figure(**{name: written})
    assert "course-error" in made.scene and told in made.scene
    assert made.scene in made.still()["text/html"]


def test_a_run_that_is_no_number_says_so() -> None:
    uphill = (
        "def sgd_step(params, grads, lr):\n"
        "    return [(w - 1e200 * lr * dw, b) for (w, b), (dw, db) in zip(params, grads)]"
    )
    frame = figure(sgd_step=uphill).at(lr=10)
    assert frame.words.startswith("Diverged: the loss is not a number. Lower the learning rate")
    assert "not a number from epoch 0.1" in texts(frame)
    assert "nan" not in frame.svg
    assert "it is thrown out" in texts(frame)
