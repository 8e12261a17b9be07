"""Shape and dtype are right, and what `got` has too much or too little is a whole term."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from course.check.comparing import LARGEST_COMPARED, agree
from course.check.diagnosis.rules import Case, as_float, binary, varied
from course.check.kinds import Array


def off_by_one(c: Case) -> bool:
    """Whether every count is one too large, or every one too small."""
    if c.expected.dtype.kind not in "iu" or binary(c.expected):
        return False
    step = as_float(c.got) - as_float(c.expected)
    # A single 1 for 2, or 2 for 1, may be a factor just as well.
    sure = varied(c.expected, 2) or not two_for_one(c)
    return (
        sure
        and bool(np.abs(c.expected).max() > 1)
        and bool((step == step.flat[0]).all())
        and abs(step.flat[0]) == 1
    )


def two_for_one(c: Case) -> bool:
    """Whether the first values are a 1 and a 2: one term too many, or a factor?"""
    return {abs(int(c.got.flat[0])), abs(int(c.expected.flat[0]))} == {1, 2}


def shifted(c: Case) -> bool:
    """Whether the same number was added everywhere."""
    e, d = as_float(c.expected), as_float(c.got) - as_float(c.expected)
    if not (np.isfinite(d).all() and varied(e)):
        return False
    return agree(c.got, e + d.flat[0], c.tol)


def _times_in(c: Case) -> tuple[str, int] | None:
    """The one input whose whole multiple is what `got` has too much, and that multiple."""
    if c.expected.size < 2 or not varied(c.expected, 2):
        return None
    d = as_float(c.got) - as_float(c.expected)
    found = [(n, k) for n, a in c.inputs.items() if (k := multiple(d, a, c))]
    return found[0] if len(found) == 1 else None


def _stretches(shape: tuple[int, ...], to: tuple[int, ...]) -> bool:
    ends = zip(reversed(shape), reversed(to), strict=False)
    return len(shape) <= len(to) and all(n in (1, m) for n, m in ends)


def multiple(d: Array, a: Array, c: Case) -> int | None:
    """The whole number k, not 0, for which the difference d is k times the input a, if any."""
    if a.size > LARGEST_COMPARED or not _stretches(a.shape, d.shape):
        return None
    a = np.broadcast_to(as_float(a), d.shape)
    if not (np.isfinite(a).all() and np.isfinite(d).all() and a.any()):
        return None
    at = np.abs(a).argmax()
    ratio = float(d.flat[at] / a.flat[at])
    if not np.isfinite(ratio):  # a tiny input under a large difference
        return None
    k = round(ratio)
    # Rounding is relative to the numbers that were subtracted, not to what is left of them.
    sizes = np.maximum(np.abs(as_float(c.expected)), np.abs(as_float(c.got)))
    slack = 1e-5 * sizes.max()
    # A tenth of it where an entry is small: a large one must not hide what others differ by.
    near = bool((np.abs(d - k * a) <= np.maximum(1e-5 * sizes, 0.1 * slack)).all())
    # An input that hardly exceeds the slack would fit any difference.
    return k if near and k and np.abs(a).max() > 100 * slack else None


def counted(*multiples: int) -> Callable[[Case], str | None]:
    """A test that names the input of which so many are too much; fewer than 0 are missing."""

    def test(c: Case) -> str | None:
        found = _times_in(c)
        hidden = found and found[1] > 1 and found[1] + 1 in c.sizes()
        return found[0] if found and found[1] in multiples and not hidden else None

    return test


def counted_per_entry(c: Case) -> str | None:
    """The input that came into a sum with every one of its terms, if there is one."""
    found = _times_in(c)
    return found[0] if found and found[1] > 1 and found[1] + 1 in c.sizes() else None
