"""One neuron over the corners of a gate: move its two weights and its bias."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from course import plots
from course.widgets import own
from course.widgets.canvas import BLUE, GREEN, INK, LINE, ORANGE, PAPER, Canvas, Panel, number
from course.widgets.figure import Control, Frame, Interactive, Values

GATES = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "NAND": (1, 1, 1, 0), "XOR": (0, 1, 1, 0)}
STOPS = tuple(round(0.1 * i, 1) for i in range(-30, 31))

Predict = Callable[[NDArray[np.float64], NDArray[np.float64], float], NDArray[np.int_]]


def neuron(
    gate: str = "AND",
    w: tuple[float, float] = (1.0, 0.5),
    b: float = -0.3,
    predict: Predict | None = None,
) -> Interactive:
    """The neuron figure.

    gate    : "AND", "OR", "NAND" or "XOR", to begin with
    w, b    : weights and bias to begin with, tenths from -3 to 3
    predict : the student's neuron, (x (4, 2), w (2,), b) -> (4,); without it the figure
              reads the answers off the line
    """
    controls = [
        Control("gate", "gate", tuple(GATES), gate, kind="choice"),
        Control("w1", "weight w1", STOPS, w[0]),
        Control("w2", "weight w2", STOPS, w[1]),
        Control("b", "bias b", STOPS, b),
    ]
    question = (
        "Can you move the line so that all four corners are right? "
        "Try <code>AND</code>, then <code>OR</code>, then <code>XOR</code>."
    )
    return Interactive("neuron", question, controls, lambda values: _frame(values, predict))


def _frame(values: Values, predict: Predict | None) -> Frame:
    w, b = np.array([values["w1"], values["w2"]]), values["b"]
    corners = plots.CORNERS.astype(float)
    if predict is None:
        answers = (corners @ w + b > 0).astype(int)
    else:
        answers = own.ask(predict, corners, w, b, shape=(4,)).astype(int)
    gate, wanted = values["gate"], GATES[values["gate"]]
    wrong = [
        f"({p}, {q})"
        for (p, q), got, want in zip(plots.CORNERS, answers, wanted, strict=True)
        if got != want
    ]
    verdict = f"{gate}: {_verdict(wrong)}"
    return Frame(_scene(w, b, wanted, answers, verdict), verdict)


def _verdict(wrong: list[str]) -> str:
    if not wrong:
        return "all four corners are right."
    verb = "is" if len(wrong) == 1 else "are"
    return f"{len(wrong)} of 4 corners {verb} wrong: {', '.join(wrong)}."


def _scene(
    w: NDArray[np.float64], b: float, wanted: tuple[int, ...], answers: NDArray[np.int_],
    verdict: str,
) -> str:  # fmt: skip
    canvas = Canvas(640, 330)
    panel = Panel(canvas, 60, 20, 260, 260, (-0.4, 1.4), (-0.4, 1.4))
    at = np.linspace(-0.4, 1.4, 91)
    sums = w[0] * at[None, :] + w[1] * at[:, None] + b
    panel.heat(np.where(sums > 0, 0.5, 0.0))
    panel.frame(xlabel="x1", ylabel="x2", ticks=3)
    for (p, q), want, got in zip(plots.CORNERS, wanted, answers, strict=True):
        x, y = float(panel.across(p)), float(panel.down(q))
        colour = BLUE if want else ORANGE
        canvas.circle(x, y, 14, colour if want else PAPER, colour, 3)
        canvas.text(x, y + 5, str(want), PAPER if want else INK, 14, "middle", "600")
        if got != want:
            canvas.text(x, y - 20, "wrong", ORANGE, 13, "middle", "600")
    sign = "\N{MINUS SIGN}" if b < 0 else "+"
    rows = [
        "fires where the sum is above 0:",
        f"{number(w[0])}·x1 + {number(w[1])}·x2 {sign} {number(abs(b))} > 0",
    ]
    for i, row in enumerate(rows):
        canvas.text(360, 50 + 22 * i, row, weight=None if i == 0 else "600", size=14)
    for i, ((p, q), want) in enumerate(zip(plots.CORNERS, wanted, strict=True)):
        total, got = float(w @ (p, q) + b), int(answers[i])
        right = got == want
        canvas.text(360, 120 + 24 * i, f"({p}, {q})", LINE)
        canvas.text(420, 120 + 24 * i, f"sum {number(total)}")
        canvas.text(500, 120 + 24 * i, f"says {got}")
        canvas.text(560, 120 + 24 * i, "right" if right else "wrong", GREEN if right else ORANGE)
    return canvas.svg(f"One neuron's line over the corners of a gate. {verdict}")
