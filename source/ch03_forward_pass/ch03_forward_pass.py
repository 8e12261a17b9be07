# %% [markdown]
# # Chapter 3 · The forward pass
#
# A layer is one matrix product, and a network is a few layers in a row.
# Here 21 numbers draw a star, your code reads digits, and an untrained network paints.
#
# **What you'll do.** Write a network, from one layer to many, and give it weights that were learned, set by hand, or drawn by chance.
#
# **What you'll learn.** What a network can do (lines make a star, bends make curves, layers multiply bends), and how large initial weights must be.
#
# **What you'll need.** Chapters 1 and 2, and NumPy: `@`, `shape`, and `.T`, which turns rows into columns.
#
# **How long.** {minutes}

# %% readonly="setup"
import numpy as np
from course import check, forward, plots, widgets

# %% given="sigmoid relu"

# %% [markdown]
# ## One layer
#
# Chapter 1's neuron decided about an umbrella from clouds, forecast and wind.
# Let a second one decide about sunscreen, with the weights $-3$, $-1$ and $0$, and the bias 1.
# Such neurons, side by side with the same inputs, are a **layer**, and each is a **unit**.
#
# As in chapter 2, each sample is a row of `x`, and each unit a *column* of `w`: $D$ inputs and $M$ units make `w` $(D, M)$ and `b` $(M,)$.
# The entry $x_{nd}$ stands in row $n$ and column $d$.
# The sum of unit $m$ for sample $n$ is
#
# $$ z_{nm} = x_{n1} w_{1m} + x_{n2} w_{2m} + \dots + x_{nD} w_{Dm} + b_m $$
#
# **Question.** On chapter 1's first morning, with clouds 0.9, forecast 0.6 and wind 0.3, is the sum for sunscreen above zero?

# %%
x, w, b = [[0.9, 0.6, 0.3], [0.2, 0.1, 0.8]], [[2, -3], [3, -1], [-1, 0]], [-2, 1]
names = ["first", "second"], ["clouds", "forecast", "wind"], ["umbrella", "sunscreen"]
plots.affine(x, w, b, *names, framed=(0, 1))

# %% [markdown]
# No: the framed numbers give $0.9 \cdot (-3) + 0.6 \cdot (-1) + 0.3 \cdot 0 + 1 = -2.3$.
# Each entry of the matrix product `x @ w` is such a sum of products.
# NumPy *broadcasts* the $(M,)$ biases: it adds the same ones to each of the $N$ rows.
#
# A function of the form $x w + b$ is called an **affine map**.
# A computer is fast at matrix products, so networks come in regular layers.
#
# In shapes, $(N, D) \cdot (D, M) + (M,)$ gives $(N, M)$.
# When you are lost in a network, write the shapes down first.
#
# **A layer remembers.** Chapter 5 will need both factors of each product again.
# So beside its output a layer returns a **cache**, the pair `(x, w)`.
#
# ## Exercise 1 · `affine_forward` (3 points)
#
# **Your function**
#
# - takes `x` $(N, D)$, `w` $(D, M)$ and `b` $(M,)$, for any $N$, $D$ and $M$
# - returns the pair `(out, cache)`: the sums, $(N, M)$, and the pair `(x, w)`
# - a point each: values; one sample, input or unit; cache

# %% solution="affine_forward" minutes=6
def affine_forward(x, w, b):
    """The weighted sums of a layer, for each sample and each unit.

    x : (N, D)   one sample in each row; it may hold integers
    w : (D, M)   one unit in each column
    b : (M,)     one bias for each unit

    Returns
    out   : (N, M)   floats
    cache : x, w     what the layer remembers
    """
    ### BEGIN SOLUTION
    return x @ w + b, (x, w)
    ### END SOLUTION

# %% tests="affine_forward" points=1
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
x, w, b = np.array([[5, -1]]), np.array([[2.5, -1.0], [2.0, 0.5]]), np.array([1.125, -4.0])
for m in 2, 1:
    out, _ = check.call(affine_forward, x, w[:, :m], b[:m], returns=("out", "cache"))
    check.close(f"out for one sample and {m} unit(s)", out, np.array([[11.625, -9.5]])[:, :m])
### BEGIN HIDDEN TESTS
rng = check.rng()
for n, d, m in (1, 4, 3), (5, 3, 1), (4, 1, 2), (1, 3, 1), (1, 1, 1):
    x, w, b = rng.integers(-4, 5, size=(n, d)), rng.normal(size=(d, m)), rng.normal(size=m)
    out, _ = check.call(affine_forward, x, w, b, returns=("out", "cache"))
    check.close("out", out, np.einsum("nd,dm->nm", x, w) + b)
### END HIDDEN TESTS

# %% tests="affine_forward" part="cache" points=1
x, w = np.array([[1.0, 2.0], [-3.0, 0.5]]), np.array([[2.0, -1.0, 0.25], [0.5, -3.0, 1.0]])
_, cache = check.call(affine_forward, x, w, np.zeros(3), returns=("out", "cache"))
forward.cache(cache, x, w)
### BEGIN HIDDEN TESTS
rng = check.rng()
for n, d, m in (3, 3, 3), (1, 4, 2), (5, 1, 1), (1, 1, 1):
    x, w, b = rng.normal(size=(n, d)), rng.normal(size=(d, m)), rng.normal(size=m)
    _, cache = check.call(affine_forward, x, w, b, returns=("out", "cache"))
    forward.cache(cache, x, w)
### END HIDDEN TESTS

# %% [markdown]
# Samples that go through a network together, the rows of one `x`, are a **batch**.
# A layer takes any batch, because all samples share the weights and biases.
# So the bias is $(M,)$, not $(N, M)$, which would fit batches of $N$ samples only.
#
# ## Layers in a row
#
# XOR needed neurons that look at neurons, so let the outputs of one layer be the inputs of the next.
# The last layer is the **output layer**, those before it are **hidden layers**.
# Every unit is linked to all outputs of the layer before; there are no links inside a layer and no way back.
# Such a network is *fully connected*, or a *multilayer perceptron* (MLP).
#
# Layers are counted without the inputs, which compute nothing.
# So a three-layer network has two hidden layers, and the linear classifier of chapter 1 is a network of a single layer.
#
# We write a network by its sizes: 3-4-2, in Python `[3, 4, 2]`, has three inputs, four hidden units and two outputs.
# It has $3 \cdot 4 + 4 \cdot 2 = 20$ weights, and $4 + 2 = 6$ biases, one for each unit.
# These **parameters**, the numbers that learning will change, make 26.
#
# ## Exercise 2 · `count_params` (2 points)
#
# In Python, `zip(dims, dims[1:])` walks over neighbours: for `[3, 4, 2]`, over $(3, 4)$ and $(4, 2)$.
#
# **Your function**
#
# - takes `dims`, a list of at least two sizes, the inputs first
# - returns `(n_w, n_b, total)`, three integers: weights, biases, and both together, $(32, 9, 41)$ for 3-4-4-1

# %% solution="count_params" minutes=7
def count_params(dims):
    """How many weights and biases a network has.

    dims : list of sizes from 1 up, the inputs first

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
# **Question.** A network for images of $28 \cdot 28$ pixels has 784 inputs, 50 hidden units and 10 outputs.
# Which of these three sizes costs the most parameters when it is doubled?
# Decide, then set `hidden 1` to 50; press a unit to see what it computes.
# The batch has 100 samples.

# %%
widgets.shapes(count_params, (784, 10))

# %% [markdown]
# The hidden units, with weights on both sides and biases: 50 more add 39,750 parameters, 784 more inputs 39,200, and 10 more outputs 510.
#
# ## The whole network
#
# From here on a single subscript numbers *layers*: $w_1$, in the code `w1`, holds all weights of the first layer.
# Write $a_0 = x$.
# Layer $l$ takes $a_{l-1}$ and makes
#
# $$ z_l = a_{l-1} w_l + b_l, \qquad a_l = g(z_l) $$
#
# Here $g$, in the code `act`, is an activation such as chapter 2's `relu`, without which a second layer would add nothing.
# The output layer, number $L$, has no activation: its sums $z_L$ are what the network answers.
# They are called **logits**, after the sigmoid's inverse, *logit*; chapter 4 makes chances of them.
# This walk from front to back is the **forward pass**.
#
# Here is XOR by two ReLU units.
# Both add up the inputs, one with the bias 0, the other with $-1$.
# For $x = (0, 0)$ the sums are $z_1 = (0, -1)$, and ReLU makes $a_1 = (0, 0)$ of them.
# With output weights 1 and $-2$ and the bias $-0.5$, the logit is $0 \cdot 1 + 0 \cdot (-2) - 0.5 = -0.5$, below zero: XOR says 0.
#
# **Question.** The picture sends all four inputs through as a batch.
# Which numbers belong at the five question marks?

# %%
xor = [(np.ones((2, 2)), np.array([0.0, -1.0])), (np.array([[1.0], [-2.0]]), np.array([-0.5]))]
corners, ask = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.nan
z1, a1 = [[0, -1], [1, 0], [1, 0], [ask, ask]], [[0, 0], [1, 0], [1, 0], [ask, ask]]
plots.layers(corners, xor, [z1, [[-0.5], [0.5], [0.5], [ask]]], [a1], kept=False)

# %% [markdown]
# ## Exercise 3 · `mlp_forward` (4 points)
#
# Your `affine_forward` does the sums, and `z, cache = ...` takes apart what it returns.
# For chapter 5 the network keeps an entry for each layer: its cache, and a hidden layer's output $a$ and activation.
#
# **Your function**
#
# - takes `x`, `params`, a list with one pair `(w, b)` for each layer (also for a single one), and `act`, any function of an array
# - returns the pair `(logits, caches)`: the last layer's sums, with `act` after every other layer (three points)
# - `caches` has the tuple `(cache, a, act)` for each hidden layer, and `(cache, None, None)` for the last (one point)
#
# <details><summary>Exactly</summary>
#
# - `caches` is a list, new in each call, with the layers in their order.
# - `cache` is what `affine_forward` remembers, `a` is what `act` made of the sums, and `act` is the function itself, not called.
#
# </details>
#
# <details><summary>Hint</summary>
#
# Let one variable hold the current layer's input.
# Of three layers, which get the activation?
# Loop over these, and write the last layer behind the loop.
#
# </details>

# %% solution="mlp_forward" minutes=18
def mlp_forward(x, params, act):
    """Send samples through all layers of a network.

    x      : (N, D)
    params : list of (w, b), one pair for each layer
    act    : function of an array, the activation of the hidden layers

    Returns
    logits : (N, C)   the sums of the last layer, which has C units
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
x, b = np.array([[2, 0.0], [-1, 2], [1, 0]]), np.array([[0.0, 1], [-1, 0.5], [-1.5, 0]])
w = np.array([[[1, -1], [0.5, -0.5]], [[0.5, -0.5], [1, -1]], [[-1, -0.5], [1, 0.5]]])
params = list(zip(w, b))
right = {3: [[0.75, 1.125], [-1.25, 0.125], [-1.75, -0.125]], 1: [[2, -1.0], [0, 1], [1, 0]]}
for n in 3, 1:
    logits, _ = check.call(mlp_forward, x, params[:n], np.square, returns=("logits", "caches"))
    check.close(f"the array of logits, {n} layer(s),", logits, right[n])
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
x, w = np.array([[1.0, 2.0], [0.0, -1.0]]), np.array([[1.0, -1.0], [-2.0, 1.0]])
params = list(zip((w, np.array([[0.0, 1.0], [1.0, -2.0]]), -w), np.array([[0, 1], [1, 0], [2, 2]])))
a1, a2 = [[3.0, 2.0], [2.0, 0.0]], [[3.0, 1.0], [1.0, 2.0]]
forward.caches(mlp_forward, x, params, np.abs, [a1, a2])
forward.caches(mlp_forward, x, params[:1], np.abs, [])
### BEGIN HIDDEN TESTS
rng = check.rng()
for act, n, *dims in (relu, 3, 2, 4, 3), (np.tanh, 1, 4, 1, 2, 1), (np.square, 4, 3, 3, 3, 3, 3):
    params = [(rng.normal(size=(d, m)), rng.normal(size=m)) for d, m in zip(dims, dims[1:])]
    x = rng.normal(size=(n, dims[0]))
    outs = [x]
    for w, b in params[:-1]:
        outs.append(act(outs[-1] @ w + b))
    forward.caches(mlp_forward, x, params, act, outs[1:])
### END HIDDEN TESTS

# %% [markdown]
# The same with your function's numbers, and each layer's entry of `caches`:

# %%
z1, z2 = (mlp_forward(corners, xor[:n], relu)[0] for n in (1, 2))
plots.layers(corners, xor, [z1, z2], [relu(z1)])

# %% [markdown]
# At $(1, 1)$ both $z_1$ and $a_1$ are $(2, 1)$, and the logit is $2 \cdot 1 + 1 \cdot (-2) - 0.5 = -0.5$.
#
# The same function reads digits, with weights that were learned: chapter 1's network, layer by layer.
#
# **Question.** Its ten logits belong to the digits 0 to 9.
# How do they tell which digit it reads, and how sure it is?

# %%
from course import data
from course.widgets import plain_network

# 64 pixels, 48 and 24 hidden units, 10 logits
net, x = plain_network.bundled().params, data.digits().x_test[4:9]
logits, _ = mlp_forward(x, [(net[f"w{n}"], net[f"b{n}"]) for n in (1, 2, 3)], relu)
plots.readings(x, logits)

# %% [markdown]
# The largest logit names the digit, and how far it leads says how sure the network is.
# The first lead is the smallest: that 8 looks like a 1.
#
# ## A star from five votes
#
# Those weights were learned; now set some by hand, to see what one hidden layer can do, and what costs it too much.
# With large weights a unit draws a line: `tanh` says nearly $1$ on one side of it and $-1$ on the other, like a vote.
#
# A star drawn in five strokes lies on five straight lines around its centre.
# Give each line to a unit, which votes $1$ on the centre's side.
#
# **Question.** In the middle all five vote $1$.
# How many do in one of the star's tips, and how many in a notch between two tips?

# %%
# Each line lies 0.309 away from the centre, so that the tips reach to 1; 40 makes `tanh` jump.
angles = np.pi * (0.5 + 0.4 * np.arange(5))  # 90 degrees, and 72 more for each line
w1, b1 = -40 * np.stack([np.cos(angles), np.sin(angles)]), np.full(5, 40 * 0.309)
star = [(w1, b1), (np.ones((5, 1)), np.array([-2.0]))]
widgets.star(mlp_forward, star, count_params)

# %% [markdown]
# In a tip four: one line lies between it and the middle.
# In a notch three: two lines do.
#
# The output unit adds up the votes.
# Four against one make $4 - 1 = 3$, three against two make 1, and the bias $-2$ turns these into $1$ and $-1$.
# So the output is above 0 where at least four agree: in the star.
# The lines take 10 weights and 5 biases, the sum 5 weights and a bias: 21 numbers.
#
# **Question.** Which bias demands all five votes, and what is then left of the star?
# Which bias is content with three?
#
# <details><summary>Answer</summary>
#
# Five votes make 5, four against one make 3: a bias of $-4$ puts 0 between, and leaves the pentagon in the middle.
# Three against two make 1, two against three $-1$: a bias of 0 takes all the ground between the tips, too, out to the edge.
#
# </details>
#
# ## Bends
#
# A ReLU with one input of weight 1 bends the answer at one place, as in chapter 2's hats, and its output weight is the *change* of slope there.
# So a network follows any curve with straight pieces, one unit for each.
#
# **Question.** The figure says how far the network is off.
# How much of that is left with 40 units, compared with 20: a half, a quarter, a tenth?

# %%
def join(places, heights):
    """A network with one input whose answer runs straight from point to point."""
    slopes = np.diff(heights) / np.diff(places)
    changes = np.diff(slopes, prepend=0.0).reshape(-1, 1)  # from slope 0, as a column of weights
    return [(np.ones((1, len(slopes))), -places[:-1]), (changes, heights[:1])]
widgets.bumps(mlp_forward, join, relu)

# %% [markdown]
# About a quarter: on a smooth curve, pieces half as long are a quarter as far off.
# So one hidden layer, large enough, comes as close as you like to any curve without jumps between two ends (Cybenko, 1989, for sigmoids).
#
# With two inputs $p$ and $q$ a unit bends along a whole line, where its sum is 0.
# Can such bends make chapter 2's maxout, the larger of two numbers?
#
# **Question.** Along which line does "the larger of $p$ and $q$" bend?
#
# ## Exercise 4 · `max_network` (2 points)
#
# Many answers are right.
#
# **Your function**
#
# - takes nothing, and returns `params` for `mlp_forward`: two pairs of arrays, $(2, M)$ and $(M,)$, then $(M, 1)$ and $(1,)$, with any number $M$ of hidden units
# - with ReLU after the first layer, the logit of a row $(p, q)$ is the larger of $p$ and $q$
# - the first point is for numbers from 0 up, the second for any sign, both for numbers of any size
#
# <details><summary>Hint 1</summary>
#
# Which unit says 4 for $(3, 7)$ and 0 for $(7, 3)$?
# What is missing then?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A unit that looks at $p$ alone passes on 5, but nothing of $-5$: which other unit does?
#
# </details>

# %% solution="max_network" minutes=15
def max_network():
    """A network with one hidden layer of ReLUs that gives the larger of its two inputs.

    Returns
    params : list of two pairs (w, b): (2, M) and (M,), then (M, 1) and (1,)
    """
    ### BEGIN SOLUTION
    # The larger is p + relu(q - p), and p is relu(p) - relu(-p).
    hidden = np.array([[-1.0, 1.0, -1.0], [1.0, 0.0, 0.0]]), np.zeros(3)
    return [hidden, (np.array([[1.0], [1.0], [-1.0]]), np.zeros(1))]
    ### END SOLUTION

# %% tests="max_network" points=1
x = np.array([[3.0, 7.0], [7.0, 3.0], [2.5, 2.5], [0.0, 4.0], [0.0, 0.0], [1000.0, 1.0]])
params = forward.network(check.call(max_network), [2, None, 1])
right = np.array([[7.0], [7], [2.5], [4], [0], [1000]])
forward.larger("the larger of two numbers from 0 up", params, x, right)
### BEGIN HIDDEN TESTS
for size in 1e-2, 1.0, 1e3, 1e12:
    x = check.rng().uniform(0, size, (30, 2))
    right = x.max(axis=1, keepdims=True)
    forward.larger("the larger of two numbers from 0 up", params, x, right)
### END HIDDEN TESTS

# %% tests="max_network" part="signs" points=1
x = np.array([[-4.0, -1.0], [-1.0, -4.0], [-3.0, 2.0], [6.0, -5.0], [-2.0, -2.0]])
params = forward.network(check.call(max_network), [2, None, 1])
right = np.array([[-1.0], [-1], [2], [6], [-2]])
forward.larger("the larger of two numbers", params, x, right)
forward.larger("the larger of two numbers", params, np.array([[-1e12, -1e12]]), np.array([[-1e12]]))
### BEGIN HIDDEN TESTS
for size in 1e-2, 1.0, 1e3, 1e12:
    x = np.append(check.rng().normal(0, size, (30, 2)), [[-size, -size]], axis=0)
    forward.larger("the larger of two numbers", params, x, x.max(axis=1, keepdims=True))
### END HIDDEN TESTS

# %% [markdown]
# Here is what your units say about every pair $(p, q)$.
# Along a thin line the value stays the same.

# %%
params, places = max_network(), plots.square()
hidden = relu(mlp_forward(places, params[:1], relu)[0])
logits, _ = mlp_forward(places, params, relu)
plots.sheets(hidden, logits, "the larger of the two")

# %% [markdown]
# The output bends only along $p = q$; elsewhere the units' bends cancel.
#
# ## What depth saves
#
# If one hidden layer can follow any curve, what costs it too much?
# With one input, each unit of that layer adds one bend at most.
# But chapter 2's *fold*, $2\,\text{ReLU}(t) - 4\,\text{ReLU}(t - \tfrac12)$, takes two units, and each further fold *doubles* the number of pieces.
#
# **Question.** Ten folds in a row are ten hidden layers of two units: how many units does a single hidden layer need for the same zigzag?

# %%
def folding(m):
    """Chapter 2's fold, m times in a row: a network 1-2-...-2-1."""
    into, out, b = np.ones((1, 2)), np.array([[2.0], [-4.0]]), np.array([0.0, -0.5])
    # The sum of one fold is the input of the next: the two layers collapse into `out @ into`.
    return [(into, b)] + (m - 1) * [(out @ into, b)] + [(out, np.zeros(1))]

t = np.linspace(0, 1, 513).reshape(-1, 1)  # as a column: 513 samples of one input
plots.zigzags(t, {m: mlp_forward(t, folding(m), relu)[0] for m in (1, 2, 4, 6)})

# %% [markdown]
# Ten folds make $2^{10} = 1{,}024$ pieces, with 20 units.
# A single layer needs 1,024, one for the first slope and one for each of 1,023 bends.
# Your `count_params` gives 3,073 parameters against 61.
# **Width adds pieces, and depth multiplies them** (Telgarsky, 2016).
#
# ## The other way round
#
# Many books put samples in *columns*, where ours stand in rows.
# A layer is then $z = W a + b$, with one unit in each *row* of $W$, shape $(M, D)$, and with $b$ of shape $(M, 1)$.
# They number layers in brackets: with $n^{[l]}$ units in layer $l$, $W^{[l]}$ is $(n^{[l]}, n^{[l-1]})$.
# In columns, umbrella and sunscreen are
#
# $$ W = \begin{pmatrix} 2 & 3 & -1 \\ -3 & -1 & 0 \end{pmatrix}, \qquad b = \begin{pmatrix} -2 \\ 1 \end{pmatrix} $$
#
# ## Exercise 5 · `columns_to_rows` (2 points)
#
# **Your function**
#
# - takes `params_col`, a list of pairs of shapes $(M, D)$ and $(M, 1)$, one for each layer
# - returns a new list of pairs `(w, b)` of shapes $(D, M)$ and $(M,)$, in the same order, also for one layer or one unit
#
# <details><summary>Hint</summary>
#
# In NumPy, `x[:, 2]` is the third column of `x`, with a single axis.
#
# </details>

# %% solution="columns_to_rows" minutes=5
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
W3, b3 = np.array([[1.5, -0.5, 3.5]]), np.array([[0.75]])  # one unit
params = check.call(columns_to_rows, [(W1, b1), (W2, b2), (W3, b3)])
w1, c1 = np.array([[2.0, -3.0], [3.0, -1.0], [-1.0, 0.0]]), np.array([-2.0, 1.0])
w2, c2 = np.array([[4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]), np.array([0.0, 0.5, 0.25])
forward.pairs(params, [(w1, c1), (w2, c2), ([[1.5], [-0.5], [3.5]], [0.75])])
### BEGIN HIDDEN TESTS
rng = check.rng()
theirs = [(rng.normal(size=(m, d)), rng.normal(size=(m, 1))) for m, d in check.sizes(2)]
for some in theirs, theirs[2:3], theirs[1:2], theirs[3:4]:  # the last three are of one layer
    right = [(np.einsum("md->dm", W), b.reshape(-1)) for W, b in some]
    forward.pairs(check.call(columns_to_rows, some), right)
### END HIDDEN TESTS

# %% [markdown]
# Suppose that the digits' network came in columns:

# %%
# A three-layer network in columns; the five samples become columns, too
theirs, x = plain_network.in_columns(), data.digits().x_test[4:9]
(W1, b1), (W2, b2), (W3, b3) = theirs
in_columns = W3 @ relu(W2 @ relu(W1 @ x.T + b1) + b2) + b3
logits, _ = mlp_forward(x, columns_to_rows(theirs), relu)
print("both ways the same logits:", np.allclose(logits, in_columns.T))

# %% [markdown]
# ## Where the numbers start
#
# Nobody can think up the 39,760 numbers of the 784-50-10 network.
# They will be learned, from initial weights that are **random**, and initial biases of zero.
# Random, because chance makes them differ: if all weights were 0.3, the units of a hidden layer would compute the same, and learning would change them alike.
# How large should they be?
#
# In the next picture 500 samples go through five layers of 100 units, whose weights are drawn around 0.
# At the left stands their **spread**: two thirds are no farther from 0.
# Each panel shows how a layer's outputs lie, and their *strength*, which is 1 for the samples.
#
# **Question.** The spreads are 0.01, 1 and 0.1 with `tanh`, and 0.14 with ReLU.
# With which does the signal die, and with which does it get through five layers?

# %%
plots.strengths(mlp_forward)

# %% [markdown]
# With 0.01 each layer hands on a tenth, and after five a hundred-thousandth is left: the signal dies.
# With 1 `tanh` is stuck at its ends, $-1$ and 1.
# The goal lies between: **a layer should hand on numbers as large as it got.**
#
# Why does 0.14 with ReLU hold the level, and 0.1 with `tanh` lose it so slowly?
# Strength is the root of the **mean square**: 3 and 4 have the mean square $(9 + 16) / 2 = 12.5$, and the strength 3.5.
# Take these two as the inputs of four units without biases.
# All weights are 1 or $-1$, and no two units have the same signs.
#
# **Question.** What is the mean square of the four sums, and what is left of it after ReLU?

# %%
x, w = np.array([[3.0, 4.0]]), np.array([[1, 1, -1, -1], [1, -1, 1, -1]])  # a unit a column
sums = x @ w
print("sums", sums, "with mean square", np.mean(sums**2))
print("ReLU", relu(sums), "with mean square", np.mean(relu(sums) ** 2))

# %% [markdown]
# The sums have the mean square 25, twice the inputs' 12.5.
# ReLU halves it, and the layer gives back exactly 12.5.
#
# Why twice?
# Write the squares out: $(3 + 4)^2 = 9 + 16 + 24$ and $(3 - 4)^2 = 9 + 16 - 24$.
# The mixed term 24 is added as often as taken away, so the mean is $9 + 16 = 25$, one 12.5 for each of the two inputs.
#
# With $D$ inputs and weights of spread $s$, the mean square of the sums is $D s^2$ times that of the inputs:
#
# - In our case $D s^2 = 2 \cdot 1^2 = 2$, for weights of 1 and $-1$ have the mean square 1, so $s = 1$.
#   With 100 inputs and a spread of 0.01 it is $100 \cdot 0.01^2 = 0.01$; the root, $0.1$, is the tenth that each layer handed on.
# - With `tanh` let $D s^2 = 1$, so $s = \sqrt{1/D}$: sums are as strong as inputs.
# - ReLU halves the mean square, because negative sums are as frequent and as large as positive ones.
#   So let $D s^2 = 2$, which gives $s = \sqrt{2/D}$.
#
# <details><summary>Why the factor is D times the spread squared</summary>
#
# A squared sum holds the squares $x_{nd}^2 w_{dm}^2$ and mixed terms.
# The weights' signs are drawn independently, so the mixed terms cancel on average.
# Weights of spread $s$ have the mean square $s^2$, so $x_{n1}^2 s^2 + \dots + x_{nD}^2 s^2$ remains.
# The $D$ squares add up to $D$ times their mean, so this is $D s^2$ times the inputs' mean square.
#
# </details>
#
# | scheme | spread | for $D = 100$ | named after |
# |---|---|---|---|
# | `"zeros"` | 0 | 0 | |
# | `"normal001"` | 0.01 | 0.01 | |
# | `"xavier"` | $\sqrt{1/D}$ | 0.1 | Glorot (Xavier) and Bengio, 2010, simplified |
# | `"he"` | $\sqrt{2/D}$ | 0.1414 | K. He and others, 2015 |
#
# In NumPy a *generator*, such as `rng = np.random.default_rng(3)`, draws random numbers.
# The 3 is its **seed**: the same seed gives the same numbers, another seed others.
# `rng.normal(0.0, 0.01, size=(3, 4))` draws a $(3, 4)$ array of *normally distributed* numbers around 0, with the spread 0.01 (the *standard deviation*).
#
# ## Exercise 6 · `init_params` (3 points)
#
# **Your function**
#
# - takes `dims`, a list of sizes, the inputs first, the generator `rng`, and the name of a `scheme`
# - returns a list with one pair `(w, b)` for each layer: weights with the spread of the table, biases of 0
# - raises a `ValueError` for any other scheme, such as `"HE"`
# - one point is for shapes, zeros and the error, one for the spreads, one for the use of `rng`
#
# <details><summary>Exactly</summary>
#
# - Weights are normally distributed around 0; all numbers are floats, also the zeros, and sizes may be 1.
# - Every layer draws its own numbers, all from `rng`; NumPy's global generator (`np.random.seed`) stays as it was.
#
# </details>
#
# <details><summary>Hint</summary>
#
# With `"he"` and 50-200-1 the spreads are 0.2 and 0.1: why two?
# Walk over neighbours as in `count_params`.
#
# </details>

# %% solution="init_params" minutes=15
def init_params(dims, rng, scheme):
    """The initial weights and biases of a network.

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

# %% [markdown]
# The same five layers with your weights:

# %%
plots.through_depth(init_params, mlp_forward)

# %% [markdown]
# ReLU with $\sqrt{2/D}$ holds its level.
# With $\sqrt{1/D}$ `tanh` still falls, but slowly: from 1 at the inputs to 0.63 after one layer, 0.32 after five, and about 0.09 after fifty.
# The weaker the signal, the smaller the share that `tanh` takes: near 0 it is almost straight.
#
# ## Payoff: a network paints
#
# At each place of a square, a network's three logits, sent through the sigmoid, are red, green and blue.
# The network gets no coordinates, only the place's distances to the square's two middle lines and its centre (and a constant 1).
#
# **Question.** What will all the pictures have in common, whatever weights chance draws?

# %%
def paint(seed, factor, n, sizes=[4, 16, 16, 16, 16, 16, 3]):
    x, y = abs(plots.square(n).T)
    # The fourth input is always 1, so that its weights act as biases.
    places = np.stack([x, y, np.sqrt(x**2 + y**2), np.ones_like(x)], axis=1)
    params = init_params(sizes, np.random.default_rng(seed), "xavier")
    return sigmoid(mlp_forward(places, [(factor * w, b) for w, b in params], np.tanh)[0])

widgets.paintings(paint)

# %% [markdown]
# Left mirrors right, and top mirrors bottom, for mirrored places have the same distances.
# The rest is chance, 1,136 drawn weights.
#
# **Question.** The slider multiplies the spread $\sqrt{1/D}$, at first by 2.5: what will 1 do, and 8?
#
# <details><summary>Answer</summary>
#
# Small weights make fog, for logits stay near 0; large ones make stained glass, for units jump from end to end.
#
# </details>

# %% [markdown]
# ## Recap
#
# | layer | forward | shapes |
# |---|---|---|
# | hidden, $l < L$ | $z_l = a_{l-1} w_l + b_l$, $a_l = g(z_l)$ | $(N, D) \cdot (D, M) + (M,) \to (N, M)$ |
# | output, $L$ | $z_L = a_{L-1} w_L + b_L$, the logits | $(N, D) \cdot (D, C) + (C,) \to (N, C)$ |
#
# Width adds pieces, and depth multiplies them.
# Initial weights are random, with the spread $\sqrt{1/D}$ for tanh and $\sqrt{2/D}$ for ReLU; initial biases are 0.
#
# [Chapter 4 · Loss](../ch04_loss/ch04_loss.ipynb) begins by telling in one number how wrong this chapter's logits are.

# %% [markdown]
# ## Bonus · `parity_tree` (no points)
#
# Does depth save gates, too?
# Chapter 1's XOR, of three neurons, says whether the number of ones among two bits is odd: their **parity**.
# For $n$ bits a tree of such gates joins neighbours in pairs, then the results, and so on; a last value without a partner goes up as it is.

# %%
plots.xor_tree([[1, 0, 1, 1, 0, 1], [1, 0, 1], [1, 1], [0]])

# %% [markdown]
# For eight bits, seven XORs in three levels have $7 \cdot 3 = 21$ neurons.
# A single hidden layer of ANDs needs one for each pattern with an odd number of ones, so $2^{n-1}$ ANDs, here 128, and with an OR 129 neurons.
# But must they be ANDs?
# *On your own*, below, asks for 9.
#
# **Your function**
#
# - takes `bits` of shape $(N, n)$, integers 0 or 1, for any $n$ from 1
# - returns `(parity, gates, depth)`: integers of shape $(N,)$, 1 where the number of ones is odd, and how many gates and levels the tree has, none for a single bit
# - may use Python's `^` on two columns as a gate (no check sees whether a tree made the parity; that is for you)

# %% solution="parity_tree" minutes=15
def parity_tree(bits):
    """Parity by a tree of XOR gates.

    bits : (N, n) integers, 0 or 1

    Returns
    parity : (N,) integers, 0 or 1
    gates  : how many gates
    depth  : how many levels
    """
    ### BEGIN SOLUTION
    level, gates, depth = list(bits.T), 0, 0
    while len(level) > 1:
        pairs = [p ^ q for p, q in zip(level[::2], level[1::2])]
        level = pairs + level[2 * len(pairs) :]
        gates, depth = gates + len(pairs), depth + 1
    return level[0], gates, depth
    ### END SOLUTION

# %% tests="parity_tree" points=0
bits = np.zeros((4, 16), dtype=int)
bits[0, [1, 4, 9]], bits[1, :6], bits[2, [5, 15]], bits[3, 15] = 1, 1, 1, 1
for n, right, levels in (16, [1, 0, 0, 1], 4), (6, [0, 0, 1, 0], 3):
    some = bits[:, :n]
    parity, gates, depth = check.call(parity_tree, some, returns=("parity", "gates", "depth"))
    check.close(f"parity of {n} bits", parity, np.array(right))
    check.equal(f"the gates and the depth of {n} bits", (gates, depth), (n - 1, levels))
### BEGIN HIDDEN TESTS
cases = (2, 16, 4), (4, 1, 0), (1, 1, 0), (4, 2, 1), (1, 5, 3)
cases += (4, 3, 2), (4, 6, 3), (2, 7, 3), (4, 9, 4)
for rows, n, right in cases:
    bits = check.rng().integers(0, 2, size=(rows, n))
    bits[0, -1] = 1  # so that it shows who leaves it out
    parity, gates, depth = check.call(parity_tree, bits, returns=("parity", "gates", "depth"))
    check.close(f"parity of {n} bit(s)", parity, bits.sum(axis=1) % 2)
    check.equal(f"gates and depth of {n} bit(s)", (gates, depth), (n - 1, right))
### END HIDDEN TESTS

# %%
import course
course.progress()

# %% [markdown]
# **On your own.** Draw another shape as the star was drawn: what do four lines and "all four agree" give?
#
# Find one hidden layer of 8 neurons, chapter 1's, and an output that say the parity of eight bits.
# Did depth save anything?
#
# <details><summary>Answer</summary>
#
# Let unit $k$ fire for at least $k$ ones: all its weights are 1, its bias is $0.5 - k$.
# With the output weights $1, -1, 1, \dots, -1$ and the bias $-0.5$, each further one switches the answer.
# So 9 neurons do what the tree does with 21: depth saved weights, 42 against 72, but no neurons.
#
# </details>
#
# **In practice.** This layer is `Linear` in PyTorch, which stores its weights as $(M, D)$, and `Dense` in Keras, which stores $(D, M)$.
# Three fully connected layers often beat two, and more seldom help, says Stanford's course CS231n.
# Layers that learned from photographs went from edges to eyes to faces, each step more abstract; a layer that learned from speech found phonemes, the sounds of a language (H. Lee and others, in two papers of 2009).
#
# **Further reading.** M. Nielsen, *Neural Networks and Deep Learning*, chapter 4.
# K. Stanley, *Compositional pattern producing networks* (2007).
