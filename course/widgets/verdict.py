"""What a run of the figure of the hidden units shows, in a word, by its losses so far."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

EARLY, RESTING = 200, 600  # steps before which a run is not judged, nor said to rest
TOO_FEW_UNITS = 6  # units that may be too few
TURNS, OVERFITS = 0.05, 0.15  # by how much the test loss has risen from its lowest
SAID = {
    "new": "{which} net of {net} starts from random weights.",
    "begun": "{which} net of {net}, from random weights, has begun to learn.",
    "changed": "{which} net of {net} goes on with other samples.",
    "falling": "{which} net of {net}: both losses are falling.",
    "fits": "{which} net of {net} fits: both losses are low, it has found the pattern.",
    "turns": "{which} net of {net} has found the pattern. The test loss has begun to rise again: "
    "by {risen} from its lowest.",
    "overfits": "{which} net of {net} overfits: it learns the noise by heart. The training loss "
    "went on falling, the test loss has risen by {risen} from its lowest.",
    "few": "{which} net of {net}: too few. Both losses have stopped falling, both still high.",
    "stuck": "{which} net of {net} is stuck: both losses have stopped falling, both still high.",
    "slow": "{which} net of {net}: slow. The learning rate is small, both losses are still high.",
    "unsteady": "{which} net of {net}: unsteady. The steps are so large that the loss jumps.",
    "diverging": "{which} net of {net} diverges: the steps are so large that the loss is far above "
    "where it began.",
    "diverged": "Diverged: the loss is not a number. Begin anew with a lower learning rate.",
    "dead": "All {net} are dead: each is 0 for every sample, and no step can wake it. Begin anew "
    "with a lower learning rate or another seed.",
    "dead one": "The only unit is dead: it is 0 for every sample, and no step can wake it. Begin "
    "anew with a lower learning rate or another seed.",
}


def judge(
    at: int, losses: dict[str, list[float]], dead: NDArray[np.bool_], high: float, lr: float,
    before: str = "new",
) -> tuple[str, float]:  # fmt: skip
    """Which of the `SAID` a run is, and by what share the test loss has risen from its lowest.

    at     : steps taken
    losses : "training" and "test", as recorded at even distances
    dead   : (M,) whether a unit is 0 for every sample
    high   : a training loss above it is that of a net which has missed the pattern
    before : what was said last; it takes more to leave a verdict than to keep it
    """
    train, test = np.array(losses["training"]), np.array(losses["test"])
    if not np.isfinite(train[-1]):
        return "diverged", 0.0
    risen = _risen(train, test)
    return _verdict(at, train, dead, high, lr, before, risen), risen


def _verdict(
    at: int, train: Floats, dead: NDArray[np.bool_], high: float, lr: float, before: str,
    risen: float,
) -> str:  # fmt: skip
    if dead.all():
        return "dead" if len(dead) > 1 else "dead one"
    if at < EARLY:
        return "begun"
    late = train[-(len(train) // 3) :]
    if np.median(late) > 1.5 * max(train[0], 1):
        return "diverging"
    if train[-1] < 1.5 * high and risen > OVERFITS - 0.03 * (before == "overfits"):
        return "overfits"
    jumps = np.median(np.abs(np.diff(late))) / np.median(late)
    if lr >= 1 and jumps > (0.02 if before == "unsteady" else 0.05):
        return "unsteady"
    if train[-3:].mean() < high:
        return "turns" if risen > TURNS - 0.02 * (before == "turns") else "fits"
    if lr < 0.03:
        return "slow"
    if at < RESTING:
        return "begun"
    rested = before in ("few", "stuck")
    if late[:5].mean() - late[-5:].mean() > (0.25 if rested else 0.05) * late[-5:].mean():
        return "falling"
    return "few" if len(dead) <= TOO_FEW_UNITS else "stuck"


def _risen(train: Floats, test: Floats) -> float:
    """By what share the test loss has left its lowest, while the training loss went on falling."""
    few = max(1, min(10, len(test) // 5))  # one of many noisy losses is always low
    train, test = (np.convolve(losses, np.full(few, 1 / few), "valid") for losses in (train, test))
    best = int(np.argmin(test))
    if train[-1] >= train[best] or not test[best]:
        return 0.0
    return float(test[-1] / test[best] - 1)
