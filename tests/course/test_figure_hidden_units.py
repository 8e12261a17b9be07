"""Chapter 6's figure of the hidden units: its verdicts, its pictures and its numbers."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from support.solved import alt, blank, broken, cut, functions, notebook, spoilt, trained, worked

from course import widgets
from course.widgets.hidden_units import RATES, UNITS, Learner
from course.widgets.lesson import task
from course.widgets.verdict import SAID, judge

pytestmark = pytest.mark.ch06_training_loop


def values(units: int = 8, data: str = "moons", lr: float = 0.3, seed: int = 0) -> dict[str, Any]:
    return {"units": units, "data": data, "lr": lr, "seed": seed}


def after(steps: int, **given: Any) -> tuple[Learner, str, str]:
    """A run, and the words and the picture of its last state."""
    at = values(**given)
    run = trained(Learner(*functions()), at, steps)
    frame = run.frame(at)
    return run, frame.words, frame.svg


def surprise(net: Any, x: Any, y: Any) -> float:
    """The mean cross-entropy, by other code."""
    (w, b), (v, c) = net.params
    z = np.maximum(x @ w + b, 0) @ v + c
    return float(np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]))


@pytest.mark.parametrize(
    "steps, given, told",
    [
        (0, {"units": 1}, "A new net of 1 unit starts from random weights."),
        (700, {"units": 1}, "1 unit: too few"),
        (1000, {"units": 4}, "4 units: too few"),
        (1000, {"units": 8}, "8 units fits"),
        (6000, {"units": 24, "lr": 1.0}, "24 units overfits"),
        (300, {"units": 8, "lr": 0.001}, "8 units: slow"),
        (1000, {"units": 1, "data": "spiral"}, "1 unit: too few"),
        (1000, {"units": 12, "data": "spiral"}, "12 units fits"),
        (1000, {"units": 1, "data": "digits"}, "1 unit: too few"),
        (400, {"units": 64, "data": "digits"}, "64 units fits"),
        (200, {"units": 4, "lr": 30.0}, "All 4 units are dead"),
        (200, {"units": 1, "lr": 30.0}, "The only unit is dead"),
        (300, {"units": 64, "lr": 30.0}, "64 units diverges"),
    ],
)
def test_the_words_name_what_happens(steps: int, given: dict[str, Any], told: str) -> None:
    assert told in after(steps, **given)[1]


def test_where_it_says_overfits_the_losses_part() -> None:
    run, words, _ = after(6000, units=24, lr=1.0)
    t, least = run.task, int(np.argmin(run.losses["test"]))
    assert "overfits" in words
    assert surprise(run.net, t.x_test, t.y_test) > 1.5 * run.losses["test"][least]
    assert surprise(run.net, t.x, t.y) < 0.8 * run.losses["training"][least]


@pytest.mark.parametrize("data", ["moons", "spiral", "digits"])
def test_the_losses_shown_are_those_of_the_network(data: str) -> None:
    run, _, svg = after(100, data=data)
    t = run.task
    for part, x, y in (("training", t.x[:500], t.y[:500]), ("test", t.x_test, t.y_test)):
        found = re.search(f">{part} ([\\d.]+)<", svg)
        assert found and float(found[1]) == pytest.approx(surprise(run.net, x, y), abs=0.001)


def test_dead_units_are_counted_and_crossed_out() -> None:
    run, words, svg = after(300, units=64, lr=3.0)
    (w, b), _ = run.net.params
    dead = int(np.sum(np.max(run.task.x @ w + b, axis=0) <= 0))
    assert 0 < dead < 64
    assert f"{dead} of 64 are dead" in words
    assert len(re.findall(r"m0 -", svg)) == dead


@pytest.mark.parametrize("units", UNITS)
def test_every_unit_has_its_picture(units: int) -> None:
    _, _, svg = after(0, units=units)
    inputs, *boxes = re.findall(r'<path d="([^"]*)" fill="none" stroke="[^"]*line', svg)
    assert inputs.count("z") == 2
    assert sum(path.count("z") for path in boxes) == units
    assert svg.count("<image") == 2 + len(boxes)


def test_the_chapters_numbers_on_digits_hold() -> None:
    for units, low, high in ((1, 0.25, 0.42), (8, 0.93, 0.985), (64, 0.98, 0.998)):
        run, _, svg = after(3000, units=units, data="digits")
        t = run.task
        (w, b), (v, c) = run.net.params
        read = (np.maximum(t.x_test @ w + b, 0) @ v + c).argmax(axis=1) == t.y_test
        assert low <= read.mean() <= high
        assert f"together: {read.mean():.0%} of 360" in svg


@pytest.mark.parametrize("units", [UNITS[0], UNITS[-1]])
@pytest.mark.parametrize("lr", [RATES[0], RATES[-1]])
@pytest.mark.parametrize("data", ["moons", "spiral", "digits"])
def test_both_ends_of_every_control_give_a_picture(units: int, lr: float, data: str) -> None:
    for steps in (0, 1, 50):
        _, words, svg = after(steps, units=units, lr=lr, data=data)
        assert words and svg.startswith("<svg") and ">nan<" not in svg
        assert len(svg) < 45_000


def test_a_lost_network_is_told_of_and_ends() -> None:
    run = Learner(functions()[0], spoilt)
    run.reset(values())
    assert [run.step(values()) for _ in range(2)] == [True, False]
    frame = run.frame(values())
    assert frame.words.startswith("Diverged: the loss is not a number.")
    assert "not a number" in frame.svg.split('aria-label="')[1].split('"')[0]


def test_another_number_of_units_begins_anew_and_says_so() -> None:
    figure = widgets.hidden_units(*functions())
    worked(figure, *[lambda: figure.press("step")] * 3)
    assert "after 3 steps" in alt(figure)
    worked(figure, lambda: figure.set(units=12))
    assert "12 hidden units" in alt(figure) and "after 0 steps" in alt(figure)
    assert "A new net of 12 units starts from random weights." in figure.words


def test_another_learning_rate_goes_on_with_the_same_network() -> None:
    figure = widgets.hidden_units(*functions())
    worked(figure, *[lambda: figure.press("step")] * 3, lambda: figure.set(lr=0.1))
    assert "learning rate 0.1, after 3 steps" in alt(figure)


def test_the_same_settings_give_the_same_picture() -> None:
    assert after(60, data="digits")[2] == after(60, data="digits")[2]
    assert after(60, data="digits", seed=1)[2] != after(60, data="digits")[2]


def test_it_wakes_up_by_itself_when_the_exercises_are_written() -> None:
    def loss_and_grads(*args: Any) -> Any:
        raise NotImplementedError

    figure = widgets.hidden_units(loss_and_grads, blank)
    assert "the course until your <code>loss_and_grads</code> works" in figure.words
    assert "Trained by the course." in widgets.hidden_units().words
    assert "Trained by your" in widgets.hidden_units(*functions()).words


@pytest.mark.parametrize("step, told", [(broken, "by nothing"), (cut, "the figure needs")])
def test_a_broken_step_is_shown(step: Any, told: str) -> None:
    figure = widgets.hidden_units(notebook()["loss_and_grads"], step)
    worked(figure, lambda: figure.press("step"))
    assert "course-error" in figure.scene and told in figure.scene


def test_a_verdict_needs_more_to_be_left_than_to_be_kept() -> None:
    train = [1.0, *np.linspace(0.6, 0.5, 99)]
    losses = {"training": train, "test": train}
    alive, high = np.zeros(3, bool), task("moons").high
    assert judge(1000, losses, alive, high, 0.3, "falling")[0] == "falling"
    assert judge(1000, losses, alive, high, 0.3, "few")[0] == "few"
    assert judge(1000, losses, np.zeros(20, bool), high, 0.3, "stuck")[0] == "stuck"


@pytest.mark.parametrize("rise, told", [(1.0, "fits"), (1.08, "turns"), (1.2, "overfits")])
def test_it_says_no_longer_that_it_fits_once_the_test_loss_has_risen(
    rise: float, told: str
) -> None:
    train, fall = np.linspace(1, 0.1, 200), np.linspace(1, 0.25, 100)
    test = np.concatenate([fall, np.linspace(0.25, 0.25 * rise, 100)])
    losses = {"training": list(train), "test": list(test)}
    said, risen = judge(2000, losses, np.zeros(8, bool), 0.27, 0.3)
    assert said == told
    assert risen == pytest.approx(rise - 1, abs=0.02)


@pytest.mark.parametrize("data", ["moons", "spiral", "digits"])
def test_the_axes_of_the_losses_stay_and_hold_the_untrained_net(data: str) -> None:
    def axes(svg: str) -> list[str]:
        return re.findall(
            r'<text x="[^"]*" y="(?:\d\d\d[^"]*)"[^>]*font-size="12"[^>]*>[\d.]+<', svg
        )

    first, later = (after(steps, data=data)[2] for steps in (0, 1100))
    assert axes(first) == axes(later) and axes(first)
    panel = first.split("Loss, step 0")[1]
    assert panel.count("<circle") == 2 and "Play" not in first


def test_no_sentence_is_longer_than_its_room_or_speaks_of_buttons() -> None:
    note = len("4 of 64 are dead, 0 for every sample: crossed out. ")
    note += len("Trained by your loss_and_grads and sgd_step.")
    for said in SAID.values():
        text = said.format(which="A new", net="64 units", risen="27%")
        assert len(text) + note < 3 * 92
        assert not re.search(r"Reset|Play|Step|press", text)
