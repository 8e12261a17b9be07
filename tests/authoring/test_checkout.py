"""A copy of the project that is not whole: one sentence from whatever command is run in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.chapters import ROOT
from support.patience import HANG

from autograder import checkout

COMMANDS = (["grade"], ["check"], ["build"], ["try", "a.ipynb"], ["system"])


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's code, and nothing else; not to be changed."""
    root = tmp_path_factory.mktemp("whole")
    for package in checkout.ROOMS:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, root / package, ignore=ignored)
    return root


def said(root: Path, *command: str) -> tuple[int, str]:
    """Exit code of a command, and all that it says."""
    env = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(root)}
    line = [sys.executable, "-m", "autograder", *command]
    done = subprocess.run(line, cwd=root, env=env, capture_output=True, text=True, timeout=HANG)
    return done.returncode, done.stdout + done.stderr


def test_every_folder_of_code_is_looked_for() -> None:
    there = {
        path.parent.relative_to(ROOT).as_posix()
        for package in checkout.ROOMS
        for path in (ROOT / package).rglob("__init__.py")
    }
    listed = {f"{package}/{room}" for package, rooms in checkout.ROOMS.items() for room in rooms}
    assert {*checkout.ROOMS, *listed} == there
    assert checkout.missing() == []


@pytest.mark.parametrize("room", ["autograder/inside", "course/check"])
def test_what_is_in_a_folder_that_is_missing_is_not_named_too(
    room: str, whole: Path, tmp_path: Path
) -> None:
    root = shutil.copytree(whole, tmp_path / "copy")
    shutil.rmtree(root / room)
    assert checkout.missing(root) == [room]


@pytest.mark.parametrize("room", ["autograder/records", "autograder/shared", "course/plots"])
def test_a_missing_folder_is_named_with_what_to_do_and_nothing_is_done(
    room: str, whole: Path, tmp_path: Path
) -> None:
    root = shutil.copytree(whole, tmp_path / "copy")
    for path in (root / room).iterdir():  # an empty folder is what some copies leave
        path.unlink() if path.is_file() else shutil.rmtree(path)
    before = sorted(root.rglob("*"))
    for command in COMMANDS:
        code, told = said(root, *command)
        assert code == 1, told
        assert told == (
            f"autograder: {root} is no whole copy of the project: {room} is missing, as after a "
            "checkout or a copy that was interrupted. Nothing was done, and nothing is lost; bring "
            "it back (`git restore autograder course`, or copy the project again) and run the same "
            "command again.\n"
        )
    assert sorted(root.rglob("*")) == before


def test_several_missing_folders_are_named_in_one_sentence(whole: Path, tmp_path: Path) -> None:
    root = shutil.copytree(whole, tmp_path / "copy")
    shutil.rmtree(root / "course")
    shutil.rmtree(root / "autograder" / "judging")
    code, told = said(root, "grade")
    assert (code, told.count("\n")) == (1, 1)
    assert "course, autograder/judging are missing" in told


@pytest.mark.parametrize("file", ["autograder/records/penalty.py", "autograder/shared/stop.py"])
def test_a_missing_file_is_named(file: str, whole: Path, tmp_path: Path) -> None:
    root = shutil.copytree(whole, tmp_path / "copy")
    (root / "source" / "ch01_a").mkdir(parents=True)
    (root / file).unlink()
    code, told = said(root, "grade")
    assert (code, told.count("\n")) == (1, 1), told
    assert f"no whole copy of the project: {file} is missing" in told


def test_an_import_that_fails_for_another_reason_is_not_taken_for_it(
    whole: Path, tmp_path: Path
) -> None:
    root = shutil.copytree(whole, tmp_path / "copy")
    with (root / "autograder" / "grade.py").open("a") as module:
        module.write("\nfrom autograder.records.gradebook import nothing_of_that_name\n")
    code, told = said(root, "grade")
    assert "cannot import name 'nothing_of_that_name'" in told and "whole copy" not in told
    assert code != 0
