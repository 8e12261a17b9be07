"""Chapter 3's paintings: fog, stained glass, and what is pressed stands large."""

from __future__ import annotations

import base64
import io
import re
from typing import Any

import numpy as np
import pytest
from PIL import Image

from course import colours, widgets
from course.widgets.figure import Interactive
from course.widgets.paintings import FACTORS, LARGE, SEEDS, SHOWN, SMALL
from course.widgets.touch import PRESS, Touch

pytestmark = pytest.mark.ch03_forward_pass


def paint(seed: int, factor: float, n: int) -> Any:
    """One colour, the farther from grey the larger the factor."""
    return 0.5 + np.clip(factor / 12, 0, 0.5) * np.ones((n * n, 3)) * (1 if seed % 2 else -1)


def pictures(figure: Interactive) -> list[Image.Image]:
    found = re.findall(r"data:image/jpeg;base64,([\w+/=]+)", figure.scene)
    return [Image.open(io.BytesIO(base64.b64decode(one))) for one in found]


def test_one_picture_is_large_and_its_neighbours_are_small() -> None:
    sizes = [picture.size for picture in pictures(widgets.paintings(paint))]
    assert sizes == [(LARGE, LARGE)] + [(SMALL, SMALL)] * SHOWN


def test_what_is_pressed_stands_large_and_the_slider_follows() -> None:
    figure = widgets.paintings(paint)
    for seed in (7, 0):
        figure.touch(Touch(f"seed{seed}", 0, 0, PRESS))
        assert figure.settings["seed"] == seed
        level = pictures(figure)[0].getpixel((50, 50))
        assert (level[0] > 128) == bool(seed % 2)  # type: ignore[index]
    figure.set(seed=SEEDS[-1])
    labels = [mark["label"] for mark in figure.marks]
    assert len(labels) == SHOWN and labels[-1] == f"seed {SEEDS[-1]}, shown large"


def test_the_words_follow_the_factor() -> None:
    figure = widgets.paintings(paint)
    assert figure.at(factor=FACTORS[0]).words.startswith("Fog")
    assert figure.at(factor=FACTORS[-1]).words.startswith("Stained glass: 100%")
    assert figure.at(factor=2.5).words.startswith("Between")


def test_a_painting_keeps_its_colours_on_a_dark_page() -> None:
    figure = widgets.paintings(paint)
    assert figure.scene.count(f'class="{colours.TRUE}"') == 1 + SHOWN
    assert f'class="{colours.STILL} {colours.TRUE}"' in figure.still()["text/html"]


@pytest.mark.parametrize("value", [np.nan, np.inf, -1e300])
def test_colours_that_are_none_are_drawn(value: float) -> None:
    figure = widgets.paintings(lambda seed, factor, n: np.full((n * n, 3), value))
    assert len(pictures(figure)) == 1 + SHOWN


@pytest.mark.parametrize("wrong", [lambda *a: 1 / 0, lambda *a: None, lambda *a: np.ones(5)])
def test_a_function_that_fails_is_said_in_the_figure(wrong: Any) -> None:
    assert "course-error" in widgets.paintings(wrong).scene
