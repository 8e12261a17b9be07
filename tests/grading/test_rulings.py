"""A change of mind: more time, an exercise that does not count, an answer handed in anew."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest
from nbconvert.exporters import HTMLExporter
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension
from support import small_class as small
from support.lines import CHAPTER, NO_BIAS, POINTS, RIGHT, make_course, nbgrader, put, written

from autograder import grade
from autograder.__main__ import main
from autograder.authoring import release
from autograder.handed_in.classroom import Classroom
from autograder.handed_in.people import Person
from autograder.judging.result import Result, to_json
from autograder.records import students
from autograder.records.table import table
from autograder.shared import nbsettings

pytestmark = [
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
    pytest.mark.usefixtures("warm_pool"),
]
DUE = datetime(2027, 3, 1, 17)
LATE = "2027-03-03 10:00:00 UTC"
# A tenth of the points for each day.
RULE = """
from nbgrader.plugins import LateSubmissionPlugin
class Tenth(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return score / 10
c.AssignLatePenalties.plugin_class = Tenth
c.Collect.timezone = "Europe/Berlin"
"""


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three have handed in, ben late and with a mistake; a person has read ada's; kim has not."""
    root = make_course(tmp_path_factory.mktemp("rulings") / "course")
    with (root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(RULE)
    release.release(root)
    students.put(
        Classroom(root), [Person(name, name.title()) for name in ("ada", "ben", "cleo", "kim")]
    )
    for name, texts in (("ada", {"why": "It moves."}), ("ben", {"line": NO_BIAS}), ("cleo", {})):
        put(root, name, written(root, **texts))
    (root / "submitted" / "ben" / CHAPTER / "timestamp.txt").write_text(LATE)
    with nbsettings.tools_on_path(), Gradebook(small.url(root)) as book:
        book.update_or_create_assignment(CHAPTER, duedate=DUE)
        book.db.commit()
    grade.grade(root)
    by_hand(root, "ada", {"why": 2.5, "test_line": 1.5}, {"why": "Quite so.", "line": "On paper."})
    grade.grade(root)
    return root


@pytest.fixture
def root(graded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = shutil.copytree(graded, tmp_path / "course")
    for module in ("term", "rulings"):
        monkeypatch.setattr(f"autograder.{module}.ROOT", root)
    return root


def by_hand(root: Path, student: str, points: Mapping[str, float], said: Mapping[str, str]) -> None:
    """Save as Formgrader does."""
    with nbsettings.tools_on_path(), Gradebook(small.url(root)) as book:
        for name, given in points.items():
            row = book.find_grade(name, CHAPTER, CHAPTER, student)
            row.manual_score, row.needs_manual_grade = given, False
        for name, comment in said.items():
            book.find_comment(name, CHAPTER, CHAPTER, student).manual_comment = comment
        book.db.commit()


def graded_again(root: Path) -> dict[str, Result]:
    return {one.student: one for one in grade.grade(root)}


def page(root: Path, student: str) -> str:
    """What a feedback page says."""
    text = (root / "feedback" / student / CHAPTER / f"{CHAPTER}.html").read_text("utf-8")
    return " ".join(re.sub(r"<[^>]*>", " ", text[text.index("<main>") :]).split())


def house(root: Path) -> NbGraderAPI:
    """Formgrader's own view of the course."""
    return NbGraderAPI(coursedir=Classroom(root).directory, config=nbsettings.read(root))


def told(root: Path, found: Mapping[str, Result], capsys: pytest.CaptureFixture[str]) -> set[str]:
    """What a class has, by each of those who say it: points before and after penalties, maximum."""
    assert main(["export", "--for", "csv", "--to", str(root / "grades.csv")]) == 0
    assert main(["report", "--to", str(root / "report")]) == 0
    capsys.readouterr()
    said: dict[str, list[str]] = {name: [] for name in (*found, "kim")}
    for name, one in found.items():
        said[name].append(f"table {one.points:g} of {one.max_points:g}")
    for one in json.loads(to_json(found.values())):
        points = sum(cell["points"] or 0 for cell in one["cells"] if cell["counts"])
        said[one["student"]].append(f"JSON {points:g}")
    for one in house(root).get_submissions(CHAPTER):
        said[one["student"]].append(f"Formgrader {one['score']:g} of {one['max_score']:g}")
    with (root / "grades.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            raw, net, most = (float(row[n]) for n in ("raw_score", "score", "max_score"))
            said[row["student_id"]].append(f"export {raw:g}, {net:g} of {most:g}")
    sums = dict.fromkeys(found, 0.0)
    with (root / "report" / "cells.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            sums[row["student"]] += float(row["points"] or 0) if row["counts"] == "yes" else 0
    for name, points in sums.items():
        said[name].append(f"report {points:g}")
    for name in found:
        points, most = re.search(r": ([\d.]+) of ([\d.]+) points", page(root, name)).groups()
        said[name].append(f"page {float(points):g} of {float(most):g}")
    return {f"{name}: {'; '.join(lines)}" for name, lines in said.items()}


def line(name: str, raw: float, net: float, most: float) -> str:
    """What `told` gives where all agree."""
    return (
        f"{name}: table {raw:g} of {most:g}; JSON {raw:g}; Formgrader {raw:g} of {most:g}; "
        f"export {raw:g}, {net:g} of {most:g}; report {raw:g}; page {net:g} of {most:g}"
    )


# --- drop ----------------------------------------------------------------------------------------


def test_a_dropped_exercise_is_out_of_every_sum_and_back_as_it_was(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = small.rows(small.url(root))
    pages = {name: page(root, name) for name in ("ada", "ben", "cleo")}
    assert main(["drop", "line"]) == 0
    assert f"line (3) does not count any more: {CHAPTER} has 4 points" in capsys.readouterr().out
    found = graded_again(root)
    assert {one.unchanged for one in found.values()} == {True}
    nobody = "kim: export 0, 0 of 4"
    assert told(root, found, capsys) == {
        line("ada", 3.5, 3.5, 4), line("ben", 1, 0.9, 4), line("cleo", 1, 1, 4), nobody
    }  # fmt: skip
    shown = table(found.values())
    assert shown.splitlines()[1].split() == ["of", "1", "(3)", "3", "4"]
    assert shown.splitlines()[2].split() == ["ada", "1", "(2.5)", "2.5", "3.5"]
    assert "b line (dropped, does not count)" in shown
    assert "line does not count" in page(root, "ben") and "bias left out" in page(root, "ben")
    assert "taken out of the total" in page(root, "ben")
    report = (root / "report" / "report.html").read_text("utf-8")
    assert report.count("dropped, does not count") == 1
    assert main(["drop"]) == 0 and capsys.readouterr().out == f"line of {CHAPTER}\n"
    assert main(["drop", "line", "--undo"]) == 0
    assert small.rows(small.url(root)) == before
    found = graded_again(root)
    assert {name: page(root, name) for name in pages} == pages
    assert told(root, found, capsys) == {
        line("ada", 6, 6, 7), line("ben", 2, 1.8, 7), line("cleo", 4, 4, 7), "kim: export 0, 0 of 7"
    }  # fmt: skip


@pytest.mark.sweep
def test_what_is_graded_while_an_exercise_is_dropped_counts_when_it_is_back(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for exercise in ("why", "line"):
        assert main(["drop", exercise]) == 0
    assert not any(one["needs_manual_grade"] for one in house(root).get_submissions(CHAPTER))
    by_hand(root, "cleo", {"why": 3.0}, {})  # in Formgrader, where its box still stands
    put(root, "ben", written(root, line=RIGHT["line"]))
    put(root, "kim", written(root, twice="def twice(x):\n    return x"))
    text = (root / "source" / CHAPTER / f"{CHAPTER}.py").read_text("utf-8")
    more = text.replace('part="flat" points=1', 'part="flat" points=2').replace(
        "(3 points)", "(4 points)", 1
    )
    (root / "source" / CHAPTER / f"{CHAPTER}.py").write_text(more, "utf-8")
    found = graded_again(root)
    assert {one.max_points for one in found.values()} == {1.0}
    assert {name: one.points for name, one in found.items()} == {
        "ada": 1.0, "ben": 1.0, "cleo": 1.0, "kim": 0.0
    }  # fmt: skip
    for exercise in ("why", "line"):
        assert main(["drop", exercise, "--undo"]) == 0
    found = graded_again(root)
    assert {name: (one.points, one.max_points) for name, one in found.items()} == {
        "ada": (7.0, 8.0), "ben": (5.0, 8.0), "cleo": (8.0, 8.0), "kim": (4.0, 8.0)
    }  # fmt: skip
    told(root, found, capsys)
    assert {one["max_score"] for one in house(root).get_submissions(CHAPTER)} == {8.0}


def test_formgraders_view_of_a_notebook_says_what_is_dropped(root: Path) -> None:
    def shown() -> dict[str, str]:
        """What each graded cell says: its label and box, its text, what is below it."""
        view = FormgradeExtension(config=nbsettings.read(root))
        view.config.merge(view.build_extra_config())
        view.config.CourseDirectory.root = str(root)
        about = dict.fromkeys(("notebook_id", "student", "first_name", "last_name"), "")
        about |= {"assignment_id": CHAPTER, "submission_id": "1", "index": 0, "total": 1}
        html, _ = HTMLExporter(config=view.config).from_filename(
            str(Classroom(root).autograded("ada", CHAPTER)),
            resources=about | {"base_url": "", "notebook_path": ""},
        )
        cells = re.split('class="[^"]*nbgrader_cell', html)
        texts = [" ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in cells]
        ids = [re.search(r'class="score tabbable" id="(\w+)"', cell) for cell in cells]
        return {found[1]: text for found, text in zip(ids, texts, strict=True) if found}

    before = shown()
    for name, points in POINTS.items():
        assert f"/ {points:.1f}" in before[name]
    for exercise in ("line", "why"):
        assert main(["drop", exercise]) == 0
    now = shown()
    assert "/ 1.0" in now["test_twice"] and "Dropped" not in now["test_twice"]
    for name in ("test_line", "test_line_flat", "why"):
        said = f"Dropped, does not count; it would be of {POINTS[name]:g}."
        assert "/ 0.0" in now[name] and said in now[name]
    for exercise in ("line", "why"):
        assert main(["drop", exercise, "--undo"]) == 0
    assert shown() == before


@pytest.mark.sweep
def test_nbgraders_own_command_keeps_it_dropped(root: Path) -> None:
    assert main(["drop", "line"]) == 0
    from autograder.authoring import build

    build.build(root, [CHAPTER])
    nbgrader(root, "generate_assignment", CHAPTER, "--force")
    assert house(root).get_assignment(CHAPTER)["max_score"] == 4.0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["drop", "lines"], "No exercise lines with points is in the gradebook. Is it line?"),
        (["drop", "twice", "--chapter", "ch09"], "ch09"),
        (["drop", "twice", "--undo"], "twice of ch01_lines is not dropped; nothing was changed"),
        (["drop", "--undo"], "say which exercise"),
        (["extend", "kim", CHAPTER, "--to", "soon"], "--to soon: it tells no time; write it as"),
        (["extend", "kim", CHAPTER, "--to", "2027-03-01"], None),
        (["extend", "kim", CHAPTER, "--to", "2027-03-01 18:00"], "is not after that; nothing"),
        (["extend", "kimm", CHAPTER, "--to", "2027-03-09"], "Nobody of the id kimm is on the"),
        (["extend", "kim", CHAPTER, "--undo"], "kim, ch01_lines: there is no extension"),
        (["extend", "kim", "--to", "2027-03-09"], "say whose and of which chapter"),
        (["extend", "kim", "ch09", "--to", "2027-03-09"], "ch09"),
        (["gradebook", "--from", "sqlite:///not there.db"], "There is no file"),
        (["gradebook", "--from", "gradebook.db"], "is no gradebook's address"),
    ],
)  # fmt: skip
def test_a_mistake_in_what_is_asked_for_is_one_sentence_and_changes_nothing(
    root: Path, arguments: list[str], said: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (root / "gradebook.db").read_bytes()
    code = main(arguments)
    errors = capsys.readouterr().err
    if said is None:  # a day is over at its end
        assert code == 0
        return
    assert code == 2 and said in errors and errors.count("\n") == 1
    assert (root / "gradebook.db").read_bytes() == before


# --- extend --------------------------------------------------------------------------------------


def test_an_extension_counts_at_the_next_run_is_shown_and_can_be_taken_back(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    when = "It was handed in 2027-03-03 11:00:00 CET, due 2027-03-01 18:00:00 CET"
    assert when in page(root, "ben") and "0.2 taken off" in page(root, "ben")
    assert main(["extend", "ben", CHAPTER, "--to", "2027-03-02"]) == 0
    told = "ben, ch01_lines: due 2027-03-02 23:59:59 CET (others: 2027-03-01 18:00:00 CET)"
    assert f"{told}, 1 day 5 hours 59 minutes more." in capsys.readouterr().out
    one = graded_again(root)["ben"]
    assert one.unchanged and one.penalty == 0.2
    assert one.late.endswith("due 2027-03-02 23:59:59 CET with an extension")
    assert "with an extension" in page(root, "ben")
    assert main(["extend", "ben", CHAPTER, "--to", "2027-03-03 12:00 Europe/Berlin"]) == 0
    one = graded_again(root)["ben"]
    assert (one.penalty, one.late) == (0.0, "") and "taken off" not in page(root, "ben")
    assert main(["extend"]) == 0
    assert "ben, ch01_lines: due 2027-03-03 12:00:00 CET" in capsys.readouterr().out
    assert main(["extend", "ben", CHAPTER, "--undo"]) == 0
    assert graded_again(root)["ben"].penalty == 0.2
    capsys.readouterr()
    assert main(["extend"]) == 0 and capsys.readouterr().out == "There are no extensions.\n"


def test_who_has_handed_in_nothing_can_have_more_time_and_is_not_taken_for_one_who_has(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = house(root).get_submissions(CHAPTER), house(root).get_assignment(CHAPTER)
    assert seen[1]["average_score"] == (6 + 2 + 4) / 3
    for until in ("2027-03-02", "2027-03-08"):
        assert main(["extend", "kim", CHAPTER, "--to", until]) == 0
    assert (house(root).get_submissions(CHAPTER), house(root).get_assignment(CHAPTER)) == seen
    capsys.readouterr()
    assert main(["extend"]) == 0 and capsys.readouterr().out.count("\n") == 1
    assert house(root).get_student_submissions("kim")[0]["score"] == 0
    assert main(["roster", "missing", CHAPTER]) == 0
    assert "3 of 4 on the roster have handed in" in capsys.readouterr().out
    assert main(["report", "--to", str(root / "report")]) == 0
    assert "kim" not in (root / "report" / "cells.csv").read_text()
    put(root, "kim", written(root))
    (root / "submitted" / "kim" / CHAPTER / "timestamp.txt").write_text(LATE)
    assert graded_again(root)["kim"].penalty == 0.0
    with nbsettings.tools_on_path(), Gradebook(small.url(root)) as book:
        assert book.find_submission(CHAPTER, "kim").duedate == datetime(2027, 3, 8, 22, 59, 59)
    assert main(["extend", "kim", CHAPTER, "--undo"]) == 0
    assert graded_again(root)["kim"].penalty == 0.4
    assert main(["extend"]) == 0 and capsys.readouterr().out.endswith("There are no extensions.\n")


@pytest.mark.sweep
def test_an_extension_taken_back_leaves_no_trace(root: Path) -> None:
    before = small.rows(small.url(root)), house(root).get_students()
    assert main(["extend", "kim", CHAPTER, "--to", "2027-03-08"]) == 0
    assert main(["extend", "kim", CHAPTER, "--undo"]) == 0
    assert (small.rows(small.url(root)), house(root).get_students()) == before
    with nbsettings.tools_on_path(), Gradebook(small.url(root)) as book:
        book.update_or_create_student("new")
        assert len(book.find_assignment(CHAPTER).submissions) == 3
    assert main(["extend", "new", CHAPTER, "--to", "2027-03-08"]) == 0
    assert "new" in {one.id for one in students.roster(Classroom(root)).all}


# --- handed in anew ------------------------------------------------------------------------------


def test_what_a_person_gave_an_earlier_answer_is_said_to_be_of_it(root: Path) -> None:
    put(
        root, "ada", written(root, why="It moves.", line="def line(x, w, b):\n    return b + w * x")
    )
    one = graded_again(root)["ada"]
    assert one.earlier == ("line",)
    note = "line: graded by hand before it was handed in anew; see to its points and comment again"
    assert note in " ".join(table([one]).split())
    said = page(root, "ada")
    assert "On an earlier version of this answer: On paper." in said
    assert "for the answer that you handed in before this one" in said
    assert "why a person" not in said and said.count("Quite so.") == 2
    assert said.count("earlier version of this answer") == 2
    again = graded_again(root)["ada"]
    assert again.unchanged and again.earlier == ("line",)
    # Somebody looks, and saves the same points; the comment is made one of the new answer.
    by_hand(root, "ada", {"test_line": 1.5}, {"line": "On paper."})
    assert graded_again(root)["ada"].earlier == ()
    assert grade.grade(root, settings=grade.Settings(force=True))[0].earlier == ()
    assert "earlier" not in page(root, "ada") and "you handed in before" not in page(root, "ada")


@pytest.mark.sweep
def test_an_answer_that_was_broken_in_between_is_compared_with_the_last_that_was_read(
    root: Path,
) -> None:
    put(root, "ada", "no notebook")
    assert graded_again(root)["ada"].outcome == "invalid"
    put(root, "ada", written(root, why="It moves."))
    assert graded_again(root)["ada"].earlier == ()
    put(root, "ada", "no notebook")
    graded_again(root)
    put(root, "ada", written(root, why="It shifts."))
    assert graded_again(root)["ada"].earlier == ("why",)
    assert "On an earlier version of this answer: Quite so." in page(root, "ada")


# --- a gradebook copied, an exchange -------------------------------------------------------------


def test_a_gradebook_is_copied_whole_into_an_empty_one(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["drop", "line"]) == main(["extend", "kim", CHAPTER, "--to", "2027-03-08"]) == 0
    before, old = small.rows(small.url(root)), root / "old.db"
    shutil.move(root / "gradebook.db", old)
    assert main(["gradebook", "--from", f"sqlite:///{old}"]) == 0
    assert "has now 1 chapter, 4 students, 3 submissions" in capsys.readouterr().out
    assert small.rows(small.url(root)) == before
    assert {one.unchanged for one in grade.grade(root)} == {True}
    assert main(["drop"]) == main(["extend"]) == 0
    out = capsys.readouterr().out
    assert f"line of {CHAPTER}\nkim, {CHAPTER}: due 2027-03-08" in out
    assert main(["gradebook", "--from", f"sqlite:///{old}"]) == 2
    assert "holds 1 chapters already; only an empty one" in capsys.readouterr().err


def test_feedback_is_released_to_those_of_the_exchange_and_uploads_are_named(root: Path) -> None:
    exchange = root.parent / "exchange"
    exchange.mkdir(mode=0o777)
    for name in ("ben", "cleo"):
        (root / "submitted" / name / CHAPTER / "submission_secret.txt").write_text(f"secret {name}")
    (root / "submitted" / "cleo" / CHAPTER / "timestamp.txt").write_text("2027-03-01 10:00:00 UTC")
    grade.grade(root)
    said = nbgrader(root, "release_feedback", CHAPTER, f"--Exchange.root={exchange}")
    assert len(list(exchange.rglob("feedback/*.html"))) == 2
    assert "1 handed in by upload" in said and "exchange: ada. `python -m autograder return" in said
