"""Chapter 6's still figures: what they say is what was drawn, also of runs that went wrong."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from course import plots
from course.plots import training_loop

pytestmark = pytest.mark.ch06_training_loop

BOWL = np.array([1.0, 50.0])


def height(w: Any) -> Any:
    return w**2 @ BOWL / 2


def test_the_loop_has_all_its_steps_and_ours_is_the_sixth() -> None:
    picture = plots.loop()
    assert [step[0] for step in training_loop.STEPS] == list("123456")
    for number, what, name in training_loop.STEPS:
        assert f"{number} {what} ({name})" in picture.alt
    assert picture.png().startswith(b"\x89PNG")


def test_a_walk_through_a_valley_is_told_from_its_first_to_its_last_loss() -> None:
    there = np.array([[9.0, 1.2], [2.0, 0.0]])
    said = plots.valley(height, {"a": there, "b": there[:1]}).alt
    assert "a: 76.5 to 2" in said and "b: 76.5 to 76" in said


@pytest.mark.parametrize("way", [np.full((3, 2), np.nan), np.full((2, 2), 1e30)])
@pytest.mark.filterwarnings("error")
def test_a_walk_that_is_lost_is_drawn_all_the_same(way: Any) -> None:
    assert plots.valley(height, {"lost": way, "start": way[:1], "third": way}).png()


def test_mini_batches_are_told_by_their_labels() -> None:
    rows = {"sorted": [np.array([0, 0]), np.array([1])], "mixed": [[0, 1], [0]]}
    said = plots.epochs(rows).alt
    assert "sorted: 0 of 2, 1 of 1; mixed: 1 of 2, 0 of 1" in said
    assert plots.epochs({"one": [[1]], "none": []}).png()


def test_a_descent_takes_weights_in_columns() -> None:
    flat, column = [3.0, 2.0, 1.0], np.array([[3.0], [2.0], [1.0]])
    alike = [plots.descent(np.square, {"a": way}).alt for way in (flat, column)]
    assert alike[0] == alike[1] and "a: 9 to 1" in alike[0]


def test_one_digit_of_each_kind_is_shown_and_told() -> None:
    picture = plots.digits(np.zeros((9, 64)), [6, 6, 2, 6, 5, 2, 0, 0, 0])
    assert picture.alt.endswith(": 0, 2, 5, 6.") and picture.png()
    assert plots.digits(np.zeros((0, 64)), []).png()


def test_learning_curves_are_told_by_their_first_best_and_last_share() -> None:
    said = plots.learning_curves({"training": [0.1, 0.9, 1.0], "held out": [0.2, 0.96, 0.95]}).alt
    assert "training: 10 %, 100.0 % at most, 100.0 %" in said
    assert "held out: 20 %, 96.0 % at most, 95.0 %" in said


def test_learning_curves_of_runs_of_any_length_are_drawn() -> None:
    assert plots.learning_curves({"none": [], "one": [0.5], "lost": [np.nan, 0.3]}).png()


def test_templates_may_have_names() -> None:
    assert plots.templates(np.eye(64)[:, :10], names=range(10)).png()
    assert "of 3 units" in plots.templates(np.eye(64)[:, :3]).alt
