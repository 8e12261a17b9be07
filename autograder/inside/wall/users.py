"""Whose a submission's processes are, and what an ordinary user may not do: they may not either."""

from __future__ import annotations

import ctypes
import os

from autograder.inside.wall import kernel
from autograder.inside.wall.kernel import check, die_with_parent, libc, prctl

_CAP_DAC_READ_SEARCH = 1 << 2
_CAPABILITY_VERSION = 0x20080522  # _LINUX_CAPABILITY_VERSION_3: 64 bits, in two halves


class _CapHeader(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _CapData(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint32) for name in ("effective", "permitted", "inheritable")]


def become(uid: int, keep_reading: bool) -> None:
    """Another user if this one is root, and in any case without its capabilities.

    keep_reading : root's Python may lie where only root may read; Landlock says what may be read
    """
    kept = _CAP_DAC_READ_SEARCH if keep_reading and os.getuid() == 0 else 0
    if os.getuid() == 0:
        prctl(kernel.SET_KEEPCAPS, 1 if kept else 0)
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    header, data = _CapHeader(_CAPABILITY_VERSION, 0), (_CapData * 2)()
    data[0].effective = data[0].permitted = kept
    check(libc.capset(ctypes.byref(header), data))
    prctl(kernel.CAP_AMBIENT, kernel.CAP_AMBIENT_CLEAR_ALL)
    # The kernel clears this with a change of user.
    die_with_parent()
