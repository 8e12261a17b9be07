"""The branch `solution` and the student kit, on a course of two small chapters."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from support.patience import HANG

from autograder.__main__ import main
from autograder.authoring import build, release, rules, text
from autograder.authoring.answers import reference
from autograder.authoring.repo import Repo
from autograder.publishing import publish
from autograder.shared import catalogue, identity
from autograder.shared.errors import CourseError

ROOT = Path(__file__).resolve().parents[2]
ONE = '''\
# %% [markdown]
# # One
#
# ## Exercise 1 · `double` (1 point)

# %% readonly="setup"
import sys, uuid, warnings

import course

# %% solution="double"
def double(x):
    """Return 2 x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% tests="double" points=1
assert double(2) == 4
### BEGIN HIDDEN TESTS
assert double(-3) == -6
### END HIDDEN TESTS

# %%
print(course.__file__, flush=True)
print("first", flush=True)
warnings.warn("careful")
print("last")

# %%
live = {"application/vnd.jupyter.widget-view+json": {"model_id": uuid.uuid4().hex}}
display({**live, "image/svg+xml": "<svg/>", "text/html": "base64,a/tmp/b"}, raw=True)
display(live, raw=True)
'''
TWO = """\
# %% [markdown]
# # Two
#
# ## Exercise 1 · `quadruple` (1 point)

# %% given="double"

# %% solution="quadruple"
def quadruple(x):
    ### BEGIN SOLUTION
    return double(double(x))
    ### END SOLUTION

# %% tests="quadruple" points=1
assert quadruple(2) == 8
"""
RELEASED = ["release/ch01_one/ch01_one.ipynb", "release/ch02_two/ch02_two.ipynb"]


def git(root: Path, *words: str) -> str:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    done = subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)
    return done.stdout.decode().strip()


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message=Change")


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text()
    assert old in text
    (root / path).write_text(text.replace(old, new))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a course with its branch `solution`; tests that change something take a copy."""
    root = tmp_path_factory.mktemp("course")
    git(root, "init", "--quiet", "--initial-branch=main")
    write(root, "source/ch01_one/ch01_one.py", ONE)
    write(root, "source/ch02_two/ch02_two.py", TWO)
    write(
        root, ".gitignore", "/source/**/*.ipynb\n/dist/\n/.dist-*/\n__pycache__/\n/gradebook.db\n"
    )
    write(root, "course/__init__.py", "")
    write(root, "course/README.md", "# Our course: the student's page\n\nFor the student.\n")
    for name in (
        "environment.yml",
        "requirements-student.lock",
        "pyproject.toml",
        "LICENSE",
        "Makefile",
    ):
        write(root, name, f"# {name}\n")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    release.release(root)
    commit(root)
    publish.solution(root)
    return root


@pytest.fixture
def root(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "course"))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a constant in place of the executed notebooks, for tests of the git part alone."""
    monkeypatch.setattr(publish, "_solved", lambda repo: {RELEASED[0]: b"solved\n"})


def solved(root: Path, number: int) -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads(git(root, "show", f"solution:{RELEASED[number]}"))
    return notebook


def outputs(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [output for cell in notebook["cells"] for output in cell.get("outputs", [])]


def code(notebook: dict[str, Any]) -> str:
    return "\n".join("".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code")


def test_the_branch_differs_from_main_in_the_released_notebooks_only(published: Path) -> None:
    assert git(published, "diff", "--name-only", "main", "solution").splitlines() == RELEASED
    assert git(published, "rev-parse", "solution^@") == git(published, "rev-parse", "main")


def test_solved_notebooks_keep_answers_and_hidden_tests_without_markers(published: Path) -> None:
    assert "return 2 * x" in code(solved(published, 0))
    assert "assert double(-3) == -6" in code(solved(published, 0))
    assert "return 2 * x" in code(solved(published, 1))
    texts = [git(published, "show", f"solution:{path}") for path in RELEASED]
    assert not [mark for mark in rules.MARKERS for text in texts if mark in text]


def test_solved_notebooks_are_free_of_locks_timing_and_widget_state(published: Path) -> None:
    for number in (0, 1):
        notebook = solved(published, number)
        assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
        assert "version" not in notebook["metadata"]["language_info"]
        keys = {key for cell in notebook["cells"] for key in cell["metadata"]}
        assert keys <= {"jupyter", "tags"}


def test_a_live_widget_goes_and_the_still_picture_beside_it_stays(published: Path) -> None:
    bundles = [o["data"] for o in outputs(solved(published, 0)) if "data" in o]
    assert [list(bundle) for bundle in bundles] == [["image/svg+xml", "text/html"]]


def test_outputs_are_those_of_the_commits_own_course_without_a_path(published: Path) -> None:
    streams = {
        o["name"]: "".join(o["text"])
        for o in outputs(solved(published, 0))
        if "careful" in str(o) or "last" in str(o)
    }
    assert streams["stdout"] == "course/__init__.py\nfirst\nlast\n"
    assert streams["stderr"].startswith("<cell>:3: UserWarning: careful")


def test_a_second_run_on_edited_files_makes_no_commit_and_touches_nothing(root: Path) -> None:
    tip = git(root, "rev-parse", "solution")
    edit(root, "source/ch01_one/ch01_one.py", "return 2 * x", "return 3 * x")
    write(root, "course/__init__.py", "raise SystemExit")
    git(root, "add", "source")
    before = (git(root, "status", "--porcelain"), (root / ".git/index").read_bytes())
    assert publish.solution(root) == tip
    assert (git(root, "status", "--porcelain"), (root / ".git/index").read_bytes()) == before


def test_a_clone_that_never_saw_the_branch_makes_the_same_commit(
    published: Path, tmp_path: Path
) -> None:
    git(tmp_path, "clone", "--quiet", "--single-branch", str(published), "clone")
    assert publish.solution(tmp_path / "clone") == git(published, "rev-parse", "solution")


@pytest.mark.usefixtures("quick")
def test_a_clone_goes_on_from_origin_and_can_push(root: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", str(root), "clone")
    clone = tmp_path / "clone"
    tip = git(root, "rev-parse", "solution")
    commit(clone)
    new = publish.solution(clone)
    assert git(clone, "rev-parse", f"{new}^@").split() == [tip, git(clone, "rev-parse", "HEAD")]
    git(clone, "push", "--quiet", "origin", "solution")
    assert git(root, "rev-parse", "solution") == new


@pytest.mark.usefixtures("quick")
def test_a_branch_that_is_behind_origin_goes_on_from_origin(root: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", str(root), "clone")
    clone = tmp_path / "clone"
    git(clone, "branch", "--quiet", "solution", "origin/solution")
    ahead = publish.solution(root)
    git(clone, "fetch", "--quiet")
    assert publish.solution(clone) == ahead == git(clone, "rev-parse", "solution")


def test_failing_answers_and_passing_addresses_stop_it_with_chapter_and_cell(root: Path) -> None:
    tip = git(root, "rev-parse", "solution")
    edit(root, "source/ch01_one/ch01_one.py", "return 2 * x", "return 3 * x")
    edit(root, "source/ch02_two/ch02_two.py", "== 8\n", "== 8\n\n# %%\nobject()\n")
    edit(root, "source/ch02_two/ch02_two.py", "double(double(x))", "4 * x")
    commit(root)
    with pytest.raises(CourseError) as stop:
        publish.solution(root)
    first, second, last = str(stop.value).splitlines()
    assert first.startswith("ch01_one, cell 4 `test_double`: the reference answers fail (Assert")
    assert second.startswith("ch02_two, cell 5 (`object()`): its output holds 'at 0x")
    assert last == "Nothing was published."
    assert git(root, "rev-parse", "solution") == tip


def test_an_endless_answer_is_stopped_and_named(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.authoring.solve.SECONDS_PER_CELL", 1)
    edit(root, "source/ch01_one/ch01_one.py", "assert double(2)", "while True: pass\nassert 2")
    commit(root)
    with pytest.raises(CourseError, match="ch01_one, cell 4 `test_double`: .*after 1 seconds"):
        publish.solution(root)


def test_a_folder_without_git_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="is not a git repository"):
        publish.solution(tmp_path)


def test_a_repository_without_commits_is_refused(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    with pytest.raises(CourseError, match="no commit yet"):
        publish.solution(tmp_path)


def test_a_folder_inside_another_repository_is_refused(root: Path) -> None:
    with pytest.raises(CourseError, match="is inside the git repository"):
        publish.solution(root / "course")


def test_a_checked_out_branch_is_refused_with_its_folder(root: Path, tmp_path: Path) -> None:
    git(root, "worktree", "add", "--quiet", str(tmp_path / "beside"), "solution")
    with pytest.raises(CourseError, match="`solution` is checked out in .*beside"):
        publish.solution(root)


def test_a_branch_that_moved_meanwhile_is_left_alone(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(repo: Repo) -> dict[str, bytes]:
        git(root, "branch", "--force", "solution", "main")
        return {RELEASED[0]: b"solved\n"}

    monkeypatch.setattr(publish, "_solved", meanwhile)
    with pytest.raises(CourseError, match="update-ref"):
        publish.solution(root)
    assert git(root, "rev-parse", "solution") == git(root, "rev-parse", "main")


def files(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def handed_out(published: Path) -> dict[str, bytes]:
    return files(publish.kit(published))


def test_the_kit_holds_what_a_student_needs_and_nothing_else(
    handed_out: dict[str, bytes],
) -> None:
    named = ["LICENSE", "README.md", "course/__init__.py", "course/exercises.json"]
    named += ["environment.yml", "pyproject.toml"]
    assert sorted(handed_out) == sorted([*named, *RELEASED, "requirements-student.lock"])
    title, page = handed_out["README.md"].decode().split("\n", 1)
    assert title == f"# {identity.UNNAMED.title}: the student's page"
    assert page == "\nFor the student.\n"
    assert not [path for path, content in handed_out.items() if b"double(-3)" in content]


def test_a_new_kit_replaces_the_old_one_and_is_equal(
    root: Path, handed_out: dict[str, bytes]
) -> None:
    write(root, "dist/old.txt", "old")
    assert files(publish.kit(root)) == handed_out
    assert not list(root.glob(".dist-*"))


def test_a_kit_of_a_chapter_holds_no_other_and_none_of_the_later_answers(root: Path) -> None:
    kit = files(publish.kit(root, ["ch01_one"]))
    assert [path for path in kit if path.startswith("release/")] == [RELEASED[0]]
    assert not [path for path, content in kit.items() if b"return 2 * x" in content]
    later = files(publish.kit(root, ["ch02_two"]))
    assert [path for path in later if path.startswith("release/")] == [RELEASED[1]]
    assert b"return 2 * x" in later[RELEASED[1]]


def test_a_kit_of_an_unknown_chapter_is_refused_and_the_old_one_stays(root: Path) -> None:
    shutil.rmtree(root / "dist", ignore_errors=True)
    write(root, "dist/README.md", "old")
    with pytest.raises(CourseError, match="No chapter ch03_three"):
        publish.kit(root, ["ch01_one", "ch03_three"])
    assert files(root / "dist") == {"README.md": b"old"}


def test_what_later_chapters_give_away_is_said(root: Path) -> None:
    said = ["ch02_two holds the answers of `double` of ch01_one: hand it out when these are in."]
    assert publish.shown_answers(root) == said == publish.shown_answers(root, ["ch02_two"])
    assert publish.shown_answers(root, ["ch01_one"]) == []


def test_make_check_says_what_each_chapter_gives_away(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(release, "check", lambda root: [])
    assert main(["check"]) == 0
    first, *said = capsys.readouterr().out.splitlines()
    assert first == "release/ is what source/ says, and no chapter holds its own answers."
    assert said == publish.shown_answers(ROOT) and said
    monkeypatch.setattr(release, "check", lambda root: ["wrong"])
    assert main(["check"]) == 1
    assert capsys.readouterr().out == "wrong\n"


def test_every_answer_that_the_course_gives_away_is_said() -> None:
    said = "\n".join(publish.shown_answers(ROOT))
    asked = {
        one for name in catalogue.chapters(ROOT) for one in reference(build.notebook(ROOT, name))
    }
    for name in catalogue.chapters(ROOT):
        for cell in build.notebook(ROOT, name).cells:
            if text.is_given(cell.metadata.get("nbgrader", {})):
                given = set(re.findall(r"^def (\w+)", cell.source, re.MULTILINE)) & asked
                assert given
                assert all(f"`{function}`" in said for function in given)
    assert catalogue.chapters(ROOT)[0] + " holds" not in said


def test_the_kits_page_carries_the_name_and_the_address_of_the_course(root: Path) -> None:
    named = '[tool.course]\ntitle = "Nets at noon"\naddress = "https://example.org/nets"\n'
    write(root, "pyproject.toml", named)
    commit(root)
    page = (publish.kit(root) / "README.md").read_text()
    assert page.splitlines()[:3] == [
        "# Nets at noon: the student's page", "", "From https://example.org/nets"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("[tool.course", "cannot be read"),
        ("[tool.course]\ntitle = 3", "`title` must be one line"),
        ('[tool.course]\nabout = "a\\nb"', "`about` must be one line"),
        ("[tool.course]\naddress = 'javascript:x'", "`address` must begin with https://"),
        ("[tool.course]\naddress = 'https://a b'", "and have no space"),
    ],
)
def test_a_name_or_an_address_that_cannot_be_shown_is_refused(
    written: str, told: str, tmp_path: Path
) -> None:
    write(tmp_path, "pyproject.toml", written)
    with pytest.raises(CourseError, match=re.escape(told)):
        identity.of(tmp_path)


PAGE = (ROOT / "course/README.md").read_text(encoding="utf-8")
WAYS = dict(re.findall(r"^\*\*(.+?)\*\*.*\n\n```\w+\n((?:.+\n)+)```", PAGE, re.MULTILINE))


def test_the_kits_page_has_a_line_to_set_up_and_one_to_start_for_each_system() -> None:
    assert list(WAYS) == ["Linux, macOS", "Windows", "uv", "conda"]
    for lines in WAYS.values():
        _, start = lines.splitlines()
        assert start.endswith("python -m course")


@pytest.mark.parametrize("first", ["ch01_neurons", "ch02_activations"])
def test_the_kits_start_line_opens_its_first_chapter_below_the_folder_of_all(
    first: str, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "course", tmp_path / "course")
    for name in (first, "ch05_backprop"):
        write(
            tmp_path,
            f"release/{name}/{name}.ipynb",
            (ROOT / f"release/{name}/{name}.ipynb").read_text(),
        )
    with started(tmp_path) as (address, opened, log):
        assert opened.partition("?")[0] == f"{address}lab/tree/{first}/{first}.ipynb"
        for name in (first, "ch05_backprop"):
            found = f"{address}api/contents/{name}/{name}.ipynb?content=0&token=secret"
            with urllib.request.urlopen(found, timeout=HANG) as answer:
                assert answer.status == 200
        # Of this environment's own: no student has nbgrader.
        wrong = [line for line in log.read_text().splitlines() if line.startswith("[E")]
        assert not [line for line in wrong if "nbgrader" not in line]


QUIET = {"ServerApp": {"open_browser": False, "port": 0}}


@contextmanager
def started(folder: Path) -> Iterator[tuple[str, str, Path]]:
    """The kit as its page starts it: its address, the page that it opens, and the server's log."""
    home, log = folder / "jupyter", folder / "log"
    places = {f"JUPYTER_{what}_DIR": str(home / what) for what in ("CONFIG", "DATA", "RUNTIME")}
    write(home, "CONFIG/jupyter_server_config.json", json.dumps(QUIET))
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "course"],
            cwd=folder,
            env=os.environ | places | {"JUPYTER_TOKEN": "secret"},
            stdout=out,
            stderr=out,
        )
    try:
        deadline = time.monotonic() + 120
        opened = ""
        while not opened:
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.1)
            for page in (home / "RUNTIME").glob("jpserver-file-to-run-*-open.html"):
                opened = "".join(re.findall(r'url=(http[^"]+)" />', page.read_text()))
        yield opened.partition("lab")[0], opened, log
    finally:
        process.terminate()
        process.wait(HANG)


def release_late(root: Path) -> None:
    edit(root, "source/ch02_two/ch02_two.py", "# # Two", "# # Two and a half")
    commit(root)


def release_an_answer(root: Path) -> None:
    edit(root, RELEASED[1], "# YOUR CODE HERE", "return double(double(x))")
    commit(root)


def lose_the_page(root: Path) -> None:
    (root / "course/README.md").unlink()
    commit(root)


def leave_an_edit(root: Path) -> None:
    write(root, "course/new file.py", "")


@pytest.mark.parametrize(
    ("breaks", "message"),
    [
        (release_late, "release/ch02_two/ch02_two.ipynb differs from a fresh one"),
        (release_an_answer, "a line of an answer .*: `return double"),
        (lose_the_page, "course/README.md is missing"),
        (leave_an_edit, "differ from it: .*course/new file.py"),
    ],
)
def test_a_kit_that_would_be_wrong_is_refused_and_the_old_one_stays(
    root: Path, breaks: Callable[[Path], None], message: str
) -> None:
    shutil.rmtree(root / "dist", ignore_errors=True)
    write(root, "dist/README.md", "old")
    breaks(root)
    with pytest.raises(CourseError, match=message):
        publish.kit(root)
    assert files(root / "dist") == {"README.md": b"old"}
    assert not list(root.glob(".dist-*"))
