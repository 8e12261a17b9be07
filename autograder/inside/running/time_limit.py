"""How long a cell may run, or the functions that a test calls, in all."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


# A BaseException, since answers may catch every Exception, and do.
class TooSlow(BaseException):
    """The time of a cell is over; no `except Exception` keeps this from ending it."""


@contextmanager
def limit(seconds: float) -> Iterator[None]:
    """Raise TooSlow in the block after that time; whoever holds on is killed from outside."""

    def ring(_signal: int, _frame: Any) -> None:
        raise TooSlow("This took too long and was stopped: is there a loop that never ends?")

    signal.signal(signal.SIGALRM, ring)
    # It rings again, for code that catches everything.
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.2)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
