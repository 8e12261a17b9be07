"""A chapter's prose keeps the form of STYLE: short, one idea at a time, demands as a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest
from support.chapters import CHAPTERS, ROOT, each_chapter, reference
from support.prose import crowded, links, pieces

from autograder.authoring import build, minutes, text
from autograder.authoring.text import TextCell
from autograder.shared import nbcells

MOST_WORDS = 3300
LONGEST_PARAGRAPH = 110
MOST_HINTS = 3
# Where readers hang.
HARD = {
    "init_params",
    "mlp_forward",
    "softmax_ce_backward",
    "affine_backward",
    "mlp_backward",
    "train",
}
HINT = re.compile(r"<details><summary>Hint( \d)?</summary>(.*?)</details>", re.DOTALL)
EXERCISE = re.compile(r"^## (?:Exercise \d+|Bonus) · `(\w+)`", re.MULTILINE)
DEMANDS = "**Your function**"


def cells_of(chapter: str) -> tuple[TextCell, ...]:
    return text.parse(build.text_path(ROOT, chapter)).cells


def prose(chapter: str) -> str:
    return nbcells.prose(cells_of(chapter))


def asked(chapter: str) -> Iterator[tuple[str, str]]:
    """Each exercise's name and what stands between its heading and its answer cell."""
    parts = EXERCISE.split("\n\n".join(_until_answers(cells_of(chapter))))
    for name, rest in zip(parts[1::2], parts[2::2], strict=True):
        yield name, rest.split("\0")[0]


def _until_answers(cells: tuple[TextCell, ...]) -> Iterator[str]:
    for cell in cells:
        if cell.cell_type == "markdown":
            yield cell.source
        elif cell.role == "solution":
            yield "\0"


def listed(words: str) -> list[str]:
    """The items of the list of demands."""
    lines = words.partition(DEMANDS)[2].strip("\n").split("\n")
    lines = lines[1:] if lines and not lines[0].strip() else lines
    items = takewhile(lambda line: not line.strip() or line.startswith(("-", " ")), lines)
    return [line for line in items if line.startswith("- ")]


def places(chapter: str, found: list[tuple[int, str]]) -> str:
    return "\n".join(f"source/{chapter}/{chapter}.py:{line}: {what}" for line, what in found)


@each_chapter
def test_a_chapter_is_no_longer_than_a_reader_bears(chapter: str) -> None:
    assert minutes.words(prose(chapter)) <= MOST_WORDS


@each_chapter
def test_a_paragraph_is_short(chapter: str) -> None:
    long = [
        (piece.line, f"{piece.words} words: {piece.source[:60]}...")
        for piece in pieces(cells_of(chapter))
        if piece.is_prose and piece.words > LONGEST_PARAGRAPH
    ]
    assert not long, places(chapter, long)


@each_chapter
def test_a_line_holds_one_sentence(chapter: str) -> None:
    found = crowded(pieces(cells_of(chapter)))
    assert not found, places(chapter, found)


@each_chapter
def test_a_chapter_says_how_long_it_takes_and_each_answer_has_its_minutes(chapter: str) -> None:
    cells = cells_of(chapter)
    assert "**How long.** {minutes}" in cells[0].source
    without = [c.grade_id for c in cells if c.role == "solution" and not c.minutes]
    assert not without
    built = build.notebook(ROOT, chapter).cells[0].source
    assert f"**How long.** {minutes.told(cells)}" in built


@each_chapter
def test_what_an_exercise_demands_is_a_list(chapter: str) -> None:
    functions = reference(chapter)
    exercises = {name: words for name, words in asked(chapter) if name in functions}
    assert list(exercises) == list(functions)
    for name, words in exercises.items():
        assert len(listed(words)) >= 2, f"{name}: {DEMANDS} and a list of demands"


@each_chapter
def test_hints_are_folded_few_and_hold_no_code_of_the_answer(chapter: str) -> None:
    for name, words in asked(chapter):
        hints = [hint[2] for hint in HINT.finditer(words)]
        assert len(hints) <= MOST_HINTS, name
        assert hints or name not in HARD, f"{name}: no hint"
        for hint in hints:
            assert not given_away(hint, reference(chapter).get(name, "")), name


def given_away(hint: str, answer: str) -> list[str]:
    """Lines of an answer that a hint spells."""
    regions = re.findall(r"BEGIN SOLUTION\n(.*?)### END", answer, re.DOTALL)
    lines = [line.strip() for region in regions for line in region.splitlines()]
    spelled = "".join(hint.split())
    bodies = ["".join(line.removeprefix("return ").split()) for line in lines]
    return [body for body in bodies if len(body) >= 5 and body in spelled]


@each_chapter
def test_a_chapter_recapitulates_and_leads_on(chapter: str) -> None:
    recap = prose(chapter).partition("\n## Recap\n")[2]
    assert recap
    leads = {Path(link).stem for link in links(recap) if link.endswith(".ipynb")}
    following = CHAPTERS[CHAPTERS.index(chapter) + 1 :][:1]
    if len(CHAPTERS) > 1:
        assert leads & {*following, CHAPTERS[0]}, "to the next chapter, or back to the first"


@each_chapter
def test_links_within_the_course_lead_somewhere(chapter: str) -> None:
    for link in links(prose(chapter)):
        if not re.match(r"https?://|#", link):
            there = (ROOT / "release" / chapter / link.partition("#")[0]).resolve()
            assert there.is_file(), link
    for link in links(prose(chapter)):
        if link.endswith(".ipynb"):
            assert link == f"../{Path(link).stem}/{Path(link).name}"


# --- each of these is seen to fail ----------------------------------------------------------------


def parsed(prose: str) -> tuple[TextCell, ...]:
    lines = "\n".join(f"# {line}".rstrip() for line in prose.split("\n"))
    return text.parse(Path("source/ch01_x/ch01_x.py"), f"# %% [markdown]\n{lines}\n").cells


@pytest.mark.parametrize(
    "line",
    [
        "It fires. It is silent.",
        "What is it? A line.",
        "See *Adding up*. Then go on.",
        "It is $x$. It is $w$.",
        "The call `f(x)` is it. Look again.",
        "- One. Two.",
        "**Question.** Is it? I think so.",
        "(It is.) And it was.",
    ],
)
def test_two_sentences_on_a_line_are_found(line: str) -> None:
    assert crowded(pieces(parsed(f"# T\n\n{line}"))) == [(4, line)]


@pytest.mark.parametrize(
    "line",
    [
        "**Question.** What is it?",
        "W. McCulloch and W. Pitts, *A logical calculus* (1943).",
        "CS231n notes (Azevedo et al., 2009) count them.",
        "A step of 0.1 is small.",
        "| a cell. Another. | b |",
        "1. **Write.** Replace it.",
        "The call `f. G` is one word.",
    ],
)
def test_one_sentence_on_a_line_is_taken_for_one(line: str) -> None:
    assert crowded(pieces(parsed(f"# T\n\n{line}"))) == []


def test_pieces_are_paragraphs_and_items_with_their_places_and_words() -> None:
    source = "# Title\n\nOne two $x + y$\nfour.\n\n- a b\n  c\n- `d e` f\n\n$$\nx\n$$\n\nend"
    found = [(piece.line, piece.words) for piece in pieces(parsed(source))]
    assert found == [(2, 1), (4, 4), (7, 3), (9, 2), (15, 1)]


def test_a_hint_that_spells_the_answer_is_found() -> None:
    answer = "### BEGIN SOLUTION\n    return x @ w + b\n    ### END SOLUTION"
    assert given_away("Try `x@w + b`.", answer) == ["x@w+b"]
    assert given_away("Which product has the shape (N, M)?", answer) == []


def test_a_list_of_demands_ends_where_it_ends() -> None:
    words = f"A story.\n- no\n\n{DEMANDS}\n\n- takes x;\n  and more\n- returns y\n\nMore.\n- no"
    assert listed(words) == ["- takes x;", "- returns y"]
