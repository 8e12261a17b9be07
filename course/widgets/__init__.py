"""The interactive figures: one thin module each, over shared parts.

A figure's module is imported when the figure is first asked for, so that a chapter's first cell
waits for none of them.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

__all__ = [  # noqa: F822
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


class _Figures(ModuleType):
    """This package: its figures have the names of their modules, and are what it gives."""

    def __setattr__(self, name: str, value: object) -> None:
        # Python itself puts a module here once it has imported it.
        if name in __all__ and isinstance(value, ModuleType):
            value = getattr(value, name)
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Figures


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import_module(f"{__name__}.{name}")
    return globals()[name]


def __dir__() -> list[str]:
    return __all__
