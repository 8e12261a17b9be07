"""A network gathered from six notebooks: whose it is, whether it reads, what is said of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support import six
from support.chapters import CHAPTERS, kept_answers, reference
from support.strokes import strokes

from course import data, mine, widgets
from course.check import CheckFailed, limits
from course.mine import fit, gathering, pieces, program, running, trial
from course.mine.gathering import Gathered
from course.mine.learning import Recipe, learned
from course.mine.own import Functions
from course.mine.pieces import NETWORK, OURS, YOURS
from course.widgets import drawing
from course.widgets.touch import PRESS, Touch

DRAWN = 200

MISTAKES = {
    "cross_entropy": six.kept("cross_entropy", "summed instead of averaged"),
    "affine_backward": six.ANOTHER_CACHE["affine_backward"].replace("dout @ w.T", "dout @ w"),
}


def whose(gathered: Gathered) -> dict[str, str]:
    return {row.exercise: row.owner for row in gathered.rows}


def why(gathered: Gathered) -> dict[str, str]:
    return {row.exercise: row.why for row in gathered.rows if row.owner != YOURS}


def gathered(folder: Path, written: dict[str, str], **how: Any) -> Gathered:
    return gathering.gather(six.notebooks(folder, written, **how))


@pytest.fixture(scope="module")
def hand() -> dict[str, str]:
    return six.in_another_hand()


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, hand: dict[str, str]) -> Any:
    """Six notebooks in another hand, with another cache and two mistakes, after a few epochs."""
    folder = six.notebooks(tmp_path_factory.mktemp("six"), hand | six.ANOTHER_CACHE | MISTAKES)
    return mine.gather(folder, epochs=2)


def test_another_hand_and_cache_are_kept_and_two_mistakes_are_not(own: Any) -> None:
    said = why(own.gathered)
    assert "summed instead of averaged" in said["cross_entropy"]
    # Its dict of a cache is no cache of the chapter's check, so the slopes have to tell. The
    # course's half reads a pair, so all that know of the dict give way together.
    assert "do not fit together" in said["affine_backward"]
    assert {*said} == {"cross_entropy", *six.ANOTHER_CACHE}
    kept = [name for name, owner in whose(own.gathered).items() if owner == YOURS]
    assert len(kept) == 12 and {"relu", "softmax", "train", "weighted_sum"} <= {*kept}
    assert not fit.off(own.gathered.known)


def test_the_network_still_reads(own: Any) -> None:
    assert own.run.whole, "their own train takes the steps"
    assert own.run.epochs[-1].new > 0.93
    assert own.run.epochs[0].new < 0.3
    x = data.digits().x_test[:7]
    hidden, chances = own.layers(x)
    assert hidden.shape == (7, 64) and (hidden >= 0).all()
    assert np.allclose(chances.sum(axis=1), 1) and chances.shape == (7, 10)
    assert own.forward(x)[0].argmax(axis=1).tolist() == chances.argmax(axis=1).tolist()


@pytest.mark.sweep
@pytest.mark.skipif(data.MNIST_ENV not in os.environ, reason=f"{data.MNIST_ENV} is not set")
def test_what_two_hands_wrote_reads_four_in_five_of_what_people_draw(
    tmp_path: Path, hand: dict[str, str]
) -> None:
    """By strokes; test_drawn_digits.py draws them by pointer events."""
    split = data.mnist_test_split()
    y = split.y_test[:DRAWN]
    drawn = [drawing.seen(strokes(image), 64, 28).x for image in split.x_test[:DRAWN]]
    for written in (six.as_ours(), hand | six.ANOTHER_CACHE | MISTAKES):
        made = mine.gather(six.notebooks(tmp_path / str(len(written)), written))
        read = np.mean(made.forward(np.array(drawn))[0].argmax(axis=1) == y)
        print(f"{read:.1%} of {DRAWN} drawn digits, {made.run.seconds:.1f} s")
        assert read >= 0.8 and made.run.epochs[-1].new > 0.97
        assert made.run.seconds < 20  # 10 on two cores of their own


def test_one_step_is_the_students_own_and_leaves_the_network(own: Any) -> None:
    x, before = data.digits().x_test[:1], {n: p.copy() for n, p in own.params.items()}
    after = own.step(x, [7], 0.5)
    assert after.layers(x)[-1][0, 7] > own.layers(x)[-1][0, 7]
    assert all((own.params[n] == p).all() for n, p in before.items())
    assert any((after.params[n] != p).any() for n, p in before.items())
    assert after.step(x, [7], 0.5).params.keys() == {"w1", "b1", "w2", "b2"}


def test_the_saved_program_runs_alone_in_an_empty_folder(own: Any, tmp_path: Path) -> None:
    saved = own.save(tmp_path / "my_network.py")
    assert "Saved my_network.py and my_network.npz" in saved
    assert {p.name for p in tmp_path.iterdir()} == {"my_network.py", "my_network.npz"}
    command = [sys.executable, "-I", "my_network.py"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    assert f"read {own.run.epochs[-1].new:.1%} of 360 digits" in ran.stdout
    assert ran.stdout.count("it says, and is") == 3
    (tmp_path / "my_network.npz").unlink()
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert "belongs beside this one" in ran.stderr and "Traceback" not in ran.stderr


def test_the_program_is_what_they_wrote_and_numpy_alone(own: Any) -> None:
    made = own.program()
    imports = [line for line in made.text.splitlines() if line.startswith(("import", "from"))]
    assert imports == ["import numpy as np"]
    assert '"""' not in made.text.split('"""', 2)[2], "the chapters' docstrings are left out"
    assert f"{made.lines} lines of code, {made.yours} of them yours" in repr(made)
    assert 40 < made.yours < made.lines < 130
    assert "# Chapter 4: Loss, as the course has it" in made.text


def test_a_file_that_is_not_ours_is_never_written_over(own: Any, tmp_path: Path) -> None:
    path = tmp_path / "my_network.py"
    path.write_text("mine = 1\n")
    assert "my_network.py is there already" in own.save(path)
    assert path.read_text() == "mine = 1\n" and not path.with_suffix(".npz").exists()
    assert "Saved other.py" in own.save(tmp_path / "other.py")
    assert "Saved other.py" in own.save(tmp_path / "other.py"), "our own file may be renewed"
    assert "Saved" in own.save(path, over=True)
    assert "cannot be written" in own.save(tmp_path / "nowhere" / "my_network.py")


def test_the_table_says_whose_each_function_is(own: Any) -> None:
    page, text = own._repr_html_(), repr(own)
    assert "of the 16 functions of this network are yours" in page and text in str(own)
    assert "Your `cross_entropy` did not pass" in text
    assert "summed instead of averaged" in text and "The course's takes its place." in text
    assert "○ cross_entropy" in text and "✓ relu" in text


# Whose fault it is


def test_a_cache_of_their_own_stays_where_both_halves_know_it(
    tmp_path: Path, hand: dict[str, str]
) -> None:
    found = gathered(tmp_path, hand | six.ANOTHER_CACHE)
    assert {*whose(found).values()} == {YOURS}
    assert any("your way back goes by it" in note for note in found.notes)


def test_halves_that_do_not_fit_are_told_by_their_slopes(
    tmp_path: Path, hand: dict[str, str]
) -> None:
    # Right for every size but that of the network that is measured: no check of its own sees it.
    wrong = "def relu_backward(dout, cache):\n    return dout * ((cache > 0) | (len(dout) == 5))"
    found = gathered(tmp_path, hand | {"relu_backward": wrong})
    assert list(why(found)) == ["relu_backward"]
    assert "has the slope" in why(found)["relu_backward"]
    assert whose(found)["relu_backward"] == OURS


@pytest.mark.sweep
def test_what_is_right_but_slow_gives_way(tmp_path: Path, hand: dict[str, str]) -> None:
    found = gathered(tmp_path, hand | {"affine_forward": six.kept("affine_forward", "loops")})
    assert why(found)["affine_forward"].startswith("is right, but slow: a step takes")
    assert [*why(found)] == ["affine_forward"]


@pytest.mark.sweep
def test_without_chapter_6_the_courses_loop_takes_the_steps(
    tmp_path: Path, hand: dict[str, str]
) -> None:
    some = {n: t for n, t in hand.items() if pieces.chapter_of()[n] != CHAPTERS[-1]}
    own = mine.gather(six.notebooks(tmp_path, some), epochs=3)
    assert not own.run.whole and own.run.epochs[-1].new > 0.9
    assert "the course's takes the steps" in repr(own)
    assert "Your `sgd_step`, `minibatches`, " in repr(own) and "are still blank" in repr(own)
    text = own.program().text
    assert "def learn" not in text and "def train" not in text, "an answer to nobody's blank"
    own.save(tmp_path / "alone.py")
    ran = subprocess.run(
        [sys.executable, "-I", tmp_path / "alone.py"], capture_output=True, text=True, timeout=120
    )
    assert f"read {own.run.epochs[-1].new:.1%}" in ran.stdout, ran.stderr


@pytest.mark.sweep
def test_with_all_blank_there_is_a_network_of_the_courses(tmp_path: Path) -> None:
    found = gathered(tmp_path, {})
    assert {*whose(found).values()} == {OURS, ""}
    assert len([n for n in found.notes if "holds no answer: was it saved?" in n]) == len(CHAPTERS)
    assert not fit.off(found.known)


def test_without_notebooks_one_sentence_says_what_is_missing(tmp_path: Path) -> None:
    found = gathering.gather(tmp_path)
    assert "Not found in" in found.notes[0] and "ch03_forward_pass.ipynb" in found.notes[0]
    with pytest.raises(CheckFailed, match="The network still lacks `relu`"):
        mine.gather(tmp_path)


# Answers that behave badly

HOSTILE = {
    "relu": ("import os\ndef relu(x):\n    os._exit(0)", "nded Python|to end Python"),
    "softmax": ("def softmax(x):\n    input('?')\n    return x", "input"),
    "init_params": ("import torch\ndef init_params(d, r, s):\n    return torch", "needs torch"),
    "l2_penalty": ("def l2_penalty(:", "is no Python yet"),
    "accuracy": (
        "def accuracy(z, y):\n    while True:\n        print('x' * 999)",
        "still running|without end",
    ),
    "sgd_step": ("def sgd_step(p, g, lr):\n    while True:\n        pass", "still running"),
    "minibatches": ("def minibatches(x, y, n, rng):\n    return unheard(x)", "needs `unheard`"),
    "affine_backward": (
        "def affine_backward(dout, cache):\n    return [[0] * 10**9] * 3",
        "did not pass|Memory",
    ),
}


@pytest.mark.parametrize("processes", [True, pytest.param(False, marks=pytest.mark.sweep)])
def test_no_answer_can_stop_the_gathering(
    processes: bool, tmp_path: Path, hand: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "PATIENCE", 1.5)
    monkeypatch.setattr(trial, "WITHOUT_PROCESSES", not processes)  # as in a browser
    some = {n: h for n, h in HOSTILE.items() if processes or n != "affine_backward"}
    found = gathered(tmp_path, hand | {name: text for name, (text, _) in some.items()})
    said = why(found)
    for name, (_, words) in some.items():
        assert any(part in said[name] for part in words.split("|")), said[name]
    assert {*said} == {*some}
    assert not fit.off(found.known)


TURNS = """
def softmax(logits):
    if len(logits) == 333:
        while True:
            pass
    if len(logits) == 444:
        return logits[0]
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
"""


def test_what_turns_bad_while_it_is_drawn_for_is_told_in_a_sentence(
    tmp_path: Path, hand: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("course.mine.own.PATIENCE", 0.2)
    functions = Functions(gathered(tmp_path, hand | {"softmax": TURNS}))
    network = learned(functions, data.digits(), Recipe(epochs=0)).epochs[0].network
    with pytest.raises(CheckFailed, match="`softmax` was still running after 0.2 seconds"):
        network.layers(np.zeros((333, 64)))
    with pytest.raises(CheckFailed, match="`softmax` gave .* expected shape"):
        network.layers(np.zeros((444, 64)))
    assert network.layers(np.zeros((2, 64)))[-1].shape == (2, 10)


ONE = TURNS.replace("len(logits) == 333", "logits.shape == (1, 10)")
SPOILT = {
    "loops": (ONE, "`softmax` was still running after 0.3 seconds"),
    "is no number": (
        ONE.replace("while True:\n            pass", "return np.inf * logits * 0"),
        "The bars are not numbers",
    ),
}


@pytest.mark.parametrize("kind", SPOILT)
def test_a_softmax_that_turns_bad_on_the_pad_is_told_there_and_the_pad_goes_on(
    kind: str, tmp_path: Path, hand: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    softmax, told = SPOILT[kind]
    functions = Functions(gathered(tmp_path, hand | {"softmax": softmax}))
    assert functions.gathered.known["softmax"].owner == YOURS
    network = learned(functions, data.digits(), Recipe(epochs=0)).epochs[0].network
    monkeypatch.setattr("course.widgets.reading.LIMIT", 0.3)
    figure = widgets.pad(network)
    assert told in figure.words and figure.scene.startswith("<svg")
    figure.set(was=3)
    figure.touch(Touch("unit1_1", 0, 0, PRESS))
    figure.set(digit=36, was=-1)
    assert told in figure.words and figure.scene.startswith("<svg")


def test_within_gives_everything_back() -> None:
    import builtins
    import os

    before = sys.gettrace(), builtins.input, os._exit, sys.stdout
    with pytest.raises(limits.Stopped, match="without end"), limits.within(5):
        while True:
            print("x" * 1000)
    assert (sys.gettrace(), builtins.input, os._exit, sys.stdout) == before


def test_of_two_limits_the_one_that_ends_first_counts() -> None:
    theirs: dict[str, Any] = {}
    exec(compile("def endless():\n    while True:\n        pass", limits.PROGRAM, "exec"), theirs)
    for first, second in ((0.2, 5), (5, 0.2)):
        match = "still running after 0.2 seconds"
        with (
            pytest.raises(limits.Stopped, match=match),
            limits.within(first),
            limits.within(second),
        ):
            theirs["endless"]()
    with limits.within(5):  # and nothing of them is left
        pass


# Helpers, and names that clash

HELPED = {
    "relu": "def positive(x):\n    return x > 0\n\n"
    "def relu(x):\n    return np.where(positive(x), x, 0 * x)",
    "softmax": "def softmax(logits):\n    return share(np.exp(shift(logits)))",
    "relu_backward": "def relu_backward(dout, cache):\n    return dout * positive(cache)",
}  # fmt: skip
OWN_CELLS = {
    "ch04_loss": "print('not run'); 1 / 0\nEPS = 0.0\ndef shift(z):\n    return z - z.max(axis=1, "
    "keepdims=True) + EPS\ndef share(e):\n    return e / e.sum(axis=1, keepdims=True)",
    "ch05_backprop": "def positive(a):\n    return np.sign(a)\n",
}


def test_helpers_come_along_and_names_that_clash_are_told_apart(
    tmp_path: Path, hand: dict[str, str]
) -> None:
    found = gathered(tmp_path, hand | HELPED, more=OWN_CELLS)
    assert {*whose(found).values()} == {YOURS}, why(found)
    text = program.assembled(program.roots(found.known), found.known)
    assert "def positive_ch05(a)" in text and "dout * positive_ch05(cache)" in text
    assert "EPS = 0.0" in text and "1 / 0" not in text


@pytest.mark.sweep
def test_a_private_copy_of_anothers_function_is_told_apart(
    tmp_path: Path, hand: dict[str, str]
) -> None:
    copy = (
        "def softmax(z):\n    e = np.exp(z)\n    return e / e.sum(axis=1, keepdims=True)\n\n"
        "def softmax_ce_backward(logits, y):\n    top = logits.max(axis=1, keepdims=True)\n"
        "    return (softmax(logits - top) - np.eye(logits.shape[1])[y]) / len(y)"
    )
    found = gathered(tmp_path, hand | {"softmax_ce_backward": copy})
    assert {*whose(found).values()} == {YOURS}, why(found)
    text = program.assembled(program.roots(found.known), found.known)
    assert "def softmax_ch05(z)" in text and text.count("def softmax(") == 1


@pytest.mark.sweep
def test_a_helper_with_the_name_of_a_later_exercise_is_a_helper(
    tmp_path: Path, hand: dict[str, str]
) -> None:
    wrong = "def relu_backward(dout, cache):\n    return train(dout, cache)"
    helper = {"ch05_backprop": "def train(dout, a):\n    return dout * (a > 0)"}
    found = gathered(tmp_path, hand | {"relu_backward": wrong}, more=helper)
    assert {*whose(found).values()} == {YOURS}, why(found)
    assert "train_ch05(dout, cache)" in program.assembled(["relu_backward"], found.known)


# The running notebook


def test_answers_of_the_running_notebook_are_newer_than_saved_ones(
    tmp_path: Path, hand: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = "# mine\ndef accuracy(logits, y):\n    return share(np.argmax(logits, 1) == y)\n"
    helper, given = "share = np.mean\ndef share(ok):\n    return np.mean(ok)", "# Given: `relu`\n"
    given += "def relu(x):\n    return x"
    space: dict[str, Any] = {"np": np, "In": ["", "%time 1", given, helper, cell, "def x(:"]}
    for text in (given, helper, cell):
        exec(text, space)
    assert running.answers(space) == {"accuracy": cell}
    assert running.given(space) == [given]
    folder = six.notebooks(tmp_path / "release", hand | {"accuracy": "def accuracy(z, y):\n    1"})
    monkeypatch.setattr(running, "names", lambda: space)
    monkeypatch.chdir(folder / CHAPTERS[-1])
    found = gathering.gather()
    assert {*whose(found).values()} == {YOURS}, why(found)
    assert "np.argmax(logits, 1)" in found.known["accuracy"].parts[-1].text


@pytest.mark.sweep
def test_every_right_answer_is_taken_as_it_is(tmp_path: Path, hand: dict[str, str]) -> None:
    course = gathered(tmp_path, {}).known
    given = six.given(tmp_path)
    beside = pieces.beside(given)
    left: dict[str, list[Any]] = {n: [] for n in NETWORK}
    for answer in (a for chapter in CHAPTERS for a in kept_answers(chapter)):
        if answer.right and answer.exercise in left:
            left[answer.exercise].append(answer)
    refused = {}
    while any(left.values()):
        some = {name: answers.pop() for name, answers in left.items() if answers}
        written = {
            name: pieces.Scope({name: one.source}, (), beside).piece(name)
            for name, one in some.items()
        }
        for name, verdict in gathering._tried(written, course, beside).items():
            if verdict:
                refused[name, some[name].title] = verdict
    assert not refused


@pytest.mark.sweep
def test_the_network_that_everybody_trains_takes_seconds(
    tmp_path: Path, hand: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    monkeypatch.setattr("course.mine.learning.LIMIT", 600.0)  # what others do here is not ours
    functions = Functions(gathered(tmp_path, hand))
    samples, began = data.digits(), time.process_time()
    run = learned(functions, samples, recipe := Recipe())
    assert time.process_time() - began < 10
    assert len(run.epochs) == recipe.epochs + 1 and run.epochs[-1].new > 0.97


@pytest.mark.sweep
def test_a_notebook_in_its_kernel_gathers_from_its_neighbours(
    tmp_path: Path, hand: dict[str, str]
) -> None:
    from nbclient import NotebookClient
    from nbformat.v4 import new_code_cell
    from nbgrader.utils import is_grade
    from support.chapters import source_notebook
    from support.patience import HANG

    from autograder.authoring import answers

    chapter = CHAPTERS[-1]
    six.notebooks(tmp_path, {n: t for n, t in hand.items() if pieces.chapter_of()[n] != chapter})
    notebook = answers.solved(
        source_notebook(chapter), {n: hand[n] for n in reference(chapter)}
    )  # answers that were run and not saved
    notebook.cells = [
        c for c in notebook.cells if c.cell_type == "code" and "nbgrader" in c.metadata
        and not is_grade(c)
    ]  # fmt: skip
    cell = "from course import mine\nprint(mine.gather(epochs=1))"
    notebook.cells.append(new_code_cell(cell))
    resources = {"metadata": {"path": str(tmp_path / chapter)}}
    NotebookClient(notebook, timeout=HANG, kernel_name="python3", resources=resources).execute()
    assert "All 16 functions of this network are yours." in notebook.cells[-1].outputs[0].text
