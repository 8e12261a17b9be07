"""Chapter 2: activation functions, their slopes, and what they do to data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from course.colours import GRADIENT, INK, LINE, ONE, PAPER, ZERO
from course.data import CORNERS
from course.numerals import fixed, number, plus
from course.plots.neurons import corners, grid, shade
from course.plots.picture import RISING, Picture, axes
from course.widgets.hearts import drawable, heart, in_a_row

Floats = NDArray[np.float64]
Function = Callable[[Floats], ArrayLike]
XOR = np.array([0, 1, 1, 0])  # at the corners, in their order


def firing_rate(sums: ArrayLike, rates: ArrayLike, curve: Function | None = None) -> Picture:
    """How often a noisy neuron fires, next to the threshold of a neuron without noise.

    sums  : (S,) weighted sums, in rising order
    rates : (S,) the fraction of trials in which the neuron fired
    curve : a function of an array that should run through the points
    """
    sums, rates = np.asarray(sums, float), np.asarray(rates, float)
    figure, ax = axes(6.4, 3.4)
    ax.step([-6, 0, 6], [0, 0, 1], ":", color=LINE, lw=2, label="threshold, no noise")
    ax.plot(sums, rates, "o", mfc=PAPER, mec=INK, mew=1.5, label="with noise, counted")
    if curve is not None:
        x = np.linspace(-6, 6, 241)
        ax.plot(x, _values(curve, x), color=ONE, lw=2.5, label="your function", zorder=1)
    ax.set(xlim=(-6.2, 6.2), ylim=(-0.06, 1.06), xlabel="weighted sum $z$", ylabel="firing rate")
    ax.legend(frameon=False, loc="upper left")
    told = ", ".join(f"{rate:.2f} at {plus(s, 0)}" for s, rate in _some(sums, rates))
    drawn = " Your function is drawn through the points." if curve is not None else ""
    return Picture(
        figure,
        f"Firing rate against the weighted sum. Without noise it jumps from 0 to 1 at a sum of 0; "
        f"with noise it climbs smoothly: {told}.{drawn}",
    )


def _some(x: Floats, y: Floats, n: int = 5) -> list[tuple[float, float]]:
    """At most n points of a curve, evenly spread."""
    at = np.linspace(0, len(x) - 1, min(n, len(x))).round().astype(int)
    return [(float(x[i]), float(y[i])) for i in at]


def _values(f: Function, x: Floats) -> Floats:
    """f(x), quietly, with gaps in place of what cannot be drawn."""
    with np.errstate(all="ignore"):
        y = np.asarray(f(x), float)
    return np.where(np.abs(y) < 1e9, y, np.nan)


def _slopes(f: Function, x: Floats, h: float = 1e-4) -> Floats:
    """The slope of f at x by central differences."""
    return (_values(f, x + h) - _values(f, x - h)) / (2 * h)


def activation_curves(functions: Mapping[str, Function], reach: float = 5.0) -> Picture:
    """Functions and their slopes, one panel each.

    functions : functions of an array, by name
    reach     : the panels run from -reach to reach
    """
    columns = 2 if len(functions) == 4 else max(1, min(3, len(functions)))
    rows = -(-len(functions) // columns) or 1
    figure = Figure(figsize=(3.1 * columns + 0.3, 2.7 * rows), layout="constrained")
    panels = figure.subplots(rows, columns, squeeze=False).ravel()
    x = np.linspace(-reach, reach, 400)  # an even number: no point on the kink at 0
    words = []
    for ax, (name, f) in zip(panels, functions.items(), strict=False):
        value, slope = _values(f, x), _slopes(f, x)
        _curve(ax, x, value, slope, name)
        words.append(f"{name} runs from {_ends(value)}, its slope from {_range(slope)}")
    for ax in panels[len(functions) :]:
        ax.set_axis_off()
    if functions:
        empty = panels[-1] if len(panels) > len(functions) else panels[0]
        empty.legend(*panels[0].get_legend_handles_labels(), frameon=False, loc="upper left")
    return Picture(figure, "Curves, solid, and slopes, dashed. " + "; ".join(words) + ".")


def _curve(ax: Axes, x: Floats, value: Floats, slope: Floats, name: str) -> None:
    ax.axhline(0, color=LINE, lw=0.6)
    ax.axvline(0, color=LINE, lw=0.6)
    ax.plot(x, value, "-", color=ONE, lw=2.5, label="value")
    ax.plot(x, slope, "--", color=GRADIENT, lw=2, label="slope")
    ax.set(title=name, ylim=(-1.4, 2.2))


def _ends(y: Floats) -> str:
    return f"{fixed(y[0], 2)} to {fixed(y[-1], 2)}"


def _range(y: Floats) -> str:
    finite = y[np.isfinite(y)]
    return f"{fixed(finite.min(), 2)} to {fixed(finite.max(), 2)}" if finite.size else "nowhere"


def between_layers(layers: Sequence[ArrayLike], between: Mapping[str, Function]) -> Picture:
    """Where two layers fire at XOR's four corners, with one thing or another between them.

    layers  : w1 (2, H), b1 (H,), w2 (H, 1), b2 (1,)
    between : by title, what is done with the first layer's sums, (N, H) -> (N, H)
    """
    w1, b1, w2, b2 = (np.asarray(part, float) for part in layers)
    figure = Figure(figsize=(3.9 * max(len(between), 1), 3.9), layout="constrained")
    words = []
    for i, (title, f) in enumerate(between.items()):

        def last_sums(x: Floats, f: Function = f) -> Floats:
            return np.asarray((np.asarray(f(x @ w1 + b1), float) @ w2 + b2)[:, 0])

        ax = figure.add_subplot(1, len(between), i + 1)
        shade(ax, last_sums(grid(401)))
        corners(ax, XOR)
        right = int(np.sum((last_sums(CORNERS.astype(float)) > 0) == (XOR > 0)))
        told = f"{title}\n{right} of 4 right"
        ax.set(title=told, xlabel="first input", ylabel="second input")
        words.append(f"{title}: right at {right} of 4 corners")
    return Picture(figure, f"Where two layers fire that should be XOR. {'; '.join(words)}.")


def nudge(
    activation: Function, starts: Sequence[float], by: float = 0.01, neurons: int = 3
) -> Picture:
    """A nudge of the first sum on its way through a chain of neurons, one row for each start.

    activation : a function of an array
    starts     : the first neuron's sum before the nudge
    by         : how far it is moved

    Every neuron has the weight 1 and the bias -0.5. The bars are as long as what is left.
    """
    rows = [_chain(activation, start, by, neurons) for start in starts]
    figure = Figure(figsize=(9.2, 2.5 * max(len(rows), 1)), layout="constrained")
    words = []
    for i, (z, moves) in enumerate(rows):
        ax = figure.add_subplot(len(rows), 1, i + 1)
        _travel(ax, z, moves, by)
        told = ", ".join(number(out) for _, out in moves)
        moved = f"moving it by {number(by)} moves the outputs by {told}"
        words.append(f"With a first sum of {number(z[0])}, {moved}")
    return Picture(figure, "; ".join(words) + ".")


def _chain(f: Function, start: float, by: float, neurons: int) -> tuple[Floats, Floats]:
    """The sums (K,) before the nudge, and how far each sum and each output moves, (K, 2)."""
    z, sums, moves = np.array([start, start + by]), [], []
    for _ in range(neurons):
        a = _values(f, z)
        sums.append(z[0])
        moves.append([z[1] - z[0], a[1] - a[0]])
        z = a - 0.5
    return np.array(sums), np.array(moves)


def _travel(ax: Axes, z: Floats, moves: Floats, by: float) -> None:
    """Neurons as circles, what goes in and comes out as bars."""
    with np.errstate(all="ignore"):
        slopes = moves[:, 1] / moves[:, 0]
    for k, (into, out) in enumerate(moves):
        x = 3.0 * k
        for name, at, move, colour in (("z", x, into, LINE), ("a", x + 1.5, out, ONE)):
            share = float(np.nan_to_num(move / by).clip(-1, 1))
            ax.plot(at, 0, "o", ms=26, mfc=PAPER, mec=colour, mew=2)
            ax.text(at, 0, f"${name}$", ha="center", va="center", color=colour)
            ax.bar(at, 1.1 * share, 0.5, 0.62, color=colour, alpha=0.85)
            ax.text(at, 0.7 + 1.1 * max(share, 0), number(move), ha="center", va="bottom")
        _step(ax, x, f"slope {number(slopes[k])}")
        if k + 1 < len(moves):
            _step(ax, x + 1.5, "weight 1")
        ax.text(x, -0.55, f"sum {number(z[k], 2)}", ha="center", va="top", color=LINE, fontsize=9)
        ax.text(x + 0.75, -0.85, f"neuron {k + 1}", ha="center", va="top", color=LINE)
    ax.set(xlim=(-0.8, 3.0 * len(moves) - 0.7), ylim=(-1.25, 2.25))
    ax.set_axis_off()


def _step(ax: Axes, x: float, words: str) -> None:
    arrow = {"arrowstyle": "->", "color": LINE, "lw": 1.4}
    ax.annotate("", (x + 1.18, 0), (x + 0.32, 0), arrowprops=arrow)
    ax.text(x + 0.75, -0.12, words, ha="center", va="top", fontsize=9, color=LINE)


def gradient_signs(panels: Mapping[str, ArrayLike]) -> Picture:
    """The gradients of two weights, one dot for each step; a quadrant is a choice of signs.

    panels : by title, (S, 2) the gradients of the two weights
    """
    figure = Figure(figsize=(3.1 * max(len(panels), 1), 3.1), layout="constrained")
    words = []
    for i, (title, pairs) in enumerate(panels.items()):
        pairs = np.asarray(pairs, float).reshape(-1, 2)
        alike = np.sign(pairs[:, 0]) * np.sign(pairs[:, 1]) > 0
        ax = figure.add_subplot(1, len(panels), i + 1)
        _quadrants(ax, pairs, alike)
        ax.set_title(title, fontsize=10)
        words.append(f"{title}: both of one sign in {alike.sum()} of {len(pairs)} steps")
    return Picture(figure, "Gradients of two weights. " + "; ".join(words) + ".")


def _quadrants(ax: Axes, pairs: Floats, alike: NDArray[np.bool_]) -> None:
    sizes = np.abs(pairs[np.isfinite(pairs)])
    reach = 1.1 * float(sizes.max(initial=0.0)) or 1.0
    for low in (-reach, 0.0):
        ax.fill_between([low, low + reach], low, low + reach, color=ONE, alpha=0.1, lw=0)
    ax.plot(*pairs[alike].T, "o", ms=3.5, mfc=ONE, mec=ONE)
    ax.plot(*pairs[~alike].T, "s", ms=3.5, mfc="none", mec=ZERO)
    ax.axhline(0, color=LINE, lw=0.8)
    ax.axvline(0, color=LINE, lw=0.8)
    ax.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal", xticks=[], yticks=[])
    ax.set(xlabel="gradient of $w_1$", ylabel="gradient of $w_2$")


def pieces(x: ArrayLike, terms: Mapping[str, ArrayLike]) -> Picture:
    """Terms, dashed, and their sum, solid; dotted the hat that is still to be built.

    x     : (N,) in rising order
    terms : by name, (N,) each
    """
    x = np.asarray(x, float)
    values = {name: np.asarray(y, float).reshape(x.shape) for name, y in terms.items()}
    total = np.sum(list(values.values()), axis=0) if values else np.zeros(x.shape)
    figure, ax = axes(6.4, 3.4)
    _cross(ax)
    for i, (name, y) in enumerate(values.items()):
        ax.plot(x, y, "--" if i % 2 == 0 else "-.", color=INK, lw=1.8, label=name, zorder=3)
    ax.plot(x, total, color=ONE, lw=4, label="their sum")
    ax.plot(x, np.interp(x, [-1, 0, 1], [0, 1, 0]), ":", color=LINE, lw=2.5, label="a hat")
    ax.set(xlim=(x[0], x[-1]), ylim=(-2.2, 2.2), xlabel="$x$")
    ax.legend(frameon=False, loc="lower left")
    told = ", ".join(f"{number(y, 2)} at x = {number(s, 2)}" for s, y in _some(x, total, 7))
    return Picture(
        figure,
        f"{' and '.join(values)}, and their sum: {told}. Dotted a hat: "
        "0 up to \N{MINUS SIGN}1, 1 at 0, 0 from 1 on.",
    )


def _cross(ax: Axes) -> None:
    ax.axhline(0, color=LINE, lw=0.6)
    ax.axvline(0, color=LINE, lw=0.6)


def sum_of_hats(hat: Callable[..., ArrayLike], places: ArrayLike, curve: Function) -> Picture:
    """A hat over each place, as high as a curve is there, their sum, and the curve.

    hat    : (x, left, peak, right) -> the shape of x
    places : (K,) in rising order
    curve  : the function of an array that the sum should come near to
    """
    places = np.asarray(places, float)
    heights = _values(curve, places)
    gap = float(np.diff(places).mean()) if len(places) > 1 else 1.0
    ends = np.concatenate([[places[0] - gap], places, [places[-1] + gap]])
    x = np.linspace(ends[0], ends[-1], 20 * (len(ends) - 1) + 1)
    hats = [
        height * _values(lambda x, at=corners: hat(x, *at), x)  # type: ignore[misc]
        for height, corners in zip(
            heights, zip(ends, ends[1:], ends[2:], strict=False), strict=True
        )
    ]
    total = np.sum(hats, axis=0)
    figure, ax = axes(6.4, 3.4)
    ax.axhline(0, color=LINE, lw=0.6)
    for i, one in enumerate(hats):
        beside = np.convolve(one != 0, [1, 1, 1], mode="same") > 0  # the rest hides the axis
        label = "hats" if i == 0 else ""
        ax.plot(x, np.where(beside, one, np.nan), "--", color=INK, lw=1.2, label=label, zorder=3)
    ax.plot(x, total, color=ONE, lw=3, label="their sum")
    between = x[(x >= places[0]) & (x <= places[-1])]
    wanted = _values(curve, between)
    ax.plot(between, wanted, ":", color=LINE, lw=2.5, label="the curve")
    ax.plot(places, heights, "o", mfc=PAPER, mec=LINE, mew=1.8, ms=7)
    ax.set(xlim=(x[0], x[-1]), xlabel="$x$")
    ax.legend(frameon=False)
    missed = np.abs(wanted - np.interp(between, x, total))
    farthest = float(np.nan_to_num(missed, nan=np.inf).max())
    at = np.abs(x[:, None] - places).argmin(axis=0)
    told = ", ".join(
        f"{number(y, 2)} at {number(s, 2)}" for s, y in zip(places, total[at], strict=True)
    )
    return Picture(
        figure,
        f"{len(hats)} hats and their sum: {told}. Between these points it misses the curve by at "
        f"most {number(farthest, 2)}.",
    )


def max_of_lines(
    maxout: Callable[..., ArrayLike], first: tuple[float, float], second: tuple[float, float]
) -> Picture:
    """What a maxout neuron with one input makes of its two weighted sums.

    maxout        : (x, w1, b1, w2, b2) -> (N, 1)
    first, second : weight and bias of the two sums
    """
    x = np.linspace(-2, 2, 81)
    layers = [(np.array([[w]]), np.array([b])) for w, b in (first, second)]
    top = np.asarray(maxout(x[:, None], *layers[0], *layers[1]), float).reshape(-1)
    figure, ax = axes(5.2, 3.2)
    for name, (w, b), line in (("first sum", first, "--"), ("second sum", second, ":")):
        ax.plot(x, w * x + b, line, color=INK, lw=2, label=name)
    ax.plot(x, top, color=ONE, lw=6, alpha=0.4, label="maxout")
    ax.set(xlabel="$x$", ylabel="output")
    ax.legend(frameon=False)
    told = ", ".join(f"{number(y, 2)} at x = {number(s, 2)}" for s, y in _some(x, top))
    return Picture(figure, f"Two straight lines and the output of maxout: {told}.")


def hearts(folded: Mapping[str, ArrayLike]) -> Picture:
    """One heart, drawn on sheets whose two sides were folded in the same way.

    folded : by title, (S,) where each point of a side lies after folding; 0 to 1 is the heart's

    Below each sheet stands where the points of a side lie: every way from 0 to 1, or back, is a
    heart.
    """
    figure = Figure(figsize=(3.4 * max(len(folded), 1), 4.9), layout="constrained")
    grid = figure.add_gridspec(2, max(len(folded), 1), height_ratios=(3.4, 1.1))
    words = []
    for i, (title, side) in enumerate(folded.items()):
        t = drawable(side)
        ax = figure.add_subplot(grid[0, i])
        ax.imshow(heart(t), cmap=RISING, vmin=0, vmax=1, origin="lower")
        ax.set(title=title, xticks=[], yticks=[])
        _side(figure.add_subplot(grid[1, i]), t)
        words.append(f"{title}: {in_a_row(t) ** 2}")
    return Picture(
        figure,
        f"Hearts, counted: {'; '.join(words)}. Below each sheet, where the points of a side lie "
        "after folding: each way between 0 and 1 is one heart.",
    )


def _side(ax: Axes, t: Floats) -> None:
    places = np.linspace(0, 1, len(t))
    ax.axhspan(0, 1, color=ONE, alpha=0.1, lw=0)
    ax.plot(places, t, color=ONE, lw=1.5)
    ax.set(xlim=(0, 1), ylim=(-0.15, 1.15), xticks=[0, 1], yticks=[0, 1])
    ax.set(xlabel="place on the side", ylabel="folded to")
