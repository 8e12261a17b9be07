"""From a submission to what is to be run of it, and from its record to how it was graded.

`grade`, `try` and nbgrader's own commands differ in what runs a bundle and in what they write;
these two steps are the same for all of them.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
from traitlets.config import Config

from autograder.authoring.forms import Forms
from autograder.grading.bounded_work import BoundedWork, Prepared
from autograder.grading.trouble import of_one
from autograder.handed_in.classroom import Handed
from autograder.handed_in.intake import InvalidSubmissionError, Limits
from autograder.judging.bundle import Bundle, Record
from autograder.judging.result import Outcome, Result
from autograder.records import graded
from autograder.records.graded import Graded
from autograder.records.table import NOTE
from autograder.shared import nbsettings
from autograder.shared.bounded import JobError
from autograder.shared.closing import Closing
from autograder.shared.harmless import shown

TRIED = "try"  # the student whose notebook a file is that nobody handed in


class NotGradedError(Exception):
    """A submission that cannot be graded; the reason is a sentence.

    outcome : INVALID if it has to be handed in anew, INTERNAL_ERROR if it is the grader's fault
    """

    def __init__(self, outcome: Outcome, reason: str) -> None:
        super().__init__(f"{outcome}: {shown(reason, NOTE)}")
        self.outcome, self.reason = outcome, reason

    def result(
        self, one: Handed, form: nbformat.NotebookNode,
        points: Mapping[str, float | None] | None = None,
    ) -> Result:  # fmt: skip
        """The result of that submission; points, of a person's, if there are any."""
        return graded.result(one, form, None, points or {}, self.outcome, self.reason)


@dataclass(frozen=True)
class Job:
    """A submission ready to be run: the rebuilt notebook, and its bundle with a seed."""

    handed: Handed
    form: nbformat.NotebookNode
    notebook: nbformat.NotebookNode
    bundle: Bundle

    def graded(self, record: Record) -> Graded:
        """What a record makes of it; the outputs go into the notebook.

        Raises NotGradedError if the record is of a run that failed.
        """
        if (outcome := Outcome(record.outcome)) is Outcome.INTERNAL_ERROR:
            raise NotGradedError(outcome, record.reason or "")
        return graded.made(self.handed, self.form, self.notebook, self.bundle, record)


class Preparation(Closing):
    """Prepares submissions; all of a run have the same secret seed.

    forms : the chapters that there are       settings : nbgrader's, for the limits
    tier  : of the bundles                    seed     : a new one if None
    known : known mistakes by chapter, packed
    """

    def __init__(
        self, forms: Forms, settings: Config, tier: str = "", seed: str | None = None,
        known: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self._forms, self._known = forms, known or {}
        self._seed = seed or secrets.token_hex(16)
        seconds = nbsettings.seconds(settings)
        self.bounded = BoundedWork(forms, Limits.of(settings), seconds, tier)

    def of(self, one: Handed) -> Job:
        """What is to be run of a submission. Raises NotGradedError."""
        return self._job(one, _read(lambda: self.bounded.prepare(one)))

    def of_file(self, path: Path) -> Job:
        """The same of a notebook of any chapter, which is known by its cells."""
        ready = _read(lambda: self.bounded.prepare_file(path))
        return self._job(Handed(TRIED, ready.chapter, path.parent), ready)

    def _job(self, one: Handed, ready: Prepared) -> Job:
        known = self._known.get(one.chapter, "")
        bundle = replace(ready.bundle, seed=self._seed, known=known)
        return Job(one, self._forms[one.chapter], ready.notebook, bundle)

    def close(self) -> None:
        """End the process that reads."""
        self.bounded.close()


def _read(reading: Callable[[], Prepared]) -> Prepared:
    try:
        return reading()
    except InvalidSubmissionError as error:
        raise NotGradedError(Outcome.INVALID, str(error)) from None
    except JobError as error:
        raise NotGradedError(Outcome.INTERNAL_ERROR, str(error)) from None
    except Exception as error:
        reason = of_one(error, "It cannot be read")
        raise NotGradedError(Outcome.INTERNAL_ERROR, reason) from error
