"""What a student imports. Never contains an answer."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from course.overview import Overview

__all__ = ["progress"]


def progress(chapter: int | None = None, *, forget: bool = False) -> Overview:
    """A small figure of which exercises pass, from the checks that you have run.

    chapter : its number; the chapter whose notebook this is if not given
    forget  : forget every result, of all chapters, and begin anew

    Results are kept in a small file in your own Jupyter data folder, and nothing leaves your
    machine. The environment variable COURSE_PROGRESS names another file; `off` keeps them in
    memory until the kernel stops.

    Raises ValueError if there is no such chapter.
    """
    from course import overview

    return overview.progress(chapter, forget=forget)


if "IPython" in sys.modules:
    from course import record

    record.watch()
