"""A sandbox seen from within: code that runs there, and what outsiders see of its processes."""

from __future__ import annotations

import json
import socket
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psutil
import pytest

from autograder.inside.wire import frames
from autograder.judging.sandbox import ResourceLimits, Sandbox, SandboxUnavailableError

# What code inside may use: a system call by its number, and the name of the error it ends in.
TOOLS = """
import ctypes, errno, os, time
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *arguments):
    result = libc.syscall(number, *arguments)
    return errno.errorcode[ctypes.get_errno()] if result < 0 else "done"
def tried(f, *arguments, **named):
    try:
        f(*arguments, **named)
    except OSError as error:
        return errno.errorcode.get(error.errno, "OSError")
    return "done"
def named(mark):
    libc.prctl(15, mark.encode(), 0, 0, 0)
"""


class Inside:
    """A submission that runs: asks its process to run code."""

    def __init__(self, channel: socket.socket) -> None:
        self.channel = channel

    def run(self, source: str, seconds: float = 20.0) -> tuple[str, Any]:
        """What the code printed, and the report of its error or None."""
        frames.send(self.channel, ["run", 0, TOOLS + textwrap.dedent(source), seconds])
        _, printed, error, _ = frames.receive(self.channel)
        return printed, error

    def value(self, source: str) -> Any:
        """What an expression is worth, by way of JSON."""
        printed, error = self.run(f"import json\nprint(json.dumps({source}))")
        assert error is None, error[:2]
        return json.loads(printed)


@contextmanager
def submission(box: Sandbox) -> Iterator[Inside]:
    channel = box.start()
    channel.settimeout(30)
    try:
        with channel:
            yield Inside(channel)
    finally:
        box.stop()


def opened(tier: str, limits: ResourceLimits | None = None) -> Sandbox:
    try:
        return Sandbox(tier, limits)
    except SandboxUnavailableError as error:
        pytest.skip(f"TIER {tier} IS NOT TESTED HERE: {error}")


def marked(mark: str) -> list[psutil.Process]:
    """Processes that have given themselves this name, as seen from outside."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.name() == mark:
                found.append(process)
        except psutil.Error:
            continue
    return found


def until(fact: Callable[[], Any], seconds: float = 15.0) -> Any:
    """The fact, as soon as it holds; the last it was if it never does."""
    end = time.monotonic() + seconds
    while not (value := fact()) and time.monotonic() < end:
        time.sleep(0.02)
    return value


def crowded(inside: Inside) -> int | str:
    """Begin 500 threads at once, and a process; how many there came to be, or "ended"."""
    inside.channel.settimeout(60)
    try:
        printed, _ = inside.run(
            """
            import threading
            n = 0
            try:
                while n < 500:
                    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
                    n += 1
            except RuntimeError:
                n += tried(os.fork) == "done"
            print(n)
            """
        )
        return int(printed)
    except (EOFError, OSError):
        return "ended"
