"""A still figure that is drawn as SVG, before matplotlib has to be imported for another."""

from __future__ import annotations

import base64
import html
from dataclasses import dataclass

from course import colours
from course.widgets.canvas import Canvas


@dataclass(frozen=True)
class Sketch:
    """A picture, and the words for those who cannot see it."""

    canvas: Canvas
    alt: str

    @property
    def svg(self) -> str:
        """The whole picture, as text."""
        return self.canvas.svg(self.alt)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        data = base64.b64encode(self.svg.encode()).decode()
        image = f'<img alt="{html.escape(self.alt)}" class="{colours.PLOT}"'
        source = f'width="{self.canvas.width:.0f}" src="data:image/svg+xml;base64,{data}"'
        return {
            "text/html": f"{image} {source}>{colours.STYLE}",
            "image/svg+xml": self.svg,
            "text/plain": self.alt,
        }
