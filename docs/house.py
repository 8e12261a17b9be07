"""Draws the house in CONTRIBUTING.md from the imports: which room uses which, and what each is for.

python docs/house.py            writes the picture between its two marks
python docs/house.py --check    says whether it is the one that the imports make; exit code 1 if not
"""

from __future__ import annotations

import ast
import itertools
import re
import sys
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "CONTRIBUTING.md"
BEGIN, END = "<!-- house: made by `make house` -->\n", "<!-- end of house -->\n"
PACKAGES = ("autograder", "course")


def room(module: str) -> str:
    """The room that a module lies in; the others are all one, `data` aside, which rooms import."""
    package, *rest = module.split(".")
    if rest and (ROOT / package / rest[0]).is_dir():
        return f"{package}/{rest[0]}/"
    return f"{package}/{rest[0]}.py" if rest == ["data"] else f"{package}/"


def arrows() -> set[tuple[str, str]]:
    """Pairs of rooms (one, other) where one imports the other, without what others lead to."""
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    direct = {
        (room(one), room(other))
        for one in graph.modules
        for other in graph.find_modules_directly_imported_by(one)
    }
    direct = {(a, b) for a, b in direct if a != b}
    return {(a, b) for a, b in direct if not _leads(direct - {(a, b)}, a, b)}


def _leads(pairs: set[tuple[str, str]], start: str, end: str) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        at = waiting.pop()
        waiting += (new := [b for a, b in pairs if a == at and b not in seen])
        seen |= {*new}
    return end in seen


def purpose(name: str) -> str:
    """The first sentence of a room's own docstring."""
    file = ROOT / name if name.endswith(".py") else ROOT / name / "__init__.py"
    said = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
    return " ".join(said.split("\n\n")[0].split())


def picture() -> str:
    """The picture as Mermaid, and the rooms in a table."""
    found = sorted(arrows())
    rooms = sorted({*itertools.chain(*found)})
    ids = {name: re.sub(r"\W", "_", name) for name in rooms}
    lines = ["```mermaid", "flowchart TD"]
    lines += [f'    {ids[name]}["{name}"]' for name in rooms]
    lines += [f"    {ids[one]} --> {ids[other]}" for one, other in found]
    lines += ["```", "", "| room | what it is for |", "|---|---|"]
    lines += [f"| `{name}` | {purpose(name)} |" for name in rooms]
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Write the page, or compare it."""
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    fresh = f"{before}{BEGIN}\n{picture()}\n{END}{after}"
    if arguments == ["--check"]:
        if page != fresh:
            print("CONTRIBUTING.md draws another house than the imports; run `make house`.")
        return int(page != fresh)
    PAGE.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
