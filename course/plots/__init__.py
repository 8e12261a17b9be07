"""The still figures: arrays in, a `Picture` out. One module for each chapter."""

from course.plots.activations import (
    activation_curves,
    firing_rate,
    gradient_signs,
    max_of_lines,
    side_by_side,
    slope_products,
)
from course.plots.forward_pass import affine
from course.plots.neurons import CORNERS, grid, line, neuron, regions, table
from course.plots.picture import BLUE, GREY, ORANGE, Picture

__all__ = [
    "BLUE",
    "CORNERS",
    "GREY",
    "ORANGE",
    "Picture",
    "activation_curves",
    "affine",
    "firing_rate",
    "gradient_signs",
    "grid",
    "line",
    "max_of_lines",
    "neuron",
    "regions",
    "side_by_side",
    "slope_products",
    "table",
]
