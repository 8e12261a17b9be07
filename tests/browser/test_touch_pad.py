"""A digit is drawn with a mouse, a finger and keys; the network learns what it was, and forgets."""

from __future__ import annotations

import pytest
from support.browser import Figure
from support.hands import Finger, Place, broken, mark, on_page, serious

CALL = "f = widgets.pad(net); f"
FUNCTIONS = """
from course.widgets import plain_network
class Net(plain_network.Plain):
    def layers(self, x):
        if broken:
            raise ValueError("my mistake")
        return super().layers(x)
broken, net = False, Net(plain_network.bundled().params)
"""
# A three, in the picture's units.
THREE = [(95, 85), (150, 60), (200, 100), (150, 160), (205, 210), (150, 270), (90, 245)]


def three(figure: Figure) -> list[Place]:
    return on_page(figure, [(float(x), float(y)) for x, y in THREE])


def reads(figure: Figure, digit: int) -> None:
    read = figure.root.locator(".course-picture text", has_text=f"reads {digit}")
    read.first.wait_for(state="attached")
    assert f"Read as {digit}" in figure.words


def test_a_digit_is_read_while_it_is_drawn_and_learned_from_and_that_is_undone(
    figure: Figure,
) -> None:
    reads(figure, 2)
    figure.choose("was", "7")
    figure.settled()
    assert "read 2, now 7" in figure.scene
    assert figure.root.locator(".course-stepped .course-arriving").count() > 10
    figure.control("undo").click()
    reads(figure, 2)
    assert figure.control("was").input_value() == "0"
    mouse, places = figure.page.mouse, three(figure)
    mouse.move(*places[0])
    mouse.down()
    before = figure.scene
    for place in places[1:]:
        mouse.move(*place, steps=4)
        assert figure.changed(before)
        before = figure.scene
    mouse.up()
    reads(figure, 3)


@pytest.mark.sweep
def test_a_digit_is_drawn_with_a_finger_on_a_narrow_page(figure: Figure) -> None:
    page = figure.page
    page.set_viewport_size({"width": 390, "height": 1200})
    try:
        figure = figure.again()
        figure.settled(0.5)
        pad = mark(figure, "sheet").locator(".course-reach").bounding_box()
        whole = figure.root.bounding_box()
        assert pad and whole and pad["width"] > 0.75 * whole["width"]
        left, top, scale = pad["x"], pad["y"], pad["width"] / 276
        Finger(figure).drag([(left + (x - 12) * scale, top + (y - 34) * scale) for x, y in THREE])
        reads(figure, 3)
    finally:
        page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.sweep
def test_a_digit_is_drawn_by_keys_and_erased(figure: Figure) -> None:
    mark(figure, "sheet").focus()
    keys = figure.page.keyboard
    keys.press("Delete")
    figure.root.locator(".course-words", has_text="pad is empty").wait_for()
    for key in ["Shift+ArrowUp"] * 3 + ["Space"] + ["Shift+ArrowDown"] * 6 + ["Space"]:
        keys.press(key)
    reads(figure, 1)
    keys.press("Shift+ArrowLeft")
    figure.settled()
    down = [[150.0, 67.0 + 35 * i] for i in range(7)]
    assert figure.ask("f._draw.__self__.paper.strokes") == [down]


@pytest.mark.sweep
def test_a_held_out_digit_is_taken_and_a_unit_opened_by_keys(figure: Figure) -> None:
    figure.control("digit").press("ArrowDown")
    reads(figure, 3)
    mark(figure, "unit1_0").focus()
    keys = figure.page.keyboard
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        keys.press(key)
    figure.settled()
    assert "Hidden layer 1, unit 2" in figure.scene
    assert figure.page.evaluate("document.activeElement.dataset.mark") == "unit1_2"
    keys.press("Enter")
    figure.settled()
    assert "Hidden layer 1" not in figure.scene


@pytest.mark.sweep
def test_a_network_that_raises_while_it_is_drawn_for_is_told_and_the_drawing_goes_on(
    figure: Figure,
) -> None:
    mouse, places = figure.page.mouse, three(figure)
    mouse.move(*places[0])
    mouse.down()
    mouse.move(*places[1], steps=4)
    with broken(figure):
        mouse.move(*places[2], steps=4)
        figure.settled()
        assert "my mistake" in figure.words and "<svg" in figure.scene
    for place in places[3:]:
        mouse.move(*place, steps=4)
    mouse.up()
    reads(figure, 3)
    assert figure.ask("len(f._draw.__self__.paper.strokes)") == 1


@pytest.mark.sweep
def test_axe_finds_nothing_serious_in_light_and_dark(figure: Figure) -> None:
    figure.choose("was", "7")
    assert serious(figure) == []
