# %% [markdown]
# # Chapter 6 · The training loop
#
# You have a network, a number that says how wrong it is, and the slope of that number along every weight and bias.
# In this chapter you close the loop, and a network made of six chapters of functions learns to read handwritten digits.
#
# **What you'll do.** Step downhill.
#
# **What you'll learn.** What the learning rate does, and what a slope of zero tells you and what it does not.
#
# **What you'll need.** The ideas of chapters 1 to 5. About 15 minutes.

# %% readonly="setup"
import numpy as np

from course import check, plots

# %% [markdown]
# ## Downhill
#
# The gradient points where the loss rises fastest. So go the other way: every weight and every bias takes a step against its own slope.
# How long a step? Slope times a small constant, the **learning rate** `lr`:
#
# $$ \text{new weight} = \text{old weight} - \text{lr} \cdot \text{slope} $$
#
# Take the loss $L(w) = w^2$ with slope $2w$, and stand at $w = 3$. The slope is 6: positive, so a larger weight would mean a larger loss, and the weight must shrink. With `lr = 0.1` the new weight is $3 - 0.1 \cdot 6 = 2.4$, and the loss falls from 9 to 5.76.
# At $w = -3$ the slope is $-6$, the minus signs cancel, and the weight grows to $-2.4$. Both ways lead to the valley.
#
# A network has many weights and biases. We keep them as a list with one pair `(w, b)` for each layer, called `params`; the gradients, `grads`, are a list of the same form.
#
# ## Exercise 1 · `sgd_step` (2 points)
#
# Return the new `params`: a list of `(w, b)`, each weight and each bias one step downhill along its own gradient.
# The arrays in it are new ones, even if `lr` is 0 and nothing moves; the old `params` must stay as they were, so that you can compare the two. `params` may hold whole numbers; the new ones are floats.
#
# One point is for weights and biases, one for lists of any length and for new arrays.

# %% solution="sgd_step"
def sgd_step(params, grads, lr):
    """All weights and biases after one step downhill.

    params : list of (w, b)   one pair for each layer
    grads  : list of (w, b)   the gradients, of the same shapes
    lr     : number           the learning rate

    Returns
    list of (w, b), new arrays
    """
    ### BEGIN SOLUTION
    return [(w - lr * dw, b - lr * db) for (w, b), (dw, db) in zip(params, grads)]
    ### END SOLUTION

# %% readonly="check_layers"
def check_layers(what, got, right, mistakes=None):
    """Compare a list of (w, b) with the right one, layer by layer."""
    pairs = type(got) in (list, tuple) and all(type(p) in (list, tuple) for p in got)
    pairs = pairs and all(len(p) == 2 for p in got)
    message = f"The {what} must be a list with a pair (w, b) for each layer."
    check.that(pairs, message, mistake="not a list of (w, b)")
    message = f"There are {len(right)} layers, but {len(got)} in the {what}."
    check.that(len(got) == len(right), message, mistake="layers missing or too many")
    shapes, wanted = ([tuple(map(np.shape, p)) for p in layers] for layers in (got, right))
    backwards = shapes != wanted and shapes == wanted[::-1]
    message = f"The {what} begin with the last layer."
    check.that(not backwards, message, mistake="layers in reverse order")
    names = ", ".join(f"{what} w{i}, {what} b{i}" for i in range(1, len(right) + 1))
    flat = {name: sum(map(tuple, wrong), ()) for name, wrong in (mistakes or {}).items()}
    check.close(names, sum(map(tuple, got), ()), sum(map(tuple, right), ()), mistakes=flat)

# %% tests="sgd_step" points=1
params = [(np.array([[3.0, -1.0]]), np.array([2.0, 0.5]))]
grads = [(np.array([[6.0, -2.0]]), np.array([-1.0, 4.0]))]
new = check.call(sgd_step, params, grads, 0.1)
mistakes = {
    "uphill instead of downhill": [([[3.6, -1.2]], [1.9, 0.9])],
    "biases not updated": [([[2.4, -0.8]], [2.0, 0.5])],
    "learning rate left out": [([[-3.0, 1.0]], [3.0, -3.5])],
    "learning rate multiplied twice": [([[2.94, -0.98]], [2.01, 0.46])],
    "divided by the learning rate": [([[-57.0, 19.0]], [12.0, -39.5])],
    "only the step, without the old weights": [([[0.6, -0.2]], [-0.1, 0.4])],
}
check_layers("new", new, [(np.array([[2.4, -0.8]]), np.array([2.1, 0.1]))], mistakes)
check.passed("sgd_step")

# %% tests="sgd_step" part="layers" points=1
params = [(np.array([[1, 2]]), np.array([0, 4])), (np.array([[5], [-3]]), np.array([7]))]
grads = [(np.array([[0.5, 1]]), np.array([-1.0, 2])), (np.array([[4.0], [2]]), np.array([1.0]))]
new = check.call(sgd_step, params, grads, 0.5)
right = [(np.array([[0.75, 1.5]]), np.array([0.5, 3])), (np.array([[3.0], [-4]]), np.array([6.5]))]
check_layers("new", new, right, {"only the first layer updated": [right[0], params[1]]})
### BEGIN HIDDEN TESTS
rng = check.rng()
for dims in ((3, 2), (2, 4, 3), (1, 3, 2, 5, 1)):
    sizes = list(zip(dims, dims[1:]))
    params = [(rng.normal(size=(d, m)), rng.normal(size=m)) for d, m in sizes]
    grads = [(rng.normal(size=(d, m)), rng.normal(size=m)) for d, m in sizes]
    for lr in (0.03, 2.0, 0.0):
        new = check.call(sgd_step, params, grads, lr)
        right = [(w - lr * dw, b - lr * db) for (w, b), (dw, db) in zip(params, grads)]
        check_layers("new", new, right)
shared = any(np.shares_memory(a, p) for old, pair in zip(params, new) for a, p in zip(old, pair))
message = "With lr = 0 the new params hold the very arrays of the old ones."
check.that(not shared, message, mistake="old arrays handed back")
### END HIDDEN TESTS
check.passed("sgd_step for several layers")

# %% [markdown]
# Your step, thirty times from $w = 3$ on $L(w) = w^2$, with three learning rates. Run this once `sgd_step` passes.

# %%
def walk(slope, start, lr, steps=30):
    """The weights on the way downhill, computed by your sgd_step."""
    params = [(np.array([[start]]), np.zeros(1))]
    for _ in range(steps):
        yield params[0][0].item()
        params = sgd_step(params, [(slope(params[0][0]), np.zeros(1))], lr)


rates = (0.01, 0.1, 1.05)
plots.descent(np.square, {f"lr = {lr}": list(walk(lambda w: 2 * w, 3.0, lr)) for lr in rates})

# %% [markdown]
# **Question.** With `lr = 1.05` every step goes downhill at its start, and yet the loss grows. How?
#
# <details><summary>Answer</summary>
#
# The step jumps over the valley: $3 - 1.05 \cdot 6 = -3.3$, higher on the other side than it was on this one. The slope is only a promise for the near surroundings, and a large learning rate does not stay near. Here every `lr` above 1 runs away.
#
# </details>
#
# **On your own.** Find the learning rate that reaches the bottom of $w^2$ in a single step.
#
# **In practice.** This is the optimiser called SGD, stochastic gradient descent.
#
# **Further reading.** A. Karpathy and others, *CS231n: Optimization*.
