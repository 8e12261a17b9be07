"""The figures of a chapter as recordings, made in the kernel that runs the chapter.

`record` is called in the notebook's own kernel before its first cell. From then on a figure that is
displayed leaves a recording in the notebook's output: its question, its controls, and a frame for
every setting that a reader of the page can choose, or, of a figure that trains, some moments of
each run, which the page plays. It is drawn by the functions of that notebook.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

from IPython import get_ipython
from IPython.display import display

from autograder.publishing.pages import film
from course.widgets.figure import Control, Frame, Interactive, still
from course.widgets.learning_rate import RATES
from course.widgets.neuron import GOALS

RECORDING = "application/vnd.course.recording+json"
"""The MIME type of a recording in a notebook's output."""

STAY = ("seed", "speed")
"""Controls that do not move on a page: one run for each setting is enough, and it is over."""
FACES: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "hearts": ({"folds": 4}, "44 32 290 290"),
    "star": ({}, "398 34 272 272"),
    "paintings": ({}, "30 34 306 306"),
}
"""Figures that the index shows: the setting, and the part of the picture, as a `viewBox`."""

FEWEST = 3
MOST_FRAMES = 2000
MOST_RUNS = 100
MOMENTS = 30  # of a run, after its beginning
EARLY = 1.5  # the larger, the more of them lie near the beginning, where most happens
ALL = None
MOVES: Mapping[str, Mapping[str, Sequence[Any] | None]] = {
    "neuron": {"gate": GOALS, "w1": ALL, "w2": ALL, "b": ALL},
    "learning_rate": {"lr": RATES[::2]},
    "hidden_units": {"units": (1, 2, 3, 4, 6, 8, 16, 32, 64), "data": ALL},
    "penalty": {"lam": ALL},
    "seeds": {"small": ALL},
    "paintings": {"factor": ALL},
    "activations": {"function": ALL, "spread": ALL, "alpha": ALL},
    "pad": {"digit": ALL, "was": ALL},
}
"""Which controls move on a page, and where they stop, by the figure's name, where it is not all:
a run takes seconds, a point that is not dragged is no control worth hundreds of frames, and most
of a neuron's gates are there for a reader who presses the corners."""
YOURS, OURS = "Trained by your <code>", "Trained by the course's <code>"  # in the words of a run
PLAY = {"kind": "button", "name": "play", "label": "Play"}
MOMENT = "moment"


def record(frames: int = MOST_FRAMES, runs: int = MOST_RUNS, moments: int = MOMENTS) -> None:
    """Have every figure that is displayed from now on leave a recording.

    frames, runs : the most settings of a figure that only draws, and of one that trains
    moments      : how many pictures show a run on its way and at its end
    """

    def show(figure: Interactive) -> None:
        recording, first = recorded(figure, runs if figure.trains else frames, moments)
        display({**still(first), RECORDING: recording}, raw=True)

    shell = get_ipython()
    shell.display_formatter.ipython_display_formatter.for_type(Interactive, show)


def recorded(
    figure: Interactive, most: int, moments: int = MOMENTS
) -> tuple[dict[str, Any], Frame]:
    """What the page's script needs of a figure, as plain data, and the first frame.

    most    : the most settings that are kept
    moments : of each run

    Its `frames` and `maps` are what `film.pack` makes; None if nothing moves.
    """
    dials = chosen(figure, most)
    first = _told(figure.at(**figure.settings))
    films = precompute(figure, dials, moments) if dials or figure.trains else {}
    controls = [dial.spec() for dial in dials]
    values = {dial.name: list(dial.values).index(dial.value) for dial in dials}
    if films and figure.trains:
        last = max(map(len, films.values())) - 1
        controls += [PLAY, _moment(last)]
        values[MOMENT] = last
    data = {
        "name": figure.name,
        "question": figure.question,
        "words": first.words,
        "trained": figure.trains,
        "controls": controls,
        "values": values,
        **(film.pack(films) if films else {"frames": None, "maps": None}),
        **face(figure),
    }
    return data, first


def _moment(last: int) -> dict[str, Any]:
    """The slider through a run, beside the button that plays it."""
    stops = ["start", *(f"{i} of {last}" for i in range(1, last)), "end"]
    return Control(
        MOMENT, "moment of the run", range(last + 1), last, texts=stops, aside=True
    ).spec()


def face(figure: Interactive) -> dict[str, str]:
    """What the index shows of a figure, {"face": SVG}, if it shows something of it."""
    if figure.name not in FACES:
        return {}
    setting, part = FACES[figure.name]
    svg = figure.at(**setting).svg
    return {"face": re.sub('viewBox="[^"]*"', f'viewBox="{part}"', svg, count=1)}


def chosen(figure: Interactive, most: int) -> list[Control]:
    """The controls that move on the page, with fewer stops where all together are too many.

    None of them if even a few stops of each are too many.
    """
    moves = MOVES.get(figure.name, {d.name: ALL for d in figure.dials if d.name not in STAY})
    dials = {d.name: kept(d, moves[d.name] or d.values) for d in figure.dials if d.name in moves}
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
    return kept(dial, [dial.values[i] for i in between | {0, own, last}])


def kept(dial: Control, values: Sequence[Any]) -> Control:
    """The control with these of its stops, and its first setting."""
    places = [i for i, value in enumerate(dial.values) if value in values or value == dial.value]
    if len(places) == len(dial.values):
        return dial
    texts = [dial.texts[i] for i in places] if dial.texts else ()
    return replace(dial, values=[dial.values[i] for i in places], texts=texts)


def precompute(
    figure: Interactive, dials: Sequence[Control], moments: int = MOMENTS
) -> dict[str, list[Frame]]:
    """The frames for every setting of some controls: positions, joined by commas -> frames.

    The other controls stand where they are. A figure that does not train has one frame each.
    """
    return {
        ",".join(map(str, places)): filmed(
            figure, moments, {d.name: d.values[i] for d, i in zip(dials, places, strict=True)}
        )
        for places in itertools.product(*(range(len(dial.values)) for dial in dials))
    }


def _told(frame: Frame) -> Frame:
    """The frame in words that hold on a page."""
    return replace(frame, words=frame.words.replace(YOURS, OURS))


def filmed(figure: Interactive, moments: int, values: Mapping[str, Any]) -> list[Frame]:
    """The frames of a run: its beginning, moments on its way, and its end."""
    ahead = [(i / moments) ** EARLY for i in range(moments)]
    frames = []
    with closing(figure.run(**values)) as run:
        for share in run:
            if share == 1 or (ahead and share >= ahead[0]):
                frames.append(_told(figure.frame()))
                ahead = [later for later in ahead if later > share]
    return frames
