"""How the result of a check reads: in words, in a notebook, and to whoever reads its outputs."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import determine_grade
from nbgrader.validator import Validator
from support.patience import HANG

from course import check
from course.check import CheckFailed, beside, described, phrases, rendered
from course.check.failure import failed
from course.check.mistake import Mistake

X = np.array([[1.5, -2.25, 3.0], [0.3, -1.0, 4.1]])


def said(test, *args, **kwargs) -> str:
    with pytest.raises(CheckFailed) as caught:
        test(*args, **kwargs)
    return str(caught.value)


# --- in words ------------------------------------------------------------------------------------


def test_a_matrix_stands_beside_the_one_that_was_expected():
    assert said(check.close, "out", X * [1, 1, 2], X).splitlines()[1:] == [
        "   got                   expected",
        "   1.5   -2.25  *6.0*    1.5   -2.25   3.0",
        "   0.3   -1.0   *8.2*    0.3   -1.0    4.1",
    ]


def test_a_row_stands_above_the_one_that_was_expected():
    assert said(check.close, "out", X[0] + [0, 0.5, 0], X[0]).splitlines()[1:] == [
        "  got       1.5  *-1.75*  3.0",
        "  expected  1.5   -2.25   3.0",
    ]


@pytest.mark.parametrize("shape", [(12,), (1, 12), (2, 6), (6, 2), (12, 1), (3, 4)])
@pytest.mark.parametrize("scale", [1.0, 1e-7, 1e9, 1 / 7])
def test_numbers_stand_under_each_other_and_fit_a_line(shape, scale):
    right = np.random.default_rng(0).normal(size=shape) * scale
    lines = beside.lines(right + scale, right, right > 0, 6)
    assert all(line.startswith("  ") and len(line) <= 100 for line in lines)
    found = [[*re.finditer(r"(-?\d+)(\.\d+)?(e[+-]\d+)?", line)] for line in lines]
    numbers = [[m[0] for m in line] for line in found if line]
    shown = [f"{v:.6g}" for v in [*(right + scale).flat, *right.flat]]
    assert sorted(n for line in numbers for n in line) == sorted(shown)
    points = [[m.end(1) for m in line] for line in found if line]
    together = 2 if 1 in (right.ndim, right.shape[0]) else len(points)
    for at in range(0, len(points), together):
        assert [*points[at : at + together]] == [points[at]] * together


def test_one_number_looks_the_same_wherever_it_stands():
    got = np.array([-0.5, 1e-5, 200.0])
    text = said(check.close, "out", got, np.array([0.5, 1e-5, 200.0]))
    assert text.splitlines() == [
        "`out` differs in 1 of 3 values, first at [0]: -0.5, expected 0.5.",
        "  got      *-0.5*  1e-05   200.0",
        "  expected   0.5   1e-05   200.0",
    ]


def test_a_long_row_of_whole_numbers_stands_above_the_one_that_was_expected():
    right = [3, 1, 4, 1, 5]
    assert said(check.equal, "the labels", [3, 1, 0, 1, 5], right).splitlines() == [
        "The labels differ in 1 of 5 values, first at [2]: 0, expected 4.",
        "  got       3   1  *0*  1   5",
        "  expected  3   1   4   1   5",
    ]
    for other in (right[:4], (*right,), [3.0, 1, 4, 1, 5], [10**400, 1, 4, 1, 5], "abcde"):
        said(check.equal, "the labels", other, right)
    assert "  got" not in said(check.equal, "n", (1, 2), (1, 3))


def test_where_every_entry_differs_none_is_marked():
    assert "*" not in said(check.close, "out", X + 1, X)


def test_a_difference_in_a_late_digit_is_seen_in_the_picture_too():
    off = X[0] + [0, 1e-9, 0]
    first, got, expected, *_ = said(check.close, "x", off, X[0], tol=1e-12).splitlines()
    assert "-2.249999999, expected -2.25" in first
    assert "*-2.249999999*" in got and "-2.25 " in expected


# --- as HTML -------------------------------------------------------------------------------------


def words(shown: str) -> str:
    """What is read out of a result: no style, no tags."""
    return html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"(</p>|</pre>)(?!</div>)", "\n", shown)))


def test_a_result_says_the_same_words_with_code_in_place_of_backticks():
    message = str(
        failed("`db` is wrong & <b>.", 'In `f`: "x"', cause=Mistake("a `w` too many", "See `w`."))
    )
    shown = rendered.result(rendered.FAILED, message)
    assert "`" not in shown and "<b>" not in shown
    assert "<code>db</code> is wrong &amp; &lt;b&gt;." in shown
    assert "Usual cause: <strong>a <code>w</code> too many.</strong> See <code>w</code>." in shown
    assert words(shown) == "✗" + message.replace("`", "")


def test_entries_that_differ_are_marked_and_keep_their_stars_for_those_who_do_not_see_it():
    message = said(check.close, "out", X * [1, 1, 2], X)
    shown = rendered.result(rendered.FAILED, message)
    marks = re.findall(r"<mark>.*?</mark>", shown)
    assert [words(mark) for mark in marks] == ["*6.0*", "*8.2*"]
    assert words(shown) == "✗" + message.replace("`", "").replace("\n  ", "\n")


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("`relu` is not written yet.", rendered.BLANK),
        ("`relu` is not defined yet.\nRun its cell.", rendered.BLANK),
        ("`softmax` needs `relu`, which is not written yet.", rendered.BLANK),
        ("`out` is 1.0, expected 2.0.", rendered.FAILED),
        ("", rendered.FAILED),
    ],
)
def test_a_blank_is_no_mistake(message, kind):
    assert rendered.kind_of(message) == kind


def test_each_kind_has_its_sign_and_words_for_it():
    signs = [rendered.SIGNS[k] for k in (rendered.PASSED, rendered.FAILED, rendered.BLANK)]
    assert len({sign for sign, _ in signs}) == len({meaning for _, meaning in signs}) == 3


# --- where there is a notebook, and where there is none ------------------------------------------

CELLS = [
    "from course import check\ndef double(x):\n    return 3 * x\n"
    "def half(x):\n    return x / 2\n"
    "def relu(x):\n    raise NotImplementedError()",
    'check.begin("half", points=2)\ncheck.passed()',
    'check.begin("double", points=2)\n'
    'check.close("out", check.call(double, 1.0), 2.0)\ncheck.passed()',
    'check.begin("relu", points=2)\ncheck.call(relu, 1.0)\ncheck.passed()',
    'check.begin("later", points=2)\ncheck.call(later, 1.0)\ncheck.passed()',
]


@pytest.fixture(scope="module")
def ran() -> NotebookNode:
    """A notebook in which a check holds, one fails, one meets a blank, and one no answer."""
    return NotebookClient(notebook(), timeout=HANG, allow_errors=True).execute()


def notebook() -> NotebookNode:
    made = new_notebook(cells=[new_code_cell(source) for source in CELLS])
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "", "language": "python"}
    for number, cell in enumerate(made.cells[1:]):
        cell.metadata["nbgrader"] = {
            "grade": True, "grade_id": f"test_{number}", "locked": True, "points": 2,
            "schema_version": 3, "solution": False, "task": False, "cell_type": "code",
        }  # fmt: skip
    return made


def test_a_failure_is_an_error_to_whoever_grades(ran: NotebookNode) -> None:
    assert [determine_grade(cell)[0] for cell in ran.cells[1:]] == [2, 0, 0, 0]
    kinds = [[o.output_type for o in cell.outputs] for cell in ran.cells[1:]]
    assert kinds == [["display_data"], *[["display_data", "error"]] * 3]


def test_an_answer_whose_cell_was_not_run_is_no_traceback(ran: NotebookNode) -> None:
    shown, error = ran.cells[4].outputs
    assert error.evalue.startswith("`later` is not defined yet.\nRun the cell with your answer")
    assert "check-blank" in shown.data["text/html"].rpartition("</style>")[2]


def test_the_error_says_in_plain_text_what_is_shown(ran: NotebookNode) -> None:
    for cell in ran.cells[2:]:
        shown, error = cell.outputs
        assert error.traceback == [error.evalue]
        kind = rendered.kind_of(error.evalue)
        assert shown.data == {"text/html": rendered.shown(kind, error.evalue)}
    assert "check-failed" in ran.cells[2].outputs[0].data["text/html"].rpartition("</style>")[2]
    assert "check-blank" in ran.cells[3].outputs[0].data["text/html"].rpartition("</style>")[2]


def test_validate_says_what_fails(tmp_path: Path) -> None:
    path = tmp_path / "one.ipynb"
    nbformat.write(notebook(), path)
    validator = Validator(ignore_checksums=True)
    errors = [one["error"] for one in validator.validate(str(path))["failed"]]
    assert errors[0].startswith("`out` is 3.0, expected 2.0.")
    assert errors[1] == "`relu` is not written yet."


def test_two_checks_that_fail_in_a_notebook_are_shown_once_each(ran: NotebookNode) -> None:
    again = NotebookClient(ran, timeout=HANG, allow_errors=True).execute()
    assert [len(cell.outputs) for cell in again.cells] == [0, 1, 2, 2, 2]


def test_outside_of_a_notebook_nothing_but_words_is_written() -> None:
    source = "\n".join(CELLS[:3])
    for command in (["-c", source], ["-m", "IPython", "--colors=NoColor", "-c", source]):
        done = subprocess.run([sys.executable, *command], capture_output=True, text=True)
        out = done.stdout + done.stderr
        assert "`half`: passed, 2 points.\n" in out
        assert "`out` is 3.0, expected 2.0.\n" in out
        assert "check-result" not in out and "{'text/html'" not in out, json.dumps(out)


# --- grammar -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "verb", "said"),
    [
        ("dx", "is", "`dx` is"),
        ("logits", "has", "`logits` has"),
        ("the decisions", "differs", "The decisions differ"),
        ("the loss", "differs", "The loss differs"),
        ("the bias", "has", "The bias has"),
        ("the lengths of the pairs", "is", "The lengths of the pairs are"),
        ("the number of layers", "is", "The number of layers is"),
        ("those of the weights", "is", "Those of the weights are"),
        ("units of 8 bits", "is", "Units of 8 bits are"),
        ("depth of 8 bits", "is", "Depth of 8 bits is"),
        ("the gates and the depth of 8 bits", "is", "The gates and the depth of 8 bits are"),
        ("the gradient at whole numbers", "holds", "The gradient at whole numbers holds"),
        ("a neuron with your AND weights", "differs", "A neuron with your AND weights differs"),
        ("dx of the maximum gate", "is", "`dx` of the maximum gate is"),
        ("`y` of the gate", "is", "`y` of the gate is"),
        ("logits of a network", "has", "`logits` of a network has"),
        ("weighted_sum(x, w, b)", "differs", "`weighted_sum(x, w, b)` differs"),
        ("maxout of (2, 3)", "has", "`maxout` of (2, 3) has"),
        ("history['loss'] of 0 epochs", "is", "`history['loss']` of 0 epochs is"),
        ("perceptron_predict at a sum of 0", "is", "`perceptron_predict` at a sum of 0 is"),
        ("the gradient with h = 0.001", "is", "The gradient with `h` = 0.001 is"),
        ("the accuracy of it", "is", "The accuracy of it is"),
        ("the values in mask", "differs", "The values in `mask` differ"),
        ("parity of 1 bit(s)", "is", "Parity of 1 bit(s) is"),
    ],
)
def test_a_sentence_begins_with_what_it_is_about(what: str, verb: str, said: str) -> None:
    assert phrases.about(what, verb) == said


def test_one_is_one_and_more_are_more() -> None:
    assert [phrases.counted(n, "layer") for n in (0, 1, 2)] == ["0 layers", "1 layer", "2 layers"]
    assert phrases.counted(3, "mini-batch") == "3 mini-batches"


def test_a_function_of_numpy_goes_by_its_name() -> None:
    assert described.argument("act", np.square) == "act = np.square"
    assert described.value(np.tanh) == "np.tanh"


def test_a_sum_is_written_with_the_signs_of_its_terms() -> None:
    assert phrases.added_up([1, 1.0, -1, -0.5]) == "1 + 1 - 1 - 0.5"
    assert phrases.added_up([-2.0, 0, 0.25]) == "-2 + 0 + 0.25"
    assert phrases.added_up([3]) == "3"


def test_a_number_is_called_a_number_and_no_empty_shape() -> None:
    assert said(check.close, "db", 1.0, X).startswith(
        "`db` is a single number, expected an array of shape (2, 3).\n"
    )
    assert said(check.close, "loss", X, 1.0).startswith(
        "`loss` has shape (2, 3), expected a single number.\n"
    )
