"""The small class of support/small_class.py, made and graded once for all who disturb a copy."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

if TYPE_CHECKING:
    import psutil


def once_for_all(
    name: str, tmp_path_factory: pytest.TempPathFactory, make: Callable[[Path], object]
) -> Path:
    """A course that is made in this folder by whichever process of the tests needs it first."""
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    top = tmp_path_factory.getbasetemp() if alone else tmp_path_factory.getbasetemp().parent
    made = top / name
    with FileLock(top / f"{name}.lock"):
        if not (made / "whole").exists():
            shutil.rmtree(made, ignore_errors=True)  # whoever began it has failed
            made.mkdir()
            make(made)
            (made / "whole").touch()
    return made / "course"


@pytest.fixture(scope="session")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The class before it is graded; not to be changed, for the processes of the tests share it."""
    from support import small_class  # only here: whoever needs no class does not wait for nbgrader

    return once_for_all("handed-in", tmp_path_factory, lambda to: small_class.make(to / "course"))


@pytest.fixture(scope="session")
def quiet(handed_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The class after a run typed in a shell that nothing disturbed; not to be changed either."""
    from support import small_class

    return once_for_all(
        "quiet",
        tmp_path_factory,
        lambda to: small_class.grade(small_class.copy(handed_in, to), begin=small_class.typed),
    )


@pytest.fixture(scope="module")
def left() -> Iterator[Callable[[], list[psutil.Process]]]:
    """Processes that were left behind."""
    from support import small_class

    with small_class.orphans() as found:
        yield found


@pytest.fixture(scope="module")
def warm_pool() -> Iterator[None]:
    """For files in which grading is a means: the runs of all tests share their processes."""
    from support import pools

    with pools.kept():
        yield
