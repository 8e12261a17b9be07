"""The templates of pages made of records, in which whatever somebody wrote is harmless."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from autograder.records import standing
from autograder.records.table import number
from autograder.shared import harmless
from autograder.shared.highlight import python
from course.check import rendered


@functools.cache
def template(path: Path) -> Any:
    """The template in a file, with the filters mark, points, python and sentence."""
    environment = Environment(
        loader=FileSystemLoader(path.parent), undefined=StrictUndefined, autoescape=True,
        finalize=_safe,
    )  # fmt: skip
    environment.filters.update(mark=_mark, points=number, python=_python, sentence=_sentence)
    return environment.get_template(path.name)


def _mark(state: str) -> Markup:
    """A mark, which refers to its shape at the top of the page."""
    return Markup(  # noqa: S704, for it is all ours
        f'<svg class="mark mark-{state}" role="img" aria-label="{standing.MEANING[state]}">'
        f'<use href="#course-mark-{state}"/></svg>'
    )


def _sentence(said: str) -> Markup:
    return Markup(rendered.prose(harmless.text(said)))  # noqa: S704, for it is all escaped


def _python(code: str) -> Markup:
    """Code with its syntax marked; an `Allowance` has seen to it that it is short enough."""
    return Markup(python(harmless.code(code)))  # noqa: S704


def _safe(value: Any) -> Any:
    return harmless.text(value) if type(value) is str else value
