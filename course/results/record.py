"""What each check said last: in this kernel, and in one small file on the user's own machine.

IPython tells `watch` about every cell that has run. A cell that begins with
`check.begin("relu", points=2)`, or in older notebooks ends in `check.passed("relu")`, has passed
if it raised nothing, and failed if it raised `CheckFailed`; any other exception, an interrupt or a
missing import, says nothing about the answer and is no result. Nothing here opens a connection,
and nothing here ever raises into a cell or prints there.

The file lies in Jupyter's data folder of the user, not beside the notebook: there it would be
handed in, copied with a chapter to somebody else, and lost when the chapter is unpacked anew. It is
none of the notebook's own metadata either, which a kernel cannot write and a grader would have to
read as something that a student may have made up.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course.naming import NAME
from course.results import outline

VARIABLE = "COURSE_PROGRESS"
"""Environment variable that names another file; "off" for none."""

_TEXT = r"(?P<{0}>['\"])(?P<{1}>.+?)(?P={0})"
_PASSED = re.compile(rf"^check\.passed\({_TEXT.format('q', 'label')}\)[ \t;]*$", re.MULTILINE)
_BEGUN = re.compile(
    rf"^check\.begin\({_TEXT.format('q', 'exercise')}, *(points=)?[\d.]+"
    rf"(, *(part=)?{_TEXT.format('p', 'part')})?\)",
    re.MULTILINE,
)

PASSES, FAILS, BLANK = "passes", "fails", "blank"
STATES = (PASSES, FAILS, BLANK)

SESSION = "Those of this session last until the kernel stops."
LOCK_WAIT = 0.5  # seconds that a write waits for those of other kernels


@dataclass(frozen=True)
class CheckResult:
    """What a check said last, one of `STATES`, and when, in seconds since 1970."""

    state: str
    at: float


@dataclass(frozen=True)
class Kept:
    """What the file holds: results by label, and when everything before was forgotten."""

    results: Mapping[str, CheckResult] = field(default_factory=dict)
    forgotten: float = 0.0

    def joined(self, other: Kept) -> Kept:
        """Both, where the newer result of a label wins and forgotten ones are gone."""
        forgotten = max(self.forgotten, other.forgotten)
        newest = dict(self.results)
        for label, result in other.results.items():
            if label not in newest or result.at >= newest[label].at:
                newest[label] = result
        return Kept({k: v for k, v in newest.items() if v.at > forgotten}, forgotten)


class Results:
    """The results of this kernel, and the file that they share with other kernels."""

    def __init__(self) -> None:
        self.own = Kept()
        self.known = Kept()  # with what the file held when it was last read
        self.last = ""  # label of the last check that ran in this kernel

    def note(self, label: str, state: str) -> None:
        """Keep what a check said, in memory, and in the file if that is possible."""
        self.last = label
        self.look()
        self.own = self.own.joined(Kept({label: CheckResult(state, self._now())}))
        self.look()

    def forget(self) -> str:
        """Forget every result, also of other kernels; returns what went wrong, or ""."""
        self.look()
        self.own, self.last = Kept(forgotten=self._now()), ""
        try:
            path = place()
            if path:
                with _alone(path):
                    _write(path, self.own)
        except (OSError, RuntimeError) as error:
            return f"The file of earlier results cannot be emptied ({_reason(error)})."
        return ""

    def _now(self) -> float:
        """The time, or just after the newest result, should the clock have been put back."""
        newest = max((v.at for v in self.known.results.values()), default=0.0)
        return max(time.time(), newest + 1e-3, self.known.forgotten + 1e-3)

    def look(self) -> tuple[Mapping[str, CheckResult], str]:
        """The results of this kernel and of the file by label, and what is wrong, or "".

        What this kernel knows and the file does not is written; a file that is no record is
        left as it is.
        """
        self.known, problem = self.own, ""
        try:
            path = place()
            if path:
                self._share(path)
        except ValueError:
            todo = "move it away, or call course.progress(forget=True) to begin anew"
            problem = f"The file of earlier results cannot be read; {todo}."
        except (OSError, RuntimeError) as error:
            problem = f"Results cannot be kept in a file ({_reason(error)})."
        return self.known.results, problem and f"{problem} {SESSION}"

    def _share(self, path: Path) -> None:
        found = _read(path)
        self.known = found.joined(self.own)
        if self.known != found:
            path.parent.mkdir(parents=True, exist_ok=True)
            with _alone(path):
                self.known = _read(path).joined(self.own)
                _write(path, self.known)


def place() -> Path | None:
    """The file that results are kept in, None if in none."""
    named = os.environ.get(VARIABLE, "")
    if named == "off":
        return None
    if named:
        return Path(named).expanduser()
    from jupyter_core.paths import jupyter_data_dir

    return Path(jupyter_data_dir()) / NAME / "progress.json"


def shown(path: Path) -> str:
    """A path without the user's name, which no saved notebook should carry."""
    with suppress(ValueError, RuntimeError):
        return f"~{os.sep}{path.relative_to(Path.home())}"
    return path.name


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or type(error).__name__).lower()


def _read(path: Path) -> Kept:
    """What the file holds, nothing if there is none; ValueError if it is no record."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Kept()
    except RecursionError:
        raise ValueError("no record") from None
    if not (isinstance(content, dict) and isinstance(content.get("checks"), dict)):
        raise ValueError("no record")
    results = {label: _result(one) for label, one in content["checks"].items()}
    forgotten = content.get("forgotten", 0.0)
    if not isinstance(forgotten, int | float):
        raise ValueError("no record")
    return Kept(results, float(forgotten))


def _result(one: Any) -> CheckResult:
    if not (isinstance(one, dict) and one.get("state") in STATES):
        raise ValueError("no record")
    if not isinstance(one.get("at"), int | float):
        raise ValueError("no record")
    return CheckResult(one["state"], float(one["at"]))


def _write(path: Path, kept: Kept) -> None:
    """Write the file whole or not at all, for its owner's eyes only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    checks = {label: {"state": v.state, "at": v.at} for label, v in kept.results.items()}
    content = json.dumps({"forgotten": kept.forgotten, "checks": checks}, indent=1)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content + "\n")
        os.replace(temporary, path)
    finally:
        Path(temporary).unlink(missing_ok=True)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other kernels from writing meanwhile, if that can be had within LOCK_WAIT seconds.

    The lock is the system's, on an empty file that stays. It ends with the process that holds it,
    so a killed kernel leaves none; and nobody deletes it, for whoever deletes a lock that looks
    old may delete the one that another has just taken.
    """
    with ExitStack() as held:
        # Some network folders know no locks, and a student whose environment was made for an
        # earlier version has no filelock. The write goes on without: it is atomic, and a kernel
        # whose result was lost by it writes that again with its next one.
        with suppress(ImportError, OSError, NotImplementedError), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # says which kind of lock it had to fall back to
            from filelock import FileLock  # here: it takes as long to import as all of the rest

            lock = FileLock(path.with_name(f".{path.name}.lock"))
            held.enter_context(lock.acquire(timeout=LOCK_WAIT, poll_interval=0.01))
        yield


RESULTS = Results()
"""Of this kernel."""


def after_cell(result: Any) -> None:
    """Note what the check in a cell said; `result` is IPython's ExecutionResult."""
    with suppress(Exception):  # a record that cannot be kept is no reason to stop anybody
        source = result.info.raw_cell
        error = result.error_before_exec or result.error_in_exec
        known = _known(source)
        state = _state(error) if known else None
        # Which of several failed cannot be told; a cell magic may have swallowed an error.
        if state and not source.startswith("%%") and (state == PASSES or len(known) == 1):
            for label in known:
                RESULTS.note(label, state)


def labels(source: str) -> list[str]:
    """The labels of the checks in a cell, from `check.begin(...)` or, without it, `passed`."""
    begun = [(m["exercise"], m["part"]) for m in _BEGUN.finditer(source)]
    if begun:
        return [f"{exercise}: {part}" if part else exercise for exercise, part in begun]
    return [match["label"] for match in _PASSED.finditer(source)]


def _known(source: str) -> list[str]:
    found = labels(source)
    known = {label for chapter in outline.chapters() for label in chapter.labels} if found else ()
    return [label for label in found if label in known]


def _state(error: BaseException | None) -> str | None:
    from course.check.failure import CheckFailed

    if error is None:
        return PASSES
    if isinstance(error, CheckFailed):
        return BLANK if error.mistake == "not written yet" else FAILS
    return None


def watch() -> None:
    """Have IPython call `after_cell`; outside of IPython nothing happens."""
    from IPython import get_ipython

    shell = get_ipython()
    if shell is not None:
        with suppress(ValueError):
            shell.events.unregister("post_run_cell", after_cell)
        shell.events.register("post_run_cell", after_cell)
