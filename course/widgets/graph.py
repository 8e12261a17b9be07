"""The graph of (x + y) z: values walk forward through it, gradients backward."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from course.numerals import number
from course.widgets import students
from course.widgets.canvas import BLUE, INK, LINE, ORANGE, PAPER, Canvas
from course.widgets.figure import Control, Frame, Interactive, Values

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

# On the canvas: where each wire's numbers stand, and where its line runs.
WIRES = {
    "x": ((150, 54), (74, 32, 250, 84)),
    "y": ((150, 136), (74, 158, 250, 106)),
    "z": ((250, 207), (74, 232, 470, 176)),
    "q": ((380, 124), (294, 98, 470, 152)),
    "f": ((585, 164), (514, 164, 668, 164)),
}
PLUS, TIMES = (272, 94), (492, 164)

Grads = Callable[[float, float, float], Any]


@dataclass(frozen=True)
class State:
    """The graph at one setting.

    x, y, z, stage : where the controls stand
    grads          : (dx, dy, dz) by the student's function; without them, None
    asleep         : what they wait for, "" if they do not
    """

    x: float
    y: float
    z: float
    stage: int
    grads: Sequence[float] | None
    asleep: str

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
    controls = [Control("stage", "step", range(len(STAGES)), 0, texts=STAGES)]
    texts = [_signed(v) for v in STOPS]
    for name, value in zip(INPUT_NAMES, (x, y, z), strict=True):
        controls.append(Control(name, name, STOPS, float(value), texts=texts))
    return Interactive("graph", question, controls, lambda values: _frame(values, grads))


def _frame(values: Values, grads: Grads | None) -> Frame:
    x, y, z = (float(values[name]) for name in INPUT_NAMES)
    found, asleep = None, ""
    if grads is not None and values["stage"] >= 4:
        try:
            found = students.ask(grads, x, y, z, shape=(3,)).tolist()
        except students.Asleep as error:
            asleep = str(error).replace("This figure wakes", "These numbers wake")
    state = State(x, y, z, values["stage"], found, asleep)
    words = _words(state)
    return Frame(_scene(state, words), words)


def _nudged(f: Callable[[float], float], at: float) -> float:
    return (f(at + NUDGE) - f(at - NUDGE)) / (2 * NUDGE)


def _signed(value: float) -> str:
    return number(value + 0.0, 4).replace("-", "\N{MINUS SIGN}")


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
    if state.asleep:
        return f"{rule} {state.asleep}"
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
    canvas = Canvas(700, 312)
    values, gradients = state.values, state.gradients
    for name, (_, line) in WIRES.items():
        canvas.line(*line, colour=LINE, width=1.5, arrow=True)
        _upstream(canvas, line, name in gradients)
    for name, ((x, y), _) in WIRES.items():
        fresh = name in _arrived(state.stage)
        _value(canvas, x, y, name, values.get(name), fresh and state.stage < 3)
        if name in gradients:
            _gradient(canvas, x, y, gradients[name], fresh)
    _gate(canvas, PLUS, "+", state.stage in (1, 5))
    _gate(canvas, TIMES, "×", state.stage in (2, 4))
    for i, row in enumerate(_sums(state)):
        canvas.text(350, 276 + 22 * i, row, ORANGE if state.stage >= 3 else BLUE, 14, "middle")
    shown = ", ".join(f"{n} = {v}" for n, v in values.items())
    below = ", ".join(f"{n} {g}" for n, g in gradients.items())
    known = f"Values: {shown}." + (f" Gradients: {below}." if below else "")
    return canvas.svg(f"The graph of f = (x + y) z, q = x + y. {known} {words}")


def _arrived(stage: int) -> str:
    """The wires that this step has written on."""
    return ("xyz", "q", "f", "f", "qz", "xy")[stage]


def _upstream(canvas: Canvas, line: tuple[float, float, float, float], shown: bool) -> None:
    """A dashed arrow below the wire, against its direction."""
    if not shown:
        return
    x1, y1, x2, y2 = line
    length = math.hypot(x2 - x1, y2 - y1)
    ax, ay = (x2 - x1) / length, (y2 - y1) / length
    ends = [(x2 - 12 * ax - 6 * ay, y2 - 12 * ay + 6 * ax), (x1 - 6 * ay, y1 + 6 * ax)]
    canvas.line(*ends[0], *ends[1], colour=ORANGE, width=1.5, dash="5 3", arrow=True)


def _value(canvas: Canvas, x: float, y: float, name: str, value: str | None, fresh: bool) -> None:
    text = f"{name} = {value}" if value is not None else f"{name}"
    _plate(canvas, x, y - 18, text, BLUE if value is not None else LINE, BLUE if fresh else None)


def _gradient(canvas: Canvas, x: float, y: float, gradient: str, fresh: bool) -> None:
    _plate(canvas, x, y + 32, f"[{gradient}]", ORANGE, ORANGE if fresh else None)


def _plate(canvas: Canvas, x: float, y: float, text: str, colour: str, edge: str | None) -> None:
    width = 9 * len(text) + 12
    canvas.rectangle(x - width / 2, y - 16, width, 23, PAPER, edge, corner=4)
    canvas.text(x, y, text, colour, 15, "middle", "600")


def _gate(canvas: Canvas, at: tuple[float, float], sign: str, working: bool) -> None:
    canvas.circle(*at, 20, PAPER, INK, 4 if working else 1.5)
    canvas.text(at[0], at[1] + 8, sign, INK, 24, "middle")


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
    return f"({value})" if value.startswith("\N{MINUS SIGN}") else value
