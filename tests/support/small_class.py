"""A small class with a copy of the project of its own, graded by the command that people type.

So a test may strike at the command's processes, and others may edit the project meanwhile.
"""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from nbgrader import api
from sqlalchemy import create_engine, select

from autograder.authoring import release
from autograder.inside.wall import kernel, processes
from support import commands
from support.chapters import ROOT
from support.commands import Command
from support.lines import CHAPTER, NO_BIAS, RIGHT, make_course, put, written
from support.patience import HANG

SEED = "5eed"
HOLD = "hold"
SLOW = f"""\
import os, time
import course
while os.path.exists(os.path.join(os.path.dirname(course.__file__), {HOLD!r})):
    time.sleep(0.01)
time.sleep(0.3)
{RIGHT["twice"]}"""
CONFIG = "\nc.Execute.timeout = 60\n"  # nobody here comes near it
LATE = "2026-05-01 10:00:00.000000 UTC"
STUDENTS = ("ada", "ben", "cleo", "dan", "eve", "finn", "gwen", "hugo", "ines", "jo")


def make(root: Path) -> Path:
    """A course with ten submissions: right, wrong, slow, broken and late."""
    make_course(root)
    with (root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(CONFIG)
    put_project(root)
    release.release(root)
    answers: dict[str, dict[str, str]] = {name: {"twice": SLOW} for name in STUDENTS}
    answers["ben"] = {"line": NO_BIAS}
    answers["dan"] = {"twice": "import os\nos._exit(1)"}
    answers["finn"] = {"twice": RIGHT["twice"] + " +"}
    for name in STUDENTS:
        put(root, name, written(root, **answers[name]))
    put(root, "hugo", "my answer is 42")
    (root / "submitted" / "ada" / CHAPTER / "timestamp.txt").write_text(LATE)
    return root


def put_project(root: Path) -> None:
    """The grader's own code below a course, compiled: commands there start a dozen processes."""
    for name in ("autograder", "course"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        compileall.compile_dir(root / name, quiet=1)


def copy(root: Path, to: Path) -> Path:
    """The course in another folder."""
    return shutil.copytree(root, to / "course", symlinks=True)


def hold(root: Path) -> Callable[[], None]:
    """Have the slow submissions wait while they run, so that a run cannot end; call it to go on."""
    marker = root / "course" / HOLD
    marker.touch()
    return marker.unlink


def command(*arguments: str) -> list[str]:
    """The command line, with the seed that makes two runs alike."""
    return [sys.executable, "-m", "autograder", "grade", "--seed", SEED, *arguments]


def start(
    root: Path, *arguments: str, line: Sequence[str] | None = None, stderr: int | None = None
) -> Command:
    """Start to grade the course, with a folder for temporary files beside it."""
    return commands.server().start(line or command(*arguments), root, _env(root), stderr)


def typed(root: Path, *arguments: str) -> subprocess.Popen[str]:
    """The same in an interpreter of its own, as a shell starts it."""
    return subprocess.Popen(
        command(*arguments), cwd=root, env=_env(root), preexec_fn=commands.hear_signals,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def _env(root: Path) -> dict[str, str]:
    (temporary := root.parent / "tmp").mkdir(exist_ok=True)
    return os.environ | {"TMPDIR": str(temporary), "PYTHONDONTWRITEBYTECODE": "1"}


def grade(
    root: Path, *arguments: str, code: int = 0, line: Sequence[str] | None = None,
    begin: Callable[..., Command | subprocess.Popen[str]] | None = None,
) -> str:  # fmt: skip
    """Grade the course; what was said on stderr. The exit code must be the one given.

    begin : `typed`, for an interpreter of its own
    """
    with begin(root, *arguments) if begin else start(root, *arguments, line=line) as process:
        said, errors = process.communicate(timeout=HANG)
    assert process.returncode == code, said + errors
    assert "Traceback" not in errors, errors
    return errors


def url(root: Path) -> str:
    """The address of the course's SQLite gradebook."""
    return f"sqlite:///{root / 'gradebook.db'}"


def rows(address: str) -> dict[str, list[tuple[Any, ...]]]:
    """All that grading writes into a gradebook, without the numbers that are drawn by chance."""
    engine = create_engine(address)
    submitted, notebook = api.SubmittedAssignment, api.SubmittedNotebook
    grades, comments = api.Grade, api.Comment
    with engine.connect() as connection:
        found = {
            "submissions": connection.execute(
                select(submitted.student_id, submitted.timestamp, notebook.late_submission_penalty)
                .join(notebook, notebook.assignment_id == submitted.id)
            ),
            "grades": connection.execute(
                select(
                    submitted.student_id, api.BaseCell.name, grades.auto_score,
                    grades.manual_score, grades.needs_manual_grade, grades.extra_credit,
                )
                .join(notebook, notebook.assignment_id == submitted.id)
                .join(grades, grades.notebook_id == notebook.id)
                .join(api.BaseCell, api.BaseCell.id == grades.cell_id)
            ),
            "comments": connection.execute(
                select(
                    submitted.student_id, api.BaseCell.name, comments.auto_comment,
                    comments.manual_comment,
                )
                .join(notebook, notebook.assignment_id == submitted.id)
                .join(comments, comments.notebook_id == notebook.id)
                .join(api.BaseCell, api.BaseCell.id == comments.cell_id)
            ),
        }  # fmt: skip
        everything = {name: sorted(map(tuple, part), key=repr) for name, part in found.items()}
    engine.dispose()
    return everything


def files(root: Path) -> dict[str, bytes]:
    """What grading writes into the course's folder, the gradebook left out."""
    everything = (
        p for p in sorted(root.rglob("*")) if p.is_file() and "__pycache__" not in p.parts
    )
    return {
        str(p.relative_to(root)): p.read_bytes()
        for p in everything
        if not p.name.startswith(("gradebook.db", ".grading"))
    }


def notebooks(root: Path) -> dict[str, tuple[int, int]]:
    """The graded notebooks, and what changes when one is written again."""
    found = {}
    for path in root.glob(f"autograded/*/*/{CHAPTER}.ipynb"):
        about = path.stat()
        found[path.parts[-3]] = (about.st_ino, about.st_mtime_ns)
    return found


def same(root: Path, quiet: Path) -> None:
    """Both courses hold the same grades and the same files."""
    assert rows(url(root)) == rows(url(quiet))
    got, want = files(root), files(quiet)
    assert sorted(got) == sorted(want)
    assert [name for name in want if got[name] != want[name]] == []


def alike(root: Path, quiet: Path) -> None:
    """Both courses hold the same grades and the same files, and nothing else is left."""
    same(root, quiet)
    assert list((root.parent / "tmp").iterdir()) == []


def until(fact: Callable[[], Any], seconds: float = 60.0) -> Any:
    """The fact, as soon as it holds; the last it was if it never does."""
    end = time.monotonic() + seconds
    while not (value := fact()) and time.monotonic() < end:
        time.sleep(0.005)
    return value


@contextmanager
def orphans() -> Iterator[Callable[[], list[psutil.Process]]]:
    """While this lasts, what somebody leaves behind becomes a child of the tests' process.

    Gives what tells of processes that are left, once they have had time to end.
    """
    processes.adopt()
    commands.server()  # not left behind by anybody: the next commands are its forks, too
    before = set(psutil.Process().children(recursive=True))

    def left() -> list[psutil.Process]:
        found = []
        for process in set(psutil.Process().children(recursive=True)) - before:
            try:
                if process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
                elif process.ppid() == os.getpid():
                    os.waitpid(process.pid, os.WNOHANG)
            except (psutil.NoSuchProcess, ChildProcessError):
                continue
        return found

    try:
        yield lambda: left() if not until(lambda: not left(), 20) else []
    finally:
        kernel.prctl(kernel.SET_CHILD_SUBREAPER, 0)
