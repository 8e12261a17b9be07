"""Numbers in figures are written as people write them."""

from __future__ import annotations

import math

import pytest

from course.numerals import fixed, number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (-0.0, "0"), (1.0, "1"), (-2.0, "−2"), (0.00001, "0.00001"), (0.5, "0.5"),
        (12345.0, "12300"), (999.6, "1000"), (99.96, "100"), (1e6, "10⁶"), (-1e-7, "−10⁻⁷"),
        (1.5e-7, "1.5·10⁻⁷"), (6.02e23, "6.02·10²³"), (0.1 + 0.2, "0.3"), (2 / 3, "0.667"),
        (math.nan, "not a number"), (math.inf, "infinite"), (-math.inf, "−infinite"),
        (1e-320, "10⁻³²⁰"),
    ],
)  # fmt: skip
def test_a_number_has_three_digits_and_no_e(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("value", "places", "text"), [(-0.00001, 4, "0.0000"), (-1.25, 2, "−1.25"), (3.0, 1, "3.0")]
)
def test_a_number_of_a_column_has_no_negative_zero(value: float, places: int, text: str) -> None:
    assert fixed(value, places) == text


def test_more_digits_are_shown_where_they_are_asked_for() -> None:
    assert number(math.pi, 5) == "3.1416" and number(123456.0, 6) == "123456"
