"""The wheels that a browser's Python needs: the course, and what it imports.

They are packed from what is installed here, whose versions the lock has chosen, so that a site is
made without a package index. Their metadata asks for nothing: in a browser there is no JupyterLab
to install, and all that they import is there.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path, PurePosixPath

from autograder.publishing.site import bytecode
from autograder.shared.errors import CourseError
from course.naming import NAME

BROUGHT = ("ipywidgets", "anywidget", "psygnal", "typing_extensions", "comm", "threadpoolctl")
"""What `course` imports and Pyodide does not have; all of it is Python."""

PLACE = f"/lib/python{bytecode.VERSION}/site-packages"
"""Where a browser's Python has what it imports."""

DATE = (1980, 1, 1, 0, 0, 0)  # the same files make the same bytes
LEFT_OUT = (".so", ".pyd", ".pyi", ".pyc", ".md")


@dataclass(frozen=True)
class Wheel:
    """A wheel's name and version, its file, and what it is on the disk."""

    name: str
    version: str
    file: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Its checksum, in hex."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def place(self) -> str:
        """Its folder and file: another content has another address, and no cache mixes them up."""
        return f"{self.sha256[:12]}/{self.file}"


def course(root: Path, version: str) -> Wheel:
    """The course's own wheel, of the files as they lie here."""
    folder = root / "course"
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return _packed(
        NAME, version, {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}
    )


def compiled(wheels: Sequence[Wheel], python: Path | None) -> Sequence[Wheel]:
    """The same, with an interpreter's bytecode; as they are if there is none.

    Of the course itself the sources stay, for those who look.
    """
    if python is None:
        return wheels
    archives = {
        one.name: bytecode.Archive(one.content, PLACE, sources=one.name == NAME) for one in wheels
    }
    done = bytecode.compiled(archives, python)
    return [replace(one, content=done[one.name]) for one in wheels]


def empty(name: str) -> Wheel:
    """A wheel with nothing in it, for a name that others ask for."""
    return _packed(name, "0", {})


def brought() -> list[Wheel]:
    """What the course imports, as it is installed here. Raises CourseError for what is not."""
    return [_installed(name) for name in BROUGHT]


def _installed(name: str) -> Wheel:
    try:
        found = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        raise CourseError(f"{name} is needed for the site: run `make setup` again.") from None
    own = [path for path in found.files or () if not _foreign(PurePosixPath(path))]
    files = {path.as_posix(): Path(str(found.locate_file(path))).read_bytes() for path in own}
    return _packed(name, found.version, files)


def _foreign(path: PurePosixPath) -> bool:
    """Whether an installed file is none of the package's own Python and its data."""
    return ".." in path.parts or path.parts[0].endswith(".dist-info")


def _packed(name: str, version: str, files: Mapping[str, bytes]) -> Wheel:
    stem = f"{name.replace('-', '_')}-{version}"
    info = f"{stem}.dist-info"
    kept = {path: content for path, content in files.items() if _runs(PurePosixPath(path))}
    kept[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode()
    kept[f"{info}/WHEEL"] = (
        f"Wheel-Version: 1.0\nGenerator: {NAME}\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    ).encode()
    lines = [f"{path},{_record(content)}" for path, content in kept.items()]
    kept[f"{info}/RECORD"] = "".join(f"{line}\n" for line in [*lines, f"{info}/RECORD,,"]).encode()
    return Wheel(name, version, f"{stem}-py3-none-any.whl", _zipped(kept))


def _runs(path: PurePosixPath) -> bool:
    """Whether a browser's Python has a use for the file."""
    # The page has the extensions from JupyterLab's folder, and asks the kernel for none.
    hidden = {"__pycache__", "labextension", "nbextension", "tests"} & {*path.parts}
    return not hidden and path.suffix not in LEFT_OUT


def _record(content: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"sha256={digest},{len(content)}"


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for path, content in files.items():
            info = zipfile.ZipInfo(path, DATE)
            info.external_attr = 0o644 << 16
            packed.writestr(info, content, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def without(wheel: bytes, pattern: str) -> bytes:
    """A wheel without the files whose paths match a pattern."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as packed:
        names = [name for name in packed.namelist() if not re.search(pattern, name)]
        return _zipped({name: packed.read(name) for name in names if not name.endswith("/")})


def of_kernel(folder: Path) -> list[Wheel]:
    """The wheels that JupyterLite's own kernel brings along in its extension.

    folder : `static/pypi` of the extension, with its index
    """
    index = json.loads((folder / "all.json").read_text(encoding="utf-8"))
    return list(_listed(folder, index, ("piplite", "pyodide-kernel", "ipykernel")))


def _listed(folder: Path, index: Mapping[str, object], names: Iterable[str]) -> Iterable[Wheel]:
    for name in names:
        [(version, [release])] = index[name]["releases"].items()  # type: ignore[index]
        file = release["filename"]
        yield Wheel(name.replace("-", "_"), version, file, (folder / file).read_bytes())
