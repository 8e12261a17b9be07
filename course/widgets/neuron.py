"""One neuron over the corners of a gate: move its two weights and its bias."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from course import data
from course.check import calling
from course.widgets import students
from course.widgets.canvas import BLUE, GREEN, INK, LINE, ORANGE, PAPER, Canvas, Panel, number
from course.widgets.figure import Control, Frame, Interactive, Values

GATES = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "NAND": (1, 1, 1, 0), "XOR": (0, 1, 1, 0)}
# Quarters add up without rounding: a sum that is shown as 0 is 0 for the student's neuron too.
STOPS = tuple(0.25 * i for i in range(-12, 13))
ENDS = (-0.4, 1.4)
MINUS = "\N{MINUS SIGN}"

Floats = NDArray[np.float64]
Predict = Callable[[Floats, Floats, float], NDArray[np.int_]]


def neuron(
    gate: str = "AND",
    w: tuple[float, float] = (1.0, 0.5),
    b: float = -0.25,
    predict: Predict | None = None,
) -> Interactive:
    """The neuron figure.

    gate    : "AND", "OR", "NAND" or "XOR", to begin with
    w, b    : weights and bias to begin with, quarters from -3 to 3
    predict : the student's neuron, (x (4, 2), w (2,), b) -> (4,); without it the figure
              reads the answers off the line

    Raises ValueError for a gate, weight or bias that is not among the stops
    """
    controls = [
        Control("gate", "gate", tuple(GATES), gate, kind="choice"),
        _slider("w1", "weight w1", w[0]),
        _slider("w2", "weight w2", w[1]),
        _slider("b", "bias b", b),
    ]
    question = (
        "Move the line until <code>AND</code> is right, then <code>OR</code>. "
        "Can you get <code>XOR</code> to zero errors?"
    )
    return Interactive("neuron", question, controls, lambda values: _frame(values, predict))


def _slider(name: str, label: str, value: float) -> Control:
    return Control(name, label, STOPS, value, texts=[_text(v, 2) for v in STOPS])


def _text(value: float, places: int | None = None) -> str:
    plain = number(value) if places is None else f"{value:.{places}f}"
    return plain.replace("-", MINUS)


def _frame(values: Values, predict: Predict | None) -> Frame:
    w, b = np.array([values["w1"], values["w2"]]), values["b"]
    corners = data.CORNERS.astype(float)
    sums = corners @ w + b
    wanted = np.array(GATES[values["gate"]])
    answers = (sums > 0).astype(float)
    said = answers if predict is None else students.ask(predict, corners, w, b, shape=(4,))
    words = f"{values['gate']}: {_verdict(said, wanted)}{_regime(w, answers)}"
    if predict is not None and np.any(said != answers):
        places = _places(said != answers)
        words += f" {calling.called(predict)} and the picture disagree at {places}."
    return Frame(_scene(w, b, sums, wanted, said, words), words)


def _places(marked: NDArray[np.bool_]) -> str:
    return ", ".join(f"({p}, {q})" for p, q in data.CORNERS[marked])


def _verdict(said: Floats, wanted: NDArray[np.int_]) -> str:
    wrong = said != wanted
    count = int(wrong.sum())
    if not count:
        return "zero errors, all four corners are right."
    return f"{count} error{'s' if count > 1 else ''}, at {_places(wrong)}."


def _regime(w: Floats, answers: Floats) -> str:
    """What is special about this line, if anything is."""
    if not w.any():
        return " Both weights are 0: no line, the bias alone decides for all corners."
    if not answers.any():
        return " The neuron is silent at every corner."
    if answers.all():
        return " The neuron fires at every corner."
    return ""


def _scene(
    w: Floats, b: float, sums: Floats, wanted: NDArray[np.int_], said: Floats, words: str
) -> str:
    canvas = Canvas(700, 320)
    panel = Panel(canvas, 52, 12, 262, 262, ENDS, ENDS)
    _half_plane(panel, w, b)
    panel.frame(ticks=2)
    canvas.text(183, 308, "x1", anchor="middle")
    canvas.text(20, 147, "x2", anchor="middle")
    for (p, q), want, right in zip(data.CORNERS, wanted, said == wanted, strict=True):
        _corner(canvas, float(panel.across(p)), float(panel.down(q)), int(want), bool(right))
    _sums(canvas, w, b)
    _table(canvas, sums, wanted, said)
    return canvas.svg(f"One neuron's line {_formula(w, b)} = 0 over the corners of a gate. {words}")


def _half_plane(panel: Panel, w: Floats, b: float) -> None:
    """Shade where the sum is above 0, and draw the line where it is 0."""
    low, high = ENDS
    square = np.array([(low, low), (high, low), (high, high), (low, high)])
    inside, on_the_line = [], []
    sums = square @ w + b
    for i, (corner, s, t) in enumerate(zip(square, sums, np.roll(sums, -1), strict=True)):
        if s > 0:
            inside.append(corner)
        if s * t < 0 or (s == 0 and w.any()):
            crossing = corner + (square[(i + 1) % 4] - corner) * (s / (s - t) if s else 0)
            inside.append(crossing)
            on_the_line.append(crossing)
    places = [(float(panel.across(x)), float(panel.down(y))) for x, y in inside]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    panel.canvas.add(f'<polygon points="{points}" fill="{BLUE}" fill-opacity="0.28"/>')
    if len(on_the_line) == 2:
        ends = [(float(panel.across(x)), float(panel.down(y))) for x, y in on_the_line]
        panel.canvas.line(*ends[0], *ends[1], INK, 2)


def _corner(canvas: Canvas, x: float, y: float, want: int, right: bool) -> None:
    colour = BLUE if want else ORANGE
    canvas.circle(x, y, 14, colour if want else PAPER, colour, 3)
    canvas.text(x, y + 5, str(want), PAPER if want else INK, 14, "middle", "600")
    if not right:
        canvas.rectangle(x - 25, y - 38, 50, 19, PAPER, ORANGE, corner=4)
        canvas.text(x, y - 24, "wrong", ORANGE, 13, "middle", "600")


def _formula(w: Floats, b: float) -> str:
    signs = [MINUS if v < 0 else "+" for v in (w[1], b)]
    second, bias = number(abs(w[1])), number(abs(b))
    return f"{_text(w[0])}·x1 {signs[0]} {second}·x2 {signs[1]} {bias}"


def _sums(canvas: Canvas, w: Floats, b: float) -> None:
    canvas.text(362, 36, "fires, on the shaded side, where", size=14)
    canvas.text(362, 60, f"{_formula(w, b)} > 0", weight="600", size=15)
    for x, want, meaning in ((371, 1, "is to fire"), (485, 0, "is to be silent")):
        colour = BLUE if want else ORANGE
        canvas.circle(x, 93, 8, colour if want else PAPER, colour, 2.5)
        canvas.text(x + 15, 97.5, meaning)


def _table(canvas: Canvas, sums: Floats, wanted: NDArray[np.int_], said: Floats) -> None:
    columns = 412, 478, 545, 598
    for x, name in zip(columns, ("corner", "sum", "wanted", "says"), strict=True):
        canvas.text(x, 136, name, LINE, anchor="end")
    canvas.line(362, 144, 668, 144)
    for i, (p, q) in enumerate(data.CORNERS):
        y, right = 167 + 27 * i, said[i] == wanted[i]
        row = f"({p}, {q})", _text(sums[i], 2), str(wanted[i]), _short(said[i])
        for x, cell in zip(columns, row, strict=True):
            canvas.text(x, y, cell, size=14, anchor="end")
        colour, weight = (GREEN, None) if right else (ORANGE, "600")
        canvas.text(620, y, "right" if right else "wrong", colour, 14, weight=weight)


def _short(value: float) -> str:
    return "nan" if np.isnan(value) else _text(value)
