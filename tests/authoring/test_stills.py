"""The first pictures of figures, which a released notebook shows before anything has been run."""

import io
import json
import re
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from PIL import Image
from support.chapters import (
    CHAPTERS,
    ROOT,
    each_chapter,
    of_chapter,
    released_notebook,
    source_notebook,
)
from support.offline import browser_offline

from autograder.authoring import answers, release, stills
from autograder.handed_in import intake
from course import colours
from course.widgets.canvas import INK, ONE, PAPER, ZERO, Canvas, Panel, png

FIRST = CHAPTERS[0]


def on_disk(chapter: str) -> NotebookNode:
    return nbformat.read(ROOT / "release" / chapter / f"{chapter}.ipynb", as_version=4)


def shown(notebook: NotebookNode) -> list[tuple[NotebookNode, str]]:
    """The cells that show something, and what, as HTML."""
    cells = [cell for cell in notebook.cells if cell.get("outputs")]
    return [(cell, cell.outputs[0].data["text/html"]) for cell in cells]


@of_chapter("ch01_neurons")
def test_a_release_shows_something() -> None:
    assert len(shown(on_disk("ch01_neurons"))) == 3


def test_a_figure_of_what_a_plain_cell_makes_has_no_picture_before_it() -> None:
    first, made, plain, last = (new_code_cell(text) for text in (
        "widgets.neuron()", "my = widgets", "widgets.neuron('OR')", "widgets.pad(my)",
    ))  # fmt: skip
    assert stills.figures(new_notebook(cells=[first, made, plain, last])) == [first, plain]


@each_chapter
def test_every_figure_of_a_release_shows_its_first_picture_and_what_wakes_it(chapter: str) -> None:
    found = shown(on_disk(chapter))
    figures = stills.figures(source_notebook(chapter))
    assert {cell.id for cell in figures} <= {cell.id for cell, _ in found}
    for cell, picture in found:
        assert "widgets." in cell.source and cell.execution_count is None
        assert re.search(
            r'^<img alt="[^"]{20,}" class="course-still course-own( course-true)?" width="\d+"',
            picture,
        )
        assert re.search(r"<em>(Run this cell|This figure wakes up once <code>\w+</code>)", picture)
        # Nothing of it can be touched yet.
        assert not re.search(r"\b([Pp]ress|[Cc]lick|[Dd]rag) ", cell.outputs[0].data["text/plain"])
        (svg,) = stills.within(picture)
        assert svg.startswith("<svg") and "prefers-color-scheme" not in svg
        assert "var(--course-" not in svg and "course-live" not in svg
        assert "course-true" not in svg or "course-true" in picture


PAPERS = {"white": "#ffffff", "JupyterLab": "#111111", "GitHub": "#0d1117", "VS Code": "#1e1e1e"}
SEEN = 3.5  # the contrast that no theme takes from a word or a line


def rgb(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def luminance(pixel: Sequence[float]) -> float:
    linear = [v / 3294 if v <= 10 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in pixel]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


def contrast(one: Sequence[float], other: Sequence[float]) -> float:
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("meaning", colours.ANYWHERE)
@pytest.mark.parametrize("paper", PAPERS.values())
def test_what_a_first_picture_draws_with_is_seen_on_every_page(meaning: str, paper: str) -> None:
    assert contrast(rgb(colours.ANYWHERE[meaning]), rgb(paper)) > SEEN


def test_a_first_picture_lets_the_page_through_whatever_its_colour_or_the_systems() -> None:
    """A mark that is hollow, the ground, a map's middle, and what a label covers are the page."""
    canvas = Canvas(120, 60)
    canvas.line(0, 30, 120, 30, INK, 8)
    canvas.circle(30, 30, 15, PAPER, ZERO, 4)
    canvas.rectangle(50, 15, 30, 30, ONE)
    canvas.text(65, 40, "\N{FULL BLOCK}", PAPER, 20, "middle")
    canvas.image(90, 20, 20, 20, png(np.array([[0.0, 1.0], [0.0, 1.0]])))
    still = stills.output({"svg": stills.standalone(canvas.svg("marks")), "says": stills.RUN})
    places = {"ground": (5, 5), "hollow": (30, 30), "cut out": (65, 30), "map": (94, 24)}
    inks = {"ink": (5, 30), "zero": (30, 16), "one": (53, 42)}
    with browser_offline() as reader:
        for name, paper in PAPERS.items():
            for system in ("light", "dark"):
                reader.page.emulate_media(color_scheme=system)
                light = "true" if name == "white" else "false"
                reader.page.set_content(
                    f'<body data-jp-theme-light="{light}" style="margin: 0; background: {paper}">'
                    f"{colours.STYLE}{still.data['text/html']}</body>"
                )
                with Image.open(io.BytesIO(reader.page.screenshot())) as shot:
                    pixels = np.asarray(shot.convert("RGB"), dtype=float)
                for what, (x, y) in places.items():
                    assert np.abs(pixels[y, x] - rgb(paper)).max() < 6, (name, system, what)
                for ink, (x, y) in inks.items():
                    wanted = rgb(colours.ANYWHERE[ink])
                    assert np.abs(pixels[y, x] - wanted).max() < 6, (name, system, ink)
                assert contrast(pixels[24, 106], rgb(paper)) > 1.8, "a map is seen"


def test_a_figure_of_the_course_alone_says_run_and_the_readers_own_says_what_it_waits_for() -> None:
    says = [picture.split("<em>")[1] for _, picture in shown(on_disk(FIRST))]
    assert says[0].startswith(stills.RUN)
    assert says[-1].startswith("This figure wakes up once <code>perceptron_predict</code> works.")


def test_nbgraders_own_release_shows_them_too_and_nothing_else() -> None:
    notebook = deepcopy(released_notebook(FIRST))
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    resources = {"metadata": {"path": str(ROOT / "source" / FIRST)}}
    tidied, _ = release.Tidy().preprocess(notebook, resources)
    assert shown(tidied) == shown(on_disk(FIRST)) != []


def test_what_is_kept_is_what_the_figures_draw() -> None:
    kept = stills.load(ROOT / "source" / FIRST)
    drawn = stills._draw(source_notebook(FIRST))
    assert kept == {cell: stills._newer(kept[cell], still) for cell, still in drawn.items()} != {}


def picture(height: float = 0.5, alt: str = "a line", warm: float = 0.0) -> str:
    canvas = Canvas(100, 100)
    panel = Panel(canvas, 10, 10, 80, 80, (0, 1), (0, 1))
    panel.heat(np.full((8, 8), warm))
    panel.curve([0, 1], [0, height])
    return canvas.svg(alt)


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (picture(height=0.501), True),
        (picture(warm=0.003), True),
        (picture(height=0.6), False),
        (picture(alt="another line"), False),
        (picture(warm=0.5), False),
        (picture().replace("polyline", "polygon"), False),
    ],
)
def test_a_picture_is_kept_where_only_rounding_differs(other: str, alike: bool) -> None:
    kept = {"svg": picture(), "says": stills.RUN}
    new = {"svg": other, "says": "Another sentence."}
    assert stills.same(picture(), other) == alike
    assert stills._newer(kept, new) == {"svg": picture() if alike else other, "says": new["says"]}


def test_a_picture_brings_its_colours_and_its_mask() -> None:
    svg = stills.standalone(picture())
    assert "var(--course" not in svg
    names = set(re.findall(r"var\(--(\w+)\)", svg))
    (sheet,) = re.findall(r":root\{(.*?)\}", svg)
    (mask,) = re.findall(r'<use href="#p" style="(.*?)"', svg)
    assert set(re.findall(r"--(\w+):", sheet)) == names - {"white"}
    assert set(re.findall(r"--(\w+):", mask)) == names


def test_an_answer_within_a_picture_is_found(tmp_path: Path) -> None:
    secret = "return (x @ w + b > 0).astype(int)"
    secrets = release._secrets(ROOT, FIRST)
    (line,) = [one for one in secrets if one == secret] or secrets[:1]
    notebook = on_disk(FIRST)
    cell, _ = shown(notebook)[0]
    cell.outputs = [stills.output({"svg": picture(alt=line), "says": stills.RUN})]
    del cell.outputs[0].data["text/plain"]
    cell.outputs[0].data["text/html"] = re.sub('alt="[^"]*"', "", cell.outputs[0].data["text/html"])
    raw = nbformat.writes(notebook)
    assert line not in raw
    found = [
        leak
        for label, content, public in release._units(Path("a.ipynb"), raw, {})
        if "cell" in label
        for leak in release._search(label, content, public, [line])
        if line not in cell.source
    ]
    assert any(line in leak for leak in found)


def test_a_submission_with_pictures_is_read_like_one_without() -> None:
    notebook = on_disk(FIRST)
    with_pictures = intake.parse(nbformat.writes(notebook).encode(), "a.ipynb")
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    assert with_pictures == intake.parse(nbformat.writes(notebook).encode(), "a.ipynb")


def test_a_chapter_without_figures_keeps_nothing(tmp_path: Path) -> None:
    assert stills.load(tmp_path) == {}
    plain = answers.released(source_notebook(FIRST))
    plain.cells = [cell for cell in plain.cells if "widgets." not in cell.source]
    assert stills._drawn(nbformat.writes(plain), FIRST) == {}


def test_a_release_stays_small() -> None:
    sizes = {p.name: p.stat().st_size for p in (ROOT / "release").glob("*/*.ipynb")}
    assert max(sizes.values()) < 250_000 and sum(sizes.values()) < 900_000, sizes
    for path in (ROOT / "source").glob(f"*/{stills.FILE}"):
        assert json.loads(path.read_text(encoding="utf-8"))
