"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import time
from pathlib import Path

OLD = 86_400.0  # seconds after which nobody writes a temporary file any more


def write(path: Path, content: str) -> None:
    """Write a file whole or not at all: whoever is interrupted keeps the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_text(content, encoding="utf-8", newline="\n")
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _sweep(path: Path) -> None:
    """Remove what was left of the file by processes that were killed while they wrote it."""
    start = f".{path.name}."
    for name in os.listdir(path.parent):
        owner = name.removeprefix(start).removesuffix(".tmp")
        if name == f"{start}{owner}.tmp" and abandoned(path.with_name(name), owner):
            path.with_name(name).unlink(missing_ok=True)


def abandoned(path: Path, owner: str) -> bool:
    """Whether a temporary file or folder is left over: the process of that number has ended.

    Also where there is no /proc; where nothing tells, it is left over when it is old.
    """
    try:
        if os.name == "posix":  # elsewhere to ask a process would be to end it
            os.kill(int(owner), 0)
        return time.time() - path.stat().st_mtime > OLD
    except ProcessLookupError:
        return True
    except (OSError, ValueError, OverflowError):
        return False
