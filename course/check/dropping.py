"""Part of the checks of chapter 6: dropout."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from course import check
from course.check.repeats import by_seed


def dropout(f: Any, p: float, scale: float, seed: int = 0, draws: bool = True) -> None:
    """`dropout_forward` on 4000 numbers: what it drops, the mask, and chance from its rng.

    scale : what a number that stays is multiplied by
    draws : whether to look at what its draws depend on

    Raises CheckFailed.
    """
    x, both = np.arange(4000.0).reshape(100, 40) + 1, ("out", "mask")

    def run(seed: int) -> Any:
        return check.call(f, x, p, np.random.default_rng(seed), True, returns=both)

    out, mask = run(seed)
    check.shape("mask", mask, x.shape)
    message = "mask holds True and False, expected floats."
    check.that(mask.dtype.kind != "b", message, mistake="booleans instead of numbers")
    # The share of 4000 entries has a standard deviation of at most 0.5 / 4000**0.5 = 0.008. 0.05 is
    # more than six of them: nobody will meet a seed that costs a right answer its points.
    kept = float(np.mean(np.asarray(mask) != 0))
    message = f"{kept:.0%} of the entries are kept, expected {1 - p:.0%}."
    cause = "`p` kept instead of dropped" if abs(kept - p) < 0.05 else "wrong share dropped"
    check.that(abs(kept - 1 + p) < 0.05, message, mistake=cause)
    some = np.array([0.0, scale]) if p else np.array([scale])
    values, mistakes = np.unique(np.round(mask, 9)), {"not scaled up": [0.0, 1.0]}
    check.close("the values in mask", values, some, mistakes=mistakes)
    check.shape("out", out, x.shape)
    message = "The zeros in out are not where mask has them."
    check.that(np.array_equal(out == 0, mask == 0), message, mistake="out belongs to another mask")
    unscaled = {"out is not scaled, mask is": x * (mask != 0)}
    check.close("out", out, x * mask, mistakes=unscaled)
    if draws:
        _by_chance(run, mask, seed)
    out, mask = check.call(f, x, p, np.random.default_rng(seed), False, returns=both)
    check.shape("mask without training", mask, x.shape)
    dropped = {"dropped without training": x * mask, "scaled without training": x * (1 - p)}
    check.close("out without training", out, x, mistakes=dropped)
    check.close("mask without training", mask, np.ones(x.shape))


def _by_chance(run: Callable[[int], Any], mask: Any, seed: int) -> None:
    """Each entry of a mask must have a draw of its own, from rng."""
    # Of one draw for a row or column nearly all are alike; of single ones hardly any.
    alike = [np.mean(np.ptp(mask, axis=axis) == 0) for axis in (0, 1)]
    message = "Whole rows or columns share a draw."
    check.that(max(alike) < 0.5, message, mistake="one draw for several entries")
    by_seed("out", lambda seed: run(seed)[0], seed + 7)
    masks = [mask, *(run(seed + k)[1] for k in range(1, 4))]
    counts = {int(np.count_nonzero(mask)) for mask in masks}
    message = f"Exactly {min(counts)} of the 4000 entries stay, whatever the seed."
    check.that(len(counts) > 1, message, mistake="exactly the share p dropped")
