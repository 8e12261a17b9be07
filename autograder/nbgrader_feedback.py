"""Our feedback page behind nbgrader's own command, `nbgrader generate_feedback`."""

from __future__ import annotations

import json
from typing import Any

from nbconvert.exporters import Exporter
from nbconvert.exporters.exporter import FilenameExtension
from nbformat import NotebookNode
from nbgrader import api
from traitlets import Unicode

from autograder.grading.bounded_work import BoundedWork
from autograder.records import feedback
from autograder.records.reading import marks
from autograder.shared import times


class FeedbackExporter(Exporter):  # type: ignore[misc]
    """The page as `nbgrader generate_feedback` writes it: `c.GenerateFeedback.exporter_class`."""

    output_mimetype = "text/html"

    file_extension = FilenameExtension(".html").tag(config=True)

    pages = Unicode(
        "", help="Address of the folder that the pages of `make pages` were put at, if any."
    ).tag(config=True)

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **settings: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page of a graded notebook, and the resources."""
        graded, resources = super().from_notebook_node(nb, resources, **settings)
        about = resources["nbgrader"]
        with api.Gradebook(about["db_url"]) as book:
            zone = times.setting(self.config)
            found = marks(book.db, about["student"], about["assignment"], zone)
        text = json.dumps(graded, ensure_ascii=False, sort_keys=True)
        with BoundedWork({}) as bounded:
            made_of = feedback.digest(text, about["student"], found, self.pages)
            return bounded.page(text, about["student"], found, made_of, self.pages), resources
