"""The line of code that brings a figure's setting back, so that a teacher can say "open this"."""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from typing import Any


def call(name: str) -> str:
    """How the running cell makes the figure of that name, as it is written there."""
    plain = f"widgets.{name}()"
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    cells = shell.user_ns.get("In") if shell else None
    if not cells:
        return plain
    try:
        tree = ast.parse(cells[-1])
    except SyntaxError:  # IPython's own commands are no Python
        return plain
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    ours = (c for c in calls if isinstance(c.func, ast.Attribute) and c.func.attr == name)
    found = next(ours, None)
    return (found and ast.get_source_segment(cells[-1], found)) or plain


def code(call: str, changes: Mapping[str, Any]) -> str:
    """The call with the controls that have been moved since."""
    moved = ", ".join(f"{name}={value!r}" for name, value in changes.items())
    return f"{call}.having({moved})" if moved else call
