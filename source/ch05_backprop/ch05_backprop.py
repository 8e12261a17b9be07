# %% [markdown]
# # Chapter 5 · Backprop
#
# A network that reads digits has 39,760 weights and biases. To improve them you need the slope of the loss along every one.
# In this chapter you get all 39,760 slopes in one sweep, for about the price of three forward passes, and prove each of them right.
#
# **What you'll do.** Measure slopes by nudging, follow them back through a small graph, then write the backward half of every layer and chain the halves for a whole network.
#
# **What you'll learn.** Why the chain rule makes slopes cheap; what adding, multiplying, copying and choosing do to a gradient; how to test a gradient so that no mistake slips through.
#
# **What you'll need.** The layers of chapter 3, the loss of chapter 4, and the derivative of a function of one variable. About 90 minutes.

# %% readonly="setup"
import numpy as np

from course import check, plots

# %% readonly="earlier"
def affine_forward(x, w, b):
    """Weighted sums of a layer: x (N, D), w (D, M), b (M,) -> out (N, M), cache (x, w)."""
    return x @ w + b, (x, w)

# %% [markdown]
# ## A layer, backwards
#
# An affine layer computes `out = x @ w + b`. Entry by entry that is a sum of products, in which sample $n$ and unit $m$ meet:
#
# $$ \text{out}_{nm} = x_{n1} w_{1m} + x_{n2} w_{2m} + \dots + x_{nD} w_{Dm} + b_m $$
#
# From above comes the upstream gradient `dout`, of the shape of `out`: how fast the loss changes with each of its entries. What is due to $w_{dm}$?
# Every sample uses it once, multiplied by that sample's $x_{nd}$; so it collects $x_{nd}\,\text{dout}_{nm}$ from each sample, and the sum over the samples is its gradient.
# The bias $b_m$ is used once by each sample too, with nothing beside it. The input $x_{nd}$ is used once by each unit, multiplied by $w_{dm}$. So
#
# $$ \frac{\partial L}{\partial w_{dm}} = \sum_n x_{nd}\,\text{dout}_{nm} \qquad
# \frac{\partial L}{\partial b_m} = \sum_n \text{dout}_{nm} \qquad
# \frac{\partial L}{\partial x_{nd}} = \sum_m \text{dout}_{nm}\,w_{dm} $$
#
# The first and the last are matrix products, and you need not remember which: **a gradient has the shape of what it belongs to**, and there is only one way to make the shapes fit.
# Nothing is divided by $N$: the average over the samples is part of the loss, and already in `dout`.
#
# ## Exercise 1 · `affine_backward` (3 points)
#
# Return the three gradients `(dx, dw, db)`; they are arrays of the shapes of `x`, `w` and `b`, a point each. The cache holds `x` and `w`.
# `x` and `w` may hold whole numbers; the gradients are floats all the same. A single sample is a batch like any other: `dx` is then $(1, D)$.

# %% solution="affine_backward"
def affine_backward(dout, cache):
    """Gradients of the loss through an affine layer.

    dout  : (N, M)   upstream gradient
    cache : x, w     what affine_forward saved: (N, D) and (D, M)

    Returns
    dx : (N, D)
    dw : (D, M)
    db : (M,)
    """
    ### BEGIN SOLUTION
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)
    ### END SOLUTION

# %% tests="affine_backward" part="dx" points=1
x, dout = np.array([[1.0, 2.0, 3.0], [0.0, -1.0, 4.0]]), np.array([[1.0, -2.0], [0.5, 4.0]])
w = np.array([[1.0, 0.5], [-1.0, 2.0], [0.0, 1.0]])
dx, dw, db = check.call(affine_backward, dout, (x, w), returns=("dx", "dw", "db"))
mistakes = {
    "upstream gradient forgotten": np.array([[1.5, 1.0, 1.0], [1.5, 1.0, 1.0]]),
    "averaged instead of summed": np.array([[0.0, -2.5, -1.0], [1.25, 3.75, 2.0]]),
    "swapped outputs": np.array([[1.0, -2.0], [1.5, -8.0], [5.0, 10.0]]),
}
check.close("dx", dx, np.array([[0.0, -5.0, -2.0], [2.5, 7.5, 4.0]]), mistakes=mistakes)
### BEGIN HIDDEN TESTS
rng = check.rng()
for n, d, m in ((5, 3, 4), (1, 4, 3), (4, 1, 2)):
    x, w, b, dout = rng.integers(-3, 4, (n, d)), rng.integers(-3, 4, (d, m)), np.ones(m), rng.normal(size=(n, m))
    dx, dw, db = check.call(affine_backward, dout, (x, w), returns=("dx", "dw", "db"))
    check.gradient("dx", dx, lambda v: np.sum(dout * affine_forward(v, w, b)[0]), x)
### END HIDDEN TESTS
check.passed("affine_backward: dx")

# %% tests="affine_backward" part="dw" points=1
x, dout = np.array([[1.0, 2.0, 3.0], [0.0, -1.0, 4.0]]), np.array([[1.0, -2.0], [0.5, 4.0]])
w = np.array([[1.0, 0.5], [-1.0, 2.0], [0.0, 1.0]])
dx, dw, db = check.call(affine_backward, dout, (x, w), returns=("dx", "dw", "db"))
mistakes = {
    "upstream gradient forgotten": np.array([[1.0, 1.0], [1.0, 1.0], [7.0, 7.0]]),
    "averaged instead of summed": np.array([[0.5, -1.0], [0.75, -4.0], [2.5, 5.0]]),
    "swapped outputs": np.array([[0.0, -5.0, -2.0], [2.5, 7.5, 4.0]]),
}
check.close("dw", dw, np.array([[1.0, -2.0], [1.5, -8.0], [5.0, 10.0]]), mistakes=mistakes)
### BEGIN HIDDEN TESTS
rng = check.rng()
for n, d, m in ((5, 3, 4), (1, 4, 3), (4, 1, 2), (3, 3, 3)):
    x, w, b, dout = rng.integers(-3, 4, (n, d)), rng.integers(-3, 4, (d, m)), np.ones(m), rng.normal(size=(n, m))
    dx, dw, db = check.call(affine_backward, dout, (x, w), returns=("dx", "dw", "db"))
    check.gradient("dw", dw, lambda v: np.sum(dout * affine_forward(x, v, b)[0]), w)
### END HIDDEN TESTS
check.passed("affine_backward: dw")

# %% tests="affine_backward" part="db" points=1
x, dout = np.array([[1.0, 2.0, 3.0], [0.0, -1.0, 4.0]]), np.array([[1.0, -2.0], [0.5, 4.0]])
w = np.array([[1.0, 0.5], [-1.0, 2.0], [0.0, 1.0]])
dx, dw, db = check.call(affine_backward, dout, (x, w), returns=("dx", "dw", "db"))
mistakes = {
    "upstream gradient forgotten": np.array([2.0, 2.0]),
    "averaged instead of summed": np.array([0.75, 1.0]),
    "wrong axis": np.array([-1.0, 4.5]),
    "not summed over the samples": dout,
}
check.close("db", db, np.array([1.5, 2.0]), mistakes=mistakes)
### BEGIN HIDDEN TESTS
rng = check.rng()
for n, d, m in ((5, 3, 4), (1, 4, 3), (4, 2, 1)):
    x, w, b, dout = rng.integers(-3, 4, (n, d)), rng.integers(-3, 4, (d, m)), np.ones(m), rng.normal(size=(n, m))
    dx, dw, db = check.call(affine_backward, dout, (x, w), returns=("dx", "dw", "db"))
    check.gradient("db", db, lambda v: np.sum(dout * affine_forward(x, w, v)[0]), b)
### END HIDDEN TESTS
check.passed("affine_backward: db")

# %%
plots.neuron(["clouds", "forecast", "wind"], x=[0.9, 0.6, 0.3], w=[2.0, 3.0, -1.0], b=-2.0)

# %% [markdown]
# **On your own.** Write the backward half of a layer that squares every entry, and check it by nudging.
#
# **In practice.** Libraries such as PyTorch record the forward pass and call the backward halves for you; each half is a function like yours.
#
# **Further reading.** D. Rumelhart, G. Hinton and R. Williams, *Learning representations by back-propagating errors* (1986).
