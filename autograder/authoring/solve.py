"""From a source notebook to the solved one that a learner can read and play with."""

import asyncio
import os
import re
import socket
import sys
import tempfile
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from autograder.authoring import build, rules
from autograder.shared.errors import CourseError

KERNELS = 2
WIDGET = "application/vnd.jupyter.widget-view+json"
SECONDS_PER_CELL = 600
_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")
_BASE64 = re.compile(r"base64,[\w+/=\s]+")
_LOCKING_KEYS = ("nbgrader", "editable", "deletable")


def solve(notebooks: Mapping[str, NotebookNode], root: Path, date: str) -> dict[str, NotebookNode]:
    """Return the chapters' notebooks without markers and locks, executed, with their outputs.

    `root` is a course folder that may be written to; `date` (seconds since 1970) stands in for
    today's. Raise CourseError naming every chapter whose reference answers fail.
    """
    # Here, because two kernels that build the cache of fonts at once would write so to a cell.
    __import__("matplotlib.font_manager")
    plain = {chapter: unlocked(notebook) for chapter, notebook in notebooks.items()}
    with tempfile.TemporaryDirectory() as profile, tempfile.TemporaryDirectory() as work:
        folder = Path(work, "release")
        shelve(notebooks, folder)
        failures = asyncio.run(_execute(plain, folder, _environment(root, date, profile)))
    problems = [
        _failure(chapter, notebooks[chapter], plain[chapter], error)
        for chapter, error in failures.items()
    ]
    for chapter in plain.keys() - failures.keys():
        problems += _clean(chapter, plain[chapter], notebooks[chapter], root)
    if problems:
        raise CourseError("\n".join([*sorted(problems), "Nothing was published."]))
    return plain


def shelve(notebooks: Mapping[str, NotebookNode], folder: Path) -> None:
    """Write the notebooks as a student has saved them, each in a folder of its chapter.

    Beside them chapters may run that read them, as the last one does, and that write files.
    """
    for chapter, notebook in notebooks.items():
        (folder / chapter).mkdir(parents=True)
        nbformat.write(notebook, folder / chapter / f"{chapter}.ipynb")


def still(output: NotebookNode) -> NotebookNode | None:
    """An output without the live widget in it, which needs its kernel; None if nothing is left."""
    if WIDGET not in output.get("data", {}):
        return output
    kept = NotebookNode(output)
    for part in ("data", "metadata"):
        kept[part] = NotebookNode({k: v for k, v in output[part].items() if k != WIDGET})
    # Beside a widget, no words at all stand for it.
    return kept if any(kept.data.values()) else None


def unlocked(notebook: NotebookNode) -> NotebookNode:
    """Return a copy of the notebook without markers, locks and nbgrader's metadata."""
    plain = deepcopy(notebook)
    plain.metadata = _without(plain.metadata, build.METADATA_KEY)
    for cell in plain.cells:
        cell.source = rules.without_markers(cell.source)
        cell.metadata = _without(cell.metadata, *_LOCKING_KEYS)
    return plain


def _environment(root: Path, date: str, profile: str) -> dict[str, str]:
    """Return surroundings in which the same notebook gives the same bytes."""
    return os.environ | {
        "PYTHONPATH": str(root),
        "PYTHONHASHSEED": "0",
        "IPYTHONDIR": profile,
        "IPYKERNEL_CELL_NAME": "<cell>",
        "SOURCE_DATE_EPOCH": date,
        "TZ": "UTC",
        # The order of additions, and so the last digit, depends on the number of threads.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "COURSE_PROGRESS": "off",
    }


async def _execute(
    notebooks: Mapping[str, NotebookNode], folder: Path, env: Mapping[str, str]
) -> dict[str, Exception]:
    """Execute the notebooks, two at a time, each in its folder; return the failures by chapter."""
    gate = asyncio.Semaphore(KERNELS)

    async def run(chapter: str, notebook: NotebookNode) -> None:
        before = deepcopy(notebook.metadata)
        client = NotebookClient(
            notebook,
            timeout=SECONDS_PER_CELL,
            kernel_name="python3",
            record_timing=False,
            store_widget_state=False,
            coalesce_streams=True,
            resources={"metadata": {"path": str(folder / chapter)}},
        )
        async with gate:
            await client.async_execute(env=dict(env))
        # The kernel's own words name the Python of this machine.
        notebook.metadata = before

    results = await asyncio.gather(
        *(run(*item) for item in notebooks.items()), return_exceptions=True
    )
    failures = {}
    for chapter, result in zip(notebooks, results, strict=True):
        if isinstance(result, CellExecutionError | CellTimeoutError | DeadKernelError):
            failures[chapter] = result
        elif isinstance(result, BaseException):
            raise result
    return failures


def _failure(chapter: str, source: NotebookNode, ran: NotebookNode, error: Exception) -> str:
    # nbclient numbers a cell when it is done, failed ones too, but not one that never ended.
    code = [i for i, c in enumerate(ran.cells) if c.cell_type == "code" and c.source.strip()]
    failed = [i for i in code if any(o.output_type == "error" for o in ran.cells[i].outputs)]
    waiting = [i for i in code if ran.cells[i].execution_count is None]
    where = _name(source, (failed[-1:] or waiting or code)[0])
    if isinstance(error, CellExecutionError):
        what = f"{error.ename}: {error.evalue}".strip()
    elif isinstance(error, CellTimeoutError):
        what = f"not done after {SECONDS_PER_CELL} seconds"
    else:
        what = "the kernel died"
    return f"{chapter}, {where}: the reference answers fail ({what})."


def _name(source: NotebookNode, index: int) -> str:
    cell = source.cells[index]
    known: str | None = cell.metadata.get("nbgrader", {}).get("grade_id")
    return f"cell {index + 1} " + (
        f"`{known}`" if known else f"(`{cell.source.strip().splitlines()[0]}`)"
    )


def _clean(chapter: str, notebook: NotebookNode, source: NotebookNode, root: Path) -> list[str]:
    """Take out of the outputs what belongs to one run only; return what cannot be taken out."""
    problems = []
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            cell.outputs = [kept for output in cell.outputs if (kept := still(output))]
            problems += [
                f"{chapter}, {_name(source, index)}: its output holds {trace!r}, which differs "
                f"from machine to machine or run to run. Print or show something else."
                for text in _texts(cell.outputs, f"{root}{os.sep}")
                for trace in _traces(text)
            ]
    return problems


def _texts(outputs: list[NotebookNode], folder: str) -> Iterator[str]:
    """Make paths below `folder` relative, in place, and yield the texts of the outputs."""
    for output in outputs:
        parts: dict[str, Any] = output.get("data", output)
        for key in ("text", "text/plain", "text/html", "evalue", "traceback"):
            if key in parts:
                parts[key] = _relative(parts[key], folder)
                yield str(parts[key])


def _relative(text: str | list[str], folder: str) -> str | list[str]:
    if isinstance(text, str):
        return text.replace(folder, "")
    return [line.replace(folder, "") for line in text]


def _traces(text: str) -> Iterator[str]:
    """Yield each thing in the text that only this machine or this run would write."""
    # The letters of a picture may spell anything.
    text = _BASE64.sub("", text)
    for folder in (sys.prefix, str(Path.home()), tempfile.gettempdir()):
        if f"{folder}{os.sep}" in text:
            yield folder
    if re.search(rf"\b{re.escape(socket.gethostname())}\b", text):
        yield socket.gethostname()
    yield from _ADDRESS.findall(text)


def _without(node: NotebookNode, *keys: str) -> NotebookNode:
    return NotebookNode({key: value for key, value in node.items() if key not in keys})
