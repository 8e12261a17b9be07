"""One neuron over the corners of a gate: drag its two weights and its bias."""

from __future__ import annotations

import html
from collections.abc import Callable

import ipywidgets as widgets
import numpy as np
from numpy.typing import NDArray

from course import plots
from course.widgets.figure import Interactive

GATES = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "NAND": (1, 1, 1, 0), "XOR": (0, 1, 1, 0)}

Predict = Callable[[NDArray[np.float64], NDArray[np.float64], float], NDArray[np.int_]]

_SIZE, _LOW, _HIGH = 320, -0.4, 1.4


def neuron(
    gate: str = "AND",
    w: tuple[float, float] = (1.0, 0.5),
    b: float = -0.3,
    predict: Predict | None = None,
) -> Interactive:
    """The neuron figure.

    gate    : "AND", "OR", "NAND" or "XOR", to begin with
    w, b    : weights and bias to begin with
    predict : the student's neuron, (x (4, 2), w (2,), b) -> (4,); without it the figure
              reads the answers off the line
    """
    choice = widgets.Dropdown(options=list(GATES), value=gate, description="gate")
    sliders = [
        widgets.FloatSlider(value=value, min=-3, max=3, step=0.1, description=name)
        for name, value in (("w1", w[0]), ("w2", w[1]), ("bias", b))
    ]
    screen = widgets.HTML()

    def draw(_change: object = None) -> None:
        w1, w2, bias = (slider.value for slider in sliders)
        screen.value = _scene(choice.value, np.array([w1, w2]), bias, predict)

    for control in (choice, *sliders):
        control.observe(draw, names="value")
    draw()
    box = widgets.HBox([widgets.VBox([choice, *sliders]), screen])
    return Interactive(box, plots.line(w, b, GATES[gate], f"{gate}, still picture"))


def _scene(gate: str, w: NDArray[np.float64], b: float, predict: Predict | None) -> str:
    wanted = GATES[gate]
    try:
        answers = _answers(w, b, predict)
    except NotImplementedError:
        return "This figure wakes up once <code>perceptron_predict</code> works."
    except Exception as error:  # whatever the student's function raises belongs on the screen
        return f"<code>{html.escape(f'{type(error).__name__}: {error}')}</code>"
    wrong = [
        f"({p}, {q})"
        for (p, q), got, want in zip(plots.CORNERS, answers, wanted, strict=True)
        if got != want
    ]
    words = f"{gate}: {_verdict(wrong)}"
    return f'{_svg(w, b, wanted, answers, words)}<p role="status">{words}</p>'


def _answers(w: NDArray[np.float64], b: float, predict: Predict | None) -> list[int]:
    if predict is None:
        return [int(w[0] * p + w[1] * q + b > 0) for p, q in plots.CORNERS]
    return [int(one) for one in np.asarray(predict(plots.CORNERS.astype(float), w, b)).reshape(4)]


def _verdict(wrong: list[str]) -> str:
    if not wrong:
        return "all four corners are right."
    verb = "is" if len(wrong) == 1 else "are"
    return f"{len(wrong)} of 4 corners {verb} wrong: {', '.join(wrong)}."


def _svg(
    w: NDArray[np.float64], b: float, wanted: tuple[int, ...], answers: list[int], words: str
) -> str:
    corners = "".join(
        _corner(p, q, want, got == want)
        for (p, q), want, got in zip(plots.CORNERS, wanted, answers, strict=True)
    )
    return (
        f'<svg role="img" aria-label="{words}" width="{_SIZE}" height="{_SIZE}" '
        f'viewBox="0 0 {_SIZE} {_SIZE}" font-family="sans-serif">'
        '<rect width="100%" height="100%" fill="white"/>'
        f'<polygon points="{_half_plane(w, b)}" fill="{plots.BLUE}" fill-opacity="0.2" '
        f'stroke="{plots.BLUE}" stroke-width="2"/>{corners}'
        f'<text x="{_place(0.5)}" y="{_SIZE - 8}" text-anchor="middle">x1</text>'
        f'<text x="8" y="{_SIZE - _place(0.5)}">x2</text></svg>'
    )


def _corner(p: int, q: int, want: int, right: bool) -> str:
    x, y = _place(p), _SIZE - _place(q)
    face, ink = (plots.BLUE, "white") if want else ("white", plots.ORANGE)
    edge = plots.BLUE if want else plots.ORANGE
    cross = "" if right else f'<text x="{x + 20}" y="{y - 12}" font-size="20">✗</text>'
    return (
        f'<circle cx="{x}" cy="{y}" r="13" fill="{face}" stroke="{edge}" stroke-width="3"/>'
        f'<text x="{x}" y="{y + 5}" text-anchor="middle" fill="{ink}">{want}</text>{cross}'
    )


def _place(value: float) -> float:
    return round((value - _LOW) / (_HIGH - _LOW) * _SIZE, 1)


def _half_plane(w: NDArray[np.float64], b: float) -> str:
    """The part of the square where the neuron fires: its outline, cut along the line."""
    square = [(_LOW, _LOW), (_HIGH, _LOW), (_HIGH, _HIGH), (_LOW, _HIGH)]
    sums = [float(np.dot(w, point) + b) for point in square]
    points: list[tuple[float, float]] = []
    for i, (here, s) in enumerate(zip(square, sums, strict=True)):
        there, t = square[(i + 1) % 4], sums[(i + 1) % 4]
        if s > 0:
            points.append(here)
        if (s > 0) != (t > 0):
            share = s / (s - t)
            points.append(
                (here[0] + share * (there[0] - here[0]), here[1] + share * (there[1] - here[1]))
            )
    return " ".join(f"{_place(p)},{round(_SIZE - _place(q), 1)}" for p, q in points)
