"""The workers of a Dask cluster grade: a real scheduler and real workers, on this machine."""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psutil
import pytest
from support import small_class as small
from support.lines import CHAPTER, written
from support.patience import HANG

from autograder.authoring.forms import read as blank_forms
from autograder.handed_in import submission
from autograder.handed_in.bundling import bundle_of
from autograder.inside.wall.tiers import BWRAP, LANDLOCK
from autograder.judging import pool, sandbox
from autograder.judging.pool import Cluster
from autograder.shared.errors import CourseError

DASK = Path(sys.executable).with_name("dask")
pytest.importorskip("distributed", reason="DASK IS NOT TESTED HERE: the extra `cluster` is missing")


class Machines:
    """A scheduler, and workers that have one thread each and no nanny."""

    def __init__(self, folder: Path, project: Path) -> None:
        self.folder, self.project = folder, project
        self.running: list[subprocess.Popen[str]] = []
        self.workers = 0
        self.scheduler = self._start("scheduler", "--port", "0", "--no-dashboard")
        self.address = self._line(self.scheduler, r"Scheduler at:\s+(tcp://\S+)")

    def _start(
        self, what: str, *arguments: str, path: str | None = None, project: Path | None = None
    ) -> subprocess.Popen[str]:
        env = os.environ | {
            "PATH": path or os.environ["PATH"], "PYTHONPATH": str(project or self.project),
            "TMPDIR": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1",
            "DASK_DISTRIBUTED__WORKER__DAEMON": "False",
        }  # fmt: skip
        process = subprocess.Popen(
            [str(DASK), what, *arguments, "--host", "127.0.0.1"], env=env, cwd=self.folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.running.append(process)
        return process

    def _line(self, process: subprocess.Popen[str], pattern: str) -> str:
        assert process.stderr
        said = ""
        for line in process.stderr:
            said += line
            if found := re.search(pattern, line):
                return found.group(found.lastindex or 0)
        raise AssertionError(said)

    def worker(self, path: str | None = None, project: Path | None = None) -> subprocess.Popen[str]:
        """Add a worker; it is there when this returns."""
        self.workers += 1
        process = self._start(
            "worker", self.address, "--no-nanny", "--nthreads", "1", "--no-dashboard",
            "--local-directory", str(self.folder / f"{self.workers}"), "--death-timeout", "20",
            path=path, project=project,
        )  # fmt: skip
        self._line(process, "Registered to")
        return process

    def end(self, processes: Sequence[subprocess.Popen[str]] | None = None) -> None:
        for process in self.running if processes is None else processes:
            process.kill()
            process.wait()
            if process.stderr:
                process.stderr.close()


@pytest.fixture
def root(handed_in: Path, tmp_path: Path) -> Path:
    return small.copy(handed_in, tmp_path)


@pytest.fixture(scope="module")
def project(handed_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the workers run: a copy, in which slow submissions can be told to wait."""
    return small.copy(handed_in, tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def machines(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """Two workers that stay."""
    made = Machines(tmp_path_factory.mktemp("machines"), project)
    try:
        made.worker()
        made.worker()
        yield made
    finally:
        made.end()


@pytest.fixture(scope="module")
def schedulers(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Machines]]:
    """Gives the scheduler of the tests before, or another one if they have ended it."""
    made: list[Machines] = []

    def running() -> Machines:
        if not made or made[-1].scheduler.poll() is not None:
            made.append(Machines(tmp_path_factory.mktemp("alone"), project))
        return made[-1]

    try:
        yield running
    finally:
        for one in made:
            one.end()


@pytest.fixture
def fresh(schedulers: Callable[[], Machines]) -> Iterator[Machines]:
    """A scheduler without workers; those that a test adds are ended with it."""
    made = schedulers()
    try:
        yield made
    finally:
        made.end(made.running[1:])
        del made.running[1:]


def below(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


@pytest.mark.sweep
def test_a_cluster_gives_the_grades_of_the_local_pool_and_keeps_nothing(
    machines: Machines, root: Path, quiet: Path
) -> None:
    said = small.grade(root, "--scheduler", machines.address)
    assert f"Sandbox: {sandbox.choose()}.\n" in said
    small.same(root, quiet)
    workers = machines.running[1:]
    assert small.until(lambda: not [p for worker in workers for p in below(worker)], 10)
    assert not list(machines.folder.glob("autograder-*"))
    assert "10/10" in small.grade(root, "--scheduler", machines.address)


@pytest.fixture
def held(project: Path) -> Iterator[Callable[[], None]]:
    """The workers' slow submissions wait; call it to let them go on."""
    small.hold(project)
    go_on = functools.partial((project / "course" / small.HOLD).unlink, missing_ok=True)
    try:
        yield go_on
    finally:
        go_on()


@pytest.mark.sweep
def test_a_run_that_is_stopped_leaves_the_workers_idle(
    machines: Machines, root: Path, held: Callable[[], None]
) -> None:
    with small.start(root, "--scheduler", machines.address) as process:
        assert small.until(lambda: small.notebooks(root))
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=HANG)[1]
    assert process.returncode == 130 and "Traceback" not in said, said
    assert said.endswith("the same command goes on where this one stopped.\n")
    held()
    workers = machines.running[1:]
    assert small.until(lambda: not [p for worker in workers for p in below(worker)], 60)


@pytest.mark.sweep
def test_a_worker_killed_while_it_grades_costs_nobody_a_point(
    fresh: Machines, root: Path, quiet: Path, held: Callable[[], None]
) -> None:
    first, _ = fresh.worker(), fresh.worker()
    with small.start(root, "--scheduler", fresh.address) as process:
        assert small.until(lambda: small.notebooks(root) and below(first))
        theirs = below(first)
        fresh.end([first])
        held()
        said = process.communicate(timeout=HANG)[1]
    assert process.returncode == 0 and "internal error" not in said, said
    assert "Traceback" not in said
    small.same(root, quiet)
    assert psutil.wait_procs(theirs, 20)[1] == []


@pytest.mark.sweep
def test_a_lost_scheduler_is_said_to_be_and_a_later_run_goes_on(
    fresh: Machines, root: Path, quiet: Path, held: Callable[[], None]
) -> None:
    fresh.worker(), fresh.worker()
    with small.start(root, "--scheduler", fresh.address) as process:
        assert small.until(lambda: small.notebooks(root))
        fresh.end([fresh.scheduler])
        said = process.communicate(timeout=HANG)[1]
    assert process.returncode == 2, said
    assert said.splitlines()[-1] == (
        f"autograder: The Dask cluster at {fresh.address} was lost: the connection to its "
        "scheduler broke. What was graded is kept; see to the cluster and run the same command "
        "again to go on."
    )
    assert "Traceback" not in said
    seen = small.notebooks(root)
    small.grade(root)
    now = small.notebooks(root)
    assert {name: now[name] for name in seen} == seen, "graded twice"
    small.same(root, quiet)


def work(root: Path, seconds: float = 0.0) -> pool.Bundle:
    """The bundle of a right answer that takes its time."""
    text = f"import time\ntime.sleep({seconds})\ndef twice(x):\n    return 2 * x"
    form = blank_forms(root)[CHAPTER]
    rebuilt = submission.rebuild(form, written(root, twice=text))
    return bundle_of(CHAPTER, form, rebuilt, 20.0, "")


@pytest.mark.sweep
def test_when_all_workers_are_gone_the_run_ends_with_a_sentence(
    fresh: Machines, handed_in: Path
) -> None:
    worker = fresh.worker()
    cluster = _connected(fresh, reach=2.0)
    try:
        future = cluster.submit(work(handed_in, seconds=15))
        assert small.until(lambda: below(worker))
        fresh.end([worker])
        with pytest.raises(CourseError, match="was lost: all its workers are gone"):
            future.result(60)
    finally:
        cluster.close()


def _connected(machines: Machines, **how: float) -> Cluster:
    return Cluster(machines.address, **how)


def test_where_no_scheduler_answers_it_is_said() -> None:
    with pytest.raises(CourseError, match=r"No Dask cluster with workers answers at tcp://127\S+ "):
        Cluster("tcp://127.0.0.1:9", reach=1.0)
    with pytest.raises(CourseError, match="No Dask cluster with workers answers at nonsense://x"):
        Cluster("nonsense://x", reach=1.0)


@pytest.mark.sweep
def test_a_scheduler_without_workers_is_said_to_have_none(fresh: Machines) -> None:
    with pytest.raises(CourseError, match="`dask worker ADDRESS` there, with this project"):
        _connected(fresh, reach=1.0)


@pytest.mark.sweep
def test_bundles_and_records_are_small(machines: Machines, handed_in: Path) -> None:
    bundle = work(handed_in)
    cluster = _connected(machines)
    try:
        record = cluster.submit(bundle).result(60)
    finally:
        cluster.close()
    assert (record.outcome, sum(record.points.values())) == ("ok", 4.0)
    assert record.tier in (BWRAP, LANDLOCK)
    assert len(json.dumps(bundle.asdict())) < 10_000
    assert len(json.dumps(record.asdict())) < 2_000


# --- workers that cannot grade -------------------------------------------------------------------


@pytest.mark.sweep
def test_a_worker_without_bubblewrap_uses_what_it_has_and_gets_nothing_if_bwrap_is_asked_for(
    fresh: Machines, root: Path, tmp_path: Path
) -> None:
    (empty := tmp_path / "empty").mkdir()
    fresh.worker(path=str(empty))
    try:
        sandbox.choose(LANDLOCK)
        cluster = _connected(fresh)
        assert cluster.tiers == [LANDLOCK]
        cluster.close()
    except sandbox.SandboxUnavailableError:
        pass
    with pytest.raises(CourseError) as told:
        Cluster(fresh.address, BWRAP)
    assert "No worker of the Dask cluster can grade, so nothing was graded." in str(told.value)
    assert "bubblewrap is not installed" in str(told.value)
    assert small.notebooks(root) == {}


@pytest.mark.sweep
def test_a_worker_with_another_version_gets_no_work_and_is_named(
    fresh: Machines, root: Path, quiet: Path, tmp_path: Path
) -> None:
    fresh.worker()
    other = tmp_path / "other"
    for name in ("autograder", "course"):
        shutil.copytree(root / name, other / name)
    with open(other / "course" / "data.py", "a") as file:
        file.write("\n# another version\n")
    fresh.worker(project=other)
    said = small.grade(root, "--scheduler", fresh.address)
    assert re.search(
        r"A worker gets no work\. tcp://\S+: it has another version of this project", said
    )
    small.same(root, quiet)
