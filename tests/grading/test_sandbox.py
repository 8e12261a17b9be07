"""The sandbox: what a submission's process can reach, and what is left of it afterwards.

Every fact is asked of code that runs inside, and where it can be, looked at from outside, too. The
tests run once for each tier that this machine has; a tier that it lacks is skipped, with a reason.
"""

from __future__ import annotations

import ast
import fcntl
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import uuid
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from support.boxes import Inside, marked, opened, submission, until
from support.patience import HANG
from support.small_class import orphans

from autograder.inside.wall import calls, folders, landlock, processes, resources, seccomp
from autograder.inside.wall.tiers import BWRAP, LANDLOCK, NONE
from autograder.inside.wire.limits import WireError
from autograder.judging import sandbox
from autograder.judging.bundle import ANSWER, LOCKED, OWN, TEST, Bundle, CodeCell
from autograder.judging.sandbox import ResourceLimits, Sandbox, SandboxUnavailableError
from autograder.shared.errors import CourseError

ROOT = Path(__file__).resolve().parents[2]
WALLED = (BWRAP, LANDLOCK)
SMALL = ResourceLimits(memory=2**29, total=2**29, cpu=2, processes=12, space=4 * 2**20)
# What has no wall is no promise; its limits are tried by the sweep.
EVERY_TIER = [*WALLED, pytest.param(NONE, marks=pytest.mark.sweep)]
X86 = platform.machine() == "x86_64"


@pytest.fixture(scope="module", params=EVERY_TIER)
def box(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with opened(request.param) as made:
        yield made


@pytest.fixture(scope="module", params=WALLED)
def walled(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with opened(request.param) as made:
        yield made


@pytest.fixture(scope="module", params=EVERY_TIER)
def small(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with opened(request.param, SMALL) as made:
        yield made


@pytest.fixture
def mark() -> str:
    return f"m{uuid.uuid4().hex[:12]}"


def _on_the_way() -> set[Path]:
    return {folder for path in sandbox._interpreter() for folder in (path, *path.parents)}


# --- honest code ---------------------------------------------------------------------------------


def test_numpy_figures_threads_and_temporary_files_work(box: Sandbox) -> None:
    with submission(box) as inside:
        printed, error = inside.run(
            """
            import shutil, tempfile, threading, subprocess, random, secrets, multiprocessing
            import numpy as np, matplotlib.pyplot as plt
            a = np.random.default_rng(0).normal(size=(600, 600)); a = a @ np.linalg.inv(a)
            figure, axes = plt.subplots(); axes.plot(np.arange(9)); axes.set_title("$x^2$")
            figure.savefig("figure.png"); shutil.copy("figure.png", "copy.png")
            done = []
            threads = [threading.Thread(target=done.append, args=(k,)) for k in range(4)]
            [t.start() for t in threads]; [t.join() for t in threads]
            with tempfile.NamedTemporaryFile() as file: file.write(b"x")
            with open(os.devnull, "w") as sink: print("quiet", file=sink)
            print(round(a.trace()), sorted(done), os.path.getsize("copy.png") > 1000)
            """
        )
    assert error is None, error[:3]
    assert printed.split("\n")[0] == "600 [0, 1, 2, 3] True"


def test_a_sandbox_serves_one_submission_after_another(box: Sandbox) -> None:
    for number in range(3):
        with submission(box) as inside:
            assert inside.run("print('left' in globals()); left = 1")[0] == "False\n", number


# --- files ---------------------------------------------------------------------------------------


def test_nothing_that_is_not_pythons_or_the_courses_can_be_read(
    walled: Sandbox, tmp_path: Path
) -> None:
    (secret := tmp_path / "secret").write_text("hidden")
    os.chmod(secret, 0o666)
    paths = [ROOT / "source", ROOT / "autograder", ROOT / "tests", ROOT / "gradebook.db", secret]
    judging, authoring = ROOT / "autograder" / "judging", ROOT / "autograder" / "authoring"
    paths += [judging, *(judging / name for name in ("judge.py", "run.py", "sandbox.py"))]
    paths += [authoring, authoring / "answers.py", ROOT / ".git", ROOT / "pyproject.toml"]
    paths += [Path("/etc/passwd"), Path("/etc/shadow"), Path("/home")]
    paths += [Path("/proc/self/environ"), Path("/proc/1/cmdline"), Path(f"/proc/{os.getpid()}")]
    paths += [Path("/sys"), Path("/var/log"), Path("/dev/vda"), Path("/dev/mem"), Path("/run")]
    paths += [Path("/dev/tty"), Path("/dev/kmsg")]
    with submission(walled) as inside:
        got = inside.value(
            f"""{{p: [tried(lambda: open(p).read(1)), tried(os.listdir, p)]
                 for p in {[str(p) for p in paths]!r}}}"""
        )
        # On the way to a Python in somebody's home stand empty folders.
        here = [str(p) for p in Path.home().iterdir() if p not in _on_the_way()]
        seen = inside.value(
            f"[p for p in {here!r} if 'done' in (tried(open, p), tried(os.listdir, p))]"
        )
    assert seen == []
    refused = {"EACCES", "EPERM", "ENOENT", "ENOTDIR", "EISDIR", "ENXIO", "ENODEV", "EIO"}
    assert {path: how for path, how in got.items() if not set(how) <= refused} == {}


def test_of_the_grader_only_the_inner_room_is_there(walled: Sandbox) -> None:
    folder = "/grader/autograder" if walled.tier == BWRAP else str(ROOT / "autograder")
    files = (ROOT / "autograder").rglob("*.py")
    names = sorted(str(path.relative_to(ROOT / "autograder")) for path in files)
    with submission(walled) as inside:
        got = inside.value(
            f"[n for n in {names!r} if tried(open, os.path.join({folder!r}, n)) == 'done']"
        )
    assert got == [name for name in names if name.startswith("inside/")]


def test_nothing_can_be_written_but_its_own_folder(walled: Sandbox, tmp_path: Path) -> None:
    os.chmod(tmp_path, 0o777)
    (file := tmp_path / "file").write_text("mine")
    os.chmod(file, 0o666)
    places = ["/", "/dev", "/etc", "/usr/lib", "/var/tmp", "/work", str(ROOT), str(tmp_path)]
    places += [str(Path(walled._folder or "/grader")), sys.prefix, str(ROOT / "course"), "/proc"]
    with submission(walled) as inside:
        made = inside.value(
            f"[p for p in {places!r} if tried(open, p + '/made', 'w') == 'done'"
            " or tried(os.mkdir, p + '/made') == 'done']"
        )
        changed = inside.value(
            f"""[tried(open, {str(file)!r}, 'w'), tried(os.truncate, {str(file)!r}, 0),
                 tried(os.open, {str(file)!r}, os.O_RDONLY | os.O_TRUNC),
                 tried(os.open, {str(file)!r}, 3 | os.O_TRUNC), tried(os.unlink, {str(file)!r}),
                 tried(os.rename, {str(file)!r}, 'here'), tried(os.link, {str(file)!r}, 'here')]"""
        )
        inside.run(f"tried(os.chmod, {str(file)!r}, 0); tried(os.utime, {str(file)!r}, (1, 1))")
    assert made == []
    assert "done" not in changed
    assert file.read_text() == "mine"
    assert (file.stat().st_mode & 0o777, file.stat().st_mtime > 9) == (0o666, True)
    assert not [p for p in places if Path(p, "made").exists()]


def test_a_file_that_may_be_read_cannot_be_emptied(walled: Sandbox) -> None:
    top = "/grader" if walled.tier == BWRAP else str(ROOT)
    with submission(walled) as inside:
        got = inside.value(
            f"""[tried(os.open, {top!r} + '/course/__init__.py', how)
                 for how in (os.O_RDONLY | os.O_TRUNC, 3 | os.O_TRUNC, os.O_WRONLY)]"""
        )
    assert "done" not in got
    assert (ROOT / "course" / "__init__.py").stat().st_size > 0


def test_no_two_submissions_draw_the_same_numbers(box: Sandbox) -> None:
    drawn = []
    for _ in range(2):
        with submission(box) as inside:
            inside.run("import random\nimport numpy as np")
            drawn.append(inside.value("[random.random(), np.random.rand()]"))
    assert len({number for pair in drawn for number in pair}) == 4


def test_temporary_files_are_gone_for_the_next_one(box: Sandbox) -> None:
    with submission(box) as inside:
        inside.run(
            """
            open("left", "w").write("answer"); os.mkdir("locked"); open("locked/x", "w").close()
            libc.chmod(b"locked", 0); libc.chmod(b"left", 0)
            os.makedirs("/".join("d" * 40)); top = os.getcwd()
            for _ in range(1500):
                os.mkdir("deep"); os.chdir("deep")
            os.chdir(top); first = os.getcwd()
            for place in ("/dev/shm", "/tmp", "/var/tmp"): tried(open, place + "/left-here", "w")
            """
        )
        first = inside.value("first")
    try:
        with submission(box) as inside:
            seen = inside.value("os.listdir('.')")
            found = [p for p in ("/dev/shm", "/tmp", "/var/tmp") if box.tier in WALLED]
            kept = inside.value(f"[p for p in {found!r} if os.path.exists(p + '/left-here')]")
    finally:
        for place in ("/dev/shm", "/tmp", "/var/tmp"):
            Path(place, "left-here").unlink(missing_ok=True)
    assert seen == []
    assert kept == []
    if box.tier != BWRAP:
        assert not Path(first).exists()


def test_a_folder_whose_removal_was_killed_is_removed_whole(tmp_path: Path) -> None:
    (top := tmp_path / "top").mkdir()
    deep, left = top / "deep" / "deeper", [tmp_path / "top.1", tmp_path / "top.2"]
    for path in (deep, *(other / "inner" for other in left)):
        path.mkdir(parents=True)
        (path / "file").touch()
    (other := tmp_path / "top.other").mkdir()
    folders.remove(str(top))
    assert list(tmp_path.iterdir()) == [other]


def test_side_by_side_neither_sees_the_others_files(walled: Sandbox) -> None:
    with opened(walled.tier) as other, submission(walled) as one, submission(other) as two:
        one.run("open('mine', 'w').write('answer'); os.chmod('mine', 0o666)")
        path = one.value("os.path.abspath('mine')")
        assert two.value(f"tried(open, {path!r})") in ("EACCES", "ENOENT")
        assert two.value("os.listdir('.')") == []


@pytest.mark.skipif(os.getuid() != 0, reason="ONLY ROOT CAN BECOME OTHER USERS")
def test_no_two_sandboxes_that_stand_side_by_side_share_a_user(walled: Sandbox) -> None:
    look = (
        "import sys, os\nfrom autograder.judging.sandbox import Sandbox\n"
        f"with Sandbox({walled.tier!r}) as box: print(box._user, flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", look]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    others = [subprocess.Popen(command, cwd=ROOT, **pipes) for _ in range(3)]
    try:
        users = [int(other.stdout.readline()) for other in others]
    finally:
        for other in others:
            other.communicate()
    with submission(walled) as one:
        users.append(int(one.value("os.getuid()")))
    assert len({*users, 0}) == 5


def test_temporary_files_have_a_limit(small: Sandbox) -> None:
    with submission(small) as inside:
        one = inside.value("tried(lambda: open('big', 'wb').write(bytes(8 * 2**20)))")
        assert one in ("EFBIG", "ENOSPC")
        inside.run("os.unlink('big')")
        try:
            printed, _ = inside.run(
                """
                got = set()
                for k in range(200):
                    got.add(tried(lambda: open(f"f{k}", "wb").write(bytes(2**20))))
                    if "ENOSPC" in got: break
                else:
                    time.sleep(10)
                print(got)
                """
            )
        except (EOFError, OSError):
            assert small.tier != BWRAP, "ended, where there is a limit on all files"
        else:
            assert "ENOSPC" in printed
    assert small.tier == BWRAP or not list(Path(str(small._folder)).glob("own-*"))


# --- what it is given ----------------------------------------------------------------------------


def test_the_environment_is_only_what_the_sandbox_sets(box: Sandbox) -> None:
    allowed = set(sandbox._environment("/x")) | {"PWD", "KMP_DUPLICATE_LIB_OK", "KMP_INIT_AT_FORK"}
    with submission(box) as inside:
        got = inside.value("dict(os.environ)")
        here = inside.value("os.getcwd()")
    # conda's and OpenMP's libraries add words of their own while they are imported.
    assert set(got) - allowed == set()
    assert got["HOME"] == got["TMPDIR"] == here


def test_no_file_is_open_but_its_channel(box: Sandbox) -> None:
    with submission(box) as inside:
        kinds = inside.value(
            """[[k, os.fstat(k).st_mode >> 12, os.fstat(k).st_rdev]
                for k in range(64) if tried(os.fstat, k) == 'done']"""
        )
    null = os.stat("/dev/null")
    assert [k[:1] + k[2:] for k in kinds[:3]] == [[k, null.st_rdev] for k in range(3)]
    assert [kind[1] for kind in kinds[3:]] == [0o14], "one socket, and nothing else"


def test_output_and_input_lead_nowhere(box: Sandbox, capfd: pytest.CaptureFixture[str]) -> None:
    with submission(box) as inside:
        inside.run("for k in (1, 2): os.write(k, b'from a student')")
        assert inside.value("os.read(0, 10).decode()") == ""
    assert capfd.readouterr() == ("", "")


def test_it_has_no_rights_and_can_win_none(walled: Sandbox) -> None:
    with submission(walled) as inside:
        got = inside.value(
            "[os.getresuid(), os.getresgid(), os.getgroups(), libc.prctl(39, 0, 0, 0, 0),"
            " libc.prctl(21, 0, 0, 0, 0)]"
        )
        bits = inside.value("[c for c in range(41) if libc.prctl(47, 1, c, 0, 0) == 1]")
        printed, _ = inside.run(
            """
            class Header(ctypes.Structure): _fields_ = [("v", ctypes.c_uint32), ("p", ctypes.c_int)]
            data = (ctypes.c_uint32 * 6)()
            libc.capget(ctypes.byref(Header(0x20080522, 0)), data)
            print(list(data), tried(os.setuid, 0))
            """
        )
    user = os.getuid()
    assert got[2:4] == [[], 1] if user == 0 else got[3] == 1
    assert len(set(got[0])) == 1
    assert 0 not in got[0]
    assert got[4] == 2, "a filter of system calls is active"
    assert bits == [], "nothing would survive an exec"
    # Root's Python may lie where only root may read; Landlock says what may be read.
    reads = 4 if walled.tier == LANDLOCK and user == 0 else 0
    # In the namespace that an ordinary user can make, there is no root to become.
    refused = "EINVAL" if walled.tier == BWRAP and user != 0 else "EPERM"
    assert printed.strip() == f"{[reads, reads, 0, 0, 0, 0]} {refused}"


def test_no_core_is_dumped_and_few_files_are_open(box: Sandbox) -> None:
    with submission(box) as inside:
        limits = inside.value(
            "[__import__('resource').getrlimit(k) for k in (4, 7)]"
            if sys.platform == "linux"
            else ""
        )
        assert limits == [[0, 0], [64, 64]]
        last = inside.value("(lambda: tried(lambda: [os.dup(1) for _ in range(200)]))()")
    assert last == "EMFILE"


# --- system calls --------------------------------------------------------------------------------


def test_no_socket_can_be_had(walled: Sandbox) -> None:
    with submission(walled) as inside:
        kinds = inside.value(
            """[tried(__import__('socket').socket, family, kind)
                for family in (1, 2, 10, 16, 17, 40) for kind in (1, 2, 3)]"""
        )
        pairs = inside.value(
            "[tried(__import__('socket').socketpair, 1, kind) for kind in (1, 2, 3, 5)]"
        )
    assert set(kinds) == {"EPERM"}
    # A stream goes to its other end only; datagrams could be sent to any name.
    assert pairs == ["done", "EPERM", "EPERM", "EPERM"]


def test_every_refused_call_is_refused(walled: Sandbox) -> None:
    column = 0 if X86 else 1
    refused = calls.refused(walled.tier, landlock.version())
    numbers = {name: pair[column] for name, pair in refused.items() if pair[column] is not None}
    with submission(walled) as inside:
        got = inside.value(f"{{n: call(k, 0, 0, 0, 0, 0, 0) for n, k in {numbers!r}.items()}}")
    assert {name: how for name, how in got.items() if how != "EPERM"} == {}


def test_what_reaches_neighbours_through_a_file_all_may_read_is_refused_or_done_for_nobody(
    walled: Sandbox,
) -> None:
    """Locks, leases, watches; and sizes of pipes and waiting signals, counted for each user."""
    top = "/grader" if walled.tier == BWRAP else str(ROOT)
    with opened(walled.tier) as other, submission(walled) as one, submission(other) as two:
        for inside in (one, two):
            inside.run(f"import fcntl, resource\nfile = open({top!r} + '/course/__init__.py')")
            # Both at once: so the lock tells neither of them about the other.
            how = "fcntl.LOCK_EX | fcntl.LOCK_NB"
            assert inside.value(f"tried(fcntl.flock, file, {how})") == "done"
            assert inside.value("tried(fcntl.lockf, open('own', 'w'), fcntl.LOCK_EX)") == "done"
        with open(ROOT / "course" / "__init__.py") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _, writes = one.value("os.pipe()")
        kinds = "(fcntl.F_SETLEASE, fcntl.F_NOTIFY, fcntl.F_SETOWN, fcntl.F_SETSIG)"
        assert set(one.value(f"[tried(fcntl.fcntl, file, k, 0) for k in {kinds}]")) == {"EPERM"}
        assert one.value(f"tried(fcntl.fcntl, {writes}, 1031, 2**20)") == "EPERM"
        waiting = one.value("resource.getrlimit(resource.RLIMIT_SIGPENDING)")
        assert waiting == [resources.SIGNALS_WAITING] * 2


def test_a_database_in_its_own_folder_works(walled: Sandbox) -> None:
    with submission(walled) as inside:
        printed, error = inside.run(
            """
            import sqlite3
            with sqlite3.connect("own.db") as book: book.execute("create table t as select 5 as x")
            with sqlite3.connect("own.db") as book: print(*book.execute("select x from t"))
            """
        )
    assert error is None and printed == "(5,)\n", (printed, error)


def test_no_space_can_be_taken_at_once() -> None:
    number = 285 if X86 else 47
    with opened(LANDLOCK) as box, submission(box) as inside:
        inside.run("file = open('big', 'wb')")
        got = inside.value(f"[call({number}, file.fileno(), how, 0, 2**22) for how in (0, 1)]")
        assert got == ["ENOTSUP"] * 2
        # Where it is all that a library knows, the C library writes instead.
        inside.run("os.posix_fallocate(file.fileno(), 0, 4096)")
        assert inside.value("os.stat('big').st_size") == 4096


def test_no_namespace_can_be_made(walled: Sandbox) -> None:
    number, clone3 = (56, 435) if X86 else (220, 435)
    with submission(walled) as inside:
        got = inside.value(
            f"""[call({number}, flag | 17, 0, 0, 0, 0) for flag in
                (0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000, 0x2000000)]"""
        )
        assert inside.value(f"call({clone3}, 0, 0)") == "ENOSYS"
        assert inside.value("call(600)") == "ENOSYS"
    assert set(got) == {"EPERM"}


@pytest.mark.skipif(not X86, reason="this processor numbers its system calls in one way only")
def test_other_numbers_for_the_same_calls_are_no_way_round(walled: Sandbox) -> None:
    with submission(walled) as inside:
        assert (
            inside.value("[call(0x40000000 + k, 1, 1, 0) for k in (41, 39, 101)]") == ["EPERM"] * 3
        )
        printed, error = inside.run(
            """
            import mmap
            page = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, 7)
            page.write(bytes.fromhex("b814000000cd80c3"))  # getpid as a 32-bit program asks
            if (child := os.fork()) == 0:
                ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
                os._exit(0)
            __import__("signal").signal(17, 0)
            try: print(os.waitpid(child, 0)[1] & 127)
            except ChildProcessError: print("reaped")
            """
        )
        assert error is None, error[:3]
    assert printed.strip() in (str(int(signal.SIGSYS)), "reaped")


@pytest.mark.parametrize(
    ("column", "header"),
    [
        (0, "/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
        (1, "/usr/include/asm-generic/unistd.h"),
    ],
    ids=["x86_64", "aarch64"],
)
def test_numbers_of_system_calls_are_the_kernels(column: int, header: str) -> None:
    """aarch64 uses the generic table."""
    if not Path(header).exists():
        pytest.skip(f"{header} is not here (Debian: linux-libc-dev)")
    define = re.compile(r"#define __NR(?:3264)?_(\w+)\s+(\d+)")
    known = {name: int(number) for name, number in define.findall(Path(header).read_text())}
    wrong = {
        name: (pair[column], known.get(name))
        for name, pair in calls.NUMBERS.items()
        # What is newer than the headers is numbered alike everywhere.
        if known.get(name) != pair[column] and not (name not in known and (pair[0] or 0) > 448)
    }
    assert wrong == {}


@pytest.mark.parametrize("version", [1, 2, 3, 4, 5, 6, 7, 9])
def test_an_older_landlock_is_asked_for_what_it_knows(version: int) -> None:
    files, attributes = landlock.rules(version)
    assert files.bit_length() == {1: 13, 2: 14, 3: 15, 4: 15}.get(version, 16)
    assert len(attributes) == (8 if version < 4 else 16 if version < 6 else 24)
    refused = calls.refused(LANDLOCK, version)
    assert ("tgkill" in refused) == ("kill" in refused) == (version < 6)
    assert "truncate" in refused


def test_without_landlock_the_reason_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "version", lambda: 0)
    with pytest.raises(OSError, match="this kernel has no Landlock"):
        landlock.restrict([], "/")


def test_filters_fit_the_kernel_and_jump_within_themselves() -> None:
    for tier in WALLED:
        for audit, column in seccomp.ARCHITECTURES.values():
            code = seccomp.lines(tier, 1, audit, column)
            assert len(code) < 4096
            for at, (kind, yes, no, _) in enumerate(code):
                assert max(yes, no) < 256 and (kind & 7 != 5 or at + 1 + max(yes, no) < len(code))


# --- other processes -----------------------------------------------------------------------------


def test_no_other_process_can_be_signalled_or_traced(walled: Sandbox) -> None:
    victim = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    with victim, opened(walled.tier) as other, submission(other) as two:
        pids = [victim.pid, os.getpid(), walled._process.pid, other._process.pid, other._running]
        pids += [p.pid for p in psutil.Process(other._process.pid).children(recursive=True)]
        with submission(walled) as one:
            got = one.value(
                f"""[[tried(os.kill, p, 9), tried(os.kill, p, 0)] for p in {pids!r}
                     if p not in range(os.getpid() + 3)]"""
            )
            one.run("tried(os.kill, 1, 9); tried(os.kill, os.getppid() or 1, 9)")
            assert one.value("call(434, 1, 0)") in ("EPERM", "done")
        assert "done" not in [how for hows in got for how in hows]
        assert two.value("1 + 1") == 2
        assert victim.poll() is None
        victim.communicate(b"\n")


@pytest.mark.parametrize("way", ["fork", "twice", "session", "ignoring", "many"])
def test_after_the_end_nothing_is_left(box: Sandbox, mark: str, way: str) -> None:
    code = {
        "fork": "os.fork()",
        "twice": "os.fork() or os.fork() or os._exit(0)",
        "session": "tried(os.setsid); os.fork() and os._exit(0); tried(os.setpgid, 0, 0)",
        "ignoring": "[signal.signal(s, signal.SIG_IGN) for s in (1, 2, 3, 13, 15, 17)]",
        "many": "[os.fork() for _ in range(3)]",
    }[way]
    with submission(box) as inside:
        inside.run(
            f"""
            import signal
            if os.fork() == 0:
                {code}
                named({mark!r})
                os.closerange(0, 64)
                while True: time.sleep(600)
            """
        )
        assert until(lambda: marked(mark)), "it is there while the submission runs"
    assert marked(mark) == []


def test_a_signal_to_its_group_reaches_nobody_else(box: Sandbox) -> None:
    with submission(box) as inside:
        assert inside.value("os.getpid() == os.getpgid(0) == os.getsid(0)")


@pytest.mark.parametrize("kind", ["processes", "threads"])
def test_bombs_of_processes_and_threads_end(small: Sandbox, mark: str, kind: str) -> None:
    code = {
        "processes": "os.fork() or time.sleep(600)",
        "threads": "threading.Thread(target=time.sleep, args=(600,), daemon=True).start()",
    }[kind]
    # Without a wall root's processes are not counted. Memory and the watch remain. Where births
    # are asked for, as many may be allowed and not yet there as there are.
    spared = small.tier == LANDLOCK and os.getuid() != 0
    limit = SMALL.processes * (2 if spared else 1)
    most = 0
    with submission(small) as inside:
        try:
            printed, _ = inside.run(
                f"""
                import threading
                named({mark!r}); n = 0
                try:
                    while n < 5000:
                        {code}; n += 1
                except BaseException as error:
                    print(n)
                """
            )
            assert int(printed) <= (200 if small.tier == NONE else limit)
        except (EOFError, OSError):
            assert small.tier == NONE or spared, "ended by the watch where there is another limit"
        most = len(marked(mark))
    assert most <= SMALL.processes
    assert marked(mark) == []
    with submission(small) as inside:
        assert inside.value("2 + 2") == 4


@pytest.mark.parametrize("tier", WALLED)
def test_a_bomb_that_doubles_ends_with_its_submission(tier: str, mark: str) -> None:
    with opened(tier, SMALL) as box:
        with submission(box) as inside:
            with pytest.raises((EOFError, OSError)):
                inside.channel.settimeout(2)
                inside.run(
                    f"""
                    named({mark!r})
                    while True:
                        tried(os.fork)
                    """
                )
            assert len(marked(mark)) <= SMALL.processes
        assert marked(mark) == []
        with submission(box) as inside:
            assert inside.value("2 + 2") == 4


@pytest.mark.parametrize(
    "code",
    ["bytearray(2**30)", "__import__('mmap').mmap(-1, 2**31)", "__import__('numpy').ones(2**28)"],
    ids=["own", "shared", "array"],
)
def test_memory_of_a_process_has_a_limit(small: Sandbox, code: str) -> None:
    with submission(small) as inside:
        _, error = inside.run(f"x = {code}")
        assert error is not None and {"MemoryError", "OSError"} & set(error[0])
        assert inside.value("2 + 2") == 4


def test_memory_of_processes_that_were_left_behind_counts(small: Sandbox) -> None:
    with submission(small) as inside, pytest.raises((EOFError, ConnectionError)):
        inside.run(
            """
                for n in range(4):
                    if os.fork() == 0:
                        if os.fork() == 0:
                            held = bytearray(b"x") * (2 * 10**8)
                            time.sleep(20)
                        os._exit(0)
                time.sleep(20)
                """
        )


def test_files_that_are_removed_and_held_open_count(small: Sandbox) -> None:
    with submission(small) as inside:
        try:
            printed, error = inside.run(
                """
                held = []
                for n in range(20):
                    held.append(open(f"f{n}", "wb"))
                    os.unlink(f"f{n}")
                    held[-1].write(bytes([1]) * 2**20)
                    held[-1].flush()
                time.sleep(20)
                """
            )
        except (EOFError, OSError):
            assert small.tier != BWRAP, "ended, where there is a limit on all files"
        else:
            assert error is not None and "No space left" in error[1], printed


def test_files_that_are_removed_and_mapped_count(small: Sandbox) -> None:
    # On a disk of its own the page that finds no room ends the process; elsewhere the watch does.
    with submission(small) as inside, pytest.raises((EOFError, OSError)):
        inside.run(
            """
            import mmap
            held = []
            for n in range(20):
                with open(f"f{n}", "w+b") as file:
                    file.truncate(2**20)
                    held.append(mmap.mmap(file.fileno(), 2**20))
                    os.unlink(f"f{n}")
                held[-1][:] = bytes([1]) * 2**20
            time.sleep(20)
            """
        )


def test_memory_of_all_processes_has_a_limit(small: Sandbox, mark: str) -> None:
    with submission(small) as inside:
        with pytest.raises((EOFError, ConnectionError)):
            inside.run(
                f"""
                named({mark!r})
                for _ in range(5):
                    if os.fork() == 0:
                        x = b"x" * (180 * 2**20)
                        time.sleep(600)
                time.sleep(600)
                """
            )
        assert until(lambda: not marked(mark)), "ended before anybody asked"
    with submission(small) as inside:
        assert inside.value("2 + 2") == 4


def test_processor_time_has_a_limit(small: Sandbox) -> None:
    with submission(small) as inside, pytest.raises((EOFError, ConnectionError)):
        inside.channel.settimeout(600)  # of the clock, on a machine that does other things, too
        inside.run(
            """
            while True:
                try:
                    while True: pass
                except BaseException: pass
            """,
            seconds=25,
        )


# --- what is ready -------------------------------------------------------------------------------


@pytest.mark.parametrize("full", [False, True])
def test_more_is_ready_for_those_who_need_it_and_in_nobody_elses_way(full: bool) -> None:
    with Sandbox(sandbox.choose(), full=full) as box, submission(box) as inside:
        for name in ("IPython", "matplotlib"):
            assert inside.value(f"{name!r} in __import__('sys').modules") == full
        # Whoever it was not foreseen for can have it all the same.
        inside.run("import matplotlib.pyplot as plt\nline, = plt.plot([1, 2])")
        assert inside.value("list(map(float, line.get_ydata()))") == [1.0, 2.0]
        inside.run("kept = 5\ndisplay(kept)")
        inside.run("%matplotlib inline\nmagic = %who_ls int\n!ls")
        assert inside.value("[kept, 'kept' in magic, get_ipython().user_ns is globals()]") == [
            5, True, True,
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "source", "full"),
    [
        (OWN, "import matplotlib.pyplot as plt", True),
        (OWN, "%matplotlib inline", True),
        (OWN, "x = 1\n  !ls", True),
        (OWN, "print??\n", True),
        (OWN, "from IPython.display import display", True),
        (OWN, "plots.neuron(['a'], [1], [1], 0)", True),
        (ANSWER, "from course.plots import grid\nplots . grid()", True),
        (OWN, "subplots = 3\nsplt = 4 % 3 != 2", False),
        (LOCKED, "from course import check, plots, widgets", False),
        (TEST, "plots.neuron(['a'], [1], [1], 0)", False),
    ],
)
def test_who_needs_more_is_seen_in_what_the_student_wrote(
    kind: str, source: str, full: bool
) -> None:
    assert Bundle("chapter", (CodeCell(0, kind, "", source),), 5.0, "").full == full


# --- the channels, and the warm process ----------------------------------------------------------

KILL = "os.kill(os.getpid(), 9)"


@pytest.mark.parametrize(
    "code",
    ["os.closerange(0, 64)", "os.write(channel, b'\\xff' * 99)", "os._exit(0)", "os.abort()",
     "ctypes.string_at(0)", KILL],
)  # fmt: skip
def test_whatever_becomes_of_a_submission_the_next_one_runs(box: Sandbox, code: str) -> None:
    broken = (EOFError, OSError, WireError, ValueError)
    # Process 1 of a namespace does not get its own signals.
    lost = nullcontext() if code == KILL and box.tier == BWRAP else pytest.raises(broken)
    with submission(box) as inside, lost:
        inside.run(
            f"""
            channel = [k for k in range(3, 64) if tried(os.fstat, k) == 'done'][0]
            {code}
            """,
            seconds=5,
        )
    with submission(box) as inside:
        assert inside.value("2 + 2") == 4


def below(box: Sandbox) -> dict[str, psutil.Process]:
    """The keeper of a sandbox, what it has started, and the warm process."""
    keeper = psutil.Process(box.pid)
    (first,) = keeper.children()
    warm = next(p for p in [first, *first.children(True)] if p.cmdline()[0] == sys.executable)
    return {"keeper": keeper, "wall": first, "warm": warm}


FAMILY = """
named({mark!r})
if os.fork() == 0:
    tried(os.setsid)
    if os.fork() == 0:
        tried(os.setsid)
    time.sleep(600)
"""


@pytest.mark.parametrize(
    "victims", [["warm"], ["keeper"], ["wall"], ["warm", "keeper"], ["keeper", "warm", "wall"]],
    ids="+".join,
)  # fmt: skip
@pytest.mark.parametrize("tier", sandbox.TIERS)
def test_whatever_is_killed_is_noticed_and_leaves_nothing(
    tier: str, victims: list[str], mark: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    before = psutil.Process().children()
    with orphans() as left:  # what is left becomes a child of this process, as of a slot
        box = opened(tier)
        with box.start() as channel:
            Inside(channel).run(FAMILY.format(mark=mark))
            assert until(lambda: len(marked(mark)) == 3)
            found = below(box)
            found[victims[0]].kill()
            for name in victims[1:]:
                with suppress(psutil.NoSuchProcess):  # it may have died with the one before
                    found[name].kill()
            if victims != ["keeper"]:
                with pytest.raises((EOFError, OSError)):
                    box.stop()
            box.close()
        if "keeper" in victims:
            processes.end_children(keep=[p.pid for p in before])
        assert marked(mark) == []
        assert left() == []
    assert list(tmp_path.iterdir()) == []


STAND_IN = """#!{python}
import ctypes, os, signal
libc = ctypes.CDLL(None)
ready, go = os.pipe(), os.pipe()
if os.fork() == 0:
    libc.prctl(15, {mark!r}.encode(), 0, 0, 0)
    os.write(ready[1], b"x")
    os.read(go[0], 1)  # as bubblewrap's child waits, also when nobody is left to let it go on
os.read(ready[0], 1)
libc.prctl(1, signal.SIGKILL, 0, 0, 0)
for victim in ({victims}):
    os.kill(victim, signal.SIGKILL)
signal.pause()
"""


@pytest.fixture
def bubble(mark: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put in bubblewrap's place what never gets beyond its first moments, and kills somebody."""

    def put(victims: str) -> None:
        (program := tmp_path / "bwrap").write_text(
            STAND_IN.format(python=sys.executable, mark=mark, victims=victims)
        )
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    return put


@pytest.mark.parametrize("victims", ["os.getpid(),", "os.getppid(),", "os.getppid(), os.getpid()"])
def test_a_bubblewrap_killed_before_it_has_bound_its_child_leaves_nothing(
    victims: str, mark: str, bubble: Callable[[str], None]
) -> None:
    bubble(victims)
    with orphans() as left:
        with pytest.raises(SandboxUnavailableError):
            Sandbox(BWRAP)
        assert left() == []


def test_a_grader_killed_while_its_bubblewrap_begins_leaves_nothing(
    mark: str, bubble: Callable[[str], None]
) -> None:
    bubble("")
    code = f"from autograder.judging.sandbox import Sandbox; Sandbox({BWRAP!r})"
    with orphans() as left, subprocess.Popen([sys.executable, "-c", code], cwd=ROOT) as grader:
        assert until(lambda: marked(mark))
        grader.kill()
        assert left() == []


@pytest.mark.parametrize("tier", sandbox.TIERS)
def test_one_that_cannot_be_confined_is_not_run(tier: str) -> None:
    """Where confining fails the machine is to blame: the student must not lose points."""
    told = f"The sandbox {tier} does not work here: OverflowError"
    with (
        opened(tier, ResourceLimits(cpu=2**80)) as box,
        pytest.raises(SandboxUnavailableError, match=told),
    ):
        box.start()


def test_killing_the_grader_leaves_no_process_and_no_folder(
    box: Sandbox, mark: str, tmp_path: Path
) -> None:
    script = f"""
        import sys, time
        sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "tests")!r}, {str(ROOT / "tests" / "grading")!r}]
        from test_sandbox import Inside
        from autograder.judging.sandbox import Sandbox
        box = Sandbox({box.tier!r})
        Inside(box.start()).run("named({mark!r})\\nfor _ in range(3): os.fork()\\ntime.sleep(600)")
    """
    grader = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], env=os.environ | {"TMPDIR": str(tmp_path)}
    )
    with grader:
        assert until(lambda: len(marked(mark)) == 8, 60), "eight processes run"
        started = psutil.Process(grader.pid).children(recursive=True)
        grader.kill()
        _, alive = psutil.wait_procs(started, timeout=20)
    assert alive == []
    assert marked(mark) == []
    assert list(tmp_path.iterdir()) == []


def test_a_python_below_tmp_stays_in_sight_of_a_submission(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = sandbox._interpreter()
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        (library := Path(folder)).chmod(0o755)
        (library / "late.py").write_text("number = 3")
        monkeypatch.setattr(sandbox, "_interpreter", lambda: [*found, library])
        with opened(BWRAP) as box, submission(box) as inside:
            assert inside.value(f"open({str(library / 'late.py')!r}).read()") == "number = 3"
            assert inside.value("tried(open, 'own', 'w')") == "done"
            assert inside.value("tried(open, '/tmp/own', 'w')") != "done"


# --- choosing ------------------------------------------------------------------------------------


def test_the_best_tier_that_works_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def refuse(tier: str, **_: Any) -> None:
        tried.append(tier)
        raise SandboxUnavailableError(f"The sandbox {tier} does not work here: no reason.")

    monkeypatch.setattr(sandbox, "Sandbox", refuse)
    with pytest.raises(SandboxUnavailableError) as told:
        sandbox.choose()
    assert tried == [BWRAP, LANDLOCK], "never none, unless it is asked for"
    assert "nothing was graded. The sandbox bwrap does not work here: no reason. The" in str(
        told.value
    )
    assert "--sandbox none" in str(told.value)


@pytest.mark.parametrize("asked", [None, NONE])
def test_elsewhere_than_on_linux_it_is_said_that_grading_needs_it(
    monkeypatch: pytest.MonkeyPatch, asked: str | None
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(SandboxUnavailableError, match="Grading needs Linux, with --sandbox none"):
        sandbox.choose(asked)


def test_a_tier_that_does_not_exist_is_told() -> None:
    with pytest.raises(CourseError, match="There is no sandbox docker; there are bwrap, landlock"):
        sandbox.choose("docker")


def test_without_bubblewrap_the_reason_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(SandboxUnavailableError, match="bubblewrap is not installed"):
        Sandbox(BWRAP)


# --- as an ordinary user -------------------------------------------------------------------------


ORDINARY = """
import json, os, sys
sys.path[:0] = [{root!r}, {root!r} + "/tests"]
from support.boxes import crowded, submission, until, marked
from autograder.judging import sandbox
found = {{"user": os.getuid()}}
for tier in sandbox.TIERS[:-1]:
    try:
        with sandbox.Sandbox(tier) as box:
            with submission(box) as inside:
                inside.run("open('left', 'w').close()\\nif os.fork() == 0:\\n named('mordinary')\\n"
                           " tried(os.setsid); time.sleep(600)")
                there = bool(until(lambda: marked("mordinary")))
                told = inside.value(
                    "[os.getuid(), tried(open, '/etc/passwd'), tried(open, {secret!r}),"
                    " tried(open, {secret!r}, 'a'), tried(os.truncate, {secret!r}, 0),"
                    " tried(os.kill, %d, 0) if %d > 9 else 'ESRCH',"
                    " tried(__import__('socket').socket), libc.prctl(21, 0, 0, 0, 0),"
                    " tried(open, '/dev/left', 'w')]" % (os.getpid(), os.getpid())
                )
                inside.run("tried(os.chmod, {secret!r}, 0)")
            with submission(box) as inside:
                listed = inside.value("os.listdir('.')")
                forked = inside.value("[bool(os.fork() or os._exit(0)) for _ in range(20)]")
            with sandbox.Sandbox(tier) as other, submission(box) as one, submission(other) as two:
                crowd = crowded(one)
                twos = two.value("[bool(os.fork() or os._exit(0)) for _ in range(20)]")
                two.run("import threading as t\\nfor _ in range(9): t.Thread(target=print).start()")
                twos.append(two.value("len(t.enumerate()) > 0"))
            found[tier] = [told, there, len(marked("mordinary")), listed, len(forked), crowd, twos]
    except sandbox.SandboxUnavailableError as error:
        found[tier] = str(error)
print(json.dumps(found))
"""


def _opened_up(paths: list[str]) -> str:
    """A script for a shell with mounts of its own: lets everybody enter what only root could."""
    lines, done = ["set -e", "hold=$(mktemp -d)", "chmod 755 $hold"], set[Path]()
    for path in map(Path, paths):
        closed = [p for p in reversed(path.parents) if not p.stat().st_mode & 1]
        if not closed or path in done:
            continue
        done.add(path)
        lines += [f"mkdir $hold/{len(done)}", f"mount --rbind {path} $hold/{len(done)}"]
        lines += [f"mount -t tmpfs -o mode=755 none {closed[0]}", f"mkdir -p {path}"]
        lines += [f"mount --rbind $hold/{len(done)} {path}"]
    return "\n".join(lines)


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the tiers are worth to somebody who is not root, and owns a file worth having."""
    folder = Path("/var/tmp") / f"ordinary-{uuid.uuid4().hex}"
    folder.mkdir(mode=0o755)
    (secret := folder / "secret").write_text("mine")
    (script := folder / "script.py").write_text(ORDINARY.format(root=str(ROOT), secret=str(secret)))
    command = [sys.executable, str(script)]
    env = {"PATH": os.environ["PATH"], "TMPDIR": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    env["HOME"] = str(folder)
    told = "AN ORDINARY USER IS NOT TESTED HERE: "
    try:
        if os.getuid() == 0:
            for path in (folder, secret):
                os.chown(path, 1234, 1234)
            user = ["setpriv", "--reuid", "1234", "--regid", "1234", "--clear-groups", *command]
            opening = _opened_up([sys.base_prefix, sys.prefix, str(ROOT)])
            shell = f"{opening}\nexec {' '.join(user)}"
            command = ["unshare", "-m", "--propagation", "private", "sh", "-c", shell]
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=HANG)
        if done.returncode:
            pytest.skip(told + done.stderr.strip()[-300:])
        found = json.loads(done.stdout.splitlines()[-1])
        assert secret.read_text() == "mine"
        assert secret.stat().st_mode & 0o600 == 0o600
        return dict(found)
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize("tier", WALLED)
def test_an_ordinary_user_is_walled_off_as_well(ordinary: dict[str, Any], tier: str) -> None:
    if isinstance(ordinary[tier], str):
        pytest.skip(f"TIER {tier} IS NOT TESTED HERE AS AN ORDINARY USER: {ordinary[tier]}")
    told, there, left, listed, forks, crowd, neighbour = ordinary[tier]
    assert ordinary["user"] != 0
    assert told[0] != 0
    assert "done" not in told[1:7]
    assert told[7:] == [2, told[8]] and told[8] != "done"
    assert there and left == 0
    assert listed == []
    assert forks == 20, "the user's other processes do not use up the submission's"
    assert type(crowd) is int and crowd <= ResourceLimits().processes, (
        "and the others are there still"
    )
    assert neighbour == [True] * 21


def test_a_look_into_a_sandbox_as_contributing_shows_it(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    part = page.partition("## When a sandbox misbehaves")[2].partition("\n## ")[0]
    (code,) = re.findall(r"```python\n(.*?)```", part, re.S)
    exec(code, {})
    number, printed, error, full = ast.literal_eval(capsys.readouterr().out)
    assert (number, error, full) == (0, None, False)
    assert printed.split()[0].isdigit()
