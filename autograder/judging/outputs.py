"""Outputs of a cell in nbformat's form, made of plain data alone."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

PICTURE = "application/vnd.course.picture"  # MIME type of a figure's still picture, as SVG

_ALT = re.compile(r'aria-label="([^"]{1,2000})"')


def printed(text: str) -> dict[str, Any]:
    """What a cell printed."""
    return {"output_type": "stream", "name": "stdout", "text": text}


def raised(kind: str, text: str, said: str | None = None) -> dict[str, Any]:
    """An exception of the name `kind`.

    said : what stands in place of a traceback; `kind: text` if it is not given
    """
    last = f"{kind}: {text}" if said is None else said
    return {"output_type": "error", "ename": kind, "evalue": text, "traceback": [last]}


def drawn(svg: str) -> dict[str, Any]:
    """A figure's still picture, with its alt text for whoever shows no pictures."""
    found = _ALT.search(svg)
    data = {PICTURE: svg, "text/plain": unescape(found[1]) if found else "a figure"}
    return {"output_type": "display_data", "data": data, "metadata": {}}
