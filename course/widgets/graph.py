"""The graph of (x + y) z: values walk forward through it, gradients backward."""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from course.check.failure import CheckFailed
from course.numerals import MINUS, number
from course.widgets import students, touch
from course.widgets.canvas import GRADIENT, INK, LINE, PAPER, Canvas, Panel
from course.widgets.figure import Button, Control, Frame, Interactive, Values
from course.widgets.touch import Mark, Touch

STOPS = tuple(float(i) for i in range(-6, 7))
STAGES = (
    "0: the inputs",
    "1: forward, plus",
    "2: forward, times",
    "3: backward, output",
    "4: backward, times",
    "5: backward, plus",
)
INPUT_NAMES = ("x", "y", "z")
NUDGE = 0.5

# On the canvas: where a wire's value and its gradient stand, and where its line runs.
Place = tuple[float, float]
WIRES: dict[str, tuple[Place, Place, tuple[float, float, float, float]]] = {
    "x": ((118, 56), (118, 88), (168, 56, 292, 95)),
    "y": ((118, 150), (118, 182), (168, 150, 292, 109)),
    "z": ((118, 252), (118, 284), (168, 252, 472, 184)),
    "q": ((428, 116), (378, 168), (338, 109, 472, 164)),
    "f": ((632, 176), (632, 208), (520, 176, 584, 176)),
}
PLUS, TIMES = (315, 102), (496, 176)
GATE = 23
FADER = (34, 33)  # where a fader stands, and how far it goes from its middle
ARRIVES = 0.6  # seconds after a step: when what went into a gate comes out of it

Grads = Callable[[float, float, float], Any]


@dataclass(frozen=True)
class State:
    """The graph at one setting.

    x, y, z, stage : where the controls stand
    grads          : (dx, dy, dz) by the student's function; without them, None
    trouble        : what they wait for, or what the function raised; "" if there is nothing
    """

    x: float
    y: float
    z: float
    stage: int
    grads: Sequence[float] | None
    trouble: str

    @property
    def values(self) -> dict[str, str]:
        """What stands above the wires by now."""
        q = self.x + self.y
        known = {"x": self.x, "y": self.y, "z": self.z}
        known |= {"q": q} if self.stage >= 1 else {}
        known |= {"f": q * self.z} if self.stage >= 2 else {}
        return {name: _signed(value) for name, value in known.items()}

    @property
    def gradients(self) -> dict[str, str]:
        """What stands below the wires by now; "?" where the function is missing."""
        shown = {"f": "1"} if self.stage >= 3 else {}
        if self.stage >= 4:
            shown |= {"q": self._gradient(_nudged(lambda q: q * self.z, self.x + self.y))}
            shown |= {"z": self._gradient(self.grads[2] if self.grads else 0.0)}
        if self.stage >= 5:
            dx, dy = self.grads[:2] if self.grads else (0.0, 0.0)
            shown |= {"x": self._gradient(dx), "y": self._gradient(dy)}
        return shown

    @property
    def measured(self) -> dict[str, float]:
        """The slopes along x, y and z by a nudge both ways; exact, for f is straight in each."""
        x, y, z = self.x, self.y, self.z
        lines = (lambda v: (v + y) * z, lambda v: (x + v) * z, lambda v: (x + y) * v)
        return {n: _nudged(f, at) for n, f, at in zip(INPUT_NAMES, lines, (x, y, z), strict=True)}

    @property
    def wrong(self) -> list[str]:
        """The inputs whose gradient by the function is not what a nudge measures."""
        if self.grads is None:
            return []
        pairs = zip(INPUT_NAMES, self.grads, strict=True)
        return [n for n, g in pairs if not abs(g - self.measured[n]) <= 1e-6]

    def _gradient(self, value: float) -> str:
        return "?" if self.grads is None else _signed(float(value))


def graph(
    x: float = -2.0, y: float = 5.0, z: float = -4.0, grads: Grads | None = None
) -> Interactive:
    """The figure of the graph f = q z with q = x + y, walked forward and backward.

    x, y, z : whole numbers from -6 to 6, to begin with
    grads   : the student's gradients, (x, y, z) -> (dx, dy, dz); without it, or while it is
              blank, the gradients behind the output stay question marks
    """
    question = (
        "Walk through the six steps. "
        "Which input would you nudge, and which way, to raise the output fastest?"
    )
    hint = "Next and Back walk. Drag the knob beside a number up or down, or use the arrow keys."
    controls = [Control("stage", "step", range(len(STAGES)), 0, texts=STAGES)]
    texts = [_signed(v) for v in STOPS]
    for name, value in zip(INPUT_NAMES, (x, y, z), strict=True):
        controls.append(Control(name, name, STOPS, float(value), texts=texts))

    def draw(values: Values) -> Frame:
        return _frame(values, grads)

    walk = [Button("back", "Back", _walking(-1)), Button("next", "Next", _walking(1))]
    return Interactive("graph", question, [*controls, *walk], draw, touched=_touched, hint=hint)


def _walking(by: int) -> Callable[[Interactive], None]:
    """What a button does: the steps lie in a circle, so that after the last comes the first."""
    return lambda figure: figure.set(stage=(figure.settings["stage"] + by) % len(STAGES))


def _fader(name: str) -> Panel:
    """Beside an input: how high its knob stands is its number."""
    (x, far), (_, y) = FADER, WIRES[name][0]
    return Panel(Canvas(0, 0), x - 10, y - far, 20, 2 * far, (0, 1), (STOPS[0], STOPS[-1]))


def _touched(what: Touch, values: Values) -> Values:
    """The input whose knob was moved, and its new number."""
    panel = _fader(what.name)
    if what.phase == touch.KEY:
        wanted = values[what.name] + touch.by(panel, what)[1]
    else:
        wanted = touch.value(panel, what)[1]
    return {what.name: min(STOPS, key=lambda stop: abs(stop - wanted))}


def _marks(state: State) -> list[Mark]:
    values = zip(INPUT_NAMES, (state.x, state.y, state.z), strict=True)
    return [
        touch.handle(_fader(name), name, (0.5, value), name, _signed(value), (0, 1))
        for name, value in values
    ]


def _frame(values: Values, grads: Grads | None) -> Frame:
    x, y, z = (float(values[name]) for name in INPUT_NAMES)
    found, trouble = None, ""
    if grads is not None and values["stage"] >= 4:
        try:
            found = students.ask(grads, x, y, z, shape=(3,)).tolist()
        except students.Asleep as error:
            trouble = str(error).replace("This figure wakes", "These numbers wake")
        except CheckFailed as error:  # the graph stays, and with it the knob that is being dragged
            trouble = html.escape(str(error))
    state = State(x, y, z, values["stage"], found, trouble)
    words = _words(state)
    return Frame(_scene(state, html.unescape(words)), words, _marks(state))


def _nudged(f: Callable[[float], float], at: float) -> float:
    return (f(at + NUDGE) - f(at - NUDGE)) / (2 * NUDGE)


def _signed(value: float) -> str:
    return number(value, 4)


RULES = (
    "Three numbers go in on the left.",
    "Forward: the plus gate adds its two inputs. It knows nothing of the rest of the graph.",
    "Forward: the times gate multiplies its two inputs, and the output f is known.",
    "Backward: the walk starts at the output with the slope of f along f, which is 1.",
    "Backward, times gate: upstream comes 1. Along each input the local slope is the other "
    "input; upstream times local goes down each wire.",
    "Backward, plus gate: upstream comes what the times gate sent to q. Both local slopes are "
    "1, so x and y receive it unchanged.",
)


def _words(state: State) -> str:
    rule = RULES[state.stage]
    if state.stage < 4:
        return rule
    if state.trouble:
        return f"{rule} {state.trouble}"
    if state.grads is None:
        return f"{rule} Which numbers belong at the question marks?"
    wrong = [n for n in state.wrong if n == "z" or state.stage == 5]
    if wrong:
        return f"{rule} But a nudge of {' and '.join(wrong)} moves f differently: not right yet."
    return rule if state.stage < 5 else f"{rule} {_fastest(state)}"


def _fastest(state: State) -> str:
    """Which nudge raises f fastest, by the gradients."""
    slopes = state.measured
    most = max(map(abs, slopes.values()))
    if most == 0:
        return "All slopes are 0: no small nudge of one input moves f."
    moves = [f"{n} {'up' if s > 0 else 'down'}" for n, s in slopes.items() if abs(s) == most]
    return f"Fastest: nudge {' or '.join(moves)}."


def _scene(state: State, words: str) -> str:
    canvas = Canvas(700, 350)
    values, gradients = state.values, state.gradients
    for name, (_, _, line) in WIRES.items():
        canvas.line(*line, colour=INK if name in values else LINE, width=1.5, arrow=True)
        if name in gradients:
            _upstream(canvas, line)
    _leaving(canvas, state)
    for name in WIRES:
        with _coming(canvas, name, state.stage, forward=True):
            _value(canvas, name, values.get(name), name in _arrived(state.stage, forward=True))
        if name in gradients:
            with _coming(canvas, name, state.stage, forward=False):
                fresh = name in _arrived(state.stage, forward=False)
                _pill(canvas, *WIRES[name][1], f"[{gradients[name]}]", GRADIENT, fresh)
    _gate(canvas, PLUS, "+", state.stage in (1, 5))
    _gate(canvas, TIMES, "×", state.stage in (2, 4))
    for name, value in zip(INPUT_NAMES, (state.x, state.y, state.z), strict=True):
        _track(canvas, name, value)
    for i, row in enumerate(_sums(state)):
        colour = GRADIENT if state.stage >= 3 else INK
        canvas.text(400, 312 + 24 * i, row, colour, 15, "middle", "600")
    shown = ", ".join(f"{n} = {v}" for n, v in values.items())
    below = ", ".join(f"{n} {g}" for n, g in gradients.items())
    known = f"Values: {shown}." + (f" Gradients: {below}." if below else "")
    alt = f"The graph of f = (x + y) z, q = x + y. {known} {words}"
    return canvas.svg(alt, moment=str(state.stage))


# What each step sends into a gate, and what comes out of it: names of wires.
SENT = ("", "xy", "qz", "", "f", "q")
CAME = ("", "q", "f", "f", "qz", "xy")


def _arrived(stage: int, forward: bool) -> str:
    """The wires that this step has written values on, or gradients."""
    return CAME[stage] if forward == (stage < 3) else ""


def _leaving(canvas: Canvas, state: State) -> None:
    """What this step sends on its way: copies that vanish in the gate."""
    forward = state.stage < 3
    numbers = state.values if forward else state.gradients
    for name in SENT[state.stage]:
        x, y = _stands(name, forward)
        to = _end(name, forward)
        with canvas.moving((to[0] - x, to[1] - y)):
            text, colour = (numbers[name], INK) if forward else (f"[{numbers[name]}]", GRADIENT)
            _pill(canvas, x, y, text, colour, fresh=True)


@contextmanager
def _coming(canvas: Canvas, name: str, stage: int, forward: bool) -> Iterator[None]:
    """Have what this step has written come out of its gate."""
    if name not in _arrived(stage, forward):
        yield
        return
    x, y = _stands(name, forward)
    out = (692.0, y) if stage == 3 else _end(name, not forward)
    with canvas.moving((out[0] - x, out[1] - y), after=ARRIVES if SENT[stage] else 0):
        yield


def _stands(name: str, forward: bool) -> Place:
    """Where a wire's value stands, or for what goes backward, its gradient."""
    value, gradient, _ = WIRES[name]
    return value if forward else gradient


def _end(name: str, forward: bool) -> Place:
    """Where a wire ends, or for what goes backward, where it begins: the middle of a gate."""
    if forward:
        return PLUS if name in "xy" else TIMES
    return PLUS if name == "q" else TIMES


def _upstream(canvas: Canvas, line: tuple[float, float, float, float]) -> None:
    """A dashed arrow below the wire, against its direction."""
    x1, y1, x2, y2 = line
    length = math.hypot(x2 - x1, y2 - y1)
    ax, ay = (x2 - x1) / length, (y2 - y1) / length
    ends = [(x2 - 12 * ax - 6 * ay, y2 - 12 * ay + 6 * ax), (x1 - 6 * ay, y1 + 6 * ax)]
    canvas.line(*ends[0], *ends[1], colour=GRADIENT, width=1.5, dash="5 3", arrow=True)


def _value(canvas: Canvas, name: str, value: str | None, fresh: bool) -> None:
    """A wire's name and value; those of an input and of the output stand in a box."""
    x, y = WIRES[name][0]
    text = name if value is None else f"{name} = {value}"
    colour = LINE if value is None else INK
    if name == "q":
        _pill(canvas, x, y, text, colour, fresh)
        return
    canvas.rectangle(x - 48, y - 17, 96, 34, colour if fresh else PAPER, colour, corner=6)
    canvas.text(x, y + 6, text, PAPER if fresh else colour, 16, "middle", "600")


def _pill(canvas: Canvas, x: float, y: float, text: str, colour: str, fresh: bool) -> None:
    """A number, on a ground of its own colour while it has just been written or is on its way."""
    width = 10 * len(text) + 14
    ground = colour if fresh else PAPER
    canvas.rectangle(x - width / 2, y - 13, width, 26, ground, corner=13)
    canvas.text(x, y + 6, text, PAPER if fresh else colour, 16, "middle", "600")


def _gate(canvas: Canvas, at: Place, sign: str, working: bool) -> None:
    canvas.circle(*at, GATE, PAPER, INK, 4 if working else 1.5)
    canvas.text(at[0], at[1] + 9, sign, INK, 27, "middle")


def _track(canvas: Canvas, name: str, value: float) -> None:
    """A fader: how far its knob is from the middle is the number."""
    (x, far), (_, y) = FADER, WIRES[name][0]
    canvas.line(x, y - far, x, y + far, LINE, 1.5)
    for tick in (-far, 0, far):
        canvas.line(x - 5, y + tick, x + 5, y + tick, LINE, 1.5)
    at = float(_fader(name).down(value))
    canvas.line(x, y, x, at, INK, 4)
    canvas.circle(x, at, 7, INK)


def _sums(state: State) -> list[str]:
    """What is computed in this step, with its numbers."""
    x, y, z, q = (_signed(v) for v in (state.x, state.y, state.z, state.x + state.y))
    if state.stage == 1:
        return [f"q = x + y = {_plus(x, y)} = {q}"]
    if state.stage == 2:
        return [f"f = q · z = {q} · {_bracket(z)} = {state.values['f']}"]
    if state.stage < 4:
        return []
    if state.grads is None:
        return ["upstream × local = ?"]
    g = state.gradients
    if state.stage == 4:
        return [
            f"to q: upstream × local slope z = 1 × {_bracket(z)} = {g['q']}",
            f"to z: upstream × local slope q = 1 × {_bracket(q)} = {g['z']}",
        ]
    return [
        f"to x: upstream × local slope 1 = {g['q']} × 1 = {g['x']}",
        f"to y: upstream × local slope 1 = {g['q']} × 1 = {g['y']}",
    ]


def _plus(x: str, y: str) -> str:
    return f"{x} + {_bracket(y)}"


def _bracket(value: str) -> str:
    return f"({value})" if value.startswith(MINUS) else value
