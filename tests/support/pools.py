"""Warm processes that stay from one run of the grader to the next, as a cluster's workers do."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from autograder import grade
from autograder.judging.pool import Local


class Kept(Local):
    """Processes of this machine that a run does not end."""

    def close(self) -> None:
        """Keep them for the next run."""

    def end(self) -> None:
        """End them."""
        super().close()


@contextmanager
def kept() -> Iterator[None]:
    """While this lasts, runs in this process share their processes.

    To start and end them takes longer than to grade a class of two. Where a test sets a variable of
    the environment, its runs have processes that were started with it.
    """
    pools: dict[object, Kept] = {}

    def pool(tier: str, size: int | None = None, most: int | None = None) -> Kept:
        around = {k: v for k, v in os.environ.items() if k != "PYTEST_CURRENT_TEST"}
        key = (tier, size, tuple(sorted(around.items())))
        if key not in pools:
            pools[key] = Kept(tier, size)
        return pools[key]

    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(grade, "Local", pool)
            yield
    finally:
        for one in pools.values():
            one.end()
