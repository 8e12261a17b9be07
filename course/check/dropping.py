"""Part of the checks of chapter 6: dropout."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from course import check
from course.check.failure import renamed
from course.check.mistake import Mistake
from course.check.repeats import by_seed

ONE_DRAW = "one draw for several entries"
OTHER_SHARE = Mistake(
    "wrong share dropped",
    "`rng.random` is below p with probability p; other draws, as `rng.normal`, are not.",
)
NO_BRACKETS = Mistake(
    "brackets missing",
    "`/ 1 - p` divides by 1 and subtracts p; the whole of 1 - p is below the line.",
)
MASK_UNSCALED = Mistake(
    "mask is not scaled, out is",
    "The backward pass multiplies by the same mask, so the factor 1 / (1 - p) belongs into it.",
)


def dropout(f: Any, p: float, scale: float, seed: int = 0, draws: bool = True) -> None:
    """`dropout_forward` on 4000 numbers: what it drops, the mask, and chance from its rng.

    scale : what a number that stays is multiplied by
    draws : whether to look at what its draws depend on

    Raises CheckFailed.
    """
    x, both = np.arange(4000.0).reshape(100, 40) + 1, ("out", "mask")

    def run(seed: int) -> Any:
        return check.call(f, x, p, np.random.default_rng(seed), True, returns=both)

    out, mask = _first(f, run, p, seed)
    check.shape("mask", mask, x.shape)
    check.shape("out", out, x.shape)
    message = "mask holds True and False, expected floats."
    check.that(mask.dtype.kind != "b", message, mistake="booleans instead of numbers")
    # The share of 4000 entries has a standard deviation of at most 0.5 / 4000**0.5 = 0.008. 0.05 is
    # more than six of them: nobody will meet a seed that costs a right answer its points.
    some = np.array([0.0, scale]) if p else np.array([scale])
    swapped = np.isin(np.round(out, 9), some).all() and np.array_equal(mask, x * out)
    message = "Where out should stand is mask."
    check.that(not swapped, message, mistake="swapped outputs")
    minus = sorted({-p, 1 - p})
    turned = np.shape(np.unique(mask)) == (2,) and np.allclose(np.unique(mask), minus) and p
    message = "mask holds 1 - p and -p, expected 1 / (1 - p) and 0."
    check.that(not turned, message, mistake=NO_BRACKETS)
    kept = float(np.mean(np.asarray(mask) != 0))
    if p and kept in (0, 1):
        _all_alike(f, run, x, p, seed)
    message = f"{kept:.0%} of the entries are kept, expected {1 - p:.0%}."
    cause = Mistake("`p` kept instead of dropped") if abs(kept - p) < 0.05 else OTHER_SHARE
    check.that(abs(kept - 1 + p) < 0.05, message, mistake=cause)
    unscaled = set(np.unique(mask)) <= {0, 1} and np.allclose(out, x * mask * scale)
    message = "out is scaled, but mask holds 1 where x stays; out is x times mask."
    check.that(not unscaled or scale == 1, message, mistake=MASK_UNSCALED)
    check.close("the values in mask", np.unique(np.round(mask, 9)), some)
    message = "The zeros in out are not where mask has them."
    check.that(np.array_equal(out == 0, mask == 0), message, mistake="out belongs to another mask")
    unscaled = bool(np.allclose(out, x * (mask != 0))) and not np.allclose(out, x * mask)
    message = "What stays in out is what stood in x; it should be multiplied as mask says."
    check.that(not unscaled, message, mistake="out is not scaled, mask is")
    check.close("out", out, x * mask)
    if draws:
        _by_chance(run, mask, seed)
    out, mask = check.call(f, x, p, np.random.default_rng(seed), False, returns=both)
    check.shape("mask without training", mask, x.shape)
    check.shape("out without training", out, x.shape)
    wrong = {"dropped": np.array_equal(out != 0, mask != 0) and not np.all(mask)}
    wrong |= {"scaled": bool(p) and np.allclose(out, x * (1 - p))}
    for mistake, fits in wrong.items():
        message = f"Without training, out is {mistake}; it should be x."
        check.that(not fits, message, mistake=f"{mistake} without training")
    check.close("out without training", out, x)
    check.close("mask without training", mask, np.ones(x.shape))


def _first(f: Any, run: Callable[[int], Any], p: float, seed: int) -> Any:
    """What the first run gives. One that stops may have drawn too few numbers for it."""
    try:
        return run(seed)
    except check.CheckFailed as failed:
        error = failed
    if "stopped with" not in str(error):
        raise error
    try:
        square = np.ones((40, 40)), p, np.random.default_rng(seed), True
        mask = check.call(f, *square, returns=("out", "mask"))[1]
    except check.CheckFailed:
        raise error from None
    few = 0 < np.size(mask) < 1600 or np.shape(mask) == (40, 40) and _shared(mask)
    raise renamed(error, Mistake(ONE_DRAW)) if few else error


def _shared(mask: Any) -> bool:
    """Whether rows or columns share a draw; of single draws hardly any are alike."""
    return bool(max(np.mean(np.ptp(mask, axis=axis) == 0) for axis in (0, 1)) >= 0.5)


def _all_alike(f: Any, run: Callable[[int], Any], x: Any, p: float, seed: int) -> None:
    """Say why all entries stay, or none. Raises CheckFailed."""
    shares = {float(np.mean(np.asarray(run(seed + k)[1]) != 0)) for k in range(1, 25)}
    message = "With one seed all entries stay, with another none."
    check.that(shares != {0.0, 1.0}, message, mistake=ONE_DRAW)
    untrained = check.call(f, x, p, np.random.default_rng(seed), False, returns=("out", "mask"))[1]
    turned = 1.0 in shares and np.shape(untrained) == x.shape and np.any(np.equal(untrained, 0))
    message = "With training=True nothing is dropped, with training=False entries are."
    check.that(not turned, message, mistake="`training` the wrong way round")
    message = "No entry of mask is 0, though training is True."
    check.that(1.0 not in shares, message, mistake="nothing dropped")


def _by_chance(run: Callable[[int], Any], mask: Any, seed: int) -> None:
    """Each entry of a mask must have a draw of its own, from rng."""
    by_seed("out", lambda seed: run(seed)[0], seed + 7)
    check.that(not _shared(mask), "Whole rows or columns share a draw.", mistake=ONE_DRAW)
    masks = [mask, *(run(seed + k)[1] for k in range(1, 4))]
    counts = {int(np.count_nonzero(mask)) for mask in masks}
    message = f"Exactly {min(counts)} of the 4000 entries stay, whatever the seed."
    check.that(len(counts) > 1, message, mistake="exactly the share p dropped")
