"""Outside the sandbox: runs the test cells against proxies of the student's functions.

A test cell is ordinary Python that calls a function and `check`. Expected values, secret seeds and
points are here, in a process that the student's code never enters; see `proxies` for what it gets
of theirs.
"""

from __future__ import annotations

import ast
import functools
import io
import math
import socket
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

import numpy as np

from autograder.judging import outputs
from autograder.judging.namespace import LockedCellError, Namespace, copies, loaded
from autograder.judging.proxies import CellTimeoutError, JudgeEnd, SandboxError
from autograder.judging.rebuilt import MODULE
from course import check
from course.check import cell as check_cell
from course.check import evidence, printable

TOLD = 500  # characters of an exception that is no check's


@dataclass(frozen=True)
class Verdict:
    """What a test cell came to.

    points  : 0 to the cell's maximum
    outputs : of the cell, in nbformat's form, by the judge alone
    failure : "", or why something else than the test ended the cell: "timeout" and "killed" are
              the sandbox's, "grader" is a locked cell's that had not made what the test needs
    seen    : what a check saw that failed on hidden numbers, as [what, got, expected]
    """

    points: float
    outputs: list[dict[str, Any]] = field(default_factory=list)
    failure: str = ""
    seen: list[Any] | None = None


@dataclass(frozen=True)
class _Compiled:
    """A test cell, ready to be run.

    names : that it uses before it has given them a value itself
    """

    names: frozenset[str]
    body: CodeType
    last: CodeType | None

    def run(self, names: dict[str, Any]) -> Any:
        """Run it; the value of its last line, if that is an expression."""
        exec(self.body, names)
        return None if self.last is None else eval(self.last, names)


@functools.lru_cache(maxsize=256)
def compiled(source: str) -> _Compiled:
    """A test cell, compiled once for all submissions."""
    tree = ast.parse(source)
    names, last = frozenset(loaded(tree)), None
    if tree.body and isinstance(ending := tree.body[-1], ast.Expr):
        tree.body.pop()
        last = compile(ast.Expression(ending.value), "<test cell>", "eval")
    return _Compiled(names, compile(tree, "<test cell>", "exec"), last)


class ChapterJudge:
    """A chapter's trusted half: what its locked cells define, and the running of its test cells.

    locked : sources of the locked cells that carry no points, in order
    """

    def __init__(self, locked: Sequence[str]) -> None:
        self.names, self._wanted = Namespace(), set[str]()
        for source in locked:
            self._wanted |= loaded(ast.parse(source))
            self.names.run_locked(source)
        self.defined = [n for n in self.names if not n.startswith("__")]

    def test(
        self, source: str, maximum: float, channel: socket.socket, seed: Sequence[int]
    ) -> Verdict:
        """Run one test cell against the student's process at the other end of the channel.

        It gets copies of the locked cells' data, which an answer may change where it lies.
        """
        cell, end = compiled(source), JudgeEnd(channel, self.names)
        before, public = dict(self.names), check.SEED
        check_cell.end()
        self.names.update(copies(before))
        printed, check.SEED = io.StringIO(), list(seed)
        points, failure = 0.0, ""
        ended: BaseException | None = None
        try:
            with redirect_stdout(printed), redirect_stderr(io.StringIO()):
                # The functions that most tests call come in one request; any other name is fetched
                # when it is used, so that a value that cannot cross spoils no test but its own.
                self.names.update(end.lend(self.names.wanted(cell.names | self._wanted)))
                self.names.lend = end.lend_one
                points = _share(cell.run(self.names), maximum)
        except CellTimeoutError as error:
            failure, ended = "timeout", error
        except SandboxError as error:
            failure, ended = "killed", error
        except LockedCellError as error:
            failure, ended = "grader", error
        except (Exception, SystemExit, GeneratorExit) as error:
            ended = error
        finally:
            self.names.lend = None
            self.names.clear()
            self.names.update(before)
            check.SEED = public
            check_cell.end()
        return Verdict(points, [_told(ended)] if ended else [], failure, _seen(ended))


def _share(value: Any, maximum: float) -> float:
    """Points for a cell that ran to its end: all, or the number its last line gave."""
    if type(value) not in (int, float, np.float64, np.int64):
        return maximum
    return min(max(float(value), 0.0), maximum) if math.isfinite(value) else 0.0


def _seen(error: BaseException | None) -> list[Any] | None:
    if not isinstance(error, check.CheckFailed) or error.known:
        return None
    return evidence.of(error)


def _told(error: BaseException) -> dict[str, Any]:
    """An exception as a cell's output; a check's has no traceback, any other only its last line."""
    name, text = type(error).__name__, str(error)
    if isinstance(error, check.CheckFailed):
        said = text
    else:
        # An answer's own error may be called so, too.
        name = AssertionError.__name__ if name == check.CheckFailed.__name__ else name
        theirs = type(error).__module__ == MODULE
        text = printable.quoted(text, TOLD) if theirs and text else printable.line(text, TOLD)
        said = f"{name}: {text}"
    return outputs.raised(name, text, said)
