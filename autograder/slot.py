"""A process that grades bundles one after another, with a sandbox of its own.

    python -m autograder.slot TIER NUMBER DESCRIPTOR

Bundles come and records go as frames of `wire` on the descriptor, a socket. Each bundle is judged
in a fork, so nothing of one submission is left for the next, and whatever becomes of the fork,
this process answers. It dies with the process that started it.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import traceback
from types import TracebackType

from autograder import confine, wire
from autograder.bundle import Bundle, Record, from_dict
from autograder.result import Outcome
from autograder.run import prepare, run
from autograder.sandbox import Sandbox

SLACK = 30.0  # seconds beyond what a bundle's cells may take together
LOST = "The grading process ended unexpectedly; grade this submission again."


def deadline(bundle: Bundle) -> float:
    """Seconds after which a run cannot be in order: every cell has its own limit."""
    return SLACK + len(bundle.cells) * (bundle.seconds + 5)


class Slot:
    """The parent's end: start the process, give it bundles, replace it when it is lost."""

    def __init__(self, tier: str, number: int = 0) -> None:
        self.tier, self.number = tier, number
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None

    def run(self, bundle: Bundle) -> Record:
        """Run a bundle; the record says so if the process was lost with it, never an exception."""
        channel = self._open()
        channel.settimeout(deadline(bundle) + SLACK)
        try:
            wire.send(channel, json.dumps(bundle.asdict()))
            return Record(**json.loads(wire.receive(channel)))
        except TimeoutError:
            self.close()
            return Record(str(Outcome.TIMEOUT), "The notebook ran too long in all.")
        except (EOFError, OSError, wire.WireError, TypeError):
            self.close()
            return failed(LOST)

    def _open(self) -> socket.socket:
        if self._channel is not None and self._process is not None and self._process.poll() is None:
            return self._channel
        self.close()
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "autograder.slot", self.tier, str(self.number)]
            self._process = subprocess.Popen(
                [*command, str(theirs.fileno())],
                pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        self._channel = ours
        return ours

    def close(self) -> None:
        """End the process and its sandbox."""
        if self._channel is not None:
            self._channel.close()
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(0.5)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._channel = self._process = None

    def __enter__(self) -> Slot:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()


def main(tier: str, number: int, descriptor: int) -> None:
    """Grade bundles until the other end is gone."""
    confine.die_with_parent()
    sandbox: Sandbox | None = None
    with socket.socket(fileno=descriptor) as channel:
        while True:
            try:
                text = wire.receive(channel)
            except EOFError:
                break
            bundle = from_dict(json.loads(text))
            try:
                sandbox = sandbox or Sandbox(tier, slot=number)
                record = _in_a_fork(bundle, sandbox)
            except Exception as error:
                record = _packed(failed(f"{type(error).__name__}: {error}"))
            if record is None and sandbox is not None:
                sandbox.close()
                sandbox = None
            wire.send(channel, record or _packed(failed(LOST)))
    if sandbox is not None:
        sandbox.close()


def failed(reason: str) -> Record:
    """The record of a bundle that could not be graded."""
    return Record(str(Outcome.INTERNAL_ERROR), reason)


def _packed(record: Record) -> str:
    return json.dumps(record.asdict())


def _in_a_fork(bundle: Bundle, sandbox: Sandbox) -> str | None:
    """The record of a bundle judged in a process of its own; None if that process was lost."""
    prepare(bundle)
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            ours.close()
            confine.die_with_parent()
            wire.send(theirs, _packed(run(bundle, sandbox)))
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    theirs.close()
    ours.settimeout(deadline(bundle))
    try:
        return str(wire.receive(ours))
    except (EOFError, OSError, wire.WireError):
        return None
    finally:
        ours.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
