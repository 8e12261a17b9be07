"""Processes that are forked often: many short ones, each of which costs what it touches."""

from __future__ import annotations

import ctypes
import errno
import gc
import os
import threading
import time
import warnings

PATIENCE = 3.0  # seconds for which a process is asked for again while there is none to be had

_libc = ctypes.PyDLL(None, use_errno=True)  # no other thread can run while it does


def settle() -> None:
    """Look for garbage more seldom from here on, and never again among what is here now.

    It stays, and to look at it in each fork would only copy its memory.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def fork() -> int:
    """Fork this process; if others have taken all there are, ask again for a while.

    Raises OSError when there is still none to be had.
    """
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return _fork()
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.ENOMEM) or time.monotonic() > end:
                raise
        time.sleep(0.05)


def _fork() -> int:
    """Without threads the C library's fork is all that is needed.

    What Python does for the remains of threads would copy a third of the memory that a short test
    touches at all; it warns of them, too, and a student may have made errors of warnings.
    """
    if threading.active_count() > 1:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return os.fork()
    child = int(_libc.fork())
    if child < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return child
