"""Every chapter keeps the course's form, and its reference solution runs."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path

import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbgrader.utils import is_solution, is_task
from support import made
from support.chapters import (
    FIRST_THEN_ALL,
    ROOT,
    each_chapter,
    executed_notebook,
    of_chapter,
    released_notebook,
    source_notebook,
)
from support.patience import HANG

from autograder.authoring import build, text
from autograder.shared import catalogue, nbcells
from course import data

MOST_COLUMNS = 100
EXERCISE = re.compile(r"^## (Exercise \d+|Bonus) · `(\w+)` \((?:\d+ points?|no points)\)$", re.M)


PLAIN = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def prose(chapter: str) -> str:
    return nbcells.prose(source_notebook(chapter).cells)


@each_chapter
def test_code_fits_the_page(chapter: str) -> None:
    for cell in source_notebook(chapter).cells:
        if cell.cell_type == "code":
            assert max(map(len, cell.source.splitlines())) <= MOST_COLUMNS, cell.source


@each_chapter
def test_a_chapter_begins_with_its_title_and_plan(chapter: str) -> None:
    first = source_notebook(chapter).cells[0].source
    assert re.match(rf"# Chapter {int(chapter[2:4])} · \w", first)
    for promise in ("**What you'll do.**", "**What you'll learn.**", "**What you'll need.**"):
        assert promise in first


@each_chapter
def test_a_chapter_ends_with_where_to_go_on(chapter: str) -> None:
    last = source_notebook(chapter).cells[-1].source
    for way in ("**On your own.**", "**In practice.**", "**Further reading.**"):
        assert way in last


@each_chapter
def test_exercises_are_numbered_in_order_and_named_after_their_function(chapter: str) -> None:
    headings = EXERCISE.findall(prose(chapter))
    numbers = [int(number.split()[1]) for number, _ in headings if number != "Bonus"]
    first = 0 if chapter == catalogue.chapters(ROOT)[0] else 1
    assert numbers == list(range(first, first + len(numbers)))
    answers = [c for c in source_notebook(chapter).cells if is_solution(c) or is_task(c)]
    assert [name for _, name in headings] == [c.metadata.nbgrader.grade_id for c in answers]


@each_chapter
def test_every_answer_says_what_it_takes_and_returns(chapter: str) -> None:
    for cell in source_notebook(chapter).cells:
        if not is_solution(cell) or cell.cell_type != "code":
            continue
        functions = [n for n in ast.parse(cell.source).body if isinstance(n, ast.FunctionDef)]
        assert cell.metadata.nbgrader.grade_id in {f.name for f in functions}
        for function in functions:
            words = ast.get_docstring(function) or ""
            assert words, function.name
            for argument in function.args.args:
                assert re.search(rf"\b{argument.arg}\b", words), f"{function.name}: {argument.arg}"


@each_chapter
def test_prose_and_code_hold_no_emoji_and_no_notes_to_self(chapter: str) -> None:
    whole = build.text_path(ROOT, chapter).read_text(encoding="utf-8")
    assert not re.search("[\U0001f300-\U0001faff\u2600-\u27bf]", whole)
    assert not re.search(r"\b(TODO|FIXME|XXX|HINT|APPROACH)\b", whole)


@each_chapter
def test_every_folded_answer_is_closed_and_every_picture_has_words(chapter: str) -> None:
    words = prose(chapter)
    assert words.count("<details>") == words.count("</details>") == words.count("</summary>")
    assert not re.search(r"!\[\s*\]\(", words)
    assert not re.search(r"<img(?![^>]*\balt=)", words)


@each_chapter
def test_the_solved_chapter_runs_from_top_to_bottom(chapter: str) -> None:
    for cell in executed_notebook(chapter).cells:
        for output in cell.get("outputs", ()):
            assert output.get("name") != "stderr", f"{cell.source[:60]}: {output.text}"


@pytest.mark.parametrize("chapter", FIRST_THEN_ALL)
def test_a_chapter_with_all_blanks_open_throws_no_traceback(chapter: str, tmp_path: Path) -> None:
    """Each cell says in a sentence what it waits for: a check, a figure, a result in between."""
    client = NotebookClient(
        deepcopy(released_notebook(chapter)), timeout=HANG, kernel_name="python3",
        allow_errors=True, resources={"metadata": {"path": str(tmp_path)}},
    )  # fmt: skip
    cells = [cell for cell in client.execute().cells if cell.cell_type == "code"]
    errors = [(cell.source, o) for cell in cells for o in cell.outputs if o.output_type == "error"]
    assert errors
    for source, error in errors:
        said = "\n".join(error.traceback)
        assert error.ename == "CheckFailed" and "Traceback" not in said, f"{source}\n{said}"


def is_a_result(data: Mapping[str, str]) -> bool:
    """Whether it is what a check cell or a network of one's own says, which is words already."""
    words = 'class="check-result', 'class="course-mine'
    return any(w in data.get("text/html", "") for w in words) and "image/png" not in data


@each_chapter
def test_every_figure_has_words_for_those_who_cannot_see_it(chapter: str) -> None:
    figures = [
        output.data
        for output in outputs_of(chapter)
        if "image/png" in output.get("data", {}) or "text/html" in output.get("data", {})
    ]
    figures = [shown for shown in figures if not is_a_result(shown)]
    drawn = re.search(r"\b(plots|widgets)\.\w+\(", "\n".join(sources(chapter)))
    assert bool(figures) == bool(drawn)
    for shown in figures:
        assert re.search(r'<img alt="[^"]{20,}"', shown["text/html"]), shown["text/plain"]


def sources(chapter: str) -> list[str]:
    """What stands in the chapter's cells of code."""
    return [c.source for c in source_notebook(chapter).cells if c.cell_type == "code"]


def outputs_of(chapter: str) -> list[NotebookNode]:
    """What all cells of the solved chapter leave below them."""
    return [o for c in executed_notebook(chapter).cells for o in c.get("outputs", ())]


def described(chapter: str) -> str:
    """What all figures of the solved chapter say to those who cannot see them."""
    outputs = outputs_of(chapter)
    return "\n".join(output.get("data", {}).get("text/plain", "") for output in outputs)


def printed(chapter: str) -> str:
    """What all cells of the solved chapter print."""
    return "".join(output.get("text", "") for output in outputs_of(chapter))


@of_chapter("ch05_backprop")
def test_what_chapter_5_says_of_its_runs_is_what_they_show() -> None:
    lines, told = printed("ch05_backprop"), described("ch05_backprop")
    assert "x1: 0.5, x2: 2, w1: 2, w2: -1, b: 1" in lines  # the slopes of the opening figure
    assert "so 2 to w1, \N{MINUS SIGN}1 to w2, 0.5 to x1, 2 to x2" in told
    assert "wrong: hinge" in lines


@of_chapter("ch06_training_loop")
def test_the_readers_network_reads_the_held_out_digits() -> None:
    told = described("ch06_training_loop")
    share = re.search(r"It reads ([\d.]+)% of 360 digits", told)
    assert share and float(share[1]) >= 97
    assert "All 16 functions of this network are yours." in told
    assert "Saved my_network.py" in told
    # A test among strangers tells more than copies, or a hidden layer, can make up for.
    lines = printed("ch06_training_loop")
    known = shows(lines, r"64-64-10, known writers: ([\d.]+)%", [97], within=1.5)
    strange = shows(lines, r"64-64-10, strangers: ([\d.]+)%", [89], within=1.5)
    assert shows(lines, r"\n64-10, strangers: ([\d.]+)%", [88], within=1.5) < strange < known


@of_chapter("ch06_training_loop")
def test_what_chapter_6_says_of_its_runs_is_what_they_show() -> None:
    told, lines = described("ch06_training_loop"), printed("ch06_training_loop")
    found = re.findall(r"β = ([\d.]+): 76.5 to ([\d.]+)(?:·10(⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))?", told)
    ends = {b: float(f"{end}e{power.translate(PLAIN) or 0}") for b, end, power in found}
    assert 1e6 * ends["0.7"] < ends["0"] and ends["0.7"] < ends["0.9"] < ends["0"] < ends["1"]
    shares = re.findall(r"(\d+) units, \$.lambda\$ = ([\d.]+), own ([\d.]+)%, new ([\d.]+)%", told)
    own, new = ({(s[0], s[1]): float(s[at]) for s in shares} for at in (2, 3))
    assert len(shares) == 6 and own["20", "0"] > 98.5  # "all of their own samples"
    assert max(own, key=own.__getitem__) == ("20", "0")
    assert new["20", "0"] < new["3", "0"] - 1.5 < own["3", "0"] < own["20", "0"] - 3
    for units in ("3", "20"):  # the penalty's doing, for it is the same for both
        assert own[units, "0.003"] < own[units, "0"] and new[units, "0.003"] > new[units, "0"] + 0.5
        assert abs(own[units, "0.003"] - new[units, "0.003"]) < 3
        # Too strong a penalty costs the network its own samples, and new ones.
        assert own[units, "0.03"] < own[units, "0.003"] - 3
        assert new[units, "0.03"] < new[units, "0.003"] - 3
    assert abs(new["3", "0.003"] - new["20", "0.003"]) < 1.5
    line = r"-> ([\d.]+) -> ([\d.]+), training [\d.]+%, validation ([\d.]+)%, dead (\d+)%"
    narrow, slow, wild = (tuple(map(float, found)) for found in re.findall(line, lines))
    assert max(narrow[2], slow[2], wild[2]) < 90 and slow[1] < 0.98 * slow[0]  # of 95 %; it falls
    assert narrow[1] > 0.97 * narrow[0] > 0.4  # it hardly falls any more
    late = shows(told, r"plain steps, β = 0: .*?([\d.]+) %(?:; |\.)", [91.6], within=1.5)
    assert late[0] < shows(told, r"β = 0.9: [\d.]+ %, ([\d.]+) % at most", [98.5], within=1.5)[0]
    assert late[0] < shows(told, r"lr = 0.2: [\d.]+ %, ([\d.]+) % at most", [97.7], within=1.5)[0]
    assert slow[3] < 10 and wild[3] > 90


def shows(words: str, pattern: str, expected: Sequence[float], within: float) -> list[float]:
    """The numbers of a run, which another processor's rounding may move a little."""
    found = re.search(pattern, words)
    assert found, pattern
    numbers = [float(number) for number in found.groups()]
    assert numbers == pytest.approx(expected, abs=within), pattern
    return numbers


@pytest.mark.sweep
@of_chapter("ch06_training_loop")
@pytest.mark.skipif("COURSE_MNIST_DIR" not in os.environ, reason="COURSE_MNIST_DIR is not set")
def test_the_readers_network_reads_mnist() -> None:
    """What a reader may try: `fit` on moved copies, few epochs, each as long as a chapter."""
    space = made.names("ch06_training_loop")
    (fit,) = [c for c in sources("ch06_training_loop") if "def fit(" in c]
    exec(fit[fit.index("def fit(") : fit.index("\n", fit.index("    return "))], space)
    x, y, x_new, y_new = data.mnist_test_split()
    shares = []
    for dims in ([784, 10], [784, 128, 10]):
        params, _ = space["fit"](*data.shifted(x, y), dims, lr=0.2, epochs=4)
        out, _ = space["mlp_forward"](x_new, params, space["relu"])
        shares.append(space["accuracy"](out, y_new))
    flat, deep = shares
    assert flat < 0.93 and deep >= 0.97


def test_a_chapter_is_named_by_its_number() -> None:
    for number, chapter in enumerate(catalogue.chapters(ROOT), start=1):
        assert chapter.startswith(f"ch{number:02}_")
        assert text.parse(build.text_path(ROOT, chapter)).cells
