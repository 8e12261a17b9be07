"""What a submission may use for all that is no test: time, pictures, and what is shown of it.

One budget a submission, for the student's own cells, for cells that are run again, for figures and
for prints, errors and the tests' messages. What does not fit is left out; a sentence says so where
it would have stood, and nothing is lost by it. Times are in limits of a cell, `c.Execute.timeout`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.judging.bundle import FIGURE, OWN, Bundle

GRACE = 2.0  # seconds beyond a cell's limit until its process is taken for lost
OWN_CELLS = 10  # limits of a cell that all cells of the student's own may take together
AGAIN = 10  # limits of a cell that may go into running cells and tests again
PROCESSES = 24  # that a submission may have, one after another
SETTLE = 0.25  # seconds in which what a cell left behind shows, where that is looked for
FIGURES = 30  # pictures
FIGURE_SECONDS = 5.0  # that a figure may take
FIGURES_SECONDS = 15.0  # that all of them may take together
# Bytes of JSON, as a record travels and as a page has them: far below what a frame may hold.
ONE_PICTURE = 500_000  # of one picture
ALL_PICTURES = 2_000_000  # of all of them
SHOWN = 400_000  # of all that the notebook prints and raises
MESSAGE = 20_000  # of one text of a test's
MESSAGES = 1_000_000  # of all of them
LEAST = 1_000  # of a text of a test's, however many there were

TOO_MANY = "The cells of your own took too long together; the last of them were not run."
NO_MORE = "... (what this notebook prints beyond here is left out)"
TOO_SLOW = f"This figure took more than {FIGURE_SECONDS:g} seconds and is not drawn here."
PICTURE_TOO_LARGE = (
    f"The picture of this figure has more than {ONE_PICTURE:,} bytes and is left out here."
)
NO_MORE_FIGURES = (
    f"This figure and those after it are not drawn here: a notebook's figures may take "
    f"{FIGURES_SECONDS:g} seconds together, be {FIGURES} in number, and have "
    f"{ALL_PICTURES:,} bytes."
)
ENDED_BY_FIGURE = (
    "This figure took too long and could not be stopped, or ended the notebook's process; it and "
    "those after it are not drawn here."
)


def size(text: str) -> int:
    """Bytes of a text as it travels."""
    return len(json.dumps(text))


def fit(text: str, room: int) -> str:
    """The beginning of a text that fits into so many bytes."""
    while text and (needed := size(text)) > room:
        text = text[: len(text) * max(room, 0) // needed]
    return text


def longest(bundle: Bundle) -> float:
    """Seconds that the cells of a bundle may take, each a little beyond its limit."""
    kinds = [cell.kind for cell in bundle.cells]
    own, figures = kinds.count(OWN), kinds.count(FIGURE)
    cells = len(kinds) - own - figures + min(own, OWN_CELLS) + AGAIN + 1
    return cells * (bundle.seconds + 5) + own + PROCESSES + FIGURES_SECONDS + FIGURE_SECONDS


class OverError(Exception):
    """A submission has had all the processes, or all the time for running again, that it may."""


class Budget:
    """What is left of it."""

    def __init__(self, seconds: float) -> None:
        self.own = OWN_CELLS * seconds
        self._again = AGAIN * seconds
        self._processes = PROCESSES - 1
        self._shown, self._messages = SHOWN, MESSAGES
        self._figures, self._drawing, self._pictures = FIGURES, FIGURES_SECONDS, ALL_PICTURES
        self._cut = False

    def new_process(self) -> None:
        """Count a process that takes another's place. Raises OverError if there can be none."""
        self._processes -= 1
        if self._processes < 0:
            raise OverError

    @contextmanager
    def running_again(self) -> Iterator[None]:
        """Count the time of the block as running again. Raises OverError if none is left."""
        if self._again <= 0:
            raise OverError
        began = time.monotonic()
        try:
            yield
        finally:
            self._again -= time.monotonic() - began

    def shown(self, text: str) -> str:
        """What is kept of a text that the notebook prints or raises; the first cut says so."""
        kept = fit(text, self._shown)
        self._shown -= size(kept)
        if len(kept) < len(text) and not self._cut:
            self._cut = True
            return f"{kept}\n{NO_MORE}\n"
        return kept

    def message(self, text: str) -> str:
        """What is kept of a text that a test says: always its beginning."""
        kept = fit(text, max(min(MESSAGE, self._messages), LEAST))
        self._messages -= size(kept)
        return kept

    def drawing(self) -> float:
        """Seconds that the next figure may take; 0 if there shall be none."""
        if self._figures <= 0 or self._pictures <= 0 or self._drawing <= 0:
            return 0.0
        return min(FIGURE_SECONDS, self._drawing)

    def drawn(self, seconds: float, picture: str) -> str:
        """Account for a figure: "" if its picture is kept, or the sentence that it is not."""
        self._drawing -= seconds
        self._figures -= 1
        needed = size(picture)
        if needed > ONE_PICTURE:
            return PICTURE_TOO_LARGE
        if needed > self._pictures:
            self._pictures = 0
            return NO_MORE_FIGURES
        self._pictures -= needed
        return ""
