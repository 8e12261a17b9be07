# %% [markdown]
# # Chapter 1 · Neurons
#
# A neuron adds up what reaches it and makes one decision.
# You will write one in two lines of NumPy, let it decide about an umbrella, and wire a few together until they add numbers.
#
# **What you'll do.** Write a neuron, turn it into logic gates by its weights alone, and build circuits of them.
#
# **What you'll learn.** What weights and a bias mean, how a decision looks in the plane, and what neurons can do for each other.
#
# **What you'll need.** Python, and NumPy arrays: `shape`, `@`, comparing an array with a number, `np.stack`.
#
# **How long.** {minutes}
#
# Begin by running the next cell.
# A cell whose first line says that it is *ours* is locked: Jupyter lets nobody type in it.
# Every other cell is yours to change.

# %% readonly="setup"
import numpy as np
from course import check, plots, widgets, wiring

# %% [markdown]
# **A glimpse of the end.** Below, a network reads a handwritten digit: 48 neurons look at its 64 pixels, 24 at those 48, and ten more say how sure each is of its digit.
# Draw one yourself.
# By chapter 6 you will have written every line of it.

# %%
widgets.pad(small=True)

# %% [markdown]
# ## One neuron
#
# It all begins with one neuron, here with two inputs, $x_1$ and $x_2$, which are 0 or 1.
# It answers 1, it *fires*, or 0, it stays *silent*.
# Whatever turns two such inputs into a 0 or a 1 is a *logic gate*; these have names:
#
# | gate | fires when |
# |---|---|
# | AND | both inputs are 1 |
# | OR | at least one input is 1 |
# | NAND | the inputs are not both 1 |
# | XOR | exactly one input is 1 |
#
# In the figure each corner is a pair of inputs, and its circle is filled where the gate should fire.
# A straight line cuts the square in two, and the neuron fires on the shaded side.
# Three numbers place the line: two *weights*, which turn it, and a *bias*, which shifts it; what they are comes under *Adding up*.
#
# **Question.** The figure begins with AND: shift and turn the line until it is right at all four corners.
# Then choose OR, and NAND.
# Can you get XOR to zero errors?
# Keep this question, we shall come back to it.

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
# - *returns* a new array of the same shape with every number times 2, so $[1, 4]$ becomes $[2, 8]$;
# - leaves `x` itself as it was.
#
# The last two hold for every function of this course; and returning is not printing.

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
# Your brain has about 86 billion neurons, joined at $10^{14}$ to $10^{15}$ *synapses*.
# A neuron receives signals on its *dendrites* and gathers them in the cell body.
# It sends a signal of its own down its *axon*, a long fibre that ends at synapses on the dendrites of other neurons.
#
# Some synapses are strong and some are weak; some push the receiver to fire and some hold it back.
# Learning changes these strengths.
#
# The artificial neuron keeps only this much.
# Each of its $D$ inputs $x_i$ gets a number $w_i$, its **weight**: the size says how strong the synapse is, the sign whether it excites ($w_i > 0$) or inhibits ($w_i < 0$).
# One more number, the **bias** $b$, is added whatever arrives.
# The neuron adds everything up, the bias too, and that is its **weighted sum**:
#
# $$ s = x_1 w_1 + x_2 w_2 + \dots + x_D w_D + b $$
#
# Take a neuron that decides about an umbrella.
# It looks at the clouds, the forecast of rain and the wind, each between 0 and 1.
# Clouds and forecast speak for the umbrella; wind speaks against it, because wind breaks umbrellas.
# The bias is $-2$: without a reason, it would rather carry nothing.
# This morning,
#
# $$ s = 0.9 \cdot 2 + 0.6 \cdot 3 + 0.3 \cdot (-1) - 2 = 1.3 $$
#
# **Question.** The clouds are the larger input, 0.9, but the forecast has the larger weight, 3.
# Which of the two adds more to the sum?

# %%
senses, answers = ["clouds", "forecast", "wind"], ["leave it", "take it"]
plots.neuron(senses, x=[0.9, 0.6, 0.3], w=[2.0, 3.0, -1.0], b=-2.0, answers=answers)

# %% [markdown]
# Neither: both add 1.8, for it is the product of input and weight that counts.
# The sum of all these products, before the bias, is the *dot product* of $x$ and $w$.
#
# **Many mornings at once.** From here on, `x` holds many **samples**, one in each row: $N$ samples of $D$ inputs make an array of shape $(N, D)$.
# All samples share the weights, of shape $(D,)$, and the bias, a single number.
# Each sample has one sum, so the answer has shape $(N,)$.
# A second morning with clouds 0.2, forecast 0.1 and wind 0.8 gives
#
# $$ \begin{pmatrix} 0.9 & 0.6 & 0.3 \\ 0.2 & 0.1 & 0.8 \end{pmatrix}
# \begin{pmatrix} 2 \\ 3 \\ -1 \end{pmatrix} - 2 = \begin{pmatrix} 1.3 \\ -2.1 \end{pmatrix} $$
#
# The formula draws $w$ as a column; in NumPy it is simply an array of shape $(D,)$.
#
# ## Exercise 1 · `weighted_sum` (2 points)
#
# **Your function**
#
# - takes `x` of shape $(N, D)$, `w` of shape $(D,)$ and a number `b`;
# - returns the sums, an array of shape $(N,)$;
# - adds the bias once for each sample, not once for each input;
# - works for any $N$ and $D$ (one point);
# - gives an array of shape $(N,)$ for a single sample and for a single input, too (one point).
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
# **Question.** The wind's weight becomes 0.
# What are the sums of the two mornings now?

# %%
mornings = np.array([[0.9, 0.6, 0.3], [0.2, 0.1, 0.8]])
print(weighted_sum(mornings, np.array([2.0, 3.0, 0.0]), -2.0))

# %% [markdown]
# The two sums have become 1.6 and $-1.3$: the wind adds nothing now, whatever it is.
# A weight is how much an input counts.
#
# **How far is this from a real neuron?** Far: real neurons come in many kinds, their dendrites already compute, their synapses change over time, and the moment of each signal matters, too.
# What survives is the sum, and the decision that follows it.
#
# ## Deciding
#
# A sum is not yet a decision.
# The oldest rule (McCulloch and Pitts, 1943) is a **threshold**: the neuron fires once its inputs add up to enough.
# To ask whether the products alone, $x \cdot w$, are above 2 is to ask whether $x \cdot w - 2$ is above 0; and that is a bias of $-2$.
# So the threshold for the weighted sum can always be zero, and the decision $y$ is
#
# $$ y = \begin{cases} 1 & s > 0 \\ 0 & s \le 0 \end{cases} $$
#
# The first morning's $s = 1.3$ gives 1, take the umbrella; the second's $s = -2.1$ gives 0.
#
# **Question.** On a third morning clouds, forecast and wind are all at 0.5.
# Add up: does the neuron take the umbrella?

# %%
plots.neuron(senses, x=[0.5, 0.5, 0.5], w=[2.0, 3.0, -1.0], b=-2.0, answers=answers)

# %% [markdown]
# Its sum is exactly 0, which is not *above* zero, so it stays silent.
# That is a convention, and the whole course keeps to it.
#
# A neuron with this rule is a *perceptron* (Rosenblatt, in a report of 1957).
#
# ## Exercise 2 · `perceptron_predict` (2 points)
#
# Decide, for every sample.
# You may call your `weighted_sum`.
#
# **Your function**
#
# - takes the same `x`, `w` and `b` as `weighted_sum`;
# - returns an array of shape $(N,)$ of whole numbers, 0 or 1: neither booleans nor $\pm 1$;
# - gives 1 where the sum is above 0, and 0 where it is below (one point);
# - gives 0 where the sum is exactly 0, and 1 where it is ever so little above (one point).
#
# <details><summary>Hint 1</summary>
#
# What do you get when you compare the sums $[1.3, -2.1]$ with 0?
# An array has a method that makes whole numbers of that.
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
x = [[2.5, -2.0], [2.0, -2.5], [0.0, -3.0], [0.5, 1.0], [-2.5, -3.0]]
x += [[-3.0, 1.0], [3.0, 0.5], [-0.5, -2.5], [0.5, -1.0]]
out = check.call(perceptron_predict, np.array(x), np.array([2.0, -1.0]), 0.0)
check.close("perceptron_predict at a sum of 0", out, [1, 1, 1, 0, 0, 0, 1, 1, 1])
### BEGIN HIDDEN TESTS
s, w = check.numbers(check.rng()), check.rng().choice([-4.0, -0.5, 2.0], size=1)
near = np.array([2**-20, 0, -(2**-20), 1.5 * w[0]])  # all exact, in float32 too
for s, b in ((s, 0.0), (near, w[0])):
    out = check.call(perceptron_predict, (s - b)[:, None] / w, w, b)
    check.close("perceptron_predict close to a sum of 0", out, (s > 0).astype(int))
### END HIDDEN TESTS

# %% [markdown]
# **Check the claim** (an article for beginners says): a neuron's output is, in our letters, $y = \text{threshold}(w + b)$.
# Work it out for the two mornings, with $w = (2, 3, -1)$ and $b = -2$.
# What differs between them?
#
# <details><summary>Answer</summary>
#
# Nothing: on both mornings $w + b = (0, 1, -3)$.
# It lacks $x$, so every morning gets the same result; and that result is three numbers, one for each weight, where one was wanted.
#
# </details>
#
# A threshold leaves out how often a real neuron fires, its *firing rate*, which carries the message.
# Chapter 2 puts a smooth curve for that rate in the threshold's place.
#
# ## Weights are the program
#
# The code of a neuron never changes; its weights decide what it does.
# To see what they decide, draw $x_1$ to the right and $x_2$ upwards.
# Each point of this plane is a pair of inputs, and at each point the neuron has a sum.
# For $w = (2, 1)$ and $b = -1.5$, the sum at the point $(1, 0)$ is $1 \cdot 2 + 0 \cdot 1 - 1.5 = 0.5$, so the neuron fires there.
#
# **Question.** At $(0.5, 0.5)$ this neuron's sum is exactly 0.
# Find two more points where it is.
# How do the three lie?

# %%
plots.line(w=[2.0, 1.0], b=-1.5)

# %% [markdown]
# On a line.
# All the points where the sum is 0 form the line $w_1 x_1 + w_2 x_2 + b = 0$.
# On one side of it the sums are above 0 and the neuron fires; on the other it is silent.
#
# A rule that separates two groups by a line is called a **linear classifier**.
# With three inputs the line becomes a plane.
#
# Raise the bias by 1 in the cell above and run it again: all sums rise by 1, and the line moves without turning.
# Only the weights turn it.
#
# ## Exercise 3 · `gate_weights` (3 points)
#
# Program the neuron: find weights and a bias for AND, for OR and for NAND.
# Many choices are right.
# The figure at the top of the chapter is a good place to search.
#
# **Your function**
#
# - takes the name of a gate: `"AND"`, `"OR"` or `"NAND"`, a point each;
# - returns `w`, an array of shape $(2,)$, and `b`, a single number, in this order;
# - is judged by what a neuron does with them at the four corners, where a sum of exactly 0 is silence;
# - gives a name the same weights whenever it is asked, whatever was asked before.
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
# (A sum of exactly 0 stays 0, so begin with an AND that has none.)
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
# NAND needs others: for AND and OR an input of 1 speaks for firing, for NAND against it.
# But NAND can share AND's *line*: each fires exactly where the other does not.
#
# Back to the question from the top.
# Here is the first figure again; what it says at the corners now comes from your own `perceptron_predict`.
#
# **Question.** How few errors can you reach with XOR?

# %%
widgets.neuron("XOR", w=(1.0, 0.25), b=-0.5, predict=perceptron_predict)

# %% [markdown]
# ## What one neuron cannot do
#
# One error is the best that you can have reached: no weights make a single neuron do XOR, and four lines show why.
# For the corners $(0,0)$, $(1,0)$, $(0,1)$ and $(1,1)$ it would need
#
# $$ b \le 0, \qquad w_1 + b > 0, \qquad w_2 + b > 0, \qquad w_1 + w_2 + b \le 0 $$
#
# Add the two in the middle: $w_1 + w_2 + 2b > 0$.
# Add the outer two: $w_1 + w_2 + 2b \le 0$.
# Both cannot hold.
#
# ## Neurons that look at neurons
#
# In words, XOR is *"one or the other, but not both"*, and all of these words are gates:
#
# $$ \text{XOR}(x_1, x_2) = \text{AND}\bigl(\text{OR}(x_1, x_2),\ \text{NAND}(x_1, x_2)\bigr) $$
#
# For $(1, 1)$: OR says 1, NAND says 0, and AND of $(1, 0)$ is 0, as it should be.
# Neurons between the input and the output, such as OR and NAND here, are **hidden** units; together they are a hidden *layer*.
#
# The AND at the end never sees $x_1$ and $x_2$.
# It sees what OR and NAND answer, so for it the four corners lie elsewhere.
#
# **Question.** Write down the four corners as pairs (OR, NAND).
# Could a single line separate them now?

# %%
corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
either = perceptron_predict(corners, *gate_weights("OR"))
not_both = perceptron_predict(corners, *gate_weights("NAND"))
plots.moved(np.stack([either, not_both], axis=1), *gate_weights("AND"))

# %% [markdown]
# The two corners that must fire now lie on the same spot, and a line cuts it off from the others.
# **A hidden layer moves the data to where a line is enough.**
# Everything that follows in this course rests on that.
#
# ## Exercise 4 · `xor_from_gates` (2 points)
#
# Compute XOR for every row of `x` out of neurons: the answers of some become the inputs of a further one.
# Two answers `p` and `q` of shape $(N,)$ become inputs of shape $(N, 2)$ by `np.stack([p, q], axis=1)`.
#
# You may also feed in `1 - p`: as $w (1 - p) = w - wp$, that is a weight of $-w$ for `p`, and $w$ more in the bias.
#
# Python's `^`, or `p * q` for an AND, would give the same zeros and ones, but no network.
# So in the second check every neuron answers with a number of its own, such as 4711, and the check follows these numbers along your wiring.
# Both checks bring right neurons and gates along, so a slip in `gate_weights` costs nothing here; the figure and the adder below use yours.
#
# **Your function**
#
# - takes `x` of shape $(N, 2)$ with any number of rows, also none, and returns XOR of each row, 0 or 1, of shape $(N,)$ (one point);
# - computes with neurons alone, the last of which gives the result (one point): a neuron's inputs are columns of `x` and answers `p` of other neurons, or `1 - p`, and its weights are the same for every row;
# - leaves no neuron idle: each answer is an input of another neuron, or is returned.
#
# <details><summary>Hint 1</summary>
#
# How many neurons has the formula above, and which of them can answer before the others?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# One line for each neuron.
# `gate_weights` gives a pair, and the star in `f(x, *pair)` hands over both parts.
#
# </details>

# %% solution="xor_from_gates" minutes=12
def xor_from_gates(x):
    """XOR of the two inputs in each row, computed by neurons.

    x : (N, 2)   zeros and ones; in the second check any numbers

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
# **Question.** The gates are defined at the corners alone.
# Where *between* them does your network fire?
# Sketch it before you look.

# %%
plots.regions(xor_from_gates(plots.grid()), table=[0, 1, 1, 0], title="XOR, by your neurons")

# %% [markdown]
# With OR, NAND and AND it fires in the strip between the lines of OR and NAND, where both of them fire.
#
# ## One neuron fewer
#
# XOR took three neurons.
# Two are enough, if the second one may look at everything: at both inputs *and* at the first one's answer.
# Call that answer $a$; the second neuron then has three weights.
# Its weighted sum is
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
# - gives `w_first`, of shape $(2,)$, the weights of $x_1$ and $x_2$, and `b_first`, a single number;
# - gives `w_second`, of shape $(3,)$, the weights of $x_1$, $x_2$ and the first neuron's answer, in this order, and `b_second`, a single number;
# - is judged by what the second neuron answers at the four corners, where a sum of exactly 0 is silence for both;
# - gives the same whenever it is called.
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
# **Question.** The shaded part of one neuron has one straight edge.
# The second neuron has a line, too, but its sum holds $a \, w_3$, and $a$ jumps from 0 to 1 at the first neuron's line.
# What does the jump do to the second one's line, and how many edges can its shaded part have?

# %%
w_first, b_first, w_second, b_second = xor_weights()
x = plots.grid()
seen = np.column_stack([x, perceptron_predict(x, w_first, b_first)])
second = perceptron_predict(seen, w_second, b_second)
plots.two_neurons(second, w_first, b_first, w_second, b_second)

# %% [markdown]
# Up to three:
#
# - the second neuron's line where the first is silent, $w_1 x_1 + w_2 x_2 + b = 0$;
# - the same line, shifted, where the first one fires, for $w_3$ joins the bias;
# - between these two, the first neuron's own line, where the answer of the second may jump.
#
# XOR needs two of the three edges.
# The last one lies away from the corners, where nobody has asked, or outside of the picture.
#
# ## Payoff: your neurons add
#
# On paper you add from right to left: add two digits and the carry, write down a digit, carry the rest.
# A computer does the same with the digits 0 and 1, called *bits*, which count ones, twos, fours and eights: $0110$ is $4 + 2 = 6$.
#
# Begin with two bits.
# $0 + 1$ makes 1, but $1 + 1$ makes 2, which is $10$ in bits: write down 0, carry 1.
# So the digit to write is the XOR of the two bits, and the carry is their AND.
# These two gates are a *half adder*.
#
# One place further left a carry comes in, a third bit.
# A second half adder adds it to the first one's digit.
# Either may carry, but never both: if the first carries, its digit is 0, and 0 plus a bit carries nothing.
# So the next carry is the OR of the two, and a place takes five gates.

# %%
plots.adder()

# %% [markdown]
# **Question.** The hardest case is $1 + 1$ with a carry of 1.
# That makes 3: write down 1, carry 1.
# Follow the bits along the wires: which of the five gates stay silent?

# %%
plots.adder(p=1, q=1, carry=1)

# %% [markdown]
# The XOR of the first half adder, and the AND of the second.
# Here is the same wiring with your neurons; the AND has its weights written out, because we shall break it.

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
# Four such adders in a chain add numbers from 0 to 15.
# The next cell does all 256 sums at once: the rows are the samples.

# %%
def add(p, q, b=-1.5):
    """The sums of whole numbers p and q from 0 to 15, each (N,); b goes to the first adder."""
    total, carry = 0, np.zeros_like(p)
    for i in range(4):
        p_bit, q_bit = p // 2**i % 2, q // 2**i % 2  # the bits that count 2**i
        digit, carry = full_adder(p_bit, q_bit, carry, b if i == 0 else -1.5)
        total = total + digit * 2**i
    return total + carry * 2**4


p, q = np.repeat(np.arange(16), 16), np.tile(np.arange(16), 16)  # each with each
print(np.sum(add(p, q) == p + q), "of 256 sums are right; 9 + 5 is", add(p, q)[9 * 16 + 5])

# %% [markdown]
# With three neurons in each XOR, a half adder has $3 + 1 = 4$ neurons, an adder $2 \cdot 4 + 1 = 9$, and four adders 36.
#
# **Question.** Break one of the 36: in the first adder, which adds the ones, the first AND gets a bias of $-0.5$ in place of $-1.5$.
# Which gate is it now, and which of the 256 sums go wrong?

# %%
broken = add(p, q, b=-0.5).reshape(16, 16)
right = (p + q).reshape(16, 16)
plots.table(broken, "p + q, one bias changed", expected=right, names=("p", "q"))

# %% [markdown]
# The AND has become an OR, which carries as soon as one of the two bits is 1.
# That is wrong where exactly one is: an even number plus an odd one.
# These are 128 of the sums, and each is too large by 2.
#
# You chose every weight by hand.
# For a photograph of a cat nobody knows the weights; the machine must find them, and the rest of the course is about how.

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
# Then try a neuron with three inputs that fires when at least two of them are 1.
# With it, how few neurons does a place of the adder need?
#
# **In practice.** Nobody writes gates this way.
# But the first layer of a trained network is your `weighted_sum` with thousands of inputs.
# Its weights are learned, and each $w$ can be read as a *template*: of all inputs whose squares add up to the same, the one most like $w$ makes the largest sum.
#
# **Further reading.** M. Minsky and S. Papert, *Perceptrons* (1969), on what one layer cannot do.
# F. Azevedo and others counted the brain's neurons (2009).
# Articles for beginners say that "the axon consists of neurons", that signals leave "out through the dendrites", and that the perceptron is "based on the support vector machine", a method 35 years younger; you know better.
