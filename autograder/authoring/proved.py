"""What `make check` found to hold, so that it is not found out again until something changes."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator
from contextlib import suppress
from importlib import metadata
from pathlib import Path

from autograder import shared
from autograder.authoring import build, stills
from autograder.shared import atomic
from course import check
from course.naming import NAME

FILE, KEPT = "proved.json", 400  # digests of what held, the latest last
# Lists that are derived from all chapters, and what known mistakes give: words of messages depend
# on them, and no points. A new chapter leaves what was found of the others as it is.
IDLE = {"__pycache__", "mistakes", "exercises.json", "checks.json", stills.FILE}


def holds(key: str) -> bool:
    """Whether what has this key was found to hold before."""
    return key in _held()


def remember(key: str) -> None:
    """Keep that it holds; where nothing can be kept, all is found out each time."""
    with suppress(OSError):
        atomic.write(_memory(), json.dumps([*_held(), key][-KEPT:], indent=0) + "\n")


def key(root: Path, chapter: str, *also: str) -> str:
    """A digest of all that decides how a chapter's answers fare in its tests, and of what else."""
    digest = hashlib.sha256()
    for word in (platform.python_version(), platform.machine(), *_versions(), *also):
        digest.update(f"{word}\0".encode())
    digest.update(build.dumps(build.notebook(root, chapter)).encode())
    package = Path(check.__file__).parents[1]
    ours = (Path(__file__).parent, Path(shared.__file__).parent)
    for folder in (package, root / "source" / chapter, *ours):
        for path in sorted(folder.rglob("*")):
            idle = not IDLE.isdisjoint(path.parts) or path.suffix in (".ipynb", ".md")
            if path.is_file() and not idle:
                digest.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _memory() -> Path:
    """The file of what holds, by content and not by course: copies and clones share it."""
    import pooch

    return Path(pooch.os_cache(NAME)) / FILE


def _held() -> list[str]:
    with suppress(OSError, ValueError):
        found = json.loads(_memory().read_text(encoding="utf-8"))
        if isinstance(found, list):
            return [str(one) for one in found]
    return []


def _versions() -> Iterator[str]:
    for package in ("numpy", "matplotlib", "ipywidgets"):
        with suppress(metadata.PackageNotFoundError):
            yield f"{package} {metadata.version(package)}"
