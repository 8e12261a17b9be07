"""What a check that holds says at its end."""

from __future__ import annotations

from course.check import cell, kernel, rendered
from course.check.printable import tick


def say(what: str) -> None:
    """Show it below the cell, or print it."""
    said = line(what)
    shown = {"text/html": rendered.shown(rendered.PASSED, said), "text/plain": said}
    if not kernel.show(shown):
        print(said)


def line(what: str) -> str:
    """One sentence: the exercise of the cell, and its points if `begin` told them."""
    begun = cell.current()
    if begun is None or what not in ("", begun.exercise):
        return f"{tick(what or 'The check')}: passed."
    points = f"{begun.points:g} {'point' if begun.points == 1 else 'points'}"
    part = f", {begun.part}" if begun.part else ""
    return f"{tick(begun.exercise)}{part}: passed, {points}."
