"""Work on a student's bytes: in a process with limits, in a time that grows with their length."""

import functools
import gc
import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from support.lines import CHAPTER, RIGHT, make_course, put, written
from support.sweeps import first_of_each

from autograder import grade
from autograder.authoring import release
from autograder.grade import Settings
from autograder.grading import bounded_work
from autograder.handed_in import bundling, intake, submission
from autograder.judging import bundle, outputs
from autograder.judging.result import Outcome
from autograder.records import feedback, graded, parts, templates
from autograder.records.marks import Marks
from autograder.shared import bounded, filenames, harmless, tex
from autograder.shared.bounded import Bounded, JobError, Refused, TooMuchError
from course.check import rendered

MB = 2**20


# --- the process --------------------------------------------------------------------------------


def for_ever() -> None:
    while True:
        pass


def large() -> int:
    return len(bytearray(3 * bounded.JOB_MEMORY))


def refuse() -> None:
    raise Refused("no, not that")


def end() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def lost_once(flag: str) -> str:
    path = Path(flag)
    if not path.exists():
        path.touch()
        end()
    return "done"


JOBS: dict[str, Callable[..., Any]] = {
    "add": lambda x, y: x + y, "for ever": for_ever, "large": large, "refuse": refuse,
    "fail": lambda: 1 / 0, "end": end, "lost once": lost_once, "process": os.getpid,
}  # fmt: skip


@pytest.fixture
def worker() -> Iterator[Bounded]:
    before = set(psutil.Process().children())
    with Bounded(JOBS, seconds=1) as made:
        yield made
    assert set(psutil.Process().children()) <= before


def test_jobs_are_done_one_after_another_in_a_process_of_their_own(worker: Bounded) -> None:
    assert worker.do("add", [1], [2]) == [1, 2]
    process = worker.do("process")
    assert process != os.getpid()
    assert worker.do("process") == process


@pytest.mark.parametrize(
    ("job", "error", "said"),
    [
        ("for ever", TooMuchError, "more than 1 seconds of processor time"),
        ("large", TooMuchError, "memory"),
        ("refuse", Refused, "^no, not that$"),
        ("fail", JobError, "ZeroDivisionError"),
        ("end", JobError, "ended unexpectedly"),
    ],
)
def test_what_goes_wrong_is_said_and_the_next_job_is_done(
    job: str, error: type[Exception], said: str, worker: Bounded
) -> None:
    with pytest.raises(error, match=said):
        worker.do(job)
    assert worker.do("add", 1, 2) == 3


def test_a_process_that_somebody_killed_costs_nothing(worker: Bounded, tmp_path: Path) -> None:
    assert worker.do("lost once", str(tmp_path / "flag")) == "done"


def test_the_limit_on_time_is_each_jobs_own(worker: Bounded) -> None:
    def busy() -> float:
        began = time.process_time()
        while time.process_time() - began < 0.7:
            pass
        return os.getpid()

    with Bounded({"busy": busy}, seconds=1) as several:
        assert len({several.do("busy") for _ in range(4)}) == 1


# --- a class ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_course(tmp_path_factory.mktemp("bounds"))
    release.release(root)
    return root


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two seconds of processor time for a job."""
    monkeypatch.setattr(bounded_work, "Bounded", functools.partial(Bounded, seconds=2))


@pytest.mark.usefixtures("hurried")
def test_a_submission_that_cannot_be_read_in_time_is_invalid_and_the_batch_goes_on(
    released: Path, tier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuild = submission.rebuild

    def slow(form: Any, submitted: Any) -> Any:
        if any("hostile" in cell.source for cell in submitted.cells):
            for_ever()
        return rebuild(form, submitted)

    monkeypatch.setattr(submission, "rebuild", slow)
    for student in ("ada", "eve", "zoe"):
        put(
            released, student, written(released, **({"why": "hostile"} if student == "eve" else {}))
        )
    found = {one.student: one for one in grade.grade(released, settings=Settings(sandbox=tier))}
    assert [found[name].outcome for name in ("ada", "eve", "zoe")] == [
        Outcome.OK, Outcome.INVALID, Outcome.OK,
    ]  # fmt: skip
    assert "more than 2 seconds of processor time" in (found["eve"].reason or "")
    assert found["eve"].points == 0 < found["zoe"].points


@pytest.mark.sweep
@pytest.mark.usefixtures("hurried")
def test_a_page_that_cannot_be_made_in_time_shows_points_and_says_so(
    released: Path, tier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = templates._python

    def slow(code: str) -> Any:
        return for_ever() if "hostile" in code else python(code)

    templates.template.cache_clear()
    monkeypatch.setattr(templates, "_python", slow)
    try:
        put(released, "slow", written(released, twice=f"{RIGHT['twice']}  # hostile"))
        [result] = grade.grade(released, student="slow", settings=Settings(sandbox=tier))
    finally:
        templates.template.cache_clear()
    assert result.outcome is Outcome.OK
    page = (released / "feedback" / "slow" / CHAPTER / f"{CHAPTER}.html").read_text()
    assert "not shown here, for that took more than 2 seconds" in page
    assert "4 of 7 points" in page
    assert "hostile" not in page


@pytest.mark.sweep
def test_a_page_is_written_again_only_when_it_would_show_something_else(
    released: Path, tier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(released, "same", written(released))
    path = released / "feedback" / "same" / CHAPTER / f"{CHAPTER}.html"

    def graded() -> tuple[int, int]:
        grade.grade(released, student="same", settings=Settings(sandbox=tier))
        return path.stat().st_ino, path.stat().st_mtime_ns

    first = graded()
    assert graded() == first
    path.write_text(path.read_text().replace("data-made-of=", "data-other="))
    second = graded()
    assert second != first
    monkeypatch.setattr(feedback, "_version", lambda: b"another template")
    assert graded() != second


def test_the_digest_of_a_page_changes_with_all_that_it_shows() -> None:
    marks = Marks({"a": 1.0}, {"a": "well done"}, 0.5)
    others = [
        ("graded!", "ada", marks),
        ("graded", "ben", marks),
        ("graded", "ada", Marks({"a": None}, {"a": "well done"}, 0.5)),
        ("graded", "ada", Marks({"a": 1.0}, {"a": "well"}, 0.5)),
        ("graded", "ada", Marks({"a": 1.0}, {"a": "well done"}, 0.0)),
    ]
    digests = {feedback.digest(*given) for given in [("graded", "ada", marks), *others]}
    assert len(digests) == 6


def test_a_page_has_a_bound_on_its_size_and_says_what_is_left_out() -> None:
    picture = {outputs.PICTURE: f"<svg>{'x' * 490_000}</svg>", "text/plain": "a gate"}
    shown = nbformat.v4.new_output("display_data", data=picture)
    long = nbformat.v4.new_output("stream", text="word " * 80_000)
    cells = [new_code_cell("a = 1\n" * 9_000, outputs=[shown, long]) for _ in range(40)]
    page = feedback.page(new_notebook(cells=cells), "ada", Marks({}, {}))
    assert len(page) < 6 * MB
    assert "or this page would be too large: 37 figures and the rest of long texts." in page
    assert page.count("a gate (a figure that is left out)") == 37


# --- time ---------------------------------------------------------------------------------------

ATOMS = (
    " \n", "\n", "\t\n", " ", "\t", "a", "a ", "a.", "0", "(", "[", "{", ")", "]", "}", "'",
    "\"", "'''", "\"\"\"", "\"\"\"\n", "f'{", "\\", "\\\n", "#", "# \n", "@a.", "def ", "def a",
    "class ", "import ", "import a;", "from a import b\n", "match a:\n", "a=", "a:", "a: ",
    "a=1\n", "lambda ", "!", "!a\n", "%", "%a\n", "?", "? ", "a?\n", "\x1b[", "\x1b[0", "\x1b]",
    "<", "</", "<a", "<!--", "<br>", "&", "&#", "&amp;", "&a", "![", "](", "![](",
    "![](attachment:", "![](data:", "![](https://", "[a](https://", "]:", "]: ", "[a]: ", "*",
    "**", "_", "`", "```\n", "```a\n", "~~~", "$", "$$", "\\(", "\\[", "\\begin{",
    "\\begin{cases}", "\\a", "\\a{", "\\\\", "\\\\[", "\\\\[1em", "> ", "- a\n", "|", "|a|\n",
    "http://", "attachment:", "a\r", "\ud800", "### BEGIN HIDDEN TESTS\n", "(1)", ".ipynb",
    "Usual cause: a", "-", "a-", "\u202e",
)  # fmt: skip


def in_a_notebook(read: Callable[[nbformat.NotebookNode], Any]) -> Callable[[str], Any]:
    """What reads a notebook, as what reads a text: it is put into cells of each kind."""

    def reading(text: str) -> Any:
        kinds = ("code", "markdown", "raw")
        cells = [{"cell_type": kind, "source": text, "metadata": {}} for kind in kinds]
        found = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
        limits = intake.Limits(cell=10**7, code=10**7)
        return read(intake.parse(json.dumps(found).encode(), "a.ipynb", limits))

    return reading


@functools.cache
def form() -> nbformat.NotebookNode:
    marks = {"grade": False, "solution": True, "locked": False, "schema_version": 3, "task": False}
    cells = [
        new_markdown_cell("# A chapter"),
        new_code_cell("def f(x):\n    pass", metadata={"nbgrader": {**marks, "grade_id": "f"}}),
        new_markdown_cell("YOUR ANSWER", metadata={"nbgrader": {**marks, "grade_id": "why"}}),
    ]
    return new_notebook(cells=cells)


def rebuilt(notebook: nbformat.NotebookNode) -> None:
    submission.identify(notebook, {"a": form()})
    made = submission.rebuild(form(), notebook)
    _ = bundling.bundle_of("a", form(), made, 1.0, "").full


def page_of(text: str) -> str:
    cell = new_code_cell(harmless.code(text))
    cell.outputs = [nbformat.v4.new_output("stream", text=text)]
    notebook = new_notebook(cells=[cell, new_markdown_cell(harmless.prose(text))])
    return feedback.page(notebook, "ada", Marks({}, {}))


READERS: dict[str, Callable[[str], Any]] = {
    "the notebook": in_a_notebook(lambda notebook: notebook),
    "what is graded of it": in_a_notebook(rebuilt),
    "code shown": harmless.code,
    "prose shown": harmless.prose,
    "text shown": harmless.text,
    "names shown": lambda text: (harmless.shown(text), harmless.lines(text)),
    "formulas": tex.literal,
    "names of files": lambda text: (filenames.plain_name(text), filenames.copy_number(text)),
    "bytes of a file": lambda text: refused(text.encode(errors="replace")),
    "what an output tells": lambda text: feedback.told(
        nbformat.v4.new_output("error", ename="E", evalue=text, traceback=[])
    ),
    "names of mistakes": graded.check.mistake_in,
    "messages shown": lambda text: rendered.result(rendered.kind_of(text), text),
    "messages said before": lambda text: parts.once(text + "a", [text]),
    "what wants IPython": lambda text: (
        bundle.Bundle("a", (bundle.CodeCell(0, bundle.OWN, "", text),), 1.0, "").full
    ),
    "the feedback page": page_of,
}


def refused(content: bytes) -> None:
    with pytest.raises(intake.InvalidSubmissionError):
        intake.parse(b'{"nbformat": 4, "cells": [' + content, "a.ipynb")


def seconds(read: Callable[[str], Any], text: str) -> float:
    """Processor time that it takes; without looks for garbage, among all that the tests hold."""
    gc.disable()
    try:
        began = time.process_time()
        read(text)
        return time.process_time() - began
    finally:
        gc.enable()


@pytest.mark.parametrize("name", first_of_each(READERS))
def test_the_time_to_read_a_text_grows_no_faster_than_the_text(name: str) -> None:
    """Four times as long takes four times the time, not sixteen times."""
    read, length = READERS[name], 20_000
    read("warm")
    slow = []
    for atom in ATOMS:
        short, long = (f"{atom * (length * n // len(atom))}\na" for n in (1, 4))
        # What is below a clock's grain says nothing; nor does one look on a busy machine.
        if all(seconds(read, long) > 0.05 + 8 * seconds(read, short) for _ in range(3)):
            slow.append(atom)
    assert slow == []
