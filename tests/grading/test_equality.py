"""The judge gives the points that nbgrader's own engine gives, cell by cell, for honest answers.

Every kept answer, right and wrong, of every chapter is handed in. Of a chapter there are as many
notebooks as its exercise with most answers has: notebook k holds the k-th answer to every exercise,
for each is graded on its own. The class is graded twice: by nbgrader's own `Autograde`, where tests
run in a Jupyter kernel beside the answers, and by `grade`. Some notebooks of a chapter stand for
all of them, unless EQUALITY=all asks for every one.
"""

from __future__ import annotations

import ast
import logging
import os
import shutil
import warnings
from concurrent.futures import ProcessPoolExecutor
from itertools import zip_longest
from multiprocessing import get_context
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute
from support.chapters import FIRST_THEN_ALL, ROOT, kept_answers, source_notebook

from autograder import grade
from autograder.authoring import answers, release
from autograder.authoring.answers import Answer
from autograder.shared import grade_ids, nbcells, nbsettings
from course import data

ALL = os.environ.get("EQUALITY") == "all"
WHOLE = "000" if ALL else ""  # the notebook that is handed in with every cell of the chapter
SAMPLE = 2  # notebooks of a chapter, unless all are asked for

Scores = dict[tuple[str, str], float]
"""Points by student and test cell."""


LOUD = "loud"  # whose answers are the reference's, with a word and a warning at every call


def loud(source: str) -> str:
    """An answer whose functions print to stderr and warn."""
    tree = ast.parse(source)
    said = "import sys, warnings\nprint('working', file=sys.stderr)\nwarnings.warn('large numbers')"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            node.body[:0] = ast.parse(said).body
    return ast.unparse(tree)


def notebooks(chapter: str) -> dict[str, dict[str, Answer]]:
    """The answers in each notebook, by student and exercise."""
    by_exercise: dict[str, list[Answer]] = {}
    for answer in kept_answers(chapter):
        by_exercise.setdefault(answer.exercise, []).append(answer)
    rounds = list(zip_longest(*by_exercise.values()))
    chosen = range(len(rounds)) if ALL else range(0, len(rounds), -(-len(rounds) // SAMPLE))
    kept = {f"{k:03d}": {a.exercise: a for a in rounds[k] if a} for k in chosen}
    return kept | {LOUD: {}}


def hand_in(root: Path, chapter: str) -> None:
    """Put everyone's notebooks of a chapter into submitted/."""
    source = source_notebook(chapter)
    reference = answers.reference(source)
    for student, written in notebooks(chapter).items():
        path = root / "submitted" / student / chapter / f"{chapter}.ipynb"
        path.parent.mkdir(parents=True)
        texts = reference | {name: answer.source for name, answer in written.items()}
        if student == LOUD:
            texts = {name: loud(text) for name, text in reference.items()}
        notebook = answers.solved(source, texts)
        if student != WHOLE:
            # Figures and trials, which no test looks at, take a kernel longest.
            notebook.cells = [c for c in notebook.cells if nbcells.grade_id(c)]
        nbformat.write(notebook, path)


def by_nbgrader(root: Path, chapter: str) -> Scores:
    """The points that nbgrader gives when nothing of ours is in its settings."""
    config = nbsettings.read(root)
    del config.Autograde
    config.CourseDirectory.root = str(root)
    log = logging.getLogger("nbgrader without a hook")
    log.setLevel(logging.ERROR)
    course = CourseDirectory(config=config, assignment_id=chapter)
    converter = Autograde(coursedir=course, config=config, log=log)
    assert Execute in converter.autograde_preprocessors
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        converter.start()
    return scores(root, chapter)


def scores(root: Path, chapter: str) -> Scores:
    """What the gradebook of a graded class says."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        return {
            (submitted.student_id, one.name): one.auto_score
            for submitted in gradebook.assignment_submissions(chapter)
            for one in submitted.notebooks[0].grades
        }


a_chapter_each = pytest.mark.parametrize(
    "chapter",
    FIRST_THEN_ALL,
    scope="module",
)


@pytest.fixture(scope="module")
def graded(chapter: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Scores, Scores]:
    """Points of a chapter: nbgrader's own, and the judge's."""
    top = tmp_path_factory.mktemp("equality")
    root = top / "course"
    ignored = shutil.ignore_patterns("*.ipynb", ".*")
    shutil.copytree(ROOT / "source", root / "source", ignore=ignored)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    release.release(root, [chapter], publish=False, prove=False)
    hand_in(root, chapter)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(data.MNIST_ENV, raising=False)  # training that tests nothing
        patch.delenv("PYTHONWARNINGS", raising=False)
        # nbgrader changes the working directory: a folder and a process of its own.
        theirs = shutil.copytree(root, top / "theirs")
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            points = pool.submit(by_nbgrader, theirs, chapter).result()
        grade.grade(root)
    return points, scores(root, chapter)


Graded = tuple[Scores, Scores]


@a_chapter_each
def test_every_cell_of_every_answer_has_the_points_that_nbgrader_gives(
    chapter: str, graded: Graded
) -> None:
    theirs, ours = graded
    source = source_notebook(chapter)
    cells = [nbcells.grade_id(c) for c in nbcells.graded(source)]
    assert set(ours) == set(theirs) == {(s, c) for s in notebooks(chapter) for c in cells}
    different = {
        (student, cell): (points, ours[student, cell])
        for (student, cell), points in theirs.items()
        if points != ours[student, cell] and student != LOUD
    }
    told = [
        f"{exercise}: {notebooks(chapter)[student].get(exercise)}: {cell} {points}"
        for (student, cell), points in different.items()
        for exercise in [grade_ids.exercise(cell, nbcells.answers(source))]
    ]
    assert not different, "nbgrader's points and ours:\n" + "\n".join(told)


@a_chapter_each
def test_the_answers_win_and_lose_points(chapter: str, graded: Graded) -> None:
    source = source_notebook(chapter)
    full = {nbcells.grade_id(c): c.metadata.nbgrader.points for c in nbcells.graded(source)}
    got = [points == full[cell] for (_, cell), points in graded[1].items()]
    assert any(got) and not all(got)


@a_chapter_each
def test_prints_and_warnings_cost_no_point_on_either_side(chapter: str, graded: Graded) -> None:
    """nbgrader takes all points of a test cell that says a word on stderr.

    `check.call` keeps what it calls quiet; so no right answer of these chapters meets that rule.
    """
    source = source_notebook(chapter)
    full = {nbcells.grade_id(c): c.metadata.nbgrader.points for c in nbcells.graded(source)}
    theirs, ours = ({c: who[LOUD, c] for c in full} for who in graded)
    assert theirs == ours == full
