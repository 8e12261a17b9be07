"""Names of places on a page, made of headings."""

from __future__ import annotations

import re


def anchor(heading: str) -> str:
    """The id of a heading, given as text."""
    return re.sub(r"\W+", "-", heading.lower()).strip("-") or "section"
