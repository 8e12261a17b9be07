"""What goes back to a platform: its own gradebook with our points, its own names with our pages."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from nbgrader.api import Grade, Gradebook

from autograder.__main__ import main
from autograder.handed_in.classroom import Classroom
from autograder.handed_in.people import Person
from autograder.records import students
from autograder.shared import sheets
from autograder.shared.errors import CourseError

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
LINES, CURVES = "ch01_lines", "ch02_curves"
PEOPLE = [
    Person("ada", "Ada", "Lovelace", "ada@x.org", "501"),
    Person("mue", "Änne", "Müller, Dr.", "mue@x.org", "502"),
    Person("zoe1", "Zoë", "Doe", None, "503"),
    Person("zoe2", "Zoë", "Doe", None, "504"),
    Person("ben", "Ben", "Bo", "ben@x.org", "505"),
]
# Points of the two chapters, of 4 and 2; None where nothing was handed in.
GIVEN = {"ada": (3.5, 2), "mue": (4, None), "zoe1": (1 / 3, 0), "zoe2": (2, 1), "eve_9": (1, 1)}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two graded chapters of three, five on the roster, of whom one has handed in nothing."""
    root = tmp_path_factory.mktemp("returning") / "course"
    for chapter in (LINES, CURVES, "ch03_essay"):  # of the last nothing is graded
        (root / "source" / chapter).mkdir(parents=True)
    room = Classroom(root)
    students.put(room, PEOPLE)
    with Gradebook(room.directory.db_url) as book:
        for chapter, maximum in ((LINES, 4), (CURVES, 2)):
            book.add_assignment(chapter)
            book.add_notebook(chapter, chapter)
            book.add_grade_cell("test_x", chapter, chapter, max_score=maximum, cell_type="code")
        for student, several in GIVEN.items():
            book.update_or_create_student(student)
            for chapter, points in zip((LINES, CURVES), several, strict=True):
                if points is not None:
                    book.add_submission(chapter, student)
                    book.find_grade("test_x", chapter, chapter, student).auto_score = points
        book.find_submission_notebook(LINES, LINES, "zoe2").late_submission_penalty = 0.5
        book.db.commit()
    return root


@pytest.fixture
def root(graded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The course of one test, which the command line takes for its own."""
    root = shutil.copytree(graded, tmp_path / "course")
    monkeypatch.setattr("autograder.term.ROOT", root)
    return root


CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,ch01_lines (771),Curves (772),Essay (773),Final Score
,,,,,Manual Posting,,,(read only)
    Points Possible,,,,,4.0,2.0,10,(read only)
"Lovelace, Ada",501,S1,ada,A,,,9,80
"Müller, Dr., Änne",502,S2,,A,1,1,8,70
"Doe, Zoë",503,,,A,,,,
"Doe, Zoë",504,,,A,,,,
"=HYPERLINK(""//x"")",505,S5,ben,A,,,,
"Student, Test",999,,,A,,,,
"""


def put(root: Path, text: str | bytes, name: str = "download.csv") -> str:
    path = root.parent / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def rows(path: Path, delimiter: str = ",") -> list[list[str]]:
    return list(
        csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=delimiter)
    )


def test_canvas_gets_its_own_file_back_with_the_points(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "--for", "canvas", put(root, CANVAS)]) == 1
    found = rows(root / "grades-canvas.csv")
    assert found[0] == [
        "Student", "ID", "SIS User ID", "SIS Login ID", "Section", "ch01_lines (771)",
        "Curves (772)",
    ]  # fmt: skip
    assert found[2] == ["    Points Possible", "", "", "", "", "4.0", "2.0"]
    assert {row[1]: row[5:] for row in found[3:]} == {
        "501": ["3.5", "2"], "502": ["4", "1"], "503": ["0.3333", "0"], "504": ["1.5", "1"],
        "505": ["", ""], "999": ["", ""],
    }  # fmt: skip
    assert found[7][0].startswith("'=HYPERLINK") and found[4][0] == "Müller, Dr., Änne"
    said = capsys.readouterr().out
    assert "ch01_lines: 4 grades in ch01_lines (771)." in said
    assert "1 with grades are not in download.csv: eve_9." in said


MOODLE = """\
Identifier,"Full name","Email address",Status,Grade,"Maximum grade","Grade can be changed",\
"Last modified (submission)","Last modified (grade)","Feedback comments"
"Participant 12","Ada Lovelace",ada@x.org,Submitted,,4.00,Yes,"Monday, 2 March 2026",-,
"Participant 13","Änne Müller, Dr.",,Submitted,,4.00,Yes,-,-,
"Participant 14","Zoë Doe",,Submitted,,4.00,Yes,-,-,
"""


def test_moodles_worksheet_keeps_all_but_the_grade(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = put(root, MOODLE)
    assert main(["export", "--for", "moodle", file, "--chapter", LINES]) == 1
    before, after = list(csv.reader(MOODLE.splitlines())), rows(root / "grades-moodle.csv")
    assert [row[4] for row in after] == ["Grade", "3.5", "4", ""]
    assert [row[:4] + row[5:] for row in after] == [row[:4] + row[5:] for row in before]
    said = capsys.readouterr().out
    assert "NO GRADES, for it is not certain whose it is: line 4 may be zoe1 (Zoë Doe)" in said
    assert main(["export", "--for", "moodle", file]) == 2
    assert "say which chapter" in capsys.readouterr().err


def test_a_worksheet_that_writes_commas_gets_commas(root: Path) -> None:
    text = MOODLE.replace(",4.00,", ',"4,00",')
    main(["export", "--for", "moodle", put(root, text), "--chapter", LINES])
    assert [row[4] for row in rows(root / "grades-moodle.csv")][1:3] == ["3,5", "4"]


BRIGHTSPACE = """\
OrgDefinedId,Username,Last Name,First Name,Lines Points Grade <Numeric MaxPoints:4>,\
Essay Points Grade <Numeric MaxPoints:9>,End-of-Line Indicator
#501,#ada,Lovelace,Ada,,3,#
#504,#z2,Doe,Zoë,,,#
"""


def test_brightspace_gets_its_keys_and_its_last_column(root: Path) -> None:
    main(["export", "--for", "brightspace", put(root, BRIGHTSPACE.encode("utf-16"))])
    assert rows(root / "grades-brightspace.csv") == [
        ["OrgDefinedId", "Username", "Last Name", "First Name",
         "Lines Points Grade <Numeric MaxPoints:4>", "End-of-Line Indicator"],
        ["#501", "#ada", "Lovelace", "Ada", "3.5", "#"],
        ["#504", "#z2", "Doe", "Zoë", "1.5", "#"],
    ]  # fmt: skip


def test_other_points_there_are_refused_until_it_is_said_what_to_do(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = put(root, CANVAS.replace("4.0,2.0", "100,2.0"))
    assert main(["export", "--for", "canvas", file]) == 2
    assert "has 100 points, and ch01_lines 4" in capsys.readouterr().err
    assert not (root / "grades-canvas.csv").exists()
    main(["export", "--for", "canvas", file, "--scale"])
    assert [row[5] for row in rows(root / "grades-canvas.csv")[3:5]] == ["87.5", "100"]
    main(["export", "--for", "canvas", file, "--no-scale"])
    assert [row[5] for row in rows(root / "grades-canvas.csv")[3:5]] == ["3.5", "4"]


MORE = {"ada": 1.5, "mue": 2, "zoe1": 2, "eve_9": 0}  # of 2 points of another exercise
DROPPED = {
    "canvas": (
        CANVAS, "4.0,2.0,10", "{},2.0,10", 3,
        ["3.5", "4", "0.3333", "1.5"], ["5", "6", "2.3333", "1.5"],
    ),
    "moodle": (MOODLE, "4.00", "{}", 1, ["3.5", "4"], ["5", "6"]),
    "brightspace": (BRIGHTSPACE, "MaxPoints:4", "MaxPoints:{}", 1, ["3.5", "1.5"], ["5", "1.5"]),
}  # fmt: skip


@pytest.mark.parametrize("platform", DROPPED)
def test_a_dropped_exercise_is_in_no_number_that_goes_back(
    platform: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("autograder.rulings.ROOT", root)
    text, old, new, first, without, whole = DROPPED[platform]
    text = text.replace("Curves (772)", "Other (772)").replace("Yes,-,-,", "Yes,-,-,Well done")
    files = {n: put(root, text.replace(old, new.format(n)), f"{n}.csv") for n in (4, 6)}
    ours = root / f"grades-{platform}.csv"
    with Gradebook(Classroom(root).directory.db_url) as book:
        for name in ("x", "y"):
            book.add_solution_cell(name, LINES, LINES)
        cell = book.add_grade_cell("test_y", LINES, LINES, max_score=2, cell_type="code").id
        for student, points in MORE.items():
            notebook = book.find_submission_notebook(LINES, LINES, student).id
            book.db.add(Grade(cell_id=cell, notebook_id=notebook, manual_score=points))
        book.db.commit()

    def export(maximum: int, *more: str) -> list[str]:
        """The points in the column of what was written, and nothing else is other than before."""
        line = ["export", "--for", platform, files[maximum], "--chapter", LINES, *more]
        assert main(line) in (0, 1), capsys.readouterr().err
        before = rows(Path(files[maximum]))
        after = rows(ours)
        place = next(n for n, name in enumerate(after[0]) if "ines" in name or name == "Grade")
        kept = [before[0].index(name) for name in after[0]]
        for one, other in zip(before[first:], after[first:], strict=True):
            rest = [cell for n, cell in enumerate(one[k] for k in kept) if n != place]
            cells = [cell.removeprefix("'") for n, cell in enumerate(other) if n != place]
            assert cells == rest
        return [row[place] for row in after[first:] if row[place]]

    assert export(6) == whole
    assert main(["drop", "y"]) == 0
    assert main(["export", "--for", platform, files[6], "--chapter", LINES]) == 2
    said = capsys.readouterr().err
    assert "has 6 points, and ch01_lines 4 without y, dropped: correct it there" in said
    assert export(4) == export(6, "--no-scale") == without
    scaled = [f"{float(points) * 1.5:.3f}" for points in without]
    assert [f"{float(points):.3f}" for points in export(6, "--scale")] == pytest.approx(scaled)
    assert main(["drop", "x"]) == 0
    assert main(["export", "--for", platform, files[6], "--chapter", LINES, "--scale"]) == 2
    said = capsys.readouterr().err
    assert "ch01_lines has 0 points without x and y, dropped, which nothing turns" in said
    for name in ("x", "y"):
        assert main(["drop", name, "--undo"]) == 0
    assert export(6) == whole


def test_a_column_of_another_name_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = CANVAS.replace("ch01_lines (771)", "Week 3 (771)").replace("Curves (772)", "Hm (772)")
    text = text.replace("Essay (773)", "Talk (773)")
    file = put(root, text)
    assert main(["export", "--for", "canvas", file]) == 2
    assert "Week 3 (771), Hm (772), Talk (773)" in capsys.readouterr().err
    main(["export", "--for", "canvas", file, "--column", f"{LINES}=Week 3 (771)"])
    assert rows(root / "grades-canvas.csv")[3][5:] == ["3.5"]


WRITTEN = {
    "UTF-16": lambda text: text.encode("utf-16"),
    "Windows-1252": lambda text: text.encode("cp1252"),
    "semicolons": lambda text: sheets.written(csv.reader(io.StringIO(text)), ";").encode(),
    "tabs in UTF-16": lambda text: sheets.written(csv.reader(io.StringIO(text)), "\t").encode(
        "utf-16"
    ),
    "lines of Windows": lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
}


@pytest.mark.parametrize(
    ("platform", "written"),
    [
        pytest.param(
            p, w, marks=[pytest.mark.sweep] if (n, m) not in ((0, 0), (1, 1), (2, 2)) else []
        )
        for n, p in enumerate(DROPPED)
        for m, w in enumerate(WRITTEN)
    ],
)
def test_a_gradebook_that_a_spreadsheet_saved_gets_the_same_points(
    platform: str, written: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, to = DROPPED[platform][0], root / f"grades-{platform}.csv"
    main(["export", "--for", platform, put(root, text), "--chapter", LINES])
    first, said = rows(to), capsys.readouterr().out
    main(["export", "--for", platform, put(root, WRITTEN[written](text)), "--chapter", LINES])
    assert rows(to, sheets.read(to).delimiter) == first
    assert [line for line in said.splitlines() if "grades" in line] == [
        line for line in capsys.readouterr().out.splitlines() if "grades" in line
    ]


@pytest.mark.parametrize("platform", DROPPED)
def test_a_row_that_is_there_twice_gets_nothing_and_is_named(
    platform: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = DROPPED[platform][0]
    (ada,) = [line for line in text.splitlines() if "Ada" in line]
    code = main(["export", "--for", platform, put(root, f"{text}{ada}\n"), "--chapter", LINES])
    said = capsys.readouterr().out
    assert code == 1 and "are all ada (Ada Lovelace)" in said
    assert not [row for row in rows(root / f"grades-{platform}.csv") if "3.5" in row]


BAD: dict[str, tuple[str, str | bytes, str]] = {
    "another platform's": ("canvas", MOODLE, "columns are Moodle's"),
    "nobody's": ("moodle", "id,name\nada,Ada\n", "no platform's that is known"),
    "empty": ("canvas", "", "is empty"),
    "cut off": ("canvas", CANVAS[: CANVAS.index("504") + 2], "it ends in the middle of a line"),
    "a quote that never ends": ("canvas", CANVAS + '"Doe', "line 10"),
    "one column for two": (
        "canvas", CANVAS.replace("Curves (772)", "ch01_lines (9)"), "may all be ch01_lines"),
    "no text": ("canvas", bytes(range(256)), "is no text"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_gradebook_is_one_sentence_and_nothing_is_written(
    kind: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    platform, content, why = BAD[kind]
    before = sorted(root.rglob("*"))
    assert main(["export", "--for", platform, put(root, content), "--chapter", LINES]) == 2
    said = capsys.readouterr().err
    assert why in said and "Traceback" not in said
    assert sorted(root.rglob("*")) == before


def test_without_a_file_it_says_which_to_download(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "--for", "canvas"]) == 2
    assert "Export Entire Gradebook" in capsys.readouterr().err
    assert main(["export", "--for", "csv", "--to", str(root / "all.csv")]) == 0
    assert len(rows(root / "all.csv")) == 1 + 2 * (len(PEOPLE) + 1)


# --- feedback pages ------------------------------------------------------------------------------


def archive(root: Path, names: Sequence[str]) -> str:
    path = root.parent / "handed_in.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name in names:
            packed.writestr(name, "{}")
    return str(path)


def give_feedback(root: Path, *names: str) -> None:
    for student in names:
        for step in ("submitted", "feedback"):
            (root / step / student / LINES).mkdir(parents=True)
        (root / "feedback" / student / LINES / f"{LINES}.html").write_text(f"for {student}")


MOODLES = "Course/{}_assignsubmission_file{}"
SHAPES = {
    "Moodle": (
        [MOODLES.format("Ada Lovelace_12", "/a.ipynb"), MOODLES.format("Ben Bo_13", "/b.ipynb")],
        [MOODLES.format("Ada Lovelace_12", f"/{LINES}.html"),
         MOODLES.format("Ben Bo_13", f"/{LINES}.html")]),
    "Moodle, files flat": (
        ["Ada Lovelace_12_assignsubmission_file_a.ipynb", "Ben Bo_13_assignsubmission_file_b.zip"],
        ["Ada Lovelace_12_assignsubmission_file_a.html",
         "Ben Bo_13_assignsubmission_file_b.html"]),
    "Canvas": (
        ["lovelaceada_501_90_a.ipynb", "lovelaceada_501_95_a-1.ipynb.txt",
         "bobenjamin_LATE_505_91_b.ipynb"],
        ["lovelaceada_501_95_a-1.html", "bobenjamin_LATE_505_91_b.html"]),
    "Brightspace": (
        ["80-7 - Ada Lovelace - Mar 1, 2026 1130 PM/a.ipynb",
         "80-8 - Ada Lovelace - Mar 2, 2026 1130 PM/a.ipynb",
         "81-7 - Ben Bo - Mar 1, 2026 1130 PM/a.ipynb", "index.html"],
        [f"80-8 - Ada Lovelace - Mar 2, 2026 1130 PM/{LINES}.html",
         f"81-7 - Ben Bo - Mar 1, 2026 1130 PM/{LINES}.html"]),
    "Sakai": (
        [f"HW/{who}/Submission attachment(s)/a.ipynb"
         for who in ("Lovelace, Ada(ada)", "Bo, Ben(ben)")],
        [f"HW/{who}/Feedback Attachment(s)/{LINES}.html"
         for who in ("Lovelace, Ada(ada)", "Bo, Ben(ben)")]),
    "folders": (["ada/x.ipynb", "ben/y.ipynb"], [f"ada/{LINES}.html", f"ben/{LINES}.html"]),
}  # fmt: skip


@pytest.mark.parametrize("kind", SHAPES)
def test_feedback_goes_back_under_the_platforms_own_names(kind: str, root: Path) -> None:
    handed, back = SHAPES[kind]
    give_feedback(root, "ada", "ben")
    to = root / "back.zip"
    assert main(["return", LINES, archive(root, handed), "--to", str(to)]) == 0
    with zipfile.ZipFile(to) as packed:
        assert {name: packed.read(name).decode() for name in packed.namelist()} == dict(
            zip(back, ("for ada", "for ben"), strict=True)
        )


def test_who_has_no_page_and_who_is_not_certain_is_named(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    give_feedback(root, "ada", "zoe1")
    handed = [MOODLES.format(f"{name}_1{n}", "/a.ipynb")
              for n, name in enumerate(["Ada Lovelace", "Ben Bo", "Zoë Doe"])]  # fmt: skip
    assert main(["return", LINES, archive(root, handed)]) == 1
    said = capsys.readouterr().out
    assert "1 feedback pages, named as in handed_in.zip" in said
    assert "1 in the archive have no page: ben." in said
    assert "LEFT OUT, " in said and "is that of several on the roster" in said
    assert "1 with a page are not in this archive." in said
    assert (root / f"feedback-{LINES}-handed_in.zip").exists()


def test_a_page_that_is_a_link_is_not_sent(root: Path) -> None:
    give_feedback(root, "ada", "ben")
    page = root / "feedback" / "ada" / LINES / f"{LINES}.html"
    page.unlink()
    page.symlink_to(root / "gradebook.db")
    main(["return", LINES, archive(root, ["ada/x.ipynb", "ben/x.ipynb"])])
    with zipfile.ZipFile(root / f"feedback-{LINES}-handed_in.zip") as packed:
        assert packed.namelist() == [f"ben/{LINES}.html"]


def test_an_archive_without_anybodys_page_is_refused(root: Path) -> None:
    from autograder.records.returning import feedback_archive

    with pytest.raises(CourseError, match="Nobody in .* has a feedback page"):
        feedback_archive.write(
            root, LINES, Path(archive(root, ["ada/x.ipynb", "b/x.ipynb"])), None, None, True
        )
    assert not (root / f"feedback-{LINES}-handed_in.zip").exists()
