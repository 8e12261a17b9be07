"""What students' servers and the instructor's commands know of the course: where the exchange is.

Found through JUPYTER_CONFIG_PATH; the course's own nbgrader_config.py is read besides it.
"""

c = get_config()  # type: ignore[name-defined]  # noqa: F821

c.CourseDirectory.course_id = "neural_networks_by_hand"
# A folder that all can write in (`chmod 777`), on a disk that all servers mount.
c.Exchange.root = "/srv/nbgrader/exchange"
# A chapter lies at neural_networks_by_hand/ch01_neurons, whether it was fetched or pulled by git.
c.Exchange.path_includes_course = True
