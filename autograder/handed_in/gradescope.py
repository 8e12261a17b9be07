"""Gradescope's export names hand-ins by numbers; the list beside them says whose each is."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import yaml

from autograder.handed_in.platforms import SAY, Owner, Refusal
from autograder.shared import times

LIST = "submission_metadata.yml"
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # of plain texts: 007 is no seven


def listed(content: bytes) -> Mapping[str, Owner | Refusal] | None:
    """Whose the folder of each submission is; None if the list cannot be read."""
    try:
        found = yaml.load(content, _LOADER)  # noqa: S506, for it makes nothing but texts
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    return {name: _owner(one) for name, one in found.items() if isinstance(name, str)}


def _owner(one: Any) -> Owner | Refusal:
    submitters = one.get(":submitters") if isinstance(one, dict) else None
    if not isinstance(submitters, list) or not all(isinstance(s, dict) for s in submitters):
        return Refusal(f"{LIST} names nobody for it; {SAY}")
    if len(submitters) != 1:
        return Refusal(f"{LIST} names {len(submitters)} students for it; {SAY}")
    (who,) = submitters
    sid, email = (str(who.get(f":{key}") or "").strip() for key in ("sid", "email"))
    if not (sid or email):
        return Refusal(f"{LIST} has neither an id nor an address for it; {SAY}")
    return Owner(
        sid or email, "Gradescope", email=email, time=_time(str(one.get(":created_at") or "")),
        why=f"{LIST} says so",
    )  # fmt: skip


def _time(text: str) -> datetime | None:
    """When it was handed in, in the zone that is written beside it; never in one that is not."""
    with suppress(ValueError):
        if times.utc(text, "UTC") == times.utc(text, "Asia/Tokyo"):
            return times.utc(text, "UTC").replace(tzinfo=UTC)
    return None
