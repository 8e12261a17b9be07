"""Chapter 5: slopes by nudging, the two halves of a layer, and how well two gradients agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle
from numpy.typing import ArrayLike, NDArray

from course.colours import GRADIENT, INK, LINE, ONE, PAPER, RIGHT, WRONG, ZERO
from course.numerals import known, number
from course.plots.picture import Picture, axes

Floats = NDArray[np.float64]


def nudges(f: Callable[[float], float], at: float, h: float) -> Picture:
    """A curve, its tangent, and the two chords of a nudge up and of a nudge both ways.

    f  : number -> number
    at : where the slope is wanted
    h  : size of the nudge
    """
    figure, ax = axes(6, 3.8)
    ticks = np.linspace(at - 2 * h, at + 2 * h, 101)
    ax.plot(ticks, [f(t) for t in ticks], color=LINE, lw=3, alpha=0.6)
    frame = ax.get_xlim(), ax.get_ylim()
    tangent = _tangent(f, at)
    ax.axline(
        (at, f(at)),
        slope=tangent,
        color=INK,
        lw=1.8,
        ls=":",
        label=f"tangent: {number(tangent, 4)}",
    )
    up = _chord(ax, f, (at, at + h), INK, "o--", "up only")
    both = _chord(ax, f, (at - h, at + h), ONE, "s-", "both ways")
    ax.plot(at, f(at), "o", ms=11, mfc=PAPER, mec=LINE, mew=2)
    ax.set(
        xlabel="weight",
        ylabel="loss",
        title=f"nudges of {number(h)}",
        xlim=frame[0],
        ylim=frame[1],
    )
    ax.legend()
    return Picture(
        figure,
        f"A curve and three lines around {number(at)}. Nudged up by {number(h)} the line rises by "
        f"{number(up, 4)} per unit, nudged both ways by {number(both, 4)}. The tangent rises by "
        f"{number(tangent, 4)}.",
    )


def _tangent(f: Callable[[float], float], at: float) -> float:
    """The slope at a point, by a nudge that cannot be seen."""
    h = 1e-5 * max(1.0, abs(at))
    return float((f(at + h) - f(at - h)) / (2 * h))


def _chord(
    ax: Axes,
    f: Callable[[float], float],
    ends: tuple[float, float],
    colour: str,
    style: str,
    word: str,
) -> float:
    """Draw the line through two points of the curve, thin beyond them; gives its slope."""
    left, right = ends
    rise = (f(right) - f(left)) / (right - left) if right != left else float("nan")
    if np.isfinite(rise):
        ax.axline((right, f(right)), slope=rise, color=colour, lw=1, ls=style[1:], alpha=0.7)
    ax.plot(
        ends, [f(left), f(right)], style, color=colour, lw=2.5, label=f"{word}: {number(rise, 4)}"
    )
    return float(rise)


def two_paths(weights: Sequence[float], slopes: Sequence[float]) -> Picture:
    """A unit that feeds several outputs, and the slopes of a loss along these; its own is asked.

    weights : (M,) from the unit a to the sums u, v, ... of the next layer
    slopes  : (M,) how the loss moves for each unit of each sum
    """
    figure, ax = axes(8.4, 3.4)
    ys = np.linspace(1.25, -1.25, len(weights)) if len(weights) > 1 else np.zeros(1)
    unit, end = (0.0, 0.0), (8.4, 0.0)
    for i, (w, slope, y) in enumerate(zip(weights, slopes, ys, strict=True)):
        out = 4.2, float(y)
        for a, b in ((unit, out), (out, end)):
            _wire(ax, a, b)
        _along(ax, unit, out, f"× {_bracketed(w)}")
        _node(ax, out, f"${SUMS[i]}$")
        _slope_below(ax, out, slope)
    _node(ax, unit, "$a$")
    _slope_below(ax, unit, float("nan"))
    _node(ax, end, "$L$")
    _slope_below(ax, end, 1.0)
    ax.text(-0.42, 1.75, "forward: values", color=INK, fontsize=11)
    ax.text(-0.42, -1.95, "backward: [slopes of L]", color=GRADIENT, fontsize=11)
    ax.set(xlim=(-0.6, 9.0), ylim=(-2.25, 2.05), aspect="equal")
    ax.set_axis_off()
    feeds = "; ".join(
        f"{SUMS[i]} with the weight {known(w, 4)}, where the slope is {known(slope, 4)}"
        for i, (w, slope) in enumerate(zip(weights, slopes, strict=True))
    )
    words = f"A unit a feeds {len(weights)} outputs, which all lead to the loss L: {feeds}."
    return Picture(figure, f"{words} The slope along a is a question mark.")


RADIUS = 0.42  # of a node of `two_paths`
SUMS = "uvwpqr"  # letters of the sums of several units of one layer


def _node(ax: Axes, place: tuple[float, float], name: str) -> None:
    ax.add_patch(Circle(place, RADIUS, fc=PAPER, ec=LINE, lw=1.5, zorder=3))
    ax.text(*place, name, fontsize=14, ha="center", va="center", zorder=4)


def _slope_below(ax: Axes, place: tuple[float, float], slope: float) -> None:
    """The slope of the loss along a node, in brackets under it."""
    words = f"[{known(slope, 4)}]"
    at = place[0], place[1] - RADIUS - 0.3
    ax.text(*at, words, color=GRADIENT, fontsize=13, weight="bold", ha="center", va="center")


def _wire(ax: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Forward, solid, from node to node; a little below it backward, dashed."""
    a, b = np.array(start), np.array(end)
    along = (b - a) / np.hypot(*(b - a))
    aside = np.array([along[1], -along[0]]) * 0.17
    a, b = a + along * (RADIUS + 0.1), b - along * (RADIUS + 0.1)
    there = {"arrowstyle": "-|>", "color": INK, "lw": 1.8, "shrinkA": 0, "shrinkB": 0}
    back = {**there, "color": GRADIENT, "ls": "--"}
    ax.annotate("", b, a, arrowprops=there)
    ax.annotate("", a + aside, b + aside, arrowprops=back)


def _along(ax: Axes, start: tuple[float, float], end: tuple[float, float], words: str) -> None:
    """A word above the middle of a wire."""
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    ax.text(x, y + 0.38, words, color=INK, fontsize=12, ha="center", va="center")


def affine_backward(
    x: ArrayLike,
    w: ArrayLike,
    dout: ArrayLike,
    dx: ArrayLike | None = None,
    dw: ArrayLike | None = None,
    db: ArrayLike | None = None,
    *,
    of_w: tuple[int, int],
    of_x: tuple[int, int],
) -> Picture:
    """Which numbers of an affine layer meet on the way back, for one weight and for one input.

    x, w, dout : (N, D), (D, M), (N, M)
    dx, dw, db : (N, D), (D, M), (M,); without them question marks, and nothing meets
    of_w       : row and column of the weight whose slope is followed, counted from 1
    of_x       : row and column of the input whose slope is followed, counted from 1
    """
    x, w, dout = (np.asarray(a, float) for a in (x, w, dout))
    told = dx is not None and dw is not None and db is not None
    dx, dw, db = (
        np.asarray(a, float) if told else np.full(shape, np.nan)
        for a, shape in ((dx, x.shape), (dw, w.shape), (db, w.shape[1:]))
    )
    samples, inputs, units = ([*range(1, k + 1)] for k in (len(x), *w.shape))
    (d, m), (n, k) = (of_w[0] - 1, of_w[1] - 1), (of_x[0] - 1, of_x[1] - 1)
    whole = slice(None)
    figure = Figure(figsize=(10, 6), layout="constrained")
    left, right = figure.subplots(1, 2)

    below, beside = -len(samples) - 2.0, len(inputs) + 2.0
    of_samples, of_inputs, of_units = ("sample", samples), ("input", inputs), ("unit", units)
    _array(left, (0, 0), "x", x, of_samples, of_inputs, (whole, d) if told else None)
    _array(left, (beside, 0), "dout", dout, None, of_units, (whole, m) if told else None)
    _array(left, (beside, below), "dw", dw, of_inputs, ("", units), (d, m))
    _array(left, (beside, below - len(inputs) - 1.1), "db", db[None], None, None, (0, m))
    for i, pair in enumerate(zip(x[:, d], dout[:, m], strict=True) if told else ()):
        _meeting(left, (len(inputs), beside), (-i - 0.5, -i - 0.5), pair)
    of_weight = _sum_of(x[:, d], dout[:, m], dw[d, m]) if told else "?"
    of_bias = _sum_of(dout[:, m], None, db[m]) if told else "?"
    _note(left, (-1.6, below - d - 0.5), f"dw$_{{{d + 1}{m + 1}}}$ = {of_weight}")
    _note(left, (-1.6, below - len(inputs) - 1.6), f"db$_{{{m + 1}}}$ = {of_bias}")
    column = f"column {d + 1} of x meets column {m + 1} of dout"
    asked_w = f"the slope of a weight: dw$_{{{d + 1}{m + 1}}}$"
    left.set_title(f"{column},\nsample by sample" if told else asked_w, fontsize=11)

    beside = len(units) + 2.0
    _array(right, (0, 0), "dout", dout, of_samples, of_units, (n, whole) if told else None)
    _array(right, (0, below), "w", w, of_inputs, ("", units), (k, whole) if told else None)
    _array(right, (beside, 0), "dx", dx, None, of_inputs, (n, k))
    for j, pair in enumerate(zip(dout[n], w[k], strict=True) if told else ()):
        _meeting(right, (j + 0.5, j + 0.5), (-len(samples), below), pair)
    of_input = _sum_of(dout[n], w[k], dx[n, k]) if told else "?"
    _note(right, (beside - 1.2, below - k - 0.5), f"dx$_{{{n + 1}{k + 1}}}$ = {of_input}")
    row = f"row {n + 1} of dout meets row {k + 1} of w"
    asked_x = f"the slope of an input: dx$_{{{n + 1}{k + 1}}}$"
    right.set_title(f"{row},\nunit by unit" if told else asked_x, fontsize=11)

    width, height = len(inputs) + len(units) + 2.0, len(samples) + len(inputs) + 4.6
    for ax in (left, right):
        ax.set(xlim=(-1.9, width + 0.2), ylim=(-height, 1.4), aspect="equal")
        ax.set_axis_off()
    places = f"dw in row {d + 1}, column {m + 1}", f"dx in row {n + 1}, column {k + 1}"
    if not told:
        arrays = zip(("x", "dout", "w"), (x, dout, w), strict=True)
        known = ", ".join(f"{name} {listed(a)}" for name, a in arrays)
        asked = f"Left {places[0]} is asked for, and db below it; right {places[1]}."
        return Picture(figure, f"Two panels with {known}. {asked}")
    alt = (
        f"Two panels. Left: {column}, sample by sample, {of_weight}, which is {places[0]}; "
        f"and that column of dout adds up to db: {of_bias}. "
        f"Right: {row}, unit by unit, {of_input}, which is {places[1]}."
    )
    return Picture(figure, alt)


Labels = tuple[str, Sequence[int]] | None


def _array(
    ax: Axes,
    corner: tuple[float, float],
    name: str,
    values: Floats,
    rows: Labels,
    columns: Labels,
    lit: tuple[int | slice, int | slice] | None,
) -> None:
    """A table of numbers whose upper left corner is given; what is `lit` stands in a frame."""
    left, top = corner
    shining = np.zeros(values.shape, bool)
    if lit is not None:
        shining[lit] = True
    for (i, j), value in np.ndenumerate(values):
        colour = ONE if value > 0 else ZERO if value < 0 else LINE
        alpha = 0.28 if shining[i, j] else 0.08
        ax.add_patch(
            Rectangle((left + j, top - i - 1), 1, 1, fc=colour, alpha=alpha, ec="none", lw=0)
        )
        weight, ink = ("bold", INK) if shining[i, j] else ("normal", LINE)
        place = left + j + 0.5, top - i - 0.5
        ax.text(*place, known(value, 4), ha="center", va="center", weight=weight, color=ink)
    if lit is not None:
        (i, j), (height, width) = np.argwhere(shining)[0], np.ptp(np.argwhere(shining), axis=0) + 1
        frame = Rectangle((left + j, top - i - height), width, height, fc="none", ec=INK, lw=2)
        ax.add_patch(frame)
    up = 0.62 if columns and columns[0] else 0.12
    ax.text(left - 0.02, top + up, name, fontsize=13, family="monospace", ha="left")
    for i, label in enumerate(rows[1] if rows else ()):
        said = f"{rows[0]} {label}" if rows else ""
        ax.text(left - 0.12, top - i - 0.5, said, ha="right", va="center", fontsize=8, color=LINE)
    for j, label in enumerate(columns[1] if columns else ()):
        said = f"{columns[0]} {label}" if columns and columns[0] else ""
        ax.text(left + j + 0.5, top + 0.12, said, ha="center", fontsize=8, color=LINE)


def _meeting(
    ax: Axes, x: tuple[float, float], y: tuple[float, float], pair: tuple[float, float]
) -> None:
    """Two numbers meet between their arrays: a dotted line, and their product in its middle."""
    ax.plot(x, y, color=INK, lw=1, ls=":")
    place = (x[0] + x[1]) / 2, (y[0] + y[1]) / 2
    words = " · ".join(map(_bracketed, pair))
    behind = {"fc": PAPER, "ec": "none", "pad": 1.5}
    ax.text(*place, words, fontsize=8, ha="center", va="center", bbox=behind)


def _note(ax: Axes, place: tuple[float, float], words: str) -> None:
    ax.text(*place, words, fontsize=11, va="center", ha="left")


def _sum_of(first: Floats, second: Floats | None, total: float) -> str:
    """3 · (-2) + 4 · 4 = 10, with real minus signs; without a second factor -2 + 4 = 2."""
    terms = [[v] for v in first] if second is None else zip(first, second, strict=True)
    left = " + ".join(" · ".join(map(_bracketed, term)) for term in terms)
    if second is None:
        left = left.replace("(", "", 1).replace(")", "", 1) if first[0] < 0 else left
    return f"{left} = {known(total, 4)}"


def _bracketed(value: float) -> str:
    return f"({known(value, 4)})" if value < 0 else known(value, 4)


def listed(a: Floats) -> str:
    """An array as the text writes it, [1, −2]."""
    if a.ndim:
        return f"[{', '.join(listed(part) for part in a)}]"
    return known(float(a), 4)


def agreement(
    numeric: ArrayLike, analytic: Sequence[ArrayLike], titles: Sequence[str], alt: str = ""
) -> Picture:
    """Measured slopes against calculated ones: right ones lie on the diagonal.

    numeric  : (P,) one slope for each parameter
    analytic : one (P,) for each panel
    titles   : one for each panel
    """
    numeric = np.asarray(numeric, float).ravel()
    panels = [np.asarray(a, float).ravel() for a in analytic]
    figure = Figure(figsize=(2.7 * max(len(panels), 1), 3.5), layout="constrained")
    counts = []
    for i, (a, title) in enumerate(zip(panels, titles, strict=True)):
        ax = figure.add_subplot(1, len(panels), i + 1)
        counts.append(_compare(ax, numeric, a))
        ax.set(title=title, xlabel="measured", ylabel="calculated" if i == 0 else "")
        ax.title.set_fontsize(12)
    words = "; ".join(
        f"{' '.join(t.split())}: {n} of {numeric.size} slopes off the diagonal"
        for t, n in zip(titles, counts, strict=True)
    )
    return Picture(figure, f"{alt} Measured against calculated slopes. {words}.".strip())


def _compare(ax: Axes, numeric: Floats, analytic: Floats) -> int:
    """One panel; returns how many slopes lie visibly off the diagonal."""
    size = float(np.abs(numeric[np.isfinite(numeric)]).max(initial=0.0)) or 1.0
    off = ~(np.abs(analytic - numeric) <= 1e-3 * size)
    ax.axline((0, 0), slope=1, color=LINE, lw=1)
    ax.plot(numeric[~off], analytic[~off], "o", ms=3, color=RIGHT)
    ax.plot(numeric[off], analytic[off], "x", ms=5, color=WRONG)
    ax.set(xlim=(-1.1 * size, 1.1 * size), ylim=(-1.1 * size, 1.1 * size), xticks=[0], yticks=[0])
    return int(off.sum())
