"""A class whose mistakes are known: each is told its name, also on secret numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.chapters import ROOT
from support.doubling import CHAPTER, make
from support.lines import put

from autograder import grade
from autograder.authoring import answers, build
from autograder.judging.result import Result

ANSWERS = {
    "right": "def twice(x):\n    return 2 * x",
    "visible": "def twice(x):\n    return np.power(x, 2)",
    "hidden": "def twice(x):\n    return np.sqrt(4 * x * x)",
    "single": "def twice(x):\n    return np.abs(2 * x.astype(np.float32))",
    "again": "def twice(x):\n    return np.maximum(2 * x, -2 * x)",
    "unknown": "def twice(x):\n    return np.where(x < 0, x**3, 2 * x)",
}
TOLD = {
    "right": None, "visible": "squared", "hidden": "the sign is lost",
    "single": "the sign is lost", "again": "the sign is lost", "unknown": None,
}  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make(tmp_path_factory.mktemp("course"), gradebook=True)
    source = build.notebook(root, CHAPTER)
    for student, answer in ANSWERS.items():
        put(root, student, answers.solved(source, {"twice": answer}))
    return root


@pytest.fixture(scope="module")
def results(root: Path) -> dict[str, Result]:
    return {one.student: one for one in grade.grade(root)}


@pytest.mark.parametrize("student", ANSWERS)
def test_each_is_told_the_name_of_its_mistake(student: str, results: dict[str, Result]) -> None:
    (test,) = results[student].cells
    assert test.mistake == TOLD[student]
    assert test.points == (2.0 if student == "right" else 0.0)


def test_the_page_says_what_it_means_and_shows_no_known_answer(
    root: Path, results: dict[str, Result]
) -> None:
    assert results
    pages = {p.parts[-3]: p.read_text(encoding="utf-8") for p in root.glob("feedback/*/*/*.html")}
    for student in ("hidden", "single", "again"):
        assert "What is below zero must stay there." in pages[student]
        assert "abs(x + x)" not in pages[student]
    assert "the sign is lost" not in pages["unknown"] + pages["visible"] + pages["right"]


def test_the_projects_own_chapters_send_their_known_mistakes_along() -> None:
    from autograder.authoring import forms
    from autograder.shared import catalogue, travelling

    for chapter, packed in forms.known(ROOT, catalogue.chapters(ROOT)).items():
        known = travelling.unpacked(packed)
        assert known.cells and known.tables and all(known.ones.values()), chapter
        assert len(packed) < 100_000, "it travels with every submission"
