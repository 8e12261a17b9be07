"""The interactive figures: one thin module each, over shared parts."""

from course.widgets.activations import activations
from course.widgets.bumps import bumps
from course.widgets.by_epoch import by_epoch
from course.widgets.graph import graph
from course.widgets.hearts import hearts
from course.widgets.hidden_units import hidden_units
from course.widgets.landscape import landscape
from course.widgets.learning_rate import learning_rate
from course.widgets.neuron import neuron
from course.widgets.one_logit import one_logit
from course.widgets.pad import pad
from course.widgets.paintings import paintings
from course.widgets.penalty import penalty
from course.widgets.seeds import seeds
from course.widgets.shapes import shapes
from course.widgets.star import star
from course.widgets.step_size import step_size

__all__ = [
    "activations",
    "bumps",
    "by_epoch",
    "graph",
    "hearts",
    "hidden_units",
    "landscape",
    "learning_rate",
    "neuron",
    "one_logit",
    "pad",
    "paintings",
    "penalty",
    "seeds",
    "shapes",
    "star",
    "step_size",
]
