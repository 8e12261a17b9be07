"""Chapter 6 as a reader has it who has solved it, for the tests of its figures."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import numpy as np
from nbgrader.utils import is_grade, is_locked, is_solution

from autograder.authoring import answers
from course.widgets.figure import Interactive
from support.chapters import source_notebook

CHAPTER = "ch06_training_loop"


def notebook(**written: str) -> dict[str, Any]:
    """The chapter's names with the reference's answers, some written otherwise; made anew."""
    source, space = source_notebook(CHAPTER), {"__name__": "__main__"}
    solved = answers.reference(source) | written
    for cell in source.cells:
        if is_solution(cell):
            exec(solved[cell.metadata.nbgrader.grade_id], space)
        elif cell.cell_type == "code" and is_locked(cell) and not is_grade(cell):
            exec(cell.source, space)
    return space


def functions() -> tuple[Callable[..., Any], Callable[..., Any]]:
    """The two that a figure trains with."""
    space = notebook()
    return space["loss_and_grads"], space["sgd_step"]


def trained(run: Any, values: dict[str, Any], steps: int) -> Any:
    """A run after so many steps from its beginning, or at its end."""
    run.reset(values)
    for _ in range(steps):
        if not run.step(values):
            break
    return run


def worked(figure: Interactive, *hands: Callable[[], Any]) -> None:
    """Do things to a figure as the reader does, within an event loop; it is paused at the end."""

    async def work() -> None:
        for hand in hands:
            hand()
        if figure.playing:
            figure.press("play")

    asyncio.run(work())


def alt(figure: Interactive) -> str:
    """What the figure's picture says to those who cannot see it."""
    return figure.still()["text/plain"]


def spoilt(params: Any, grads: Any, lr: float) -> Any:
    """A step that loses the network."""
    return [(w * np.nan, b * np.nan) for w, b in params]


def blank(*args: Any) -> Any:
    """An exercise that is not written yet."""
    raise NotImplementedError


def broken(params: Any, grads: Any, lr: float) -> Any:
    """A step that raises."""
    raise ZeroDivisionError("by nothing")


def cut(params: Any, grads: Any, lr: float) -> Any:
    """A step that loses a layer."""
    return params[:1]
