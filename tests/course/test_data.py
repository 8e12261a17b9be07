"""The data: shapes, fixed splits, and MNIST's files in every state of damage."""

from __future__ import annotations

import gzip
import hashlib
import os
import struct
import sys
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn import datasets

from course import data

TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS = data.MD5
TOYS = [data.moons, data.circles, data.spiral, data.xor]


def idx(array: np.ndarray) -> bytes:
    """The array as an unpacked IDX file."""
    head = bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return head + array.astype(np.uint8).tobytes()


def images(n: int) -> np.ndarray:
    return np.random.default_rng(n).integers(0, 256, size=(n, 28, 28))


def write(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(gzip.compress(content, mtime=0))


def publish(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Make the digests of the folder's files the expected ones."""
    for path in folder.iterdir():
        patch.setitem(data.MD5, path.name, hashlib.md5(path.read_bytes()).hexdigest())


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of this machine: no folder, an empty cache, no network but the test's own."""
    monkeypatch.setattr(data, "cache", lambda: tmp_path / "cache")
    monkeypatch.setattr(data, "URL", "http://127.0.0.1:9/")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four small files that stand for MNIST's: 12 training and 5 test samples."""
    monkeypatch.delenv(data.MNIST_ENV, raising=False)
    path = tmp_path / "mnist"
    path.mkdir()
    write(path, TRAIN_IMAGES, idx(images(12)))
    write(path, TRAIN_LABELS, idx(np.arange(12) % 10))
    write(path, TEST_IMAGES, idx(images(5)))
    write(path, TEST_LABELS, idx(np.array([9, 0, 3, 3, 1])))
    publish(path, monkeypatch)
    return path


def assert_samples(x: np.ndarray, y: np.ndarray, shape: tuple[int, int]) -> None:
    assert x.shape == shape and x.dtype == np.float64
    assert y.shape == shape[:1] and y.dtype == np.int64


@pytest.mark.parametrize("toy", TOYS)
@pytest.mark.parametrize("n", [1, 7, 30])
def test_a_toy_set_has_n_points_of_the_plane_with_labels(toy: Any, n: int) -> None:
    x, y = toy(n)
    assert_samples(x, y, (n, 2))
    assert np.isfinite(x).all() and y.min() >= 0


def state_of_the_global_generator() -> str:
    return str(np.random.get_state(legacy=False))


@pytest.mark.parametrize("toy", TOYS)
def test_a_toy_set_depends_on_its_seed_or_generator_and_on_nothing_else(toy: Any) -> None:
    def same(a: Any, b: Any) -> bool:
        return np.array_equal(toy(30, a)[0], toy(30, b)[0])

    before = state_of_the_global_generator()
    assert same(3, 3) and same(3, np.random.default_rng(3)) and not same(3, 4)
    rng = np.random.default_rng(3)
    assert not same(rng, rng)
    assert before == state_of_the_global_generator()


@pytest.mark.parametrize("toy", TOYS)
def test_noise_moves_the_points_and_leaves_the_labels(toy: Any) -> None:
    (still, y), (moved, other) = toy(60, 1, noise=0), toy(60, 1, noise=0.1)
    assert np.array_equal(y, other)
    assert 0.01 < np.abs(moved - still).mean() < 0.3


def test_moons_and_circles_without_noise_lie_on_their_curves() -> None:
    x, y = data.circles(40, noise=0)
    assert np.allclose(np.hypot(*x.T), np.where(y == 1, 0.4, 1.0))
    x, y = data.moons(40, noise=0)
    assert np.allclose(np.hypot(*(x - np.array([[0, 0], [1, 0.5]])[y]).T), 1)


@pytest.mark.parametrize("classes", [2, 3, 5])
def test_a_spiral_has_an_arm_for_each_class_and_a_full_turn_between_them(classes: int) -> None:
    x, y = data.spiral(20 * classes, noise=0, classes=classes)
    assert np.array_equal(np.bincount(y), [20] * classes)
    arms = [x[y == k] for k in range(classes)]
    assert all(np.allclose(np.hypot(*arm.T), np.arange(1, 21) / 20) for arm in arms)
    assert np.allclose(sum(arms), 0)


def test_four_points_of_xor_without_noise_are_the_gate() -> None:
    x, y = data.xor(4, noise=0)
    assert x.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]] and y.tolist() == [0, 1, 1, 0]


@pytest.mark.parametrize("n", [1, 2, 7, 60, 101])
@pytest.mark.parametrize("noise", [0, 0.1, 0.3])
@pytest.mark.parametrize("name, more", [("moons", {}), ("circles", {"factor": 0.4})])
def test_moons_and_circles_are_the_very_points_of_scikit_learn(
    name: str, more: dict[str, float], noise: float, n: int
) -> None:
    for seed in range(5):
        state = int(np.random.default_rng(seed).integers(2**32))
        make = getattr(datasets, f"make_{name}")
        ours, theirs = (
            getattr(data, name)(n, seed, noise),
            make(n, noise=noise, random_state=state, **more),
        )
        assert all(np.array_equal(a, b) for a, b in zip(ours, theirs, strict=True))


def test_the_digits_are_those_of_scikit_learn() -> None:
    x, y = datasets.load_digits(return_X_y=True)
    x_train, y_train, x_test, y_test = data.digits("contiguous")
    assert np.array_equal(np.concatenate([x_train, x_test]), x / 16)
    assert np.array_equal(np.concatenate([y_train, y_test]), y)


def test_a_damaged_or_missing_file_of_digits_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = data.DIGITS.read_bytes()
    monkeypatch.setattr(data, "DIGITS", tmp_path / "digits.npz")
    with pytest.raises(data.DataError, match="is missing: install the course anew"):
        data.digits()
    for damaged in (kept[:-1], kept[:900] + b"?" + kept[901:]):
        data.DIGITS.write_bytes(damaged)
        with pytest.raises(data.DataError, match="is damaged: install the course anew"):
            data.digits()


@pytest.mark.parametrize(("split", "held_out"), [("shuffled", 360), ("contiguous", 382)])
def test_the_digits_are_split_whole(split: Any, held_out: int) -> None:
    x_train, y_train, x_test, y_test = data.digits(split)
    assert_samples(x_train, y_train, (1797 - held_out, 64))
    assert_samples(x_test, y_test, (held_out, 64))
    x, y = np.concatenate([x_train, x_test]), np.concatenate([y_train, y_test])
    assert (x.min(), x.max()) == (0, 1) and np.bincount(y).min() > 170
    rows = sorted(map(tuple, np.column_stack([x, y])))
    other = data.digits("contiguous")
    assert rows == sorted(map(tuple, np.column_stack([np.vstack(other[::2]), np.r_[other[1::2]]])))


def test_the_shuffled_split_is_the_same_for_good() -> None:
    fixed = "14b7f6bc"
    order = data._order(1797)
    assert hashlib.sha256(order.astype("<i8").tobytes()).hexdigest()[:8] == fixed
    contiguous = data.digits("contiguous")
    whole = np.concatenate([contiguous.y_train, contiguous.y_test])
    assert np.array_equal(data.digits().y_test, whole[order[-360:]])


def test_the_contiguous_split_is_the_order_of_the_file() -> None:
    split = data.digits("contiguous")
    assert split.y_train[:10].tolist() == list(range(10))
    assert split.y_test[-4:].tolist() == [0, 8, 9, 8]


def test_the_contiguous_split_cuts_between_two_writers() -> None:
    """Each writer was asked for 0 to 9, three times over, and then for the same row as all."""
    split = data.digits("contiguous")
    begins = [*range(10)] * 3 + [0, 9, 5, 5, 6, 5]
    assert split.y_train[: len(begins)].tolist() == begins
    assert split.y_test[: len(begins)].tolist() == begins


def test_another_split_is_refused() -> None:
    with pytest.raises(ValueError, match="no split 'random'"):
        data.digits("random")  # type: ignore[arg-type]


def test_mnist_comes_from_a_folder(folder: Path) -> None:
    x_train, y_train, x_test, y_test = data.mnist(folder)
    assert_samples(x_train, y_train, (12, 784))
    assert_samples(x_test, y_test, (5, 784))
    assert np.array_equal(x_train * 255, images(12).reshape(12, 784))
    assert y_train.tolist() == [*range(10), 0, 1] and y_test.tolist() == [9, 0, 3, 3, 1]


def test_mnist_comes_from_the_folder_of_the_environment_variable_and_the_argument_wins(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(data.MNIST_ENV, str(folder))
    assert data.has_mnist_test()
    assert len(data.mnist().x_train) == 12
    with pytest.raises(data.DataError, match="There is no .*elsewhere"):
        data.mnist(tmp_path / "elsewhere")


def test_a_folder_with_only_the_test_files_is_enough_for_the_test_samples(folder: Path) -> None:
    (folder / TRAIN_IMAGES).unlink()
    (folder / TRAIN_LABELS).unlink()
    assert_samples(*data.mnist_test(folder), (5, 784))
    x_train, y_train, x_test, y_test = data.mnist_test_split(folder)
    assert_samples(x_train, y_train, (4, 784))
    assert_samples(x_test, y_test, (1, 784))
    with pytest.raises(data.DataError, match=f"There is no .*{TRAIN_IMAGES}.*To get MNIST, "):
        data.mnist(folder)


def test_without_folder_and_cache_mnist_is_not_here(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not data.has_mnist_test()
    monkeypatch.setenv(data.MNIST_ENV, str(folder))
    (folder / TEST_LABELS).unlink()
    assert not data.has_mnist_test()


def replaced(at: int, new: bytes, content: bytes) -> bytes:
    return content[:at] + new + content[at + len(new) :]


GOOD = gzip.compress(idx(images(5)), mtime=0)
DAMAGES = {
    "cut short": (GOOD[:-900], "is cut short"),
    "emptied": (b"", "begins with nothing"),
    "a page instead of a file": (b"<html>Not found", "damaged or no gzip file"),
    "a byte changed": (replaced(len(GOOD) - 8, b"????", GOOD), "damaged"),
    "a broken stream": (replaced(10, b"\xff" * 40, GOOD), "damaged"),
    "labels": (gzip.compress(idx(np.arange(5))), "begins with 00 00 08 01, not 00 00 08 03"),
    "another type": (gzip.compress(replaced(2, b"\x0d", idx(images(5)))), "00 00 0d 03"),
    "only a magic number": (gzip.compress(idx(images(5))[:4]), r"images of \(0, 0\) pixels"),
    "other pixels": (gzip.compress(idx(np.zeros((5, 8, 8)))), r"images of \(8, 8\) pixels"),
    "too few pixels": (gzip.compress(idx(images(5))[:-1]), "5 images.*3920 bytes, but 3919"),
    "too many pixels": (gzip.compress(idx(images(5)) + b"\0"), "3920 bytes, but 3921"),
    "other images": (gzip.compress(idx(images(5)[::-1])), "is not MNIST's.*md5 .*Fashion"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_refused_with_its_name_the_reason_and_what_to_do(
    damage: str, folder: Path
) -> None:
    content, reason = DAMAGES[damage]
    assert (folder / TEST_IMAGES).read_bytes() == GOOD
    (folder / TEST_IMAGES).write_bytes(content)
    with pytest.raises(data.DataError, match=reason) as caught:
        data.mnist_test(folder)
    assert str(folder / TEST_IMAGES) in str(caught.value)
    assert "Delete it and get it again." in str(caught.value)


@pytest.mark.parametrize(
    ("labels", "reason"),
    [
        (np.array([9, 0, 3, 10, 1]), f"{TEST_LABELS} holds the label 10"),
        (np.arange(6), "holds 5 images, but .* holds 6 labels"),
    ],
)
def test_labels_that_do_not_fit_are_refused(
    labels: np.ndarray, reason: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, TEST_LABELS, idx(labels))
    publish(folder, monkeypatch)
    with pytest.raises(data.DataError, match=reason):
        data.mnist_test(folder)


@dataclass
class Mirror:
    """What the test's own server sends; cut = how many bytes are left out at the end."""

    files: dict[str, bytes]
    cut: int = 0
    says_length: bool = True
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def mirror(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mirror]:
    """A server on this machine with the small files, and an empty cache."""
    state = Mirror({path.name: path.read_bytes() for path in folder.iterdir()})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802
            name = self.path.strip("/")
            state.asked.append(name)
            if name not in state.files:
                return self.send_error(404)
            self.send_response(200)
            if state.says_length:
                self.send_header("Content-Length", str(len(state.files[name])))
            self.end_headers()
            self.wfile.write(state.files[name][: len(state.files[name]) - state.cut])

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        monkeypatch.setattr(data, "URL", f"http://127.0.0.1:{server.server_port}/")
        yield state
        server.shutdown()
        thread.join()


def kept() -> list[str]:
    return sorted(path.name for path in data.cache().rglob("*")) if data.cache().exists() else []


def test_mnist_is_downloaded_once_and_kept(mirror: Mirror) -> None:
    assert len(data.mnist_test()[0]) == 5
    assert mirror.asked == [TEST_IMAGES, TEST_LABELS] == kept()
    assert data.has_mnist_test()
    assert [len(part) for part in data.mnist()] == [12, 12, 5, 5]
    assert len(mirror.asked) == 4 and kept() == sorted(data.MD5)


@pytest.mark.parametrize("says_length", [True, False])
def test_an_interrupted_download_keeps_nothing_and_can_be_repeated(
    mirror: Mirror, says_length: bool
) -> None:
    mirror.cut, mirror.says_length = 700, says_length
    with pytest.raises(data.DataError, match=f"{TEST_IMAGES} could not be downloaded"):
        data.mnist_test()
    assert kept() == []
    mirror.cut = 0
    assert len(data.mnist_test()[0]) == 5


@pytest.mark.parametrize("answer", [None, gzip.compress(idx(images(5)[::-1]))])
def test_a_download_of_something_else_keeps_nothing_and_says_how_to_get_mnist(
    mirror: Mirror, answer: bytes | None
) -> None:
    if answer:
        mirror.files[TEST_IMAGES] = answer
    else:
        del mirror.files[TEST_IMAGES]
    with pytest.raises(data.DataError, match=f"{TEST_IMAGES} could not be.*{data.MNIST_ENV}"):
        data.mnist_test()
    assert kept() == []


def test_a_damaged_file_in_the_cache_is_downloaded_again(mirror: Mirror) -> None:
    data.mnist_test()
    (data.cache() / TEST_IMAGES).write_bytes(GOOD[:-1])
    assert len(data.mnist_test()[0]) == 5
    assert mirror.asked == [TEST_IMAGES, TEST_LABELS, TEST_IMAGES]


def test_without_a_network_the_message_says_how_to_get_mnist(folder: Path) -> None:
    with pytest.raises(data.DataError, match="could not be downloaded.*To get MNIST, call"):
        data.mnist()
    assert kept() == []


def test_where_there_is_no_pooch_mnist_is_not_downloaded_and_the_message_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # of `alone`, too: the cache asks pooch for its place
    monkeypatch.delenv(data.MNIST_ENV, raising=False)
    monkeypatch.setitem(sys.modules, "pooch", None)
    assert not data.has_mnist_test()
    with pytest.raises(data.DataError, match="cannot be downloaded here. To get MNIST, call"):
        data.mnist_test()


def test_the_real_files_are_read_where_they_are() -> None:
    if not os.environ.get(data.MNIST_ENV):
        told = f"MNIST's real files were not read: {data.MNIST_ENV} is not set."
        warnings.warn(told, stacklevel=1)
        pytest.skip(told)
    x, y = data.mnist_test()
    assert_samples(x, y, (10_000, 784))
    assert (x.min(), x.max()) == (0, 1) and y[:5].tolist() == [7, 2, 1, 0, 4]
    assert np.bincount(y).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    assert 0.130 < x.mean() < 0.134


def test_shifted_images_are_moved_by_one_pixel_and_keep_their_labels() -> None:
    image = np.zeros((5, 5))
    image[2, 2] = 1.0
    x, y = data.shifted(np.stack([image.ravel(), 0 * image.ravel()]), np.array([7, 3]))
    assert x.shape == (10, 25)
    assert y.tolist() == [7, 3] * 5
    places = [divmod(int(row.argmax()), 5) for row in x[::2]]
    assert places == [(2, 2), (1, 2), (3, 2), (2, 1), (2, 3)]
