"""What is asked of each part that is read, before anything is made of it."""

from __future__ import annotations

from typing import Any

from autograder.inside.wire.limits import WireError


class _Strict:
    """A block in which whatever is wrong with what is read becomes a WireError.

    So a reader may index, unpack and look up as if all were well: a hostile tree ends in an
    IndexError or KeyError somewhere, and nobody has to think of each place.
    """

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, WireError):
            raise WireError(f"not of the format: {type(error).__name__}") from None


STRICT = _Strict()


# Types are compared, not asked with `isinstance`: True is an int, and would be a number, too.
def items(tree: Any) -> list[Any]:
    """The tree, which is a list."""
    if type(tree) is not list:
        raise WireError("not of the format")
    return tree


def integer(value: Any) -> int:
    """The value, which is an int."""
    if type(value) is not int:
        raise WireError("not of the format")
    return value


def real(value: Any) -> float:
    """The value, which is a float."""
    if type(value) is not float:
        raise WireError("not of the format")
    return value


def index(k: Any, length: int) -> int:
    """A place in a list of so many: never a negative one, which Python counts from the end."""
    if type(k) is not int or not 0 <= k < length:
        raise WireError("not of the format")
    return k
