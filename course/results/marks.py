"""The marks of `course.progress()` and of feedback pages: a shape of its own for each state.

The shapes say it without colour. They are SVG in a square of SIDE, drawn in `currentColor` upon
the page's `--course-paper`, white where there is none.
"""

from __future__ import annotations

RIGHT, PARTLY, WRONG, BLANK, UNSEEN, WAITING = (
    "right", "partly", "wrong", "blank", "unseen", "waiting",
)  # fmt: skip
SIDE = 18

_PAPER = "var(--course-paper, #ffffff)"
_BOX = '<rect x="2.8" y="2.8" width="12.4" height="12.4" rx="3" fill="none" stroke="currentColor" '
_LINE = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"'

SHAPES = {
    RIGHT: '<rect x="2" y="2" width="14" height="14" rx="3" fill="currentColor"/>'
    f'<path d="M5 9.5l3 3 5.5-7" fill="none" stroke="{_PAPER}" stroke-width="2"/>',
    PARTLY: f'{_BOX}stroke-width="1.6"/>'
    '<path d="M2.8 14.2V5.8a3 3 0 0 1 3-3H9v12.4H5.8a3 3 0 0 1-3-1z" fill="currentColor"/>',
    WRONG: f'{_BOX}stroke-width="1.6"/><path d="M6.2 6.2l5.6 5.6m0-5.6l-5.6 5.6" {_LINE}/>',
    BLANK: f'{_BOX}stroke-width="1.6"/><path d="M6.2 9h5.6" {_LINE}/>',
    UNSEEN: f'{_BOX}stroke-width="1.6" stroke-dasharray="2 2"/>',
    WAITING: f'{_BOX}stroke-width="1.6"/><path d="M6 9h.01M9 9h.01M12 9h.01" {_LINE}/>',
}
"""Tick, half, cross, dash, a dotted box, three dots."""

COLOURS = {
    RIGHT: "#0b8a65",
    PARTLY: "#b07a10",
    WRONG: "#d8344f",
    BLANK: "#808080",
    UNSEEN: "#808080",
    WAITING: "#2f7fb8",
}
"""For where no style sheet knows the theme: at least 3 to 1 on white and on a dark ground."""
