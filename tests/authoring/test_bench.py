"""The benchmark compares like with like, and says so."""

from __future__ import annotations

import bench
import numpy as np
import pytest

from autograder.shared import catalogue
from course import data


@pytest.mark.parametrize("name", bench.CONTENDERS)
def test_every_contender_learns_the_digits_from_its_seed_alone(name: str) -> None:
    digits = data.digits()

    def errors(seed: int, epochs: int) -> int:
        predict = bench.CONTENDERS[name](digits, bench.Settings(epochs=epochs), seed)
        return int(np.sum(predict(digits.x_test) != digits.y_test))

    assert errors(0, 5) < 0.2 * 360
    assert errors(0, 1) == errors(0, 1)


def test_the_table_has_a_line_for_each_contender_and_the_course_is_the_unit() -> None:
    runs = {
        "the course": [bench.Run(2.0, 0.95), bench.Run(4.0, 0.975)],
        "other": [bench.Run(6.0, 0.5), bench.Run(4.0, 1.0)],
    }
    _, course, other = bench.table(runs)
    assert course.split(maxsplit=2)[2] == "96.2 (95.0 to 97.5)     1.00 (1.00 to 1.00)"
    assert other.split(maxsplit=1)[1] == "75.0 (50.0 to 100.0)    2.00 (1.00 to 3.00)"


def test_the_benchmark_runs_as_make_runs_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(data.MNIST_ENV, raising=False)
    bench.main(["--repetitions", "1", "--epochs", "1", "--no-notebooks"])
    told = capsys.readouterr().out
    assert "64-32-10" in told and "MNIST" not in told
    assert all(name in told for name in ("the course", "scikit-learn", "PyTorch"))


def test_six_chapters_have_a_minute_and_each_more_ten_seconds() -> None:
    assert sum(bench.BUDGET.values()) <= 10 * len(catalogue.chapters(bench.ROOT))
