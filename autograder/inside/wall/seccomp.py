"""The filter of system calls, in the tiers that are walls: a program that the kernel runs at each.

It is classic BPF: it sees the number of a call and the values of its arguments, and nothing that a
pointer points to.
"""

from __future__ import annotations

import ctypes
import functools
import platform
import struct

from autograder.inside.wall import calls, landlock
from autograder.inside.wall.kernel import NAMESPACES, SET_DUMPABLE, check, libc
from autograder.inside.wall.tiers import BWRAP

# Errors that are given, and "it was done" where nothing is.
_EPERM, _ENOTTY, _ENOSYS, _EOPNOTSUPP, _DONE = 1, 25, 38, 95, 0

# AUDIT_ARCH_... of <linux/audit.h>, and the column of `calls`.
ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
_IOCTLS = {  # terminal or not, its size, blocking or not, bytes to read, closed by exec or not
    0x5401, 0x5413, 0x5421, 0x541B, 0x5450, 0x5451,
}  # fmt: skip
# Who is signalled and how, leases, watches; the size of pipes, which is counted for each user.
_FCNTLS = {8, 10, 15, 1024, 1026, 1031}
_LOCKS = {6, 7, 37, 38}  # set a lock, of a process or of an open file
_TRUNCATE, _ACCESS, _BOTH = 0x200, 3, 3

# Of <linux/seccomp.h> and <linux/bpf_common.h>. A line is an instruction: what it does, how many
# lines are passed over if a test holds and if not, and a number.
_SET_FILTER, _NEW_LISTENER = 1, 8
_LOAD, _EQUAL, _FROM, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_ALLOW, _KILL, _ERROR, _ASK = 0x7FFF0000, 0x80000000, 0x00050000, 0x7FC00000
Code = list[tuple[int, int, int, int]]
_LINE = "HBBI"


def _give(error: int) -> tuple[int, int, int, int]:
    return (_RETURN, 0, 0, _ERROR | error)


def _argument(number: int) -> tuple[int, int, int, int]:
    """Load the lower half of an argument: all that the kernel takes of those looked at here."""
    return (_LOAD, 0, 0, 16 + 8 * number)


def _one_of(number: int, values: set[int], found: Code, otherwise: Code) -> Code:
    """Code that ends with `found` if an argument is among the values, with `otherwise` if not."""
    tests = [(_EQUAL, 0, 1, value) for value in sorted(values)]
    return [_argument(number)] + [line for t in tests for line in (t, *found)] + otherwise


def _by_argument(tier: str, asks: bool) -> dict[str, Code]:
    """What a tier makes of the calls that it refuses in part.

    asks : whether somebody is asked before a process or thread is born
    """
    born: Code = [(_RETURN, 0, 0, _ASK if asks else _ALLOW)]
    allow: Code = [(_RETURN, 0, 0, _ALLOW)]
    no: Code = [_give(_EPERM)]
    done: Code = [_give(_DONE)]
    stream = [(_AND, 0, 0, 0xF), (_EQUAL, 0, 1, 1), *allow, *no]
    rules = {
        # Only without new namespaces; of clone3's arguments a filter sees nothing.
        "clone": [_argument(0), (_ANY_BIT, 0, 1, NAMESPACES), *no, *born],
        "clone3": [_give(_ENOSYS)],
        "fork": born,
        "vfork": born,
        # A pair of datagram sockets can send to any name.
        "socketpair": [_argument(1), *stream],
        "ioctl": _one_of(1, _IOCTLS, allow, [_give(_ENOTTY)]),
        # A lock on a file that all may read would be a signal to the neighbours. Nobody else is
        # in a submission's own folder, so there everybody may have every lock.
        "fcntl": _one_of(1, _LOCKS, done, _one_of(1, _FCNTLS, no, allow)),
        "flock": done,
    }
    if tier == BWRAP:
        return rules
    # Before version 3 Landlock lets a file be emptied by who may only read it.
    empties = [(_EQUAL, 0, 1, _TRUNCATE), *no, (_EQUAL, 0, 1, _TRUNCATE | _BOTH), *no, *allow]
    opening: Code = [(_AND, 0, 0, _TRUNCATE | _ACCESS), *empties]
    return rules | {
        "prlimit64": _one_of(0, {0}, allow, no),
        # It fills a disk before anybody can look; the C library then writes, which takes its time.
        "fallocate": [_give(_EOPNOTSUPP)],
        # The watch has to see which files a process holds.
        "prctl": _one_of(0, {SET_DUMPABLE}, no, allow),
        "open": [_argument(1), *opening],
        "openat": [_argument(2), *opening],
        "openat2": [_give(_ENOSYS)],
    }


def lines(tier: str, version: int, audit: int, column: int, asks: bool = False) -> Code:
    """The program of a filter for one architecture."""
    code: Code = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, audit), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    # A program may switch to another architecture's numbers while it runs: it is ended above.
    # x86_64 numbers its calls in a second way (x32) from here on.
    code += [(_FROM, 0, 1, 0x40000000), _give(_EPERM)]
    # ENOSYS is what an older kernel says, so libraries go on with what they used before.
    code += [(_FROM, 0, 1, calls.LAST_KNOWN + 1), _give(_ENOSYS)]
    rules = {name: [_give(_EPERM)] for name in calls.refused(tier, version)}
    if tier != BWRAP:
        rules |= {name: [_give(_DONE)] for name in calls.PRETENDED}
    rules |= _by_argument(tier, asks)
    for name, rule in rules.items():
        number = calls.NUMBERS[name][column]
        if number is not None:
            code += [(_EQUAL, 0, len(rule), number), *rule]
    return [*code, (_RETURN, 0, 0, _ALLOW)]


@functools.cache
def program(tier: str, asks: bool = False) -> bytes:
    """A tier's filter of system calls, as the kernel takes it. Raises OSError if none is known."""
    machine = platform.machine()
    if machine not in ARCHITECTURES:
        raise OSError(f"no filter of system calls is known for {machine}")
    code = lines(tier, landlock.version(), *ARCHITECTURES[machine], asks)
    return b"".join(struct.pack(_LINE, *line) for line in code)


def install(tier: str, asks: bool) -> int:
    """Refuse system calls from here on: EPERM, or ENOSYS where a library then takes another way.

    asks : whether births are asked for; then the descriptor is handed back on which they are
    """
    code = program(tier, asks)
    buffer = ctypes.create_string_buffer(code, len(code))
    length = len(code) // struct.calcsize(_LINE)
    header = struct.pack("HxxxxxxP", length, ctypes.addressof(buffer))
    _, column = ARCHITECTURES[platform.machine()]
    number = calls.CALLS["seccomp"][column]
    how = _NEW_LISTENER if asks else 0
    return check(int(libc.syscall(number, _SET_FILTER, how, header)))
