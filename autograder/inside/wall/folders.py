"""The folder that a submission writes in: whether it is too full, and how it is removed."""

from __future__ import annotations

import contextlib
import os
import resource
import stat
from collections.abc import Sequence

MAX_FILES = 4096  # temporary files and folders: each takes memory of the kernel's, however small
_UNSEEN = 2**22  # bytes a process of mapped files that nobody looks at


def _held(pid: int) -> int:
    """Bytes of files that have no name any more and that a process still has open."""
    used = 0
    with contextlib.suppress(OSError), os.scandir(f"/proc/{pid}/fd") as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                status = entry.stat()
                if status.st_nlink == 0 and stat.S_ISREG(status.st_mode):
                    used += status.st_blocks * 512
    return used


def _mapped(pid: int, folder: str) -> int:
    """Bytes of files from a folder that have no name any more and that a process still maps."""
    used = 0
    with contextlib.suppress(OSError):
        if _shared_pages(pid) - _shared_pages(os.getpid()) < _UNSEEN // resource.getpagesize():
            return 0  # to read all that it maps takes long
        with open(f"/proc/{pid}/maps") as file:
            for line in file:
                if line.endswith("(deleted)\n") and folder in line:
                    begin, end = line.split(" ", 1)[0].split("-")
                    used += int(end, 16) - int(begin, 16)
    return used


def _shared_pages(pid: int) -> int:
    """Pages that a process maps, but for its own data."""
    with open(f"/proc/{pid}/statm") as file:
        size, *_, data, _ = map(int, file.read().split())
    return size - data


def overfull(folder: str, space: int, pids: Sequence[int] = ()) -> bool:
    """Whether a folder holds more than so many bytes, or too many files.

    pids : processes that may hold or map files which they have removed from it
    """
    files, used = 0, sum(_held(pid) + _mapped(pid, folder) for pid in pids)
    waiting = [folder]
    while waiting and files <= MAX_FILES:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                files += 1
                with contextlib.suppress(OSError):
                    used += entry.stat(follow_symlinks=False).st_blocks * 512
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                if files > MAX_FILES:
                    break
    return files > MAX_FILES or used > space


def remove(folder: str) -> None:
    """Remove a folder of a submission that has ended, however deep and however locked.

    What lies deeper is first moved up, so no path grows long and nothing recurs. Who did so before
    and was killed may have left some of it.
    """
    waiting = [folder, *_moved_up(folder)]
    number = max((int(path.rpartition(".")[2]) for path in waiting[1:]), default=0)
    if not os.path.lexists(folder):
        del waiting[0]
    with contextlib.suppress(OSError):
        while waiting:
            at = waiting[-1]
            os.chmod(at, 0o700)
            inner = []
            for name in os.listdir(at):
                path = os.path.join(at, name)
                if not stat.S_ISDIR(os.lstat(path).st_mode):
                    os.unlink(path)
                    continue
                os.chmod(path, 0o700)
                number += 1
                inner.append(f"{folder}.{number}")
                os.rename(path, inner[-1])
            os.rmdir(at)
            waiting.pop()
            waiting += inner


def _moved_up(folder: str) -> list[str]:
    top, name = os.path.split(folder)
    with contextlib.suppress(OSError):
        found = [entry.rpartition(".") for entry in os.listdir(top)]
        return [os.path.join(top, "".join(e)) for e in found if e[0] == name and e[2].isdigit()]
    return []
