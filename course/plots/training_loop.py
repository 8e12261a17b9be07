"""Chapter 6: how a network learns, what it learned, and what it still gets wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from course.plots.picture import BLUE, GREY, ORANGE, Picture, axes

Floats = NDArray[np.float64]
Score = Callable[[Floats], ArrayLike]

STYLES = ((BLUE, "-", "o"), (ORANGE, "--", "s"), (GREY, ":", "^"))
SIGN_COLOURS = LinearSegmentedColormap.from_list("signs", [ORANGE, "white", BLUE])


def _grid(n: int, width: float, height: float, columns: int = 3) -> tuple[Figure, list[Axes]]:
    """A figure of n panels, that many in a row, each of that size in inches."""
    columns = max(1, min(columns, n))
    rows = max(1, -(-n // columns))
    figure = Figure(figsize=(width * columns, height * rows), layout="constrained")
    panels = list(figure.subplots(rows, columns, squeeze=False).ravel())
    for ax in panels[n:]:
        ax.set_axis_off()
    return figure, panels


def descent(loss: Callable[[Floats], Any], paths: Mapping[str, Sequence[float]]) -> Picture:
    """A loss with one weight, and beside it how the loss changes along some paths.

    loss  : function of an array of weights
    paths : up to three; label -> the weight at each step
    """
    figure, (left, right) = _grid(2, 4.2, 3.2)
    span = np.linspace(-4, 4, 201)
    left.plot(span, loss(span), color="black", lw=1)
    words = []
    for (label, path), (colour, line, marker) in zip(paths.items(), STYLES, strict=False):
        weights = np.asarray(path, float)
        losses = np.asarray(loss(weights), float)
        style: dict[str, Any] = {"color": colour, "ls": line, "marker": marker, "ms": 4, "lw": 1.5}
        left.plot(weights[:6], losses[:6], **style)
        right.plot(losses, **style, label=label)
        words.append(f"{label}: {losses[0]:.3g} to {losses[-1]:.3g}")
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
            surface > 0, origin="lower", extent=extent, aspect="auto", cmap=SIGN_COLOURS,
            alpha=0.25, vmin=0, vmax=1,
        )  # fmt: skip
        if surface.min() < 0 < surface.max():
            ax.contour(surface, levels=[0], extent=extent, colors="black", linewidths=1.2)
        ax.plot(x[y == 0, 0], x[y == 0, 1], "o", ms=4, mfc="white", mec=ORANGE)
        ax.plot(x[y == 1, 0], x[y == 1, 1], "s", ms=4, color=BLUE)
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


def templates(w: ArrayLike, most: int = 32) -> Picture:
    """The weights of first-layer units as images: blue excites, orange inhibits.

    w : (side * side, M) one unit in each column; the first `most` are shown
    """
    shown: Floats = np.nan_to_num(np.asarray(w, float))[:, :most]
    figure, panels = _grid(shown.shape[1], 0.95, 0.95, columns=8)
    reach = float(np.abs(shown).max(initial=0.0)) or 1.0
    for ax in panels:
        ax.set_axis_off()
    for ax, column in zip(panels, shown.T, strict=False):
        ax.imshow(_image(column), cmap=SIGN_COLOURS, vmin=-reach, vmax=reach)
    return Picture(
        figure,
        f"The weights of {shown.shape[1]} hidden units as images, blue where a bright pixel "
        f"excites the unit and orange where it inhibits it; they reach from "
        f"{shown.min(initial=0.0):.2f} to {shown.max(initial=0.0):.2f}.",
    )


def _image(pixels: Floats) -> Floats:
    """Pixels in rows; what fills no square is shown as one row."""
    side = round(len(pixels) ** 0.5)
    return pixels.reshape(side, side) if side * side == len(pixels) else pixels[None]
