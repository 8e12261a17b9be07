"""Every idea of the five seed articles has its place in a chapter.

An idea has the number ARTICLE.ITEM. Under it stand its places, all of which must exist: chapter,
kind, and an exercise, a heading, words that one of its paragraphs says in whatever order, or a
figure that it shows. An idea that an article has wrong is marked as a claim; its place is where
the reader finds out.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from dataclasses import dataclass

import pytest
from support.chapters import CHAPTERS, ROOT

from autograder.authoring import build, text
from autograder.shared import nbcells

INVENTORY = r"""
000.1 scores, a loss plus a penalty, and descent to the best weights
    4 exercise l2_penalty
    4 says data loss
    6 exercise loss_and_grads
000.2 numeric gradients are slow: derive, then check numerically
    5 exercise numerical_gradient
    5 says then check it against the slow one
    5 exercise relative_error
000.3 a linear classifier is a template and a flat boundary
    1 says is a **linear classifier**
    1 says as a *template*
    1 shows plots.line
000.4 neural network, fully connected network and MLP are one thing
    3 says fully connected
    3 says multilayer perceptron
000.5 a network is linear classifiers stacked with max(0, .) between
    3 exercise mlp_forward
    3 says without which a second layer would add nothing
000.6 watch rows and columns
    3 says write the shapes down first
    3 exercise affine_forward
000.7 max(0, z) is the activation
    2 exercise relu
000.8 without activation two layers are one
    2 exercise collapse_linear
    2 heading Why any curve at all
000.9 ReLU does well on most problems
    2 says does well on most problems
000.10 a 3-layer net has two hidden layers
    3 exercise count_params
    3 says a three-layer network has two hidden layers
000.11 more neurons, more capacity
    6 says How many units?
000.12 spikes and their timing; axon, synapse, dendrite (claim: axons consist of neurons)
    1 says axon a long fibre that is part of the neuron
    1 says The moment of each signal matters
000.13 threshold of a weighted sum (claim: without x)
    1 exercise perceptron_predict
    1 says It lacks $x$
000.14 regular layers, for efficiency
    3 says networks come in regular layers
000.15 a black box that learns and predicts
    6 exercise train_digits
000.16 seven steps from first weights to repeat
    6 exercise train
    6 says Learning is seven steps
000.17 random first weights (claim: any start converges)
    3 exercise init_params
    3 says chance makes them differ
    6 says From zeros only the last biases learn
000.18 sum of squared errors
    4 exercise mse
    4 says sum of squared errors
000.19 a nudge of 0.0001 raises the loss by 0.006: rate 60
    5 says Nudge it by $+0.0001$
    5 says so the rate is $0.006001 / 0.0001 = 60.01$
000.20 derivatives decompose; layers know forward and backward
    5 exercise relu_backward
    5 says a small library of layers
    5 exercise affine_backward
000.21 calls pushed on a stack, then unwound
    5 exercise mlp_backward
    5 says The backward pass unwinds the stack
    5 says records each operation as it runs
000.22 new weight = old weight - derivative x rate
    6 exercise sgd_step
    6 says \text{new weight} = \text{old weight}
000.23 small constant rate, signs (claim: slope zero is a stable minimum)
    6 says small constant
    6 says stable minimum
000.24 how many rounds depends on rate, size and optimiser
    6 shows widgets.learning_rate
    6 says How many epochs does learning take?
000.25 how each weight and bias changes the loss
    5 says how each weight and each bias changes the loss
000.26 f = (x + y) z at -2, 5, -4
    5 exercise grad_of_xyz
    5 says For $f = (x + y)\,z$ at $x = -2$, $y = 5$, $z = -4$
    5 says $f = -12$
000.27 downstream = upstream x local
    5 says \text{downstream} = \text{upstream} \times \text{local}
    5 exercise grad_of_xyz
000.28 add distributes, mul swaps, copy sums, max routes
    5 exercise grad_of_xyz
    5 says the factors swap
    5 says receives two, one from each copy, and adds them
001.1 a numeric step took about a minute
    5 says of a second each, a minute
001.2 MNIST, batches of 100, 50 hidden units, biases
    3 says 784 inputs, 50 hidden units and 10 outputs
    6 says **MNIST** 28×28 pixels
001.3 shapes of X, W1, Y, W2 (claim: B is 100 x 50)
    3 says the bias is $(M,)$, not $(N, M)$
001.4 affine: weighted sum plus bias
    3 exercise affine_forward
    3 says is called an affine map
001.5 sigmoid inside, softmax at the end, cross-entropy
    2 exercise sigmoid
    4 exercise softmax
    4 exercise cross_entropy
001.6 layers Affine, Sigmoid, SoftmaxLoss
    5 exercise affine_backward
    5 exercise relu_backward
    5 says the affine layer, the activation, and softmax with cross-entropy
    5 exercise softmax_ce_backward
001.7 15,680 and 79,400 forward passes (claim: biases left out)
    5 says 15,680 passes
    5 says weights and biases need 79,520 passes
001.8 layers have a memory
    3 says A layer remembers
    5 says What the backward half needs to remember
001.9 the chain of derivatives from loss to first weights
    5 says chain rule \frac{\partial a_1}{\partial z_1} \frac{\partial z_1}{\partial w_1}
001.10 a layer is a forward and a backward
    5 says two functions, forward and backward
001.11 a gradient has the shape of what it belongs to
    5 says a gradient has the shape of what it belongs to
002.1 W (n_l, n_l-1), b (n_l, 1): samples as columns (trap)
    3 exercise columns_to_rows
    3 says $W^{[l]}$ is $(n^{[l]}, n^{[l-1]})$
002.2 the bias is broadcast over the samples
    3 says *broadcasts* the $(M,)$ biases
002.3 dW and db are shaped like W and b
    5 says arrays of the shapes of `x`, `w` and `b`
002.4 edges, parts, faces; sounds, phonemes, words
    3 says edges
    3 says phonemes
002.5 XOR of n bits: log depth, n - 1 units (claim: against 2^n - 1)
    3 exercise parity_tree
    3 says $2^{n-1}$ ANDs
002.6 notation: L layers, a[0] = x, a[L] = prediction
    3 says Write $a_0 = x$
002.7 z = Wa + b, a = g(z), keep z
    3 exercise mlp_forward
002.8 gradients of one layer (claim: dW without transpose)
    5 exercise affine_backward
    5 says The transpose is missing
002.9 a layer's dz from the next layer's
    5 exercise mlp_backward
002.10 whole batches: 1/m, sum over samples, kept dimensions
    5 says the loss is an average, and its $1/N$ is in `dout` already
    5 exercise softmax_ce_backward
002.11 parameters against hyper-parameters
    6 says **hyper-parameters**
002.12 weight decay keeps weights small
    4 says every weight towards 0 *weight decay*
    6 says weight decay
002.13 even a shallow net has W (n_out, n_in) there
    3 exercise columns_to_rows
003.1 86 billion neurons, 10^14 to 10^15 synapses
    1 says 86 billion neurons
    1 says $10^{14}$ to $10^{15}$
003.2 synapses excite or inhibit (claim: spikes leave by dendrites)
    1 exercise weighted_sum
    1 says the sign whether it excites
    1 says receives signals on its dendrites its own signal down its axon
003.3 firing rate, and the sigmoid for it
    1 says firing rate
    2 shows plots.firing_rate
003.4 an activation must not be linear
    2 says not linear keeps two layers from being one
    2 exercise collapse_linear
003.5 dot product, activation, output
    1 says dot product
    1 exercise weighted_sum
003.6 five ways in which real neurons differ
    1 says How far is this from a real neuron?
003.7 one neuron as classifier: logistic or hinge loss
    4 exercise bce_with_logits
    4 says the loss alone decides which kind of classifier
003.8 a penalty is gradual forgetting
    6 says shrinks every weight
003.9 sigmoids saturate (claim: slope below 0.25)
    2 says 0.25^{10}
    2 says saturated
    2 says all smaller than 0.25
003.10 outputs not around zero: gradients of one sign, zigzag
    2 shows plots.zigzag
    2 says zigzag both up both down
003.11 the exponential costs time
    2 says a comparison where sigmoid and tanh need an exponential
003.12 tanh = 2 sigmoid(2x) - 1
    2 exercise tanh_via_sigmoid
003.13 ReLU: fast, no saturation, but it dies, up to 40 %
    2 says dead ReLU
    2 says up to 40 %
    6 exercise accuracy
    6 shows widgets.learning_rate
003.14 leaky ReLU, ELU, maxout
    2 exercise leaky_relu
    2 exercise maxout
    2 says Goodfellow et al., 2013
003.15 how to choose; rarely mix
    2 says Which one?
    2 says seldom mixes them
003.16 layers without cycles and without links inside
    3 says no links inside a layer and no way back
003.17 counting layers without the input; logistic = one layer
    3 says Layers are counted without the inputs
    3 says a network of a single layer
003.18 no activation at the output (claim against 001's softmax)
    3 exercise mlp_forward
    4 says the softmax is part of the loss
    3 says The output layer has no activation
003.19 6 neurons, 20 weights, 6 biases: 26
    3 exercise count_params
    3 says make 26
003.20 a 3-layer forward pass in code
    3 exercise mlp_forward
    3 says three-layer network in columns
003.21 one hidden layer approximates any continuous function
    3 says Cybenko, 1989
003.22 why deeper: fewer units
    3 heading What depth saves
    3 says three fully connected layers often beat
003.23 more hidden units bend more; 20 overfit
    6 shows plots.boundaries
    6 says 3 tanh units 20 a penalty
003.24 do not shrink the net: L2, dropout, noise
    6 exercise dropout_forward
    6 says noise on the inputs
003.25 small nets have few, bad minima; large ones many good
    6 shows widgets.seeds
    6 says depend more on luck
003.26 the strength of L2 at 20 hidden units
    6 says the penalty all but closes it, and with it 3 units and 20 hardly differ
    6 shows widgets.penalty
004.1 deep: features of features
    3 says each step more abstract
004.2 the perceptron of 1957 (claim: based on the SVM)
    1 says Rosenblatt, in a report of 1957
    1 says based on the support vector machine
004.3 signal, threshold, fire
    1 exercise perceptron_predict
    1 heading Deciding
004.4 each layer fully linked to the one before
    3 says linked to all outputs of the layer before
004.5 scores (claims: two meanings; softmax the wrong way round)
    4 exercise softmax
    4 says also called its *score*
    4 says which turns scores into probabilities
    4 says another number, a **metric**
004.6 cross-entropy and log loss; MSE and MAE
    4 exercise mse
    4 exercise cross_entropy
    4 exercise bce_with_logits
004.7 from loss to PSNR
    4 says peak signal-to-noise ratio made of the MSE
004.8 forward propagation
    3 exercise mlp_forward
    3 says from front to back is the **forward pass**
004.9 backprop: composition and chain rule (claim: front to back)
    5 exercise mlp_backward
    5 says by the chain rule it passes on their product
    5 says backwards from the loss, one pass serves all
004.10 the gradient climbs steepest; descend
    6 heading Downhill
    6 says rises fastest
004.11 forward, compare, back, update, repeat
    6 exercise train
004.12 activations bend, and map to (0, 1) or (-1, 1)
    2 exercise sigmoid
    2 exercise tanh_via_sigmoid
004.13 vanishing (claim: where the result is small)
    2 says slope small at both ends
004.14 ReLU: simple, converges well, most used
    2 says is the most used
    2 says six times faster with tanh
"""
OPEN = ("", "readonly")  # cells of code that are neither an answer nor its tests
IN_ARTICLE = {"000": 28, "001": 11, "002": 13, "003": 26, "004": 14}


@dataclass(frozen=True)
class Place:
    """Where an idea stands; kind is "exercise", "heading", "says" or "shows"."""

    chapter: int
    kind: str
    what: str


@dataclass(frozen=True)
class Idea:
    """An idea in a few words of ours, and all the places it must have."""

    number: str
    words: str
    places: tuple[Place, ...]


def parsed(inventory: str) -> list[Idea]:
    return [idea(*part.splitlines()) for part in re.split(r"\n(?=\S)", inventory.strip())]


def idea(line: str, *places: str) -> Idea:
    number, words = line.split(maxsplit=1)
    return Idea(number, words, tuple(place(line) for line in places))


def place(line: str) -> Place:
    chapter, kind, what = line.split(maxsplit=2)
    return Place(int(chapter), kind, what)


IDEAS = parsed(INVENTORY)


def plain(words: str) -> str:
    """Words without line breaks, emphasis, LaTeX's thin commas, or capitals."""
    return " ".join(words.replace("{,}", ",").replace("*", "").split()).lower()


def said(words: str, paragraph: str) -> bool:
    """Whether all of the words stand in the paragraph."""
    there = plain(paragraph)
    return all(word in there for word in plain(words).split())


@functools.cache
def shown(chapter: int) -> dict[str, str]:
    """What a reader of the chapter finds, by kind."""
    name = next((name for name in CHAPTERS if name.startswith(f"ch{chapter:02}_")), None)
    cells = text.parse(build.text_path(ROOT, name)).cells if name else ()
    prose = nbcells.prose(cells)
    code = "\n".join(c.source for c in cells if c.cell_type == "code" and c.role in OPEN)
    return {
        "exercise": "\n".join(c.grade_id for c in cells if c.role == "solution"),
        "heading": "\n".join(re.findall(r"^#+ (.+)$", prose, re.M)),
        "says": f"{prose}\n\n{code}",
        "shows": code,
    }


def exists(place: Place) -> bool:
    """Whether the chapter holds it."""
    there = shown(place.chapter)[place.kind]
    if place.kind == "says":
        return any(said(place.what, paragraph) for paragraph in there.split("\n\n"))
    if place.kind == "shows":
        return f"{place.what}(" in there
    return place.what in there.splitlines()


def test_the_inventory_is_whole() -> None:
    assert Counter(idea.number.split(".")[0] for idea in IDEAS) == IN_ARTICLE
    numbers = [f"{article}.{i + 1}" for article, n in IN_ARTICLE.items() for i in range(n)]
    assert [idea.number for idea in IDEAS] == numbers and len(numbers) == 92
    assert all(idea.places for idea in IDEAS)


@pytest.mark.parametrize("idea", [pytest.param(idea, id=idea.number) for idea in IDEAS])
def test_an_idea_of_the_seeds_stands_where_the_inventory_says(idea: Idea) -> None:
    missing = [f"ch{p.chapter:02} {p.kind} {p.what}" for p in idea.places if not exists(p)]
    assert not missing, (
        f"{idea.number} ({idea.words}) no longer stands where the inventory says: {missing}. "
        "Give the idea its place again, or name its new place in this file."
    )


@pytest.mark.parametrize("kind", ["exercise", "heading", "says", "shows"])
@pytest.mark.parametrize("chapter", [1, 7])
def test_a_place_that_does_not_exist_is_noticed(chapter: int, kind: str) -> None:
    assert not exists(Place(chapter, kind, "plots.nothing"))


@pytest.mark.parametrize(
    "line",
    ["1 exercise double", "1 heading Deciding", "1 says neurons 86 BILLION", "1 shows plots.line"],
)
def test_a_place_that_exists_is_found(line: str) -> None:
    assert exists(place(line))
