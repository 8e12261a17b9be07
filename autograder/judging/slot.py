"""A process that grades bundles one after another, with a sandbox of its own.

    python -m autograder.judging.slot TIER DESCRIPTOR

Bundles come and records go as frames of `wire` on the descriptor, a socket. Each bundle is judged
in a fork, so nothing of one submission is left for the next, and whatever becomes of the fork,
this process answers. It dies with the process that started it, and takes its sandbox along.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from typing import Any

from autograder.inside import forks
from autograder.inside.wall import kernel, processes, resources
from autograder.inside.wire import frames
from autograder.inside.wire.limits import WireError
from autograder.judging import known_mistakes
from autograder.judging.budget import longest
from autograder.judging.bundle import Bundle, Record, from_dict
from autograder.judging.result import Outcome
from autograder.judging.run import prepare, run
from autograder.judging.sandbox import STOP, Sandbox, SandboxUnavailableError
from autograder.shared.closing import Closing

SLACK = 30.0  # seconds beyond what a bundle's cells may take together
SANDBOX_WITHIN = 5.0  # seconds for which a sandbox is tried again that cannot be had
STALL = 15.0  # seconds beyond a cell's limit until the judge is taken for lost
JUDGE_MEMORY = 2 * 2**30  # bytes that the judge may use for what one submission sends it
NO_MEMORY = (
    "The machine ran out of memory, and its kernel ended processes; grade with fewer --workers."
)
LOST = "The grading process ended unexpectedly; grade this submission again."


def deadline(bundle: Bundle) -> float:
    """Seconds after which a run cannot be in order."""
    return SLACK + longest(bundle)


class Slot(Closing):
    """The parent's end: start the process, give it bundles, replace it when it is lost."""

    def __init__(self, tier: str) -> None:
        self.tier = tier
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._lock, self._closed = threading.Lock(), False

    def start(self) -> None:
        """Start the process now, so that it is ready when the first bundle comes."""
        with contextlib.suppress(OSError):
            self._open()

    def run(self, bundle: Bundle) -> Record:
        """Run a bundle; the record says so if the process was lost with it, never an exception.

        What failed for no fault of the submission's is tried once more, in a new process.
        """
        record = self._once(bundle)
        if record.outcome == Outcome.INTERNAL_ERROR and not self._closed:
            record = self._once(bundle)
        return record

    def _once(self, bundle: Bundle) -> Record:
        # The kernel ends the largest process, whosever it is: then it was the machine's fault.
        before = processes.out_of_memory()
        try:
            channel = self._open()
            channel.settimeout(deadline(bundle) + SLACK)
            frames.send(channel, json.dumps(bundle.asdict()))
            record = Record(**json.loads(frames.receive(channel)))
            if record.outcome == Outcome.KILLED and processes.out_of_memory() > before:
                return failed(NO_MEMORY)  # it may have been a neighbour that used it up
            return record
        except TimeoutError:
            self._drop()
            return Record(str(Outcome.TIMEOUT), "The notebook ran too long in all.")
        except (EOFError, OSError, WireError, TypeError):
            self._drop()
            return failed(LOST)

    def _open(self) -> socket.socket:
        running = self._process is not None and self._process.poll() is None
        if self._channel is not None and running:
            return self._channel
        self._drop()
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            if self._closed:
                raise OSError("closed")
            command = [sys.executable, "-m", "autograder.judging.slot", self.tier]
            self._process = subprocess.Popen(
                [*command, str(theirs.fileno())],
                pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
            self._channel = ours
        return ours

    def _drop(self) -> None:
        with self._lock:
            process, channel = self._process, self._channel
            self._process = self._channel = None
        if channel is not None:
            with contextlib.suppress(OSError):
                # A thread that waits for the record shall hear of it.
                channel.shutdown(socket.SHUT_RDWR)
            channel.close()
        if process is not None:
            process.terminate()
            try:
                process.wait(2 * STOP)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def end(self) -> None:
        """Tell the process to end, also in the middle of a bundle, and do not wait for it."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.terminate()

    def close(self) -> None:
        """End the process and its sandbox, also in the middle of a bundle; from any thread."""
        self.end()
        self._drop()


def main(tier: str, descriptor: int) -> None:
    """Grade bundles until the other end is gone, or says to stop by SIGTERM."""
    kernel.die_with_parent()
    processes.adopt()
    signal.signal(signal.SIGTERM, _leave)
    with socket.socket(fileno=descriptor) as channel, _Judging(tier) as judging:
        while True:
            try:
                text = frames.receive(channel)
            except (EOFError, OSError):
                _leave()
            frames.send(channel, judging.record(from_dict(json.loads(text))))


def _leave(*_: object) -> None:
    """End, once: what ends the sandbox shall not be interrupted."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit()


class _Judging(Closing):
    """The sandboxes of a slot: one is ready before it is needed, one has more in it.

    Each is replaced when it is lost.
    """

    def __init__(self, tier: str) -> None:
        self._tier = tier
        self._sandboxes: dict[bool, Sandbox] = {}
        with contextlib.suppress(Exception):  # it is tried again, and told, with the first bundle
            self._sandbox(full=False)

    def record(self, bundle: Bundle) -> str:
        """The record of a bundle, packed; it says so if the sandbox or the judge was lost."""
        try:
            record, whole = _in_a_fork(bundle, self._sandbox(bundle.full))
        except Exception as error:
            return _packed(failed(f"{type(error).__name__}: {error}"))
        # A judge that came to its end has stopped the submission, so the warm process can be used
        # again. If it did not, nobody knows what still runs behind the wall.
        if not whole:
            self._end(bundle.full)
        return record or _packed(failed(LOST))

    def _sandbox(self, full: bool) -> Sandbox:
        if full in self._sandboxes and not self._sandboxes[full].kept:
            self._end(full)
        if full not in self._sandboxes:
            self._sandboxes[full] = self._begun(full)
        return self._sandboxes[full]

    def _begun(self, full: bool) -> Sandbox:
        """A new sandbox; what another submission has taken from it is free again in a moment."""
        end = time.monotonic() + SANDBOX_WITHIN
        while True:
            try:
                return Sandbox(self._tier, full=full)
            except (SandboxUnavailableError, OSError):
                if time.monotonic() > end:
                    raise
            time.sleep(SANDBOX_WITHIN / 10)

    def _end(self, full: bool) -> None:
        if full in self._sandboxes:
            self._sandboxes.pop(full).close()
        # Where the keeper was killed, too, what it kept has become this process's child.
        processes.end_children(keep=[box.pid for box in self._sandboxes.values()])

    def close(self) -> None:
        """End all of them."""
        for full in list(self._sandboxes):
            self._end(full)


def failed(reason: str) -> Record:
    """The record of a bundle that could not be graded."""
    return Record(str(Outcome.INTERNAL_ERROR), reason)


def _packed(record: Record) -> str:
    return json.dumps(record.asdict())


def _in_a_fork(bundle: Bundle, sandbox: Sandbox) -> tuple[str | None, bool]:
    """The record of a bundle judged in a process of its own, and whether it came to its end.

    An answer may keep that process busy beyond any limit of the student's own: then the record is
    what was known before the test that does not end. None if the process was lost.
    """
    # What is made here all forks have, this submission's and the next one's: the judge of the
    # chapter, its compiled tests. A record of one is never seen by another.
    prepare(bundle, sandbox.tier)
    forks.settle()
    ours, theirs = socket.socketpair()
    parent, child = os.getpid(), forks.fork()
    if child == 0:
        code = 1
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            ours.close()
            kernel.die_with_parent()
            if os.getppid() != parent:
                raise EOFError("the slot ended while this process began")
            resources.limit_own_memory(JUDGE_MEMORY)
            beat = functools.partial(_beat, theirs)
            record = run(bundle, sandbox, beat)
            frames.send(theirs, [_packed(record), True, json.dumps(record.seen)])
            code = 0
        except (EOFError, OSError, WireError):
            pass  # the sandbox or the slot is gone: whoever is left knows what to do
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    theirs.close()
    try:
        return _listen(ours, bundle)
    finally:
        ours.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _beat(channel: socket.socket, record: Record | None) -> None:
    frames.send(channel, [_packed(record) if record else None, False, ""])


def _named(bundle: Bundle, record: str, seen: dict[str, Any]) -> str:
    """The record with the names of known mistakes, which are looked for in this process.

    A fork would forget what it has found; here it is there for the next submission.
    """
    if not seen:
        return record
    whole = Record(**json.loads(record), seen=seen)
    return _packed(known_mistakes.name(bundle, whole))


def _listen(channel: socket.socket, bundle: Bundle) -> tuple[str | None, bool]:
    known: str | None = None
    end = time.monotonic() + deadline(bundle)
    try:
        while (left := end - time.monotonic()) > 0:
            channel.settimeout(min(left, bundle.seconds + STALL))
            record, whole, seen = frames.receive(channel)
            if whole:
                return _named(bundle, record, json.loads(seen)), True
            known = record
    except TimeoutError:
        return known, False
    except (EOFError, OSError, WireError):
        return None, False
    return known, False


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
