"""One end's view of all that two ends have together: what they share, and each other's handles.

Both ends hold a heap. The sender writes news, then the values of its message; the receiver takes
the news and reads the values, in the same order, each within a scope that both open at the same
message. That is all the agreement there is: no end ever tells the other a number or asks for one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograder.inside.wire.handles import Handles
from autograder.inside.wire.iterators import Iterators
from autograder.inside.wire.news import News
from autograder.inside.wire.reading import TreeReader
from autograder.inside.wire.shared import Shared
from autograder.inside.wire.shared_chance import SharedChance
from autograder.inside.wire.writing import TreeWriter


class _Sharing:
    """A block: objects shared from its beginning on are shared until its end.

    A class and no generator with a decorator, since every message opens one or two.
    """

    def __init__(self, shared: Shared, iterators: Iterators) -> None:
        self._shared, self._iterators = shared, iterators
        self._before, self._spans = len(shared.objects), shared.spans[:]
        self._held = len(shared.held)

    def __enter__(self) -> None:
        self._shared.depth += 1

    def __exit__(self, *_: object) -> None:
        shared, before = self._shared, self._before
        shared.depth -= 1
        if not shared.depth:
            self._iterators.resumed = None
        shared.forget(before, self._spans)
        del shared.held[self._held :]
        shared.tangled = shared.tangled and before > 0


class Heap:
    """One end of what both ends share.

    foreign : makes the stand-in for a handle of the other end, from (kind, token, name, extra);
              a new object that can be weakly referred to
    named   : the function that both ends know as (module, name), or None
    name_of : the (module, name) of a function that both ends know, or None
    """

    def __init__(
        self,
        foreign: Callable[[str, int, str, list[str]], Any],
        named: Callable[[str, str], Any] = lambda module, name: None,
        name_of: Callable[[Any], tuple[str, str] | None] = lambda value: None,
    ) -> None:
        self.shared, self.handles = Shared(), Handles(foreign)
        self.iterators = Iterators(self.shared, self.handles)
        chances = SharedChance(self.shared, self.handles)
        writer = TreeWriter(self.shared, self.handles, chances, name_of)
        reader = TreeReader(self.shared, self.handles, chances, named)
        news = News(self.shared, self.handles, chances, self.iterators, writer, reader)
        # The methods themselves, and none of ours that call them: a call's round trip takes a
        # tenth of a millisecond, and each of these is called several times on the way.
        self.write, self.read = writer.write, reader.read
        self.news, self.update = news.tell, news.take
        self.keep, self.resume = self.iterators.keep, self.iterators.resume
        self.suspend = self.iterators.suspend

    def scope(self) -> _Sharing:
        """Objects shared from here on are shared until the end of the block."""
        return _Sharing(self.shared, self.iterators)
