"""A chapter's notebook as one HTML file that needs neither kernel nor network."""

from __future__ import annotations

import functools
import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from nbconvert.filters import ansi2html
from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_locked, is_solution

from autograder.publishing.pages.figures import RECORDING
from autograder.publishing.pages.markdown import Prose
from autograder.shared import grade_ids
from autograder.shared.errors import CourseError
from autograder.shared.highlight import STYLE, python
from autograder.shared.identity import UNNAMED, Identity
from course.widgets.figure import script

HERE = Path(__file__).parent
WIDGETS = Path(__file__).parents[3] / "course" / "widgets"
ABOUT = {
    True: "This page can be read, not run. The answers in it, and its pictures and numbers, are "
    "the course's own.",
    False: "This page can be read, not run. The answers are left out; the pictures and numbers "
    "were made with the course's own.",
}
INTRODUCTION = "These pages are the notebooks to read, with nothing to install."
HANDS_ON = "Run the next cell first."
IMAGE = re.compile("<img [^>]*>")
SOLVED = "In the notebook, a table of what you have solved stands here."
TELLING = 20  # characters of a line that is an answer's, and no other's
WRITTEN = "In the notebook, what you have written stands here."
FACES = "Drawn by networks that you will write:"
PROGRESS = 'class="course-progress"'
NOTES = {
    "trained": "A recording of runs that were trained with the course's answers. "
    "In JupyterLab the figure has all of its settings, and your own functions train.",
    "moves": "A recording, made with the course's answers. In JupyterLab the figure has all of its "
    "settings, and runs your own functions.",
    "still": "A still picture: in JupyterLab this figure has controls, and you move it yourself.",
}


@dataclass(frozen=True)
class Place:
    """Where a page is: its title and its file in the folder."""

    title: str
    file: str


INDEX = Place("All chapters", "index.html")


class ChapterPage:
    """What a page shows of a chapter.

    source : the source notebook, which knows what each cell is for
    ran    : the solved notebook with its outputs and recordings, cell by cell the same
    shown  : the notebook whose cells a reader sees: the solved one or the released one
    others : the chapters that have a page
    """

    def __init__(
        self,
        source: NotebookNode,
        ran: NotebookNode,
        shown: NotebookNode,
        others: Collection[str] = (),
    ) -> None:
        self.source, self.ran, self.shown = source, ran, shown
        self.solved = shown is ran
        self._prose = Prose(others)
        self._figures: Counter[str] = Counter()
        self._exercises = [c.metadata.nbgrader.grade_id for c in source.cells if is_solution(c)]
        blank = {_squeezed(line) for cell in shown.cells for line in cell.source.splitlines()}
        pairs = zip(source.cells, ran.cells, strict=True)
        answered = [solved.source for cell, solved in pairs if is_solution(cell)]
        lines = {_squeezed(line) for text in answered for line in text.splitlines()}
        self._answers = {line for line in lines - blank if len(line) >= TELLING}

    @property
    def title(self) -> str:
        """The chapter's heading, as text."""
        return str(self.source.cells[0].source).splitlines()[0].lstrip("# ")

    @property
    def promise(self) -> str:
        """The first paragraph, what the chapter is about, as HTML."""
        _, _, text = str(self.source.cells[0].source).partition("\n")
        return Prose().html(text.strip().split("\n\n")[0])

    @property
    def faces(self) -> Iterator[tuple[str, str]]:
        """What the index shows of the chapter: the figure's id on its page, and the picture."""
        seen: Counter[str] = Counter()
        for cell in self.ran.cells:
            for output in cell.get("outputs", ()):
                if recording := output.get("data", {}).get(RECORDING):
                    name = recording["name"]
                    seen[name] += 1
                    if "face" in recording:
                        yield f"{name}-{seen[name]}", recording["face"]

    @property
    def thumbnail(self) -> str:
        """The chapter's first figure as the index shows it, an `img`; "" if there is none."""
        for cell in self.ran.cells:
            for output in cell.get("outputs", ()):
                data = output.get("data", {})
                if RECORDING in data and (image := IMAGE.search(data.get("text/html", ""))):
                    return image[0]
        return ""

    def blocks(self) -> Iterator[str]:
        """The page's parts, as HTML. Raises CourseError for a formula that cannot be read."""
        cells = zip(self.source.cells, self.ran.cells, self.shown.cells, strict=True)
        for number, (source, ran, shown) in enumerate(cells):
            if shown.cell_type == "markdown":
                yield self._prose.html(_readable(shown.source))
            elif shown.source.strip():
                yield self._code(source, ran, shown)
            if number == 0:
                yield f'<p class="about">{ABOUT[self.solved]}</p>'

    def _code(self, source: NotebookNode, ran: NotebookNode, shown: NotebookNode) -> str:
        listing = f'<pre class="source">{python(shown.source)}</pre>'
        if is_solution(source):
            kind = "The course's answer" if self.solved else "To be written"
            listing = f'<div class="answer"><p class="kind">{kind}</p>{listing}</div>'
        elif fold := self._folded(source):
            listing = f"<details><summary>{fold}</summary>{listing}</details>"
        # Without answers there is nothing for a check to say.
        quiet = not self.solved and (is_solution(source) or is_grade(source))
        return listing + ("" if quiet else "".join(map(self._output, ran.outputs)))

    def _folded(self, source: NotebookNode) -> str:
        """The line that stands for a cell which a reader need not see at once."""
        if is_grade(source):
            grade_id = source.metadata.nbgrader.grade_id
            exercise = grade_ids.exercise(grade_id, self._exercises)
            part = grade_id.removeprefix(f"test_{exercise}").strip("_").replace("_", " ")
            return f"The check of <code>{exercise}</code>" + (f", {part}" if part else "")
        if is_locked(source):
            given = source.source.startswith("# Given:")
            return "Given: answers of earlier chapters" if given else "Set-up"
        return ""

    def _output(self, output: NotebookNode) -> str:
        if output.output_type == "stream":
            return f'<pre class="output">{ansi2html(output.text.rstrip())}</pre>'
        data = output.get("data", {})
        if RECORDING in data:
            name = data[RECORDING]["name"]
            self._figures[name] += 1
            id = f"{name}-{self._figures[name]}"
            return _figure(data[RECORDING], data["text/html"], id)
        if PROGRESS in data.get("text/html", ""):
            return f'<p class="kind">{SOLVED}</p>'
        if not self.solved and self._gives_away(data):
            return f'<p class="kind">{WRITTEN}</p>'
        if "text/html" in data:
            return f'<div class="output">{data["text/html"]}</div>'
        text = data.get("text/plain", "")
        return f'<pre class="output">{escape(text)}</pre>' if text else ""

    def _gives_away(self, data: dict[str, str]) -> bool:
        """Whether an output holds a line of an answer that the page leaves out."""
        said = re.sub("<[^>]*>", "", data.get("text/html", data.get("text/plain", "")))
        squeezed = _squeezed(unescape(said))
        return any(line in squeezed for line in self._answers)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _readable(text: str) -> str:
    """A text without the paragraph that tells what to do in a notebook, and not here."""
    kept = [part for part in text.split("\n\n") if not part.startswith(HANDS_ON)]
    return "\n\n".join(kept)


def _figure(recording: dict[str, Any], picture: str, id: str) -> str:
    """A figure as it first looks; the script puts the one that moves in its place."""
    moves = recording["frames"] is not None
    note = NOTES["still" if not moves else "trained" if recording["trained"] else "moves"]
    # In a script no other text than its own end tag needs care.
    data = json.dumps(recording, ensure_ascii=False).replace("</", "<\\/")
    script = f'<script type="application/json">{data}</script>' if moves else ""
    return (
        f'<figure class="output" id="{escape(id)}" data-figure="{escape(recording["name"])}"'
        f"{' data-recorded' if moves else ''}>"
        f'<div class="course-figure"><p class="course-question">{recording["question"]}</p>'
        f'{picture}<p class="course-words">{recording["words"]}</p></div>'
        f"<figcaption>{note}</figcaption>{script}</figure>"
    )


def html(
    place: Place,
    blocks: Sequence[str],
    before: Place | None,
    after: Place | None,
    course: Identity = UNNAMED,
    places: Sequence[Place] = (),
) -> str:
    """The whole file; `places` are all chapters, for the list at its side."""
    template = _templates().get_template("page.html.j2")
    return template.render(
        title=place.title, file=place.file, blocks=blocks, before=before, after=after,
        style=_style(), script=_script(), course=escape(course.title),
        address=escape(course.address), places=places,
    )  # fmt: skip


def index(
    chapters: Sequence[ChapterPage], places: Sequence[Place], course: Identity = UNNAMED
) -> str:
    """The file that leads to the chapters and says what each is about."""
    rows = (
        f'<li>{chapter.thumbnail}<h2><a href="{place.file}">{escape(place.title)}</a></h2>'
        f"{chapter.promise}</li>"
        for chapter, place in zip(chapters, places, strict=True)
    )
    blocks = [
        f"<h1>{escape(course.title)}</h1>",
        f"<p>{escape(f'{course.about} {INTRODUCTION}'.strip())}</p>",
        f'<p class="about">{ABOUT[all(c.solved for c in chapters)]}</p>',
        _faces(chapters, places),
        f'<ol class="chapters">{"".join(rows)}</ol>',
    ]
    return html(INDEX, blocks, None, None, course)


def _faces(chapters: Sequence[ChapterPage], places: Sequence[Place]) -> str:
    """Pictures that networks of these chapters draw, each a link to its figure."""
    links = [
        f'<a href="{place.file}#{id}">{svg}</a>'
        for chapter, place in zip(chapters, places, strict=True)
        for id, svg in chapter.faces
    ]
    if not links:
        return ""
    return f'<p class="kind">{FACES}</p><div class="faces">{"".join(links)}</div>'


@functools.cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(HERE), undefined=StrictUndefined, autoescape=False)


@functools.cache
def _style() -> str:
    return STYLE.read_text("utf-8") + (WIDGETS / "figure.css").read_text("utf-8")


@functools.cache
def _script() -> str:
    """The figures' script and the page's own as one module: a file:// page can import none."""
    figure = script()
    if figure.count("export default ") != 1:
        raise CourseError("course/widgets/figure.js must have one `export default`.")
    page = (HERE / "page.js").read_text(encoding="utf-8")
    return figure.replace("export default ", "const courseFigure = ") + page
