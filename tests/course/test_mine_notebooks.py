"""Where a student's notebooks are found, and what is said of those that are none."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import six
from support.chapters import CHAPTERS

from course.mine import notebooks

DOWNLOADS = {
    CHAPTERS[0]: "ch01_neurons.ipynb",
    CHAPTERS[1]: "ch02_activations.ipynb.txt",
    CHAPTERS[2]: "ch03 (1).ipynb",
    CHAPTERS[3]: "my loss homework.ipynb",
    CHAPTERS[4]: "ch05_backprop-Copy1.ipynb",
    CHAPTERS[5]: "Ch06_Training_Loop (final).IPYNB",
}
RELU = {"relu": "def relu(x):\n    return np.maximum(0, x)"}


def changed(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


def test_renamed_downloads_in_one_folder_are_known_by_their_answers(tmp_path: Path) -> None:
    six.notebooks(tmp_path, RELU, DOWNLOADS)
    (tmp_path / "another course.ipynb").write_text('{"cells": []}')
    found = notebooks.find(tmp_path)
    assert {n: one.path.name for n, one in found.notebooks.items()} == DOWNLOADS
    [note] = found.notes
    assert "ch03 (1).ipynb for chapter 3, my loss homework.ipynb for chapter 4" in note
    assert found.notebooks[CHAPTERS[1]].answers["relu"] == RELU["relu"]
    assert [one.written for one in found.notebooks.values()] == [0, 1, 0, 0, 0, 0]


def test_those_beside_the_running_one_are_found_and_none_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    six.notebooks(tmp_path / "release", RELU)
    files = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in tmp_path.rglob("*.ipynb")}
    monkeypatch.chdir(tmp_path / "release" / CHAPTERS[-1])
    assert [*notebooks.find().notebooks] == CHAPTERS
    monkeypatch.chdir(tmp_path / "release")
    assert [*notebooks.find().notebooks] == CHAPTERS
    assert files == {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in files}
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [*files]


def test_what_strangers_wrote_in_folders_beside_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    six.notebooks(tmp_path / "ben", RELU)
    six.notebooks(tmp_path / "ada", {})
    monkeypatch.chdir(tmp_path / "ada")
    found = notebooks.find()
    assert [*found.notebooks] == CHAPTERS
    assert not any(one.written for one in found.notebooks.values())


def test_of_two_copies_the_one_with_more_answers_counts_then_the_newer(tmp_path: Path) -> None:
    blank, old, new = "ch02_activations.ipynb", "ch02 (1).ipynb", "ch02 (2).ipynb"
    for at, (name, written) in enumerate(((old, RELU), (new, RELU), (blank, {}))):
        six.notebooks(tmp_path, written, {CHAPTERS[1]: name})
        os.utime(tmp_path / name, (1000 + at, 1000 + at))
    found = notebooks.find(tmp_path)
    assert found.notebooks[CHAPTERS[1]].path.name == new
    note, _ = found.notes
    assert note == f"Of {new} and {old} and {blank} the first was taken: it was saved last."
    (tmp_path / old).unlink()
    note, _ = notebooks.find(tmp_path).notes
    assert note == f"Of {new} and {blank} the first was taken: it has more answers."


@pytest.mark.parametrize(
    ("bytes_", "said"),
    [
        (b"", "ch04_loss.ipynb is empty."),
        (b'{"cells": [{"cell_ty', "ch04_loss.ipynb is damaged: it cannot be read as a notebook."),
        (b"[1, 2]", "ch04_loss.ipynb is damaged: it cannot be read as a notebook."),
        (b'{"cells": [3]}', "ch04_loss.ipynb is damaged: it cannot be read as a notebook."),
        (b"\xff\xfe\x00", "ch04_loss.ipynb is damaged: it cannot be read as a notebook."),
        (b"[" * 100_000, "ch04_loss.ipynb is damaged: it cannot be read as a notebook."),
        (b'{"cells": []}', "ch04_loss.ipynb has lost the marks of its answer cells"),
    ],
)
def test_a_notebook_that_is_none_is_told_in_a_sentence(
    bytes_: bytes, said: str, tmp_path: Path
) -> None:
    (tmp_path / "ch04_loss.ipynb").write_bytes(bytes_)
    found = notebooks.find(tmp_path)
    assert not found.notebooks
    [note] = found.notes
    assert note.startswith(said)


def test_one_of_another_release_or_with_changed_given_cells_is_noticed(tmp_path: Path) -> None:
    six.notebooks(tmp_path, RELU, {n: f"{n}.ipynb" for n in CHAPTERS})
    whole = six.given(tmp_path)

    def older(content: dict[str, Any]) -> None:
        for cell in content["cells"]:
            mark = cell["metadata"].get("nbgrader", {})
            if mark.get("grade_id") == "hat":
                mark["grade_id"] = "bump"

    def spoilt(content: dict[str, Any]) -> None:
        for cell in content["cells"]:
            if "".join(cell["source"]).startswith("# Given"):
                cell["source"] = "# Given\ndef relu(x):\n    return x"

    changed(tmp_path / f"{CHAPTERS[1]}.ipynb", older)
    changed(tmp_path / f"{CHAPTERS[-1]}.ipynb", spoilt)
    found = notebooks.find(tmp_path)
    assert found.notes == ["ch02_activations.ipynb is of another release: it has no `hat`."]
    assert len(six.given(tmp_path)) == len(whole) - 1, (
        "what was changed is not taken for the course's"
    )


def test_folders_that_may_not_be_read_and_many_files_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / f"{CHAPTERS[1]}.ipynb").write_text('{"cells": []}')
    (tmp_path / "folder.ipynb").mkdir()
    (tmp_path / "nowhere.ipynb").symlink_to(tmp_path / "gone")
    monkeypatch.setattr(notebooks, "LARGEST", 10)
    assert notebooks.find(tmp_path).notes == [
        "ch02_activations.ipynb is too large to be a notebook of the course; it was not read."
    ]
    assert notebooks.find(tmp_path / "not there").notebooks == {}
