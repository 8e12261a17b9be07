"""Do something with a stranger's bytes in a process that ends when it takes too long or too much.

What comes back is JSON: nothing that was made of the bytes is ever run or unpickled here.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn

from autograder.errors import CourseError
from autograder.forks import fork


class ExceededError(Exception):
    """Which limit was exceeded, the rest of a sentence that starts with what was done."""


def run(work: Callable[[], Any], seconds: float, megabytes: int) -> Any:
    """What `work()` gives, as JSON carries it, made in a fork of this process.

    seconds   : of processor time; four times as many may go by on the clock
    megabytes : of memory beyond what this process has
    Raises ExceededError at a limit, CourseError as `work` does, RuntimeError for its other errors.
    """
    reads, writes = os.pipe()
    child = fork()
    if not child:
        os.close(reads)
        _work(work, seconds, megabytes, writes)
    os.close(writes)
    try:
        content, late = _read(reads, time.monotonic() + 4 * seconds + 5)
    finally:
        os.close(reads)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    try:
        kind, value = json.loads(content)
    except ValueError:
        if late or os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
            raise ExceededError(f"takes more than {seconds:g} seconds") from None
        raise ExceededError(f"takes more than {megabytes:,} MB of memory") from None
    if kind == "refused":
        raise CourseError(value)
    if kind == "failed":
        raise RuntimeError(value)
    return value


def _read(end: int, deadline: float) -> tuple[bytes, bool]:
    """All that is written, and whether the deadline passed first."""
    parts: list[bytes] = []
    while select.select([end], [], [], max(0.0, deadline - time.monotonic()))[0]:
        part = os.read(end, 2**16)
        if not part:
            return b"".join(parts), False
        parts.append(part)
    return b"", True


def _work(work: Callable[[], Any], seconds: float, megabytes: int, end: int) -> NoReturn:
    """Work within the limits, write what became of it, and end without this process's exits."""
    code = 1
    try:
        _limit(seconds, megabytes)
        try:
            said = ["done", work()]
        except CourseError as error:
            said = ["refused", str(error)]
        except (MemoryError, KeyboardInterrupt):
            os._exit(code)
        except BaseException:
            said = ["failed", traceback.format_exc()]
        content = memoryview(json.dumps(said).encode())
        while content:
            content = content[os.write(end, content) :]
        code = 0
    finally:
        os._exit(code)


def _limit(seconds: float, megabytes: int) -> None:
    whole = max(1, int(seconds))
    _lower(resource.RLIMIT_CPU, whole, whole + 5)
    _lower(resource.RLIMIT_CORE, 0, 0)
    with suppress(OSError):  # where there is no /proc, time alone is limited
        with open("/proc/self/statm") as file:
            pages = int(file.read().split()[0])
        size = pages * os.sysconf("SC_PAGE_SIZE") + megabytes * 2**20
        _lower(resource.RLIMIT_AS, size, size)


def _lower(what: int, soft: int, hard: int) -> None:
    """Set a limit, or leave what is lower already."""
    before = resource.getrlimit(what)[1]
    if before != resource.RLIM_INFINITY:
        soft, hard = min(soft, before), min(hard, before)
    resource.setrlimit(what, (soft, hard))
