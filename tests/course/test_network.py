"""The network that a figure draws: where its nodes are, its lines, and their numbers."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from course.numerals import number
from course.widgets.canvas import Canvas
from course.widgets.network import MOST, OF_MORE, WIDEST, Box, Diagram

BOX = Box(12, 44, 424, 378)
FLAT = ("x1", "x2"), ("0", "1")


def params(units: int, scale: float = 1.0, inputs: int = 2, outputs: int = 2) -> Any:
    rng = np.random.default_rng(units)
    layers = ((inputs, units), (units, outputs))
    return [(scale * rng.normal(size=size), scale * rng.normal(size=size[1])) for size in layers]


def drawn(diagram: Diagram, net: Any) -> str:
    units = len(net[0][1])
    canvas, maps = Canvas(720, 456), np.zeros((units, 64, 64))
    shown = np.zeros((len(diagram.input_names), 32, 32))
    diagram.draw(canvas, net, maps, 1, np.zeros(units, bool), shown)
    return canvas.svg("")


@pytest.mark.parametrize("height", [190, 378])
def test_no_node_covers_another_and_none_is_outside(height: int) -> None:
    for units in range(1, 65):
        made = Diagram(Box(12, 44, 424, height), FLAT[0], units, FLAT[1])
        boxes = [
            (x, y, nodes.size)
            for nodes in (made.inputs, made.units, made.rest, made.outputs)
            for x, y in nodes.corners.tolist()
        ]
        assert len(boxes) == units + 4
        for i, (x, y, s) in enumerate(boxes):
            assert x >= 12 and x + s <= 12 + 424 and y >= 43 and y + s <= 45 + height
            for a, b, t in boxes[:i]:
                assert x + s <= a or a + t <= x or y + s <= b or b + t <= y


def test_a_line_is_the_wider_the_larger_its_weight_and_dashed_where_it_is_negative() -> None:
    made = Diagram(BOX, FLAT[0], 2, FLAT[1])
    w, v = np.array([[0.0, 0.1], [1.0, 9.0]]), np.array([[0.0, -0.1], [-1.0, -1e9]])
    svg = drawn(made, [(w, np.zeros(2)), (v, np.zeros(2))])
    lines = re.findall(r'<path d="M[^"]*L[^"]*" stroke="([^"]*)" stroke-width="(\S+)"(.*?)/>', svg)
    widths = [float(width) for _, width, _ in lines]
    assert widths[:4] == sorted(widths[:4]) and widths[4:] == sorted(widths[4:])
    assert max(widths) == WIDEST / 2
    assert ["dash" in rest for *_, rest in lines] == [False] * 4 + [False, True, True, True]


def test_the_scale_of_the_lines_is_the_same_for_every_network() -> None:
    made = Diagram(BOX, FLAT[0], 3, FLAT[1])
    large, small = (drawn(made, params(3, scale)) for scale in (1, 0.01))
    widest = [
        max(map(float, re.findall(r'stroke-width="(\S+)" stroke-opacity', svg)))
        for svg in (large, small)
    ]
    assert widest[1] < widest[0] / 3


@pytest.mark.parametrize("units", [1, 12, MOST])
def test_every_weight_and_bias_tells_its_number_where_it_is_drawn(units: int) -> None:
    made, net = Diagram(BOX, FLAT[0], units, FLAT[1]), params(units)
    told = {mark.name: mark for mark in made.tips(net)}
    (w, b), (v, c) = net
    for i, j in np.ndindex(w.shape):
        assert told[f"into{i}-{j}"].label == f"x{i + 1} to unit {j + 1}: weight {number(w[i, j])}"
    for i, j in np.ndindex(v.shape):
        assert told[f"out{i}-{j}"].label == f"unit {i + 1} to output {j}: weight {number(v[i, j])}"
    assert all(f"bias {number(b[i])}" in told[f"unit{i}"].label for i in range(units))
    assert all(f"bias {number(c[i])}" in told[f"end{i}"].label for i in (0, 1))
    assert len(told) == w.size + b.size + v.size + c.size


def test_of_many_units_some_have_lines_and_each_tells_its_numbers() -> None:
    made, net = Diagram(BOX, FLAT[0], 64, FLAT[1]), params(64)
    svg, tips = drawn(made, net), made.tips(net)
    assert svg.count("L") >= 4 * OF_MORE
    assert f"{64 - OF_MORE} more, connected in the same way" in svg
    label = next(tip.label for tip in tips if tip.name == "unit63")
    (w, _), (v, _) = net
    assert all(number(x) in label for x in (*w[:, 63], *v[63]))


def test_many_inputs_are_one_and_a_unit_tells_its_most_decided_weights() -> None:
    made = Diagram(BOX, ("64 pixels",), 16, tuple("0123456789"))
    net = params(16, inputs=64, outputs=10)
    assert "64 pixels" in drawn(made, net)
    v = net[1][0][3]
    label = next(tip.label for tip in made.tips(net) if tip.name == "unit3")
    assert f"to {v.argmax()} {number(v.max())}" in label
    assert f"to {v.argmin()} {number(v.min())}" in label


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e300])
def test_a_lost_network_is_drawn_without_a_number_that_is_none(bad: float) -> None:
    made, net = Diagram(BOX, FLAT[0], 3, FLAT[1]), params(3)
    net[0][0][0, 0] = net[1][0][0, 0] = net[0][1][0] = bad
    assert not re.search(r"\b(nan|inf)\b", re.sub(r'href="[^"]*"', "", drawn(made, net)))
    assert made.tips(net)
