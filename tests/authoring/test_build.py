"""From text to notebook to release and back: nothing is lost or leaks, and mistakes are named."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from support.chapters import ROOT, each_chapter

from autograder.authoring import answers, build, frame, minutes, release, rules, text
from autograder.handed_in import intake, submission
from autograder.shared import atomic, catalogue, nbcells, nbsettings
from autograder.shared.errors import CourseError

BEGUN = 'check.begin("double", points=2)'
FIRST = '''\
# %% [markdown]
# # One

# %% readonly="setup"
import numpy as np
from course import check

# %% [markdown]
# ## Exercise 1 · `double` (3 points)
#
# Twice as much, é.

# %% solution="double"
def double(x):
    """x : (N,)  ->  (N,)"""
    ### BEGIN SOLUTION
    twice = np.add(x, x) * 1
    return twice
    ### END SOLUTION

# %% tests="double" points=2
out = check.call(double, np.ones(3))
### BEGIN HIDDEN TESTS
secret = check.call(double, np.array([7.0, 77.0]))
check.close("out", secret, np.array([14.0, 154.0]))
### END HIDDEN TESTS
check.passed("double")

# %% tests="double" part="zero" points=1
out = check.call(double, np.zeros(3))
check.close("out", out, np.zeros(3))

# %%
double(np.ones(2))

# %% [markdown] manual="why" points=2
# Why?
#
# ### BEGIN SOLUTION
# Because two is one and one.
# ### END SOLUTION

# %% [markdown] task="look" points=1
# Draw it.

# %% FULL tags=["note"]
x = 1
'''.replace(
    "FULL",
    'nbgrader={"grade": false, "grade_id": "odd-id", "locked": true, "schema_version": 3, '
    '"solution": false, "task": false}',
)

SECOND = """\
# %% given="double"

# %% readonly="tools"
import numpy as np
from course import check

# %% [markdown]
# ## Bonus · `halve` (no points)

# %% solution="halve"
def halve(x):
    ### BEGIN SOLUTION
    return np.divide(x, 2) + 0
    ### END SOLUTION

# %% tests="halve" points=0
check.close("out", halve(np.ones(2)), np.array([0.5, 0.5]))
"""


def write(root: Path, chapter: str, content: str) -> Path:
    path = build.text_path(root, chapter)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def make_course(root: Path) -> Path:
    root.mkdir(exist_ok=True)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    write(root, "ch01_one", FIRST)
    write(root, "ch02_two", SECOND)
    return root


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return make_course(tmp_path / "course")


def edit(root: Path, chapter: str, change: Callable[[NotebookNode], object]) -> Path:
    """Change a built notebook as Jupyter would."""
    path = build.notebook_path(root, chapter)
    nb = nbformat.read(path, as_version=4)
    change(nb)
    nbformat.write(nb, path)
    return path


def by_id(nb: NotebookNode, grade_id: str) -> NotebookNode:
    return next(c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def refusal(root: Path, step: Callable[..., object] = build.build, *more: object) -> str:
    with pytest.raises(CourseError) as error:
        step(root, *more)
    return str(error.value)


# Building


def test_short_headers_become_nbgrader_metadata(course: Path) -> None:
    nb = build.notebook(course, "ch01_one")
    kinds = {
        c.metadata.nbgrader.grade_id: text.role(c.metadata.nbgrader)
        for c in nb.cells
        if "nbgrader" in c.metadata
    }
    assert kinds == {
        "setup": "readonly",
        "double": "solution",
        "test_double": "tests",
        "test_double_zero": "tests",
        "why": "manual",
        "look": "task",
        "odd-id": "readonly",
    }
    assert by_id(nb, "test_double").metadata.nbgrader.points == 2
    assert by_id(nb, "odd-id").metadata.tags == ["note"]
    nbformat.validate(nb)


def test_two_builds_give_the_same_bytes(course: Path, tmp_path: Path) -> None:
    other = make_course(tmp_path / "other")
    for old, new in zip(build.build(course), build.build(other), strict=True):
        assert old.read_bytes() == new.read_bytes()
        assert str(tmp_path).encode() not in old.read_bytes()


def test_an_inserted_paragraph_renames_no_other_cell(course: Path) -> None:
    before = [c.id for c in build.notebook(course, "ch01_one").cells]
    write(course, "ch01_one", "# %% [markdown]\n# New.\n\n" + FIRST)
    after = [c.id for c in build.notebook(course, "ch01_one").cells]
    assert after[1:] == before
    assert len(set(after)) == len(after)


def test_a_given_cell_holds_the_earlier_answer_folded_and_locked(course: Path) -> None:
    cell = by_id(build.notebook(course, "ch02_two"), "given_double")
    answer = by_id(build.notebook(course, "ch01_one"), "double").source
    assert cell.source.endswith(rules.without_markers(answer))
    assert "`double` from ch01_one" in cell.source.splitlines()[0]
    assert cell.metadata.jupyter.source_hidden
    assert cell.metadata.nbgrader.locked
    assert not any(mark in cell.source for mark in rules.MARKERS)


def test_a_second_build_writes_nothing_and_keeps_outputs(course: Path) -> None:
    assert len(build.build(course)) == 2
    path = edit(course, "ch01_one", run_and_look_around)
    before = path.read_bytes()
    assert build.build(course) == []
    assert path.read_bytes() == before


def run_and_look_around(nb: NotebookNode) -> None:
    """What Jupyter leaves behind when nothing was edited."""
    nb.metadata["language_info"]["version"] = "3.12.1"
    nb.metadata["widgets"] = {"state": {}}
    for cell in nb.cells:
        cell.metadata |= {"editable": True, "slideshow": {"slide_type": ""}}
        cell.metadata.setdefault("tags", [])
        if cell.cell_type == "code":
            cell.metadata |= {"execution": {"iopub.status.busy": "x"}, "collapsed": False}
            cell.execution_count = 3
            cell.outputs = [nbformat.v4.new_output("stream", text="/somewhere/on/a/machine")]


def test_an_unknown_chapter_is_refused_with_the_ones_there_are(course: Path) -> None:
    assert "ch01_one, ch02_two" in refusal(course, build.build, ["ch09_nine"])


# Edits by hand


@pytest.mark.parametrize(
    "change",
    [
        lambda nb: nb.cells[0].update(source="# Uno"),
        lambda nb: nb.cells.pop(),
        lambda nb: nb.cells.insert(0, nbformat.v4.new_markdown_cell("More.")),
        lambda nb: by_id(nb, "test_double").metadata.nbgrader.update(points=5),
        lambda nb: nb.cells[0].metadata.update(tags=["x"]),
    ],
)
def test_a_hand_edited_notebook_is_not_overwritten(
    course: Path, change: Callable[[NotebookNode], object]
) -> None:
    build.build(course)
    path = edit(course, "ch01_one", change)
    before = path.read_bytes()
    assert "make adopt CHAPTER=ch01_one" in refusal(course)
    write(course, "ch01_one", FIRST + "\n# %%\ny = 2\n")
    assert "make adopt CHAPTER=ch01_one" in refusal(course)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"{", b"\xff", b'{"cells": 3}', b"{}", b""])
def test_a_damaged_notebook_is_not_overwritten(course: Path, content: bytes) -> None:
    path = build.notebook_path(course, "ch01_one")
    path.write_bytes(content)
    assert "move it away" in refusal(course)
    assert "move it away" in refusal(course, build.adopt, "ch01_one")
    assert path.read_bytes() == content


def test_a_notebook_without_a_stamp_is_not_overwritten(course: Path) -> None:
    path = build.notebook_path(course, "ch01_one")
    nbformat.write(nbformat.v4.new_notebook(), path)
    assert "not made by `make build`" in refusal(course)


def test_a_changed_text_replaces_a_notebook_that_was_only_run(course: Path) -> None:
    build.build(course)
    edit(course, "ch01_one", run_and_look_around)
    write(course, "ch01_one", FIRST.replace("# # One", "# # Eins"))
    assert build.build(course) == [build.notebook_path(course, "ch01_one")]


def test_a_write_that_fails_half_way_keeps_the_old_notebook(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [path, _] = build.build(course)
    before = path.read_bytes()
    write(course, "ch01_one", FIRST.replace("# # One", "# # Eins"))

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        build.build(course)
    assert path.read_bytes() == before
    assert sorted(p.name for p in path.parent.iterdir()) == ["ch01_one.ipynb", "ch01_one.py"]


# Adopting


def test_every_cell_is_written_back_as_it_was(course: Path) -> None:
    nb = build.notebook(course, "ch01_one")
    cells = text.parse(build.text_path(course, "ch01_one")).cells
    written = [text.unparse(node, ["double"]) for node in frame.unframed(nb.cells)]
    assert written == [cell.block.rstrip("\n") for cell in cells]


# Ten minutes of words, five questions, and a cell to look at.
TIMED = FIRST.replace(
    "# # One",
    "# # One\n#\n# {minutes}\n#\n#" + " word $x + y$" * 450 + "\n#\n# **Question.** Why?" * 5,
).replace('solution="double"', 'solution="double" minutes=23')
SAYS_HOW_LONG = "About 15 minutes of reading and 25 of writing."


def test_the_build_says_how_long_a_chapter_takes(course: Path) -> None:
    write(course, "ch01_one", TIMED)
    assert SAYS_HOW_LONG in build.notebook(course, "ch01_one").cells[0].source


def test_an_edit_beside_the_minutes_keeps_them_the_builds(course: Path) -> None:
    write(course, "ch01_one", TIMED)
    build.build(course)

    def change(nb: NotebookNode) -> None:
        nb.cells[0].source = nb.cells[0].source.replace("# One", "# Uno")
        answer = by_id(nb, "double")
        answer.source = answer.source.replace("2 * x", "x + x")

    edit(course, "ch01_one", change)
    path = build.adopt(course, "ch01_one")
    expected = TIMED.replace("# # One", "# # Uno").replace("2 * x", "x + x")
    assert path.read_text(encoding="utf-8") == expected


def test_adopting_a_notebook_without_edits_changes_nothing(course: Path) -> None:
    odd = FIRST.replace("\n\n# %%", "\n# %%").replace("tests=", "  tests=", 1)
    path = write(course, "ch01_one", odd)
    build.build(course)
    edit(course, "ch01_one", run_and_look_around)
    assert build.adopt(course, "ch01_one") == path
    assert path.read_text(encoding="utf-8") == odd


def test_adopted_edits_stand_in_the_text_and_the_rest_as_it_was(course: Path) -> None:
    build.build(course)

    def change(nb: NotebookNode) -> None:
        run_and_look_around(nb)
        nb.cells[0].source = "# Uno"
        by_id(nb, "test_double").metadata.nbgrader.points = 4
        nb.cells[2].source = nb.cells[2].source.replace("3 points", "5 points")
        nb.cells.append(nbformat.v4.new_code_cell("%matplotlib inline"))

    edit(course, "ch01_one", change)
    path = build.adopt(course, "ch01_one")
    expected = FIRST.replace("# # One", "# # Uno").replace("(3 points)", "(5 points)")
    expected = expected.replace("points=2\nout", "points=4\nout")
    assert path.read_text(encoding="utf-8") == expected + "\n# %%\n# %matplotlib inline\n"
    assert build.build(course) == []


def test_a_given_cell_is_adopted_as_its_header(course: Path) -> None:
    build.build(course)

    def change(nb: NotebookNode) -> None:
        nb.cells[0].metadata.pop("jupyter")
        nb.cells.append(nbformat.v4.new_code_cell("y = 2"))

    edit(course, "ch02_two", change)
    path = build.adopt(course, "ch02_two")
    assert path.read_text(encoding="utf-8") == SECOND + "\n# %%\ny = 2\n"


def untouched(course: Path, chapter: str, content: str) -> bool:
    return build.text_path(course, chapter).read_text(encoding="utf-8") == content


def test_an_edited_given_cell_is_refused(course: Path) -> None:
    build.build(course)
    edit(course, "ch02_two", lambda nb: nb.cells[0].update(source="def double(x): pass"))
    assert "make it in that chapter" in refusal(course, build.adopt, "ch02_two")
    assert untouched(course, "ch02_two", SECOND)


def test_edits_in_both_text_and_notebook_are_refused(course: Path) -> None:
    build.build(course)
    path = edit(course, "ch01_one", lambda nb: nb.cells[0].update(source="# Uno"))
    before, changed = path.read_bytes(), FIRST.replace("# # One", "# # Eins")
    write(course, "ch01_one", changed)
    assert "both the notebook and the text" in refusal(course, build.adopt, "ch01_one")
    assert untouched(course, "ch01_one", changed)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda nb: by_id(nb, "test_double").update(source=f"{BEGUN}\n1 + 1"),
            r"cell 5: .*bare expression",
        ),
        (lambda nb: nb.cells[0].update(attachments={"a.png": {}}), r"cell 1: .*pasted image"),
        (lambda nb: nb.cells.append(nbformat.v4.new_code_cell('s = """\n# %% x\n"""')), "string"),
    ],
)
def test_edits_that_would_not_build_are_refused(
    course: Path, change: Callable[[NotebookNode], object], message: str
) -> None:
    build.build(course)
    edit(course, "ch01_one", change)
    with pytest.raises(CourseError, match=message):
        build.adopt(course, "ch01_one")
    assert untouched(course, "ch01_one", FIRST)


def test_there_is_nothing_to_adopt_before_the_first_build(course: Path) -> None:
    assert "make build" in refusal(course, build.adopt, "ch01_one")


# Mistakes in a text: what was changed in FIRST, the line blamed, and what is said

SOLVED = '# %% solution="double"'
TESTED = '# %% tests="double" points=2'
HEADING = "## Exercise 1 · `double` (3 points)"
MISTAKES = {
    "misspelt word": (SOLVED, '# %% soluton="double"', 13, "did you mean `solution`"),
    "unknown key": (SOLVED, SOLVED + ' colour="red"', 13, "`colour` is not a word"),
    "word without value": (SOLVED, "# %% solution", 13, "cannot be read; did you mean `solution="),
    "two words": (SOLVED, SOLVED + ' readonly="x"', 13, "in one header"),
    "bad name": (SOLVED, '# %% solution="a b"', 13, "letters, digits"),
    "no name": ('given="double"', 'given=""', 1, "letters, digits"),
    "points missing": (TESTED, '# %% tests="double"', 21, "are missing"),
    "points negative": (TESTED, TESTED.replace("2", "-2"), 21, "zero or more"),
    "points a word": (TESTED, TESTED.replace("2", '"two"'), 21, "a number"),
    "points unquoted word": (TESTED, TESTED.replace("2", "two"), 21, "cannot be read"),
    "points true": (TESTED, TESTED.replace("2", "true"), 21, "a number"),
    "points on an answer": (SOLVED, SOLVED + " points=1", 13, "`points` on a `solution` cell"),
    "points on a plain cell": ("# %%\ndouble", "# %% points=1\ndouble", 33, "not graded"),
    "part on an answer": (SOLVED, SOLVED + ' part="x"', 13, "belongs on a tests cell"),
    "minutes on tests": (TESTED, TESTED + " minutes=5", 21, "belong on an answer"),
    "minutes a word": (SOLVED, SOLVED + ' minutes="five"', 13, "1 to 60"),
    "minutes of an hour more": (SOLVED, SOLVED + " minutes=61", 13, "1 to 60"),
    "minutes on a plain cell": ("# %%\ndouble", "# %% minutes=5\ndouble", 33, "not graded"),
    "answer in markdown": (SOLVED, '# %% [markdown] solution="double"', 13, "markdown cell"),
    "no blank after %%": (SOLVED, '# %%solution="double"', 13, "not a cell marker"),
    "indented marker": (SOLVED, "  " + SOLVED, 13, "from the margin"),
    "text before": ("# %% [markdown]\n# # One", "import os\n# %%", 1, "before the first"),
    "full header not a dictionary": (
        FIRST.split("# %% ")[-1].split(" tags")[0],
        "nbgrader=3",
        46,
        "not a dictionary",
    ),
    "full header incomplete": ('"grade": false, ', "", 46, "has no `grade`"),
    "full header against nbgrader": ('"task": false}', '"task": true, "points": 1}', 46, "accept"),
    "duplicate id": ('task="look"', 'task="why"', 43, "already the id of the cell at line 36"),
    "no region": ("### BEGIN SOLUTION\n    twice", "twice", 18, "without a `BEGIN SOLUTION`"),
    "no region at all": (
        FIRST[FIRST.index("    ### BEGIN SOL") : FIRST.index("# %% tests")],
        "    return x\n\n",
        13,
        "has no region",
    ),
    "unclosed region": ("    return twice\n    ### END SOLUTION", "", 16, "never closed"),
    "nested region": ("return twice", "### BEGIN SOLUTION", 18, "inside the region of line 16"),
    "marker misspelt": ("### BEGIN SOLUTION\n    t", "# BEGIN SOLUTION\n    t", 16, "write `### "),
    "hidden tests unclosed": ("### END HIDDEN TESTS\n", "", 23, "never closed"),
    "hidden tests in an answer": ("return twice", "### BEGIN HIDDEN TESTS", 18, "not `tests=`"),
    "marker in prose": ("# Twice as much", "# BEGIN SOLUTION", 11, "not `solution=`"),
    "bare expression": ('check.passed("double")', f"{BEGUN}\nout.sum()", 28, "bare expression"),
    "bare name": ('check.passed("double")', f"{BEGUN}\nout", 28, "bare expression `out`"),
    "syntax": ('"setup"\nimport numpy as np', '"setup"\nimport numpy as', 5, "not valid Python"),
    "syntax once released": (
        "### BEGIN HIDDEN TESTS\nsecret",
        "if True:\n### BEGIN HIDDEN TESTS\n    secret",
        21,
        "once the answers and hidden tests",
    ),
    "tests of nobody": (TESTED, TESTED.replace("double", "triple"), 21, "no exercise"),
    "no heading": (HEADING, "Double", 13, "no heading for `double`"),
    "heading unreadable": (HEADING, HEADING.replace("points", "pts"), 9, "cannot be read"),
    "heading of one points": (HEADING, HEADING.replace("3", "1"), 9, "cannot be read"),
    "heading of nobody": (HEADING, HEADING.replace("double", "triple"), 9, "no exercise `triple`"),
    "heading points": (HEADING, HEADING.replace("3", "4"), 9, "write (3 points)"),
    "an id too long": (
        'tests="double" part="zero"',
        f'tests="double" part="{"z" * 120}"',
        29,
        "takes 128",
    ),
    "a name too long": ('readonly="setup"', f'readonly="{"s" * 129}"', 4, "has 129 characters"),
    "a character NUL": ("# Twice as much", "# Twice\0as much", 11, "a character NUL"),
    "marker in a string": ("double(np.ones(2))", 's = """\n# %% x\n"""', 35, "inside a string"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_its_line(course: Path, mistake: str) -> None:
    old, new, line, message = MISTAKES[mistake]
    chapter, base = ("ch02_two", SECOND) if old in SECOND else ("ch01_one", FIRST)
    assert old in base
    write(course, chapter, base.replace(old, new, 1))
    lines = refusal(course, build.build, [chapter]).split("\n")
    wanted = f"source/{chapter}/{chapter}.py:{line}: "
    assert any(said.startswith(wanted) and message in said for said in lines), lines
    assert not build.notebook_path(course, chapter).exists()


@pytest.mark.parametrize(
    "mistake", ["misspelt word", "word without value", "points missing", "no heading"]
)
def test_a_mistake_is_not_blamed_on_other_cells(course: Path, mistake: str) -> None:
    old, new, *_ = MISTAKES[mistake]
    write(course, "ch01_one", FIRST.replace(old, new, 1))
    assert len(refusal(course, build.build, ["ch01_one"]).split("\n")) == 1


def test_all_mistakes_are_told_at_once(course: Path) -> None:
    wrong = FIRST.replace('readonly="setup"', 'readonyl="setup"').replace(
        "(3 points)", "(9 points)"
    )
    write(course, "ch01_one", wrong)
    write(course, "ch02_two", SECOND.replace("return", "retrun"))
    said = refusal(course).split("\n")
    assert [line.split(": ")[0][-4:].split(":")[1] for line in said] == ["4", "9", "13"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("double", "triple", "is not an exercise of an earlier chapter;"),
        ("double", "halve", "but of this one"),
        ("double", "later", "but of ch03_three"),
    ],
)
def test_only_earlier_answers_are_given(course: Path, old: str, new: str, message: str) -> None:
    write(course, "ch03_three", SECOND.replace("halve", "later"))
    write(course, "ch02_two", SECOND.replace(f'given="{old}"', f'given="{new}"'))
    assert message in refusal(course)


def test_tests_that_end_in_a_value_once_hidden_ones_are_gone_are_refused(course: Path) -> None:
    end = '### END HIDDEN TESTS\ncheck.passed("double")'
    wrong = FIRST.replace(end, 'check.passed("double")\n### END HIDDEN TESTS')
    write(course, "ch01_one", wrong.replace("### BEGIN HIDDEN", "out\n### BEGIN HIDDEN"))
    assert "`out` once the answers and hidden tests are taken out" in refusal(course)


def test_a_chapters_name_that_the_gradebook_cannot_take_is_refused(course: Path) -> None:
    name = "ch03_" + "x" * 124
    write(course, name, SECOND)
    assert f"{name}.py:1: the chapter's name has 129 characters" in refusal(
        course, build.build, [name]
    )


def many_given(course: Path, count: int) -> list[str]:
    """Make chapters of which the last is given so many functions; return their names."""
    names = [f"a_function_with_a_long_name_{n}" for n in range(count)]
    body = SECOND[SECOND.index("# %% [markdown]") :]
    write(course, "ch02_two", "\n\n".join(body.replace("halve", name) for name in names))
    write(course, "ch03_three", SECOND.replace('given="double"', f'given="{" ".join(names)}"'))
    return names


def given(course: Path) -> str:
    """The grade id of the cell that is given in chapter 3."""
    return build.notebook(course, "ch03_three").cells[0].metadata.nbgrader.grade_id


def test_the_id_of_a_given_cell_is_short_for_any_number_of_functions(course: Path) -> None:
    many_given(course, 60)
    long = given(course)
    assert len(long) <= text.LONGEST_GIVEN
    assert given(course) == long
    many_given(course, 61)
    assert given(course) not in (long, "")
    many_given(course, 2)
    assert given(course) == "given_a_function_with_a_long_name_0_a_function_with_a_long_name_1"
    build.build(course)


def test_a_notebook_with_a_given_cells_earlier_id_is_graded_the_same(course: Path) -> None:
    names = many_given(course, 6)
    form = nbcells.blank(build.notebook(course, "ch03_three"))
    handed_in = answers.solved(build.notebook(course, "ch03_three"), {"halve": "halve = 1"})
    wanted = submission.rebuild(form, intake.parse(build.dumps(handed_in).encode(), "a.ipynb"))
    handed_in.cells[0].metadata.nbgrader.grade_id = "_".join(["given", *names])
    found = submission.rebuild(form, intake.parse(build.dumps(handed_in).encode(), "a.ipynb"))
    assert found == wanted
    handed_in.cells[0].source += "\n# an edit of a locked cell"
    edited = submission.rebuild(form, intake.parse(build.dumps(handed_in).encode(), "a.ipynb"))
    assert edited == wanted


def test_a_given_cell_is_left_empty_by_its_author(course: Path) -> None:
    write(course, "ch02_two", SECOND.replace('given="double"', 'given="double"\nx = 1'))
    assert "leave it empty" in refusal(course)


def test_an_exercise_needs_a_test(course: Path) -> None:
    write(course, "ch02_two", SECOND.split("# %% tests")[0])
    assert "`halve` has no test" in refusal(course)


def test_a_text_that_is_not_utf8_is_named_with_its_line(course: Path) -> None:
    path = build.text_path(course, "ch01_one")
    path.write_bytes(FIRST.encode("latin-1", "replace"))
    assert "ch01_one.py:9: not UTF-8" in refusal(course)


def test_a_folder_without_its_text_stops_the_build(course: Path) -> None:
    (course / "source" / "ch03_three").mkdir()
    assert "source/ch03_three/ch03_three.py:1: the chapter has no text" in refusal(course)


def test_windows_line_ends_are_read_as_any_other(course: Path) -> None:
    before = build.notebook(course, "ch01_one")
    build.text_path(course, "ch01_one").write_bytes(FIRST.replace("\n", "\r\n").encode())
    assert build.notebook(course, "ch01_one") == before


@pytest.mark.parametrize("last", ["check.passed('double')", "check.that(True, 'm')", "a = 1"])
def test_tests_may_end_in_a_call_of_check_or_a_statement(course: Path, last: str) -> None:
    write(course, "ch01_one", FIRST.replace('check.passed("double")', last))
    assert build.build(course)


# Releasing


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A released course, with a picture beside a text. Not to be changed."""
    root = make_course(tmp_path_factory.mktemp("released") / "course")
    (root / "source" / "ch01_one" / "figure.svg").write_text("<svg/>")
    (root / "source" / "ch01_one" / "helper.py").write_text("answer = 42")
    release.release(root)
    return root


@pytest.fixture
def again(released: Path, tmp_path: Path) -> Path:
    """A copy of the released course, to be spoilt."""
    return Path(shutil.copytree(released, tmp_path / "again"))


def released_files(root: Path) -> dict[str, bytes]:
    folder = root / "release"
    files = (p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def test_a_release_holds_the_notebooks_and_what_they_show(released: Path) -> None:
    assert sorted(released_files(released)) == [
        "ch01_one/ch01_one.ipynb",
        "ch01_one/figure.svg",
        "ch02_two/ch02_two.ipynb",
    ]
    left = {p.name for p in released.iterdir()}
    assert left == {"source", "release", "gradebook.db", "nbgrader_config.py"}


def test_a_released_answer_is_a_stub_and_hidden_tests_are_gone(released: Path) -> None:
    nb = nbformat.read(released / "release/ch01_one/ch01_one.ipynb", as_version=4)
    assert by_id(nb, "double").source.endswith(
        "    # YOUR CODE HERE\n    raise NotImplementedError()"
    )
    assert "YOUR ANSWER HERE" in by_id(nb, "why").source
    assert by_id(nb, "test_double").source == (
        'out = check.call(double, np.ones(3))\ncheck.passed("double")'
    )
    assert not by_id(nb, "setup").metadata.editable


def test_no_released_byte_tells_an_answer_of_its_chapter_or_a_later_one(released: Path) -> None:
    one, _, two = released_files(released).values()
    for secret in (b"twice", b"77.0", b"154.0", b"one and one", b"divide", b"SOLUTION", b"HIDDEN"):
        assert secret not in one
        assert secret not in two or secret == b"twice"
    assert b"np.add(x, x)" in two, "the given cell of chapter 2 holds the answer of chapter 1"


def test_the_gradebook_knows_every_assignment_and_its_points(released: Path) -> None:
    with Gradebook(f"sqlite:///{released / 'gradebook.db'}") as gradebook:
        scores = {a.name: a.max_score for a in gradebook.assignments}
        hidden = gradebook.find_notebook("ch01_one", "ch01_one").source_cells
    assert scores == {"ch01_one": 6, "ch02_two": 0}
    assert any("154" in cell.source for cell in hidden), "grading needs the hidden tests"


def test_a_release_does_not_depend_on_what_jupyter_did_to_the_source(again: Path) -> None:
    before = released_files(again)
    edit(again, "ch01_one", run_and_look_around)
    release.release(again)
    assert released_files(again) == before


def test_formgrader_generates_the_same_bytes(again: Path) -> None:
    before = released_files(again)
    edit(again, "ch01_one", run_and_look_around)
    config = nbsettings.of_the_course(again)
    config.CourseDirectory.root = str(again)
    result = NbGraderAPI(CourseDirectory(config=config), config=config).generate_assignment(
        "ch01_one"
    )
    assert result["success"], result["log"]
    assert released_files(again) == before


def test_the_gradebook_may_be_set_where_jupyter_keeps_settings(
    again: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (again / "gradebook.db").rename(tmp_path / "elsewhere.db")
    (tmp_path / "nbgrader_config.py").write_text(
        f"c.CourseDirectory.db_url = 'sqlite:///{tmp_path / 'elsewhere.db'}'\n"
        "c.ClearSolutions.text_stub = 'not ours'\n"
    )
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(tmp_path))
    before = released_files(again)
    release.release(again)
    assert released_files(again) == before
    assert not (again / "gradebook.db").exists()


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_a_release_takes_cells_from_graded_work_and_its_rows_from_the_gradebook(
    again: Path,
) -> None:
    with Gradebook(f"sqlite:///{again / 'gradebook.db'}") as gradebook:
        gradebook.add_student("ada")
        gradebook.add_submission("ch01_one", "ada")
    write(again, "ch01_one", FIRST.replace('manual="why"', 'manual="because"'))
    release.release(again)
    with Gradebook(f"sqlite:///{again / 'gradebook.db'}") as gradebook:
        cells = {cell.name for cell in gradebook.find_notebook("ch01_one", "ch01_one").source_cells}
        assert "because" in cells and "why" not in cells
        graded = {g.name for g in gradebook.find_submission("ch01_one", "ada").notebooks[0].grades}
        assert "why" not in graded


def test_a_failure_leaves_the_last_release_as_it_was(
    again: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = released_files(again)
    write(again, "ch01_one", FIRST.replace("# # One", "# # Eins"))
    write(again, "ch02_two", SECOND.replace("Bonus", "Bonus").replace("0.5, 0.5", "1 / 2, 0.5"))

    def broken(self: object, nb: NotebookNode, resources: object) -> None:
        if any("1 / 2" in cell.source for cell in nb.cells):
            raise RuntimeError("the disk is full")

    monkeypatch.setattr("nbgrader.preprocessors.LockCells.preprocess", broken_or_not(broken))
    assert "the disk is full" in refusal(again, release.release)
    assert released_files(again) == before
    assert not list(again.glob(".release*"))


def broken_or_not(broken: Callable[..., None]) -> Callable[..., object]:
    def preprocess(self: object, nb: NotebookNode, resources: object) -> object:
        broken(self, nb, resources)
        return nb, resources

    return preprocess


def test_a_chapter_whose_source_is_gone_leaves_the_release(again: Path) -> None:
    shutil.rmtree(again / "source" / "ch02_two")
    release.release(again)
    assert sorted(released_files(again)) == ["ch01_one/ch01_one.ipynb", "ch01_one/figure.svg"]


def test_a_stray_notebook_is_not_released(again: Path) -> None:
    own = build.notebook_path(again, "ch01_one")
    shutil.copy(own, own.with_name("copy.ipynb"))
    assert "copy.ipynb would be released" in refusal(again, release.release)


def test_a_folder_without_configuration_is_refused(again: Path) -> None:
    (again / "nbgrader_config.py").unlink()
    assert "nbgrader_config.py is missing" in refusal(again, release.release)


# Checking


def test_a_fresh_release_passes_the_check(released: Path) -> None:
    assert release.check(released) == []


def test_one_changed_byte_fails_the_check_until_it_is_restored(again: Path) -> None:
    path = again / "release/ch01_one/ch01_one.ipynb"
    good = path.read_bytes()
    path.write_bytes(good.replace(b"Twice as much", b"Thrice as much"))
    [problem] = release.check(again)
    assert "ch01_one.ipynb differs" in problem
    assert "cell 3" in problem
    assert "make release" in problem
    path.write_bytes(good + b" ")
    assert len(release.check(again)) == 1
    path.write_bytes(good)
    assert release.check(again) == []


def test_missing_and_extra_files_fail_the_check(again: Path) -> None:
    (again / "release/ch01_one/figure.svg").rename(again / "release/ch01_one/picture.svg")
    missing, extra = release.check(again)
    assert "figure.svg is missing" in missing
    assert "picture.svg does not come from source" in extra


def test_checkpoints_of_jupyter_are_not_part_of_a_release(again: Path) -> None:
    folder = again / "release/ch01_one/.ipynb_checkpoints"
    folder.mkdir()
    (folder / "ch01_one-checkpoint.ipynb").write_text("anything")
    assert release.check(again) == []


def test_a_changed_text_fails_the_check(again: Path) -> None:
    write(again, "ch01_one", FIRST.replace("# # One", "# # Eins"))
    assert "cell 1" in release.check(again)[0]


def test_a_text_that_does_not_build_fails_the_check(again: Path) -> None:
    write(again, "ch01_one", FIRST.replace(SOLVED, "# %% solution"))
    assert "ch01_one.py:13" in release.check(again)[0]


LEAKS = {
    "an answer in its own cell": ("double", "return twice"),
    "an answer in another cell": ("setup", "twice = np.add(x, x) * 1"),
    "a hidden test": ("test_double", "check.close('o', secret, np.array([14.0, 154.0]))"),
    "a marker": ("setup", "### BEGIN SOLUTION"),
    "an answer of a later chapter": ("setup", "return np.divide(x, 2) + 0"),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_a_leak_is_found_in_the_released_bytes(again: Path, leak: str) -> None:
    grade_id, line = LEAKS[leak]
    line = line.replace("'o'", '"out"')
    path = again / "release/ch01_one/ch01_one.ipynb"
    nb = nbformat.read(path, as_version=4)
    by_id(nb, grade_id).source += f"\n    {line}"
    nbformat.write(nb, path)
    found = release.leaks(again, "ch01_one")
    assert found
    assert leak == "a marker" or any(f"(`{grade_id}`)" in where for where in found)


@pytest.mark.parametrize(
    "hide",
    [
        lambda nb: nb.metadata.update(note="return np.divide(x, 2) + 0"),
        lambda nb: by_id(nb, "setup").metadata.update({"return np.divide(x, 2) + 0": 1}),
        lambda nb: nb.cells[3].update(
            outputs=[nbformat.v4.new_output("stream", text="return np.divide(x, 2) + 0")]
        ),
    ],
)
def test_a_leak_outside_the_sources_is_found(
    again: Path, hide: Callable[[NotebookNode], object]
) -> None:
    path = again / "release/ch02_two/ch02_two.ipynb"
    nb = nbformat.read(path, as_version=4)
    hide_in = nb if any("setup" in str(c.metadata) for c in nb.cells) else with_setup(nb)
    hide(hide_in)
    path.write_text(json.dumps(nb), encoding="utf-8")
    assert release.leaks(again, "ch02_two")


def with_setup(nb: NotebookNode) -> NotebookNode:
    nb.cells[0].metadata.nbgrader.grade_id = "setup"
    return nb


def test_a_leak_in_another_released_file_is_found(again: Path) -> None:
    path = again / "release/ch01_one/notes.txt"
    path.write_text("so we write twice = np.add(x, x) * 1\n")
    assert any("notes.txt" in leak for leak in release.leaks(again, "ch01_one"))


def test_lines_that_the_author_shows_as_well_are_no_leak(again: Path) -> None:
    shown = FIRST.replace("double(np.ones(2))", "def keep(twice):\n    return twice")
    shown = shown.replace("secret = check.call(double", "out = check.call(double")
    write(again, "ch01_one", shown.replace('"out", secret,', '"out", out,'))
    release.release(again)
    assert release.check(again) == []


def test_an_author_who_prints_an_answer_is_told(again: Path) -> None:
    write(again, "ch01_one", FIRST.replace("# Twice as much", "#     twice = np.add(x, x) * 1\n# "))
    release.release(again)
    [problem] = release.check(again)
    assert "cell 3 shows a line of an answer" in problem


# The chapters there are


@each_chapter
def test_a_chapter_builds_the_same_every_time(chapter: str) -> None:
    text._parse.cache_clear()
    first = build.dumps(build.notebook(ROOT, chapter))
    text._parse.cache_clear()
    assert build.dumps(build.notebook(ROOT, chapter)) == first
    assert str(ROOT) not in first


@each_chapter
def test_an_edit_adopted_and_undone_gives_the_chapter_back(chapter: str, tmp_path: Path) -> None:
    for name in catalogue.chapters(ROOT)[: catalogue.chapters(ROOT).index(chapter) + 1]:
        write(tmp_path, name, build.text_path(ROOT, name).read_text(encoding="utf-8"))
    before = build.text_path(tmp_path, chapter).read_bytes()
    build.build(tmp_path, [chapter])
    edit(tmp_path, chapter, lambda nb: nb.cells.insert(0, nbformat.v4.new_code_cell("spam = 1")))
    assert build.adopt(tmp_path, chapter).read_bytes() == b"# %%\nspam = 1\n\n" + before
    edit(tmp_path, chapter, lambda nb: nb.cells.pop(0))
    assert build.adopt(tmp_path, chapter).read_bytes() == before


@each_chapter
def test_every_header_of_a_chapter_is_written_back_as_it_was(chapter: str) -> None:
    cells = text.parse(build.text_path(ROOT, chapter)).cells
    names = [cell.grade_id for cell in cells if cell.role == "solution"]
    nodes = minutes.emptied(frame.unframed(build.notebook(ROOT, chapter).cells))
    for cell, node in zip(cells, nodes, strict=True):
        if not cell.given:
            assert text.unparse(node, names, cell.minutes) == cell.block.rstrip("\n")


def test_release_leaves_a_notebook_alone_that_someone_has_worked_in(course: Path) -> None:
    path = release.release(course, gradebook=False)[0]
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["noise"] = "of Jupyter"
    nbformat.write(notebook, path)
    release.release(course, gradebook=False)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[-1].source += "\n# an answer"
    nbformat.write(notebook, path)
    said = refusal(course, release.release)
    assert "someone has worked in it" in said
    assert "# an answer" in path.read_text(encoding="utf-8")
    assert release.release(course, gradebook=False, publish=False) == []
    path.unlink()
    assert path in release.release(course, gradebook=False)


def test_points_that_are_no_number_are_told_so(course: Path) -> None:
    path = build.text_path(course, catalogue.chapters(course)[0])
    path.write_text(path.read_text().replace("points=1", "points=one", 1))
    assert "points are a number; write `points=1`" in refusal(course)


@pytest.mark.parametrize("system", ["posix", "nt"])
def test_only_what_is_left_over_is_swept_and_no_proc_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    with subprocess.Popen(["true"]) as process:
        process.wait()
    names = {who: tmp_path / f".file.{who}.tmp" for who in (str(process.pid), str(os.getpid()))}
    (old := tmp_path / ".file.1.tmp").touch()
    os.utime(old, (1, 1))
    for path in names.values():
        path.touch()
    asked: list[int] = []
    if system != "posix":
        monkeypatch.setattr(atomic.os, "kill", lambda pid, _: asked.append(pid))
        monkeypatch.setattr(atomic.os, "name", system)
    left = {who for who, path in names.items() if atomic.abandoned(path, who)}
    monkeypatch.undo()
    assert left == ({str(process.pid)} if system == "posix" else set())
    assert asked == []
    assert atomic.abandoned(old, "1")


# The lines that the build writes

LAST_CHECK = 'check.close("out", out, np.zeros(4))'
BARE = FIRST.replace('check.passed("double")\n', "")


def test_locked_cells_say_whose_they_are_and_check_cells_what_they_check(course: Path) -> None:
    write(course, "ch01_one", BARE)
    cells = {one.metadata.nbgrader.grade_id: one.source.split("\n") for one in graded(course)}
    assert cells["setup"][0] == "# Ours: run this cell as it is."
    for name, told in (("test_double", ""), ("test_double_zero", ', part="zero"')):
        points = 2 if name == "test_double" else 1
        begun = f'check.begin("double", points={points}{told})'
        assert cells[name][0] == f"{begun}  # ours: your answer goes above"
        assert cells[name][-1] == "check.passed()"
    assert "check." not in "\n".join(cells["double"])


def graded(course: Path) -> list[NotebookNode]:
    return [c for c in build.notebook(course, "ch01_one").cells if "nbgrader" in c.metadata]


@pytest.mark.parametrize(
    "change",
    [
        lambda cell: cell.update(source=cell.source.replace("zeros(3)", "zeros(4)")),
        lambda cell: cell.update(source="out = check.call(double, np.zeros(4))\n" + LAST_CHECK),
    ],
    ids=["its lines left", "its lines gone"],
)
def test_an_edited_check_cell_is_adopted_without_the_builds_lines(
    course: Path, change: Callable[[NotebookNode], object]
) -> None:
    path = write(course, "ch01_one", BARE)
    build.build(course)
    edit(course, "ch01_one", lambda nb: change(by_id(nb, "test_double_zero")))
    build.adopt(course, "ch01_one")
    adopted = path.read_text(encoding="utf-8")
    assert "zeros(4)" in adopted and "check.begin" not in adopted and "Ours" not in adopted
    assert build.build(course) == []
