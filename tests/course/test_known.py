"""What a failed check saw, written down and recognised again: within limits, whatever it was."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from course.check import evidence
from course.check.evidence import LARGEST_KEPT, Seen

HALF = np.array([[0.5, -1e-30], [np.nan, np.inf]])


@pytest.mark.parametrize(
    "value",
    [
        HALF, HALF.astype(np.float32), np.arange(4), np.array([True, False]), np.zeros((0, 3)),
        2.5, np.float32(2.5), 7, True, "wrong", (1, 2, 3), [np.ones(2), np.zeros((2, 2))],
        (HALF, HALF), ((1.0, 2), "text"),
    ],
)  # fmt: skip
def test_a_value_is_recognised_after_it_was_written_as_json(value: Any) -> None:
    kept = json.loads(json.dumps(evidence.written(value)))
    assert evidence.alike(value, kept, value)
    seen = json.loads(json.dumps(Seen("out", value, value).written()))
    assert evidence.same(seen, seen)


@pytest.mark.parametrize(
    ("value", "other"),
    [
        (HALF, HALF.T), (np.ones(2), np.ones((2, 1))), (np.arange(2), np.array([False, True])),
        (np.ones(3), 1.0), (2.5, 2.6), ((1, 2), (2, 1)), ("wrong", "right"),
        (np.zeros((0, 3)), np.zeros((3, 0))), (np.array([1.0, 2.0]), np.array([1.0, np.nan])),
        (np.array([np.inf, 1e300, 2.0]), np.array([np.inf, 1e300, 0.5])),
    ],
)  # fmt: skip
def test_another_value_is_not_taken_for_it(value: Any, other: Any) -> None:
    assert not evidence.alike(other, evidence.written(value), other)


@pytest.mark.parametrize(
    "value",
    [
        np.ones(LARGEST_KEPT + 1), [1] * (LARGEST_KEPT + 1), [np.ones(LARGEST_KEPT)] * 2,
        [[0] * 100] * 100, "x" * 10_000, ["x" * 10_000], 7**5000, object(), None, {"a": 1},
        np.array(["text"]), np.array([1j]), [[[[[[1]]]]]], [1, None],
    ],
)  # fmt: skip
def test_what_is_too_much_or_no_number_is_not_written(value: Any) -> None:
    assert evidence.written(value) is None


def test_a_list_in_place_of_an_array_is_a_mistake_by_itself() -> None:
    assert Seen("out", [1.0, 2.0], np.array([1.0, 2.0])).written()[1] is None
    assert Seen("out", ([1.0], 2), (np.array([1.0]), 2)).written()[1] is None
