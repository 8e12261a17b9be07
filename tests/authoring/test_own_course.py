"""docs/own-course.md, step by step in a copy: the machinery with a library for another subject."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from support import copies
from support.chapters import ROOT
from support.copies import run

PAGE = (ROOT / "docs/own-course.md").read_text(encoding="utf-8")
CHAPTER = "ch01_mean"
NAMED = {
    "title": "Statistics by hand",
    "about": "Notebooks in which you write what statisticians do.",
    "address": "https://example.org/statistics",
}
PER_CHAPTER = ("test_answers", "test_chapters", "test_prose", "test_teeth", "test_build")

pytestmark = pytest.mark.sweep  # a course of its own, from its first chapter to its pages


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page's commands and code, run and written in a copy of the project."""
    root = copies.make(tmp_path_factory.mktemp("own") / "course", ("docs/figures",))
    (removed,) = re.findall(r"^    git rm -rq (.+)$", PAGE, re.MULTILINE)
    for folder in removed.split():
        shutil.rmtree(root / folder)
    assert f"make new CHAPTER={CHAPTER}" in PAGE
    run(root, "autograder", "new", CHAPTER)
    library, path = re.findall(r"```python\n(.*?# (course/\w+\.py)\n.*?)```", PAGE, re.DOTALL)[0]
    (root / path).write_text(library, "utf-8")
    (imported,) = re.findall(r"`(from course import check, \w+)`", PAGE)
    text = root / "source" / CHAPTER / f"{CHAPTER}.py"
    words = text.read_text("utf-8").replace("from course import check", imported)
    text.write_text(words.replace("np.mean([-3.0, -1.0, 4.0])", "stats.heights(5)"), "utf-8")
    toml = (root / "pyproject.toml").read_text("utf-8")
    for name, value in NAMED.items():
        toml, count = re.subn(rf'^{name} = ".*"$', f'{name} = "{value}"', toml, flags=re.MULTILINE)
        assert count == 1
    (root / "pyproject.toml").write_text(toml, "utf-8")
    run(root, "autograder", "release")
    copies.track(root)
    return root


def test_it_builds_and_its_own_tests_pass(course: Path) -> None:
    assert "stats.heights(5)" in (course / f"release/{CHAPTER}/{CHAPTER}.ipynb").read_text("utf-8")
    assert "release/ is what source/ says" in run(course, "autograder", "check")
    files = [f"tests/authoring/{name}.py" for name in PER_CHAPTER]
    said = run(course, "pytest", *files, "-m", "", "-k", CHAPTER, "-p", "no:cacheprovider")
    assert re.search(r"\d\d passed", said) and "failed" not in said


def test_a_class_is_graded_and_told_its_mistakes(course: Path, tier: str) -> None:
    said = run(course, "autograder", "demo")
    assert "mean_centred: the mean left in" in said
    assert re.search(r"^ada +2 +2$", said, re.MULTILINE)


def test_kit_and_pages_have_the_courses_own_names(course: Path) -> None:
    run(course, "autograder", "kit")
    run(course, "autograder", "pages")
    kit = (course / "dist" / "README.md").read_text("utf-8")
    assert NAMED["title"] in kit.splitlines()[0]
    pages = "".join(path.read_text("utf-8") for path in (course / "pages").glob("*.html"))
    assert all(name in pages for name in NAMED.values())
    assert not re.search(r"neural.networks?.by", kit.splitlines()[0] + pages, re.IGNORECASE)
