"""A copy of the project in which a test may change, take out and add what it likes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from support.chapters import ROOT
from support.patience import HANG

LEFT_OUT = {".git", ".venv", ".hypothesis", "dist", "pages", "gradebook.db"}


def make(root: Path, without: Sequence[str] = ()) -> Path:
    """Copy the project as its author has it, but for these parts of it and what is built of it."""

    def left(folder: str, names: list[str]) -> set[str]:
        if Path(folder).name == "__pycache__":
            return {name for name in names if not name.endswith(".pyc")}  # one being written
        caches = {name for name in names if name.endswith("_cache")}
        inside = Path(folder).relative_to(ROOT)
        asked = {name for name in names if (inside / name).as_posix() in without}
        return caches | asked | (LEFT_OUT & set(names) if Path(folder) == ROOT else set())

    return shutil.copytree(ROOT, root, ignore=left, symlinks=True)


def track(root: Path) -> None:
    """Make the copy a git repository of one commit: some tests ask which files there are."""
    _git(root, "init", "--quiet")
    commit(root)


def commit(root: Path) -> None:
    """Commit all that is there."""
    _git(root, "add", "--all")
    who = ("-c", "user.name=ada", "-c", "user.email=ada@example.org")
    _git(root, *who, "commit", "--quiet", "--allow-empty", "--message", "all")


def _git(root: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=root, check=True)


def run(root: Path, *command: str) -> str:
    """What a Python module prints, in the copy and with the copy's packages; it must succeed."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=root, text=True, timeout=HANG,
        env=env | {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return done.stdout
