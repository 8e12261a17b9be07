"""What is taken off for handing in late, by the course's own rule."""

from __future__ import annotations

import math
from collections.abc import Mapping

from nbgrader.preprocessors import AssignLatePenalties
from traitlets.config import Config

from autograder.records.marks import Late


class LatePenalty:
    """The rule: nbgrader's late submission plugin, as `c.AssignLatePenalties` names it."""

    def __init__(self, config: Config) -> None:
        self._step = AssignLatePenalties(config=config)
        self._step.init_plugin()

    def of(
        self, student: str, points: Mapping[str, float | None], late: Late | None
    ) -> tuple[float | None, str]:
        """The penalty that the plugin sets, as nbgrader's own autograde does; None for none.

        And why it sets none, if it fails: that takes no points from anybody. The plugin is the
        course's own code, and one that raises is no reason to lose what was graded.
        """
        if late is None:
            return None, ""
        score = math.fsum(given or 0.0 for given in points.values())
        seconds = (late.handed - late.due).total_seconds()
        try:
            penalty = self._step.plugin_inst.late_submission_penalty(student, score, seconds)
            if penalty is None:
                return None, ""
            if not math.isfinite(penalty):
                raise ValueError(f"it says {penalty}")
        except Exception as error:
            return None, (
                "The points are kept, but the late submission plugin sets no penalty "
                f"({type(error).__name__}: {error})."
            )
        return min(max(float(penalty), 0.0), score), ""
