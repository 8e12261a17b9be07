"""Six notebooks as somebody saved them, in whatever hand: the folder that `course.mine` reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import nbformat

from autograder.authoring import answers
from course.mine.notebooks import find
from support.chapters import CHAPTERS, kept_answers, reference, source_notebook

ANOTHER_HAND = {
    "weighted_sum": "loops",
    "relu": "a copy with zeros written in",
    "affine_forward": "the bias as one more weight",
    "mlp_forward": "a list of partial functions",
    "init_params": "helpers with names that a test might use",
    "softmax": "through the logarithm of the sum",
    "cross_entropy": "a log-sum-exp of the reader's own",
    "l2_penalty": "norms, einsum",
    "relu_backward": "a mask on a copy",
    "affine_backward": "a sum of outer products",
    "softmax_ce_backward": "one-hot",
    "mlp_backward": "a name given at the top",
    "sgd_step": "other names, map",
    "minibatches": "sorted by random numbers",
    "accuracy": "sums",
    "loss_and_grads": "a loop",
    "train": "names given at the top",
}
"""Right answers in other styles, by exercise; the rest as the reference has them."""


def kept(exercise: str, title: str) -> str:
    """A kept answer, right or wrong."""
    found = (a for name in CHAPTERS for a in kept_answers(name))
    return next(a.source for a in found if (a.exercise, a.title) == (exercise, title))


def as_ours() -> dict[str, str]:
    """Answers to all exercises, as the course has them."""
    return {n: text for name in CHAPTERS for n, text in reference(name).items()}


def in_another_hand() -> dict[str, str]:
    """Answers to all exercises, as many as can be in another style."""
    return as_ours() | {name: kept(name, title) for name, title in ANOTHER_HAND.items()}


def notebooks(
    folder: Path,
    written: Mapping[str, str],
    names: Mapping[str, str] | None = None,
    more: Mapping[str, str] | None = None,
) -> Path:
    """Write the six notebooks as `release/` has them, with answers by exercise.

    names : where each chapter's goes, beneath the folder; as in `release/` where none is given
    more  : text of a cell of the student's own at the end, by chapter
    """
    for chapter in CHAPTERS:
        source = source_notebook(chapter)
        mine = {n: written[n] for n in reference(chapter) if n in written}
        notebook = answers.solved(source, mine)
        if more and chapter in more:
            notebook.cells.append(nbformat.v4.new_code_cell(more[chapter]))
        path = folder / (names or {}).get(chapter, f"{chapter}/{chapter}.ipynb")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(notebook), encoding="utf-8")
    return folder


ANOTHER_CACHE = {
    "affine_forward": """
def affine_forward(x, w, b):
    return x @ w + b, {"weights": w, "input": x}
""",
    "mlp_forward": """
def mlp_forward(x, params, act):
    kept = []
    for i, (w, b) in enumerate(params):
        x, cache = affine_forward(x, w, b)
        if i + 1 < len(params):
            x = act(x)
            cache["gave"] = x
        kept.append(cache)
    return x, {"layers": kept}
""",
    "affine_backward": """
def affine_backward(dout, cache):
    x, w = cache["input"], cache["weights"]
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)
""",
    "mlp_backward": """
def mlp_backward(dlogits, caches):
    grads, d = [], dlogits
    for cache in caches["layers"][::-1]:
        if "gave" in cache:
            d = relu_backward(d, cache["gave"])
        d, dw, db = affine_backward(d, cache)
        grads = [(dw, db)] + grads
    return grads, d
""",
}
"""A forward and a backward half that know of each other, and of no other one."""


def given(folder: Path) -> list[str]:
    """The cells of a folder's notebooks with the course's own answers."""
    return [text for one in find(folder).notebooks.values() for text in one.given]
