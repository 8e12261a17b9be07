"""The figures of a chapter as recordings, made in the kernel that runs the chapter.

`record` is called in the notebook's own kernel before its first cell. From then on a figure that is
displayed leaves a recording in the notebook's output: its question, its controls, and a frame for
every setting that a reader of the page can choose. It is drawn by the functions of that notebook.
"""

from __future__ import annotations

import base64
import gzip
import itertools
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from IPython import get_ipython
from IPython.display import display

from course.widgets.figure import Control, Frame, Interactive, still

RECORDING = "application/vnd.course.recording+json"
"""The MIME type of a recording in a notebook's output."""

STAY = ("seed", "speed")
"""Controls that do not move on a page: one run for each setting is enough, and it is over."""
FEWEST = 3
MOST_FRAMES = 2000
MOST_RUNS = 100
MOVES: Mapping[str, Sequence[str]] = {
    "learning_rate": ("lr",),
    "hidden_units": ("units", "data"),
    "penalty": ("lam",),
    "seeds": ("small",),
    "activations": ("function", "spread", "alpha"),
    "pad": ("digit", "was"),
}
"""Which controls move on a page, by the figure's name, where not all do: a run takes seconds,
and a point that is not dragged is no control worth hundreds of frames."""


def record(frames: int = MOST_FRAMES, runs: int = MOST_RUNS) -> None:
    """Have every figure that is displayed from now on leave a recording.

    frames, runs : the most settings of a figure that only draws, and of one that trains
    """

    def show(figure: Interactive) -> None:
        recording, first = recorded(figure, runs if figure.trains else frames)
        display({**still(first), RECORDING: recording}, raw=True)

    shell = get_ipython()
    shell.display_formatter.ipython_display_formatter.for_type(Interactive, show)


def recorded(figure: Interactive, most: int) -> tuple[dict[str, Any], Frame]:
    """What the page's script needs of a figure, as plain data, and the first frame.

    most : the most settings that are kept

    Its `frames` are positions of the controls, joined by commas -> [picture, words], as JSON,
    gzipped and in base64; None if nothing moves.
    """
    dials = chosen(figure, most)
    first = figure.at(**figure.settings)
    frames = precompute(figure, dials) if dials else None
    data = {
        "name": figure.name,
        "question": figure.question,
        "words": first.words,
        "trained": figure.trains,
        "controls": [dial.spec() for dial in dials],
        "values": {dial.name: list(dial.values).index(dial.value) for dial in dials},
        "frames": frames and pack(frames),
    }
    return data, first


def chosen(figure: Interactive, most: int) -> list[Control]:
    """The controls that move on the page, with fewer stops where all together are too many.

    None if even a few stops of each are too many.
    """
    moves = MOVES.get(figure.name, [d.name for d in figure.dials if d.name not in STAY])
    dials = {dial.name: dial for dial in figure.dials if dial.name in moves}
    while math.prod(len(dial.values) for dial in dials.values()) > most:
        sliders = [dial for dial in dials.values() if dial.kind == "range"]
        longest = max(sliders, key=lambda dial: len(dial.values), default=None)
        if longest is None or len(longest.values) <= FEWEST:
            return []
        dials[longest.name] = thinned(longest)
    return list(dials.values())


def thinned(dial: Control) -> Control:
    """The slider with about half of its stops: its ends, its first setting, and every second."""
    last, own = len(dial.values) - 1, list(dial.values).index(dial.value)
    between = set(range(2, last, 2)) - {own - 1, own + 1, last - 1}
    places = sorted(between | {0, own, last})
    values = [dial.values[i] for i in places]
    texts = [dial.texts[i] for i in places] if dial.texts else ()
    return replace(dial, values=values, texts=texts)


def precompute(figure: Interactive, dials: Sequence[Control]) -> dict[str, list[str]]:
    """A frame for every setting of some controls: positions -> [picture, words].

    The other controls stand where they are.
    """
    frames = {}
    for places in itertools.product(*(range(len(dial.values)) for dial in dials)):
        frame = figure.at(**{d.name: d.values[i] for d, i in zip(dials, places, strict=True)})
        frames[",".join(map(str, places))] = [frame.svg, frame.words]
    return frames


def pack(frames: Mapping[str, Sequence[str]]) -> str:
    """The frames as text; most of a picture is that of its neighbour, and is stored once."""
    content = json.dumps(frames, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(gzip.compress(content, mtime=0)).decode()
