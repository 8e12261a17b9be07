"""Where no widget can live, each figure shows its still picture: nbconvert and feedback pages."""

from __future__ import annotations

import ast
import html
import logging
import re
import shutil
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from support.chapters import ROOT, each_chapter, executed_notebook, of_chapter, source_notebook
from support.patience import HANG

from autograder import grade
from autograder.authoring import answers, build, solve

CHAPTER = "ch01_lines"
TEXT = """\
# %% [markdown]
# # Lines

# %% readonly="setup"
from course import check, widgets

# %%
widgets.neuron("XOR")

# %% [markdown]
# ## Exercise 1 · `twice` (1 point)

# %% solution="twice"
def twice(x):
    ### BEGIN SOLUTION
    return x + x
    ### END SOLUTION

# %% tests="twice" points=1
check.equal("twice(2)", check.call(twice, 2), 4)
"""
STILL = re.compile(r'<img\b[^>]*\bclass="course-still\b[^"]*"[^>]*>')


def figures(notebook: NotebookNode) -> int:
    """How many figures the code makes."""
    code = "\n".join(c.source for c in notebook.cells if c.cell_type == "code")
    calls = [n.func for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Call)]
    return sum(ast.unparse(function).startswith("widgets.") for function in calls)


def executed_and_converted(notebook: NotebookNode, folder: Path) -> str:
    """What the command nbconvert makes of the notebook, which it must do without a word."""
    path = folder / "notebook.ipynb"
    nbformat.write(notebook, path)
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--log-level=WARN", "--execute"]
    done = subprocess.run(
        [*command, str(path)], capture_output=True, text=True, timeout=HANG, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return path.with_suffix(".html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def exporter() -> HTMLExporter:
    """What the command has at work; to start it for each chapter takes longer."""
    return HTMLExporter(log=logging.getLogger("nbconvert for a chapter"))


def converted(notebook: NotebookNode, exporter: HTMLExporter) -> str:
    """What it makes of the notebook. Raises any warning that Python would show."""
    there = nbformat.reads(nbformat.writes(notebook), as_version=4)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for never_shown in (DeprecationWarning, PendingDeprecationWarning, ResourceWarning):
            warnings.simplefilter("ignore", never_shown)
        page, _ = exporter.from_notebook_node(there)
    return str(page)


def shows_stills(page: str, count: int) -> None:
    """The page holds the figures' still pictures, with words, and fetches nothing for them."""
    stills = STILL.findall(page)
    assert len(stills) == count
    for still in stills:
        words = re.search(r'\balt="([^"]*)"', still)
        assert words and len(html.unescape(words[1])) > 20
        assert re.findall(r'\bsrc="([^,]*),', still) == ["data:image/svg+xml;base64"]


@of_chapter("ch01_neurons")
def test_figures_are_found_where_a_chapter_has_some() -> None:
    assert figures(source_notebook("ch01_neurons")) == 3


@each_chapter
def test_a_page_made_by_nbconvert_shows_the_still_picture_of_every_figure(
    chapter: str, exporter: HTMLExporter, caplog: pytest.LogCaptureFixture, capfd: Any
) -> None:
    notebook = executed_notebook(chapter)
    caplog.clear()
    capfd.readouterr()
    page = converted(notebook, exporter)
    assert (caplog.messages, capfd.readouterr().err) == ([], "")
    shows_stills(page, figures(source_notebook(chapter)))
    assert not re.search(r'class="course-error"', page)


@of_chapter("ch01_neurons")
def test_nbconvert_executes_a_chapter_and_ends_without_a_word(tmp_path: Path) -> None:
    source = source_notebook("ch01_neurons")
    solved = answers.solved(source, answers.reference(source))
    shows_stills(executed_and_converted(solved, tmp_path), figures(source))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The feedback page on a chapter with a figure that the student has changed."""
    root = tmp_path_factory.mktemp("course")
    text = build.text_path(root, CHAPTER)
    text.parent.mkdir(parents=True)
    text.write_text(TEXT, encoding="utf-8")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    handed_in = root / "submitted" / "ada" / CHAPTER / f"{CHAPTER}.ipynb"
    handed_in.parent.mkdir(parents=True)
    source = build.notebook(root, CHAPTER)
    written = answers.solved(source, answers.reference(source))
    (figure,) = [cell for cell in written.cells if cell.source.startswith("widgets.")]
    figure.source = 'widgets.neuron("OR")'
    nbformat.write(written, handed_in)
    (result,) = grade.grade(root)
    assert sum(cell.points or 0 for cell in result.cells) == 1, result
    (found,) = root.glob("feedback/ada/*/*.html")
    return found.read_text(encoding="utf-8")


def test_a_feedback_page_shows_the_still_picture_and_no_widget(page: str) -> None:
    shows_stills(page, 1)
    assert "widget-view" not in page
    assert "widget-state" not in page
    assert "html-manager" not in page


def test_only_the_live_part_of_an_output_goes() -> None:
    view = {solve.WIDGET: {"model_id": "1"}}
    live = nbformat.v4.new_output("display_data", {**view, "text/plain": ""})
    both = nbformat.v4.new_output("display_data", {**view, "text/html": "<img>"})
    plain = nbformat.v4.new_output("display_data", {"text/plain": "3"})
    printed = nbformat.v4.new_output("stream", text="3")
    assert solve.still(live) is None
    assert solve.still(both) == nbformat.v4.new_output("display_data", {"text/html": "<img>"})
    assert solve.WIDGET in both.data
    assert [solve.still(plain), solve.still(printed)] == [plain, printed]
