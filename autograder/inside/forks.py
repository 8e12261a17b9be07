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

# PyDLL keeps the interpreter's lock over the call, so the child has it, and no other thread can
# have been in the middle of something. (CDLL would let go of it, and the child wait for it.)
_libc = ctypes.PyDLL(None, use_errno=True)


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
    """Fork once: by the C library, where it can be, and not by `os.fork`.

    `os.fork` has the child look after what threads have left: their locks, their list, and whatever
    was registered with `os.register_at_fork`. Without threads there is nothing to look after, and
    to do so would copy a third of the memory that a short test touches at all. What is registered
    is then not called: whoever needs it (new seeds of the global generators, in `serving`) does it.
    """
    if threading.active_count() > 1:
        # It warns of threads, and a student may have made errors of warnings.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return os.fork()
    child = int(_libc.fork())
    if child < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return child
