"""One JupyterLab and one browser for all files of this room that run in one process.

Most of what a file costs would be to start them; a new kernel and an empty page it has anyway.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest
from support.browser import MISSING, Figure, Lab, chromium, lab
from support.hands import afresh, one_figure


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


@pytest.fixture(scope="module")
def shown(page: Lab, request: pytest.FixtureRequest) -> Iterator[Figure]:
    """The one figure of a file: what its CALL makes, given its FUNCTIONS."""
    yield one_figure(page, request.module.FUNCTIONS, request.module.CALL)
    assert page.errors == []


@pytest.fixture
def figure(shown: Figure, request: pytest.FixtureRequest) -> Iterator[Figure]:
    """The same as a new run of its cell shows it; a test that makes the page complain fails."""
    yield afresh(shown.lab, request.module.CALL)
    assert shown.lab.errors == []
