"""The start on the landscape of a loss: by mouse, by finger, by keys, and what may go wrong."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from support.browser import Figure
from support.hands import Finger, Place, broken, by_mouse, mark, middle, on_page

pytestmark = pytest.mark.ch04_loss

FUNCTIONS = """
import time
slow, broken = 0, False
def bowl(w):
    time.sleep(slow)
    if broken:
        raise ValueError("left is not right")
    return (w[0] - 1) ** 2 + 2 * (w[1] + 2) ** 2
def plateau(w):
    return min(0.1 * w @ w, 1.0)
"""
CALL = 'widgets.landscape({"bowl": bowl, "plateau": plateau})'
START = "[v for v in f._draw.__self__._run.ball.start]"
STEPS = "f._draw.__self__._run.ball.steps"


def at(figure: Figure, *weights: Place) -> list[Place]:
    """Where on the page the landscape has these weights."""
    return on_page(figure, [(64 + 340 * (u + 6) / 12, 32 + 340 * (6 - v) / 12) for u, v in weights])


def rolled(figure: Figure) -> None:
    """Until the ball has come to rest."""
    expect(figure.root.locator(".course-words")).to_contain_text("It has found", timeout=20_000)


def test_the_start_is_dragged_with_the_mouse_and_the_ball_rolls(figure: Figure) -> None:
    mouse, places = figure.page.mouse, at(figure, (4, 4))
    mouse.move(*middle(figure, "start"))
    mouse.down()
    mouse.move(*places[0], steps=12)
    figure.settled()
    assert figure.words.startswith("Let go, and the ball rolls") and not figure.playing
    mouse.up()
    rolled(figure)
    assert mark(figure, "start").get_attribute("aria-valuetext") == "weights 4.0 and 4.0"
    assert figure.ask(START) == pytest.approx([4, 4], abs=0.05)
    assert not figure.ask("f.playing")


@pytest.mark.sweep
def test_a_press_on_the_ground_puts_the_start_there(figure: Figure) -> None:
    by_mouse(figure, at(figure, (-2, 5), (-3, 5)))
    rolled(figure)
    assert figure.ask(START) == pytest.approx([-3, 5], abs=0.05)


@pytest.mark.sweep
def test_a_finger_drags_the_start(figure: Figure) -> None:
    Finger(figure).drag([middle(figure, "start"), *at(figure, (3, 3))])
    rolled(figure)
    assert figure.ask(START) == pytest.approx([3, 3], abs=0.1)


@pytest.mark.sweep
def test_arrow_keys_move_the_start(figure: Figure) -> None:
    mark(figure, "start").focus()
    for key in ("ArrowRight", "Shift+ArrowRight", "ArrowUp", "ArrowLeft"):
        figure.page.keyboard.press(key)
    figure.settled()
    assert figure.ask(START) == pytest.approx([-4.5 + 5 * 0.3, -3.7])
    rolled(figure)


@pytest.mark.sweep
def test_the_ground_has_a_cursor_for_keys(figure: Figure) -> None:
    ground = mark(figure, "ground")
    ground.focus()
    for key in ("ArrowRight", "ArrowUp", "Enter"):
        figure.page.keyboard.press(key)
    rolled(figure)
    assert figure.ask(START) == pytest.approx([12 * 10 / 340] * 2, abs=0.01)


@pytest.mark.sweep
def test_a_pointer_that_leaves_the_picture_drags_no_further_than_its_edge(figure: Figure) -> None:
    x, y = middle(figure, "start")
    by_mouse(figure, [(x, y), (x - 400, y + 30)])
    figure.settled()
    assert figure.ask(START)[0] == -6
    rolled(figure)


@pytest.mark.sweep
def test_while_the_function_is_slow_the_handle_follows_and_ends_where_it_was_let_go(
    figure: Figure,
) -> None:
    [place] = at(figure, (5, 2))
    mouse = figure.page.mouse
    mouse.move(*middle(figure, "start"))
    mouse.down()
    figure.lab.ask("globals().update(slow=0.05) or 0")
    try:
        mouse.move(*place, steps=10)
        assert middle(figure, "start") == pytest.approx(place, abs=2)
        mouse.up()
    finally:
        figure.lab.ask("globals().update(slow=0) or 0")
    rolled(figure)
    assert figure.ask(START) == pytest.approx([5, 2], abs=0.05)


@pytest.mark.sweep
def test_a_function_that_breaks_while_it_is_dragged_is_shown_and_reset_recovers(
    figure: Figure,
) -> None:
    mouse = figure.page.mouse
    mouse.move(*middle(figure, "start"))
    mouse.down()
    with broken(figure):
        mouse.move(*at(figure, (2, 2))[0], steps=6)
        expect(figure.root.locator(".course-error")).to_contain_text("left is not right")
        mouse.up()
    figure.control("reset").click()
    figure.settled()
    by_mouse(figure, [middle(figure, "start"), *at(figure, (3, 0))])
    rolled(figure)


@pytest.mark.sweep
def test_on_a_plateau_it_stays_and_says_so_at_any_speed(figure: Figure) -> None:
    figure.control("speed").select_option(label="fast")
    figure.settled()
    assert not figure.ask("f.playing") and figure.ask(STEPS) == 0
    figure.control("loss").select_option(label="plateau")
    expect(figure.root.locator(".course-words")).to_contain_text("It stays on the plateau")
    figure.control("speed").select_option(label="normal")
    assert figure.ask("f.settings") == {"loss": "plateau", "speed": "normal"}


@pytest.mark.sweep
def test_after_a_restart_of_the_kernel_it_says_so_and_plays_nothing(figure: Figure) -> None:
    figure.control("play").click()
    figure.page.evaluate(
        "() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
    )
    expect(figure.root.locator(".course-trouble")).to_contain_text("run its cell again")
    expect(figure.control("play")).to_have_text("Play")
    assert figure.control("play").is_disabled() and mark(figure, "start").is_hidden()
    figure.lab.run_all()
