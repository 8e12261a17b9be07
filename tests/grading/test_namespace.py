"""Which names a test cell finds: the chapter's, then the student's, and only when it uses them."""

from __future__ import annotations

import pytest
from support.judging import SETUP, judged, message

from autograder.judging import namespace

ANSWER = "def answer(x): return 2 * x"
TEST = "check.equal('answer(3)', check.call(answer, 3), 6)"

# What a student's own cell may hold, and what is said where a test needs it after all.
UNFIT = {
    "a million numbers": ("list(range(1_000_001))", "more than 1,000,000 values at once"),
    "a large integer": ("7 ** 5000", "an integer of more than 10,000 bits"),
    "a large array": ("np.zeros(2**24 + 1)", "an array of 134,217,736 bytes"),
    "a long text": ("'x' * (2**22 + 1)", "a text of more than 4,194,304 characters"),
    "a large dict": ("dict.fromkeys(range(20_001))", "more than 20,000 keys"),
    "a deep list": ("eval('[' * 90 + ']' * 90)", "nested more than 60 deep"),
    "one of several": ("(1, [2, 7 ** 5000])",
                       "item 2 of 2 is item 2 of 2 is an integer of more than 10,000 bits"),
    "one in a dict": ("{'a': 1, 'b': 7 ** 5000}", "value 2 of 2 is an integer"),
}  # fmt: skip


@pytest.mark.parametrize("value", [v for v, _ in UNFIT.values()], ids=UNFIT.keys())
def test_a_name_that_no_test_needs_costs_nothing(value: str) -> None:
    own = f"x = y = k = v = check_ = big = {value}"
    test = f"for x in (1, 2):\n    v = [k for k in (x,)]\n    check.equal('x', v, [x])\n{TEST}"
    assert judged(test, [own, ANSWER]).points == 1.0


@pytest.mark.parametrize(("value", "why"), UNFIT.values(), ids=UNFIT.keys())
def test_a_test_that_needs_what_cannot_cross_says_its_name_and_why(value: str, why: str) -> None:
    said = message(judged(f"check.equal('big', big, 1)\n{TEST}", [f"big = {value}", ANSWER]))
    assert "The test needs `big`, which cannot be passed on to it: " in said
    assert why in said


@pytest.mark.parametrize(("value", "why"), UNFIT.values(), ids=UNFIT.keys())
def test_what_an_answer_returns_and_cannot_cross_is_said(value: str, why: str) -> None:
    verdict = judged("check.call(answer, 3, returns=('a', 'b'))",
                     [f"def answer(x): return x, {value}"])  # fmt: skip
    assert verdict.points == 0.0
    assert "What the answer gave cannot be passed on: " in message(verdict)
    assert f"item 2 of 2 is {why}" in message(verdict) or why in message(verdict)


@pytest.mark.parametrize(
    "use",
    [
        "limit",
        "[limit for k in [1]][0]",
        "(lambda: limit)()",
        "helper()",
        "[helper() for k in [1]][0]",
    ],
)
def test_a_test_finds_a_students_value_wherever_it_uses_it(use: str) -> None:
    locked = [SETUP, "def helper(): return limit"]
    test = f"check.equal('limit', {use}, 99)"
    assert judged(test, ["limit = 99"], locked).points == 1.0
    assert "NameError: name 'limit' is not defined" in message(judged(test, [], locked))


FAILS = {
    "value": "limit = 7\nmissing()",
    "before it": "missing()\nlimit = 7",
    "function": "missing()\ndef limit(): return 7",
    "class": "missing()\nclass limit: pass",
    "import": "missing()\nimport math as limit",
    "loop": "for limit in missing(): pass",
    "with": "with missing() as limit: pass",
    "walrus": "print(limit := missing())",
    "unpacked": "a, (limit, *b) = missing()",
    "global": "def f():\n    global limit\n    limit = 7\nmissing(f())",
    "of another": "k = missing()\nlimit = 7",
}


@pytest.mark.parametrize("cell", FAILS.values(), ids=FAILS.keys())
def test_no_answer_takes_the_place_of_what_a_locked_cell_should_have_made(cell: str) -> None:
    test = "check.equal('answer', check.call(answer, limit), 99)"
    cells = ["limit = 99", "def answer(x): return x"]
    verdict = judged(test, cells, [SETUP, cell])
    assert verdict.points == 0.0
    if verdict.failure == "grader":
        assert "should have made `limit`, but it stopped with NameError" in message(verdict)
    else:  # it was made before the cell failed
        assert "7" in message(verdict) or "function" in message(verdict)
    assert judged(TEST, [*cells, ANSWER], [SETUP, cell]).points == 1.0


def test_a_locked_cell_that_lacks_one_of_another_is_told_as_the_first() -> None:
    locked = [SETUP, "limit = missing()", "double = 2 * limit"]
    verdict = judged("double", ["limit = double = 99"], locked)
    assert verdict.failure == "grader"
    assert "should have made `double`" in message(verdict)
    assert "should have made `limit`" in message(verdict)


def test_a_name_that_a_locked_cell_takes_away_is_nobodys() -> None:
    verdict = judged("limit", ["limit = 99"], [SETUP, "limit = 7\ndel limit"])
    assert message(verdict) == "NameError: name 'limit' is not defined"


def test_names_that_a_function_keeps_to_itself_are_not_made_by_a_cell() -> None:
    source = (
        "def f(a):\n    b = a\n    return [c for c in b]\nclass K:\n    d = 1\ne = [g for g in 'x']"
    )
    assert namespace.made(source) == {"f", "K", "e"}


def test_what_a_student_calls_like_a_builtin_changes_no_test() -> None:
    cells = ["def print(*a): raise KeyError\nsum = len = int = max = 99", ANSWER]
    assert judged(f"print(sum([len([int(3)])]))\n{TEST}", cells).points == 1.0


def test_only_the_first_use_of_a_builtin_goes_the_long_way() -> None:
    found = namespace.Namespace()
    exec("def f(): return len(())", found)
    nothing: dict[str, object] = {}
    found.lend = nothing.__getitem__
    assert found["f"]() == 0
    assert dict.get(found, "len") is len
    found.lend = None
    with pytest.raises(KeyError):  # nothing of it becomes a name of a locked cell
        found["max"]
