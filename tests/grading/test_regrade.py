"""What has a submission graded anew, and what does not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from nbformat.v4 import new_markdown_cell
from support.chapters import ROOT
from support.lines import CHAPTER, make_course, put, written
from support.sweeps import first_of_each

from autograder import grade
from autograder.authoring import build, release
from autograder.grading import recorder
from autograder.handed_in import submission
from autograder.handed_in.bundling import bundle_of
from autograder.inside.wall import landlock
from autograder.inside.wall.tiers import BWRAP, LANDLOCK, NONE
from autograder.judging import version
from autograder.shared import nbcells

pytestmark = pytest.mark.usefixtures("warm_pool")


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_course(tmp_path_factory.mktemp("regrade"))
    release.release(root)
    put(root, "ada", written(root, why="It lets the line miss the origin."))
    grade.grade(root)
    return root


@pytest.fixture
def root(released: Path, tmp_path: Path) -> Path:
    return shutil.copytree(released, tmp_path / "course")


def graded(root: Path) -> Path:
    return root / "autograded" / "ada" / CHAPTER / f"{CHAPTER}.ipynb"


def again(root: Path) -> bool:
    """Whether grading once more runs the submission."""
    before = graded(root).stat().st_mtime_ns
    assert grade.grade(root)[0].outcome == "ok"
    return graded(root).stat().st_mtime_ns != before


def test_nothing_changed_is_not_graded_again(root: Path) -> None:
    assert not again(root)


def test_an_answer_in_words_that_was_improved_is_read_again(root: Path) -> None:
    put(root, "ada", written(root, why="An offset moves the whole line."))
    assert again(root)
    assert "An offset moves" in graded(root).read_text("utf-8")
    page = root / "feedback" / "ada" / CHAPTER / f"{CHAPTER}.html"
    assert "An offset moves" in page.read_text("utf-8")
    assert not again(root)


def test_a_text_of_the_chapters_own_says_nothing_about_points(root: Path) -> None:
    path = root / "source" / CHAPTER / f"{CHAPTER}.py"
    path.write_text(path.read_text("utf-8").replace("# # Lines", "# # Straight lines"), "utf-8")
    assert not again(root)


@pytest.mark.parametrize("what", ["code", "answer in words", "note"])
def test_whatever_of_the_students_is_shown_is_in_the_key(what: str, root: Path) -> None:
    form = nbcells.blank(build.notebook(root, CHAPTER))

    def key(text: str) -> str:
        name = {"code": "twice", "answer in words": "why"}.get(what)
        rebuilt = submission.rebuild(form, written(root, **({name: text} if name else {})))
        if not name:
            rebuilt.cells.insert(1, new_markdown_cell(text))
        return bundle_of(CHAPTER, form, rebuilt, 60.0, "").key

    assert key("x = 1") == key("x = 1") != key("x = 2")


def test_the_key_knows_the_version_and_whether_there_is_a_wall(root: Path) -> None:
    form = nbcells.blank(build.notebook(root, CHAPTER))
    made = bundle_of(CHAPTER, form, submission.rebuild(form, written(root)), 60.0, BWRAP)
    assert made.version == version.version()
    assert replace(made, version="other").key != made.key
    assert replace(made, tier=NONE).key != made.key
    assert replace(made, tier=LANDLOCK).key == made.key


@pytest.mark.parametrize("tier", [BWRAP, LANDLOCK])
def test_a_new_version_of_the_wall_grades_again(
    tier: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = grade.Settings(sandbox=tier, workers=1)
    try:
        grade.grade(root, settings=settings)
    except grade.CourseError as error:
        pytest.skip(f"TIER {tier} IS NOT TRIED HERE: {error}")
    before = graded(root).stat().st_mtime_ns
    grade.grade(root, settings=settings)
    assert graded(root).stat().st_mtime_ns == before
    monkeypatch.setattr(recorder, "walls", lambda tier: f"{tier}, newer")
    grade.grade(root, settings=settings)
    assert graded(root).stat().st_mtime_ns != before


def test_the_walls_tell_their_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    told = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        told.append(command[1:])
        return subprocess.CompletedProcess(command, 0, "bubblewrap 9.9\n", "")

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(landlock, "version", lambda: 9)
    walls = version.walls.__wrapped__
    assert walls(BWRAP) == "bwrap, bubblewrap 9.9" and told == [["--version"]]
    assert walls(LANDLOCK) == "landlock 9"
    assert walls(NONE) == NONE


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project's code."""
    copy = tmp_path_factory.mktemp("version") / "project"
    for folder in ("autograder", "course"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def decides(name: str, monkeypatch: pytest.MonkeyPatch, project: Path) -> bool:
    """Whether another text of a file has everything graded again."""
    path, before = project / name, version.version()
    text = path.read_text("utf-8")
    path.write_text(text + "\n", "utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(version, "PROJECT", project)
        version.deciding.cache_clear()
        after = version.version.__wrapped__()
    version.deciding.cache_clear()
    path.write_text(text, "utf-8")
    return before != after


def test_a_copy_has_the_same_version(monkeypatch: pytest.MonkeyPatch, project: Path) -> None:
    assert not decides("autograder/README.md", monkeypatch, project)


@pytest.mark.parametrize(
    "name",
    first_of_each(
        [
            "autograder/inside/wall/confine.py",
            "autograder/inside/forks.py",
            "autograder/inside/wire/conversation.py",
            "autograder/inside/wire/frames.py",
            "autograder/inside/running/answering.py",
            "autograder/judging/budget.py",
            "autograder/judging/bundle.py",
            "autograder/judging/judge.py",
            "autograder/judging/findings.py",
            "autograder/judging/namespace.py",
            "autograder/judging/process.py",
            "autograder/judging/proxies.py",
            "autograder/judging/rebuilt.py",
            "autograder/judging/replay.py",
            "autograder/judging/run.py",
            "autograder/judging/sandbox.py",
            "autograder/judging/session.py",
            "autograder/judging/slot.py",
            "autograder/records/graded.py",
            "course/check/__init__.py",
        ],
        kind=os.path.dirname,
    ),
)
def test_code_that_decides_grades_again(
    name: str, monkeypatch: pytest.MonkeyPatch, project: Path
) -> None:
    assert decides(name, monkeypatch, project)


def test_all_that_a_slot_and_a_worker_import_is_in_the_version() -> None:
    code = (
        "import sys, autograder.inside.running.warm, autograder.judging.slot\n"
        "ours = [m for name, m in sys.modules.items() if name.startswith('autograder.')]\n"
        "print(*{m.__file__ for m in ours if not m.__file__.endswith('__init__.py')}, sep='\\n')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    found = {Path(line) for line in done.stdout.splitlines()}
    assert len(found) > 20 and found <= set(version.deciding())


@pytest.mark.parametrize(
    "name",
    first_of_each(
        [
            "records/feedback.html.j2",
            "records/feedback.py",
            "handed_in/collect.py",
            "judging/pool.py",
        ],
        kind=os.path.dirname,
    ),
)
def test_pages_and_what_goes_on_around_grading_do_not(
    name: str, monkeypatch: pytest.MonkeyPatch, project: Path
) -> None:
    assert not decides(f"autograder/{name}", monkeypatch, project)


@pytest.mark.parametrize("what", ["Python", "numpy"])
def test_another_python_or_numpy_grades_again(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = version.version()
    if what == "Python":
        monkeypatch.setattr(version.platform, "python_version", lambda: "3.99.0")
    else:
        found = version.metadata.version
        monkeypatch.setattr(
            version.metadata, "version", lambda name: "9.9" if name == what else found(name)
        )
    assert version.version.__wrapped__() != before


def test_imports_are_seen_however_they_are_written() -> None:
    text = (
        "import a\nimport b.c as d\nfrom e import f\nfrom g import (\n    h,\n    i as j,\n)\n"
        "def late():\n    from k.l import m  # why\n"
    )
    found = version.imported(text)
    assert {"a", "b.c", "e.f", "g.h", "g.i", "k.l.m"} <= found
