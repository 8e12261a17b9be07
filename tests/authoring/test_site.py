"""The website as a folder: what is in it, where it leads, and what refuses to make it."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import re
import runpy
import shutil
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from support.chapters import CHAPTERS, ROOT, source_notebook

from autograder.__main__ import main
from autograder.authoring.rules import MARKERS
from autograder.publishing import pages, publish, site
from autograder.publishing.site import bytecode, front, lite, pyodide, wheels
from autograder.shared.errors import CourseError

CHAPTER = CHAPTERS[0]
BASE = "asttokens"


def zipped(files: dict[str, str]) -> bytes:
    """An archive of some texts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return packed.getvalue()


def fake(folder: Path, version: str = pyodide.VERSION) -> Path:
    """A folder that looks like Pyodide's, of a few bytes."""
    folder.mkdir()
    for name in pyodide.ENGINE:
        (folder / name).write_bytes(name.encode())
    (folder / pyodide.STDLIB).write_bytes(zipped({"this.py": "that = 1", "smtplib.py": "no"}))
    packages = {}
    for name in (*pyodide.WANTED, BASE):
        names = ("__init__.py", "lexers/_x_builtins.py", "mpl-data/sample_data/x.csv")
        content = zipped({f"{name}/{file}": name for file in names})
        (folder / f"{name}.whl").write_bytes(content)
        packages[name] = {
            "name": name, "file_name": f"{name}.whl", "version": "1", "depends": [],
            "sha256": hashlib.sha256(content).hexdigest(),
        }  # fmt: skip
    packages["ipython"]["depends"] = [BASE]
    lock = {"info": {"version": version}, "packages": packages}
    (folder / pyodide.LOCK).write_text(json.dumps(lock))
    return folder


@pytest.fixture(scope="module")
def distribution(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fake(tmp_path_factory.mktemp("some") / "pyodide")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, distribution: Path) -> Path:
    """A site of the first chapter, whole but for what other tests look at: pages and kit."""
    folder = tmp_path_factory.mktemp("web") / "site"

    def written(root: Path, names: list[str], to: Path, solved: bool) -> None:
        to.mkdir()
        (to / "index.html").write_text(f"{names} {solved}")

    def packed(root: Path, names: list[str], to: Path) -> None:
        to.mkdir()
        (to / "README.md").write_text(str(names))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "pages", written)
        patch.setattr(publish, "pack", packed)
        patch.setattr(bytecode, "interpreter", lambda: None)  # it has a test of its own
        assert site.site(ROOT, [CHAPTER], folder, distribution=distribution) == folder
    return folder


def test_a_site_has_the_chapters_asked_for_as_they_are_released(built: Path) -> None:
    assert (built / "read" / "index.html").read_text() == f"{[CHAPTER]} False"
    with zipfile.ZipFile(built / "install" / front.KIT) as kit:
        assert kit.read("README.md").decode() == str([CHAPTER])
    notebooks = [path.relative_to(built).as_posix() for path in built.rglob("*.ipynb")]
    handed_out = [path for path in notebooks if "/files/" in path]
    assert handed_out == [f"jupyter/files/{CHAPTER}/{CHAPTER}.ipynb"]
    released = json.loads((ROOT / "release" / CHAPTER / f"{CHAPTER}.ipynb").read_text())
    assert json.loads((built / handed_out[0]).read_text()) == released
    assert not any(mark in (built / handed_out[0]).read_text() for mark in MARKERS)


def test_the_answers_come_with_solved_alone() -> None:
    answer = next(c for c in source_notebook(CHAPTER).cells if "return 2 * x" in c.source)
    for solved in (False, True):
        notebook = site.notebooks(ROOT, [CHAPTER], solved)[CHAPTER]
        assert any("return 2 * x" in cell.source for cell in notebook.cells) == solved, answer


def test_the_list_of_parts_is_whole_and_right(built: Path) -> None:
    parts = json.loads((built / site.PARTS).read_text())
    own = {"offline.js", f"jupyter/{lite.WORKER}", site.PARTS}
    there = {path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()}
    assert there == parts.keys() | own
    for path, (size, digest) in parts.items():
        content = (built / path).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (size, digest)
    for name in own - {site.PARTS}:
        assert "@ID@" not in (built / name).read_text()


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [v or "" for k, v in attrs if k in ("href", "src") and tag != "img"]


def test_every_address_is_relative_and_leads_to_a_part(built: Path) -> None:
    links = _Links()
    links.feed((built / "index.html").read_text())
    places = {link.partition("?")[0].partition("#")[0] for link in links.found}
    assert not [place for place in places if re.match(r"(\w+:|/)", place)]
    made_by_others = f"read/{CHAPTER}.html"
    assert [p for p in places if p and not (built / p).is_file()] == [made_by_others]
    notebook = links.found[[link.partition("?")[0] for link in links.found].index(
        "jupyter/notebooks/index.html"
    )]  # fmt: skip
    assert notebook.endswith(f"?path={CHAPTER}/{CHAPTER}.ipynb")


def test_a_packed_site_names_no_other_host_and_a_public_one_pyodide_s_alone(
    built: Path, tmp_path: Path
) -> None:
    settings = json.loads((built / "jupyter" / lite.CONFIG).read_text())["jupyter-config-data"]
    kernel = settings["litePluginSettings"][lite.KERNEL]
    assert "://" not in json.dumps(kernel) and kernel["disablePyPIFallback"]
    assert (built / "jupyter" / kernel["pyodideUrl"]).is_file()
    wheel = wheels.Wheel("a", "1", "a-1-py3-none-any.whl", b"a")
    boot = pyodide.public([wheel])
    assert re.findall(r"\w+://[^\"]*", json.dumps([boot.url, boot.options])) == [boot.url]
    assert boot.url.startswith(pyodide.PUBLIC) and pyodide.VERSION in pyodide.PUBLIC
    [path] = boot.files
    assert path.endswith(wheel.file) and boot.options["packages"][-1].endswith(f"/{path}")


def test_a_packed_python_has_what_is_needed_and_checks_it(built: Path) -> None:
    folder = built / "jupyter" / pyodide.FOLDER
    lock = json.loads((folder / pyodide.LOCK).read_text())["packages"]
    settings = json.loads((built / "jupyter" / lite.CONFIG).read_text())["jupyter-config-data"]
    asked = settings["litePluginSettings"][lite.KERNEL]["loadPyodideOptions"]["packages"]
    # Those that JupyterLite's kernel would get by itself, one after another, if they are not named.
    assert {"piplite", "ssl", "sqlite3", "ipykernel", "comm", "pyodide_kernel", "jedi"} <= {*asked}
    assert {name.replace("_", "-") for name in asked} | {BASE} == lock.keys()
    for one in lock.values():
        content = (folder / one["file_name"]).resolve().read_bytes()
        assert hashlib.sha256(content).hexdigest() == one["sha256"], one["name"]
    with zipfile.ZipFile(folder / "matplotlib.whl") as trimmed:
        assert trimmed.namelist() == [
            f"matplotlib/{n}" for n in ("__init__.py", "lexers/_x_builtins.py")
        ]


def test_modules_are_compiled_ahead_in_place_of_their_sources_or_beside_them(
    tmp_path: Path, distribution: Path
) -> None:
    texts = {"a.py": "def f():\n    return 42\n", "b/c.py": "d = 1", "no.py": "a b", "data": "x"}
    one = bytecode.Archive(zipped(texts), "/lib/there")
    both = {"alone": one, "beside": dataclasses.replace(one, sources=True)}
    done = bytecode.compiled(both, Path(sys.executable))
    assert done == bytecode.compiled(both, Path(sys.executable))
    tag = sys.implementation.cache_tag
    with zipfile.ZipFile(io.BytesIO(done["beside"])) as packed:
        assert {*packed.namelist()} == {
            *texts, f"__pycache__/a.{tag}.pyc", f"b/__pycache__/c.{tag}.pyc"
        }  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(done["alone"])) as packed:
        assert {*packed.namelist()} == {"a.pyc", "b/c.pyc", "no.py", "data"}
        packed.extract("a.pyc", tmp_path)
    a = runpy.run_path(str(tmp_path / "a.pyc"))
    assert a["f"]() == 42 and a["f"].__code__.co_filename == "/lib/there/a.py"

    boot = pyodide.packed(distribution, [], [], Path(sys.executable))
    lock = json.loads(boot.files[f"{pyodide.FOLDER}/{pyodide.LOCK}"])["packages"]
    # Whole, but for what no browser can run.
    for file, first in ((pyodide.STDLIB, ["this.pyc"]), ("numpy.whl", ["numpy/__init__.pyc"])):
        with zipfile.ZipFile(io.BytesIO(boot.files[f"{pyodide.FOLDER}/{file}"])) as packed:
            assert packed.namelist()[:1] == first and "smtplib.pyc" not in packed.namelist()
    wheel = boot.files[f"{pyodide.FOLDER}/numpy.whl"]
    assert hashlib.sha256(wheel).hexdigest() == lock["numpy"]["sha256"]


def test_the_python_that_compiles_is_of_pyodide_s_version_or_missed_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setattr(bytecode, "VERSION", ".".join(map(str, sys.version_info[:2])))
    assert bytecode.interpreter() == Path(sys.executable)
    monkeypatch.setattr(bytecode, "VERSION", "9.9")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    assert bytecode.interpreter() is None
    monkeypatch.setattr(site, "site", lambda *_: tmp_path)
    assert main(["site", CHAPTER]) == 0
    assert "No Python 3.12 was found here" in capsys.readouterr().out
    # A version that pyenv has, but has not been told to use.
    python = tmp_path / "versions" / "9.9.1" / "bin" / "python9.9"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\necho 9.9\n")
    python.chmod(0o755)
    assert bytecode.interpreter() == python
    python.write_text("#!/bin/sh\necho too little room >&2\nexit 1\n")
    with pytest.raises(CourseError, match="could not compile the site's modules: too little room"):
        bytecode.compiled({}, python)


def test_the_course_s_wheel_is_the_course_and_asks_for_nothing(tmp_path: Path) -> None:
    wheel = wheels.course(ROOT, "1.2.3")
    assert wheel == wheels.course(ROOT, "1.2.3")
    with zipfile.ZipFile(io.BytesIO(wheel.content)) as packed:
        told = packed.read("neural_networks_by_hand-1.2.3.dist-info/METADATA").decode()
        packed.extractall(tmp_path)
    assert "Version: 1.2.3" in told and "Requires-Dist" not in told
    imported = "from course import check, data, widgets, plots, mine; print(check.__file__)"
    said = subprocess.run(
        [sys.executable, "-c", f"{imported}; data.digits()"], env={"PYTHONPATH": str(tmp_path)},
        cwd=tmp_path, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert said.stdout.startswith(str(tmp_path))
    for one in wheels.brought():
        with zipfile.ZipFile(io.BytesIO(one.content)) as packed:
            names = packed.namelist()
        assert not [name for name in names if name.endswith((".so", ".pyd"))], one.name


def test_the_front_page_has_a_card_a_chapter_with_its_picture_and_minutes() -> None:
    released = site.notebooks(ROOT, CHAPTERS, solved=False)
    picture, cards = front.cards(released)
    assert [card.name for card in cards] == CHAPTERS and "<img" in picture
    for card in cards:
        assert card.thumbnail.startswith("<img") and card.thumbnail != picture, card.name
        assert card.title.startswith(f"Chapter {int(card.name[2:4])}") and "<p>" in card.promise
        assert re.fullmatch(r"About \d+ minutes of reading and \d+ of writing\.", card.minutes)


def damage(folder: Path) -> None:
    (folder / "numpy.whl").write_bytes(b"half")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / pyodide.LOCK).unlink(), "is no Pyodide distribution"),
        (lambda folder: (folder / pyodide.LOCK).write_text("[]"), "is no Pyodide distribution"),
        (lambda folder: (folder / "pyodide.asm.wasm").unlink(), "pyodide.asm.wasm is missing"),
        (lambda folder: (folder / "numpy.whl").unlink(), "numpy.whl is missing"),
        (damage, "numpy.whl is damaged"),
        (lambda folder: (shutil.rmtree(folder), fake(folder, "0.1")), "is Pyodide 0.1"),
        (shutil.rmtree, "is no Pyodide distribution"),
    ],
    ids=["no list", "no list in it", "half", "half of the wheels", "damaged", "other", "gone"],
)
def test_a_folder_that_is_no_whole_pyodide_is_refused_in_a_sentence(
    spoil: object, said: str, tmp_path: Path, distribution: Path
) -> None:
    folder = Path(shutil.copytree(distribution, tmp_path / "pyodide"))
    spoil(folder)  # type: ignore[operator]
    with pytest.raises(CourseError, match=re.escape(said)) as refused:
        site.site(ROOT, [CHAPTER], tmp_path / "site", distribution=folder)
    assert pyodide.VERSION in str(refused.value)
    assert not (tmp_path / "site").exists()


def test_what_is_no_site_is_not_replaced(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    assert main(["site", CHAPTER, "--to", str(tmp_path)]) == 2
    assert "holds something else than a site; nothing was written" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_an_unknown_chapter_and_a_missing_jupyterlite_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["site", "ch99_none", "--to", str(tmp_path / "a")]) == 2
    assert "No chapter ch99_none." in capsys.readouterr().err
    monkeypatch.setattr(lite, "extensions", lambda: tmp_path)
    assert main(["site", CHAPTER, "--to", str(tmp_path / "a")]) == 2
    assert "anywidget" in (said := capsys.readouterr().err) and "make setup" in said
    assert [*tmp_path.iterdir()] == []
