"""Points against the time of handing in, as SVG in the page's own colours."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from autograder.records.table import number
from autograder.shared import times

WIDTH, HEIGHT = 760, 240
LEFT, RIGHT, TOP, BOTTOM = 40, 735, 34, 200
STEP = 6  # units that a dot stands for: those of many students lie on each other
# What may lie between two marks of the axis, in hours.
HOURS = (1, 3, 6, 12, 24, 48, 168, 336, 720)
MARKS = 7  # at most


def when_and_points(
    timed: Sequence[tuple[datetime, float]], maximum: float, due: datetime | None, zone: str
) -> str:
    """The drawing; its dots are as large as there are students.

    timed : times in UTC without a zone, and points      maximum : points of the chapter
    """
    known = [when for when, _ in timed] + ([due] if due else [])
    first, last = min(known), max(known)
    margin = max((last - first) * 0.03, timedelta(minutes=10))
    first, last = first - margin, last + margin
    top = maximum or max((points for _, points in timed), default=0.0) or 1.0

    def x(when: datetime) -> float:
        return LEFT + (RIGHT - LEFT) * ((when - first) / (last - first))

    def y(points: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * min(points / top, 1.0)

    parts = [*_levels(top, y), *_days(first, last, zone, x)]
    if due:
        parts += [
            f'<line class="due" x1="{x(due):.1f}" x2="{x(due):.1f}" y1="18" y2="{BOTTOM}"/>',
            _text(x(due), 13, "due", "middle"),
        ]
    at = Counter((round(x(when) / STEP), round(y(points) / STEP)) for when, points in timed)
    for (column, row), count in sorted(at.items(), key=lambda item: -item[1]):
        radius = min(2.2 * math.sqrt(count), 14)
        parts.append(f'<circle cx="{column * STEP}" cy="{row * STEP}" r="{radius:.1f}"/>')
    words = f"Points of {len(timed)} submissions by when they were handed in"
    return (
        f'<svg class="times" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{words}">'
        f"{''.join(parts)}</svg>"
    )


def _levels(top: float, y: Callable[[float], float]) -> Iterator[str]:
    for points in (0.0, top / 2, top):
        at = y(points)
        yield f'<line class="level" x1="{LEFT}" x2="{RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>'
        yield _text(LEFT - 8, at + 4, number(points), "end")


def _days(
    first: datetime, last: datetime, zone: str, x: Callable[[datetime], float]
) -> Iterator[str]:
    """Marks of the axis at full hours or midnights of the zone."""
    there = times.zone_of(zone)
    hours = (last - first) / timedelta(hours=1)
    step = next((one for one in HOURS if hours / one <= MARKS), HOURS[-1] * math.ceil(hours / 5000))
    start = first.replace(tzinfo=UTC).astimezone(there)
    at = start.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    while at.replace(tzinfo=there).astimezone(UTC).replace(tzinfo=None) <= last:
        when = at.replace(tzinfo=there).astimezone(UTC).replace(tzinfo=None)
        if when >= first:
            said = f"{at:%-d %b}" if at.hour == 0 else f"{at:%H:%M}"
            place = x(when)
            yield f'<line class="tick" x1="{place:.1f}" x2="{place:.1f}" y1="200" y2="205"/>'
            yield _text(place, BOTTOM + 21, said, "middle")
        at += timedelta(hours=step)


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{words}</text>'
