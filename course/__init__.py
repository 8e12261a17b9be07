"""What a student imports. Never contains an answer."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course.results.overview import Overview

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
    from course.results import overview

    return overview.progress(chapter, forget=forget)


# Names that chapters import from here, and the modules that they mean.
_NAMED = {
    "curves": "course.check.curves",
    "forward": "course.check.forward_pass",
    "guessing": "course.check.guessing",
    "nets": "course.check.backprop",
    "probes": "course.check.probes",
    "rehearse": "course.check.training_loop",
    "wiring": "course.check.neurons",
}


def __getattr__(name: str) -> Any:
    """The module that a chapter, also one handed out long ago, imports by a short name."""
    if name not in _NAMED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(_NAMED[name])


if "IPython" in sys.modules:
    from course.results import asleep, record

    asleep.watch()
    record.watch()
