"""The instructors' page is read in ten minutes, and each command on it does what it says.

A small class in a copy of the project is played with the page's own lines, one after another.
"""

from __future__ import annotations

import os
import re
import shlex
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from support import commands, copies
from support.chapters import ROOT, reference, released_notebook, source_notebook
from support.patience import HANG

from autograder.authoring import answers
from course.results import outline

PAGE = ROOT / "autograder" / "README.md"
CHAPTER = "ch01_neurons"
MOST_WORDS = 2400  # at 240 a minute
CLASS = {"ada": "Ada Lovelace", "ben": "Ben Nevis", "cleo": "Cleo de Mérode"}
HANDED_IN = ("ada", "ben")
ROSTER = "id,name,email\n" + "".join(f"{i},{n},{i}@example.org\n" for i, n in CLASS.items())
POINTS = sum(e.points for e in next(iter(outline.chapters())).exercises)
GRADES = {
    "canvas": "Student,ID,SIS User ID,SIS Login ID,Section,{column} (771)\n"
    "    Points Possible,,,,,{points}\n"
    + "".join(f'"{name}",,,{login},A,\n' for login, name in CLASS.items()),
    "moodle": "Identifier,Full name,Email address,Status,Grade,Maximum grade\n"
    + "".join(
        f"Participant {number},{name},{login}@example.org,Submitted,,{{points}}\n"
        for number, (login, name) in enumerate(CLASS.items())
    ),
    "brightspace": "OrgDefinedId,Username,Last Name,First Name,Email,"
    "{column} Points Grade <Numeric MaxPoints:{points}>,End-of-Line Indicator\n"
    + "".join(f"#{login},#{login},,,,,#\n" for login in CLASS),
}
READY = ".venv/bin/python -m autograder system"  # what each target looks at first
ELSEWHERE = {
    f"python -m autograder similar {CHAPTER} ch02_activations": "with one chapter it is run here",
    "make check": "tests/authoring/test_new_chapter.py",
    "make kit": "with a chapter it is run here",
    "make demo": "tests/authoring/test_own_course.py",
    "make site": "minutes; tests/authoring/test_site.py",
    f"make site CHAPTER={CHAPTER}": "the same",
    "make formgrader": "a server; tests/grading/test_formgrader.py",
    f"make pages CHAPTER={CHAPTER}": "half a minute; tests/authoring/test_pages.py",
    "make pages": "minutes, most of them the later chapters'; tests/authoring/test_pages.py",
    "python -m autograder pages --solved --to FOLDER": "the same",
}
ENDS = {  # what a command says, or leaves in the course's folder
    "make setup": "All is well",
    "make release": f"release/{CHAPTER}/{CHAPTER}.ipynb",
    "python -m autograder roster import roster.csv": "3 students",
    f"python -m autograder roster missing {CHAPTER}": "cleo",
    f"make kit CHAPTER={CHAPTER}": f"dist/release/{CHAPTER}",
    f"python -m autograder collect {CHAPTER} archive.zip": f"submitted/ben/{CHAPTER}",
    "make grade": f"feedback/ada/{CHAPTER}/{CHAPTER}.html",
    "make report": "report/report.html",
    "python -m autograder export --for canvas Grades.csv": "grades-canvas.csv",
    "python -m autograder export --for csv": "grades.csv",
    f"python -m autograder return {CHAPTER} archive.zip": f"feedback-{CHAPTER}-archive.zip",
}


def told(page: str) -> list[str]:
    """The commands of a page as they are typed: those on lines of their own, then those in texts.

    The former are the term in its order; a text may speak of what comes later.
    """
    typed = r"((?:make|python|nbgrader) [^`#\n]+)"
    found = re.findall(rf"^ {{4}}{typed}", page, re.MULTILINE) + re.findall(f"`{typed}`", page)
    return [line for line in dict.fromkeys(map(str.strip, found)) if line not in ELSEWHERE]


def test_the_page_is_read_in_ten_minutes() -> None:
    assert len(PAGE.read_text("utf-8").split()) <= MOST_WORDS


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with its first chapter only, an exchange, and what a platform handed out."""
    later = [
        f"{room}/{one.name}" for room in ("source", "release") for one in outline.chapters()[1:]
    ]
    top = tmp_path_factory.mktemp("term")
    root = copies.make(top / "course", (*later, "docs/figures", "tests"))
    (top / "exchange").mkdir()
    (top / "exchange").chmod(0o777)
    (root / "roster.csv").write_text(ROSTER, "utf-8")
    every = reference(CHAPTER)
    written = {"ada": every, "ben": {name: every[name] for name in list(every)[:3]}}
    with zipfile.ZipFile(root / "archive.zip", "w") as archive:
        for number, login in enumerate(HANDED_IN):
            content = nbformat.writes(answers.solved(source_notebook(CHAPTER), written[login]))
            folder = f"{CLASS[login]}_{number + 70}_assignsubmission_file"
            archive.writestr(f"{folder}/{CHAPTER}.ipynb", content)
    nbformat.write(released_notebook(CHAPTER), root / "notebook.ipynb")
    with (root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(f"\nc.Exchange.root = {str(top / 'exchange')!r}\n")
    copies.track(root)
    (root / ".venv" / "bin").mkdir(parents=True)
    (root / ".venv" / ".ready").touch()  # what `make setup` installs is what runs these tests
    return root


def run(root: Path, line: str) -> str:
    """What a command prints; it must succeed. A target of make is what make would do."""
    env = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "PYTHONPATH")}
    env |= {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1", "COURSE_PROGRESS": "off"}
    words, said = shlex.split(line), ""
    lines = [words]
    if words[0] == "make":
        dry = subprocess.run(
            [*words, "--dry-run", "--no-print-directory"], cwd=root, env=env, text=True,
            capture_output=True, check=True,
        ).stdout  # fmt: skip
        lines = [shlex.split(one) for one in dry.splitlines() if one.strip() != READY]
        assert all(one[0] == ".venv/bin/python" for one in lines), dry
    for one in lines:
        module = ["-m", "nbgrader", *one[1:]] if one[0] == "nbgrader" else one[1:]
        with commands.server().start([sys.executable, *module], root, env) as command:
            out, err = command.communicate(timeout=HANG)
        assert command.returncode == 0, f"{line}\n{out}{err}"
        said += out + err
    return said


@pytest.mark.sweep  # a term of thirty commands
def test_every_command_on_it_does_what_it_says(course: Path, tier: str) -> None:
    ran: list[str] = []
    for line in told(PAGE.read_text("utf-8")):
        if platform := re.search(r"--for (\w+) Grades.csv", line):
            sheet = GRADES[platform[1]].format(column=CHAPTER, points=f"{POINTS:g}")
            (course / "Grades.csv").write_text(sheet, "utf-8")
        said = run(course, line)
        ran.append(line)
        if " drop " in line:
            run(course, f"{line} --undo")
        if line == "make release":
            copies.commit(course)  # as the page asks, before a kit is made
        if wanted := ENDS.get(line):
            assert wanted in said or (course / wanted).exists(), f"{line}\n{said}"
    assert set(ENDS) <= set(ran) and len(ran) > 20
    rows = (course / "grades.csv").read_text("utf-8").splitlines()
    assert {row.split(",")[3] for row in rows[1:]} == {*CLASS}
    assert re.search(rf"ada,.*,{POINTS:.1f},0\.0,{POINTS:.1f},{POINTS:.1f}$", "\n".join(rows), re.M)
    assert stat.S_ISREG((course / "grades-brightspace.csv").stat().st_mode)
    untracked = ["git", "status", "--porcelain", "--untracked-files=all"]
    dirty = subprocess.run(untracked, cwd=course, text=True, capture_output=True).stdout
    assert not [one for one in dirty.splitlines() if one.startswith("??")], dirty
