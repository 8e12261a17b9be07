"""This folder is an ordinary nbgrader course; Formgrader and `make` read these same settings."""

import os
import shutil
import sys

from autograder.authoring.release import Tidy
from autograder.records.sync_cells import KeepDropped, SyncCells

c = get_config()  # type: ignore[name-defined]  # noqa: F821

# nbgrader runs `alembic` by name, also in a Jupyter server whose environment is not activated.
if shutil.which("alembic") is None:
    os.environ["PATH"] = os.pathsep.join([os.environ["PATH"], os.path.dirname(sys.executable)])

c.CourseDirectory.course_id = "neural_networks_by_hand"
# nbgrader copies every other file of a chapter's folder: its text and its answers stay here.
c.CourseDirectory.ignore = [
    ".*",
    "__pycache__",
    "answers",
    "stills.json",
    "*.py",
    "*.pyc",
    "feedback",
]

c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\nraise NotImplementedError()"}
c.ClearSolutions.text_stub = "YOUR ANSWER HERE"
# The released bytes depend on the text alone, also when Formgrader makes them.
c.GenerateAssignment.preprocessors.append(Tidy)
# nbgrader's own SaveCells, the eighth of its steps, refuses cells that came or went.
c.GenerateAssignment.preprocessors.insert(7, SyncCells)
# After it: what `python -m autograder drop` took out of the total stays out.
c.GenerateAssignment.preprocessors.insert(9, KeepDropped)
# `nbgrader autograde` and Formgrader's button: read by the intake, run in the sandbox, judged
# outside of it. c.Judge.sandbox = "landlock" chooses what walls the students' code off.
c.Autograde.exporter_class = "autograder.nbgrader_hook.Rebuild"
c.Autograde.sanitize_preprocessors = []
c.Autograde.autograde_preprocessors = [
    "autograder.nbgrader_hook.Judge",
    "autograder.nbgrader_hook.Save",
]
# Seconds that a cell of a submission may run.
c.Execute.timeout = 60
# `nbgrader validate` runs notebooks in a kernel, and they are nobody's own progress. Formgrader
# reads these settings inside the Jupyter server, so the variable is set in that kernel, not here,
# where the author's own would inherit it.
c.Execute.extra_arguments = [
    "--IPKernelApp.exec_lines=__import__('os').environ['COURSE_PROGRESS'] = 'off'"
]
# A feedback page shows the verdict and the named mistake, not the hidden tests.
c.GenerateFeedback.exporter_class = "autograder.nbgrader_feedback.FeedbackExporter"
c.GenerateFeedback.preprocessors = []
# Formgrader's view of one notebook: a dropped exercise is of 0 points there, too.
c.HTMLExporter.preprocessors = ["autograder.nbgrader_formgrader.ShowDropped"]
# Passes over those who handed in by upload, where nbgrader's own ends with an error. Another
# exchange, such as ngshare, brings its own: take this line out then.
c.ExchangeFactory.release_feedback = "autograder.exchange.ReleaseFeedback"
# grades.csv with every cell quoted as it needs, and none that a spreadsheet would run.
c.ExportApp.plugin_class = "autograder.records.export.CsvExport"
