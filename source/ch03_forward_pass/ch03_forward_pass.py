# %% [markdown]
# # Chapter 3 · The forward pass
# One neuron draws a line. A layer of neurons is one matrix product, and a network is a few layers in a row. In this chapter you write a network of any depth in a few lines, learn to count its numbers and to choose their start, and let it paint.
# - **What you'll do.** Write a layer, a network, its count of parameters and its first weights, and read a network that is written the other way round.
# - **What you'll learn.** Why shapes explain a network; what a layer remembers; how hidden units bend a line into any curve; why the size of the first weights matters; what depth saves.
# - **What you'll need.** Chapters 1 and 2, and NumPy: `@`, `shape`, `.T`, broadcasting. About 80 minutes: fifteen for each of the first four exercises, ten for the fifth, ten for the rest; the bonus is extra. Cells between the exercises call your functions: run them once these pass.

# %% readonly="setup"
import numpy as np
from course import check, forward, plots, widgets

# %% [markdown]
# ## One layer
# Chapter 1's neuron decided about an umbrella from clouds, forecast and wind. Let a second neuron look at the same inputs and decide about sunscreen: clouds speak against it with weight $-3$, the forecast of rain with $-1$, the wind does not count, and the bias is $1$. Several neurons side by side that look at the same inputs are a **layer**; each neuron in it is a **unit**.
#
# Put the weights of each unit in a *column*. For $D$ inputs and $M$ units that makes an array `w` of shape $(D, M)$, and the biases an array `b` of shape $(M,)$. One matrix product then does what $N \cdot M$ weighted sums would. Blue is positive, orange negative, grey zero:

# %%
x = [[0.9, 0.6, 0.3], [0.2, 0.1, 0.8]]
w, b, out = [[2, -3], [3, -1], [-1, 0]], [-2, 1], [[1.3, -2.3], [-2.1, 0.3]]
names = ["first", "second"], ["clouds", "forecast", "wind"], ["umbrella", "sunscreen"]
plots.affine(x, w, b, out, *names)

# %% [markdown]
# Each row is still a sample, here a morning; each column now belongs to a unit. Sunscreen on the first morning: $0.9 \cdot (-3) + 0.6 \cdot (-1) + 0.3 \cdot 0 + 1 = -2.3$. There is one bias for each unit, the same on every morning: NumPy *broadcasts* the $(M,)$ biases over the $N$ rows.
#
# A weighted sum plus a bias is called an **affine** map. In shapes, $(N, D) \cdot (D, M) + (M,) \to (N, M)$: the inner sizes must agree, here both $D$, and the outer ones remain. Whenever you are lost in a network, write the shapes down first. They are also why networks come in regular layers: a brain is wired every which way, but a layer is one matrix product, which computers are very good at.
#
# **A layer remembers.** When the network learns, each layer will be asked how its output would change, and the answer depends on what went in. So a layer returns two things: its output, and a **cache** with what it will want to look at again.
# ## Exercise 1 · `affine_forward` (3 points)
# Return the pair `(out, cache)`. `out` has shape $(N, M)$ for any $N$, $D$ and $M$; sizes of 1 are no exception, so one sample and one unit give shape $(1, 1)$, and `x` may hold integers, while `out` always holds floats. `cache` is your own affair, and the tests do not look into it. A good choice is `(x, w)`; copies are not needed, since the functions of this course never change their inputs. Two points are for the values, one for sizes of 1.

# %% solution="affine_forward"
def affine_forward(x, w, b):
    """The weighted sums of a layer, for each sample and each unit.

    x : (N, D)   one sample in each row
    w : (D, M)   one unit in each column
    b : (M,)     one bias for each unit

    Returns
    out   : (N, M)
    cache : what the layer remembers
    """
    ### BEGIN SOLUTION
    return x @ w + b, (x, w)
    ### END SOLUTION

# %% tests="affine_forward" points=2
x, b = np.array([[1.0, 2.0], [-3.0, 0.5]]), np.array([0.25, -2.0])
w = np.array([[2.0, -1.0], [0.5, -3.0]])
out, _ = check.call(affine_forward, x, w, b, returns=("out", "cache"))
check.close("out", out, [[3.25, -9.0], [-5.5, -0.5]])
### BEGIN HIDDEN TESTS
rng = check.rng()
for n, d, m in (2, 4, 7), (3, 3, 3), (2, 3, 3), (6, 2, 4):
    x, w, b = rng.normal(size=(n, d)), rng.normal(size=(d, m)), rng.normal(size=m)
    out, _ = check.call(affine_forward, x, w, b, returns=("out", "cache"))
    check.close("out", out, np.einsum("nd,dm->nm", x, w) + b)
### END HIDDEN TESTS

# %% tests="affine_forward" part="ones" points=1
x, w, b = np.array([[3, -2]]), np.array([[2.5], [2.0]]), np.array([1.125])
out, _ = check.call(affine_forward, x, w, b, returns=("out", "cache"))
check.close("out for one sample and one unit", out, [[4.625]])
### BEGIN HIDDEN TESTS
rng = check.rng()
for n, d, m in (1, 4, 3), (5, 3, 1), (4, 1, 2), (1, 3, 1), (1, 1, 1):
    x, w, b = rng.integers(-4, 5, size=(n, d)), rng.normal(size=(d, m)), rng.normal(size=m)
    out, _ = check.call(affine_forward, x, w, b, returns=("out", "cache"))
    check.close("out", out, np.einsum("nd,dm->nm", x, w) + b)
### END HIDDEN TESTS

# %% [markdown]
# **Check the claim.** An article sends 100 images of $28 \cdot 28 = 784$ pixels through 784 inputs, 50 hidden units and 10 outputs, and says the first layer's bias is a $100 \times 50$ array. Try it: `np.zeros((7, 50)) + np.zeros((100, 50))` are the sums of seven images and that bias. What shape must the bias have?
#
# <details><summary>Answer</summary>
#
# NumPy refuses: a $100 \times 50$ bias is tied to batches of 100, and gives a unit another bias for each image. The bias has shape $(50,)$; the larger array is only what broadcasting makes of it on the way. The other shapes hold: $(100, 784) \cdot (784, 50) \to (100, 50)$, then $(100, 50) \cdot (50, 10) \to (100, 10)$.
#
# </details>
#
# ## Layers in a row
# Let the outputs of one layer be the inputs of the next. The last layer is the **output layer**, those before it are **hidden layers**. Every unit is linked to all outputs of the layer before, so the layers are *fully connected*. There are no links inside a layer and no way back: one sweep from the inputs to the end computes everything. "Neural network" is a broad word; this kind is a *fully connected network* or *multilayer perceptron* (MLP), and with many layers it is called *deep*.
#
# Layers are counted without the inputs, which compute nothing. One hidden layer makes a two-layer network, a three-layer network has two hidden layers, and the linear classifier of chapter 1 is a network of a single layer. We write a network by its sizes, inputs first: 3-4-2, in Python `[3, 4, 2]`, has three inputs, four hidden units and two outputs.
#
# How large is it? One can count neurons: $4 + 2 = 6$, for the three inputs are just numbers. More telling is how many numbers it has to learn, its **parameters**: $3 \cdot 4 + 4 \cdot 2 = 20$ weights and $4 + 2 = 6$ biases make 26. The network for images has 39,760, of which 39,250 sit in the first layer, where the many inputs are. Convolutional networks for photographs have about $10^8$, in 10 to 20 layers (CS231n notes).
# ## Exercise 2 · `count_params` (2 points)
# Return `(n_w, n_b, total)`: the numbers of weights, of biases and of both together, three integers, for a network with any number of layers. `dims` is a list of at least two sizes, the inputs first. The 3-4-2 network has $(20, 6, 26)$, a 3-4-4-1 network $(32, 9, 41)$. In Python, `zip(dims, dims[1:])` walks over neighbours: for `[3, 4, 2]`, over $(3, 4)$ and $(4, 2)$.

# %% solution="count_params"
def count_params(dims):
    """How many weights and biases a network has.

    dims : list of sizes, the inputs first

    Returns
    n_w   : how many weights
    n_b   : how many biases
    total : both together
    """
    ### BEGIN SOLUTION
    n_w = sum(d * m for d, m in zip(dims, dims[1:]))
    n_b = sum(dims[1:])
    return n_w, n_b, n_w + n_b
    ### END SOLUTION

# %% tests="count_params" points=2
names = ("n_w", "n_b", "total")
out = check.call(count_params, [3, 4, 4, 4, 5, 2], returns=names)
check.equal("count_params([3, 4, 4, 4, 5, 2])", out, (74, 19, 93))
check.equal("3-4-4-1", check.call(count_params, [3, 4, 4, 1], returns=names), (32, 9, 41))
check.equal("3-4-2", check.call(count_params, [3, 4, 2], returns=names), (20, 6, 26))
### BEGIN HIDDEN TESTS
rng = check.rng()
for dims in [1, 1], [1, 4, 4, 4, 1], [*rng.integers(2, 30, size=5).tolist(), 300, 200]:
    layers = [(np.empty((d, m)), np.empty(m)) for d, m in zip(dims[:-1], dims[1:])]
    n_w, n_b = sum(w.size for w, _ in layers), sum(b.size for _, b in layers)
    out = check.call(count_params, dims, returns=names)
    check.equal(f"count_params({dims})", out, (n_w, n_b, n_w + n_b))
### END HIDDEN TESTS

# %% [markdown]
# **Play.** Move the sizes. The figure writes the shape of every array on the way through the network, and asks your `count_params` what each layer costs; run it once that passes.

# %%
widgets.shapes(count_params)

# %% [markdown]
# <details><summary>Answer</summary>It is never the inputs: doubling the layer after them doubles the same weights, and adds biases and whatever comes next. Mostly it is a hidden layer between large neighbours, and the outputs where there are many of them. A larger batch costs nothing.</details>
#
# ## The whole network
# Now run it. Write $a^{[0]} = x$. Layer $l$ of $L$ takes $a^{[l-1]}$, makes its sums $z^{[l]} = a^{[l-1]} w^{[l]} + b^{[l]}$, and hands on $a^{[l]} = g(z^{[l]})$ with an activation $g$ such as chapter 2's `relu`, without which a second layer would add nothing: a network is a stack of linear classifiers with bends in between. Only the last layer is different: its sums $z^{[L]}$ are the answer, called **logits**, one for each output unit, with no activation. This sweep from front to back is the **forward pass**.
#
# Follow one by hand: chapter 1's XOR, now with two ReLU units. All weights into them are 1, their biases $0$ and $-1$; the output's weights are $1$ and $-2$, its bias $-0.5$. For $x = (1, 1)$: $z = (2, 1)$, and ReLU leaves $a = (2, 1)$; the logit is $2 - 2 \cdot 1 - 0.5 = -0.5$. For $x = (0, 1)$: $z = a = (1, 0)$, logit $0.5$. For $x = (0, 0)$: $z = (0, -1)$, $a = (0, 0)$, logit $-0.5$. It is above zero exactly where XOR is 1.
# ## Exercise 3 · `mlp_forward` (4 points)
# `params` is a list with one pair `(w, b)` for each layer, and `act` a function of an array, applied after every layer but the last. Any number of layers must work, also one. Return the pair `(logits, caches)`. `caches` is a list with one entry for each layer, in order, each made for that layer alone, so that no two are alike and none depends on the weights of a later layer. What an entry holds is your own affair again, as long as it holds something of what went into its layer: other inputs, another entry. The way back, in chapter 5, will want the `cache` from `affine_forward`, the layer's output `a` after its activation, and the activation; so a good entry is the tuple `(cache, a, act)`, and `(cache, None, None)` for the last layer. (Chapter 2's slopes can be read off `a`, so $z$ need not be kept.) Three points are for the logits, one is for the list of caches. Mind that `affine_forward` returns two things: `z, cache = ...` takes them apart. The next cell brings chapter 2's functions.

# %% given="sigmoid relu"

# %% solution="mlp_forward"
def mlp_forward(x, params, act):
    """Send samples through all layers of a network.

    x      : (N, D)
    params : list of (w, b), one pair for each layer
    act    : function of an array, the activation of the hidden layers

    Returns
    logits : (N, C)   the sums of the last layer
    caches : list with one entry for each layer
    """
    ### BEGIN SOLUTION
    a, caches = x, []
    for w, b in params[:-1]:
        z, cache = affine_forward(a, w, b)
        a = act(z)
        caches.append((cache, a, act))
    logits, cache = affine_forward(a, *params[-1])
    return logits, caches + [(cache, None, None)]
    ### END SOLUTION

# %% tests="mlp_forward" points=3
### BEGIN HIDDEN TESTS
check.stand_in(affine_forward=lambda x, w, b: (x @ w + b, (x, w)))
### END HIDDEN TESTS
x, w = np.array([[2.0, 0.0], [-1.0, 2.0], [1.0, 0.0]]), np.array([[1.0, -1.0], [0.5, -0.5]])
params = list(zip((w, w[::-1], -w.T), np.array([[0.0, 1.0], [-1.0, 0.5], [-1.5, 0.0]])))
right = {3: [[0.75, 1.125], [-1.25, 0.125], [-1.75, -0.125]], 1: [[2, -1.0], [0, 1], [1, 0]]}
for n in 3, 1:
    logits, _ = check.call(mlp_forward, x, params[:n], np.square, returns=("logits", "caches"))
    check.close(f"logits of {n} layer(s)", logits, right[n])
### BEGIN HIDDEN TESTS
x, returns = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), ("logits", "caches")
xor = [(np.ones((2, 2)), np.array([0.0, -1.0])), (np.array([[1.0], [-2.0]]), np.array([-0.5]))]
logits, _ = check.call(mlp_forward, x, xor, relu, returns=returns)
check.close("logits of XOR's network", logits, [[-0.5], [0.5], [-0.5]])
rng = check.rng()
power = rng.uniform(1.1, 1.9)


def bend(z):  # an activation that nobody has met
    return np.abs(z) ** power


# N, then the sizes of the network.
nets = (relu, 6, 3, 4, 2), (sigmoid, 1, 3, 1, 2), (bend, 5, 1, 4, 2, 3, 2), (np.tanh, 1, 1, 1)
for act, n, *dims in nets:
    params = [(rng.normal(size=(d, m)), rng.normal(size=m)) for d, m in zip(dims, dims[1:])]
    x = rng.normal(size=(n, dims[0]))
    right = x @ params[0][0] + params[0][1]
    for w, b in params[1:]:
        right = act(right) @ w + b
    logits, _ = check.call(mlp_forward, x, params, act, returns=returns)
    check.close(f"logits of a {dims} network", logits, right)
### END HIDDEN TESTS

# %% tests="mlp_forward" part="caches" points=1
### BEGIN HIDDEN TESTS
check.stand_in(affine_forward=lambda x, w, b: (x @ w + b, (x, w)))
### END HIDDEN TESTS
x, params = np.ones((2, 2)), [(np.ones(s), np.ones(s[1])) for s in ((2, 3), (3, 4), (4, 5))]
forward.one_entry_for_each_layer(mlp_forward, x, params, relu)
forward.one_entry_for_each_layer(mlp_forward, x, params[:1], relu)
### BEGIN HIDDEN TESTS
forward.remembering(mlp_forward, check.rng())
### END HIDDEN TESTS

# %% [markdown]
# **Play.** Five hidden units that each watch one line, and an output that counts them: where at least four of the five agree, there is the star. The small pictures are the outputs of the hidden units. Run it once `mlp_forward` passes, and then change `-2.0` to `-4.0`, so that all five must agree, or to `0.0`, so that three are enough. Each column of `lines[0]` points across its line, towards the centre; the line lies $12.36 / 40 = 0.309$ from the centre, and 40 makes its edge sharp.

# %%
facing = np.pi * (0.5 + 0.4 * np.arange(5))
lines = -40 * np.stack([np.cos(facing), np.sin(facing)]), np.full(5, 12.36)
star = [lines, (np.ones((5, 1)), np.array([-2.0]))]
sums, _ = mlp_forward(plots.square(), star[:1], np.tanh)
logits, _ = mlp_forward(plots.square(), star, np.tanh)
plots.hidden_and_output(np.tanh(sums), logits, f"a star from {count_params([2, 5, 1])[2]} numbers")

# %% [markdown]
# **Check the claim.** *"The output layer has no activation"*, says one article; another ends with one that turns logits into probabilities. For each row, `argmax(axis=1)` gives the place of the largest number. Compare `logits.argmax(axis=1)` with `sigmoid(logits).argmax(axis=1)` for rows of your own, such as `logits = np.array([[2.0, -1.0, 0.5]])`. Does it change which output is largest?
#
# <details><summary>Answer</summary>
#
# No: a curve that only rises keeps the order. Both describe the same network. Ours end with logits; what turns them into probabilities belongs to the loss, in chapter 4.
#
# </details>
#
# ## Bends
# What can such a network compute? Take one input and ReLU. A unit with weight 1 and bias $-k$ is silent left of $k$ and rises from there, so it bends the answer at $k$, by as much as its output weight. The first unit sets the first slope; each further one adds the *change* of slope at its own place. So choose points on any curve: this network joins them, without learning, with one hidden unit for each piece.

# %%
def join(places, heights):
    """A network with one input whose answer runs straight from point to point."""
    slopes = np.diff(heights) / np.diff(places)
    changes = np.diff(slopes, prepend=0.0)[:, None]
    return [(np.ones((1, len(slopes))), -places[:-1]), (changes, heights[:1])]
widgets.bumps(mlp_forward, join, relu)

# %% [markdown]
# This is the idea behind a theorem: one hidden layer can come as close as you like to any continuous function on a bounded range (Cybenko, 1989, for sigmoids). It does not say how many units that takes, nor how to find the weights. Once the pieces are short, twice as many leave about a quarter of the error: compare 20 units and 40. The third curve needs the most, because its fast end wants bends close together and these stand evenly; a network that learns may put them where the curve turns.
# ## Where the numbers start
# Nobody sets 39,760 weights by hand. They start at **random**, and learning moves them; biases may start at zero. How large should they be? A sum of $D$ independent terms of either sign is typically $\sqrt D$ times as large as one of them. With $D = 100$ inputs of size 1 and weights of size 0.01, sums have size $10 \cdot 0.01 = 0.1$; `tanh` leaves that, the next layer makes 0.01 of it, and ten layers $10^{-10}$. With weights of size 1, sums have size 10, and `tanh` is stuck at its ends. Weights of size $1/\sqrt D$ keep the size: $10 \cdot 0.1 = 1$. ReLU drops half of what it gets, and $\sqrt{2/D}$ makes up for that. $D$ counts the inputs of that layer, its **fan-in**.
#
# Four schemes: `"zeros"` sets all weights to 0; in the other three they are normally distributed around 0, with a standard deviation of 0.01 (`"normal001"`), $\sqrt{1/D}$ (`"xavier"`, after Glorot and Bengio, 2010, here with the fan-in alone) or $\sqrt{2/D}$ (`"he"`, He and others, 2015): for $D = 100$ that is 0.01, 0.1 and 0.1414.
# ## Exercise 4 · `init_params` (3 points)
# Return the list of pairs `(w, b)`: `w` of shape $(D, M)$, drawn as the scheme says, and `b` of shape $(M,)$, all 0.0. Any other scheme raises a `ValueError`. All random numbers come from `rng`, none from the generator that `np.random.seed` sets: `rng.normal(0.0, 2.0, size=(3, 4))` draws with standard deviation 2. Every layer draws its own, so the same seed gives the same network, and another seed another. One point is for shapes, zeros and the error, one for the standard deviations, one for the use of `rng`.

# %% solution="init_params"
def init_params(dims, rng, scheme):
    """The first weights and biases of a network.

    dims   : list of sizes, the inputs first
    rng    : np.random.Generator
    scheme : "zeros", "normal001", "xavier" or "he"

    Returns
    params : list of (w, b), one pair for each layer, w (D, M) and b (M,)
    """
    ### BEGIN SOLUTION
    params = []
    for d, m in zip(dims, dims[1:]):
        size = {"zeros": 0.0, "normal001": 0.01, "xavier": (1 / d) ** 0.5, "he": (2 / d) ** 0.5}
        if scheme not in size:
            raise ValueError(f"unknown scheme {scheme!r}")
        params.append((rng.normal(size=(d, m)) * size[scheme], np.zeros(m)))
    return params
    ### END SOLUTION

# %% tests="init_params" points=1
dims, rng = [3, 4, 4, 1], np.random.default_rng(1)
for scheme in ("zeros", "normal001", "xavier", "he"):
    forward.first_params(check.call(init_params, dims, rng, scheme), dims, scheme)
check.raises(ValueError, init_params, dims, rng, "ones", when="the scheme is unknown")
### BEGIN HIDDEN TESTS
for unknown in "HE", "hey":
    check.raises(ValueError, init_params, dims, rng, unknown, when="the scheme is unknown")
for dims, scheme in ([1, 1], "he"), ([5, 1, *check.rng().integers(2, 9, 4).tolist(), 1], "zeros"):
    forward.first_params(check.call(init_params, dims, rng, scheme), dims, scheme)
### END HIDDEN TESTS

# %% tests="init_params" part="spread" points=1
dims, sizes = [400, 100, 250, 40], {"normal001": [0.01] * 3}
sizes |= {"xavier": [0.05, 0.1, 0.0632], "he": [0.0707, 0.1414, 0.0894]}
for scheme in sizes:
    forward.spread(check.call(init_params, dims, check.rng(), scheme), sizes[scheme], scheme)
### BEGIN HIDDEN TESTS
dims = check.rng().permutation([60, 80, 110, 150]).tolist()
for scheme, gain in (("xavier", 1), ("he", 2)):
    params = check.call(init_params, dims, check.rng(), scheme)
    forward.spread(params, [(gain / d) ** 0.5 for d in dims[:-1]], scheme)
### END HIDDEN TESTS

# %% tests="init_params" part="rng" points=1
rngs = [np.random.default_rng(seed) for seed in (3, 3, 4)]
for scheme in ("normal001", "xavier", "he"):
    forward.drawn_from_rng(*(check.call(init_params, [9, 9, 9, 9], rng, scheme) for rng in rngs))
### BEGIN HIDDEN TESTS
seed, dims = int(check.rng().integers(5, 2**30)), [int(check.rng().integers(4, 9))] * 4
rngs = [np.random.default_rng(n) for n in (seed, seed, seed + 1)]
with forward.only_rng(init_params):
    drawn = [check.call(init_params, dims, rng, "xavier") for rng in rngs]
forward.drawn_from_rng(*drawn)
### END HIDDEN TESTS

# %%
plots.through_depth(init_params, mlp_forward)

# %% [markdown]
# That is what becomes of 500 random samples on their way through five `tanh` layers of 100 units, computed by your functions. With weights of size 0.01 they die out; with $1/\sqrt D$ they stay alive, though each `tanh` takes a little; with size 1 they get stuck at $-1$ and $1$.
#
# **Check the claim.** *"Initialise at random, because whatever the start is, learning reaches the ideal."* Let a 3-4-2 network start with 0.3 everywhere, or with zeros. What do its four hidden units say about a sample, and how could learning tell them apart?
#
# <details><summary>Answer</summary>
#
# All four say the same about every sample, and all count the same for the output: whatever learning does to one it does to all, and four units stay worth one. The start matters: random weights are there to make units differ.
#
# </details>
#
# ## The other way round
# Many texts put samples in *columns*: a layer is $z = W a + b$, with one unit in each row of $W$, shape $(M, D)$, and $b$ of shape $(M, 1)$. With $n^{[l]}$ units in layer $l$, $W^{[l]}$ is $(n^{[l]}, n^{[l-1]})$, outputs first. It is the same network, transposed: our `w` is their $W^\top$, and our `b` is their column laid flat. (`a[:, 0]` is the first column of an array `a`, with a single axis.) The two units above are $W = \begin{pmatrix} 2 & 3 & -1 \\ -3 & -1 & 0 \end{pmatrix}$, $b = \begin{pmatrix} -2 \\ 1 \end{pmatrix}$.
# ## Exercise 5 · `columns_to_rows` (2 points)
# Translate the parameters of a whole network, layer by layer: a list of pairs of shapes $(M, D)$ and $(M, 1)$ becomes a list of pairs of shapes $(D, M)$ and $(M,)$. One unit has a bias of shape $(1,)$.

# %% solution="columns_to_rows"
def columns_to_rows(params_col):
    """Parameters from the column convention to ours.

    params_col : list of (W, b), W (M, D) and b (M, 1)

    Returns
    params : list of (w, b), w (D, M) and b (M,)
    """
    ### BEGIN SOLUTION
    return [(w.T, b[:, 0]) for w, b in params_col]
    ### END SOLUTION

# %% tests="columns_to_rows" points=2
W1, b1 = np.array([[2.0, 3.0, -1.0], [-3.0, -1.0, 0.0]]), np.array([[-2.0], [1.0]])
W2, b2 = np.array([[4.0, 7.0], [5.0, 8.0], [6.0, 9.0]]), np.array([[0.0], [0.5], [0.25]])
params = check.call(columns_to_rows, [(W1, b1), (W2, b2), (-W1, -b1)])
w1, c1 = np.array([[2.0, -3.0], [3.0, -1.0], [-1.0, 0.0]]), np.array([-2.0, 1.0])
w2, c2 = np.array([[4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]), np.array([0.0, 0.5, 0.25])
forward.pairs(params, [(w1, c1), (w2, c2), (-w1, -c1)])
### BEGIN HIDDEN TESTS
rng = check.rng()
theirs = [(rng.normal(size=(m, d)), rng.normal(size=(m, 1))) for m, d in check.sizes(2)]
for some in theirs, theirs[2:3], theirs[1:2], theirs[3:4]:  # the last three are of one layer
    right = [(np.einsum("md->dm", W), b.reshape(-1)) for W, b in some]
    forward.pairs(check.call(columns_to_rows, some), right)
### END HIDDEN TESTS

# %%
# An article's three-layer network in columns: x (3, 1), hidden layers (4, 1), output (1, 1).
rng, x = np.random.default_rng(0), np.array([[1.0], [-2.0], [0.5]])
theirs = [(rng.normal(size=s), rng.normal(size=(s[0], 1))) for s in ((4, 3), (4, 4), (1, 4))]
(W1, b1), (W2, b2), (W3, b3) = theirs
out = W3 @ sigmoid(W2 @ sigmoid(W1 @ x + b1) + b2) + b3
print(out, mlp_forward(x.T, columns_to_rows(theirs), sigmoid)[0])

# %% [markdown]
# ## What depth saves
# If one hidden layer is enough, why more? Because layers build on each other. In a network that has learned faces, the first layer finds edges, the next makes eyes and mouths of them, the next faces; with speech it goes from sounds to phonemes, words and sentences. Each step is more abstract, and its parts are shared. In practice three fully connected layers often beat two, and four or five seldom add much; convolutional networks gain from many more (CS231n notes). The cleanest case is the **parity** of $n$ bits, their XOR: is the number of ones odd? A tree of XOR gates joins neighbours in pairs, then the results in pairs, and so on. Eight bits need $4 + 2 + 1 = 7$ gates in 3 levels, and $n$ bits $n - 1$ gates in $\log_2 n$ levels, rounded up. Where a level has an odd number of values, the last goes up unpaired, without a gate.
# ## Bonus · `parity_tree` (no points)
# Return `(parity, units, depth)`: the parity of each row, an integer array of shape $(N,)$, then the number of gates and of levels. A gate may be Python's `^` on two columns. One bit is its own parity: no gates, no levels.

# %% solution="parity_tree"
def parity_tree(bits):
    """Parity by a tree of XOR gates.

    bits : (N, n) integers, 0 or 1

    Returns
    parity : (N,) integers, 0 or 1
    units  : how many gates
    depth  : how many levels
    """
    ### BEGIN SOLUTION
    level, units, depth = list(bits.T), 0, 0
    while len(level) > 1:
        pairs = [p ^ q for p, q in zip(level[::2], level[1::2])]
        level = pairs + level[2 * len(pairs) :]
        units, depth = units + len(pairs), depth + 1
    return level[0], units, depth
    ### END SOLUTION

# %% tests="parity_tree" points=0
bits = np.array([[1, 0, 1, 1, 0, 0, 0, 0], [1, 1, 0, 0, 0, 1, 0, 1], [1] * 8, [0] * 7 + [1]])
parity, units, depth = check.call(parity_tree, bits, returns=("parity", "units", "depth"))
check.close("parity", parity, np.array([1, 0, 0, 1]))
check.equal("the units and the depth", (units, depth), (7, 3))
### BEGIN HIDDEN TESTS
cases = (2, 16, 4), (4, 1, 0), (1, 1, 0), (4, 2, 1), (1, 5, 3)
cases += (4, 3, 2), (4, 6, 3), (2, 7, 3), (4, 9, 4)
for rows, n, right in cases:
    bits = check.rng().integers(0, 2, size=(rows, n))
    bits[0, -1] = 1  # so that it shows who leaves it out
    parity, units, depth = check.call(parity_tree, bits, returns=("parity", "units", "depth"))
    check.close(f"parity of {n} bit(s)", parity, bits.sum(axis=1) % 2)
    check.equal(f"units and depth of {n} bit(s)", (units, depth), (n - 1, right))
### END HIDDEN TESTS

# %% [markdown]
# **Check the claim.** *"With a single hidden layer, $2^n - 1$ hidden units are needed."* With gates that means an OR of ANDs, one AND for each row of the table whose answer is 1. Count these rows; run it once `parity_tree` passes. And neurons? The last three lines try one hidden layer of $n$ units, of which unit $k$ fires when more than $k$ bits are 1, with $k$ from 0.
# %%
for n in (2, 4, 8, 16):
    bits = np.arange(2**n)[:, None] >> np.arange(n) & 1
    parity, gates, levels = parity_tree(bits)
    print(f"{n:2} bits: {gates:2} gates in {levels} levels, or {parity.sum():6,} ANDs in one layer")
count = [(np.ones((16, 16)), -np.arange(16)), ((-1.0) ** np.arange(16)[:, None], np.array([-0.5]))]
logits, _ = mlp_forward(bits, count, lambda z: (z > 0) * 1.0)
print(f"16 counting units and an output: {np.mean((logits[:, 0] > 0) == parity):.0%} right")
# %% [markdown]
# <details><summary>Answer</summary>
#
# Half the rows have odd parity, so $2^{n-1}$ ANDs are enough: 128 for 8 bits, against 7 gates. But a gate is not a neuron. Each XOR takes three threshold units, so the tree has $3(n-1)$, and units that count do it with $n + 1$. For parity, depth saves gates, not neurons; for other functions it saves both (Telgarsky, 2016).
#
# </details>
#
# ## Payoff: a network paints
# Give a network a place, and let its three logits be red, green and blue there. The inputs are the distances from the two middle lines and from the centre, and a constant 1. Nobody chose the weights: your `init_params` drew them, your `mlp_forward` paints 14,400 points at once, and each new seed is a picture nobody has seen before.
# %%
def paint(seed, factor=2.5, sizes=(4, 16, 16, 16, 16, 16, 3)):
    x, y = abs(plots.square().T)
    places = np.stack([x, y, np.hypot(x, y), np.ones_like(x)], axis=1)
    params = init_params(sizes, np.random.default_rng(seed), "xavier")
    return sigmoid(mlp_forward(places, [(factor * w, b) for w, b in params], np.tanh)[0])
plots.gallery(paint, seeds=(0, 1, 2, 3, 4, 6, 7, 8))
# %% [markdown]
# Each picture is a forward pass through 1,219 numbers. Try your own seeds, then `factor=1` (fog) and `factor=8` (stained glass), and explain both by the size of weights. Random weights paint; weights that read handwriting have to be found. Chapter 4 measures how wrong a network is, which is where finding begins.
# %%
import course
course.progress()
# %% [markdown]
# - **On your own.** Draw another shape with the star's recipe: what do four lines and "all four agree" give? How would you draw a ring?
# - **In practice.** This layer is called `Linear` in PyTorch, which stores its weights as $(M, D)$, and `Dense` in Keras, which stores $(D, M)$. You can read both.
# - **Further reading.** *CS231n: Neural Networks Part 1*, on sizes and capacity. M. Nielsen, *Neural Networks and Deep Learning*, chapter 4, a visual proof of the theorem. G. Cybenko, *Approximation by superpositions of a sigmoidal function* (1989). K. Stanley, *Compositional pattern producing networks* (2007), on networks that paint.
