"""Train the last chapter's network three ways, and time the solved notebooks: `make bench`.

The course's reference functions, scikit-learn's MLPClassifier, and PyTorch on the CPU where it is
installed: the same layers, data, plain gradient descent, batches, learning rate, epochs, float64
and number of threads. Numbers of two runs, or of two machines, are not to be compared; ratios
within one run are what it is for.
"""

from __future__ import annotations

import argparse
import functools
import importlib.util
import os
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any

import numpy as np
from nbclient import NotebookClient
from nbgrader.utils import is_grade, is_locked, is_solution
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from autograder.authoring import build, rules
from autograder.shared import catalogue
from course import data

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Settings:
    """What all contenders have in common."""

    hidden: int = 32
    batch: int = 32
    lr: float = 0.1
    epochs: int = 30
    threads: int = 1


Predict = Callable[[NDArray[Any]], NDArray[Any]]
Contender = Callable[[data.Split, Settings, int], Predict]


@functools.cache
def course_functions() -> dict[str, Any]:
    """What all chapters define: their locked cells and the reference answers, without tests."""
    space: dict[str, Any] = {"__name__": "__main__"}
    cells = (cell for name in catalogue.chapters(ROOT) for cell in build.notebook(ROOT, name).cells)
    for cell in cells:
        ours = is_solution(cell) or is_locked(cell)
        if cell.cell_type == "code" and ours and not is_grade(cell):
            exec(rules.without_markers(cell.source), space)
    assert "record" in space, "chapter 6 has another name for what measures after each epoch"
    space["record"] = lambda *_: None  # the others do not measure all samples after each epoch
    return space


def by_hand(split: data.Split, settings: Settings, seed: int) -> Predict:
    """The network that the student builds, from the chapters' reference answers."""
    f = SimpleNamespace(**course_functions())
    rng = np.random.default_rng(seed)
    first = f.init_params([split.x_train.shape[1], settings.hidden, 10], rng, "he")
    cfg = {"lr": settings.lr, "epochs": settings.epochs, "batch_size": settings.batch}
    params, _ = f.train(first, split.x_train, split.y_train, {**cfg, "lam": 0, "act": f.relu}, rng)
    return lambda x: np.argmax(f.mlp_forward(x, params, f.relu)[0], axis=1)


def scikit_learn(split: data.Split, settings: Settings, seed: int) -> Predict:
    """MLPClassifier, with everything off that the course does not do."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    net = MLPClassifier(
        (settings.hidden,), solver="sgd", momentum=0, nesterovs_momentum=False, alpha=0,
        batch_size=settings.batch, learning_rate_init=settings.lr, max_iter=settings.epochs,
        tol=0, n_iter_no_change=settings.epochs + 1, random_state=seed,
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # it is told when to stop
        net.fit(split.x_train, split.y_train)
    predict: Predict = net.predict
    return predict


def pytorch(split: data.Split, settings: Settings, seed: int) -> Predict:
    """The same network of torch.nn, on the CPU."""
    import torch
    from torch import nn

    torch.set_num_threads(settings.threads)
    torch.manual_seed(seed)
    x, y = torch.from_numpy(split.x_train), torch.from_numpy(split.y_train)
    net = nn.Sequential(
        nn.Linear(x.shape[1], settings.hidden), nn.ReLU(), nn.Linear(settings.hidden, 10)
    ).double()
    optimizer = torch.optim.SGD(net.parameters(), lr=settings.lr)
    for _ in range(settings.epochs):
        for rows in torch.randperm(len(x)).split(settings.batch):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x[rows]), y[rows]).backward()
            optimizer.step()
    return lambda x: net(torch.from_numpy(x)).argmax(dim=1).numpy()


CONTENDERS: dict[str, Contender] = {"the course": by_hand, "scikit-learn": scikit_learn}
if importlib.util.find_spec("torch"):
    CONTENDERS["PyTorch"] = pytorch


@dataclass(frozen=True)
class Run:
    """One training: its time in seconds, and the share of the test samples it gets right."""

    seconds: float
    accuracy: float


def run(contender: Contender, split: data.Split, settings: Settings, seed: int) -> Run:
    """Train once. Only the training is timed."""
    start = time.perf_counter()
    predict = contender(split, settings, seed)
    seconds = time.perf_counter() - start
    return Run(seconds, float(np.mean(predict(split.x_test) == split.y_test)))


def compare(split: data.Split, settings: Settings, repetitions: int) -> dict[str, list[Run]]:
    """Train with every contender in turn, again and again; the first round only warms up."""
    runs: dict[str, list[Run]] = {name: [] for name in CONTENDERS}
    with threadpool_limits(settings.threads):
        for seed in range(repetitions + 1):
            for name, contender in CONTENDERS.items():
                runs[name].append(run(contender, split, settings, seed))
    return {name: kept[1:] for name, kept in runs.items()}


def table(runs: dict[str, list[Run]]) -> list[str]:
    """Medians and, in brackets, extremes: test accuracy, and time as a multiple of the course's.

    A ratio is taken within one round, so that a machine that slows down slows both.
    """
    lines = [f"{'':14}{'test accuracy, %':24}time (the course = 1)"]
    for name, kept in runs.items():
        ratios = [
            own.seconds / ref.seconds for own, ref in zip(kept, runs["the course"], strict=True)
        ]
        shares = [100 * one.accuracy for one in kept]
        lines.append(f"{name:14}{_spread(shares, 1):24}{_spread(ratios, 2)}")
    return lines


def _spread(values: list[float], digits: int) -> str:
    low, middle, high = (f"{f(values):.{digits}f}" for f in (min, median, max))
    return f"{middle} ({low} to {high})"


def report(name: str, split: data.Split, settings: Settings, repetitions: int) -> str:
    """The table for one data set, with what was compared above it."""
    runs = compare(split, settings, repetitions)
    lines = [
        f"{name}, {len(split.x_train)} to train on, {len(split.x_test)} for the test; "
        f"{split.x_train.shape[1]}-{settings.hidden}-10, ReLU;",
        f"plain gradient descent, batch {settings.batch}, lr {settings.lr}, {settings.epochs} "
        f"epochs, float64, {settings.threads} thread(s); medians of {repetitions} runs (extremes)",
        *table(runs),
    ]
    if "PyTorch" not in runs:
        lines.append("PyTorch       not installed, so not compared")
    return "\n".join(lines)


BUDGET = {chapter: 8 for chapter in catalogue.chapters(ROOT)} | {"ch06_training_loop": 20}
"""Seconds a solved notebook may take on two cores, its kernel's start included; six take 60."""


def notebooks() -> list[str]:
    """How long each chapter's reference solution runs, beside its budget."""
    lines = ["reference solutions, seconds (budget), without MNIST's files"]
    taken, env = {}, os.environ | {"COURSE_PROGRESS": "off"}
    for chapter, budget in BUDGET.items():
        notebook = build.notebook(ROOT, chapter)
        start = time.perf_counter()
        with tempfile.TemporaryDirectory() as work:
            at = {"metadata": {"path": work}}
            client = NotebookClient(notebook, timeout=600, kernel_name="python3", resources=at)
            client.execute(env=env)
        taken[chapter] = time.perf_counter() - start
        lines.append(f"{chapter:20}{taken[chapter]:6.1f} ({budget})")
    return [*lines, f"{'all':20}{sum(taken.values()):6.1f} ({sum(BUDGET.values())})"]


def main(arguments: list[str] | None = None) -> None:
    """Print a table for the digits and, where its files are at hand, one for MNIST."""
    options = argparse.ArgumentParser(description="Train one network three ways.")
    options.add_argument("--repetitions", type=int, default=7)
    options.add_argument("--epochs", type=int, default=Settings.epochs)
    options.add_argument("--threads", type=int, default=Settings.threads)
    options.add_argument("--notebooks", action=argparse.BooleanOptionalAction, default=True)
    asked = options.parse_args(arguments)
    settings = Settings(epochs=asked.epochs, threads=asked.threads)
    print(report("8x8 digits", data.digits(), settings, asked.repetitions))
    if os.environ.get(data.MNIST_ENV):
        print()
        print(report("MNIST's test files", data.mnist_test_split(), settings, asked.repetitions))
        del os.environ[data.MNIST_ENV]  # chapter 6 would train on it for another twenty seconds
    if asked.notebooks:
        print("", *notebooks(), sep="\n")


if __name__ == "__main__":
    main()
