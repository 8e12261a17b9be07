"""A function of the network with all that it needs, as text: the student's, or the course's own."""

from __future__ import annotations

import functools
import json
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.mine import sources
from course.mine.notebooks import GIVEN, ChapterNotebook
from course.mine.sources import Definition
from course.results import outline

YOURS, OURS = "yours", "the course's"

CHECKS = Path(__file__).with_name("checks.json")
"""Written by `make release` from the texts; see autograder/authoring/visible_checks.py."""

READING = ("relu", "mlp_forward", "softmax")
"""What reads a digit: all that follows from them is needed, too."""

BACK = ("cross_entropy", "softmax_ce_backward", "mlp_backward")
"""What gives the slopes where the student's `loss_and_grads` does not."""

LEARNING = ("init_params", "loss_and_grads", "sgd_step", "minibatches", "accuracy", "train")

NETWORK = (
    "relu", "affine_forward", "mlp_forward", "init_params", "softmax", "cross_entropy",
    "l2_penalty", "relu_backward", "affine_backward", "softmax_ce_backward", "mlp_backward",
    "sgd_step", "minibatches", "accuracy", "loss_and_grads", "train",
)  # fmt: skip
"""The functions that are gathered, in the order in which they were written."""


class Unfit(Exception):
    """A cell's text cannot be taken into a program; says why, to follow the function's name."""


@dataclass(frozen=True)
class Piece:
    """A function, and the definitions that it needs from its own notebook.

    exercise : its name
    owner    : YOURS or OURS
    chapter  : the folder's name of the chapter that it is from
    parts    : definitions in the order in which they run; the last ones are the function's own
    uses     : other exercises' functions that it calls
    """

    exercise: str
    owner: str
    chapter: str
    parts: tuple[Definition, ...]
    uses: frozenset[str]


@functools.cache
def chapter_of() -> Mapping[str, str]:
    """The chapter of each exercise."""
    return {e.name: c.name for c in outline.chapters() for e in c.exercises}


@functools.cache
def _kept() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(CHECKS.read_text(encoding="utf-8"))
    return found


def checks(exercise: str) -> list[dict[str, str]]:
    """The visible check cells of an exercise: label and source."""
    found: list[dict[str, str]] = _kept()[chapter_of()[exercise]]["checks"].get(exercise, [])
    return found


@functools.cache
def locked(chapter: str) -> tuple[Definition, ...]:
    """What a chapter's locked cells define."""
    return tuple(one for text in _kept()[chapter]["locked"] for one in sources.definitions(text))


class Scope:
    """The definitions that a chapter's notebook holds for a function of it.

    answers : texts of its answer cells by exercise
    own     : texts of its other cells
    course  : what the course gives to every chapter, for names that are not the student's
    """

    def __init__(
        self, answers: Mapping[str, str], own: Sequence[str], course: Sequence[Definition]
    ) -> None:
        self._answers = answers
        self._own = [one for text in own for one in sources.tried(text) if one.plain]
        self._course = course

    def piece(self, exercise: str) -> Piece:
        """The student's function of that name. Raises Unfit."""
        try:
            cell = sources.definitions(self._answers[exercise])
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            line = getattr(error, "lineno", None)
            raise Unfit(f"is no Python yet{f' (line {line})' if line else ''}") from None
        main = _last(cell, exercise)
        if main is None:
            raise Unfit("is not defined in its cell")
        if main.blank:
            raise Unfit("is still blank")
        others = [one for name, text in self._answers.items() if name != exercise
                  for one in sources.tried(text)]  # fmt: skip
        found, uses = self._closed(exercise, main, [cell, others, self._own])
        order = [*self._course, *self._own, *others, *cell]
        parts = sorted(found, key=lambda one: _place(order, one))
        return Piece(exercise, YOURS, chapter_of()[exercise], tuple(parts), frozenset(uses))

    def _closed(
        self, exercise: str, main: Definition, places: Sequence[Sequence[Definition]]
    ) -> tuple[list[Definition], set[str]]:
        """The function's definition with all that it needs, and the other exercises in it."""
        found, uses, waiting = [main], set[str](), deque(sorted(main.needs))
        seen = {*main.names}
        while waiting:
            name = waiting.popleft()
            if name in seen:
                continue
            seen.add(name)
            one = self._meant(exercise, name, places)
            if one is None:
                if name in chapter_of():
                    uses.add(name)
                continue
            if one.blank:
                raise Unfit(f"needs `{name}`, which is still blank")
            if one.imports:
                _need_alone(one)
            if one not in found:
                found.append(one)
                seen |= {*one.names}
                waiting.extend(sorted(one.needs))
        return found, uses

    def _meant(
        self, exercise: str, name: str, places: Sequence[Sequence[Definition]]
    ) -> Definition | None:
        """What a name means in this function; None for what is there anyway. Raises Unfit."""
        home = chapter_of()[exercise]
        cell, others, own = places
        here = _last(cell, name)
        # An exercise's name is that exercise, but for one that this notebook cannot know yet, and
        # for a copy in this very cell.
        whose = chapter_of().get(name, "")
        if whose == home or (whose and whose < home and here is None):
            return None
        if name == "np" or name in {n for one in glue() for n in one.names}:
            return None
        for place in (cell, others, own, self._course):
            one = _last(place, name)
            if one is not None:
                return one
        if name in chapter_of():
            return None
        if name in sources.BUILTINS or name in ("__name__", "__file__"):
            return None
        raise Unfit(f"needs `{name}`, which its notebook defines nowhere by a plain definition")


def _need_alone(one: Definition) -> None:
    package = one.imports.split(".")[0]
    if package not in sources.ALONE:
        raise Unfit(f"needs {package or 'a file of its own'}, and the program takes NumPy alone")


def _last(place: Sequence[Definition], name: str) -> Definition | None:
    return next((one for one in reversed(place) if name in one.names), None)


def _place(order: Sequence[Definition], one: Definition) -> int:
    return len(order) - 1 - [*reversed(order)].index(one)


@functools.cache
def glue() -> tuple[Definition, ...]:
    """Names that a chapter's locked cells give to its functions, as short as a ReLU net needs."""
    return tuple(sources.definitions(GLUE))


GLUE = """
def activation_backward(dout, a, act):
    return relu_backward(dout, a)

def record(history, params, x, y, cfg):
    history["loss"].append(loss_and_grads(params, x, y, cfg["act"], cfg["lam"])[0])
    history["accuracy"].append(accuracy(mlp_forward(x, params, cfg["act"])[0], y))
"""


def ours(given: Sequence[str]) -> dict[str, Piece]:
    """The course's own functions, from the cells in which it gives them to later chapters."""
    definitions = [one for text in given for one in sources.tried(text)]
    found: dict[str, Piece] = {}
    for exercise, chapter in chapter_of().items():
        main = _last(definitions, exercise)
        if main is None:
            continue
        scope = Scope({exercise: main.text}, (), definitions)
        try:
            piece = scope.piece(exercise)
        except Unfit:
            continue
        found[exercise] = Piece(exercise, OURS, chapter, piece.parts, piece.uses)
    return found


def beside(given: Sequence[str]) -> list[Definition]:
    """What the course gives along with its own functions: the others of the same cells."""
    definitions = [one for text in given for one in sources.tried(text) if not one.imports]
    last = {one.names: one for one in definitions}
    return [one for names, one in last.items() if not {*names} & {*chapter_of()}]


def theirs(
    notebook: ChapterNotebook | None,
    live: Mapping[str, str],
    ran: Sequence[str],
    chapter: str,
    given: Sequence[str],
) -> Iterator[tuple[str, Piece | str]]:
    """For each exercise of a chapter the student's function, or why there is none.

    live : cells of the running notebook, by exercise; they are newer than the saved ones
    ran  : all cells that ran in it, if some of them are answers of this chapter
    """
    saved = notebook.answers if notebook else {}
    course = [one for text in given for one in sources.tried(text)]
    own = [*(notebook.own if notebook else ()), *(t for t in ran if not t.startswith(GIVEN))]
    scope = Scope({**saved, **live}, own, course)
    for one in (e for c in outline.chapters() if c.name == chapter for e in c.exercises):
        if one.name not in saved and one.name not in live:
            missing = "has no notebook that was found"
            yield one.name, f"has no cell in {notebook.path.name}" if notebook else missing
            continue
        try:
            yield one.name, scope.piece(one.name)
        except Unfit as why:
            yield one.name, str(why)
