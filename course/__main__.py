"""`neural-networks-by-hand`, or `python -m course`: open the chapters in JupyterLab."""

from __future__ import annotations

import argparse
import os
import sys
import tomllib
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from course import handed_out
from course.naming import NAME

HELP = f"""\
{NAME} [FOLDER]           lay the chapters into FOLDER and open the first in JupyterLab
{NAME} update [FOLDER]    bring newer chapters beside what you have written

FOLDER is ./{NAME} if none is named; in the course's own repository or kit, its release/.
Nothing that is there is ever replaced, unless nobody has touched it.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 1 and a sentence on stderr if it cannot be done."""
    parser = argparse.ArgumentParser(NAME, usage=HELP, add_help=True)
    parser.add_argument("--no-start", action="store_true", help="do not start JupyterLab")
    parser.add_argument("words", nargs="*", help=argparse.SUPPRESS)
    args = parser.parse_args(argv)
    update = args.words[:1] == ["update"]
    named = args.words[1:] if update else args.words
    if len(named) > 1:
        parser.error(f"one folder at most, but there are {len(named)}: {', '.join(named)}")
    try:
        folder = Path(named[0]).expanduser() if named else _folder()
        own = folder.resolve() == handed_out.CHECKOUT
        laid = [] if own else handed_out.lay(folder, _version(), update)
        for one in laid:
            print(one.said)
        if update:
            if not laid:
                print(f"{folder} has the chapters of version {_version()} already.")
            return 0
        return 0 if args.no_start else _start(folder)
    except handed_out.FolderError as error:
        print(f"{NAME}: {error}", file=sys.stderr)
        return 1


def _folder() -> Path:
    """Where the chapters are, or go, if no folder is named."""
    if handed_out.CHECKOUT.is_dir():
        return handed_out.CHECKOUT
    return Path() if Path(handed_out.LAID).is_file() else Path(NAME)


def _version() -> str:
    try:
        return metadata.version(NAME)
    except metadata.PackageNotFoundError:  # a kit, which is not installed
        with (handed_out.HERE / "pyproject.toml").open("rb") as file:
            return str(tomllib.load(file)["project"]["version"])


def _start(folder: Path) -> int:
    """Open the folder's first chapter in JupyterLab, whose root is the folder of all."""
    notebooks = handed_out.chapters(folder)
    if not notebooks:
        raise handed_out.FolderError(f"There is no chapter in {folder}.")
    try:
        from jupyterlab import labapp
    except ImportError as error:
        raise handed_out.FolderError(
            f"JupyterLab is missing here ({error}). Install it with the course: "
            "pip install -r requirements-student.lock"
        ) from error
    if handed_out.CHECKOUT.is_dir():
        # A kit is not installed: its notebooks find `course` where this process did.
        paths = [str(handed_out.HERE), *filter(None, [os.environ.get("PYTHONPATH")])]
        os.environ["PYTHONPATH"] = os.pathsep.join(paths)
    words = [f"--notebook-dir={folder.resolve()}", str(notebooks[0].resolve())]
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # containers; JupyterLab asks to be told
        words.insert(0, "--allow-root")
    labapp.main(words)
    return 0


if __name__ == "__main__":
    sys.exit(main())
