"""The grammar of a sentence about what a check names: `dx`, "the decisions", "out for one row"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from course.check.printable import tick

PLURAL = {"is": "are", "has": "have", "differs": "differ", "holds": "hold"}

# What a phrase says more of its thing, after that itself.
_MORE = re.compile(
    r" (?:of|in|at|for|from|with|without|after|before|by|on|to|as|when|that|which|far|close)\b"
)
_ONE = re.compile(r"(?:ss|us|is|as)$")  # of loss, radius, axis, bias


def about(what: str, verb: str) -> str:
    """How a sentence about it begins: "`db` has", "The decisions have"."""
    named = tick(what)
    begun = named if named.startswith("`") else named[:1].upper() + named[1:]
    return f"{begun} {PLURAL.get(verb, verb) if _plural(named) else verb}"


def _plural(named: str) -> bool:
    """Whether a phrase is about several things; what has a name in the code is one."""
    head = _MORE.split(named, maxsplit=1)[0]
    last = head.rpartition(" ")[2]
    several = head in ("those", "these") or " and " in head
    return several or last.endswith("s") and not _ONE.search(last)


def counted(n: int, noun: str) -> str:
    """A number of things: "1 layer", "2 layers", "3 mini-batches"."""
    hissed = noun.endswith(("s", "x", "ch", "sh")) and not noun.endswith("och")  # not epoch
    ending = "" if n == 1 else "es" if hissed else "s"
    return f"{n} {noun}{ending}"


def added_up(terms: Iterable[float]) -> str:
    """A sum as one writes it: "1 + 1 - 0.5" for 1, 1 and -0.5."""
    first, *others = terms
    return f"{first:g}" + "".join(f" {'-' if t < 0 else '+'} {abs(t):g}" for t in others)
