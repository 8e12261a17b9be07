# %% [markdown]
# # Chapter 2 · Activations
#
# Between the two layers of chapter 1's XOR stood a threshold.
# In this chapter a curve takes its place, its slope decides whether a network can learn, and at the end sixteen corners draw 256 hearts.
#
# **What you'll do.** Collapse two layers into one, write the curves that prevent it and their slopes, and build other curves out of the simplest of them.
#
# **What you'll learn.** Why a network needs a bend, why long chains of sigmoids stop learning, and why $\max(0, z)$ took their place.
#
# **What you'll need.** Chapter 1, NumPy, and the slope of a curve from school.
#
# **How long.** {minutes}
#
# ## Why any curve at all
#
# In chapter 1 OR and NAND looked at the inputs, and AND looked at their answers.
# Here is such a network with all neurons of a layer at once: the weights of each neuron stand in a *column* of `w`, of shape $(D, M)$ for $M$ neurons, and `b`, of shape $(M,)$, holds their biases.
# So `x @ w + b` has a row for each sample and a column for each neuron.
#
# A small 1 marks the first layer, a 2 the second, and a neuron's sum, chapter 1's $s$, is from here on called $z$, as in most books.
#
# $$ w_1 = \begin{pmatrix} 3 & -1 \\ 2 & -1 \end{pmatrix}, \; b_1 = (-1.5,\ 1.5), \qquad w_2 = \begin{pmatrix} 1 \\ 1 \end{pmatrix}, \; b_2 = -1.5 $$
#
# At $(0, 1)$ the first layer's sums are $z_1 = (0.5, 0.5)$.
# The threshold makes $(1, 1)$ of them, and the last sum is $z_2 = 1 + 1 - 1.5 = 0.5$: it fires.
#
# **Question.** Take the threshold between the layers away: at $(0, 1)$ the last sum is then $0.5 + 0.5 - 1.5 = -0.5$.
# What shape can the region have in which the network fires?

# %% readonly="setup"
import numpy as np

from course import check, curves, plots, widgets

# %%
w1, b1 = np.array([[3.0, -1.0], [2.0, -1.0]]), np.array([-1.5, 1.5])  # OR and NAND
w2, b2 = np.array([[1.0], [1.0]]), np.array([-1.5])  # AND
kinds = {"thresholds between the layers": lambda z: z > 0, "nothing between them": lambda z: z}
plots.between_layers([w1, b1, w2, b2], kinds)

# %% [markdown]
# One straight edge, and XOR is lost.
# With nothing between them, two layers are
#
# $$ (x w_1 + b_1) \, w_2 + b_2 = x \, (w_1 w_2) + (b_1 w_2 + b_2) $$
#
# This is *one* layer, with the weights $w = w_1 w_2$ and the biases $b = b_1 w_2 + b_2$.
# For our network they are
#
# $$ w = \begin{pmatrix} 3 \cdot 1 - 1 \cdot 1 \\ 2 \cdot 1 - 1 \cdot 1 \end{pmatrix} = \begin{pmatrix} 2 \\ 1 \end{pmatrix}, \qquad b = (-1.5 + 1.5) - 1.5 = -1.5 $$
#
# That is a single neuron, whose edge is the one in the figure; a hundred layers collapse the same way.
#
# ## Exercise 1 · `collapse_linear` (2 points)
#
# **Your function**
#
# - `collapse_linear(w1, b1, w2, b2)` takes the weights and biases of two layers, of shapes $(D, H)$, $(H,)$, $(H, M)$ and $(M,)$.
# - It returns the pair `w, b`, of shapes $(D, M)$ and $(M,)$; any of the sizes may be 1.
# - Here and everywhere in this chapter whole numbers may come in, and what came in stays as it was.
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
# **Question.** With the straight line $3z + 1$ between the layers, would they still collapse?
#
# <details><summary>Answer</summary>
#
# Yes: $3z + 1$ is one more layer without a bend, and it collapses with the others.
#
# </details>
#
# Only something that is **not linear**, a jump, a corner or a curve, keeps two layers from being one.
# A function that turns a neuron's sum into its output is an **activation function**, or an activation.
#
# ## From a threshold to a rate
#
# The threshold is an activation, but a poor teacher.
# Nudge a weight a little, and the answer stays as it was, or jumps; nothing says whether the nudge was in the right direction.
#
# A real neuron is less stubborn, because a little noise reaches it with every sum.
# Add noise to $z$, and ask a thousand times whether the neuron fires.
#
# **Question.** The noise is as often above 0 as below, and seldom larger than 5 either way.
# How often will the neuron fire at $z = 0$, and how often at $z = -6$?

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
# We chose the noise (*logistic* noise) so that exactly this curve comes out; other noise gives much the same S.
#
# ### Its slope
#
# Nudge $z$ from 0 to 0.01, and the output moves from 0.5 to 0.5025, a quarter as far.
# This quarter is the slope of the curve at 0: how far the output moves, for each step that $z$ moves.
#
# Two rules from school give a formula: $1/u$ has the slope $-u'/u^2$, and $e^{-z}$ has the slope $-e^{-z}$.
# With $u = 1 + e^{-z}$:
#
# $$ \sigma'(z) = \frac{e^{-z}}{(1 + e^{-z})^2} = \frac{1}{1 + e^{-z}} \cdot \frac{e^{-z}}{1 + e^{-z}} = \sigma(z) \, \bigl(1 - \sigma(z)\bigr) $$
#
# (The last factor is $1 - \sigma(z)$ because the two fractions add up to 1.)
# If you have kept the *output* $a = \sigma(z)$, the slope needs no exponential: where the output is $0.8$, it is $0.8 \cdot 0.2 = 0.16$.
#
# ## Exercise 2 · `sigmoid` (3 points)
#
# At $z = -1000$, $e^{1000}$ is too large for a float; NumPy warns and goes on with infinity, and $1/\infty$ is 0, which is right.
# A `nan` ("not a number") is the trace of an earlier mistake; let it through, for a number in its place would hide the mistake.
#
# **Your function**
#
# - `sigmoid(x)` takes an array of any shape, or a single number, and gives floats of the same shape.
# - At $-1000$ it gives 0 and at $1000$ it gives 1, each within $10^{-7}$; warnings cost nothing.
# - Where `nan` comes in, `nan` comes out; elsewhere no `nan` does.
# - `sigmoid_grad_from_output(a)` takes an array of *outputs* of the sigmoid, of any shape, and gives the slopes there as floats of that shape.
# - A point each: the values, the far ends with whole numbers and `nan`, the slopes.

# %% solution="sigmoid" minutes=8
def sigmoid(x):
    """The sigmoid of every number in x.

    x : any shape, or a single number

    Returns floats, the shape of x
    """
    ### BEGIN SOLUTION
    return 1.0 / (1.0 + np.exp(-np.asarray(x)))
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
out = check.call(sigmoid, np.array([0.0, np.nan, np.log(4.0)]))
check.close("sigmoid([0, nan, ln 4])", out, [0.5, np.nan, 0.8])
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
# **Check the claim** (an article for beginners says): the slopes of the sigmoid are *"all smaller than 0.25"*, and a network stops learning where a sigmoid's *"result is very small"*.
# The next cell prints outputs with their slopes, and draws your curve through the counted points.
# What would you correct in each half?

# %%
for a in (0.01, 0.1, 0.5, 0.9, 0.99):
    print("output", a, "has slope", sigmoid_grad_from_output(np.array([a]))[0].round(4))
plots.firing_rate(sums, rates, curve=sigmoid)

# %% [markdown]
# <details><summary>Answer</summary>
#
# At the output 0.5, where $z = 0$, the slope *is* 0.25.
# And it is small not only where the output is small: at 0.99 it is the same as at 0.01.
#
# </details>
#
# The slope is at most 0.25, and it is small at both ends.
# A neuron whose slope is under 5 % of its largest is **saturated**: its sum moves, and its output hardly does.
# For the sigmoid that is a slope under 0.0125, which it has beyond $z = \pm 4.36$.
#
# ## A nudge travels
#
# Now put three sigmoids in a row, each the only neuron of its layer.
# Each has the weight 1 and the bias $-0.5$, so that $z_2 = a_1 - 0.5$ and $z_3 = a_2 - 0.5$.
# With $z_1 = 0$ the first output is $a_1 = 0.5$, so $z_2 = 0$, and $z_3 = 0$ as well: all three sit where they are steepest.
#
# Nudge $z_1$ by 0.01.
# Then $a_1$ moves by $0.25 \cdot 0.01 = 0.0025$.
# The weight 1 hands that on to $z_2$, and $a_2$ moves by $0.25 \cdot 0.0025 = 0.000625$.
#
# **Question.** By how much does $a_3$ move?
# And what changes if the first neuron is saturated, at $z_1 = 5$?

# %%
plots.nudge(sigmoid, starts=[0.0, 5.0])

# %% [markdown]
# Above, $0.25 \cdot 0.25 \cdot 0.25 = 0.0156$ of the nudge is left: **slopes multiply**.
# Below, the first slope alone, 0.0066, lets almost nothing through, and no later neuron brings it back.
#
# Learning lives on such nudges.
# For each weight a network asks: if this weight moves a little, how far does the output move, and which way?
# All these answers, one number for each weight, are the **gradient**; chapter 5 computes it.
# Where a number is near 0, its weight learns nothing.
#
# **Question.** How much of a nudge is left after ten layers of sigmoids, at best?
#
# In the figure the heap beneath your curve shows how many sums come in at each place; it is hollow where they saturate.
# Spread them wider, and watch what is left on average.

# %%
widgets.activations(sigmoid, sigmoid_grad=sigmoid_grad_from_output)

# %% [markdown]
# At best $0.25^{10} \approx 0.00000095$ is left, a millionth.
# The output hardly notices what the first layers do, so they learn almost nothing: this is the **vanishing gradient**.
#
# **Question.** A nudge is multiplied by each weight, too.
# Could weights of 4 make up for slopes of 0.25?
# The next cell counts how many of 50 neurons with 100 inputs each are saturated, with weights of different sizes.

# %%
x, w = rng.normal(size=(1000, 100)), rng.normal(size=(100, 50))
for size in (0.1, 1.0, 10.0):
    slopes = sigmoid_grad_from_output(sigmoid(x @ (size * w)))
    print(f"weights of size {size}: {np.mean(slopes < 0.05 * 0.25):.0%} saturated")

# %% [markdown]
# Only while the sums stay near 0.
# Large weights make large sums, and large sums saturate: at size 1 two thirds already do.
#
# ## Outputs around zero
#
# The sigmoid has a second weakness: its outputs are all positive, and they are the next layer's inputs.
# A nudge of a weight moves the neuron's sum as far, times the input: with the inputs $0.5$ and $0.8$, nudges of 0.01 move it by 0.005 and 0.008.
# So if a sample's sum is too small, every weight has to go up, and if it is too large, every weight has to go down.
#
# **Question.** Of two weights the first should grow and the second shrink.
# How can they get there, if each sample moves both up or both down?
#
# In the figure one sample after the other moves the two weights, along its own inputs, until its own sum is right.
# The star marks the weights that suit all samples.

# %%
inputs = np.random.default_rng(637).normal(size=(100, 2))
plots.zigzag({"outputs of sigmoids": sigmoid(inputs), "inputs of both signs": inputs})

# %% [markdown]
# In a **zigzag**, both up or both down, it takes 26 steps; with inputs of both signs every direction is open, and 4 are enough (both are medians of a thousand draws).
#
# A curve around zero avoids it.
# The **hyperbolic tangent** is a sigmoid twice as steep, stretched to twice the height and moved down by 1, so that it runs from $-1$ to $1$:
#
# $$ \tanh(z) = 2 \, \sigma(2z) - 1 $$
#
# At $z = \ln 2$ it is $2 \cdot 0.8 - 1 = 0.6$.
#
# Its slope is the sigmoid's, times 2 for the steepness and 2 for the height: at 0, $4 \cdot 0.25 = 1$.
# With $a = \tanh(z)$ we have $2\,\sigma(2z) = 1 + a$, and so
#
# $$ \tanh'(z) = 4 \, \sigma(2z) \, \bigl(1 - \sigma(2z)\bigr) = (1 + a)(1 - a) = 1 - a^2 $$
#
# Where the output is $0.6$, the slope is $0.64$.
# Far out, tanh saturates as well.
#
# ## Exercise 3 · `tanh_via_sigmoid` (2 points)
#
# **Your function**
#
# - `tanh_via_sigmoid(x)` takes an array of any shape and gives floats of the same shape: tanh of every number.
# - It uses the numbers in `x` only inside calls of `sigmoid`.
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

# %% [markdown]
# ## A corner instead of a curve
#
# The simplest activation came into fashion late (Nair and Hinton, 2010): the **rectified linear unit**, ReLU (a unit is a neuron).
#
# $$ \text{ReLU}(z) = \max(0, z) \qquad\qquad \text{slope} = \begin{cases} 1 & z > 0 \\ 0 & z \le 0 \end{cases} $$
#
# The umbrella sums $1.3$ and $-2.1$ become $1.3$ and $0$.
# At $z = 0$ there is a corner and no slope; we take 0 there, as most programs do.
#
# On the right the slope is 1 however large the sum, and ten slopes of 1 multiply to 1.
# It costs a comparison where sigmoid and tanh need an exponential.
# One well-known image network learned six times faster with it than with tanh (Krizhevsky et al., 2012).
# ReLU does well on most problems, and is the most used.
#
# ## Exercise 4 · `relu` (3 points)
#
# Mind that `np.max` looks for the one largest number in an array, and `np.maximum` compares two arrays place by place.
#
# **Your function**
#
# - `relu(x)` takes an array of any shape and gives a *new* array of that shape, $\max(0, x)$ number by number; of whole numbers it may make whole numbers or floats.
# - Where `nan` comes in, `nan` comes out.
# - `relu_grad(x)` takes an array of any shape and gives the slopes as floats, $0.0$ and $1.0$; `x` may hold relu's inputs or its outputs, for both give the same slopes.
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
# **Question.** One neuron with three inputs, all weights 1, sees 500 samples.
# For which share of them is its slope 1, with a bias of 0, $-2$ and $-12$?

# %%
x, w = rng.normal(size=(500, 3)), np.ones(3)
for b in (0.0, -2.0, -12.0):
    z = x @ w + b
    print(f"bias {b}: slope 1 for {np.mean(relu_grad(z)):.0%}, mean output {np.mean(relu(z)):.2f}")

# %% [markdown]
# An article for beginners says that ReLU has "no saturated region"; on the left it is nothing else, with a slope of exactly 0.
# Where the sum is negative for every sample, as with the last bias, no nudge comes through, no sample can move the weights any more, and the neuron stays silent for good: a **dead ReLU**.
#
# Steps that are too large throw neurons there; the notes of CS231n, Stanford's course on networks that see, speak of up to 40 % of a network.
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
# It is worth having, because any continuous curve can be made of hats, as near as you like.
#
# ## Exercise 5 · `hat` (2 points)
#
# **Your function**
#
# - `hat(x, left, peak, right)` takes an array of any shape and three numbers with `left < peak < right`, and gives floats of the array's shape.
# - It is 0 up to `left`, rises in a straight line to 1 at `peak`, falls in a straight line to 0 at `right`, and stays 0.
# - It is a sum of terms such as `c * relu(x - k)`, and of nothing else: no number is added, no output of `relu` goes into a `relu` again, and what goes in is `x` moved and stretched, not bent before.
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
# Now choose nine points of a curve, and put a hat over each: from its left neighbour to its right one, multiplied by the height of the curve.
# Halfway between two points both hats are at half of their heights: their sum is a straight line from point to point.

# %%
plots.sum_of_hats(hat, np.linspace(-4, 4, 9), curve=lambda x: np.sin(x) + x / 4)

# %% [markdown]
# With more hats the line comes as near to the curve as you like, and all of it is a network: a hidden layer of ReLUs, and a sum of their multiples.
#
# ## A little slope on the left
#
# A neuron that keeps some slope on the left cannot die.
# The **leaky ReLU** keeps $\alpha$ (alpha), a number between 0 and 1:
#
# $$ \text{leaky}(z) = \begin{cases} z & z > 0 \\ \alpha z & z \le 0 \end{cases} $$
#
# With $\alpha = 0.01$ it turns $-3$ into $-0.03$.
# (A relative, the ELU by Clevert et al., 2015, bends and levels off at $-\alpha$: outputs nearer to zero, at the price of an exponential.)
#
# ## Exercise 6 · `leaky_relu` (1 point)
#
# `np.where(c, p, q)` chooses place by place: from `p` where the condition `c` holds, from `q` elsewhere.
#
# **Your function**
#
# - `leaky_relu(x, alpha)` takes an array of any shape and a number, and gives floats of the array's shape.
# - Without a second argument `alpha` is $0.01$; so says its first line.

# %% solution="leaky_relu" minutes=4
def leaky_relu(x, alpha=0.01):
    """x where it is above 0, otherwise alpha times x.

    x     : any shape
    alpha : number between 0 and 1

    Returns floats, the shape of x
    """
    ### BEGIN SOLUTION
    return np.where(x > 0, 1.0, alpha) * x
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

# %%
named = {"sigmoid": sigmoid, "tanh": tanh_via_sigmoid, "ReLU": relu}
plots.activation_curves(named | {"leaky ReLU, alpha 0.1": lambda x: leaky_relu(x, 0.1)})

# %% [markdown]
# Above are your functions, solid, and their slopes, dashed.
#
# **Question.** At best ReLU keeps everything, since slopes of 1 multiply to 1.
# But about half of all sums are negative.
# How much is left on average after ten layers, and is that much better than what ten sigmoids leave?

# %%
grads = {"sigmoid_grad": sigmoid_grad_from_output, "relu_grad": relu_grad}
widgets.activations(sigmoid, tanh_via_sigmoid, relu, leaky_relu, **grads, start="ReLU")

# %% [markdown]
# On average $0.5^{10} = 0.00098$ is left, but not spread thin.
# A nudge takes many paths to the output, each through one neuron of every layer; of 1,024 paths one is open, and along it no slope takes anything away.
# Ten sigmoids let next to nothing through anywhere.
#
# **Which one?** The CS231n notes advise: begin with ReLU, and watch the size of the steps and how many units die.
# If that worries you, try a leaky ReLU or the maxout below, expect less of tanh, and do not use the sigmoid in hidden layers.
# A network seldom mixes them.
#
# ## Learning the corner
#
# **Maxout** (Goodfellow et al., 2013) gives each neuron two sums in place of one and keeps the larger, so that the corner itself is learned.
# (Here 1 and 2 number the sums, not layers.)
#
# $$ \text{maxout}(x) = \max(x w_1 + b_1,\; x w_2 + b_2) $$
#
# A neuron with weights $(1, 1)$ and $(2, 0)$, biases $0$ and $-1$, sees $(1, 2)$: its sums are $3$ and $1$, its output is $3$.
# With $w_1 = 0$ and $b_1 = 0$ it is a ReLU.
# It need not die; the price is twice as many weights and biases.
#
# ## Exercise 7 · `maxout` (2 points)
#
# **Your function**
#
# - `maxout(x, w1, b1, w2, b2)` takes `x` of shape $(N, D)$, two arrays of weights of shape $(D, M)$ and two of biases of shape $(M,)$.
# - It gives the larger sum for every sample and neuron, of shape $(N, M)$.
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
# ## Payoff: folding paper
#
# A hat without its last corner folds a strip of paper: while $t$ goes from 0 to 1, $2\,\text{ReLU}(t) - 4\,\text{ReLU}(t - \tfrac12)$ climbs from 0 to 1 and comes back, so that the right half lies on the left one.
# Fold a sheet both ways, again and again, draw *one* heart through all of the paper, and unfold.
#
# **Question.** How many hearts will be there after two folds each way, and after four?
# And how many after four without the ReLU?

# %%
def fold(t):
    return 2 * relu(t) - 4 * relu(t - 0.5)

widgets.hearts(fold, collapse_linear)

# %% [markdown]
# Sixteen ReLUs draw 256 hearts: two for a fold, four folds, two directions.
# Below each sheet a small curve says where each point of its side comes to lie.
# Every way from 0 to 1, or back, passes the whole heart once; on the way back it is mirrored, so every second row stands on its head.
#
# Each fold has the slope $2$ or $-2$, and slopes multiply: after four layers it is $\pm 16$, and 16 hearts fit side by side.
# What made nudges vanish in sigmoids makes folds multiply.
# Without the ReLU your `collapse_linear` makes the four layers one, $16t - 10$, which only moves and shrinks the heart.

# %%
import course

course.progress()

# %% [markdown]
# ## Recap
#
# | activation | output $a$ at $z$ | slope | range | use |
# |---|---|---|---|---|
# | sigmoid | $1 / (1 + e^{-z})$ | $a (1 - a)$, at most $0.25$ | 0 to 1 | a rate; not in hidden layers |
# | tanh | $2 \, \sigma(2z) - 1$ | $1 - a^2$, at most 1 | $-1$ to 1 | outputs around zero |
# | ReLU | $\max(0, z)$ | 1 or 0 | 0 and up | hidden layers, first choice |
# | leaky ReLU | $z$ or $\alpha z$ | 1 or $\alpha$ | all numbers | where units die |
# | maxout | the larger of two sums | that of the larger sum | all numbers | a corner that is learned |
#
# Without a bend between them, all layers are one: $w = w_1 w_2$, $b = b_1 w_2 + b_2$.
# Slopes multiply from layer to layer: small ones let the gradient vanish.
# Sums of ReLUs make hats, and hats make any continuous curve, as near as you like.
#
# [Chapter 3 · The forward pass](../ch03_forward_pass/ch03_forward_pass.ipynb) puts your activations between layers of weighted sums, and makes a network of any depth of them.

# %% [markdown]
# **On your own.** Add a fifth layer of folds.
# Time `sigmoid` and `relu` on a million numbers with `%timeit`.
#
# **In practice.** Networks of today use ReLU or smooth relatives of it, such as GELU and SiLU, in their hidden layers, and a sigmoid where an output must lie between 0 and 1.
#
# **Further reading.** The CS231n notes, *Neural networks part 1*.
# I. Goodfellow et al., *Maxout networks* (2013).
# M. Telgarsky, *Benefits of depth in neural networks* (2016), on folds.
