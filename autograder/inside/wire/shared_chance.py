"""Random generators that both ends have: one of them ours, the other a stand-in that draws as well.

Each end tells with every message how far those it knows have moved. How a generator is written,
built and followed is the business of `chance`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograder.inside.wire import chance
from autograder.inside.wire.handles import Handles, Key
from autograder.inside.wire.limits import WireError
from autograder.inside.wire.shared import Shared
from autograder.inside.wire.strict import integer


class SharedChance:
    """One end's half of the random generators that have crossed."""

    def __init__(self, shared: Shared, handles: Handles) -> None:
        self._shared, self._handles = shared, handles

    def give(self, value: Any, depth: int, write: Callable[[Any, int], Any]) -> list[Any]:
        """A random object as a tree, with what it is built upon: others may have that, too."""
        below = chance.upon(value)
        tree = None if below is None else write(below, depth + 1)
        token = self._handles.token(value)
        self._handles.states["mine", token] = state = chance.state(value)
        return ["rng", token, chance.kind(value), state, chance.parts(value), tree]

    def take(self, tree: Any, depth: int, read: Callable[[Any, int], Any]) -> Any:
        """The random object of a tree. Raises WireError."""
        _, token, kind, state, parts, upon = tree
        below = None if upon is None else read(upon, depth + 1)
        made = self._handles.stand_in(integer(token))
        if made is None:
            made = self._handles.adopt(token, chance.made(kind, state, parts, below))
        elif chance.kind(made) != kind or chance.upon(made) is not below:
            raise WireError("not of the format")
        else:
            chance.restore(made, state)
        self._handles.states["yours", token] = chance.state(made)
        self._shared.held.append(made)
        return made

    def moved(self) -> list[Any]:
        """[[owner, token, state], ...] of those that have moved since both ends agreed."""
        states, found = self._handles.states, []
        # A stand-in may go meanwhile, and its state with it.
        for key, state in list(states.items()):
            value = self._handles.at(key)
            if value is not None and (now := chance.state(value)) != state:
                states[key] = now
                found.append([*key, now])
        return found

    def move(self, owner: Any, token: int, state: Any) -> None:
        """Move a generator to where the other end says it is. Raises WireError."""
        # What is theirs to them is a stand-in of ours here, and the other way round.
        key: Key = ("yours" if owner == "mine" else "mine", token)
        if key[0] == "yours" and token in self._handles.dropped:
            return  # the other end has not been told yet that it is gone here
        agreed, value = self._handles.states[key], self._handles.at(key)
        if key[0] == "mine":
            chance.follow(value, agreed, state)
        else:
            chance.restore(value, state)
        self._handles.states[key] = chance.state(value)
