"""The command that lays chapters into a student's folder, and never over what is written there."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from support.chapters import ROOT

from course import handed_out
from course.__main__ import NAME, main

FIRST, SECOND = "ch01_neurons/ch01_neurons.ipynb", "ch02_activations/ch02_activations.ipynb"


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two chapters as a wheel brings them, and nothing of the repository."""
    folder = tmp_path / "wheel"
    for name in (FIRST, SECOND):
        (folder / name).parent.mkdir(parents=True)
        shutil.copy(ROOT / "release" / name, folder / name)
    monkeypatch.setattr(handed_out, "CHECKOUT", tmp_path / "none")
    monkeypatch.setattr(handed_out, "WHEEL", folder)
    monkeypatch.chdir(tmp_path)
    return folder


def newer(wheel: Path, name: str = FIRST, stamp: str = "newer") -> None:
    """Another release of a chapter."""
    notebook = json.loads((wheel / name).read_text())
    notebook["metadata"]["autograder"]["stamp"] = stamp
    (wheel / name).write_text(json.dumps(notebook))


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*.ipynb"))
    }


def run(*words: str) -> int:
    return main([*words, "--no-start"])


def test_all_chapters_are_laid_into_the_named_folder(wheel: Path, tmp_path: Path) -> None:
    assert run("here/mine") == 0
    assert files(tmp_path / "here/mine") == files(wheel)
    assert not list((tmp_path / "here").rglob("*.part"))


def test_without_a_name_they_go_into_a_folder_of_the_courses_name_and_are_found_from_within(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run() == 0
    assert files(tmp_path / NAME) == files(wheel)
    monkeypatch.chdir(tmp_path / NAME)
    assert run() == run("update") == 0
    assert files(tmp_path / NAME) == files(wheel)


def test_nothing_that_is_there_is_replaced(wheel: Path, tmp_path: Path) -> None:
    (tmp_path / "mine" / FIRST).parent.mkdir(parents=True)
    (tmp_path / "mine" / FIRST).write_bytes(b"my work")
    assert run("mine") == 0
    assert (tmp_path / "mine" / FIRST).read_bytes() == b"my work"
    assert (tmp_path / "mine" / SECOND).read_bytes() == (wheel / SECOND).read_bytes()


def test_an_update_replaces_what_nobody_touched_and_lies_beside_what_is_written(
    wheel: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("mine")
    mine = tmp_path / "mine"
    written = (mine / FIRST).read_text().replace("raise NotImplementedError()", "return 2 * x", 1)
    (mine / FIRST).write_text(written)
    newer(wheel)
    newer(wheel, SECOND)
    capsys.readouterr()
    assert run("mine") == 0 and capsys.readouterr().out == ""
    assert run("update", "mine") == 0
    said = capsys.readouterr().out
    assert (mine / FIRST).read_text() == written
    [beside] = [path for path in (mine / FIRST).parent.iterdir() if path.name != Path(FIRST).name]
    assert beside.read_bytes() == (wheel / FIRST).read_bytes()
    assert f"{Path(FIRST).name} stays as it is" in said and beside.name in said
    assert (mine / SECOND).read_bytes() == (wheel / SECOND).read_bytes()
    assert "nothing was written in it" in said
    now = files(mine)
    assert run("update", "mine") == 0
    assert files(mine) == now and "already" in capsys.readouterr().out
    newer(wheel, stamp="newest")
    assert run("update", "mine") == 0
    assert {name: files(mine)[name] for name in now} == now
    assert len(files(mine)) == len(now) + 1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"metadata": {}}', b"\xff\xfe"])
def test_an_update_keeps_a_file_that_cannot_be_read(
    content: bytes, wheel: Path, tmp_path: Path
) -> None:
    run("mine")
    (tmp_path / "mine" / FIRST).write_bytes(content)
    (tmp_path / "mine" / handed_out.LAID).write_bytes(content)
    assert run("update", "mine") == 0
    assert (tmp_path / "mine" / FIRST).read_bytes() == content
    assert len(files(tmp_path / "mine")) == 3


def test_a_chapter_that_the_student_deleted_comes_back(wheel: Path, tmp_path: Path) -> None:
    run("mine")
    (tmp_path / "mine" / SECOND).unlink()
    assert run("update", "mine") == 0
    assert files(tmp_path / "mine") == files(wheel)


@pytest.mark.usefixtures("wheel")
def test_a_folder_that_cannot_be_made_is_named_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("mine")
    assert run("file") == run("update", "file/below") == 1
    first, second = capsys.readouterr().err.splitlines()
    assert "cannot be laid into file: File exists. Name another folder" in first
    assert "cannot be laid into file/below: Not a directory." in second
    assert (tmp_path / "file").read_text() == "mine"


def test_a_write_that_fails_leaves_what_was_there(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("mine")
    before = files(tmp_path / "mine")
    newer(wheel)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert run("update", "mine") == 1
    assert files(tmp_path / "mine") == before


def test_a_copy_without_notebooks_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(handed_out, "CHECKOUT", tmp_path / "none")
    monkeypatch.setattr(handed_out, "WHEEL", tmp_path / "none")
    assert run(str(tmp_path / "mine")) == 1
    assert "There are no notebooks beside" in capsys.readouterr().err


def test_in_the_repository_its_own_chapters_are_opened_where_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(handed_out, "lay", None)
    assert run() == run(str(ROOT / "release")) == 0
    assert list(tmp_path.iterdir()) == []


def test_two_folders_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["one", "two"])
    assert stop.value.code == 2
    assert "one folder at most, but there are 2: one, two" in capsys.readouterr().err
