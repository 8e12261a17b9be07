"""PostgreSQL as the gradebook: a real server, started on a port and in a folder of its own."""

from __future__ import annotations

import csv
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader import api
from nbgrader.apps.api import NbGraderAPI
from sqlalchemy import create_engine, text
from support import small_class as small
from support.chapters import (
    CHAPTERS,
    ROOT,
    cells_of,
    each_chapter,
    full_points,
    reference,
    source_notebook,
)
from support.lines import CHAPTER, POINTS, TEXT, nbgrader, put, written
from support.patience import HANG

from autograder import grade as supervisor
from autograder.authoring import answers, release
from autograder.grade import Settings
from autograder.handed_in.classroom import Classroom
from autograder.judging.result import Outcome
from autograder.records import connection, gradebook, indexes
from autograder.records.marks import Entry
from autograder.records.penalty import LatePenalty
from autograder.records.writing import EntryWriter
from autograder.shared import nbsettings
from autograder.shared.errors import CourseError

psycopg2 = pytest.importorskip("psycopg2", reason="POSTGRESQL IS NOT TESTED HERE: no psycopg2")

PASSWORD = "correct horse"
QUOTED = "correct%20horse"
PENALTY = "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"


def programs() -> Path:
    """The folder of initdb and pg_ctl."""
    where = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = str(where[-1]) if where else shutil.which("initdb")
    if found is None:
        pytest.skip(
            "POSTGRESQL IS NOT TESTED HERE: there is no server (Debian: apt-get install postgresql)"
        )
    return Path(found).parent


class Server:
    """A server that only this machine reaches, with a password."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.programs = folder, programs()
        self.data, self.user = folder / "data", "postgres" if os.getuid() == 0 else None
        if self.user:
            shutil.chown(folder, self.user)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        (secret := folder / "password").write_text(PASSWORD)
        if self.user:
            shutil.chown(secret, self.user)
        self._run(
            "initdb", "--no-sync", "--auth=scram-sha-256", "--username=teacher",
            f"--pwfile={secret}", "--encoding=UTF8", "--locale=C", f"--pgdata={self.data}",
        )  # fmt: skip
        with open(self.data / "postgresql.conf", "a") as file:
            file.write(
                f"listen_addresses = '127.0.0.1'\nport = {self.port}\nfsync = off\n"
                f"unix_socket_directories = '{folder}'\nmax_connections = 20\n"
            )
        self.start()

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self.programs / program, *arguments], user=self.user, cwd=self.folder, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            extra_groups=[] if self.user else None, timeout=HANG,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout

    def _control(self, what: str, *arguments: str) -> None:
        log = ["--log", str(self.folder / "log")] if what != "stop" else []
        self._run("pg_ctl", what, "--wait", f"--pgdata={self.data}", *log, *arguments)

    def start(self) -> None:
        self._control("start")

    def stop(self) -> None:
        self._control("stop", "--mode=immediate")

    def restart(self) -> None:
        self._control("restart", "--mode=fast")

    def tell(self, sentence: str, *values: Any) -> None:
        """Run a statement as the server's owner."""
        connection = psycopg2.connect(self.url("postgres").replace("+psycopg2", ""))
        connection.autocommit = True
        connection.cursor().execute(sentence, values)
        connection.close()

    def url(self, name: str) -> str:
        return f"postgresql+psycopg2://teacher:{QUOTED}@127.0.0.1:{self.port}/{name}"

    def database(self, name: str) -> str:
        """The address of a new, empty database."""
        self.tell(f"CREATE DATABASE {name}")
        return self.url(name)

    def end_sessions(self, name: str) -> None:
        """What an administrator does, or a network that breaks."""
        self.tell("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", name)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    # pytest's own folders may only be entered by who runs it, and root cannot run a server.
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    try:
        made = Server(folder)
        yield made
        made.stop()
    finally:
        shutil.rmtree(folder)


def settle(root: Path, address: str) -> Path:
    """Make the course use a gradebook."""
    with open(root / "nbgrader_config.py", "a") as file:
        file.write(f"\nc.CourseDirectory.db_url = {address!r}\n")
    (root / "gradebook.db").unlink(missing_ok=True)
    return root


@pytest.fixture(scope="module")
def graded(handed_in: Path, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The class graded into PostgreSQL; not to be changed."""
    root = small.copy(handed_in, tmp_path_factory.mktemp("graded"))
    settle(root, server.database("graded"))
    small.grade(root)
    return root


def test_postgresql_holds_what_sqlite_holds(graded: Path, quiet: Path, server: Server) -> None:
    assert small.rows(server.url("graded")) == small.rows(small.url(quiet))
    assert small.notebooks(graded).keys() == small.notebooks(quiet).keys()
    assert not (graded / "gradebook.db").exists()


def test_a_submissions_rows_have_their_indexes(graded: Path, server: Server) -> None:
    """Also in a database in which they were taken away, and where whoever comes may make none."""
    look = text("SELECT indexname FROM pg_indexes WHERE indexname LIKE 'course_%'")
    engine = create_engine(server.url("graded"))
    with engine.begin() as database:
        assert set(database.execute(look).scalars()) >= indexes.WANTED.keys()
        database.execute(text(f"DROP INDEX {', '.join(indexes.WANTED)}"))
    with engine.begin() as writer:
        writer.execute(text("UPDATE grade SET auto_score = auto_score"))
        indexes.create(create_engine(server.url("graded")))  # who writes has the table
    with engine.begin() as database:
        assert not set(database.execute(look).scalars()) & indexes.WANTED.keys()
    with gradebook.Gradebook(Classroom(graded)), engine.begin() as database:
        assert set(database.execute(look).scalars()) >= indexes.WANTED.keys()
    engine.dispose()


def test_grading_again_runs_nothing(graded: Path, server: Server) -> None:
    before, rows = small.notebooks(graded), small.rows(server.url("graded"))
    small.grade(graded)
    assert (small.notebooks(graded), small.rows(server.url("graded"))) == (before, rows)


def test_formgrader_sees_every_submission_with_its_points(graded: Path, server: Server) -> None:
    house = NbGraderAPI(coursedir=Classroom(graded).directory)
    found = {one["student"]: one for one in house.get_submissions(CHAPTER)}
    assert sorted(found) == sorted(small.STUDENTS)
    assert {name: found[name]["score"] for name in ("ada", "ben", "dan", "hugo")} == {
        "ada": 4.0, "ben": 2.0, "dan": 3.0, "hugo": 0.0,
    }  # fmt: skip
    told = {name: (one["autograded"], one["max_score"]) for name, one in found.items()}
    # hugo handed in no notebook, and is to be graded when he does.
    assert told == dict.fromkeys(found, (True, sum(POINTS.values()))) | {"hugo": (False, 0.0)}
    with api.Gradebook(server.url("graded")) as book:
        assert book.average_assignment_score(CHAPTER) > 0
        assert len(book.notebook_submission_dicts(CHAPTER, CHAPTER)) == len(small.STUDENTS)


def late(root: Path, address: str) -> dict[str, list[tuple[Any, ...]]]:
    """Grade the class after a due date that ada has missed."""
    with open(root / "nbgrader_config.py", "a") as file:
        file.write(PENALTY)
    with api.Gradebook(address) as book:
        book.update_or_create_assignment(CHAPTER, duedate="2026-04-30 10:00:00 UTC")
    small.grade(root, "--force", "--student", "ada")
    return small.rows(address)


@pytest.mark.sweep
def test_a_late_submission_is_fined_alike(
    graded: Path, quiet: Path, server: Server, tmp_path: Path
) -> None:
    (one := tmp_path / "one").mkdir()
    (two := tmp_path / "two").mkdir()
    rows = late(small.copy(graded, one), server.url("graded"))
    root = small.copy(quiet, two)
    assert rows == late(root, small.url(root))
    fined = {row[0]: row[2] for row in rows["submissions"] if row[2]}
    assert fined == {"ada": 4.0}


@pytest.mark.sweep
def test_a_persons_points_survive_a_regrade(
    handed_in: Path, server: Server, tmp_path: Path
) -> None:
    root = small.copy(handed_in, tmp_path)
    address = settle(root, server.database("manual")) and server.url("manual")
    small.grade(root, "--student", "eve")
    with api.Gradebook(address) as book:
        book.find_grade("why", CHAPTER, CHAPTER, "eve").manual_score = 2.5
        book.db.commit()
    small.grade(root, "--student", "eve", "--force")
    with api.Gradebook(address) as book:
        assert book.find_submission(CHAPTER, "eve").score == 6.5


# --- readers -------------------------------------------------------------------------------------


def reading(address: str, room: Classroom, stop: threading.Event) -> list[Any]:
    """Read as Formgrader does, and as grading does, until told to stop: what was seen."""
    seen: list[Any] = []
    with api.Gradebook(address) as house, gradebook.Gradebook(room) as ours:
        while not stop.is_set():
            for row in house.submission_dicts(CHAPTER):
                seen.append(row["score"])
            house.db.rollback()
            for student in small.STUDENTS:
                points = ours.marks(student, CHAPTER).points
                seen.append(tuple(points[name] for name in sorted(points)))
    return seen


@pytest.mark.parametrize("torn", [False, True], ids=["whole", "torn"])
def test_readers_never_see_half_a_submission(
    torn: bool, graded: Path, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They would notice one that is torn."""
    root = small.copy(graded, tmp_path)
    room, stop = Classroom(root), threading.Event()
    seen: list[Any] = []
    readers = [
        threading.Thread(target=lambda: seen.extend(reading(server.url("graded"), room, stop)))
        for _ in range(3)
    ]
    full = {name: (0.0 if name == "why" else points) for name, points in POINTS.items()}
    none = dict.fromkeys(POINTS, 0.0)
    with gradebook.Gradebook(room) as book:
        for name in small.STUDENTS:
            book.write(Entry(name, CHAPTER, "", full))
        if torn:
            real = book._connection.book.db.execute

            def in_halves(statement: Any, rows: Any = None, **named: Any) -> Any:
                if not (statement.is_update and isinstance(rows, list) and len(rows) > 1):
                    return real(statement, rows, **named)
                real(statement, rows[:1], **named)
                book._connection.book.db.commit()
                time.sleep(0.005)  # long enough to be read
                return real(statement, rows[1:], **named)

            monkeypatch.setattr(book._connection.book.db, "execute", in_halves)
        for reader in readers:
            reader.start()
        end = time.monotonic() + 3
        while time.monotonic() < end:
            for scores in (none, full):
                for name in small.STUDENTS:
                    book.write(Entry(name, CHAPTER, "", scores))
        stop.set()
        for reader in readers:
            reader.join()
    order = sorted(POINTS)
    whole = {tuple(full[n] for n in order), tuple(none[n] for n in order), 0.0, 4.0}
    assert len(seen) > 200
    assert {4.0, 0.0} <= set(seen), "the readers saw both states"
    assert bool(set(seen) - whole) == torn


@pytest.mark.sweep
def test_whoever_reads_while_a_class_is_graded_sees_whole_submissions(
    handed_in: Path, server: Server, tmp_path: Path
) -> None:
    root = settle(small.copy(handed_in, tmp_path), server.database("watched"))
    sizes: set[int] = set()
    count = text("SELECT count(*) FROM grade GROUP BY notebook_id")
    with (
        api.Gradebook(server.url("watched")) as house,
        small.start(root, "--workers", "2") as process,
    ):
        while process.poll() is None:
            sizes |= {row[0] for row in house.db.execute(count)}
            house.db.rollback()
    assert process.returncode == 0
    assert sizes == {len(POINTS)}


# --- lost ----------------------------------------------------------------------------------------


def ended(server: Server) -> None:
    server.end_sessions("lost")


def restarted(server: Server) -> None:
    server.restart()


@pytest.mark.sweep
@pytest.mark.parametrize("lose", [ended, restarted])
def test_a_connection_lost_while_a_class_is_graded_costs_nothing(
    lose: Callable[[Server], None], server: Server, handed_in: Path, quiet: Path, tmp_path: Path
) -> None:
    server.tell("DROP DATABASE IF EXISTS lost")
    root = settle(small.copy(handed_in, tmp_path), server.database("lost"))
    with small.start(root, "--workers", "1") as process:
        for more in (1, 4, 7):
            assert small.until(lambda n=more: len(small.notebooks(root)) >= n)
            lose(server)
        said = process.communicate(timeout=HANG)[1]
    assert process.returncode == 0 and "Traceback" not in said, said
    assert small.rows(server.url("lost")) == small.rows(small.url(quiet))


@pytest.mark.parametrize(
    ("owner", "step"),
    [
        (gradebook.Gradebook, "_rows"),
        (EntryWriter, "_put"),
        (EntryWriter, "_scores"),
        (EntryWriter, "_comments"),
        (LatePenalty, "of"),
    ],
)
def test_a_connection_lost_inside_a_transaction_leaves_all_of_it_or_nothing(
    owner: type, step: str, server: Server, graded: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    root = small.copy(graded, tmp_path)
    real, lost = getattr(owner, step), []

    def losing(self: Any, *arguments: Any) -> Any:
        result = real(self, *arguments)
        if not lost:
            lost.append(server.end_sessions("graded"))
        return result

    monkeypatch.setattr(owner, step, losing)
    scores = dict(POINTS, why=None)
    with gradebook.Gradebook(Classroom(root)) as book:
        book.write(Entry("kim", CHAPTER, "", scores))
        assert book.marks("kim", CHAPTER).points == scores
    assert lost


@pytest.mark.sweep
def test_a_server_that_is_gone_for_good_is_said_to_be_and_grading_goes_on_when_it_is_back(
    server: Server, handed_in: Path, quiet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = settle(small.copy(handed_in, tmp_path), server.database("gone"))
    monkeypatch.setattr(connection, "GRADEBOOK_PATIENCE", 1.0)
    told: list[str] = []

    def stop_after_three(total: int) -> Callable[[Any, bool], None]:
        def tell(result: Any, fresh: bool) -> None:
            told.append(result.student)
            if len(told) == 3:
                server.stop()

        return tell

    try:
        with pytest.raises(CourseError) as error:
            supervisor.grade(root, settings=Settings(seed=small.SEED), tell=stop_after_three)
        said = str(error.value)
        with pytest.raises(CourseError, match="cannot be used: .*Connection refused"):
            supervisor.grade(root, settings=Settings(seed=small.SEED))
    finally:
        server.start()
    assert f"The gradebook (127.0.0.1:{server.port}/gone) cannot be used: " in said
    assert "run the same command again" in said
    assert PASSWORD not in said and QUOTED not in said
    seen = small.notebooks(root)
    assert 3 <= len(seen) < len(small.STUDENTS)
    small.grade(root)
    now = small.notebooks(root)
    assert {name: now[name] for name in seen} == seen, "graded twice"
    assert small.rows(server.url("gone")) == small.rows(small.url(quiet))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ((QUOTED, "wrong"), "password authentication failed"),
        (("/graded", "/other"), 'database "other" does not exist'),
    ],
    ids=["password", "database"],
)
def test_an_address_that_is_refused_is_said_to_be_at_once(
    change: tuple[str, str], told: str, server: Server, graded: Path, tmp_path: Path
) -> None:
    root = settle(small.copy(graded, tmp_path), server.url("graded").replace(*change))
    began = time.monotonic()
    with pytest.raises(CourseError) as error:
        supervisor.grade(root)
    assert time.monotonic() - began < 20
    assert told in str(error.value)
    assert "wrong" not in str(error.value) and QUOTED not in str(error.value)


# --- the whole course ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def term(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All chapters, handed in by three, graded; not to be changed.

    Only the first is solved, by ada. Of the others she has one exercise: what is graded takes time,
    and this is about what is kept of it.
    """
    root = tmp_path_factory.mktemp("term") / "course"
    for name in ("autograder", "course", "source"):
        shutil.copytree(
            ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__", "*.ipynb")
        )
    shutil.copy(ROOT / "nbgrader_config.py", root)
    settle(root, server.database("term"))
    # Proved and drawn they are by `make check`, whatever the gradebook is.
    release.release(root, publish=False, prove=False)
    for chapter in CHAPTERS:
        source = source_notebook(chapter)
        solved = {name: text for name, text in reference(chapter).items() if name in adas(chapter)}
        for student, given in (("ada", solved), ("blank", {})):
            path = root / "submitted" / student / chapter / f"{chapter}.ipynb"
            path.parent.mkdir(parents=True)
            nbformat.write(answers.solved(source, given), path)
        path = root / "submitted" / "broken" / chapter / f"{chapter}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text("my answer is 42")
    small.grade(root)
    return root


def adas(chapter: str) -> list[str]:
    """The exercises of a chapter that ada has solved."""
    names = list(reference(chapter))
    return names if chapter == CHAPTERS[0] else [name for name in names if worth(chapter, name)][:1]


def worth(chapter: str, exercise: str) -> float:
    """The points of an exercise."""
    points = full_points(source_notebook(chapter))
    return sum(points[grade_id] for grade_id in cells_of(chapter, exercise))


@pytest.fixture(scope="module")
def exported(term: Path) -> dict[str, dict[str, float]]:
    """The scores by chapter and student, as nbgrader's command exports them."""
    nbgrader(term, "export", "--to", "all.csv")
    found: dict[str, dict[str, float]] = {chapter: {} for chapter in CHAPTERS}
    with (term / "all.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            found[row["assignment"]][row["student_id"]] = float(row["score"])
    return found


def feedback(root: Path, chapter: str) -> None:
    """Have nbgrader write its pages anew, by its command or as Formgrader does, which is sooner."""
    if chapter == CHAPTERS[0]:
        nbgrader(root, "generate_feedback", chapter, "--force")
        return
    house = NbGraderAPI(coursedir=Classroom(root).directory, config=nbsettings.read(root))
    done = house.generate_feedback(chapter, force=True)
    assert done["success"], done


@pytest.mark.sweep
@each_chapter
def test_every_chapter_is_released_graded_and_exported(
    chapter: str, term: Path, exported: dict[str, dict[str, float]], server: Server
) -> None:
    some = sum(worth(chapter, name) for name in adas(chapter))
    full = sum(full_points(source_notebook(chapter)).values())
    assert (0 < some < full) if chapter != CHAPTERS[0] else some == full
    with api.Gradebook(server.url("term")) as book:
        score = {s.student_id: s.score for s in book.assignment_submissions(chapter)}
        assert score == {"ada": some, "blank": 0.0, "broken": 0.0}
        longest = max(len(c.name) for c in book.find_notebook(chapter, chapter).source_cells)
    assert longest <= 128
    pages = [term / "feedback" / name / chapter / f"{chapter}.html" for name in ("ada", "blank")]
    before = [page.stat().st_mtime_ns for page in pages]
    feedback(term, chapter)
    assert all(page.stat().st_mtime_ns > was for page, was in zip(pages, before, strict=True))
    assert exported[chapter] == score


def told(root: Path, *arguments: str) -> str:
    """What a command says."""
    line = [sys.executable, "-m", "autograder", *arguments]
    with small.start(root, line=line) as process:
        said, errors = process.communicate(timeout=HANG)
    assert process.returncode == 0, errors
    return said


@pytest.mark.sweep
def test_a_gradebook_in_sqlite_moves_here_whole(
    quiet: Path, server: Server, tmp_path: Path
) -> None:
    root = small.copy(quiet, tmp_path)
    old = f"sqlite:///{shutil.copy(root / 'gradebook.db', tmp_path / 'old.db')}"
    settle(root, server.database("moved"))
    with api.Gradebook(old) as book:
        book.update_or_create_assignment(CHAPTER, duedate=datetime(2026, 3, 1))
        book.find_submission(CHAPTER, "ada").extension = timedelta(days=90)
        book.find_grade("why", CHAPTER, CHAPTER, "eve").manual_score = 2.5
        book.db.commit()
    said = told(root, "gradebook", "--from", old)
    assert f"/moved) has now 1 chapter, {len(small.STUDENTS)} students" in said
    assert small.rows(server.url("moved")) == small.rows(old)
    with api.Gradebook(server.url("moved")) as book:
        ada = book.find_submission(CHAPTER, "ada")
        assert (ada.extension, ada.duedate) == (timedelta(days=90), datetime(2026, 5, 30))
    assert "9 unchanged" in small.grade(root)


@pytest.mark.sweep
def test_a_term_is_played_here_with_all_chapters(
    term: Path, server: Server, tmp_path: Path
) -> None:
    root = settle(small.copy(term, tmp_path), server.database("played"))
    first, last = CHAPTERS[0], CHAPTERS[-1]
    told(root, "gradebook", "--from", server.url("term"))
    (root / "roster.csv").write_text(
        "id,name,email\nada,Ada Lovelace,a@x.org\nblank,Änne Müller,\nkim,Kim,k@x.org\n"
    )
    assert "3 students, plain columns: 1 new, 2 changed" in told(
        root, "roster", "import", "roster.csv"
    )
    assert "Missing (1):\n  kim (Kim)" in told(root, "roster", "missing", last)
    with api.Gradebook(server.url("played")) as book:
        for chapter in CHAPTERS:
            book.update_or_create_assignment(chapter, duedate=datetime(2027, 3, 1, 17))
        book.db.commit()
    told(root, "extend", "kim", last, "--to", "2027-03-08")
    assert f"kim, {last}: due 2027-03-08 23:59:59 UTC" in told(root, "extend")
    exercise = adas(first)[0]
    assert f"{exercise} (" in told(root, "drop", exercise)
    small.grade(root)
    told(root, "export", "--for", "csv", "--to", "all.csv")
    told(root, "report")
    full = sum(full_points(source_notebook(first)).values()) - worth(first, exercise)
    house = NbGraderAPI(coursedir=Classroom(root).directory, config=nbsettings.read(root))
    with (root / "all.csv").open(newline="") as file:
        rows = {(row["assignment"], row["student_id"]): row for row in csv.DictReader(file)}
    for chapter in CHAPTERS:
        for one in filter(lambda one: one["autograded"], house.get_submissions(chapter)):
            row = rows[chapter, one["student"]]
            assert (one["score"], one["max_score"]) == (
                float(row["score"]), float(row["max_score"])
            )  # fmt: skip
    assert float(rows[first, "ada"]["score"]) == float(rows[first, "ada"]["max_score"]) == full
    page = (root / "feedback" / "ada" / first / f"{first}.html").read_text("utf-8")
    assert f"<strong>{full:g} of {full:g} points</strong>" in page
    with (root / "report" / "cells.csv").open(newline="") as file:
        cells = [row for row in csv.DictReader(file) if row["student"] == "ada"]
    counted = {chapter: 0.0 for chapter in CHAPTERS}
    for row in cells:
        counted[row["chapter"]] += float(row["points"]) if row["counts"] == "yes" else 0.0
    assert counted == {chapter: float(rows[chapter, "ada"]["score"]) for chapter in CHAPTERS}
    told(root, "drop", exercise, "--undo")
    told(root, "extend", "kim", last, "--undo")
    now, then = small.rows(server.url("played")), small.rows(server.url("term"))
    assert now == then


@pytest.mark.sweep
def test_a_second_run_of_the_whole_course_runs_nothing(term: Path) -> None:
    told = small.grade(term)
    assert f"done: {len(CHAPTERS)} graded, {2 * len(CHAPTERS)} unchanged" in told, told


ODD = ["a, b", "o'hara", 'the "quote"', "Zoe\u0308 Müller", " spaced ", "%s", "two\nlines", "новая"]
TOO_LONG, LONG = "x" * 200, "y" * 128
NO_TEXT = os.fsdecode(b"m\xfcller")


@pytest.mark.sweep
def test_no_name_of_a_student_breaks_a_run(handed_in: Path, server: Server, tmp_path: Path) -> None:
    root = settle(small.copy(handed_in, tmp_path), server.database("names"))
    for name in (*ODD, LONG, TOO_LONG, NO_TEXT):
        put(root, name, written(root))
    small.grade(root, code=1)
    told = small.grade(root, code=1)
    assert "is longer than the 128 characters that the gradebook takes; rename it" in told
    assert "no text in UTF-8" in told
    points = {row[0]: 0.0 for row in small.rows(server.url("names"))["grades"]}
    for student, _, auto, *_ in small.rows(server.url("names"))["grades"]:
        points[student] += auto or 0.0
    assert {name: points[name] for name in (*ODD, LONG)} == dict.fromkeys((*ODD, LONG), 4.0)
    assert not points.keys() & {TOO_LONG, NO_TEXT}


@pytest.mark.sweep
def test_what_only_this_database_refuses_is_that_submissions_own(
    handed_in: Path, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.tell("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0")
    root = settle(small.copy(handed_in, tmp_path), server.url("latin"))
    put(root, "новая", written(root))
    found = {one.student: one for one in supervisor.grade(root)}
    assert found["новая"].outcome is Outcome.INTERNAL_ERROR
    assert "The gradebook does not take it" in (found["новая"].reason or "")
    assert not found["новая"].recorded and found["ada"].points == 4.0


def test_a_comment_with_characters_that_no_database_takes_is_written_without_them(
    graded: Path, tmp_path: Path
) -> None:
    root = small.copy(graded, tmp_path)
    with gradebook.Gradebook(Classroom(root)) as book:
        entry = Entry("nul", CHAPTER, "", dict(POINTS, why=None), {"line": "half \ud800, nul \0."})
        assert book.write(entry).comments["line"] == "half \ufffd, nul \ufffd."
        with pytest.raises(ValueError):
            book.write(Entry("a\0b", CHAPTER, "", POINTS))
        assert book.marks("nul", CHAPTER).comments["line"] == "half \ufffd, nul \ufffd."


@pytest.mark.sweep
def test_added_and_removed_cells_are_learnt(graded: Path, server: Server, tmp_path: Path) -> None:
    root = small.copy(graded, tmp_path)
    settle(root, server.database("learnt"))
    small.grade(root)
    path = root / "source" / CHAPTER / f"{CHAPTER}.py"
    path.write_text(TEXT.replace('part="flat"', 'part="level"').replace("twice", "double"))
    small.grade(root)
    names = {row[1] for row in small.rows(server.url("learnt"))["grades"]}
    assert names == {"test_double", "test_line", "test_line_level", "why"}
