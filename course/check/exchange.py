"""Put something in the place of a function, for a while, and by whatever name it is reached.

A function is reached by more than its name: by another name, a default argument, a list, a
decorator around it, a method. So where a name holds one that Python code runs, the function stays
what it is and its code is exchanged: whoever holds it calls the stand-in. Only where there is no
such code (functions written in C, classes) is the name itself given to the stand-in, and calls by
another name stay unheard. Two other ways were left: to give the name away, as `mock.patch` does,
misses whoever holds the function already, and so calls a right answer wrong; and `sys.setprofile`
hears every call but can answer none.

Used in the notebook's own kernel and, while a submission is graded, beside the student's code.
"""

from __future__ import annotations

import contextlib
import functools
import threading
import types
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

_NOTHING: Any = object()
_PLACE = "the stand-in"


def put(
    names: Any, stand_ins: Mapping[str, Callable[..., Any]]
) -> tuple[Callable[[], None], set[str]]:
    """Let stand-ins take the places of what a notebook's names hold, defined or not.

    names : the notebook's namespace, a mapping

    What a stand-in calls itself, while it runs, is the function whose place it takes. Returns
    what undoes it all, and the names of which no call can stay unheard.
    """
    taken: set[int] = set()
    with contextlib.ExitStack() as undo:
        sure = {name for name, f in stand_ins.items() if _put(undo, taken, names, name, f)}
        return undo.pop_all().close, sure


def _put(undo: contextlib.ExitStack, taken: set[int], names: Any, name: str, f: Any) -> bool:
    old = names[name] if name in names else _NOTHING  # noqa: SIM401
    function, bound = _code_of(old)
    if function is not None and id(function) not in taken:
        with contextlib.suppress(Exception):  # a later Python may forbid it
            _exchange(undo, function, bound, f)
            taken.add(id(function))
            return True
    if type(old) is functools.partial:
        _change(undo, old, f)
        return True
    undo.callback(_put_back, names, name, old)
    names[name] = _StandIn(f if old is _NOTHING else old, f, name)
    return not callable(old)


def _put_back(names: Any, name: str, old: Any) -> None:
    if old is not _NOTHING:
        names[name] = old
    elif name in names:
        del names[name]


def _code_of(value: Any) -> tuple[types.FunctionType | None, Any]:
    """The function whose code runs when a value is called, and the object it is then bound to."""
    bound = _NOTHING
    if type(value) is types.MethodType:
        value, bound = value.__func__, value.__self__
    elif type(value) is staticmethod:
        value = value.__func__
    elif type(value) is not types.FunctionType and value is not _NOTHING:
        value, bound = getattr(type(value), "__call__", None), value  # noqa: B004
    return (value, bound) if type(value) is types.FunctionType else (None, _NOTHING)


class _StandIn:
    """What is called instead of a function.

    whole : that function, as it was
    bound : if the code exchanged is a method's, the only object whose calls are meant
    """

    def __init__(self, whole: Any, stand_in: Any, name: str, bound: Any = _NOTHING) -> None:
        self._whole, self._stand_in, self._bound = whole, stand_in, bound
        self._busy = threading.local()
        self.__name__ = name

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        """What the stand-in gives; within the stand-in, what the function gives."""
        given = args
        if self._bound is not _NOTHING:
            if not args or args[0] is not self._bound:
                return self._whole(*args, **kwargs)
            given = args[1:]
        if getattr(self._busy, "now", False):
            return self._whole(*args, **kwargs)
        with self._running():
            result = self._stand_in(*given, **kwargs)
        return self._through(result) if type(result) is types.GeneratorType else result

    @contextlib.contextmanager
    def _running(self) -> Iterator[None]:
        self._busy.now = True
        try:
            yield
        finally:
            self._busy.now = False

    def _through(self, items: Any) -> Iterator[Any]:
        """The items of a stand-in that is a generator: it runs whenever it is asked for one."""
        while True:
            with self._running():
                item = next(items, _NOTHING)
            if item is _NOTHING:
                return
            yield item


# --- functions whose code is exchanged -----------------------------------------------------------


def _exchange(undo: contextlib.ExitStack, function: Any, bound: Any, f: Any) -> None:
    # `function` keeps its identity, globals, defaults and closure; only what runs is another code.
    # As it was, it lives on in `whole`, for the stand-in may well call it: code that called
    # `function` itself would come back to the stand-in without end.
    code = function.__code__
    whole = types.FunctionType(
        code, function.__globals__, function.__name__, function.__defaults__, function.__closure__
    )
    whole.__kwdefaults__ = function.__kwdefaults__
    whole.__dict__.update(function.__dict__)
    stand_in = _StandIn(whole, f, function.__name__, bound)
    # The stand-in goes in as a constant: names and closure are the student's, and a constant may be
    # any object. Python refuses a code with another number of free variables than the closure has.
    template = _template(len(code.co_freevars))
    consts = tuple(stand_in if const == _PLACE else const for const in template.co_consts)
    undo.callback(_set_code, function, code)
    _set_code(function, template.replace(co_consts=consts))


def _set_code(function: Any, code: types.CodeType) -> None:
    with warnings.catch_warnings():
        # From Python 3.13 on: that a generator's code gives way to a function's, or comes back.
        warnings.simplefilter("ignore")
        function.__code__ = code


@functools.cache
def _template(free: int) -> types.CodeType:
    """Code that calls a constant; it has as many free variables as the code it takes over from."""
    variables = ", ".join(f"_{k}" for k in range(free))
    source = f"""
def closure({variables}):
    def stand_in(*args, **kwargs):
        stand_in = {_PLACE!r}
        if stand_in is None:
            ({variables})
        return stand_in(*args, **kwargs)
"""
    module = compile(source, __file__, "exec")
    closure = next(c for c in module.co_consts if type(c) is types.CodeType)
    return next(c for c in closure.co_consts if type(c) is types.CodeType)


def _change(undo: contextlib.ExitStack, value: Any, f: Any) -> None:
    """Let a `partial` call the stand-in, with nothing put in beforehand."""
    state = value.__reduce__()[2]
    whole = functools.partial(value.func, *value.args, **value.keywords)
    undo.callback(value.__setstate__, state)
    value.__setstate__((_StandIn(whole, f, "partial"), (), {}, state[3]))
