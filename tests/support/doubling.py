"""A course of one exercise with known mistakes: two show on visible numbers, one on hidden ones."""

from __future__ import annotations

import shutil
from pathlib import Path

from autograder.authoring import release
from support.chapters import ROOT

CHAPTER = "ch01_lines"
TEXT = """\
# %% readonly="setup"
import numpy as np

from course import check

# %% [markdown]
# ## Exercise 1 · `twice` (2 points)

# %% solution="twice"
def twice(x):
    ### BEGIN SOLUTION
    return x + x
    ### END SOLUTION

# %% tests="twice" points=2
check.close("twice(x)", check.call(twice, np.array([3.0, 5.0])), np.array([6.0, 10.0]))
### BEGIN HIDDEN TESTS
for n in (4, 1):
    x = check.rng().uniform(-20, -10, size=n)
    check.close("twice(x)", check.call(twice, x), 2 * x)
### END HIDDEN TESTS
"""
ANSWERS = """\
# %% right="a product"
def twice(x):
    return 2 * x

# %% wrong="squared" why="The number was multiplied by itself."
def twice(x):
    return x * x

# %% wrong="three times" why="One `x` too many was added."
def twice(x):
    return x + x + x

# %% wrong="the sign is lost" why="What is below zero must stay there."
def twice(x):
    return abs(x + x)
"""


def put(root: Path, path: str, content: str) -> None:
    """Write a file of the course."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(content, encoding="utf-8")


def make(root: Path, gradebook: bool = False) -> Path:
    """The course, released."""
    put(root, f"source/{CHAPTER}/{CHAPTER}.py", TEXT)
    put(root, f"source/{CHAPTER}/answers/twice.py", ANSWERS)
    (root / "course").mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", root)
    release.release(root, gradebook=gradebook)
    return root


def add(root: Path, answer: str) -> None:
    """Keep another answer, with its header."""
    path = root / f"source/{CHAPTER}/answers/twice.py"
    path.write_text(f"{path.read_text()}\n{answer}\n", encoding="utf-8")
