"""Numbers as people write them: few digits, a real minus, powers of ten where they are needed."""

from __future__ import annotations

import math

MINUS = "\N{MINUS SIGN}"
PLAIN = range(-5, 6)  # powers of ten that need no exponent: 0.00001 to 999999

_RAISED = str.maketrans(
    "-0123456789", "\u207b\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"
)


def number(value: float, digits: int = 3) -> str:
    """A number with that many digits that count, `nan` and `inf` in words.

    0.00001, 12300, 1.5·10⁻⁷ and −2 are written so; what rounds to 0 has no sign.
    """
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "infinite" if value > 0 else f"{MINUS}infinite"
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    power = int(exponent)
    if float(mantissa) == 0:
        return "0"
    if power in PLAIN:
        return signed(_short(f"{float(f'{mantissa}e{power}'):.{max(digits - 1 - power, 0)}f}"))
    short = _short(mantissa)
    raised = f"10{str(power).translate(_RAISED)}"
    return signed({"1": raised, "-1": f"-{raised}"}.get(short, f"{short}·{raised}"))


def fixed(value: float, places: int) -> str:
    """A number with that many places behind the point, for columns."""
    text = f"{value:.{places}f}"
    return signed(text) if float(text) else text.removeprefix("-")


def plus(value: float, places: int | None = None) -> str:
    """A number with its sign, + too, and that many places behind the point; 0 has none."""
    text = number(value) if places is None else fixed(value, places)
    return f"+{text}" if value > 0 and text.strip("0.") else text


def added(value: float) -> str:
    """A number that is added to what stands before it: "+ 2" or "− 2"."""
    return f"{MINUS if value < 0 else '+'} {number(abs(value))}"


def known(value: float, digits: int = 3) -> str:
    """A number; what is none is still asked for."""
    return "?" if math.isnan(value) else number(value, digits)


def signed(text: str) -> str:
    """The text with a minus sign where it has a hyphen."""
    return text.replace("-", MINUS)


def _short(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
