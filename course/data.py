"""Data to learn from: toy sets in the plane, 8x8 digits, and MNIST.

Every function gives x (N, D) float64 and y (N,) of the integers that index arrays: int64, and int32
in a browser, where `np.bincount` takes no other. The toy sets and the digits need no network. MNIST
is read from a folder, or downloaded once, verified and kept.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import math
import os
import sys
import zlib
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from course.naming import NAME

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Points = tuple[Floats, Ints]
Seed = np.random.Generator | int

DIGITS = Path(__file__).with_name("digits.npz")
"""The 8x8 digits; docs/digits.py writes the file from scikit-learn's, pixel by pixel."""
DIGITS_SHA256 = "f10b077e7e3037d11006b85b6b71a63e15b2bf746d91c4e4122e42d304e5e54b"

MNIST_ENV = "COURSE_MNIST_DIR"
"""The environment variable that may name a folder with MNIST's files."""

URL = "https://ossci-datasets.s3.amazonaws.com/mnist/"
MD5 = {
    "train-images-idx3-ubyte.gz": "f68b3c2dcbeaaa9fbdd348bbdeb94873",
    "train-labels-idx1-ubyte.gz": "d53e105ee54ea40749a09fcbcd1e9432",
    "t10k-images-idx3-ubyte.gz": "9fb629c4189551a2d022fa330f9573f3",
    "t10k-labels-idx1-ubyte.gz": "ec29112dd5afa0611ce80d1b7f02629c",
}
"""MNIST's four files as they were published, and their digests."""

HOW_TO_GET_MNIST = (
    "To get MNIST, call data.mnist() once with a network (11 MB are kept for later), "
    f"or set {MNIST_ENV} to a folder that holds the .gz files {', '.join(MD5)}."
)


CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
"""The inputs of a logic gate of two, (4, 2): the corners of the unit square."""


class DataError(ValueError):
    """A data file is missing, damaged or not what it should be; says which, why, what to do."""


VALIDATION = 300  # of the training digits
TEST = 360
LAST_WRITERS = 382
"""So many digits at the end of the file are of three writers who wrote none before: each writer's
begin with 0 to 9, three times over, and the first of theirs do so at row 1415."""


class Split(NamedTuple):
    """Samples to train on, and samples held out for the test."""

    x_train: Floats
    y_train: Ints
    x_test: Floats
    y_test: Ints


def square(n: int = 120, reach: float = 1.1) -> Floats:
    """Points of the square from -reach to reach, row by row from the top, (n * n, 2)."""
    ticks = np.linspace(-reach, reach, n)
    x, y = np.meshgrid(ticks, ticks[::-1])
    return np.stack([x.ravel(), y.ravel()], axis=1)


def moons(n: int, rng: Seed = 0, noise: float = 0.1) -> Points:
    """Two interleaved half circles: x (n, 2), y (n,) in {0, 1}; scikit-learn's `make_moons`."""
    upper, lower = (np.linspace(0, np.pi, part) for part in (n // 2, n - n // 2))
    x = np.concatenate([np.cos(upper), 1 - np.cos(lower)])
    y = np.concatenate([np.sin(upper), 1 - np.sin(lower) - 0.5])
    return _scattered(np.stack([x, y], axis=1), n // 2, rng, noise)


def circles(n: int, rng: Seed = 0, noise: float = 0.1) -> Points:
    """A circle (y = 1) inside another (y = 0): x (n, 2), y (n,); scikit-learn's `make_circles`."""
    outer, inner = (
        np.linspace(0, 2 * np.pi, part, endpoint=False) for part in (n // 2, n - n // 2)
    )
    x = np.concatenate([np.cos(outer), np.cos(inner) * 0.4])
    y = np.concatenate([np.sin(outer), np.sin(inner) * 0.4])
    return _scattered(np.stack([x, y], axis=1), n // 2, rng, noise)


def spiral(n: int, rng: Seed = 0, noise: float = 0.2, classes: int = 3) -> Points:
    """Arms of a spiral, one a class: x (n, 2), y (n,) in 0 .. classes - 1, in turn.

    noise : standard deviation of the angle, in radians
    After the spiral of Stanford's CS231n notes (MIT licence).
    """
    y = np.arange(n) % classes
    radius = (np.arange(n) // classes + 1) / max(1, math.ceil(n / classes))
    turn = np.random.default_rng(rng).normal(scale=noise, size=n)
    angle = 4 * radius + 2 * np.pi * y / classes + turn
    return _typed(radius[:, None] * np.stack([np.sin(angle), np.cos(angle)], axis=1), y)


def xor(n: int, rng: Seed = 0, noise: float = 0.1) -> Points:
    """Clouds around (0, 0), (0, 1), (1, 0), (1, 1), in turn: x (n, 2), y (n,) the XOR.

    noise : standard deviation; 0 gives the corners themselves, so xor(4, noise=0) is the gate
    """
    corner = np.arange(n) % 4
    bits = np.stack([corner // 2, corner % 2], axis=1)
    shift = np.random.default_rng(rng).normal(scale=noise, size=(n, 2))
    return _typed(bits + shift, bits[:, 0] ^ bits[:, 1])


def _scattered(curves: Floats, first: int, rng: Seed, noise: float) -> Points:
    """Points of two curves in random order, each moved a little; y is 0 of the first, 1 of others.

    NumPy's old generator, asked in this order, gives the very numbers of scikit-learn's functions.
    """
    old = np.random.RandomState(int(np.random.default_rng(rng).integers(2**32)))
    order = np.arange(len(curves))
    old.shuffle(order)
    moved = curves[order] + old.normal(scale=noise, size=curves.shape)
    return _typed(moved, (order >= first).astype(np.intp))


def _typed(x: NDArray[np.floating], y: NDArray[np.integer]) -> Points:
    return x.astype(np.float64), y.astype(np.intp)


def digits(split: Literal["shuffled", "contiguous"] = "shuffled") -> Split:
    """Handwritten digits of 8x8 pixels, to train on and for the test, always the same.

    x : (N, 64)   brightness in 0 .. 1, row by row
    y : (N,)      the digit, 0 .. 9

    "shuffled" spreads the writers over both parts, of 1437 and 360 digits. "contiguous" holds out
    the last 382 as they stand in the file, whose writers wrote none of the other 1415: a harder and
    more honest test.

    The test part of "Optical Recognition of Handwritten Digits", E. Alpaydin and C. Kaynak, UCI
    Machine Learning Repository, 1998, doi:10.24432/C50P49, CC BY 4.0; pixel by pixel the digits of
    scikit-learn's `load_digits`. Raises ValueError for another split, DataError for a damaged file.
    """
    if split not in ("shuffled", "contiguous"):
        raise ValueError(f'There is no split {split!r}; take "shuffled" or "contiguous".')
    x, y = _digits()
    if split == "contiguous":
        return _split(x / 16, y, LAST_WRITERS)
    order = _order(len(x))
    return _split(x[order] / 16, y[order], TEST)


def validation() -> Split:
    """The training digits of `digits`, 1137 to learn from and the last 300 to choose by.

    The test digits are in neither part: they stay out of sight until all is chosen.
    """
    x, y, *_ = digits()
    return Split(x[:-VALIDATION], y[:-VALIDATION], x[-VALIDATION:], y[-VALIDATION:])


def _digits() -> Points:
    """The digits in the order of their file: brightness in 0 .. 16, (1797, 64), and y (1797,)."""
    packed = DIGITS.read_bytes() if DIGITS.is_file() else b""
    if hashlib.sha256(packed).hexdigest() != DIGITS_SHA256:
        raise DataError(
            f"{DIGITS} is {'damaged' if packed else 'missing'}: install the course anew, or put "
            "that file back from the course's repository."
        )
    with np.load(io.BytesIO(packed)) as kept:
        return _typed(kept["x"], kept["y"])


def mnist(folder: str | os.PathLike[str] | None = None) -> Split:
    """MNIST, 28x28 pixels: 60,000 handwritten digits to train on and 10,000 for the test.

    folder : where its .gz files are; else the environment variable COURSE_MNIST_DIR; else a
             cache, filled by a download of 11 MB the first time
    x : (N, 784)  brightness in 0 .. 1, row by row (x_train takes 376 MB)
    y : (N,)      the digit, 0 .. 9

    Y. LeCun, C. Cortes and C. Burges, "The MNIST database of handwritten digits", 1998,
    CC BY-SA 3.0. Raises DataError for a file that is missing, damaged or not MNIST's, and for a
    download that fails; nothing of it is kept then.
    """
    return Split(*_part("train", folder), *_part("t10k", folder))


def mnist_test(folder: str | os.PathLike[str] | None = None) -> Points:
    """MNIST's 10,000 test samples alone: x (10000, 784), y (10000,). See `mnist`."""
    return _part("t10k", folder)


def mnist_test_split(folder: str | os.PathLike[str] | None = None) -> Split:
    """MNIST's test samples, shuffled: 8,000 to train on and 2,000 for the test. See `mnist`.

    For a quick look at MNIST, and for who has only the two small files.
    """
    x, y = mnist_test(folder)
    order = _order(len(x))
    return _split(x[order], y[order], len(x) // 5)


def shifted(x: Floats, y: Ints) -> tuple[Floats, Ints]:
    """Each image, and four copies of it moved by one pixel: up, down, left and right.

    x : (N, D)   square images, row by row
    y : (N,)

    Returns x (5 N, D) and y (5 N,). What leaves on one side comes in on the other, so the images
    need an empty border, as MNIST's have.
    """
    images = x.reshape(len(x), math.isqrt(x.shape[1]), -1)
    moves = [(0, 0), (-1, 0), (1, 0), (0, -1), (0, 1)]
    moved = [np.roll(images, move, axis=(1, 2)).reshape(x.shape) for move in moves]
    return np.concatenate(moved), np.tile(y, len(moves))


def varied(x: Floats, y: Ints, rng: Seed = 0) -> Points:
    """A copy of each image as another hand might have drawn it: (N, D) and (N,).

    x : (N, D)   square images, row by row, with brightness in 0 .. 1

    Each is turned, sheared, enlarged or shrunk by about a tenth, moved by a third of a pixel, and
    its greys are made darker or lighter. What is moved out of the image is lost.
    """
    rng, (n, d) = np.random.default_rng(rng), x.shape
    side = math.isqrt(d)
    middle = (side - 1) / 2
    turn, shear = 0.1 * rng.normal(size=(2, n))
    scale, move = np.exp(0.1 * rng.normal(size=(n, 2, 1))), 0.3 * rng.normal(size=(n, 2, 1))
    # (n, 2, 2): where a pixel of the copy comes from, around the middle
    cos, sin = np.cos(turn), np.sin(turn)
    back = np.stack([cos - sin * shear, -sin, sin + cos * shear, cos], axis=1).reshape(n, 2, 2)
    pixels = np.indices((side, side)).reshape(2, d) - middle
    rows, columns = np.moveaxis(back @ (scale * pixels) + middle + move, 1, 0)
    copies = _between(x.reshape(n, side, side), rows, columns)
    ink = np.exp(0.35 * rng.normal(size=(n, 1)))
    return np.clip(copies, 0, 1) ** ink, y


def _between(images: Floats, rows: Floats, columns: Floats) -> Floats:
    """(N, D) brightness of images (N, S, S) at places (N, D) between pixels; none outside."""
    last, which = images.shape[1] - 1, np.arange(len(images))[:, None]
    inside = (rows >= 0) & (rows <= last) & (columns >= 0) & (columns <= last)
    above, left = (np.clip(np.floor(p), 0, last - 1).astype(int) for p in (rows, columns))
    down, across = rows - above, columns - left
    upper, lower = (
        (1 - across) * images[which, above + i, left] + across * images[which, above + i, left + 1]
        for i in (0, 1)
    )
    return np.where(inside, (1 - down) * upper + down * lower, 0.0)


def cache() -> Path:
    """The folder, of this user and this project, that keeps what was downloaded."""
    import pooch

    return Path(pooch.os_cache(NAME))


def has_mnist_test() -> bool:
    """Whether `mnist_test()` would find its files without a network."""
    try:
        folder = _folder(None) or cache()
    except ModuleNotFoundError:  # where nothing can be downloaded, nothing has been
        return False
    return all((Path(folder) / name).is_file() for name in MD5 if name.startswith("t10k"))


def _order(n: int) -> Ints:
    """The fixed shuffle: tests/test_data.py notices if a new NumPy changes it."""
    return np.random.default_rng(0).permutation(n)


def _split(x: Floats, y: Ints, held_out: int) -> Split:
    return Split(x[:-held_out], y[:-held_out], x[-held_out:], y[-held_out:])


def _part(part: str, folder: str | os.PathLike[str] | None) -> Points:
    images, labels = (name for name in MD5 if name.startswith(part))
    pixels = _read(images, folder, (28, 28))
    y = _read(labels, folder, ())
    if y.size and y.max() > 9:
        raise DataError(f"{labels} holds the label {y.max()}, but labels are 0 .. 9. {_REPLACE}")
    if len(pixels) != len(y):
        raise DataError(
            f"{images} holds {len(pixels)} images, but {labels} holds {len(y)} labels; "
            f"one of them is not MNIST's. {_REPLACE}"
        )
    return pixels.reshape(len(pixels), 784) / 255.0, y.astype(np.intp)


_REPLACE = f"Delete it and get it again. {HOW_TO_GET_MNIST}"


def _folder(folder: str | os.PathLike[str] | None) -> str | os.PathLike[str] | None:
    return folder or os.environ.get(MNIST_ENV)


def _read(
    name: str, folder: str | os.PathLike[str] | None, shape: tuple[int, ...]
) -> NDArray[np.uint8]:
    """The bytes of an IDX file, (N, *shape). Raises DataError if it is not MNIST's."""
    path = _found(name, folder)
    packed = path.read_bytes()
    array = _idx(_unpacked(packed, path), path, shape)
    if (digest := hashlib.md5(packed, usedforsecurity=False).hexdigest()) != MD5[name]:
        raise DataError(
            f"{path} is not MNIST's, though it has its form: md5 {digest}, expected {MD5[name]}. "
            f"(Fashion-MNIST has files of the same names.) {_REPLACE}"
        )
    return array


def _found(name: str, folder: str | os.PathLike[str] | None) -> Path:
    if not (folder := _folder(folder)):
        return _downloaded(name)
    path = Path(folder) / name
    if not path.is_file():
        raise DataError(f"There is no {path}. {HOW_TO_GET_MNIST}")
    return path


def _downloaded(name: str) -> Path:
    """The file in the cache; pooch moves it there only after its checksum was right."""
    if sys.platform == "emscripten":
        raise DataError(
            f"A browser cannot download {name}. Put the .gz files {', '.join(MD5)} beside this "
            'notebook (upload them in JupyterLab\'s list of files) and say `data.mnist(".")`; or '
            "install the course on your machine."
        )
    try:
        import pooch
    except ModuleNotFoundError as error:
        raise DataError(f"{name} cannot be downloaded here. {HOW_TO_GET_MNIST}") from error
    try:
        return Path(pooch.retrieve(URL + name, f"md5:{MD5[name]}", fname=name, path=cache()))
    except (OSError, ValueError) as error:
        raise DataError(
            f"{name} could not be downloaded from {URL}: {error} {HOW_TO_GET_MNIST}"
        ) from error


def _unpacked(packed: bytes, path: Path) -> bytes:
    try:
        return gzip.decompress(packed)
    except EOFError as error:
        raise DataError(f"{path} is cut short: only a part of it is there. {_REPLACE}") from error
    except gzip.BadGzipFile as error:
        raise DataError(f"{path} is damaged or no gzip file ({error}). {_REPLACE}") from error
    except zlib.error as error:
        raise DataError(f"{path} is damaged ({error}). {_REPLACE}") from error


def _idx(content: bytes, path: Path, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """Unsigned bytes of the IDX format: 0, 0, type 8, number of axes, their sizes, the data."""
    magic, axes = bytes([0, 0, 8, 1 + len(shape)]), 1 + len(shape)
    if content[:4] != magic:
        raise DataError(
            f"{path} begins with {content[:4].hex(' ') or 'nothing'}, not {magic.hex(' ')}: it is "
            f"no IDX file of {'images' if shape else 'labels'}. {_REPLACE}"
        )
    header = 4 + 4 * axes
    sizes = tuple(
        int(size) for size in np.frombuffer(content[4:header].ljust(4 * axes, b"\0"), ">u4")
    )
    if sizes[1:] != shape:
        raise DataError(f"{path} holds images of {sizes[1:]} pixels, not {shape}. {_REPLACE}")
    if len(content) - header != math.prod(sizes):
        raise DataError(
            f"{path} announces {sizes[0]} {'images' if shape else 'labels'}, which are "
            f"{math.prod(sizes)} bytes, but {max(0, len(content) - header)} follow. {_REPLACE}"
        )
    return np.frombuffer(content, np.uint8, offset=header).reshape(sizes)
