"""A cell that ends, hangs or fills the notebook's process costs itself and nothing else."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psutil
import pytest
from support.bundles import FULL, RIGHT, SECONDS, TESTS, bundle, said
from support.sweeps import first_of_each

from autograder.inside.wall.tiers import BWRAP, LANDLOCK
from autograder.judging import budget, process, run, sandbox, slot
from autograder.judging.bundle import OWN, Bundle, CodeCell, Record
from autograder.judging.sandbox import Sandbox

DEAF = "signal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass"
GONE, LATE = process.GONE, process.LATE


@pytest.fixture(scope="module", params=first_of_each([BWRAP, LANDLOCK]))
def box(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    try:
        sandbox.choose(request.param)
    except sandbox.SandboxUnavailableError as error:
        pytest.skip(f"TIER {request.param} IS NOT TRIED HERE: {error}")
    with Sandbox(request.param) as made:
        yield made


def graded(box: Sandbox, **texts: object) -> Record:
    return run.run(bundle(**texts), box)  # type: ignore[arg-type]


ENDS = {
    "exit": ("os._exit(0)", "killed", GONE),
    "crash": ("import ctypes\nctypes.string_at(0)", "killed", GONE),
    "abort": ("os.abort()", "killed", GONE),
    "nonsense": ("for fd in range(3, 64):\n    try: os.write(fd, b'\\xff' * 4096)\n"
                 "    except OSError: pass", "killed", GONE),
    "no way to answer": ("os.closerange(0, 4096)", "killed", GONE),
}  # fmt: skip


@pytest.mark.parametrize("name", ENDS)
@pytest.mark.parametrize("where", ["first", "between"])
def test_a_cell_that_ends_the_process_costs_no_exercise(
    where: str, name: str, box: Sandbox
) -> None:
    source, outcome, how = ENDS[name]
    record = graded(box, **{where: source})
    assert record.points == FULL, record
    assert record.outcome == outcome and how in str(record.reason)
    first = source.splitlines()[0]
    assert record.reason == f"The cell `{first}` {how}."
    assert how in said(record, 1 if where == "first" else 4)


@pytest.mark.parametrize("where", ["first", "between"])
def test_a_fork_that_comes_out_of_its_cell_goes_no_further(where: str, box: Sandbox) -> None:
    record = graded(box, **{where: "for _ in range(3):\n    os.fork()"})
    assert (record.points, record.outcome) == (FULL, "ok"), record


def test_an_answer_that_ends_the_process_costs_its_own_exercise_only(box: Sandbox) -> None:
    record = graded(box, twice="os._exit(0)")
    assert record.points == FULL | {"test_twice": 0.0}
    assert "NameError" in str(record.outputs["3"])


@pytest.mark.parametrize("source", [DEAF, "os.kill(os.getpid(), signal.SIGSTOP)"])
def test_a_cell_that_hangs_costs_no_exercise(source: str, box: Sandbox) -> None:
    record = graded(box, first=source, seconds=3.0)
    assert record.points == FULL, record
    if record.outcome != "ok":  # process 1 of a namespace does not get its own signals
        assert (record.outcome, LATE in str(record.reason)) == ("timeout", True)
        assert LATE in said(record, 1)
    else:
        assert box.tier == BWRAP and "SIGSTOP" in source


HOLDS = "held = []\nbefore = 1\nwhile True: held.append(np.ones(10**7))"
NEEDS = "def line(x):\n    return np.ones(5 * 10**7)[:2] + x"


def test_memory_that_a_cell_filled_and_holds_is_there_again_for_the_next(box: Sandbox) -> None:
    record = graded(box, first=HOLDS, last="print(before, len(held))", line=NEEDS)
    assert record.points == FULL, record
    assert record.outcome == "out of memory"
    assert str(record.reason).startswith("The cell `held = []` used up the memory")
    assert said(record, 8) == "1 0\n", "what stood above the line that filled it is there"


def test_a_function_above_the_line_that_filled_the_memory_is_judged(box: Sandbox) -> None:
    record = graded(box, twice=f"{RIGHT['twice']}\n{HOLDS}", line=NEEDS)
    assert record.points == FULL, record


def test_what_did_not_fit_at_all_leaves_the_cell_as_it_was(box: Sandbox) -> None:
    record = graded(box, first="held = 1\nnp.ones(10**9)\n", last="print(held)")
    assert (record.points, record.outcome, said(record, 8)) == (FULL, "out of memory", "1\n")


# A refusal may be over in a moment: what is to be used up is asked for until it stays so.
LEFT = {
    "threads": "refused = 0\nwhile refused < 50:\n    try: threading.Thread(target=time.sleep, "
               "args=(99,), daemon=True).start()\n    except RuntimeError:\n"
               "        refused += 1\n        time.sleep(0.01)",
    "processes": "refused = 0\nwhile refused < 50:\n    try:\n"
                 "        if os.fork() == 0: time.sleep(99)\n    except OSError:\n"
                 "        refused += 1\n        time.sleep(0.01)",
}  # fmt: skip


@pytest.mark.parametrize("name", first_of_each(LEFT))
def test_a_cell_that_leaves_no_process_for_the_tests_is_left_out(name: str, box: Sandbox) -> None:
    record = graded(box, first=LEFT[name], last="print('on')")
    assert record.points == FULL, record
    assert record.outcome == "killed"
    assert "The cell `refused = 0`" in str(record.reason)
    assert said(record, 8) == "on\n"


def test_a_cell_that_ends_the_process_when_run_again_is_the_one_left_out(box: Sandbox) -> None:
    began = time.time()
    again = f"helper = 1\nif time.time() > {began} + 2: os._exit(0)"
    record = graded(box, first=again, between="time.sleep(3)\nos._exit(0)", last="print('on')")
    assert record.points == FULL, record
    assert record.outcome == "killed" and "The cell `helper = 1`" in str(record.reason)
    assert GONE in said(record, 1) and GONE in said(record, 4) and said(record, 8) == "on\n"


def test_what_a_cell_leaves_behind_is_not_blamed_on_the_next(box: Sandbox) -> None:
    """A thread ends the process while a right answer runs: the cell that began it is left out."""
    later = "def end():\n    time.sleep(0.1)\n    os._exit(0)\nthreading.Thread(target=end).start()"
    slow = f"time.sleep(1)\n{RIGHT['twice']}"
    record = graded(box, first=later, twice=slow)
    assert record.points == FULL, record
    assert record.reason == f"The cell `def end():` {GONE}."


def test_a_locked_cell_is_never_the_one_left_out(box: Sandbox) -> None:
    poison = "np.arange = lambda *a: os._exit(0)"
    record = graded(box, first=poison, line="def line(x):\n    return x + given[1]")
    assert record.points == FULL, record
    assert record.reason == f"The cell `{poison}` {GONE}."


def test_cells_that_ran_run_again_and_files_are_made_again(box: Sandbox) -> None:
    first = "open('notes', 'a').write('x')\nprint(len(open('notes').read()))"
    answer = "def line(x):\n    return x + len(open('notes').read())"
    record = graded(box, first=first, between="os._exit(0)", line=answer)
    assert record.points == FULL, record
    assert said(record, 1) == "1\n", "shown is what it printed the first time"


def test_several_culprits_cost_themselves(box: Sandbox) -> None:
    record = graded(box, first="os._exit(1)", between="os.abort()", last="os._exit(2)")
    assert record.points == FULL, record
    assert record.reason == f"The cell `os._exit(1)` {GONE}."
    assert all(GONE in said(record, place) for place in (1, 4, 8))


def many(text: str, count: int, seconds: float = SECONDS) -> Bundle:
    """A notebook with as many cells of the student's own, then the exercises."""
    made = bundle(seconds=seconds)
    own = tuple(CodeCell(100 + n, OWN, "", text) for n in range(count))
    return replace(made, cells=(made.cells[0], *own, *made.cells[1:]))


def test_culprits_without_end_are_bounded_and_told(box: Sandbox) -> None:
    began = time.monotonic()
    record = run.run(many("os._exit(0)", 3 * budget.PROCESSES), box)
    assert record.points == dict.fromkeys(FULL, 0.0)
    assert record.outcome == "killed" and str(record.reason).endswith(run.TOO_OFTEN)
    ended = sum(GONE in said(record, 100 + n) for n in range(3 * budget.PROCESSES))
    assert ended == budget.PROCESSES - 1
    assert time.monotonic() - began < 60


def test_half_as_many_culprits_as_there_are_processes_cost_nothing(box: Sandbox) -> None:
    record = run.run(many("os._exit(0)", budget.PROCESSES // 2), box)
    assert record.points == FULL, record


def test_running_again_has_its_own_time(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "AGAIN", 0)
    record = graded(box, twice=RIGHT["twice"], between="os._exit(0)")
    assert record.points == FULL | {"test_line": 0.0}
    assert (record.outcome, record.reason) == (
        "killed", f"The cell `os._exit(0)` {GONE}. {run.TOO_OFTEN}",
    )  # fmt: skip


WRITTEN = {
    "a large file": ("np.ones(40 * 2**20, np.uint8).tofile('data')",
                     "np.fromfile('data', np.uint8).sum() == 40 * 2**20"),
    "as large as may be": ("with open('data', 'wb') as file: file.write(bytes(64 * 2**20))",
                           "os.path.getsize('data') == 64 * 2**20"),
    "a large folder": ("os.mkdir('all')\n"
                       "for n in range(40): open(f'all/{n}', 'wb').write(bytes(2**20))",
                       "sum(os.path.getsize(f'all/{n}') for n in range(40)) == 40 * 2**20"),
    "many files": ("os.mkdir('all')\nfor n in range(2500): open(f'all/{n}', 'w').close()",
                   "len(os.listdir('all')) == 2500"),
    "many files side by side": ("for n in range(2500): open(f'_{n}', 'w').close()",
                                "sum(name.startswith('_') for name in os.listdir()) == 2500"),
}  # fmt: skip


@pytest.mark.parametrize("name", first_of_each(WRITTEN))
def test_what_cells_wrote_within_their_share_of_the_disk_is_there_in_every_test(
    name: str, box: Sandbox
) -> None:
    writes, holds = WRITTEN[name]
    wait = "time.sleep(0.4)"  # so long that whoever looks at the disk has looked
    twice = f"def twice(x):\n    {wait}\n    assert {holds}\n    return 2 * x"
    record = graded(box, first=f"{writes}\n{wait}", twice=twice)
    assert (record.outcome, record.reason, record.points) == ("ok", None, FULL)


# --- what a new process cannot be used for --------------------------------------------------------


def judged(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[int], float]]:
    """Every test that is judged from here on: its text, its seed, and what it came to."""
    found: list[tuple[str, list[int], float]] = []
    once = run.ChapterJudge.test

    def test(
        self: run.ChapterJudge, source: str, maximum: float, ours: Any, seed: Any
    ) -> run.Verdict:
        verdict = once(self, source, maximum, ours, seed)
        found.append((source, list(seed), verdict.points))
        return verdict

    monkeypatch.setattr(run.ChapterJudge, "test", test)
    return found


WATCHES = (
    "def watch():\n    while not os.path.exists('tested'): time.sleep(0.001)\n    os._exit(0)\n"
    "threading.Thread(target=watch, daemon=True).start()"
)


def test_a_verdict_that_was_reached_is_not_reached_again(
    box: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong answer that has the process ended gets no second try, however lucky it might be."""
    seen = judged(monkeypatch)
    guesses = "def twice(x):\n    open('tested', 'w').close()\n    return os.urandom(1)[0] * x"
    record = graded(box, first=WATCHES, twice=guesses.replace("[0]", "[0] // 256"))
    assert record.points == FULL | {"test_twice": 0.0}
    assert [points for source, _, points in seen if source == TESTS["twice"]] == [0.0]


def test_a_test_that_had_no_verdict_is_asked_the_same_again(
    box: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = judged(monkeypatch)
    waits = "def twice(x):\n    open('tested', 'w').close()\n    time.sleep(3)\n    return 2 * x"
    record = graded(box, first=WATCHES, twice=waits)
    tries = [(seed, points) for source, seed, points in seen if source == TESTS["twice"]]
    assert len({str(seed) for seed, _ in tries}) == 1
    # The thread ends the process in each life: it shows only while the test runs.
    assert [points for _, points in tries] == [0.0] or tries[-1][1] == 1.0
    assert record.points["test_line"] == 1.0


PLACES = "('seen', '/tmp/seen', '/dev/shm/seen', os.path.expanduser('~/seen'))"
WRITES = (
    f"def twice(x):\n    for path in {PLACES}:\n        try: open(path, 'w').write(str(x))\n"
    "        except OSError: pass\n    return 2 * x"
)


def test_nothing_that_a_test_left_in_a_file_is_found_in_the_next_process(box: Sandbox) -> None:
    looks = f"print([path for path in {PLACES} if os.path.exists(path)], os.listdir())"
    record = graded(box, twice=WRITES, between="os._exit(0)", last=looks)
    assert record.points == FULL, record
    assert said(record, 8) == "[] []\n"


def test_no_process_of_the_last_one_lives_on_beside_the_new_one(box: Sandbox) -> None:
    stays = (
        "for n in range(3):\n    if os.fork() == 0:\n        os.setsid() if n else None\n"
        "        signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\n"
        "        while True: time.sleep(9)\n"
    )
    kept = {box._process.pid, *(p.pid for p in psutil.Process(box._process.pid).children(True))}
    left: list[list[int]] = []

    def begin() -> socket.socket:
        # What was there before stands below the sandbox; so must what has to be gone.
        old = [p for p in psutil.Process(box._process.pid).children(True) if p.pid not in kept]
        channel = box.start("")
        left.append([p.pid for p in old if p.is_running() and p.status() != "zombie"])
        return channel

    work = bundle(first=stays, between="os._exit(0)")
    running = run.Running(work, begin, lambda _: None)
    try:
        for cell in work.cells:
            running.do(cell)
    finally:
        running.close()
        box.stop()
    assert running.findings.points == FULL
    assert len(left) >= 2 and not any(left)


@pytest.mark.sweep
def test_cells_that_hang_only_when_run_again_use_up_their_own_time(box: Sandbox) -> None:
    began = time.time()
    hangs = f"if time.time() > {began} + 3:\n    {DEAF.replace(chr(10), chr(10) + '    ')}"
    made = many(hangs, 20, seconds=1.5)
    waits = tuple(CodeCell(90 + n, OWN, "", "time.sleep(1.2)") for n in range(3))
    ends = CodeCell(99, OWN, "", "os._exit(0)")
    made = replace(made, cells=(*made.cells[:21], *waits, ends, *made.cells[21:]))
    record = run.run(made, box)
    assert set(record.points) == set(FULL)
    assert time.time() - began < slot.deadline(made)
    assert record.outcome != "ok"


def test_a_cell_cannot_say_that_it_is_another(box: Sandbox) -> None:
    """The worker's loop, replaced by one that answers all requests, has no test passed."""
    loop = (
        "import gc, socket\nfrom autograder.inside.wire import frames\n"
        "channel = next(o for o in gc.get_objects() if type(o) is socket.socket)\n"
        "frames.send(channel, [2, '', None, False])\n"
        "while True:\n    message, passed = frames.receive_with(channel)\n"
        "    answer = [message[1], '', None, False] if message[0] == 'run' else True\n"
        "    frames.send(channel, answer)\n"
    )
    record = graded(box, first=loop, twice="def twice(x):\n    return x", seconds=3.0)
    assert record.points["test_twice"] == 0.0
    assert record.outcome != "internal error"
