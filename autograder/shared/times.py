"""Times as timestamp.txt writes them, in UTC, and as they are shown.

A time that names no zone is read in the course's, `c.Collect.timezone`, never in the machine's;
without it in that of the exchange, `c.Exchange.timezone`, which is UTC if it is not set, too.
"""

from __future__ import annotations

import functools
import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from traitlets.config import Config

from autograder.shared.errors import CourseError

SETTING = "c.Collect.timezone"
_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)\d* ?"
    r"([+-]\d\d:?\d\d|[A-Za-z_]+(?:/[A-Za-z_]+)*)?"
)
_UTC = {"UTC", "GMT", "Z", "UCT"}


def setting(settings: Config) -> str:
    """Name of the course's zone. Raises CourseError if there is no such zone."""
    said = (settings[part].get("timezone") for part in ("Collect", "Exchange"))
    name = str(next(filter(None, said), "UTC"))
    try:
        zone_of(name)
    except ValueError as error:
        raise CourseError(
            f'{SETTING}: {error}. Write a name of the zone database, such as "Europe/Berlin".'
        ) from None
    return name


def utc(text: str, zone: str) -> datetime:
    """The time that a text tells, in UTC and without a zone, as nbgrader's gradebook keeps it.

    zone : of a text that names none, and whose abbreviations (CET, CEST) are known
    Raises ValueError for a text that tells no time, or one in a zone that is not known.
    """
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError("it tells no time")
    day, clock, name = found.groups()
    plain = datetime.fromisoformat(f"{day} {clock}")
    own = zone_of(zone)
    if name is None:
        there = plain.replace(tzinfo=own)
    else:
        there = _abbreviated(plain, own, name) or plain.replace(tzinfo=zone_of(name))
    try:
        return there.astimezone(UTC).replace(tzinfo=None)
    except OverflowError as error:
        raise ValueError(str(error)) from None


def shown(when: datetime, zone: str) -> str:
    """A time of the gradebook's as the table shows it, in a zone that it names."""
    there = when.replace(tzinfo=UTC)
    with suppress(OverflowError):  # the end of all time is the same everywhere
        there = there.astimezone(zone_of(zone))
    return f"{there:%Y-%m-%d %H:%M:%S %Z}"


def _abbreviated(plain: datetime, own: tzinfo, name: str) -> datetime | None:
    """The time in the zone that has this abbreviation then: CEST is summer in Europe/Berlin."""
    for fold in (0, 1):
        there = plain.replace(tzinfo=own, fold=fold)
        if there.tzname() == name:
            return there
    return None


@functools.cache
def zone_of(name: str) -> tzinfo:
    """A zone by its name in the zone database, or by its offset."""
    if name in _UTC:
        return UTC
    if name[0] in "+-":
        hours, minutes = int(name[:3]), int(name[0] + name[-2:])
        return timezone(timedelta(hours=hours, minutes=minutes))
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        raise ValueError(f"the zone {name!r} is not known") from None
