"""The figures in a real browser: JupyterLab, Chromium, mouse and keyboard.

Each chapter is opened once, with its reference answers, and run from top to bottom; the tests
of a chapter share that page.
"""

from __future__ import annotations

import ast
import copy
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import figures
import nbformat
import numpy as np
import pytest
from nbformat import NotebookNode
from nbgrader.utils import is_solution
from PIL import Image
from playwright.sync_api import Locator, expect
from support.browser import DARK, LIGHT, SIZE, Figure, Lab
from support.chapters import (
    FIRST_THEN_ALL,
    ROOT,
    chapter_param,
    released_notebook,
    source_notebook,
)

from autograder.authoring import answers

# An attribute whose number is none; pictures in base64 may spell anything, words may say it.
NOT_A_NUMBER = re.compile(
    r'\s(?!aria-|href|alt)[\w-]+="[^"]*\b(nan|inf|infinity|undefined)\b', re.I
)
SMALL = {  # a page's size, and that of the smallest words on it
    "at 900": (900, 900, 10),
    "at twice the size": (640, 450, 10),
    "a telephone": (390, 844, 7),
}
SLIDER = 'input[type="range"]:visible'


@dataclass(frozen=True)
class Made:
    """A call that makes a figure: the cell it stands in, and what it is given of the student's.

    waits : whether its cell calls something of the student's, be it by a function of its own
    """

    cell: int
    name: str
    functions: tuple[str, ...]
    waits: bool


def made_by(notebook: NotebookNode) -> list[Made]:
    """The figures that a chapter's code makes, in order."""
    written = {c.metadata.nbgrader.grade_id for c in notebook.cells if is_solution(c)}
    found = []
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code" and "widgets." in cell.source:
            tree = ast.parse(cell.source)
            calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call)]
            found += [
                Made(index, call.func.attr, _names(call, written), bool(_names(tree, written)))
                for call in calls
                if isinstance(call.func, ast.Attribute)
                and ast.unparse(call.func.value) == "widgets"
            ]
    return found


def _names(code: ast.AST, written: set[str]) -> tuple[str, ...]:
    names = [node.id for node in ast.walk(code) if isinstance(node, ast.Name)]
    return tuple(name for name in names if name in written)


@dataclass(frozen=True)
class Chapter:
    """A chapter that was run in the browser."""

    name: str
    lab: Lab
    made: list[Made]

    def figures(self, but: str = "") -> Iterator[Figure]:
        """Each figure, brought into view; but for those of a name."""
        left_out = {made.cell for made in self.made if made.name == but}
        for index in self.lab.figures():
            if index not in left_out:
                yield self.lab.figure(index)


@pytest.fixture(scope="module", params=FIRST_THEN_ALL)
def opened(request: pytest.FixtureRequest, page: Lab) -> Chapter:
    """A chapter with its reference answers, run from top to bottom and saved."""
    source = source_notebook(request.param)
    page.write(request.param, answers.solved(source, answers.reference(source)))
    page.open(request.param)
    page.errors.clear()
    page.run_all()
    page.save()
    return Chapter(request.param, page, made_by(source))


@pytest.fixture
def chapter(opened: Chapter) -> Iterator[Chapter]:
    """The chapter as the test before left it; a test that makes the page complain fails."""
    opened.lab.errors.clear()
    yield opened
    assert opened.lab.errors == []


def healthy(figure: Figure) -> None:
    """The figure shows a picture and says something about it, and no number is none."""
    scene = figure.scene
    assert "<svg" in scene, scene[:300]
    assert not (bad := NOT_A_NUMBER.search(scene)), bad and bad[0]
    label = figure.root.locator(".course-picture > svg").get_attribute("aria-label")
    assert label and len(label) > 20
    assert not re.search(r"\bnan\b", label), label
    expect(figure.root.locator(".course-words")).to_contain_text(re.compile(r"\S"))
    assert figure.overprinted() == []


def ends(control: Locator) -> tuple[str, ...]:
    """The keys that bring a control to its two ends; a list's last one comes last."""
    if control.input_value() != "0":
        return ("Home", "End")
    listed = control.evaluate("e => e.tagName === 'SELECT'")
    return ("End", "Home", "End") if listed else ("End", "Home")


def test_every_figure_that_a_chapter_makes_is_shown_and_its_still_one_is_not(
    opened: Chapter,
) -> None:
    shown, errors = opened.lab, list(opened.lab.errors)
    cells = [made.cell for made in opened.made]
    assert shown.figures() == cells
    for index in [*cells, *reversed(cells)]:
        healthy(shown.figure(index))
        assert shown.scroll(index).locator("img.course-still").is_hidden()
    assert errors == []


@pytest.mark.parametrize("small", SMALL)
def test_on_a_small_page_nothing_is_cut_off_and_all_is_readable(
    chapter: Chapter, small: str
) -> None:
    # Before any other test moves their controls: as a reader first sees them.
    width, height, least = SMALL[small]
    chapter.lab.page.set_viewport_size({"width": width, "height": height})
    try:
        for figure in chapter.figures():
            figure.settled()
            assert figure.cut_off() == []
            assert figure.overprinted() == []
            smallest = figure.root.evaluate(
                """root => Math.min(...[...root.querySelectorAll('text, p, label, button, output')]
                .filter(e => e.textContent.trim())
                .map(e => parseFloat(getComputedStyle(e).fontSize)
                  * (e.getScreenCTM ? Math.hypot(e.getScreenCTM().a, e.getScreenCTM().b) : 1)))"""
            )
            assert smallest > least - 0.1
    finally:
        chapter.lab.page.set_viewport_size({"width": SIZE[0], "height": SIZE[1]})


@pytest.mark.sweep
def test_every_slider_and_list_works_from_the_keyboard_to_both_ends(chapter: Chapter) -> None:
    for figure in chapter.figures():
        # Lists first, to their last entries: there every slider is shown and has something to move.
        for name in (name for kind in ("select", SLIDER) for name in figure.names(kind)):
            control = figure.control(name)
            control.focus()
            for key in ends(control):
                before = figure.rest()
                position = control.input_value()
                control.press(key)
                assert control.input_value() != position, f"{name}: {key} does nothing"
                # Nothing runs, so there is nothing to be faster.
                assert name == "speed" or figure.changed(before), f"{name}: {key} changes nothing"
                figure.rest()
                healthy(figure)


def test_an_arrow_key_moves_a_slider_by_one_and_says_its_value(chapter: Chapter) -> None:
    for figure in chapter.figures():
        for name in figure.names(SLIDER):
            control = figure.control(name)
            control.press("Home")
            said = control.get_attribute("aria-valuetext")
            control.press("ArrowRight")
            assert control.input_value() == "1"
            assert control.get_attribute("aria-valuetext") != said
            figure.rest()


def test_every_button_is_pressed_from_the_keyboard(chapter: Chapter) -> None:
    # Of an empty pad little can be changed: see test_touch_pad.py.
    for figure in chapter.figures(but="pad"):
        for name in figure.names("button"):
            control, before = figure.control(name), figure.rest()
            control.press("Enter")
            assert figure.changed(before), f"{name} changes nothing"
            figure.rest()
            healthy(figure)


def test_a_slider_is_dragged_with_the_mouse(chapter: Chapter) -> None:
    # Of an empty pad little can be changed: see test_touch_pad.py.
    for figure in chapter.figures(but="pad"):
        if not (names := figure.names(SLIDER)):
            continue
        control = figure.control(names[-1])
        control.press("Home")
        before = figure.rest()
        control.scroll_into_view_if_needed()
        box = control.bounding_box()
        assert box
        mouse, middle = chapter.lab.page.mouse, box["y"] + box["height"] / 2
        mouse.move(box["x"] + 8, middle)
        mouse.down()
        mouse.move(box["x"] + box["width"] * 0.8, middle, steps=12)
        mouse.up()
        assert int(control.input_value()) > 0
        assert figure.changed(before)
        figure.rest()
        healthy(figure)


def test_after_a_burst_of_keys_the_picture_is_the_kernels(chapter: Chapter) -> None:
    for figure in chapter.figures():
        for name in figure.names(SLIDER)[:1]:
            control = figure.control(name)
            control.focus()
            for key in ["ArrowRight"] * 25 + ["ArrowLeft"] * 5:
                chapter.lab.page.keyboard.press(key)
            seen = figure.rest()
            values, svg = figure.ask("[f.values, f.frame().svg]")
            assert str(values[name]) == control.input_value()
            assert figure.normal(svg) == seen


def trains(chapter: Chapter) -> Iterator[Figure]:
    """Each figure that trains, at its beginning."""
    for figure in chapter.figures():
        if "play" in figure.names("button"):
            figure.begin()
            yield figure


each_that_trains = pytest.mark.parametrize(
    "opened", [chapter_param("ch06_training_loop", swept=True)], indirect=True
)


@each_that_trains
def test_play_runs_until_pause_is_pressed(chapter: Chapter) -> None:
    figures = 0
    for figure in trains(chapter):
        figures += 1
        before = figure.scene
        figure.control("play").press("Enter")
        assert figure.changed(before)
        assert figure.playing
        assert figure.changed(figure.scene), "it took a single step"
        figure.control("play").press(" ")
        stopped = figure.settled()
        assert not figure.playing
        chapter.lab.page.wait_for_timeout(300)
        assert figure.scene == stopped
        assert figure.normal(figure.ask("f.frame().svg")) == stopped
    assert figures == sum(bool(made.functions) for made in chapter.made)


@each_that_trains
def test_only_the_figure_that_is_played_last_runs(chapter: Chapter) -> None:
    cells = {made.name: made.cell for made in chapter.made}
    first, second = (chapter.lab.figure(cells[n]) for n in ("learning_rate", "hidden_units"))
    for figure in (first, second):
        before = figure.begin()
        figure.control("play").press("Enter")
        assert figure.changed(before)
    chapter.lab.ask("0")
    assert second.ask("f.playing") and not first.ask("f.playing")
    second.rest()


def epoch(figure: Figure) -> float:
    """How far the learning rate figure has come."""
    return float(re.findall(r"epoch ([\d.]+) of", figure.root.inner_text())[0])


@each_that_trains
def test_a_learning_rate_moved_while_it_plays_bends_the_curve_and_starts_nothing_anew(
    chapter: Chapter,
) -> None:
    made = next(made for made in chapter.made if made.name == "learning_rate")
    figure = chapter.lab.figure(made.cell)
    figure.begin()
    figure.control("play").press("Enter")
    while epoch(figure) < 3:
        assert figure.changed(figure.scene)
    reached = epoch(figure)
    assert "dead: each is 0" not in figure.words
    figure.control("lr").press("End")
    while "units are dead" not in figure.words:
        assert figure.changed(figure.scene), figure.words
    figure.rest()
    assert epoch(figure) > reached
    assert "lr 0.1" in figure.scene and "lr 10" in figure.scene


@each_that_trains
def test_another_number_of_units_starts_anew_and_says_so(chapter: Chapter) -> None:
    def steps() -> int:
        return int(re.findall(r"Loss, step (\d+)", figure.scene)[0])

    made = next(made for made in chapter.made if made.name == "hidden_units")
    figure = chapter.lab.figure(made.cell)
    figure.begin()
    figure.control("play").press("Enter")
    while steps() < 1000:
        assert figure.changed(figure.scene)
    figure.rest()
    figure.control("speed").select_option(label="slow")  # a slow machine, too, sees it begin
    figure.control("units").press("ArrowLeft")
    assert steps() < 1000 or figure.changed(figure.scene)
    now = figure.control("units").get_attribute("aria-valuetext")
    figure.rest()
    assert re.search(rf"new net of {now} unit", figure.words)
    assert steps() < 1000


def test_the_focused_control_has_an_outline(chapter: Chapter) -> None:
    for figure in chapter.figures():
        for control in figure.root.locator("[data-control]:visible").all():
            control.focus()
            # The keyboard is in use, which is when an outline is shown.
            chapter.lab.page.keyboard.press("Shift")
            style, width, colour = control.evaluate(
                "e => (s => [s.outlineStyle, parseFloat(s.outlineWidth), s.outlineColor])"
                "(getComputedStyle(e))"
            )
            assert style == "solid" and width >= 2 and colour != "rgba(0, 0, 0, 0)"


def serious(figure: Figure) -> list[str]:
    """What axe finds in a figure, which has to be in view: it judges no letters elsewhere."""
    cell = f'[data-windowed-list-index="{figure.index}"]'
    return figure.lab.axe(f"{cell} .course-figure, .jp-OutputArea-output img")


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_axe_finds_nothing_serious(chapter: Chapter, theme: str) -> None:
    chapter.lab.theme(theme)
    try:
        for figure in chapter.figures():
            figure.settled()
            assert serious(figure) == []
    finally:
        chapter.lab.theme(LIGHT)


@pytest.mark.parametrize("opened", [chapter_param("ch01_neurons")], indirect=True)
def test_axe_would_find_a_picture_without_words_and_pale_letters(chapter: Chapter) -> None:
    figure = next(chapter.figures())
    spoil = """root => root.insertAdjacentHTML("afterbegin",
      '<p class="spoilt" style="color: #ddd; background: #fff">pale<img src="data:,"></p>')"""
    figure.root.evaluate(spoil)
    figure.root.locator(".spoilt").click(trial=True)  # axe judges no letters that something hides
    broken = {line.partition(":")[0] for line in serious(figure)}
    figure.root.locator(".spoilt").evaluate("e => e.remove()")
    assert broken == {"color-contrast", "image-alt"}


@pytest.mark.parametrize(
    ("scene", "bad"),
    [
        ('<circle cx="nan" cy="3"/>', True),
        ('<polyline points="1,2 3,-inf"/>', True),
        ('<rect width="NaN"/>', True),
        ('<text x="3">not a number</text>', False),
        ('<svg aria-label="the loss is nan"></svg>', False),
        ('<image href="data:image/png;base64,a/nan/inf"/>', False),
    ],
)
def test_a_number_that_is_none_is_found_in_a_picture(scene: str, bad: bool) -> None:
    assert bool(NOT_A_NUMBER.search(scene)) == bad


@pytest.mark.parametrize("opened", [chapter_param("ch01_neurons")], indirect=True)
def test_a_line_through_words_would_be_found(chapter: Chapter) -> None:
    neuron = next(made for made in chapter.made if made.name == "neuron")
    figure = chapter.lab.figure(neuron.cell)
    words = figure.root.locator(".course-picture text", has_text="fires")
    strike = """e => { const { x, y, width, height } = e.getBBox(), down = y + height / 2;
      const ends = `x1="${x}" x2="${x + width}" y1="${down}" y2="${down}"`;
      e.insertAdjacentHTML("afterend", `<line ${ends} class="strike" stroke="red"/>`); }"""
    words.evaluate(strike)
    assert figure.overprinted() == [words.text_content()]
    figure.root.locator(".strike").evaluate("e => e.remove()")
    assert figure.overprinted() == []


def test_an_exception_in_a_students_function_is_shown_in_the_figure(chapter: Chapter) -> None:
    for made in chapter.made:
        for name in made.functions[:1]:
            shown = chapter.lab
            cells = shown.cells()
            index = next(
                i
                for i, c in enumerate(cells)
                if c["metadata"].get("nbgrader", {}).get("grade_id") == name
                and c["metadata"]["nbgrader"]["solution"]
            )
            written = "".join(cells[index]["source"])
            try:
                shown.edit(index, f"def {name}(*given): raise ValueError('left is not right')")
                assert found(shown.figure(made.cell), 'ValueError: "left is not right')
            finally:
                shown.edit(index, written)
            figure = shown.figure(made.cell)
            drawn_anew(figure)
            healthy(figure)


def drawn_anew(figure: Figure) -> None:
    """Make a figure ask the student's functions again: it starts anew, or a control moves."""
    if "reset" in figure.names("button"):
        figure.control("reset").press("Enter")
    else:
        control = figure.root.locator(f"{SLIDER}, select").last
        for key in ends(control):
            control.press(key)
    figure.settled()


def found(figure: Figure, pattern: str) -> bool:
    """Whether the figure says so now, at an end of a slider or at an entry of a list.

    There it is left standing.
    """
    drawn_anew(figure)
    lists, sliders = (figure.root.locator(kind).all() for kind in ("select", SLIDER))
    moves = [(c, k) for c in sliders for k in ends(c)]
    moves += [
        (c, k) for c in lists for k in ["Home", *["ArrowDown"] * (c.locator("option").count() - 1)]
    ]
    for control, key in [(None, ""), *moves]:
        if control is not None:
            control.press(key)
            figure.settled()
        if re.search(pattern, figure.root.inner_text()):
            return True
    return False


README = next(shot for shot in figures.SHOTS if shot.name == figures.README)


@pytest.mark.parametrize("opened", [chapter_param(README.chapter)], indirect=True)
def test_the_readmes_picture_is_what_is_seen_today(chapter: Chapter) -> None:
    shot, page = README, chapter.lab
    cell = chapter.made[shot.number].cell
    page.edit(cell, "".join(page.cells()[cell]["source"]))  # what a test has drawn is gone
    page.ask("0")
    seen = figures.picture(figures.stage(page, shot))
    # So small that another machine's letters do not count.
    kept, now = (
        np.asarray(image.convert("RGB").resize((76, 55)), dtype=float).ravel()
        for image in (Image.open(figures.FOLDER / f"{shot.name}.png"), seen)
    )
    assert np.corrcoef(kept, now)[0, 1] > 0.95


def test_reopened_without_its_kernel_the_still_picture_is_there(opened: Chapter) -> None:
    shown = opened.lab
    shown.open(opened.name)
    for made in opened.made:
        still = shown.scroll(made.cell).locator("img.course-still")
        still.wait_for(state="visible")
        box = still.bounding_box()
        assert box and 300 < box["width"] <= 800 and box["height"] > 150
        assert len(still.get_attribute("alt") or "") > 20
        # JupyterLab looks for a widget's model for two seconds; the next page is not to hear of it.
        expect(shown.scroll(made.cell)).to_contain_text("model not found")
        assert shown.scroll(made.cell).locator(".course-figure").count() == 0
    # JupyterLab's own words for a widget whose kernel is gone, and no others.
    assert all(error.startswith("Error: widget model not found") for error in shown.errors)
    assert shown.axe(".jp-OutputArea-output img") == []


TRUSTED = """() => jupyterapp.shell.currentWidget.content.widgets.map(cell => cell.model.trusted)"""


@pytest.mark.parametrize("chapter", FIRST_THEN_ALL)
def test_a_first_picture_is_no_slab_in_either_theme_though_nobody_trusts_it(
    chapter: str, page: Lab
) -> None:
    page.write(chapter, nbformat.read(ROOT / "release" / chapter / f"{chapter}.ipynb", 4))
    page.open(chapter)
    cells = page.cells()
    shown = [i for i, cell in enumerate(cells) if cell.get("outputs")]
    trusted = page.page.evaluate(TRUSTED)
    assert shown and not any(trusted[index] for index in shown)
    try:
        for theme in (LIGHT, DARK):
            page.theme(theme)
            for index in shown:
                still = page.scroll(index).locator("img.course-still")
                still.scroll_into_view_if_needed()
                expect(still).to_have_js_property("complete", True)
                around = still.evaluate(
                    "e => getComputedStyle(e.closest('.jp-Notebook')).backgroundColor"
                )
                paper = np.array(re.findall(r"\d+", around)[:3], dtype=float)
                with Image.open(io.BytesIO(still.screenshot())) as image:
                    seen = np.asarray(image.convert("RGB"), dtype=float)
                apart = np.abs(seen - paper).max(axis=2)
                assert np.median(apart[:, -3:]) == 0, (theme, index)  # where nothing is drawn
                assert 0.005 < np.mean(apart > 60) < 0.8, (theme, index)
    finally:
        page.theme(LIGHT)


@pytest.mark.parametrize("chapter", FIRST_THEN_ALL)
def test_in_the_released_notebook_figures_wait_for_the_students_functions(
    chapter: str, page: Lab
) -> None:
    notebook = copy.deepcopy(released_notebook(chapter))
    for cell in notebook.cells:
        # A check of a blank raises, and JupyterLab would leave out every cell below it.
        cell.metadata["tags"] = ["raises-exception"]
    page.write(chapter, notebook)
    page.open(chapter)
    page.errors.clear()
    page.run_all()
    for made in made_by(source_notebook(chapter)):
        figure = page.figure(made.cell)
        if made.waits:
            assert found(figure, r"(wakes? up once|until your) `?\w+`? works"), made
            assert page.scroll(made.cell).locator(".course-still").is_hidden()
        else:
            healthy(figure)
    assert page.errors == []
