"""Dots that tell their seed and are pressed for their run: in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from support.browser import Figure
from support.hands import Finger, afresh, mark, middle, serious

pytestmark = [pytest.mark.ch06_training_loop, pytest.mark.sweep]

FUNCTIONS = ""
CALL = "widgets.seeds()"  # trained by the course
TRAINED = "6 of 30 trained"


@pytest.fixture
def figure(shown: Figure) -> Iterator[Figure]:
    """Six nets of each size, the newest one highlighted; if there are more, they are new ones."""
    made = shown.again()
    if made.scene.count(TRAINED) < 2:
        made = afresh(shown.lab, CALL)
        for _ in range(12):
            made.control("step").press("Enter")
    made.ask("(setattr(f._draw.__self__._run, 'chosen', None), f.show(), 0)[-1]")
    made.settled()
    assert made.scene.count(TRAINED) == 2 and highlighted(made) == "seed 5, large"
    yield made
    assert shown.lab.errors == []


def highlighted(figure: Figure) -> str:
    label = figure.root.locator(".course-picture > svg").get_attribute("aria-label") or ""
    return re.findall(r"Highlighted: (seed \d+, \w+)", label)[0]


def test_it_greets_with_an_untrained_net(shown: Figure) -> None:
    made = afresh(shown.lab, CALL)
    assert "not trained yet" in made.scene and highlighted(made) == "seed 0, small"


def test_a_dot_that_is_pointed_at_tells_its_seed(figure: Figure) -> None:
    for name in ("small3", "large2", "small0"):
        figure.page.mouse.move(*middle(figure, name))
        kind, seed = name[:-1], name[-1]
        hint = figure.root.locator(".course-hint")
        expect(hint).to_have_text(re.compile(f"seed {seed}, {kind} net: loss 0\\.\\d+"))
    figure.page.mouse.move(5, 5)
    expect(figure.root.locator(".course-hint")).to_be_hidden()


def test_a_click_highlights_a_run_and_a_second_one_the_newest(figure: Figure) -> None:
    assert highlighted(figure) == "seed 5, large"
    for expected in ("seed 1, small", "seed 5, large"):
        figure.page.mouse.click(*middle(figure, "small1"))
        figure.settled()
        assert highlighted(figure) == expected
    assert not figure.playing


def test_a_finger_highlights_a_run(figure: Figure) -> None:
    finger = Finger(figure)
    finger.put(middle(figure, "large2"))
    finger.lift()
    figure.settled()
    assert highlighted(figure) == "seed 2, large"


def test_arrow_keys_go_from_dot_to_dot_and_enter_highlights(figure: Figure) -> None:
    mark(figure, "small0").focus()
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        figure.page.keyboard.press(key)
    figure.settled()
    told = figure.root.locator(".course-hint").inner_text()
    seed, kind = re.findall(r"seed (\d+), (\w+) net", told)[0]
    assert highlighted(figure) == f"seed {seed}, {kind}" != "seed 0, small"


def test_while_it_plays_a_run_stays_highlighted(figure: Figure) -> None:
    figure.page.mouse.click(*middle(figure, "small1"))
    figure.control("play").press("Enter")
    expect(figure.root.locator(".course-picture")).to_contain_text("7 of 30", timeout=30_000)
    figure.rest()
    assert highlighted(figure) == "seed 1, small"


def test_axe_finds_nothing_serious_in_light_and_dark(figure: Figure) -> None:
    assert serious(figure) == []
