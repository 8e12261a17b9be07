"""What is known so far of a submission that is being run: outputs, points, and how it goes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from autograder.judging import outputs
from autograder.judging.budget import Budget
from autograder.judging.bundle import TEST, CodeCell, Record
from autograder.judging.judge import Verdict
from autograder.judging.process import LATE, LostError
from autograder.judging.result import Outcome
from autograder.shared import harmless


class Findings:
    """Outputs by place and points by name, as far as the budget has room for what is said.

    outcome, reason : of the submission; the first that is noted stands
    """

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self.outputs: dict[str, list[dict[str, Any]]] = {}
        self.points: dict[str, float] = {}
        self.seen: dict[str, list[Any]] = {}
        self.outcome: Outcome = Outcome.OK
        self.reason: str | None = None

    def note(self, outcome: Outcome, reason: str) -> None:
        """Say how the submission goes, if nothing was amiss before."""
        if self.outcome is Outcome.OK:
            self.outcome, self.reason = outcome, reason

    def show(self, cell: CodeCell, *found: dict[str, Any]) -> None:
        """Add to the outputs of a cell."""
        self.outputs.setdefault(str(cell.place), []).extend(found)

    def ran(self, cell: CodeCell, printed: Any, report: Any) -> str:
        """Show what a cell printed and raised, from a process that may say anything.

        Hands back the name of the exception, "" if there was none.
        """
        text = self._budget.shown(printed[:20_000]) if type(printed) is str and printed else ""
        self.show(cell, *([outputs.printed(text)] if text else []))
        if report is None:
            return ""
        try:
            kind, said = str(report[0][0])[:100], self._budget.shown(str(report[1])[:2000])
        except (TypeError, IndexError, KeyError):
            kind, said = "Error", ""
        kind = "CellTimeoutError" if kind == "TooSlow" else kind
        self.show(cell, outputs.raised(kind, said))
        return kind

    def blame(self, cell: CodeCell, lost: LostError) -> None:
        """Say which cell, run for the first time or again, has ended the process."""
        self.note(lost.outcome, f"{where(cell)} {lost.how}.")
        kind = "CellTimeoutError" if lost.how == LATE else "DeadKernelError"
        self.show(cell, outputs.raised(kind, f"This cell {lost.how}. It is left out from here on."))

    def judged(self, cell: CodeCell, verdict: Verdict) -> None:
        """Take over the verdict on a test."""
        self.points[cell.name] = verdict.points
        self.outputs[str(cell.place)] = [self._cut(output) for output in verdict.outputs]
        if verdict.seen:
            self.seen[cell.name] = verdict.seen
        if verdict.failure == "timeout":
            self.note(Outcome.TIMEOUT, f"{where(cell)} ran too long and was stopped.")
        elif verdict.failure == "grader":
            # A fault of ours: the whole submission is tried again another time.
            self.outcome, self.reason = Outcome.INTERNAL_ERROR, verdict.outputs[0]["evalue"]

    def stuck(self, cell: CodeCell) -> Record:
        """The record of a run that comes no further than this test."""
        reason = f"{where(cell)} ran too long and was ended."
        return Record(str(Outcome.TIMEOUT), reason, self.outputs, self.points)

    def record(self, seconds: float) -> Record:
        """What the run came to."""
        record = Record(str(self.outcome), self.reason, self.outputs, self.points, seconds)
        return replace(record, seen=self.seen)

    def _cut(self, output: dict[str, Any]) -> dict[str, Any]:
        """A test's output, as much as is kept of what it says: an answer's text may be in it."""
        if output["output_type"] != "error":
            return output
        lines = [self._budget.message(line) for line in output["traceback"]]
        return output | {"evalue": self._budget.message(output["evalue"]), "traceback": lines}


def where(cell: CodeCell) -> str:
    """A cell in a sentence."""
    if cell.kind == TEST:
        return f"The test of `{cell.name.removeprefix('test_')}`"
    lines = cell.source.strip().splitlines() or [""]
    return f"The cell `{harmless.text(lines[0])[:80]}`"
