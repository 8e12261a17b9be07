"""What is no test has one budget a submission, and what goes beyond costs nothing and is said."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from support.bundles import FULL, bundle, said
from support.chapters import CHAPTERS, chapter_param, source_notebook
from support.lines import CHAPTER, POINTS, make_course, put, written

from autograder import grade
from autograder.authoring import answers, release
from autograder.handed_in import submission
from autograder.handed_in.bundling import bundle_of
from autograder.judging import budget, run, slot
from autograder.judging.budget import Budget, fit, size
from autograder.judging.bundle import FIGURE, OWN, Bundle, CodeCell, Record
from autograder.judging.outputs import PICTURE
from autograder.judging.result import Outcome
from autograder.judging.sandbox import Sandbox
from autograder.judging.slot import Slot
from autograder.shared import nbcells

DRAWS = (
    "import os\nimport time\nfrom course import widgets\n"
    "from course.widgets.figure import Frame, Interactive\n"
    "class Made(Interactive):\n"
    "    def __init__(self, letters, seconds=0):\n"
    "        self.letters, self.seconds = letters, seconds\n"
    "    def frame(self):\n"
    "        time.sleep(self.seconds)\n"
    "        return Frame('<svg>' + self.letters + '</svg>', '')\n"
    "widgets.made = Made"
)
FRAME = 16 * 2**20  # bytes that one text on the wire may have


@pytest.fixture(scope="module")
def box(tier: str) -> Iterator[Sandbox]:
    with Sandbox(tier) as made:
        yield made


def figures(*sources: str, **texts: object) -> Bundle:
    """A bundle that draws these at last."""
    made = bundle(first=DRAWS, **texts)  # type: ignore[arg-type]
    drawn = tuple(CodeCell(100 + n, FIGURE, "", source) for n, source in enumerate(sources))
    return replace(made, cells=made.cells + drawn)


def pictures(record: Record) -> list[str]:
    shown = [o for outputs in record.outputs.values() for o in outputs]
    return [o["data"][PICTURE] for o in shown if "data" in o]


def test_figures_are_bounded_in_number_together(box: Sandbox) -> None:
    record = run.run(figures(*["widgets.made('x')"] * 40), box)
    assert (record.outcome, record.reason, record.points) == ("ok", None, FULL)
    assert len(pictures(record)) == budget.FIGURES
    assert said(record, 100 + budget.FIGURES) == budget.NO_MORE_FIGURES
    assert said(record, 139) == "", "one sentence stands for all"


def test_figures_are_bounded_in_time_together(
    box: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "FIGURES_SECONDS", 1.0)
    record = run.run(figures(*["widgets.made('x', 0.6)"] * 12), box)
    assert (record.outcome, record.points) == ("ok", FULL)
    assert len(pictures(record)) == 1
    told = [said(record, 100 + n) for n in range(12)]
    assert budget.NO_MORE_FIGURES in told and told[-1] == ""


def test_a_figure_that_takes_too_long_is_said_to_and_the_next_is_drawn(
    box: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "FIGURE_SECONDS", 0.5)
    record = run.run(figures("widgets.made('x', 99)", "widgets.made('x')"), box)
    assert (record.outcome, record.points) == ("ok", FULL)
    assert said(record, 100) == budget.TOO_SLOW
    assert pictures(record) == ["<svg>x</svg>"]


def test_pictures_are_bounded_in_size_each_and_together(box: Sandbox) -> None:
    sources = ["widgets.made('x' * 600_000)", *["widgets.made('x' * 499_000)"] * 40]
    record = run.run(figures(*sources), box)
    assert (record.outcome, record.points) == ("ok", FULL)
    assert said(record, 100) == budget.PICTURE_TOO_LARGE
    assert len(pictures(record)) == budget.ALL_PICTURES // 499_011
    assert budget.NO_MORE_FIGURES in [said(record, 101 + n) for n in range(40)]


@pytest.mark.parametrize("source", ["os._exit(0)\nwidgets.made('x')", "1 / 0\nwidgets.made('x')"])
def test_a_figure_that_ends_costs_nothing(source: str, box: Sandbox) -> None:
    record = run.run(figures("widgets.made('x')", source, "widgets.made('y')"), box)
    assert (record.outcome, record.reason, record.points) == ("ok", None, FULL)
    ended = "_exit" in source
    assert said(record, 101) == (budget.ENDED_BY_FIGURE if ended else "")
    assert len(pictures(record)) == (1 if ended else 2)


def test_own_cells_share_their_time_and_the_last_are_left_out(box: Sandbox) -> None:
    made = bundle(seconds=1.5)
    own = tuple(CodeCell(100 + n, OWN, "", "time.sleep(1)\nprint('on')") for n in range(60))
    began = time.monotonic()
    record = run.run(replace(made, cells=made.cells + own), box)
    assert (record.outcome, record.reason, record.points) == ("timeout", budget.TOO_MANY, FULL)
    assert said(record, 100) == "on\n" and said(record, 159) == ""
    assert time.monotonic() - began < 50, "60 cells of a second each"


def test_prints_share_their_room_and_the_first_cut_is_said(box: Sandbox) -> None:
    made = bundle()
    own = tuple(CodeCell(100 + n, OWN, "", "print('x' * 19_000)") for n in range(40))
    record = run.run(replace(made, cells=made.cells + own), box)
    assert (record.outcome, record.points) == ("ok", FULL)
    told = [said(record, 100 + n) for n in range(40)]
    assert len(told[0]) == 19_001 and told[-1] == ""
    assert [budget.NO_MORE in text for text in told].count(True) == 1
    assert sum(map(len, told)) <= budget.SHOWN + len(budget.NO_MORE) + 2


ASTRAL = "\N{GRINNING FACE}"  # twelve bytes in JSON


def test_the_largest_record_stays_far_below_what_a_frame_may_hold(tier: str) -> None:
    """Prints, errors, pictures and a test's own words, all in the letters that need most."""
    loud = f"print({ASTRAL!r} * 10**6)\nraise ValueError({ASTRAL!r} * 10**6)"
    made = figures(
        *[f"widgets.made({ASTRAL!r} * 41_000)"] * 30,
        twice=f"def twice(x):\n    return {ASTRAL!r} * 10**6",
        line=f"def line(x):\n    raise ValueError({ASTRAL!r} * 10**6)",
    )
    own = tuple(CodeCell(500 + n, OWN, "", loud) for n in range(2000))
    with Slot(tier) as grading:
        record = grading.run(replace(made, cells=(*made.cells[:1], *own, *made.cells[1:])))
    assert record.outcome == "ok", record.reason
    assert record.points == dict.fromkeys(FULL, 0.0)
    assert len(json.dumps(record.asdict())) < FRAME / 3
    assert len(pictures(record)) >= 3


@pytest.mark.parametrize("text", ["x" * 5000, ASTRAL * 900, "x" * 900 + ASTRAL * 900, "é\n" * 999])
@pytest.mark.parametrize("room", [0, 2, 13, 1000, 4000])
def test_what_fits_is_the_beginning_and_as_much_as_the_room_holds(text: str, room: int) -> None:
    kept = fit(text, room)
    assert text.startswith(kept)
    assert size(kept) <= max(room, 2)
    assert kept or room < 14
    assert fit(text, size(text)) == text


def test_a_tests_words_are_kept_from_their_beginning_however_many_there_were() -> None:
    left = Budget(60.0)
    kept = [left.message("word " * 10_000) for _ in range(100)]
    assert all(text.startswith("word word") for text in kept)
    assert sum(map(size, kept)) <= budget.MESSAGES + 100 * budget.LEAST
    assert Budget(60.0).message("short") == "short"


def test_a_run_may_take_as_long_as_its_budgets_and_no_longer() -> None:
    plain, more = bundle(seconds=60.0), figures(*["widgets.made('x')"] * 1000, seconds=60.0)
    assert slot.deadline(more) - slot.deadline(plain) < 120
    own = tuple(CodeCell(100 + n, OWN, "", "pass") for n in range(1000))
    crowded = replace(plain, cells=plain.cells + own)
    assert slot.deadline(crowded) - slot.deadline(plain) < 10 * 65 + 1001
    whole = len(plain.cells) * 60 + (budget.OWN_CELLS + budget.AGAIN) * 60
    assert slot.deadline(crowded) > whole


@pytest.mark.parametrize("chapter", [chapter_param(name) for name in CHAPTERS])
def test_no_chapter_comes_near_the_budget(chapter: str, box: Sandbox) -> None:
    """Of figures, pictures and bytes a solved chapter uses a fifth at most, each figure touched."""
    source = source_notebook(chapter)
    form = nbcells.blank(source)
    rebuilt = submission.rebuild(form, answers.solved(source, answers.reference(source)))
    for cell in rebuilt.cells:
        # Those of the network that is gathered from notebooks have nothing to show in a sandbox.
        if re.search(r"^widgets\.(?!.*\bmy\b)", cell.source, re.MULTILINE):
            cell.source += "  # tried"
    cells = bundle_of(chapter, form, rebuilt, 60.0, "").cells
    quick = tuple(c for c in cells if c.kind != "test")
    record = run.run(Bundle(chapter, quick, 60.0, ""), box)
    found = pictures(record)
    assert len(found) == sum(c.kind == FIGURE for c in cells) <= budget.FIGURES / 5
    assert sum(map(size, found)) < budget.ALL_PICTURES / 5
    assert max(map(size, found)) < budget.ONE_PICTURE / 5


@pytest.mark.sweep
def test_a_page_of_many_large_pictures_stays_small_and_tells_what_is_left_out(
    tmp_path: Path,
) -> None:
    root = make_course(tmp_path)
    release.release(root)
    notebook = written(root)
    drawn = [new_code_cell("widgets.made('x' * 499_000)") for _ in range(25)]
    notebook.cells += [new_code_cell(DRAWS), *drawn]
    put(root, "ada", notebook)
    result = grade.grade(root)[0]
    assert result.outcome is Outcome.OK
    assert {c.grade_id: c.points for c in result.cells} == {**POINTS, "why": 0}
    page = (root / "feedback" / "ada" / CHAPTER / f"{CHAPTER}.html").read_text("utf-8")
    assert len(page) < 4_000_000
    assert budget.NO_MORE_FIGURES.replace("'", "&#39;") in page
    path = root / "autograded" / "ada" / CHAPTER / f"{CHAPTER}.ipynb"
    assert path.stat().st_size < 4_000_000 and nbformat.read(path, 4)


def test_the_page_on_grading_tells_the_budget() -> None:
    text = (Path(grade.__file__).parents[1] / "docs" / "grading.md").read_text("utf-8")
    assert f"{budget.FIGURES} figures in {budget.FIGURES_SECONDS:g} seconds" in text
    assert f"{budget.FIGURE_SECONDS:g} for each" in text
    assert f"{budget.PROCESSES} processes" in text
    assert f"{budget.SHOWN // 1000} kB of prints and errors" in text
    assert f"{budget.ALL_PICTURES // 10**6} MB, {budget.ONE_PICTURE // 1000} kB for each" in text


def test_a_figure_is_drawn_only_if_the_student_wrote_or_changed_its_cell() -> None:
    """The chapter's own begin at a setting that says nothing about an answer: wrong, wrong."""
    source = source_notebook("ch01_neurons")
    form, reference = nbcells.blank(source), answers.reference(source)

    def drawn(old: str = "", new: str = "") -> list[str]:
        rebuilt = submission.rebuild(form, answers.solved(source, reference))
        for cell in rebuilt.cells:
            cell.source = cell.source.replace(old, new) if old else cell.source
        cells = bundle_of("ch01_neurons", form, rebuilt, 60.0, "").cells
        return [cell.source.split("(")[1].split(",")[0] for cell in cells if cell.kind == FIGURE]

    assert drawn() == []
    assert drawn('widgets.neuron("AND")', 'widgets.neuron("OR")') == ['"OR")']
    assert drawn(", predict=perceptron_predict", "") == ['"XOR"']
