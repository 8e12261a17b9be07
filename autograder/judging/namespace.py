"""The names that a test cell finds: the chapter's own, and the student's where those have none.

A student's name is asked for when it is used, never before: a notebook holds large arrays, open
files and figures, of which a test needs none, and what cannot cross shall fail the test that needs
it and no other. A name that a locked cell makes is the chapter's alone, also if that cell failed:
no answer may put its own `check` or test data in that place.
"""

from __future__ import annotations

import ast
import builtins
import copy
import symtable
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import numpy as np

DATA = (np.ndarray, list, dict, set, np.random.Generator)


class LockedCellError(BaseException):
    """A test needs a name that a locked cell should have made; no test and no answer catches it."""


class Namespace(dict[str, Any]):
    """The namespace of a chapter's trusted half.

    lend : while a test cell runs, what finds the student's value of a name; raises KeyError
    """

    def __init__(self) -> None:
        super().__init__({"__name__": "__main__", "__builtins__": builtins})
        self.lend: Callable[[str], Any] | None = None
        self.own: dict[str, str] = {}  # names that locked cells make -> why one could not, or ""

    def __missing__(self, name: str) -> Any:
        """Ask for a student's name. Raises LockedCellError, and KeyError if they have none."""
        if self.own.get(name):
            raise LockedCellError(
                f"A locked cell of the chapter should have made `{name}`, but {self.own[name]}."
            )
        if self.lend is None or name in self.own or name.startswith("__"):
            raise KeyError(name)
        # Python's own is kept here, too, or every use of it in a test would come this way.
        value = self[name] = vars(builtins)[name] if _builtin(name) else self.lend(name)
        return value

    def run_locked(self, source: str) -> None:
        """Run a locked cell; if it fails, its names are nobody's."""
        why = ""
        try:
            exec(compile(source, "<locked cell>", "exec"), self)
        except (
            Exception,
            LockedCellError,
        ) as error:  # it needs a student's name: so will the test that relies on it
            why = f"it stopped with {type(error).__name__}: {error}"
        self.own |= {name: why for name in made(source) if not why or name not in self}

    def wanted(self, names: set[str] | frozenset[str]) -> list[str]:
        """Those of the names that only the student can have."""
        return sorted(n for n in names if n not in self and n not in self.own and not _builtin(n))


def _builtin(name: str) -> bool:
    return name in vars(builtins)


def copies(names: Mapping[str, Any]) -> dict[str, Any]:
    """Copies of the data among the values; what they share, the copies share."""
    memo: dict[int, Any] = {}
    found = {}
    for name, value in names.items():
        if type(value) in DATA:
            with suppress(Exception):  # it holds what cannot be copied
                found[name] = copy.deepcopy(value, memo)
    return found


def loaded(tree: ast.Module) -> set[str]:
    """Names that a cell uses before it has given them a value itself."""
    found: set[str] = set()
    given: set[str] = set()
    for statement in tree.body:
        names = [n for n in ast.walk(statement) if isinstance(n, ast.Name)]
        found |= {n.id for n in names if isinstance(n.ctx, ast.Load)} - given
        if not isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            given |= {n.id for n in names if isinstance(n.ctx, ast.Store)}
    return found


def made(source: str) -> set[str]:
    """Names that a cell gives values to, wherever in it."""
    return _assigned(symtable.symtable(source, "<locked cell>", "exec"), top=True)


def _assigned(table: symtable.SymbolTable, top: bool = False) -> set[str]:
    found = {
        symbol.get_name()
        for symbol in table.get_symbols()
        if (symbol.is_assigned() or symbol.is_imported()) and (top or symbol.is_declared_global())
    }
    return found.union(*(_assigned(inner) for inner in table.get_children()))
