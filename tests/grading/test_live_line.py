"""How far a run is: a live line on a terminal, plain lines in a log, JSON at the end."""

from __future__ import annotations

import io
import json
import os
import re
import threading
from pathlib import Path

import pytest
from support import small_class as small
from support.patience import HANG

from autograder import progress
from autograder.judging.result import Outcome, Result

STATE = re.compile(
    r"(\d+)/10 graded, \d+\.\d a second, (?:\d+ min \d\d s|\d+ s) left(?:, (\d+) not ok)?"
)
NOT_OK = {"dan": "killed", "hugo": "invalid"}


def on_a_terminal(root: Path, *arguments: str) -> str:
    """What a run writes on a terminal, where its errors and its progress go."""
    ours, theirs = os.openpty()
    said = bytearray()

    def read() -> None:
        try:
            while part := os.read(ours, 4096):
                said.extend(part)
        except OSError:
            pass  # the terminal is closed

    reader = threading.Thread(target=read)
    with small.start(root, *arguments, stderr=theirs) as process:
        os.close(theirs)
        reader.start()
        process.communicate(timeout=HANG)
    reader.join()
    os.close(ours)
    assert process.returncode == 0
    return said.decode()


def test_on_a_terminal_one_line_is_renewed_and_what_was_not_ok_stays(
    handed_in: Path, tmp_path: Path
) -> None:
    said = on_a_terminal(small.copy(handed_in, tmp_path), "--workers", "1")
    _, *states = said.split("\r\x1b[K")
    told = [STATE.fullmatch(state.strip()) for state in states]
    counts = [int(found[1]) for found in told if found]
    assert counts == sorted(set(counts)) and counts[-1] == 10
    assert len(counts) >= 5, "a submission takes longer than the line is left alone"
    assert [state for state in states if state.endswith("\n") and STATE.match(state)] == states[-1:]
    lasting = [state for state, found in zip(states, told, strict=True) if not found]
    assert [line.split(":")[0] for line in lasting] == [f"{s} ch01_lines" for s in NOT_OK]
    assert told[-1] and told[-1][2] == "2"


def test_in_a_log_there_are_whole_lines_without_control_characters(
    handed_in: Path, tmp_path: Path
) -> None:
    root = small.copy(handed_in, tmp_path)
    (report := tmp_path / "report.json").write_text("of the last run")
    lines = small.grade(root, "--json", str(report)).splitlines()
    assert not [line for line in lines if re.search(r"[\x00-\x1f\x7f]", line)]
    last = STATE.fullmatch(lines[-1])
    assert last and last.groups() == ("10", "2")
    for student, outcome in NOT_OK.items():
        assert [line for line in lines if line.startswith(f"{student} ch01_lines: {outcome}. ")]
    found = {one["student"]: one["outcome"] for one in json.loads(report.read_text())}
    assert found == dict.fromkeys(small.STUDENTS, "ok") | NOT_OK


def test_time_left_and_rate_are_those_of_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    stream = io.StringIO()
    line = progress.Progress(200, stream)
    for number in range(100):
        now[0] += 1.5
        well = Outcome.TIMEOUT if number == 7 else Outcome.OK
        line.add(Result(f"s{number}", "ch01_lines", well, (), "Too slow."), True)
    lines = stream.getvalue().splitlines()
    assert lines[1] == "s7 ch01_lines: timeout. Too slow."
    assert lines[-1] == "98/200 graded, 0.7 a second, 2 min 33 s left, 1 not ok"
    assert 10 <= len(lines) <= 20, "one in ten seconds"


@pytest.mark.sweep
def test_grading_again_counts_what_was_graded_before_and_says_what_was_not_ok(
    handed_in: Path, tmp_path: Path
) -> None:
    root = small.copy(handed_in, tmp_path)
    first, again = small.grade(root).splitlines(), small.grade(root).splitlines()
    assert {line for line in first if "/10" not in line} == {
        line for line in again if "/10" not in line
    }
    # hugo handed in no notebook, and is looked at each time.
    told = r"10/10 done: 1 graded, 9 unchanged, \d+\.\d a second, 0 s left, 2 not ok"
    assert re.fullmatch(told, again[-1])
