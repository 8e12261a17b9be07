"""Chapter 3: a layer as a product, a network by its sizes, and what flows through it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Rectangle
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike, NDArray

from course.colours import INK, LINE, ONE, PAPER, ZERO
from course.data import square
from course.numerals import known, number
from course.plots.picture import RISING, SIGNED, STARLIGHT, Picture, axes

Floats = NDArray[np.float64]


def affine(
    x: ArrayLike,
    w: ArrayLike,
    b: ArrayLike,
    samples: Sequence[str],
    inputs: Sequence[str],
    units: Sequence[str],
    framed: tuple[int, int] | None = None,
) -> Picture:
    """The arrays of a layer and its output side by side, as tables of their numbers.

    x, w, b : (N, D), (D, M), (M,)
    samples : N names
    inputs  : D names
    units   : M names
    framed  : row and column of the number of out that has a frame, with all that makes it
    """
    tables = {
        "x": np.asarray(x, float),
        "w": np.asarray(w, float),
        "b": np.asarray(b, float),
    }
    tables["out"] = tables["x"] @ tables["w"] + tables["b"]
    names = {"x": (samples, inputs), "w": (inputs, units), "b": ([""], units)}
    names["out"] = (samples, units)
    height = max(len(samples), len(inputs))
    left = 0.0
    figure, ax = axes(9.5, 0.55 * height + 1.5)
    # A sign, then room for the names of the next table's rows; b has none.
    signs = (("·", 1.6), ("+", 0.7), ("=", 1.6), ("", 0.4))
    for (name, values), (sign, gap) in zip(tables.items(), signs, strict=True):
        if framed:
            at, across = (slice(place, place + 1) for place in framed)
            down = {"w": slice(None), "b": slice(0, 1)}.get(name, at)
            _frame(ax, left, values, down, slice(None) if name == "x" else across)
        left = _table(ax, left, name, values, *names[name])
        ax.text(left + 0.35, 0, sign, fontsize=16, ha="center", va="center")
        left += gap
    ax.set(xlim=(-1.3, left), ylim=(-height / 2 - 1.3, height / 2 + 1.1))
    ax.set_axis_off()
    shapes = ", ".join(f"{name} {values.shape}" for name, values in tables.items())
    chosen = ""
    if framed:
        row, unit = samples[framed[0]], units[framed[1]]
        chosen = f" Framed: row {row} of x, column {unit} of w and of b, and what they make in out."
    said = "; ".join(
        f"{sample}: " + ", ".join(f"{u} {number(v)}" for u, v in zip(units, row, strict=True))
        for sample, row in zip(samples, tables["out"], strict=True)
    )
    return Picture(figure, f"A layer as arrays: {shapes}. Its output for {said}.{chosen}")


def _frame(ax: Axes, left: float, values: Floats, rows: slice, columns: slice) -> None:
    """Frame a row, a column or a number of a table, as `_table` draws it."""
    n, m = np.atleast_2d(values).shape
    down, across = range(n)[rows], range(m)[columns]
    place = left + across[0], n / 2 - down[-1] - 1
    frame = Rectangle(place, len(across), len(down), fc="none", ec=INK, lw=1.8, zorder=3)
    ax.add_patch(frame)


def _table(
    ax: Axes, left: float, name: str, values: Floats, rows: Sequence[str], columns: Sequence[str]
) -> float:
    """Draw one table in the middle of the height; gives its right edge."""
    cells = np.atleast_2d(values)
    top = len(cells) / 2
    for (i, j), value in np.ndenumerate(cells):
        colour = ONE if value > 0 else ZERO if value < 0 else LINE
        ax.add_patch(Rectangle((left + j, top - i - 1), 1, 1, fc=colour, alpha=0.15, ec="none"))
        ax.text(left + j + 0.5, top - i - 0.5, number(value), ha="center", va="center")
    for i, row in enumerate(rows):
        ax.text(left - 0.1, top - i - 0.5, row, ha="right", va="center", fontsize=8, color=LINE)
    for j, column in enumerate(columns):
        x = left + j + 0.5
        ax.text(x, top + 0.1, column, ha="center", fontsize=8, color=LINE)
    right = float(left + cells.shape[1])
    ax.text((left + right) / 2, -top - 0.6, f"{name} {values.shape}", ha="center", fontsize=11)
    return right


Params = list[tuple[Floats, Floats]]

CELL = 0.8  # how high a number's cell is, where it is 1 wide
INCH = 0.56  # a cell's width on paper
TITLE, NAME = 0.75, 0.95  # room for a layer's title, and for an array's name and shape
DRAWER = 1.15  # how high a layer's entry of the caches is
NARROWEST = 4.0  # of a layer, for the words in its drawer
BIASES = -1.85  # how far below the arrow they stand


def layers(
    x: ArrayLike,
    params: Sequence[tuple[ArrayLike, ArrayLike]],
    z: Sequence[ArrayLike],
    a: Sequence[ArrayLike],
    act: str = "relu",
    kept: bool = True,
) -> Picture:
    """A batch on its way through a network, array by array, and what each layer keeps of it.

    x      : (N, D)
    params : (w, b) for each of L layers
    z      : sums of each layer, (N, M); the last are the logits
    a      : outputs of each hidden layer, (N, M)
    act    : the name of the activation
    kept   : whether each layer's entry of the caches is drawn

    A number that is `nan` is drawn as a question mark.
    """
    start = np.asarray(x, float)
    pairs = [(np.asarray(w, float), np.asarray(b, float)) for w, b in params]
    sums, outs = ([np.asarray(one, float) for one in given] for given in (z, a))
    figure, ax = axes(10, 4)
    half = CELL * len(start) / 2
    top = max(0.6 + CELL * max(len(w) for w, _ in pairs), half) + NAME + TITLE
    bottom = min(BIASES - CELL, -half - 0.3)
    flow, right, words = "x", _array(ax, 0, "x", start), [f"x {start.shape}"]
    for i, (w, b) in enumerate(pairs, 1):
        last, left = i == len(pairs), right + 0.55
        right = _affine_step(ax, right, f"{flow} · w{i} + b{i}", w, b, i)
        right = _array(ax, right, f"z{i}{' = logits' * last}", sums[i - 1])
        made = f"makes z{i} {sums[i - 1].shape}"
        entry = f"(({flow}, w{i}), None, None)"
        if not last:
            right = _array(ax, _arrow(ax, right, 1.7, act), f"a{i}", outs[i - 1])
            made += f", then a{i} {outs[i - 1].shape} by {act}"
            entry = f"(({flow}, w{i}), a{i}, {act})"
        words.append(f"layer {i} with w{i} {w.shape} and b{i} {b.shape} {made}")
        words[-1] += f", and keeps {entry}" * kept
        width = max(right + 0.35 - left, NARROWEST)
        title = f"layer {i}: {'output' if last else 'hidden'}"
        _layer(ax, (left, bottom, width, top - bottom), title)
        if kept:
            _drawer(ax, left, bottom - 0.2 - DRAWER, width, f"caches[{i - 1}]\n{entry}")
        flow, right = f"a{i}", left + width - 0.35
    low = bottom - (0.2 + DRAWER) * kept
    ax.set(xlim=(-0.1, right + 0.45), ylim=(low - 0.1, top + 0.1))
    figure.set_size_inches(INCH * (right + 0.55), INCH * (top - low + 0.2))
    ax.set_aspect("equal")
    ax.set_axis_off()
    logits = "; ".join(", ".join(map(known, row)) for row in sums[-1])
    return Picture(figure, f"{'; '.join(words)}. The logits are {logits}.")


def _array(ax: Axes, left: float, label: str, values: Floats, middle: float = 0.0) -> float:
    """Draw an array's numbers with its name and shape above; gives its right edge."""
    cells = np.atleast_2d(values)
    top = middle + CELL * len(cells) / 2
    for (i, j), value in np.ndenumerate(cells):
        _cell(ax, left + j, top - CELL * (i + 1), value)
    right = float(left + cells.shape[1])
    ax.text((left + right) / 2, top + 0.12, f"{label}\n{values.shape}", ha="center", va="bottom",
            fontsize=8.5, linespacing=1.1)  # fmt: skip
    return right


def _cell(ax: Axes, left: float, bottom: float, value: float) -> None:
    told = bool(np.isfinite(value))
    colour = ONE if value > 0 else ZERO if value < 0 else LINE
    box = Rectangle((left, bottom), 1, CELL, fc=colour if told else PAPER, ec="none")
    box.set_alpha(0.18 if told else 1.0)
    edge = Rectangle((left, bottom), 1, CELL, fc="none", lw=1.5 if told else 1.0)
    edge.set(edgecolor=PAPER if told else LINE, linestyle="-" if told else ":")
    ax.add_patch(box)
    ax.add_patch(edge)
    weight = "normal" if told else "bold"
    place = left + 0.5, bottom + CELL / 2
    ax.text(*place, known(value), ha="center", va="center", weight=weight)


def _arrow(ax: Axes, left: float, length: float, label: str) -> float:
    """Draw an arrow to the right, a name above it; gives where it ends."""
    shape = {"arrowstyle": "->", "color": LINE, "lw": 1.2}
    ax.annotate("", (left + length - 0.1, 0), (left + 0.1, 0), arrowprops=shape)
    ax.text(left + length / 2, 0.12, label, ha="center", va="bottom", fontsize=8.5)
    return left + length


def _affine_step(ax: Axes, left: float, label: str, w: Floats, b: Floats, layer: int) -> float:
    """An arrow with the weights above it and the biases below; gives where it ends."""
    length = float(max(w.shape[1] + 1.6, 3.0)) + 0.5
    first = left + 0.5 + (length - 0.5 - w.shape[1]) / 2
    _arrow(ax, left, length, "")
    ax.text(first + w.shape[1] / 2, 0.12, label, ha="center", va="bottom", fontsize=8.5)
    _array(ax, first, f"w{layer}", w, middle=0.6 + CELL * len(w) / 2)
    _array(ax, first, f"b{layer}", b, middle=BIASES)
    return left + length


ROUND = "round,pad=0,rounding_size=0.2"


def _layer(ax: Axes, frame: tuple[float, float, float, float], name: str) -> None:
    """The frame of a layer: left, bottom, width, height."""
    left, bottom, width, height = frame
    box = FancyBboxPatch((left, bottom), width, height, boxstyle=ROUND, fc=LINE, ec="none")
    box.set(alpha=0.07, zorder=0)
    ax.add_patch(box)
    ax.text(left + 0.2, bottom + height - 0.15, name, va="top", fontsize=9.5, weight="bold")


def _drawer(ax: Axes, left: float, bottom: float, width: float, entry: str) -> None:
    """A layer's entry of the caches, below its frame."""
    drawer = FancyBboxPatch((left, bottom), width, DRAWER, boxstyle=ROUND, fc=PAPER, ec=LINE)
    ax.add_patch(drawer)
    middle = left + width / 2, bottom + DRAWER / 2
    ax.text(*middle, entry, ha="center", va="center", fontsize=8.5, family="monospace")


MOST_SHEETS = 6  # hidden units that are drawn


def sheets(hidden: ArrayLike, output: ArrayLike, title: str) -> Picture:
    """What each hidden unit, and then the output, says at every point of `square(n)`, with levels.

    hidden : (n * n, M)   of more than six the first six are drawn
    output : (n * n, 1)
    """
    hidden, output = np.asarray(hidden, float), np.asarray(output, float)
    shown = hidden[:, :MOST_SHEETS]
    m, finite = shown.shape[1], np.nan_to_num(np.hstack([shown, output]))
    levels = MaxNLocator(16, steps=[1, 2, 2.5, 5, 10]).tick_values(finite.min(), finite.max())
    figure = Figure(figsize=(1.6 * m + 3.4, 3.3), layout="constrained")
    panels = figure.subplots(1, m + 1, width_ratios=[1] * m + [2], squeeze=False)[0]
    names = [*(f"unit {k + 1}" for k in range(m)), title]
    for k, (ax, name) in enumerate(zip(panels, names, strict=True)):
        _sheet(ax, finite[:, k], name, levels, labels=k == m)
    low, high = np.min(output), np.max(output)
    alt = f"{hidden.shape[1]} hidden units on a square of pairs (p, q), and the output, {title}"
    return Picture(figure, f"{alt}: it runs from {number(low, 2)} to {number(high, 2)}.")


def _sheet(ax: Axes, values: Floats, title: str, levels: Sequence[float], labels: bool) -> None:
    n, reach, most = round(len(values) ** 0.5), float(square(2).max()), max(map(abs, levels)) or 1.0
    image, extent = values.reshape(n, n), (-reach, reach, -reach, reach)
    ax.imshow(image, cmap=SIGNED, vmin=-most, vmax=most, extent=extent, alpha=0.6)
    # A little above the round numbers, for a unit is exactly 0 in a whole region.
    names = {level + 1e-6 * most: number(level) for level in levels}
    inside = [level for level in names if values.min() < level < values.max()]
    if inside:
        lines = ax.contour(image[::-1], inside, colors=LINE, linewidths=0.7, extent=extent)
        if labels:
            ax.clabel(lines, inside[1::2], fontsize=7, fmt=names, colors=INK)
    ax.set(xticks=[-1, 0, 1], yticks=[-1, 0, 1])
    ax.set_xlabel("p", labelpad=1)
    ax.set_ylabel("q", rotation=0, labelpad=1)
    ax.tick_params(labelsize=7)
    ax.set_title(title, fontsize=10)


def zigzags(t: ArrayLike, folded: Mapping[int, ArrayLike]) -> Picture:
    """A fold of t, a fold of that fold and so on, side by side, with their straight pieces counted.

    t      : (S, 1) or (S,), rising from 0 to 1
    folded : by how many folds there are in a row, what they make of t, (S, 1) or (S,)
    """
    places, words = np.ravel(np.asarray(t, float)), []
    figure = Figure(figsize=(2.5 * len(folded), 2.4), layout="constrained")
    panels = figure.subplots(1, len(folded), squeeze=False, sharey=True)[0]
    for ax, (m, values) in zip(panels, folded.items(), strict=True):
        heights = np.ravel(np.asarray(values, float))
        rises = np.diff(heights) > 0
        pieces = 1 + int(np.sum(rises[1:] != rises[:-1]))
        ax.plot(places, heights, color=ONE, lw=1.5)
        ax.set(xticks=[0, 1], yticks=[0, 1], ylim=(-0.1, 1.1))
        ax.set_xlabel("t", labelpad=-6)
        counted = f"{2 * m} units, {pieces} piece{'s' * (pieces != 1)}"
        ax.set_title(f"{m} fold{'s' * (m != 1)}: {counted}", fontsize=10)
        words.append(f"{m} in a row, {counted}")
    return Picture(figure, f"Folds of the line from 0 to 1: {'; '.join(words)}.")


def xor_tree(levels: Sequence[Sequence[int]]) -> Picture:
    """A tree of gates, the bits below and their parity on top.

    levels : the bits, then the values of each level, 0 or 1; the last has a single one
    """
    figure, ax = axes(7.5, 0.95 * len(levels) + 0.3)
    places = [np.arange(len(levels[0]), dtype=float)]
    for row in levels[1:]:
        below = places[-1]
        pairs = len(below) // 2
        joined = (below[0 : 2 * pairs : 2] + below[1 : 2 * pairs : 2]) / 2
        places.append(np.concatenate([joined, below[2 * pairs :]])[: len(row)])
    for height, (below, above) in enumerate(pairwise(places)):
        for j, x in enumerate(below):
            alone = j == len(below) - 1 and len(below) % 2
            (line,) = ax.plot([x, above[j // 2]], [height, height + 1], color=LINE, lw=1.2)
            line.set(linestyle=":" if alone else "-", zorder=0)
    right = len(levels[0]) - 0.2
    for height, (row, xs) in enumerate(zip(levels, places, strict=True)):
        gates = len(places[height - 1]) // 2 if height else 0
        for j, (value, x) in enumerate(zip(row, xs, strict=True)):
            _value(ax, x, height, value, gate=j < gates)
        said = f"level {height}: {gates} gate{'s' * (gates != 1)}" if height else "the bits"
        ax.text(right, height, said, va="center", fontsize=10, color=LINE)
    ax.set(xlim=(-0.6, right + 2.2), ylim=(-0.45, len(levels) - 0.55))
    ax.set_aspect("equal")
    ax.set_axis_off()
    rows = "; ".join(", ".join(map(str, row)) for row in levels)
    return Picture(figure, f"A tree of XOR gates, level by level from the bits: {rows}.")


def _value(ax: Axes, x: float, y: float, value: int, gate: bool) -> None:
    """A bit in a circle; a gate's in a square, with the gate's name."""
    face, edge = (ONE, ONE) if value else (PAPER, ZERO)
    marker = "s" if gate else "o"
    ax.plot(x, y, marker=marker, ms=21, mfc=face, mec=edge, mew=1.5)
    ax.text(x, y, str(value), ha="center", va="center", color=PAPER if value else INK)
    if gate:
        ax.text(x - 0.33, y, "XOR", ha="right", va="center", fontsize=7.5, color=LINE)


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
    ax.imshow(values, cmap=RISING, vmin=-1, vmax=1, extent=(-1, 1, -1, 1))
    ax.set(xticks=[], yticks=[])
    ax.set_title(title, fontsize=10)


Starts = dict[str, tuple[Params, Callable[[Floats], Floats]]]  # by name: weights, activation


def through_depth(
    init_params: Callable[..., Params], mlp_forward: Callable[..., Any], layers: int = 5
) -> Picture:
    """How strong each layer's outputs are: a row for each start, a column for each layer.

    The network has 100 units in each layer, and 500 random samples go through it.
    """
    rng = np.random.default_rng(0)
    x, dims = rng.normal(size=(500, 100)), [100] * (layers + 1) + [1]
    small = init_params(dims, rng, "normal001")
    xavier = init_params(dims, rng, "xavier")
    large = [(100 * w, b) for w, b in init_params(dims, rng, "normal001")]
    starts: Starts = {
        "tanh\nspread 0.01": (small, np.tanh),
        "tanh\nspread $\\sqrt{1/D}$": (xavier, np.tanh),
        "tanh\nspread 1": (large, np.tanh),
        "ReLU\nspread $\\sqrt{2/D}$": (init_params(dims, rng, "he"), _relu),
    }
    return _depths(x, starts, mlp_forward, layers)


def strengths(mlp_forward: Callable[..., Any], layers: int = 5) -> Picture:
    """The picture of `through_depth` for weights of given spreads, before anybody derives them."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(500, 100))
    starts: Starts = {}
    for name, spread, act in (
        ("tanh", 0.01, np.tanh), ("tanh", 1, np.tanh), ("tanh", 0.1, np.tanh), ("ReLU", 0.14, _relu)
    ):  # fmt: skip
        params = [(rng.normal(0, spread, (100, 100)), np.zeros(100)) for _ in range(layers)]
        starts[f"{name}\nspread {spread}"] = params, act
    return _depths(x, starts, mlp_forward, layers)


def _depths(x: Floats, starts: Starts, mlp_forward: Callable[..., Any], layers: int) -> Picture:
    """Histograms of the outputs: a row for each start, a column for each layer."""
    figure = Figure(figsize=(1.5 * layers + 1, 1.45 * len(starts)), layout="constrained")
    panels = figure.subplots(len(starts), layers, squeeze=False)
    words = []
    for row, (name, (params, act)) in zip(panels, starts.items(), strict=True):
        seen = [
            _histogram(ax, act(mlp_forward(x, params[:depth], act)[0]), act is np.tanh)
            for depth, ax in enumerate(row, start=1)
        ]
        row[0].set_ylabel(name, fontsize=9)
        said = name.replace("\n", ", ").replace("$", "").replace("\\sqrt{", "root of ")
        words.append(f"{said.replace('}', '')}: " + ", ".join(number(one, 2) for one in seen))
    for layer, ax in enumerate(panels[-1], start=1):
        ax.set_xlabel(f"layer {layer}", fontsize=9)
    alt = "Histograms of each layer's outputs. Their strength, the root of the mean square, "
    return Picture(figure, alt + "; ".join(words) + ".")


def _relu(z: Floats) -> Floats:
    return np.maximum(z, 0)


def _histogram(ax: Axes, a: Floats, signed: bool) -> float:
    with np.errstate(all="ignore"):
        strength = float(np.sqrt(np.mean(a * a)))
    low, high = (-1, 1) if signed else (0, 4)
    counts, _, _ = ax.hist(a.ravel(), bins=41, range=(low, high), color=ONE)
    if not signed:  # the bar of zeros is so high that nothing else would be seen
        ax.set_ylim(0, max(2.5 * float(np.max(counts[1:])), 1.0))
        ax.text(0.6, 0.8, f"{np.mean(a == 0):.0%} are 0", transform=ax.transAxes, fontsize=7,
                ha="center", va="center")  # fmt: skip
    ax.set(xticks=[low, (low + high) / 2, high], yticks=[])
    ax.tick_params(labelsize=7)
    ax.set_title(f"strength {number(strength, 2)}", fontsize=8)
    return strength


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
        ax.set_title(f"seed {seed}", fontsize=10, color=STARLIGHT)
        words.append(f"{seed}: " + ", ".join(f"{v:.0%}" for v in colours.mean(axis=0)))
    alt = f"{len(seeds)} pictures painted by networks. Mean red, green, blue"
    return Picture(figure, f"{alt} by seed: {'; '.join(words)}.", true=True)
