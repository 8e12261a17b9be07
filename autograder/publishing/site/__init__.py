"""The course as a website: notebooks that run in the browser, pages to read, the students' kit."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.authoring import build, solve
from autograder.authoring.repo import Repo
from autograder.publishing import pages, publish
from autograder.publishing.site import bytecode, front, lite, pyodide, wheels
from autograder.shared import atomic, catalogue, identity
from autograder.shared.errors import CourseError
from course.results import outline

SITE_FOLDER = "site"
READ, INSTALL, JUPYTER = "read", "install", "jupyter"
PARTS = "parts.json"
HERE = Path(__file__).parent
_LINES = re.compile(r"\*\*(Linux, macOS|Windows)\*\*\n\n```\w+\n(.*?)```", re.DOTALL)


def site(
    root: Path,
    chapters: Sequence[str] = (),
    to: Path | None = None,
    solved: bool = False,
    distribution: Path | None = None,
) -> Path:
    """Write a folder for any web host, for the chapters asked for (none asked: all); its path.

    to           : the folder, `site` of the course if it is not given
    solved       : with the course's answers, instead of as the chapters are released
    distribution : a folder of Pyodide to pack in; if None it comes from its public place
    Raises CourseError, and leaves an older folder as it is, where `kit` or `pages` would, or
    JupyterLite or Pyodide is not whole.
    """
    lite.needed()
    names = catalogue.select(root, chapters)
    folder = to or root / SITE_FOLDER
    _ours(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".site-", dir=folder.parent) as scratch:
        new, kit = Path(scratch, "new"), Path(scratch, "kit")
        # The quick parts first, for who has named a wrong folder.
        write(root, notebooks(root, names, solved), new, distribution)
        publish.pack(root, names, kit)
        (new / INSTALL).mkdir()
        shutil.make_archive(str(new / INSTALL / Path(front.KIT).stem), "zip", kit)
        pages.pages(root, names, new / READ, solved)
        finish(new)
        if folder.exists():
            folder.rename(Path(scratch, "old"))
        new.rename(folder)
    return folder


def _ours(folder: Path) -> None:
    """Raises CourseError for a folder with something else in it, which would be lost."""
    if folder.exists() and not (folder / PARTS).is_file() and any(folder.iterdir()):
        raise CourseError(
            f"{folder} holds something else than a site; nothing was written. Name a new folder."
        )


def notebooks(root: Path, names: Sequence[str], solved: bool) -> dict[str, NotebookNode]:
    """The chapters as a reader of the site opens them."""
    if solved:
        return {name: solve.unlocked(build.notebook(root, name)) for name in names}
    return {name: _released(root, name) for name in names}


def _released(root: Path, name: str) -> NotebookNode:
    path = root / "release" / name / f"{name}.ipynb"
    try:
        return nbformat.read(path, as_version=4)
    except (OSError, ValueError) as error:
        raise CourseError(f"{path} cannot be read ({error}): make release") from None


def write(
    root: Path,
    chapters: Mapping[str, NotebookNode],
    folder: Path,
    distribution: Path | None = None,
) -> None:
    """Write what of a site is this room's own: the front page and JupyterLite, into a new folder.

    Raises CourseError.
    """
    course = identity.of(root)
    version = tomllib.loads((root / identity.FILE).read_text("utf-8"))["project"]["version"]
    packed = [wheels.course(root, version), *wheels.brought()]
    packed += wheels.of_kernel(lite.extensions() / lite.EXTENSIONS[-1] / "static" / "pypi")
    python = bytecode.interpreter()
    if distribution is None:
        boot = pyodide.public(packed, python)
    else:
        empty = [wheels.empty(name) for name in pyodide.EMPTY]
        boot = pyodide.packed(distribution, packed, empty, python)
    with tempfile.TemporaryDirectory() as scratch:
        written = {name: build.dumps(notebook).encode() for name, notebook in chapters.items()}
        date = Repo(root).committed()
        whole = folder / JUPYTER
        lite.build(written, boot, whole, Path(scratch), title=course.title, date=date)
    data = front.described(chapters, outline.chapters(), version)
    atomic.write(folder / "course.json", json.dumps(data))
    atomic.write(folder / "index.html", front.html(chapters, data, _lines(root), course))
    for name in ("guard.js", "front.js", "offline.js"):
        shutil.copy(HERE / name, folder)


def _lines(root: Path) -> dict[str, str]:
    """What to type to install the kit, as the student's page has it."""
    text = (root / publish.STUDENT_PAGE).read_text(encoding="utf-8")
    found = {"posix" if "Linux" in name else "windows": said for name, said in _LINES.findall(text)}
    if set(found) != {"posix", "windows"}:
        raise CourseError(f"{publish.STUDENT_PAGE} no longer says how to begin on each system.")
    return found


def finish(folder: Path) -> None:
    """List the parts with their checksums, and give the site's helpers its name."""
    helpers = (folder / "offline.js", folder / JUPYTER / lite.WORKER)
    parts = {
        path.relative_to(folder).as_posix(): [path.stat().st_size, _sum(path)]
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path not in helpers
    }
    listed = json.dumps(parts, separators=(",", ":"))
    name = hashlib.sha256(listed.encode()).hexdigest()[:12]
    for path in helpers:
        atomic.write(path, path.read_text(encoding="utf-8").replace("@ID@", name))
    atomic.write(folder / PARTS, listed)


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
