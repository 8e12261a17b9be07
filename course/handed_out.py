"""The released notebooks that come with the course, and a student's folder of them.

Nothing that a student may have written in is ever replaced: a newer notebook lies beside it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from course.naming import NAME

HERE = Path(__file__).resolve().parents[1]
CHECKOUT = HERE / "release"  # of the repository, and of a kit
WHEEL = HERE / NAME.replace("-", "_")  # of an installed package; see pyproject.toml
LAID = f".{NAME}.json"
"""In a student's folder: the checksum of each notebook as it was laid there."""


class FolderError(Exception):
    """A folder cannot take the notebooks: which, why, and what to do."""


@dataclass(frozen=True)
class Laid:
    """What became of one chapter: a sentence, and the file that it is about."""

    path: Path
    said: str


def carried() -> Path:
    """The folder of the notebooks that come with this copy of the course.

    Raises FolderError if there is none.
    """
    for folder in (CHECKOUT, WHEEL):
        if folder.is_dir():
            return folder
    raise FolderError(
        f"There are no notebooks beside {HERE / 'course'}: install the course anew, or unpack "
        "its kit again."
    )


def chapters(folder: Path) -> list[Path]:
    """The chapters' notebooks of a folder, in order: `ch01_name/ch01_name.ipynb` and so on."""
    return sorted(path for path in folder.glob("ch*/ch*.ipynb") if path.stem == path.parent.name)


def lay(folder: Path, version: str, update: bool = False) -> list[Laid]:
    """Bring the chapters into a folder, which is made if need be; a sentence for each that came.

    version : of the course, for the name of a notebook that lies beside an older one
    update  : whether chapters that are there already are looked at, too

    Raises FolderError; what was laid before stays then.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        laid, found = _read(folder), []
        for notebook in chapters(carried()):
            mine = folder / notebook.parent.name / notebook.name
            if not mine.exists():
                _write(mine, notebook.read_bytes(), laid, folder)
                found.append(Laid(mine, f"{mine} is new."))
            elif update and _stamp(mine) != _stamp(notebook):
                found += _beside(mine, notebook.read_bytes(), version, laid, folder)
    except OSError as error:
        raise FolderError(
            f"The notebooks cannot be laid into {folder}: {error.strerror or error}. "
            "Name another folder, or make room there."
        ) from error
    return found


def _beside(
    mine: Path, newer: bytes, version: str, laid: dict[str, str], folder: Path
) -> Iterator[Laid]:
    """Put a newer notebook in the place of one that nobody has touched, or else beside it."""
    if _checksum(mine.read_bytes()) == laid.get(mine.stem):
        _write(mine, newer, laid, folder)
        yield Laid(mine, f"{mine} is of version {version} now; nothing was written in it.")
        return
    names = [f"{mine.stem}_{version}", *(f"{mine.stem}_{version}_{n}" for n in range(2, 100))]
    for beside in (mine.with_name(f"{name}.ipynb") for name in names):
        if not beside.exists():
            _write(beside, newer, {}, folder)
            yield Laid(
                beside,
                f"{mine} stays as it is. Its newer version is beside it, {beside.name}: copy your "
                f"functions there, and give it the name {mine.name} before you hand it in.",
            )
            return
        if _stamp(beside) == _stamp_of(newer):  # it came with an earlier update
            return


def _write(path: Path, content: bytes, laid: dict[str, str], folder: Path) -> None:
    """A whole file or none, and its checksum in the folder's list."""
    path.parent.mkdir(exist_ok=True)
    half = path.with_name(f".{path.name}.part")
    half.write_bytes(content)
    os.replace(half, path)
    if path.stem == path.parent.name:
        laid[path.stem] = _checksum(content)
        (folder / LAID).write_text(json.dumps(laid, indent=1) + "\n", encoding="utf-8")


def _read(folder: Path) -> dict[str, str]:
    with suppress(OSError, ValueError):  # then every notebook counts as written in
        found = json.loads((folder / LAID).read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return {str(name): str(sum_) for name, sum_ in found.items()}
    return {}


def _checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _stamp(notebook: Path) -> str | None:
    return _stamp_of(notebook.read_bytes())


def _stamp_of(content: bytes) -> str | None:
    """What a release wrote of its text into the notebook; None if that cannot be read."""
    with suppress(ValueError, KeyError, TypeError):
        return str(json.loads(content)["metadata"]["autograder"]["stamp"])
    return None
