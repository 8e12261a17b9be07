"""A chapter on JupyterHub, from handing out to feedback, with the configuration of docs/hub."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import hub
from support.hub import COURSE, DOCS, Hub, Student
from support.lines import CHAPTER, NO_BIAS, RIGHT, make_course, nbgrader

from autograder import grade
from autograder.authoring import release

pytestmark = [
    pytest.mark.sweep,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instructor's folder."""
    return make_course(tmp_path_factory.mktemp("hub") / "course")


@pytest.fixture(scope="module")
def settings(course: Path) -> Iterator[Path]:
    """The folder of docs/hub/nbgrader_config.py, with an exchange of this test's."""
    folder, exchange = course.parent / "settings", course.parent / "exchange"
    folder.mkdir()
    exchange.mkdir(mode=0o777)
    text = (DOCS / "nbgrader_config.py").read_text("utf-8")
    assert '"/srv/nbgrader/exchange"' in text
    (folder / "nbgrader_config.py").write_text(
        text.replace('"/srv/nbgrader/exchange"', repr(str(exchange)))
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_CONFIG_PATH", str(folder))
        yield folder


@pytest.fixture(scope="module")
def running(course: Path, settings: Path) -> Iterator[Hub]:
    """The hub, which takes as long to start as what is done meanwhile."""
    if why := hub.missing():
        pytest.skip(why)
    with hub.hub(course.parent / "hub", settings, course) as found:
        yield found


@pytest.fixture(scope="module")
def repository(running: Hub, course: Path) -> Path:
    """What students pull: a repository of release/ and nothing else, as the page says."""
    release.release(course)
    folder = course.parent / "students"
    shutil.copytree(course / "release", folder)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, "Chapter 1")
    return folder


def git(folder: Path, *command: str) -> None:
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    subprocess.run(["git", *who, *command], cwd=folder, check=True, capture_output=True)


def commit(folder: Path, said: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", said)


def answer(student: Student, **written: str) -> None:
    """Write answers in the chapter, and save it."""
    notebook = student.notebook(CHAPTER)
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in written:
            cell["source"] = written[name]
    student.save(CHAPTER, notebook)


def feedback(student: Student) -> str:
    """The feedback page that their server shows."""
    (page,) = (student.home / COURSE / CHAPTER / "feedback").glob(f"*/{CHAPTER}.html")
    shown = student.ask("GET", f"files/{page.relative_to(student.home)}")
    shown.raise_for_status()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown.text.split("</style>")[1]))


def test_two_students_fetch_hand_in_and_see_their_feedback(
    running: Hub, course: Path, repository: Path
) -> None:
    """Ben fetches from the exchange, Ada pulls with git; what follows is the same for both."""
    running.wait()
    with running.student("ada") as ada, running.student("ben") as ben:
        nbgrader(course, "release_assignment", CHAPTER)  # while their servers start
        for student in (ada, ben):
            student.wait()
        ada.pull(str(repository))
        ben.assignment("fetch", CHAPTER)
        answer(ada, **RIGHT)
        answer(ben, line=NO_BIAS)
        for student in (ada, ben):
            student.assignment("submit", CHAPTER)

        nbgrader(course, "collect", CHAPTER)
        results = grade.grade(course, [CHAPTER], settings=grade.Settings(workers=1))
        assert {one.student: one.points for one in results} == {"ada": 4.0, "ben": 1.0}
        nbgrader(course, "release_feedback", CHAPTER)

        for student in (ada, ben):
            student.assignment("fetch_feedback", CHAPTER)
        assert "4 of 7 points" in feedback(ada)
        assert "bias left out" in feedback(ben)

        # A new chapter, and a new version of one that Ada has written in.
        (repository / "ch02_curves").mkdir()
        (repository / "ch02_curves" / "ch02_curves.ipynb").write_text("{}")
        commit(repository, "Chapter 2")
        ada.pull(str(repository))
        assert (ada.home / COURSE / "ch02_curves" / "ch02_curves.ipynb").exists()
        assert RIGHT["line"] in [cell["source"] for cell in ada.notebook(CHAPTER)["cells"]]
        assert ada.client.get("/user/ben/api/contents").status_code in (403, 404)
