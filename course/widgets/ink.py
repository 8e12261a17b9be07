"""An image as ink on paper, so that it follows the page from light to dark."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from course.widgets.canvas import INK, Canvas

Floats = NDArray[np.float64]


def image(canvas: Canvas, pixels: Floats, x: float, y: float, edge: float) -> None:
    """Brightness (rows, columns), 0 to 1, in nine shades of ink; x, y is the upper left corner."""
    side = edge / len(pixels)
    shades = np.round(8 * np.clip(np.nan_to_num(pixels), 0, 1)).astype(int)
    for shade in range(1, 9):
        path = ""
        for row, line in enumerate(shades == shade):
            ends = np.flatnonzero(np.diff(np.concatenate([[0], line.astype(int), [0]])))
            for begin, end in zip(ends[::2].tolist(), ends[1::2].tolist(), strict=True):
                wide = (end - begin) * side
                at = f"M{x + begin * side:.1f} {y + row * side:.1f}"
                path += f"{at}h{wide:.1f}v{side:.1f}h{-wide:.1f}z"
        if path:
            canvas.add(f'<path d="{path}" fill="{INK}" fill-opacity="{shade / 8:g}"/>')
