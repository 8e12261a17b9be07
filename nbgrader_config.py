"""This folder is an ordinary nbgrader course; Formgrader and `make` read these same settings."""

from autograder.release import Tidy

c = get_config()  # type: ignore[name-defined]  # noqa: F821

c.CourseDirectory.course_id = "neural_networks_by_hand"
# nbgrader copies every other file of a chapter's folder: its text holds the answers and stays here.
c.CourseDirectory.ignore = [".*", "__pycache__", "*.py", "*.pyc", "feedback"]

c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\nraise NotImplementedError()"}
c.ClearSolutions.text_stub = "YOUR ANSWER HERE"
# The released bytes depend on the text alone, also when Formgrader makes them.
c.GenerateAssignment.preprocessors.append(Tidy)
# Seconds that a cell of a submission may run.
c.Execute.timeout = 60
# Grading is nobody's own progress. Formgrader reads these settings inside the Jupyter server, so
# the variable is set in the kernels that grade, not here, where the author's own would inherit it.
c.Execute.extra_arguments = [
    "--IPKernelApp.exec_lines=__import__('os').environ['COURSE_PROGRESS'] = 'off'"
]
# A feedback page shows the verdict and the named mistake, not the hidden tests.
c.GenerateFeedback.exporter_class = "autograder.feedback.FeedbackExporter"
c.GenerateFeedback.preprocessors = []
