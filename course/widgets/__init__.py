"""The interactive figures: one thin module each, over shared parts."""

from course.widgets.neuron import neuron

__all__ = ["neuron"]
