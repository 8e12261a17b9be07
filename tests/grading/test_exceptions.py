"""What an exception of a student's is explained by: in their kernel and in the grader alike."""

from __future__ import annotations

import linecache
import math
import warnings

import numpy as np
import pytest
from support.judging import judged, message

from course import check
from course.check import CheckFailed, exceptions, mistake_in
from course.check.exception_table import ROWS, TYPES
from course.check.stopped import Stopped

# The last line of a function of x (1, 2), v (3,), rng, logits (3,) and cache, the mistake that it
# makes, and a piece of the sentence on it.
CASES = {
    "(w := np.stack([v, v])) is v or max(w)": ("one truth value for a whole array", "whole rows"),
    "max(0, v)": ("one truth value for a whole array", "`np.maximum`"),
    "v > 0 and v < 2": ("one truth value for a whole array", "`&`"),
    "[1 for _ in '1' if v < 0 or v > 2]": ("one truth value for a whole array", "`np.any(...)`"),
    "1 if v > 0 else 0": ("one truth value for a whole array", "`np.where`"),
    "(-1 < v < 1) * 1": ("one truth value for a whole array", "(a < x) & (x < b)"),
    "sorted([v, v])": ("one truth value for a whole array", "Python's `max` want one"),
    "v ^ 2": ("`^` instead of `**`", "a power is written `**`"),
    "v > 0 & v < 1": ("comparison without brackets", "(0 < x) & (x < 1)"),
    "~v": ("bits of floats", "combine booleans"),
    "v << 1": ("bits of floats", "move the bits"),
    "(v > 0) - (v < 0)": ("booleans where numbers are needed", "`.astype(float)`"),
    "sum(v, axis=0)": ("Python's function instead of NumPy's", "`np.sum`"),
    "np.vstack(v, v)": ("brackets missing around several arrays", "[a, b]"),
    "np.stack(v, v, axis=0)": ("brackets missing around several arrays", "[a, b]"),
    "np.concatenate(v, v)": ("brackets missing around several arrays", "[a, b]"),
    "np.zeros(2, 3)": ("brackets missing around several numbers", "np.zeros((2, 3))"),
    "np.sum(v, keepdim=True)": ("wrong number of arguments", "no argument `keepdim`"),
    "np.outer(v)": ("wrong number of arguments", "more or fewer"),
    "np.log(v, 2)": ("wrong number of arguments", "no base"),
    "v.dot(v, 2.0)": ("wrong number of arguments", "`np.maximum` takes two"),
    "np.where(v > 0, v)": ("wrong number of arguments", "three things"),
    "v.shape()": ("a value called like a function", "`x.shape`"),
    "2 * (3)(v)": ("a value called like a function", "`*` missing"),
    "v(0)": ("a value called like a function", "square ones"),
    "rng(3)": ("a generator used as something else", "rng.permutation(n)"),
    "rng[0]": ("a generator used as something else", "another argument"),
    "np.random(3)": ("a value called like a function", "module"),
    "[].append(1, 2)": ("wrong number of arguments", "`append((a, b))`"),
    "np.dot(v, v, v)": ("wrong number of arguments", "where the result goes"),
    "rng(0, 1)": ("a generator used as something else", "draws by its methods"),
    "math.exp(v)": ("array where a number is needed", "take one number"),
    "v.item()": ("array where a number is needed", "holds several"),
    "np.zeros(3 / 1)": ("float where an integer is needed", "`//`"),
    "range(3.0)": ("float where an integer is needed", "`//`"),
    "np.eye(3)[v]": ("float where an integer is needed", "`.astype(int)`"),
    "v[1.0]": ("float where an integer is needed", "whole number"),
    "np.bincount(v)": ("float where an integer is needed", "counted"),
    "v['a']": ("a name as an index", "places, no names"),
    "[1, 2]['a']": ("a name as an index", "dictionary"),
    "np.random.randn((2, 3))": ("a shape in brackets too many", "(2, 3)"),
    "np.max(0, v)": ("an array in the place of the axis", "`np.maximum`"),
    "np.max([0, v])": ("unlike things in one array", "search one array; `np.maximum`"),
    "np.min(v, v)": ("an array in the place of the axis", "compare two, place by place"),
    "np.sum(v, v)": ("array where an integer is needed", "in the second place stands an axis"),
    "[1, 2][v]": ("array where an integer is needed", "an index of a list"),
    "range(v)": ("array where an integer is needed", "`len(x)`"),
    "[[1, 2]][0, 1]": ("list where an array is needed", "one index"),
    "[1, 2] * 0.5": ("list where an array is needed", "repeats"),
    "[1, 2] - [1]": ("list where an array is needed", "does not calculate"),
    "[1, 2].shape": ("list where an array is needed", "no `shape`"),
    "(1, 2) - 1": ("a pair where an array is wanted", "take them apart"),
    "'a' > 0": ("text where a number is needed", "quotation marks"),
    "float('a')": ("text where a number is needed", "spells no number"),
    "(2.0)[0]": ("number where an array is needed", "no parts"),
    "v[0][0]": ("number where an array is needed", "One index too many"),
    "(2.0).shape": ("number where an array is needed", "no `shape`"),
    "([1] == [2]).mean()": ("number where an array is needed", "as a whole"),
    "len(3)": ("number where an array is needed", "no length"),
    "[a for a in 3]": ("number where an array is needed", "`range(n)`"),
    "np.concatenate([1, 2])": ("number where an array is needed", "joined"),
    "{v: 1}": ("an array used as a key", "numbers or text"),
    "zip(v, v)[0]": ("values only promised", "`list(...)`"),
    "np.exp[v]": ("function not called", "`np.exp(x)`"),
    "v.sum * 2": ("function not called", "`a.sum()`"),
    "v.sort() + 1": ("None used as a value", "gives None"),
    "rng.randn(3)": ("a name that the generator does not have", "`rng.normal`"),
    "np.relu(v)": ("a name that NumPy does not have", "Look it up"),
    "math.relu(3)": ("a name that the module does not have", "`math`"),
    "v.append(3)": ("an array used as a list", "collect in a list"),
    "v.exp()": ("a name that an array does not have", "`np.exp`"),
    "cache.a": ("a dictionary asked with a point", '`d["a"]`'),
    "cache['b']": ("a key that is not there", "The keys of `cache` are 'a', 'w'"),
    "{}['b']": ("a key that is not there", "under that name"),
    "relu(v)": ("name not defined", "`relu` is an exercise of chapter 2"),
    "exp(v)": ("name not defined", "`np.exp`"),
    "logitss": ("name not defined", "`logits`"),
    "true": ("name not defined", "`True`"),
    "functools": ("name not defined", "`import functools`"),
    "{AND: 1}": ("name not defined", 'in quotation marks: `"AND"`'),
    "undefined": ("name not defined", "slip of the pen"),
    "1 / 0": ("division by 0", "in which case"),
    "0 ** -1": ("division by 0", "negative power"),
    "v.astype(int) ** -1": ("integers where floats are needed", "floats"),
    "np.uint8(3) * 1000": ("not a number or overflow", "uint8"),
    "math.log(0)": ("not a number or overflow", "`math.log`"),
    "int(np.nan)": ("not a number or overflow", "no number"),
    "math.exp(1000)": ("not a number or overflow", "too large"),
    "np.exp([1, None])": ("objects instead of numbers", "None"),
    "np.array(['a']) + 1": ("text where a number is needed", "among the numbers"),
    "np.sqrt(-1j) < 1 + 0j if 0 else 1j < 2": ("complex instead of real", "root"),
    "v.sum(axis=1)": ("an axis that is not there", "one axis, number 0"),
    "v.sum(axis=3)": ("an axis that is not there", "one axis"),
    "x @ (v + 0)": ("shapes do not fit", "as many entries in a row as the second has rows"),
    "x @ v": ("shapes do not fit", "as many columns in `x` as entries in `v`; there are 2 and 3"),
    "np.dot(v, x)": ("shapes do not fit", "as many entries in `v` as rows in `x`"),
    "np.zeros(3).__setitem__(0, v)": ("shapes do not fit", "a place for one"),
    "x + v": ("shapes do not fit", "next to it"),
    "x @ 2.0": ("shapes do not fit", "single number"),
    "[].__setitem__(0, v)": ("a list that does not grow", "`append`"),
    "np.sum(a for a in v)": ("values only promised", "goes through a generator"),
    "v.reshape(2, 2)": ("shapes do not fit", "as many numbers"),
    "np.stack([v, x])": ("shapes do not fit", "joined"),
    "v.__setitem__(v > 1, x[0])": ("shapes do not fit", "pick them there, too"),
    "v[np.array([True])]": ("shapes do not fit", "mask"),
    "x[[0, 0], [0, 1, 1]]": ("shapes do not fit", "pick"),
    "np.einsum('ij', v)": ("shapes do not fit", "letter"),
    "np.stack([])": ("an empty array", "no rows"),
    "max([])": ("an empty array", "largest"),
    "v[0, 1]": ("index out of range", "fewer axes"),
    "v.shape[1]": ("index out of range", "single row"),
    "v[3]": ("index out of range", "past the end"),
    "[None][0].append(v)": ("None used as a value", "gives None"),
    "x.swapaxes()": ("wrong number of arguments", "more or fewer"),
    "np.arange(x)": ("array where an integer is needed", "`len(x)`"),
    "x[1]": ("rows taken for columns", "`x[:, 1]`"),
    "np.split(v, 2)": ("parts of unequal length", "`np.split`"),
    "rng.choice(3, 9, replace=False)": ("more drawn than there is", "putting back"),
    "__import__('torch_')": ("a module that is not installed", "`torch_`"),
    "open('/nofile')": ("files or processes used", "no file"),
    "answer(x, v, rng, logits, cache)": ("calls itself without end", "never stops"),
    "__import__('sys').exit(3)": ("exit called", "`return`"),
    "[w := w + 1 for _ in v]": ("name not defined", "Nothing has given `w` a value"),
    "np.array([v, x])": ("unlike things in one array", "stays in a list"),
    "np.exp((v, x))": ("a pair where an array is wanted", "take them apart"),
    "[a for i, a, b in enumerate([(1, 2)])]": ("wrong number of parts", "brackets of its own"),
    "[a for a, b in [v]]": ("wrong number of parts", "2 names stand after `for`"),
    "(lambda p: [a for a, (b, c) in p])([(1, v)])": ("wrong number of parts", "its rows"),
    "v.astype(int).__iadd__(0.5)": ("floats written into integers", "is a new one"),
    "np.broadcast_to(v, (2, 3)).__setitem__(0, 1)": ("input changed in place", "its caller"),
    "(1, 2) * (2, 3)": ("a pair where an array is wanted", "take them apart"),
    "np.expand_dims(x, 5)": ("an axis that is not there", "from 0"),
    "rng.permutation(1.5)": ("number where an array is needed", "no axes"),
    "[].pop()": ("an empty array", "nothing left"),
    "(2.0).real[0]": ("number where an array is needed", "no parts"),
    "tuple(2.0)": ("number where an array is needed", "is not several"),
    "(lambda a: a)()": ("wrong number of arguments", "more or fewer"),
    "v.foo": ("a name that an array does not have", "no `foo`"),
    "{1, 2} + 1": ("a set where an array is needed", "no order"),
    "cache + 1": ("dictionary where an array is needed", "by their names"),
    "(lambda: 0) + 1": ("function not called", "the function itself"),
    "x * np.ones((2, 3))": ("`*` instead of `@`", "product of matrices"),
    "np.ones((2, 3)) + v[:, None]": ("a row turned into a column", "meets every row as it is"),
    "np.outer(x, v).T @ np.eye(2) + v": ("transposed", "has 3 rows where"),
    "np.ones((3, 2)) / v": ("(N,) instead of (N, 1)", "its 3 numbers have to stand in a column"),
    "np.linalg.inv(np.zeros((2, 2)))": (None, ""),
    "next(iter([]))": (None, ""),
}  # fmt: skip
GIVEN = "x, v = np.array([[1.0, 2.0]]), np.array([1.5, -2.0, 0.25])\n"
ARGUMENTS = "x, v, np.random.default_rng(0), v, {'a': 1, 'w': 2}"


def answer(line: str) -> str:
    return f"import math\ndef answer(x, v, rng, logits, cache):\n    return {line}"


def here(line: str) -> str:
    """What a check in the student's own kernel says."""
    source, file = answer(line), "<a cell>"
    linecache.cache[file] = (1, None, source.splitlines(keepends=True), file)
    names = {"np": np, "math": math, "check": check}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # of what is wrong on purpose
        exec(compile(source, file, "exec"), names)
    with pytest.raises(CheckFailed) as caught:
        exec(f"{GIVEN}check.call(answer, {ARGUMENTS})", names)
    return str(caught.value)


@pytest.mark.parametrize("line", CASES)
def test_an_exception_is_explained_in_the_kernel_and_in_the_grader_alike(line: str) -> None:
    name, why = CASES[line]
    said = here(line)
    assert mistake_in(said) == name
    assert why in said.splitlines()[-1]
    there = message(judged(f"{GIVEN}check.call(answer, {ARGUMENTS})", [answer(line)]))
    # In the grader the student's generator is a stand-in for the one of the tests.
    assert there == said.replace("'numpy.random._generator.Generator'", "'Generator'")


def test_an_error_that_is_returned_is_told_so_in_the_grader() -> None:
    test = "check.raises(ValueError, answer, 1, when='x is 1')"
    told = message(judged(test, ["def answer(x): return ValueError('x')"]))
    assert mistake_in(told) == "error returned instead of raised"


def test_an_exercise_of_the_same_chapter_is_to_be_run_and_an_earlier_one_is_given() -> None:
    names: dict[str, object] = {"check": check}
    exec("def softmax(x): return one_hot(x)\ndef mse(x): return relu(x)", names)
    for function, piece in [("softmax", "of this chapter"), ("mse", "begins with `# Given`")]:
        with pytest.raises(CheckFailed) as caught:
            check.call(names[function], 1.0)
        assert piece in str(caught.value)


@pytest.mark.parametrize("line", ['raise ValueError("no")', "assert x > 3"])
def test_a_function_that_refuses_what_is_allowed_is_told_so(line: str) -> None:
    names: dict[str, object] = {}
    source, file = f"def f(x):\n    {line}\ndef g(x):\n    return f(x)", "<refuses>"
    linecache.cache[file] = (1, None, source.splitlines(keepends=True), file)
    exec(compile(source, file, "exec"), names)
    for function, name in [("f", "refused by the function itself"), ("g", None)]:
        with pytest.raises(CheckFailed) as caught:
            check.call(names[function], 1.0)
        assert caught.value.mistake == name


@pytest.mark.parametrize(
    ("line", "params", "piece"),
    [
        ("w, b = params", [(1, 2)] * 3, "holds 3 of them"),
        ("(w, b) = params", [(1, 2)], "holds 1 of them"),
        ("w, b = params", [1, 2, 3], "has 3 parts here"),
        ("w, b, c = params", [(1, 2)] * 2, "one part for each name"),
        ("w, b = layers", [(1, 2)] * 3, "one part for each name"),
    ],
)
def test_a_list_of_pairs_is_not_taken_for_a_pair(line: str, params: object, piece: str) -> None:
    text = "too many values to unpack (expected 2)"
    stop = Stopped(ValueError, text, line, "f", "f", {"params": params})
    found = exceptions.explained(stop)
    assert found and piece in found.why


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("return np.mean(m - logits[y])", "whole rows picked"),
        ("return np.sum(y * np.log(p))", "labels taken for rows of 0 and 1"),
        ("return np.sum(-np.log(p) * y)", "labels taken for rows of 0 and 1"),
        ("return np.mean(m - logits)", "(N,) instead of (N, 1)"),
        ("return np.mean(logits[m] - y[m])", "(N,) instead of (N, 1)"),
    ],
)
def test_labels_are_told_from_what_stands_for_each_row(line: str, name: str) -> None:
    text = "operands could not be broadcast together with shapes (3,) (3,4)"
    given = {"logits": np.ones((3, 4)), "y": np.arange(3)}
    found = exceptions.explained(Stopped(ValueError, text, line, "f", "f", given))
    assert found and found.name == name


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("return x * w + b", "`*` instead of `@`"),
        ("return 0.5 * np.sum(x * w)", "`*` instead of `@`"),
        ("return 0.5 * lam * np.sum(x + w)", "shapes do not fit"),
        ("return (x + w) * 2", "shapes do not fit"),
        ("return (x + w) ** 2", "shapes do not fit"),
    ],
)
def test_a_number_times_an_array_is_no_product_of_matrices(line: str, name: str) -> None:
    text = "operands could not be broadcast together with shapes (4,3) (3,2)"
    given = {"x": np.ones((4, 3)), "w": np.ones((3, 2)), "b": np.ones(2), "lam": 0.1}
    found = exceptions.explained(Stopped(ValueError, text, line, "f", "f", given))
    assert found and found.name == name


def test_of_arrays_that_do_not_fit_in_a_helper_the_helper_is_named() -> None:
    text = "matmul: Input operand 1 has a mismatch in its core dimension 0 (size 3 ..."
    for within, piece in [
        ("inner", "In `inner` two arrays"),
        ("<lambda>", "as many entries in a row"),
    ]:
        stop = Stopped(ValueError, text, "x @ w", within, "outer", {"x": np.ones(3)})
        found = exceptions.explained(stop)
        assert found and found.name == "shapes do not fit" and piece in found.why


@pytest.mark.parametrize(
    ("function", "lacks", "line", "name"),
    [
        ("leaky_relu", "alpha", "", "no default value"),
        ("numerical_gradient", "h", "", "no default value"),
        ("leaky_relu", "beta", "", "wrong number of arguments"),  # one of their own
        ("relu", "alpha", "", "wrong number of arguments"),
        ("leaky_relu", "alpha", "leaky_relu(x)", "wrong number of arguments"),  # their own call
    ],
)
def test_an_argument_that_may_be_left_out_needs_a_value(
    function: str, lacks: str, line: str, name: str
) -> None:
    text = f"{function}() missing 1 required positional argument: '{lacks}'"
    found = exceptions.explained(Stopped(TypeError, text, line, function=function))
    assert found and found.name == name
    assert (f", {lacks}=...):`" in found.why) == (name == "no default value")


# What no expression raises, what a grader stops itself, and what asks somebody.
ALONE = [
    (TypeError, "'tuple' object does not support item assignment", "a tuple changed in place"),
    (MemoryError, "Unable to allocate 728. TiB for an array", "an array far too large"),
    (FloatingPointError, "divide by zero encountered in log", "not a number or overflow"),
    (EOFError, "EOF when reading a line", "asks for `input`"),
    (
        RuntimeError,
        "raw_input was called, but this frontend does not support input requests.",
        "asks for `input`",
    ),
]


@pytest.mark.parametrize(("kind", "text", "name"), ALONE)
def test_an_exception_is_explained_by_its_text(kind: type[Exception], text: str, name: str) -> None:
    found = exceptions.explained(Stopped(kind, text))
    assert found and found.name == name


MANY, FEW = (
    "too many values to unpack (expected 2)",
    "not enough values to unpack (expected 3, got 2)",
)
TAKEN_APART = [
    ("a, b = v", MANY, "`v` has 3 parts here, and 2 names stand before the `=`."),
    (
        "(a, b), c = layers",
        MANY,
        "`layers` has 1 part here, and 2 names stand before the `=`. A loop",
    ),
    ("n, d, k = x.shape  # three?", FEW, "`x` has 2 axes here, and 3 names"),
    (
        "dw, db = affine_backward(dx, c)",
        MANY,
        "2 names stand before the `=`, but `affine_backward`",
    ),
    ("dx, dw, db = step(v)", FEW, "3 names stand before the `=`, but `step` gives 2."),
    ("(a, b), c = pair", MANY, "of an array the parts are its rows"),  # pair has two: it is (a, b)
    ("a, b = zip(*v)", MANY, "of an array the parts are its rows"),
    ("for a, b in v:", MANY, "2 names stand after `for`, but there are more at a time."),
    ("for a, b, c in v:", FEW, "3 names stand after `for`, but there are 2 at a time."),
    ("for i, (a, b) in enumerate(v):", MANY, "of an array the parts are its rows"),
]


@pytest.mark.parametrize(("line", "text", "why"), TAKEN_APART)
def test_what_is_taken_apart_is_named_with_its_parts(line: str, text: str, why: str) -> None:
    given = {"v": np.ones(3), "layers": [1], "x": np.ones((2, 3)), "pair": ((1, 2, 3), 4)}
    stop = Stopped(ValueError, text, line, "answer", "answer", given)
    found = exceptions.explained(stop)
    assert found and found.name == "wrong number of parts" and why in found.why


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("logits, caches = mlp_forward(params, x, act)", "`mlp_forward` takes `(x, params, act)`"),
        ("return train(x, y, params, cfg, rng)", "`train` takes `(params, x, y, cfg, rng)`"),
        ("loss += l2_penalty(lam, params)  # twice", "`l2_penalty` takes `(params, lam)`"),
        ("logits, caches = mlp_forward(x, params, act)", None),
        ("dx, dw, db = affine_backward(dout, x)", None),
        ("dx = np.affine_backward(cache, dout)", None),
        ("dx = mine(cache, dout)", None),
    ],
)
def test_arguments_in_another_order_are_seen_by_their_names(line: str, why: str | None) -> None:
    lines = [line, "out = x @ w + b"]  # it stops in what was called
    stop = Stopped(TypeError, "no such text", lines[1], "f", "g", {}, lines)
    found = exceptions.explained(stop)
    assert (found and found.name) == (why and "arguments in another order")
    assert not why or found and why in found.why


def test_a_product_with_a_number_is_no_product_of_matrices() -> None:
    text = "operands could not be broadcast together with shapes (3,2) (2,3) "
    for line, name in [("dw + lam * w", "shapes do not fit"), ("x * w + b", "`*` instead of `@`")]:
        stop = Stopped(ValueError, text, line, "f", "f", {"lam": 0.5})
        found = exceptions.explained(stop)
        assert found and found.name == name


def test_every_row_is_reached_by_a_case_and_its_sentence_is_one() -> None:
    alone = [exceptions.explained(Stopped(kind, text)) for kind, text, _ in ALONE]
    told = "\n".join([*map(here, CASES), *(one.why for one in alone if one)])
    unseen = [why for *_, name, why in ROWS if why.partition("{")[0] not in told]
    unseen += [why for _, name, why in TYPES if why not in told]
    assert unseen == []
    for kind, text, line, name, why in ROWS:
        assert issubclass(kind, BaseException)
        assert len(name) < 40 and ". " not in name and why[-1] in ".?"
        assert why.count("{0}") <= 1 and ("{0}" not in why or "(" in text.replace("(?:", ""))
        assert line == "" or text


def test_the_class_of_an_exception_is_known_by_its_names_alone() -> None:
    assert exceptions.kind("AxisError", "ValueError", "IndexError") is ValueError
    assert exceptions.kind("StopIteration") is StopIteration
    assert exceptions.kind("Mine", "Exception") is Exception
    assert exceptions.kind("len") is BaseException
