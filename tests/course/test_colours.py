"""The course's colours on light and on dark pages: what is written can be read on both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.text import Text
from numpy.typing import NDArray
from support.chapters import ROOT
from support.stills import STILLS

from course import colours, plots
from course.plots.picture import NIGHT, Picture

Floats = NDArray[np.float64]

ENOUGH = 4.5  # WCAG's for words
PAGES = {"JupyterLab": "#111111", "a page": "#181a1b"}
SHEET = (ROOT / "course" / "widgets" / "figure.css").read_text("utf-8")
GREYS = np.full((3, 3), (0.213, 0.715, 0.072))  # as CSS turns hues, about the axis of greys
BACK = 2 * GREYS - np.eye(3)


def rgb(colour: str) -> Floats:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255


def turned(colour: Floats, page: Floats) -> Floats:
    """What colours (..., 3) become on a dark page, as `colours.TURNED` says."""
    over = np.clip((1 - colour) @ BACK.T, 0, 1)
    return np.asarray(1 - (1 - over) * (1 - page))


def luminance(colour: Floats) -> Floats:
    linear = np.where(colour <= 0.03928, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one: Floats, other: Floats) -> Floats:
    a, b = luminance(one) + 0.05, luminance(other) + 0.05
    return np.asarray(np.maximum(a, b) / np.minimum(a, b))


def _seen(text: Text) -> bool:
    return bool(text.get_visible() and text.get_text().strip())


def _of_axes(ax: Axes) -> list[Text]:
    return [text for axis in (ax.xaxis, ax.yaxis) for text in axis.findobj(Text)]


def words(picture: Picture) -> Iterator[tuple[str, Floats, Floats]]:
    """All that is written in a picture: the words, their colour, and what they stand on, (n, 3)."""
    figure = picture.figure
    figure.set_facecolor(NIGHT if picture.true else colours.PAPER)
    drawing: Any = FigureCanvasAgg(figure)
    drawing.draw()
    unseen = {id(t) for ax in figure.axes if not ax.axison for t in _of_axes(ax)}
    texts = [t for t in figure.findobj(Text) if id(t) not in unseen and _seen(t)]
    boxes = [t.get_window_extent() for t in texts]
    inks = [np.array(to_rgb(t.get_color())) for t in texts]
    for text in texts:
        text.set_alpha(0)
    drawing.draw()
    ground = np.asarray(drawing.buffer_rgba())[..., :3] / 255
    for text, box, ink in zip(texts, boxes, inks, strict=True):
        rows = slice(max(round(ground.shape[0] - box.y1), 0), round(ground.shape[0] - box.y0))
        under = ground[rows, max(round(box.x0), 0) : round(box.x1)].reshape(-1, 3)
        if len(under):  # a tick's label may lie outside of what is shown
            yield text.get_text(), ink, under


@pytest.mark.parametrize("name", STILLS)
def test_words_in_a_still_can_be_read_on_light_and_on_dark_pages(name: str) -> None:
    picture = STILLS[name]()
    found = list(words(picture))
    for said, ink, under in found:
        light = np.median(contrast(ink, under))
        assert light >= ENOUGH, f"{name}: {said!r} has {light:.2f}"
        for page in () if picture.true else PAGES.values():
            paper = rgb(page)
            dark = np.median(contrast(turned(ink, paper), turned(under, paper)))
            assert dark >= ENOUGH, f"{name}: {said!r} has {dark:.2f} on {page}"
    assert found


def test_every_still_figure_is_looked_at() -> None:
    others = {"grid", "square", "Picture"}
    assert set(STILLS) == set(plots.__all__) - others


def test_the_figures_and_the_stills_have_the_same_colours() -> None:
    light = SHEET.split(".course-figure {", 1)[1].split("}", 1)[0]
    for meaning in ("one", "zero", "test", "gradient", "right", "wrong"):
        found = re.search(rf"--course-{meaning}: (#\w+);", light)
        assert found and found[1] == getattr(colours, meaning.upper())


def hue(colour: Floats) -> float:
    """In degrees."""
    red, green, blue = colour
    return float(np.degrees(np.arctan2(3**0.5 * (green - blue), 2 * red - green - blue)))


@pytest.mark.parametrize("meaning", ["one", "zero", "test", "gradient", "right", "wrong"])
def test_a_colour_turned_over_is_near_to_that_of_a_figure_on_a_dark_page(meaning: str) -> None:
    dark = SHEET.split('[data-jp-theme-light="false"] .course-figure {', 1)[1].split("}", 1)[0]
    found = re.search(rf"--course-{meaning}: (#\w+);", dark)
    assert found
    wanted = rgb(found[1])
    got = turned(rgb(getattr(colours, meaning.upper())), rgb(PAGES["JupyterLab"]))
    apart = abs((hue(wanted) - hue(got) + 180) % 360 - 180)
    assert apart < 30 and contrast(got, wanted) < 2, (meaning, apart, got)


def test_all_pages_turn_a_still_over_in_the_same_way() -> None:
    page = (ROOT / "autograder" / "shared" / "page.css").read_text("utf-8")
    assert all(f"{rule};" in page for rule in colours.TURNED.split("; "))
    for kind in (colours.PLOT, colours.STILL, colours.TRUE):
        assert f".{kind}" in page and f".{kind}" in colours.STYLE
