"""Chapter 2's folded sheet: how many hearts there are, with a ReLU between the sums and without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from course import widgets
from course.widgets.figure import Interactive

pytestmark = pytest.mark.ch02_activations


def fold(t: Any) -> Any:
    return 2 * np.maximum(t, 0) - 4 * np.maximum(t - 0.5, 0)


def collapse(w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
    return w1 @ w2, b1 @ w2 + b2


def made(fold: Callable[..., Any] = fold, collapse: Callable[..., Any] = collapse) -> Interactive:
    return widgets.hearts(fold, collapse)


@pytest.mark.parametrize("folds", range(6))
def test_each_fold_doubles_the_hearts_along_both_sides(folds: int) -> None:
    words = made().at(folds=folds).words
    assert words.startswith(f"{4**folds} heart"), words


def test_without_the_relu_all_layers_are_one_and_so_is_the_heart() -> None:
    assert "1 heart. " in (words := made().at(folds=4, between="nothing").words)
    assert "16t \N{MINUS SIGN} 10" in words, words


@pytest.mark.parametrize("folds", [0, 5])
@pytest.mark.parametrize("between", ["ReLU", "nothing"])
@pytest.mark.parametrize("gives", [np.nan, np.inf, -1e300])
def test_a_fold_that_gives_nonsense_leaves_a_sheet(folds: int, between: str, gives: float) -> None:
    def wrong(*arrays: Any) -> Any:
        return (np.full((1, 1), gives), np.zeros(1)) if len(arrays) > 1 else arrays[0] * 0 + gives

    frame = made(wrong, wrong).at(folds=folds, between=between)
    assert frame.svg.startswith("<svg") and "heart" in frame.words


@pytest.mark.parametrize(
    "wrong", [lambda *a: 1 / 0, lambda *a: None, lambda *a: "ab", lambda *a: 7]
)
def test_functions_that_fail_are_said_in_the_figure_and_it_recovers(wrong: Any) -> None:
    figure = made(wrong, collapse)
    assert "course-error" in figure.at(folds=1).svg
    figure = made(fold, wrong)
    assert "course-error" in figure.at(folds=2, between="nothing").svg
    assert figure.at(folds=2).svg.startswith("<svg")
