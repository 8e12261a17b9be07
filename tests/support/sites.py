"""The course's website, served on loopback from a sub-path, and a browser in it."""

from __future__ import annotations

import functools
import http.server
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

from autograder.publishing import site
from support import browser
from support.chapters import ROOT

VARIABLE = "COURSE_PYODIDE_DIR"
UNDER = "some/where"  # the site's folder on its host
SECONDS = 200  # for Python to start, or a chapter to run, on a busy machine

# What the page's own scripts say of the notebook that is shown.
_NOTEBOOK = "const panel = jupyterapp.shell.currentWidget, model = panel.content.model;"
READY = f"""() => {{ if (!self.jupyterapp?.shell.currentWidget?.context?.isReady) return false;
    {_NOTEBOOK} return panel.sessionContext.session?.kernel?.status === "idle"; }}"""
_OUTPUTS = f"""() => {{ {_NOTEBOOK}
    const outputs = (cell) => cell.type === "code" ? cell.outputs.toJSON() : [];
    return [...model.cells].map((cell) => [cell.sharedModel.getSource(), outputs(cell)]); }}"""
_INDEX = """const index = [...model.cells].findIndex(
    (one) => one.sharedModel.getSource().startsWith(start));"""

_FORGET = """async () => {
    localStorage.clear();
    for (const { name } of await indexedDB.databases())
        await new Promise((done, fail) => {
            const asked = indexedDB.deleteDatabase(name);
            asked.onsuccess = done; asked.onerror = fail; }); }"""


def distribution() -> Path:
    """The folder of Pyodide that tests may pack in; without one they are skipped."""
    named = os.environ.get(VARIABLE)
    if not named:
        pytest.skip(f"{VARIABLE} is not set")
    return Path(named)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    sent: list[int]

    def copyfile(self, source: Any, outputfile: Any) -> None:
        self.sent.append(os.fstat(source.fileno()).st_size if hasattr(source, "fileno") else 0)
        super().copyfile(source, outputfile)

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")  # tests change what is served
        super().end_headers()


@contextmanager
def served(folder: Path, sent: list[int] | None = None) -> Iterator[str]:
    """Give out a folder on loopback; its address. `sent` takes down the bytes of each answer."""
    kind = type("Handler", (_Quiet,), {"sent": [] if sent is None else sent})
    handler = functools.partial(kind, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def write(to: Path, chapters: list[str], solved: bool) -> Path:
    """A site without pages and kit, which other tests look at."""
    site.write(ROOT, site.notebooks(ROOT, chapters, solved), to, distribution())
    site.finish(to)
    return to


@dataclass
class Visit:
    """A browser with a site open, and what it complained about or asked of other hosts.

    address : of the site's folder
    """

    context: BrowserContext
    address: str
    strange: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def page(self) -> Page:
        """A new tab."""
        page = self.context.new_page()
        page.set_default_timeout(SECONDS * 1000)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        return page

    def open(self, page: Page, chapter: str, name: str = "") -> None:
        """Open a chapter's notebook, and wait for its Python."""
        path = f"{chapter}/{name or chapter}.ipynb"
        page.goto(f"{self.address}jupyter/notebooks/index.html?path={path}")
        page.wait_for_function(READY)

    @staticmethod
    def run_all(page: Page) -> list[tuple[str, list[dict[str, Any]]]]:
        """Run all cells; each one's text and outputs."""
        page.evaluate(
            "() => jupyterapp.commands.execute('notebook:run-all-cells').then(() => null)"
        )
        return Visit.cells(page)

    @staticmethod
    def cells(page: Page) -> list[tuple[str, list[dict[str, Any]]]]:
        """Text and outputs of each cell."""
        return [(text, outputs) for text, outputs in page.evaluate(_OUTPUTS)]

    @staticmethod
    def write(page: Page, start: str, text: str) -> None:
        """Give another text to the cell that begins so."""
        page.evaluate(
            f"""([start, text]) => {{ {_NOTEBOOK} {_INDEX}
            model.cells.get(index).sharedModel.setSource(text); }}""",
            [start, text],
        )

    @staticmethod
    def run(page: Page, start: str) -> list[dict[str, Any]]:
        """Run the cell that begins so; its outputs."""
        return page.evaluate(
            f"""async (start) => {{ {_NOTEBOOK} {_INDEX}
            panel.content.activeCellIndex = index;
            await jupyterapp.commands.execute("notebook:run-cell");
            return model.cells.get(index).outputs.toJSON(); }}""",
            start,
        )

    @staticmethod
    def keep(page: Page, path: str, notebook: dict[str, Any]) -> None:
        """Put a notebook where the browser keeps what is written, from any page of the site."""
        page.evaluate("([path, content]) => course.keep(path, content)", [path, notebook])

    def forget(self) -> None:
        """Close all pages, and have the browser forget what was written in them."""
        for page in self.context.pages[1:]:
            page.close()
        [page] = self.context.pages
        page.goto(f"{self.address}parts.json")  # of the site, and without a script
        page.evaluate(_FORGET)

    @staticmethod
    def save(page: Page) -> None:
        """Keep the notebook, as Ctrl+S does."""
        page.evaluate("() => jupyterapp.shell.currentWidget.context.save()")


@contextmanager
def visiting(address: str, profile: Path) -> Iterator[Visit]:
    """A browser with an empty profile of its own."""
    if browser.chromium() is None:
        pytest.skip(browser.MISSING)
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(profile),
            executable_path=browser.chromium(),
            args=["--no-sandbox", "--disable-gpu"],
            accept_downloads=True,
        )
        host = address.split("/")[2]
        visit = Visit(context, f"{address}{UNDER}/")

        def asked(request: Any) -> None:
            kind, _, rest = request.url.partition("://")
            if kind in ("http", "https", "ws", "wss") and rest.split("/")[0] != host:
                visit.strange.append(request.url)

        context.on("request", asked)
        yield visit
        context.close()


def text_of(outputs: list[dict[str, Any]]) -> str:
    """What outputs say, in words."""
    parts = []
    for one in outputs:
        data = one.get("data", {})
        said = one.get("text") or data.get("text/plain") or one.get("evalue") or ""
        parts.append(said if isinstance(said, str) else "".join(said))
    return "\n".join(parts)


def stamp(notebook: Path) -> str:
    """What a release wrote of its text into a notebook."""
    return str(json.loads(notebook.read_text())["metadata"]["autograder"]["stamp"])
