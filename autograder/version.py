"""What decides, beside a submission itself, whether it is graded anew.

Reading, rebuilding and packing are not listed: what they make of a submission is all in its bundle,
which is made at each run. What runs a bundle and what makes points of a record is: every module
that these import, all of `course`, Python, and the packages that any of them imports.
"""

from __future__ import annotations

import functools
import hashlib
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from autograder import confine

HERE = Path(__file__).resolve().parent
RUNNING = ("slot", "worker")  # with all that they import of the grader
MARKING = ("marking",)
NAMED = {"sklearn": "scikit-learn"}  # packages that are imported by another name

_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+)?import[ \t]+(\([^)]*\)|[^\n#]+)", re.MULTILINE
)


def imported(text: str) -> set[str]:
    """Dotted names that a module imports: `a.b` for `from a import b`."""
    found: set[str] = set()
    for source, names in _IMPORT.findall(text):
        plain = [name.split()[0] for name in names.strip("()").split(",") if name.split()]
        found |= {source, *(f"{source}.{name}" for name in plain)} if source else set(plain)
    return found


@functools.cache
def deciding() -> tuple[Path, ...]:
    """The modules that run a submission and make points of what came of it."""
    waiting, found = [*RUNNING], set()
    while waiting:
        path = HERE / f"{waiting.pop()}.py"
        if path not in found and path.is_file():
            found.add(path)
            names = imported(path.read_text("utf-8"))
            waiting += [n.split(".")[1] for n in names if n.startswith("autograder.")]
    return tuple(sorted(found | {HERE / f"{name}.py" for name in MARKING}))


@functools.cache
def version() -> str:
    """A digest of the code that decides about points, of Python, and of the packages it imports.

    Two machines of one cluster must have the same.
    """
    paths = (*sorted((HERE.parent / "course").rglob("*.py")), *deciding())
    named = {name.split(".")[0] for path in paths for name in imported(path.read_text("utf-8"))}
    versions = [platform.python_implementation(), platform.python_version(), *_versions(named)]
    return _digest([*versions, *(path.read_bytes() for path in paths)])


def _versions(names: Iterable[str]) -> list[str]:
    """Name and version of each package among the names."""
    found = []
    for name in sorted(set(names) - sys.stdlib_module_names):
        try:
            found.append(f"{name} {metadata.version(NAMED.get(name, name))}")
        except (metadata.PackageNotFoundError, ValueError):  # ours, or a word of a docstring
            continue
    return found


@functools.cache
def walls(tier: str) -> str:
    """A tier as it is on this machine: its name and the versions of what it is made of."""
    if tier == confine.BWRAP:
        program = shutil.which("bwrap")
        done = subprocess.run([program or "bwrap", "--version"], capture_output=True, text=True)
        return f"{tier}, {done.stdout.strip()}"
    return f"{tier} {confine.landlock_version()}" if tier == confine.LANDLOCK else tier


def _digest(parts: Iterable[str | bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update((part.encode() if isinstance(part, str) else part) + b"\0")
    return digest.hexdigest()[:16]
