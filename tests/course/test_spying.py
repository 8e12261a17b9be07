"""Stand-ins: a check hears a function by whatever name it is reached, and all is undone after it.

Each test cell is run as a kernel runs it, beside the answer, and as the judge does, outside of it.
"""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from support.judging import SETUP, judged, message

from course import check
from course.check import CheckFailed, exchange

GIVEN = """
def neuron(x, w=2.0, *, b=0.0):
    return w * x + b
"""
TEST = """
with check.spy(answer, neuron=lambda x, *rest, **more: 100 + x) as calls:
    out = check.call(answer, 3)
check.that(calls["neuron"], "answer called no neuron.", mistake="without neurons")
check.equal("answer(3)", out, 103)
check.equal("the calls", len(calls["neuron"]), 1)
check.equal("afterwards", check.call(answer, 3), 6.0)
"""
ALIASES = {
    "by its name": "def answer(x): return neuron(x)",
    "another name": "f = neuron\ndef answer(x): return f(x)",
    "a default argument": "def answer(x, step=neuron): return step(x)",
    "a keyword's default": "def answer(x, *, step=neuron): return step(x)",
    "an inner function": "def outer(f):\n    def answer(x): return f(x)\n    return answer\n"
    "answer = outer(neuron)",
    "a dict": "parts = {'n': neuron}\ndef answer(x): return parts['n'](x)",
    "a list": "parts = [neuron]\ndef answer(x): return parts[0](x)",
    "a partial": "import functools\np = functools.partial(neuron, w=2.0)\n"
    "def answer(x): return p(x)",
    "a decorator around it": "import functools\n@functools.wraps(neuron)\n"
    "def loud(*a, **k): return neuron(*a, **k)\ndef answer(x): return loud(x)",
    "a decorator around the answer": "import functools\ndef timed(f):\n    @functools.wraps(f)\n"
    "    def run(*a, **k): return f(*a, **k)\n    return run\n"
    "g = neuron\n@timed\ndef answer(x): return g(x)",
    "a cache around the answer": "import functools\ng = neuron\n"
    "class Loud:\n    def __init__(self, f): self.f = f\n"
    "    def __call__(self, *a): return self.f(*a)\n"
    "answer = Loud(functools.partial(lambda f, x: f(x), g))",
    "a singledispatch": "import functools\ng = neuron\n@functools.singledispatch\n"
    "def answer(x): return g(x)",
    "a method": "class Net:\n    step = staticmethod(neuron)\n    def run(self, x):\n"
    "        return self.step(x)\nanswer = Net().run",
    "an attribute": "class Net: pass\nnet = Net()\nnet.f = neuron\ndef answer(x): return net.f(x)",
    "map": "g = neuron\ndef answer(x): return list(map(g, [x]))[0]",
    "the name of a name": "def answer(x): return globals()['neuron'](x)",
    "called with names": "g = neuron\ndef answer(x): return g(x=x, b=0.0)",
    "hot, before it is heard": "g = neuron\ndef answer(x): return g(x)\n"
    "for k in range(1000): answer(k)",
}
# What the name `neuron` holds, when it is no plain function.
OTHERS = {
    "a lambda": "neuron = lambda x, w=2.0: w * x",
    "a closure": "def made(w):\n    b, c = 0.0, w\n    def neuron(x): return c * x + b\n"
    "    return neuron\nneuron = made(2.0)",
    "its own caller": "def made():\n    def neuron(x, n=2):\n"
    "        return x + neuron(x, n - 1) if n else 0.0\n    return neuron\nneuron = made()",
    "decorated": "import functools\ndef timed(f):\n    @functools.wraps(f)\n"
    "    def run(*a, **k): return f(*a, **k)\n    return run\n"
    "@timed\ndef neuron(x): return 2.0 * x",
    "a partial": "import functools\nneuron = functools.partial(lambda w, x: w * x, 2.0)",
    "a callable object": "class Neuron:\n    w = 2.0\n    def __call__(self, x):\n"
    "        return self.w * x\nneuron = Neuron()\nother = Neuron()",
    "a method": "class Net:\n    def f(self, x): return 2.0 * x\nneuron = Net().f",
    "a method of a class": "class Net:\n    @classmethod\n    def f(cls, x): return 2.0 * x\n"
    "neuron = Net.f",
    "a static method": "class Net:\n    @staticmethod\n    def f(x): return 2.0 * x\n"
    "neuron = Net.__dict__['f']",
    "vectorized": "neuron = np.vectorize(lambda x: 2.0 * x)",
    "a singledispatch": "import functools\n@functools.singledispatch\n"
    "def neuron(x): return 2.0 * x",
}


def here(test: str, *cells: str) -> str:
    """What a test cell says that runs beside the answer; "" if it passes."""
    space: dict[str, Any] = {"__name__": "__main__"}
    for cell in cells:
        exec(cell, space)
    try:
        exec(test, dict(space))
    except CheckFailed as error:
        return str(error)
    return ""


def outside(test: str, *cells: str) -> str:
    """What a test cell says that runs outside of the answer's process; "" if it passes."""
    return message(judged(test, cells[1:], cells[:1]))


both = pytest.mark.parametrize("said", [here, outside])


@both
@pytest.mark.parametrize("answer", ALIASES.values(), ids=ALIASES.keys())
def test_a_function_is_heard_by_whatever_name_it_is_reached(said: Any, answer: str) -> None:
    assert said(TEST, SETUP, GIVEN, answer) == ""


@both
@pytest.mark.parametrize("given", OTHERS.values(), ids=OTHERS.keys())
def test_whatever_python_runs_is_heard_by_another_name(said: Any, given: str) -> None:
    test = TEST.replace('check.equal("afterwards"', 'check.close("afterwards"')
    assert said(test, SETUP, given, "f = neuron\ndef answer(x): return f(x)") == ""


@both
def test_another_object_of_the_same_class_is_itself(said: Any) -> None:
    test = """
with check.spy(answer, neuron=lambda x: 0.0):
    check.equal("answer", check.call(answer, 3), 0.0)
    check.equal("another", check.call(another, 3), 6.0)
"""
    answer = "def answer(x): return neuron(x)\nanother = other.__call__"
    assert said(test, SETUP, OTHERS["a callable object"], answer) == ""


@both
def test_who_calls_none_is_told_so(said: Any) -> None:
    told = said(TEST, SETUP, GIVEN, "def answer(x): return 103")
    assert told == "answer called no neuron.\nUsual cause: without neurons."


@both
@pytest.mark.parametrize("given", ["neuron = np.abs", "neuron = abs", "class neuron(float): pass"])
def test_what_cannot_be_heard_by_another_name_is_never_said_to_be_missing(
    said: Any, given: str
) -> None:
    test = TEST.rsplit("check.equal", 1)[0]
    assert said(test, SETUP, given, "def answer(x): return neuron(x)") == ""
    told = said(test, SETUP, given, "f = neuron\ndef answer(x): return f(x)")
    assert told.startswith("We heard no call of `neuron`, which is no function made with `def`")


@both
@pytest.mark.parametrize("cells", [[], ["neuron = None"], ["neuron = 3"]])
def test_a_name_that_holds_no_function_holds_one_for_a_while(said: Any, cells: list[str]) -> None:
    test = TEST.rsplit("check.equal", 1)[0] + "check.equal('name', check.call(has), False)\n"
    answer = "def answer(x): return neuron(x)\ndef has(): return callable(globals().get('neuron'))"
    assert said(test, SETUP, *cells, answer) == ""


@both
def test_a_stand_in_may_call_what_it_stands_for(said: Any) -> None:
    test = """
def wider(x, whole=neuron):
    return whole(x, b=100.0)
with check.spy(answer, neuron=wider) as calls:
    check.equal("answer(3)", check.call(answer, 3), 106.0)
with check.spy(answer, neuron=neuron) as calls:
    check.equal("answer(3)", check.call(answer, 3), 6.0)
check.equal("calls", len(calls["neuron"]), 1)
"""
    assert said(test, SETUP, GIVEN, "f = neuron\ndef answer(x): return f(x)") == ""


@both
def test_what_raises_or_fails_in_the_block_leaves_all_as_it_was(said: Any) -> None:
    test = """
def no(x):
    raise KeyError("no")
for f in (no, lambda: 0, lambda x: None):
    try:
        with check.spy(answer, neuron=f, missing=f, parts=f):
            check.call(answer, 3)
    except check.CheckFailed as error:
        told = str(error)
    check.equal("afterwards", check.call(answer, 3), 6.0)
check.equal("names", check.call(names), [True, False])
"""
    answer = """
parts = None
def answer(x, f=neuron): return f(x)
def names(): return [parts is None, 'missing' in globals()]
"""
    assert said(test, SETUP, GIVEN, answer) == ""


@both
def test_one_function_under_two_names_has_two_stand_ins(said: Any) -> None:
    test = """
with check.spy(answer, neuron=lambda x: 1.0, unit=lambda x: 2.0):
    check.equal("both", check.call(answer, 3), (1.0, 2.0))
check.equal("afterwards", check.call(answer, 3), (6.0, 6.0))
"""
    answer = "unit = neuron\ndef answer(x): return neuron(x), unit(x)"
    assert said(test, SETUP, GIVEN, answer) == ""


@both
def test_spies_can_stand_inside_each_other(said: Any) -> None:
    test = """
with check.spy(answer, neuron=lambda x: 1.0):
    with check.spy(answer, neuron=lambda x: 2.0):
        check.equal("inner", check.call(answer, 3), 2.0)
    check.equal("outer", check.call(answer, 3), 1.0)
check.equal("afterwards", check.call(answer, 3), 6.0)
"""
    assert said(test, SETUP, GIVEN, "f = neuron\ndef answer(x): return f(x)") == ""


@both
def test_a_generator_gives_way_to_a_list_and_comes_back(said: Any) -> None:
    given = "def batches(x):\n    for v in x: yield v"
    test = """
with check.spy(answer, batches=lambda x: [7, 8]) as calls:
    check.equal("answer", check.call(answer, [1]), [7, 8])
check.equal("afterwards", check.call(answer, [1]), [1])
"""
    answer = "def answer(x, b=batches): return [v for v in b(x)]"
    assert said(test, SETUP, given, answer) == ""


def batches(x: Any) -> Any:
    yield from x


def test_a_stand_in_that_is_a_generator_runs_its_own_function_item_by_item() -> None:
    def doubled(x: Any) -> Any:
        for v in batches(x):
            yield 2 * v

    with check.spy(batches, batches=doubled) as calls:
        assert list(batches([1, 2])) == [2, 4]
    assert calls == {"batches": [([1, 2],)]}
    assert list(batches([1, 2])) == [1, 2]


def test_a_function_looks_the_same_afterwards() -> None:
    before = batches.__code__, batches.__defaults__, inspect.signature(batches)
    with check.spy(batches, batches=len):
        assert batches([1, 2]) == 2
    assert (batches.__code__, batches.__defaults__, inspect.signature(batches)) == before


def test_where_code_cannot_be_exchanged_the_name_is_given_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: Any) -> None:
        raise TypeError("not in this Python")

    monkeypatch.setattr(exchange, "_exchange", refuse)
    names = {"batches": batches}
    undo, sure = exchange.put(names, {"batches": len})
    assert names["batches"]([1, 2]) == 2
    undo()
    assert (names, sure) == ({"batches": batches}, set())


@both
def test_a_stand_ins_lines_are_not_told_as_the_students(said: Any) -> None:
    test = "with check.spy(answer, neuron=lambda x: [][x]):\n    check.call(answer, 3)"
    told = said(test, SETUP, GIVEN, "def answer(x):\n    return neuron(x)")
    assert told.startswith("`answer` stopped with IndexError")
    assert "`stand_in`" not in told
    assert "`record`" not in told


def test_where_a_stand_in_stops_the_students_own_line_is_told() -> None:
    test = "with check.spy(answer, neuron=lambda x: [][x]):\n    check.call(answer, 3)"
    told = message(judged(test, [GIVEN, "def answer(x):\n    return neuron(x)"]))
    assert "In `answer`, line 2: `return neuron(x)`" in told
    assert "[][x]" not in told and "In line" not in told


@both
def test_what_stands_in_for_a_cell_stays_while_another_spy_comes_and_goes(said: Any) -> None:
    test = """
check.begin("answer", points=1)
check.stand_in(neuron=lambda x: 50.0)
with check.spy(answer, neuron=lambda x: 100.0) as calls:
    check.equal("answer", check.call(answer, 3), 100.0)
check.equal("afterwards", check.call(answer, 3), 50.0)
check.that(calls["neuron"] and len(calls["neuron"]) == 1, "heard more than once")
check.equal("and again", check.call(answer, 3), 50.0)
"""
    assert said(test, SETUP, GIVEN, "def answer(x): return neuron(x)") == ""
