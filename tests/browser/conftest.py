"""One JupyterLab and one browser for all files of this room that run in one process.

Most of what a file costs would be to start them; a new kernel and an empty page it has anyway.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest
from support.browser import MISSING, Lab, chromium, lab


@pytest.fixture(scope="package")
def jupyterlab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab in a browser; without a browser the tests are skipped, and not in silence."""
    if not chromium():
        warnings.warn(MISSING, stacklevel=1)
        pytest.skip(MISSING)
    with lab(tmp_path_factory.mktemp("lab")) as shown:
        assert shown.errors == []
        yield shown


@pytest.fixture(scope="module")
def page(jupyterlab: Lab) -> Iterator[Lab]:
    """The same for one file, which finds it as it began and may leave it as it is."""
    jupyterlab.errors.clear()
    yield jupyterlab
    jupyterlab.tidy()
