"""Before a release: the course's right answers must get full points from the chapter's own tests.

A wrong number in a test would cost a whole class the point, under the name of a mistake that
nobody made.  So the reference and every right answer that is kept go through all test cells, with
the hidden tests' inputs from several seeds, and once through what students see of them.
"""

from __future__ import annotations

import hashlib
import io
import json
import platform
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from types import CodeType
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_locked, is_solution

from autograder.authoring import answers, build, text
from autograder.authoring.answers import Answer
from autograder.shared import atomic, bounded, catalogue, nbcells
from autograder.shared.errors import CourseError
from course import check

KEPT_ANSWERS = Path("tests", "answers")
PASSED_FILE, PASSED_KEPT = "proved.json", 200  # digests of what has passed, the latest last
TRIED_SEEDS = ((11,), (5, 2027), (3, 1, 4, 1))
CHAPTER_SECONDS, CHAPTER_MEMORY = 900, 4 * 2**30  # of processor time and bytes, for a chapter

Names = dict[str, Any]


@dataclass(frozen=True)
class _ProofCell:
    """A code cell that tests rely on, or a test cell, as it is run."""

    grade_id: str
    kind: str
    source: str

    @classmethod
    def all_of(cls, notebook: NotebookNode) -> list[_ProofCell]:
        """Those of a notebook, in order: locked ones, answers and tests."""
        return [
            cls(nbcells.grade_id(cell), _kind(cell), cell.source)
            for cell in notebook.cells
            if cell.cell_type == "code" and _kind(cell)
        ]


def _kind(cell: NotebookNode) -> str:
    if is_solution(cell):
        return "answer"
    return "test" if is_grade(cell) else "locked" if is_locked(cell) else ""


def problems(root: Path, chapters: Sequence[str] = ()) -> list[str]:
    """A sentence for each test cell of the chapters (none named: all) that fails a right answer.

    A chapter is not run again while nothing that its tests depend on has changed.
    """
    found = []
    for name in catalogue.select(root, chapters):
        key = _key(root, name)
        if key not in _passed():
            wrong = _chapter(root, name)
            found += wrong
            if not wrong:
                _remember(key)
    return found


def require(root: Path, chapters: Sequence[str] = ()) -> None:
    """Raise CourseError if a test of the chapters costs a right answer its points."""
    if wrong := problems(root, chapters):
        raise CourseError("\n".join([*wrong, "Nothing was released; correct the tests."]))


def _memory() -> Path:
    """The file of what has passed, by content and not by course: copies and clones share it."""
    import pooch

    return Path(pooch.os_cache("neural-networks-by-hand")) / PASSED_FILE


def _passed() -> list[str]:
    with suppress(OSError, ValueError):
        found = json.loads(_memory().read_text(encoding="utf-8"))
        if isinstance(found, list):
            return [str(one) for one in found]
    return []


def _remember(key: str) -> None:
    with suppress(OSError):  # where nothing can be kept, all is run each time
        atomic.write(_memory(), json.dumps([*_passed(), key][-PASSED_KEPT:], indent=0) + "\n")


def _key(root: Path, chapter: str) -> str:
    """A digest of all that decides whether a chapter's tests pass."""
    digest = hashlib.sha256()
    for version in (platform.python_version(), platform.machine(), *_versions()):
        digest.update(f"{version}\0".encode())
    digest.update(build.dumps(build.notebook(root, chapter)).encode())
    package = Path(check.__file__).parents[1]
    folders = (
        package,
        root / "source" / chapter,
        root / KEPT_ANSWERS / chapter,
        Path(__file__).parent,
    )
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            own = "__pycache__" in path.parts or path.suffix in (".ipynb", ".md")
            if path.is_file() and not own:
                digest.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _versions() -> Iterator[str]:
    for package in ("numpy", "matplotlib", "ipywidgets", "scikit-learn"):
        with suppress(metadata.PackageNotFoundError):
            yield f"{package} {metadata.version(package)}"


def _chapter(root: Path, chapter: str) -> list[str]:
    source = build.notebook(root, chapter)
    kept = [one for one in answers.load(root / KEPT_ANSWERS, chapter) if one.right]
    try:
        failed: dict[str, str] = bounded.once(
            lambda: _failures(source, kept, chapter), CHAPTER_SECONDS, CHAPTER_MEMORY
        )
    except bounded.TooMuchError as error:
        return [f"source/{chapter}/{chapter}.py: running its tests on right answers takes {error}."]
    lines = {cell.grade_id: cell.line for cell in text.parse(build.text_path(root, chapter)).cells}
    return [
        f"source/{chapter}/{chapter}.py:{lines.get(grade_id, 1)}: `{grade_id}` {what}"
        for grade_id, what in failed.items()
    ]


def _failures(source: NotebookNode, kept: Sequence[Answer], chapter: str) -> dict[str, str]:
    """Grade id -> what is wrong with the cell, for each that fails; the first answer speaks."""
    cells, seen = _ProofCell.all_of(source), _ProofCell.all_of(answers.released(source))
    reference = answers.reference(source)
    failed: dict[str, str] = {}
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        _try("the reference answer", _SolvedChapter(cells, reference), TRIED_SEEDS, failed)
        if not failed:
            who = "the reference answer, as students see the test"
            _try(who, _SolvedChapter(seen, reference), TRIED_SEEDS[:1], failed)
        for one in kept if not failed else ():
            place = f"{KEPT_ANSWERS.as_posix()}/{chapter}/{one.exercise}.py"
            who = f"the right answer `{one.title}` of {place}"
            run = _SolvedChapter(cells, reference | {one.exercise: one.source}, one.exercise)
            _try(who, run, TRIED_SEEDS, failed)
    return failed


def _try(
    who: str, run: _SolvedChapter, seeds: Sequence[tuple[int, ...]], failed: dict[str, str]
) -> None:
    for grade_id, seed, error in run.errors(seeds):
        said = str(error)
        if not isinstance(error, check.CheckFailed):
            said = f"{type(error).__name__}: {said}"
        when = "" if seed is None else f" (seed {', '.join(map(str, seed))})"
        failed.setdefault(grade_id, f"fails {who}{when}: {said}")


@dataclass
class _SolvedChapter:
    """A notebook's cells with answers written in them.

    written : answers by grade id        only : the exercise whose tests are run, "" for all
    """

    cells: Sequence[_ProofCell]
    written: Mapping[str, str]
    only: str = ""

    def errors(
        self, seeds: Sequence[tuple[int, ...]]
    ) -> Iterator[tuple[str, tuple[int, ...] | None, BaseException]]:
        """Every cell that fails: its grade id, the seed if it is a test, and why."""
        space: Names = {"__name__": "__main__"}
        exercises = [cell.grade_id for cell in self.cells if cell.kind == "answer"]
        for cell in self.cells:
            if cell.kind != "test":
                written = self.written.get(cell.grade_id, cell.source)
                if (error := _raised(written, space)) is not None:
                    yield cell.grade_id, None, error
                    return
            elif self.only in ("", nbcells.exercise(cell.grade_id, exercises)):
                for seed in seeds:
                    check.SEED = list(seed)
                    if (error := _raised(cell.source, dict(space))) is not None:
                        yield cell.grade_id, seed, error
                        break


def _raised(source: str, space: Names) -> BaseException | None:
    """What running a cell raises, if anything."""
    try:
        exec(_compiled(source), space)
    except (Exception, SystemExit) as error:
        return error
    return None


def _compiled(source: str) -> CodeType:
    try:
        return compile(source, "<cell>", "exec", dont_inherit=True)
    except SyntaxError:  # it may hold IPython's own words
        return compile(TransformerManager().transform_cell(source), "<cell>", "exec")
