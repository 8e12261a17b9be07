"""Where a student's code runs: a process outside of which it can do nothing.

A warm process, with NumPy, matplotlib and the course imported, waits inside the sandbox and forks
for each submission. The tiers, best first:

bwrap     bubblewrap: nothing of the machine is to be seen but the interpreter and `course/`,
          read-only; no network; own processes, users, messages and temporary files
landlock  without namespaces: Landlock for files, a filter of system calls for the rest
none      limits of time and memory only; the instructor has to ask for it
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType

from autograder import wire
from autograder.confine import BWRAP, LANDLOCK, NONE
from autograder.errors import CourseError

TIERS = (BWRAP, LANDLOCK, NONE)
HERE = Path(__file__).resolve().parent
START = 60  # seconds that the warm process may take to start
STOP = 10  # seconds that ending a submission may take
FIRST_UID = 61_000  # users that sandboxes of root become; one for each
INSIDE = ("__init__.py", "wire.py", "peer.py", "confine.py", "worker.py")
THREADS = ("OPENBLAS", "OMP", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")


@dataclass(frozen=True)
class Limits:
    """What a submission may use.

    memory    : bytes of data a process
    cpu       : seconds of processor time a process
    processes : at a time, threads included
    space     : bytes of temporary files
    """

    memory: int = 2 * 2**30
    cpu: int = 300
    processes: int = 32
    space: int = 64 * 2**20


class SandboxUnavailableError(CourseError):
    """No sandbox can be had here; the text says why and what to do."""


class Sandbox:
    """A warm process in a sandbox of a tier; one submission at a time.

    slot : number of this sandbox among those that run side by side
    Raises SandboxUnavailableError if it cannot be started.
    """

    def __init__(self, tier: str, limits: Limits | None = None, slot: int = 0) -> None:
        self.tier, self.slot = tier, slot
        self._folder = tempfile.mkdtemp(prefix="autograder-")
        inside = "/tmp" if tier == BWRAP else self._folder
        uid = FIRST_UID + slot
        if tier == LANDLOCK and os.getuid() == 0:
            os.chown(self._folder, uid, uid)
        entering = {
            "tier": tier, **asdict(limits or Limits()), "uid": uid,
            "readable": [str(p) for p in _readable()], "writable": inside,
        }  # fmt: skip
        ours, theirs = socket.socketpair()
        errors = Path(self._folder, "stderr") if tier != LANDLOCK else Path(os.devnull)
        with theirs, open(errors, "w") as stderr:
            try:
                self._process = subprocess.Popen(
                    _command(tier, theirs.fileno(), entering),
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=stderr,
                    env=_environment(inside),
                    cwd="/",
                )
            except OSError as error:
                raise SandboxUnavailableError(
                    f"The sandbox {tier} does not start: {error}."
                ) from None
        self._control = ours
        self._control.settimeout(START)
        try:
            wire.receive(self._control)
        except (EOFError, OSError, wire.WireError):
            self.close(keep=True)
            said = (
                errors.read_text(errors="replace").strip().splitlines() if tier != LANDLOCK else []
            )
            self._remove()
            why = said[-1][:300] if said else "its process ended"
            raise SandboxUnavailableError(f"The sandbox {tier} does not start: {why}.") from None
        self._control.settimeout(STOP)

    def start(self) -> socket.socket:
        """Begin a submission: the channel to its process."""
        ours, theirs = socket.socketpair()
        with theirs:
            wire.send(self._control, ["start"], theirs.fileno())
            wire.receive(self._control)
        return ours

    def stop(self) -> None:
        """End the submission with everything it has started, and forget its files."""
        wire.send(self._control, ["stop"])
        wire.receive(self._control)
        if self.tier != BWRAP:
            _empty(Path(self._folder))

    def close(self, keep: bool = False) -> None:
        """End the sandbox."""
        self._control.close()
        self._process.kill()
        self._process.wait()
        if not keep:
            self._remove()

    def _remove(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()


def choose(asked: str | None = None) -> str:
    """The tier to use: the one asked for, or the best that works here.

    Raises SandboxUnavailableError, which says what to do, rather than fall back to none.
    """
    if asked is not None and asked not in TIERS:
        raise CourseError(f"There is no sandbox {asked}; there are {', '.join(TIERS)}.")
    reasons = []
    for tier in [asked] if asked else TIERS[:-1]:
        try:
            with Sandbox(tier) as sandbox:
                sandbox.start().close()
                sandbox.stop()
            return tier
        except (SandboxUnavailableError, OSError, EOFError, wire.WireError) as error:
            reasons.append(str(error) or type(error).__name__)
    raise SandboxUnavailableError(
        "Students' code cannot be walled off on this machine, so nothing was graded. "
        + " ".join(reasons)
        + " Install bubblewrap (Debian: apt-get install bubblewrap), or grade in a container or "
        "virtual machine that holds nothing else, with --sandbox none."
    )


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != "stderr":
            path.unlink(missing_ok=True)


def _course() -> Path:
    return HERE.parent / "course"


def _interpreter() -> list[Path]:
    """Folders that Python and its libraries are in."""
    paths = [sys.prefix, sys.base_prefix, os.path.realpath(sys.executable)]
    paths += [sysconfig.get_path("stdlib"), sysconfig.get_path("purelib")]
    real = {Path(p).resolve() for p in paths if p} | {Path(sys.prefix)}
    return sorted(p for p in real if not any(p != q and p.is_relative_to(q) for q in real))


def _libraries() -> list[Path]:
    names = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache")
    return [Path(n) for n in (*names, "/usr/share/zoneinfo") if os.path.exists(n)]


def _readable() -> list[Path]:
    devices = [Path("/dev/null"), Path("/dev/urandom"), Path("/dev/zero")]
    return [*_interpreter(), *_libraries(), *devices, _course(), *(HERE / n for n in INSIDE)]


def _environment(home: str) -> dict[str, str]:
    threads = {f"{name}_NUM_THREADS": "1" for name in THREADS}
    return threads | {
        "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8", "PATH": "", "MPLBACKEND": "agg",
        "MPLCONFIGDIR": home, "IPYTHONDIR": home, "COURSE_PROGRESS": "off",
        "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "random",
    }  # fmt: skip


def _command(tier: str, descriptor: int, entering: dict[str, object]) -> Sequence[str]:
    top = "/grader" if tier == BWRAP else str(HERE.parent)
    code = (
        f"import sys; sys.path.insert(0, {top!r})\n"
        f"from autograder import worker; worker.main({descriptor}, {entering!r})"
    )
    python = [sys.executable, "-P", "-c", code]
    return [*_bubblewrap(), *python] if tier == BWRAP else python


def _bubblewrap() -> list[str]:
    program = shutil.which("bwrap")
    if program is None:
        raise SandboxUnavailableError("bubblewrap is not installed.")
    command = [program, "--die-with-parent", "--new-session", "--clearenv"]
    for name, value in _environment("/tmp").items():
        command += ["--setenv", name, value]
    command += ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"]
    command += ["--unshare-cgroup-try", "--hostname", "sandbox", "--dev", "/dev", "--tmpfs", "/tmp"]
    if os.getuid() == 0:
        # Root's warm process keeps what it needs to make each submission another user.
        for right in ("SYS_ADMIN", "SETUID", "SETGID", "SETPCAP", "KILL"):
            command += ["--cap-add", f"CAP_{right}"]
    else:
        command += ["--unshare-user", "--proc", "/proc"]
    ours = [Path("/grader/autograder"), Path("/grader/course")]
    for folder in sorted({f for p in [*_interpreter(), *_libraries(), *ours] for f in p.parents}):
        if folder != Path("/"):
            # Without this, what stands between may only be entered by who made it.
            command += ["--perms", "0755", "--dir", str(folder)]
    command += ["--perms", "0755", "--dir", str(ours[0])]
    for path in _interpreter() + _libraries():
        if path.is_symlink() and path.parent == Path("/"):
            command += ["--symlink", os.readlink(path), str(path)]
        else:
            command += ["--ro-bind", str(path), str(path)]
    for path in (HERE / name for name in INSIDE):
        command += ["--ro-bind", str(path), f"/grader/autograder/{path.name}"]
    command += ["--ro-bind", str(_course()), "/grader/course"]
    return [*command, "--chdir", "/tmp", "--remount-ro", "/", "--"]
