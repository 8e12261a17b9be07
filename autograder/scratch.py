"""Inside the sandbox: each test has a folder of its own for what it writes, which goes with it.

So no test finds the files of another, and no cell those of a test.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress


class Scratch:
    """The places where a submission can write, the first of them its own folder."""

    def __init__(self, places: Sequence[str]) -> None:
        self._top, self._places = places[0], places
        self._kept: list[set[str]] | None = None
        self._number = 0

    def note(self) -> None:
        """Before a test is forked: what is there now will stay."""
        self._kept = [set(_names(place)) for place in self._places]
        self._number += 1

    def enter(self) -> None:
        """In a test's fork: go to a new folder, with copies of what the cells have written."""
        with suppress(OSError):  # the disk is full, or the folder gone: then it stays where it is
            made, here = f"{self._top}/.test-{self._number}", os.getcwd()
            os.mkdir(made, 0o700)
            for name in (self._kept or [set()])[0]:
                _copy(f"{self._top}/{name}", f"{made}/{name}")
            if here == self._top or here.startswith(f"{self._top}/"):
                os.chdir(made + here[len(self._top) :])
            os.environ.update(HOME=made, TMPDIR=made)
            tempfile.tempdir = None

    def clear(self) -> None:
        """After a test: remove what was not there before it."""
        if self._kept is None:
            return
        for place, kept in zip(self._places, self._kept, strict=True):
            for name in set(_names(place)) - kept:
                _remove(f"{place}/{name}")
        self._kept = None


def _remove(path: str) -> None:
    try:
        os.rmdir(path)  # most often it is an empty folder
    except NotADirectoryError:
        with suppress(OSError):
            os.unlink(path)
    except OSError:
        shutil.rmtree(path, ignore_errors=True)


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _copy(source: str, target: str) -> None:
    with suppress(OSError, shutil.Error):
        if os.path.isdir(source) and not os.path.islink(source):
            shutil.copytree(source, target, symlinks=True)
        elif os.path.isfile(source) or os.path.islink(source):
            shutil.copy2(source, target, follow_symlinks=False)
