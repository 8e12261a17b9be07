"""Handles: what of one end only that end can use, and the other can hand back.

Whoever owns a thing numbers it: its token is the owner's, and `("mine", 3)` here is `("yours", 3)`
there. The owner keeps the thing for as long as the other end has a stand-in for it, which is
watched by a weak reference; that it is gone is told with the next message. Messages strictly
alternate, so none in which the stand-in is handed back can cross that on its way.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any

from autograder.inside.wire.limits import MAX_HANDLES, WireError
from autograder.inside.wire.strict import items

FUNCTION, CALLABLE, ITERATOR = "function", "callable", "iterator"
ITERABLE, OBJECT = "iterable", "object"
_KINDS = (FUNCTION, CALLABLE, ITERATOR, ITERABLE, OBJECT)

Key = tuple[str, int]  # owner, "mine" or "yours" as this end sees it, and token


class Handle:
    """An object of the other end: it can be handed back, and nothing else."""

    def __init__(self, token: int, name: str) -> None:
        self._token, self._name = token, name

    def __repr__(self) -> str:
        return f"<{self._name} {self._token}>"


class Handles:
    """The handles that one end has given away and those that it was given.

    foreign : makes the stand-in for a handle of the other end, from (kind, token, name, extra);
              a new object that can be weakly referred to
    """

    def __init__(self, foreign: Callable[[str, int, str, list[str]], Any]) -> None:
        self._foreign = foreign
        self._made = 0
        self.mine: dict[int, Any] = {}  # token -> object of ours that the other end holds
        self.tokens: dict[int, int] = {}  # id -> token, of these
        self.theirs: dict[int, int] = {}  # id of a stand-in -> its token at the other end
        self.stand_ins: dict[int, weakref.ref[Any]] = {}  # and the other way round
        self.dropped: set[int] = set()  # tokens of stand-ins that are gone, not yet told
        # Of a random object that both ends have: its state, as they agreed upon it last.
        self.states: dict[Key, list[Any]] = {}

    def give(self, value: Any, kind: str) -> list[Any]:
        """A thing of ours as the tree of a handle."""
        names = _parameters(value) if kind == FUNCTION else []
        called = getattr(value, "__name__", None) if kind in (FUNCTION, CALLABLE) else None
        name = called[:100] if type(called) is str else type(value).__name__[:100]
        return ["mine", kind, self.token(value), name, names]

    def token(self, value: Any) -> int:
        """The token of a thing of ours; it is kept from here on until the other end lets it go."""
        token = self.tokens.get(id(value))
        if token is None:
            self._made += 1
            token = self.tokens[id(value)] = self._made
            self.mine[token] = value
        return token

    def take(self, tree: Any) -> Any:
        """The stand-in for a handle that was read. Raises WireError."""
        _, kind, token, name, names = tree
        if kind not in _KINDS or type(token) is not int:
            raise WireError("not of the format")
        if type(name) is not str or len(name) > 100 or len(items(names)) > 50:
            raise WireError("not of the format")
        if not all(type(n) is str and len(n) < 120 for n in names):
            raise WireError("not of the format")
        made = self.stand_in(token)
        return self.adopt(token, self._foreign(kind, token, name, names)) if made is None else made

    def stand_in(self, token: int) -> Any:
        """The stand-in for the other end's token, or None if there is none (any more)."""
        known = self.stand_ins.get(token)
        return None if known is None else known()

    def adopt(self, token: int, stand_in: Any) -> Any:
        """Let an object stand for the other end's token, for as long as anything refers to it."""
        if len(self.stand_ins) >= MAX_HANDLES:
            raise WireError("too many handles")
        key = id(stand_in)

        def gone(_: object) -> None:
            del self.theirs[key], self.stand_ins[token]
            self.states.pop(("yours", token), None)
            self.dropped.add(token)

        # It was gone, and is here again before the other end has been told: then nothing is.
        self.dropped.discard(token)
        self.theirs[key] = token
        self.stand_ins[token] = weakref.ref(stand_in, gone)
        return stand_in

    def key(self, value: Any) -> Key | None:
        """Under what both ends know a thing, or None."""
        if id(value) in self.theirs:
            return "yours", self.theirs[id(value)]
        return ("mine", self.tokens[id(value)]) if id(value) in self.tokens else None

    def at(self, key: Key) -> Any:
        """The thing that both ends know so. Raises KeyError for one of ours that is not known."""
        owner, token = key
        return self.mine[token] if owner == "mine" else self.stand_in(token)

    def let_go(self, token: int) -> None:
        """Keep a thing of ours no longer: the other end cannot name it any more."""
        if token in self.mine:
            del self.tokens[id(self.mine[token])], self.mine[token]
            self.states.pop(("mine", token), None)


def _parameters(function: Any) -> list[str]:
    """Names of a plain function's parameters, for messages; [] when they cannot be had."""
    code = getattr(function, "__code__", None)
    names = getattr(code, "co_varnames", ())
    count = getattr(code, "co_argcount", 0)
    if type(names) is not tuple or type(count) is not int:
        return []
    return [n for n in names[:count] if type(n) is str and len(n) < 120][:50]
