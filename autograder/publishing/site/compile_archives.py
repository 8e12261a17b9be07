"""Compiles the modules of zip archives; a program of its own, for the Python that will read them.

    python compile_archives.py FOLDER

FOLDER has the archives, and `places.json`: for each one's name the folder that it is unpacked in,
and whether its sources stay. It is not imported, and needs the standard library alone.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import zipfile
from concurrent.futures import ProcessPoolExecutor
from importlib import _bootstrap_external as loaders
from pathlib import Path

DATE = (1980, 1, 1, 0, 0, 0)  # the same files make the same bytes


def compiled(name: str, source: bytes) -> bytes | None:
    """A module's bytecode, which is never compared with its source; None if it is no Python."""
    try:
        code = compile(source, name, "exec", dont_inherit=True, optimize=0)
    except (SyntaxError, ValueError):  # templates, and tests of what cannot be compiled
        return None
    pyc = loaders._code_to_hash_pyc(  # type: ignore[attr-defined]
        code, importlib.util.source_hash(source), False
    )
    return bytes(pyc)


def beside(path: str) -> str:
    """Where Python looks for the bytecode of a module whose source is there too."""
    folder, slash, file = path.rpartition("/")
    tag = sys.implementation.cache_tag
    return f"{folder}{slash}__pycache__/{file.removesuffix('.py')}.{tag}.pyc"


def rewrite(archive: Path, place: str, sources: bool) -> None:
    """Put the bytecode in place of the sources of an archive, or beside them."""
    with zipfile.ZipFile(archive) as old:
        files = {name: old.read(name) for name in old.namelist() if not name.endswith("/")}
    new: dict[str, bytes] = {}
    for path, content in files.items():
        code = compiled(f"{place}/{path}", content) if path.endswith(".py") else None
        if code is not None:
            new[beside(path) if sources else f"{path}c"] = code
        if code is None or sources:
            new[path] = content
    with zipfile.ZipFile(archive, "w") as packed:
        for path, content in new.items():
            info = zipfile.ZipInfo(path, DATE)
            info.external_attr = 0o644 << 16
            packed.writestr(info, content, zipfile.ZIP_DEFLATED, 9)


def main(folder: Path) -> None:
    """Rewrite all archives of a folder."""
    places = json.loads((folder / "places.json").read_text(encoding="utf-8"))
    with ProcessPoolExecutor() as pool:
        for one in [pool.submit(rewrite, folder / name, *how) for name, how in places.items()]:
            one.result()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
