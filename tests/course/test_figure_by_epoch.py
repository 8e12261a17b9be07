"""A network's epochs: what its units look for, which digits it reads, and whatever may be odd."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from course import data
from course.widgets import by_epoch, plain_network
from course.widgets.figure import Interactive
from course.widgets.plain_network import Plain

pytestmark = pytest.mark.ch06_training_loop


@dataclass
class Epoch:
    network: Plain
    own: float
    new: float


@dataclass
class Run:
    epochs: list[Epoch]
    samples: data.Split


def shares(net: Plain, split: data.Split) -> Epoch:
    halves = (split.x_train, split.y_train), (split.x_test, split.y_test)
    with np.errstate(all="ignore"):
        own, new = (float(np.mean(net.forward(x)[0].argmax(axis=1) == y)) for x, y in halves)
    return Epoch(net, own, new)


def run(sizes: tuple[int, ...], split: data.Split, epochs: int = 2) -> Run:
    """A network of these sizes that learns by single large steps."""
    rng, params = np.random.default_rng(0), {}
    for i, (d, m) in enumerate(zip(sizes, sizes[1:], strict=False), start=1):
        params |= {f"w{i}": rng.normal(size=(d, m)) / np.sqrt(d), f"b{i}": np.zeros(m)}
    net, found = Plain(params), []
    for _ in range(epochs + 1):
        found.append(shares(net, split))
        for rows in np.array_split(rng.permutation(len(split.x_train)), 40):
            net = net.step(split.x_train[rows], split.y_train[rows], 0.3)
    return Run(found, split)


@pytest.fixture(scope="module")
def learned() -> Run:
    return run((64, 12, 10), data.digits())


def title(figure: Interactive) -> str:
    return re.findall(r">(Misread[^<]*)<", figure.scene)[0]


def test_each_epoch_shows_what_is_read_then_and_how_many_are_misread(learned: Run) -> None:
    figure = by_epoch(learned)
    seen = set()
    for i, epoch in enumerate(learned.epochs):
        figure.set(epoch=i)
        wrong = round((1 - epoch.new) * 360)
        assert title(figure).startswith(f"Misread: {wrong} of 360")
        assert f"reads {100 * epoch.new:.1f} % of the held-out digits" in figure.words
        seen.add(figure.scene)
    assert len(seen) == 3
    figure.set(epoch=0)
    assert figure.words.startswith("Before it has learned")
    figure.set(epoch=1)
    first = round(100 * (learned.epochs[1].new - learned.epochs[0].new), 1)
    assert f"{first:.1f} points more" in figure.words


def test_a_misread_digit_says_what_it_was_taken_for(learned: Run) -> None:
    figure = by_epoch(learned)
    net, x, y = learned.epochs[-1].network, learned.samples.x_test, learned.samples.y_test
    guesses = net.forward(x)[0].argmax(axis=1)
    wrong = np.flatnonzero(guesses != y)[:10]
    told = re.findall(r">(\d)</text><text[^>]*>not (\d)<", figure.scene)
    assert [(int(a), int(b)) for a, b in told[-len(wrong) :]] == [
        (guesses[i], y[i]) for i in wrong.tolist()
    ]


def test_a_unit_is_the_bluer_the_more_its_pixel_speaks_for_it(learned: Run) -> None:
    from course.widgets import templates

    params, x = learned.epochs[-1].network.params, learned.samples.x_train
    shown = templates.looks_for(params, x)
    assert shown.shape == (12, 64)
    never = x.std(axis=0) == 0
    assert never.any() and (shown[:, never] == 0).all()
    assert sorted(templates.in_order(params)) == list(range(12))


@pytest.mark.parametrize("sizes", [(64, 10), (64, 1, 10), (64, 100, 10), (64, 9, 8, 10)])
def test_networks_of_other_sizes_are_drawn_within_the_picture(sizes: tuple[int, ...]) -> None:
    figure = by_epoch(run(sizes, data.digits(), epochs=1))
    kind = "units" if len(sizes) == 2 else "hidden units"
    of = "64 of 100" if sizes[1] == 100 else sizes[1]
    assert f"What {of} {kind} look for" in figure.scene
    assert (
        "nan" not in figure.scene
        and max(map(float, re.findall(r' y="([\d.]+)"', figure.scene))) < 440
    )


def test_a_network_that_has_lost_its_numbers_or_stops_is_told() -> None:
    split = data.digits()
    net = plain_network.bundled()
    lost = Plain({name: value * np.nan for name, value in net.params.items()})
    figure = by_epoch(Run([shares(net, split), shares(lost, split)], split))
    assert title(figure).startswith("Misread: ")
    assert "nan" not in figure.scene

    class Stops(Plain):
        def layers(self, x: Any) -> Any:
            raise ValueError("no more")

    figure = by_epoch(Run([Epoch(Stops(net.params), 0.5, 0.5)], split))
    assert "The network stopped with ValueError (no more)" in figure.scene


def test_a_single_kind_of_digit_and_all_of_them_read(learned: Run) -> None:
    split = learned.samples
    net = learned.epochs[-1].network
    right = net.forward(split.x_test)[0].argmax(axis=1) == split.y_test
    some = replace(
        learned, samples=data.Split(*split[:2], split.x_test[right][:1], split.y_test[right][:1])
    )
    some.epochs = [replace(e, new=1.0) for e in learned.epochs]
    figure = by_epoch(some)
    assert "None of them is misread." in figure.words and title(figure) == "Misread: 0 of 1"
