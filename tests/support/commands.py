"""Commands that begin as forks of a process which has imported what they need.

A new interpreter that runs the command line imports nbgrader and all below it for a second, many
times what there is to do for a class of ten. Here one process has done that, and forks for each
command. The project's own modules are none of it: each command imports those of the folder that it
is started in, as it would if somebody typed it there.

What is started so is no child of the tests' process, but is waited for, asked and ended as one.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

PRELOADED = ("autograder.command_line", "autograder.grade", "nbgrader.apps.nbgraderapp")
PROJECT = ("autograder", "course", "support")
SERVE = "import sys; sys.path.append(sys.argv[1]); from support import commands; commands.serve()"


class Command:
    """A command that runs: as much of subprocess.Popen as the tests ask for."""

    def __init__(self, told: socket.socket, stdout: IO[str], stderr: IO[str] | None) -> None:
        self._told = told
        self.stdout, self.stderr = stdout, stderr
        self.returncode: int | None = None
        self.pid = int(self._line())

    def _line(self) -> str:
        """What the server says next. Raises EOFError if it is gone."""
        if not (line := self._told.recv(100).decode()):
            raise EOFError("the process that commands are forked from has ended")
        return line

    def poll(self) -> int | None:
        """The exit code, None while it runs."""
        with contextlib.suppress(TimeoutError, BlockingIOError):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, or the signal's number below 0, once it has ended."""
        if self.returncode is None:
            self._told.settimeout(timeout)
            self.returncode = int(self._line())
        return self.returncode

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """All that it says, once it has ended."""
        open_ends = [end for end in (self.stdout, self.stderr) if end]
        with ThreadPoolExecutor(2) as threads:
            said = [*threads.map(lambda end: end.read(), open_ends, timeout=timeout), ""]
        self.wait(timeout)
        return said[0], said[1]

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def __enter__(self) -> Command:
        return self

    def __exit__(self, *_: object) -> None:
        self.wait()
        for end in (self.stdout, self.stderr, self._told):
            if end:
                end.close()


class Server:
    """The process that commands are forked from; it ends with the one that made it."""

    def __init__(self) -> None:
        self._ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", SERVE, str(Path(__file__).parents[1]), str(theirs.fileno())],
                pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, preexec_fn=hear_signals,
                cwd=Path(__file__).parents[2],
            )  # fmt: skip
        self._ours.recv(1)  # it has imported everything

    def start(
        self, line: Sequence[str], cwd: Path, env: Mapping[str, str], stderr: int | None = None
    ) -> Command:
        """Start a line that begins with an interpreter and -m or -c, or with `nbgrader`."""
        told, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        out, out_end = os.pipe()
        err, err_end = os.pipe() if stderr is None else (None, os.dup(stderr))
        given = json.dumps([list(line), str(cwd), dict(env)]).encode()
        socket.send_fds(self._ours, [len(given).to_bytes(4)], [theirs.fileno(), out_end, err_end])
        self._ours.sendall(given)
        theirs.close()
        for end in (out_end, err_end):
            os.close(end)
        return Command(told, os.fdopen(out), os.fdopen(err) if err is not None else None)


def hear_signals() -> None:
    """As in a terminal, also where the tests run in the background or under nohup.

    There SIGINT and SIGHUP are ignored, children inherit it, and a command keeps to it.
    """
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


@functools.cache
def server() -> Server:
    """The one of this process, which lasts as long as this process does."""
    return Server()


# --- the server's own process --------------------------------------------------------------------


def serve() -> None:
    """Fork for each line that is asked for, until nobody can ask any more.

    What runs a command returns from here once it is done, and ends as any interpreter does.
    """
    for name in PRELOADED:
        importlib.import_module(name)
    for name in [name for name in sys.modules if name.partition(".")[0] in PROJECT]:
        del sys.modules[name]
    sys.path.pop()
    asked = socket.socket(fileno=int(sys.argv[2]))
    asked.send(b".")
    running: dict[int, tuple[int, socket.socket]] = {}
    while True:
        ready, _, _ = select.select([asked, *running], [], [])
        for handle in ready:
            if handle is not asked:
                os.close(handle)
                _ended(*running.pop(handle))
                continue
            size, ends, _, _ = socket.recv_fds(asked, 4, 3)
            if not size:
                return
            given = json.loads(asked.recv(int.from_bytes(size), socket.MSG_WAITALL))
            told = socket.socket(fileno=ends[0])
            if (process := os.fork()) == 0:
                for other in (asked, told, *(one for _, one in running.values())):
                    other.close()
                _run(*given, *ends[1:])
                return
            told.send(str(process).encode())
            running[os.pidfd_open(process)] = process, told
            for end in ends[1:]:
                os.close(end)


def _ended(process: int, told: socket.socket) -> None:
    """Say how a command ended."""
    _, status = os.waitpid(process, 0)
    with told, contextlib.suppress(OSError):
        told.send(str(os.waitstatus_to_exitcode(status)).encode())


def _run(line: list[str], cwd: str, env: dict[str, str], stdout: int, stderr: int) -> None:
    """Be this command, as far as it can tell."""
    for end, number in ((stdout, 1), (stderr, 2)):
        os.dup2(end, number)
        os.close(end)
    # What Python knew of the server's: whether it can be sought in, whether it is a terminal.
    sys.stdout = sys.__stdout__ = open(1, "w", closefd=False)  # noqa: SIM115
    as_usual = {"buffering": 1, "errors": "backslashreplace", "closefd": False}
    sys.stderr = sys.__stderr__ = open(2, "w", **as_usual)  # noqa: SIM115
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    tempfile.tempdir = None
    if action := env.get("PYTHONWARNINGS"):
        warnings.simplefilter(action)
    if line[0] == "nbgrader":
        sys.path[0], sys.argv = str(Path(sys.executable).parent), line
        sys.exit(importlib.import_module("nbgrader.apps.nbgraderapp").main())
    _, how, what, *arguments = line
    sys.argv = [how, *arguments]
    if how == "-m":
        sys.path[0] = cwd
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        exec(compile(what, "<string>", "exec"), sys.modules["__main__"].__dict__)
