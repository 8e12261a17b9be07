"""A known mistake is written once, as code: what it gives is derived, and told where it shows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from support.chapters import CHAPTERS, ROOT, kept_answers, source_notebook
from support.doubling import CHAPTER, add, make

from autograder.authoring import build, mistakes, release
from autograder.authoring.forms import known as known_mistakes
from autograder.judging import known_mistakes as judging
from autograder.shared import nbcells
from autograder.shared.trial import Trial
from course import check
from course.check import CheckFailed, cell, known

SEEN = {"squared": [9.0, 25.0], "three times": [9.0, 15.0]}
PLACE = f"course/mistakes/{CHAPTER}/twice.json"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("pooch.os_cache", lambda name: tmp_path / "cache")
    return make(tmp_path)


@pytest.fixture(autouse=True)
def notebook() -> Iterator[None]:
    """No check cell has begun before a test, and none is left begun after it."""
    cell.end()
    yield
    cell.end()


def test_what_each_gives_on_visible_numbers_is_written_down(root: Path) -> None:
    table = json.loads((root / PLACE).read_text(encoding="utf-8"))
    assert table["told"]["three times"] == ["three times", "One `x` too many was added."]
    (seen,) = table["checks"]["test_twice"]
    assert (seen["what"], seen["expected"], seen["gave"]) == ("twice(x)", [6.0, 10.0], SEEN)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda path: path.unlink(), "is missing"),
        (lambda path: path.write_text(path.read_text().replace("25.0", "26.0")), "differs from"),
        (lambda path: path.with_name("thrice.json").write_text("{}"), "does not come from source/"),
    ],
)
def test_a_file_that_is_not_what_the_answers_give_is_found(
    root: Path, change: Callable[[Path], object], told: str
) -> None:
    assert mistakes.check(root) == []
    change(root / PLACE)
    for _ in range(2):  # what is wrong is not remembered
        (found,) = mistakes.check(root)
        assert told in found


def test_what_was_derived_once_is_not_derived_again_until_an_answer_changes(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    derived: list[str] = []
    real = mistakes.texts
    monkeypatch.setattr(mistakes, "texts", lambda *a: derived.append(a[1]) or real(*a))
    assert mistakes.check(root) == mistakes.check(root) == [] and derived == [CHAPTER]
    add(root, '# %% wrong="two added" why="Adding 2 is not doubling."\ndef twice(x): return x + 2')
    (found,) = mistakes.check(root)
    assert "differs from a fresh one" in found and derived == 2 * [CHAPTER]


def test_a_file_that_nothing_makes_any_more_goes_with_the_next_release(root: Path) -> None:
    (root / f"source/{CHAPTER}/answers/twice.py").unlink()
    release.release(root, gradebook=False)
    assert not (root / PLACE).exists()


def test_a_mistake_added_as_code_only_is_told_in_a_notebook(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(root, '# %% wrong="two added" why="Adding 2 is not doubling."\ndef twice(x): return x + 2')
    release.release(root, gradebook=False)
    monkeypatch.setattr(known, "FOLDER", root / "course" / "mistakes")
    check.begin("twice", points=2)
    with pytest.raises(CheckFailed) as error:  # float32, and in another's style
        check.close("twice(x)", np.array([3, 5], np.float32) + 1 + 1, np.array([6.0, 10.0]))
    assert error.value.mistake == "two added"
    assert str(error.value).endswith("Usual cause: two added. Adding 2 is not doubling.")


def test_of_two_that_give_the_same_the_first_is_told(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(root, '# %% wrong="to the power of two" why="..."\ndef twice(x): return x**2')
    release.release(root, gradebook=False)
    monkeypatch.setattr(known, "FOLDER", root / "course" / "mistakes")
    check.begin("twice", points=2)
    with pytest.raises(CheckFailed) as error:
        check.close("twice(x)", np.array([9.0, 25.0]), np.array([6.0, 10.0]))
    assert error.value.mistake == "squared"


def test_a_cell_of_an_older_notebook_knows_no_mistakes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "_table", None)  # would be called
    with pytest.raises(CheckFailed):
        check.close("weighted_sum(x, w, b)", np.array([3.3, -0.1]), np.array([1.3, -2.1]))


TWINS = {
    "def twice(x): return x + x": "no check tells it from a right answer",
    "def twice(x): return x**2": "is told squared instead of another",
}


@pytest.mark.parametrize("answer", TWINS)
def test_a_release_warns_of_a_mistake_that_nothing_tells_apart(
    root: Path, answer: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert mistakes.doubts(root, CHAPTER) == []
    add(root, f'# %% wrong="another" why="..."\n{answer}')
    release.release(root, gradebook=False)
    (warning,) = [record.message for record in caplog.records]
    assert f"source/{CHAPTER}/answers/twice.py: `another`" in warning and TWINS[answer] in warning


def test_no_known_mistake_of_the_course_is_in_doubt() -> None:
    assert [one for name in CHAPTERS[:2] for one in mistakes.doubts(ROOT, name)] == []


@pytest.mark.sweep
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_known_mistake_of_a_chapter_is_in_doubt(chapter: str) -> None:
    assert mistakes.doubts(ROOT, chapter) == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_named_mistake_has_its_sentence(chapter: str) -> None:
    found = [*(ROOT / "course" / "mistakes" / chapter).glob("*.json")]
    told = [one for path in found for one in json.loads(path.read_text())["told"].values()]
    assert told
    assert [name for name, why in told if not why] == []


# --- on hidden numbers ---------------------------------------------------------------------------


def failing(root: Path, answer: str, seed: tuple[int, ...]) -> tuple[str, list[object]]:
    """The test cell's source, and what its check saw of an answer."""
    source = build.notebook(root, CHAPTER)
    (failure,) = Trial(nbcells.on_trial(source), {"twice": answer}).failures([seed])
    assert isinstance(failure.error, CheckFailed)
    test = next(c.source for c in source.cells if nbcells.grade_id(c) == "test_twice")
    return test, failure.error.seen.written()


@pytest.mark.parametrize("seed", [(1, 2), (77,)])
def test_a_mistake_that_only_hidden_numbers_show_is_told(root: Path, seed: tuple[int, ...]) -> None:
    packed = known_mistakes(root, [CHAPTER])[CHAPTER]
    test, seen = failing(root, "def twice(x):\n    return (4 * x**2) ** 0.5", seed)
    mistake = judging.cause(packed, "test_twice", test, seed, seen)
    assert mistake == ("the sign is lost", "What is below zero must stay there.")
    other = judging.cause(packed, "test_twice", test, (5,), seen)
    assert other is None  # with other secret numbers it would be another value


def test_the_hidden_numbers_are_tried_once_for_all_submissions(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = known_mistakes(root, [CHAPTER])[CHAPTER]
    test, seen = failing(root, "def twice(x):\n    return abs(2 * x)", (4,))
    runs: list[object] = []
    once = judging.bounded.once
    monkeypatch.setattr(judging.bounded, "once", lambda *a: runs.append(a) or once(*a))
    for _ in range(3):
        assert judging.cause(packed, "test_twice", test, (4,), seen)
    assert len(runs) == 1


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        ("def twice(x):\n    while True: pass", False),
        ("import os\ndef twice(x): os._exit(1)", False),
        ("def twice(x): return [0] * 10**12", True),
        ("def twice(x): raise SystemExit", True),
    ],
)
def test_a_known_mistake_that_goes_wrong_costs_no_verdict(
    root: Path, answer: str, named: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    test, seen = failing(root, "def twice(x):\n    return abs(2 * x)", (6,))
    add(root, f'# %% wrong="endless" why="..."\n{answer}')
    broken = known_mistakes(root, [CHAPTER])[CHAPTER]
    monkeypatch.setattr(judging, "SECONDS", 1)
    assert bool(judging.cause(broken, "test_twice", test, (6,), seen)) is named


def test_no_answer_leaves_the_source(root: Path) -> None:
    released = {path.name for path in (root / "release").rglob("*")}
    assert released == {CHAPTER, f"{CHAPTER}.ipynb"}
    for chapter in CHAPTERS:
        lines = {
            line.strip()
            for one in kept_answers(chapter)
            for line in one.source.splitlines()
            if one.mistake and len(line.split()) > 4
        }
        shown = "\n".join(c.source for c in source_notebook(chapter).cells)
        for path in (ROOT / "course" / "mistakes" / chapter).glob("*.json"):
            written = path.read_text(encoding="utf-8")
            assert [line for line in lines if line in written and line not in shown] == []
