"""What every interactive figure shares: a still picture beside the live one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ipywidgets as widgets

from course.plots import Picture


@dataclass(frozen=True)
class Interactive:
    """A live widget, and the picture for where no widget can live.

    A page without a kernel (a graded notebook, a feedback page, a repository's preview)
    shows the still picture; JupyterLab shows the widget.
    """

    widget: widgets.Widget
    still: Picture

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        live = self.widget._repr_mimebundle_(include=include, exclude=exclude)
        return {**live, **self.still._repr_mimebundle_()}
