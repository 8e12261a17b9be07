"""Two arguments in a line that do not fit are named, with what would let them fit, if sure."""

from __future__ import annotations

import numpy as np
import pytest

from course.check import misfits

ARGUMENTS = {
    "x": np.ones((5, 3)),
    "w": np.ones(3),
    "w1": np.ones((3, 2)),
    "w2": np.ones((2, 4)),
    "b1": np.ones(2),
    "n": 3,
}
# A line, the mistake that it makes, and a piece of the sentence.
CASES = {
    "w @ x + 1": ("multiplied in the wrong order", "`x` is the left factor"),
    "w2 @ w1": ("multiplied in the wrong order", "`w1` is the left factor"),
    "b1 + np.dot(w2, w1)": ("multiplied in the wrong order", "`w1` is the left factor"),
    "w1.dot(x)": ("multiplied in the wrong order", "`x` is the left factor"),
    "w1.T @ x": ("multiplied in the wrong order", "`x` as the left factor of `w1`"),
    "np.dot(w1.T, x)": ("multiplied in the wrong order", "without `.T`, they fit"),
    "x @ w1.T": ("transposed without need", "`w1.T` has shape (2, 3)"),
    "x.T @ w1": ("transposed without need", "`x.T` has shape (3, 5)"),
    "x @ w2": ("shapes do not fit", "as many columns in `x` as rows in `w2`; there are 3 and 2."),
    "b1 @ w1": ("shapes do not fit", "as many entries in `b1` as rows in `w1`"),
    "w1 @ w": ("shapes do not fit", "as many columns in `w1` as entries in `w`"),
    "w1 @ w2 + (w1 + w2)": ("shapes do not fit", "`w1` and `w2` can only be added or subtracted"),
}


@pytest.mark.parametrize("line", CASES)
def test_arguments_that_do_not_fit_are_named(line: str) -> None:
    with pytest.raises(ValueError) as caught:
        eval(line, {"np": np, **ARGUMENTS})
    found = misfits.explained(str(caught.value), line, ARGUMENTS)
    assert found and (found.name, CASES[line][1] in found.why) == (CASES[line][0], True)


@pytest.mark.parametrize("line", ["(x + 0) @ w2", "x[0] @ w2", "x @ other", "", "other - w1"])
def test_nothing_is_said_of_what_is_no_argument_as_it_came(line: str) -> None:
    for text in ("(size 2 is different from 3)", "together with shapes (5,3) (3,2) "):
        assert misfits.explained(text, line, ARGUMENTS) is None


def test_nothing_is_said_of_a_name_that_has_another_shape_by_then() -> None:
    assert misfits.explained("(size 2 is different from 7)", "x @ w2", ARGUMENTS) is None


@pytest.mark.parametrize(
    "line", ["w.T @ x + b", "np.dot(w.T, x) + b", "w.T.dot(x)+b", "out = s + b  # s is w.T @ x"]
)
def test_units_in_rows_are_told_so_where_the_biases_come(line: str) -> None:
    given = {"x": np.ones((2, 2)), "w": np.ones((2, 3)), "b": np.ones(3)}
    text = "operands could not be broadcast together with shapes (3,2) (3,) "
    found = misfits.explained(text, line, given)
    assert found and found.name == "transposed" and "a row for each of the 3 units" in found.why


@pytest.mark.parametrize("line", ["logits - y", "logits / y", "p + (y + 0)", "p + y.sum()"])
def test_a_number_for_each_row_is_not_taken_for_a_bias(line: str) -> None:
    given = {"logits": np.ones((3, 2)), "y": np.ones(3)}
    assert misfits.explained("together with shapes (3,2) (3,) ", line, given) is None
