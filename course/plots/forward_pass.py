"""Chapter 3: a layer as a product, a network by its sizes, and what flows through it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from course.plots.picture import BLUE, GREY, ORANGE, Picture, axes

Floats = NDArray[np.float64]


def affine(
    x: ArrayLike,
    w: ArrayLike,
    b: ArrayLike,
    out: ArrayLike,
    samples: Sequence[str],
    inputs: Sequence[str],
    units: Sequence[str],
) -> Picture:
    """The four arrays of a layer side by side, as tables of their numbers.

    x, w, b, out : (N, D), (D, M), (M,), (N, M)
    samples      : N names
    inputs       : D names
    units        : M names
    """
    tables = {
        "x": np.asarray(x, float),
        "w": np.asarray(w, float),
        "b": np.asarray(b, float),
        "out": np.asarray(out, float),
    }
    names = {"x": (samples, inputs), "w": (inputs, units), "b": ([""], units)}
    names["out"] = (samples, units)
    height = max(len(samples), len(inputs))
    left = 0.0
    figure, ax = axes(9.5, 0.55 * height + 1.5)
    # A sign, then room for the names of the next table's rows; b has none.
    signs = (("·", 1.6), ("+", 0.7), ("=", 1.6), ("", 0.4))
    for (name, values), (sign, gap) in zip(tables.items(), signs, strict=True):
        left = _table(ax, left, name, values, *names[name])
        ax.text(left + 0.35, 0, sign, fontsize=16, ha="center", va="center")
        left += gap
    ax.set(xlim=(-1.3, left), ylim=(-height / 2 - 1.3, height / 2 + 1.1))
    ax.set_axis_off()
    shapes = ", ".join(f"{name} {values.shape}" for name, values in tables.items())
    rows = "; ".join(
        f"{sample}: " + ", ".join(f"{u} {_short(v)}" for u, v in zip(units, row, strict=True))
        for sample, row in zip(samples, tables["out"], strict=True)
    )
    return Picture(figure, f"A layer as arrays: {shapes}. Its output for {rows}.")


def _short(value: float) -> str:
    return f"{value:.1f}" if abs(value) < 1e4 else f"{value:.1e}"


def _table(
    ax: Axes, left: float, name: str, values: Floats, rows: Sequence[str], columns: Sequence[str]
) -> float:
    """Draw one table in the middle of the height; gives its right edge."""
    cells = np.atleast_2d(values)
    top = len(cells) / 2
    for (i, j), value in np.ndenumerate(cells):
        colour = BLUE if value > 0 else ORANGE if value < 0 else GREY
        ax.add_patch(Rectangle((left + j, top - i - 1), 1, 1, fc=colour, alpha=0.15, ec="none"))
        ax.text(left + j + 0.5, top - i - 0.5, _short(value), ha="center", va="center")
    for i, row in enumerate(rows):
        ax.text(left - 0.1, top - i - 0.5, row, ha="right", va="center", fontsize=8, color=GREY)
    for j, column in enumerate(columns):
        x = left + j + 0.5
        ax.text(x, top + 0.1, column, ha="center", fontsize=8, color=GREY)
    right = float(left + cells.shape[1])
    ax.text((left + right) / 2, -top - 0.6, f"{name} {values.shape}", ha="center", fontsize=11)
    return right


def square(n: int = 120, reach: float = 1.1) -> Floats:
    """Points of the square from -reach to reach, row by row from the top, (n * n, 2)."""
    ticks = np.linspace(-reach, reach, n)
    x, y = np.meshgrid(ticks, ticks[::-1])
    return np.stack([x.ravel(), y.ravel()], axis=1)


def hidden_and_output(hidden: ArrayLike, output: ArrayLike, title: str) -> Picture:
    """What each hidden unit, and then the output, says at every point of `square(n)`.

    hidden : (n * n, M)   values from -1 to 1
    output : (n * n, 1)   above 0 inside the shape
    """
    hidden, output = np.asarray(hidden, float), np.asarray(output, float)
    n, m = round(len(hidden) ** 0.5), hidden.shape[1]
    figure = Figure(figsize=(1.5 * m + 3.2, 3.2), layout="constrained")
    panels = figure.subplots(1, m + 1, width_ratios=[1] * m + [2])
    for k in range(m):
        _image(panels[k], hidden[:, k].reshape(n, n), f"hidden {k + 1}")
    _image(panels[m], np.where(output > 0, 1.0, -1.0).reshape(n, n), title)
    share = float(np.mean(output > 0))
    alt = f"{m} hidden units, each on one side of a line, and the output, {title}: it is above 0"
    return Picture(figure, f"{alt} on {share:.0%} of the square.")


def _image(ax: Axes, values: Floats, title: str) -> None:
    ax.imshow(values, cmap="Blues", vmin=-1, vmax=1, extent=(-1, 1, -1, 1))
    ax.set(xticks=[], yticks=[])
    ax.set_title(title, fontsize=10)


Params = list[tuple[Floats, Floats]]


def through_depth(
    init_params: Callable[..., Params], mlp_forward: Callable[..., Any], layers: int = 5
) -> Picture:
    """How each tanh layer's outputs are spread: a row for each start, a column for each layer.

    The network has 100 units in each layer, and 500 random samples go through it.
    """
    rng = np.random.default_rng(0)
    x, dims = rng.normal(size=(500, 100)), [100] * (layers + 1) + [1]
    starts = {
        "normal001": init_params(dims, rng, "normal001"),
        "xavier": init_params(dims, rng, "xavier"),
        "size 1": [(100 * w, b) for w, b in init_params(dims, rng, "normal001")],
    }
    figure = Figure(figsize=(1.5 * layers + 1, 1.5 * len(starts)), layout="constrained")
    panels = figure.subplots(len(starts), layers, squeeze=False)
    words = []
    for row, (name, params) in zip(panels, starts.items(), strict=True):
        spreads = [
            _histogram(ax, np.tanh(mlp_forward(x, params[:depth], np.tanh)[0]))
            for depth, ax in enumerate(row, start=1)
        ]
        row[0].set_ylabel(name, fontsize=9)
        words.append(f"{name}: " + ", ".join(f"{spread:.2g}" for spread in spreads))
    for layer, ax in enumerate(panels[-1], start=1):
        ax.set_xlabel(f"layer {layer}", fontsize=9)
    return Picture(figure, "Histograms of each layer's outputs. Spreads, " + "; ".join(words) + ".")


def _histogram(ax: Axes, a: Floats) -> float:
    with np.errstate(all="ignore"):
        spread = float(np.std(a))
    ax.hist(a.ravel(), bins=41, range=(-1, 1), color=BLUE)
    ax.set(xticks=[-1, 0, 1], yticks=[])
    ax.tick_params(labelsize=7)
    ax.set_title(f"spread {spread:.2g}", fontsize=8)
    return spread


def gallery(paint: Callable[[int], ArrayLike], seeds: Sequence[int]) -> Picture:
    """Pictures side by side.

    paint : seed -> (n * n, 3), red, green and blue from 0 to 1 at the points of `square(n)`
    seeds : one picture for each
    """
    columns = max(1, min(4, len(seeds)))
    rows = max(1, -(-len(seeds) // columns))
    figure = Figure(figsize=(2.6 * columns, 2.8 * rows), layout="constrained")
    panels = figure.subplots(rows, columns, squeeze=False).ravel()
    for ax in panels:
        ax.set_axis_off()
    words = []
    for ax, seed in zip(panels, seeds, strict=False):
        colours = np.nan_to_num(np.asarray(paint(seed), float)).clip(0, 1)
        n = round(len(colours) ** 0.5)
        ax.imshow(colours.reshape(n, n, 3))
        ax.set_title(f"seed {seed}", fontsize=10)
        words.append(f"{seed}: " + ", ".join(f"{v:.0%}" for v in colours.mean(axis=0)))
    alt = f"{len(seeds)} pictures painted by networks. Mean red, green, blue"
    return Picture(figure, f"{alt} by seed: {'; '.join(words)}.")
