"""What a released figure shows before its cell has been run: its first picture, and what wakes it.

`make release` draws each figure of a chapter twice: with the course's answers, which gives the
picture, and with the blanks, which tells what it waits for. Both stand in `source/CHAPTER/FILE`,
so that the released bytes come from files alone, whoever makes them. A picture that differs from
the one that is there only as rounding differs from machine to machine leaves it as it is.
"""

from __future__ import annotations

import ast
import base64
import functools
import html
import io
import json
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from nbformat import NotebookNode

from autograder.authoring import answers, build
from autograder.shared import atomic, bounded, nbcells, trial
from autograder.shared.errors import CourseError
from course import colours
from course.widgets import canvas

FILE = "stills.json"
SECONDS, MEMORY = 120, 4 * 2**30  # of processor time and bytes, for a chapter
RUN = "Run this cell to move it."
OURS = "The picture was drawn with the course's answers."
LATER = "It moves once the exercises before it are done."
ROUNDED = 0.11  # by how much a place on a canvas may differ
PALER = 0.5  # by how much the pixels of a map may, in the mean, of 255

_VARIABLE = re.compile(r"var\(--course-(\w+), (#\w+)\)")
_GROUND = f'<rect width="100%" height="100%" fill="{canvas.PAPER}"/>'
_TRUE = re.compile(r' style="filter:none"')  # nothing brightens an image here
_WHITE = "brightness(0) invert(1)"
_LIVE = re.compile(r'<g class="course-live"[^>]*>(?:(?!<g\b).)*?</g>')  # for hands alone
_MAP = re.compile(r"data:image/png;base64,([\w+/=]+)")
_SVG = re.compile(r"data:image/svg\+xml;base64,([\w+/=]+)")
_LABEL = re.compile(r'aria-label="([^"]*)"|>([^<]+)')
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")

Stills = dict[str, dict[str, str]]
"""The id of a cell -> its picture, `svg`, and the sentence under it, `says`."""

_log = logging.getLogger(__name__)


def load(folder: Path) -> Stills:
    """What is kept in a chapter's folder; nothing if there is no file."""
    path = folder / FILE
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def refresh(root: Path, chapter: str) -> None:
    """Draw a chapter's figures, and keep what has changed.

    Raises CourseError if that takes too much.
    """
    path, kept = root / "source" / chapter / FILE, load(root / "source" / chapter)
    drawn = _drawn(build.dumps(build.notebook(root, chapter)), chapter)
    fresh = {cell: _newer(kept.get(cell), still) for cell, still in drawn.items()}
    if fresh and fresh != kept:
        atomic.write(path, json.dumps(fresh, ensure_ascii=False, indent=1) + "\n")
    elif not fresh:
        path.unlink(missing_ok=True)


def _newer(old: dict[str, str] | None, new: dict[str, str]) -> dict[str, str]:
    return new if old is None or not same(old["svg"], new["svg"]) else {**new, "svg": old["svg"]}


def check(root: Path, fresh: Path, chapters: Iterable[str]) -> list[str]:
    """A sentence for each chapter whose kept pictures are not those of the course in `fresh`."""
    return [
        f"source/{name}/{FILE} is not what its figures draw; run `make release` and commit."
        for name in chapters
        if load(root / "source" / name) != load(fresh / "source" / name)
    ]


@functools.lru_cache(maxsize=64)
def _drawn(notebook: str, chapter: str) -> Stills:
    source = nbformat.reads(notebook, as_version=4)
    if not any(map(_figure, source.cells)):
        return {}
    try:
        found: Stills = bounded.once(lambda: _draw(source), SECONDS, MEMORY)
    except bounded.TooMuchError as error:
        raise CourseError(f"source/{chapter}: drawing its figures takes {error}.") from None
    for cell in figures(source):
        if cell.id not in found:
            begin = cell.source.strip().splitlines()[-1]
            _log.warning(
                "%s: the figure `%s` has no picture before it is run, since it needs more than "
                "locked cells and answers.", chapter, begin,
            )  # fmt: skip
    return found


def figures(source: NotebookNode) -> list[NotebookNode]:
    """The cells whose figures have a picture before they are run.

    Not those that show what a plain cell above has made: they wait for it, and for their reader.
    """
    found, made = [], set[str]()
    for cell in source.cells:
        if cell.cell_type != "code" or nbcells.kind(cell):
            continue
        if _figure(cell) and not made & _names(cell.source, ast.Load):
            found.append(cell)
        made |= _names(cell.source, ast.Store)
    return found


def _names(source: str, use: type[ast.expr_context]) -> set[str]:
    """The names that code reads or binds; none of what is no Python, as IPython's own commands."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:
        return set()
    return {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, use)}


def _figure(cell: NotebookNode) -> bool:
    """Whether a cell ends with a figure; locked ones and answers do not."""
    return cell.cell_type == "code" and not nbcells.kind(cell) and nbcells.shows_figure(cell.source)


def _draw(source: NotebookNode) -> Stills:
    whole = dict(_frames(source, answers.reference(source)))
    blank = dict(_frames(answers.released(source), {}))
    return {
        cell: {"says": _says(blank.get(cell)), "svg": standalone(svg)}
        for cell, svg in whole.items()
        if svg.startswith("<svg")
    }


def _says(blank: str | None) -> str:
    """What stands under a picture, by what the figure shows while the chapter is blank."""
    if blank is None:
        return f"{OURS} {LATER}"
    if blank.startswith("<svg"):
        return RUN
    return f"{html.unescape(re.sub(r'<[^>]*>', '', blank))} {OURS}"


def _frames(notebook: NotebookNode, written: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The cells that end with a figure, and what it shows first; not those that raise."""
    space: dict[str, Any] = {"__name__": "__main__"}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        if nbcells.kind(cell) in (trial.LOCKED, trial.ANSWER):
            trial.raised(written.get(nbcells.grade_id(cell), cell.source), space)
        elif _figure(cell) and (shown := _first(cell.source, dict(space))) is not None:
            yield cell.id, shown


def _first(source: str, space: dict[str, Any]) -> str | None:
    """What the figure at the end of a cell shows."""
    *before, last = ast.parse(source).body
    if not isinstance(last, ast.Expr):
        return None
    shown = ast.Assign([ast.Name("_shown", ast.Store())], last.value)
    module = ast.fix_missing_locations(ast.Module([*before, shown], []))
    if trial.raised(ast.unparse(module), space) is not None:
        return None
    return str(space["_shown"].frame().svg)


def standalone(svg: str) -> str:
    """A picture for where no style sheet is and no theme is known: it fits a light page and a dark.

    Its colours are `colours.ANYWHERE`. What is of the page's colour lets the page through: the
    picture is drawn a second time, in black and white, as the mask of itself.
    """
    head, rest = _TRUE.sub("", _LIVE.sub("", svg)).split(">", 1)
    rest = rest.removeprefix(_GROUND).removesuffix("</svg>")
    used = {name for name, _ in _VARIABLE.findall(rest)}
    drawn = _VARIABLE.sub(r"var(--\1)", rest)
    own = colours.ANYWHERE | {"paper": "none"}
    mask = {name: "#000" if name == "paper" else "#fff" for name in used}
    image = "image{filter:var(--white)}" if "<image" in drawn else ""
    return (
        f"{head}><style>:root{{{_values({name: own[name] for name in used})}}}{image}</style>"
        f'<mask id="m"><rect width="100%" height="100%" fill="#fff"/><use href="#p" '
        f'style="{_values(mask | ({"white": _WHITE} if image else {}))}"/></mask>'
        f'<g mask="url(#m)"><g id="p">{drawn}</g></g></svg>'
    )


def _values(colours: Mapping[str, str]) -> str:
    return ";".join(f"--{name}:{colour}" for name, colour in sorted(colours.items()))


def same(old: str, new: str) -> bool:
    """Whether two pictures say the same, and are the same but for rounding."""
    texts = [_MAP.sub("@", svg) for svg in (old, new)]
    if _LABEL.findall(texts[0]) != _LABEL.findall(texts[1]):
        return False
    if _NUMBER.sub("#", texts[0]) != _NUMBER.sub("#", texts[1]):
        return False
    numbers = [np.array(_NUMBER.findall(text), dtype=float) for text in texts]
    maps = zip(_MAP.findall(old), _MAP.findall(new), strict=True)
    return bool(np.all(np.abs(numbers[0] - numbers[1]) < ROUNDED)) and all(
        _alike(_pixels(a), _pixels(b)) for a, b in maps
    )


def _alike(a: Any, b: Any) -> bool:
    return a.shape == b.shape and bool(np.abs(a - b).mean() <= PALER)


def _pixels(text: str) -> Any:
    from PIL import Image

    with Image.open(io.BytesIO(base64.b64decode(text))) as image:
        return np.asarray(image, dtype=float)


def output(still: Mapping[str, str]) -> NotebookNode:
    """What stands below a figure's cell that has not been run."""
    from course.widgets import figure

    svg, says = still["svg"], still["says"]
    alt, picture = figure.pictured(svg, colours.OWN)
    told = re.sub(r"`(\w+)`", r"<code>\1</code>", html.escape(says, quote=False))
    data = {"text/html": f"{picture}\n<p><em>{told}</em></p>", "text/plain": f"{alt}\n\n{says}"}
    return nbformat.v4.new_output("display_data", data)


def within(text: str) -> Iterator[str]:
    """The pictures in a text, such as that of an output, as what they say when read."""
    for found in _SVG.findall(text):
        yield html.unescape(base64.b64decode(found).decode("utf-8", "replace"))
