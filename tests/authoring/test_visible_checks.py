"""The check cells that `course.mine` runs once more: what students see, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.chapters import CHAPTERS, ROOT, reference, released_notebook

from autograder.authoring import visible_checks


def test_the_kept_check_cells_are_those_of_the_texts() -> None:
    assert visible_checks.check(ROOT) == []
    kept = json.loads((ROOT / visible_checks.CHECKS_FILE).read_text())
    assert [*kept] == CHAPTERS
    for chapter in CHAPTERS:
        seen = {cell.source for cell in released_notebook(chapter).cells}
        checks = [one for some in kept[chapter]["checks"].values() for one in some]
        assert checks and {one["source"] for one in checks} <= seen
        assert {*kept[chapter]["locked"]} <= seen
        assert {*kept[chapter]["checks"]} <= {*reference(chapter)}


def test_no_answer_is_among_them() -> None:
    text = (ROOT / visible_checks.CHECKS_FILE).read_text()
    kept = json.loads(text)
    locked = "\n".join(one for chapter in kept.values() for one in chapter["locked"])
    for chapter in CHAPTERS:
        for name in reference(chapter):
            assert f"def {name}(" not in locked
    assert "HIDDEN" not in text


def test_one_that_differs_or_is_missing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visible_checks, "dumps", lambda root: "{}\n")
    assert visible_checks.check(tmp_path) == [], "a course without the package"
    (tmp_path / "course" / "mine").mkdir(parents=True)
    [said] = visible_checks.check(tmp_path)
    assert said.startswith("course/mine/checks.json differs from a fresh one")
    visible_checks.write(tmp_path)
    assert visible_checks.check(tmp_path) == []
