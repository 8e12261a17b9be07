"""Notebooks of an earlier version, and what they are told where the course has gone on.

Whatever a notebook that was handed out imports and calls goes on working, and
`tests/course/test_old_notebooks.py` lists it. Where it cannot, the old name stays and raises
`OldNotebookError`, and new notebooks call something else: so no old check calls a right answer
wrong.
"""

from __future__ import annotations


class OldNotebookError(Exception):
    """A notebook asks for a check that is no more: what, since when, and what to do."""

    def __init__(self, chapter: int, version: str, what: str) -> None:
        super().__init__(
            f"This notebook is of version {version} of the course, whose check of {what} has been "
            f"replaced since. Rename the notebook, download chapter {chapter} anew, and copy your "
            "functions into it: nothing else of yours changes, and graders use the new check for "
            "either notebook."
        )

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback, for no line of the student's is at fault."""
        return [str(self)]
