"""Whose each function of a network is, as a small table: a row for each chapter."""

from __future__ import annotations

import html
from collections.abc import Sequence

from course.mine.gathering import BESIDE, Gathered, Row
from course.mine.pieces import OURS, YOURS
from course.results import outline

_LINE = "var(--jp-border-color1, #8888)"
_BOX = "max-width:760px;margin:8px auto;font-size:14px;line-height:1.5"
_CELL = (
    f"text-align:left;vertical-align:top;padding:4px 14px 4px 0;border-bottom:1px solid {_LINE};"
    "background:none;white-space:normal;"
)
_TABLE = "border-collapse:collapse;width:100%;margin:6px 0;color:inherit"


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
    head = "".join(
        f'<th scope="col" style="{_CELL}">{name}</th>' for name in ("Chapter", "Yours", "Not yours")
    )
    body = "".join(_chapter_html(c, gathered.rows) for c in outline.chapters())
    said = "".join(f"<li>{_code(html.escape(one))}</li>" for one in reasons(gathered))
    notes = "".join(f"<p style='margin:4px 0'>{_code(html.escape(n))}</p>" for n in gathered.notes)
    listed = f'<ul style="margin:6px 0;padding-left:20px">{said}</ul>' if said else ""
    return (
        f'<div class="course-mine" style="{_BOX}"><p style="margin:4px 0;font-weight:600">'
        f'{html.escape(summary(gathered))}</p><div style="overflow-x:auto"><table style="{_TABLE}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{listed}{notes}</div>"
    )


def _chapter_html(chapter: outline.ChapterOutline, rows: Sequence[Row]) -> str:
    own = [row for row in rows if row.chapter == chapter.name]
    if not own:
        return ""
    title = chapter.title.replace("Chapter ", "").replace(" · ", " ")
    mine = ", ".join(_name(row) for row in own if row.owner == YOURS)
    others = ", ".join(_name(row) for row in own if row.owner != YOURS)
    return (
        f'<tr><th scope="row" style="{_CELL}font-weight:400">{html.escape(title)}</th>'
        f'<td style="{_CELL}">{mine}</td><td style="{_CELL}">{others}</td></tr>'
    )


def _name(row: Row) -> str:
    mark = "✓ " if row.owner == YOURS else ""
    return f'<span style="white-space:nowrap">{mark}<code>{row.exercise}</code></span>'


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
            names = ", ".join(
                row.exercise if row.owner == YOURS else f"({row.exercise})" for row in own
            )
            lines.append(f"{chapter.title}: {names}")
    return "\n".join([*lines, *reasons(gathered), *gathered.notes])
