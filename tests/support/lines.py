"""A course of one small chapter: its text, answers to it, and how they are handed in."""

from __future__ import annotations

import copy
import os
import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.authoring import answers, build
from autograder.shared import nbcells
from support import commands
from support.chapters import ROOT
from support.patience import HANG

CHAPTER = "ch01_lines"
TEXT = '''\
# %% [markdown]
# # Lines

# %% readonly="setup"
import numpy as np

from course import check

# %%
shift = 0

# %% [markdown]
# ## Exercise 1 · `twice` (1 point)

# %% solution="twice"
def twice(x):
    """x : (N,) -> (N,)"""
    ### BEGIN SOLUTION
    return x + x
    ### END SOLUTION

# %% tests="twice" points=1
x = np.array([1.0, 3.0])
check.close("twice(x)", check.call(twice, x), np.array([2.0, 6.0]))
check.passed("twice")

# %% [markdown]
# ## Exercise 2 · `line` (3 points)

# %% solution="line"
def line(x, w, b):
    """x : (N,) -> (N,)"""
    ### BEGIN SOLUTION
    return w * x + b
    ### END SOLUTION

# %% tests="line" points=2
x = np.array([1.0, 3.0])
wrong = {"bias left out": np.array([2.0, 6.0])}
check.close("line(x, 2, 1)", check.call(line, x, 2, 1), np.array([3.0, 7.0]), mistakes=wrong)
### BEGIN HIDDEN TESTS
classified = np.array([5.0, 0.25])
check.close("line(x, 4, 0)", check.call(line, classified, 4, 0), np.array([20.0, 1.0]))
### END HIDDEN TESTS
check.passed("line")

# %% tests="line" part="flat" points=1
x = np.array([1.0, 3.0])
check.close("line(x, 0, 0)", check.call(line, x, 0, 0), np.array([0.0, 0.0]))
### BEGIN HIDDEN TESTS
classified = line(np.array([1.0]), 0, 0)[0]
### END HIDDEN TESTS
check.passed("line")

# %% [markdown]
# ## Exercise 3 · `why` (3 points)

# %% [markdown] manual="why" points=3
# ### BEGIN SOLUTION
# Because a line needs an offset.
# ### END SOLUTION
'''
CONFIG = "\nc.Execute.timeout = 10\n"  # right cells take a thousandth of it
RIGHT = {
    "twice": "def twice(x):\n    return 2 * x",
    "line": "def line(x, w, b):\n    return x * w + b",
}
NO_BIAS = "def line(x, w, b):\n    return x * w"
NUMBER_FOR_ONE = "def line(x, w, b):\n    return w * x + b if len(x) > 1 else 0.0"
ENDLESS = "def twice(x):\n    while True:\n        pass"
POINTS = {"test_twice": 1.0, "test_line": 2.0, "test_line_flat": 1.0, "why": 3.0}


def written(root: Path, **text: str) -> NotebookNode:
    """The notebook of a student who answers rightly but for the texts given."""
    return answers.solved(build.notebook(root, CHAPTER), {**RIGHT, **text})


def cell_of(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    return next(c for c in notebook.cells if nbcells.grade_id(c) == grade_id)


def copied(cell: NotebookNode) -> NotebookNode:
    """What JupyterLab pastes: the same metadata, another id."""
    return nbformat.from_dict({**copy.deepcopy(cell), "id": "pasted"})


def split(root: Path) -> NotebookNode:
    """An answer cut in two in the middle of its function, with the grade_id on both halves."""
    notebook = written(root)
    whole = cell_of(notebook, "line")
    rest = copied(whole)
    whole.source, rest.source = whole.source.split("\n")
    notebook.cells.insert(notebook.cells.index(whole) + 1, rest)
    return notebook


def doubled(root: Path) -> NotebookNode:
    """An answer written in a copy of its cell, the blank left above it."""
    notebook = written(root)
    blank = copied(cell_of(notebook, "line"))
    blank.source = cell_of(answers.released(build.notebook(root, CHAPTER)), "line").source
    notebook.cells.insert(notebook.cells.index(cell_of(notebook, "line")), blank)
    return notebook


def deleted(root: Path) -> NotebookNode:
    """Locked cells deleted or edited, answers in cells of the student's own or with a helper."""
    notebook = written(root, line="def line(x, w, b):\n    return w * x + offset(b)")
    gone = ("setup", "test_line", "twice")
    helper = new_code_cell("def offset(b):\n    return b + shift")
    own = new_code_cell(RIGHT["twice"])
    cell_of(notebook, "test_twice").source = "pass"
    notebook.cells.insert(notebook.cells.index(cell_of(notebook, "line")), helper)
    notebook.cells.insert(notebook.cells.index(cell_of(notebook, "twice")), own)
    notebook.cells = [c for c in notebook.cells if nbcells.grade_id(c) not in gone]
    return notebook


MESSY = {"split": split, "doubled": doubled, "deleted": deleted}
BROKEN = {
    "empty": "",
    "text": "my answer is 42",
    "list": "[1, 2]",
    "future": '{"nbformat": 99, "nbformat_minor": 0, "metadata": {}, "cells": []}',
    "foreign": nbformat.writes(nbformat.v4.new_notebook(cells=[new_code_cell("1 + 1")])),
}


def put(root: Path, student: str, content: NotebookNode | str, name: str = CHAPTER) -> None:
    path = root / "submitted" / student / CHAPTER / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else nbformat.writes(content)
    path.write_text(text, encoding="utf-8")


def make_course(root: Path) -> Path:
    path = root / "source" / CHAPTER / f"{CHAPTER}.py"
    path.parent.mkdir(parents=True)
    path.write_text(TEXT, encoding="utf-8")
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (root / "nbgrader_config.py").write_text(config + CONFIG, encoding="utf-8")
    return root


def snapshot(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def nbgrader(root: Path, *command: str, code: int = 0) -> str:
    """What a command of nbgrader's says, as typed in the course's folder."""
    env = os.environ | {
        "PYTHONWARNINGS": "ignore", "COURSE_PROGRESS": str(root / "progress.json"),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
    }  # fmt: skip
    with commands.server().start(["nbgrader", *command], root, env) as process:
        _, errors = process.communicate(timeout=HANG)
    assert process.returncode == code, errors
    return errors
