"""A process that does what a student's bytes may make long or large, and is ended when they do.

It is a fork of the one that needs it, for a new interpreter would first import all that reads
notebooks; it begins when the first job comes, and does one job after another. No student's code
runs in it. What goes beyond the limits ends the job and the process, and the next job has a new
one.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import socket
import struct
import time
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection, Pipe
from typing import Any, NoReturn

from autograder.inside import forks
from autograder.inside.wall import kernel, resources
from autograder.shared.closing import Closing
from autograder.shared.errors import CourseError

JOB_SECONDS = 10  # of processor time that a job may take
JOB_MEMORY = 2**30  # bytes that jobs may use beyond what the process has when it begins
JOB_PATIENCE = 300.0  # seconds in which a job must be done on a machine that has other work
LONGEST_ANSWER = 64 * 2**20  # bytes of an answer


class TooMuchError(Exception):
    """A job went beyond a limit; the text is what it used up, the rest of a sentence."""


class JobError(RuntimeError):
    """A job failed, or its process was lost; the text says how."""


class Refused(Exception):  # noqa: N818
    """A job's own word that it cannot be done, a sentence: it crosses as it is."""


Jobs = Mapping[str, Callable[..., Any]]


class Bounded(Closing):
    """Does jobs in a process with limits.

    jobs : functions by name, which take and give plain data as JSON has it
    made : what is made of each object of an answer
    """

    def __init__(
        self, jobs: Jobs, made: Callable[[dict[str, Any]], Any] | None = None,
        seconds: int = JOB_SECONDS, memory: int = JOB_MEMORY,
    ) -> None:  # fmt: skip
        self._jobs, self._made = jobs, made
        self._seconds, self._memory = seconds, memory
        self._patience = max(JOB_PATIENCE, 4 * seconds)
        self._process = 0
        self._channel: Connection | None = None

    def do(self, job: str, *given: Any) -> Any:
        """What a job gives.

        Raises Refused as the job does, TooMuchError, and JobError for whatever else went wrong;
        with a process that was lost for no reason it is tried twice more.
        """
        tries = (self._once(job, given) for _ in range(3))
        answer = next(filter(None, tries), None)
        if answer is None:
            raise JobError("the process that read it ended unexpectedly")
        kind, value = answer
        if kind == "done":
            return value
        if kind == "refused":
            raise Refused(value)
        if kind == "failed":
            raise JobError(value)
        self.close()
        raise TooMuchError(value)

    def _once(self, job: str, given: Any) -> tuple[str, Any] | None:
        """The kind of an answer and what it says; None if the process was lost."""
        channel = self._channel or self._begin()
        try:
            channel.send_bytes(json.dumps([job, given]).encode())
            kind, value = json.loads(channel.recv_bytes(LONGEST_ANSWER), object_hook=self._made)
            return str(kind), value
        except BlockingIOError:
            self.close()
            return "too much", f"more than {self._patience:.0f} seconds"
        except (EOFError, OSError):
            if self.close() == signal.SIGXCPU:
                return "too much", f"more than {self._seconds} seconds of processor time"
            return None

    def _begin(self) -> Connection:
        ours, theirs = Pipe()
        parent, process = os.getpid(), forks.fork()
        if process == 0:
            try:
                _keep_only(theirs.fileno())
                kernel.die_with_parent()
                if os.getppid() == parent:
                    self._serve(theirs)
            finally:
                os._exit(1)
        theirs.close()
        with socket.socket(fileno=os.dup(ours.fileno())) as same:
            # What waits for an answer is told so by BlockingIOError.
            patience = struct.pack("ll", int(self._patience), 0)
            same.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, patience)
        self._process, self._channel = process, ours
        return ours

    def _serve(self, channel: Connection) -> NoReturn:
        resources.limit_own_memory(self._memory)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        limit = 0
        while True:
            try:
                job, given = json.loads(channel.recv_bytes())
            except (EOFError, OSError):
                os._exit(0)
            limit = self._renewed(limit)
            channel.send_bytes(_answer(self._jobs[job], given))

    def _renewed(self, limit: int) -> int:
        """The limit on processor time, in seconds since this process began, for one more job.

        The kernel counts whole seconds, and most jobs take none: then the limit stays as it is.
        """
        used = time.process_time()
        if used + self._seconds >= limit:
            limit = int(used) + self._seconds + 2
            _, hard = resource.getrlimit(resource.RLIMIT_CPU)
            soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
            resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
        return limit

    def close(self) -> int:
        """End the process; the signal that had ended it before, 0 for none."""
        process, channel = self._process, self._channel
        self._process, self._channel = 0, None
        if channel is not None:
            channel.close()
        if not process:
            return 0
        # One that died closed its channel a moment before it can be waited for.
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            _, status = os.waitpid(process, 0)
            return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        return 0


def once(work: Callable[[], Any], seconds: int, memory: int) -> Any:
    """What `work()` gives, as JSON carries it, from a process of its own with these limits.

    seconds : of processor time      memory : bytes beyond what this process has
    Raises CourseError as `work` does, TooMuchError, and JobError for what else went wrong.
    """

    def job() -> Any:
        try:
            return work()
        except CourseError as error:
            raise Refused(str(error)) from None

    with Bounded({"job": job}, seconds=seconds, memory=memory) as process:
        try:
            return process.do("job")
        except Refused as error:
            raise CourseError(str(error)) from None


def _keep_only(descriptor: int) -> None:
    """Give up what a fork of a larger program should not have: its files, its ways with signals."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever forked it ends it
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGXCPU):
        signal.signal(number, signal.SIG_DFL)
    os.closerange(3, descriptor)
    os.closerange(descriptor + 1, os.sysconf("SC_OPEN_MAX"))


def _answer(job: Callable[..., Any], given: list[Any]) -> bytes:
    try:
        said = ["done", job(*given)]
        packed = json.dumps(said, ensure_ascii=False).encode(errors="replace")
        if len(packed) <= LONGEST_ANSWER:
            return packed
        said = ["too much", f"more than {LONGEST_ANSWER / 2**20:.0f} MB for what came of it"]
    except Refused as error:
        said = ["refused", str(error)]
    except MemoryError:
        said = ["too much", "more memory than there is for it"]
    except BaseException as error:
        said = ["failed", f"{type(error).__name__}: {error}"]
    return json.dumps(said).encode()
