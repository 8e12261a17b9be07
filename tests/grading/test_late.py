"""Late penalties: of today's deadline and rule, in a stated zone, and said."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from support import small_class as small
from support.lines import CHAPTER, make_course, nbgrader, put, written
from support.sweeps import first_of_each

from autograder import grade
from autograder.authoring import release
from autograder.grade import Settings
from autograder.judging.result import Outcome, Result
from autograder.records.table import table
from autograder.shared import nbsettings, times
from autograder.shared.errors import CourseError

pytestmark = pytest.mark.usefixtures("warm_pool")
HANDED = {
    "utc": "2026-03-01 10:30:00 UTC", "berlin": "2026-03-01 10:30:00 Europe/Berlin",
    "offset": "2026-03-01 10:30:00 +0100", "none": "2026-03-01 10:30:00", "untimed": "",
}  # fmt: skip
ZERO = "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"
PLUGIN = """
from nbgrader.plugins import LateSubmissionPlugin
class Own(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        {0}
c.AssignLatePenalties.plugin_class = Own
"""


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class that handed in at half past ten, by one clock or another; not to be changed."""
    root = make_course(tmp_path_factory.mktemp("late") / "course")
    release.release(root)
    for name, text in HANDED.items():
        put(root, name, written(root))
        if text:
            (root / "submitted" / name / CHAPTER / "timestamp.txt").write_text(text)
    return root


@pytest.fixture
def root(handed_in: Path, tmp_path: Path) -> Path:
    return shutil.copytree(handed_in, tmp_path / "course")


def settle(root: Path, setting: str) -> None:
    with (root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(setting)


def due(root: Path, hour: float, **extension: float) -> None:
    """Set the deadline, of the first of March in UTC, and extensions in hours by student."""
    when = datetime(2026, 3, 1) + timedelta(hours=hour)
    with nbsettings.tools_on_path(), Gradebook(small.url(root)) as book:
        book.update_or_create_assignment(CHAPTER, duedate=when)
        for student, hours in extension.items():
            book.find_submission(CHAPTER, student).extension = timedelta(hours=hours)
        book.db.commit()


def graded(root: Path, **settings: Any) -> dict[str, Result]:
    return {one.student: one for one in grade.grade(root, settings=Settings(**settings))}


def penalties(root: Path) -> dict[str, float]:
    """What the gradebook takes off."""
    rows = small.rows(small.url(root))["submissions"]
    return {name: penalty for name, _, penalty in rows if penalty}


def test_a_time_is_read_in_the_zone_that_it_names_or_in_the_courses_never_in_the_machines(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    settle(root, ZERO)
    due(root, 10)  # 11:00 in Berlin
    found = graded(root)
    assert penalties(root) == {"utc": 4.0, "none": 4.0}
    assert found["none"].late == "handed in 2026-03-01 10:30:00 UTC, due 2026-03-01 10:00:00 UTC"
    settle(root, "\nc.Collect.timezone = 'Europe/Berlin'\n")
    found = graded(root)
    assert {one.unchanged for one in found.values()} == {True}
    assert penalties(root) == {"utc": 4.0}
    assert found["utc"].late == "handed in 2026-03-01 11:30:00 CET, due 2026-03-01 11:00:00 CET"


def test_the_table_says_penalty_times_and_zone(root: Path) -> None:
    settle(root, ZERO)
    due(root, 10)
    lines = table(graded(root).values()).splitlines()
    row = next(n for n, line in enumerate(lines) if line.startswith("utc"))
    due_then = "due 2026-03-01 10:00:00 UTC"
    said = f"    late: 4 points taken off; handed in 2026-03-01 10:30:00 UTC, {due_then}"
    assert lines[row + 1] == said
    read = "times that name no zone are read in UTC (c.Collect.timezone)"
    assert lines[-1] == f"  {due_then}; {read}"
    assert max(map(len, lines)) <= 100


def test_a_moved_deadline_a_changed_rule_or_an_extension_counts_without_force(root: Path) -> None:
    due(root, 10)
    graded(root)
    assert penalties(root) == {}
    pages = {p.parts[-3]: p for p in root.glob("feedback/*/*/*.html")}
    before = pages["utc"].read_text(encoding="utf-8")
    settle(root, ZERO)
    assert {one.unchanged for one in graded(root).values()} == {True}
    assert penalties(root) == {"utc": 4.0, "none": 4.0}
    assert pages["utc"].read_text(encoding="utf-8") != before
    due(root, 10, utc=2)
    graded(root)
    assert penalties(root) == {"none": 4.0}
    due(root, 9)
    graded(root)
    assert penalties(root) == {"none": 4.0, "berlin": 4.0, "offset": 4.0}, "utc has two hours more"
    due(root, 12)
    graded(root)
    assert penalties(root) == {}
    assert pages["utc"].read_text(encoding="utf-8") == before
    settle(root, "\nc.LateSubmissionPlugin.penalty_method = 'none'\n")
    due(root, 8)
    assert graded(root)["none"].late, "and is said, where nothing is taken off"
    assert penalties(root) == {}


def test_points_by_hand_are_in_the_penalty_of_the_next_run(root: Path) -> None:
    settle(root, ZERO)
    due(root, 10)
    graded(root)
    with nbsettings.tools_on_path(), Gradebook(small.url(root)) as book:
        book.find_grade("why", CHAPTER, CHAPTER, "utc").manual_score = 2.5
        book.db.commit()
    assert graded(root)["utc"].penalty == 6.5
    assert penalties(root)["utc"] == 6.5


@pytest.mark.sweep
def test_an_extension_of_a_chapter_without_a_deadline_stops_nobody(root: Path) -> None:
    graded(root)
    with nbsettings.tools_on_path(), Gradebook(small.url(root)) as book:
        book.find_submission(CHAPTER, "utc").extension = timedelta(hours=1)
        book.db.commit()
    for force in (False, True):
        found = graded(root, force=force)
        assert {one.outcome for one in found.values()} == {Outcome.OK}


@pytest.mark.parametrize(
    "rule", first_of_each(["return {}['x']", "return float('nan')", "return 'much'"])
)
def test_a_penalty_plugin_that_fails_takes_no_points_and_is_said(rule: str, root: Path) -> None:
    settle(root, PLUGIN.format(rule))
    due(root, 10)
    for force in (False, False, True):
        found = graded(root, force=force)
        assert found["utc"].outcome is Outcome.INTERNAL_ERROR
        assert "late submission plugin sets no penalty" in (found["utc"].reason or "")
        assert {one.points for one in found.values()} == {4.0}
        assert found["berlin"].outcome is Outcome.OK
    assert penalties(root) == {}


def test_a_plugin_takes_off_no_more_than_there_is_and_never_gives(root: Path) -> None:
    due(root, 10)
    settle(root, PLUGIN.format("return 1000"))
    assert graded(root)["utc"].penalty == 4.0
    settle(root, PLUGIN.format("return -1000"))
    assert graded(root)["utc"].penalty == 0.0


@pytest.mark.sweep
def test_nbgraders_own_command_reads_the_same_times(root: Path, tmp_path: Path) -> None:
    due(root, 10)
    settle(root, ZERO + "\nc.Collect.timezone = 'Europe/Berlin'\n")
    other = shutil.copytree(root, tmp_path / "other")
    graded(root)
    nbgrader(other, "autograde", CHAPTER)
    ours, theirs = (small.rows(small.url(r))["submissions"] for r in (root, other))
    assert ours == theirs
    assert penalties(other) == {"utc": 4.0}


@pytest.mark.parametrize(
    ("text", "zone", "utc"),
    [
        ("2026-07-01 12:00", "Europe/Berlin", "2026-07-01 10:00:00"),
        ("2026-10-25 02:30:00 CEST", "Europe/Berlin", "2026-10-25 00:30:00"),
        ("2026-10-25 02:30:00 CET", "Europe/Berlin", "2026-10-25 01:30:00"),
        ("2026-07-01T12:00:00.123456789-03:30", "UTC", "2026-07-01 15:30:00.123456"),
        ("2026-07-01 12:00:00 +0530", "Europe/Berlin", "2026-07-01 06:30:00"),
        ("2026-07-01 12:00:00 Asia/Tokyo", "UTC", "2026-07-01 03:00:00"),
        ("2026-07-01 12:00:00Z", "Asia/Tokyo", "2026-07-01 12:00:00"),
    ],
)
def test_a_time_in_utc(text: str, zone: str, utc: str) -> None:
    assert str(times.utc(text, zone)) == utc


@pytest.mark.parametrize(
    "text",
    [
        *("", "noon", "2026-02-30 10:00", "2026-01-01 10:00 XYZ", "2026-01-01 10:00 Europe"),
        *("2026-01-01 10:00 ../../etc/passwd", "0001-01-01 00:00 +1200", "2026-01-01 10:00 +9999"),
    ],
)
def test_what_tells_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        times.utc(text, "UTC")


def test_the_end_of_all_time_can_be_shown() -> None:
    assert times.shown(datetime.max, "Asia/Tokyo").startswith("9999-12-31 23:59:59")


@pytest.mark.parametrize("section", ["Collect", "Exchange"])
def test_a_zone_that_is_none_is_named_with_its_setting(section: str, root: Path) -> None:
    settle(root, f"\nc.{section}.timezone = 'Mars/Olympus'\n")
    with pytest.raises(CourseError, match=r"timezone: the zone 'Mars/Olympus' is not known"):
        graded(root)
