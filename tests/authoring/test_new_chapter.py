"""A chapter more: its own folders are written, `make release` does the rest, and all checks hold.

In a copy of the project a chapter of one exercise is added. Nothing else is edited: no number, no
list of chapters, no marker, no installation.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.chapters import CHAPTERS, ROOT
from support.patience import HANG

CHAPTER = f"ch{len(CHAPTERS) + 1:02}_echo"
EXERCISE = "backwards"
TEXT = f"""\
# %% [markdown]
# # Chapter {len(CHAPTERS) + 1} · Echo
#
# A signal comes back from a wall, its last sample first.
#
# **What you'll do.** Turn an array round.
#
# **What you'll learn.** That a view of an array is an array.
#
# **What you'll need.** NumPy arrays.
#
# **How long.** {{minutes}}

# %% readonly="setup"
import numpy as np
from course import check, plots

# %%
plots.table(np.arange(9).reshape(3, 3), title="nine samples")

# %% [markdown]
# ## Exercise 1 · `{EXERCISE}` (2 points)
#
# **Your function**
#
# - takes an array `x` (N,) of floats
# - returns the same numbers, the last one first: $y_i = x_{{N-1-i}}$.

# %% solution="{EXERCISE}" minutes=4
def {EXERCISE}(x):
    \"\"\"The numbers of x, the last one first.

    x : (N,)

    Returns
    y : (N,)
    \"\"\"
    ### BEGIN SOLUTION
    return x[::-1]
    ### END SOLUTION

# %% tests="{EXERCISE}" points=2
x = np.array([1.0, 4.0, -3.0])
check.close("{EXERCISE}(x)", check.call({EXERCISE}, x), np.array([-3.0, 4.0, 1.0]))
### BEGIN HIDDEN TESTS
for n in (1, 2, 9):
    x = check.rng().normal(size=n)
    check.close("{EXERCISE}(x)", check.call({EXERCISE}, x), np.flip(x))
### END HIDDEN TESTS

# %% [markdown]
# ## Recap
#
# A reversed view costs nothing.
# [Chapter 1](../{CHAPTERS[0]}/{CHAPTERS[0]}.ipynb) begins with one array and one neuron.
#
# **On your own.** Turn a matrix round.
#
# **In practice.** Convolution turns its filter round.
#
# **Further reading.** The manual of `np.flip`.
"""
ANSWERS = f"""\
# %% right="flip"
def {EXERCISE}(x):
    return np.flip(x)

# %% right="a loop"
def {EXERCISE}(x):
    return np.array([x[len(x) - 1 - i] for i in range(len(x))])

# %% right="a copy"
def {EXERCISE}(x):
    return x[np.arange(len(x) - 1, -1, -1)]

# %% wrong="left as it was" why="The numbers came back in their own order."
def {EXERCISE}(x):
    return x
"""
ROOMS = ("tests/authoring", "tests/course")  # the others' tests of a chapter run a sandbox
# What looks at all chapters at once; what is tried for each of them is found by its marker.
ACROSS = (
    "tests/authoring/test_answers.py::test_nearly_every_wrong_answer_is_told_a_name",
    "tests/authoring/test_chapters.py::test_a_chapter_is_named_by_its_number",
    "tests/authoring/test_project.py::test_the_readmes_table_is_what_the_chapters_hold",
    "tests/authoring/test_project.py::test_every_figure_is_photographed_in_both_themes_and_nothing_"
    "else_is",
    "tests/authoring/test_project.py::test_no_file_of_the_course_is_ignored",
    "tests/course/test_progress.py::test_the_list_is_what_the_texts_say",
    "tests/course/test_progress.py::test_a_label_belongs_to_one_check_of_the_course",
    "tests/course/test_progress.py::test_the_chapter_is_the_kernels_then_the_notebooks_then_the_"
    "last_run",
)
LEFT_OUT = {".git", ".venv", ".hypothesis", "dist", "pages", "gradebook.db"}


def built(folder: str, names: list[str]) -> set[str]:
    """What lies in the checkout and is no part of the project, but for what Python has compiled."""
    if Path(folder).name == "__pycache__":
        return {name for name in names if not name.endswith(".pyc")}  # one that is being written
    caches = {name for name in names if name.endswith("_cache")}
    return caches | (LEFT_OUT & set(names) if Path(folder) == ROOT else set())


@pytest.fixture(scope="module")
def longer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with one chapter more, released."""
    root = tmp_path_factory.mktemp("longer") / "course"
    shutil.copytree(ROOT, root, ignore=built, symlinks=True)
    texts = {
        root / "source" / CHAPTER / f"{CHAPTER}.py": TEXT,
        root / "source" / CHAPTER / "answers" / f"{EXERCISE}.py": ANSWERS,
    }
    for path, content in texts.items():
        path.parent.mkdir()
        path.write_text(content, encoding="utf-8")
    # Some tests ask git which files there are.
    for command in (["git", "init", "--quiet"], ["git", "add", "--all"]):
        subprocess.run(command, cwd=root, check=True)
    run(root, "autograder", "release", CHAPTER)
    return root


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


def test_the_readmes_table_gets_a_row_by_itself(longer: Path) -> None:
    before, after = ((root / "README.md").read_text("utf-8") for root in (ROOT, longer))
    place = f"release/{CHAPTER}/{CHAPTER}.ipynb"
    row = f"| {len(CHAPTERS) + 1} | [Echo]({place}) | `{EXERCISE}` |\n"
    assert after.replace(row, "") == before
    assert row in after


@pytest.mark.sweep  # every chapter is built and released anew
def test_make_check_finds_nothing(longer: Path) -> None:
    run(longer, "autograder", "check")
    run(longer, "ruff", "check", ".")
    run(longer, "ruff", "format", "--check", ".")


def test_its_own_tests_and_those_across_chapters_pass(longer: Path) -> None:
    names = [one.rpartition("::")[2] for one in ACROSS]
    one_run = "pytest", *ROOMS, "-m", "not sweep", "-k", " or ".join([CHAPTER, *names]), "-vv"
    passed = re.findall(r"^tests/(\S+?::\w+)\S* PASSED", run(longer, *one_run), re.MULTILINE)
    assert {*ACROSS} <= {f"tests/{one}" for one in passed}
    assert len(passed) > 20 + len(ACROSS), passed
