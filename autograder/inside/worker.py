"""Inside the sandbox: runs the cells of a submission, then answers calls of its functions.

Nothing here can be trusted once the student's code has run, and nothing relies on it: what
this process says is plain data, read by `wire` in another process. It holds no tests, no answers
and no gradebook. Of the project it imports `wire`, `peer`, `confine`, `births`, `scratch`
and `forks`, and `course`, which it lends the student.
"""

from __future__ import annotations

import ast
import builtins
import codeop
import functools
import gc
import io
import linecache
import os
import random
import resource
import select
import signal
import socket
import sys
import tempfile
import threading
import time
import traceback
import types
from collections.abc import Callable, Iterator, Sequence
from contextlib import (
    AbstractContextManager,
    contextmanager,
    nullcontext,
    redirect_stderr,
    redirect_stdout,
    suppress,
)
from typing import Any

import numpy as np
from traitlets import HasTraits

from autograder.inside import confine, forks, peer, wire
from autograder.inside.births import Births, take_over
from autograder.inside.scratch import COPIED, Scratch
from course.check import exchange

MAX_PRINTED = 20_000  # characters kept of what a cell prints
START = 60.0  # seconds for the cells that warm up
REHEARSALS = 24
SPARE = 32 * 2**20  # bytes kept from the student's code, to go on with when it has used up all
ROOM = 4  # share of its memory that a submission must have free after a cell filled it
MAX_LINES = 12  # frames of a traceback that are told
_TOKEN = "_raised_by_the_tests"  # on an exception: which of the tests' it stands for
BESIDES = 2 * COPIED  # bytes of the disk for what a test adds to what the cells have written
WATCH = 0.1  # seconds between two looks at what a submission uses
POOLS = ("multiprocessing.pool.Pool", "multiprocessing.pool.ThreadPool")
OURS = 1  # a process of ours that a submission's stand below


class TooSlow(BaseException):
    """The time of a cell is over; no `except Exception` keeps this from ending it."""


class Printed(io.TextIOBase):
    """What was printed, up to a limit."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        """Keep the text as far as there is room."""
        if len(self.text) < MAX_PRINTED:
            self.text += str(text)[: MAX_PRINTED - len(self.text)]
        return len(text)

    def writable(self) -> bool:
        """Yes."""
        return True


class Notebook:
    """The student's namespace: plain Python is run here, what is none by IPython's shell."""

    def __init__(self) -> None:
        module = sys.modules["__main__"] = types.ModuleType("__main__")
        self.names: dict[str, Any] = module.__dict__
        self.names |= {"get_ipython": lambda: self.shell, "exit": _nothing, "quit": _nothing}
        self.names |= dict.fromkeys(["_", "__", "___", "_i", "_ii", "_iii"], "")
        self.names |= {"In": [""], "Out": {}}
        builtins.__dict__.setdefault("display", _nothing)
        self.given: dict[int, str] = {}
        self.spare: object = None
        self.scratch = Scratch([os.getcwd()])
        self._compile = codeop.Compile()
        self._cells = 0

    @functools.cached_property
    def shell(self) -> Any:
        """For magics and the like; it takes long to import, and much memory."""
        from IPython.core.interactiveshell import InteractiveShell
        from traitlets.config import Config

        settings = Config()
        settings.HistoryManager.enabled = False
        settings.InteractiveShell.colors = "NoColor"
        settings.InteractiveShell.autocall = 0
        publisher, hook = _no_display()
        shell = InteractiveShell.instance(
            config=settings, user_module=sys.modules["__main__"],
            display_pub_class=publisher, displayhook_class=hook,
        )  # fmt: skip
        shell.system = _no_system
        shell.db = {}
        shell.getoutput = _no_output
        shell.ask_exit = _nothing
        shell.enable_matplotlib = _no_screen
        shell.display_formatter.ipython_display_formatter.enabled = False
        shell.showtraceback = lambda *args, **kwargs: None
        shell.showsyntaxerror = lambda *args, **kwargs: None
        return shell

    def run(
        self, source: str, seconds: float, defines: Sequence[str] = (), until: int = 0
    ) -> tuple[str, list[Any] | None, bool]:
        """Run a cell: what it printed, the report of its error, and whether memory is full now.

        defines : names of functions that locked cells make: both ends know them by name
        until   : run only the statements that end above this line, if it is not 0
        """
        printed = Printed()
        with redirect_stdout(printed), redirect_stderr(io.StringIO()), limit(seconds):
            error = self._execute(_above(source, until) if until else source)
        if isinstance(error, MemoryError):
            self.spare = None
        for name in defines:
            value = self.names.get(name)
            if type(value) is types.FunctionType:
                self.given[id(value)] = name
        if error is None:
            return printed.text, None, False
        said, lacking = report(error), isinstance(error, MemoryError)
        del error  # and what the cell's functions hold
        return printed.text, said, lacking and _full()

    def _execute(self, source: str) -> BaseException | None:
        """What ended a cell."""
        self._cells += 1
        name = f"<cell {self._cells}>"
        try:
            code = self._compile(source + "\n", name, "exec")
        except Exception:
            result = self.shell.run_cell(source, store_history=False, silent=True)
            error: BaseException | None = result.error_before_exec or result.error_in_exec
            return error
        # Tracebacks show the lines.
        linecache.cache[name] = (len(source), None, source.splitlines(True), name)
        try:
            exec(code, self.names)
        except BaseException as error:
            return error
        return None

    def draw(self, source: str, seconds: float) -> str:
        """The still picture of the course's figure that a cell shows, as SVG; "" if none."""
        from course.widgets.figure import Interactive

        tree = ast.parse(source)
        last = tree.body.pop() if tree.body else None
        if not isinstance(last, ast.Expr):
            return ""
        with redirect_stdout(Printed()), redirect_stderr(io.StringIO()), limit(seconds):
            exec(compile(tree, "<figure>", "exec"), self.names)
            shown = eval(compile(ast.Expression(last.value), "<figure>", "eval"), self.names)
            return shown.frame().svg if isinstance(shown, Interactive) else ""


def _above(source: str, line: int) -> str:
    """The statements of a cell that end above a line."""
    ends = [s.end_lineno or 0 for s in ast.parse(source).body]
    return "".join(source.splitlines(True)[: max((n for n in ends if n < line), default=0)])


def _full() -> bool:
    """Whether too little memory is left for what comes next, also when all that can go is gone."""
    gc.collect()
    most, _ = resource.getrlimit(resource.RLIMIT_DATA)
    try:
        np.empty(max(most, 0) // ROOM, np.uint8)
    except MemoryError:
        return True
    return False


def _no_display() -> tuple[type, type]:
    """Classes that show nothing: what a student's cells display would be thrown away."""
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher

    class Nowhere(DisplayPublisher):  # type: ignore[misc]
        def publish(self, *args: Any, **kwargs: Any) -> None:
            pass

        def clear_output(self, wait: bool = False) -> None:
            pass

    class Silent(DisplayHook):  # type: ignore[misc]
        def __call__(self, result: Any = None) -> None:
            pass

    return Nowhere, Silent


def _no_system(command: str) -> None:
    print(f"(not run while grading: !{command[:200]})")


def _no_output(command: str, **_options: Any) -> Any:
    from IPython.utils.text import SList

    _no_system(command)
    return SList()


def _no_screen(gui: str | None = None) -> tuple[str | None, str]:
    """Figures are drawn, and shown nowhere, whatever `%matplotlib` asks for."""
    return gui, "agg"


def _nothing(*_arguments: Any, **_named: Any) -> None:
    """`exit()` ends nothing, `matplotlib.use` chooses nothing."""


@contextmanager
def limit(seconds: float) -> Iterator[None]:
    """Raise TooSlow in the block after that time; whoever holds on is killed from outside."""

    def ring(_signal: int, _frame: Any) -> None:
        raise TooSlow("This took too long and was stopped: is there a loop that never ends?")

    signal.signal(signal.SIGALRM, ring)
    # It rings again, for code that catches everything.
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.2)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def report(error: BaseException, token: int = 0) -> list[Any]:
    """An exception as plain data: [mro, text, frames, token]; a frame is [file, name, no, line]."""
    mro = [cls.__name__[:100] for cls in type(error).__mro__][:20]
    try:
        text = (_syntax(error) if isinstance(error, SyntaxError) else str(error))[:2000]
    except BaseException:
        text = ""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        line = linecache.getline(code.co_filename, trace.tb_lineno, trace.tb_frame.f_globals)
        frames.append(
            [str(code.co_filename)[:200], code.co_name[:100], trace.tb_lineno or 0, line[:400]]
        )
        trace = trace.tb_next
    own = [f for f in frames if not {"autograder", "course"} & {*str(f[0]).split(os.sep)}]
    return [mro, text, own[:MAX_LINES] + own[MAX_LINES:][-MAX_LINES:], token]


def _syntax(error: SyntaxError) -> str:
    """What is wrong, in which line, and below it the line with a mark; no name of a file."""
    if error.lineno is None:
        return str(error.msg)
    shown = "".join(traceback.format_exception_only(error)[1:-1])
    return f"{error.msg} (line {error.lineno})\n{shown}".rstrip()


def _moved() -> list[Any]:
    """The state of NumPy's global generator, and the one that it is moved on to by a draw."""
    found: Any = np.random.get_state()
    np.random.random_sample()
    left: Any = np.random.get_state()
    return [[hash(state[1].tobytes()), state[2:]] for state in (found, left)]


class CallBack:
    """A function of the tests', callable from the student's code."""

    def __init__(self, calls: Calls, name: str) -> None:
        self._calls, self.__name__ = calls, name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """What the function at the other end returns, or an exception like the one it raised."""
        return self._calls.back(self, args, kwargs)


class Calls:
    """Answers the judge: calls the student's functions, hands out their names' values."""

    def __init__(self, notebook: Notebook, channel: socket.socket, seconds: float) -> None:
        self.notebook, self.seconds = notebook, seconds
        self.printed = Printed()
        self.undo: list[Callable[[], None]] = []
        heap = wire.Heap(self._foreign, self._named, self._name_of)
        self.peer = peer.Peer(channel, heap, self._report, self._serve, note=self._printed)

    def listen(self) -> None:
        """Serve until the judge hangs up, or the time is over."""
        with redirect_stdout(self.printed), redirect_stderr(io.StringIO()), limit(self.seconds):
            self.peer.listen()

    def back(self, target: CallBack, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function of the tests'."""
        try:
            return self.peer.call(target, args, kwargs)
        except peer.Raised as raised:
            mro, text, _, token = raised.report
            known = (getattr(builtins, name, None) for name in mro)
            fits = (c for c in known if isinstance(c, type) and issubclass(c, Exception))
            error = next(fits, Exception)(text)
            error.__dict__[_TOKEN] = token
        raise error

    def _report(self, error: BaseException) -> list[Any]:
        return report(error, error.__dict__.get(_TOKEN, 0))

    def _printed(self) -> str:
        text, self.printed.text = self.printed.text, ""
        return text

    def _foreign(self, kind: str, token: int, name: str, _extra: list[str]) -> Any:
        if kind in (wire.FUNCTION, wire.CALLABLE):
            return CallBack(self, name)
        return wire.Handle(self.peer.heap, token, name)

    def _named(self, module: str, name: str) -> Any:
        return getattr(np, name) if module == "numpy" else self.notebook.names[name]

    def _name_of(self, value: Any) -> tuple[str, str] | None:
        name = str(getattr(value, "__name__", ""))
        if isinstance(value, np.ufunc):
            return ("numpy", name) if getattr(np, name, None) is value else None
        given = self.notebook.given.get(id(value))
        return ("", given) if given and self.notebook.names.get(given) is value else None

    def _serve(self, kind: str, values: list[Any]) -> Any:
        names = self.notebook.names
        if kind == "lend":
            found = {name: names.get(name) for name in values[0]}
            return {k: v for k, v in found.items() if type(v) is types.FunctionType}
        if kind == "has":
            return values[0] in names
        if kind == "get":
            return names[values[0]]
        if kind == "chance":
            return _moved()
        if kind == "iter":
            return iter(values[0])
        if kind == "put":
            names[values[0]] = values[1]
        elif kind == "del":
            names.pop(values[0], None)
        elif kind == "put in":
            undo, sure = exchange.put(names, values[0])
            self.undo.append(undo)
            return sorted(sure)
        elif kind == "put back":
            self.undo.pop()()
        else:
            raise ValueError(kind)
        return None


def serve(channel: socket.socket, notebook: Notebook) -> None:
    """One submission: run its cells as they come, and fork for each test cell.

    ["run", number, source, seconds, names that locked cells define, until]
        -> [number, printed, report or None, whether memory is full]
    ["draw", source, seconds] -> a figure's still picture, as SVG, or ""; False if it took too long
    ["fork", seconds] with a descriptor -> True; the fork answers the judge's calls on it. False if
        no process could be had
    ["fit"] -> whether one can be had
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    notebook.spare = np.empty(SPARE, np.uint8)
    process = os.getpid()
    while True:
        try:
            message, passed = wire.receive_with(channel)
        except EOFError:
            return
        notebook.scratch.clear()
        kind, *rest = message
        answer: Any = None
        if kind == "run":
            number, *rest = rest
            try:
                answer = [number, *notebook.run(*rest)]
            except TooSlow as error:
                answer = [number, "", report(error), False]
            if os.getpid() != process:
                os._exit(0)  # a fork that the cell made, and that came out of it, too
        elif kind == "draw":
            try:
                answer = notebook.draw(*rest)
            except TooSlow:
                answer = False
            except Exception:
                answer = ""
        elif kind == "fork":
            notebook.scratch.note()
            threads = threading.active_count()
            if (child := _fork()) == 0:
                channel.close()
                _answer_calls(passed, notebook, rest[0], threads)
            if passed is not None:
                os.close(passed)
            answer = child is not None
        elif kind == "fit":
            if (child := _fork()) == 0:
                os._exit(0)
            answer = child is not None
        wire.send(channel, answer)


def _fork() -> int | None:
    """A fork's process id, or 0 in it; None if no process can be had."""
    try:
        return forks.fork()
    except OSError:
        return None


def _answer_calls(
    passed: int | None, notebook: Notebook, seconds: float, threads: int
) -> None:  # fmt: skip
    code = 0
    try:
        if threads > 1:
            _revive_pools()
        notebook.scratch.enter()
        with socket.socket(fileno=passed) as channel:
            Calls(notebook, channel, seconds).listen()
    except BaseException:
        code = 1
    finally:
        os._exit(code)


def _revive_pools() -> None:
    """Give the pools that cells have left open new workers: no thread lives on in a fork."""
    for found in gc.get_objects():
        with suppress(Exception):
            _revive(found, f"{type(found).__module__}.{type(found).__qualname__}")


def _revive(pool: Any, kind: str) -> None:
    if kind == "concurrent.futures.thread.ThreadPoolExecutor":
        pool._threads, pool._idle_semaphore = set(), threading.Semaphore(0)
    elif kind == "concurrent.futures.process.ProcessPoolExecutor" and pool._processes:
        made = {"initializer": pool._initializer, "initargs": pool._initargs}
        pool.__init__(pool._max_workers, pool._mp_context, **made)
    elif kind in POOLS and pool._state == "RUN":
        pool.__init__(pool._processes, pool._initializer, pool._initargs)


class _Unseen(HasTraits):  # type: ignore[misc]
    """What figures are here instead of `anywidget.AnyWidget`: no browser looks at them."""

    def hold_sync(self) -> AbstractContextManager[None]:
        """Nothing is sent."""
        return nullcontext()

    def on_msg(self, callback: Any) -> None:
        """Nobody presses a button."""


def warm(full: bool) -> Notebook:
    """Import what every notebook imports, once, before anything forks.

    full : IPython and matplotlib, too. Every test is a fork, and costs more the more is here
    """
    unseen: Any = types.ModuleType("anywidget")
    unseen.AnyWidget = _Unseen
    sys.modules["anywidget"] = unseen
    from course import check, widgets  # noqa: F401

    del sys.modules["anywidget"]
    notebook = Notebook()
    if full:
        import matplotlib
        import matplotlib.figure

        matplotlib.use = _nothing
        # The first cell makes IPython import what it imports late.
        notebook.run("%precision 3\n0 / 0", START)
        notebook.run("%precision", START)
    notebook.draw("__import__('course.widgets').widgets.neuron('AND')", START)
    for _ in range(REHEARSALS):
        _rehearse(notebook)
    return notebook


def _rehearse(notebook: Notebook) -> None:
    """Go through what every test needs; Python makes quick what it has often done."""
    notebook.run("def rehearsed(x): return 2.0 * x", START)
    exchange.put(notebook.names, {"rehearsed": _nothing})[0]()
    ours, theirs = socket.socketpair()
    child = forks.fork()
    if child == 0:
        ours.close()
        with theirs:
            _ask(theirs)
        os._exit(0)
    theirs.close()
    with ours:
        Calls(notebook, ours, START).listen()
    os.waitpid(child, 0)
    del notebook.names["rehearsed"]


def _ask(channel: socket.socket) -> None:
    """The judge's part in a rehearsal."""
    heap = wire.Heap(lambda kind, token, name, extra: wire.Handle(heap, token, name))
    judge = peer.Peer(channel, heap, report, lambda kind, values: None)
    rehearsed = judge.ask("lend", ["rehearsed"])["rehearsed"]
    for _ in range(3):
        judge.call(rehearsed, (np.ones(3),), {})


def main(
    descriptor: int, entering: dict[str, Any], processes: int, total: int,
    ready: bool = True, full: bool = False,
) -> None:  # fmt: skip
    """Wait for submissions on a channel, one at a time, and fork for each.

    ["start", setup] with a descriptor -> process id; the fork serves the submission on it, and
    says there first whether it is confined: [] or [why not]. What the chapter's own setup
    imports, this process imports once, for all its submissions
    ["stop"] -> None; nothing of it is left then

    entering : what `confine.enter` takes: the tier and the limits
    processes, total : processes of a submission, and bytes of memory that they have together
    ready : whether there shall be a notebook; without one a submission says only if it is confined
    full  : whether with IPython and matplotlib
    """
    sys.setrecursionlimit(3000)
    confine.adopt()
    if entering["tier"] != confine.NONE:
        with suppress(OSError):  # each submission meets it, and says so
            confine.program(entering["tier"], _asks(entering["tier"]))  # once for all of them
    notebook = warm(full) if ready else None
    forks.settle()
    with socket.socket(fileno=descriptor) as control:
        _Warm(control, notebook, entering, processes, total).wait()


def _asks(tier: str) -> bool:
    """Whether births have to be counted here: others than root share their user with neighbours."""
    return tier == confine.LANDLOCK and os.getuid() != 0


class _Warm:
    """The warm process: the submission that runs now, and what it may use in all."""

    def __init__(
        self, control: socket.socket, notebook: Notebook | None, entering: dict[str, Any],
        processes: int, total: int,
    ) -> None:  # fmt: skip
        self.control, self.notebook, self.entering = control, notebook, entering
        self.processes, self.total = processes + OURS, total
        self.confined = entering["tier"] == confine.BWRAP
        self.folder = self.own_folder = entering["writable"]
        self.running = 0
        self.births: Births | None = None
        self.known: set[str] = set()
        self.own = confine.own_memory()

    def wait(self) -> None:
        """Serve until the other end is gone, however it went."""
        try:
            wire.send(self.control, ["ready"])
            while True:
                self._watch()
                message, passed = wire.receive_with(self.control)
                if message[0] == "start":
                    self._set_up(message[1])
                    self._start(passed)
                else:
                    self._stop()
                    wire.send(self.control, None)
        except (EOFError, OSError):
            return
        finally:
            self._stop()
            if not self.confined:
                confine.remove(self.folder)

    def _set_up(self, setup: str) -> None:
        if setup not in self.known:
            self.known.add(setup)
            with suppress(Exception):  # the submission will meet it, and tell
                exec(setup, {"__name__": "__main__"})
            forks.settle()
            self.own = confine.own_memory()

    def _start(self, passed: int | None) -> None:
        self._stop()
        if not self.confined:
            # Nobody else's: what another submission left could never be seen.
            self.own_folder = self._own_folder()
            if os.getuid() == 0 and self.entering["tier"] == confine.LANDLOCK:
                os.chown(self.own_folder, self.entering["uid"], self.entering["uid"])
        ours, theirs = socket.socketpair() if _asks(self.entering["tier"]) else (None, None)
        self.running = confine.fork_off(self.entering["tier"])
        if self.running == 0:
            self.control.close()
            if ours is not None:
                ours.close()
            own = {"writable": self.own_folder, "births": theirs}
            _submission(passed, self.notebook, self.entering | own)
        if passed is not None:
            os.close(passed)
        if ours is not None and theirs is not None:
            theirs.close()
            self._count_births(take_over(ours, START))
        wire.send(self.control, self.running)

    def _own_folder(self) -> str:
        """A new folder; if another submission has filled the disk, it will be ended in a moment."""
        end = time.monotonic() + forks.PATIENCE
        while True:
            try:
                return tempfile.mkdtemp(prefix="own-", dir=self.folder)
            except OSError:
                if time.monotonic() > end:
                    raise
            time.sleep(WATCH)

    def _count_births(self, listener: int | None) -> None:
        if listener is not None:
            running = self.running
            self.births = Births(listener, self.processes, lambda: confine.usage(running)[0])

    def _stop(self) -> None:
        if self.running:
            confine.end(self.running, self.entering["tier"])
        self.running = 0
        if self.births is not None:
            self.births.close()
            self.births = None
        if self.own_folder != self.folder:
            confine.remove(self.own_folder)
            self.own_folder = self.folder

    def _watch(self) -> None:
        """Until the next message, end a submission that uses too much in all its processes."""
        last = time.monotonic()
        while True:
            heard: list[Any] = [self.control, *([self.births] if self.births else [])]
            ready = select.select(heard, [], [], WATCH if self.running else None)[0]
            if self.births in ready and self.births and not self.births.answer():
                self.births.close()
                self.births = None
            if self.control in ready:
                return
            if self.running and time.monotonic() - last >= WATCH:
                self._look()
                last = time.monotonic()

    def _look(self) -> None:
        processes, used = confine.usage(self.running, self.own)
        full = not self.confined and confine.overfull(
            self.own_folder, self.entering["space"] + BESIDES, confine.below(self.running)
        )
        if processes > self.processes or used > self.total or full:
            self._stop()


def _submission(passed: int | None, notebook: Notebook | None, entering: dict[str, Any]) -> None:
    code = 1
    try:
        with socket.socket(fileno=passed) as channel:
            try:
                confine.enter(**entering)
            except BaseException as error:
                wire.send(channel, [f"{type(error).__name__}: {error}"])
                raise
            quiet = os.open(os.devnull, os.O_RDWR)
            for standard in range(3):
                os.dup2(quiet, standard)
            os.close(quiet)
            os.environ.update(HOME=os.getcwd(), TMPDIR=os.getcwd())
            tempfile.tempdir = None
            sys.path.insert(0, "")  # as in a notebook: what it writes it can import
            random.seed()  # or every submission of this process would draw the same
            np.random.seed()
            wire.send(channel, [])
            if notebook is not None:
                shared = ["/dev/shm"] if entering["tier"] == confine.BWRAP else []
                notebook.scratch = Scratch([os.getcwd(), *shared])
                serve(channel, notebook)
        code = 0
    finally:
        os._exit(code)
