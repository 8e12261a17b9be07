"""No test is released that costs a right answer its points."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.chapters import ROOT

from autograder import grade
from autograder.__main__ import main
from autograder.authoring import build, proof, proved, release
from autograder.shared.errors import CourseError

CHAPTER = "ch01_lines"
TEXT = """\
# %% readonly="setup"
import numpy as np

from course import check

LIMIT = 5

# %% [markdown]
# ## Exercise 1 · `twice` (2 points)

# %% solution="twice"
def twice(x):
    ### BEGIN SOLUTION
    return x + x
    ### END SOLUTION

# %% tests="twice" points=1
check.close("twice(x)", check.call(twice, np.ones(2)), np.array([2.0, 2.0]))
### BEGIN HIDDEN TESTS
x = check.rng().normal(size=3)
check.close("twice(x)", check.call(twice, x), 2 * x)
### END HIDDEN TESTS
check.passed("twice")

# %% tests="twice" part="whole" points=1
check.close("twice(2)", check.call(twice, 2), 4)
check.passed("twice of a whole number")
"""
ANSWER = """\
# %% right="a product"
def twice(x):
    return 2 * x

# %% right="from zero"
def twice(x):
    return 0 + x + x

# %% wrong="left alone"
def twice(x):
    return x
"""
WHOLE = 'check.close("twice(2)", check.call(twice, 2), 4)'
LINES = {"test_twice": 17, "test_twice_whole": 25}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of one chapter, with answers that are kept."""
    monkeypatch.setattr("pooch.os_cache", lambda name: tmp_path / "cache")
    root = tmp_path / "course"
    put(root, "source/ch01_lines/ch01_lines.py", TEXT)
    put(root, "source/ch01_lines/answers/twice.py", ANSWER)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    return root


def put(root: Path, path: str, content: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(content, encoding="utf-8")


def change(root: Path, old: str, new: str, path: str = f"source/{CHAPTER}/{CHAPTER}.py") -> None:
    content = (root / path).read_text(encoding="utf-8")
    assert old in content
    put(root, path, content.replace(old, new))


KEPT = f"source/{CHAPTER}/answers/twice.py"
WRONG: dict[str, tuple[str, str, str, list[str]]] = {
    "a visible number": (
        WHOLE, WHOLE.replace("4)", "7)"), "test_twice_whole",
        ["the reference answer", "4", "7"]),
    "a hidden number": (
        "call(twice, x), 2 * x)", "call(twice, x), 3 * x)", "test_twice",
        ["the reference answer", "seed 11"]),
    "only one kept answer": (
        WHOLE, "assert twice('ab') == 'abab'", "test_twice_whole",
        ["the right answer `from zero`", "source/ch01_lines/answers/twice.py"]),
    "what chance decides": (
        "x = check.rng().normal(size=3)\n",
        "x = check.rng().normal(size=3)\ncheck.that(check.SEED[0] != 3, 'three by chance')\n",
        "test_twice", ["the reference answer", "three by chance", "seed 3, 1, 4, 1"]),
    "what only hidden tests define": (
        "check.passed(\"twice\")", "check.that(len(x) == 3, 'x')\ncheck.passed(\"twice\")",
        "test_twice", ["as students see the test", "'x' is not defined"]),
    "an error": (WHOLE, "check.nothing()", "test_twice_whole", ["no attribute 'nothing'"]),
    "an exit": (WHOLE, "raise SystemExit(3)", "test_twice_whole", ["SystemExit: 3"]),
}  # fmt: skip


@pytest.mark.parametrize("kind", WRONG)
def test_a_test_that_costs_a_right_answer_its_points_is_not_released(kind: str, root: Path) -> None:
    old, new, grade_id, said = WRONG[kind]
    change(root, old, new)
    with pytest.raises(CourseError) as stop:
        release.release(root)
    where = f"source/{CHAPTER}/{CHAPTER}.py:{LINES[grade_id]}: `{grade_id}` fails "
    first = str(stop.value)
    assert first.startswith(where), first
    assert all(part in first for part in said), first
    assert first.endswith("Nothing was released; correct the tests.")
    assert not (root / "release").exists() and not (root / "gradebook.db").exists()


def test_locked_cells_and_answers_that_fail_are_named(root: Path) -> None:
    change(root, "LIMIT = 5", "LIMIT = 5 / 0")
    with pytest.raises(
        CourseError, match=r"py:1: `setup` fails .*ZeroDivisionError: division by zero"
    ):
        release.release(root)


def test_an_endless_test_is_stopped_and_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "CHAPTER_SECONDS", 1)
    change(root, WHOLE, "while True: pass")
    with pytest.raises(CourseError, match="its tests on right answers takes more than 1 seconds"):
        release.release(root)


def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The chapters that are run from here on."""
    ran: list[str] = []
    real = proof._chapter
    monkeypatch.setattr(proof, "_chapter", lambda root, name: ran.append(name) or real(root, name))
    return ran


def test_what_has_passed_is_not_run_again_until_something_changes(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = runs(monkeypatch)
    put(root, "source/ch02_more/ch02_more.py", TEXT.replace("twice", "double"))
    release.release(root)
    assert ran == [CHAPTER, "ch02_more"]
    release.release(root)
    assert proof.problems(root) == [] and ran == [CHAPTER, "ch02_more"]
    change(root, "0 + x + x", "x + x + 0", KEPT)
    assert proof.problems(root) == [] and ran[2:] == [CHAPTER]


CHANGES: dict[str, Callable[[Path, pytest.MonkeyPatch], object]] = {
    "the text": lambda root, patch: change(root, "2 * x)", "1 * x)"),
    "a kept answer": lambda root, patch: change(root, "2 * x", "3 * x", KEPT),
    "a new answer": lambda root, patch: put(root, KEPT, ANSWER.replace("x\n", "x * 0\n")),
    "a file of the chapter": lambda root, patch: put(root, f"source/{CHAPTER}/data.csv", "1"),
    "a version": lambda root, patch: patch.setattr(proved, "_versions", lambda: ["numpy 9"]),
}


@pytest.mark.parametrize("what", CHANGES)
def test_no_pass_is_stale(what: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert proof.problems(root) == []
    ran = runs(monkeypatch)
    CHANGES[what](root, monkeypatch)
    proof.problems(root)
    assert ran == [CHAPTER]


def test_a_changed_course_is_a_change(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "package"
    shutil.copytree(Path(proved.check.__file__).parents[1], package)
    monkeypatch.setattr(proved.check, "__file__", str(package / "check" / "__init__.py"))
    before = proved.key(root, CHAPTER)
    assert proved.key(root, CHAPTER) == before
    (package / "exercises.json").write_text("[]")  # as another chapter changes it
    assert proved.key(root, CHAPTER) == before
    (package / "nets.py").write_text("")
    assert proved.key(root, CHAPTER) != before


def test_a_failure_is_never_kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(root, WHOLE, WHOLE.replace("4)", "7)"))
    ran = runs(monkeypatch)
    assert proof.problems(root) and proof.problems(root)
    assert ran == [CHAPTER, CHAPTER]


def test_a_memory_that_cannot_be_read_is_as_none(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for content in ("", "[]", "{broken", '{"ch01_lines": 3}', "[3, null]"):
        put(root.parent / "cache", proved.FILE, content)
        ran = runs(monkeypatch)
        assert proof.problems(root) == []
        assert ran == [CHAPTER]


def test_check_and_grade_refuse_such_a_test_too(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    release.release(root)
    change(root, WHOLE, WHOLE.replace("4)", "7)"))
    assert any("`test_twice_whole` fails the reference" in line for line in release.check(root))
    put(
        root, f"submitted/ada/{CHAPTER}/{CHAPTER}.ipynb", build.dumps(build.notebook(root, CHAPTER))
    )
    with pytest.raises(CourseError, match="`test_twice_whole` fails the reference answer"):
        grade.grade(root)
    assert not (root / "autograded").exists()
    monkeypatch.setattr("autograder.command_line.ROOT", root)
    assert main(["release"]) == 2
    assert "`test_twice_whole` fails the reference answer" in capsys.readouterr().err
