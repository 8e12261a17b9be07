"""Trying answers where they can do no harm: in a process of their own, if there are processes.

In a browser there are none. There, and where none can be started, each is tried here, under the
limits of `limits`: a line that is run too late raises. What that cannot stop is said there.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from course.check import limits
from course.mine import examined, fit

Task = Any  # an examined.Job or a fit.Fitting
Work = Sequence[tuple[str, Task]]

PATIENCE = 5.0  # seconds for a function
TOGETHER = 30.0  # seconds for putting them together, which looks for whose fault it is
TO_START = 60.0  # seconds for a process to begin
_LOOKS = 0.02  # seconds between two looks at what it has done

WITHOUT_PROCESSES = sys.platform == "emscripten"


def tried(work: Work) -> dict[str, Any]:
    """What came of each task, by its name: what `examine` or `fitting` gives.

    A task that hangs, or takes its process with it, gives {"": why}.
    """
    if WITHOUT_PROCESSES or not sys.executable:
        return _here(work)
    try:
        return _elsewhere(work)
    except OSError:  # no process can be started
        return _here(work)


def _patience(task: Task) -> float:
    return PATIENCE if isinstance(task, examined.Job) else TOGETHER


def _here(work: Work) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, task in work:
        do: Callable[[Any], Any] = examined.examine
        if not isinstance(task, examined.Job):
            do = fit.fitting
        try:
            with limits.within(_patience(task)):
                found[name] = do(task)
        except limits.Stopped as why:
            found[name] = {"": str(why)}
    return found


def _elsewhere(work: Work) -> dict[str, Any]:
    """One process after another, each with what those before left undone."""
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        while left := [(name, task) for name, task in work if name not in found]:
            said = Path(folder, f"said-{len(found)}")
            process = _started(said, folder)
            try:
                why = _watched(process, left, said)
            finally:
                _ended(process)
            done, begun = _read(said)
            found |= done
            if not begun and not done:
                raise OSError("the process for trying answers did not start")
            if begun and begun not in found:
                found[begun] = {"": why}
    return found


def _started(said: Path, folder: str) -> subprocess.Popen[bytes]:
    here = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH", "")]))
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "course.mine.child", str(said)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=os.environ | threads | {"PYTHONPATH": path},
        start_new_session=True,
    )


def _watched(process: subprocess.Popen[bytes], work: Work, said: Path) -> str:
    """Wait until the process has done all, died, or hung; the last two in words."""
    assert process.stdin
    try:
        process.stdin.write(pickle.dumps(work))
        process.stdin.close()
    except OSError:  # it died before
        pass
    patience = {name: _patience(task) for name, task in work}
    since, size, allowed = time.monotonic(), -1, TO_START
    while process.poll() is None:
        now = said.stat().st_size if said.exists() else 0
        if now != size:
            allowed = patience.get(_read(said)[1], TO_START)
            since, size = time.monotonic(), now
        if time.monotonic() - since > allowed:
            return f"was still running after {allowed:g} seconds"
        time.sleep(_LOOKS)
    return "ended Python"


def _ended(process: subprocess.Popen[bytes]) -> None:
    """Nothing of it runs on, nor of what it started."""
    if os.name == "posix":
        import signal

        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        except PermissionError:
            process.kill()
    else:
        process.kill()
    process.wait()


def _read(said: Path) -> tuple[dict[str, Any], str]:
    """What is done, and what was begun last."""
    done: dict[str, Any] = {}
    begun = ""
    for line in said.read_text(encoding="utf-8").splitlines() if said.exists() else []:
        try:
            what, name, *rest = json.loads(line)
        except ValueError:  # the process ended while it wrote
            break
        if what == "begin":
            begun = name
        else:
            done[name] = rest[0]
    return done, begun
