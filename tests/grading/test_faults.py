"""Whatever is killed, full, locked or broken: in the end the grades are those of a quiet run."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest
from support import small_class as small
from support.lines import CHAPTER, NO_BIAS, RIGHT, put, written
from support.patience import HANG
from support.sweeps import first_of_each

from autograder import grade as supervisor
from autograder.authoring.forms import read as blank_forms
from autograder.grade import Settings
from autograder.handed_in import bundling, classroom, submission
from autograder.inside import forks
from autograder.inside.wall import processes
from autograder.inside.wall.tiers import BWRAP, LANDLOCK
from autograder.inside.wire import frames
from autograder.judging import sandbox
from autograder.judging import slot as slots
from autograder.judging.bundle import Record
from autograder.judging.slot import NO_MEMORY, Slot
from autograder.records import connection, feedback, writing
from autograder.shared.errors import CourseError
from course.results import outline

Left = Callable[[], list[psutil.Process]]


@pytest.fixture
def root(handed_in: Path, tmp_path: Path) -> Path:
    return small.copy(handed_in, tmp_path)


@pytest.fixture
def chance() -> random.Random:
    """Random moments; a failure prints the number that repeats them (FAULTS_SEED)."""
    seed = os.environ.get("FAULTS_SEED", str(random.randrange(10**6)))
    print(f"FAULTS_SEED={seed}")
    return random.Random(seed)


# --- killed --------------------------------------------------------------------------------------


@pytest.mark.sweep
def test_a_supervisor_killed_at_random_moments_grades_nothing_twice_and_loses_nothing(
    root: Path, quiet: Path, left: Left, chance: random.Random
) -> None:
    seen: dict[str, tuple[int, int]] = {}
    for _ in range(4):
        with small.start(root, "--workers", "2") as process:
            more = len(seen) + chance.randint(0, 2)
            small.until(lambda n=more: len(small.notebooks(root)) >= n)
            time.sleep(chance.uniform(0, 0.3))
            process.kill()
        assert left() == []
        now = small.notebooks(root)
        assert {name: now[name] for name in seen} == seen, "graded twice"
        seen = now
    small.grade(root)
    now = small.notebooks(root)
    assert {name: now[name] for name in seen} == seen, "graded twice"
    assert left() == []
    small.alike(root, quiet)


STRIKE = """
import os, signal, sys
from importlib import import_module

def strike(module, name, when, match):
    *path, last = name.split(".")
    owner = import_module(module)
    for part in path:
        owner = getattr(owner, part)
    real = getattr(owner, last)
    def struck(*args, **named):
        hit = match in repr((args, named))
        if hit and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*args, **named)
        if hit and when == "after":
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    setattr(owner, last, struck)

strike(*sys.argv[1:5])
from autograder.__main__ import main
sys.exit(main(sys.argv[5:]))
"""
BOOK, API = ("autograder.records.gradebook", "Gradebook."), ("nbgrader.api", "Gradebook.")
WRITING = ("autograder.records.writing", "EntryWriter._comments")
RELEASED = ("nbgrader.converters", "GenerateAssignment.start", "after", "")
POINTS = {
    "prepared, not begun": ("autograder.judging.pool", "Local.submit", "before", ""),
    "under way": ("autograder.judging.pool", "Local.submit", "after", ""),
    "run, not recorded": (BOOK[0], BOOK[1] + "write", "before", ""),
    "in the middle of the transaction": (*WRITING, "after", ""),
    "recorded, notebook not begun": (BOOK[0], BOOK[1] + "write", "after", "scores"),
    "notebook written, not in its place": ("os", "replace", "before", "autograded"),
    "notebook in its place, page not begun": ("os", "replace", "after", "autograded"),
    "page written, not in its place": ("os", "replace", "before", ".html"),
    "page in its place": ("os", "replace", "after", ".html"),
}  # fmt: skip


def struck(root: Path, point: tuple[str, str, str, str], *arguments: str) -> None:
    """Grade until the process kills itself at a point."""
    line = [sys.executable, "-c", STRIKE, *point, *small.command(*arguments)[3:]]
    small.grade(root, line=line, code=-signal.SIGKILL)


@pytest.mark.sweep
def test_a_supervisor_killed_between_any_two_steps_goes_on_where_it_was(
    root: Path, quiet: Path, left: Left
) -> None:
    for name, point in POINTS.items():
        seen = small.notebooks(root)
        struck(root, point, "--workers", "1")
        now = small.notebooks(root)
        assert {student: now[student] for student in seen} == seen, name
        assert left() == [], name
    small.grade(root)
    small.alike(root, quiet)


@pytest.mark.sweep
def test_a_regrade_that_is_killed_ends_with_the_points_of_what_was_handed_in_last(
    quiet: Path, tmp_path: Path
) -> None:
    root = small.copy(quiet, tmp_path)
    put(root, "ada", written(root, line=NO_BIAS))
    names = ["in the middle of the transaction", "recorded, notebook not begun"]
    points = [("shutil", "rmtree", "after", "autograded"), *(POINTS[name] for name in names)]
    for point in points:
        struck(root, point, "--student", "ada")
    small.grade(root)
    expected = {"test_twice": 1.0, "test_line": 0.0, "test_line_flat": 1.0, "why": 0.0}
    got = {row[1]: row[2] for row in small.rows(small.url(root))["grades"] if row[0] == "ada"}
    assert got == expected
    put(root, "ada", written(root, twice=small.SLOW))
    small.grade(root)
    (tmp_path / "tmp").mkdir(exist_ok=True)
    small.alike(root, quiet)


@pytest.mark.sweep
def test_a_release_that_is_killed_is_made_good_by_the_next_run(
    root: Path, quiet: Path, left: Left
) -> None:
    (root / "gradebook.db").unlink()
    struck(root, (API[0], API[1] + "update_or_create_source_cell", "after", "test_twice"))
    struck(root, RELEASED)
    small.grade(root)
    assert left() == []
    small.alike(root, quiet)


def under(supervisor: int, kind: str) -> psutil.Process | None:
    """The slot, judge, sandbox or warm process of a run, while there is one."""
    try:
        children = psutil.Process(supervisor).children()
    except psutil.NoSuchProcess:
        return None
    for slot in children:
        try:
            found = _below(slot, kind) if "autograder.judging.slot" in slot.cmdline() else None
        except psutil.NoSuchProcess:
            continue
        if found:
            return found
    return None


def _below(slot: psutil.Process, kind: str) -> psutil.Process | None:
    if kind == "slot":
        return slot
    children = slot.children()
    # A keeper or judge that is about to begin still looks like the slot.
    keepers = [child for child in children if "keeper.main" in str(child.cmdline())]
    judges = [child for child in children if "autograder.judging.slot" in child.cmdline()]
    if not keepers or kind == "judge":
        return next(iter(judges), None) if keepers else None
    inside = [keepers[0], *keepers[0].children(recursive=True)]
    if kind == "warm":
        named = (p for p in inside[1:] if p.cmdline()[:1] == [sys.executable])
        return next((p for p in named if "warm.main" in p.cmdline()[-1]), None)
    return inside[0] if kind == "keeper" else next(iter(inside[1:]), None)


def available(tier: str) -> str:
    try:
        return sandbox.choose(tier)
    except sandbox.SandboxUnavailableError as error:
        pytest.skip(f"TIER {tier} IS NOT TESTED HERE: {error}")


def kinds(tier: str) -> list[str]:
    return ["slot", "judge", "keeper", "warm", *(["bwrap"] if tier == BWRAP else [])]


@pytest.mark.sweep
@pytest.mark.parametrize("tier", [BWRAP, LANDLOCK])
def test_processes_killed_at_random_below_the_supervisor_cost_nobody_a_point(
    tier: str, root: Path, quiet: Path, left: Left, chance: random.Random
) -> None:
    victims = 2 * kinds(available(tier))
    chance.shuffle(victims)
    with small.start(root, "--sandbox", tier, "--workers", "2") as process:
        over = process.poll
        for kind in victims:
            victim = small.until(lambda k=kind: over() is not None or under(process.pid, k), 30)
            if isinstance(victim, psutil.Process):
                victim.kill()
            time.sleep(chance.uniform(0, 0.5))
        said = process.communicate(timeout=HANG)[1]
    assert process.returncode == int("internal error" in said) and "Traceback" not in said, said
    assert left() == []
    small.grade(root, "--sandbox", tier)
    assert small.rows(small.url(root)) == small.rows(small.url(quiet))
    assert small.until(lambda: list((root.parent / "tmp").iterdir()) == [], 10)


@pytest.mark.sweep
@pytest.mark.parametrize("tier", [BWRAP, LANDLOCK])
def test_a_bundle_whose_process_is_lost_is_run_again_at_once(
    tier: str, root: Path, left: Left, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    form = blank_forms(root)[CHAPTER]
    notebook = written(root, twice="import time\ntime.sleep(3)\n" + RIGHT["twice"])
    work = bundling.bundle_of(
        CHAPTER, form, submission.rebuild(form, notebook), 60.0, available(tier)
    )
    (temporary := tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    with Slot(tier) as slot, ThreadPoolExecutor(1) as thread:
        for kind in kinds(tier):
            record = thread.submit(slot.run, work)
            assert small.until(lambda: under(os.getpid(), "judge"))
            victim = small.until(lambda k=kind: under(os.getpid(), k))
            time.sleep(0.3)
            assert not record.done()
            victim.kill()
            got = record.result(60)
            assert (got.outcome, got.reason, got.tier) == ("ok", None, tier), kind
            assert got.points == {"test_twice": 1.0, "test_line": 2.0, "test_line_flat": 1.0}
    assert left() == []
    assert list(temporary.iterdir()) == []


@pytest.mark.sweep
def test_a_judge_that_is_lost_with_every_attempt_is_an_internal_error_until_the_next_run(
    root: Path, quiet: Path, left: Left
) -> None:
    with small.start(root, "--student", "ada") as process:
        killed: set[int] = set()
        while process.poll() is None:
            judge = under(process.pid, "judge")
            if judge and judge.pid not in killed:
                judge.kill()
                killed.add(judge.pid)
        said = process.communicate()[1]
    assert "ada ch01_lines: internal error. The grading process ended unexpectedly" in said
    # Two attempts; a keeper that is about to begin looks like a judge, and may be among them.
    assert 2 <= len(killed) <= 4
    assert not (root / "autograded" / "ada").exists()
    small.grade(root)
    assert left() == []
    small.alike(root, quiet)


def test_a_process_that_cannot_be_had_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[int | OSError] = [OSError(errno.EAGAIN, "none"), OSError(errno.ENOMEM, "none"), 7]

    def tried() -> int:
        if isinstance(answer := said.pop(0), OSError):
            raise answer
        return answer

    monkeypatch.setattr(forks, "_fork", tried)
    assert forks.fork() == 7
    said.append(OSError(errno.EPERM, "never"))
    with pytest.raises(PermissionError):
        forks.fork()
    monkeypatch.setattr(forks, "PATIENCE", 0.0)
    said += [OSError(errno.EAGAIN, "none")] * 9
    with pytest.raises(BlockingIOError):
        forks.fork()


@pytest.mark.parametrize(("counts", "outcome"), [([3, 4], "internal error"), ([3, 3], "killed")])
def test_who_was_killed_while_the_machine_had_no_memory_is_not_to_blame(
    counts: list[int], outcome: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = blank_forms(root)[CHAPTER]
    work = bundling.bundle_of(CHAPTER, form, submission.rebuild(form, written(root)), 5.0, LANDLOCK)
    slot, (ours, theirs) = Slot(LANDLOCK), socket.socketpair()
    monkeypatch.setattr(slot, "_open", lambda: ours)
    monkeypatch.setattr(processes, "out_of_memory", lambda: counts.pop(0))
    with ours, theirs:
        frames.send(theirs, json.dumps(Record("killed", "It ended.").asdict()))
        record = slot._once(work)
    assert record.outcome == outcome
    assert record.reason == ("It ended." if outcome == "killed" else NO_MEMORY)


def test_a_sandbox_that_cannot_be_had_for_a_moment_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(slots, "SANDBOX_WITHIN", 0.5)
    tries: list[str] = []

    def made(tier: str, full: bool) -> str:
        tries.append(tier)
        if len(tries) < 3:
            raise sandbox.SandboxUnavailableError("The disk is full.")
        return "made"

    monkeypatch.setattr(slots, "Sandbox", made)
    judging = slots._Judging.__new__(slots._Judging)
    judging._tier = LANDLOCK
    assert judging._begun(full=False) == "made"
    assert len(tries) == 3


# --- stopped -------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", first_of_each([signal.SIGINT, signal.SIGTERM, signal.SIGHUP]))
def test_a_run_that_is_stopped_says_how_to_go_on_and_leaves_no_process(
    number: signal.Signals, root: Path, quiet: Path, left: Left
) -> None:
    go_on = small.hold(root)  # it cannot be done before it is stopped
    with small.typed(root, "--workers", "2") as process:
        assert small.until(lambda: small.notebooks(root))
        process.send_signal(number)
        said = process.communicate(timeout=HANG)[1]
    go_on()
    assert process.returncode == 130
    assert said.endswith(
        "autograder: stopped. What was graded is kept; the same command goes on where this one "
        "stopped.\n"
    )
    assert "Traceback" not in said
    assert left() == []
    if number is not signal.SIGINT:
        return
    seen = small.notebooks(root)
    small.grade(root)
    now = small.notebooks(root)
    assert {name: now[name] for name in seen} == seen
    small.alike(root, quiet)


def test_a_second_run_says_which_process_grades_already(root: Path, quiet: Path) -> None:
    go_on = small.hold(root)
    with small.start(root, "--workers", "2") as process:
        assert small.until(lambda: small.notebooks(root))
        process.send_signal(signal.SIGSTOP)
        told = f"Another run is grading this course (process {process.pid}). Wait until it is done"
        assert told in small.grade(root, code=2)
        go_on()
        process.send_signal(signal.SIGCONT)
        process.communicate(timeout=HANG)
    assert process.returncode == 0
    small.alike(root, quiet)


# --- the gradebook -------------------------------------------------------------------------------

LOCKER = """
import sqlite3, sys
book = sqlite3.connect(sys.argv[1], isolation_level=None)
book.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.read()
"""


def locker(root: Path) -> subprocess.Popen[str]:
    """A process that has the gradebook for itself until its standard input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", LOCKER, str(root / "gradebook.db")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout and process.stdout.readline() == "locked\n"
    return process


@pytest.mark.sweep
def test_a_gradebook_that_somebody_has_locked_is_waited_for(root: Path, quiet: Path) -> None:
    with locker(root) as other, small.start(root) as process:
        assert process.stderr and other.stdin
        lines = iter(process.stderr.readline, "")
        waiting = next(line for line in lines if "gradebook" in line)
        assert waiting == (
            "The gradebook does not answer (database is locked); waiting up to 60 s for it.\n"
        )
        other.stdin.close()
        process.communicate(timeout=HANG)
    assert process.returncode == 0
    small.alike(root, quiet)


@pytest.mark.sweep
def test_a_gradebook_that_stays_locked_is_said_to_be(
    root: Path, quiet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "GRADEBOOK_PATIENCE", 1.0)
    real = writing.EntryWriter._comments

    def lock_others_out(self: Any, *arguments: Any) -> None:
        self._db.rollback()
        others.append(locker(root))
        monkeypatch.setattr(writing.EntryWriter, "_comments", real)
        real(self, *arguments)

    others: list[subprocess.Popen[str]] = []
    monkeypatch.setattr(writing.EntryWriter, "_comments", lock_others_out)
    told = r"gradebook \(sqlite:///.*\) cannot be used: database is locked\. Nothing of what was"
    with pytest.raises(CourseError, match=told):
        supervisor.grade(root, settings=Settings(seed=small.SEED))
    with others[0]:
        assert others[0].stdin
        others[0].stdin.close()
    small.grade(root)
    small.alike(root, quiet)


def no_database(path: Path) -> None:
    path.write_bytes(b"a shopping list, not a gradebook " * 99)


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:6000])


def overwritten(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\x07" * (len(content) - 4096)
    path.write_bytes(content)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def other_tables(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as book:
        book.execute("CREATE TABLE student (name TEXT)")
    book.close()


@pytest.mark.parametrize(
    "spoil", first_of_each([no_database, truncated, overwritten, folder, other_tables], count=2)
)
def test_a_gradebook_that_is_none_is_named_at_once_and_left_as_it_is(
    spoil: Callable[[Path], None], root: Path
) -> None:
    path = root / "gradebook.db"
    spoil(path)
    before = path.read_bytes() if path.is_file() else b""
    began = time.monotonic()
    with pytest.raises(CourseError) as told:
        supervisor.grade(root)
    assert time.monotonic() - began < 20
    what, then = {
        other_tables: ("is not of this version of nbgrader", "the same command again"),
        folder: ("cannot be used", "the same command again"),
    }.get(spoil, ("is damaged", "Put your copy of it back."))
    assert f"The gradebook (sqlite:///{path}) {what}: " in str(told.value)
    assert then in str(told.value)
    if spoil is not other_tables:  # nbgrader adds its own beside them
        assert (path.read_bytes() if path.is_file() else b"") == before
    assert small.notebooks(root) == {}


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("nowhere", "Could not parse"),
        ("oracle+nothing://h/x", "db_url in nbgrader_config.py cannot be used"),
    ],
)
def test_an_address_that_is_none_says_where_it_is_set(address: str, told: str, root: Path) -> None:
    with open(root / "nbgrader_config.py", "a") as file:
        file.write(f"c.CourseDirectory.db_url = {address!r}\n")
    with pytest.raises(CourseError, match=told):
        supervisor.grade(root)


# --- the disk ------------------------------------------------------------------------------------


class Disk:
    """A small disk of its own, mounted where only what `run` starts can see it."""

    def __init__(self, place: Path, size: str) -> None:
        user = [] if os.getuid() == 0 else ["--user", "--map-root-user"]
        script = f"mount -t tmpfs -o size={size} small {place} && echo ready && exec cat"
        command = ["unshare", *user, "--mount", "--propagation", "private", "sh", "-c", script]
        self.place, pipe = place, subprocess.PIPE
        self.holder = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        assert self.holder.stdout and self.holder.stderr
        if self.holder.stdout.readline() != "ready\n":
            said = self.holder.stderr.read().strip()
            self.close()
            pytest.skip(f"A FULL DISK IS NOT TESTED HERE: no disk can be mounted ({said})")
        self.enter = ["nsenter", f"--target={self.holder.pid}", "--mount"]
        self.enter += [] if os.getuid() == 0 else ["--user", "--preserve-credentials"]

    def run(self, *line: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command that sees the disk."""
        script = f'cd {cwd or self.place} && exec "$@"'
        return subprocess.run(
            [*self.enter, "sh", "-c", script, "sh", *line],
            capture_output=True, text=True, timeout=HANG,
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip

    def free(self) -> int:
        """Bytes that can still be written."""
        about = self.run("stat", "-f", "-c", "%a %S", str(self.place)).stdout.split()
        return int(about[0]) * int(about[1])

    def fill(self, but: int) -> None:
        """Leave only so many bytes."""
        self.run("sh", "-c", f"head -c {self.free() - but} /dev/zero > filling")

    def close(self) -> None:
        assert self.holder.stdin
        self.holder.stdin.close()
        self.holder.wait()


@pytest.fixture
def disk(tmp_path: Path, root: Path) -> Iterator[Disk]:
    """A disk of 16 megabytes with the class on it."""
    (place := tmp_path / "disk").mkdir()
    made = Disk(place, "16m")
    try:
        copied = made.run("cp", "-a", str(root), ".")
        assert copied.returncode == 0, copied.stderr
        yield made
    finally:
        made.close()


def kept(disk: Disk, tmp_path: Path) -> Path:
    """A copy of the course on the disk, where everybody can see it."""
    found = tmp_path / "seen"
    shutil.rmtree(found, ignore_errors=True)
    (found / "tmp").mkdir(parents=True)
    assert disk.run("cp", "-a", str(disk.place / "course"), str(found)).returncode == 0
    return found / "course"


@pytest.mark.sweep
def test_a_full_disk_is_said_to_be_and_grading_goes_on_when_there_is_space(
    disk: Disk, quiet: Path, tmp_path: Path
) -> None:
    course = disk.place / "course"
    for space in (8_192, 65_536, 131_072):
        disk.fill(but=space)
        done = disk.run(*small.command(), cwd=course)
        assert done.returncode == 2, (space, done.stdout, done.stderr)
        last = done.stderr.strip().splitlines()[-1]
        assert last.startswith("autograder: "), (space, done.stderr)
        assert "No space left on device" in last or "disk is full" in last, (space, last)
        assert "run the same command again" in last, (space, last)
        assert "Traceback" not in done.stderr, (space, done.stderr)
        disk.run("rm", "filling")
    done = disk.run(*small.command(), cwd=course)
    assert done.returncode == 0, done.stderr
    small.alike(kept(disk, tmp_path), quiet)


FILL = """
import logging, os, sys
from autograder.records import gradebook
from autograder.shared import disk
from autograder.__main__ import main

real, calls = gradebook.Gradebook.write, []

def write(self, entry):
    calls.append(entry)
    if len(calls) == 3:
        with open("../filling", "wb", buffering=0) as file:
            for size in (2**20, 2**12, 1):
                try:
                    while file.write(bytes(size)):
                        pass
                except OSError:
                    continue
    return real(self, entry)

class Somebody(logging.Handler):
    def emit(self, record):
        if "waiting up to" in record.getMessage() and sys.argv[1] == "makes room":
            os.unlink("../filling")

gradebook.Gradebook.write = write
if sys.argv[1] == "keeps none":
    disk.RESERVE, disk.FULL_PATIENCE = 4096, 0.5
logging.getLogger("autograder.shared.disk").addHandler(Somebody())
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.sweep
def test_a_disk_that_is_filled_meanwhile_pauses_the_run_and_nothing_is_lost(
    disk: Disk, quiet: Path, tmp_path: Path
) -> None:
    course = disk.place / "course"
    line = [sys.executable, "-c", FILL]
    ended = disk.run(*line, "keeps none", *small.command()[3:], cwd=course)
    assert ended.returncode == 2, ended.stderr
    assert "run the same command again" in ended.stderr.strip().splitlines()[-1]
    disk.run("rm", "filling")
    done = disk.run(*line, "makes room", *small.command()[3:], cwd=course)
    assert done.returncode == 0, done.stderr
    assert f"The disk of {course} is full; waiting up to 60 s for room." in done.stderr
    assert "internal error" not in done.stderr
    small.alike(kept(disk, tmp_path), quiet)


@pytest.mark.sweep
def test_room_is_kept_for_what_is_under_way_when_a_disk_is_filled(
    disk: Disk, quiet: Path, tmp_path: Path
) -> None:
    line = [sys.executable, "-c", FILL, "goes on", *small.command()[3:]]
    done = disk.run(*line, cwd=disk.place / "course")
    assert done.returncode == 0, done.stderr
    assert "is full; waiting up to 60 s for room." in done.stderr
    disk.run("rm", "filling")
    small.alike(kept(disk, tmp_path), quiet)


def test_a_folder_that_cannot_be_written_is_named(disk: Disk) -> None:
    course = disk.place / "course"
    assert disk.run("mount", "-o", "remount,ro", str(disk.place)).returncode == 0
    done = disk.run(*small.command(), cwd=course)
    assert done.returncode == 2
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith(f"autograder: The course's folder {course} cannot be written (Read-only")


# --- again, in another order, by more -----------------------------------------------------------


@pytest.mark.parametrize("workers", first_of_each([2, 1, 4]))
def test_grades_depend_neither_on_the_order_nor_on_the_number_of_workers(
    workers: int, root: Path, quiet: Path, chance: random.Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = classroom.Classroom.handed_in

    def shuffled(*arguments: Any) -> list[classroom.Handed]:
        found = real(*arguments)
        chance.shuffle(found)
        return found

    monkeypatch.setattr(classroom.Classroom, "handed_in", shuffled)
    # The class was graded by the project beside it, whose exercises are that course's own.
    ours, theirs = outline.EXERCISES, root / "course" / "exercises.json"
    deciding = tuple(theirs if path == ours else path for path in feedback.DECIDING)
    made = b"\0".join(path.read_bytes() for path in deciding)
    monkeypatch.setattr(feedback, "_version", lambda: made)
    settings = Settings(workers=workers, seed=small.SEED)
    first = supervisor.grade(root, settings=settings)
    assert [one.student for one in first] == sorted(small.STUDENTS)
    assert small.rows(small.url(root)) == small.rows(small.url(quiet))
    assert small.files(root) == small.files(quiet)


@pytest.mark.sweep
def test_grading_by_force_changes_nothing_but_the_seed(quiet: Path, tmp_path: Path) -> None:
    root = small.copy(quiet, tmp_path)
    before = small.notebooks(root)
    small.grade(root, "--force")
    after = small.notebooks(root)
    assert all(before[name] != after[name] for name in before)
    small.alike(root, quiet)
