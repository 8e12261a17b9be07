"""What an iterator goes on to use after the call that made it.

A generator function returns at once, and its body runs later, item by item, with the arguments of
a call that is over. So what that call shared is kept for it, and shared again while it is asked for
an item: what it then changes in place is told as it is of any call. Both ends keep the same, each
for itself, under the key of the iterator's handle.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.inside.wire.handles import Handles, Key
from autograder.inside.wire.shared import WINDOW, Shared


class Iterators:
    """What one end keeps for the iterators that have crossed."""

    def __init__(self, shared: Shared, handles: Handles) -> None:
        self._shared, self._handles = shared, handles
        self.kept: dict[Key, list[tuple[Any, Any]]] = {}
        self.resumed: tuple[Any, int] | None = None  # the iterator at work, and what it shares

    def keep(self, iterator: Any, length: int | None = None) -> None:
        """Remember for an iterator what this scope shares, or the first `length` objects of it.

        Only the outermost scope can be kept: numbers of an inner one go on from those before it,
        which will be others when the iterator is asked again.
        """
        key, shared = self._handles.key(iterator), self._shared
        if key is not None and shared.depth == 1 and hasattr(type(iterator), "__next__"):
            self.kept[key] = list(zip(shared.objects, shared.agreed, strict=True))[:length]

    def resume(self, iterator: Any) -> None:
        """Share again what was kept for an iterator, at the beginning of a scope."""
        key, shared = self._handles.key(iterator), self._shared
        if key not in self.kept or shared.depth != 1 or shared.objects:
            return
        scope = self.kept.pop(key)
        self.resumed = iterator, len(scope)
        for value, state in scope:
            if type(value) is np.ndarray and state is not WINDOW:
                shared.add_array(value, state[1])
                shared.agreed[-1] = state
            else:
                shared.add(value, state)
                shared.tangled = shared.tangled or type(value) is not np.ndarray

    def suspend(self) -> None:
        """Keep what was resumed in this scope, as both ends have agreed upon it since."""
        # In an inner scope the iterator has called back, and is still at work.
        if self.resumed is not None and self._shared.depth == 1:
            self.keep(*self.resumed)
            self.resumed = None

    def let_go(self, key: Key) -> None:
        """Nobody can ask this iterator for an item any more."""
        self.kept.pop(key, None)
