"""Where a student's code runs: a process outside of which it can do nothing.

A warm process, with NumPy, matplotlib and the course imported, waits inside the sandbox and forks
for each submission. The tiers, best first:

bwrap     bubblewrap: nothing of the machine is to be seen but the interpreter and `course/`,
          read-only; no network; own processes, users, messages and temporary files
landlock  without namespaces: Landlock for files, a filter of system calls for the rest
none      limits of time and memory only; the instructor has to ask for it
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from autograder.inside.wall import folders, processes
from autograder.inside.wall.tiers import BWRAP, LANDLOCK, NONE
from autograder.inside.wire import frames
from autograder.inside.wire.limits import WireError
from autograder.shared.closing import Closing
from autograder.shared.errors import CourseError

TIERS = (BWRAP, LANDLOCK, NONE)
PACKAGE = Path(__file__).resolve().parents[1]
INSIDE = PACKAGE / "inside"  # all of the project that is to be seen in there, `course` aside
READY = 60  # seconds that the warm process may take to start
STOP = 10  # seconds that ending a submission may take
KEEPER_LOOK = 0.2  # seconds between two looks at whether a sandbox still has its keeper
FIRST_UID, USERS = 60_600, 500  # users that sandboxes of root become; nobody else has these
SPARE_TASKS = 512  # processes that the person who grades may begin meanwhile, where they count
ANY_TASKS = 2**22  # more than there can be
HOME = "/grader/home"  # in the tier bwrap: a Python may lie below /tmp
THREADS = ("OPENBLAS", "OMP", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")


@dataclass(frozen=True)
class ResourceLimits:
    """What a submission may use.

    memory    : bytes of data a process
    total     : bytes of memory in all its processes; looked at several times a second
    cpu       : seconds of processor time a process
    processes : at a time, threads included
    space     : bytes of temporary files: of a file, and (looked at, outside bwrap) of all
    """

    # Room for MNIST as float64, 376 MB, and a copy; a broadcast that went wrong, (N, 1) with (N,)
    # of 60,000 images, takes 29 GB and shall be a MemoryError instead of a machine that swaps.
    memory: int = 2**30
    total: int = 2 * 2**30
    # Far beyond what cells may take by the clock: this ends what hides from the clock in a child.
    cpu: int = 300
    # Enough for a pool of workers and for the tests' forks; a fork bomb is over before it is felt.
    processes: int = 32
    # Under bwrap temporary files are in memory.
    space: int = 64 * 2**20


class SandboxUnavailableError(CourseError):
    """No sandbox can be had here; the text says why and what to do."""


class Sandbox(Closing):
    """A warm process in a sandbox of a tier; one submission at a time.

    warm : False only to see whether it works here: then no submission can be run
    full : whether IPython and matplotlib are ready, too
    Raises SandboxUnavailableError if it cannot be started.
    """

    def __init__(
        self, tier: str, limits: ResourceLimits | None = None, warm: bool = True, full: bool = False
    ) -> None:
        self.tier, self._running = tier, 0
        self._user, self._claim = _own_user(tier)
        self._folder = tempfile.mkdtemp(prefix="autograder-") if tier != BWRAP else None
        ours, theirs = socket.socketpair()
        self._control = ours
        with theirs, tempfile.TemporaryFile() as said:
            try:
                self._process = self._begin(
                    limits or ResourceLimits(), theirs.fileno(), said, warm, full
                )
            except OSError as error:
                ours.close()
                self._remove()
                raise _unavailable(tier, str(error)) from None
            theirs.close()
            try:
                self._answer(READY)
            except (EOFError, OSError, WireError):
                self.close()
                said.seek(0)
                lines = said.read().decode(errors="replace").strip().splitlines()
                why = lines[-1][:300] if lines else "its process ended"
                raise _unavailable(tier, why) from None
            except BaseException:  # told to end while it starts
                self.close()
                raise
        self._control.settimeout(STOP)

    def _begin(
        self, limits: ResourceLimits, descriptor: int, said: IO[bytes], *ready: bool
    ) -> subprocess.Popen[bytes]:
        inside = self._folder or HOME
        entering = {
            "tier": self.tier, "memory": limits.memory, "cpu": limits.cpu, "space": limits.space,
            "processes": limits.processes + _others(self.tier),
            "uid": self._user,
            "readable": [str(p) for p in _readable()], "writable": inside,
            "temporary": not any(p.is_relative_to("/tmp") for p in _interpreter()),
        }  # fmt: skip
        call = [descriptor, entering, limits.processes, limits.total, *ready]
        command = _keeper(descriptor, self._folder, _command(self.tier, call))
        return subprocess.Popen(
            command, pass_fds=[descriptor], env=_environment(inside), cwd="/",
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said,
            start_new_session=True,
        )  # fmt: skip

    def start(self, setup: str = "") -> socket.socket:
        """Begin a submission: the channel to its process, which is confined by then.

        setup : the chapter's own first cell; what it imports is imported once
        Raises SandboxUnavailableError if it cannot be confined; OSError, EOFError or WireError if
        the warm process is lost: close this sandbox then, and make another.
        """
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                frames.send(self._control, ["start", setup], theirs.fileno())
                self._running = int(self._answer(READY))
            ours.settimeout(STOP)
            refused = frames.receive(ours)
        except BaseException:
            ours.close()
            raise
        if refused:
            ours.close()
            raise _unavailable(self.tier, str(refused[0]))
        ours.settimeout(None)
        return ours

    def stop(self) -> None:
        """End the submission with everything it has started, and forget its files.

        Raises as `start` does if the warm process is lost.
        """
        frames.send(self._control, ["stop"])
        self._answer(STOP)
        self._running = 0

    def _answer(self, seconds: float) -> Any:
        """What the warm process says, so long as its keeper lives: others may hold its socket."""
        end = time.monotonic() + seconds
        while not select.select([self._control], [], [], KEEPER_LOOK)[0]:
            if time.monotonic() > end:
                raise TimeoutError("the warm process does not answer")
            if not self.kept:
                raise EOFError("the process that keeps the sandbox has ended")
        return frames.receive(self._control)

    @property
    def pid(self) -> int:
        """The process that keeps the wall, a child of this one."""
        return self._process.pid

    @property
    def kept(self) -> bool:
        """Whether the process that keeps the wall still does."""
        return not _ended(self.pid)

    def close(self) -> None:
        """End the sandbox, and a submission that runs in it."""
        with contextlib.suppress(OSError):
            # Forks of this process may hold the socket, too: to close it would tell nobody.
            self._control.shutdown(socket.SHUT_WR)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)
        if self.tier != BWRAP:
            # Without its keeper the warm process ends its submission itself.
            self._control.settimeout(STOP)
            with contextlib.suppress(OSError):
                while self._control.recv(4096):
                    pass
        self._control.close()
        end = time.monotonic() + STOP
        while self.kept and time.monotonic() < end:
            time.sleep(0.001)
        # A keeper that was killed may leave its wall. The number is its group's until it is reaped.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()
        self._remove()

    def _remove(self) -> None:
        self._claim.close()
        if self._folder is not None:
            folders.remove(self._folder)


def choose(asked: str | None = None) -> str:
    """The tier to use: the one asked for, or the best that works here.

    Raises SandboxUnavailableError, which says what to do, rather than fall back to none.
    """
    if not sys.platform.startswith("linux"):
        raise SandboxUnavailableError(
            "Grading needs Linux, with --sandbox none, too, so nothing was graded: run it there, "
            "in a virtual machine or in a container."
        )
    if asked is not None and asked not in TIERS:
        raise CourseError(f"There is no sandbox {asked}; there are {', '.join(TIERS)}.")
    reasons = []
    for tier in [asked] if asked else TIERS[:-1]:
        try:
            with Sandbox(tier, warm=False) as sandbox:
                sandbox.start().close()
                sandbox.stop()
            return tier
        except (SandboxUnavailableError, OSError, EOFError, WireError) as error:
            reasons.append(str(error) or type(error).__name__)
    raise SandboxUnavailableError(
        "Students' code cannot be walled off on this machine, so nothing was graded. "
        + " ".join(reasons)
        + " Install bubblewrap (Debian: apt-get install bubblewrap), or grade in a container or "
        "virtual machine that holds nothing else, with --sandbox none."
    )


def _unavailable(tier: str, why: str) -> SandboxUnavailableError:
    return SandboxUnavailableError(f"The sandbox {tier} does not work here: {why.rstrip('.')}.")


def _others(tier: str) -> int:
    """Tasks that the kernel counts together with a submission's: all of an ordinary user's.

    Under landlock `births` counts a submission's own.
    """
    if os.getuid() == 0 or tier == BWRAP:
        return 0
    if tier == LANDLOCK:
        return ANY_TASKS
    return processes.tasks_of(os.getuid()) + SPARE_TASKS


def _course() -> Path:
    return PACKAGE.parent / "course"


def _interpreter() -> list[Path]:
    """What Python and its libraries are made of: files, and folders that hold nothing else."""
    found = {Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")}
    found |= {Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")}
    for prefix in {Path(sys.prefix), Path(sys.base_prefix)}:
        found |= {prefix / "lib", prefix / "lib64", prefix / "pyvenv.cfg"}
    program = Path(sys.executable)
    while program.is_symlink():
        found.add(program)
        program = program.parent / os.readlink(program)
    found.add(program)
    real = {p for p in found if p.exists()} | {p.resolve() for p in found if p.exists()}
    kept = sorted(p for p in real if not any(p != q and p.is_relative_to(q) for q in real))
    for path in kept:
        if PACKAGE.is_relative_to(path):
            raise OSError(f"the course lies in {path}, which Python has to read; move the course")
    return kept


def _libraries() -> list[Path]:
    names = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache")
    return [Path(n) for n in (*names, "/usr/share/zoneinfo") if os.path.exists(n)]


def _readable() -> list[Path]:
    devices = [Path("/dev/null"), Path("/dev/urandom"), Path("/dev/zero")]
    return [*_interpreter(), *_libraries(), *devices, _course(), INSIDE]


def _own_user(tier: str) -> tuple[int, socket.socket]:
    """A user for the sandbox's submissions, and the socket that keeps others off while it is open.

    Whoever has the same user may send signals: two sandboxes side by side must never share one.
    """
    claim = socket.socket(socket.AF_UNIX)
    for user in range(FIRST_UID, FIRST_UID + USERS):
        with contextlib.suppress(OSError):
            if os.getuid() == 0 and tier != NONE:  # nobody else can become another user
                claim.bind(f"\0neural networks by hand, user {user}")
            return user, claim
    claim.close()
    raise SandboxUnavailableError(
        f"All {USERS} users that submissions run as are taken; grade with fewer workers."
    )


def _environment(home: str) -> dict[str, str]:
    # Slots are as many as processors, so threads of a matrix product would wait for one another;
    # and they count as processes, and do not live on in a fork.
    threads = {f"{name}_NUM_THREADS": "1" for name in THREADS}
    return threads | {
        "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8", "PATH": "", "MPLBACKEND": "agg",
        "MPLCONFIGDIR": home, "IPYTHONDIR": home, "COURSE_PROGRESS": "off",
        "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "random",
    }  # fmt: skip


def _command(tier: str, arguments: Sequence[object]) -> Sequence[str]:
    top = "/grader" if tier == BWRAP else str(PACKAGE.parent)
    code = (
        f"import sys; sys.path.insert(0, {top!r})\n"
        f"from autograder.inside.running import warm; warm.main(*{arguments!r})"
    )
    # -P, or what lies in the folder that it starts in could stand in for a module.
    python = [sys.executable, "-P", "-c", code]
    return [*_bubblewrap(), *python] if tier == BWRAP else python


def _keeper(descriptor: int, folder: str | None, command: Sequence[str]) -> Sequence[str]:
    """The command of the process that starts another and ends what that leaves behind."""
    code = (
        f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r})\n"
        "from autograder.judging import keeper; "
        f"keeper.main({os.getpid()}, {descriptor}, {folder!r}, {list(command)!r})"
    )
    # It needs the standard library only, and no folder or .pth file shall give it anything else.
    return [sys.executable, "-I", "-B", "-S", "-c", code]


def _ended(pid: int) -> bool:
    """Whether a child has ended; it is not reaped, so its number stays taken.

    A fork of this process has other children, and cannot tell.
    """
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return False


def _bubblewrap() -> list[str]:
    program = shutil.which("bwrap")
    if program is None:
        raise OSError("bubblewrap is not installed")
    command = [program, "--die-with-parent", "--new-session", "--clearenv"]
    for name, value in _environment(HOME).items():
        command += ["--setenv", name, value]
    command += ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"]
    command += ["--unshare-cgroup-try", "--hostname", "sandbox", "--dev", "/dev", "--proc", "/proc"]
    command += ["--perms", "1777", "--tmpfs", "/tmp"]
    if os.getuid() == 0:
        # Root's warm process keeps what it needs to make each submission another user.
        for right in ("SYS_ADMIN", "SETUID", "SETGID", "SETPCAP", "KILL"):
            command += ["--cap-add", f"CAP_{right}"]
    else:
        command += ["--unshare-user"]
    ours = [Path("/grader/autograder"), Path("/grader/course")]
    for folder in sorted({f for p in [*_interpreter(), *_libraries(), *ours] for f in p.parents}):
        if folder != Path("/"):
            # Without this, what stands between may only be entered by who made it.
            command += ["--perms", "0755", "--dir", str(folder)]
    command += ["--perms", "0755", "--dir", str(ours[0])]
    command += ["--perms", "1777", "--tmpfs", HOME]
    for path in _interpreter() + _libraries():
        if path.is_symlink() and path.parent == Path("/"):
            command += ["--symlink", os.readlink(path), str(path)]
        else:
            command += ["--ro-bind", str(path), str(path)]
    command += ["--ro-bind", str(INSIDE), "/grader/autograder/inside"]
    command += ["--ro-bind", str(_course()), "/grader/course"]
    # What stays while submissions come and go is read-only, /dev included.
    fixed = [part for place in ("/dev", "/tmp", "/") for part in ("--remount-ro", place)]
    return [*command, "--chdir", HOME, *fixed, "--"]
