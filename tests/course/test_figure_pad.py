"""The pad: what is drawn is read, learned from and taken back; and whatever may go wrong there."""

from __future__ import annotations

import re
import time
from typing import Any

import numpy as np
import pytest

from course.widgets import pad, pad_picture, plain_network, reading
from course.widgets.figure import Interactive
from course.widgets.plain_network import BREAKS, NO_RELU, RANDOM, Plain
from course.widgets.touch import END, ERASE, MOVE, PRESS, Sheet, Tip, Touch

THREE = [(95, 85), (150, 60), (200, 100), (150, 160), (205, 210), (150, 270), (90, 245)]


def lines(figure: Interactive, *strokes: Any) -> None:
    """Draw strokes on the pad."""
    for stroke in strokes:
        for i, (x, y) in enumerate(stroke):
            figure.touch(Touch("sheet", x, y, MOVE if i else PRESS, ((x, y),)))
        figure.touch(Touch("sheet", x, y, END))


def alt(figure: Interactive) -> str:
    return figure.scene.split('aria-label="')[1].split('"')[0]


def test_what_is_drawn_is_read_at_every_place_of_the_pen() -> None:
    figure = pad()
    seen = []
    for i, (x, y) in enumerate(THREE):
        figure.touch(Touch("sheet", x, y, MOVE if i else PRESS, ((x, y),)))
        seen.append(figure.scene)
    assert len(set(seen)) == len(seen)
    figure.touch(Touch("sheet", *THREE[-1], END))
    assert figure.words.startswith("Read as 3") and "reads 3" in alt(figure)


def test_each_digit_has_a_bar_with_its_number_and_the_one_that_is_read_stands_out() -> None:
    scene = pad(small=True).scene
    numbers = re.findall(r">([<>&;lgt]*\d+)\u00a0%</text>", scene)
    assert len(numbers) == 10
    bold = re.findall(r'font-weight="600"[^>]*>([^<]*%)</text>', scene)
    assert bold == ["&gt;99\u00a0%"]


def test_a_step_towards_what_it_was_is_shown_kept_for_the_next_drawing_and_undone() -> None:
    figure = pad()
    first = figure.scene
    assert "reads 2" in alt(figure)
    figure.set(was=7)
    assert "read 2, now 7" in alt(figure) and "One step towards 7" in figure.words
    assert "course-arriving" in figure.scene and "data-moment" in figure.scene
    figure.press("again")
    assert "reads 7" in alt(figure)
    figure.press("undo")
    assert "read 2, now 7" in alt(figure)
    lines(figure, THREE)
    assert figure.settings["was"] == -1 and "reads 3" in alt(figure)
    lines(figure, [(100, 80), (200, 78), (140, 270)])
    figure.press("clear")
    lines(figure, [(100, 80), (200, 78), (140, 270)])
    assert "reads 7" in alt(figure)
    figure.press("undo")
    assert "reads 2" in alt(figure)
    figure.press("undo")
    assert "reads 2" in alt(figure) and figure.scene != first


def test_a_held_out_digit_is_read_and_a_line_on_it_begins_a_clean_pad() -> None:
    figure = pad()
    dial = next(d for d in figure.dials if d.name == "digit")
    for value, text in zip(dial.values[1:], dial.texts[1:], strict=True):
        figure.set(digit=value)
        name = text[-1]
        # The last one is the only one of 360 that it misreads.
        assert (f"Read as {name}" in figure.words) == (value != dial.values[-1]), text
    figure.set(was=9)
    lines(figure, THREE)
    assert figure.settings == {"digit": -1, "was": -1, "part": "nothing", "lr": 0.01}
    assert "Read as 3" in figure.words


def test_another_digit_from_the_list_keeps_what_was_learned() -> None:
    figure = pad()
    figure.set(was=7)
    figure.set(digit=12)
    assert figure.settings["was"] == -1 and "Read as 1" in figure.words
    figure.set(digit=-1)
    assert "Read as 7" in figure.words


def test_a_unit_opens_with_this_drawings_numbers_and_closes() -> None:
    figure = pad(plain_network.bundled())
    before = figure.scene
    unit = next(m for m in figure.marks if m["name"] == "unit1_4")
    assert unit["label"].startswith("hidden layer 1, unit 4 gives")
    figure.touch(Touch("unit1_4", 0, 0, PRESS))
    assert "Hidden layer 1, unit 4" in figure.scene and "more together" in figure.scene
    assert "of hidden layer 1" in figure.words
    net = plain_network.bundled()
    lines(figure, THREE)
    desk: Any = figure._draw.__self__  # type: ignore[attr-defined]
    x = desk.paper.seen(64).x
    total = float(x @ net.params["w1"][:, 4] + net.params["b1"][4])
    shown = re.findall(r'font-weight="600"[^>]*>([^<]*)</text>', figure.scene.split(">sum<")[1])
    assert float(shown[0].replace("\N{MINUS SIGN}", "-")) == pytest.approx(total, rel=5e-3)
    figure.touch(Touch("unit3_7", 0, 0, PRESS))
    assert "Output 7" in figure.words
    figure.touch(Touch("unit3_7", 0, 0, PRESS))
    assert "Output" not in figure.words and len(figure.scene) < 1.5 * len(before)


@pytest.mark.parametrize("part", BREAKS)
def test_what_is_broken_says_what_it_shows_also_with_a_step_and_an_open_unit(part: str) -> None:
    figure = pad()
    figure.touch(Touch("unit2_3", 0, 0, PRESS))
    figure.set(part=part)
    read = figure.words
    assert "nan" not in figure.scene
    figure.set(was=7)
    assert "One step towards 7" in figure.words
    assert ("lets everything pass" in read) == (part == NO_RELU)
    assert ("lost its way" in figure.words) == (part == RANDOM)
    figure.set(was=-1, part="nothing")
    assert figure.words.startswith("Read as 2")


def test_the_gradient_of_each_unit_is_that_of_the_loss() -> None:
    net = plain_network.bundled()
    x = reading.held_out(64)[0][3]  # type: ignore[index]
    gives = reading.read(net, x).gives
    after = net.step(x[None], np.array([4]), 0.03)
    found = reading.slopes(net, after, [x, *gives[:-1]], 0.03)
    p = gives[-1] - np.eye(10)[4]
    assert np.allclose(found[2], p)
    hidden = (net.params["w3"] @ p) * (gives[1] > 0)
    assert np.allclose(found[1], hidden)
    assert np.allclose(found[0], (net.params["w2"] @ hidden) * (gives[0] > 0))


class Spoiled(Plain):
    """A network whose functions do what they should not."""

    def layers(self, x: Any) -> Any:
        given = super().layers(x)
        return self.spoil(given)


def endless() -> None:
    while True:
        pass


BAD: dict[str, tuple[Any, str]] = {
    "nan": (lambda g: [*g[:-1], g[-1] * np.nan], "softmax"),
    "hidden nan": (lambda g: [g[0] * np.nan, *g[1:]], "not a number"),
    "raises": (lambda g: 1 / 0, "ZeroDivisionError"),
    "exits": (lambda g: exit(), "SystemExit"),
    "asks": (lambda g: input(), "asked for input, and there is nobody to answer"),
    "loops": (lambda g: endless(), "was still running after 0.2 seconds"),
    "shouts": (lambda g: print("no" * 10**6), "printed without end"),
    "nothing": (lambda g: None, "gave no arrays"),
    "half": (lambda g: g[1:], "gave shapes"),
    "text": (lambda g: "0123456789", "gave"),
    "two": (lambda g: [*g[:-1], 2 * g[-1]], "add up to 2.00"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_network_that_misbehaves_is_one_sentence_and_the_pad_goes_on(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LIMIT", 0.2)
    spoil, told = BAD[kind]
    net = Spoiled(plain_network.bundled().params)
    net.spoil = lambda given: given  # type: ignore[attr-defined]
    figure = pad(net)
    net.spoil = spoil  # type: ignore[attr-defined]
    lines(figure, THREE)
    assert told in figure.words and figure.scene.startswith("<svg")
    assert any(mark["kind"] == "sheet" for mark in figure.marks)
    figure.set(was=3)
    figure.touch(Touch("unit1_1", 0, 0, PRESS))
    for part in BREAKS:
        figure.set(part=part)
        assert figure.scene.startswith("<svg")
    figure.set(part="nothing", was=-1)
    net.spoil = lambda given: given  # type: ignore[attr-defined]
    lines(figure, [(150, 60), (150, 200)])
    assert figure.words.startswith("Read as")


@pytest.mark.parametrize("step", [lambda *_: 1 / 0, lambda *_: None, lambda *_: Plain({})])
def test_a_step_that_cannot_be_taken_is_one_sentence_and_is_not_taken(step: Any) -> None:
    net = plain_network.bundled()
    net.step = step  # type: ignore[method-assign]
    figure = pad(net)
    figure.set(was=7)
    assert figure.scene.startswith("<svg") and "course-arriving" not in figure.scene
    figure.press("again")
    figure.set(was=-1)
    assert figure.words.startswith("Read as 2")


def test_a_network_that_reads_slowly_is_asked_when_the_pen_is_lifted() -> None:
    calls = []

    class Slow(Plain):
        def layers(self, x: Any) -> Any:
            calls.append(1)
            time.sleep(0.12)
            return super().layers(x)

    figure = pad(Slow(plain_network.bundled().params))
    calls.clear()
    for i, (x, y) in enumerate(THREE):
        figure.touch(Touch("sheet", x, y, MOVE if i else PRESS, ((x, y),)))
    assert not calls
    figure.touch(Touch("sheet", *THREE[-1], END))
    assert len(calls) == 1 and figure.words.startswith("Read as 3")


@pytest.mark.parametrize("sizes", [(64, 10), (64, 1, 10), (64, 300, 10), (784, 64, 10),
                                   (64, 20, 20, 20, 20, 3)])  # fmt: skip
def test_networks_of_other_sizes_are_drawn_within_the_picture(sizes: tuple[int, ...]) -> None:
    rng = np.random.default_rng(0)
    pairs = list(zip(sizes, sizes[1:], strict=False))
    params = {f"w{i}": rng.normal(size=pair) / 8 for i, pair in enumerate(pairs, 1)}
    params |= {f"b{i}": np.zeros(m) for i, (_, m) in enumerate(pairs, 1)}
    for small in (False, True):
        figure = pad(Plain(params), small=small)
        lines(figure, THREE)
        assert figure.words.startswith("Read as")
        place = pad_picture.layout(sizes, 324 if small else 446)
        for nodes in place.layers:
            assert nodes.corners.min() > 20
            assert nodes.corners[:, 1].max() + nodes.size < (324 if small else 446)
            assert nodes.corners[:, 0].min() > 408 and nodes.corners[:, 0].max() < 620
    if "was" in figure.settings:
        figure.set(was=1)


def test_a_network_of_other_inputs_is_refused_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="this network has 2 inputs"):
        pad(Plain({"w1": np.ones((2, 2)), "b1": np.zeros(2)}))


def test_places_off_the_pad_and_a_thousand_on_one_spot_break_nothing() -> None:
    figure = pad()
    lines(figure, [(-900, 5000), (9000, -4), (float("nan"), 3)], [(50, 50)] * 1000)
    assert figure.scene.startswith("<svg")
    figure.touch(Touch("sheet", 0, 0, ERASE))
    assert "pad is empty" in figure.words and "reads nothing" in alt(figure)
    figure.touch(Touch("sheet", 50, 50, END))
    figure.set(was=3)
    figure.press("again")
    figure.press("undo")
    figure.press("undo")
    assert figure.scene.startswith("<svg")


def test_where_the_pen_was_before_it_was_lifted_counts() -> None:
    figure = pad()
    figure.touch(Touch("sheet", 95, 85, PRESS, ((95, 85),)))
    figure.touch(Touch("sheet", *THREE[-1], END, tuple(THREE[1:])))
    assert figure.words.startswith("Read as 3")
    figure.touch(Touch("sheet", 5, 5, END, ((5, 5),)))
    assert figure.words.startswith("Read as 3")


def test_marks_are_the_pad_and_the_units_and_the_small_one_has_only_the_pad() -> None:
    desk: Any = pad()._draw.__self__  # type: ignore[attr-defined]
    kinds = [type(mark) for mark in desk._marks]
    assert kinds.count(Sheet) == 1 and kinds.count(Tip) == 48 + 24 + 10
    small = pad(small=True)
    assert [mark["kind"] for mark in small.marks] == ["sheet"]
    assert [control["name"] for control in small.controls] == ["digit", "clear"]


def test_a_move_of_the_pen_takes_few_milliseconds() -> None:
    figure = pad()
    took = []
    for i in range(40):
        x, y = 150 + 60 * np.cos(i / 6), 170 + 90 * np.sin(i / 6)
        began = time.process_time()
        figure.touch(Touch("sheet", x, y, MOVE if i else PRESS, ((x, y),)))
        took.append(time.process_time() - began)
    assert np.median(took) < 0.03
