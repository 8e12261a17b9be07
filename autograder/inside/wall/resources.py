"""What a submission's processes may use of the machine, as far as the kernel itself counts it.

The kernel counts for each process, or for each user; what a submission uses in all its processes
is looked at from outside, by `processes.usage`.
"""

from __future__ import annotations

import contextlib
import resource
from pathlib import Path

SIGNALS_WAITING = 256  # and timers, which are counted for each user
_ADDRESSES = 2**30  # bytes of addresses beyond the memory: code, and what threads only reserve


def die_first() -> None:
    """When the machine runs out of memory, the kernel shall end this process before any other."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def limit(memory: int, cpu: int, processes: int, space: int) -> None:
    """Set limits, in the units of `confine.enter`, that nothing below this process can raise."""
    limits = {
        # What Python and NumPy ask for is data. Where there is no more they raise MemoryError,
        # which a student can read, and which leaves the process alive.
        resource.RLIMIT_DATA: memory,
        # Memory that processes share is no data.
        resource.RLIMIT_AS: memory + _ADDRESSES,
        resource.RLIMIT_CPU: cpu,
        resource.RLIMIT_FSIZE: space,
        resource.RLIMIT_NPROC: processes,
        # Enough for an answer; each open file takes memory of the kernel's, and can hold one that
        # has been removed.
        resource.RLIMIT_NOFILE: 64,
        # A process that crashes would leave all its memory on the disk.
        resource.RLIMIT_CORE: 0,
        # What is locked in memory is taken from the whole machine.
        resource.RLIMIT_MEMLOCK: 2**20,
        # These two are counted for each user, whom other submissions may share.
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_SIGPENDING: SIGNALS_WAITING,
    }
    for kind, value in limits.items():
        # A limit of whoever grades may be lower, and cannot be raised.
        _, hard = resource.getrlimit(kind)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))


def limit_own_memory(more: int) -> None:
    """Let this process take so many bytes more than it has, and no others."""
    with open("/proc/self/status") as file:
        lines = dict(line.split(":", 1) for line in file if ":" in line)
    limit = int(lines["VmData"].split()[0]) * 1024 + more
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or limit < hard:
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
