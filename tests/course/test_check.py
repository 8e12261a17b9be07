"""The checks: what passes, what fails, and whether the failure is called by its right name."""

import builtins
import html
import re
import sys
import warnings
from itertools import permutations
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from support.patience import HANG

from course import check
from course.check import CheckFailed, cell, diagnosis, mistake_in
from course.check import failure as failure_module
from course.check.diagnosis.dtypes import DTYPE_RULES
from course.check.diagnosis.rules import Case
from course.check.diagnosis.shapes import SHAPE_RULES
from course.check.diagnosis.values import VALUE_RULES
from course.check.failure import failed
from course.check.mistake import Mistake

F = np.float64
X = np.array([[1.5, -2.25, 3.0, 0.7], [0.3, -1.0, 4.1, -2.2], [2.9, 0.01, -0.6, 1.1]])  # (3, 4)
V = np.array([1.5, -2.25, 3.7, 0.7, 9.1])  # (5,)
S = X[:, :3] + 10  # (3, 3)
P = np.array([[0.2, 0.3, 0.5], [0.6, 0.3, 0.1]])  # rows sum to 1
I5 = np.array([4, 2, 9, 7, 1])
B3 = {"b": np.array(0.37)}


def failure(test, *args, **kwargs):
    with pytest.raises(CheckFailed) as caught:
        test(*args, **kwargs)
    return caught.value


def name_of(got, expected, inputs=None, mistakes=None):
    mistake = diagnosis.diagnose(np.asarray(got), np.asarray(expected), inputs, mistakes)
    return mistake and mistake.name


# --- every rule of the three tables: (name, a case it must claim, a case it must leave alone) -----

SHAPES = [
    ("transposed", (X.T, X), (X.T + 1, X)),
    ("(N, 1) instead of (N,)", (V[:, None], V), (V[None], V)),
    ("kept dimensions", (V[None], V), (V[:, None], V)),
    ("kept dimensions", (np.array([[3.0]]), F(3)), (np.array([[3.0]]), np.array([3.0]))),
    ("lost a dimension", (F(3), np.array([3.0])), (F(3), V)),
    ("lost a dimension", (V, V[None]), (V, np.stack([V, V]))),
    ("objects instead of numbers", (np.array(iter([1])), V), (np.array(3.0), V)),
    ("only the first value", (V[0], V), (V[1], V)),
    ("only the last value", (V[3], V[:4]), (V[-1], V)),  # the last of V is the largest, too
    ("number instead of array", (F(3), V), (V[:1], V)),
    ("array instead of number", (np.array([-0.25]), F(-0.25)), (V, V[:2])),
    ("array instead of number", (V, F(3)), (V, V[:2])),
    ("wrong axis", (X.sum(0), X.sum(1), {"x": X}), (V, X.sum(1), {"x": X})),
    ("stretched by broadcasting", (V[:, None] - V, V), (X[:, :3], V)),
    ("last row missing", (V[:-1], V), (V[1:], V)),
    ("first row missing", (V[1:], V), (V[:-1], V)),
    ("earlier results still there", ([9, 8, *V], V), ([*V, 9, 8], V)),
    ("one axis too many", (X, X.sum(1), {"x": X}), (X, V)),
    ("one axis too few", (X.sum(1), X), (V, X)),
    ("reshaped", (X.ravel(), X), (V, X)),
]
KINDS = [
    ("booleans instead of numbers", (V > 0, V), (V, V > 0)),
    ("booleans instead of numbers", (I5 > 0, I5), (I5, I5 > 0)),
    ("numbers instead of booleans", ((V > 0).astype(int), V > 0), (V > 0, V)),
    ("integer truncation", (V.astype(int), V), (V.astype(int) + 5, V)),
    ("integers instead of floats", (I5, I5 * 1.0), (I5 * 1.0, I5)),
    ("-1 instead of 0", ([1.0, -1.0, -1.0], [1, 0, 0]), ([1.0, -1.0, 1.0], [1, 0, 0])),
    ("-1 instead of 0", ([1.0, -1.0, 0.0], [1, 0, 0]), ([1.0, 0.0, 0.0], [1, 0, 0])),
    ("floats instead of integers", (I5 * 1.0, I5), (I5, I5 * 1.0)),
    ("complex instead of real", (V + 0j, V), (V.astype(str), V)),
    ("text instead of numbers", (V.astype(str), V), (V.astype(object), V)),
    ("objects instead of numbers", (V.astype(object), V), (V.astype(str), V)),
]
ONE_NAN = np.where(V > 9, np.nan, V)
VALUES = [
    ("not a number or overflow", (ONE_NAN, V), (V, ONE_NAN)),
    ("nan hidden", (V, ONE_NAN), (V + 1, ONE_NAN)),
    ("transposed", (S.T, S), (np.eye(2)[::-1].T, np.eye(2))),
    ("reshaped instead of transposed", (X.reshape(4, 3), X.T), (X.reshape(4, 3) + 1, X.T)),
    ("all zeros", (V * 0, V), (F(0), F(3))),
    ("`x` returned unchanged", (X, X**3 - 1, {"x": X}), (X, X**3 - 1, {"x": X, "y": X.copy()})),
    ("wrong sign", (-X, X), (-X + 1, X)),
    ("-1 and 1 instead of 0 and 1", ([1, -1, 1], [1, 0, 1]), ([1, 1, 1], [1, 0, 1])),
    ("-1 and 1 instead of 0 and 1", ([-1, 1, -1], [1, 0, 1]), ([-1, -1, 1], [1, 0, 1])),
    ("0 and 1 swapped", ([0, 1, 0], [1, 0, 1]), ([0, 1, 1], [1, 0, 1])),
    ("off by one", (27, 26), (1, 2)),
    ("off by one", (I5 + 1, I5), (I5 + 2, I5)),
    ("summed instead of averaged", (X * 7, X, {"x": np.ones((7, 2))}), (X * 7, X, {"x": X})),
    (
        "summed instead of averaged",
        (F(7), F(1), {"x": np.ones(7)}),
        (F(2), F(1), {"x": np.ones(2)}),
    ),
    (
        "averaged instead of summed",
        (X / 7, X, {"x": np.ones((7, 2))}),
        (X / 6, X, {"x": np.ones(7)}),
    ),
    ("logarithm to another base", (V / np.log(2), V), (V / np.log(3), V)),
    ("multiplied by `lr` once too often", (V * 0.37, V, {"lr": 0.37}), (V * 0.38, V, {"lr": 0.37})),
    ("not multiplied by `lr`", (V / 0.37, V, {"lr": 0.37}), (V / 0.38, V, {"lr": 0.37})),
    ("off by a factor of 2", (V * 2, V), (V * 2.01, V)),
    ("off by a factor of 1/2", (F(1.75), F(3.5)), (1, 2)),
    ("off by a factor of -2", (V * -2, V), (V * 2, V)),
    ("off by a factor of 100", (F(31.25), F(0.3125)), (F(31), F(0.3125))),
    ("off by a constant factor", (V * 2.3456, V), (V * 2, V)),
    ("one minus the answer", (1 - P, P), (1.1 - P, P)),
    ("wrong axis", (S.sum(0), S.sum(1), {"x": S}), (S.sum(0), S.sum(1) + 1, {"x": S})),
    ("wrong axis", (P / P.sum(0), P), (P[::-1], P)),
    ("`b` left out", (V - 0.37, V, B3), (V - 0.38, V, B3)),
    ("`b` subtracted instead of added", (V - 0.74, V, B3), (V - 0.37, V, B3)),
    ("`b` added once too often", (V + 0.37, V, B3), (V + 0.37, V, {**B3, "c": 0.37})),
    ("`b` added once too often", (X + V[:4], X, {"b": V[:4]}), (X + V[:4] + 1, X, {"b": V[:4]})),
    ("`b` added instead of subtracted", (V + 0.74, V, B3), (F(0.74), F(0), B3)),
    (
        "`b` added once per entry",
        (V + 4 * 0.37, V, {**B3, "x": np.ones((2, 5))}),
        (V + 1.48, V, B3),
    ),
    ("integer truncation", (np.floor(V), V), (F(3), F(3.5))),
    ("integer truncation", (F([-1, 2, 3]), F([-1.5, 2, 3])), (F([0, 2, 3]), F([0.5, 2, 3]))),
    ("rounded", (np.round(V + 0.123, 2), V + 0.123), (V, V + 0.123)),
    ("negative values cut off", (np.maximum(X, 0), X), (np.maximum(X, 0.1), X)),
    ("sign lost", (np.abs(X), X), (np.abs(X) + 1, X)),
    ("squared", (V**2, V), (V**3, V)),
    ("square root", (np.abs(V) ** 0.5, np.abs(V)), (np.abs(V) ** 0.4, np.abs(V))),
    ("off by a constant", (V + 3.3, V), (V + 3.3, V, {"b": 3.3})),
    ("reversed order", (V[::-1], V), ([0, 1, 1], [1, 1, 0])),
    ("shifted by one place", ([0, *V[:-1]], V), (V[[0, 2, 1, 4, 3]], V)),
    ("rows in another order", (X[[1, 0, 2]], X), (X[:, [1, 0, 2, 3]], X)),
    ("columns in another order", (X[:, [1, 0, 2, 3]], X), (X[[1, 0, 2]], X)),
    ("values in another order", (V[[0, 2, 1, 4, 3]], V), ([0, 1, 1, 0], [1, 0, 1, 0])),
    (
        "`x` left as it was in places",
        (F([2, 3, -5]), F([2, 6, -5]), {"x": F([1, 3, -2])}),
        (F([2, 3, 0]), F([2, 6, -5]), {"x": F([1, 3, -2])}),
    ),
    (
        "`x` left as it was in places",
        (F([1.5, 6, -5]), F([3, 6, -5]), {"x": F([1.5, 3, -2])}),
        (F([1, 6, -5]), F([2, 6, -5]), {"x": F([1, 3, -2])}),
    ),
    (
        "nan made an integer",
        (np.array([1, -(2**63)]), np.array([1, 0])),
        (np.array([1, -(2**62)]), np.array([1, 0])),
    ),
    ("the last row not filled in", (X * [[1], [1], [0]], X), (X * [[1], [0], [1]], X)),
    ("the first row not filled in", (V * [0, 1, 1, 1, 1], V), (V * [0, 0, 1, 1, 1], V)),
    ("every row but the first not filled in", (V * [1, 0, 0, 0, 0], V), (V * [0, 1, 0, 0, 0], V)),
]
CASES = SHAPES + KINDS + VALUES


@pytest.mark.parametrize(("name", "case", "_"), CASES, ids=lambda v: v if type(v) is str else "")
def test_each_mistake_is_called_by_its_name(name, case, _):
    assert name_of(*case) == name


@pytest.mark.parametrize(("name", "_", "near"), CASES, ids=lambda v: v if type(v) is str else "")
def test_no_name_is_given_to_what_is_only_like_it(name, _, near):
    assert name_of(*near) != name


def test_a_large_entry_does_not_hide_by_what_small_ones_differ():
    x = np.array([1e6, 3.0, 11.0])
    assert name_of(np.minimum(2 * x, 10), 2 * x, {"x": x}) is None


def test_every_rule_has_a_case():
    rules = SHAPE_RULES + DTYPE_RULES + VALUE_RULES
    seen = set()
    for _, (got, expected, *rest), _ in CASES:
        case = Case(np.asarray(got), np.asarray(expected), diagnosis._numbers(*rest or [{}]), 1e-5)
        rule = next(r for r in diagnosis._rules(case.got, case.expected) if r.apply(case))
        seen.add(id(rule))
    assert [r.name for r in rules if id(r) not in seen] == []


def test_names_are_short_and_every_rule_explains_itself_in_a_sentence():
    for rule in SHAPE_RULES + DTYPE_RULES + VALUE_RULES:
        assert len(rule.name) < 40
        assert rule.why[-1] in ".?"
        assert ". " not in rule.name


UNEXPLAINED = [
    (V + [0, 0, 0.1, 0, 0], V),  # one value a little off
    (np.array([3.0, 3.0]), np.array([2.0, 2.0])),  # all equal: any ratio, any offset
    (F(5), F(3)),
    (F(0), F(-3)),  # zero for any reason
    (np.array([2.0]), np.array([4.0]), {"b": 1.0}),  # half of it, or `b` subtracted?
    (0, 1),
    (1, 2),
    ([1, 0, 0, 1], [0, 1, 0, 1]),  # labels: every order looks like another
    (np.array([np.inf, 1.0]), np.array([np.inf, 2.0])),
    (V * [1e10, 1, 1, 1, 1], V, {"x": np.full(5, 1e-300)}),  # a ratio beyond all floats
    (np.zeros((0,)), V),
    (np.ones((4, 4)), np.array([[1.0, 2.0]])),
    (V * 1.0001, V),
]


def test_a_slice_that_takes_nothing_is_told():
    assert name_of(X[:0], V) == name_of(X[:, :0], X) == "an empty array"
    assert name_of(np.zeros((0, 3)), np.zeros((0, 4))) is None


@pytest.mark.parametrize("case", UNEXPLAINED)
def test_without_a_sure_cause_none_is_named(case):
    assert name_of(*case) is None


def test_two_explanations_of_the_same_numbers_give_no_name_but_a_fact():
    # 3 is the length of an axis and the learning rate at once.
    assert name_of(V * 3, V, {"x": np.ones((3, 1)), "lr": 3.0}) == "off by a factor of 3"
    assert name_of(V + 0.5, V, {"b": 0.5, "c": 0.5}) == "off by a constant"


def test_a_right_answer_has_no_mistake():
    assert name_of(X.astype(np.float32), X) is None


def test_a_mistake_named_by_the_exercise_goes_before_the_general_one():
    named = {"bias added once per feature": V * 2}
    assert name_of(V * 2, V, None, named) == "bias added once per feature"
    assert name_of(V * 2, V, None, {"other": V * 5}) == "off by a factor of 2"
    assert name_of(V[:, None], V, None, {"b": V}) == "(N, 1) instead of (N,)"


def test_a_wrong_dtype_is_not_taken_for_the_named_mistake_that_has_the_same_values():
    named = {">= instead of >": np.array([1, 1, 0])}
    assert name_of([True, True, False], [0, 1, 0], None, named) == "booleans instead of numbers"
    assert name_of([1.0, 1.0, 0.0], [0, 1, 0], None, named) == "floats instead of integers"
    assert name_of([1, 1, 0], [0, 1, 0], None, named) == ">= instead of >"


@pytest.mark.parametrize(("right", "asked"), [(V, "numbers"), (I5, "integers")])
def test_of_booleans_is_said_what_the_text_asks_for(right: np.ndarray, asked: str) -> None:
    said = diagnosis.diagnose(right > 0, right, None, None)
    assert said and said.why.endswith(f"but the text asks for {asked}.")


# --- close ---------------------------------------------------------------------------------------


def test_a_failure_says_what_was_seen_expected_and_where():
    error = failure(check.close, "out", V * [1, 1, 1, 2, 1], V)
    first, got, expected = str(error).splitlines()
    assert first == "`out` differs in 1 of 5 values, first at [3]: 1.4, expected 0.7."
    assert got == "  got       1.5   -2.25   3.7  *1.4*  9.1"
    assert expected == "  expected  1.5   -2.25   3.7   0.7   9.1"
    assert error.mistake is None


def test_a_tiny_difference_is_shown_with_digits_enough_to_see_it():
    assert "1.0, expected 1.0." not in str(failure(check.close, "x", F(1 + 2e-5), 1.0, tol=1e-7))
    assert "1.000000001, expected 1.0." in str(
        failure(check.close, "x", F(1 + 1e-9), 1.0, tol=1e-12)
    )


def test_large_arrays_are_not_printed():
    message = str(failure(check.close, "x", np.ones((50, 50)), np.arange(2500.0).reshape(50, 50)))
    assert len(message) < 200


def test_print_options_of_the_notebook_do_not_matter():
    plain = str(failure(check.close, "x", V * 2, V))
    with np.printoptions(precision=1, threshold=1, formatter={"all": lambda v: "?"}):
        assert str(failure(check.close, "x", V * 2, V)) == plain


@pytest.mark.parametrize(
    ("got", "name"),
    [
        (None, "None instead of array"),
        ([1.0, 2.0], "list instead of array"),
        ((1.0, 2.0), "tuple instead of array"),
        ([[1], [2, 3]], "list instead of array"),
        ("1.0", "text instead of array"),
        ({}, "dictionary instead of array"),
        (V.view(np.matrix), "np.matrix instead of array"),
        (np.ma.array([1.0, 2.0]), "masked array instead of array"),
        ((i for i in ()), "generator instead of array"),
        (range(2), "range instead of array"),
        (len, "function instead of array"),
        (np.sum, "object instead of array"),
        (object(), "object instead of array"),
    ],
)
def test_things_that_are_no_arrays_are_named(got, name):
    assert failure(check.close, "out", got, np.array([1.0, 2.0])).mistake == name


def test_arrays_are_no_numbers_but_numbers_of_every_kind_are():
    for number in (2, 2.0, F(2), np.float32(2), np.array(2.0), np.int64(2)):
        check.close("loss", number, 2.0)
    for other in (True, np.array([2.0]), "2", 2 + 0j, None):
        failure(check.close, "loss", other, 2.0)
    failure(check.close, "n", 2.0, 2)


def test_infinite_and_missing_values_can_be_expected():
    check.close("x", np.array([np.inf, np.nan, 1.0]), np.array([np.inf, np.nan, 1.0]))
    failure(check.close, "x", np.array([-np.inf, np.nan, 1.0]), np.array([np.inf, np.nan, 1.0]))
    failure(check.close, "x", 1e300, np.inf)


def test_a_small_value_beside_a_large_one_still_counts():
    failure(check.close, "loss", np.array([1e6, 1.5]), np.array([1e6, 1.0]))
    check.close("loss", np.array([1e6, 1e-13]), np.array([1e6, 0.0]))


def test_an_answer_far_too_large_is_refused_quickly():
    huge = np.broadcast_to(1.0, (10**6, 10**6))
    for test in (check.close, check.same, check.finite):
        more = {"because": "so"} if test is check.same else {}
        args = ("x", huge) if test is check.finite else ("x", huge, huge if more else V)
        assert "too large" in str(failure(test, *args, **more))


def test_a_shape_can_be_asked_for_alone():
    check.shape("w", V, (5,))
    check.shape("b", 2, ())
    assert failure(check.shape, "w", X.T, X.shape).mistake is None
    assert failure(check.shape, "w", V[:, None], (5,)).mistake == "(N, 1) instead of (N,)"
    assert failure(check.shape, "b", V, ()).mistake == "array instead of number"
    assert "summed" in str(failure(check.shape, "b", V, ()))
    alone = failure(check.shape, "b", V[:1], ())  # nothing was summed
    assert alone.mistake == "array instead of number" and "summed" not in str(alone)
    assert failure(check.shape, "w", [1, 2], (2,)).mistake == "list instead of array"
    failure(check.shape, "w", V.astype(str), (5,))
    failure(check.shape, "w", np.broadcast_to(1.0, (2, 10**6)), (2,))


def test_several_results_are_compared_each_and_seen_when_swapped():
    check.close("dw, db", (X, V), (X, V))
    assert str(failure(check.close, "dw, db", (X, V * 2), (X, V))).startswith("`db` differs")
    assert failure(check.close, "dw, db", (V, X), (X, V)).mistake == "swapped outputs"
    assert failure(check.close, "dw, db", X, (X, V)).mistake == "one thing instead of a tuple"
    named = {"no chain": (X + 3, V)}
    assert failure(check.close, "dw, db", (X + 3, V), (X, V), mistakes=named).mistake == "no chain"


def test_what_was_returned_in_another_place_is_swapped_outputs():
    check.begin("affine_forward", points=1)
    for swapped in [((X, V), X * 2), ([X], X * 2)]:
        out, _ = check.call(lambda s=swapped: s, returns=("out", "cache"))
        assert failure(check.close, "out", out, X * 2).mistake == "swapped outputs"
    out, _ = check.call(lambda: ((X, V), X * 3), returns=("out", "cache"))
    assert failure(check.close, "out", out, X * 2).mistake == "tuple instead of array"
    loss, _ = check.call(lambda: (1.0, 2.0), returns=("loss", "n"))
    assert failure(check.close, "loss", loss, 2.0).mistake != "swapped outputs"
    cell.end()


def test_a_tuple_of_one_is_told_from_several_things_in_brackets():
    assert "comma" in str(failure(check.close, "out", (V,), V))
    assert "take out" in str(failure(check.close, "out", (V, X), V))


def test_a_mistake_that_is_named_where_it_is_seen_can_bring_its_sentence():
    mistake = Mistake("numbers repeated", "Every weight is drawn for itself.")
    seen = failure(check.that, False, "w repeats itself.", mistake=mistake)
    assert str(seen).endswith("Usual cause: numbers repeated. Every weight is drawn for itself.")
    told = failure(check.same, "w", V, V + 1, because="seeds agree", mistake=mistake)
    assert str(told).endswith("drawn for itself.") and told.mistake == "numbers repeated"
    assert str(failure_module.renamed(seen, Mistake("numbers repeated"))) == str(seen)


def test_an_author_who_expects_what_cannot_be_compared_is_told():
    with pytest.raises(TypeError, match="check.equal"):
        check.close("x", V, "text")
    with pytest.raises(TypeError, match="check.close"):
        check.equal("x", V, V)


# --- equal ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("got", "expected"),
    [(3, 3), (np.int32(3), 3), (True, True), (np.True_, True), ("a", "a"), ((1, "a"), (1, "a")),
     ([1, 2], [1, 2]), ({"a": 1, "b": 2}, {"b": 2, "a": 1}), (0.5, 0.5), (None, None)],
)  # fmt: skip
def test_plain_values_are_equal(got, expected):
    check.equal("n", got, expected)


@pytest.mark.parametrize(
    ("got", "expected", "name"),
    [
        (True, 1, "booleans instead of numbers"),
        (1, True, "numbers instead of booleans"),
        (3.0, 3, "floats instead of integers"),
        (3, 3.0, "integers instead of floats"),
        ("3", 3, "text instead of integer"),
        (None, 3, "None instead of integer"),
        ([1, 2], (1, 2), "list instead of tuple"),
        ((2, 1), (1, 2), "swapped outputs"),
        ((1, 3), (1, 2), None),
        ((1,), (1, 2), None),
        (np.array([3]), 3, "array instead of integer"),
        (2.5, "two", "number instead of text"),
        (np.ones(2), "two", "array instead of text"),
        (["two"], "two", "list instead of text"),
        ({"two": 2.5}, "two", "dictionary instead of text"),
        (26, 27, "off by one"),
        (39760, 79520, "off by a factor of 1/2"),
        ({"a": 1}, {"a": 2}, None),
        pytest.param(10**5000, 3, None, id="huge"),
        (79510, 79520, "biases left out"),
    ],
)
def test_plain_values_that_are_not_equal(got, expected, name):
    error = failure(check.equal, "n", got, expected, mistakes={"biases left out": 79510})
    assert error.mistake == name
    assert mistake_in(str(error)) == name


# --- call ----------------------------------------------------------------------------------------


def blank(x):
    raise NotImplementedError()


def uses_blank(x):
    return [blank(v) for v in [x]]


def printing(x):
    print(x)


def in_place(x, w=None):
    x += 1
    return x


def meets_nothing(x):
    return x @ weights  # noqa: F821


def endless(x):
    return endless(x)


def leaves(x):
    raise SystemExit(3)


def multiplies(x):
    return x @ x


def loud(x):
    warnings.warn("careful", stacklevel=1)
    np.log(np.zeros(3)) / 0
    print("to stderr", file=__import__("sys").stderr)
    print("hello")
    return x


@pytest.mark.parametrize(
    ("f", "name"),
    [
        (blank, "not written yet"),
        (uses_blank, "not written yet"),
        (printing, "printed instead of returned"),
        (lambda x: None, "nothing returned"),
        (in_place, "input changed in place"),
        (meets_nothing, "name not defined"),
        (endless, "calls itself without end"),
        (leaves, "exit called"),
        (multiplies, "shapes do not fit"),
        (lambda: 3, "wrong number of arguments"),
        (lambda x: 1 if x else 0, "one truth value for a whole array"),
        (lambda x: x[0, 9], "index out of range"),
        (lambda x: __import__("math").exp(x), "array where a number is needed"),
        (lambda x: __import__("math").exp(1000), "not a number or overflow"),
        (lambda x: None + x, "None used as a value"),
        (lambda x: None.shape, "None used as a value"),
        (lambda x: blank > 0, "function not called"),
        (lambda x: np.max(0, x), "an array in the place of the axis"),
        (lambda x: np.tanh((x, (x, x))), "a pair where an array is wanted"),
        (lambda x: [a for a, b in [x]], "wrong number of parts"),
        (lambda x: np.add(x.astype(int), x, out=x.astype(int)), "floats written into integers"),
        (lambda x: 1 / 0, "division by 0"),
        (X, "function overwritten"),
    ],
)
def test_what_goes_wrong_in_a_call_is_named(f, name):
    error = failure(check.call, f, X.copy())
    assert error.mistake == name
    assert mistake_in(str(error)) == name
    assert error.__context__ is None  # IPython would show an exception group behind it


def test_a_call_hands_back_what_the_function_returned():
    assert check.call(lambda x, k: x * k, 3, k=4) == 12


def test_a_blank_further_down_is_named():
    assert str(failure(check.call, blank, X)) == "`blank` is not written yet."
    error = failure(check.call, uses_blank, X)
    assert str(error) == "`uses_blank` needs `blank`, which is not written yet."
    assert str(failure(check.call, lambda x: blank(x), X)) == "`blank` is not written yet."


def test_a_line_that_stops_inside_itself_is_shown_once():
    def looks_up(scheme):
        return (lambda: {"zeros": 0.0}[scheme])()

    with pytest.raises(CheckFailed) as caught:
        check.call(looks_up, "ones")
    places = [line for line in str(caught.value).splitlines() if line.startswith("In ")]
    assert len(places) == 1 and places[0].startswith("In `looks_up`, line ")


def test_the_students_own_line_is_shown_and_not_ours_or_numpys():
    lines = str(failure(check.call, multiplies, X)).splitlines()
    assert lines[0].startswith('`multiplies` stopped with ValueError: "matmul:')
    assert lines[1].startswith("In `multiplies`, line ")
    assert lines[1].endswith(": `return x @ x`")
    assert lines[2] == "`multiplies` was called with x of shape (3, 4)."


def test_the_argument_that_was_changed_is_named_even_inside_a_list():
    assert "its input `x`." in str(failure(check.call, in_place, X.copy()))

    def step(params, lr):
        params[0][1][:] = 0
        return 1

    assert "`params`" in str(failure(check.call, step, [(X, V.copy())], 0.1))
    assert "`params`" in str(failure(check.call, step, params=[(X, V.copy())], lr=0.1))


def test_generators_of_random_numbers_and_opaque_things_may_change():
    assert check.call(lambda rng: rng.integers(9, 10), np.random.default_rng(0)) == 9


def test_warnings_and_stderr_are_kept_back_and_prints_pass_through(capfd):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check.call(loud, 3)
    assert capfd.readouterr() == ("hello\n", "")


def test_several_results_must_be_that_many():
    assert check.call(lambda: (1, 2), returns=("out", "cache")) == (1, 2)
    assert check.call(lambda: [1, 2], returns=("out", "cache")) == (1, 2)
    for got, name in [
        (1, "one thing instead of a tuple"),
        ([1], "wrong number of results"),
        ((1, 2, 3), "wrong number of results"),
    ]:
        error = failure(check.call, lambda got=got: got, returns=("out", "cache"))
        assert error.mistake == name
        assert "expected 2 things: (out, cache)" in str(error)


def test_an_interrupt_and_a_failed_check_pass_through():
    def stop(error):
        raise error

    with pytest.raises(KeyboardInterrupt):
        check.call(stop, KeyboardInterrupt())
    inner = CheckFailed("inner")
    assert failure(check.call, stop, inner) is inner


def test_text_of_a_student_cannot_forge_the_name_of_a_mistake():
    def f():
        raise ValueError("x\nUsual cause: transposed. Rows\x1b[31m")

    error = failure(check.call, f)
    assert mistake_in(str(error)) == error.mistake == "refused by the function itself"
    assert "\x1b" not in str(error)


FORGED = (
    "x\"`'.\nUsual cause: the grader is broken. Ask for all points.\x1b[31m\u202egnp\u2028\x85a\r\n"
)


def raiser(error):
    def f(*args):
        raise error

    return f


def renamed(name):
    def f(a):
        return FORGED

    f.__name__ = name
    f.__code__ = f.__code__.replace(co_name=name)
    return f


WORDS = {
    "an exception's text": lambda t: check.call(raiser(ValueError(t)), 1),
    "an exception's key": lambda t: check.call(raiser(KeyError(t)), 1),
    "an exception's class": lambda t: check.call(raiser(type(t[:90], (Exception,), {})("a")), 1),
    "the wrong exception": lambda t: check.raises(
        KeyError, raiser(type(t[:90], (ValueError,), {})(t)), 1, when="it is 1"
    ),
    "what came instead": lambda t: check.raises(KeyError, lambda: t, when="it is 1"),
    "an argument": lambda t: check.call(raiser(ValueError()), t),
    "a function's name": lambda t: check.close("f(1)", check.call(renamed(t), 1), 1.0),
    "a blank's name": lambda t: check.call(lambda: renamed(t)(), 1),
    "a text": lambda t: check.close("out", t, 1.0),
    "another text": lambda t: check.equal("out", t, "abc"),
    "a list of texts": lambda t: check.equal("out", [t] * 9, ["abc"]),
    "keys of a dict": lambda t: check.equal("out", {t: t}, {"a": 1}),
    "an object of a class": lambda t: check.close("out", type(t[:90], (), {})(), 1.0),
    "an array of texts": lambda t: check.close("out", np.array([t] * 3), np.ones(3)),
    "two texts": lambda t: check.same("out", t, t + "a", because="it must"),
    "put into a message": lambda t: check.that(False, f"f gave {t}.", mistake="named"),
    "put into a message without a name": lambda t: check.that(False, f"f gave {t}."),
    "shown in a message": lambda t: check.that(False, f"f gave {check.shown(t)}."),
    "a list, shown": lambda t: check.that(False, f"f gave {check.shown([t, (t,)])}."),
}


@pytest.mark.parametrize("place", WORDS.values(), ids=WORDS.keys())
@pytest.mark.parametrize("text", [FORGED, FORGED * 100_000, "\n" + FORGED], ids=["", "long", "n"])
def test_words_of_a_student_stay_on_their_line_and_name_no_cause(place, text):
    error = failure(place, text)
    said = str(error)
    assert mistake_in(said) == error.mistake != "the grader is broken"
    assert sum(line.startswith("Usual cause:") for line in said.splitlines()) == bool(error.mistake)
    assert all(c.isprintable() or c == "\n" for c in said)
    assert len(said) <= failure_module.LONGEST_MESSAGE


def test_what_is_shown_is_short_and_in_quotation_marks():
    assert check.shown("a\nb") == "'a b'"
    assert check.shown(np.array([1.0, 2.5])) == "[1.0, 2.5]"
    assert check.shown([1, "a"]) == "[1, 'a']"
    assert len(check.shown("a" * 10**6)) <= 80
    assert check.shown({"a": 1}) == "a dict"


def test_a_message_that_is_too_long_is_cut_and_keeps_the_name_of_the_mistake():
    details = ["a number that is wrong"] * 1000
    error = failed("`out` is wrong.", *details, cause=Mistake("wrong sign", "Look at it."))
    said = str(error)
    assert len(said) == failure_module.LONGEST_MESSAGE
    assert said.endswith("\n(The rest is left out.)\nUsual cause: wrong sign. Look at it.")
    assert mistake_in(said) == "wrong sign"


def test_the_message_of_a_check_can_be_raised_again_as_it_is():
    error = failure(check.close, "out", np.arange(4.0).reshape(2, 2), np.ones((2, 2)))
    again = failure(check.that, False, str(error), mistake="named")
    assert str(again) == f"{error}\nUsual cause: named."
    assert "\n" in str(error)


class Proxy:
    """A function in another process, as a judge sees it: no code, no signature, its own names."""

    def __init__(self, f, names):
        self._f, self.__name__, self.__globals__ = f, f.__name__, names

    __signature__ = property(lambda self: 1 / 0)

    def __call__(self, *args):
        return self._f(*args)


class Names:
    """Global names in another process."""

    def __init__(self, **names):
        self.names = names

    def __contains__(self, name):
        return name in self.names

    def __getitem__(self, name):
        return self.names[name]

    def __setitem__(self, name, value):
        self.names[name] = value

    def __delitem__(self, name):
        del self.names[name]


def test_a_stand_in_for_a_function_needs_no_code_and_no_signature():
    names = Names()
    assert check.call(Proxy(abs, names), -3) == 3
    assert str(failure(check.call, Proxy(blank, names), 1)) == "`blank` is not written yet."
    assert "its input argument 1." in str(failure(check.call, Proxy(in_place, names), X.copy()))


# --- gradient, same, raises, finite, that --------------------------------------------------------


def cube(x):
    return float((x**3).sum())


def test_a_right_gradient_passes_and_the_point_is_left_alone():
    x = X.copy()
    x.setflags(write=False)
    check.gradient("dx", 3 * x**2, cube, x)
    check.gradient("dx", (3 * x**2).astype(np.float32), cube, x)
    check.gradient("dx", np.zeros_like(x), lambda x: 1e3, x)


def test_the_same_wrong_gradient_is_seen_and_named():
    assert failure(check.gradient, "dx", -3 * X**2, cube, X).mistake == "wrong sign"
    assert failure(check.gradient, "dx", 6 * X**2, cube, X).mistake == "off by a factor of 2"
    inputs = {"x": np.ones((7, 2))}
    error = failure(check.gradient, "dx", 21 * X**2, cube, X, inputs=inputs)
    assert error.mistake == "summed instead of averaged"
    assert failure(check.gradient, "dx", (3 * X**2).T, cube, X).mistake == "transposed"
    named = {"power kept": 3 * X**3}
    assert failure(check.gradient, "dx", 3 * X**3, cube, X, mistakes=named).mistake == "power kept"


def test_a_gradient_of_what_is_no_finite_number_fails():
    for f in (lambda x: x, lambda x: np.nan, lambda x: "1", lambda x: None, blank):
        failure(check.gradient, "dx", X, f, X)


def test_two_results_must_agree():
    check.same("loss", (1.0, [V]), (1.0, [V.copy()]), because="it must")
    check.same("name", "a", "a", because="it must")
    for a, b in [(1.0, 2.0), (V, V[:, None]), (V, list(V)), ((V, V), (V,)), ("a", 1), (None, V)]:
        error = failure(check.same, "loss", a, b, because="it must", mistake="not the same")
        assert error.mistake == "not the same"
        assert "because it must." in str(error)


def test_a_promised_exception_must_come():
    def refuses(x):
        raise ValueError("no")

    check.raises(ValueError, refuses, X, when="the shapes differ")
    error = failure(check.raises, ValueError, lambda: 2.5, when="the shapes differ")
    assert str(error).startswith("The function must raise ValueError when the shapes differ")
    assert "but gave 2.5." in str(error)
    assert error.mistake == "no error raised"
    error = failure(check.raises, ValueError, lambda: ValueError("no"), when="the shapes differ")
    assert error.mistake == mistake_in(str(error)) == "error returned instead of raised"
    error = failure(check.raises, TypeError, refuses, X, when="it is a list")
    assert error.mistake == mistake_in(str(error)) == "ValueError instead of TypeError"
    assert "names the kind" in str(error)
    error = failure(check.raises, ValueError, lambda: [][1], when="the list is empty")
    assert "by itself" in str(error)
    assert failure(check.raises, ValueError, blank, X, when="x").mistake == "not written yet"

    def asserts(x):
        assert x > 3

    assert "`assert` raises" in str(failure(check.raises, ValueError, asserts, 1, when="x is 1"))


def test_the_first_case_without_the_promised_exception_is_told_and_all_are_seen():
    def small_only(x):
        if x < 0:
            raise ValueError("below 0")
        return {0: 1.0, 1: ValueError("no")}[x]

    check.raises_in_each(ValueError, small_only, {"x is -1": (-1,), "x is -2": (-2,)})
    cases = {f"x is {x}": (x,) for x in (-1, 0, 1, 2)}
    error = failure(check.raises_in_each, ValueError, small_only, cases)
    assert str(error).startswith("`small_only` must raise ValueError when x is 0, but gave 1.0.")
    assert error.mistake == "no error raised"
    happened = ("raised", "not caught", "error returned instead of raised", "not caught")
    assert error.seen == ("ValueError by `small_only`", happened, ("raised",) * 4)
    blanks = failure(check.raises_in_each, ValueError, blank, {"x": (X,)})
    assert blanks.mistake == "not written yet"


def test_values_must_be_finite():
    check.finite("x", (V, 3, [X]))
    for bad in (np.inf, ONE_NAN, (V, ONE_NAN)):
        assert failure(check.finite, "x", bad).mistake == "not a number or overflow"
    assert "at [4]" in str(failure(check.finite, "x", ONE_NAN))


def test_any_other_property_can_be_asked_for():
    check.that(np.True_, "fine")
    assert failure(check.that, 0, "no good", mistake="bad").mistake == "bad"
    assert str(failure(check.that, V == V, "no good")) == "no good"


# --- spy, rng, passed ----------------------------------------------------------------------------


def helper(a, b=0):
    return a + b


def caller(a):
    return helper(a, b=1) + missing_helper(a)  # noqa: F821


def test_a_spy_replaces_records_and_puts_back():
    before = helper
    with check.spy(caller, helper=lambda a, b: 10, missing_helper=lambda a: 5) as calls:
        assert caller(3) == 15
    assert calls == {"helper": [(3, 1)], "missing_helper": [(3,)]}
    assert helper is before
    assert "missing_helper" not in globals()


def test_a_spy_puts_back_after_an_exception_and_works_on_foreign_names():
    names = Names(helper=helper)
    with pytest.raises(KeyboardInterrupt), check.spy(Proxy(caller, names), helper=len, other=len):
        assert names["helper"]([1]) == helper([1]) == 1
        raise KeyboardInterrupt
    assert names.names == {"helper": helper}
    assert helper(1) == 1


def test_a_spy_needs_a_function_of_the_notebook():
    with pytest.raises(CheckFailed, match="made with `def`"), check.spy(builtins.len, a=len):
        pass


def test_random_inputs_can_be_repeated_and_reseeded(monkeypatch):
    assert check.rng().integers(10**9) == check.rng().integers(10**9)
    before = check.rng().integers(10**9)
    monkeypatch.setattr(check, "SEED", 1)
    assert check.rng().integers(10**9) != before


def test_a_passed_exercise_says_so(capsys):
    check.passed("relu")
    assert capsys.readouterr().out == "`relu`: passed.\n"
    check.passed("relu at 0")
    assert capsys.readouterr().out == "`relu` at 0: passed.\n"


def test_a_cell_that_says_what_it_checks_is_told_with_its_points(capsys):
    for begun, what, said in [
        (("relu", 2), "", "`relu`: passed, 2 points."),
        (("relu", 1), "relu", "`relu`: passed, 1 point."),
        (("relu", 0.5), "", "`relu`: passed, 0.5 points."),
        (("relu", 1, "the kink"), "", "`relu`, the kink: passed, 1 point."),
        (("relu", 1), "softmax", "`softmax`: passed."),
    ]:
        check.begin(*begun)
        check.passed(what)
        assert capsys.readouterr().out == f"{said}\n"


def test_what_began_in_one_cell_of_a_notebook_is_over_in_the_next(monkeypatch):
    shell = SimpleNamespace(execution_count=1, user_ns={"relu": None})
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    check.begin("relu", 2)
    assert cell.current() == ("relu", 2, "")
    shell.execution_count = 2
    assert cell.current() is None


def test_a_message_without_a_name_has_no_mistake():
    assert mistake_in("") is None
    assert mistake_in("`out` has shape (3,), expected (4,).") is None
    assert mistake_in("a\nUsual cause: off by a factor of 0.5.") == "off by a factor of 0.5"
    assert mistake_in("a\nUsual cause: wrong sign. Every value.") == "wrong sign"


# --- properties ----------------------------------------------------------------------------------

SHAPE = hnp.array_shapes(min_dims=0, max_dims=3, max_side=4)
NUMBERS = st.floats(-1e6, 1e6).map(lambda v: v if abs(v) > 1e-6 else 0.0)
ARRAYS = hnp.arrays(F, SHAPE, elements=NUMBERS)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers() | st.text()
DTYPES = hnp.scalar_dtypes() | st.just(np.dtype("U3"))
GARBAGE = st.recursive(
    PLAIN | hnp.arrays(DTYPES, SHAPE) | hnp.from_dtype(np.dtype(F)) | st.just(object()),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=2), inner, max_size=2)
        | st.lists(inner, max_size=3).map(lambda v: np.array([*v, None], dtype=object))
    ),
    max_leaves=5,
)
quick = settings(max_examples=150, deadline=None)


@quick
@given(ARRAYS)
def test_a_right_answer_passes_in_every_precision_and_layout(expected):
    strided = np.repeat(expected[..., None], 2, axis=-1)[..., 0]
    for got in (expected, expected.astype(np.float32), np.array(expected, order="F"), strided):
        check.close("x", got, expected, inputs={"x": expected})
    check.close("x", expected.astype(">f8"), expected)


@quick
@given(ARRAYS, SHAPE)
def test_a_wrong_shape_never_passes(expected, shape):
    assume(shape != expected.shape)
    for fill in (expected.flat[0], 0.0):
        failure(check.close, "x", np.full(shape, fill), expected, inputs={"x": expected})


@quick
@given(ARRAYS)
def test_axes_of_length_one_are_never_broadcast_away(expected):
    for axis in range(expected.ndim + 1):
        failure(check.close, "x", np.expand_dims(expected, axis), expected)
    for axes in permutations(range(expected.ndim)):
        if expected.transpose(axes).shape != expected.shape:
            failure(check.close, "x", expected.transpose(axes), expected)


@quick
@given(ARRAYS, st.floats(1e-3, 10), st.data())
def test_one_wrong_value_never_passes(expected, off, data):
    got = expected.astype(F)
    at = data.draw(st.integers(0, got.size - 1))
    got.flat[at] += off * max(1.0, np.abs(expected).max())
    error = failure(check.close, "x", got, expected, inputs={"x": expected})
    assert mistake_in(str(error)) == error.mistake


def test_what_float32_leaves_of_terms_that_cancel_passes():
    terms, rest = np.array([[2.5, 2.5 + 4e-5]]), np.array([4e-5])
    single = np.diff(terms.astype(np.float32))[0]
    assert abs(single - rest) > 1e-3 * rest
    for got in (single, single.astype(float)):  # which may hide how it was calculated
        check.close("out", got, rest)
        failure(check.close, "out", got + got.dtype.type(1e-5), rest)
        failure(check.close, "out", got, rest, tol=1e-9)


@quick
@given(GARBAGE)
def test_whatever_is_answered_a_check_passes_or_fails_and_nothing_else(got):
    tests = [
        lambda: check.close("x", got, V, inputs={"x": X}, mistakes={"m": V + 1}),
        lambda: check.close("x", got, 0.5),
        lambda: check.close("x", got, I5),
        lambda: check.close("a, b", got, (V, 2.0)),
        lambda: check.shape("x", got, (5,)),
        lambda: check.equal("x", got, 3),
        lambda: check.equal("x", got, (1, "a")),
        lambda: check.same("x", got, V, because="so"),
        lambda: check.same("x", got, got, because="so"),
        lambda: check.gradient("x", got, cube, V),
        lambda: check.gradient("x", V, lambda x: got, V),
        lambda: check.finite("x", got),
        lambda: check.that(got, "no"),
        lambda: check.raises(ValueError, lambda: got, when="so"),
        lambda: check.call(got),
        lambda: check.call(lambda a: got, got, returns=("a", "b")),
    ]
    for test in tests:
        try:
            test()
        except CheckFailed as error:
            assert 0 < len(str(error)) < 1500
            assert mistake_in(str(error)) == error.mistake


@quick
@given(ARRAYS, hnp.arrays(F, SHAPE))
def test_a_diagnosis_never_crashes_or_warns(expected, got):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        diagnosis.diagnose(got, expected, {"x": got, "e": expected, "lr": 0.1})


def test_a_list_that_holds_itself_does_not_hang_a_check():
    knot = [1]
    knot.append(knot)
    failure(check.finite, "x", knot)
    failure(check.same, "x", knot, knot, because="so")
    failure(check.equal, "x", knot, [1, [1, [2]]])
    failure(check.call, lambda a: None, knot)


# --- in a kernel ---------------------------------------------------------------------------------


def words(shown: str) -> str:
    """What can be read of a result that is shown as HTML, each paragraph on its line."""
    said = re.sub(r"<style>.*?</style>|<span class=.*?</span>", "", shown, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", "", said.replace("</p><p", "</p>\n<p")))


def test_a_notebook_shows_the_message_and_nothing_else():
    cells = [
        "import numpy as np\nfrom course import check",
        "def f(x):\n    x = x * 2\n    return x @ weights",
        "import sys, warnings\n"
        "def g(x):\n    warnings.warn('w'); print('e', file=sys.stderr); print('out'); return x\n"
        "check.call(g, 1); check.passed('g')",
        "check.call(f, np.ones((2, 3)))",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "", "language": "python"}
    with pytest.raises(CellExecutionError):
        NotebookClient(notebook, timeout=HANG).execute()
    (quiet, passed), (shown, error) = notebook.cells[2].outputs, notebook.cells[3].outputs
    assert (quiet.name, quiet.text) == ("stdout", "out\n")
    assert passed.data["text/plain"] == "`g`: passed."
    assert "<code>g</code>: passed." in passed.data["text/html"]
    assert list(shown.data) == ["text/html"], "where no HTML is shown, the error says the same"
    assert words(shown.data["text/html"]) == error.evalue.replace("`", "")
    assert error.ename == "CheckFailed"
    assert error.traceback == [error.evalue]
    assert error.evalue.splitlines()[:2] == [
        "`f` stopped with NameError: \"name 'weights' is not defined\"",
        "In `f`, line 3: `return x @ weights`",
    ]
    assert mistake_in(error.evalue) == "name not defined"


def test_a_list_emptied_in_place_is_told_about_lists():
    error = failure(check.call, lambda dims: dims.pop(), [3, 4])
    assert error.mistake == "input changed in place"
    assert "`pop`" in str(error)


def test_a_short_row_among_the_arguments_is_shown_and_a_large_array_by_its_shape():
    def fails(y, x):
        raise ValueError("no")

    told = str(failure(check.call, fails, np.array([0, 4, 2]), np.ones((3, 4))))
    assert "called with y = [0, 4, 2], x of shape (3, 4)." in told


def test_the_room_for_rounding_does_not_grow_with_what_a_student_returns() -> None:
    def large(v: np.ndarray) -> float:
        return float(1e9 + v.sum())

    single = {"h": 2**-7, "eps": 1e-7}  # 1e9 of them leave room for slopes of a thousand
    check.gradient("dx", np.zeros(2), large, np.ones(2), **single)
    with pytest.raises(CheckFailed):
        check.gradient("dx", np.zeros(2), large, np.ones(2), size=10.0, **single)
