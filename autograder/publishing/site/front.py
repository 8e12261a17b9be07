"""The front page: a picture, a card a chapter, and three ways on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from nbformat import NotebookNode

from autograder.authoring import minutes
from autograder.publishing.pages.page import IMAGE, ChapterPage
from autograder.shared.highlight import STYLE
from autograder.shared.identity import Identity
from course.naming import NAME
from course.results.outline import ChapterOutline

HERE = Path(__file__).parent
KIT = f"{NAME}.zip"


@dataclass(frozen=True)
class Card:
    """What the front page says of a chapter."""

    name: str
    title: str
    promise: str
    minutes: str
    thumbnail: str

    @property
    def do(self) -> str:
        """Where it opens, from the front page."""
        return f"jupyter/notebooks/index.html?path={self.name}/{self.name}.ipynb"


def pictures(notebook: NotebookNode) -> list[str]:
    """The figures of a released notebook as they first look, each an `img`."""
    shown = (
        o.get("data", {}).get("text/html", "") for c in notebook.cells for o in c.get("outputs", ())
    )
    return [image[0] for html in shown if (image := IMAGE.search(html))]


def cards(released: Mapping[str, NotebookNode]) -> tuple[str, list[Card]]:
    """The site's picture, which is the first chapter's first figure, and a card a chapter."""
    found = {name: pictures(notebook) for name, notebook in released.items()}
    first = next((images.pop(0) for images in found.values() if images), "")
    made = []
    for name, notebook in released.items():
        page = ChapterPage(notebook, notebook, notebook)
        told, thumbnail = minutes.said(notebook.cells[0].source), next(iter(found[name]), "")
        made.append(Card(name, page.title, page.promise, told, thumbnail))
    return first, made


def described(
    released: Mapping[str, NotebookNode], outlines: Sequence[ChapterOutline], version: str
) -> dict[str, Any]:
    """What the site's scripts know of its chapters: `course.json`."""
    outline = {one.name: one for one in outlines}
    return {
        "version": version,
        "chapters": [
            {
                "name": name,
                "title": outline[name].title,
                "stamp": notebook.metadata.get("autograder", {}).get("stamp", ""),
                "functions": [one.name for one in outline[name].exercises],
                "exercises": [
                    [check.label for check in one.checks] for one in outline[name].exercises
                ],
            }
            for name, notebook in released.items()
        ],
    }


def html(
    released: Mapping[str, NotebookNode], data: Mapping[str, Any], lines: Mapping[str, str],
    course: Identity,
) -> str:  # fmt: skip
    """The whole page."""
    picture, chapters = cards(released)
    environment = Environment(
        loader=FileSystemLoader(HERE), undefined=StrictUndefined, autoescape=False
    )
    style = STYLE.read_text("utf-8") + (HERE / "front.css").read_text("utf-8")
    return environment.get_template("front.html.j2").render(
        title=escape(course.title), address=escape(course.address), style=style, chapters=chapters,
        picture=f'<p class="picture">{picture}</p>' if picture else "", kit=KIT,
        lines={name: escape(text) for name, text in lines.items()},
        data=json.dumps(data, ensure_ascii=False).replace("</", "<\\/"),
    )  # fmt: skip
