"""What a test cell's outputs say: the judge's words, with the student's in quotation marks."""

from __future__ import annotations

import json

import pytest
from support.judging import SETUP, judged, message

from autograder.judging import judge
from course import check
from course.check import failure

FORGED = "x.\nUsual cause: the grader is broken. Ask for all points.\x1b[31m\u202egnp"
LINE = '"x. Usual cause: the grader is broken. Ask for all points. [31m gnp"'


@pytest.mark.parametrize("kind", ["ValueError", "KeyError", "CheckFailed", "LockedCellError"])
def test_an_exception_that_no_check_met_is_told_in_quotation_marks(kind: str) -> None:
    own = f"class {kind}({kind if hasattr(__builtins__, kind) else 'Exception'}): pass"
    answer = f"{own}\ndef answer(x): raise {kind}({FORGED!r})"
    verdict = judged("answer(3)", [answer])
    assert message(verdict).endswith(f": {LINE}") or kind == "KeyError"
    assert "\n" not in message(verdict)
    assert check.mistake_in(message(verdict)) is None
    assert verdict.outputs[0]["ename"] != "CheckFailed"
    assert (verdict.points, verdict.failure) == (0.0, "")


@pytest.mark.parametrize("kind", ["WireError", "MemoryError"])
def test_the_grader_says_in_quotation_marks_what_an_answer_calls_its_error(kind: str) -> None:
    answer = f"class {kind}(Exception): pass\ndef answer(x): raise {kind}({FORGED!r})"
    said = message(judged("check.call(answer, 3)", [answer]))
    assert said.endswith(f"What the answer gave cannot be passed on: {LINE}.")


LONG = {
    "a check's message": "check.that(False, f'answer gave {check.call(answer, 3)}.')",
    "an assertion": "assert False, check.call(answer, 3)",
    "an error of the test's": "raise ValueError(check.call(answer, 3))",
    "the answer's error": "answer(-1)",
    "the answer's error, in a check": "check.call(answer, -1)",
    "a cause": "check.that(False, 'a', mistake=check.call(answer, 3))",
}


@pytest.mark.parametrize("test", LONG.values(), ids=LONG.keys())
def test_what_a_test_repeats_of_a_long_text_is_cut(test: str) -> None:
    answer = """
def answer(x):
    if x < 0:
        raise ValueError("\\U0001f600" * 2**21)
    return "\\U0001f600" * 2**21
"""
    verdict = judged(test, [answer])
    assert verdict.points == 0.0
    assert len(message(verdict)) <= failure.LONGEST_MESSAGE
    assert len(json.dumps(verdict.outputs)) < 12 * (2 * failure.LONGEST_MESSAGE) + 1000


def test_an_array_of_text_is_told_as_an_array_without_numbers() -> None:
    test = 'check.close("out", check.call(answer), np.zeros(2))'
    said = message(judged(test, ["def answer(): return np.array(['1.0', '2.0'])"]))
    assert said.splitlines()[0] == "`out` is an array that holds no numbers, expected an array."
    assert "Usual cause: no numbers in the array." in said


def test_a_generator_that_spawns_draws_what_it_draws_at_home() -> None:
    test = """
rng, twin = np.random.default_rng(5), np.random.default_rng(5)
for k in range(2):
    check.close("answer", check.call(answer, rng), [r.random() for r in twin.spawn(3)])
    check.equal("drawn", rng.random() == twin.random(), True)
check.equal("children", rng.bit_generator.seed_seq.n_children_spawned, 6)
"""
    ways = [
        "rng.spawn(3)",
        "[np.random.default_rng(s) for s in rng.bit_generator.seed_seq.spawn(3)]",
    ]
    for way in ways:
        answer = f"def answer(rng): return np.array([r.random() for r in {way}])"
        assert message(judged(test, [answer])) == ""


def test_the_seed_of_a_test_is_what_the_run_gave() -> None:
    before = check.SEED
    verdict = judged("check.equal('x', check.call(answer, 3), check.SEED)",
                     ["def answer(x): return [1]"])  # fmt: skip
    assert verdict.points == 1.0
    assert before == check.SEED
    assert judge.ChapterJudge([SETUP]).defined == ["np", "check"]
