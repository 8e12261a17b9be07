"""What `make test` tries of a large family; the rest of it is a sweep, for `make test-all`.

A family is chosen from by its order or its kinds, never by a list of names: whoever adds a chapter,
an answer or an attack marks nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import pytest

T = TypeVar("T")


def first_of_each(
    values: Iterable[T], kind: Callable[[T], object] = lambda value: None, count: int = 1
) -> list[Any]:
    """Parameters of a test: all but the first `count` values of each kind are a sweep."""
    seen = Counter[object]()
    found = []
    for value in values:
        seen[kind(value)] += 1
        swept = [pytest.mark.sweep] if seen[kind(value)] > count else []
        found.append(pytest.param(value, marks=swept))
    return found
