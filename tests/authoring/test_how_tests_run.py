"""The tests' own settings: what may be skipped, and what runs in one process."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.chapters import ROOT

TESTS = """
import pytest

def test_without_a_wall():
    pytest.skip("TIER bwrap IS NOT TESTED HERE: bubblewrap is not installed")

@pytest.mark.skipif("True", reason="COURSE_MNIST_DIR is not set")
def test_without_data():
    pass

@pytest.mark.skipif("True", reason="ONLY ROOT CAN BECOME OTHER USERS")
def test_of_root():
    pass

@pytest.mark.xfail
def test_that_is_known_to_fail():
    assert False
"""
MODULE = """
import pytest
pytest.importorskip("no_such_module", reason="POSTGRESQL IS NOT TESTED HERE: no psycopg2")

def test_never_seen():
    pass
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Tests that skip, under the project's own settings."""
    (tmp_path / "tests").mkdir()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path / "tests")
    (tmp_path / "tests" / "test_some.py").write_text(TESTS)
    (tmp_path / "tests" / "test_module.py").write_text(MODULE)
    return tmp_path


def counts(project: Path, **settings: str) -> tuple[dict[str, int], str]:
    """How many tests passed, failed and so on, and what was said."""
    ours = ("PYTEST_", "COURSE_")
    env = {k: v for k, v in os.environ.items() if not k.startswith(ours)} | settings
    command = [sys.executable, "-m", "pytest", "-vv", "-p", "no:cacheprovider"]
    said = subprocess.run(command, cwd=project, env=env, capture_output=True, text=True).stdout
    last = said.strip().splitlines()[-1]
    return {word.rstrip("s"): int(n) for n, word in re.findall(r"(\d+) (\w+)", last)}, said


def test_a_skip_is_a_skip_where_nothing_is_said(project: Path) -> None:
    found, said = counts(project)
    assert (found["skipped"], found.get("failed", 0), found.get("error", 0)) == (4, 0, 0), said


def test_on_ci_it_is_a_failure_with_its_reason(project: Path) -> None:
    found, said = counts(project, COURSE_NO_SKIPS="1")
    assert found.get("failed", 0) + found.get("error", 0) >= 1
    assert "COURSE_NO_SKIPS is set: POSTGRESQL IS NOT TESTED HERE" in said
    (project / "tests" / "test_module.py").unlink()
    found, said = counts(project, COURSE_NO_SKIPS="1")
    assert found == {"failed": 1, "error": 1, "skipped": 1, "xfailed": 1}, said
    assert "COURSE_NO_SKIPS is set: TIER bwrap IS NOT TESTED HERE" in said


def test_what_a_machine_cannot_have_is_named_in_a_setting(project: Path) -> None:
    (project / "tests" / "test_module.py").unlink()
    may = "COURSE_MNIST_DIR is not set;TIER bwrap"
    found, said = counts(project, COURSE_NO_SKIPS="1", COURSE_MAY_SKIP=may)
    assert (found["skipped"], found.get("failed", 0)) == (3, 0), said


def test_files_stay_together_and_what_is_made_for_each_wall_goes_apart() -> None:
    spec = importlib.util.spec_from_file_location("settings", ROOT / "tests" / "conftest.py")
    assert spec and spec.loader
    settings = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(settings)
    scopes = {
        nodeid: settings.scope_of(nodeid)
        for nodeid in (
            "tests/grading/test_late.py::test_one",
            "tests/grading/test_late.py::test_two[bwrap]",
            "tests/attacks/test_attacks.py::test_one[bwrap: gaming: none of it]",
            "tests/attacks/test_attacks.py::test_two[course-bwrap-chosen]",
            "tests/attacks/test_attacks.py::test_two[course-landlock-chosen]",
            "tests/authoring/test_chapters.py::test_one",
            "tests/course/test_progress.py::test_two",
            "tests/browser/test_browser.py::test_one",
            "tests/browser/test_browser.py::test_one[ch06_training_loop-light]",
            "tests/browser/test_results.py::test_one",
            "tests/browser/test_touch_neuron.py::test_one",
        )
    }
    late, again, row, bwrap, landlock, chapters, progress, *browser = scopes.values()
    assert late == again
    assert row == bwrap != landlock
    assert chapters == progress
    assert len(set(browser)) == 2 and len(set(browser[1:])) == 1
    assert len(set(scopes.values())) == 6
    files = [path.name for path in (ROOT / "tests").glob("*/test_*.py")]
    assert {*settings.EXECUTED, *settings.APART, settings.CHAPTERS_IN_BROWSER} <= set(files)
    assert len(files) == len(set(files)), "a file is known by its name"
