"""Pyodide, the Python of a browser: from its usual public place, or packed into the site.

A folder that is packed in brings only what the course needs, under a list of its own
(`pyodide-lock.json`), by which every file is checked as it arrives in the browser.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.publishing.site import bytecode
from autograder.publishing.site.wheels import PLACE, Wheel, compiled, without
from autograder.shared.errors import CourseError

VERSION = "0.27.7"
PUBLIC = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
"""Where Pyodide is published, at the version that the course was tried with."""

ENGINE = ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
LOCK = "pyodide-lock.json"
WANTED = ("micropip", "sqlite3", "ipython", "numpy", "matplotlib")
EMPTY = ("ssl", "jedi")
"""What JupyterLite's kernel loads besides, and here is a name with nothing behind it: nothing of
the course opens a connection, and completion by looking at the values themselves is quicker than
jedi's. It saves 4 MB."""

WITHOUT: Mapping[str, Sequence[str]] = {
    "matplotlib": ("matplotlib-pyodide", "pytz", "fonttools"),
}
"""What Pyodide's list says that a package needs, and it does without: 1.5 MB. Of matplotlib only
what writes PDF and PostScript asks for fonttools."""

TRIMMED = {
    "ipython": r"IPython/(sphinxext|testing/plugin)/",
    "matplotlib": r"mpl-data/(sample_data|images|fonts/(afm|pdfcorefonts))/|/tests/|"
    r"ttf/(DejaVuSerif|DejaVuSansMono-|DejaVuSans-BoldOblique|cm\w+10\.)|/_(qhull|tkagg|ttconv)\.|"
    r"backends/(_?backend_(cairo|gtk|macosx|nbagg|pdf|pgf|ps|qt|tk|web|wx)|qt_|web_)|"
    r"matplotlib/(sphinxext|testing)/|mpl_toolkits/ax",
    "numpy": r"numpy/f2py/|numpy/_core/include/|\.(a|pxd|pyi|h)$|/lapack_lite\.",
    "pillow": r"/_(imagingft|imagingmath|imagingmorph|imagingtk|webp)\.|"
    r"PIL/(?!Bmp|Gif|Jpeg|Png|Ppm)\w+ImagePlugin|PIL/(ImageCms|PdfParser)\.",
    "prompt-toolkit": r"prompt_toolkit/(contrib/|\w+put/(win|con))",
    "pygments": r"lexers/(?!__init__|_mapping|python|special)\w+\.py$|"
    r"styles/(?!__init__|_mapping|default|monokai|pastie)\w+\.py$",
    "python-dateutil": r"\.tar\.gz$",
}
"""Files that are left out of a package: 5 MB, fonts that matplotlib need not look through as it
starts, and machine code that the browser would make ready for nobody. No figure of the course is
drawn with them, and a notebook shows no other language's texts than Python's."""

UNUSABLE = (
    r"^(multiprocessing|wsgiref|xmlrpc)/|"
    r"^(cgi|cgitb|ftplib|imaplib|mailbox|nntplib|poplib|smtplib|telnetlib)\.py$"
)
"""What of the standard library needs processes or connections, which a browser does not have."""

STDLIB, STDLIB_PLACE = "python_stdlib.zip", f"/lib/python{bytecode.VERSION.replace('.', '')}.zip"


@dataclass(frozen=True)
class Boot:
    """How the site's kernel begins.

    url     : of pyodide.js, relative to JupyterLite's folder, or absolute
    options : of JupyterLite's kernel, for `loadPyodide`
    files   : what has to lie in JupyterLite's folder, by its path there
    """

    url: str
    options: Mapping[str, Any]
    files: Mapping[str, bytes]


FOLDER, WHEELS = "static/pyodide", "wheels"
# From the script that JupyterLite's kernel runs in to its folder, four floors up.
_UP = "../../../../"


def public(wheels: Sequence[Wheel], python: Path | None = None) -> Boot:
    """With Pyodide from its public place; the site has the wheels.

    python : an interpreter that compiles them; if None the browser does, at each start
    """
    wheels = compiled(wheels, python)
    packages = [*WANTED, *EMPTY, *(f"{_UP}{WHEELS}/{one.place}" for one in wheels)]
    return Boot(f"{PUBLIC}pyodide.js", {"packages": packages}, _files(wheels))


def packed(
    folder: Path, wheels: Sequence[Wheel], empty: Sequence[Wheel], python: Path | None = None
) -> Boot:
    """With the Pyodide of a folder packed in, and compiled as `public` says.

    Raises CourseError for a folder that is no such distribution, or has another version, or a
    damaged file.
    """
    lock = _lock(folder)
    listed = lock["packages"]
    names = _closure(listed, WANTED)
    files = {name: _read(folder, name) for name in ENGINE}
    files[STDLIB] = without(files[STDLIB], UNUSABLE)
    kept = {name: {**listed[name], "depends": _needs(listed, name)} for name in names}
    for name, one in kept.items():
        content = _read(folder, one["file_name"])
        if hashlib.sha256(content).hexdigest() != one["sha256"]:
            raise CourseError(
                f"{folder / one['file_name']} is damaged: its checksum is not the one of {LOCK}. "
                f"Get Pyodide {VERSION} again."
            )
        if pattern := TRIMMED.get(name):
            content = without(content, pattern)
        files[one["file_name"]] = content
    wheels = compiled(wheels, python)
    if python is not None:
        modules = [STDLIB, *(one["file_name"] for one in kept.values())]
        places = {name: STDLIB_PLACE if name == STDLIB else PLACE for name in modules}
        archives = {name: bytecode.Archive(files[name], at) for name, at in places.items()}
        files |= bytecode.compiled(archives, python)
    for one in kept.values():
        one["sha256"] = hashlib.sha256(files[one["file_name"]]).hexdigest()
    ours = {_plain(one.name): _entry(one) for one in [*wheels, *empty]}
    files[LOCK] = json.dumps({"info": lock["info"], "packages": {**kept, **ours}}).encode()
    packages = [*WANTED, *(one.name for one in [*wheels, *empty])]
    return Boot(
        f"./{FOLDER}/pyodide.js",
        {"packages": packages},
        {f"{FOLDER}/{name}": content for name, content in files.items()}
        | _files([*wheels, *empty]),
    )


def _files(wheels: Iterable[Wheel]) -> dict[str, bytes]:
    return {f"{WHEELS}/{one.place}": one.content for one in wheels}


def _lock(folder: Path) -> dict[str, Any]:
    try:
        lock = json.loads((folder / LOCK).read_text(encoding="utf-8"))
        version = lock["info"]["version"]
        [*lock["packages"].items()]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise CourseError(
            f"{folder} is no Pyodide distribution: it has no {LOCK} that can be read. Unpack "
            f"Pyodide {VERSION} and name the folder that {LOCK} lies in."
        ) from None
    if version != VERSION:
        raise CourseError(
            f"{folder} is Pyodide {version}, and the course was tried with {VERSION}: name a "
            "folder of that version."
        )
    return dict(lock)


def _read(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError:
        raise CourseError(
            f"{folder} is no whole Pyodide distribution: {name} is missing. Unpack Pyodide "
            f"{VERSION} again."
        ) from None


def _closure(listed: Mapping[str, Any], wanted: Iterable[str]) -> list[str]:
    """The packages, with all that they need."""
    found: list[str] = []
    waiting = [*wanted]
    while waiting:
        name = waiting.pop(0)
        if name not in listed:
            raise CourseError(f"This Pyodide has no {name}: take the full distribution {VERSION}.")
        if name not in found:
            found.append(name)
            waiting += _needs(listed, name)
    return found


def _needs(listed: Mapping[str, Any], name: str) -> list[str]:
    needed = [_plain(one) for one in listed[name]["depends"]]
    return [one for one in needed if one not in WITHOUT.get(name, ())]


def _plain(name: str) -> str:
    """A package's name as lists have it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _entry(wheel: Wheel) -> dict[str, Any]:
    """A wheel of ours as Pyodide lists its packages."""
    return {
        "name": wheel.name,
        "version": wheel.version,
        "file_name": f"../../{WHEELS}/{wheel.place}",
        "install_dir": "site",
        "sha256": wheel.sha256,
        "package_type": "package",
        "imports": [],
        "depends": [],
        "unvendored_tests": False,
    }
