"""Whose a file is where a roster says who is in the class."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from test_collect import CHAPTER, held, notebook, put, root, stamp, taken, zipped

from autograder.__main__ import main
from autograder.handed_in import collect
from autograder.handed_in.classroom import Classroom
from autograder.handed_in.people import People, Person
from autograder.records import students

__all__ = ["root"]
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")

CLASS = (
    Person("ada", "Ada", "Lovelace", "ada@x.org", "501"),
    Person("ben", "Ben", "Bo", "ben@x.org", "502"),
    Person("anna1", "Anna", "", "a1@x.org", "503"),
    Person("anna2", "Anna", "Schmidt", "a2@x.org", "504"),
    Person("jl", "Jean-Luc", "Fry", None, "505"),
    Person("jm", "Jean-Marie", "Fry", None, "506"),
    Person("king", "Martin", "King"),
    Person("kingjr", "Martin", "King, Jr."),
    Person("a_b", "Al", "Bo"),
    Person("zoe1", "Zo\u00eb", "Doe", None, "601"),
    Person("zoe2", "Zo\u00eb", "Doe", None, "602"),
)
MOODLE = "{}_{}_assignsubmission_file/homework.ipynb"
SAKAI = "Chapter 1/{}/Submission attachment(s)/a.ipynb"
SURE: dict[str, tuple[list[str], list[str]]] = {
    "Canvas": (
        ["lovelaceada_501_90_ch01_lines.ipynb", "bobenjamin_LATE_502_91_ch01_lines-1.ipynb"],
        ["ada", "ben"]),
    "Moodle": (
        [MOODLE.format(name, n) for n, name in enumerate(
            ["Ada Lovelace", "Bo Ben", "Anna", "Anna Schmidt", "Jean-Luc Fry", "Jean-Marie Fry",
             "Martin King", "Martin King, Jr.", "Al Bo"])],
        ["ada", "ben", "anna1", "anna2", "jl", "jm", "king", "kingjr", "a_b"]),
    "namesakes by their numbers": (
        [MOODLE.format("Zo\u00eb Doe", 602), MOODLE.format("Zoe\u0308 Doe", 601)],
        ["zoe2", "zoe1"]),
    "Brightspace": (
        ["8001-77 - Ada Lovelace - Mar 1, 2026 1130 PM/a.ipynb",
         "8002-77 - Ben Bo - Mar 1, 2026 1131 PM/a.ipynb"], ["ada", "ben"]),
    "Blackboard, a title and an id with underscores": (
        ["Week_1 lines_a_b_attempt_2026-03-01-10-00-00_x.ipynb",
         "Week_1 lines_ada_attempt_2026-03-01-10-00-00_x.ipynb"], ["a_b", "ada"]),
    "Sakai": ([SAKAI.format("Lovelace, Ada(ada)"), SAKAI.format("Bo, Ben(BEN)")], ["ada", "ben"]),
    "GitHub Classroom": (
        ["chapter-1-ada/release/ch01_lines/ch01_lines.ipynb",
         "chapter-1-jl/release/ch01_lines/ch01_lines.ipynb"], ["ada", "jl"]),
    "one repository": (["chapter-1-ada/release/ch01_lines/ch01_lines.ipynb"], ["ada"]),
    "ids, numbers and names by hand": (
        ["ada/a.ipynb", "502/a.ipynb", "Schmidt, Anna/a.ipynb"], ["ada", "ben", "anna2"]),
    "a person of no roster, by hand": (["ada/a.ipynb", "x17/a.ipynb"], ["ada", "x17"]),
}  # fmt: skip


@pytest.mark.parametrize("kind", SURE)
def test_the_roster_decides_who_is_who(kind: str, root: Path) -> None:
    names, ids = SURE[kind]
    contents = [notebook(root, f"return {n} * x") for n in range(len(names))]
    source = put(root, zipped(zip(names, contents, strict=True)))
    rows = taken(root, source, people=People(CLASS))
    assert held(root) == dict(zip(ids, contents, strict=True))
    assert not [row for row in rows.values() if row.refused]
    told = [rows[name].why for name in names]
    assert all("on the roster" in why or "on no roster" in why for why in told), told


UNSURE = {
    "a stranger's number": (["evemall_999_9_a.ipynb"], "the number 999 is nobody's"),
    "a stranger's name": ([MOODLE.format("Eve Mall", 9)], "the name Eve Mall is nobody's"),
    "a part of a name": (
        [MOODLE.format("Jean Fry", 9)], "it may be jl (Jean-Luc Fry), jm (Jean-Marie Fry)"),
    "a longer name": ([MOODLE.format("Ada King Lovelace", 9)], "it may be ada (Ada Lovelace)"),
    "two of one name": ([MOODLE.format("Zo\u00eb Doe", 9)], "is that of several on the roster"),
    "two of one name, one on the roster": (
        [MOODLE.format("Ada Lovelace", 8), MOODLE.format("Ada Lovelace", 9)],
        "several students here are called as ada"),
    "a part of a name, by hand": (["Jean-Luc/a.ipynb", "ada/a.ipynb"], "nobody on the roster is"),
    "a stranger's repository": (
        ["chapter-1-jean/release/a.ipynb", "chapter-1-ada/release/a.ipynb"], "may be jl"),
}  # fmt: skip


@pytest.mark.parametrize("kind", UNSURE)
def test_who_is_not_certainly_one_of_the_roster_is_left_out_and_named(
    kind: str, root: Path
) -> None:
    names, why = UNSURE[kind]
    rows = taken(
        root, put(root, zipped((name, notebook(root)) for name in names)), people=People(CLASS)
    )
    assert rows[names[0]].refused and why in rows[names[0]].what, rows[names[0]]
    assert set(held(root)) <= {"ada"}


def listed(*submitters: Sequence[tuple[str, str, str]], time: str = "") -> bytes:
    """Gradescope's list of submissions 101, 102 ..."""
    lines = ["---"]
    for number, several in enumerate(submitters, 101):
        lines += [f"submission_{number}:", "  :submitters:"]
        for name, sid, email in several:
            lines += [f"  - :name: {name}", f"    :sid: '{sid}'", f"    :email: {email}"]
        lines += [f"  :created_at: {time or '2026-03-01 23:30:00.123456789 Z'}", "  :score: 0.0"]
    return "\n".join(lines).encode()


def export(root: Path, content: bytes) -> Path:
    entries = [
        (f"export/submission_{n}/a.ipynb", notebook(root, f"return {n}")) for n in (101, 102)
    ]
    return put(root, zipped([*entries, ("export/submission_metadata.yml", content)]))


ADA, BEN = ("Ada Lovelace", "007", "ada@x.org"), ("Ben", "", "ben@x.org")


def test_gradescopes_list_says_whose_each_submission_is_and_when(root: Path) -> None:
    rows = taken(root, export(root, listed([ADA], [BEN], time="2026-03-01 15:30:00.0 -08:00")))
    assert set(held(root)) == {"007", "ben@x.org"}
    assert stamp(root, "007") == "2026-03-01 23:30:00.000000 UTC"
    assert "submission_metadata.yml says so" in rows["export/submission_101/a.ipynb"].why
    people = People([Person("ada", email="ADA@x.org"), Person("ben", email="ben@x.org")])
    taken(root, export(root, listed([ADA], [BEN])), people=people)
    assert set(held(root)) == {"007", "ben@x.org", "ada", "ben"}


BROKEN = {
    "two submitters": (listed([ADA, BEN], [BEN]), "names 2 students"),
    "no submitters": (b"submission_101: {}\nsubmission_102: 3", "names nobody"),
    "not in the list": (b"submission_7: {}", "by numbers, not by students"),
    "no list": (b"- 1\n- 2", "by numbers, not by students"),
    "no YAML": (b"\x00{[", "by numbers, not by students"),
    "no text": (b"\xff\xfe\xfd", "by numbers, not by students"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_gradescopes_list_does_not_say_is_refused(kind: str, root: Path) -> None:
    content, why = BROKEN[kind]
    rows = taken(root, export(root, content))
    assert why in rows["export/submission_101/a.ipynb"].what
    assert set(held(root)) <= {"ben@x.org"}


def test_a_list_in_a_students_own_folder_says_nothing(root: Path) -> None:
    entries = [(f"submission_{n}/a.ipynb", notebook(root)) for n in (101, 102)]
    source = put(
        root, zipped([*entries, ("submission_101/submission_metadata.yml", listed([BEN], [ADA]))])
    )
    assert all(row.refused for name, row in taken(root, source).items() if name.endswith("ipynb"))


def test_an_expression_finds_people_of_the_roster_too(root: Path) -> None:
    source = put(root, zipped([("hw 501.ipynb", notebook(root)), ("hw 7.ipynb", b"{}")]))
    taken(root, source, student_id=r"hw (?P<student_id>\d+)", people=People(CLASS))
    assert set(held(root)) == {"ada", "7"}


def test_the_command_reads_the_roster_and_may_be_told_not_to(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("autograder.command_line.ROOT", root)
    students.put(Classroom(root), CLASS)
    name = "lovelaceada_501_90_ch01_lines.ipynb.ipynb"
    source = str(put(root, zipped([(name, notebook(root)), ("eve_9_9_a.ipynb", b"{}")])))
    assert main(["collect", CHAPTER, source]) == 1
    assert set(held(root)) == {"ada"}
    told = capsys.readouterr().out
    assert (
        "whose: the number 501 is ada (Ada Lovelace) on the roster; taken for ch01_lines.ipynb"
        in told
    )
    assert f"ada  {name}" in told
    assert "REFUSED, left out: the number 9 is nobody's on the roster" in told
    assert main(["collect", CHAPTER, source, "--no-roster"]) == 0
    assert set(held(root)) == {"ada", "lovelaceada_501", "eve_9"}


def test_a_name_is_shown_in_full(root: Path) -> None:
    name = f"ada/{'long ' * 30}.ipynb"
    rows = collect.collect(root, CHAPTER, put(root, zipped([(name, b"{}"), ("b/b.ipynb", b"")])))
    assert name in collect.table(rows)
