"""Attacks on our own grader: no point, no secret, nothing of anybody else's, and no end of the run.

The rows of attacks.py are handed in by a class, with honest students in between, and graded once
for each tier that this machine has; then one test for each row reads what has become of it. Without
a sandbox only what the judge defends alone is handed in. The first row of each kind makes a small
class of its own on each wall; all others are a sweep.
"""

from __future__ import annotations

import compileall
import contextlib
import functools
import io
import os
import re
import shutil
import socket
import stat
import sysconfig
import threading
import time
import unicodedata
import uuid
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest
from bs4 import BeautifulSoup
from nbconvert.filters.markdown_mistune import markdown2html_mistune as markdown2html
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook
from nbgrader.utils import is_solution
from support.attacks import ALL, CHAPTER, FULL, JUDGE_ALONE, RIGHT, SECRETS, TEXT, Attack
from support.chapters import ROOT, each_chapter, source_notebook, verdicts

from autograder import grade
from autograder.authoring import answers, build, release
from autograder.grade import Settings
from autograder.handed_in import collect
from autograder.inside.wall.tiers import BWRAP, LANDLOCK, NONE
from autograder.judging import sandbox
from autograder.judging.result import Result
from autograder.records import standing, templates
from autograder.records.table import table
from course.results.marks import SHAPES

pytestmark = pytest.mark.filterwarnings("ignore::nbformat.warnings.DuplicateCellId")
CONFIG = "\nc.Execute.timeout = 1.5\n"
EARLY, AMONG = ("early one", "early two"), 8  # every so many there is an honest student
SEED = "5eed" * 8
WALLED = (BWRAP, LANDLOCK)
CHOSEN, REST = "chosen", "rest"
PARTS = {CHOSEN: list({attack.kind: attack for attack in reversed(ALL)}.values())}
PARTS[REST] = [attack for attack in ALL if attack not in PARTS[CHOSEN]]


def rows_in(tier: str, part: str) -> list[Attack]:
    """The attacks of a class; without a wall those that the judge defends from alone."""
    return [a for a in PARTS[part] if tier in WALLED or a.kind in JUDGE_ALONE]


def marks(tier: str, part: str) -> list[pytest.MarkDecorator]:
    return [] if tier in WALLED and part == CHOSEN else [pytest.mark.sweep]


@dataclass
class Class:
    """A class that was graded, and what was seen before and after."""

    tier: str
    root: Path
    canaries: dict[str, str]
    mark: str
    results: dict[str, Result] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # of a row -> the student
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)  # from the sandbox, over the network
    comments: dict[str, list[str]] = field(default_factory=dict)
    others: list[psutil.Process] = field(default_factory=list)  # that the tests had before
    seconds: float = 0.0

    @property
    def temporary(self) -> Path:
        """Its folder for temporary files."""
        return self.root.parent / "tmp"


def canary() -> str:
    return f"canary-{uuid.uuid4().hex[:16]}"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The course before anyone has handed in; not to be changed."""
    root = tmp_path_factory.mktemp("attacked") / "course"
    # Or another process of the tests writes what it compiles while ours is looked at.
    compileall.compile_dir(ROOT / "course", quiet=1)
    secrets = {name: canary() for name in ("tests", "environment", "home", "neighbour")}
    path = root / "source" / CHAPTER / f"{CHAPTER}.py"
    path.parent.mkdir(parents=True)
    path.write_text(TEXT.replace("CANARY", secrets["tests"]), encoding="utf-8")
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (root / "nbgrader_config.py").write_text(config + CONFIG, encoding="utf-8")
    release.release(root)
    return root, secrets


def text_for(source: str, class_: Class, port: int) -> str:
    """A row's text with the places of this run in it."""
    places = {
        "@COURSE@": str(class_.root), "@HOME@": os.environ["HOME"], "@NEIGHBOUR@": EARLY[0],
        "@PORT@": str(port), "@MARK@": class_.mark, "@TMP@": os.environ["TMPDIR"],
    }  # fmt: skip
    for name, value in places.items():
        source = source.replace(name, value)
    return source


def handed_in(attack: Attack, class_: Class, port: int) -> NotebookNode:
    """The notebook of a row, before its edit."""
    written = {**RIGHT, **attack.answers}
    written = {name: text_for(text, class_, port) for name, text in written.items()}
    notebook = answers.solved(build.notebook(class_.root, CHAPTER), written)
    if attack.own:
        notebook.cells.insert(0, new_code_cell(text_for(attack.own, class_, port)))
    if attack.last:
        notebook.cells.append(new_code_cell(text_for(attack.last, class_, port)))
    return notebook


def put(attack: Attack, student: str, class_: Class, port: int) -> None:
    path = class_.root / "submitted" / student / CHAPTER / f"{CHAPTER}.ipynb"
    path.parent.mkdir(parents=True)
    for name, content in attack.files.items():
        (path.parent / name).write_bytes(content)
    if attack.place is not None:
        attack.place(path, class_.root / "submitted" / EARLY[0])
        return
    notebook: NotebookNode | bytes = handed_in(attack, class_, port)
    if attack.edit is not None:
        notebook = attack.edit(notebook)  # type: ignore[arg-type]
    content = notebook if isinstance(notebook, bytes) else nbformat.writes(notebook).encode()
    path.write_bytes(content)


def put_honest(student: str, class_: Class) -> None:
    secret = f"# {class_.canaries['neighbour']}\n"
    put(Attack("honest", student, answers={"twice": secret + RIGHT["twice"]}), student, class_, 0)


def tree(*tops: Path, content: bool = True) -> dict[str, object]:
    """What lies below the folders: bytes, or sizes and times of large ones.

    But for what pytest compiles of modules called like tests: a process of the tests beside this
    one may import a package at any time, and nobody else reads that.
    """
    found: dict[str, object] = {}
    folders = [str(top) for top in tops]
    while folders:
        with contextlib.suppress(FileNotFoundError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif f"-pytest-{pytest.__version__}.pyc" not in entry.name:
                    found[entry.path] = looked_at(entry, content)
    return found


def looked_at(entry: os.DirEntry[str], content: bool) -> object:
    if content and entry.is_file(follow_symlinks=False):
        return Path(entry).read_bytes()
    status = entry.stat(follow_symlinks=False)
    return status.st_size, status.st_mtime_ns


def rows_of(root: Path, students: tuple[str, ...]) -> dict[str, list[tuple[Any, ...]]]:
    """What the gradebook holds of these students."""
    found = {}
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        for student in students:
            notebook = book.find_submission_notebook(CHAPTER, CHAPTER, student)
            found[student] = sorted(
                (g.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade)
                for g in notebook.grades
            )
    return found


def comments_of(root: Path) -> dict[str, list[str]]:
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        return {
            s.student.id: [c.auto_comment or "" for n in s.notebooks for c in n.comments]
            for s in book.assignment_submissions(CHAPTER)
        }


def seen(class_: Class) -> dict[str, Any]:
    """Everything that no submission may change."""
    root = class_.root
    packages = {Path(sysconfig.get_path(name)) for name in ("purelib", "stdlib")}
    return {
        "course": tree(root / "source", root / "release"),
        "config": (root / "nbgrader_config.py").read_bytes(),
        "submitted": tree(root / "submitted"),
        "graded": tree(*(root / top / s for top in ("autograded", "feedback") for s in EARLY)),
        "rows": rows_of(root, EARLY),
        "packages": tree(*packages, ROOT / "course", content=False),
    }


class Listener:
    """Hears whoever reaches the network of this machine."""

    def __init__(self, heard: list[str]) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._heard = heard
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                with self._socket.accept()[0] as connection:
                    self._heard.append(str(connection.recv(100)))
            except OSError:
                return

    def close(self) -> None:
        self._socket.close()


def student_of(number: int, attack: Attack) -> str:
    return f"{number:03d} {attack.kind}"


@pytest.fixture(scope="module")
def classes(
    released: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, str], Class]:
    """A class of attackers with honest students among them, graded in a tier of the sandbox.

    Each is graded once, when the first test asks for it.
    """

    @functools.cache
    def of(tier: str, part: str) -> Class:
        if tier in WALLED:
            try:
                sandbox.choose(tier)
            except sandbox.SandboxUnavailableError as error:
                pytest.skip(f"TIER {tier} IS NOT ATTACKED HERE: {error}")
        return at_work(tier, rows_in(tier, part), released, tmp_path_factory.mktemp(tier))

    return of


@pytest.fixture
def graded(wall: str, part: str, classes: Callable[[str, str], Class]) -> Class:
    return classes(wall, part)


def at_work(
    tier: str, rows: list[Attack], released: tuple[Path, dict[str, str]], top: Path
) -> Class:
    """A class that was graded, with a home and a folder for temporary files of its own."""
    source, secrets = released
    class_ = Class(tier, top / "course", secrets, f"m{uuid.uuid4().hex[:12]}")
    class_.others = psutil.Process().children(recursive=True)
    with pytest.MonkeyPatch.context() as patch:
        for folder in ("home", "tmp"):
            (top / folder).mkdir()
        (top / "home" / ".netrc").write_text(secrets["home"])
        patch.setenv("HOME", str(top / "home"))
        patch.setenv("TMPDIR", str(class_.temporary))
        patch.setattr("tempfile.tempdir", None)
        patch.setenv("GRADERS_SECRET", secrets["environment"])
        shutil.copytree(source, class_.root)
        run(class_, rows)
    return class_


def run(class_: Class, rows: list[Attack]) -> None:
    """Grade two honest students, then everybody."""
    settings = Settings(sandbox=class_.tier, workers=3, seed=SEED)
    listener = Listener(class_.calls)
    for student in EARLY:
        put_honest(student, class_)
    first = {r.student: r for r in grade.grade(class_.root, settings=settings)}
    assert {s: points(r) for s, r in first.items()} == {s: FULL for s in EARLY}
    for number, attack in enumerate(rows):
        class_.names[attack.name] = student_of(number, attack)
        put(attack, student_of(number, attack), class_, listener.port)
        if number % AMONG == 0:
            put_honest(f"{number:03d} honest", class_)
    class_.before = seen(class_)
    began = time.monotonic()
    class_.results = {r.student: r for r in grade.grade(class_.root, settings=settings)}
    class_.seconds = time.monotonic() - began
    listener.close()
    class_.after = seen(class_)
    class_.comments = comments_of(class_.root)


def points(result: Result) -> dict[str, float | None]:
    return {cell.grade_id: cell.points for cell in result.cells}


def files_of(class_: Class, student: str) -> tuple[NotebookNode | None, str]:
    """The graded notebook and the page of a student, None and "" if there are none."""
    path = class_.root / "autograded" / student / CHAPTER / f"{CHAPTER}.ipynb"
    page = class_.root / "feedback" / student / CHAPTER / f"{CHAPTER}.html"
    notebook = nbformat.read(path, as_version=4) if path.exists() else None
    return notebook, page.read_text(encoding="utf-8") if page.exists() else ""


def everything_shown(class_: Class, student: str) -> str:
    """All that comes back to a student, or is shown of them."""
    notebook, page = files_of(class_, student)
    result = class_.results[student]
    outputs = [o for c in notebook.cells for o in c.get("outputs", [])] if notebook else []
    texts = [str(part) for output in outputs for part in flat(output)]
    told = [str(result.reason), *(f"{c.mistake} {c.message}" for c in result.cells)]
    return "\n".join([*texts, page, *told, *class_.comments.get(student, [])])


def flat(value: Any) -> list[Any]:
    """The leaves of JSON."""
    if isinstance(value, dict):
        return [leaf for pair in value.items() for part in pair for leaf in flat(part)]
    return [leaf for part in value for leaf in flat(part)] if isinstance(value, list) else [value]


def told(result: Result) -> str:
    return "\n".join(str(c.message) for c in result.cells if c.points == 0 and c.max_points)


LIVE = (
    "script",
    "iframe",
    "object",
    "embed",
    "form",
    "base",
    "meta",
    "link",
    "style",
    "svg",
    "math",
)
SCHEMES = re.compile(r"^[\s\x00-\x20]*(javascript|vbscript|data|file|feed|blob):", re.I)


def live_in(page: str) -> list[str]:
    """Elements and attributes of a page that run, load or style something."""
    soup, found = BeautifulSoup(page, "html.parser"), []
    for element in soup.find_all(True):
        if element.name in LIVE:
            found.append(str(element))
        for name, value in element.attrs.items():
            if (
                name.lower().startswith("on")
                or name.lower() in ("srcdoc", "style")
                or SCHEMES.match(str(value))
                or name == "src"
            ):
                found.append(f"{element.name} {name}={value}")
    return found


def live(page: str, honest: str) -> list[str]:
    """What runs on a page that does not on an honest student's; the page's own marks do not."""
    usual = live_in(without_marks(honest))
    return [found for found in live_in(without_marks(page)) if found not in usual]


def without_marks(page: str) -> str:
    """A page without its marks of how an exercise stands, letter for letter as it has them."""
    shapes = "".join(
        f'<symbol id="course-mark-{state}" viewBox="0 0 18 18">{re.escape(shape)}</symbol>|'
        for state, shape in SHAPES.items()
    )
    page = re.sub(rf'<svg class="marks" aria-hidden="true">(?:{shapes}\\s)*</svg>', "", page)
    for state in standing.MEANING:
        page = page.replace(templates._mark(state), "")
    return page


def markup(notebook: NotebookNode) -> list[str]:
    """What a graded notebook would run, load or style wherever it is opened."""
    found = []
    for cell in notebook.cells:
        found += ["attachments"] * ("attachments" in cell)
        if cell.cell_type != "code":
            found += live_in(markdown2html(cell.source))
            found += live_in(cell.source)
        found += [o.output_type for o in cell.get("outputs", []) if "data" in o]
    return found + [key for key in notebook.metadata if key in ("widgets", "title", "authors")]


def unseen(text: str) -> set[str]:
    """Characters of control, and such as turn the text around them."""
    turning = {*map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))}
    return {
        c for c in text if (unicodedata.category(c) == "Cc" and c not in "\n\t") or c in turning
    }


# --- each row -----------------------------------------------------------------------------------


each_row = pytest.mark.parametrize(
    ("wall", "part", "attack"),
    [
        pytest.param(
            tier, part, attack, marks=marks(tier, part), id=f"{tier}: {attack.kind}: {attack.name}"
        )
        for tier in (*WALLED, NONE)
        for part in PARTS
        for attack in rows_in(tier, part)
    ],
)


def each_class(*tiers: str, parts: tuple[str, ...] = (CHOSEN, REST)) -> pytest.MarkDecorator:
    """Every class that is graded in these tiers."""
    return pytest.mark.parametrize(
        ("wall", "part"),
        [
            pytest.param(tier, part, marks=marks(tier, part), id=f"{tier}-{part}")
            for tier in tiers
            for part in parts
        ],
    )


@each_row
def test_it_wins_no_point_and_costs_no_other_exercise(graded: Class, attack: Attack) -> None:
    look(graded, attack)


def look(graded: Class, attack: Attack) -> None:
    """What has become of a row, and all that came back of it."""
    student = graded.names[attack.name]
    if attack.own_signal and graded.tier == BWRAP:
        attack = replace(attack, points={}, outcome="ok", reason="")
    result, expected = graded.results[student], {**FULL, **attack.points}
    got = points(result)
    if attack.loose:
        assert all((got[name] or 0) <= FULL[name] for name in FULL), got
    else:
        assert got == expected, told(result)
        if attack.told:
            assert re.search(attack.told, told(result)), told(result)
    if attack.outcome != "any":
        assert str(result.outcome) in attack.outcome.split(" or "), result.reason
    assert result.outcome != "internal error", result.reason
    assert bool(result.reason) is (result.outcome != "ok")
    assert re.search(attack.reason, result.reason or ""), result.reason
    shown = everything_shown(graded, student)
    found = {name for name, secret in graded.canaries.items() if secret in shown}
    assert found == set()
    assert SEED not in shown
    notebook, page = files_of(graded, student)
    assert (notebook is None) is (result.outcome == "invalid")
    if notebook is not None:
        assert live(page, files_of(graded, EARLY[0])[1]) == []
        assert markup(notebook) == []
        assert unseen(shown + table([result])) == set()
        assert len(page) < 4_000_000


# --- the class ----------------------------------------------------------------------------------


def test_there_are_attacks_of_every_class_of_the_issue() -> None:
    kinds = {kind: sum(a.kind == kind for a in ALL) for kind in dict.fromkeys(a.kind for a in ALL)}
    assert sum(kinds.values()) >= 90
    assert len({a.name for a in ALL}) == len(ALL), "names tell rows apart"
    assert set(kinds) == {
        "forged", "ipython", "notebook", "secrets", "writing", "ending", "gaming", "display",
        "intake",
    }  # fmt: skip
    assert min(kinds.values()) >= 10


@each_class(*WALLED)
def test_the_batch_is_completed_and_no_honest_neighbour_loses_anything(graded: Class) -> None:
    handed_in = {p.name for p in (graded.root / "submitted").iterdir()}
    assert set(graded.results) == handed_in
    honest = {s: r for s, r in graded.results.items() if s not in graded.names.values()}
    assert len(honest) > len(graded.names) / AMONG
    wrong = {s: (r.outcome, points(r), r.reason) for s, r in honest.items() if points(r) != FULL}
    assert wrong == {}
    assert {r.outcome for r in honest.values()} == {"ok"}


@each_class(*WALLED)
@pytest.mark.parametrize("what", ["course", "config", "submitted", "graded", "rows", "packages"])
def test_nothing_of_anybody_elses_is_changed(graded: Class, what: str) -> None:
    before, after = graded.before[what], graded.after[what]
    if isinstance(before, dict):
        assert {k for k in {*before, *after} if before.get(k) != after.get(k)} == set()
    assert before == after


@each_class(*WALLED)
def test_the_gradebook_says_what_the_results_say(graded: Class) -> None:
    students = tuple(graded.results)
    held = rows_of(graded.root, students)
    for student, rows in held.items():
        result = graded.results[student]
        assert {name: auto for name, auto, *_ in rows} == points(result), student
        assert {(manual, extra) for _, _, manual, extra, _ in rows} == {(None, None)}, student


@each_class(*WALLED)
def test_no_process_and_no_file_is_left(graded: Class) -> None:
    def left() -> list[str]:
        found = []
        for process in psutil.process_iter():
            try:
                line = process.name() + " ".join(process.cmdline())
                if graded.mark in line or str(graded.temporary) in line:
                    found.append(f"{process.pid} {line[:100]}")
            except psutil.Error:
                continue
        ours = psutil.Process().children(recursive=True)
        return found + [str(p) for p in ours if p not in graded.others]

    end = time.monotonic() + 15
    while left() and time.monotonic() < end:
        time.sleep(0.05)
    assert left() == []
    assert list(graded.temporary.iterdir()) == []
    for folder in ("/tmp", "/dev/shm", "/var/tmp"):
        assert [p for p in os.listdir(folder) if graded.mark in p] == []


@each_class(*WALLED)
def test_nobody_is_reached_over_the_network(graded: Class) -> None:
    assert graded.calls == []


@each_class(*WALLED, parts=(REST,))
def test_what_one_submission_leaves_the_next_does_not_find(graded: Class) -> None:
    rows = [name for name in graded.names if name.startswith("what the one before has left")]
    assert len(rows) == 2
    for name in rows:
        shown = everything_shown(graded, graded.names[name])
        assert "left over: False False [] False False" in shown


@each_class(*WALLED, parts=(REST,))
def test_what_a_test_was_given_no_later_cell_finds(graded: Class) -> None:
    name = graded.names["what a test was given, in files that a later cell reads"]
    assert "of a test: [] kept ['mine']" in everything_shown(graded, name)


@each_class(*WALLED)
def test_a_hostile_class_takes_about_as_long_as_its_cells_may(graded: Class) -> None:
    late = sum(r.outcome == "timeout" for r in graded.results.values())
    # Far above what it takes, on a machine that does other things, too; far below one without end.
    assert graded.seconds < 5 * (60 + 8 * late + 0.5 * len(graded.results))


@each_class(NONE)
def test_without_a_sandbox_honest_neighbours_lose_nothing_either(graded: Class) -> None:
    honest = {s: points(r) for s, r in graded.results.items() if s not in graded.names.values()}
    assert len(honest) > len(graded.names) / AMONG
    assert honest == dict.fromkeys(honest, FULL)
    assert graded.before == graded.after


@pytest.mark.sweep
def test_without_a_sandbox_the_same_attacks_do_find_secrets(
    released: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    rows = [a for a in SECRETS if a.found]
    class_ = at_work(NONE, rows, released, tmp_path)
    blind = [
        a.name
        for a in rows
        if not any(
            secret in everything_shown(class_, class_.names[a.name])
            for secret in class_.canaries.values()
        )
    ]
    assert len(rows) >= 8
    assert blind == []


def test_a_hostile_archive_gives_the_honest_notebook_in_it_and_nothing_else(
    released: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    root = shutil.copytree(released[0], tmp_path / "deep" / "course")
    name, honest = f"{CHAPTER}.ipynb", answers.solved(build.notebook(root, CHAPTER), RIGHT)
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, bytes(60 * 2**20))
    link = zipfile.ZipInfo(f"mal/{name}")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(f"eve/{name}", bytes(60 * 2**20))
        packed.writestr(f"zoe/{CHAPTER}.zip", inner.getvalue())
        packed.writestr(link, str(root / "gradebook.db"))
        packed.writestr(f"../../evil/{name}", nbformat.writes(honest))
        packed.writestr(f"ada/{name}", nbformat.writes(honest))
    before = tree(tmp_path)
    rows = collect.collect(root, CHAPTER, tmp_path / "all.zip")
    made = {Path(path) for path, content in tree(tmp_path).items() if before.get(path) != content}
    assert {row.student for row in rows if row.done} == {"ada"}
    assert root / "submitted" / "ada" / CHAPTER / name in made
    assert {path.relative_to(root).parts[:2] for path in made} == {("submitted", "ada")}


PLAIN = """
import numpy as np

def _first(given):
    found = [v for v in given if isinstance(v, (int, float, np.ndarray))]
    return np.asarray(found[0], dtype=float) if found else np.zeros(1)

def _raised():
    raise ValueError("no")
"""
FOR_ALL = (
    "np.nan", "np.nan * _first(a)", "a[0] if a else None", "a", "0 * _first(a)", "True", "[]",
    "_raised()",
)  # fmt: skip


@each_chapter
def test_no_single_answer_to_everything_wins_a_point(chapter: str) -> None:
    notebook = source_notebook(chapter)
    names = {
        cell.metadata.nbgrader.grade_id: re.findall(r"^def (\w+)", cell.source, re.M)
        for cell in notebook.cells
        if is_solution(cell) and cell.cell_type == "code"
    }
    for value in FOR_ALL:
        written = {
            grade_id: PLAIN + "\n".join(f"def {name}(*a, **k): return {value}" for name in defined)
            for grade_id, defined in names.items()
        }
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = verdicts(notebook, written)
        assert [name for name, error in found.items() if error is None] == [], value
