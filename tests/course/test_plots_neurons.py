"""Chapter 1's still figures: moved corners, the adder, the table."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from matplotlib.text import Annotation
from support.chapters import executed_notebook

from course import data, plots
from course.numerals import signed
from course.plots.picture import Picture
from course.widgets import plain_network

pytestmark = pytest.mark.ch01_neurons


def drawn(picture: Picture) -> list[str]:
    """The words in a figure, all of which lie within its borders."""
    picture.figure.draw_without_rendering()
    canvas = picture.figure.bbox
    texts = [t for ax in picture.figure.axes for t in [*ax.texts, ax.title] if t.get_text()]
    for text in texts:
        box = text.get_window_extent()
        assert canvas.x0 <= box.x0 and box.x1 <= canvas.x1, text
        assert canvas.y0 <= box.y0 and box.y1 <= canvas.y1, text
    return [text.get_text() for text in texts]


# --- the corners before and after the hidden layer ----------------------------------------------


def test_after_the_hidden_layer_one_line_is_enough() -> None:
    picture = plots.moved([[0, 1], [1, 1], [1, 1], [1, 0]], [1, 1], -1.5)
    assert "right at 4 of 4" in picture.alt and "(1, 0) goes to (1, 1)" in picture.alt
    words = drawn(picture)
    assert "after the hidden layer: one line is enough" in words
    assert "(0, 1) and (1, 0)" in words


def test_a_hidden_layer_that_moves_nothing_well_is_shown_as_it_is() -> None:
    picture = plots.moved([[0, 0], [0, 1], [1, 0], [1, 1]], [1, 1], -1.5)
    assert "the line is right at 1 of 4" in picture.alt.replace("output neuron's ", "")
    assert "after the hidden layer: the line is right at 1 of 4" in drawn(picture)


# --- the adder ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("p", "q", "carry"), [*itertools.product((0, 1), repeat=3)])
def test_the_adder_adds_its_three_bits(p: int, q: int, carry: int) -> None:
    picture, total = plots.adder(p, q, carry), p + q + carry
    assert f"makes {total}" in picture.alt
    assert f"the digit to write, {total % 2}, the OR the next carry, {total // 2}" in picture.alt
    words = drawn(picture)
    assert words.count("0") + words.count("1") == 12  # one bit at the end of every wire
    gates = [patch for patch in picture.figure.axes[0].patches if patch.get_zorder() == 4]
    fires = sum(patch.get_facecolor() != (1, 1, 1, 1) for patch in gates)
    assert len(gates) == 5 and fires == sum(f"answers {1}" in s for s in picture.alt.split(";"))


def test_the_worked_example_of_the_text_has_two_silent_gates() -> None:
    said = plots.adder(1, 1, 1).alt
    assert said.count("answers 0") == 2
    assert "XOR of 1 and 1 answers 0" in said and "AND of 1 and 0 answers 0" in said


def test_the_unlit_adder_gives_no_answer_away() -> None:
    picture = plots.adder()
    assert not {"0", "1"} & {*drawn(picture)}
    assert "answers 0" not in picture.alt and "next carry" in picture.alt
    colours = {line.get_color() for line in picture.figure.axes[0].lines}
    assert len(colours) == 1  # nothing fires yet


# --- the plane ----------------------------------------------------------------------------------


def test_the_plane_shows_the_sum_at_each_point_and_where_it_is_zero() -> None:
    picture = plots.line(w=[2.0, 1.0], b=-1.5)
    words = drawn(picture)
    assert words.count("0") == 3 and words.count("+0.5") == 2
    assert "11 are above 0, 3 are 0 and 11 are below" in picture.alt
    assert "16 are above 0, 3 are 0 and 6" in plots.line(w=[2.0, 1.0], b=-0.5).alt


@pytest.mark.parametrize(("w", "b"), [((2.0, 1.0), -1.5), ((4.0, 1.0), -1.5), ((0.5, -2.0), 1.0)])
def test_an_arrow_shows_where_the_weights_point(w: tuple[float, float], b: float) -> None:
    picture = plots.line(w, b)
    assert "$w$" in drawn(picture) and "an arrow in the direction of w" in picture.alt
    (arrow,) = (t for t in picture.figure.axes[0].texts if isinstance(t, Annotation))
    (x, y), tip = arrow.xyann, np.array(arrow.xy)
    assert np.isclose(w[0] * x + w[1] * y + b, 0)  # from the line
    step = tip - (x, y)
    assert np.isclose(np.cross([*w, 0], [*step, 0])[2], 0) and step @ w > 0


def test_no_arrow_stands_where_there_is_no_line() -> None:
    for w, b in (((0.0, 0.0), 1.0), ((1.0, 1.0), -9.0)):
        assert "arrow" not in plots.line(w, b).alt


@pytest.mark.parametrize(("w", "b"), [((0.0, 0.0), 0.0), ((0.0, 0.0), 1.0), ((1e3, -1e3), 5.0)])
def test_the_plane_is_drawn_for_a_neuron_without_a_line(w: tuple[float, float], b: float) -> None:
    assert drawn(plots.line(w, b)) and "25 points" in plots.line(w, b).alt


def test_a_line_over_a_gate_counts_the_right_corners() -> None:
    assert "4 of 4" in plots.line([1, 1], -1.5, table=[0, 0, 0, 1]).alt
    assert "3 of 4" in plots.line([1, 1], -0.5, table=[0, 1, 1, 0]).alt


def test_the_gates_stand_side_by_side() -> None:
    ones = np.ones(2)
    picture = plots.gates({"AND": (ones, -1.5), "OR": (ones, -0.5), "NAND": (ones, 1.5)})
    assert [ax.get_title() for ax in picture.figure.axes] == ["AND", "OR", "NAND"]
    assert drawn(picture) and picture.alt.count("4 of 4 corners right") == 2
    assert "NAND: the line +1.0 x1 +1.0 x2 +1.5 = 0, 3 of 4" in picture.alt


# --- two neurons --------------------------------------------------------------------------------


def two_neurons(w: list[float], b: float, v: list[float], c: float) -> Picture:
    x = plots.grid()
    first = x @ np.array(w) + b > 0
    return plots.two_neurons(np.column_stack([x, first]) @ np.array(v) + c > 0, w, b, v, c)


def edges(picture: Picture) -> int:
    """How many lines stand in the picture."""
    collections = picture.figure.axes[0].collections
    lines = [one for one in collections if one.get_linewidths()[0] == 2]
    return sum(any(len(path) for path in one.get_paths()) for one in lines)


@pytest.mark.parametrize(
    ("w", "b", "v", "c"),
    [
        ([1, 1], -1.5, [1, 1, -2], -0.5),  # OR with a veto by AND
        ([2, 2], -1, [-2, -2, 4], -1),
        ([1, -1], -0.5, [-1, 1, 2], -0.5),
    ],
)
def test_two_neurons_have_the_three_edges_of_the_text(
    w: list[float], b: float, v: list[float], c: float
) -> None:
    picture = two_neurons(w, b, v, c)
    assert drawn(picture) and edges(picture) == 3
    assert "is right at 4 of 4 corners" in picture.alt


def test_with_a_large_veto_the_third_edge_is_outside_of_the_picture() -> None:
    picture = two_neurons([1, 1], -1.5, [1, 1, -9], -0.5)
    assert edges(picture) == 2 and "is +1.0 x1 +1.0 x2 \N{MINUS SIGN}9.5 = 0" in picture.alt


def test_a_first_neuron_without_a_line_leaves_one_edge() -> None:
    assert edges(two_neurons([0, 0], 0.0, [1, 1, -2], -0.5)) == 1


# --- a trained unit -----------------------------------------------------------------------------


def test_the_unit_of_the_text_fires_for_a_six_and_not_for_a_nine() -> None:
    net, (x, y, *_) = plain_network.bundled().params, data.digits()
    assert sum(a.size for name, a in net.items() if name.startswith("w")) == 4464
    w, b = net["w1"][:, 32], net["b1"][32]
    sums = x @ w + b
    fires = [(int(np.sum(sums[y == digit] > 0)), int(np.sum(y == digit))) for digit in (6, 9)]
    assert fires == [(141, 144), (3, 139)] and [*y[[1, 47]]] == [6, 9]
    picture = plots.template(w, x[[1, 47]], sums[[1, 47]])
    assert drawn(picture) == ["weights", "sum +1.6", "sum \N{MINUS SIGN}1.9"]
    assert "its sum is +1.6, \N{MINUS SIGN}1.9" in picture.alt


def test_a_template_is_drawn_for_whatever_weights_and_sums() -> None:
    picture = plots.template(np.zeros(6), np.ones((1, 6)), [np.nan])
    assert "nan" in picture.alt and drawn(picture)


# --- the table ----------------------------------------------------------------------------------


def test_what_is_wrong_in_a_table_is_crossed_out_and_counted() -> None:
    sums = np.add.outer(np.arange(4), np.arange(4))
    assert "wrong" not in plots.table(sums, "sums").alt
    right = plots.table(sums, "sums", expected=sums)
    broken = plots.table(sums + 2 * (sums % 2), "sums", expected=sums)
    assert "0 of 16 are wrong" in right.alt and "8 of 16 are wrong" in broken.alt
    assert (len(right.figure.axes[0].lines), len(broken.figure.axes[0].lines)) == (0, 8)


def test_a_neuron_shows_what_each_input_adds() -> None:
    words = drawn(plots.neuron(["clouds", "wind"], [0.9, 0.3], [2.0, -1.0], -1.0))
    assert {"× +2.0 = +1.8", signed("× -1.0 = -0.3"), "sum\n0.5"} <= {*words}


# --- what the text says of them -----------------------------------------------------------------


def test_the_text_says_what_its_figures_show() -> None:
    cells = executed_notebook("ch01_neurons").cells
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    shown = " ".join(output.get("data", {}).get("text/plain", "") for output in outputs)
    for words in (
        "bias \N{MINUS SIGN}2.0: sum 1.3.",
        "sum 0.0, it stays silent: leave it",
        "11 are above 0, 3 are 0 and 11 are below",
        "XOR of 1 and 1 answers 0",
        "the output neuron's line is right at 4 of 4",
        "128 of 256 are wrong",
    ):
        assert words in shown, words
    assert shown.count("is right at 4 of 4 corners") == 2  # by three neurons, and by two
