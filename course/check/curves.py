"""Checks of chapter 2's activations: what they do far from 0, and of what they are made.

Notebooks import it as `curves`. Like `course.check`, it raises `CheckFailed` with a message for
the student.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from course import check
from course.check.kinds import REAL, as_array
from course.check.mistake import Mistake

NO_SIGMOID = Mistake("computed without sigmoid", "Let your own `sigmoid` make the curve.")
BESIDE_SIGMOID = Mistake(
    "not made of sigmoid alone",
    "The numbers in `x` are used beside `sigmoid`, too; hand them to `sigmoid` and nothing else.",
)
IDLE_SIGMOID = Mistake(
    "sigmoid makes no difference", "What `sigmoid` gives does not go into the result."
)
SOME_SIGMOID = Mistake(
    "sigmoid does not reach every number", "Every number of the result comes from `sigmoid`."
)
NO_RELU = Mistake("computed without relu", "Let your own `relu` make the bends.")
BESIDE_RELU = Mistake(
    "not made of relu alone",
    "The numbers in `x` are used beside `relu`, too: by a comparison, `np.where` or a product?",
)
OWN_NUMBER = Mistake(
    "a number of its own added",
    "A number without a `relu` is among the terms; a sum that begins at 0 needs none.",
)
IDLE_RELU = Mistake("relu makes no difference", "What `relu` gives does not go into the result.")
NO_SUM = Mistake(
    "not a sum of ReLUs",
    "What `relu` gives goes into another function, or into `relu` again; multiply it by numbers "
    "and add it up.",
)
BENT_BEFORE = Mistake(
    "bent before relu",
    "What goes into `relu` has a bend already, as from `np.minimum` or `np.abs`; let all bends "
    "come from `relu`.",
)
CUT_EARLY = Mistake(
    "cut off too early",
    "An exponential may be cut off from 20 on, where it is down to 2e-9; here more is left of it.",
)
NEARLY = 0.06  # of the level, or of 1, by which a cut exponential misses it


def far(what: str, x: Any, out: Any, right: Any) -> None:
    """What an activation gave far from 0 must be right.

    what       : name of `out`
    x          : (N,), rising, from far below 0 to far above it
    out, right : of the shape of x

    Raises CheckFailed.
    """
    a, e = as_array(out), np.asarray(right, dtype=float)
    if a is not None and a.shape == e.shape and a.dtype.kind in REAL:
        first = float(a[0])
        off = abs(first - e[0]) / (abs(e[0]) or 1.0)
        level = abs(first) < abs(e[0]) if e[0] else a[1] == first
        early = level and (1e-5 if e[0] else 1e-6) < off < NEARLY
        seen = f"{what}: at {x[0]:g} it is {first:g}, and should be {e[0]:g}."
        check.that(not early, seen, mistake=CUT_EARLY)
    check.close(what, out, e)


def made_of_sigmoid(f: Any) -> None:
    """`f`, a function of an array, must take from `sigmoid` how it tells numbers apart.

    Raises CheckFailed.
    """
    with check.spy(f, sigmoid=lambda x: np.full(np.shape(x), 0.5)) as calls:
        out = check.call(f, np.array([-1.0, 0.3, 2.0]))
    check.that(calls["sigmoid"], "sigmoid was not called.", mistake=NO_SIGMOID)
    seen = "We let sigmoid always give 0.5: the result should be the same for every x, and is not."
    alone = len(np.unique(out)) == 1
    check.that(alone, seen, mistake=BESIDE_SIGMOID)
    outs, x = [], check.rng().uniform(0.3, 2.0, size=(2, 3))
    for k in (-1.0, -2.0):
        with check.spy(f, sigmoid=lambda x, k=k: 1 / (1 + np.exp(np.multiply(k, x)))):
            outs.append(np.asarray(check.call(f, x)))
    same = outs[0] == outs[1] if outs[0].shape == outs[1].shape else np.True_
    seen = "We made sigmoid twice as steep: the result should change with it, and does not."
    check.that(not np.all(same), seen, mistake=IDLE_SIGMOID)
    seen = "We made sigmoid twice as steep: all numbers should change with it, and some do not."
    check.that(not np.any(same), seen, mistake=SOME_SIGMOID)


def made_of_relu(f: Any) -> None:
    """`f`, a hat of an array and three numbers, must be a sum of terms `c * relu(m * x - k)`.

    Such a sum is linear in `relu`, whatever function takes its place, and a straight line if
    nothing does. Raises CheckFailed.
    """
    gaps, sides = check.rng().uniform(0.5, 1.0, 2), check.rng().uniform(0.25, 1.0, (2, 3))
    corners = (-gaps[0], 0.25, 0.25 + gaps[1])
    # Two points and the one halfway: about each corner, and about all of them.
    first, last = np.append(corners - sides[0], -3.25), np.append(corners + sides[1], 3.5)
    x = np.stack([first, (first + last) / 2, last])

    def given(relu: Any) -> Any:
        with check.spy(f, relu=relu) as calls:
            out = check.call(f, x, *corners)
        check.that(calls["relu"], "relu was not called.", mistake=NO_RELU)
        check.shape("the result", out, x.shape)
        return np.asarray(out, dtype=float)

    flat = given(lambda s: np.ones(np.shape(s)))
    seen = "We let relu always give 1: the result should be the same for every x, and is not."
    check.that(np.ptp(flat) < 1e-5, seen, mistake=BESIDE_RELU)
    rest = float(given(lambda s: np.zeros(np.shape(s))).max())
    seen = f"We let relu always give 0: the result should then be 0, and is {rest:.3g}."
    check.that(abs(rest) < 1e-5, seen, mistake=OWN_NUMBER)
    one, other, both = (given(g) for g in (np.tanh, np.cos, lambda s: np.tanh(s) + 2 * np.cos(s)))
    seen = "We put another function in the place of relu: the result should change, and does not."
    check.that(np.any(np.abs(one - other) > 1e-6), seen, mistake=IDLE_RELU)
    near = np.abs(both - one - 2 * other) < 1e-4 * (1 + np.abs(one) + np.abs(other))
    seen = "What relu gives is not only multiplied by numbers and added up."
    check.that(np.all(near), seen, mistake=NO_SUM)
    left, middle, right = given(lambda s: 1.0 * np.asarray(s))
    near = np.abs(left + right - 2 * middle) < 1e-4 * (1 + np.abs(left) + np.abs(right))
    seen = "We let relu change nothing: the result should then be a straight line, and is not."
    check.that(np.all(near), seen, mistake=BENT_BEFORE)
