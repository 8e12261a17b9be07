"""What decides, beside a submission itself, whether it is graded anew.

Reading, rebuilding and packing are not listed: what they make of a submission is all in its bundle,
which is made at each run. What runs a bundle and what makes points of a record is: every module
that these import, all of `course`, Python, and the packages that any of them imports.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from autograder.inside.wall import landlock, tiers

PROJECT = Path(__file__).resolve().parents[2]
RUNNING = ("autograder.judging.slot", "autograder.inside.running.warm")  # with all that they import
MARKING = "autograder.records.graded"
DISTRIBUTIONS = {"sklearn": "scikit-learn"}  # packages that are imported by another name


def imported(text: str) -> set[str]:
    """Dotted names that a module imports: `a.b` for `from a import b`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


def _module(name: str) -> Path | None:
    """The file of a module of the grader's."""
    path = PROJECT / Path(*name.split("."))
    files = (path.with_suffix(".py"), path / "__init__.py")
    return next((file for file in files if file.is_file()), None)


@functools.cache
def deciding() -> tuple[Path, ...]:
    """The modules that run a submission and make points of what came of it."""
    # A module that was renamed must not drop out in silence: old points would be kept for good.
    if gone := [name for name in (*RUNNING, MARKING) if _module(name) is None]:
        raise ModuleNotFoundError(f"{gone[0]} decides about points, and is not there")
    waiting, found = [*RUNNING], {path for path in [_module(MARKING)] if path}
    while waiting:
        path = _module(waiting.pop())
        if path and path not in found:
            found.add(path)
            names = imported(path.read_text("utf-8"))
            waiting += [name for name in names if name.startswith("autograder.")]
    return tuple(sorted(found))


@functools.cache
def version() -> str:
    """A digest of the code that decides about points, of Python, and of the packages it imports.

    Two machines of one cluster must have the same.
    """
    paths = (*sorted((PROJECT / "course").rglob("*.py")), *deciding())
    named = {name.split(".")[0] for path in paths for name in imported(path.read_text("utf-8"))}
    versions = [platform.python_implementation(), platform.python_version(), *_versions(named)]
    return _digest([*versions, *(path.read_bytes() for path in paths)])


def _versions(names: Iterable[str]) -> list[str]:
    """Name and version of each package among the names."""
    found = []
    for name in sorted(set(names) - sys.stdlib_module_names):
        try:
            found.append(f"{name} {metadata.version(DISTRIBUTIONS.get(name, name))}")
        except (metadata.PackageNotFoundError, ValueError):  # ours, or a word of a docstring
            continue
    return found


@functools.cache
def walls(tier: str) -> str:
    """A tier as it is on this machine: its name and the versions of what it is made of."""
    if tier == tiers.BWRAP:
        program = shutil.which("bwrap")
        done = subprocess.run([program or "bwrap", "--version"], capture_output=True, text=True)
        return f"{tier}, {done.stdout.strip()}"
    return f"{tier} {landlock.version()}" if tier == tiers.LANDLOCK else tier


def _digest(parts: Iterable[str | bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update((part.encode() if isinstance(part, str) else part) + b"\0")
    return digest.hexdigest()[:16]
