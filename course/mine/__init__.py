"""The network that a student wrote, gathered from their notebooks, and what can be made of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from course.data import Split
    from course.mine.result import Mine

__all__ = ["gather"]


def gather(
    folder: str | os.PathLike[str] | None = None,
    *,
    samples: Split | None = None,
    hidden: Sequence[int] = (64,),
    epochs: int = 12,
    lr: float = 0.25,
) -> Mine:
    """Your own network: your functions of all six chapters, put together and taught to read.

    folder  : where your notebooks are, if neither beside this one nor in its folder
    samples : x_train, y_train, x_test, y_test; if None the 8x8 digits, and of those to learn from
              also copies, as other hands might have drawn them
    hidden  : units of each hidden layer

    Your saved notebooks are read and never written. Each function goes through its checks, in a
    process of its own where there is one, and the course's own takes the place of what is missing
    or fails; the table that is shown says so. It gives a network that can be drawn for, and
    `program()`, `save()` and `poster()` make something of it.

    Raises CheckFailed, a sentence, if not even the course's own functions are there.
    """
    from course.mine.learning import Recipe, digits
    from course.mine.result import made

    recipe = Recipe(tuple(hidden), epochs, lr)
    return made(folder, digits() if samples is None else samples, recipe)
