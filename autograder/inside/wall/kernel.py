"""What Python has no function for: system calls through the C library."""

from __future__ import annotations

import ctypes
import os
import signal

libc = ctypes.CDLL(None, use_errno=True)

# Of <linux/sched.h>: namespaces that a process can have of its own.
NEWNS, NEWUTS, NEWIPC = 0x00020000, 0x04000000, 0x08000000
NEWUSER, NEWPID, NEWNET, NEWCGROUP = 0x10000000, 0x20000000, 0x40000000, 0x02000000
NAMESPACES = NEWNS | NEWUTS | NEWIPC | NEWUSER | NEWPID | NEWNET | NEWCGROUP
# Of <linux/prctl.h>.
SET_PDEATHSIG, SET_DUMPABLE, SET_KEEPCAPS = 1, 4, 8
SET_CHILD_SUBREAPER, SET_NO_NEW_PRIVS = 36, 38
CAP_AMBIENT, CAP_AMBIENT_CLEAR_ALL = 47, 4


def check(result: int) -> int:
    """What a function of the C library gave. Raises OSError if that says that it failed."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def prctl(option: int, value: int) -> None:
    """Set an attribute of this process. Raises OSError."""
    check(libc.prctl(option, value, 0, 0, 0))


def die_with_parent(number: int = signal.SIGKILL) -> None:
    """Have the kernel send this process a signal when the one that forked it ends."""
    prctl(SET_PDEATHSIG, number)
