"""The checks of chapter 2's activations, beside the mistakes that the chapter's answers make."""

from __future__ import annotations

import numpy as np
import pytest

from course import curves
from course.check import CheckFailed

X, RIGHT = np.array([-1000.0, -40.0, 0.0, 1000.0]), [0, 0, 0.5, 1]


def clipped(end: float) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(X, -end, end)))


@pytest.mark.parametrize("end", [5, 9, 12])
def test_a_sigmoid_that_is_cut_off_too_early_is_told_how_far_is_enough(end: int) -> None:
    with pytest.raises(CheckFailed, match="cut off too early. .* from 20 on"):
        curves.far("sigmoid", X, clipped(end), RIGHT)


def test_what_is_told_is_enough() -> None:
    curves.far("sigmoid", X, clipped(20), RIGHT)
