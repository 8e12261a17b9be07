"""Chapter 4: how wrong an answer is, and how hard a loss pushes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from course.colours import INK, LINE, ONE, PAPER, RIGHT, WRONG
from course.numerals import number, plus
from course.plots.picture import STARLIGHT, Picture, axes

Floats = NDArray[np.float64]
STYLES = ((ONE, "-"), (INK, "--"), (LINE, ":"))


def shares(
    guesses: Mapping[str, ArrayLike],
    names: Sequence[str],
    truth: str = "",
    ylabel: str = "probability",
) -> Picture:
    """Bars for each of several guesses, side by side; the true class is filled.

    guesses : title -> (C,) one number for each class
    names   : C names of the classes
    truth   : the name of the true class, if it is known
    """
    figure, panels = _row(len(guesses), 2.6, 2.7)
    words = []
    for ax, (title, values) in zip(panels, guesses.items(), strict=False):
        heights = _drawable(values)
        bars = ax.bar(range(len(names)), heights, color=PAPER, edgecolor=LINE, linewidth=2)
        for bar, name in zip(bars, names, strict=True):
            if name == truth:
                bar.set(facecolor=ONE, edgecolor=ONE)
        ax.bar_label(bars, fmt="%.3g", padding=2, fontsize=9)
        ax.set_xticks(range(len(names)), names)
        ax.margins(y=0.15)
        ax.set_title(title)
        if ylabel == "probability":
            ax.set_ylim(0, 1.12)
        told = ", ".join(f"{n} {number(v)}" for n, v in zip(names, heights, strict=True))
        words.append(f"{title}: {told}.")
    panels[0].set_ylabel(ylabel)
    known = f" The true class is {truth}." if truth else ""
    return Picture(figure, f"Bars of {ylabel}. {' '.join(words)}{known}")


def surprise(chances: Mapping[str, float]) -> Picture:
    """The surprise -ln p over the probability p of what then happened, some of them marked.

    chances : who gave it -> a probability above 0
    """
    p = np.geomspace(0.005, 1, 300)
    figure, ax = axes(7.5, 3.4)
    ax.plot(p, -np.log(p), color=ONE, lw=2.5)
    for half in (0.4, 0.2, 0.1):
        low, high = -np.log(2 * half), -np.log(half)
        ax.plot([2 * half, half, half], [low, low, high], color=LINE, lw=1)
        step, middle = f"+{high - low:.2f}", (half, (low + high) / 2)
        ax.annotate(step, middle, (-4, -4), textcoords="offset points", ha="right", color=LINE)
    for name, chance in chances.items():
        ax.plot(chance, -np.log(chance), "o", ms=9, color=INK, mec=PAPER, mew=1.5)
        place, side = ((10, 6), "left") if chance < 0.7 else ((40, 20), "right")
        told = f"{name}: p = {number(chance)}, surprise {-np.log(chance):.2f}"
        ax.annotate(told, (chance, -np.log(chance)), place, textcoords="offset points", ha=side)
    ax.set(xlabel="probability $p$ of the true class", ylabel=r"surprise $-\ln\,p$")
    ax.set(xlim=(-0.02, 1.02), ylim=(-0.25, 5.4))
    told = ", ".join(f"{-np.log(v):.2f} at {number(v)} ({k})" for k, v in chances.items())
    return Picture(
        figure,
        "The surprise, minus the logarithm of p, falls from far above near p = 0 to 0 at p = 1. "
        f"It is {told}. Steps from 0.8 to 0.4, 0.2 and 0.1 each rise by 0.69.",
    )


def constant_answers(
    tries: Mapping[str, ArrayLike],
    labels: ArrayLike,
    names: Sequence[str],
    loss: Callable[[Floats, NDArray[np.int64]], float],
    counted: bool = True,
) -> Picture:
    """The same probabilities for every sample, and what they cost: the labels beside the tries.

    tries   : title -> (C,) positive numbers, in proportion to the probabilities
    labels  : (N,) the true classes
    names   : C names of the classes
    loss    : function of logits (N, C) and labels (N,)
    counted : whether the labels stand beside the tries, where they tell which is best
    """
    labels = np.asarray(labels)
    figure, panels = _row(counted + len(tries), 2.6, 2.7)
    words = [_count(panels.pop(0), names, labels)] if counted else []
    for ax, (title, parts) in zip(panels, tries.items(), strict=True):
        with np.errstate(all="ignore"):  # a share of 0 costs infinity, as it should
            p = np.asarray(parts, float) / np.sum(parts)
            cost = loss(np.tile(np.log(p), (len(labels), 1)), labels)
        _bars(ax, names, p, f"{title}\nloss {cost:.4f}", PAPER)
        ax.set(ylim=(0, 1.12), yticks=[])
        told = ", ".join(f"{n} {number(v)}" for n, v in zip(names, p, strict=True))
        words.append(f"{title}: {told}, loss {cost:.4f}")
    panels[0].set_ylabel("probability")
    return Picture(figure, f"{'. '.join(words)}.")


def _count(ax: Axes, names: Sequence[str], labels: NDArray[np.int64]) -> str:
    """Bars of how many labels each class has; returns them in words."""
    counts = np.bincount(labels, minlength=len(names))
    _bars(ax, names, counts, f"the {len(labels)} labels", ONE)
    ax.set(yticks=[], ylabel="number")
    return f"The labels: {', '.join(f'{c} {n}' for n, c in zip(names, counts, strict=True))}"


def _bars(ax: Axes, names: Sequence[str], values: ArrayLike, title: str, colour: str) -> None:
    edge = LINE if colour == PAPER else colour
    bars = ax.bar(range(len(names)), _drawable(values), color=colour, edgecolor=edge, linewidth=2)
    ax.bar_label(bars, fmt="%.3g", padding=2, fontsize=9)
    ax.set_xticks(range(len(names)), names)
    ax.margins(y=0.15)
    ax.set_title(title)


def _row(n: int, width: float, height: float) -> tuple[Figure, list[Axes]]:
    """A figure of n panels in a row, each of that size in inches."""
    figure = Figure(figsize=(width * max(n, 1), height), layout="constrained")
    return figure, list(figure.subplots(1, max(n, 1), squeeze=False)[0])


def slid(logits: ArrayLike, names: Sequence[str]) -> Picture:
    """Logits on the curve of e to the z, and where they come to lie if the largest slides to 0.

    logits : (C,) of one sample
    names  : C names of the classes
    """
    before = np.asarray(logits, float)
    slide = float(before.max())
    span = np.linspace(min(before.min(), 0) - max(slide, 0) - 0.6, max(slide, 0) + 0.1, 200)
    figure, ax = axes(7.5, 3.6)
    ax.plot(span, np.exp(span), color=LINE, lw=1.5)
    given = _heights(ax, before, names, LINE, above=True)
    after = _heights(ax, before - slide, names, ONE, above=False)
    arrow = {"arrowstyle": "->", "color": ONE, "lw": 1.5}
    ax.annotate("", (0, np.exp(slide)), (slide - 0.06, np.exp(slide)), arrowprops=arrow)
    ax.plot([0, 0], [1, np.exp(slide)], ":", color=ONE, lw=1.2)
    told = f"each slides by {slide:.2f}"
    ax.annotate(told, (0.4 * slide, np.exp(slide)), (0, 5), textcoords="offset points", ha="center")
    ax.set(xlabel="logit $z$", ylabel="height $e^z$", ylim=(-0.45, 1.17 * np.exp(max(slide, 0))))
    ax.legend(loc="upper left", frameon=False)
    return Picture(
        figure,
        f"The curve of e to the z with {len(before)} logits on it. Their heights: {given}. With "
        f"the largest logit slid to 0: {after}. All have shrunk by the same factor.",
    )


def _heights(ax: Axes, z: Floats, names: Sequence[str], colour: str, above: bool) -> str:
    """Draw logits as heights under the curve of e to the z, hollow if `above`; say how high."""
    size, fill = (12, PAPER) if above else (6, colour)
    ax.vlines(z, 0, np.exp(z), color=colour, lw=1.2, ls="--" if above else "-")
    label = "as given" if above else "with the largest at 0"
    ax.plot(z, np.exp(z), "o", ms=size, mfc=fill, mec=colour, mew=2, label=label)
    words = [f"{name} {number(np.exp(x))}" for name, x in zip(names, z, strict=True)]
    for x, word in zip(z, words, strict=True):
        place, side = ((-11, 5), "right") if above else ((9, -13), "left")
        ax.annotate(word, (x, np.exp(x)), place, textcoords="offset points", ha=side, color=colour)
    return ", ".join(words)


def misses(pred: ArrayLike, target: ArrayLike) -> Picture:
    """What was predicted and what was wanted, with the square that each error spans.

    pred, target : (N,)
    """
    pred, target = np.asarray(pred, float), np.asarray(target, float)
    errors = pred - target
    places = np.arange(len(pred)) * (1.5 + np.abs(errors).max(initial=0))
    figure, ax = axes(7.5, 3.2)
    for place, goal, error in zip(places, target, errors, strict=True):
        corner = (place, min(goal, goal + error))
        ax.add_patch(_square(corner, abs(error)))
        ax.plot([place, place], [goal, goal + error], color=WRONG, lw=3)
        ax.annotate(
            plus(error),
            (place, goal + error / 2),
            (-8, 0),
            textcoords="offset points",
            ha="right",
            va="center",
        )
    ax.plot(places, target, "o", ms=9, color=ONE, label="target")
    ax.plot(places, pred, "D", ms=8, mfc=PAPER, mec=INK, mew=2, label="pred")
    ax.set(aspect="equal", xticks=places, xticklabels=[f"sample {i}" for i in range(len(pred))])
    ax.margins(0.12)
    ax.legend(loc="upper left", frameon=False)
    told = ", ".join(plus(e) for e in errors)
    return Picture(
        figure, f"Predictions and wanted values. The errors are {told}, each with its square."
    )


def _square(corner: tuple[float, float], side: float) -> Rectangle:
    return Rectangle(corner, side, side, facecolor=WRONG, alpha=0.18, hatch="//")


def loss_curves(
    x: ArrayLike, curves: Mapping[str, Callable[[float], float]], xlabel: str
) -> Picture:
    """Up to three curves over x, and beside them their slopes.

    x      : (n,) in rising order
    curves : name -> function of one number
    """
    x = np.asarray(x, float)
    values = {name: _drawable([f(v) for v in x]) for name, f in curves.items()}
    figure, (left, right) = _row(2, 4.3, 3.4)
    _draw_curves(left, x, values, xlabel, "value")
    _draw_curves(right, x, {n: _slope(v, x) for n, v in values.items()}, xlabel, "slope")
    lowest = "; ".join(f"{n} is lowest at {number(x[_lowest(v)])}" for n, v in values.items())
    return Picture(figure, f"{' and '.join(values)} over the {xlabel}; {lowest}.")


def one_answer(targets: ArrayLike) -> Picture:
    """MSE and MAE of one number c for all targets, each divided by its lowest value, and slopes.

    targets : (n,) not all alike
    """
    t = np.asarray(targets, float)
    squares, sizes = np.mean((t - t.mean()) ** 2), np.mean(np.abs(t - np.median(t)))
    curves: dict[str, Callable[[float], float]] = {
        f"MSE / {number(squares)}": lambda c: float(np.mean((c - t) ** 2) / squares),
        f"MAE / {number(sizes)}": lambda c: float(np.mean(np.abs(c - t)) / sizes),
    }
    return loss_curves(np.linspace(0, 10, 201), curves, "answer c")


def _drawable(values: ArrayLike) -> Floats:
    """Values that a figure survives: at most a million in size, what is no number left out."""
    values = np.asarray(values, float)
    return np.where(np.isfinite(values), np.clip(values, -1e6, 1e6), np.nan)


def _slope(values: Floats, x: Floats) -> Floats:
    return np.gradient(values, x) if len(x) > 1 else np.zeros_like(values)


def _draw_curves(
    ax: Axes, x: Floats, values: Mapping[str, Floats], xlabel: str, title: str
) -> None:
    for (name, v), (colour, line) in zip(values.items(), STYLES, strict=False):
        ax.plot(x, v, line, color=colour, lw=2, label=name)
    ax.axhline(0, color=LINE, lw=0.6)
    ax.set(xlabel=xlabel, title=title)
    ax.margins(y=0.12)
    ax.legend(frameon=False, fontsize=9)


def _lowest(values: Floats) -> int:
    return int(np.argmin(np.where(np.isnan(values), np.inf, values)))


def loss_landscapes(losses: Mapping[str, Callable[[Floats], float]], n: int = 41) -> Picture:
    """Losses of a neuron with two weights as hills and valleys, the lowest point of each marked.

    losses : name -> function of the two weights (2,)
    n      : values that each weight takes, from -6 to 6
    """
    ticks = np.linspace(-6, 6, n)
    first, second = np.meshgrid(ticks, ticks)
    figure = Figure(figsize=(3.4 * max(len(losses), 1), 3.6), layout="constrained")
    told = []
    for i, (name, loss) in enumerate(losses.items(), start=1):
        height = _drawable([[loss(np.array([v, u])) for v in ticks] for u in ticks])
        ax: Any = figure.add_subplot(1, len(losses), i, projection="3d")
        ax.plot_surface(first, second, height, cmap="cividis", rcount=40, ccount=40, alpha=0.9)
        low = np.unravel_index(_lowest(height), height.shape)
        spot = first[low], second[low], height[low]
        ax.plot(*([v] for v in spot), "v", color=RIGHT, ms=9, mec=PAPER, zorder=10)
        ax.set(xlabel="$w_1$", ylabel="$w_2$", title=name)
        ax.view_init(elev=32, azim=-60)
        told.append(
            f"{name}: lowest, {number(spot[2], 2)}, at weights {spot[0]:.1f} and {spot[1]:.1f}"
        )
    return Picture(figure, f"Loss over the two weights of a neuron. {'; '.join(told)}.")


def decibels(copy: Floats, picture: Floats) -> float:
    """The peak signal-to-noise ratio of a copy with values up to 255; both have one shape."""
    return float(10 * np.log10(255**2 / np.mean((copy - picture) ** 2)))


def damaged_moons(measure: Callable[[Floats, Floats], float] = decibels, n: int = 60) -> Picture:
    """A picture of the moon and three copies, each with a mean squared error of 400.

    measure : function of a copy and the picture, both (n, n), in decibels
    n       : a multiple of 5
    """
    moon = moonlight(n)
    copies = damaged(moon)
    titles = ["original", *(f"{k}: {measure(v, moon):.1f} dB" for k, v in copies.items())]
    figure, panels = _row(4, 2.4, 2.8)
    for ax, title, picture in zip(panels, titles, (moon, *copies.values()), strict=True):
        ax.imshow(picture, cmap="gray", vmin=0, vmax=255)
        ax.set(xticks=[], yticks=[])
        ax.set_title(title, fontsize=10, color=STARLIGHT)
    return Picture(
        figure,
        "The moon over hills, and three copies: too bright all over; full of noise; with a "
        f"bright square in the sky. Titles: {', '.join(titles)}.",
        true=True,
    )


def moonlight(n: int = 60) -> Floats:
    """A picture of the moon over hills, (n, n), with values from 50 to 155."""
    down, across = np.mgrid[0:n, 0:n] / n
    sky: Floats = 65 + 60 * down
    hills = 0.72 + 0.1 * np.sin(7 * across) + 0.03 * np.sin(23 * across)
    sky[down > hills] = 50
    sky[(across - 0.68) ** 2 + (down - 0.3) ** 2 < 0.02] = 155
    return sky


def damaged(picture: Floats) -> dict[str, Floats]:
    """Three copies of a picture, (n, n) with n a multiple of 5, each with an MSE of 400."""
    noise = np.random.default_rng(1).choice([-20.0, 20.0], size=picture.shape)
    patch, fifth = np.zeros_like(picture), len(picture) // 5
    patch[2 * fifth : 3 * fifth, fifth : 2 * fifth] = 100
    return {"brighter": picture + 20, "noisy": picture + noise, "patched": picture + patch}
