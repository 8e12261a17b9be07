"""The films of figures that train: how they are packed, and how a page plays them."""

import base64
import gzip
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect
from support.offline import Reader, browser_offline

from autograder.publishing.pages import figures, film, page
from course.widgets.canvas import Canvas, png
from course.widgets.figure import Control, Frame, Interactive, still
from course.widgets.live import live


class Heated:
    """A run whose picture is a map that grows warm; after four steps one number is none."""

    resets = frozenset({"to"})
    pace = 1
    length = 30

    def reset(self, values: Mapping[str, Any]) -> None:
        self.steps = 0

    def step(self, values: Mapping[str, Any]) -> bool:
        self.steps += 1
        return self.steps < 30

    def frame(self, values: Mapping[str, Any]) -> Frame:
        canvas = Canvas(200, 100)
        heat = np.linspace(-1, values["to"] * self.steps / 30, 12).reshape(3, 4)
        heat[0, 0] = np.nan if self.steps == 4 else heat[0, 0]
        canvas.image(0, 0, 40, 30, png(heat))
        canvas.text(50, 50, f"step {self.steps}")
        return Frame(canvas.svg(f"a map at step {self.steps}"), f"It has taken {self.steps} steps.")


def heated() -> Interactive:
    return live("heated", "How warm?", [Control("to", "to", (0, 1), 1)], Heated(), seeded=False)


@pytest.fixture(scope="module")
def offline() -> Iterator[Reader]:
    with browser_offline() as reader:
        yield reader


def film_page(tmp_path: Path, moments: int) -> Path:
    """A page with the film of one figure."""
    recording, first = figures.recorded(heated(), most=9, moments=moments)
    shown = page._figure(recording, still(first)["text/html"], "heated-1")
    place = page.Place("Heat", "heat.html")
    (tmp_path / place.file).write_text(page.html(place, ["<h1>Heat</h1>", shown], None, None))
    return tmp_path / place.file


def test_a_film_is_played_stopped_and_gone_through_by_keyboard(
    offline: Reader, tmp_path: Path
) -> None:
    figure = offline.open(film_page(tmp_path, 30)).locator("figure")
    play, pause = (figure.get_by_role("button", name=name) for name in ("Play", "Pause"))
    moment, words = figure.get_by_label("moment"), figure.locator(".course-words")
    expect(words).to_have_text("It has taken 30 steps.")
    play.press("Enter")  # from the end it begins anew
    expect(pause).to_be_focused()
    pause.press("Enter")
    stopped = moment.get_attribute("aria-valuetext")
    offline.page.wait_for_timeout(300)
    assert moment.get_attribute("aria-valuetext") == stopped != "end"
    play.press("Enter")
    moment.press("ArrowRight")  # a hand on the slider stops it
    expect(play).to_be_visible()
    moment.press("End")
    moment.press("ArrowLeft")
    expect(words).to_have_text("It has taken 29 steps.")
    play.press("Enter")
    expect(words).to_have_text("It has taken 30 steps.")
    expect(play).to_be_visible()
    assert moment.get_attribute("aria-valuetext") == "end"
    moment.press("Home")
    expect(words).to_have_text("It has taken 0 steps.")
    figure.get_by_label("to", exact=True).press("Home")  # another run, at the same moment of it
    expect(words).to_have_text("It has taken 0 steps.")
    assert offline.trouble == []


def test_where_motion_is_unwanted_a_press_goes_one_moment_on(
    offline: Reader, tmp_path: Path
) -> None:
    offline.page.emulate_media(reduced_motion="reduce")
    try:
        figure = offline.open(film_page(tmp_path, 4)).locator("figure")
        assert figure.get_by_role("button", name="Play").count() == 0
        for steps in (0, 4, 11):
            figure.get_by_role("button", name="Step").press("Enter")
            offline.page.wait_for_timeout(300)
            expect(figure.locator(".course-words")).to_have_text(f"It has taken {steps} steps.")
    finally:
        offline.page.emulate_media(reduced_motion="no-preference")


def test_a_picture_in_other_colours_than_a_map_stays_as_it_is() -> None:
    buffer = io.BytesIO()
    Image.fromarray(np.full((3, 3), 7, np.uint8)).save(buffer, format="png")
    address = f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}"
    svgs = [f'<svg><image href="{address}"/><image href="{png([[1.0]])}"/></svg>'] * 2
    packed = film.pack({"0": [Frame(svg, "words") for svg in svgs]})
    content = json.loads(gzip.decompress(base64.b64decode(packed["frames"])))
    assert f'<image href="{address}"/>' in content["elements"]
    assert '<image href="@"/>' in content["elements"] and content["sizes"] == [1, 1, 1, 1]
    assert gzip.decompress(base64.b64decode(packed["maps"])) == bytes([film.LEVELS, 0])


PIXELS = """image => new Promise(done => {
    const drawn = new Image();
    drawn.onload = () => {
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [drawn.width, drawn.height];
        const pen = canvas.getContext("2d");
        pen.drawImage(drawn, 0, 0);
        done([...pen.getImageData(0, 0, drawn.width, drawn.height).data]);
    };
    drawn.src = image.getAttribute("href");
})"""


def test_the_maps_of_a_film_are_those_that_were_drawn(offline: Reader, tmp_path: Path) -> None:
    figure = offline.open(film_page(tmp_path, 4)).locator("figure")
    moment, image = figure.get_by_label("moment"), figure.locator("image")
    moment.press("Home")
    for frame in figures.filmed(heated(), 4, {"to": 1}):
        (text,) = film.ADDRESS.findall(frame.svg)
        with Image.open(io.BytesIO(base64.b64decode(text))) as drawn:
            wanted = np.asarray(drawn.convert("RGBA")).astype(int)
        seen = np.array(image.evaluate(PIXELS)).reshape(wanted.shape)
        opaque = wanted[..., 3] > 40
        assert np.abs(seen - wanted)[..., 3].max() <= 1 + 255 / film.LEVELS
        assert np.abs(seen - wanted)[opaque].max() <= 1 + 255 / film.LEVELS
        moment.press("ArrowRight")
