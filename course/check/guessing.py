"""The check of chapter 4's discovery: what it costs to give every sample the same logits.

Notebooks import it as `guessing`. Like `course.check`, it raises `CheckFailed` with a message for
the student.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from course import check
from course.check.mistake import Mistake

FOR_EACH_SAMPLE = Mistake(
    "a row for each sample",
    "All samples share one row of logits: one number for each class, and no more.",
)
LOG_OF_0 = Mistake(
    "logarithm of 0",
    "Each class occurs, so no share is 0, unless it was cut to a whole number.",
)


def loss(f: Any, y: NDArray[np.integer], n_classes: int) -> float:
    """The average surprise at the labels if every sample gets the logits `f(y, n_classes)`.

    y : (N,) labels from 0 to n_classes - 1

    Raises CheckFailed if the logits are not `n_classes` finite numbers.
    """
    logits = check.call(f, y, n_classes)
    rows = np.shape(logits) in {(len(y), n_classes), (1, n_classes)} and np.ndim(logits) == 2
    message = f"The logits have the shape {np.shape(logits)}, expected ({n_classes},)."
    check.that(not rows, message, mistake=FOR_EACH_SAMPLE)
    check.shape("the logits", logits, (n_classes,))
    message = f"The logits are {check.shown(logits)}."
    check.that(not np.any(np.asarray(logits) == -np.inf), message, mistake=LOG_OF_0)
    check.finite("the logits", logits)
    z = np.asarray(logits, float)
    return float(np.logaddexp.reduce(z) - np.mean(z[y]))
