"""The small class of support/small_class.py, made and graded once for all who disturb a copy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import psutil


@pytest.fixture(scope="session")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The class before it is graded; not to be changed."""
    from support import small_class  # only here: whoever needs no class does not wait for nbgrader

    return small_class.make(tmp_path_factory.mktemp("class") / "course")


@pytest.fixture(scope="session")
def quiet(handed_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The class after a run that nothing disturbed; not to be changed."""
    from support import small_class

    root = small_class.copy(handed_in, tmp_path_factory.mktemp("quiet"))
    small_class.grade(root)
    return root


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
