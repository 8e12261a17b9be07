"""A chapter's cells with answers written in them, run in this process: for the course's own code.

Only what a test may rely on is run: locked cells, given functions, answers, and the tests.
"""

from __future__ import annotations

import ast
import functools
import io
import linecache
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from types import CodeType
from typing import Any

from autograder.shared import grade_ids
from course import check

ANSWER, TEST, LOCKED = "answer", "test", "locked"

Names = dict[str, Any]


@dataclass(frozen=True)
class TrialCell:
    """A code cell that tests rely on, or a test cell.

    kind : LOCKED, ANSWER or TEST
    """

    grade_id: str
    kind: str
    source: str


@dataclass(frozen=True)
class Failure:
    """A cell that raised something; `seed` is None if it is no test."""

    grade_id: str
    seed: tuple[int, ...] | None
    error: BaseException


@dataclass(frozen=True)
class Trial:
    """A chapter's cells, and the answers written in them by grade id."""

    cells: Sequence[TrialCell]
    written: Mapping[str, str]

    def failures(self, seeds: Iterable[tuple[int, ...]], only: str = "") -> Iterator[Failure]:
        """Every cell that fails, with the first seed that makes it; the tests of `only`, or all.

        A cell that is no test ends it, since later ones build on it.
        """
        space: Names = {"__name__": "__main__"}
        exercises = [cell.grade_id for cell in self.cells if cell.kind == ANSWER]
        for cell in self.cells:
            if cell.kind != TEST:
                error = raised(self.written.get(cell.grade_id, cell.source), space)
                if error is not None:
                    yield Failure(cell.grade_id, None, error)
                    return
            elif only in ("", grade_ids.exercise(cell.grade_id, exercises)) and (
                failure := _first(cell, space, seeds)
            ):
                yield failure


def _first(cell: TrialCell, space: Names, seeds: Iterable[tuple[int, ...]]) -> Failure | None:
    public = check.SEED
    try:
        for seed in seeds:
            check.SEED = list(seed)
            if (error := raised(cell.source, dict(space))) is not None:
                return Failure(cell.grade_id, seed, error)
    finally:
        check.SEED = public
    return None


def raised(source: str, space: Names) -> BaseException | None:
    """What running a cell raises, if anything; what it prints is heard by nobody."""
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        try:
            exec(compiled(source), space)
        except (Exception, SystemExit) as error:
            return error
    return None


@functools.lru_cache(maxsize=1024)
def compiled(source: str) -> CodeType:
    """A cell whose lines messages can quote, compiled once, whoever runs it. Raises SyntaxError."""
    try:
        ast.parse(source)
    except SyntaxError:  # it may hold IPython's own words
        from IPython.core.inputtransformer2 import TransformerManager

        source = TransformerManager().transform_cell(source)
    # Messages quote the line at which a function stopped, as they do in a notebook.
    file = f"<cell {zlib.crc32(source.encode()):x}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    return compile(source, file, "exec", dont_inherit=True)
