"""A plain cell before its blank is filled: one quiet sentence, and no traceback."""

from __future__ import annotations

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from course.results import asleep

BLANK = "def relu(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()\n"
SAYS = "This cell wakes up once `relu` works."


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> InteractiveShell:
    """IPython, as a kernel runs it, with the chapter's blank."""
    made = InteractiveShell()
    monkeypatch.setattr("IPython.get_ipython", lambda: made)
    monkeypatch.setattr(asleep, "_waiting", {})
    asleep.watch()
    made.run_cell(BLANK)
    return made


def said(shell: InteractiveShell, *cells: str) -> str:
    """What the last of these cells prints."""
    for cell in cells:
        with capture_output() as seen:
            shell.run_cell(cell)
    return str(seen.stdout).strip()


@pytest.mark.parametrize(
    "cell",
    [
        "relu(1)",
        "y = relu(1)\nprint(y)",
        "f = lambda: relu(2)\nf()",
        "def two():\n    return [relu(x) for x in (1, 2)]\nprint(two())",
        "import numpy as np\nnp.vectorize(relu)([1.0, 2.0])",
    ],
)
def test_a_cell_that_calls_a_blank_says_what_wakes_it_up(
    shell: InteractiveShell, cell: str
) -> None:
    assert said(shell, cell) == SAYS


def test_a_cell_that_needs_what_a_sleeping_one_would_have_made_waits_for_the_same_blank(
    shell: InteractiveShell,
) -> None:
    assert said(shell, "params, run = relu(1), 2", "width = len(params)", "print(width)") == SAYS


def test_a_cell_wakes_up_when_the_blank_is_filled(shell: InteractiveShell) -> None:
    cells = ["y = relu(3)", "def relu(x):\n    return x", "y = relu(3)", "print(y)"]
    assert said(shell, *cells) == "3"


def test_a_name_that_is_missing_when_the_blank_is_filled_is_told_as_python_tells_it(
    shell: InteractiveShell,
) -> None:
    told = said(shell, "y = relu(3)", "def relu(x):\n    return x", "print(y)")
    assert "name 'y' is not defined" in told and "wakes up" not in told


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("print(nowhere)", "name 'nowhere' is not defined"),
        ("1 / 0", "division by zero"),
        ("import abc\nraise NotImplementedError('mine')", "NotImplementedError"),
        ("from decimal import Decimal\nDecimal.__format__(1)", "TypeError"),
    ],
)
def test_any_other_error_is_shown_as_python_shows_it(
    shell: InteractiveShell, cell: str, shown: str
) -> None:
    told = said(shell, cell)
    assert shown in told and "Traceback" in told


def test_a_check_still_fails_before_a_grader_when_a_blank_is_called_without_help(
    shell: InteractiveShell,
) -> None:
    with capture_output():
        result = shell.run_cell("assert relu(1) == 1")
    assert isinstance(result.error_in_exec, NotImplementedError)
