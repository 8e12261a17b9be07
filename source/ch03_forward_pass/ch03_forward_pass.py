# %% [markdown]
# # Chapter 3 · The forward pass
#
# One neuron draws a line. A layer of neurons is one matrix product, and a network is a few layers in a row.
# In this chapter you write a network of any depth in a dozen lines, learn to count and to start its numbers, and let it paint.
#
# **What you'll do.** Write a layer, a network, its count of parameters and its first weights, and read a network written the other way round.
#
# **What you'll learn.** Why shapes explain a network; what a layer remembers; how hidden units bend a line into any curve; why the size of the first weights matters; what depth saves.
#
# **What you'll need.** Chapters 1 and 2, and NumPy: `@`, `shape`, `.T`, broadcasting. About 75 minutes: fifteen for each of the first two rounds, ten for each of the others.

# %% readonly="setup"
import numpy as np

from course import check, plots

# %% [markdown]
# ## One layer
#
# Chapter 1's neuron decided about an umbrella from clouds, forecast and wind. Let a second neuron look at the same three inputs and decide about sunscreen:
# clouds speak against it with weight $-3$, the forecast of rain with $-1$, the wind does not count, and its bias is $1$.
# Several neurons side by side that look at the same inputs are a **layer**, and each neuron in it is a **unit**.
#
# Put the weights of each unit in a *column*. For $D$ inputs and $M$ units that makes an array `w` of shape $(D, M)$, and the biases an array `b` of shape $(M,)$.
# One product then does what $N \cdot M$ calls of `weighted_sum` would:
#
# $$ \begin{pmatrix} 0.9 & 0.6 & 0.3 \\ 0.2 & 0.1 & 0.8 \end{pmatrix}
# \begin{pmatrix} 2 & -3 \\ 3 & -1 \\ -1 & 0 \end{pmatrix} + \begin{pmatrix} -2 & 1 \end{pmatrix}
# = \begin{pmatrix} 3.3 & -3.3 \\ -0.1 & -0.7 \end{pmatrix} + \begin{pmatrix} -2 & 1 \end{pmatrix}
# = \begin{pmatrix} 1.3 & -2.3 \\ -2.1 & 0.3 \end{pmatrix} $$

# %%
plots.affine(
    x=[[0.9, 0.6, 0.3], [0.2, 0.1, 0.8]], w=[[2, -3], [3, -1], [-1, 0]], b=[-2, 1], out=[[1.3, -2.3], [-2.1, 0.3]],
    samples=["first", "second"], inputs=["clouds", "forecast", "wind"], units=["umbrella", "sunscreen"],
)

# %% [markdown]
# Blue is positive, orange negative. Each row is still a sample, here a morning; each column now belongs to a unit. On the first morning the umbrella has 1.3 and the sunscreen $-2.3$; on the second it is the other way round.
# There is one bias for each unit, the same on every morning: NumPy *broadcasts* the $(M,)$ biases over the $N$ rows.
# A weighted sum plus a bias is called an **affine** map. In shapes:
#
# $$ (N, D) \cdot (D, M) + (M,) \to (N, M) $$
#
# The inner sizes must agree, here both $D$, and the outer ones remain. Whenever you are lost in a network, write the shapes down first.
# This is also why networks come in regular layers: a brain is wired every which way, but a layer is one matrix product, which computers are very good at.
#
# **A layer remembers.** Later, when the network learns, each layer will be asked how its output would change, and the answer depends on what went in.
# So a layer returns two things: its output, and a **cache** with whatever it will want to look at again. For this layer that will be its input and its weights.
#
# ## Exercise 1 · `affine_forward` (3 points)
#
# Return the pair `(out, cache)`. `out` has shape $(N, M)$ for any $N$, $D$ and $M$; sizes of 1 are no exception, so one sample and one unit give shape $(1, 1)$.
# `cache` is your own affair: a good choice is `(x, w)`, and no copies are needed, since the functions of this course never change their inputs. The tests look at `out` alone.
#
# Two points are for the values, one for sizes of 1.

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
x = np.array([[0.9, 0.6, 0.3], [0.2, 0.1, 0.8]])
w, b = np.array([[2.0, -3.0], [3.0, -1.0], [-1.0, 0.0]]), np.array([-2.0, 1.0])
mistakes = {
    "one bias for each sample instead of each unit": np.array([[1.3, -5.3], [0.9, 0.3]]),
    "bias added once for each input": np.array([[-2.7, -0.3], [-6.1, 2.3]]),
    "biases added up": np.array([[2.3, -4.3], [-1.1, -1.7]]),
}
given = {"x": x, "w": w, "b": b}
out, _ = check.call(affine_forward, x, w, b, returns=("out", "cache"))
check.close("out", out, np.array([[1.3, -2.3], [-2.1, 0.3]]), inputs=given, mistakes=mistakes)
### BEGIN HIDDEN TESTS
rng = check.rng()
for n, d, m in ((5, 3, 2), (2, 4, 7), (3, 3, 3), (6, 2, 4)):
    x, w, b = rng.normal(size=(n, d)), rng.normal(size=(d, m)), rng.normal(size=m)
    out, _ = check.call(affine_forward, x, w, b, returns=("out", "cache"))
    mistakes = {"weights transposed": np.einsum("nd,md->nm", x, w) + b} if d == m else {}
    right = np.einsum("nd,dm->nm", x, w) + b
    check.close("out", out, right, inputs={"x": x, "w": w, "b": b}, mistakes=mistakes)
twice, _ = check.call(affine_forward, np.vstack([x, x]), w, b, returns=("out", "cache"))
check.close("out for a batch given twice", twice, np.vstack([right, right]))
### END HIDDEN TESTS
check.passed("affine_forward")

# %% tests="affine_forward" part="ones" points=1
x, w, b = np.array([[3, -1]]), np.array([[0.5], [2.0]]), np.array([0.25])
out, _ = check.call(affine_forward, x, w, b, returns=("out", "cache"))
check.close("out for one sample and one unit", out, np.array([[-0.25]]), inputs={"x": x, "w": w, "b": b})
x, w, b = np.array([[2.0], [4.0]]), np.array([[1.0, -0.5, 3.0]]), np.array([1.0, 2.0, 3.0])
out, _ = check.call(affine_forward, x, w, b, returns=("out", "cache"))
right = np.array([[3.0, 1.0, 9.0], [5.0, 0.0, 15.0]])
check.close("out for one input", out, right, inputs={"x": x, "w": w, "b": b})
### BEGIN HIDDEN TESTS
rng = check.rng()
for n, d, m in ((1, 4, 3), (5, 3, 1), (4, 1, 1), (1, 1, 1), (1, 1, 5)):
    x, w, b = rng.integers(-4, 5, size=(n, d)), rng.normal(size=(d, m)), rng.normal(size=m)
    out, _ = check.call(affine_forward, x, w, b, returns=("out", "cache"))
    right = np.einsum("nd,dm->nm", x, w) + b
    check.close("out", out, right, inputs={"x": x, "w": w, "b": b})
### END HIDDEN TESTS
check.passed("affine_forward with sizes of 1")

# %% [markdown]
# **On your own.** Take a layer of three units and give two of them the same weights. What do you know about the columns of the output?
#
# **In practice.** This layer is called `Linear` in PyTorch and `Dense` in Keras.
#
# **Further reading.** A. Karpathy and others, *CS231n: Neural Networks Part 1*, on layer sizes and counting.
