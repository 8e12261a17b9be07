"""Many pictures of one figure as little text: what they share is stored once.

A picture is cut into its elements, and each element is kept once for all of them. The maps of
colour, which no packer makes smaller, become a few levels; of a run's second one and those after
it only the differences from the one before are kept. page.js puts them together again.
"""

from __future__ import annotations

import base64
import functools
import gzip
import io
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course.widgets.canvas import CLEAR, NOT_A_NUMBER, PALETTE
from course.widgets.figure import Frame

LEVELS = 32  # of a map, besides that for what is not a number: page.js has the same
MAP = "@"  # where the address of a map stood
ELEMENT = re.compile(r"(?=<)")
ADDRESS = re.compile(r"data:image/png;base64,([\w+/=]+)")

Bytes = NDArray[np.uint8]


def pack(films: Mapping[str, Sequence[Frame]]) -> dict[str, str]:
    """The frames of each setting, in their order in time, as texts: `frames` and `maps`.

    `frames` is JSON: the `elements`; the `sizes` of all maps, widths and heights in turn; and
    under `moments` for each setting and frame the words and the elements, as places in the list.
    """
    elements: dict[str, int] = {}
    sizes: list[int] = []
    pixels: list[bytes] = []

    def place(text: str) -> int:
        return elements.setdefault(text, len(elements))

    moments: dict[str, list[list[int]]] = {}
    for setting, frames in films.items():
        before: list[Bytes] = []
        moments[setting] = []
        for frame in frames:
            svg, maps = _parted(frame.svg)
            for i, now in enumerate(maps):
                sizes += now.shape[::-1]
                pixels.append(_difference(now, before[i] if i < len(before) else None))
            before = maps
            moments[setting].append([place(frame.words), *map(place, ELEMENT.split(svg))])
    content: dict[str, Any] = {"elements": list(elements), "sizes": sizes, "moments": moments}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return {"frames": _packed(text.encode()), "maps": _packed(b"".join(pixels))}


def _packed(content: bytes) -> str:
    return base64.b64encode(gzip.compress(content, mtime=0)).decode()


def _parted(svg: str) -> tuple[str, list[Bytes]]:
    """The picture without its maps, and they."""
    maps: list[Bytes] = []

    def taken(address: re.Match[str]) -> str:
        levels = _levels(address[1])
        if levels is None:
            return address[0]
        maps.append(levels)
        return MAP

    return ADDRESS.sub(taken, svg), maps


@functools.lru_cache(maxsize=8)
def _levels(address: str) -> Bytes | None:
    """A map as `canvas.png` made it, (rows, columns), in 0 to LEVELS; one more is no number.

    None for a picture with other colours, such as a landscape: that stays as it is.
    """
    from PIL import Image

    with Image.open(io.BytesIO(base64.b64decode(address))) as image:
        if image.getpalette() != PALETTE:
            return None
        index = np.asarray(image)
    few = np.round(index * (LEVELS / 2 / CLEAR))
    return np.where(index == NOT_A_NUMBER, LEVELS + 1, few).astype(np.uint8)


def _difference(now: Bytes, before: Bytes | None) -> bytes:
    """Modulo 256, where the one before is of the same size."""
    return (now - before if before is not None and before.shape == now.shape else now).tobytes()
