"""Who is in the class: rosters of every platform and encoding, whole or not at all."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.__main__ import main
from autograder.handed_in import roster_file
from autograder.handed_in.classroom import Classroom
from autograder.handed_in.people import People, Person
from autograder.records import students
from autograder.shared import sheets
from autograder.shared.errors import CourseError
from autograder.shared.nbsettings import tools_on_path

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
CHAPTER = "ch01_lines"


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of one chapter that the command line takes for its own, without a gradebook."""
    root = tmp_path / "course"
    (root / "source" / CHAPTER).mkdir(parents=True)
    monkeypatch.setattr("autograder.term.ROOT", root)
    return root


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gradebook that holds nothing: to make one takes nbgrader seconds."""
    path = tmp_path_factory.mktemp("empty") / "gradebook.db"
    with tools_on_path(), Gradebook(f"sqlite:///{path}"):
        return path


@pytest.fixture
def root(bare: Path, empty: Path) -> Path:
    """The course with an empty gradebook."""
    shutil.copy(empty, bare)
    return bare


def put(root: Path, text: str | bytes, name: str = "roster.csv") -> Path:
    path = root.parent / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def on_roster(root: Path) -> dict[str, Person]:
    return {one.id: one for one in students.roster(Classroom(root)).all}


def hand_in(root: Path, *names: str) -> None:
    for student in names:
        folder = root / "submitted" / student / CHAPTER
        folder.mkdir(parents=True)
        (folder / f"{CHAPTER}.ipynb").write_text("{}")


ADA = Person("ada", "Ada", "Lovelace", "ada@x.org", "501")
FILES = {
    "Canvas": (
        "Student,ID,SIS User ID,SIS Login ID,Section,Chapter 1 (77)\n"
        ",,,,,Manual Posting\n"
        "    Points Possible,,,,,12\n"
        '"Lovelace, Ada",501,S1,ada,A,\n'
        '"Student, Test",999,,,A,\n',
        Person("ada", "Ada", "Lovelace", None, "501"),
    ),
    "Canvas, logins hidden": (
        'Student,ID,Section\n"Lovelace, Ada",501,A\n',
        Person("501", "Ada", "Lovelace", None, "501"),
    ),
    "Moodle": (
        '"First name",Surname,"ID number","Email address"\nAda,Lovelace,ada,ada@x.org\n',
        Person("ada", "Ada", "Lovelace", "ada@x.org", None),
    ),
    "Moodle, grading worksheet": (
        'Identifier,"Full name","Email address",Status,Grade\n'
        '"Participant 12","Ada Lovelace",ada@x.org,Submitted,\n',
        Person("ada@x.org", "Ada", "Lovelace", "ada@x.org", None),
    ),
    "Brightspace": (
        "OrgDefinedId,Username,Last Name,First Name,Email,End-of-Line Indicator\n"
        "#501,#ada,Lovelace,Ada,ada@x.org,#\n",
        ADA,
    ),
    "Blackboard": (
        '"Last Name","First Name","Username","Student ID"\n"Lovelace","Ada","ada","501"\n',
        Person("ada", "Ada", "Lovelace", None, "501"),
    ),
    "Gradescope": (
        "First Name,Last Name,SID,Email,Role\nAda,Lovelace,501,ada@x.org,Student\n"
        "Tim,Teacher,502,t@x.org,Instructor\n",
        Person("501", "Ada", "Lovelace", "ada@x.org", "501"),
    ),
    "GitHub Classroom": (
        '"identifier","github_username","github_id","name"\n"ada","ada-l","7","Ada Lovelace"\n',
        Person("ada", "Ada", "Lovelace", None, "ada-l"),
    ),
    "nbgrader": (
        "id,first_name,last_name,email,lms_user_id\nada,Ada,Lovelace,ada@x.org,501\n",
        ADA,
    ),
    "plain": ("Name,E-Mail,Login\nAda Lovelace,ada@x.org,ada\n", Person("ada", "Ada", "Lovelace",
                                                                       "ada@x.org")),
}  # fmt: skip


@pytest.mark.parametrize("kind", FILES)
def test_the_columns_of_every_platform_are_known(kind: str, root: Path) -> None:
    text, person = FILES[kind]
    assert roster_file.read(put(root, text)).people == [person]


WRITTEN = {
    "a byte order mark": lambda text: text.encode("utf-8-sig"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16 without mark": lambda text: text.encode("utf-16-le"),
    "Windows-1252": lambda text: text.encode("cp1252"),
    "semicolons": lambda text: text.replace(",", ";").encode(),
    "semicolons, said": lambda text: f"sep=;\n{text.replace(',', ';')}".encode(),
    "tabs": lambda text: text.replace(",", "\t").encode("utf-16"),
    "lines of Windows": lambda text: text.replace("\n", "\r\n").encode(),
    "empty lines": lambda text: f"\n{text}\n\n".encode(),
}


@pytest.mark.parametrize("kind", WRITTEN)
def test_a_roster_is_read_in_whatever_encoding(kind: str, root: Path) -> None:
    text = "id,first_name,last_name\nmue,Änne,Müller\nzoe,Zoë,O'Hara\n"
    found = roster_file.read(put(root, WRITTEN[kind](text))).people
    assert found == [Person("mue", "Änne", "Müller"), Person("zoe", "Zoë", "O'Hara")]


BAD = {
    "empty": (b"", "is empty"),
    "header alone": (b"id,name\n", "names no student"),
    "no text": (bytes(range(256)) * 4, "is no text in UTF-8"),
    "a workbook": (b"PK\x03\x04" + b"x" * 99, "save it as CSV"),
    "no ids": (b"shoe,size\nx,1\n", "Name the column with ids `id`"),
    "a quote that never ends": (b'id,name\nada,"Ada\nben,Ben\n', "line 2"),
    "a comma in a name": (b"id,name\nada,Lovelace, Ada\n", "A name with a comma needs quotes"),
    "two who differ": (b"id,name\nada,Ada\nada,Eve\n", "line 3: the id 'ada' is that of line 2"),
    "one number for two": (b"id,number\nada,5\nben,5\n", "the number '5' is that of ada, too"),
    "an id that leads out": (b"id\n../ada\n", "line 2: the id '../ada'"),
    "an id of 200 characters": (b"id\n" + b"x" * 200, "is longer than 100 characters"),
    "cut off": (b"id,name,email\nada,Ada,a@x.org\nben,B", "it ends in the middle of a line"),
    "cut off in UTF-16": ("id,name\nada,Ada\nb".encode("utf-16")[:-1], "no text in UTF-8"),
    "no id": (b"id,name\n,Ada\n", "line 2: its id is empty"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_one_sentence_and_changes_nothing(
    kind: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, said = BAD[kind]
    assert main(["roster", "import", str(put(root, b"id,name\nzoe,Zoe\n"))]) == 0
    before = on_roster(root)
    assert main(["roster", "import", str(put(root, content))]) == 2
    told = capsys.readouterr().err
    assert said in told and "Traceback" not in told
    assert on_roster(root) == before
    good = put(root, b"id,name\nada,Ada\n")
    assert main(["roster", "import", str(good)]) == 0
    assert set(on_roster(root)) == {"zoe", "ada"}


def test_rows_that_say_the_same_count_once_and_are_counted(root: Path) -> None:
    found = roster_file.read(put(root, "id,name\nada,Ada\nada,Ada\n"))
    assert [one.id for one in found.people] == ["ada"]
    assert found.said == ["Rows that say what another says, and count once: 1."]


def test_what_a_second_file_does_not_say_stays(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["roster", "import", str(put(root, FILES["Brightspace"][0]))])
    main(["roster", "import", str(put(root, "id,name\nada,Ada King\nben,\n"))])
    assert on_roster(root) == {
        "ada": Person("ada", "Ada", "King", "ada@x.org", "501"), "ben": Person("ben", "", ""),
    }  # fmt: skip
    main(["roster", "import", str(put(root, "id\nben\n"))])
    assert "1 on the roster are not in this file, and stay: ada." in capsys.readouterr().out


def test_where_a_last_name_begins_is_not_guessed_anew(root: Path) -> None:
    whole = "id,name\nxo,Ximena de la O\n"
    main(["roster", "import", str(put(root, whole))])
    assert on_roster(root)["xo"] == Person("xo", "Ximena de la", "O")
    main(["roster", "import", str(put(root, "id,first name,last name\nxo,Ximena,de la O\n"))])
    main(["roster", "import", str(put(root, whole))])
    assert on_roster(root)["xo"] == Person("xo", "Ximena", "de la O")


def test_another_export_with_other_ids_doubles_nobody(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A list of participants has logins; a worksheet has numbers, or addresses alone."""
    people = "First name,Last name,ID number,Username,Email address\nAda,Lovelace,7,al1,Ada@x.org\n"
    main(["roster", "import", str(put(root, people + "Jo,Doe,8,jd1,jo@x.org\n"))])
    before = on_roster(root)
    assert set(before) == {"al1", "jd1"}
    for more, known in (("", "ada@x.org is al1"), (',"ID number"', "7 is al1")):
        sheet = f'Identifier,"Full name","Email address",Status,Grade{more}\n'
        sheet += '"Participant 12","Ada Lovelace",ada@x.org,Submitted,' + (",7\n" if more else "\n")
        capsys.readouterr()
        assert main(["roster", "import", str(put(root, sheet))]) == 0
        said = capsys.readouterr().out
        assert f"keep it, for their address is the same: {known}." in said
        assert "1 on the roster are not in this file, and stay: jd1." in said
        assert on_roster(root) == {**before, "al1": replace(before["al1"], email="ada@x.org")}
    for other in ("id,name,email\nx,Eve,jo@x.org\n", "id,email\nx,jo@x.org\ny,jo@x.org\n"):
        before = on_roster(root)
        assert main(["roster", "import", str(put(root, other))]) == 2
        said = capsys.readouterr().err
        assert "The address jo@x.org of " in said and "that of jd1 (Jo Doe); correct one" in said
        assert on_roster(root) == before


def test_nbgraders_own_commands_see_the_roster(root: Path) -> None:
    main(["roster", "import", str(put(root, FILES["nbgrader"][0]))])
    with Gradebook(Classroom(root).directory.db_url) as book:
        (found,) = book.students
        assert (found.id, found.last_name, found.lms_user_id) == ("ada", "Lovelace", "501")


def test_the_missing_are_named_and_who_is_on_no_roster(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["roster", "import", str(put(root, "id,name,email\nada,Ada,\nben,Ben Bo,b@x.org\n"))])
    hand_in(root, "ada", "eve")
    (root / "submitted" / "ben" / CHAPTER).mkdir(parents=True)  # and nothing in it
    capsys.readouterr()
    assert main(["roster", "missing", CHAPTER]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{CHAPTER}: 1 of 2 on the roster have handed in.",
        "Missing (1):", "  ben (Ben Bo)  b@x.org",
        "Handed in, and on no roster (1):", "  eve",
    ]  # fmt: skip


def test_whoever_grading_put_into_the_gradebook_is_on_no_roster(root: Path) -> None:
    students.put(Classroom(root), [Person("ada")])
    with Gradebook(Classroom(root).directory.db_url) as book:
        book.add_assignment(CHAPTER)
        for student in ("ada", "eve"):
            book.update_or_create_student(student)
            book.add_submission(CHAPTER, student)
    assert set(on_roster(root)) == {"ada"}


def test_without_a_roster_the_missing_are_not_guessed(bare: Path) -> None:
    hand_in(bare, "ada")
    with pytest.raises(CourseError, match="import one first"):
        students.attendance(Classroom(bare), CHAPTER)
    assert not (bare / "gradebook.db").exists()


ODD = ["Müller, Änne", "Bob 'the' Builder", " spaced ", "semi;colon", "=1+1", "x" * 100, "漢字"]


def test_odd_ids_come_back_as_they_are(root: Path) -> None:
    path = put(root, sheets.written([["id", "name"], *([one, "Doe, Jo"] for one in ODD)]))
    main(["roster", "import", str(path)])
    assert set(on_roster(root)) == {one.strip() for one in ODD}


SAME = [("Lovelace, Ada", "Ada Lovelace"), ("Zoe\u0308 Bo", "Zo\u00eb Bo"),
        ("Jean Luc", "Jean-Luc")]  # fmt: skip
OTHERS = [("Anna", "Anna Schmidt"), ("Jean-Luc", "Jean-Marie"), ("Martin King", "Martin King, Jr.")]


@pytest.mark.parametrize(("one", "other"), SAME + OTHERS)
def test_a_name_is_found_in_another_order_and_never_for_a_part_of_it(one: str, other: str) -> None:
    first, last = roster_file.parted(one)
    found = People([Person("x", first, last)]).called(other)
    assert bool(found) == ((one, other) in SAME)
