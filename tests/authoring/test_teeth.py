"""The test cells have teeth: who knows only the visible cases gets nothing, and nothing is ignored.

Nothing here is a list of cases: inputs, sizes and stand-ins are read off the cells themselves.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from nbgrader.utils import is_grade
from support.chapters import (
    CHAPTERS,
    chapter_param,
    graded_cells,
    raised,
    reference,
    released_notebook,
    source_notebook,
)

from autograder.judging.run import seed_of
from autograder.shared import grade_ids
from course import check

# Whoever reads enough passes, whatever weights the training began with.
FREE = {("train_digits", "train", 0)}
# Whoever writes down what the text asks for in so many words has solved it: a name has one answer,
# and so has a function that takes nothing.
TABLES = {"gate_weights", "xor_weights", "max_network"}
SECRET = "7ee7"  # of the hidden tests' inputs, when they are drawn here

every_exercise = pytest.mark.parametrize(
    ("chapter", "name"),
    [
        chapter_param(chapter, name, name=name)
        for chapter in CHAPTERS
        for name in reference(chapter)
    ],
)


# --- answers that stand between a test cell and the reference -----------------------------------

Wrap = Callable[[str, Callable[..., Any], tuple[Any, ...], dict[str, Any]], Any]
HOOK: dict[str, Wrap] = {}  # what is called in place of a function of the answer

WRAPPED = """

def {name}(*args, _wrapped={name}, **kwargs):
    import test_teeth
    return test_teeth.HOOK["wrap"]({name!r}, _wrapped, args, kwargs)
"""


def functions(text: str) -> list[ast.FunctionDef]:
    return [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]


def wrapped(text: str) -> str:
    """The answer, each of whose functions asks HOOK["wrap"] what to do."""
    return text + "".join(WRAPPED.format(name=f.name) for f in functions(text))


def run(
    notebook: Any, name: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Exception | None]:
    """What the test cells of one exercise say of an answer: grade_id -> error."""
    written = reference(chapter_of(name)) | {name: text}
    found = {}
    for grade_id, source, space in graded_cells(notebook, written):
        if grade_ids.exercise(grade_id, list(written)) == name:
            monkeypatch.setattr(check, "SEED", seed_of(SECRET, grade_id))
            found[grade_id] = raised(source, space)
    return found


@functools.cache
def chapter_of(name: str) -> str:
    return next(c for c in CHAPTERS if name in reference(c))


def seen(value: Any) -> Any:
    """What a table of cases would look an argument up by."""
    if isinstance(value, np.ndarray):
        return value.dtype.str, value.shape, value.tobytes()
    if isinstance(value, (list, tuple)):
        return type(value).__name__, *map(seen, value)
    if isinstance(value, dict):
        return "dict", *((key, seen(one)) for key, one in value.items())
    if isinstance(value, np.random.Generator):
        return str(value.bit_generator.state)
    code = getattr(value, "__code__", None)
    return (code.co_code, code.co_consts) if code else (type(value).__name__, repr(value))


# --- a table of the visible cases ---------------------------------------------------------------


def visible(
    chapter: str, name: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> dict[Any, tuple[str, Any]]:
    """Every call that the released cells make: what it is looked up by -> function and result."""
    table: dict[Any, tuple[str, Any]] = {}

    def note(function: str, f: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        key = function, seen(args), seen(kwargs)
        try:
            result = f(*args, **kwargs)
        except Exception:
            table.setdefault(key, (function, None))
            raise
        table.setdefault(key, (function, result))
        return result

    monkeypatch.setitem(HOOK, "wrap", note)
    written = reference(chapter) | {name: wrapped(text)}
    for grade_id, source, space in graded_cells(released_notebook(chapter), written):
        if grade_ids.exercise(grade_id, list(written)) == name:
            monkeypatch.setattr(check, "SEED", 0)  # as in a student's kernel
            assert raised(source, space) is None
    return table


def zeros(value: Any) -> Any:
    """Zeros in the form of a result."""
    if isinstance(value, (list, tuple)):
        return type(value)(map(zeros, value))
    if isinstance(value, dict):
        return {key: zeros(one) for key, one in value.items()}
    if isinstance(value, (np.ndarray, np.generic, bool, int, float)):
        return value * 0
    return value


class NotInTheTableError(Exception):
    """Asked for what no visible case says."""


def _raises(function: str, results: list[Any]) -> Any:
    raise NotInTheTableError(function)


OTHERWISE: dict[str, Callable[[str, list[Any]], Any]] = {
    "raises": _raises,
    "zeros like those of the first": lambda function, results: zeros(results[0]),
    "zeros like those of the last": lambda function, results: zeros(results[-1]),
    "the first result": lambda function, results: results[0],
    "the last result": lambda function, results: results[-1],
}


@every_exercise
def test_a_table_of_the_visible_cases_wins_no_cell(
    chapter: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = reference(chapter)[name]
    table = visible(chapter, name, text, monkeypatch)
    otherwise = ""

    def look_up(function: str, f: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        if (function, seen(args), seen(kwargs)) in table:
            return f(*args, **kwargs)  # what is known is done as well as can be
        results = [r for which, r in table.values() if which == function and r is not None]
        if not results:
            raise NotInTheTableError(function)
        return OTHERWISE[otherwise](function, results)

    monkeypatch.setitem(HOOK, "wrap", look_up)
    won = []
    for otherwise in OTHERWISE:
        found = run(source_notebook(chapter), name, wrapped(text), monkeypatch)
        won += [(grade_id, otherwise) for grade_id, error in found.items() if error is None]
    assert bool(won) == (name in TABLES), f"won by a table of what is visible: {won}"


# --- sizes of 1 ---------------------------------------------------------------------------------

SIZES = re.compile(r"\(((?:[A-Zn1],?\s*)+)\)")
ARGUMENT = re.compile(r"((?:\w+, )*\w+)\s*: *(.*)")


def promised(function: ast.FunctionDef) -> dict[str, list[tuple[str, ...]]]:
    """The symbolic shapes that a docstring names, by argument: {"x": [("N", "D")]}."""
    found: dict[str, list[tuple[str, ...]]] = {}
    given = (ast.get_docstring(function) or "").split("Returns")[0]
    for part in re.split(r"\n|   +(?=\w+ *: )", given):
        if match := ARGUMENT.fullmatch(part.strip()):
            shapes = [tuple(re.findall("[A-Zn1]", s)) for s in SIZES.findall(match[2])]
            found |= dict.fromkeys(match[1].split(", "), shapes) if shapes else {}
    return found


def arrays(value: Any) -> Iterator[np.ndarray]:
    """The arrays of an argument, one after another."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from arrays(one)


def measured(
    function: ast.FunctionDef, args: tuple[Any, ...]
) -> tuple[dict[str, set[int]], bool] | None:
    """How long each named size is in one call, and whether all of them are 1."""
    sizes: dict[str, set[int]] = {}
    shapes = promised(function)
    for argument, value in zip(function.args.args, args, strict=False):
        wanted = shapes.get(argument.arg, [])
        for i, a in enumerate(arrays(value)):
            letters = wanted[i % len(wanted)] if wanted else ()
            for letter, length in zip(letters, a.shape, strict=False):
                if letter != "1":
                    sizes.setdefault(letter, set()).add(length)
    return (sizes, all(s == {1} for s in sizes.values())) if sizes else None


@every_exercise
def test_every_size_is_1_in_its_turn_and_all_are_at_once(
    chapter: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = reference(chapter)[name]
    calls: list[tuple[str, dict[str, set[int]], bool]] = []
    known = {f.name: f for f in functions(text) if promised(f)}

    def note(function: str, f: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        if function in known and (found := measured(known[function], args)):
            calls.append((function, *found))
        return f(*args, **kwargs)

    monkeypatch.setitem(HOOK, "wrap", note)
    assert set(run(source_notebook(chapter), name, wrapped(text), monkeypatch).values()) == {None}
    missing = []
    for function in known:
        mine = [(sizes, all_one) for which, sizes, all_one in calls if which == function]
        letters = sorted({letter for sizes, _ in mine for letter in sizes})
        assert letters, f"no call of {function} has the shapes of its docstring"
        for letter in letters:
            alone = [s for s, _ in mine if s.get(letter) == {1} and _others_longer(s, letter)]
            missing += [] if alone else [f"{function}: only {letter} is 1"]
        missing += [] if any(all_one for _, all_one in mine) else [f"{function}: all are 1"]
    assert not missing


def _others_longer(sizes: dict[str, set[int]], letter: str) -> bool:
    return all(min(s) > 1 for other, s in sizes.items() if other != letter)


# --- stand-ins ----------------------------------------------------------------------------------


class _Spoil(ast.NodeTransformer):
    """Calls of `name` get another value in place `i`."""

    def __init__(self, name: str, i: int) -> None:
        self.name, self.i = name, i

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == self.name:
            spoil = ast.parse("__import__('test_teeth').spoilt", mode="eval").body
            given = ast.Call(spoil, [ast.Constant(self.i), *node.args], [])
            return ast.Call(node.func, [ast.Starred(given, ast.Load())], node.keywords)
        return node


def spoilt(i: int, *args: Any) -> tuple[Any, ...]:
    """The arguments, with another value of the same form in place i."""
    return tuple(other(value) if k == i else value for k, value in enumerate(args))


def other(value: Any) -> Any:
    """Another value of the same kind and shape."""
    if isinstance(value, np.ndarray) and value.dtype.kind in "iu":
        return (value + 1) % (value.max(initial=0) + 2)
    if isinstance(value, (np.ndarray, float, np.floating)):
        return value * 1.5 + 0.25
    if isinstance(value, (list, tuple)):
        return type(value)(map(other, value))
    if isinstance(value, (int, np.integer)):
        return value + 1
    if isinstance(value, str):
        return {"AND": "OR", "OR": "NAND", "NAND": "AND"}.get(value, value + "?")
    if isinstance(value, dict):
        return {key: other(one) for key, one in value.items()}
    if isinstance(value, np.random.Generator):
        return np.random.default_rng(987)
    if callable(value):
        return lambda *args: 1.5 * value(*args) + 0.25
    return 1.0 if value is None else None


def stood_in(chapter: str, name: str, text: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """The functions for which the cells have stand-ins, and how many arguments they get."""
    found: dict[str, int] = {}
    spy, stand_in = check.spy, check.stand_in

    def listen(f: Any, **stand_ins: Any) -> Any:
        found.update(dict.fromkeys(stand_ins, 0))
        return spy(f, **stand_ins)

    def note(**stand_ins: Any) -> None:
        found.update(dict.fromkeys(stand_ins, 0))
        stand_in(**stand_ins)

    with monkeypatch.context() as patch:
        patch.setattr(check, "spy", listen)
        patch.setattr(check, "stand_in", note)
        assert set(run(source_notebook(chapter), name, text, patch).values()) == {None}
    calls = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call)]
    given = reference(chapter)
    for call in calls:
        if isinstance(call.func, ast.Name) and call.func.id in found:
            found[call.func.id] = max(found[call.func.id], _length(call, given))
    return found


def _length(call: ast.Call, given: dict[str, str]) -> int:
    """How many arguments a call has; of one with a star, as many as the function takes."""
    if not any(isinstance(a, ast.Starred) for a in call.args):
        return len(call.args)
    texts = [text for text in given.values() if f"def {call.func.id}(" in text]
    return max(
        len(f.args.args) for text in texts for f in functions(text) if f.name == call.func.id
    )


@every_exercise
def test_no_stand_in_ignores_what_it_is_given(
    chapter: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = reference(chapter)[name]
    ignored = []
    for function, n in stood_in(chapter, name, text, monkeypatch).items():
        for i in range(n):
            tree = _Spoil(function, i).visit(ast.parse(text))
            spoilt_text = ast.unparse(ast.fix_missing_locations(tree))
            errors = run(source_notebook(chapter), name, spoilt_text, monkeypatch).values()
            if not any(errors) and (name, function, i) not in FREE:
                ignored.append(f"argument {i + 1} of {function}")
    assert not ignored, f"{name} may hand on anything as {', '.join(ignored)}"


def test_every_cell_with_points_belongs_to_an_exercise() -> None:
    for chapter in CHAPTERS:
        names = list(reference(chapter))
        for cell in source_notebook(chapter).cells:
            if is_grade(cell) and cell.metadata.nbgrader.points and cell.cell_type == "code":
                assert grade_ids.exercise(cell.metadata.nbgrader.grade_id, names) in names
