"""Showing HTML below the cell that runs, where there is somebody to look at it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any


def show(bundle: Mapping[str, str]) -> bool:
    """Show a MIME bundle below the running cell; False where that is no notebook's.

    In a terminal IPython would print it, and a plain Python has no place for it.
    """
    shell = _shell()
    if shell is None:
        return False
    try:
        from IPython.core.displaypub import DisplayPublisher

        if type(shell.display_pub) is DisplayPublisher:  # the base of all others, which prints
            return False
        shell.display_pub.publish(data=dict(bundle), metadata={})
    except Exception:  # a frontend of another kind: the plain text says all
        return False
    return True


def number() -> int | None:
    """How many cells the notebook has run, None outside of IPython."""
    shell = _shell()
    return shell.execution_count if shell else None


def lacks(name: str) -> bool:
    """Whether there is a notebook and it has no such name."""
    shell = _shell()
    return shell is not None and name not in shell.user_ns


def _shell() -> Any:
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None
