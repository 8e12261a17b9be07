"""Chapter 1: the wiring of an adder, with a bit on every wire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from course.colours import INK, LINE, ONE, PAPER, ZERO, ZERO_INK
from course.plots.picture import Picture, axes

# The adder: where each gate stands, its two inputs, and each wire's way from where it begins.
_GATES = {
    "XOR 1": ((2.9, 2.7), "p", "q"),
    "AND 1": ((2.9, 1.1), "p", "q"),
    "XOR 2": ((6.6, 2.9), "carry", "XOR 1"),
    "AND 2": ((6.6, 1.5), "carry", "XOR 1"),
    "OR": ((8.9, 0.9), "AND 2", "AND 1"),
}
_WIRES = {
    "p": [[(0.0, 2.9), (2.4, 2.9)], [(1.6, 2.9), (1.6, 1.3), (2.4, 1.3)]],
    "q": [[(0.0, 2.5), (2.4, 2.5)], [(1.0, 2.5), (1.0, 0.9), (2.4, 0.9)]],
    "carry": [
        [(0.0, 3.9), (5.3, 3.9), (5.3, 3.1), (6.1, 3.1)],
        [(5.3, 3.1), (5.3, 1.7), (6.1, 1.7)],
    ],
    "XOR 1": [[(3.4, 2.7), (6.1, 2.7)], [(4.75, 2.7), (4.75, 1.3), (6.1, 1.3)]],
    "XOR 2": [[(7.1, 2.9), (10.3, 2.9)]],
    "AND 2": [[(7.1, 1.5), (7.9, 1.5), (7.9, 1.1), (8.4, 1.1)]],
    "AND 1": [[(3.4, 1.1), (4.15, 1.1), (4.15, 0.5), (7.9, 0.5), (7.9, 0.7), (8.4, 0.7)]],
    "OR": [[(9.4, 0.9), (10.3, 0.9)]],
}
_HALF_ADDERS = {
    "first half adder": (0.6, 0.65, 3.8, 3.25),
    "second half adder": (4.4, 0.9, 7.5, 3.5),
}
_WORKS = {"XOR": lambda p, q: p ^ q, "AND": lambda p, q: p & q, "OR": lambda p, q: p | q}


def adder(p: int | None = None, q: int = 0, carry: int = 0) -> Picture:
    """The wiring of one place of an adder, five gates, with a bit on every wire.

    p, q, carry : 0 or 1; without them the wires carry nothing yet
    """
    bits = {} if p is None else {"p": p, "q": q, "carry": carry}
    for name, (_, first, second) in _GATES.items() if bits else ():
        bits[name] = _WORKS[name.split()[0]](bits[first], bits[second])
    figure, ax = axes(8.8, 3.9)
    ax.set_axis_off()
    ax.set(xlim=(-1.4, 12.0), ylim=(-0.05, 4.1))
    for words, corners in _HALF_ADDERS.items():
        _box(ax, words, *corners)
    for name, ways in _WIRES.items():
        for way in ways:
            _wire(ax, way, bits.get(name))
        if len(ways) > 1:
            ax.plot(*ways[1][0], "o", ms=4.5, color=_paint(bits.get(name))[0], zorder=3)
    for name, ((x, y), _, _) in _GATES.items():
        _gate(ax, x, y, name.split()[0], bits.get(name))
    for words, name in {"carry": "carry", "digit p": "p", "digit q": "q"}.items():
        ax.text(-0.15, _WIRES[name][0][0][1], words, ha="right", va="center", fontsize=10)
    for words, name in {"digit to write": "XOR 2", "next carry": "OR"}.items():
        ax.text(10.45, _WIRES[name][0][-1][1], words, va="center", fontsize=10)
    return Picture(figure, _adder_words(bits))


def _box(ax: Axes, words: str, left: float, low: float, right: float, high: float) -> None:
    """A shaded part of the wiring, and its name below."""
    box = FancyBboxPatch((left, low), right - left, high - low, boxstyle="round,pad=0.1", lw=0)
    box.set(facecolor=LINE, alpha=0.1, zorder=0)
    ax.add_patch(box)
    ax.text((left + right) / 2, 0.32, words, ha="center", va="top", fontsize=10, color=LINE)


def _paint(bit: int | None) -> tuple[str, str]:
    if bit is None:
        return LINE, "-"
    return (ONE, "-") if bit else (ZERO, "--")


def _wire(ax: Axes, way: Sequence[tuple[float, float]], bit: int | None) -> None:
    """A wire through the points of its way, and its bit before its end."""
    colour, line = _paint(bit)
    ax.plot(*np.array(way).T, line, color=colour, lw=1.8, zorder=1, solid_joinstyle="round")
    if bit is None:
        return
    (x0, y), (x1, _) = way[-2:]
    box = {"fc": PAPER, "ec": "none", "pad": 1.2}
    at = max(x0 + 0.32, x1 - 0.45)
    ink = ONE if bit else ZERO_INK
    ax.text(at, y, str(bit), ha="center", va="center", color=ink, bbox=box, zorder=2)


def _gate(ax: Axes, x: float, y: float, name: str, bit: int | None) -> None:
    colour, _ = _paint(bit)
    face, ink = (ONE, PAPER) if bit else (PAPER, INK)
    box = FancyBboxPatch((x - 0.45, y - 0.3), 0.9, 0.6, boxstyle="round,pad=0.05", lw=1.8)
    box.set(facecolor=face, edgecolor=colour, zorder=4)
    ax.add_patch(box)
    ax.text(x, y, name, ha="center", va="center", color=ink, weight="bold", zorder=5)


def _adder_words(bits: Mapping[str, int]) -> str:
    if not bits:
        return (
            "The wiring of an adder, from left to right. First half adder: an XOR and an AND, both "
            "of the digits p and q. Second half adder: an XOR and an AND, both of the first XOR's "
            "answer and the carry. The second XOR is the digit to write; an OR of the two ANDs is "
            "the next carry."
        )
    total = bits["p"] + bits["q"] + bits["carry"]
    gates = "; ".join(
        f"{name.split()[0]} of {bits[first]} and {bits[second]} answers {bits[name]}"
        for name, (_, first, second) in _GATES.items()
    )
    return (
        f"The wiring of an adder: {bits['p']} + {bits['q']} with a carry of {bits['carry']} makes "
        f"{total}. In order: {gates}. The second XOR is the digit to write, {bits['XOR 2']}, "
        f"the OR the next carry, {bits['OR']}."
    )
