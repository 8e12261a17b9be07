# %% [markdown]
# # Chapter 2 · Activations
# A threshold answers yes or no and says nothing about *almost*. In this chapter you replace it by a curve, find out why the steepness of that curve decides whether a deep network can learn, and what would be lost without any curve at all.
#
# - **What you'll do.** Write the activation functions that networks are made of, and their slopes.
# - **What you'll learn.** Where the sigmoid comes from and why long chains of it stop learning; why so plain a thing as $\max(0, x)$ took its place; why layers without a curve between them are one layer.
# - **What you'll need.** Chapter 1, NumPy, and the slope of a curve from school. About 80 minutes: twenty for the first round, ten for each of the next five, and ten to enjoy the result.

# %% readonly="setup"
import numpy as np

from course import check, curves, plots, widgets

# %% [markdown]
# ## From a threshold to a rate
# A real neuron is never quite still: a little noise reaches it with every sum. Take chapter 1's neuron, add noise to its weighted sum $s$, and ask a thousand times whether it fires. (The noise here is drawn from the logistic distribution, a bell shape.) What comes out is no longer yes or no but *how often*: a **firing rate** between 0 and 1.

# %%
rng = np.random.default_rng(2)
sums = np.linspace(-6, 6, 25)
rates = np.mean(sums + rng.logistic(size=(1000, 25)) > 0, axis=0)
plots.firing_rate(sums, rates)

# %% [markdown]
# The points follow a curve, the **sigmoid**, written $\sigma$ (sigma): $$ \sigma(s) = \frac{1}{1 + e^{-s}} $$ At $s = 0$ it is $1/(1 + 1) = 0.5$: undecided. At $s = \ln 4 = 1.386$ it is $1/(1 + \tfrac14) = 0.8$. Chapter 1's umbrella sums, $1.3$ and $-2.1$, become $0.786$ and $0.109$: the neuron now also says how sure it is. A function that turns a neuron's weighted sum into its output is an **activation function**. For decades, hidden layers were layers of sigmoids.
#
# **Out at the ends.** For $s = -1000$ the formula asks for $e^{1000}$, and no float is that large. For $s < 0$ multiply top and bottom by $e^{s}$, and the formula asks for a tiny number instead: $$ \sigma(s) = \frac{1}{1 + e^{-s}} \quad (s \ge 0), \qquad\qquad \sigma(s) = \frac{e^{s}}{1 + e^{s}} \quad (s < 0) $$ At $s = -\ln 4$ the right-hand form gives $\tfrac14 / (1 + \tfrac14) = 0.2$. At $s = +1000$ it is the bad one: $\infty / \infty$, which is `nan`, "not a number". To choose number by number there is `np.where(c, p, q)`: it takes from `p` where the condition `c` holds and from `q` elsewhere, after both have been calculated everywhere.
#
# **Its slope.** To learn, a network must know how much a neuron's output changes when its sum changes a little: the slope of the curve. For the sigmoid it is $$ \sigma'(s) = \sigma(s) \, \bigl(1 - \sigma(s)\bigr) $$ Whoever has kept the *output* $a = \sigma(s)$ needs no exponential for it: where the output is $0.8$, the slope is $0.8 \cdot 0.2 = 0.16$.
# ## Exercise 1 · `sigmoid` (3 points)
# Write both. `sigmoid(x)` takes an array of any shape, or a single number, and gives floats of the same shape; whole numbers may come in, as everywhere in this chapter. `sigmoid_grad_from_output(a)` takes *outputs* of the sigmoid, an array of any shape, and gives the slopes there. A point each: the values, the far ends, the slopes.
#
# At $-1000$ `sigmoid` must give 0 and at $1000$ it must give 1, not `nan`, and it must not stop; but where `nan` comes in, `nan` must come out. Nor may a result be made out of an infinity, even where it looks right: at $-720$ the first form overflows to $1 / \infty = 0$, while the true value, about $2 \cdot 10^{-313}$, is a number that a float still holds. So a result above 0 at $-700$ but exactly 0 at $-720$ counts as an overflow. To round to 0 long before $-700$, as single precision and some formulas do, is fine; so is an infinity that `np.where` leaves aside, and a warning that NumPy shows on the way.

# %% solution="sigmoid"
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
x = np.array([-1000.0, -720.0, -700.0, -4.0, 0.0, 4.0, 1000.0])
out = check.call(sigmoid, x)
curves.far("sigmoid far from 0", x, out, [0, 0, 0, 0.017986, 0.5, 0.982014, 1])
check.close("sigmoid([-2, 0])", check.call(sigmoid, np.array([-2, 0])), [0.119203, 0.5])
### BEGIN HIDDEN TESTS
far, low = check.rng().uniform(40.0, 1000.0, (2, 2, 3)), check.rng().uniform(0.0, 1.0, 2)
for x in (far * [[[-1]], [[1]]], np.append(-far[0].astype(int), [3, -1, 0, 1000])):
    check.close("sigmoid(x)", check.call(sigmoid, x), np.exp(-np.logaddexp(0.0, np.negative(x))))
curves.no_infinity(sigmoid)
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
# **Check three claims** from articles. A neuron's rate is `1.0 / (1.0 + math.exp(-s))`: how far does that get? The sigmoid's derivatives are *"all smaller than 0.25"*: are they? And the gradient vanishes *"when the result is very small"*: only then? The next cell helps, and draws your curve through the counted points. (From here on, run a cell of ours that uses your function once that function passes.)

# %%
import math
for s in (-709.0, -710.0):
    try:
        print("sum", s, "gives", 1.0 / (1.0 + math.exp(-s)))
    except OverflowError as error:
        print("sum", s, "stops with", repr(error))
with np.errstate(over="ignore"):  # keeps NumPy's warning quiet
    print("at -720 NumPy gives", 1.0 / (1.0 + np.exp(720.0)), "and not", np.exp(-720.0))
for a in (0.01, 0.1, 0.5, 0.9, 0.99):
    print("output", a, "has slope", sigmoid_grad_from_output(np.array([a]))[0].round(4))
plots.firing_rate(sums, rates, curve=sigmoid)

# %% [markdown]
# <details><summary>Answers</summary>
#
# To about $-709.8$: beyond that $e^{-s}$ exceeds the largest float, $1.8 \cdot 10^{308}$, and `math` stops the program. NumPy only warns and goes on with $1/\infty = 0$. At $-1000$ that is right by luck, because the true value is too small for a float. At $-720$ the luck has not begun: the true value, almost exactly $e^{-720} = 2 \cdot 10^{-313}$, is tiny but not 0. The form for $s < 0$ needs no luck. At the output 0.5, where $s = 0$, the slope is 0.25: at most 0.25, then, not less. And it is small at *both* ends: an output of 0.99 has the same slope as one of 0.01. A neuron at either end is **saturated**: its sum moves, and its output hardly does.
#
# </details>
#
# ## Slopes multiply
# In a deep network, a change in the first layer reaches the output through all the others. Each passes it on, multiplied by its weight and by the slope of its activation. Leave the weights aside. Through two sigmoids at their steepest, $0.25 \cdot 0.25 = 0.0625$ of the change is left; through ten, $0.25^{10} \approx 0.00000095$, a millionth. And that is the best case. The output hardly notices what the first layers do, so they learn almost nothing: this is the **vanishing gradient**. Weights that are large from the start make it worse, because large weights make large sums: see what the cell prints for 50 neurons with 100 inputs each, before any learning. The figure after it draws your curve, its slope, and the sums that come in as a heap, hollow where they are saturated. Widen the heap, and watch what ten layers leave on average.

# %%
x, w = rng.normal(size=(1000, 100)), rng.normal(size=(100, 50))
for size in (0.1, 1.0, 10.0):
    flat = np.mean(sigmoid_grad_from_output(sigmoid(x @ (size * w))) < 0.01)
    print(f"weights of size {size}: {flat:.0%} of the slopes are below 0.01")

# %%
widgets.activations(sigmoid, sigmoid_grad=sigmoid_grad_from_output)

# %% [markdown]
# ## Outputs around zero
# The sigmoid has a second weakness: its outputs are all positive, and they are the next layer's inputs. Nudge a weight $w_i$: the sum changes $x_i$ times as much, and the loss, the number that learning wants to make small, changes $\delta \, x_i$ times as much, where $\delta$ says how much the loss changes with the sum: one number for the whole neuron. So $\delta x_i$ is the **gradient** of $w_i$. With inputs $(0.5, 0.8)$ and $\delta = -2$ the gradients are $-1$ and $-1.6$. If all inputs are positive, they all have the sign of $\delta$: where one weight should grow and another shrink, the neuron can only zigzag there, all up, all down.

# %%
x, delta = rng.normal(size=(200, 30, 2)), rng.normal(size=(200, 30, 1))
gradients, mean = sigmoid(x) * delta, "the same, averaged over 30 samples"
dots = {"outputs of sigmoids": gradients[:, 0], mean: gradients.mean(axis=1)}
plots.gradient_signs(dots | {"inputs of both signs": (x * delta)[:, 0]})

# %% [markdown]
# In the shaded quadrants both gradients have one sign; on the left no dot is outside. An average over many samples, whose $\delta$ differ in sign, may point anywhere, though most still lie along the diagonal: batches soften the trouble. A curve around zero avoids it. The **hyperbolic tangent** is a sigmoid twice as steep, stretched to run from $-1$ to $1$: $$ \tanh(s) = \frac{e^{s} - e^{-s}}{e^{s} + e^{-s}} = 2\,\sigma(2s) - 1 $$ At $s = \ln 2$: $2 \cdot 0.8 - 1 = 0.6$. With the output $a = \tanh(s)$ its slope is $1 - a^2$: here $0.64$, and 1 at $s = 0$, four times the sigmoid's best. Far out it saturates as well.
# ## Exercise 2 · `tanh_via_sigmoid` (2 points)
# Compute tanh for an array of any shape by calling `sigmoid`. One point is for the values, one for making them with `sigmoid`.

# %% solution="tanh_via_sigmoid"
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
# The simplest activation of all came into fashion late (Nair and Hinton, 2010). It is the **rectified linear unit**, ReLU: $$ \text{ReLU}(s) = \max(0, s) \qquad\qquad \text{slope} = \begin{cases} 1 & s > 0 \\ 0 & s \le 0 \end{cases} $$ The umbrella sums $1.3$ and $-2.1$ become $1.3$ and $0$. On the right the slope is 1 however large the sum, and ten slopes of 1 multiply to 1. It costs a comparison where sigmoid and tanh need an exponential. In one well-known image network learning went six times faster than with tanh (Krizhevsky et al., 2012, quoted in the CS231n notes). It does well on most problems and is the most used. At $s = 0$ there is a corner and no slope; we take 0 there, as most programs do.
# ## Exercise 3 · `relu` (3 points)
# `relu(x)` takes an array of any shape and gives a new array of $\max(0, x)$, number by number (`np.max` looks for one largest number in an array, `np.maximum` compares two arrays place by place); for whole numbers it may give whole numbers or floats. A `nan` must stay a `nan`: to make it 0 would hide a mistake made earlier. `relu_grad(x)` gives the slopes as floats, $0.0$ and $1.0$. As $\text{ReLU}(x) > 0$ exactly where $x > 0$, it can be given outputs just as well. A point each: the values, the `nan`, the slopes.

# %% solution="relu"
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
# **Check the claim.** One of the articles lists as an advantage of ReLU: *"no saturated region"*. The cell takes one neuron with three inputs and 500 samples. Watch its slopes as the bias sinks.

# %%
x = rng.normal(size=(500, 3))
for b in (0.0, -2.0, -12.0):
    s = x.sum(axis=1) + b
    print(f"bias {b}: slope 1 for {np.mean(relu_grad(s)):.0%}, mean output {np.mean(relu(s)):.2f}")

# %% [markdown]
# <details><summary>Answer</summary>
#
# There is none on the right. On the left it is nothing but saturated, with a slope of exactly 0. When the sum is negative for every sample, no sample can move the weights any more, and the neuron stays silent for good: a **dead ReLU**. Learning in too large steps throws neurons there; the CS231n notes speak of up to 40 % of a network. And the outputs are never negative, so their mean is not zero: the zigzag is back.
#
# </details>
#
# ## A little slope on the left
# A neuron that keeps some slope on the left cannot die. The **leaky ReLU** keeps $\alpha$, a number between 0 and 1. The **ELU** (Clevert et al., 2015) bends and levels off at $-\alpha$, which brings the mean of the outputs nearer to zero, at the price of an exponential: $$ \text{leaky}(s) = \begin{cases} s & s > 0 \\ \alpha s & s \le 0 \end{cases} \qquad\qquad \text{ELU}(s) = \begin{cases} s & s > 0 \\ \alpha \, (e^{s} - 1) & s \le 0 \end{cases} $$ With $\alpha = 0.01$ the leaky ReLU turns $-3$ into $-0.03$. With $\alpha = 1$ the ELU turns $-\ln 2$ into $\tfrac12 - 1 = -0.5$, and with $\alpha = 2$ into $-1$.
# ## Exercise 4 · `leaky_relu` (3 points)
# Write `leaky_relu(x, alpha)` and `elu(x, alpha)` for arrays of any shape; both give floats. ELU must give $-\alpha$ at $-1000$ and 1000 at 1000: beware of $0 \cdot \infty$, which is `nan`. A point each: the leaky ReLU, the ELU, the ELU far out.

# %% solution="leaky_relu"
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
plots.activation_curves(named | {"leaky ReLU, alpha 0.1": lambda s: leaky_relu(s, 0.1)})

# %%
grads = {"sigmoid_grad": sigmoid_grad_from_output, "relu_grad": relu_grad}
widgets.activations(sigmoid, tanh_via_sigmoid, relu, leaky_relu, elu, **grads, start="ReLU")

# %% [markdown]
# **Which one?** Above are your functions, solid, and their slopes, dashed; choose one in the figure, and it shows how much of a gradient it lets through. The CS231n notes advise: begin with ReLU, take care with the size of the steps, and watch how many units die. If that worries you, try a leaky ReLU or the maxout below. Expect less of tanh, and do not use the sigmoid in hidden layers. A network seldom mixes them, though nothing forbids it.
# ## Learning the corner
# **Maxout** (Goodfellow et al., 2013) takes two weighted sums instead of one and keeps the larger, so that the corner itself is learned. From here on, $M$ neurons at once: the weights of each stand in a *column* of `w`, of shape $(D, M)$, and `b`, of shape $(M,)$, holds their biases. `x @ w + b` has a row for each sample and a column for each neuron, and $$ \text{maxout}(x) = \max(x w_1 + b_1,\; x w_2 + b_2) $$ A neuron with weights $(1, 1)$ and $(2, 0)$, biases $0$ and $-1$, sees $(1, 2)$: its sums are $3$ and $1$, its output is $3$. With $w_1 = 0$ and $b_1 = 0$ it is a ReLU. It needs no flat region and so need not die. The price: a layer from 784 inputs to 50 neurons has $784 \cdot 50 + 50 = 39{,}250$ parameters, with maxout 78,500.
# ## Exercise 5 · `maxout` (2 points)
# Compute a layer of maxout neurons: shape $(N, M)$, also for one sample or one neuron. One point is for the values, one for the special cases: a ReLU, a single sample, a single neuron.

# %% solution="maxout"
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
# Leave the activation out, and two layers, $D$ inputs to $H$ hidden units to $M$ outputs, are $$ (x w_1 + b_1) \, w_2 + b_2 = x \, (w_1 w_2) + (b_1 w_2 + b_2) $$ which is *one* layer with $w = w_1 w_2$ and $b = b_1 w_2 + b_2$. A hundred layers collapse the same way, into a single linear classifier. An example: $$ w_1 = \begin{pmatrix} 1 & 2 \\ 0 & 1 \end{pmatrix}, \; b_1 = (-2, 3), \; w_2 = \begin{pmatrix} 2 & 0 \\ 1 & 3 \end{pmatrix}, \; b_2 = (0.5, 1.5) \quad \text{collapse to} \quad w = \begin{pmatrix} 4 & 6 \\ 1 & 3 \end{pmatrix}, \; b = (-1, 9) + (0.5, 1.5) = (-0.5, 10.5) $$
# ## Exercise 6 · `collapse_linear` (2 points)
# Return `w`, of shape $(D, M)$, and `b`, of shape $(M,)$, of the one layer that does what the two do. One point is for `w`, one for `b`.

# %% solution="collapse_linear"
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
# **Question.** With the activation $\text{act}(s) = 3s + 1$ between the layers, would they still collapse?
#
# <details><summary>Answer</summary>
#
# Yes: it is a straight line, and a straight line of a straight line is one again. Only something that is **not linear**, a curve or a corner, keeps two layers from being one.
#
# </details>
#
# ## Payoff: folding paper
# Two ReLUs fold a strip of paper: $2\,\text{ReLU}(t) - 4\,\text{ReLU}(t - \tfrac12)$ climbs from 0 to 1 and comes back, while $t$ goes from 0 to 1. Fold a sheet both ways, again and again, draw *one* heart on it, and unfold. The last picture has the same four layers without the ReLU. Your `collapse_linear` makes them one layer, $16t - 10$, and all it does is move the heart and shrink it.

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
# Sixteen ReLUs draw 256 hearts. Each fold has slope $\pm 2$, slopes multiply, and after four layers $2^4 = 16$ hearts fit side by side: the product that starved the sigmoids makes depth rich here.
# %%
import course
course.progress()
# %% [markdown]
# - **On your own.** Add a fifth layer of folds. Time `sigmoid` and `relu` on a million numbers with `%timeit`. Draw `sigmoid(5 * x)`: which curve does it approach as 5 grows?
# - **In practice.** Networks of today use ReLU or smooth relatives of it, such as GELU and SiLU, in their hidden layers, and a sigmoid where a gate must open between 0 and 1.
# - **Further reading.** The CS231n notes, *Neural networks part 1*. X. Glorot, A. Bordes and Y. Bengio, *Deep sparse rectifier neural networks* (2011). I. Goodfellow et al., *Maxout networks* (2013). M. Telgarsky, *Benefits of depth in neural networks* (2016), on folds.
