"""Pools of workers that cells have left open, which a test may use.

No thread lives on in a fork, and the processes of a pool answer to the one that began them: so a
test that hands such a pool some work would wait for ever.
"""

from __future__ import annotations

import gc
import threading
from contextlib import suppress
from typing import Any

POOLS = ("multiprocessing.pool.Pool", "multiprocessing.pool.ThreadPool")


def revive_pools() -> None:
    """Give the pools that cells have left open new workers, in a fork."""
    for found in gc.get_objects():
        with suppress(Exception):
            _revive(found, f"{type(found).__module__}.{type(found).__qualname__}")


def _revive(pool: Any, kind: str) -> None:
    if kind == "concurrent.futures.thread.ThreadPoolExecutor":
        pool._threads, pool._idle_semaphore = set(), threading.Semaphore(0)
    elif kind == "concurrent.futures.process.ProcessPoolExecutor" and pool._processes:
        made = {"initializer": pool._initializer, "initargs": pool._initargs}
        pool.__init__(pool._max_workers, pool._mp_context, **made)
    elif kind in POOLS and pool._state == "RUN":
        pool.__init__(pool._processes, pool._initializer, pool._initargs)
