"""The chapters as the grader needs them: what a submission is read against, and known mistakes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import nbformat
from traitlets.config import Config

from autograder.authoring import build, mistakes
from autograder.shared import catalogue, nbcells, nbsettings

Forms = Mapping[str, nbformat.NotebookNode]


def known(root: Path, chapters: Iterable[str]) -> Mapping[str, str]:
    """The known mistakes of these chapters, packed for the judge."""
    there = set(catalogue.chapters(root))
    return {name: mistakes.packed(root, name) for name in sorted(there.intersection(chapters))}


def read(root: Path, settings: Config | None = None) -> Forms:
    """The blank notebook of every chapter, hidden tests and all; made from the texts."""
    settings = nbsettings.read(root) if settings is None else settings
    return {
        chapter: nbcells.blank(build.notebook(root, chapter), settings)
        for chapter in catalogue.chapters(root)
    }
