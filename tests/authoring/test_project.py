"""The project agrees with itself: versions, imports, commands, and nothing of one machine."""

import ast
import doctest
import html
import inspect
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import figures
import pytest
import yaml  # type: ignore[import-untyped]
from support import made
from support.chapters import reference

from autograder import command_line
from autograder.__main__ import main
from autograder.authoring import build
from autograder.judging import sandbox
from autograder.publishing import pages
from autograder.shared import catalogue, identity, system
from course.naming import NAME
from course.widgets.canvas import INK, Canvas
from course.widgets.figure import Frame, Interactive

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
# The bracketed letters keep the patterns from finding themselves.
REGISTRY = re.compile(r"py[p]i\.(org|python)|pythonhoste[d]|anacond[a]\.(org|com)|npmj[s]\.")
MACHINE_PATH = re.compile(r"(?<![\w.~/])/(hom[e]|User[s]|roo[t]|wor[k]|op[t]|mn[t])/\w")
FORBIDDEN = {
    "course": {"autograder", "source", "tests"},
    "source": {"autograder", "source", "tests"},
    "autograder": {"source", "tests"},
}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked_versions(lock: str) -> dict[str, set[str]]:
    """Return name -> versions of a lock file; more than one if it depends on the Python."""
    found = re.findall(r"^([\w.-]+)(?:\[[^]]*\])?==([^ ;\\]+)", lock, re.MULTILINE)
    return {normal(name): {v for n, v in found if normal(n) == normal(name)} for name, _ in found}


def lock_faults(lock: str) -> list[str]:
    """Return the lines of a lock file that are no comment and no pinned, hashed entry."""
    entry = r"[\w.-]+(\[[\w,-]+\])?==[\w.+!-]+( ; [^\\]+)?( --hash=sha256:[0-9a-f]{64})+"
    lines = re.sub(r"^ *#.*\n", "", lock, flags=re.MULTILINE)
    joined = re.sub(r" *\\\n *", " ", lines).splitlines()
    return [line for line in joined if line and not re.fullmatch(entry, line)]


def direct_dependencies(*extras: str) -> dict[str, str]:
    """Return name -> allowed versions of what pyproject.toml asks for."""
    project = PYPROJECT["project"]
    lists = [project["dependencies"], *(project["optional-dependencies"][e] for e in extras)]
    pairs = (re.fullmatch(r"([\w.-]+)(.*)", d) for one in lists for d in one)
    return {normal(pair[1]): pair[2] for pair in pairs if pair}


def conda_pins() -> list[str]:
    dependencies = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    pins: list[str] = dependencies[-1]["pip"]
    return pins


def test_what_the_course_is_called_is_told_once_and_the_same_everywhere() -> None:
    """A course of somebody's own changes these, and nothing else: see docs/own-course.md."""
    assert PYPROJECT["project"]["name"] == NAME
    assert f"{NAME} = " in "".join(f"{name} = " for name in PYPROJECT["project"]["scripts"])
    included = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included == {"release": NAME.replace("-", "_")}
    assert yaml.safe_load((ROOT / "environment.yml").read_text())["name"] == NAME
    assert f"conda run --live-stream -n {NAME} " in (ROOT / "course/README.md").read_text("utf-8")
    title = identity.of(ROOT).title
    telling = [path for path in tracked_code() if title in path.read_text("utf-8")]
    assert telling == OWN_PAGES  # the network's poster and program, which are of this course only


OWN_PAGES = [ROOT / "course/mine/poster.py", ROOT / "course/mine/saving.py"]


def tracked_code() -> list[Path]:
    """The code that a course for another subject would keep."""
    return sorted(p for room in ("autograder", "course") for p in (ROOT / room).rglob("*.py"))


def allows(specifier: str, version: str) -> bool:
    from packaging.specifiers import SpecifierSet

    return SpecifierSet(specifier).contains(version)


REAL_PAGES = pages.pages
README = (ROOT / "README.md").read_text(encoding="utf-8")
LOCK = (ROOT / "requirements.lock").read_text()
STUDENT = (ROOT / "requirements-student.lock").read_text()


ALL_DEPENDENCIES = direct_dependencies(*PYPROJECT["project"]["optional-dependencies"])


@pytest.mark.parametrize("name", sorted(ALL_DEPENDENCIES))
def test_the_lock_pins_a_version_that_pyproject_allows(name: str) -> None:
    assert all(allows(ALL_DEPENDENCIES[name], v) for v in locked_versions(LOCK)[name])


@pytest.mark.sweep
def test_the_students_lock_pins_the_same_versions_and_nothing_that_only_graders_need() -> None:
    pinned = locked_versions(STUDENT)
    assert pinned.keys() >= direct_dependencies().keys()
    assert pinned == {name: locked_versions(LOCK)[name] for name in pinned}
    # Two that graders ask for come with JupyterLab anyway.
    graders = {*ALL_DEPENDENCIES} - direct_dependencies().keys() - {"charset-normalizer", "pyyaml"}
    assert not pinned.keys() & graders
    assert not pinned.keys() & {"scipy", "scikit-learn", "sqlalchemy", "alembic"}


def test_the_conda_environment_pins_the_locked_versions_of_all_direct_dependencies() -> None:
    *pins, project = conda_pins()
    assert project == "-e ."
    pinned = {normal(name): {version} for name, version in (pin.split("==") for pin in pins)}
    assert pinned == {name: locked_versions(LOCK)[name] for name in direct_dependencies()}


def test_the_dev_container_installs_the_students_lock_and_opens_chapter_1() -> None:
    container = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text())
    install = "python -m pip install --require-hashes -r requirements-student.lock"
    assert container["postCreateCommand"] == f"{install} && python -m pip install --no-deps -e ."
    [opened] = container["customizations"]["codespaces"]["openFiles"]
    assert catalogue.chapters(ROOT)[0] in opened and (ROOT / opened).is_file()
    name, _, version = container["image"].partition(":")
    assert name == "python" and allows(PYPROJECT["project"]["requires-python"], f"{version}.0")


def test_the_conda_environment_asks_for_the_python_that_pyproject_asks_for() -> None:
    python, *_ = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    assert python == "python" + PYPROJECT["project"]["requires-python"]


@pytest.mark.parametrize("lock", [LOCK, STUDENT], ids=["all", "student"])
def test_every_entry_of_a_lock_has_hashes_and_no_line_names_an_index(lock: str) -> None:
    assert len(locked_versions(lock)) > 80
    assert lock_faults(lock) == []
    assert "://" not in lock


@pytest.mark.parametrize("fault", ["--index-url x", "numpy==2.4.6", "numpy>=2 --hash=sha256:0"])
def test_a_line_of_the_lock_without_pin_or_hash_is_found(fault: str) -> None:
    assert lock_faults(f"{LOCK}{fault}\n") == [fault]


def tracked_texts() -> Iterator[tuple[str, str]]:
    """Yield path and text of each file that is in git, or would be if it were added."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    for name in filter(None, listing.split("\0")):
        if (ROOT / name).is_file():
            yield name, (ROOT / name).read_bytes().decode(errors="ignore")


@pytest.mark.parametrize("pattern", [REGISTRY, MACHINE_PATH], ids=["registry", "machine path"])
def test_no_file_names_a_registry_or_a_path_of_one_machine(pattern: re.Pattern[str]) -> None:
    found = {name: match[0] for name, text in tracked_texts() if (match := pattern.search(text))}
    assert found == {}


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (REGISTRY, "https://files.python" + "hosted.org/x"),
        (REGISTRY, "index = py" + "pi.org"),
        (MACHINE_PATH, "see " + "/hom" + "e/anna/course"),
        (MACHINE_PATH, "'" + "/wor" + "k/main'"),
    ],
)
def test_a_registry_or_a_path_of_one_machine_is_found(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text)


def imported(code: str) -> set[str]:
    """Return the top-level names of all modules that the code imports absolutely."""
    nodes = list(ast.walk(ast.parse(code)))
    plain = {alias.name for n in nodes if isinstance(n, ast.Import) for alias in n.names}
    froms = {n.module or "" for n in nodes if isinstance(n, ast.ImportFrom) and n.level == 0}
    return {name.partition(".")[0] for name in plain | froms}


@pytest.mark.parametrize("package", sorted(FORBIDDEN))
def test_imports_go_in_one_direction(package: str) -> None:
    files = sorted((ROOT / package).rglob("*.py"))
    assert files
    wrong = {str(f): bad for f in files if (bad := imported(f.read_text()) & FORBIDDEN[package])}
    assert wrong == {}


def test_an_import_in_any_form_and_place_is_found() -> None:
    code = "import a.b, c as d\nfrom e.f import g\ndef h():\n    from i import j\nfrom . import k"
    assert imported(code) == {"a", "c", "e", "i"}


def documented(text: str) -> set[str]:
    """Return the make targets that a page tells its reader to run."""
    return set(re.findall(r"(?:^|`|\$ )make ([a-z][a-z-]*)", text, re.MULTILINE))


def make_help() -> set[str]:
    out = subprocess.run(["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True)
    return set(re.findall(r"^ *make ([a-z-]+)", out.stdout, re.MULTILINE))


def test_every_target_that_the_readme_or_ci_runs_is_listed_by_make_help() -> None:
    pages = ("README.md", ".ci/run")
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text())
    steps = [step.get("run", "") for job in workflow["jobs"].values() for step in job["steps"]]
    wanted = set().union(*(documented((ROOT / page).read_text()) for page in pages))
    wanted |= documented("\n".join(steps))
    assert {"lab", "test", "check", "solution"} <= wanted
    assert wanted <= make_help()


def test_make_help_lists_every_target() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert phony and set(phony[1].split()) == make_help()


def commands(page: str) -> list[str]:
    """The commands of ours that a page tells its reader to run, as they are typed."""
    found = re.findall(r"(?:^ {4}|`)python -m autograder ([^`#\n]+)", page, re.MULTILINE)
    return [command.strip() for command in found]


@pytest.mark.parametrize(
    "command",
    [
        command
        for page in ("autograder/README.md", "docs/grading.md", "docs/own-course.md")
        for command in commands((ROOT / page).read_text(encoding="utf-8"))
    ],
)
def test_every_command_that_a_page_for_instructors_tells_is_one(command: str) -> None:
    command_line._parser().parse_args(shlex.split(command))


def test_a_command_that_is_none_is_seen(capsys: pytest.CaptureFixture[str]) -> None:
    told = commands(
        "    python -m autograder grade --fast    # at once\nor `python -m autograder x`"
    )
    assert told == ["grade --fast", "x"]
    for command in told:
        with pytest.raises(SystemExit):
            command_line._parser().parse_args(shlex.split(command))
    assert "--fast" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("there", "words"),
    [
        ({"bwrap", "firefox"}, []),
        ({"firefox"}, ["apt-get install bubblewrap"]),
        ({"bwrap"}, ["apt-get install chromium"]),
        (set(), ["apt-get install bubblewrap", "apt-get install chromium"]),
    ],
)
def test_each_missing_system_package_has_one_line_with_its_command(
    monkeypatch: pytest.MonkeyPatch, there: set[str], words: list[str]
) -> None:
    which: Callable[[str], str | None] = lambda name: name if name in there else None  # noqa: E731
    monkeypatch.setattr(shutil, "which", which)
    monkeypatch.setattr("sys.platform", "linux")
    lines = system.missing()
    assert len(lines) == len(words)
    assert all(word in line and "\n" not in line for word, line in zip(words, lines, strict=True))


def test_make_setup_says_in_a_line_that_all_is_well_or_what_cannot_be_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system, "missing", list)
    monkeypatch.setattr(sandbox, "choose", lambda: "bwrap")
    assert main(["system"]) == main(["system", "--ready"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("All is well: Python 3.") and said.endswith("by bwrap.\n")
    assert said.count("\n") == 1

    def refuse() -> str:
        raise sandbox.SandboxUnavailableError("no wall works.")

    monkeypatch.setattr(sandbox, "choose", refuse)
    assert main(["system", "--ready"]) == 0
    assert capsys.readouterr().out.endswith("nothing can be graded here: no wall works.\n")


def test_the_readmes_taste_prints_what_it_says() -> None:
    failed, tried = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert tried > 5
    assert not failed


def test_the_readmes_table_is_what_the_chapters_hold() -> None:
    rows = re.findall(r"^\| (\d+) \| \[(.+)\]\((.+)\) \| (.+) \|$", README, re.MULTILINE)
    assert len(rows) == len(catalogue.chapters(ROOT))
    for (number, title, link, written), chapter in zip(rows, catalogue.chapters(ROOT), strict=True):
        notebook = build.notebook(ROOT, chapter)
        assert notebook.cells[0].source.startswith(f"# Chapter {number} · {title}\n")
        assert link == f"release/{chapter}/{chapter}.ipynb"
        assert re.findall(r"`(\w+)`", written) == list(reference(chapter))


def test_the_readme_says_where_the_course_runs_without_installing() -> None:
    address = identity.of(ROOT).address
    [line] = [one for one in README.splitlines() if one.startswith("Without installing anything:")]
    assert README.index(line) < README.index("```sh")
    assert f"({address})" in line if address else "`make site`" in line
    workflow = yaml.safe_load((ROOT / ".github/workflows/site.yml").read_text())
    assert workflow[True]["push"] == {"branches": ["main"]}  # YAML 1.1 reads `on` so
    steps = [step.get("run") for step in workflow["jobs"]["site"]["steps"]]
    assert "make site" in steps


def test_the_readmes_picture_is_one_of_the_figures_in_its_own_words() -> None:
    words, path = re.findall(r"!\[(.+)\]\((.+)\)", README)[0]
    shot = next(shot for shot in figures.SHOTS if shot.name == figures.README)
    assert ROOT / path == figures.FOLDER / f"{shot.name}.png"
    figure = made.figures(shot.chapter)[shot.number]
    assert f'aria-label="{html.escape(words)}"' in figure.scene


def source_of(chapter: str) -> str:
    return build.text_path(ROOT, chapter).read_text(encoding="utf-8")


def test_every_figure_is_photographed_in_both_themes_and_nothing_else_is() -> None:
    taken = {shot.name + ending for shot in figures.SHOTS for ending in figures.THEMES.values()}
    there = {path.name for path in figures.FOLDER.iterdir()}
    assert there - {figures.LOOKS.name} == {f"{name}.png" for name in taken}
    shown = {name for name in catalogue.chapters(ROOT) if "widgets." in source_of(name)}
    assert {shot.chapter for shot in figures.SHOTS} == shown


@pytest.mark.parametrize("shot", figures.SHOTS, ids=lambda shot: shot.name)
def test_every_picture_is_of_the_code_as_it_stands(shot: figures.Shot) -> None:
    kept, now = json.loads(figures.LOOKS.read_text()), figures.looks(shot)
    assert shot.name in kept, "no picture was taken of it since it looks so: make figures"
    (*figure, style), (*figure_now, style_now) = kept[shot.name], now
    assert made.alike(figure, figure_now), "the figure looks otherwise by now: make figures"
    assert style == style_now, "figure.css has changed since: make figures"


def test_a_picture_that_is_older_than_its_figure_is_seen() -> None:
    def seen(draw: Callable[[Canvas], None], question: str = "Why?") -> list[object]:
        canvas = Canvas(700, 300)
        canvas.text(20, 20, "0.1 and 5.7·10⁻¹¹")
        draw(canvas)
        return made.looks(Interactive("x", question, [], lambda values: Frame(canvas.svg(""), "")))

    before = seen(lambda canvas: canvas.line(10, 10, 90, 90))
    assert made.alike(before, seen(lambda canvas: canvas.line(10, 10, 90.2, 90)))
    for otherwise in (
        seen(lambda canvas: canvas.line(10, 10, 290, 90)),
        seen(lambda canvas: canvas.line(10, 10, 90, 90, INK)),
        seen(lambda canvas: canvas.line(10, 10, 90, 90), "Why not?"),
        seen(lambda canvas: None),
    ):
        assert not made.alike(before, otherwise)


def test_every_place_that_a_page_links_to_exists() -> None:
    for page in sorted(ROOT.glob("*.md")) + [
        *ROOT.glob("docs/**/*.md"),
        ROOT / "course/README.md",
        ROOT / "autograder/README.md",
    ]:
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


EXPORTS = ("grades.csv", "results.json", "moodle.zip", "class.tar.gz", "grades.xlsx", "dump.sql")


@pytest.mark.parametrize("name", [*EXPORTS, "gradebook.db", "submitted/ada/x", "feedback/ada/x"])
def test_what_holds_a_students_name_or_grade_is_never_committed(name: str) -> None:
    found = subprocess.run(["git", "check-ignore", "--no-index", "--quiet", name], cwd=ROOT)
    if found.returncode == 128:
        pytest.skip("this copy of the course is no git repository")
    assert found.returncode == 0


def test_no_file_of_the_course_is_ignored() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True).stdout
    command = ["git", "check-ignore", "--no-index", "--stdin"]
    found = subprocess.run(command, cwd=ROOT, input=tracked, capture_output=True)
    assert found.stdout.decode() == ""


@pytest.mark.parametrize(("flags", "solved"), [([], False), (["--unsolved"], False),
                                               (["--solved"], True)])  # fmt: skip
def test_pages_have_answers_only_when_they_are_asked_for(
    flags: list[str], solved: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(
        pages, "pages", lambda root, names, to, solved=None: asked.append(solved) or []
    )
    assert main(["pages", *flags]) == 0
    assert asked == [solved]
    assert inspect.signature(REAL_PAGES).parameters["solved"].default is False


@pytest.mark.parametrize(
    ("file", "line", "broken"),
    [
        ("autograder/inside/forks.py", "from autograder.shared import times", "downwards"),
        ("autograder/shared/times.py", "from autograder.records import gradebook", "downwards"),
        ("autograder/inside/wire/frames.py", "import autograder.inside.wall.tiers", "the wall"),
        ("course/data.py", "from autograder.shared import errors", "nothing of the grader"),
        (
            "course/check/failure.py",
            "from course.check import diagnosis",
            "stand on the vocabulary",
        ),
    ],
)
def test_an_import_against_the_grain_breaks_a_contract(
    file: str, line: str, broken: str, tmp_path: Path
) -> None:
    for name in ("autograder", "course"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    lint = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    clean = {"cwd": tmp_path, "env": os.environ | {"PYTHONPATH": str(tmp_path)}, "text": True}
    assert subprocess.run(lint, capture_output=True, **clean).returncode == 0
    with (tmp_path / file).open("a", encoding="utf-8") as module:
        module.write(f"{line}\n")
    done = subprocess.run(lint, capture_output=True, **clean)
    assert done.returncode == 1
    assert f"{broken}" in " ".join(done.stdout.split())
