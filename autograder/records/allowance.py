"""How much of a submission one page shows; what finds no room is left out, and that is said."""

from __future__ import annotations

MOST_CODE = 100_000  # characters of code, which take tenfold when their syntax is marked
MOST_TEXT = 300_000  # characters of outputs, messages and answers in words
MOST_PICTURES = 1_500_000  # characters of figures as SVG
CUT = "\n... (the rest is left out)"


class Allowance:
    """What of each kind still fits on a page. Cells come in the order in which they stand."""

    def __init__(self) -> None:
        self._code, self._text, self._pictures = MOST_CODE, MOST_TEXT, MOST_PICTURES
        self._without = 0
        self._cut = False

    def code(self, source: str) -> str:
        """As much of a cell's code as fits."""
        kept = self._fitting(source, self._code)
        self._code -= min(len(source), self._code)
        return kept

    def text(self, said: str) -> str:
        """As much of an output or a message as fits."""
        kept = self._fitting(said, self._text)
        self._text -= min(len(said), self._text)
        return kept

    def picture(self, svg: str) -> bool:
        """Whether a figure fits; later ones that are smaller still may."""
        fits = len(svg) <= self._pictures
        self._pictures -= len(svg) if fits else 0
        self._without += not fits
        return fits

    def said(self) -> str:
        """What is left out, in a sentence; "" for nothing."""
        figures = f"{self._without} figure{'s' if self._without > 1 else ''}"
        parts = [figures] if self._without else []
        parts += ["the rest of long texts"] if self._cut else []
        return f"Left out, or this page would be too large: {' and '.join(parts)}." if parts else ""

    def _fitting(self, said: str, left: int) -> str:
        if len(said) <= left:
            return said
        self._cut = True
        return said[:left] + CUT
