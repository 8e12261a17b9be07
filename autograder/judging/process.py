"""One process of the student's, at the other end of a channel: requests to it, and its end.

Nothing that it says is believed: an answer of another form, of another request or none in time
counts as the process's end.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from typing import Any

from autograder.inside.wire import frames
from autograder.inside.wire.limits import WireError
from autograder.judging.budget import GRACE
from autograder.judging.bundle import ANSWER, LOCKED, CodeCell
from autograder.judging.result import Outcome

ANSWERS_WITHIN = 10.0  # seconds in which an idle process has to say that it is there
LATE = "ran too long and could not be stopped"
GONE = "ended its own process, or ran out of memory"
FULL = "used up the memory it may have"
CROWDED = "left more processes running than a submission may have"


class LostError(Exception):
    """A process of the student's that ended, hangs, is full, or talks nonsense.

    outcome : of the submission     how : what the culprit did, the rest of a sentence
    """

    def __init__(self, outcome: Outcome, how: str) -> None:
        super().__init__(how)
        self.outcome, self.how = outcome, how


class Process:
    """Runs the student's cells, and forks for each test.

    defines : names of functions that locked cells make
    lost    : how it was lost, None as long as it is not
    """

    def __init__(self, channel: socket.socket, defines: Sequence[str]) -> None:
        self._channel, self._defines = channel, list(defines)
        self._number = 0
        self.lost: LostError | None = None

    def run(self, cell: CodeCell, seconds: float, until: int = 0) -> tuple[list[Any], bool]:
        """What a cell printed with the report of its error or None, and whether memory is full.

        until : run only what stands above this line, if it is not 0
        Raises LostError.
        """
        defines = self._defines if cell.kind in (LOCKED, ANSWER) else []
        # A fork that the student's code left on the channel may answer, too: to an older request.
        self._number += 1
        message = ["run", self._number, cell.source, seconds, defines, until]
        answer = self.ask(message, seconds)
        if type(answer) is not list or len(answer) != 4 or answer[0] != self._number:
            raise self.fail(GONE)
        *said, full = answer[1:]
        return said, full is True

    def check_fit(self) -> None:
        """Raise LostError if no test could be begun."""
        fit = self.ask(["fit"], ANSWERS_WITHIN)
        if fit is not True:
            raise self.fail(CROWDED if fit is False else GONE)

    def fork(self, descriptor: int, seconds: float) -> None:
        """Ask for a fork that answers the judge on a descriptor. Raises LostError."""
        self._tell(["fork", seconds], descriptor)

    def check_forked(self, seconds: float) -> None:
        """Raise LostError if there was no fork when it was asked for."""
        answer = self._hear(seconds)
        if answer is not True:
            raise self.fail(CROWDED if answer is False else GONE)

    def ask(self, message: list[Any], seconds: float) -> Any:
        """An answer, within so many seconds and a grace. Raises LostError."""
        self._tell(message)
        return self._hear(seconds)

    def fail(self, why: str | Exception) -> LostError:
        """Take the process for lost, for a reason of the above or for what a channel raised."""
        late, full = isinstance(why, TimeoutError), why == FULL
        how = why if isinstance(why, str) else LATE if late else GONE
        outcome = Outcome.OUT_OF_MEMORY if full else Outcome.TIMEOUT if late else Outcome.KILLED
        self.lost = LostError(outcome, how)
        return self.lost

    def close(self) -> None:
        """Hang up."""
        self._channel.close()

    def _tell(self, message: list[Any], descriptor: int | None = None) -> None:
        try:
            frames.send(self._channel, message, descriptor)
        except OSError as error:
            raise self.fail(error) from None

    def _hear(self, seconds: float) -> Any:
        frames.wait(self._channel, seconds + GRACE)
        try:
            return frames.receive(self._channel)
        except (EOFError, OSError, WireError) as error:
            raise self.fail(error) from None
