"""Who runs the bundles: processes of this machine, or the workers of a Dask cluster."""

from __future__ import annotations

import functools
import itertools
import json
import os
import queue
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol

from autograder.bundle import Bundle, Record, from_dict
from autograder.errors import CourseError
from autograder.slot import Slot, failed


class Pool(Protocol):
    """Runs bundles side by side; `size` of them at a time."""

    size: int

    def submit(self, bundle: Bundle) -> Future[Record]:
        """Begin, and hand back what will hold the record; it never holds an exception of ours."""

    def close(self) -> None:
        """End everything, also what still runs."""


class Local:
    """Processes of this machine, each with a sandbox of its own.

    size : how many; as many as there are processors if not given
    """

    def __init__(self, tier: str, size: int | None = None) -> None:
        self.size = size or len(os.sched_getaffinity(0))
        self._slots = [Slot(tier, number) for number in range(self.size)]
        self._free: queue.SimpleQueue[Slot] = queue.SimpleQueue()
        for slot in self._slots:
            self._free.put(slot)
        self._threads = ThreadPoolExecutor(self.size, thread_name_prefix="slot")

    def submit(self, bundle: Bundle) -> Future[Record]:
        """Begin, and hand back what will hold the record."""
        return self._threads.submit(self._run, bundle)

    def _run(self, bundle: Bundle) -> Record:
        slot = self._free.get()
        try:
            return slot.run(bundle)
        finally:
            self._free.put(slot)

    def close(self) -> None:
        """End everything, also what still runs."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for slot in self._slots:
            slot.close()


class Cluster:
    """The workers of a Dask cluster; each must have this project installed, and a sandbox.

    Raises CourseError if the scheduler cannot be reached or has no workers.
    """

    def __init__(self, address: str, wait: float = 10.0) -> None:
        try:
            from distributed import Client
        except ModuleNotFoundError:
            raise CourseError(
                "--scheduler needs Dask: install the project with its extra `cluster`, "
                "`pip install -e .[cluster]`."
            ) from None
        try:
            self._client = Client(address, timeout=wait, set_as_default=False)
            self._client.wait_for_workers(1, timeout=wait)
        except (OSError, TimeoutError, ValueError) as error:
            raise CourseError(
                f"No Dask cluster with workers answers at {address} ({error}). Start "
                "`dask scheduler` and `dask worker ADDRESS` there, with this project installed."
            ) from None
        self.size = max(sum(self._client.nthreads().values()), 1)
        self._executor: Any = self._client.get_executor(pure=False, retries=3)

    def submit(self, bundle: Bundle) -> Future[Record]:
        """Begin, and hand back what will hold the record."""
        future: Future[Record] = Future()
        theirs = self._executor.submit(run_there, json.dumps(bundle.asdict()))
        theirs.add_done_callback(functools.partial(_take_over, future))
        return future

    def close(self) -> None:
        """End everything, also what still runs."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._client.close()


def _take_over(future: Future[Record], theirs: Any) -> None:
    if theirs.cancelled():
        future.cancel()
    elif theirs.exception() is not None:
        future.set_result(failed(f"The cluster could not grade it: {theirs.exception()}"))
    else:
        future.set_result(Record(**json.loads(theirs.result())))


_numbers = itertools.count()


@functools.cache
def _slots() -> queue.SimpleQueue[Slot]:
    return queue.SimpleQueue()


def run_there(bundle: str) -> str:
    """On a worker of a cluster: a bundle's record, both as JSON."""
    ready = from_dict(json.loads(bundle))
    try:
        slot = _slots().get_nowait()
    except queue.Empty:
        slot = Slot(ready.tier, (16 * os.getpid() + next(_numbers)) % 4000)
    try:
        return json.dumps(slot.run(ready).asdict())
    finally:
        _slots().put(slot)
