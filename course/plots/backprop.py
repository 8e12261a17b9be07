"""Chapter 5: slopes by nudging, the two halves of a layer, and how well two gradients agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Rectangle
from numpy.typing import ArrayLike, NDArray

from course.plots.picture import BLUE, GREY, ORANGE, Picture, axes

Floats = NDArray[np.float64]


def nudges(f: Callable[[float], float], at: float, h: float) -> Picture:
    """A curve, its tangent, and the two chords of a nudge up and of a nudge both ways.

    f  : number -> number
    at : where the slope is wanted
    h  : size of the nudge
    """
    figure, ax = axes(6, 3.8)
    ticks = np.linspace(at - 2 * h, at + 2 * h, 101)
    ax.plot(ticks, [f(t) for t in ticks], color=GREY, lw=3, alpha=0.6, label="the loss")
    frame = ax.get_xlim(), ax.get_ylim()
    tangent = _tangent(f, at)
    ax.axline(
        (at, f(at)), slope=tangent, color="black", lw=1.8, ls=":", label=f"tangent: {tangent:.4g}"
    )
    up = _chord(ax, f, (at, at + h), ORANGE, "o--", "up only")
    both = _chord(ax, f, (at - h, at + h), BLUE, "s-", "both ways")
    ax.plot(at, f(at), "o", ms=11, mfc="white", mec=GREY, mew=2, label="here")
    ax.set(xlabel="weight", ylabel="loss", title=f"nudges of {h:g}", xlim=frame[0], ylim=frame[1])
    ax.legend()
    return Picture(
        figure,
        f"A curve and three lines around {at:g}. Nudged up by {h:g} the line rises by {up:.4g} "
        f"per unit, nudged both ways by {both:.4g}. The tangent rises by {tangent:.4g}.",
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
    ax.plot(ends, [f(left), f(right)], style, color=colour, lw=2.5, label=f"{word}: {rise:.4g}")
    return float(rise)


def affine_backward(
    x: ArrayLike,
    w: ArrayLike,
    dout: ArrayLike,
    dx: ArrayLike,
    dw: ArrayLike,
    db: ArrayLike,
    of_w: tuple[int, int],
    of_x: tuple[int, int],
) -> Picture:
    """Which numbers of an affine layer meet on the way back, for one weight and for one input.

    x, w, dout : (N, D), (D, M), (N, M)
    dx, dw, db : (N, D), (D, M), (M,)
    of_w       : row and column of the weight whose slope is followed, counted from 1
    of_x       : row and column of the input whose slope is followed, counted from 1
    """
    x, w, dout, dx, dw, db = (np.asarray(a, float) for a in (x, w, dout, dx, dw, db))
    samples, inputs, units = ([*range(1, k + 1)] for k in (len(x), *w.shape))
    (d, m), (n, k) = (of_w[0] - 1, of_w[1] - 1), (of_x[0] - 1, of_x[1] - 1)
    figure = Figure(figsize=(10, 6), layout="constrained")
    left, right = figure.subplots(1, 2)

    below, beside = -len(samples) - 2.0, len(inputs) + 2.0
    _array(left, (0, 0), "x", x, ("sample", samples), ("input", inputs), (slice(None), d))
    _array(left, (beside, 0), "dout", dout, None, ("unit", units), (slice(None), m))
    _array(left, (beside, below), "dw", dw, ("input", inputs), ("", units), (d, m))
    _array(left, (beside, below - len(inputs) - 1.1), "db", db[None], None, None, (0, m))
    for i, pair in enumerate(zip(x[:, d], dout[:, m], strict=True)):
        _meeting(left, (len(inputs), beside), (-i - 0.5, -i - 0.5), pair)
    of_weight = _sum_of(x[:, d], dout[:, m], dw[d, m])
    of_bias = _sum_of(dout[:, m], None, db[m])
    _note(left, (-1.6, below - d - 0.5), f"dw$_{{{d + 1}{m + 1}}}$ = {of_weight}")
    _note(left, (-1.6, below - len(inputs) - 1.6), f"db$_{{{m + 1}}}$ = {of_bias}")
    column = f"column {d + 1} of x meets column {m + 1} of dout"
    left.set_title(f"{column},\nsample by sample", fontsize=11)

    beside = len(units) + 2.0
    _array(right, (0, 0), "dout", dout, ("sample", samples), ("unit", units), (n, slice(None)))
    _array(right, (0, below), "w", w, ("input", inputs), ("", units), (k, slice(None)))
    _array(right, (beside, 0), "dx", dx, None, ("input", inputs), (n, k))
    for j, pair in enumerate(zip(dout[n], w[k], strict=True)):
        _meeting(right, (j + 0.5, j + 0.5), (-len(samples), below), pair)
    of_input = _sum_of(dout[n], w[k], dx[n, k])
    _note(right, (beside - 1.2, below - k - 0.5), f"dx$_{{{n + 1}{k + 1}}}$ = {of_input}")
    row = f"row {n + 1} of dout meets row {k + 1} of w"
    right.set_title(f"{row},\nunit by unit", fontsize=11)

    width, height = len(inputs) + len(units) + 2.0, len(samples) + len(inputs) + 4.6
    for ax in (left, right):
        ax.set(xlim=(-1.9, width + 0.2), ylim=(-height, 1.4), aspect="equal")
        ax.set_axis_off()
    alt = (
        f"Two panels. Left: {column}, sample by sample, {of_weight}, which is dw in row {d + 1}, "
        f"column {m + 1}; and that column of dout adds up to db: {of_bias}. "
        f"Right: {row}, unit by unit, {of_input}, which is dx in row {n + 1}, column {k + 1}."
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
    lit: tuple[int | slice, int | slice],
) -> None:
    """A table of numbers whose upper left corner is given; what is `lit` stands in a frame."""
    left, top = corner
    shining = np.zeros(values.shape, bool)
    shining[lit] = True
    for (i, j), value in np.ndenumerate(values):
        colour = BLUE if value > 0 else ORANGE if value < 0 else GREY
        alpha = 0.28 if shining[i, j] else 0.08
        ax.add_patch(
            Rectangle((left + j, top - i - 1), 1, 1, fc=colour, alpha=alpha, ec="none", lw=0)
        )
        weight, ink = ("bold", "black") if shining[i, j] else ("normal", GREY)
        place = left + j + 0.5, top - i - 0.5
        ax.text(*place, _written(value), ha="center", va="center", weight=weight, color=ink)
    (i, j), (height, width) = np.argwhere(shining)[0], np.ptp(np.argwhere(shining), axis=0) + 1
    frame = Rectangle((left + j, top - i - height), width, height, fc="none", ec="black", lw=2)
    ax.add_patch(frame)
    up = 0.62 if columns and columns[0] else 0.12
    ax.text(left - 0.02, top + up, name, fontsize=13, family="monospace", ha="left")
    for i, label in enumerate(rows[1] if rows else ()):
        said = f"{rows[0]} {label}" if rows else ""
        ax.text(left - 0.12, top - i - 0.5, said, ha="right", va="center", fontsize=8, color=GREY)
    for j, label in enumerate(columns[1] if columns else ()):
        said = f"{columns[0]} {label}" if columns and columns[0] else ""
        ax.text(left + j + 0.5, top + 0.12, said, ha="center", fontsize=8, color=GREY)


def _meeting(
    ax: Axes, x: tuple[float, float], y: tuple[float, float], pair: tuple[float, float]
) -> None:
    """Two numbers meet between their arrays: a dotted line, and their product in its middle."""
    ax.plot(x, y, color="black", lw=1, ls=":")
    place = (x[0] + x[1]) / 2, (y[0] + y[1]) / 2
    words = " · ".join(map(_bracketed, pair))
    behind = {"fc": "white", "ec": "none", "pad": 1.5}
    ax.text(*place, words, fontsize=8, ha="center", va="center", bbox=behind)


def _note(ax: Axes, place: tuple[float, float], words: str) -> None:
    ax.text(*place, words, fontsize=11, va="center", ha="left")


def _written(value: float) -> str:
    """A number as the text writes it, with a real minus sign."""
    return f"{value + 0.0:.4g}".replace("-", "\N{MINUS SIGN}")


def _sum_of(first: Floats, second: Floats | None, total: float) -> str:
    """3 · (-2) + 4 · 4 = 10, with real minus signs; without a second factor -2 + 4 = 2."""
    terms = [[v] for v in first] if second is None else zip(first, second, strict=True)
    left = " + ".join(" · ".join(map(_bracketed, term)) for term in terms)
    if second is None:
        left = left.replace("(", "", 1).replace(")", "", 1) if first[0] < 0 else left
    return f"{left} = {_written(total)}"


def _bracketed(value: float) -> str:
    return f"({_written(value)})" if value < 0 else _written(value)


Pairs = Sequence[tuple[ArrayLike, ArrayLike]]

# The lanes of `unwinding`, by their middles: values go up the first, slopes come down the third.
UP, BETWEEN, DOWN, LEFT_BEHIND = 2.2, 6.9, 11.4, 17.4
HIGH = 0.72  # of a cell that is 1 wide
GAP = 1.0  # where an arrow runs
RELU = 1.2  # of its gate


def unwinding(
    params: Pairs, values: Sequence[ArrayLike], slopes: Sequence[ArrayLike], grads: Pairs
) -> Picture:
    """A sample on its way up through a network of ReLUs, and the slopes on their way down.

    params : list of (w, b), (D, M) and (M,), first layer first
    values : x, z1, a1, z2, ..., what flows between the gates, from the input up
    slopes : of the loss along each of these
    grads  : list of (dw, db), shaped like params
    """
    layers = [tuple(np.asarray(a, float) for a in pair) for pair in params]
    left_behind = [tuple(np.asarray(a, float) for a in pair) for pair in grads]
    going = [np.asarray(v, float) for v in values]
    coming = [np.asarray(v, float) for v in slopes]
    names = ["x", *(f"{v}{k // 2 + 1}" for k, v in enumerate("za" * len(layers)))][: len(going)]
    figure, ax = axes(9.6, 8.2)
    y = 0.0
    for k, (value, slope, name) in enumerate(zip(going, coming, names, strict=True)):
        last = k == len(going) - 1
        _row(ax, (UP, y), value, f"{name} = logits" if last else name)
        _row(ax, (DOWN, y), slope, "dlogits" if last else f"d{name}")
        y += HIGH
        if last:
            break
        _arrows(ax, y)
        if k % 2:
            height = _relu_gate(ax, y + GAP, names[k + 1])
        else:
            height = _affine_gate(
                ax, y + GAP, layers[k // 2], left_behind[k // 2], k // 2 + 1, name
            )
            top = y + GAP + height + (0 if k + 2 == len(going) else 2 * GAP + HIGH + RELU)
            _on_the_stack(ax, y + GAP, top, k // 2)
        y += GAP + height
        _arrows(ax, y)
        y += GAP
    ax.text(UP, y + 0.5, "forward, up", ha="center", fontsize=11)
    ax.text(DOWN, y + 0.5, "backward, down", ha="center", fontsize=11)
    ax.text(LEFT_BEHIND, y + 0.5, "left behind", ha="center", fontsize=11)
    ax.set(xlim=(-2.2, 19.4), ylim=(-0.4, y + 1.2))
    ax.set_axis_off()
    up = ", ".join(f"{n} {_listed(v)}" for n, v in zip(names, going, strict=True))
    down = ", ".join(f"d{n} {_listed(v)}" for n, v in [*zip(names, coming, strict=True)][::-1])
    kept = "; ".join(
        f"layer {i + 1} leaves dw {_listed(dw)} and db {_listed(db)}"
        for i, (dw, db) in [*enumerate(left_behind)][::-1]
    )
    words = f"A sample goes up through {len(layers)} layers: {up}. The slopes come down: {down}."
    return Picture(figure, f"{words} On the way {kept}.")


def _listed(a: Floats) -> str:
    if a.ndim:
        return f"[{', '.join(_listed(part) for part in a)}]"
    return _written(float(a))


def _row(ax: Axes, place: tuple[float, float], values: Floats, name: str) -> None:
    """A vector, or a matrix, in the middle above a place, and its name on its left."""
    cells = np.atleast_2d(values)
    left, top = place[0] - cells.shape[1] / 2, place[1] + HIGH * len(cells)
    for (i, j), value in np.ndenumerate(cells):
        colour = BLUE if value > 0 else ORANGE if value < 0 else GREY
        corner = left + j, top - HIGH * (i + 1)
        ax.add_patch(Rectangle(corner, 1, HIGH, fc=colour, alpha=0.18, ec="none", lw=0))
        ax.text(corner[0] + 0.5, corner[1] + HIGH / 2, _written(value), ha="center", va="center")
    ax.add_patch(Rectangle((left, place[1]), cells.shape[1], top - place[1], fc="none", ec=GREY))
    middle = (top + place[1]) / 2
    ax.text(left - 0.2, middle, name, ha="right", va="center", family="monospace", fontsize=10)


def _arrows(ax: Axes, y: float) -> None:
    """Up in the first lane, down in the third, over a gap that begins at y."""
    up = {"arrowstyle": "-|>", "color": BLUE, "lw": 2}
    down = {"arrowstyle": "-|>", "color": ORANGE, "lw": 2, "ls": "--"}
    ax.annotate("", (UP, y + GAP - 0.08), (UP, y + 0.08), arrowprops=up)
    ax.annotate("", (DOWN, y + 0.08), (DOWN, y + GAP - 0.08), arrowprops=down)


def _gate(ax: Axes, y: float, height: float) -> None:
    box = FancyBboxPatch(
        (0, y), DOWN + 2.2, height, boxstyle="round,pad=0,rounding_size=0.25", fc="none", ec=GREY
    )
    ax.add_patch(box)


def _in_the_gate(ax: Axes, middle: float, name: str, keeps: str, backward: str) -> None:
    ax.text(UP, middle + 0.05, name, ha="center", va="bottom", fontsize=11)
    ax.text(UP, middle - 0.05, f"keeps {keeps}", ha="center", va="top", fontsize=9, color=GREY)
    ax.text(DOWN, middle, backward, ha="center", va="center", family="monospace", fontsize=10)


def _relu_gate(ax: Axes, y: float, keeps: str) -> float:
    _gate(ax, y, RELU)
    _in_the_gate(ax, y + RELU / 2, "ReLU", keeps, "relu_backward")
    return RELU


def _affine_gate(
    ax: Axes,
    y: float,
    layer: tuple[Floats, ...],
    grads: tuple[Floats, ...],
    number: int,
    keeps: str,
) -> float:
    """A layer with its weights, and beside it their slopes in the same form; gives its height."""
    height = HIGH * (len(layer[0]) + 1) + 0.9
    _gate(ax, y, height)
    _in_the_gate(ax, y + height / 2, f"layer {number}", f"{keeps}, w{number}", "affine_backward")
    for middle, (w, b), prefix in ((BETWEEN, layer, ""), (LEFT_BEHIND, grads, "d")):
        _row(ax, (middle, y + 0.3), b, f"{prefix}b{number}")
        _row(ax, (middle, y + 0.6 + HIGH), w, f"{prefix}w{number}")
    out = {"arrowstyle": "-|>", "color": ORANGE, "lw": 2, "ls": "--"}
    edge, middle = DOWN + 2.2, y + height / 2
    ax.annotate("", (edge + 1.2, middle), (edge + 0.05, middle), arrowprops=out)
    return height


def _on_the_stack(ax: Axes, bottom: float, top: float, place: int) -> None:
    """Beside a layer and its activation, the entry of the stack that they share."""
    ax.plot([-0.5, -0.8, -0.8, -0.5], [bottom, bottom, top, top], color="black", lw=1.2)
    words, middle = f"caches[{place}]", (bottom + top) / 2
    ax.text(-1.3, middle, words, rotation=90, ha="center", va="center", family="monospace")


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
    figure = Figure(figsize=(2.7 * max(len(panels), 1), 3.2), layout="constrained")
    counts = []
    for i, (a, title) in enumerate(zip(panels, titles, strict=True)):
        ax = figure.add_subplot(1, len(panels), i + 1)
        counts.append(_compare(ax, numeric, a))
        ax.set(title=title, xlabel="measured", ylabel="calculated" if i == 0 else "")
        ax.title.set_fontsize(10)
    words = "; ".join(
        f"{' '.join(t.split())}: {n} of {numeric.size} slopes off the diagonal"
        for t, n in zip(titles, counts, strict=True)
    )
    return Picture(figure, f"{alt} Measured against calculated slopes. {words}.".strip())


def _compare(ax: Axes, numeric: Floats, analytic: Floats) -> int:
    """One panel; returns how many slopes lie visibly off the diagonal."""
    size = float(np.abs(numeric[np.isfinite(numeric)]).max(initial=0.0)) or 1.0
    off = ~(np.abs(analytic - numeric) <= 1e-3 * size)
    ax.axline((0, 0), slope=1, color=GREY, lw=1)
    ax.plot(numeric[~off], analytic[~off], "o", ms=3, color=BLUE)
    ax.plot(numeric[off], analytic[off], "x", ms=5, color=ORANGE)
    ax.set(xlim=(-1.1 * size, 1.1 * size), ylim=(-1.1 * size, 1.1 * size), xticks=[0], yticks=[0])
    return int(off.sum())
