"""The chapters as static pages: no kernel, no network, and figures that still move."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.authoring import build, solve
from autograder.shared import atomic, catalogue, identity
from autograder.shared.errors import CourseError

PAGES_FOLDER = "pages"
RECORDING_CELL = "from autograder.publishing.pages import figures; figures.record({limits})"
DATE = "0"


def pages(
    root: Path, chapters: Sequence[str] = (), to: Path | None = None, solved: bool = False
) -> list[Path]:
    """Write a page for each chapter asked for (none asked: all) and an index; return their paths.

    to     : the folder, `pages` of the course if it is not given
    solved : with the course's answers, instead of as the chapters are released
    Raises CourseError, and writes nothing, when a chapter does not build, its answers fail, or a
    formula cannot be read.
    """
    _need("latex2mathml")
    sources = {name: build.notebook(root, name) for name in catalogue.select(root, chapters)}
    course = identity.of(root)
    return write(sources, ran(sources, root), to or root / PAGES_FOLDER, solved, course)


def _need(package: str) -> None:
    if importlib.util.find_spec(package) is None:
        raise CourseError(f"{package} is needed for the formulas: run `make setup` again.")


def ran(
    sources: Mapping[str, NotebookNode], root: Path, limits: str = ""
) -> dict[str, NotebookNode]:
    """The chapters solved and run, with a recording beside every figure.

    limits : arguments of `figures.record`, for a quick look
    Raises CourseError naming every chapter whose answers fail.
    """
    recording = {name: _recording(source, limits) for name, source in sources.items()}
    solved = solve.solve(recording, root, os.environ.get("SOURCE_DATE_EPOCH", DATE))
    for notebook in solved.values():
        del notebook.cells[0]
    return solved


def _recording(source: NotebookNode, limits: str) -> NotebookNode:
    notebook = deepcopy(source)
    first = nbformat.v4.new_code_cell(RECORDING_CELL.format(limits=limits), id="record")
    notebook.cells.insert(0, first)
    return notebook


def write(
    sources: Mapping[str, NotebookNode],
    ran: Mapping[str, NotebookNode],
    folder: Path,
    solved: bool,
    course: identity.Identity = identity.UNNAMED,
) -> list[Path]:
    """Write the pages of chapters that were run, and their index, into the folder."""
    # Here, so that the kernels which make recordings need not load what writes pages.
    from autograder.authoring import answers
    from autograder.publishing.pages import page

    shown = {
        name: page.ChapterPage(
            source, ran[name], ran[name] if solved else answers.released(source), set(sources)
        )
        for name, source in sources.items()
    }
    places = [page.Place(chapter.title, f"{name}.html") for name, chapter in shown.items()]
    files = {page.INDEX.file: page.index(list(shown.values()), places, course)}
    for i, (chapter, place) in enumerate(zip(shown.values(), places, strict=True)):
        before, after = (places[j] if 0 <= j < len(places) else None for j in (i - 1, i + 1))
        files[place.file] = page.html(place, list(chapter.blocks()), before, after, course, places)
    for name, content in files.items():
        atomic.write(folder / name, content)
    return [folder / name for name in files]
