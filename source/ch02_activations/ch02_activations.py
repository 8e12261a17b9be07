# %% [markdown]
# # Chapter 2 · Activations
#
# A threshold answers yes or no and says nothing about *almost*.
# In this chapter you replace it by a curve, find out why the steepness of that curve decides whether a deep network can learn, and draw 256 hearts with sixteen corners.
#
# **What you'll do.** Write the functions that stand between a network's layers, and their slopes, and build curves out of the simplest of them.
#
# **What you'll learn.** Why long chains of sigmoids stop learning, why so plain a thing as $\max(0, z)$ took their place, and why layers without a curve between them are one layer.
#
# **What you'll need.** Chapter 1, NumPy, and the slope of a curve from school.
#
# **How long.** {minutes}
#
# ## From a threshold to a rate
#
# A real neuron is never quite still: a little noise reaches it with every sum.
# Take chapter 1's neuron, call its weighted sum $z$, add noise to it, and ask a thousand times whether the neuron fires.
#
# **Question.** Without noise the neuron fires only where $z$ is above 0.
# How often will it fire with noise at $z = 0$, and how often at $z = -6$?

# %% readonly="setup"
import numpy as np

from course import check, curves, plots, widgets

# %%
rng = np.random.default_rng(2)
sums = np.linspace(-6, 6, 25)
rates = np.mean(sums + rng.logistic(size=(1000, 25)) > 0, axis=0)
plots.firing_rate(sums, rates)

# %% [markdown]
# In the middle it fires half of the time, far to the left hardly ever.
# What comes out is no longer yes or no but *how often*: a **firing rate** between 0 and 1.
# The points follow a curve, the **sigmoid**, written $\sigma$ (sigma):
#
# $$ \sigma(z) = \frac{1}{1 + e^{-z}} $$
#
# At $z = 0$ it is $1/(1 + 1) = 0.5$: undecided.
# At $z = \ln 4 = 1.386$ it is $1/(1 + \tfrac14) = 0.8$.
# Chapter 1's umbrella sums, $1.3$ and $-2.1$, become $0.786$ and $0.109$: the neuron now also says how sure it is.
#
# That the points lie on it is no discovery: we drew the noise from the bell-shaped distribution that belongs to this curve.
# Noise from another bell gives much the same S.
# The sigmoid is taken because its formula is short, and that of its slope is shorter still.
#
# A function that turns a neuron's weighted sum into its output is an **activation function**, or an activation.
#
# ### Out at the ends
#
# Multiply top and bottom by $e^{z}$, and the sigmoid has a second form:
#
# $$ \sigma(z) = \frac{e^{z}}{1 + e^{z}} $$
#
# At $z = -\ln 4$ this gives $\tfrac14 / (1 + \tfrac14) = 0.2$, and so does the first.
# But the largest float is about $e^{709.8}$; beyond it Python's `math.exp` stops, and NumPy warns and goes on with infinity.
#
# **Question.** What will each form give at $-1000$, and what at $1000$?

# %%
with np.errstate(all="ignore"):  # keeps NumPy's warnings quiet
    for z in (-1000.0, 1000.0):
        print(z, "first:", 1 / (1 + np.exp(-z)), "second:", np.exp(z) / (1 + np.exp(z)))

# %% [markdown]
# The first comes out right, by way of $1/\infty$.
# The second becomes $\infty/\infty$ at $1000$, and that is `nan`, "not a number".
#
# Whoever wants no infinity uses each form on its good side.
# `np.where(c, p, q)` chooses number by number: from `p` where the condition `c` holds, from `q` elsewhere.
#
# ### Its slope
#
# To learn, a network must know how much a neuron's output changes when its sum changes a little: the slope of the curve.
# Two rules from school are enough: $1/u$ has the slope $-u'/u^2$, and $e^{-z}$ has the slope $-e^{-z}$.
# With $u = 1 + e^{-z}$:
#
# $$ \sigma'(z) = \frac{e^{-z}}{(1 + e^{-z})^2} = \frac{1}{1 + e^{-z}} \cdot \frac{e^{-z}}{1 + e^{-z}} = \sigma(z) \, \bigl(1 - \sigma(z)\bigr) $$
#
# (The last factor is $1 - \sigma(z)$ because the two fractions add up to 1.)
# Whoever has kept the *output* $a = \sigma(z)$ needs no exponential for the slope: where the output is $0.8$, it is $0.8 \cdot 0.2 = 0.16$.
#
# ## Exercise 1 · `sigmoid` (3 points)
#
# Two functions: the curve, and its slope, read off the curve's own output.
#
# **Your function**
#
# - `sigmoid(x)` takes an array of any shape, or a single number, and gives floats of the same shape; whole numbers may come in, as everywhere in this chapter.
# - At $-1000$ it gives 0 and at $1000$ it gives 1, each within $10^{-7}$.
#   It does not stop, and a warning that NumPy shows on the way costs nothing.
# - Where `nan` comes in, `nan` comes out; elsewhere no `nan` does.
# - `sigmoid_grad_from_output(a)` takes an array of *outputs* of the sigmoid, of any shape, and gives the slopes there as floats of that shape.
# - What came in stays as it was.
# - A point each: the values, the far ends with whole numbers and `nan`, the slopes.
#
# <details><summary>Hint 1</summary>
#
# Which of $x$ and $-x$ may stand in an exponent when $x = 1000$, and which when $x = -1000$?
# What of $-|x|$ (`-np.abs(x)`)?
#
# </details>
#
# <details><summary>A note on infinities</summary>
#
# At $-720$ the true value is about $2 \cdot 10^{-313}$.
# The first form makes it $1/\infty = 0$; a formula that cuts off large exponents leaves more.
# Both are as good as 0, and both pass.
#
# </details>

# %% solution="sigmoid" minutes=12
def sigmoid(x):
    """The sigmoid of every number in x.

    x : any shape, or a single number

    Returns floats, the shape of x
    """
    ### BEGIN SOLUTION
    small = np.exp(-np.abs(x))  # at most 1
    return np.where(np.asarray(x) >= 0, 1.0, small) / (1.0 + small)
    ### END SOLUTION

def sigmoid_grad_from_output(a):
    """The slope of the sigmoid where its output is a.

    a : any shape, outputs of the sigmoid

    Returns floats, the shape of a
    """
    ### BEGIN SOLUTION
    return a * (1.0 - a)
    ### END SOLUTION

# %% tests="sigmoid" points=1
x = np.log([1.0, 4.0, 0.25, 9.0])
check.close("sigmoid(x)", check.call(sigmoid, x), [0.5, 0.8, 0.2, 0.9])
check.close("sigmoid of a single number", check.call(sigmoid, 1.3), 0.785835)
### BEGIN HIDDEN TESTS
x = np.clip(check.numbers(check.rng()), -7, 7)
for x in (x.reshape(6, 3, 2).T[:, ::2], x[:1], float(x[1])):
    check.close("sigmoid(x)", check.call(sigmoid, x), np.exp(-np.logaddexp(0.0, np.negative(x))))
### END HIDDEN TESTS

# %% tests="sigmoid" part="ends" points=1
x = np.array([-1000.0, -40.0, -4.0, 0.0, 4.0, 1000.0])
out = check.call(sigmoid, x)
curves.far("sigmoid far from 0", x, out, [0, 0, 0.017986, 0.5, 0.982014, 1])
check.close("sigmoid([-2, 0])", check.call(sigmoid, np.array([-2, 0])), [0.119203, 0.5])
### BEGIN HIDDEN TESTS
far, low = check.rng().uniform(40.0, 1000.0, (2, 2, 3)), check.rng().uniform(0.0, 1.0, 2)
for x in (far * [[[-1]], [[1]]], np.append(-far[0].astype(int), [3, -1, 0, 1000])):
    check.close("sigmoid(x)", check.call(sigmoid, x), np.exp(-np.logaddexp(0.0, np.negative(x))))
out = check.call(sigmoid, np.array([low, [np.nan, 1e3]]))
check.that(np.isnan(out[1][0]), f"sigmoid(nan) is {check.shown(out[1][0])}.", mistake="nan hidden")
check.close("sigmoid", out[0], np.exp(-np.logaddexp(0, -low)))
### END HIDDEN TESTS

# %% tests="sigmoid" part="slope" points=1
a = np.array([0.5, 0.8, 0.1])
slope = check.call(sigmoid_grad_from_output, a)
check.close("sigmoid_grad_from_output(a)", slope, [0.25, 0.16, 0.09])
### BEGIN HIDDEN TESTS
x = check.numbers(check.rng()).reshape(3, 2, 6)
a = np.exp(-np.logaddexp(0.0, -x))
for a in (a, a[0, :1, 0], np.array([[0.0, 1.0]])):
    slope = check.call(sigmoid_grad_from_output, a)
    check.close("sigmoid_grad_from_output(a)", slope, 0.25 - (a - 0.5) ** 2)
### END HIDDEN TESTS

# %% [markdown]
# **Check the claim** (an article on activations says).
# The sigmoid's slopes are *"all smaller than 0.25"*, and learning stops *"when the result is very small"*.
# Is that all of the truth?
# The next cell prints slopes, and draws your curve through the counted points.

# %%
for a in (0.01, 0.1, 0.5, 0.9, 0.99):
    print("output", a, "has slope", sigmoid_grad_from_output(np.array([a]))[0].round(4))
plots.firing_rate(sums, rates, curve=sigmoid)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Not quite: at the output 0.5, where $z = 0$, the slope *is* 0.25.
# And it is small not only where the output is small: at 0.99 it is the same as at 0.01.
#
# </details>
#
# The slope is at most 0.25, and it is small at both ends.
# A neuron out there is **saturated**: its sum moves, and its output hardly does.
#
# ## Slopes multiply
#
# In a deep network, a change in the first layer reaches the result through all the others.
# Each hands it on, multiplied by a weight and by the slope of its activation.
# How much the result changes when each weight changes a little is called the **gradient**.
# Learning follows it, so where it is near 0, nothing is learned.
#
# **Question.** Leave the weights aside.
# Through two sigmoids at their steepest, $0.25 \cdot 0.25 = 0.0625$ of a change is left.
# How much is left after ten?
#
# The figure draws your curve, its slope, and the sums that come in as a heap, hollow where the neuron is saturated.
# Widen the heap, and watch what ten layers leave on average.

# %%
widgets.activations(sigmoid, sigmoid_grad=sigmoid_grad_from_output)

# %% [markdown]
# At best, $0.25^{10} \approx 0.00000095$ is left, a millionth.
# The result hardly notices what the first layers do, so they learn almost nothing: this is the **vanishing gradient**.
#
# Large weights make it worse, for they make large sums.
# The next cell counts nearly flat slopes in 50 neurons with 100 inputs each, before any learning.

# %%
x, w = rng.normal(size=(1000, 100)), rng.normal(size=(100, 50))
for size in (0.1, 1.0, 10.0):
    flat = np.mean(sigmoid_grad_from_output(sigmoid(x @ (size * w))) < 0.01)
    print(f"weights of size {size}: {flat:.0%} of the slopes are below 0.01")

# %% [markdown]
# ## Outputs around zero
#
# The sigmoid has a second weakness: its outputs are all positive, and they are the next layer's inputs.
# Take a neuron there, with the inputs $x_1$ and $x_2$.
# Nudge its weight $w_i$, and its sum changes $x_i$ times as much.
# Let $\delta$ (delta) say how much the result changes with that sum: one number for the whole neuron.
# Then the gradient of $w_i$ is $\delta \, x_i$.
#
# With inputs $(0.5, 0.8)$ and $\delta = -2$ the gradients are $-1$ and $-1.6$.
# Both have one sign, that of $\delta$, and so it is for any inputs that are all positive.
#
# **Question.** Say that the first weight should grow and the second shrink.
# Which way can a step go, if it goes along such gradients?
#
# Below, one neuron sees one sample after another.
# Each moves the two weights along its own inputs, until the sum is as that sample would have it.
# The star is where all of them agree.

# %%
inputs = np.random.default_rng(36).normal(size=(100, 2))
plots.zigzag({"outputs of sigmoids": sigmoid(inputs), "inputs of both signs": inputs})

# %% [markdown]
# Both up or both down, into the shaded quarters, and nothing else: the way to the lower right is a **zigzag** of 39 steps.
# Where the inputs have both signs, every direction is open, and 8 steps are enough.
# (One step for many samples together, along the mean of their gradients, softens the trouble.)
#
# A curve around zero avoids it.
# The **hyperbolic tangent** runs from $-1$ to $1$:
#
# $$ \tanh(z) = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}} = \frac{1 - e^{-2z}}{1 + e^{-2z}} = \frac{2}{1 + e^{-2z}} - 1 = 2 \, \sigma(2z) - 1 $$
#
# (First divide top and bottom by $e^{z}$; then write $1 - e^{-2z}$ as $2 - (1 + e^{-2z})$.)
# So tanh is a sigmoid twice as steep, stretched and moved down: at $z = \ln 2$ it is $2 \cdot 0.8 - 1 = 0.6$.
#
# Its slope follows from the sigmoid's: one factor 2 is for the stretch, one for $2z$.
# With $a = \tanh(z)$, the sigmoid in it is $\sigma(2z) = \tfrac12 (1 + a)$, and one minus that is $\tfrac12 (1 - a)$:
#
# $$ \tanh'(z) = 2 \cdot 2 \cdot \sigma'(2z) = 4 \cdot \tfrac12 (1 + a) \cdot \tfrac12 (1 - a) = 1 - a^2 $$
#
# Where the output is $0.6$, the slope is $0.64$.
# At $z = 0$ it is 1, four times the sigmoid's best; far out, tanh saturates as well.
#
# ## Exercise 2 · `tanh_via_sigmoid` (2 points)
#
# **Your function**
#
# - `tanh_via_sigmoid(x)` takes an array of any shape and gives floats of the same shape: tanh of every number.
# - All that it knows of a number it learns by calling `sigmoid`.
# - What came in stays as it was.
# - One point is for the values, one for making them with `sigmoid`.

# %% solution="tanh_via_sigmoid" minutes=5
def tanh_via_sigmoid(x):
    """The hyperbolic tangent of every number in x, computed with sigmoid.

    x : any shape

    Returns floats, the shape of x
    """
    ### BEGIN SOLUTION
    return 2.0 * sigmoid(2 * x) - 1.0
    ### END SOLUTION

# %% tests="tanh_via_sigmoid" points=1
### BEGIN HIDDEN TESTS
check.stand_in(sigmoid=lambda x: np.exp(-np.logaddexp(0.0, np.negative(x))))
### END HIDDEN TESTS
x = np.log([2.0, 1 / 3, 1.0, 7.0])
check.close("tanh_via_sigmoid(x)", check.call(tanh_via_sigmoid, x), [0.6, -0.8, 0.0, 0.96])
### BEGIN HIDDEN TESTS
x, ints, far = check.numbers(check.rng()).reshape(3, 1, 12), np.array([[1, -2, 0]]), [-1e3, 1e3]
for x in (x, ints, np.array(far), x[0, 0, :1]):
    check.close("tanh_via_sigmoid(x)", check.call(tanh_via_sigmoid, x), np.tanh(x))
### END HIDDEN TESTS

# %% tests="tanh_via_sigmoid" part="calls" points=1
curves.made_of_sigmoid(tanh_via_sigmoid)

# %%
plots.zigzag({"sigmoid": sigmoid(inputs), "tanh_via_sigmoid": tanh_via_sigmoid(inputs)})

# %% [markdown]
# ## A corner instead of a curve
#
# The simplest activation of all came into fashion late (Nair and Hinton, 2010).
# It is the **rectified linear unit**, ReLU:
#
# $$ \text{ReLU}(z) = \max(0, z) \qquad\qquad \text{slope} = \begin{cases} 1 & z > 0 \\ 0 & z \le 0 \end{cases} $$
#
# The umbrella sums $1.3$ and $-2.1$ become $1.3$ and $0$.
# At $z = 0$ there is a corner and no slope; we take 0 there, as most programs do.
#
# On the right the slope is 1 however large the sum, and ten slopes of 1 multiply to 1.
# It costs a comparison where sigmoid and tanh need an exponential.
# One well-known image network learned six times faster than with tanh (Krizhevsky et al., 2012).
# ReLU does well on most problems, and is the most used.
#
# ## Exercise 3 · `relu` (3 points)
#
# Mind that `np.max` looks for the one largest number in an array, and `np.maximum` compares two arrays place by place.
# And a `nan` is the trace of an earlier mistake, which a 0 would hide.
#
# **Your function**
#
# - `relu(x)` takes an array of any shape and gives a *new* array of that shape, $\max(0, x)$ number by number; of whole numbers it may make whole numbers or floats.
# - Where `nan` comes in, `nan` comes out.
# - `relu_grad(x)` takes such an array, of sums or of outputs (which are above 0 in the same places), and gives the slopes as floats, $0.0$ and $1.0$.
# - What came in stays as it was.
# - A point each: the values, the `nan`, the slopes.

# %% solution="relu" minutes=8
def relu(x):
    """The larger of 0 and x, for every number in x.

    x : any shape

    Returns a new array, the shape of x
    """
    ### BEGIN SOLUTION
    return np.maximum(x, 0)
    ### END SOLUTION

def relu_grad(x):
    """The slope of relu at every number in x.

    x : any shape, inputs of relu or its outputs

    Returns floats, the shape of x
    """
    ### BEGIN SOLUTION
    return np.where(x > 0, 1.0, 0.0)
    ### END SOLUTION

# %% tests="relu" points=1
x = np.array([1.5, -2.1, 0.5, 0.0, 4.0])
check.close("relu(x)", check.call(relu, x), [1.5, 0.0, 0.5, 0.0, 4.0])
### BEGIN HIDDEN TESTS
x = check.numbers(check.rng())
for x in (x.reshape(3, 1, 12), np.abs(x), np.array([[1e6]]), np.array([-1e6])):
    out = check.call(relu, x)
    check.close("relu(x)", out, (x + np.abs(x)) / 2)
    check.that(not np.shares_memory(out, x), "relu gave x itself.", mistake="no new array")
check.close("relu of integers", 1.0 * check.call(relu, np.array([[-3, 5]])), np.array([[0, 5.0]]))
### END HIDDEN TESTS

# %% tests="relu" part="nan" points=1
out = check.call(relu, np.array([3.0, np.nan, -2.0, 4.0]))
check.close("relu([3, nan, -2, 4])", out, [3.0, np.nan, 0.0, 4.0])
### BEGIN HIDDEN TESTS
x = np.where(check.rng().permutation(36) < 6, np.nan, check.numbers(check.rng())).reshape(2, 18)
for x in (x, np.full((1, 1), np.nan)):
    check.close("relu(x)", check.call(relu, x), (x + np.abs(x)) / 2)
### END HIDDEN TESTS

# %% tests="relu" part="slope" points=1
x = np.array([1.5, -2.1, 0.5, 0.0, 4.0])
check.close("relu_grad(x)", check.call(relu_grad, x), [1.0, 0.0, 1.0, 0.0, 1.0])
### BEGIN HIDDEN TESTS
x = check.numbers(check.rng()).reshape(2, 3, 6)
for x in (x, (x > 0) * x, np.array([1e6, -1e6]), x[0, 0, :1]):
    check.close("relu_grad(x)", check.call(relu_grad, x), (np.sign(x) + np.abs(np.sign(x))) / 2)
check.close("relu_grad of whole numbers", check.call(relu_grad, np.array([[-3, 5]])), [[0.0, 1.0]])
### END HIDDEN TESTS

# %% [markdown]
# **Check the claim** (an article on activations says).
# An advantage of ReLU is *"no saturated region"*.
# The cell takes one neuron with three inputs and 500 samples.
# For which share of them is its slope 1, with a bias of 0, $-2$ and $-12$?

# %%
x = rng.normal(size=(500, 3))
for b in (0.0, -2.0, -12.0):
    s = x.sum(axis=1) + b
    print(f"bias {b}: slope 1 for {np.mean(relu_grad(s)):.0%}, mean output {np.mean(relu(s)):.2f}")

# %% [markdown]
# <details><summary>Answer</summary>
#
# There is none on the right.
# On the left it is nothing but saturated, with a slope of exactly 0.
#
# </details>
#
# Where the sum is negative for every sample, none can move the weights any more, and the neuron stays silent for good: a **dead ReLU**.
# Too large steps throw neurons there; the CS231n notes speak of up to 40 % of a network.
# And ReLU's outputs are never negative, so the zigzag is back.
#
# ## A hat out of corners
#
# What can be built of corners alone?
# Move a ReLU to the corner $k$: `relu(x - k)` adds nothing to the left of $k$ and a slope of 1 to the right of it.
# Multiplied by a number $c$ it adds a slope of $c$.
# So a sum of ReLUs is a line that bends at each corner, by just as much as the number in front says.
#
# Take `relu(x + 1) - relu(x)`, with corners at $-1$ and $0$.
# At $x = -0.5$ it is $0.5 - 0 = 0.5$.
#
# **Question.** What is it at $x = 2$, and what does the whole line look like?

# %%
x = np.linspace(-3, 3, 241)
plots.pieces(x, {"relu(x + 1)": relu(x + 1), "-relu(x)": -relu(x)})

# %% [markdown]
# It goes up, and there it stays: right of 0 the slopes $1$ and $-1$ cancel.
# The dotted line comes down again: a **hat**.
# It is worth having, because any curve can be made of hats.
#
# ## Exercise 4 · `hat` (2 points)
#
# Build the dotted hat out of your ReLUs, and then any hat: the arguments say where it begins, where its peak is and where it ends.
#
# **Your function**
#
# - `hat(x, left, peak, right)` takes an array of any shape and three numbers with `left < peak < right`, and gives floats of the array's shape.
# - It is 0 up to `left`, rises in a straight line to 1 at `peak`, falls in a straight line to 0 at `right`, and stays 0.
# - It is a sum of terms such as `c * relu(x - k)`, and of nothing else: all that it knows of `x` it learns from `relu`, and no output of `relu` goes into a `relu` again.
# - What came in stays as it was.
# - One point is for the values, one for making them so.
#
# <details><summary>Hint 1</summary>
#
# Begin with the dotted hat, from $-1$ over $0$ to $1$.
# Write down its slope in each of its four stretches.
# By how much does the slope change at each of the three corners?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# With `left` at 0 and `peak` at 4, how steep is the way up, if it ends at the height 1?
# With `right` at 6, how steep is the way down, and by how much does the slope change at the peak?
#
# </details>

# %% solution="hat" minutes=12
def hat(x, left, peak, right):
    """A hat: 0 up to left, 1 at peak, 0 from right on, and straight between; a sum of ReLUs.

    x                 : any shape
    left, peak, right : numbers, rising

    Returns floats, the shape of x
    """
    ### BEGIN SOLUTION
    up, down = 1 / (peak - left), 1 / (right - peak)
    return up * relu(x - left) - (up + down) * relu(x - peak) + down * relu(x - right)
    ### END SOLUTION

# %% tests="hat" points=1
### BEGIN HIDDEN TESTS
check.stand_in(relu=lambda x: (x + np.abs(x)) / 2)
### END HIDDEN TESTS
x = np.array([-2.0, -1.0, -0.75, 0.0, 0.5, 1.0, 3.0])
check.close("hat(x, -1, 0, 1)", check.call(hat, x, -1.0, 0.0, 1.0), [0, 0, 0.25, 1, 0.5, 0, 0])
x = np.array([-1.0, 0.0, 1.0, 4.0, 5.5, 6.0, 9.0])
check.close("hat(x, 0, 4, 6)", check.call(hat, x, 0.0, 4.0, 6.0), [0, 0, 0.25, 1, 0.25, 0, 0])
### BEGIN HIDDEN TESTS
for shape in ((2, 1, 18), (36,), (1,)):
    x, gaps = 2 * check.numbers(check.rng()), check.rng().uniform(0.5, 3.0, 2)
    peak = check.rng().uniform(-2.0, 2.0)
    left, right = peak - gaps[0], peak + gaps[1]
    x = np.append([peak, left, right], x[:33])[: np.prod(shape)].reshape(shape)
    right_values = np.interp(x, [left, peak, right], [0.0, 1.0, 0.0])
    check.close("hat(x, left, peak, right)", check.call(hat, x, left, peak, right), right_values)
out = check.call(hat, np.array([[-3, 1, 2, 9]]), -1, 1, 4)
check.close("hat of whole numbers", out, [[0.0, 1.0, 2 / 3, 0.0]])
### END HIDDEN TESTS

# %% tests="hat" part="relus" points=1
curves.made_of_relu(hat)

# %% [markdown]
# Now a hat over each of nine points of a curve, from one neighbour to the next, multiplied by the curve's height.
# Halfway between two points, both hats are at $0.5$ of their heights, so their sum is the mean: a straight line from point to point.

# %%
places = np.linspace(-4, 4, 9)
plots.sum_of_hats(hat, places, np.sin(places) + places / 4)

# %% [markdown]
# With more hats the line comes as near to the curve as you like, and all of it is a network: a hidden layer of ReLUs, and a sum of their multiples.
# Chapter 3 has a figure where you choose how many.
#
# ## A little slope on the left
#
# A neuron that keeps some slope on the left cannot die.
# The **leaky ReLU** keeps $\alpha$ (alpha), a number between 0 and 1.
# The **ELU** (Clevert et al., 2015) bends and levels off at $-\alpha$, which brings the mean of the outputs nearer to zero, at the price of an exponential:
#
# $$ \text{leaky}(z) = \begin{cases} z & z > 0 \\ \alpha z & z \le 0 \end{cases} \qquad\qquad \text{ELU}(z) = \begin{cases} z & z > 0 \\ \alpha \, (e^{z} - 1) & z \le 0 \end{cases} $$
#
# With $\alpha = 0.01$ the leaky ReLU turns $-3$ into $-0.03$.
# With $\alpha = 1$ the ELU turns $-\ln 2$ into $\tfrac12 - 1 = -0.5$, and with $\alpha = 2$ into $-1$.
#
# ## Exercise 5 · `leaky_relu` (3 points)
#
# Beware of $0 \cdot \infty$, which is `nan`: `np.where` calculates both sides everywhere.
#
# **Your function**
#
# - `leaky_relu(x, alpha)` and `elu(x, alpha)` take an array of any shape and a number, and give floats of the array's shape.
# - Without a second argument `alpha` is $0.01$ for `leaky_relu` and $1$ for `elu`; so say their first lines.
# - Far out, `elu` gives $-\alpha$ on the left, and the number itself on the right: $1000$ at $1000$.
# - What came in stays as it was.
# - A point each: the leaky ReLU, the ELU, the ELU far out.

# %% solution="leaky_relu" minutes=8
def leaky_relu(x, alpha=0.01):
    """x where it is above 0, otherwise alpha times x.

    x     : any shape
    alpha : number between 0 and 1

    Returns floats, the shape of x
    """
    ### BEGIN SOLUTION
    return np.where(x > 0, 1.0, alpha) * x
    ### END SOLUTION

def elu(x, alpha=1.0):
    """x where it is above 0, otherwise an exponential that levels off at -alpha.

    x     : any shape
    alpha : number above 0

    Returns floats, the shape of x
    """
    ### BEGIN SOLUTION
    return np.where(x > 0, x, alpha * (np.exp(np.minimum(x, 0)) - 1))
    ### END SOLUTION

# %% tests="leaky_relu" points=1
x = np.array([-3.0, 0.0, 0.125, 2.0])
check.close("leaky_relu(x)", check.call(leaky_relu, x), [-0.03, 0.0, 0.125, 2.0])
check.close("leaky_relu(x, 0.2)", check.call(leaky_relu, x, 0.2), [-0.6, 0.0, 0.125, 2.0])
### BEGIN HIDDEN TESTS
x, alpha = check.numbers(check.rng()), check.rng().uniform(0.1, 0.9)
cases = [(50 * x,), (x.reshape(3, 2, 6), alpha), (np.array([[-3, 2]]), alpha), (np.array([7]), 0.4)]
for x, *given in cases:
    right = np.maximum(x, 0) + (given or [0.01])[0] * np.minimum(x, 0)
    check.close("leaky_relu(x, alpha)", check.call(leaky_relu, x, *given), right)
### END HIDDEN TESTS

# %% tests="leaky_relu" part="elu" points=1
x = np.array([np.log(0.5), np.log(0.1), 1.0, 3.0])
check.close("elu(x, 2.0)", check.call(elu, x, 2.0), [-1.0, -1.8, 1.0, 3.0])
check.close("elu(x)", check.call(elu, x), [-0.5, -0.9, 1.0, 3.0])
### BEGIN HIDDEN TESTS
x, alpha = check.numbers(check.rng()), check.rng().uniform(1.5, 4.0)
cases = [(x,), (x.reshape(3, 1, 12), alpha), (np.array([[-2, 0, 3, -1]]), 0.7), (x[:1], 0.7)]
for x, *given in cases:
    right = np.maximum(x, 0) + (given or [1.0])[0] * np.expm1(np.minimum(x, 0))
    check.close("elu(x, alpha)", check.call(elu, x, *given), right)
### END HIDDEN TESTS

# %% tests="leaky_relu" part="far" points=1
x = np.array([-1000.0, -3.0, -0.2, 3.0, 1000.0])
out = check.call(elu, x, 2.0)
curves.far("elu far from 0", x, out, [-2.0, -1.900426, -0.362538, 3.0, 1000.0])
### BEGIN HIDDEN TESTS
far, alpha = check.rng().uniform(17, 1e4, (3, 1)), check.rng().uniform(1.5, 4.0)
check.close("elu far from 0", check.call(elu, far, alpha), far)
check.close("elu far from 0", check.call(elu, -far, alpha), np.full((3, 1), -alpha))
### END HIDDEN TESTS

# %%
named = {"sigmoid": sigmoid, "tanh": tanh_via_sigmoid, "ReLU": relu, "ELU": elu}
plots.activation_curves(named | {"leaky ReLU, alpha 0.1": lambda x: leaky_relu(x, 0.1)})

# %% [markdown]
# Above are your functions, solid, and their slopes, dashed.
# The next figure shows how much of a gradient each lets through.
#
# **Question.** "At best" ReLU keeps everything through ten layers, for slopes of 1 multiply to 1; but "on average" only 0.00098.
# Where does the rest go?

# %%
grads = {"sigmoid_grad": sigmoid_grad_from_output, "relu_grad": relu_grad}
widgets.activations(sigmoid, tanh_via_sigmoid, relu, leaky_relu, elu, **grads, start="ReLU")

# %% [markdown]
# <details><summary>Answer</summary>
#
# Half of the sums are negative, and there the slope is 0.
# So half is lost in each of ten layers.
#
# </details>
#
# With half of the units silent in each layer, $0.5^{10} = 0.00098$ of the ways through ten layers are open, one in a thousand, and that one lets everything through.
# Ten sigmoids let next to nothing through anywhere.
#
# **Which one?** The CS231n notes advise: begin with ReLU, take care with the size of the steps, and watch how many units die.
# If that worries you, try a leaky ReLU or the maxout below.
# Expect less of tanh, and do not use the sigmoid in hidden layers.
# A network seldom mixes them, though nothing forbids it.
#
# ## Learning the corner
#
# **Maxout** (Goodfellow et al., 2013) takes two weighted sums instead of one and keeps the larger, so that the corner itself is learned.
# From here on, $M$ neurons at once: the weights of each stand in a *column* of `w`, of shape $(D, M)$, and `b`, of shape $(M,)$, holds their biases.
# `x @ w + b` has a row for each sample and a column for each neuron.
#
# $$ \text{maxout}(x) = \max(x w_1 + b_1,\; x w_2 + b_2) $$
#
# A neuron with weights $(1, 1)$ and $(2, 0)$, biases $0$ and $-1$, sees $(1, 2)$: its sums are $3$ and $1$, its output is $3$.
# With $w_1 = 0$ and $b_1 = 0$ it is a ReLU.
# It needs no flat region and so need not die; the price is twice as many weights and biases.
#
# ## Exercise 6 · `maxout` (2 points)
#
# **Your function**
#
# - `maxout(x, w1, b1, w2, b2)` takes `x` of shape $(N, D)$, two arrays of weights of shape $(D, M)$ and two of biases of shape $(M,)$.
# - It gives the larger sum for every sample and neuron, of shape $(N, M)$.
# - What came in stays as it was.
# - One point is for the values, one for the special cases: a ReLU, and one sample, input or neuron alone.

# %% solution="maxout" minutes=7
def maxout(x, w1, b1, w2, b2):
    """The larger of two weighted sums, for every sample and neuron.

    x      : (N, D)
    w1, w2 : (D, M)
    b1, b2 : (M,)

    Returns (N, M)
    """
    ### BEGIN SOLUTION
    return np.maximum(x @ w1 + b1, x @ w2 + b2)
    ### END SOLUTION

# %% tests="maxout" points=1
x = np.array([[1.0, 2.0], [3.0, -1.0], [-1.0, -2.0]])
w1, b1 = np.array([[1.0, 0.0], [1.0, -1.0]]), np.array([1.5, -1.0])
w2, b2 = np.array([[2.0, 1.0], [0.0, 1.0]]), np.array([0.0, 1.5])
out = check.call(maxout, x, w1, b1, w2, b2)
check.close("maxout(x, w1, b1, w2, b2)", out, [[4.5, 4.5], [6.0, 3.5], [-1.5, 1.0]])
### BEGIN HIDDEN TESTS
rng = check.rng()
for shift in (0, -20):  # at -20 all sums are below 0
    x, *layers = [rng.normal(size=size) for size in ((5, 3), (3, 4), 4, (3, 4), 4)]
    layers[1::2] = layers[1] + shift, layers[3] + shift
    p, q = (np.einsum("nd,dm->nm", x, w) + b for w, b in (layers[:2], layers[2:]))
    check.close("maxout", check.call(maxout, x, *layers), (p + q + np.abs(p - q)) / 2)
### END HIDDEN TESTS

# %% tests="maxout" part="special" points=1
x, w1 = np.array([[-3.0, 1.0], [4.0, 2.0], [-1.0, -3.0]]), np.array([[-2.0], [2.0]])
out = check.call(maxout, x, w1, np.array([1.5]), np.array([[3.0], [-1.0]]), np.array([2.0]))
check.close("maxout of one neuron", out, [[9.5], [12.0], [2.0]])
x, w = np.array([[1.0, -2.0], [3.0, 1.0], [-1.0, 2.0]]), np.array([[1, 0, 2], [0, 1, -1]])
out = check.call(maxout, x, np.zeros((2, 3)), np.zeros(3), w, np.array([0.5, -0.5, -3.5]))
check.close("maxout as a ReLU", out, [[1.5, 0.0, 0.5], [3.5, 0.5, 1.5], [0.0, 1.5, 0.0]])
### BEGIN HIDDEN TESTS
rng = check.rng()
for n, d, m in ((1, 3, 4), (5, 1, 4), (5, 3, 1), (1, 1, 1)):
    x, *layers = [rng.normal(size=size) for size in ((n, d), (d, m), m, (d, m), m)]
    layers[1::2] = layers[1] + 20, layers[3] + 20
    p, q = (np.einsum("nd,dm->nm", x, w) + b for w, b in (layers[:2], layers[2:]))
    check.close(f"maxout of {(n, d, m)}", check.call(maxout, x, *layers), np.where(p > q, p, q))
x, w, b = rng.normal(size=(1, 2)), rng.normal(size=(2, 36)), check.numbers(rng)
out, q = check.call(maxout, x, 0 * w, 0 * b, w, b), np.einsum("nd,dm->nm", x, w) + b
check.close("maxout as a ReLU of one sample", out, (q + np.abs(q)) / 2)
### END HIDDEN TESTS

# %%
plots.max_of_lines(maxout, first=(-0.8, -0.6), second=(0.5, 0.2))

# %% [markdown]
# ## Why any curve at all
#
# Leave the activation out.
# Then two layers, $D$ inputs to $H$ hidden units to $M$ outputs, are
#
# $$ (x w_1 + b_1) \, w_2 + b_2 = x \, (w_1 w_2) + (b_1 w_2 + b_2) $$
#
# which is *one* layer with $w = w_1 w_2$ and $b = b_1 w_2 + b_2$.
# A hundred layers collapse the same way, into a single linear classifier.
# For example, the two layers
#
# $$ w_1 = \begin{pmatrix} 1 & 2 \\ 0 & 1 \end{pmatrix}, \; b_1 = (-2, 3), \qquad w_2 = \begin{pmatrix} 2 & 0 \\ 1 & 3 \end{pmatrix}, \; b_2 = (0.5, 1.5) $$
#
# collapse to
#
# $$ w = \begin{pmatrix} 4 & 6 \\ 1 & 3 \end{pmatrix}, \qquad b = (-1, 9) + (0.5, 1.5) = (-0.5, 10.5) $$
#
# ## Exercise 7 · `collapse_linear` (2 points)
#
# **Your function**
#
# - `collapse_linear(w1, b1, w2, b2)` takes the weights and biases of two layers, of shapes $(D, H)$, $(H,)$, $(H, M)$ and $(M,)$.
# - It returns the pair `w, b`, of shapes $(D, M)$ and $(M,)$; any of the sizes may be 1.
# - What came in stays as it was.
# - One point is for `w`, one for `b`.

# %% solution="collapse_linear" minutes=5
def collapse_linear(w1, b1, w2, b2):
    """The one layer that does what two layers without activation do.

    w1 : (D, H)   b1 : (H,)
    w2 : (H, M)   b2 : (M,)

    Returns w (D, M) and b (M,)
    """
    ### BEGIN SOLUTION
    return w1 @ w2, b1 @ w2 + b2
    ### END SOLUTION

# %% readonly="two_layers"
two_layers = [np.array(a) for a in ([[1.0, 2], [0, 1]], [-2.0, 3], [[2.0, 0], [1, 3]], [0.5, 1.5])]

# %% tests="collapse_linear" points=1
w, _ = check.call(collapse_linear, *two_layers, returns=("w", "b"))
check.close("w", w, [[4.0, 6.0], [1.0, 3.0]])
### BEGIN HIDDEN TESTS
rng = check.rng()
for d, h, m in ((3, 3, 3), (1, 3, 3), (4, 3, 1), (1, 1, 1)):
    layers = [rng.normal(size=size) for size in ((d, h), h, (h, m), m)]
    w, _ = check.call(collapse_linear, *layers, returns=("w", "b"))
    check.close("w", w, np.einsum("dh,hm->dm", layers[0], layers[2]))
### END HIDDEN TESTS

# %% tests="collapse_linear" part="bias" points=1
_, b = check.call(collapse_linear, *two_layers, returns=("w", "b"))
check.close("b", b, [-0.5, 10.5])
### BEGIN HIDDEN TESTS
rng = check.rng()
for d, h, m in ((4, 3, 4), (4, 1, 4), (1, 3, 1)):
    layers = [rng.normal(size=size) for size in ((d, h), h, (h, m))] + [rng.integers(1, 9, size=m)]
    w, b = check.call(collapse_linear, *layers, returns=("w", "b"))
    check.close("b", b, np.einsum("h,hm->m", *layers[1:3]) + layers[3])
### END HIDDEN TESTS

# %% [markdown]
# **Question.** With the activation $3z + 1$ between the layers, would they still collapse?
#
# <details><summary>Answer</summary>
#
# Yes: it is a straight line, and a straight line of a straight line is one again.
#
# </details>
#
# Only something that is **not linear**, a curve or a corner, keeps two layers from being one.
#
# ## Payoff: folding paper
#
# A hat without its last corner folds a strip of paper: $2\,\text{ReLU}(t) - 4\,\text{ReLU}(t - \tfrac12)$ climbs from 0 to 1 and comes back, while $t$ goes from 0 to 1.
# Fold a sheet both ways, again and again, draw *one* heart on it, and unfold.
#
# **Question.** How many hearts will be there after two folds each way, and after four?
# And how many after four without the ReLU?

# %%
def fold(t):
    return 2 * relu(t) - 4 * relu(t - 0.5)

t = np.linspace(0, 1, 384)
flat = collapse_linear(np.ones((1, 2)), np.array([0, -0.5]), np.array([[2.0], [-4.0]]), np.zeros(1))
for _ in range(2):
    flat = collapse_linear(*flat, *flat)  # 2 layers, then 4
folds = {"no layer": t, "2 layers, 8 ReLUs": fold(fold(t))}
folds |= {"4 layers, 16 ReLUs": fold(fold(fold(fold(t))))}
plots.hearts(folds | {"4 layers without ReLU": t * flat[0][0, 0] + flat[1][0]})

# %% [markdown]
# Sixteen ReLUs draw 256 hearts.
# Each fold has slope $\pm 2$, slopes multiply, and after four layers $2^4 = 16$ hearts fit side by side: the product that starved the sigmoids makes depth rich here.
# Without the ReLU your `collapse_linear` makes the four layers one, $16t - 10$, which only moves and shrinks the heart.

# %%
import course

course.progress()

# %% [markdown]
# ## Recap
#
# | activation | output $a$ at $z$ | slope | range | use |
# |---|---|---|---|---|
# | sigmoid | $1 / (1 + e^{-z})$ | $a (1 - a)$, at most $0.25$ | 0 to 1 | a rate, a gate; not in hidden layers |
# | tanh | $2 \, \sigma(2z) - 1$ | $1 - a^2$, at most 1 | $-1$ to 1 | outputs around zero |
# | ReLU | $\max(0, z)$ | 1 or 0 | 0 and up | hidden layers, first choice |
# | leaky ReLU | $z$ or $\alpha z$ | 1 or $\alpha$ | all numbers | where units die |
# | ELU | $z$ or $\alpha (e^{z} - 1)$ | 1 or $a + \alpha$ | above $-\alpha$ | the same, nearer to zero |
# | maxout | the larger of two sums | that of the larger sum | all numbers | a corner that is learned |
#
# Slopes multiply from layer to layer: small ones let the gradient vanish.
# Sums of ReLUs make hats, and hats make any curve; without a bend, all layers are one.
#
# [Chapter 3 · The forward pass](../ch03_forward_pass/ch03_forward_pass.ipynb) puts your activations between layers of weighted sums, and makes a network of any depth of them.

# %% [markdown]
# **On your own.** Add a fifth layer of folds.
# Time `sigmoid` and `relu` on a million numbers with `%timeit`.
# Draw `sigmoid(5 * x)`: which curve does it approach as 5 grows?
#
# **In practice.** Networks of today use ReLU or smooth relatives of it, such as GELU and SiLU, in their hidden layers, and a sigmoid where a gate must open between 0 and 1.
#
# **Further reading.** The CS231n notes, *Neural networks part 1*.
# I. Goodfellow et al., *Maxout networks* (2013).
# M. Telgarsky, *Benefits of depth in neural networks* (2016), on folds.
