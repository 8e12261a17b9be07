# %% [markdown]
# # Chapter 1 · Neurons
#
# A neuron adds up what reaches it and makes one decision.
# You will write one in two lines of NumPy, let it decide about an umbrella, and wire a few into a *network* that adds numbers.
#
# **What you'll do.** Write a neuron, turn it into logic gates by its weights alone, find the gate that no neuron can be, and join several to make it.
#
# **What you'll learn.** What weights and a bias mean, how a decision looks in the plane, and what neurons can do for each other.
#
# **What you'll need.** Python, and NumPy arrays: `shape`, `@`, comparing an array with a number, `np.stack`.
#
# **How long.** {minutes}
#
# Run the next cell first.
# A cell whose first line says that it is *ours* is locked; every other one is yours to change.

# %% readonly="setup"
import numpy as np
from course import check, plots, widgets, wiring

# %% [markdown]
# **A glimpse of the end.** Below, a network reads a handwritten digit of 64 pixels.
# Its 48 first neurons, or *units*, look at the pixels, 24 more look at those 48, and ten look at the 24: one for each digit.
# Draw one yourself.
# By chapter 6 you will have written every line of the network.

# %%
widgets.pad(small=True)

# %% [markdown]
# ## One neuron
#
# We begin with a single neuron that has two inputs, $x_1$ and $x_2$, each 0 or 1.
# It gives one answer: 1 (it *fires*) or 0 (it stays *silent*).
# A rule that turns two such inputs into a 0 or a 1 is a *logic gate*; four of them have these names:
#
# | gate | fires when |
# |---|---|
# | AND | both inputs are 1 |
# | OR | at least one input is 1 |
# | NAND | the inputs are not both 1 |
# | XOR | exactly one input is 1 |
#
# In the figure each corner is a pair of inputs, and its circle is filled where the gate should fire.
# A straight line cuts the plane in two, and the neuron fires on the shaded side.
# Two *weights* and a *bias* place the line, by the *sum* that is printed beside it; the next sections say how.
#
# **Question.** The figure begins with AND: shift and turn the line until it is right at all four corners.
# Do the same for OR and NAND.
# (XOR has its turn later.)

# %%
widgets.neuron("AND")

# %% [markdown]
# ## Exercise 0 · `double` (1 point)
#
# A rehearsal, to see how every exercise works.
#
# 1. **Write.** Replace the two lines of the blank with your answer, and run the cell with Shift+Enter.
# 2. **Check.** Run the locked cell below it: you passed, or it says what it saw and expected, and what is often the cause.
# 3. **Submit.** Save the notebook and hand in that file; it is tested again with other numbers.
#
# **Your function**
#
# - takes an array `x` of floats, of any shape;
# - *returns* a new array with every number times 2, so $[1, 4]$ becomes $[2, 8]$.
#
# Every function of this course leaves its inputs as they were, and *returns* its result: `print` shows it, but only `return` hands it over.

# %% solution="double" minutes=3
def double(x):
    """Every number of x times 2.

    x : any shape

    Returns
    a new array, the shape of x
    """
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% tests="double" points=1
x = np.array([1.0, -3.0, 4.0])
check.close("double(x)", check.call(double, x), [2.0, -6.0, 8.0])
### BEGIN HIDDEN TESTS
x = check.numbers(check.rng())
for x in (x, x.reshape(4, 1, 9), np.array([-1e6, 1e6, 1])):
    check.close("double(x)", check.call(double, x), x + x)
### END HIDDEN TESTS

# %% [markdown]
# ## Adding up
#
# In the brain, neurons are joined at *synapses*.
# Some synapses push the receiving neuron to fire and some hold it back, strongly or weakly; learning changes how strongly.
#
# The artificial neuron keeps these strengths as numbers: each of its $D$ inputs $x_i$ has a **weight** $w_i$.
# The size of $w_i$ says how strong the synapse is, and the sign whether it excites ($w_i > 0$) or inhibits ($w_i < 0$).
# One more number, the **bias** $b$, is added whatever arrives.
#
# Take a neuron that decides about an umbrella.
# Clouds and a forecast of rain speak for it; wind speaks against it, because wind breaks umbrellas.
# The bias is $-2$: without a reason, the neuron would rather carry nothing.
#
# | | clouds | forecast | wind |
# |---|---|---|---|
# | weight | 2 | 3 | $-1$ |
# | input this morning | 0.9 | 0.6 | 0.3 |
#
# **Question.** The clouds are the larger input, but the forecast has the larger weight.
# Each input adds its product with its weight: which of the two adds more?
#
# (In the picture a thicker line is a larger weight, and a dashed one is negative.)

# %%
senses = ["clouds", "forecast", "wind"]
plots.neuron(senses, x=[0.9, 0.6, 0.3], w=[2.0, 3.0, -1.0], b=-2.0)

# %% [markdown]
# Neither: both add 1.8.
# The neuron adds up all products and the bias, and that is its **weighted sum**:
#
# $$ s = x_1 w_1 + x_2 w_2 + \dots + x_D w_D + b $$
#
# This morning $s = 1.8 + 1.8 - 0.3 - 2 = 1.3$.
# The part before the bias, the sum of all products, is the *dot product* of $x$ and $w$, written $x \cdot w$.
#
# **Many mornings at once.** From here on, `x` holds many **samples**, one in each row: $N$ samples of $D$ inputs make an array of shape $(N, D)$.
# All samples share the weights, of shape $(D,)$, and the bias, a single number.
# Each sample has one sum, so the answer has shape $(N,)$.
# A second morning with clouds 0.2, forecast 0.1 and wind 0.8 gives
#
# $$ \begin{pmatrix} 0.9 & 0.6 & 0.3 \\ 0.2 & 0.1 & 0.8 \end{pmatrix}
# \begin{pmatrix} 2 \\ 3 \\ -1 \end{pmatrix} - 2 = \begin{pmatrix} 1.3 \\ -2.1 \end{pmatrix} $$
#
# (In NumPy $w$ is no column, but simply an array of shape $(D,)$.)
#
# ## Exercise 1 · `weighted_sum` (2 points)
#
# **Your function**
#
# - takes `x` of shape $(N, D)$, `w` of shape $(D,)$ and a number `b`, for any $N$ and $D$;
# - returns the sums, an array of shape $(N,)$;
# - earns one point for many samples, and one for a single sample or a single input.
#
# <details><summary>Hint 1</summary>
#
# Which product of an array $(N, D)$ and an array $(D,)$ has the shape $(N,)$?
#
# </details>

# %% solution="weighted_sum" minutes=6
def weighted_sum(x, w, b):
    """What a neuron adds up, for each sample.

    x : (N, D)   one sample in each row
    w : (D,)     one weight for each input
    b : number   the bias

    Returns
    s : (N,)
    """
    ### BEGIN SOLUTION
    return x @ w + b
    ### END SOLUTION

# %% tests="weighted_sum" points=1
x = np.array([[0.9, 0.6, 0.3], [0.2, 0.1, 0.8], [0.5, 1.0, 0.4]])
w, b = np.array([2.0, 3.0, -1.0]), -2.0
check.close("weighted_sum(x, w, b)", check.call(weighted_sum, x, w, b), [1.3, -2.1, 1.6])
x = np.array([[3, 1, 3, 4], [1, 0, 2, 0], [0, 2, 1, 1], [2, 0, 0, 1]])
w, b = np.array([0.5, 4.0, -1.0, 1.0]), 3
out = check.call(weighted_sum, x, w, b)
check.close("weighted_sum of four inputs", out, [9.5, 1.5, 11.0, 5.0])
### BEGIN HIDDEN TESTS
rng = check.rng()
for n, d in ((4, 4), (5, 3), (3, 5), (4, 4)):
    x, w, b = rng.normal(size=(n, d)), rng.normal(size=d), rng.normal()
    right = np.einsum("nd,d->n", x, w) + b
    check.close("weighted_sum(x, w, b)", check.call(weighted_sum, x, w, b), right)
### END HIDDEN TESTS

# %% tests="weighted_sum" part="one_sample" points=1
x, w, b = np.array([[3, 1, 3, 4, 3]]), np.array([0.5, 4.0, -1.0, 1.0, -2.0]), 3
check.close("weighted_sum of one sample", check.call(weighted_sum, x, w, b), [3.5])
x, w = np.array([[2.0], [4.0]]), np.array([-1.5])
check.close("weighted_sum of one input", check.call(weighted_sum, x, w, b), [0.0, -3.0])
### BEGIN HIDDEN TESTS
rng = check.rng()
x, w, b = rng.permutation([[-9], [-7], [-4], [4], [7], [9]]), rng.uniform(1.0, 2.0, size=1), -3
for x in (x, x[:1]):
    out = check.call(weighted_sum, x, w, b)
    check.close(f"weighted_sum of shape {x.shape}", out, x[:, 0] * w + b)
### END HIDDEN TESTS

# %% [markdown]
# ## Deciding
#
# A sum is not yet a decision.
# The oldest rule (McCulloch and Pitts, 1943) is a **threshold**: the neuron fires once its inputs add up to enough.
# Suppose that it fires when the dot product is above 2.
# Now $x \cdot w > 2$ is the same as $x \cdot w - 2 > 0$, and $x \cdot w - 2$ is the weighted sum with the bias $-2$.
# So the bias is the threshold with its sign turned, and the decision compares the weighted sum with 0:
#
# $$ y = \begin{cases} 1 & s > 0 \\ 0 & s \le 0 \end{cases} $$
#
# The first morning's $s = 1.3$ gives 1, take the umbrella; the second's $s = -2.1$ gives 0.
#
# **Question.** On a third morning clouds, forecast and wind are all at 0.5.
# Add up: does the neuron take the umbrella?

# %%
answers = ["leave it", "take it"]
plots.neuron(senses, x=[0.5, 0.5, 0.5], w=[2.0, 3.0, -1.0], b=-2.0, answers=answers)

# %% [markdown]
# Its sum is exactly 0, which is not *above* zero, so it stays silent.
# The whole course keeps to this convention.
#
# A neuron with this rule is a *perceptron* (Rosenblatt, in a report of 1957).
#
# **Check the claim** (an article for beginners says): *"A neuron fires if $w + b$ is above a threshold."*
# What would such a neuron do on a sunny morning, and what on a rainy one?
#
# <details><summary>Answer</summary>
#
# The same.
# The formula asks nobody about the weather: it lacks $x$.
#
# </details>
#
# ## Exercise 2 · `perceptron_predict` (2 points)
#
# You may call your `weighted_sum`.
#
# **Your function**
#
# - takes the same `x`, `w` and `b` as `weighted_sum`;
# - returns the decisions, integers 0 or 1 (not booleans), of shape $(N,)$;
# - earns one point for clear cases, and one for sums of exactly 0 or ever so little above.
#
# <details><summary>Hint 1</summary>
#
# What do you get when you compare the sums $[1.3, -2.1]$ with 0?
# An array's method `astype` makes integers of that.
#
# </details>

# %% solution="perceptron_predict" minutes=6
def perceptron_predict(x, w, b):
    """The decision of a neuron with a threshold, for each sample.

    x : (N, D)   one sample in each row
    w : (D,)
    b : number

    Returns
    (N,) integers: 1 where the weighted sum is above 0, otherwise 0
    """
    ### BEGIN SOLUTION
    return (x @ w + b > 0).astype(int)
    ### END SOLUTION

# %% tests="perceptron_predict" points=1
x = [[0.9, 0.6, 0.3], [0.2, 0.1, 0.8], [1.2, 0.0, 0.9], [1.1, 0.45, 1.3], [0.7, 0.45, 1.35]]
x += [[0.0, 0.4, 0.55], [0.0, 1.2, 0.7], [1.5, 1.0, 1.0], [0.0, 0.0, 9.0], [2.0, 1.0, 0.5]]
x, w, b = np.array(x), np.array([2.0, 3.0, -1.0]), -2.0
out = check.call(perceptron_predict, x, w, b)
check.close("the decisions", out, [1, 0, 0, 1, 0, 0, 1, 1, 0, 1])
### BEGIN HIDDEN TESTS
rng = check.rng()
for n, d in ((40, 2), (40, 3), (1, 3), (1, 1)):
    x, w, b = rng.normal(size=(n, d)), rng.normal(size=d), (-1) ** d * abs(rng.normal())
    right = ((x * w).sum(axis=1) + b > 0).astype(int)
    check.close("perceptron_predict(x, w, b)", check.call(perceptron_predict, x, w, b), right)
### END HIDDEN TESTS

# %% tests="perceptron_predict" part="threshold" points=1
x = [[2.5, -2.0], [0.5, 0.75], [0.0, -0.75], [0.5, 1.0], [-2.5, -3.0]]
x += [[-3.0, 1.0], [3.0, 0.5], [-0.5, -2.5], [0.0, -0.001]]  # the last sum is 0.001
out = check.call(perceptron_predict, np.array(x), np.array([2.0, -1.0]), 0.0)
check.close("perceptron_predict close to a sum of 0", out, [1, 1, 1, 0, 0, 0, 1, 1, 1])
### BEGIN HIDDEN TESTS
s, w = check.numbers(check.rng()), check.rng().choice([-4.0, -0.5, 2.0], size=1)
near = np.array([2**-20, 0, -(2**-20), 1.5 * w[0]])  # all exact, in float32 too
for s, b in ((s, 0.0), (near, w[0])):
    out = check.call(perceptron_predict, (s - b)[:, None] / w, w, b)
    check.close("perceptron_predict close to a sum of 0", out, (s > 0).astype(int))
### END HIDDEN TESTS

# %% [markdown]
# **How far is this from a real neuron?** Far.
# The brain has about 86 billion neurons, joined at $10^{14}$ to $10^{15}$ synapses.
# A neuron receives signals on its *dendrites*; its own signal runs down its *axon*, a long fibre that is part of the neuron and ends at synapses on the dendrites of others.
# Neurons come in many kinds, dendrites already compute, synapses change over time, and the moment of each signal matters.
# And by how often it fires, its *firing rate*, a neuron says more than yes or no: that is for chapter 2.
#
# ## Weights are the program
#
# The code of a neuron never changes; by the weights and the bias alone we make it an AND, an OR and a NAND.
#
# To see what weights do, draw $x_1$ to the right and $x_2$ upwards.
# Each point of this plane is a pair of inputs, and at each point the neuron has a sum.
# For $w = (2, 1)$ and $b = -1.5$, the sum at the point $(1, 0)$ is $1 \cdot 2 + 0 \cdot 1 - 1.5 = 0.5$, so the neuron fires there.
#
# **Question.** At $(0.5, 0.5)$ this neuron's sum is exactly 0.
# Find two more points where it is.
# How do the three lie?

# %%
plots.line(w=[2.0, 1.0], b=-1.5)

# %% [markdown]
# They lie on a straight line, $(1, -0.5)$ and $(0, 1.5)$ for instance.
# From $(0.5, 0.5)$ go 0.5 to the right, and the sum rises by $0.5 \cdot 2 = 1$; go 1 down, and it falls back by 1.
# That leads to $(1, -0.5)$, and the same step leads on to the next such point.
#
# All the points where the sum is 0 form the line $w_1 x_1 + w_2 x_2 + b = 0$.
# On one side of this line the neuron fires; on the other it is silent.
# A rule that separates two groups by a line is a **linear classifier**.
#
# The arrow has the direction of the weights: 2 to the right for each 1 up.
# A quarter turn takes $(2, 1)$ to $(1, -2)$, which is twice our step along the line.
# So the arrow stands at right angles to the line.
# Along the arrow the sum grows: it points to the side that fires.
# **The direction of $w$ turns the line, and the bias shifts it.**
#
# **Question.** Double $w_1$ alone: how does the line turn, and which of its points stays put?

# %%
plots.line(w=[4.0, 1.0], b=-1.5)

# %% [markdown]
# The arrow turns towards the $x_1$ axis, so the line becomes steeper.
# The point $(0, 1.5)$ stays on the line: where $x_1$ is 0, its weight makes no difference.
#
# ## Exercise 3 · `gate_weights` (3 points)
#
# Find weights and a bias for AND, for OR and for NAND.
# Many choices are right; search with the figure at the top.
#
# **Your function**
#
# - takes the name of a gate: `"AND"`, `"OR"` or `"NAND"`, a point each;
# - returns `w`, an array of shape $(2,)$, and `b`, a single number, in this order;
# - is judged by what a neuron with them answers at the four corners, at every call.
#
# <details><summary>Hint 1</summary>
#
# Let both weights of OR be 1.
# The corners then have the sums 0, 1, 1 and 2 before the bias.
# Which of them must end up above zero?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# NAND is AND turned round: where one sum is above zero the other is below.
# What turns every sum round, the bias included?
#
# </details>

# %% solution="gate_weights" minutes=8
def gate_weights(name):
    """Weights and bias that turn a neuron into a logic gate.

    name : "AND", "OR" or "NAND"

    Returns
    w : (2,)
    b : number
    """
    ### BEGIN SOLUTION
    if name == "AND":
        return np.array([1.0, 1.0]), -1.5
    if name == "OR":
        return np.array([1.0, 1.0]), -0.5
    return np.array([-1.0, -1.0]), 1.5
    ### END SOLUTION

# %% tests="gate_weights" part="and" points=1
w, b = check.call(gate_weights, "AND", returns=("w", "b"))
wiring.gate("AND", w, b, fires=[0, 0, 0, 1])  # at (0, 0), (0, 1), (1, 0), (1, 1)
### BEGIN HIDDEN TESTS
wiring.again(gate_weights, "AND", fires=[0, 0, 0, 1])
### END HIDDEN TESTS

# %% tests="gate_weights" part="or" points=1
w, b = check.call(gate_weights, "OR", returns=("w", "b"))
wiring.gate("OR", w, b, fires=[0, 1, 1, 1])  # at (0, 0), (0, 1), (1, 0), (1, 1)
### BEGIN HIDDEN TESTS
wiring.again(gate_weights, "OR", fires=[0, 1, 1, 1])
### END HIDDEN TESTS

# %% tests="gate_weights" part="nand" points=1
w, b = check.call(gate_weights, "NAND", returns=("w", "b"))
wiring.gate("NAND", w, b, fires=[1, 1, 1, 0])  # at (0, 0), (0, 1), (1, 0), (1, 1)
### BEGIN HIDDEN TESTS
wiring.again(gate_weights, "NAND", fires=[1, 1, 1, 0])
### END HIDDEN TESTS

# %% [markdown]
# **Question.** AND and OR can have the same weights, and differ in the bias alone.
# How do their lines lie then?
# And can NAND have these weights, too?

# %%
plots.gates({name: gate_weights(name) for name in ("AND", "OR", "NAND")})

# %% [markdown]
# With the same weights the lines are parallel, for the bias only shifts them.
# NAND needs other weights: for AND and OR an input of 1 speaks for firing, for NAND against it.
# But NAND can share AND's *line*, and fire on the other side of it.
#
# XOR is left.
# In the first figure, here again, your own `perceptron_predict` now answers at the corners.
#
# **Question.** How few errors can you reach with XOR?

# %%
widgets.neuron("XOR", w=(1.0, 0.25), b=-0.5, predict=perceptron_predict)

# %% [markdown]
# ## Is it you, or the neuron?
#
# You cannot have got below one error: no weights make a single neuron do XOR.
# At $(0, 0)$ the sum is $b$, and XOR is silent there, so $b$ must not be above 0.
# The four corners $(0,0)$, $(1,0)$, $(0,1)$ and $(1,1)$ demand
#
# $$ b \le 0, \qquad w_1 + b > 0, \qquad w_2 + b > 0, \qquad w_1 + w_2 + b \le 0 $$
#
# Add the two in the middle: $w_1 + w_2 + 2b > 0$.
# Add the outer two: $w_1 + w_2 + 2b \le 0$.
# The same number would have to be above 0 and not above 0.
#
# ## Neurons that look at neurons
#
# XOR is *"one or the other, but not both"*, and all of these words are gates:
#
# $$ \text{XOR}(x_1, x_2) = \text{AND}\bigl(\text{OR}(x_1, x_2),\ \text{NAND}(x_1, x_2)\bigr) $$
#
# For $(1, 1)$: OR says 1, NAND says 0, and AND of $(1, 0)$ is 0.
# Neurons that are wired together are a **neural network**.
# Those between the inputs and the last neuron, here OR and NAND, are **hidden**; together they are a *hidden layer*.
#
# The AND at the end sees only what OR and NAND answer, so for it the four corners lie elsewhere.
#
# **Question.** For each of the four corners, write down the pair of answers (OR, NAND).
# Could a single line now separate the pairs at which XOR fires from the others?
#
# (In the code, the star in `*gate_weights("OR")` hands over both of its results, `w` and `b`.)

# %%
corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
either = perceptron_predict(corners, *gate_weights("OR"))
not_both = perceptron_predict(corners, *gate_weights("NAND"))
plots.moved(np.stack([either, not_both], axis=1), *gate_weights("AND"))

# %% [markdown]
# The two corners that must fire now lie on the same spot, and a line cuts it off from the others.
# **A hidden layer moves the data to where a line is enough.**
#
# ## Exercise 4 · `xor_from_gates` (2 points)
#
# Now do it for every row of `x`: each neuron is a call of `perceptron_predict`, and the answers of some are the inputs of another.
# Two answers `p` and `q` of shape $(N,)$ become inputs of shape $(N, 2)$ by `np.stack([p, q], axis=1)`.
#
# Python's `^` would give the same zeros and ones, but no network: so the second check follows each neuron's answer through your code.
#
# **Your function**
#
# - takes `x` of shape $(N, 2)$ and returns XOR of each row, 0 or 1, of shape $(N,)$ (one point);
# - leaves all the work to neurons, and returns what its last `perceptron_predict` gave, untouched (one point).
#
# <details><summary>Exactly</summary>
#
# - A neuron's inputs are columns of `x`, other neurons' answers, or 1 minus either of these.
# - Each answer is an input of another neuron, or is returned: no neuron is idle.
# - All rows share weights and biases, and there may be no rows at all.
#
# </details>
#
# <details><summary>Hint 1</summary>
#
# One line of code for each neuron, much as in the cell above.
# What does the last neuron take as its `x`?
#
# </details>

# %% solution="xor_from_gates" minutes=12
def xor_from_gates(x):
    """XOR of the two inputs in each row, computed by neurons.

    x : (N, 2)   zeros and ones

    Returns
    (N,) integers, 0 or 1
    """
    ### BEGIN SOLUTION
    either = perceptron_predict(x, *gate_weights("OR"))
    not_both = perceptron_predict(x, *gate_weights("NAND"))
    return perceptron_predict(np.stack([either, not_both], axis=1), *gate_weights("AND"))
    ### END SOLUTION

# %% tests="xor_from_gates" points=1
x = np.array([[0, 1], [1, 1], [0, 0], [1, 0], [1, 1], [0, 1]])
check.close("xor_from_gates(x)", wiring.run(xor_from_gates, x), [1, 0, 0, 1, 0, 1])
check.shape("xor_from_gates without rows", wiring.run(xor_from_gates, x[:0]), (0,))
### BEGIN HIDDEN TESTS
rows = x[check.rng().permutation(9) % 4]
for rows in (x[:1], rows, np.roll(rows, 1, axis=0) ^ [1, 0]):
    out = wiring.run(xor_from_gates, rows)
    check.close(f"xor_from_gates of {len(rows)} row(s)", out, (rows.sum(axis=1) == 1).astype(int))
### END HIDDEN TESTS

# %% tests="xor_from_gates" part="neurons" points=1
wiring.network(xor_from_gates)

# %% [markdown]
# **Question.** XOR is defined at the four corners alone, but your network answers at every point.
# Where *between* the corners does it fire?

# %%
points = plots.grid()  # many points of the square, one in each row
plots.regions(xor_from_gates(points), table=[0, 1, 1, 0], title="XOR, by your neurons")

# %% [markdown]
# With OR, NAND and AND it fires in the strip where both OR and NAND fire.
#
# ## One neuron fewer
#
# XOR took three neurons.
# Two are enough if the second one may look at everything: at both inputs *and* at the first one's answer, $a$.
# The second neuron then has three weights, and its weighted sum is
#
# $$ s = x_1 w_1 + x_2 w_2 + a \, w_3 + b $$
#
# ## Exercise 5 · `xor_weights` (2 points)
#
# Program two neurons so that the second one computes XOR.
#
# **Your function**
#
# - takes nothing and returns `w_first`, `b_first`, `w_second` and `b_second`, in this order;
# - gives `w_second` the weights of $x_1$, of $x_2$ and of the first neuron's answer, in this order;
# - is judged by what the second neuron answers at the four corners, at every call.
#
# <details><summary>Hint 1</summary>
#
# Leave the first neuron out for a moment.
# A single neuron can be right at three corners; which gate would you take, and which corner is left?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# What must the first neuron tell the second one so that it can veto that corner?
# How strong does the veto have to be?
#
# </details>

# %% solution="xor_weights" minutes=12
def xor_weights():
    """Weights and biases of two neurons, the second of which computes XOR.

    Returns
    w_first : (2,)    the first neuron's weights of the two inputs
    b_first : number
    w_second : (3,)   the second neuron's: of the two inputs, and of the first neuron's answer
    b_second : number
    """
    ### BEGIN SOLUTION
    return np.array([1.0, 1.0]), -1.5, np.array([1.0, 1.0, -2.0]), -0.5
    ### END SOLUTION

# %% tests="xor_weights" points=2
names = "w_first", "b_first", "w_second", "b_second"
weights = check.call(xor_weights, returns=names)
wiring.two_neurons(*weights, fires=[0, 1, 1, 0])  # at (0, 0), (0, 1), (1, 0), (1, 1)
### BEGIN HIDDEN TESTS
wiring.two_again(xor_weights, fires=[0, 1, 1, 0])
### END HIDDEN TESTS

# %% [markdown]
# Where the first neuron is silent, $a$ is 0, and the second one's line is $x_1 w_1 + x_2 w_2 + b = 0$.
#
# **Question.** Put your own numbers into this line.
# Which line does the second neuron have where the first one fires, and how do the two lines lie?

# %%
w_first, b_first, w_second, b_second = xor_weights()
a = perceptron_predict(points, w_first, b_first)
seen = np.column_stack([points, a])  # what the second neuron sees: a is the third column
second = perceptron_predict(seen, w_second, b_second)
plots.two_neurons(second, w_first, b_first, w_second, b_second)

# %% [markdown]
# There $a$ is 1, so $w_3$ joins the bias: $x_1 w_1 + x_2 w_2 + (b + w_3) = 0$.
# Only the bias differs, so the two lines are parallel.
#
# So the shaded part can have three edges: the second neuron's two lines, and the first neuron's line, where $a$ jumps.
#
# ## Payoff: your neurons add
#
# On paper you add from right to left: write down a digit, carry the rest.
# A computer does the same with *bits*, the digits 0 and 1, which count ones, twos, fours and eights: $0110$ is $4 + 2 = 6$.
#
# Begin with two bits.
# $0 + 1$ makes 1, but $1 + 1$ makes 2, which is $10$ in bits: write down 0, carry 1.
# So the digit to write is the XOR of the two bits, and the carry is their AND.
# These two gates are a *half adder*.
#
# One column further left, the carry comes in as a third bit.
# A second half adder adds this carry to the first half adder's digit.
# Either half adder may carry, so the next carry is the OR of the two: five gates make a *full adder*.

# %%
plots.adder()

# %% [markdown]
# **Question.** The hardest case is $1 + 1$ with a carry of 1, which makes 3: write down 1, carry 1.
# Follow the bits along the wires: which of the five gates stay silent?

# %%
plots.adder(p=1, q=1, carry=1)

# %% [markdown]
# The XOR of the first half adder, and the AND of the second.
# Here is the same wiring with your neurons.
# (The half adder's AND is ours: later we break it by its bias `b`.)

# %%
def half_adder(p, q, b=-1.5):
    """The digit and the carry of two bits, each (N,); b is the AND's bias."""
    bits = np.stack([p, q], axis=1)
    return xor_from_gates(bits), perceptron_predict(bits, np.array([1.0, 1.0]), b)


def full_adder(p, q, carry, b=-1.5):
    """The digit and the next carry of three bits; b goes to the first half adder."""
    digit, carry_1 = half_adder(p, q, b)
    digit, carry_2 = half_adder(digit, carry)
    return digit, perceptron_predict(np.stack([carry_1, carry_2], axis=1), *gate_weights("OR"))


one = np.array([1])
print(full_adder(one, one, one))

# %% [markdown]
# Write down 1, carry 1.
# Four full adders in a chain add numbers from 0 to 15.
# The next cell does all 256 sums at once, each a sample.

# %%
def add(p, q, b=-1.5):
    """The sums of whole numbers p and q from 0 to 15, each (N,); b goes to the first adder."""
    total, carry = 0, np.zeros_like(p)
    for i in range(4):
        # // 2**i drops the i lower bits, and % 2 keeps the lowest one that is left.
        p_bit, q_bit = p // 2**i % 2, q // 2**i % 2
        digit, carry = full_adder(p_bit, q_bit, carry, b if i == 0 else -1.5)
        total = total + digit * 2**i
    return total + carry * 2**4


# Each number with each: p is 0 sixteen times, then 1, ...; q runs from 0 to 15 again and again.
p, q = np.repeat(np.arange(16), 16), np.tile(np.arange(16), 16)
print(np.sum(add(p, q) == p + q), "of 256 sums are right; 9 + 5 is", add(p, q)[9 * 16 + 5])

# %% [markdown]
# With three neurons in each XOR, 36 neurons do that.
#
# **Question.** Break one of them, in the first full adder, which adds the ones.
# The AND of its first half adder makes a carry: give this AND the bias $-0.5$ in place of $-1.5$.
# Which gate is it now, and which of the 256 sums go wrong?
# (The table crosses out the wrong ones.)

# %%
broken = add(p, q, b=-0.5).reshape(16, 16)
right = (p + q).reshape(16, 16)
plots.table(broken, "p + q, one bias changed", expected=right, names=("p", "q"))

# %% [markdown]
# The AND has become an OR, which carries as soon as one of the two bits is 1.
# That is wrong where exactly one is: an even number plus an odd one.
# Half of all sums, 128, are of that kind, and each is too large by 2.
#
# ## What nobody can choose
#
# You chose every weight by hand.
# For the network that read your digit nobody could: the machine found its 4,464 weights, and the rest of the course is about how.
#
# Here are the 64 weights of one of its first 48 units, laid out like the pixels.
# They can be read as a *template*, a pattern that the unit looks for: ink speaks for it where the weight is positive (blue), and against it where the weight is negative (orange).
#
# **Question.** Which of the two digits fits this template?
# Your `weighted_sum` answers.

# %%
from course import data
from course.widgets import plain_network

net, x = plain_network.bundled().params, data.digits().x_train
w, b = net["w1"][:, 32], net["b1"][32]  # unit 32 of the first 48
digits = x[[1, 47]]
plots.template(w, digits, weighted_sum(digits, w, b))

# %% [markdown]
# The unit looks for a stroke at the upper left with nothing to the right of it: a 6 has that, and a 9 does not.
#
# **Question.** How often is the unit's sum above 0, for each of the ten digits?

# %%
fires, digit = perceptron_predict(x, w, b), data.digits().y_train
for k in range(10):
    print(f"{k}: {np.mean(fires[digit == k]):.0%}")

# %% [markdown]
# For nearly every 6 and hardly any 9, but also for 60 % of the fours and 43 % of the ones.
# A unit asks one small question, and no unit knows a digit: the next layer looks at all 48 answers.

# %%
import course
course.progress()

# %% [markdown]
# ## Recap
#
# | | what it does | shapes |
# |---|---|---|
# | `weighted_sum` | $s = x_1 w_1 + \dots + x_D w_D + b$ | `x` $(N, D)$, `w` $(D,)$, gives $(N,)$ |
# | `perceptron_predict` | 1 where $s > 0$, 0 elsewhere | gives $(N,)$ |
# | one neuron | one straight line: AND, OR, NAND, not XOR | 2 weights, 1 bias |
# | a hidden layer | moves the data to where a line is enough: XOR | hidden answers $(N, 2)$ |
#
# A threshold has one flaw: it jumps, so a small change of a weight changes nothing, or everything.
# [Chapter 2 · Activations](../ch02_activations/ch02_activations.ipynb) takes your weighted sum and puts a curve where the threshold was.

# %% [markdown]
# **On your own.** Build XOR from four NAND neurons and nothing else.
# Then find a neuron with three inputs that fires when at least two of them are 1.
# With such a neuron, how few does a full adder need?
#
# <details><summary>Answer</summary>
#
# With $n = \text{NAND}(x_1, x_2)$, the NAND of $\text{NAND}(x_1, n)$ and $\text{NAND}(x_2, n)$ is XOR.
#
# A full adder needs two: the neuron with three inputs answers the next carry.
# The other one sees the three bits with weights 1 and this carry with weight $-2$; with the bias $-0.5$ it answers the digit.
#
# </details>
#
# **In practice.** Nobody writes gates this way, but every unit of a trained network begins with your `weighted_sum`.
#
# **Check the claim** (another article says): *"The perceptron is based on the support vector machine."*
# The oldest form of that method, a linear classifier too, is of 1963: six years younger.
#
# **Further reading.** F. Rosenblatt, *The perceptron* (1957), where the neuron that learns begins.
# M. Minsky and S. Papert, *Perceptrons* (1969), on what one layer cannot do.
