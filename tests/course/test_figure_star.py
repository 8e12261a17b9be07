"""Chapter 3's star: what the bias demands of the votes, and the votes at a place."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from support.chapters import ROOT

from course import widgets
from course.widgets.figure import Interactive
from course.widgets.star import BIASES, OUTPUT
from course.widgets.touch import END, KEY, MOVE, Touch

pytestmark = pytest.mark.ch03_forward_pass
FACING = np.pi * (0.5 + 0.4 * np.arange(5))
LINES = -40 * np.stack([np.cos(FACING), np.sin(FACING)]), np.full(5, 40 * 0.309)
STAR = [LINES, (np.ones((5, 1)), np.array([-2.0]))]


def forward(x: Any, params: Any, act: Any) -> Any:
    for w, b in params[:-1]:
        x = act(x @ w + b)
    return x @ params[-1][0] + params[-1][1], []


def count(dims: Any) -> Any:
    weights = sum(a * b for a, b in zip(dims, dims[1:], strict=False))
    return weights, sum(dims[1:]), weights + sum(dims[1:])


def made(forward: Any = forward, count: Any = count) -> Interactive:
    return widgets.star(forward, STAR, count)


def test_the_chapter_draws_this_very_star() -> None:
    text = (ROOT / "source/ch03_forward_pass/ch03_forward_pass.py").read_text("utf-8")
    assert "widgets.star(mlp_forward, star, count_params)" in text
    assert "np.full(5, 40 * 0.309)" in text and "np.array([-2.0])" in text


@pytest.mark.parametrize(
    "bias, said", [(-6.0, "no place"), (-4.0, "All 5 must agree"), (-2.0, "a star"),
                   (0.0, "3 of 5"), (2.0, "2 of 5"), (6.0, "the whole square")],
)  # fmt: skip
def test_the_words_say_how_many_votes_a_bias_demands(bias: float, said: str) -> None:
    assert said in made().at(bias=bias).words


def test_the_more_the_bias_the_more_of_the_square() -> None:
    figure = made()
    words = [figure.at(bias=bias).words for bias in BIASES]
    shares = [int(found[1]) for one in words if (found := re.search(r"(\d+)% of the square", one))]
    assert shares == sorted(shares) and shares[0] < 10 and shares[-1] > 95
    assert "from 21 numbers" in figure.at(bias=-2.0).words


def says(figure: Interactive) -> str:
    return str(figure.marks[0]["says"])


def test_the_point_tells_its_votes_by_pointer_and_by_keys() -> None:
    figure = made()
    assert "= 1, inside" in says(figure), "one against four, in a tip of the star"
    for phase in (MOVE, END):
        figure.touch(Touch("place", 534, 170, phase))  # the middle of the square
        assert "+1 +1 +1 +1 +1 \N{MINUS SIGN} 2 = 3, inside" in says(figure)
    figure.touch(Touch("place", 0.0, -1e9, KEY))
    assert figure.marks[0]["y"] == OUTPUT[1] and "outside" in says(figure)
    assert figure.settings == {"bias": -2.0}


@pytest.mark.parametrize("wrong", [lambda *a: 1 / 0, lambda *a: None, lambda *a: (np.ones(3), [])])
def test_functions_that_fail_are_said_in_the_figure(wrong: Any) -> None:
    assert "course-error" in made(wrong).scene
    assert "course-error" in made(count=wrong).scene


def test_a_network_that_says_nothing_but_nan_is_drawn() -> None:
    def nan(x: Any, params: Any, act: Any) -> Any:
        return forward(x, params, act)[0] * np.nan, []

    assert made(nan).scene.startswith("<svg")
