# %% [markdown]
# # Chapter 1 · Neurons
#
# A neuron adds up what reaches it and makes one decision. In this chapter you write one in two lines of NumPy, find a problem it cannot solve, and wire a few together until they can solve it, and even add numbers.
#
# **What you'll do.** Write a neuron, choose weights that turn it into a logic gate, and build XOR out of gates.
#
# **What you'll learn.** What a weight, a bias and a threshold mean; why one neuron is a straight line; what a second layer buys.
#
# **What you'll need.** Python, and NumPy arrays: `shape`, `@`, comparing an array with a number, `np.stack`. About 75 minutes: five for exercise 0, then fifteen for each of the four rounds, and ten to enjoy the result.
#
# Begin by running the next cell. A cell whose first line says that it is *ours* is locked: Jupyter lets nobody type in it, and when you are graded it comes from the course. Every other cell is yours to change.

# %% readonly="setup"
import numpy as np
from course import check, plots, widgets, wiring

# %% [markdown]
# Here is a neuron with two inputs, `x1` and `x2`. On the shaded side of the line it *fires*, which we write as 1; on the other it stays silent, 0. The four circles show what we want from it: fire at the filled ones.
#
# **Try it.** Drag the sliders, or go to one with Tab and press the arrow keys, until all four corners are right. Then choose OR, and at last XOR, as the gate. Can you get XOR to zero errors? Keep the question; the chapter answers it.

# %%
widgets.neuron("AND")

# %% [markdown]
# ## Exercise 0 · `double` (1 point)
#
# A rehearsal, to see how every exercise works: write, check, submit.
#
# 1. **Write.** Replace the two lines of the blank with your answer, and run the cell with Shift+Enter.
# 2. **Check.** Run the locked cell below it. It prints that you passed, or says what it saw, what it expected, and what is often the cause.
# 3. **Submit.** Save the notebook. That file is what you hand in; it is tested again with other numbers.
#
# Write `double(x)`. It takes an array `x` of floats, of any shape, and *returns* a new array of floats with every number times 2, so $[1, 4]$ becomes $[2, 8]$. Returning is not printing, and `x` itself stays as it was: both hold for all functions of this course.

# %% solution="double"
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
# Your brain has about 86 billion neurons, joined at $10^{14}$ to $10^{15}$ *synapses* (CS231n notes; the count of neurons is Azevedo et al., 2009). A neuron receives signals on its *dendrites*, gathers them in the cell body, and sends a signal of its own down its *axon*, which ends at synapses on the dendrites of other neurons. Not all synapses are alike. Some are strong and some weak; some push the receiver to fire and some hold it back. Learning changes these strengths.
#
# The artificial neuron keeps only this much of it. Each input $x_i$ gets a number $w_i$, its **weight**: the size says how strong the synapse is, the sign whether it excites ($w_i > 0$) or inhibits ($w_i < 0$). One more number, the **bias** $b$, is added whatever arrives: it is the sum when all inputs are 0. The neuron adds everything up:
#
# $$ s = x_1 w_1 + x_2 w_2 + \dots + x_D w_D + b $$
#
# Take a neuron that decides about an umbrella. It looks at the clouds, the forecast and the wind. Clouds and forecast speak for the umbrella; wind speaks against it, because wind breaks umbrellas. The bias is $-2$: without a reason, it would rather carry nothing. This morning,
#
# $$ s = 0.9 \cdot 2 + 0.6 \cdot 3 + 0.3 \cdot (-1) - 2 = 1.3 $$

# %%
senses, answers = ["clouds", "forecast", "wind"], ["leave it", "take it"]
plots.neuron(senses, x=[0.9, 0.6, 0.3], w=[2.0, 3.0, -1.0], b=-2.0, answers=answers)

# %% [markdown]
# The sum of the products, before the bias, is the *dot product* of $x$ and $w$.
#
# There is seldom just one morning. From here on, `x` holds many **samples** at once, one in each row: $N$ samples of $D$ inputs make an array of shape $(N, D)$. The weights, of shape $(D,)$, and the bias, a single number, are the same for every sample. The answer is one sum for each sample: shape $(N,)$. A second morning with clouds 0.2, forecast 0.1 and wind 0.8 gives
#
# $$ \begin{pmatrix} 0.9 & 0.6 & 0.3 \\ 0.2 & 0.1 & 0.8 \end{pmatrix}
# \begin{pmatrix} 2 \\ 3 \\ -1 \end{pmatrix} - 2 = \begin{pmatrix} 1.3 \\ -2.1 \end{pmatrix} $$
#
# ## Exercise 1 · `weighted_sum` (2 points)
#
# Add up what reaches the neuron, for every sample. Add the bias once for each sample, not once for each input. The formula draws $w$ as a column; in NumPy it is simply an array of shape $(D,)$. It must work for any $N$ and any $D$, also for a single sample, which still gives an array: shape $(1,)$.

# %% solution="weighted_sum"
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
### BEGIN HIDDEN TESTS
rng = check.rng()
x, w, b = rng.permutation([[-9], [-7], [-4], [4], [7], [9]]), rng.uniform(1.0, 2.0, size=1), -3
for x in (x, x[:1]):
    out = check.call(weighted_sum, x, w, b)
    check.close(f"weighted_sum of shape {x.shape}", out, x[:, 0] * w + b)
### END HIDDEN TESTS

# %% [markdown]
# **Question.** The wind's weight is $-1$. What would a weight of $0$ say about the wind?
#
# <details><summary>Answer</summary>
#
# That it does not matter: whatever the wind, it adds nothing to the sum. A weight is how much an input counts.
#
# </details>
#
# **How far is this from a real neuron?** Far. Real neurons come in many kinds. Their dendrites already compute, and not linearly. A synapse is no single number but a small system that changes over time. The moment of each signal matters, not only how many there are. The two parts of the story that survive are the sum and the decision that follows.
#
# **Check the claim.** Two sentences from articles about neurons: *"The axon consists of neurons"*, and *"when its inputs exceed a threshold, the neuron sends its signal out through the dendrites"*. Compare them with the first paragraph of *Adding up*. What would you correct?
#
# <details><summary>Answer</summary>
#
# The axon is a part of one neuron, its long output fibre; it does not consist of neurons. And the signal leaves through the axon: dendrites are where signals come in.
#
# </details>
#
# ## Deciding
#
# A sum is not yet a decision. The oldest rule (McCulloch and Pitts, 1943) is a **threshold**: the neuron fires once its inputs add up to enough. To ask whether the inputs exceed a threshold of 2 is to ask whether their sum minus 2 exceeds 0, and that is what a bias of $-2$ does. So the threshold can always be zero:
#
# $$ \hat y = \begin{cases} 1 & s > 0 \\ 0 & s \le 0 \end{cases} $$
#
# The first morning's $s = 1.3$ is above zero: 1, take the umbrella. The second morning's $s = -2.1$ is not: 0. We fire strictly above zero, so a sum of exactly 0 gives 0.
#
# A neuron with this rule is a *perceptron* (Rosenblatt, in a report of 1957). Real neurons fire again and again, and how often they do so, the *firing rate*, carries the message. Chapter 2 replaces the threshold by a smooth curve for that rate.
#
# ## Exercise 2 · `perceptron_predict` (2 points)
#
# Return the decision for every sample as whole numbers, 0 or 1: an integer array of shape $(N,)$, neither booleans nor $\pm 1$. You may call your `weighted_sum`. One point is for the decisions, one for the rule at a sum of exactly 0.

# %% solution="perceptron_predict"
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
# **Check two claims.** An article writes the neuron as $y = \text{threshold}(\theta - b)$, with $\theta$ for the weights. Run the cell below: it follows that formula for two different mornings. Another article calls the perceptron *"based on the support vector machine"*, a method that also draws a line between two groups. Which of the two is older?

# %%
theta, b = np.array([2.0, 3.0, -1.0]), 2.0
print("inputs", [0.9, 0.6, 0.3], "-> theta - b =", theta - b)
print("inputs", [0.2, 0.1, 0.8], "-> theta - b =", theta - b)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The inputs never enter the formula, so every morning gets the same result, one number for each weight. It lacks $x$: $y = \text{threshold}(x_1\theta_1 + \dots + x_D\theta_D - b)$. There $b$ is the threshold itself; our bias is its negative. And the perceptron is the older by a generation: support vector machines in today's form are from 1992 (Boser, Guyon and Vapnik).
#
# </details>
#
# ## Weights are the program
#
# The code of a neuron never changes. Its weights decide what it does. The smallest example is a logic gate, with inputs that are 0 or 1:
#
# | $x_1$ | $x_2$ | AND | OR | NAND |
# |---|---|---|---|---|
# | 0 | 0 | 0 | 0 | 1 |
# | 0 | 1 | 0 | 1 | 1 |
# | 1 | 0 | 0 | 1 | 1 |
# | 1 | 1 | 1 | 1 | 0 |
#
# A neuron with $w = (1, 1)$ and $b = -2.5$ stays silent at all four corners: even $1 + 1 - 2.5 = -0.5$ is not above zero. Raise the bias far enough and one corner fires. Which gate is that?
#
# Seen from above, the sum is zero along the line $w_1 x_1 + w_2 x_2 + b = 0$. On one side the neuron fires, on the other it does not. With more than two inputs the line becomes a plane, and it stays flat. Something that tells two groups apart by a line or a plane is a **linear classifier**.

# %%
plots.line(w=[1.0, 1.0], b=-2.5, table=[0, 0, 0, 1], title="w = (1, 1), b = -2.5")

# %% [markdown]
# ## Exercise 3 · `gate_weights` (3 points)
#
# Return weights and a bias for the gate with the given name: `"AND"`, `"OR"` or `"NAND"`, a point each. The name alone decides, whatever was asked before. Many choices are right; yours is judged by what a neuron does with it at the four corners, and a sum of exactly 0 is silence. `w` is an array of shape $(2,)$, `b` a single number. The figure at the top of the chapter is a good place to search.

# %% solution="gate_weights"
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
# Here is the first figure again. What it says at the corners now comes from your own `perceptron_predict`. How few errors can you reach with XOR?

# %%
widgets.neuron("XOR", w=(1.0, 1.0), b=-0.5, predict=perceptron_predict)

# %% [markdown]
# ## What one neuron cannot do
#
# XOR fires when exactly one of its inputs is 1. No weights make a single neuron do that, and four lines show why. It would need
#
# $$ b \le 0, \qquad w_1 + b > 0, \qquad w_2 + b > 0, \qquad w_1 + w_2 + b \le 0 $$
#
# for the corners $(0,0)$, $(1,0)$, $(0,1)$ and $(1,1)$. Add the two in the middle: $w_1 + w_2 + 2b > 0$. Add the outer two: $w_1 + w_2 + 2b \le 0$. Both cannot hold. The picture says the same: no straight line separates the two filled corners from the two hollow ones.
#
# The way out is a second layer: neurons that look at other neurons. In words, XOR is *"one or the other, but not both"*:
#
# $$ \text{XOR}(x_1, x_2) = \text{AND}\bigl(\text{OR}(x_1, x_2),\ \text{NAND}(x_1, x_2)\bigr) $$
#
# For $(1, 1)$: OR says 1, NAND says 0, and AND of $(1, 0)$ is 0, as it should be. Neurons between the input and the output, such as OR and NAND here, are **hidden** units.
#
# ## Exercise 4 · `xor_from_gates` (2 points)
#
# Compute XOR for every row of `x` out of neurons: call `perceptron_predict`, with weights from `gate_weights` or your own, and feed its answers to a further `perceptron_predict`, whose answer you return. Two answers `p` and `q` of shape $(N,)$ become the next neuron's inputs, of shape $(N, 2)$, by `np.stack([p, q], axis=1)`. A neuron's inputs are columns of `x` and answers of neurons, also turned round as in `1 - p`; its `w` and `b` are those of a gate, the same for every row; and no neuron is idle: each answer is an input of a further one, or is what you return. Python's `^`, `!=` and the like would give the table, but no network. `x` may have any number of rows, also none, which gives an array of shape $(0,)$, of integers or floats.
#
# One point is for the table, one for making it out of neurons.

# %% solution="xor_from_gates"
def xor_from_gates(x):
    """XOR of the two inputs in each row, computed by neurons.

    x : (N, 2)   zeros and ones; a neuron takes other numbers, too

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
# What does the network see between the corners? Each hidden neuron draws its line; the output neuron keeps the strip between the two. Run this once your `xor_from_gates` passes.

# %%
plots.regions(xor_from_gates(plots.grid()), table=[0, 1, 1, 0], title="XOR, by your neurons")

# %% [markdown]
# **Question.** The first layer gave the output neuron two new inputs, OR and NAND, in place of $x_1$ and $x_2$. Write down the four corners in these new coordinates. Could a single line separate them now?
#
# <details><summary>Answer</summary>
#
# $(0,0)$ becomes $(0, 1)$; $(0,1)$ and $(1,0)$ both become $(1, 1)$; $(1,1)$ becomes $(1, 0)$. The two corners that must fire now lie on the same spot, and a line cuts it off from the others. A hidden layer moves the data to where a line is enough. Everything that follows in this course rests on that.
#
# </details>
#
# ## Payoff: your neurons add
#
# To add on paper you go from right to left, add two digits and the carry, write down a digit and carry the rest. With digits 0 and 1 this takes five gates: two XOR for the digit, two AND and one OR for the next carry. The cell below chains four of these adders, made of nothing but your neurons, and adds all pairs of numbers from 0 to 15, all 256 sums at once: the rows of `x` are the samples.

# %%
def gate(name, p, q):
    """One gate on two columns of bits, each (N,)."""
    return perceptron_predict(np.stack([p, q], axis=1), *gate_weights(name))


def add(p, q, n_bits=4):
    """Sums of the whole numbers p and q, each (N,), computed by neurons."""
    total, carry = 0, np.zeros_like(p)
    for i in range(n_bits):
        first, second = p >> i & 1, q >> i & 1  # the binary digits number i
        half = xor_from_gates(np.stack([first, second], axis=1))
        digit = xor_from_gates(np.stack([half, carry], axis=1))
        carry = gate("OR", gate("AND", first, second), gate("AND", half, carry))
        total = total + digit * 2**i
    return total + carry * 2**n_bits


p, q = np.divmod(np.arange(256), 16)
plots.table(add(p, q).reshape(16, 16), title="p + q, by 36 neurons")

# %% [markdown]
# Each XOR has three neurons, so an adder has nine, and four adders have 36. You chose every weight by hand. For a table of sums that is possible. For a photograph of a cat nobody knows the weights; the machine must find them, and the rest of the course is about how.

# %%
import course
course.progress()

# %% [markdown]
# **On your own.** Build XOR from four NAND neurons and nothing else. Then try a neuron with three inputs that fires when at least two of them are 1.
#
# **In practice.** Nobody writes gates this way. But the first layer of a trained network is your `weighted_sum` with thousands of inputs. Its weights are learned, and each $w$ can be read as a *template*: of all inputs equally strong, the one most like $w$ makes the largest sum.
#
# **Further reading.** W. McCulloch and W. Pitts, *A logical calculus of the ideas immanent in nervous activity* (1943). F. Rosenblatt, *The perceptron* (1958, the article after the report). M. Minsky and S. Papert, *Perceptrons* (1969), on what one layer cannot do.
