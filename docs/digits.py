"""Writes course/digits.npz from the digits that scikit-learn brings: python docs/digits.py

x (1797, 64) and y (1797,), unsigned bytes: the brightness in 0 .. 16 and the digit, in the order of
the file. `course.data` names the source and the licence, and holds the checksum of the file.
"""

from __future__ import annotations

import hashlib

import numpy as np
from sklearn.datasets import load_digits

from course import data


def main() -> None:
    """Write the file, and say its checksum."""
    x, y = load_digits(return_X_y=True)
    np.savez_compressed(data.DIGITS, x=x.astype(np.uint8), y=y.astype(np.uint8))
    print(hashlib.sha256(data.DIGITS.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
