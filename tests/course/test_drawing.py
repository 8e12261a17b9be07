"""What a network is given of a drawing: fitted as its training data were, and what is odd."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest
from support.chapters import ROOT
from support.strokes import strokes
from threadpoolctl import threadpool_limits

from course import data
from course.widgets import drawing, plain_network

SIDE = 276.0
ANGLES = np.linspace(0.3, 2 * np.pi, 40)
RING = np.column_stack([np.cos(ANGLES), 1.4 * np.sin(ANGLES)])


def ring(size: float = 80, at: tuple[float, float] = (138, 138)) -> list[np.ndarray]:
    return [size * RING + at]


@pytest.mark.parametrize("inputs", [64, 784])
def test_a_drawing_is_the_same_to_a_network_wherever_and_however_large_it_is(inputs: int) -> None:
    here = drawing.seen(ring(), inputs, SIDE)
    assert here.x.shape == (inputs,) and here.x.min() >= 0 and 0.9 < here.x.max() <= 1
    for other in (ring(20, (30, 40)), ring(95, (180, 138)), [RING[i : i + 2] for i in range(39)]):
        assert np.abs(drawing.seen(other, inputs, SIDE).x - here.x).mean() < 0.02


def test_the_digits_have_the_ink_and_the_place_of_those_of_nist() -> None:
    x_train = data.digits().x_train
    for image in data.digits().x_test[:20]:
        seen = drawing.seen(strokes(np.kron(image.reshape(8, 8), np.ones((3, 3))).ravel()), 64, 24)
        assert abs(seen.x.sum() - x_train.sum(axis=1).mean()) < 3
        rows, columns = seen.x.reshape(8, 8).sum(axis=1), seen.x.reshape(8, 8).sum(axis=0)
        assert rows[0] and rows[7] and columns[0] == columns[7] == 0
        assert seen.bitmap is not None
        blocks = seen.bitmap.reshape(8, 4, 8, 4).mean(axis=(1, 3))
        assert np.allclose(blocks.ravel(), seen.x)


def test_a_slanted_line_is_made_upright_and_a_flat_one_stays_flat() -> None:
    seen = drawing.seen([np.array([[200.0, 40], [80, 240]])], 64, SIDE).x.reshape(8, 8)
    assert seen[:, 2:6].sum() > 0.99 * seen.sum()
    flat = drawing.seen([np.array([[40.0, 100], [240, 104]])], 64, SIDE).x.reshape(8, 8)
    assert np.isfinite(flat).all() and flat[:, 1:7].sum() > 0.99 * flat.sum()


def test_mnists_digits_have_their_mass_in_the_middle() -> None:
    seen = drawing.seen(ring() + [np.array([[140.0, 250], [170, 260]])], 784, SIDE)
    image = seen.x.reshape(28, 28)
    at = np.arange(28) + 0.5
    assert image.sum(axis=0) @ at / image.sum() == pytest.approx(14, abs=0.15)
    assert image.sum(axis=1) @ at / image.sum() == pytest.approx(14, abs=0.15)
    rows = np.flatnonzero(image.sum(axis=1))
    assert 19 <= rows[-1] - rows[0] + 1 <= 22


SCRIBBLE = np.random.default_rng(0).uniform(40, 240, size=(60, 2))
ODD = {
    "pad is empty": [],
    "a dot": [np.array([[100.0, 100]])],
    "a scribble": [SCRIBBLE],
    "two digits": [55 * RING + (70, 138), 55 * RING + (205, 138)],
    "drawn small": ring(10, (30, 30)),
}


@pytest.mark.parametrize("inputs", [64, 784])
@pytest.mark.parametrize("told", ODD)
def test_what_is_odd_is_said_in_one_sentence_and_read_all_the_same(told: str, inputs: int) -> None:
    seen = drawing.seen(ODD[told], inputs, SIDE)
    assert told in seen.doubt and seen.doubt.count(". ") <= 1
    assert seen.x.shape == (inputs,) and np.isfinite(seen.x).all()
    assert bool(seen.x.any()) == bool(ODD[told])


def test_nothing_is_odd_about_a_digit_of_one_or_several_lines_thin_or_thick() -> None:
    five = [np.array([[80.0, 60], [80, 130], [150, 150], [150, 220], [80, 230]])]
    bar = [np.array([[80.0, 60], [160, 55]])]
    four = [np.array([[90.0, 50], [80, 150], [180, 150]]), np.array([[160.0, 60], [160, 240]])]
    thick = [five[0] + (x, y) for x in (-8, 0, 8) for y in (-8, 0, 8)]
    for digit in (five + bar, four, ring(), thick):
        assert drawing.seen(digit, 64, SIDE).doubt == ""


def test_the_network_that_comes_with_the_course_reads_digits_and_breaks() -> None:
    x, y = data.digits()[2:]
    net = plain_network.bundled()
    assert plain_network.FILE.stat().st_size < 60_000

    def right(part: str) -> float:
        logits, _ = plain_network.broken(net.params, part).forward(x)
        return float(np.mean(logits.argmax(axis=1) == y))

    assert right(plain_network.WHOLE) > 0.99
    assert right(plain_network.RANDOM) == right(plain_network.WHOLE)
    assert 0.6 < right(plain_network.NO_BIASES) < 0.95
    assert 0.6 < right(plain_network.NO_RELU) < 0.95
    assert right(plain_network.SHUFFLED) < 0.3


@pytest.mark.sweep
def test_the_script_makes_the_network_that_comes_with_the_course() -> None:
    path = ROOT / "docs" / "plain_network.py"
    spec = importlib.util.spec_from_file_location("made", path)
    assert spec and spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    with threadpool_limits(1):
        net = made.trained(data.digits())
    x, kept = data.digits().x_test, plain_network.bundled()
    assert {n: v.shape for n, v in net.params.items()} == {
        n: v.shape for n, v in kept.params.items()
    }
    same = net.forward(x)[0].argmax(axis=1) == kept.forward(x)[0].argmax(axis=1)
    assert same.mean() > 0.98


@pytest.mark.parametrize("part", plain_network.BREAKS)
def test_a_step_is_the_gradient_as_a_nudge_measures_it(part: str) -> None:
    net = plain_network.broken(plain_network.bundled().params, part)
    x, y, lr, h = data.digits().x_test[:3], data.digits().y_test[:3], 0.1, 1e-6
    after = net.step(x, y, lr)

    def loss() -> float:
        return -float(np.mean(np.log(net.layers(x)[-1][np.arange(3), y])))

    for name in ("w3", "b3", "w1", "b2"):
        at = np.unravel_index(int(np.abs(net.params[name] - after.params[name]).argmax()),
                              net.params[name].shape)  # fmt: skip
        taken = (net.params[name][at] - after.params[name][at]) / lr
        before = net.params[name][at]
        net.params[name][at] = before + h
        up = loss()
        net.params[name][at] = before - h
        slope = (up - loss()) / (2 * h)
        net.params[name][at] = before
        if part == plain_network.NO_BIASES and name[0] == "b":
            assert taken == 0
        elif part == plain_network.RANDOM and name not in ("w3", "b3"):
            assert taken != pytest.approx(slope, rel=1e-3)
        else:
            assert taken == pytest.approx(slope, rel=1e-3, abs=1e-9)


def test_copies_as_another_hand_might_draw_them_are_near_and_not_the_same() -> None:
    x, y = data.digits()[:2]
    copies, labels = data.varied(x, y, 1)
    assert copies.shape == x.shape and (labels == y).all()
    assert copies.min() >= 0 and copies.max() <= 1
    assert 0.03 < np.abs(copies - x).mean() < 0.15
    assert (copies == data.varied(x, y, 1)[0]).all()
    logits, _ = plain_network.bundled().forward(copies)
    assert np.mean(logits.argmax(axis=1) == y) > 0.94
