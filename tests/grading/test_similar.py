"""Answers that are alike are shown side by side, and strangers seldom; nobody is graded by it."""

from __future__ import annotations

import contextlib
import copy
import io
import json
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import nbformat
import pytest
from support.alike import Written, a_class, kept_of, population, with_copies
from support.chapters import CHAPTERS, FIRST_THEN_ALL, ROOT, source_notebook
from support.offline import Reader, browser_offline, serious
from support.quiet_pages import loads_and_runs_nothing

from autograder import similar
from autograder.__main__ import main
from autograder.authoring import answers
from autograder.handed_in.classroom import Classroom
from autograder.similar import evidence, features, strangers, texts
from autograder.similar.evidence import Pair
from autograder.similar.population import Exercise, Population

FIRST, SECOND = CHAPTERS[:2]
EVIL = "<img src=x onerror=alert(1)>"
REMARK = "# <script>alert(1)</script> here comes the tricky part that took me all of sunday evening"
CLASS = 24
# Each word, which is a name with a comma, stands on one line.
WHOLE_WORDS = """cell => [...cell.childNodes].every((node) => {
  let at = 0;
  return node.textContent.split(" ").every((word) => {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + word.length);
    at += word.length + 1;
    return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size <= 1;
  });
})"""


def renamed(text: str, prefix: str = "my") -> str:
    """The answer with other names, other spacing, and neither comments nor a docstring."""
    text = re.sub(r'^ *""".*?"""\n', "", text, flags=re.S | re.M)
    text = re.sub(r"[ \t]*#.*", "", text).replace(" = ", "=").replace("\n    ", "\n  ")
    for name in set(re.findall(r"^\s*(\w+) ?=", text, re.M)) | set(re.findall(r"for (\w+)", text)):
        text = re.sub(rf"(?<![.\w]){name}\b", f"{prefix}_{name}", text)
    return text


def flagged(found: list[Pair]) -> set[tuple[int, int]]:
    return {(pair.one, pair.other) for pair in found}


def put(root: Path, chapter: str, student: str, written: Written, own: str = "") -> None:
    notebook = copy.deepcopy(answers.solved(source_notebook(chapter), written))
    if own:
        notebook.cells.append(nbformat.v4.new_code_cell(own))
    path = root / "submitted" / student / chapter / f"{chapter}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(notebook))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Strangers, one who copied from the second of them, two with the same remarks, a bad file."""
    root = tmp_path_factory.mktemp("similar") / "course"
    root.mkdir()
    (root / "source").symlink_to(ROOT / "source")
    (root / "nbgrader_config.py").symlink_to(ROOT / "nbgrader_config.py")
    *written, first, second = a_class(FIRST, CLASS + 2, seed=1)
    for number, student in enumerate(written):
        put(root, FIRST, f"s{number:02}", student)
    put(root, FIRST, EVIL, {name: renamed(text) for name, text in written[1].items()})
    for student, answered in (("ada", first), ("ben", second)):
        code = {name: text.replace("\n", f"\n    {REMARK}\n", 1) for name, text in answered.items()}
        put(root, FIRST, student, {**answered, **dict(list(code.items())[:4])})
    bad = root / "submitted" / "zoe" / FIRST / f"{FIRST}.ipynb"
    bad.parent.mkdir(parents=True)
    bad.write_text('{"cells": [')
    return root


@pytest.fixture(scope="module")
def told(course: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The page, and what the command said."""
    to, said = tmp_path_factory.mktemp("page"), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(said):
        patch.setattr("autograder.term.ROOT", course)
        assert main(["similar", FIRST, "--to", str(to)]) == 0
    return (to / f"{FIRST}.html").read_text("utf-8"), said.getvalue()


@pytest.fixture(scope="module")
def offline() -> Iterator[Reader]:
    with browser_offline() as reader:
        yield reader


@pytest.fixture(scope="module")
def page(told: tuple[str, str]) -> str:
    return told[0]


def text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split("</style>")[1]))


def test_who_copied_is_shown_beside_the_other_with_what_they_share_marked(page: str) -> None:
    said = text(page)
    assert "&lt;img src=x onerror=alert(1)&gt; and s01" in said
    section = page.split('id="pair-')[
        1
        + [*re.findall(r"<h2 id=\"pair-\d+\">(.*?)<", page)].index(
            "&lt;img src=x onerror=alert(1)&gt; and s01"
        )
    ]
    columns = re.findall(
        r"<figcaption>(.*?)</figcaption><pre class=\"source\">(.*?)</pre>", section, re.S
    )
    assert {who for who, _ in columns} == {"&lt;img src=x onerror=alert(1)&gt;", "s01"}
    assert all("<mark>" in code for _, code in columns)


def test_the_same_remarks_are_seen_upon_different_answers(page: str) -> None:
    assert "ada and ben" in text(page)
    assert "Of the marked words, the rarest is nobody else" in text(page)


def test_only_those_are_shown_who_copied(page: str) -> None:
    assert len(re.findall(r"<tr><td><a href=.#pair-", page)) == 2


def test_the_page_says_what_it_is_worth(page: str) -> None:
    said = text(page)
    assert "A hint for a person, never a grade, and no proof" in said
    as_many = population({FIRST: a_class(FIRST, CLASS + 3, seed=0)})
    measured = strangers.measured(as_many, similar.EXPECTED)
    assert measured
    tried = f"of {measured.pairs:,} pairs in {measured.classes} made classes of {measured.students}"
    assert tried in said
    assert f"drawn by lot, {measured.flagged} w" in said


def test_the_page_loads_nothing_and_runs_nothing(page: str) -> None:
    assert "alert(1)" in text(page), "a student's own is shown"
    loads_and_runs_nothing(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_the_page_on_any_screen(
    scheme: Literal["light", "dark"], offline: Reader, page: str, tmp_path: Path
) -> None:
    (file := tmp_path / "similar.html").write_text(page, "utf-8")
    shown = offline.open(file)
    for media in ("screen", "print"):
        shown.emulate_media(color_scheme=scheme, media=media)
        for width in (1200, 390):
            shown.set_viewport_size({"width": width, "height": 800})
            assert serious(shown) == []
            wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            assert not shown.evaluate(wider), (media, width)
            assert shown.locator(".pairs td:nth-child(2)").first.evaluate(WHOLE_WORDS)
    assert offline.trouble == []


def test_a_damaged_notebook_is_told_and_the_rest_compared(told: tuple[str, str]) -> None:
    said = told[1]
    assert f"zoe, {FIRST}, is left out: {FIRST}.ipynb is not a Jupyter notebook" in said
    assert f"{CLASS + 3} students compared: 2 pairs more alike than chance" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([FIRST], f"no two submissions of {FIRST} to compare"),
        (["ch99_none"], "No chapter ch99_none"),
    ],
)
def test_what_cannot_be_compared_is_said_in_a_sentence(
    arguments: list[str], said: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (tmp_path / "source").symlink_to(ROOT / "source")
    monkeypatch.setattr("autograder.term.ROOT", tmp_path)
    assert main(["similar", *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1
    assert not (tmp_path / "similar").exists()


@pytest.mark.parametrize("number", ["0", "-1", "nan", "inf", "many"])
def test_a_number_of_pairs_is_a_number(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["similar", FIRST, "--expected", number])
    assert "--expected" in capsys.readouterr().err


# --- how much says how much -----------------------------------------------------------------------


@pytest.mark.parametrize("chapter", FIRST_THEN_ALL)
def test_strangers_are_flagged_as_seldom_as_the_page_says(chapter: str) -> None:
    """The number on the page, measured anew: at most so many pairs of strangers in a class."""
    nobody = population({chapter: a_class(chapter, 40, seed=0)})
    measured = strangers.measured(nobody, similar.EXPECTED)
    assert measured and measured.pairs == strangers.CLASSES * 40 * 39 / 2
    assert measured.flagged <= similar.EXPECTED * measured.classes


@pytest.mark.sweep
def test_in_large_classes_strangers_are_not_flagged_and_few_common_copies_are_shown() -> None:
    """What docs/decisions/similarity.md says of them; tests/bench_similar.py prints the numbers."""
    said = (ROOT / "docs" / "decisions" / "similarity.md").read_text("utf-8")
    found = with_copies(CHAPTERS, students=200, classes=2, copies=20)
    assert f"In {2 * len(CHAPTERS)} classes of 200, {found.pairs:,} pairs, " in said
    assert found.flagged <= 1 and found.shown >= 0.1 * found.copies


@pytest.mark.parametrize("chapter", FIRST_THEN_ALL)
def test_most_who_copy_everything_are_found(chapter: str) -> None:
    written = a_class(chapter, 40, seed=2)
    copied = [dict(each) for each in written[:5]]
    reworked = [
        {name: renamed(text, f"of_{number}") for name, text in each.items()}
        for number, each in enumerate(written[5:10])
    ]
    found = flagged(evidence.alike(population({chapter: written + copied + reworked}), 1.0))
    assert len(found & {(n, 40 + n) for n in range(10)}) >= 6
    assert len(found - {(n, 40 + n) for n in range(10)}) <= 1


def test_one_exercise_alone_proves_nothing_however_long_it_is() -> None:
    written = a_class(FIRST, 40, seed=3)
    name, code = max(written[0].items(), key=lambda item: len(item[1]))
    long = code + "".join(f"\n    unusual_{n} = np.hypot(unusual_{n}, {n}.25)" for n in range(99))
    written[0][name] = written[1][name] = long
    assert (0, 1) not in flagged(evidence.alike(population({FIRST: written}), 1.0))


def test_what_is_handed_out_the_reference_and_what_many_write_is_no_evidence() -> None:
    reference = {name: of.reference for (_, name), of in kept_of(FIRST).items()}
    others = a_class(FIRST, 30, seed=4)
    many = [reference] * 4 + [others[0]] * 6
    assert not flagged(evidence.alike(population({FIRST: others + many}), 1.0))


def test_evidence_of_chapters_is_added_up() -> None:
    chapters = {FIRST: a_class(FIRST, 40, seed=5), SECOND: a_class(SECOND, 40, seed=6)}
    for chapter, written in chapters.items():
        for name in list(written[0])[:2]:
            unusual = f"    some_{chapter}_{name} = np.hypot({len(name)}.25, 8.5)"
            for student in written[:2]:
                student[name] += f"\n{unusual}"
        assert not flagged(evidence.alike(population({chapter: written}), 1.0))
    assert flagged(evidence.alike(population(chapters), 1.0)) == {(0, 1)}


def test_answers_in_words_are_compared_as_words() -> None:
    said = "because the line turns where all of its inputs become zero at once, I think"
    prose = [
        Exercise(
            (FIRST, name),
            True,
            ("YOUR ANSWER HERE",),
            {n: f"{n} {n + 1} other" for n in range(20)} | {3: said, 4: f"Well, {said.upper()}"},
        )
        for name in ("why", "when", "where")
    ]
    found = evidence.alike(Population([str(n) for n in range(20)], prose), 1.0)
    assert flagged(found) == {(3, 4)}
    assert {one.kind for one in found[0].shared} == {evidence.WORDS}


def test_rings_are_those_who_are_alike_through_one_another() -> None:
    pairs = [Pair(one, other, 0.1, []) for one, other in ((1, 2), (5, 6), (3, 4), (2, 3), (8, 5))]
    assert evidence.rings([*pairs, Pair(10, 11, 0.1, [])]) == [[1, 2, 3, 4], [5, 6, 8]]


def test_names_spaces_and_comments_do_not_hide_the_shape_of_code() -> None:
    one = features.of(
        "def f(x):\n    total = x.sum( axis=0 )  # all rows\n    return total / 2", False
    )
    other = features.of("def f(x):\n  s=x.sum(axis=0)\n  return s/2", False)
    assert one.shape.tokens == other.shape.tokens
    assert one.code.tokens != other.code.tokens
    assert one.words.tokens == ("all", "rows") and other.words.tokens == ()


def test_a_function_that_stands_in_a_cell_of_ones_own_is_its_exercises_answer(
    tmp_path: Path,
) -> None:
    (tmp_path / "source").symlink_to(ROOT / "source")
    answer = "def double(x):\n    return sum([x, x])"
    put(tmp_path, FIRST, "ada", {}, own=answer)
    put(tmp_path, FIRST, "ben", {}, own="mine = 3")
    put(tmp_path, FIRST, "cleo", {"double": "# nothing here was written in a cell above"})
    found = texts.read(Classroom(tmp_path), [FIRST]).answers
    assert found == {
        ("ada", (FIRST, "double")): answer, ("ben", (FIRST, texts.OWN)): "mine = 3",
    }  # fmt: skip


# --- always the same, and soon --------------------------------------------------------------------

AGAIN = f"""
import sys
sys.path.insert(0, {str(ROOT / "tests")!r})
from grading.test_similar import twins
print(twins())
"""


def twins() -> list[tuple[int, int, float]]:
    written = a_class(FIRST, 40, seed=7)
    written += [dict(each) for each in written[:10]]
    found = evidence.alike(population({FIRST: written}), 50.0)
    return [(pair.one, pair.other, pair.expected) for pair in found]


@pytest.mark.sweep
def test_pairs_and_numbers_are_the_same_in_every_run() -> None:
    """Another run has another order in its sets."""
    other = subprocess.run(
        [sys.executable, "-c", AGAIN], env=os.environ | {"PYTHONHASHSEED": "1"}, cwd=ROOT,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert other.stdout.strip() == str(twins()) and "(0, 40, " in other.stdout


@pytest.mark.sweep
def test_two_thousand_students_are_compared_in_a_minute() -> None:
    rng = random.Random(8)
    written = [dict(student) for seed in range(50) for student in a_class(FIRST, 40, seed)]
    for student in written:  # each has names of their own
        for name, code in student.items():
            student[name] = code.replace(" = ", f"{rng.randrange(300)} = ")
    written[7] = {
        name: f"{code}  # as I did it myself, on my own" for name, code in written[6].items()
    }
    begin = time.process_time()
    found: Any = evidence.alike(population({FIRST: written}), 1.0)
    assert time.process_time() - begin < 60
    assert (6, 7) in flagged(found)
