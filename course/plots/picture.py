"""What all still figures share: a figure with its words, and the course's colours.

Drawing never goes through pyplot, so nothing global is opened, shown or left behind.
Blue, solid and filled mean positive or firing; orange, dashed and hollow mean the opposite:
colour is never the only signal. The two colours are from Okabe and Ito's palette.
"""

from __future__ import annotations

import base64
import html
import io
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

BLUE = "#0072B2"
ORANGE = "#D55E00"
GREY = "#595959"
SIGNED = LinearSegmentedColormap.from_list("signed", [ORANGE, "white", BLUE])


@dataclass(frozen=True)
class Picture:
    """A matplotlib figure and the words for those who cannot see it."""

    figure: Figure
    alt: str

    def png(self) -> bytes:
        """The figure as a PNG, the same bytes on every run."""
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format="png", dpi=110, bbox_inches="tight", metadata={})
        return buffer.getvalue()

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> dict[str, str | bytes]:
        data = base64.b64encode(self.png()).decode()
        return {
            "text/html": f'<img alt="{html.escape(self.alt)}" src="data:image/png;base64,{data}">',
            "image/png": data,
            "text/plain": self.alt,
        }


def axes(width: float, height: float) -> tuple[Figure, Axes]:
    """A figure of that size in inches, and its one pair of axes."""
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.add_subplot()
