"""The figures that a chapter makes, with its reference answers, outside of any notebook."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from types import SimpleNamespace
from typing import Any

import numpy as np
from nbgrader.utils import is_grade, is_locked, is_solution

from autograder.authoring import answers
from course import data
from course.widgets import figure as figure_module
from course.widgets import plain_network
from course.widgets.figure import Interactive
from support.chapters import source_notebook

NUMBER = re.compile(
    "[-\N{MINUS SIGN}]?\\d[\\d.]*(?:·10)?[\u207b\u2070\u00b9\u00b2\u00b3\u2074-\u2079]*"
)
PICTURE = re.compile(r"data:image/png;base64,[\w+/=]*")
CLOSE = 0.003


def names(chapter: str) -> dict[str, Any]:
    """What a reader has by the chapter's end: its locked cells and the reference's answers."""
    source, space = source_notebook(chapter), {"__name__": "__main__"}
    solved = answers.reference(source)
    for cell in source.cells:
        if cell.cell_type != "code":
            continue
        if is_solution(cell):
            exec(solved[cell.metadata.nbgrader.grade_id], space)
        elif is_locked(cell) and not is_grade(cell):
            exec(cell.source, space)
    return space


def own() -> Any:
    """What stands for `mine.gather()`, for the figures alone: the network that the course has."""
    network, split = plain_network.bundled(), data.digits()
    begun = plain_network.broken(network.params, plain_network.SHUFFLED)
    epochs = []
    for net in (begun, network):
        halves = (split.x_train, split.y_train), (split.x_test, split.y_test)
        shares = [np.mean(net.forward(x)[0].argmax(axis=1) == y) for x, y in halves]
        epochs.append(SimpleNamespace(network=net, own=shares[0], new=shares[1]))
    made: Any = network
    made.run = SimpleNamespace(epochs=epochs, samples=split)
    return made


def figures(chapter: str) -> list[Interactive]:
    """The chapter's figures, in order, as they stand before anything is moved."""
    space = names(chapter) | {"my": own()}
    found = []
    for cell in source_notebook(chapter).cells:
        if cell.cell_type != "code" or is_solution(cell) or is_grade(cell):
            continue
        lines = ast.parse(cell.source).body if "widgets." in cell.source else []
        for text, line in ((ast.unparse(line), line) for line in lines):
            if isinstance(line, ast.Expr) and text.startswith("widgets."):
                found.append(eval(text, space))
            elif not isinstance(line, ast.Expr):
                exec(text, space)
    return [made for made in found if isinstance(made, Interactive)]


def looks(figure: Interactive) -> list[Any]:
    """What tells whether a figure still looks so: a digest of all but its numbers, and their mean.

    Numbers differ from machine to machine in their last digits, so they are no part of the digest.
    """
    said = [figure.question, figure.hint, figure.controls, figure.scene, figure.words]
    text = PICTURE.sub("picture", json.dumps(said, ensure_ascii=False))
    plain = hashlib.sha256(NUMBER.sub("#", text).encode()).hexdigest()[:16]
    places = [float(n) for n in re.findall(r'(?<=[" ,])-?\d+(?:\.\d)?(?=[", ])', figure.scene)]
    return [plain, round(sum(places) / max(len(places), 1), 2)]


def style() -> str:
    """A digest of the style that all figures share, its comments left out."""
    text = (figure_module.HERE / "figure.css").read_text(encoding="utf-8")
    plain = " ".join(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).split())
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def alike(kept: list[Any], now: list[Any]) -> bool:
    """Whether a figure looks as it did."""
    return bool(kept[0] == now[0] and abs(kept[1] - now[1]) <= CLOSE * abs(now[1]))
