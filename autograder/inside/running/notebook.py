"""The cells of a submission, run one after another in one namespace, as in a notebook."""

from __future__ import annotations

import ast
import builtins
import codeop
import functools
import gc
import io
import linecache
import os
import resource
import sys
import types
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

import numpy as np

from autograder.inside.running import unseen
from autograder.inside.running.report import report
from autograder.inside.running.scratch import Scratch
from autograder.inside.running.time_limit import limit
from autograder.inside.running.unseen import nothing

MAX_PRINTED = 20_000  # characters kept of what a cell prints
ROOM = 4  # share of its memory that a submission must have free after a cell filled it


class Printed(io.TextIOBase):
    """What was printed, up to a limit."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        """Keep the text as far as there is room."""
        if len(self.text) < MAX_PRINTED:
            self.text += str(text)[: MAX_PRINTED - len(self.text)]
        return len(text)

    def writable(self) -> bool:
        """Yes."""
        return True


class Notebook:
    """The student's namespace: plain Python is run here, what is none by IPython's shell."""

    def __init__(self) -> None:
        module = sys.modules["__main__"] = types.ModuleType("__main__")
        self.names: dict[str, Any] = module.__dict__
        self.names |= {"get_ipython": lambda: self.shell, "exit": nothing, "quit": nothing}
        self.names |= dict.fromkeys(["_", "__", "___", "_i", "_ii", "_iii"], "")
        self.names |= {"In": [""], "Out": {}}
        builtins.__dict__.setdefault("display", nothing)
        self.given: dict[int, str] = {}
        self.spare: object = None
        self.scratch = Scratch([os.getcwd()])
        self._compile = codeop.Compile()
        self._cells = 0

    @functools.cached_property
    def shell(self) -> Any:
        """Made when a cell first needs it."""
        return unseen.quiet_shell()

    def run(
        self, source: str, seconds: float, defines: Sequence[str] = (), until: int = 0
    ) -> tuple[str, list[Any] | None, bool]:
        """Run a cell: what it printed, the report of its error, and whether memory is full now.

        defines : names of functions that locked cells make: both ends know them by name
        until   : run only the statements that end above this line, if it is not 0
        """
        printed = Printed()
        with redirect_stdout(printed), redirect_stderr(io.StringIO()), limit(seconds):
            error = self._execute(_above(source, until) if until else source)
        if isinstance(error, MemoryError):
            self.spare = None  # without it, not even the error could be told
        for name in defines:
            value = self.names.get(name)
            if type(value) is types.FunctionType:
                self.given[id(value)] = name
        if error is None:
            return printed.text, None, False
        said, lacking = report(error), isinstance(error, MemoryError)
        del error  # and what the cell's functions hold
        return printed.text, said, lacking and _full()

    def _execute(self, source: str) -> BaseException | None:
        """What ended a cell."""
        self._cells += 1
        name = f"<cell {self._cells}>"
        try:
            code = self._compile(source + "\n", name, "exec")
        except Exception:
            result = self.shell.run_cell(source, store_history=False, silent=True)
            error: BaseException | None = result.error_before_exec or result.error_in_exec
            return error
        # Tracebacks show the lines.
        linecache.cache[name] = (len(source), None, source.splitlines(True), name)
        try:
            exec(code, self.names)
        except BaseException as error:
            return error
        return None

    def draw(self, source: str, seconds: float) -> str:
        """The still picture of the course's figure that a cell shows, as SVG; "" if none."""
        from course.widgets.figure import Interactive  # late: see `rehearsal.warmed_up`

        tree = ast.parse(source)
        last = tree.body.pop() if tree.body else None
        if not isinstance(last, ast.Expr):
            return ""
        with redirect_stdout(Printed()), redirect_stderr(io.StringIO()), limit(seconds):
            exec(compile(tree, "<figure>", "exec"), self.names)
            shown = eval(compile(ast.Expression(last.value), "<figure>", "eval"), self.names)
            return shown.frame().svg if isinstance(shown, Interactive) else ""


def _above(source: str, line: int) -> str:
    """The statements of a cell that end above a line."""
    ends = [s.end_lineno or 0 for s in ast.parse(source).body]
    return "".join(source.splitlines(True)[: max((n for n in ends if n < line), default=0)])


def _full() -> bool:
    """Whether too little memory is left for what comes next, also when all that can go is gone."""
    gc.collect()
    most, _ = resource.getrlimit(resource.RLIMIT_DATA)
    try:
        np.empty(max(most, 0) // ROOM, np.uint8)
    except MemoryError:
        return True
    return False
