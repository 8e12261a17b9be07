"""Honest but messy: what students do to a notebook costs no point and stops no batch.

One class, graded once, each student with one habit. Where something is lost, the test says what
the student is told.
"""

from __future__ import annotations

import base64
import copy
import json
import os
import random
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from nbgrader.utils import is_grade, is_locked, is_solution
from support.chapters import FIRST_THEN_ALL, ROOT, source_notebook

from autograder import grade
from autograder.authoring import answers, build, release
from autograder.inside.wall.tiers import BWRAP
from autograder.judging.result import GradedCell, Outcome, Result
from autograder.shared import nbcells
from course import data

CHAPTER = "ch01_habits"
TEXT = '''\
# %% [markdown]
# # Habits

# %% readonly="setup"
import numpy as np

from course import check

# %%
shift = 0

# %% [markdown]
# ## Exercise 1 · `twice` (1 point)
#
# Return $2x$ as a new array of floats.

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
x = check.rng().normal(size=5)
check.close("twice(x)", check.call(twice, x), 2 * x)
### END HIDDEN TESTS
check.passed("twice")

# %% [markdown]
# ## Exercise 2 · `total` (1 point)

# %% solution="total"
def total(x):
    """x : (N,) -> number"""
    ### BEGIN SOLUTION
    return x.sum()
    ### END SOLUTION

# %% tests="total" points=1
check.close("total(x)", check.call(total, np.array([1.0, 3.0])), 4.0)
### BEGIN HIDDEN TESTS
x = check.rng().normal(size=5)
check.close("total(x)", check.call(total, x), x.sum())
### END HIDDEN TESTS
check.passed("total")

# %% [markdown]
# ## Exercise 3 · `slope` (1 point)

# %% solution="slope"
def slope(f, x, h=1e-5):
    """f : number -> number, x : number -> number"""
    ### BEGIN SOLUTION
    return (f(x + h) - f(x - h)) / (2 * h)
    ### END SOLUTION

# %% tests="slope" points=1
check.close("slope(f, 3)", check.call(slope, lambda x: x * x, 3.0), 6.0)
check.passed("slope")

# %% [markdown]
# ## Exercise 4 · `draw` (1 point)

# %% solution="draw"
def draw(n, rng):
    """n normal numbers of the generator rng : (n,)"""
    ### BEGIN SOLUTION
    return rng.normal(size=n)
    ### END SOLUTION

# %% tests="draw" points=1
expected = np.random.default_rng(7).normal(size=4)
check.close("draw(4, rng)", check.call(draw, 4, np.random.default_rng(7)), expected)
check.passed("draw")

# %% [markdown]
# ## Exercise 5 · `batches` (1 point)

# %% solution="batches"
def batches(x, size):
    """x : (N,) -> parts of it, each of that size but for the last"""
    ### BEGIN SOLUTION
    for k in range(0, len(x), size):
        yield x[k : k + size]
    ### END SOLUTION

# %% tests="batches" points=1
parts = list(check.call(batches, np.arange(5.0), 2))
check.equal("the number of batches", len(parts), 3)
for got, expected in zip(parts, ([0.0, 1.0], [2.0, 3.0], [4.0])):
    check.close("a batch", got, np.array(expected))
check.passed("batches")

# %% [markdown]
# ## Exercise 6 · `why` (1 point)

# %% [markdown] manual="why" points=1
# ### BEGIN SOLUTION
# Because it doubles.
# ### END SOLUTION
'''
CONFIG = "\nc.Execute.timeout = 12\n"
RIGHT = {
    "twice": "def twice(x):\n    return 2 * x",
    "total": "def total(x):\n    return np.sum(x)",
    "slope": "def slope(f, x, h=1e-5):\n    return (f(x + h) - f(x - h)) / (2 * h)",
    "draw": "def draw(n, rng):\n    return rng.normal(size=n)",
    "batches": "def batches(x, size):\n    return [x[k:k+size] for k in range(0, len(x), size)]",
    "why": "It doubles.",
}
TESTED = ("twice", "total", "slope", "draw", "batches")
FULL = {f"test_{name}": 1.0 for name in TESTED}

# A cell of the student's own, above all answers, that runs to its end.
TRIALS = {
    "prints a lot": "for k in range(20_000):\n    print('line', k)",
    "prints half a surrogate pair": r"print('\ud800', '\x00', '\x1b[31mred')",
    "stderr": "import sys\nprint('oh no', file=sys.stderr)\nsys.stderr.write('x' * 100_000)",
    "warnings": "import warnings\nwarnings.warn('careful')\nnp.array([1.0]) / 0",
    "seterr": "np.seterr(all='raise')",
    "warnings as errors": "import warnings\nwarnings.filterwarnings('error')",
    "logging": "import logging\nlogging.basicConfig(level=0)\nlogging.error('no')",
    "seeds": "import random\nnp.random.seed(1)\nrandom.seed(1)\nnp.random.rand(3)",
    "print options": "np.set_printoptions(formatter={'float': lambda x: 'zz'}, precision=1)",
    "progress bar": "import sys\nfor k in range(2000):\n    sys.stdout.write(f'\\r{k}/2000')",
    "plots": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('ä')\nplt.show()\n"
    "plt.savefig('figure.png')\nfig, axes = plt.subplots(2)\nfig",
    "%matplotlib inline": "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1])",
    "%matplotlib widget": "%matplotlib widget\nimport matplotlib.pyplot as plt\nplt.plot([1])",
    "%matplotlib notebook": "%matplotlib notebook\nimport matplotlib.pyplot as plt\nplt.show()",
    "%matplotlib": "%matplotlib",
    "%pylab": "%pylab inline",
    "matplotlib.use": "import matplotlib\nmatplotlib.use('TkAgg')\n"
    "import matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()",
    "animation": "import matplotlib.pyplot as plt\n"
    "from matplotlib.animation import FuncAnimation\nfig, axes = plt.subplots()\n"
    "FuncAnimation(fig, lambda k: [], frames=3)",
    "%config": "%config InlineBackend.figure_format = 'retina'",
    "%time": "%time sum(range(100))",
    "%%time": "%%time\nsum(range(100))",
    "%%timeit": "%%timeit -n 2 -r 2\nsum(range(100))",
    "%%capture": "%%capture out\nprint('x')",
    "%prun": "%prun sum(range(10))",
    "autoreload": "%load_ext autoreload\n%autoreload 2",
    "line magics": "%precision 3\n%who\n%whos\n%lsmagic\n%env X=1\n%xmode Verbose\n%pdb on",
    "%cd": "import os, tempfile\nhome = tempfile.mkdtemp(dir='.')\n%cd $home\n%cd -\n%pwd",
    "%reset": "%reset -f\nimport numpy as np",
    "markup": "%%html\n<script>alert(1)</script>",
    "javascript": "%%javascript\nalert(1)",
    "%%bash": "%%bash\necho hello",
    "!pip": "!pip install numpy\n%pip install numpy",
    "!ls": "!ls -la\nfiles = !ls\nassert len(files) == 0\nget_ipython().system('ls')",
    "os.system": "import os\nos.system('ls')",
    "help": "?np.sum\nnp.sum?\nnp.sum??\nhelp(np.sum)",
    "display": "from IPython.display import HTML, Markdown, Math, clear_output, display\n"
    "display(HTML('<b>x</b>'), Math('x'), np.ones(3))\nclear_output()\nnp.ones(3)",
    "widgets": "from ipywidgets import IntSlider, interact\ninteract(lambda k: k, k=(0, 5))\n"
    "display(IntSlider())",
    "history": "1 + 1\n_, __, In, Out",
    "exit": "exit()\nprint('still here')",
    "exit, no brackets": "exit",
    "quit": "quit()",
    "await": "import asyncio\nawait asyncio.sleep(0)",
    "async": "import asyncio\nasync def f(k):\n    await asyncio.sleep(0)\n    return k\n"
    "assert await asyncio.gather(f(1), f(2)) == [1, 2]",
    "main": "assert __name__ == '__main__'\nif __name__ == '__main__':\n    print('main')",
    "modules": "import dataclasses, functools, itertools, math, statistics, typing\n"
    "import scipy.special\nassert scipy.special.expit(0) == 0.5",
    "scikit-learn": "import sklearn.datasets\nassert len(sklearn.datasets.load_digits().data)",
    "course data": "from course import data\nassert data.digits()",
    "from course": "from course import *\nfrom numpy import *\nfrom math import *",
    "files": "from pathlib import Path\nwith open('notes.txt', 'w') as f:\n    f.write('1')\n"
    "assert open('notes.txt').read() == '1'\nPath('out').mkdir()\n"
    "np.save('out/a.npy', np.ones(3))\nassert np.load('out/a.npy').sum() == 3",
    "a module of one's own": "from pathlib import Path\n"
    "Path('helper.py').write_text('def h(x):\\n    return x')\nimport helper\n"
    "assert helper.h(3) == 3",
    "%%writefile": "%%writefile solution.py\ndef twice(x):\n    return 3 * x",
    "threads": "from concurrent.futures import ThreadPoolExecutor\n"
    "with ThreadPoolExecutor(4) as pool:\n"
    "    assert list(pool.map(abs, range(-3, 0))) == [3, 2, 1]",
    "a thread that goes on": "import threading, time\n"
    "threading.Thread(target=time.sleep, args=(600,)).start()\n"
    "threading.Timer(0.01, print, ['late']).start()",
    "a thread, warnings as errors": "import threading, warnings\nwarnings.simplefilter('error')\n"
    "threading.Thread(target=threading.Event().wait, daemon=True).start()",
    "alarm": "import signal\nsignal.signal(signal.SIGINT, lambda *a: None)\nsignal.alarm(1)",
    "atexit": "import atexit\natexit.register(print, 'bye')",
    "shadowed builtins": "list = [1]\nsum = 3\nmax = str = dict = type = None\n"
    "print = lambda *a: None",
    "shadowed names": "x = parts = got = expected = zip = 7",
    "tests' names": "check = None",
    "numpy twice": "import numpy\nfrom numpy import *\nimport numpy as np",
    "unicode": "größe = 1\nα = 2\nx̂ = 3\nprint(größe, 'ü', '日本', '🙂')",
    "prompts": ">>> a = 1\n>>> print(a)",
    "more prompts": "In [1]: a = 1\n   ...: b = 2",
    "form feed": "\x0cfirst = 1",
    "future": "from __future__ import annotations\ndef f(x: Undefined): pass",
    "a class that cannot be shown": "class R:\n    def __repr__(self): raise ValueError\nR()",
    "much memory": "big = np.ones((2000, 2000))\nbig = big @ big",
    "recursion limit": "import sys\nsys.setrecursionlimit(10**6)",
    "only a comment": "# nothing",
}  # fmt: skip
# One that needs to share memory between processes: see `test_a_pool_of_processes...`.
POOL = (
    "from multiprocessing import Pool\ndef square(k):\n    return k * k\n"
    "with Pool(2) as pool:\n    assert pool.map(square, range(4)) == [0, 1, 4, 9]"
)
# The answer relies on workers that started when its cell ran, before any test.
POOLS = (
    "from concurrent.futures import ProcessPoolExecutor\nfrom multiprocessing import Pool\n"
    "def double(v):\n    return 2 * v\n"
    "pool, more = Pool(2), ProcessPoolExecutor(2)\n"
    "pool.map(double, [1])\nlist(more.map(double, [1]))\n"
    "def twice(x):\n    assert list(more.map(double, [1])) == [2]\n"
    "    return np.array(pool.map(double, x))"
)

# The same, but the cell itself fails: with what.
STOPPED = {
    "raises": ("1 / 0", "ZeroDivisionError"),
    "own assertion": ("assert 1 == 2, 'not yet'", "AssertionError"),
    "syntax error": ("def oops(:\n    pass", "SyntaxError"),
    "unfinished": ("x = (1,", "SyntaxError"),
    "words": ("Here I write what I think.", "SyntaxError"),
    "bad indent": ("if True:\nprint(1)", "IndentationError"),
    "tabs and spaces": ("if True:\n        a = 1\n\tb = 2", "TabError"),
    "a space of the web": ("a\u00a0=\u00a01", "SyntaxError"),
    "an invisible space": ("a = 1\u200b", "SyntaxError"),
    "quotes of a word processor": ("print(\u201chi\u201d)", "SyntaxError"),
    "a zero byte": ("a = 1\x00", "SyntaxError"),
    "waits for input": ("name = input('Your name? ')", "EOFError"),
    "waits for a password": ("import getpass\ngetpass.getpass()", "EOFError"),
    "breakpoint": ("breakpoint()", "BdbQuit"),
    "sys.exit": ("import sys\nsys.exit()", "SystemExit"),
    "SystemExit": ("raise SystemExit(3)", "SystemExit"),
    "KeyboardInterrupt": ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    "warning as error": (
        "import warnings\nwarnings.simplefilter('error')\nwarnings.warn('stop')", "UserWarning",
    ),
    "not installed": ("import pandas as pd", "ModuleNotFoundError"),
    "tqdm": ("from tqdm.notebook import tqdm", "ModuleNotFoundError"),
    "Colab's drive": (
        "from google.colab import drive\ndrive.mount('/content/drive')", "ModuleNotFoundError",
    ),
    "a file left at home": ("from .utils import x", "ImportError"),
    "unknown magic": ("%lprun -f x", "UsageError"),
    "unknown cell magic": ("%%cython\ncdef int k", "UsageError"),
    "%run": ("%run nothing.py", "Exception"),
    "no program": ("import subprocess\nsubprocess.run(['ls'])", "FileNotFoundError"),
    "network": (
        "import urllib.request\nurllib.request.urlopen('http://localhost')", "URLError",
    ),
    "deep recursion": ("def f(n):\n    return f(n + 1)\nf(0)", "RecursionError"),
    "answers called too early": ("twice(np.ones(3))", "NameError"),
}  # fmt: skip

# Right answers in other styles.
STYLES: dict[str, dict[str, str]] = {
    "lambdas": {
        "twice": "twice = lambda x: 2 * x",
        "total": "total = lambda x: sum(x)",
        "slope": "slope = lambda f, x, h=1e-5: (f(x + h) - f(x - h)) / h / 2",
        "draw": "draw = lambda n, rng: rng.normal(0, 1, n)",
        "batches": "batches = lambda x, n: (x[k : k + n] for k in range(0, len(x), n))",
    },
    "classes": {
        "twice": "class Twice:\n    def __init__(self, k):\n        self.k = k\n"
        "    def __call__(self, x):\n        return self.k * x\ntwice = Twice(2)",
        "total": "class Sums:\n    @staticmethod\n    def of(x):\n        return np.sum(x)\n"
        "total = Sums.of",
        "slope": "class Slope:\n    def at(self, f, x, h=1e-5):\n"
        "        return (f(x + h) - f(x - h)) / (2 * h)\nslope = Slope().at",
        "draw": "from abc import ABC, abstractmethod\nclass Base(ABC):\n    @abstractmethod\n"
        "    def draw(self, n, rng): ...\nclass Normal(Base):\n    @classmethod\n"
        "    def draw(cls, n, rng):\n        return rng.normal(size=n)\ndraw = Normal.draw",
        "batches": "class batches:\n    def __init__(self, x, size):\n"
        "        self.x, self.size = x, size\n    def __iter__(self):\n"
        "        return (self.x[k : k + self.size] for k in range(0, len(self.x), self.size))",
    },
    "functools": {
        "twice": "from functools import partial\ntwice = partial(np.multiply, 2)",
        "total": "from functools import lru_cache, reduce\n@lru_cache(None)\n"
        "def add(a, b):\n    return a + b\ndef total(x):\n    return reduce(add, x.tolist())",
        "slope": "import functools\ndef logged(f):\n    @functools.wraps(f)\n"
        "    def g(*args, **kwargs):\n        print('called', args, kwargs)\n"
        "        return f(*args, **kwargs)\n    return g\n"
        "@logged\ndef slope(f, x, h=1e-5):\n    return (f(x + h) - f(x - h)) / (2 * h)",
        "draw": "@functools.singledispatch\ndef draw(n, rng):\n    return rng.normal(size=n)",
    },
    "closures": {
        "twice": "def times(k):\n    def f(x):\n        return k * x\n    return f\n"
        "twice = times(2)",
        "total": "def outer():\n    def total(x):\n        s = 0\n        def add(v):\n"
        "            nonlocal s\n            s += v\n        for v in x:\n            add(v)\n"
        "        return s\n    return total\ntotal = outer()",
    },
    "generators": {
        "twice": "def doubles(x):\n    for v in x:\n        yield 2 * v\n"
        "def twice(x):\n    return np.fromiter(doubles(x), float)",
        "total": "def total(x):\n    return sum(v for v in x)",
        "batches": "def batches(x, size):\n    if len(x):\n        yield x[:size]\n"
        "        yield from batches(x[size:], size)",
    },
    "iterators": {
        "batches": "class batches:\n    def __init__(self, x, size):\n"
        "        self.x, self.size = x, size\n    def __iter__(self):\n        return self\n"
        "    def __next__(self):\n        if len(self.x) == 0:\n            raise StopIteration\n"
        "        part, self.x = self.x[: self.size], self.x[self.size :]\n        return part",
    },
    "deques": {
        "batches": "from collections import deque\ndef batches(x, size):\n"
        "    return deque(x[k : k + size] for k in range(0, len(x), size))",
    },
    "values of a dict": {
        "batches": "def batches(x, size):\n"
        "    return {k: x[k : k + size] for k in range(0, len(x), size)}.values()",
    },
    "itertools": {
        "batches": "from itertools import count, starmap, takewhile\ndef batches(x, size):\n"
        "    cuts = takewhile(lambda k: k < len(x), count(0, size))\n"
        "    return starmap(lambda k: x[k : k + size], ((k,) for k in cuts))",
    },
    "recursion": {
        "twice": "def twice(x):\n    return x if len(x) == 0 else "
        "np.concatenate([[2 * x[0]], twice(x[1:])])",
        "total": "def total(x):\n    match len(x):\n        case 0:\n            return 0.0\n"
        "        case _:\n            return x[0] + total(x[1:])",
    },
    "vectorised": {
        "twice": "@np.vectorize\ndef twice(x):\n    return 2 * x",
        "total": "def total(x):\n    return np.einsum('i->', x)",
        "batches": "def batches(x, size):\n    return np.split(x, range(size, len(x), size))",
    },
    "other libraries": {
        "twice": "from sklearn.preprocessing import FunctionTransformer\ndef twice(x):\n"
        "    return FunctionTransformer(lambda a: 2 * a).transform(x)",
        "total": "import math\ndef total(x):\n    return math.fsum(x)",
        "slope": "from scipy.optimize import approx_fprime\ndef slope(f, x):\n"
        "    return approx_fprime([x], lambda v: f(v[0]))[0]",
    },
    "type hints": {
        "twice": "from typing import TypeVar\nimport numpy.typing as npt\nT = TypeVar('T')\n"
        "def twice(x: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:\n"
        "    y: np.ndarray = x + x\n    return y",
        "total": "def total(x: 'np.ndarray', /, *, start: float = 0.0) -> float:\n"
        "    return float(x.sum()) + start",
        "slope": "from collections.abc import Callable\n"
        "def slope(f: Callable[[float], float], x: float, h: float = 1e-5) -> float:\n"
        "    return (f(x + h) - f(x - h)) / (2 * h)",
    },
    "dataclasses": {
        "twice": "from dataclasses import dataclass\nfrom enum import IntEnum\n"
        "class K(IntEnum):\n    TWO = 2\n@dataclass(frozen=True)\nclass Line:\n    w: float\n"
        "    def at(self, x):\n        return self.w * x\n"
        "def twice(x):\n    return Line(K.TWO).at(x)",
    },
    "global caches": {
        "twice": "CACHE = {}\ndef twice(x):\n    key = x.tobytes()\n"
        "    if key not in CACHE:\n        CACHE[key] = x + x\n    return CACHE[key]",
        "total": "calls = 0\nvalues = []\ndef total(x):\n    global calls, last\n    calls += 1\n"
        "    last = x\n    values.append(x)\n    return last.sum()",
    },
    "float32": {
        "twice": "def twice(x):\n    return (2 * x).astype(np.float32)",
        "total": "def total(x):\n    return np.float32(x.sum())",
    },
    "longdouble": {
        "twice": "def twice(x):\n    return (2 * x).astype(np.longdouble)",
        "total": "def total(x):\n    return np.longdouble(x.sum())",
        "slope": "def slope(f, x, h=np.longdouble(1e-5)):\n    return (f(x+h) - f(x-h)) / (2*h)",
    },
    "0-d arrays": {
        "total": "def total(x):\n    return np.array(x.sum())",
        "slope": "def slope(f, x, h=np.array(1e-5)):\n    return (f(x + h) - f(x - h)) / (2 * h)",
    },
    "other layouts": {
        "twice": "def twice(x):\n    return np.repeat(2 * x, 2)[::2]",
        "batches": "def batches(x, size):\n    y = x.astype('>f8')[::-1]\n"
        "    return tuple(y[::-1][k : k + size] for k in range(0, len(x), size))",
    },
    "subclasses": {
        "twice": "class My(np.ndarray): pass\ndef twice(x):\n    return (2 * x).view(My)",
        "total": "class Number(float): pass\ndef total(x):\n    return Number(x.sum())",
        "batches": "class Parts(list): pass\ndef batches(x, size):\n"
        "    return Parts(x[k : k + size] for k in range(0, len(x), size))",
    },
    "masked": {"twice": "def twice(x):\n    return np.ma.array(2 * x)"},
    "read-only": {"twice": "def twice(x):\n    y = 2 * x\n    y.flags.writeable = False\n"
                  "    return y"},
    "prints": {name: f"{text}\n{name}_ = {name}\ndef {name}(*args):\n    print('x' * 10_000)\n"
               f"    return {name}_(*args)" for name, text in RIGHT.items() if name != "why"},
    "prints too much": {"twice": "def twice(x):\n    for k in range(200_000):\n"
                        "        print(k)\n    return 2 * x"},
    "stderr and warnings": {
        "twice": "import sys, warnings, logging\ndef twice(x):\n"
        "    print('!', file=sys.stderr)\n    warnings.warn('hm', DeprecationWarning)\n"
        "    logging.getLogger().warning('hm')\n    np.array([1.0]) / 0\n    return 2 * x",
        "slope": "def slope(f, x, h=1e-5):\n    np.log(-1.0)\n"
        "    return (f(x + h) - f(x - h)) / (2 * h)",
    },
    "plots and shows": {
        "twice": "%matplotlib inline\nimport matplotlib.pyplot as plt\ndef twice(x):\n"
        "    plt.plot(x)\n    plt.show()\n    display(x)\n    return 2 * x",
    },
    "magics above": {
        "twice": "%matplotlib widget\n%load_ext autoreload\n!pip install numpy\n?np.sum\n"
        "files = !ls\nexit\ndef twice(x):\n    return 2 * x",
    },
    "%%time": {name: f"%%time\n{text}" for name, text in RIGHT.items() if name != "why"},
    "%%capture": {"twice": "%%capture\n" + RIGHT["twice"]},
    "calls below": {"twice": RIGHT["twice"] + "\n\ntwice(np.ones(3))\nprint(twice(np.ones(2)))"},
    "fails below": {"twice": RIGHT["twice"] + "\n\nassert False, 'my own check'"},
    "asks below": {"twice": RIGHT["twice"] + "\n\ninput('Go on? ')"},
    "__main__": {"twice": RIGHT["twice"] + "\n\nif __name__ == '__main__':\n    twice(np.ones(2))"},
    "slow": {"twice": "import time\ndef twice(x):\n    time.sleep(2)\n    return 2 * x"},
    "slow to start": {"twice": "import time\ntime.sleep(5)\n" + RIGHT["twice"]},
    "threads": {
        "twice": "from concurrent.futures import ThreadPoolExecutor\ndef twice(x):\n"
        "    with ThreadPoolExecutor(4) as pool:\n"
        "        return np.array(list(pool.map(lambda v: 2 * v, x)))",
    },
    "threads from before": {
        "twice": "import time\nfrom concurrent.futures import ThreadPoolExecutor\n"
        "pool = ThreadPoolExecutor(2)\nlist(pool.map(time.sleep, [0.1, 0.1]))\n"
        "def twice(x):\n    return np.array(list(pool.map(lambda v: 2 * v, x)))",
    },
    "asyncio": {
        "twice": "import asyncio\nasync def double(v):\n    await asyncio.sleep(0)\n"
        "    return 2 * v\nasync def every(x):\n"
        "    return await asyncio.gather(*map(double, x))\nk = (await every([1]))[0]\n"
        "def twice(x):\n    return k / 2 * np.array(asyncio.run(every(x)))",
    },
    "files": {
        "twice": "import tempfile\nwith open('k.txt', 'w') as f:\n    f.write('2')\n"
        "def twice(x):\n    with tempfile.TemporaryFile() as f:\n        np.save(f, x)\n"
        "        f.seek(0)\n        return float(open('k.txt').read()) * np.load(f)",
    },
    "seeds in the answer": {
        "draw": "def draw(n, rng):\n    np.random.seed(0)\n    np.random.rand(3)\n"
        "    return np.array([rng.normal() for _ in range(n)])",
    },
    "seterr in the answer": {
        "twice": "def twice(x):\n    np.seterr(all='raise')\n    return 2 * x",
    },
    "tabs": {"twice": "def twice(x):\n\treturn 2 * x"},
    "unicode names": {"twice": "def twice(x):\n    größe, α = 2, x\n    return größe * α",
                      "slope": "def slope(ƒ, x, δ=1e-5):\n    return (ƒ(x+δ) - ƒ(x-δ)) / (2*δ)"},
    "other parameters": {
        "slope": "def slope(func, point, step=1e-5, verbose=True, *args, **kwargs):\n"
        "    if verbose:\n        print('slope')\n"
        "    return (func(point + step) - func(point - step)) / (2 * step)",
    },
    "defined twice": {"twice": "def twice(x):\n    return 3 * x\n\n" + RIGHT["twice"]},
    "defined in an if": {"twice": "if True:\n    def twice(x):\n        return 2 * x"},
    "everything from numpy": {"twice": "from numpy import *\nfrom math import *\n"
                              + RIGHT["twice"]},
    "deletes the setup's names": {"twice": "import numpy\ndel check\n" + RIGHT["twice"]},
}  # fmt: skip

# Not right, or not there: what is lost, and words of what the student is told.
LOST: dict[str, tuple[dict[str, str], list[str]]] = {
    "lists": (
        {"twice": "def twice(x):\n    return [2 * v for v in x]"},
        ["is a list of 2, expected an array", "Usual cause: list instead of array"],
    ),
    "matrices": (
        {"twice": "def twice(x):\n    return 2 * np.matrix(x)"},
        ["has shape (1, 2), expected (2,)", "Usual cause: kept dimensions"],
    ),
    "objects": (
        {"twice": "twice = np.frompyfunc(lambda v: 2 * v, 1, 1)"},
        ["Usual cause: objects instead of numbers"],
    ),
    "changes its input": (
        {"twice": "def twice(x):\n    x *= 2\n    return x"},
        ["`twice` changed its input `x`", "input changed in place"],
    ),
    "prints, not returns": (
        {"twice": "def twice(x):\n    print(2 * x)"},
        ["printed something and returned None", "printed instead of returned"],
    ),
    "async": (
        {"twice": "async def twice(x):\n    return 2 * x"}, ["`twice(x)` is a coroutine"],
    ),
    "asks": (
        {"twice": "def twice(x):\n    k = float(input('k? '))\n    return k * x"},
        ["`twice` stopped with EOFError", "line 2: `k = float(input('k? '))`"],
    ),
    "exits": (
        {"twice": "import sys\ndef twice(x):\n    sys.exit()\n    return 2 * x"},
        ["`twice` raised SystemExit", "Usual cause: exit called"],
    ),
    "fails above": (
        {"twice": "1 / 0\n" + RIGHT["twice"]},
        ["The answer cell did not run: ZeroDivisionError: division by zero"],
    ),
    "syntax error": (
        {"twice": "def twice(x)\n    return 2 * x"},
        ["The answer cell did not run: SyntaxError: expected ':' (line 1)\n", "twice(x)\n"],
    ),
    "a space of the web": (
        {"twice": "def twice(x):\n    return\u00a02 * x"},
        ["did not run: SyntaxError: invalid non-printable character U+00A0 (line 2)",
         "Usual cause: syntax error."],
    ),
    "a minus of a word processor": (
        {"twice": "def twice(x):\n    return x \u2212 (-x)"},
        ["invalid character '\u2212' (U+2212) (line 2)"],
    ),
    "a zero byte": (
        {"twice": "def twice(x):\n    return 2 * x\x00"},
        ["did not run: SyntaxError: source code string cannot contain null bytes"],
    ),
    "tabs and spaces": (
        {"twice": "def twice(x):\n        if True:\n\t    return 2 * x"},
        ["did not run: TabError: inconsistent use of tabs"],
    ),
    "deleted": ({"twice": ""}, ["`twice` is not written yet"]),
    "not installed": (
        {"twice": "import pandas as pd\n" + RIGHT["twice"]},
        ["The answer cell did not run: ModuleNotFoundError: No module named 'pandas'"],
    ),
}  # fmt: skip


def cell_of(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    return next(c for c in notebook.cells if nbcells.grade_id(c) == grade_id)


def copied(cell: NotebookNode, text: str | None = None) -> NotebookNode:
    """What JupyterLab pastes: the same metadata, another id."""
    made = {**copy.deepcopy(cell), "source": cell.source if text is None else text}
    return nbformat.from_dict({**made, "id": uuid.uuid4().hex[:8]})


def put_before(notebook: NotebookNode, grade_id: str, *cells: NotebookNode) -> None:
    at = notebook.cells.index(cell_of(notebook, grade_id))
    notebook.cells[at:at] = cells


# --- what happens to cells -----------------------------------------------------------------------


def split(notebook: NotebookNode) -> None:
    """Every answer cut in two in the middle of its function."""
    for name in TESTED:
        whole = cell_of(notebook, name)
        head, rest = whole.source.split("\n", 1)
        notebook.cells.insert(notebook.cells.index(whole) + 1, copied(whole, rest))
        whole.source = head


def doubled(notebook: NotebookNode) -> None:
    """Every cell twice, as after selecting all and pasting."""
    notebook.cells += [copied(cell) for cell in notebook.cells]


def merged(notebook: NotebookNode) -> None:
    """All answers in the first answer cell, the others deleted."""
    cell_of(notebook, "twice").source = "\n\n".join(RIGHT[name] for name in TESTED)
    notebook.cells = [c for c in notebook.cells if nbcells.grade_id(c) not in TESTED[1:]]


def reordered(notebook: NotebookNode) -> None:
    random.Random(3).shuffle(notebook.cells)


def backwards(notebook: NotebookNode) -> None:
    notebook.cells.reverse()


def pasted_below(notebook: NotebookNode) -> None:
    """Answers in new cells at the end, their own left blank."""
    for name in TESTED:
        text = cell_of(notebook, name).source
        cell_of(notebook, name).source = "# YOUR CODE HERE\nraise NotImplementedError()"
        notebook.cells.append(new_code_cell(text))


def without_tests(notebook: NotebookNode) -> None:
    notebook.cells = [c for c in notebook.cells if not (is_grade(c) and is_locked(c))]


def edited_tests(notebook: NotebookNode) -> None:
    """Test cells that print, with a note in them, or with half a test."""
    for number, cell in enumerate(c for c in notebook.cells if is_grade(c) and is_locked(c)):
        cell.source = (cell.source + "\nprint('done')", "# later\n" + cell.source, "x = (")[
            number % 3
        ]


def setup_deleted(notebook: NotebookNode) -> None:
    notebook.cells = [c for c in notebook.cells if nbcells.grade_id(c) != "setup"]


def only_answers(notebook: NotebookNode) -> None:
    notebook.cells = [c for c in notebook.cells if is_solution(c)]


def helpers(notebook: NotebookNode) -> None:
    """Helper cells above, an import added to the setup, names changed between two answers."""
    cell_of(notebook, "setup").source += "\nimport math as mathematics"
    cell_of(notebook, "twice").source = "def twice(x):\n    return double(x, K)"
    cell_of(notebook, "total").source = "def total(x):\n    return mathematics.fsum(x)"
    put_before(
        notebook, "twice",
        new_code_cell("K = 2"), new_markdown_cell("My helper."), new_raw_cell("raw"),
        new_code_cell("def double(x, k):\n    return k * x"),
    )  # fmt: skip
    put_before(notebook, "test_total", new_code_cell("twice(np.ones(2))\nplenty = total([1, 2])"))


def as_prose(notebook: NotebookNode) -> None:
    """An answer cell turned into Markdown by a slip of the finger."""
    cell = cell_of(notebook, "twice")
    cell.cell_type = "markdown"
    for key in ("outputs", "execution_count"):
        cell.pop(key, None)


def nameless(notebook: NotebookNode) -> None:
    """Every cell copied into a new notebook: no metadata, new ids."""
    for number, cell in enumerate(notebook.cells):
        cell.metadata, cell.id = NotebookNode(), f"new{number}"


def tagged(notebook: NotebookNode) -> None:
    """Tags and marks that other tools read: hidden, skipped, raising."""
    for cell in notebook.cells:
        cell.metadata["tags"] = ["raises-exception", "skip-execution", "remove-cell"]
        cell.metadata["jupyter"] = {"source_hidden": True, "outputs_hidden": True}
        cell.metadata["deletable"] = cell.metadata["editable"] = True


def unmarked(notebook: NotebookNode) -> None:
    """nbgrader's marks there, but not as they were."""
    for cell in notebook.cells:
        marks = cell.metadata.get("nbgrader")
        if marks:
            cell.metadata["nbgrader"] = {"grade_id": marks["grade_id"], "points": 100}


CELLS: dict[str, Callable[[NotebookNode], None]] = {
    change.__name__: change
    for change in (
        split, doubled, merged, reordered, backwards, pasted_below, without_tests, edited_tests,
        setup_deleted, only_answers, helpers, as_prose, nameless, tagged, unmarked,
    )
}  # fmt: skip


# --- what programs make of the file --------------------------------------------------------------


def parts(notebook: NotebookNode, ids: bool = True) -> list[dict[str, Any]]:
    """The cells as JSON; every code cell with an output, ids where the format has them."""
    made = []
    for number, cell in enumerate(notebook.cells):
        one = {**copy.deepcopy(cell), "source": cell.source.splitlines(keepends=True)}
        if not ids:
            one.pop("id", None)
        if cell.cell_type == "code":
            one["execution_count"] = number
            one["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["ok\n"]}]
        made.append(one)
    return made


def saved(cells: list[dict[str, Any]], meta: dict[str, Any], minor: int, **more: Any) -> bytes:
    made = {"cells": cells, "metadata": meta, "nbformat": 4, "nbformat_minor": minor, **more}
    return json.dumps(made, indent=1, ensure_ascii=False).encode()


def kernel(name: str = "python3", shown: str = "Python 3 (ipykernel)") -> dict[str, Any]:
    return {
        "kernelspec": {"display_name": shown, "language": "python", "name": name},
        "language_info": {"name": "python", "version": "3.12.3", "file_extension": ".py"},
    }


def colab(notebook: NotebookNode) -> bytes:
    cells = parts(notebook, ids=False)
    for number, cell in enumerate(cells):
        cell["metadata"] |= {"id": f"Xy{number:02d}_kQbW9r"}
        if cell["cell_type"] == "code":
            cell["metadata"] |= {
                "colab": {"base_uri": "https://localhost:8080/", "height": 35},
                "outputId": "6d0b2f0e-44c1", "executionInfo": {"status": "ok", "elapsed": 3},
            }  # fmt: skip
            data = {"text/html": ["<div id='df-1'><script>const x = 1;</script></div>"]}
            cell["outputs"] = [{"output_type": "display_data", "data": data, "metadata": {}}]
    meta = {"colab": {"provenance": [], "toc_visible": True}, **kernel()}
    return saved(cells, {**meta, "accelerator": "GPU"}, 0)


def kaggle(notebook: NotebookNode) -> bytes:
    cells = parts(notebook, ids=False)
    for cell in cells:
        cell["metadata"] |= {"trusted": True, "_uuid": "8f2839f2", "_cell_guid": "b1076dfc"}
    meta = {"kaggle": {"accelerator": "none", "dataSources": [], "isGpuEnabled": False}}
    return saved(cells, {**meta, **kernel()}, 4)


def deepnote(notebook: NotebookNode) -> bytes:
    cells = parts(notebook, ids=False)
    for number, cell in enumerate(cells):
        cell["metadata"] |= {"cell_id": f"00{number}-f3", "deepnote_cell_type": "code"}
        cell["metadata"] |= {"deepnote_to_be_reexecuted": False, "source_hash": "b623e53d"}
    added = {"cell_type": "markdown", "metadata": {"created_in_deepnote_cell": True}}
    cells.append({**added, "source": "<a href='https://deepnote.com'>Created in deepnote.com</a>"})
    return saved(cells, {"deepnote_notebook_id": "1", "deepnote": {}, "orig_nbformat": 2}, 2)


def vscode(notebook: NotebookNode) -> bytes:
    cells = parts(notebook, ids=False)
    for cell in cells:
        cell["metadata"] |= {"vscode": {"languageId": "python"}}
    meta = {**kernel("python3", ".venv (3.12.3)"), "orig_nbformat": 4}
    return saved(cells, {**meta, "vscode": {"interpreter": {"hash": "31f2aee4"}}}, 2).rstrip()


def classic(notebook: NotebookNode) -> bytes:
    cells = parts(notebook, ids=False)
    for cell in cells:
        cell["metadata"] |= {"collapsed": True, "scrolled": False, "slideshow": {}}
    return saved(cells, {"toc": {"base_numbering": 1}, "varInspector": {}, **kernel()}, 1)


def jupyterlite(notebook: NotebookNode) -> bytes:
    return saved(parts(notebook), kernel("python", "Python (Pyodide)"), 5)


def widget_state(notebook: NotebookNode) -> bytes:
    view = "application/vnd.jupyter.widget-view+json"
    cells = parts(notebook)
    for cell in (c for c in cells if c["cell_type"] == "code"):
        data = {view: {"model_id": "a1", "version_major": 2}, "text/plain": "IntSlider()"}
        cell["outputs"] = [{"output_type": "display_data", "data": data, "metadata": {}}]
    state = {"a1": {"model_name": "IntSliderModel", "model_module": "x", "state": {"value": 1}}}
    widgets = {"application/vnd.jupyter.widget-state+json": {"state": state}}
    return saved(cells, {"widgets": widgets, **kernel()}, 5)


def attachments(notebook: NotebookNode) -> bytes:
    cells = parts(notebook)
    picture = base64.b64encode(bytes(range(256)) * 40).decode()
    for cell in (c for c in cells if c["cell_type"] == "markdown"):
        cell["attachments"] = {"image.png": {"image/png": picture}}
        cell["source"] += ["\n![image.png](attachment:image.png)"]
        cell["source"] += ["\n<img src='attachment:image.png'>"]
    return saved(cells, kernel(), 5)


def huge_outputs(notebook: NotebookNode) -> bytes:
    cells = parts(notebook)
    picture = base64.b64encode(os.urandom(9 * 2**20)).decode()
    lines = ["0.123456789 " * 8 + "\n"] * 40_000
    out = cell_with(cells, "twice")
    out["outputs"] = [
        {"output_type": "stream", "name": "stdout", "text": lines},
        {"output_type": "display_data", "data": {"image/png": picture}, "metadata": {}},
    ]
    return saved(cells, kernel(), 5)


def cell_with(cells: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(c for c in cells if c["metadata"].get("nbgrader", {}).get("grade_id") == name)


def errors_kept(notebook: NotebookNode) -> bytes:
    """Outputs of an earlier, failing run."""
    cells = parts(notebook)
    for cell in (c for c in cells if c["cell_type"] == "code"):
        cell["outputs"] = [
            {"output_type": "error", "ename": "E", "evalue": "old", "traceback": ["old"]},
            {"output_type": "execute_result", "data": {"text/plain": "0"}, "metadata": {},
             "execution_count": 1},
        ]  # fmt: skip
    return saved(cells, kernel(), 5)


def other_kernel(notebook: NotebookNode) -> bytes:
    meta = kernel("conda-env-ml-py", "Python [conda env:ml]")
    meta["language_info"]["version"] = "3.8.10"
    return saved(parts(notebook), meta, 5)


def no_metadata(notebook: NotebookNode) -> bytes:
    return saved(parts(notebook), {}, 5)


def odd_metadata(notebook: NotebookNode) -> bytes:
    cells = parts(notebook)
    for cell in cells:
        cell["metadata"] |= {"name": None, "nested": {"a": [1, {"b": None}]}, "": 0}
        cell["unknown"] = 1
    return saved(cells, {"authors": [{"name": "Ada"}], "title": 3}, 7, extra=[1])


def windows(notebook: NotebookNode) -> bytes:
    for cell in notebook.cells:
        cell.source = cell.source.replace("\n", "\r\n")
    return nbformat.writes(notebook).replace("\n", "\r\n").encode("utf-8-sig")


def utf_16(notebook: NotebookNode) -> bytes:
    """A redirection in PowerShell."""
    return nbformat.writes(notebook).encode("utf-16")


def one_line(notebook: NotebookNode) -> bytes:
    return json.dumps(json.loads(nbformat.writes(notebook))).encode()


def version_3(notebook: NotebookNode) -> bytes:
    cells = []
    for cell in notebook.cells:
        code = {"input": cell.source, "language": "python", "prompt_number": 1, "outputs": []}
        text = code if cell.cell_type == "code" else {"source": cell.source}
        cells.append({"cell_type": cell.cell_type, "metadata": cell.metadata, **text})
    sheets = [{"cells": cells, "metadata": {}}]
    made = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": sheets}
    return json.dumps(made).encode()


def minor(number: int) -> Callable[[NotebookNode], bytes]:
    return lambda notebook: saved(parts(notebook, ids=number >= 5), kernel(), number)


FILES: dict[str, Callable[[NotebookNode], bytes]] = {
    made.__name__: made
    for made in (
        colab, kaggle, deepnote, vscode, classic, jupyterlite, widget_state, attachments,
        huge_outputs, errors_kept, other_kernel, no_metadata, odd_metadata, windows, utf_16,
        one_line, version_3,
    )
} | {f"nbformat 4.{number}": minor(number) for number in range(6)}  # fmt: skip

INVALID: dict[str, tuple[bytes, str]] = {
    "version 2": (b'{"nbformat": 2, "worksheets": []}', "its format is 2; 3 and 4 can be read"),
    "python file": (b"def twice(x):\n    return 2 * x\n", "is not a Jupyter notebook"),
    "half a file": (b'{"cells": [{"cell_type": "code", "source": ["def', "not a Jupyter notebook"),
    "a web page": (b"<!DOCTYPE html><title>Sign in</title>", "is not a Jupyter notebook"),
    "another course's": (
        saved([dict(new_code_cell("print(1)"))], kernel(), 5), "has no exercise of this course",
    ),
}  # fmt: skip


# --- the class -----------------------------------------------------------------------------------


def written(root: Path, **texts: str) -> NotebookNode:
    """The notebook of a student who answers rightly but for the texts given."""
    return answers.solved(build.notebook(root, CHAPTER), {**RIGHT, **texts})


def put(root: Path, student: str, content: bytes, name: str = CHAPTER) -> None:
    path = root / "submitted" / student / CHAPTER / f"{name}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)


def handed_in(root: Path) -> None:
    def plain(notebook: NotebookNode) -> bytes:
        return nbformat.writes(notebook).encode()

    trials = {**TRIALS, "a pool of processes": POOL, **{k: v[0] for k, v in STOPPED.items()}}
    for number, (_, source) in enumerate(trials.items()):
        notebook = written(root)
        put_before(notebook, "twice", new_code_cell(source))
        put(root, f"trial {number}", plain(notebook))
    for number, texts in enumerate([*STYLES.values(), *(v[0] for v in LOST.values())]):
        put(root, f"style {number}", plain(written(root, **texts)))
    for name, change in CELLS.items():
        notebook = written(root)
        change(notebook)
        put(root, f"cells {name}", plain(notebook))
    for name, save in FILES.items():
        put(root, f"file {name}", save(written(root)))
    for name, (content, _) in INVALID.items():
        put(root, f"invalid {name}", content)
    put(root, "renamed", plain(written(root)), "Copy of habits (3) - final")
    put(root, "Zoë de l'Été", plain(written(root)))
    put(root, "pools", plain(written(root, twice=POOLS)))
    ends = written(root)
    put_before(ends, "test_slope", new_code_cell("import os\nos._exit(0)"))
    put(root, "ends", plain(ends))
    full = written(root)
    put_before(full, "twice", new_code_cell("big = np.ones((10**5, 10**5))"))
    cell_of(full, "why").source = "YOUR ANSWER HERE"
    put(root, "full", plain(full))


STUDENTS = {
    **{f"own cell: {name}": f"trial {n}" for n, name in enumerate([*TRIALS, "pool", *STOPPED])},
    **{f"answer: {name}": f"style {n}" for n, name in enumerate([*STYLES, *LOST])},
}


@pytest.fixture(scope="module")
def course(tier: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("habits")
    path = root / "source" / CHAPTER / f"{CHAPTER}.py"
    path.parent.mkdir(parents=True)
    path.write_text(TEXT, encoding="utf-8")
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (root / "nbgrader_config.py").write_text(config + CONFIG, encoding="utf-8")
    release.release(root)
    handed_in(root)
    return root


@pytest.fixture(scope="module")
def results(course: Path) -> dict[str, Result]:
    return {result.student: result for result in grade.grade(course)}


def points(result: Result) -> dict[str, float | None]:
    """Points of the test cells."""
    return {cell.grade_id: cell.points for cell in result.cells if cell.grade_id in FULL}


def told(result: Result) -> dict[str, str | None]:
    return {cell.grade_id: cell.message for cell in result.cells if cell.grade_id in FULL}


def verdict(result: Result, name: str) -> GradedCell:
    return next(cell for cell in result.cells if cell.grade_id == f"test_{name}")


def assert_nothing_lost(result: Result) -> None:
    assert (result.outcome, result.reason) == (Outcome.OK, None), told(result)
    assert points(result) == FULL, told(result)
    assert set(told(result).values()) == {None}


def own_outputs(course: Path, student: str) -> list[NotebookNode]:
    """Outputs of the student's own cells in the graded notebook."""
    path = course / "autograded" / student / CHAPTER / f"{CHAPTER}.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    own = [c for c in cells if c.cell_type == "code" and not nbcells.grade_id(c)]
    return [output for cell in own for output in cell.outputs]


def test_every_submission_of_the_class_has_a_result(
    course: Path, results: dict[str, Result]
) -> None:
    assert {p.name for p in (course / "submitted").iterdir()} == set(results)
    assert Outcome.INTERNAL_ERROR not in {result.outcome for result in results.values()}


@pytest.mark.parametrize("name", TRIALS)
def test_a_cell_of_ones_own_runs_and_costs_nothing(
    name: str, course: Path, results: dict[str, Result]
) -> None:
    student = STUDENTS[f"own cell: {name}"]
    assert_nothing_lost(results[student])
    errors = [o for o in own_outputs(course, student) if o.output_type == "error"]
    assert errors == []


@pytest.mark.parametrize("name", STOPPED)
def test_a_cell_of_ones_own_that_fails_costs_nothing_and_shows_why(
    name: str, course: Path, results: dict[str, Result]
) -> None:
    student = STUDENTS[f"own cell: {name}"]
    assert_nothing_lost(results[student])
    errors = [o.ename for o in own_outputs(course, student) if o.output_type == "error"]
    assert errors == [STOPPED[name][1]]


def test_a_command_for_the_system_says_that_it_was_not_run(
    course: Path, results: dict[str, Result]
) -> None:
    assert results
    printed = "".join(o.text for o in own_outputs(course, STUDENTS["own cell: !pip"]))
    assert "(not run while grading: !pip install numpy)" in printed


def test_long_output_is_cut_and_the_notebook_stays_small(
    course: Path, results: dict[str, Result]
) -> None:
    assert results
    for name in ("own cell: prints a lot", "answer: prints too much"):
        path = course / "autograded" / STUDENTS[name] / CHAPTER / f"{CHAPTER}.ipynb"
        assert path.stat().st_size < 60_000, name


def test_a_pool_of_processes_works_where_the_sandbox_has_shared_memory_of_its_own(
    tier: str, course: Path, results: dict[str, Result]
) -> None:
    student = STUDENTS["own cell: pool"]
    assert_nothing_lost(results[student])
    errors = [o.ename for o in own_outputs(course, student) if o.output_type == "error"]
    assert errors == ([] if tier == BWRAP else ["PermissionError"])


def test_pools_of_processes_from_before_the_tests_work_in_them(
    tier: str, results: dict[str, Result]
) -> None:
    if tier == BWRAP:
        assert_nothing_lost(results["pools"])
    else:
        assert "raised PermissionError" in (verdict(results["pools"], "twice").message or "")


@pytest.mark.parametrize("name", STYLES)
def test_a_right_answer_in_another_style_gets_all_points(
    name: str, results: dict[str, Result]
) -> None:
    assert_nothing_lost(results[STUDENTS[f"answer: {name}"]])


@pytest.mark.parametrize("name", LOST)
def test_what_does_not_do_what_is_asked_loses_its_own_points_and_is_told_why(
    name: str, results: dict[str, Result]
) -> None:
    result = results[STUDENTS[f"answer: {name}"]]
    assert result.outcome == Outcome.OK
    assert points(result) == {**FULL, "test_twice": 0.0}
    message = verdict(result, "twice").message or ""
    assert [words for words in LOST[name][1] if words not in message] == [], message


@pytest.mark.parametrize("name", CELLS)
def test_what_happens_to_cells_costs_nothing(name: str, results: dict[str, Result]) -> None:
    assert_nothing_lost(results[f"cells {name}"])


@pytest.mark.parametrize("name", FILES)
def test_a_notebook_of_any_program_and_version_costs_nothing(
    name: str, results: dict[str, Result]
) -> None:
    assert_nothing_lost(results[f"file {name}"])


def test_a_picture_that_was_pasted_is_named_and_the_page_can_still_be_shown(
    course: Path, results: dict[str, Result]
) -> None:
    assert results
    path = course / "autograded" / "file attachments" / CHAPTER / f"{CHAPTER}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    assert "(pasted picture image.png: not taken over)" in cell_of(notebook, "why").source
    page, _ = HTMLExporter().from_notebook_node(notebook)
    assert "It doubles." in page


@pytest.mark.parametrize("name", INVALID)
def test_what_is_no_notebook_is_told_so_and_what_is_wrong(
    name: str, results: dict[str, Result]
) -> None:
    result = results[f"invalid {name}"]
    assert result.outcome == Outcome.INVALID
    assert INVALID[name][1] in (result.reason or "")


@pytest.mark.parametrize("student", ["renamed", "Zoë de l'Été"])
def test_other_names_of_files_and_folders_cost_nothing(
    student: str, results: dict[str, Result]
) -> None:
    assert_nothing_lost(results[student])


def test_a_cell_of_their_own_that_ends_the_process_costs_nothing_and_is_named(
    results: dict[str, Result],
) -> None:
    result = results["ends"]
    assert result.outcome == Outcome.KILLED
    assert points(result) == FULL
    assert "ended its own process" in (result.reason or "")


def test_an_own_cell_that_wants_too_much_memory_costs_nothing_and_is_named(
    results: dict[str, Result],
) -> None:
    result = results["full"]
    assert result.outcome == Outcome.OUT_OF_MEMORY
    assert points(result) == FULL
    assert "`big = np.ones((10**5, 10**5))`" in (result.reason or "")
    assert {cell.message for cell in result.cells} == {None}, "nor for what was left blank"


@pytest.mark.parametrize("chapter", FIRST_THEN_ALL)
def test_a_real_chapter_in_disorder_gets_full_points(
    chapter: str, tier: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(data.MNIST_ENV, raising=False)  # training that tests nothing
    source = source_notebook(chapter)
    texts = answers.reference(source)
    notebook = answers.solved(source, {name: f"%%time\n{text}" for name, text in texts.items()})
    first = next(iter(texts))
    put_before(
        notebook, first,
        new_code_cell("%matplotlib widget\nimport warnings\nwarnings.warn('careful')\nexit()"),
        new_code_cell("for k in range(3000):\n    print(k)\n1 / 0"),
    )  # fmt: skip
    blanks = {nbcells.grade_id(c): c for c in answers.released(source).cells}
    for name in texts:
        put_before(notebook, name, copied(blanks[name]))
    notebook.cells += [copied(c) for c in notebook.cells if is_locked(c)]
    for cell in notebook.cells:
        cell.source = cell.source.replace("\n", "\r\n")
    path = tmp_path / "Kopie von Aufgabe (2).ipynb"
    path.write_bytes(colab(notebook))
    result = grade.try_notebook(ROOT, path)[0]
    assert (result.chapter, result.outcome) == (chapter, Outcome.OK)
    lost = {c.grade_id: c.message for c in result.cells if c.points not in (None, c.max_points)}
    by_person = {nbcells.grade_id(c) for c in nbcells.graded(source) if not is_locked(c)}
    assert {k: v for k, v in lost.items() if k not in by_person} == {}
