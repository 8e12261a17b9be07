"""Checks of chapter 2's activations: what they do far from 0, and of what they are made.

Notebooks import it as `curves`. Like `course.check`, it raises `CheckFailed` with a message for
the student.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from course import check
from course.check.kinds import REAL, as_array

# Between these x, exp(-x) is larger than any float, and exp(x) is still above 0.
OVERFLOWS, VANISHES = -709.8, -744.0
NEARLY = 0.06  # of the level, or of 1, by which a cut exponential misses it
UNDERFLOW = (
    "sigmoid(-700) is above 0, but sigmoid(-720), truly 2e-313, is 0: was 1 divided by infinity?"
)
SWAPPED = (
    "sigmoid(1000) is nan, and sigmoid(-720), truly 2e-313, is 0: each of the two forms is used "
    "on the side where its exponential overflows."
)


def far(what: str, x: Any, out: Any, right: Any) -> None:
    """What an activation gave far from 0 must be right, and made without an infinity.

    what       : name of `out`
    x          : (N,), rising, from far below 0 to far above it
    out, right : of the shape of x

    Raises CheckFailed.
    """
    a, e = as_array(out), np.asarray(right, dtype=float)
    if a is not None and a.shape == e.shape and a.dtype.kind in REAL:
        first = float(a[0])
        off = abs(first - e[0]) / (abs(e[0]) or 1.0)
        level = abs(first) < abs(e[0]) if e[0] else x[1] > OVERFLOWS or a[1] == first
        early = level and (1e-5 if e[0] else 1e-6) < off < NEARLY
        seen = f"{what}: at {x[0]:g} it is {first:g}, and should be {e[0]:g}."
        check.that(not early, seen, mistake="cut off too early")
        swapped = np.isnan(a[-1]) and _underflow(x, a)
        check.that(not swapped, SWAPPED, mistake="the two branches are swapped")
    check.close(what, out, e)
    check.that(not _underflow(x, out), UNDERFLOW, mistake="not a number or overflow")


def no_infinity(f: Any) -> None:
    """A sigmoid must not be 0 just because an exponential on the way was infinite.

    Raises CheckFailed.
    """
    low = check.rng().uniform(0.0, 1.0, 4)
    x = np.append(-712 - 28 * low, -640 - 60 * low)
    out = check.call(f, x)
    check.shape("the result", out, x.shape)
    check.that(not _underflow(x, out), UNDERFLOW, mistake="not a number or overflow")


def _underflow(x: Any, out: Any) -> bool:
    """Whether tiny values are 0 while those that are a little less tiny are not."""
    out = np.asarray(out)
    tiny = (x > VANISHES) & (x < OVERFLOWS)
    small = (x > OVERFLOWS) & (x < -600)
    return bool(np.any(out[tiny] == 0) and np.any(out[small] > 0))


def made_of_sigmoid(f: Any) -> None:
    """`f`, a function of an array, must take from `sigmoid` how it tells numbers apart.

    Raises CheckFailed.
    """
    with check.spy(f, sigmoid=lambda x: np.full(np.shape(x), 0.5)) as calls:
        out = check.call(f, np.array([-1.0, 0.3, 2.0]))
    check.that(calls["sigmoid"], "sigmoid was not called.", mistake="computed without sigmoid")
    seen = f"With a sigmoid that always gives 0.5, it still tells inputs apart: {check.shown(out)}."
    alone = len(np.unique(out)) == 1
    check.that(alone, seen, mistake="not made of sigmoid alone")
    outs, x = [], check.rng().uniform(0.3, 2.0, size=(2, 3))
    for k in (-1.0, -2.0):
        with check.spy(f, sigmoid=lambda x, k=k: 1 / (1 + np.exp(np.multiply(k, x)))):
            outs.append(np.asarray(check.call(f, x)))
    same = outs[0] == outs[1] if outs[0].shape == outs[1].shape else np.True_
    seen = "With a sigmoid that is twice as steep, it gives the same."
    check.that(not np.all(same), seen, mistake="sigmoid makes no difference")
    seen = "With a sigmoid that is twice as steep, some of its numbers stay the same."
    check.that(not np.any(same), seen, mistake="sigmoid does not reach every number")
