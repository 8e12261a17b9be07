"""The student's saved notebooks: found beside the running one, read, never written.

A notebook is known by the names of its answer cells, not by its file's name: downloads are renamed,
and lie in one folder.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.mine import sources
from course.mine.sources import Definition
from course.results import outline

LARGEST = 50_000_000  # bytes of a notebook that is read
MOST = 400  # notebooks that are read
FOLDERS = 200  # folders that are looked into

GIVEN = "# Given"  # how a locked cell with the course's own answers begins


@dataclass(frozen=True)
class ChapterNotebook:
    """A chapter's notebook.

    chapter : "ch03_forward_pass"
    answers : text of each answer cell by exercise
    own     : texts of the code cells that the student added or may play with
    given   : texts of the locked cells with the course's answers, as they were handed out
    """

    path: Path
    chapter: str
    saved: float
    answers: Mapping[str, str]
    own: Sequence[str]
    given: Sequence[str]

    @property
    def written(self) -> int:
        """How many of its answers are more than the blank that was handed out."""
        return sum(is_written(text) for text in self.answers.values())


@dataclass(frozen=True)
class Shelf:
    """The notebooks that were found: one for each chapter, and what there is to say of others."""

    notebooks: Mapping[str, ChapterNotebook]
    notes: Sequence[str]
    folder: Path


def is_written(cell: str) -> bool:
    """Whether an answer cell holds something else than blanks; also if it is no Python."""
    if not cell.strip():
        return False
    try:
        return any(not one.blank for one in _named(cell))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True


def _named(cell: str) -> list[Definition]:
    return [one for one in sources.definitions(cell) if not one.imports]


def find(folder: str | os.PathLike[str] | None = None) -> Shelf:
    """The notebooks of all chapters in a folder and those within.

    folder : the running notebook's, if None; if it is a chapter's, by its name, then those beside
             it as well. Beside any other may lie what strangers have written.
    """
    at = Path(folder).expanduser() if folder is not None else Path.cwd()
    notes: list[str] = []
    found: dict[str, list[ChapterNotebook]] = {}
    for path in _paths(at, beside=folder is None and bool(_chapter_named(at.name))):
        one = _read(path, notes)
        if one is not None:
            found.setdefault(one.chapter, []).append(one)
    chosen = {name: _chosen(found[name], notes) for name in sorted(found)}
    notes += _renamed(chosen)
    return Shelf(chosen, notes, at)


def _renamed(chosen: Mapping[str, ChapterNotebook]) -> Iterator[str]:
    """Which files were taken for which chapters, if their names do not say so."""
    odd = {n: one.path.name for n, one in chosen.items() if one.path.name != f"{n}.ipynb"}
    if odd:
        taken = ", ".join(f"{file} for chapter {int(name[2:4])}" for name, file in odd.items())
        yield f"Taken by what is in it: {taken}."


def _paths(at: Path, beside: bool) -> list[Path]:
    """Files that may be notebooks: in the folder, in its folders, and then in its neighbours."""
    places = [at, *_folders(at)]
    if beside and at.parent != at:
        places += [at.parent, *(one for one in _folders(at.parent) if one != at)]
    seen: dict[Path, None] = {}
    for place in places[:FOLDERS]:
        for path in sorted(_within(place)):
            if ".ipynb" in path.name.lower() and len(seen) < MOST:
                seen.setdefault(path)
    return list(seen)


def _within(folder: Path) -> Iterator[Path]:
    try:
        yield from folder.iterdir()
    except OSError:  # not ours to read
        return


def _folders(folder: Path) -> list[Path]:
    return sorted(p for p in _within(folder) if not p.name.startswith(".") and _is_folder(p))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _read(path: Path, notes: list[str]) -> ChapterNotebook | None:
    """The chapter's notebook in a file; None for any other, with a note if it should be one."""
    name, chapter = path.name, _chapter_named(path.name)
    try:
        if not path.is_file():
            return None
        status = path.stat()
        if status.st_size > LARGEST:
            notes.append(f"{name} is too large to be a notebook of the course; it was not read.")
            return None
        content = json.loads(path.read_bytes().decode("utf-8-sig"))
        cells = [_cell(one) for one in content["cells"]]
    except OSError as error:
        notes.append(f"{name} cannot be read ({(error.strerror or 'no access').lower()}).")
        return None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        if chapter:
            empty = path.stat().st_size == 0
            what = "is empty" if empty else "is damaged: it cannot be read as a notebook"
            notes.append(f"{name} {what}.")
        return None
    return _as_chapter(path, status.st_mtime, cells, chapter, notes)


@dataclass(frozen=True)
class _Cell:
    text: str
    name: str  # of nbgrader, "" for a cell of the student's
    answer: bool
    locked: bool
    untouched: bool
    code: bool


def _cell(one: Any) -> _Cell:
    source = one.get("source", "")
    text = source if isinstance(source, str) else "".join(source)
    mark = one.get("metadata", {}).get("nbgrader") or {}
    answer = bool(mark.get("solution")) and not mark.get("grade") and not mark.get("locked")
    name, locked = str(mark.get("grade_id", "")), bool(mark.get("locked"))
    code = one.get("cell_type") == "code"
    # As nbgrader does it for a locked cell without points: no grade, no solution, locked.
    marked = f"{text}{one.get('cell_type')}FalseFalseTrue{name}".encode()
    same = mark.get("checksum") == hashlib.md5(marked, usedforsecurity=False).hexdigest()
    return _Cell(text, name, answer and code, locked, same, code)


def _chapter_named(name: str) -> str:
    """The chapter that a file's name speaks of, "" if of none."""
    low = name.lower().replace("_", " ").replace("-", " ")
    for chapter in outline.chapters():
        if low.startswith((chapter.name[:4], chapter.name.lower().replace("_", " "))):
            return chapter.name
    return ""


def _as_chapter(
    path: Path, saved: float, cells: Sequence[_Cell], named: str, notes: list[str]
) -> ChapterNotebook | None:
    answers = {c.name: c.text for c in cells if c.answer}
    shares = {c.name: sum(e.name in answers for e in c.exercises) for c in outline.chapters()}
    chapter = max(shares, key=lambda name: shares[name])
    if not shares[chapter]:
        if named:
            notes.append(
                f"{path.name} has lost the marks of its answer cells, as a solved copy has; "
                "no answer of it was taken."
            )
        return None
    known = next(c for c in outline.chapters() if c.name == chapter)
    missing = [e.name for e in known.exercises if e.name not in answers]
    if missing and {*answers} - {e.name for e in known.exercises}:
        notes.append(f"{path.name} is of another release: it has no `{'`, `'.join(missing)}`.")
    own = [c.text for c in cells if c.code and not c.name]
    given = [c.text for c in cells if c.locked and c.text.startswith(GIVEN) and c.untouched]
    return ChapterNotebook(path, chapter, saved, answers, own, given)


def _chosen(found: Sequence[ChapterNotebook], notes: list[str]) -> ChapterNotebook:
    """Of several notebooks of a chapter the one with the most answers, or the newest of those."""
    best = max(found, key=lambda one: (one.written, one.saved))
    others = [one for one in found if one is not best]
    if others:
        names = " and ".join(sorted({_place(one, best) for one in others}))
        more = all(one.written < best.written for one in others)
        why = "it has more answers" if more else "it was saved last"
        notes.append(f"Of {_place(best, others[0])} and {names} the first was taken: {why}.")
    return best


def _place(one: ChapterNotebook, other: ChapterNotebook) -> str:
    """A file's name, with its folder's if the other's is the same."""
    same = one.path.name == other.path.name
    return f"{one.path.parent.name}/{one.path.name}" if same else one.path.name
