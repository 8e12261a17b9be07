"""The still figures: arrays in, a `Picture` out. One module for each chapter."""

from course.plots.activations import (
    activation_curves,
    firing_rate,
    gradient_signs,
    hearts,
    max_of_lines,
    slope_products,
)
from course.plots.backprop import agreement, nudges, step_sizes, xyz_graph
from course.plots.forward_pass import affine
from course.plots.loss import shares
from course.plots.neurons import CORNERS, grid, line, neuron, regions, table
from course.plots.picture import BLUE, GREY, ORANGE, Picture
from course.plots.training_loop import descent

__all__ = [
    "BLUE",
    "CORNERS",
    "GREY",
    "ORANGE",
    "Picture",
    "activation_curves",
    "affine",
    "agreement",
    "descent",
    "firing_rate",
    "gradient_signs",
    "grid",
    "hearts",
    "line",
    "max_of_lines",
    "neuron",
    "nudges",
    "regions",
    "shares",
    "slope_products",
    "step_sizes",
    "table",
    "xyz_graph",
]
