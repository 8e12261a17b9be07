"""Inputs by design, and who touches the generator that is nobody's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from support.bundles import packed
from support.chapters import kept_answers, source_notebook

from autograder.authoring import answers
from autograder.judging.slot import Slot
from course import check
from course.check import probes

CHAPTER = "ch03_forward_pass"


@pytest.mark.parametrize("seed", range(20))
def test_numbers_lie_on_both_sides_of_0_close_and_far_whatever_the_seed(seed: int) -> None:
    x = check.numbers(np.random.default_rng(seed))
    assert x.shape == (36,)
    for side in (x[x > 0], -x[x < 0]):
        for low, high in ((0, 1e-20), (1e-20, 1e-5), (1e-4, 0.1), (0.4, 0.5), (0.5, 0.6), (10, 99)):
            assert np.any((low < side) & (side < high)), (low, high)
        assert 0.5 in side
    assert np.sum(x == 0) == 2
    assert np.all((x > 0) == (x.astype(np.float32) > 0))


def test_two_seeds_give_other_numbers() -> None:
    first, second = (np.sort(check.numbers(np.random.default_rng(n))) for n in (1, 2))
    assert np.any(first != second)


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_each_size_is_1_in_its_turn(n: int) -> None:
    found = check.sizes(n)
    assert all(len(sizes) == n for sizes in found)
    for i in range(n):
        assert any(sizes[i] == 1 and sizes.count(1) == 1 for sizes in found)
    assert (1,) * n in found
    assert any(1 not in sizes and len(set(sizes)) == n for sizes in found)


def _touches(f: object) -> bool:
    _, before = probes.chance(f)
    f()  # type: ignore[operator]
    return probes.chance(f)[0] != before


def test_it_shows_who_draws_from_or_seeds_numpys_own_generator() -> None:
    assert not _touches(lambda: np.random.default_rng(3).normal())
    assert _touches(lambda: np.random.random_sample())
    for _ in range(2):  # the same seed again
        assert _touches(lambda: np.random.seed(0))


def test_the_sandbox_tells_who_seeds_numpys_own_generator(tier: str) -> None:
    source = source_notebook(CHAPTER)
    written = answers.reference(source)
    seeded = [a for a in kept_answers(CHAPTER) if "np.random seeded" in a.title]
    assert len(seeded) == 2
    with Slot(tier) as slot:
        for answer in seeded:
            texts = written | {answer.exercise: answer.source}
            record = slot.run(replace(packed(source, CHAPTER, texts, tier), seed="5eed"))
            points = dict(record.points)
            assert points["test_init_params_rng"] == 0.0
            assert points["test_init_params_spread"] == 1.0
