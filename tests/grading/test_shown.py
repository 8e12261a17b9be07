"""What a student wrote or named, wherever somebody looks at it."""

import io
import json
import logging
import os
import re
import subprocess
import unicodedata
from pathlib import Path

import pytest
from nbconvert.filters.markdown_mistune import markdown2html_mistune as markdown2html
from support.chapters import CHAPTERS, source_notebook
from support.lines import CHAPTER, RIGHT, make_course, put, written

from autograder import command_line, grade
from autograder.authoring import release
from autograder.grade import Settings
from autograder.handed_in import classroom
from autograder.judging.result import GradedCell, Outcome, Result, to_json
from autograder.progress import Progress
from autograder.records.table import table
from autograder.shared import harmless, tex
from autograder.shared.errors import CourseError

ACTING = "\x1b[2J\x1b]0;owned\x07\x9b31m\r\x08\x7f\u202e\u2066\u200b\u061c\ud800"
SAID = f"raise ValueError({ACTING!r})"


def acts(text: str) -> set[str]:
    """Characters that a terminal, a viewer or an editor would act upon, line ends aside."""
    return {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs")} - {"\n"}


# --- terminal, log, table, JSON -----------------------------------------------------------------


def hostile(student: str = f"eve{ACTING}") -> Result:
    """A submission that says and is called what no terminal should read."""
    cells = (
        GradedCell("test_a", "a", 0.0, 1.0, f"mistake{ACTING}", f"said{ACTING}\nmore"),
        GradedCell("test_b", "b", 0.0, 1.0, None, f"said{ACTING}" + "x" * 10_000),
    )
    return Result(student, CHAPTER, Outcome.OK, cells)


def invalid() -> Result:
    cells = (GradedCell("test_a", "a", 0.0, 1.0),)
    return Result(f"eve{ACTING}", CHAPTER, Outcome.INVALID, cells, f"reason{ACTING}\n{'y' * 9999}")


@pytest.mark.parametrize("one", [hostile(), invalid()])
def test_the_table_quotes_and_cuts_what_a_student_chose(one: Result) -> None:
    shown = table([one])
    assert acts(shown) == set()
    assert "eve\\x1b[2J" in shown
    assert max(map(len, shown.splitlines())) < 130
    assert len(shown) < 3_000


@pytest.mark.parametrize("live", [True, False])
def test_the_live_line_quotes_and_cuts_what_a_student_chose(live: bool) -> None:
    stream = io.StringIO()
    stream.isatty = lambda: live  # type: ignore[method-assign]
    Progress(1, stream).add(invalid(), fresh=True)
    said = stream.getvalue().replace("\r\x1b[K", "")
    assert acts(said) == set()
    assert "eve\\x1b[2J" in said
    assert max(map(len, said.splitlines())) < 600


def test_the_json_says_all_and_holds_nothing_that_acts() -> None:
    text = to_json([hostile(), invalid()])
    assert acts(text) == set()
    assert text.encode("utf-8")
    first, second = json.loads(text)
    assert first["student"] == second["student"] == f"eve{ACTING}"
    assert first["cells"][0]["message"] == f"said{ACTING}\nmore"


def test_a_name_in_any_script_is_shown_as_it_is() -> None:
    for name in ("Zoë de l'Été", "李雷", "Ольга", "أحمد", "אדם", "a b"):
        assert harmless.shown(name) == name
        assert name in table([hostile(name)])
        assert name in to_json([hostile(name)])


@pytest.mark.parametrize("character", sorted(acts(ACTING)))
def test_each_character_that_acts_is_shown_as_an_escape(character: str) -> None:
    shown = harmless.shown(f"a{character}b")
    assert acts(shown) == set()
    assert shown.startswith("a\\")
    assert harmless.lines(f"x\na{character}b") == f"x\n{shown}"


def test_an_error_and_a_warning_quote_what_a_student_chose(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    log = logging.getLogger("autograder.grade")

    def fail(*_: object) -> int:
        log.warning("there is %s", ACTING)
        raise CourseError(f"no such student: {ACTING}\nand a line")

    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    monkeypatch.setattr(command_line, "_grade", fail)
    assert command_line.main(["grade"]) == 2
    said = capsys.readouterr().err
    assert acts(said) == set()
    assert "there is \\x1b[2J" in said
    assert "\nand a line\n" in said


# --- a class ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def graded(tier: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Result], str]:
    """A class whose folders, files and texts are called and say what they should not."""
    root = make_course(tmp_path_factory.mktemp("shown"))
    release.release(root)
    names = {"eve\x1b[2J\u202e": CHAPTER, "bob\u2066": f"{CHAPTER}.ipynb\x1b[31m"}
    for student, name in names.items():
        put(root, student, written(root, twice=SAID + "\n" + RIGHT["twice"], line=SAID), name)
    put(root, "two", written(root), "a\u202e")
    put(root, "two", written(root), "b\x1b[2J")
    put(root, "text", f'{{"{ACTING[:3]}')
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(command_line._Clean().format(record))  # type: ignore[method-assign]
    logging.getLogger("autograder").addHandler(handler)
    stream = io.StringIO()
    try:
        results = grade.grade(
            root, settings=Settings(sandbox=tier), tell=lambda total: Progress(total, stream).add
        )
    finally:
        logging.getLogger("autograder").removeHandler(handler)
    return root, results, "\n".join([*lines, stream.getvalue(), table(results)])


def test_nothing_that_acts_reaches_the_terminal(graded: tuple[Path, list[Result], str]) -> None:
    _, results, said = graded
    assert len(results) == 4
    assert acts(said) == set()
    assert "eve\\x1b[2J\\u202e" in said


def test_nothing_that_acts_reaches_a_page(graded: tuple[Path, list[Result], str]) -> None:
    root, _, _ = graded
    pages = list(root.glob("feedback/*/*/*.html"))
    assert len(pages) >= 1
    for path in pages:
        assert harmless.text(page := path.read_text("utf-8")) == page


# --- Markdown and TeX ---------------------------------------------------------------------------

HARMLESS = (
    "a < b, b > c and x_1 < 3", "a & b; AT&T; x &lt; y", "**bold** *it* `code` ~~no~~",
    "| a | b |\n|---|---|\n| 1 | 2 |", "- a\n  - b\n\n1. c", "> quoted", "# A heading",
    "[a page](https://example.org/a_(b)?c=d#e)", "[r]: https://example.org", "x<br>y<sub>1</sub>",
    "```python\nx = y[0]\n```", "```\nplain\n```", "```x = 1```", "It costs 5 $.",
    r"C:\users\new\temp", r"$\frac{\partial L}{\partial w} \le \sum_{i=1}^n x_i^2$",
    r"$$\begin{pmatrix}1 & 2\\3 & 4\end{pmatrix}\top$$",
    r"\begin{align*}a &= b \\ c &= d\end{align*}",
    r"\(\left\lVert \boldsymbol{x} \right\rVert_2 \to \infty\)", "wow! [sic] (really)",
)  # fmt: skip


@pytest.mark.parametrize("said", HARMLESS)
def test_what_is_harmless_stays_as_it_is(said: str) -> None:
    assert harmless.prose(said) == said


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_formulas_of_the_chapters_may_be_used_in_answers(chapter: str) -> None:
    for cell in source_notebook(chapter).cells:
        if cell.cell_type == "markdown":
            assert tex.literal(cell.source) == cell.source


COMMANDS = (
    "href", "url", "require", "style", "class", "cssId", "mmlToken", "unicode", "bbox", "htmlClass",
    "html", "data", "def", "let", "newcommand", "renewcommand", "newenvironment", "csname", "color",
    "colorbox", "fcolorbox", "rule", "raise", "kern", "hskip", "hspace", "rlap", "smash", "phantom",
    "Huge", "includegraphics", "texttip", "toggle", "action", "label", "ref", "eqref", "ce", "verb",
    "begingroup", "definecolor", "DeclareMathOperator", "neverheardof",
)  # fmt: skip
PLACES = (
    "${}{{a}}{{b}}$", "$$x {}{{a}}$$", r"\({}{{a}}\)", r"\[{}{{a}}\]", r"$\text{{{}{{a}}}}$",
    r"\begin{{cases}}{}{{a}}\end{{cases}}", r"\$ \{}{{a}} \$", "$`{}{{a}}`$",
    "$\n```\n{}{{a}}\n```\n$",
    "$%\n{}{{a}}$", r"\\({}{{a}}\\)",
)  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_is_not_listed_loses_its_meaning_and_stays_readable(name: str) -> None:
    for place in PLACES:
        said = harmless.prose(place.format(f"\\{name}"))
        assert not re.search(rf"\\{name}\b", said)
        assert f"\\ {name}{{a}}" in said


@pytest.mark.parametrize("name", ["html", "tikzpicture", "array}[b]{", "document", "matrix}}{"])
def test_an_environment_that_is_not_listed_loses_its_meaning(name: str) -> None:
    said = harmless.prose(rf"$x$ \begin{{{name}}}x\end{{{name}}}")
    known = name.split("}")[0] in tex.ENVIRONMENTS
    assert (r"\begin{" in said) == known
    assert known or r"\ begin{" in said


@pytest.mark.parametrize("entity", ["&#36;", "&#x5c;", "&#92", "&bsol;", "&dollar;", "&lbrack;",
                                    "&colon;", "&Tab;", "&NewLine;", "&lpar;"])  # fmt: skip
def test_a_character_by_its_number_or_name_is_text(entity: str) -> None:
    said = harmless.prose(f"a {entity}href b")
    assert entity not in said
    assert entity[1:] in said
    assert "&amp;" in markdown2html(said)


@pytest.mark.parametrize(
    "language", ["mermaid", "js", "html", "{=html}", "python mermaid", "vega-lite"]
)
@pytest.mark.parametrize(
    "fence", ["```", "~~~", "````", "> ```", "- ```", "1. ~~~", "  ```", "``` "]
)
def test_a_block_of_code_is_python_or_nothing(language: str, fence: str) -> None:
    said = harmless.prose(f"{fence}{language}\nx\n{fence.strip('> -1.')}\n")
    assert f"text {language}\n" in said


def test_lines_of_a_formula_are_not_as_far_apart_as_one_likes() -> None:
    assert harmless.prose(r"$a\\[999em]b\\ [ 9.9 cm ]c$") == r"$a\\{}[999em]b\\{} [ 9.9 cm ]c$"
    assert harmless.prose(r"\\[x^2\\]") == r"\\[x^2\\]"


def test_gaps_of_code_and_prose_are_closed_up() -> None:
    assert harmless.code("a\n" + " \n" * 5 + "b") == "a\n" + " \n" * 5 + "b"
    assert len(harmless.code("a\n" + " \n" * 9_000 + "b")) < 100
    assert len(harmless.prose("a\n" + "\t\n" * 9_000 + "b")) < 100


# --- where notebooks do not belong --------------------------------------------------------------


def test_a_look_for_misplaced_notebooks_goes_only_so_deep(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    root = make_course(tmp_path / "course")
    put(root, "ada", written(root))
    (root / "submitted" / "loose.ipynb.txt").write_text("{}")
    (root / "submitted" / "b\x1b[2J.ipynb").write_text("{}")
    deep = root / "submitted" / "eve"
    deep.mkdir()
    here = Path.cwd()
    try:
        os.chdir(deep)
        for _ in range(1_500):
            os.mkdir("d" * 60)
            os.chdir("d" * 60)
        Path("deep.ipynb").write_text("{}")
        os.chdir(here)
        found = classroom.Classroom(root).handed_in([CHAPTER])
    finally:
        os.chdir(here)
        remove(deep)
    assert [one.student for one in found] == ["ada"]
    assert "loose.ipynb.txt is left out" in caplog.text
    assert "b\\x1b[2J.ipynb is left out" in caplog.text
    assert "deep" not in caplog.text


def remove(folder: Path) -> None:
    """Remove folders deeper than `shutil.rmtree` can go."""
    subprocess.run(["rm", "-rf", str(folder)], check=True)


def test_of_many_misplaced_notebooks_some_are_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    root = make_course(tmp_path / "course")
    put(root, "ada", written(root))
    for number in range(50):
        (root / "submitted" / f"{number}.ipynb").write_text("{}")
    classroom.Classroom(root).handed_in([CHAPTER])
    assert len(caplog.records) == classroom.MISPLACED + 1
    assert "More notebooks are left out" in caplog.records[-1].message
