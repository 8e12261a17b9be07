"""Modules that are compiled ahead: to compile them takes a browser longer than to run them.

Bytecode is of one version of Python, which is asked to write it; where there is none the sources
do, and all is the same but for the seconds until the first figure.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.shared.errors import CourseError

VERSION = "3.12"
"""Pyodide's Python."""

PROGRAM = Path(__file__).with_name("compile_archives.py")
MISSING = (
    f"No Python {VERSION} was found here, which would have compiled the site's modules: in a "
    f"browser they start about twice as slowly. Put python{VERSION} on the PATH, and make the "
    "site again."
)
_ASK = "import sys; print('%d.%d' % sys.version_info[:2])"


@dataclass(frozen=True)
class Archive:
    """A zip file of Python modules.

    content : its bytes
    place   : the folder that it is unpacked in, as tracebacks name it
    sources : whether the modules' texts stay in it, for a reader or a traceback to show
    """

    content: bytes
    place: str
    sources: bool = False


def interpreter() -> Path | None:
    """A Python of Pyodide's version on this machine; None if there is none."""
    return next(filter(_right, _found()), None)


def _found() -> Iterator[Path]:
    yield Path(sys.executable)
    name = f"python{VERSION}"
    if named := shutil.which(name):
        yield Path(named)
    # pyenv's command answers only for the version that is chosen, and the others lie there too.
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from sorted(root.glob(f"versions/{VERSION}.*/bin/{name}"))


def _right(python: Path) -> bool:
    try:
        asked = [str(python), "-I", "-c", _ASK]
        said = subprocess.run(asked, capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return said.returncode == 0 and said.stdout.strip() == VERSION


def compiled(archives: Mapping[str, Archive], python: Path) -> dict[str, bytes]:
    """The archives by their names, compiled by an interpreter. Raises CourseError if it cannot."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        files = {name: f"{number}.zip" for number, name in enumerate(archives)}
        for name, one in archives.items():
            (folder / files[name]).write_bytes(one.content)
        places = {files[name]: (one.place, one.sources) for name, one in archives.items()}
        (folder / "places.json").write_text(json.dumps(places), encoding="utf-8")
        # Without the columns that a traceback underlines, for there are no lines to underline.
        words = [str(python), "-I", "-X", "no_debug_ranges", str(PROGRAM), scratch]
        ran = subprocess.run(words, capture_output=True, text=True)
        if ran.returncode:
            last = ran.stderr.strip().splitlines()[-1:] or ["it said nothing"]
            raise CourseError(f"{python} could not compile the site's modules: {last[0]}")
        return {name: (folder / file).read_bytes() for name, file in files.items()}
