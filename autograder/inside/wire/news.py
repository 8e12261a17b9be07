"""News: what one end must know of the other before it reads on. It comes with every message.

    [[[k, content], ...]          shared objects changed in place, by their numbers,
     [[owner, token, state], ...] random generators that have moved,
     [token, ...]]                handles that nothing at the sender's refers to any more

Only the sender looks for changes: it compares each shared object with what both had agreed upon,
and whoever has read the news agrees. A change may hold new objects, which are numbered as they are
in any tree; so news are written before, and read before, the message that they come with.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.inside.wire import arrays
from autograder.inside.wire.handles import Handles
from autograder.inside.wire.iterators import Iterators
from autograder.inside.wire.limits import WireError
from autograder.inside.wire.reading import TreeReader
from autograder.inside.wire.shared import WINDOW, Shared, content, same
from autograder.inside.wire.shared_chance import SharedChance
from autograder.inside.wire.strict import STRICT, index, integer, items
from autograder.inside.wire.unfolded import unfold
from autograder.inside.wire.writing import TreeWriter


class News:
    """Tells the news of one end, and takes over those of the other."""

    def __init__(
        self, shared: Shared, handles: Handles, chances: SharedChance, iterators: Iterators,
        writer: TreeWriter, reader: TreeReader,
    ) -> None:  # fmt: skip
        self._shared, self._handles, self._chances = shared, handles, chances
        self._iterators, self._writer, self._reader = iterators, writer, reader

    def tell(self) -> list[Any]:
        """What the other end must know before it reads on. Raises WireError as `write` does."""
        handles = self._handles
        dropped, handles.dropped = handles.dropped, set()
        for token in dropped:
            # Not when it went: it might have been sent once more, and then goes on.
            self._iterators.let_go(("yours", token))
        return [self._changes(), self._chances.moved(), list(dropped)]

    def _changes(self) -> list[Any]:
        self._writer.begin()
        objects, agreed = self._shared.objects, self._shared.agreed
        found = []
        # What is shared on the way, as part of a change, is new and needs no look.
        for k in range(len(objects)):
            value, before = objects[k], agreed[k]
            if before is WINDOW:
                continue
            if type(value) is np.ndarray:
                now = value.tobytes()
                if now != before[1] or value.shape != before[0]:
                    agreed[k] = (value.shape, now)
                    data = arrays.swapped(value, now)
                    found.append([k, ["a", arrays.native(value.dtype), list(value.shape), data]])
            elif not same(content(value), before):
                agreed[k] = content(value)
                found.append([k, self._writer.content(value, 0)])
        return found

    def take(self, news: Any) -> None:
        """Take over what the other end has changed in place, and let go. Raises WireError."""
        self._reader.begin()
        with STRICT:
            changes, moved, dropped = news
            for token in items(dropped):
                self._handles.let_go(integer(token))
                self._iterators.let_go(("mine", token))
            for k, change in items(changes):
                self._change(index(k, len(self._shared.objects)), change)
            for owner, token, state in items(moved):
                self._chances.move(owner, integer(token), state)
            if changes and self._shared.tangled:
                unfold(self._shared.objects)

    def _change(self, k: int, change: Any) -> None:
        value, (tag, *rest) = self._shared.objects[k], change
        if type(value) is np.ndarray and tag == "a":
            self._change_array(k, value, rest)
            return
        if type(value) is list and tag == "l":
            value[:] = self._reader.items(rest[0])
        elif type(value) is dict and tag == "d":
            pairs = self._reader.pairs(rest[0])
            value.clear()
            value.update(pairs)
        else:
            raise WireError("a change of another kind")
        self._shared.agreed[k] = content(value)

    def _change_array(self, k: int, value: np.ndarray[Any, Any], rest: Any) -> None:
        new = arrays.plain(*rest)
        if new.dtype != value.dtype.newbyteorder("=") or new.size != value.size:
            raise WireError("a change of an array's dtype or size")
        if self._shared.agreed[k] is WINDOW or not value.flags.writeable:
            raise WireError("a change of an array that cannot be written")
        if new.shape != value.shape:
            value.shape = new.shape
        value[...] = new
        self._shared.agreed[k] = (value.shape, value.tobytes())
