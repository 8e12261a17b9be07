"""Who runs the bundles: processes of this machine, or the workers of a Dask cluster."""

from __future__ import annotations

import functools
import json
import logging
import os
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from queue import SimpleQueue
from typing import Any, Protocol

from autograder.judging import sandbox
from autograder.judging.bundle import Bundle, Record, from_dict
from autograder.judging.slot import Slot, failed
from autograder.judging.version import version
from autograder.shared.errors import CourseError

CLUSTER_WITHIN = 10.0  # seconds in which a scheduler has to answer, and a cluster to have a worker
LOOK_EVERY = 0.5  # seconds between two looks at whether there are workers
RETRIES = 3  # times that another worker gets what one was lost with

BROKEN = "the connection to its scheduler broke"

_log = logging.getLogger(__name__)


class Pool(Protocol):
    """Runs bundles side by side; `size` of them at a time."""

    size: int

    def submit(self, bundle: Bundle) -> Future[Record]:
        """Begin, and hand back what will hold the record, or CourseError if all is lost."""

    def close(self) -> None:
        """End everything, also what still runs."""


class Local:
    """Processes of this machine, each with a sandbox of its own.

    size : how many; as many as there are processors if not given
    most : bundles that will come: who grades one submission does not wait for two processes
    """

    def __init__(self, tier: str, size: int | None = None, most: int | None = None) -> None:
        self.size = size or len(os.sched_getaffinity(0))
        if most is not None:
            self.size = max(1, min(self.size, most))
        self._slots = [Slot(tier) for _ in range(self.size)]
        self._free: SimpleQueue[Slot] = SimpleQueue()
        self._threads = ThreadPoolExecutor(self.size, thread_name_prefix="slot")
        for slot in self._slots:
            self._threads.submit(self._begin, slot)

    def submit(self, bundle: Bundle) -> Future[Record]:
        """Begin, and hand back what will hold the record."""
        return self._threads.submit(self._run, bundle)

    def _begin(self, slot: Slot) -> None:
        slot.start()
        self._free.put(slot)

    def _run(self, bundle: Bundle) -> Record:
        slot = self._free.get()
        try:
            return slot.run(bundle)
        finally:
            self._free.put(slot)

    def close(self) -> None:
        """End everything, also what still runs."""
        # A process of a slot ends with the thread that started it, so the threads go last.
        for slot in self._slots:
            slot.end()
        for slot in self._slots:
            slot.close()
        self._threads.shutdown(cancel_futures=True)


class Cluster:
    """The workers of a Dask cluster that have this version of the project, and a sandbox.

    asked : tier that every worker must use; "" for the best that each has
    tiers : that the workers use
    Raises CourseError if the scheduler cannot be reached, or no worker can grade; if some cannot,
    they get no work, and a warning names them.
    """

    def __init__(self, address: str, asked: str = "", reach: float = CLUSTER_WITHIN) -> None:
        try:
            from distributed import Client
        except ModuleNotFoundError:
            raise CourseError(
                "--scheduler needs Dask: install the project with its extra `cluster`, "
                "`pip install -e .[cluster]`."
            ) from None
        _quiet()
        self._address, self._reach = address, reach
        self._client: Any = None
        self._pending: dict[Future[Record], Any] = {}
        self._closed = threading.Event()
        try:
            self._client = Client(address, timeout=reach, set_as_default=False)
            self._client.wait_for_workers(1, timeout=reach)
            said = self._client.run(_about, asked, on_error="return")
        except (OSError, TimeoutError, ValueError) as error:
            self.close()
            raise CourseError(
                f"No Dask cluster with workers answers at {address} ({_reason(error)}). Start "
                "`dask scheduler` and `dask worker ADDRESS` there, with this project installed."
            ) from None
        try:
            self._able, self.tiers = _sorted_out(said)
        except CourseError:
            self.close()
            raise
        threads = self._client.nthreads()
        self.size = max(sum(threads.get(name, 1) for name in self._able), 1)
        self._only = sorted(self._able) if len(self._able) < len(said) else None
        threading.Thread(target=self._watch, daemon=True).start()

    def submit(self, bundle: Bundle) -> Future[Record]:
        """Begin, and hand back what will hold the record, or CourseError if the cluster is lost."""
        future: Future[Record] = Future()
        try:
            theirs = self._client.submit(
                _run_there, json.dumps(bundle.asdict()), pure=False, retries=RETRIES,
                workers=self._only,
            )  # fmt: skip
        except Exception as error:
            future.set_exception(self._lost(_reason(error)))
            return future
        self._pending[future] = theirs
        theirs.add_done_callback(functools.partial(self._take_over, future))
        return future

    def _take_over(self, future: Future[Record], theirs: Any) -> None:
        if self._pending.pop(future, None) is None:
            return
        if theirs.status == "finished":
            try:
                future.set_result(Record(**json.loads(theirs.result())))
            except OSError:
                future.set_exception(self._lost(BROKEN))
            except Exception as error:
                future.set_exception(self._lost(_reason(error)))
        elif theirs.status == "error":
            future.set_result(failed(f"The cluster could not grade it: {theirs.exception()}"))
        else:
            future.set_exception(self._lost(BROKEN))

    def _lost(self, why: str) -> CourseError:
        return CourseError(
            f"The Dask cluster at {self._address} was lost: {why}. What was graded is kept; see to "
            "the cluster and run the same command again to go on."
        )

    def _watch(self) -> None:
        """Give up what waits for workers when there have been none for a while."""
        without = 0.0
        while not self._closed.wait(LOOK_EVERY):
            try:
                there = set(self._client.scheduler_info(n_workers=-1)["workers"])
            except Exception as error:
                _log.debug("the scheduler does not say who is there: %s", error)
                there = set()
            usable = there & set(self._only) if self._only else there
            without = 0.0 if usable else without + LOOK_EVERY
            if without >= self._reach:
                for future in list(self._pending):
                    if self._pending.pop(future, None) is not None:
                        future.set_exception(self._lost("all its workers are gone"))

    def close(self) -> None:
        """End everything, also what still runs; the workers stay, without sandboxes of ours."""
        self._closed.set()
        if self._client is None:
            return
        waiting = list(self._pending.values())
        self._pending.clear()
        if self._client.status == "running":
            try:
                self._client.cancel(waiting)
                self._client.run(_end_there, on_error="ignore")
            except Exception as error:
                _log.debug("the cluster went away while it was left: %s", error)
        self._client.close(timeout=self._reach)


def _quiet() -> None:
    """What Dask logs of a lost connection, with tracebacks, is said here, in a sentence."""
    for name in list(logging.root.manager.loggerDict):
        if name.split(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)


def _reason(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")


def _sorted_out(said: Mapping[str, Any]) -> tuple[set[str], list[str]]:
    """Workers that can grade, and the tiers they use. Raises CourseError if there are none."""
    tiers, unable = {}, []
    for worker, answer in said.items():
        if not isinstance(answer, tuple):
            unable.append(f"{worker}: {_reason(answer)}.")
        elif answer[0] != version():
            unable.append(
                f"{worker}: it has another version of this project, of Python or of a package "
                "than this machine."
            )
        elif answer[2]:
            unable.append(f"{worker}: {answer[2]}")
        else:
            tiers[worker] = answer[1]
    if not tiers:
        raise CourseError(
            "No worker of the Dask cluster can grade, so nothing was graded.\n" + "\n".join(unable)
        )
    for sentence in unable:
        _log.warning("A worker gets no work. %s", sentence)
    return set(tiers), sorted(set(tiers.values()))


# --- on a worker ---------------------------------------------------------------------------------


class _Idle:
    """The slots of a worker's process; each is kept for the next bundle of its tier."""

    def __init__(self) -> None:
        self._free: dict[str, list[Slot]] = {}
        self._lock, self._uses = threading.Lock(), 0

    def run(self, bundle: Bundle) -> Record:
        with self._lock:
            free, uses = self._free.setdefault(bundle.tier, []), self._uses
            slot = free.pop() if free else Slot(bundle.tier)
        try:
            return slot.run(bundle)
        finally:
            with self._lock:
                ended = uses != self._uses
                if not ended:
                    free.append(slot)
            if ended:
                slot.close()

    def end(self) -> None:
        """End those that are idle now, and those at work when they are done."""
        with self._lock:
            self._uses += 1
            idle = [slot for slots in self._free.values() for slot in slots]
            self._free.clear()
        for slot in idle:
            slot.close()


_idle = _Idle()
_choose = functools.cache(sandbox.choose)


def _about(asked: str) -> tuple[str, str, str]:
    """Version, tier, and why there is none."""
    try:
        return version(), _choose(asked or None), ""
    except CourseError as error:
        return version(), "", str(error)


def _run_there(bundle: str) -> str:
    """A bundle's record, both as JSON."""
    ready = from_dict(json.loads(bundle))
    ready = replace(ready, tier=_choose(ready.tier or None))
    return json.dumps(_idle.run(ready).asdict())


def _end_there() -> None:
    _idle.end()
