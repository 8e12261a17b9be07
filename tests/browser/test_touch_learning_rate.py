"""The start on the learning rate's landscape, and the speed: in a browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from support.browser import Figure
from support.hands import Finger, Place, broken, by_mouse, mark, middle, on_page

pytestmark = [pytest.mark.ch06_training_loop, pytest.mark.sweep]

FUNCTIONS = """
import time
import numpy as np
slow, broken = 0, False
def relu(x):
    return np.maximum(x, 0)
def loss_and_grads(params, x, y, act, lam):
    (w, b), (v, c) = params
    h = act(x @ w + b)
    z = h @ v + c
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    rows = np.arange(len(x))
    loss = -np.mean(np.log(p[rows, y] + 1e-300))
    p[rows, y] -= 1
    p /= len(x)
    dh = (p @ v.T) * (h > 0)
    return loss, [(x.T @ dh, dh.sum(axis=0)), (h.T @ p, p.sum(axis=0))]
def sgd_step(params, grads, lr):
    time.sleep(slow)
    if broken:
        raise ValueError("left is not right")
    return [(w - lr * dw, b - lr * db) for (w, b), (dw, db) in zip(params, grads)]
"""
CALL = "widgets.learning_rate(loss_and_grads, sgd_step)"
START = "[float(v) for v in f._draw.__self__._run.valley.ball.start]"


def at(figure: Figure, *weights: Place) -> list[Place]:
    """Where on the page the landscape has these weights."""
    places = [(412 + 292 * (u + 5) / 10, 34 + 292 * (5 - v) / 10) for u, v in weights]
    return on_page(figure, places)


def steps(figure: Figure) -> int:
    """How many the ball has taken, as the picture says."""
    found = re.search(r"(\d+) steps? at lr", figure.root.inner_text())
    return int(found[1]) if found else 0


def test_the_start_is_dragged_with_the_mouse_and_rolls_by_the_students_step(
    figure: Figure,
) -> None:
    mouse = figure.page.mouse
    mouse.move(*middle(figure, "start"))
    mouse.down()
    mouse.move(*at(figure, (3, 4))[0], steps=12)
    figure.settled()
    assert "let go, and it rolls" in figure.root.inner_text() and not figure.playing
    mouse.up()
    expect(figure.root.locator(".course-picture")).to_contain_text("steps at lr 0.1")
    figure.rest()
    assert figure.ask(START) == pytest.approx([3, 4], abs=0.05)
    assert steps(figure) > 1


def test_a_finger_drags_the_start(figure: Figure) -> None:
    Finger(figure).drag([middle(figure, "start"), *at(figure, (4, 1))])
    figure.page.wait_for_timeout(500)
    figure.rest()
    assert figure.ask(START) == pytest.approx([4, 1], abs=0.1) and steps(figure)


def test_arrow_keys_move_the_start(figure: Figure) -> None:
    mark(figure, "start").focus()
    for key in ("ArrowRight", "Shift+ArrowDown"):
        figure.page.keyboard.press(key)
    figure.page.wait_for_timeout(300)
    figure.rest()
    assert figure.ask(START) == pytest.approx([-2.75, 2.95])


def test_paths_of_earlier_rates_stay_until_reset(figure: Figure) -> None:
    figure.control("play").press("Enter")
    for _ in range(2):
        while steps(figure) < 10:
            figure.page.wait_for_timeout(50)
        for _ in range(8):
            figure.control("lr").press("ArrowLeft")
        figure.page.wait_for_timeout(300)
    figure.rest()
    earlier = "[label for label, _ in f._draw.__self__._run.valley.ball.earlier]"
    assert figure.ask(earlier)[0] == "lr 0.1"
    assert "lr 0.1" in figure.scene
    figure.control("reset").press("Enter")
    figure.settled()
    assert figure.ask(earlier) == []


def test_the_axes_stand_still_while_it_runs(figure: Figure) -> None:
    script = """root => [...root.querySelectorAll(".course-picture text")]
        .filter((t) => /^[\\d.]+$/.test(t.textContent))
        .map((t) => [t.textContent, t.getAttribute("x"), t.getAttribute("y")])"""
    before = figure.root.evaluate(script)
    figure.control("play").press("Enter")
    for _ in range(10):
        figure.page.wait_for_timeout(80)
        assert figure.root.evaluate(script) == before
    figure.rest()


def test_the_speed_starts_nothing_and_is_kept_by_keys(figure: Figure) -> None:
    speed = figure.control("speed")
    speed.press("End")
    assert figure.ask("f.settings['speed']") == "fast"
    assert not figure.ask("f.playing") and "epoch 0.0" in figure.scene
    speed.press("Home")
    figure.control("play").press("Enter")
    figure.page.wait_for_timeout(2000)
    figure.rest()
    assert 3 <= steps(figure) <= 16


def test_a_slow_step_lets_the_handle_follow(figure: Figure) -> None:
    [place] = at(figure, (0, -3))
    mouse = figure.page.mouse
    mouse.move(*middle(figure, "start"))
    mouse.down()
    figure.lab.ask("globals().update(slow=0.3) or 0")
    try:
        mouse.move(*place, steps=10)
        assert middle(figure, "start") == pytest.approx(place, abs=2)
    finally:
        figure.lab.ask("globals().update(slow=0) or 0")
    mouse.up()
    figure.page.wait_for_timeout(500)
    figure.rest()
    assert figure.ask(START) == pytest.approx([0, -3], abs=0.05)


def test_a_step_that_breaks_while_it_is_dragged_is_shown_and_reset_recovers(
    figure: Figure,
) -> None:
    with broken(figure):
        by_mouse(figure, [middle(figure, "start"), *at(figure, (2, 2))])
        expect(figure.root.locator(".course-error")).to_contain_text("left is not right")
    figure.control("reset").press("Enter")
    figure.settled()
    assert "Not trained yet" in figure.words and mark(figure, "start").is_visible()
