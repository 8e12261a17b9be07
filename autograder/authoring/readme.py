"""The README's table of chapters and of what is written in each, from the texts."""

import re
from collections.abc import Sequence
from pathlib import Path

from autograder.authoring import build, text
from autograder.authoring.text import TextCell
from autograder.shared import atomic, catalogue

FILE = Path("README.md")

_HEAD = "| | chapter | you write |\n|---|---|---|\n"
_TABLE = re.compile(re.escape(_HEAD) + r"(?:\|.*\n)*")


def written(root: Path, page: str) -> str:
    """The page with its table as the texts have it; as it is if it has no such table."""
    rows = [_row(root, name) for name in catalogue.chapters(root)]
    return _TABLE.sub(lambda _: _HEAD + "".join(rows), page)


def write(root: Path) -> None:
    """Write the table into the course's README, where there is one."""
    if check(root):
        page = (root / FILE).read_text(encoding="utf-8")
        atomic.write(root / FILE, written(root, page))


def check(root: Path) -> list[str]:
    """What is wrong with the table, a sentence; nothing if it is what the texts say."""
    if not (path := root / FILE).is_file():
        return []
    page = path.read_text(encoding="utf-8")
    if page == written(root, page):
        return []
    return [f"{FILE}: its table of chapters is not the texts'; run `make release` and commit."]


def title(root: Path, name: str) -> str:
    """A chapter's title, as its text has it; its name if the text has none."""
    return _heading(text.parse(build.text_path(root, name)).cells, name)[1]


def _heading(cells: Sequence[TextCell], name: str) -> tuple[str, str]:
    found = re.search(r"^# Chapter (\d+) · (.+)", cells[0].source) if cells else None
    return (found[1], found[2]) if found else (str(int(name[2:4])), name)


def _row(root: Path, name: str) -> str:
    cells = text.parse(build.text_path(root, name)).cells
    number, words = _heading(cells, name)
    answers = ", ".join(
        f"`{cell.grade_id}`"
        for cell in cells
        if cell.role == "solution" and cell.cell_type == "code"
    )
    return f"| {number} | [{words}](release/{name}/{name}.ipynb) | {answers} |\n"
