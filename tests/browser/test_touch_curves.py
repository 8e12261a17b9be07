"""What is dragged along a line or a curve: the graph's knobs, the losses' point, the nudge.

By mouse, finger and keys, in one notebook of its own. What is dragged has to be where the pointer
is before the kernel has said anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator
from support.browser import Figure, Lab

FUNCTIONS = """
import time
import numpy as np
from course import widgets

def softmax(logits):
    e = np.exp(logits)
    return e / e.sum(axis=1, keepdims=True)

def mse(pred, target): return np.mean((pred - target) ** 2)
def bce(z, y): return np.mean(np.log(1 + np.exp(z)) - y * z)
def hinge(z, y): return np.mean(np.maximum(0, 1 - y * z))
def slope(f, x, h): return np.array([(f(x + h) - f(x - h)) / (2 * h)])
"""
GRADS = "def grads(x, y, z):\n    return z, z, x + y"
CALLS = {
    "graph": "widgets.graph(x=-2, y=5, z=-4, grads=grads)",
    "one_logit": "widgets.one_logit(softmax=softmax, mse=mse, bce_with_logits=bce, hinge=hinge)",
    "step_size": "widgets.step_size(slope)",
}
FIRST = 2  # the cell of the first figure
NAMES = list(CALLS)
# The mark of each figure that is dragged, the control that moves with it, and how far it goes.
DRAGS = {
    "graph": ("x", "x", (0, -25)),
    "one_logit": ("loss", "z", (-90, 0)),
    "step_size": ("h", "h", (-150, 0)),
}
SWEPT = [
    pytest.param(name, marks=[pytest.mark.sweep] if name != NAMES[0] else []) for name in NAMES
]


@pytest.fixture(scope="module")
def page(page: Lab) -> Lab:
    cells = [new_code_cell(source) for source in (FUNCTIONS, GRADS, *CALLS.values())]
    kernel = {"name": "python3", "display_name": "", "language": "python"}
    page.write("curves", new_notebook(cells=cells, metadata={"kernelspec": kernel}))
    page.open("curves")
    page.run_all()
    return page


@pytest.fixture
def figures(page: Lab) -> Iterator[dict[str, Figure]]:
    """The three figures as they are in the beginning; a test that makes the page complain fails."""
    page.errors.clear()
    for index in range(len(NAMES)):
        page.figure(FIRST + index).ask("f.set(**{n: c.value for n, c in f._dials.items()})")
    yield Figures(page)
    assert page.errors == []


class Figures(dict[str, Figure]):
    """The figures by name, each brought into view when it is asked for."""

    def __init__(self, page: Lab) -> None:
        super().__init__()
        self.page = page

    def __missing__(self, name: str) -> Figure:
        figure = self.page.figure(FIRST + NAMES.index(name))
        figure.root.locator(".course-canvas").scroll_into_view_if_needed()
        figure.settled()
        return figure


def mark(figure: Figure, name: str) -> Locator:
    return figure.root.locator(f'[data-mark="{name}"]')


def middle(node: Locator) -> tuple[float, float]:
    box = node.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def place(figure: Figure, name: str) -> tuple[float, float]:
    """Where a mark is on the canvas, as the page shows it."""
    x, y = re.findall(r"-?[\d.]+", mark(figure, name).get_attribute("transform") or "")
    return float(x), float(y)


def kept(figure: Figure, name: str, control: str) -> tuple[float, float]:
    """Where the kernel has a mark; the slider stands as the kernel says, too."""
    position, marks = figure.ask(f"[f.values[{control!r}], f.marks]")
    assert figure.control(control).input_value() == str(position)
    return next((m["x"], m["y"]) for m in marks if m["name"] == name)


@pytest.mark.parametrize("name", SWEPT)
def test_it_is_dragged_with_the_mouse(figures: dict[str, Figure], name: str) -> None:
    figure, (grip, control, (dx, dy)) = figures[name], DRAGS[name]
    before, began = figure.ask("f.settings"), middle(mark(figure, grip))
    mouse = figure.page.mouse
    mouse.move(*began)
    mouse.down()
    mouse.move(began[0] + dx, began[1] + dy, steps=12)
    x, y = middle(mark(figure, grip))
    assert abs(x - began[0] - dx) < 1.5, "it is where the pointer is, before the kernel answers"
    assert name != "graph" or abs(y - began[1] - dy) < 1.5
    mouse.up()
    figure.settled()
    assert figure.ask("f.settings")[control] < before[control] or name == "graph"
    assert place(figure, grip) == pytest.approx(kept(figure, grip, control), abs=0.11)
    assert figure.normal(figure.ask("f.frame().svg")) in figure.scene


@pytest.mark.parametrize("name", SWEPT)
def test_it_is_dragged_with_a_finger(figures: dict[str, Figure], name: str) -> None:
    figure, (grip, control, (dx, dy)) = figures[name], DRAGS[name]
    before, (x, y) = figure.ask("f.settings"), middle(mark(figure, grip))
    session = figure.page.context.new_cdp_session(figure.page)

    def finger(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": px, "y": py, "id": i} for i, (px, py) in enumerate(places)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    finger("touchStart", (x, y))
    for share in (0.3, 0.6, 1):
        finger("touchMove", (x + share * dx, y + share * dy))
    finger("touchEnd")
    figure.settled()
    assert figure.ask("f.settings")[control] != before[control]
    assert place(figure, grip) == pytest.approx(kept(figure, grip, control), abs=0.11)


@pytest.mark.parametrize("name", SWEPT)
def test_it_is_moved_by_keys(figures: dict[str, Figure], name: str) -> None:
    figure, (grip, control, (dx, _)) = figures[name], DRAGS[name]
    on, off = ("ArrowRight", "ArrowLeft") if dx else ("ArrowUp", "ArrowDown")
    mark(figure, grip).focus()
    positions = [figure.ask("f.values")[control]]
    for key in (off, off, on, f"Shift+{off}"):
        said = mark(figure, grip).get_attribute("aria-valuetext")
        figure.page.keyboard.press(key)
        figure.settled()
        positions.append(figure.ask("f.values")[control])
        assert place(figure, grip) == pytest.approx(kept(figure, grip, control), abs=0.11)
        assert mark(figure, grip).get_attribute("aria-valuetext") != said
    moved = [b - a for a, b in pairwise(positions)]
    assert moved[:3] == [-1, -1, 1]
    assert moved[3] == -5 or positions[-1] == 0


@pytest.mark.sweep
@pytest.mark.parametrize("name", ["one_logit", "step_size"])
def test_a_point_does_not_leave_its_curve_while_it_is_dragged(
    figures: dict[str, Figure], name: str
) -> None:
    figure, (grip, _, _) = figures[name], DRAGS[name]
    rail = next(m["rail"] for m in figure.ask("f.marks") if m["name"] == grip)
    began, mouse = middle(mark(figure, grip)), figure.page.mouse
    mouse.move(*began)
    mouse.down()
    for across in range(0, -200, -23):
        mouse.move(began[0] + across, began[1] + across)  # as far below the curve as along it
        x, y = place(figure, grip)
        (x1, y1), (x2, y2) = next(
            (a, b) for a, b in pairwise([rail[0], *rail]) if b[0] >= x or b is rail[-1]
        )
        assert min(y1, y2) - 0.1 <= y <= max(y1, y2) + 0.1 and x1 - 0.1 <= x <= x2 + 0.1
    mouse.move(-50, 5)
    mouse.up()
    figure.settled()
    assert place(figure, grip) == pytest.approx(tuple(rail[0]), abs=0.11), "its end, not beyond"


def animations(figure: Figure) -> list[str]:
    """What moves in the picture by itself."""
    script = "e => e.getAnimations({subtree: true}).map(a => a.animationName)"
    return list(figure.root.locator(".course-scene").evaluate(script))


def stepped(figure: Figure, button: str) -> list[str]:
    """What moves after a step; each animation is waited for, to its end."""
    before = figure.scene
    figure.control(button).press("Enter")
    assert figure.changed(before)
    moving = animations(figure)
    figure.root.locator(".course-scene").evaluate(
        "e => Promise.all(e.getAnimations({subtree: true}).map(a => a.finished)).then(() => 0)"
    )
    return moving


def test_numbers_travel_when_a_step_is_taken_and_only_then(figures: dict[str, Figure]) -> None:
    figure = figures["graph"]
    assert animations(figure) == [], "nothing moves before the first step"
    expected = {"next": [(2, 1), (2, 1), (0, 1), (1, 2), (1, 2)], "back": [(1, 2), (0, 1)]}
    for button, steps in expected.items():
        for leave, arrive in steps:
            moving = stepped(figure, button)
            counts = moving.count("course-leave"), moving.count("course-arrive")
            assert counts == (leave, arrive)
    mark(figure, "z").press("ArrowUp")
    figure.settled()
    assert animations(figure) == []


@pytest.mark.sweep
def test_nothing_travels_where_motion_is_unwanted(figures: dict[str, Figure]) -> None:
    figure = figures["graph"]
    figure.page.emulate_media(reduced_motion="reduce")
    try:
        for _ in range(6):
            assert stepped(figure, "next") == []
        hidden = figure.root.locator(".course-leaving").evaluate_all(
            "all => all.every(e => getComputedStyle(e).opacity === '0')"
        )
        assert hidden
    finally:
        figure.page.emulate_media(reduced_motion=None)


@pytest.mark.sweep
@pytest.mark.parametrize("name", NAMES)
def test_no_control_and_no_picture_moves_its_neighbour(
    figures: dict[str, Figure], name: str
) -> None:
    figure = figures[name]
    script = """root => [...root.querySelectorAll(
        "label, input, button, output, .course-scene, .course-words, .course-copy")]
        .map(e => e.getBoundingClientRect())
        .map(({x, y, width}) => [x, y - root.getBoundingClientRect().y, width])
        .map(box => box.map(Math.round).join())"""
    places = set()
    for control in figure.ask("list(f._dials)"):
        for position in range(figure.ask(f"len(f._dials[{control!r}].values)")):
            figure.put(control, str(position))
            figure.settled(quiet=0.06)
            places.add(tuple(figure.root.evaluate(script)))
    assert len(places) == 1


@pytest.mark.sweep
def test_a_function_that_takes_its_time_is_waited_for_and_one_that_raises_is_survived(
    figures: dict[str, Figure], page: Lab
) -> None:
    slow = GRADS.replace("return", "time.sleep(0.5)\n    return")
    brittle = GRADS.replace("return", "1 / z\n    return")
    try:
        page.edit(1, slow)
        figure = figures["graph"]
        figure.ask("f.set(stage=5)")
        drag_z(figure, -30)
        page.ask("0")
        figure.settled(quiet=1.2)
        assert place(figure, "z") == pytest.approx(kept(figure, "z", "z"), abs=0.11)
        page.edit(1, brittle)
        figure = figures["graph"]
        figure.ask("f.set(z=-4.0)")
        figure.settled()
        mark(figure, "z").focus()
        for _ in range(4):
            figure.page.keyboard.press("ArrowUp")
        figure.settled()
        assert "ZeroDivisionError" in figure.words
        figure.page.keyboard.press("ArrowUp")
        figure.settled()
        assert figure.ask("f.settings")["z"] == 1 and "Error" not in figure.words
    finally:
        page.edit(1, GRADS)


def drag_z(figure: Figure, by: float) -> None:
    x, y = middle(mark(figure, "z"))
    figure.page.mouse.move(x, y)
    figure.page.mouse.down()
    figure.page.mouse.move(x, y + by, steps=8)
    figure.page.mouse.up()
