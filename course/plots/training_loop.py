"""Chapter 6: how a network learns, what it learned, and what it still gets wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch
from numpy.typing import ArrayLike, NDArray

from course.colours import INK, LINE, ONE, PAPER, RIGHT, TEST, ZERO
from course.numerals import fixed, number, plus
from course.plots.picture import SIGNED, Picture, axes

Floats = NDArray[np.float64]
Score = Callable[[Floats], ArrayLike]

STYLES = ((ONE, "-", "o"), (INK, "--", "s"), (LINE, ":", "^"))
SAMPLES = ((INK, "-"), (TEST, "--"), (LINE, ":"))  # trained on, held out


def _grid(n: int, width: float, height: float, columns: int = 3) -> tuple[Figure, list[Axes]]:
    """A figure of n panels, that many in a row, each of that size in inches."""
    columns = max(1, min(columns, n))
    rows = max(1, -(-n // columns))
    figure = Figure(figsize=(width * columns, height * rows), layout="constrained")
    panels = list(figure.subplots(rows, columns, squeeze=False).ravel())
    for ax in panels[n:]:
        ax.set_axis_off()
    return figure, panels


STEPS = (
    ("1", "first weights", "init_params"),
    ("2", "forward", "mlp_forward"),
    ("3", "loss", "cross_entropy"),
    ("4", "slope at logits", "softmax_ce_backward"),
    ("5", "backward", "mlp_backward"),
    ("6", "a step downhill", "sgd_step"),
)
"""What a network does while it learns, and the function for it; step 7 leads from 6 back to 2."""


def loop() -> Picture:
    """The seven steps of learning, as a round trip."""
    figure, ax = axes(8.4, 2.9)
    ax.set(xlim=(0, 8.4), ylim=(0.2, 3.1))
    ax.set_axis_off()
    places = ((1.0, 2.6), (3.2, 2.6), (5.4, 2.6), (7.45, 1.65), (5.4, 0.7), (3.2, 0.7))
    for place, step in zip(places, STEPS, strict=True):
        _box(ax, place, *step)
    ends = (((1.85, 2.6), (2.35, 2.6)), ((4.05, 2.6), (4.55, 2.6)), ((6.25, 2.6), (7.45, 2.05)),
            ((7.45, 1.25), (6.25, 0.7)), ((4.55, 0.7), (4.05, 0.7)))  # fmt: skip
    for (start, end), bend in zip(ends, (0, 0, -0.35, -0.35, 0), strict=True):
        _arrow(ax, start, end, LINE, bend)
    _arrow(ax, (3.2, 1.1), (3.2, 2.2), ONE, 0)
    ax.text(3.05, 1.65, "7  repeat with the\nnext few samples", ha="right", va="center",
            fontsize=10, color=ONE, linespacing=1.4)  # fmt: skip
    told = ", ".join(f"{number} {what} ({name})" for number, what, name in STEPS)
    return Picture(
        figure,
        f"The round of learning: {told}, 7 repeat from 2 with the next few samples. "
        "The sixth step and the repeating are this chapter's.",
    )


def _box(ax: Axes, place: tuple[float, float], number: str, what: str, name: str) -> None:
    """A step of the loop in a frame, which is blue and thick if it is this chapter's."""
    (x, y), ours = place, name == "sgd_step"
    frame = FancyBboxPatch(
        (x - 0.78, y - 0.33), 1.56, 0.66, boxstyle="round,pad=0.05", fc=PAPER,
        ec=ONE if ours else LINE, lw=2.5 if ours else 1.2,
    )  # fmt: skip
    ax.add_patch(frame)
    ax.text(x, y + 0.15, f"{number}  {what}", ha="center", va="center", fontsize=10)
    ax.text(x, y - 0.16, name, ha="center", va="center", fontsize=8, family="monospace")


def _arrow(
    ax: Axes, start: tuple[float, float], end: tuple[float, float], colour: str, bend: float
) -> None:
    """An arrow from one place to another, bent so much to the side."""
    style = {"arrowstyle": "-|>", "color": colour, "lw": 1.8, "mutation_scale": 14}
    style["connectionstyle"] = f"arc3,rad={bend}"
    ax.annotate("", xy=end, xytext=start, arrowprops=style)


def valley(loss: Callable[[Floats], Any], paths: Mapping[str, ArrayLike]) -> Picture:
    """A long narrow valley from above, and a way downhill in it, one panel for each path.

    loss  : function of points (..., 2) to (...)
    paths : title -> (steps + 1, 2) the two weights at each step
    """
    figure, panels = _grid(len(paths), 4.3, 2.2, columns=2)
    across, up = np.meshgrid(np.linspace(-10.5, 10.5, 141), np.linspace(-2.1, 2.1, 141))
    heights = np.asarray(loss(np.stack([across, up], axis=-1)), float)
    words = []
    for ax, (title, path) in zip(panels, paths.items(), strict=False):
        way = np.asarray(path, float)
        last = float(np.asarray(loss(way[-1])))
        ax.contour(across, up, heights, levels=_LEVELS, colors=LINE, linewidths=0.5, alpha=0.6)
        ax.plot(*way.T, "o-", color=ONE, ms=3, lw=1.1)
        ax.plot(*way[0], "o", ms=8, mfc=PAPER, mec=ONE, mew=1.8)
        ax.plot(0, 0, "x", color=RIGHT, ms=8, mew=2)
        ax.set(
            xlim=(-10.5, 10.5),
            ylim=(-2.1, 2.1),
            title=f"{title}: loss {number(last, 2)} at the end",
        )
        ax.title.set_fontsize(10)
        words.append(f"{title}: {number(float(np.asarray(loss(way[0]))))} to {number(last, 2)}")
    for ax in panels[-2:]:
        ax.set_xlabel("$w_1$, along the valley")
    for ax in panels[::2]:
        ax.set_ylabel("$w_2$, across")
    return Picture(
        figure,
        "A long narrow valley from above, with its lowest point in the middle, and the steps in "
        f"it. The loss from first to last step: {'; '.join(words)}.",
    )


_LEVELS = (0.5, 4, 12, 25, 45, 75, 120)


def epochs(rows: Mapping[str, Sequence[ArrayLike]]) -> Picture:
    """Mini-batches as they follow one another, each sample a mark by its class.

    rows : title of the row -> labels of its mini-batches, each (size,) of 0 and 1
    """
    widths = [sum(np.size(batch) for batch in batches) for batches in rows.values()]
    figure, ax = axes(8, 0.6 + 0.55 * len(rows))
    words = []
    for row, (title, batches) in enumerate(rows.items()):
        at = 0.0
        for batch in batches:
            labels = np.ravel(np.asarray(batch))
            places = at + np.arange(len(labels))
            ax.plot([at - 0.5, at + len(labels) - 0.5], [row + 0.38] * 2, color=INK, lw=2)
            for label, style in enumerate(_CLASSES):
                here = places[labels == label]
                ax.plot(here, [row] * len(here), **style)
            at += len(labels) + 1.2
        told = [f"{int(np.sum(np.asarray(b) == 1))} of {np.size(b)}" for b in batches]
        words.append(f"{title}: {', '.join(told)}")
    ax.set_yticks(range(len(rows)), list(rows))
    most = max(len(batches) for batches in rows.values())
    ax.set(xlim=(-1, max(widths) + 1.2 * most), ylim=(len(rows) - 0.4, -0.5), xticks=[])
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return Picture(
        figure,
        "Samples in mini-batches; under each line one mini-batch, filled squares are class 1 and "
        f"hollow circles class 0. Of class 1 are, {'; '.join(words)}.",
    )


_CLASSES: tuple[dict[str, Any], ...] = (
    {"marker": "o", "ls": "", "ms": 8, "mfc": PAPER, "mec": ZERO, "mew": 1.6},
    {"marker": "s", "ls": "", "ms": 8, "color": ONE},
)


def descent(loss: Callable[[Floats], Any], paths: Mapping[str, Sequence[float]]) -> Picture:
    """A loss with one weight, and beside it how the loss changes along some paths.

    loss  : function of an array of weights
    paths : up to three; label -> the weight at each step, (steps + 1,) or (steps + 1, 1)
    """
    figure, (left, right) = _grid(2, 4.2, 3.2)
    span = np.linspace(-4, 4, 201)
    left.plot(span, loss(span), color=INK, lw=1)
    words = []
    for (label, path), (colour, line, marker) in zip(paths.items(), STYLES, strict=False):
        weights = np.ravel(np.asarray(path, float))
        losses = np.asarray(loss(weights), float)
        style: dict[str, Any] = {"color": colour, "ls": line, "marker": marker, "ms": 4, "lw": 1.5}
        left.plot(weights[:6], losses[:6], **style)
        right.plot(losses, **style, label=label)
        words.append(f"{label}: {number(losses[0])} to {number(losses[-1])}")
    left.set(xlim=(-4, 4), ylim=(0, 16), xlabel="weight", ylabel="loss", title="the first 5 steps")
    right.set(yscale="log", xlabel="step", ylabel="loss", title="all steps")
    right.legend(frameon=False)
    return Picture(figure, f"The loss on the way downhill, after all steps. {'; '.join(words)}.")


def boundaries(scores: Mapping[str, Score], x: ArrayLike, y: ArrayLike) -> Picture:
    """What networks say in the plane, over the samples they learned from.

    scores : title -> function of points (n, 2) to (n,), above 0 where the network says class 1
    x      : (N, 2)
    y      : (N,) classes 0 and 1
    """
    x, y = np.asarray(x, float), np.asarray(y)
    points, extent = _plane(x)
    figure, panels = _grid(len(scores), 2.9, 2.7)
    words = []
    for ax, (title, score) in zip(panels, scores.items(), strict=False):
        n = round(len(points) ** 0.5)
        surface = np.nan_to_num(np.asarray(score(points), float)).reshape(n, n)
        ax.imshow(
            surface > 0, origin="lower", extent=extent, aspect="auto", cmap=SIGNED,
            alpha=0.25, vmin=0, vmax=1,
        )  # fmt: skip
        if surface.min() < 0 < surface.max():
            ax.contour(surface, levels=[0], extent=extent, colors=INK, linewidths=1.2)
        ax.plot(x[y == 0, 0], x[y == 0, 1], "o", ms=4, mfc=PAPER, mec=ZERO)
        ax.plot(x[y == 1, 0], x[y == 1, 1], "s", ms=4, color=ONE)
        ax.set(title=title, xticks=[], yticks=[])
        right = np.mean((np.asarray(score(x), float) > 0) == (y > 0)) if len(x) else 0.0
        words.append(f"{title.replace(chr(10), ', ')}: {right:.0%} of the samples")
    told = "; ".join(words)
    return Picture(figure, f"Boundaries between two classes. On the right side lie, with {told}.")


def _plane(x: Floats, n: int = 120) -> tuple[Floats, tuple[float, float, float, float]]:
    """Points around the samples, row by row from below, (n * n, 2), and their extent."""
    low, high = (x.min(axis=0), x.max(axis=0)) if len(x) else (np.zeros(2), np.ones(2))
    low, high = low - 0.3, high + 0.3
    ticks = [np.linspace(a, b, n) for a, b in zip(low, high, strict=True)]
    across, up = np.meshgrid(*ticks)
    return np.stack([across.ravel(), up.ravel()], axis=1), (low[0], high[0], low[1], high[1])


def scatter(results: Mapping[str, ArrayLike], ylabel: str) -> Picture:
    """One dot for each run, so that their spread shows.

    results : name of the network -> (n,) what its n runs came to
    """
    figure, ax = axes(5.2, 3.2)
    words = []
    for place, (name, values) in enumerate(results.items()):
        colour, _, marker = STYLES[place % len(STYLES)]
        runs = np.asarray(values, float)
        shift = 0.25 * np.sin(np.arange(len(runs)) * 2.4)
        ax.plot(place + shift, runs, marker, color=colour, mfc="none", mew=1.5)
        words.append(f"{name}: {runs.min():.2f} to {runs.max():.2f}, mean {runs.mean():.2f}")
    ax.set_xticks(range(len(results)), list(results))
    ax.set(xlim=(-0.5, len(results) - 0.5), ylabel=ylabel)
    ax.margins(y=0.1)
    return Picture(figure, f"The {ylabel} of many runs, one dot each. {'; '.join(words)}.")


def digits(x: ArrayLike, y: ArrayLike) -> Picture:
    """The first image of each kind, under what it is.

    x : (N, side * side) brightness
    y : (N,) what they are
    """
    y, first = np.unique(np.asarray(y), return_index=True)
    x = np.asarray(x, float)[first]
    figure, panels = _grid(len(x), 0.85, 1.15, columns=10)
    for ax in panels:
        ax.set_axis_off()
    for ax, image, name in zip(panels, x, y, strict=False):
        ax.imshow(_image(image), cmap="Greys", vmin=0, vmax=1)
        ax.set_title(str(name), fontsize=10)
    told = ", ".join(map(str, y))
    return Picture(figure, f"Handwritten digits as coarse images in grey: {told or 'none'}.")


def misread(x: ArrayLike, y: ArrayLike, guesses: ArrayLike, most: int = 12) -> Picture:
    """The images a network gets wrong, each with what it is and what was read.

    x       : (N, side * side) brightness
    y       : (N,) what they are
    guesses : (N,) what was read
    """
    x, y, guesses = np.asarray(x, float), np.asarray(y), np.asarray(guesses)
    wrong = np.flatnonzero(y != guesses)
    figure, panels = _grid(max(1, min(most, len(wrong))), 1.25, 1.5, columns=6)
    for ax in panels:
        ax.set_axis_off()
    for ax, i in zip(panels, wrong, strict=False):
        ax.imshow(_image(x[i]), cmap="Greys")
        ax.set_title(f"{y[i]}, read as {guesses[i]}", fontsize=9)
    told = ", ".join(f"{y[i]} as {guesses[i]}" for i in wrong[:most])
    return Picture(figure, f"{len(wrong)} of {len(x)} images are misread: {told or 'none'}.")


def learning_curves(shares: Mapping[str, ArrayLike]) -> Picture:
    """How the share that is read grows with the epochs, a line for each kind of samples.

    shares : up to three; kind of samples -> (epochs + 1,) shares, from before the first epoch
    """
    figure, ax = axes(6.4, 3.6)
    words, ends = [], list[float]()
    for (name, values), (colour, line) in zip(shares.items(), SAMPLES, strict=False):
        curve = 100 * np.ravel(np.asarray(values, float))
        ax.plot(curve, color=colour, ls=line, lw=2, label=name)
        if len(curve):
            ends.append(curve[-1])
            words.append(
                f"{name}: {curve[0]:.0f} %, {np.max(curve):.1f} % at most, {curve[-1]:.1f} %"
            )
    near = min(ends, default=0.0) > 85  # then the first epochs may leave the picture
    ax.set(ylim=(80 if near else 0, 100.5), xlabel="epoch", ylabel="read right, in %")
    ax.set_yticks(range(80, 101, 5) if near else range(0, 101, 20))
    ax.legend(frameon=False, loc="lower right")
    ax.spines[["top", "right"]].set_visible(False)
    told = "; ".join(words)
    return Picture(figure, f"The share that is read, at first, at its best and at last. {told}.")


def templates(w: ArrayLike, names: Sequence[object] = (), most: int = 32) -> Picture:
    """The weights of units as images: blue excites, orange inhibits.

    w     : (side * side, M) one unit in each column; the first `most` are shown
    names : of the units, shown above them
    """
    shown: Floats = np.nan_to_num(np.asarray(w, float))[:, :most]
    figure, panels = _grid(shown.shape[1], 0.95, 1.15 if names else 0.95, 5 if names else 8)
    reach = float(np.abs(shown).max(initial=0.0)) or 1.0
    for ax in panels:
        ax.set_axis_off()
    for ax, column in zip(panels, shown.T, strict=False):
        ax.imshow(_image(column), cmap=SIGNED, vmin=-reach, vmax=reach)
    for ax, name in zip(panels, names, strict=False):
        ax.set_title(str(name), fontsize=10)
    low, high = fixed(shown.min(initial=0.0), 2), fixed(shown.max(initial=0.0), 2)
    return Picture(
        figure,
        f"The weights of {shown.shape[1]} units as images, blue where a bright pixel excites the "
        f"unit and orange where it inhibits it; they reach from {low} to {high}.",
    )


def template(w: ArrayLike, x: ArrayLike, sums: ArrayLike) -> Picture:
    """A unit's weights as an image, beside images that it looks at and the sums that it has there.

    w    : (D,)   blue excites, orange inhibits
    x    : (N, D) images, row by row
    sums : (N,)
    """
    w, x, sums = (np.asarray(a, float) for a in (w, x, sums))
    figure, panels = _grid(1 + len(x), 1.9, 2.3, columns=1 + len(x))
    reach = float(np.abs(w).max(initial=0.0)) or 1.0
    panels[0].imshow(_image(w), cmap=SIGNED, vmin=-reach, vmax=reach)
    panels[0].set_title("weights", fontsize=11)
    for ax, pixels, s in zip(panels[1:], x, sums, strict=True):
        ax.imshow(_image(pixels), cmap="Greys", vmin=0)
        ax.set_title(f"sum {plus(s, 1)}", fontsize=11)
    for ax in panels:
        ax.set(xticks=[], yticks=[])
    told = ", ".join(plus(s, 1) for s in sums)
    return Picture(
        figure,
        "A unit's weights as an image, blue where a dark pixel excites it and orange where one "
        f"inhibits it, and images for which its sum is {told}.",
    )


def _image(pixels: Floats) -> Floats:
    """Pixels in rows; what fills no square is shown as one row."""
    side = round(len(pixels) ** 0.5)
    return pixels.reshape(side, side) if side * side == len(pixels) else pixels[None]
