# %% [markdown]
# # Chapter 4 · Loss
#
# A network answers; somebody has to say how wrong it is, in one number. In this chapter you write that number in all its usual forms, and find out why the obvious one stops teaching exactly when the network is confidently wrong.
#
# **What you'll do.** Turn logits into probabilities and answers into a loss.
#
# **What you'll learn.** Why a softmax subtracts the largest logit first.
#
# **What you'll need.** Python, and NumPy arrays. About 20 minutes.

# %% readonly="setup"
import numpy as np

from course import check, plots

# %% [markdown]
# ## From logits to probabilities
#
# The last layer of a network gives one number for each class, the **logits**. They can be any size and sign. To read them as probabilities they must become positive and sum to 1. The **softmax** does both: raise $e$ to each logit, and divide by the sum,
#
# $$ p_c = \frac{e^{z_c}}{\sum_j e^{z_j}} $$
#
# With logits $\ln 1 = 0$, $\ln 2 = 0.69$ and $\ln 5 = 1.61$ the exponentials are 1, 2 and 5. Their sum is 8, so $p = (0.125, 0.25, 0.625)$.

# %%
plots.shares({"logits": np.log([1, 2, 5]), "exponentials": [1, 2, 5], "divided by 8": [0.125, 0.25, 0.625]}, ["cat", "dog", "owl"], ylabel="value")

# %% [markdown]
# Only differences count: adding the same number $k$ to all logits of a row multiplies every exponential by $e^k$, and the division takes it out again.
# That is more than a curiosity. $e^{1000}$ is too large for a float, which makes it `inf`, and `inf / inf` is not a number. So choose $k$ well: subtract each row's own largest logit first. Then the largest exponential is $e^0 = 1$, nothing can overflow, and the sum is at least 1. Logits $(1000, 1001)$ become $(-1, 0)$, and the probabilities are 0.27 and 0.73.
#
# ## Exercise 1 · `softmax` (3 points)
#
# Each row of `logits` is one sample; its probabilities are the same row of the result, and every row sums to 1. Logits may be integers; the result is floats. A single sample, shape $(1, C)$, keeps its shape.
#
# Two points are for the probabilities, one for logits as large as $\pm 1000$, also when rows differ much in size.

# %% solution="softmax"
def softmax(logits):
    """Probabilities of the classes, for each sample.

    logits : (N, C)   one sample in each row

    Returns
    p : (N, C)   each row sums to 1
    """
    ### BEGIN SOLUTION
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
    ### END SOLUTION

# %% tests="softmax" points=2
logits = np.log([[1.0, 2.0, 5.0], [3.0, 3.0, 4.0]])
p = check.call(softmax, logits)
mistakes = {
    "normalised over columns instead of rows": np.array([[1 / 4, 2 / 5, 5 / 9], [3 / 4, 3 / 5, 4 / 9]]),
    "normalised over the whole table": np.array([[1.0, 2, 5], [3, 3, 4]]) / 18,
    "exponentials not divided by their sum": np.array([[1.0, 2, 5], [3, 3, 4]]),
    "divided by the largest instead of the sum": np.array([[0.2, 0.4, 1], [0.75, 0.75, 1]]),
    "divided without exponentials": np.array([[0, 0.301030, 0.698970], [0.306573, 0.306573, 0.386853]]),
    "logarithms instead of probabilities": np.log([[0.125, 0.25, 0.625], [0.3, 0.3, 0.4]]),
}
right = np.array([[0.125, 0.25, 0.625], [0.3, 0.3, 0.4]])
check.close("softmax(logits)", p, right, inputs={"logits": logits}, mistakes=mistakes)
### BEGIN HIDDEN TESTS
rng = check.rng()
for n, c in ((5, 3), (3, 7), (4, 4), (1, 6)):
    for logits in (rng.normal(0, 2, size=(n, c)), rng.integers(-4, 5, size=(n, c))):
        p = check.call(softmax, logits)
        right = 1 / np.exp(logits[:, None, :] - logits[:, :, None]).sum(axis=2)
        mistakes = {"normalised over columns instead of rows": np.exp(logits) / np.exp(logits).sum(axis=0)}
        check.close("softmax(logits)", p, right, inputs={"logits": logits}, mistakes=mistakes)
### END HIDDEN TESTS
check.passed("softmax")

# %% tests="softmax" part="large" points=1
logits = np.array([[1000.0, 1001.0, -1000.0], [0.0, 0.0, 0.0]])
p = check.call(softmax, logits)
third = [1 / 3, 1 / 3, 1 / 3]
mistakes = {"overflow hidden behind zeros": np.array([[0, 0, 0], third]), "logits cut off": np.array([[0.5, 0.5, 0], third])}
right = np.array([[0.26894142, 0.73105858, 0], third])
check.close("softmax of logits up to 1001", p, right, mistakes=mistakes)
### BEGIN HIDDEN TESTS
small = check.rng().integers(-3, 4, size=(4, 5)).astype(float)
far = small + np.array([[1000.0], [-1000.0], [0.0], [300.0]])
p, q = check.call(softmax, small), check.call(softmax, far)
check.finite("softmax of logits up to 1000", q)
because = "the same number added to a row's logits cancels in the division"
check.same("softmax(logits)", p, q, because=because)
### END HIDDEN TESTS
check.passed("softmax of large logits")

# %% [markdown]
# **On your own.** Divide all logits by a temperature before the softmax. **In practice.** This is the last step of every classifier. **Further reading.** CS231n notes, *Linear classification*.
