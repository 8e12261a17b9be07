"""A stop from outside (Ctrl-C, SIGTERM, SIGHUP) that cannot get lost.

Python tells of a signal by an exception at whatever line it is; where that is a destructor or a
call-back from C, the exception is printed and swallowed. So the signal is remembered, too.
"""

from __future__ import annotations

import math
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
EXIT_CODE = 130  # the shell's word for a command that was stopped
STOP_PATIENCE = 10.0  # seconds in which a command that was stopped ends; then it may be told again


class Stop:
    """Whether this process was told to stop; raises KeyboardInterrupt for the first signal.

    Those that follow change nothing, for a while: what is under way is being ended. Nor does one
    that comes when all is over.
    """

    def __init__(self) -> None:
        self.told, self.over, self._when = False, False, -math.inf

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        if self.over or time.monotonic() - self._when < STOP_PATIENCE:
            return
        self.told, self._when = True, time.monotonic()
        raise KeyboardInterrupt

    def check(self) -> None:
        """Raise KeyboardInterrupt if a stop was told, also where that was swallowed."""
        if self.told:
            raise KeyboardInterrupt

    @contextmanager
    def heard(self) -> Iterator[Stop]:
        """While this lasts, signals are heard; one that somebody has set to be ignored is not."""
        before = {}
        for number in SIGNALS:
            if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                before[number] = signal.signal(number, self._hear)
        try:
            yield self
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def ignore() -> None:
    """Hear no stop any more: this process has done and said all, and is about to end."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def say(what: str) -> int:
    """Say that the command was stopped, and what that means; its exit code."""
    print(f"\nautograder: stopped. {what}", file=sys.stderr)
    return EXIT_CODE
