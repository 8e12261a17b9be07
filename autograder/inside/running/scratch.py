"""Inside the sandbox: what a test writes goes with it.

So no test finds the files of another, and no cell those of a test.  Where the cells have written
something, each test has a folder of its own with copies of that, as far as it is little; copies of
more would fill the submission's share of the disk, and the folder has a link to it.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Sequence
from contextlib import suppress

COPIED = 4 * 2**20  # bytes of the copies for a test, with a page for each file
LINKS = 500  # files that may lie side by side, until a test stays where the cells have worked
_PAGE = 4096


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
        """In a test's fork: go to a new folder with copies of what cells have written, if any."""
        names, left = (self._kept or [set()])[0], COPIED
        if not names or len(names) > LINKS:
            return  # most often there is nothing that the test could change
        with suppress(OSError):  # the disk is full, or the folder gone: then it stays where it is
            made, here = f"{self._top}/.test-{self._number}", os.getcwd()
            os.mkdir(made, 0o700)
            for name in names:
                left = _copy(f"{self._top}/{name}", f"{made}/{name}", left)
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


def _copy(source: str, target: str, left: int) -> int:
    """Copy a file or folder if it takes no more than is left, else link to it; what is left then.

    What else there is (a pipe, a socket) stays behind.
    """
    with suppress(OSError):
        if os.path.islink(source):
            os.symlink(os.readlink(source), target)
            return left
        size = _size(source, left)
        if size <= left:
            with suppress(OSError, shutil.Error):
                if os.path.isdir(source):
                    shutil.copytree(source, target, symlinks=True)
                elif os.path.isfile(source):
                    shutil.copy2(source, target)
                return left - size
            _remove(target)  # the disk is full
        os.symlink(source, target)
    return left


def _size(path: str, most: int) -> int:
    """Bytes that a copy takes; counting ends above `most`."""
    size, waiting = 0, [path]
    while waiting and size <= most:
        at = waiting.pop()
        found = os.lstat(at)
        size += _PAGE + found.st_size
        if stat.S_ISDIR(found.st_mode):
            waiting += [f"{at}/{name}" for name in _names(at)]
    return size
