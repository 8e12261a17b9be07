"""The still figures: arrays in, a `Picture` out.

A module is imported when its first figure is drawn, and matplotlib with it: so a chapter's first
cell does not wait for them, and whoever draws nothing never loads them.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_MODULES = {
    "activations": (
        "activation_curves", "between_layers", "firing_rate", "gradient_signs", "hearts",
        "max_of_lines", "nudge", "pieces", "sum_of_hats",
    ),
    "adding": ("adder",),
    "backprop": ("affine_backward", "agreement", "nudges", "two_paths"),
    "forward_pass": (
        "affine", "gallery", "hidden_and_output", "layers", "sheets", "square",
        "strengths", "through_depth", "xor_tree", "zigzags",
    ),
    "graphs": ("multiplications", "neuron_graph"),
    "logits": ("readings",),
    "loss": (
        "constant_answers", "damaged_moons", "loss_curves", "loss_landscapes", "misses",
        "one_answer", "shares", "slid", "surprise",
    ),
    "neurons": (
        "gates", "grid", "line", "moved", "neuron", "regions", "table", "two_neurons",
    ),
    "picture": ("Picture",),
    "training_loop": (
        "before_after", "boundaries", "descent", "digits", "epochs", "learning_curves", "loop",
        "misread", "scatter", "template", "templates", "valley",
    ),
    "up_and_down": ("unwinding",),
    "weights": ("zigzag",),
}  # fmt: skip
_HOMES = {name: module for module, names in _MODULES.items() for name in names}
__all__ = sorted(_HOMES)  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
