"""Shape and dtype are right, and every value is the same multiple of the expected one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

import numpy as np

from course.check.comparing import agree
from course.check.diagnosis.rules import Case, as_float, varied
from course.check.diagnosis.terms import multiple, two_for_one

LOGARITHMS = (np.log(2), np.log(10), np.log2(10))


def factor(c: Case) -> float | None:
    """The number by which all of `expected` has to be multiplied to give `got`."""
    e, g = as_float(c.expected), as_float(c.got)
    if not (np.isfinite(e).all() and np.isfinite(g).all() and e.any()):
        return None
    at = np.abs(e).argmax()  # where rounding is the smallest part of the ratio
    k = float(g.flat[at] / e.flat[at])
    # Closer to 1 it is no factor that somebody forgot, but a constant with too few digits.
    far = k != 0 and abs(k - 1) > 1e-2
    return k if far and agree(c.got, k * e, c.tol) else None


def _near(k: float, value: float) -> bool:
    return abs(k - value) <= 1e-5 * abs(value)


def _causes(c: Case, k: float) -> set[str]:
    """Every special factor that `k` may be; more than one means that nobody can tell."""
    found = set()
    if any(_near(k, n) for n in c.sizes()):
        found.add("summed")
    if any(_near(k, 1 / n) for n in c.sizes()):
        found.add("averaged")
    if any(_near(k, v) or _near(k, 1 / v) for v in LOGARITHMS):
        found.add("logarithm")
    for name, v in _scalars(c):
        if _near(k, v):
            found.add(f"times {name}")
        if _near(k, 1 / v):
            found.add(f"over {name}")
    return found


def _scalars(c: Case) -> Iterator[tuple[str, float]]:
    """Inputs that are single numbers, except for those whose factor has likelier causes."""
    for name, a in c.inputs.items():
        if a.ndim == 0 and abs(a) not in (0, 0.5, 1, 2) and np.isfinite(a):
            yield name, float(a)


def cause(word: str) -> Callable[[Case], str | bool | None]:
    """A test for one of the factors of `_causes`; gives the input's name if there is one."""

    def test(c: Case) -> str | bool | None:
        k = factor(c)
        causes = _causes(c, k) if k is not None else set()
        first = next(iter(causes), "")
        return len(causes) == 1 and first.startswith(word) and (first[len(word) :].strip() or True)

    return test


def simple_factor(c: Case) -> str | None:
    """The factor as a whole number or a simple fraction, where it is one."""
    k = factor(c)
    if k is None or k == -1:
        return None
    # 3/7 and 1/784 are counts of something. A fraction of larger numbers is close to any factor.
    near = Fraction(k).limit_denominator(1000)
    simple = near.denominator <= 12 or near.numerator in (1, -1)
    if not simple or near.denominator * abs(near.numerator) > 1000 or not _near(k, float(near)):
        return None
    plain = abs(near) in (2, 100, Fraction(1, 2), Fraction(1, 100)) or _causes(c, k)
    return str(near) if varied(c.expected, 2) or (plain and not _otherwise(c)) else None


def _otherwise(c: Case) -> bool:
    """Whether two single numbers, which always have some ratio, may differ for other reasons."""
    d = as_float(c.got) - as_float(c.expected)
    counted = c.expected.dtype.kind in "iu" and two_for_one(c)
    return counted or any(multiple(d, a, c) is not None for a in c.inputs.values() if a.size == 1)
