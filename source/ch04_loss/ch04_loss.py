# %% [markdown]
# # Chapter 4 · Loss
# A network answers, and something has to say how wrong the answer is, in one number.
# You write that number in its usual forms, and see why a network crawls with one of them and runs with another.
#
# **What you'll do.** Write losses for numbers, for classes and for a single neuron, and let a ball roll down four of them.
#
# **What you'll learn.** What a loss does that counting mistakes cannot, how logits become probabilities, and how to do without $e^{1000}$.
#
# **What you'll need.** Neurons, sigmoid and logits from chapters 1 to 3, logarithms, and what the slope of a curve is.
#
# **How long.** {minutes}

# %% readonly="setup"
import numpy as np

from course import check, guessing, plots, widgets

# %% [markdown]
# To choose among three kinds of thing, or *classes*, a network gives each a probability.
# Three networks have looked at the same photograph, of an owl.
# Below are their answers; the filled bar is the truth.
#
# **Question.** Put a price on each answer: 0 for a perfect one, and the worse the answer, the more.
# If the first network pays 0.1, what should the second pay, and the third?
# Keep your prices for the section *Surprise*.

# %%
guesses = {"first": [0.05, 0.05, 0.90], "second": [0.30, 0.30, 0.40], "third": [0.90, 0.08, 0.02]}
plots.shares(guesses, ["cat", "dog", "owl"], truth="owl")

# %% [markdown]
# Counting right answers finds the first two equal, though one knows and the other guesses.
# And a tiny change of a weight leaves the count as it is: it does not say which way to go.
#
# A **loss** does better: it is lowest when the answer is perfect, and it changes a little when the weights change a little.
# Learning moves each weight downhill, by a small number times the slope of the loss: where the loss is flat, nothing is learned.
#
# ## How far off
# First, answers that are numbers.
# The error of a prediction is $e = \text{pred} - \text{target}$.
# Predictions $(2, 4, 9, 1)$ for the targets $(3, 4, 5, 1)$ have the errors $(-1, 0, 4, 0)$.
#
# Errors are added up without their signs, or $+4$ and $-4$ would cancel.
# The squares 1, 0, 16 and 0 sum to 17, and their mean is 4.25.
# The sizes 1, 0, 4 and 0 have the mean 1.25.
# For $n$ numbers these are the *sum of squared errors*, the *mean squared error* and the *mean absolute error*:
#
# $$ \text{SSE} = \sum_i e_i^2, \qquad \text{MSE} = \frac1n \sum_i e_i^2, \qquad \text{MAE} = \frac1n \sum_i |e_i| $$

# %%
plots.misses(pred=[2, 4, 9, 1], target=[3, 4, 5, 1])

# %% [markdown]
# One error makes 16 of the 17: squares care most about what is farthest off.
#
# **Question.** Five friends guess the weight of a jar: 1, 2, 3, 4 and 20.
# You may answer with one number $c$ for all five.
# Which $c$ has the smallest MSE, and which the smallest MAE?
# (Each curve is divided by its lowest value.)

# %%
plots.one_answer([1, 2, 3, 4, 20])

# %% [markdown]
# The MSE is lowest at 6, the **mean**.
# The MAE is lowest at 3, the **median**: the guess in the middle when they are sorted.
#
# The slopes of the squared errors sum to $\sum_i 2(c - x_i)$, which is 0 at the mean.
# An absolute error has the slope $-1$ or $1$ at any distance, so the slopes cancel where as many friends lie below as above.
#
# Pictures hold whole numbers from 0 to 255, of type `uint8`.
#
# **Question.** Subtract an array of shape $(3,)$ from one of shape $(3, 1)$: which shape results?
# And what is 0 minus 1 in `uint8`?

# %%
column, row = np.array([[1.0], [2.0], [3.0]]), np.array([1.0, 2.0, 3.0])
print("column - row:", (column - row).shape, " 0 - 1 in uint8:", np.uint8([0]) - np.uint8([1]))

# %% [markdown]
# Column minus row is a whole table, and in `uint8` what falls below 0 goes on from 255 down.
# NumPy complains of neither, so take care of both in `errors`.
#
# ## Exercise 1 · `mse` (3 points)
#
# **Your function**
#
# - `errors` takes two arrays of one shape, whatever it is, and returns their errors as floats, for the other three to use.
# - `mse`, `mae` and `sse` take two such arrays and return one number, over all entries.
# - One point each: the values, the shapes, the whole numbers.
#
# <details><summary>Exactly</summary>
#
# - If the two shapes are not equal, `mse`, `mae` and `sse` raise a `ValueError`: `raise ValueError("...")`, with words of your own.
# - Whole numbers of any type give what floats would: `a.astype(float)` has the numbers of `a` as floats.
#
# </details>

# %% solution="mse" minutes=10
def errors(pred, target):
    """Each prediction minus its target, as floats.

    pred, target : any shape, the same for both
    """
    ### BEGIN SOLUTION
    if pred.shape != target.shape:
        raise ValueError("pred and target must have the same shape")
    return pred.astype(float) - target
    ### END SOLUTION

def mse(pred, target):
    """Mean squared error, a number; pred and target are as in `errors`."""
    ### BEGIN SOLUTION
    return np.mean(errors(pred, target) ** 2)
    ### END SOLUTION

def mae(pred, target):
    """Mean absolute error, a number; pred and target are as in `errors`."""
    ### BEGIN SOLUTION
    return np.mean(np.abs(errors(pred, target)))
    ### END SOLUTION

def sse(pred, target):
    """Sum of squared errors, a number; pred and target are as in `errors`."""
    ### BEGIN SOLUTION
    return np.sum(errors(pred, target) ** 2)
    ### END SOLUTION

# %% tests="mse" points=1
pred = np.array([[2.0, 4.0, 9.0, 1.0], [5.0, 2.0, 1.0, 4.0], [1.0, 3.0, 2.0, 6.0]])
target = np.array([[3.0, 4.0, 5.0, 1.0], [10.0, 2.0, 4.0, 2.0], [-2.0, 7.0, 0.0, 9.0]])
check.close("mse", check.call(mse, pred, target), 7.75)
check.close("mae", check.call(mae, pred, target), 2.25)
check.close("sse", check.call(sse, pred, target), 93.0)
### BEGIN HIDDEN TESTS
for s in (7,), (2, 3, 4), (1, 1):
    p, t = check.rng().normal(0, 2, s), check.rng().integers(-9, 9, s)
    t = t / 4 if len(s) == 1 else t
    check.close("mse", check.call(mse, p, t), ((p - t) ** 2).mean())
    check.close("mae", check.call(mae, p, t), abs(p - t).mean())
    check.close("sse", check.call(sse, p, t), ((p - t) ** 2.0).sum())
### END HIDDEN TESTS

# %% tests="mse" part="shapes" points=1
shapes = ((3, 1), (3,)), ((4,), (4, 1)), ((5, 3), (3,)), ((1, 3), (3, 1)), ((2, 3, 4), (2, 1, 4))
cases = {f"the shapes are {p} and {t}": (np.ones(p), np.zeros(t)) for p, t in shapes}
for f in (mse, mae, sse):
    check.call(f, np.ones((5, 3)), np.zeros((5, 3)))
    check.raises_in_each(ValueError, f, cases)
### BEGIN HIDDEN TESTS
a, b = (int(n) for n in check.rng().choice(range(4, 9), 2, replace=False))
shapes = ((a, b), (a, 1)), ((1, a), (a,)), ((a,), (1,)), ((a, 1), (1, a)), ((1, b), (a, b))
shapes += (((a, b, a), (a, a, b)),)
cases = {f"the shapes are {p} and {t}": (np.ones(p), np.zeros(t)) for p, t in shapes}
for f in (mse, mae, sse):
    check.call(f, np.ones((b, 1, a)), np.zeros((b, 1, a)))
    check.raises_in_each(ValueError, f, cases)
### END HIDDEN TESTS

# %% tests="mse" part="whole_numbers" points=1
a = np.array([[0, 200, 10, 255], [5, 2, 1, 4], [7, 7, 9, 0]], np.uint8)
b = np.array([[1, 100, 10, 0], [3, 2, 4, 3], [7, 8, 9, 250]], np.uint8)
check.close("mse of two pictures", check.call(mse, a, b), 11461.75)
check.close("mae of two pictures", check.call(mae, a, b), 51.083333)
check.close("sse of two pictures", check.call(sse, a, b), 137541.0)
### BEGIN HIDDEN TESTS
for kind in np.int8, np.uint16, np.int32:
    ends = max(np.iinfo(kind).min, -(10**5)), min(np.iinfo(kind).max, 10**5)
    a, b = check.rng().integers(*ends, (2, 6, 5), endpoint=True).astype(kind)
    a[0, :2], b[0, :2] = ends, ends[::-1]  # as far apart as can be
    exact = a - 1.0 * b
    check.close(f"mse of {a.dtype}", check.call(mse, a, b), (exact**2).mean())
    check.close(f"mae of {a.dtype}", check.call(mae, a, b), abs(exact).mean())
    check.close(f"sse of {a.dtype}", check.call(sse, a, b), (exact**2).sum())
### END HIDDEN TESTS

# %% [markdown]
# **Question.** The fifth friend changes the 20 to 50.
# Which of the two best answers moves, and where to?

# %%
target = np.array([1.0, 2.0, 3.0, 4.0, 50.0])
for c in 3.0, 6.0, 12.0:
    print(f"c = {c:4}  MSE {mse(np.full(5, c), target):.1f}  MAE {mae(np.full(5, c), target):.1f}")

# %% [markdown]
# The MSE is now lowest at 12, the new mean; the median is still 3.
# To choose a loss is to choose an answer.
#
# ## From logits to probabilities
# To choose among $C$ classes, the last layer of a network gives one number for each class $c$, its **logit** $z_c$, also called its *score*.
# Scores have any size and sign; probabilities are positive and sum to 1.
#
# Take three logits: $\ln 1 = 0$, $\ln 2 = 0.69$ and $\ln 5 = 1.61$.
# Raise $e$ to each: that gives 1, 2 and 5, all positive.
# Divide by their sum, 8: that gives $(0.125, 0.25, 0.625)$.
# These two steps are the **softmax**, which turns scores into probabilities:
#
# $$ p_c = \frac{e^{z_c}}{\sum_j e^{z_j}} $$
#
# In NumPy $e^z$ is `np.exp(z)`, and $\ln$ is `np.log`.
# But $e^{1000}$ is too large for a float and becomes `inf`, and `inf / inf` is not a number.
#
# **Question.** Subtract the same number from all three logits, so that the largest becomes 0.
# What happens to the three $e^z$, and to the probabilities?

# %%
plots.slid(np.log([1, 2, 5]), ["cat", "dog", "owl"])

# %% [markdown]
# All $e^z$ shrink by the same factor, here from 1, 2 and 5 to 0.2, 0.4 and 1.
# Divided by their sum, now 1.6, they give the same probabilities as before.
# With $m$ subtracted from every logit,
#
# $$ \frac{e^{z_c - m}}{\sum_j e^{z_j - m}} = \frac{e^{-m}\, e^{z_c}}{e^{-m} \sum_j e^{z_j}} = p_c $$
#
# So only differences of logits count, and $m$ may be the largest logit of the row.
# Then the largest exponential is $e^0 = 1$, and the sum is at least 1.
# Logits $(1000, 1001)$ become $(-1, 0)$, with the probabilities 0.27 and 0.73.
#
# Each row needs its own maximum: as a column, $(N, 1)$, the maxima stand beside their rows, `z.max(axis=1, keepdims=True)`.
# Without `keepdims` they count as a row: an error or, if $N = C$, quietly wrong numbers.
#
# ## Exercise 2 · `softmax` (3 points)
#
# **Your function**
#
# - `logits` has shape $(N, C)$, one sample in each row; they may be whole numbers (`int64`, NumPy's usual type).
# - The result has the same shape: each row is the softmax of that row.
# - Two points are for the probabilities, one for logits as large as $\pm 1000$, also when rows differ much in size.

# %% solution="softmax" minutes=8
def softmax(logits):
    """Probabilities of the classes for each sample: (N, C), each row sums to 1.

    logits : (N, C)   one sample in each row
    """
    ### BEGIN SOLUTION
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
    ### END SOLUTION

# %% tests="softmax" points=2
logits = np.log([[1.0, 2.0, 4.0, 1.0], [3.0, 2.0, 1.0, 4.0], [1.0, 1.0, 2.0, 1.0]])
right = [[0.125, 0.25, 0.5, 0.125], [0.3, 0.2, 0.1, 0.4], [0.2, 0.2, 0.4, 0.2]]
check.close("softmax(logits)", check.call(softmax, logits), right)
### BEGIN HIDDEN TESTS
for s, step in ((5, 3), 1), ((4, 4), 0.3), ((1, 6), 0.3), ((4, 1), 1), ((1, 1), 1):
    z = step * check.rng().integers(-4, 5, size=s)
    right = 1 / np.exp(z[:, None, :] - z[:, :, None]).sum(axis=2)
    check.close("softmax(logits)", check.call(softmax, z), right)
### END HIDDEN TESTS

# %% tests="softmax" part="large" points=1
logits = [[-1000] * 4, np.log([1, 2, 3, 4]), [-1000, 1000, 1001, -1000], [-800, 0, 0, 0]]
logits = np.array([*logits, [300, 300, -700, -700]])
right = [[0.25] * 4, [0.1, 0.2, 0.3, 0.4], [0, 0.26894142, 0.73105858, 0], [0, *[1 / 3] * 3]]
right.append([0.5, 0.5, 0, 0])
check.close("softmax of large logits", check.call(softmax, logits), right)
### BEGIN HIDDEN TESTS
z = check.rng().integers(-3, 4, size=(4, 5)).astype(float)
p = 1 / np.exp(z[:, None, :] - z[:, :, None]).sum(axis=2)
out = check.call(softmax, z + np.array([[1000.0], [-1000], [0], [300]]))
check.close("softmax after adding a number to each row, which cancels,", out, p)
### END HIDDEN TESTS

# %% [markdown]
# **Question.** Adding a number to all logits changes nothing.
# What does multiplying do?

# %%
z = np.log([[1.0, 2.0, 5.0]])
several = {f"{k:g} times the logits": softmax(k * z)[0] for k in (0.25, 1, 4)}
plots.shares(several, ["cat", "dog", "owl"])

# %% [markdown]
# The order stays, the confidence changes: small logits give nearly equal probabilities, large ones nearly all to the largest.
# So it says softly *which* logit is the largest, a soft *argmax*; the soft maximum itself will be $\ln \sum_j e^{z_j}$.
#
# ## Surprise
# What should an answer cost?
# The truth comes as a **label** $y$: the number of the true class, from 0 to $C - 1$.
# Look only at $p_y$, the probability that the network gave to it.
# For the owl the three networks have 0.9, 0.4 and 0.02.
#
# Chances of independent events multiply, as for throws of dice: two samples with $p_y = 0.9$ and $0.4$ have $0.9 \cdot 0.4 = 0.36$ together.
# The product over all samples is the probability of the labels, as a function of the weights their **likelihood**: a good network makes it large.
# But a thousand factors of 0.4 make $10^{-398}$, which a float rounds to 0.
#
# The logarithm turns the product into a sum, and rises whenever the product does.
# With a minus sign, smaller is better; divided by $N$, it is an average:
#
# $$ L = -\frac1N \ln \prod_n p_{n y_n} = \frac1N \sum_n -\ln p_{n y_n} $$
#
# Here $\prod$ multiplies as $\sum$ adds, and $p_{n y_n}$ is the $p_y$ of sample $n$: row $n$, in the column of its true class.
# This average is the **cross-entropy**, and each term, $-\ln p_y$, is a **surprise**.
#
# **Question.** How much does the surprise grow when $p_y$ is halved, from 0.8 to 0.4 or from 0.2 to 0.1?

# %%
plots.surprise({"first": 0.9, "second": 0.4, "third": 0.02})

# %% [markdown]
# By $\ln 2 = 0.69$ each time, without end: near $p_y = 0$ the surprise passes every bound.
# The three networks pay 0.11, 0.92 and 3.91; what were your prices?
#
# ## A row for each label
# The average takes one number from each row of $p$.
# To reach it, give NumPy two indices of the same length, rows and columns: `p[[0, 1, 2], [2, 0, 1]]` holds `p[0, 2]`, `p[1, 0]` and `p[2, 1]`, and you may also assign to it.
# (`np.arange(3)` is 0, 1, 2.)
#
# Or write each label as a row, too: 1 at the true class, 0 everywhere else.
# Such a row is **one-hot**: of three classes, label 2 is $(0, 0, 1)$.
# A perfect softmax would say just this, so the two can be compared.
#
# An index of $-1$ quietly means the last column, so look for labels outside the range first: `np.any(a < 0)` says whether any number of an array is below 0.
#
# ## Exercise 3 · `one_hot` (2 points)
#
# **Your function**
#
# - `y` holds $N$ labels, whole numbers of any type, and `n_classes` is $C$.
# - The result has shape $(N, C)$ and holds floats: the first point.
# - A label below 0, or of `n_classes` and above, raises a `ValueError`: the second point.

# %% solution="one_hot" minutes=6
def one_hot(y, n_classes):
    """Labels as rows of floats, (N, C): 1 at the label of each row, else 0.

    y         : (N,) integers from 0 to n_classes - 1
    n_classes : number of columns, C
    """
    ### BEGIN SOLUTION
    if np.any(y < 0) or np.any(y >= n_classes):
        raise ValueError("labels must lie between 0 and n_classes - 1")
    return np.eye(n_classes)[y]
    ### END SOLUTION

# %% tests="one_hot" points=1
y = np.array([2, 0, 2, 1, 0, 1])
right = [[0.0, 0, 1, 0], [1, 0, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0]]
check.close("one_hot(y, 4)", check.call(one_hot, y, 4), right)
### BEGIN HIDDEN TESTS
for n, c, kind in (7, 5, int), (1, 3, np.uint8), (4, 1, np.int32), (1, 1, int):
    y = check.rng().integers(0, c, size=n).astype(kind)
    for labels in y, c - 1 - y:
        right = 1.0 * np.equal.outer(labels, range(c))
        check.close("one_hot", check.call(one_hot, labels, c), right)
### END HIDDEN TESTS

# %% tests="one_hot" part="labels" points=1
check.call(one_hot, np.array([0, 2, 1]), 3)
rows = [1, -1], [3, 0], [0, -4], [-3, 1], [40, 3], [-1, 3], [40, 1]
cases = {f"y is {y} and there are 3 classes": (np.array(y), 3) for y in rows}
check.raises_in_each(ValueError, one_hot, cases)
### BEGIN HIDDEN TESTS
c = int(check.rng().integers(5, 60))
y = check.rng().permutation(np.arange(2 * c) % c)
check.call(one_hot, y, c)
rows = (-1, *y, -1), (c, c, *y), (-c, 0, -c), (-c - 7, *y, -c - 7), (c + 1, c + 1)
cases = {f"y has {bad} and there are {c} classes": (np.array(v), c) for bad, *v in rows}
check.raises_in_each(ValueError, one_hot, cases)
check.raises(ValueError, one_hot, np.array([0, 1]), 1, when="y has 1 and there is 1 class")
### END HIDDEN TESTS

# %% [markdown]
# ## A logarithm that does not break
# A confident network breaks this formula: logits $(1000, 0)$ give $p = (1, 0)$, and $\ln 0$ is minus infinity.
#
# So do not finish the softmax.
# The logarithm of a fraction is a difference:
#
# $$ -\ln p_y = -\ln \frac{e^{z_y}}{\sum_j e^{z_j}} = \ln \sum_j e^{z_j} - z_y $$
#
# Logits $(0, \ln 2, \ln 5)$ with label 1 give $\ln 8 - \ln 2 = 1.39$.
#
# Then take $e^m$ out of the sum, where $m$ is the row's largest logit:
#
# $$ \ln \sum_j e^{z_j} = \ln \Big( e^m \sum_j e^{z_j - m} \Big) = m + \ln \sum_j e^{z_j - m} $$
#
# On the right the sum is at least 1, and its logarithm safe: the *log-sum-exp trick*.
# Logits $(1000, 0)$ with label 1 cost $1000 + \ln(1 + e^{-1000}) - 0 = 1000$.
#
# ## Exercise 4 · `cross_entropy` (3 points)
#
# **Your function**
#
# - `logits` has shape $(N, C)$, floats or whole numbers as before; `y` holds $N$ labels.
# - Return the average surprise over the samples, a single number.
# - Two points are for the values, one for logits as large as $\pm 1000$.
#
# <details><summary>Hint</summary>
#
# The $z_y$ of all rows come by two indices: which rows, and which columns?
# If you subtract $m$ from each whole row first, $z_y$ too, what becomes of the $m$ in front?
#
# </details>

# %% solution="cross_entropy" minutes=12
def cross_entropy(logits, y):
    """Average surprise at the true classes, a number.

    logits : (N, C)
    y      : (N,) integers, the true class of each row
    """
    ### BEGIN SOLUTION
    z = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])
    ### END SOLUTION

# %% tests="cross_entropy" points=2
logits = np.log([[3.0, 3.0, 4.0, 6.0], [1.0, 2.0, 5.0, 2.0], [1.0, 1.0, 3.0, 3.0]])
check.close("the loss", check.call(cross_entropy, logits, np.array([0, 2, 2])), 1.115984)
loss = check.call(cross_entropy, np.zeros((2, 7)), np.array([3, 6]))
check.close("the loss of equal logits", loss, 1.945910)
### BEGIN HIDDEN TESTS
for n, c in (5, 3), (4, 4), (3, 7), (1, 6), (4, 1), (1, 1):
    y = check.rng().integers(0, c, size=n)
    z = 12 * (np.arange(c) != y[:, None]) if n == c else check.rng().normal(0, 2, size=(n, c))
    loss = check.call(cross_entropy, z, y)
    check.close("the loss", loss, np.mean(np.log(np.exp(z - z[range(n), y, None]).sum(axis=1))))
### END HIDDEN TESTS

# %% tests="cross_entropy" part="large" points=1
logits = np.array([[280.0, 1000, 999], [3, 2, 1]])
loss = check.call(cross_entropy, logits, np.array([0, 2]))
check.close("the loss of one row of large logits", loss, 361.360434)
logits = np.array([[-800.0, -800, -800], [1000, 1000, 240], [300, 300, -700]])
loss = check.call(cross_entropy, logits, np.array([0, 2, 1]))
check.close("the loss of three rows of large logits", loss, (760 + np.log(12)) / 3)
### BEGIN HIDDEN TESTS
z = np.array([[1000, 0, -1000], [-1000, 1000, 0], [0, -1000, -1000], [500, 500, 500.0]])
loss = check.call(cross_entropy, np.vstack([z, z[:2]]), np.array([2, 1, 1, 0, 2, 1]))
check.close("cross_entropy of large logits", loss, (5000 + np.log(3)) / 6)
z, y = check.rng().integers(-3, 4, size=(4, 5)).astype(float), check.rng().integers(0, 5, size=4)
right = np.mean(np.log(np.exp(z - z[range(4), y, None]).sum(axis=1)))
loss = check.call(cross_entropy, z + np.array([[1000.0], [-1000], [0], [300]]), y)
check.close("the loss after adding to each row", loss, right)
### END HIDDEN TESTS

# %% [markdown]
# **Question.** A fresh network for ten digits has small, random logits.
# What loss should it have, about?

# %%
rng = np.random.default_rng(0)
for spread in 0.01, 1, 10:
    z, y = rng.normal(0, spread, size=(1000, 10)), rng.integers(0, 10, size=1000)
    print(f"logits of spread {spread:4}: loss at the start {cross_entropy(z, y):.4f}")

# %% [markdown]
# Of $C$ classes it gives each about $1/C$, and its loss is near $-\ln \frac1C = \ln C$, here $\ln 10 = 2.3026$.
# If yours starts far above, at 10 or 15, its initial weights are too large.
#
# ## Which loss still teaches?
# Why not judge probabilities by squared errors?
# Move one logit, and see.
# Of two classes, the wrong one has the logit 0 and the right one $z$, from $-6$ (sure and wrong) to $6$ (sure and right).
# You see its probability $p$, the cross-entropy $-\ln p$, the squared error $(1 - p)^2$, and their slopes.
#
# **Question.** How many times as steep as the squared error is the cross-entropy at $z = -6$: twice, ten times, more?
# Guess, then drag the point.

# %%
widgets.one_logit(softmax=softmax, mse=mse, cross_entropy=cross_entropy, start=-2.0)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Two hundred times: the slopes are $-0.9975$ and $-0.0049$.
#
# </details>
#
# The squared error lies on a plateau: just where there is most to learn, it hardly teaches.
#
# Here $p = e^z / (e^z + e^0) = 1 / (1 + e^{-z})$ is the sigmoid of chapter 2, whose slope is $p(1 - p)$: at $z = -6$ it is flat.
# Slopes in a row multiply, as in chapter 2, so along $z$ the slopes of the two losses are
#
# $$ (1 - p)^2: \; -2(1 - p) \cdot p(1 - p) \qquad\qquad -\ln p: \; -\tfrac{1}{p} \cdot p(1 - p) = p - 1 $$
#
# In the first the sigmoid's small $p$ remains; in the second the logarithm's $\frac1p$ cancels it.
# At $z = -1000$ the computer has $p = 0$, and $\frac1p \cdot p$ is `inf * 0`, not a number; on paper it is 1.
# Hence a network ends with logits, and the softmax is part of the loss, as in your `cross_entropy`.
#
# **Question.** Now nudge each of three logits, for one sample: with label 2, then with label 0.
# How do the softmax and the one-hot label give each measured slope?

# %%
z, nudges = np.log([[1.0, 2.0, 5.0]]), 1e-5 * np.eye(3)
print("softmax", softmax(z)[0])
for y in np.array([2]), np.array([0]):
    rises = [cross_entropy(z + nudge, y) - cross_entropy(z - nudge, y) for nudge in nudges]
    print("label", y[0], one_hot(y, 3)[0], "slopes", np.round(np.array(rises) / 2e-5, 3))

# %% [markdown]
# **The slope of one sample's surprise along a logit is that class's $p$, minus 1 if it is the right class**: softmax minus one-hot.
# Chapter 5 derives it; an average over $N$ samples divides it by $N$.
# A step downhill raises the right logit and lowers the others, more for larger errors.
#
# ## The best of the ignorant
# Suppose a network cannot see: whatever comes in, it gives the same logits.
# Of twenty photographs, 5 show a cat, 2 a dog and 13 an owl.
#
# **Question.** Which costs less: to give each class the same, or 0.98 to the owl?
# Guess and run, then change `mine` and go as low as you can (it need not sum to 1).

# %%
labels = np.repeat([0, 1, 2], [5, 2, 13])
tries = {"equal": [1, 1, 1], "nearly sure": [0.01, 0.01, 0.98], "mine": [0.3, 0.3, 0.4]}
plots.constant_answers(tries, labels, ["cat", "dog", "owl"], cross_entropy, counted=False)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Being nearly sure costs 1.625, more than the 1.099 of equal shares: seven great surprises outweigh thirteen right answers.
#
# </details>
#
# ## Exercise 5 · `best_constant` (2 points)
#
# **Your function**
#
# - `y` holds $N$ labels from 0 to `n_classes - 1`, and each class occurs.
# - Return an array of `n_classes` logits, shape $(C,)$.
# - No other logits, given to every sample, have a smaller cross-entropy on `y`.
#
# <details><summary>Hint 1</summary>
#
# Labels 1, 1, 1, 0: class 1 has the logit $z$ and the probability $p$, the other class the logit 0.
# Along $z$ a sample of class 1 has the slope $p - 1$; the sample of class 0 has the slope $p$.
# At which $p$ do the four slopes sum to 0?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Look again at the logits whose softmax was $(0.125, 0.25, 0.625)$.
#
# </details>

# %% solution="best_constant" minutes=12
def best_constant(y, n_classes):
    """The logits, the same for every sample, with the smallest cross-entropy: (n_classes,).

    y         : (N,) integers from 0 to n_classes - 1, each of which occurs
    n_classes : number of classes, C
    """
    ### BEGIN SOLUTION
    return np.log([np.mean(y == c) for c in range(n_classes)])
    ### END SOLUTION

# %% tests="best_constant" points=2
y = np.array([2, 0, 2, 1, 2, 2, 0, 2, 3, 2, 3, 3])
loss = guessing.loss(best_constant, y, 4)
check.close("the loss of your logits", loss, 1.198849)
loss = guessing.loss(best_constant, np.array([1, 0, 1, 1]), 2)
check.close("the loss of your logits for two classes", loss, 0.562335)
### BEGIN HIDDEN TESTS
for n, c in (30, 5), (200, 3), (7, 7), (40, 2), (3, 1), (1, 1), (50, 9):
    more = check.rng().integers(0, c, n - c) ** 2 // c  # the higher the class, the rarer
    y = check.rng().permutation(np.append(np.arange(c), more))
    p = np.mean(y == np.arange(c)[:, None], axis=1)
    loss = guessing.loss(best_constant, y, c)
    check.close(f"the loss of your logits for {c} classes", loss, -np.sum(p * np.log(p)))
### END HIDDEN TESTS

# %%
shares = softmax(best_constant(labels, 3).reshape(1, 3))[0]
tries = {"equal": [1, 1, 1], "best_constant": shares}
plots.constant_answers(tries, labels, ["cat", "dog", "owl"], cross_entropy)

# %% [markdown]
# The best constant answer is how often each class occurs: 0.25, 0.1 and 0.65.
# Along $z_c$ the slopes of $N$ samples, $n_c$ of them of class $c$, sum to $N p_c - n_c$: that is 0 at $p_c = n_c / N$.
#
# Its loss, 0.857, is the labels' **entropy**: the average surprise of one who knows their shares.
# *Cross*-entropy is the surprise of one who expects other shares than the labels have.
# So a loss below $\ln C$, here $\ln 3 = 1.099$, is no proof that a network looks at its input: compare it with the best constant.
#
# ## When may a neuron rest?
# For yes or no, a single neuron is enough: fix one of two logits at 0, and the other is $z$, with $p = \sigma(z)$ as above.
#
# Say the label is yes, and $z$ is well above 0: why pay for an answer that is right already?
# May the neuron not rest, at slope 0?
# Cross-entropy says no; a new loss, the **hinge**, $\max(0,\ 1 - z)$, says yes.
#
# **Question.** From which $z$ on does the hinge let it rest?
# And which slope does the cross-entropy have there?

# %%
rest = {"cross-entropy": lambda z: cross_entropy(np.array([[0.0, z]]), np.array([1]))}
rest["hinge"] = lambda z: max(0.0, 1 - z)
plots.loss_curves(np.linspace(-2, 4, 121), rest, "logit z")

# %% [markdown]
# The hinge rests from $z = 1$ on: the correct side is not enough for it, a **margin** of 1 is.
# The cross-entropy still has the slope $p - 1 = -0.27$ there and never rests, but of the two, only it gives a probability.
#
# With the label $y = 1$ for yes and $y = 0$ for no, the surprise is $-\ln \sigma(z)$ or $-\ln(1 - \sigma(z))$:
#
# $$ -\ln \frac{e^z}{1 + e^z} = \ln(1 + e^z) - z, \qquad -\ln \frac{1}{1 + e^z} = \ln(1 + e^z) $$
#
# Both are $\ln(1 + e^z) - yz$, the *logistic loss*; a neuron that learns by it is called **logistic regression**.
# For $z = \ln 3$, so $p = 0.75$, it gives 0.29 if $y = 1$ and 1.39 if $y = 0$.
#
# The hinge is $\max(0,\ 1 - z)$ for yes and, mirrored, $\max(0,\ 1 + z)$ for no.
# With $t = 2y - 1$, which is 1 or $-1$, both are $\max(0,\ 1 - tz)$: for $t = 1$, $z = -1.5$ costs 2.5.
#
# ## Exercise 6 · `bce_with_logits` (3 points)
# (`bce` is short for *binary cross-entropy*.)
# For large $z$ the exponential is too large again.
# But $\ln(1 + e^z) = \ln(e^0 + e^z)$, with the logits 0 and $z$, so the log-sum-exp trick helps again.
#
# **Your function**
#
# - `bce_with_logits` takes $N$ logits `z`, floats or whole numbers as before, and labels `y`, 0 or 1.
# - `hinge` takes `z` and the $t$ as `y_pm` (*plus or minus*), $-1$ or 1.
# - Each returns the average over the samples, a single number.
# - One point each: the logistic loss, the hinge, and logits as large as $\pm 1000$ in the first.
#
# <details><summary>Hint</summary>
#
# The larger of 0 and $z$ is $\max(z, 0)$; taken out of the sum, it leaves the exponents 0 and $-|z|$.
# Try $z = 1000$ and $z = -1000$.
#
# </details>

# %% solution="bce_with_logits" minutes=12
def bce_with_logits(z, y):
    """Binary cross-entropy, averaged: a number.

    z : (N,) logits
    y : (N,) labels, 0 or 1
    """
    ### BEGIN SOLUTION
    return np.mean(np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))) - y * z)
    ### END SOLUTION

def hinge(z, y_pm):
    """Hinge loss, averaged: a number.

    z    : (N,) logits
    y_pm : (N,) labels, -1 or 1
    """
    ### BEGIN SOLUTION
    return np.mean(np.maximum(0, 1 - y_pm * z))
    ### END SOLUTION

# %% tests="bce_with_logits" points=1
z, y = np.log([3.0, 3.0, 1 / 9, 1 / 2, 7.0]), np.array([1, 0, 1, 0, 0])
check.close("the loss", check.call(bce_with_logits, z, y), 1.292294)
### BEGIN HIDDEN TESTS
for n, first, step in (1, 0, 0.7), (1, 1, 1), (6, 1, 1), (9, 0, 0.7):
    z, y = check.rng().integers(-4, 5, size=n), check.rng().permutation((np.arange(n) + first) % 2)
    right = np.mean([np.log(1 + np.exp(step * (-v if up else v))) for v, up in zip(z, y)])
    check.close("bce_with_logits(z, y)", check.call(bce_with_logits, step * z, y), right)
### END HIDDEN TESTS

# %% tests="bce_with_logits" part="hinge" points=1
z, t = np.array([0.3, 8.0, -1.5, -1.3, 0.2]), np.array([-1, 1, 1, -1, 1])
check.close("hinge", check.call(hinge, z, t), 0.92)
### BEGIN HIDDEN TESTS
for n, first, step, more in (1, 0, 1, 0), (1, 1, 1, 0.3), (9, 0, 1, 0.3), (8, 0, 999, 0):
    t = check.rng().permutation(2 * ((np.arange(n) + first) % 2) - 1)
    z = step * check.rng().integers(-3, 4, size=n) + more
    check.close("hinge", check.call(hinge, z, t), np.mean((1 - t * z) * (t * z < 1)))
### END HIDDEN TESTS

# %% tests="bce_with_logits" part="large" points=1
z, y = np.array([3.0, 1000.0, -2.0, 4.0]), np.array([0, 1, 1, 0])
check.close("the loss of 3, 1000, -2 and 4", check.call(bce_with_logits, z, y), 2.298416)
z = np.array([3.0, -1000.0, -2.0, 4.0])
check.close("the loss of 3, -1000, -2 and 4", check.call(bce_with_logits, z, y), 252.298416)
### BEGIN HIDDEN TESTS
for v, label, right in ((-1000, 1, 1000.0), (700, 0, 700.0), (1000, 1, 0.0), (0, 1, np.log(2))):
    check.close(f"logit {v}", check.call(bce_with_logits, np.array([v]), np.array([label])), right)
z, y = check.rng().integers(100, 1000, size=8) * ([1, -1] * 4), np.arange(8) // 2 % 2
loss = check.call(bce_with_logits, np.append(z, 0), np.append(y, 1))
check.close("the loss", loss, (np.sum(abs(z) * ((z > 0) != y)) + np.log(2)) / 9)
### END HIDDEN TESTS

# %% [markdown]
# **Question.** A neuron has every sample right, with $z = 2$ where the label is 1, and $-2$ elsewhere.
# Double its weights and its bias, and each $z$ doubles, though no answer changes.
# By how much does each loss fall?
# (In the figure the label is 1.)

# %%
widgets.one_logit(
    softmax=softmax, mse=mse, bce_with_logits=bce_with_logits, hinge=hinge, right=True
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The logistic loss falls from 0.127 to 0.018, and the squared error from 0.0142 to 0.0003.
# The hinge is 0 before and after.
#
# </details>
#
# ## A price for never resting
# If a neuron separates the samples, each doubling of its weights lowers the logistic loss again: weights would grow for ever.
# What brings them to rest is a price on large weights, added to the data's loss:
#
# $$ \text{data loss} + \tfrac12 \lambda \sum w^2 $$
#
# over all weights $w$ of all layers.
# The second term is the **L2 penalty**, and $\lambda$ (lambda) its strength.
# Weights $\begin{pmatrix} 1 & -2 \\ 0 & 3 \end{pmatrix}$ and $\begin{pmatrix} -2 \\ -1 \end{pmatrix}$ have the squares $1 + 4 + 0 + 9 + 4 + 1 = 19$, so with $\lambda = 0.1$ the penalty is 0.95.
#
# With the half, the slope of the penalty along a weight is $\lambda w$.
# Learning then moves every weight towards 0, in proportion to its size: *weight decay*.
# Biases cost nothing: a large one shifts a sum, but makes nothing steeper.
#
# ## Exercise 7 · `l2_penalty` (2 points)
#
# **Your function**
#
# - `params` is a list with one pair `(w, b)` for each layer, as many as there are, of floats or whole numbers.
# - Return the penalty with strength `lam`, a single number.
# - One point is for the weights, one for leaving the biases out.

# %% solution="l2_penalty" minutes=5
def l2_penalty(params, lam):
    """The price of the weights, a number.

    params : list of (w, b), with w (D, M) and b (M,)
    lam    : strength, a number
    """
    ### BEGIN SOLUTION
    return 0.5 * lam * sum(np.sum(w**2) for w, b in params)
    ### END SOLUTION

# %% tests="l2_penalty" points=1
weights = [[1.0, -3.0], [2.0, 2.5]], [[-3.5], [-3.0]], [[3.5]], [[1.0, -1.5]]
params = [(np.array(w), np.zeros(len(w[0]))) for w in weights]
check.close("the penalty", check.call(l2_penalty, params, 0.1), 2.85)
### BEGIN HIDDEN TESTS
nets = (3, 5), (4, 2, 3, 2), (2, 5, 1), (1, 1), (1, 3), (2, 3, 2, 4, 1, 2)
scales = 1, 1, 0.3, 0.5, 0.7, 1
for dims, k, lam in zip(nets, scales, (0.3, 2, 1, 3, 0, 0.6)):
    ws = [check.rng().integers(1, 6, size=s) for s in zip(dims, dims[1:])]
    params, right = [(k * w, 0 * w[0]) for w in ws], lam * k**2 * sum(map(np.vdot, ws, ws)) / 2
    check.close("the penalty", check.call(l2_penalty, params, lam), right)
### END HIDDEN TESTS

# %% tests="l2_penalty" part="biases" points=1
w, b = np.array([[-2.0, 1.0], [3.0, 5.0]]), np.array([5.0, -4.0])
check.close("the penalty", check.call(l2_penalty, [(w, b)], 0.1), 1.95)
### BEGIN HIDDEN TESTS
for s in (3, 5), (1, 1), (4, 1):
    w, b = check.rng().normal(size=s), check.rng().normal(size=s[1]) + 2
    check.close("the penalty", check.call(l2_penalty, [(w, b)], 0.7), 0.35 * np.sum(w**2))
deep = [check.rng().normal(size=s) for s in ((4, 3), (3, 1), (1, 2))]
free, biased = (check.call(l2_penalty, [(w, k + 0 * w[0]) for w in deep], 0.7) for k in (0, 5))
why = "biases go free in every layer"
check.same("the penalty", free, biased, because=why, mistake="biases penalised")
### END HIDDEN TESTS

# %% [markdown]
# ## Payoff: the landscape of one neuron
# A neuron with two weights and no bias looks at forty samples of two kinds, which a line separates.
# Each pair of weights has a loss, a height above a plane, and your functions draw that landscape.
# A ball on it feels only the slope underfoot: 300 times it moves downhill by a quarter of the slope.
#
# **Question.** The ball starts at weights $(-5, -5)$, where the neuron has all forty wrong, and is sure.
# On which of the four landscapes does it come down, and where to rest?
# Guess, then press the ball, let go, and choose one loss after the other.

# %%
y = np.arange(40) % 2  # labels 0 and 1 in turn, and samples around (-1.5, -0.9) or (1.5, 0.9)
x = np.random.default_rng(11).normal(size=(40, 2)) + (2 * y - 1).reshape(40, 1) * [1.5, 0.9]

def chances(w):
    """The probability of label 1 for each sample: the softmax of two logits, z and 0."""
    return softmax(np.stack([x @ w, 0 * y], axis=1))[:, 0]

def penalty(w):
    return l2_penalty([(w.reshape(2, 1), np.zeros(1))], 0.1)

widgets.landscape({
    "hinge": lambda w: hinge(x @ w, 2 * y - 1),
    "squared error": lambda w: mse(chances(w), y),
    "logistic": lambda w: bce_with_logits(x @ w, y),
    "logistic + penalty": lambda w: bce_with_logits(x @ w, y) + penalty(w),
}, start=(-5, -5))

# %% [markdown]
# <details><summary>Answer</summary>
#
# On three of them.
# With the squared error, 300 steps move the ball by 0.21, and the loss stays at 0.995: the ball lies on the plateau you saw with one logit.
#
# With the hinge it rests as soon as every sample has its margin, at a loss of 0.
# With the logistic loss it never rests: after 300 steps it is at $(3.0, 1.8)$, after 3,000 at $(4.7, 4.1)$, and the valley leads out of the picture.
#
# With the penalty it rests at $(1.1, 0.7)$.
#
# </details>
#
# The squared error's plateau is not a wall, but costs time: only after about 1,600 steps would the ball roll down.
# The penalty closes the open valley into a bowl.
# So a loss decides three things: what a network calls wrong, how fast it can learn from that, and when it has learned enough.

# %%
import course
course.progress()

# %% [markdown]
# ## Recap
# | task | output | labels | loss of one sample |
# |---|---|---|---|
# | a number | `pred`, any shape | `target`, the same shape | $e^2$ (MSE) or $\lvert e \rvert$ (MAE) |
# | one of $C$ classes | logits, $(N, C)$ | class numbers, $(N,)$ | $\ln \sum_j e^{z_j} - z_y$ (cross-entropy) |
# | yes or no | one logit, $(N,)$ | 0 or 1 | $\ln(1 + e^z) - yz$ (logistic) |
# | yes or no, with a margin | one logit, $(N,)$ | $-1$ or 1 | $\max(0,\ 1 - tz)$ (hinge) |
#
# The penalty $\tfrac12 \lambda \sum w^2$ may be added to each.
#
# Your ball measured two slopes; a network has thousands of weights.
# [Chapter 5 · Backpropagation](../ch05_backprop/ch05_backprop.ipynb) finds the slopes of all at once, beginning at your losses.

# %% [markdown]
# **In practice.** Libraries want logits: PyTorch's `CrossEntropyLoss` contains the softmax.
# With hinge and penalty a neuron is a linear *support vector machine*, with the logistic loss logistic regression: the loss alone decides which kind of classifier it is.
# What people judge a network by is another number, a **metric**: the share of right answers, or for pictures the *peak signal-to-noise ratio*, made of the MSE.
#
# **On your own.** Where does the plateau of the squared error end?
# Move the ball's start along the diagonal towards the middle.
#
# **Further reading.** CS231n notes, *Linear classification*.
# M. Nielsen, *Neural Networks and Deep Learning*, chapter 3.
