"""Chapter 4's still figures: their words hold the numbers, and no input of a reader breaks them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from support.chapters import ROOT

from course import plots

pytestmark = pytest.mark.ch04_loss

NAMES = ["cat", "dog", "owl"]
LABELS = np.repeat([0, 1, 2], [5, 2, 13])


def cost(logits: Any, y: Any) -> Any:
    return np.mean(np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(len(y)), y])


def told_cost(parts: Sequence[float]) -> float:
    alt = plots.constant_answers({"mine": parts}, LABELS, NAMES, cost).alt
    found = re.search(r"loss (\S+)\.$", alt)
    assert found, alt
    return float(found[1])


def test_the_surprises_of_the_three_networks_are_told() -> None:
    alt = plots.surprise({"first": 0.9, "second": 0.4, "third": 0.02}).alt
    assert "0.11 at 0.9 (first), 0.92 at 0.4 (second), 3.91 at 0.02 (third)" in alt


def test_logits_that_slide_keep_the_proportions_of_their_heights() -> None:
    alt = plots.slid(np.log([1, 2, 5]), NAMES).alt
    assert "cat 1, dog 2, owl 5" in alt
    assert "cat 0.2, dog 0.4, owl 1" in alt


@pytest.mark.parametrize("logits", [[0.0, 0.0, 0.0], [-3.0, -2.0, -1.0], [4.0, -4.0, 0.5], [1.0]])
def test_whatever_logits_slide_the_largest_has_the_height_1(logits: list[float]) -> None:
    picture = plots.slid(logits, NAMES[: len(logits)])
    assert f"{NAMES[int(np.argmax(logits))]} 1" in picture.alt.split("slid to 0: ")[1]
    assert picture.png()


def test_the_best_single_answers_are_the_mean_and_the_median() -> None:
    picture = plots.one_answer([1, 2, 3, 4, 20])
    assert "MSE / 50 is lowest at 6; MAE / 4.2 is lowest at 3" in picture.alt
    left, slopes = picture.figure.axes
    assert [min(line.get_ydata()) for line in left.lines[:2]] == pytest.approx([1, 1])  # type: ignore[call-overload, misc]
    stairs = np.unique(np.round(4.2 * np.asarray(slopes.lines[1].get_ydata()), 6))
    assert set(np.round([-1, -0.6, -0.2, 0.2, 0.6], 6)) <= set(stairs.tolist())


def test_equal_answers_cost_the_logarithm_of_the_classes_and_the_shares_least() -> None:
    equal, shares = told_cost([1, 1, 1]), told_cost([5, 2, 13])
    assert equal == pytest.approx(np.log(3), abs=1e-4)
    assert shares == pytest.approx(0.8569, abs=1e-4)
    for parts in [5, 2, 12.5], [5.2, 2, 13], [5, 1.8, 13]:
        assert told_cost(parts) >= shares


def test_the_labels_stand_beside_the_answers_only_where_they_give_nothing_away() -> None:
    tries = {"mine": [1.0, 1.0, 1.0]}
    counted = plots.constant_answers(tries, LABELS, NAMES, cost)
    without = plots.constant_answers(tries, LABELS, NAMES, cost, counted=False)
    assert counted.alt.startswith("The labels: 5 cat, 2 dog, 13 owl. mine: ")
    assert without.alt.startswith("mine: ") and "13" not in without.alt
    assert without.png()


@pytest.mark.parametrize("parts", [[0, 0, 1], [0, 0, 0], [-1, 1, 1], [1e9, 1, 1]])
@pytest.mark.filterwarnings("error")
def test_a_try_that_makes_no_sense_is_drawn_without_a_warning(parts: list[float]) -> None:
    picture = plots.constant_answers({"mine": parts}, LABELS, NAMES, cost)
    assert picture.png()


def test_three_damaged_copies_are_equally_good_in_decibels() -> None:
    assert plots.damaged_moons().alt.count("22.1 dB") == 3
    assert plots.damaged_moons(lambda copy, moon: 7.0).alt.count("7.0 dB") == 3


SHARES = np.array([5, 2, 13]) / 20
NEARLY_SURE = -SHARES @ np.log([0.01, 0.01, 0.98])
SURE_AND_WRONG = 1 / (1 + np.exp(6))  # the probability of the right class at z = -6


@pytest.mark.parametrize(
    ("said", "value", "unit"),
    [
        ("Its loss, 0.857", -np.sum(SHARES * np.log(SHARES)), 0.001),
        ("the slope $p - 1 = -0.27", 1 / (1 + np.exp(-1)) - 1, 0.01),
        (r"\ln 3 = 1.099", np.log(3), 0.001),
        ("slopes are $-0.9975$", SURE_AND_WRONG - 1, 0.0001),
        ("and $-0.0049$", -2 * SURE_AND_WRONG * (1 - SURE_AND_WRONG) ** 2, 0.0001),
        ("0.4 make $10^{-398}", 1000 * np.log10(0.4), 1),
        (r"0.9 \cdot 0.4 = 0.36", 0.9 * 0.4, 0.01),
        (r"\ln 8 - \ln 2 = 1.39", np.log(4), 0.01),
        ("if $y = 1$ and 1.39", np.log(4), 0.01),
        ("it gives 0.29", np.log(4) - np.log(3), 0.01),
        ("falls from 0.127", np.log1p(np.exp(-2)), 0.001),
        ("from 0.127 to 0.018", np.log1p(np.exp(-4)), 0.001),
        ("squared error from 0.0142", (1 + np.exp(2)) ** -2.0, 0.0001),
        ("squared error from 0.0142 to 0.0003", (1 + np.exp(4)) ** -2.0, 0.0001),
        ("lowest at 12", np.mean([1, 2, 3, 4, 50]), 1),
        ("nearly sure costs 1.625", NEARLY_SURE, 0.001),
    ],
)
def test_the_numbers_of_the_text_are_right(said: str, value: float, unit: float) -> None:
    text = (ROOT / "source/ch04_loss/ch04_loss.py").read_text(encoding="utf-8")
    assert said in text
    number = re.findall(r"-?[\d.]*\d", said)[-1]
    assert abs(float(number) - value) <= 0.51 * unit
