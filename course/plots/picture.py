"""What all still figures share: a figure with its words, and two maps of the course's colours.

Drawing never goes through pyplot, so nothing global is opened, shown or left behind. The colours
are those of `course.colours`: solid and filled mean positive or firing, dashed and hollow the
opposite, so that colour is never the only signal.
"""

from __future__ import annotations

import base64
import html
import io
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from course import colours
from course.colours import ONE, PAPER, ZERO

SIGNED = LinearSegmentedColormap.from_list("signed", [ZERO, PAPER, ONE])
RISING = LinearSegmentedColormap.from_list("rising", [PAPER, ONE])
NIGHT, STARLIGHT = "#1c1c22", "#f2f2f2"  # paper and ink around pictures of their own colours
FAINT = "#c8c8c8"


@dataclass(frozen=True)
class Picture:
    """A matplotlib figure and the words for those who cannot see it.

    true : whether its colours are its own, like a painting's: then it is the same on every page,
           on dark paper of its own
    """

    figure: Figure
    alt: str
    true: bool = False

    def png(self) -> bytes:
        """The figure as a PNG, the same bytes on every run."""
        buffer = io.BytesIO()
        paper = NIGHT if self.true else PAPER
        self.figure.savefig(
            buffer, format="png", dpi=110, bbox_inches="tight", metadata={}, facecolor=paper
        )
        return buffer.getvalue()

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> dict[str, str | bytes]:
        data = base64.b64encode(self.png()).decode()
        kind = f"{colours.PLOT} {colours.TRUE}" if self.true else colours.PLOT
        image = f'<img alt="{html.escape(self.alt)}" class="{kind}"'
        return {
            "text/html": f'{image} src="data:image/png;base64,{data}">{colours.STYLE}',
            "image/png": data,
            "text/plain": self.alt,
        }


def axes(width: float, height: float) -> tuple[Figure, Axes]:
    """A figure of that size in inches, and its one pair of axes."""
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.add_subplot()
