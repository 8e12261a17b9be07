# %% [markdown]
# # Chapter 5 · Backprop
#
# A network that reads digits of 28×28 pixels has 39,760 weights and biases, and to improve it you need the slope of its loss along every one.
# Nudging takes two passes for each weight; backwards from the loss, one pass serves all.
# You write that pass, called *backpropagation* or backprop, and learn to catch a wrong one.
#
# **What you'll do.** Find slopes by the chain rule, measure them by nudging, and check one way by the other.
#
# **What you'll learn.** How the backward half of a network is built and tested.
#
# **What you'll need.** Chapters 2 to 4, and the derivative of a function of one variable.
#
# **How long.** {minutes}

# %% readonly="setup"
import numpy as np
from course import check, nets, plots, widgets

# %% [markdown]
# Here is the whole idea, in one neuron: $a = \sigma(x_1 w_1 + x_2 w_2 + b)$.
# Values go to the right; behind $a$ lies a loss, whose slope along $a$ is 4, called `upstream` below.
# Then slopes of the loss come back to the left, in brackets, each made from the one to its right: the sigmoid, with slope $\tfrac14$, turns the 4 into 1.

# %%
plots.neuron_graph(x=[[2, -1]], w=[0.5, 2], b=1, upstream=[4])

# %% [markdown]
# At the end of this chapter you walk like this through a whole network.
#
# ## Slopes along a path
#
# Let $q = 3x$ and $f = -4q$.
# Then $q$ changes $3$ times as fast as $x$, and $f$ changes $-4$ times as fast as $q$.
# So $f$ changes $-4 \cdot 3 = -12$ times as fast as $x$: **slopes along a path multiply**.
# This is the **chain rule**:
# $$ \frac{\partial f}{\partial x} = \frac{\partial f}{\partial q} \cdot \frac{\partial q}{\partial x} $$
# $\partial f / \partial x$, with a round d, is the slope of $f$ along $x$ while all other inputs are held still.
#
# Often several paths lead to the loss.
# In the figure a hidden unit's output $a$ goes into the sums $u$ and $v$ of two units, with the weights $3$ and $5$.
# In brackets stand the slopes of the loss $L$: $2$ along $u$, and $-1$ along $v$.
#
# **Question.** What is the slope of $L$ along $a$?
# Nudge $a$ by $0.1$, and follow both paths.

# %%
plots.two_paths(weights=[3, 5], slopes=[2, -1])

# %% [markdown]
# Through $u$ the nudge moves $L$ by $0.1 \cdot 3 \cdot 2 = 0.6$, through $v$ by $-0.5$.
# Together that is $0.1$, so the slope is $1$:
# $$ \frac{\partial L}{\partial a} = 2 \cdot 3 + (-1) \cdot 5 = 1 $$
# **Over several paths slopes add.**
# These two rules are all of backprop.
#
# ## Backwards through a graph
#
# With the two rules you can walk back through any calculation.
# Cut it into small steps, called *gates*.
# Each receives its **upstream gradient**: how fast the final result changes with the gate's output.
# Each knows its **local** slopes: how fast its output changes with each input.
# And by the chain rule it passes on their product:
# $$ \text{downstream} = \text{upstream} \times \text{local} $$
#
# Four gates make up most of a network:
#
# | gate | output | the way back |
# |---|---|---|
# | plus | $x + y$ | each input gets it unchanged |
# | times | $x\,y$ | $x$ gets upstream $\cdot\, y$, and $y$ gets upstream $\cdot\, x$: the factors swap |
# | maximum | $\max(x, y)$ | the larger input gets all of it, the other 0; at a tie $x$ gets all, a convention |
# | copy | $x$ and $x$ | receives two, one from each copy, and adds them |
#
# For $f = (x + y)\,z$ at $x = -2$, $y = 5$, $z = -4$, values flow from left to right, to $f = -12$.
# Slopes of $f$ flow back, from $\partial f / \partial f = 1$.
#
# **Question.** With $q = x + y$, which slopes go back to $q$, $z$, $x$ and $y$?
# Walk to the last step.

# %%
widgets.graph(x=-2, y=5, z=-4)

# %% [markdown]
# <details><summary>Answer</summary>
#
# To $q$ the times gate sends $1 \cdot z = -4$, and to $z$ it sends $1 \cdot q = 3$: the factors have swapped.
# The plus gate gives the $-4$ to $x$ and to $y$.
#
# </details>
#
# In code, `dx` is short for $\partial f / \partial x$: the slope along `x` of the final result, in a network of the loss.
#
# ## Exercise 1 · `grad_of_xyz` (3 points)
#
# **Your function**
# - for a gate of single numbers, takes the upstream gradient `dout` and the inputs `x` and `y`, and returns the tuple `(dx, dy)`
# - for the copy gate, takes two upstream gradients and returns the number `dx`; the gates are two points
# - for the graph, returns the slopes `(dx, dy, dz)` of $f$: one point

# %% solution="grad_of_xyz" minutes=9
def add_gate_backward(dout, x, y):
    """Gradients (dx, dy) through x + y; dout, x and y are numbers."""
    ### BEGIN SOLUTION
    return dout, dout
    ### END SOLUTION

def mul_gate_backward(dout, x, y):
    """Gradients (dx, dy) through x * y; dout, x and y are numbers."""
    ### BEGIN SOLUTION
    return dout * y, dout * x
    ### END SOLUTION

def max_gate_backward(dout, x, y):
    """Gradients (dx, dy) through max(x, y); dout, x and y are numbers."""
    ### BEGIN SOLUTION
    return (dout, 0.0) if x >= y else (0.0, dout)
    ### END SOLUTION

def copy_gate_backward(dout1, dout2):
    """Gradient dx through two copies of x with the upstream gradients dout1 and dout2."""
    ### BEGIN SOLUTION
    return dout1 + dout2
    ### END SOLUTION

def grad_of_xyz(x, y, z):
    """Gradients (dx, dy, dz) of f = (x + y) * z at the numbers x, y and z."""
    ### BEGIN SOLUTION
    dsum, dz = mul_gate_backward(1.0, x + y, z)
    dx, dy = add_gate_backward(dsum, x, y)
    return dx, dy, dz
    ### END SOLUTION

# %% tests="grad_of_xyz" part="gates" points=2
check.close("dx, dy of the add gate", check.call(add_gate_backward, 3.0, 2.0, 5.0), (3.0, 3.0))
check.close("dx, dy of the times gate", check.call(mul_gate_backward, 3.0, 2.0, 5.0), (15.0, 6.0))
for x, y, right in (-2.0, 5.0, (0.0, 3.0)), (-1.0, -4.0, (3.0, 0.0)), (4.0, 4.0, (3.0, 0.0)):
    dx_dy = check.call(max_gate_backward, 3.0, x, y)
    check.close(f"dx, dy of the maximum gate at {x:g} and {y:g}", dx_dy, right)
check.close("`dx` of the copy gate", check.call(copy_gate_backward, -4.0, 1.5), -2.5)
### BEGIN HIDDEN TESTS
gates = {"add": add_gate_backward, "times": mul_gate_backward, "maximum": max_gate_backward}
for name, f in ("add", sum), ("times", np.prod), ("maximum", max):
    for up, *at in check.rng().permutation(np.arange(-4.5, 4)).reshape(3, 3).tolist():
        downstream = np.array(check.call(gates[name], up, *at, returns=("dx", "dy")))
        check.gradient(f"(dx, dy) of the {name} gate", downstream, lambda v: up * f(v), at)
p, q, r = check.rng().permutation(np.arange(1, 9) / 2)[:3].tolist()
for name, up, x, y, right in (
    ("maximum", -p, -q, -q, (-p, 0.0)), ("maximum", 3, 0.0, 0.0, (3.0, 0.0)),
    ("maximum", r, -3, -3, (r, 0.0)), ("maximum", -p, -0.25, 0.0, (0.0, -p)),
    ("maximum", 3, 1e-9, 0.0, (3.0, 0.0)), ("maximum", 3, p, p * (1 + 2e-6), (0.0, 3.0)),
    ("maximum", r, -p - 9, -q, (0.0, r)), ("times", -p, 0.0, q, (-p * q, 0.0)),
    ("times", 3, -3, 7, (21.0, -9.0)), ("add", -2, 0.0, r, (-2.0, -2.0))):
    dx_dy = check.call(gates[name], up, x, y)
    check.close(f"dx, dy of the {name} gate at {x:g} and {y:g}", dx_dy, right)
check.close("`dx` of the copy gate", check.call(copy_gate_backward, -p, -q), -p - q)
check.close("`dx` of the copy gate", check.call(copy_gate_backward, 3, 0), 3.0)
### END HIDDEN TESTS

# %% tests="grad_of_xyz" part="graph" points=1
grads = check.call(grad_of_xyz, -2.0, 5.0, -4.0)
check.close("dx, dy, dz", grads, (-4.0, -4.0, 3.0))
### BEGIN HIDDEN TESTS
for x, y, z in ((2, -2, 5), (1.5, 2.5, 0.0), *check.rng().normal(size=(2, 3)).tolist()):
    grads = check.call(grad_of_xyz, x, y, z)
    check.close("dx, dy, dz", grads, tuple(map(float, (z, z, x + y))))
### END HIDDEN TESTS

# %% [markdown]
# **Question.** Here $f = -6$.
# Which input would you nudge, and which way, to raise $f$ fastest?

# %%
widgets.graph(x=1, y=2, z=-2, grads=grad_of_xyz)

# %% [markdown]
# <details><summary>Answer</summary>
#
# $z$, upwards: $f$ has the slope $1 + 2 = 3$ along it, and only $-2$ along $x$ and $y$.
#
# </details>
#
# The neuron of the opening is such a graph, too: two times gates, plus gates, and a sigmoid.
#
# **Question.** Here your gates walk back through it; do the five slopes come out?

# %%
(x1, x2), (w1, w2), b = (2, -1), (0.5, 2), 1
dz = 4 * 0.25  # from upstream, times the sigmoid's slope
dsum, db = add_gate_backward(dz, x1 * w1 + x2 * w2, b)
dfirst, dsecond = add_gate_backward(dsum, x1 * w1, x2 * w2)
dx1, dw1 = mul_gate_backward(dfirst, x1, w1)
dx2, dw2 = mul_gate_backward(dsecond, x2, w2)
print(f"x1: {dx1:g}, x2: {dx2:g}, w1: {dw1:g}, w2: {dw2:g}, b: {db:g}")

# %% [markdown]
# When two samples pass through the neuron, both use the same $w_1$, $w_2$ and $b$: each is copied.
#
# **Question.** Which slope does $w_1$ get, from both samples together?

# %%
plots.neuron_graph(x=[[2, -1], [-4, 0.5]], w=[0.5, 2], b=1, upstream=[4, -8])

# %% [markdown]
# From the first sample it gets $1 \cdot 2$, from the second $-2 \cdot (-4)$, and the copy gate adds them to $10$.
# So a weight's slope is a sum over samples, of what came back times what had come in.
#
# But a wrong slope raises no error, and a network may even learn with it.
# So you need a judge: a slow way, too simple to be wrong.
#
# ## A slope by nudging
#
# An upstream gradient is one slope; *the* **gradient** tells how each weight and each bias changes the loss: whether it rises or falls as the weight grows, and how fast.
# It has one slope for each, in arrays of the same shapes.
#
# Take a weight $w = 1$ and the loss $L(w) = (10w - 7)^2 = 9$.
# Nudge it by $+0.0001$: the loss grows to $9.006001$, so the rate is $0.006001 / 0.0001 = 60.01$.
# Calculus says $L'(w) = 20\,(10w - 7) = 60$: nearly the same.
#
# **Question.** Nudge by as much as $0.3$: first up only, from $w$ to $w + 0.3$, then both ways, from $w - 0.3$ to $w + 0.3$.
# By how much will each rate miss the true $60$?

# %%
L = lambda w: (10 * w - 7) ** 2
up, both = (L(1.0001) - L(1)) / 0.0001, (L(1.0001) - L(0.9999)) / 0.0002
print(f"nudged by 0.0001: up only {up:.4f}, both ways {both:.4f}")
plots.nudges(L, at=1.0, h=0.3)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The nudge up misses by $30$, the one both ways not at all.
#
# </details>
#
# At $w = 1$ the loss is
# $$ (10\,(1 \pm h) - 7)^2 = (3 \pm 10h)^2 = 9 \pm 60h + 100h^2 $$
# Up only, the rate is $(60h + 100h^2) / h = 60 + 100h$.
# But the bend, $100h^2$, is the same on both sides, and subtracting removes it.
# This is the **central difference**, exact here and nearly so on other curves:
# $$ L'(w) \approx \frac{L(w + h) - L(w - h)}{2h} $$
#
# Every weight needs two values of the loss, and each value is a whole forward pass.
# For $784 \cdot 10$ weights that makes 15,680 passes: at four thousandths of a second each, a minute.
# With 50 hidden units in between, the 39,760 weights and biases need 79,520 passes.
# So find the gradient by walking back, then check it against the slow one on a small network.
#
# In an array, nudge one entry at a time.
# For $f(u, v) = u^3 + v^3$ at $[2, 0]$, with $h = 1$:
# $$ \frac{f(3, 0) - f(1, 0)}{2} = \frac{27 - 1}{2} = 13 \qquad \frac{f(2, 1) - f(2, -1)}{2} = \frac{9 - 7}{2} = 1 $$
#
# `np.ndindex(x.shape)` walks through the indices of an array of any shape; if one is `i = (0, 1)`, then `x[i]` is `x[0, 1]`.
# Nudge a *copy* of the array: a nudge that is taken back leaves a trace of rounding.
#
# ## Exercise 2 · `numerical_gradient` (3 points)
#
# **Your function**
# - takes a function `f` from an array to a number, an array `x`, and the nudge `h`, by default `1e-5`; returns floats in the shape of `x`
# - is right, with two calls of `f` for each entry and no others: two points
# - takes `x` of any shape, also of whole numbers, and leaves it as it was: one point
#
# <details><summary>Exactly</summary>
#
# - No two calls of `f` get the same numbers, and all get floats, in the shape of `x`.
# - `x` may be a view of another array, such as `a.T` (rows become columns) or `a[::2]` (every second row).
#
# </details>

# %% solution="numerical_gradient" minutes=16
def numerical_gradient(f, x, h=1e-5):
    """The gradient of f at x by central differences.

    f : function of an array like x, gives a number
    x : any shape, as the result
    h : size of the nudge
    """
    ### BEGIN SOLUTION
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad
    ### END SOLUTION

# %% tests="numerical_gradient" points=2
f, shapes = nets.heard(lambda v: (v**3).sum() + v.prod())
grad = check.call(numerical_gradient, f, np.array([2.5, 3.0, 4.0]), 0.2)
got, right = (grad, len(shapes), shapes.places), ([30.79, 37.04, 55.54], 6, 6)
check.close("the gradient, the number of calls of f, the number of different inputs", got, right)
grad = check.call(numerical_gradient, lambda v: (v**3).sum(), np.array([2.0, 0.0]), 1.0)
check.close("the gradient of the cubes", grad, [13.0, 1.0])
### BEGIN HIDDEN TESTS
for n, h in ((3, None), (2, check.rng().uniform(0.1, 0.4))):
    moved, given, size = [], (h,) if h else (), h or 1e-5
    x, k, c = ((check.rng().permutation(8)[:n] + 1) * u for u in (0.5, 1, size**-2))
    x[-1] = x[0]
    cubes, rest = lambda v: (c * v**3).sum(), lambda v: len(given) * (v + k).prod()
    near = lambda v, x=1 * x: moved.append(np.abs(v - x).max()) or cubes(v - x) + rest(v - x)
    f, shapes = nets.heard(near)
    grad = check.call(numerical_gradient, f, x, *given)
    nudge = max(moved, default=0)
    message = f"Without a third argument the nudge is {check.shown(nudge)}, not 0.00001."
    check.that(h or abs(nudge - size) < size / 2, message, mistake="another h by default")
    check.close(f"the gradient with h = {size}", grad, c * size**2 + len(given) * k.prod() / k)
    check.equal("the number of calls of f", len(shapes), 2 * n)
### END HIDDEN TESTS

# %% tests="numerical_gradient" part="any_array" points=1
f, shapes = nets.heard(lambda v: (v**2 + v).sum())
x = np.array([[1, 4], [2, 5], [3, 6]]).T  # whole numbers, rows made columns
check.close("grad", check.call(numerical_gradient, f, x, 1.5), [[3.0, 5, 7], [9, 11, 13]])
check.equal("the shapes of what f was given", sorted(set(shapes)), [(2, 3)])
### BEGIN HIDDEN TESTS
a = check.rng().uniform(-1, 1, size=(3, 4))
for x in (a.T, a[::2, ::3], a.reshape(2, 3, 2), a[:1, :1], np.arange(6).reshape(2, 3).T):
    c = np.arange(1.0, x.size + 1).reshape(x.shape)
    grad = check.call(numerical_gradient, lambda v: (c * np.sin(v)).sum(), x, 1e-5)
    check.close("the gradient", grad, c * np.cos(x), tol=1e-6)
for s, kind in (((1,), float), ((2, 1, 2), np.int8)):
    x = check.rng().integers(-3, 4, s).astype(kind)
    c, x.flat[-1] = check.rng().permutation(x.size).reshape(s) + 1, x.flat[0]
    f, shapes = nets.heard(lambda v: (c * v**2).sum())
    check.close("the gradient", check.call(numerical_gradient, f, x, 1e-5), 2.0 * c * x)
    check.equal("the shapes of what f was given", sorted(set(shapes)), [s])
### END HIDDEN TESTS

# %% [markdown]
# **Question.** Your function measures the slope of $e^x \sin x$ at $1.3$, with nudges from $1$ to $10^{-15}$.
# The error has a valley: to the left of it, a smaller nudge makes the error *larger*.
# Why?
# Drag the point, and watch the two values that are subtracted.

# %%
widgets.step_size(numerical_gradient)

# %% [markdown]
# A smaller nudge leaves less of the bend, but **digits cancel**.
# Numbers have 16 digits, and at $h = 10^{-12}$ the two values share the first eleven or so.
# Only the last few are left in the difference, rounding among them, and dividing by a tiny $h$ blows it up.
#
# ## Judging a gradient
#
# When are a calculated (analytic) gradient $a$ and a measured (numeric) one $n$ near enough?
# A difference of $0.001$ is small beside slopes of $100$, and large beside $0.002$.
# So divide each difference by the larger of the two sizes, and let the worst entry speak for all:
# $$ \text{error}(a, n) = \max_i \frac{|a_i - n_i|}{\max(|a_i|, |n_i|)} \qquad \text{and } \tfrac{0}{0} \text{ counts as } 0 $$
# For $a = [1, 0, 2]$ and $n = [1, 0, 1.9]$ the entries give $0$, $0$ and $0.1/2$: the error is $0.05$.
#
# As a rule of thumb, above $10^{-2}$ something is wrong, and below $10^{-7}$ all is well.
# In between, look closer: tiny slopes drown in rounding.
# At a corner the nudge feels both slopes: there even a right gradient fails.
#
# ## Exercise 3 · `relative_error` (2 points)
#
# **Your function**
# - takes two arrays of the same shape, whatever it is, and returns one float
# - lets the worst entry decide, minds the signs, and gives the same when the two are swapped: one point
# - takes care: one point
#   - two zeros are equal, also if there is nothing else
#   - whole numbers, `uint8` too, are read as floats, and tiny numbers count like others
#   - if the shapes differ, even where NumPy would stretch one, it raises a `ValueError`

# %% solution="relative_error" minutes=9
def relative_error(a, n):
    """The largest relative difference of two gradients, a float.

    a, n : any shape, both the same
    """
    ### BEGIN SOLUTION
    if a.shape != n.shape:
        raise ValueError(f"shapes {a.shape} and {n.shape} differ")
    a, n = a.astype(float), n.astype(float)
    size = np.maximum(np.abs(a), np.abs(n))
    return float(np.max(np.abs(a - n) / np.where(size > 0, size, 1)))
    ### END SOLUTION

# %% tests="relative_error" points=1
a, n = np.array([[1.0, 4.0, 2.0, 10.0, 20.0, 8.0], [1.02, 4.1, 1.9, 9.7, 19.8, 7.84]])
check.close("the error", check.call(relative_error, a, n), 0.05)
a, n = np.array([[-2.0, 1.0, 20.0]]), np.array([[1.0, 5.0, 26.0]])
check.close("the error of opposite signs", check.call(relative_error, a, n), 1.5)
### BEGIN HIDDEN TESTS
for s, cases in ((2, 3, 2), "close far close_swapped far_swapped".split()), ((1, 1), ["far"]):
    a = check.rng().normal(size=s)
    for case in cases:
        n = a - 1 if "far" in case else a * check.rng().uniform(0.5, 1, s)
        right = max(abs(p - q) / max(abs(p), abs(q)) for p, q in zip(a.flat, n.flat))
        pair = (n, a) if "swapped" in case else (a, n)
        check.close("the error", check.call(relative_error, *pair), right)
### END HIDDEN TESTS

# %% tests="relative_error" part="care" points=1
check.raises(ValueError, relative_error, np.ones(3), np.ones((3, 1)), when="shapes differ")
whole = np.array([[2, 7, 8, 5], [3, 6, 5, 4]], dtype=np.uint8)
check.close("the error of whole numbers", check.call(relative_error, *whole), 0.375)
tiny = np.array([[3e-9, 5e-9, 1.2e-9], [2.4e-9, 4e-9, 3e-9]])
check.close("the error of tiny numbers", check.call(relative_error, *tiny), 0.6)
check.close("the error with a 0", check.call(relative_error, *np.array([[0, 3], [0, 5]])), 0.4)
check.close("the error of zeros", check.call(relative_error, *np.zeros((2, 3))), 0.0)
### BEGIN HIDDEN TESTS
p, q = (int(n) for n in check.rng().choice(range(4, 9), 2, replace=False))
for s, t in (((3,), (1,)), ((3,), (4, 3)), ((3,), ()),
             ((p, q), (q, p)), ((p, q), (q,)), ((p, q), (p, 1))):
    when = f"shapes are {s}, {t}"
    check.raises(ValueError, relative_error, np.ones(s), np.ones(t), when=when)
for a, n, right in (([1.0, 0.0, 2.0], [1.0, 0.0, 1.9], 0.05), ([0.0], [2.0], 1.0),
                    ([0.0], [1e-12], 1.0), ([[0.0, 0.0]], [[0.0, 0.0]], 0.0)):
    error = check.call(relative_error, np.array(a), np.array(n))
    check.close(f"the error of {a} and {n}", error, right)
a = 1e-30 * check.rng().uniform(1, 2, (3, 4)) * (check.rng().permutation(12).reshape(3, 4) < 6)
for part, order in (0.75, 1), (0.0, -1), (0.0, 1), (1.0, 1):  # of one entry
    error = check.call(relative_error, *(a, np.where(a == a.max(), part * a, a))[::order])
    check.close("the error", error, 1 - part)
for kind, a, n in ("u1", 3, 255), ("u1", 255, 3), ("i1", -128, -64), ("i2", -(2**14), -(2**15)):
    arrays = np.array([[a, 0], [n, 0]], kind)  # a difference, or a size, may not fit
    low, high = sorted(map(abs, (a, n)))
    error = check.call(relative_error, *arrays)
    check.close(f"the error of {a} and {n}, {arrays.dtype}", error, 1 - low / high)
### END HIDDEN TESTS

# %% [markdown]
# ## Layers with two directions
#
# Now the gates become layers, and the numbers arrays.
# A layer has two functions, forward and backward, and a small library of layers makes any fully connected classifier.
# Ours has three: the affine layer, the activation, and softmax with cross-entropy.
# What the backward half needs to remember, the forward half keeps in its **cache**.
# The upstream gradient, `dout`, has the shape of the layer's output.

# %% given="sigmoid relu affine_forward mlp_forward"


# %% [markdown]
# An activation $a = g(z)$ works on each entry alone, so its backward half multiplies entry by entry: $\text{dout} \cdot g'(z)$.
# A sigmoid's slope is $a\,(1 - a)$; a ReLU's is 1 where $a > 0$ and 0 elsewhere, also at its corner.
# Both follow from the output, so the cache is simply $a$.
# With $3$ from upstream and the output $0.5$, a ReLU passes on $3$ and a sigmoid $3 \cdot 0.25 = 0.75$.
#
# ## Exercise 4 · `relu_backward` (3 points)
#
# **Your function**
# - takes `dout`, which it leaves as it is, and the layer's output, of one shape, whatever it is; returns `dx` of that shape
# - is right for the ReLU, also at its corner and for outputs as small as $10^{-30}$: two points
# - is right for the sigmoid: one point

# %% solution="relu_backward" minutes=6
def relu_backward(dout, cache):
    """Gradient dx of the loss through relu.

    dout  : any shape, as dx   upstream gradient
    cache : the same shape     what relu gave
    """
    ### BEGIN SOLUTION
    return dout * (cache > 0)
    ### END SOLUTION

def sigmoid_backward(dout, cache):
    """Gradient dx of the loss through sigmoid; dout and cache (what it gave) as for relu."""
    ### BEGIN SOLUTION
    return dout * cache * (1 - cache)
    ### END SOLUTION

# %% tests="relu_backward" points=2
dout = np.array([[3.0, -2.0, 0.7], [-5.0, 4.0, -1.0], [2.0, -0.5, 6.0]])
a = np.array([[0.5, 2.0, 0.0], [0.0, 3.0, 1e-9], [0.0, 0.0, 0.0]])
check.close("dx", check.call(relu_backward, dout, a), [[3.0, -2, 0], [0, 4, -1], [0, 0, 0]])
### BEGIN HIDDEN TESTS
nets.activation_slopes("dx of relu", relu_backward, relu)
a = 1e-30 * check.rng().permutation(np.arange(12) // 3).reshape(3, 4)
dout = check.rng().normal(size=(3, 4))
dx = check.call(relu_backward, dout, a)
check.close("dx of tiny outputs", dx, np.where(a, dout, 0))
### END HIDDEN TESTS

# %% tests="relu_backward" part="sigmoid" points=1
dout, a = np.array([[3.0, -2.0], [4.0, 1.0]]), np.array([[0.5, 0.1], [1.0, 0.8]])
check.close("dx", check.call(sigmoid_backward, dout, a), [[0.75, -0.18], [0.0, 0.16]])
### BEGIN HIDDEN TESTS
nets.activation_slopes("dx of sigmoid", sigmoid_backward, sigmoid)
### END HIDDEN TESTS

# %% [markdown]
# ## A layer of weights, backwards
#
# The affine layer computes `out = x @ w + b`, and three slopes are wanted: along `x`, `w` and `b`.
# Two samples have gone through a layer with three inputs and two units, and `dout` has come back.
#
# **Question.** Which numbers of `x` and `dout` make the framed slope of $w_{22}$, and what is it?
# Which of `dout` and `w` make that of $x_{21}$, sample 2, input 1?
# And what is the slope of $b_2$?

# %%
x, w, dout = [[1, 2, 3], [0, -1, 4]], [[1, 0.5], [-1, 2], [0, 1]], [[1, -2], [0.5, 4]]
plots.affine_backward(x, w, dout, of_w=(2, 2), of_x=(2, 1))

# %% [markdown]
# Take another weight, $w_{31}$, from the third input to the first unit.
# The input is 3 and 4 in the two samples, and 1 and 0.5 came back for the unit: the slope is $3 \cdot 1 + 4 \cdot 0.5 = 5$.
# Nothing multiplies the unit's bias: its slope is $1 + 0.5 = 1.5$.
#
# An input goes into every unit, like $a$ in *Slopes along a path*: sum each unit's `dout` times its weight.
# For sample $n$, input $d$ and unit $m$:
# $$ \frac{\partial L}{\partial w_{dm}} = \sum_n x_{nd}\,\text{dout}_{nm} \qquad \frac{\partial L}{\partial b_m} = \sum_n \text{dout}_{nm} \qquad \frac{\partial L}{\partial x_{nd}} = \sum_m \text{dout}_{nm}\,w_{dm} $$
#
# Now the framed ones.

# %%
dx, dw, db = [[0, -5, -2], [2.5, 7.5, 4]], [[1, -2], [1.5, -8], [5, 10]], [1.5, 2]
plots.affine_backward(x, w, dout, dx, dw, db, of_w=(2, 2), of_x=(2, 1))

# %% [markdown]
# A weight's slope needs two *columns*, of `x` and of `dout`; an input's needs two *rows*, of `dout` and of `w`.
# But `@` takes a *row* of its first array and a *column* of its second.
# So each time one array must be **transposed**: `a.T`, in formulas $a^\top$, has the rows of `a` as its columns.
#
# Which one?
# **A gradient has the shape of what it belongs to**; where $N$, $D$ and $M$ differ, only one way gives that shape.
# And **a layer never divides by $N$**: the loss is an average, and its $1/N$ is in `dout` already.

# %% readonly="three_samples"
def three_samples():
    """What the checks below give affine_backward: dout, and the cache.

    Three samples, inputs and units: so a wrong product gives numbers, too, and they tell which.
    """
    x = np.array([[1.0, 2.0, 3.0], [0.0, -1.0, 4.0], [2.0, 1.0, -2.0]])
    w = np.array([[1.0, 0.5, -1.0], [-1.0, 2.0, 0.0], [0.0, 1.0, 3.0]])
    return np.array([[1.0, -2.0, 0.5], [0.5, 4.0, -1.0], [3.0, 1.0, 2.0]]), (x, w)

# %% [markdown]
# ## Exercise 5 · `affine_backward` (3 points)
#
# **Your function**
# - takes `dout` and the cache `(x, w)`, which may hold whole numbers
# - returns, without a loop, `(dx, dw, db)`, arrays of floats of the shapes of `x`, `w` and `b`: a point each
# - keeps both axes where there is one sample, input or unit: for one sample `dx` is $(1, D)$
#
# <details><summary>Hint</summary>
#
# With $N = 5$, $D = 4$, $M = 3$, which two of `x`, `w` and `dout` could make a $(4, 3)$ array, and which must be transposed first?
#
# </details>

# %% solution="affine_backward" minutes=17
def affine_backward(dout, cache):
    """Gradients of the loss through affine_forward.

    dout  : (N, M)   upstream gradient
    cache : x, w     the layer's input (N, D) and its weights (D, M)

    Returns dx (N, D), dw (D, M), db (M,)
    """
    ### BEGIN SOLUTION
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)
    ### END SOLUTION

# %% tests="affine_backward" part="dx" points=1
dx, dw, db = check.call(affine_backward, *three_samples(), returns=("dx", "dw", "db"))
check.close("dx", dx, [[-0.5, -5.0, -0.5], [3.5, 7.5, 1.0], [1.5, -1.0, 7.0]])
### BEGIN HIDDEN TESTS
nets.affine_slopes("dx", affine_backward, affine_forward)
### END HIDDEN TESTS

# %% tests="affine_backward" part="dw" points=1
dx, dw, db = check.call(affine_backward, *three_samples(), returns=("dx", "dw", "db"))
check.close("dw", dw, [[7.0, 0.0, 4.5], [4.5, -7.0, 4.0], [-1.0, 8.0, -6.5]])
### BEGIN HIDDEN TESTS
nets.affine_slopes("dw", affine_backward, affine_forward)
### END HIDDEN TESTS

# %% tests="affine_backward" part="db" points=1
dx, dw, db = check.call(affine_backward, *three_samples(), returns=("dx", "dw", "db"))
check.close("db", db, [4.5, 3.0, 1.5])
### BEGIN HIDDEN TESTS
nets.affine_slopes("db", affine_backward, affine_forward)
### END HIDDEN TESTS

# %% [markdown]
# **Question.** Some texts make samples columns, and write $z = Wa + b$; one claims $dW = dz \cdot a$.
# Do $dz$ $(3, 5)$ and $a$ $(4, 5)$ allow it?
#
# <details><summary>Answer</summary>
#
# The transpose is missing: $dW = dz\,a^\top$ is $(3, 4)$, like $W$.
#
# </details>

# %% [markdown]
# ## Where the gradient begins
#
# The first `dout` is the gradient of the loss along the logits.
# (Skip the code, chapter 4's losses.)

# %% given="mse softmax one_hot cross_entropy bce_with_logits"


# %% [markdown]
# For the cross-entropy it is softmax minus one-hot.
# Logits $[\ln 2, 0, 0]$ have the softmax $[0.5, 0.25, 0.25]$; for class 0 that makes $[-0.5, 0.25, 0.25]$.
#
# A sample of class $y$ has, by chapter 4, the loss
# $$ L = -z_y + \ln S \qquad \text{with } S = \sum_k e^{z_k} $$
# Along $z_c$, the logit of any class $c$, the first part has the slope $-1$ if $c = y$, else $0$: *minus one-hot*.
# The second part goes through $S$: $\ln S$ has the slope $1/S$ along $S$, and $S$ has the slope $e^{z_c}$ along $z_c$.
# Multiplied they give $e^{z_c} / S$: the *softmax*.
# The two parts make **softmax minus one-hot**, and the mean over $N$ samples divides it by $N$: here, and nowhere else.
#
# ## Exercise 6 · `softmax_ce_backward` (3 points)
#
# **Your function**
# - takes `logits`, $(N, C)$, and the right classes `y`, $(N,)$, and leaves both as they are
# - returns the slopes along the logits of the *average* loss, `cross_entropy(logits, y)`: one point
# - is right for a single sample or class, where not all classes occur, and for whole numbers up to $\pm 1000$ as logits: two points
#
# <details><summary>Hint</summary>
#
# For logits $[0, 0]$ and class 1, what is the softmax, which entry changes, and by how much?
#
# </details>

# %% solution="softmax_ce_backward" minutes=9
def softmax_ce_backward(logits, y):
    """Gradient dlogits (N, C) of the average cross-entropy.

    logits : (N, C)
    y      : (N,)     the right classes, integers from 0 to C - 1
    """
    ### BEGIN SOLUTION
    dlogits = softmax(logits)
    dlogits[np.arange(len(y)), y] -= 1
    return dlogits / len(y)
    ### END SOLUTION

# %% tests="softmax_ce_backward" points=1
logits, y = np.log([[2.0, 1.0, 1.0], [1.0, 3.0, 1.0], [1.0, 1.0, 8.0]]), np.array([0, 2, 2])
right = np.array([[-0.5, 0.25, 0.25], [0.2, 0.6, -0.8], [0.1, 0.1, -0.2]]) / 3
check.close("dlogits", check.call(softmax_ce_backward, logits, y), right)
### BEGIN HIDDEN TESTS
z, y = check.rng().normal(size=(4, 3)), check.rng().permutation([0, 1, 2, 0])
out = check.call(softmax_ce_backward, z, y)
check.gradient("dlogits", out, lambda v: cross_entropy(v, y), z)
### END HIDDEN TESTS

# %% tests="softmax_ce_backward" part="any_batch" points=2
logits, y = np.array([[1000, 0], [-1000, 0], [1000, 1001]]), np.array([1, 0, 1])
right = np.array([[1, -1], [-1, 1], [1 / (1 + np.e), -1 / (1 + np.e)]]) / 3
check.close("dlogits of large logits", check.call(softmax_ce_backward, logits, y), right)
dlogits = check.call(softmax_ce_backward, np.log([[2.0, 1.0, 1.0]]), np.array([0]))
check.close("dlogits of one sample", dlogits, [[-0.5, 0.25, 0.25]])
### BEGIN HIDDEN TESTS
for n, c in (1, 4), (5, 3), (2, 4), (3, 3):
    z, y = check.rng().normal(size=(n, c)), check.rng().integers(0, c - 1, n)
    out = check.call(softmax_ce_backward, z, y)
    check.gradient("dlogits", out, lambda v: cross_entropy(v, y), z)
for n, c in (1, 1), (3, 1), (2, 5), (5, 3):
    z, shift = check.rng().integers(-4, 5, (n, c)), 1000 * check.rng().integers(-1, 2, (n, 1))
    y = check.rng().permutation(np.arange(n) % c)
    out = check.call(softmax_ce_backward, z + shift, y)
    check.gradient("dlogits", out, lambda v: cross_entropy(v, y), z)
### END HIDDEN TESTS

# %% [markdown]
# ## One of four is wrong
#
# Below, someone claims to know the slopes of four losses along the logits; you have a judge.

# %% readonly="four_claims"
def four_claims(y, n_classes):
    """The four losses of logits z (N, C) for the labels y (N,), and what is claimed of them."""
    hot = one_hot(y, n_classes)
    t = 2 * hot - 1
    losses = {"mse": lambda z: mse(z, hot), "cross_entropy": lambda z: cross_entropy(z, y),
        "bce_with_logits": lambda z: bce_with_logits(z, hot), "hinge": lambda z: hinge(z, t)}
    slopes = {"mse": lambda z: 2 * (z - hot) / z.size,
        "cross_entropy": lambda z: (softmax(z) - hot) / len(z),
        "bce_with_logits": lambda z: (sigmoid(z) - hot) / z.size,
        "hinge": lambda z: np.where(t * z < 0, -t, 0) / z.size}
    return losses, slopes

# %% [markdown]
# $\text{hot}$ is the one-hot array of the labels, and $t = 2\,\text{hot} - 1$ is $1$ at the right class, $-1$ elsewhere.
#
# | loss of logits $z$ | its slopes, it is claimed |
# |---|---|
# | `mse` | $2\,(z - \text{hot}) / (N C)$ |
# | `cross_entropy` | $(\text{softmax}(z) - \text{hot}) / N$ |
# | `bce_with_logits` | $(\sigma(z) - \text{hot}) / (N C)$ |
# | `hinge` | $-t / (N C)$ where $t z < 0$, and $0$ elsewhere |
#
# **Question.** One claim is wrong.
# Which do you suspect?
#
# ## Exercise 7 · `wrong_slope` (2 points)
#
# **Your function**
# - takes two dicts with the same names, and an array `x` of any shape; `losses` holds functions from `x` to a number, `slopes` functions from `x` to an array like it
# - returns the name, a `str`, of the one whose slopes at `x` are wrong (ask your `numerical_gradient` and `relative_error`), even if one entry or sign is wrong: one point
# - finds it among slopes of any size: one point
#
# <details><summary>Exactly</summary>
#
# - The names may stand in different orders in the two dicts.
# - The wrong one's `relative_error` is at least $10^{-4}$, the others' are below $10^{-6}$.
# - Slopes may be as small as $10^{-12}$ or as large as $10^9$.
#
# </details>

# %% solution="wrong_slope" minutes=12
def wrong_slope(losses, slopes, x):
    """The name, a str, of the one loss whose claimed slopes at x are wrong.

    losses : dict, name -> function of an array like x, gives a number
    slopes : dict, name -> function of an array like x, gives an array like x
    x      : any shape
    """
    ### BEGIN SOLUTION
    measured = {name: numerical_gradient(loss, x) for name, loss in losses.items()}
    errors = {name: relative_error(slopes[name](x), n) for name, n in measured.items()}
    return max(errors, key=errors.get)
    ### END SOLUTION

# %% tests="wrong_slope" points=1
### BEGIN HIDDEN TESTS
def measured(f, x, h=1e-5):  # so exercises 2 and 3 cost nothing here
    units = h * np.eye(x.size).reshape(-1, *x.shape)
    return np.array([(f(x + u) - f(x - u)) / (2 * h) for u in units]).reshape(x.shape)

def apart(a, n):
    pairs = [(p, q) for p, q in zip(a.ravel().tolist(), n.ravel().tolist()) if p != q]
    return max((abs(p - q) / max(abs(p), abs(q)) for p, q in pairs), default=0.0)

check.stand_in(numerical_gradient=measured, relative_error=apart)
### END HIDDEN TESTS
losses = {f"power {k}": lambda x, k=k: (x**k).sum() for k in (3, 10, 5, 4, 2)}
right = {f"power {k}": lambda x, k=k: k * x ** (k - 1) for k in (3, 5, 4, 10, 2)}
wrong = {"power 3": lambda x: 3 * x * abs(x), "power 5": lambda x: 5.002 * x**4,
    "power 2": lambda x: 2 * x[::-1], "power 10": lambda x: 10 * x**9 + 0.005}
x = np.array([[0.5, -1.0, 0.75], [0.5, -0.75, 1.0]])
names = nets.names_found(wrong_slope, losses, right, wrong, x)
check.equal("the names for four wrong slopes", names, list(wrong))
### BEGIN HIDDEN TESTS
def flipped(g):
    return np.where(np.arange(g.size).reshape(g.shape) == abs(g).argmax(), -g, g)

def exchanged(g):
    g, ends = g.copy(), [g.argmax(), g.argmin()]
    g.flat[ends] = g.flat[ends[::-1]]
    return g

def off(g):  # in its largest entry, by little
    return np.where(np.arange(g.size).reshape(g.shape) == abs(g).argmax(), (1 + 3e-4) * g, g)

rng, lies = check.rng(), [off, flipped, lambda g: g * g.size, exchanged]
x = rng.choice([-1, 1], (3, 2)) * rng.uniform(0.5, 1, (3, 2))
x.flat[0] = -0.7
for lie in (lambda x: 2 * abs(x)), (lambda x: 2 * x[::-1]):
    name = check.call(wrong_slope, losses, right | {"power 2": lie}, x)
    check.equal("the name", name, "power 2")
for n, c in (4, 3), (1, 2), (3, 1), (1, 1):
    z = rng.choice([-1, 1], (n, c)) * (rng.integers(0, 2, (n, c)) + rng.uniform(0.2, 0.8, (n, c)))
    z.flat[0], y = rng.uniform(0.2, 0.8), rng.integers(0, c, n)
    losses, right = four_claims(y, c)
    right["hinge"] = lambda z, t=2 * one_hot(y, c) - 1: np.where(t * z < 1, -t, 0) / z.size
    right = {[*losses][i]: right[[*losses][i]] for i in (0, 2, 1, 3)}
    names = [s for s in rng.permutation(list(losses)).tolist() if c > 1 or "entropy" not in s]
    kinds = dict(zip(names, rng.permutation(4 if c > 1 else 2).tolist() * 2))
    wrong = {s: lambda z, g=right[s], f=lies[k]: f(g(z)) for s, k in kinds.items()}
    found = nets.names_found(wrong_slope, losses, right, wrong, z)
    check.equal(f"the names for {len(names)} wrong slopes", found, names)
### END HIDDEN TESTS

# %% tests="wrong_slope" part="subtle" points=1
### BEGIN HIDDEN TESTS
def measured(f, x, h=1e-5):
    units = h * np.eye(x.size).reshape(-1, *x.shape)
    return np.array([(f(x + u) - f(x - u)) / (2 * h) for u in units]).reshape(x.shape)

def apart(a, n):
    pairs = [(p, q) for p, q in zip(a.ravel().tolist(), n.ravel().tolist()) if p != q]
    return max((abs(p - q) / max(abs(p), abs(q)) for p, q in pairs), default=0.0)

check.stand_in(numerical_gradient=measured, relative_error=apart)
### END HIDDEN TESTS
of = dict(plain=(1, 2), faint=(1e-12, 5), steep=(1, 4), huge=(1e9, 3), bent=(1, 5), calm=(1, 6))
losses = {n: lambda x, s=s, k=k: s * (x**k).sum() for n, (s, k) in of.items()}
slopes = {n: lambda x, s=s, k=k: s * k * x ** (k - 1) for n, (s, k) in of.items()}
right = {n: slopes[n] for n in ("plain", "bent", "huge", "steep", "faint", "calm")}
wrong = {n: lambda x, g=right[n]: 1.001 * g(x) for n in ("plain", "faint", "huge")}
x = np.array([0.5, -1.0, 0.75])
names = nets.names_found(wrong_slope, losses, right, wrong, x)
check.equal("the names for three subtle ones", names, ["plain", "faint", "huge"])
### BEGIN HIDDEN TESTS
rng = check.rng()
for shape in (3,), (2, 1, 2), (1,), (2, 3):
    x = rng.choice([-1, 1], shape) * rng.uniform(0.5, 1.5, shape)
    s, c = 10.0 ** rng.permutation([-12, 0, 9]), rng.uniform(0.5, 2, shape)
    losses = {"squares": lambda v: s[0] * (c * v**2).sum(),
        "cubes": lambda v: s[1] * (c * v**3).sum(), "powers": lambda v: s[2] * np.exp(c * v).sum(),
        "waves": lambda v: s[1] * np.sin(c * v / 2).sum()}
    right = {"squares": lambda v: s[0] * 2 * c * v, "powers": lambda v: s[2] * c * np.exp(c * v),
        "cubes": lambda v: s[1] * 3 * c * v**2, "waves": lambda v: s[1] * c / 2 * np.cos(c * v / 2)}
    names = rng.permutation(list(losses)).tolist()[:3]
    off = {n: np.where(rng.permutation(x.size).reshape(shape), 1, 1 + e * rng.choice([-1, 1]))
        for n, e in zip(names, (0.5, 1e-3, 3e-4))}  # in one entry
    wrong = {n: lambda v, g=right[n], k=off[n]: k * g(v) for n in names}
    found = nets.names_found(wrong_slope, losses, right, wrong, x)
    check.equal("the names for three that are off in one entry", found, names)
### END HIDDEN TESTS

# %%
z, y = np.array([[2.0, -0.4, 0.3], [-1.5, 0.6, 1.2]]), np.array([0, 2])
losses, slopes = four_claims(y, n_classes=3)
print("wrong:", wrong_slope(losses, slopes, z))
for name, loss in losses.items():
    error = relative_error(slopes[name](z), numerical_gradient(loss, z))
    print(f"{name:16} error {error:.0e}")

# %% [markdown]
# **Question.** What has the wrong one forgotten?
#
# <details><summary>Answer</summary>
#
# $\max(0, 1 - tz)$ is $1 - tz$ wherever $tz < 1$, with the slope $-t$; the claim stops at $tz = 0$.
#
# </details>
#
# The claim is wrong at one logit of six: **a formula that is right at five logits of six looks right.**

# %% [markdown]
# ## The whole network
#
# On the way forward, the given `mlp_forward` puts what each layer must remember on a stack, a list that grows from first layer to last.
# A hidden layer's entry is `(affine_cache, a, act)`: the cache `(x, w)`, the activation's output, and the activation.
# The last layer's entry is `(affine_cache, None, None)`.
#
# The backward pass unwinds the stack from its end.
# If each array held one number, the chain rule would multiply along a single path:
# $$ \frac{\partial L}{\partial w_1} = \underbrace{\frac{\partial L}{\partial z_2} \cdot \frac{\partial z_2}{\partial a_1} \cdot \frac{\partial a_1}{\partial z_1}}_{dz_1} \cdot \frac{\partial z_1}{\partial w_1} $$
# Here $w_1$ holds all weights of layer 1, and $dz_1$ serves $b_1$, too.
# **A slope found once is used by every weight below it.**
#
# **Question.** One sample has gone up through two layers.
# The loss has the slope $2$ along the output, so along $a_1$ it has $2\,w_2 = [4, 10, -2]$.
# What does the ReLU pass on?

# %%
params = [([[1, -1, 2], [1, 0, -1]], [0, 0, 1]), ([[2], [5], [-1]], [0])]
values = [1, 2], [3, -1, 1], [3, 0, 1], [5]  # x, z1, a1, z2
dx, dz1, da1, dz2 = [None] * 2, [None] * 3, [4, 10, -2], [2]
above, below = ([[6], [0], [2]], [2]), ([[None] * 3] * 2, [None] * 3)  # (dw, db) of each layer
plots.unwinding(params, values, [dx, dz1, da1, dz2], [below, above])

# %% [markdown]
# <details><summary>Answer</summary>
#
# The second hidden unit was silent, so its $10$ ends here: $[4, 0, -2]$ goes on.
#
# </details>
#
# At each layer take the same two steps: through the activation, if it has one; then through the affine layer, which leaves `dw` and `db` behind and hands `dx` down.

# %% readonly="activation_backward"
def activation_backward(dout, a, act):
    """Gradient of the loss through act (relu, sigmoid or np.tanh), whose output was a."""
    if act.__name__ == "tanh":  # a function knows its name
        return dout * (1 - a**2)
    return {"relu": relu_backward, "sigmoid": sigmoid_backward}[act.__name__](dout, a)

# %% [markdown]
# ## Exercise 8 · `mlp_backward` (4 points)
#
# **Your function**
# - goes back through a network with `activation_backward`, which calls your exercise 4, and `affine_backward`
# - takes the upstream gradient `dlogits`, $(N, C)$, and the `caches` of `mlp_forward`, and leaves both as they are
# - returns `(grads, dx)`: a list of pairs `(dw, db)`, first layer first, and `dx`, $(N, D)$, the gradient along the network's input
# - is right for one hidden layer of ReLUs: two points
# - is right for any depth, a single layer too, any of the three activations, and several samples, whose gradients add up: two points
#
# <details><summary>Hint 1</summary>
#
# Which entry of the stack comes first, and what goes on to the next?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `reversed(caches)` gives a list from its end.
# Which of the two steps does the last layer lack, and at which end of `grads` does each new pair belong?
#
# </details>

# %% solution="mlp_backward" minutes=22
def mlp_backward(dlogits, caches):
    """Gradients of the loss with respect to all parameters and the input of a network.

    dlogits : (N, C)   gradient with respect to the logits
    caches  : what mlp_forward saved, one (affine_cache, a, act) for each layer

    Returns grads, a list of (dw, db), first layer first, and dx (N, D)
    """
    ### BEGIN SOLUTION
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout
    ### END SOLUTION

# %% tests="mlp_backward" points=2
### BEGIN HIDDEN TESTS
check.stand_in(**nets.halves(affine_forward, relu, sigmoid))  # exercises 4 and 5 cost nothing here
### END HIDDEN TESTS
nets.network_gradients(mlp_backward, mlp_forward, relu, *nets.example([2, 2, 2]))
params = [(np.array([[1.0, -1.0, 2.0], [1.0, 0.0, -1.0]]), np.array([0.0, 0.0, 1.0])),
    (np.array([[2.0], [5.0], [-1.0]]), np.array([0.0]))]
x, dlogits = np.array([[1.0, 2.0]]), np.array([[2.0]])
nets.network_gradients(mlp_backward, mlp_forward, relu, params, x, dlogits)
### BEGIN HIDDEN TESTS
for dims in [4, 3, 2], [3, 1, 2], [1, 4, 1]:
    nets.network_gradients(mlp_backward, mlp_forward, relu, *nets.network(dims))
### END HIDDEN TESTS

# %% tests="mlp_backward" part="any_depth" points=2
### BEGIN HIDDEN TESTS
check.stand_in(**nets.halves(affine_forward, relu, sigmoid))
### END HIDDEN TESTS
nets.network_gradients(mlp_backward, mlp_forward, np.tanh, *nets.example([2, 2, 2, 2]))
nets.network_gradients(mlp_backward, mlp_forward, sigmoid, *nets.example([3, 5, 2]))
nets.network_gradients(mlp_backward, mlp_forward, relu, *nets.example([3, 2]))
### BEGIN HIDDEN TESTS
for act, *dims in (relu, 3, 2), (relu, 2, 4, 3, 5, 2), (sigmoid, 3, 5, 2), (np.tanh, 4, 3, 2, 5, 3):
    nets.network_gradients(mlp_backward, mlp_forward, act, *nets.network(dims))
for act, *dims in (np.tanh, 1, 1), (sigmoid, 1, 2, 2, 1), (np.tanh, 3, 3, 3, 3):
    nets.network_gradients(mlp_backward, mlp_forward, act, *nets.network(dims))
### END HIDDEN TESTS

# %% [markdown]
# With your slopes:

# %%
params = [tuple(np.array(a, float) for a in layer) for layer in params]
grads, dx = mlp_backward(np.array([dz2]), mlp_forward(np.array([[1.0, 2.0]]), params, relu)[1])
dz1 = grads[0][1]  # with a single sample it is db1
plots.unwinding(params, values, [dx[0], dz1, da1, dz2], grads)

# %% [markdown]
# The second column of `dw1` is 0: a silent unit learns nothing from this sample.
#
# ## Payoff: wrong slopes, caught
#
# **Question.** Nudging takes 79,520 forward passes for one gradient.
# How many gradients does your backward pass find in that time?

# %%
def loss(params, x, y):
    return cross_entropy(mlp_forward(x, params, relu)[0], y)

def gradient(params, x, y, backward=mlp_backward):
    logits, caches = mlp_forward(x, params, relu)
    return nets.flat(backward(softmax_ce_backward(logits, y), caches)[0])

# %%
rng, dims = np.random.default_rng(0), [784, 50, 10]
params = nets.unflat(rng.normal(size=39_760) / 30, dims)
batch = params, rng.random((100, 784)), rng.integers(0, 10, 100)
passes = nets.seconds(gradient, *batch) / nets.seconds(loss, *batch)
print(f"forward and back takes as long as {passes:.1f} forward passes")
print(f"in the time of nudging you could do that {round(79_520 / passes, -3):,.0f} times")

# %% [markdown]
# A layer takes one matrix product forward and two back, so all 39,760 slopes cost about as much as three forward passes.
#
# Would you notice a wrong backward pass from how well the network learns?
# Below, 32 hidden units learn to read digits, by many small steps against your slopes or against forged ones: slopes of 0 for all biases, a ReLU that passes on everything, and random numbers in place of $w_2$ on the way back.
#
# **Question.** With your gradient, the network then reads 288 or so of 300 digits that it never learned from.
# How many will it read with each forged one?
#
# Each panel: 2,410 slopes before the first step, calculated against measured.

# %%
forged = nets.forged(mlp_backward, relu).items()
plots.agreement(*nets.forgeries(
    loss, read=lambda params, x: mlp_forward(x, params, relu)[0].argmax(axis=1),
    gradients={k: lambda *a, b=b: gradient(*a, backward=b) for k, b in forged},
    measure=numerical_gradient, error=relative_error))

# %% [markdown]
# All four read nearly alike, and only one is right: here, with one hidden layer, **reading well proves nothing**.
# The measurement catches the other three: each has a slope whose relative error is 1 or more.
# Yours is off by $10^{-6}$.
#
# How can a random matrix keep up with you?
# In all four runs $w_2$ has its true slopes; in the last it turns, in time, towards that matrix: *feedback alignment*.
# In deep networks random numbers often do not keep up.

# %%
import course
course.progress()

# %% [markdown]
# ## Recap
#
# | layer | forward | cache | backward |
# |---|---|---|---|
# | affine | $x w + b$ | $x, w$ | $dx = \text{dout}\,w^\top$, $dw = x^\top \text{dout}$, $db = \sum_n \text{dout}_n$ |
# | ReLU | $\max(0, z)$ | $a$ | $\text{dout}$ where $a > 0$, else $0$ |
# | sigmoid | $\sigma(z)$ | $a$ | $\text{dout} \cdot a\,(1 - a)$ |
# | softmax, cross-entropy | mean of $-\ln p_y$ | $z$, $y$ | softmax minus one-hot, over $N$ |
#
# Slopes multiply along a path and add over paths; a gradient has the shape of what it belongs to.
#
# [Chapter 6 · The training loop](../ch06_training_loop/ch06_training_loop.ipynb) takes small steps against these slopes, again and again.

# %% [markdown]
# **On your own.** Write the backward half of `leaky_relu`, and check it by nudging.
#
# **In practice.** PyTorch records each operation as it runs, and then unwinds the record: your caches, made for you.
# The opening's neuron:
#
# ```python
# w = torch.tensor([0.5, 2.0, 1.0], requires_grad=True)
# loss = 4 * torch.sigmoid(w @ torch.tensor([2.0, -1.0, 1.0]))
# loss.backward()  # w.grad is now 2, -1 and 1
# ```
#
# **Further reading.** D. Rumelhart, G. Hinton and R. Williams, *Learning representations by back-propagating errors* (1986).
# T. Lillicrap and others, *Random synaptic feedback weights support error backpropagation for deep learning* (2016).
