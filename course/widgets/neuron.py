"""One neuron over the corners of a gate: move its two weights and its bias."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from course import data
from course.check import calling
from course.numerals import added, fixed, number
from course.widgets import students, touch
from course.widgets.canvas import INK, LINE, ONE, PAPER, RIGHT, WRONG, ZERO, Canvas, Panel
from course.widgets.figure import Control, Frame, Interactive, Values
from course.widgets.touch import Mark, Spot, Touch

# What the neuron is to say at (0, 0), (0, 1), (1, 0) and (1, 1): the four of the chapter first.
GATES = {
    "AND": (0, 0, 0, 1),
    "OR": (0, 1, 1, 1),
    "NAND": (1, 1, 1, 0),
    "XOR": (0, 1, 1, 0),
    "NOR": (1, 0, 0, 0),
    "XNOR": (1, 0, 0, 1),
    "x1": (0, 0, 1, 1),
    "x2": (0, 1, 0, 1),
    "not x1": (1, 1, 0, 0),
    "not x2": (1, 0, 1, 0),
    "x1 and not x2": (0, 0, 1, 0),
    "x2 and not x1": (0, 1, 0, 0),
    "x1 or not x2": (1, 0, 1, 1),
    "x2 or not x1": (1, 1, 0, 1),
    "always": (1, 1, 1, 1),
    "never": (0, 0, 0, 0),
}
PARTS = ((0, 0, 336, 320), (350, 0, 336, 320))  # the line; the sums
GOALS = ("AND", "OR", "NAND", "XOR")
SHIFT, TURN = "shift", "turn"
TURN_AT = 0.6  # how far from the one grip the other stands, where there is room
ROOM = 0.18  # between a grip and a corner, so that each can be hit
# Quarters add up without rounding: a sum that is shown as 0 is 0 for the student's neuron too.
STOPS = tuple(0.25 * i for i in range(-12, 13))
ENDS = (-0.4, 1.4)

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
    gates = (f"<code>{name}</code>" for name in ("AND", "OR", "NAND"))
    question = f"Move the line until the gate is right: {', then '.join(gates)}."
    if gate == "XOR":
        question = "How few errors can you reach with <code>XOR</code>?"
    hint = (
        "Drag the line by the one grip, turn it by the other. "
        "A click on a corner asks for another answer there."
    )
    solved: set[str] = set()
    hands = _Hands()

    def draw(values: Values) -> Frame:
        return _frame(values, predict, solved)

    return Interactive(
        "neuron", question, controls, draw, touched=hands.moved, hint=hint, begin=solved.clear
    )  # fmt: skip


def _slider(name: str, label: str, value: float) -> Control:
    return Control(name, label, STOPS, value, texts=[fixed(v, 2) for v in STOPS])


def _panel(canvas: Canvas) -> Panel:
    return Panel(canvas, 52, 12, 262, 262, ENDS, ENDS)


class _Hands:
    """What the reader's hands do: the line is shifted or turned, a corner wants another answer."""

    def __init__(self) -> None:
        self.pivot: Floats | None = None  # about which the line turns until it is let go

    def moved(self, what: Touch, values: Values) -> Values:
        """The controls that a touch moves: the bias, the weights, or the gate."""
        if what.name not in (SHIFT, TURN):
            return {"gate": _asked(values["gate"], int(what.name.removeprefix("corner")))}
        w, b = np.array([values["w1"], values["w2"]]), values["b"]
        panel, (shift, turn) = _panel(Canvas(0, 0)), _grips(w, b)
        pivot = shift if self.pivot is None else self.pivot
        self.pivot = pivot if what.phase == touch.MOVE else None

        def to(at: Floats) -> Values:
            return {"b": _stop(-float(w @ at))} if what.name == SHIFT else _turned(w, pivot, at)

        if what.phase != touch.KEY:
            return to(np.array(touch.value(panel, what)))
        # A key goes as far as the next setting of the sliders.
        grip, way = shift if what.name == SHIFT else turn, np.array(touch.by(panel, what))
        further = (to(grip + times * way) for times in range(1, 9))
        return next((new for new in further if {**values, **new} != values), {})


def _asked(gate: str, corner: int) -> str:
    """The gate that differs from this one at a corner."""
    table = list(GATES[gate])
    table[corner] = 1 - table[corner]
    return next(name for name, said in GATES.items() if said == tuple(table))


def _turned(w: Floats, pivot: Floats, at: Floats) -> Values:
    """Weights as large as before whose line leads from the pivot to where the grip is now."""
    along = at - pivot
    if not along.any():
        return {}
    across = np.array([-along[1], along[0]]) / np.hypot(*along)
    w1, w2 = map(_stop, np.hypot(*w) * across * (1 if across @ w >= 0 else -1))
    return {"w1": w1, "w2": w2, "b": _stop(-float(np.array([w1, w2]) @ pivot))} if w1 or w2 else {}


def _stop(value: float) -> float:
    return min(STOPS, key=lambda stop: abs(stop - value))


def _grips(w: Floats, b: float) -> tuple[Floats, Floats]:
    """Two places of the line: near the middle of the picture, and aside, away from the corners."""
    centre = np.array([0.5, 0.5])
    foot = centre - w * (w @ centre + b) / (w @ w)
    along = np.array([w[1], -w[0]]) / np.hypot(*w)
    places = foot + np.linspace(-1.2, 1.2, 49)[:, None] * along
    free = np.abs(places[:, None] - data.CORNERS).max(axis=2).min(axis=1) >= ROOM
    inside = ((places > ENDS[0] + 0.05) & (places < ENDS[1] - 0.05)).all(axis=1)
    places = places[free & inside]
    if len(places) < 2:  # the line crosses no more than a corner of the picture
        ends = np.clip([foot, foot + TURN_AT * along], *ENDS)
        return ends[0], ends[1]
    shift = places[np.abs(places - centre).sum(axis=1).argmin()]
    far = np.hypot(*(places - shift).T)
    return shift, places[np.abs(far - TURN_AT).argmin()]


def _marks(w: Floats, b: float, wanted: NDArray[np.int_]) -> list[Mark]:
    """The corners, and two grips on the line if there is one."""
    panel = _panel(Canvas(0, 0))
    marks: list[Mark] = [
        Spot(
            f"corner{i}",
            float(panel.across(p)),
            float(panel.down(q)),
            f"corner ({p}, {q}), is to {'fire' if want else 'be silent'}: press for the other",
        )
        for i, ((p, q), want) in enumerate(zip(data.CORNERS, wanted, strict=True))
    ]
    if w.any():
        says, step = f"{_formula(w, b)} = 0", (0.1, 0.1)
        for name, at in zip((SHIFT, TURN), _grips(w, b), strict=True):
            marks.append(touch.handle(panel, name, tuple(at), f"{name} the line", says, step))
    return marks


def _frame(values: Values, predict: Predict | None, solved: set[str]) -> Frame:
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
    if not np.any(said != wanted):
        solved.add(values["gate"])
    return Frame(_scene(w, b, sums, wanted, said, solved, words), words, _marks(w, b, wanted))


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
    w: Floats, b: float, sums: Floats, wanted: NDArray[np.int_], said: Floats, solved: set[str],
    words: str,
) -> str:  # fmt: skip
    canvas = Canvas(700, 320, PARTS)
    panel = _panel(canvas)
    _half_plane(panel, w, b)
    panel.frame(ticks=2)
    canvas.text(183, 308, "x1", anchor="middle")
    canvas.text(20, 147, "x2", anchor="middle")
    for (p, q), want, right in zip(data.CORNERS, wanted, said == wanted, strict=True):
        _corner(canvas, float(panel.across(p)), float(panel.down(q)), int(want), bool(right))
    _sums(canvas, w, b)
    _table(canvas, sums, wanted, said)
    _ticks(canvas, solved)
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
    panel.canvas.add(f'<polygon points="{points}" fill="{ONE}" fill-opacity="0.28"/>')
    if len(on_the_line) == 2:
        ends = [(float(panel.across(x)), float(panel.down(y))) for x, y in on_the_line]
        panel.canvas.line(*ends[0], *ends[1], INK, 2)


def _corner(canvas: Canvas, x: float, y: float, want: int, right: bool) -> None:
    colour = ONE if want else ZERO
    canvas.circle(x, y, 14, colour if want else PAPER, colour, 3)
    canvas.text(x, y + 5, str(want), PAPER if want else INK, 14, "middle", "600")
    if not right:
        canvas.rectangle(x - 25, y - 38, 50, 19, PAPER, WRONG, corner=4)
        canvas.text(x, y - 24, "wrong", WRONG, 13, "middle", "600")


def _formula(w: Floats, b: float) -> str:
    return f"{number(w[0])}·x1 {added(w[1])}·x2 {added(b)}"


def _sums(canvas: Canvas, w: Floats, b: float) -> None:
    canvas.text(362, 36, "fires, on the shaded side, where", size=14)
    canvas.text(362, 60, f"{_formula(w, b)} > 0", weight="600", size=15)
    for x, want, meaning in ((371, 1, "is to fire"), (485, 0, "is to be silent")):
        colour = ONE if want else ZERO
        canvas.circle(x, 93, 8, colour if want else PAPER, colour, 2.5)
        canvas.text(x + 15, 97.5, meaning)


def _table(canvas: Canvas, sums: Floats, wanted: NDArray[np.int_], said: Floats) -> None:
    columns = 412, 478, 545, 598
    for x, name in zip(columns, ("corner", "sum", "wanted", "says"), strict=True):
        canvas.text(x, 136, name, LINE, anchor="end")
    canvas.line(362, 144, 668, 144)
    for i, (p, q) in enumerate(data.CORNERS):
        y, right = 167 + 27 * i, said[i] == wanted[i]
        row = f"({p}, {q})", fixed(sums[i], 2), str(wanted[i]), _short(said[i])
        for x, cell in zip(columns, row, strict=True):
            canvas.text(x, y, cell, size=14, anchor="end")
        colour, weight = (RIGHT, None) if right else (WRONG, "600")
        canvas.text(620, y, "right" if right else "wrong", colour, 14, weight=weight)


def _ticks(canvas: Canvas, solved: set[str]) -> None:
    """Which of the gates that the question asks for have been reached."""
    x = 362.0
    canvas.text(x, 292, "solved:", LINE, 14)
    x += 60
    for gate in GOALS:
        done = gate in solved
        colour, sign = (RIGHT, "\N{CHECK MARK}") if done else (LINE, "\N{WHITE CIRCLE}")
        canvas.text(x, 292, f"{sign} {gate}", colour, 14, weight="600" if done else None)
        x += 68


def _short(value: float) -> str:
    return "nan" if np.isnan(value) else number(value)
