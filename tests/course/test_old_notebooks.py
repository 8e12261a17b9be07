"""Notebooks of version 0.1, handed out and filled in long ago, meet the course as it is now."""

from __future__ import annotations

import inspect
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

import course
from course import check, data, nets, plots, rehearse, widgets
from course.results import record
from course.versions import OldNotebookError

# What the released notebooks of commit 95c1487 import: the first cell of each.
SETUP = {
    "ch01_neurons": "import numpy as np\nfrom course import check, plots, widgets",
    "ch02_activations": "import numpy as np\n\nfrom course import check, plots, widgets",
    "ch03_forward_pass": "import numpy as np\nfrom course import check, plots, widgets",
    "ch04_loss": "import numpy as np\n\nfrom course import check, plots, widgets",
    "ch05_backprop": "import numpy as np\nfrom course import check, nets, plots, widgets",
    "ch06_training_loop": "import numpy as np\n"
    "from course import check, data, plots, rehearse, widgets\n\n"
    "x_train, y_train, x_test, y_test = data.digits()",
}

# What they call, each in all its forms: how many arguments by place, and which by name, with
# starred ones counted. A name alone is no function.
CALLS = """
check.call 2 / 2 returns / 4 / 6 / 6 returns
check.close 3 / 3 inputs mistakes / 3 mistakes tol
check.equal 3 / 3 mistakes
check.gradient 4
check.passed 1
check.raises 4 when / 5 when
check.rng 0
check.same 3 because mistake
check.shape 3
check.spy 1 perceptron_predict affine_forward / 1 loss_and_grads
check.that 2 mistake
course.progress 0
data.HOW_TO_GET_MNIST
data.digits 0 / 1
data.has_mnist_test 0
data.mnist_test_split 0
data.moons 1 noise / 1 noise rng
data.shifted 2
data.xor 1 noise
nets.activation_slopes 3
nets.affine_slopes 3
nets.flat 1
nets.forgeries 1 error gradients measure read
nets.halves 3
nets.network 1
nets.network_slopes 7
nets.seconds 2 / 4
nets.unflat 2
plots.activation_curves 1
plots.affine 7
plots.agreement 3
plots.boundaries 3
plots.damaged_moons 1
plots.descent 2
plots.firing_rate 2 / 2 curve
plots.gallery 1 seeds
plots.gradient_signs 1
plots.grid 0
plots.hearts 1
plots.hidden_and_output 3
plots.line 0 b table title w
plots.loss_curves 3
plots.loss_landscapes 1
plots.max_of_lines 1 first second
plots.misread 3
plots.misses 0 pred target
plots.neuron 1 answers b w x
plots.nudges 1 at h
plots.regions 1 table title
plots.scatter 2
plots.shares 2 / 2 truth / 2 ylabel
plots.square 0
plots.table 1 title
plots.templates 1
plots.through_depth 2
rehearse.built 3
rehearse.by_seed 2
rehearse.digits 4
rehearse.dropout 1 p scale
rehearse.epoch 4 seed
rehearse.layers 4 / 4 otherwise
rehearse.order 1
rehearse.settings 1
rehearse.slope_error 5
rehearse.slopes 4
rehearse.training 2 / 3
widgets.activations 1 sigmoid_grad / 5 sigmoid_grad relu_grad start
widgets.bumps 3
widgets.graph 0 x y z / 0 grads x y z
widgets.hidden_units 2
widgets.learning_rate 2
widgets.neuron 1 / 1 b predict w
widgets.one_logit 0 bce_with_logits hinge mse softmax / 0 cross_entropy mse softmax
widgets.penalty 2
widgets.seeds 2
widgets.shapes 1
widgets.step_size 1
"""


MODULES: dict[str, Any] = {
    "check": check,
    "course": course,
    "data": data,
    "nets": nets,
    "plots": plots,
    "rehearse": rehearse,
    "widgets": widgets,
}


@pytest.mark.parametrize("chapter", SETUP)
def test_the_first_cell_of_an_old_notebook_runs(chapter: str) -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", SETUP[chapter]], check=True)


@pytest.mark.parametrize("line", CALLS.split("\n")[1:-1])
def test_what_an_old_notebook_calls_is_there_and_takes_what_it_gives(line: str) -> None:
    name, _, forms = line.partition(" ")
    module, _, called = name.partition(".")
    found = getattr(MODULES[module], called)
    for form in filter(None, forms.split(" / ")):
        count, *named = form.split()
        inspect.signature(found).bind(*range(int(count)), **dict.fromkeys(named))


def train(params: Any, x: Any, y: Any, cfg: Any, rng: Any) -> Any:
    """An answer that would pass, if it were asked."""
    raise AssertionError("a check that is no more must not call it")


def test_a_check_that_was_replaced_says_of_what_age_the_notebook_is_and_what_to_do() -> None:
    for arguments in ((train, 2), (train, 0), (train, 3, 7)):
        with pytest.raises(OldNotebookError) as caught:
            weight, _, calls = rehearse.training(*arguments)
        [said] = caught.value._render_traceback_()
        assert "This notebook is of version 0.1 of the course" in said
        assert "Rename the notebook, download chapter 6 anew, and copy your functions" in said
        assert len(said) < 400 and "\n" not in said


def test_a_check_that_was_replaced_is_no_verdict_on_the_answer() -> None:
    with pytest.raises(OldNotebookError) as caught:
        rehearse.training(train, 2)
    assert not isinstance(caught.value, check.CheckFailed)
    assert record._state(caught.value) is None


def test_what_old_notebooks_unpack_has_as_many_parts() -> None:
    assert len(data.digits()) == 4
    assert len(data.xor(4, noise=0)) == len(data.moons(6, noise=0.3)) == 2
    params, x, dlogits = nets.network([4, 3, 2])
    assert [w.shape for w, _ in params] == [(4, 3), (3, 2)]
    assert (x.shape[1], dlogits.shape[1]) == (4, 2)
    assert np.shape(nets.flat(params)) == (4 * 3 + 3 + 3 * 2 + 2,)
