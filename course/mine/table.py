"""Whose each function of a network is, as a small table: a row for each chapter."""

from __future__ import annotations

import html
from collections.abc import Sequence

from course.mine.gathering import BESIDE, Gathered, Row
from course.mine.pieces import OURS, YOURS
from course.results import outline

_LINE = "var(--jp-border-color1, #8888)"
_BOX = "max-width:720px;margin:8px auto;font-size:14px;line-height:1.6"
_CELL = (
    f"text-align:left;vertical-align:top;padding:4px 14px 4px 0;border-bottom:1px solid {_LINE};"
    "background:none;white-space:normal;font-weight:400;"
)
_TABLE = "border-collapse:collapse;table-layout:auto;width:100%;margin:6px 0;color:inherit"
MARKS = {YOURS: ("✓", "yours"), OURS: ("○", "the course's"), "": ("–", "missing")}
"""What stands before a function's name, and what it means."""


def summary(gathered: Gathered) -> str:
    """How many are the student's, in a sentence."""
    rows = [row for row in gathered.rows if row.exercise not in BESIDE]
    mine, n = sum(row.owner == YOURS for row in rows), len(rows)
    if mine == n:
        return f"All {n} functions of this network are yours."
    if mine == 0:
        return f"None of the {n} functions of this network is yours yet."
    verb = "is" if mine == 1 else "are"
    return f"{mine} of the {n} functions of this network {verb} yours."


def reasons(gathered: Gathered) -> list[str]:
    """Why functions are not the student's: a sentence for all of which the same is true."""
    groups: dict[tuple[str, str], list[str]] = {}
    for row in gathered.rows:
        if row.owner != YOURS and row.why:
            groups.setdefault((row.owner, row.why), []).append(row.exercise)
    return [_sentence(names, why, owner) for (owner, why), names in groups.items()]


def _sentence(names: Sequence[str], why: str, owner: str) -> str:
    *some, last = (f"`{name}`" for name in names)
    listed, why = f"{', '.join(some)} and {last}" if some else last, why.rstrip(".")
    instead = ""
    if owner == OURS:
        instead = " The course's take their place." if some else " The course's takes its place."
    several = {"is ": "are ", "has ": "have ", "needs ": "need "}
    for one, many in several.items() if some else ():
        why = many + why.removeprefix(one) if why.startswith(one) else why
    return f"Your {listed} {why}.{instead}"


def shown_html(gathered: Gathered) -> str:
    """The table, with its sentences."""
    body = "".join(_chapter_html(c, gathered.rows) for c in outline.chapters())
    said = "".join(f"<li>{_code(html.escape(one))}</li>" for one in reasons(gathered))
    notes = "".join(f"<p style='margin:4px 0'>{_code(html.escape(n))}</p>" for n in gathered.notes)
    listed = f'<ul style="margin:6px 0;padding-left:20px">{said}</ul>' if said else ""
    owners = {row.owner for row in gathered.rows}
    key = ", ".join(f"{mark} {what}" for owner, (mark, what) in MARKS.items() if owner in owners)
    return (
        f'<div class="course-mine" style="{_BOX}"><p style="margin:4px 0;font-weight:600">'
        f'{html.escape(summary(gathered))}</p><table style="{_TABLE}"><thead><tr>'
        f'<th scope="col" style="{_CELL}">Chapter</th>'
        f'<th scope="col" style="{_CELL}">Functions: {key}</th></tr></thead>'
        f"<tbody>{body}</tbody></table>{listed}{notes}</div>"
    )


def _chapter_html(chapter: outline.ChapterOutline, rows: Sequence[Row]) -> str:
    own = [row for row in rows if row.chapter == chapter.name]
    if not own:
        return ""
    title = html.escape(chapter.title.replace("Chapter ", "").replace(" · ", " "))
    names = " ".join(map(_name, own))
    return (
        f'<tr style="background:none"><th scope="row" style="{_CELL}">{title}</th>'
        f'<td style="{_CELL}width:72%">{names}</td></tr>'
    )


def _name(row: Row) -> str:
    mark, meaning = MARKS[row.owner]
    return (
        '<span style="display:inline-block;white-space:nowrap;margin-right:12px">'
        f'<span role="img" aria-label="{meaning}">{mark}</span> <code>{row.exercise}</code></span>'
    )


def _code(text: str) -> str:
    """What stands in backticks as code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return text
    return "".join(f"<code>{p}</code>" if i % 2 else p for i, p in enumerate(parts))


def shown_text(gathered: Gathered) -> str:
    """The same as plain text."""
    lines = [summary(gathered)]
    for chapter in outline.chapters():
        own = [row for row in gathered.rows if row.chapter == chapter.name]
        if own:
            names = ", ".join(f"{MARKS[row.owner][0]} {row.exercise}" for row in own)
            lines.append(f"{chapter.title}: {names}")
    return "\n".join([*lines, *reasons(gathered), *gathered.notes])
