# %% [markdown]
# # Chapter 2 · Activations
#
# Between the two layers of chapter 1's XOR stood a threshold.
# Why must something stand there, and what works best?
# At the end a few bends draw a whole wallpaper.
#
# **What you'll do.** Collapse two layers into one, write the curves that prevent it, and build others out of the simplest of them.
#
# **What you'll learn.** Why a network needs a bend, why long chains of smooth curves stop learning, and what $\max(0, z)$ does better.
#
# **What you'll need.** Chapter 1, products of matrices (each row of the left one with each column of the right one), and the slope of a curve from school.
#
# **How long.** {minutes}
#
# ## Why any curve at all
#
# In chapter 1 one *layer* of neurons, OR and NAND, looked at the inputs, and a second layer, AND, looked at their answers; with these weights, say:
#
# $$ w_1 = \begin{pmatrix} 3 & -1 \\ 2 & -1 \end{pmatrix}, \; b_1 = (-1.5,\ 1.5), \qquad w_2 = \begin{pmatrix} 1 \\ 1 \end{pmatrix}, \; b_2 = -1.5 $$
#
# A subscript now says which layer (in chapter 1 it said which input).
# Each *column* holds the weights of one neuron: in $w_1$ first OR, then NAND, and in $w_2$ AND.
# For $M$ neurons with $D$ inputs each, `w` has shape $(D, M)$ and `b` has shape $(M,)$, so `x @ w + b` has a row for each sample and a column for each neuron.
#
# The weighted sum $s$ is from here on called $z$.
# At the inputs $(0, 1)$ OR has the sum $0 \cdot 3 + 1 \cdot 2 - 1.5 = 0.5$, and NAND has $0 \cdot (-1) + 1 \cdot (-1) + 1.5 = 0.5$.
# So $z_1 = (0.5, 0.5)$.
# The threshold makes $(1, 1)$ of them, and the last sum is $z_2 = 1 + 1 - 1.5 = 0.5$: the network fires.
#
# **Question.** Take the threshold between the layers away.
# At $(0, 1)$ the last sum is then $0.5 + 0.5 - 1.5 = -0.5$, which is wrong for XOR.
# What shape can the region have in which such a network fires?

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
# Multiply out what two layers do:
#
# $$ (x w_1 + b_1) \, w_2 + b_2 = x \, (w_1 w_2) + (b_1 w_2 + b_2) $$
#
# This is *one* layer, with the weights $w = w_1 w_2$ and the biases $b = b_1 w_2 + b_2$, here
#
# $$ w = \begin{pmatrix} 3 \cdot 1 - 1 \cdot 1 \\ 2 \cdot 1 - 1 \cdot 1 \end{pmatrix} = \begin{pmatrix} 2 \\ 1 \end{pmatrix}, \qquad b = (-1.5 + 1.5) - 1.5 = -1.5 $$
#
# A hundred layers collapse likewise.
#
# ## Exercise 1 · `collapse_linear` (2 points)
#
# **Your function**
#
# - `collapse_linear(w1, b1, w2, b2)` takes two layers, of shapes $(D, H)$, $(H,)$, $(H, M)$ and $(M,)$, of any sizes.
# - It returns `w` $(D, M)$ and `b` $(M,)$; each earns a point.
# - Inputs may be integers, and stay unchanged, in all of this chapter.

# %% solution="collapse_linear" minutes=5
def collapse_linear(w1, b1, w2, b2):
    """The one layer that does what two layers with nothing between them do.

    w1 : (D, H)   b1 : (H,)
    w2 : (H, M)   b2 : (M,)

    Returns w (D, M) and b (M,)
    """
    ### BEGIN SOLUTION
    return w1 @ w2, b1 @ w2 + b2
    ### END SOLUTION

# %% tests="collapse_linear" points=1
two_layers = [np.array(a) for a in ([[1.0, 2], [0, 1]], [-2.0, 3], [[2.0, 0], [1, 3]], [0.5, 1.5])]
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
two_layers = [np.array(a) for a in ([[1.0, 2], [0, 1]], [-2.0, 3], [[2.0, 0], [1, 3]], [0.5, 1.5])]
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
# Only something that is **not linear**, whose graph is no straight line but has a jump, a bend or a curve, keeps two layers from being one.
# A function that turns a neuron's sum into its output is called an **activation**.
#
# ## From a threshold to a rate
#
# The threshold is an activation, but a poor one for learning, which changes weights a little at a time.
# Nudge a weight: the answer stays as it was, or it jumps without warning.
#
# A real neuron is less stubborn, because noise comes with every sum.
# Add a random number to $z$ a thousand times, and ask whether the neuron fires.
#
# **Question.** The random number is as often above 0 as below, and seldom beyond 5 either way.
# How often will the neuron fire at $z = 0$, and how often at $z = -6$?

# %%
rng = np.random.default_rng(2)  # a source of random numbers
sums = np.linspace(-6, 6, 25)
noise = rng.logistic(size=(1000, 25))  # other noise gives a slightly different curve
rates = np.mean(sums + noise > 0, axis=0)
plots.firing_rate(sums, rates)

# %% [markdown]
# At 0 it fires half of the time, at $-6$ hardly ever.
# The neuron now answers *how often*: by a **firing rate** between 0 and 1.
# For the kind of noise that we drew, *logistic* noise, the points follow a curve with a short formula, the **sigmoid** $\sigma$ (sigma):
#
# $$ \sigma(z) = \frac{1}{1 + e^{-z}} $$
#
# At $z = 0$ it is $1/(1 + 1) = 0.5$: undecided.
# At $z = \ln 4 = 1.386$ it is $1/(1 + \tfrac14) = 0.8$.
# Chapter 1's umbrella sums, $1.3$ and $-2.1$, become $0.786$ and $0.109$: the neuron now also says how sure it is.
#
# ### Its slope
#
# How far does the output move if $z$ moves a little?
# From $z = 0$ to $0.01$ it moves from 0.5 to 0.5025, a quarter as far: the slope of the curve at 0 is $\tfrac14$.
#
# Two rules from school give it everywhere: $e^{-z}$ has the slope $-e^{-z}$, and $1/u$ has the slope $-u'/u^2$.
# (If $u$ grows by a little $h$, then $\frac{1}{u + h} - \frac{1}{u} = \frac{-h}{u (u + h)}$, nearly $-h/u^2$.)
# With $u = 1 + e^{-z}$:
#
# $$ \sigma'(z) = \frac{e^{-z}}{(1 + e^{-z})^2} = \frac{1}{1 + e^{-z}} \cdot \frac{e^{-z}}{1 + e^{-z}} = \sigma(z) \, \bigl(1 - \sigma(z)\bigr) $$
#
# (The last two fractions add up to 1, so the second is $1 - \sigma(z)$.)
# With the output $a = \sigma(z)$, the slope is $a (1 - a)$: where the output is $0.8$, it is $0.8 \cdot 0.2 = 0.16$.
#
# ## Exercise 2 · `sigmoid` (3 points)
#
# **Your function**
#
# - `sigmoid(x)` takes an array of any shape, or a single number, and gives floats of the same shape.
# - `sigmoid_grad_from_output(a)` takes an array of *outputs* of the sigmoid, and gives the slopes there, in its shape.
# - The first point is for the values, the second for the far ends, integers and `nan`, the third for the slopes.
#
# <details><summary>Exactly</summary>
#
# - At $-1000$ the sigmoid is 0, and at $1000$ it is 1, each within $10^{-7}$.
#   There $e^{1000}$ is too large for a float: NumPy warns, takes infinity, and $1/\infty$ is 0, so all is well.
# - A `nan` ("not a number") comes from an earlier mistake: let it through, so that it shows, and create none.
#
# </details>

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
# Your curve among the counted points:

# %%
plots.firing_rate(sums, rates, curve=sigmoid)

# %% [markdown]
# **Question.** Put your sigmoid between the layers, where the threshold was.
# At $(0, 1)$ we had $z_1 = (0.5, 0.5)$, so the last sum is now $0.622 + 0.622 - 1.5 = -0.256$, which is wrong.
# Larger sums make sigmoids more decided, so multiply $w_1$ and $b_1$ by a number $k$.
# Above which $k$ does XOR come back?

# %%
k = 1.0  # write your number here, and run the cell again
plots.between_layers([k * w1, k * b1, w2, b2], {f"sigmoids, k = {k}": sigmoid})

# %% [markdown]
# With $k = 1$ the network fires nowhere in the picture.
# At $(0, 1)$ it fires once $2 \, \sigma(0.5 k) > 1.5$: above $k = 2 \ln 3 = 2.1972$, so $2.2$ is enough.
# (At $(1, 0)$ it fires earlier, and at the other two corners never, so XOR is back.)
#
# Large sums have a price.
# The slope is largest at 0, where it is 0.25; all others are smaller than that.
# The slope is small at both ends: there the sum moves, and the output hardly does.
# A neuron whose slope is under 5 % of the largest one is **saturated**; for the sigmoid that begins at $z = \pm 4.36$.
#
# ## A nudge travels
#
# What does a slope of 0.25 do to a *long* network?
# Put three sigmoids in a row: each output is the only input of the next, with the weight 1 and the bias $-0.5$.
# If the first sum is 0, the first output is $0.5$ and the second sum $0.5 - 0.5 = 0$ again, so all three neurons sit where they are steepest.
#
# Nudge the first sum by 0.01.
# The first output moves by $0.25 \cdot 0.01 = 0.0025$.
# The weight 1 hands that on to the second sum, and the second output moves by $0.25 \cdot 0.0025 = 0.000625$.
#
# **Question.** By how much does the third output move?
# And what if the first neuron is saturated, with a sum of 5?

# %%
plots.nudge(sigmoid, starts=[0.0, 5.0])

# %% [markdown]
# In the upper row $0.25 \cdot 0.25 \cdot 0.25 = 0.0156$ of the nudge is left: **slopes multiply**.
# In the lower row the first slope, 0.0066, lets almost nothing through.
# After ten such layers at best $0.25^{10} = 9.5 \cdot 10^{-7}$ is left, a millionth.
# Weights of 4 would make up for slopes of 0.25, but only if biases hold the sums near 0.
#
# Learning lives on such nudges: if a weight moves a little, how far does the output move, and which way?
# The answers, one number for each weight, are the **gradient**; chapter 5 computes it.
#
# For a weight in the first of ten layers all ten slopes multiply, so the gradient's entry for it is tiny.
# Learning moves a weight in proportion to its entry: this weight hardly moves.
# That is the **vanishing gradient**, worst in the first layers, farthest from the output.
#
# But sums are seldom exactly 0.
# In the next figure the heap below the curve says how often each sum occurs.
# The unfilled ends of the heap are saturated sums: at first hardly any.
# The width of the heap is its *spread*; with a spread of 1, two sums in three lie between $-1$ and $1$.
#
# The right part shows what is left of a nudge after one to ten layers with weights of 1:
#
# - *at best*, with every slope $0.25$;
# - *on average*, if each layer's sums scatter like the heap: with the average slope $0.207$, $0.207^{10} = 1.4 \cdot 10^{-7}$;
# - *at the point* that you drag.
#
# (Each mark down is 1,000 times less.)
#
# **Question.** With a spread of 5 the average slope falls from $0.207$ to $0.075$.
# How many times less is left after ten layers?
# Guess, and set the spread to 5.

# %%
widgets.activations(sigmoid, sigmoid_grad=sigmoid_grad_from_output)

# %% [markdown]
# Some 25,000 times less: $(0.207 / 0.075)^{10}$.
#
# ## Outputs around zero
#
# The sigmoid has a second weakness: its outputs, the next layer's inputs, are all positive.
#
# A neuron has the weights $-1$ and $1$, and ought to have $1$ and $-1$.
# At the inputs $0.6$ and $0.8$ its sum is $0.2$ and should be $-0.2$: the error is $0.4$.
# Learning subtracts from each weight the error times the weight's own input (chapter 5 says why), here divided by the sum of the inputs' squares, $0.36 + 0.64 = 1$.
# So the weights move by $-0.24$ and $-0.32$, and the sum is right; the next sample sets its own sum right likewise.
#
# Both pictures follow the weights nine tenths of the way to the goal; on the left the inputs are outputs of sigmoids.
#
# **Question.** Which ways can the two weights move in one step on the left: both up, both down, one up and one down?

# %%
inputs = np.random.default_rng(1464).normal(size=(100, 2))  # around 0; most others do alike
plots.zigzag({"outputs of sigmoids": sigmoid(inputs), "inputs around zero": inputs})

# %% [markdown]
# Both up or both down, for each move is the same number times a positive input: a **zigzag** of 26 steps.
# Inputs around zero need 4.
#
# So outputs should lie on both sides of zero.
# The **hyperbolic tangent**, or tanh, is a sigmoid squeezed to half the width, stretched to twice the height and then moved down by 1.
# It runs from $-1$ to $1$, and through 0.
#
# ## Exercise 3 · `tanh_via_sigmoid` (2 points)
#
# The sentence on tanh is its formula, in words; which of its three changes stands inside the brackets of $\sigma$?
#
# **Your function**
#
# - `tanh_via_sigmoid(x)` takes an array of any shape and gives tanh of every number, in the same shape.
# - `x` stands only inside the brackets of `sigmoid(...)`, stretched or moved there as you like.
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
# So $\tanh(z) = 2 \, \sigma(2z) - 1$.
# At $z = \ln 2$ it is $2 \cdot \sigma(\ln 4) - 1 = 2 \cdot 0.8 - 1 = 0.6$.
#
# Half the width makes the curve twice as steep, and twice the height doubles that again: at 0 the slope is $2 \cdot 2 \cdot 0.25 = 1$.
# Where the output is $a = 2 \sigma - 1$, the sigmoid inside is $\sigma = \frac{1 + a}{2}$, so the slope is $4 \, \sigma (1 - \sigma) = 4 \cdot \frac{1 + a}{2} \cdot \frac{1 - a}{2} = 1 - a^2$; at $0.6$ it is $0.64$.
#
# ## A bend instead of a curve
#
# Is there a slope that stays 1, however large the sum?
# A straight line has one, but straight lines collapse.
# So take two straight lines that meet in a bend: the **rectified linear unit**, ReLU.
#
# $$ \text{ReLU}(z) = \max(0, z) \qquad\qquad \text{slope} = \begin{cases} 1 & z > 0 \\ 0 & z \le 0 \end{cases} $$
#
# At $z = 0$, in the bend, there is no slope; we take 0.
#
# Where all sums are above 0, ten slopes of 1 multiply to 1.
# And ReLU costs a comparison where sigmoid and tanh need an exponential.
#
# ## Exercise 4 · `relu` (3 points)
#
# `np.max` searches one array for its largest number; `np.maximum` compares two arrays place by place.
#
# **Your function**
#
# - `relu(x)` takes an array of any shape and gives a *new* array, $\max(0, x)$ number by number; `nan` stays `nan`.
# - `relu_grad(x)` takes relu's inputs or its outputs (without `nan`), and gives the slopes there as floats, $0.0$ and $1.0$.
# - The first point is for the values, the second for the `nan`, the third for the slopes.

# %% solution="relu" minutes=7
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
# One neuron has three inputs, all weights 1, and sees 500 samples.
# The inputs lie around zero, and their sum is hardly ever above 6.
#
# **Question.** For about how many of the samples is the slope 1 if the bias is 0, and if it is $-12$?

# %%
before = rng.normal(size=(500, 3)) @ np.ones(3)  # 500 sums, before the bias is added
for b in (0.0, -2.0, -12.0):
    z = before + b
    print(f"bias {b}: slope 1 for {np.mean(relu_grad(z)):.0%}, mean output {np.mean(relu(z)):.2f}")

# %% [markdown]
# With the last bias the slope is 0 for every sample, so no sample can move the weights.
# While its inputs stay as they are, this neuron stays silent: a **dead ReLU**.
# Up to 40 % of a network can die this way if learning moves the weights too far at once (notes of Stanford's course CS231n).
#
# A neuron that keeps some slope on the left cannot die.
# The **leaky ReLU** keeps $\alpha$ (alpha), a number between 0 and 1:
#
# $$ \text{leaky}(z) = \begin{cases} z & z > 0 \\ \alpha z & z \le 0 \end{cases} $$
#
# ## Exercise 5 · `leaky_relu` (1 point)
#
# `np.where(condition, yes, no)` chooses place by place: from `yes` where the condition holds, from `no` elsewhere.
#
# **Your function**
#
# - `leaky_relu(x, alpha)` takes an array of any shape and a number, and gives floats in the array's shape.
# - Without `alpha` it takes $0.01$.

# %% solution="leaky_relu" minutes=3
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
check.close("leaky_relu([-3, 2])", check.call(leaky_relu, np.array([-3, 2])), [-0.03, 2.0])
### BEGIN HIDDEN TESTS
x, alpha = check.numbers(check.rng()), check.rng().uniform(0.1, 0.9)
cases = [(50 * x,), (x.reshape(3, 2, 6), alpha), (np.array([[-3, 2]]), alpha), (np.array([7]), 0.4)]
for x, *given in cases:
    right = np.maximum(x, 0) + (given or [0.01])[0] * np.minimum(x, 0)
    check.close("leaky_relu(x, alpha)", check.call(leaky_relu, x, *given), right)
### END HIDDEN TESTS

# %% [markdown]
# ## Which one hands nudges on?
#
# **Question.** About half of all sums are negative, and there ReLU lets nothing through.
# Does ReLU still leave more of a nudge after ten layers, on average, than the sigmoid does, and more than tanh?
# Choose one activation after the other, with a spread of 1 and then of 5.

# %%
grads = {"sigmoid_grad": sigmoid_grad_from_output, "relu_grad": relu_grad}
widgets.activations(sigmoid, tanh_via_sigmoid, relu, leaky_relu, start="ReLU", **grads)

# %% [markdown]
# ReLU leaves $0.5^{10} = 0.00098$ on average, 7,000 times as much as the sigmoid.
# With a spread of 1 tanh leaves even more, 0.0066, and with a spread of 5 next to nothing.
#
# The table adds the weights that would make up for the slopes: where the average slope is 0.5, weights of 2.

# %%
slopes = {
    "sigmoid": lambda z: sigmoid_grad_from_output(sigmoid(z)),
    "tanh": lambda z: 1 - tanh_via_sigmoid(z) ** 2,
    "ReLU": relu_grad,
}
z = np.random.default_rng(4).normal(size=100_000)
z = np.append(z, -z)  # as many above 0 as below
for name, slope in slopes.items():
    for spread in (1, 5):
        mean = np.mean(slope(spread * z))
        left, weight = f"{mean**10:.1e} left after ten layers", f"weights of {1 / mean:.1f}"
        print(f"{name:7} spread {spread}: {left}, made up for by {weight}")

# %% [markdown]
# Larger weights make larger sums, which ask tanh for still larger weights; ReLU needs 2 whatever the spread.
# (Chapter 3 finds what whole layers need.)
# And the average hides that one path in $2^{10} = 1024$ through ten layers passes everything, and wide layers have many paths.
#
# Nor does ReLU zigzag much, though no output is below 0: half of them are 0, and an input of 0 lets its weight rest while the other one moves.

# %%
plots.zigzag({"outputs of ReLU": relu(inputs)})

# %% [markdown]
# (With other samples it is more often about 5 steps.)
#
# So ReLU is the one to begin with.
#
# ## What can bends draw?
#
# Both bends are the larger of two straight lines: ReLU of $0$ and $z$, leaky ReLU of $\alpha z$ and $z$.
# A neuron can also learn the other line, with weights $v$ and biases $c$ of its own.
# That is **maxout** (Goodfellow et al., 2013):
#
# $$ \text{maxout}(x) = \max(x w + b,\; x v + c) $$
#
# The larger sum is passed on with the slope 1, so no maxout neuron dies; the price is twice as many weights.
#
# ## Exercise 6 · `maxout` (2 points)
#
# **Your function**
#
# - `maxout(x, w, b, v, c)` takes `x` $(N, D)$, `w` and `v` $(D, M)$, and `b` and `c` $(M,)$.
# - It gives the larger sum for every sample and neuron, $(N, M)$.
# - One point is for the values, one for special cases: a ReLU (zeros for `w` and `b`), and one sample, input or neuron alone.

# %% solution="maxout" minutes=6
def maxout(x, w, b, v, c):
    """The larger of two weighted sums, for every sample and neuron.

    x    : (N, D)
    w, v : (D, M)
    b, c : (M,)

    Returns (N, M)
    """
    ### BEGIN SOLUTION
    return np.maximum(x @ w + b, x @ v + c)
    ### END SOLUTION

# %% tests="maxout" points=1
x = np.array([[1.0, 2.0], [3.0, -1.0], [-1.0, -2.0]])
w, b = np.array([[1.0, 0.0], [1.0, -1.0]]), np.array([1.5, -1.0])
v, c = np.array([[2.0, 1.0], [0.0, 1.0]]), np.array([0.0, 1.5])
out = check.call(maxout, x, w, b, v, c)
check.close("maxout(x, w, b, v, c)", out, [[4.5, 4.5], [6.0, 3.5], [-1.5, 1.0]])
### BEGIN HIDDEN TESTS
rng = check.rng()
for shift in (0, -20):  # at -20 all sums are below 0
    x, *layers = [rng.normal(size=size) for size in ((5, 3), (3, 4), 4, (3, 4), 4)]
    layers[1::2] = layers[1] + shift, layers[3] + shift
    p, q = (np.einsum("nd,dm->nm", x, w) + b for w, b in (layers[:2], layers[2:]))
    check.close("maxout", check.call(maxout, x, *layers), (p + q + np.abs(p - q)) / 2)
### END HIDDEN TESTS

# %% tests="maxout" part="special" points=1
x, w = np.array([[-3.0, 1.0], [4.0, 2.0], [-1.0, -3.0], [1.0, 1.0]]), np.array([[-2.0], [2.0]])
out = check.call(maxout, x, w, np.array([-3.5]), np.array([[3.0], [-1.0]]), np.array([-3.0]))
check.close("maxout of one neuron", out, [[4.5], [7.0], [-3.0], [-1.0]])
x, v = np.array([[1.0, -2.0], [3.0, 1.0], [-1.0, 2.0]]), np.array([[1, 0, 2], [0, 1, -1]])
out = check.call(maxout, x, np.zeros((2, 3)), np.zeros(3), v, np.array([0.5, -0.5, -3.5]))
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

# %% [markdown]
# **Question.** With one input a maxout neuron draws the larger of two straight lines.
# Can the bend where they meet be the bottom of a valley, and can it be the top of a hill?

# %%
plots.max_of_lines(maxout, first=(-0.8, -0.6), second=(0.5, 0.2))

# %% [markdown]
# Only the bottom: such bends, like ReLU's, turn upwards.
#
# ## A hat out of bends
#
# How do you make a hill out of bends that turn upwards?
# Subtract one.
# Take `relu(x + 1) - relu(x)`, with bends at $-1$ and $0$: at $x = -0.5$ it is $0.5 - 0 = 0.5$.
#
# **Question.** What is it at $x = 2$, and what does the whole line look like?

# %%
x = np.linspace(-3, 3, 241)
plots.pieces(x, {"relu(x + 1)": relu(x + 1), "-relu(x)": -relu(x)})

# %% [markdown]
# The line goes up to 1, and there it stays: right of 0 the slopes $1$ and $-1$ cancel.
# In general `c * relu(x - k)` adds nothing left of `k` and a slope of `c` right of it.
# So a sum of ReLUs consists of straight pieces, and at each `k` its slope changes by `c`, the number in front.
#
# The dotted line in the picture comes down again: a **hat**.
#
# ## Exercise 7 · `hat` (2 points)
#
# **Your function**
#
# - `hat(x, left, peak, right)` takes an array of any shape and three numbers with `left < peak < right`.
# - It is 0 up to `left`, rises in a straight line to 1 at `peak`, falls in a straight line to 0 at `right`, and stays 0 (one point).
# - It is a sum of terms such as `c * relu(x - k)` and of nothing else (one point).
#
# <details><summary>Exactly</summary>
#
# No number is added, no `relu` goes into a `relu`, and `x` goes in moved, mirrored or stretched, not bent.
# Floats come out, in the shape of `x`.
#
# </details>
#
# <details><summary>Hint 1</summary>
#
# Write down the slope of the dotted hat in each of its four stretches.
# By how much does the slope change at each of the three bends?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# With the bends at 0, 4 and 6, how steep is the way up to the height 1, and how steep the way down?
#
# </details>

# %% solution="hat" minutes=11
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
# Over each of nine points of a curve put a hat that peaks there, as high as the curve, and falls to 0 at the two neighbouring points.
#
# **Question.** What does the sum of the nine hats look like?

# %%
plots.sum_of_hats(hat, np.linspace(-4, 4, 9), curve=lambda x: np.sin(x) + x / 4 + 0.5)

# %% [markdown]
# Their sum is a straight line from each point to the next.
# Between its two ends, more hats bring the line as near as you like to any curve without jumps.
# And all of it is a network: a hidden layer of ReLUs, and one sum.
#
# ## Payoff: folding paper
#
# Hats came from one layer of bends; what can a *second* layer do?
# Take a hat without its last bend:
#
# $$ \text{fold}(t) = 2\,\text{ReLU}(t) - 4\,\text{ReLU}(t - \tfrac12) $$
#
# At $t = 0.25$ it is $0.5$, and at $t = 0.75$ it is $1.5 - 1 = 0.5$ again.
# Two places come to lie on one, as on a strip of paper that is folded in the middle, then stretched to its old length.
#
# Now fold a whole sheet once each way, sideways and upwards, cut *one* heart through all of the paper, and unfold.
# A second layer folds the folded sheet, `fold(fold(t))`, and further layers fold on.
#
# **Question.** How many hearts will be there after one fold each way, and do all of them stand upright?
# How many after two folds, and after four?
# And how many after four without the ReLU?

# %%
def fold(t):
    return 2 * relu(t) - 4 * relu(t - 0.5)

widgets.hearts(fold, collapse_linear)

# %% [markdown]
# One fold makes four hearts, two of which stand on their heads.
# The curve beside the sheet says where each point of the sheet's edge lies after folding.
# Where the curve climbs from 0 to 1 there is a whole heart, and where it comes back there is another, mirrored.
#
# Without the ReLU a fold is $2t - 4(t - \tfrac12) = 2 - 2t$.
# Your `collapse_linear` makes four of them one, $16t - 10$, which only moves and shrinks the one heart.
#
# Two folds make 16 hearts, and four make 256, with only sixteen ReLUs: two for each fold and direction.
# Each fold has the slope $2$ or $-2$, and slopes multiply: after four layers it is $\pm 16$, so 16 hearts fit side by side.
# What made nudges vanish in sigmoids makes hearts multiply.

# %%
import course

course.progress()

# %% [markdown]
# ## Recap
#
# | activation | output $a$ at $z$ | slope | range |
# |---|---|---|---|
# | sigmoid | $1 / (1 + e^{-z})$ | $a (1 - a)$, at most $0.25$ | 0 to 1 |
# | tanh | $2 \, \sigma(2z) - 1$ | $1 - a^2$, at most 1 | $-1$ to 1 |
# | ReLU | $\max(0, z)$ | 1 or 0 | 0 and up |
# | leaky ReLU | $z$ or $\alpha z$ | 1 or $\alpha$ | all numbers |
# | maxout | the larger sum | 1 for that sum | all numbers |
#
# Without a bend between them, all layers are one: $w = w_1 w_2$, $b = b_1 w_2 + b_2$.
#
# [Chapter 3 · The forward pass](../ch03_forward_pass/ch03_forward_pass.ipynb) puts your activations between layers, as many as you like.

# %% [markdown]
# **On your own.** How many hearts will a fifth layer of folds draw?
#
# <details><summary>Answer</summary>
#
# Twice as many each way: $32 \cdot 32 = 1024$.
#
# </details>
#
# **In practice.** Which one?
# ReLU does well on most problems, and is the most used: a network for images learned six times faster with it than with tanh (Krizhevsky et al., 2012).
# If many neurons die, try leaky ReLU or maxout; a network seldom mixes them.
#
# **Further reading.** The notes of Stanford's CS231n, *Neural networks part 1*.
