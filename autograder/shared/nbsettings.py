"""What nbgrader is told: read in one way wherever it is needed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyter_core.paths import jupyter_config_path
from nbgrader.apps.baseapp import NbGrader
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Application, Config, PyFileConfigLoader

from autograder.shared.errors import CourseError

CONFIG = "nbgrader_config.py"
CELL_SECONDS = 60.0  # that a cell may run if the settings do not say
GRADEBOOK_PATIENCE = 60.0  # seconds for which a locked or unreachable gradebook is tried again


def read(root: Path) -> Config:
    """The course's settings, read as nbgrader's own commands read them in the course's folder.

    First what Jupyter's configuration folders say (JUPYTER_CONFIG_PATH, ~/.jupyter and the
    like), in jupyter_config and nbgrader_config; the course's nbgrader_config.py has the last
    word. Raises CourseError for a file that cannot be read.
    """
    reader = NbGrader(raise_config_file_errors=True)
    shared = jupyter_config_path()
    for name, where in (
        ("jupyter_config", [str(root), *shared]),
        ("nbgrader_config", shared),
        ("nbgrader_config", [str(root)]),
    ):
        try:
            Application.load_config_file(reader, name, path=where)
        except Exception as error:
            raise CourseError(
                f"The settings cannot be read ({name}, in one of {', '.join(where)}): "
                f"{type(error).__name__}: {error}. Nothing was done; correct the file."
            ) from None
    return reader.config


def gradebook(root: Path) -> str:
    """The address of the course's gradebook, wherever it is set."""
    config = read(root)
    config.CourseDirectory.root = str(root.resolve())
    return str(CourseDirectory(config=config).db_url)


def of_the_course(root: Path) -> Config:
    """The course's nbgrader settings, and no one else's: they decide the released bytes.

    Raises CourseError if the folder has none.
    """
    if not (root / CONFIG).exists():
        raise CourseError(f"{root / CONFIG} is missing; this folder is not the course's.")
    return PyFileConfigLoader(CONFIG, path=str(root)).load_config()


def seconds(settings: Config) -> float:
    """How long a cell may run: `c.Execute.timeout`."""
    found = settings.Execute.get("timeout", CELL_SECONDS) if "Execute" in settings else CELL_SECONDS
    return float(found) if isinstance(found, (int, float)) and found > 0 else CELL_SECONDS


def pages(settings: Config) -> str:
    """The address that the pages of `make pages` were put at, `c.FeedbackExporter.pages`, or ""."""
    found = settings.FeedbackExporter.get("pages", "") if "FeedbackExporter" in settings else ""
    return found if isinstance(found, str) else ""


@contextmanager
def tools_on_path() -> Iterator[None]:
    """Let nbgrader find `alembic`, which it runs by name, without an activated environment."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([os.path.dirname(sys.executable), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before
