"""The interactive figures, one thin module each."""

from course.widgets.neuron import neuron

__all__ = ["neuron"]
