"""The tier `landlock`: a list of folders that may be read, and one that may be written."""

from __future__ import annotations

import os
import stat
import struct

from autograder.inside.wall import kernel
from autograder.inside.wall.kernel import check, libc

# Numbers of the three calls, the same on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_EXECUTE, _WRITE, _READ, _LIST = 1, 2, 4, 8
# How many rights to files a version knows: the second links elsewhere, the third truncates, the
# fifth controls devices.
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_NEWEST_RIGHTS = 16


def version() -> int:
    """The kernel's version of Landlock; 0 when it has none."""
    return max(int(libc.syscall(_CREATE_RULESET, None, 0, 1)), 0)


def rules(known: int) -> tuple[int, bytes]:
    """For a version of Landlock: the rights to files that it knows, and what to ask of it.

    What a version cannot refuse (truncating before 3, signals and abstract sockets before 6), the
    filter of system calls refuses. Raises OSError for a kernel without it.
    """
    if known < 1:
        raise OSError("this kernel has no Landlock, or it is switched off")
    files = (1 << _RIGHTS.get(known, _NEWEST_RIGHTS)) - 1
    attributes = [files]
    if known >= 4:
        attributes.append(0b11)  # TCP: bind, connect
    if known >= 6:
        attributes.append(0b11)  # abstract sockets, signals
    return files, struct.pack(f"{len(attributes)}Q", *attributes)


def restrict(readable: list[str], writable: str) -> None:
    """Leave this process nothing but to read the one and to read and write the other.

    Raises OSError if the kernel refuses. What does not exist is passed over: it gives no right.
    """
    files, attributes = rules(version())
    ruleset = check(libc.syscall(_CREATE_RULESET, attributes, len(attributes), 0))
    for path in readable:
        _allow(ruleset, path)
    _allow(ruleset, writable, files & ~_EXECUTE)
    kernel.prctl(kernel.SET_NO_NEW_PRIVS, 1)
    check(libc.syscall(_RESTRICT_SELF, ruleset, 0))
    os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int | None = None) -> None:
    """Allow what is asked, or reading; devices such as /dev/null may be written, too."""
    if not os.path.exists(path):
        return
    file = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        mode = os.fstat(file).st_mode
        if rights is None:
            rights = _READ | (_WRITE if stat.S_ISCHR(mode) else _EXECUTE)
            rights |= _LIST if stat.S_ISDIR(mode) else 0
        rule = struct.pack("=Qi", rights, file)
        check(libc.syscall(_ADD_RULE, ruleset, 1, rule, 0))
    finally:
        os.close(file)
