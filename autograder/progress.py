"""How far a run is: one live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from typing import TextIO

from autograder.judging.result import Outcome, Result
from autograder.records.table import NOTE
from autograder.shared.harmless import shown

LIVE_SECONDS = 0.2  # between two states of the live line
PLAIN_SECONDS = 10.0  # between two plain lines


class Progress:
    """Counts results and tells of them: done, rate, time left, failures so far.

    A stream that cannot be written to is left alone: nobody's grade depends on it.
    """

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self.total, self.done, self.failed, self.unchanged = total, 0, 0, 0
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty()
        self._began = time.monotonic()
        self._told = self._began

    def add(self, result: Result, fresh: bool) -> None:
        """Count a result; of one that was not well, say at once what it was.

        fresh : it was graded now, and not in an earlier run
        """
        self.done += 1
        self.unchanged += not fresh
        if result.outcome is not Outcome.OK:
            self.failed += 1
            what = f"{shown(result.student)} {shown(result.chapter)}: {result.outcome}"
            self._line(f"{what}. {shown(result.reason or '', NOTE)}".strip())
        now = time.monotonic()
        if self.done == self.total or now - self._told >= (
            LIVE_SECONDS if self._live else PLAIN_SECONDS
        ):
            self._told = now
            self._tell(now)

    def _tell(self, now: float) -> None:
        spent = max(now - self._began, 1e-9)
        rate = self.done / spent
        left = (self.total - self.done) / rate if rate else 0.0
        graded = f"{self.done - self.unchanged} graded, {self.unchanged} unchanged"
        text = f"{self.done}/{self.total} {f'done: {graded}' if self.unchanged else 'graded'}"
        text += f", {rate:.1f} a second, {_time(left)} left"
        text += f", {self.failed} not ok" if self.failed else ""
        if self._live:
            self._write(f"\r\x1b[K{text}" + ("\n" if self.done == self.total else ""))
        else:
            self._line(text)

    def _line(self, text: str) -> None:
        self._write(("\r\x1b[K" if self._live else "") + text + "\n")

    def _write(self, text: str) -> None:
        with suppress(OSError, ValueError):
            self._stream.write(text)
            self._stream.flush()


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"
