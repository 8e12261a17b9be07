# %% [markdown]
# # Chapter 2 · Activations
#
# A threshold answers yes or no and says nothing about *almost*. In this chapter you replace it by a curve,
# find out why the steepness of that curve decides whether a deep network can learn, and what would be lost without any curve at all.
#
# **What you'll do.** Write the activation functions that networks are made of, and their slopes.
#
# **What you'll learn.** Where the sigmoid comes from and why long chains of it stop learning; why so simple a thing as $\max(0, x)$ took its place; why layers without a curve between them are one layer.
#
# **What you'll need.** Chapter 1, NumPy, and the slope of a curve from school. About 80 minutes: twenty for the first round, twelve for each of the other five.

# %% readonly="setup"
import numpy as np

from course import check, plots

# %% [markdown]
# ## From a threshold to a rate
#
# A real neuron is never quite still: a little noise reaches it with every sum. Take chapter 1's neuron, add noise to its weighted sum $s$, and ask a thousand times whether it fires.
# (The noise here is drawn from the logistic distribution, a bell shape.) What comes out is no longer yes or no but *how often*: a **firing rate** between 0 and 1.

# %%
rng = np.random.default_rng(2)
sums = np.linspace(-6, 6, 25)
rates = np.mean(sums + rng.logistic(size=(1000, 25)) > 0, axis=0)
plots.firing_rate(sums, rates)

# %% [markdown]
# The points follow a curve, the **sigmoid**, written $\sigma$ (sigma):
#
# $$ \sigma(s) = \frac{1}{1 + e^{-s}} $$
#
# At $s = 0$ it is $1/(1 + 1) = 0.5$: undecided. Chapter 1's umbrella neuron had $s = 1.3$ on the first morning and $-2.1$ on the second; now it answers $\sigma(1.3) = 0.786$ and $\sigma(-2.1) = 0.109$, and the number says how sure it is.
# A function that turns a neuron's weighted sum into its output is an **activation function**. For decades, hidden layers were layers of sigmoids.
#
# **Out at the ends.** For $s = -1000$ the formula asks for $e^{1000}$, and no float is that large. For $s < 0$ multiply top and bottom by $e^{s}$ and it asks for a tiny number instead:
#
# $$ \sigma(s) = \frac{1}{1 + e^{-s}} \quad (s \ge 0), \qquad\qquad \sigma(s) = \frac{e^{s}}{1 + e^{s}} \quad (s < 0) $$
#
# With $s = -2$ both give $0.1353 / 1.1353 = 1 / 8.389 = 0.1192$. At $s = +1000$ the right-hand form is the bad one: it becomes $\infty / \infty$, which is `nan`, "not a number".
#
# **Its slope.** To learn, a network must know how much a neuron's output changes when its sum changes a little: the slope of the curve. For the sigmoid it is
#
# $$ \sigma'(s) = \sigma(s) \, \bigl(1 - \sigma(s)\bigr) $$
#
# Whoever has kept the *output* $a = \sigma(s)$ needs no exponential for it: an output of $0.8$ has slope $0.8 \cdot 0.2 = 0.16$.
#
# ## Exercise 1 · `sigmoid` (3 points)
#
# Write both. `sigmoid(x)` takes an array of any shape, or a single number, and gives floats of the same shape; whole numbers may come in, as everywhere in this chapter.
# At $-1000$ it must give 0 and at $1000$ it must give 1, not `nan`, and it must not stop. A warning that NumPy shows on the way costs nothing.
# `sigmoid_grad_from_output(a)` takes *outputs* of the sigmoid, an array of any shape, and gives the slopes there.
#
# A point each: the values, the far ends, the slopes.

# %% solution="sigmoid"
def sigmoid(x):
    """The sigmoid of every number in x.

    x : any shape, or a single number

    Returns
    floats, the shape of x
    """
    ### BEGIN SOLUTION
    small = np.exp(-np.abs(x))  # at most 1
    return np.where(np.asarray(x) >= 0, 1.0, small) / (1.0 + small)
    ### END SOLUTION


def sigmoid_grad_from_output(a):
    """The slope of the sigmoid where its output is a.

    a : any shape, outputs of the sigmoid

    Returns
    floats, the shape of a
    """
    ### BEGIN SOLUTION
    return a * (1.0 - a)
    ### END SOLUTION

# %% tests="sigmoid" points=1
x = np.array([0.0, 2.0, -2.0])
mistakes = {
    "sign of the exponent flipped": np.array([0.5, 0.119203, 0.880797]),
    "brackets missing": np.array([2.0, 1.135335, 8.389056]),
    "1 left out below the line": np.array([1.0, 7.389056, 0.135335]),
    "this is tanh": np.array([0.0, 0.964028, -0.964028]),
    "a threshold, not a smooth curve": np.array([0.0, 1.0, 0.0]),
    "divided by the sum of all": np.array([0.117310, 0.866813, 0.015876]),
}
check.close("sigmoid(x)", check.call(sigmoid, x), np.array([0.5, 0.880797, 0.119203]), inputs={"x": x}, mistakes=mistakes)
check.close("sigmoid of a single number", check.call(sigmoid, 1.3), 0.785835)
### BEGIN HIDDEN TESTS
rng = check.rng()
for x in (rng.normal(size=(3, 2)), 3 * rng.normal(size=(2, 1, 4)), rng.normal(size=(4, 3)).T[:, ::2], rng.normal(size=1)):
    check.close("sigmoid(x)", check.call(sigmoid, x), np.exp(-np.logaddexp(0.0, -x)), inputs={"x": x})
check.close("sigmoid of a single number", check.call(sigmoid, -2.0), 0.119203)
### END HIDDEN TESTS
check.passed("sigmoid")

# %% tests="sigmoid" part="ends" points=1
x = np.array([-1000.0, -30.0, 0.0, 30.0, 1000.0])
out = check.call(sigmoid, x)
check.finite("sigmoid far from 0", out)
nearly = np.shape(out) == (5,) and 1e-6 < out[0] < 0.1
check.that(not nearly, "sigmoid(-1000) stays too far above 0.", mistake="cut off too early")
check.close("sigmoid far from 0", out, np.array([0.0, 0.0, 0.5, 1.0, 1.0]), inputs={"x": x})
whole = np.array([[-2, 0], [1, -1000]])
right = np.array([[0.119203, 0.5], [0.731059, 0.0]])
check.close("sigmoid of whole numbers", check.call(sigmoid, whole), right, inputs={"x": whole})
### BEGIN HIDDEN TESTS
x = check.rng().uniform(800, 5000, size=(3, 4)) * np.array([1.0, -1.0, 1.0, -1.0])
out = check.call(sigmoid, x)
check.finite("sigmoid far from 0", out)
check.close("sigmoid far from 0", out, (x > 0) * 1.0, inputs={"x": x})
for x in (np.array([9.0, 18.0]), np.array([-9, -18])):
    check.close("sigmoid of 9 and 18", check.call(sigmoid, x), np.exp(-np.logaddexp(0.0, -x)), inputs={"x": x})
### END HIDDEN TESTS
check.passed("sigmoid at the far ends")

# %% tests="sigmoid" part="slope" points=1
a = np.array([0.5, 0.8, 0.1])
mistakes = {
    "sigmoid taken once more": np.array([0.235004, 0.213910, 0.249376]),
    "factor a left out": np.array([0.5, 0.2, 0.9]),
    "plus instead of minus": np.array([0.75, 1.44, 0.11]),
    "this is the slope of tanh": np.array([0.75, 0.36, 0.99]),
}
slope = check.call(sigmoid_grad_from_output, a)
check.close("sigmoid_grad_from_output(a)", slope, np.array([0.25, 0.16, 0.09]), inputs={"a": a}, mistakes=mistakes)
### BEGIN HIDDEN TESTS
def total(z):
    return np.exp(-np.logaddexp(0.0, -z)).sum()


x = check.rng().normal(size=(3, 2))
a = np.exp(-np.logaddexp(0.0, -x))
slope = check.call(sigmoid_grad_from_output, a)
mistakes = {"sigmoid taken once more": 1 / (2 + np.exp(a) + np.exp(-a))}
check.gradient("sigmoid_grad_from_output(a)", slope, total, x, inputs={"a": a}, mistakes=mistakes)
for a in (np.array([0.0, 1.0]), np.array([[0.3]])):
    check.close("sigmoid_grad_from_output(a)", check.call(sigmoid_grad_from_output, a), a - a**2, inputs={"a": a})
### END HIDDEN TESTS
check.passed("the slope of sigmoid")

# %% [markdown]
# Run this once `sigmoid` passes: does your curve run through the counted points?

# %%
plots.firing_rate(sums, rates, curve=sigmoid)

# %% [markdown]
# **On your own.** Draw the curve of `sigmoid(5 * x)`. Which curve does it approach when 5 grows?
#
# **In practice.** scikit-learn and PyTorch write the sigmoid for both ends as you did.
#
# **Further reading.** The CS231n notes, *Neural networks part 1*.
