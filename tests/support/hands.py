"""A reader's hands on a figure in a real browser: a mouse, a finger, keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator

from support.browser import DARK, LIGHT, Figure, Lab

Place = tuple[float, float]


def one_figure(shown: Lab, functions: str, call: str) -> Figure:
    """A notebook of two cells that was run: what the figure is given, and the figure."""
    kernel = {"name": "python3", "display_name": "", "language": "python"}
    cells = [new_code_cell(f"from course import widgets\n{functions}"), new_code_cell(call)]
    shown.write("figure", new_notebook(cells=cells, metadata={"kernelspec": kernel}))
    shown.open("figure")
    shown.run_all()
    return shown.figure(1)


def afresh(shown: Lab, call: str) -> Figure:
    """The figure as a new run of its cell shows it."""
    shown.edit(1, call)
    shown.ask("0")
    figure = shown.figure(1)
    figure.root.scroll_into_view_if_needed()
    figure.settled()
    return figure


@contextmanager
def broken(figure: Figure) -> Iterator[None]:
    """What the figure was given raises, if its FUNCTIONS look at `broken`, until this ends."""
    figure.lab.ask("globals().update(broken=True) or 0")
    try:
        yield
    finally:
        figure.lab.ask("globals().update(broken=False) or 0")


def serious(figure: Figure) -> list[str]:
    """What axe finds serious or worse in the figure, on a light page and on a dark one."""
    found: list[str] = []
    try:
        for theme in (LIGHT, DARK):
            figure.lab.theme(theme)
            figure.settled()
            found += figure.lab.axe(".course-figure")
    finally:
        figure.lab.theme(LIGHT)
    return found


def mark(figure: Figure, name: str) -> Locator:
    """A mark of the figure."""
    return figure.root.locator(f'[data-mark="{name}"]')


def middle(figure: Figure, name: str) -> Place:
    """Where on the page a mark is hit."""
    box = mark(figure, name).locator(".course-reach").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def on_page(figure: Figure, places: Sequence[Place]) -> list[Place]:
    """Where on the page places of the picture are."""
    script = """(svg, places) => places.map(([x, y]) => {
        const at = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM());
        return [at.x, at.y]; })"""
    found = figure.root.locator(".course-touch").evaluate(script, list(map(list, places)))
    return [(float(x), float(y)) for x, y in found]


def by_mouse(figure: Figure, places: Sequence[Place], steps: int = 8) -> None:
    """Press at the first place, pass by the others, and let go at the last."""
    mouse = figure.page.mouse
    mouse.move(*places[0])
    mouse.down()
    for place in places[1:]:
        mouse.move(*place, steps=steps)
    mouse.up()


class Finger:
    """One or more fingers on the page."""

    def __init__(self, figure: Figure) -> None:
        self._session = figure.page.context.new_cdp_session(figure.page)

    def put(self, *places: Place) -> None:
        """Put that many fingers down, at these places."""
        self._send("touchStart", places)

    def to(self, *places: Place) -> None:
        """Move the fingers that are down to these places."""
        self._send("touchMove", places)

    def lift(self) -> None:
        """Take all fingers away."""
        self._send("touchEnd", ())

    def drag(self, places: Sequence[Place], steps: int = 6) -> None:
        """Draw a finger from the first place past the others."""
        self.put(places[0])
        for (x1, y1), (x2, y2) in zip(places, places[1:], strict=False):
            for step in range(1, steps + 1):
                share = step / steps
                self.to((x1 + share * (x2 - x1), y1 + share * (y2 - y1)))
        self.lift()

    def _send(self, kind: str, places: Sequence[Place]) -> None:
        points: list[dict[str, Any]] = [
            {"x": x, "y": y, "id": i} for i, (x, y) in enumerate(places)
        ]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
