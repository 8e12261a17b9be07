"""The notebook that is graded, made from what an honest but messy student handed in."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from nbgrader.utils import is_locked, is_solution
from support.chapters import each_chapter, source_notebook

from autograder.authoring import answers, build
from autograder.handed_in import intake, submission
from autograder.shared import nbcells

CHAPTER = "ch01_lines"
TEXT = '''\
# %% [markdown]
# # Lines
#
# A line has a slope and an offset, and both can be learnt from examples.

# %% readonly="setup"
import numpy as np

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
assert twice(2) == 4
### BEGIN HIDDEN TESTS
assert twice(3) == 6
### END HIDDEN TESTS

# %% [markdown]
# ## Exercise 2 · `line` (2 points)

# %% solution="line"
def line(x, w, b):
    """x : (N,) -> (N,)"""
    ### BEGIN SOLUTION
    return w * x + b
    ### END SOLUTION

# %% tests="line" points=1
assert line(1, 2, 3) == 5

# %% tests="line" part="flat" points=1
assert line(1, 0, 0) == 0

# %% [markdown]
# ## Exercise 3 · `errors` (1 point)

# %% solution="errors"
def absolute(x):
    """x : (N,) -> (N,)"""
    ### BEGIN SOLUTION
    return abs(x)
    ### END SOLUTION


def square(x):
    """x : (N,) -> (N,)"""
    ### BEGIN SOLUTION
    return x * x
    ### END SOLUTION

# %% tests="errors" points=1
assert absolute(-1) == square(-1)

# %% [markdown]
# ## Exercise 4 · `why` (3 points)
#
# Say in words why a line needs an offset.

# %% [markdown] manual="why" points=3
# ### BEGIN SOLUTION
# Because it may miss the origin.
# ### END SOLUTION

# %% [markdown]
# **In practice.** Offsets are called biases.
'''
TWICE = "def twice(x):\n    return 2 * x"
LINE = 'def line(x, w, b):\n    """A line."""\n    return x * w + b'
ERRORS = "def absolute(x):\n    return abs(x)\n\n\ndef square(x):\n    return x**2"
WHY = "Without it every line meets the origin."
RIGHT = {"twice": TWICE, "line": LINE, "errors": ERRORS, "why": WHY}
Change = Callable[[NotebookNode], None]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> NotebookNode:
    path = tmp_path_factory.mktemp("course") / "source" / CHAPTER / f"{CHAPTER}.py"
    path.parent.mkdir(parents=True)
    path.write_text(TEXT, encoding="utf-8")
    return build.notebook(path.parents[2], CHAPTER)


@pytest.fixture(scope="module")
def form(source: NotebookNode) -> NotebookNode:
    return nbcells.blank(source)


@pytest.fixture
def written(source: NotebookNode) -> NotebookNode:
    """What a student handed in who answered rightly."""
    return answers.solved(source, RIGHT)


def cell(notebook: NotebookNode, name: str) -> NotebookNode:
    return next(c for c in notebook.cells if nbcells.grade_id(c) == name)


def at(notebook: NotebookNode, name: str) -> int:
    return notebook.cells.index(cell(notebook, name))


def answered(notebook: NotebookNode) -> dict[str, str]:
    return {nbcells.grade_id(c): c.source for c in notebook.cells if is_solution(c)}


def own(notebook: NotebookNode) -> list[str]:
    """Code that is neither locked nor an answer."""
    plain = [c for c in notebook.cells if c.cell_type == "code" and not nbcells.grade_id(c)]
    return [c.source for c in plain]


def order(notebook: NotebookNode) -> list[str]:
    """Code cells: the grade id, or the text of an own cell."""
    code = [c for c in notebook.cells if c.cell_type == "code"]
    return [nbcells.grade_id(c) or c.source for c in code]


def pasted(cell: NotebookNode, text: str | None = None) -> NotebookNode:
    """What JupyterLab pastes: the same metadata, another id."""
    made = {**copy.deepcopy(cell), "id": "pasted", "source": cell.source if text is None else text}
    return nbformat.from_dict(made)


def nameless(notebook: NotebookNode) -> None:
    """As after copying every cell into a new notebook: neither metadata nor ids."""
    for number, one in enumerate(notebook.cells):
        one.metadata = NotebookNode()
        one.id = f"new{number}"


def passes(notebook: NotebookNode) -> bool:
    """Whether the code cells run one after the other, tests and all."""
    space: dict[str, Any] = {}
    for one in notebook.cells:
        if one.cell_type == "code":
            exec(one.source, space)
    return True


def test_a_tidy_notebook_is_taken_as_it_is(form: NotebookNode, written: NotebookNode) -> None:
    rebuilt = submission.rebuild(form, written)
    assert answered(rebuilt) == RIGHT
    assert own(rebuilt) == ["shift = 0"]
    assert len(rebuilt.cells) == len(form.cells)
    assert passes(rebuilt)


def test_locked_cells_points_and_hidden_tests_are_the_instructors(
    form: NotebookNode, written: NotebookNode
) -> None:
    cell(written, "test_twice").source = "pass"
    cell(written, "test_twice").metadata.nbgrader.points = 99
    cell(written, "setup").source = "np = None"
    written.metadata = {"kernelspec": {"name": "evil", "argv": ["sh"]}, "language_info": 7}
    cell(written, "twice").metadata.tags = ["raises-exception"]
    cell(written, "twice").outputs = [nbformat.v4.new_output("stream", text="hi")]
    rebuilt = submission.rebuild(form, written)
    ours = [c for c in form.cells if is_locked(c)]
    theirs = [c for c in rebuilt.cells if is_locked(c)]
    assert [(c.source, c.metadata) for c in theirs] == [(c.source, c.metadata) for c in ours]
    assert rebuilt.metadata == form.metadata
    assert cell(rebuilt, "twice").metadata == cell(form, "twice").metadata
    assert not cell(rebuilt, "twice").outputs


def split_in_body(notebook: NotebookNode) -> None:
    whole = cell(notebook, "line")
    head, tail = LINE.rsplit("\n", 1)
    whole.source = head
    notebook.cells.insert(at(notebook, "line") + 1, pasted(whole, tail))


def split_without_metadata(notebook: NotebookNode) -> None:
    head, tail = LINE.rsplit("\n", 1)
    cell(notebook, "line").source = head
    notebook.cells.insert(at(notebook, "line") + 1, new_code_cell(tail))


def split_in_three(notebook: NotebookNode) -> None:
    first, *rest = LINE.split("\n")
    cell(notebook, "line").source = first
    place = at(notebook, "line") + 1
    notebook.cells[place:place] = [new_code_cell(text) for text in rest]


def doubled_blank_above(notebook: NotebookNode) -> None:
    blank = pasted(cell(notebook, "line"), BLANK_LINE)
    notebook.cells.insert(at(notebook, "line"), blank)


def doubled_blank_below(notebook: NotebookNode) -> None:
    blank = pasted(cell(notebook, "line"), BLANK_LINE)
    notebook.cells.insert(at(notebook, "line") + 1, blank)


BLANK_LINE = (
    'def line(x, w, b):\n    """x : (N,) -> (N,)"""\n    # YOUR CODE HERE\n'
    "    raise NotImplementedError()"
)


def cell_below(notebook: NotebookNode) -> None:
    cell(notebook, "line").source = BLANK_LINE
    notebook.cells.insert(at(notebook, "line") + 1, new_code_cell(LINE))


def cell_below_the_tests(notebook: NotebookNode) -> None:
    cell(notebook, "line").source = BLANK_LINE
    notebook.cells.insert(at(notebook, "test_line_flat") + 1, new_code_cell(LINE))


def cell_above(notebook: NotebookNode) -> None:
    cell(notebook, "line").source = BLANK_LINE
    notebook.cells.insert(at(notebook, "line"), new_code_cell(LINE))


def emptied(notebook: NotebookNode) -> None:
    cell(notebook, "line").source = "# see below"
    notebook.cells.insert(at(notebook, "line") + 1, new_code_cell(LINE))


def deleted(notebook: NotebookNode) -> None:
    notebook.cells[at(notebook, "line")] = new_code_cell(LINE)


def at_the_end(notebook: NotebookNode) -> None:
    notebook.cells.append(notebook.cells.pop(at(notebook, "line")))


def nameless_at_the_end(notebook: NotebookNode) -> None:
    notebook.cells.pop(at(notebook, "line"))
    notebook.cells.append(new_code_cell(LINE))


def markdown(notebook: NotebookNode) -> None:
    one = cell(notebook, "line")
    notebook.cells[at(notebook, "line")] = new_markdown_cell(LINE, metadata=one.metadata)


def fenced(notebook: NotebookNode) -> None:
    one, text = cell(notebook, "line"), f"My answer:\n\n```python\n{LINE}\n```\n"
    notebook.cells[at(notebook, "line")] = new_markdown_cell(text, metadata=one.metadata)


def nameless_fenced(notebook: NotebookNode) -> None:
    notebook.cells[at(notebook, "line")] = new_markdown_cell(f"```\n{LINE}\n```")


def raw(notebook: NotebookNode) -> None:
    one = cell(notebook, "line")
    notebook.cells[at(notebook, "line")] = new_raw_cell(LINE, metadata=one.metadata)


def shuffled(notebook: NotebookNode) -> None:
    random.Random(1).shuffle(notebook.cells)


def reversed_order(notebook: NotebookNode) -> None:
    notebook.cells.reverse()


def only_answers(notebook: NotebookNode) -> None:
    notebook.cells = [c for c in notebook.cells if nbcells.grade_id(c) in RIGHT]


def swapped(notebook: NotebookNode) -> None:
    """Each answer typed into the other's cell."""
    cell(notebook, "line").source, cell(notebook, "twice").source = TWICE, LINE


def copied_for_another(notebook: NotebookNode) -> None:
    """The cell of `line` lost, and made anew from a copy of that of `twice`."""
    notebook.cells[at(notebook, "line")] = pasted(cell(notebook, "twice"), LINE)


def copied_tests(notebook: NotebookNode) -> None:
    """Locked cells doubled, the copies at the end of the notebook."""
    notebook.cells += [pasted(cell(notebook, n)) for n in ("test_twice", "test_line", "setup")]


COSTS_NOTHING = [
    split_in_body, split_without_metadata, split_in_three, doubled_blank_above,
    doubled_blank_below, cell_below, cell_below_the_tests, cell_above, emptied, deleted,
    at_the_end, nameless_at_the_end, markdown, fenced, nameless_fenced, raw, shuffled,
    reversed_order, only_answers, nameless, swapped, copied_for_another, copied_tests,
]  # fmt: skip


@pytest.mark.parametrize("change", COSTS_NOTHING, ids=lambda change: change.__name__)
def test_what_happens_to_cells_by_accident_leaves_every_answer_in_its_cell(
    change: Change, form: NotebookNode, written: NotebookNode
) -> None:
    change(written)
    rebuilt = submission.rebuild(form, written)
    assert answered(rebuilt) == RIGHT
    assert passes(rebuilt)


@pytest.mark.parametrize("change", COSTS_NOTHING, ids=lambda change: change.__name__)
def test_the_chapter_is_recognised_whatever_happened_to_its_cells(
    change: Change, form: NotebookNode, written: NotebookNode
) -> None:
    change(written)
    other = nbcells.blank(source_notebook("ch04_loss"))
    assert submission.identify(written, {"ch04_loss": other, CHAPTER: form}) == CHAPTER


def test_a_notebook_of_something_else_is_of_no_chapter(form: NotebookNode) -> None:
    foreign = nbformat.v4.new_notebook(cells=[new_code_cell("1 + 1"), new_markdown_cell("Hello")])
    assert submission.identify(foreign, {CHAPTER: form}) is None


def test_the_last_of_several_answers_counts_and_the_earlier_still_run(
    form: NotebookNode, written: NotebookNode
) -> None:
    first = "OFFSET = 1\ndef line(x, w, b):\n    return x"
    notebook = written
    place = at(notebook, "line")
    notebook.cells.insert(place, pasted(cell(notebook, "line"), first))
    rebuilt = submission.rebuild(form, notebook)
    assert answered(rebuilt)["line"] == LINE
    assert order(rebuilt)[4:7] == [first, "line", "test_line"]


def test_a_trial_in_a_copy_of_the_answer_cell_does_not_replace_the_answer(
    form: NotebookNode, written: NotebookNode
) -> None:
    trial = "print(line(1, 2, 3))"
    written.cells.insert(at(written, "line") + 1, pasted(cell(written, "line"), trial))
    rebuilt = submission.rebuild(form, written)
    assert answered(rebuilt) == RIGHT
    assert order(rebuilt)[4:7] == ["line", trial, "test_line"]


def test_an_answer_written_in_several_cells_runs_in_all_of_them(
    form: NotebookNode, written: NotebookNode
) -> None:
    first, second = ERRORS.split("\n\n\n")
    cell(written, "errors").source = cell(form, "errors").source
    place = at(written, "errors") + 1
    written.cells[place:place] = [new_code_cell(first), new_code_cell(second)]
    rebuilt = submission.rebuild(form, written)
    assert passes(rebuilt)
    assert "NotImplementedError" not in answered(rebuilt)["errors"]


def test_all_answers_in_one_cell_above_blanks_are_not_undone_by_them(
    form: NotebookNode, written: NotebookNode
) -> None:
    for name in ("line", "errors"):
        cell(written, name).source = cell(form, name).source
    cell(written, "twice").source = "\n\n".join([TWICE, LINE, ERRORS])
    rebuilt = submission.rebuild(form, written)
    assert passes(rebuilt)
    assert "written in a cell above" in answered(rebuilt)["line"]


def test_a_blank_stays_a_blank_when_nobody_wrote_its_function(
    form: NotebookNode, written: NotebookNode
) -> None:
    cell(written, "line").source = BLANK_LINE
    assert answered(submission.rebuild(form, written))["line"] == BLANK_LINE
    written.cells.pop(at(written, "line"))
    assert answered(submission.rebuild(form, written))["line"] == BLANK_LINE


def test_another_exercises_cell_is_never_taken_for_a_missing_answer(
    form: NotebookNode, written: NotebookNode
) -> None:
    written.cells.pop(at(written, "line"))
    nameless(written)
    rebuilt = answered(submission.rebuild(form, written))
    assert rebuilt == {**RIGHT, "line": BLANK_LINE}


def test_a_function_without_its_name_is_found_by_place_and_likeness(
    form: NotebookNode, written: NotebookNode
) -> None:
    renamed = 'def lines(x, w, b):\n    """x : (N,) -> (N,)"""\n    return w * x + b'
    written.cells[at(written, "line")] = new_code_cell(renamed)
    assert answered(submission.rebuild(form, written))["line"] == renamed
    written.cells.append(new_code_cell(BLANK_LINE.replace("line", "lines")))
    assert answered(submission.rebuild(form, written))["line"] == renamed


def test_the_answer_in_its_neighbourhood_counts_and_not_an_experiment_at_the_end(
    form: NotebookNode, written: NotebookNode
) -> None:
    experiment = "def twice(x):\n    return x + x + 1"
    cell_below(written)
    cell(written, "twice").source = cell(form, "twice").source
    written.cells.insert(at(written, "test_twice"), new_code_cell(TWICE))
    written.cells.append(new_code_cell(experiment))
    rebuilt = submission.rebuild(form, written)
    assert answered(rebuilt) == RIGHT
    assert order(rebuilt)[-1] == experiment


def test_helper_cells_keep_their_place(form: NotebookNode, written: NotebookNode) -> None:
    above, below, last = "def offset(b):\n    return b", "line(1, 2, 3)", "%timeit line(1, 2, 3)"
    written.cells.insert(at(written, "line"), new_code_cell(above))
    written.cells.insert(at(written, "line") + 1, new_code_cell(below))
    written.cells.append(new_code_cell(last))
    expected = ["setup", "shift = 0", "twice", "test_twice", above, "line", below]
    rebuilt = order(submission.rebuild(form, written))
    assert rebuilt[:7] == expected
    assert rebuilt[-1] == last
    nameless(written)
    assert order(submission.rebuild(form, written)) == rebuilt


def test_a_helper_that_moved_with_its_answer_comes_before_it(
    form: NotebookNode, written: NotebookNode
) -> None:
    helper = "def offset(b):\n    return b"
    written.cells += [new_code_cell(helper), written.cells.pop(at(written, "line"))]
    rebuilt = order(submission.rebuild(form, written))
    assert rebuilt.index(helper) < rebuilt.index("line") < rebuilt.index("test_line")


def test_what_was_added_to_a_locked_cell_is_kept_and_what_was_changed_is_not(
    form: NotebookNode, written: NotebookNode
) -> None:
    edited = "import math\nimport numpy as broken\n\ndef helper(x):\n    return x\n\nnp = None"
    cell(written, "setup").source = f"import numpy as np\n{edited}"
    rebuilt = submission.rebuild(form, written)
    assert cell(rebuilt, "setup").source == cell(form, "setup").source
    after = rebuilt.cells[at(rebuilt, "setup") + 1].source
    assert "import math" in after and "def helper" in after
    assert "np = None" not in after


def test_a_copied_test_in_a_cell_of_its_own_is_the_students_code(
    form: NotebookNode, written: NotebookNode
) -> None:
    visible = cell(written, "test_twice").source
    text = "### BEGIN HIDDEN TESTS\nassert True\n### END HIDDEN TESTS"
    written.cells += [new_code_cell(visible), new_code_cell(text)]
    rebuilt = submission.rebuild(form, written)
    assert own(rebuilt) == ["shift = 0", visible, text]
    assert [c.source for c in rebuilt.cells if is_locked(c)] == [
        c.source for c in form.cells if is_locked(c)
    ]


def test_windows_line_ends_and_tabs_do_not_make_an_answer_of_a_blank(
    form: NotebookNode, written: NotebookNode
) -> None:
    cell(written, "line").source = BLANK_LINE.replace("    ", "\t").replace("\n", " \r\n")
    content = nbformat.writes(written).encode()
    rebuilt = submission.rebuild(form, intake.parse(content, "x.ipynb"))
    assert answered(rebuilt)["line"] == BLANK_LINE


def test_an_answer_in_words_is_found_by_its_place(
    form: NotebookNode, written: NotebookNode
) -> None:
    written.cells[at(written, "why")] = new_markdown_cell(WHY)
    assert answered(submission.rebuild(form, written))["why"] == WHY
    written.cells.insert(len(written.cells) - 1, new_raw_cell("And more."))
    assert answered(submission.rebuild(form, written))["why"] == f"{WHY}\n\nAnd more."
    nameless(written)
    assert answered(submission.rebuild(form, written))["why"] == f"{WHY}\n\nAnd more."


def test_an_answer_in_words_below_its_blank_is_found(
    form: NotebookNode, written: NotebookNode
) -> None:
    cell(written, "why").source = "YOUR ANSWER HERE"
    written.cells.insert(at(written, "why") + 1, new_markdown_cell(WHY))
    assert answered(submission.rebuild(form, written))["why"] == WHY


def test_the_chapters_own_words_are_no_answer_even_edited(
    form: NotebookNode, written: NotebookNode
) -> None:
    written.cells.pop(at(written, "why"))
    nameless(written)
    written.cells[-1].source = "**In practice.** Offsets are often called biases."
    assert answered(submission.rebuild(form, written))["why"] == "YOUR ANSWER HERE"


def test_the_same_submission_is_rebuilt_to_the_same_bytes(
    form: NotebookNode, written: NotebookNode
) -> None:
    shuffled(written)
    once, again = (nbformat.writes(submission.rebuild(form, written)) for _ in range(2))
    assert once == again


def colab(notebook: NotebookNode) -> bytes:
    """Google Colab: nbformat 4.0, ids in the metadata, its own metadata, outputs of its own."""
    for number, one in enumerate(notebook.cells):
        one.pop("id", None)
        one.metadata["id"] = f"Xy{number:02d}_kQbW9r"
        if one.cell_type == "code":
            one.metadata["colab"] = {"base_uri": "https://localhost:8080/", "height": 35}
            one.execution_count = number
            one.outputs = [{"output_type": "stream", "name": "stdout", "text": ["ok\n"]}]
    meta = {
        "colab": {"provenance": [], "toc_visible": True},
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python"},
    }
    cells = [{**one, "source": one.source.splitlines(keepends=True)} for one in notebook.cells]
    made = {"nbformat": 4, "nbformat_minor": 0, "metadata": meta, "cells": cells}
    return json.dumps(made, indent=2).encode()


def colab_stripped(notebook: NotebookNode) -> bytes:
    """The same, and nbgrader's metadata gone as well."""
    for one in notebook.cells:
        one.metadata.pop("nbgrader", None)
    return colab(notebook)


def vscode(notebook: NotebookNode) -> bytes:
    """Visual Studio Code: nbformat 4.2, no ids, a venv's kernel, no line end at the end."""
    for number, one in enumerate(notebook.cells):
        one.pop("id", None)
        one.metadata["vscode"] = {"languageId": "python"}
        if one.cell_type == "code":
            one.execution_count = number
    kernel = {"display_name": ".venv (3.12.3)", "language": "python", "name": "python3"}
    meta = {"kernelspec": kernel, "language_info": {"version": "3.12.3"}, "orig_nbformat": 4}
    cells = [{**one, "source": one.source.splitlines(keepends=True)} for one in notebook.cells]
    made = {"cells": cells, "metadata": meta, "nbformat": 4, "nbformat_minor": 2}
    return json.dumps(made, indent=1).rstrip().encode()


def old_jupyter(notebook: NotebookNode) -> bytes:
    """IPython 3: nbformat 3, one worksheet, `input` for `source`, headings as cells."""
    cells = []
    for one in notebook.cells:
        lines = one.source.splitlines(keepends=True)
        if one.cell_type == "code":
            made = {"cell_type": "code", "input": lines, "language": "python", "outputs": []}
        else:
            made = {"cell_type": "markdown", "source": lines}
        cells.append({**made, "metadata": one.metadata})
    sheets = [{"cells": cells, "metadata": {}}]
    made = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": sheets}
    return json.dumps(made).encode()


def windows(notebook: NotebookNode) -> bytes:
    """An editor of Windows: a byte order mark and its line ends, inside the texts as well."""
    for one in notebook.cells:
        one.source = one.source.replace("\n", "\r\n")
    return nbformat.writes(notebook).replace("\n", "\r\n").encode("utf-8-sig")


def powershell(notebook: NotebookNode) -> bytes:
    """A redirection in PowerShell: UTF-16."""
    return nbformat.writes(notebook).encode("utf-16")


@each_chapter
@pytest.mark.parametrize(
    "saved", [colab, colab_stripped, vscode, old_jupyter, windows, powershell],
    ids=lambda saved: saved.__name__,
)  # fmt: skip
def test_a_chapter_saved_by_other_programs_keeps_all_its_answers(
    chapter: str, saved: Callable[[NotebookNode], bytes], tmp_path: Path
) -> None:
    source = source_notebook(chapter)
    texts = answers.reference(source)
    notebook = answers.solved(source, texts)
    helper = "def my_helper(x):\n    return x"
    first = next(iter(texts))
    notebook.cells.insert(at(notebook, first), new_code_cell(helper))
    form = nbcells.blank(source)
    tidy = submission.rebuild(form, notebook)
    path = tmp_path / "handed in.ipynb"
    path.write_bytes(saved(notebook))
    read = intake.read(path)
    assert submission.identify(read, {chapter: form}) == chapter
    rebuilt = submission.rebuild(form, read)
    assert answered(rebuilt) == texts
    assert order(rebuilt) == order(tidy)
    assert helper in order(rebuilt)
