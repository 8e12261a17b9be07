"""The shapes figure: what it draws, counts and says, and what it does with other people's code."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest

from course import widgets
from course.widgets.figure import Interactive

pytestmark = pytest.mark.ch03_forward_pass

SMALL = {"inputs": 3, "first": 4, "second": 4, "outputs": 1, "batch": 2}


def counted(dims: Sequence[int]) -> tuple[int, int, int]:
    weights = sum(d * m for d, m in zip(dims, dims[1:], strict=False))
    return weights, sum(dims[1:]), weights + sum(dims[1:])


def figure(count: Callable[..., object] = counted, **values: int) -> Interactive:
    made = widgets.shapes(count)  # type: ignore[arg-type]
    made.set(**values)
    return made


def texts(made: Interactive) -> list[str]:
    """All words in the picture."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", made.scene)


def links(made: Interactive) -> list[int]:
    """How many links are drawn between each two layers."""
    return [path.count("M") for path in re.findall(r'<path d="([^"]*)"', made.scene)]


def test_it_begins_with_the_network_for_images() -> None:
    words = texts(figure())
    assert "39,700 weights + 60 biases = 39,760 parameters" in words
    assert "layer 1: 39,250" in words and "layer 2: 510" in words


def test_every_array_on_the_way_has_its_shape() -> None:
    words = texts(figure(**SMALL))
    arrays = "x (2, 3)|w (3, 4)|b (4,)|out (2, 4)|w (4, 4)|b (4,)|out (2, 4)|w (4, 1)|b (1,)"
    for array in {*arrays.split("|"), "out (2, 1)"}:
        assert words.count(array) == [*arrays.split("|"), "out (2, 1)"].count(array), array


def test_small_layers_are_drawn_whole_and_large_ones_in_part() -> None:
    made = figure(**SMALL)
    assert links(made) == [12, 16, 4]
    assert made.scene.count("<circle") == 9
    made.set(inputs=3072, outputs=1000)
    assert links(made) == [40, 16, 40]
    assert made.scene.count("<circle") == 4 + 4 + 10 + 2 * 3
    assert "inputs: 3,072" in texts(made)


@pytest.mark.parametrize("first, second", [(0, 0), (5, 0), (0, 5)])
def test_a_hidden_layer_of_0_is_no_layer(first: int, second: int) -> None:
    made = figure(inputs=2, first=first, second=second, outputs=3)
    assert len(links(made)) == 1 + (first > 0) + (second > 0)
    assert ("A single layer" in made.words) == (first == second == 0)


def test_a_batch_changes_shapes_and_costs_nothing() -> None:
    made = figure(**SMALL)
    before, words = texts(made), made.words
    made.set(batch=1000)
    after = texts(made)
    assert [w.replace("(1000,", "(2,") for w in after] == before != after
    assert made.words == words


@pytest.mark.parametrize(
    "sizes, costs, dearest",
    [
        ((784, 50, 0, 10), (39200, 39750, 510), "Dearest to double: hidden layer 1;"),
        ((3, 0, 0, 2), (6, 8), "Dearest to double: outputs;"),
        ((2, 100, 100, 1), (200, 10300, 10200, 101), "Dearest to double: hidden layer 1;"),
        ((1, 1, 0, 1000), (1, 1002, 2000), "Dearest to double: outputs;"),
        ((8, 2, 100, 5), (16, 218, 800, 505), "Dearest to double: hidden layer 2;"),
        ((1, 1, 1, 1), (1, 3, 3, 2), "Equally dear to double: hidden layer 1 and hidden layer 2."),
    ],
)
def test_it_says_which_size_is_dearest_to_double(
    sizes: tuple[int, ...], costs: tuple[int, ...], dearest: str
) -> None:
    made = figure(**dict(zip(("inputs", "first", "second", "outputs"), sizes, strict=True)))
    doubled = [word for word in texts(made) if word.startswith("doubled")]
    assert [re.sub("[^0-9]", "", word) for word in doubled] == [str(cost) for cost in costs]
    assert [word.endswith("most") for word in doubled] == [cost == max(costs) for cost in costs]
    assert dearest in made.words


@pytest.mark.parametrize("inputs", [1, 8, 3072])
@pytest.mark.parametrize("first", [0, 1, 400])
@pytest.mark.parametrize("second", [0, 1, 400])
@pytest.mark.parametrize("outputs", [1, 1000])
def test_the_inputs_are_never_dearest(inputs: int, first: int, second: int, outputs: int) -> None:
    made = figure(inputs=inputs, first=first, second=second, outputs=outputs)
    assert "dear" in made.words.lower() and "double: inputs" not in made.words


@pytest.mark.parametrize("end", [0, -1])
def test_both_ends_of_every_control_stay_on_the_canvas(end: int) -> None:
    made = widgets.shapes(counted)
    for name, dial in made._dials.items():
        made.set(**{name: dial.values[end]})
        places = re.findall(r'<(?:text|circle)[^>]* c?x="([\d.-]+)" c?y="([\d.-]+)"', made.scene)
        assert places and all(0 < float(x) < 720 and 0 < float(y) < 380 for x, y in places)
        assert "parameters" in made.still()["text/plain"]


def test_its_words_for_those_who_cannot_see_name_the_arrays() -> None:
    alt = figure(**SMALL).still()["text/plain"]
    assert alt.startswith("A 3-4-4-1 network: x (2, 3), then w (3, 4), b (4,), out (2, 4), then")
    assert "41 parameters" in alt and "Dearest to double" in alt


@pytest.mark.parametrize(
    "count, told",
    [
        (lambda dims: (*counted(dims)[:2], 7), "but 7 together"),
        (lambda dims: (len(dims), 0, len(dims)), "the drawing has 12 links to 4 units"),
        (lambda dims: (12, 4, 16), "for layer 2 alone"),
        (lambda dims: counted(dims[-3:]), "says 25 for the network"),
        (lambda dims: (float("nan"), 1, 1), "not a finite number"),
        (lambda dims: (float("inf"), 1, float("inf")), "not a finite number"),
    ],
)
def test_counts_that_cannot_be_right_are_doubted(count: Callable[..., object], told: str) -> None:
    words = figure(count, **SMALL).words
    assert words.startswith("Disagrees") and told in words


def test_a_count_of_large_layers_is_held_against_its_parts() -> None:
    def first_layer_only(dims: Sequence[int]) -> tuple[int, int, int]:
        return counted(dims[:2])

    words = figure(first_layer_only).words
    assert "first_layer_only says 39,250 for the network, but 39,250 + 510" in words


def test_it_sleeps_while_the_counter_is_blank() -> None:
    def count_params(dims: list[int]) -> None:
        raise NotImplementedError

    made = figure(count_params)
    assert "This figure wakes up once `count_params` works." in made.scene
    assert made.words == ""


def test_it_shows_what_the_counter_raised_or_gave_instead() -> None:
    assert "ZeroDivisionError" in figure(lambda dims: 1 // 0).scene
    for wrong in (lambda dims: None, lambda dims: 26, lambda dims: (1, 2)):
        assert "needs shape (3,)" in figure(wrong).scene


def test_a_counter_may_use_up_its_list() -> None:
    def greedy(dims: list[int]) -> tuple[int, int, int]:
        found = counted(dims)
        dims.clear()
        return found

    assert figure(greedy).scene == figure().scene
