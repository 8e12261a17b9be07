"""`course.progress()`: what the checks said last, where it is kept, and the figure of it."""

import errno
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import nbformat
import pytest
from nbclient import NotebookClient
from nbgrader.preprocessors import Execute
from nbgrader.utils import is_grade, is_locked
from support.chapters import CHAPTERS, ROOT, each_chapter, executed_notebook, source_notebook
from support.patience import HANG

import course
from autograder.authoring import build, exercises, release
from autograder.shared import atomic, nbsettings
from course import check
from course.results import marks, outline, overview, record
from course.results.record import BLANK, FAILS, PASSES, CheckResult, Results

GATES = ["gate_weights: and", "gate_weights: or", "gate_weights: nand"]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of results that does not exist yet, and a kernel that has run nothing."""
    path = tmp_path / "data" / "progress.json"
    monkeypatch.setenv(record.VARIABLE, str(path))
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.setattr(record, "RESULTS", Results())
    return path


def in_the_folder(kept: Path) -> list[str]:
    """The files beside the results, but for the lock, which is an empty file that stays."""
    lock = lock_of(kept)
    assert not lock.exists() or lock.stat().st_size == 0
    return [path.name for path in kept.parent.iterdir() if path != lock]


def lock_of(kept: Path) -> Path:
    return kept.with_name(f".{kept.name}.lock")


def state_of(name: str, chapter: int = 1) -> str:
    """What the figure says about an exercise."""
    line = next(x for x in repr(course.progress(chapter)).splitlines() if f" · {name} " in x)
    return re.split(r"  +", line)[1]


def ran(source: str, error: BaseException | None = None) -> None:
    """Tell the record of a cell that has run, as IPython does."""
    info = SimpleNamespace(raw_cell=source)
    result = SimpleNamespace(info=info, error_before_exec=None, error_in_exec=error)
    record.after_cell(result)


# The list of exercises


def test_the_list_is_what_the_texts_say() -> None:
    assert exercises.check(ROOT) == []
    assert [chapter.name for chapter in outline.chapters()] == CHAPTERS


@each_chapter
def test_every_test_cell_has_a_label_and_its_points_are_listed(chapter: str) -> None:
    [listed] = [one for one in outline.chapters() if one.name == chapter]
    graded = [cell for cell in source_notebook(chapter).cells if is_grade(cell)]
    cells = [cell for cell in graded if is_locked(cell) and cell.cell_type == "code"]
    checks = [check for exercise in listed.exercises for check in exercise.checks]
    assert len(checks) == len(cells)
    assert sum(c.points for c in checks) == sum(c.metadata.nbgrader.points for c in cells)


def test_a_label_belongs_to_one_check_of_the_course() -> None:
    labels = Counter(label for chapter in outline.chapters() for label in chapter.labels)
    assert [label for label, count in labels.items() if count > 1] == []


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A course of one chapter that has the package, too."""
    text = (
        "# %% [markdown]\n# # Chapter 1 · One\n#\n# ## Exercise 1 · `f` (3 points)\n\n"
        '# %% readonly="setup"\nfrom course import check\n\n'
        '# %% solution="f"\ndef f():\n    """Return 1."""\n    ### BEGIN SOLUTION\n    return 1\n'
        '    ### END SOLUTION\n\n# %% tests="f" points=3\nassert f() == 1\ncheck.passed("f: one")\n'
    )
    atomic.write(tmp_path / "source/ch01_one/ch01_one.py", text)
    atomic.write(tmp_path / "nbgrader_config.py", (ROOT / "nbgrader_config.py").read_text())
    (tmp_path / "course").mkdir()
    return tmp_path


def test_a_release_writes_the_list_and_the_check_misses_it(small: Path) -> None:
    release.release(small, gradebook=False)
    assert release.check(small) == []
    [chapter] = json.loads((small / exercises.EXERCISES_FILE).read_text())
    checks = [{"label": "f: one", "points": 3}]
    assert chapter["title"] == "Chapter 1 · One"
    assert chapter["functions"] == {"f": []}
    assert chapter["exercises"] == [{"number": "Exercise 1", "name": "f", "checks": checks}]
    (small / exercises.EXERCISES_FILE).write_text("[]")
    assert "course/exercises.json differs" in release.check(small)[0]
    (small / exercises.EXERCISES_FILE).unlink()
    assert "course/exercises.json is missing" in release.check(small)[0]


def test_a_release_without_publishing_writes_no_list(small: Path) -> None:
    release.release(small, gradebook=False, publish=False)
    assert not (small / exercises.EXERCISES_FILE).exists()


# What a cell says


def test_the_last_run_of_a_check_counts(kept: Path) -> None:
    assert state_of("double") == "not run yet"
    for error, said in [
        (check.CheckFailed("no", "not written yet"), "not written yet"),
        (check.CheckFailed("no"), "fails"),
        (None, "passes"),
        (check.CheckFailed("no"), "fails"),
    ]:
        ran('check.passed("double")', error)
        assert state_of("double") == said


@pytest.mark.parametrize(
    ("source", "label"),
    [
        ('check.begin("relu", points=2)\ncheck.passed()', "relu"),
        ("check.begin('relu', 2)\ncheck.passed('relu')", "relu"),
        ('check.begin("relu", points=0.5, part="the kink")\ncheck.passed()', "relu: the kink"),
        ('x = 3\ncheck.passed("relu at 0")', "relu at 0"),
    ],
)
def test_a_check_has_its_label_from_its_beginning_or_its_end(source: str, label: str) -> None:
    assert record.labels(source) == [label]


@pytest.mark.parametrize(
    ("gates", "said"),
    [
        ([], "not run yet"),
        ([PASSES, PASSES, PASSES], "passes"),
        ([PASSES, FAILS], "partly: 1 of 3 checks pass, 1 fails, 1 not run yet"),
        ([FAILS, PASSES, BLANK], "partly: 1 of 3 checks pass, 1 fails, 1 not written yet"),
        ([FAILS], "fails: 1 of 3 checks"),
        ([FAILS, FAILS, FAILS], "fails"),
        ([BLANK], "not written yet"),
    ],
)
def test_an_exercise_is_as_good_as_its_checks(kept: Path, gates: list[str], said: str) -> None:
    for label, state in zip(GATES, gates, strict=False):
        record.RESULTS.note(label, state)
    assert state_of("gate_weights") == said
    points = f"{gates.count(PASSES)} of 3"
    assert re.search(rf"gate_weights .* {points}$", repr(course.progress(1)), re.MULTILINE)


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), NameError("double"), AssertionError("a student's own")]
)
def test_what_is_no_verdict_of_a_check_changes_nothing(kept: Path, error: BaseException) -> None:
    ran('check.passed("double")', error)
    assert state_of("double") == "not run yet"
    ran('check.passed("double")')
    ran('check.passed("double")', error)
    assert state_of("double") == "passes"


@pytest.mark.parametrize(
    "source",
    ["x = 1", 'check.passed("mine")', '# check.passed("double")', '%%time\ncheck.passed("double")'],
)
def test_other_cells_are_no_checks(kept: Path, source: str) -> None:
    ran(source)
    assert not kept.exists()


def test_two_checks_in_one_cell_pass_together_and_do_not_fail_together(kept: Path) -> None:
    both = 'check.passed("double")\ncheck.passed("weighted_sum")'
    ran(both)
    ran(both, check.CheckFailed("no"))
    assert state_of("double") == "passes"
    assert state_of("weighted_sum").startswith("partly: 1 of 2")


def test_nothing_that_ipython_hands_over_can_stop_a_cell(kept: Path) -> None:
    for result in (None, SimpleNamespace(info=None), SimpleNamespace(info=SimpleNamespace())):
        record.after_cell(result)


# The file


def test_another_kernel_finds_what_was_kept(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran('check.passed("double")')
    monkeypatch.setattr(record, "RESULTS", Results())
    assert state_of("double") == "passes"
    assert in_the_folder(kept) == ["progress.json"]
    if os.name == "posix":
        assert kept.stat().st_mode & 0o077 == 0


def test_the_file_lies_in_jupyters_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(record.VARIABLE)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    assert record.place() == tmp_path / "neural-networks-by-hand" / "progress.json"


def test_off_keeps_results_in_memory_only(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran('check.passed("double")')
    before = kept.read_bytes()
    monkeypatch.setenv(record.VARIABLE, "off")
    monkeypatch.setattr(record, "RESULTS", Results())
    ran('check.passed("weighted_sum")')
    assert state_of("double") == "not run yet"
    assert state_of("weighted_sum").startswith("partly")
    assert "in memory" in repr(course.progress())
    assert kept.read_bytes() == before


def test_two_kernels_share_the_file_and_the_newer_result_wins(kept: Path) -> None:
    one, two = Results(), Results()
    one.note("double", PASSES)
    two.note("weighted_sum", FAILS)
    two.note("double", FAILS)
    one.note("relu", PASSES)
    for kernel in (one, two):
        found = {label: result.state for label, result in kernel.look()[0].items()}
        assert found == {"double": FAILS, "weighted_sum": FAILS, "relu": PASSES}


def test_a_result_that_another_kernel_overwrote_comes_back(kept: Path) -> None:
    one = Results()
    one.note("double", PASSES)
    kept.write_text('{"forgotten": 0, "checks": {}}')
    one.note("relu", PASSES)
    assert set(Results().look()[0]) == {"double", "relu"}


def test_a_clock_that_was_put_back_hides_no_result(kept: Path) -> None:
    Results().note("double", PASSES)
    later = {"double": {"state": PASSES, "at": time.time() + 9e6}}
    kept.write_text(json.dumps({"forgotten": time.time() + 8e6, "checks": later}))
    Results().note("double", FAILS)
    assert Results().look()[0]["double"].state == FAILS


def test_kernels_that_write_at_once_lose_nothing(kept: Path) -> None:
    code = (
        "import sys; from course.results import record, outline\n"
        "labels = [l for c in outline.chapters() for l in c.labels][int(sys.argv[1])::4]\n"
        "for label in labels: record.RESULTS.note(label, 'passes')"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(i)]) for i in range(4)]
    assert [kernel.wait(HANG) for kernel in running] == [0] * 4
    found, problem = Results().look()
    assert not problem
    assert set(found) == {label for chapter in outline.chapters() for label in chapter.labels}
    assert in_the_folder(kept) == ["progress.json"]


@pytest.fixture
def holder(kept: Path) -> Iterator[subprocess.Popen[str]]:
    """A kernel in the midst of a write that never ends."""
    kept.parent.mkdir()
    code = (
        "import time; from course.results import record\n"
        "with record._alone(record.place()): print('held', flush=True); time.sleep(600)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True
    ) as kernel:
        assert kernel.stdout is not None
        assert kernel.stdout.readline() == "held\n"
        yield kernel
        kernel.kill()


def test_a_kernel_that_was_killed_while_it_wrote_leaves_no_lock(
    kept: Path, holder: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    holder.kill()
    holder.wait()
    monkeypatch.setattr(record, "LOCK_WAIT", 60)
    began = time.monotonic()
    Results().note("double", PASSES)
    assert time.monotonic() - began < 30
    assert set(Results().look()[0]) == {"double"}


def test_a_lock_that_is_held_delays_a_result_and_does_not_lose_it(
    kept: Path, holder: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    began = time.monotonic()
    Results().note("double", PASSES)
    assert time.monotonic() - began > record.LOCK_WAIT
    assert set(Results().look()[0]) == {"double"}
    monkeypatch.setattr(record, "RESULTS", Results())
    assert "Every result is forgotten." in repr(course.progress(forget=True))
    assert Results().look()[0] == {}


@pytest.mark.parametrize("age", [0, 9e6])
def test_a_lock_of_the_first_version_blocks_nobody(
    kept: Path, monkeypatch: pytest.MonkeyPatch, age: float
) -> None:
    """There a lock was a file that was there, whoever had made it."""
    kept.parent.mkdir()
    lock = lock_of(kept)
    os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    os.utime(lock, (time.time() - age,) * 2)
    monkeypatch.setattr(record, "LOCK_WAIT", 60)
    began = time.monotonic()
    Results().note("double", PASSES)
    assert time.monotonic() - began < 30
    assert set(Results().look()[0]) == {"double"}


@pytest.mark.skipif(os.name != "posix", reason="flock is a call of POSIX systems")
@pytest.mark.parametrize("error", [errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP, errno.EIO])
def test_a_network_folder_without_locks_is_written_to_all_the_same(
    kept: Path,
    monkeypatch: pytest.MonkeyPatch,
    recwarn: pytest.WarningsRecorder,
    capfd: pytest.CaptureFixture[str],
    error: int,
) -> None:
    import fcntl

    def none(*_: object) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(fcntl, "flock", none)
    began = time.monotonic()
    for label in ("double", "relu"):
        ran(f'check.passed("{label}")')
    assert time.monotonic() - began < 30
    assert set(Results().look()[0]) == {"double", "relu"}
    assert in_the_folder(kept) == ["progress.json"]
    assert not recwarn.list
    assert capfd.readouterr() == ("", "")


def test_an_environment_of_an_earlier_version_has_no_filelock(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "filelock", None)
    ran('check.passed("double")')
    assert set(Results().look()[0]) == {"double"}


BROKEN = [
    b"",
    b'{"checks": {"double": ',
    b"[]",
    b"[" * 100_000,
    b"\xff\xfe",
    b'{"checks": {"double": {"state": "great", "at": 1}}}',
    b'{"checks": {"double": {"state": "passes", "at": "now"}}}',
    b'{"forgotten": null, "checks": {}}',
]


@pytest.mark.parametrize("content", BROKEN)
def test_a_broken_file_is_left_alone_and_said_to_be(kept: Path, content: bytes) -> None:
    kept.parent.mkdir()
    kept.write_bytes(content)
    ran('check.passed("double")')
    assert state_of("double") == "passes"
    assert "cannot be read" in repr(course.progress())
    assert kept.read_bytes() == content
    assert "forgotten" in repr(course.progress(forget=True))
    ran('check.passed("double")')
    assert "cannot be read" not in repr(course.progress())
    assert "double" in kept.read_text()


def test_a_place_that_cannot_be_written_is_said_to_be(kept: Path) -> None:
    kept.parent.write_text("a file where a folder should be")
    ran('check.passed("double")')
    assert state_of("double") == "passes"
    assert "cannot be kept in a file" in repr(course.progress())
    assert "last until the kernel stops" in repr(course.progress())
    assert "cannot be emptied" in repr(course.progress(forget=True))


def test_a_full_disk_leaves_the_old_file(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran('check.passed("double")')
    before = kept.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        ran('check.passed("relu")')
        assert "no space left" in repr(course.progress())
        assert state_of("double") == "passes"
    assert kept.read_bytes() == before
    assert in_the_folder(kept) == ["progress.json"]
    course.progress()
    assert set(Results().look()[0]) == {"double", "relu"}


def test_forgetting_reaches_the_file_and_kernels_that_still_remember(kept: Path) -> None:
    other = Results()
    other.note("relu", PASSES)
    ran('check.passed("double")')
    assert "Every result is forgotten." in repr(course.progress(forget=True))
    other.note("sigmoid", PASSES)
    assert set(Results().look()[0]) == {"sigmoid"}


# The figure


def test_the_chapter_is_the_kernels_then_the_notebooks_then_the_last_run(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert course.progress().chapter.number == 1
    Results().note("softmax", PASSES)
    assert course.progress().chapter.number == 4
    monkeypatch.setenv("JPY_SESSION_NAME", "release/ch05_backprop/ch05_backprop-copy.ipynb")
    assert course.progress().chapter.number == 5
    ran('check.passed("relu")')
    assert course.progress().chapter.number == 2
    assert course.progress(6).chapter.number == 6
    with pytest.raises(ValueError, match=f"no chapter {len(CHAPTERS) + 1}; there are 1, 2"):
        course.progress(len(CHAPTERS) + 1)


def rows(figure: overview.Overview) -> list[list[str]]:
    """The texts of the table's cells, pictures by their alternative text."""
    page = ElementTree.fromstring(re.sub(r"(<img [^>]*)>", r"\1/>", figure._repr_html_()))
    return [
        ["".join(cell.itertext()) or "".join(i.get("alt", "?") for i in cell) for cell in row]
        for row in page.iter("tr")
    ]


def total(chapter: outline.ChapterOutline) -> str:
    """A chapter's points."""
    return f"{sum(exercise.points for exercise in chapter.exercises):g}"


def test_the_table_says_what_the_marks_show(kept: Path) -> None:
    for label, state in zip(GATES, [PASSES, FAILS], strict=False):
        record.RESULTS.note(label, state)
    record.RESULTS.note("relu", PASSES)
    shown = rows(course.progress(1))
    assert shown[0] == ["Exercise", "Checks", "State", "Points"]
    assert shown[4] == [
        "Exercise 3 · gate_weights",
        "passes, fails, not run yet",
        "partly: 1 of 3 checks pass, 1 fails, 1 not run yet",
        "1 of 3",
    ]
    first, second, third, *_ = outline.chapters()
    several = f"0 of {len(second.exercises)} exercises pass"
    assert [second.title, "", several, f"1 of {total(second)}"] in shown
    assert [third.title, "", "not run yet", f"0 of {total(third)}"] in shown
    assert len(shown) == 1 + len(first.exercises) + 1 + len(CHAPTERS) - 1


def test_every_picture_has_words_and_every_state_its_own_shape(kept: Path) -> None:
    record.RESULTS.note("gate_weights: and", PASSES)
    page = course.progress(1)._repr_html_()
    assert all(re.findall(r'<img alt="([^"]*)"', page))
    shapes = {marks.SHAPES[mark] for mark in overview.STATE_MARKS.values()}
    assert len(shapes) == len(overview.STATE_NAMES) == 4
    assert not any(re.search("#(?!ffffff)", shape) for shape in shapes), "each in one colour"
    drawn = [unquote(source) for source in re.findall(r'src="data:image/svg\+xml,([^"]*)"', page)]
    for state in (PASSES, ""):
        mark = overview.STATE_MARKS[state]
        group = f'color="{marks.COLOURS[mark]}">{marks.SHAPES[mark]}</g>'
        assert any(group in image for image in drawn)
    first = outline.chapters()[0]
    assert course.progress(1).summary == (
        f"{first.title}: 0 of {len(first.exercises)} exercises pass, 1 of {total(first)} points."
    )


def test_the_next_exercise_is_named(kept: Path) -> None:
    """The first that does not pass, whatever passes after it; then the next chapter's."""
    first, second, *_, last = outline.chapters()

    def following() -> str:
        said = repr(course.progress(1)).splitlines()[1]
        assert f">{said}</p>" in course.progress(1)._repr_html_()
        return said

    def solve(chapter: outline.ChapterOutline) -> None:
        for label in chapter.labels:
            record.RESULTS.note(label, PASSES)

    assert following() == "Next: Exercise 0 · double"
    record.RESULTS.note("double", PASSES)
    record.RESULTS.note("perceptron_predict", PASSES)
    assert following() == "Next: Exercise 1 · weighted_sum"
    solve(first)
    one = second.exercises[0]
    begins = f"{second.title}, {one.number} · {one.name}"
    assert following() == f"Every exercise of this chapter passes. Next: {begins}"
    record.RESULTS.note("double", FAILS)
    assert following() == "Next: Exercise 0 · double"
    solve(last)
    said = course.progress(last.number).next_one
    assert said == "Every exercise of this chapter passes."


def test_text_has_the_pages_own_colour(kept: Path) -> None:
    """So it is as readable as the page's, in any theme; only lines and marks have their own."""
    for style in re.findall(r'style="([^"]*)"', course.progress(1)._repr_html_()):
        assert set(re.findall(r"(?:^|;)color:([^;]*)", style)) <= {"inherit"}
        assert "opacity" not in style


def test_a_bonus_has_no_points_and_counts_no_less(kept: Path) -> None:
    third = outline.chapters()[2]
    record.RESULTS.note("parity_tree", PASSES)
    line = r"Bonus · parity_tree +passes +no points$"
    assert re.search(line, repr(course.progress(3)), re.MULTILINE)
    passes = f"1 of {len(third.exercises)} exercises pass, 0 of {total(third)} points"
    assert passes in course.progress(3).summary


def test_the_figure_names_no_folder_of_the_user(
    kept: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert str(tmp_path) not in course.progress()._repr_html_()
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert os.path.join("~", "data", "progress.json") in repr(course.progress())


@each_chapter
def test_a_solved_chapter_passes_everywhere(chapter: str) -> None:
    cells = [c for c in executed_notebook(chapter).cells if c.source.endswith("course.progress()")]
    for output in (o for cell in cells for o in cell.outputs):
        [listed] = [one for one in outline.chapters() if one.name == chapter]
        count = len(listed.exercises)
        assert f"{listed.title}: {count} of {count} exercises pass" in output.data["text/plain"]


# In a kernel


def run(
    cells: list[str], env: dict[str, str], folder: Path, name: str = ""
) -> list[nbformat.NotebookNode]:
    """Run cells in a kernel of their own; returns them with their outputs."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    client = NotebookClient(
        notebook, timeout=HANG, allow_errors=True, kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
    )  # fmt: skip
    client.execute(env=os.environ | env | {"JPY_SESSION_NAME": name})
    return notebook.cells


def shown(cell: nbformat.NotebookNode) -> str:
    return str(cell.outputs[-1]["data"]["text/plain"])


SETUP = "import course\nfrom course import check"
TEST = 'check.equal("twice 2", check.call(double, 2), 4)\ncheck.passed("double")'


def test_a_kernel_follows_its_cells_and_the_next_one_knows(tmp_path: Path) -> None:
    env = {record.VARIABLE: str(tmp_path / "kept.json")}
    cells = [SETUP, "def double(x):\n    return 3 * x", TEST, "course.progress()"]
    cells += ["def double(x):\n    return 2 * x", TEST, "course.progress()"]
    cells += ["raise KeyboardInterrupt\ncheck.passed('double')", "1/0", "course.progress()"]
    first = run(cells, env, tmp_path)
    assert re.search(r"· double +fails +0 of 1", shown(first[3]))
    for cell in (first[6], first[9]):
        assert re.search(r"· double +passes +1 of 1", shown(cell))
    assert [o.output_type for o in first[5].outputs] == ["display_data"]
    assert shown(first[5]) == "`double`: passed."

    blank = "def relu(x):\n    raise NotImplementedError()"
    cells = [SETUP, blank, 'check.call(relu, 1)\ncheck.passed("relu")', "course.progress()"]
    second = run(cells, env, tmp_path, "ch02_activations.ipynb")
    one, two, *_ = outline.chapters()
    assert shown(second[3]).startswith(f"{two.title}: 0 of {len(two.exercises)}")
    assert re.search(r"· relu +not written yet", shown(second[3]))
    assert "Chapter 1 · Neurons" in shown(second[3]) and f"1 of {total(one)}" in shown(second[3])
    assert "text/html" in second[3].outputs[-1]["data"]


def test_a_kernel_that_cannot_keep_says_nothing_in_a_test_cell(tmp_path: Path) -> None:
    (tmp_path / "kept.json").mkdir()
    env = {record.VARIABLE: str(tmp_path / "kept.json")}
    cells = run(
        [SETUP, "def double(x):\n    return 2 * x", TEST, "course.progress()"], env, tmp_path
    )
    assert len(cells[2].outputs) == 1
    assert shown(cells[2]) == "`double`: passed."
    assert re.search(r"· double +passes", shown(cells[3]))
    assert "cannot be kept" in shown(cells[3])


def test_grading_neither_reads_nor_writes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the settings that nbgrader's own autograde, Formgrader and `make grade` read."""
    path = tmp_path / "kept.json"
    monkeypatch.setenv(record.VARIABLE, str(path))
    cells = ["before = set(dir())", SETUP, "def double(x):\n    return 2 * x", TEST]
    cells += ["course.progress()", "print(sorted(before - {'In', 'Out'}))"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    notebook.metadata.kernelspec = build.METADATA["kernelspec"]
    resources = {"metadata": {"path": str(tmp_path)}}
    ran, _ = Execute(config=nbsettings.read(ROOT)).preprocess(notebook, resources)
    assert "in memory" in shown(ran.cells[4])
    assert "'os'" not in ran.cells[5].outputs[0].text
    assert not path.exists()


def test_a_server_that_reads_the_settings_keeps_its_own_kernels_recorded() -> None:
    """Formgrader reads nbgrader_config.py within the Jupyter server that `make lab` starts."""
    code = (
        "import os; from pathlib import Path; from autograder.shared import nbsettings\n"
        f"nbsettings.read(Path('.')); assert {record.VARIABLE!r} not in os.environ"
    )
    env = {k: v for k, v in os.environ.items() if k != record.VARIABLE}
    subprocess.run([sys.executable, "-c", code], env=env, cwd=ROOT, check=True)


# Nothing leaves the machine


def test_nothing_opens_a_connection(tmp_path: Path) -> None:
    code = """
import sys
seen = []
sys.addaudithook(lambda event, _: seen.append(event) if event.startswith("socket.") else None)
import course
from course.results import record
assert "numpy" not in sys.modules and "course.results.overview" not in sys.modules
record.RESULTS.note("double", "passes")
page = course.progress(1)._repr_html_() + repr(course.progress(forget=True))
assert "Nothing leaves your machine." in page
assert not seen, seen
assert not {"requests", "urllib3", "http.client"} & set(sys.modules)
import socket
socket.socket().close()
assert seen == ["socket.__new__"], seen
"""
    env = os.environ | {record.VARIABLE: str(tmp_path / "kept.json")}
    subprocess.run([sys.executable, "-c", code], env=env, cwd=ROOT, check=True)


def test_the_figure_loads_nothing_from_elsewhere(kept: Path) -> None:
    page = course.progress()._repr_html_()
    sources: list[Any] = re.findall(r'(?:src|href)="(.{5})', page)
    assert set(sources) == {"data:"}
    assert "<script" not in page


def test_a_record_holds_labels_states_and_times_only(kept: Path) -> None:
    ran('check.passed("double")\nsecret = 1', None)
    ran('secret = "my answer"\ncheck.passed("double")')
    content = json.loads(kept.read_text())
    assert set(content) == {"forgotten", "checks"}
    assert content["checks"].keys() == {"double"}
    assert content["checks"]["double"].keys() == {"state", "at"}
    assert Results().look()[0] == {"double": CheckResult(PASSES, content["checks"]["double"]["at"])}
