"""The processes of a submission: which there are, what they use, and how all of them are ended."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Collection
from pathlib import Path

from autograder.inside.wall import kernel
from autograder.inside.wall.tiers import BWRAP


def adopt() -> None:
    """Have whatever a submission leaves behind become this process's child, so `end` finds it."""
    kernel.prctl(kernel.SET_CHILD_SUBREAPER, 1)


def end(pid: int, tier: str) -> None:
    """End a submission that this process forked, and wait until nothing of it is left.

    It must be this process's only child, and `adopt` must have been called.
    """
    if pid <= 1:
        # These numbers mean everybody to the kernel.
        raise ValueError(f"{pid} is no submission")
    if tier != BWRAP:
        # The group is the submission: the filter of `landlock` lets nothing leave it.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        # In a namespace its first process dies with it, and takes everything along.
        os.kill(pid, signal.SIGKILL)
    end_children()


def end_children(keep: Collection[int] = ()) -> None:
    """End all that this process has below it, and wait for that, but for the children named.

    `adopt` must have been called, so what loses its parent meanwhile is found, too.
    """
    # Once more after each round: what was begun while others were ended is a child of ours then.
    groups = {os.getpgrp(), *map(_group, keep)}
    while found := [child for child in _children(os.getpid()) if child not in keep]:
        for child in found:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                if (group := _group(child)) > 1 and group not in groups:
                    os.killpg(group, signal.SIGKILL)  # at once: nobody can fork in between
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        for child in found:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(child, 0)


def _group(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0


def usage(pid: int, own: int = 0) -> tuple[int, int]:
    """Processes and threads of a submission, and bytes of memory; (0, 0) where nothing tells.

    What it has left behind has become this process's child, and counts, too.
    own : bytes that each process had when it was forked, and shares with the others
    """
    tasks = used = 0
    for at in below(pid):
        threads, private, shared = _status(at)
        tasks += threads
        used += max(private - own, 0) + shared
    return tasks, used


def below(pid: int) -> list[int]:
    """A submission's processes, with those that it has left behind to this one; the ended go."""
    waiting = [pid, *(child for child in _children(os.getpid()) if child != pid)]
    for left in waiting[1:]:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(left, os.WNOHANG)
    found: list[int] = []
    while waiting and len(found) < 10_000:
        found.append(waiting.pop())
        waiting += _children(found[-1])
    return found


def own_memory() -> int:
    """Bytes of memory that a fork of this process starts with."""
    return _status(os.getpid())[1]


def out_of_memory() -> int:
    """How often the kernel has ended a process since it began because the machine had no memory."""
    with contextlib.suppress(OSError), open("/proc/vmstat") as file:
        return sum(int(line.split()[1]) for line in file if line.startswith("oom_kill "))
    return 0


def tasks_of(uid: int) -> int:
    """Processes and threads that a user has now, as far as it can be seen."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_uid == uid:
                total += _status(int(folder.name))[0]
    return total


def _children(pid: int) -> list[int]:
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in os.listdir(f"/proc/{pid}/task"):
            with contextlib.suppress(OSError), open(f"/proc/{pid}/task/{task}/children") as file:
                found += map(int, file.read().split())
    return found


def _status(pid: int) -> tuple[int, int, int]:
    """Of one process: threads, bytes of memory of its own, and of memory it may share."""
    found = {"Threads": 0, "RssAnon": 0, "RssShmem": 0}
    with contextlib.suppress(OSError), open(f"/proc/{pid}/status") as file:
        for line in file:
            name, _, value = line.partition(":")
            if name in found:
                found[name] = int(value.split()[0])
    return found["Threads"], found["RssAnon"] * 1024, found["RssShmem"] * 1024
