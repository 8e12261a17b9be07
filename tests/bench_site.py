"""Times the site in a browser: `make bench-site`, with COURSE_PYODIDE_DIR as a folder of Pyodide.

Bytes and seconds from an empty profile to the first figure, and from a full one; each chapter's
solved run next to JupyterLab's; the steps a second of a figure that trains. All on loopback.
Exit code 1 if a goal is missed: they are for a machine that does nothing else.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from nbclient import NotebookClient
from playwright.sync_api import Page
from support import sites
from support.chapters import CHAPTERS, ROOT
from support.sites import UNDER, Visit

from autograder.authoring import build, solve

MEGABYTES, COLD, WARM, TIMES, FRAMES = 35, 10.0, 8.0, 5.0, 12.0
LIVE = "widgets.learning_rate(loss_and_grads, sgd_step)"
FIRST_FIGURE = "widgets.pad(small=True)"


def first_figure(visit: Visit, page: Page) -> float:
    """Seconds from the address to the first chapter's first figure, run as soon as it can be."""
    began = time.monotonic()
    visit.open(page, CHAPTERS[0])
    visit.run(page, "# Ours")
    visit.run(page, FIRST_FIGURE)
    page.wait_for_selector(".jp-OutputArea .course-picture svg", state="attached")
    return time.monotonic() - began


def in_jupyterlab(chapter: str) -> float:
    """Seconds of the solved chapter's cells in a kernel of this machine, the others beside it."""
    notebooks = {name: build.notebook(ROOT, name) for name in CHAPTERS}
    with tempfile.TemporaryDirectory() as work:
        solve.shelve(notebooks, Path(work))
        client = NotebookClient(
            solve.unlocked(notebooks[chapter]), timeout=600, kernel_name="python3",
            resources={"metadata": {"path": str(Path(work, chapter))}},
        )  # fmt: skip
        with client.setup_kernel():
            began = time.monotonic()
            for index, cell in enumerate(client.nb.cells):
                client.execute_cell(cell, index)
            return time.monotonic() - began


SEEN = """async (start) => {
    const { content } = jupyterapp.shell.currentWidget;
    const pause = (ms) => new Promise((done) => setTimeout(done, ms));
    const at = content.widgets.findIndex(
        (one) => one.model.sharedModel.getSource().includes(start));
    await content.scrollToItem(at, "center");
    const figure = content.widgets[at].node;
    while (!figure.querySelector(".course-picture svg")) await pause(100);
    let seen = 0, last = null;
    const look = () => {
        const now = figure.querySelector(".course-picture svg")?.outerHTML;
        if (now !== last) seen++;
        last = now;
        requestAnimationFrame(look);
    };
    look();
    const play = figure.querySelector('[data-control="play"]');
    if (play.textContent !== "Pause") play.click();
    await pause(1000);
    seen = 0;
    await pause(5000);
    return seen / 5; }"""


def frames(page: Page) -> float:
    """Pictures a second of chapter 6's live training, over five seconds."""
    return float(page.evaluate(SEEN, LIVE))


def main() -> int:
    """Measure, print a table, and say which goals are missed."""
    missed: list[str] = []

    def tell(what: str, value: float, goal: float, unit: str, least: bool = False) -> None:
        good = value >= goal if least else value <= goal
        print(f"{what:<44}{value:>8.1f} {unit:<4} goal {goal:g}{'' if good else '   MISSED'}")
        if not good:
            missed.append(what)

    if not os.environ.get(sites.VARIABLE):
        print(f"Name a folder of Pyodide: make bench-site PYODIDE=FOLDER, or {sites.VARIABLE}.")
        return 2
    print(f"load of this machine: {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as scratch:
        host = Path(scratch, "host")
        sites.write(host / UNDER, CHAPTERS, solved=True)
        sent: list[int] = []
        with (
            sites.served(host, sent) as address,
            sites.visiting(address, Path(scratch, "profile")) as visit,
        ):
            page = visit.page()
            tell("first figure, empty profile", first_figure(visit, page), COLD, "s")
            tell("sent until then", sum(sent) / 1e6, MEGABYTES, "MB")
            page.close()
            page = visit.page()
            tell("first figure, again", first_figure(visit, page), WARM, "s")
            for chapter in CHAPTERS:
                visit.open(page, chapter)
                began = time.monotonic()
                visit.run_all(page)
                took, there = time.monotonic() - began, in_jupyterlab(chapter)
                print(f"{chapter:<44}{took:>8.1f} s, in JupyterLab {there:.1f} s")
                tell(f"{chapter}, as often as in JupyterLab", took / there, TIMES, "")
            tell("pictures a second of live training", frames(page), FRAMES, "", least=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
