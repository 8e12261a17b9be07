"""The still figures: arrays in, a `Picture` out. One module for each chapter."""

from course.plots.neurons import CORNERS, grid, line, neuron, regions, table
from course.plots.picture import BLUE, GREY, ORANGE, Picture

__all__ = [
    "BLUE",
    "CORNERS",
    "GREY",
    "ORANGE",
    "Picture",
    "grid",
    "line",
    "neuron",
    "regions",
    "table",
]
