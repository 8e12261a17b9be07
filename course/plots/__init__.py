"""The still figures: arrays in, a `Picture` out. One module for each chapter."""

from course.plots.activations import (
    activation_curves,
    firing_rate,
    gradient_signs,
    hearts,
    max_of_lines,
)
from course.plots.backprop import agreement, nudges
from course.plots.forward_pass import (
    affine,
    gallery,
    hidden_and_output,
    square,
    through_depth,
)
from course.plots.loss import damaged_moons, loss_curves, loss_landscapes, misses, shares
from course.plots.neurons import CORNERS, grid, line, neuron, regions, table
from course.plots.picture import BLUE, GREY, ORANGE, Picture
from course.plots.training_loop import (
    boundaries,
    descent,
    misread,
    scatter,
    templates,
)

__all__ = [
    "BLUE",
    "CORNERS",
    "GREY",
    "ORANGE",
    "Picture",
    "activation_curves",
    "affine",
    "agreement",
    "boundaries",
    "damaged_moons",
    "descent",
    "firing_rate",
    "gallery",
    "gradient_signs",
    "grid",
    "hearts",
    "hidden_and_output",
    "line",
    "loss_curves",
    "loss_landscapes",
    "max_of_lines",
    "misread",
    "misses",
    "neuron",
    "nudges",
    "regions",
    "scatter",
    "shares",
    "square",
    "table",
    "templates",
    "through_depth",
]
