"""How well the pad reads what people draw: MNIST's digits, drawn into it by pointer events."""

from __future__ import annotations

import html
import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from support.browser import Figure, Lab
from support.hands import by_mouse, on_page, one_figure
from support.strokes import strokes
from threadpoolctl import threadpool_limits

from course import data
from course.widgets.pad_picture import PAD
from course.widgets.plain_network import Plain

pytestmark = pytest.mark.sweep

DRAWN = 200
AT_LEAST = {"MNIST": 0.9, "8x8": 0.8}
UNITS, EPOCHS = 64, 6
NETWORKS = """
import numpy as np
from course.widgets import drawing, plain_network
with np.load({file!r}) as kept:
    mnist = plain_network.Plain(dict(kept))
eight = plain_network.bundled()
def read():
    paper = f._draw.__self__.paper
    x = drawing.seen(paper.arrays(), 64, 276).x
    return [paper.down, len(paper.arrays()), f.words, int(eight.forward(x[None])[0].argmax())]
"""


def trained(x: np.ndarray, y: np.ndarray) -> Plain:
    """A network that has learned MNIST's digits."""
    rng = np.random.default_rng(0)
    sizes = ((x.shape[1], UNITS), (UNITS, 10))
    params = {f"w{i}": rng.normal(size=s) * (2 / s[0]) ** 0.5 for i, s in enumerate(sizes, 1)}
    net = Plain(params | {f"b{i}": np.zeros(s[1]) for i, s in enumerate(sizes, 1)})
    with threadpool_limits(1):
        for _ in range(EPOCHS):
            for rows in np.array_split(rng.permutation(len(x)), len(x) // 32):
                net = net.step(x[rows], y[rows], 0.2)
    return net


def drawn(figure: Figure, digit: Sequence[np.ndarray]) -> tuple[int, int]:
    """What the network of MNIST, in the figure, and the one of the 8x8 digits make of a digit."""
    figure.control("clear").click()
    for stroke in digit:
        places = stroke * (PAD.width / 28) + (PAD.x, PAD.y)
        by_mouse(figure, on_page(figure, [(x, y) for x, y in places.tolist()]), steps=1)
    for _ in range(300):
        down, lines, said, other = figure.lab.ask("read()")
        if not down and lines == len(digit) and figure.words == html.unescape(said):
            return int(figure.words.split("Read as ")[1][0]), other
        figure.page.wait_for_timeout(10)
    raise AssertionError("the pad did not take what was drawn")


def test_digits_of_mnists_test_are_read_when_they_are_drawn(tmp_path: Path, page: Lab) -> None:
    if not os.environ.get(data.MNIST_ENV):
        pytest.skip(f"{data.MNIST_ENV} is not set, so no digit of MNIST's was drawn")
    split = data.mnist_test_split()
    file = tmp_path / "mnist.npz"
    np.savez(file, **trained(split.x_train, split.y_train).params)
    functions, call = NETWORKS.format(file=str(file)), "f = widgets.pad(mnist, small=True); f"
    figure = one_figure(page, functions, call)
    figure.settled()
    found = [drawn(figure, strokes(image)) for image in split.x_test[:DRAWN]]
    right = np.mean(np.array(found) == split.y_test[:DRAWN, None], axis=0)
    shares = dict(zip(AT_LEAST, right.tolist(), strict=True))
    print(json.dumps(shares))
    assert all(shares[name] >= least for name, least in AT_LEAST.items()), shares
