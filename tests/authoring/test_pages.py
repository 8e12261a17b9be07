"""The static pages: what they say, what they load, and their figures in a browser."""

import base64
import gzip
import json
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from playwright.sync_api import Locator, expect
from support import made
from support.chapters import (
    CHAPTERS,
    ROOT,
    each_chapter,
    reference,
    released_notebook,
    source_notebook,
)
from support.offline import Reader, browser_offline, serious
from support.sweeps import first_of_each

from autograder.__main__ import main
from autograder.publishing import pages
from autograder.publishing.pages import figures, film, page
from autograder.publishing.pages.formula import mathml
from autograder.publishing.pages.markdown import Prose
from autograder.shared import identity
from autograder.shared.errors import CourseError
from course import widgets
from course.widgets.figure import Control, Frame, Interactive
from course.widgets.live import live

TRIED = ("ch05_backprop", "ch06_training_loop")
# Their runs take a minute, and the page does nothing with them that it does not do with others.
LONG = ("widgets.penalty", "widgets.seeds", "data.mnist_test_split")
MEGABYTE = 2**20


def formulas(notebook: NotebookNode) -> list[str]:
    """The LaTeX of a notebook's prose; what stands in code is none."""
    prose = "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    prose = re.sub(r"```.*?```|``.*?``|`[^`]*`", "", prose, flags=re.DOTALL)
    return [inner for _, inner in re.findall(r"(\$\$?)(.+?)\1", prose, re.DOTALL)]


@each_chapter
def test_every_formula_of_a_chapter_becomes_mathml(chapter: str) -> None:
    found = formulas(source_notebook(chapter))
    assert found
    for latex in found:
        text = re.sub(r"<[^>]*>", "", mathml(latex))
        assert text.strip() and "\\" not in text, latex


@pytest.mark.parametrize(
    ("latex", "parts"),
    [
        (r"\ln 4", ["<mi>ln</mi><mspace", "<mn>4</mn>"]),
        (r"\max(0, x)", ["<mi>max</mi><mo", "(</mo>"]),
        (r"(-1)", ['form="prefix"']),
        (r"\begin{pmatrix} 1 & 2 \end{pmatrix}", ['<mtable class="course-parens">']),
        (r"\begin{cases} 1 & s > 0 \end{cases}", ['<mtable class="course-cases">']),
        (r"L'(w)", ["<mi>L</mi><mo", "\N{PRIME}</mo>"]),
        (r"\tfrac12", ["<mfrac><mn>1</mn><mn>2</mn></mfrac>"]),
    ],
)
def test_a_formula_is_spaced_and_fenced_as_in_print(latex: str, parts: list[str]) -> None:
    for part in parts:
        assert part in mathml(latex)


def test_a_minus_between_two_numbers_keeps_its_space() -> None:
    assert "prefix" not in mathml("3 - 1")
    assert "prefix" not in mathml("f(x) - |y| - 1")


@pytest.mark.parametrize("latex", [r"\nosuchcommand x", r"\frac", r"\left( x"])
def test_a_formula_that_cannot_be_read_is_named(latex: str) -> None:
    with pytest.raises(CourseError, match=re.escape(latex)):
        mathml(latex)


def test_a_dollar_in_code_is_no_formula() -> None:
    html = Prose().html("Pay `$5 or $6`, not $x$.\n\n```python\nprice = '$1 and $2'\n```")
    assert html.count("<math") == 1
    assert "<code>$5 or $6</code>" in html
    assert "$1 and $2" in re.sub(r"<[^>]*>", "", html)


def test_headings_of_one_name_have_different_anchors() -> None:
    html = Prose().html("## Why $x$?\n\n## Why?\n")
    assert re.findall(r'id="([^"]+)"', html) == ["why", "why-2"]


def test_a_link_to_a_chapter_leads_to_its_page_and_is_words_where_there_is_none() -> None:
    prose = "[Next](../ch02_b/ch02_b.ipynb), [last](../ch03_c/ch03_c.ipynb), [there](#why)"
    html = Prose({"ch02_b"}).html(prose)
    assert '<a href="ch02_b.html">Next</a>, last, <a href="#why">there</a>' in html


@each_chapter
def test_the_index_says_what_a_chapter_promises_and_no_more(chapter: str) -> None:
    source = source_notebook(chapter)
    promise = page.ChapterPage(source, source, source).promise
    title, first = source.cells[0].source.splitlines()[0], source.cells[0].source.split("\n\n")
    assert promise.count("<p>") == 1 and "What you" not in promise
    assert title.lstrip("# ") not in promise and len(first) > 3


def test_a_comma_stays_with_the_formula_before_it() -> None:
    assert re.search(r'<span class="tight"><math.*</math>,</span> b', Prose().html("a $(N,)$, b"))


def slider(name: str, stops: int, at: int) -> Control:
    return Control(name, name, range(stops), at)


def squares(*controls: Control) -> Interactive:
    return Interactive(
        "squares", "What?", controls, lambda v: Frame(f"<svg>{v}</svg>", f"{sum(v.values())}")
    )


def unpacked(recording: dict[str, str]) -> dict[str, list[list[str]]]:
    """Setting -> its moments, each its picture and its words; maps are left out."""
    found = json.loads(gzip.decompress(base64.b64decode(recording["frames"])))
    parts = found["elements"]
    return {
        setting: [["".join(parts[i] for i in drawn), parts[words]] for words, *drawn in moments]
        for setting, moments in found["moments"].items()
    }


def test_a_recording_has_a_frame_for_every_setting_and_leaves_the_figure_alone() -> None:
    figure = squares(slider("a", 3, 1), slider("b", 2, 0))
    dials = figures.chosen(figure, most=6)
    frames = unpacked(film.pack(figures.precompute(figure, dials)))
    assert list(frames) == ["0,0", "0,1", "1,0", "1,1", "2,0", "2,1"]
    assert frames["2,1"] == [["<svg>{'a': 2, 'b': 1}</svg>", "3"]]
    assert figure.settings == {"a": 1, "b": 0}
    figure.set(a=2)
    assert figure.words == "2"


def test_the_index_shows_a_part_of_a_figure_and_leads_to_it(tmp_path: Path) -> None:
    drawn = '<svg viewBox="0 0 700 300">{}</svg>'
    folds = [Control("folds", "folds", (0, 4), 0)]
    figure = Interactive("hearts", "?", folds, lambda v: Frame(drawn.format(v["folds"]), "."))
    (shown,) = figures.face(figure).values()
    setting, part = figures.FACES["hearts"]
    assert shown == f'<svg viewBox="{part}">{setting["folds"]}</svg>'
    assert figure.settings == {"folds": 0}
    assert figures.face(Interactive("other", "?", folds, lambda v: Frame("", ""))) == {}
    cell = nbformat.v4.new_code_cell("1", outputs=[nbformat.v4.new_output(
        "display_data", {figures.RECORDING: {"name": "hearts", "face": shown}}
    )])  # fmt: skip
    title = nbformat.v4.new_markdown_cell("# Chapter 2\n\nText.")
    notebook = nbformat.v4.new_notebook(cells=[title, cell])
    chapter = page.ChapterPage(notebook, notebook, notebook)
    assert f'<a href="c.html#hearts-1">{shown}</a>' in page.index(
        [chapter], [page.Place("Chapter 2", "c.html")]
    )


@pytest.mark.sweep
def test_what_the_index_shows_is_where_the_figures_draw_it() -> None:
    found = {
        figure.name: figures.face(figure)["face"]
        for chapter in ("ch02_activations", "ch03_forward_pass")
        for figure in made.figures(chapter)
        if figure.name in figures.FACES
    }
    assert set(found) == set(figures.FACES)
    for name, svg in found.items():
        x, y, side, _ = figures.FACES[name][1].split()
        assert f'<image x="{x}" y="{y}" width="{side}"' in svg


def test_too_many_settings_are_thinned_but_ends_and_first_setting_are_kept() -> None:
    (dial,) = figures.chosen(squares(slider("a", 25, 14)), most=13)
    assert list(dial.values) == list(range(0, 25, 2))
    (dial,) = figures.chosen(squares(slider("a", 10, 3)), most=9)
    assert list(dial.values) == [0, 3, 6, 9]


@pytest.mark.parametrize("stops", range(1, 12))
def test_thinning_comes_to_an_end(stops: int) -> None:
    for at in range(stops):
        two = squares(slider("a", stops, at), slider("b", stops, stops - 1 - at))
        assert [len(dial.values) for dial in figures.chosen(two, most=9)] in (
            [[stops] * 2] if stops <= 3 else [[2, 3], [3, 2], [3, 3], [2, 2], [2, 4], [4, 2]]
        )
        assert figures.chosen(two, most=3) in ([], two.dials)


def test_the_pad_is_recorded_with_its_digits_and_one_step_back() -> None:
    made = widgets.pad()
    made_before = made.scene
    dials = [d for d in figures.chosen(made, 2000) if d.name in figures.MOVES["pad"]]
    assert [dial.name for dial in dials] == ["digit", "was"]
    few = [replace(dials[0], values=(-1, 36)), replace(dials[1], values=(-1, 7, 9))]
    frames = figures.precompute(made, few)
    [seven], [nine], [read] = (frames[setting] for setting in ("0,1", "1,2", "1,0"))
    assert "One step towards 7" in seven.words and "course-arriving" in seven.svg
    assert "One step towards 9" in nine.words
    assert "course-arriving" not in read.svg and made.scene == made_before


def test_a_figure_that_trains_is_recorded_from_beginning_to_end_and_its_seed_stays() -> None:
    class Count:
        resets = frozenset({"to"})
        pace = 1
        length = 20

        def reset(self, values: object) -> None:
            self.steps = 0

        def step(self, values: dict[str, int]) -> bool:
            self.steps += 1
            return self.steps < 10 * values["to"]

        def frame(self, values: object) -> Frame:
            return Frame("<svg></svg>", f"{self.steps} steps")

    figure = live("count", "How far?", [Control("to", "to", (1, 2, 3), 2)], Count())
    dials = figures.chosen(figure, most=30)
    assert [dial.name for dial in dials] == ["to"]
    films = figures.precompute(figure, dials, moments=4)
    # A run of 20 steps is the usual one: of a longer one the end comes after a gap.
    at = ["0 steps", "3 steps", "8 steps", "13 steps"]
    told = [[frame.words for frame in frames] for frames in films.values()]
    assert told == [[*at[:3], "10 steps"], [*at, "20 steps"], [*at, "30 steps"]]
    assert figure.settings["to"] == 2


def test_the_neurons_recording_can_solve_each_gate_that_one_neuron_can() -> None:
    figure = widgets.neuron("AND")
    dials = figures.chosen(figure, figures.MOST_FRAMES)
    films = figures.precompute(figure, dials)
    assert len(films) <= figures.MOST_FRAMES
    gates = dials[0].values
    assert gates == ["AND", "OR", "NAND", "XOR"]
    solved = set()
    for places, (frame,) in films.items():
        gate, right = gates[int(places.split(",")[0])], ">wrong<" not in frame.svg
        # A page remembers nothing: a tick is only for the gate that is right now.
        assert frame.svg.count("\N{CHECK MARK}") == right
        solved |= {gate} if right else set()
    assert solved == {"AND", "OR", "NAND"}


@dataclass(frozen=True)
class Built:
    """Folders of solved and of unsolved pages."""

    chapters: Sequence[str]
    solved: Path
    unsolved: Path

    @property
    def names(self) -> Sequence[str]:
        """Of all pages."""
        return ("index", *self.chapters)


SWEPT = pytest.param(TRIED, marks=pytest.mark.sweep, id="that train")


@pytest.fixture(scope="module", params=[pytest.param(CHAPTERS[:1], id="first"), SWEPT])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Chapters, run once and written twice, with fewer settings than for readers."""
    sources = {name: deepcopy(source_notebook(name)) for name in request.param}
    for notebook in sources.values():
        notebook.cells = [c for c in notebook.cells if not any(w in c.source for w in LONG)]
    ran = pages.ran(sources, ROOT, limits="frames=300, runs=9, moments=6")
    folders = Built(
        request.param, *(tmp_path_factory.mktemp(name) for name in ("solved", "unsolved"))
    )
    pages.write(sources, ran, folders.solved, solved=True, course=identity.of(ROOT))
    pages.write(sources, ran, folders.unsolved, solved=False, course=identity.of(ROOT))
    return folders


of_those_that_train = pytest.mark.parametrize("built", [SWEPT], indirect=True)


def test_a_page_asks_no_network_for_anything_and_is_small(built: Built) -> None:
    for path in (*built.solved.iterdir(), *built.unsolved.iterdir()):
        html = path.read_text(encoding="utf-8")
        assert len(html) < 8 * MEGABYTE
        outside = re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?\s*((?:https?:)?//[^\s\"')]+)", html)
        assert outside == [], path.name
        assert "default-src 'none'" in html
        assert not re.search(r"<(link|iframe|object|embed|base)\b", html)


@of_those_that_train
def test_a_solved_page_shows_the_answers_and_what_the_checks_say(built: Built) -> None:
    html = (built.solved / "ch06_training_loop.html").read_text(encoding="utf-8")
    assert html.count("The course's answer") == len(reference("ch06_training_loop"))
    assert "<code>sgd_step</code>: passed" in html
    assert "YOUR CODE HERE" not in html and "BEGIN HIDDEN TESTS" not in html


@of_those_that_train
def test_a_page_does_not_tell_its_reader_what_somebody_else_has_solved(built: Built) -> None:
    for folder in (built.solved, built.unsolved):
        html = (folder / "ch06_training_loop.html").read_text(encoding="utf-8")
        assert "course-progress" not in html and "exercises pass" not in html
        assert "a table of what you have solved stands here" in html


@of_those_that_train
def test_an_unsolved_page_holds_no_answer_and_nothing_of_the_checks(built: Built) -> None:
    html = (built.unsolved / "ch06_training_loop.html").read_text(encoding="utf-8")
    text = re.sub(r"<[^>]*>", "", html)
    assert html.count("To be written") == len(reference("ch06_training_loop"))
    assert "YOUR CODE HERE" in text
    assert "what you have written stands here" in text  # the program of one's own functions
    assert "passed." not in text
    hidden = [c for c in source_notebook("ch06_training_loop").cells if "### BEGIN" in c.source]
    released = "\n".join(c.source for c in released_notebook("ch06_training_loop").cells)
    shown = re.sub(r"\s+", "", text)
    for cell in hidden:
        for part in re.findall(r"### BEGIN \w.*?\n(.*?)\n *### END", cell.source, re.DOTALL):
            lines = [line for line in part.splitlines() if line not in released]
            assert lines
            assert re.sub(r"\s+", "", "\n".join(part.splitlines())) not in shown


def test_both_kinds_of_page_have_the_same_recordings(built: Built) -> None:
    pattern = r'<script type="application/json">.*?</script>'
    for name in built.chapters:
        found = [
            re.findall(pattern, (folder / f"{name}.html").read_text(encoding="utf-8"), re.DOTALL)
            for folder in (built.solved, built.unsolved)
        ]
        assert found[0] == found[1] != []


def test_no_figure_of_a_page_speaks_of_what_is_not_there(built: Built) -> None:
    told = 0
    for name in built.chapters:
        for folder in (built.solved, built.unsolved):
            for one in recordings(folder / f"{name}.html"):
                there = [c["label"] for c in one["controls"] if c["kind"] == "button"]
                for text in sentences(one):
                    assert "Trained by your" not in text
                    assert missing(text, there) == [], text
                    told += 1
    assert told > 20


def sentences(recording: dict[str, Any]) -> set[str]:
    """Whatever a recording says: its question, and the words and the alternative texts."""
    said = {recording["question"], recording["words"]}
    for moments in unpacked(recording).values():
        for svg, words in moments:
            said |= {words, *re.findall(r'aria-label="([^"]*)"', svg)}
    return said


def missing(sentence: str, buttons: Sequence[str]) -> list[str]:
    """Buttons and deeds that a sentence bids the reader, and that the page does not have."""
    bidden = re.findall(r"\b(?:Press|press|Click|click|Drag|drag|drop) \w+", sentence)
    return [deed for deed in bidden if deed.split()[1] not in buttons]


@pytest.mark.parametrize("sentence", ["Press Play.", "Now drag the start.", "A click adds one."])
def test_a_sentence_about_a_button_that_is_not_there_is_found(sentence: str) -> None:
    assert missing(sentence, []) and missing("Press Play.", ["Play"]) == []


def test_a_chapter_that_does_not_exist_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pages", "ch99_none"]) == 2
    assert "No chapter ch99_none" in capsys.readouterr().err


@pytest.fixture(scope="module")
def offline(built: Built) -> Iterator[Reader]:
    """After the pages are built: while Playwright runs, nothing else can begin an event loop."""
    with browser_offline() as reader:
        yield reader


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", first_of_each(["solved", "unsolved"]))
def test_a_page_opens_from_a_file_without_trouble(
    offline: Reader, built: Built, kind: str, scheme: str
) -> None:
    offline.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for name in built.names:
        healthy(offline, getattr(built, kind) / f"{name}.html")


def healthy(offline: Reader, path: Path) -> None:
    """The page opens, asks for nothing, and axe finds nothing serious."""
    page = offline.open(path)
    assert offline.trouble == []
    assert page.title().endswith("Neural networks by hand")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").count() == 1
    assert page.locator("img:not([alt]), img[alt='']").count() == 0
    assert serious(page) == []


def test_formulas_are_drawn_and_no_latex_is_left(offline: Reader, built: Built) -> None:
    for name in built.chapters:
        drawn(offline, built, name)


def drawn(offline: Reader, built: Built, name: str) -> None:
    """Each formula of the chapter's page has a height, and its text no LaTeX."""
    page = offline.open(built.solved / f"{name}.html")
    assert page.locator("math").count() >= len(formulas(source_notebook(name)))
    prose = page.evaluate(
        "() => { const main = document.querySelector('main').cloneNode(true);"
        " main.querySelectorAll('pre, code, script, style').forEach((e) => e.remove());"
        " return main.textContent; }"
    )
    assert "$" not in prose and "\\" not in prose
    heights = page.locator("main > p math").evaluate_all("all => all.map((m) => m.clientHeight)")
    assert min(heights) > 5


def moved(figure: Locator, control: str, key: str) -> tuple[str, str]:
    """The picture and the words after a key was pressed on a control."""
    figure.locator(f'[data-control="{control}"]').press(key)
    return state(figure)


def state(figure: Locator) -> tuple[str, str]:
    scene = figure.locator(".course-picture").inner_html()
    return scene, figure.locator(".course-words").inner_text()


def recordings(path: Path) -> list[dict[str, Any]]:
    html = path.read_text(encoding="utf-8")
    found = re.findall(r'<script type="application/json">(.*?)</script>', html, re.DOTALL)
    return [json.loads(text) for text in found]


@of_those_that_train
@pytest.mark.parametrize(("name", "control"), [("learning_rate", "lr"), ("hidden_units", "units")])
def test_the_training_figures_follow_the_keys_and_the_mouse(
    offline: Reader, built: Built, name: str, control: str
) -> None:
    page = offline.open(built.solved / "ch06_training_loop.html")
    figure = page.locator(f'figure[data-figure="{name}"]').first
    slider = figure.locator(f'[data-control="{control}"]')
    assert figure.locator("button").all_inner_texts() == ["Play", "Copy a link to this setting"]
    assert figure.locator("[data-control=seed]").count() == 0
    low, high = moved(figure, control, "Home"), moved(figure, control, "End")
    assert low[0] != high[0] and low[1] != high[1]
    assert slider.get_attribute("aria-valuetext") == figure.locator("output").first.inner_text()
    box = slider.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 3, box["y"] + box["height"] / 2)
    assert state(figure) == low
    assert moved(figure, control, "ArrowRight")[0] != low[0]
    expect(figure.locator("figcaption")).to_contain_text("A recording")
    assert figure.locator("img.course-still").count() == 0
    assert offline.trouble == []


@of_those_that_train
def test_hidden_units_can_be_tried_on_every_data_set(offline: Reader, built: Built) -> None:
    page = offline.open(built.solved / "ch06_training_loop.html")
    figure = page.locator('figure[data-figure="hidden_units"]').first
    seen = set()
    for data in ("moons", "spiral", "digits"):
        figure.locator('[data-control="data"]').select_option(label=data)
        seen.add(state(figure))
        alt = figure.locator("svg").first.get_attribute("aria-label") or ""
        assert data in alt
    assert len(seen) == 3


@of_those_that_train
def test_every_setting_of_a_recording_has_a_picture_and_words(built: Built) -> None:
    page = built.solved / "ch06_training_loop.html"
    films = {one["name"]: unpacked(one) for one in recordings(page)}
    for name, least in (("learning_rate", 5), ("hidden_units", 9)):
        assert len(films[name]) >= least
        for moments in films[name].values():
            assert all(svg.startswith("<svg") and words for svg, words in moments)
            # A run's pictures differ, and it begins before any step.
            assert len({svg for svg, _ in moments}) == len(moments) > 1
        ends = {moments[-1][0] for moments in films[name].values()}
        assert len(ends) == len(films[name])


@of_those_that_train
def test_without_scripts_the_still_picture_and_its_words_are_there(built: Built) -> None:
    html = (built.solved / "ch06_training_loop.html").read_text(encoding="utf-8")
    for name in ("learning_rate", "hidden_units"):
        (figure,) = re.findall(
            rf'<figure class="output" id="{name}-1" data-figure="{name}".*?</figure>', html, re.S
        )
        assert re.search(
            r'<img alt="[^"]{20,}" class="course-still" .*?src="data:image/svg', figure
        )
        assert re.search(r'<p class="course-words">.{10,}</p>', figure)


SIDEWAYS = """() => [...document.querySelectorAll(".course-scene")]
    .filter((e) => e.scrollWidth > e.clientWidth)
    .map((e) => [e.closest("figure")?.id, e.scrollWidth, e.clientWidth])"""


def test_nothing_is_wider_than_a_narrow_screen(offline: Reader, built: Built) -> None:
    try:
        # 1280 pixels at 200 %, a telephone, and 1280 pixels at 400 %.
        for width in (640, 390, 320):
            offline.page.set_viewport_size({"width": width, "height": 800})
            for name in built.names:
                page = offline.open(built.solved / f"{name}.html")
                assert page.evaluate("document.documentElement.scrollWidth") == width, name
                assert page.evaluate(SIDEWAYS) == [], (name, width)
    finally:
        offline.page.set_viewport_size({"width": 1280, "height": 800})


def test_a_page_has_all_chapters_at_its_side_and_the_index_a_picture_of_each(
    offline: Reader, built: Built
) -> None:
    page = offline.open(built.unsolved / f"{built.chapters[0]}.html")
    side = page.get_by_role("navigation", name="All chapters", exact=True)
    assert side.locator("a").count() == len(built.chapters)
    assert side.locator("[aria-current=page]").inner_text() == page.locator("h1").inner_text()
    text, column = side.bounding_box(), page.locator("main").bounding_box()
    assert text and column and text["x"] + text["width"] <= column["x"]
    assert "the next cell first" not in page.locator("main").inner_text()
    assert "Run the next cell first." in source_notebook(CHAPTERS[0]).cells[0].source
    page = offline.open(built.unsolved / "index.html")
    assert page.locator(".chapters li > img").count() == len(built.chapters)


@pytest.mark.parametrize("fonts", ["of the page", "none for mathematics"])
def test_an_index_in_a_formula_stands_lower_than_its_letter(
    offline: Reader, built: Built, fonts: str, tmp_path: Path
) -> None:
    html = (built.unsolved / f"{built.chapters[0]}.html").read_text("utf-8")
    if fonts != "of the page":
        html, found = re.subn(r"(math \{\n  font-family: )[^;]+;", r"\1sans-serif;", html)
        assert found == 1
    (tmp_path / "page.html").write_text(html, "utf-8")
    page = offline.open(tmp_path / "page.html")
    lower = """() => [...document.querySelectorAll("main msub")].map(({children: [base, index]}) =>
        index.getBoundingClientRect().bottom - base.getBoundingClientRect().bottom)"""
    page.wait_for_function(f"Math.min(...({lower})()) > 1")
    assert len(page.evaluate(lower)) > 5


def test_on_paper_everything_is_unfolded_and_afterwards_as_before(
    offline: Reader, built: Built
) -> None:
    page = offline.open(built.unsolved / f"{built.chapters[0]}.html")
    closed = page.locator("main details:not([open])")
    page.locator("main details summary").first.click()
    before = closed.count()
    assert before > 3
    page.evaluate("addEventListener('beforeprint', () => globalThis.inPrint ="
                  " document.querySelectorAll('details:not([open])').length)")  # fmt: skip
    page.pdf()
    assert page.evaluate("globalThis.inPrint") == 0
    expect(closed).to_have_count(before)


@of_those_that_train
def test_the_index_and_the_pages_lead_to_one_another(offline: Reader, built: Built) -> None:
    page = offline.open(built.solved / "index.html")
    assert page.locator("li p").count() == len(TRIED)
    page.get_by_role("link", name="Backprop").click()
    expect(page.locator("h1")).to_contain_text("Chapter 5")
    page.locator("a[rel=next]").first.click()
    expect(page.locator("h1")).to_contain_text("Chapter 6")
    assert page.locator("a[rel=next]").count() == 0
    page.locator("a[rel=prev]").last.click()
    expect(page.locator("h1")).to_contain_text("Chapter 5")
    page.locator("main a.anchor").first.focus()
    page.keyboard.press("Enter")
    assert "#" in page.url
    page.get_by_role("link", name="All chapters").first.click()
    expect(page.locator("h1")).to_have_text("Neural networks by hand")
    assert offline.trouble == []
