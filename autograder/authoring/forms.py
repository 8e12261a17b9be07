"""The chapters as the gradebook holds them: what a submission is read against."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import nbformat
from traitlets.config import Config

from autograder.authoring import build
from autograder.shared import catalogue, nbcells, nbsettings

Forms = Mapping[str, nbformat.NotebookNode]


def read(root: Path, settings: Config | None = None) -> Forms:
    """The blank notebook of every chapter, hidden tests and all; made from the texts."""
    settings = nbsettings.read(root) if settings is None else settings
    return {
        chapter: nbcells.blank(build.notebook(root, chapter), settings)
        for chapter in catalogue.chapters(root)
    }
