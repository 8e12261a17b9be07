"""From source notebooks to what students get, and the proof that nothing else is in it."""

from __future__ import annotations

import ast
import filecmp
import json
import logging
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.authoring import (
    build,
    exercises,
    mistakes,
    proof,
    readme,
    rules,
    stills,
    text,
    visible_checks,
)
from autograder.shared import atomic, catalogue, nbschema, nbsettings
from autograder.shared.errors import CourseError
from autograder.shared.nbsettings import GRADEBOOK_PATIENCE

PASSING = "locked|refused|closed|starting up|shutting down|terminat|timeout|too many"

_log = logging.getLogger(__name__)


class Tidy(NbGraderPreprocessor):  # type: ignore[misc]
    """Leaves in a released notebook only what its text says, whatever Jupyter added to it."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Reset the notebook's metadata, drop the cells' that Jupyter added, stamp the rest.

        Below the figures stand their first pictures.
        """
        nb.metadata = nbformat.from_dict(build.METADATA)
        kept = stills.load(Path(resources.get("metadata", {}).get("path", "")))
        for cell in nb.cells:
            if cell.cell_type == "code" and cell.id in kept:
                cell.outputs = [stills.output(kept[cell.id])]
            tidy, full = text.tidy(cell), cell.metadata.get("nbgrader", {})
            if "nbgrader" in tidy:
                tidy["nbgrader"] |= {k: full[k] for k in ("checksum", "cell_type") if k in full}
            cell.metadata = nbformat.from_dict(tidy)
        nb.metadata[build.METADATA_KEY] = {"stamp": build.digest(nb)}
        return nb, resources


def release(
    root: Path, chapters: Sequence[str] = (), *, gradebook: bool | str = True, publish: bool = True,
    prove: bool = True,
) -> list[Path]:  # fmt: skip
    """Build chapters (none named: all) and make what students get; returns the files of `release/`.

    nbgrader works in a folder of its own, and the result is moved into `release/` file by file once
    every chapter is done: a failure leaves the last release as it was. The course's gradebook
    learns the assignments, or the one whose address `gradebook` is, or none if it is False; cells
    may have been added or removed since a chapter was graded, see `records/sync_cells.py`.
    `release/` stays as it is, unless `publish` is True; the list of exercises in `course/` and the
    README's table are written with it. Raises CourseError if the build or nbgrader refuses, if a
    test costs a right answer its points, or if someone has worked in a
    notebook of `release/`.
    """
    root = root.resolve()
    names = catalogue.select(root, chapters)
    if publish:
        build.every(_refuse_worked_in, root, names)
    build.build(root, names)
    if publish:
        build.every(stills.refresh, root, names)
    if prove:
        proof.require(root, names)
    sweep(root)
    with tempfile.TemporaryDirectory(prefix=f".release-{os.getpid()}-", dir=root) as folder:
        staged = Path(folder)
        for name in names:
            _stage(root, name, staged / "source")
        build.every(lambda root, name: _generate(root, name, staged, gradebook), root, names)
        if not publish:
            return []
        paths = [path for name in names for path in _publish(root, name, staged / "release")]
    if not chapters:
        _drop_stale(root, names)
    exercises.write(root)
    visible_checks.write(root)
    mistakes.write(root, names)
    for doubt in (one for name in names if prove for one in mistakes.doubts(root, name)):
        _log.warning("%s", doubt)
    readme.write(root)
    return paths


def sweep(root: Path) -> None:
    """Remove the folders of releases that were killed."""
    for folder in root.glob(".release-*"):
        owner = folder.name.split("-")[1]
        if atomic.abandoned(folder, owner):
            shutil.rmtree(folder, ignore_errors=True)


def _refuse_worked_in(root: Path, chapter: str) -> None:
    path = root / "release" / chapter / f"{chapter}.ipynb"
    if build.is_edited(path):
        raise CourseError(
            f"release/{chapter}/{path.name}: someone has worked in it since it was released, so it "
            "is left as it is; move it away to keep the work, or delete it, and release again."
        )


def _stage(root: Path, chapter: str, source: Path) -> None:
    """The chapter's folder with its notebook as built, not as Jupyter last saved it."""
    own = build.notebook_path(root, chapter)
    others = [
        p.name
        for p in own.parent.rglob("*.ipynb")
        if p != own and not _passing(p.relative_to(own.parent))
    ]
    if others:
        raise CourseError(
            f"source/{chapter}/: {', '.join(sorted(others))} would be released as it is, answers "
            "and all; move it out of the chapter's folder."
        )
    shutil.copytree(
        own.parent, source / chapter, ignore=shutil.ignore_patterns(".*", "__pycache__")
    )
    atomic.write(source / chapter / own.name, build.dumps(build.notebook(root, chapter)))


def _passing(path: Path) -> bool:
    """Whether a file is a checkpoint or a cache, which no one releases."""
    return any(part.startswith(".") or part == "__pycache__" for part in path.parts)


def _generate(root: Path, chapter: str, staged: Path, gradebook: bool | str) -> None:
    """Run nbgrader's own generate_assignment from `staged/source` into `staged/release`."""
    began, told = time.monotonic(), False
    while True:
        log = _Log(chapter)
        try:
            _generate_once(root, chapter, staged, gradebook, log)
            break
        except NbGraderException as error:
            reason = _gradebook_says(log.lines)
            if reason is None:
                raise CourseError(_refusal(chapter, log.lines, str(error))) from error
            if nbschema.is_lack(reason):
                address = _address(root, gradebook)
                raise CourseError(nbschema.outdated(address, reason)) from None
            if time.monotonic() - began > GRADEBOOK_PATIENCE or not re.search(PASSING, reason):
                raise CourseError(
                    f"The gradebook cannot be used, so it does not know {chapter} yet: {reason}. "
                    "Nothing of what was graded before is lost; see to it (is it open elsewhere, "
                    "is the disk full, does its server run?) and run the same command again."
                ) from None
        if not told:
            told = True
            _log.warning("The gradebook does not answer (%s); waiting up to %.0f s for it.",
                         reason, GRADEBOOK_PATIENCE)  # fmt: skip
        time.sleep(1.0)
    for line in log.lines:
        _log.warning("%s: %s", chapter, line)


def _gradebook_says(lines: Sequence[str]) -> str | None:
    """What a database said that was the cause of nbgrader's failure; None if it was another."""
    found = re.findall(r"\((?:sqlite3|psycopg2)\.[\w.]+\) (.*)", "\n".join(lines))
    return str(found[-1]).rstrip(".") if found else None


def _generate_once(
    root: Path, chapter: str, staged: Path, gradebook: bool | str, log: _Log
) -> None:
    settings = nbsettings.of_the_course(root)
    settings.CourseDirectory.root = str(root)
    settings.CourseDirectory.source_directory = str(staged / "source")
    settings.CourseDirectory.release_directory = str(staged / "release")
    settings.CourseDirectory.db_url = _address(root, gradebook)
    settings.GenerateAssignment.no_database = not gradebook
    settings.SaveCells.enabled = bool(gradebook)
    course = CourseDirectory(config=settings, assignment_id=chapter, log=log)
    with nbsettings.tools_on_path():
        GenerateAssignment(coursedir=course, config=settings, log=log).start()


def _address(root: Path, gradebook: bool | str) -> str:
    """Which gradebook it is; that may also be set where Jupyter keeps settings."""
    return gradebook if isinstance(gradebook, str) else nbsettings.gradebook(root)


class _Log(logging.Logger):
    """nbgrader's warnings and errors, kept instead of printed."""

    def __init__(self, name: str) -> None:
        super().__init__(name, logging.WARNING)
        self.lines: list[str] = []
        self.propagate = False

    def handle(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def _refusal(chapter: str, lines: Sequence[str], fallback: str) -> str:
    causes = [line.strip().split("\n")[-1] for line in lines if "Traceback" in line]
    cause = re.sub(r"^[\w.]+: ", "", causes[-1]) if causes else fallback
    todo = "correct the text and run `make release` again."
    if "Cannot modify existing assignment" in cause:
        return (
            f"The gradebook has submissions of {chapter} in which another notebook was graded, so "
            "it is another course's, or nbgrader made it from other files. Nothing was graded now, "
            "and nothing in it has changed; keep it under another name, or name another one with "
            "c.CourseDirectory.db_url in nbgrader_config.py, and run the same command again."
        )
    if "submissions associated" in cause:
        todo = (
            "nbgrader_config.py lacks the step that lets a gradebook learn added and removed "
            "cells, c.GenerateAssignment.preprocessors.insert(7, SyncCells), from "
            "autograder.records.sync_cells."
        )
    return f"source/{chapter}: nbgrader did not release it: {cause.rstrip('.')}; {todo}"


def _publish(root: Path, chapter: str, new: Path) -> list[Path]:
    """Replace the files of a released chapter one by one, each at once."""
    paths = []
    for path in _files(new / chapter):
        target = root / "release" / chapter / path
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(new / chapter / path, target)
        paths.append(target)
    for path in _files(root / "release" / chapter):
        if root / "release" / chapter / path not in paths:
            (root / "release" / chapter / path).unlink()
    return paths


def _drop_stale(root: Path, names: Sequence[str]) -> None:
    """Take away released chapters whose source is gone."""
    for path in sorted((root / "release").glob("*/*.ipynb")):
        if path.stem == path.parent.name and path.stem not in names:
            shutil.rmtree(path.parent)


def _files(folder: Path) -> list[Path]:
    """Relative paths of the files in a folder that are part of a release."""
    found = (p.relative_to(folder) for p in folder.rglob("*") if p.is_file())
    return sorted(p for p in found if not _passing(p))


def check(root: Path) -> list[str]:
    """Everything that is wrong with `release/`, a sentence each; none if it is what source says.

    Two independent looks. First, the chapters are built and released afresh in a temporary folder,
    without a gradebook, and `release/` must equal that byte for byte: no file missing, extra or
    other. Second, the released files themselves are searched, see `leaks`. The list of exercises
    that goes with them, what known mistakes give and the README's table must be what the texts say,
    and the tests must pass every right answer.
    """
    root = root.resolve()
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder).resolve()
        try:
            shutil.copy(root / nbsettings.CONFIG, fresh)
            shutil.copytree(root / "source", fresh / "source", ignore=_built(root))
            release(fresh, gradebook=False, prove=False)
        except CourseError as error:
            return str(error).split("\n")
        different = list(_compare(root / "release", fresh / "release"))
        different += stills.check(root, fresh, catalogue.chapters(root))
    different += [*exercises.check(root), *readme.check(root), *mistakes.check(root)]
    different += visible_checks.check(root)
    different += proof.problems(root)
    return different + [leak for name in catalogue.chapters(root) for leak in leaks(root, name)]


def _built(root: Path) -> Any:
    own = {str(build.notebook_path(root, name)) for name in catalogue.chapters(root)}
    return lambda folder, names: [n for n in names if n[0] == "." or os.path.join(folder, n) in own]


def _compare(old: Path, new: Path) -> Iterator[str]:
    have, want = set(_files(old)), set(_files(new))
    again = "run `make release` and commit"
    for path in sorted(have | want):
        if path not in have:
            yield f"release/{path} is missing; {again}."
        elif path not in want:
            yield f"release/{path} does not come from source/; remove it."
        elif not filecmp.cmp(old / path, new / path, shallow=False):
            place = _first(old / path, new / path)
            yield f"release/{path} differs from a fresh one{place}; {again}."


def _first(old: Path, new: Path) -> str:
    """Where two notebooks first differ, "" if that cannot be told."""
    try:
        cells = [json.loads(p.read_text(encoding="utf-8"))["cells"] for p in (old, new)]
    except (ValueError, KeyError, TypeError):
        return ""
    for number, (a, b) in enumerate(zip(*cells, strict=False), 1):
        if a != b:
            return f", first in cell {number}{_name(b)}"
    return (
        f", which has {len(cells[1])} cells instead of {len(cells[0])}"
        if len(cells[0]) != len(cells[1])
        else ""
    )


def _name(cell: dict[str, Any]) -> str:
    grade_id = cell.get("metadata", {}).get("nbgrader", {}).get("grade_id")
    return f" (`{grade_id}`)" if grade_id else ""


def leaks(root: Path, chapter: str) -> list[str]:
    """Lines of answers and hidden tests that stand in the released files of a chapter.

    Secret are the lines of the answers of this chapter and the later ones, and of the hidden tests
    and marking schemes of all. No list of harmless lines is needed, because what may stand in a
    released cell is known: the source cell of the same id without its regions, a stub in place of
    each answer. A secret line must not occur more often in the released cell than there. So
    `return x`, or a set-up line that visible and hidden tests share, raises no alarm where the
    author shows it, and does wherever else it turns up. The rest of a file (metadata, outputs) and
    other files may hold none at all. Lines with fewer than two words, such as `)` and `else:`, say
    nothing and are not searched for. The words of the markers may stand nowhere. All this is looked
    for in the decoded strings, and once more in the raw text.

    A second rule is for the author: a line of an answer that computes something (two operations or
    more) must not be shown, as a whole line, anywhere in the same chapter.
    """
    nb = build.notebook(root, chapter)
    secrets = _secrets(root, chapter)
    allowed = {cell.id: _public(cell) for cell in nb.cells}
    found = list(_shown(chapter, nb))
    for path in _files(root / "release" / chapter):
        where = f"release/{chapter}/{path}"
        raw = (root / "release" / chapter / path).read_bytes().decode("utf-8", "replace")
        found += [
            f"{where}: the words `{mark}` are in it." for mark in rules.MARKERS if mark in raw
        ]
        for label, content, public in _units(path, raw, allowed):
            found += _search(f"{where}{label}", content, public, secrets)
    return found


def _secrets(root: Path, chapter: str) -> list[str]:
    lines: set[str] = set()
    for name in catalogue.chapters(root):
        for cell in text.parse(build.text_path(root, name)).cells:
            for what in rules.REGIONS:
                if what != "SOLUTION" or name >= chapter:
                    lines.update(_inside(cell.source, what))
    return sorted(line for line in lines if len(re.findall(r"\w+", line)) > 1)


def _inside(source: str, what: str) -> Iterator[str]:
    lines = source.split("\n")
    for region in rules.regions(source, what):
        yield from (lines[i].strip() for i in region)


def _public(cell: NotebookNode) -> str:
    stub = rules.STUB if cell.cell_type == "code" else ("YOUR ANSWER HERE",)
    return rules.released(cell.source, stub)


def _units(path: Path, raw: str, allowed: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Parts of a released file: how to name each, its text, and the text that may be there."""
    try:
        nb = json.loads(raw) if path.suffix == ".ipynb" else None
        cells = nb.pop("cells") if nb else []
        for number, cell in enumerate(cells, 1):
            name = f", cell {number}{_name(cell)}"
            yield name, "\n".join(_strings(cell)), allowed.get(cell.get("id"), "")
        yield ", outside the cells", "\n".join(_strings(nb)), ""
    except (ValueError, KeyError, AttributeError, TypeError):
        yield ", not a notebook", raw, ""
    yield (
        " (raw text)",
        raw,
        "\n".join(json.dumps(line, ensure_ascii=False) for line in allowed.values()),
    )


def _strings(value: Any) -> Iterator[str]:
    """Every string in decoded JSON, keys and all, and what is written in its pictures."""
    if isinstance(value, str):
        yield value
        yield from stills.within(value)
    elif isinstance(value, dict):
        yield from _strings([*value, *value.values()])
    elif isinstance(value, list):
        if value and all(isinstance(item, str) for item in value):
            yield from _strings("".join(value))
        else:
            for item in value:
                yield from _strings(item)


def _search(where: str, content: str, public: str, secrets: Iterable[str]) -> list[str]:
    raw = where.endswith("(raw text)")
    for secret in secrets:
        wanted = json.dumps(secret, ensure_ascii=False)[1:-1] if raw else secret
        if content.count(wanted) > public.count(wanted):
            return [f"{where}: a line of an answer or of a hidden test is in it: `{secret}`."]
    return []


def _shown(chapter: str, nb: NotebookNode) -> Iterator[str]:
    """Lines of answers that the author prints elsewhere in the chapter."""
    answers = {line for c in nb.cells for line in _inside(c.source, "SOLUTION") if _computes(line)}
    for number, cell in enumerate(nb.cells, 1):
        if not text.is_given(cell.metadata.get("nbgrader", {})):
            for line in answers & {line.strip() for line in _public(cell).split("\n")}:
                where = f"source/{chapter}/{chapter}.py: cell {number}{_name(cell)}"
                yield f"{where} shows a line of an answer: `{line}`; say it in another way."


def _computes(line: str) -> bool:
    """Whether a line is a statement with at least two operations; loop headers are not."""
    try:
        body = ast.parse(f"def f():\n {line}").body[0]
    except SyntaxError:
        return False
    return sum(isinstance(node, _OPERATIONS) for node in ast.walk(body)) > 1


_OPERATIONS = (ast.BinOp, ast.BoolOp, ast.Compare, ast.Call, ast.Subscript, ast.comprehension)
