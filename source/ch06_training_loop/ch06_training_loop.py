# %% [markdown]
# # Chapter 6 · The training loop
#
# You have a network, a number that says how wrong it is, and the slope of that number along every weight and bias.
# Here you close the loop, and a network learns to read handwriting.
#
# **What you'll do.** Write the step downhill and a faster one, the mini-batches, two measures of progress and the loop; then choose a network that reads digits.
#
# **What you'll learn.** What learning rate, size and penalty do, and on which samples a network must be judged.
#
# **What you'll need.** The functions of chapters 2 to 5, given here.
#
# **How long.** {minutes}

# %% readonly="setup"
import numpy as np
from course import check, data, plots, rehearse, widgets

x_train, y_train, x_test, y_test = data.digits()

def activation_backward(dout, a, act):
    """Gradient of the loss through act (relu, sigmoid or np.tanh), whose output was a."""
    halves = {"relu": relu_backward, "sigmoid": sigmoid_backward}
    return dout * (1 - a**2) if act is np.tanh else halves[act.__name__](dout, a)

# %% [markdown]
# It will read digits like these, 8×8 pixels each.

# %%
plots.digits(x_train, y_train)

# %% [markdown]
# Your network learns from 1437 of them, the **training** digits `x_train` (E. Alpaydin and C. Kaynak, in scikit-learn).
# Another 360, the **test** digits `x_test`, wait for a verdict at the end: nothing learns from them, and nothing is chosen by them.
#
# **Learning is seven steps.**
# Five are yours already; the blue box and the blue arrow are missing.

# %%
plots.loop()

# %% [markdown]
# (Skip the code: these are yours.)

# %% given="sigmoid relu affine_forward mlp_forward init_params softmax cross_entropy l2_penalty relu_backward affine_backward softmax_ce_backward mlp_backward"

# %% [markdown]
# ## Downhill
#
# The gradient points where the loss rises fastest.
# So go the other way: every weight and bias takes a step against its own slope.
# How long a step?
# Slope times a small constant, the **learning rate** `lr`:
#
# $$ \text{new weight} = \text{old weight} - \text{lr} \cdot \text{slope} $$
#
# At $w = 3$ the loss $L(w) = w^2$ has the slope $2w = 6$; with `lr = 0.1` the weight becomes $3 - 0.1 \cdot 6 = 2.4$, and the loss falls from 9 to 5.76.
#
# ## Exercise 1 · `sgd_step` (2 points)
#
# One step downhill for a whole network.
# SGD is *stochastic gradient descent*: stochastic means by chance, which Exercise 3 brings in.
#
# **Your function**
#
# - takes `params`, a list with a pair `(w, b)` for each layer, `grads`, a list of the same form, and the number `lr`;
# - returns such a list: each weight and each bias minus `lr` times its own slope.
# - One point is for weights and biases, one for lists of any length and new arrays.
#
# <details><summary>Exactly</summary>
#
# - It returns floats, also where `params` are whole numbers.
# - It gives new arrays, even where `lr` or all slopes are 0, and leaves `params` and `grads` as they were.
#
# </details>

# %% solution="sgd_step" minutes=6
def sgd_step(params, grads, lr):
    """All weights and biases after one step downhill.

    params, grads : lists of (w, b)   lr : number, the learning rate
    Returns a list of (w, b), new arrays
    """
    ### BEGIN SOLUTION
    return [(w - lr * dw, b - lr * db) for (w, b), (dw, db) in zip(params, grads)]
    ### END SOLUTION

# %% tests="sgd_step" points=1
params = [(np.array([[3.0, -1.0]]), np.array([2.0, 0.5]))]
grads = [(np.array([[6.0, 0.5]]), np.array([-1.0, 4.0]))]
new = rehearse.twice(sgd_step, params, grads, 0.3)
rehearse.layers("new", new, [(np.array([[1.2, -1.15]]), np.array([2.3, -0.7]))])
### BEGIN HIDDEN TESTS
rng = check.rng()
for s, lr in (((4, 2), 0.03), ((1, 3), 2.5), ((3, 1), 1), ((1, 1), 0.7)):
    [(w, b)], [(dw, db)] = params, grads = [rehearse.network(rng, s) for _ in range(2)]
    new = check.call(sgd_step, params, grads, lr)
    rehearse.layers("new", new, [(w - lr * dw, b - lr * db)])
### END HIDDEN TESTS

# %% tests="sgd_step" part="layers" points=1
params = [(np.array([[1, 2]]), np.array([0, 4])), (np.array([[5], [-3]]), np.array([7]))]
grads = [(np.array([[0.5, -3]]), np.array([-1.0, 2])), (np.array([[4.0], [2]]), np.array([1.0]))]
right = [(np.array([[0.875, 2.75]]), np.array([0.25, 3.5]))]
right += [(np.array([[4.0], [-3.5]]), np.array([6.75]))]
rehearse.layers("new", rehearse.twice(sgd_step, params, grads, 0.25), right)
rehearse.stays(sgd_step, right)
### BEGIN HIDDEN TESTS
rng = check.rng()
params, grads = (rehearse.network(rng, (1, 3, 2, 5, 1)) for _ in range(2))
for n, lr in ((4, 0.03), (2, 2.0), (1, 0.5)):
    right = [(w - lr * dw, b - lr * db) for (w, b), (dw, db) in zip(params[:n], grads)]
    rehearse.layers("new", check.call(sgd_step, params[:n], grads[:n], lr), right)
### END HIDDEN TESTS

# %% [markdown]
# **Question.** Three walks take thirty of your steps from $w = 3$, with the learning rates 0.01, 0.1 and 1.05.
# Which walk ends lowest, and what does the last one do?

# %%
def walk(slope, start, lr, steps=30):
    """The weights on the way downhill, by your sgd_step: (steps + 1, number of weights)."""
    params = [(np.array([start]), np.zeros(1))]
    path = [params[0][0][0]]
    for _ in range(steps):
        params = sgd_step(params, [(slope(params[0][0]), np.zeros(1))], lr)
        path.append(params[0][0][0])
    return np.array(path)
rates = (0.01, 0.1, 1.05)
plots.descent(np.square, {f"lr = {lr}": walk(lambda w: 2 * w, [3.0], lr) for lr in rates})

# %% [markdown]
# <details><summary>Answer</summary>
#
# The second; 0.01 is still on its way.
# The slope is $2w$, so each step multiplies $w$ by $1 - 2\,\text{lr}$: by $0.98$, by $0.8$, and by $-1.1$, which jumps over the valley and climbs.
#
# </details>
#
# **A slope holds good only near the place where it was measured.**
#
# ## Rolling down
#
# The best learning rate for one weight may be far too large for another, as in a long, narrow valley that is 50 times as steep across as along:
#
# $$ L = \tfrac{1}{2} (w_1^2 + 50\, w_2^2), \qquad \text{with the slopes } w_1 \text{ and } 50\, w_2 $$
#
# **Question.** Two walks take sixty steps from $w_1 = 9$, $w_2 = 1.2$, with the learning rates 0.005 and 0.035.
# Which weight gives trouble in the first walk, and which in the second?

# %%
steep, start = np.array([1.0, 50.0]), [9.0, 1.2]
valley = lambda w: w**2 @ steep / 2
steepness = lambda w: w * steep
plots.valley(valley, {f"lr = {lr}": walk(steepness, start, lr, 60) for lr in (0.005, 0.035)})

# %% [markdown]
# <details><summary>Answer</summary>
#
# With 0.005, $w_1$ creeps along the valley.
# With 0.035, $w_2$ zigzags from wall to wall: $w_2 - 0.035 \cdot 50\, w_2 = -0.75\, w_2$, so each step changes the side.
#
# </details>
#
# A ball does better: it keeps a share of its motion.
# Pushes across the valley come from alternating sides and cancel; pushes along it add up.
# This is called **momentum**.
# Each weight and each bias gets a **velocity**, which is 0 at first and negative while the weight falls.
# Each step keeps a share of it, $\beta$ (beta).
# On $L = w^2$, from $w = 3$, with `lr = 0.1` and $\beta = 0.5$:
#
# | step | slope there | velocity | $w$ |
# |---|---|---|---|
# | start | | 0 | 3 |
# | 1 | 6 | $-0.6$ | 2.4 |
# | 2 | 4.8 | $-0.78$ | 1.62 |
# | 3 | 3.24 | $-0.714$ | 0.906 |
#
# Without momentum, $\beta = 0$, the second step would be $-0.48$.
#
# ## Exercise 2 · `momentum_step` (2 points)
#
# Find the rule that makes each row of the table from the row before.
#
# **Your function**
#
# - takes `params`, `grads` and `velocity`, three lists of the same form, and the numbers `lr` and `beta`, from 0 to 1;
# - returns two such lists, the new params and the new velocity, each weight and each bias by the rule of the table.
# - One point is for the rule, one for lists of any length and new arrays.
#
# <details><summary>Exactly</summary>
#
# - Where the velocities or `beta` are 0, it gives the params that `sgd_step` gives.
# - It returns floats and new arrays, as `sgd_step` does, and leaves `params`, `grads` and `velocity` as they were.
#
# </details>
#
# <details><summary>Hint 1</summary>
#
# Take the plain step, $-0.48$, away from $-0.78$: how does what is left follow from row 1?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Which velocity leads from 2.4 to 1.62: that of row 1, or that of row 2?
#
# </details>

# %% solution="momentum_step" minutes=12
def momentum_step(params, grads, velocity, lr, beta):
    """All weights and biases after one step of a ball that rolls downhill.

    params, grads, velocity : lists of (w, b)
    lr   : number, the learning rate
    beta : number, the share of the velocity that is kept
    Returns params and velocity, lists of (w, b), new arrays
    """
    ### BEGIN SOLUTION
    pairs = zip(velocity, grads)
    velocity = [(beta * v - lr * dw, beta * u - lr * db) for (v, u), (dw, db) in pairs]
    return [(w + v, b + u) for (w, b), (v, u) in zip(params, velocity)], velocity
    ### END SOLUTION

# %% tests="momentum_step" points=1
params = [(np.array([[2.4, -1.0]]), np.array([2.0, 0.0]))]
grads = [(np.array([[4.8, 3.0]]), np.array([6.0, -1.0]))]
velocity = [(np.array([[-0.6, 0.4]]), np.array([0.8, -0.2]))]
new, moved = rehearse.rolling(momentum_step, params, grads, velocity, 0.1, 0.25)
rehearse.layers("params", new, [(np.array([[1.77, -1.2]]), np.array([1.6, 0.05]))])
rehearse.layers("velocity", moved, [(np.array([[-0.63, -0.2]]), np.array([-0.4, 0.05]))])
### BEGIN HIDDEN TESTS
rng, names = check.rng(), ("params", "velocity")
for s, lr, beta in ((4, 2), 0.03, 0.9), ((1, 3), 2.5, 0.3), ((3, 1), 0.2, 1), ((1, 1), 0.7, 0):
    [(w, b)], [(dw, db)], [(v, u)] = three = [rehearse.network(rng, s) for _ in range(3)]
    new, moved = check.call(momentum_step, *three, lr, beta, returns=names)
    right = v, u = beta * v - lr * dw, beta * u - lr * db
    rehearse.layers("params", new, [(w + v, b + u)])
    rehearse.layers("velocity", moved, [right])
### END HIDDEN TESTS

# %% tests="momentum_step" part="layers" points=1
params = [(np.array([[1, 2]]), np.array([0, 4])), (np.array([[5], [-3]]), np.array([7]))]
grads = [(np.array([[0.5, -3]]), np.array([-1.0, 2])), (np.array([[4.0], [2]]), np.array([1.0]))]
velocity = [(np.zeros((1, 2)), np.zeros(2)), (np.zeros((2, 1)), np.zeros(1))]
right = [(np.array([[0.875, 2.75]]), np.array([0.25, 3.5]))]
right += [(np.array([[4.0], [-3.5]]), np.array([6.75]))]
new, _ = rehearse.rolling(momentum_step, params, grads, velocity, 0.25, 0.9)
rehearse.layers("params", new, right)
rehearse.rests(momentum_step, right)
### BEGIN HIDDEN TESTS
rng, names = check.rng(), ("params", "velocity")
three = params, grads, velocity = [rehearse.network(rng, (1, 3, 2, 5, 1)) for _ in range(3)]
for n, lr, beta in (4, 0.03, 0.5), (2, 2.0, 0.9), (1, 0.5, 0.1):
    new, moved = check.call(momentum_step, *(net[:n] for net in three), lr, beta, returns=names)
    both = zip(velocity[:n], grads)
    right = [(beta * v - lr * dw, beta * u - lr * db) for (v, u), (dw, db) in both]
    rehearse.layers("velocity", moved, right)
    after = [(w + v, b + u) for (w, b), (v, u) in zip(params, right)]
    rehearse.layers("params", new, after)
whole = [(np.array([[3], [-2]]), np.array([4])), (np.array([[1]]), np.array([-5]))]
new, moved = check.call(momentum_step, whole, whole, whole, 0.25, 0.5, returns=names)
rehearse.layers("velocity", moved, [(w / 4, b / 4) for w, b in whole])
rehearse.layers("params", new, [(w * 1.25, b * 1.25) for w, b in whole])
### END HIDDEN TESTS

# %% [markdown]
# **Question.** Four balls take sixty steps with `lr = 0.035`, and keep nothing, 0.7, 0.9 and all of their velocity.
# Which one ends lowest, and what becomes of the last?

# %%
def roll(beta, lr=0.035, steps=60):
    """The places on the way through the valley, by your momentum_step."""
    params, still = [(np.array([start]), np.zeros(1))], [(np.zeros((1, 2)), np.zeros(1))]
    path, velocity = [params[0][0][0]], still
    for _ in range(steps):
        grads = [(steepness(params[0][0]), np.zeros(1))]
        params, velocity = momentum_step(params, grads, velocity, lr, beta)
        path.append(params[0][0][0])
    return np.array(path)
plots.valley(valley, {f"β = {beta}": roll(beta) for beta in (0, 0.7, 0.9, 1)})

# %% [markdown]
# <details><summary>Answer</summary>
#
# With $\beta = 0.7$ the loss ends millions of times lower than without momentum.
# With 0.9 the ball shoots past the lowest point and must come back; with 1 nothing ever brakes it.
#
# </details>
#
# ## A few samples at a time
#
# The loss is an average over all samples, so one exact gradient needs all 1437 digits.
# But 16, a **mini-batch**, already give a good guess of it.
# In a fresh network of 32 hidden units one exact step with `lr` 0.1 takes the loss from 2.31, say, to 2.27.
# Ninety steps along guesses look at just as many digits, and take it to 0.8 or 0.9.
#
# One pass through all samples is an **epoch**.
# Each epoch takes a new random order: from sorted data a mini-batch would hold a single class, and teach the network to give no other answer.
#
# `rng.permutation(3)` gives the numbers 0, 1 and 2 in a random order, and a list of row numbers picks rows: `x[[2, 0]]` is row 2, then row 0.
# A function with `yield pair` hands one pair to the `for` loop, then waits to be asked again.
#
# ## Exercise 3 · `minibatches` (2 points)
#
# Cut an epoch into mini-batches: five samples by twos make 2, 2 and 1.
#
# **Your function**
#
# - goes once through all samples, in a random order drawn from `rng`, and gives pairs `(x_batch, y_batch)` of `size` samples; the last pair has what is left;
# - hands the pairs out one by one with `yield`, or returns a list of them.
# - One point is for the pairs, one for the order.
#
# <details><summary>Exactly</summary>
#
# - Each sample stays together with its label, and labels stay whole numbers.
# - `x` and `y` stay in their order, and the same seed gives the same mini-batches.
#
# </details>

# %% solution="minibatches" minutes=12
def minibatches(x, y, size, rng):
    """The mini-batches of one epoch: pairs (x_batch, y_batch).

    x : (N, D)   size : samples in a mini-batch
    y : (N,)     rng  : np.random.Generator, for the order
    Yields pairs of shapes (size, D) and (size,); the last may be smaller
    """
    ### BEGIN SOLUTION
    order = rng.permutation(len(x))
    for start in range(0, len(x), size):
        rows = order[start : start + size]
        yield x[rows], y[rows]
    ### END SOLUTION

# %% tests="minibatches" points=1
rehearse.epoch(minibatches, 10, 4, [4, 4, 2], seed=0)
rehearse.epoch(minibatches, 1, 4, [1], seed=2)
### BEGIN HIDDEN TESTS
for n, size in ((23, 6), (5, 2), (7, 7), (8, 1)):
    rehearse.epoch(minibatches, n, size, [size] * (n // size) + [n % size] * (n % size > 0), seed=n)
for n, size, d in ((7, 3, 1), (1, 1, 1), (1, 5, 3), (6, 6, 1)):
    sizes = [min(size, n - i) for i in range(0, n, size)]
    rehearse.epoch(minibatches, n, size, sizes, int(check.rng().integers(10**6)), d)
### END HIDDEN TESTS

# %% tests="minibatches" part="order" points=1
rehearse.order(minibatches)
### BEGIN HIDDEN TESTS
rehearse.order(minibatches, int(check.rng().integers(10**6)))
### END HIDDEN TESTS

# %% [markdown]
# **Question.** 26 samples lie sorted, 13 of class 0 and then 13 of class 1.
# You cut them by eights: how many of the four mini-batches hold one class only, as they lie?

# %%
x_sorted, y_sorted, rng = np.arange(26.0)[:, None], np.arange(26) // 13, np.random.default_rng(0)
rows = {"as they lie": [y_sorted[k:k + 8] for k in range(0, 26, 8)]}
for epoch in (1, 2, 3):
    rows[f"epoch {epoch}"] = [y for _, y in minibatches(x_sorted, y_sorted, 8, rng)]
plots.epochs(rows)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Three: only the second has both.
#
# </details>
#
# ## Two measures
#
# **Accuracy** is the share of samples whose largest logit belongs to the right class.
# Logits $(2, 1, 0)$, $(0, 3, 1)$, $(4, 0, 2)$ say classes 0, 1 and 0; with labels 0, 1 and 2 the accuracy is $2/3$.
#
# A ReLU unit that gives exactly 0 for *every* sample is **dead**.
# Its weights' slopes are then 0 for every sample too: while its inputs stay, none of these samples can wake it.
#
# ## Exercise 4 · `accuracy` (2 points)
#
# **Your function**
#
# - `accuracy` takes logits and labels and returns the share that is classified right; if two logits tie, the first counts, as with `np.argmax`;
# - `dead_fraction` takes what a hidden layer gave, one unit in each column, and returns the share of units that are dead;
# - both return one number from 0 to 1, a point for each, also for a single sample, class or unit.

# %% solution="accuracy" minutes=8
def accuracy(logits, y):
    """Share of samples that are classified right, a number: logits (N, C), labels y (N,)."""
    ### BEGIN SOLUTION
    return np.mean(logits.argmax(axis=1) == y)
    ### END SOLUTION

def dead_fraction(hidden):
    """Share of units that are 0 for all samples, a number: hidden (N, M), outputs of a ReLU."""
    ### BEGIN SOLUTION
    return np.mean(np.all(hidden == 0, axis=0))
    ### END SOLUTION

# %% tests="accuracy" points=1
y = np.array([1, 2, 3, 3, 0, 4])
logits = np.array([[-3, -5, 0, -4, -2, 6], [-2, -2, -1, -2, -2, -5], [-3, 0, 6, 6, 5, -1],
                   [-1, 1, -5, 2, -2, -3], [5, -5, 3, 3, 5, 1], [-2, -5, -5, -4, 0, -3]])
got = tuple(check.call(accuracy, logits[::s], t) for s, t in ((1, y), (1, 5 - y), (-1, y[::-1])))
check.close("accuracy for y, accuracy for 5 - y, accuracy backwards", got, (2 / 3, 1 / 6, 2 / 3))
check.close("accuracy of ties", check.call(accuracy, np.ones((4, 2)), np.array([0, 1, 0, 0])), 0.75)
### BEGIN HIDDEN TESTS
for n, c in ((50, 4), (7, 7), (1, 3), (5, 1), (1, 1)):
    y = check.rng().permutation(np.arange(n) % c)
    whole, near = check.rng().integers(-3, 0, (n, c)), check.rng().permuted(np.eye(c)[y], axis=1)
    for z in check.rng().normal(size=(n, c)), whole, np.eye(c)[y] - 9, 5 + 1e-4 * near:
        right = sum(row.index(max(row)) == k for row, k in zip(z.tolist(), y)) / n
        check.close("accuracy", check.call(accuracy, z, y), right)
### END HIDDEN TESTS

# %% tests="accuracy" part="dead" points=1
hidden = np.array([[0, 1, 0, 2, 0, 2, 0, 1, 1, 2], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
                   [0, 0, 0, 0, 0, 0, 0, 1, 0, 2], [0, 0, 0, 0, 2, 0, 0, 0, 0, 0]])
shares = tuple(check.call(dead_fraction, rows) for rows in (hidden, hidden[:1], hidden[1:2]))
check.close("share of dead units, share for row 0, share for row 1", shares, (0.3, 0.4, 1.0))
### BEGIN HIDDEN TESTS
for dead in (0, 3, 8):
    hidden = check.rng().uniform(1, 2, size=(30, 8)) * (np.arange(8) >= dead)
    rare, tiny = hidden * (check.rng().permutation(30) < 1)[:, None], 1e-9 * hidden
    check.close("dead_fraction of rare outputs", check.call(dead_fraction, rare), dead / 8)
    for h in (tiny, tiny[:1], 1e-6 * tiny, 1e-9 * rare):
        check.close("dead_fraction of tiny outputs", check.call(dead_fraction, h), dead / 8)
    check.close("dead_fraction", check.call(dead_fraction, tiny[:, :1]), float(dead > 0))
    check.close("dead_fraction", check.call(dead_fraction, tiny[:1, -1:]), float(dead == 8))
### END HIDDEN TESTS

# %% [markdown]
# ## One loss, one gradient
#
# The loss that we lower is the data's loss plus the penalty of chapter 4, with its strength $\lambda$ (lambda):
#
# $$ L = \text{cross-entropy} + \tfrac{1}{2} \lambda \textstyle\sum w^2, \qquad \text{which adds } \lambda w \text{ to the slope along each } w $$
#
# Each step thus shrinks every weight by $\text{lr} \cdot \lambda$ of itself: weight decay.
#
# Three samples $(1, 2)$, $(3, 0)$, $(2, 4)$, all of class 0, meet one layer with $w = \begin{pmatrix} 1 & 1 \\ 2 & 2 \end{pmatrix}$, $b = (3, 3)$ and $\lambda = 0.1$.
# Both logits are equal, so the data's loss is $\ln 2 = 0.693$.
# The penalty is $0.05 \cdot (1 + 1 + 4 + 4) = 0.5$; together 1.193.
#
# ## Exercise 5 · `loss_and_grads` (4 points)
#
# **Your function**
#
# - returns `loss`, a number: the mean cross-entropy of the samples plus the penalty on the weights of all layers, without the biases and not divided by $N$;
# - and `grads`, a list of `(dw, db)` in the order of `params`: the slopes of that loss;
# - uses `act` for the hidden layers of a network with any number of layers.
# - One point is for the loss, two are for the gradient of the data's part, one is for the penalty's.
#
# <details><summary>Exactly</summary>
#
# It gives the same when called again, and changes nothing that it is given.
#
# </details>

# %% solution="loss_and_grads" minutes=14
def loss_and_grads(params, x, y, act, lam):
    """The loss with its penalty, and its gradients.

    params : list of (w, b)      x : (N, D)   y : (N,) the right classes
    act    : relu, sigmoid or np.tanh, for the hidden layers
    lam    : number, strength of the penalty
    Returns loss, a number, and grads, a list of (dw, db)
    """
    ### BEGIN SOLUTION
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, b) in zip(grads, params)]
    ### END SOLUTION

# %% tests="loss_and_grads" part="loss" points=1
x, y = np.array([[1, 2], [3, 0], [2, 4]]), np.array([0, 0, 0])
params = [(np.array([[1.0, 1], [2, 2]]), np.array([3.0, 3]))]
loss, _ = rehearse.both(loss_and_grads, params, x, y, relu, 0.1)
check.close("loss", loss, 1.193147, tol=1e-6)
w1, w2 = np.array([[0.5, -0.5], [-0.25, 1]]), np.array([[1.0, -1], [0.5, 2]])
two = [(w1, np.zeros(2)), (w2, np.array([0.5, 0]))]
loss, _ = rehearse.both(loss_and_grads, two, x, y, np.tanh, 0.1)
check.close("loss of two layers, tanh between,", loss, 1.238736, tol=1e-6)
### BEGIN HIDDEN TESTS
nets = (3, 5, 2, sigmoid), (2, 4, 3, 6, np.tanh), (4, 3, relu), (1, 3, 2, relu), (1, 1, 1, np.tanh)
for (*dims, act), n in zip(nets, (5, 4, 1, 3, 1)):
    params, y = rehearse.network(check.rng(), dims), check.rng().integers(0, dims[-1], n)
    x = check.rng().normal(size=(n, dims[0]))
    z = mlp_forward(x, params, act)[0]
    right = np.mean([np.log(np.exp(row - row[k]).sum()) for row, k in zip(z, y)])
    loss, _ = check.call(loss_and_grads, params, x, y, act, 0.3, returns=("loss", "grads"))
    check.close("loss", loss, right + 0.15 * sum(np.sum(w * w) for w, _ in params))
params, x = [(np.array([[0.0, 40]]), np.array([0.0, 5]))], np.array([[1.0], [0.5]])
y = np.zeros(2, dtype=int)  # of which the network is far from sure
loss, _ = check.call(loss_and_grads, params, x, y, relu, 0, returns=("loss", "grads"))
check.close("loss", loss, 35.0)
### END HIDDEN TESTS

# %% tests="loss_and_grads" points=2
x, y, w = np.array([[1.0, 2]]), np.array([0]), np.array([[1.0, 2], [-1, 3], [2, 0]])
params = [(np.array([[1.0, -1, 0], [1, 0, 1]]), np.zeros(3)), (w, np.array([0.0, 1]))]
_, grads = rehearse.both(loss_and_grads, params, x, y, relu, 0.0)
right = [(np.array([[0.5, 0, -1], [1, 0, -2]]), np.array([0.5, 0, -1]))]
right += [(np.array([[-1.5, 1.5], [0, 0], [-1, 1]]), np.array([-0.5, 0.5]))]
rehearse.of_its_loss(loss_and_grads, grads, right, (relu, relu, sigmoid, np.tanh))
### BEGIN HIDDEN TESTS
def our_loss(params, x, y, act, lam):
    return cross_entropy(mlp_forward(x, params, act)[0], y) + l2_penalty(params, lam)
one = ((1, 3, 2, np.tanh), 3), ((3, 1, 2, sigmoid), 2), ((1, 1, 1, relu), 1), ((2, 3, 4, relu), 1)
for (*dims, act), n in (((4, 3, relu), 5), ((3, 5, 2, relu), 6), ((2, 4, 3, 5, np.tanh), 4), *one):
    rehearse.slopes(loss_and_grads, dims, act, 0.0, n, our_loss)
### END HIDDEN TESTS

# %% tests="loss_and_grads" part="penalty" points=1
x, y = np.array([[1, 2], [3, 0], [2, 1]]), np.array([0, 0, 0])
params = [(np.array([[1.0, 2], [-1, 0]]), np.array([3.0, 0]))]
_, grads = rehearse.both(loss_and_grads, params, x, y, relu, 0.1)
right = [(np.array([[-0.9, 1.2], [-0.6, 0.5]]), np.array([-0.5, 0.5]))]
rehearse.layers("gradient", grads, right)
rehearse.slopes(loss_and_grads, (3, 4, 2), np.tanh, 0.3)
### BEGIN HIDDEN TESTS
def our_loss(params, x, y, act, lam):
    return cross_entropy(mlp_forward(x, params, act)[0], y) + l2_penalty(params, lam)
for *dims, act, lam in (4, 3, relu, 0.7), (2, 3, 4, 2, sigmoid, 0.05), (1, 1, np.tanh, 2):
    rehearse.slopes(loss_and_grads, dims, act, lam, 3, our_loss)
### END HIDDEN TESTS

# %% [markdown]
# ## Watch it learn
#
# A mini-batch, `loss_and_grads`, `sgd_step`, and again, thousands of times: the figure does that for a network of 32 hidden units.
# The curves begin somewhat above $\ln 10 = 2.30$, the loss of a network that gives each digit a tenth; the dashed one is of *validation* digits, from which it does not learn.
# Beside the curves your `sgd_step` walks down a landscape of only two weights, at the same learning rate; drag its start.
#
# **Question.** How many epochs does learning take?
# Let it run thirty with the learning rate 0.01.
# After how many epochs does 0.32 reach the loss that 0.01 has after thirty, and after how many 3.2?

# %%
widgets.learning_rate(loss_and_grads, sgd_step)

# %% [markdown]
# <details><summary>Answer</summary>
#
# With steps 32 times as long, 0.32 could need one epoch; it needs about two, for slopes hold good only nearby.
# 3.2 never gets there: the walk is thrown out of the landscape, and in the network all units die.
#
# </details>
#
# ## Closing the loop
#
# For six of the seven steps you have functions; the seventh, to repeat with the next mini-batch, is `train`.
#
# Why does the loop begin with random weights?
# Equal units would stay equal, as in chapter 3.
# From zeros only the last biases learn: units of ReLU or tanh give $a_1 = 0$, so $dw_2 = a_1^\top dout$ is 0; and through $w_2 = 0$ no slope reaches $w_1$ and $b_1$.
#
# Weights and biases are the **parameters**: learning finds them.
# What you choose before it begins are the **hyper-parameters**: layers and units, and five settings in a dictionary, `cfg = {"lr": 0.1, "epochs": 5, "batch_size": 16, "lam": 0.0, "act": relu}`.
#
# How the network does is written down by the given `record`:

# %% readonly="record"
def record(history, params, x, y, cfg):
    """Append to the two lists of history what the network gives for x and y now."""
    history["loss"].append(loss_and_grads(params, x, y, cfg["act"], cfg["lam"])[0])
    history["accuracy"].append(accuracy(mlp_forward(x, params, cfg["act"])[0], y))

# %% [markdown]
# ## Exercise 6 · `train` (4 points)
#
# **Your function**
#
# - trains for `cfg["epochs"]` epochs; in each it goes through `minibatches` anew, and for each mini-batch calls `loss_and_grads` and `sgd_step` once, with the settings of `cfg`;
# - calls `record` with all samples once before the first epoch and once after each: `epochs` + 1 numbers in each list of a new `history`;
# - returns the last params and the history.
# - Two points are for the steps (the checks use stand-ins for the functions that it calls), one is for the history, one for `rng`.
#
# <details><summary>Exactly</summary>
#
# - With 0 epochs the params come back as they were.
# - All chance comes from `rng`, which goes to `minibatches` and nowhere else; a generator of your own makes other mini-batches, and fails all checks.
# - Nothing that is given is changed.
#
# </details>
#
# <details><summary>Hint 1</summary>
#
# With 2 epochs of 3 mini-batches there are 6 steps and 3 records: which loop lies inside which, and where does `record` stand?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Where does the next step begin, if what `sgd_step` gave got another name than `params`?
#
# </details>

# %% solution="train" minutes=22
def train(params, x, y, cfg, rng):
    """Train a network.

    params : list of (w, b)   x : (N, D)   y : (N,)   rng : np.random.Generator
    cfg    : dictionary with "lr", "epochs", "batch_size", "lam" and "act"
    Returns params, a list of (w, b), and history, {"loss": list, "accuracy": list}
    """
    history = {"loss": [], "accuracy": []}
    ### BEGIN SOLUTION
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for x_batch, y_batch in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, x_batch, y_batch, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history
    ### END SOLUTION

# %% tests="train" points=2
run = rehearse.play(train, epochs=2)
rehearse.steps(run)
check.close("the weight after 2 epochs", run.weight, 159.0)
check.close("the weight after 0 epochs", rehearse.play(train, epochs=0).weight, 0.0)
### BEGIN HIDDEN TESTS
seed = int(check.rng().integers(10**6))
for epochs, n, d, start in (3, 6, 3, 0.5), (1, 1, 2, 2.0), (1, 1, 1, 1.5), (0, 5, 2, 3.5):
    run = rehearse.play(train, epochs, seed, n=n, d=d, start=start)
    rehearse.steps(run)
    check.close("the weight", run.weight, run.right[0])
    check.close("the bias", run.bias, np.array([run.right[2]]))
### END HIDDEN TESTS

# %% tests="train" part="history" points=1
history = rehearse.history(train, epochs=2)
check.equal("history['loss']", history["loss"], [0.0, 7.0, 159.0])
check.equal("history['accuracy']", history["accuracy"], [0.5, 1.0, 1.0])
check.equal("history['loss'] of 0 epochs", rehearse.history(train, epochs=0)["loss"], [0.0])
### BEGIN HIDDEN TESTS
seed = int(check.rng().integers(10**6))
for epochs, n, d, start in ((3, 6, 3, -1.0), (1, 1, 2, 2.0), (0, 5, 2, 3.5)):
    run = rehearse.play(train, epochs, seed, n=n, d=d, start=start)
    for name, right in run.right[1].items():
        told = f"history['{name}'] of {epochs} epochs has {len(run.history[name])} numbers."
        cause = "records missing or too many"
        check.that(len(run.history[name]) == epochs + 1, told, mistake=cause)
        check.close(f"history['{name}']", np.array(run.history[name]), np.array(right))
### END HIDDEN TESTS

# %% tests="train" part="rng" points=1
rehearse.by_rng(train, epochs=3)
### BEGIN HIDDEN TESTS
seed = int(check.rng().integers(10**6))
rehearse.by_rng(train, 1, seed, n=30, d=2)
rehearse.drawn(rehearse.play(train, 1, seed, n=30, d=2))
### END HIDDEN TESTS

# %% [markdown]
# Your loop again, with `momentum_step` in place of `sgd_step`.
# Both runs have the same first weights, mini-batches and `lr` 0.02; a third takes plain steps with `lr` 0.2.
#
# **Question.** After how many epochs does the rolling ball read as many digits as the first run after eight?

# %%
def race(beta, lr=0.02, epochs=8):
    """The share of the training digits that is read, before the first epoch and after each."""
    rng, cfg = np.random.default_rng(0), {"act": relu, "lam": 0.0}
    run = {"loss": [], "accuracy": []}
    params = init_params([64, 32, 10], rng, "he")
    velocity = [(0 * w, 0 * b) for w, b in params]
    record(run, params, x_train, y_train, cfg)
    for _ in range(epochs):
        for x, y in minibatches(x_train, y_train, 16, rng):
            _, grads = loss_and_grads(params, x, y, relu, 0.0)
            params, velocity = momentum_step(params, grads, velocity, lr, beta)
        record(run, params, x_train, y_train, cfg)
    return run["accuracy"]
runs = {"plain steps, β = 0": race(0), "with momentum, β = 0.9": race(0.9)}
plots.learning_curves(runs | {"plain steps, lr = 0.2": race(0, lr=0.2)})

# %% [markdown]
# <details><summary>Answer</summary>
#
# After two.
#
# </details>
#
# With $\beta = 0.9$ a push lives on as 0.9, 0.81, ... of itself, and $1 + 0.9 + 0.81 + \dots = 10$: pushes that agree act like ten plain steps.
# Plain steps ten times as long do as well here, dips included; in the narrow valley they would fly out.

# %% [markdown]
# ## How many units?
#
# The *moons* are two noisy half circles of points, one for each class.
# Let your `train` learn 40 of them, with 3 tanh units and with 20, each without a penalty and with two.
# "Own" is the accuracy on these 40 samples, "new" that on 2000 others, each the mean of three runs.
#
# **Question.** Which network has most of its own samples right, and which fewest of the new ones?

# %%
def fit(x, y, dims, seed=0, **settings):
    """A fresh network, trained by your train: params and history."""
    cfg = {"lr": 0.1, "epochs": 2, "batch_size": 20, "lam": 0.0, "act": relu} | settings
    rng = np.random.default_rng(seed)
    return train(init_params(dims, rng, "he"), x, y, cfg, rng)  # for tanh, too
x_new, y_new = data.moons(2000, rng=99, noise=0.3)
sets, scores = [data.moons(40, rng=s, noise=0.3) for s in range(3)], {}
share = lambda net, x, y: accuracy(mlp_forward(x, net, np.tanh)[0], y)
for units, lam in ((n, lam) for n in (3, 20) for lam in (0, 0.003, 0.03)):
    how = {"lr": 2.0, "epochs": 1500, "batch_size": 40, "lam": lam, "act": np.tanh}
    nets = [fit(*some, [2, units, 2], seed=s, **how)[0] for s, some in enumerate(sets)]
    own = np.mean([share(net, *some) for net, some in zip(nets, sets)])
    new = np.mean([share(net, x_new, y_new) for net in nets])
    score = lambda points, net=nets[0]: np.diff(mlp_forward(points, net, np.tanh)[0])[:, 0]
    scores[f"{units} units, $\\lambda$ = {lam}\nown {own:.1%}, new {new:.1%}"] = score
plots.boundaries(scores, *sets[0])

# %% [markdown]
# <details><summary>Answer</summary>
#
# 20 units without a penalty: they get all of their own samples right, and the fewest new ones.
# With $\lambda = 0.003$ both networks give up some of their own samples, and get more of the new ones.
# With 0.03 they bend too little even for their own.
#
# </details>
#
# A large network draws islands and learns the noise by heart: it **overfits**, and the gap between "own" and "new" shows it.
# Fewer units narrow the gap; the penalty all but closes it, and with it 3 units and 20 hardly differ.
# So take enough units, and hold them back; but now $\lambda$ must be chosen.
#
# **Question.** Raise it while both learn: what becomes of the large one's boundary?

# %%
widgets.penalty(loss_and_grads, sgd_step)

# %% [markdown]
# <details><summary>Answer</summary>
#
# It loses its islands, then its bends; too strong a penalty leaves it straight.
#
# </details>

# %% [markdown]
# ## Bonus · `dropout_forward` (no points)
#
# **Dropout** is another way to hold a large network back: while training, it silences units at random, so that none can rely on another.
# (Noise on the inputs is a third.)
# The others speak up to keep the mean: with $p = 0.2$ a 4 becomes 0 or 5.
#
# **Your function**
#
# - while training sets each entry of `x` to 0 with probability `p`, each by its own draw from `rng`, and multiplies the others by $1/(1-p)$;
# - returns `out` and `mask`, with `out` $=$ `x` $\cdot$ `mask`; the backward pass needs the same mask;
# - drops nothing when `training` is False; `mask` then holds ones;
# - returns floats, also for whole numbers in `x`.

# %% solution="dropout_forward" minutes=8
def dropout_forward(x, p, rng, training):
    """Drop entries at random.

    x : (N, M)   p : number, 0 <= p < 1   rng : np.random.Generator   training : True or False
    Returns out and mask, both (N, M) floats
    """
    ### BEGIN SOLUTION
    mask = (rng.random(x.shape) >= p) / (1 - p) if training else np.ones(x.shape)
    return x * mask, mask
    ### END SOLUTION

# %% tests="dropout_forward" points=0
rehearse.dropout(dropout_forward, p=0.2, scale=1.25)
### BEGIN HIDDEN TESTS
for p, scale in ((0.6, 2.5), (0.0, 1.0), (0.5, 2.0), (0.98, 50.0)):
    seed = int(check.rng().integers(10**6))
    rehearse.dropout(dropout_forward, p, scale, seed, draws=p == 0.6)
for s in ((1, 1), (1, 5), (4, 1)):
    args, both = (np.ones(s), 0.5, check.rng(), True), ("out", "mask")
    out, mask = check.call(dropout_forward, *args, returns=both)
    check.shape("out", out, s)
    check.close("out", out, mask)
    check.that(np.isin(mask, (0.0, 2.0)).all(), "mask holds something else than 0 and 2.")
x, both = np.arange(1, 31).reshape(5, 6), ("out", "mask")
out, mask = check.call(dropout_forward, x, 0.2, check.rng(), True, returns=both)
check.close("out of whole numbers", out, x * mask)
message = "With p = 0.2 and whole numbers in x, mask holds something else than 0 and 1.25."
fits = np.isin(np.round(mask, 9), (0.0, 1.25)).all()
check.that(fits, message, mistake="integer truncation")
### END HIDDEN TESTS

# %% [markdown]
# ## Reading digits
#
# By which digits should you choose a network that reads them?
# Choose by the training digits, and the winner is the network that learned them by heart.
# Choose by the test digits, and the winner is the luckiest of many tries.
# So keep a third kind apart, the last 300 of the training digits:
#
# | data | task |
# |---|---|
# | **training** | the weights are learned from them |
# | **validation** | by them you choose the hyper-parameters |
# | **test** | for the verdict, when everything is chosen |
#
# **Question.** None of these three settings is good enough; what is wrong with each?

# %%
x_learn, y_learn, x_valid, y_valid = x_train[:-300], y_train[:-300], x_train[-300:], y_train[-300:]
def trial(dims, seed=0, **settings):
    """Train on x_learn; print the loss at first, one epoch before the end, at the end, and more."""
    params, run = fit(x_learn, y_learn, dims, seed=seed, **settings)
    valid = accuracy(mlp_forward(x_valid, params, relu)[0], y_valid)
    dead = dead_fraction(relu(affine_forward(x_learn, *params[0])[0]))
    print(f"{dims} loss {run['loss'][0]:.2f} -> {run['loss'][-2]:.2f} -> {run['loss'][-1]:.2f}, "
          f"training {run['accuracy'][-1]:.1%}, validation {valid:.1%}, dead {dead:.0%}")
trial([64, 3, 10], lr=0.1, epochs=60, batch_size=50)
trial([64, 64, 10], lr=0.01, epochs=5, batch_size=50)
trial([64, 64, 10], lr=2, epochs=5, batch_size=50)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The first has too few units: its loss hardly falls any more, and it misreads a fifth of its own digits.
# The second takes steps that are too small: its loss still falls.
# The third takes steps so large that its units die.
#
# </details>
#
# | what you see | what may help |
# |---|---|
# | more than a few dead units (look first) | a smaller `lr` |
# | few digits read, and the loss still falls | more epochs, smaller mini-batches, a larger `lr` |
# | few training digits read, though the loss hardly falls any more | more units |
# | far fewer validation than training digits read | a penalty; copies moved by a pixel |
#
# Change the three lines, one setting at a time, until one reads 96 % of the validation digits.
#
# ## Exercise 7 · `train_digits` (4 points)
#
# Hand in the settings that you found.
# The check trains them on `x_learn`, and looks at the validation digits as you did.
#
# **Your function**
#
# - starts fresh parameters for the pixels of `x`, any number of them, and for 10 classes;
# - calls `train` with all of `x` and `y`, perhaps with moved copies of them, but with no validation or test digits;
# - gives it a `cfg` that has all five settings, with `relu` as `act`, and returns what `train` returns;
# - takes all chance from `rng`: hand it to `init_params` and to `train`.
# - One point is for building it from `train`, three are for reading 96 % of the validation digits with at least one of five seeds, lenient on purpose.
#
# <details><summary>Hint</summary>
#
# The first trial steps well and learns for long: what alone does it lack?
#
# </details>

# %% solution="train_digits" minutes=25
def train_digits(x, y, rng):
    """Train a network that reads digits.

    x : (N, D) pixels   y : (N,) digits, 0 to 9   rng : np.random.Generator
    Returns params, a list of (w, b), and history, as train gives them
    """
    ### BEGIN SOLUTION
    params = init_params([x.shape[1], 64, 10], rng, "he")
    cfg = {"lr": 0.2, "epochs": 40, "batch_size": 16, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)
    ### END SOLUTION

# %% tests="train_digits" part="built" points=1
rehearse.built(train_digits, x_train[:9, :9], y_train[:9])
### BEGIN HIDDEN TESTS
for n, d in ((12, 7), (1, 5), (6, 1), (1, 1)):
    x, y, seed = check.rng().random((n, d)), np.arange(n) % 3, int(check.rng().integers(10**6))
    rehearse.built(train_digits, x, y, seed)
### END HIDDEN TESTS

# %% tests="train_digits" points=3
### BEGIN HIDDEN TESTS
# Our loop stands in for the student's: a mistake in exercises 1 to 5 costs nothing here. It does
# little, and that in float32, for most of the time that grading this chapter takes is spent in it.
def our_train(params, x, y, cfg, rng):
    size, lr, lam, act = (cfg[name] for name in ("batch_size", "lr", "lam", "act"))
    x, history = np.asarray(x, dtype=np.float32), {"loss": [], "accuracy": []}
    params = [tuple(np.asarray(part, dtype=np.float32) for part in pair) for pair in params]
    for epoch in range(cfg["epochs"] + 1):
        order = rng.permutation(len(x)) if epoch else []
        mixed, labels = x[order], y[order]
        for k in range(0, len(order), size):
            logits, caches = mlp_forward(mixed[k : k + size], params, act)
            dout = softmax_ce_backward(logits, labels[k : k + size])
            for i, ((inputs, w), a, act_i) in reversed([*enumerate(caches)]):
                dout = dout if act_i is None else activation_backward(dout, a, act_i)
                dw, db = inputs.T @ dout, dout.sum(axis=0)
                dout = dout @ w.T if i else None
                params[i] = (1 - lr * lam) * w - lr * dw, params[i][1] - lr * db
        some = slice(None if epoch in (0, cfg["epochs"]) else 100)  # in between, few will do
        logits = mlp_forward(x[some], params, act)[0]
        history["loss"].append(cross_entropy(logits, y[some]) + l2_penalty(params, lam))
        history["accuracy"].append(np.mean(logits.argmax(axis=1) == y[some]))
    return params, history
check.stand_in(train=our_train)
### END HIDDEN TESTS
rehearse.reads(train_digits, lambda params, x: mlp_forward(x, params, relu)[0])

# %% [markdown]
# ## Recap
#
# | part | forward | backward | shapes |
# |---|---|---|---|
# | layer | $z = xw + b$ | $dx = dout\,w^T$, $dw = x^T dout$, $db = \sum_n dout$ | $x$ $(N, D)$, $w$ $(D, M)$, $b$ $(M,)$ |
# | activation | $a = \max(0, z)$ | $dout$ where $z > 0$ | $(N, M)$ |
# | loss | mean of $-\ln p_y$, $p$ the softmax | $(p - \text{one-hot}) / N$ | $(N, C)$ to a number |
# | penalty | $\tfrac12 \lambda \sum w^2$ | $\lambda w$ | all $w$ to a number |
# | step | $v = \beta v - \text{lr} \cdot dw$, $w + v$ | | of each $w$ and $b$ |
#
# ## Payoff: it reads what you draw
#
# Your validation score is the best of several tries, and on 300 digits chance moves it by a point: a verdict needs others.
#
# Save your six notebooks.
# `gather` takes your functions out of them, puts the course's own where one is missing or fails, and teaches the network that they make.
# Its settings were chosen for drawings: one hidden layer of 64, twelve epochs, and digits that are also moved, turned and thickened.
#
# **Question.** Below the table will stand the verdict: of the 360 test digits, how many does it read?

# %%
from course import mine
my = mine.gather()
my

# %% [markdown]
# Here something could still be chosen: whoever now changed a setting would choose by the test digits.
# Looking *back* chooses nothing, and `gather` kept the network of each epoch.
#
# **Question.** What had your network learned after one epoch, and what does it misread to the end?

# %%
widgets.by_epoch(my.run)

# %% [markdown]
# <details><summary>Answer</summary>
#
# One epoch is enough for nine of ten, though many a 1 or 4 is misread; at the end a few still are.
#
# </details>
#
# Its training curve lies below the test curve: `gather` adds moved and turned copies, which are harder.
#
# Yet the test was kind: the digits had been shuffled, so those who wrote test digits wrote training digits, too.
# `data.digits("contiguous")` holds out the last 382 digits of the file, whose writers wrote none of the others.
#
# **Question.** What is read of such strangers' digits, with a hidden layer and without?

# %%
strangers = data.digits("contiguous")
nets = {"64-64-10, known writers": my.again(data.digits()),
    "64-64-10, strangers": my.again(strangers), "64-10, strangers": my.again(strangers, hidden=[])}
for name, net in nets.items():
    print(f"{name}: {net.run.epochs[-1].new:.1%}")
plots.learning_curves({name: [e.new for e in net.run.epochs] for name, net in nets.items()})

# %% [markdown]
# <details><summary>Answer</summary>
#
# Of known writers some 97 %, of strangers some 89 %, and without a hidden layer a little less.
# (All three learned without copies: compare them with each other only.)
#
# </details>
#
# **A score holds for samples like those of the test.**
#
# This is all of your network; saved, it runs anywhere with NumPy.

# %%
my.program()

# %%
my.save()

# %% [markdown]
# Put your name in.

# %%
my.poster("")

# %% [markdown]
# **Question.** Draw a digit.
# When yours is misread, say what it was, and the network takes one step of learning: what does that change?

# %%
widgets.pad(my)

# %% [markdown]
# It lowers the loss of this drawing; others may be read better or worse.
#
# [Chapter 1 · Neurons](../ch01_neurons/ch01_neurons.ipynb) began with one neuron and weights set by hand.
# The network that reads is made of nothing else; only who chooses the weights has changed.

# %%
import course
course.progress()

# %% [markdown]
# ## To play with
#
# Without a hidden layer, each column of $w$ is a picture of 64 pixels, the **template** of its digit.
# Where it is blue, ink speaks for the digit; where orange, against it: look at the middle of 0.
# %%
one_layer, _ = fit(x_train, y_train, [64, 10], lr=0.3, epochs=24, batch_size=32, lam=0.01)
plots.templates(one_layer[0][0], names=range(10))
# %% [markdown]
# **Question.** Let 3 units learn, then 20, and click into a moon to add a point of the other class: which networks bend for it?
# %%
widgets.hidden_units(loss_and_grads, sgd_step)
# %% [markdown]
# **Question.** Each dot is one network with its own first weights, after 150 steps: which depend more on luck, small networks or large ones?
# %%
widgets.seeds(loss_and_grads, sgd_step)
# %% [markdown]
# <details><summary>Answer</summary>
#
# Small networks: they have come less far, and differ more.
# And where all slopes are 0 need not be a *stable minimum*: a saddle has them, too.
#
# </details>
#
# **On your own.** Read **MNIST**, 70,000 digits of 28×28 pixels: `data.mnist()` downloads 11 MB, once.
#
# **In practice.** *Adam* is momentum with a step length for each weight, by the recent size of its slopes.
# Learning often stops early, where the validation curve is best.
#
# **Further reading.** A. Karpathy and others, *CS231n: Neural Networks Part 3*.
# N. Srivastava and others, *Dropout* (2014).
