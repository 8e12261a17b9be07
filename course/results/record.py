"""What each check said last: in this kernel, and in one small file on the user's own machine.

IPython tells `watch` about every cell that has run. A cell that ends in `check.passed("relu")`
has passed if it raised nothing, and failed if it raised `CheckFailed`; any other exception, an
interrupt or a missing import, says nothing about the answer and is no result. Nothing here opens
a connection, and nothing here ever raises into a cell or prints there.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course.results import outline

VARIABLE = "COURSE_PROGRESS"
"""Environment variable that names another file; "off" for none."""

LABEL = re.compile(r"^check\.passed\((['\"])(?P<label>.+?)\1\)[ \t;]*$", re.MULTILINE)

PASSES, FAILS, BLANK = "passes", "fails", "blank"
STATES = (PASSES, FAILS, BLANK)

SESSION = "Those of this session last until the kernel stops."
STALE = 5.0  # seconds after which a lock is one that a killed kernel left


@dataclass(frozen=True)
class Verdict:
    """What a check said last, one of `STATES`, and when, in seconds since 1970."""

    state: str
    at: float


@dataclass(frozen=True)
class Kept:
    """What the file holds: verdicts by label, and when everything before was forgotten."""

    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    forgotten: float = 0.0

    def joined(self, other: Kept) -> Kept:
        """Both, where the newer verdict of a label wins and forgotten ones are gone."""
        forgotten = max(self.forgotten, other.forgotten)
        newest = dict(self.verdicts)
        for label, verdict in other.verdicts.items():
            if label not in newest or verdict.at >= newest[label].at:
                newest[label] = verdict
        return Kept({k: v for k, v in newest.items() if v.at > forgotten}, forgotten)


class Record:
    """The verdicts of this kernel, and the file that they share with other kernels."""

    def __init__(self) -> None:
        self.own = Kept()
        self.known = Kept()  # with what the file held when it was last read
        self.last = ""  # label of the last check that ran in this kernel

    def note(self, label: str, state: str) -> None:
        """Keep what a check said, in memory, and in the file if that is possible."""
        self.last = label
        self.look()
        self.own = self.own.joined(Kept({label: Verdict(state, self._now())}))
        self.look()

    def forget(self) -> str:
        """Forget every verdict, also of other kernels; returns what went wrong, or ""."""
        self.look()
        self.own, self.last = Kept(forgotten=self._now()), ""
        try:
            path = place()
            if path:
                _write(path, self.own)
        except (OSError, RuntimeError) as error:
            return f"The file of earlier results cannot be emptied ({_reason(error)})."
        return ""

    def _now(self) -> float:
        """The time, or just after the newest verdict, should the clock have been put back."""
        newest = max((v.at for v in self.known.verdicts.values()), default=0.0)
        return max(time.time(), newest + 1e-3, self.known.forgotten + 1e-3)

    def look(self) -> tuple[Mapping[str, Verdict], str]:
        """The verdicts of this kernel and of the file by label, and what is wrong, or "".

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
        return self.known.verdicts, problem and f"{problem} {SESSION}"

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

    return Path(jupyter_data_dir()) / "neural-networks-by-hand" / "progress.json"


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
    verdicts = {label: _verdict(one) for label, one in content["checks"].items()}
    forgotten = content.get("forgotten", 0.0)
    if not isinstance(forgotten, int | float):
        raise ValueError("no record")
    return Kept(verdicts, float(forgotten))


def _verdict(one: Any) -> Verdict:
    if not (isinstance(one, dict) and one.get("state") in STATES):
        raise ValueError("no record")
    if not isinstance(one.get("at"), int | float):
        raise ValueError("no record")
    return Verdict(one["state"], float(one["at"]))


def _write(path: Path, kept: Kept) -> None:
    """Write the file whole or not at all, for its owner's eyes only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    checks = {label: {"state": v.state, "at": v.at} for label, v in kept.verdicts.items()}
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
    """Keep other kernels from writing meanwhile.

    After a fifth of a second the write goes on without: it is atomic, and a kernel whose result
    was lost by it writes that again with its next one.
    """
    lock = path.with_name(f".{path.name}.lock")
    held = any(_takes(lock) for _ in range(20))
    try:
        yield
    finally:
        if held:
            lock.unlink(missing_ok=True)


def _takes(lock: Path) -> bool:
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError:
        with suppress(OSError):
            if time.time() - lock.stat().st_mtime > STALE:
                lock.unlink()
        time.sleep(0.01)
        return False
    return True


RECORD = Record()
"""Of this kernel."""


def after_cell(result: Any) -> None:
    """Note what the check in a cell said; `result` is IPython's ExecutionResult."""
    with suppress(Exception):  # a record that cannot be kept is no reason to stop anybody
        source = result.info.raw_cell
        error = result.error_before_exec or result.error_in_exec
        labels = _labels(source)
        state = _state(error) if labels else None
        # Which of several failed cannot be told; a cell magic may have swallowed an error.
        if state and not source.startswith("%%") and (state == PASSES or len(labels) == 1):
            for label in labels:
                RECORD.note(label, state)


def _labels(source: str) -> list[str]:
    found = [match["label"] for match in LABEL.finditer(source)]
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
