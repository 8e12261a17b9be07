# %% [markdown]
# # Chapter 5 · Backprop
#
# A network that reads digits has 39,760 weights and biases. To improve them you need the slope of the loss along every one. In this chapter you get all 39,760 slopes in one sweep, for the price of a few forward passes, and learn to prove them right.
#
# **What you'll do.** Measure slopes by nudging, follow them backwards through a small graph, then write the backward half of every layer and chain the halves for a whole network.
#
# **What you'll learn.** Why the chain rule makes slopes cheap; what adding, multiplying, copying and choosing do to a gradient; how to test a gradient so that no mistake slips through.
#
# **What you'll need.** The layers of chapters 2 and 3, the loss of chapter 4, and the derivative of a function of one variable. About 90 minutes: five for the first exercise, ten for each of the next six, fifteen for the last, and ten for the result.
# %% readonly="setup"
import numpy as np
from course import check, nets, plots, widgets
# %% given="sigmoid relu affine_forward mlp_forward softmax cross_entropy"
# %% [markdown]
# ## A slope by nudging
# Chapter 4 boiled everything a network gets wrong down to one number, the loss. To lower it you must know for each weight: does the loss rise or fall when this weight grows, and how fast? That rate is a derivative. All of them together, in arrays of the shapes of the parameters, are the **gradient**: how each weight and each bias changes the loss.
#
# The direct way to find a rate is to nudge. Take a weight $w = 1$ with the loss $L(w) = (10w - 7)^2 = 9$. Nudge it by $+0.0001$ and the loss becomes $9.006001$: it grew by $0.006$, so the rate is $0.006 / 0.0001 = 60$. The rules of calculus agree: $L'(w) = 20\,(10w - 7) = 60$. Almost: look at the digits.
# %%
L = lambda w: (10 * w - 7) ** 2
up, both = (L(1.0001) - L(1)) / 0.0001, (L(1.0001) - L(0.9999)) / 0.0002
print(f"up only {up:.4f}, both ways {both:.4f}")
plots.nudges(L, at=1.0, h=0.3)
# %% [markdown]
# The curve bends, and a nudge to one side takes the bend for slope. Nudging to both sides cancels it. This is the **central difference**:
# $$ L'(w) \approx \frac{L(w + h) - L(w - h)}{2h} $$
# Each of its two values is a whole forward pass, and every weight and every bias needs its own two. The sizes `[3, 4, 2]`, three inputs, four hidden units, two logits, mean $3 \cdot 4 + 4 \cdot 2 = 20$ weights and $4 + 2 = 6$ biases, so $2 \cdot 26 = 52$ forward passes for one gradient; $40$ for the weights alone.
#
# ## Exercise 1 · `count_forward_passes` (2 points)
# How many forward passes does the gradient of a network cost, by central differences? `dims` lists at least two sizes, from the inputs to the logits. The answer is an `int`.
# %% solution="count_forward_passes"
def count_forward_passes(dims, biases=True):
    """Forward passes, an int, for a gradient for which every parameter is nudged both ways.

    dims   : list of sizes: inputs, each hidden layer, logits
    biases : whether the biases are nudged too
    """
    ### BEGIN SOLUTION
    return sum(2 * (d + bool(biases)) * m for d, m in zip(dims, dims[1:]))
    ### END SOLUTION
# %% tests="count_forward_passes" points=2
cases = ([3, 4, 2], True), ([3, 4, 2], False), ([2, 3, 5, 4], True)
passes = [check.call(count_forward_passes, *case) for case in cases]
check.equal("the passes for these three cases", passes, [52, 40, 106])
### BEGIN HIDDEN TESTS
drawn = (check.rng().integers(1, 60, n).tolist() for n in (2, 6))
for dims in ([5, 1], [784, 10], [784, 50, 10], [1, 1, 1, 1], [7, 7, 7, 7], *drawn):
    weights, biases = int(np.dot(dims[1:], dims[:-1])), sum(dims[1:])
    passes = check.call(count_forward_passes, dims)
    check.equal(f"the passes for {dims}", passes, 2 * (weights + biases))
    passes = check.call(count_forward_passes, dims, False)
    check.equal(f"the passes for {dims} without biases", passes, 2 * weights)
### END HIDDEN TESTS
# %% [markdown]
# **Check the claim.** An article trains by nudging and waits nearly a minute for each step of a network with 784 inputs and 10 logits: 15,680 passes. It then plans a hidden layer of 50 units, *"at the same time adding biases"*, and counts 79,400 passes. What was forgotten? Run this once `count_forward_passes` passes, and read on.
# %%
count_forward_passes([784, 50, 10], False), count_forward_passes([784, 50, 10])
# %% [markdown]
# The biases that it adds were forgotten: 60 of them, so 120 passes more: 79,520. Far too many, with or without.
#
# ## A yardstick
# Slow as it is, nudging needs no calculus and is hard to get wrong. So it is the yardstick: derive the fast gradient by thinking, then check it against the slow one on a small network. To measure the slope along one entry of an array, nudge that entry and leave all others alone. For $f(x) = x_1^3 + x_2^3$ at $[2, 0]$ with a nudge of $h = 1$, large so that the sums are easy (the exact slopes are 12 and 0):
# $$ \frac{f(3, 0) - f(1, 0)}{2} = \frac{27 - 1}{2} = 13 \qquad \frac{f(2, 1) - f(2, -1)}{2} = \frac{9 - 7}{2} = 1 $$
#
# ## Exercise 2 · `numerical_gradient` (3 points)
# Measure the gradient of `f` at `x` by central differences, entry by entry. `f` takes an array of the shape of `x` and returns one number. Two points are for the slopes, with the `h` that is given, and for running `f` exactly twice for each entry. One is for any array: of any shape, which is also what `f` gets; a transposed or sliced view; or one of whole numbers, which cannot be nudged by 0.00001. The result is always floats. As always, `x` must come out as it went in, to the last bit: adding $h$ and subtracting it again does not quite lead back. Work on a copy. `np.ndindex(x.shape)` walks through the indices of an array of any shape.
# %% solution="numerical_gradient"
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
check.close("the gradient, the number of calls of f, the number of places", got, right)
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
x = np.array([[1, 4], [2, 5], [3, 6]]).T  # whole numbers, and a transposed view
check.close("grad", check.call(numerical_gradient, f, x, 0.25), [[3.0, 5, 7], [9, 11, 13]])
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
# %%
widgets.step_size(numerical_gradient)
# %% [markdown]
# **Question.** How small should the nudge be? The figure shows the error of the slope of $e^x \sin x$ at $1.3$, measured by your function, for nudges from 1 down to $10^{-15}$, and the two values that it subtracts. To the right of the valley a smaller nudge helps. Why does it hurt on the left?
#
# <details><summary>Answer</summary>
#
# Numbers have 16 digits. The two values that are subtracted agree in ever more of them: at $h = 10^{-12}$ five digits of the difference are left, the last one wrong, and dividing by a tiny $h$ blows that error up. At $10^{-15}$ even $x + h$ is rounded: under the lens the curve is a staircase. Both ways is at its best near $h = 10^{-5}$, always in double precision, `float64`.
#
# </details>
#
# ## Judging a gradient
# Is $0.001$ a large difference? Not between slopes of $100$, but between slopes of $0.002$ it is. So divide by the size of the slopes, and let the worst entry speak for all:
# $$ \text{error}(a, n) = \max_i \frac{|a_i - n_i|}{\max(|a_i|, |n_i|)} \qquad \text{and } \tfrac{0}{0} \text{ counts as } 0 $$
# For $a = [1, 0, 2]$ and $n = [1, 0, 1.9]$ the entries give $0$, $0$ and $0.1/2$: the error is $0.05$. The entries $-1$ and $1$ give $2/1$, the largest error there is. As a rule of thumb (CS231n notes) an error above $10^{-2}$ means a mistake and below $10^{-7}$ all is well. Between the two, look closer: a very small slope may drown in rounding, and at a kink of a ReLU the slope jumps.
#
# ## Exercise 3 · `relative_error` (2 points)
# Return the error of the formula as one float, for two arrays of the same shape, whatever it is. The worst entry decides, signs count, and swapping the two changes nothing: one point. The other is for care. Whole numbers of any type, `uint8` too, give what floats would. Two zeros agree. Tiny numbers count as much as others: $10^{-12}$ against $2 \cdot 10^{-12}$ is an error of 0.5. Arrays of different shapes raise a `ValueError`, also where NumPy would stretch one to the other.
# %% solution="relative_error"
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
tiny = np.array([[3e-9, 4e-9, 1.2e-9], [2.4e-9, 2.8e-9, 3e-9]])
check.close("the error of tiny numbers", check.call(relative_error, *tiny), 0.6)
check.close("the error beside zeros", check.call(relative_error, *np.array([[0, 3], [0, 5]])), 0.4)
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
# ## Backwards through a graph
# Now the fast way. Cut a calculation into small steps, *gates*, and draw them as a graph. For $f = (x + y)\,z$ at $x = -2$, $y = 5$, $z = -4$ (the example of the CS231n notes) values flow from left to right, above the lines; call the sum $q$. Gradients flow from right to left, in brackets below the lines. At the far right stands $\partial f / \partial f = 1$. Walk through the steps; the question marks are for you.
# %%
widgets.graph(x=-2, y=5, z=-4)
# %% [markdown]
# A gate knows nothing of the graph around it. It receives the **upstream gradient**, how fast the final result changes with the gate's output; it knows its **local** derivative, how fast its output changes with each input; and by the chain rule it passes on their product: $\text{downstream} = \text{upstream} \times \text{local}$. Take the times gate. Its inputs are $q = x + y = 3$ and $z = -4$, its upstream gradient is 1. Its output grows by $-4$ for each unit of $q$, so $-4$ goes there, and $3$ goes to $z$. The plus gate then receives $-4$. Four patterns make up most of a network:
#
# | gate | output | what it does to the upstream gradient |
# |---|---|---|
# | add | $x + y$ | gives it to both inputs unchanged |
# | multiply | $x\,y$ | multiplies it by the *other* input: the factors swap |
# | maximum | $\max(x, y)$ | gives all of it to the larger input and 0 to the other; at a tie, all to `x` |
# | copy | $x$ and $x$ | receives two, one from each copy, and adds them |
#
# ## Exercise 4 · `grad_of_xyz` (3 points)
# Write the four gates for single numbers, with `dout` for the upstream gradient: the first three return a tuple `(dx, dy)`, the copy gate the number `dx`. Then use them for `grad_of_xyz(x, y, z)`, the gradients of $f = (x + y)\,z$. Two points are for the gates, one for the graph.
# %% solution="grad_of_xyz"
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
# %%
widgets.graph(x=-2, y=5, z=-4, grads=grad_of_xyz)
# %% [markdown]
# The question marks are now your numbers, for any inputs. **Question.** At the first inputs $x$ has the gradient $-4$. If you nudge $x$ up by $0.01$, what becomes of $f = -12$? And $g = x \cdot x$ at 3 is one number, copied, and multiplied by its copy: follow the gates.
#
# <details><summary>Answer</summary>
#
# $f$ falls by $0.04$ to $(-1.99 + 5) \cdot (-4) = -12.04$. For $g$ the times gate gives each copy $1 \cdot 3$, and the copy gate adds them: 6, the $2x$ of calculus.
#
# </details>
#
# ## Layers with two directions
# A layer is a larger gate. Give each one two functions, forward and backward, and any network can be put together from a small library of layers. Ours needs three: the affine layer, the activation, and softmax with cross-entropy. What the backward half needs to remember, the forward half puts into its **cache**, so nothing is calculated twice. `dout`, the upstream gradient, has the shape of the layer's output; what goes downstream, the shape of its input.
#
# An activation $a = g(z)$ works on each entry alone, so its backward half multiplies entry by entry: $\text{dout} \cdot g'(z)$. Ours have their slope in terms of their own output, so the cache is simply $a$. For a ReLU the slope is 1 where $a > 0$ and 0 elsewhere, also at exactly 0; for a sigmoid it is $a\,(1 - a)$. With an upstream gradient of $3$, a ReLU whose output is $0.5$ passes on $3$, one whose output is $0$ passes on $0$, and a sigmoid whose output is $0.5$ passes on $3 \cdot 0.25 = 0.75$.
#
# ## Exercise 5 · `relu_backward` (3 points)
# Write `relu_backward` and `sigmoid_backward`, for arrays of any shape. `dout` belongs to the caller: leave it as it is. Two points are for the ReLU and its kink, one for the sigmoid.
# %% solution="relu_backward"
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
# An affine layer computes `out = x @ w + b`; entry by entry, $\text{out}_{nm} = x_{n1} w_{1m} + \dots + x_{nD} w_{Dm} + b_m$. A weight $w_{dm}$ is copied to every sample and multiplied there by $x_{nd}$: from each sample it receives $x_{nd}\,\text{dout}_{nm}$, and the copies add up. A bias is copied to every sample and added. An input $x_{nd}$ is copied to every unit and multiplied there by $w_{dm}$:
# $$ \frac{\partial L}{\partial w_{dm}} = \sum_n x_{nd}\,\text{dout}_{nm} \qquad \frac{\partial L}{\partial b_m} = \sum_n \text{dout}_{nm} \qquad \frac{\partial L}{\partial x_{nd}} = \sum_m \text{dout}_{nm}\,w_{dm} $$
# The first and the last are matrix products. Which ones, you need not remember: **a gradient has the shape of what it belongs to**, and there is only one way to make the shapes fit. Nothing is divided by $N$: the average over the samples is part of the loss, and is already in `dout`. For example,
# $$ x = \begin{pmatrix} 1 & 2 & 3 \\ 0 & -1 & 4 \end{pmatrix} \quad w = \begin{pmatrix} 1 & 0.5 \\ -1 & 2 \\ 0 & 1 \end{pmatrix} \quad \text{dout} = \begin{pmatrix} 1 & -2 \\ 0.5 & 4 \end{pmatrix} \quad \text{give} \quad \frac{\partial L}{\partial w} = \begin{pmatrix} 1 & -2 \\ 1.5 & -8 \\ 5 & 10 \end{pmatrix} \quad \frac{\partial L}{\partial b} = \begin{pmatrix} 1.5 & 2 \end{pmatrix} $$
#
# ## Exercise 6 · `affine_backward` (3 points)
# Return the three gradients `(dx, dw, db)`, arrays of the shapes of `x`, `w` and `b`, a point each. `x` and `w` may hold whole numbers; the gradients are floats all the same. A single sample is a batch like any other: `dx` is then $(1, D)$.
# %% solution="affine_backward"
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
# %% readonly="three_samples"
def three_samples():
    """What the checks below give affine_backward: dout, and the cache of three inputs and units."""
    x = np.array([[1.0, 2.0, 3.0], [0.0, -1.0, 4.0], [2.0, 1.0, -2.0]])
    w = np.array([[1.0, 0.5, -1.0], [-1.0, 2.0, 0.0], [0.0, 1.0, 3.0]])
    return np.array([[1.0, -2.0, 0.5], [0.5, 4.0, -1.0], [3.0, 1.0, 2.0]]), (x, w)
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
# **Check the claim.** A course writes samples as columns, $z = W a + b$, and its backward half as *"$dW = dz \cdot a$"*, divided by the number $m$ of samples. Take 3 units, 4 inputs and 5 samples: $dz$ is $(3, 5)$ and $a$ is $(4, 5)$. What do the shapes say? And why does it divide where you must not?
#
# **Question.** Let all inputs of a layer be positive, as the outputs of a sigmoid are. For a single sample, which signs can the gradients of one unit's weights have? And for a batch?
#
# <details><summary>Answers</summary>
#
# A $(3, 5)$ and a $(4, 5)$ array have no product. The transpose is missing: $dW = dz\,a^\top$ is $(3, 4)$, like $W$. It is our formula, transposed, since columns there are rows here. Its $dz$ does not hold the $1/m$ of the average loss, so it must come in later; our `dout` holds it. Once is right, twice is wrong.
# For one sample $x_d\,\text{dout}$ has the sign of `dout` for every $d$: all the unit's weights grow together or shrink together, and a path that needs one up and one down must zig-zag. A batch adds samples with different signs, which softens it.
#
# </details>
#
# ## Where the gradient begins
# The first upstream gradient comes from the loss. With softmax $p$ and cross-entropy, a sample of class $y$ has the loss $-z_y + \ln \sum_c e^{z_c}$. The slope of the second part along $z_c$ is $e^{z_c} / \sum_k e^{z_k} = p_c$; the first gives $-1$ at $c = y$. So for each sample the gradient is *softmax minus one-hot*, and because the loss is an average, it is divided by $N$. The logits $[\ln 2, 0, 0]$ have the softmax $[0.5, 0.25, 0.25]$: for class 0 and $N = 1$ the gradient is $[-0.5, 0.25, 0.25]$. It says: raise the right logit, lower the others. Each row sums to 0, for adding a constant to all logits changes nothing.
#
# ## Exercise 7 · `softmax_ce_backward` (3 points)
# Return the gradient of `cross_entropy(logits, y)` with respect to the logits. `softmax` is there. One point is for the values, two for being the slope of the loss for any batch: of one sample, of classes that do not all occur, of logits that are whole numbers up to $\pm 1000$.
# %% solution="softmax_ce_backward"
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
# ## The whole network
# On the way forward, `mlp_forward` puts what each layer must remember on a list: a stack that grows from the first layer to the last. Yours may have kept other things; the one given at the top of this chapter keeps `(affine_cache, a, act)` for a hidden layer: the cache `(x, w)` of the affine layer, the output `a` of the activation, and the activation itself; and `(affine_cache, None, None)` for the last layer. The backward pass unwinds the stack from its end. For the weights of the first of two layers the chain rule runs from the loss back through the logits $z_2$, the hidden outputs $a$ and their weighted sums $z_1$:
# $$ \frac{\partial L}{\partial W_1} = \frac{\partial L}{\partial z_2} \cdot \frac{\partial z_2}{\partial a} \cdot \frac{\partial a}{\partial z_1} \cdot \frac{\partial z_1}{\partial W_1} $$
# At each layer: through the activation, if it has one; then through the affine layer, which leaves `dw` and `db` behind and hands `dx` to the layer below as its upstream gradient. The next cell picks the backward half that belongs to an activation.
# %% readonly="activation_backward"
def activation_backward(dout, a, act):
    """Gradient of the loss through act (relu, sigmoid or np.tanh), whose output was a."""
    if act.__name__ == "tanh":
        return dout * (1 - a**2)
    return {"relu": relu_backward, "sigmoid": sigmoid_backward}[act.__name__](dout, a)
# %% [markdown]
# ## Exercise 8 · `mlp_backward` (4 points)
# Go back through a network of any depth, also one of a single layer, with `activation_backward` and your `affine_backward`. Return `(grads, dx)`: `grads` is a list of pairs `(dw, db)` in the order of `params`, first layer first, and `dx` is the gradient with respect to the network's input. Leave the caches as they are. For example, $x = [1, 2]$ with $w_1 = \begin{pmatrix} 1 & -1 & 2 \\ 1 & 0 & -1 \end{pmatrix}$, $b_1 = [0, 0, 1]$ and a ReLU gives $a = [3, 0, 1]$; let $w_2$ be the column $2, 5, -1$ and the upstream gradient 2. Then `dw` of layer 2 is the column $6, 0, 2$; what comes down to $a$ is $[4, 10, -2]$, and past the ReLU $[4, 0, -2]$, which is `db` of layer 1 and, with $x$, makes its `dw` $\begin{pmatrix} 4 & 0 & -2 \\ 8 & 0 & -4 \end{pmatrix}$; `dx` is $[0, 6]$. Two points are for a network with one hidden layer, two for any depth, any of the three activations, and batches: the gradient of a batch is the sum of what its samples give one by one.
# %% solution="mlp_backward"
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
check.stand_in(**nets.halves(affine_forward, relu, sigmoid))  # exercises 5 and 6 cost nothing here
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
# ## Payoff: every slope, and proof
# What did it buy? Here is the network of the first claim, 784-50-10 with a batch of 100. A forward pass is timed and multiplied by the passes of exercise 1, since nobody wants to wait for all of them; against it, one forward and backward pass, which gives the same 39,760 slopes. Run it once all exercises pass.
#
# **Check the claim.** An article describes the backward pass as *"a process from front to back"*: the error is unrolled to the hidden layers first, and to the output layer after them. Ask your own function: the last line shows the weights of the layers that it visits, in order.
# %%
def loss(params, x, y):
    return cross_entropy(mlp_forward(x, params, relu)[0], y)

def gradient(params, x, y, backward=mlp_backward):
    logits, caches = mlp_forward(x, params, relu)
    return nets.flat(backward(softmax_ce_backward(logits, y), caches)[0])

rng, dims = np.random.default_rng(0), [784, 50, 10]
params = nets.unflat(rng.normal(size=39_760) / 30, dims)
batch = params, rng.random((100, 784)), rng.integers(0, 10, 100)
times = count_forward_passes(dims) * nets.seconds(loss, *batch) / nets.seconds(gradient, *batch)
print(f"backwards is about {10 ** round(np.log10(times)):,} times as fast as nudging")
with check.spy(mlp_backward, affine_backward=affine_backward) as calls:
    gradient(*batch)
print("weights visited:", [cache[1].shape for dout, cache in calls["affine_backward"]])
# %% [markdown]
# It runs from the back to the front, the output layer first: the upstream gradient of a hidden layer is what the layer above it hands down, so it cannot be known earlier. From front to back is the forward pass.
#
# Fast is nothing without right. Would you notice a wrong backward pass by how well the network learns? Below, a network with 32 hidden units learns to read small digits of 8 by 8 pixels: again and again, each parameter takes a step against its slope. Once with your gradient, and three times with a forged one: the gradients of the biases set to 0; a ReLU that passes on everything; a matrix of random numbers in place of the second layer's weights on the way back. Each panel compares the 2,410 slopes at the start with those that your `numerical_gradient` measures, a dot where they agree and a cross where not. Its title says how many of 360 digits not seen before are read rightly, and gives the error by your `relative_error`.
# %%
noise = np.random.default_rng(1).normal(size=(32, 10))
backwards = {
    "yours": mlp_backward,
    "no bias gradients": lambda d, c: ([(dw, 0 * db) for dw, db in mlp_backward(d, c)[0]], None),
    "ReLU passes all": lambda d, c: mlp_backward(d, [(c[0][0], 1 + c[0][1], relu), c[1]]),
    "random matrix": lambda d, c: mlp_backward(d, [c[0], ((c[1][0][0], noise), None, None)])}
plots.agreement(*nets.forgeries(
    loss, read=lambda params, x: mlp_forward(x, params, relu)[0].argmax(axis=1),
    gradients={k: lambda *a, b=b: gradient(*a, backward=b) for k, b in backwards.items()},
    measure=numerical_gradient, error=relative_error))
# %% [markdown]
# All four read nearly alike, and only one is right. The error of yours comes from slopes so small that rounding shows; the forged ones are off by as much as they are large. On a harder task they would cost you weeks; the gradient check took a second.
# %%
import course
course.progress()
# %% [markdown]
# - **On your own.** Write the backward half of `leaky_relu`, add it to `activation_backward`, and hold the whole network against the yardstick.
# - **In practice.** Libraries such as PyTorch and JAX do this for any program: while it runs they push each operation on a stack, and then unwind it, calling the backward half of each. Everyone who adds an operation checks it as you did.
# - **Further reading.** D. Rumelhart, G. Hinton and R. Williams, *Learning representations by back-propagating errors* (1986). *CS231n notes*, on backpropagation and on gradient checks. A. Griewank and A. Walther, *Evaluating Derivatives* (2008).
