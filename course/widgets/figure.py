"""What every interactive figure shares: controls, a picture, words, and a still first frame.

A figure is a question, a list of controls and a function `draw` from the controls' values to
a `Frame`. The browser's half is figure.js; the same file runs in JupyterLab and in the static
pages.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from course import colours
from course.check.failure import CheckFailed
from course.widgets import recall
from course.widgets.students import Asleep
from course.widgets.touch import Mark, Touch

HERE = Path(__file__).parent
SCRIPTS = ("touch.js", "touch_kinds.js", "fold.js", "figure.js")
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"

Values = Mapping[str, Any]


def script() -> str:
    """The browser's half of a figure, as one module."""
    return "".join((HERE / name).read_text(encoding="utf-8") for name in SCRIPTS)


@dataclass(frozen=True)
class Frame:
    """One state of a figure.

    svg   : the picture, as `Canvas.svg` gives it
    words : what the present setting shows, in words; HTML, so escape what is not yours
    marks : what of the picture can be touched
    """

    svg: str
    words: str
    marks: Sequence[Mark] = ()


@dataclass(frozen=True)
class Control:
    """A slider or a list: the reader picks one of `values`.

    name, label : the key among the figure's values; what stands before the control
    values      : what the positions mean, in order
    value       : the first setting, one of `values`
    kind        : "range" for a slider, "choice" for a list
    texts       : how each position is written; `str` of the value if not given
    when        : {name of another control: what is written there} under which it does something;
                  in other settings it is not shown
    aside       : whether it stands beside the buttons
    """

    name: str
    label: str
    values: Sequence[Any]
    value: Any
    kind: str = "range"
    texts: Sequence[str] = field(default=())
    when: Mapping[str, Sequence[str]] = field(default_factory=dict)
    aside: bool = False

    def spec(self) -> dict[str, Any]:
        """What figure.js needs of it."""
        stops = list(self.texts or map(str, self.values))
        spec: dict[str, Any] = {"kind": self.kind, "name": self.name, "label": self.label}
        spec["stops"] = stops
        if self.when:
            spec["when"] = {name: list(texts) for name, texts in self.when.items()}
        return {**spec, "aside": True} if self.aside else spec

    def nearest(self, value: float) -> Any:
        """The setting that comes closest to a number."""
        return min(self.values, key=lambda known: abs(known - value))


@dataclass(frozen=True)
class Button:
    """A button: `press` is called with the figure."""

    name: str
    label: str
    press: Callable[[Interactive], None]

    def spec(self) -> dict[str, Any]:
        """What figure.js needs of it."""
        return {"kind": "button", "name": self.name, "label": self.label}


class Dialled(anywidget.AnyWidget):
    """What holds the controls' positions, and tells what they mean."""

    # Positions of the controls; only the browser changes them, so an echo would only be late.
    values = traitlets.Dict().tag(sync=True, echo_update=False)

    _dials: dict[str, Control]

    @property
    def dials(self) -> list[Control]:
        """The controls that hold a value, in order."""
        return list(self._dials.values())

    @property
    def settings(self) -> dict[str, Any]:
        """The values that the controls stand at, {name: value}."""
        return {name: c.values[self.values[name]] for name, c in self._dials.items()}

    def set(self, **values: Any) -> None:
        """Move controls, as the reader would."""
        moved = {name: list(self._dials[name].values).index(v) for name, v in values.items()}
        self.values = {**self.values, **moved}

    def _changes(self) -> dict[str, Any]:
        """The controls that do not stand where they began."""
        now = self.settings
        return {name: now[name] for name, c in self._dials.items() if now[name] != c.value}

    @contextmanager
    def _unwatched(self) -> Iterator[None]:
        """Move controls, and nothing follows."""
        self.unobserve(self._moved, names="values")
        try:
            yield
        finally:
            self.observe(self._moved, names="values")

    def _moved(self, change: Any) -> None:
        """The positions have changed; what then happens, a figure knows."""


class Interactive(Dialled):
    """A live figure, and its still first frame for where no widget can live.

    name     : the figure's name, one word, as the chapter calls it
    question : what the reader is to find out; HTML
    hint     : what in the picture can be touched, and how; HTML, not on static pages
    controls : the `Control`s and `Button`s, in order
    draw     : from the values, {name: value}, to a `Frame`; a student's function that it
               calls may raise, and the figure then shows what it raised
    changed  : called with the name of a control and the new values before the figure is
               drawn anew
    settle   : for a figure that trains: do it now, for the settings; gives step by step how much
               of it is over, from 0 to 1
    touched  : called with a `Touch` and the values; gives the controls that it moves and their
               new values, nothing if what it changes is no control's
    begin    : begin anew with the settings, at rest: for a figure that remembers or trains
    """

    _esm = script()
    _css = HERE / "figure.css"

    question = traitlets.Unicode().tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)
    controls = traitlets.List().tag(sync=True)
    scene = traitlets.Unicode().tag(sync=True)
    words = traitlets.Unicode().tag(sync=True)
    marks = traitlets.List().tag(sync=True)
    code = traitlets.Unicode().tag(sync=True)
    playing = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        name: str,
        question: str,
        controls: Sequence[Control | Button],
        draw: Callable[[Values], Frame],
        changed: Callable[[str, Values], None] = lambda name, values: None,
        settle: Callable[[], Iterator[float]] | None = None,
        touched: Callable[[Touch, Values], Values] = lambda touch, values: {},
        hint: str = "",
        begin: Callable[[], None] | None = None,
    ) -> None:
        self.name, self._begin = name, begin
        self._dials = {c.name: c for c in controls if isinstance(c, Control)}
        self._buttons = {c.name: c for c in controls if isinstance(c, Button)}
        self._draw, self._changed, self._settle, self._touched = draw, changed, settle, touched
        positions = {name: list(c.values).index(c.value) for name, c in self._dials.items()}
        self._call = recall.call(name)
        specs = [control.spec() for control in controls]
        super().__init__(question=question, hint=hint, controls=specs, values=positions)
        self.show()
        self.observe(self._moved, names="values")
        self.on_msg(self._told)

    @property
    def trains(self) -> bool:
        """Whether it shows a run rather than only its settings."""
        return self._settle is not None

    def frame(self) -> Frame:
        """The picture and the words for the present settings; an exception becomes a frame."""
        try:
            return self._draw(self.settings)
        except Exception as error:  # whatever a student's function raises belongs on the screen
            return problem(error)

    def show(self) -> None:
        """Send the present frame to the browser, picture and words in one message."""
        frame = self.frame()
        with self.hold_sync():
            self.scene, self.words = frame.svg, frame.words
            self.marks = [mark.spec() for mark in frame.marks]
            self.code = recall.code(self._call, self._changes())

    def having(self, **values: Any) -> Interactive:
        """The figure with controls moved, to be written behind the call that makes it.

        Nothing runs: a cell that only shows a figure comes to an end.
        """
        if self._begin is None:
            self.set(**values)
            return self
        with self._unwatched():
            self.set(**values)
            self._begin()
        self.show()
        return self

    def at(self, **values: Any) -> Frame:
        """The frame of other settings, trained to its end; the controls stay where they are."""
        with closing(self.run(**values)) as run:
            return next(self.frame() for share in run if share == 1)

    def run(self, **values: Any) -> Generator[float, None, None]:
        """Take other settings and train, step by step; then the controls go back.

        Gives how much of the run is over, from 0 to 1; `frame` is then that of this moment.
        """
        before = self.values
        with self._unwatched():
            try:
                self.set(**values)
                if self._settle is None:
                    if self._begin is not None:
                        self._begin()
                    yield 1.0
                else:
                    yield from self._settle()
            finally:
                self.values = before

    def press(self, name: str) -> None:
        """Press a button, as the reader would."""
        self._buttons[name].press(self)

    def _moved(self, change: Any) -> None:
        for name in self._dials:
            if change.old.get(name) != change.new[name]:
                self._changed(name, self.settings)
        self.show()

    def _told(self, _widget: object, content: Any, _buffers: object) -> None:
        if not isinstance(content, dict):
            return
        if content.get("press") in self._buttons:
            self.press(content["press"])
        elif (touch := Touch.read(content)) is not None:
            try:
                self.touch(touch)
            finally:
                self.send({"seen": content.get("number")})

    def touch(self, touch: Touch) -> None:
        """Touch a mark of the picture, as the reader would."""
        before = dict(self.values)
        self.set(**self._touched(touch, self.settings))
        if self.values == before:  # or what has moved has drawn it anew
            self.show()

    def still(self) -> dict[str, str]:
        """The present frame as a picture that needs neither kernel nor script."""
        return still(self.frame())

    def _ipython_display_(self) -> None:
        from IPython.display import display  # in a notebook it is there already

        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        display(self.still(), raw=True)
        display({WIDGET_VIEW: view, "text/plain": ""}, raw=True)


def problem(error: Exception) -> Frame:
    """An exception as a frame: what a student's function raised is part of the figure."""
    known = isinstance(error, (Asleep, CheckFailed))
    text = str(error) if known else f"{type(error).__name__}: {error}"
    return Frame(f'<div class="course-error">{html.escape(text)}</div>', "")


def still(frame: Frame) -> dict[str, str]:
    """A frame as a MIME bundle: a picture with its alternative text, or the words of an error."""
    if not frame.svg.startswith("<svg"):
        text = html.unescape(re.sub(r"<[^>]*>", "", frame.svg))
        return {"text/html": f'<div class="course-still">{frame.svg}</div>', "text/plain": text}
    alt, picture = pictured(frame.svg)
    return {
        "text/html": f"{picture}{colours.STYLE}",
        "image/svg+xml": frame.svg,
        "text/plain": alt,
    }


def pictured(svg: str, *kinds: str) -> tuple[str, str]:
    """What a picture shows, in words, and it as an `img`, whose classes `kinds` are, too."""
    alt = html.unescape(_between(svg, 'aria-label="', '"'))
    # Without a width, a page would stretch it as far as its column goes.
    width = _between(svg, 'viewBox="0 0 ', " ")
    source = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
    kind = " ".join([colours.STILL, *kinds, *([colours.TRUE] if colours.TRUE in svg else [])])
    given = f'alt="{html.escape(alt)}" class="{kind}" width="{width}"'
    return alt, f'<img {given} src="{source}">'


def _between(text: str, before: str, after: str) -> str:
    return text.split(before, 1)[1].split(after, 1)[0]
