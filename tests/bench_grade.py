"""Grade one class twice, with this grader and with stock nbgrader: part of `make bench`.

The same notebooks, in one run: `python -m autograder grade`'s supervisor with its local pool, and
`nbgrader autograde` as it comes, which starts a kernel for each. Machines and their moods differ,
so the ratio within one run is what it is for. Stock grades at most so many of the class as
--stock says: what it needs for each does not depend on how many there are. At last a class in which
everybody has a mistake is graded with the chapter's known mistakes and without, in turns: what it
costs to name them.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
import numpy as np

from autograder import demo
from autograder.authoring import answers, build, release
from autograder.judging import sandbox
from autograder.shared import catalogue

ROOT = Path(__file__).resolve().parents[1]
RUNS = 3  # of a class with names and without
STOCK_CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "stock"
c.CourseDirectory.ignore = [".*", "__pycache__", "*.py", "*.pyc"]
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\\nraise NotImplementedError()"}
c.ClearSolutions.text_stub = "YOUR ANSWER HERE"
c.Execute.timeout = 60
"""
# Runs in a process of its own, so that its memory is the supervisor's alone. Arguments: folder,
# workers, "nameless" for no known mistakes. Prints: seconds to the first grade and to the last, of
# each run, peak memory in MB.
OURS = """
import json, sys, time
began = time.monotonic()
from autograder import command_line, grade
from autograder.judging import slot
import resource
from pathlib import Path
from autograder.grade import Settings
at, took = [], []
once = slot.Slot.run
def timed(self, bundle):
    started = time.monotonic()
    record = once(self, bundle)
    took.append(time.monotonic() - started)
    assert record.outcome == "ok", record
    return record
slot.Slot.run = timed
workers = int(sys.argv[2]) or None
if "nameless" in sys.argv:
    grade.known_mistakes = lambda root, chapters: {}
tell = lambda total: lambda result, fresh: at.append(time.monotonic() - began)
results = grade.grade(Path(sys.argv[1]), (), None, Settings(workers=workers), tell)
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({
    "first": at[0], "last": at[-1], "all": time.monotonic() - began, "took": took,
    "memory": used.ru_maxrss / 1024, "supervisor": used.ru_utime + used.ru_stime,
    "points": {r.student: r.points for r in results},
}))
"""


@dataclass(frozen=True)
class Measured:
    """A class graded: how many, seconds in all, to the first and last, and of each run; MB."""

    count: int
    seconds: float
    first: float
    last: float
    took: Sequence[float]
    memory: float
    workers: int
    points: dict[str, float]

    @property
    def per_core(self) -> float:
        """Submissions a second that one core grades once it has begun: prepare, run, record."""
        return (self.count - 1) / (self.last - self.first) / self.workers


def course(folder: Path, chapter: str, config: str) -> None:
    """A course of one chapter, released, so that the gradebook knows its cells."""
    built = shutil.ignore_patterns("*.ipynb")
    shutil.copytree(ROOT / "source", folder / "source", ignore=built)
    (folder / "course").mkdir()  # where what the known mistakes give is written
    (folder / "nbgrader_config.py").write_text(config, encoding="utf-8")
    release.release(folder, [chapter])


def hand_in(folder: Path, chapter: str, count: int, wrong: bool = False) -> None:
    """Put a class's notebooks into submitted/, as the kept answers have them.

    A quarter is all right, the others are in other words or have mistakes; wrong: all have one.
    """
    source = build.notebook(ROOT, chapter)
    kept, reference = answers.load(ROOT, chapter), answers.reference(source)
    mistaken = [one for one in kept if one.mistake]
    for i in range(count):
        written = dict(reference)
        if wrong:
            one = mistaken[i * len(mistaken) // count]
            written[one.exercise] = one.source
        elif i % 4 > 1:
            written |= demo.mistakes(kept, i // 4)
        elif i % 4 == 1:
            written |= demo.other_style(kept, i // 4)
        path = folder / "submitted" / f"student{i:05}" / chapter / f"{chapter}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(answers.solved(source, written), path)


def ours(folder: Path, workers: int, *how: str) -> Measured:
    """Grade with this grader: `workers` processes, 0 for one a core."""
    command = [sys.executable, "-c", OURS, str(folder), str(workers), *how]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    found = json.loads(done.stdout.splitlines()[-1])
    return Measured(
        len(found["points"]), found["all"], found["first"], found["last"], found["took"],
        found["memory"], workers or len(os.sched_getaffinity(0)), found["points"],
    )  # fmt: skip


def stock(folder: Path, chapter: str) -> Measured:
    """Grade with `nbgrader autograde`, a kernel for each submission, one after another."""
    program = Path(sys.executable).with_name("nbgrader")
    command = [sys.executable, str(program), "autograde", chapter, "--log-level=ERROR"]
    threads = {f"{name}_NUM_THREADS": "1" for name in sandbox.THREADS}
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=folder, env=os.environ | threads | {"PATH": path})
    done, ends = folder / "autograded", [began]
    while process.poll() is None:
        time.sleep(0.05)
        if len(list(done.glob("*/*/*.ipynb"))) >= len(ends):
            ends.append(time.monotonic())
    if process.returncode:
        raise SystemExit(f"nbgrader autograde ended with {process.returncode}.")
    seconds = time.monotonic() - began
    took = np.diff(ends).tolist()
    points = stock_points(folder, chapter)
    return Measured(len(took), seconds, took[0], ends[-1] - began, took[1:], 0.0, 1, points)


def stock_points(folder: Path, chapter: str) -> dict[str, float]:
    """Points by student, from nbgrader's gradebook."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        return {s.student.id: s.score for s in book.assignment_submissions(chapter)}


def line(name: str, found: Measured, unit: float) -> str:
    """A row of the table; unit: submissions a second and core of stock."""
    p50, p95 = 1000 * np.percentile(found.took, (50, 95))
    each = 1000 / found.per_core
    memory = f"{found.memory:6.0f} MB" if found.memory else f"{'':9}"
    return (
        f"{name:<16}{found.count:>6}{found.seconds:>9.1f} s{found.first:>7.1f} s{each:>8.0f} ms"
        f"{p50:>8.0f} ms{p95:>8.0f} ms{memory}{found.per_core / unit:>8.1f} times"
    )


def named(top: Path, chapter: str, size: int, workers: int, config: str) -> str:
    """What naming known mistakes costs, of medians over RUNS runs each, taken in turns."""
    first = top / "wrong"
    first.mkdir()
    course(first, chapter, config)
    hand_in(first, chapter, size, wrong=True)
    seconds: dict[str, list[float]] = {"": [], "nameless": []}
    for run in range(RUNS):
        for how, found in seconds.items():
            folder = Path(shutil.copytree(first, top / f"wrong{run}{how}"))
            measured = ours(folder, workers, *([how] if how else []))
            found.append(1000 / measured.per_core)
            shutil.rmtree(folder)
    shutil.rmtree(first)
    with_names, without = (float(np.median(found)) for found in seconds.values())
    return (
        f"{'all have mistakes':<16}{size:>5}{with_names:>11.0f} ms of a core each, "
        f"{without:.0f} ms without names: {with_names / without:.3f} times"
    )


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[20], help="of the class")
    parser.add_argument("--chapter", default=catalogue.chapters(ROOT)[0])
    parser.add_argument("--stock", type=int, default=20, help="the most that stock grades")
    parser.add_argument("--workers", type=int, default=0, help="one a core if not given")
    given = parser.parse_args(argv)
    load, cores = os.getloadavg()[0], os.cpu_count()
    print(f"{given.chapter}, sandbox {sandbox.choose()}, load average {load:.1f} on {cores} cores")
    print(
        f"{'':<16}{'class':>6}{'in all':>11}{'first':>9}{'core each':>11}{'run p50':>11}"
        f"{'run p95':>11}{'memory':>9}{'per core':>14}"
    )
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top) / "stock"
        folder.mkdir()
        course(folder, given.chapter, STOCK_CONFIG)
        hand_in(folder, given.chapter, min(given.stock, max(given.sizes)))
        theirs = stock(folder, given.chapter)
        print(line("stock nbgrader", theirs, theirs.per_core), flush=True)
        config = (ROOT / "nbgrader_config.py").read_text("utf-8")
        for size in given.sizes:
            folder = Path(top) / str(size)
            folder.mkdir()
            course(folder, given.chapter, config)
            hand_in(folder, given.chapter, size)
            mine = ours(folder, given.workers)
            print(line("this grader", mine, theirs.per_core), flush=True)
            shared = mine.points.keys() & theirs.points.keys()
            other = {s for s in shared if mine.points[s] != theirs.points[s]}
            print(f"{'':16}{len(shared) - len(other)} of {len(shared)} have the same points")
            shutil.rmtree(folder)
        for size in given.sizes:
            print(named(Path(top), given.chapter, size, given.workers, config), flush=True)


if __name__ == "__main__":
    main()
