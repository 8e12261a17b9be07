"""The hidden tests' inputs are drawn from a secret: whatever it is, right stays right."""

from __future__ import annotations

import os
import random
import re
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbgrader.utils import is_locked
from support.bundles import packed
from support.chapters import (
    CHAPTERS,
    ROOT,
    cells_of,
    chapter_param,
    each_chapter,
    graded_cells,
    kept_answers,
    raised,
    reference,
    source_notebook,
    verdicts,
)
from support.sweeps import first_of_each

from autograder import grade
from autograder.authoring import answers, build, release
from autograder.grade import Settings
from autograder.judging.bundle import Record
from autograder.judging.result import Outcome
from autograder.judging.run import seed_of
from autograder.judging.slot import Slot
from autograder.shared import nbcells
from course import check, data

SEEDS = ("00", "5eed", "c0ffee", "f" * 32, "8badf00d" * 4)
FEW, MANY = 4, 60  # seeds of cells that take no sandbox to run
SECONDS = 60.0
FRESH = int(os.environ.get("FRESH_SEEDS", "0"))  # see `make seeds`
SAMPLE = 12  # wrong answers of a chapter, each with a seed of its own

CHAPTER = "ch01_secret"
TEXT = '''\
# %% readonly="setup"
import numpy as np

from course import check

# %% [markdown]
# ## Exercise 1 · `twice` (2 points)

# %% solution="twice"
def twice(x):
    """x : (N,) -> (N,)"""
    ### BEGIN SOLUTION
    return x + x
    ### END SOLUTION

# %% tests="twice" points=1
check.close("twice(x)", check.call(twice, np.ones(2)), np.array([2.0, 2.0]))
### BEGIN HIDDEN TESTS
x = check.rng().normal(size=3)
check.close("twice(x)", check.call(twice, x), 2 * x)
### END HIDDEN TESTS
check.passed("twice")

# %% tests="twice" part="again" points=1
### BEGIN HIDDEN TESTS
x = check.rng().normal(size=3)
check.close("twice(x)", check.call(twice, x), 2 * x)
### END HIDDEN TESTS
check.passed("twice again")
'''
IN_SINGLE = '''

def to(dtype, value):
    """With all floats in this precision, also inside tuples and lists."""
    if isinstance(value, (tuple, list)):
        return type(value)(to(dtype, one) for one in value)
    floats = isinstance(value, (np.ndarray, np.floating)) and value.dtype.kind == "f"
    return value.astype(dtype) if floats else value

def in_single(f, result):
    def g(*args, **kwargs):
        return to(result, f(*to(np.float32, args), **kwargs))
    g.__name__ = f.__name__
    return g
'''
ONLY_WHAT_IS_SEEN = "def twice(x):\n    return 2.0 * np.ones(len(x))"


@pytest.fixture(scope="module")
def slot(tier: str) -> Iterator[Slot]:
    with Slot(tier) as made:
        yield made


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("secret")
    path = root / "source" / CHAPTER / f"{CHAPTER}.py"
    path.parent.mkdir(parents=True)
    path.write_text(TEXT, encoding="utf-8")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    release.release(root)
    return root


def said(record: Record) -> list[str]:
    return [o["evalue"] for shown in record.outputs.values() for o in shown if "evalue" in o]


@pytest.mark.parametrize("seed", first_of_each(SEEDS))
@each_chapter
def test_the_reference_answers_get_full_points_under_every_seed(
    chapter: str, seed: str, slot: Slot, tier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(data.MNIST_ENV, raising=False)  # training that tests nothing
    source = source_notebook(chapter)
    bundle = packed(source, chapter, answers.reference(source), tier)
    record = slot.run(replace(bundle, seed=seed))
    marks = [c.metadata.nbgrader for c in nbcells.graded(source) if is_locked(c)]
    full = {m.grade_id: m.points for m in marks if not m.get("task")}
    assert (record.outcome, record.reason) == (Outcome.OK, None), said(record)
    assert dict(record.points) == full, said(record)


def refused(
    chapter: str, written: dict[str, str], seeds: int, monkeypatch: pytest.MonkeyPatch,
    does: str = "rng",
) -> list[tuple[str, int, str]]:  # fmt: skip
    """Test cells that refuse these answers: grade_id, seed and message. With what they draw.

    does : the function of `check` that a cell must call to be tried with more than one seed
    """
    found, calls, function = [], [], getattr(check, does)
    monkeypatch.delenv(data.MNIST_ENV, raising=False)
    monkeypatch.setattr(check, does, lambda *given: calls.append(1) or function(*given))
    for grade_id, source, space in graded_cells(source_notebook(chapter), written):
        calls.clear()
        for seed in range(seeds):
            monkeypatch.setattr(check, "SEED", seed_of(f"{seed:x}", grade_id))
            error = raised(source, space)
            found += [(grade_id, seed, str(error))] if error else []
            if not calls:
                break
    return found


@pytest.mark.parametrize("seeds", first_of_each([FEW, MANY]))
@each_chapter
def test_no_seed_puts_a_slope_to_be_measured_across_a_kink(
    chapter: str, seeds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A nudge a hundred times as long as usual meets a hundred times as many kinks. What measures
    # no slope meets none; other seeds for it are the business of the next test.
    monkeypatch.setitem(check.gradient.__kwdefaults__, "h", 1e-3)
    monkeypatch.setitem(check.gradient.__kwdefaults__, "tol", 1e-3)
    assert refused(chapter, {}, seeds, monkeypatch, does="_central_differences") == []


@pytest.mark.parametrize(
    ("result", "seeds"),
    [
        ("np.float32", FEW),
        ("np.float64", FEW),  # the same numbers, given back as the text may ask for them
        pytest.param("np.float32", MANY, marks=pytest.mark.sweep),
    ],
)
@each_chapter
def test_calculating_in_float32_costs_no_point_under_any_seed(
    chapter: str, result: str, seeds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = {
        name: text + IN_SINGLE + "".join(f"{f} = in_single({f}, {result})\n" for f in functions)
        for name, text in reference(chapter).items()
        for functions in [re.findall(r"^def (\w+)", text, re.MULTILINE)]
    }
    assert refused(chapter, written, seeds, monkeypatch) == []


def sample(chapter: str) -> list[answers.Answer]:
    wrong = [a for a in kept_answers(chapter) if not a.right]
    return random.Random(chapter).sample(wrong, min(SAMPLE, len(wrong)))


@pytest.mark.parametrize(
    ("chapter", "answer", "seed"),
    [
        chapter_param(chapter, answer, seed, name=f"{answer.exercise}: {answer.title}")
        for chapter in CHAPTERS
        for answer, seed in zip(sample(chapter), SEEDS * SAMPLE, strict=False)
    ],
)
def test_a_wrong_answer_loses_the_same_points_under_another_seed(
    chapter: str, answer: answers.Answer, seed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert lost(chapter, answer, seed, monkeypatch) == meant_to_lose(chapter, answer)


@pytest.mark.sweep
@each_chapter
def test_every_kept_answer_has_the_same_points_under_fresh_seeds(
    chapter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(data.MNIST_ENV, raising=False)  # training that tests nothing
    seeds = [secrets.token_hex(16) for _ in range(FRESH)] or SEEDS[-1:]
    assert [
        (answer.exercise, answer.title, seed)
        for seed in seeds
        for answer in kept_answers(chapter)
        if lost(chapter, answer, seed, monkeypatch) != meant_to_lose(chapter, answer)
    ] == []


def lost(
    chapter: str, answer: answers.Answer, seed: str, monkeypatch: pytest.MonkeyPatch
) -> set[str]:
    """The test cells that refuse this answer where their numbers come from this seed."""
    monkeypatch.setattr(check, "SEED", seed_of(seed, answer.exercise))
    written = reference(chapter) | {answer.exercise: answer.source}
    found = verdicts(source_notebook(chapter), written, only=answer.exercise)
    return {grade_id for grade_id, error in found.items() if error}


def meant_to_lose(chapter: str, answer: answers.Answer) -> set[str]:
    """The test cells that this answer is kept to be refused by."""
    if answer.right:
        return set()
    return set(answer.loses or cells_of(chapter, answer.exercise))


def test_the_same_seed_gives_the_same_record_and_another_seed_other_inputs(
    course: Path, slot: Slot, tier: str
) -> None:
    source = build.notebook(course, CHAPTER)
    bundle = packed(source, CHAPTER, {"twice": ONLY_WHAT_IS_SEEN}, tier)
    once, again, other = (
        replace(slot.run(replace(bundle, seed=seed)), seconds=0.0)
        for seed in ("5eed", "5eed", "5eee")
    )
    assert once == again
    assert once.points == other.points == {"test_twice": 0.0, "test_twice_again": 0.0}
    assert said(once) != said(other)


def test_two_test_cells_of_a_run_draw_different_inputs(course: Path, slot: Slot, tier: str) -> None:
    source = build.notebook(course, CHAPTER)
    bundle = packed(source, CHAPTER, {"twice": ONLY_WHAT_IS_SEEN}, tier)
    first, second = said(slot.run(replace(bundle, seed="5eed")))
    assert first != second


def put(course: Path, student: str, answer: str) -> None:
    source = build.notebook(course, CHAPTER)
    path = course / "submitted" / student / CHAPTER / f"{CHAPTER}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(answers.solved(source, {"twice": answer}), path)


def graded(course: Path, student: str) -> nbformat.NotebookNode:
    path = course / "autograded" / student / CHAPTER / f"{CHAPTER}.ipynb"
    return nbformat.read(path, as_version=4)


def test_a_run_draws_a_new_secret_and_a_regrade_with_it_gives_the_same_notebook(
    course: Path, tier: str
) -> None:
    put(course, "ada", ONLY_WHAT_IS_SEEN)
    results, notebooks = [], []
    for seed in (None, None, "the first"):
        if seed is not None:
            seed = notebooks[0].metadata.graded.seed
        settings = Settings(force=True, workers=1, seed=seed)
        results += grade.grade(course, student="ada", settings=settings)
        notebooks.append(graded(course, "ada"))
    seeds = [n.metadata.graded.seed for n in notebooks]
    assert len(seeds[0]) >= 32 and int(seeds[0], 16)
    assert seeds[0] == seeds[2] != seeds[1]
    assert results[0] == results[2] != results[1]
    assert nbformat.writes(notebooks[0]) == nbformat.writes(notebooks[2])


def test_the_students_code_does_not_see_the_secret(course: Path, tier: str) -> None:
    peeks = (
        "from course import check\nimport numpy as np\nseeds = [check.SEED]\n"
        "def twice(x):\n    seeds.append(check.SEED)\n    raise ValueError(seeds)"
    )
    put(course, "eve", peeks)
    settings = Settings(force=True, workers=1, seed="5eed")
    result = grade.grade(course, student="eve", settings=settings)[0]
    assert result.cells[0].message and 'ValueError: "[0, 0]"' in result.cells[0].message
