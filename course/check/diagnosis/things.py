"""The answer is no array at all."""

from __future__ import annotations

from course.check.kinds import as_array
from course.check.mistake import Mistake

THINGS: tuple[tuple[str, str, str], ...] = (
    # type's name, word, sentence
    ("NoneType", "None", "Nothing has been put into it."),
    ("list", "list", "A list does not calculate: `+` makes it longer, and `*` repeats it."),
    ("tuple", "tuple", "Several things in brackets: take out the one that is wanted."),
    ("matrix", "np.matrix", "A matrix multiplies differently and never has fewer than two axes."),
    ("MaskedArray", "masked array", "An array with holes; a plain one is wanted."),
    ("str", "text", "Digits in quotation marks do not calculate."),
    ("dict", "dictionary", "Its values have names; here they are wanted by place."),
    ("set", "set", "A set has no order."),
    ("range", "range", "It only promises numbers; an array holds them."),
    ("generator", "generator", "It only promises values and has not calculated any."),
    ("map", "map", "It only promises values and has not calculated any."),
    ("function", "function", "A function that was named but not called: `f` is not `f(x)`."),
    (
        "builtin_function_or_method",
        "function",
        "A function that was named but not called: `a.sum` is not `a.sum()`.",
    ),
    ("method", "function", "A function that was named but not called: `a.sum` is not `a.sum()`."),
)


NO_NUMBERS = Mistake(
    "no numbers in the array", "Its entries are text, or other things that do not calculate."
)


PLACES = (
    "`np.where` with a condition alone gives places, in a tuple; so does a comma behind a value."
)


def _are_places(part: object) -> bool:
    a = as_array(part)
    return a is not None and a.ndim == 1 and a.dtype.kind == "i"


def wrong_thing(got: object, wanted: str) -> Mistake:
    """The mistake of giving a list, a string, None, ... where `wanted` is an array or a number.

    Where a text is wanted, numbers and arrays are wrong as well.
    """
    kind, a = type(got).__name__, as_array(got)
    if kind == "ndarray" and a is None:
        return NO_NUMBERS
    if a is not None:
        word = "array" if a.ndim else "number"
        article = "an" if wanted[0] in "aeiou" else "a"
        return Mistake(f"{word} instead of {wanted}", f"Here {article} {wanted} is wanted.")
    if wanted == "text" and got is not None:  # what the others are no good for is not the point
        word = next((word for name, word, _ in THINGS if kind == name), "object")
        return Mistake(f"{word} instead of text", "A single text is wanted.")
    if type(got) is tuple and got and all(map(_are_places, got)):
        return Mistake(f"tuple instead of {wanted}", PLACES)
    if type(got) is tuple and len(got) == 1:
        return Mistake(f"tuple instead of {wanted}", "A comma behind a value makes a tuple of it.")
    for name, word, why in THINGS:
        if kind == name:
            return Mistake(f"{word} instead of {wanted}", why)
    return Mistake(f"object instead of {wanted}", "It is of a kind that cannot be compared.")
