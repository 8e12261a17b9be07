"""The website in a real browser: chapters run in it, and what is written there is kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from support import sites
from support.chapters import CHAPTERS, ROOT, each_chapter, source_notebook
from support.sites import UNDER, Visit, text_of

from autograder import grade
from autograder.authoring import answers
from autograder.judging.result import Outcome

pytestmark = pytest.mark.sweep

FIRST = CHAPTERS[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it is released, below its host's folder."""
    return sites.write(tmp_path_factory.mktemp("host") / UNDER, CHAPTERS, solved=False)


@pytest.fixture(scope="module")
def browser(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """One browser and one host for all tests; no request goes elsewhere."""
    host = folder.parents[UNDER.count("/")]
    with (
        sites.served(host) as address,
        sites.visiting(address, tmp_path_factory.mktemp("profile")) as visit,
    ):
        yield visit
        assert visit.strange == []


@pytest.fixture
def visit(browser: Visit) -> Iterator[Visit]:
    """The browser, in which nobody has written anything yet."""
    yield browser
    browser.forget()
    errors, browser.errors = browser.errors, []
    assert errors == []


@pytest.fixture
def solved(visit: Visit) -> Visit:
    """The browser of somebody who has solved all chapters."""
    page = visit.page()
    page.goto(visit.address)
    for chapter in CHAPTERS:
        visit.keep(page, f"{chapter}/{chapter}.ipynb", solution(chapter))
    page.close()
    return visit


def solution(chapter: str) -> dict[str, Any]:
    """The chapter as it is released, with the course's answers written into it."""
    notebook = json.loads((ROOT / "release" / chapter / f"{chapter}.ipynb").read_text())
    reference = answers.reference(source_notebook(chapter))
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        cell["source"] = reference.get(name, "".join(cell["source"]))
    return notebook


@each_chapter
def test_every_cell_runs_every_check_passes_and_every_figure_draws(
    solved: Visit, chapter: str
) -> None:
    page = solved.page()
    solved.open(page, chapter)
    cells = solved.run_all(page)
    failed = [
        (text, out) for text, outputs in cells for out in outputs if out["output_type"] == "error"
    ]
    assert failed == []
    checks = [text_of(outputs) for text, outputs in cells if text.startswith("check.begin(")]
    assert checks and all(": passed" in said for said in checks)
    asked = sum(bool(re.search(r"^widgets\.\w+\(", text, re.MULTILINE)) for text, _ in cells)
    views = [
        text for text, outputs in cells
        for out in outputs if "application/vnd.jupyter.widget-view+json" in out.get("data", {})
    ]  # fmt: skip
    drawn = page.evaluate(
        "() => jupyterapp.shell.currentWidget.content.widgets"
        ".filter((cell) => cell.node.querySelector('.course-picture svg')).length"
    )
    assert drawn == len(views) >= asked > 0
    stills = [out for _, outputs in cells for out in outputs if "image/png" in out.get("data", {})]
    assert all(len(out["data"]["image/png"]) > 1000 for out in stills)
    # What cannot be done in a browser is said, and what can be done instead.
    page.evaluate("() => jupyterapp.commands.execute('notebook:interrupt-kernel').then(() => null)")
    expect(page.locator("#course-said-interrupt")).to_contain_text("Restart Kernel ends it")


def test_what_is_written_is_checked_kept_without_a_network_too_handed_in_and_put_back_in(
    visit: Visit, tmp_path: Path
) -> None:
    page = visit.page()
    page.goto(visit.address)
    expect(page.locator(".card")).to_have_count(len(CHAPTERS))
    page.locator(".card .way").first.click()
    page.wait_for_function(sites.READY)

    # Wrong, and told so; then right.
    visit.run(page, "# Ours")
    visit.write(page, "def double", "def double(x):\n    return x + 2\n")
    visit.run(page, "def double")
    said = text_of(visit.run(page, 'check.begin("double"'))
    assert "double" in said and "expected" in said
    visit.write(page, "def double", "def double(x):\n    return 2 * x\n")
    visit.run(page, "def double")
    assert "`double`: passed" in text_of(visit.run(page, 'check.begin("double"'))
    visit.save(page)
    page.wait_for_function("() => course.preserved")

    # What was open once opens without a network, and what was written is in it.
    visit.context.set_offline(True)
    try:
        page.goto(visit.address)
        expect(page.locator(".card")).to_have_count(len(CHAPTERS))
        visit.open(page, FIRST)
        assert any("return 2 * x" in text for text, _ in visit.cells(page))
        visit.run(page, "# Ours")
        visit.run(page, "def double")
        assert "`double`: passed" in text_of(visit.run(page, 'check.begin("double"'))
    finally:
        visit.context.set_offline(False)

    page.goto(visit.address)
    card = page.locator(f'[data-chapter="{FIRST}"]')
    expect(card.locator(".progress")).to_contain_text("1 of")
    with page.expect_download() as download:
        card.get_by_role("button", name="Download").click()
    handed_in = tmp_path / download.value.suggested_filename
    download.value.save_as(handed_in)
    assert handed_in.name == f"{FIRST}.ipynb"
    [result] = grade.try_notebook(ROOT, handed_in, grade.Settings())
    assert result.outcome is Outcome.OK
    points = {cell.grade_id: cell.points for cell in result.cells}
    assert points["test_double"] == 1 and sum(filter(None, points.values())) == 1

    # The whole of it from elsewhere lies beside what is there; damaged files change nothing.
    handed_in.write_text(json.dumps(solution(FIRST)))
    told = page.locator("#put-said")
    page.locator("#put").set_input_files(handed_in)
    expect(told).to_contain_text(f"as {FIRST}_put_in.ipynb. What you had written here stays")
    expect(card.locator(".mine li")).to_have_count(2)
    for content, sentence in (("half", "cannot be read"), ("{}", "has no cells")):
        handed_in.write_text(content)
        page.locator("#put").set_input_files(handed_in)
        expect(told).to_contain_text(sentence)
    expect(card.locator(".mine li")).to_have_count(2)


def test_a_newer_release_is_told_of_and_lies_beside_what_was_written(visit: Visit) -> None:
    page = visit.page()
    page.goto(visit.address)
    own = f"{CHAPTERS[1]}/{CHAPTERS[1]}.ipynb"
    old = solution(CHAPTERS[1])
    old["metadata"]["autograder"]["stamp"] = "earlier"
    old["cells"][0]["source"] = "# Mine"
    visit.keep(page, own, old)
    page.goto(f"{visit.address}jupyter/notebooks/index.html?path={own}")
    bar = page.locator("#course-said-newer")
    expect(bar).to_contain_text("There is a newer version of this chapter. Yours stays as it is")
    bar.get_by_role("button", name="Open the newer one").click()
    page.wait_for_url(re.compile(rf"{CHAPTERS[1]}_\d"))
    page.wait_for_function("() => self.jupyterapp?.shell.currentWidget?.context?.isReady")
    assert "# Mine" not in [text for text, _ in visit.cells(page)]
    page.goto(f"{visit.address}jupyter/notebooks/index.html?path={own}")
    page.wait_for_function("() => self.jupyterapp?.shell.currentWidget?.context?.isReady")
    assert visit.cells(page)[0][0] == "# Mine"


LACKS = [
    ("delete self.WebAssembly", "wasm", "WebAssembly is switched off"),
    ("delete self.BroadcastChannel", "old", "This browser is too old"),
    (
        "indexedDB.open = () => { throw new DOMException('no', 'SecurityError') }",
        "store",
        "keeps nothing",
    ),
    (
        "navigator.storage.estimate = async () => ({ quota: 2e6, usage: 1e6 })",
        "full",
        "almost no room left",
    ),
    (
        "Object.defineProperty(navigator, 'serviceWorker', { value: undefined })",
        "worker",
        "Python cannot see your files",
    ),
]


@pytest.mark.parametrize(("lack", "name", "said"), LACKS, ids=[name for _, name, _ in LACKS])
def test_what_a_browser_lacks_is_said_in_a_sentence(
    visit: Visit, lack: str, name: str, said: str
) -> None:
    page = visit.page()
    page.add_init_script(lack)
    page.goto(visit.address)
    expect(page.locator(f"#course-said-{name}")).to_contain_text(said)
    expect(page.locator(".course-said")).to_have_count(1)
    expect(page.locator(".card")).to_have_count(len(CHAPTERS))


def test_a_page_that_is_opened_as_a_file_says_how_to_serve_it(visit: Visit, folder: Path) -> None:
    page = visit.page()
    page.goto((folder / "index.html").as_uri())
    expect(page.locator("#course-said-file")).to_contain_text("python -m http.server")


def test_a_site_that_is_damaged_half_copied_or_stale_is_known_by_its_parts(
    visit: Visit, folder: Path
) -> None:
    [wheel] = (folder / "jupyter" / "wheels").glob("*/neural_networks_by_hand-*.whl")
    lock = folder / "jupyter" / "static" / "pyodide" / "pyodide-lock.json"
    kept = {path: path.read_bytes() for path in (wheel, lock)}
    page = visit.page()
    page.goto(visit.address)
    try:
        wheel.write_bytes(kept[wheel][:-1])
        lock.unlink()
        assert page.evaluate("() => course.examine()") is True
        told = page.locator("#course-said-parts")
        for path, what in ((wheel, "damaged"), (lock, "missing")):
            expect(told).to_contain_text(f"{path.relative_to(folder).as_posix()} is {what}")
        expect(told).to_contain_text("none of it is lost")
    finally:
        for path, content in kept.items():
            path.write_bytes(content)
    # Whole again, but for what the browser has kept of an earlier day.
    page.goto(visit.address)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => null)")
    page.reload()
    page.wait_for_function("() => navigator.serviceWorker.controller")
    address = wheel.relative_to(folder).as_posix()
    page.evaluate(
        """async (address) => {
            const url = new URL(address, location).href;
            for (const name of await caches.keys())
                await (await caches.open(name)).put(url, new Response("old")); }""",
        address,
    )
    assert page.evaluate("() => course.examine()") is True
    expect(page.locator("#course-said-stale")).to_contain_text("had kept an older part")
    # All that was wrong was the browser's: the site is whole.
    again = "async (address) => (await (await fetch(address)).arrayBuffer()).byteLength"
    assert page.evaluate(again, address) == len(kept[wheel])


def test_a_part_that_fails_its_checksum_is_named_where_python_does_not_start(
    visit: Visit, folder: Path
) -> None:
    [wheel] = (folder / "jupyter" / "static" / "pyodide").glob("numpy-*.whl")
    kept = wheel.read_bytes()
    page = visit.page()
    page.goto(visit.address)
    page.evaluate("() => course.forget()")  # as on a first visit
    try:
        wheel.write_bytes(kept[:-1])
        page.clock.install()
        page.goto(f"{visit.address}jupyter/notebooks/index.html?path={FIRST}/{FIRST}.ipynb")
        page.wait_for_function("() => self.jupyterapp?.shell.currentWidget?.context?.isReady")
        page.clock.fast_forward("03:00")  # longer than one has to wait for a slow machine
        told = page.locator("#course-said-parts")
        told.wait_for()  # all parts are looked at, twice
        expect(told).to_contain_text(f"{wheel.name} is damaged")
        expect(told).to_contain_text("none of it is lost")
    finally:
        wheel.write_bytes(kept)
        visit.errors.clear()  # Python's own complaint
