"""The shapes figure: what it draws, counts and says, and what it does with other people's code."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest

from course import widgets
from course.numerals import number
from course.widgets.figure import Interactive
from course.widgets.one_unit import Unit, drawn, values
from course.widgets.touch import Touch

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


def named(made: Interactive, start: str) -> list[str]:
    """The names of the marks that begin so."""
    return [mark["name"] for mark in made.marks if mark["name"].startswith(start)]


def test_small_layers_are_drawn_whole_and_large_ones_in_part() -> None:
    made = figure(**SMALL)
    assert links(made) == [12, 16, 4]
    assert len(named(made, "unit")) == 9 and len(named(made, "input")) == 3
    made.set(inputs=3072, outputs=1000)
    assert links(made) == [24, 16, 24]
    assert len(named(made, "unit")) == 4 + 4 + 6 and len(named(made, "input")) == 6
    assert named(made, "unit3") == [f"unit3_{i}" for i in (0, 1, 2, 997, 998, 999)]
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
        assert places and all(0 < float(x) < 720 and 0 < float(y) < 498 for x, y in places)
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


def opened(made: Interactive) -> dict[str, str]:
    """What the open unit's sum is made of, as it is written."""
    words = texts(made)
    bias = next(word for word in words if word.startswith("+ b["))
    last = next(word for word in words if word.startswith("out ") and "(" not in word)
    names = ("products" if "products" in words else "product", bias, "sum")
    return {name: words[words.index(name) + 1] for name in names} | {"out": last}


def plain(text: str) -> float:
    return float(text.replace("\N{MINUS SIGN}", "-"))


@pytest.mark.parametrize("name", ["unit1_0", "unit1_3", "unit2_2", "unit3_0"])
def test_an_open_units_products_and_its_bias_add_up_to_its_sum(name: str) -> None:
    made = figure(**SMALL)
    made.touch(Touch(name, 0.0, 0.0, "press"))
    words = texts(made)
    products = [plain(after) for equals, after in pairwise(words) if equals == "="]
    factors = [w.split(" · ") for w in words if re.fullmatch(r"\S*\d · \S*\d", w)]
    assert len(products) == len(factors) == (3 if name.startswith("unit1") else 4)
    for (x, w), product in zip(factors, products, strict=True):
        assert plain(x) * plain(w) == pytest.approx(product, rel=0.06)
    said = opened(made)
    total, bias, whole, out = said.values()
    assert sum(products) == pytest.approx(plain(total), abs=0.005)
    assert plain(total) + plain(bias) == pytest.approx(plain(whole), rel=0.02, abs=0.005)
    last = plain(whole) if name == "unit3_0" else max(plain(whole), 0)
    assert plain(out.removeprefix("out ")) == pytest.approx(last)
    depth, place = name.removeprefix("unit")[:1], name[-1]
    array = "x" if depth == "1" else "out"
    assert f"{array}[0, 2] · w[2, {place}]" in words and f"+ b[{place}]" in words


def test_what_is_left_out_of_a_large_sum_stands_in_one_line() -> None:
    made = figure()
    words = texts(made)
    assert "and 778 more together" in words
    shown = [plain(after) for equals, after in pairwise(words) if equals == "="]
    assert len(shown) == 7
    assert sum(shown) == pytest.approx(plain(opened(made)["products"]), abs=0.01)


def test_what_one_layer_gives_the_next_one_takes() -> None:
    names, dims = ("inputs", "hidden layer 1", "outputs"), (3, 4, 2)
    units = [Unit.of(dims, names, 1, place) for place in range(4)]
    after = [max(unit.sum, 0) for unit in units]
    assert Unit.of(dims, names, 2, 1).inputs == pytest.approx(after)
    assert values(dims)[2][1] == pytest.approx(Unit.of(dims, names, 2, 1).sum)


def test_the_words_say_whether_the_open_unit_fires() -> None:
    made = figure(inputs=3, first=5, second=5, outputs=2)
    seen = set()
    for name in named(made, "unit"):
        made.touch(Touch(name, 0.0, 0.0, "press"))
        total = opened(made)["sum"]
        assert f"its sum is {total}" in made.words or f"its sum, {total}" in made.words
        fires = plain(total) > 0
        if name.startswith("unit3"):
            assert "no activation at the end" in made.words
        else:
            assert ("fires" if fires else "is silent") in made.words
            seen.add(fires)
        label = next(m["label"] for m in made.marks if m["name"] == name)
        assert label.endswith("open")
    assert seen == {True, False}


def test_a_line_into_the_open_unit_tells_its_weight_and_its_product() -> None:
    made = figure(**SMALL)
    made.touch(Touch("unit2_1", 0.0, 0.0, "press"))
    labels = [m["label"] for m in made.marks if m["name"].startswith("into")]
    assert len(labels) == 4
    unit = Unit.of((3, 4, 4, 1), ("inputs", "h1", "h2", "outputs"), 2, 1)
    for i, label in enumerate(labels):
        weight, product = number(unit.weights[i]), number(unit.products[i])
        assert label == f"w[{i}, 1] = {weight}; out[0, {i}] · w[{i}, 1] = {product}"


def test_the_open_unit_is_one_that_is_there_when_sizes_change() -> None:
    made = figure(inputs=3, first=5, second=5, outputs=10)
    made.touch(Touch("unit3_9", 0.0, 0.0, "press"))
    for change in ({"outputs": 1000}, {"outputs": 1}, {"second": 0}, {"first": 0}):
        made.set(**change)
        assert sum(m["label"].endswith(": open") for m in made.marks) == 1
    made.set(first=5, second=5, outputs=10)
    assert "Output 9 hands on" in made.words


def test_units_are_far_enough_apart_to_be_hit() -> None:
    for size in (2, 5, 8, 400):
        made = figure(first=size)
        heights = [m["y"] for m in made.marks if m["name"].startswith("unit1")]
        assert min(b - a for a, b in zip(heights, heights[1:], strict=False)) >= 24


def test_the_sizes_that_are_drawn_in_part() -> None:
    assert drawn(6) == [0, 1, 2, 3, 4, 5]
    assert drawn(8) == [0, 1, 2, 5, 6, 7]
